//! Why a server gave nothing.

use std::time::Duration;

use crate::text::Line;
use crate::tls::Certificate;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// Not an address that begins with `http://` or `https://` and names a host.
    #[error("`{0}` is not a web address")]
    NotAUrl(Line),
    /// An address with a user's name or password in it, which would be shown in messages.
    #[error("the address of `{0}` has a user name or a password in it")]
    Credentials(String),
    /// Names have no such host.
    #[error("cannot find the host `{0}`")]
    UnknownHost(String),
    /// No connection.
    #[error("cannot connect to `{host}`: {reason}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why, in the system's words.
        reason: Line,
    },
    /// The server could be another.
    #[error("cannot trust `{host}`: {wrong}")]
    Certificate {
        /// The host.
        host: String,
        /// What is wrong.
        wrong: Certificate,
    },
    /// It did not end in time.
    #[error("`{host}` took more than {} s", limit.as_secs())]
    TooLong {
        /// The host.
        host: String,
        /// The limit.
        limit: Duration,
    },
    /// The answer has more bytes than the limit.
    #[error("the answer of `{host}` is larger than {} MiB", limit >> 20)]
    TooLarge {
        /// The host.
        host: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The connection ended before the answer did.
    #[error("the answer of `{0}` broke off")]
    Incomplete(String),
    /// Not HTTP, or damaged.
    #[error("cannot read the answer of `{host}`: {reason}")]
    Unreadable {
        /// The host.
        host: String,
        /// What is wrong.
        reason: Line,
    },
    /// A redirect to another host, or from HTTPS to HTTP.
    #[error("`{url}` leads to another server: `{to}`")]
    Elsewhere {
        /// What was asked for.
        url: String,
        /// Where it leads.
        to: String,
    },
    /// Redirects that do not end, or lead nowhere.
    #[error("`{0}` leads to one address after another")]
    Redirects(String),
    /// Too many requests, or too much work (RFC 6585 4, RFC 9110 15.6.4).
    #[error("`{host}` answers no requests at the moment")]
    Busy {
        /// The host.
        host: String,
        /// After how long it may be asked again (RFC 9110 10.2.3).
        retry_after: Option<Duration>,
    },
    /// Another status (RFC 9110 15).
    #[error("`{url}` gave the status {status}")]
    Status {
        /// What was asked for.
        url: String,
        /// Three digits.
        status: u16,
        /// The content type of the answer, as in [`super::Answer::content_type`].
        content_type: Option<String>,
    },
}

impl HttpError {
    /// Whether the same may work later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::TooLong { .. } | Self::Incomplete(_) | Self::Busy { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            _ => false,
        }
    }
}
