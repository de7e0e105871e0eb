//! Keys, tokens and passwords.

use std::ops::Range;

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::{beginning, tokens};

pub(in crate::check) const RULES: &[&Rule] = &[&SECRET_IN_TEXT];

/// How tokens of services begin, and how many letters follow at least.
const TOKENS: [(&str, usize); 12] = [
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("AKIA", 16),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("sk-ant-", 20),
    ("sk-proj-", 20),
    ("hf_", 30),
    ("AIza", 30),
];

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
        let (what, span) = secret(&line.text)?;
        let place = input.mail.in_line(at, span).masked();
        let fix = "remove it, and make it invalid: consider it known";
        Some(Violation::new(place, format!("this looks like {what}"), fix))
    });
    found.collect()
}

fn secret(line: &str) -> Option<(&'static str, Range<usize>)> {
    let line = beginning(line);
    if line.starts_with("-----BEGIN ") && line.contains("PRIVATE KEY-----") {
        return Some(("a private key", 0..line.trim_end().len()));
    }
    let token = tokens(line)
        .find_map(|(span, word)| token(word).map(|it| span.start + it.start..span.start + it.end));
    token.map(|span| ("a token", span)).or_else(|| password(line).map(|span| ("a password", span)))
}

fn token(word: &str) -> Option<Range<usize>> {
    /// Mark and letters of the shortest.
    const SHORTEST: usize = 20;
    if word.len() < SHORTEST {
        return None;
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    TOKENS.iter().find_map(|(mark, least)| {
        let start = word.find(mark).filter(|at| !word[..*at].ends_with(inner))?;
        let rest = &word[start + mark.len()..];
        let length = rest.find(|c| !inner(c)).unwrap_or(rest.len());
        (length >= *least).then_some(start..start + mark.len() + length)
    })
}

/// `password: hunter2`, where what follows is no word of a sentence.
fn password(line: &str) -> Option<Range<usize>> {
    let lower = line.to_ascii_lowercase();
    ["password", "passwd", "passphrase"].iter().find_map(|name| {
        let after = lower.find(name)? + name.len();
        let rest = &line[after..];
        let value = rest.trim_start().strip_prefix([':', '='])?.trim_start();
        let start = line.len() - value.len();
        let word = value.split_whitespace().next()?;
        let odd = word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic);
        (word.len() >= 6 && odd && !word.contains(['(', '$', '<', '{'])).then(|| start..start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_what_is_none() {
        let (github, amazon) = (format!("ghp_{}", "a1".repeat(18)), format!("AKIA{}", "Z".repeat(16)));
        for (line, expected) in [
            (format!("use {github}, please"), Some(github.as_str())),
            (format!("id={amazon}"), Some(amazon.as_str())),
            ("-----BEGIN OPENSSH PRIVATE KEY-----".to_owned(), Some("-----BEGIN OPENSSH PRIVATE KEY-----")),
            ("my password: hunter2".to_owned(), Some("hunter2")),
            ("password: required for the login".to_owned(), None),
            ("password = getenv(\"X1\")".to_owned(), None),
            ("-----BEGIN PGP SIGNATURE-----".to_owned(), None),
            ("task-based scheduling, ghp_short".to_owned(), None),
        ] {
            assert_eq!(secret(&line).map(|(_, span)| &line[span]), expected, "{line}");
        }
    }
}
