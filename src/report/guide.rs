//! What the community tells its newcomers to do.

use super::Page;
use chrono::NaiveDate;
use onlist_core::catalog::{Catalog, Project, Who};
use onlist_core::resolve::{Routing, status_notice};
use onlist_core::subject::Convention;

/// Shows the source's advice as a checklist, for `project` where one is chosen.
#[must_use]
pub(crate) fn guide(
    catalog: &Catalog,
    who: Who,
    chosen: Option<(&Project, &Routing)>,
    (today, width): (NaiveDate, usize),
) -> String {
    let mut page = Page::new(width);
    page.heading(&title(catalog));
    if let Some(season) = catalog.season() {
        if let Some(notice) = status_notice(season) {
            page.gap();
            page.paragraph(&notice);
        }
        for redirect in &season.redirects {
            page.item("-", &format!("{}: {}", redirect.name, redirect.how));
        }
    }
    let mut steps = catalog.advice(who, today).peekable();
    if steps.peek().is_some() {
        page.heading("To do");
    }
    for step in steps {
        let lines = step.lines.map_or(String::new(), |lines| format!(" ({lines})"));
        page.item("[ ]", &format!("{}{lines}", step.text));
    }
    if who == Who::Student {
        places(&mut page, catalog, chosen, today);
    }
    rules(&mut page, catalog, chosen.map(|(project, _)| project));
    if !catalog.sources.is_empty() {
        page.gap();
    }
    for source in catalog.sources.iter() {
        page.paragraph(&match &source.url {
            Some(url) => format!("Source: {} ({url})", source.title),
            None => format!("Source: {}", source.title),
        });
    }
    page.finish()
}

/// The community, with the season where there is one: `Engine Project, Summer of Engines (SoE 2026)`.
fn title(catalog: &Catalog) -> String {
    let community = &catalog.community.name;
    match catalog.season() {
        None => community.to_string(),
        Some(season) => match season.named() {
            (_, Some(token)) => format!("{community}, {} ({token})", season.programme),
            (programme, None) => format!("{community}, {programme}"),
        },
    }
}

fn rules(page: &mut Page, catalog: &Catalog, project: Option<&Project>) {
    page.heading("Rules for letters");
    let conventions = catalog.conventions_of(project);
    let pattern = format!("`{}`", conventions.subject().value);
    let example = project.or(catalog.projects.first()).map(|it| {
        let subject = Convention::about(catalog, Some(it)).compose(&it.title);
        format!(", for example `{subject}`")
    });
    for (text, rule) in conventions.setting() {
        let example = example.as_deref().filter(|_| text.ends_with(&pattern)).unwrap_or_default();
        let whose = match rule.lines {
            _ if rule.is_default => "our default".to_owned(),
            Some(lines) => lines.to_string(),
            None => "the community's".to_owned(),
        };
        page.item("-", &format!("{text}{example} ({whose})"));
    }
}

fn places(page: &mut Page, catalog: &Catalog, chosen: Option<(&Project, &Routing)>, today: NaiveDate) {
    if let Some((project, routing)) = chosen {
        page.heading(&format!("For {}", project.id));
        page.row("List", &routing.list.mailbox.to_string());
        for recipient in &routing.others {
            page.row(if routing.mentor_first { "To" } else { "Cc" }, &recipient.mailbox.to_string());
        }
        let area = catalog.area_of(project);
        page.row("Base tree", area.and_then(|area| area.base_tree.as_deref()).unwrap_or_default());
        for task in catalog.tasks_for(Some(project)) {
            page.row("Task", &format!("{} ({})", task.title, task.id));
        }
    } else {
        lists(page, catalog);
    }
    let mut chats = catalog.chats_open(chosen.map(|(project, _)| project), today).peekable();
    if chats.peek().is_some() {
        page.heading("Chat");
    }
    for chat in chats {
        let note = chat.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        page.row(chat.called(), &format!("{}{note}", chat.place()));
    }
    if let Some(coordinator) =
        catalog.season().filter(|it| !it.is_over(today)).and_then(|season| season.coordinator.as_ref())
    {
        page.row("Ask", &format!("{} <{}>: {}", coordinator.role, coordinator.address, coordinator.purpose));
    }
}

/// Each area with its list and base tree; where there are no areas, the lists.
fn lists(page: &mut Page, catalog: &Catalog) {
    if catalog.areas.is_empty() {
        let place = catalog.season().and_then(|season| season.instead.as_ref());
        let place = place.or(catalog.community.instead.as_ref());
        if !catalog.lists.is_empty() || place.is_some() {
            page.heading("Where to write");
        }
        catalog.lists.iter().for_each(|list| page.paragraph(list.address.as_str()));
        if let Some(place) = place {
            page.paragraph(place);
        }
        return;
    }
    page.heading("Lists and base trees");
    for area in &catalog.areas {
        let list = area.list.as_ref().and_then(|id| catalog.list(id.as_str()));
        page.paragraph(&area.title);
        match (list, &area.instead) {
            (Some(list), _) => page.item(" ", list.address.as_str()),
            (None, Some(instead)) => page.item(" ", instead),
            (None, None) => {}
        }
        if let Some(tree) = &area.base_tree {
            page.item(" ", &format!("base tree: {tree}"));
        }
    }
}
