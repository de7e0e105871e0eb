//! The text of a letter that is written whole, and who writes it.

use std::path::Path;

use onlist_core::compose::{Answers, Question};
use onlist_core::ledger::{ContactStatus, LedgerOwner};
use onlist_mail::mailbox::Mailbox;

use super::unfinished::Unfinished;
use super::{editing, open_draft};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::{AskError, Field, Given, Shape};

/// What the text of a letter is called where it is kept before the letter.
const TEXT: &str = "text";

/// The text of a letter: from a flag, a file, or asked for with `prompt` on a terminal. What is typed is on the disk
/// before the letter is shown.
pub(crate) fn text(
    context: &Context,
    given: (&str, Option<&str>, Option<&Path>),
    (prompt, advice): (&str, &str),
    kept: &mut Unfinished,
) -> Result<String, Failure> {
    let asks = given.1.is_none() && given.2.is_none() && context.terminal.can_ask();
    let asked = asks.then(|| ask(context, prompt, advice, kept).map_err(|it| kept.hinted(it))).transpose()?;
    given_text(context, (given.0, asked.as_deref().or(given.1), given.2))
}

/// The text of a letter from a flag or a file, clean.
pub(crate) fn given_text(
    context: &Context,
    (flags, text, file): (&str, Option<&str>, Option<&Path>),
) -> Result<String, Failure> {
    let given = match (text, file) {
        (Some(text), _) => text.to_owned(),
        (None, Some(file)) => context.text_of(file)?,
        (None, None) => return Err(Failure::new(Status::Usage, format!("{flags} is missing"))),
    };
    let clean = Question::Answer.check(&given).map_err(|error| {
        let source = file.map_or_else(|| flags.to_owned(), |file| format!("`{}`", file.display()));
        Failure::new(Status::Data, format!("{}: {error}", if text.is_some() { flags } else { &source }))
    })?;
    if clean.trim().is_empty() {
        return Err(Failure::new(Status::Usage, "the text is empty").hint("say something in your own words"));
    }
    Ok(clean)
}

fn ask(context: &Context, prompt: &str, advice: &str, kept: &mut Unfinished) -> Result<String, Failure> {
    let terminal = context.terminal;
    terminal.say("");
    terminal.explain(advice);
    let mut begun = kept.get(TEXT).unwrap_or_default().to_owned();
    loop {
        let field = Field { prompt, text: &begun, shape: Shape::Text, back: false };
        let given = terminal.field(&field);
        if let Ok(Given::Text(typed) | Given::Editor(typed)) | Err(AskError::Interrupted(typed)) = &given
            && !typed.is_empty()
        {
            kept.keep(TEXT, typed)?;
        }
        begun = match given? {
            Given::Text(text) if text.trim().is_empty() => {
                terminal.error("please answer this one");
                text
            }
            Given::Text(text) => return Ok(text),
            Given::Back(text) => text,
            Given::Editor(text) => editing::text(context, &text)?,
        };
    }
}

/// Who writes, from the settings or git, else from the first letter of the contact.
pub(crate) fn writer(context: &Context, contact: Option<&ContactStatus>) -> Result<Mailbox, Failure> {
    let mut answers = Answers::default();
    open_draft::fill_in_person(context, &mut answers)?;
    let student = || {
        let status = contact.filter(|it| it.owner == LedgerOwner::Student)?;
        Some(Mailbox { name: status.letter.name.clone(), address: status.contact.person.clone() })
    };
    answers.from().or_else(student).ok_or_else(|| {
        Failure::new(Status::Usage, "your name or your address is not known")
            .hint("set `name` and `email` under `[identity]` in the settings, or in git's configuration")
    })
}
