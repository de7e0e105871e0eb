//! The title of a project.

use super::super::find::{Entry, with};
use super::super::heading::{clean, is_list_title, is_number, says_measures};
use super::super::page::{TextLine, join, without_signs};
use super::super::values::lower_words;
use super::super::words::Meaning;
use crate::catalog::import::fields::Field;

/// The title, another one, and what stood in brackets behind the title.
pub(super) fn titles(entry: &Entry) -> Option<(String, Option<String>, String)> {
    let (mut heading, mut passing) = clean(&without_signs(&join(&without_images(&entry.title))));
    let has_words = |title: &str| title.contains(char::is_alphanumeric);
    let named = with(&entry.content, Meaning::Title).map(|it| clean(&Field::text(it)));
    let field = named.into_iter().find(|(title, _)| has_words(title));
    if !has_words(&heading) {
        heading.clear();
    }
    if says_measures(&heading) && lower_words(&heading).len() > 1 && !begins_with_state(&heading) {
        passing = std::mem::take(&mut heading);
    }
    let other = field.clone().map(|(title, _)| title).filter(|title| *title != heading);
    match (is_number(&heading), field) {
        (true, Some((title, passing))) => Some((title, None, passing)),
        (true, None) if heading.is_empty() && entry.only => {
            let above = entry.above.first().filter(|it| !it.is_empty() && !is_list_title(it))?;
            let (title, more) = clean(above);
            has_words(&title).then(|| (title, None, format!("{passing} {more}")))
        }
        _ if heading.is_empty() => None,
        _ => Some((heading, other, passing)),
    }
}

/// `Finished project`: a title, if nothing else is one.
fn begins_with_state(title: &str) -> bool {
    let words = lower_words(title);
    let state = ["finished", "completed", "accepted", "taken", "closed", "done"];
    words.first().is_some_and(|first| state.contains(&first.as_str()))
        && !title.contains(|c: char| c.is_ascii_digit())
}

/// The lines of a title without what stands for its pictures, where anything else is left.
fn without_images(lines: &[TextLine]) -> Vec<TextLine> {
    let mut words = lines.to_vec();
    for line in &mut words {
        line.spans.retain(|span| span.link.as_deref() != Some("image:"));
    }
    if words.iter().all(TextLine::is_blank) { lines.to_vec() } else { words }
}
