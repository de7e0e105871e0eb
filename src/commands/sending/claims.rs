//! Whose the tasks are that a letter gives, by the ledger and the outbox, always both.

use std::rc::Rc;

use onlist_core::catalog::Catalog;
use onlist_core::compose::Question;
use onlist_core::drafts::Draft;
use onlist_core::ledger::{Event, Kind};
use onlist_core::outbox::{DeliveryStatus, Entry, QueuedLetter};
use onlist_core::tasks::{Availability, Claim, ClaimState, Wanted, claims, holder, status};
use onlist_mail::read::Post;
use onlist_mail::words::or;

use super::ledger_writer;
use super::look::Look;
use super::obstacles::{Name, Obstacle};
use crate::commands::{answer, own_tasks};
use crate::context::Context;
use crate::messages::Failure;
use crate::terminal::Words;

/// How many tasks are named in place of one that is taken.
const MOST_NAMED: usize = 4;

/// Says whose claims are not known, where no archive was read for them.
pub(crate) fn tell_unseen(context: &Context) {
    if context.team().is_none() {
        context.terminal.note("other mentors' claims are not seen: no archive was read for them");
    }
}

/// What stands against giving the tasks of a letter: that others have them, or that they are done.
pub(crate) fn kept(look: &Look<'_>, letter: &QueuedLetter) -> Result<Vec<Obstacle>, Failure> {
    let Some(contact) = &letter.contact else { return Ok(Vec::new()) };
    let mut obstacles = Vec::new();
    for wanted in letter.claimed() {
        let events = events(look, letter, &wanted)?;
        let claims = claims(&events, look.context.now);
        let Some(claim) = holder(&claims, &contact.community, &wanted, Some(&contact.person)) else {
            continue;
        };
        let mut instead = Words::from(instead(look.context, letter)?);
        if wanted.object.is_some() {
            let other = Words::typed("name another one of its kind with `--object`");
            instead = other.guided("choose another one of its kind").and(instead);
        }
        let reason = taken(&wanted, claim);
        let letter = Some(claim.letter.clone());
        obstacles.push(Obstacle { name: Name::Kept, letter, reason, instead, season: None });
    }
    Ok(obstacles)
}

/// Says of an answer that does not go out now which of its tasks others have, or have done. What cannot be read keeps
/// nobody from writing; it does from sending.
pub(crate) fn remind(context: &Context, letter: &QueuedLetter) {
    let kept = || -> Result<Vec<Obstacle>, Failure> {
        let outbox = context.outbox()?;
        let index = outbox.index()?;
        kept(&Look::at(context, &outbox, &index)?, letter)
    };
    for obstacle in kept().unwrap_or_default() {
        context.terminal.warning(&obstacle.reason);
        context.terminal.hint(&obstacle.instead);
    }
}

/// What is known of a task.
pub(super) fn events(
    look: &Look<'_>,
    letter: &QueuedLetter,
    wanted: &Wanted<'_>,
) -> Result<Vec<Event>, Failure> {
    let (context, key) = (look.context, letter.task_key(wanted));
    let mut events = look.ledger.map_or(Ok(Vec::new()), |it| it.about_task(wanted.task))?;
    events.extend(context.team().unwrap_or_default());
    for entry in look.outbox.find(look.index, key)? {
        let id = &entry.letter().message_id;
        if *id == letter.message_id {
            continue;
        }
        if entry.is_held() {
            // Whatever became of it before, it is on its way.
            events.retain(|it| it.kind != Kind::Refused || !it.is_of(id));
            events.push(ledger_writer::event(context, entry.letter(), Kind::Sending));
        } else if may_have_arrived(&entry) {
            events.push(ledger_writer::outcome(context, &entry));
        }
    }
    happened(&mut events, context);
    Ok(events)
}

/// Of an event of another run that is later than this one began, it counts that it happened.
pub(super) fn happened(events: &mut [Event], context: &Context) {
    for event in events {
        event.at = event.at.min(context.now);
    }
}

fn may_have_arrived(entry: &Entry) -> bool {
    !matches!(entry.status(), DeliveryStatus::Ready | DeliveryStatus::Refused { .. })
}

/// That a task is taken: whose it is, and until when.
pub(crate) fn taken(wanted: &Wanted<'_>, claim: &Claim) -> String {
    let object = wanted.object.map_or(String::new(), |object| format!(" (`{object}`)"));
    format!("`{}`{object} {}", wanted.task, whose(claim))
}

/// Who has a task until when, as words behind its name.
pub(crate) fn whose(claim: &Claim) -> String {
    let until = claim.until.map_or(String::new(), |day| format!(" until {day}"));
    let holder = claim.holder();
    let whose = match (claim.state, claim.stopped) {
        (ClaimState::Done, _) if claim.person().is_none() && claim.name.is_none() => "is done".to_owned(),
        (ClaimState::Done, _) => format!("is done, by {holder}"),
        (ClaimState::Doubtful, _) => format!("may have been given to {holder}{until}"),
        (_, Some(since)) => {
            let since = since.format("%Y-%m-%d");
            format!("is kept for {holder}{until} at least: they wait for a mentor since {since}")
        }
        _ => format!("is kept for {holder}{until}"),
    };
    if claim.is_seen { format!("{whose}, as {} shows", claim.letter) } else { whose }
}

/// What is free among the tasks that fit, in words.
fn instead(context: &Context, letter: &QueuedLetter) -> Result<String, Failure> {
    let free = free(context, letter)?;
    let named: Vec<_> = free.iter().take(MOST_NAMED).map(|it| format!("`{it}`")).collect();
    Ok(match named.len() {
        0 => "give a task in your own words; `onlist tasks` shows how each stands".to_owned(),
        _ => format!("free: {}; `onlist tasks` shows how each stands", or(&named)),
    })
}

fn free(context: &Context, letter: &QueuedLetter) -> Result<Vec<String>, Failure> {
    let Some(contact) = &letter.contact else { return Ok(Vec::new()) };
    let catalog: Rc<Catalog> = own_tasks::with(context, &context.catalog()?)?;
    if catalog.community.id != contact.community {
        return Ok(Vec::new());
    }
    let claims = known(context)?;
    let project = contact.project.id().and_then(|id| catalog.project(id.as_str()));
    let given = |id: &str| letter.tasks.iter().any(|it| it.as_str() == id);
    let is_free = |it: &&onlist_core::catalog::Task| {
        status(&claims, &catalog.community.id, it).availability == Availability::Free
            && (it.many || !given(it.id.as_str()))
    };
    let fitting = catalog.tasks_for(project).into_iter();
    Ok(fitting.filter(is_free).map(|it| it.id.to_string()).collect())
}

/// All claims that the ledger tells of, and an archive if one was read for them.
pub(crate) fn known(context: &Context) -> Result<Vec<Claim>, Failure> {
    let mut events = match context.existing_ledger()? {
        Some(ledger) => ledger.reader().events()?.events,
        None => Vec::new(),
    };
    events.extend(context.team().unwrap_or_default());
    Ok(claims(&events, context.now))
}

/// Whether somebody else has the task that is one thing.
pub(crate) fn is_kept(context: &Context, catalog: &Catalog, post: &Post, draft: &Draft) -> bool {
    let wanted = draft.answers.get(Question::Task.name());
    let task = wanted.and_then(|id| answer::task(catalog, id).ok());
    let held = |task| {
        let claims = known(context).unwrap_or_default();
        status(&claims, &catalog.community.id, task).holder.cloned()
    };
    let person = post.from.first().map(|it| &it.address);
    task.and_then(held).is_some_and(|claim| person.is_none_or(|it| !claim.is_of(it)))
}
