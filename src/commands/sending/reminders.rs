//! Whether a mentor's letter about a task still says what is so: a reminder, or that the task is free again.

use onlist_core::drafts::Kind as LetterKind;
use onlist_core::ledger::{Event, Kind, Reader};
use onlist_core::outbox::{Key, QueuedLetter};
use onlist_core::tasks::{Claim, ClaimState, Wanted, claims, holder, object_of};

use super::claims::{self as known_claims, happened};
use super::duplicates::Look;
use super::obstacles::{Name, Obstacle};
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
    Ok(events.into_iter().find(|it| it.letter_about() == id))
}

/// What stands against a letter about a task that was given before: what it says is not so any more.
pub(crate) fn outdated(look: &Look<'_>, letter: &QueuedLetter) -> Result<Option<Obstacle>, Failure> {
    let Some(ledger) = look.ledger else { return Ok(None) };
    let Some(event) = event_of(ledger, letter)? else { return Ok(None) };
    if event.kind == Kind::Reminded {
        no_reminder(look, ledger, letter)
    } else {
        not_free(look, letter, &event)
    }
}

/// That the student has written, or has the task no more.
fn no_reminder(
    look: &Look<'_>,
    ledger: Reader<'_>,
    letter: &QueuedLetter,
) -> Result<Option<Obstacle>, Failure> {
    let Some(contact) = &letter.contact else { return Ok(None) };
    let mut events = ledger.of(contact)?;
    events.extend(look.context.team().unwrap_or_default());
    happened(&mut events, look.context);
    let known = claims(&events, look.context.now);
    let claim = known.iter().find(|it| it.reminder.as_ref() == Some(&letter.message_id));
    let Some((claim, reason)) = claim.and_then(|it| Some((it, reason(it)?))) else { return Ok(None) };
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

fn reason(claim: &Claim) -> Option<String> {
    let (task, holder) = (&claim.task, claim.holder());
    let what = match (claim.state, claim.stopped) {
        (ClaimState::Done, _) => "it is done".to_owned(),
        (ClaimState::Released, _) => "it was given back".to_owned(),
        (ClaimState::Lapsed, _) => "its time is over".to_owned(),
        (_, Some(since)) => format!("{holder} wrote on {}", since.format("%Y-%m-%d")),
        _ => return None,
    };
    Some(format!("this reminds of `{task}`, and {what}"))
}
