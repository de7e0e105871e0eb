//! Examples for the verbs that students use.

use super::Example;

pub(super) const EXAMPLES: &[Example] = &[
    (
        "projects",
        &[
            ("onlist projects", "list all projects"),
            ("onlist projects kernel --difficulty easy", "easy projects about kernels"),
            ("onlist projects --skill ocaml --json", "JSON for a script"),
        ],
    ),
    (
        "show",
        &[
            ("onlist show rump-stubdom", "everything about one project"),
            ("onlist show rump-stubdom --why", "where each address and the subject come from"),
        ],
    ),
    (
        "guide",
        &[
            ("onlist guide", "the checklist for newcomers"),
            ("onlist guide rump-stubdom", "the same, with a project's list, base tree and tasks"),
            ("onlist guide --for mentor", "the checklist for mentors"),
        ],
    ),
    (
        "introduce",
        &[
            ("onlist introduce rump-stubdom", "answer the questions on a terminal"),
            (
                "onlist introduce rump-stubdom --body-file text.txt --save letter.eml",
                "save a letter with your own text",
            ),
            ("onlist introduce rump-stubdom --send", "send it after you confirm"),
            ("onlist introduce --idea 'Trace viewer' --list xen-devel", "write about your own idea"),
            ("onlist introduce --mentor rump-stubdom", "offer to mentor a project"),
            ("onlist introduce --bug 'xl hangs.' --list xen-devel", "report a bug, outside any programme"),
        ],
    ),
    (
        "contacts",
        &[
            ("onlist contacts", "see what happened, and whose turn it is"),
            ("onlist contacts rump-stubdom --json", "contacts about one project, as JSON"),
        ],
    ),
    (
        "follow-up",
        &[
            ("onlist follow-up rump-stubdom --text 'I have built it since.' --print", "see the reminder"),
            (
                "onlist follow-up rump-stubdom --text 'I have built it since.' --send",
                "send it after you confirm",
            ),
        ],
    ),
    (
        "answer",
        &[
            (
                "onlist answer rump-stubdom --archive devel.mbox",
                "answer the newest mail of the list's archive",
            ),
            (
                "onlist answer rump-stubdom mail.eml --text 'I take the first one.' --send",
                "answer a mail in a file",
            ),
        ],
    ),
    (
        "write",
        &[
            (
                "onlist write rump-stubdom --subject 'Draft proposal' --body-file proposal.txt --send",
                "send a draft proposal after you confirm",
            ),
            (
                "onlist write --list xen-devel --subject 'A question' --body-file question.txt --print",
                "look at a letter to a list",
            ),
        ],
    ),
    (
        "interest",
        &[
            (
                "onlist interest rump-stubdom",
                "print the comment, with the link to your letter if it was found",
            ),
            (
                "onlist interest rump-stubdom --link https://lists.example.org/archive/1.html",
                "give the link yourself",
            ),
        ],
    ),
    (
        "contacts forget",
        &[
            ("onlist contacts forget ada@students.test", "remove a person, after asking"),
            ("onlist contacts forget --before -200d --yes", "remove what is older than 200 days"),
        ],
    ),
    (
        "contacts mark",
        &[
            ("onlist contacts mark rump-stubdom answered", "somebody answered, as you know"),
            ("onlist contacts mark ada@students.test closed", "nothing more is to come"),
        ],
    ),
];
