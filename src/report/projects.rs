//! Many projects at a glance.

use super::Page;
use super::table::{rows, table};
use onlist_core::catalog::{Catalog, Difficulty, Project, State};
use onlist_mail::words::and;

/// Below this width a table is no longer readable.
const NARROW: usize = 72;

/// Lines are not read over a greater width than this.
const WIDE: usize = 140;

const HEADER: [&str; 5] = ["ID", "TITLE", "STATE", "DIFFICULTY", "MENTORS"];

/// Columns of what is typed again or compared, which stays whole; titles and names wrap.
const WHOLE: [usize; 3] = [0, 2, 3];

/// Shows `projects` as a table, or one below the other where there is no room for one or `plain` is wanted.
#[must_use]
pub(crate) fn projects(catalog: &Catalog, projects: &[&Project], width: usize, plain: bool) -> String {
    let rows: Vec<_> = projects.iter().map(|project| row(catalog, project)).collect();
    let table = (!plain && width >= NARROW).then(|| table(HEADER, &WHOLE, &rows, width.min(WIDE))).flatten();
    table.unwrap_or_else(|| listed(catalog, projects, width))
}

/// The same for programs: id, title, state, difficulty, mentors.
#[must_use]
pub(crate) fn project_rows(catalog: &Catalog, projects: &[&Project]) -> String {
    rows(&projects.iter().map(|project| row(catalog, project)).collect::<Vec<_>>())
}

fn row(catalog: &Catalog, project: &Project) -> [String; 5] {
    [
        project.id.to_string(),
        project.title.to_string(),
        project.state.map_or("", State::as_str).to_owned(),
        project.difficulty.map_or("", Difficulty::as_str).to_owned(),
        mentors(catalog, project),
    ]
}

fn mentors(catalog: &Catalog, project: &Project) -> String {
    let names: Vec<_> = catalog.mentors(project).map(|person| &*person.name).collect();
    and(&names)
}

fn listed(catalog: &Catalog, projects: &[&Project], width: usize) -> String {
    let mut page = Page::new(width);
    for project in projects {
        page.paragraph(project.id.as_str());
        page.item(" ", &project.title);
        let difficulty = project.difficulty.map(|it| format!("difficulty {}", it.as_str()));
        let state = project.state.map(|state| state.as_str().to_owned());
        let mentors = Some(mentors(catalog, project)).filter(|mentors| !mentors.is_empty());
        let facts: Vec<_> = [state, difficulty, mentors].into_iter().flatten().collect();
        if !facts.is_empty() {
            page.item(" ", &facts.join(", "));
        }
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

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
            if let Some(shown) = table(HEADER, &WHOLE, &rows, width) {
                assert!(has_all(&shown, &rows), "{width}:\n{shown}");
                assert!(shown.lines().all(|line| line.width() <= width), "{width}:\n{shown}");
            }
        }
        assert!(table(HEADER, &WHOLE, &rows, 76).is_some() && table(HEADER, &WHOLE, &rows, 72).is_none());
        let wide = [row(["one", &"漢".repeat(60), "open", "easy", ""])];
        let shown = table(HEADER, &WHOLE, &wide, 72).expect("wide text is broken anywhere");
        assert!(shown.lines().all(|line| line.width() <= 72), "{shown}");
    }
}
