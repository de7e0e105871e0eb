//! The few rows at the cursor that a question draws over and over.

use std::io::{self, ErrorKind};

use console::{Key, Term};

use super::AskError;

/// The rows a question owns: the cursor's, and those below it.
///
/// Nothing is drawn wider than the terminal, as a row that the terminal breaks
/// cannot be drawn over. The cursor is never hidden, so it need not be shown
/// again however the run ends.
pub(super) struct Screen(Term);

impl Screen {
    pub(super) fn new() -> Self {
        Self(Term::buffered_stderr())
    }

    /// Rows and columns of the terminal, read anew as it may be resized.
    pub(super) fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.0.size();
        (usize::from(rows), usize::from(columns))
    }

    /// Draws the cursor's row and those below, and puts the cursor on `column` of its row.
    pub(super) fn draw(&self, row: &str, below: &[String], column: usize) -> io::Result<()> {
        self.0.clear_to_end_of_screen()?;
        self.0.write_str(row)?;
        for row in below {
            self.0.write_str("\n")?;
            self.0.write_str(row)?;
        }
        self.0.move_cursor_up(below.len())?;
        self.0.write_str("\r")?;
        self.0.move_cursor_right(column)?;
        self.0.flush()
    }

    /// Leaves `text` where the question was, and the cursor below it.
    pub(super) fn leave(&self, text: &str) -> io::Result<()> {
        self.0.clear_to_end_of_screen()?;
        self.0.write_line(text)?;
        self.0.flush()
    }

    /// Waits for a key. ^C ends the question, and so does ^D when `empty`: nothing was typed that it could lose.
    pub(super) fn key(&self, empty: bool) -> Result<Key, AskError> {
        match self.0.read_key_raw() {
            Ok(Key::CtrlC) => Err(AskError::Interrupted),
            Ok(Key::Char('\u{4}')) if empty => Err(AskError::EndOfInput),
            Ok(key) => Ok(key),
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => Err(AskError::EndOfInput),
            Err(e) => Err(e.into()),
        }
    }
}
