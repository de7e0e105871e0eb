//! The letters of a ledger that archives and mailboxes are searched for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::may_be_notice;
use onlist_mail::read::MessageIds;
use onlist_mail::read::fields::Fields;
use onlist_mail::read::subject::{without_forward_mark, without_reply_mark};

use crate::ledger::{Event, Kind, Source};
use crate::subject::fold;

/// A letter is looked for so many days after it was written, where its identifier is not found.
const DAYS: i64 = 30;

/// Kinds of events by which a letter is known to have left, or perhaps to have left.
const SENT: [Kind; 8] = [
    Kind::Introduced,
    Kind::Answered,
    Kind::Unknown,
    Kind::Sending,
    Kind::HandedOver,
    Kind::FollowedUp,
    Kind::AnsweredBack,
    Kind::Wrote,
];

/// The letters that somebody sent, or may have sent, as their ledger knows them.
#[derive(Debug, Default)]
pub struct Letters {
    pub(super) letters: Vec<Letter>,
    /// All addresses of whoever keeps the ledger, in lower case.
    pub(super) own: BTreeSet<String>,
}

/// One letter.
#[derive(Debug)]
pub(super) struct Letter {
    /// What the ledger says of it, for each contact that it belongs to.
    pub(super) contacts: Vec<Event>,
    /// By which identifiers it is known: its own, and those that servers and archives gave it.
    pub(super) ids: BTreeSet<MessageId>,
    /// Everybody who is to have got it.
    pub(super) recipients: Vec<Address>,
    /// Whether somebody found it in an archive before, under whatever identifier.
    pub(super) is_archived: bool,
}

impl Letters {
    /// Finds the letters among events. `own` are the addresses of whoever keeps the ledger.
    #[must_use]
    pub fn of(events: &[Event], own: &[Address]) -> Self {
        let mut known: BTreeMap<&MessageId, Vec<&Event>> = BTreeMap::new();
        for event in events {
            known.entry(&event.message_id).or_default().push(event);
        }
        let mut own: BTreeSet<_> = own.iter().map(lower).collect();
        let mut letters: Vec<_> = known.values().filter_map(|events| Letter::of(events)).collect();
        own.extend(letters.iter().map(|it| lower(&it.event().author)));
        letters.sort_by(|a, b| a.at().cmp(&b.at()).then_with(|| a.id().cmp(b.id())));
        Self { letters, own }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// By which identifiers servers are asked for them, or for those to one list, the newest letter first.
    pub fn ids(&self, list: Option<&Address>) -> impl Iterator<Item = &MessageId> {
        let is_to = move |it: &&Letter| list.is_none() || it.event().list.as_ref() == list;
        self.letters.iter().rev().filter(is_to).flat_map(|it| &it.ids)
    }

    /// The addresses of whoever wrote them, in lower case.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        let authors: BTreeSet<_> = self.letters.iter().map(|it| it.event().author.as_str()).collect();
        authors.into_iter()
    }

    /// Those whose contacts they belong to, in lower case.
    pub(super) fn persons(&self) -> BTreeSet<String> {
        let contacts = self.letters.iter().flat_map(|it| &it.contacts).filter_map(|it| it.contact.as_ref());
        contacts.map(|it| lower(&it.person)).collect()
    }

    /// The lists that they went to.
    #[must_use]
    pub fn lists(&self) -> Vec<&Address> {
        let mut lists: Vec<_> = self.letters.iter().filter_map(|it| it.event().list.as_ref()).collect();
        lists.sort_by_key(|it| lower(it));
        lists.dedup();
        lists
    }

    /// Words that stand in From of their copies and of notices about them, for servers that are asked for mails.
    #[must_use]
    pub fn senders(&self) -> Vec<String> {
        let lists = self.lists().into_iter();
        let programs = lists.flat_map(|it| [it.local_part().to_lowercase(), format!("@{}", it.domain())]);
        let systems = ["mailer-daemon", "postmaster"].map(str::to_owned);
        let all: BTreeSet<_> = programs.chain(systems).chain(self.own.iter().cloned()).collect();
        all.into_iter().collect()
    }

    /// When the first of them was written.
    #[must_use]
    pub fn since(&self) -> Option<DateTime<FixedOffset>> {
        self.letters.first().map(Letter::at)
    }

    /// Whether a mail may be one of them, a copy of one, or a notice about one, by its header alone. Answers are not
    /// among these: their threads tell.
    #[must_use]
    pub fn may_concern(&self, octets: &[u8]) -> bool {
        let fields = Fields::scan(octets);
        let id = || MessageIds::read(fields.message_id.unwrap_or_default()).ids.into_iter().next();
        let from = String::from_utf8_lossy(fields.from.unwrap_or_default()).to_lowercase();
        self.own.iter().any(|it| from.contains(it.as_str()))
            || may_be_notice(octets)
            || id().is_some_and(|id| self.letters.iter().any(|it| it.ids.contains(&id)))
    }
}

impl Letter {
    /// A letter of these events, which are all that are known of it; nothing where they are of none that was sent from here.
    fn of(events: &[&Event]) -> Option<Self> {
        // What was only seen stands below a letter or beside it, and is found again from there.
        let sent =
            |it: &&&Event| it.source != Source::Archive && it.contact.is_some() && SENT.contains(&it.kind);
        let mut contacts: Vec<Event> = Vec::new();
        for event in events.iter().filter(sent) {
            match contacts.iter_mut().find(|it| it.contact == event.contact) {
                Some(known) if rank(known.kind) <= rank(event.kind) => {}
                Some(known) => *known = (*event).clone(),
                None => contacts.push((*event).clone()),
            }
        }
        contacts.sort_by(|a, b| a.contact.cmp(&b.contact));
        let began = contacts.first()?.kind == Kind::Sending;
        if began && events.iter().any(|it| it.kind == Kind::Refused) {
            return None;
        }
        let servers = events.iter().filter_map(|it| it.server_id.as_ref());
        let ids = servers.chain([&contacts.first()?.message_id]).cloned().collect();
        let mut recipients: Vec<Address> = Vec::new();
        for address in events.iter().flat_map(|it| it.accepted.iter().chain(&it.list)) {
            if !recipients.contains(address) {
                recipients.push(address.clone());
            }
        }
        let is_archived = events.iter().any(|it| it.kind == Kind::Archived);
        Some(Self { contacts, ids, recipients, is_archived })
    }

    /// What is the same for all of its contacts.
    pub(super) fn event(&self) -> &Event {
        &self.contacts[0]
    }

    pub(super) fn id(&self) -> &MessageId {
        &self.event().message_id
    }

    pub(super) fn at(&self) -> DateTime<FixedOffset> {
        self.event().at
    }

    /// Whether a mail of this time may be the letter, or about it.
    pub(super) fn is_near(&self, time: DateTime<FixedOffset>) -> bool {
        // A clock may be wrong by a day.
        let since = time - self.at();
        since >= TimeDelta::days(-1) && since <= TimeDelta::days(DAYS)
    }

    pub(super) fn is_to(&self, address: &Address) -> bool {
        self.recipients.contains(address)
    }

    /// Whether `subject` is the letter's, but for the marks of answers and a list's tag.
    pub(super) fn has_subject(&self, subject: &str) -> bool {
        let own = fold(without_marks(&self.event().subject));
        let mut rest = without_marks(subject);
        loop {
            if fold(rest) == own {
                return true;
            }
            let Some((tag, behind)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) else {
                return false;
            };
            if tag.contains('[') {
                return false;
            }
            rest = without_marks(behind);
        }
    }
}

/// Which event says most of how a letter left.
fn rank(kind: Kind) -> usize {
    SENT.iter().position(|it| *it == kind).unwrap_or(SENT.len())
}

pub(super) fn without_marks(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some(shorter) = without_reply_mark(rest).or_else(|| without_forward_mark(rest)) {
        rest = shorter.trim_start();
    }
    rest
}

pub(super) fn lower(address: &Address) -> String {
    address.as_str().to_lowercase()
}
