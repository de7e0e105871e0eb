//! The text part alone, where HTML rides along.

use super::line_end;
use crate::check::mail::Mail;
use onlist_mail::read::{Field, Part};
use crate::check::situation::Situation;

/// Drops all parts but the text, where the others are the same letter in HTML.
pub(super) fn text_alone(mail: &Mail<'_>, _: &Situation<'_>, found: &[&str]) -> Option<Vec<u8>> {
    let text = rides_along(mail).filter(|_| found.contains(&"F01"))?;
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
