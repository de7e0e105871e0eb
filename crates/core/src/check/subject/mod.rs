//! The subject.

mod marks;
mod read;
mod title;
mod token;

use super::rule::Rule;

pub(super) fn rules() -> Vec<&'static Rule> {
    [token::RULES, marks::RULES, title::RULES].concat()
}
