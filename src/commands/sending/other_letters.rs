//! What became of the letters beside one that is to be sent, as the outbox and the ledger know it together.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset};
use onlist_core::ledger::{Event, Kind};
use onlist_core::outbox::{DeliveryStatus, Entry};
use onlist_mail::message_id::MessageId;

/// What may have become of another letter, from what matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OtherStatus {
    BeingSent,
    Sent,
    Unknown,
    Kept,
}

/// Another letter, and what became of it.
pub(super) struct Other<'e> {
    pub(super) message_id: &'e MessageId,
    pub(super) at: DateTime<FixedOffset>,
    pub(super) status: OtherStatus,
    pub(super) entry: Option<&'e Entry>,
}

impl<'e> Other<'e> {
    /// One that the outbox holds; the ledger may know more of it.
    fn kept(entry: &'e Entry, events: &[Event]) -> Self {
        let message_id = &entry.letter().message_id;
        let status = match entry.status() {
            _ if entry.is_held() => OtherStatus::BeingSent,
            DeliveryStatus::Accepted | DeliveryStatus::Partly => OtherStatus::Sent,
            DeliveryStatus::Sending { .. } | DeliveryStatus::Unknown { .. } => OtherStatus::Unknown,
            DeliveryStatus::Ready | DeliveryStatus::Refused { .. } => {
                let remembered = Other::remembered(message_id, events).filter(|it| {
                    // One that was only begun is known better here.
                    it.status == OtherStatus::Sent
                        || events.iter().any(|it| it.kind == Kind::Unknown && it.is_of(message_id))
                });
                remembered.map_or(OtherStatus::Kept, |it| it.status)
            }
        };
        let at = entry.last().map_or(entry.letter().queued, |last| last.at);
        Self { message_id, at, status, entry: Some(entry) }
    }

    /// One of which the ledger tells; none when nobody can have it.
    fn remembered(message_id: &'e MessageId, events: &[Event]) -> Option<Self> {
        let of_it = || events.iter().filter(|it| it.is_of(message_id));
        let last = |kinds: &[Kind]| of_it().rfind(|it| kinds.contains(&it.kind));
        let delivered = of_it().rfind(|it| it.kind.is_delivered()).map(|it| (it, OtherStatus::Sent));
        let doubtful = || last(&[Kind::Unknown]).map(|it| (it, OtherStatus::Unknown));
        let begun = || last(&[Kind::Sending]).filter(|_| last(&[Kind::Refused]).is_none());
        let (event, status) =
            delivered.or_else(doubtful).or_else(|| begun().map(|it| (it, OtherStatus::Unknown)))?;
        Some(Self { message_id, at: event.at, status, entry: None })
    }
}

/// What became of each letter that one or the other knows of, but of the one called `except`.
pub(super) fn statuses<'e>(
    entries: impl Iterator<Item = &'e Entry>,
    events: &'e [Event],
    except: Option<&MessageId>,
) -> Vec<Other<'e>> {
    let mut others: Vec<_> = entries.map(|it| Other::kept(it, events)).collect();
    let known: HashSet<_> = others.iter().map(|it| it.message_id).collect();
    let mut rest: Vec<&MessageId> = Vec::new();
    for event in events.iter().filter(|it| it.kind != Kind::Answered || it.in_reply_to.is_some()) {
        if !known.contains(&event.message_id) && rest.last() != Some(&&event.message_id) {
            rest.push(&event.message_id);
        }
    }
    others.extend(rest.into_iter().filter_map(|id| Other::remembered(id, events)));
    others.retain(|it| Some(it.message_id) != except);
    others
}

/// Leaves out what is of later letters of a contact: answers, reminders and whatever else opens a thread.
pub(super) fn keep_first_letters(events: &mut Vec<Event>) {
    let later = |it: &Event| {
        matches!(it.kind, Kind::Wrote | Kind::FollowedUp | Kind::AnsweredBack) || it.in_reply_to.is_some()
    };
    let later: HashSet<_> = events.iter().filter(|it| later(it)).map(|it| it.message_id.clone()).collect();
    events.retain(|it| !later.contains(&it.message_id));
}
