//! What the shape of a catalog cannot say: which strings name other entries, are addresses, may have lines.

use std::collections::HashSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::values::Id;
use crate::diagnostics::{Diagnostic, nearest};
use crate::template::{self, Kind};
use onlist_mail::mailbox::Address;
use onlist_mail::text::{Line, block};

/// Where ids are given, and what they name.
const IDS: [(&str, &str); 8] = [
    ("list.id", "list"),
    ("area.id", "area"),
    ("person.id", "person"),
    ("project.id", "project"),
    ("task.id", "task"),
    ("guide.id", "guide step"),
    ("community.id", "community"),
    ("season.id", "season"),
];

/// Where ids are referred to, and what they name.
const REFERENCES: [(&str, &str); 8] = [
    ("season.fallback-list", "list"),
    ("area.list", "list"),
    ("project.area", "area"),
    ("project.list", "list"),
    ("project.mentors", "person"),
    ("project.students", "person"),
    ("task.areas", "area"),
    ("task.projects", "project"),
];

/// Where addresses are.
const ADDRESSES: [&str; 5] =
    ["list.address", "list.aliases", "list.subscribe", "person.address", "season.coordinator.address"];

/// Addresses of which each may reach one list only.
const LIST_ADDRESSES: [&str; 2] = ["list.address", "list.aliases"];

/// Where text may have several lines, and the letter it is a template of.
const BLOCKS: [(&str, Option<Kind>); 4] = [
    ("interest.form", None),
    ("templates.introduction", Some(Kind::Introduction)),
    ("templates.idea", Some(Kind::Idea)),
    ("templates.reply", Some(Kind::Reply)),
];

/// A string of the file, with the keys that lead to it; places in arrays are left out.
struct Leaf<'a> {
    path: String,
    text: &'a str,
    span: Range<usize>,
}

/// Returns everything that is wrong in a file of the right shape, in its order.
pub(super) fn diagnostics(table: &DeTable<'_>, source: &str) -> Vec<Diagnostic> {
    let mut leaves = Vec::new();
    let mut diagnostics = Vec::new();
    collect(table, "", &mut leaves, &mut diagnostics);
    diagnostics.extend(leaves.iter().filter_map(|leaf| leaf.diagnostic(source)));
    diagnostics.extend(duplicates(&leaves));
    diagnostics.extend(dangling(&leaves));
    diagnostics.extend(shared_addresses(&leaves));
    diagnostics.extend(lines_outside(table));
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    diagnostics
}

fn collect<'a>(
    table: &'a DeTable<'_>,
    path: &str,
    leaves: &mut Vec<Leaf<'a>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (key, value) in table {
        if let Err(forbidden) = Line::new(key.get_ref()) {
            diagnostics
                .push(Diagnostic::new(key.span(), format!("{} is not allowed in a key", forbidden.name())));
        }
        let path =
            if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
        collect_value(value.get_ref(), value.span(), &path, leaves, diagnostics);
    }
}

fn collect_value<'a>(
    value: &'a DeValue<'_>,
    span: Range<usize>,
    path: &str,
    leaves: &mut Vec<Leaf<'a>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match value {
        DeValue::String(text) => leaves.push(Leaf { path: path.to_owned(), text, span }),
        DeValue::Table(table) => collect(table, path, leaves, diagnostics),
        DeValue::Array(values) => {
            for value in values {
                collect_value(value.get_ref(), value.span(), path, leaves, diagnostics);
            }
        }
        _ => {}
    }
}

impl Leaf<'_> {
    /// What is wrong with this string by itself.
    fn diagnostic(&self, source: &str) -> Option<Diagnostic> {
        let diagnostic = |message: String| Some(Diagnostic::new(self.span.clone(), message));
        if self.text.trim().is_empty() {
            return diagnostic("empty value".into()).map(|it| it.hint("remove the key if there is no value"));
        }
        if let Some((_, kind)) = BLOCKS.iter().find(|(path, _)| *path == self.path) {
            return match block(self.text) {
                Err(forbidden) => diagnostic(format!("{} is not allowed here", forbidden.name())),
                Ok(_) => kind.and_then(|kind| self.template_fault(kind, source)),
            };
        }
        if let Err(forbidden) = Line::new(self.text) {
            return diagnostic(format!("{} is not allowed here", forbidden.name()));
        }
        if ADDRESSES.contains(&self.path.as_str()) {
            return self.text.parse::<Address>().err().and_then(|error| diagnostic(error.to_string()));
        }
        if IDS.iter().any(|(path, _)| *path == self.path) && Id::new(self.text).is_none() {
            let hint = "use lower-case letters and digits, with hyphens between them";
            return diagnostic(format!("`{}` is not a valid id", self.text)).map(|it| it.hint(hint));
        }
        if self.path == "conventions.subject.value" {
            return self.subject_fault();
        }
        None
    }

    fn template_fault(&self, kind: Kind, source: &str) -> Option<Diagnostic> {
        let error = template::check(kind, self.text).err()?;
        let span = error.line.map_or_else(|| self.span.clone(), |line| nth_line(source, &self.span, line));
        let diagnostic = Diagnostic::new(span, error.message);
        Some(match error.hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        })
    }

    fn subject_fault(&self) -> Option<Diagnostic> {
        let rest = self.text.replacen("{token}", "", 1).replacen("{title}", "", 1);
        let complete = self.text.contains("{token}") && self.text.contains("{title}");
        let diagnostic =
            Diagnostic::new(self.span.clone(), "a subject pattern needs `{token}` and `{title}`, each once");
        (!complete || rest.contains(['{', '}'])).then_some(diagnostic)
    }
}

/// The part of `source` that is line `line` (from 1) of the multi-line string at `span`.
fn nth_line(source: &str, span: &Range<usize>, line: usize) -> Range<usize> {
    let text = source.get(span.clone()).unwrap_or_default();
    // TOML drops the line break behind an opening `"""`, so the first line of the value is the second of the text.
    let quotes = if text.starts_with("\"\"\"\n") || text.starts_with("'''\n") { 4 } else { 0 };
    let mut start = span.start + quotes;
    let mut found = start..span.end;
    for (number, part) in text.get(quotes..).unwrap_or_default().split_inclusive('\n').enumerate() {
        if number + 1 == line {
            found = start..start + part.trim_end().len();
        }
        start += part.len();
    }
    found
}

fn duplicates(leaves: &[Leaf<'_>]) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let ids = leaves.iter().filter_map(|leaf| {
        let (_, kind) = IDS.iter().find(|(path, _)| *path == leaf.path)?;
        Some((leaf, *kind))
    });
    ids.filter(|(leaf, kind)| !seen.insert((*kind, leaf.text)))
        .map(|(leaf, kind)| {
            Diagnostic::new(leaf.span.clone(), format!("duplicate {kind} id `{}`", leaf.text))
        })
        .collect()
}

fn dangling(leaves: &[Leaf<'_>]) -> Vec<Diagnostic> {
    let ids = |kind: &str| {
        let path = IDS.iter().find(|(_, it)| *it == kind).map_or("", |(path, _)| *path);
        leaves.iter().filter(move |leaf| leaf.path == path).map(|leaf| leaf.text)
    };
    let dangling = |leaf: &Leaf<'_>| {
        let (_, kind) = REFERENCES.iter().find(|(path, _)| *path == leaf.path)?;
        if ids(kind).any(|id| id == leaf.text) {
            return None;
        }
        let diagnostic = Diagnostic::new(leaf.span.clone(), format!("no {kind} with the id `{}`", leaf.text));
        Some(match nearest(leaf.text, ids(kind)) {
            Some(id) => diagnostic.hint(format!("did you mean `{id}`?")),
            None => diagnostic,
        })
    };
    leaves.iter().filter_map(dangling).collect()
}

fn shared_addresses(leaves: &[Leaf<'_>]) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let addresses = leaves.iter().filter(|leaf| LIST_ADDRESSES.contains(&leaf.path.as_str()));
    addresses
        .filter(|leaf| !seen.insert(leaf.text.to_lowercase()))
        .map(|leaf| {
            Diagnostic::new(
                leaf.span.clone(),
                format!("`{}` is already an address of another list", leaf.text),
            )
        })
        .collect()
}

/// Line numbers that the source does not have.
fn lines_outside(table: &DeTable<'_>) -> Vec<Diagnostic> {
    let number = |value: &DeValue<'_>| {
        value.as_integer().and_then(|it| i64::from_str_radix(it.as_str(), it.radix()).ok())
    };
    let source = table.get("source").and_then(|it| it.get_ref().as_table());
    let last = source
        .and_then(|it| it.get("lines")?.get_ref().as_array()?.last())
        .and_then(|it| number(it.get_ref()));
    let Some(last) = last else { return Vec::new() };
    let mut diagnostics = Vec::new();
    each_line_number(table, &mut |value, span| {
        if number(value).is_some_and(|it| !(1..=last).contains(&it)) {
            diagnostics
                .push(Diagnostic::new(span, format!("line out of range: the source has lines 1 to {last}")));
        }
    });
    diagnostics
}

fn each_line_number(table: &DeTable<'_>, visit: &mut impl FnMut(&DeValue<'_>, Range<usize>)) {
    for (key, value) in table {
        let counts_lines = key.get_ref().ends_with("lines");
        each_below(value.get_ref(), value.span(), counts_lines, visit);
    }
}

fn each_below(
    value: &DeValue<'_>,
    span: Range<usize>,
    counts_lines: bool,
    visit: &mut impl FnMut(&DeValue<'_>, Range<usize>),
) {
    match value {
        DeValue::Table(table) => each_line_number(table, visit),
        DeValue::Array(values) => {
            for value in values {
                each_below(value.get_ref(), value.span(), counts_lines, visit);
            }
        }
        DeValue::Integer(_) if counts_lines => visit(value, span),
        _ => {}
    }
}
