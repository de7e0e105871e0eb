//! HTML beside the text, or in its place.

use crate::check::edit::line_end;
use crate::check::input::CheckInput;
use crate::check::mail::Mail;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use onlist_mail::read::{Field, Part};

pub(in crate::check) const RULES: &[&Rule] = &[&HTML_PART];

const HTML_PART: Rule = Rule {
    code: "F01",
    name: "html-part",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Any,
    reason: "many lists drop HTML or refuse mail with it, and what is dropped nobody reads",
    source: "Linux kernel, email-clients; 39 first contacts on two lists, 2020 to 2026",
    bad: "Content-Type: text/html; charset=utf-8\n\n<p>Hello Grace</p>",
    good: "Content-Type: text/plain; charset=utf-8\n\nHello Grace",
    check: html_part,
    fix: Some(text_alone),
};

/// Lists on these hosts refuse mail that has HTML in it.
const REFUSING: [&str; 2] = ["vger.kernel.org", "lists.linux.dev"];

fn html_part(input: &CheckInput<'_>) -> Vec<Violation> {
    let html = |part: &&Part| part.media == "text/html" && !part.attached;
    let Some(part) = input.mail.parts().iter().find(html) else { return Vec::new() };
    let alone = input.mail.post.html_only();
    let refused = input
        .mail
        .recipients()
        .any(|it| REFUSING.contains(&it.address.domain().to_ascii_lowercase().as_str()));
    let message = if alone { "this mail is HTML" } else { "the mail has its text twice, in HTML too" };
    let fix = "send plain text only: mail programs have a setting for it";
    let severity = if alone || refused { Severity::Error } else { Severity::Warning };
    vec![Violation::new(input.mail.at_part(part), message, fix).with(severity)]
}

/// Drops all parts but the text, where the others are the same letter in HTML.
fn text_alone(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    let mail = input.mail;
    let text = rides_along(mail)?;
    let inner = mail.post.fields_of(text);
    let is_content = |field: &&Field<'_>| field.name.to_ascii_lowercase().starts_with("content-");
    let mut bytes = Vec::with_capacity(mail.bytes().len());
    for field in mail.fields().filter(|field| !is_content(&field)) {
        bytes.extend_from_slice(&mail.bytes()[field.start..field.end]);
    }
    for field in inner.iter().filter(is_content) {
        bytes.extend_from_slice(&mail.bytes()[field.start..field.end]);
    }
    bytes.extend_from_slice(line_end(mail.bytes()).as_bytes());
    bytes.extend_from_slice(&mail.bytes()[text.body..text.end]);
    if !bytes.ends_with(b"\n") {
        bytes.extend_from_slice(line_end(mail.bytes()).as_bytes());
    }
    Some(bytes)
}

/// The one text part beside which there is only HTML, and pictures for it.
fn rides_along<'p>(mail: &'p Mail<'_>) -> Option<&'p Part> {
    let is = |media: &str| mail.parts().iter().any(|part| part.media == media);
    let mut texts = mail.parts().iter().filter(|part| part.media == "text/plain");
    let text = texts.next().filter(|text| text.shown && texts.next().is_none())?;
    let others = mail.parts().iter().filter(|part| !part.is_multipart() && !part.shown);
    let spare = |part: &Part| {
        let picture = part.media.starts_with("image/") && is("multipart/related");
        !part.attached && (part.media == "text/html" || picture)
    };
    let all_spare = others.into_iter().all(spare);
    // What a signature covers, or what is enciphered, is not ours to change.
    let sealed = is("multipart/signed") || is("multipart/encrypted");
    (all_spare && is("multipart/alternative") && !sealed).then_some(text)
}
