//! What the events of a ledger mean at a given time.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::doubt::{settled, without_disowned, without_withdrawn};
use super::facts::Facts;
use super::letters::letters;
use super::next::NextMove;
use super::row::in_order;
use super::state::{ContactState, LedgerOwner};
use super::{Contact, Event, Kind};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;

/// A contact at a given time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactStatus {
    /// Which one.
    pub contact: Contact,
    /// Who keeps its events.
    pub owner: LedgerOwner,
    /// Where it stands.
    pub state: ContactState,
    /// Since when that is so.
    pub since: DateTime<FixedOffset>,
    /// Who has the next move.
    pub next: NextMove,
    /// Its letter: the introduction, else the latest one.
    pub letter: Event,
    /// The letter that it stands by: the latest that somebody may have, else the latest that was refused, else the
    /// latest of all.
    pub current: Event,
    /// Its first event.
    pub first: Event,
    /// Its last event.
    pub last: Event,
    /// Its letters, each once, in the order of their first events.
    pub letters: Vec<MessageId>,
    /// The latest answer.
    pub answer: Option<Event>,
    /// The latest notice that the list keeps the latest letter back, where nothing says that it has let it through.
    pub held: Option<Event>,
    /// Where a letter stands in the archive: the latest letter, else an earlier one.
    pub archived: Option<Event>,
    /// The latest notice of a mail system that could not deliver.
    pub bounced: Option<Event>,
    /// All addresses of which a mail system said that it could not deliver to them.
    pub bounced_addresses: Vec<Address>,
    /// The latest answer that says that the letter belongs elsewhere.
    pub moved: Option<Event>,
    /// How many reminders went out.
    pub follow_ups: usize,
    /// Since when an answer to the latest letter is waited for, where it was delivered.
    waiting_since: Option<DateTime<FixedOffset>>,
    /// When one may ask again, or might have; none where the community has no rule or wants no more reminders.
    pub ask_again: Option<DateTime<FixedOffset>>,
}

impl ContactStatus {
    /// Whether `word` occurs in what names the contact, its list or its subject, in any case.
    #[must_use]
    pub fn mentions(&self, word: &str) -> bool {
        let Contact { community, season, project, person } = &self.contact;
        let list = self.letter.list.as_ref().map(Address::as_str).unwrap_or_default();
        let name = self.letter.name.as_deref().unwrap_or_default();
        let text = format!("{community} {season} {project} {person} {name} {list} {}", self.letter.subject);
        text.to_lowercase().contains(&word.to_lowercase())
    }

    /// When the latest letter went out, or when its readers could see it where the list kept it back.
    #[must_use]
    pub fn last_sent(&self) -> DateTime<FixedOffset> {
        self.waiting_since.unwrap_or(self.letter.at)
    }

    /// The answer that no later letter is about: after one, its student waits again, and may ask again in time.
    #[must_use]
    pub fn open_answer(&self) -> Option<&Event> {
        let waits = |answer: &&Event| self.ask_again.is_some() && self.current.at > answer.at;
        self.answer.as_ref().filter(|it| !waits(it))
    }

    /// Whether an answer is still waited for: a letter may have left, and was neither answered nor refused, and nobody
    /// has closed the contact.
    #[must_use]
    pub fn is_open(&self) -> bool {
        use ContactState::{Answered, AnsweredBack, Closed, HandedOver, Refused};
        self.answer.is_none()
            && !matches!(self.state, Answered | AnsweredBack | Closed | HandedOver | Refused)
    }
}

/// What `events` come to `now`: one status a contact, in the order of contacts. Those of no contact are left out.
///
/// Events later than `now` do not count. Neither order nor repetition of
/// events makes a difference. A letter that was refused or lost and then went
/// out with the same message-id went out once; one that a list or a mail system tells of has left.
#[must_use]
pub fn replay(events: &[Event], now: DateTime<FixedOffset>) -> Vec<ContactStatus> {
    let past = in_order(events, now);
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
    let told = without_reached(&without_disowned(&without_withdrawn(events)));
    let events = &told.iter().map(Cow::as_ref).collect::<Vec<_>>()[..];
    let (first, last) = (*events.first()?, *events.last()?);
    let letters = letters(events);
    let facts = Facts::of(contact, events, &letters);
    let (state, since) = facts.state(now, last);
    let introduction = letters.iter().rfind(|it| it.event.kind == Kind::Introduced);
    let letter = introduction.or(facts.current).map_or(last, |it| it.event);
    let own = |event: Option<&Event>| event.cloned();
    Some(ContactStatus {
        contact: contact.clone(),
        owner: facts.owner,
        state,
        since,
        next: facts.next(state, now),
        letter: letter.clone(),
        current: facts.current.map_or(last, |it| it.event).clone(),
        first: first.clone(),
        last: last.clone(),
        letters: letters.iter().map(|it| it.event.message_id.clone()).collect(),
        answer: own(facts.answer),
        held: own(facts.held),
        archived: facts.archived.map(|it| settled(it, events)),
        bounced: own(facts.bounced),
        bounced_addresses: bounced_addresses(events),
        moved: own(facts.moved),
        follow_ups: facts.follow_ups,
        waiting_since: facts.waiting_since(),
        ask_again: facts.due_at(),
    })
}

/// Leaves out of bounces the list in whose archive the letter stands for certain: it has reached the list, whoever says
/// that it has not.
fn without_reached<'e>(events: &[&'e Event]) -> Vec<Cow<'e, Event>> {
    let stands = |bounce: &Event| {
        let ids = [Some(&bounce.message_id), bounce.in_reply_to.as_ref()];
        let mut archived = events.iter().filter(|it| it.kind == Kind::Archived);
        archived
            .any(|it| !settled(it, events).is_in_doubt() && ids.into_iter().flatten().any(|id| it.is_of(id)))
    };
    let believed = |event: &&'e Event| {
        let list = event.list.as_ref().filter(|it| event.refused.contains(it));
        let Some(list) = list.filter(|_| event.kind == Kind::Bounced && stands(event)) else {
            return Some(Cow::Borrowed(*event));
        };
        let refused: Vec<_> = event.refused.iter().filter(|it| *it != list).cloned().collect();
        (!refused.is_empty()).then(|| Cow::Owned(Event { refused, ..(*event).clone() }))
    };
    events.iter().filter_map(believed).collect()
}

fn bounced_addresses(events: &[&Event]) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    for address in events.iter().filter(|it| it.kind == Kind::Bounced).flat_map(|it| &it.refused) {
        if !all.contains(address) {
            all.push(address.clone());
        }
    }
    all
}
