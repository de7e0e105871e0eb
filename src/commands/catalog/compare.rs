use std::path::{Path, PathBuf};

use clap::Args;
use onlist_core::catalog::{Catalog, Decisions, Difference, differences};
use onlist_core::diagnostics::{Diagnostic, Diagnostics};
use onlist_mail::words::count;
use serde_json::json;

use super::sources::Sources;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::Page;

/// Compare a catalog with the page that it was made of
///
/// The page is imported, and what the catalog says otherwise is listed: projects, people, lists and areas. Descriptions
/// and other texts in a catalog's own words are not compared. The exit status is 65 if something differs that no
/// decision explains.
#[derive(Debug, Args)]
pub(crate) struct CatalogCompare {
    /// Catalog to look at
    #[arg(value_name = "CATALOG")]
    file: PathBuf,

    /// Pages that it was made of, as for `onlist catalog import`
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<PathBuf>,

    /// Differences that were reviewed and stay, each with its reason
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl CatalogCompare {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let wrong = |faults| Failure::in_file(Status::Data, faults);
        let catalog = context.catalog_text(&self.file)?.parse().map_err(wrong)?;
        let decisions = self.decisions.as_deref().map(|path| decisions(context, path)).transpose()?;
        let decisions = decisions.unwrap_or_default();
        let text = Sources::read(context, &self.sources)?.catalog(&catalog, context.now.date_naive());
        let source = Catalog::parse("the import", &text).map_err(wrong)?;
        tell_of_another_text(context, &catalog, &source);
        let found = differences(&catalog, &source);
        let (undecided, stale) = decisions.left(&found);
        if self.json {
            let undecided: Vec<_> = undecided.iter().map(|it| value(it)).collect();
            let stale: Vec<_> = stale.iter().map(|it| value(&it.difference)).collect();
            context.json(&json!({"schema": 1, "differences": undecided, "stale_decisions": stale}))?;
        } else if !undecided.is_empty() {
            context.terminal.data(&page(&undecided, context.terminal.width()))?;
        }
        for decision in &stale {
            let Difference { entry, key, .. } = &decision.difference;
            context.terminal.warning(&format!("nothing differs as decided for `{key}` of `{entry}`"));
        }
        let decided = found.len() - undecided.len();
        let decided = if decided > 0 { format!(", {decided} decided") } else { String::new() };
        context.terminal.say(&format!("{}{decided}", count(undecided.len(), "difference")));
        if undecided.is_empty() && stale.is_empty() { Ok(()) } else { Err(Failure::new(Status::Data, "")) }
    }
}

/// Says when the catalog was made of other texts than these.
fn tell_of_another_text(context: &Context, catalog: &Catalog, source: &Catalog) {
    let hashes =
        |it: &Catalog| it.sources.iter().filter_map(|source| source.hash.clone()).collect::<Vec<_>>();
    let (made_of, given) = (hashes(catalog), hashes(source));
    if !made_of.is_empty() && given.iter().any(|hash| !made_of.contains(hash)) {
        context.terminal.note("the catalog was made of another text than this: its `hash` differs");
    }
}

fn decisions(context: &Context, path: &Path) -> Result<Decisions, Failure> {
    let text = context.text_of(path)?;
    toml::from_str(&text).map_err(|error| {
        let diagnostics = vec![Diagnostic::from_toml(&error, text.len())];
        let origin = path.display().to_string();
        Failure::in_file(Status::Data, Diagnostics { origin, text: text.clone(), diagnostics })
    })
}

fn page(differences: &[&Difference], width: usize) -> String {
    let mut page = Page::new(width);
    let or_nothing = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    for Difference { entry, key, catalog, source } in differences {
        page.paragraph(&format!("{entry}: {key}"));
        page.item("  catalog:", &or_nothing(catalog));
        page.item("  source: ", &or_nothing(source));
    }
    page.finish()
}

fn value(difference: &Difference) -> serde_json::Value {
    let Difference { entry, key, catalog, source } = difference;
    json!({"entry": entry, "key": key, "catalog": catalog, "source": source})
}
