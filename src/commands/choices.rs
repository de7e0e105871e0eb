//! Questions that are answered by choosing from a list.

use onlist_core::compose::Question;

use super::answer::NO_PROJECT;
use super::letter_task::LetterTask;
use super::open_draft::OpenDraft;
use crate::context::Context;
use crate::messages::Failure;

/// Asks which project a mail is about; whether that was decided.
pub(crate) fn project(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<bool, Failure> {
    let projects = &work.catalog.projects;
    let mut labels: Vec<_> = projects.iter().map(|it| format!("{}: {}", it.id, it.title)).collect();
    labels.push("none of these, or the student's own idea".to_owned());
    let Some(at) = context.terminal.choose("Project", &labels, None)? else { return Ok(false) };
    let project = projects.get(at).map_or(NO_PROJECT, |project| project.id.as_str());
    session.set(context, Question::Project, project)?;
    Ok(true)
}

/// Asks which task is given, if any; whether that was decided.
pub(crate) fn task(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<bool, Failure> {
    let fitting = work.tasks(session)?;
    let mut labels: Vec<_> = fitting.iter().map(|task| format!("{}: {}", task.id, task.title)).collect();
    labels.push("a task in my own words".to_owned());
    labels.push("no task yet".to_owned());
    let Some(at) = context.terminal.choose("Task", &labels, Some(0))? else { return Ok(false) };
    let own = if at == fitting.len() {
        let given = |text: &str| match text {
            "" => Err("describe the task".to_owned()),
            text => work.check(context, Question::TaskText, text).map(|_| ()),
        };
        context.terminal.line("The task", session.said(Question::TaskText), given)?
    } else {
        String::new()
    };
    session.set(context, Question::TaskText, &own)?;
    session.set(context, Question::Task, fitting.get(at).map_or("", |task| task.id.as_str()))?;
    Ok(true)
}
