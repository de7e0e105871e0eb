//! The subject, read as the season's convention has it.

use crate::check::input::CheckInput;
use crate::check::place::Place;

/// The place of a part of the subject, which may be encoded in the file.
pub(super) fn at(input: &CheckInput<'_>, part: &str) -> Place {
    let subject = input.mail.post.subject.as_str();
    let Some(field) = input.mail.field("Subject") else { return input.mail.at_start() };
    let offset = subject.find(part).unwrap_or(0);
    let name = field.name.len() + 2;
    let shown = format!("{}: {subject}", field.name);
    Place::within(input.mail.number(field.start), &shown, name + offset..name + offset + part.len())
}

pub(super) fn whole(input: &CheckInput<'_>) -> Place {
    at(input, input.mail.post.subject.as_str())
}
