//! Letters to one server, over as many connections as it takes.

use super::{Error, Limits, RcptStatus, Session};
use crate::connection::{Login, Server};
use crate::deliver::Submission;
use crate::write::Message;

/// A server that letters are handed to. Where it ends a connection after some of them, as with `421 too many
/// messages in this session`, the rest goes over a new one.
///
/// A letter whose text went out is sent again only where the server has clearly refused it as it left.
pub struct Client {
    server: Server,
    login: Option<Login>,
    limits: Limits,
    session: Session,
    /// How many letters were offered over this connection.
    letters: usize,
}

impl Client {
    /// Opens the first connection; see [`Session::open`].
    ///
    /// # Errors
    /// [`Error`]: nothing was delivered.
    pub fn open(server: &Server, login: Option<&Login>, limits: Limits) -> Result<Self, Error> {
        let session = Session::open(server, login, limits)?;
        Ok(Self { server: server.clone(), login: login.cloned(), limits, session, letters: 0 })
    }

    /// Offers a letter; see [`Session::offer`].
    ///
    /// # Errors
    /// [`Error`]: nothing was delivered, and there is nothing to withdraw.
    pub fn offer(&mut self, message: &Message) -> Result<Vec<RcptStatus>, Error> {
        if !self.session.is_open() {
            self.reopen()?;
        }
        self.letters += 1;
        let outcome = self.session.offer(message);
        let ended = match &outcome {
            Ok(statuses) => match statuses.last() {
                Some(RcptStatus::Unanswered(error)) => Some(error),
                _ => None,
            },
            Err(error) => Some(error),
        };
        if !ended.is_some_and(|error| self.may_be_for_its_age(error)) {
            return outcome;
        }
        match self.reopen() {
            Ok(()) => {
                self.letters += 1;
                self.session.offer(message)
            }
            Err(error) => outcome.or(Err(error)),
        }
    }

    /// Sends the letter that was offered; see [`Session::submit`]. Its envelope names those who were accepted.
    pub fn submit(&mut self, message: &Message) -> Submission<Error> {
        match self.session.submit(message) {
            Submission::NotSent(error) if self.may_be_for_its_age(&error) => {
                self.submit_again(message, error)
            }
            submission => submission,
        }
    }

    /// Takes back the letter that was offered. A connection on which that fails is not used again.
    pub fn withdraw(&mut self) {
        // Where it fails the session is over, and the next letter opens another.
        let _ = self.session.withdraw();
    }

    /// Takes leave of the server.
    pub fn close(self) {
        self.session.close();
    }

    /// Whether the server may have ended the connection for what went over it before.
    fn may_be_for_its_age(&self, error: &Error) -> bool {
        self.letters > 1 && error.is_closing()
    }

    fn reopen(&mut self) -> Result<(), Error> {
        self.session = Session::open(&self.server, self.login.as_ref(), self.limits)?;
        self.letters = 0;
        Ok(())
    }

    /// Offers a letter that was not taken over a new connection. Unless all its recipients are accepted there
    /// too, it is left at the first refusal.
    fn submit_again(&mut self, message: &Message, refusal: Error) -> Submission<Error> {
        if self.reopen().is_err() {
            return Submission::NotSent(refusal);
        }
        self.letters = 1;
        match self.session.offer(message) {
            Ok(statuses) if statuses.iter().all(|it| *it == RcptStatus::Accepted) => {
                self.session.submit(message)
            }
            Ok(_) => {
                self.withdraw();
                Submission::NotSent(refusal)
            }
            Err(_) => Submission::NotSent(refusal),
        }
    }
}
