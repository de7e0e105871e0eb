//! The catalog's own verbs, a file each.

mod check;
mod doubts;
mod field;
mod idea;
mod import;
mod new;

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::messages::Failure;
use crate::shipped;

/// Check a catalog, begin one, or print the built-in one
#[derive(Debug, Args)]
#[command(name = "catalog", disable_help_subcommand = true)]
pub(crate) struct CatalogCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Check(check::CatalogCheck),
    New(new::CatalogNew),
    Idea(idea::CatalogIdea),
    Import(import::Import),
    /// Print the built-in catalog
    Print,
}

impl CatalogCommand {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match self.verb {
            Verb::Print => Ok(context.terminal.data(shipped::TEXT)?),
            Verb::Check(check) => check.run(context),
            Verb::New(new) => new.run(context),
            Verb::Idea(idea) => idea.run(context),
            Verb::Import(import) => import.run(context),
        }
    }
}
