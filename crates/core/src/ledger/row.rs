//! An event as an engine keeps it: text in columns.

use chrono::DateTime;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Contact, Event, Kind, Topic};
use crate::catalog::Id;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// The columns of an event, each as the field of [`Event`] that has its name. Lists are arrays of JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// RFC 3339, with its offset.
    pub(super) at: String,
    pub(super) kind: String,
    pub(super) message_id: String,
    pub(super) community: String,
    pub(super) season: String,
    pub(super) project: String,
    pub(super) person: String,
    pub(super) in_reply_to: Option<String>,
    pub(super) author: String,
    pub(super) list: String,
    pub(super) subject: String,
    pub(super) tasks: String,
    pub(super) wait_days: Option<u16>,
    pub(super) accepted: String,
    pub(super) refused: String,
}

impl From<&Event> for Row {
    fn from(event: &Event) -> Self {
        let contact = &event.contact;
        Self {
            at: event.at.to_rfc3339(),
            kind: event.kind.name().to_owned(),
            message_id: event.message_id.as_str().to_owned(),
            community: contact.community.to_string(),
            season: contact.season.to_string(),
            project: contact.project.to_string(),
            person: contact.person.to_string(),
            in_reply_to: event.in_reply_to.as_ref().map(ToString::to_string),
            author: event.author.to_string(),
            list: event.list.to_string(),
            subject: event.subject.to_string(),
            tasks: array(event.tasks.iter().map(Line::as_str)),
            wait_days: event.wait_days,
            accepted: array(event.accepted.iter().map(Address::as_str)),
            refused: array(event.refused.iter().map(Address::as_str)),
        }
    }
}

fn array<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Value>().to_string()
}

impl TryFrom<Row> for Event {
    /// The name of the first column that does not hold what it should.
    type Error = &'static str;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let contact = Contact {
            community: Id::new(&row.community).ok_or("community")?,
            season: Id::new(&row.season).ok_or("season")?,
            project: Topic::parse(&row.project).ok_or("project")?,
            person: row.person.parse().map_err(|_| "person")?,
        };
        let in_reply_to = row.in_reply_to.map(|it| MessageId::parse(&it).ok_or("in_reply_to")).transpose()?;
        Ok(Self {
            at: DateTime::parse_from_rfc3339(&row.at).map_err(|_| "at")?,
            kind: Kind::ALL.into_iter().find(|kind| kind.name() == row.kind).ok_or("kind")?,
            contact,
            message_id: MessageId::parse(&row.message_id).ok_or("message_id")?,
            in_reply_to,
            author: row.author.parse().map_err(|_| "author")?,
            list: row.list.parse().map_err(|_| "list")?,
            subject: Line::new(&row.subject).map_err(|_| "subject")?,
            tasks: items(&row.tasks).ok_or("tasks")?,
            wait_days: row.wait_days,
            accepted: items(&row.accepted).ok_or("accepted")?,
            refused: items(&row.refused).ok_or("refused")?,
        })
    }
}

fn items<T: DeserializeOwned>(array: &str) -> Option<Vec<T>> {
    serde_json::from_str(array).ok()
}
