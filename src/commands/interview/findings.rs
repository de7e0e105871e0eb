//! What the rules say of one answer, right after it: what they find in the letter with it, and not with a good one.

use onlist_core::check::{Finding, Severity};
use onlist_core::compose::Question;

use super::super::letter_task::LetterTask;
use super::super::open_draft::OpenDraft;
use super::super::sending::check_result;
use crate::context::Context;

/// Rules about the letter as a whole, which is not there yet.
const WHOLE: [&str; 2] = ["C07", "C10"];

/// What is wrong with an answer, worst first; nothing where that cannot be known yet.
pub(super) fn of(
    context: &Context,
    task: &LetterTask<'_>,
    open: &OpenDraft,
    question: Question,
    answer: &str,
) -> Vec<Finding> {
    let Some(good) = good_answer(question).filter(|_| !answer.trim().is_empty()) else { return Vec::new() };
    let mut draft = open.draft.clone();
    for prompt in task.prompts().iter().filter(|it| it.needed && open.said(it.question).is_none()) {
        let answer = good_answer(prompt.question).unwrap_or("x");
        draft.answers.insert(prompt.question.name().to_owned(), answer.to_owned());
    }
    let mut found = |answer: &str| {
        draft.answers.insert(question.name().to_owned(), answer.to_owned());
        let letter = task.compose(context, &draft).ok()?;
        Some(check_result::on(context, task, &draft, &letter, &[]).ok()?.findings)
    };
    let (Some(mut with), Some(without)) = (found(answer), found(good)) else { return Vec::new() };
    with.retain(|it| {
        let elsewhere = without.iter().any(|other| other.rule.code == it.rule.code);
        it.severity != Severity::Info && !WHOLE.contains(&it.rule.code) && !elsewhere
    });
    with.sort_by_key(|it| std::cmp::Reverse(it.severity));
    with
}

/// An answer in which the rules find nothing, where they look at it.
fn good_answer(question: Question) -> Option<&'static str> {
    Some(match question {
        Question::Name => "A Person",
        Question::CallMe => "Person",
        Question::Email => "a.person@example.org",
        Question::Idea => "Keep the order of events in traces",
        Question::Bug => "The parser of traces loses the last event.",
        Question::SoFar => "I have built version 4.2 and read https://example.org/parser.",
        Question::Question => "Does the parser keep the order of events of the same time?",
        Question::Interest
        | Question::Problem
        | Question::Change
        | Question::PriorArt
        | Question::HelpWanted
        | Question::Answer => "Parsers of traces lose events of the same time.",
        Question::Availability => "20 hours a week.",
        Question::Affiliation => "Example University",
        Question::TimeZone => "UTC+1",
        Question::Link => "https://example.org/person",
        _ => return None,
    })
}
