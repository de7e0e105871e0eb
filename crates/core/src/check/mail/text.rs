//! The text of a mail, line by line: who wrote each, and where it stands in the file.

use super::decode::{self, Decoded};
use super::parts::Part;
use onlist_mail::read::Post;
use onlist_mail::text::with_lf;

/// Lines of a text that are looked at.
pub(super) const MOST_LINES: usize = 50_000;

/// Below a bare `--` a signature has this many lines at most; else it is a ruler.
const BARE_SIGNATURE: usize = 8;

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The writer's own words.
    Own,
    /// A quote (`>`).
    Quote,
    /// Below the signature delimiter (RFC 3676 4.3).
    Signature,
    /// An attribution, a footer of the list, a delimiter.
    Other,
    /// Nobody's: it is empty.
    Nobody,
}

/// A line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// The line, decoded and without its end; it may hold anything.
    pub text: String,
    /// The line of the file that it begins on, from 1.
    pub number: usize,
    /// Whose line it is.
    pub author: Author,
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
        text.tell_authors(post);
        text
    }

    /// Marks whose each line is, as [`Post::own_text`] sees it.
    fn tell_authors(&mut self, post: &Post) {
        let whole: Vec<_> = self.lines.iter().map(|line| line.text.as_str()).collect();
        let own = Post { text: whole.join("\n"), ..post.clone() }.own_text();
        let mut own = own.lines().filter(|line| !line.is_empty()).peekable();
        for line in &mut self.lines {
            let words = line.text.trim_end();
            line.author = if words.is_empty() {
                Author::Nobody
            } else if own.next_if_eq(&words).is_some() {
                Author::Own
            } else if words.starts_with('>') {
                Author::Quote
            } else {
                Author::Other
            };
        }
        if let Some(start) = self.delimiter() {
            let footer =
                |line: &TextLine| line.text.len() >= 30 && line.text.trim_end().bytes().all(|it| it == b'_');
            let below = self.lines[start + 1..].iter_mut();
            for line in below.take_while(|line| !footer(line)).filter(|line| line.author == Author::Other) {
                line.author = Author::Signature;
            }
        }
    }

    /// The line that starts the signature: `-- `, or `--` with little below it.
    #[must_use]
    pub fn delimiter(&self) -> Option<usize> {
        let last = self.lines.iter().rposition(|line| line.author == Author::Own).map_or(0, |at| at + 1);
        let filled = |at: usize| {
            let filled = self.lines[at..].iter().filter(|line| line.author != Author::Nobody);
            filled.take(BARE_SIGNATURE + 1).count()
        };
        let starts = |at: &usize| {
            let line = &self.lines[*at].text;
            line == "-- " || (line.trim_end() == "--" && filled(at + 1) <= BARE_SIGNATURE)
        };
        (last..self.lines.len()).find(starts)
    }
}

fn unread(text: &str, number: usize) -> TextLine {
    TextLine { text: text.to_owned(), number, author: Author::Nobody }
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
