//! A letter and what its writer is to see beside it.

use crate::mailbox::Address;
use crate::message::Draft;
use crate::resolve::{Notice, Why};

/// A composed letter, with the reasons for its header and what is to be known before it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The letter.
    pub draft: Draft,
    /// The list that it goes to.
    pub list: Address,
    /// Why each recipient and the subject are what they are.
    pub why: Vec<Why>,
    /// What is to be known, most important first.
    pub notices: Vec<Notice>,
}
