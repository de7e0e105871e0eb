//! The command line: the verbs and the flags that all of them share.

use std::ffi::OsStr;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches, Parser};
use onlist_mail::text::Line;

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
    match empty(&command, &matches) {
        Some(flag) => Err(clap::Error::raw(ErrorKind::ValueValidation, format!("`--{flag}` is empty\n"))),
        None => Cli::from_arg_matches(&matches),
    }
}

/// The first flag that was given without a value. An empty text says that there is none, so that a setting is not used.
fn empty(command: &clap::Command, matches: &ArgMatches) -> Option<String> {
    let is_text = |it: &Arg| {
        it.get_value_names().is_none_or(|names| names.iter().any(|it| it == "TEXT" || it == "NAME"))
    };
    let is_empty = |it: &&Arg| {
        let given = matches.value_source(it.get_id().as_str()) == Some(ValueSource::CommandLine);
        given && matches.get_raw(it.get_id().as_str()).is_some_and(|mut all| all.any(OsStr::is_empty))
    };
    let flags = command.get_arguments().filter(|it| it.get_long().is_some() && !is_text(it));
    let found = flags.filter(|it| matches.try_contains_id(it.get_id().as_str()).is_ok()).find(is_empty);
    let below =
        || matches.subcommand().and_then(|(name, below)| empty(command.find_subcommand(name)?, below));
    found.and_then(|it| it.get_long().map(str::to_owned)).or_else(below)
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
