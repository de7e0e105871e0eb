//! Letters that leave by hand: saved, opened in a mail program or printed. Nobody but their writer knows what became of
//! them, so the next run asks.

use chrono::{DateTime, FixedOffset, NaiveDate};
use onlist_core::drafts::Kind as LetterKind;
use onlist_core::ledger::{Event, Kind, Source};
use onlist_core::outbox::QueuedLetter;
use onlist_mail::message_id::MessageId;
use serde::Deserialize;
use serde_json::json;

use super::look::Look;
use super::obstacles::{Name, Obstacle};
use super::{command_line, ledger_writer};
use crate::commands::contact::Contacts;
use crate::commands::day::past_day;
use crate::commands::open_draft::{self, OpenDraft};
use crate::context::Context;
use crate::messages::Failure;

/// Remembers that a letter was handed over: `how` completes "it was". A ledger that cannot be written is told of.
pub(crate) fn hand_over(context: &Context, letter: &QueuedLetter, how: &str) {
    let mut event = ledger_writer::event(context, letter, Kind::HandedOver);
    event.source = Source::Told;
    ledger_writer::perhaps_to(&mut event, letter.recipients.iter().map(|it| &it.address));
    let mut detail = event.detail.take().unwrap_or_else(|| json!({}));
    detail["how"] = json!(how);
    detail["kind"] = json!(letter.kind);
    event.detail = Some(detail);
    let written = context.ledger().and_then(|mut ledger| Ok(ledger.append(&[event])?));
    match written {
        Ok(()) => context.terminal.note("when you have sent it, run `onlist` again and say so"),
        Err(failure) => {
            context.terminal.warning(&format!("cannot write the ledger: {}", failure.message));
        }
    }
}

/// Asks of each letter that was handed over whether it was sent.
pub(crate) fn ask(context: &Context) -> Result<(), Failure> {
    for event in open_events(context)? {
        if ask_about(context, &event)? {
            close_unsent(context, &event)?;
        }
    }
    Ok(())
}

/// Closes the contact of a letter that is not sent, unless it has another one that was, or may be.
fn close_unsent(context: &Context, letter: &Event) -> Result<(), Failure> {
    let events = context.ledger()?.reader().events()?.events;
    let is_unsent = |it: &Event| it.kind == Kind::Refused && it.source == Source::Told;
    let is_open = |it: &Event| match it.kind {
        Kind::Closed => false,
        Kind::HandedOver => !events.iter().any(|no| is_unsent(no) && no.message_id == it.message_id),
        _ => !is_unsent(it),
    };
    let has_contact = letter.contact.is_some();
    if has_contact && !events.iter().filter(|it| it.contact == letter.contact).any(is_open) {
        tell(context, letter, Kind::Closed, context.now)?;
    }
    Ok(())
}

/// The letters that were handed over, and of which nobody has said yet whether they were sent. What cannot be read holds
/// none.
pub(crate) fn open(context: &Context) -> Vec<MessageId> {
    let events = open_events(context).unwrap_or_default();
    events.into_iter().map(|event| event.message_id).collect()
}

fn open_events(context: &Context) -> Result<Vec<Event>, Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(Vec::new()) };
    Ok(open_among(&ledger.reader().events()?.events))
}

fn open_among(events: &[Event]) -> Vec<Event> {
    let settled = |left: &Event| {
        events.iter().any(|it| {
            it.kind != Kind::HandedOver && it.message_id == left.message_id
                || it.at > left.at && takes_its_place(left, it)
        })
    };
    events.iter().filter(|it| it.kind == Kind::HandedOver && !settled(it)).cloned().collect()
}

/// That a letter left by hand, or one in the place of which it stands, and that nobody has said whether it was sent: a
/// web mail gives another Message-ID, so that readers may get it twice.
pub(super) fn obstacle(look: &Look<'_>, letter: &QueuedLetter) -> Result<Option<Obstacle>, Failure> {
    let Some(ledger) = look.ledger else { return Ok(None) };
    if ledger.of_kind(Kind::HandedOver)?.is_empty() {
        return Ok(None);
    }
    let kind = ledger_writer::delivered(letter.kind, letter.contact.is_some());
    let sent = ledger_writer::event(look.context, letter, kind);
    let is_it = |left: &Event| {
        let answers_another = kind != Kind::Introduced && left.in_reply_to != sent.in_reply_to;
        left.message_id == sent.message_id || !answers_another && takes_its_place(left, &sent)
    };
    let Some(left) = open_among(&ledger.events()?.events).into_iter().rfind(is_it) else { return Ok(None) };
    let known = Contacts::read(look.context)?;
    let contact = known.all.iter().find(|it| left.contact.as_ref() == Some(&it.contact));
    let call = match contact {
        Some(contact) => {
            command_line::call(look.context, &["contacts", "mark", &known.name(contact), "sent"])
        }
        None => command_line::call(look.context, &[]),
    };
    Ok(Some(Obstacle {
        name: Name::LeftByHand,
        letter: Some(left.message_id.clone()),
        reason: format!(
            "this letter was {} on {}, and may have been sent from there",
            how(&left),
            left.at.format("%Y-%m-%d")
        ),
        instead: format!("if you have sent it, say so with `{call}`").into(),
        season: None,
    }))
}

/// What became of a letter that was handed over: it completes "it was".
fn how(event: &Event) -> &str {
    event.detail.as_ref().and_then(|it| it["how"].as_str()).unwrap_or("handed over")
}

/// Whether `other` is the letter that is sent in place of one that was handed over, and changed since.
fn takes_its_place(left: &Event, other: &Event) -> bool {
    let kind = ledger_writer::delivered(kind(left), left.contact.is_some());
    let is_same = kind == Kind::Introduced || other.subject == left.subject;
    left.contact.is_some() && other.contact == left.contact && other.kind == kind && is_same
}

/// The same of one; whether it is not sent.
fn ask_about(context: &Context, event: &Event) -> Result<bool, Failure> {
    let terminal = context.terminal;
    let on = event.at.format("%-d %B %Y");
    let what = format!("\"{}\" was {} on {on}.", event.subject, how(event));
    terminal.explain(&what);
    let answers = ["yes, I sent it", "not yet", "no, and I will not"];
    let chosen = terminal.choose("Did you send it", &answers.map(str::to_owned), Some(1))?;
    let today = context.now.date_naive();
    let written = event.at.with_timezone(context.now.offset()).date_naive().min(today);
    match chosen {
        Some(0) => {
            let read = |text: &str| {
                let sent = past_day(text, today)?;
                match sent {
                    _ if sent > today => Err("that day has not come yet".to_owned()),
                    _ if sent < written => Err(format!("the letter was not written before {written}")),
                    _ => Ok(()),
                }
            };
            let typed = terminal.line("On which day (YYYY-MM-DD)", Some(&today.to_string()), read)?;
            let sent = past_day(&typed, today).unwrap_or(today);
            tell(context, event, sent_as(event), at(sent, context.now).max(event.at))?;
            forget_draft(context, &event.message_id)?;
        }
        Some(2) => tell(context, event, Kind::Refused, context.now)?,
        _ => {}
    }
    Ok(chosen == Some(2))
}

/// What the ledger calls it that a letter was sent that was handed over.
pub(crate) fn sent_as(event: &Event) -> Kind {
    ledger_writer::delivered(kind(event), event.contact.is_some())
}

/// What a letter that was handed over is. Versions before said of it only whether it was a mentor's answer.
fn kind(event: &Event) -> LetterKind {
    let detail = event.detail.as_ref();
    let said = detail.and_then(|it| LetterKind::deserialize(&it["kind"]).ok());
    let reply = detail.is_some_and(|it| it["reply"] == true);
    said.unwrap_or(if reply { LetterKind::Reply } else { LetterKind::Introduction })
}

/// The time of a letter of which the day is known: noon, or now where that has not come.
fn at(day: NaiveDate, now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let noon = day.and_hms_opt(12, 0, 0).and_then(|it| it.and_local_timezone(*now.offset()).single());
    noon.filter(|it| *it <= now).unwrap_or(now)
}

/// Adds what somebody says of a letter. The Message-ID under which it went out by hand is not known.
pub(crate) fn tell(
    context: &Context,
    known: &Event,
    kind: Kind,
    at: DateTime<FixedOffset>,
) -> Result<(), Failure> {
    let event = Event { at, kind, source: Source::Told, ..known.clone() };
    Ok(context.ledger()?.append(&[event])?)
}

/// Deletes the draft of a letter that has gone, unless another run has it.
pub(crate) fn forget_draft(context: &Context, letter: &MessageId) -> Result<(), Failure> {
    let store = open_draft::store(context)?;
    let drafts = store.list()?.drafts;
    let of_it = drafts.into_iter().find(|(_, draft)| draft.message_id.as_ref() == Some(letter));
    match of_it.map(|(id, _)| OpenDraft::resume(context, id)) {
        Some(Ok(draft)) => draft.end(),
        _ => Ok(()),
    }
}
