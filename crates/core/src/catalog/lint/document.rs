//! A file as the rules look at it: entries and their texts, each with its place.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::catalog::values::Day;

/// A catalog's file and its profile, as far as they are readable.
pub(super) struct Document<'d> {
    own: Entry<'d>,
    base: Option<Entry<'d>>,
    pub(super) today: NaiveDate,
}

/// A table of the file, with its place.
#[derive(Clone)]
pub(super) struct Entry<'d> {
    table: &'d DeTable<'d>,
    span: Range<usize>,
}

/// A text of the file, with its place.
#[derive(Clone)]
pub(super) struct Text<'d> {
    pub(super) text: &'d str,
    pub(super) span: Range<usize>,
}

impl<'d> Document<'d> {
    pub(super) fn new(own: &'d DeTable<'d>, base: Option<&'d DeTable<'d>>, today: NaiveDate) -> Self {
        let entry = |table| Entry { table, span: 0..0 };
        Self { own: entry(own), base: base.map(entry), today }
    }

    /// The entries of a kind that the file has.
    pub(super) fn own(&self, kind: &str) -> Vec<Entry<'d>> {
        self.own.tables(kind)
    }

    /// The entries of a kind that the file or its profile has.
    pub(super) fn all(&self, kind: &str) -> Vec<Entry<'d>> {
        let base = self.base.iter().flat_map(|base| base.tables(kind));
        self.own.tables(kind).into_iter().chain(base).collect()
    }

    /// Every text of the file.
    pub(super) fn texts(&self) -> Vec<Text<'d>> {
        let mut texts = Vec::new();
        self.own.table.values().for_each(|value| collect(value, &mut texts));
        texts
    }
}

fn collect<'d>(value: &'d Spanned<DeValue<'d>>, texts: &mut Vec<Text<'d>>) {
    match value.get_ref() {
        DeValue::String(text) => texts.push(Text { text, span: value.span() }),
        DeValue::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        DeValue::Table(table) => table.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

impl<'d> Entry<'d> {
    /// Where it is: its id, else its header.
    pub(super) fn place(&self) -> Range<usize> {
        self.text("id").or_else(|| self.text("name")).map_or_else(|| self.span.clone(), |id| id.span)
    }

    pub(super) fn id(&self) -> &'d str {
        self.text("id").map_or("", |id| id.text)
    }

    fn value(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The place of a key's value, else of the entry.
    pub(super) fn place_of(&self, key: &str) -> Range<usize> {
        self.value(key).map_or_else(|| self.place(), Spanned::span)
    }

    pub(super) fn text(&self, key: &str) -> Option<Text<'d>> {
        let value = self.value(key)?;
        let DeValue::String(text) = value.get_ref() else { return None };
        Some(Text { text, span: value.span() })
    }

    /// The texts of a key that has one or several; of tables, their first key of a name.
    pub(super) fn texts(&self, key: &str) -> Vec<Text<'d>> {
        let of = |value: &'d Spanned<DeValue<'d>>| match value.get_ref() {
            DeValue::String(text) => Some(Text { text, span: value.span() }),
            DeValue::Table(table) => {
                let entry = Entry { table, span: value.span() };
                ["id", "title", "name"].iter().find_map(|key| entry.text(key))
            }
            _ => None,
        };
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(of).collect(),
            _ => of(value).into_iter().collect(),
        }
    }

    /// The tables of a key that has one or several.
    pub(super) fn tables(&self, key: &str) -> Vec<Entry<'d>> {
        let of = |value: &'d Spanned<DeValue<'d>>| {
            let DeValue::Table(table) = value.get_ref() else { return None };
            Some(Entry { table, span: value.span() })
        };
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(of).collect(),
            _ => of(value).into_iter().collect(),
        }
    }

    /// The days of a date, several where it can be read in several ways.
    pub(super) fn days(&self, key: &str) -> Vec<NaiveDate> {
        let day = |value: &Spanned<DeValue<'_>>| {
            value.get_ref().as_datetime().and_then(|day| Day::of(*day)).map(|day| day.0)
        };
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(day).collect(),
            _ => day(value).into_iter().collect(),
        }
    }

    pub(super) fn number(&self, key: &str) -> Option<i32> {
        self.value(key)?.get_ref().as_integer()?.as_str().parse().ok()
    }
}
