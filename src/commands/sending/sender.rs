//! What delivers letters: one connection for all of them, or a command for each.
//!
//! Every step is written down before it is taken, so that a run that is stopped anywhere leaves behind
//! what is known of each letter.

use std::{iter, thread};

use chrono::Days;
use onlist_core::catalog::Id as CatalogId;
use onlist_core::drafts::Id;
use onlist_core::outbox::{self, HeldLetter, Outcome, QueuedLetter, Refusal, Unflushed};
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
    /// The last letter that was taken, of which nothing is said yet.
    last: Option<Taken>,
    /// Why letters before it may not be recorded.
    unrecorded: Vec<(Id, Failure)>,
}

/// A letter that was taken: first this is written down for good, then it is said.
struct Taken {
    id: Id,
    recorded: Unflushed,
    words: Vec<Words>,
}

/// A line for the user.
enum Words {
    Note(String),
    Warning(String),
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
        Self { context, account, consent, transport: None, last: None, unrecorded: Vec::new() }
    }

    /// Brings a letter to those who do not have it, and writes down what became of it. That it was taken is said with
    /// the next letter, or by [`Sender::close`].
    pub(crate) fn deliver(&mut self, letter: &mut HeldLetter) -> Result<(), Trouble> {
        let delivered = self.attempt(letter);
        if delivered.is_err() {
            self.tell_last();
        }
        delivered
    }

    /// Takes leave of the server. Gives the letters that were taken and may not be recorded.
    pub(crate) fn close(mut self) -> Vec<(Id, Failure)> {
        self.tell_last();
        if let Some(transport) = self.transport.take() {
            transport.close();
        }
        self.unrecorded
    }

    fn attempt(&mut self, letter: &mut HeldLetter) -> Result<(), Trouble> {
        let mut message = letter.outstanding();
        if let Some(sender) = self.account.envelope_sender() {
            message.envelope.reverse_path = sender.clone();
        }
        let statuses = match self.offered(&message) {
            Ok(statuses) => statuses,
            Err(trouble) if is_answer(trouble.failure.status) => {
                let permanent = trouble.failure.status != Status::TryLater;
                let reply = Line::sanitize(&trouble.failure.message);
                let outcome = Outcome::Refused { reply, permanent, refused: Vec::new() };
                let failure = self.failed(letter, outcome, trouble.failure);
                return Err(Trouble { failure, ..trouble });
            }
            // Nothing was tried: there is no password, or ^C was typed where it was asked for.
            Err(trouble) => return Err(trouble),
        };
        let replies = RecipientReplies::of(letter.letter(), &message.envelope, statuses);
        if !replies.refused.is_empty() {
            // There may be a question.
            self.tell_last();
        }
        if let Some(failure) = replies.abort_reason(letter.letter(), self.context, self.consent)? {
            self.withdraw();
            let reply = Line::sanitize(&replies.reasons(letter.letter()));
            let permanent = failure.status != Status::TryLater;
            let outcome = Outcome::Refused { reply, permanent, refused: replies.refused };
            return Err(self.failed(letter, outcome, failure).into());
        }
        if let Err(error) = self.body(letter, &replies.accepted) {
            self.withdraw();
            return Err(Failure::from(error).into());
        }
        Ok(self.submitted(letter, replies, message)?)
    }

    /// Writes down that the body goes out, and that the letter before was taken: at once, for the price of one.
    fn body(&mut self, letter: &mut HeldLetter, to: &[Address]) -> Result<(), outbox::Error> {
        let (now, route) = (self.context.now, self.account.describe());
        let Some(last) = self.last.take() else { return letter.body(now, &route, to) };
        let (begun, recorded) = thread::scope(|scope| {
            let flushing = thread::Builder::new().spawn_scoped(scope, || last.recorded.flush());
            let begun = letter.body(now, &route, to);
            (begun, flushing.ok().and_then(|it| it.join().ok()))
        });
        self.tell(&last, recorded.unwrap_or_else(|| last.recorded.flush()));
        begun
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
                self.accepted(letter, message.envelope.forward_paths, refused, receipt)
            }
            Submission::NotSent(error) => {
                let reply = words_of(&error);
                let permanent = !error.is_transient();
                let failure = Failure::not_taken(error, self.taker());
                let reply = reply.unwrap_or_else(|| Line::sanitize(&failure.message));
                Err(self.failed(letter, Outcome::Refused { reply, permanent, refused }, failure))
            }
            Submission::Unknown(error) => {
                self.say(&refusals(&refused).collect::<Vec<_>>());
                let why = Line::sanitize(&error.to_string());
                let failure = Failure::unknown(letter.id(), &why);
                Err(self.failed(letter, Outcome::Unknown { why, refused }, failure))
            }
        }
    }

    /// Who takes the letters, in a word.
    fn taker(&self) -> &str {
        match self.account {
            Account::Smtp(smtp) => &smtp.server.host,
            Account::Command { command, .. } => command.name(),
        }
    }

    /// Writes down that the letter was taken; for whom and for whom not is said when that is on the disk.
    fn accepted(
        &mut self,
        letter: &mut HeldLetter,
        to: Vec<Address>,
        refused: Vec<Refusal>,
        receipt: Receipt,
    ) -> Result<(), Failure> {
        let words = self.words(letter, to.len(), &receipt, &refused);
        let Receipt { reply, new_message_id } = receipt;
        let outcome = Outcome::Accepted { to, reply, server_id: new_message_id, refused };
        match letter.settled(self.context.now, outcome) {
            Ok(recorded) => {
                self.last = Some(Taken { id: letter.id().clone(), recorded, words });
                Ok(())
            }
            Err(error) => {
                self.say(&words);
                Err(unwritten(&error.into(), letter.id()))
            }
        }
    }

    /// What is to be said of a letter that was taken.
    fn words(
        &self,
        letter: &HeldLetter,
        recipients: usize,
        receipt: &Receipt,
        refused: &[Refusal],
    ) -> Vec<Words> {
        let by = match self.account {
            Account::Smtp(smtp) => smtp.server.host.clone(),
            Account::Command { command, .. } => format!("`{command}`"),
        };
        let Receipt { reply, new_message_id } = receipt;
        let reply = if reply.is_empty() { String::new() } else { format!(" ({reply})") };
        let sent = format!("sent: {by} accepted it for {}{reply}", count(recipients, "recipient"));
        let renamed = new_message_id.as_ref().map(|id| format!("the server changed its Message-ID to {id}"));
        let next = self.next(letter.letter());
        let bounce = matches!(self.account, Account::Command { .. })
            .then(|| "if delivery fails later, you get a bounce mail".to_owned());
        let before = iter::once(sent).chain(renamed).map(Words::Note);
        before.chain(refusals(refused)).chain(next.into_iter().chain(bounce).map(Words::Note)).collect()
    }

    /// How to see what becomes of a student's letter, and from when on to ask again.
    fn next(&self, letter: &QueuedLetter) -> Option<String> {
        let contact = letter.contact.as_ref().filter(|_| !letter.kind.is_answer())?;
        let call = |words: &[&str]| command_line::call(self.context, words);
        let sees = format!("`{}` shows what becomes of it", call(&["contacts"]));
        let wait =
            letter.wait_days.and_then(|days| self.context.now.checked_add_days(Days::new(days.into())));
        Some(match wait {
            Some(day) => {
                let name = contact.project.id().map_or(letter.message_id.bare(), CatalogId::as_str);
                let again = call(&["follow-up", name]);
                let day = day.format("%-d %B %Y");
                format!("{sees}; if nobody answers, ask again from {day} on: `{again}`")
            }
            None => sees,
        })
    }

    /// Says that the last letter was taken, once it is written down for good.
    fn tell_last(&mut self) {
        if let Some(last) = self.last.take() {
            let recorded = last.recorded.flush();
            self.tell(&last, recorded);
        }
    }

    fn tell(&mut self, taken: &Taken, recorded: Result<(), outbox::Error>) {
        self.say(&taken.words);
        if let Err(error) = recorded {
            self.unrecorded.push((taken.id.clone(), unwritten(&error.into(), &taken.id)));
        }
    }

    fn say(&self, words: &[Words]) {
        for words in words {
            match words {
                Words::Note(note) => self.context.terminal.note(note),
                Words::Warning(warning) => self.context.terminal.warning(warning),
            }
        }
    }

    /// Writes down why the letter was not delivered, or may not have been. A disk that takes nothing does not hide it.
    fn failed(&self, letter: &mut HeldLetter, outcome: Outcome, failure: Failure) -> Failure {
        match letter.settled(self.context.now, outcome).and_then(|it| it.flush()) {
            Ok(()) => failure,
            Err(error) => failure.and(&format!("this cannot be recorded: {}", Failure::from(error).message)),
        }
    }

    /// What becomes of each recipient. The first letter opens the connection.
    fn offered(&mut self, message: &Message) -> Result<Vec<RcptStatus>, Trouble> {
        let transport = if let Some(transport) = self.transport.take() {
            transport
        } else {
            // A password may be asked for.
            self.tell_last();
            connection::transport(self.context, self.account)
                .map_err(|refusal| Trouble { failure: refusal.into(), for_all: true })?
        };
        self.transport.insert(transport).offer(message).map_err(|error| {
            let for_all = is_about_the_server(&error);
            let failure = match error {
                deliver::Error::Smtp(error) => error.into(),
                deliver::Error::Sendmail(error) => error.into(),
            };
            Trouble { failure, for_all }
        })
    }

    /// Takes back what was offered.
    fn withdraw(&mut self) {
        if let Some(transport) = &mut self.transport {
            transport.withdraw();
        }
    }
}

/// Who does not get what the others get.
fn refusals(refused: &[Refusal]) -> impl Iterator<Item = Words> {
    refused.iter().map(|it| Words::Warning(format!("{} did not get it: {}", it.address, it.reply)))
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
fn unwritten(failure: &Failure, id: &Id) -> Failure {
    let message = format!("the letter was sent, but this cannot be recorded: {}", failure.message);
    let hint =
        format!("do not send it again; `onlist send {id}` will report that it may have been delivered");
    Failure::new(Status::Io, message).hint(hint)
}
