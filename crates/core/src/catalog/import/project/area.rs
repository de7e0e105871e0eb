//! The part of the community that a project belongs to, and headings that name none.

use super::super::find::{Entry, with};
use super::super::values::{difficulty, is_blank, lower_words, state};
use super::super::words::{Meaning, Words};
use super::title::clean;
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

/// Words that are in the headings of any list of ideas.
const GENERIC: &[&str] = &[
    "project",
    "projects",
    "idea",
    "ideas",
    "list",
    "of",
    "gsoc",
    "google",
    "summer",
    "code",
    "the",
    "for",
    "main",
    "proposed",
    "possible",
    "open",
    "available",
    "our",
    "page",
    "proposals",
    "potential",
    "soc",
    "topics",
    "coding",
    "and",
    "a",
    "in",
    "suggested",
    "selected",
    "current",
    "new",
    "other",
    "all",
    "proposal",
    "mentors",
    "mentor",
    "general",
    "details",
    "detailed",
    "ideaslist",
    "contributor",
    "contributors",
    "student",
    "students",
    "this",
    "year",
    "cycle",
    "on",
    "with",
    "from",
    "to",
    "descriptions",
    "description",
    "overview",
    "application",
    "information",
    "s",
    "outreachy",
    "program",
];

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

/// Whether all words of a heading are of any list of ideas: `Project ideas 2026`.
pub(in crate::catalog::import) fn is_list_title(title: &str) -> bool {
    let words = lower_words(title);
    words.len() >= 2
        && words.iter().all(|word| is_generic_word(word))
        && words.iter().any(|word| matches!(word.as_str(), "ideas" | "projects" | "list" | "proposals"))
}

pub(in crate::catalog::import) fn is_generic_word(word: &str) -> bool {
    GENERIC.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Small projects`, `Large sized projects (350 hours)`
pub(super) fn is_size_heading(title: &str) -> bool {
    let words = lower_words(title);
    let size = |word: &String| matches!(word.as_str(), "small" | "medium" | "large" | "short" | "long");
    let beside = |word: &String| {
        matches!(word.as_str(), "sized" | "size" | "projects" | "project" | "ideas" | "hours" | "hour" | "h")
    };
    words.iter().any(size)
        && words.iter().all(|it| size(it) || beside(it) || it.bytes().all(|byte| byte.is_ascii_digit()))
}
