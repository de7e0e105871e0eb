//! The command line: verbs, and the flags that all of them share.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands;
use crate::context::Context;
use crate::failure::Status;
use crate::help;
use crate::settings::Environment;

/// Write to a mailing list for the first time, and answer those who do
///
/// onlist picks a project from a catalog, works out whom to write to and under which subject, and
/// drafts the letter. Nothing leaves this machine unless you ask for it. Without a verb it guides you
/// through all of it, on a terminal.
#[derive(Debug, Parser)]
#[command(name = "onlist", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

/// Flags of every verb.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Common {
    /// Catalog to use in place of the shipped one
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,

    /// Settings to use in place of config.toml in the user's config folder
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Time to write into letters and to count from, as in 2015-03-10T12:00:00+01:00; default: now
    #[arg(long, global = true, value_name = "RFC3339", value_parser = date)]
    pub(crate) date: Option<DateTime<FixedOffset>>,

    /// Talk in plain lines: no tables, colours or menus that redraw, for screen readers and logs
    #[arg(long, global = true)]
    pub(crate) plain: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Projects(commands::Projects),
    Show(commands::Show),
    Guide(commands::Guide),
    Introduce(commands::Introduce),
    Check(commands::Check),
    Drafts(commands::Drafts),
    Reply(commands::Reply),
    Catalog(commands::CatalogCommand),
    Completions(commands::Completions),
    Man(commands::Man),
}

fn date(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let date = DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())?;
    // Years of other lengths have no form in a Date field (RFC 5322 3.3).
    if (1900..=9999).contains(&chrono::Datelike::year(&date)) {
        Ok(date)
    } else {
        Err("year out of range".into())
    }
}

/// The command with its grouped help and its examples.
pub(crate) fn command() -> clap::Command {
    help::complete(Cli::command())
}

/// A command line that is answered by text alone: help, version, a usage error.
pub(crate) struct Refusal(clap::Error);

impl Refusal {
    /// Prints the text where it belongs.
    pub(crate) fn report(&self, environment: &Environment) -> ExitCode {
        let common = Common { catalog: None, config: None, date: None, plain: false };
        let terminal = Context::terminal(&common, environment);
        let text = self.0.render().to_string();
        match self.0.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                // A reader that closed the pipe has seen enough.
                terminal.data(&text).map_or(ExitCode::SUCCESS, |()| ExitCode::SUCCESS)
            }
            _ => {
                let status = ExitCode::from(Status::Usage as u8);
                terminal.say(text.trim_end());
                status
            }
        }
    }
}

/// Reads the command line.
pub(crate) fn parse() -> Result<Cli, Refusal> {
    let matches = command().try_get_matches().map_err(Refusal)?;
    Cli::from_arg_matches(&matches).map_err(Refusal)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
