//! Help that clap does not write by itself: verbs by reader, and examples.

use clap::Command;

/// Verbs by whom they are for.
const GROUPS: [(&str, &[&str]); 4] = [
    ("For students", &["projects", "show", "guide", "introduce"]),
    ("For mentors", &["reply"]),
    ("For organisers", &["catalog"]),
    ("For everybody", &["check", "send", "drafts", "contacts", "account", "completions", "man"]),
];

/// Examples for the end of each verb's help, and what each does.
const EXAMPLES: [(&str, &[(&str, &str)]); 22] = [
    (
        "onlist",
        &[
            ("onlist", "be guided to a first letter, or to an answer"),
            ("onlist projects --state open", "see what can be picked up"),
            ("onlist introduce rump-stubdom", "write about one project"),
            ("onlist reply mail.eml", "answer with a bite-size task"),
        ],
    ),
    (
        "projects",
        &[
            ("onlist projects", "all of them"),
            ("onlist projects kernel --difficulty easy", "those that speak of kernels and are easy"),
            ("onlist projects --skill ocaml --json", "for a script"),
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
            ("onlist guide", "what the community asks of newcomers"),
            ("onlist guide rump-stubdom", "with list, base tree and tasks of a project"),
            ("onlist guide --for mentor", "what it asks of mentors"),
        ],
    ),
    (
        "send",
        &[
            ("onlist send", "choose among the letters that wait"),
            ("onlist send rump-stubdom", "look at one once more, and send it"),
            ("onlist send letter.eml --yes", "a mail from a file, without being asked"),
            ("onlist send rump-stubdom --again", "once more, although it may have been delivered"),
        ],
    ),
    (
        "introduce",
        &[
            ("onlist introduce rump-stubdom", "be asked for everything on a terminal"),
            (
                "onlist introduce rump-stubdom --body-file text.txt --save letter.eml",
                "your own text, as a file",
            ),
            ("onlist introduce rump-stubdom --send", "send it, after it was shown and you agree"),
            ("onlist introduce --idea 'Trace viewer' --list xen-devel", "an idea of your own"),
        ],
    ),
    (
        "drafts show",
        &[("onlist drafts show rump-stubdom --print > letter", "the message, to be sent by other means")],
    ),
    ("drafts edit", &[("onlist drafts edit rump-stubdom", "go on where you left off")]),
    ("drafts delete", &[("onlist drafts delete rump-stubdom --yes", "without being asked")]),
    ("catalog check", &[("onlist catalog check my-catalog.toml", "name everything that is wrong in it")]),
    ("catalog print", &[("onlist catalog print > my-catalog.toml", "a copy to change")]),
    (
        "check",
        &[
            ("onlist check letter.eml", "see what to mend before it goes out"),
            ("onlist introduce rump-stubdom --print | onlist check", "a mail from standard input"),
            ("onlist check --fix letter.eml", "mend what needs no thought, and see the difference"),
            ("onlist check --explain C06", "why a rule is there"),
        ],
    ),
    (
        "drafts",
        &[
            ("onlist drafts", "list what is kept"),
            ("onlist drafts show rump-stubdom", "see one as it will be"),
            ("onlist drafts edit rump-stubdom", "go on with it"),
            ("onlist drafts delete rump-stubdom --yes", "remove it without being asked"),
        ],
    ),
    (
        "contacts",
        &[
            ("onlist contacts", "who was written to or answered, and who waits"),
            ("onlist contacts rump-stubdom --json", "those about one project, for a script"),
        ],
    ),
    (
        "reply",
        &[
            ("onlist reply mail.eml", "be asked for task and answer on a terminal"),
            ("onlist reply mail.eml --task review-patch --print", "a task of the catalog"),
            (
                "onlist reply - --task-text 'Fix the typo in README' --save answer.eml < mail.eml",
                "your own task",
            ),
        ],
    ),
    (
        "catalog",
        &[
            ("onlist catalog check my-catalog.toml", "find what is wrong in a catalog"),
            ("onlist catalog print > my-catalog.toml", "start from the shipped one"),
        ],
    ),
    (
        "account",
        &[
            ("onlist account", "see how letters leave, and where that is set"),
            ("onlist account set-up", "be asked, on a terminal"),
            ("onlist account test", "go as far as the login"),
        ],
    ),
    ("account show", &[("onlist account show --json", "for a script")]),
    ("account set-up", &[("onlist account set-up", "be asked for server, user and password")]),
    ("account test", &[("onlist account test", "see what works, step by step; nothing is sent")]),
    (
        "completions",
        &[("onlist completions bash > ~/.local/share/bash-completion/completions/onlist", "for bash")],
    ),
    (
        "man",
        &[
            ("onlist man | man -l -", "read the manual"),
            ("onlist man --all ~/.local/share/man/man1", "install a page for every verb"),
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
            let call = line.split(" | ").next().and_then(|call| call.split([' ']).next().map(|_| call));
            let words = shlex::split(call.unwrap_or_default()).expect("shell words");
            let words = words.into_iter().take_while(|word| !word.starts_with(['<', '>']));
            let parsed = crate::cli::command().try_get_matches_from(words);
            assert!(parsed.is_ok(), "{line}: {parsed:?}");
        }
    }
}
