//! Whether a reminder of a task still says what is so.

use onlist_core::drafts::Kind as LetterKind;
use onlist_core::ledger::{Event, Kind, Reader};
use onlist_core::outbox::QueuedLetter;
use onlist_core::tasks::{Claim, ClaimState, claims};

use super::claims::happened;
use super::duplicates::Look;
use super::obstacles::{Name, Obstacle};
use crate::messages::Failure;

/// Whether a letter is a reminder of a task, as the ledger knows.
pub(crate) fn is_one(ledger: Option<Reader<'_>>, letter: &QueuedLetter) -> Result<bool, Failure> {
    let (Some(ledger), Some(contact), LetterKind::Reply) = (ledger, &letter.contact, letter.kind) else {
        return Ok(false);
    };
    let id = letter.message_id.as_str();
    let names = |it: &Event| it.detail.as_ref().is_some_and(|detail| detail["reminder"] == id);
    Ok(ledger.of(contact)?.iter().any(|it| it.kind == Kind::Reminded && names(it)))
}

/// What stands against a reminder: that the student has written, or has the task no more.
pub(crate) fn outdated(look: &Look<'_>, letter: &QueuedLetter) -> Result<Option<Obstacle>, Failure> {
    let (Some(ledger), Some(contact)) = (look.ledger, &letter.contact) else { return Ok(None) };
    if !is_one(look.ledger, letter)? {
        return Ok(None);
    }
    let mut events = ledger.of(contact)?;
    events.extend(look.context.team().unwrap_or_default());
    happened(&mut events, look.context);
    let known = claims(&events, look.context.now);
    let claim = known.iter().find(|it| it.reminder.as_ref() == Some(&letter.message_id));
    Ok(claim.and_then(|it| Some((it, reason(it)?))).map(|(claim, reason)| Obstacle {
        name: Name::Answered,
        letter: Some(claim.letter.clone()),
        reason,
        instead: "delete the reminder with `onlist drafts delete`; `onlist tasks` shows how each task stands"
            .into(),
        season: None,
    }))
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
