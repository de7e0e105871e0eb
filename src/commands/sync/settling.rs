//! Letters of which nobody knew whether they left, and which were found.

use onlist_core::drafts::Id;
use onlist_core::ledger::{Event, Kind, Source};
use onlist_core::outbox::{DeliveryStatus, HeldLetter, Key, Outcome, RecipientStatus};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

use crate::commands::open_draft;
use crate::commands::sending::{by_hand, ledger_writer};
use crate::context::Context;
use crate::messages::Failure;

/// Settles the letters of the outbox that events tell of for certain, and gives their names; the drafts of those that left
/// by hand are deleted.
///
/// A body that one recipient got, the server took for all whom it was sent for.
pub(in crate::commands) fn settle(context: &Context) -> Result<Vec<Id>, Failure> {
    end_drafts(context)?;
    let outbox = context.outbox()?;
    let unknown = |status: &DeliveryStatus| matches!(status, DeliveryStatus::Unknown { .. });
    let entries = outbox.list()?.entries;
    let doubtful: Vec<_> = entries.iter().filter(|it| !it.is_held() && unknown(&it.status())).collect();
    if doubtful.is_empty() {
        return Ok(Vec::new());
    }
    let lock = context.lock_state()?;
    let outbox = context.outbox_under(&lock)?;
    let index = outbox.index()?;
    let mut ledger = context.ledger()?;
    let events = ledger.reader().events()?.events;
    let mut settled = Vec::new();
    for entry in doubtful {
        let letter = &entry.letter().message_id;
        if !events.iter().any(|it| tells_of(it, letter)) {
            continue;
        }
        let Some(mut held) = outbox.hold(&index, entry.id())? else { continue };
        if unknown(&held.status()) {
            let to = doubted(&held);
            let outcome = Outcome::Accepted {
                to,
                reply: Line::sanitize("found by sync"),
                server_id: None,
                refused: Vec::new(),
            };
            held.settled(context.now, outcome)?;
            settled.push(held);
        }
    }
    ledger_writer::end(context, &mut ledger, &outbox, settled.iter().map(|it| &**it));
    Ok(settled.iter().map(|it| it.id().clone()).collect())
}

fn end_drafts(context: &Context) -> Result<(), Failure> {
    let drafts = open_draft::store(context)?.list()?.drafts;
    let letters: Vec<_> = drafts.into_iter().filter_map(|(_, draft)| draft.message_id).collect();
    let Some(ledger) = context.existing_ledger()?.filter(|_| !letters.is_empty()) else { return Ok(()) };
    let events = ledger.reader().events()?.events;
    let index = context.outbox()?.index()?;
    let is_gone = |id: &&MessageId| {
        index.by(Key::message_id(id)).is_empty() && events.iter().any(|it| tells_of(it, id))
    };
    letters.iter().filter(is_gone).try_for_each(|id| by_hand::forget_draft(context, id))
}

/// Whether an event shows that the letter has left: what was seen of it, or what its writer says.
fn tells_of(event: &Event, letter: &MessageId) -> bool {
    let is_about = event.message_id == *letter || event.in_reply_to.as_ref() == Some(letter);
    match event.source {
        Source::Archive => is_about && !event.is_in_doubt(),
        Source::Told => event.kind == Kind::Sent && event.message_id == *letter,
        Source::Sent => false,
    }
}

fn doubted(letter: &HeldLetter) -> Vec<Address> {
    let unknown = letter.recipients().filter(|(_, status)| *status == RecipientStatus::Unknown);
    unknown.map(|(recipient, _)| recipient.address.clone()).collect()
}
