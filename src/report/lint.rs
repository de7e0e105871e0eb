//! What `catalog check` found, and the rules that it asked.

use std::slice;

use onlist_core::catalog::Named;
use onlist_core::catalog::lint::{Rule, rule, rules};
use onlist_core::diagnostics::{Diagnostic, Lines};
use serde_json::{Value, json};

use super::Page;
use crate::messages::hints::describe;

/// Lists all rules about catalogs, each with its reason.
#[must_use]
pub(crate) fn catalog_rules(width: usize) -> String {
    let mut page = Page::new(width);
    for rule in rules() {
        page.paragraph(&format!("{}  {:7}  {}", rule.code, rule.level.as_str(), rule.name));
        page.item("   ", rule.reason);
    }
    page.finish()
}

/// Explains one rule.
#[must_use]
pub(crate) fn catalog_rule(rule: &Rule, width: usize) -> String {
    let mut page = Page::new(width);
    page.heading(&format!("{} {}", rule.code, rule.name));
    page.gap();
    page.paragraph(&format!("{}.", super::findings::capitalised(rule.reason)));
    page.gap();
    page.row("Severity", rule.level.as_str());
    page.finish()
}

/// All rules, as JSON.
#[must_use]
pub(crate) fn catalog_rules_json() -> Value {
    let rule =
        |it: &Rule| json!({"code": it.code, "name": it.name, "severity": it.level, "reason": it.reason});
    json!({"schema": 1, "rules": rules().iter().map(rule).collect::<Vec<_>>()})
}

/// What was found in a file, each as `check` gives its findings.
#[must_use]
pub(crate) fn catalog_findings(file: Named<'_>, found: &[Diagnostic]) -> Vec<Value> {
    let lines = Lines::of(file.text);
    let finding = |it: &Diagnostic| {
        let place = lines.place(&it.span);
        let rule = it.code.and_then(|code| rule(code).ok());
        json!({
            "code": it.code,
            "name": rule.map(|rule| rule.name),
            "severity": rule.map_or("error", |rule| rule.level.as_str()),
            "file": file.origin,
            "message": it.message,
            "line": place.line,
            "column": place.column,
            "text": place.text,
            "fix": it.hint.as_ref().map(|hint| describe(slice::from_ref(hint))),
        })
    };
    found.iter().map(finding).collect()
}
