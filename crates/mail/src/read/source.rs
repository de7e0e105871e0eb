//! Lines of decoded text that know where they stand in the file.

use std::borrow::Cow;

use super::leaf::{self, Encoding};
use super::lines::line_at;
use super::part::Part;
use super::{flowed, mbox};
use crate::text::with_lf;

/// A line of the text of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The line, decoded and without its end; it may hold anything.
    pub text: String,
    /// Octets of the mail before the line of the file that it begins on.
    pub offset: usize,
}

/// The body of a part as it was before it came into a file, still encoded.
pub(super) fn raw<'m>(octets: &'m [u8], part: &Part, is_mbox: bool) -> Cow<'m, [u8]> {
    let raw = &octets[part.body..part.end];
    let marked = is_mbox && raw.windows(6).any(|it| it == b">From ");
    if marked { Cow::Owned(mbox::unquoted(raw)) } else { Cow::Borrowed(raw) }
}

/// The lines of a part in plain text.
pub(super) fn lines(octets: &[u8], part: &Part, is_mbox: bool) -> Vec<SourceLine> {
    let decoded = leaf::octets(part.encoding, &raw(octets, part, is_mbox));
    let text = leaf::text(part.charset.as_deref(), &decoded);
    let text = with_lf(&text);
    let marks = marks(octets, part, is_mbox);
    let mut ends = decoded.split_inclusive(|byte| *byte == b'\n');
    let (mut lines, mut before, mut mark) = (Vec::new(), 0, 0);
    for line in text.trim_end_matches('\n').split('\n') {
        while marks.get(mark + 1).is_some_and(|(decoded, _)| *decoded <= before) {
            mark += 1;
        }
        let offset = marks.get(mark).map_or(part.body, |(_, offset)| *offset);
        let line = if part.flowed { flowed::unstuffed(line) } else { Cow::Borrowed(line) };
        lines.push(SourceLine { text: line.into_owned(), offset });
        before += ends.next().map_or(0, <[u8]>::len);
    }
    lines
}

/// Decoded octets before each line of the file, and octets of the mail before it; ascending.
fn marks(octets: &[u8], part: &Part, is_mbox: bool) -> Vec<(usize, usize)> {
    let mut marks = Vec::new();
    let (mut at, mut decoded, mut letters, mut clear) = (part.body, 0, 0, false);
    while at < part.end {
        let line = line_at(octets, at, part.end);
        marks.push((decoded, at));
        at += line.len();
        decoded += match part.encoding {
            Encoding::QuotedPrintable => leaf::octets(part.encoding, line).len(),
            Encoding::Base64 if !clear => {
                let code = line.trim_ascii();
                let before = letters / 4 * 3;
                letters += code.len();
                // Some list servers add their footer in clear.
                clear = code.ends_with(b"=") || code.contains(&b' ');
                letters / 4 * 3 - before
            }
            _ if is_mbox && line.starts_with(b">") => mbox::unquoted(line).len(),
            _ => line.len(),
        };
    }
    marks
}
