//! The ledger beside the outbox: what was begun, and what came of it.

use onlist_core::drafts::Kind as LetterKind;
use onlist_core::ledger::{Event, Kind, Ledger, Source};
use onlist_core::outbox::{DeliveryStatus, Entry, Outbox, QueuedLetter, RecipientStatus};
use onlist_core::tasks::given_objects;
use onlist_mail::mailbox::Address;
use serde_json::json;

use crate::context::Context;
use crate::messages::Failure;

/// What is to be entered of a letter that is about to be sent.
pub(crate) fn begun(context: &Context, letter: &QueuedLetter) -> Event {
    event(context, letter, Kind::Sending)
}

/// What is to be entered of letters that runs have left behind that were stopped. Of one that another run is at work
/// on, that run will tell.
pub(crate) fn left_behind(context: &Context, entries: &[Entry]) -> Vec<Event> {
    let tried = |entry: &&Entry| !entry.is_held() && entry.status() != DeliveryStatus::Ready;
    entries.iter().filter(tried).map(|entry| outcome(context, entry)).collect()
}

/// Enters what became of letters, and puts those apart that everybody has.
///
/// Each letter has its own record, and what is not entered now is by the next run that sends: a ledger that cannot be
/// written is only told of.
pub(crate) fn end<'e>(
    context: &Context,
    ledger: &mut Ledger,
    outbox: &Outbox,
    entries: impl Iterator<Item = &'e Entry> + Clone,
) {
    let ended: Vec<_> = entries.clone().map(|entry| outcome(context, entry)).collect();
    match ledger.append(&ended) {
        Ok(()) => outbox.put_apart(entries),
        Err(error) => tell(context, &error.into()),
    }
}

/// Enters what became of a letter that will not be there to tell. What is done with the letter does not depend on it.
pub(crate) fn close(context: &Context, entry: &Entry) {
    enter(context, |ledger| {
        if ledger.reader().of_letter(&entry.letter().message_id)?.is_empty() {
            return Ok(());
        }
        Ok(ledger.append(&[outcome(context, entry)])?)
    });
}

/// Enters what became of letters whose run was stopped, in a run that sends nothing itself.
pub(crate) fn catch_up(context: &Context) {
    enter(context, |ledger| {
        let outbox = context.outbox()?;
        let entries = outbox.list()?.entries;
        ledger.append(&left_behind(context, &entries))?;
        outbox.put_apart(entries.iter().filter(|it| !it.is_held()));
        Ok(())
    });
}

/// Opens a ledger that is there, which brings it up to date, and does the rest.
fn enter(context: &Context, rest: impl FnOnce(&mut Ledger) -> Result<(), Failure>) {
    // One that cannot be read has been told of, by what needed it.
    if let Ok(Some(_)) = context.existing_ledger()
        && let Err(failure) = context.ledger().and_then(|mut ledger| rest(&mut ledger))
    {
        tell(context, &failure);
    }
}

fn tell(context: &Context, failure: &Failure) {
    context.terminal.warning(&format!("cannot write the ledger: {}", failure.message));
}

/// What became of a letter, for the ledger.
pub(crate) fn outcome(context: &Context, entry: &Entry) -> Event {
    let letter = entry.letter();
    let kind = match entry.status() {
        DeliveryStatus::Accepted | DeliveryStatus::Partly => delivered(letter.kind, letter.contact.is_some()),
        DeliveryStatus::Sending { .. } | DeliveryStatus::Unknown { .. } => Kind::Unknown,
        // No body went out of one that is still ready.
        DeliveryStatus::Ready | DeliveryStatus::Refused { .. } => Kind::Refused,
    };
    let mut event = event(context, letter, kind);
    event.server_id = entry.server_id().cloned();
    for (recipient, status) in entry.recipients() {
        match status {
            RecipientStatus::Accepted => event.accepted.push(recipient.address.clone()),
            RecipientStatus::Refused { .. } => event.refused.push(recipient.address.clone()),
            RecipientStatus::Waiting | RecipientStatus::Unknown => {}
        }
    }
    let doubtful = entry.recipients().filter(|(_, status)| *status == RecipientStatus::Unknown);
    perhaps_to(&mut event, doubtful.map(|(recipient, _)| &recipient.address));
    event
}

/// Adds who may have got a letter: what comes back of it is known by that.
pub(crate) fn perhaps_to<'l>(event: &mut Event, recipients: impl Iterator<Item = &'l Address>) {
    let all: Vec<_> = recipients.map(Address::as_str).collect();
    if !all.is_empty() {
        event.detail.get_or_insert_with(|| json!({}))["to"] = json!(all);
    }
}

/// What the ledger calls it that a letter of this kind was delivered.
pub(crate) fn delivered(kind: LetterKind, has_contact: bool) -> Kind {
    match kind {
        _ if !has_contact => Kind::Sent,
        LetterKind::Reply => Kind::Answered,
        LetterKind::FollowUp => Kind::FollowedUp,
        LetterKind::AnswerBack => Kind::AnsweredBack,
        LetterKind::Letter => Kind::Wrote,
        _ => Kind::Introduced,
    }
}

/// What is known of a letter, as an event.
pub(crate) fn event(context: &Context, letter: &QueuedLetter, kind: Kind) -> Event {
    let mut detail = given_objects(&letter.objects);
    if let Some(catalog) = &letter.catalog {
        detail.get_or_insert_with(|| json!({}))["catalog"] = json!(catalog);
    }
    Event {
        at: context.now,
        kind,
        source: Source::Sent,
        contact: letter.contact.clone(),
        name: letter.person.clone(),
        message_id: letter.message_id.clone(),
        server_id: None,
        in_reply_to: letter.in_reply_to.clone(),
        author: letter.reverse_path.clone(),
        list: letter.list.clone(),
        subject: letter.subject.clone(),
        tasks: letter.tasks.clone(),
        wait_days: letter.wait_days,
        until: letter.until,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail,
    }
}
