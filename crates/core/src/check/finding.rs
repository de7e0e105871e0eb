//! What a rule finds.

use serde::Serialize;

use super::place::Place;
use super::rule::Rule;
use crate::catalog::Level;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// To be looked at.
    Warning,
    /// To be mended before the mail goes out, or let through on purpose.
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

/// One thing about a mail that a rule speaks against.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it weighs here.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one lower-case line without a full stop. May quote the mail.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

/// A finding as its rule reports it, before anybody weighs it.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) fix: String,
    /// The severity, where it depends on what was found.
    pub(super) severity: Option<Severity>,
}

impl Hit {
    pub(super) fn new(place: Place, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { place, message: message.into(), fix: fix.into(), severity: None }
    }

    pub(super) fn with(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }
}
