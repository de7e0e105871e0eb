//! Whom a mail goes to, and from whom.

mod fields;
mod lists;
mod people;

use super::rule::Rule;

pub(super) fn rules() -> Vec<&'static Rule> {
    [fields::RULES, lists::RULES, people::RULES].concat()
}
