//! How serious findings are, and which are allowed.

use std::collections::BTreeMap;

use super::limits::Limits;
use super::rule::Rule;
use super::table::{UnknownRule, rule};
use super::violation::{Severity, Violation};
use crate::catalog::{Catalog, Level, RuleOverrides, WordRange};

/// Rules whose findings are errors everywhere: no letter goes to a person alone.
const ALWAYS: [&str; 1] = ["A01"];

impl Rule {
    /// Whether its findings are errors everywhere, whatever a catalog or the settings say.
    #[must_use]
    pub fn is_always_error(&self) -> bool {
        ALWAYS.contains(&self.code)
    }
}

/// What a catalog or the settings say of rules, and what cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// There is no such rule.
    #[error(transparent)]
    Unknown(#[from] UnknownRule),
    /// The rule with this code is an error everywhere.
    #[error("`{0}` is always an error: no letter goes to a person alone")]
    Always(&'static str),
    /// The shortest letter that is wanted is longer than the longest.
    #[error("`words`: `min` is {min}, which is more than `max`, {max}")]
    Words {
        /// Words, at least.
        min: u16,
        /// Words, at most.
        max: u16,
    },
    /// A limit that no letter keeps.
    #[error("`{0}` is 0, and no letter can be that small")]
    Zero(&'static str),
}

/// Limits and levels: our defaults, then the community's, then the user's.
#[derive(Debug, Clone)]
pub struct RuleConfig {
    levels: BTreeMap<&'static str, Level>,
    allowed: Vec<&'static str>,
    /// What rules go by.
    pub limits: Limits,
}

impl RuleConfig {
    /// The configuration of a community, as its catalog wants it.
    ///
    /// # Errors
    /// What the catalog says and cannot be.
    pub fn of(catalog: &Catalog) -> Result<Self, ConfigError> {
        let mut config = Self { levels: BTreeMap::new(), allowed: Vec::new(), limits: Limits::of(catalog) };
        config.apply(catalog.conventions.rule_overrides())?;
        Ok(config)
    }

    /// Takes from `overrides` what it says, and keeps the rest.
    ///
    /// # Errors
    /// What it says and cannot be.
    pub fn apply(&mut self, overrides: &RuleOverrides) -> Result<(), ConfigError> {
        for (wanted, level) in &overrides.severity {
            let rule = rule(wanted)?;
            let code = rule.code;
            if rule.is_always_error() && *level != Level::Error {
                return Err(ConfigError::Always(code));
            }
            self.levels.insert(code, *level);
        }
        self.limits.apply(overrides);
        possible(&self.limits)
    }

    /// Allows everything that the rule with this code or name finds.
    ///
    /// # Errors
    /// [`UnknownRule`] when there is none.
    pub fn allow(&mut self, wanted: &str) -> Result<(), UnknownRule> {
        self.allowed.push(rule(wanted)?.code);
        Ok(())
    }

    /// The severities that findings of `rule` have here; none for one that is off.
    #[must_use]
    pub fn severities(&self, rule: &Rule) -> Vec<Severity> {
        match self.levels.get(rule.code) {
            Some(level) => Severity::of(*level).into_iter().collect(),
            None => rule.severities.to_vec(),
        }
    }

    pub(super) fn allows(&self, rule: &Rule) -> bool {
        self.allowed.contains(&rule.code)
    }

    /// How serious a violation of `rule` is, if it counts at all.
    pub(super) fn severity(&self, rule: &Rule, violation: &Violation) -> Option<Severity> {
        let usual = violation.severity.unwrap_or(rule.severity());
        self.levels.get(rule.code).map_or(Some(usual), |level| Severity::of(*level))
    }
}

/// Fails for limits that no letter can keep.
fn possible(limits: &Limits) -> Result<(), ConfigError> {
    let WordRange { min, max } = limits.words;
    if min > max {
        return Err(ConfigError::Words { min, max });
    }
    let least = [
        ("widest-line", limits.widest_line),
        ("widest-subject", limits.widest_subject),
        ("most-recipients", limits.most_recipients),
        ("largest", limits.largest),
        ("question-by-line", limits.question_by_line),
        ("copied-words", limits.copied_words),
        ("words", max.into()),
    ];
    least.into_iter().find(|(_, limit)| *limit == 0).map_or(Ok(()), |(name, _)| Err(ConfigError::Zero(name)))
}
