//! What a reader has said of an archive's posts, and done about them: kept in the ledger.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, Utc};
use onlist_core::ledger::{Event, Kind, Source};
use onlist_core::triage::SentAnswers;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use serde_json::json;

use crate::context::Context;
use crate::messages::{Failure, Status};

/// A day, and what was noted on it.
pub(super) type Note = (NaiveDate, String);

/// What is remembered, by the message-id of a post without `<>`.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    dismissed: HashSet<String>,
    sent: SentAnswers,
    notes: HashMap<String, Vec<Note>>,
}

impl Remembered {
    /// Reads the ledger, where there is one.
    pub(crate) fn read(context: &Context) -> Result<Self, Failure> {
        let mut remembered = Self::default();
        if let Some(ledger) = context.existing_ledger()? {
            ledger.reader().events()?.events.iter().for_each(|event| remembered.take(event));
        }
        Ok(remembered)
    }

    fn take(&mut self, event: &Event) {
        let day = event.at.date_naive();
        match event.kind {
            Kind::Dismissed => drop(self.dismissed.insert(event.message_id.bare().to_owned())),
            // What was only seen in an archive, triage reads there itself.
            Kind::Answered if event.source != Source::Archive => {
                let mail = event.in_reply_to.as_ref().map(|it| it.bare().to_owned());
                self.sent.extend(mail.map(|it| (it, event.at.with_timezone(&Utc))));
            }
            Kind::Noted => {
                let text = |name| event.detail.as_ref()?.get(name)?.as_str().map(str::to_owned);
                if let (Some(about), Some(text)) = (text("about"), text("text")) {
                    self.notes.entry(about).or_default().push((day, text));
                }
            }
            _ => {}
        }
    }

    /// Whether a post is no first letter, as the reader said.
    pub(crate) fn is_dismissed(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.dismissed.contains(id))
    }

    /// The answers that were sent from here.
    pub(super) fn sent(&self) -> &SentAnswers {
        &self.sent
    }

    /// The reader's notes about a post.
    pub(super) fn notes(&self, id: Option<&str>) -> &[Note] {
        id.and_then(|id| self.notes.get(id)).map_or(&[], Vec::as_slice)
    }

    /// Keeps that a post is no first letter.
    pub(super) fn dismiss(&mut self, context: &Context, post: &Post) -> Result<(), Failure> {
        let event = event(context, post, Kind::Dismissed)?;
        self.keep(context, &event)
    }

    /// Keeps a note about a post.
    pub(super) fn note(&mut self, context: &Context, post: &Post, text: &str) -> Result<(), Failure> {
        let mut event = event(context, post, Kind::Noted)?;
        event.detail = Some(json!({"about": event.message_id.bare(), "text": text}));
        // An event is known by its message-id, and a post may have several notes.
        event.message_id = MessageId::derive(&event.author, context.now, &[event.message_id.as_str(), text]);
        self.keep(context, &event)
    }

    fn keep(&mut self, context: &Context, event: &Event) -> Result<(), Failure> {
        context.ledger()?.append(std::slice::from_ref(event))?;
        self.take(event);
        Ok(())
    }
}

/// What the reader says of a post, as an event.
fn event(context: &Context, post: &Post, kind: Kind) -> Result<Event, Failure> {
    let known = post.message_id.clone().zip(post.from.first());
    let (message_id, from) = known.ok_or_else(|| {
        Failure::new(Status::Data, "this cannot be kept: the mail has no message-id or author")
    })?;
    Ok(Event {
        at: context.now,
        kind,
        source: Source::Told,
        contact: None,
        name: from.name.clone(),
        message_id,
        server_id: None,
        in_reply_to: None,
        author: from.address.clone(),
        list: post.list_post.clone(),
        subject: post.subject.clone(),
        tasks: Vec::new(),
        wait_days: None,
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: None,
    })
}
