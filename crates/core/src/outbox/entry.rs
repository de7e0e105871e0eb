//! A letter that is frozen, and how it stands.

use chrono::{DateTime, FixedOffset};

use super::journal::{Journal, Step};
use super::outgoing::Recipient;
use super::state::Standing;
use super::{Attempt, Error, Fate, Outcome, Outgoing, State};
use crate::drafts::Id;
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::write::Message;

/// A letter that is frozen, as its files were when it was read.
///
/// Whoever changes how it stands holds its [lock](crate::drafts::Store::lock), and has read it under that lock.
/// When another run wrote to the journal all the same, nothing more is written: [`Error::Changed`].
#[derive(Debug, Clone)]
pub struct Entry {
    id: Id,
    outgoing: Outgoing,
    journal: Journal,
    standing: Standing,
}

impl Entry {
    pub(super) fn new(id: Id, outgoing: Outgoing, (journal, steps): (Journal, Vec<Step>)) -> Self {
        let mut standing = Standing::of(&outgoing.recipients);
        for step in steps {
            standing.apply(step);
        }
        Self { id, outgoing, journal, standing }
    }

    /// The letter's name, the one that it had as a draft.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// What was frozen.
    #[must_use]
    pub fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }

    /// How it stands as a whole.
    #[must_use]
    pub fn state(&self) -> State {
        self.standing.state()
    }

    /// What became of it for each recipient, in their order.
    #[must_use]
    pub fn fates(&self) -> Vec<(&Recipient, Fate)> {
        self.outgoing.recipients.iter().zip(self.standing.fates()).collect()
    }

    /// The last attempt that came to its end.
    #[must_use]
    pub fn last(&self) -> Option<&Attempt> {
        self.standing.last()
    }

    /// The letter for those who are not known to have it: the same bytes, with all others out of the envelope.
    ///
    /// The envelope is empty when everybody has it. Whether the letter may be sent is for [`Entry::state`] to say.
    #[must_use]
    pub fn outstanding(&self) -> Message {
        self.outgoing.message_to(self.standing.outstanding())
    }

    /// Writes down that the body goes out, by `route`, for those whom the server took into the envelope. It is
    /// on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it may have arrived and [`Entry::again`] was not called, [`Error::NotOutstanding`],
    /// [`Error::Changed`], or those of the file system. After any of them the body may not go out.
    pub fn body(&mut self, now: DateTime<FixedOffset>, route: &str, to: &[Address]) -> Result<(), Error> {
        if !self.standing.may_go() {
            return Err(Error::Unknown { id: self.id.clone() });
        }
        let outstanding = self.standing.outstanding();
        if to.is_empty() {
            return Err(Error::Nobody { id: self.id.clone() });
        }
        if let Some(address) = to.iter().find(|address| !outstanding.contains(address)) {
            return Err(Error::NotOutstanding { id: self.id.clone(), address: address.clone() });
        }
        self.add(Step::Body { at: now, route: Line::sanitize(route), to: to.to_vec() })
    }

    /// Writes down how an attempt ended, with or without a body. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`Error::Changed`], or those of the file system. What a server accepted is then not written down:
    /// behind a body, the letter is found as [`State::Sending`] the next time.
    pub fn settled(&mut self, now: DateTime<FixedOffset>, outcome: Outcome) -> Result<(), Error> {
        self.add(Step::Settled { at: now, outcome })
    }

    /// Writes down that the letter is to be sent once more, although it may have arrived. This holds for one
    /// attempt; until a server takes the letter, it stays [`State::Unknown`].
    ///
    /// # Errors
    /// [`Error::Changed`], or those of the file system.
    pub fn again(&mut self, now: DateTime<FixedOffset>) -> Result<(), Error> {
        self.add(Step::Again { at: now })
    }

    fn add(&mut self, step: Step) -> Result<(), Error> {
        self.journal.append(&step).map_err(|e| match e {
            Error::File(file::Error::Changed { .. }) => Error::Changed { id: self.id.clone() },
            e => e,
        })?;
        self.standing.apply(step);
        Ok(())
    }
}
