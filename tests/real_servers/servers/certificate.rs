//! A certificate authority for one run, and what it certifies.

use std::fs;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

/// Writes `ca.pem`, and `server.pem` with `server.key` for localhost, into `folder`.
pub(super) fn write(folder: &Path) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(DnType::CommonName, "authority of the tests");
    let key = KeyPair::generate().expect("a key");
    let certificate = authority.self_signed(&key).expect("signed");
    let issuer = Issuer::new(authority, key);

    let server = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("names");
    let server_key = KeyPair::generate().expect("a key");
    let server = server.signed_by(&server_key, &issuer).expect("signed");

    fs::create_dir(folder).expect("made");
    for (name, text) in [
        ("ca.pem", certificate.pem()),
        ("server.pem", server.pem()),
        ("server.key", server_key.serialize_pem()),
    ] {
        fs::write(folder.join(name), text).expect("written");
    }
}
