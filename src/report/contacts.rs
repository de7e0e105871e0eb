//! Who was written to or answered, at a glance.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::Page;
use super::table::{rows, table};
use onlist_core::ledger::{ContactState, ContactStatus, Topic};
use onlist_mail::message_id::MessageId;
use onlist_mail::words::count;

const HEADER: [&str; 6] = ["PROJECT", "STATE", "PERSON", "LIST", "SEASON", "MESSAGE-ID"];

/// Shows `contacts` as a table, or one below the other where there is no room for one or `plain` is wanted.
#[must_use]
pub(crate) fn contacts(
    contacts: &[ContactStatus],
    now: DateTime<FixedOffset>,
    width: usize,
    plain: bool,
) -> String {
    let rows: Vec<_> = contacts.iter().map(|it| row(it, now)).collect();
    let table = (!plain).then(|| table(HEADER, &[], &rows, width)).flatten();
    table.unwrap_or_else(|| listed(&rows, width))
}

/// The same for programs: message-id, project or idea, state, person, list, season, since when.
#[must_use]
pub(crate) fn contact_rows(contacts: &[ContactStatus]) -> String {
    let row = |it: &ContactStatus| {
        let list = it.by.list.as_ref().map(ToString::to_string).unwrap_or_default();
        let season = format!("{}/{}", it.contact.community, it.contact.season);
        let (id, person) = (it.by.message_id.bare().to_owned(), it.contact.person.to_string());
        [id, it.contact.project.to_string(), name(it).to_owned(), person, list, season, it.by.at.to_rfc3339()]
    };
    rows(&contacts.iter().map(row).collect::<Vec<_>>())
}

/// The name of a contact's state, for scripts.
fn name(status: &ContactStatus) -> &'static str {
    match status.state {
        ContactState::Waiting { .. } => "waiting",
        ContactState::DueForFollowUp { .. } => "due",
        ContactState::Answered => "answered",
        ContactState::Refused => "refused",
        ContactState::Unknown => "unknown",
        ContactState::Sending => "sending",
        ContactState::HandedOver => "handed-over",
        ContactState::Closed => "closed",
    }
}

fn row(status: &ContactStatus, now: DateTime<FixedOffset>) -> [String; 6] {
    let contact = &status.contact;
    [
        topic(&contact.project),
        state(status, now),
        contact.person.to_string(),
        status.by.list.as_ref().map(ToString::to_string).unwrap_or_default(),
        format!("{}/{}", contact.community, contact.season),
        if status.by.left_by_hand() {
            "not known".to_owned()
        } else {
            status.by.message_id.bare().to_owned()
        },
    ]
}

fn topic(topic: &Topic) -> String {
    match topic {
        Topic::Project(id) => id.to_string(),
        Topic::Idea(title) => format!("{title} (own idea)"),
        Topic::Mentoring(title) => format!("{title} (as a mentor)"),
        Topic::Bug(title) => format!("{title} (bug)"),
    }
}

/// Where a contact stands, in words.
fn state(status: &ContactStatus, now: DateTime<FixedOffset>) -> String {
    let days = now.signed_duration_since(status.by.at).num_days();
    let days = usize::try_from(days).unwrap_or_default();
    match status.state {
        ContactState::Waiting { .. } if days == 0 => "waiting for less than a day".to_owned(),
        ContactState::Waiting { .. } => format!("waiting for {}", count(days, "day")),
        ContactState::DueForFollowUp { since } => {
            let (since, days) = (since.format("%Y-%m-%d"), count(days, "day"));
            format!("no answer for {days}: ask again (since {since})")
        }
        ContactState::Answered => "answered".to_owned(),
        ContactState::Refused => "refused: nothing was delivered".to_owned(),
        ContactState::Unknown => "unknown: may have been delivered".to_owned(),
        ContactState::Sending => "being sent, or interrupted: see `onlist send`".to_owned(),
        ContactState::HandedOver => {
            let how = status.by.detail.as_ref().and_then(|it| it["how"].as_str()).unwrap_or("handed over");
            format!("{how} on {}: run `onlist` to say whether you sent it", status.by.at.format("%Y-%m-%d"))
        }
        ContactState::Closed => format!("closed on {}", status.by.at.format("%Y-%m-%d")),
    }
}

fn listed(rows: &[[String; 6]], width: usize) -> String {
    let mut page = Page::new(width);
    for [topic, state, person, list, season, message_id] in rows {
        page.paragraph(topic);
        page.item(" ", state);
        page.item(" ", &format!("{person}, {list}, {season}"));
        page.item(" ", message_id);
    }
    page.finish()
}

/// The same for scripts. Times are in RFC 3339, with the offsets that they were written down with.
#[must_use]
pub(crate) fn contacts_json(contacts: &[ContactStatus]) -> Value {
    json!({"schema": 1, "contacts": contacts.iter().map(value).collect::<Vec<_>>()})
}

fn value(status: &ContactStatus) -> Value {
    let (contact, by) = (&status.contact, &status.by);
    let (project, idea) = match &contact.project {
        Topic::Project(id) => (Some(id), None),
        Topic::Idea(title) | Topic::Mentoring(title) | Topic::Bug(title) => (None, Some(title)),
    };
    let ask_again = match status.state {
        ContactState::Waiting { .. } => by.follow_up(),
        ContactState::DueForFollowUp { since } => Some(since),
        _ => None,
    };
    json!({
        "community": contact.community,
        "season": contact.season,
        "project": project,
        "idea": idea,
        "person": contact.person,
        "list": by.list,
        "subject": by.subject,
        "state": name(status),
        "since": by.at,
        "ask_again": ask_again,
        "message_id": (!by.left_by_hand()).then(|| by.message_id.bare()),
        "first": status.first.at,
        "last": status.last.at,
        "letters": status.letters.iter().map(MessageId::bare).collect::<Vec<_>>(),
    })
}
