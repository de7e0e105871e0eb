//! Titles: without their numbers, and what stands in brackets behind them.

use super::super::find::{Entry, with};
use super::super::page::{TextLine, join, squeeze, without_signs};
use super::super::values::{difficulty, lower_words};
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
            let above = entry.above.first().filter(|it| !it.is_empty())?;
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

/// A title without its number and without size and difficulty in brackets; what stood in those brackets.
pub(in crate::catalog::import) fn clean(title: &str) -> (String, String) {
    let mut title = squeeze(title)
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !"(\"'`“<.#@[{/*".contains(c))
        .trim_end_matches(':')
        .trim()
        .to_owned();
    if let Some((label, rest)) = title.split_once(':')
        && is_number(label)
        && !rest.trim().is_empty()
    {
        title = rest.trim().to_owned();
    }
    if let Some((label, rest)) = title.split_once(['.', '-', '–', '—'])
        && label.contains(|c: char| c.is_ascii_digit())
        && !label.contains(|c: char| {
            c.is_ascii_alphabetic()
                && !label.to_lowercase().contains("project")
                && !label.to_lowercase().contains("idea")
        })
        && (label.starts_with('#') || label.contains(' '))
        && is_number(label)
        && rest.starts_with(' ')
    {
        title = rest.trim().to_owned();
    }
    let bare = title.trim_start_matches(['#', '(', '[']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let deeper = bare[digits..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let rest = match deeper {
        // `4.1 Title`
        2.. => bare[digits + deeper..].strip_prefix(' '),
        _ => bare[digits..].strip_prefix(['.', ')', ':', ']']),
    };
    // `2.5D` is no number with a title behind it.
    let apart = |rest: &str| !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit());
    if let Some(rest) =
        rest.filter(|rest| (1..=2).contains(&digits) && apart(rest) && !rest.trim().is_empty())
    {
        title = rest.trim_start().to_owned();
    }
    let mut passing = String::new();
    if let Some((before, measure)) = title.rsplit_once(['–', '—', '-', '|']).filter(|(_, it)| {
        it.starts_with(' ') && says_measures(it) && it.contains(|c: char| c.is_ascii_digit())
    }) {
        (title, passing) = (before.trim().to_owned(), measure.trim().to_owned());
    }
    while let Some((before, inner)) =
        bracketed(&title).filter(|(before, inner)| says_measures(inner) && !before.is_empty())
    {
        passing = format!("{inner} {passing}");
        title = before.to_owned();
    }
    (title, passing)
}

/// A text and what stands in brackets at its end.
pub(super) fn bracketed(title: &str) -> Option<(&str, &str)> {
    let (open, inner) = title
        .strip_suffix(')')
        .map(|it| ('(', it))
        .or_else(|| title.strip_suffix(']').map(|it| ('[', it)))?;
    inner.rsplit_once(open).map(|(before, inner)| (before.trim(), inner))
}

/// Whether all words are of sizes, difficulties or states.
pub(in crate::catalog::import) fn says_measures(inner: &str) -> bool {
    const BESIDE: &[&str] = &[
        "hours",
        "hour",
        "hrs",
        "h",
        "hr",
        "project",
        "size",
        "or",
        "and",
        "difficulty",
        "to",
        "large",
        "small",
        "level",
        "gsoc",
        "taken",
        "closed",
        "completed",
        "finished",
        "accepted",
        "done",
        "full",
        "part",
        "time",
    ];
    let words = lower_words(inner);
    let known = |word: &String| {
        BESIDE.contains(&word.as_str())
            || difficulty::word(word).is_some()
            || word
                .trim_end_matches(|c: char| c.is_ascii_alphabetic())
                .parse::<u16>()
                .is_ok_and(|it| it >= 60)
    };
    !words.is_empty() && words.iter().all(known) && words.iter().any(|it| it != "project" && it != "gsoc")
}

/// `Project 3`, `Idea #2`: no title.
fn is_number(text: &str) -> bool {
    const NUMBERED: &[&str] =
        &["project", "idea", "title", "topic", "proposal", "gsoc", "name", "number", "no"];
    let words = lower_words(text);
    words.len() <= 4
        && words.iter().all(|word| {
            NUMBERED.contains(&word.as_str())
                || word.trim_start_matches('p').bytes().all(|byte| byte.is_ascii_digit())
                || word.bytes().all(|byte| b"ivx".contains(&byte))
        })
}
