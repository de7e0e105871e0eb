//! Questions that are answered by choosing from a list.

use onlist_core::catalog::{Catalog, Difficulty, Disclosure, Project, Task};
use onlist_core::compose::Question;
use onlist_core::drafts::Draft;
use onlist_core::tasks::{Claim, status};
use onlist_mail::text::Line;
use onlist_mail::words::and;

use super::answer::{self, NO_PROJECT};
use super::interview::{self, Asked};
use super::letter_task::{LetterTask, Subject};
use super::open_draft::{self, OpenDraft};
use super::sending::claims;
use super::sending::obstacles::Obstacle;
use crate::context::Context;
use crate::messages::{Failure, Prompt};
use crate::terminal::{AskError, Choice, Field, Given, Shape};

/// The projects as rows, finished ones last.
pub(crate) fn projects(catalog: &Catalog) -> Vec<(&Project, Choice)> {
    let mut projects: Vec<_> = catalog.projects.iter().map(|it| (it, project_choice(catalog, it))).collect();
    projects.sort_by_key(|(project, _)| project.is_finished());
    projects
}

fn project_choice(catalog: &Catalog, project: &Project) -> Choice {
    let finished = if project.is_finished() { " (finished)" } else { "" };
    let mentors: Vec<_> = catalog.mentors(project).map(|person| person.name.as_str()).collect();
    let area = catalog.area_of(project);
    let difficulty = project.difficulty.filter(|it| *it != Difficulty::Unknown);
    let cells = vec![
        format!("{}: {}{finished}", project.id, project.title),
        difficulty.map_or("", Difficulty::as_str).to_owned(),
        hours(project),
        area.map_or(String::new(), |area| area.id.to_string()),
        and(&mentors),
    ];
    let skills = [&project.skills[..], &project.skills_desired[..]].concat();
    let skills: Vec<_> = skills.iter().map(Line::as_str).collect();
    let summary = project.about();
    let skills_line =
        if skills.is_empty() { String::new() } else { format!("Skills: {}\n", skills.join(", ")) };
    Choice {
        words: format!("{} {} {summary}", area.map_or("", |area| &area.title), skills.join(" ")),
        about: format!("{skills_line}{summary}"),
        cells,
        always: false,
    }
}

/// `175 h`, or `175/350 h`.
fn hours(project: &Project) -> String {
    let hours = project.size.iter().flat_map(|size| size.hours.iter());
    let hours: Vec<_> = hours.map(ToString::to_string).collect();
    if hours.is_empty() { String::new() } else { format!("{} h", hours.join("/")) }
}

/// Asks which project a mail is about.
pub(crate) fn project(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<Asked, Failure> {
    let (projects, mut choices): (Vec<_>, Vec<_>) = projects(work.catalog).into_iter().unzip();
    choices.push(Choice { always: true, ..Choice::of("none of these, or the student's own idea") });
    let Some(at) = context.terminal.pick("Project", &choices, None)? else { return Ok(Asked::Back) };
    let project = projects.get(at).map_or(NO_PROJECT, |project| project.id.as_str());
    session.set(context, Question::Project, project)?;
    Ok(Asked::Answered)
}

/// Offers a mentor's own paragraphs for an answer, filled in and still to be changed; nothing for own words.
pub(crate) fn own_paragraph(
    context: &Context,
    session: &OpenDraft,
    work: &LetterTask<'_>,
    question: Question,
) -> Result<Option<String>, Failure> {
    let names: Vec<_> = context.settings().answers.keys().cloned().collect();
    let Subject::Answer { post } = &work.subject else { return Ok(None) };
    if question != Question::Answer || names.is_empty() {
        return Ok(None);
    }
    let mut labels = vec!["in my own words".to_owned()];
    labels.extend(names.iter().cloned());
    let Some(at) = context.terminal.choose("How do you answer", &labels, Some(0))? else { return Ok(None) };
    let Some(name) = at.checked_sub(1).map(|at| &names[at]) else { return Ok(None) };
    match answer::paragraph(context, work.catalog, post, &session.draft, name) {
        Ok(text) => Ok(Some(text)),
        Err(failure) => {
            failure.report(context.terminal);
            Ok(None)
        }
    }
}

/// Asks which task is given, if any.
pub(crate) fn task(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<Asked, Failure> {
    let fitting = work.tasks(session)?;
    let claims = claims::known(context)?;
    let given = given_in_this_run(context, session)?;
    let stands = |task: &Task| {
        let to = given.iter().find(|(id, _)| !task.many && id == task.id.as_str());
        to.map_or_else(|| how_it_stands(&claims, work, task), |(_, to)| format!(" (in your answer to {to})"))
    };
    let label = |task: &&Task| format!("{}{}: {}", task.id, stands(task), task.title);
    let mut labels: Vec<_> = fitting.iter().map(label).collect();
    let free = fitting.iter().position(|it| stands(it).is_empty());
    claims::tell_unseen(context);
    labels.push("a task in my own words".to_owned());
    labels.push("no task yet".to_owned());
    loop {
        let Some(at) = context.terminal.choose("Task", &labels, free.or(Some(0)))? else {
            return Ok(Asked::Back);
        };
        let own = if at == fitting.len() {
            let Some(own) = own_task(context, session, work)? else { continue };
            own
        } else {
            String::new()
        };
        session.set(context, Question::TaskText, &own)?;
        session.set(context, Question::Task, fitting.get(at).map_or("", |task| task.id.as_str()))?;
        if session.get(Question::Object).is_some() {
            session.forget(context, Question::Object)?;
        }
        return Ok(Asked::Answered);
    }
}

/// The tasks that other answers of this run give, and to whom.
fn given_in_this_run(context: &Context, session: &OpenDraft) -> Result<Vec<(String, String)>, Failure> {
    let store = open_draft::store(context)?;
    let others = context.answers().into_iter().filter(|(id, _)| *id != session.id);
    // One that was sent or deleted since gives nothing from here.
    let drafts = others.filter_map(|(id, to)| Some((store.load(&id).ok()?, to)));
    let tasks = |(draft, to): (Draft, String)| {
        let said = [Question::Task, Question::SecondTask].map(|it| draft.answers.get(it.name()).cloned());
        said.into_iter().flatten().map(|task| (task, to.clone())).collect::<Vec<_>>()
    };
    Ok(drafts.flat_map(tasks).collect())
}

/// Says that a task is taken and lets another one be chosen; whether one was.
pub(crate) fn another_task(
    context: &Context,
    work: &LetterTask<'_>,
    session: &mut OpenDraft,
    kept: &[Obstacle],
) -> Result<bool, Failure> {
    if kept.is_empty() {
        return Ok(false);
    }
    for obstacle in kept {
        context.terminal.warning(&obstacle.reason);
    }
    let before = session.said(Question::Task).map(str::to_owned);
    let prompt = Prompt::new(Question::Task, false);
    if interview::ask_again(context, session, work, &prompt)? == Asked::Back {
        return Ok(false);
    }
    Ok(session.said(Question::Task) != before.as_deref() && interview::ask_all(context, session, work)?)
}

/// Lets one of the community's sentences on what a machine has written be chosen, where it has any.
pub(crate) fn disclosure(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<Option<Asked>, Failure> {
    let Subject::First { topic } = &work.subject else { return Ok(None) };
    let asked = work.catalog.conventions_of(topic.entry()).disclosure().value;
    let Some(Disclosure::OneOf(sentences)) = asked else { return Ok(None) };
    let labels: Vec<_> = sentences.iter().map(ToString::to_string).collect();
    let said = session.said(Question::Disclosure);
    let default = labels.iter().position(|it| Some(it.as_str()) == said);
    let prompt = Prompt::new(Question::Disclosure, true);
    let Some(at) = context.terminal.choose(prompt.text, &labels, default.or(Some(0)))? else {
        return Ok(Some(Asked::Back));
    };
    session.set(context, Question::Disclosure, &labels[at])?;
    Ok(Some(Asked::Answered))
}

/// Who has a task that is one thing, in words; nothing where it is free.
fn how_it_stands(known: &[Claim], work: &LetterTask<'_>, task: &Task) -> String {
    let status = status(known, &work.catalog.community.id, task);
    let words = |claim| claims::whose(claim).trim_start_matches("is ").to_owned();
    status.holder.map_or(String::new(), |claim| format!(" ({})", words(claim)))
}

/// Asks for a task in the mentor's own words; nothing when the list of tasks is wanted again.
fn own_task(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<Option<String>, Failure> {
    let said = session.said(Question::TaskText).map(str::to_owned);
    let mut text = session.unfinished(Question::TaskText).or(said).unwrap_or_default();
    loop {
        let field = Field { prompt: "The task", text: &text, shape: Shape::Line, back: true };
        let given = context.terminal.field(&field);
        if let Ok(Given::Back(typed)) | Err(AskError::Interrupted(typed)) = &given
            && !typed.is_empty()
        {
            session.keep_unfinished(context, Question::TaskText, typed)?;
        }
        let Given::Text(answer) = given? else { return Ok(None) };
        let checked = match answer.as_str() {
            "" => Err("describe the task".to_owned()),
            answer => work.check(context, Question::TaskText, answer),
        };
        match checked {
            Ok(answer) => return Ok(Some(answer)),
            Err(reason) => context.terminal.error(&reason),
        }
        text = context.terminal.to_correct(text, answer);
    }
}
