//! Where in a mail something is found.

use std::ops::Range;

/// Octets of a line that are shown around what is found in it.
const MOST_SHOWN: usize = 200;

/// A place in the file of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line of the file, from 1.
    pub line: usize,
    /// Column in characters of the line as it reads once decoded, from 1.
    pub column: usize,
    /// The decoded line, or the part of a long one around the place. Nothing where something is missing. Untrusted.
    pub text: Option<String>,
    /// Octets of `text` that are meant.
    pub span: Range<usize>,
}

impl Place {
    /// A line in which something is missing.
    pub(super) fn line(line: usize) -> Self {
        Self { line, column: 1, text: None, span: 0..0 }
    }

    /// The octets `span` of `text`, which stands on `line`.
    pub(super) fn within(line: usize, text: &str, span: Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.floor_char_boundary(span.end).max(start);
        let from = text.floor_char_boundary(start.saturating_sub(MOST_SHOWN));
        let to = text.floor_char_boundary(end.min(start + MOST_SHOWN).saturating_add(MOST_SHOWN));
        Self {
            line,
            column: text[..start].chars().count() + 1,
            text: Some(text[from..to].to_owned()),
            span: start - from..text.floor_char_boundary(end.min(to)) - from,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_shown_in_part() {
        let text = format!("{}né{}", "a".repeat(1000), "z".repeat(1000));
        let place = Place::within(3, &text, 1000..1003);
        let shown = place.text.as_deref().expect("shown");
        assert_eq!((place.line, place.column, &shown[place.span.clone()]), (3, 1001, "né"));
        assert!(shown.len() <= 3 * MOST_SHOWN, "{}", shown.len());
        let whole = Place::within(1, &text, 0..text.len());
        assert!(
            whole.text.is_some_and(|shown| shown.len() <= 3 * MOST_SHOWN && whole.span.end <= shown.len())
        );
        assert_eq!(Place::within(1, "é", 1..9).span, 0..2);
    }
}
