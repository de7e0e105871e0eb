//! A letter and what its writer is to see beside it.

use crate::resolve::{Notice, Recipient, Why};
use onlist_mail::mailbox::Address;
use onlist_mail::write::Content;

/// A composed letter, with the reasons for its header and what is to be known before it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The letter.
    pub content: Content,
    /// The list that it goes to.
    pub list: Address,
    /// Whom it goes to, To first, with the reason for each.
    pub recipients: Vec<Recipient>,
    /// Why the subject is what it is, where a convention made it.
    pub subject_why: Option<Why>,
    /// What is to be known, most important first.
    pub notices: Vec<Notice>,
}

impl Letter {
    /// Why each recipient and the subject are what they are.
    pub fn why(&self) -> impl Iterator<Item = &Why> {
        self.recipients.iter().map(|recipient| &recipient.why).chain(&self.subject_why)
    }
}
