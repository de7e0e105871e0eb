//! Many projects at a glance.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};

use super::Page;
use super::json::{difficulty, state};
use crate::catalog::{Catalog, Project};
use crate::words::and;

/// Below this width a table is no longer readable.
const NARROW: usize = 72;

/// Shows `projects` as a table, or one below the other where there is no room for one or `plain` is wanted.
#[must_use]
pub fn projects(catalog: &Catalog, projects: &[&Project], width: usize, plain: bool) -> String {
    if plain || width < NARROW { listed(catalog, projects, width) } else { table(catalog, projects, width) }
}

fn mentors(catalog: &Catalog, project: &Project) -> String {
    let names: Vec<_> = catalog.mentors(project).map(|person| &*person.name).collect();
    and(&names)
}

fn table(catalog: &Catalog, projects: &[&Project], width: usize) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width.min(140)).unwrap_or(140))
        .set_header(["ID", "TITLE", "STATE", "DIFFICULTY", "MENTORS"]);
    for project in projects {
        table.add_row([
            project.id.as_str(),
            &project.title,
            state(project.state),
            difficulty(project.difficulty),
            &mentors(catalog, project),
        ]);
    }
    // What is typed again or compared stays whole; titles and names wrap.
    for whole in [0, 2, 3] {
        if let Some(column) = table.column_mut(whole) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n") + "\n"
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
