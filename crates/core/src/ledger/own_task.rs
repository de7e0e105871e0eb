//! Small tasks of a mentor's own.

use crate::catalog::{Id, Task};

/// A task that is kept in the ledger, beside those of a catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnTask {
    /// The community whose students may get it.
    pub community: Id,
    /// What it is.
    pub task: Task,
}
