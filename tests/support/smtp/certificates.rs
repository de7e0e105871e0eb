//! Certificates of one server, and whom to trust for them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use tempfile::TempDir;

/// Servers whose names tests reach on this machine.
const ELSEWHERE: [&str; 6] = [
    "smtp.gmail.com",
    "smtp.office365.com",
    "mail.uni.test",
    "mail.host.test",
    "autoconfig.uni.test",
    "uni.test",
];

/// What a server's certificate is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// This machine and [`ELSEWHERE`], now.
    Right,
    /// `other.test`.
    WrongName,
    /// `localhost`, until 2001.
    Expired,
    /// `localhost`, from 3000 on.
    NotYet,
}

/// An authority of its own, and one certificate that it signed.
pub(crate) struct Certificates {
    folder: TempDir,
    pub(crate) config: Arc<ServerConfig>,
}

impl Certificates {
    pub(crate) fn new(validity: Validity) -> Self {
        let mut authority = CertificateParams::new(Vec::new()).expect("no names");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, key()).expect("signed");
        let names = match validity {
            Validity::WrongName => vec!["other.test"],
            Validity::Right => [&["localhost", "127.0.0.1"][..], &ELSEWHERE].concat(),
            Validity::Expired | Validity::NotYet => vec!["localhost"],
        };
        let names: Vec<_> = names.into_iter().map(str::to_owned).collect();
        let mut leaf = CertificateParams::new(names).expect("names");
        match validity {
            Validity::Expired => leaf.not_after = date_time_ymd(2001, 1, 1),
            Validity::NotYet => leaf.not_before = date_time_ymd(3000, 1, 1),
            Validity::Right | Validity::WrongName => {}
        }
        let leaf_key = key();
        let leaf = leaf.signed_by(&leaf_key, &authority).expect("signed");
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(path(&folder), authority.pem()).expect("written");
        let private = PrivateKeyDer::try_from(leaf_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], private)
            .expect("a pair");
        Self { folder, config: Arc::new(config) }
    }

    /// The file that holds the authority's certificate (PEM).
    pub(crate) fn authority(&self) -> PathBuf {
        path(&self.folder)
    }
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

fn path(folder: &TempDir) -> PathBuf {
    Path::new(folder.path()).join("authority.pem")
}
