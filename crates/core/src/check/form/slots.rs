//! Slots of a template that nobody filled.

use std::ops::Range;

use crate::check::input::CheckInput;
use crate::check::kind::Kind;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::{beginning, tokens};
use crate::subject::fold;
use onlist_mail::read::own::LineKind;

pub(in crate::check) const RULES: &[&Rule] = &[&UNFILLED_SLOT];

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

const UNFILLED_SLOT: Rule = Rule {
    code: "F12",
    name: "unfilled-slot",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Any,
    reason: "a template's hint that was sent tells every reader that the letter was not written for them",
    source: "39 first contacts on two lists, 2020 to 2026: two were sent so",
    bad: "\nHello [Mentor Name],",
    good: "\nHello Grace,",
    check: unfilled_slot,
    fix: None,
};

fn unfilled_slot(input: &CheckInput<'_>) -> Vec<Violation> {
    let lines = input.mail.text.lines.iter().enumerate();
    let written = lines.filter(|(_, line)| matches!(line.kind, LineKind::Prose | LineKind::Signature));
    let found = written.filter_map(|(at, line)| Some(input.mail.in_line(at, slot(&line.text)?)));
    let subject = slot(&input.mail.post.subject).map(|_| input.mail.at_field("Subject", ""));
    // Elsewhere such marks are of the matter more often than not.
    let severity = if input.kind == Kind::Introduction { Severity::Error } else { Severity::Warning };
    let violation = |place| {
        Violation::new(place, "a slot of a template that nobody filled", "fill it in, or delete it")
            .with(severity)
    };
    subject.into_iter().chain(found).map(violation).collect()
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
        // `name[MAX]` and `list<name>` are code, `[link](…)` and `[link]: …` are links.
        let attached = || line[..start].ends_with(|c: char| c.is_alphanumeric() || "_)]".contains(c));
        let links = || inner[end + close.len()..].starts_with(['(', ':']);
        (is_slot(&inner[..end]) && !code() && !attached() && !links())
            .then(|| start..start + open.len() + end + close.len())
    })
}

/// `[Your Name]`, `[Optional: mention …]`, `[link]`; `[1]`, `[GSoC]` and `[MAX_NAME]` are none.
fn is_bracketed(inner: &str) -> bool {
    let words = fold(inner);
    let capital = inner.trim_start().starts_with(char::is_uppercase);
    let only_one =
        ["name", "university", "college", "institution", "company", "link", "date", "email", "title"];
    let lower = ["name", "link", "university", "college", "company", "mentor", "project"];
    let parts = ["name", "project", "mentor", "title", "student", "university", "link"];
    let plain = words.contains(' ') && words.split(' ').all(|word| parts.contains(&word));
    let your = plain || words.split(' ').any(|word| word == "your" || word == "insert");
    let several = words.contains(' ') && words.split(' ').any(|word| SLOT_WORDS.contains(&word));
    let marks = inner.contains(['_', '=', '|', '/', '*', '\\']) || inner.contains("--");
    let shouts = inner.len() > 1 && !inner.contains(char::is_lowercase) && inner.contains(char::is_uppercase);
    let one = only_one.contains(&words.as_str());
    !marks
        && (your
            || (capital && !shouts && (several || one))
            || (shouts && one)
            || lower.contains(&words.as_str()))
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
        bare.len() >= 4 && (run(b'X') || run(b'x')) || bare.len() >= 3 && run(b'_')
    };
    let whole = line.trim();
    tokens(line).find(|(_, word)| is_blank(word) && *word != whole).map(|(span, _)| span)
}

/// `TODO:` at the beginning of a line, `lorem ipsum`; a `TODO` that is spoken of is none.
fn unfinished(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start().len();
    let todo = ["TODO:", "TBD:"]
        .iter()
        .find(|mark| line[start..].starts_with(*mark))
        .map(|mark| start..start + mark.len());
    let lorem = line.to_ascii_lowercase().find("lorem ipsum");
    todo.or_else(|| lorem.map(|at| at..at + "lorem ipsum".len()))
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
            ("char name[MAX_LEN], [NAME_MAX] and list[link]", None),
            ("see [link](https://example.org) and [link]: x", None),
            ("my page: [link]", Some("[link]")),
            ("I like [project name].", Some("[project name]")),
            ("// TODO: free it, XXX", None),
            ("TODO: say more", Some("TODO:")),
            ("the TODO file in staging", None),
            ("Lorem ipsum dolor", Some("Lorem ipsum")),
        ] {
            assert_eq!(slot(line).map(|span| &line[span]), expected, "{line}");
        }
    }
}
