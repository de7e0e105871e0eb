//! Who waits, at a glance and for scripts.

use std::collections::HashSet;
use std::sync::LazyLock;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use onlist_core::people::People;
use onlist_core::triage::{Answer, Introduction, State};
use onlist_mail::archive::{Diagnostic, Position};
use onlist_mail::thread::{Node, Threads};
use onlist_mail::words::count;

use super::Page;
use super::table::table;

const HEADER: [&str; 5] = ["WAITS", "PROJECT", "PERSON", "SUBJECT", "STATE"];

/// Columns that stay whole.
const WHOLE: [usize; 2] = [0, 1];

/// Below this width a table is no longer readable.
const NARROW: usize = 72;

/// Characters of a subject that a row has room for, and of a name; scripts get them whole.
const LONGEST_SUBJECT: usize = 120;
const LONGEST_NAME: usize = 60;

/// What is shown.
pub(crate) struct TriagePage<'a> {
    pub(crate) threads: &'a Threads,
    pub(crate) people: &'a People<'a>,
    pub(crate) found: &'a [Introduction<'a>],
    /// What the reader said is no first letter.
    pub(crate) dismissed: &'a HashSet<Node>,
    /// Whether projects stand together.
    pub(crate) by_project: bool,
}

/// Nothing was said of any letter.
static NONE_DISMISSED: LazyLock<HashSet<Node>> = LazyLock::new(HashSet::new);

impl<'a> TriagePage<'a> {
    /// A page of letters of which nothing was said.
    pub(crate) fn new(threads: &'a Threads, people: &'a People<'a>, found: &'a [Introduction<'a>]) -> Self {
        Self { threads, people, found, dismissed: &NONE_DISMISSED, by_project: false }
    }

    /// Those who wait, a letter a person, the oldest first.
    pub(crate) fn waiting(&self) -> Vec<&'a Introduction<'a>> {
        let waits = |it: &&Introduction| it.state.waits() && !self.dismissed.contains(&it.node);
        self.people_first().into_iter().map(|(it, _)| it).filter(waits).collect()
    }

    /// A person a row: those who wait first, then by state, the oldest first in each; project by project where that is wanted.
    fn people_first(&self) -> Vec<(&'a Introduction<'a>, usize)> {
        let again =
            |it: &Introduction| self.found.iter().filter(|other| other.same_person == Some(it.node)).count();
        let is_shown = |node| self.found.iter().any(|it| it.node == node);
        let firsts = self.found.iter().filter(|it| !it.same_person.is_some_and(is_shown));
        let mut firsts: Vec<_> = firsts.map(|it| (it, again(it))).collect();
        firsts.sort_by_key(|(it, _)| {
            let project = it.project.filter(|_| self.by_project).map(|it| it.id.as_str());
            let state = if it.state.waits() { State::Waiting } else { it.state };
            (project.is_none(), project, !it.state.waits(), state)
        });
        firsts
    }

    fn name(&self, it: &Introduction) -> String {
        let entry = self.threads.entry(it.node);
        shortened(entry.name.or(entry.address).unwrap_or("unknown"), LONGEST_NAME)
    }

    fn subject(&self, it: &Introduction, again: usize) -> String {
        let subject = match self.threads.entry(it.node).subject {
            "" => "(no subject)".to_owned(),
            subject => shortened(subject, LONGEST_SUBJECT),
        };
        if again > 0 { format!("{subject} (and {})", count(again, "more letter")) } else { subject }
    }

    /// Waiting time, project, person, subject and state of one letter.
    pub(crate) fn cells(&self, it: &Introduction<'_>) -> [String; 5] {
        self.row(&(it, 0))
    }

    fn row(&self, (it, again): &(&Introduction<'_>, usize)) -> [String; 5] {
        [
            waits(it),
            it.project.map_or("-", |project| project.id.as_str()).to_owned(),
            self.name(it),
            self.subject(it, *again),
            self.state(it),
        ]
    }

    /// A state in words, with whoever answered.
    fn state(&self, it: &Introduction) -> String {
        let by = it.first_answer.map(|answer| self.threads.entry(answer.node));
        let by = by.and_then(|entry| entry.name.or(entry.address));
        let state = match it.state {
            State::Waiting => "no answer",
            State::LastWordNewcomer => "wrote again",
            State::OthersOnly => "no mentor's answer",
            State::Moved => "sent elsewhere",
            State::Answered if it.sent_answer.is_some() => "answered from here",
            State::Answered => "answered",
            State::Accepted => "accepted, says hello",
        };
        let doubt = match it.is_introduction {
            _ if self.dismissed.contains(&it.node) => "no first letter, you said: ",
            true => "",
            false => "probably no first letter: ",
        };
        by.map_or_else(|| format!("{doubt}{state}"), |by| format!("{doubt}{state} (first by {by})"))
    }
}

/// A text of at most so many characters, for a row.
fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// How long somebody waits, in words; nothing for those who do not.
fn waits(it: &Introduction) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hours of 0 and more")]
    let hours = it.waiting_hours as usize;
    match hours {
        _ if !it.state.waits() => "-".to_owned(),
        hours if hours < 48 => format!("{hours} h"),
        hours => format!("{} d", hours / 24),
    }
}

/// Shows a table, or one below the other where there is no room for one or `plain` is wanted.
pub(crate) fn triage(page: &TriagePage, width: usize, plain: bool, why: bool) -> String {
    let people = page.people_first();
    let rows: Vec<_> = people.iter().map(|it| page.row(it)).collect();
    let shown = (!plain && !why && width >= NARROW).then(|| table(HEADER, &WHOLE, &rows, width)).flatten();
    match shown {
        Some(table) => table + &identifiers(page, &people, width),
        None => listed(page, &people, &rows, width, why),
    }
}

/// The message-ids by which letters are read and answered: a table has no room for them.
fn identifiers(page: &TriagePage, people: &[(&Introduction, usize)], width: usize) -> String {
    let mut text = Page::new(width);
    text.gap();
    text.paragraph("Message-ids, for `onlist thread` and `onlist reply`:");
    for (it, _) in people {
        let id = page.threads.entry(it.node).id.unwrap_or("no message-id");
        text.item(" ", &format!("<{id}> {}", page.name(it)));
    }
    text.finish()
}

fn listed(
    page: &TriagePage,
    people: &[(&Introduction, usize)],
    rows: &[[String; 5]],
    width: usize,
    why: bool,
) -> String {
    let mut text = Page::new(width);
    for ((it, _), [waits, project, person, subject, state]) in people.iter().zip(rows) {
        text.paragraph(subject);
        text.item(" ", &format!("{person}, project {project}, {state}"));
        if waits != "-" {
            text.item(" ", &format!("waits for {waits}"));
        }
        text.item(" ", &format!("<{}>", page.threads.entry(it.node).id.unwrap_or("no message-id")));
        for reason in it.reasons.iter().filter(|_| why) {
            text.item("   ", &format!("{:+.1} {}", reason.weight, reason.text));
        }
        if why {
            text.item("   ", &format!("confidence {:.2}", it.confidence));
        }
    }
    text.finish()
}

/// The same for a pipe: message-id, state, hours, project, person, subject.
pub(crate) fn triage_rows(page: &TriagePage, why: bool) -> String {
    let row = |it: &Introduction| {
        let entry = page.threads.entry(it.node);
        let project = it.project.map_or("-", |project| project.id.as_str());
        let hours = format!("{:.1}", it.waiting_hours);
        let id = entry.id.unwrap_or("-");
        let (person, subject) = (entry.name.or(entry.address).unwrap_or("unknown"), entry.subject);
        let state = if page.dismissed.contains(&it.node) { "dismissed" } else { it.state.as_str() };
        let row = [id, state, &hours, project, person, subject].join("\t");
        let reasons: Vec<_> = it.reasons.iter().map(|reason| reason.text).collect();
        let why = if why { format!("\t{:.2}\t{}", it.confidence, reasons.join("; ")) } else { String::new() };
        format!("{row}{why}\n")
    };
    page.people_first().iter().map(|(it, _)| row(it)).collect::<Vec<_>>().concat()
}

/// The same for scripts, the oldest first.
pub(crate) fn triage_json(page: &TriagePage, diagnostics: &[Diagnostic]) -> Value {
    let found: Vec<_> = page.found.iter().map(|it| value(page, it)).collect();
    json!({
        "schema": 1,
        "mentors_known": page.people.guides_known(),
        "introductions": found,
        "diagnostics": diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

/// What could not be read, for scripts.
pub(crate) fn diagnostic(one: &Diagnostic) -> Value {
    let (offset, object) = match one.place.position {
        Position::Offset(offset) => (Some(offset), None),
        object @ Position::Object(_) => (None, Some(object.to_string())),
    };
    let path = one.place.path.display().to_string();
    json!({"path": path, "offset": offset, "object": object, "reason": one.reason.to_string()})
}

/// Seconds as RFC 3339 in UTC.
pub(crate) fn moment(seconds: Option<i64>) -> Option<String> {
    let time = DateTime::from_timestamp(seconds?, 0)?;
    Some(time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn value(page: &TriagePage, it: &Introduction) -> Value {
    let entry = page.threads.entry(it.node);
    let reasons: Vec<_> = it.reasons.iter().map(|reason| reason.text).collect();
    json!({
        "message_id": entry.id,
        "date": moment(entry.date.or(entry.time)),
        "received": moment(entry.time),
        "author": {"name": entry.name, "address": entry.address},
        "munged": entry.munged,
        "subject": entry.subject,
        "project": it.project.map(|project| &project.id),
        "introduction": it.is_introduction,
        "dismissed": page.dismissed.contains(&it.node),
        "confidence": (it.confidence * 1000.0).round() / 1000.0,
        "reasons": reasons,
        "replies": it.replies,
        "replies_by_others": it.replies_by_others,
        "first_answer": it.first_answer.map(|answer| first_answer(page, answer)),
        "answered_from_here": it.sent_answer.and_then(|sent| moment(Some(sent.at.timestamp()))),
        "state": it.state.as_str(),
        "waiting_hours": it.waiting_hours,
        "same_person": it.same_person.and_then(|node| page.threads.entry(node).id),
    })
}

fn first_answer(page: &TriagePage, answer: Answer) -> Value {
    let entry = page.threads.entry(answer.node);
    json!({"name": entry.name, "address": entry.address, "mentor": answer.mentor, "hours": answer.hours})
}
