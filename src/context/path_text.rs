//! Paths as text that keeps every byte: a path that is not UTF-8 is written as a `file:` URL.

use std::path::{Path, PathBuf};

/// How the text of a path that is not UTF-8 begins.
const ENCODED: &str = "file://";

/// Writes a path as text.
pub(crate) fn encode(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.starts_with(ENCODED) => text.to_owned(),
        _ => format!("{ENCODED}{}", percent_encoding::percent_encode(bytes(path), PLAIN)),
    }
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode(text: &str) -> PathBuf {
    match text.strip_prefix(ENCODED) {
        Some(encoded) => path(percent_encoding::percent_decode_str(encoded).collect()),
        None => PathBuf::from(text),
    }
}

/// What is encoded: all but letters, digits and what is usual in paths.
const PLAIN: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(unix)]
fn path(bytes: Vec<u8>) -> PathBuf {
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn every_path_comes_back() {
        for bytes in
            [&b"/home/ada/catalog.toml"[..], b"/caf\xe9/a b%20.toml", b"file://x", "/é/ü".as_bytes(), b"-"]
        {
            let path = path(bytes.to_vec());
            assert_eq!(decode(&encode(&path)), path, "{path:?}");
        }
        assert_eq!(encode(Path::new("/é/ü.toml")), "/é/ü.toml");
    }
}
