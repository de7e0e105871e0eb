//! What can go wrong with a letter that is complete.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::manifest::SCHEMA;
use crate::drafts::{self, Id};
use onlist_mail::file;
use onlist_mail::mailbox::Address;

/// A letter that could not be frozen, read, or written down. It is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The letter is frozen, and its bytes stay.
    #[error("letter `{id}` is already queued")]
    Frozen {
        /// The letter.
        id: Id,
    },
    /// Another letter is frozen under the same message-id: whoever got one would get the other as the same.
    #[error("letter `{id}` has the Message-ID of `{other}`")]
    Twin {
        /// The letter.
        id: Id,
        /// The other one.
        other: Id,
    },
    /// There is nobody to send it to.
    #[error("letter `{id}` has no recipient")]
    Nobody {
        /// The letter.
        id: Id,
    },
    /// Somebody got it, or may have, so it cannot become another letter.
    #[error("letter `{id}` was sent, or may have been, and stays as it is")]
    Gone {
        /// The letter.
        id: Id,
    },
    /// It may have arrived, and nobody asked to send it again.
    #[error("letter `{id}` may have arrived")]
    Unknown {
        /// The letter.
        id: Id,
    },
    /// The address is none that the letter is still to go to.
    #[error("letter `{id}` does not go to `{address}`")]
    NotOutstanding {
        /// The letter.
        id: Id,
        /// Who has it already, or never was to get it.
        address: Address,
    },
    /// Another run has worked on the letter since it was read.
    #[error("letter `{id}` was changed by another run")]
    Changed {
        /// The letter.
        id: Id,
    },
    /// A file of a frozen letter is gone.
    #[error("`{}` is missing", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file of a frozen letter is not what was written.
    #[error("`{}` was changed after it was queued", path.display())]
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// A newer version of this program froze the letter.
    #[error("`{}` has schema {schema}; this version reads up to {SCHEMA}", path.display())]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// What it says.
        schema: u64,
    },
    /// The manifest is what was written, and makes no sense.
    #[error("cannot read a letter from `{}`: {reason}", path.display())]
    Broken {
        /// The manifest.
        path: PathBuf,
        /// What is wrong in it, in one line.
        reason: String,
    },
    /// A line of the journal makes no sense, so nobody knows who got the letter.
    #[error("line {line} of `{}` is not a delivery step", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The draft that the letter was.
    #[error(transparent)]
    Draft(#[from] drafts::Error),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] file::Error),
    /// The system said no.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was tried, as in "cannot read".
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// The next step, for the `hint:` line.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Frozen { .. } => Some("send it, or make it a draft again first".into()),
            Self::Twin { id, other } => Some(format!(
                "one is a copy of the other: compare them, and delete one with `onlist drafts delete {id}` or \
                 `onlist drafts delete {other}`"
            )),
            Self::Unknown { .. } => {
                Some("look whether it arrived; `onlist send --again` sends the same letter once more".into())
            }
            Self::Changed { .. } => Some("look at it with `onlist drafts` and try again".into()),
            Self::Gone { id } => {
                Some(format!("`onlist drafts show {id}` shows it; to say something else, write a new letter"))
            }
            Self::Missing { path } | Self::Altered { path } | Self::Journal { path, .. } => {
                let folder = path.parent().unwrap_or(path);
                Some(format!(
                    "nothing of it is sent; what is left of the letter is in `{}`",
                    folder.display()
                ))
            }
            Self::Newer { .. } => Some("use the newer version; the letter is kept".into()),
            Self::Draft(e) => e.hint(),
            Self::File(e) => Some(match e.hint() {
                Some(hint) => format!("{hint}; the letter is kept"),
                None => "the letter is kept".into(),
            }),
            Self::Broken { .. } | Self::Io { .. } => Some("the letter is kept".into()),
            Self::Nobody { .. } | Self::NotOutstanding { .. } => None,
        }
    }

    /// A file of a frozen letter that cannot be read.
    pub(super) fn reading(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => Self::Missing { path },
            _ => Self::Io { action: "read", path, source },
        }
    }
}
