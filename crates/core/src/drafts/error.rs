//! What can go wrong with a kept letter.

use std::io;
use std::path::{Path, PathBuf};

use super::{Id, SCHEMA};
use crate::diagnostics::Diagnostics;
use onlist_mail::file;

/// A draft that could not be read or kept. No draft is ever lost by it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No draft can have that name.
    #[error("`{name}` is not a draft name")]
    NoName {
        /// As it was given.
        name: String,
    },
    /// No draft has that name, or its folder was removed meanwhile.
    #[error("no draft `{id}`")]
    Missing {
        /// The name.
        id: Id,
    },
    /// Another run is at work on the draft.
    #[error("draft `{id}` is already open in another terminal")]
    Busy {
        /// The name.
        id: Id,
    },
    /// Other runs are at work on the folder of what is kept, for longer than one waits.
    #[error("`{}` is in use by another run", path.display())]
    StateBusy {
        /// The folder.
        path: PathBuf,
    },
    /// An earlier version of this program made a letter of it that cannot be read: nobody knows who has it.
    #[error("`{}` was changed after it was queued", path.display())]
    FirstForm {
        /// The file that makes it a letter.
        path: PathBuf,
    },
    /// A newer version of this program wrote the draft.
    #[error("`{}` has schema {schema}; this version reads up to {SCHEMA}", path.display())]
    Newer {
        /// The draft's file.
        path: PathBuf,
        /// What it says.
        schema: u64,
    },
    /// The draft's file does not hold a draft.
    #[error("cannot read a draft from `{}`", path.display())]
    Broken {
        /// The draft's file.
        path: PathBuf,
        /// What is wrong in it.
        source: Diagnostics,
    },
    /// The draft has another message-id already, which others may know by now.
    #[error("draft `{id}` already has a message-id")]
    MessageId {
        /// The draft.
        id: Id,
    },
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
