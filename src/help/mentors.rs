//! Examples for the verbs that mentors use.

use super::Example;

pub(super) const EXAMPLES: &[Example] = &[
    (
        "triage",
        &[
            ("onlist triage devel.mbox", "show who waits, the longest first"),
            (
                "onlist triage https://inbox.example.org/devel/ --since 2026-02-01",
                "ask the list's own server",
            ),
            (
                "onlist triage devel.mbox --maintainers MAINTAINERS --waiting-for mentor",
                "say whose answer counts",
            ),
            (
                "onlist triage devel.mbox --interactive",
                "go through them one by one, and answer some together",
            ),
            ("onlist triage devel.mbox --json", "JSON for a script"),
        ],
    ),
    (
        "thread",
        &[("onlist thread '<1@example.org>' --archive devel.mbox", "read one thread without its quotes")],
    ),
    (
        "newcomers",
        &[
            ("onlist newcomers devel.mbox --since 2026-01-01", "see who showed up since then"),
            ("onlist newcomers devel.mbox --since 2026-01-01 --me", "see what is known of yourself"),
        ],
    ),
    (
        "report",
        &[
            ("onlist report devel.mbox --since 2026-01-01", "the numbers of this season"),
            ("onlist report devel.mbox --since last", "what is new since the last report"),
            ("onlist report devel.mbox --since last --names", "for the meeting: with people"),
        ],
    ),
    (
        "reply",
        &[
            ("onlist reply mail.eml", "choose task and answer on a terminal"),
            ("onlist reply '<1@example.org>' --archive devel.mbox", "answer a post of an archive"),
            ("onlist reply mail.eml --task review-patch --until +10d --print", "use a task from the catalog"),
            (
                "onlist reply - --task-text 'Fix the typo in README' --save answer.eml < mail.eml",
                "use your own task",
            ),
        ],
    ),
    (
        "tasks",
        &[
            ("onlist tasks", "see all tasks, and who has which"),
            ("onlist tasks --free --project rump-stubdom", "what can be given for one project"),
            ("onlist tasks --json", "JSON for a script"),
        ],
    ),
    ("tasks show", &[("onlist tasks show review-patch", "see one task, and who has which of its kind")]),
    (
        "tasks add",
        &[
            ("onlist tasks add fix-readme", "enter a task of your own on a terminal"),
            (
                "onlist tasks add fix-readme --title 'Fix the README' --what 'Correct the build steps.'",
                "give some of it, and be asked for the rest",
            ),
        ],
    ),
    ("tasks edit", &[("onlist tasks edit fix-readme --effort 'two hours'", "change a task of your own")]),
    (
        "tasks done",
        &[
            ("onlist tasks done fix-readme", "say that it is done"),
            ("onlist tasks done coverity-issue --object 'CID 1401'", "say which one of its kind"),
        ],
    ),
    (
        "tasks release",
        &[
            ("onlist tasks release fix-readme", "make it free for others"),
            ("onlist tasks release fix-readme --send", "say so on the list at once"),
            (
                "onlist tasks release fix-small-bug --student ada@students.test",
                "say whose, if several students have one",
            ),
        ],
    ),
    (
        "tasks remind",
        &[
            ("onlist tasks remind", "draft a reminder for each claim that ends within 3 days"),
            ("onlist tasks remind fix-readme --days 7", "for one task, a week before"),
        ],
    ),
];
