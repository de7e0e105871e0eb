//! What the events of a ledger mean at a given time.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::row::Row;
use super::{Contact, Event, Kind};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;

/// Where a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactState {
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
    /// Its writer has it to send it by hand, and has not said yet whether they did.
    HandedOver,
    /// Nothing more is to come, as its owner says.
    Closed,
}

/// A contact at a given time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactStatus {
    /// Which one.
    pub contact: Contact,
    /// Where it stands.
    pub state: ContactState,
    /// What this is known by: the last event of the kind that says most.
    pub by: Event,
    /// Its first event.
    pub first: Event,
    /// Its last event.
    pub last: Event,
    /// Its letters, each once, in the order of their first events.
    pub letters: Vec<MessageId>,
}

impl ContactStatus {
    /// Whether `word` occurs in what names the contact, its list or its subject, in any case.
    #[must_use]
    pub fn mentions(&self, word: &str) -> bool {
        let Contact { community, season, project, person } = &self.contact;
        let list = self.by.list.as_ref().map(Address::as_str).unwrap_or_default();
        let name = self.by.name.as_deref().unwrap_or_default();
        let text = format!("{community} {season} {project} {person} {name} {list} {}", self.by.subject);
        text.to_lowercase().contains(&word.to_lowercase())
    }
}

/// What `events` come to `now`: one status a contact, in the order of contacts. Those of no contact are left out.
///
/// Events later than `now` do not count. Neither order nor repetition of
/// events makes a difference. A letter that was refused or lost and then went
/// out with the same message-id went out once.
#[must_use]
pub fn replay(events: &[Event], now: DateTime<FixedOffset>) -> Vec<ContactStatus> {
    let mut past: Vec<_> = events.iter().filter(|event| event.at <= now).collect();
    past.sort_by(|a, b| {
        let quickly = a.at.cmp(&b.at).then_with(|| a.message_id.cmp(&b.message_id));
        quickly.then_with(|| Row::from(*a).cmp(&Row::from(*b)))
    });
    let mut contacts: HashMap<&Contact, Vec<&Event>> = HashMap::new();
    for event in past {
        if let Some(contact) = &event.contact {
            contacts.entry(contact).or_default().push(event);
        }
    }
    let mut statuses: Vec<_> =
        contacts.into_iter().filter_map(|(contact, events)| status(contact, &events, now)).collect();
    statuses.sort_by(|a, b| a.contact.cmp(&b.contact));
    statuses
}

/// `events` are those of `contact`, in the order of time.
fn status(contact: &Contact, events: &[&Event], now: DateTime<FixedOffset>) -> Option<ContactStatus> {
    let (first, last) = (*events.first()?, *events.last()?);
    let mut known = HashSet::new();
    let letters = events.iter().map(|event| &event.message_id).filter(|id| known.insert(*id));
    // Who writes again after a contact was closed has opened it again.
    let again = |it: &Event| matches!(it.kind, Kind::Introduced | Kind::Sending | Kind::HandedOver);
    let closed = |it: &Event| !events.iter().any(|other| other.at > it.at && again(other));
    let known_by = |kind| events.iter().rfind(|it| it.kind == kind && (kind != Kind::Closed || closed(it)));
    let by = *Kind::ALL.into_iter().find_map(known_by)?;
    Some(ContactStatus {
        contact: contact.clone(),
        state: state(by, now),
        by: by.clone(),
        first: first.clone(),
        last: last.clone(),
        letters: letters.cloned().collect(),
    })
}

fn state(by: &Event, now: DateTime<FixedOffset>) -> ContactState {
    match by.kind {
        Kind::Answered => ContactState::Answered,
        Kind::Sent | Kind::Refused => ContactState::Refused,
        Kind::Unknown => ContactState::Unknown,
        Kind::Sending => ContactState::Sending,
        Kind::HandedOver => ContactState::HandedOver,
        Kind::Closed | Kind::Dismissed | Kind::Noted => ContactState::Closed,
        _ => match by.follow_up() {
            Some(since) if since <= now => ContactState::DueForFollowUp { since },
            _ => ContactState::Waiting { since: by.at },
        },
    }
}
