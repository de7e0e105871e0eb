use clap::Args;
use onlist_core::catalog::Id;
use onlist_mail::words::count;
use serde_json::json;

use super::add::folder;
use crate::catalogs::{Added, Searched};
use crate::context::Context;
use crate::messages::Failure;
use crate::report::Page;

/// List the catalogs that are searched, and where they came from
#[derive(Debug, Args)]
pub(crate) struct CatalogList {
    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl CatalogList {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let added = folder(context)?;
        let catalogs = context.catalogs()?;
        let copy = |it: &Searched| added.read(it.name.as_ref()?).ok();
        let all: Vec<_> = catalogs.iter().map(|it| (it, copy(it))).collect();
        if self.json {
            let catalogs: Vec<_> = all.iter().map(|(it, copy)| value(it, copy.as_ref())).collect();
            return context.json(&json!({"schema": 1, "catalogs": catalogs}));
        }
        let mut page = Page::new(context.terminal.width());
        for (it, copy) in &all {
            let projects = count(it.catalog.projects.len(), "project");
            let name = it.name.as_ref().map_or(it.label.as_str(), Id::as_str);
            page.paragraph(&format!("{name}: {}, {projects}", it.catalog.community.name));
            page.item(" ", &origin(it, copy.as_ref()));
        }
        Ok(context.terminal.data(&page.finish())?)
    }
}

/// Where a catalog came from.
fn origin(catalog: &Searched, copy: Option<&Added>) -> String {
    match (copy, &catalog.path) {
        (Some(copy), _) => format!("copy of {}", copy.origin()),
        (None, Some(path)) => path.display().to_string(),
        (None, None) => "built-in".to_owned(),
    }
}

fn value(catalog: &Searched, copy: Option<&Added>) -> serde_json::Value {
    json!({
        "name": catalog.name,
        "catalog": catalog.label,
        "community": {"id": catalog.catalog.community.id, "name": catalog.catalog.community.name},
        "projects": catalog.catalog.projects.len(),
        "path": catalog.path,
        "source": copy.map(|it| &it.source),
        "read": copy.map(|it| it.read.to_rfc3339()),
    })
}
