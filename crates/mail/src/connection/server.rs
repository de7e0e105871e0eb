//! Which server, and how to log in there.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use lettre::transport::smtp::authentication::Mechanism;
use serde::Deserialize;

use crate::secret::Secret;

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name, which must stand in its certificate, or its address.
    pub host: String,
    /// Of letters, 465 for [`Security::Tls`] and 587 for [`Security::StartTls`] (RFC 8314 3.3).
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// How we introduce ourselves (RFC 5321 4.1.1.1); none is `[127.0.0.1]`, which says nothing of the machine.
    pub hello: Option<String>,
    /// A PEM file with certificates to trust besides the system's.
    pub roots: Option<PathBuf>,
    /// Where it is, in place of the addresses of its name; mostly none.
    pub addresses: Vec<SocketAddr>,
}

/// How a connection is protected. Certificates are always verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte (RFC 8314 3.3).
    #[default]
    Tls,
    /// TLS after a greeting in clear (RFC 3207); a server that does not offer it is not spoken to.
    StartTls,
    /// None. To the same machine only.
    None,
}

/// How to log in (RFC 4954).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The account.
    pub user: String,
    /// Its password, or its OAuth 2 access token.
    pub secret: Secret,
    /// What may be used, in the order in which it is tried.
    pub mechanisms: Vec<Mechanism>,
}

impl Login {
    /// With a password, by PLAIN or else LOGIN.
    #[must_use]
    pub fn password(user: String, secret: Secret) -> Self {
        Self { user, secret, mechanisms: vec![Mechanism::Plain, Mechanism::Login] }
    }

    /// With an OAuth 2 access token, by XOAUTH2.
    #[must_use]
    pub fn token(user: String, secret: Secret) -> Self {
        Self { user, secret, mechanisms: vec![Mechanism::Xoauth2] }
    }
}

impl Server {
    /// Whether the name or address can only be this machine's (RFC 6761 6.3, RFC 1122 3.2.1.3).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host.to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        match host.parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str) -> Server {
        Server {
            host: host.into(),
            port: 25,
            security: Security::None,
            hello: None,
            roots: None,
            addresses: Vec::new(),
        }
    }

    #[test]
    fn this_machine() {
        for host in ["localhost", "LOCALHOST.", "mail.localhost", "127.0.0.1", "127.9.9.9", "::1"] {
            assert!(server(host).is_loopback(), "{host}");
        }
        for host in [
            "localhost.test",
            "notlocalhost",
            "127.0.0.1.test",
            "128.0.0.1",
            "0.0.0.0",
            "::",
            "",
            "2130706433",
        ] {
            assert!(!server(host).is_loopback(), "{host}");
        }
    }
}
