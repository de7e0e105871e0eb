//! The catalog's own verbs, a file each.

mod add;
mod check;
mod compare;
mod doubts;
mod field;
mod idea;
mod import;
mod list;
mod new;
mod remove;
mod review;
mod sources;
mod update;

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::messages::Failure;
use crate::shipped;

/// Check a catalog, begin one, or use those of others
#[derive(Debug, Args)]
#[command(name = "catalog", disable_help_subcommand = true)]
pub(crate) struct CatalogCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Check(check::CatalogCheck),
    Compare(compare::CatalogCompare),
    New(new::CatalogNew),
    Idea(idea::CatalogIdea),
    Import(import::Import),
    Add(add::CatalogAdd),
    Update(update::CatalogUpdate),
    List(list::CatalogList),
    Remove(remove::CatalogRemove),
    /// Print the built-in catalog
    Print,
}

impl CatalogCommand {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match self.verb {
            Verb::Print => Ok(context.terminal.data(shipped::TEXT)?),
            Verb::Check(check) => check.run(context),
            Verb::Compare(compare) => compare.run(context),
            Verb::New(new) => new.run(context),
            Verb::Idea(idea) => idea.run(context),
            Verb::Import(import) => import.run(context),
            Verb::Add(add) => add.run(context),
            Verb::Update(update) => update.run(context),
            Verb::List(list) => list.run(context),
            Verb::Remove(remove) => remove.run(context),
        }
    }
}
