//! The subject.

mod read;
mod title;
mod token;

pub(super) use self::title::{RULES as TITLE, without_marks};
pub(super) use self::token::{RULES as TOKEN, in_form, without_year};
