//! JSON for scripts. Every object starts with `"schema": 1`; fields are added, never changed.

use serde_json::{Value, json};

use onlist_core::catalog::{Catalog, Difficulty, Project, State, Who};
use onlist_core::compose::Letter;
use onlist_core::resolve::{Routing, Why, for_project};

/// The name of a state, in JSON and tables.
#[must_use]
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::NeedsWork => "needs-work",
        State::Finished => "finished",
    }
}

/// The name of a difficulty, in JSON and tables.
#[must_use]
pub(crate) fn difficulty(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "easy",
        Difficulty::Medium => "medium",
        Difficulty::Hard => "hard",
        Difficulty::Varies => "varies",
        Difficulty::Unknown => "unknown",
    }
}

/// A letter: recipients, subject, reasons, notices.
#[must_use]
pub(crate) fn letter(letter: &Letter) -> Value {
    let draft = &letter.content;
    json!({
        "schema": 1,
        "message_id": draft.message_id.bare(),
        "from": draft.from,
        "to": draft.to,
        "cc": draft.cc,
        "subject": draft.subject,
        "why": letter.why().collect::<Vec<_>>(),
        "notices": letter.notices,
    })
}

/// The facts of a project that a list of projects shows.
fn project_value(catalog: &Catalog, project: &Project, today: chrono::NaiveDate) -> Value {
    let list = for_project(catalog, project, today, true).map(|routing| routing.list.mailbox.address).ok();
    let mentors = catalog.mentors(project).map(|it| json!({"name": it.name, "address": it.address}));
    json!({
        "id": project.id,
        "title": project.title,
        "state": state(project.state),
        "area": catalog.area_of(project).map(|area| &area.id),
        "list": list,
        "mentors": mentors.collect::<Vec<_>>(),
        "difficulty": difficulty(project.difficulty),
        "skills": project.skills,
    })
}

/// Many projects.
#[must_use]
pub(crate) fn projects(catalog: &Catalog, projects: &[&Project], today: chrono::NaiveDate) -> Value {
    let projects: Vec<_> = projects.iter().map(|project| project_value(catalog, project, today)).collect();
    json!({"schema": 1, "projects": projects})
}

/// What the community asks of its readers, with its rules and whose they are.
#[must_use]
pub(crate) fn guide(catalog: &Catalog, who: Who, chosen: Option<(&Project, &Routing)>) -> Value {
    let steps = catalog.guide.iter().filter(|step| step.who == who);
    let steps: Vec<_> = steps.map(|it| json!({"id": it.id, "text": it.text, "lines": it.lines})).collect();
    let rules = catalog.conventions.setting();
    let rules: Vec<_> = rules
        .iter()
        .map(|(text, rule)| json!({"text": text, "ours": rule.is_default, "lines": rule.lines}))
        .collect();
    let season = &catalog.season;
    json!({
        "schema": 1,
        "community": catalog.community.name,
        "season": {"programme": season.programme, "token": season.token, "status": season.status, "notice": season.notice, "redirects": season.redirects},
        "for": who,
        "steps": steps,
        "rules": rules,
        "chat": season.chat,
        "project": chosen.map(|(project, routing)| json!({
            "id": project.id,
            "to": [routing.list.mailbox],
            "cc": routing.cc.iter().map(|it| &it.mailbox).collect::<Vec<_>>(),
            "base_tree": catalog.area_of(project).and_then(|area| area.base_tree.as_ref()),
            "tasks": catalog.tasks_for(Some(project)).iter().map(|it| &it.id).collect::<Vec<_>>(),
        })),
    })
}

/// One project, with all that is known of it.
#[must_use]
pub(crate) fn project(
    catalog: &Catalog,
    project: &Project,
    routing: &Routing,
    why: &[Why],
    today: chrono::NaiveDate,
) -> Value {
    let mut value = json!({"schema": 1});
    let details = json!({
        "summary": project.summary,
        "skills_desired": project.skills_desired,
        "outcomes": project.outcomes,
        "extras": project.extras,
        "references": project.references,
        "extra_lists": project.extra_lists,
        "reviews": project.reviews,
        "inserted": project.inserted.as_ref().map(ToString::to_string),
        "verified": project.verified.as_ref().map(ToString::to_string),
        "eligible": project.eligible,
        "condition": project.condition,
        "base_tree": catalog.area_of(project).and_then(|area| area.base_tree.as_ref()),
        "source": {"title": catalog.source.title, "url": catalog.source.url, "lines": project.lines},
        "raw": project.raw,
        "to": [routing.list.mailbox],
        "cc": routing.cc.iter().map(|it| &it.mailbox).collect::<Vec<_>>(),
        "tasks": catalog.tasks_for(Some(project)),
        "why": why,
        "notices": routing.notices,
    });
    for part in [project_value(catalog, project, today), details] {
        if let (Value::Object(value), Value::Object(part)) = (&mut value, part) {
            value.extend(part);
        }
    }
    value
}
