//! What can go wrong with a letter that is complete.

use std::io;
use std::path::{Path, PathBuf};

use super::record::SCHEMA;
use crate::drafts::{self, Id};
use onlist_mail::file;
use onlist_mail::mailbox::Address;

/// A letter that could not be queued, read, or written down. It is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The letter is queued, and its bytes stay.
    #[error("letter `{id}` is already queued")]
    Queued {
        /// The letter.
        id: Id,
    },
    /// Another run is at work on it.
    #[error("`{id}` is being sent by another run")]
    BeingSent {
        /// The letter.
        id: Id,
    },
    /// Another letter has the same message-id: whoever got one would get the other as the same.
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
    /// Something else has worked on the letter since it was read.
    #[error("letter `{id}` was changed by another run")]
    Changed {
        /// The letter.
        id: Id,
    },
    /// The file is not what was written.
    #[error("`{}` was changed after it was queued", path.display())]
    Altered {
        /// The letter's file.
        path: PathBuf,
    },
    /// A newer version of this program queued the letter.
    #[error("`{}` has schema {schema}; this version reads up to {SCHEMA}", path.display())]
    Newer {
        /// The letter's file.
        path: PathBuf,
        /// What it says.
        schema: u64,
    },
    /// The file is what was written, and makes no sense.
    #[error("cannot read a letter from `{}`: {reason}", path.display())]
    Broken {
        /// The letter's file.
        path: PathBuf,
        /// What is wrong in it, in one line.
        reason: String,
    },
    /// A line of the journal makes no sense, so nobody knows who got the letter.
    #[error("line {line} of the journal in `{}` was changed after it was written", path.display())]
    Journal {
        /// The letter's file.
        path: PathBuf,
        /// The line, from 1, not counting what stands before the journal.
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
    /// The system's refusal of `action`, as in "cannot read", with the file at `path`.
    pub(super) fn io(action: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { action, path: path.clone(), source }
    }
}
