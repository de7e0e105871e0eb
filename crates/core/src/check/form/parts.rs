//! What a mail is made of.

use chrono::TimeDelta;

use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::mail::{Encoding, Part};
use crate::check::place::Place;
use crate::check::rule::{Rule, Scope};

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "F01",
        name: "html-part",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "many lists drop HTML or refuse mail with it; of thirteen first contacts with HTML twelve got no answer",
        source: "Linux kernel, email-clients; 39 first contacts on two lists, 2020 to 2026",
        run: html_part,
    },
    Rule {
        code: "F03",
        name: "line-octets",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "no line of a mail may have more than 998 octets; servers cut or refuse longer ones",
        source: "RFC 5322, 2.1.1",
        run: line_octets,
    },
    Rule {
        code: "F05",
        name: "base64-text",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "patches and words in base64 cannot be searched, and list footers break them",
        source: "Linux kernel, email-clients",
        run: base64_text,
    },
    Rule {
        code: "F06",
        name: "text-charset",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "text in another charset than it says, or than its readers use, is shown as garbage",
        source: "Linux kernel, email-clients",
        run: text_charset,
    },
    Rule {
        code: "F07",
        name: "attached-file",
        severity: Severity::Error,
        scope: Scope::Introduction,
        reason: "lists strip attachments or hold mail with them, and nobody can comment on a file line by line",
        source: "39 first contacts on two lists, 2020 to 2026; Mailman 2.1, Hold.py",
        run: attached_file,
    },
    Rule {
        code: "F08",
        name: "mail-size",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "Mailman holds mail over 40 KB unless its owners have set another limit",
        source: "Mailman 2.1, Defaults.py (DEFAULT_MAX_MESSAGE_SIZE)",
        run: mail_size,
    },
    Rule {
        code: "F18",
        name: "date-or-id",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "a mail without date or identifier is sorted wrongly, filtered as spam, and cannot be answered in its thread",
        source: "RFC 5322, 3.6.1 and 3.6.4",
        run: date_or_id,
    },
];

fn html_part(case: &Case<'_>) -> Vec<Hit> {
    let html = |part: &&Part| part.media == "text/html" && !part.attached;
    let Some(part) = case.mail.parts.iter().find(html) else { return Vec::new() };
    let message =
        if case.mail.post.html_only { "this mail is HTML" } else { "HTML rides along with the text" };
    vec![Hit::new(
        case.mail.at_part(part),
        message,
        "send plain text only: mail programs have a setting for it",
    )]
}

fn line_octets(case: &Case<'_>) -> Vec<Hit> {
    /// The longest line, without its end.
    const LONGEST: usize = 998;
    let octets = |line: &[u8]| line.strip_suffix(b"\r").unwrap_or(line).len();
    let mut lines = case.mail.bytes.split(|byte| *byte == b'\n').enumerate();
    let Some((at, line)) = lines.find(|(_, line)| octets(line) > LONGEST) else { return Vec::new() };
    let shown = String::from_utf8_lossy(&line[..LONGEST.min(60)]).into_owned();
    let place = Place::within(at + 1, &shown, 0..shown.len());
    let message = format!("this line has {} octets", octets(line));
    vec![Hit::new(place, message, "break it, or send the text as quoted-printable")]
}

fn base64_text(case: &Case<'_>) -> Vec<Hit> {
    let coded = |part: &&Part| part.shown && part.encoding == Encoding::Base64;
    let Some(part) = case.mail.parts.iter().find(coded) else { return Vec::new() };
    let fix = "choose 8bit or quoted-printable in the settings of your mail program";
    vec![Hit::new(case.mail.at_part(part), "the text is sent as base64", fix)]
}

fn text_charset(case: &Case<'_>) -> Vec<Hit> {
    let shown = case.mail.parts.iter().filter(|part| part.shown && part.media == "text/plain");
    let mut found = shown.filter_map(|part| Some((part, charset_fault(case, part)?)));
    let Some((part, message)) = found.next() else { return Vec::new() };
    vec![Hit::new(case.mail.at_part(part), message, "send the text as UTF-8, and say so in Content-Type")]
}

/// What is wrong with the charset of a part, if it shows.
fn charset_fault(case: &Case<'_>, part: &Part) -> Option<String> {
    let octets = case.mail.octets(part);
    // A charset does not show in plain ASCII; those that switch by escapes do.
    if octets.is_ascii() && !octets.contains(&0x1b) {
        return None;
    }
    let utf8 = std::str::from_utf8(&octets).is_ok();
    match part.charset.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("utf-8" | "utf8") if utf8 => None,
        Some("utf-8" | "utf8") => Some("the text says that it is UTF-8, but it is not".to_owned()),
        None | Some("us-ascii" | "ascii") => {
            Some("the text has letters beyond ASCII and names no charset for them".to_owned())
        }
        Some(other) => {
            Some(format!("the text is in `{}`, and not in UTF-8", onlist_mail::text::Line::sanitize(other)))
        }
    }
}

fn attached_file(case: &Case<'_>) -> Vec<Hit> {
    let seals = ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"];
    let files = case.mail.parts.iter().filter(|part| {
        let text = matches!(part.media.as_str(), "text/plain" | "text/html");
        !part.is_multipart() && (part.attached || !text) && !seals.contains(&part.media.as_str())
    });
    let hit = |part: &Part| {
        let message = format!("a file is attached ({})", onlist_mail::text::Line::sanitize(&part.media));
        Hit::new(
            case.mail.at_part(part),
            message,
            "put it on a web page and link to it, or write it into the text",
        )
    };
    files.map(hit).collect()
}

fn mail_size(case: &Case<'_>) -> Vec<Hit> {
    let octets = case.mail.bytes.len();
    if octets <= case.judge.largest {
        return Vec::new();
    }
    let message = format!("this mail has {} KiB", octets.div_ceil(1024));
    let fix = format!("cut it to {} KiB, or link to what is long", case.judge.largest / 1024);
    vec![Hit::new(case.mail.at_start(), message, fix)]
}

fn date_or_id(case: &Case<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let travelled = case.mail.travelled();
    let fix = "let your mail program set it when it sends";
    match case.mail.post.date {
        None if case.mail.field("Date").is_some() => {
            hits.push(Hit::new(case.mail.at_field("Date", ""), "Date holds no date", fix));
        }
        None => hits.push(Hit::new(case.mail.at_start(), "this mail has no Date", fix)),
        Some(date) => {
            let apart = (case.situation.now - date).abs();
            if apart > TimeDelta::days(1) && !travelled {
                let message = format!("Date is {} days away from now", apart.num_days());
                hits.push(Hit::new(case.mail.at_field("Date", ""), message, fix));
            }
        }
    }
    match &case.mail.post.message_id {
        None => hits.push(Hit::new(case.mail.at_field("Message-ID", ""), "this mail has no Message-ID", fix)),
        Some(id) if is_local(id.bare()) => {
            let message = "Message-ID names no host that others know";
            hits.push(Hit::new(case.mail.at_field("Message-ID", ""), message, fix));
        }
        Some(_) => {}
    }
    hits
}

/// Whether an identifier ends in the name that every host gives itself.
fn is_local(id: &str) -> bool {
    let host = id.rsplit_once('@').map_or("", |(_, host)| host).to_ascii_lowercase();
    host.split('.').next() == Some("localhost") || host == "(none)" || host == "127.0.0.1"
}
