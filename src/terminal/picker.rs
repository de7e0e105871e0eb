//! A list to choose from with the arrow keys, narrowed down by typing.

use console::Key;
use onlist::text::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::AskError;
use super::entry::Entry;
use super::menu::search;
use super::screen::Screen;

/// Items, the words typed, and the item that Enter would take.
struct Picker<'a> {
    items: &'a [String],
    words: Entry,
    found: Vec<usize>,
    at: usize,
}

impl Picker<'_> {
    /// Does what a key says: the list's keys, else those of the words.
    fn press(&mut self, key: &Key, page: usize) {
        let last = self.found.len().saturating_sub(1);
        match key {
            Key::ArrowUp | Key::BackTab => self.at = self.at.checked_sub(1).unwrap_or(last),
            Key::ArrowDown | Key::Tab => self.at = if self.at == last { 0 } else { self.at + 1 },
            Key::PageUp => self.at = self.at.saturating_sub(page),
            Key::PageDown => self.at = (self.at + page).min(last),
            key => {
                let before = self.words.text();
                self.words.press(key);
                if self.words.text() != before {
                    self.found = search(self.items, &self.words.text());
                    self.at = 0;
                }
            }
        }
    }

    /// The page that holds the chosen item, and below it what the page leaves out.
    fn rows(&self, page: usize, columns: usize) -> Vec<String> {
        let first = self.at / page * page;
        let row = |(at, item): (usize, &usize)| {
            let mark = if at == self.at { '>' } else { ' ' };
            format!("{mark} {}", cut(&visible(&self.items[*item]), columns.saturating_sub(3)))
        };
        let mut rows: Vec<_> = self.found.iter().enumerate().skip(first).take(page).map(row).collect();
        let status = match self.found.len() {
            0 => "  nothing matches".to_owned(),
            found if found > page => format!("  {} of {found}, type to search", self.at + 1),
            _ => return rows,
        };
        rows.push(cut(&status, columns.saturating_sub(1)));
        rows
    }
}

/// Cuts text to a number of columns; `…` stands for what is gone.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= columns
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// Lets one of `items` be chosen; nothing on Esc.
pub(super) fn pick(prompt: &str, items: &[String], default: usize) -> Result<Option<usize>, AskError> {
    let screen = Screen::new()?;
    let mut picker =
        Picker { items, words: Entry::default(), found: (0..items.len()).collect(), at: default };
    let chosen = loop {
        let (rows, columns) = screen.size();
        let page = rows.saturating_sub(3).max(1);
        let prompt = format!("{}: ", cut(&visible(prompt), columns / 2));
        let (words, column) = picker.words.window(columns.saturating_sub(prompt.width() + 1));
        let below = picker.rows(page, columns);
        screen.draw(&format!("{prompt}{words}"), &below, prompt.width() + column)?;
        match screen.key(picker.words.is_empty()) {
            Ok(Key::Enter) if picker.found.is_empty() => {}
            Ok(Key::Enter) => break Ok(picker.found.get(picker.at).copied()),
            Ok(Key::Escape) => break Ok(None),
            Ok(key) => picker.press(&key, page),
            Err(e) => break Err(e),
        }
    };
    let label = chosen.as_ref().ok().copied().flatten().map_or("", |at| &items[at]);
    screen.leave(visible(&format!("{prompt}: {label}")).trim_end())?;
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(items: &[String]) -> Picker<'_> {
        Picker { items, words: Entry::default(), found: (0..items.len()).collect(), at: 0 }
    }

    #[test]
    fn labels_are_cut_by_columns() {
        for (text, columns, expected) in [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("two words", 5, "two…"),
            ("漢字漢字", 6, "漢字…"),
            ("any", 1, "…"),
        ] {
            assert_eq!(cut(text, columns), expected, "{text:?}");
        }
    }

    #[test]
    fn keys_walk_round_and_typing_narrows() {
        let items: Vec<_> = (1..=7).map(|n| format!("item {n}")).collect();
        let mut picker = picker(&items);
        picker.press(&Key::ArrowUp, 3);
        assert_eq!(picker.rows(3, 40), ["> item 7", "  7 of 7, type to search"]);
        picker.press(&Key::ArrowDown, 3);
        picker.press(&Key::PageDown, 3);
        assert_eq!(picker.rows(3, 40), ["> item 4", "  item 5", "  item 6", "  4 of 7, type to search"]);
        picker.press(&Key::Char('5'), 3);
        assert_eq!(picker.rows(3, 40), ["> item 5"]);
        picker.press(&Key::Char('x'), 3);
        picker.press(&Key::ArrowDown, 3);
        picker.press(&Key::ArrowUp, 3);
        assert_eq!(picker.rows(3, 40), ["  nothing matches"]);
        picker.press(&Key::Char('\u{15}'), 3);
        assert_eq!(picker.rows(9, 40).len(), 7);
    }
}
