//! What cannot be read, and why: of an archive, or of a post in it.

use std::io;
use std::path::PathBuf;

use super::{LONGEST, Place};
use crate::http::HttpError;
use crate::text::Line;

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
    /// A web server did not answer, or not well.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// A web server sent something else.
    #[error("`{url}` gave {found}, not mail")]
    NotMail {
        /// The address.
        url: String,
        /// What it sent, with its article.
        found: &'static str,
    },
    /// What a web server sent came to an end too early.
    #[error("the mails of `{url}` did not come whole: {reason}")]
    Incomplete {
        /// The address.
        url: String,
        /// What is wrong.
        reason: Line,
    },
    /// A web server has no such list, or is no public-inbox.
    #[error("there is no public-inbox list at `{url}`")]
    NoList {
        /// The list's address.
        url: String,
    },
    /// A list without an index.
    #[error("the list at `{url}` cannot be searched")]
    NoSearch {
        /// The list's address.
        url: String,
    },
    /// A list on a web server is not read whole.
    #[error("the list at `{url}` is not read without a date to begin with")]
    NoSpan {
        /// The list's address.
        url: String,
    },
    /// git could not read it.
    #[error("cannot read the repository `{}`: {reason}", path.display())]
    Git {
        /// The repository.
        path: PathBuf,
        /// Why, in git's words.
        reason: Line,
    },
    /// A repository whose HEAD names no commit: there is none yet, or it is on another branch.
    #[error("the repository `{}` has no commit that its HEAD names", path.display())]
    NoCommit {
        /// The repository.
        path: PathBuf,
    },
    /// A repository without what its commits name.
    #[error("mails are missing in the repository `{}`, as in a partial clone", path.display())]
    Partial {
        /// The repository.
        path: PathBuf,
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

/// A part of an archive that could not be read, or not well. The run goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The post, or the file from there on.
    pub place: Place,
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
    /// A clone of the newest commits alone.
    #[error("the repository is a shallow clone: its older posts are missing")]
    Shallow,
    /// Somebody wrote to the file meanwhile.
    #[error("the file grew while it was read: its newest posts are missing")]
    Grew,
    /// Somebody cut the file meanwhile.
    #[error("the file was shortened while it was read: posts are missing")]
    Shrank,
}
