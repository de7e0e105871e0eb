//! What became of letters, and who has the next move.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeDelta};

use super::Page;
use super::next_move::{Turn, next_move, waited};
use super::table::rows;
use onlist_core::ledger::{ContactState, ContactStatus, Event, LedgerOwner, Source, Topic};
use onlist_mail::mailbox::Address;
use onlist_mail::words::{and, count};

/// A contact, and what is known besides the ledger.
pub(crate) struct ContactView<'c> {
    pub(crate) status: &'c ContactStatus,
    /// The call that makes the next move.
    pub(crate) command: Option<String>,
    /// Days of its season that have not passed.
    pub(crate) dates: Vec<SeasonDate>,
}

/// A day of a season.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeasonDate {
    /// The catalog's name of it.
    pub(crate) what: &'static str,
    pub(crate) day: NaiveDate,
}

/// Who answered, and how.
pub(super) struct AnswerView<'e> {
    /// Where it was seen and not only told.
    pub(super) by: Option<&'e Address>,
    pub(super) name: Option<&'e str>,
    pub(super) is_mentor: Option<bool>,
    pub(super) private: bool,
    pub(super) elsewhere: bool,
}

/// Shows `contacts`: those with something to do first, longest first, then those that others are to move.
#[must_use]
pub(crate) fn contacts(contacts: &[ContactView<'_>], now: DateTime<FixedOffset>, width: usize) -> String {
    let mut page = Page::new(width);
    for (turn, title) in [(Turn::Own, "To do"), (Turn::Others, "Waiting"), (Turn::Nobody, "Closed")] {
        let mut group: Vec<_> = contacts.iter().filter(|it| Turn::of(it.status) == turn).collect();
        group.sort_by_key(|it| it.status.since);
        if group.is_empty() {
            continue;
        }
        page.heading(&format!("{title}: {}", count(group.len(), "contact")));
        for view in group {
            page.gap();
            one(&mut page, view, now);
        }
    }
    dates(&mut page, contacts, now.date_naive());
    page.finish()
}

/// The days left in each season, once.
fn dates(page: &mut Page, contacts: &[ContactView<'_>], today: NaiveDate) {
    let mut known = Vec::new();
    for view in contacts.iter().filter(|it| !it.dates.is_empty()) {
        let season = format!("{}/{}", view.status.contact.community, view.status.contact.season);
        if known.contains(&season) {
            continue;
        }
        if known.is_empty() {
            page.heading("Days left");
            page.gap();
        }
        page.paragraph(&season);
        for date in &view.dates {
            page.item(" ", &left(*date, today));
        }
        known.push(season);
    }
}

fn one(page: &mut Page, view: &ContactView<'_>, now: DateTime<FixedOffset>) {
    let (status, contact) = (view.status, &view.status.contact);
    let about = topic(&contact.project);
    page.paragraph(&match status.owner {
        LedgerOwner::Student => format!("{about}, {}/{}", contact.community, contact.season),
        LedgerOwner::Mentor => {
            format!("{about}, {}, {}/{}", contact.person, contact.community, contact.season)
        }
    });
    for line in happened(status, now) {
        page.item(" ", &line);
    }
    page.item(" ", &next_move(status));
    if let Some(command) = &view.command {
        page.item("   ", command);
    }
}

/// What happened, a line each, the earliest first.
fn happened(status: &ContactStatus, now: DateTime<FixedOffset>) -> Vec<String> {
    let mut lines = vec![began(status, now)];
    if let Some(held) = &status.held {
        let why = reason(held).map(|it| format!(": {it}")).unwrap_or_default();
        lines.push(format!("held by the list since {}{why}", day(held)));
    }
    if let Some(archived) = &status.archived {
        let said = if archived.is_in_doubt() { "probably in the archive" } else { "in the archive" };
        let url = archived.url.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
        lines.push(format!("{said}{url}"));
    }
    if let Some(bounced) = &status.bounced {
        let who: Vec<_> = status.bounced_addresses.iter().map(ToString::to_string).collect();
        let why = reason(bounced).map(|it| format!(": {it}")).unwrap_or_default();
        lines.push(format!("not delivered to {}{why}", and(&who)));
    }
    match status.follow_ups {
        0 => {}
        1 => lines.push("you asked again once".to_owned()),
        many => lines.push(format!("you asked again {}", count(many, "time"))),
    }
    lines.extend(status.answer.as_ref().map(|it| answered(status, it)));
    if status.state == ContactState::AnsweredBack {
        let who = if status.owner == LedgerOwner::Student { "you" } else { "the student" };
        lines.push(format!("{who} wrote again on {}", status.since.format("%Y-%m-%d")));
    }
    lines
}

fn began(status: &ContactStatus, now: DateTime<FixedOffset>) -> String {
    let letter = &status.letter;
    let to = letter.list.as_ref().map(|it| format!(" to {it}")).unwrap_or_default();
    let on = day(letter);
    match status.state {
        ContactState::Sending => format!("being sent{to}, or interrupted, on {on}"),
        ContactState::Unknown => format!("sent{to} on {on}: it may have been delivered"),
        ContactState::Refused if letter.source == Source::Told => format!("not sent{to}"),
        ContactState::Refused if letter.refused.is_empty() => {
            format!("not sent{to}: tried on {on}, and no server took it")
        }
        ContactState::Refused => format!("refused on {on}: nothing was delivered{to}"),
        ContactState::HandedOver => {
            let how = letter.detail.as_ref().and_then(|it| it["how"].as_str()).unwrap_or("handed over");
            format!("{how} on {on}")
        }
        ContactState::Due | ContactState::Archived | ContactState::Sent => {
            let since =
                if now - letter.at < TimeDelta::days(1) { "yet".to_owned() } else { waited(letter.at, now) };
            format!("sent{to} on {on}, no answer {since}")
        }
        _ => format!("sent{to} on {on}"),
    }
}

fn answered(status: &ContactStatus, answer: &Event) -> String {
    let view = answer_view(status, answer);
    let who = match (view.name, view.by) {
        (Some(name), Some(by)) => format!(" by {name} <{by}>"),
        (None, Some(by)) => format!(" by {by}"),
        _ if status.owner == LedgerOwner::Mentor => " by you".to_owned(),
        _ => String::new(),
    };
    let role = if view.is_mentor == Some(true) { ", a mentor," } else { "" };
    let how = match (view.private, view.elsewhere) {
        (true, _) => " in private",
        (false, true) => " on another list",
        (false, false) => "",
    };
    let after = waited(status.letter.at, answer.at);
    let after = if answer.at < status.letter.at || status.owner == LedgerOwner::Mentor {
        String::new()
    } else {
        format!(", {}", after.replacen("for", "after", 1))
    };
    format!("answered{who}{role}{how} on {}{after}", day(answer))
}

/// What an event says of an answer.
pub(super) fn answer_view<'e>(status: &ContactStatus, answer: &'e Event) -> AnswerView<'e> {
    let says = |key: &str| answer.detail.as_ref().map(|it| &it[key]);
    let is = |key| says(key).and_then(serde_json::Value::as_bool);
    // What was only told has the student's own letter in place of the answer.
    let seen = answer.source != Source::Told || answer.author != status.contact.person;
    let mine = status.owner == LedgerOwner::Mentor && answer.source != Source::Archive;
    AnswerView {
        by: Some(&answer.author).filter(|_| seen && !mine && answer.author != status.contact.person),
        name: says("by").and_then(serde_json::Value::as_str).filter(|_| seen),
        is_mentor: is("mentor"),
        private: is("private") == Some(true),
        elsewhere: is("elsewhere") == Some(true),
    }
}

/// The reason that a notice gives, with its status code.
pub(super) fn reason(notice: &Event) -> Option<String> {
    let says = |key: &str| notice.detail.as_ref()?[key].as_str().filter(|it| !it.is_empty());
    match (says("status"), says("reason")) {
        (Some(code), Some(reason)) if reason.contains(code) => Some(reason.to_owned()),
        (Some(code), Some(reason)) => Some(format!("{code} {reason}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

fn left(date: SeasonDate, today: NaiveDate) -> String {
    let days = usize::try_from(date.day.signed_duration_since(today).num_days()).unwrap_or_default();
    let left = match days {
        0 => "today".to_owned(),
        days => format!("in {}", count(days, "day")),
    };
    match date.what {
        "apply-from" => format!("applications open {left} ({})", date.day),
        "apply-until" => format!("applications close {left} ({})", date.day),
        _ => format!("the season ends {left} ({})", date.day),
    }
}

fn day(event: &Event) -> String {
    event.at.format("%Y-%m-%d").to_string()
}

fn topic(topic: &Topic) -> String {
    match topic {
        Topic::Project(id) => id.to_string(),
        Topic::Idea(title) => format!("{title} (own idea)"),
        Topic::Mentoring(title) if title.is_empty() => "an offer to mentor".to_owned(),
        Topic::Mentoring(title) => format!("{title} (as a mentor)"),
        Topic::Bug(title) => format!("{title} (bug)"),
    }
}

/// The same for programs: message-id, project or idea, state, person, list, season, since when, who has the next move,
/// its command.
#[must_use]
pub(crate) fn contact_rows(contacts: &[ContactView<'_>]) -> String {
    let row = |view: &ContactView<'_>| {
        let it = view.status;
        let list = it.letter.list.as_ref().map(ToString::to_string).unwrap_or_default();
        let season = format!("{}/{}", it.contact.community, it.contact.season);
        [
            it.letter.message_id.bare().to_owned(),
            it.contact.project.to_string(),
            it.state.name().to_owned(),
            it.contact.person.to_string(),
            list,
            season,
            if it.state == ContactState::Due { it.letter.at } else { it.since }
                .to_rfc3339_opts(SecondsFormat::Secs, false),
            it.next.who.name().to_owned(),
            view.command.clone().unwrap_or_default(),
        ]
    };
    rows(&contacts.iter().map(row).collect::<Vec<_>>())
}
