//! Who wrote below a letter, and to whom.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::thread::{Link, Node};
use serde_json::{Value, json};

use super::seen_mail::Moved;
use super::{Located, SeenMail, Sync, about, roots_of};
use crate::catalog::SEASON_DAYS;
use crate::ledger::{Contact, Event, Kind};
use crate::triage::is_machine;

/// What a later letter of the contact's person may be.
const LATER: [Kind; 3] = [Kind::FollowedUp, Kind::AnsweredBack, Kind::Wrote];

/// A post below a letter.
struct Below<'s> {
    node: Node,
    id: MessageId,
    /// When it came, and not before the letter.
    at: DateTime<FixedOffset>,
    author: Address,
    seen_mail: &'s SeenMail,
}

impl Sync<'_> {
    /// What others answered, and what the contact's person wrote after their first letter.
    pub(super) fn answers(&self, located: &[Located], known: &[Event]) -> Vec<Event> {
        let own: HashMap<&MessageId, usize> =
            located.iter().enumerate().flat_map(|(at, it)| it.ids.iter().map(move |id| (id, at))).collect();
        let later = self.later_threads(located, &own);
        let mut roots = own.clone();
        for (at, it) in located.iter().enumerate() {
            for id in roots_of(it.letter, it.ids.iter()) {
                roots.entry(id).or_insert(at);
            }
        }
        roots.extend(later.iter().map(|(at, it)| (&it.message_id, *at)));
        let mut by_contact: BTreeMap<&Contact, Vec<(Node, &Event)>> = BTreeMap::new();
        for (node, letters) in self.below(&roots) {
            // The nearest letter above it is the newest.
            let letter = letters.iter().max().map(|at| located[*at].letter);
            for base in letter.iter().flat_map(|it| &it.contacts) {
                if let Some(contact) = &base.contact {
                    by_contact.entry(contact).or_default().push((node, base));
                }
            }
        }
        let mut events: Vec<_> = later.iter().map(|(_, it)| it.clone()).collect();
        for (contact, posts) in by_contact {
            let known: Vec<_> = known.iter().filter(|it| it.contact.as_ref() == Some(contact)).collect();
            let later: HashSet<_> =
                known.iter().filter(|it| LATER.contains(&it.kind)).map(|it| &it.message_id).collect();
            // What a letter of the person is was said when it was found, whatever came to light since.
            let posts = posts.into_iter().filter_map(|(node, base)| Some((self.post(node, base)?, base)));
            let posts: Vec<_> = posts.filter(|(below, _)| !later.contains(&below.id)).collect();
            let seen = posts.iter().filter(|(it, _)| self.is_answer(contact, it)).map(|(it, _)| it.at);
            let told = known.iter().filter(|it| it.kind == Kind::Answered).map(|it| it.at);
            let first_answer = told.chain(seen).min();
            let said = posts.iter().flat_map(|(below, base)| self.judge(contact, below, base, first_answer));
            // Older versions kept it under the identifier of the letter.
            let notice = |it: &Event| it.detail.as_ref().map(|it| it["notice"].clone());
            let moved: Vec<_> =
                known.iter().filter(|it| it.kind == Kind::Moved).map(|it| notice(it)).collect();
            events.extend(said.filter(|it| it.kind != Kind::Moved || !moved.contains(&notice(it))));
        }
        events
    }

    /// The threads that a contact's person began on the list after their first letter, each with the place of that
    /// letter. Where they have several contacts, nobody knows which one it belongs to.
    fn later_threads(&self, located: &[Located], own: &HashMap<&MessageId, usize>) -> Vec<(usize, Event)> {
        let mut first: BTreeMap<&Contact, (usize, &Event)> = BTreeMap::new();
        for (at, it) in located.iter().enumerate().filter(|(_, it)| it.is_sent()) {
            for base in &it.letter.contacts {
                if let Some(contact) = &base.contact {
                    first.entry(contact).or_insert((at, base));
                }
            }
        }
        let is_alone = |contact: &Contact| first.keys().filter(|it| it.person == contact.person).count() == 1;
        let mut found = Vec::new();
        for (contact, (place, base)) in first.iter().filter(|(contact, _)| is_alone(contact)) {
            let begun = self.seen_mails.iter().filter(|(id, _)| !own.contains_key(*id));
            let events = begun.filter_map(|(id, seen_mail)| self.begun(contact, base, id, seen_mail));
            found.extend(events.map(|it| (*place, it)));
        }
        found
    }

    /// A post as a thread that the contact's person began after their letter, where it is one.
    fn begun(&self, contact: &Contact, base: &Event, id: &MessageId, seen_mail: &SeenMail) -> Option<Event> {
        let is_other = self.letters.disowned.contains(id);
        let node = self.threads.find(id.bare()).filter(|_| !is_other)?;
        let at = Some(self.time_of(id, seen_mail)).filter(|at| is_soon_after(base.at, *at))?;
        let begins = self.threads.link(node) == Link::Root && self.is_by_person(contact, node);
        let on_list = base.list.as_ref().is_some_and(|list| seen_mail.is_on(list, self.known.catalog));
        (begins && seen_mail.is_archived && on_list).then_some(Event {
            message_id: id.clone(),
            in_reply_to: None,
            author: seen_mail.author.clone()?,
            subject: seen_mail.subject.clone(),
            url: seen_mail.url.clone(),
            ..about(base, Kind::Wrote, at)
        })
    }

    /// A post below the letter of `base`.
    fn post(&self, node: Node, base: &Event) -> Option<Below<'_>> {
        let entry = self.threads.entry(node);
        let id = MessageId::parse(entry.id?)?;
        let seen_mail = self.seen_mails.get(&id)?;
        let author = seen_mail.author.clone()?;
        let at = self.time_of(&id, seen_mail).max(base.at);
        (seen_mail.notice.is_none() && !is_machine(&entry)).then_some(Below {
            node,
            id,
            at,
            author,
            seen_mail,
        })
    }

    /// Whether somebody else wrote it to the contact's person.
    fn is_answer(&self, contact: &Contact, below: &Below) -> bool {
        !self.is_by_person(contact, below.node) && self.is_to_person(contact, below)
    }

    /// What a post below a letter of `contact` is; `base` is the letter.
    fn judge(
        &self,
        contact: &Contact,
        below: &Below,
        base: &Event,
        first_answer: Option<DateTime<FixedOffset>>,
    ) -> Vec<Event> {
        let at = below.at;
        let said = |kind| Event {
            message_id: below.id.clone(),
            in_reply_to: self.parent(below.node).or_else(|| Some(base.message_id.clone())),
            author: below.author.clone(),
            subject: below.seen_mail.subject.clone(),
            url: below.seen_mail.url.clone(),
            wait_days: base.wait_days,
            ..about(base, kind, at)
        };
        if self.is_by_person(contact, below.node) {
            let is_after = first_answer.is_some_and(|it| at >= it);
            return vec![said(if is_after { Kind::AnsweredBack } else { Kind::FollowedUp })];
        }
        if !self.is_to_person(contact, below) {
            return Vec::new();
        }
        let mut events = vec![Event { detail: Some(self.detail(below, base)), ..said(Kind::Answered) }];
        if let Some(Moved { to }) = &below.seen_mail.moved {
            let mut detail = json!({"notice": below.id.bare()});
            if let Some(to) = to {
                detail["to"] = json!(to.as_str());
            }
            events.push(Event { detail: Some(detail), ..said(Kind::Moved) });
        }
        events
    }

    /// Who answered, and how.
    fn detail(&self, below: &Below, base: &Event) -> Value {
        let by = self.threads.entry(below.node).name.unwrap_or(below.author.as_str());
        let mut detail = json!({"by": Line::sanitize(by)});
        if self.people.guides_known() {
            let person = self.people.author(below.node);
            detail["mentor"] = json!(person.is_some_and(|it| self.people.role(it).guides()));
        }
        if let Some(list) = &base.list {
            let (it, catalog) = (below.seen_mail, self.known.catalog);
            let private = !it.recipients.is_empty() && !it.is_on_any(list, catalog);
            detail["private"] = json!(private);
            if it.is_on_any(list, catalog) && !it.is_on(list, catalog) {
                detail["elsewhere"] = json!(true);
            }
        }
        detail
    }

    /// Whether the contact's person wrote it, under whichever of their addresses.
    fn is_by_person(&self, contact: &Contact, node: Node) -> bool {
        let person = super::letters::lower(&contact.person);
        let own = &self.letters.own;
        let is = |address: &str| address == person || (own.contains(&person) && own.contains(address));
        if self.threads.entry(node).address.is_some_and(is) {
            return true;
        }
        let Some(author) = self.people.author(node) else { return false };
        let role = self.people.role(author);
        let named = self.people.addresses(author);
        named.iter().any(|it| is(it)) || (role.own && own.contains(&person))
    }

    /// Whether it answers the contact's person, rather than somebody else in the thread.
    fn is_to_person(&self, contact: &Contact, below: &Below) -> bool {
        match self.threads.link(below.node) {
            Link::Reply { to, .. } => {
                self.is_by_person(contact, to)
                    || self.is_letter_of(contact, to)
                    || below.seen_mail.recipients.contains(&contact.person)
            }
            Link::Root | Link::Missing(_) => true,
        }
    }

    /// Whether it has the identifier of a letter by the contact's person, whoever has written what stands there.
    fn is_letter_of(&self, contact: &Contact, node: Node) -> bool {
        let id = self.threads.entry(node).id;
        let has = |ids: &BTreeSet<MessageId>| ids.iter().any(|it| Some(it.bare()) == id);
        self.letters.all.iter().any(|it| it.event().author == contact.person && has(&it.ids))
    }

    fn parent(&self, node: Node) -> Option<MessageId> {
        match self.threads.link(node) {
            Link::Reply { to, .. } => MessageId::parse(self.threads.entry(to).id?),
            Link::Missing(id) => MessageId::parse(id),
            Link::Root => None,
        }
    }
}

/// Whether a mail came after a letter, and in the same season.
fn is_soon_after(letter: DateTime<FixedOffset>, mail: DateTime<FixedOffset>) -> bool {
    (TimeDelta::zero()..=TimeDelta::days(SEASON_DAYS)).contains(&(mail - letter))
}
