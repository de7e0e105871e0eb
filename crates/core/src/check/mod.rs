//! The rules that a mailing list lives by, over any mail.
//!
//! [`Mail::read`] takes a mail apart, a [`Situation`] says what is known besides,
//! and [`check`] asks every rule of the table. A rule is a small function from
//! a case to what it finds; how much that weighs is decided afterwards, by the
//! table, the community's catalog and the user's settings, in this order.
//! Where a rule cannot tell, as in a language that it does not know, it is silent.

mod addressing;
mod case;
mod content;
mod finding;
mod fix;
mod form;
mod judge;
mod mail;
mod phrases;
mod place;
mod rule;
mod situation;
mod subject;
mod text;
mod threading;
mod topic;
mod words;

pub use self::finding::{Finding, Severity};
pub use self::fix::{MENDED, mended};
pub use self::judge::{Checked, Judge, check};
pub use self::mail::Mail;
pub use self::place::Place;
pub use self::rule::{Rule, Scope, UnknownRule, rule, rules};
pub use self::situation::{Situation, Subscribed};
pub use self::text::{Author, Text, TextLine};
pub use self::topic::{Kind, Topic};
