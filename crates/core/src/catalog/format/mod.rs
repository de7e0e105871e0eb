//! The format of catalog files as one table: every key with its type, its meaning and an example.
//!
//! The structs of the model are written inside `table!` and `words!`, which
//! derive serde both ways and describe the same struct as a [`Table`]. Loading,
//! hints and `docs/catalog.md` read that description, so none of them can differ
//! from what is read and written.

mod macros;
mod reference;
mod shape;

pub(in crate::catalog) use macros::{table, words};
pub use reference::reference;
pub(in crate::catalog) use shape::Shape;

use crate::template;

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// One line of text.
    Line,
    /// Text of several lines.
    Block,
    /// A name of lower-case letters, digits and inner hyphens.
    Id,
    /// A mail address.
    Address,
    /// An address in the web.
    Url,
    /// A whole number, from 0 to this.
    Number(u32),
    /// `true` or `false`.
    Bool,
    /// One day.
    Day,
    /// One day, or an array of the days that it may be.
    Date,
    /// First and last line of a source.
    Lines,
    /// One of some words.
    Words(&'static [Word]),
    /// Any keys, with a value of this type each.
    Map(&'static Type),
    /// An array.
    List(&'static Type),
    /// A value, or an array of them.
    OneOrMany(&'static Type),
    /// The value itself, or a table that holds it as `value`, with where the source states it.
    Rule(&'static Table),
    /// Sentences of which one is to be used, or the word `free`.
    Statements,
    /// A table.
    Table(&'static Table),
}

impl Type {
    /// The table that such a value is, or such values are.
    #[must_use]
    pub fn table(&self) -> Option<&'static Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::List(inner) | Self::OneOrMany(inner) => inner.table(),
            _ => None,
        }
    }

    /// Its name with an article.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Line => "text in quotes",
            Self::Block => "text in quotes, which may have several lines",
            Self::Id => "an id in quotes",
            Self::Address => "a mail address in quotes",
            Self::Url => "a URL in quotes",
            Self::Number(_) => "a number",
            Self::Bool => "`true` or `false`",
            Self::Day => "a date, without quotes",
            Self::Date => "a date, without quotes, or a list of the dates it may be",
            Self::Lines => "a first and a last line",
            Self::Words(_) => "a word in quotes",
            Self::Statements => "a list of sentences, or `free`",
            Self::List(_) => "a list",
            Self::OneOrMany(inner) => inner.name(),
            Self::Rule(table) => table.keys.first().map_or("a rule", |value| value.of.name()),
            Self::Table(Table { short: Some(_), .. }) => "text in quotes or a table",
            Self::Map(_) | Self::Table(_) => "a table",
        }
    }
}

/// A word that a value may be.
#[derive(Debug)]
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub about: &'static str,
    /// What people write for it.
    pub also: &'static [&'static str],
}

/// A table of the file.
#[derive(Debug)]
pub struct Table {
    /// What it stands for.
    pub about: &'static str,
    /// What may stand in it.
    pub keys: &'static [Key],
    /// The key that a plain value in place of the table is read as.
    pub short: Option<&'static str>,
}

impl Table {
    /// The key called `name`.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        let also = || self.keys.iter().find(|key| key.also == Some(name));
        self.keys.iter().find(|key| key.name == name).or_else(also)
    }
}

/// What a key may hold.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Another name for it.
    pub also: Option<&'static str>,
    /// What it means.
    pub about: &'static str,
    /// Its type.
    pub of: Type,
    /// What the value does besides.
    pub role: Role,
    /// Whether the table must have it.
    pub required: bool,
    /// A value, as the file has it, in single quotes.
    pub example: &'static str,
}

impl Key {
    /// Its name, and the other one.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.also)
    }

    /// The example as a line of the file.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} = {}", self.name, self.example.replace('\'', "\""))
    }
}

/// What a value does besides being there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    Plain,
    /// It is the id of an entry of this kind.
    Names(&'static str),
    /// It names an entry of this kind.
    Refers(&'static str),
    /// It reaches a list, and no other may have it.
    ListAddress,
    /// It is the number of a line of the source.
    LineNumber,
    /// It is the template of a letter.
    Template(template::Kind),
    /// It is the pattern of subjects.
    Subject,
}

/// The description of the whole file.
#[must_use]
pub fn file() -> &'static Table {
    match <super::File as Shape>::TYPE {
        Type::Table(table) => table,
        _ => &Table { about: "", keys: &[], short: None },
    }
}

/// A table as its header has it: `[[project]]`, `[season.coordinator]`.
pub(super) fn header(path: &[&str]) -> String {
    let mut table = file();
    let mut many = false;
    for name in path {
        let Some(key) = table.key(name) else { break };
        many = matches!(key.of, Type::List(_));
        table = key.of.table().unwrap_or(table);
    }
    let name = path.join(".");
    if many { format!("`[[{name}]]`") } else { format!("`[{name}]`") }
}

/// The headers of the tables that have a key of this name.
pub(super) fn tables_with(name: &str) -> Option<String> {
    let mut found = Vec::new();
    each_table(&mut Vec::new(), file(), &mut |path, table| {
        if !path.is_empty() && table.key(name).is_some() {
            found.push(header(path));
        }
    });
    (!found.is_empty() && found.len() <= 4).then(|| onlist_mail::words::or(&found))
}

/// Visits each table of the file once, with the keys that lead to it.
pub(super) fn each_table(
    path: &mut Vec<&'static str>,
    table: &'static Table,
    visit: &mut impl FnMut(&[&'static str], &'static Table),
) {
    visit(path, table);
    for key in table.keys {
        if let Some(inner) = key.of.table() {
            path.push(key.name);
            each_table(path, inner, visit);
            path.pop();
        }
    }
}

/// `name` with hyphens, as the file has it.
pub(super) const fn kebab<const N: usize>(name: &str) -> [u8; N] {
    let (name, mut kebab, mut at) = (name.as_bytes(), [0; N], 0);
    while at < N {
        kebab[at] = if name[at] == b'_' { b'-' } else { name[at] };
        at += 1;
    }
    kebab
}

/// Octets that are text, as text.
pub(super) const fn as_text(name: &'static [u8]) -> &'static str {
    match std::str::from_utf8(name) {
        Ok(name) => name,
        Err(_) => "",
    }
}
