//! Help that clap does not write by itself: verbs by reader, and examples.

use clap::Command;

/// Verbs by whom they are for.
const GROUPS: [(&str, &[&str]); 4] = [
    (
        "For students",
        &["projects", "show", "guide", "introduce", "contacts", "follow-up", "answer", "write", "interest"],
    ),
    ("For mentors", &["triage", "thread", "reply", "tasks", "newcomers", "report"]),
    ("For organisers", &["catalog"]),
    ("For everybody", &["check", "rehearse", "send", "drafts", "sync", "account", "completions", "man"]),
];

/// Examples for the end of each verb's help, and what each does.
const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
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
        "drafts show",
        &[(
            "onlist drafts show rump-stubdom --print > letter",
            "save the message to send it with another program",
        )],
    ),
    ("drafts edit", &[("onlist drafts edit rump-stubdom", "continue where you stopped")]),
    ("drafts delete", &[("onlist drafts delete rump-stubdom --yes", "delete it without confirmation")]),
    (
        "catalog check",
        &[
            ("onlist catalog check my-catalog.toml", "list everything that is wrong with it"),
            ("onlist catalog check ideas.toml --review", "review its projects before they are published"),
            (
                "onlist catalog check ideas.toml --review --project parser --addressed 1",
                "the field of remarks without the first",
            ),
            ("onlist catalog check ideas.toml --maintainers MAINTAINERS", "see which mentors have moved"),
            ("onlist catalog check --explain K04", "explain a rule"),
        ],
    ),
    (
        "catalog compare",
        &[
            ("onlist catalog compare my-catalog.toml ideas.md", "see what the page says otherwise"),
            (
                "onlist catalog compare my-catalog.toml ideas.md --decisions decisions.toml",
                "the same, without what was decided",
            ),
        ],
    ),
    ("catalog new", &[("onlist catalog new > my-catalog.toml", "begin a catalog")]),
    (
        "catalog idea",
        &[
            ("onlist catalog idea >> my-catalog.toml", "add an idea to a catalog"),
            ("onlist catalog idea --format wikitext", "write it for a wiki page"),
        ],
    ),
    (
        "catalog import",
        &[
            ("onlist catalog import ideas.md --save my-catalog.toml", "make a catalog of a page"),
            (
                "onlist catalog import ideas/ --map \"Intensity=difficulty\"",
                "read a folder, and say what a label means",
            ),
        ],
    ),
    (
        "catalog add",
        &[
            ("onlist catalog add https://example.org/ideas.toml", "use the catalog of another community"),
            ("onlist catalog add ideas.toml --name engine-2026", "keep it under a name of your own"),
        ],
    ),
    (
        "catalog update",
        &[
            ("onlist catalog update", "read all added catalogs again"),
            ("onlist catalog update engine-2026", "read one of them again"),
        ],
    ),
    ("catalog list", &[("onlist catalog list", "see what is searched, and where it came from")]),
    ("catalog remove", &[("onlist catalog remove engine-2026", "stop using an added catalog")]),
    ("catalog print", &[("onlist catalog print > my-catalog.toml", "save a copy to edit")]),
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
    (
        "catalog",
        &[
            ("onlist catalog new > my-catalog.toml", "begin a catalog"),
            ("onlist catalog check my-catalog.toml", "find errors in a catalog"),
            ("onlist catalog print > my-catalog.toml", "start from the built-in one"),
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
        &[("onlist completions bash > ~/.local/share/bash-completion/completions/onlist", "for bash")],
    ),
    (
        "man",
        &[
            ("onlist man | man -l -", "read the manual"),
            ("onlist man --all ~/.local/share/man/man1", "install a page for every command"),
        ],
    ),
];

/// Adds the grouped list of verbs and the examples.
pub(crate) fn complete(command: Command) -> Command {
    let verbs = grouped(&command);
    let command = command.mut_subcommands(|verb| {
        let name = verb.get_name().to_owned();
        verb.after_help(examples(&name)).mut_subcommands(|inner| {
            let name = format!("{name} {}", inner.get_name());
            inner.after_help(examples(&name))
        })
    });
    command
        .help_template("{about-with-newline}\nUsage: {usage}\n\n{before-help}{options}{after-help}")
        .before_help(verbs)
        .after_help(examples("onlist"))
}

fn grouped(command: &Command) -> String {
    let line = |name: &&str| {
        let about = command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
        format!("  {name:12} {}\n", about.unwrap_or_default())
    };
    let group = |(title, names): &(&str, &[&str])| {
        format!("{title}:\n{}\n", names.iter().map(line).collect::<String>())
    };
    GROUPS.iter().map(group).collect::<String>().trim_end().to_owned()
}

fn examples(verb: &str) -> String {
    let Some((_, examples)) = EXAMPLES.iter().find(|(name, _)| *name == verb) else { return String::new() };
    let lines = examples.iter().map(|(line, what)| format!("  {line}\n      {what}\n"));
    format!("Examples:\n{}", lines.collect::<String>().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_in_one_group_and_has_examples() {
        let command = crate::cli::command();
        for verb in command.get_subcommands() {
            let name = verb.get_name();
            let groups = GROUPS.iter().filter(|(_, names)| names.contains(&name)).count();
            assert_eq!(groups, 1, "`{name}` is in {groups} groups");
            assert!(!examples(name).is_empty(), "`{name}` has no examples");
            for inner in verb.get_subcommands() {
                let name = format!("{name} {}", inner.get_name());
                assert!(!examples(&name).is_empty(), "`{name}` has no examples");
            }
        }
    }

    #[test]
    fn examples_are_valid_calls() {
        for (line, _) in EXAMPLES.iter().flat_map(|(_, examples)| *examples) {
            let calls: Vec<_> = line.split(" | ").filter(|call| call.starts_with("onlist")).collect();
            assert!(!calls.is_empty(), "{line}");
            for call in calls {
                let words = shlex::split(call).expect("shell words");
                let words = words.into_iter().take_while(|word| !["<", ">", ">>"].contains(&word.as_str()));
                let parsed = crate::cli::command().try_get_matches_from(words);
                let shows_help =
                    parsed.as_ref().is_err_and(|it| it.kind() == clap::error::ErrorKind::DisplayHelp);
                assert!(parsed.is_ok() || shows_help, "{call}: {parsed:?}");
            }
        }
    }
}
