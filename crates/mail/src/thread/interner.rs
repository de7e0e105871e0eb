//! Texts that many posts share, each kept once.

use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// Gives each text a number, the same for the same text.
#[derive(Debug, Clone, Default)]
pub(super) struct Interner(IndexSet<Box<str>, RandomState>);

/// The number of a text that is none.
pub(super) const NONE: u32 = u32::MAX;

impl Interner {
    /// The number of `text`; [`NONE`] for more texts than numbers.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        let at = match self.0.get_index_of(text) {
            Some(at) => at,
            None => self.0.insert_full(text.into()).0,
        };
        u32::try_from(at).unwrap_or(NONE)
    }

    /// The number of a text that was added.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        u32::try_from(self.0.get_index_of(text)?).ok()
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        self.0.get_index(number as usize).map(AsRef::as_ref)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
