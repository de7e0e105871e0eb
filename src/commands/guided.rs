//! The guided way: from nothing to a letter on the desk.

use std::path::PathBuf;

use onlist::catalog::{Catalog, Project, State};
use onlist::compose::{Answers, Question, Topic};
use onlist::drafts::{Id, Record, Store};
use onlist::report;
use onlist::resolve::{self, Routing, season_notices};

use super::desk;
use super::letter::Route;
use super::reply::Reply;
use super::session::{self, Session};
use super::work::{Subject, Work};
use crate::context::Context;
use crate::failure::{Failure, Status};

/// Offers what was interrupted, else asks who is there.
pub(crate) fn run(context: &mut Context) -> Result<(), Failure> {
    if !context.terminal.can_ask() {
        return Err(Failure::new(Status::Usage, "there is no terminal to guide you on").hint(
            "give a verb: `onlist introduce PROJECT --name N --email ADDRESS --interest TEXT --so-far TEXT \
             --question TEXT --print`, or see `onlist --help`",
        ));
    }
    if let Some(id) = kept(context)? {
        return go_on(context, id);
    }
    let roles = ["student: write to a list for the first time", "mentor: answer somebody who did"];
    match context.terminal.choose("You are a", &roles.map(str::to_owned), Some(0))? {
        Some(0) => {
            let catalog = context.catalog()?;
            let mut answers = Answers::default();
            session::fill_in_person(context, &mut answers)?;
            introduce(context, &catalog, &answers)
        }
        Some(_) => {
            let there = |name: &str| {
                if std::path::Path::new(name).is_file() {
                    Ok(())
                } else {
                    Err(format!("there is no file `{name}`"))
                }
            };
            context.terminal.explain("Save the student's mail from your mail program as a file first.");
            let file = context.terminal.line("File with the mail", None, there)?;
            Reply::to(PathBuf::from(file)).run(context)
        }
        None => Ok(()),
    }
}

/// Goes on with a kept draft.
pub(crate) fn go_on(context: &Context, id: Id) -> Result<(), Failure> {
    let session = Session::resume(context, id)?;
    let catalog = catalog_of(context, &session.record)?;
    let work = Work::of(&catalog, &session)?;
    desk::work(context, &work, session, None)
}

/// The catalog that a flag names, as the file may have moved, else the one that a draft was begun with.
pub(crate) fn catalog_of(context: &Context, record: &Record) -> Result<Catalog, Failure> {
    match (&context.asked_for, &record.catalog) {
        (Some(path), _) => context.catalog_at(path),
        (None, Some(path)) => context.catalog_at(path.as_ref()).map_err(|failure| match failure.status {
            Status::NoInput => {
                failure.hint("the letter was begun with this catalog: name it with `--catalog FILE`")
            }
            _ => failure,
        }),
        (None, None) => Ok(onlist::catalog::shipped()),
    }
}

/// A letter that is kept, if its writer wants to go on with it.
///
/// One whose questions were all answered counts too: a run may have ended before it was let out.
fn kept(context: &Context) -> Result<Option<Id>, Failure> {
    let listing = Store::at(&context.state()?).list()?;
    for error in &listing.broken {
        context.terminal.warning(&error.to_string());
    }
    let drafts = &listing.drafts;
    if drafts.is_empty() {
        return Ok(None);
    }
    let begun = drafts.iter().any(|(_, record)| record.asking.is_some());
    context.terminal.note(if begun {
        "you have begun a letter and not finished it"
    } else {
        "you have kept a letter that is complete"
    });
    let label = |(id, record): &(Id, Record)| {
        format!("go on with {id}, of {}", record.changed.format("%-d %B %Y, %H:%M"))
    };
    let mut labels: Vec<_> = drafts.iter().map(label).collect();
    labels.push("begin another letter".to_owned());
    let chosen = context.terminal.choose("What do you want to do", &labels, Some(0))?;
    Ok(chosen.and_then(|at| drafts.get(at)).map(|(id, _)| id.clone()))
}

/// Lets a student choose a project, then write about it.
pub(crate) fn introduce(context: &Context, catalog: &Catalog, answers: &Answers) -> Result<(), Failure> {
    tell_season(context, catalog);
    let Some(topic) = choose_topic(context, catalog)? else { return Ok(()) };
    write(context, catalog, topic, answers, true, None)
}

/// Asks a student for what is missing of a letter about `topic`.
pub(crate) fn write(
    context: &Context,
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    anyway: bool,
    route: Option<&Route>,
) -> Result<(), Failure> {
    let routing = topic.route(catalog, answers, context.now, anyway)?;
    if route.is_none() {
        tell_routing(context, catalog, &routing);
    }
    let (label, project) = match topic {
        Topic::Project(project) => (project.id.to_string(), Some(project.id.as_str())),
        Topic::Idea => (answers.get(Question::Idea).unwrap_or("idea").to_owned(), None),
    };
    let mut record = session::record(context, project, answers);
    record.asking = topic.missing(answers).first().map(|question| question.name().to_owned());
    let session = Session::begin(context, &label, record)?;
    desk::work(context, &Work { catalog, subject: Subject::First { topic, anyway } }, session, route)
}

fn choose_topic<'c>(context: &Context, catalog: &'c Catalog) -> Result<Option<Topic<'c>>, Failure> {
    let today = context.now.date_naive();
    let finished = |project: &Project| if project.state == State::Finished { " (finished)" } else { "" };
    let label = |it: &Project| format!("{}: {}{}", it.id, it.title, finished(it));
    let mut labels: Vec<_> = catalog.projects.iter().map(label).collect();
    labels.push("an idea of my own".to_owned());
    loop {
        let chosen = context.terminal.choose("Project", &labels, Some(0))?;
        let Some(at) = chosen else { return Ok(None) };
        let Some(project) = catalog.projects.get(at) else { return Ok(Some(Topic::Idea)) };
        match resolve::for_project(catalog, project, today, false) {
            Ok(_) => return Ok(Some(Topic::Project(project))),
            Err(error) => {
                context.terminal.error(&error.to_string());
                if context.terminal.confirm("Write about it all the same", false)? {
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
    terminal.say(&report::why(catalog, &reasons, terminal.width()));
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
