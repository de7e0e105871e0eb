//! Every room's own error becomes words, a way out and an exit status, in this one place.

mod rooms;
mod sending;

use std::io;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use onlist_core::fault::Faults;
use onlist_mail::text::is_hostile;

use crate::terminal::Terminal;

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

/// A failure the user can act on.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How the run ends.
    pub(crate) status: Status,
    /// What is wrong, in one lower-case line without a full stop; nothing when `faults` say it.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
    /// Places in a file.
    faults: Option<Box<Faults>>,
}

impl Failure {
    /// A failure without a hint.
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), hint: None, faults: None }
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what else is to be known to what is to be done.
    pub(crate) fn and(self, more: &str) -> Self {
        let hint = self.hint.as_ref().map_or_else(|| more.to_owned(), |hint| format!("{hint}; {more}"));
        self.hint(hint)
    }

    /// A file with something to mend in it.
    pub(crate) fn in_file(status: Status, faults: Faults) -> Self {
        Self { status, message: String::new(), hint: None, faults: Some(Box::new(faults)) }
    }

    /// An input file that cannot be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        let status = if error.kind() == io::ErrorKind::NotFound { Status::NoInput } else { Status::Io };
        Self::new(status, format!("cannot read `{}`: {error}", path.display()))
    }

    /// Says what is wrong and what to do.
    pub(crate) fn report(&self, terminal: &Terminal) {
        if let Some(faults) = &self.faults {
            terminal.styled(&rendered(faults, terminal));
        }
        if !self.message.is_empty() {
            terminal.error(&self.message);
        }
        if let Some(hint) = &self.hint {
            terminal.hint(hint);
        }
    }
}

/// Each fault with its line underlined, as a compiler shows it.
fn rendered(faults: &Faults, terminal: &Terminal) -> String {
    let renderer = if terminal.has_colour() { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(terminal.width());
    let (text, origin) = (harmless(&faults.text), in_one_line(&faults.origin));
    let show = |fault: &onlist_core::fault::Fault| {
        let span = fault.span.start..fault.span.end.max(fault.span.start);
        let snippet = Snippet::source(&*text).path(&*origin).annotation(AnnotationKind::Primary.span(span));
        let message = in_one_line(&fault.message);
        let mut group = Level::ERROR.primary_title(&*message).element(snippet);
        let hint = fault.hint.as_deref().map(in_one_line);
        if let Some(hint) = &hint {
            group = group.element(Level::HELP.with_name("hint").message(&**hint));
        }
        renderer.render(&[group])
    };
    faults.faults.iter().map(show).collect::<Vec<_>>().join("\n\n")
}

/// Replaces what could steer a terminal by marks of the same length in bytes, so that places stay.
pub(crate) fn harmless(text: &str) -> String {
    let mark = |c: char| match c.len_utf8() {
        _ if matches!(c, '\n' | '\r' | '\t') || !is_hostile(c) => c,
        1 => '?',
        2 => '¿',
        _ => '\u{fffd}',
    };
    text.chars().map(mark).collect()
}

/// The same for what would pass for a line of ours if it had a break in it.
fn in_one_line(text: &str) -> String {
    harmless(text).replace(['\n', '\r'], "?")
}

/// An error and what is behind it, in one line.
fn with_source(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
