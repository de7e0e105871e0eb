use std::path::PathBuf;

use crate::shipped;
use clap::{Args, Subcommand};
use onlist_mail::words::count;

use crate::context::Context;
use crate::messages::Failure;

/// Check a catalog, or print the built-in one
#[derive(Debug, Args)]
#[command(name = "catalog", disable_help_subcommand = true)]
pub(crate) struct CatalogCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check a catalog and list every error with its line
    Check {
        /// Catalog file; default: the one in use
        file: Option<PathBuf>,
    },
    /// Print the built-in catalog
    Print,
}

impl CatalogCommand {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match self.verb {
            Verb::Print => Ok(context.terminal.data(shipped::TEXT)?),
            Verb::Check { file } => {
                let catalog = file.map_or_else(|| context.catalog(), |file| context.catalog_at(&file))?;
                let summary = format!(
                    "valid: {}, {}, {}, {}",
                    count(catalog.projects.len(), "project"),
                    count(catalog.lists.len(), "list"),
                    count(catalog.tasks.len(), "task"),
                    match catalog.people.len() {
                        1 => "1 person".to_owned(),
                        people => format!("{people} people"),
                    },
                );
                context.terminal.say(&summary);
                Ok(())
            }
        }
    }
}
