//! Keys, tokens and passwords.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::secrets::secrets;
use crate::check::violation::{Severity, Violation};

pub(in crate::check) const RULES: &[&Rule] = &[&SECRET_IN_TEXT];

const SECRET_IN_TEXT: Rule = Rule {
    code: "F14",
    name: "secret-in-text",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "archives are public and keep what they got: a password that was sent is lost",
    source: "public archives of mailing lists",
    bad: "\nI log in as ada, password: hunter2",
    good: "\nI can log in as ada",
    check: secret_in_text,
    fix: None,
};

fn secret_in_text(input: &CheckInput<'_>) -> Vec<Violation> {
    let lines = input.mail.text.lines.iter().enumerate();
    let found = lines.filter_map(|(at, line)| {
        let (what, span) = secrets(&line.text).next()?;
        let fix = "remove it, and make it invalid: consider it known";
        Some(Violation::new(input.mail.in_line(at, span), format!("this looks like {what}"), fix))
    });
    found.collect()
}
