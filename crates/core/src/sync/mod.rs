//! What archives and mailboxes say of the letters of a ledger, as events to be added to it.
//!
//! [`Letters::of`] finds the letters, [`Letters::may_concern`] picks mails by their headers, [`Sync::wanted`] those in
//! their threads, [`Sync::see`] reads one of either, and [`Sync::finish`] says what is new. The same mails give the same
//! events, in whatever order they came; what the ledger has already is not said again.

mod answers;
mod letters;
mod notices;
mod place;
mod seen_mail;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, FixedOffset};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::thread::{Node, Threads};
use serde_json::json;

use self::letters::Letter;
pub use self::letters::Letters;
pub use self::place::{FileSigns, Place};
use self::seen_mail::SeenMail;
use crate::ledger::{Contact, Event, Kind, Source, settled};
use crate::people::{Known, People};

/// What is found out about letters, mail by mail.
#[derive(Debug)]
pub struct Sync<'a> {
    letters: &'a Letters,
    threads: &'a Threads,
    people: &'a People<'a>,
    known: Known<'a>,
    /// When the mails are read.
    now: DateTime<FixedOffset>,
    seen_mails: BTreeMap<MessageId, SeenMail>,
    notices: BTreeSet<MessageId>,
}

/// A letter, and where it stands in the archive.
struct Located<'a> {
    letter: &'a Letter,
    /// By which it is known, those included that were found out now.
    ids: BTreeSet<MessageId>,
    /// The identifier under which it was found, and whether that is certain.
    found: Option<(MessageId, bool)>,
}

impl Located<'_> {
    /// Whether it is known that the letter left.
    fn is_sent(&self) -> bool {
        let kinds = [Kind::HandedOver, Kind::Sending, Kind::Unknown];
        let is_seen = self.found.is_some() || self.letter.perhaps.is_some();
        is_seen || self.letter.is_archived || !kinds.contains(&self.letter.event().kind)
    }
}

impl<'a> Sync<'a> {
    /// Begins; `now` is when the mails are read. No mail came later, whatever its fields say.
    #[must_use]
    pub fn new(
        letters: &'a Letters,
        threads: &'a Threads,
        people: &'a People<'a>,
        known: Known<'a>,
        now: DateTime<FixedOffset>,
    ) -> Self {
        Self { letters, threads, people, known, now, seen_mails: BTreeMap::new(), notices: BTreeSet::new() }
    }

    /// The posts that are to be read besides those that [`Letters::may_concern`] picks: all below the letters, and
    /// below what may be one of them under another identifier.
    #[must_use]
    pub fn wanted(&self) -> Vec<Node> {
        let mut roots: BTreeSet<MessageId> = BTreeSet::new();
        for letter in &self.letters.all {
            roots.extend(roots_of(letter, letter.all_ids()).cloned());
        }
        for node in self.threads.nodes() {
            let entry = self.threads.entry(node);
            if let Some(id) = entry.id.and_then(MessageId::parse)
                && entry.address.is_some_and(|it| self.letters.own.contains(it))
                && self.letters.all.iter().any(|it| it.has_subject(entry.subject))
            {
                roots.insert(id);
            }
        }
        let persons = self.letters.persons();
        let is_theirs =
            |node: &Node| self.threads.entry(*node).address.is_some_and(|it| persons.contains(it));
        let begun: Vec<_> = self.threads.roots().filter(is_theirs).collect();
        roots.extend(begun.iter().filter_map(|node| MessageId::parse(self.threads.entry(*node).id?)));
        let below = self.below(&roots.iter().map(|id| (id, ())).collect()).into_keys();
        let nodes: BTreeSet<_> = below.chain(begun).collect();
        nodes.into_iter().collect()
    }

    /// Reads a mail. Copies of one are one.
    pub fn see(&mut self, octets: &[u8], place: Place<'_>) {
        let Some(seen_mail) = SeenMail::read(octets, place, self.known.catalog) else { return };
        let Some(id) = seen_mail.id.clone() else { return };
        // Others may use the identifier of a letter, by mistake or not: theirs is no copy of it.
        let of = self.letters.all.iter().find(|it| it.all_ids().any(|own| *own == id));
        if of.is_some_and(|it| !self.may_be_copy(&seen_mail, it)) {
            return;
        }
        if seen_mail.notice.is_some() {
            self.notices.insert(id.clone());
        }
        match self.seen_mails.get_mut(&id) {
            Some(known) => known.merge(seen_mail),
            None => drop(self.seen_mails.insert(id, seen_mail)),
        }
    }

    /// The events that `known` does not have yet, earliest first. Notices that were `forgotten` tell nothing.
    #[must_use]
    pub fn finish(&self, known: &[Event], forgotten: impl Fn(&MessageId) -> bool) -> Vec<Event> {
        let located = self.locate();
        let mut events: Vec<_> = located.iter().flat_map(|it| self.archived(it, known)).collect();
        events.extend(self.answers(&located, known));
        events.extend(self.notices(&located, known, forgotten));
        new_ones(events, known)
    }

    /// Whether a mail with the identifier of a letter may be it: list software may have put the list in the place of its
    /// writer, and archives mask addresses.
    fn may_be_copy(&self, mail: &SeenMail, letter: &Letter) -> bool {
        let Some(author) = &mail.author else { return mail.notice.is_none() };
        let lists = self.known.catalog.into_iter().flat_map(|it| &it.lists).map(|it| &it.address);
        let is_list = lists.chain(&letter.event().list).any(|it| it == author);
        mail.notice.is_none() && (self.is_writer(author, letter) || is_list)
    }

    fn is_writer(&self, author: &Address, letter: &Letter) -> bool {
        *author == letter.event().author || self.letters.own.contains(&letters::lower(author))
    }

    /// Finds each letter: by an identifier, else by author, list, subject and time.
    fn locate(&self) -> Vec<Located<'a>> {
        let mut taken: BTreeSet<&MessageId> = self.letters.all.iter().flat_map(|it| &it.ids).collect();
        let mut located = Vec::new();
        for letter in &self.letters.all {
            let list = letter.event().list.as_ref();
            let is_here = |it: &SeenMail| list.is_none_or(|list| it.may_be_through(list, self.known.catalog));
            let seen =
                |id: &&MessageId| self.seen_mails.get(*id).is_some_and(|it| it.is_archived && is_here(it));
            let all = std::iter::once(letter.id()).chain(&letter.ids);
            let mut found = all.into_iter().find(seen).map(|id| (id.clone(), true));
            if found.is_none()
                && !letter.is_archived
                && let Some(id) = self.likely(letter, &taken)
            {
                taken.insert(id);
                found = Some((id.clone(), false));
            }
            // What was taken for it is so until a better one is found.
            let before = letter.perhaps.iter().filter(|_| found.is_none()).map(|(_, id)| id);
            let ids =
                letter.ids.iter().chain(found.iter().map(|(id, _)| id)).chain(before).cloned().collect();
            located.push(Located { letter, ids, found });
        }
        located
    }

    /// What is probably the letter under another identifier: the earliest by the same author, on the same list, with
    /// the same subject, within some weeks.
    fn likely(&self, letter: &Letter, taken: &BTreeSet<&MessageId>) -> Option<&MessageId> {
        let event = letter.event();
        let is = |(id, it): &(&MessageId, &SeenMail)| {
            let by_author = it.author.as_ref().is_some_and(|it| self.is_writer(it, letter));
            let on_list = event.list.as_ref().is_some_and(|list| it.is_on(list, self.known.catalog));
            it.notice.is_none()
                && it.is_archived
                && by_author
                && (on_list || it.goes_nowhere())
                && it.is_reply == event.in_reply_to.is_some()
                && letter.is_near(self.time_of(id, it))
                && letter.has_subject(&it.subject)
                && !taken.contains(id)
                && !self.letters.disowned.contains(*id)
        };
        let found = self.seen_mails.iter().filter(is).map(|(id, it)| (self.time_of(id, it), id));
        let before = |(at, id): &(_, &MessageId)| {
            letter.perhaps.as_ref().is_none_or(|(since, known)| (at, *id) <= (since, known))
        };
        found.min().filter(before).map(|(_, id)| id)
    }

    /// When a mail came, else when it was written, and at the latest when it was read: dates lie.
    fn time_of(&self, id: &MessageId, seen_mail: &SeenMail) -> DateTime<FixedOffset> {
        let time = self.threads.find(id.bare()).and_then(|node| self.threads.entry(node).time);
        let time = time.and_then(|it| DateTime::from_timestamp(it, 0)).map(|it| it.fixed_offset());
        time.or(seen_mail.at).map_or(self.now, |it| it.min(self.now))
    }

    /// All posts below those that `roots` name, the named ones left out, with what stands beside these.
    fn below<T: Clone>(&self, roots: &HashMap<&MessageId, T>) -> BTreeMap<Node, Vec<T>> {
        let by_name: HashMap<&str, &T> = roots.iter().map(|(id, it)| (id.bare(), it)).collect();
        let named = |node: Node| self.threads.entry(node).id.filter(|id| by_name.contains_key(id));
        let mut begin: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
        for node in self.threads.nodes() {
            if let Some(id) = named(node) {
                begin.entry(id).or_default().extend(self.threads.answers(node));
            }
            // What it names may be missing from the archive, or stand higher in the thread.
            for id in self.threads.ancestors(node).filter(|it| by_name.contains_key(it)) {
                begin.entry(id).or_default().push(node);
            }
        }
        let mut found: BTreeMap<Node, Vec<T>> = BTreeMap::new();
        for (id, mut open) in begin {
            let mut seen = BTreeSet::new();
            while let Some(node) = open.pop() {
                if seen.insert(node) {
                    open.extend(self.threads.answers(node));
                    found.entry(node).or_default().push(by_name[id].clone());
                }
            }
        }
        found.retain(|node, _| named(*node).is_none());
        found
    }

    /// That the letter was found, for those of its contacts of which that is not known for certain.
    fn archived(&self, located: &Located, known: &[Event]) -> Vec<Event> {
        let Some((id, certain)) = &located.found else { return Vec::new() };
        let is_known = |base: &&Event| {
            let is_of = |it: &Event| it.message_id == base.message_id && it.contact == base.contact;
            let of_it: Vec<_> = known.iter().filter(|it| is_of(it)).collect();
            of_it.iter().any(|it| it.kind == Kind::Archived && !settled(it, &of_it).is_in_doubt())
        };
        let seen_mail = self.seen_mails.get(id);
        let at = seen_mail.map_or_else(|| located.letter.at(), |it| self.time_of(id, it));
        let event = |base: &Event| Event {
            server_id: (*id != base.message_id).then(|| id.clone()),
            url: seen_mail.and_then(|it| it.url.clone()),
            detail: (!certain).then(|| json!({"certain": false})),
            in_reply_to: base.in_reply_to.clone(),
            ..about(base, Kind::Archived, at)
        };
        located.letter.contacts.iter().filter(|it| !is_known(it)).map(event).collect()
    }
}

/// What a letter answers belongs to its contact too, where it is an answer to the contact's person.
fn roots_of<'i>(
    letter: &'i Letter,
    ids: impl Iterator<Item = &'i MessageId>,
) -> impl Iterator<Item = &'i MessageId> {
    let event = letter.event();
    let is_by_person = event.contact.as_ref().is_some_and(|it| it.person == event.author);
    ids.chain(event.in_reply_to.iter().filter(move |_| !is_by_person))
}

/// An event about the letter of `base`.
fn about(base: &Event, kind: Kind, at: DateTime<FixedOffset>) -> Event {
    Event {
        at,
        kind,
        source: Source::Archive,
        server_id: None,
        tasks: Vec::new(),
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: None,
        ..base.clone()
    }
}

/// Each event once, without those that are known. Of several that are one, the earliest stays.
fn new_ones(mut events: Vec<Event>, known: &[Event]) -> Vec<Event> {
    type Key<'e> = (&'e MessageId, &'static str, Option<&'e Contact>, Option<&'e MessageId>);
    fn key(event: &Event) -> Key<'_> {
        let post = event.server_id.as_ref().filter(|_| event.kind == Kind::Archived);
        (&event.message_id, event.kind.name(), event.contact.as_ref(), post)
    }
    let detail = |it: &Event| it.detail.as_ref().map(ToString::to_string);
    events.sort_by(|a, b| {
        a.at.cmp(&b.at).then_with(|| key(a).cmp(&key(b))).then_with(|| detail(a).cmp(&detail(b)))
    });
    let mut seen: BTreeSet<_> = known.iter().map(key).collect();
    let kept: Vec<bool> = events.iter().map(|event| seen.insert(key(event))).collect();
    let mut kept = kept.into_iter();
    events.retain(|_| kept.next().unwrap_or_default());
    events
}

#[cfg(test)]
mod tests;
