use std::collections::HashSet;

use clap::Args;
use onlist_core::catalog::{Catalog, Id};
use onlist_mail::words::{and, count};

use super::add::{checked, folder};
use crate::candidates;
use crate::catalogs::{Added, AddedCatalogs};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Read added catalogs again from where they came from
///
/// A catalog that cannot be read, or whose check finds an error, stays as it was.
#[derive(Debug, Args)]
pub(crate) struct CatalogUpdate {
    /// Names of the catalogs; default: all
    #[arg(value_name = "CATALOG", add = candidates::added_catalogs())]
    names: Vec<String>,
}

impl CatalogUpdate {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let added = folder(context)?;
        let names = match self.names.as_slice() {
            [] => added.names(),
            names => names.iter().map(|name| added.known(name)).collect::<Result<_, _>>()?,
        };
        if names.is_empty() {
            context.terminal.note("no catalog was added");
            return Ok(());
        }
        let mut failed = Vec::new();
        for name in &names {
            match update(context, &added, name) {
                Ok(said) => context.terminal.say(&format!("`{name}`: {said}")),
                Err(failure) if failure.status == Status::Interrupted => return Err(failure),
                Err(failure) => {
                    let failure = failure.about(name.as_str());
                    failure.report(context.terminal);
                    failed.push((format!("`{name}`"), failure.status));
                }
            }
        }
        let Some((_, status)) = failed.first() else { return Ok(()) };
        let names: Vec<_> = failed.iter().map(|(name, _)| name).collect();
        Err(Failure::new(*status, format!("not updated: {}; the old copy stays", and(&names))))
    }
}

/// Reads one catalog again; gives what has changed.
fn update(context: &Context, added: &AddedCatalogs, name: &Id) -> Result<String, Failure> {
    let old = added.read(name)?;
    let text = context.catalog_from(&old.source)?;
    let said = if text == old.text {
        "nothing has changed".to_owned()
    } else {
        let catalog = checked(context, &text)?;
        match old.text.parse() {
            Ok(before) => changes(context, &before, &catalog)?,
            Err(_) => "it can be read again".to_owned(),
        }
    };
    let new = Added::new(old.source, context.now, text);
    added.replace(name, &new)?;
    Ok(format!("{said}; from {}", new.origin()))
}

/// What has changed in the projects. That letters go elsewhere now is said aloud.
fn changes(context: &Context, before: &Catalog, after: &Catalog) -> Result<String, Failure> {
    let (old, new) = (&before.community.id, &after.community.id);
    if old != new {
        let failure =
            Failure::new(Status::Data, format!("it was the catalog of `{old}`, and is that of `{new}`"));
        return Err(failure.hint("if this is right, remove it and add it again"));
    }
    for list in &after.lists {
        let moved = before.list(list.id.as_str()).filter(|it| it.address != list.address);
        if let Some(moved) = moved {
            let (from, to) = (&moved.address, &list.address);
            context.terminal.warning(&format!("the list `{}` has moved from `{from}` to `{to}`", list.id));
        }
    }
    let ids =
        |catalog: &Catalog| -> HashSet<Id> { catalog.projects.iter().map(|it| it.id.clone()).collect() };
    let (old, new) = (ids(before), ids(after));
    let counts = [(new.difference(&old).count(), "new"), (old.difference(&new).count(), "gone")];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    let counts: Vec<_> = counts.collect();
    let counts = if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) };
    Ok(format!("updated, {}{counts}", count(after.projects.len(), "project")))
}
