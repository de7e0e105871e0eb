//! Every room's own error becomes words, a way out and an exit status, in this one place.

use std::io;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use onlist::check::UnknownRule;
use onlist::compose::{self, reply};
use onlist::deliver::sendmail;
use onlist::deliver::smtp::{self, Cause};
use onlist::drafts;
use onlist::fault::Faults;
use onlist::file;
use onlist::ledger;
use onlist::mailbox;
use onlist::outbox;
use onlist::post;
use onlist::resolve;
use onlist::text::is_hostile;
use onlist::words::and;

use crate::settings::{self, AccountError, PasswordError};
use crate::terminal::{self, AskError, EditError, Terminal};

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
    let show = |fault: &onlist::fault::Fault| {
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

impl Failure {
    /// A server that refused with `reply`, for now or for good.
    pub(crate) fn refused(reply: &smtp::Reply, message: String) -> Self {
        let status = if reply.is_transient() { Status::TryLater } else { Status::Unavailable };
        let hint = reply.hint(smtp::Phase::AfterData).map(str::to_owned);
        Self { hint, ..Self::new(status, message) }
    }

    /// A command that did not take a letter.
    pub(crate) fn by_command(command: &sendmail::Command, outcome: &sendmail::Outcome) -> Self {
        match outcome {
            sendmail::Outcome::NotStarted(error) => {
                Self::new(Status::Unavailable, format!("cannot run `{}`: {error}", command.name()))
                    .hint("check the command; nothing was sent")
            }
            sendmail::Outcome::Refused { status, words } => {
                let words = if words.is_empty() { String::new() } else { format!(": {words}") };
                let kind = if outcome.is_transient() { Status::TryLater } else { Status::Unavailable };
                Self::new(kind, format!("`{command}` did not take the letter (status {status}){words}"))
            }
            sendmail::Outcome::Accepted | sendmail::Outcome::Unknown(_) => {
                Self::new(Status::Bug, "the command did not fail")
            }
        }
    }

    /// A letter of which nobody knows whether it was delivered.
    pub(crate) fn unknown(id: &drafts::Id, why: &str) -> Self {
        Self::new(Status::Unknown, format!("`{id}` may have been delivered: {why}")).hint(format!(
            "look into the list's archive first; `onlist send {id} --again` sends the same mail once more, \
             under the same Message-ID"
        ))
    }

    /// The same, with what it is about before it.
    pub(crate) fn about(self, name: &str) -> Self {
        Self { message: format!("{name}: {}", self.message), ..self }
    }
}

impl From<outbox::Error> for Failure {
    fn from(error: outbox::Error) -> Self {
        let hint = error.hint();
        match error {
            outbox::Error::Draft(error) => error.into(),
            outbox::Error::File(error) => error.into(),
            error => {
                let status = match &error {
                    outbox::Error::Io { .. } => Status::Io,
                    outbox::Error::Unknown { .. } => Status::Unknown,
                    outbox::Error::Changed { .. } => Status::TryLater,
                    _ => Status::Data,
                };
                Self { hint, ..Self::new(status, with_source(&error)) }
            }
        }
    }
}

impl From<outbox::MailError> for Failure {
    fn from(error: outbox::MailError) -> Self {
        let hint = error.hint();
        Self { hint, ..Self::new(Status::Data, error.to_string()) }
    }
}

impl From<settings::Error> for Failure {
    fn from(error: settings::Error) -> Self {
        match error {
            settings::Error::Faults(faults) => Self::in_file(Status::Config, faults),
            settings::Error::Read { .. } => Self::new(Status::Config, error.to_string()),
        }
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        Self::new(Status::Config, error.to_string()).hint(error.hint())
    }
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        Self::new(Status::Config, error.to_string()).hint(error.hint())
    }
}

impl From<smtp::Failure> for Failure {
    fn from(error: smtp::Failure) -> Self {
        let status = match &error.cause {
            _ if error.is_login() => Status::Login,
            _ if error.is_transient() => Status::TryLater,
            Cause::NotLoopback(_) | Cause::Hello(_) | Cause::Roots(_) => Status::Config,
            _ => Status::Unavailable,
        };
        Self { hint: error.hint(), ..Self::new(status, error.to_string()) }
    }
}

impl From<resolve::Error> for Failure {
    fn from(error: resolve::Error) -> Self {
        let message = error.to_string();
        match error {
            resolve::Error::UnknownProject { nearest: Some(id), .. } => {
                Self::new(Status::Usage, message).hint(format!("did you mean `{id}`?"))
            }
            resolve::Error::UnknownProject { .. } => {
                Self::new(Status::Usage, message).hint("run `onlist projects` to see them all")
            }
            resolve::Error::UnknownList { known, .. } => {
                let known: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
                Self::new(Status::Usage, message).hint(format!("it has {}", and(&known)))
            }
            resolve::Error::Finished { .. } => {
                let hint = "pick another with `onlist projects --state open`, or go on with `--anyway`";
                Self::new(Status::Data, message).hint(hint)
            }
        }
    }
}

impl From<UnknownRule> for Failure {
    fn from(error: UnknownRule) -> Self {
        let hint = match error.nearest {
            Some(near) => format!("did you mean `{near}`?"),
            None => "run `onlist check --list` to see them all".to_owned(),
        };
        Self::new(Status::Usage, error.to_string()).hint(hint)
    }
}

impl From<compose::Error> for Failure {
    fn from(error: compose::Error) -> Self {
        match error {
            compose::Error::Resolve(error) => error.into(),
            compose::Error::Missing(_) => Self::new(Status::Usage, error.to_string())
                .hint("give what is missing, or run this on a terminal to be asked"),
            compose::Error::Template(ref template) => {
                let failure = Self::new(Status::Data, error.to_string());
                match &template.hint {
                    Some(hint) => failure.hint(hint.clone()),
                    None => failure,
                }
            }
        }
    }
}

impl From<compose::AnswerError> for Failure {
    fn from(error: compose::AnswerError) -> Self {
        Self::new(Status::Data, error.to_string())
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Interrupted => Self::new(Status::Interrupted, "interrupted"),
            AskError::EndOfInput => {
                Self::new(Status::Usage, "the input ended before everything was answered")
            }
            AskError::NoTerminal => Self::new(Status::Usage, "there is no terminal to ask on"),
            AskError::Io(source) => Self::from(source),
        }
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        Self::new(Status::Io, with_source(&error))
    }
}

impl From<terminal::Error> for Failure {
    fn from(error: terminal::Error) -> Self {
        match error {
            terminal::Error::ClosedPipe => Self::new(Status::Done, ""),
            terminal::Error::Io(source) => source.into(),
        }
    }
}

impl From<file::Error> for Failure {
    fn from(error: file::Error) -> Self {
        let failure = Self::new(Status::CannotCreate, with_source(&error));
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// An error and what is behind it, in one line.
fn with_source(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl From<drafts::Error> for Failure {
    fn from(error: drafts::Error) -> Self {
        let status = match &error {
            drafts::Error::NoName { .. } | drafts::Error::Missing { .. } => Status::Usage,
            drafts::Error::Busy { .. } => Status::TryLater,
            drafts::Error::Newer { .. } | drafts::Error::Broken { .. } | drafts::Error::MessageId { .. } => {
                Status::Data
            }
            drafts::Error::File(_) => Status::CannotCreate,
            drafts::Error::Io { .. } => Status::Io,
        };
        let hint = error.hint();
        let failure = match error {
            drafts::Error::Broken { source, .. } => Self::in_file(status, source),
            error => Self::new(status, with_source(&error)),
        };
        Self { hint, ..failure }
    }
}

impl From<ledger::Error> for Failure {
    fn from(error: ledger::Error) -> Self {
        let status = match &error {
            ledger::Error::Server { .. } => Status::Usage,
            ledger::Error::NotALedger { .. }
            | ledger::Error::Newer { .. }
            | ledger::Error::Damaged { .. }
            | ledger::Error::Unfit { .. } => Status::Data,
            ledger::Error::Busy { .. } => Status::TryLater,
            ledger::Error::ReadOnly { .. } => Status::CannotCreate,
            ledger::Error::Io { action, .. } if *action == "create" => Status::CannotCreate,
            ledger::Error::Full { .. } | ledger::Error::Io { .. } | ledger::Error::Engine { .. } => {
                Status::Io
            }
        };
        Self { hint: error.hint(), ..Self::new(status, with_source(&error)) }
    }
}

impl From<post::Error> for Failure {
    fn from(error: post::Error) -> Self {
        Self::new(Status::Data, error.to_string()).hint(error.hint())
    }
}

impl From<reply::Error> for Failure {
    fn from(error: reply::Error) -> Self {
        let status = match error {
            reply::Error::NoList | reply::Error::UnknownList(_) => Status::Usage,
            _ => Status::Data,
        };
        let failure = Self::new(status, error.to_string());
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<mailbox::Error> for Failure {
    fn from(error: mailbox::Error) -> Self {
        Self::new(Status::Data, error.to_string())
    }
}

impl From<ctrlc::Error> for Failure {
    fn from(error: ctrlc::Error) -> Self {
        Self::new(Status::Bug, format!("cannot watch for ^C: {error}"))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Status::Io, error.to_string())
    }
}
