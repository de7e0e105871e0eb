//! The text of a mail, line by line: what each line is, and where it stands in the file.

use onlist_mail::read::own::LineKind;
use onlist_mail::read::{Post, SourceLine, line_ends};

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
    /// Reads the text of `post`.
    pub(super) fn of(post: &Post<'_>) -> Self {
        let (mut number, mut counted) = (1, 0);
        let numbered = |SourceLine { text, offset, kind }| {
            let offset = offset.max(counted);
            number += line_ends(&post.octets()[counted..offset]);
            counted = offset;
            TextLine { text, number, kind }
        };
        Self { lines: post.lines().into_iter().map(numbered).collect(), from_html: post.html_only() }
    }

    /// The line that starts the signature: `-- `, or `--` with little below it.
    #[must_use]
    pub fn delimiter(&self) -> Option<usize> {
        self.lines.iter().position(|line| line.kind == LineKind::Delimiter)
    }
}
