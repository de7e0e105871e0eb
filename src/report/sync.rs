//! What became of letters since the last look, in a line each and for scripts.

use std::collections::HashSet;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use onlist_core::drafts::Id;
use onlist_core::ledger::{Contact, Event, Kind, Topic};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::words::{and, count};
use serde_json::{Value, json};

/// What is shown.
pub(crate) struct SyncPage<'p> {
    /// What was known before.
    known: &'p [Event],
    /// What is new.
    pub(crate) events: Vec<Event>,
    /// Letters of the outbox of which it is known now that they left.
    pub(crate) settled: Vec<Id>,
    /// What could not be read, and why.
    pub(crate) failures: Vec<(Line, String)>,
}

impl<'p> SyncPage<'p> {
    /// A page on which nothing is new.
    pub(crate) fn new(known: &'p [Event]) -> Self {
        Self { known, events: Vec::new(), settled: Vec::new(), failures: Vec::new() }
    }

    /// How long after the letter that it answers, in hours.
    fn hours(&self, event: &Event) -> Option<i64> {
        let answered = event.in_reply_to.as_ref();
        let mut letters = self.known.iter().chain(&self.events).filter(|it| it.contact == event.contact);
        let letter = letters.find(|it| answered.is_some_and(|id| it.is_of(id)) && it.kind != Kind::Archived);
        let first = || self.known.iter().filter(|it| it.contact == event.contact).map(|it| it.at).min();
        let since = letter.map(|it| it.at).or_else(first)?;
        Some((event.at - since).num_hours().max(0))
    }
}

/// A line for each event, earliest first.
#[must_use]
pub(crate) fn sync(page: &SyncPage) -> String {
    let mut text = String::new();
    for event in &page.events {
        let Some(contact) = &event.contact else { continue };
        let _ = writeln!(text, "{}: {}", subject(contact, page), words(event, page));
    }
    for id in &page.settled {
        let _ = writeln!(text, "{id}: it did leave, and needs no second try");
    }
    text
}

/// The project, with the person where the ledger is of several.
fn subject(contact: &Contact, page: &SyncPage) -> String {
    let topic = match &contact.project {
        Topic::Project(id) => id.to_string(),
        Topic::Mentoring(title) if title.is_empty() => "the offer to mentor".to_owned(),
        Topic::Idea(title) | Topic::Mentoring(title) | Topic::Bug(title) => format!("\"{title}\""),
    };
    let persons = page.known.iter().filter_map(|it| it.contact.as_ref()).map(|it| &it.person);
    let persons: HashSet<_> = persons.collect();
    if persons.len() > 1 { format!("{topic}, {}", contact.person) } else { topic }
}

fn words(event: &Event, page: &SyncPage) -> String {
    let detail = |key: &str| event.detail.as_ref().and_then(|it| it[key].as_str()).unwrap_or_default();
    let reason = |text: String| {
        if detail("reason").is_empty() { text } else { format!("{text}: {}", detail("reason")) }
    };
    let at = |text: &str| match &event.url {
        Some(url) => format!("{text}: {url}"),
        None => format!("{text} since {}", day(event.at)),
    };
    match event.kind {
        Kind::Archived if event.is_in_doubt() => {
            at("probably in the archive under another Message-ID (same author, list and subject)")
        }
        Kind::Archived => at("in the list's archive"),
        Kind::Held => reason("held back by the list until a moderator has looked at it".to_owned()),
        Kind::ConfirmationWanted => {
            format!(
                "the list waits for you to confirm your subscription: answer the mail of {}",
                event.author
            )
        }
        Kind::Bounced => {
            let refused: Vec<_> = event.refused.iter().map(ToString::to_string).collect();
            reason(format!("not delivered to {}", and(&refused)))
        }
        Kind::Vacation => format!("automatic answer of {}: nobody has read it yet", event.author),
        Kind::Moved if detail("to").is_empty() => format!("{} says that it belongs elsewhere", event.author),
        Kind::Moved => format!("{} says that it belongs to {}", event.author, detail("to")),
        Kind::Answered => answered(event, page),
        Kind::AnsweredBack => format!("{} answered back on {}", event.author, day(event.at)),
        Kind::FollowedUp => format!("{} asked again on {}", event.author, day(event.at)),
        Kind::Wrote => {
            format!("{} began the thread \"{}\" on {}", event.author, event.subject, day(event.at))
        }
        kind => kind.name().to_owned(),
    }
}

/// Who answered, after how long, and where.
fn answered(event: &Event, page: &SyncPage) -> String {
    let detail = |key: &str| event.detail.as_ref().map(|it| &it[key]);
    let by = detail("by").and_then(Value::as_str).unwrap_or(event.author.as_str());
    let role = match detail("mentor").and_then(Value::as_bool) {
        Some(true) => " (mentor)",
        Some(false) => " (not a mentor)",
        None => "",
    };
    let says = |key: &str| detail(key).and_then(Value::as_bool) == Some(true);
    let place = match (says("private"), says("elsewhere")) {
        (true, _) => ", in private",
        (false, true) => ", on another list",
        (false, false) => "",
    };
    let hours = page.hours(event).map(|it| format!(" after {}", after(it))).unwrap_or_default();
    format!("answered by {by}{role}{hours}{place}")
}

fn after(hours: i64) -> String {
    let number = |it: i64| usize::try_from(it).unwrap_or_default();
    if hours < 48 { count(number(hours), "hour") } else { count(number(hours / 24), "day") }
}

fn day(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// The same for scripts.
#[must_use]
pub(crate) fn sync_json(page: &SyncPage) -> Value {
    let failures = page.failures.iter().map(|(source, reason)| json!({"source": source, "reason": reason}));
    json!({
        "schema": 1,
        "events": page.events.iter().map(|it| value(it, page)).collect::<Vec<_>>(),
        "settled": page.settled.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "failures": failures.collect::<Vec<_>>(),
    })
}

fn value(event: &Event, page: &SyncPage) -> Value {
    let contact = event.contact.as_ref();
    let topic = contact.map(|it| &it.project);
    let answer = event.kind == Kind::Answered;
    json!({
        "kind": event.kind.name(),
        "at": event.at,
        "community": contact.map(|it| &it.community),
        "season": contact.map(|it| &it.season),
        "project": topic.and_then(Topic::id),
        "idea": topic.filter(|it| it.id().is_none()).map(ToString::to_string),
        "person": contact.map(|it| &it.person),
        "message_id": event.message_id.bare(),
        "archive_id": event.server_id.as_ref().map(MessageId::bare),
        "in_reply_to": event.in_reply_to.as_ref().map(MessageId::bare),
        "author": event.author,
        "hours": if answer { page.hours(event) } else { None },
        "refused": event.refused,
        "url": event.url,
        "detail": event.detail,
    })
}
