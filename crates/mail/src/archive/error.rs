//! What cannot be read, and why: of an archive, or of a post in it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::LONGEST;

/// Why there is no archive to read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something else is there.
    #[error("`{}` is {found}, not a mail archive", path.display())]
    NotAnArchive {
        /// The path.
        path: PathBuf,
        /// What was found, with its article.
        found: &'static str,
    },
    /// The system returned an error.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl Error {
    /// What may help, as one imperative sentence.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotAnArchive { .. } => Some(
                "give an mbox file, a folder of mails (Maildir, pipermail months), a public-inbox repository or its URL"
                    .to_owned(),
            ),
            Self::Io { .. } => None,
        }
    }
}

/// A part of an archive that could not be read, or not well. The run goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file or repository.
    pub path: Arc<Path>,
    /// Octets before the post that it is about.
    pub offset: u64,
    /// What is wrong.
    pub reason: Reason,
}

/// Why a post or a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The system returned an error.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A file among others that holds no mail.
    #[error("this is {0}, not mail")]
    NotMail(&'static str),
    /// A post without a header.
    #[error("a post without a header")]
    NoHeader,
    /// The end of a post is not read.
    #[error("the post is longer than {} MiB: its end is not read", LONGEST >> 20)]
    TooLong,
    /// The end of a line is missing where the file ends.
    #[error("the file ends within a line: its last post may be incomplete")]
    Incomplete,
    /// A compressed file ends too early.
    #[error("the compressed file is cut off: posts are missing")]
    Truncated,
    /// A compressed file is damaged.
    #[error("the compressed file is damaged: posts are missing")]
    Damaged,
    /// Somebody wrote to the file meanwhile.
    #[error("the file grew while it was read: its newest posts are missing")]
    Grew,
    /// Somebody cut the file meanwhile.
    #[error("the file was shortened while it was read: posts are missing")]
    Shrank,
}
