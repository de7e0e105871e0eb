//! The command line: the verbs and the flags that all of them share.

use clap::{CommandFactory, FromArgMatches, Parser};

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
    Cli::from_arg_matches(&command().try_get_matches()?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
