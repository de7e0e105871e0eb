//! The command line: the verbs and the flags that all of them share.

use std::ffi::OsStr;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches, Parser};
use onlist_mail::text::Line;
use onlist_mail::words::and;

use crate::commands::Verb;
use crate::context::Common;
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
}

/// The command with its grouped help and its examples.
pub(crate) fn command() -> clap::Command {
    help::complete(Cli::command())
}

/// Reads the command line. Help, version and a wrong call come back as what is to be printed.
pub(crate) fn parse() -> Result<Cli, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os()).map_err(plain)?;
    let empty = empty(&command, &matches);
    if empty.is_empty() {
        return Cli::from_arg_matches(&matches);
    }
    let are = if empty.len() == 1 { "is" } else { "are" };
    Err(clap::Error::raw(ErrorKind::ValueValidation, format!("{} {are} empty\n", and(&empty))))
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

/// The flags that were given without a value.
fn empty(command: &clap::Command, matches: &ArgMatches) -> Vec<String> {
    let is_empty = |it: &&Arg| {
        let given = matches.value_source(it.get_id().as_str()) == Some(ValueSource::CommandLine);
        given && matches.get_raw(it.get_id().as_str()).is_some_and(|mut all| all.any(OsStr::is_empty))
    };
    let is_known = |it: &&Arg| {
        let id = it.get_id().as_str();
        !MAY_BE_EMPTY.contains(&id) && matches.try_contains_id(id).is_ok()
    };
    let flags = command.get_arguments().filter(is_known).filter(is_empty);
    let found = flags.filter_map(|it| Some(format!("`--{}`", it.get_long()?)));
    let below = matches.subcommand().and_then(|(name, below)| Some((command.find_subcommand(name)?, below)));
    found.chain(below.map(|(command, matches)| empty(command, matches)).unwrap_or_default()).collect()
}

/// What is wrong with a call, in our words where clap has those of a library, and what was typed on one line.
fn plain(mut error: clap::Error) -> clap::Error {
    if let Some(message) = wrong_value(&error) {
        return clap::Error::raw(ErrorKind::ValueValidation, legible(&message) + "\n");
    }
    let one_line = |text: &str| shown(&Line::sanitize(text));
    let mut changed = Vec::new();
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
