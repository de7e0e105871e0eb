//! Every rule, over small changes to one good letter.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_core::catalog::{Catalog, Id};
use onlist_core::check::{
    Background, CheckContext, EarlierLetter, Finding, Mail, RuleConfig, Severity, check, rules,
};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

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
fn no_finding_shows_a_secret() {
    let line = format!("So far I log in with the password: hunter22, {}**too**", "and more ".repeat(9));
    let findings = findings(&LETTER.replace("So far", &line), CATALOG);
    let on_line: Vec<_> =
        findings.iter().filter(|it| it.place.text.is_some()).map(|it| it.rule.code).collect();
    assert_eq!(on_line, ["F14", "F02", "F10"], "{findings:?}");
    assert!(!format!("{findings:?}").contains("hunter22"), "{findings:?}");
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
    let elsewhere = ["F03", "A15", "T04", "T05", "T06", "T07", "C13"];
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

/// Two letters that the writer has sent: one about the parser two days ago, one about the viewer, which was asked about
/// again since.
fn background() -> Background {
    let id = |text: &str| MessageId::parse(text).expect("a message-id");
    let parser = EarlierLetter {
        message_id: id("0@students.test"),
        other_ids: Vec::new(),
        writer: "ada@students.test".parse().expect("an address"),
        season: Id::new("gsoc-2015").expect("an id"),
        project: Id::new("parser"),
        subject: Line::sanitize("[GSoC 2015] A faster parser for traces"),
        text: None,
        last_sent: now() - TimeDelta::days(2),
        ask_again: Some(now() + TimeDelta::days(5)),
        follow_ups: 0,
        answered: false,
        url: Some(Line::sanitize("https://lists.example.org/0")),
    };
    let text = "I am Ada. I like tools that people use every day, and I have time from May on. So far I have built the \
                tree, read its manual and sent a small patch. I would like to work on Trace viewer. Which part of it \
                comes first?";
    let viewer = EarlierLetter {
        message_id: id("00@students.test"),
        other_ids: vec![id("000@students.test")],
        project: Id::new("viewer"),
        subject: Line::sanitize("[GSoC 2015] A viewer"),
        text: Some(text.to_owned()),
        ask_again: None,
        follow_ups: 1,
        url: None,
        ..parser.clone()
    };
    Background { earlier: vec![parser, viewer], people: Vec::new() }
}

/// The codes of rules about repeated letters that find something, with what `change` makes of what is known.
fn repeated(letter: &str, change: impl FnOnce(&mut Background)) -> Vec<&'static str> {
    let catalog = Catalog::parse("catalog.toml", CATALOG).expect("a valid catalog");
    let config = RuleConfig::of(&catalog).expect("known rules");
    let mut background = background();
    change(&mut background);
    let context = CheckContext { background: Some(&background), ..CheckContext::new(&catalog, now()) };
    let mail = Mail::read(letter.as_bytes()).expect("a mail");
    let codes = check(&mail, &context, &config).findings.into_iter().map(|it| it.rule.code);
    codes.filter(|code| ["T04", "T05", "T06", "T07", "C13", "A12"].contains(code)).collect()
}

#[test]
fn what_was_written_before_is_known_by_writer_project_and_thread() {
    let other =
        LETTER.replace("[GSoC 2015] A faster parser for traces", "[GSoC 2015] A parser that is faster");
    let reminder = |parent: &str, text: &str| {
        let head = format!("Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <{parent}>");
        let letter = LETTER.replace("Subject: [GSoC 2015] A faster parser for traces", &head);
        let (head, _) = letter.split_once("\n\n").expect("a body");
        format!("{head}\n\n{text}\n")
    };
    let later = |it: &mut Background| {
        for letter in &mut it.earlier {
            letter.ask_again = Some(now() - TimeDelta::days(1));
        }
    };
    let nothing = |_: &mut Background| {};
    assert_eq!(repeated(LETTER, nothing), ["T06"], "the same subject again");
    assert_eq!(repeated(&other, nothing), ["T04"], "the same project again");
    assert_eq!(repeated(&other.replace("ada@students", "bo@students"), nothing), [""; 0], "by somebody else");
    assert_eq!(
        repeated(&LETTER.replace("<1@students.test>", "<0@students.test>"), nothing),
        [""; 0],
        "itself"
    );
    let early = reminder("0@students.test", "I have measured it: https://example.org/log");
    assert_eq!(repeated(&early, nothing), ["T05"]);
    assert_eq!(repeated(&early, later), [""; 0], "in time");
    assert_eq!(
        repeated(&reminder("0@students.test", "I have measured it."), later),
        ["T06"],
        "without the link"
    );
    assert_eq!(repeated(&reminder("000@students.test", "Again."), nothing), ["T07"], "asked again before");
    assert_eq!(repeated(&reminder("000@students.test", "Again."), later), [""; 0]);
    let answered = |it: &mut Background| it.earlier[0].answered = true;
    assert_eq!(repeated(&early, answered), [""; 0], "an answer is no reminder");
    let gone = |it: &mut Background| it.earlier[0].season = Id::new("gsoc-2014").expect("an id");
    assert_eq!(repeated(&other, gone), [""; 0], "in another season");
}

#[test]
fn an_address_is_known_by_whoever_has_seen_it() {
    let letter = LETTER.replace("Linus Sample <linus@example.org>", "Linus Sample <l.sample@engine.test>");
    let clean = |it: &mut Background| it.earlier.clear();
    assert_eq!(repeated(&letter, clean), ["A12"]);
    let seen = |it: &mut Background| {
        it.earlier.clear();
        it.people.push("Linus <L.Sample@engine.test>".parse().expect("a mailbox"));
    };
    assert_eq!(repeated(&letter, seen), [""; 0]);
    let finding = findings(&letter, CATALOG).into_iter().find(|it| it.rule.code == "A12").expect("a finding");
    assert_eq!(
        (finding.message.as_str(), finding.hints),
        (
            "l.sample@engine.test stands in no catalog, MAINTAINERS file, archive or ledger at hand",
            vec!["the address that is known of Linus Sample is linus@example.org".into()]
        )
    );
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
            let background = background();
            let context = CheckContext {
                account: Some(&account),
                background: Some(&background),
                ..CheckContext::new(&catalog, now())
            };
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

#[test]
fn an_answer_goes_where_the_answered_mail_asks() {
    let catalog = Catalog::parse("catalog.toml", CATALOG).expect("a valid catalog");
    let config = RuleConfig::of(&catalog).expect("known rules");
    let list = "List-Post: <mailto:devel@lists.example.org>\n";
    let b4 = "From: Ada via B4 Relay <devnull+ada@relay.test>\n";
    for (parent, to, expected) in [
        ("From: ada@students.test\n".to_owned(), "ada@students.test", true),
        ("From: ada@students.test\n".to_owned(), "ben@students.test", false),
        ("From: ada@students.test\nReply-To: ada@home.test\n".to_owned(), "ada@home.test", true),
        ("From: ada@students.test\nReply-To: ada@home.test\n".to_owned(), "ada@students.test", true),
        ("From: ada@students.test\nReply-To: ada@home.test\n".to_owned(), "ben@students.test", false),
        ("From: ada@students.test\nReply-To: devel@old.example.org\n".to_owned(), "ada@students.test", true),
        (
            "From: noreply@students.test\nReply-To: a@b.test, c@d.test\n".to_owned(),
            "a@b.test, c@d.test",
            true,
        ),
        (format!("{list}From: Ada <ada@students.test.invalid>\n"), "ada@students.test", true),
        (format!("{list}From: Ada <ada=students.test@lists.example.org>\n"), "ada@students.test", true),
        (format!("{list}{b4}X-Original-From: Ada <ada@students.test>\n"), "ada@students.test", true),
        (format!("{list}{b4}Reply-To: ada@students.test\n"), "ada@students.test", true),
        (format!("{list}{b4}Reply-To: ada@students.test\n"), "ben@students.test", false),
    ] {
        let parent = format!("{parent}To: devel@lists.example.org\nSubject: x\n\nHi\n");
        let parent = onlist_mail::read::Post::read(parent.as_bytes()).expect("a mail");
        let answer = format!(
            "From: grace@example.org\nTo: {to}\nCc: devel@lists.example.org\nSubject: Re: x\n\n> Hi\n\nHello\n"
        );
        let answer = Mail::read(answer.as_bytes()).expect("a mail");
        let context = CheckContext { parent: Some(&parent), ..CheckContext::new(&catalog, now()) };
        let found = check(&answer, &context, &config).findings;
        let has = |code: &str| found.iter().any(|it| it.rule.code == code);
        assert_eq!((!has("T03"), has("T02")), (expected, false), "{to}");
    }
}
