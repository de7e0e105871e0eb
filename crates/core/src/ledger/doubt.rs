//! Posts that may be a letter under another identifier: found by author, list, subject and time alone.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset};

use super::event::{Kind, Source};
use super::{Contact, Event};
use onlist_mail::message_id::MessageId;

impl Event {
    /// Whether it is not certain that the post is the letter.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.kind == Kind::Archived && self.detail.as_ref().is_some_and(|it| it["certain"] == false)
    }

    /// The identifier of the post that the event takes for the letter, where that is not certain.
    #[must_use]
    pub fn perhaps(&self) -> Option<&MessageId> {
        self.server_id.as_ref().filter(|_| self.is_in_doubt())
    }

    /// The letter's writer says `at` this time that the post which the event tells of is the letter.
    #[must_use]
    pub fn confirmed(&self, at: DateTime<FixedOffset>) -> Self {
        Self { at, kind: Kind::Sent, source: Source::Told, url: None, detail: None, ..self.clone() }
    }

    /// The letter's writer says `at` this time that it is another one.
    #[must_use]
    pub fn disowned(&self, at: DateTime<FixedOffset>) -> Self {
        let id = self.perhaps().unwrap_or(&self.message_id).clone();
        Self { kind: Kind::Dismissed, message_id: id, server_id: None, ..self.confirmed(at) }
    }

    /// Whether the letter's writer says by this that it is the one which `archived` tells of.
    fn confirms(&self, archived: &Self) -> bool {
        self.source == Source::Told
            && self.kind != Kind::Dismissed
            && self.server_id.is_some()
            && self.server_id == archived.server_id
            && self.contact == archived.contact
    }
}

/// The events that take a post for a letter, of which nobody has said yet whether it is the letter.
#[must_use]
pub fn in_doubt(events: &[Event]) -> Vec<&Event> {
    let all: Vec<_> = events.iter().collect();
    let own = without_disowned(&all);
    let is_open = |it: &&&Event| it.perhaps().is_some() && !events.iter().any(|other| other.confirms(it));
    own.iter().filter(is_open).copied().collect()
}

/// The event, certain where one of `events` says so.
pub(super) fn settled(archived: &Event, events: &[&Event]) -> Event {
    let is_confirmed = events.iter().any(|it| it.confirms(archived));
    let detail = archived.detail.clone().filter(|_| !(is_confirmed && archived.perhaps().is_some()));
    Event { detail, ..archived.clone() }
}

/// Leaves out what was seen of posts that their supposed writer disowns: the posts, and answers to them.
pub(crate) fn without_disowned<'e>(events: &[&'e Event]) -> Vec<&'e Event> {
    let disowned: HashSet<(Option<&Contact>, &MessageId)> = events
        .iter()
        .filter(|it| it.kind == Kind::Dismissed && it.contact.is_some())
        .map(|it| (it.contact.as_ref(), &it.message_id))
        .collect();
    let is_of_other = |it: &Event| {
        let ids = [it.server_id.as_ref(), it.in_reply_to.as_ref()];
        let mut ids = ids.into_iter().flatten();
        it.source == Source::Archive && ids.any(|id| disowned.contains(&(it.contact.as_ref(), id)))
    };
    events.iter().filter(|it| !is_of_other(it)).copied().collect()
}
