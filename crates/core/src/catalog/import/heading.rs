//! What the words of a heading say: its number, size and difficulty, and that it names no project.

use super::page::squeeze;
use super::values::{difficulty, lower_words};

/// A title without its number and without size and difficulty in brackets; what stood in those brackets.
pub(super) fn clean(title: &str) -> (String, String) {
    let title = squeeze(title);
    let mut title = without_icons(&title)
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

/// A title without the pictures behind it, as signs or as their names: `:tada:`.
fn without_icons(title: &str) -> &str {
    let mut title = title;
    loop {
        let mut cut = title.trim_end_matches(is_icon).trim_end();
        let name = cut.strip_suffix(':').and_then(|it| it.rsplit_once(" :"));
        if let Some((before, name)) = name
            && !name.is_empty()
            && name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"_+-".contains(&it))
        {
            cut = before.trim_end();
        }
        if cut == title || cut.is_empty() {
            return title;
        }
        title = cut;
    }
}

/// Whether a sign is a picture, or changes one.
fn is_icon(c: char) -> bool {
    matches!(u32::from(c), 0x2300..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x1_F000..=0x1_FAFF | 0xFE0F | 0x200D | 0x20E3)
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
pub(super) fn says_measures(inner: &str) -> bool {
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
pub(super) fn is_number(text: &str) -> bool {
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

/// Whether all words of a heading are of any list of ideas: `Project ideas 2026`.
pub(super) fn is_list_title(title: &str) -> bool {
    let words = lower_words(title);
    words.len() >= 2
        && words.iter().all(|word| is_generic_word(word))
        && words.iter().any(|word| matches!(word.as_str(), "ideas" | "projects" | "list" | "proposals"))
}

/// Whether a word is in the headings of any list of ideas, or a number.
pub(super) fn is_generic_word(word: &str) -> bool {
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
