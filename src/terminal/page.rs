//! Texts and the rows that they take, so that what belongs together is on one screen.

use console::Term;
use onlist_mail::text::escape_for_terminal;
use unicode_width::UnicodeWidthStr;

use super::{AskError, Terminal, choice, hidden, picker};

/// Columns before the text of a note or warning.
const PREFIX: usize = 9;

impl Terminal {
    /// Rows of the screen; none where nothing is drawn anew, and all that is printed is read in order.
    fn rows(&self) -> Option<usize> {
        (self.can_ask() && !self.is_plain()).then(|| Term::stderr().size().0.into())
    }

    /// Rows that stay above a menu of so many options; none where all that is printed is read in order.
    pub(crate) fn rows_above(&self, options: usize) -> Option<usize> {
        Some(self.rows()?.saturating_sub(picker::rows(options, self.rows()?)))
    }

    /// How many rows a text takes on the screen.
    pub(crate) fn rows_of(&self, text: &str) -> usize {
        let columns = self.width();
        let text = anstream::adapter::strip_str(text).to_string();
        text.lines().map(|line| escape_for_terminal(line).width().div_ceil(columns).max(1)).sum()
    }

    /// Takes what was printed last from the screen, where all of it is there: it is drawn anew.
    pub(super) fn erase(&self, text: &str) {
        let rows = self.rows_of(text);
        if self.rows().is_some_and(|height| rows < height) {
            // A terminal that has gone away needs no cleaning.
            let _ = Term::stderr().clear_last_lines(rows);
        }
    }

    /// How many rows a note or warning takes on the screen.
    pub(crate) fn rows_of_note(&self, text: &str) -> usize {
        textwrap::wrap(text, self.words_width().min(80).saturating_sub(PREFIX)).len()
    }

    /// A note or warning that is cut to a row.
    pub(crate) fn in_a_row(&self, text: &str) -> String {
        choice::cut(&escape_for_terminal(text), self.width().min(80).saturating_sub(PREFIX + 1))
    }

    /// A line that is cut to a row.
    pub(crate) fn cut(&self, line: &str) -> String {
        choice::cut(&escape_for_terminal(line), self.width().saturating_sub(1))
    }

    /// Shows `text`, then `rendered` parts, a screen at a time.
    pub(crate) fn page(&self, text: &str, rendered: &[String]) -> Result<(), AskError> {
        let rows = self.rows().map_or(usize::MAX, |rows| rows.saturating_sub(2).max(1));
        let mut left = rows;
        let lines =
            text.lines().map(|line| (line, false)).chain(rendered.iter().map(|it| (it.as_str(), true)));
        self.say("");
        for (part, is_rendered) in lines {
            let taken = self.rows_of(part).max(1);
            if taken > left && left < rows {
                if !hidden::goes_on(self, "Enter shows more, `q` goes back: ")? {
                    return Ok(());
                }
                left = rows;
            }
            left = left.saturating_sub(taken);
            if is_rendered { self.styled(part) } else { self.say(part) }
        }
        if rows < usize::MAX {
            hidden::goes_on(self, "Enter goes back: ")?;
        }
        Ok(())
    }
}
