//! Something to choose, as a row of a list.

use onlist_mail::text::escape_for_terminal;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between two cells.
const GAP: usize = 2;

/// Columns that the first cell keeps before another one is shown.
const FIRST: usize = 40;

/// Something to choose.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// What its row shows, the most important first: what has no room is left out.
    pub(crate) cells: Vec<String>,
    /// What is searched besides.
    pub(crate) words: String,
    /// What is told of it while it is marked.
    pub(crate) about: String,
    /// Whether it is offered whatever is searched.
    pub(crate) always: bool,
}

impl Choice {
    /// A row with nothing but a label.
    pub(crate) fn of(label: &str) -> Self {
        Self { cells: vec![label.to_owned()], ..Self::default() }
    }

    /// What it is called.
    pub(super) fn label(&self) -> String {
        self.cells.first().cloned().unwrap_or_default()
    }

    /// The whole row, whatever its width.
    pub(super) fn in_full(&self) -> String {
        let cells: Vec<_> = self.cells.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect();
        cells.join(", ")
    }

    /// What is searched, in lower case.
    pub(super) fn searched(&self) -> String {
        format!("{} {}", self.cells.join(" "), self.words).to_lowercase()
    }
}

/// How wide the cells of a list are: as many of them as fit into `width` columns.
pub(super) fn columns(choices: &[Choice], width: usize) -> Vec<usize> {
    let widest = |at: usize| {
        let cells = choices.iter().filter_map(|it| it.cells.get(at));
        cells.map(|cell| escape_for_terminal(cell).width()).max().unwrap_or(0)
    };
    let first = widest(0);
    let least = first.min(FIRST).min(width);
    let mut columns = vec![least];
    let (mut left, mut at) = (width - least, 1);
    while choices.iter().any(|it| it.cells.len() > at) {
        let cell = widest(at);
        if cell > 0 && cell + GAP > left {
            break;
        }
        left = left.saturating_sub(if cell > 0 { cell + GAP } else { 0 });
        columns.push(cell);
        at += 1;
    }
    columns[0] = first.min(least + left);
    columns
}

/// One row, its cells in their columns.
pub(super) fn row(choice: &Choice, columns: &[usize]) -> String {
    let mut row = String::new();
    for (cell, width) in choice.cells.iter().zip(columns).filter(|(_, width)| **width > 0) {
        let cell = cut(&escape_for_terminal(cell), *width);
        row.push_str(&cell);
        row.push_str(&" ".repeat(width.saturating_sub(cell.width()) + GAP));
    }
    row.trim_end().to_owned()
}

/// Cuts text to a number of columns; `...` stands for what is gone.
pub(super) fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut columns = 3;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}...", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        let row = |cells: [&str; 4]| Choice { cells: cells.map(str::to_owned).to_vec(), ..Choice::default() };
        vec![
            row(["wick-trimmer: Trim the wick while the lamp burns", "easy", "", "Grace Example"]),
            row(["lens: Grind it", "medium", "", "Jo"]),
        ]
    }

    #[test]
    fn as_many_cells_are_shown_as_fit() {
        for (width, expected) in [
            (20, ["wick-trimmer: Tri...", "lens: Grind it"]),
            (
                60,
                [
                    "wick-trimmer: Trim the wick while the lamp burns  easy",
                    "lens: Grind it                                    medium",
                ],
            ),
            (
                80,
                [
                    "wick-trimmer: Trim the wick while the lamp burns  easy    Grace Example",
                    "lens: Grind it                                    medium  Jo",
                ],
            ),
        ] {
            let columns = columns(&choices(), width);
            let rows = choices().iter().map(|it| row(it, &columns)).collect::<Vec<_>>();
            assert_eq!(rows, expected, "{width}");
        }
    }

    #[test]
    fn rows_are_never_wider_than_the_list() {
        let mut choices = choices();
        choices.push(Choice::of(&"漢".repeat(60)));
        for width in 8..130 {
            let columns = columns(&choices, width);
            for choice in &choices {
                assert!(row(choice, &columns).width() <= width, "{width}");
            }
        }
    }
}
