//! Changing an answer, or the whole text, of a letter that is there.

use onlist_core::compose::{Letter, Question};

use super::action::{self, Menu, ReviewAction};
use super::composed;
use crate::commands::editing::{back_to_answers, edited, rename};
use crate::commands::interview::{ask_again, ask_all};
use crate::commands::letter_task::LetterTask;
use crate::commands::open_draft::OpenDraft;
use crate::context::Context;
use crate::messages::{Failure, Prompt};

/// Lets an answer or the whole text of a letter be changed.
pub(crate) fn change(context: &Context, task: &LetterTask<'_>, draft: &mut OpenDraft) -> Result<(), Failure> {
    let letter = composed(context, task, draft, true)?;
    let own_text = draft.said(Question::Body).is_some();
    let mut offered = Menu { has_answers: true, own_text, ..Menu::default() }.offered();
    let changes = [ReviewAction::Answers, ReviewAction::Text, ReviewAction::FromAnswers];
    offered.retain(|it| changes.contains(it));
    match action::ask(context, "What do you want to change", &offered, ReviewAction::Answers)? {
        Some(ReviewAction::Answers) => change_answer(context, task, draft).map(drop),
        Some(ReviewAction::Text) => edit_text(context, task, draft, &letter),
        Some(_) => back_to_answers(context, draft),
        None => Ok(()),
    }
}

/// Lets one answer be given anew; says whether one was chosen.
pub(super) fn change_answer(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
) -> Result<bool, Failure> {
    let prompts = task.prompts();
    let label = |prompt: &Prompt| {
        let answer = draft.said(prompt.question).unwrap_or("(none)");
        format!("{}: {}", prompt.text, answer.lines().next().unwrap_or_default())
    };
    let labels: Vec<_> = prompts.iter().map(label).collect();
    let Some(at) = context.terminal.choose("Which answer", &labels, None)? else { return Ok(false) };
    let prompt = &prompts[at];
    if draft.said(Question::Body).is_some() && prompt.question != Question::Name {
        context.terminal.note(if stands_outside(prompt.question) {
            "you edited the whole text: it stays as it is, whatever you answer here"
        } else {
            "you edited the whole text; this answer is used only if you go back to the text from your answers"
        });
    }
    let before = draft.said(prompt.question).map(str::to_owned);
    ask_again(context, draft, task, prompt)?;
    if prompt.question == Question::Task {
        // Another task may be one of a kind.
        ask_all(context, draft, task)?;
    }
    if prompt.question == Question::Name {
        rename(context, draft, before.as_deref())?;
    }
    Ok(true)
}

/// Whether an answer is used for more than the text: the header of the letter, or what it gives.
fn stands_outside(question: Question) -> bool {
    use Question::{Bug, Cc, Email, Idea, List, Object, Project, SecondTask, Task, TaskText, Until};
    let outside = [Email, Cc, List, Project, Idea, Bug, Task, TaskText, Object, SecondTask, Until];
    outside.contains(&question)
}

pub(super) fn edit_text(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &mut OpenDraft,
    letter: &Letter,
) -> Result<(), Failure> {
    let prompt = Prompt::new(Question::Body, true);
    match edited(context, draft, &prompt, &format!("{}\n", letter.content().body), task) {
        // An unchanged text stays the one that the answers make.
        Ok(text) if text == letter.content().body => Ok(()),
        Ok(text) => draft.set(context, Question::Body, &text),
        Err(failure) => {
            failure.report(context.terminal);
            Ok(())
        }
    }
}
