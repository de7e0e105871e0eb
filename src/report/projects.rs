//! Many projects at a glance.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::Page;
use super::json::{difficulty, state};
use crate::catalog::{Catalog, Project};
use crate::compose::pieces;
use crate::words::and;

/// Below this width a table is no longer readable.
const NARROW: usize = 72;

/// Lines are not read over a greater width than this.
const WIDE: usize = 140;

const HEADER: [&str; 5] = ["ID", "TITLE", "STATE", "DIFFICULTY", "MENTORS"];

/// Columns of what is typed again or compared, which stays whole; titles and names wrap.
const WHOLE: [usize; 3] = [0, 2, 3];

/// Shows `projects` as a table, or one below the other where there is no room for one or `plain` is wanted.
#[must_use]
pub fn projects(catalog: &Catalog, projects: &[&Project], width: usize, plain: bool) -> String {
    let rows: Vec<_> = projects.iter().map(|project| row(catalog, project)).collect();
    let table = (!plain && width >= NARROW).then(|| table(&rows, width.min(WIDE))).flatten();
    table.unwrap_or_else(|| listed(catalog, projects, width))
}

fn row(catalog: &Catalog, project: &Project) -> [String; 5] {
    [
        project.id.to_string(),
        project.title.to_string(),
        state(project.state).to_owned(),
        difficulty(project.difficulty).to_owned(),
        mentors(catalog, project),
    ]
}

fn mentors(catalog: &Catalog, project: &Project) -> String {
    let names: Vec<_> = catalog.mentors(project).map(|person| &*person.name).collect();
    and(&names)
}

/// The rows as a table, unless a word would have to be broken for it.
fn table(rows: &[[String; 5]], width: usize) -> Option<String> {
    let needed: [usize; 5] = std::array::from_fn(|at| narrowest(rows, at));
    if needed.iter().map(|columns| columns + 1).sum::<usize>() > width {
        return None;
    }
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).ok()?)
        .set_header(HEADER)
        .add_rows(rows);
    for (column, needed) in table.column_iter_mut().zip(needed) {
        let needed = u16::try_from(needed + 1).ok()?;
        column.set_padding((0, 1));
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(needed)));
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned());
    Some(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// The columns that the widest text of a column takes when it is wrapped as much as it may be.
fn narrowest(rows: &[[String; 5]], at: usize) -> usize {
    let texts = rows.iter().map(|row| row[at].as_str()).chain([HEADER[at]]);
    let widest = |text: &str| {
        if WHOLE.contains(&at) {
            text.width()
        } else {
            pieces(text).map(|piece| piece.width()).max().unwrap_or_default()
        }
    };
    texts.map(widest).max().unwrap_or_default()
}

fn listed(catalog: &Catalog, projects: &[&Project], width: usize) -> String {
    let mut page = Page::new(width);
    for project in projects {
        page.paragraph(project.id.as_str());
        page.item(" ", &project.title);
        let facts = format!("{}, difficulty {}", state(project.state), difficulty(project.difficulty));
        let mentors = mentors(catalog, project);
        page.item(" ", &if mentors.is_empty() { facts } else { format!("{facts}, {mentors}") });
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether every word of the rows stands in `shown`, unbroken.
    fn has_all(shown: &str, rows: &[[String; 5]]) -> bool {
        let words: Vec<_> = shown.split_whitespace().collect();
        rows.iter().flatten().flat_map(|cell| cell.split_whitespace()).all(|word| words.contains(&word))
    }

    #[test]
    fn a_table_breaks_no_word() {
        let row = |cells: [&str; 5]| cells.map(str::to_owned);
        let rows = [
            row([
                "trace-channels",
                "Make per-event-channel tracing cheap enough to be left on",
                "needs-work",
                "medium",
                "Bartholomew Featherstonehaugh and Jo Example",
            ]),
            row(["short", "A title", "open", "unknown", "Jo"]),
        ];
        for width in 60..=140 {
            if let Some(shown) = table(&rows, width) {
                assert!(has_all(&shown, &rows), "{width}:\n{shown}");
                assert!(shown.lines().all(|line| line.width() <= width), "{width}:\n{shown}");
            }
        }
        assert!(table(&rows, 76).is_some() && table(&rows, 72).is_none());
        let wide = [row(["one", &"漢".repeat(60), "open", "easy", ""])];
        let shown = table(&wide, 72).expect("wide text is broken anywhere");
        assert!(shown.lines().all(|line| line.width() <= 72), "{shown}");
    }
}
