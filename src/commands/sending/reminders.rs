//! Whether a reminder of a task still says what is so.

use onlist_core::drafts::Kind as LetterKind;
use onlist_core::ledger::{Kind, Reader};
use onlist_core::outbox::{Key, QueuedLetter};
use onlist_core::tasks::{Claim, ClaimState, claims};

use super::claims::happened;
use super::duplicates::Look;
use super::obstacles::{Name, Obstacle};
use crate::messages::Failure;

/// What a letter says of a claim, as the ledger knows: a reminder, or that a task is free again.
pub(crate) fn said_in(ledger: Reader<'_>, letter: &QueuedLetter) -> Result<Option<Kind>, Failure> {
    let (Some(parent), LetterKind::Reply) = (&letter.in_reply_to, letter.kind) else { return Ok(None) };
    let events = ledger.answers(parent, &letter.reverse_path)?;
    let id = Some(letter.message_id.as_str());
    Ok(events.iter().find(|it| it.letter_about() == id).map(|it| it.kind))
}

/// What stands against a reminder: that the student has written, or has the task no more.
pub(crate) fn outdated(look: &Look<'_>, letter: &QueuedLetter) -> Result<Option<Obstacle>, Failure> {
    let (Some(ledger), Some(contact)) = (look.ledger, &letter.contact) else { return Ok(None) };
    if said_in(ledger, letter)? != Some(Kind::Reminded) {
        return Ok(None);
    }
    let mut events = ledger.of(contact)?;
    events.extend(look.context.team().unwrap_or_default());
    happened(&mut events, look.context);
    let known = claims(&events, look.context.now);
    let entries = look.outbox.find(look.index, Key::message_id(&letter.message_id))?;
    let delete = entries.first().map_or(String::new(), |it| {
        format!("delete the reminder with `onlist drafts delete {} --yes`; ", it.id())
    });
    let claim = known.iter().find(|it| it.reminder.as_ref() == Some(&letter.message_id));
    Ok(claim.and_then(|it| Some((it, reason(it)?))).map(|(claim, reason)| Obstacle {
        name: Name::Answered,
        letter: Some(claim.letter.clone()),
        reason,
        instead: format!("{delete}`onlist tasks` shows how each task stands").into(),
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
