//! A line of text being typed.
//!
//! Not a prompt of `dialoguer`: people paste whole paragraphs here, at any width,
//! and its input loses what arrives between two keys and counts characters for columns.

use console::Key;
use onlist_mail::text::{escape_for_terminal, is_forbidden};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::AskError;
use super::screen::Screen;

/// Text and the cursor in it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    text: Vec<char>,
    cursor: usize,
}

impl Entry {
    /// The text so far.
    pub(super) fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// Whether nothing is typed.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Does what a key says, with the keys of every shell: ^U, ^K and ^W delete
    /// to the beginning, to the end and one word. Other keys change nothing.
    pub(super) fn press(&mut self, key: &Key) {
        match key {
            Key::ArrowLeft => self.cursor = self.cursor.saturating_sub(1),
            Key::ArrowRight => self.cursor = (self.cursor + 1).min(self.text.len()),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.text.len(),
            Key::Backspace => self.delete_back_to(self.cursor.saturating_sub(1)),
            Key::Del if self.cursor < self.text.len() => drop(self.text.remove(self.cursor)),
            Key::Char('\u{15}') => self.delete_back_to(0),
            Key::Char('\u{b}') => self.text.truncate(self.cursor),
            Key::Char('\u{17}') => self.delete_back_to(self.word()),
            Key::Char(c) if !c.is_control() => {
                self.text.insert(self.cursor, *c);
                self.cursor += 1;
            }
            _ => {}
        }
    }

    fn delete_back_to(&mut self, start: usize) {
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    /// Where the word before the cursor begins.
    fn word(&self) -> usize {
        let before = &self.text[..self.cursor];
        let end = before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
        before[..end].iter().rposition(|c| c.is_whitespace()).map_or(0, |blank| blank + 1)
    }

    /// The part around the cursor that fits, and the cursor's column in it.
    pub(super) fn window(&self, columns: usize) -> (String, usize) {
        let (mut start, mut column) = (self.cursor, 0);
        while start > 0 && column + width(self.text[start - 1]) < columns {
            start -= 1;
            column += width(self.text[start]);
        }
        let (mut end, mut used) = (self.cursor, column);
        while end < self.text.len() && used + width(self.text[end]) <= columns {
            used += width(self.text[end]);
            end += 1;
        }
        let part: String = self.text[start..end].iter().collect();
        (escape_for_terminal(&part).into_owned(), column)
    }
}

/// Columns of a character as [`escape_for_terminal`] shows it.
fn width(c: char) -> usize {
    if is_forbidden(c) { 1 } else { c.width().unwrap_or(1) }
}

/// Asks for a line on the cursor's row; `prompt` ends in a blank.
pub(super) fn read(prompt: &str) -> Result<String, AskError> {
    let screen = Screen::new()?;
    let prompt = escape_for_terminal(prompt);
    let mut entry = Entry::default();
    let key = loop {
        let (part, column) = entry.window(screen.size().1.saturating_sub(prompt.width() + 1));
        screen.draw(&format!("{prompt}{part}"), &[], prompt.width() + column)?;
        match screen.key(entry.is_empty()) {
            Ok(Key::Enter) => break Ok(()),
            Ok(key) => entry.press(&key),
            Err(e) => break Err(e),
        }
    };
    screen.leave(&format!("{prompt}{}", escape_for_terminal(&entry.text())))?;
    key.map(|()| entry.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Entry {
        let mut entry = Entry::default();
        text.chars().for_each(|c| entry.press(&Key::Char(c)));
        entry
    }

    #[test]
    fn keys_do_what_they_do_in_a_shell() {
        use Key::{ArrowLeft, Backspace, Char, Del, End, Home};
        for (keys, expected) in [
            (vec![Backspace, Backspace], "one two thr"),
            (vec![Home, Del, Char('O')], "One two three"),
            (vec![Char('\u{17}')], "one two "),
            (vec![Char('\u{17}'), Char('\u{17}'), Char('2')], "one 2"),
            (vec![ArrowLeft, ArrowLeft, Char('\u{15}')], "ee"),
            (vec![Home, Char('\u{b}')], ""),
            (vec![Home, Backspace, ArrowLeft, Char('\u{17}'), End, Del], "one two three"),
            (vec![Char('\u{1b}'), Char('\u{0}'), Key::Tab], "one two three"),
        ] {
            let mut entry = typed("one two three");
            for key in &keys {
                entry.press(key);
            }
            assert_eq!(entry.text(), expected, "{keys:?}");
        }
    }

    #[test]
    fn a_window_holds_the_cursor_and_never_more_than_fits() {
        let mut entry = typed("abcdefghij");
        assert_eq!(entry.window(20), ("abcdefghij".into(), 10));
        assert_eq!(entry.window(5), ("ghij".into(), 4));
        entry.press(&Key::Home);
        assert_eq!(entry.window(5), ("abcde".into(), 0));
        assert_eq!(typed("漢字漢字").window(6), ("漢字".into(), 4));
        assert_eq!(typed("a\u{202e}b").window(9), ("a\u{fffd}b".into(), 3));
        assert_eq!(typed("abc").window(0), (String::new(), 0));
    }
}
