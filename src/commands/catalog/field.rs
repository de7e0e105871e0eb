//! Answers that a flag gives, or a person at the terminal.

use std::str::FromStr;

use onlist_mail::text::Line;

use crate::commands::unfinished::Unfinished;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// One thing that is asked for.
pub(super) struct Field<'a> {
    /// The flag that answers it.
    pub(super) flag: &'a str,
    /// The question.
    pub(super) prompt: &'a str,
    /// What the flag says.
    pub(super) given: Option<String>,
}

impl Field<'_> {
    /// The answer, which there must be.
    pub(super) fn needed<T>(
        self,
        context: &Context,
        kept: Option<&mut Unfinished>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        let flag = self.flag.to_owned();
        let empty = if self.given.is_some() { "it is empty" } else { "please answer this one" };
        let answer = self.optional(context, context.terminal.can_ask(), kept, |text| match text.trim() {
            "" => Err(empty.to_owned()),
            text => parse(text),
        })?;
        answer.ok_or_else(|| {
            let failure = Failure::new(Status::Usage, format!("`{flag}` is missing"));
            failure.hint("add it, or run this on a terminal")
        })
    }

    /// The answer, where there is one; it is asked for when `ask`, and then kept before the next question.
    pub(super) fn optional<T>(
        self,
        context: &Context,
        ask: bool,
        kept: Option<&mut Unfinished>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Failure> {
        let wrong = |status, reason| Failure::new(status, format!("`{}`: {reason}", self.flag));
        match (&self.given, ask) {
            (Some(given), _) => parse(given).map(Some).map_err(|reason| wrong(Status::Usage, reason)),
            (None, false) => Ok(None),
            (None, true) => {
                let check = |answer: &str| parse(answer).map(drop);
                let before = kept.as_ref().and_then(|it| it.get(self.prompt)).map(str::to_owned);
                let typed = context.terminal.line(self.prompt, before.as_deref(), check);
                let answer = match kept {
                    Some(kept) => kept.taken(self.prompt, typed).map_err(|failure| kept.hinted(failure))?,
                    None => typed?,
                };
                parse(&answer).map(Some).map_err(|reason| wrong(Status::Data, reason))
            }
        }
    }
}

/// One line of text.
pub(super) fn line(text: &str) -> Result<Line, String> {
    Line::new(text).map_err(|error| error.to_string())
}

/// Items between semicolons, each read as `read` does.
pub(super) fn items<T>(text: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(read).collect()
}

/// A value that is read from text.
pub(super) fn parsed<T: FromStr<Err: ToString>>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|error: T::Err| error.to_string())
}
