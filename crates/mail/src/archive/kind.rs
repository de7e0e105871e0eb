//! What a file is, by its first octets.

use crate::read::is_mail;
use crate::read::mbox::Separators;

/// Octets of a file that are enough to tell what it is.
pub(super) const ENOUGH: usize = 4096;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Mbox(Separators),
    Mail,
    Gzip,
    /// Nothing that holds mail, with its article.
    Other(&'static str),
}

/// What a file is that begins so.
pub(super) fn kind(head: &[u8]) -> Kind {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let (whole, separators) = (head.len() < ENOUGH, Separators::of(text));
    match text {
        b"" if whole => Kind::Empty,
        [0x1f, 0x8b, ..] => Kind::Gzip,
        _ if separators.begins_a_mail(text, whole) == Some(true) => Kind::Mbox(separators),
        _ if is_mail(text) && text.starts_with(b"From ") => Kind::Mbox(separators),
        _ if is_mail(text) => Kind::Mail,
        _ => Kind::Other(other(text)),
    }
}

fn other(text: &[u8]) -> &'static str {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"\xfd7zXZ", "an xz file"),
        (b"PK\x03\x04", "a ZIP file"),
        (b"BZh", "a bzip2 file"),
        (b"\x28\xb5\x2f\xfd", "a zstd file"),
        (b"7z\xbc\xaf", "a 7-Zip file"),
        (b"SQLite format 3", "an SQLite database"),
        (b"%PDF", "a PDF document"),
        (b"!BDN", "an Outlook data file"),
        (b"{\\rtf", "an RTF document"),
    ];
    if let Some((_, found)) = MAGIC.iter().find(|(magic, _)| text.starts_with(magic)) {
        return found;
    }
    if is_html(text) {
        return "an HTML page";
    }
    match text {
        _ if text.get(257..262) == Some(b"ustar") => "a tar file",
        _ if text.contains(&0) => "binary data",
        _ => "text without mail",
    }
}

/// Whether a text begins as web pages do.
pub(super) fn is_html(text: &[u8]) -> bool {
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with));
    [&b"<!doctype"[..], b"<html", b"<head", b"<?xml", b"<!--", b"<body"].into_iter().any(begins)
}
