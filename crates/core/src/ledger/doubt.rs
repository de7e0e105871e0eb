//! Posts that may be a letter under another identifier: found by author, list, subject and time alone.

use std::collections::{HashMap, HashSet};

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
pub(crate) fn settled(archived: &Event, events: &[&Event]) -> Event {
    let is_confirmed = events.iter().any(|it| it.confirms(archived));
    let detail = archived.detail.clone().filter(|_| !(is_confirmed && archived.perhaps().is_some()));
    Event { detail, ..archived.clone() }
}

/// Leaves out what was seen of posts that are not the letter for which they were taken: the posts, and answers to them.
/// Their supposed writer says so, or a better one came to light.
pub(crate) fn without_disowned<'e>(events: &[&'e Event]) -> Vec<&'e Event> {
    let disowned = events.iter().filter(|it| it.kind == Kind::Dismissed && it.contact.is_some());
    let disowned = disowned.map(|it| (it.contact.as_ref(), &it.message_id)).collect();
    let believed = without(events, &disowned);
    let superseded = superseded(&believed);
    if superseded.is_empty() { believed } else { without(&believed, &superseded) }
}

/// The events but what was said and taken back, and that it was.
pub(crate) fn without_withdrawn<'e>(events: &[&'e Event]) -> Vec<&'e Event> {
    let withdrawn: HashSet<_> = events.iter().filter_map(|it| Some((it.kind, it.withdraws()?))).collect();
    let stands =
        |it: &&&Event| it.withdraws().is_none() && !withdrawn.contains(&(it.kind, it.message_id.as_str()));
    events.iter().filter(stands).copied().collect()
}

/// Posts by their identifiers, each with the contact that it is not of.
type Posts<'e> = HashSet<(Option<&'e Contact>, &'e MessageId)>;

fn without<'e>(events: &[&'e Event], posts: &Posts<'e>) -> Vec<&'e Event> {
    // What a person began with such a post is another letter of theirs, and has its answers.
    let begun = events.iter().filter(|it| it.source == Source::Archive && it.kind == Kind::Wrote);
    let begun: Posts = begun.map(|it| (it.contact.as_ref(), &it.message_id)).collect();
    let is_of_other = |it: &Event| {
        let ids = [it.server_id.as_ref(), it.in_reply_to.as_ref()];
        let mut posts_of_it = ids.into_iter().flatten().map(|id| (it.contact.as_ref(), id));
        let is_taken = it.kind == Kind::Archived;
        it.source == Source::Archive
            && posts_of_it.any(|post| posts.contains(&post) && (is_taken || !begun.contains(&post)))
    };
    events.iter().filter(|it| !is_of_other(it)).copied().collect()
}

/// Posts that were taken for a letter while another one is it for certain, or came before them.
fn superseded<'e>(events: &[&'e Event]) -> Posts<'e> {
    let mut letters: HashMap<_, Vec<&Event>> = HashMap::new();
    for event in events.iter().filter(|it| it.kind == Kind::Archived) {
        letters.entry((event.contact.as_ref(), &event.message_id)).or_default().push(event);
    }
    let mut found = Posts::new();
    for posts in letters.into_values().filter(|it| it.len() > 1) {
        let rank = |it: &Event| (settled(it, events).is_in_doubt(), it.at, it.server_id.clone());
        let best = posts.iter().map(|it| rank(it)).min();
        let others = posts.iter().filter(|it| rank(it).0 && Some(rank(it)) != best);
        found.extend(others.filter_map(|it| Some((it.contact.as_ref(), it.perhaps()?))));
    }
    found
}
