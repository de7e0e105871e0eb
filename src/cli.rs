//! The command line: the verbs and the flags that all of them share.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser};
use onlist_mail::text::Line;

use crate::commands::Verb;
use crate::context::Common;
use crate::help;

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
    let matches = command().try_get_matches().map_err(plain)?;
    Cli::from_arg_matches(&matches)
}

/// What is wrong with a call, in our words where clap has those of a library, and on one line what was typed.
fn plain(mut error: clap::Error) -> clap::Error {
    if let Some(message) = wrong_value(&error) {
        return clap::Error::raw(ErrorKind::ValueValidation, message);
    }
    let control = |text: &str| text.chars().any(char::is_control);
    let mut changed = Vec::new();
    for (kind, value) in error.context() {
        match value {
            ContextValue::String(text) if control(text) => {
                changed.push((kind, ContextValue::String(Line::sanitize(text).to_string())));
            }
            ContextValue::Strings(all) if all.iter().any(|it| control(it)) => {
                let lines = all.iter().map(|it| Line::sanitize(it).to_string());
                changed.push((kind, ContextValue::Strings(lines.collect())));
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
