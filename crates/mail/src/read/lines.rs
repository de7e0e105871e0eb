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
#[must_use]
pub fn regular(octets: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let odd = |at: usize| octets.get(at + 1) != Some(&b'\n');
    if memchr_iter(b'\r', &octets).any(odd) { Cow::Owned(with_lf(octets.into_owned())) } else { octets }
}

/// Ends each line with LF. No line gets longer, so that no second copy of a large mail is made.
fn with_lf(mut octets: Vec<u8>) -> Vec<u8> {
    let (mut from, mut to) = (0, 0);
    while from < octets.len() {
        let length = memchr2(b'\r', b'\n', &octets[from..]).unwrap_or(octets.len() - from);
        octets.copy_within(from..from + length, to);
        (from, to) = (from + length, to + length);
        let returns = octets[from..].iter().take_while(|byte| **byte == b'\r').count();
        let feed = octets.get(from + returns) == Some(&b'\n');
        let ends = if feed { 1 } else { returns };
        octets[to..to + ends].fill(b'\n');
        (from, to) = (from + returns + usize::from(feed), to + ends);
    }
    octets.truncate(to);
    octets
}

/// How many lines end in `octets`.
#[must_use]
pub fn line_ends(octets: &[u8]) -> usize {
    memchr_iter(b'\n', octets).count()
}

/// Ends each line with CRLF, the last one too.
#[must_use]
pub fn with_crlf(octets: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(octets.len() + octets.len() / 32);
    for line in regular(octets.into()).split_inclusive(|byte| *byte == b'\n') {
        text.extend_from_slice(without_end(line));
        text.extend_from_slice(b"\r\n");
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
