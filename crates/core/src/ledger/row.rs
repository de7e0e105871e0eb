//! An event as an engine keeps it: text in columns.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Contact, Event, Kind, Source, Topic};
use crate::catalog::Id;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// The columns of an event, each as the field of [`Event`] that has its name. Lists are arrays of JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Row {
    /// RFC 3339, with its offset.
    pub(super) at: String,
    pub(super) kind: String,
    pub(super) message_id: String,
    pub(super) server_id: Option<String>,
    pub(super) community: Option<String>,
    pub(super) season: Option<String>,
    pub(super) project: Option<String>,
    pub(super) person: Option<String>,
    pub(super) name: Option<String>,
    pub(super) in_reply_to: Option<String>,
    pub(super) author: String,
    pub(super) list: Option<String>,
    pub(super) subject: String,
    pub(super) tasks: String,
    pub(super) wait_days: Option<u16>,
    /// A day, as in `2015-03-24`.
    pub(super) until: Option<String>,
    pub(super) accepted: String,
    pub(super) refused: String,
    pub(super) source: String,
    pub(super) url: Option<String>,
    /// JSON.
    pub(super) detail: Option<String>,
}

impl From<&Event> for Row {
    fn from(event: &Event) -> Self {
        let contact = event.contact.as_ref();
        Self {
            at: event.at.to_rfc3339(),
            kind: event.kind.name().to_owned(),
            message_id: event.message_id.as_str().to_owned(),
            server_id: event.server_id.as_ref().map(ToString::to_string),
            community: contact.map(|it| it.community.to_string()),
            season: contact.map(|it| it.season.to_string()),
            project: contact.map(|it| it.project.to_string()),
            person: contact.map(|it| it.person.to_string()),
            name: event.name.as_ref().map(ToString::to_string),
            in_reply_to: event.in_reply_to.as_ref().map(ToString::to_string),
            author: event.author.to_string(),
            list: event.list.as_ref().map(ToString::to_string),
            subject: event.subject.to_string(),
            tasks: array(event.tasks.iter().map(Line::as_str)),
            wait_days: event.wait_days,
            until: event.until.map(|day| day.to_string()),
            accepted: array(event.accepted.iter().map(Address::as_str)),
            refused: array(event.refused.iter().map(Address::as_str)),
            source: event.source.name().to_owned(),
            url: event.url.as_ref().map(ToString::to_string),
            detail: event.detail.as_ref().map(ToString::to_string),
        }
    }
}

fn array<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Value>().to_string()
}

impl Row {
    /// What happened; none for a kind that only later versions know.
    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == self.kind)
    }

    fn contact(&self) -> Result<Option<Contact>, &'static str> {
        let parts = [&self.community, &self.season, &self.project, &self.person];
        if parts.iter().all(|part| part.is_none()) {
            return Ok(None);
        }
        let id = |text: &Option<String>| Id::new(text.as_deref()?);
        Ok(Some(Contact {
            community: id(&self.community).ok_or("community")?,
            season: id(&self.season).ok_or("season")?,
            project: self.project.as_deref().and_then(Topic::parse).ok_or("project")?,
            person: self.person.as_deref().and_then(|it| it.parse().ok()).ok_or("person")?,
        }))
    }
}

impl TryFrom<Row> for Event {
    /// The name of the first column that does not hold what it should.
    type Error = &'static str;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        Ok(Self {
            at: DateTime::parse_from_rfc3339(&row.at).map_err(|_| "at")?,
            kind: row.kind().ok_or("kind")?,
            source: Source::ALL.into_iter().find(|it| it.name() == row.source).ok_or("source")?,
            contact: row.contact()?,
            name: read(row.name.as_deref(), |it| Line::new(it).ok(), "name")?,
            message_id: MessageId::parse(&row.message_id).ok_or("message_id")?,
            server_id: read(row.server_id.as_deref(), MessageId::parse, "server_id")?,
            in_reply_to: read(row.in_reply_to.as_deref(), MessageId::parse, "in_reply_to")?,
            author: row.author.parse().map_err(|_| "author")?,
            list: read(row.list.as_deref(), |it| it.parse().ok(), "list")?,
            subject: Line::new(&row.subject).map_err(|_| "subject")?,
            tasks: items(&row.tasks).ok_or("tasks")?,
            wait_days: row.wait_days,
            until: read(row.until.as_deref(), |it| it.parse().ok(), "until")?,
            accepted: items(&row.accepted).ok_or("accepted")?,
            refused: items(&row.refused).ok_or("refused")?,
            url: read(row.url.as_deref(), |it| Line::new(it).ok(), "url")?,
            detail: read(row.detail.as_deref(), |it| serde_json::from_str(it).ok(), "detail")?,
        })
    }
}

/// The events up to `now` in the order of time, which is the same in whatever order they were added.
#[must_use]
pub fn in_order(events: &[Event], now: DateTime<FixedOffset>) -> Vec<&Event> {
    let mut past: Vec<_> = events.iter().filter(|event| event.at <= now).collect();
    past.sort_by(|a, b| {
        let quickly = a.at.cmp(&b.at).then_with(|| a.message_id.cmp(&b.message_id));
        quickly.then_with(|| Row::from(*a).cmp(&Row::from(*b)))
    });
    past
}

/// What a column that may be empty holds.
fn read<T>(
    text: Option<&str>,
    as_value: impl FnOnce(&str) -> Option<T>,
    column: &'static str,
) -> Result<Option<T>, &'static str> {
    text.map(|text| as_value(text).ok_or(column)).transpose()
}

fn items<T: DeserializeOwned>(array: &str) -> Option<Vec<T>> {
    if array == "[]" { Some(Vec::new()) } else { serde_json::from_str(array).ok() }
}
