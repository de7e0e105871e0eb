//! Asking a person, question by question.

use super::prompt::Prompt;
use super::session::Session;
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal::edit;

/// Checks an answer and gives it in its clean form.
pub(crate) type Check<'a> = &'a dyn Fn(&str, &str) -> Result<String, String>;

/// Asks every question of `prompts` that has no answer yet. Each answer is kept before the next question.
pub(crate) fn ask_all(
    context: &Context,
    session: &mut Session,
    prompts: &[Prompt],
    check: Check<'_>,
) -> Result<(), Failure> {
    for prompt in prompts {
        if session.get(prompt.name).is_some_and(|answer| !prompt.needed || !answer.is_empty()) {
            continue;
        }
        session.asking(context, Some(prompt.name))?;
        ask(context, session, prompt, check)?;
    }
    session.asking(context, None)
}

/// Asks one question and keeps the answer.
pub(crate) fn ask(
    context: &Context,
    session: &mut Session,
    prompt: &Prompt,
    check: Check<'_>,
) -> Result<(), Failure> {
    introduce(context, session, prompt)?;
    let before = session.said(prompt.name).map(str::to_owned);
    loop {
        let taken = |answer: &str| {
            if prompt.long && is_edit(answer) {
                return Ok(());
            }
            if prompt.needed && answer.trim().is_empty() && before.is_none() {
                return Err(format!(
                    "there is no letter without this; ^C keeps what you have so far as `{}`",
                    session.id
                ));
            }
            check(prompt.name, answer).map(|_| ())
        };
        let default = before.as_deref().filter(|text| !text.contains('\n'));
        let answer = context.terminal.line(prompt.text, default, taken)?;
        if answer.is_empty() && before.is_some() {
            return Ok(());
        }
        let answer = if prompt.long && is_edit(&answer) {
            match edited(context, session, prompt, before.as_deref().unwrap_or_default(), check) {
                Ok(text) => text,
                Err(failure) => {
                    failure.report(context.terminal);
                    continue;
                }
            }
        } else {
            check(prompt.name, &answer).unwrap_or_default()
        };
        if prompt.needed && answer.is_empty() {
            continue;
        }
        return session.set(context, prompt.name, &answer);
    }
}

fn introduce(context: &Context, session: &Session, prompt: &Prompt) -> Result<(), Failure> {
    let terminal = context.terminal;
    terminal.say("");
    if !prompt.advice.is_empty() {
        terminal.explain(prompt.advice);
    }
    let nothing = match (session.said(prompt.name), prompt.needed) {
        (Some(_), _) => Some("keep what you have"),
        (None, false) => Some("pass it over"),
        (None, true) => None,
    };
    match (prompt.long, nothing) {
        (true, Some(nothing)) => terminal.explain(&format!(
            "Type it in one line, `e` to write it in your editor, or nothing to {nothing}."
        )),
        (true, None) => terminal.explain("Type it in one line, or `e` to write it in your editor."),
        (false, Some(nothing)) => terminal.explain(&format!("Type nothing to {nothing}.")),
        (false, None) => {}
    }
    if session.left_over(prompt.name)?.is_some_and(|text| !text.trim().is_empty()) {
        terminal.note("what you wrote in the editor is still there: `e` brings it back");
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
    session: &Session,
    prompt: &Prompt,
    text: &str,
    check: Check<'_>,
) -> Result<String, Failure> {
    let path = session.file_for(prompt.name, text)?;
    edit(editor(context), &path)?;
    let written = context.text_of(&path)?;
    let answer = check(prompt.name, written.trim_end()).map_err(|reason| {
        Failure::new(crate::failure::Status::Data, reason).hint("your text is still there: edit it again")
    })?;
    std::fs::remove_file(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(answer)
}
