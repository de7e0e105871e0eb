//! What was left in a text by accident.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use onlist_mail::read::Part;

pub(in crate::check) const RULES: &[&Rule] = &[&PAGE_RESIDUE];

/// Classes of web pages that come along with text that is pasted from them.
const PAGE_CLASSES: [&str; 13] = [
    "-response-body",
    "gmail-whitespace-pre-wrap",
    "data-message-author-role",
    "data-start=\"",
    "markdown prose",
    "contentreference[oaicite",
    "oai_citation",
    "citeturn0",
    "turn0search",
    "[cite_start]",
    "ng-star-inserted",
    "_ngcontent-",
    "utm_source=chatgpt.com",
];

/// What stands in a page and not in a letter.
const PAGE_MARKS: [&str; 12] = [
    "<div class=",
    "<span class=",
    "<p class=",
    "<div style=",
    "<span style=",
    "<p style=",
    "<a href=",
    "<br>",
    "</p>",
    "</div>",
    "&nbsp;",
    "{font-family:",
];

const PAGE_RESIDUE: Rule = Rule {
    code: "F11",
    name: "page-residue",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "pieces of a web page disturb whoever reads the text",
    source: "39 first contacts on two lists, 2020 to 2026",
    bad: "\n<div class=\"x\">Hello Grace</div>",
    good: "\nHello Grace",
    check: page_residue,
    fix: None,
};

fn page_residue(input: &CheckInput<'_>) -> Vec<Violation> {
    let fix = "write the text in a plain editor, and send it as plain text";
    let marked = input.own_lines().filter(|(_, line)| !line.starts_with("    ") && !line.contains('`'));
    let mut found = marked.filter_map(|(at, line)| {
        let lower = line.to_ascii_lowercase();
        let mark = PAGE_MARKS.iter().chain(&PAGE_CLASSES).find(|mark| lower.contains(*mark))?;
        let start = lower.find(mark)?;
        Some((at, start..start + mark.len()))
    });
    if let Some((at, span)) = found.next().filter(|_| !input.mail.text.from_html) {
        return vec![Violation::new(input.mail.in_line(at, span), "this was left of a web page", fix)];
    }
    let html = input.mail.parts().iter().filter(|part| part.media == "text/html" && !part.attached);
    let pasted = |part: &&Part| {
        let text = input.mail.post.text_of(part);
        PAGE_CLASSES.iter().any(|class| text.contains(class))
    };
    let part = html.into_iter().find(pasted);
    part.map(|part| {
        Violation::new(input.mail.at_part(part), "the HTML has the classes of a web page in it", fix)
    })
    .into_iter()
    .collect()
}
