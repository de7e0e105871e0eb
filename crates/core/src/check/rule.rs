//! One rule: what it says, why, where it comes from, how it looks, how it is checked and fixed.

use super::input::CheckInput;
use super::violation::{Severity, Violation};

/// The mails that a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every mail.
    Any,
    /// A newcomer's first letter.
    Introduction,
    /// An answer.
    Reply,
}

/// Changes a mail: the octets of the whole of it, or nothing where there is nothing to do.
pub(super) type Fix = fn(&CheckInput<'_>) -> Option<Vec<u8>>;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its code: a letter for the family, and a number.
    pub code: &'static str,
    /// Its name, for people who do not learn codes.
    pub name: &'static str,
    /// How serious its findings are, the usual first; never empty. The settings may say otherwise.
    pub severities: &'static [Severity],
    /// The mails that it is for.
    pub scope: Scope,
    /// Why it is there, in a sentence without a full stop.
    pub reason: &'static str,
    /// Where it was taken from.
    pub source: &'static str,
    /// A piece of a mail in which it finds something: fields, a text behind an empty line, or both.
    pub bad: &'static str,
    /// The same piece as it should be.
    pub good: &'static str,
    /// Finds what speaks against a mail.
    pub(super) check: fn(&CheckInput<'_>) -> Vec<Violation>,
    /// Changes what needs no thought, where the rule has found something.
    pub(super) fix: Option<Fix>,
}

impl Rule {
    /// How serious its findings are where neither the finding nor the settings say otherwise.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severities.first().copied().unwrap_or(Severity::Error)
    }

    /// Whether a check can fix what it finds.
    #[must_use]
    pub fn is_fixable(&self) -> bool {
        self.fix.is_some()
    }
}
