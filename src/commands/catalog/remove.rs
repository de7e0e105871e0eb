use clap::Args;

use super::add::folder;
use crate::candidates;
use crate::context::Context;
use crate::messages::Failure;

/// Remove a catalog that was added
///
/// Letters that were begun with it are kept, and need another catalog to go on.
#[derive(Debug, Args)]
pub(crate) struct CatalogRemove {
    /// Name of the catalog, as `onlist catalog list` shows it
    #[arg(value_name = "CATALOG", add = candidates::added_catalogs())]
    name: String,
}

impl CatalogRemove {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let added = folder(context)?;
        let name = added.known(&self.name)?;
        added.remove(&name)?;
        context.terminal.say(&format!("removed `{name}`"));
        Ok(())
    }
}
