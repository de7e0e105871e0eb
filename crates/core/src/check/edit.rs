//! The octets of a mail, changed in places: one field, or the text.

use std::ops::Range;

use super::mail::Mail;
use onlist_mail::read::{Field, Part, TransferEncoding, charset, encoded_word};
use onlist_mail::text::Line;
use onlist_mail::write::{encode_text, header};

/// The line end of a file.
pub(super) fn line_end(bytes: &[u8]) -> &'static str {
    let first = bytes.iter().position(|byte| *byte == b'\n');
    if first.is_some_and(|at| at > 0 && bytes[at - 1] == b'\r') { "\r\n" } else { "\n" }
}

/// `text` with the line ends of the file.
pub(super) fn with_line_end(text: &str, end: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if end == "\n" { plain } else { plain.replace('\n', end) }
}

/// The mail with other octets in places, which stand in the order of the file.
pub(super) fn replaced(mail: &Mail<'_>, edits: Vec<(Range<usize>, Vec<u8>)>) -> Option<Vec<u8>> {
    let mut bytes = mail.bytes().to_vec();
    for (place, new) in edits.into_iter().rev() {
        bytes.splice(place, new);
    }
    (bytes != mail.bytes()).then_some(bytes)
}

/// The mail with another subject, where it has one.
pub(super) fn with_subject(mail: &Mail<'_>, subject: &str) -> Option<Vec<u8>> {
    let field = mail.field("Subject").filter(|it| is_readable(it))?;
    let subject = Line::sanitize(subject);
    if subject.is_empty() || subject == mail.post.subject {
        return None;
    }
    let text = with_line_end(&header::unstructured("Subject", &subject), line_end(mail.bytes()));
    replaced(mail, vec![(field.start..field.end, text.into_bytes())])
}

/// The mail with other lines in its text, when that is one part whose lines stand as they are read, and
/// all of it could be read.
pub(super) fn with_lines(mail: &Mail<'_>, lines: &[String]) -> Option<Vec<u8>> {
    let part = only_text(mail)?;
    let same = lines.iter().eq(mail.text.lines.iter().map(|line| &line.text));
    (!same).then(|| with_text(mail, part, &lines.join("\n")))
}

/// The part that holds the text, when that is one, its lines stand as they are read, and all of it could be read.
fn only_text<'p>(mail: &'p Mail<'_>) -> Option<&'p Part> {
    let mut shown = mail.parts().iter().filter(|part| part.shown);
    let part = shown.next().filter(|_| shown.next().is_none())?;
    let sealed = ["multipart/signed", "multipart/encrypted"];
    let free = !mail.parts().iter().any(|it| sealed.contains(&it.media.as_str()));
    let whole =
        part.end <= mail.bytes().len() && !mail.text.lines.iter().any(|line| line.text.contains('\u{fffd}'));
    let whole = whole && is_read_for_certain(mail, part);
    (free && whole && part.media == "text/plain" && !part.flowed).then_some(part)
}

/// Whether the text of a part was read in the charset that it names, and not guessed.
fn is_read_for_certain(mail: &Mail<'_>, part: &Part) -> bool {
    let octets = mail.post.octets_of(part);
    let read = charset::decode(part.charset.as_deref(), &octets);
    read.as_labelled && !read.replaced || std::str::from_utf8(&octets).is_ok()
}

/// Whether all of a field could be read: what is written anew keeps what it said.
pub(super) fn is_readable(field: &Field<'_>) -> bool {
    std::str::from_utf8(field.value)
        .is_ok_and(|raw| raw.contains('\u{fffd}') || !encoded_word::decode(field.value).contains('\u{fffd}'))
}

/// The mail with another text: as the part was sent where that is possible, else as quoted-printable in UTF-8.
fn with_text(mail: &Mail<'_>, part: &Part, text: &str) -> Vec<u8> {
    let old = &mail.bytes()[part.body..part.end];
    let end = line_end(mail.bytes());
    let (mut before, mut body) = (mail.bytes()[..part.body].to_vec(), text.to_owned());
    let as_it_is = part.encoding == TransferEncoding::Identity && std::str::from_utf8(old).is_ok();
    let plain = part
        .charset
        .as_deref()
        .is_none_or(|it| ["utf-8", "us-ascii"].contains(&it.to_ascii_lowercase().as_str()));
    if !(as_it_is && plain) {
        let (header, new_body) = encode_text(text);
        before = with_content_fields(mail, part, &header, end);
        new_body.trim_end().clone_into(&mut body);
    }
    let mut bytes = before;
    bytes.extend_from_slice(with_line_end(&body, end).as_bytes());
    if old.ends_with(b"\n") {
        bytes.extend_from_slice(end.as_bytes());
    }
    bytes.extend_from_slice(&mail.bytes()[part.end..]);
    bytes
}

/// Everything before the body of `part`, with the content fields of `header` in place of its own.
fn with_content_fields(mail: &Mail<'_>, part: &Part, header: &str, end: &str) -> Vec<u8> {
    let replaced = |name: &str| {
        ["content-type", "content-transfer-encoding"].iter().any(|it| name.eq_ignore_ascii_case(it))
    };
    let kept = mail.post.fields_of(part);
    let mut bytes = mail.bytes()[..kept.first().map_or(part.start, |field| field.start)].to_vec();
    for field in kept.iter().filter(|field: &&Field<'_>| !replaced(field.name)) {
        bytes.extend_from_slice(&mail.bytes()[field.start..field.end]);
    }
    for line in header.lines().filter(|line| line.split(':').next().is_some_and(replaced)) {
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(end.as_bytes());
    }
    bytes.extend_from_slice(end.as_bytes());
    bytes
}
