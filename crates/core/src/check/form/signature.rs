//! What stands below a letter.

use crate::check::edit;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::compose::closes;
use crate::diagnostics::Hint;
use onlist_mail::read::own::LineKind;

pub(in crate::check) const RULES: &[&Rule] = &[&SIGNATURE_FORM];

/// Below a closing, more lines than these are more than a name.
const NAME_LINES: usize = 2;

const SIGNATURE_FORM: Rule = Rule {
    code: "F13",
    name: "signature-form",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "programs leave a signature out of answers when `-- ` stands above it; notices of secrecy contradict \
        a public archive",
    source: "RFC 3676, 4.3; 39 first contacts on two lists, 2020 to 2026",
    bad: "\nBye\n--\nAda Example",
    good: "\nBye\n-- \nAda Example",
    check: signature_form,
    fix: Some(delimit),
};

fn signature_form(input: &CheckInput<'_>) -> Vec<Violation> {
    [bare_delimiter(input), long(input), undelimited(input), notice(input), sent_from(input)]
        .into_iter()
        .flatten()
        .collect()
}

/// `--` without its blank.
fn bare_delimiter(input: &CheckInput<'_>) -> Option<Violation> {
    let at = input.mail.text.delimiter()?;
    // A flowed or trimmed line has lost its blank on the way, which only its writer can tell.
    let bare = input.mail.text.lines[at].text != "-- ";
    bare.then(|| {
        let message = "the line above a signature is `-- `, with a blank at its end";
        Violation::new(input.mail.at_line(at), message, "put a blank behind the two dashes")
            .or(delimit(input).map(|_| Hint::Fix))
    })
}

fn long(input: &CheckInput<'_>) -> Option<Violation> {
    let lines = input.mail.text.lines.iter().enumerate();
    let signature: Vec<_> = lines.filter(|(_, line)| line.kind == LineKind::Signature).collect();
    let (at, _) = signature.get(input.limits.signature_lines)?;
    let message = format!("the signature has {} lines", signature.len());
    let fix = format!("cut it to {}: name, handle, a link", input.limits.signature_lines);
    Some(Violation::new(input.mail.at_line(*at), message, fix))
}

/// More than a name below the closing words, and no delimiter.
fn undelimited(input: &CheckInput<'_>) -> Option<Violation> {
    if input.mail.text.delimiter().is_some() {
        return None;
    }
    let (closing, _) = input.own_lines().filter(|(_, line)| closes(line)).last()?;
    let behind = || input.own_lines().skip_while(|(at, _)| *at <= closing);
    // Footnotes and what stands behind an empty line are no part of it.
    let start = behind().next()?.0;
    let below = || behind().zip(start..).take_while(|((at, _), next)| at == next).map(|(line, _)| line);
    let plain = |(_, line): (usize, &str)| line.len() < 70 && !line.starts_with('[');
    let (at, _) = below().nth(NAME_LINES).filter(|_| below().all(plain))?;
    let message = "a signature without `-- ` above it";
    let fix = "put a line of two dashes and a blank above what is below your name";
    Some(Violation::new(input.mail.at_line(at), message, fix))
}

/// The lines that its writer, or the writer's mail program, has put there.
fn written<'a>(input: &'a CheckInput<'_>) -> impl Iterator<Item = (usize, &'a str)> {
    let lines = input.mail.text.lines.iter().enumerate();
    let written = lines
        .filter(|(_, line)| matches!(line.kind, LineKind::Prose | LineKind::Literal | LineKind::Signature));
    written.map(|(at, line)| (at, line.text.as_str()))
}

fn notice(input: &CheckInput<'_>) -> Option<Violation> {
    const MARKS: [&str; 5] = [
        "intended recipient",
        "intended solely",
        "intended only for",
        "confidentiality notice",
        "legally privileged",
    ];
    let (at, _) = written(input).find(|(_, line)| {
        let lower = line.to_lowercase();
        MARKS.iter().any(|mark| lower.contains(mark))
    })?;
    let message = "a notice of confidentiality, in a mail that everybody can read";
    Some(Violation::new(input.mail.at_line(at), message, "send from an account that does not add one"))
}

fn sent_from(input: &CheckInput<'_>) -> Option<Violation> {
    let advertises = |line: &str| {
        ["Sent from my ", "Get Outlook for ", "Sent from Yahoo", "Sent from Mail for "]
            .iter()
            .any(|it| line.starts_with(it))
    };
    let (at, _) = written(input).find(|(_, line)| advertises(line.trim_start()))?;
    let fix = "turn it off in the settings of your mail program";
    Some(Violation::new(input.mail.at_line(at), "an advertisement of the mail program", fix))
}

/// The mail with the blank behind the two dashes.
fn delimit(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    let at = input.mail.text.delimiter()?;
    let mut lines: Vec<_> = input.mail.text.lines.iter().map(|line| line.text.clone()).collect();
    "-- ".clone_into(&mut lines[at]);
    edit::with_lines(input.mail, &lines)
}
