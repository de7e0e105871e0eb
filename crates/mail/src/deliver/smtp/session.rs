//! Letters over one connection.

use lettre::transport::smtp::commands::{Data, Rset};

use super::auth::log_in;
use super::connection::{Connection, TextError};
use super::dot_stuffing::Content;
use super::open::open;
use super::reply::ReplyLines;
use super::{Capabilities, Cause, Error, Limits, Phase, Reply};
use crate::connection::{Login, Server};
use crate::deliver::{Receipt, Submission};
use crate::write::Message;

/// A connection to a server that letters can be handed to, one after the other.
///
/// Each letter is offered first ([`Session::offer`]), which tells who will get
/// it, then submitted or withdrawn. A session that is dropped without
/// [`Session::close`] just closes its connection.
pub struct Session {
    /// Nothing after a failure that leaves it unclear what the server would answer next.
    connection: Option<Connection>,
    capabilities: Capabilities,
}

/// What becomes of one recipient (RCPT).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RcptStatus {
    /// It will get the letter, if the text is taken.
    Accepted,
    /// It will not.
    Refused(Reply),
    /// The session ended before it was answered, and after others were refused.
    Unanswered(Error),
}

impl Session {
    /// Connects, secures the connection, greets and logs in.
    ///
    /// Each address that the server's name has is tried in the order of RFC 8305; one that answers nothing costs
    /// seconds.
    ///
    /// # Errors
    /// [`Error`]: nothing was delivered.
    pub fn open(server: &Server, login: Option<&Login>, limits: Limits) -> Result<Self, Error> {
        let (mut connection, capabilities) = open(server, limits)?;
        if let Some(login) = login {
            log_in(&mut connection, &capabilities, login).map_err(Phase::Auth.failed())?;
        }
        Ok(Self { connection: Some(connection), capabilities })
    }

    /// Whether another letter can be offered. Not after a connection broke or a server answered what makes no sense.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.connection.is_some()
    }

    /// Names the sender and the recipients of a letter; gives a status for each forward path, in their order.
    ///
    /// After this the letter is submitted or withdrawn.
    ///
    /// # Errors
    /// [`Error`]: the server takes no such letter, or not from this sender, or the session ended before anybody was
    /// refused. Nothing was delivered, and there is nothing to withdraw.
    pub fn offer(&mut self, message: &Message) -> Result<Vec<RcptStatus>, Error> {
        if let Some(connection) = &mut self.connection {
            connection.renew();
        }
        let envelope = &message.envelope;
        let parameters = self.capabilities.parameters(&Content::new(&message.bytes), envelope);
        let parameters = parameters.map_err(Phase::Data.failed())?;
        self.say(Phase::Sender, 2, &format!("MAIL FROM:<{}>{parameters}\r\n", envelope.reverse_path))?;
        let mut statuses = Vec::with_capacity(envelope.forward_paths.len());
        for path in &envelope.forward_paths {
            match self.say(Phase::Recipient, 2, &format!("RCPT TO:<{path}>\r\n")) {
                Ok(_) => statuses.push(RcptStatus::Accepted),
                Err(Error { cause: Cause::Refused(reply), .. }) if self.is_open() => {
                    statuses.push(RcptStatus::Refused(reply));
                }
                Err(error) if statuses.iter().any(|it| matches!(it, RcptStatus::Refused(_))) => {
                    statuses.resize(envelope.forward_paths.len(), RcptStatus::Unanswered(error));
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(statuses)
    }

    /// Takes back the letter that was offered (RSET).
    ///
    /// # Errors
    /// [`Error`]: the connection cannot be used any more. Nothing was delivered all the same.
    pub fn withdraw(&mut self) -> Result<(), Error> {
        if let Some(connection) = &mut self.connection {
            connection.renew();
        }
        let outcome = self.say(Phase::Sender, 2, &Rset.to_string()).map(drop);
        if outcome.is_err() {
            self.connection = None;
        }
        outcome
    }

    /// Sends the text of the letter that was offered, to those recipients that were accepted.
    pub fn submit(&mut self, message: &Message) -> Submission<Error> {
        let outcome = self.say(Phase::Data, 3, &Data.to_string());
        let submission = match outcome {
            Ok(_) => self.send(message),
            Err(error) => Submission::NotSent(error),
        };
        if matches!(submission, Submission::NotSent(_)) && self.is_open() {
            // The next letter would find this one half done.
            let _ = self.withdraw();
        }
        submission
    }

    fn send(&mut self, message: &Message) -> Submission<Error> {
        let Some(mut connection) = self.connection.take() else {
            return Submission::NotSent(Phase::Data.failed()(Cause::Closed));
        };
        let answer = match connection.text(&Content::new(&message.bytes).block()) {
            Ok(answer) => answer,
            Err(TextError::NotSent(cause)) => return Submission::NotSent(Phase::Data.failed()(cause)),
            Err(TextError::Unknown(cause)) => return Submission::Unknown(Phase::AfterData.failed()(cause)),
        };
        match answer.expect(2) {
            Ok(lines) => {
                self.connection = Some(connection);
                Submission::Accepted(Receipt::new(
                    &lines.reply().to_string(),
                    &lines.lines.join(" "),
                    message,
                ))
            }
            Err(cause @ Cause::Refused(_)) => {
                let error = Phase::AfterData.failed()(cause);
                self.connection = Some(connection).filter(|_| !error.is_closing());
                Submission::NotSent(error)
            }
            Err(cause) => Submission::Unknown(Phase::AfterData.failed()(cause)),
        }
    }

    /// Takes leave (QUIT) and closes the connection. Whatever the server says to it, letters are where they are.
    pub fn close(self) {
        if let Some(connection) = self.connection {
            connection.leave();
        }
    }

    /// Sends a line that must be answered with the first digit `wanted`. A refusal other than 421 leaves the session
    /// open, all else ends it.
    fn say(&mut self, phase: Phase, wanted: u16, line: &str) -> Result<ReplyLines, Error> {
        let mut connection = self.connection.take().ok_or(Cause::Closed).map_err(phase.failed())?;
        let answer = connection.command(line).map_err(phase.failed())?;
        let outcome = answer.expect(wanted).map_err(phase.failed());
        let is_over =
            outcome.as_ref().is_err_and(|it| !matches!(it.cause, Cause::Refused(_)) || it.is_closing());
        self.connection = Some(connection).filter(|_| !is_over);
        outcome
    }
}
