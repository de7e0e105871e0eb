//! An import as a catalog file: what was read, and nothing else.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::File;
use super::areas;
use super::people::Contact;
use super::result::{Day, Import, MailingList, Project, Source};
use super::values::difficulty::Grade;
use super::values::state::Standing;
use onlist_mail::text::Line;

/// What the pages cannot say of the catalog.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The community's id.
    pub id: &'a str,
    /// The community's name.
    pub name: &'a str,
    /// The day of the import.
    pub read: NaiveDate,
}

/// The text of a catalog with everything that `import` took from `files`.
#[must_use]
pub fn catalog(import: &Import, files: &[File<'_>], head: &Head<'_>) -> String {
    let mut document = DocumentMut::new();
    document["schema"] = value(2);
    let mut writer = Writer { ids: BTreeMap::new(), names: BTreeMap::new(), many: files.len() > 1 };
    document["source"] = Item::ArrayOfTables(files.iter().map(|file| writer.source(file, head)).collect());
    let mut community = Table::new();
    community["id"] = value(writer.id("community", head.id));
    text(&mut community, "name", head.name);
    document["community"] = Item::Table(community);
    let lists: ArrayOfTables = import.lists.iter().map(|list| writer.list(list)).collect();
    put(&mut document, "list", lists);
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

/// Sets a text, made harmless, where there is any.
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

struct Writer {
    /// The ids that are taken, by kind.
    ids: BTreeMap<(&'static str, String), usize>,
    /// The ids that stand for people's names, lists' addresses and files.
    names: BTreeMap<(&'static str, String), String>,
    many: bool,
}

impl Writer {
    /// An id made of words, none of its kind twice.
    fn id(&mut self, kind: &'static str, words: &str) -> String {
        let plain = deunicode::deunicode(words).to_lowercase();
        let parts = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
        let mut id = String::new();
        for part in parts {
            if !id.is_empty() && id.len() + part.len() > 48 {
                break;
            }
            let dash = if id.is_empty() { "" } else { "-" };
            id = format!("{id}{dash}{part}");
        }
        id.truncate(60);
        if id.is_empty() {
            kind.clone_into(&mut id);
        }
        let count = self.ids.entry((kind, id.clone())).or_default();
        *count += 1;
        match *count {
            1 => id,
            count => self.id(kind, &format!("{id}-{count}")),
        }
    }

    fn source(&mut self, file: &File<'_>, head: &Head<'_>) -> Table {
        let mut table = Table::new();
        if self.many {
            let id = self.id("source", file.name);
            self.names.insert(("source", file.name.to_owned()), id.clone());
            table["id"] = value(id);
        }
        text(&mut table, "title", file.name.rsplit('/').next().unwrap_or(file.name));
        text(&mut table, "url", file.name);
        table["lines"] = value(range([1, file.text.lines().count().max(1)]));
        table["read"] = Item::Value(date(head.read));
        table["hash"] = value(format!("sha256:{:x}", Sha256::digest(file.text)));
        table
    }

    fn list(&mut self, list: &MailingList) -> Table {
        let mut table = Table::new();
        let id = self.id("list", list.address.split('@').next().unwrap_or_default());
        for address in list.aliases.iter().chain([&list.address]) {
            self.names.insert(("list", address.to_lowercase()), id.clone());
        }
        table["id"] = value(id);
        table["address"] = value(&list.address);
        texts(&mut table, "aliases", &list.aliases);
        self.place(&mut table, &list.source);
        table
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
        for (at, area) in import.areas.iter().enumerate() {
            let mut table = Table::new();
            table["id"] = value(self.id("area", &area.name));
            text(&mut table, "title", &area.name);
            if let Some(id) = area.list.as_deref().and_then(|list| self.list_id(list)) {
                table["list"] = value(id);
            }
            let mut headings: Vec<String> = Vec::new();
            for heading in import.projects.iter().filter_map(|project| project.area.clone()) {
                let leads = areas::row_of(&heading, &import.areas).is_some_and(|(row, _)| row == at);
                if leads && !headings.contains(&heading) {
                    headings.push(heading);
                }
            }
            texts(&mut table, "headings", &headings);
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
            handles.insert("github", handle.trim_start_matches('@').into());
            table["handles"] = value(handles);
        }
        table
    }

    fn project(&mut self, project: &Project, import: &Import) -> Table {
        let mut table = Table::new();
        table["id"] = value(self.id("project", &project.title));
        text(&mut table, "title", project.title.trim_end_matches('.'));
        table["state"] = value(match project.state {
            Standing::Open => "open",
            Standing::NeedsWork => "needs-work",
            Standing::Finished => "finished",
        });
        text(&mut table, "heading", project.area.as_deref().unwrap_or_default());
        let area_list = project.area.as_deref().and_then(|heading| areas::row_of(heading, &import.areas));
        let area_list = area_list.and_then(|(row, _)| import.areas[row].list.as_deref());
        let own = project.list.as_deref().filter(|list| Some(*list) != area_list);
        if let Some(id) = own.and_then(|list| self.list_id(list)) {
            table["list"] = value(id);
        }
        let mentors: Array = project.mentors.iter().filter_map(|it| self.mentor(it)).collect();
        if !mentors.is_empty() {
            table["mentors"] = value(mentors);
        }
        let students: Array = project.students.iter().filter_map(|it| self.person_id(it)).collect();
        if !students.is_empty() {
            table["students"] = value(students);
        }
        values(&mut table, project);
        self.place(&mut table, &project.source);
        table
    }

    fn person_id(&self, contact: &Contact) -> Option<&String> {
        self.names.get(&("person", contact.name.to_lowercase()))
    }

    fn mentor(&self, contact: &Contact) -> Option<Value> {
        let id = self.person_id(contact)?;
        let Some(role) = contact.role else { return Some(id.into()) };
        let mut table = InlineTable::new();
        table.insert("id", id.into());
        table.insert(
            "role",
            match role {
                super::Role::Primary => "primary",
                super::Role::Backup => "backup",
            }
            .into(),
        );
        Some(table.into())
    }
}

fn values(table: &mut Table, project: &Project) {
    match project.difficulty {
        Grade::Easy => table["difficulty"] = value("easy"),
        Grade::Medium => table["difficulty"] = value("medium"),
        Grade::Hard => table["difficulty"] = value("hard"),
        Grade::Varies => table["difficulty"] = value("varies"),
        Grade::Unknown => {}
    }
    if !project.size_hours.is_empty() {
        let mut size = InlineTable::new();
        size.insert("hours", project.size_hours.iter().map(|it| i64::from(*it)).collect::<Array>().into());
        table["size"] = value(size);
    }
    texts(table, "skills", &project.skills);
    let description = onlist_mail::text::sanitize_block(&project.description);
    if !description.trim().is_empty() {
        table["description"] = value(description.trim());
    }
    texts(table, "outcomes", &project.outcomes);
    texts(table, "references", &project.references);
    if let Some(eligible) = project.eligible {
        table["eligible"] = value(if eligible { "yes" } else { "no" });
    }
    day(table, "inserted", project.inserted.as_ref());
    day(table, "verified", project.verified.as_ref());
    let reviews = project.comments.iter().map(|comment| {
        let mut review = InlineTable::new();
        for (key, words) in [("by", &comment.by), ("when", &comment.when), ("text", &comment.text)] {
            review.insert(key, Line::sanitize(words).as_str().into());
        }
        review
    });
    let reviews: Array = reviews.collect();
    if !reviews.is_empty() {
        table["reviews"] = value(reviews);
    }
    raw(table, project);
}

/// The words of the fields whose values are read, not copied.
fn raw(table: &mut Table, project: &Project) {
    let mut raw = InlineTable::new();
    for field in &project.raw {
        let read = matches!(
            field.field.as_str(),
            "difficulty" | "size" | "mentors" | "inserted" | "verified" | "eligible" | "state"
        );
        let words = Line::sanitize(&field.text);
        if read && !words.as_str().is_empty() && !raw.contains_key(&field.field) {
            raw.insert(&field.field, words.as_str().into());
        }
    }
    if let Some(alias) = &project.alias {
        raw.insert("title", Line::sanitize(alias).as_str().into());
    }
    if !raw.is_empty() {
        table["raw"] = value(raw);
    }
}

fn range(lines: [usize; 2]) -> Array {
    lines.iter().map(|line| i64::try_from(*line).unwrap_or(i64::MAX)).collect()
}

fn date(day: NaiveDate) -> Value {
    day.to_string().parse::<toml_edit::Datetime>().map_or_else(|_| day.to_string().into(), Value::from)
}

fn day(table: &mut Table, key: &str, day: Option<&Day>) {
    match day.map(|day| day.days.as_slice()) {
        Some([one]) => table[key] = Item::Value(date(*one)),
        Some([first, second]) => {
            table[key] = value([*first, *second].map(date).into_iter().collect::<Array>());
        }
        _ => {}
    }
}
