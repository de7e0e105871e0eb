//! JSON for scripts. Every object starts with `"schema": 1`; fields are added, never changed.

use chrono::NaiveDate;
use serde_json::{Value, json};

use onlist_core::catalog::{Catalog, Chat, Project, Redirect, Season, Status, Task, TaskKind, Who};
use onlist_core::check::Finding;
use onlist_core::compose::Letter;
use onlist_core::resolve::{Recipient, Routing, Why};
use onlist_mail::mailbox::Mailbox;

/// A letter: recipients, subject, text, reasons, notices, and what the rules say of it.
#[must_use]
pub(crate) fn letter(letter: &Letter, found: &[Finding]) -> Value {
    let draft = letter.content();
    json!({
        "schema": 1,
        "message_id": draft.message_id.bare(),
        "from": draft.from,
        "to": draft.to,
        "cc": draft.cc,
        "subject": draft.subject,
        "body": draft.body,
        "why": letter.why().collect::<Vec<_>>(),
        "notices": letter.notices,
        "findings": found.iter().map(|it| super::findings::finding("letter", it)).collect::<Vec<_>>(),
    })
}

/// The facts of a project that a list of projects shows.
fn project_value(catalog: &Catalog, project: &Project) -> Value {
    let mentors = catalog.mentors(project).map(|it| json!({"name": it.name, "address": it.address()}));
    json!({
        "id": project.id,
        "title": project.title,
        "state": project.state,
        "area": catalog.area_of(project).map(|area| &area.id),
        "list": catalog.list_of(project).map(|list| &list.address),
        "mentors": mentors.collect::<Vec<_>>(),
        "difficulty": project.difficulty(),
        "skills": project.skills,
        "size_hours": size_hours(project),
        "slots": project.slots,
        "season": project.seasons.0,
    })
}

fn size_hours(project: &Project) -> &[u16] {
    project.size.as_ref().map_or(&[], |size| &size.hours)
}

/// Many projects.
#[must_use]
pub(crate) fn projects(catalog: &Catalog, projects: &[&Project]) -> Value {
    let projects: Vec<_> = projects.iter().map(|project| project_value(catalog, project)).collect();
    json!({"schema": 1, "projects": projects})
}

/// Where to talk.
fn chat(chat: &Chat) -> Value {
    json!({
        "kind": chat.kind,
        "protocol": chat.called(),
        "network": chat.network,
        "channel": chat.channel,
        "url": chat.url,
        "note": chat.note,
    })
}

fn season(season: &Season) -> Value {
    let redirect = |it: &Redirect| json!({"name": it.name, "how": it.how, "list": it.list, "address": it.address, "url": it.url});
    json!({
        "id": season.id,
        "programme": season.programme,
        "token": season.token,
        "status": season.status.unwrap_or(Status::Open),
        "notice": season.notice,
        "redirects": season.redirects.iter().map(redirect).collect::<Vec<_>>(),
    })
}

/// What the community asks of its readers, with its rules and whose they are.
#[must_use]
pub(crate) fn guide(
    catalog: &Catalog,
    who: Who,
    chosen: Option<(&Project, &Routing)>,
    today: NaiveDate,
) -> Value {
    let steps = catalog.advice(who, today);
    let steps: Vec<_> = steps.map(|it| json!({"id": it.id, "text": it.text, "lines": it.lines})).collect();
    let project = chosen.map(|(project, _)| project);
    let rules = catalog.conventions_of(project).setting();
    let rules: Vec<_> = rules
        .iter()
        .map(|(text, rule)| json!({"text": text, "ours": rule.is_default, "lines": rule.lines}))
        .collect();
    let chats: Vec<_> = catalog.chats_open(project, today).map(chat).collect();
    json!({
        "schema": 1,
        "community": catalog.community.name,
        "season": catalog.season().map(season),
        "for": who,
        "steps": steps,
        "rules": rules,
        "chat": chats.first(),
        "chats": chats,
        "project": chosen.map(|(project, routing)| json!({
            "id": project.id,
            "to": mailboxes(&routing.to()),
            "cc": mailboxes(&routing.cc()),
            "base_tree": catalog.area_of(project).and_then(|area| area.base_tree.as_ref()),
            "tasks": catalog.tasks_for(Some(project)).iter().map(|it| &it.id).collect::<Vec<_>>(),
        })),
    })
}

fn mailboxes<'a>(recipients: &[&'a Recipient]) -> Vec<&'a Mailbox> {
    recipients.iter().map(|recipient| &recipient.mailbox).collect()
}

fn task(task: &Task) -> Value {
    json!({
        "id": task.id,
        "title": task.title,
        "what": task.what,
        "place": task.place,
        "done-when": task.done_when,
        "send": task.send,
        "effort": task.effort,
        "areas": task.areas,
        "projects": task.projects,
        "origin": task.origin.first().map(|origin| &origin.from),
        "lines": task.lines,
        "kind": task.kind.unwrap_or(TaskKind::BiteSize),
        "many": task.many,
        "required": task.required,
    })
}

/// One project, with all that is known of it.
#[must_use]
pub(crate) fn project(catalog: &Catalog, project: &Project, routing: Option<&Routing>, why: &[Why]) -> Value {
    let mut value = json!({"schema": 1});
    let source = catalog.source(project.source.as_ref());
    let reviews = project.reviews.iter().map(|it| json!({"by": it.by, "when": it.when, "text": it.text}));
    let lists = project.extra_lists.iter().map(|it| json!({"name": it.name, "note": it.note}));
    let details = json!({
        "summary": project.summary,
        "description": project.description,
        "skills_desired": project.skills_desired,
        "outcomes": project.outcomes,
        "extras": project.extras,
        "references": project.references,
        "extra_lists": lists.collect::<Vec<_>>(),
        "reviews": reviews.collect::<Vec<_>>(),
        "inserted": project.inserted.as_ref().map(ToString::to_string),
        "verified": project.verified.as_ref().map(ToString::to_string),
        "eligible": project.eligible,
        "condition": project.condition,
        "base_tree": catalog.area_of(project).and_then(|area| area.base_tree.as_ref()),
        "source": source.map(|it| json!({"title": it.title, "url": it.url, "lines": project.lines})),
        "raw": project.raw,
        "to": routing.map(|routing| mailboxes(&routing.to())),
        "cc": routing.map(|routing| mailboxes(&routing.cc())),
        "tasks": catalog.tasks_for(Some(project)).into_iter().map(task).collect::<Vec<_>>(),
        "why": why,
        "notices": routing.map_or(&[][..], |routing| &routing.notices),
    });
    for part in [project_value(catalog, project), details] {
        if let (Value::Object(value), Value::Object(part)) = (&mut value, part) {
            value.extend(part);
        }
    }
    value
}
