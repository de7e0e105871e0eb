//! The rules that a mailing list lives by, over any mail.
//!
//! [`Mail::read`] takes a mail apart, a [`CheckContext`] says what is known besides, and [`check`] asks every
//! [`Rule`]. A rule stands in one place, in the file of its family: what it says and why, its source, an example, the
//! function that finds violations, and the one that fixes them where that needs no thought. How serious a
//! violation is, is decided afterwards: by the rule, the community's catalog and the user's settings, in this order
//! ([`RuleConfig`]). Where a rule cannot tell, as in a language that it does not know, it is silent.

mod addressing;
mod background;
mod config;
mod content;
mod context;
mod edit;
mod finding;
mod fix;
mod form;
mod input;
mod kind;
mod limits;
mod mail;
mod overrides;
mod phrases;
mod place;
mod repeating;
mod rule;
mod run;
mod secrets;
mod subject;
mod table;
mod text;
mod threading;
mod violation;
mod words;

pub use self::background::{Background, EarlierLetter};
pub use self::config::{ConfigError, RuleConfig};
pub use self::context::{CheckContext, Subscribed};
pub use self::finding::Finding;
pub use self::fix::fixed;
pub use self::kind::Kind;
pub use self::limits::Limits;
pub use self::mail::Mail;
pub use self::overrides::{overrides, settings_overrides};
pub use self::place::Place;
pub use self::rule::{Rule, Scope};
pub use self::run::{Checked, check};
pub use self::table::{UnknownRule, rule, rules};
pub use self::text::{Text, TextLine};
pub use self::violation::Severity;
