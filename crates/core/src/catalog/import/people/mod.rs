//! Who mentors a project, in all the shapes that pages give it.

mod address;
mod beside;
mod entries;
mod links;
mod name;
mod names;
mod owner;
mod person;

use serde::Serialize;

use super::page::Block;
pub(super) use address::{addresses, is_list, masked};
pub(super) use links::FORGES;

/// What a mentor is to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Named as the first to turn to.
    Primary,
    /// Named as the second.
    Backup,
}

/// A person as a page names one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Their name; where the page has none, their handle or address.
    pub name: String,
    /// Their address, where the page prints one that can be read without guessing.
    pub address: Option<String>,
    /// Their name on a service, with `@`.
    pub handle: Option<String>,
    /// Which service that is, as in `handles` of a catalog: `github`, `gitlab`; `nick` where it is not known.
    pub service: Option<&'static str>,
    /// What the page calls them.
    pub role: Option<Role>,
    /// The words of the page.
    pub raw: String,
}

/// What is said of one address below the names of several.
pub(super) const SHARED: &str = "an address below several names: whose is it?";

/// A name by which it is known again: `T. M. Sample` is `T.M. Sample`.
pub(super) fn key(name: &str) -> String {
    let bare: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if bare.is_empty() { name.to_owned() } else { bare }
}

/// What a field of people was read as.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) mentors: Vec<Contact>,
    pub(super) students: Vec<Contact>,
    /// Addresses of lists among the people.
    pub(super) lists: Vec<String>,
    /// Words that were not taken, or only with a doubt: the words, the reason and their line.
    pub(super) doubts: Vec<(String, String, usize)>,
}

/// Reads a field of people; `role` is what its label says of them.
pub(super) fn read(value: &[Block], role: Option<Role>) -> People {
    let mut people = People::default();
    let entries = entries::of(value);
    for entry in &entries {
        let pieces = entries::pieces(entry);
        if entry.is_prose() {
            people.doubts.push((entry.text.clone(), "a text, no list of people".to_owned(), entry.line));
            continue;
        }
        for address in entry.shared() {
            people.doubts.push((address.clone(), SHARED.to_owned(), entry.line));
        }
        let mut place = false;
        for (at, piece) in pieces.iter().enumerate() {
            // `University of Someland, Springfield`
            if place && beside::may_be_place(piece) && !super::values::is_blank(piece) {
                let reason = "behind an organisation: a place?".to_owned();
                people.doubts.push((piece.clone(), reason, entry.line));
                continue;
            }
            place = name::is_organisation(piece);
            if at == 1
                && pieces.len() == 2
                && entries::is_company(&pieces[0], piece)
                && !super::values::is_blank(piece)
            {
                let reason = "a person or an organisation: not taken".to_owned();
                people.doubts.push((piece.clone(), reason, entry.line));
                continue;
            }
            person::read(&mut people, piece, entry, role);
        }
    }
    owner::pair(&mut people);
    people
}

/// The role that a label gives to the people below it.
pub(super) fn role_of(label: &str) -> Option<Role> {
    let words = super::values::lower_words(label);
    let says = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    if says(&[
        "secondary",
        "backup",
        "co",
        "comentor",
        "comentors",
        "assistant",
        "additional",
        "second",
        "support",
        "supporting",
        "alternate",
    ]) {
        Some(Role::Backup)
    } else if says(&["primary", "lead", "main"]) {
        Some(Role::Primary)
    } else {
        None
    }
}
