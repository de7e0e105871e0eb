//! What is said of a fault besides what is wrong: where it is, the word that is meant, and a line as it should be.

use std::ops::Range;

use onlist_mail::mailbox::Address;
use onlist_mail::words::and;
use toml::de::DeTable;

use super::format::{self, Key, Role, Table, Type};
use crate::diagnostics::nearest;

/// How many keys of a table a hint names.
const MOST_KEYS: usize = 12;

/// Words that people write for keys, and the keys they may mean.
const OTHER_WORDS: [(&[&str], &[&str]); 17] = [
    (&["name", "label", "caption"], &["title", "name", "names", "channel"]),
    (&["email", "e-mail", "mail", "mailto", "addr"], &["address"]),
    (&["level", "complexity", "grade"], &["difficulty"]),
    (&["duration", "effort", "hours", "time", "length"], &["size"]),
    (&["link", "homepage", "website", "webpage", "web", "href"], &["url", "web", "links"]),
    (&["mentor", "maintainer", "maintainers", "supervisor", "contact", "contacts"], &["mentors"]),
    (&["people", "persons"], &["person"]),
    (&["person", "who"], &["id"]),
    (&["address"], &["name"]),
    (&["type"], &["kind"]),
    (&["server", "host"], &["network"]),
    (&["room", "stream"], &["channel"]),
    (&["status"], &["state"]),
    (&["state"], &["status"]),
    (&["tags", "technologies", "prerequisites", "requirements", "languages"], &["skills"]),
    (&["text", "about", "details", "abstract"], &["description", "what"]),
    (&["results", "deliverables", "goals"], &["outcomes"]),
];

/// The key of a table that people mean by a word that is none of its keys.
fn key_meant(name: &str, format: &Table) -> Option<&'static Key> {
    let lower = name.to_lowercase();
    let other = OTHER_WORDS.iter().find(|(words, _)| words.contains(&lower.as_str()));
    let key = |wanted: &str| format.keys.iter().find(|key| key.name == wanted);
    let near = || key(nearest(name, format.keys.iter().map(|key| key.name))?).filter(|_| !is_table(name));
    other.and_then(|(_, keys)| keys.iter().find_map(|wanted| key(wanted))).or_else(near)
}

/// Whether the file has tables of this name.
fn is_table(name: &str) -> bool {
    format::file().key(name).is_some_and(|key| key.of.table().is_some())
}

/// The key that a name in `table` means, where the name is no key and the table has not got that key.
pub(super) fn meant(name: &str, format: &Table, table: &DeTable<'_>) -> Option<&'static Key> {
    let key = key_meant(name, format).filter(|_| format.key(name).is_none())?;
    key.names().all(|name| !table.contains_key(name)).then_some(key)
}

/// What is said of a key that `table` cannot have.
pub(super) fn unknown_key(name: &str, format: &Table, table: &DeTable<'_>) -> String {
    if let Some(key) = key_meant(name, format) {
        if key.names().any(|name| table.contains_key(name)) {
            return format!("remove it: `{}` is there already", key.name);
        }
        return format!("did you mean `{}`?", key.name);
    }
    if is_table(name) {
        return format!("it is a table of its own: write {}", format::header(&[name]));
    }
    if let Some(tables) = format::tables_with(name) {
        return format!("it belongs to {tables}");
    }
    let known: Vec<_> = format.keys.iter().map(|key| format!("`{}`", key.name)).collect();
    if known.len() > MOST_KEYS {
        return "remove it".to_owned();
    }
    format!("remove it; there is {}", and(&known))
}

/// What is said of a text that is no address.
pub(super) fn address(text: &str, masked: bool, key: &Key) -> String {
    let bare = text.trim().trim_start_matches("mailto:");
    let inner =
        bare.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(bare, |(inner, _)| inner);
    if masked && inner.parse::<Address>().is_err() {
        return "write the address itself, or remove it".to_owned();
    }
    if inner.parse::<Address>().is_ok() {
        return format!("write `{inner}`");
    }
    if text.contains("://") {
        return format!("a page is `web = \"{text}\"`; an address is as in `{}`", key.line());
    }
    format!("an address is as in `{}`", key.line())
}

/// The line to add for a key that `table` has not got.
pub(super) fn line(key: &Key, table: &DeTable<'_>) -> String {
    let called = ["title", "name", "programme"].iter().find_map(|name| table.get(*name)?.get_ref().as_str());
    match called.filter(|_| key.name == "id") {
        Some(called) => format!("id = \"{}\"", id(called)),
        None => key.line(),
    }
}

/// An entry to add for an id that nothing has.
pub(super) fn entry(kind: &str, text: &str) -> String {
    let mut lines = vec![format!("`id = \"{}\"`", id(text))];
    if let Some(Type::List(inner) | Type::OneOrMany(inner)) = format::file().key(kind).map(|key| &key.of)
        && let Type::Table(table) = inner
    {
        let required = table.keys.iter().filter(|key| key.required && key.name != "id");
        lines.extend(required.map(|key| match key.role {
            // No two lists have one address.
            Role::ListAddress => format!("`{} = \"{}@lists.example.org\"`", key.name, id(text)),
            _ => format!("`{}`", key.line()),
        }));
    }
    format!("add `[[{kind}]]` with {}", and(&lines))
}

/// Words as an id.
pub(super) fn id(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = text.chars().map(plain).collect();
    let id = words.split_whitespace().collect::<Vec<_>>().join("-");
    if id.is_empty() { "new".to_owned() } else { id }
}

/// Whether an address is spelled out for people, or hidden from programs.
pub(super) fn is_masked(text: &str) -> bool {
    let lower = text.to_lowercase();
    let spelled = [" at ", " dot ", "(at)", "[at]", "(dot)", "[dot]", "<at>", "xxx", "***", "...", "…"];
    spelled.iter().any(|mask| lower.contains(mask)) || lower.contains('<') != lower.contains('>')
}

/// The part of `source` that is line `line` (from 1) of the multi-line string at `span`.
pub(super) fn nth_line(source: &str, span: &Range<usize>, line: usize) -> Range<usize> {
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
