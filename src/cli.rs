//! The command line: the verbs and the flags that all of them share.

use std::collections::HashSet;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches, Parser};
use onlist_mail::text::Line;
use onlist_mail::words::and;

use crate::commands::Verb;
use crate::flags::Common;
use crate::help;
use crate::messages::{legible, shown};

/// Write to a mailing list for the first time, and answer those who do
///
/// onlist picks a project from a catalog, finds the right recipients and subject, and drafts the
/// letter. Nothing is sent unless you ask for it. Without a command it asks you step by step, on a
/// terminal.
#[derive(Debug, Parser)]
#[command(name = "onlist", version)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,

    /// Whether JSON is printed, by whichever verb: then nobody is asked anything.
    #[arg(skip)]
    pub(crate) json: bool,
}

/// The command with its grouped help and its examples.
pub(crate) fn command() -> clap::Command {
    help::complete(Cli::command())
}

/// Reads the command line. Help, version and a wrong call come back as what is to be printed.
pub(crate) fn parse() -> Result<Cli, clap::Error> {
    let words = || std::env::args_os().skip(1);
    // Only of a call with an empty value all flags of all verbs are looked at.
    let has_empty = words().any(|word| word.is_empty() || word.as_encoded_bytes().ends_with(b"="));
    let empty = if has_empty { empty(&built(), words()) } else { Vec::new() };
    let read = command().try_get_matches_from(std::env::args_os());
    let others = match read {
        Ok(matches) if empty.is_empty() => {
            let cli = Cli::from_arg_matches(&matches)?;
            return Ok(Cli { json: has_json(&matches), ..cli });
        }
        Err(error) if empty.is_empty() || !error.use_stderr() => return Err(plain(error)),
        // Of an empty value that is of the wrong kind, it is said that it is empty.
        Err(error) if !is_of_nothing(&error) => plain(error).render().to_string(),
        _ => String::new(),
    };
    let are = if empty.len() == 1 { "is" } else { "are" };
    Err(clap::Error::raw(ErrorKind::ValueValidation, format!("{} {are} empty\n{others}", and(&empty))))
}

/// Whether `--json` is among the flags of a call.
fn has_json(matches: &ArgMatches) -> bool {
    matches!(matches.try_get_one("json"), Ok(Some(true)))
        || matches.subcommand().is_some_and(|(_, below)| has_json(below))
}

/// The command with the flags that its verbs share put to each of them.
fn built() -> clap::Command {
    let mut command = command();
    command.build();
    command
}

/// Whether a value is refused that is empty.
fn is_of_nothing(error: &clap::Error) -> bool {
    let is_value = matches!(error.kind(), ErrorKind::ValueValidation | ErrorKind::InvalidValue);
    is_value
        && matches!(error.get(ContextKind::InvalidValue), Some(ContextValue::String(it)) if it.is_empty())
}

/// Flags of a first letter that may be given nothing: there is no such thing to say, and it is neither asked for nor taken
/// from the settings. Of those that are needed, it is said together with what else is missing.
const MAY_BE_EMPTY: [&str; 12] = [
    "affiliation",
    "availability",
    "call_me",
    "change",
    "disclosure",
    "help_wanted",
    "interest",
    "prior_art",
    "problem",
    "question",
    "so_far",
    "time_zone",
];

/// The flags and arguments that are empty among `words`, each once.
fn empty(command: &clap::Command, words: impl Iterator<Item = OsString>) -> Vec<String> {
    let (mut command, mut found, mut place, mut only_arguments) = (command, Vec::new(), 0, false);
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        if only_arguments || !text.starts_with('-') || text == "-" {
            let below = command.find_subcommand(&word).filter(|_| place == 0 && !only_arguments);
            if let Some(below) = below {
                command = below;
            } else {
                found.extend(word.is_empty().then(|| argument(command, place)).flatten());
                place += 1;
            }
            continue;
        }
        only_arguments = text == "--";
        let (name, given) = text.split_once('=').map_or((&*text, None), |(name, value)| (name, Some(value)));
        let Some(flag) = command.get_arguments().find(|it| is_called(it, name)) else { continue };
        let takes_next = given.is_none() && flag.get_action().takes_values() && !flag.is_require_equals_set();
        let next = if takes_next { words.next() } else { None };
        let is_empty = given == Some("") || next.is_some_and(|it| it.is_empty());
        if is_empty && !MAY_BE_EMPTY.contains(&flag.get_id().as_str()) {
            found.push(format!("`{name}`"));
        }
    }
    let mut seen = HashSet::new();
    found.retain(|it| seen.insert(it.clone()));
    found
}

fn is_called(flag: &Arg, name: &str) -> bool {
    let long = || flag.get_long_and_visible_aliases().unwrap_or_default();
    match name.strip_prefix("--") {
        Some(name) => long().contains(&name),
        None => flag.get_short().is_some_and(|short| name == format!("-{short}")),
    }
}

/// The argument at a place, as the help calls it; of those that may stand more than once, the last.
fn argument(command: &clap::Command, place: usize) -> Option<String> {
    let all: Vec<_> = command.get_positionals().collect();
    let argument = all.get(place).or_else(|| all.last())?;
    let name = argument.get_value_names()?.first()?;
    Some(format!("`{name}`"))
}

/// What is wrong with a call, in our words where clap has those of a library, and what was typed on one line.
fn plain(mut error: clap::Error) -> clap::Error {
    if let Some(message) = wrong_value(&error) {
        return clap::Error::raw(ErrorKind::ValueValidation, legible(&message) + "\n");
    }
    let one_line = |text: &str| shown(&Line::sanitize(text));
    let mut changed = Vec::new();
    if error.kind() == ErrorKind::ArgumentConflict {
        // It would show the call as it was.
        changed.push((ContextKind::Usage, ContextValue::None));
    }
    for (kind, value) in error.context() {
        match value {
            ContextValue::String(text) if one_line(text) != *text => {
                changed.push((kind, ContextValue::String(one_line(text))));
            }
            ContextValue::Strings(all) if all.iter().any(|it| one_line(it) != *it) => {
                changed.push((kind, ContextValue::Strings(all.iter().map(|it| one_line(it)).collect())));
            }
            _ => {}
        }
    }
    if !changed.is_empty() {
        // A tip would repeat what cannot be typed.
        changed.push((ContextKind::Suggested, ContextValue::None));
    }
    for (kind, value) in changed {
        error.insert(kind, value);
    }
    error
}

/// Which value a flag does not take, and what it takes.
fn wrong_value(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.as_str()),
        _ => None,
    };
    let source =
        std::error::Error::source(error).filter(|_| error.kind() == ErrorKind::ValueValidation)?.to_string();
    let flag = text(ContextKind::InvalidArg)?.split([' ', '=']).next()?.to_owned();
    let value = Line::sanitize(text(ContextKind::InvalidValue)?);
    if value.is_empty() {
        return Some(format!("`{flag}` is empty"));
    }
    let number = ["invalid digit", "number too", "cannot parse integer"].iter().any(|it| source.contains(it));
    if number {
        return Some(format!("`{flag}`: `{value}` is not a whole number"));
    }
    if let Some((_, range)) = source.split_once(" is not in ") {
        let range = range.replace("..=", " to ");
        return Some(format!("`{flag}`: `{value}` is not a whole number from {range}"));
    }
    let says_it = source.contains(&format!("`{value}`"));
    Some(match source.strip_prefix("not ") {
        _ if says_it => format!("`{flag}`: {source}"),
        Some(what) => format!("`{flag}`: `{value}` is not {what}"),
        None => format!("`{flag}`: `{value}`: {source}"),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
