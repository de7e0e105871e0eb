//! What a first letter asks for.

use crate::asking::{TASK_WORDS, asks_for_task};
use crate::catalog::TaskPolicy;
use crate::check::input::{CheckInput, Question};
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::says;
use crate::introduction::Topic;
use crate::subject::fold;
use onlist_mail::read::own::{LineKind, item_text};
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[&Rule] = &[&NO_QUESTION, &BURIED_QUESTION, &TASK_POLICY, &IDEA_OUTLINE];

/// Lines of a paragraph in which a question is found at once.
const SHORT_PARAGRAPH: usize = 8;

/// Whether a question is one that everybody could ask. Where the community wants to be asked for a task, that is none.
fn is_generic(input: &CheckInput<'_>, question: &Question) -> bool {
    let wanted = input.conventions().task().value == TaskPolicy::AskMentor && asks_for_task(&question.words);
    !wanted && input.limits.generic_questions.iter().any(|phrase| says(&question.words, phrase))
}

const NO_QUESTION: Rule = Rule {
    code: "C06",
    name: "no-question",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "a specific question gets an answer; `how do I start` was answered on a web page long ago",
    source: "ideas pages of GNU Mailman and University of Alaska, 2026; 16 of 39 first contacts asked nothing",
    bad: "\nHow do I start?",
    good: "\nDoes the parser have to keep the order of events of the same time?",
    check: no_question,
    fix: None,
};

fn no_question(input: &CheckInput<'_>) -> Vec<Violation> {
    // Of an idea one wants to know what others think of it, which needs no question mark.
    if matches!(input.topic, Topic::Idea(_)) || input.own.is_empty() {
        return Vec::new();
    }
    let asked = !input.questions.is_empty();
    let questions: Vec<_> =
        input.questions.iter().filter(|question| !asks_for_task(&question.words)).collect();
    let fix = "ask one thing that only somebody who knows the project can answer";
    match questions.first() {
        None if asked => {
            vec![Violation::new(input.mail.at_text(), "the letter asks for a task and nothing else", fix)]
        }
        None => vec![Violation::new(input.mail.at_text(), "the letter asks no question", fix)],
        Some(first) if questions.iter().all(|it| is_generic(input, it)) => {
            let place = input.mail.in_line(first.line, first.span.clone());
            vec![Violation::new(place, "everybody could ask this", fix)]
        }
        Some(_) => Vec::new(),
    }
}

const BURIED_QUESTION: Rule = Rule {
    code: "C07",
    name: "buried-question",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "busy readers see the first screen: a question behind the biography is not found",
    source: "University of Alaska, ideas page of 2026",
    bad: "\nI am Ada.\n\nI like traces, and I like parsers.\n\nDoes the parser keep the order of events?",
    good: "\nDoes the parser keep the order of events?\n\nI am Ada, and I like traces and parsers.",
    check: buried_question,
    fix: None,
};

fn buried_question(input: &CheckInput<'_>) -> Vec<Violation> {
    let questions = &input.questions;
    let Some(first) = questions.iter().find(|it| !is_generic(input, it)) else { return Vec::new() };
    if is_listed(input, first.line) {
        return Vec::new();
    }
    let fix = "give the question a paragraph of its own, near the top";
    let place = input.mail.in_line(first.line, first.span.clone());
    let quoted =
        input.mail.text.lines[..first.line].iter().filter(|line| line.kind == LineKind::Quote).count();
    let line = first.line + 1 - quoted;
    if line > input.limits.question_by_line {
        return vec![Violation::new(
            place,
            format!("the first question comes in line {line} of the text"),
            fix,
        )];
    }
    let lines = &input.mail.text.lines;
    let own = |at: &usize| lines[*at].kind.is_own();
    let above = (0..first.line).rev().take_while(own).count();
    let below = (first.line + 1..lines.len()).take_while(own).count();
    let paragraph = above + 1 + below;
    if paragraph <= SHORT_PARAGRAPH {
        return Vec::new();
    }
    vec![Violation::new(place, format!("the first question is inside a paragraph of {paragraph} lines"), fix)]
}

/// Whether a line belongs to an item of a list, which nobody overlooks.
fn is_listed(input: &CheckInput<'_>, line: usize) -> bool {
    let lines = &input.mail.text.lines;
    let paragraph = (0..=line).rev().take_while(|at| lines[*at].kind.is_own());
    paragraph.into_iter().any(|at| item_text(&lines[at].text).is_some())
}

const TASK_POLICY: Rule = Rule {
    code: "C08",
    name: "task-policy",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "some communities hand out small tasks on request, others want newcomers to find one themselves",
    source: "git.github.io, General Microproject Information; Xen Project, GSoC 2015 page, line 49",
    bad: "\nI would like to work on this with you in the summer.",
    good: "\nCould you point me to a bite-size task to start with?",
    check: task_policy,
    fix: None,
};

fn task_policy(input: &CheckInput<'_>) -> Vec<Violation> {
    let policy = input.conventions().task();
    if !input.own.is_english() || policy.is_default {
        return Vec::new();
    }
    let asks = input.questions.iter().find(|question| asks_for_task(&question.words));
    match (policy.value, asks) {
        (TaskPolicy::FindOwn | TaskPolicy::AfterProposal | TaskPolicy::None, Some(question)) => {
            let place = input.mail.in_line(question.line, question.span.clone());
            let (message, fix) = unwanted(policy.value);
            vec![Violation::new(place, message, fix)]
        }
        (TaskPolicy::AskMentor, None) if !input.wants_bare() && !names_task(input) => {
            let message = "this community hands out small tasks on request, and none is asked for";
            vec![Violation::new(input.mail.at_text(), message, "ask the mentor for a bite-size task")]
        }
        _ => Vec::new(),
    }
}

/// What is wrong with asking for a task where nobody hands one out on request, and what to do.
fn unwanted(policy: TaskPolicy) -> (&'static str, &'static str) {
    match policy {
        TaskPolicy::AfterProposal => {
            ("the mentor gives a task after the proposal, and none before", "leave the question out")
        }
        TaskPolicy::None => ("this community hands out no such tasks", "leave the question out"),
        _ => (
            "this community wants newcomers to find their own task",
            "look for one, check in the archive that nobody has it, and say on the list which you take",
        ),
    }
}

/// Whether the text speaks of a small task, in the community's word or in one of those that people use.
fn names_task(input: &CheckInput<'_>) -> bool {
    input.own.has_any(&TASK_WORDS) || input.own.has(&fold(&input.conventions().task_word().value))
}

/// What an outline of an idea has, and words that show it.
const OUTLINE: [(&str, &[&str]); 4] = [
    (
        "what is wrong today",
        &[
            "problem",
            "currently",
            "today",
            "lacks",
            "lack",
            "missing",
            "cannot",
            "can t",
            "limitation",
            "issue",
            "slow",
            "hard",
            "difficult",
            "no way",
        ],
    ),
    (
        "what you would change",
        &[
            "change",
            "propose",
            "proposal",
            "implement",
            "add",
            "introduce",
            "improve",
            "replace",
            "extend",
            "build",
            "write",
            "develop",
            "plan",
        ],
    ),
    (
        "what exists already",
        &[
            "exist",
            "exists",
            "existing",
            "already",
            "prior",
            "similar",
            "related work",
            "alternative",
            "alternatives",
            "previous",
            "there is",
        ],
    ),
    (
        "where you need help",
        &[
            "help", "guidance", "mentor", "mentors", "feedback", "advice", "review", "opinion", "thoughts",
            "comments",
        ],
    ),
];

const IDEA_OUTLINE: Rule = Rule {
    code: "C16",
    name: "idea-outline",
    severities: &[Severity::Warning],
    scope: Scope::Introduction,
    reason: "an idea can be judged when it says what is wrong, what would change, what there is, and who would help",
    source: "Xen Project, GSoC 2015 page, line 42",
    bad: "Subject: [GSoC 2015] Cool colours\n\nCool colours is an idea of my own, and I would like to do it.",
    good: "Subject: [GSoC 2015] Cool colours\n\nCool colours is an idea of my own. The problem is that all is grey. I\nwould change that. Nothing similar exists. I need help with the tests.",
    check: idea_outline,
    fix: None,
};

fn idea_outline(input: &CheckInput<'_>) -> Vec<Violation> {
    if !input.own.is_english() || !matches!(input.topic, Topic::Idea(_)) {
        return Vec::new();
    }
    let missing = OUTLINE.iter().filter(|(_, words)| !input.own.has_any(words)).map(|(what, _)| *what);
    let missing: Vec<_> = missing.collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let message = format!("the outline of your idea does not say {}", and(&missing));
    vec![Violation::new(input.mail.at_text(), message, "add a paragraph on each")]
}
