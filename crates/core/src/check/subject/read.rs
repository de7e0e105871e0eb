//! The subject, read as the season's convention has it.

use crate::check::case::Case;
use crate::check::place::Place;

/// The place of a part of the subject, which may be encoded in the file.
pub(super) fn at(case: &Case<'_>, part: &str) -> Place {
    let subject = case.mail.post.subject.as_str();
    let Some(field) = case.mail.field("Subject") else { return case.mail.at_start() };
    let offset = subject.find(part).unwrap_or(0);
    let name = field.name.len() + 2;
    let shown = format!("{}: {subject}", field.name);
    Place::within(case.mail.number(field.start), &shown, name + offset..name + offset + part.len())
}

pub(super) fn whole(case: &Case<'_>) -> Place {
    at(case, case.mail.post.subject.as_str())
}
