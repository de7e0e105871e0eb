//! Writing an answer in the editor.

use std::path::Path;

use onlist_core::compose::Question;

use super::letter_task::LetterTask;
use super::open_draft::OpenDraft;
use crate::context::Context;
use crate::messages::{Failure, Prompt, Status};
use crate::terminal::edit;

/// How wide the lines are that say what is asked.
const WIDTH: usize = 70;

/// Lets the person write `text` in the editor. The file stays until its content is a clean answer.
pub(crate) fn edited(
    context: &Context,
    draft: &mut OpenDraft,
    prompt: &Prompt,
    text: &str,
    work: &LetterTask<'_>,
) -> Result<String, Failure> {
    let path = draft.file_for(context, prompt.question, &format!("{text}{}", comments(prompt)))?;
    open(context, &path)?;
    let written = without_comments(&context.text_of(&path)?, prompt);
    let answer = work
        .check(context, prompt.question, written.trim())
        .map_err(|reason| Failure::new(Status::Data, reason).hint("your text is saved: edit it again"))?;
    std::fs::remove_file(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(answer)
}

/// Goes back to the text that the answers make, where the person wants to lose the one that they edited.
pub(crate) fn back_to_answers(context: &Context, draft: &mut OpenDraft) -> Result<(), Failure> {
    if context.terminal.confirm("Delete the text that you edited", false)? {
        draft.forget(context, Question::Body)?;
    }
    Ok(())
}

/// Lets the person write a text in the editor that is kept nowhere.
pub(crate) fn text(context: &Context, begun: &str) -> Result<String, Failure> {
    let file = tempfile::Builder::new().suffix(".txt").tempfile()?;
    std::fs::write(file.path(), begun).map_err(|error| Failure::reading(file.path(), &error))?;
    open(context, file.path())?;
    context.text_of(file.path())
}

/// What was left in the editor's file when a run was interrupted.
pub(crate) fn left_over(draft: &OpenDraft, prompt: &Prompt) -> Result<Option<String>, Failure> {
    let text = draft.left_over(prompt.question)?.map(|text| without_comments(&text, prompt));
    Ok(text.filter(|text| !text.trim().is_empty()))
}

/// Opens a file in the editor. What was saved there counts, also where the editor was stopped by ^C.
fn open(context: &Context, path: &Path) -> Result<(), Failure> {
    if !edit(editor(context), path)? {
        context.terminal.note("the editor was stopped: what you had saved there is kept");
    }
    Ok(())
}

/// The editor's command.
fn editor<'a>(context: &'a Context<'_>) -> &'a str {
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    context.environment.editor.as_deref().unwrap_or(usual)
}

/// The question and what readers look for, below the answer as in a commit; nothing for a whole letter.
fn comments(prompt: &Prompt) -> String {
    if prompt.question == Question::Body {
        return String::new();
    }
    let advice = textwrap::wrap(prompt.advice, WIDTH);
    let lines = [prompt.text.into(), "".into()].into_iter().chain(advice);
    let lines = lines.chain(["These lines are not part of your answer.".into()]);
    let lines: Vec<_> = lines.map(|line| format!("# {line}").trim_end().to_owned()).collect();
    format!("\n\n{}\n", lines.join("\n"))
}

/// The text without the very lines that [`comments`] wrote: a line of code may begin with `#` too.
fn without_comments(text: &str, prompt: &Prompt) -> String {
    let comments = comments(prompt);
    let ours: Vec<_> = comments.lines().filter(|line| !line.is_empty()).collect();
    let kept: Vec<_> = text.lines().filter(|line| !ours.contains(&line.trim_end())).collect();
    kept.join("\n")
}

/// Writes the new name where the old one stands in a text that was edited.
pub(crate) fn rename(context: &Context, draft: &mut OpenDraft, before: Option<&str>) -> Result<(), Failure> {
    let (Some(old), Some(new)) = (before, draft.said(Question::Name).map(str::to_owned)) else {
        return Ok(());
    };
    let Some(text) = draft.said(Question::Body).filter(|text| old != new && text.contains(old)) else {
        return Ok(());
    };
    let text = text.replace(old, &new);
    context.terminal.note(&format!("your text says `{new}` now, where it said `{old}`"));
    draft.set(context, Question::Body, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_lines_are_no_answer() {
        let prompt = Prompt::new(Question::SoFar, true);
        let asked = comments(&prompt);
        assert!(asked.contains("\n# What have you done so far\n#\n# What you have read"), "{asked}");
        for (text, expected) in [
            (format!("I built it.\n{asked}"), "I built it."),
            (format!("{asked}I built it.\n"), "I built it."),
            (format!("#include <a.h>\n\n# Title\n{asked}"), "#include <a.h>\n\n# Title"),
            (asked.clone(), ""),
            ("I built it.".to_owned(), "I built it."),
        ] {
            assert_eq!(without_comments(&text, &prompt).trim(), expected);
        }
        assert_eq!(comments(&Prompt::new(Question::Body, true)), "");
    }
}
