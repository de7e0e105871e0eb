//! Diffs in the text.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};

pub(in crate::check) const RULES: &[&Rule] = &[&BROKEN_DIFF];

const BROKEN_DIFF: Rule = Rule {
    code: "F04",
    name: "broken-diff",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "a diff whose lines flow or were broken cannot be applied",
    source: "Linux kernel, email-clients",
    bad: "\n--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n one\n-two that was\nbroken\n+three",
    good: "\n--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n one\n-two that was broken\n+three",
    check: broken_diff,
    fix: None,
};

fn broken_diff(input: &CheckInput<'_>) -> Vec<Violation> {
    let lines = &input.mail.text.lines;
    let starts = |at: &usize| {
        let next = lines.get(at + 1).is_some_and(|next| next.text.starts_with("+++ "));
        lines[*at].text.starts_with("--- ") && next
    };
    let Some(start) = (0..lines.len()).find(starts) else { return Vec::new() };
    let fix = "send patches with `git send-email`, which leaves them as they are";
    if input.mail.parts().iter().any(|part| part.shown && part.flowed) {
        return vec![Violation::new(input.mail.at_line(start), "this diff is in text that flows", fix)];
    }
    let Some(broken) = broken_hunk_line(input, start + 2) else { return Vec::new() };
    vec![Violation::new(
        input.mail.at_line(broken),
        "this line of the diff was broken from the one above",
        fix,
    )]
}

/// The first line of a hunk that begins with no mark of a hunk, before the hunk has all of its lines.
fn broken_hunk_line(input: &CheckInput<'_>, from: usize) -> Option<usize> {
    let (mut old, mut new) = (0_usize, 0_usize);
    for (at, line) in input.mail.text.lines.iter().enumerate().skip(from) {
        let text = line.text.as_str();
        if old == 0 && new == 0 {
            if let Some(counts) = hunk(text) {
                (old, new) = counts;
            }
            continue;
        }
        match text.as_bytes().first() {
            // Mail programs strip the blank of an empty line.
            Some(b' ') | None => (old, new) = (old.saturating_sub(1), new.saturating_sub(1)),
            Some(b'-') => old = old.saturating_sub(1),
            Some(b'+') => new = new.saturating_sub(1),
            Some(b'\\') => {}
            Some(_) => return Some(at),
        }
    }
    None
}

/// The old and new lines that a hunk's head counts: `@@ -1,5 +1,6 @@`.
fn hunk(line: &str) -> Option<(usize, usize)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let lines = |range: &str| range.split_once(',').map_or(Some(1), |(_, lines)| lines.parse().ok());
    Some((lines(old)?, lines(new)?))
}
