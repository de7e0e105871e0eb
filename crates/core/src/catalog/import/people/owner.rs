//! Whose an address is that stands apart from the names.

use super::{Contact, People};

/// What is said of an address without anybody before it.
pub(super) const NAMELESS: &str = "an address without a name";

/// What is said of an address that is not given to the name before it.
pub(super) const NOT_THEIRS: &str = "an address that does not resemble the name before it: whose is it?";

/// How many names before an address are looked at.
const NEAR: usize = 8;

/// Whom `address` resembles among the nearest people without one: the nearest of them.
pub(super) fn owner<'p>(people: &'p mut [Contact], address: &str) -> Option<&'p mut Contact> {
    let mut near = people.iter_mut().rev().take(NEAR);
    near.find(|it| it.address.is_none() && resembles(&it.raw, address))
}

/// Whether the local part of an address is made of words or initials of a name.
pub(super) fn resembles(name: &str, address: &str) -> bool {
    let plain = |text: &str| deunicode::deunicode(text).to_lowercase();
    let split = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_ascii_alphabetic());
        parts.filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let local = plain(address.split('@').next().unwrap_or_default());
    let (words, parts) = (split(&plain(name)), split(&local));
    let whole = parts.concat();
    let initials: String = words.iter().filter_map(|it| it.chars().next()).collect();
    let said = |word: &String| {
        parts.contains(word)
            || word.len() >= 3 && whole.contains(word.as_str())
            || whole.len() >= 3 && word.starts_with(&whole)
    };
    !whole.is_empty() && (initials.starts_with(&whole) || words.iter().any(said))
}

/// `Ada Example, lamp@a, Bo Sample, bulb@b`: where each of several names is followed by one address, it is theirs.
pub(super) fn pair(people: &mut People) {
    let is_address = |it: &Contact| it.address.as_ref() == Some(&it.name);
    // A name to which an address was given that stood behind it.
    let joined =
        |it: &Contact| it.address.as_ref().is_some_and(|address| it.raw.ends_with(&format!(", {address}")));
    let (mut names, mut at) = (0, 0);
    while let Some(one) = people.mentors.get(at) {
        let follows = people.mentors.get(at + 1).is_some_and(is_address);
        at += match one.address {
            Some(_) if joined(one) && !is_address(one) => 1,
            None if follows => 2,
            _ => return,
        };
        names += 1;
    }
    if names < 2 {
        return;
    }
    let mut paired: Vec<Contact> = Vec::with_capacity(names);
    for contact in std::mem::take(&mut people.mentors) {
        match paired.last_mut().filter(|last| last.address.is_none()) {
            Some(last) => {
                last.raw = format!("{}, {}", last.raw, contact.raw);
                last.address = contact.address;
            }
            None => paired.push(contact),
        }
    }
    people.mentors = paired;
    people.doubts.retain(|(_, reason, _)| reason != NOT_THEIRS);
}
