//! What stands below a letter.

use crate::check::case::Case;
use crate::check::finding::Hit;
use crate::check::text::Author;
use crate::subject::fold;

/// How letters end, in folded words.
const CLOSINGS: [&str; 22] = [
    "regards",
    "best regards",
    "kind regards",
    "warm regards",
    "warmest regards",
    "with regards",
    "best",
    "all the best",
    "best wishes",
    "sincerely",
    "yours sincerely",
    "yours faithfully",
    "yours truly",
    "thanks",
    "many thanks",
    "thank you",
    "thanks and regards",
    "thanks regards",
    "cheers",
    "respectfully",
    "cordially",
    "thanking you",
];

/// Below a closing, more lines than these are more than a name.
const NAME_LINES: usize = 2;

pub(super) fn signature_form(case: &Case<'_>) -> Vec<Hit> {
    [bare_delimiter(case), long(case), undelimited(case), notice(case), sent_from(case)]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether a line is the closing of a letter: `Best regards,`.
pub(in crate::check) fn closes(line: &str) -> bool {
    line.len() < 40 && CLOSINGS.contains(&fold(line).as_str())
}

/// `--` without its blank.
fn bare_delimiter(case: &Case<'_>) -> Option<Hit> {
    let at = case.mail.text.delimiter()?;
    // A flowed or trimmed line has lost its blank on the way, which only its writer can tell.
    let bare = case.mail.text.lines[at].text != "-- ";
    let fix = "put a blank behind the two dashes; `onlist check --fix` does it";
    bare.then(|| {
        Hit::new(case.mail.at_line(at), "the line above a signature is `-- `, with a blank at its end", fix)
    })
}

fn long(case: &Case<'_>) -> Option<Hit> {
    let lines = case.mail.text.lines.iter().enumerate();
    let signature: Vec<_> = lines.filter(|(_, line)| line.author == Author::Signature).collect();
    let (at, _) = signature.get(case.judge.signature_lines)?;
    let message = format!("the signature has {} lines", signature.len());
    let fix = format!("cut it to {}: name, handle, a link", case.judge.signature_lines);
    Some(Hit::new(case.mail.at_line(*at), message, fix))
}

/// More than a name below the closing words, and no delimiter.
fn undelimited(case: &Case<'_>) -> Option<Hit> {
    if case.mail.text.delimiter().is_some() {
        return None;
    }
    let own: Vec<_> = case.own_lines().collect();
    let closing = own.iter().rposition(|(_, line)| closes(line))?;
    // Footnotes and what stands behind an empty line are no part of it.
    let start = own.get(closing + 1)?.0;
    let below = own[closing + 1..].iter().enumerate().take_while(|(nth, (at, _))| start + nth == *at);
    let below: Vec<_> = below.map(|(_, line)| line).collect();
    let plain = below.iter().all(|(_, line)| line.len() < 70 && !line.starts_with('['));
    let (at, _) = below.get(NAME_LINES).filter(|_| plain)?;
    let message = "a signature without `-- ` above it";
    let fix = "put a line of two dashes and a blank above what is below your name";
    Some(Hit::new(case.mail.at_line(*at), message, fix))
}

/// The lines that its writer, or the writer's mail program, has put there.
fn written<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (usize, &'a str)> {
    let lines = case.mail.text.lines.iter().enumerate();
    let written = lines.filter(|(_, line)| matches!(line.author, Author::Own | Author::Signature));
    written.map(|(at, line)| (at, line.text.as_str()))
}

fn notice(case: &Case<'_>) -> Option<Hit> {
    const MARKS: [&str; 5] = [
        "intended recipient",
        "intended solely",
        "intended only for",
        "confidentiality notice",
        "legally privileged",
    ];
    let (at, _) = written(case).find(|(_, line)| {
        let lower = line.to_lowercase();
        MARKS.iter().any(|mark| lower.contains(mark))
    })?;
    let message = "a notice of confidentiality, in a mail that everybody can read";
    Some(Hit::new(case.mail.at_line(at), message, "send from an account that does not add one"))
}

fn sent_from(case: &Case<'_>) -> Option<Hit> {
    let advertises = |line: &str| {
        ["Sent from my ", "Get Outlook for ", "Sent from Yahoo", "Sent from Mail for "]
            .iter()
            .any(|it| line.starts_with(it))
    };
    let (at, _) = written(case).find(|(_, line)| advertises(line.trim_start()))?;
    let fix = "turn it off in the settings of your mail program";
    Some(Hit::new(case.mail.at_line(at), "an advertisement of the mail program", fix))
}
