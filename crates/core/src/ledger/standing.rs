//! What the events of a ledger mean at a given time.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::row::Row;
use super::{Contact, Event, Kind};
use onlist_mail::message_id::MessageId;

/// Where a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A letter went out, and it is early to ask again.
    Waiting {
        /// When it went out.
        since: DateTime<FixedOffset>,
    },
    /// A letter went out, and the community's time to wait is over.
    DueForFollowUp {
        /// When it was over.
        since: DateTime<FixedOffset>,
    },
    /// The person got a reply.
    Answered,
    /// Nothing was delivered.
    Refused,
    /// Something may have been delivered.
    Unknown,
    /// A letter is on its way, or sending was interrupted.
    Sending,
}

/// A contact at a given time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which one.
    pub contact: Contact,
    /// Where it stands.
    pub state: State,
    /// What this is known by: the last event of the kind that says most.
    pub by: Event,
    /// Its first event.
    pub first: Event,
    /// Its last event.
    pub last: Event,
    /// Its letters, each once, in the order of their first events.
    pub letters: Vec<MessageId>,
}

impl Standing {
    /// Whether `word` occurs in what names the contact, its list or its subject, in any case.
    #[must_use]
    pub fn mentions(&self, word: &str) -> bool {
        let Contact { community, season, project, person } = &self.contact;
        let text = format!("{community} {season} {project} {person} {} {}", self.by.list, self.by.subject);
        text.to_lowercase().contains(&word.to_lowercase())
    }
}

/// Folds `events` into what is known `now`, one standing a contact, in the order of contacts.
///
/// Events later than `now` do not count. Neither order nor repetition of
/// events makes a difference. A letter that was refused or lost and then went
/// out with the same message-id went out once.
#[must_use]
pub fn fold(events: &[Event], now: DateTime<FixedOffset>) -> Vec<Standing> {
    let mut past: Vec<_> = events.iter().filter(|event| event.at <= now).collect();
    past.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| Row::from(*a).cmp(&Row::from(*b))));
    let mut contacts: BTreeMap<&Contact, Vec<&Event>> = BTreeMap::new();
    for event in past {
        contacts.entry(&event.contact).or_default().push(event);
    }
    contacts.into_iter().filter_map(|(contact, events)| standing(contact, &events, now)).collect()
}

/// `events` are those of `contact`, in the order of time.
fn standing(contact: &Contact, events: &[&Event], now: DateTime<FixedOffset>) -> Option<Standing> {
    let (first, last) = (*events.first()?, *events.last()?);
    let mut letters: Vec<MessageId> = Vec::new();
    for event in events {
        if !letters.contains(&event.message_id) {
            letters.push(event.message_id.clone());
        }
    }
    let known_by = |kind| events.iter().rfind(|event| event.kind == kind);
    let by = *Kind::ALL.into_iter().find_map(known_by)?;
    Some(Standing {
        contact: contact.clone(),
        state: state(by, now),
        by: by.clone(),
        first: first.clone(),
        last: last.clone(),
        letters,
    })
}

fn state(by: &Event, now: DateTime<FixedOffset>) -> State {
    match by.kind {
        Kind::Answered => State::Answered,
        Kind::Refused => State::Refused,
        Kind::Unknown => State::Unknown,
        Kind::Sending => State::Sending,
        Kind::Introduced => match by.follow_up() {
            Some(since) if since <= now => State::DueForFollowUp { since },
            _ => State::Waiting { since: by.at },
        },
    }
}
