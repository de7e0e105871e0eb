//! The text: prose that is wrapped, and the delimiter of the signature.

use super::{line_end, with_line_end, wrap};
use crate::check::mail::{Encoding, Field, Mail, Part, fields_of};
use crate::check::situation::Situation;
use onlist_mail::message_id::MessageId;
use onlist_mail::write::Content;

/// Mends the lines of the text.
pub(super) fn mended(mail: &Mail<'_>, situation: &Situation<'_>, found: &[&str]) -> Option<Vec<u8>> {
    let part = only_text(mail)?;
    let mut lines: Vec<String> = mail.text.lines.iter().map(|line| line.text.clone()).collect();
    if let Some(at) = mail.text.delimiter().filter(|_| found.contains(&"F13")) {
        "-- ".clone_into(&mut lines[at]);
    }
    if found.contains(&"F02") {
        lines = wrap::wrapped(&mail.text, &lines, situation.judge.widest_line);
    }
    let same = lines.iter().eq(mail.text.lines.iter().map(|line| &line.text));
    (!same).then(|| with_text(mail, part, &lines.join("\n"), situation))
}

/// The part that holds the text, when that is one, its lines stand as they are read, and all of it could be read.
fn only_text<'p>(mail: &'p Mail<'_>) -> Option<&'p Part> {
    let mut shown = mail.parts.iter().filter(|part| part.shown);
    let part = shown.next().filter(|_| shown.next().is_none())?;
    let sealed = ["multipart/signed", "multipart/encrypted"];
    let free = !mail.parts.iter().any(|it| sealed.contains(&it.media.as_str()));
    let whole =
        part.end <= mail.bytes.len() && !mail.text.lines.iter().any(|line| line.text.contains('\u{fffd}'));
    (free && whole && part.media == "text/plain" && !part.flowed).then_some(part)
}

/// The mail with another text: as the part was sent where that is possible, else as quoted-printable in UTF-8.
fn with_text(mail: &Mail<'_>, part: &Part, text: &str, situation: &Situation<'_>) -> Vec<u8> {
    let old = &mail.bytes[part.body..part.end];
    let end = line_end(mail.bytes);
    let (mut before, mut body) = (mail.bytes[..part.body].to_vec(), text.to_owned());
    let as_it_is = part.encoding == Encoding::Identity && std::str::from_utf8(old).is_ok();
    let plain = part
        .charset
        .as_deref()
        .is_none_or(|it| ["utf-8", "us-ascii"].contains(&it.to_ascii_lowercase().as_str()));
    if !(as_it_is && plain) {
        let encoded = encoded(text, situation);
        let (header, new_body) = encoded.split_once("\r\n\r\n").unwrap_or(("", &encoded));
        before = with_content_fields(mail, part, header, end);
        new_body.trim_end().clone_into(&mut body);
    }
    let mut bytes = before;
    bytes.extend_from_slice(with_line_end(&body, end).as_bytes());
    if old.ends_with(b"\n") {
        bytes.extend_from_slice(end.as_bytes());
    }
    bytes.extend_from_slice(&mail.bytes[part.end..]);
    bytes
}

/// A whole mail with this text, as this program would send it.
fn encoded(text: &str, situation: &Situation<'_>) -> String {
    let catalog = situation.catalog;
    let list = catalog.lists.first().map(|list| list.address.clone());
    let Some(list) = list else { return text.to_owned() };
    let content = Content {
        message_id: MessageId::derive(&list, situation.now, &[]),
        from: list.into(),
        to: Vec::new(),
        cc: Vec::new(),
        subject: onlist_mail::text::Line::default(),
        in_reply_to: None,
        references: Vec::new(),
        date: situation.now,
        body: text.to_owned(),
    };
    String::from_utf8_lossy(&content.encode().bytes).into_owned()
}

/// Everything before the body of `part`, with the content fields of `header` in place of its own.
fn with_content_fields(mail: &Mail<'_>, part: &Part, header: &str, end: &str) -> Vec<u8> {
    let replaced = |name: &str| {
        ["content-type", "content-transfer-encoding"].iter().any(|it| name.eq_ignore_ascii_case(it))
    };
    let kept = fields_of(mail.bytes, part);
    let mut bytes = mail.bytes[..kept.first().map_or(part.start, |field| field.start)].to_vec();
    for field in kept.iter().filter(|field: &&Field<'_>| !replaced(field.name)) {
        bytes.extend_from_slice(&mail.bytes[field.start..field.end]);
    }
    for line in header.lines().filter(|line| line.split(':').next().is_some_and(replaced)) {
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(end.as_bytes());
    }
    bytes.extend_from_slice(end.as_bytes());
    bytes
}
