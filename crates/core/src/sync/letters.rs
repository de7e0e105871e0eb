//! The letters of a ledger that archives and mailboxes are searched for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::may_be_notice;
use onlist_mail::read::MessageIds;
use onlist_mail::read::fields::Fields;
use onlist_mail::read::subject::{without_forward_mark, without_reply_mark};

use crate::ledger::{Event, Kind, Source, settled, without_disowned};
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
    pub(super) all: Vec<Letter>,
    /// All addresses of whoever keeps the ledger, in lower case.
    pub(super) own: BTreeSet<String>,
    /// Posts that may have been letters, and are none as the owner says.
    pub(super) disowned: BTreeSet<MessageId>,
}

/// One letter.
#[derive(Debug)]
pub(super) struct Letter {
    /// What the ledger says of it, for each contact that it belongs to.
    pub(super) contacts: Vec<Event>,
    /// By which identifiers it is known: its own, and those that servers and archives gave it.
    pub(super) ids: BTreeSet<MessageId>,
    /// The post that may be it, and when it came, where none is for certain.
    pub(super) perhaps: Option<(DateTime<FixedOffset>, MessageId)>,
    /// Everybody who is to have got it, as far as that is known.
    recipients: Vec<Address>,
    /// Whether they are all: ledgers of before do not say to whom a letter went of which nobody knew whether it left.
    has_all_recipients: bool,
    /// Whether it was found in an archive before, for certain.
    pub(super) is_archived: bool,
}

impl Letters {
    /// Finds the letters among events. `own` are the addresses of whoever keeps the ledger.
    #[must_use]
    pub fn of(events: &[Event], own: &[Address]) -> Self {
        let mut known: BTreeMap<&MessageId, Vec<&Event>> = BTreeMap::new();
        let all: Vec<_> = events.iter().collect();
        for event in without_disowned(&all) {
            known.entry(&event.message_id).or_default().push(event);
        }
        let disowned = events.iter().filter(|it| it.kind == Kind::Dismissed).map(|it| it.message_id.clone());
        let disowned = disowned.collect();
        let mut own: BTreeSet<_> = own.iter().map(lower).collect();
        let mut letters: Vec<_> = known.values().filter_map(|events| Letter::of(events)).collect();
        own.extend(letters.iter().map(|it| lower(&it.event().author)));
        letters.sort_by(|a, b| a.at().cmp(&b.at()).then_with(|| a.id().cmp(b.id())));
        Self { all: letters, own, disowned }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// By which identifiers servers are asked for them, or for those to one list, the newest letter first.
    pub fn ids(&self, list: Option<&Address>) -> impl Iterator<Item = &MessageId> {
        let is_to = move |it: &&Letter| list.is_none() || it.event().list.as_ref() == list;
        self.all.iter().rev().filter(is_to).flat_map(Letter::all_ids)
    }

    /// Those to one list that may have left by hand or under another identifier: who wrote them, and when the first was
    /// written. None where each is known to be in an archive.
    #[must_use]
    pub fn sought(&self, list: Option<&Address>) -> Option<(Vec<&Address>, DateTime<FixedOffset>)> {
        let is_to = |it: &&Letter| list.is_none() || it.event().list.as_ref() == list;
        let sought: Vec<_> = self.all.iter().filter(is_to).filter(|it| !it.is_archived).collect();
        let mut authors: Vec<_> = sought.iter().map(|it| &it.event().author).collect();
        authors.sort_by_key(|it| lower(it));
        authors.dedup();
        Some((authors, sought.first()?.at()))
    }

    /// The addresses of whoever wrote them, in lower case.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        let authors: BTreeSet<_> = self.all.iter().map(|it| it.event().author.as_str()).collect();
        authors.into_iter()
    }

    /// Those whose contacts they belong to, in lower case.
    pub(super) fn persons(&self) -> BTreeSet<String> {
        let contacts = self.all.iter().flat_map(|it| &it.contacts).filter_map(|it| it.contact.as_ref());
        contacts.map(|it| lower(&it.person)).collect()
    }

    /// The lists that they went to.
    #[must_use]
    pub fn lists(&self) -> Vec<&Address> {
        let mut lists: Vec<_> = self.all.iter().filter_map(|it| it.event().list.as_ref()).collect();
        lists.sort_by_key(|it| lower(it));
        lists.dedup();
        lists
    }

    /// Whether one of the lists stands in a text in lower case, at whichever of its domains.
    pub(super) fn names_list(&self, text: &str) -> bool {
        self.all.iter().filter_map(|it| it.event().list.as_ref()).any(|list| {
            let local = list.local_part().to_lowercase();
            text.match_indices(&local).any(|(at, _)| text[at + local.len()..].starts_with('@'))
        })
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
        self.all.first().map(Letter::at)
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
            || id().is_some_and(|id| self.ids(None).any(|it| *it == id))
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
        let archived = events.iter().filter(|it| it.kind == Kind::Archived);
        let (doubtful, archived): (Vec<Event>, Vec<Event>) =
            archived.map(|it| settled(it, events)).partition(Event::is_in_doubt);
        let perhaps = doubtful.iter().find_map(|it| Some((it.at, it.perhaps()?.clone())));
        let servers = events.iter().filter_map(|it| it.server_id.as_ref());
        let servers = servers.filter(|id| perhaps.as_ref().is_none_or(|(_, it)| it != *id));
        let ids = servers.chain([&contacts.first()?.message_id]).cloned().collect();
        let to: Vec<_> =
            events.iter().flat_map(|it| it.accepted.iter().cloned().chain(perhaps_to(it))).collect();
        let has_all_recipients = !to.is_empty();
        let mut recipients: Vec<Address> = Vec::new();
        for address in to.into_iter().chain(events.iter().filter_map(|it| it.list.clone())) {
            if !recipients.contains(&address) {
                recipients.push(address);
            }
        }
        let is_archived = !archived.is_empty();
        Some(Self { contacts, ids, perhaps, recipients, has_all_recipients, is_archived })
    }

    /// What is the same for all of its contacts.
    pub(super) fn event(&self) -> &Event {
        &self.contacts[0]
    }

    pub(super) fn id(&self) -> &MessageId {
        &self.event().message_id
    }

    /// By which identifiers it is known, and by which it may be.
    pub(super) fn all_ids(&self) -> impl Iterator<Item = &MessageId> {
        self.ids.iter().chain(self.perhaps.iter().map(|(_, id)| id))
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

    /// Whether what comes back from `address` may be of the letter, where nothing else says so than its identifier.
    pub(super) fn may_be_to(&self, address: &Address) -> bool {
        self.is_to(address) || !self.has_all_recipients
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

/// To whom a letter may have gone of which nobody knows whether it left.
fn perhaps_to(event: &Event) -> impl Iterator<Item = Address> {
    let all = event.detail.as_ref().and_then(|it| it["to"].as_array());
    all.into_iter().flatten().filter_map(|it| it.as_str()?.parse().ok())
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
