//! What the owner of the ledger says of a contact, and no program can see.

use clap::ValueEnum;
use onlist_core::ledger::{ContactState, ContactStatus, Event, Kind, Source, in_doubt, replay};
use onlist_mail::message_id::MessageId;
use serde_json::json;

use super::contact::{Contacts, next_call};
use super::sending::by_hand;
use super::sync::settling;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What is so.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Mark {
    /// Somebody has answered
    Answered,
    /// Nothing more is to come of it
    Closed,
    /// You sent the letter; the post that `sync` took for it is it
    Sent,
    /// The post that `sync` took for your letter is another one
    NotMine,
    /// The last `answered` or `closed` was a mistake
    Undo,
}

/// Adds what the owner says of the contact that `wanted` names.
pub(crate) fn mark(context: &Context, wanted: &str, mark: Mark) -> Result<(), Failure> {
    let known = Contacts::read(context)?;
    let one = known.find(wanted)?;
    let of_it = |it: &&Event| it.contact.as_ref() == Some(&one.contact);
    let events: Vec<_> = known.history.events.iter().filter(of_it).cloned().collect();
    let (new, said, else_said) = match mark {
        Mark::Answered => (answered(context, one, &events), "answered", "it is answered already"),
        Mark::Closed => (closed(context, one, &events), "closed", "it is closed already"),
        Mark::Sent => (sent(context, &events), "sent", "nothing of it is in doubt"),
        Mark::NotMine => {
            let disowned = in_doubt(&events).iter().map(|it| it.disowned(context.now)).collect();
            (disowned, "not found yet", "no post is in doubt")
        }
        Mark::Undo => {
            (taken_back(context, &events), "before", "nothing was said of it that can be taken back")
        }
    };
    let name = format!("{}, {}", one.contact.project.in_words(), one.contact.person);
    if new.is_empty() {
        context.terminal.note(&format!("{name}: {else_said}"));
        return Ok(());
    }
    if matches!(mark, Mark::Answered) {
        has_left(context, (one, &name), &[&events[..], &new].concat())?;
    }
    context.ledger()?.append(&new)?;
    context.terminal.note(&format!("{name}: marked as {said}"));
    if matches!(mark, Mark::Sent | Mark::Answered) {
        settling::settle(context)?;
        new.iter().try_for_each(|it| by_hand::forget_draft(context, &it.message_id))?;
    }
    Ok(())
}

fn answered(context: &Context, one: &ContactStatus, events: &[Event]) -> Vec<Event> {
    let is_known = one.answer.is_some() && one.state != ContactState::Closed;
    let answer = (!is_known).then(|| said(context, one, events, Kind::Answered));
    // What was answered has left.
    let is_lost = matches!(one.state, ContactState::Unknown | ContactState::Closed);
    let left = lost(events).filter(|_| is_lost).map(|it| it.confirmed(context.now));
    left.chain(answer).collect()
}

/// Fails where `events` come to a letter that nobody can have answered.
fn has_left(context: &Context, (one, name): (&ContactStatus, &str), events: &[Event]) -> Result<(), Failure> {
    let not_left = |it: &ContactStatus| matches!(it.state, ContactState::Refused | ContactState::Sending);
    if !replay(events, context.now).iter().any(not_left) {
        return Ok(());
    }
    let failure = Failure::new(Status::Data, format!("{name}: the letter was not delivered"));
    let send = next_call(context, one, one.letter.message_id.bare());
    let send = send.map_or(String::new(), |call| format!("go on with `{call}`; "));
    Err(failure.hint(format!("{send}where it is not needed any more, mark it as `closed`")))
}

/// The letters of which nobody knows whether they left. That an answer came is said of a letter, and is none.
fn lost(events: &[Event]) -> impl Iterator<Item = &Event> {
    let tells = |it: &Event| it.kind.is_delivered() && (it.kind, it.source) != (Kind::Answered, Source::Told);
    let has_left = move |id: &MessageId| events.iter().any(|it| tells(it) && it.message_id == *id);
    events.iter().filter(move |it| it.kind == Kind::Unknown && !has_left(&it.message_id))
}

fn closed(context: &Context, one: &ContactStatus, events: &[Event]) -> Vec<Event> {
    let is_known = one.state == ContactState::Closed;
    if is_known { Vec::new() } else { vec![said(context, one, events, Kind::Closed)] }
}

/// What is said of a contact, as an event that is none of those before: what was said may change.
fn said(context: &Context, one: &ContactStatus, events: &[Event], kind: Kind) -> Event {
    let number = events.iter().filter(|it| it.source == Source::Told).count() + 1;
    let mut event = Event { at: context.now, kind, source: Source::Told, ..one.letter.clone() };
    event.detail.get_or_insert_with(|| json!({}))["mark"] = json!(number);
    if events.iter().any(|it| it.kind == kind && it.message_id == event.message_id) {
        let parts = [event.message_id.as_str(), kind.name(), &number.to_string()];
        let id = MessageId::derive(&event.author, context.now, &parts);
        event.in_reply_to = Some(std::mem::replace(&mut event.message_id, id));
    }
    event
}

/// That what was said last was a mistake.
fn taken_back(context: &Context, events: &[Event]) -> Vec<Event> {
    let is_said = |it: &&Event| matches!(it.kind, Kind::Answered | Kind::Closed) && it.source == Source::Told;
    let number = |it: &Event| it.detail.as_ref().and_then(|it| it["mark"].as_u64());
    let stands = |it: &&Event| {
        !events.iter().any(|other| other.kind == it.kind && other.withdraws() == Some(it.message_id.as_str()))
    };
    let said = events.iter().filter(is_said).filter(|it| number(it).is_some()).filter(stands);
    said.max_by_key(|it| number(it)).map(|it| it.withdrawn(context.now)).into_iter().collect()
}

/// That letters were sent: those that posts may be, else those that left by hand, and those that may have left.
fn sent(context: &Context, events: &[Event]) -> Vec<Event> {
    let is_handed_over = |id: &MessageId| {
        let mut of_it = events.iter().filter(|it| it.message_id == *id && it.source != Source::Archive);
        of_it.all(|it| it.kind == Kind::HandedOver)
    };
    let handed_over =
        || events.iter().filter(|it| it.kind == Kind::HandedOver && is_handed_over(&it.message_id));
    // It left on the day on which its writer got it, as far as anybody knows.
    let by_hand = |it: &Event| Event { kind: by_hand::sent_as(it), source: Source::Told, ..it.clone() };
    let doubts = in_doubt(events);
    let of_post = |archived: &&Event| match handed_over().find(|it| it.message_id == archived.message_id) {
        Some(letter) => Event { at: archived.at, server_id: archived.server_id.clone(), ..by_hand(letter) },
        None => archived.confirmed(context.now),
    };
    if !doubts.is_empty() {
        return doubts.iter().map(of_post).collect();
    }
    let lost = lost(events).map(|it| it.confirmed(context.now));
    handed_over().map(by_hand).chain(lost).collect()
}
