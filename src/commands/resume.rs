//! Going on with a letter that is kept: what it is, how far it is, and what is different since.

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::compose::Topic;
use onlist_core::drafts::{Draft, Id, Kind, Store};
use onlist_core::resolve::Routing;
use onlist_mail::read::Post;
use onlist_mail::words::{self, and, count};

use super::letter_task::{LetterTask, Subject};
use super::open_draft::{self, OpenDraft};
use crate::context::Context;
use crate::messages::{Failure, Prompt};

/// Where a draft keeps what its project was like when it was begun.
const TITLE: &str = "seen-title";
const STATE: &str = "seen-state";
const RECIPIENTS: &str = "seen-recipients";

/// What somebody wants who begins a letter that is begun already.
pub(crate) enum Offer {
    /// To go on with it.
    GoOn(Box<OpenDraft>),
    /// To write another one.
    Another,
    /// Neither.
    Back,
}

/// Offers the letters about `topic` that are kept, where there are any.
pub(crate) fn offer(context: &Context, catalog: &Catalog, topic: Topic<'_>) -> Result<Offer, Failure> {
    let Some(project) = topic.project() else { return Ok(Offer::Another) };
    let mentors = matches!(topic, Topic::Mentoring(_));
    let kind = if mentors { Kind::Mentoring } else { Kind::Introduction };
    let (store, index) = (open_draft::store(context)?, context.outbox()?.index()?);
    let name = context.catalog_name(catalog);
    let mut kept = store.list()?.drafts;
    kept.retain(|(id, draft)| {
        draft.project.as_deref() == Some(project)
            && draft.kind == kind
            && draft.catalog == name
            && !index.has(id)
    });
    chosen(context, &store, &kept, &format!("{} about `{project}`", count(kept.len(), "saved letter")))
}

/// Offers the answers to a mail that are kept, where there are any.
pub(crate) fn offer_answer(context: &Context, post: &Post<'_>) -> Result<Offer, Failure> {
    let Some(parent) = &post.message_id else { return Ok(Offer::Another) };
    let (store, index) = (open_draft::store(context)?, context.outbox()?.index()?);
    let answers_it = |id: &Id| {
        let mail = store.attachment(id, open_draft::MAIL).ok().flatten();
        mail.is_some_and(|it| Post::read(&it[..]).is_ok_and(|it| it.message_id.as_ref() == Some(parent)))
    };
    let mut kept = store.list()?.drafts;
    kept.retain(|(id, draft)| draft.kind == Kind::Reply && !index.has(id) && answers_it(id));
    chosen(context, &store, &kept, &format!("{} to this mail", count(kept.len(), "saved answer")))
}

/// What somebody wants who has `kept` letters, which are named as `what`.
fn chosen(context: &Context, store: &Store, kept: &[(Id, Draft)], what: &str) -> Result<Offer, Failure> {
    if kept.is_empty() {
        return Ok(Offer::Another);
    }
    context.terminal.note(&format!("you have {what}"));
    let mut labels: Vec<_> = kept.iter().map(|(id, draft)| label(store, id, draft)).collect();
    labels.push("write another one".to_owned());
    let chosen = context.terminal.choose("What do you want to do", &labels, Some(0))?;
    Ok(match chosen.map(|at| kept.get(at)) {
        Some(Some((id, _))) => Offer::GoOn(Box::new(OpenDraft::resume(context, id.clone())?)),
        Some(None) => Offer::Another,
        None => Offer::Back,
    })
}

/// How a letter that is kept is offered.
pub(crate) fn label(store: &Store, id: &Id, draft: &Draft) -> String {
    let when = draft.changed.format("%-d %B %Y, %H:%M");
    match store.lock(id) {
        Ok(_) => format!("continue {id}, from {when}"),
        Err(_) => format!("{id}, from {when}: already open in another terminal"),
    }
}

/// Notes what the project is like, to tell later what is different.
pub(crate) fn note_seen(draft: &mut Draft, topic: Topic<'_>, routing: &Routing) {
    for (name, value) in seen(topic, routing) {
        draft.answers.insert(name.to_owned(), value);
    }
}

fn seen(topic: Topic<'_>, routing: &Routing) -> Vec<(&'static str, String)> {
    let Some(project) = topic.entry() else { return Vec::new() };
    let recipients: Vec<_> = routing.recipients().map(|it| it.mailbox.to_string()).collect();
    vec![
        (TITLE, project.title.to_string()),
        (STATE, project.state.map_or("", |state| state.as_str()).to_owned()),
        (RECIPIENTS, and(&recipients)),
    ]
}

/// Says what the letter is about, how old it is, what is answered and what is missing, and what changed since.
pub(crate) fn tell(context: &Context, task: &LetterTask<'_>, draft: &OpenDraft) {
    let terminal = context.terminal;
    terminal.say("");
    terminal.heading(&title(task));
    let age = age(draft.draft.changed, context.now);
    terminal.explain(&format!("Draft `{}`, last changed {age}.", draft.id));
    let prompts = task.asked(draft);
    let named = |wanted: &dyn Fn(&&Prompt) -> bool| {
        let names: Vec<_> = prompts.iter().filter(wanted).map(|it| format!("\"{}\"", it.text)).collect();
        and(&names)
    };
    let answered = named(&|it| draft.said(it.question).is_some());
    let missing = named(&|it| it.needed && draft.said(it.question).is_none());
    let optional = named(&|it| !it.needed && draft.get(it.question).is_none());
    for (label, names) in [("Answered", answered), ("Missing", missing), ("Optional", optional)] {
        if !names.is_empty() {
            terminal.explain(&format!("{label}: {names}."));
        }
    }
    for change in changes(context, task, &draft.draft) {
        terminal.note(&change);
    }
}

fn title(task: &LetterTask<'_>) -> String {
    match &task.subject {
        Subject::First { topic: Topic::Project(project) } => {
            format!("Your letter about \"{}\"", project.title)
        }
        Subject::First { topic: Topic::Idea } => "Your letter about your own idea".to_owned(),
        Subject::First { topic: Topic::Mentoring(Some(project)) } => {
            format!("Your offer to mentor \"{}\"", project.title)
        }
        Subject::First { topic: Topic::Mentoring(None) } => "Your offer to mentor".to_owned(),
        Subject::First { topic: Topic::Bug } => "Your bug report".to_owned(),
        Subject::First { topic: Topic::Elsewhere(redirect) } => format!("Your letter to {}", redirect.name),
        Subject::Answer { post } => {
            format!("Your answer to {}", post.from_name.as_deref().unwrap_or("a mail"))
        }
    }
}

/// What the catalog says otherwise than when the letter was begun.
fn changes(context: &Context, task: &LetterTask<'_>, draft: &Draft) -> Vec<String> {
    let Subject::First { topic } = &task.subject else { return Vec::new() };
    let Ok(answers) = open_draft::answers(draft) else { return Vec::new() };
    let Ok(routing) = topic.route(task.catalog, &answers, context.now, true) else { return Vec::new() };
    let now = seen(*topic, &routing);
    let changed = now.into_iter().filter_map(|(name, now)| {
        let before = draft.answers.get(name).filter(|before| **before != now)?;
        let what = match name {
            TITLE => "the title",
            STATE => "the state",
            _ => "whom the letter goes to",
        };
        let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        Some(format!("changed in the catalog: {what}, from {} to {}", shown(before), shown(&now)))
    });
    changed.collect()
}

/// `3 days ago`.
fn age(then: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let past = now.signed_duration_since(then);
    let ago = |number: i64, unit| format!("{} ago", count(usize::try_from(number).unwrap_or(0), unit));
    match (past.num_days(), past.num_hours(), past.num_minutes()) {
        (1.., _, _) => words::ago(past.num_days()),
        (_, 1.., _) => ago(past.num_hours(), "hour"),
        (_, _, 1..) => ago(past.num_minutes(), "minute"),
        _ => "just now".to_owned(),
    }
}
