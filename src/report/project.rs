//! One project, whole.

use super::Page;
use super::json::{difficulty, state};
use onlist_core::catalog::{Catalog, Eligibility, Project};
use onlist_core::resolve::{Routing, Why};
use onlist_mail::text::Line;
use onlist_mail::words::and;

/// Shows everything that is known of `project`, with the recipients of a first letter and the tasks that fit.
#[must_use]
pub(crate) fn project(
    catalog: &Catalog,
    project: &Project,
    routing: &Routing,
    subject: &Line,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    page.heading(&project.title);
    page.gap();
    page.paragraph(&project.summary);
    page.gap();
    facts(&mut page, catalog, project);
    page.heading("A first letter");
    page.row("To", &routing.list.mailbox.to_string());
    for recipient in &routing.cc {
        page.row("Cc", &recipient.mailbox.to_string());
    }
    page.row("Subject", subject);
    list(&mut page, "Outcomes", &project.outcomes);
    list(&mut page, "Nice to have", &project.extras);
    list(&mut page, "References", &project.references);
    background(&mut page, catalog, project);
    tasks(&mut page, catalog, project);
    notices(&mut page, routing);
    page.finish()
}

fn facts(page: &mut Page, catalog: &Catalog, project: &Project) {
    page.row("Id", project.id.as_str());
    let note = project.state_note.as_ref().map_or(String::new(), |note| format!(": {note}"));
    page.row("State", &format!("{}{note}", state(project.state)));
    page.row("Difficulty", &with_raw(difficulty(project.difficulty), project.raw.get("difficulty")));
    page.row("Skills", &joined(&project.skills));
    page.row("Helpful", &joined(&project.skills_desired));
    let mentors: Vec<_> = catalog.mentors(project).map(|person| person.name.as_str()).collect();
    page.row("Mentors", &and(&mentors));
    let students: Vec<_> = project.students.iter().filter_map(|id| catalog.person(id.as_str())).collect();
    page.row("Students", &and(&students.iter().map(|person| person.name.as_str()).collect::<Vec<_>>()));
    page.row("Contact", project.raw.get("contact").map_or("", |raw| raw.as_str()));
    page.row("Area", catalog.area_of(project).map_or("", |area| &area.title));
    page.row("Eligible", eligibility(project.eligible));
    page.row("Written", &project.inserted.as_ref().map_or(String::new(), ToString::to_string));
    let verified = project.verified.as_ref().map(ToString::to_string);
    let verified = verified.or_else(|| project.raw.get("verified").map(|raw| format!("no date: `{raw}`")));
    page.row("Verified", &verified.unwrap_or_default());
}

fn eligibility(eligible: Eligibility) -> &'static str {
    match eligible {
        Eligibility::Yes => "yes",
        Eligibility::No => "no",
        Eligibility::Unknown => "unknown",
    }
}

fn background(page: &mut Page, catalog: &Catalog, project: &Project) {
    page.heading("Code and links");
    if let Some(area) = catalog.area_of(project) {
        page.row("Base tree", area.base_tree.as_deref().unwrap_or_default());
        for repository in &area.repositories {
            page.row("Code", &repository.name);
            page.row("Clone", repository.clone.as_deref().unwrap_or_default());
        }
        page.row("Reading", &joined(&area.links));
    }
    for list in &project.extra_lists {
        page.row("Also read", &format!("{} ({})", list.name, list.note));
    }
    page.row("Source", &format!("{}, {}", catalog.source.url, project.lines));
    page.row("Note", project.note.as_deref().unwrap_or_default());
    for review in &project.reviews {
        page.row("Review", &format!("{} ({}): {}", review.by, review.when, review.text));
    }
}

fn tasks(page: &mut Page, catalog: &Catalog, project: &Project) {
    let tasks = catalog.tasks_for(Some(project));
    if !tasks.is_empty() {
        page.heading("Bite-size tasks that fit");
    }
    for task in tasks {
        page.row(task.id.as_str(), &task.title);
    }
}

fn notices(page: &mut Page, routing: &Routing) {
    if !routing.notices.is_empty() {
        page.heading("Before you write");
    }
    for notice in &routing.notices {
        page.item("-", &notice.text);
    }
}

fn list(page: &mut Page, title: &str, items: &[Line]) {
    if !items.is_empty() {
        page.heading(title);
    }
    for item in items {
        page.item("-", item);
    }
}

fn joined(items: &[Line]) -> String {
    items.iter().map(Line::as_str).collect::<Vec<_>>().join("; ")
}

/// A value, with what the source says where that is something else.
fn with_raw(value: &str, raw: Option<&Line>) -> String {
    match raw {
        Some(raw) if !raw.eq_ignore_ascii_case(value) => format!("{value} (in the source: {raw})"),
        _ => value.to_owned(),
    }
}

/// Shows the reasons for recipients, without their sources.
#[must_use]
pub(crate) fn recipients(reasons: &[Why], width: usize) -> String {
    let mut page = Page::new(width);
    for reason in reasons {
        page.paragraph(&reason.about);
        page.item(" ", &reason.rule);
        if let Some(age) = &reason.age {
            page.item(" ", age);
        }
    }
    page.finish()
}

/// Shows the reasons for recipients and subject, with their sources.
#[must_use]
pub(crate) fn why(catalog: &Catalog, reasons: &[Why], width: usize) -> String {
    let mut page = Page::new(width);
    for reason in reasons {
        page.paragraph(&reason.about);
        page.item(" ", &reason.rule);
        if let Some(basis) = &reason.basis {
            page.item(" ", basis);
        }
        match (reason.lines, reason.is_default) {
            (Some(lines), _) => page.item(" ", &format!("source: {}, {lines}", catalog.source.title)),
            (None, true) => page.item(" ", "source: none, this is a default of onlist"),
            (None, false) => {}
        }
        if let Some(age) = &reason.age {
            page.item(" ", age);
        }
    }
    page.finish()
}
