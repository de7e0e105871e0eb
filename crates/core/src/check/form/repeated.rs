//! Fields of the header that there is one of at most.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};

pub(in crate::check) const RULES: &[&Rule] = &[&REPEATED_FIELD];

const REPEATED_FIELD: Rule = Rule {
    code: "F19",
    name: "repeated-field",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "where a field stands twice, servers refuse the mail, or each reader believes another one",
    source: "RFC 5322, 3.6",
    bad: "Subject: [GSoC 2015] A faster parser\nSubject: A faster parser",
    good: "Subject: [GSoC 2015] A faster parser",
    check: repeated_field,
    fix: None,
};

fn repeated_field(input: &CheckInput<'_>) -> Vec<Violation> {
    let violation = |name: &&str| {
        let second = input.mail.all(name).nth(1)?;
        let message = format!("this mail has more than one {name}");
        Some(Violation::new(input.mail.whole_field(&second), message, "remove all but one"))
    };
    onlist_mail::read::ONCE.iter().filter_map(violation).collect()
}
