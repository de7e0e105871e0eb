//! The lines of the text.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::text::TextLine;
use crate::check::violation::{Severity, Violation};
use onlist_mail::read::own::LineKind;
use onlist_mail::read::subject::without_forward_mark;

pub(in crate::check) const RULES: &[&Rule] = &[&TOP_POST];

const TOP_POST: Rule = Rule {
    code: "F16",
    name: "top-post",
    severities: &[Severity::Warning],
    scope: Scope::Reply,
    reason: "an answer above the whole quote has to be read backwards",
    source: "Linux kernel, submitting-patches",
    bad: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <1@example.org>\n\nThe core-next tree.\n\nOn Tue, Grace wrote:\n> Which tree do you use?",
    good: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <1@example.org>\n\nOn Tue, Grace wrote:\n> Which tree do you use?\n\nThe core-next tree.",
    check: top_post,
    fix: None,
};

fn top_post(input: &CheckInput<'_>) -> Vec<Violation> {
    // What is passed on stands below by its nature.
    if without_forward_mark(&input.mail.post.subject).is_some() {
        return Vec::new();
    }
    let lines = &input.mail.text.lines;
    let own = |line: &TextLine| line.kind.is_own();
    let (Some(first), Some(last)) = (lines.iter().position(own), lines.iter().rposition(own)) else {
        return Vec::new();
    };
    let quote = lines.iter().position(|line| line.kind == LineKind::Quote);
    let Some(quote) = quote.filter(|quote| last < *quote) else { return Vec::new() };
    let message = format!("the answer stands above the quote, which begins in line {}", lines[quote].number);
    vec![Violation::new(
        input.mail.at_line(first),
        message,
        "write below what you answer, and cut the rest of the quote",
    )]
}
