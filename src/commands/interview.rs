//! Asking a person, question by question.

use onlist_core::compose::Question;

use super::choices;
use super::letter_task::LetterTask;
use super::open_draft::OpenDraft;
use super::prompt::Prompt;
use crate::context::Context;
use crate::messages::Failure;
use crate::terminal::edit;

/// Asks every question that has no answer yet. Each answer is kept before the next question.
///
/// Gives whether all were answered or passed over; Esc at a list leaves.
pub(crate) fn ask_all(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
) -> Result<bool, Failure> {
    while let Some(prompt) = work.next_prompt(session) {
        session.asking(context, Some(prompt.question))?;
        if !ask(context, session, work, &prompt)? {
            return Ok(false);
        }
    }
    session.asking(context, None)?;
    Ok(true)
}

/// Asks one question and keeps the answer; whether there is one.
pub(crate) fn ask(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
    prompt: &Prompt,
) -> Result<bool, Failure> {
    match prompt.question {
        Question::Project => choices::project(context, session, work),
        Question::Task => choices::task(context, session, work),
        _ => ask_text(context, session, work, prompt).map(|()| true),
    }
}

fn ask_text(
    context: &Context,
    session: &mut OpenDraft,
    work: &LetterTask<'_>,
    prompt: &Prompt,
) -> Result<(), Failure> {
    let long = prompt.is_long();
    let suggested = work.suggestion(context, prompt.question);
    introduce(context, session, prompt, suggested.is_some())?;
    let before = session.said(prompt.question).map(str::to_owned);
    loop {
        let taken = |answer: &str| {
            if long && is_edit(answer) {
                return Ok(());
            }
            if prompt.needed && answer.trim().is_empty() && before.is_none() {
                return Err("please answer this one (^C saves and quits)".to_owned());
            }
            work.check(context, prompt.question, answer).map(|_| ())
        };
        let default = before.as_deref().filter(|text| !text.contains('\n')).or(suggested.as_deref());
        let answer = context.terminal.line(prompt.text, default, taken)?;
        if answer.is_empty() && before.is_some() {
            return Ok(());
        }
        let answer = if long && is_edit(&answer) {
            match edited(context, session, prompt.question, before.as_deref().unwrap_or_default(), work) {
                Ok(text) => text,
                Err(failure) => {
                    failure.report(context.terminal);
                    continue;
                }
            }
        } else {
            work.check(context, prompt.question, &answer).unwrap_or_default()
        };
        if prompt.needed && answer.is_empty() {
            context.terminal.error("the text is empty");
            continue;
        }
        return session.set(context, prompt.question, &answer);
    }
}

fn introduce(
    context: &Context,
    session: &OpenDraft,
    prompt: &Prompt,
    suggested: bool,
) -> Result<(), Failure> {
    let terminal = context.terminal;
    terminal.say("");
    if !prompt.advice.is_empty() {
        terminal.explain(prompt.advice);
    }
    let long = (prompt.is_long()).then_some("Type one line, or `e` to open your editor.");
    let enter = match (session.said(prompt.question), prompt.needed) {
        (Some(_), _) => Some("Press Enter to keep the current answer."),
        (None, false) if !suggested => Some("Optional: press Enter to skip."),
        (None, _) => None,
    };
    let how: Vec<_> = long.into_iter().chain(enter).collect();
    if !how.is_empty() {
        terminal.explain(&how.join(" "));
    }
    if session.left_over(prompt.question)?.is_some_and(|text| !text.trim().is_empty()) {
        terminal.note("your unfinished text is saved: type `e` to open it");
    }
    Ok(())
}

fn is_edit(answer: &str) -> bool {
    answer.eq_ignore_ascii_case("e")
}

/// The editor's command.
fn editor<'a>(context: &'a Context<'_>) -> &'a str {
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    context.environment.editor.as_deref().unwrap_or(usual)
}

/// Lets the person write `text` in the editor. The file stays until its content is a clean answer.
pub(crate) fn edited(
    context: &Context,
    session: &OpenDraft,
    question: Question,
    text: &str,
    work: &LetterTask<'_>,
) -> Result<String, Failure> {
    let path = session.file_for(question, text)?;
    edit(editor(context), &path)?;
    let written = context.text_of(&path)?;
    let answer = work.check(context, question, written.trim_end()).map_err(|reason| {
        Failure::new(crate::messages::Status::Data, reason).hint("your text is saved: edit it again")
    })?;
    std::fs::remove_file(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(answer)
}
