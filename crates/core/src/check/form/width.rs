//! The width of lines.

use super::wrap::{is_too_wide, width, wrapped};
use crate::check::edit;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::diagnostics::Hint;

pub(in crate::check) const RULES: &[&Rule] = &[&LINE_WIDTH];

const LINE_WIDTH: Rule = Rule {
    code: "F02",
    name: "line-width",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "archives and terminals do not wrap: prose at 72 columns leaves space for the quote marks of answers",
    source: "GSoC and kernel guides on plain text; RFC 3676, 4.2",
    bad: "\nDoes the parser have to keep the order of events of the same time, and of the same age?",
    good: "\nDoes the parser have to keep the order of events of the same time, and\nof the same age?",
    check: line_width,
    fix: Some(wrap_prose),
};

fn line_width(input: &CheckInput<'_>) -> Vec<Violation> {
    let widest = input.limits.widest_line;
    let wide: Vec<_> = input
        .prose_lines()
        .filter(|(_, line)| !line.starts_with("    ") && is_too_wide(line, widest))
        .collect();
    let Some((at, line)) = wide.first() else { return Vec::new() };
    let columns = width(line.trim_end());
    let message = match wide.len() {
        1 => format!("this line has {columns} columns"),
        lines => format!("{lines} lines are wider than {widest} columns, this one has {columns}"),
    };
    let beyond = line.char_indices().find(|(end, c)| width(&line[..end + c.len_utf8()]) > widest);
    let span = beyond.map_or(0, |(start, _)| start)..line.trim_end().len();
    let is_fixable = input.mail.is_whole() && wrap_prose(input).is_some();
    let violation = Violation::new(input.mail.in_line(*at, span), message, "wrap prose at 72 columns");
    vec![violation.or(is_fixable.then_some(Hint::Fix))]
}

/// The mail with its prose wrapped.
fn wrap_prose(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    edit::with_lines(input.mail, &wrapped(&input.mail.text, input.limits.widest_line))
}
