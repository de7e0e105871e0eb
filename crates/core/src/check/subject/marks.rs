//! Marks before the subject: `Re:`, `Fwd:`, `Subject:`.

use super::read::at;
use crate::check::edit;
use crate::check::input::CheckInput;
use crate::check::kind::{is_threaded, reply_mark};
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::introduction::bare_subject;
use onlist_mail::read::subject::without_forward_mark;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[&Rule] = &[&SUBJECT_MARK];

/// The marks before the subject that have no business there: `Subject:`, and in a new thread `Re:` and `Fwd:`.
fn misplaced_marks(input: &CheckInput<'_>) -> Vec<String> {
    /// Nobody writes more.
    const MOST_MARKS: usize = 10;
    let mut marks = Vec::new();
    let mut rest = input.mail.post.subject.trim_start();
    while let Some((mark, after)) = rest.split_once([':', '：']).filter(|_| marks.len() < MOST_MARKS) {
        let word = mark.trim().to_ascii_lowercase();
        let whole = &rest[..rest.len() - after.len()];
        let answers = reply_mark(rest).is_some_and(|it| it.starts_with(mark)) && !is_threaded(input.mail);
        let forwards = without_forward_mark(rest).is_some();
        if !(word == "subject" || answers || forwards) {
            break;
        }
        marks.push(whole.trim().to_owned());
        rest = after.trim_start();
    }
    if marks.is_empty() && !is_threaded(input.mail) {
        marks.extend(reply_mark(&input.mail.post.subject).map(str::to_owned));
    }
    marks
}

/// The subject without those marks, and without the list's tag before one of them.
fn without_marks(input: &CheckInput<'_>) -> String {
    let mut post = input.mail.post.clone();
    for mark in misplaced_marks(input) {
        if let Some((_, rest)) = post.subject.split_once(mark.as_str()) {
            post.subject = onlist_mail::text::Line::sanitize(rest);
        }
    }
    bare_subject(input.catalog, &post).to_owned()
}

const SUBJECT_MARK: Rule = Rule {
    code: "S05",
    name: "subject-mark",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "the mark of an answer on a new mail hides it in other threads, and a second `Subject:` is a slip",
    source: "39 first contacts on two lists, 2020 to 2026",
    bad: "Subject: Re: [GSoC 2015] A faster parser for traces",
    good: "Subject: [GSoC 2015] A faster parser for traces",
    check: subject_mark,
    fix: Some(unmark),
};

fn subject_mark(input: &CheckInput<'_>) -> Vec<Violation> {
    let marks = misplaced_marks(input);
    let Some(first) = marks.first() else { return subject_in_text(input) };
    let named: Vec<_> = marks.iter().map(|mark| format!("`{mark}`")).collect();
    let message = format!("a new subject begins with {}", and(&named));
    let place = at(input, first);
    vec![Violation::new(place, message, "remove it; to answer a mail, use `reply` of your mail program")]
}

/// A `Subject:` that slid from the header into the text.
fn subject_in_text(input: &CheckInput<'_>) -> Vec<Violation> {
    let first = input.own_lines().next();
    let slid = first.filter(|(_, line)| line.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("subject:")));
    let violation = |(at, _)| {
        let message = "the text begins with a subject of its own";
        Violation::new(input.mail.in_line(at, 0..8), message, "move it to the subject, or delete it")
    };
    slid.map(violation).into_iter().collect()
}

/// The subject without those marks.
fn unmark(input: &CheckInput<'_>) -> Option<Vec<u8>> {
    edit::with_subject(input.mail, &without_marks(input))
}
