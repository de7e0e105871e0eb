//! An import as a catalog file: what was read, and nothing else.

mod project;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::File;
use super::areas::Rows;
use super::head::Head;
use super::people::Contact;
use super::result::{Import, MailingList, Source};
use crate::catalog::Catalog;
use onlist_mail::text::{Line, with_lf};

/// The text of a catalog with everything that `import` took from `files`.
#[must_use]
pub fn catalog(import: &Import, files: &[File<'_>], head: &Head) -> String {
    let mut document = DocumentMut::new();
    document["schema"] = value(2);
    let mut writer = Writer { many: files.len() > 1, rows: Rows::of(&import.areas), ..Writer::default() };
    if let Some(profile) = &head.profile {
        document["profile"] = value(Line::sanitize(&profile.path).as_str());
        writer.know(&profile.catalog);
    }
    document["source"] = Item::ArrayOfTables(files.iter().map(|file| writer.source(file, head)).collect());
    if head.profile.is_none() {
        let mut community = Table::new();
        community["id"] = value(writer.id("community", &head.community));
        text(&mut community, "name", &head.community);
        document["community"] = Item::Table(community);
    }
    let mut lists: ArrayOfTables = import.lists.iter().filter_map(|list| writer.list(list)).collect();
    lists.extend(head.list.as_ref().and_then(|address| writer.list_at(address.as_str())));
    match writer.season(head) {
        Some(season) => document["season"] = Item::Table(season),
        // Only a season says which of several lists is meant.
        None if lists.len() > 1 => {
            writer.fallback = head.list.as_ref().and_then(|list| writer.list_id(list.as_str()).cloned());
        }
        None => {}
    }
    put(&mut document, "list", lists);
    if !head.conventions.is_empty() {
        let rules = head.conventions.iter().map(|(key, word)| (*key, value(*word)));
        document["conventions"] = Item::Table(rules.collect());
    }
    let areas = writer.areas(import);
    put(&mut document, "area", areas);
    let people = writer.people(import);
    put(&mut document, "person", people);
    let projects = import.projects.iter().map(|project| writer.project(project, import)).collect();
    put(&mut document, "project", projects);
    document.to_string()
}

fn put(document: &mut DocumentMut, key: &str, tables: ArrayOfTables) {
    if !tables.is_empty() {
        document[key] = Item::ArrayOfTables(tables);
    }
}

/// Sets a text, sanitized, where there is any.
fn text(table: &mut Table, key: &str, words: &str) {
    let line = Line::sanitize(words);
    if !line.as_str().trim().is_empty() {
        table[key] = value(line.as_str().trim());
    }
}

fn texts(table: &mut Table, key: &str, words: &[String]) {
    let lines: Array = words
        .iter()
        .map(|it| Line::sanitize(it).as_str().to_owned())
        .filter(|it| !it.trim().is_empty())
        .collect();
    if !lines.is_empty() {
        table[key] = value(lines);
    }
}

#[derive(Default)]
struct Writer {
    /// The ids that are taken, by kind.
    ids: BTreeSet<(&'static str, String)>,
    /// How many ids begin with these words, by kind.
    used: BTreeMap<(&'static str, String), usize>,
    /// The ids that stand for people's names, lists' addresses and files.
    names: BTreeMap<(&'static str, String), String>,
    many: bool,
    rows: Rows,
    /// The list of projects that have no other.
    fallback: Option<String>,
}

impl Writer {
    /// An id made of words, none of its kind twice.
    fn id(&mut self, kind: &'static str, words: &str) -> String {
        let plain = slug(words);
        let plain = if plain.is_empty() { kind.to_owned() } else { plain };
        let used = self.used.entry((kind, plain.clone())).or_default();
        loop {
            *used += 1;
            let id = if *used == 1 { plain.clone() } else { format!("{plain}-{used}") };
            if self.ids.insert((kind, id.clone())) {
                return id;
            }
        }
    }

    fn source(&mut self, file: &File<'_>, head: &Head) -> Table {
        let mut table = Table::new();
        if self.many {
            let id = self.id("source", file.name);
            self.names.insert(("source", file.name.to_owned()), id.clone());
            table["id"] = value(id);
        }
        let title = file.name.rsplit('/').find(|it| !Line::sanitize(it).as_str().trim().is_empty());
        text(&mut table, "title", title.unwrap_or("page"));
        table["lines"] = value(range([1, with_lf(file.text).lines().count().max(1)]));
        table["read"] = Item::Value(date(head.read));
        table["hash"] = value(format!("sha256:{:x}", Sha256::digest(file.text)));
        table
    }

    /// Takes over what a profile holds already.
    fn know(&mut self, profile: &Catalog) {
        for list in &profile.lists {
            self.ids.insert(("list", list.id.to_string()));
            for address in list.aliases.iter().chain([&list.address]) {
                self.names.insert(("list", address.as_str().to_lowercase()), list.id.to_string());
            }
        }
        for person in &profile.people {
            self.ids.insert(("person", person.id.to_string()));
            self.names.insert(("person", person.name.as_str().to_lowercase()), person.id.to_string());
        }
    }

    /// The season of the programme, whose fall-back list is the one that was named.
    fn season(&mut self, head: &Head) -> Option<Table> {
        let season = head.season.as_ref()?;
        let mut table = Table::new();
        table["id"] = value(self.id("season", &season.token));
        text(&mut table, "programme", &season.programme);
        text(&mut table, "token", &season.token);
        table["year"] = value(i64::from(season.year));
        table["status"] = value(season.status.as_str());
        if let Some(id) = head.list.as_ref().and_then(|list| self.list_id(list.as_str())) {
            table["fallback-list"] = value(id);
        }
        Some(table)
    }

    /// A list that nothing has yet.
    fn list_at(&mut self, address: &str) -> Option<Table> {
        if self.list_id(address).is_some() {
            return None;
        }
        let mut table = Table::new();
        let id = self.id("list", address.split('@').next().unwrap_or_default());
        self.names.insert(("list", address.to_lowercase()), id.clone());
        table["id"] = value(id);
        table["address"] = value(address);
        Some(table)
    }

    fn list(&mut self, list: &MailingList) -> Option<Table> {
        let mut table = self.list_at(&list.address)?;
        let id = self.list_id(&list.address)?.clone();
        for address in &list.aliases {
            self.names.insert(("list", address.to_lowercase()), id.clone());
        }
        texts(&mut table, "aliases", &list.aliases);
        self.place(&mut table, &list.source);
        Some(table)
    }

    fn list_id(&self, address: &str) -> Option<&String> {
        self.names.get(&("list", address.to_lowercase()))
    }

    fn place(&self, table: &mut Table, source: &Source) {
        table["lines"] = value(range(source.lines));
        if let Some(id) = self.names.get(&("source", source.file.clone())) {
            table["source"] = value(id);
        }
    }

    /// The areas with the headings that lead to them.
    fn areas(&mut self, import: &Import) -> ArrayOfTables {
        let mut tables = ArrayOfTables::new();
        let mut headings = vec![Vec::new(); import.areas.len()];
        let mut seen = BTreeSet::new();
        for heading in import.projects.iter().filter_map(|project| project.area.as_deref()) {
            if seen.insert(heading)
                && let Some((row, _)) = self.rows.find(heading)
            {
                headings[row].push(heading.to_owned());
            }
        }
        for (area, headings) in import.areas.iter().zip(&headings) {
            let mut table = Table::new();
            table["id"] = value(self.id("area", &area.name));
            text(&mut table, "title", &area.name);
            if let Some(id) = area.list.as_deref().and_then(|list| self.list_id(list)) {
                table["list"] = value(id);
            }
            texts(&mut table, "headings", headings);
            self.place(&mut table, &area.source);
            tables.push(table);
        }
        tables
    }

    fn people(&mut self, import: &Import) -> ArrayOfTables {
        let mut tables = ArrayOfTables::new();
        for project in &import.projects {
            for contact in project.mentors.iter().chain(&project.students) {
                let key = ("person", contact.name.to_lowercase());
                if self.names.contains_key(&key) {
                    continue;
                }
                let id = self.id("person", &contact.name);
                self.names.insert(key, id.clone());
                let mut table = Self::person(&id, contact, import);
                self.place(&mut table, &project.source);
                tables.push(table);
            }
        }
        tables
    }

    fn person(id: &str, contact: &Contact, import: &Import) -> Table {
        let mut table = Table::new();
        table["id"] = value(id);
        text(&mut table, "name", &contact.name);
        let same = import
            .projects
            .iter()
            .flat_map(|it| &it.mentors)
            .filter(|it| it.name.eq_ignore_ascii_case(&contact.name));
        let mut addresses: Vec<String> = Vec::new();
        for address in same.filter_map(|it| it.address.clone()) {
            if !addresses.iter().any(|it| it.eq_ignore_ascii_case(&address)) {
                addresses.push(address);
            }
        }
        texts(&mut table, "addresses", &addresses);
        if let Some(handle) = &contact.handle {
            let mut handles = InlineTable::new();
            handles.insert(contact.service.unwrap_or("nick"), handle.trim_start_matches('@').into());
            table["handles"] = value(handles);
        }
        table
    }
}

/// Words of an id, joined by dashes: whole ones, as far as it does not get too long.
fn slug(words: &str) -> String {
    let plain = deunicode::deunicode(words).to_lowercase();
    let parts = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let mut slug = String::new();
    for part in parts {
        if !slug.is_empty() && slug.len() + part.len() > 48 {
            break;
        }
        let dash = if slug.is_empty() { "" } else { "-" };
        slug = format!("{slug}{dash}{part}");
    }
    slug.truncate(60);
    slug
}

fn range(lines: [usize; 2]) -> Array {
    lines.iter().map(|line| i64::try_from(*line).unwrap_or(i64::MAX)).collect()
}

fn date(day: NaiveDate) -> Value {
    day.to_string().parse::<toml_edit::Datetime>().map_or_else(|_| day.to_string().into(), Value::from)
}
