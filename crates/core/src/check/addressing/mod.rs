//! Whom a mail goes to, and from whom.

mod fields;
mod lists;
mod people;

pub(super) use self::fields::RULES as FIELDS;
pub(super) use self::lists::RULES as LISTS;
pub(super) use self::people::RULES as PEOPLE;
