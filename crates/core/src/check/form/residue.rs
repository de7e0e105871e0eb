//! What was left in a text by accident.

use super::{secrets, slots};
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use onlist_mail::read::Part;
use crate::check::rule::{Rule, Scope};

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "F11",
        name: "page-residue",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "pieces of a web page show that a text was pasted and not read once more",
        source: "39 first contacts on two lists, 2020 to 2026",
        run: page_residue,
    },
    Rule {
        code: "F12",
        name: "unfilled-slot",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "a template's hint that was sent tells every reader that the letter was not written for them",
        source: "39 first contacts on two lists, 2020 to 2026: two were sent so",
        run: slots::unfilled_slot,
    },
    Rule {
        code: "F14",
        name: "secret-in-text",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "archives are public and keep what they got: a password that was sent is lost",
        source: "public archives of mailing lists",
        run: secrets::secret_in_text,
    },
];

/// Classes that the pages of chat assistants give to their answers.
const PAGE_CLASSES: [&str; 5] = [
    "-response-body",
    "gmail-whitespace-pre-wrap",
    "data-message-author-role",
    "data-start=\"",
    "markdown prose",
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

fn page_residue(case: &Case<'_>) -> Vec<Hit> {
    let fix = "write the text in a plain editor, and send it as plain text";
    let marked = case.own_lines().filter(|(_, line)| !line.starts_with("    ") && !line.contains('`'));
    let mut found = marked.filter_map(|(at, line)| {
        let lower = line.to_ascii_lowercase();
        let mark = PAGE_MARKS.iter().chain(&PAGE_CLASSES).find(|mark| lower.contains(*mark))?;
        let start = lower.find(mark)?;
        Some((at, start..start + mark.len()))
    });
    if let Some((at, span)) = found.next().filter(|_| !case.mail.text.from_html) {
        return vec![Hit::new(case.mail.in_line(at, span), "this was left of a web page", fix)];
    }
    let html = case.mail.parts().iter().filter(|part| part.media == "text/html" && !part.attached);
    let pasted = |part: &&Part| {
        let text = case.mail.post.text_of(part);
        PAGE_CLASSES.iter().any(|class| text.contains(class))
    };
    let part = html.into_iter().find(pasted);
    part.map(|part| {
        Hit::new(case.mail.at_part(part), "the HTML was pasted from a chat assistant's page", fix)
    })
    .into_iter()
    .collect()
}
