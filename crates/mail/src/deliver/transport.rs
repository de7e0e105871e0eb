//! How letters leave this machine: to a server, or through a command.

use std::time::Duration;

use super::Submission;
use super::sendmail::{self, Command};
use super::smtp::{self, Client, RcptStatus};
use crate::write::Message;

/// What takes letters, one after the other.
///
/// Each letter is offered first, which tells who will get it, then submitted or withdrawn.
pub enum Transport {
    /// A server.
    Smtp(Box<Client>),
    /// A command, started for each letter.
    Sendmail {
        /// The command.
        command: Command,
        /// How long it may take for one letter.
        limit: Duration,
    },
}

/// Why a transport did not take a letter.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A server did not.
    #[error(transparent)]
    Smtp(#[from] smtp::Error),
    /// A command did not.
    #[error(transparent)]
    Sendmail(#[from] sendmail::Error),
}

impl Error {
    /// Whether the same may work later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Smtp(error) => error.is_transient(),
            Self::Sendmail(error) => error.is_transient(),
        }
    }
}

impl Transport {
    /// Names sender and recipients; gives a status for each forward path, in their order. A command takes them all.
    ///
    /// # Errors
    /// [`Error`]: nothing was delivered, and there is nothing to withdraw.
    pub fn offer(&mut self, message: &Message) -> Result<Vec<RcptStatus>, Error> {
        match self {
            Self::Smtp(client) => Ok(client.offer(message)?),
            Self::Sendmail { .. } => Ok(vec![RcptStatus::Accepted; message.envelope.forward_paths.len()]),
        }
    }

    /// Sends the letter that was offered. Its envelope names those who were accepted.
    pub fn submit(&mut self, message: &Message) -> Submission<Error> {
        match self {
            Self::Smtp(client) => client.submit(message).map_err(Error::from),
            Self::Sendmail { command, limit } => {
                sendmail::submit(command, message, *limit).map_err(Error::from)
            }
        }
    }

    /// Takes back the letter that was offered.
    pub fn withdraw(&mut self) {
        if let Self::Smtp(client) = self {
            client.withdraw();
        }
    }

    /// Takes leave.
    pub fn close(self) {
        if let Self::Smtp(client) = self {
            client.close();
        }
    }
}
