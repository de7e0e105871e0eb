//! A letter that is queued, and how it stands.

use std::fs::File;
use std::ops::Deref;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::journal::Step;
use super::record::End;
use super::status::Replay;
use super::{Attempt, DeliveryStatus, Error, Key, Outcome, QueuedLetter, Recipient, RecipientStatus};
use crate::drafts::Id;
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::write::Message;

/// A letter that is queued, as its file was when it was read.
#[derive(Debug, Clone)]
pub struct Entry {
    id: Id,
    letter: QueuedLetter,
    replay: Replay,
    end: End,
    held: bool,
    /// Whether the journal ends in an attempt whose run was stopped.
    stopped: bool,
}

impl Entry {
    /// Without a run at work on it (`held` is false), an attempt that has no end may have come to anything.
    pub(super) fn new(id: Id, (letter, steps, end): (QueuedLetter, Vec<Step>, End), held: bool) -> Self {
        let mut replay = Replay::of(&letter.recipients);
        for step in steps {
            replay.apply(step);
        }
        let stopped = !held && replay.lose_sight();
        Self { id, letter, replay, end, held, stopped }
    }

    /// The letter's name, the one that it had as a draft.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// What was queued.
    #[must_use]
    pub fn letter(&self) -> &QueuedLetter {
        &self.letter
    }

    /// Whether another run is at work on it: what becomes of it is that run's to say.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// How it stands as a whole.
    #[must_use]
    pub fn status(&self) -> DeliveryStatus {
        self.replay.status()
    }

    /// What became of it for each recipient, in their order.
    pub fn recipients(&self) -> impl Iterator<Item = (&Recipient, RecipientStatus)> {
        self.letter.recipients.iter().map(|it| (it, self.replay.recipient(&it.address)))
    }

    /// The last attempt that came to its end.
    #[must_use]
    pub fn last(&self) -> Option<&Attempt> {
        self.replay.last()
    }

    /// The Message-ID that a server gave it in place of its own.
    #[must_use]
    pub fn server_id(&self) -> Option<&MessageId> {
        self.replay.server_id()
    }

    /// Whether nobody has it, and nobody can have it.
    #[must_use]
    pub fn is_undelivered(&self) -> bool {
        !self.held && matches!(self.status(), DeliveryStatus::Ready | DeliveryStatus::Refused { .. })
    }

    /// Whether everybody has it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.status() == DeliveryStatus::Accepted
    }

    /// The letter for those who are not known to have it: the same bytes, with all others out of the envelope.
    ///
    /// The envelope is empty when everybody has it. Whether the letter may be sent is for [`Entry::status`] to say.
    #[must_use]
    pub fn outstanding(&self) -> Message {
        let missing = self.letter.recipients.iter().filter(|it| self.replay.is_outstanding(&it.address));
        self.letter.message_to(missing.map(|it| it.address.clone()).collect())
    }

    /// Where it was read from.
    pub(super) fn file(&self) -> &Path {
        self.end.path()
    }

    /// What it is looked for by; a server's Message-ID is as good as its own.
    pub(super) fn keys(&self) -> Vec<Key> {
        let mut keys = self.letter.keys();
        keys.extend(self.server_id().map(Key::message_id));
        keys
    }
}

/// A queued letter that this run holds: nobody else sends or changes it meanwhile.
#[derive(Debug)]
pub struct HeldLetter {
    entry: Entry,
    file: File,
}

impl Deref for HeldLetter {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        &self.entry
    }
}

impl HeldLetter {
    pub(super) fn new(entry: Entry, file: File) -> Self {
        Self { entry, file }
    }

    /// Writes down that the body goes out, by `route`, for those whom the server took into the envelope. It is
    /// on the disk when this returns, with all that was written before.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it may have arrived and [`HeldLetter::again`] was not called,
    /// [`Error::NotOutstanding`], [`Error::Changed`], or those of the file system. After any of them the body may not
    /// go out.
    pub fn body(&mut self, now: DateTime<FixedOffset>, route: &str, to: &[Address]) -> Result<(), Error> {
        let id = &self.entry.id;
        if !self.entry.replay.may_go() {
            return Err(Error::Unknown { id: id.clone() });
        }
        if to.is_empty() {
            return Err(Error::Nobody { id: id.clone() });
        }
        if let Some(address) = to.iter().find(|address| !self.entry.replay.is_outstanding(address)) {
            return Err(Error::NotOutstanding { id: id.clone(), address: address.clone() });
        }
        self.add(Step::Body { at: now, route: Line::sanitize(route), to: to.to_vec() })
    }

    /// Writes down how an attempt ended, with or without a body. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::Changed`], or those of the file system. What a server accepted is then not written down:
    /// behind a body, the letter is found as [`DeliveryStatus::Unknown`] the next time.
    pub fn settled(&mut self, now: DateTime<FixedOffset>, outcome: Outcome) -> Result<(), Error> {
        self.add(Step::Settled { at: now, outcome })
    }

    /// Writes down that the letter is to be sent once more, although it may have arrived. This holds for one
    /// attempt; until a server takes the letter, it stays [`DeliveryStatus::Unknown`].
    ///
    /// # Errors
    /// [`Error::Changed`], or those of the file system.
    pub fn again(&mut self, now: DateTime<FixedOffset>) -> Result<(), Error> {
        self.add(Step::Again { at: now })
    }

    fn add(&mut self, step: Step) -> Result<(), Error> {
        if self.entry.stopped {
            // What follows does not tell how that attempt ended.
            self.write(Step::Stopped)?;
            self.entry.stopped = false;
        }
        self.write(step)
    }

    fn write(&mut self, step: Step) -> Result<(), Error> {
        self.entry.end.append(&mut self.file, &step).map_err(|e| match e {
            file::Error::Changed { .. } => Error::Changed { id: self.entry.id.clone() },
            e => e.into(),
        })?;
        self.entry.replay.apply(step);
        Ok(())
    }
}
