//! What a first letter says.

mod asking;
mod evidence;
mod rules;
mod steps;

pub(super) use self::asking::RULES as ASKING;
pub(super) use self::rules::RULES;
