//! Posts of a mailing list, from whatever keeps them.
//!
//! [`open`] tells what a path or URL is: an mbox (RFC 4155, in each of its forms), also compressed; a Maildir; a mail, or a folder
//! of any of these; a public-inbox repository, or its web server. [`Posts::next`] gives one post after the other, in the memory that one post takes. What cannot be
//! read is a [`Diagnostic`] and the run goes on; what is no archive at all is an [`Error`].

mod again;
mod cache;
mod error;
mod file;
mod found;
mod git;
mod inbox;
mod kind;
mod pipe;
mod pipermail;
mod place;
mod posts;
mod splitter;
mod web;

pub use again::read_again;
pub use error::{Diagnostic, Error, Reason};
pub use place::{Place, Position};
pub use posts::{Posts, RawPost};
pub use web::{is_file_url, is_url, searching, url_of};

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use self::cache::Cache;
use crate::message_id::MessageId;

/// The longest post that is given whole, in octets; of a longer one the beginning is.
pub const LONGEST: usize = 16 << 20;

/// Which posts are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Posts that came before may be left out, where leaving them out saves reading them. A web server gives
    /// whole threads of which a post came later.
    pub since: Option<DateTime<Utc>>,
    /// A web server is asked for the thread of this post alone.
    pub thread: Option<MessageId>,
    /// A web server is asked for what this finds, besides (public-inbox's search, as in `f:ada@example.org`).
    pub query: Option<String>,
    /// A folder in which what was read is kept for later runs, of repositories and of compressed files: of posts that
    /// come from it, the header alone is given, and of that what threading needs.
    pub cache: Option<PathBuf>,
}

/// Octets that a cache takes, 0 where there is none.
#[must_use]
pub fn cache_size(folder: &Path) -> u64 {
    Cache::size(folder)
}

/// Opens an archive: a path, or a URL that begins with `http://` or `https://`. A list on a web server is asked for a span of
/// time ([`Options::since`]), for a query that the URL has (`?q=`), or for a thread.
///
/// # Errors
/// [`Error`]: there is no such archive, or something else is found there.
pub fn open(archive: impl AsRef<OsStr>, options: &Options) -> Result<Posts, Error> {
    let archive = archive.as_ref();
    match archive.to_str().filter(|it| is_url(it)) {
        Some(url) => Posts::of_url(url, options),
        None => Ok(Posts::new(found::sources(Path::new(archive))?, options)),
    }
}

/// Reads an mbox or a mail, plain or compressed, from a stream such as standard input; `name` stands for it in places.
///
/// # Errors
/// [`Error`]: something else comes.
pub fn read(stream: impl Read + Send + 'static, name: &Path) -> Result<Posts, Error> {
    Posts::of_stream(Box::new(stream), name)
}

#[cfg(test)]
mod tests;
