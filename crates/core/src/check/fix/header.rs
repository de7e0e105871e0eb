//! The header: subject, addresses of lists, people to copy.

use super::{line_end, with_line_end};
use crate::catalog::Catalog;
use crate::check::case::Case;
use crate::check::mail::{Field, Mail};
use crate::check::situation::Situation;
use crate::check::subject::{in_form, without_marks, without_year};
use crate::subject::Convention;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::write::Content;

/// Octets of the mail, and what stands in their place.
type Edit = (std::ops::Range<usize>, Vec<u8>);

/// Mends the fields of the header.
pub(super) fn mended(mail: &Mail<'_>, situation: &Situation<'_>, found: &[&str]) -> Option<Vec<u8>> {
    let case = Case::new(mail, situation);
    let mut edits: Vec<Edit> = Vec::new();
    edits.extend(subject(&case, found));
    if found.contains(&"A06") {
        edits.extend(
            ["To", "Cc"].iter().flat_map(|name| mail.all(name)).filter_map(|it| canonical(&case, it)),
        );
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut bytes = mail.bytes.to_vec();
    for (place, new) in edits.iter().rev() {
        bytes.splice(place.clone(), new.iter().copied());
    }
    if found.contains(&"A02") || found.contains(&"A03") {
        bytes = copied(&bytes, situation).unwrap_or(bytes);
    }
    (bytes != mail.bytes).then_some(bytes)
}

/// A field as this program writes it, in the line ends of the file.
fn written(
    catalog: &Catalog,
    situation: &Situation<'_>,
    end: &str,
    name: &str,
    subject: &Line,
    cc: Vec<Mailbox>,
) -> String {
    let Some(from) = catalog.lists.first().map(|list| list.address.clone()) else { return String::new() };
    let content = Content {
        message_id: MessageId::derive(&from, situation.now, &[]),
        from: from.into(),
        to: Vec::new(),
        cc,
        subject: subject.clone(),
        in_reply_to: None,
        references: Vec::new(),
        date: situation.now,
        body: String::new(),
    };
    let bytes = content.encode().bytes;
    let mail = Mail::read(&bytes).ok();
    let field = mail.as_ref().and_then(|mail| mail.field(name)).map(|field| &bytes[field.start..field.end]);
    with_line_end(&String::from_utf8_lossy(field.unwrap_or_default()), end)
}

/// The subject without marks that have no business there, in the community's form.
fn subject(case: &Case<'_>, found: &[&str]) -> Option<Edit> {
    let field = case.mail.field("Subject")?;
    let old = case.mail.post.subject.as_str();
    let mut new = if found.contains(&"S05") { without_marks(case) } else { old.to_owned() };
    let named = case.subject;
    if found.contains(&"S01") {
        let title = if found.contains(&"S05") { new.as_str() } else { named };
        let title = if title.is_empty() { case.topic.title().unwrap_or_default() } else { title };
        new = in_form(case, title);
    } else if found.contains(&"S02") {
        let parsed = Convention::of(case.catalog).parse(if found.contains(&"S05") { &new } else { named })?;
        new = in_form(case, &without_year(case, &parsed.title));
    }
    let new = Line::sanitize(&new);
    let end = line_end(case.mail.bytes);
    let text = || written(case.catalog, case.situation, end, "Subject", &new, Vec::new());
    (new.as_str() != old && !new.is_empty()).then(|| (field.start..field.end, text().into_bytes()))
}

/// A field with the canonical addresses of lists in place of their aliases.
fn canonical(case: &Case<'_>, field: &Field<'_>) -> Option<Edit> {
    let old = std::str::from_utf8(&case.mail.bytes[field.start..field.end]).ok()?;
    let mut new = old.to_owned();
    for list in &case.catalog.lists {
        for alias in &list.aliases {
            new = replaced(&new, alias.as_str(), list.address.as_str());
        }
    }
    (new != old).then(|| (field.start..field.end, new.into_bytes()))
}

/// Replaces an address in any case, where it stands alone.
fn replaced(text: &str, alias: &str, address: &str) -> String {
    let (lower, alias) = (text.to_ascii_lowercase(), alias.to_ascii_lowercase());
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "@._+-".contains(c));
    let mut new = String::with_capacity(text.len());
    let mut rest = 0;
    for (at, _) in lower.match_indices(&alias) {
        let end = at + alias.len();
        if !part(text[..at].chars().next_back()) && !part(text[end..].chars().next()) {
            new.push_str(&text[rest..at]);
            new.push_str(address);
            rest = end;
        }
    }
    new + &text[rest..]
}

/// The mail with the mentors in Cc who do not get it yet.
fn copied(bytes: &[u8], situation: &Situation<'_>) -> Option<Vec<u8>> {
    let mail = Mail::read(bytes).ok()?;
    let case = Case::new(&mail, situation);
    let absent = case.mentors().into_iter().filter_map(crate::catalog::Person::mailbox);
    let absent: Vec<_> = absent.filter(|it| !case.goes_to(&it.address)).collect();
    if absent.is_empty() {
        return None;
    }
    let end = line_end(bytes);
    let new = written(case.catalog, situation, end, "Cc", &Line::default(), absent);
    let (place, text) = match mail.field("Cc") {
        Some(cc) if cc.value.trim_ascii().is_empty() => (cc.start..cc.end, new),
        Some(cc) => {
            let old = String::from_utf8_lossy(&bytes[cc.start..cc.end]).into_owned();
            let old = old.trim_end().trim_end_matches(',').to_owned();
            (cc.start..cc.end, format!("{old},{end}{}", new.strip_prefix("Cc:").unwrap_or(&new)))
        }
        None => {
            let after = mail.field("To").or(mail.field("From")).or(mail.fields.first())?.end;
            (after..after, new)
        }
    };
    let mut bytes = bytes.to_vec();
    bytes.splice(place, text.into_bytes());
    Some(bytes)
}
