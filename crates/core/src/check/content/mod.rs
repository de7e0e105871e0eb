//! What a first letter says.

mod asking;
mod evidence;
mod naming;
mod steps;
mod wording;

pub(super) use self::asking::RULES as ASKING;
pub(super) use self::naming::RULES as NAMING;
pub(super) use self::wording::RULES as WORDING;
