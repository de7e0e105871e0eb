//! The table of one project.

use std::collections::BTreeMap;

use toml_edit::{Array, InlineTable, Item, Table, Value, value};

use super::super::people::{Contact, Role};
use super::super::result::{Day, Import, Project};
use super::super::values::difficulty::Grade;
use super::super::values::state::ProjectState;
use super::{Writer, date, text, texts};
use onlist_mail::text::Line;

impl Writer {
    pub(super) fn project(&mut self, project: &Project, import: &Import) -> Table {
        let mut table = Table::new();
        table["id"] = value(self.id("project", &project.title));
        text(&mut table, "title", project.title.trim_end_matches('.'));
        table["state"] = value(match project.state {
            ProjectState::Open => "open",
            ProjectState::NeedsWork => "needs-work",
            ProjectState::Finished => "finished",
        });
        text(&mut table, "heading", project.area.as_deref().unwrap_or_default());
        let area_list = project.area.as_deref().and_then(|heading| self.rows.find(heading));
        let area_list = area_list.and_then(|(row, _)| import.areas[row].list.as_deref());
        let own = project.list.as_deref().filter(|list| Some(*list) != area_list);
        let fallback = self.fallback.as_ref().filter(|_| area_list.is_none());
        if let Some(id) = own.and_then(|list| self.list_id(list)).or(fallback) {
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
                Role::Primary => "primary",
                Role::Backup => "backup",
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
    let reviews = project.comments.iter().filter_map(|comment| {
        let mut review = InlineTable::new();
        for (key, words) in [("by", &comment.by), ("when", &comment.when), ("text", &comment.text)] {
            let words = Line::sanitize(words);
            if words.as_str().trim().is_empty() {
                return None;
            }
            review.insert(key, words.as_str().into());
        }
        Some(review)
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
    let mut said: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for field in &project.raw {
        let read = matches!(
            field.field.as_str(),
            "difficulty" | "size" | "mentors" | "inserted" | "verified" | "eligible" | "state"
        );
        let known = said.entry(&field.field).or_default();
        if read && !field.text.trim().is_empty() && !known.contains(&field.text.trim()) {
            known.push(field.text.trim());
        }
    }
    let texts = said.iter().filter(|(_, texts)| !texts.is_empty());
    let texts = texts.map(|(field, texts)| (*field, texts.join("; ")));
    for (field, text) in texts.chain(project.alias.iter().map(|alias| ("title", alias.clone()))) {
        let text = Line::sanitize(&text);
        if !text.as_str().is_empty() {
            raw.insert(field, text.as_str().into());
        }
    }
    if !raw.is_empty() {
        table["raw"] = value(raw);
    }
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
