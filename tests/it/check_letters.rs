//! What this program composes passes its own check, and mails that were made to do harm do none.

use crate::support::shipped;
use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::check::{CheckContext, Mail, RuleConfig, Severity, check, fixed};
use onlist_core::compose::{self, Answers, Question, introduction};
use onlist_core::introduction::Topic;
use proptest::prelude::*;

use crate::support::soon;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid")
}

/// Composes a letter and gives what is found in it: codes of errors, codes of warnings, and the topic's name.
fn found(
    catalog: &Catalog,
    topic: compose::Topic<'_>,
    answers: &Answers,
) -> (Vec<&'static str>, Vec<&'static str>, String) {
    let letter = introduction(catalog, topic, answers, now(), true).expect("composed");
    let config = RuleConfig::of(catalog).expect("known rules");
    let bytes = letter.message().bytes.clone();
    let mail = Mail::read(&bytes).expect("a mail");
    let context = CheckContext::new(catalog, now());
    let checked = check(&mail, &context, &config);
    let codes = |severity| {
        let found = checked.findings.iter().filter(|finding| finding.severity == severity);
        found.map(|finding| finding.rule.code).collect()
    };
    let about = match &checked.topic {
        Topic::Project(project) => project.id.to_string(),
        Topic::Idea(_) => "idea".to_owned(),
        Topic::Unknown => "unknown".to_owned(),
    };
    (codes(Severity::Error), codes(Severity::Warning), about)
}

fn answers(given: &[(Question, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (question, answer) in given {
        answers.set(*question, answer).expect("clean");
    }
    answers
}

fn person() -> Vec<(Question, &'static str)> {
    vec![(Question::Name, "Ada Example"), (Question::Email, "ada@students.test")]
}

#[test]
fn a_good_answer_makes_a_letter_without_a_warning() {
    let catalog = shipped();
    for project in &catalog.projects {
        let mut given = person();
        given.extend([
            (Question::CallMe, "Ada"),
            (
                Question::Interest,
                "I have used it for a year at home, on a small board with two cores, and would like it to be faster than it is; most of the time seems to go into waiting for the disk.",
            ),
            (Question::SoFar, "I have built commit 3f2a9bc1, read https://example.org/notes about it, and measured where the time goes with a small program of mine."),
            (Question::Question, "Does it have to work on both architectures from the start?"),
        ]);
        let (errors, warnings, about) = found(&catalog, compose::Topic::Project(project), &answers(&given));
        let expected: &[&str] = if project.is_finished() { &["A13"] } else { &[] };
        assert_eq!((errors.as_slice(), warnings.as_slice()), (&[][..], expected), "{}", project.id);
        assert_eq!(about, project.id.as_str());
    }
}

#[test]
fn a_good_outline_makes_a_letter_without_a_warning() {
    let catalog = shipped();
    let mut given = person();
    given.extend([
        (Question::Idea, "Trace viewer for guests"),
        (
            Question::Problem,
            "Traces of guests can only be read as text, and nobody does, see tools/xentrace/formats.c.",
        ),
        (Question::Change, "I would write a viewer that shows them on a line of time."),
        (Question::PriorArt, "There is a page that plots them, but it does not know of guests."),
        (Question::HelpWanted, "I would need somebody who knows the format of the trace buffers."),
    ]);
    let (errors, warnings, about) = found(&catalog, compose::Topic::Idea, &answers(&given));
    assert_eq!((errors, warnings, about.as_str()), (vec![], vec![], "idea"));
}

/// What a writer's own words can cause.
const CAUSED: [&str; 8] = ["A13", "C05", "C06", "C07", "C10", "C11", "C12", "C16"];

/// What they can cause when they are any text at all.
const CAUSED_BY_ANYTHING: [&str; 9] = ["C02", "C09", "F02", "F04", "F09", "F10", "F13", "S04", "S07"];

/// Words that mean nothing to any rule: letters drawn at random make a `sir` now and then.
const WORDS: [&str; 24] = [
    "wheel", "river", "and", "the", "of", "when", "slowly", "engine", "green", "it", "turns", "under",
    "over", "map", "we", "have", "seen", "because", "between", "Water", "Stone", "lamp", "quiet", "number",
];

/// Words, sentences and paragraphs.
fn prose() -> impl Strategy<Value = String> {
    let word =
        (proptest::sample::select(&WORDS[..]), proptest::sample::select(&["", "", "", ",", ".", "?"][..]));
    proptest::collection::vec(word, 2..80).prop_map(|words| {
        let words: Vec<_> = words.into_iter().map(|(word, mark)| format!("{word}{mark}")).collect();
        words.join(" ").replace(". ", ".\n")
    })
}

/// A title that says something: of small words alone a rule rightly says that it does not.
fn title() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 3..6)
        .prop_map(|words| format!("A wheel {}", words.join(" ")))
}

fn anything() -> impl Strategy<Value = String> {
    "[ -~\n\t\u{a0}\u{200b}éßЖ漢🚀–“]{1,300}".prop_filter("says something", |text| !text.trim().is_empty())
}

fn about_project(
    id: usize,
    texts: &[String; 3],
    body: bool,
) -> (Vec<&'static str>, Vec<&'static str>, String) {
    let catalog = shipped();
    let project = &catalog.projects[id % catalog.projects.len()];
    let mut given = person();
    if body {
        given.push((Question::Body, &texts[0]));
    }
    let questions = [Question::Interest, Question::SoFar, Question::Question];
    given.extend(questions.into_iter().zip(texts.iter().map(String::as_str)));
    found(&catalog, compose::Topic::Project(project), &answers(&given))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn letters_in_plain_words_pass(id in 0..19_usize, texts in [prose(), prose(), prose()]) {
        let (errors, warnings, _) = about_project(id, &texts, false);
        prop_assert_eq!(errors, Vec::<&str>::new(), "{:?}", texts);
        prop_assert!(warnings.iter().all(|code| CAUSED.contains(code)), "{:?}: {:?}", warnings, texts);
    }

    #[test]
    fn any_answer_causes_no_more_than_it_says(id in 0..19_usize, texts in [anything(), anything(), anything()]) {
        let (errors, warnings, _) = about_project(id, &texts, false);
        // An answer may well hold a slot, a tag or a word like a password.
        prop_assert!(errors.iter().all(|code| ["F11", "F12", "F14"].contains(code)), "{:?}: {:?}", errors, texts);
        let caused = |code: &&str| CAUSED.contains(code) || CAUSED_BY_ANYTHING.contains(code);
        prop_assert!(warnings.iter().all(caused), "{:?}: {:?}", warnings, texts);
    }

    #[test]
    fn a_text_of_ones_own_is_judged_as_a_text_alone(id in 0..19_usize, texts in [anything(), anything(), anything()]) {
        let (errors, ..) = about_project(id, &texts, true);
        prop_assert!(errors.iter().all(|code| ["C01", "F11", "F12", "F14"].contains(code)), "{:?}: {:?}", errors, texts);
    }

    #[test]
    fn ideas_in_plain_words_pass(title in title(), texts in [prose(), prose()]) {
        let catalog = shipped();
        let mut given = person();
        given.extend([(Question::Idea, title.as_str()), (Question::Problem, &texts[0]), (Question::Change, &texts[1])]);
        let (errors, warnings, about) = found(&catalog, compose::Topic::Idea, &answers(&given));
        prop_assert_eq!(errors, Vec::<&str>::new(), "{}: {:?}", title, texts);
        prop_assert!(warnings.iter().all(|code| CAUSED.contains(code)), "{:?}: {:?}", warnings, texts);
        prop_assert_eq!(about, "idea");
    }

    #[test]
    fn any_octets_are_checked_and_fixed(mail in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = checked(&[b"Subject: GSoC\n", mail.as_slice()].concat());
    }

    #[test]
    fn any_header_is_checked_and_fixed(value in "[ -~\n\t=?<>@,;:()\"\\\\é\u{1b}]{0,200}") {
        for field in ["From", "Subject", "Date", "References", "Content-Type", "To", "Cc", "Bcc"] {
            let folded = value.replace('\n', "\n ");
            let _ = checked(format!("{field}: {folded}\nSubject: Re: x\nTo: xen-devel@xen.org\n\ny\n--\nz\n").as_bytes());
        }
    }

    #[test]
    fn the_text_is_the_one_that_a_mentor_reads(text in "[ -~\n\té漢]{0,300}", coded in any::<bool>()) {
        let (encoding, body) = if coded {
            ("quoted-printable", quoted_printable::encode_to_str(text.replace('\n', "\r\n")))
        } else {
            ("8bit", text)
        };
        let head = "Subject: x\nContent-Type: text/plain; charset=utf-8\n";
        let mail = format!("{head}Content-Transfer-Encoding: {encoding}\n\n{body}");
        let mail = Mail::read(mail.as_bytes()).expect("a mail");
        let lines: Vec<_> = mail.text.lines.iter().map(|line| line.text.as_str()).collect();
        let lines = lines.join("\n");
        prop_assert_eq!(lines.trim_end(), mail.post.text().trim_end());
    }
}

/// What is found in a mail in the shipped catalog's community, after a try to fix it.
fn checked(bytes: &[u8]) -> Vec<&'static str> {
    let catalog = shipped();
    let config = RuleConfig::of(&catalog).expect("known rules");
    let context = CheckContext::new(&catalog, now());
    let _ = fixed(bytes, &context, &config);
    let Ok(mail) = Mail::read(bytes) else { return Vec::new() };
    check(&mail, &context, &config).findings.iter().map(|finding| finding.rule.code).collect()
}

#[test]
fn hostile_mails_are_checked_soon() {
    let many = |text: &str| text.repeat(60_000 / text.len());
    let text =
        |body: &str| format!("Subject: GSoC 2015: x\nContent-Type: text/plain; charset=utf-8\n\n{body}\n");
    let field = |name: &str, value: &str| format!("{name}: {value}\nSubject: GSoC\n\nHello?\n");
    for (name, mail) in [
        ("brackets", text(&many("[]"))),
        ("slots", text(&many("[Your Name]\n"))),
        ("ticks", text(&many("`[Your]"))),
        ("questions", text(&many("？a "))),
        ("fences", text(&many(&format!("```\n{}\n", "word ".repeat(40))))),
        ("dashes", text(&many("--\n"))),
        ("quotes", text(&many("> a\n--\n"))),
        ("long line", text(&many("word "))),
        ("stars", text(&many("**a"))),
        ("hidden", text(&many("\u{200b}\u{a0}"))),
        ("marks", field("Subject", &many("Re: "))),
        ("tags", field("Subject", &many("[xen-devel] "))),
        ("tokens", field("Subject", &many("GSoC 2015 "))),
        ("recipients", field("To", &many("a@xen-devel.test, "))),
        ("aliases", field("Cc", &many("xen-devel@xen.org,\n "))),
        ("masks", field("Cc", &many("<a at b,"))),
        ("fields", format!("{}\nHello\n", many("Cc: a@b\u{1b}.test\n"))),
        ("parts", format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}", many("--b\n\n"))),
        ("nesting", format!("Subject: x\n{}", many("Content-Type: message/rfc822\n\n"))),
    ] {
        let _ = soon(name, || checked(mail.as_bytes()));
    }
}
