//! What can go wrong with a kept letter.

use std::io;
use std::path::PathBuf;

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
    /// The next step, for the `hint:` line.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoName { .. } => Some("use letters a to z, digits and `-`".into()),
            Self::Missing { .. } => Some("run `onlist drafts` to see all drafts".into()),
            Self::Busy { .. } => Some("close it there".into()),
            Self::Io { action: "lock", .. } => {
                Some("keep drafts in a folder whose file system has file locks".into())
            }
            Self::Newer { .. } => {
                Some("use a newer `onlist`, or delete it with `onlist drafts delete`".into())
            }
            Self::Broken { path, .. } => {
                Some(format!("fix `{}`, or delete it with `onlist drafts delete`", path.display()))
            }
            Self::File(e) => e.hint(),
            Self::MessageId { .. } | Self::Io { .. } => None,
        }
    }
}
