//! What can go wrong with a submission: where and why.

use std::fmt;

use super::auth::{CLOSING, WRONG};
use super::{KnownRefusal, Reply};
use crate::connection::{self, Mechanism};
use crate::text::Line;
use crate::words::and;

/// A submission that did not work.
///
/// Unless it is in a [`Submission::Unknown`](crate::deliver::Submission), nothing was delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {cause}", if self.is_refused_text() { &Phase::Data } else { phase })]
pub struct Error {
    /// Where in the dialogue.
    pub phase: Phase,
    /// Why.
    pub cause: Cause,
}

/// A part of the dialogue. `Display` says what did not happen in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking up the name and reaching the server.
    Connect,
    /// Securing the connection.
    Tls,
    /// Its greeting, and the answer to ours (EHLO).
    Greeting,
    /// AUTH.
    Auth,
    /// MAIL.
    Sender,
    /// RCPT.
    Recipient,
    /// DATA.
    Data,
    /// The text, and the answer to its final dot.
    AfterData,
}

impl Phase {
    /// What makes an error of a cause in this phase.
    pub(super) fn failed<C: Into<Cause>>(self) -> impl Fn(C) -> Error {
        move |cause| Error { phase: self, cause: cause.into() }
    }
}

impl From<connection::Error> for Error {
    fn from(error: connection::Error) -> Self {
        Phase::Connect.failed()(error)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Tls => "no secure connection",
            Self::Greeting => "no greeting",
            Self::Auth => "no login",
            Self::Sender => "sender not accepted",
            Self::Recipient => "recipients not accepted",
            Self::Data => "text not accepted",
            Self::AfterData => "no clear answer to the text",
        })
    }
}

/// Why something did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The connection.
    #[error(transparent)]
    Connection(#[from] connection::Error),
    /// The server said no: 4yz or 5yz.
    #[error("{0}")]
    Refused(Reply),
    /// The server did not take the login: 4yz or 5yz. It may repeat what it was sent, so its words are not kept.
    #[error("the server refused it ({code}{}{status})", if status.is_empty() { "" } else { " " })]
    LoginRefused {
        /// Three digits.
        code: u16,
        /// The enhanced status code (RFC 3463), empty where there is none.
        status: Line,
        /// What its words are known for.
        known: Option<KnownRefusal>,
    },
    /// The server said something positive that does not belong there.
    #[error("the server's answer `{0}` does not belong there")]
    Unexpected(Reply),
    /// No answer in the form of one: no code, codes that contradict each other, no end.
    #[error("the server's answer cannot be read")]
    Garbled,
    /// An answer to nothing.
    #[error("the server answered before it was asked")]
    OutOfTurn,
    /// Our own name for EHLO has blanks or other characters that a name cannot have.
    #[error("`{0}` is no name to greet a server with")]
    Hello(Line),
    /// A login was given and none is offered.
    #[error("the server takes no login here")]
    NoLogin,
    /// None of the ways to log in suits.
    #[error("the server takes no {}, only {}", kind(.wanted), and(.offered))]
    NoMechanism {
        /// What we may log in with.
        wanted: Vec<Mechanism>,
        /// Names of what the server takes (RFC 4422 3.1).
        offered: Vec<String>,
    },
    /// Larger than the server takes (RFC 1870).
    #[error("the letter has {size} bytes, and the server takes {most}")]
    TooLarge {
        /// Bytes of the letter.
        size: usize,
        /// Bytes that the server takes.
        most: usize,
    },
    /// Characters other than ASCII in the text, for a server without 8BITMIME (RFC 6152).
    #[error("the text has 8-bit characters, which the server does not take (8BITMIME)")]
    NoEightBit,
    /// Characters other than ASCII in the header or an address, for a server without SMTPUTF8 (RFC 6531).
    #[error("the header has 8-bit characters, which the server does not take (SMTPUTF8)")]
    NoUtf8,
    /// An earlier step ended the session.
    #[error("the connection is closed")]
    Closed,
}

/// What `mechanisms` log in with.
fn kind(mechanisms: &[Mechanism]) -> String {
    match mechanisms {
        [Mechanism::Plain, Mechanism::Login] => "password".to_owned(),
        [Mechanism::Xoauth2] => "token".to_owned(),
        others => and(&others.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}

impl Error {
    /// Whether the same may work later: all that servers and networks recover from.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match &self.cause {
            Cause::Connection(error) => error.is_transient(),
            Cause::Refused(reply) => reply.is_transient(),
            Cause::LoginRefused { code, .. } => code / 100 == 4,
            Cause::Unexpected(_) | Cause::Garbled | Cause::OutOfTurn | Cause::Closed => true,
            _ => false,
        }
    }

    /// Whether there was a clear answer to the text, and that was no.
    fn is_refused_text(&self) -> bool {
        self.phase == Phase::AfterData && matches!(self.cause, Cause::Refused(_))
    }

    /// Whether the login was refused for good, for whatever reason.
    #[must_use]
    pub fn is_login(&self) -> bool {
        matches!(self.cause, Cause::LoginRefused { code: 500..600, .. })
    }

    /// Whether user and password, or token, are said to be wrong.
    #[must_use]
    pub fn is_wrong_password(&self) -> bool {
        matches!(self.cause, Cause::LoginRefused { code: WRONG, .. })
    }

    /// Whether the server has gone, or leaves (421): another connection may do.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        match &self.cause {
            Cause::Refused(reply) => reply.code == CLOSING,
            Cause::Connection(
                connection::Error::Dropped | connection::Error::Broken | connection::Error::Network(_),
            )
            | Cause::Closed => true,
            _ => false,
        }
    }

    /// What the server's refusal is known for.
    #[must_use]
    pub fn known_refusal(&self) -> Option<KnownRefusal> {
        match &self.cause {
            Cause::Refused(reply) => reply.known_refusal(self.phase),
            Cause::LoginRefused { known, .. } => *known,
            _ => None,
        }
    }
}
