//! Keys, tokens and passwords in a line.

use std::borrow::Cow;
use std::ops::Range;

use super::words::{beginning, tokens};

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

/// What is secret in a line: what it is, and its octets.
pub(super) fn secrets(line: &str) -> impl Iterator<Item = (&'static str, Range<usize>)> {
    let line = beginning(line);
    let is_key = line.starts_with("-----BEGIN ") && line.contains("PRIVATE KEY-----");
    let key = is_key.then(|| ("a private key", 0..line.trim_end().len()));
    let in_words = tokens(line)
        .flat_map(|(span, word)| in_word(word).map(move |it| span.start + it.start..span.start + it.end));
    let tokens = in_words.map(|span| ("a token", span));
    key.into_iter().chain(tokens).chain(passwords(line).map(|span| ("a password", span)))
}

/// The line with stars in the place of what is secret, which nobody is shown.
pub(super) fn masked(line: &str) -> Cow<'_, str> {
    secrets(line).fold(Cow::Borrowed(line), |mut shown, (_, span)| {
        shown.to_mut().replace_range(span.clone(), &"*".repeat(span.len()));
        shown
    })
}

/// The tokens in a word.
fn in_word(word: &str) -> impl Iterator<Item = Range<usize>> {
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    TOKENS.iter().flat_map(move |(mark, least)| {
        let starts = word.match_indices(mark).filter(move |(at, _)| !word[..*at].ends_with(inner));
        starts.filter_map(move |(start, _)| {
            let rest = &word[start + mark.len()..];
            let length = rest.find(|c| !inner(c)).unwrap_or(rest.len());
            (length >= *least).then_some(start..start + mark.len() + length)
        })
    })
}

/// `password: hunter2`, where what follows is no word of a sentence.
fn passwords(line: &str) -> impl Iterator<Item = Range<usize>> {
    let lower = line.to_ascii_lowercase();
    ["password", "passwd", "passphrase"].into_iter().flat_map(move |name| {
        let value = |(at, _)| {
            let rest = &line[at + name.len()..];
            let value = rest.trim_start().strip_prefix([':', '='])?.trim_start();
            let start = line.len() - value.len();
            let word = value.split_whitespace().next()?;
            let odd = word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic);
            (word.len() >= 6 && odd && !word.contains(['(', '$', '<', '{']))
                .then(|| start..start + word.len())
        };
        lower.match_indices(name).filter_map(value).collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_what_is_none() {
        let (github, amazon) = (format!("ghp_{}", "a1".repeat(18)), format!("AKIA{}", "Z".repeat(16)));
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----";
        for (line, expected) in [
            (format!("use {github}, please"), &[github.as_str()][..]),
            (format!("id={amazon}"), &[&amazon]),
            (format!("not glpat-x,{github},{amazon}"), &[&github, &amazon]),
            (key.to_owned(), &[key]),
            ("my password: hunter2".to_owned(), &["hunter2"]),
            ("I forgot my password; the old password: hunter22 does not work".to_owned(), &["hunter22"]),
            ("password: hunter2, password: hunter3".to_owned(), &["hunter2,", "hunter3"]),
            ("password: required for the login".to_owned(), &[]),
            ("password = getenv(\"X1\")".to_owned(), &[]),
            ("-----BEGIN PGP SIGNATURE-----".to_owned(), &[]),
            ("task-based scheduling, ghp_short".to_owned(), &[]),
        ] {
            let found: Vec<_> = secrets(&line).map(|(_, span)| &line[span]).collect();
            assert_eq!(found, expected, "{line}");
            let shown = masked(&line);
            assert!(shown.len() == line.len() && expected.iter().all(|it| !shown.contains(it)), "{shown}");
        }
    }
}
