//! The part of the community that a project belongs to, and headings that name none.

use super::super::find::{Entry, with};
use super::super::heading::{clean, is_generic_word, is_size_heading};
use super::super::values::{difficulty, is_blank, lower_words, state};
use super::super::words::{Meaning, Words};
use crate::catalog::import::fields::Field;
use crate::catalog::import::result::Project;

pub(super) fn area(entry: &Entry) -> Option<String> {
    let field =
        with(&entry.content, Meaning::Area).map(Field::text).find(|it| !is_blank(it) && it.len() <= 80);
    // A file with a title of its own names the project it belongs to.
    let project = || {
        let root = entry.above.is_empty() && !entry.title.is_empty();
        with(&entry.content, Meaning::Title).map(Field::text).find(|it| root && !it.is_empty())
    };
    field.or_else(project).or_else(|| {
        let above = &entry.above[..entry
            .above
            .len()
            .saturating_sub(usize::from(entry.above.last().is_some_and(String::is_empty)))];
        let above = &above[..above.len().saturating_sub(usize::from(entry.titled))];
        let inner = above.iter().take_while(|title| state::of_heading(title).is_none());
        inner.into_iter().map(|title| clean(title).0).find(|title| !is_generic(title))
    })
}

/// A heading that stands above all projects of a page is its title, no area.
pub(in crate::catalog::import) fn drop_shared_area(projects: &mut [Project]) {
    let [first, rest @ ..] = &*projects else { return };
    let headed =
        |project: &Project| !project.raw.iter().any(|raw| raw.field == "area" || raw.field == "title");
    if !rest.is_empty() && headed(first) && rest.iter().all(|it| it.area == first.area) {
        for project in projects {
            project.area = None;
        }
    }
}

/// Whether a heading says no more than that projects follow.
fn is_generic(title: &str) -> bool {
    const NEVER: &[&str] = &[
        "idea",
        "ideas",
        "gsoc",
        "soc",
        "summary",
        "guidelines",
        "criteria",
        "how",
        "rating",
        "accepted",
        "contents",
        "here",
        "application",
        "applications",
        "template",
        "notes",
        "list",
        "links",
    ];
    let words = lower_words(title);
    words.len() > 10
        || title.len() > 80
        || is_size_heading(title)
        || Words::default().knows(title)
        || words.iter().any(|word| NEVER.contains(&word.as_str()))
        || words.iter().all(|word| is_generic_word(word) || difficulty::word(word).is_some())
}
