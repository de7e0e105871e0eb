//! Why a mailbox cannot be read.

use crate::connection;
use crate::text::Line;

/// Why a mailbox cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot read the mailbox at `{host}`: {cause}")]
pub struct Error {
    /// The server's name, as the settings have it.
    pub host: Line,
    /// What is wrong.
    pub cause: Cause,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The connection, in the words that hold for any mail server.
    #[error("{0}")]
    Connection(connection::Error),
    /// The server does not speak IMAP.
    #[error("the server's answer is not IMAP")]
    Garbled,
    /// More than any honest server sends.
    #[error("the server's answer is too long")]
    TooMuch,
    /// The server ended the session.
    #[error("the server ended the session{}{words}", if words.is_empty() { "" } else { ": " })]
    Bye {
        /// Its words.
        words: Line,
    },
    /// None of the ways to log in is offered.
    #[error("the server takes no {0}")]
    NoLogin(&'static str),
    /// LOGIN, which is all that is offered, takes other text than the user and the password are.
    #[error(
        "the server's only login (LOGIN) cannot carry this user and password: they have characters outside ASCII"
    )]
    NotAscii,
    /// The login was refused. The server may repeat what it was told, so of its words only a known code is kept.
    #[error("the server refused the login{}", .0.map(|code| format!(" ({code})")).unwrap_or_default())]
    LoginRefused(Option<&'static str>),
    /// A folder cannot be opened.
    #[error("the folder `{folder}` cannot be opened{}{words}", if words.is_empty() { "" } else { ": " })]
    Folder {
        /// Its name.
        folder: Line,
        /// The kind of the refusal, where the server tells one.
        code: Option<&'static str>,
        /// The server's words.
        words: Line,
    },
    /// Another command was refused.
    #[error("the server refused to {what}{}{words}", if words.is_empty() { "" } else { ": " })]
    Refused {
        /// What it was asked to do.
        what: &'static str,
        /// The kind of the refusal, where the server tells one.
        code: Option<&'static str>,
        /// Its words.
        words: Line,
    },
}

impl From<connection::Error> for Cause {
    fn from(error: connection::Error) -> Self {
        match error {
            connection::Error::Dropped => Self::Bye { words: Line::default() },
            error => Self::Connection(error),
        }
    }
}

impl Cause {
    /// Whether the same may work later, or elsewhere.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            // The limit of a login is how many there are at a time.
            Self::Bye { .. } | Self::LoginRefused(Some("LIMIT")) => true,
            Self::LoginRefused(code) | Self::Folder { code, .. } | Self::Refused { code, .. } => {
                matches!(code, Some("UNAVAILABLE" | "INUSE"))
            }
            Self::Connection(error) => error.is_transient(),
            _ => false,
        }
    }
}

impl Error {
    /// Whether the same may work later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.cause.is_transient()
    }

    /// Whether the login was refused for what it is, and not for the state of the server.
    #[must_use]
    pub fn is_login(&self) -> bool {
        let is_of_server = matches!(self.cause, Cause::LoginRefused(Some("BAD" | "CLIENTBUG" | "SERVERBUG")));
        matches!(self.cause, Cause::LoginRefused(_)) && !is_of_server && !self.is_transient()
    }

    /// Whether user and password, or token, are said to be wrong.
    #[must_use]
    pub fn is_wrong_password(&self) -> bool {
        matches!(self.cause, Cause::LoginRefused(None | Some("AUTHENTICATIONFAILED" | "EXPIRED")))
    }
}
