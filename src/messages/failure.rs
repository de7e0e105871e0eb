//! How a run fails: words, hint and exit status.

use std::io;
use std::path::Path;

use onlist_core::diagnostics::Diagnostics;

use super::snippet;
use crate::terminal::{Terminal, Words};

/// How a run ends, after `sysexits.h`: what callers of `sendmail` already expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    /// Nothing went wrong, but there is nobody left to print for.
    Done = 0,
    /// A wrong call, an unknown id, an answer that is missing where nobody can be asked.
    Usage = 64,
    /// Bad data, or a project that is not to be picked up.
    Data = 65,
    /// An input file is missing.
    NoInput = 66,
    /// Refused for good, nothing was delivered.
    Unavailable = 69,
    /// A bug of ours.
    Bug = 70,
    /// An output file exists or cannot be made.
    CannotCreate = 73,
    /// Reading or writing failed.
    Io = 74,
    /// Busy now.
    TryLater = 75,
    /// Nobody knows whether it was delivered.
    Unknown = 76,
    /// The server did not take user and password.
    Login = 77,
    /// The settings are wrong.
    Config = 78,
    /// ^C.
    Interrupted = 130,
}

/// What did not happen because of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No letter left.
    NothingSent,
    /// No letter was even written.
    NothingWritten,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::NothingSent => "nothing was sent",
            Self::NothingWritten => "nothing was written",
        }
    }
}

/// A failure the user can act on.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How the run ends.
    pub(crate) status: Status,
    /// What came of it, before what is wrong.
    pub(super) outcome: Option<Outcome>,
    /// What is wrong, in one lower-case line without a full stop; nothing when `diagnostics` say it.
    pub(crate) message: Words,
    /// What to do about it; nothing where nothing is known to help.
    pub(crate) hint: Words,
    /// Places in a file.
    pub(super) diagnostics: Option<Box<Diagnostics>>,
    /// What else is wrong.
    pub(super) others: Vec<Failure>,
}

impl Failure {
    /// A failure without a hint.
    pub(crate) fn new(status: Status, message: impl Into<Words>) -> Self {
        Self {
            status,
            outcome: None,
            message: message.into(),
            hint: Words::default(),
            diagnostics: None,
            others: Vec::new(),
        }
    }

    /// Says first that nothing was sent.
    pub(crate) fn unsent(self) -> Self {
        self.outcome(Outcome::NothingSent)
    }

    /// Says first what came of it.
    pub(crate) fn outcome(self, outcome: Outcome) -> Self {
        let others = self.others.into_iter().map(|it| it.outcome(outcome)).collect();
        Self { outcome: Some(outcome), others, ..self }
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with what to do about it, if anything is.
    pub(crate) fn hinted(self, hint: Option<impl Into<Words>>) -> Self {
        Self { hint: hint.map(Into::into).unwrap_or_default(), ..self }
    }

    /// Adds what to do about it where nothing is known yet.
    pub(crate) fn or_hint<W: Into<Words>>(self, hint: impl FnOnce() -> W) -> Self {
        if self.hint.is_empty() { self.hint(hint()) } else { self }
    }

    /// Adds what else is to be known to what is to be done.
    pub(crate) fn and(self, more: impl Into<Words>) -> Self {
        Self { hint: self.hint.and(more), ..self }
    }

    /// A file with errors in it.
    pub(crate) fn in_file(status: Status, diagnostics: Diagnostics) -> Self {
        Self { diagnostics: Some(Box::new(diagnostics)), ..Self::new(status, "") }
    }

    /// All faults of a call as one, or nothing where there are none. Wrong data weighs more than a wrong call.
    pub(crate) fn all(faults: Vec<Self>) -> Result<(), Self> {
        let status = faults.iter().map(|it| it.status).find(|status| *status != Status::Usage);
        let mut faults = faults.into_iter();
        let Some(mut first) = faults.next() else { return Ok(()) };
        first.status = status.unwrap_or(Status::Usage);
        first.others.extend(faults);
        Err(first)
    }

    /// Faults of a call as one.
    pub(crate) fn several(faults: impl Iterator<Item = Self>) -> Self {
        match Self::all(faults.collect()) {
            Err(failure) => failure,
            Ok(()) => Self::new(Status::Bug, "nothing is wrong"),
        }
    }

    /// An input file that cannot be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        let status = if error.kind() == io::ErrorKind::NotFound { Status::NoInput } else { Status::Io };
        Self::new(status, format!("cannot read `{}`: {error}", path.display()))
    }

    /// A folder that cannot be made.
    pub(crate) fn making(path: &Path, error: &io::Error) -> Self {
        Self::new(Status::CannotCreate, format!("cannot create `{}`: {error}", path.display()))
    }

    /// Says what is wrong and what to do.
    pub(crate) fn report(&self, terminal: &Terminal) {
        if let Some(diagnostics) = &self.diagnostics {
            terminal.styled(&snippet::rendered(diagnostics, terminal));
        }
        if !self.message.is_empty() {
            let message = legible(self.message.of(terminal.is_guided()));
            terminal.error(
                self.outcome.map_or(message.clone(), |outcome| format!("{}: {message}", outcome.as_str())),
            );
        }
        terminal.hint(&self.hint);
        for other in &self.others {
            other.report(terminal);
        }
    }
}

/// The most characters of a value that are shown of it.
const LONGEST: usize = 300;

/// A message whose values, which stand in backticks, are each on one line and no longer than can be read.
pub(crate) fn legible(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 1 { shown(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

/// A value as a message shows it: on one line, and no longer than can be read.
pub(crate) fn shown(value: &str) -> String {
    let line = value.replace('\n', " ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}... ({} characters)", &line[..end], line.chars().count()),
        None => line,
    }
}

/// An error and what is behind it, in one line.
pub(super) fn with_source(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
