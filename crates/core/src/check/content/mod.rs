//! What a first letter says.

mod asking;
mod evidence;
mod naming;
mod steps;
mod wording;

use super::rule::Rule;

pub(super) fn rules() -> Vec<&'static Rule> {
    [asking::RULES, naming::RULES, steps::RULES, wording::RULES].concat()
}
