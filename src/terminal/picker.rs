//! A list to choose from with the arrow keys, narrowed down by typing.

use std::io::ErrorKind;

use console::Term;
use dialoguer::FuzzySelect;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use onlist::text::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::AskError;

/// Columns beside a label that belong to the list: the mark, and a margin.
const MARGIN: usize = 4;

/// A list of more items says that it can be searched.
const SHORT: usize = 9;

/// Lets one of `items` be chosen; nothing on Esc.
pub(super) fn pick(
    prompt: &str,
    items: &[String],
    default: usize,
    colour: bool,
) -> Result<Option<usize>, AskError> {
    let terminal = Term::stderr();
    let prompt = if items.len() > SHORT { format!("{prompt} (type to search)") } else { prompt.to_owned() };
    let theme: Box<dyn Theme> =
        if colour { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
    let chosen = FuzzySelect::with_theme(&*theme)
        .with_prompt(visible(&prompt))
        .items(labels(items, usize::from(terminal.size().1)))
        .default(default)
        .interact_on_opt(&terminal);
    chosen.map_err(|error| {
        // The list hides the cursor and leaves it so when it is interrupted.
        let _ = terminal.show_cursor();
        let dialoguer::Error::IO(error) = error;
        match error.kind() {
            ErrorKind::Interrupted => AskError::Interrupted,
            ErrorKind::UnexpectedEof | ErrorKind::NotConnected => AskError::EndOfInput,
            _ => AskError::Io(error),
        }
    })
}

/// Labels that fit `width`, no two alike: the list breaks where a label does,
/// counts its bytes to find its rows, and tells labels apart by their text.
fn labels(items: &[String], width: usize) -> Vec<String> {
    let room = width.saturating_sub(MARGIN).max(8);
    let mut labels: Vec<String> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let label = cut(&visible(item), room);
        let numbered = || format!("{} {}", at + 1, cut(&visible(item), room.saturating_sub(5)));
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
    fn labels_fit_and_are_told_apart() {
        let items =
            ["a short one", "a long one that differs at its end 1", "a long one that differs at its end 2"];
        let cut = labels(&items.map(str::to_owned), 24);
        assert_eq!(cut, ["a short one", "a long one that d...", "3 a long one t..."]);
        let wide = labels(&["漢字漢字漢字漢字".to_owned()], 20);
        assert!(wide.iter().all(|label| label.len() <= 16), "{wide:?}");
    }
}
