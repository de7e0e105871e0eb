//! Every rule, over small changes to one good letter.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::check::{CheckContext, Finding, Mail, RuleConfig, Severity, check, rules};

use crate::checks::{Change, addressing, content, form, subject};

const LETTER: &str = include_str!("checks/letter.eml");
const CATALOG: &str = include_str!("checks/catalog.toml");

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T13:00:00+01:00").expect("valid")
}

fn changed(text: &str, changes: &[Change]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "nothing to change: {old:?} in {text}");
        text.replacen(old, new, 1)
    })
}

/// What is found in `letter`, as code and message.
fn found(letter: &str, catalog: &str) -> Vec<(&'static str, String)> {
    findings(letter, catalog).into_iter().map(|it| (it.rule.code, it.message)).collect()
}

/// What is found in `letter`, as code and weight.
fn weighed(letter: &str, catalog: &str) -> Vec<(&'static str, Severity)> {
    findings(letter, catalog).into_iter().map(|it| (it.rule.code, it.severity)).collect()
}

fn findings(letter: &str, catalog: &str) -> Vec<Finding> {
    let catalog = Catalog::parse("catalog.toml", catalog).expect("a valid catalog");
    let config = RuleConfig::of(&catalog).expect("known rules");
    let context = CheckContext::new(&catalog, now());
    let mail = Mail::read(letter.as_bytes()).expect("a mail");
    check(&mail, &context, &config).findings
}

#[test]
fn there_is_nothing_to_fix_in_the_good_letter() {
    assert_eq!(found(LETTER, CATALOG), []);
}

#[test]
fn rules_about_phrases_are_silent_where_they_do_not_know_the_language() {
    let letter = include_str!("checks/german.eml");
    let wishes = "[conventions]\neligibility = { value = true }\ntask = { value = \"ask-mentor\" }\n";
    assert_eq!(found(letter, &CATALOG.replace("[conventions]\n", wishes)), []);
    let idea = letter.replace("A faster parser for traces", "Bunte Farben");
    assert_eq!(found(&idea, CATALOG), []);
}

#[test]
fn rules_fire_and_keep_silent() {
    let mut wrong = Vec::new();
    for row in [addressing::ROWS, subject::ROWS, form::ROWS, content::ROWS].into_iter().flatten() {
        let found = found(&changed(LETTER, row.letter), &changed(CATALOG, row.catalog));
        if found.iter().any(|(code, _)| *code == row.code) != row.fires {
            wrong.push(format!("{} fires: {}, after {:?}: {found:?}", row.code, !row.fires, row.letter));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn how_much_a_finding_weighs_may_depend_on_it() {
    let long = |words: usize| {
        LETTER.replace("for traces\nDate", &format!("for traces {}\nDate", "and more ".repeat(words)))
    };
    let without = |address: &str| CATALOG.replace(&format!("address = \"{address}\"\n"), "");
    let copy = "Cc: Grace Example <grace@example.org>,";
    let composed = LETTER.replace("<1@students.test>", "<20150310110000.0123456789abcdef0123@students.test>");
    let closed = CATALOG.replace("posting = \"anyone\"\n", "");
    let finished = CATALOG.replace("state = \"open\"\nmentors", "state = \"finished\"\nmentors");
    for (code, letter, catalog, expected) in [
        ("S06", long(5), CATALOG, Severity::Warning),
        ("S06", long(12), CATALOG, Severity::Warning),
        ("A04", LETTER.to_owned(), &without("grace@example.org"), Severity::Error),
        ("A04", LETTER.replace(copy, "Cc:"), &without("grace@example.org"), Severity::Info),
        (
            "A13",
            LETTER.to_owned(),
            &CATALOG.replace("status = \"open\"", "status = \"applied\""),
            Severity::Info,
        ),
        ("A13", LETTER.to_owned(), &finished, Severity::Error),
        ("A13", composed.clone(), &finished, Severity::Warning),
        ("A21", LETTER.to_owned(), &closed, Severity::Warning),
        ("A21", composed, &closed, Severity::Info),
    ] {
        let weight = weighed(&letter, catalog).into_iter().find(|(found, _)| *found == code);
        assert_eq!(weight, Some((code, expected)), "{letter}");
    }
}

#[test]
fn every_rule_is_seen_to_fire_and_to_keep_silent() {
    let rows = || [addressing::ROWS, subject::ROWS, form::ROWS, content::ROWS].into_iter().flatten();
    // These need a long mail, or a sending account, and have tests of their own.
    let elsewhere = ["F03", "A15"];
    for fires in [true, false] {
        let seen: BTreeSet<_> = rows().filter(|row| row.fires == fires).map(|row| row.code).collect();
        let missing: Vec<_> = rules().iter().map(|rule| rule.code).filter(|it| !seen.contains(it)).collect();
        assert!(missing.iter().all(|code| elsewhere.contains(code)), "fires: {fires}, missing: {missing:?}");
    }
}

#[test]
fn lines_of_998_octets_are_the_longest() {
    for (octets, expected) in [(998, false), (999, true)] {
        let line = format!("{}\n", "x".repeat(octets));
        for end in ["\n", "\r\n"] {
            let letter = LETTER.replace("Hello Grace", &format!("{line}Hello Grace")).replace('\n', end);
            let fires = found(&letter, CATALOG).iter().any(|(code, _)| *code == "F03");
            assert_eq!(fires, expected, "{octets} octets");
        }
    }
}

#[test]
fn from_is_at_the_domain_of_the_account() {
    let catalog = Catalog::parse("catalog.toml", CATALOG).expect("a valid catalog");
    let config = RuleConfig::of(&catalog).expect("known rules");
    let mail = Mail::read(LETTER.as_bytes()).expect("a mail");
    for (account, expected) in [("ada@Students.test", 0), ("ada@home.test", 1)] {
        let account = account.parse().expect("an address");
        let context = CheckContext { account: Some(&account), ..CheckContext::new(&catalog, now()) };
        let codes: Vec<_> = check(&mail, &context, &config).findings.iter().map(|it| it.rule.code).collect();
        assert_eq!(codes, ["A15"; 1][..expected], "{account}");
    }
}

/// What a catalog needs for the bad example of a rule to be one.
const EXAMPLES_IN: &[(&str, Change)] = &[
    ("A04", ("address = \"grace@example.org\"\n", "")),
    (
        "A07",
        (
            "[[area]]\nid = \"core\"",
            "[[list]]\nid = \"announce\"\naddress = \"announce@lists.example.org\"\nposting = \"announcements\"\nlines = [3, 3]\n\n\
             [[area]]\nid = \"core\"",
        ),
    ),
    ("A13", ("state = \"open\"\nmentors", "state = \"finished\"\nmentors")),
    ("A21", ("posting = \"anyone\"\nsubject-tag", "subject-tag")),
    ("C04", ("[conventions]\n", "[conventions]\neligibility = { value = true }\n")),
    ("C07", ("[conventions]\n", "[conventions]\ncheck.question-by-line = 2\n")),
    ("C08", ("[conventions]\n", "[conventions]\ntask = { value = \"ask-mentor\" }\n")),
    ("C17", ("[conventions]\n", "[conventions]\ndisclosure = [\"I wrote this without a machine.\"]\n")),
    ("C10", ("[conventions]\n", "[conventions]\nwords = { value = { min = 10, max = 40 } }\n")),
];

/// The good letter with the fields and the text of an example in place of its own.
fn with_example(example: &str) -> String {
    let (fields, text) = match example.split_once("\n\n") {
        _ if example.starts_with('\n') => ("", Some(&example[1..])),
        Some((fields, text)) => (fields, Some(text)),
        None => (example, None),
    };
    let name = |line: &str| line.split_once(':').map(|(name, _)| name.to_owned());
    let given: Vec<_> = fields.lines().filter(|line| !line.starts_with(' ')).filter_map(name).collect();
    let (head, body) = LETTER.split_once("\n\n").expect("a body");
    let kept = head.lines().filter(|line| name(line).is_none_or(|name| !given.contains(&name)));
    let head: Vec<_> = kept.chain(fields.lines()).collect();
    format!("{}\n\n{}\n", head.join("\n"), text.unwrap_or(body))
}

#[test]
fn the_examples_of_each_rule_are_what_they_say() {
    // A mail of more than 40 KiB is no example to read; what a community says is about every letter.
    let no_example = ["F08", "C14"];
    let account = "ada@students.test".parse().expect("an address");
    let mut wrong = Vec::new();
    for rule in rules().iter().filter(|rule| !no_example.contains(&rule.code)) {
        let change = EXAMPLES_IN.iter().filter(|(code, _)| *code == rule.code).map(|(_, change)| *change);
        let changes: Vec<_> = change.collect();
        for (example, fires) in [(rule.bad, true), (rule.good, false)] {
            // A project that is done, or a mentor without an address, is so in the bad example alone.
            let only_bad = ["A04"].contains(&rule.code) && !fires;
            let catalog = changed(CATALOG, if only_bad { &[] } else { &changes });
            let catalog = Catalog::parse("catalog.toml", &catalog).expect("a valid catalog");
            let config = RuleConfig::of(&catalog).expect("known rules");
            let context = CheckContext { account: Some(&account), ..CheckContext::new(&catalog, now()) };
            let letter = with_example(example);
            let mail = Mail::read(letter.as_bytes()).expect("a mail");
            let found = check(&mail, &context, &config).findings;
            if found.iter().any(|it| it.rule.code == rule.code) != fires {
                wrong.push(format!("{} fires: {}\n{letter}", rule.code, !fires));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
