//! What goes wrong on the way of a letter.

use onlist_core::drafts;
use onlist_core::outbox;
use onlist_mail::connection;
use onlist_mail::deliver::smtp::{self, Cause};
use onlist_mail::deliver::{self, sendmail};

use super::{Advice, Failure, Status};
use crate::settings::{AccountError, PasswordError};

/// What to do where nobody knows whether a letter is on its list.
pub(crate) const LOOK_FOR_IT: &str =
    "run `onlist sync`, or look for the letter in the list's archive on the web";

impl Failure {
    /// A letter that was offered, and that `host` or a command did not take.
    pub(crate) fn not_taken(error: deliver::Error, host: &str) -> Self {
        match error {
            deliver::Error::Smtp(smtp::Error { phase, cause: Cause::Refused(reply) }) => {
                Self::refused(phase, &reply, format!("{host} refused the letter: {reply}"))
            }
            error => error.into(),
        }
    }

    /// A server that refused with `reply`, for now or for good.
    pub(crate) fn refused(phase: smtp::Phase, reply: &smtp::Reply, message: String) -> Self {
        let status = if reply.is_transient() { Status::TryLater } else { Status::Unavailable };
        let hint = reply.known_refusal(phase).and_then(|known| known.hint());
        Self::new(status, message).hinted(hint)
    }

    /// A letter of which nobody knows whether it was delivered.
    pub(crate) fn unknown(id: &drafts::Id, why: &str) -> Self {
        Self::new(Status::Unknown, format!("`{id}` may have been delivered: {why}")).hint(format!(
            "{LOOK_FOR_IT}; `onlist send {id} --again` sends the same mail again, with the same Message-ID"
        ))
    }

    /// The same of a run whose letter was sent before; a reader who has seen enough is told nothing.
    pub(crate) fn although_sent(self) -> Self {
        if self.status == Status::Done {
            return self;
        }
        Self { message: self.message.prefixed("the letter was sent, but "), ..self }
            .hint("do not send it again: `onlist contacts` shows it")
    }

    /// The same, with what it is about before it.
    pub(crate) fn about(self, name: &str) -> Self {
        Self { message: self.message.prefixed(&format!("{name}: ")), ..self }
    }
}

impl From<outbox::MailError> for Failure {
    fn from(error: outbox::MailError) -> Self {
        Self::new(Status::Data, error.to_string()).hinted(error.hint())
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        Self::new(Status::Config, error.to_string()).hint(error.hint())
    }
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        Self::new(Status::Config, error.to_string()).hint(error.hint())
    }
}

impl From<deliver::Error> for Failure {
    fn from(error: deliver::Error) -> Self {
        match error {
            deliver::Error::Smtp(error) => error.into(),
            deliver::Error::Sendmail(error) => error.into(),
        }
    }
}

impl From<smtp::Error> for Failure {
    fn from(error: smtp::Error) -> Self {
        let status = match &error.cause {
            _ if error.is_login() => Status::Login,
            _ if error.is_transient() => Status::TryLater,
            Cause::Connection(connection::Error::NotLoopback(_) | connection::Error::Roots(_))
            | Cause::Hello(_) => Status::Config,
            _ => Status::Unavailable,
        };
        Self::new(status, error.to_string()).hinted(error.hint())
    }
}

impl From<sendmail::Error> for Failure {
    fn from(error: sendmail::Error) -> Self {
        let status = if error.is_transient() { Status::TryLater } else { Status::Unavailable };
        let failure = Self::new(status, error.to_string());
        match error {
            sendmail::Error::NotStarted { .. } => failure.hint("check the command; nothing was sent"),
            _ => failure,
        }
    }
}
