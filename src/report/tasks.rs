//! Bite-size tasks, and how each stands.

use onlist_core::catalog::Task;
use onlist_core::tasks::{Claim, TaskStatus};
use onlist_mail::text::Line;
use onlist_mail::words::{and, or};
use serde_json::{Value, json};

use super::Page;
use super::table::rows;

/// A task, and how it stands.
pub(crate) struct TaskEntry<'t> {
    pub(crate) task: &'t Task,
    /// Whether the mentor wrote it.
    pub(crate) is_own: bool,
    /// What patches are to be based on.
    pub(crate) base_tree: Option<&'t str>,
    pub(crate) status: TaskStatus<'t>,
}

/// Shows each task whole.
pub(crate) fn tasks(entries: &[TaskEntry<'_>], whose: impl Fn(&Claim) -> String, width: usize) -> String {
    let mut page = Page::new(width);
    for it in entries {
        page.heading(&format!("{}: {}", it.task.id, it.task.title));
        page.row("State", &state(it, &whose));
        for claim in &it.status.also {
            page.row("Also promised", whose(claim).trim_start_matches("is "));
        }
        for claim in &it.status.objects {
            page.row("Given", &format!("{}: {}", object(claim), whose(claim).trim_start_matches("is ")));
        }
        page.row("What", &it.task.what);
        page.row("Where", &it.task.place);
        page.row("Base tree", it.base_tree.unwrap_or_default());
        page.row("Done when", &it.task.done_when);
        page.row("Size", &size(it.task));
        page.row("Skills", &skills(it.task));
        page.row("First", &and(&it.task.do_first));
        page.row("From", if it.is_own { "you" } else { "" });
    }
    page.finish()
}

fn state(it: &TaskEntry<'_>, whose: impl Fn(&Claim) -> String) -> String {
    let required = if it.task.required { "; each applicant must do it" } else { "" };
    let state = match it.status.holder {
        Some(claim) => whose(claim).trim_start_matches("is ").to_owned(),
        None if it.task.many => "free: a kind of task, each time with another object".to_owned(),
        None => "free".to_owned(),
    };
    format!("{state}{required}")
}

fn object(claim: &Claim) -> &str {
    claim.object.as_deref().unwrap_or("an object that is not named")
}

fn skills(task: &Task) -> String {
    task.skills.iter().map(Line::as_str).collect::<Vec<_>>().join(", ")
}

/// How much work it is: the catalog's words, else its hours.
fn size(task: &Task) -> String {
    let hours = task.size.iter().flat_map(|size| size.hours.iter()).map(|it| format!("{it} h"));
    let hours: Vec<_> = hours.collect();
    match &task.effort {
        Some(effort) => effort.to_string(),
        None => or(&hours),
    }
}

/// The same for programs: id, title, state, who has it, until when; of a kind of task a line for each object more.
pub(crate) fn task_rows(entries: &[TaskEntry<'_>]) -> String {
    let mut all = Vec::new();
    for it in entries {
        let of = |claim: Option<&Claim>, name: &str| {
            let (holder, until) = (claim.and_then(held_by), claim.and_then(last_day));
            [name.to_owned(), holder.unwrap_or_default(), until.unwrap_or_default()]
        };
        let row = |object: &str, [state, holder, until]: [String; 3]| {
            [it.task.id.to_string(), it.task.title.to_string(), state, holder, until, object.to_owned()]
        };
        all.push(row("", of(it.status.holder, it.status.availability.as_str())));
        for claim in &it.status.objects {
            all.push(row(object(claim), of(Some(claim), claim.state.as_str())));
        }
    }
    rows(&all)
}

/// The same for scripts.
pub(crate) fn tasks_json(entries: &[TaskEntry<'_>]) -> Value {
    json!({"schema": 1, "tasks": entries.iter().map(value).collect::<Vec<_>>()})
}

fn value(it: &TaskEntry<'_>) -> Value {
    let (task, status) = (it.task, &it.status);
    let holder = status.holder;
    json!({
        "id": task.id,
        "title": task.title,
        "many": task.many,
        "state": status.availability.as_str(),
        "kept_for": holder.and_then(held_by),
        "until": holder.and_then(last_day),
        "waits_for_mentor_since": holder.and_then(|it| it.stopped),
        "objects": status.objects.iter().map(|it| claim(it)).collect::<Vec<_>>(),
        "also": status.also.iter().map(|it| claim(it)).collect::<Vec<_>>(),
        "what": task.what,
        "place": task.place,
        "base_tree": it.base_tree,
        "done_when": task.done_when,
        "effort": task.effort,
        "size_hours": task.size.iter().flat_map(|size| size.hours.iter()).collect::<Vec<_>>(),
        "skills": task.skills,
        "required": task.required,
        "own": it.is_own,
        "areas": task.areas,
        "projects": task.projects,
    })
}

fn claim(claim: &Claim) -> Value {
    json!({
        "object": claim.object,
        "state": claim.state.as_str(),
        "kept_for": held_by(claim),
        "until": last_day(claim),
        "waits_for_mentor_since": claim.stopped,
        "message_id": claim.letter.bare(),
    })
}

/// Who has it; nobody where it is done and nobody was given it.
fn held_by(claim: &Claim) -> Option<String> {
    (claim.name.is_some() || claim.person().is_some()).then(|| claim.holder().to_owned())
}

fn last_day(claim: &Claim) -> Option<String> {
    claim.until.filter(|_| claim.is_open()).map(|day| day.to_string())
}
