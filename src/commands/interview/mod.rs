//! Asking a person, question by question, forth and back.

mod findings;

use onlist_core::check::{Finding, Severity};
use onlist_core::compose::{Question, Shape as AnswerShape};

use super::choices;
use super::editing::{edited, left_over};
use super::letter_task::LetterTask;
use super::open_draft::OpenDraft;
use crate::context::Context;
use crate::messages::hints::describe;
use crate::messages::{Failure, Prompt};
use crate::terminal::{AskError, Field, Given, Shape};

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// It was answered, or passed over.
    Answered,
    /// The question before it is wanted.
    Back,
}

/// Where a question stands among the others.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// Its number from 1, and how many there are; 0 for one that stands alone.
    number: usize,
    of: usize,
}

/// Asks every question that has no answer yet. Each answer is kept before the next question.
///
/// Gives whether all were answered or passed over; going back from the first leaves.
pub(crate) fn ask_all(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<bool, Failure> {
    let (mut at, mut furthest) = (left_at(session, &work.asked(session)), 0);
    let mut told = false;
    loop {
        let prompts = work.asked(session);
        let wanted = |prompt: &Prompt| work.wants(prompt, session);
        let Some(index) = at.take().or_else(|| prompts.iter().position(wanted)) else { break };
        let Some(prompt) = prompts.get(index) else { break };
        furthest = furthest.max(index);
        session.asking(context, Some(prompt.question))?;
        if !std::mem::replace(&mut told, true) {
            tell_keys(context);
        }
        let place = Place { number: index + 1, of: prompts.len() };
        match ask(context, session, work, prompt, place)? {
            Asked::Back if index == 0 => return Ok(false),
            Asked::Back => at = Some(index - 1),
            Asked::Answered => {
                // Whoever went back sees again what was asked already.
                let prompts = work.asked(session);
                let shown = |at: &usize| *at <= furthest || work.wants(&prompts[*at], session);
                at = (index + 1..prompts.len()).find(shown);
            }
        }
    }
    session.asking(context, None)?;
    Ok(true)
}

/// The question that somebody left for good with words on the line: it is asked again.
fn left_at(session: &OpenDraft, prompts: &[Prompt]) -> Option<usize> {
    let asking = session.draft.asking.as_deref().filter(|_| session.touched)?;
    prompts.iter().position(|it| it.question.name() == asking && session.said(it.question).is_some())
}

/// Says once which keys do not answer.
fn tell_keys(context: &Context) {
    let back = if context.terminal.is_plain() { "`<`" } else { "Esc" };
    context.terminal.say("");
    context
        .terminal
        .explain(&format!("{back} goes back to the question before; ^C saves your answers and quits."));
}

/// Asks one question by itself and keeps the answer.
pub(crate) fn ask_again(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
    prompt: &Prompt,
) -> Result<Asked, Failure> {
    ask(context, session, work, prompt, Place::default())
}

fn ask(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
    prompt: &Prompt,
    place: Place,
) -> Result<Asked, Failure> {
    match prompt.question {
        Question::Project => choices::project(context, session, work),
        Question::Task => choices::task(context, session, work),
        Question::Disclosure if let Some(asked) = choices::disclosure(context, session, work)? => Ok(asked),
        _ => ask_text(context, session, work, prompt, place),
    }
}

fn ask_text(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
    prompt: &Prompt,
    place: Place,
) -> Result<Asked, Failure> {
    let terminal = context.terminal;
    let said = session.said(prompt.question).map(str::to_owned);
    let suggested = work.suggestion(context, prompt.question);
    introduce(context, session, prompt, said.is_some() || suggested.is_some())?;
    let unfinished = session.unfinished(prompt.question);
    let asked_first = said.is_none() && unfinished.is_none();
    let own =
        if asked_first { choices::own_paragraph(context, session, work, prompt.question)? } else { None };
    let mut keeps = said.clone();
    let mut text = unfinished.or(said).or(own).or(suggested).unwrap_or_default();
    loop {
        let question = prompt.numbered(place.number, place.of);
        let field = Field { prompt: &question, text: &text, shape: shape(prompt), back: true };
        let given = terminal.field(&field);
        if let Ok(Given::Back(typed)) | Err(AskError::Interrupted(typed)) = &given {
            leave(context, session, work, prompt, typed)?;
        }
        let answer = match given? {
            Given::Text(answer) => answer,
            Given::Back(_) => return Ok(Asked::Back),
            Given::Editor(typed) => match edited(context, session, prompt, &typed, work) {
                Ok(answer) => {
                    terminal.say(answer.trim_end());
                    answer
                }
                Err(failure) => {
                    failure.report(terminal);
                    text = typed;
                    continue;
                }
            },
        };
        text = match take(context, work, prompt, &answer) {
            Ok(answer) => {
                let found = findings::of(context, work, session, prompt.question, &answer);
                // Who gives an answer once more wants it as it is.
                if found.is_empty() || keeps.as_ref() == Some(&answer) {
                    session.set(context, prompt.question, &answer)?;
                    return Ok(Asked::Answered);
                }
                tell(context, &found);
                keeps = Some(answer.clone());
                answer
            }
            Err(reason) => {
                terminal.error(&reason);
                if terminal.is_plain() && answer.contains('\n') {
                    terminal.explain("Type `e` to correct it in your editor, or `-` to remove it.");
                }
                terminal.to_correct(text, answer)
            }
        };
    }
}

/// Keeps what stands on a line that is left: as an answer where it is one.
fn leave(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
    prompt: &Prompt,
    typed: &str,
) -> Result<(), Failure> {
    match take(context, work, prompt, typed) {
        _ if typed.is_empty() || session.said(prompt.question) == Some(typed) => Ok(()),
        Ok(answer) => session.set(context, prompt.question, &answer),
        Err(_) => session.keep_unfinished(context, prompt.question, typed),
    }
}

/// Says what is wrong with the answer that was given.
fn tell(context: &Context, found: &[Finding]) {
    for finding in found {
        let what = format!("{} ({})", finding.message, finding.rule.name);
        match finding.severity {
            Severity::Error => context.terminal.error(&what),
            _ => context.terminal.warning(&what),
        }
        context.terminal.hint(describe(&finding.hints));
    }
    context.terminal.explain("Change your answer, or press Enter to keep it.");
}

/// The answer in its clean form, or why it is none.
fn take(context: &Context, work: &LetterTask<'_>, prompt: &Prompt, answer: &str) -> Result<String, String> {
    if prompt.needed && answer.trim().is_empty() {
        return Err("please answer this one (^C saves and quits)".to_owned());
    }
    work.check(context, prompt.question, answer)
}

fn shape(prompt: &Prompt) -> Shape {
    match prompt.question.shape() {
        AnswerShape::Block | AnswerShape::Lines | AnswerShape::Mailboxes => Shape::Text,
        _ => Shape::Line,
    }
}

fn introduce(context: &Context, session: &OpenDraft, prompt: &Prompt, there: bool) -> Result<(), Failure> {
    let terminal = context.terminal;
    terminal.say("");
    if !prompt.advice.is_empty() {
        terminal.explain(prompt.advice);
    }
    let editor = if terminal.is_plain() { "`e`" } else { "^X ^E" };
    let lines = if terminal.is_plain() { "" } else { "Alt-Enter begins a new line, " };
    let long = prompt.is_long().then(|| format!("{lines}{editor} opens your editor."));
    let enter = match (there, prompt.needed, terminal.is_plain()) {
        (true, true, _) => Some("Press Enter to keep this answer, or change it."),
        (true, false, false) => {
            Some("Press Enter to keep this answer, change it, or empty the line to remove it.")
        }
        (true, false, true) => Some("Press Enter to keep this answer, or type `-` to remove it."),
        (false, false, _) => Some("Optional: press Enter to skip."),
        (false, true, _) => None,
    };
    let how: Vec<_> = long.as_deref().into_iter().chain(enter).collect();
    if !how.is_empty() {
        terminal.explain(&how.join(" "));
    }
    if left_over(session, prompt)?.is_some() {
        terminal.note(&format!("your unfinished text is saved: {editor} opens it"));
    }
    Ok(())
}
