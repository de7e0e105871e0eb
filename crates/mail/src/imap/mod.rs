//! Mailboxes on a server (IMAP, RFC 3501), which are read and never changed.
//!
//! Folders are opened with EXAMINE and mails fetched with BODY.PEEK, so that no flag changes. Each answer and all of them together end at a deadline. What a server
//! sends is untrusted: it is cut into responses here, within limits, before `imap-proto` reads one.

mod auth;
mod client;
mod connection;
mod error;
mod text;

use std::time::Duration;

pub use self::client::{Client, Found, Wanted};
pub use self::error::{Cause, Error};

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one answer.
    pub step: Duration,
    /// For the whole connection.
    pub whole: Duration,
}

impl Limits {
    /// Limits for servers that answer within `step`; a search of a large folder takes a few of them.
    #[must_use]
    pub fn of(step: Duration) -> Self {
        Self { step, whole: step.saturating_mul(10) }
    }
}

#[cfg(test)]
mod tests;
