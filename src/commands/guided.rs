//! The guided way: from nothing to a letter on the desk.

use std::path::PathBuf;

use crate::report;
use onlist_core::catalog::{Catalog, Project, State};
use onlist_core::compose::{Answers, Question, Topic};
use onlist_core::drafts::{Id, Kind, Store};
use onlist_core::outbox::{self, Outbox};
use onlist_core::resolve::{self, Routing, season_notices};
use onlist_mail::words::count;

use super::desk;
use super::letter::Wish;
use super::reply::Reply;
use super::send::Send;
use super::sending::{book, standing};
use super::session::{self, Session};
use super::work::{Subject, Work};
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
            let catalog = context.catalog()?;
            let mut answers = Answers::default();
            session::fill_in_person(context, &mut answers)?;
            introduce(context, &catalog, &answers)
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
    let session = Session::resume(context, id)?;
    let catalog = session::catalog_of(context, &session.record)?;
    let work = Work::of(&catalog, &session)?;
    desk::work(context, &work, session, &Wish::default())
}

/// What somebody wants to begin with.
enum Begin {
    /// Another letter.
    Anew,
    /// A letter that is not complete, or may be changed.
    GoOn(Id),
    /// A letter that is frozen.
    Send(Id),
    Nothing,
}

/// Offers the letters that are kept, where there are any. What was sent is not offered.
///
/// One whose questions were all answered counts too: a run may have ended before it was let out.
fn begin(context: &Context) -> Result<Begin, Failure> {
    let state = context.state()?;
    let (listing, outbox) = (Store::at(&state).list()?, Outbox::at(&state).list()?);
    for error in &listing.broken {
        context.terminal.warning(&error.to_string());
    }
    for error in &outbox.broken {
        context.terminal.warning(&error.to_string());
    }
    let (mut all, mut labels) = (Vec::new(), Vec::new());
    for (id, record) in &listing.drafts {
        let entry = outbox.entries.iter().find(|entry| entry.id() == id);
        match entry {
            Some(entry) if entry.state() == outbox::State::Accepted => continue,
            Some(entry) => labels.push(format!("send {id}: {}", standing::describe(entry))),
            None if record.kind == Kind::Mail => continue,
            None => labels.push(format!("continue {id}, from {}", record.changed.format("%-d %B %Y, %H:%M"))),
        }
        all.push(if entry.is_some() { Begin::Send(id.clone()) } else { Begin::GoOn(id.clone()) });
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

/// Lets a student choose a project, then write about it.
pub(crate) fn introduce(context: &Context, catalog: &Catalog, answers: &Answers) -> Result<(), Failure> {
    tell_season(context, catalog);
    let Some(topic) = choose_topic(context, catalog)? else { return Ok(()) };
    write(context, catalog, topic, answers, true, &Wish::default())
}

/// Asks a student for what is missing of a letter about `topic`.
pub(crate) fn write(
    context: &Context,
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    anyway: bool,
    wish: &Wish,
) -> Result<(), Failure> {
    let routing = topic.route(catalog, answers, context.now, anyway)?;
    book::remind(context, catalog, topic, answers);
    if wish.route.is_none() {
        tell_routing(context, catalog, &routing);
    }
    let label = topic.project().or_else(|| answers.get(Question::Idea)).unwrap_or("idea");
    let mut record = session::record(context, topic.project(), answers);
    record.asking = topic.missing(answers).first().map(|question| question.name().to_owned());
    let session = Session::begin(context, label, record)?;
    desk::work(context, &Work { catalog, subject: Subject::First { topic, anyway } }, session, wish)
}

fn choose_topic<'c>(context: &Context, catalog: &'c Catalog) -> Result<Option<Topic<'c>>, Failure> {
    let today = context.now.date_naive();
    let finished = |project: &Project| if project.state == State::Finished { " (finished)" } else { "" };
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
fn tell_routing(context: &Context, catalog: &Catalog, routing: &Routing) {
    let terminal = context.terminal;
    terminal.say("");
    terminal.heading("Your letter goes to");
    let reasons: Vec<_> = routing.recipients().map(|recipient| recipient.why.clone()).collect();
    terminal.say(&report::recipients(&reasons, terminal.width()));
    let told = season_notices(catalog);
    for notice in routing.notices.iter().filter(|notice| !told.contains(notice)) {
        terminal.note(&notice.text);
    }
}

/// Says whether the season waits for letters, and where else to go.
pub(crate) fn tell_season(context: &Context, catalog: &Catalog) {
    for notice in season_notices(catalog) {
        context.terminal.note(&notice.text);
    }
}
