//! The few rows at the cursor that a question draws over and over.

use std::io::{self, ErrorKind};

use console::{Key, Term};

use super::AskError;
use super::raw::Raw;

/// The rows a question owns: the cursor's, and those below it.
///
/// Nothing is drawn wider than the terminal, as a row that the terminal breaks
/// cannot be drawn over. The cursor is never hidden, so it need not be shown
/// again however the run ends.
pub(super) struct Screen {
    term: Term,
    _raw: Raw,
}

impl Screen {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { term: Term::buffered_stderr(), _raw: Raw::enter()? })
    }

    /// Rows and columns of the terminal, read anew as it may be resized.
    pub(super) fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.term.size();
        (usize::from(rows), usize::from(columns))
    }

    /// Draws the cursor's row and those below, and puts the cursor on `column` of its row.
    pub(super) fn draw(&self, row: &str, below: &[String], column: usize) -> io::Result<()> {
        self.term.clear_to_end_of_screen()?;
        self.term.write_str(row)?;
        for row in below {
            self.term.write_str("\n")?;
            self.term.write_str(row)?;
        }
        self.term.move_cursor_up(below.len())?;
        self.term.write_str("\r")?;
        self.term.move_cursor_right(column)?;
        self.term.flush()
    }

    /// Leaves `text` where the question was, and the cursor below it.
    pub(super) fn leave(&self, text: &str) -> io::Result<()> {
        self.term.clear_to_end_of_screen()?;
        self.term.write_line(text)?;
        self.term.flush()
    }

    /// Waits for a key. ^C ends the question, and so does ^D when `empty`: nothing was typed that it could lose.
    pub(super) fn key(&self, empty: bool) -> Result<Key, AskError> {
        match self.term.read_key_raw() {
            Ok(Key::CtrlC) => Err(AskError::Interrupted),
            Ok(Key::Char('\u{4}')) if empty => Err(AskError::EndOfInput),
            Ok(key) => Ok(key),
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => Err(AskError::EndOfInput),
            Err(e) => Err(e.into()),
        }
    }
}
