//! What goes wrong below the program, in words.

use std::io;
use std::path::Path;

use onlist_core::check::{ConfigError, UnknownRule};
use onlist_core::compose::{self, Question, reply};
use onlist_core::resolve;
use onlist_core::template;
use onlist_mail::file;
use onlist_mail::http::HttpError;
use onlist_mail::mailbox;
use onlist_mail::read;
use onlist_mail::words::{and, or};
use onlist_mail::{archive, imap};

use super::prompt::{about, change, flag, quoted};
use super::{Advice, Failure, Status, with_source};
use crate::settings;
use crate::terminal::{self, AskError, EditError, Words};

/// What to do about a file that is no text.
pub(crate) const NOT_TEXT: &str = "open it in an editor and save it again as UTF-8";

impl From<settings::Error> for Failure {
    fn from(error: settings::Error) -> Self {
        match error {
            settings::Error::Diagnostics(diagnostics) => Self::in_file(Status::Config, diagnostics),
            settings::Error::Read(file::ReadError::Io { .. }) => Self::new(Status::Config, error.to_string()),
            settings::Error::Read(error) => Self { status: Status::Config, ..error.into() }
                .hint("give the path of a settings file, as `config.sample.toml` is one"),
            settings::Error::NotText(_) => Self::new(Status::Config, error.to_string()).hint(NOT_TEXT),
        }
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
                Self::new(Status::Usage, message).hint("run `onlist projects` to see all")
            }
            resolve::Error::UnknownList { known, .. } => {
                let known: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
                Self::new(Status::Usage, message).hint(format!("known lists: {}", and(&known)))
            }
            resolve::Error::WhichList { known, .. } => {
                let known: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
                let hint = Words::typed(format!("name one with `--list`: {}", or(&known)));
                Self::new(Status::Usage, message).hint(hint.guided(format!("name one: {}", or(&known))))
            }
            resolve::Error::NoMail { instead: Some(_), .. } => Self::new(Status::Data, message),
            resolve::Error::NoMail { .. } => {
                let hint = "letters go to lists only; `onlist guide` and `onlist show` say where else to ask";
                Self::new(Status::Data, message).hint(hint)
            }
            resolve::Error::Finished { .. } => {
                let hint = Words::from("choose another with `onlist projects --state open`");
                Self::new(Status::Data, message).hint(hint.and(Words::typed("or use `--anyway`")))
            }
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let hint = match &error {
            ConfigError::Unknown(unknown) => return unknown.clone().into(),
            ConfigError::Always(code) => {
                format!("`onlist send FILE.eml --allow {code}` lets one mail through")
            }
            ConfigError::Words { .. } | ConfigError::Zero(_) => {
                "correct it under `[check]`, or leave it out".to_owned()
            }
        };
        Self::new(Status::Usage, error.to_string()).hint(hint)
    }
}

impl From<UnknownRule> for Failure {
    fn from(error: UnknownRule) -> Self {
        let hint = match error.nearest {
            Some(near) => format!("did you mean `{near}`?"),
            None => "run `onlist check --list` to see all".to_owned(),
        };
        Self::new(Status::Usage, error.to_string()).hint(hint)
    }
}

impl From<compose::Error> for Failure {
    fn from(error: compose::Error) -> Self {
        match error {
            compose::Error::Resolve(error) => error.into(),
            compose::Error::Missing(questions) => {
                let flags: Vec<_> = questions.iter().map(|it| format!("`{}`", flag(*it))).collect();
                let asked: Vec<_> = questions.iter().map(|it| quoted(*it)).collect();
                let (are, them) = if flags.len() == 1 { ("is", "it") } else { ("are", "them") };
                let missing = |named: &[String]| format!("{} {are} missing", and(named));
                let hint =
                    questions.first().map(|it| change(*it, format!("add {them}, or run this on a terminal")));
                Self::new(Status::Usage, Words::typed(missing(&flags)).guided(missing(&asked))).hinted(hint)
            }
            compose::Error::NotDisclosed { ref sentences } => {
                let sentences: Vec<_> = sentences.iter().map(|it| format!("`{it}`")).collect();
                let hint = format!("give the one that is true: {}", or(&sentences));
                Self::new(Status::Data, about(Question::Disclosure, &error)).hint(hint)
            }
            compose::Error::Template(error) => error.into(),
        }
    }
}

impl From<template::Error> for Failure {
    fn from(error: template::Error) -> Self {
        let unfilled = error.unfilled.and_then(Question::of_variable);
        let hint = unfilled.map(|question| change(question, format!("give `{}`", flag(question))));
        Self::new(Status::Data, error.message).hinted(hint.or(error.hint.map(Words::from)))
    }
}

impl From<compose::AnswerError> for Failure {
    fn from(error: compose::AnswerError) -> Self {
        Self::new(Status::Data, about(error.question(), &error))
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Interrupted(_) => Self::new(Status::Interrupted, "interrupted"),
            AskError::EndOfInput => {
                Self::new(Status::Usage, "the input ended before all questions were answered")
            }
            AskError::Nobody(_) => Self::new(Status::Usage, error.to_string()),
            AskError::NotText => Self::new(Status::Data, error.to_string()),
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
            error @ terminal::Error::Io(_) => Self::new(Status::Io, error.to_string()),
        }
    }
}

impl From<file::ReadError> for Failure {
    fn from(error: file::ReadError) -> Self {
        match &error {
            file::ReadError::Io { path, source } => Self::reading(path, source),
            file::ReadError::NotAFile { .. } => Self::new(Status::Data, error.to_string())
                .hint("give a regular file, or `-` to read standard input"),
            file::ReadError::TooLarge { path, limit } if path == Path::new("-") => {
                Self::new(Status::Data, format!("standard input is larger than {} MiB", limit >> 20))
            }
            file::ReadError::TooLarge { .. } => Self::new(Status::Data, error.to_string()),
        }
    }
}

impl From<file::Error> for Failure {
    fn from(error: file::Error) -> Self {
        Self::new(Status::CannotCreate, with_source(&error)).hinted(error.hint())
    }
}

impl From<HttpError> for Failure {
    fn from(error: HttpError) -> Self {
        let status = match &error {
            HttpError::NotAUrl(_) | HttpError::Credentials(_) => Status::Usage,
            HttpError::Status { status: 404 | 410, .. } | HttpError::UnknownHost(_) => Status::NoInput,
            HttpError::TooLarge { .. } | HttpError::Unreadable { .. } => Status::Data,
            other if other.is_transient() => Status::TryLater,
            _ => Status::Unavailable,
        };
        Self::new(status, error.to_string()).hinted(error.hint())
    }
}

impl From<read::Error> for Failure {
    fn from(error: read::Error) -> Self {
        Self::new(Status::Data, error.to_string()).hinted(error.hint())
    }
}

impl From<reply::Error> for Failure {
    fn from(error: reply::Error) -> Self {
        use reply::Error as E;
        let message = error.to_string();
        let (status, hint) = match error {
            E::Template(error) => return error.into(),
            E::NoList => {
                let hint = "give the list with `--list`: an answer always goes to a list";
                (Status::Usage, change(Question::List, hint))
            }
            E::UnknownList(_) => (Status::Usage, "give a list's id, or its whole address".into()),
            E::NoAuthor => (Status::Data, "answer it from your mail program; of a copy from a web archive, which hides addresses, save the mail from a mailbox".into()),
            E::UnusableAuthor(_) => (Status::Data, "answer this mail from your mail program".into()),
            E::Own => (Status::Data, "answer the student's mail, not your own".into()),
        };
        Self::new(status, message).hint(hint)
    }
}

impl From<archive::Error> for Failure {
    fn from(error: archive::Error) -> Self {
        let status = match &error {
            archive::Error::Http(error) => return error.clone().into(),
            archive::Error::Incomplete { .. } => Status::TryLater,
            archive::Error::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => Status::NoInput,
            archive::Error::Io { .. } => Status::Io,
            _ => Status::Data,
        };
        Self::new(status, error.to_string()).hinted(error.hint())
    }
}

impl From<imap::Error> for Failure {
    fn from(error: imap::Error) -> Self {
        let status = match &error {
            error if error.is_login() => Status::Login,
            error if error.is_transient() => Status::TryLater,
            _ => Status::Unavailable,
        };
        Self::new(status, error.to_string()).hinted(error.hint())
    }
}

impl From<mailbox::Error> for Failure {
    fn from(error: mailbox::Error) -> Self {
        Self::new(Status::Data, error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Status::Io, error.to_string())
    }
}
