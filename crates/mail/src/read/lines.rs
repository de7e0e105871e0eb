//! Lines of octets, whatever ends them.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

/// The line that starts at `at`, its end included; it ends at `end` at the latest.
pub(super) fn line_at(octets: &[u8], at: usize, end: usize) -> &[u8] {
    let rest = &octets[at..end];
    let length = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    &rest[..length]
}

/// Drops one line end.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Whether a line is nothing but its end.
pub(super) fn is_empty(line: &[u8]) -> bool {
    matches!(line, b"\n" | b"\r\n")
}

/// The octets with LF at the end of every line, where a CR stands anywhere but once before an LF.
///
/// What ends a line is an LF with any CRs before it, or a lone CR: old systems and broken copies write
/// these, and every verb reads the same lines.
pub(super) fn regular(octets: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let odd = |at: usize| octets.get(at + 1) != Some(&b'\n');
    if memchr_iter(b'\r', &octets).any(odd) { Cow::Owned(with_ends(&octets, b"\n")) } else { octets }
}

/// How many lines end in `octets`.
#[must_use]
pub fn line_ends(octets: &[u8]) -> usize {
    memchr_iter(b'\n', octets).count()
}

/// Ends each line with CRLF, the last one too.
#[must_use]
pub fn with_crlf(octets: &[u8]) -> Vec<u8> {
    let mut text = with_ends(octets, b"\r\n");
    if !text.is_empty() && !text.ends_with(b"\r\n") {
        text.extend_from_slice(b"\r\n");
    }
    text
}

fn with_ends(octets: &[u8], end: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(octets.len() + octets.len() / 32);
    let mut rest = octets;
    while !rest.is_empty() {
        let length = memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        text.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        let returns = rest.iter().take_while(|byte| **byte == b'\r').count();
        let feed = rest.get(returns) == Some(&b'\n');
        for _ in 0..if feed { 1 } else { returns } {
            text.extend_from_slice(end);
        }
        rest = &rest[returns + usize::from(feed)..];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_one() {
        for (octets, expected) in [
            ("a\nb\n", "a\nb\n"),
            ("a\r\nb\r\n", "a\r\nb\r\n"),
            ("a\rb\r\rc", "a\nb\n\nc"),
            ("a\r\r\nb\r\r\n", "a\nb\n"),
            ("a\r\r\n\r\r\nb", "a\n\nb"),
            ("a\nb\rc\r\nd", "a\nb\nc\nd"),
            ("a\r", "a\n"),
            ("", ""),
        ] {
            let read = regular(octets.as_bytes().into());
            assert_eq!(read.as_ref(), expected.as_bytes(), "{octets:?}");
            let crlf = with_crlf(octets.as_bytes());
            let lines = expected.replace("\r\n", "\n");
            let ended = if lines.is_empty() || lines.ends_with('\n') { "" } else { "\r\n" };
            assert_eq!(crlf, format!("{}{ended}", lines.replace('\n', "\r\n")).as_bytes(), "{octets:?}");
            assert!(matches!(regular(crlf.as_slice().into()), Cow::Borrowed(_)));
        }
    }
}
