//! Lines of decoded text that know where they stand in the file.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};

use super::own::LineKind;
use super::part::Part;
use super::text::beginning;
use super::{charset, flowed, mbox};
use crate::text::with_lf;

/// A line of the text of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The line, decoded and without its end; it may hold anything.
    pub text: String,
    /// Octets of the mail before the line of the file that it begins on.
    pub offset: usize,
    /// What it is, and whose.
    pub kind: LineKind,
}

/// Tells lines apart by `kinds`, and takes away what only served that.
pub(super) fn told_apart(
    mut lines: Vec<SourceLine>,
    kinds: impl FnOnce(&[&str]) -> Vec<LineKind>,
) -> Vec<SourceLine> {
    let texts: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
    let kinds = kinds(&texts);
    for (line, kind) in lines.iter_mut().zip(kinds) {
        line.kind = kind;
        if line.text.starts_with(flowed::STUFFED) {
            line.text = flowed::without_stuffing(&line.text).into_owned();
        }
    }
    lines
}

/// The body of a part as it was before it came into a file, still encoded.
pub(super) fn raw<'m>(octets: &'m [u8], part: &Part, is_mbox: bool) -> Cow<'m, [u8]> {
    let raw = &octets[part.body..part.end];
    let marked = is_mbox && memmem::find(raw, b">From ").is_some();
    if marked { Cow::Owned(mbox::unquoted(raw)) } else { Cow::Borrowed(raw) }
}

/// The first lines of a part in plain text; the place is told of as many lines of the file.
pub(super) fn lines(octets: &[u8], part: &Part, is_mbox: bool, most: usize) -> Vec<SourceLine> {
    let raw = raw(octets, part, is_mbox);
    let mut marks = Vec::new();
    let decoded = part.encoding.decode_with(&raw, |decoded, raw| {
        marks.pop_if(|(before, _)| *before == decoded);
        if marks.len() < most {
            marks.push((decoded, raw));
        }
    });
    if marks.is_empty() {
        marks = starts(&raw).take(most).map(|at| (at, at)).collect();
    }
    // The lines of an mbox are as many as those that were taken out of it.
    let in_file = || starts(&raw).zip(starts(&octets[part.body..part.end]));
    let in_file: Option<Vec<_>> = matches!(raw, Cow::Owned(_)).then(|| in_file().take(most).collect());
    let offset = |raw: usize| match &in_file {
        Some(lines) => lines.binary_search_by_key(&raw, |(from, _)| *from).map_or(raw, |nth| lines[nth].1),
        None => raw,
    };
    let text = charset::decode(part.charset.as_deref(), &decoded).text;
    let text = with_lf(beginning(&text));
    let mut ends = decoded.split_inclusive(|byte| *byte == b'\n');
    let (mut lines, mut before, mut mark) = (Vec::new(), 0, 0);
    for line in text.trim_end_matches('\n').split('\n').take(most) {
        while marks.get(mark + 1).is_some_and(|(decoded, _)| *decoded <= before) {
            mark += 1;
        }
        let at = part.body + marks.get(mark).map_or(0, |(_, raw)| offset(*raw));
        let line = if part.flowed { flowed::unstuffed(line) } else { Cow::Borrowed(line) };
        lines.push(SourceLine { text: line.into_owned(), offset: at, kind: LineKind::Blank });
        before += ends.next().map_or(0, <[u8]>::len);
    }
    lines
}

/// Where the lines of a text begin.
fn starts(text: &[u8]) -> impl Iterator<Item = usize> {
    let ends = memchr_iter(b'\n', text).map(|at| at + 1);
    std::iter::once(0).chain(ends.filter(|at| *at < text.len()))
}
