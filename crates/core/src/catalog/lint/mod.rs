//! What can be wrong with a catalog, all of it in one run, each with its place and a code.
//!
//! A file that breaks the format is no catalog ([`Catalog::parse`] refuses it).
//! The other rules look at what it says: an entry that nobody can act on, an
//! address that is none, a season that is over. They read the file as it
//! stands, so that one fault does not hide another.
//!
//! [`Catalog::parse`]: super::Catalog::parse

mod document;
mod hygiene;
mod maintainers;
mod page;
mod people;
mod projects;
mod rules;
mod seasons;
mod text;

use chrono::NaiveDate;
use toml::de::DeTable;

use self::document::Document;
pub use self::maintainers::{Maintainers, maintainers};
pub(super) use self::page::kind_of_page;
pub use self::rules::{Rule, rule, rules};
use super::load::{Named, other_schema, too_large};
use super::walk::Walk;
use crate::diagnostics::Diagnostic;

/// Names everything that is wrong with a catalog, in the order of the file.
///
/// What its `profile` has counts as well, and is not judged itself. With a fault
/// of TOML's syntax nothing else is looked at.
#[must_use]
pub fn lint(file: Named<'_>, profile: Option<Named<'_>>, today: NaiveDate) -> Vec<Diagnostic> {
    if let Some(page) = kind_of_page(file) {
        return vec![page];
    }
    if let Some(diagnostic) = too_large(file.text) {
        return vec![diagnostic];
    }
    let (table, errors) = DeTable::parse_recoverable(file.text);
    if !errors.is_empty() {
        let broken = |error| Diagnostic::from_toml(error, file.text.len()).code("K26");
        return errors.iter().map(broken).collect();
    }
    let table = table.into_inner();
    if let Some(diagnostic) = other_schema(&table) {
        return vec![diagnostic];
    }
    let base = profile.and_then(|profile| Some((profile, DeTable::parse(profile.text).ok()?.into_inner())));
    let mut diagnostics = structure(file, &table, base.as_ref());
    let document = Document::new(&table, base.as_ref().map(|(_, table)| table), today);
    for rule in rules() {
        let hits = rule.run.map(|run| run(&document)).unwrap_or_default();
        diagnostics.extend(hits.into_iter().map(|hit| hit.code(rule.code)));
    }
    diagnostics.sort_by_key(|it| (it.span.start, it.span.end, it.code));
    diagnostics
}

/// Where the file breaks the format.
fn structure(
    file: Named<'_>,
    table: &DeTable<'_>,
    base: Option<&(Named<'_>, DeTable<'_>)>,
) -> Vec<Diagnostic> {
    let below = base.map(|(profile, table)| {
        let mut walk = Walk::new(profile.text);
        walk.part(table, 0);
        walk.names
    });
    let mut walk = Walk::new(file.text);
    walk.part(table, 0);
    let mut diagnostics = walk.diagnostics;
    diagnostics.extend(walk.names.diagnostics(below.as_ref()));
    if base.is_none() {
        diagnostics.extend(Walk::new(file.text).required(table));
    }
    diagnostics
}
