//! Asking all rules about a mail.

use super::config::RuleConfig;
use super::context::CheckContext;
use super::finding::Finding;
use super::input::CheckInput;
use super::kind::Kind;
use super::mail::Mail;
use super::rule::{Rule, Scope};
use super::table::rules;
use super::violation::{Severity, Violation};
use crate::compose::NOT_MENTORS;
use crate::introduction::Topic;

/// Findings of one rule in one mail: nobody reads more.
const MOST_PER_RULE: usize = 50;

/// What comes of a check.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// What kind of mail it was taken for.
    pub kind: Kind,
    /// What it was taken to be about.
    pub topic: Topic<'a>,
    /// What was found, in the order of the file.
    pub findings: Vec<Finding>,
    /// What was found and allowed on purpose.
    pub allowed: Vec<Finding>,
}

impl Checked<'_> {
    /// How many findings are this serious.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Asks all rules about a mail.
#[must_use]
pub fn check<'a>(mail: &'a Mail<'a>, context: &'a CheckContext<'a>, config: &'a RuleConfig) -> Checked<'a> {
    let input = CheckInput::new(mail, context, &config.limits);
    let off = |rule: &Rule| input.mentors && NOT_MENTORS.contains(&rule.code);
    let rules = rules().iter().filter(|rule| applies(rule, input.kind) && !off(rule));
    let mut findings: Vec<_> = rules.flat_map(|rule| ask(rule, &input, config)).collect();
    findings.sort_by_key(|finding| (finding.place.line, finding.place.column));
    let (allowed, findings) = findings.into_iter().partition(|finding| config.allows(finding.rule));
    Checked { kind: input.kind, topic: input.topic, findings, allowed }
}

/// Whether a rule is for mails of this kind.
pub(super) fn applies(rule: &Rule, kind: Kind) -> bool {
    match rule.scope {
        Scope::Any => true,
        Scope::Introduction => kind == Kind::Introduction,
        Scope::Reply => kind == Kind::Reply,
    }
}

/// What one rule finds.
pub(super) fn ask(rule: &'static Rule, input: &CheckInput<'_>, config: &RuleConfig) -> Vec<Finding> {
    let finding = |violation: Violation| {
        let usual = violation.severity.unwrap_or(rule.severity());
        debug_assert!(rule.severities.contains(&usual), "{} has findings of {usual:?}", rule.code);
        let severity = config.severity(rule, &violation)?;
        let Violation { place, message, hints, .. } = violation;
        Some(Finding { rule, severity, place, message, hints })
    };
    (rule.check)(input).into_iter().take(MOST_PER_RULE).filter_map(finding).collect()
}
