//! Letters that come again: to the same people about the same, too early, or with the same words to others.

use chrono::TimeDelta;

use super::background::EarlierLetter;
use super::input::CheckInput;
use super::kind::is_threaded;
use super::rule::{Rule, Scope};
use super::violation::Violation;
use super::words::is_url;
use crate::diagnostics::Hint;
use crate::subject::{base, fold};
use onlist_mail::words::count;

pub(in crate::check) const RULES: &[&Rule] =
    &[&WRITTEN_BEFORE, &EARLY_REMINDER, &LOOSE_REMINDER, &SECOND_REMINDER, &SAME_LETTER];

/// Days between two reminders where nobody says otherwise.
const BETWEEN: TimeDelta = TimeDelta::days(14);

/// Words that are compared at a time.
const RUN: usize = 6;

/// The earlier letters of who writes this one, but for this very one.
fn earlier<'a>(input: &CheckInput<'a>) -> Vec<&'a EarlierLetter> {
    let own = input.mail.post.message_id.as_ref();
    let wrote = |it: &&EarlierLetter| {
        input.mail.post.from.iter().any(|from| from.address == it.writer)
            && !own.is_some_and(|own| it.is(own))
    };
    input.context.background.into_iter().flat_map(|it| &it.earlier).filter(wrote).collect()
}

/// The own letter that this one answers.
fn reminded<'a>(input: &CheckInput<'a>) -> Option<&'a EarlierLetter> {
    let parents = &input.mail.post.in_reply_to;
    let asked = |it: &&EarlierLetter| !it.answered && parents.iter().any(|id| it.is(id));
    earlier(input).into_iter().find(asked)
}

/// The own letter that this one repeats in a thread of its own, by its subject.
fn repeated<'a>(input: &CheckInput<'a>) -> Option<&'a EarlierLetter> {
    let bare = |subject: &str| fold(base(subject, None));
    let subject = bare(&input.mail.post.subject);
    let same = |it: &&EarlierLetter| !subject.is_empty() && bare(&it.subject) == subject;
    earlier(input).into_iter().find(same).filter(|_| !is_threaded(input.mail))
}

const WRITTEN_BEFORE: Rule = Rule {
    code: "T04",
    name: "written-before",
    severities: &[super::Severity::Warning],
    scope: Scope::Introduction,
    reason: "a second first letter about the same project hides the answers to the first one",
    source: "GSoC student guide, chapter 11",
    bad: "Subject: [GSoC 2015] One more question",
    good: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <another@example.org>",
    check: written_before,
    fix: None,
};

fn written_before(input: &CheckInput<'_>) -> Vec<Violation> {
    let Some(project) = input.topic.project().filter(|_| !is_threaded(input.mail)) else { return Vec::new() };
    let season = input.catalog.season_id(Some(&project.id));
    let same = |it: &&EarlierLetter| it.project.as_ref() == Some(&project.id) && it.season == season;
    let Some(before) = earlier(input).into_iter().find(same) else { return Vec::new() };
    if repeated(input).is_some() {
        return Vec::new();
    }
    let message = format!("you wrote about `{}` before: {}", project.id, before.message_id);
    let fix = "go on in that thread: answer what was written there, or ask again";
    vec![Violation::new(input.mail.at_field("Subject", ""), message, fix).or(Hint::FollowUp)]
}

const EARLY_REMINDER: Rule = Rule {
    code: "T05",
    name: "early-reminder",
    severities: &[super::Severity::Warning],
    scope: Scope::Any,
    reason: "who is asked again before there was time to answer answers later, or not at all",
    source: "QEMU, submitting a patch; Linux kernel, submitting-patches",
    bad: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <0@students.test>",
    good: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <another@example.org>",
    check: early_reminder,
    fix: None,
};

fn early_reminder(input: &CheckInput<'_>) -> Vec<Violation> {
    let early =
        |it: &EarlierLetter| it.follow_ups == 0 && it.ask_again.is_some_and(|at| at > input.context.now);
    let Some(before) = reminded(input).filter(|it| early(it)) else { return Vec::new() };
    let day = before.ask_again.map(|it| it.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let message = "this asks again before the community's time to wait is over";
    vec![Violation::new(input.mail.at_field("In-Reply-To", ""), message, format!("send it from {day}"))]
}

const LOOSE_REMINDER: Rule = Rule {
    code: "T06",
    name: "loose-reminder",
    severities: &[super::Severity::Warning],
    scope: Scope::Any,
    reason: "a reminder away from its letter makes everybody look for the letter",
    source: "QEMU, submitting a patch",
    bad: "Subject: Re: [GSoC 2015] A faster parser for traces",
    good: "Subject: Re: [GSoC 2015] A faster parser for traces\nIn-Reply-To: <0@students.test>\n\nThe \
           letter: https://lists.example.org/0\n\nI have measured it since.",
    check: loose_reminder,
    fix: None,
};

fn loose_reminder(input: &CheckInput<'_>) -> Vec<Violation> {
    if let Some(before) = repeated(input) {
        let message = format!("this repeats your letter {} in a thread of its own", before.message_id);
        let fix = "answer your own letter instead";
        return vec![Violation::new(input.mail.at_field("Subject", ""), message, fix).or(Hint::FollowUp)];
    }
    let Some((before, url)) = reminded(input).and_then(|it| Some((it, it.url.as_ref()?))) else {
        return Vec::new();
    };
    let links = input.own_lines().any(|(_, line)| line.split_whitespace().any(is_url));
    if links || before.follow_ups > 0 {
        return Vec::new();
    }
    let message = "this reminder does not link to the letter that it is about";
    vec![Violation::new(input.mail.at_text(), message, format!("add the link: {url}"))]
}

const SECOND_REMINDER: Rule = Rule {
    code: "T07",
    name: "second-reminder",
    severities: &[super::Severity::Warning],
    scope: Scope::Any,
    reason: "who is reminded twice in two weeks is not faster, and others are asked better",
    source: "GSoC student guide, chapter 13; Jitsi, ideas of 2026",
    bad: "Subject: Re: [GSoC 2015] Trace viewer\nIn-Reply-To: <00@students.test>",
    good: "Subject: Re: [GSoC 2015] Trace viewer\nIn-Reply-To: <another@example.org>",
    check: second_reminder,
    fix: None,
};

fn second_reminder(input: &CheckInput<'_>) -> Vec<Violation> {
    let soon = |it: &EarlierLetter| {
        let from = it.ask_again.unwrap_or(it.last_sent + BETWEEN);
        it.follow_ups > 0 && from > input.context.now
    };
    let Some(before) = reminded(input).filter(|it| soon(it)) else { return Vec::new() };
    let days = (input.context.now - before.last_sent).num_days();
    let days = usize::try_from(days).unwrap_or_default();
    let message = format!("you asked again {} ago", count(days, "day"));
    let fix = "ask another mentor, the chat or the community's administrator";
    vec![Violation::new(input.mail.at_field("In-Reply-To", ""), message, fix)]
}

const SAME_LETTER: Rule = Rule {
    code: "C13",
    name: "same-letter",
    severities: &[super::Severity::Warning],
    scope: Scope::Introduction,
    reason: "mentors read each other's lists, and see that a letter was meant for nobody in particular",
    source: "GSoC mentor guide, chapter 5",
    bad: "Subject: [GSoC 2015] A faster parser for traces\n\nI am Ada. I like tools that people use every day, and I \
          have time from May on.\nSo far I have built the tree, read its manual and sent a small patch.\nI would like to \
          work on A faster parser for traces. Which part of it comes first?",
    good: "Subject: [GSoC 2015] A faster parser for traces\n\nI am Ada. I have measured the parser at commit \
           3f2a9bc1: it spends half of its time in lex.c.\nI would like to work on A faster parser for traces. Does the \
           order of events matter?",
    check: same_letter,
    fix: None,
};

fn same_letter(input: &CheckInput<'_>) -> Vec<Violation> {
    let about = input.topic.project().map(|it| &it.id);
    let other = |it: &&EarlierLetter| it.text.is_some() && it.project.as_ref() != about;
    let others: Vec<_> = earlier(input).into_iter().filter(other).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let names = |text: &str| without_names(input, text);
    let own = names(&input.own_lines().map(|(_, line)| line).collect::<Vec<_>>().join("\n"));
    let same = |it: &&EarlierLetter| it.text.as_deref().is_some_and(|text| alike(&own, &names(text)));
    let Some(before) = others.into_iter().find(same) else { return Vec::new() };
    let message = format!("this is your letter \"{}\" with other names", before.subject);
    let fix =
        "say what is special about this project: what you read or tried of it, and one question about it";
    vec![Violation::new(input.mail.at_text(), message, fix)]
}

/// The words of a text but for those that name projects and people, with blanks between.
fn without_names(input: &CheckInput<'_>, text: &str) -> String {
    let catalog = input.catalog;
    let names = catalog.projects.iter().flat_map(|it| [fold(it.id.as_str()), fold(&it.title)]);
    let names: Vec<_> = names.chain(catalog.people.iter().map(|it| fold(&it.name))).collect();
    let mut text = format!(" {} ", fold(text));
    for name in names.iter().filter(|it| !it.is_empty()) {
        text = text.replace(&format!(" {name} "), " ");
    }
    text
}

/// Whether four in five runs of words of the shorter text stand in the other one.
fn alike(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| text.split_whitespace().collect::<Vec<_>>());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let known: std::collections::HashSet<_> = long.windows(RUN).collect();
    let runs = short.windows(RUN);
    let all = runs.len();
    let same = runs.filter(|run| known.contains(run)).count();
    all >= 2 * RUN && same * 5 >= all * 4
}
