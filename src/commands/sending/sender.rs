//! What delivers letters: one connection for all of them, or a command for each.
//!
//! Every step is written down before it is taken, so that a run that is stopped anywhere leaves behind
//! what is known of each letter.

use chrono::Days;
use onlist_core::catalog::Id as CatalogId;
use onlist_core::outbox::{HeldLetter, Outcome, QueuedLetter, Refusal};
use onlist_mail::deliver::smtp::{Cause, Phase};
use onlist_mail::deliver::{self, RcptStatus, Receipt, Submission, Transport};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;
use onlist_mail::words::count;
use onlist_mail::write::Message;

use super::command_line;
use super::connection;
use super::consent::Consent;
use super::recipient_replies::RecipientReplies;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// What delivers letters.
pub(crate) struct Sender<'a> {
    context: &'a Context<'a>,
    account: &'a Account,
    consent: &'a Consent,
    transport: Option<Transport>,
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

impl<'a> Sender<'a> {
    /// Gets ready; the first letter opens the connection.
    pub(crate) fn new(context: &'a Context<'a>, account: &'a Account, consent: &'a Consent) -> Self {
        Self { context, account, consent, transport: None }
    }

    /// Brings a letter to those who do not have it, and writes down what became of it.
    pub(crate) fn deliver(&mut self, letter: &mut HeldLetter) -> Result<(), Trouble> {
        let mut message = letter.outstanding();
        if let Some(sender) = self.account.envelope_sender() {
            message.envelope.reverse_path = sender.clone();
        }
        let statuses = match self.offered(&message) {
            Ok(statuses) => statuses,
            Err(trouble) if is_answer(trouble.failure.status) => {
                let permanent = trouble.failure.status != Status::TryLater;
                let reply = Line::sanitize(&trouble.failure.message.to_string());
                let outcome = Outcome::Refused { reply, permanent, refused: Vec::new() };
                let failure = self.failed(letter, outcome, trouble.failure);
                return Err(Trouble { failure, ..trouble });
            }
            // Nothing was tried: there is no password, or ^C was typed where it was asked for.
            Err(trouble) => return Err(trouble),
        };
        let replies = RecipientReplies::of(letter.letter(), &message.envelope, statuses);
        if let Some(failure) = replies.abort_reason(letter.letter(), self.context, self.consent)? {
            self.withdraw();
            let reply = Line::sanitize(&replies.reasons(letter.letter()));
            let permanent = failure.status != Status::TryLater;
            let outcome = Outcome::Refused { reply, permanent, refused: replies.refused };
            return Err(self.failed(letter, outcome, failure).into());
        }
        if let Err(error) = letter.body(self.context.now, &self.account.describe(), &replies.accepted) {
            self.withdraw();
            return Err(Failure::from(error).into());
        }
        Ok(self.submitted(letter, replies, message)?)
    }

    /// Takes leave of the server.
    pub(crate) fn close(self) {
        if let Some(transport) = self.transport {
            transport.close();
        }
    }

    /// Sends the body, for those who were accepted.
    fn submitted(
        &mut self,
        letter: &mut HeldLetter,
        replies: RecipientReplies,
        mut message: Message,
    ) -> Result<(), Failure> {
        let RecipientReplies { accepted, refused, .. } = replies;
        message.envelope.forward_paths = accepted;
        let Some(transport) = &mut self.transport else {
            return Err(Failure::new(Status::Bug, "no connection"));
        };
        match transport.submit(&message) {
            Submission::Accepted(receipt) => {
                self.accepted(letter, message.envelope.forward_paths, &refused, receipt)
            }
            Submission::NotSent(error) => {
                let reply = words_of(&error);
                let permanent = !error.is_transient();
                let failure = Failure::not_taken(error, self.account.taker());
                let reply = reply.unwrap_or_else(|| Line::sanitize(&failure.message.to_string()));
                Err(self.failed(letter, Outcome::Refused { reply, permanent, refused }, failure))
            }
            Submission::Unknown(error) => {
                self.tell_refused(&refused);
                let why = Line::sanitize(&error.to_string());
                let failure = Failure::unknown(letter.id(), &why);
                Err(self.failed(letter, Outcome::Unknown { why, refused }, failure))
            }
        }
    }

    /// Writes down that the letter was taken, and says for whom and for whom not.
    fn accepted(
        &self,
        letter: &mut HeldLetter,
        to: Vec<Address>,
        refused: &[Refusal],
        receipt: Receipt,
    ) -> Result<(), Failure> {
        let terminal = self.context.terminal;
        let Receipt { reply, new_message_id } = receipt;
        let by = match self.account {
            Account::Smtp(smtp) => smtp.server.host.clone(),
            Account::Command { command, .. } => format!("`{command}`"),
        };
        let words = if reply.is_empty() { String::new() } else { format!(" ({reply})") };
        let said = format!("sent: {by} accepted it for {}{words}", count(to.len(), "recipient"));
        let server_id = new_message_id.clone();
        let outcome = Outcome::Accepted { to, reply, server_id, refused: refused.to_vec() };
        // First written down, then said: a run that ends here has said nothing that nobody knows later.
        let settled = self.settle(letter, outcome);
        terminal.note(&said);
        if let Some(id) = new_message_id {
            terminal.note(&format!("the server changed its Message-ID to {id}"));
        }
        self.tell_refused(refused);
        settled.map_err(|failure| unwritten(&failure, letter))?;
        self.tell_next(letter.letter());
        if matches!(self.account, Account::Command { .. }) {
            terminal.note("if delivery fails later, you get a bounce mail");
        }
        Ok(())
    }

    /// Says how to see what becomes of a student's letter, and from when on to ask again.
    fn tell_next(&self, letter: &QueuedLetter) {
        let Some(contact) = letter.contact.as_ref().filter(|_| !letter.kind.is_answer()) else { return };
        let call = |words: &[&str]| command_line::call(self.context, words);
        let sees = format!("`{}` shows what becomes of it", call(&["contacts"]));
        let wait =
            letter.wait_days.and_then(|days| self.context.now.checked_add_days(Days::new(days.into())));
        self.context.terminal.note(&match wait {
            Some(day) => {
                let name = contact.project.id().map_or(letter.message_id.bare(), CatalogId::as_str);
                let again = call(&["follow-up", name]);
                let day = day.format("%-d %B %Y");
                format!("{sees}; if nobody answers, ask again from {day} on: `{again}`")
            }
            None => sees,
        });
    }

    /// Names those who do not get what the others get.
    fn tell_refused(&self, refused: &[Refusal]) {
        for refusal in refused {
            let what = format!("{} did not get it: {}", refusal.address, refusal.reply);
            self.context.terminal.warning(&what);
        }
    }

    /// Writes down why the letter was not delivered, or may not have been. A disk that takes nothing does not hide it.
    fn failed(&self, letter: &mut HeldLetter, outcome: Outcome, failure: Failure) -> Failure {
        match self.settle(letter, outcome) {
            Ok(()) => failure,
            Err(unwritten) => failure.and(format!("this cannot be recorded: {}", unwritten.message)),
        }
    }

    fn settle(&self, letter: &mut HeldLetter, outcome: Outcome) -> Result<(), Failure> {
        Ok(letter.settled(self.context.now, outcome)?)
    }

    /// What becomes of each recipient. The first letter opens the connection.
    fn offered(&mut self, message: &Message) -> Result<Vec<RcptStatus>, Trouble> {
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => connection::transport(self.context, self.account)
                .map_err(|refusal| Trouble { failure: refusal.into(), for_all: true })?,
        };
        self.transport.insert(transport).offer(message).map_err(|error| {
            let for_all = is_about_the_server(&error);
            Trouble { failure: error.into(), for_all }
        })
    }

    /// Takes back what was offered.
    fn withdraw(&mut self) {
        if let Some(transport) = &mut self.transport {
            transport.withdraw();
        }
    }
}

/// Whether a connection could not be opened, so that other letters would fare no better.
fn is_about_the_server(error: &deliver::Error) -> bool {
    let deliver::Error::Smtp(error) = error else { return false };
    matches!(error.phase, Phase::Connect | Phase::Tls | Phase::Greeting | Phase::Auth)
}

/// What is written down of a refusal: the words of a server, where it has given any.
fn words_of(error: &deliver::Error) -> Option<Line> {
    let deliver::Error::Smtp(error) = error else { return None };
    Some(match &error.cause {
        Cause::Refused(reply) => Line::sanitize(&reply.to_string()),
        _ => Line::sanitize(&error.to_string()),
    })
}

/// Whether a run that ends so has tried a server.
fn is_answer(status: Status) -> bool {
    matches!(status, Status::Login | Status::TryLater | Status::Unavailable)
}

/// A letter that was sent, which cannot be written down.
fn unwritten(failure: &Failure, letter: &HeldLetter) -> Failure {
    let message = format!("the letter was sent, but this cannot be recorded: {}", failure.message);
    Failure::new(Status::Io, message).hint(format!(
        "do not send it again; `onlist send {}` will report that it may have been delivered",
        letter.id()
    ))
}
