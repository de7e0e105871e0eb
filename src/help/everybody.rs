//! Examples for the verbs that everybody uses.

use super::Example;

pub(super) const EXAMPLES: &[Example] = &[
    (
        "onlist",
        &[
            ("onlist", "write a first letter or an answer, step by step"),
            ("onlist projects --state open", "list open projects"),
            ("onlist introduce rump-stubdom", "write about one project"),
            ("onlist reply mail.eml", "answer with a bite-size task"),
            ("onlist help introduce", "explain one command"),
        ],
    ),
    (
        "send",
        &[
            ("onlist send", "choose from unsent letters"),
            ("onlist send rump-stubdom", "review one letter and send it"),
            ("onlist send letter.eml --yes", "send a mail from a file without confirmation"),
            ("onlist send rump-stubdom --again", "send it again even if it may have been delivered"),
        ],
    ),
    (
        "rehearse",
        &[
            ("onlist rehearse rump-stubdom", "send a draft to yourself alone"),
            ("onlist rehearse letter.eml --yes", "the same for a mail in a file, without asking"),
            ("onlist rehearse --got back.eml", "see what your provider changed"),
        ],
    ),
    (
        "drafts show",
        &[(
            "onlist drafts show rump-stubdom --print > letter",
            "save the message to send it with another program",
        )],
    ),
    ("drafts edit", &[("onlist drafts edit rump-stubdom", "continue where you stopped")]),
    ("drafts delete", &[("onlist drafts delete rump-stubdom --yes", "delete it without confirmation")]),
    (
        "check",
        &[
            ("onlist check letter.eml", "see what to fix before you send it"),
            ("onlist introduce rump-stubdom --print | onlist check", "check a mail from standard input"),
            ("onlist check --fix letter.eml", "fix what can be fixed automatically and show a diff"),
            ("onlist check --explain C06", "explain a rule"),
        ],
    ),
    (
        "drafts",
        &[
            ("onlist drafts", "list saved letters"),
            ("onlist drafts show rump-stubdom", "show one letter"),
            ("onlist drafts edit rump-stubdom", "continue it"),
            ("onlist drafts delete rump-stubdom --yes", "delete it without confirmation"),
        ],
    ),
    (
        "sync",
        &[
            ("onlist sync", "ask the archives and the mailbox of the settings and the catalog"),
            ("onlist sync https://inbox.example.org/devel/", "ask the list's own server"),
            ("onlist sync Maildir devel.mbox", "read your mailbox and a copy of the archive"),
            ("onlist sync --quiet", "for cron: print only what is new"),
        ],
    ),
    (
        "account",
        &[
            ("onlist account", "show the account and where it is set"),
            ("onlist account set-up", "set up an account for your address"),
            ("onlist account test", "test connection and login"),
        ],
    ),
    ("account show", &[("onlist account show --json", "JSON for a script")]),
    (
        "account set-up",
        &[
            ("onlist account set-up", "choose what is there, on a terminal"),
            ("onlist account set-up ada@students.test", "the same for this address"),
            ("onlist account set-up ada@students.test --yes", "ask nothing: test what is found and write it"),
        ],
    ),
    ("account test", &[("onlist account test", "test each step; nothing is sent")]),
    (
        "completions",
        &[
            (
                "source <(onlist completions bash)",
                "for bash, in this shell; in `~/.bashrc`, for all (zsh too)",
            ),
            ("onlist completions fish | source", "for fish"),
        ],
    ),
    (
        "man",
        &[
            ("onlist man | man -l -", "read the manual"),
            ("onlist man --all ~/.local/share/man/man1", "install a page for every command"),
        ],
    ),
];
