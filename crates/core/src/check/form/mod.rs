//! The form of a mail: its parts, its lines, and what was left in them by accident.

mod diff;
mod html;
mod lines;
mod marks;
mod parts;
mod repeated;
mod residue;
mod secrets;
mod signature;
mod slots;
mod width;
mod wrap;

use super::rule::Rule;

pub(super) fn rules() -> Vec<&'static Rule> {
    let files = [html::RULES, parts::RULES, width::RULES, diff::RULES, lines::RULES, marks::RULES];
    [&files[..], &[repeated::RULES, signature::RULES, residue::RULES, slots::RULES, secrets::RULES]]
        .concat()
        .concat()
}
