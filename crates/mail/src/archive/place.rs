//! Where a post stands.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Where a post stands. Written: `devel.mbox:12345`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file or repository, or the URL.
    pub path: Arc<Path>,
    /// Where in it.
    pub position: Position,
}

/// Where a post stands in a file or repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Octets before it; in a compressed file, of what was compressed.
    Offset(u64),
    /// The commit that brought it, or the blob that it is (git's SHA-1).
    Object([u8; 20]),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.position)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => write!(f, "{offset}"),
            Self::Object(id) => id.iter().try_for_each(|octet| write!(f, "{octet:02x}")),
        }
    }
}
