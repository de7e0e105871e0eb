//! Slots of a template that nobody filled.

use std::ops::Range;

use crate::check::case::Case;
use crate::check::finding::Hit;
use crate::check::text::Author;
use crate::check::words::{beginning, is_url, tokens};
use crate::subject::fold;

/// Words that make what stands in brackets a slot.
const SLOT_WORDS: [&str; 17] = [
    "your",
    "name",
    "title",
    "optional",
    "insert",
    "mention",
    "link",
    "university",
    "institution",
    "college",
    "company",
    "mentor",
    "placeholder",
    "describe",
    "specific",
    "e g",
    "fill",
];

/// What stands in angle brackets and is a slot, in folded words.
const ANGLED: [&str; 14] = [
    "name",
    "project",
    "project name",
    "project title",
    "university",
    "college",
    "country",
    "title",
    "date",
    "link",
    "email",
    "mentor",
    "mentor name",
    "company",
];

pub(super) fn unfilled_slot(case: &Case<'_>) -> Vec<Hit> {
    let lines = case.mail.text.lines.iter().enumerate();
    let written = lines.filter(|(_, line)| matches!(line.author, Author::Own | Author::Signature));
    let prose = written.filter(|(_, line)| !crate::check::form::stands_as_it_is(&line.text));
    let found = prose.filter_map(|(at, line)| Some(case.mail.in_line(at, slot(&line.text)?)));
    let subject = slot(&case.mail.post.subject).map(|_| case.mail.at_field("Subject", ""));
    let hit = |place| Hit::new(place, "a slot of a template that nobody filled", "fill it in, or delete it");
    subject.into_iter().chain(found).map(hit).collect()
}

/// The first slot of a line.
fn slot(line: &str) -> Option<Range<usize>> {
    let line = beginning(line);
    between(line, "{{", "}}", |_| true)
        .or_else(|| between(line, "[", "]", is_bracketed))
        .or_else(|| between(line, "<", ">", is_angled))
        .or_else(|| blank(line))
        .or_else(|| unfinished(line))
}

/// What stands between two marks when `is_slot` says so, with the marks.
fn between(line: &str, open: &str, close: &str, is_slot: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let starts = line.match_indices(open).map(|(at, _)| at);
    starts.into_iter().find_map(|start| {
        let inner = &line[start + open.len()..];
        let end = inner.find(close)?;
        let code = || line[..start].matches('`').count() % 2 == 1;
        (is_slot(&inner[..end]) && !code()).then(|| start..start + open.len() + end + close.len())
    })
}

/// `[Your Name]`, `[Optional: mention …]`; `[1]`, `[GSoC]` and `[link](…)` are none.
fn is_bracketed(inner: &str) -> bool {
    let words = fold(inner);
    let capital = inner.trim_start().starts_with(char::is_uppercase);
    let only_one =
        ["name", "university", "college", "institution", "company", "link", "date", "email", "title"];
    let your = words.split(' ').any(|word| word == "your" || word == "insert");
    let several = words.contains(' ') && words.split(' ').any(|word| SLOT_WORDS.contains(&word));
    your || (capital && (several || only_one.contains(&words.as_str())))
}

/// `<your name>`, `<project>`; addresses, headers of C and commands' arguments are none.
fn is_angled(inner: &str) -> bool {
    let plain = inner.chars().all(|c| c.is_alphabetic() || " -_'".contains(c));
    let words = fold(inner);
    plain && (ANGLED.contains(&words.as_str()) || words.starts_with("your ") || words.starts_with("insert "))
}

/// A word of nothing but `X` or underscores; a ruler that fills the line is none.
fn blank(line: &str) -> Option<Range<usize>> {
    let is_blank = |word: &str| {
        let bare = word.trim_matches(|c: char| ",.;:!?()\"'".contains(c));
        let run = |mark: u8| bare.bytes().all(|byte| byte == mark);
        bare.len() >= 3 && (run(b'X') || run(b'_')) || bare.len() >= 4 && run(b'x')
    };
    let whole = line.trim();
    tokens(line).find(|(_, word)| is_blank(word) && *word != whole).map(|(span, _)| span)
}

/// `TODO:`, `lorem ipsum`; a `TODO` that is spoken of is none.
fn unfinished(line: &str) -> Option<Range<usize>> {
    let todo = tokens(line).filter(|(_, word)| !is_url(word)).find(|(span, word)| {
        word.starts_with("TODO:")
            || word.starts_with("TBD:")
            || (matches!(*word, "TODO" | "TBD") && span.end == line.trim_end().len())
    });
    let lorem = line.to_ascii_lowercase().find("lorem ipsum");
    todo.map(|(span, _)| span).or_else(|| lorem.map(|at| at..at + "lorem ipsum".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_and_what_is_none() {
        for (line, expected) in [
            ("I am [Your Name] from", Some("[Your Name]")),
            ("[Optional: Mention a patch you have sent]", Some("[Optional: Mention a patch you have sent]")),
            ("study at [University]", Some("[University]")),
            ("see [1], [GSoC] and [PATCH v2 1/3]", None),
            ("[PATCH] iio: name the device", None),
            ("Dear <mentor name>,", Some("<mentor name>")),
            ("#include <name.h> and <linux/iio/iio.h>", None),
            ("git checkout <branch>, or <name> of it", Some("<name>")),
            ("Ada <ada@example.org>", None),
            ("Hello {{ mentors }},", Some("{{ mentors }}")),
            ("the macro `{{ name }}` and `[Your Name]`", None),
            ("I study XXXX at ____.", Some("XXXX")),
            ("at _____, in", Some("_____,")),
            ("______________________________", None),
            ("the ad74xxx family, 0xXX and STM32", None),
            ("TODO: say more", Some("TODO:")),
            ("the TODO file in staging", None),
            ("Lorem ipsum dolor", Some("Lorem ipsum")),
        ] {
            assert_eq!(slot(line).map(|span| &line[span]), expected, "{line}");
        }
    }
}
