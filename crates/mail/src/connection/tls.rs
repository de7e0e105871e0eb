//! Whom to trust for TLS, and what its errors and the network's mean.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};

use super::{Error, Security, Server};
use crate::text::Line;
use crate::tls::system_roots;

/// The most characters of a library's words that are shown.
const LONGEST: usize = 200;

/// How a connection to a server is encrypted: whom to trust, and the name that must stand in its certificate.
pub(crate) struct Tls {
    pub(super) config: Arc<ClientConfig>,
    pub(super) name: ServerName<'static>,
}

impl Tls {
    /// That of `server`; nothing where it is [`Security::None`].
    ///
    /// # Errors
    /// [`Error`].
    pub(crate) fn of(server: &Server) -> Result<Option<Self>, Error> {
        if server.security == Security::None {
            return Ok(None);
        }
        let host = server.host.strip_suffix('.').unwrap_or(&server.host);
        let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned());
        let name = ServerName::try_from(host).map_err(|_| Error::Unresolved)?;
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Tls(short(&error)))?
            .with_root_certificates(roots(server)?)
            .with_no_client_auth();
        Ok(Some(Self { config: Arc::new(config), name }))
    }
}

/// The system's certificates, or those that `SSL_CERT_FILE` names, and the server's own.
fn roots(server: &Server) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(system_roots());
    if let Some(path) = &server.roots {
        let unreadable = || Error::Roots(path.clone());
        let pem = std::fs::read(path).map_err(|_| unreadable())?;
        let own: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let own = own.ok().filter(|it| !it.is_empty()).ok_or_else(unreadable)?;
        for certificate in own {
            roots.add(certificate).map_err(|_| unreadable())?;
        }
    }
    Ok(roots)
}

/// Why TLS could not begin; `limit` is how long it was waited for.
pub(crate) fn no_tls(error: &io::Error, limit: Duration) -> Error {
    match of_tls(error) {
        Some(rustls::Error::InvalidMessage(_)) => Error::NoTls,
        Some(rustls::Error::InvalidCertificate(error)) => Error::Certificate(error.into()),
        Some(other) => Error::Tls(short(other)),
        None => broken(error, limit),
    }
}

/// Why reading or writing failed; `limit` is how long it was waited for.
pub(crate) fn broken(error: &io::Error, limit: Duration) -> Error {
    match error.kind() {
        _ if of_tls(error).is_some() => Error::Broken,
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Error::Silent(limit),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof
        | ErrorKind::WriteZero => Error::Dropped,
        kind => Error::Network(kind),
    }
}

fn of_tls(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// The first of a library's words, which may repeat what the other side sent.
fn short(words: &impl ToString) -> Line {
    Line::sanitize(&words.to_string().chars().take(LONGEST).collect::<String>())
}
