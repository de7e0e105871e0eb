//! What a first letter asks for.

use crate::catalog::TaskPolicy;
use crate::check::case::{Case, Question};
use crate::check::finding::{Hit, Severity};
use crate::check::mail::Author;
use crate::check::rule::{Rule, Scope};
use crate::check::topic::Topic;
use crate::check::words::says;
use onlist_mail::words::and;

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "C06",
        name: "no-question",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "a specific question gets an answer; `how do I start` was answered on a web page long ago",
        source: "ideas pages of GNU Mailman and University of Alaska, 2026; 16 of 39 first contacts asked nothing",
        run: no_question,
    },
    Rule {
        code: "C07",
        name: "buried-question",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "busy readers see the first screen: a question behind the biography is not found",
        source: "University of Alaska, ideas page of 2026",
        run: buried_question,
    },
    Rule {
        code: "C08",
        name: "task-policy",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "some communities hand out small tasks on request, others want newcomers to find one themselves",
        source: "git.github.io, General Microproject Information; Xen Project, GSoC 2015 page, line 49",
        run: task_policy,
    },
    Rule {
        code: "C16",
        name: "idea-outline",
        severity: Severity::Warning,
        scope: Scope::Introduction,
        reason: "an idea can be judged when it says what is wrong, what would change, what there is, and who would help",
        source: "Xen Project, GSoC 2015 page, line 42",
        run: idea_outline,
    },
];

/// Lines of a paragraph in which a question is found at once.
const SHORT_PARAGRAPH: usize = 8;

/// How people ask for a small task, in folded words.
const TASK_WORDS: [&str; 20] = [
    "bite size task",
    "bite sized task",
    "small task",
    "starter task",
    "beginner task",
    "simple task",
    "easy task",
    "a task",
    "any task",
    "some task",
    "some tasks",
    "tasks to",
    "task to",
    "microproject",
    "micro project",
    "small bug",
    "easy bug",
    "beginner friendly",
    "good first issue",
    "qualification task",
];

/// Whether a question asks for a task, which is a matter of the community's policy and not of the writer's interest.
fn asks_for_task(question: &Question) -> bool {
    TASK_WORDS.iter().any(|phrase| says(&question.words, phrase))
}

/// Whether a question is one that everybody could ask. Where the community wants to be asked for a task, that is none.
fn is_generic(case: &Case<'_>, question: &Question) -> bool {
    let wanted = case.catalog.conventions.task().value == TaskPolicy::AskMentor && asks_for_task(question);
    !wanted && case.judge.generic_questions.iter().any(|phrase| says(&question.words, phrase))
}

fn no_question(case: &Case<'_>) -> Vec<Hit> {
    // Of an idea one wants to know what others think of it, which needs no question mark.
    if matches!(case.topic, Topic::Idea(_)) || case.own.0.is_empty() {
        return Vec::new();
    }
    let asked = !case.questions.is_empty();
    let questions: Vec<_> = case.questions.iter().filter(|question| !asks_for_task(question)).collect();
    let fix = "ask one thing that only somebody who knows the project can answer";
    match questions.first() {
        None if asked => {
            vec![Hit::new(case.mail.at_text(), "the letter asks for a task and nothing else", fix)]
        }
        None => vec![Hit::new(case.mail.at_text(), "the letter asks no question", fix)],
        Some(first) if questions.iter().all(|it| is_generic(case, it)) => {
            let place = case.mail.in_line(first.line, 0..first.span.end);
            vec![Hit::new(place, "everybody could ask this", fix)]
        }
        Some(_) => Vec::new(),
    }
}

fn buried_question(case: &Case<'_>) -> Vec<Hit> {
    let questions = &case.questions;
    let Some(first) = questions.iter().find(|it| !is_generic(case, it)) else { return Vec::new() };
    let fix = "give the question a paragraph of its own, near the top";
    let place = case.mail.in_line(first.line, first.span.clone());
    let quoted =
        case.mail.text.lines[..first.line].iter().filter(|line| line.author == Author::Quote).count();
    let line = first.line + 1 - quoted;
    if line > case.judge.question_by_line {
        return vec![Hit::new(place, format!("the first question comes in line {line} of the text"), fix)];
    }
    let lines = &case.mail.text.lines;
    let full = |at: &usize| lines[*at].author != Author::Nobody;
    let above = (0..first.line).rev().take_while(full).count();
    let below = (first.line + 1..lines.len()).take_while(full).count();
    let paragraph = above + 1 + below;
    if paragraph <= SHORT_PARAGRAPH || is_listed(&lines[first.line].text) {
        return Vec::new();
    }
    vec![Hit::new(place, format!("the first question is inside a paragraph of {paragraph} lines"), fix)]
}

/// Whether a line is an item of a list, which nobody overlooks.
fn is_listed(line: &str) -> bool {
    let text = line.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.starts_with(['-', '*', '•']) || (rest.len() < text.len() && rest.starts_with(['.', ')']))
}

fn task_policy(case: &Case<'_>) -> Vec<Hit> {
    let policy = case.catalog.conventions.task();
    if !case.english || policy.is_default {
        return Vec::new();
    }
    let asks =
        case.questions.iter().find(|question| TASK_WORDS.iter().any(|phrase| says(&question.words, phrase)));
    match (policy.value, asks) {
        (TaskPolicy::FindOwn, Some(question)) => {
            let place = case.mail.in_line(question.line, question.span.clone());
            let fix =
                "look for one, check in the archive that nobody has it, and say on the list which you take";
            vec![Hit::new(place, "this community wants newcomers to find their own task", fix)]
        }
        (TaskPolicy::AskMentor, None) if !case.own.has_any(&TASK_WORDS) => {
            let message = "this community hands out small tasks on request, and none is asked for";
            vec![Hit::new(case.mail.at_text(), message, "ask the mentor for a bite-size task")]
        }
        _ => Vec::new(),
    }
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

fn idea_outline(case: &Case<'_>) -> Vec<Hit> {
    if !case.english || !matches!(case.topic, Topic::Idea(_)) {
        return Vec::new();
    }
    let missing = OUTLINE.iter().filter(|(_, words)| !case.own.has_any(words)).map(|(what, _)| *what);
    let missing: Vec<_> = missing.collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let message = format!("the outline of your idea does not say {}", and(&missing));
    vec![Hit::new(case.mail.at_text(), message, "add a paragraph on each")]
}
