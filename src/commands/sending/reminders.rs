//! Whether a mentor's letter about a task still says what is so: a reminder, or that the task is free again.

use onlist_core::drafts::Kind as LetterKind;
use onlist_core::ledger::{Event, Kind, Reader};
use onlist_core::outbox::{Key, QueuedLetter};
use onlist_core::tasks::{Claim, ClaimState, LATER, Wanted, claims, holder, object_of, same_object};

use super::claims::{self as known_claims, happened};
use super::look::Look;
use super::obstacles::{Name, Obstacle};
use crate::context::Context;
use crate::messages::Failure;

/// What a letter says of a claim, as the ledger knows: a reminder, or that a task is free again.
pub(crate) fn said_in(ledger: Reader<'_>, letter: &QueuedLetter) -> Result<Option<Kind>, Failure> {
    Ok(event_of(ledger, letter)?.map(|it| it.kind))
}

/// The event that is said in a letter.
fn event_of(ledger: Reader<'_>, letter: &QueuedLetter) -> Result<Option<Event>, Failure> {
    let (Some(parent), LetterKind::Reply) = (&letter.in_reply_to, letter.kind) else { return Ok(None) };
    let events = ledger.answers(parent, &letter.reverse_path)?;
    let id = Some(letter.message_id.as_str());
    Ok(events.into_iter().rfind(|it| it.letter_about() == id))
}

/// Takes back what a letter says of a claim that was deleted before anybody got it: nobody is reminded, and nobody knows
/// that a task is free. A task that somebody has or has done by now was free.
pub(crate) fn withdraw(context: &Context, letter: &QueuedLetter) -> Result<(), Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(()) };
    let Some(event) = event_of(ledger.reader(), letter)? else { return Ok(()) };
    let (Some(contact), Some(task)) = (&letter.contact, event.tasks.first()) else { return Ok(()) };
    let object = object_of(&event, task);
    let wanted = Wanted { task, object: object.as_deref() };
    let is_release = event.kind == Kind::Released;
    if is_release && holder(&known_claims::known(context)?, &contact.community, &wanted, None).is_some() {
        return Ok(());
    }
    context.ledger()?.append(&[event.withdrawn(context.now)])?;
    let is_own = |it: &&Claim| Some(&it.letter) == event.in_reply_to.as_ref() && it.task == *task;
    let known = known_claims::known(context)?;
    let own = known.iter().filter(|it| it.is_open() && it.object == object).find(is_own);
    if let Some(claim) = own.filter(|_| is_release) {
        let taken = known_claims::taken(&wanted, claim);
        context.terminal.note(&format!("{taken} again: nobody was told that it is free"));
    }
    Ok(())
}

/// What stands against a letter about a task that was given before: what it says is not so any more.
pub(crate) fn outdated(look: &Look<'_>, letter: &QueuedLetter) -> Result<Option<Obstacle>, Failure> {
    let Some(ledger) = look.ledger else { return Ok(None) };
    let Some(event) = event_of(ledger, letter)? else { return Ok(None) };
    if event.kind == Kind::Reminded {
        no_reminder(look, ledger, letter, &event)
    } else {
        not_free(look, letter, &event)
    }
}

/// That the student has written, has the task no more, or has it until another day.
fn no_reminder(
    look: &Look<'_>,
    ledger: Reader<'_>,
    letter: &QueuedLetter,
    event: &Event,
) -> Result<Option<Obstacle>, Failure> {
    let (Some(contact), Some(task)) = (&letter.contact, event.tasks.first()) else { return Ok(None) };
    let mut events = ledger.about_task(task)?;
    events.extend(look.context.team().unwrap_or_default());
    happened(&mut events, look.context);
    let known = claims(&events, look.context.now);
    // Who was given the task again has it by another letter.
    let object = object_of(event, task).filter(|it| !it.eq_ignore_ascii_case(LATER));
    let is_same = |it: &Claim| match (&it.object, &object) {
        (Some(own), Some(object)) => same_object(own, object),
        _ => true,
    };
    let again = |it: &&Claim| it.task == *task && it.is_of(&contact.person) && is_same(it);
    let own = known.iter().find(|it| it.reminder.as_ref() == Some(&letter.message_id));
    let claim = own.or_else(|| known.iter().rfind(again));
    let Some((claim, reason)) = claim.and_then(|it| Some((it, reason(it, event)?))) else { return Ok(None) };
    obstacle(look, letter, (Name::Answered, "reminder"), claim, reason).map(Some)
}

/// That a task which was free has been given since, or is done.
fn not_free(look: &Look<'_>, letter: &QueuedLetter, event: &Event) -> Result<Option<Obstacle>, Failure> {
    let (Some(contact), Some(task)) = (&letter.contact, event.tasks.first()) else { return Ok(None) };
    // Words of one's own about what another had by then do not call it free.
    if event.detail.as_ref().is_some_and(|it| it["taken"] == true) {
        return Ok(None);
    }
    let object = object_of(event, task);
    let wanted = Wanted { task, object: object.as_deref() };
    let mut known = claims(&known_claims::events(look, letter, &wanted)?, look.context.now);
    // What has no object is no other one of its kind.
    known.retain(|it| it.object.is_some() == object.is_some());
    let Some(claim) = holder(&known, &contact.community, &wanted, None) else { return Ok(None) };
    let reason = format!("this says that a task is free, and {}", known_claims::taken(&wanted, claim));
    obstacle(look, letter, (Name::Kept, "letter"), claim, reason).map(Some)
}

fn obstacle(
    look: &Look<'_>,
    letter: &QueuedLetter,
    (name, what): (Name, &str),
    claim: &Claim,
    reason: String,
) -> Result<Obstacle, Failure> {
    let entries = look.outbox.find(look.index, Key::message_id(&letter.message_id))?;
    let delete = entries.first().map_or(String::new(), |it| {
        format!("delete the {what} with `onlist drafts delete {} --yes`; ", it.id())
    });
    Ok(Obstacle {
        name,
        letter: Some(claim.letter.clone()),
        reason,
        instead: format!("{delete}`onlist tasks` shows how each task stands").into(),
        season: None,
    })
}

/// Why a reminder that was written for `event` is none of the claim as it stands.
fn reason(claim: &Claim, event: &Event) -> Option<String> {
    let told = event.detail.as_ref().and_then(|it| it["until"].as_str());
    let until = claim.until.map(|day| day.to_string()).unwrap_or_default();
    let is_told = told.map_or(event.in_reply_to.as_ref() == Some(&claim.letter), |told| told == until);
    let (task, holder) = (&claim.task, claim.holder());
    let what = match (claim.state, claim.stopped) {
        (ClaimState::Done, _) => "it is done".to_owned(),
        (ClaimState::Released, _) => "it was given back".to_owned(),
        (ClaimState::Lapsed, _) => "its time is over".to_owned(),
        (_, Some(since)) => format!("{holder} wrote on {}", since.format("%Y-%m-%d")),
        _ if !is_told && until.is_empty() => format!("{holder} has it without a last day now"),
        _ if !is_told => format!("{holder} has it until {until} now"),
        _ => return None,
    };
    Some(format!("this reminds of `{task}`, and {what}"))
}
