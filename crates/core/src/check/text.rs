//! The text of a mail, line by line: who wrote each, and where it stands in the file.

use onlist_mail::read::own::LineKind;
use onlist_mail::read::{Post, SourceLine};

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
    delimiter: Option<usize>,
}

impl Text {
    /// Reads the text of `post`.
    pub(super) fn of(post: &Post<'_>) -> Self {
        let (lines, from_html) = (post.lines(), post.html_only());
        let delimiter = lines.iter().position(|line| line.kind == LineKind::Delimiter);
        let (mut number, mut counted) = (1, 0);
        let mut text = Self { lines: Vec::with_capacity(lines.len()), from_html, delimiter };
        for SourceLine { text: line, offset, kind } in lines {
            let offset = offset.max(counted);
            number += post.octets()[counted..offset].iter().filter(|byte| **byte == b'\n').count();
            counted = offset;
            text.lines.push(TextLine { text: line, number, author: author(kind) });
        }
        text
    }

    /// The line that starts the signature: `-- `, or `--` with little below it.
    #[must_use]
    pub fn delimiter(&self) -> Option<usize> {
        self.delimiter
    }
}

fn author(kind: LineKind) -> Author {
    match kind {
        LineKind::Prose | LineKind::Literal => Author::Own,
        LineKind::Quote => Author::Quote,
        LineKind::Signature => Author::Signature,
        LineKind::QuoteIntro | LineKind::Delimiter | LineKind::Footer | LineKind::Armor => Author::Other,
        LineKind::Blank => Author::Nobody,
    }
}
