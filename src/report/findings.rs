//! What `check` found, and the rules that it asked.

use onlist_core::check::{Checked, Finding, Rule, RuleConfig, Scope, Severity, rules};
use onlist_mail::words::{and, count, or};
use serde_json::{Value, json};

use super::Page;
use crate::messages::hints::describe;

/// The mails that a rule is for, in words.
fn scope(rule: &Rule) -> &'static str {
    match rule.scope {
        Scope::Any => "every mail",
        Scope::Introduction => "first letters",
        Scope::Reply => "answers",
    }
}

/// Severities in words: `error or warning`, or that a rule is off.
fn levels(severities: &[Severity]) -> String {
    let names: Vec<_> = severities.iter().map(|it| it.name()).collect();
    if names.is_empty() { "off".to_owned() } else { or(&names) }
}

/// Lists all rules, each with its reason.
#[must_use]
pub(crate) fn rule_list(config: &RuleConfig, width: usize) -> String {
    let mut page = Page::new(width);
    for rule in rules() {
        page.paragraph(&format!("{}  {}  {}", rule.code, rule.name, levels(&config.severities(rule))));
        page.item("   ", rule.reason);
    }
    page.finish()
}

/// Explains one rule: why it is there, where it comes from, and how to be rid of it.
#[must_use]
pub(crate) fn rule_page(rule: &Rule, config: &RuleConfig, width: usize) -> String {
    let mut page = Page::new(width);
    page.heading(&format!("{} {}", rule.code, rule.name));
    page.gap();
    page.paragraph(&format!("{}.", capitalised(rule.reason)));
    page.gap();
    if rule.bad != rule.good {
        let (bad, good) =
            NOT_SEEN.iter().find(|(code, ..)| *code == rule.code).map_or(("", ""), |it| (it.1, it.2));
        example(&mut page, &format!("Not like this{bad}:"), rule.bad);
        example(&mut page, &format!("But like this{good}:"), rule.good);
    }
    page.row("Severity", &levels(&config.severities(rule)));
    page.row("Applies to", scope(rule));
    page.row("Source", rule.source);
    if rule.is_fixable() {
        page.row("Fix", "`onlist check --fix FILE`");
    }
    page.row("Ignore once", &format!("`--allow {}`", rule.code));
    if !rule.is_always_error() {
        page.row(
            "Change severity",
            &format!("`{} = \"off\"` under `[check.severity]` in the settings", rule.code),
        );
    }
    page.finish()
}

/// What makes examples of a rule a bad and a good one, and is not seen in them.
const NOT_SEEN: [(&str, &str, &str); 3] = [
    ("A13", " (the project is finished)", " (the project is open)"),
    ("A21", " (only subscribers may post)", " (anyone may post)"),
    ("F13", "", " (with a blank behind `--`)"),
];

fn example(page: &mut Page, title: &str, text: &str) {
    page.paragraph(title);
    page.verbatim(text.trim_start_matches('\n'));
    page.gap();
}

pub(super) fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// All rules, as JSON.
#[must_use]
pub(crate) fn rules_json(config: &RuleConfig) -> Value {
    let rule = |rule: &Rule| {
        json!({
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity(),
            "levels": config.severities(rule),
            "applies_to": scope(rule),
            "reason": rule.reason,
            "source": rule.source,
            "bad": rule.bad,
            "good": rule.good,
            "fixable": rule.is_fixable(),
        })
    };
    json!({"schema": 1, "rules": rules().iter().map(|it| rule(it)).collect::<Vec<_>>()})
}

/// One finding in the mail called `file`, as JSON.
pub(super) fn finding(file: &str, finding: &Finding) -> Value {
    json!({
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity,
        "file": file,
        "message": finding.message,
        "line": (finding.place.line > 0).then_some(finding.place.line),
        "column": finding.place.column,
        "text": finding.place.text,
        "fix": describe(&finding.hints),
    })
}

/// What was found in mails, one after the other, for JSON.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    listed: Vec<Value>,
    allowed: Vec<Value>,
    mails: Vec<Value>,
}

impl Findings {
    /// Adds what was found in the mail called `file`.
    pub(crate) fn add(&mut self, file: &str, checked: &Checked<'_>) {
        self.listed.extend(checked.findings.iter().map(|it| finding(file, it)));
        self.allowed.extend(checked.allowed.iter().map(|it| finding(file, it)));
        self.mails.push(json!({
            "file": file,
            "kind": checked.kind.name(),
            "project": checked.topic.project().map(|project| &project.id),
        }));
    }

    /// All of it, with what was let through apart.
    #[must_use]
    pub(crate) fn json(self) -> Value {
        json!({"schema": 1, "findings": self.listed, "allowed": self.allowed, "mails": self.mails})
    }
}

/// How much was found, in words: `1 error, 2 warnings`. Nothing for nothing.
#[must_use]
pub(crate) fn tally(checked: &Checked<'_>) -> Option<String> {
    let weights = [(Severity::Error, "error"), (Severity::Warning, "warning")];
    let counted = weights.map(|(severity, noun)| (checked.count(severity), noun));
    let said: Vec<_> = counted.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(n, noun)).collect();
    (!said.is_empty()).then(|| and(&said))
}
