//! Whom this machine trusts for TLS, and what is wrong with a certificate.

use rustls::CertificateError;
use rustls::pki_types::CertificateDer;

/// The system's certificates, or those that `SSL_CERT_FILE` names.
pub(crate) fn system_roots() -> Vec<CertificateDer<'static>> {
    rustls_native_certs::load_native_certs().certs
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Certificate {
    /// It is another server's.
    #[error("the server's certificate is for another name")]
    Name,
    /// Nobody whom this machine trusts has signed it.
    #[error("nobody whom this machine trusts signed the server's certificate")]
    Issuer,
    /// Its time is over.
    #[error("the server's certificate has expired")]
    Expired,
    /// Its time has not come.
    #[error("the server's certificate is not valid yet")]
    NotYet,
    /// It was called back.
    #[error("the server's certificate was revoked")]
    Revoked,
    /// It is for mail, code or clients, and not for servers.
    #[error("the certificate is not one for servers")]
    Purpose,
    /// It is one to sign other certificates with.
    #[error("the certificate is an authority's, not a server's")]
    Authority,
    /// Something else.
    #[error("the server's certificate is not valid")]
    Other,
}

impl From<&CertificateError> for Certificate {
    fn from(error: &CertificateError) -> Self {
        use CertificateError as E;

        match error {
            E::NotValidForName | E::NotValidForNameContext { .. } => Self::Name,
            E::UnknownIssuer => Self::Issuer,
            E::Expired | E::ExpiredContext { .. } => Self::Expired,
            E::NotValidYet | E::NotValidYetContext { .. } => Self::NotYet,
            E::Revoked => Self::Revoked,
            E::InvalidPurpose | E::InvalidPurposeContext { .. } => Self::Purpose,
            E::Other(other) if is_authority(other) => Self::Authority,
            _ => Self::Other,
        }
    }
}

/// Whether the certificate is one to sign others with, which no server's may be (RFC 5280 4.2.1.9).
fn is_authority(error: &rustls::OtherError) -> bool {
    error.0.downcast_ref::<webpki::Error>() == Some(&webpki::Error::CaUsedAsEndEntity)
}
