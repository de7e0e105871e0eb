//! The file that makes a draft a letter: written once, and hashed with the bytes.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Error, Outgoing};

/// The form of the files that this version writes.
pub(super) const SCHEMA: u64 = 1;

/// Begins the first line, which holds the hash of all others.
const HASH: &str = "sha256 = ";

/// What the manifest says of itself.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Head {
    schema: u64,
    /// The hash of the bytes.
    eml_sha256: String,
}

/// The one part of a file that every version can read.
#[derive(Deserialize)]
struct Version {
    schema: u64,
}

/// The manifest's text.
pub(super) fn write(outgoing: &Outgoing) -> Result<String, toml::ser::Error> {
    let head = Head { schema: SCHEMA, eml_sha256: hash(&outgoing.bytes) };
    let text = toml::to_string(&head)? + &toml::to_string(outgoing)?;
    Ok(format!("{HASH}\"{}\"\n{text}", hash(text.as_bytes())))
}

/// Reads the manifest at `path` with the bytes at `eml`, when both are what was written.
pub(super) fn read(text: &[u8], path: &Path, bytes: Vec<u8>, eml: &Path) -> Result<Outgoing, Error> {
    let altered = |path: &Path| Error::Altered { path: path.to_owned() };
    let broken = |e: toml::de::Error| Error::Broken {
        path: path.to_owned(),
        reason: e.message().split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let text = str::from_utf8(text).map_err(|_| altered(path))?;
    if let Ok(Version { schema }) = toml::from_str(text)
        && schema > SCHEMA
    {
        return Err(Error::Newer { path: path.to_owned(), schema });
    }
    let rest = text.strip_prefix(HASH).and_then(|it| it.split_once('\n'));
    let rest = rest.filter(|(said, rest)| *said == format!("\"{}\"", hash(rest.as_bytes())));
    let (_, rest) = rest.ok_or_else(|| altered(path))?;
    let head: Head = toml::from_str(rest).map_err(broken)?;
    if head.eml_sha256 != hash(&bytes) {
        return Err(altered(eml));
    }
    let mut table: toml::Table = toml::from_str(rest).map_err(broken)?;
    table.retain(|key, _| key != "schema" && key != "eml-sha256");
    Ok(Outgoing { bytes, ..table.try_into().map_err(broken)? })
}

fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
