//! Answers that were typed before a run was stopped: offered again when the same command is run once more.

use std::collections::BTreeMap;
use std::path::PathBuf;

use onlist_core::drafts::Id;
use onlist_mail::file;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::AskError;

/// The answers of one command, by the names of its questions.
pub(crate) struct Unfinished {
    path: PathBuf,
    answers: BTreeMap<String, String>,
}

impl Unfinished {
    /// What is kept of the command with this `name`; what cannot be read is nothing.
    pub(crate) fn of(context: &Context, name: &str) -> Result<Self, Failure> {
        let path = context.state()?.join("unfinished").join(format!("{}.json", Id::from_label(name)));
        let kept = file::read(&path, file::MAIL_LIMIT).ok();
        let answers = kept.and_then(|it| serde_json::from_slice(&it).ok()).unwrap_or_default();
        Ok(Self { path, answers })
    }

    /// The answer to a question, if it was given.
    pub(crate) fn get(&self, question: &str) -> Option<&str> {
        self.answers.get(question).map(String::as_str)
    }

    /// Keeps an answer.
    pub(crate) fn keep(&mut self, question: &str, answer: &str) -> Result<(), Failure> {
        self.answers.insert(question.to_owned(), answer.to_owned());
        if let Some(folder) = self.path.parent() {
            file::make_folders(folder).map_err(|error| Failure::reading(folder, &error))?;
        }
        Ok(file::replace(&self.path, format!("{:#}\n", serde_json::json!(self.answers)).as_bytes())?)
    }

    /// The answer to a question, which is kept, and so is what was typed when the question was interrupted.
    pub(crate) fn taken(
        &mut self,
        question: &str,
        given: Result<String, AskError>,
    ) -> Result<String, Failure> {
        if let Ok(typed) | Err(AskError::Interrupted(typed)) = &given
            && !typed.trim().is_empty()
        {
            self.keep(question, typed.trim())?;
        }
        Ok(given?)
    }

    /// Says beside an interruption that the answers are kept.
    pub(crate) fn hinted(&self, failure: Failure) -> Failure {
        let is_kept = failure.status == Status::Interrupted && !self.answers.is_empty();
        if is_kept {
            failure.hint("your answers are saved: run the same command again to go on")
        } else {
            failure
        }
    }

    /// Forgets all: what they were for is done.
    pub(crate) fn end(self) {
        // A file that stays offers what was answered, and no more.
        let _ = std::fs::remove_file(&self.path);
    }

    /// The same once a letter of them is somewhere: ^C keeps it too, and another failure may not.
    pub(crate) fn end_with(self, done: Result<(), Failure>) -> Result<(), Failure> {
        let is_lost = |failure: &Failure| failure.status != Status::Interrupted;
        if !done.as_ref().is_err_and(is_lost) {
            self.end();
        }
        done
    }
}
