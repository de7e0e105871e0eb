//! What a rule finds, before anybody has said how much it counts.

use serde::Serialize;

use super::place::Place;
use crate::catalog::Level;
use crate::diagnostics::Hint;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// To be looked at.
    Warning,
    /// The list or its community does not take it: to be fixed before the mail goes out, or allowed on purpose.
    Error,
}

impl Severity {
    /// Its name, in JSON and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity that a level asks for; none for a rule that is off.
    #[must_use]
    pub fn of(level: Level) -> Option<Self> {
        match level {
            Level::Off => None,
            Level::Info => Some(Self::Info),
            Level::Warning => Some(Self::Warning),
            Level::Error => Some(Self::Error),
        }
    }
}

/// One thing about a mail that a rule speaks against, as the rule reports it.
#[derive(Debug, Clone)]
pub(super) struct Violation {
    pub(super) place: Place,
    pub(super) message: String,
    /// What to do about it, the first best.
    pub(super) hints: Vec<Hint>,
    /// The severity, where it depends on what was found.
    pub(super) severity: Option<Severity>,
}

impl Violation {
    pub(super) fn new(place: Place, message: impl Into<String>, fix: impl Into<Hint>) -> Self {
        Self { place, message: message.into(), hints: vec![fix.into()], severity: None }
    }

    /// Adds what the program can do about it.
    pub(super) fn or(mut self, hint: impl Into<Option<Hint>>) -> Self {
        self.hints.extend(hint.into());
        self
    }

    pub(super) fn with(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }
}
