//! The text of a mail, line by line: who wrote each, and where it stands in the file.

use super::decode::{self, Decoded};
use super::parts::Part;
use onlist_mail::post::Post;
use onlist_mail::read::own::{LineKind, OwnWords};
use onlist_mail::text::with_lf;

/// Lines of a text that are looked at.
pub(super) const MOST_LINES: usize = 50_000;

/// A line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// The line, decoded and without its end; it may hold anything.
    pub text: String,
    /// The line of the file that it begins on, from 1.
    pub number: usize,
    /// What it is, and whose.
    pub kind: LineKind,
}

/// The text of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// Its lines.
    pub lines: Vec<TextLine>,
    /// Whether it was made from HTML, since there was no other.
    pub from_html: bool,
}

impl Text {
    /// Reads the text of `post`, whose octets and parts are given.
    pub(super) fn read(bytes: &[u8], parts: &[Part], post: &Post) -> Self {
        let lines = if post.html_only {
            let number =
                parts.iter().find(|it| it.media == "text/html").map_or(1, |it| number(bytes, it.body));
            post.text.lines().map(|line| unread(line, number)).take(MOST_LINES).collect()
        } else {
            let plain = parts.iter().filter(|it| it.shown && it.media == "text/plain");
            plain.flat_map(|part| lines_of(bytes, part)).take(MOST_LINES).collect()
        };
        let mut text = Self { lines, from_html: post.html_only };
        let own = OwnWords::of(
            &text.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
            text.from_html,
        );
        for (line, kind) in text.lines.iter_mut().zip(own.kinds) {
            line.kind = kind;
        }
        text
    }

    /// The line that starts the signature: `-- `, or `--` with little below it.
    #[must_use]
    pub fn delimiter(&self) -> Option<usize> {
        self.lines.iter().position(|line| line.kind == LineKind::Delimiter)
    }
}

fn unread(text: &str, number: usize) -> TextLine {
    TextLine { text: text.to_owned(), number, kind: LineKind::Blank }
}

/// The line of the file that holds the octet at `offset`, from 1.
pub(super) fn number(bytes: &[u8], offset: usize) -> usize {
    let before = &bytes[..offset.min(bytes.len())];
    before.split(|byte| *byte == b'\n').count()
}

fn lines_of(bytes: &[u8], part: &Part) -> Vec<TextLine> {
    let decoded = Decoded::of(bytes, part);
    let text = decode::text(&decoded.octets, part.charset.as_deref());
    let text = with_lf(&text);
    let (mut lines, mut octets) = (Vec::new(), 0);
    let (mut counted, mut line_number) = (part.body, number(bytes, part.body));
    let mut ends = decoded.octets.split_inclusive(|byte| *byte == b'\n');
    for line in text.trim_end_matches('\n').split('\n') {
        let origin = decoded.origin(octets).max(counted);
        line_number += number(&bytes[counted..origin], usize::MAX) - 1;
        counted = origin;
        let line = if part.flowed { line.strip_prefix(' ').unwrap_or(line) } else { line };
        lines.push(unread(line, line_number));
        octets += ends.next().map_or(0, <[u8]>::len);
    }
    lines
}
