//! The guided way: from nothing to a finished letter.

use std::path::PathBuf;

use crate::report;
use onlist_core::catalog::{Catalog, Project, Season};
use onlist_core::compose::{Answers, Question, Topic};
use onlist_core::drafts::Id;
use onlist_core::resolve::{self, Routing, season_notices};
use onlist_mail::words::count;

use super::letter::Wish;
use super::letter_task::{LetterTask, Subject};
use super::open_draft::{self, OpenDraft};
use super::reply::Reply;
use super::review;
use super::send::Send;
use super::sending::{status, submit};
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Offers what was interrupted, else asks who is there.
pub(crate) fn run(context: &mut Context) -> Result<(), Failure> {
    if !context.terminal.can_ask() {
        return Err(Failure::new(Status::Usage, "cannot ask without a terminal").hint(
            "use a command: `onlist introduce PROJECT --name N --email ADDRESS --interest TEXT --so-far TEXT \
             --question TEXT --print`, or see `onlist --help`",
        ));
    }
    match begin(context)? {
        Begin::Send(id) => return Send::one(&id).run(context),
        Begin::GoOn(id) => return go_on(context, id),
        Begin::Nothing => return Ok(()),
        Begin::Anew => {}
    }
    let roles = ["student: write to a list for the first time", "mentor: answer a student"];
    match context.terminal.choose("You are a", &roles.map(str::to_owned), Some(0))? {
        Some(0) => {
            let mut answers = Answers::default();
            open_draft::fill_in_person(context, &mut answers)?;
            introduce(context, &answers)
        }
        Some(_) => {
            let there = |name: &str| {
                if std::path::Path::new(name).is_file() { Ok(()) } else { Err(format!("no file `{name}`")) }
            };
            context.terminal.explain("First save the student's mail as a file in your mail program.");
            let file = context.terminal.line("File with the mail", None, there)?;
            Reply::to(PathBuf::from(file)).run(context)
        }
        None => Ok(()),
    }
}

/// Goes on with a kept draft.
pub(crate) fn go_on(context: &Context, id: Id) -> Result<(), Failure> {
    go_on_with(context, OpenDraft::resume(context, id)?)
}

/// Goes on with a draft that this run holds.
pub(crate) fn go_on_with(context: &Context, draft: OpenDraft) -> Result<(), Failure> {
    let catalog = open_draft::catalog_of(context, &draft.draft)?;
    let task = LetterTask::of(&catalog, &draft)?;
    review::review(context, &task, draft, &Wish::default())
}

/// What somebody wants to begin with.
enum Begin {
    /// Another letter.
    Anew,
    /// A letter that is not complete, or may be changed.
    GoOn(Id),
    /// A letter that is queued.
    Send(Id),
    Nothing,
}

/// Offers the letters that are kept, where there are any. What was sent is not offered.
///
/// One whose questions were all answered counts too: a run may have ended before it was let out.
fn begin(context: &Context) -> Result<Begin, Failure> {
    let outbox = context.outbox()?;
    let (listing, letters, index) = (open_draft::store(context)?.list()?, outbox.list()?, outbox.index()?);
    for error in listing.broken {
        context.terminal.warning(&error.to_string());
    }
    for error in letters.broken {
        context.terminal.warning(&error.to_string());
    }
    let (mut all, mut labels) = (Vec::new(), Vec::new());
    for entry in letters.entries.iter().filter(|it| !it.is_settled() && !it.is_held()) {
        labels.push(format!("send {}: {}", entry.id(), status::describe(entry)));
        all.push(Begin::Send(entry.id().clone()));
    }
    for (id, draft) in listing.drafts.iter().filter(|(id, _)| !index.has(id)) {
        labels.push(format!("continue {id}, from {}", draft.changed.format("%-d %B %Y, %H:%M")));
        all.push(Begin::GoOn(id.clone()));
    }
    if all.is_empty() {
        return Ok(Begin::Anew);
    }
    context.terminal.note(&format!("you have {}", count(all.len(), "saved letter")));
    labels.push("start a new letter".to_owned());
    all.push(Begin::Anew);
    let chosen = context.terminal.choose("What do you want to do", &labels, Some(0))?;
    Ok(chosen.map_or(Begin::Nothing, |at| all.swap_remove(at)))
}

/// Lets a student choose a community, where there are several, and a project, then write about it.
pub(crate) fn introduce(context: &Context, answers: &Answers) -> Result<(), Failure> {
    let Some(catalog) = context.choose_catalog(|_| true)? else { return Ok(()) };
    tell_season(context, &catalog);
    let Some(topic) = choose_topic(context, &catalog)? else { return Ok(()) };
    write(context, &catalog, topic, answers, &Wish::default())
}

/// Asks a student for what is missing of a letter about `topic`.
pub(crate) fn write(
    context: &Context,
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    wish: &Wish,
) -> Result<(), Failure> {
    let routing = topic.route(catalog, answers, context.now, true)?;
    submit::remind(context, catalog, topic, answers);
    if wish.route.is_none() {
        let season = topic.entry().map_or_else(|| catalog.season(), |project| catalog.season_of(project));
        tell_routing(context, season, &routing);
    }
    let label = topic.project().or_else(|| answers.get(Question::Idea)).unwrap_or("idea");
    let mut draft = open_draft::draft_of(context, catalog, topic.project(), answers);
    draft.asking = topic.missing(catalog, answers).first().map(|question| question.name().to_owned());
    let draft = OpenDraft::begin(context, label, draft)?;
    let task = LetterTask { catalog, subject: Subject::First { topic } };
    review::review(context, &task, draft, wish)
}

fn choose_topic<'c>(context: &Context, catalog: &'c Catalog) -> Result<Option<Topic<'c>>, Failure> {
    let today = context.now.date_naive();
    let finished = |project: &Project| if project.is_finished() { " (finished)" } else { "" };
    let label = |it: &Project| format!("{}: {}{}", it.id, it.title, finished(it));
    let mut labels: Vec<_> = catalog.projects.iter().map(label).collect();
    labels.push("my own idea".to_owned());
    loop {
        let chosen = context.terminal.choose("Project", &labels, Some(0))?;
        let Some(at) = chosen else { return Ok(None) };
        let Some(project) = catalog.projects.get(at) else { return Ok(Some(Topic::Idea)) };
        match resolve::for_project(catalog, project, today, false) {
            Ok(_) => return Ok(Some(Topic::Project(project))),
            Err(error) => {
                context.terminal.error(&error.to_string());
                if context.terminal.confirm("Write about it anyway", false)? {
                    return Ok(Some(Topic::Project(project)));
                }
            }
        }
    }
}

/// Says whom the letter will go to, why, and what is to be known.
fn tell_routing(context: &Context, season: Option<&Season>, routing: &Routing) {
    let terminal = context.terminal;
    terminal.say("");
    terminal.heading("Your letter goes to");
    let reasons: Vec<_> = routing.recipients().map(|recipient| recipient.why.clone()).collect();
    terminal.say(&report::recipients(&reasons, terminal.width()));
    let told = season_notices(season);
    for notice in routing.notices.iter().filter(|notice| !told.contains(notice)) {
        terminal.note(&notice.text);
    }
}

/// Says whether the season waits for letters, and where else to go.
pub(crate) fn tell_season(context: &Context, catalog: &Catalog) {
    for notice in season_notices(catalog.season()) {
        context.terminal.note(&notice.text);
    }
}
