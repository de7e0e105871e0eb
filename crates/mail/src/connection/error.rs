//! Why there is no connection, or no more of it.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use crate::text::Line;
use crate::tls::Certificate;

/// Why there is no connection to a server, or no more of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No answer, or not the whole of it.
    #[error("no whole answer within {}", seconds(*.0))]
    Silent(Duration),
    /// Each answer came in time, all together did not.
    #[error("not done within {}", seconds(*.0))]
    Slow(Duration),
    /// The connection ended.
    #[error("the server closed the connection")]
    Dropped,
    /// TLS, which worked, did not go on: a damaged record, or something in clear.
    #[error("the encrypted connection broke")]
    Broken,
    /// More than an answer to STARTTLS before TLS began: somebody on the way may have put it there (RFC 3207 4.2).
    #[error("something came unencrypted behind the server's answer to STARTTLS")]
    InClear,
    /// The name has no address.
    #[error("the server's name cannot be looked up")]
    Unresolved,
    /// The network said no.
    #[error("{0}")]
    Network(ErrorKind),
    /// [`Security::None`](super::Security) to another machine.
    #[error("`{0}` is another machine, and the connection would not be encrypted")]
    NotLoopback(Line),
    /// What answers does not speak TLS.
    #[error("the server does not speak TLS on this port")]
    NoTls,
    /// STARTTLS was wanted and not offered.
    #[error("the server does not offer STARTTLS")]
    NoStartTls,
    /// The certificate is not one for this server.
    #[error("{0}")]
    Certificate(Certificate),
    /// TLS failed in another way.
    #[error("{0}")]
    Tls(Line),
    /// The file with certificates to trust cannot be used.
    #[error("cannot read certificates from `{}`", .0.display())]
    Roots(PathBuf),
}

impl Error {
    /// Whether the same may work later, or elsewhere.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Silent(_)
            | Self::Slow(_)
            | Self::Dropped
            | Self::Broken
            | Self::InClear
            | Self::Unresolved
            | Self::Network(_) => true,
            Self::NotLoopback(_)
            | Self::NoTls
            | Self::NoStartTls
            | Self::Certificate(_)
            | Self::Tls(_)
            | Self::Roots(_) => false,
        }
    }
}

/// Whole seconds as such, else milliseconds.
fn seconds(duration: Duration) -> String {
    match duration.subsec_millis() {
        0 => format!("{} s", duration.as_secs()),
        _ => format!("{} ms", duration.as_millis()),
    }
}
