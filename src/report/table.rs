//! Rows under a header, where there is room for them.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use onlist_core::compose::pieces;

/// Words that are longer are broken: one of them, which a stranger wrote, is not to cost the table.
const LONGEST_WORD: usize = 24;

/// Lines up `rows` under `header`, wrapped between words, and not at all in the columns `whole`; nothing when `width` is too
/// small for that.
pub(super) fn table<const N: usize>(
    header: [&str; N],
    whole: &[usize],
    rows: &[[String; N]],
    width: usize,
) -> Option<String> {
    let needed: [usize; N] = std::array::from_fn(|at| {
        let texts = rows.iter().map(|row| row[at].as_str()).chain([header[at]]);
        texts.map(|text| narrowest(text, whole.contains(&at))).max().unwrap_or_default()
    });
    if needed.iter().map(|columns| columns + 1).sum::<usize>() > width {
        return None;
    }
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).ok()?)
        .set_header(header)
        .add_rows(rows);
    for (column, needed) in table.column_iter_mut().zip(needed) {
        let needed = u16::try_from(needed + 1).ok()?;
        column.set_padding((0, 1));
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(needed)));
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned());
    Some(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// Writes a row a line for programs, cells separated by tabs.
pub(crate) fn rows<const N: usize>(rows: &[[String; N]]) -> String {
    let cell = |cell: &String| cell.replace(['\t', '\n', '\r'], " ");
    let line = |row: &[String; N]| row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n";
    rows.iter().map(line).collect()
}

/// The columns that a text takes when it is wrapped as much as it may be.
fn narrowest(text: &str, whole: bool) -> usize {
    let longest = || pieces(text).map(|piece| piece.width()).max().unwrap_or_default();
    if whole { text.width() } else { longest().min(LONGEST_WORD) }
}
