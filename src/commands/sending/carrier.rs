//! What brings letters out: one connection for all of them, or a command for each.
//!
//! Every step is written down before it is taken, so that a run that is stopped anywhere leaves behind
//! what is known of each letter.

use onlist_core::drafts::Kind;
use onlist_core::outbox::{Entry, Outcome, Refusal};
use onlist_mail::deliver::sendmail::{self, Command};
use onlist_mail::deliver::smtp::{Cause, Session, Submission, Verdict};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::count;
use onlist_mail::write::{Envelope, Message};

use super::connection;
use super::consent::Consent;
use super::offer::Offer;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Account, Smtp};

/// What brings letters out.
pub(crate) struct Carrier<'a> {
    context: &'a Context<'a>,
    account: &'a Account,
    consent: &'a Consent,
    session: Option<Session>,
}

/// Why a letter was not delivered.
pub(crate) struct Trouble {
    /// What is to be said of it.
    pub(crate) failure: Failure,
    /// Whether other letters would fare no better.
    pub(crate) for_all: bool,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self { failure, for_all: false }
    }
}

impl<'a> Carrier<'a> {
    /// Gets ready; the first letter opens the connection.
    pub(crate) fn new(context: &'a Context<'a>, account: &'a Account, consent: &'a Consent) -> Self {
        Self { context, account, consent, session: None }
    }

    /// Brings a letter to those who do not have it, and writes down what became of it.
    pub(crate) fn carry(&mut self, entry: &mut Entry) -> Result<(), Trouble> {
        match self.account {
            Account::Smtp(smtp) => self.by_smtp(smtp, entry),
            Account::Command { command, .. } => Ok(self.by_command(command, entry)?),
        }
    }

    /// Takes leave of the server.
    pub(crate) fn close(self) {
        if let Some(session) = self.session {
            session.close();
        }
    }

    fn by_smtp(&mut self, smtp: &Smtp, entry: &mut Entry) -> Result<(), Trouble> {
        let message = entry.outstanding();
        let verdicts = match self.offered(smtp, &message) {
            Ok(verdicts) => verdicts,
            Err(trouble) if is_answer(trouble.failure.status) => {
                let permanent = trouble.failure.status != Status::TryLater;
                let reply = Line::sanitize(&trouble.failure.message);
                let outcome = Outcome::Refused { reply, permanent, refused: Vec::new() };
                let failure = self.failed(entry, outcome, trouble.failure);
                return Err(Trouble { failure, ..trouble });
            }
            // Nothing was tried: there is no password, or ^C was typed where it was asked for.
            Err(trouble) => return Err(trouble),
        };
        let offer = Offer::of(entry.outgoing(), &message.envelope, verdicts);
        if let Some(failure) = offer.given_up(entry.outgoing(), self.context, self.consent)? {
            self.withdraw();
            let reply = Line::sanitize(&failure.message);
            let permanent = failure.status != Status::TryLater;
            let outcome = Outcome::Refused { reply, permanent, refused: offer.refused };
            return Err(self.failed(entry, outcome, failure).into());
        }
        if let Err(error) = entry.body(self.context.now, &self.account.describe(), &offer.accepted) {
            self.withdraw();
            return Err(Failure::from(error).into());
        }
        Ok(self.submitted(smtp, entry, offer, message.bytes)?)
    }

    /// Sends the body, for those whom the server took.
    fn submitted(
        &mut self,
        smtp: &Smtp,
        entry: &mut Entry,
        offer: Offer,
        bytes: Vec<u8>,
    ) -> Result<(), Failure> {
        let reverse_path = entry.outgoing().reverse_path.clone();
        let Offer { accepted, refused, .. } = offer;
        let envelope = Envelope { reverse_path, forward_paths: accepted };
        let message = Message { envelope, bytes };
        let Some(session) = &mut self.session else { return Err(Failure::new(Status::Bug, "no connection")) };
        let submission = session.submit(&message);
        let to = message.envelope.forward_paths;
        let host = &smtp.server.host;
        match submission {
            Submission::Accepted(reply) => {
                let reply = Line::sanitize(&reply.to_string());
                self.accepted(entry, to, refused, reply, host)
            }
            Submission::Refused(reply) => {
                let failure = Failure::refused(&reply, format!("{host} refused the letter: {reply}"));
                let outcome = Outcome::Refused {
                    reply: Line::sanitize(&reply.to_string()),
                    permanent: !reply.is_transient(),
                    refused,
                };
                Err(self.failed(entry, outcome, failure))
            }
            Submission::NotSent(failure) => {
                self.session = None;
                let reply = Line::sanitize(&failure.to_string());
                let permanent = !failure.is_transient();
                Err(self.failed(entry, Outcome::Refused { reply, permanent, refused }, failure.into()))
            }
            Submission::Unknown(failure) => {
                self.session = None;
                self.tell_refused(&refused);
                let why = Line::sanitize(&failure.to_string());
                let failure = Failure::unknown(entry.id(), &why);
                Err(self.failed(entry, Outcome::Unknown { why, refused }, failure))
            }
        }
    }

    fn by_command(&mut self, command: &Command, entry: &mut Entry) -> Result<(), Failure> {
        let message = entry.outstanding();
        let to = message.envelope.forward_paths.clone();
        entry.body(self.context.now, &self.account.describe(), &to)?;
        let outcome = sendmail::submit(command, &message, sendmail::LIMIT);
        let refused = Vec::new();
        match &outcome {
            sendmail::Outcome::Accepted => {
                self.accepted(entry, to, refused, Line::default(), &format!("`{command}`"))?;
                let note = "if delivery fails later, you get a bounce mail";
                self.context.terminal.note(note);
                Ok(())
            }
            sendmail::Outcome::Refused { .. } | sendmail::Outcome::NotStarted(_) => {
                let failure = Failure::by_command(command, &outcome);
                let reply = Line::sanitize(&failure.message);
                let permanent = !outcome.is_transient();
                Err(self.failed(entry, Outcome::Refused { reply, permanent, refused }, failure))
            }
            sendmail::Outcome::Unknown(why) => {
                let why = Line::sanitize(&why.to_string());
                let failure = Failure::unknown(entry.id(), &why);
                Err(self.failed(entry, Outcome::Unknown { why, refused }, failure))
            }
        }
    }

    /// Writes down that the letter was taken, and says for whom and for whom not.
    fn accepted(
        &self,
        entry: &mut Entry,
        to: Vec<Address>,
        refused: Vec<Refusal>,
        reply: Line,
        by: &str,
    ) -> Result<(), Failure> {
        let terminal = self.context.terminal;
        let words = if reply.is_empty() { String::new() } else { format!(" ({reply})") };
        terminal.note(&format!("sent: {by} accepted it for {}{words}", count(to.len(), "recipient")));
        self.tell_refused(&refused);
        let outcome = Outcome::Accepted { to, reply, refused };
        self.settle(entry, outcome).map_err(|failure| unwritten(&failure, entry))?;
        let days = entry.outgoing().wait_days.filter(|_| entry.outgoing().contact.is_some());
        if let Some(days) = days.filter(|_| entry.outgoing().kind != Kind::Reply) {
            let days = count(days.into(), "day");
            let note = format!("if nobody answers in {days}, ask again with a reply to your own letter");
            terminal.note(&note);
        }
        Ok(())
    }

    /// Names those who do not get what the others get.
    fn tell_refused(&self, refused: &[Refusal]) {
        for refusal in refused {
            let what = format!("{} did not get it: {}", refusal.address, refusal.reply);
            self.context.terminal.warning(&what);
        }
    }

    /// Writes down why the letter was not delivered, or may not have been. A disk that takes nothing does not hide it.
    fn failed(&self, entry: &mut Entry, outcome: Outcome, failure: Failure) -> Failure {
        match self.settle(entry, outcome) {
            Ok(()) => failure,
            Err(unwritten) => failure.and(&format!("this cannot be recorded: {}", unwritten.message)),
        }
    }

    fn settle(&self, entry: &mut Entry, outcome: Outcome) -> Result<(), Failure> {
        Ok(entry.settled(self.context.now, outcome)?)
    }

    /// The server's verdict on sender and recipients, over a new connection where the old one is gone.
    fn offered(&mut self, smtp: &Smtp, message: &Message) -> Result<Vec<Verdict>, Trouble> {
        let used = self.session.is_some();
        let session = self.connected(smtp)?;
        match session.offer(message) {
            Ok(verdicts) => Ok(verdicts),
            Err(failure) => {
                let gone = matches!(failure.cause, Cause::Dropped | Cause::Closed | Cause::Network(_));
                self.session = None;
                if used && gone {
                    return self.offered(smtp, message);
                }
                Err(Failure::from(failure).into())
            }
        }
    }

    fn connected(&mut self, smtp: &Smtp) -> Result<&mut Session, Trouble> {
        let session = match self.session.take() {
            Some(session) => session,
            None => connection::open(self.context, smtp, false)
                .map_err(|refusal| Trouble { failure: refusal.into(), for_all: true })?,
        };
        Ok(self.session.insert(session))
    }

    /// Takes back what was offered. A connection on which that fails is not used again.
    fn withdraw(&mut self) {
        if self.session.as_mut().is_some_and(|session| session.withdraw().is_err()) {
            self.session = None;
        }
    }
}

/// Whether a run that ends so has tried a server.
fn is_answer(status: Status) -> bool {
    matches!(status, Status::Login | Status::TryLater | Status::Unavailable)
}

/// A letter that was sent, which cannot be written down.
fn unwritten(failure: &Failure, entry: &Entry) -> Failure {
    let message = format!("the letter was sent, but this cannot be recorded: {}", failure.message);
    Failure::new(Status::Io, message).hint(format!(
        "do not send it again; `onlist send {}` will report that it may have been delivered",
        entry.id()
    ))
}
