//! The projects of a catalog, of which there may be many.

use std::iter::Map;
use std::ops::Index;
use std::slice;

use serde::{Deserialize, Serialize};

use super::format::{Shape, Type};
use super::project::Project;

/// Projects in the order of the file.
///
/// Each is in a place of its own, so that the parts of a file are put together without a copy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(clippy::vec_box, reason = "what is large is moved by its pointer")]
pub struct Projects(Vec<Box<Project>>);

/// What goes through them.
pub type ProjectsIter<'p> = Map<slice::Iter<'p, Box<Project>>, fn(&'p Box<Project>) -> &'p Project>;

impl Projects {
    /// Each of them.
    pub fn iter(&self) -> ProjectsIter<'_> {
        self.0.iter().map(|project| &**project)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> Option<&Project> {
        self.iter().next()
    }

    /// The last.
    #[must_use]
    pub fn last(&self) -> Option<&Project> {
        self.iter().next_back()
    }

    /// Adds those of a later part.
    pub(super) fn append(&mut self, mut later: Self) {
        self.0.append(&mut later.0);
    }
}

impl Index<usize> for Projects {
    type Output = Project;

    fn index(&self, at: usize) -> &Project {
        &self.0[at]
    }
}

impl<'p> IntoIterator for &'p Projects {
    type Item = &'p Project;
    type IntoIter = ProjectsIter<'p>;

    fn into_iter(self) -> ProjectsIter<'p> {
        self.iter()
    }
}

impl Shape for Projects {
    const TYPE: Type = <Vec<Project> as Shape>::TYPE;

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
