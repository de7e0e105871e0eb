//! What an import gave: a page for people, JSON for scripts.

use serde_json::{Value, json};

use onlist_core::catalog::import::{Doubt, Import, Project};
use onlist_mail::words::{and, count};

use super::Page;

/// All of it as JSON; nothing of an import is left out.
#[must_use]
pub(crate) fn import_json(import: &Import) -> Value {
    let mut value = json!({"schema": 1});
    if let (Value::Object(all), Ok(Value::Object(own))) = (&mut value, serde_json::to_value(import)) {
        all.extend(own);
    }
    value
}

/// Each project with its values, then the doubts and what was left.
#[must_use]
pub(crate) fn import_page(import: &Import, width: usize) -> String {
    let mut page = Page::new(width);
    for project in &import.projects {
        page.heading(&project.title);
        one(&mut page, project);
    }
    if !import.doubts.is_empty() {
        page.heading("To look at");
        for doubt in &import.doubts {
            page.item("- ", &doubt_line(doubt));
        }
    }
    if !import.coverage.left.is_empty() {
        page.heading("Not read");
        for left in &import.coverage.left {
            page.item("- ", &format!("`{}`, line {}: {}", left.title, left.source.lines[0], left.reason));
        }
    }
    page.finish()
}

fn one(page: &mut Page, project: &Project) {
    let mut row = |label: &str, text: &str| {
        if !text.is_empty() {
            page.row(label, text);
        }
    };
    let mentors: Vec<_> = project
        .mentors
        .iter()
        .map(|it| match &it.address {
            Some(address) => format!("{} <{address}>", it.name),
            None => it.name.clone(),
        })
        .collect();
    let sizes: Vec<_> = project.size_hours.iter().map(u16::to_string).collect();
    row("Mentors", &mentors.join(", "));
    row("List", project.list.as_deref().unwrap_or_default());
    row("Difficulty", &json!(project.difficulty).as_str().unwrap_or_default().replace("unknown", ""));
    row("State", &json!(project.state).as_str().unwrap_or_default().replace("open", ""));
    row("Hours", &sizes.join(", "));
    row("Skills", &project.skills.join("; "));
    row("Area", project.area.as_deref().unwrap_or_default());
    let source = &project.source;
    row("Source", &format!("{}, lines {}-{}", source.file, source.lines[0], source.lines[1]));
}

fn doubt_line(doubt: &Doubt) -> String {
    let project = doubt.project.as_ref().map(|it| format!(" of `{it}`")).unwrap_or_default();
    format!("{}{project}, line {}: `{}`: {}", doubt.field, doubt.source.lines[0], doubt.raw, doubt.reason)
}

/// `7 sections, 6 projects, 1 left: no fields`
#[must_use]
pub(crate) fn coverage(import: &Import) -> String {
    let coverage = &import.coverage;
    let mut said = format!("{}, {}", count(coverage.sections, "section"), count(coverage.taken, "project"));
    if !coverage.left.is_empty() {
        let mut reasons: Vec<_> = coverage.left.iter().map(|left| left.reason.as_str()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        said = format!("{said}, {} left: {}", coverage.left.len(), and(&reasons));
    }
    if !import.doubts.is_empty() {
        said = format!("{said}, {} to look at", import.doubts.len());
    }
    said
}
