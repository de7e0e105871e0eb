//! The form of a mail: its parts, its lines, and what was left in them by accident.

mod lines;
mod marks;
mod parts;
mod residue;
mod secrets;
mod signature;
mod slots;

pub(super) use self::lines::{RULES as LINES, is_too_wide, stands_as_it_is};
pub(super) use self::parts::RULES as PARTS;
pub(super) use self::residue::RULES as RESIDUE;
pub(super) use self::signature::closes;
