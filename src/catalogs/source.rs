//! Where a catalog is taken from.

use std::fmt;
use std::path::{Path, PathBuf};

use onlist_core::catalog::profile_of;
use onlist_mail::http::{self, Limits};
use onlist_mail::text::{Line, escape_for_terminal};
use serde::{Deserialize, Serialize};

use super::{CatalogText, NamedText};
use crate::context::path_text;
use crate::messages::{Failure, Status};

/// A file, or an address in the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(crate) enum Source {
    /// A file, by its whole path.
    File(PathBuf),
    /// A URL.
    Web(String),
}

impl Source {
    /// What the user names.
    pub(crate) fn of(text: &str) -> Self {
        if is_web(text) { Self::Web(text.to_owned()) } else { Self::File(PathBuf::from(text)) }
    }

    /// The same, for other folders than this one too.
    pub(crate) fn absolute(self) -> Self {
        match self {
            Self::File(path) => Self::File(std::path::absolute(&path).unwrap_or(path)),
            Self::Web(url) => Self::Web(url),
        }
    }
}

/// Whether it begins as a URL of the web does. A scheme has several letters, as a letter alone is a disk.
fn is_web(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.len() > 1 && it != "file" && it.bytes().all(|b| b.is_ascii_alphabetic()))
}

impl From<String> for Source {
    fn from(text: String) -> Self {
        if is_web(&text) { Self::Web(text) } else { Self::File(path_text::decode(&text)) }
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        match source {
            Source::File(path) => path_text::encode(&path),
            Source::Web(url) => url,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", escape_for_terminal(&path.to_string_lossy())),
            Self::Web(url) => f.write_str(&escape_for_terminal(url)),
        }
    }
}

/// Asks the web for a catalog, and for its profile where it names one.
pub(crate) fn fetch(url: &str) -> Result<CatalogText, Failure> {
    let (file, from) = page(url)?;
    let profile = match profile_of(&file.text) {
        Some(name) => Some(page(&http::join(&from, &name)?).map(|(profile, _)| profile)?),
        None => None,
    };
    Ok(CatalogText { file, profile })
}

/// One file, and where it came from after redirects.
fn page(url: &str) -> Result<(NamedText, String), Failure> {
    if !http::is_protected(url)? {
        let failure = Failure::new(Status::Usage, format!("`{}` is not encrypted", Line::sanitize(url)));
        return Err(failure.hint("use its address with `https://`"));
    }
    let answer = http::get(url, &Limits::PAGE)?;
    let from = answer.url().to_owned();
    Ok((NamedText::new(url, answer.into_bytes()?)?, from))
}

/// The profile that a catalog in a file names, beside that file.
pub(crate) fn profile_beside(path: &Path, text: &str) -> Option<PathBuf> {
    Some(path.parent().unwrap_or(Path::new("")).join(profile_of(text)?))
}
