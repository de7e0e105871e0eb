//! The guided way: from nothing to a finished letter.

use std::path::PathBuf;

use crate::report;
use onlist_core::catalog::{Catalog, Project, Season};
use onlist_core::compose::{Answers, Question, Topic};
use onlist_core::drafts::{Id, Kind};
use onlist_core::resolve::{self, OVER, Routing, season_notices};
use onlist_mail::words::count;

use super::letter::Wish;
use super::letter_task::{LetterTask, REDIRECT, Subject};
use super::open_draft::{self, OpenDraft};
use super::reply::Reply;
use super::review;
use super::send::Send;
use super::sending::{by_hand, season, status, submit};
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
    by_hand::ask(context)?;
    match begin(context)? {
        Begin::Send(id) => return Send::one(&id).run(context),
        Begin::GoOn(id) => return go_on(context, id),
        Begin::Busy(_) | Begin::Nothing => return Ok(()),
        Begin::Anew => {}
    }
    let roles = ["student: write to a list for the first time", "mentor: answer a student"];
    match context.terminal.choose("You are a", &roles.map(str::to_owned), Some(0))? {
        Some(0) => {
            let catalog = context.catalog()?;
            let mut answers = Answers::default();
            open_draft::fill_in_person(context, &mut answers)?;
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
    /// A letter that another run is at work on.
    Busy(Id),
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
    let store = open_draft::store(context)?;
    for (id, draft) in listing.drafts.iter().filter(|(id, _)| !index.has(id)) {
        let when = draft.changed.format("%-d %B %Y, %H:%M");
        if store.lock(id).is_ok() {
            labels.push(format!("continue {id}, from {when}"));
            all.push(Begin::GoOn(id.clone()));
        } else {
            labels.push(format!("{id}, from {when}: already open in another terminal"));
            all.push(Begin::Busy(id.clone()));
        }
    }
    if all.is_empty() {
        return Ok(Begin::Anew);
    }
    context.terminal.note(&format!("you have {}", count(all.len(), "saved letter")));
    labels.push("start a new letter".to_owned());
    all.push(Begin::Anew);
    loop {
        let chosen = context.terminal.choose("What do you want to do", &labels, Some(0))?;
        match chosen.map(|at| all.swap_remove(at)) {
            None => return Ok(Begin::Nothing),
            // It may have been closed there meanwhile.
            Some(Begin::Busy(id)) if store.lock(&id).is_ok() => return Ok(Begin::GoOn(id)),
            Some(Begin::Busy(id)) => {
                context.terminal.note(&format!("`{id}` is already open in another terminal: close it there"));
                let at = chosen.unwrap_or_default();
                all.push(Begin::Busy(id));
                let last = all.len() - 1;
                all.swap(at, last);
            }
            Some(begin) => return Ok(begin),
        }
    }
}

/// Lets a student choose a project, then write about it.
pub(crate) fn introduce(context: &Context, catalog: &Catalog, answers: &Answers) -> Result<(), Failure> {
    tell_season(context, catalog);
    let Some(topic) = choose_topic(context, catalog)? else { return Ok(()) };
    write(context, catalog, topic, answers, &Wish::default())
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
        tell_routing(context, topic.season(catalog), &routing);
    }
    if let Some(id) = drafted(context, topic)? {
        let answers = [format!("go on with `{id}`"), "begin another letter about it".to_owned()];
        context.terminal.note(&format!("a letter about this project is saved as draft `{id}`"));
        match context.terminal.choose("What do you want to do", &answers, Some(0))? {
            Some(0) => return go_on(context, id),
            Some(_) => {}
            None => return Ok(()),
        }
    }
    let label = topic.project().or_else(|| answers.get(Question::Idea)).unwrap_or("idea");
    let mut draft = open_draft::draft_of(context, topic.project(), answers);
    draft.asking = topic.missing(catalog, answers).first().map(|question| question.name().to_owned());
    if let Topic::Elsewhere(redirect) = topic {
        draft.answers.insert(REDIRECT.to_owned(), redirect.name.to_string());
    }
    let draft = OpenDraft::begin(context, label, draft)?;
    let task = LetterTask { catalog, subject: Subject::First { topic } };
    review::review(context, &task, draft, wish)
}

/// The draft of a first letter about the same project, the last one that was changed.
fn drafted(context: &Context, topic: Topic<'_>) -> Result<Option<Id>, Failure> {
    let Some(project) = topic.project() else { return Ok(None) };
    let index = context.outbox()?.index()?;
    let drafts = open_draft::store(context)?.list()?.drafts;
    let about = drafts.into_iter().filter(|(id, draft)| {
        draft.kind == Kind::Introduction && draft.project.as_deref() == Some(project) && !index.has(id)
    });
    Ok(about.max_by_key(|(_, draft)| draft.changed).map(|(id, _)| id))
}

fn choose_topic<'c>(context: &Context, catalog: &'c Catalog) -> Result<Option<Topic<'c>>, Failure> {
    let today = context.now.date_naive();
    let finished = |project: &Project| if project.is_finished() { " (finished)" } else { "" };
    let label = |it: &Project| format!("{}: {}{}", it.id, it.title, finished(it));
    let mut labels: Vec<_> = catalog.projects.iter().map(label).collect();
    labels.push("my own idea".to_owned());
    let redirects: Vec<_> = catalog.season().into_iter().flat_map(|season| &season.redirects).collect();
    labels.extend(redirects.iter().map(|it| format!("elsewhere, {}: {}", it.name, it.how)));
    loop {
        let chosen = context.terminal.choose("Project", &labels, Some(0))?;
        let Some(at) = chosen else { return Ok(None) };
        let Some(project) = catalog.projects.get(at) else {
            let beyond = at - catalog.projects.len();
            let Some(redirect) = beyond.checked_sub(1).and_then(|nth| redirects.get(nth)) else {
                return Ok(Some(Topic::Idea));
            };
            match resolve::for_redirect(catalog, redirect) {
                Ok(_) => return Ok(Some(Topic::Elsewhere(redirect))),
                Err(error) => context.terminal.error(&error.to_string()),
            }
            continue;
        };
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
    let told = season_notices(season, context.now.date_naive());
    for notice in routing.notices.iter().filter(|notice| !told.contains(notice)) {
        terminal.note(&notice.text);
    }
}

/// Says whether the season waits for letters, and where else to go.
pub(crate) fn tell_season(context: &Context, catalog: &Catalog) {
    let notices = season_notices(catalog.season(), context.now.date_naive());
    for notice in notices.iter().filter(|it| it.kind != OVER) {
        context.terminal.note(&notice.text);
    }
    // Next to the list, where it stays on a small screen.
    season::tell_over(context, catalog.season());
}
