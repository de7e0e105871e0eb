//! What is said of a claim, as events of the ledger.

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Task;
use onlist_core::compose::Answers;
use onlist_core::ledger::{Event, Kind, Source, Transaction};
use onlist_core::tasks::{Claim, given_objects};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use serde_json::json;

use crate::commands::next_letter::NextLetter;
use crate::commands::open_draft;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Enters what is said of a claim, but where another run has said it or ended the claim since the ledger was read.
pub(super) fn enter(ledger: &Transaction<'_>, claim: &Claim, mut event: Event) -> Result<bool, Failure> {
    for kind in [Kind::Done, Kind::Released, event.kind] {
        let Some(free) = unsaid(ledger, claim, kind)? else { return Ok(false) };
        event.message_id = free;
    }
    ledger.append(&[event])?;
    Ok(true)
}

/// Enters that a task is done, which `claim` gave where one did; what was taken back is said anew.
pub(super) fn say_done(
    ledger: &Transaction<'_>,
    claim: Option<&Claim>,
    mut event: Event,
) -> Result<(), Failure> {
    if let Some(free) = claim.map(|it| unsaid(ledger, it, Kind::Done)).transpose()?.flatten() {
        event.message_id = free;
    }
    Ok(ledger.append(&[event]).map(drop)?)
}

/// Enters that a claim is not done, whoever has said so.
pub(super) fn take_back_done(
    ledger: &Transaction<'_>,
    claim: &Claim,
    now: DateTime<FixedOffset>,
) -> Result<(), Failure> {
    let events = ledger.about_task(&claim.task)?;
    let is_said = |it: &&Event| {
        let of_claim = it.message_id == claim.letter || it.in_reply_to.as_ref() == Some(&claim.letter);
        it.kind == Kind::Done && it.withdraws().is_none() && of_claim
    };
    let said: Vec<_> = events.iter().filter(is_said).map(|it| it.withdrawn(now)).collect();
    Ok(ledger.append(&said).map(drop)?)
}

/// The identifier with which something can be said of a claim; none where it is said, and was not taken back.
fn unsaid(ledger: &Transaction<'_>, claim: &Claim, kind: Kind) -> Result<Option<MessageId>, Failure> {
    let mut before = 0;
    loop {
        let id = said_of(claim, kind, before);
        let Some(said) = ledger.of_letter(&id)?.into_iter().next() else { return Ok(Some(id)) };
        if ledger.of_letter(&said.withdrawal_id())?.is_empty() {
            return Ok(None);
        }
        before += 1;
    }
}

/// Names the letter in which it is said, and whether somebody else had the task by then.
pub(super) fn tell_of(event: &mut Event, letter: &NextLetter, is_taken: bool) {
    let id = letter.letter.content().message_id.as_str();
    let name = if event.kind == Kind::Reminded { "reminder" } else { "letter" };
    let detail = event.detail.get_or_insert_with(|| json!({}));
    detail[name] = json!(id);
    if is_taken {
        detail["taken"] = json!(true);
    }
}

/// The identifier of what is said of a claim: a letter may give several tasks, so that each event has one of its own. It
/// was said and taken back so often `before`.
fn said_of(claim: &Claim, kind: Kind, before: usize) -> MessageId {
    let object = claim.object.as_deref().unwrap_or_default();
    let number = before.to_string();
    let said = [kind.name(), claim.letter.as_str(), &claim.task, object, &number];
    let said = if before == 0 { &said[..4] } else { &said[..] };
    MessageId::derive(&claim.author, claim.given, said)
}

/// What is said of a claim, as an event below the letter that made it.
pub(super) fn about(context: &Context, claim: &Claim, kind: Kind) -> Event {
    let objects = claim.object.iter().map(|object| (claim.task.clone(), object.clone())).collect();
    Event {
        at: context.now,
        kind,
        source: Source::Told,
        contact: claim.contact.clone(),
        name: claim.name.clone(),
        message_id: said_of(claim, kind, 0),
        server_id: None,
        in_reply_to: Some(claim.letter.clone()),
        author: claim.author.clone(),
        list: claim.list.clone(),
        subject: Line::default(),
        tasks: vec![claim.task.clone()],
        wait_days: None,
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: given_objects(&objects),
    }
}

/// That a task is done which nobody here was given.
pub(super) fn done_by_nobody(context: &Context, task: &Task, object: Option<&str>) -> Result<Event, Failure> {
    let mut answers = Answers::default();
    open_draft::fill_in_person(context, &mut answers)?;
    let unknown = || {
        Failure::new(Status::Usage, "your name or your address is not known")
            .hint("set `name` and `email` under `[identity]` in the settings, or in git's configuration")
    };
    let author = answers.from().ok_or_else(unknown)?.address;
    let task = Line::sanitize(task.id.as_str());
    let objects = object.map(|it| (task.clone(), Line::sanitize(it))).into_iter().collect();
    Ok(Event {
        at: context.now,
        kind: Kind::Done,
        source: Source::Told,
        contact: None,
        name: None,
        message_id: MessageId::derive(&author, context.now, &["done", &task, object.unwrap_or_default()]),
        server_id: None,
        in_reply_to: None,
        author,
        list: None,
        subject: Line::default(),
        detail: given_objects(&objects),
        tasks: vec![task],
        wait_days: None,
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
    })
}
