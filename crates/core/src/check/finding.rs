//! What a check finds.

use super::place::Place;
use super::rule::Rule;
use super::violation::Severity;
use crate::diagnostics::Hint;

/// One thing about a mail that a rule speaks against.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How serious it is here.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one lower-input line without a full stop. May quote the mail.
    pub message: String,
    /// What to do about it, the first best.
    pub hints: Vec<Hint>,
}
