//! What the community tells its newcomers to do.

use super::Page;
use onlist_core::catalog::{Catalog, Project, Who};
use onlist_core::resolve::Routing;

/// Shows the source's advice as a checklist, for `project` where one is chosen.
#[must_use]
pub(crate) fn guide(
    catalog: &Catalog,
    who: Who,
    chosen: Option<(&Project, &Routing)>,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    let season = &catalog.season;
    page.heading(&format!("{}, {} ({})", catalog.community.name, season.programme, season.token));
    if let Some(notice) = &season.notice {
        page.gap();
        page.paragraph(notice);
    }
    for redirect in &season.redirects {
        page.item("-", &format!("{}: {}", redirect.name, redirect.how));
    }
    page.heading("To do");
    for step in catalog.guide.iter().filter(|step| step.who == who) {
        page.item("[ ]", &format!("{} ({})", step.text, step.lines));
    }
    if who == Who::Student {
        places(&mut page, catalog, chosen);
    }
    rules(&mut page, catalog);
    page.gap();
    page.paragraph(&format!("Source: {} ({})", catalog.source.title, catalog.source.url));
    page.finish()
}

fn rules(page: &mut Page, catalog: &Catalog) {
    page.heading("Rules for letters");
    for (text, rule) in catalog.conventions.setting() {
        let whose = match rule.lines {
            _ if rule.is_default => "our default".to_owned(),
            Some(lines) => lines.to_string(),
            None => "the community's".to_owned(),
        };
        page.item("-", &format!("{text} ({whose})"));
    }
}

fn places(page: &mut Page, catalog: &Catalog, chosen: Option<(&Project, &Routing)>) {
    let season = &catalog.season;
    if let Some((project, routing)) = chosen {
        page.heading(&format!("For {}", project.id));
        page.row("List", &routing.list.mailbox.to_string());
        for recipient in &routing.cc {
            page.row("Cc", &recipient.mailbox.to_string());
        }
        let area = catalog.area_of(project);
        page.row("Base tree", area.and_then(|area| area.base_tree.as_deref()).unwrap_or_default());
        for task in catalog.tasks_for(Some(project)) {
            page.row("Task", &format!("{} ({})", task.title, task.id));
        }
    } else {
        page.heading("Lists and base trees");
        for area in &catalog.areas {
            let list = catalog.list(area.list.as_str()).map_or("", |list| list.address.as_str());
            page.paragraph(&area.title);
            page.item(" ", list);
            if let Some(tree) = &area.base_tree {
                page.item(" ", &format!("base tree: {tree}"));
            }
        }
    }
    if let Some(chat) = &season.chat {
        let note = chat.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        page.heading("Chat");
        page.row(&chat.protocol, &format!("{} on {}{note}", chat.channel, chat.network));
    }
    if let Some(coordinator) = &season.coordinator {
        page.row("Ask", &format!("{} <{}>: {}", coordinator.role, coordinator.address, coordinator.purpose));
    }
}
