//! Answers that were typed before a run was stopped: offered again when the same command is run once more.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onlist_core::drafts::Id;
use onlist_mail::file;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::AskError;

/// Below the state folder.
const FOLDER: &str = "unfinished";

/// Where the call is kept that goes on with the answers.
const CALL: &str = "call";

/// The answers of one command, by the names of its questions.
pub(crate) struct Unfinished {
    path: PathBuf,
    call: String,
    answers: BTreeMap<String, String>,
}

impl Unfinished {
    /// What is kept of a `call`, which is run again to go on; what cannot be read is nothing.
    pub(crate) fn of(context: &Context, call: &str) -> Result<Self, Failure> {
        let path = context.state()?.join(FOLDER).join(format!("{}.json", Id::from_label(call)));
        let mut answers = answers(&path);
        answers.remove(CALL);
        Ok(Self { path, call: call.to_owned(), answers })
    }

    /// The calls that go on with answers which are kept.
    pub(crate) fn calls(context: &Context) -> Result<Vec<String>, Failure> {
        let files = std::fs::read_dir(context.state()?.join(FOLDER)).into_iter().flatten().flatten();
        let mut calls: Vec<_> = files.filter_map(|it| answers(&it.path()).remove(CALL)).collect();
        calls.sort_unstable();
        Ok(calls)
    }

    /// The answer to a question, if it was given.
    pub(crate) fn get(&self, question: &str) -> Option<&str> {
        self.answers.get(question).map(String::as_str)
    }

    /// Keeps an answer.
    pub(crate) fn keep(&mut self, question: &str, answer: &str) -> Result<(), Failure> {
        self.answers.insert(question.to_owned(), answer.to_owned());
        let kept: BTreeMap<_, _> = [(CALL, &self.call)]
            .into_iter()
            .chain(self.answers.iter().map(|(key, it)| (&**key, it)))
            .collect();
        if let Some(folder) = self.path.parent() {
            file::make_folders(folder).map_err(|error| Failure::making(folder, &error))?;
        }
        Ok(file::replace(&self.path, format!("{:#}\n", serde_json::json!(kept)).as_bytes())?)
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

fn answers(path: &Path) -> BTreeMap<String, String> {
    let kept = file::read(path, file::MAIL_LIMIT).ok();
    kept.and_then(|it| serde_json::from_slice(&it).ok()).unwrap_or_default()
}
