//! How serious findings are, and which are allowed.

use std::collections::BTreeMap;

use super::limits::Limits;
use super::rule::Rule;
use super::table::{UnknownRule, rule};
use super::violation::{Severity, Violation};
use crate::catalog::{Catalog, Level, RuleOverrides};

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
    /// [`UnknownRule`] when the catalog names a rule that is none.
    pub fn of(catalog: &Catalog) -> Result<Self, UnknownRule> {
        let mut config = Self { levels: BTreeMap::new(), allowed: Vec::new(), limits: Limits::of(catalog) };
        config.apply(catalog.conventions.rule_overrides())?;
        Ok(config)
    }

    /// Takes from `overrides` what it says, and keeps the rest.
    ///
    /// # Errors
    /// [`UnknownRule`] when it names a rule that is none.
    pub fn apply(&mut self, overrides: &RuleOverrides) -> Result<(), UnknownRule> {
        for (wanted, level) in &overrides.severity {
            self.levels.insert(rule(wanted)?.code, *level);
        }
        self.limits.apply(overrides);
        Ok(())
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
