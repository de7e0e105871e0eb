//! Where a ledger is.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Error;

/// Where a ledger is. Today that is a file; the address of a server is known as one, and refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of this machine.
    File(PathBuf),
}

impl Location {
    /// Takes a path or an address as a user gives it.
    ///
    /// # Errors
    /// [`Error::Server`] for the address of a database server.
    pub fn parse(given: &Path) -> Result<Self, Error> {
        match given.to_string_lossy().split_once("://") {
            Some((scheme @ ("postgres" | "postgresql"), _)) => {
                Err(Error::Server { ledger: format!("{scheme}://…") })
            }
            _ => Ok(Self::File(given.to_owned())),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
        }
    }
}
