//! Text that fits a width.

use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

use onlist_core::compose::pieces;
use onlist_mail::text::escape_for_terminal;

/// The width of the first column of a row, with the blanks behind it.
const LABEL: usize = 17;

/// Below this width a row's text starts on the line under its label.
const NARROW: usize = 50;

/// A text under construction, wrapped to a width.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    text: String,
    width: usize,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub(crate) fn new(width: usize) -> Self {
        Self { text: String::new(), width: width.clamp(20, 100) }
    }

    /// Adds a line of its own, with an empty line before it.
    pub(crate) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.wrapped(text, "", "");
    }

    /// Adds a paragraph.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.wrapped(text, "", "");
    }

    /// Adds an empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds `label` and the text beside it. Empty text adds nothing.
    pub(crate) fn row(&mut self, label: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.beside(label, text, if label.width() + 2 > LABEL { self.width } else { LABEL });
    }

    /// Adds rows whose texts begin in one column.
    pub(crate) fn rows(&mut self, rows: &[(&str, &str)]) {
        let widest = rows.iter().map(|(label, _)| label.width()).max().unwrap_or_default();
        for (label, text) in rows {
            self.beside(label, text, (widest + 2).max(LABEL));
        }
    }

    /// Adds `label`, and the text beside it from `column` on, or below it where there is no room.
    fn beside(&mut self, label: &str, text: &str, column: usize) {
        let longest = pieces(text).map(|piece| piece.width()).max().unwrap_or_default();
        if self.width < NARROW || column > self.width / 2 || column + longest > self.width {
            self.wrapped(label, "", "");
            self.wrapped(text, "  ", "  ");
        } else {
            let label = format!("{label}{}", " ".repeat(column.saturating_sub(label.width())));
            self.wrapped(text, &label, &" ".repeat(column));
        }
    }

    /// Adds an item of a list under `mark`.
    pub(crate) fn item(&mut self, mark: &str, text: &str) {
        let indent = " ".repeat(mark.width() + 1);
        self.wrapped(text, &format!("{mark} "), &indent);
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        // What is copied from here, addresses and URLs, stays in one piece, hyphens or not.
        let options = Options::new(self.width)
            .break_words(false)
            .word_separator(WordSeparator::Custom(pieces))
            .word_splitter(WordSplitter::NoHyphenation)
            .initial_indent(first)
            .subsequent_indent(rest);
        self.text.push_str(textwrap::fill(text, options).trim_end());
        self.text.push('\n');
    }

    /// Adds lines as they are, indented; one that is too wide is cut.
    pub(crate) fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            let line = escape_for_terminal(line);
            let whole = line.width() + 4 <= self.width;
            let shown: String = line.chars().take(self.width.saturating_sub(8)).collect();
            let line = if whole { line.into_owned() } else { format!("{shown} ...") };
            self.text.push_str(format!("    {line}").trim_end());
            self.text.push('\n');
        }
    }

    /// The text, with a line break at its end.
    #[must_use]
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_blanks_fits_too() {
        let mut page = Page::new(20);
        page.item("-", &format!("{}（https://lists.example.org/a-b-c）", "漢".repeat(25)));
        page.row("Label", &"字".repeat(12));
        let text = page.finish();
        let wide: Vec<_> = text.lines().filter(|line| line.width() > 20).collect();
        assert_eq!(wide, ["  https://lists.example.org/a-b-c）"], "{text}");
        assert_eq!(text.matches('漢').count(), 25, "{text}");
    }

    #[test]
    fn addresses_and_urls_are_not_broken() {
        let mut page = Page::new(20);
        page.item("-", "see https://lists.example.org/a-b-c or dev-talk@lists.example.org");
        assert_eq!(
            page.finish(),
            "- see\n  https://lists.example.org/a-b-c\n  or\n  dev-talk@lists.example.org\n"
        );
    }
}
