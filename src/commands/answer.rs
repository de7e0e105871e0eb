//! A mentor's answer: its questions and its composition.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Datelike, Days, NaiveDate};
use onlist_core::catalog::{Catalog, Project, Task};
use onlist_core::compose::reply::{self, Card, Handout, Reply};
use onlist_core::compose::{Letter, Question};
use onlist_core::diagnostics::nearest;
use onlist_core::drafts::Draft;
use onlist_core::introduction::recognise;
use onlist_core::resolve::{self, Notice};
use onlist_core::tasks::LATER;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count};

use super::day::day;
use super::open_draft::{self, OpenDraft};
use crate::context::Context;
use crate::messages::prompt::change;
use crate::messages::{Failure, Prompt, Status};

/// The project of a mail that is about none of the catalog's.
pub(crate) const NO_PROJECT: &str = "none";

/// The questions of a mentor's answer.
pub(crate) fn prompts() -> Vec<Prompt> {
    let optional = |question| Prompt::new(question, false);
    vec![
        optional(Question::Project),
        Prompt {
            text: "List",
            advice: "Id or address of the list, if the mail does not name one. An answer always goes to a list.",
            ..optional(Question::List)
        },
        optional(Question::Task),
        optional(Question::Object),
        Prompt::new(Question::Name, true),
        Prompt { advice: "Your answer is sent from this address.", ..Prompt::new(Question::Email, true) },
        optional(Question::Answer),
        optional(Question::Until),
    ]
}

/// Whether a question is to be asked: not what the mail says, and nothing about a task that is not given.
pub(crate) fn wants(question: Question, draft: &OpenDraft, catalog: &Catalog, post: &Post) -> bool {
    let has = |question| draft.get(question).is_some();
    let says = |question| draft.said(question).is_some();
    match question {
        Question::Project => !has(question) && project(catalog, post, None).is_err(),
        Question::Task => !has(question) && !has(Question::TaskText),
        Question::Object => !has(question) && says_kind(draft, catalog),
        Question::Until => !has(question) && (says(Question::Task) || says(Question::TaskText)),
        Question::Name | Question::Email => !says(question),
        Question::List => !says(question) && lacks_list(draft, catalog, post),
        Question::Answer => !has(question) || gives_no_task(draft) && !says(question),
        _ => !has(question),
    }
}

/// Whether it is settled that no task is given: then an answer is what its writer says.
pub(crate) fn gives_no_task(draft: &OpenDraft) -> bool {
    draft.get(Question::Task).is_some()
        && [Question::Task, Question::TaskText].iter().all(|it| draft.said(*it).is_none())
}

/// Whether the task that is given is a kind of task, of which the student gets one.
fn says_kind(draft: &OpenDraft, catalog: &Catalog) -> bool {
    let given = draft.said(Question::Task).filter(|_| draft.said(Question::TaskText).is_none());
    given.and_then(|id| task(catalog, id).ok()).is_some_and(|it| it.many)
}

/// Whether neither the mail nor its project tells the list.
fn lacks_list(draft: &OpenDraft, catalog: &Catalog, post: &Post) -> bool {
    let project = project(catalog, post, draft.draft.project.as_deref()).ok().flatten();
    Card::of(catalog, post, project, None, draft.draft.created.date_naive()).list.is_none()
}

/// The catalog that a mail is answered with, and the id of the project that is named, if one is.
pub(crate) fn catalog(
    context: &Context,
    post: &Post,
    named: Option<&str>,
) -> Result<(Rc<Catalog>, Option<String>), Failure> {
    if let Some(wanted) = named.filter(|id| *id != NO_PROJECT) {
        return context.find_project(wanted).map(|(catalog, id)| (catalog, Some(id)));
    }
    let recipients: Vec<_> = post.to.iter().chain(&post.cc).map(|it| &it.address).collect();
    let recognises = |catalog: &Catalog| recognise(catalog, post).project.is_some();
    Ok((context.catalog_for(&recipients, recognises)?, named.map(str::to_owned)))
}

/// The project that an answer is about: the one that was named, else the one that the mail names.
///
/// A mail about an own idea has none, and that is said by [`NO_PROJECT`].
pub(crate) fn project<'c>(
    catalog: &'c Catalog,
    post: &Post,
    named: Option<&str>,
) -> Result<Option<&'c Project>, Failure> {
    match named {
        Some(NO_PROJECT) => Ok(None),
        Some(id) => Ok(Some(resolve::project(catalog, id)?)),
        None => {
            let recognised = recognise(catalog, post);
            match (recognised.project, recognised.title) {
                (Some(project), _) => Ok(Some(project)),
                (None, Some(_)) => Ok(None),
                (None, None) => {
                    Err(Failure::new(Status::Usage, "cannot tell which project this mail is about").hint(
                        change(Question::Project, format!("use `--project ID`, or `--project {NO_PROJECT}`")),
                    ))
                }
            }
        }
    }
}

/// The task with this id, or this whole title.
pub(crate) fn task<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Task, Failure> {
    let ids = || catalog.tasks.iter().map(|task| task.id.as_str());
    let titled = || catalog.tasks.iter().find(|it| it.title.to_lowercase() == id.trim().to_lowercase());
    catalog.task(id).or_else(titled).ok_or_else(|| {
        let failure = Failure::new(Status::Usage, format!("no task `{}` in the catalog", Line::sanitize(id)));
        match nearest(id, ids()) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint(format!(
                "known tasks: {}",
                and(&ids().map(|id| format!("`{id}`")).collect::<Vec<_>>())
            )),
        }
    })
}

/// Whether an answer can go to this list: one of the catalog, or any address.
pub(crate) fn list(catalog: &Catalog, wanted: &str) -> Result<(), Failure> {
    let address = wanted.parse::<onlist_mail::mailbox::Address>().ok();
    let is_person =
        |it: &onlist_mail::mailbox::Address| catalog.people.iter().any(|known| known.addresses.contains(it));
    if let Some(person) = address.as_ref().filter(|it| is_person(it)) {
        let what = format!("{person} is a person, and an answer goes to a list");
        return Err(Failure::new(Status::Usage, what).hint("name the list by its id or address"));
    }
    if address.is_some() || resolve::list(catalog, wanted).is_ok() {
        return Ok(());
    }
    Err(reply::Error::UnknownList(Line::sanitize(wanted)).into())
}

/// A mentor's own paragraph, filled in for the answer to `post`.
pub(crate) fn paragraph(
    context: &Context,
    catalog: &Catalog,
    post: &Post,
    draft: &Draft,
    name: &str,
) -> Result<String, Failure> {
    let settings = context.settings();
    let found = settings.answer(name).map_err(|it| Failure::in_file(Status::Config, it))?;
    let Some(text) = found else { return Err(no_paragraph(&settings.answers, name)) };
    let wrong = |mut failure: Failure| {
        failure.status = Status::Config;
        failure.about(&format!("`{name}` in `[answers]` of the settings"))
    };
    with_reply(context, catalog, post, draft, |reply, _| {
        reply::paragraph(reply, text).map_err(|error| wrong(error.into()))
    })
}

fn no_paragraph<T>(known: &BTreeMap<String, T>, name: &str) -> Failure {
    let failure =
        Failure::new(Status::Usage, format!("no `{}` in `[answers]` of the settings", Line::sanitize(name)));
    let names: Vec<_> = known.keys().map(|it| format!("`{it}`")).collect();
    match nearest(name, known.keys().map(String::as_str)) {
        _ if names.is_empty() => failure.hint("add a paragraph of your own there: `NAME = \"TEXT\"`"),
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("there are {}", and(&names))),
    }
}

/// Composes the answer to `post` from what a draft holds.
pub(crate) fn compose(
    context: &Context,
    catalog: &Catalog,
    post: &Post,
    draft: &Draft,
) -> Result<Letter, Failure> {
    with_reply(context, catalog, post, draft, |reply, by_default| {
        let mut letter = reply.compose()?;
        if reply.task.is_some() {
            letter.notices.extend(by_default.map(|text| Notice { kind: "until", text }));
        }
        Ok(letter)
    })
}

/// Does something with the answer that a draft makes, and with what is to be said of its day.
fn with_reply<T>(
    context: &Context,
    catalog: &Catalog,
    post: &Post,
    draft: &Draft,
    act: impl FnOnce(&Reply<'_>, Option<String>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let answers = open_draft::answers(draft)?;
    let said = |question| answers.get(question);
    let Some(me) = answers.from() else { return Err(nobody(said(Question::Name))) };
    let handout = match (said(Question::Task), said(Question::TaskText)) {
        (_, Some(text)) => Some(Handout::Text(text)),
        (Some(id), None) => Some(Handout::Task(task(catalog, id)?)),
        (None, None) => None,
    };
    let (until, by_default) = until(context, catalog, said(Question::Until))?;
    let settings = context.settings();
    let reply = Reply {
        catalog,
        post,
        me,
        also: &settings.identity.also,
        list: said(Question::List),
        project: project(catalog, post, draft.project.as_deref())?,
        task: handout,
        object: said(Question::Object).filter(|object| *object != LATER),
        second_task: said(Question::SecondTask).map(|id| task(catalog, id)).transpose()?,
        answer: said(Question::Answer),
        until,
        body: said(Question::Body),
        now: context.now,
    };
    act(&reply, by_default)
}

/// The day until which the task is reserved, and a notice with whose rule that is, if nobody named one.
fn until(
    context: &Context,
    catalog: &Catalog,
    named: Option<&str>,
) -> Result<(NaiveDate, Option<String>), Failure> {
    let today = context.now.date_naive();
    if let Some(named) = named {
        let day = day(named, today).map_err(|reason| Failure::new(Status::Usage, reason))?;
        if day < today {
            return Err(Failure::new(Status::Usage, format!("{day} has passed")));
        }
        return Ok((day, None));
    }
    let lapse = catalog.conventions.task_lapse_days();
    let day = usual_day(context, catalog);
    let whose = if lapse.is_default { "our default" } else { "the community's rule" };
    let days = count(lapse.value.into(), "day");
    Ok((day, Some(format!("the task is reserved until {day}: {days}, {whose}"))))
}

/// The day until which a task is reserved where nobody names another.
pub(crate) fn usual_day(context: &Context, catalog: &Catalog) -> NaiveDate {
    let today = context.now.date_naive();
    let lapse = catalog.conventions.task_lapse_days();
    let day = today.checked_add_days(Days::new(lapse.value.into()));
    day.filter(|day| day.year() <= 9999).or_else(|| NaiveDate::from_ymd_opt(9999, 12, 31)).unwrap_or(today)
}

fn nobody(name: Option<&str>) -> Failure {
    let missing = if name.is_none() { "--name" } else { "--email" };
    Failure::new(Status::Usage, format!("`{missing}` is missing"))
        .hint("set it in the settings or in git's configuration")
}

/// The flags that say what there is no answer without, and that were not given.
fn lacking(draft: &Draft) -> Vec<&'static str> {
    let flags = [(Question::Name, "`--name`"), (Question::Email, "`--email`")];
    let lacks = |question: Question| !draft.answers.contains_key(question.name());
    flags.into_iter().filter(|(question, _)| lacks(*question)).map(|(_, flag)| flag).collect()
}

fn has_task(draft: &Draft) -> bool {
    [Question::Task, Question::TaskText].iter().any(|it| draft.answers.contains_key(it.name()))
}

/// Whether everything was given that cannot be asked for.
pub(crate) fn complete(draft: &Draft) -> Result<(), Failure> {
    let mut missing = lacking(draft);
    let mut hints = Vec::new();
    if !missing.is_empty() {
        hints.push("name and address can also be set in the settings or in git's configuration");
    }
    if !has_task(draft) {
        missing.push("`--task ID` or `--task-text TEXT`");
        hints.push("`onlist show PROJECT` lists the tasks that fit; `--no-task` gives none");
    }
    let says = |question: Question| draft.answers.get(question.name()).is_some_and(|it| !it.is_empty());
    let gives = says(Question::Task) || says(Question::TaskText);
    if has_task(draft) && !gives && !says(Question::Answer) {
        missing.push("`--answer TEXT`");
        hints.push("an answer without a task is what you say");
    }
    match missing.as_slice() {
        [] => Ok(()),
        [one] => Err(Failure::new(Status::Usage, format!("{one} is missing")).hint(hints.join("; "))),
        all => Err(Failure::new(Status::Usage, format!("{} are missing", and(all))).hint(hints.join("; "))),
    }
}
