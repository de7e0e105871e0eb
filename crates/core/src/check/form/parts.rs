//! What a mail is made of.

use chrono::TimeDelta;
use onlist_mail::read::own::own_text;

use crate::check::input::CheckInput;
use crate::check::place::Place;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use onlist_mail::read::{Kind, Part, TransferEncoding};
use onlist_mail::words::days;

pub(in crate::check) const RULES: &[&Rule] = &[
    &LINE_OCTETS,
    &BASE64_TEXT,
    &TEXT_CHARSET,
    &ATTACHED_FILE,
    &ATTACHMENT_MISSING,
    &MAIL_SIZE,
    &DATE_OR_ID,
];

/// A text of one line that is longer than a mail may have.
const TOO_LONG: &str = {
    const OCTETS: [u8; 1000] = {
        let mut octets = [b'x'; 1000];
        octets[0] = b'\n';
        octets
    };
    match std::str::from_utf8(&OCTETS) {
        Ok(text) => text,
        Err(_) => "",
    }
};

const LINE_OCTETS: Rule = Rule {
    code: "F03",
    name: "line-octets",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "no line of a mail may have more than 998 octets; servers cut or refuse longer ones",
    source: "RFC 5322, 2.1.1",
    bad: TOO_LONG,
    good: "\nHello Grace",
    check: line_octets,
    fix: None,
};

fn line_octets(input: &CheckInput<'_>) -> Vec<Violation> {
    /// The longest line, without its end.
    const LONGEST: usize = 998;
    let octets = |line: &[u8]| line.strip_suffix(b"\r").unwrap_or(line).len();
    let mut lines = input.mail.bytes().split(|byte| *byte == b'\n').enumerate();
    let Some((at, line)) = lines.find(|(_, line)| octets(line) > LONGEST) else { return Vec::new() };
    let shown = String::from_utf8_lossy(&line[..LONGEST.min(60)]).into_owned();
    let place = Place::within(at + 1, &shown, 0..shown.len());
    let message = format!("this line has {} octets", octets(line));
    vec![Violation::new(place, message, "break it, or send the text as quoted-printable")]
}

const BASE64_TEXT: Rule = Rule {
    code: "F05",
    name: "base64-text",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "patches and words in base64 cannot be searched, and list footers break them",
    source: "Linux kernel, email-clients",
    bad: "Content-Transfer-Encoding: base64\n\nSGVsbG8gR3JhY2U=",
    good: "Content-Transfer-Encoding: 8bit\n\nHello Grace",
    check: base64_text,
    fix: None,
};

fn base64_text(input: &CheckInput<'_>) -> Vec<Violation> {
    // What a list added below a letter is not its writer's to choose.
    let own = |part: &Part| !own_text(&input.mail.post.text_of(part), part.media == "text/html").is_empty();
    let coded = |part: &&Part| part.shown && part.encoding == TransferEncoding::Base64 && own(part);
    let Some(part) = input.mail.parts().iter().find(coded) else { return Vec::new() };
    let fix = "choose 8bit or quoted-printable in the settings of your mail program";
    vec![Violation::new(input.mail.at_part(part), "the text is sent as base64", fix)]
}

const TEXT_CHARSET: Rule = Rule {
    code: "F06",
    name: "text-charset",
    severities: &[Severity::Error, Severity::Info],
    scope: Scope::Any,
    reason: "text in another charset than it says, or than its readers use, is shown as garbage",
    source: "Linux kernel, email-clients",
    bad: "Content-Type: text/plain\n\nIt is called Zoë",
    good: "Content-Type: text/plain; charset=utf-8\n\nIt is called Zoë",
    check: text_charset,
    fix: None,
};

fn text_charset(input: &CheckInput<'_>) -> Vec<Violation> {
    let shown = input.mail.parts().iter().filter(|part| part.shown && part.kind == Kind::Plain);
    let mut found = shown.filter_map(|part| Some((part, charset_fault(input, part)?)));
    let Some((part, (message, severity))) = found.next() else { return Vec::new() };
    let fix = "send the text as UTF-8, and say so in Content-Type";
    vec![Violation::new(input.mail.at_part(part), message, fix).with(severity)]
}

/// What is wrong with the charset of a part, if it shows: an error where readers cannot tell what it says.
fn charset_fault(input: &CheckInput<'_>, part: &Part) -> Option<(String, Severity)> {
    let octets = input.mail.post.octets_of(part);
    // A charset does not show in plain ASCII; those that switch by escapes do.
    if octets.is_ascii() && !octets.contains(&0x1b) {
        return None;
    }
    let error = |message: &str| Some((message.to_owned(), Severity::Error));
    let utf8 = std::str::from_utf8(&octets).is_ok();
    match part.charset.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("utf-8" | "utf8") if utf8 => None,
        Some("utf-8" | "utf8") => error("the text says that it is UTF-8, but it is not"),
        None | Some("us-ascii" | "ascii") => {
            error("the text has letters beyond ASCII and names no charset for them")
        }
        Some(other) => {
            let name = onlist_mail::text::Line::sanitize(other);
            let legible = !input.mail.post.text_of(part).contains('\u{fffd}');
            let severity = if legible { Severity::Info } else { Severity::Error };
            Some((format!("the text is in `{name}`, and not in UTF-8"), severity))
        }
    }
}

const ATTACHED_FILE: Rule = Rule {
    code: "F07",
    name: "attached-file",
    severities: &[Severity::Error, Severity::Warning],
    scope: Scope::Introduction,
    reason: "lists strip attachments or hold mail with them, and nobody can comment on a file line by line",
    source: "39 first contacts on two lists, 2020 to 2026; Mailman 2.1, Hold.py",
    bad: "Content-Type: application/pdf\nContent-Disposition: attachment; filename=proposal.pdf\n\n...",
    good: "\nMy proposal: https://example.org/proposal",
    check: attached_file,
    fix: None,
};

fn attached_file(input: &CheckInput<'_>) -> Vec<Violation> {
    let seals = [
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    ];
    let files = input.mail.parts().iter().filter(|part| {
        let letter = part.is_text() || input.mail.parts().iter().any(|inner| inner.start == part.body);
        !part.is_multipart() && (part.attached || !letter) && !seals.contains(&part.media.as_str())
    });
    let violation = |part: &Part| {
        let message = format!("a file is attached ({})", onlist_mail::text::Line::sanitize(&part.media));
        Violation::new(
            input.mail.at_part(part),
            message,
            "put it on a web page and link to it, or write it into the text",
        )
        // Lists let patches and other text through more often than not.
        .with(if part.media.starts_with("text/") { Severity::Warning } else { Severity::Error })
    };
    files.map(violation).collect()
}

const ATTACHMENT_MISSING: Rule = Rule {
    code: "F20",
    name: "attachment-missing",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "readers look for what the text announces, and ask for it",
    source: "first letters on seven lists, 2015 to 2026",
    bad: "\nI have attached my proposal. Does it keep the order?",
    good: "\nMy proposal is at https://example.org/proposal. Does it keep the order?",
    check: attachment_missing,
    fix: None,
};

fn attachment_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    const PHRASES: [&str; 12] = [
        "i have attached",
        "i ve attached",
        "i attached",
        "i am attaching",
        "i m attaching",
        "please find attached",
        "find attached",
        "attached is",
        "attached are",
        "attached herewith",
        "see the attached",
        "in the attachment",
    ];
    let parts = input.mail.parts();
    let letter = |part: &Part| part.is_multipart() || part.shown || part.media == "text/html";
    if !input.own.is_english() || parts.iter().any(|part| part.attached || !letter(part)) {
        return Vec::new();
    }
    let Some(found) = PHRASES.iter().find_map(|phrase| input.own.find(phrase)) else { return Vec::new() };
    let fix = "put it on a web page and link to it, or write it into the text";
    vec![Violation::new(input.at_words(&found), "the text speaks of an attachment, and there is none", fix)]
}

const MAIL_SIZE: Rule = Rule {
    code: "F08",
    name: "mail-size",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "Mailman holds mail over 40 KB unless its owners have set another limit",
    source: "Mailman 2.1, Defaults.py (DEFAULT_MAX_MESSAGE_SIZE)",
    bad: "\n(a mail of 60 KiB)",
    good: "\n(a mail of 4 KiB, with a link to the rest)",
    check: mail_size,
    fix: None,
};

fn mail_size(input: &CheckInput<'_>) -> Vec<Violation> {
    let octets = input.mail.bytes().len();
    if octets <= input.limits.largest {
        return Vec::new();
    }
    let message = format!("this mail has {} KiB", octets.div_ceil(1024));
    let fix = format!("cut it to {} KiB, or link to what is long", input.limits.largest / 1024);
    vec![Violation::new(input.mail.at_start(), message, fix)]
}

const DATE_OR_ID: Rule = Rule {
    code: "F18",
    name: "date-or-id",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "a mail without date or identifier is sorted wrongly, filtered as spam, and cannot be answered in its thread",
    source: "RFC 5322, 3.6.1 and 3.6.4",
    bad: "Date: yesterday",
    good: "Date: Tue, 10 Mar 2015 12:00:00 +0100",
    check: date_or_id,
    fix: None,
};

fn date_or_id(input: &CheckInput<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    let travelled = input.mail.travelled();
    let fix = "let your mail program set it when it sends";
    match input.mail.post.date {
        None if input.mail.field("Date").is_some() => {
            violations.push(Violation::new(input.mail.at_field("Date", ""), "Date holds no date", fix));
        }
        None => violations.push(Violation::new(input.mail.at_start(), "this mail has no Date", fix)),
        Some(date) => {
            let apart = (input.context.now - date).abs();
            if apart > TimeDelta::days(1) && !travelled {
                let message = format!("Date is {} away from now", days(apart.num_days()));
                violations.push(Violation::new(input.mail.at_field("Date", ""), message, fix));
            }
        }
    }
    match &input.mail.post.message_id {
        None => {
            let unusable = input.mail.post.has_unusable_id();
            let message = if unusable { "Message-ID cannot be used" } else { "this mail has no Message-ID" };
            violations.push(Violation::new(input.mail.at_field("Message-ID", ""), message, fix));
        }
        Some(id) if is_local(id.bare()) => {
            let message = "Message-ID names no host that others know";
            violations.push(Violation::new(input.mail.at_field("Message-ID", ""), message, fix));
        }
        Some(_) => {}
    }
    violations
}

/// Whether an identifier ends in the name that every host gives itself.
fn is_local(id: &str) -> bool {
    let host = id.rsplit_once('@').map_or("", |(_, host)| host).to_ascii_lowercase();
    host.split('.').next() == Some("localhost") || host == "(none)" || host == "127.0.0.1"
}
