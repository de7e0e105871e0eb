//! Help that clap does not write by itself: verbs by reader, and examples.

mod everybody;
mod mentors;
mod organisers;
mod students;

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

/// A verb, and calls of it with what each does.
type Example = (&'static str, &'static [(&'static str, &'static str)]);

/// Examples for the end of each verb's help.
fn all_examples() -> impl Iterator<Item = &'static Example> {
    [everybody::EXAMPLES, students::EXAMPLES, mentors::EXAMPLES, organisers::EXAMPLES].into_iter().flatten()
}

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
    let Some((_, examples)) = all_examples().find(|(name, _)| *name == verb) else { return String::new() };
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
        for (line, _) in all_examples().flat_map(|(_, examples)| *examples) {
            let calls =
                line.split(" | ").map(|call| call.trim_start_matches("source <(").trim_end_matches(')'));
            let calls: Vec<_> = calls.filter(|call| call.starts_with("onlist")).collect();
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
