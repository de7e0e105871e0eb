//! One project, whole.

use super::Page;
use onlist_core::catalog::{Catalog, Difficulty, Eligibility, ExtraList, Link, List, Project, Repository};
use onlist_core::resolve::{Error, OVER, Routing, Why};
use onlist_mail::text::Line;
use onlist_mail::words::{and, or};

/// Shows everything that is known of `project`, with the recipients of a first letter and the tasks that fit.
#[must_use]
pub(crate) fn project(
    catalog: &Catalog,
    project: &Project,
    routing: Result<&Routing, &Error>,
    subject: &Line,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    page.heading(&project.title);
    page.gap();
    let about = project.about();
    if !about.is_empty() {
        page.paragraph(&about);
        page.gap();
    }
    facts(&mut page, catalog, project);
    page.heading("A first letter");
    match routing {
        Ok(routing) => {
            recipient_rows(&mut page, catalog, routing);
            page.row("Subject", subject);
        }
        Err(error) => page.paragraph(&error.to_string()),
    }
    list(&mut page, "Outcomes", &project.outcomes);
    list(&mut page, "Nice to have", &project.extras);
    list(&mut page, "References", &project.references);
    background(&mut page, catalog, project);
    tasks(&mut page, catalog, project);
    if let Ok(routing) = routing {
        notices(&mut page, routing);
    }
    page.finish()
}

fn recipient_rows(page: &mut Page, catalog: &Catalog, routing: &Routing) {
    for recipient in routing.to() {
        page.row("To", &recipient.mailbox.to_string());
    }
    for recipient in routing.cc() {
        page.row("Cc", &recipient.mailbox.to_string());
    }
    let list = catalog.list_at(&routing.list.mailbox.address);
    let page_of = |list: &List| list.web.as_ref().map(ToString::to_string);
    let mail_to = |list: &List| {
        list.subscribe.as_ref().map(|it| format!("a mail to {it} with the subject `subscribe`"))
    };
    page.row("Join the list", &list.and_then(|it| page_of(it).or_else(|| mail_to(it))).unwrap_or_default());
}

fn facts(page: &mut Page, catalog: &Catalog, project: &Project) {
    page.row("Id", project.id.as_str());
    let note = project.state_note.as_ref().map_or(String::new(), |note| format!(": {note}"));
    if let Some(state) = project.state {
        page.row("State", &format!("{}{note}", state.as_str()));
    }
    let difficulty = project.difficulty.map_or("", Difficulty::as_str);
    page.row("Difficulty", &with_raw(difficulty, project.raw.get("difficulty")));
    page.row("Size", &with_raw(&size(project), project.raw.get("size")));
    page.row("Places", &project.slots.map_or(String::new(), |slots| slots.to_string()));
    page.row("Skills", &joined(&project.skills));
    page.row("Helpful", &joined(&project.skills_desired));
    let mentors: Vec<_> = catalog.mentors(project).map(|person| person.name.as_str()).collect();
    page.row("Mentors", &and(&mentors));
    let students: Vec<_> = project.students.iter().filter_map(|id| catalog.person(id.as_str())).collect();
    page.row("Students", &and(&students.iter().map(|person| person.name.as_str()).collect::<Vec<_>>()));
    page.row("Contact", project.raw.get("contact").map_or("", |raw| raw.as_str()));
    page.row("Area", catalog.area_of(project).map_or("", |area| &area.title));
    page.row("Eligible", project.eligible.map_or("", Eligibility::as_str));
    page.row("Written", &project.inserted.as_ref().map_or(String::new(), ToString::to_string));
    let verified = project.verified.as_ref().map(ToString::to_string);
    let verified = verified.or_else(|| project.raw.get("verified").map(|raw| format!("no date: `{raw}`")));
    page.row("Verified", &verified.unwrap_or_default());
}

/// `175 or 350 hours`.
fn size(project: &Project) -> String {
    let hours = project.size.iter().flat_map(|size| size.hours.iter());
    let hours: Vec<_> = hours.map(ToString::to_string).collect();
    if hours.is_empty() { String::new() } else { format!("{} hours", or(&hours)) }
}

fn background(page: &mut Page, catalog: &Catalog, project: &Project) {
    let rows = [code(catalog, project), reading(catalog, project), of_the_entry(catalog, project)].concat();
    if rows.iter().any(|(_, text)| !text.is_empty()) {
        page.heading("Code and links");
    }
    for (label, text) in &rows {
        page.row(label, text);
    }
}

/// A row's label and its text; without text there is no row.
type Row = (String, String);

fn row(label: &str, text: impl Into<String>) -> Row {
    (label.to_owned(), text.into())
}

fn code(catalog: &Catalog, project: &Project) -> Vec<Row> {
    let area = catalog.area_of(project);
    let mut rows =
        vec![row("Base tree", area.and_then(|area| area.base_tree.as_deref()).unwrap_or_default())];
    let repositories = project.repositories.iter().chain(area.iter().flat_map(|area| &area.repositories));
    for Repository { name, clone, url } in repositories {
        let url = url.as_ref().map_or(String::new(), |url| format!(", {url}"));
        rows.push(row("Code", format!("{name}{url}")));
        rows.push(row("Clone", clone.as_deref().unwrap_or_default()));
    }
    rows
}

fn reading(catalog: &Catalog, project: &Project) -> Vec<Row> {
    let area = catalog.area_of(project);
    let links = project.links.iter().chain(area.iter().flat_map(|area| &area.links));
    let mut rows = vec![row("Reading", links.map(Link::to_string).collect::<Vec<_>>().join("; "))];
    for ExtraList { name, note, .. } in &project.extra_lists {
        let note = note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        rows.push(row("Also read", format!("{name}{note}")));
    }
    rows.extend(project.chat.iter().map(|chat| row(chat.called(), chat.place())));
    rows
}

fn of_the_entry(catalog: &Catalog, project: &Project) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(source) = catalog.source(project.source.as_ref()) {
        let lines = project.lines.map_or(String::new(), |lines| format!(", {lines}"));
        rows.push(row("Source", format!("{}{lines}", source.url.as_ref().unwrap_or(&source.title))));
    }
    let area = catalog.area_of(project);
    let origins = project.origin.iter().chain(area.iter().flat_map(|area| area.origin.iter()));
    rows.extend(origins.map(|origin| row("Other source", origin.to_string())));
    rows.push(row("Note", project.note.as_deref().unwrap_or_default()));
    let reviews = project.reviews.iter();
    rows.extend(reviews.map(|it| row("Review", format!("{} ({}): {}", it.by, it.when, it.text))));
    rows
}

fn tasks(page: &mut Page, catalog: &Catalog, project: &Project) {
    let tasks = catalog.tasks_for(Some(project));
    if !tasks.is_empty() {
        let word = catalog.conventions_of(Some(project)).task_word().value;
        let first = word.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        page.heading(&format!("{first}{}s that fit", word.chars().skip(1).collect::<String>()));
    }
    page.rows(&tasks.iter().map(|task| (task.id.as_str(), task.title.as_str())).collect::<Vec<_>>());
}

fn notices(page: &mut Page, routing: &Routing) {
    // That the season is over stands above the page, and never in what goes to a pipe.
    let mut notices = routing.notices.iter().filter(|it| it.kind != OVER).peekable();
    if notices.peek().is_some() {
        page.heading("Before you write");
    }
    for notice in notices {
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
        Some(raw) if value.is_empty() => format!("in the source: {raw}"),
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
pub(crate) fn why(catalog: &Catalog, project: &Project, reasons: &[Why], width: usize) -> String {
    let mut page = Page::new(width);
    let source = catalog.source(project.source.as_ref()).map_or("", |source| source.title.as_str());
    for reason in reasons {
        page.paragraph(&reason.about);
        page.item(" ", &reason.rule);
        if let Some(basis) = &reason.basis {
            page.item(" ", basis);
        }
        match (reason.lines, reason.is_default) {
            (Some(lines), _) => page.item(" ", &format!("source: {source}, {lines}")),
            (None, true) => page.item(" ", "source: none, this is a default of onlist"),
            (None, false) => {}
        }
        if let Some(age) = &reason.age {
            page.item(" ", age);
        }
    }
    page.finish()
}
