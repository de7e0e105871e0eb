//! What else stands in the subject.

use unicode_width::UnicodeWidthStr;

use super::read::{at, whole};
use super::token::in_form;
use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::introduction::says_something;
use onlist_mail::mailbox::Address;

pub(in crate::check) const RULES: &[&Rule] = &[
    &SUBJECT_TITLE,
    &SUBJECT_LENGTH,
    &SUBJECT_MARKS,
    &COMMAND_SUBJECT,
    &LIST_TAG_TYPED,
    &ADDRESS_SUBJECT,
    &SUBJECT_MISSING,
];

const SUBJECT_TITLE: Rule = Rule {
    code: "S04",
    name: "subject-title",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "a subject without a topic is opened by nobody who knows the topic",
    source: "39 first contacts on two lists, 2020 to 2026",
    bad: "Subject: [GSoC 2015] Introduction: Ada Example",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: subject_title,
    fix: None,
};

fn subject_title(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(parsed) = &input.parsed else { return Vec::new() };
    if says_something(input.catalog, &input.mail.post, &parsed.title) {
        return Vec::new();
    }
    let title = input.topic.title().unwrap_or("a short title");
    let fix = format!("write what it is about: `{}`", in_form(input, title));
    vec![Violation::new(whole(input), "the subject does not say what this is about", fix)]
}

const SUBJECT_LENGTH: Rule = Rule {
    code: "S06",
    name: "subject-length",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "archives and mail programs cut long subjects",
    source: "Xen Project, sending-patches; Linux kernel, submitting-patches",
    bad: "Subject: [GSoC 2015] A faster parser for traces that are longer than anybody would want",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: subject_length,
    fix: None,
};

fn subject_length(input: &CheckInput<'_>) -> Vec<Violation> {
    let subject = input.subject;
    let width = subject.width();
    if width <= input.limits.widest_subject {
        return Vec::new();
    }
    let message = format!("the subject has {width} columns");
    let fix = format!("shorten the title: {} columns are shown whole", input.limits.widest_subject);
    vec![Violation::new(at(input, subject), message, fix)]
}

const SUBJECT_MARKS: Rule = Rule {
    code: "S07",
    name: "subject-marks",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "shouting, pictures and marks beyond ASCII look like advertising and break searches",
    source: "39 first contacts on two lists, 2020 to 2026",
    bad: "Subject: [GSoC 2015] A faster parser for traces!!!",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: subject_marks,
    fix: None,
};

fn subject_marks(input: &CheckInput<'_>) -> Vec<Violation> {
    let subject = input.subject;
    let in_title = |part: &str| input.topic.title().is_some_and(|title| title.contains(part));
    let violation =
        |part: &str, message: &str| Violation::new(at(input, part), message, "use plain words in ASCII");
    let mut violations = Vec::new();
    if subject.contains("!!") {
        violations.push(violation("!!", "the subject shouts"));
    } else if let Some(title) = input
        .parsed
        .as_ref()
        .map(|it| it.title.as_str())
        .filter(|title| is_shouted(title) && !in_title(title))
    {
        violations.push(violation(title, "the subject is all in capitals"));
    }
    let odd = subject.chars().find(|c| is_picture(*c) || "–—―…“”‘’".contains(*c));
    if let Some(c) = odd.filter(|c| !in_title(&c.to_string())) {
        violations.push(violation(&c.to_string(), &format!("the subject has `{c}` in it")));
    }
    violations
}

/// Three words or more, none of which has a small letter: fewer may be names.
fn is_shouted(title: &str) -> bool {
    let long = title.split_whitespace().filter(|word| word.chars().filter(|c| c.is_uppercase()).count() > 2);
    long.count() >= 3 && !title.contains(char::is_lowercase)
}

/// Whether a character is one of the pictures that are used as emoji (Unicode TR 51).
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{1f000}'..='\u{1faff}')
}

const COMMAND_SUBJECT: Rule = Rule {
    code: "S08",
    name: "command-subject",
    severities: &[Severity::Error],
    scope: Scope::Any,
    reason: "list software takes such a subject for a command and holds the mail",
    source: "Mailman 2.1, Hold.py (administrivia)",
    bad: "Subject: subscribe",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: command_subject,
    fix: None,
};

fn command_subject(input: &CheckInput<'_>) -> Vec<Violation> {
    const COMMANDS: [&str; 9] =
        ["subscribe", "unsubscribe", "help", "confirm", "join", "leave", "signoff", "remove", "set"];
    let subject = input.mail.post.subject.trim();
    let command = COMMANDS.iter().find(|it| subject.eq_ignore_ascii_case(it));
    let Some(command) = command else { return Vec::new() };
    let message = format!("the whole subject is the command `{command}`");
    vec![Violation::new(
        whole(input),
        message,
        "send commands to the list's address for them, such as LIST-request",
    )]
}

const ADDRESS_SUBJECT: Rule = Rule {
    code: "S10",
    name: "address-subject",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "an address in place of a subject slipped in from another field, and tells nobody what the mail is about",
    source: "first letters on seven lists, 2015 to 2026",
    bad: "Subject: grace@example.org",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: address_subject,
    fix: None,
};

fn address_subject(input: &CheckInput<'_>) -> Vec<Violation> {
    let is_address = |text: &str| {
        let text = text.trim().trim_matches(['<', '>', ',', ';']);
        !text.contains(' ') && text.parse::<Address>().is_ok()
    };
    let title = input.parsed.as_ref().map_or(input.subject, |it| it.title.as_str());
    if !is_address(title) && !is_address(input.subject) {
        return Vec::new();
    }
    vec![Violation::new(whole(input), "the subject is an address", "write what the mail is about")]
}

const SUBJECT_MISSING: Rule = Rule {
    code: "S11",
    name: "subject-missing",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "readers choose by the subject what they open",
    source: "RFC 5322, 3.6.5",
    bad: "Subject:",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: subject_missing,
    fix: None,
};

fn subject_missing(input: &CheckInput<'_>) -> Vec<Violation> {
    if !input.mail.post.subject.trim().is_empty() {
        return Vec::new();
    }
    let message = if input.mail.field("Subject").is_some() {
        "the subject is empty"
    } else {
        "this mail has no subject"
    };
    vec![Violation::new(input.mail.at_field("Subject", ""), message, "write what the mail is about")]
}

const LIST_TAG_TYPED: Rule = Rule {
    code: "S09",
    name: "list-tag-typed",
    severities: &[Severity::Info],
    scope: Scope::Introduction,
    reason: "the list's server adds its tag by itself, or does without",
    source: "tags that list servers put before subjects",
    bad: "Subject: [devel] [GSoC 2015] A faster parser for traces",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: list_tag_typed,
    fix: None,
};

fn list_tag_typed(input: &CheckInput<'_>) -> Vec<Violation> {
    let subject = input.mail.post.subject.as_str();
    let stripped = subject.len() - input.subject.len();
    let tag = subject[..stripped].trim();
    let Some((start, _)) = tag.split_once(']').filter(|_| tag.starts_with('[') && !input.mail.travelled())
    else {
        return Vec::new();
    };
    let tag = &tag[..=start.len()];
    vec![Violation::new(at(input, tag), format!("`{tag}` is the list's own tag"), "leave it out")]
}
