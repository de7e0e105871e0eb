//! A list to choose from with the arrow keys, narrowed down by typing.

use std::fmt;
use std::io::ErrorKind;

use console::Term;
use dialoguer::FuzzySelect;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use fuzzy_matcher::skim::SkimMatcherV2;
use onlist_mail::text::escape_for_terminal;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::AskError;
use super::interrupt::Listing;
use super::raw::Raw;

/// Columns beside a label that belong to the list: the mark, and a margin.
const MARGIN: usize = 4;

/// A list of more items says that it can be searched.
const SHORT: usize = 9;

/// Rows that stay for what was said before the list, and for its prompt.
const ABOVE: usize = 8;

/// A list shows as many items at least, however low the terminal is.
const FEWEST: usize = 4;

/// Columns beside prompt and search: marks, blanks and the cursor.
const AROUND_SEARCH: usize = 7;

/// Lets one of `items` be chosen; nothing on Esc. The list leaves no trace on the screen.
pub(super) fn pick(
    prompt: &str,
    items: &[String],
    default: usize,
    colour: bool,
) -> Result<Option<usize>, AskError> {
    let terminal = Term::stderr();
    // The list switches the terminal for each key alone: what is typed between two would be echoed into it.
    let _raw = Raw::enter()?;
    let listing = Listing::new();
    let prompt = if items.len() > SHORT { format!("{prompt} (type to search)") } else { prompt.to_owned() };
    let (rows, columns) = terminal.size();
    let (rows, columns) = (usize::from(rows), usize::from(columns));
    let theme: Box<dyn Theme> =
        if colour { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
    let chosen = FuzzySelect::with_theme(&Fitted { theme, columns })
        .with_prompt(escape_for_terminal(&prompt))
        .items(labels(items, columns))
        .default(default)
        .max_length(rows.saturating_sub(ABOVE).max(FEWEST))
        .report(false)
        .interact_on_opt(&terminal);
    chosen.map_err(|error| {
        // The list hides the cursor and leaves it so when it is interrupted.
        let _ = terminal.show_cursor();
        let dialoguer::Error::IO(error) = error;
        match error.kind() {
            ErrorKind::Interrupted => {
                listing.ends_the_run();
                AskError::Interrupted
            }
            ErrorKind::UnexpectedEof | ErrorKind::NotConnected => AskError::EndOfInput,
            _ => AskError::Io(error),
        }
    })
}

/// A theme whose search line fits the screen: the list counts it as one row, and would not find its rows again.
struct Fitted {
    theme: Box<dyn Theme>,
    columns: usize,
}

impl Theme for Fitted {
    fn format_fuzzy_select_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        search_term: &str,
        bytes_pos: usize,
    ) -> fmt::Result {
        let room = self.columns.saturating_sub(prompt.width() + AROUND_SEARCH);
        let (before, after) = search_term.split_at(bytes_pos);
        let before = fitting(before.chars().rev(), room);
        let before: String = escape_for_terminal(&before).chars().rev().collect();
        let after = fitting(escape_for_terminal(after).chars(), room.saturating_sub(before.width()));
        self.theme.format_fuzzy_select_prompt(f, prompt, &format!("{before}{after}"), before.len())
    }

    fn format_fuzzy_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        active: bool,
        highlight_matches: bool,
        matcher: &SkimMatcherV2,
        search_term: &str,
    ) -> fmt::Result {
        let theme = &self.theme;
        theme.format_fuzzy_select_prompt_item(f, text, active, highlight_matches, matcher, search_term)
    }
}

/// As many characters as fit into `room` columns.
fn fitting(text: impl Iterator<Item = char>, room: usize) -> String {
    let mut columns = 0;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(1);
        columns <= room
    };
    text.take_while(fits).collect()
}

/// Labels that fit `width`, no two alike: the list breaks where a label does,
/// counts its bytes to find its rows, and tells labels apart by their text.
fn labels(items: &[String], width: usize) -> Vec<String> {
    let room = width.saturating_sub(MARGIN).max(8);
    let mut labels: Vec<String> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let label = cut(&escape_for_terminal(item), room);
        let numbered = || format!("{} {}", at + 1, cut(&escape_for_terminal(item), room.saturating_sub(5)));
        labels.push(if labels.contains(&label) { numbered() } else { label });
    }
    labels
}

/// Cuts text to a number of columns, and of bytes; `...` stands for what is gone.
fn cut(text: &str, room: usize) -> String {
    if text.width() <= room && text.len() <= room {
        return text.to_owned();
    }
    let (mut columns, mut bytes) = (3, 3);
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        bytes += c.len_utf8();
        columns <= room && bytes <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}...", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_shows_what_is_at_its_cursor() {
        for (search, at, expected) in [
            ("wick", 4, "Project wick|"),
            ("a search that is longer", 23, "Project longer|"),
            ("a search that is longer", 0, "Project |a sear"),
            ("a search that is longer", 8, "Project search|"),
            ("\u{9b}2J", 4, "Project \u{fffd}2J|"),
            ("漢字漢字漢字", 18, "Project 字漢字|"),
        ] {
            let mut shown = String::new();
            let theme = Fitted { theme: Box::new(SimpleTheme), columns: 20 };
            theme.format_fuzzy_select_prompt(&mut shown, "Project", search, at).expect("written");
            assert_eq!(shown, expected, "{search:?}");
        }
    }

    #[test]
    fn labels_fit_and_are_told_apart() {
        let items =
            ["a short one", "a long one that differs at its end 1", "a long one that differs at its end 2"];
        let cut = labels(&items.map(str::to_owned), 24);
        assert_eq!(cut, ["a short one", "a long one that d...", "3 a long one t..."]);
        let wide = labels(&["漢字漢字漢字漢字".to_owned()], 20);
        assert!(wide.iter().all(|label| label.len() <= 16), "{wide:?}");
    }
}
