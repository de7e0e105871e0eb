//! What is left of events when a person is forgotten, or an old time.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::event::Kind;
use super::row::Row;
use super::{Contact, Event, Topic};
use crate::catalog::Id;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;

/// What stands where an address was. No mail goes there (RFC 2606).
const NOBODY: &str = "forgotten@example.invalid";
/// What stands where a text had a name in it.
const FORGOTTEN: &str = "(forgotten)";

/// Whom or what a ledger is to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// All contacts of a person, and the person in those of others.
    Person(Person),
    /// These contacts, and what belongs to none and was before this time.
    Before(DateTime<FixedOffset>, Vec<Contact>),
}

/// A person, by all that names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Their addresses.
    pub addresses: Vec<Address>,
    /// Their names, each whole.
    pub names: Vec<String>,
}

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Events that are gone.
    pub removed: usize,
    /// Events of others that name the person no more.
    pub changed: usize,
    /// Tasks of one's own that are gone.
    pub tasks: usize,
    /// Tasks that are done still, and nobody knows by whom.
    pub done: usize,
}

/// What becomes of a row.
pub(super) enum Change {
    Keep,
    Remove,
    Replace(Box<Row>),
}

impl Person {
    /// Whether a text names the person: an address anywhere, a name in whole words. In any case, however it is wrapped,
    /// quoted, or escaped in a file.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = plain(text);
        let addresses = self.addresses.iter().map(|it| plain(it.as_str()));
        let has = |needle: &str| {
            let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            text.match_indices(needle).any(|(at, _)| {
                !part(text[..at].chars().next_back()) && !part(text[at + needle.len()..].chars().next())
            })
        };
        let names = self.names.iter().map(|it| plain(it));
        addresses.chain(names).filter(|it| !it.is_empty()).any(|it| has(&it))
    }

    /// Whether this is one of their addresses.
    #[must_use]
    pub fn has(&self, address: &Address) -> bool {
        self.addresses.contains(address)
    }

    fn is(&self, address: &str) -> bool {
        self.addresses.iter().any(|it| it.as_str().eq_ignore_ascii_case(address))
    }

    fn without(&self, array: &str) -> String {
        let Ok(Value::Array(items)) = serde_json::from_str(array) else { return "[]".to_owned() };
        let named = |it: &Value| it.as_str().is_some_and(|it| self.is_named_in(it));
        Value::Array(items.into_iter().filter(|it| !named(it)).collect()).to_string()
    }

    fn erased_from(&self, value: &mut Value) {
        match value {
            Value::String(text) if self.is_named_in(text) => *value = Value::Null,
            Value::Array(items) => items.iter_mut().for_each(|it| self.erased_from(it)),
            Value::Object(fields) => {
                fields.retain(|name, _| !self.is_named_in(name));
                fields.values_mut().for_each(|it| self.erased_from(it));
            }
            _ => {}
        }
    }

    /// The row without the person.
    fn erased(&self, row: &Row) -> Row {
        let mut row = row.clone();
        let text = |text: &mut String| {
            if self.is_named_in(text) {
                FORGOTTEN.clone_into(text);
            }
        };
        if self.is_named_in(&row.author) {
            NOBODY.clone_into(&mut row.author);
        }
        for field in [&mut row.name, &mut row.list, &mut row.url] {
            field.take_if(|it| self.is_named_in(it));
        }
        text(&mut row.subject);
        for array in [&mut row.tasks, &mut row.accepted, &mut row.refused] {
            *array = self.without(array);
        }
        if let Some(mut detail) = row.detail.as_deref().and_then(|it| serde_json::from_str(it).ok()) {
            self.erased_from(&mut detail);
            row.detail = Some(Value::to_string(&detail));
        }
        row
    }

    /// What becomes of a row of the person's contact: that a task is done stays, of nobody in particular.
    fn taken_from(&self, row: &Row) -> Change {
        if row.kind() != Some(Kind::Done) {
            return Change::Remove;
        }
        let of_nobody = Row {
            community: None,
            season: None,
            project: None,
            person: None,
            name: None,
            in_reply_to: None,
            ..row.clone()
        };
        let erased = self.erased(&of_nobody);
        match erased == *row {
            true => Change::Keep,
            false if erased.tasks == "[]" || self.is_named_in(&whole(&erased)) => Change::Remove,
            false => Change::Replace(Box::new(erased)),
        }
    }
}

/// A text in lower case, one blank in place of each break of lines and words, without the escapes of JSON and TOML.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let unescaped =
        ["\\n", "\\r", "\\t"].iter().fold(lower, |text, it| text.replace(it, " ")).replace('\\', "");
    let words = unescaped.split(|c: char| c.is_whitespace() || c == '>').filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

impl Forget {
    /// Whether it removes an event, or something of it.
    #[must_use]
    pub fn concerns(&self, event: &Event) -> bool {
        !matches!(self.change(&Row::from(event)), Change::Keep)
    }

    /// What becomes of `row`.
    pub(super) fn change(&self, row: &Row) -> Change {
        match self {
            Self::Person(person) => {
                if row.person.as_deref().is_some_and(|it| person.is(it)) {
                    return person.taken_from(row);
                }
                let erased = person.erased(row);
                match person.is_named_in(&whole(&erased)) {
                    true => Change::Remove,
                    false if erased == *row => Change::Keep,
                    false => Change::Replace(Box::new(erased)),
                }
            }
            Self::Before(time, contacts) => {
                let gone = match contact(row) {
                    Some(contact) => contacts.contains(&contact),
                    None => DateTime::parse_from_rfc3339(&row.at).is_ok_and(|at| at < *time),
                };
                let person = || Person {
                    addresses: row.person.iter().filter_map(|it| it.parse().ok()).collect(),
                    names: row.name.iter().cloned().collect(),
                };
                if gone { person().taken_from(row) } else { Change::Keep }
            }
        }
    }
}

fn contact(row: &Row) -> Option<Contact> {
    Some(Contact {
        community: Id::new(row.community.as_deref()?)?,
        season: Id::new(row.season.as_deref()?)?,
        project: Topic::parse(row.project.as_deref()?)?,
        person: row.person.as_deref()?.parse().ok()?,
    })
}

/// All text of a row.
fn whole(row: &Row) -> String {
    let optional = [
        &row.server_id,
        &row.community,
        &row.season,
        &row.project,
        &row.person,
        &row.name,
        &row.in_reply_to,
        &row.list,
        &row.url,
        &row.detail,
    ];
    let needed =
        [&row.message_id, &row.author, &row.subject, &row.tasks, &row.accepted, &row.refused].into_iter();
    needed.chain(optional.into_iter().flatten()).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// The identifiers of the notices that a row was made of, as they are hashed: without the person in it, the row does not
/// tell any more that they were read.
pub(super) fn notices(row: &Row) -> Vec<String> {
    let detail: Option<Value> = row.detail.as_deref().and_then(|it| serde_json::from_str(it).ok());
    let Some(detail) = detail.filter(|_| row.kind() == Some(Kind::Bounced)) else { return Vec::new() };
    let all = detail["notices"].as_array().into_iter().flatten().chain([&detail["notice"]]);
    all.filter_map(|it| MessageId::parse(it.as_str()?)).map(|it| it.to_string()).collect()
}

/// What is kept of an identifier.
pub(super) fn hash(id: &str) -> String {
    use std::fmt::Write as _;

    Sha256::digest(id).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
