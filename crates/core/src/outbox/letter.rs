//! A letter that is complete, with all that is to be known when it is sent.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Key;
use crate::drafts::Kind;
use crate::ledger::Contact;
use crate::resolve::Role;
use crate::tasks::Wanted;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::write::{Envelope, Message};

/// A letter that is complete: its bytes, its envelope, and what whoever sends it is to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QueuedLetter {
    /// What the letter is.
    pub kind: Kind,
    /// Its identifier, the one in its bytes and in its draft.
    pub message_id: MessageId,
    /// Whether it was written elsewhere without an identifier: the one that it got depends on the time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_made_id: bool,
    /// When it was queued, which is when it became complete.
    #[serde(alias = "frozen")]
    pub queued: DateTime<FixedOffset>,
    /// Its subject, decoded.
    pub subject: Line,
    /// Where failures are reported (RFC 5321 3.3).
    pub reverse_path: Address,
    /// The mailing list; none where a mail written elsewhere goes to no list that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<Address>,
    /// Days to wait for an answer before asking again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_days: Option<u16>,
    /// What is to be known before it goes out, most important first.
    #[serde(default)]
    pub notices: Vec<String>,
    /// The message that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<MessageId>,
    /// The tasks that it gives: ids, or the first line of an own one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Line>,
    /// Which one of its kind each task is that is one of many; `later` where the student is to find it. A task without
    /// is one thing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub objects: BTreeMap<Line, Line>,
    /// The day after which the tasks are free for others again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The name of the contact's person, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Line>,
    /// Which contact it begins or continues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The file of the catalog that it was written with; none for the one that the program brings along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
    /// Everybody who is to get it, each once: the forward paths, with what is to be known of them.
    pub recipients: Vec<Recipient>,
    /// Findings that its writer allowed.
    #[serde(default)]
    pub allowed: Vec<Allowed>,
    /// The bytes (RFC 5322), lines ending in CRLF. They are kept beside the rest, as they are.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Somebody who is to get the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipient {
    /// Where mail goes.
    pub address: Address,
    /// Their name, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// What they are there for.
    #[serde(with = "RoleName")]
    pub role: Role,
    /// How old the knowledge of the address is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<String>,
}

/// A finding that the writer allowed, with the reason given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Allowed {
    /// The rule's code.
    pub code: String,
    /// Why it was allowed.
    pub reason: String,
}

/// How a role is written down.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Role", rename_all = "kebab-case")]
enum RoleName {
    List,
    Mentor,
    Added,
    Author,
    Participant,
}

impl QueuedLetter {
    /// Envelope and bytes, as they are to travel.
    #[must_use]
    pub fn message(&self) -> Message {
        self.message_to(self.recipients.iter().map(|it| it.address.clone()).collect())
    }

    /// The same bytes, for some of the recipients.
    pub(super) fn message_to(&self, forward_paths: Vec<Address>) -> Message {
        let envelope = Envelope { reverse_path: self.reverse_path.clone(), forward_paths };
        Message { envelope, bytes: self.bytes.clone() }
    }

    /// Whether both go to the same addresses.
    #[must_use]
    pub fn goes_where(&self, other: &Self) -> bool {
        let has = |one: &Self, address: &Address| one.recipients.iter().any(|it| it.address == *address);
        let all = |one: &Self, other: &Self| one.recipients.iter().all(|it| has(other, &it.address));
        all(self, other) && all(other, self)
    }

    /// What it is looked for by, each as a [`Key`].
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = vec![Key::message_id(&self.message_id)];
        match (&self.in_reply_to, &self.contact) {
            (Some(parent), _) if self.kind.is_answer() => keys.push(Key::answer(parent, &self.reverse_path)),
            (_, Some(contact)) if self.kind.is_first() => keys.push(Key::contact(contact)),
            _ => {}
        }
        keys.extend(self.claimed().map(|it| self.task_key(&it)));
        if self.kind == Kind::Mail || self.has_made_id {
            keys.push(Key::content(&self.bytes));
        }
        keys
    }

    /// The tasks that nobody else may have at the same time.
    pub fn claimed(&self) -> impl Iterator<Item = Wanted<'_>> {
        let wanted = |task| Wanted { task, object: self.objects.get(task).map(Line::as_str) };
        self.tasks.iter().map(wanted).filter(Wanted::is_exclusive)
    }

    /// The key of one of its tasks.
    #[must_use]
    pub fn task_key(&self, wanted: &Wanted<'_>) -> Key {
        let community = self.contact.as_ref().map_or("", |it| it.community.as_str());
        Key::task(community, wanted)
    }

    /// The same letter with another date: its bytes but for the field, under the same Message-ID.
    #[must_use]
    pub fn dated(&self, now: DateTime<FixedOffset>) -> Self {
        let date = format!("Date: {}\r\n", now.format("%a, %-d %b %Y %H:%M:%S %z"));
        let (mut bytes, mut in_header, mut in_date) = (Vec::new(), true, false);
        for line in self.bytes.split_inclusive(|byte| *byte == b'\n') {
            in_header &= !line.trim_ascii().is_empty();
            let continued = matches!(line, [b' ' | b'\t', ..]);
            in_date = in_header
                && ((in_date && continued)
                    || line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"date:")));
            match in_date {
                false => bytes.extend_from_slice(line),
                true if !continued => bytes.extend_from_slice(date.as_bytes()),
                true => {}
            }
        }
        Self { queued: now, bytes, ..self.clone() }
    }

    /// Leaves out recipients who are named before.
    pub(super) fn keep_each_recipient_once(&mut self) {
        let mut known = HashSet::new();
        self.recipients.retain(|it| known.insert(it.address.clone()));
    }

    /// The recipient at this address.
    #[must_use]
    pub fn recipient(&self, address: &Address) -> Option<&Recipient> {
        self.recipients.iter().find(|it| it.address == *address)
    }
}

impl Recipient {
    /// Somebody whose address is of an age that nobody knows.
    #[must_use]
    pub fn new(mailbox: Mailbox, role: Role) -> Self {
        Self { address: mailbox.address, name: mailbox.name, role, age: None }
    }
}
