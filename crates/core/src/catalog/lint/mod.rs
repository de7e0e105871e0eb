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
mod people;
mod projects;
mod rules;
mod seasons;
#[cfg(test)]
mod tests;
mod text;

use chrono::NaiveDate;
use toml::de::DeTable;

use self::document::Document;
pub use self::maintainers::{Maintainers, maintainers};
pub use self::rules::{Rule, rule, rules};
use super::load::{Named, other_schema, too_large};
use super::page::{kind_of_page, no_catalog};
use super::walk::Walk;
use super::{names, syntax};
use crate::diagnostics::Diagnostic;

/// Names everything that is wrong with a catalog, in the order of the file.
///
/// What its `profile` has counts as well, and is not judged itself. A line that is
/// no TOML is read as it is meant, or left out.
#[must_use]
pub fn lint(file: Named<'_>, profile: Option<Named<'_>>, today: NaiveDate) -> Vec<Diagnostic> {
    if let Some(page) = kind_of_page(file.origin, file.text) {
        return vec![page];
    }
    if let Some(diagnostic) = too_large(file.text) {
        return vec![diagnostic];
    }
    readable(file, |file, table| judged(file, table, profile, today))
}

/// What `judge` says of a file whose syntax is sound, together with what is wrong with its syntax where that is not so.
fn readable(
    file: Named<'_>,
    judge: impl FnOnce(Named<'_>, &DeTable<'_>) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    if errors.is_empty() {
        return judge(file, table.get_ref());
    }
    let Some(corrected) = syntax::correct(file.text) else { return broken(file, table.get_ref(), &errors) };
    if corrected.is_nothing() {
        return vec![no_catalog(file.origin, file.text)];
    }
    let read = Named { text: corrected.text(), ..file };
    let (table, errors) = DeTable::parse_recoverable(read.text);
    let found = match errors.as_slice() {
        [] => judge(read, table.get_ref()),
        _ => broken(read, table.get_ref(), &errors),
    };
    let mut diagnostics = corrected.with(found);
    diagnostics.sort_by_key(|it| (it.span.start, it.span.end, it.code));
    diagnostics
}

/// Everything that is wrong with what can be read.
fn judged(
    file: Named<'_>,
    table: &DeTable<'_>,
    profile: Option<Named<'_>>,
    today: NaiveDate,
) -> Vec<Diagnostic> {
    if let Some(diagnostic) = other_schema(table) {
        return vec![diagnostic];
    }
    if let Some(named) = table.get("profile")
        && profile.is_some_and(|profile| profile.text == file.text)
    {
        let diagnostic = Diagnostic::new(named.span(), "`profile` names this file itself").code("K48");
        return vec![diagnostic.hint("remove the line")];
    }
    let base = profile.and_then(|profile| Some((profile, DeTable::parse(profile.text).ok()?.into_inner())));
    let mut diagnostics = structure(file, table, base.as_ref());
    let document = Document::new(table, base.as_ref().map(|(_, table)| table), today);
    for rule in rules() {
        let hits = rule.run.map(|run| run(&document)).unwrap_or_default();
        diagnostics.extend(hits.into_iter().map(|hit| hit.code(rule.code)));
    }
    diagnostics.sort_by_key(|it| (it.span.start, it.span.end, it.code));
    diagnostics
}

/// What to do about what the TOML reader says, by its words.
const SYNTAX: [(&str, &str); 6] = [
    (" date", "a date is as in `2026-03-31`"),
    ("duplicate key", "remove this one, or the one above; entries of a kind are as in `[[project]]`"),
    ("must be quoted", "write text in quotes, as in `difficulty = \"easy\"`"),
    ("missing comma", "write a comma between the values"),
    ("invalid basic string", "close the text with `\"`, on the line that it begins on"),
    ("key with no value", "write a key and its value, as in `difficulty = \"easy\"`"),
];

/// What is no TOML, and what else is wrong in what could be read; references may lead to what could not.
fn broken(file: Named<'_>, table: &DeTable<'_>, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let said = |error| {
        let diagnostic = Diagnostic::from_toml(error, file.text.len()).code("K26");
        match SYNTAX.iter().find(|(said, _)| diagnostic.message.contains(said)) {
            Some((_, hint)) => diagnostic.hint(*hint),
            None => diagnostic,
        }
    };
    let mut diagnostics: Vec<_> = errors.iter().map(said).collect();
    let lines = crate::diagnostics::Lines::of(file.text);
    let line = |diagnostic: &Diagnostic| lines.place(&diagnostic.span).line;
    let said: Vec<_> = diagnostics.iter().map(line).collect();
    let others = structure(file, table, None).into_iter();
    let knock_on = ["K26", "K28", "K31", "K32"].map(Some);
    diagnostics.extend(others.filter(|it| !knock_on.contains(&it.code) && !said.contains(&line(it))));
    diagnostics.sort_by_key(|it| (it.span.start, it.span.end, it.code));
    diagnostics
}

/// What is wrong in the form of a profile, whatever is built upon it.
#[must_use]
pub fn profile(profile: Named<'_>) -> Vec<Diagnostic> {
    readable(profile, |profile, table| {
        let mut walk = Walk::new(profile.text);
        walk.part(table, 0);
        let mut diagnostics = walk.diagnostics;
        diagnostics.extend(names::diagnostics(&[walk.names], &[]));
        if let Some(named) = table.get("profile") {
            let message = "a profile is built upon no other one";
            let hint = "remove it, and put what it names into this file";
            diagnostics.push(Diagnostic::new(named.span(), message).code("K48").hint(hint));
        }
        diagnostics.sort_by_key(|it| (it.span.start, it.span.end, it.code));
        diagnostics
    })
}

/// Lints a catalog whose profile cannot be read, for that `reason`, with what to do about it.
#[must_use]
pub fn without_profile(file: Named<'_>, reason: &str, hint: &str, today: NaiveDate) -> Vec<Diagnostic> {
    // What the profile may have is not missing.
    let knock_on = ["K28", "K32", "K41", "K43", "K47"].map(Some);
    let mut found: Vec<_> =
        lint(file, None, today).into_iter().filter(|it| !knock_on.contains(&it.code)).collect();
    let table = DeTable::parse_recoverable(file.text).0;
    let place = table.get_ref().get("profile").map(toml::Spanned::span);
    found.push(Diagnostic::new(place.unwrap_or(0..0), reason).code("K48").hint(hint));
    found.sort_by_key(|it| (it.span.start, it.span.end, it.code));
    found
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
    diagnostics.extend(names::diagnostics(&[walk.names], below.as_slice()));
    if base.is_none() {
        diagnostics.extend(Walk::new(file.text).required(table));
    }
    diagnostics
}
