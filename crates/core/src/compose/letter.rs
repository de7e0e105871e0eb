//! A letter and what its writer is to see beside it.

use chrono::{DateTime, FixedOffset};

use crate::resolve::{Notice, Recipient, Why};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::write::{Content, Message};

/// A composed letter, with the reasons for its header and what is to be known before it goes out.
///
/// Its [`message`](Self::message) is made once, with it: every screen, check and route uses those bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    content: Content,
    message: Message,
    /// The list that it goes to.
    pub list: Address,
    /// Whom it goes to, To first, with the reason for each.
    pub recipients: Vec<Recipient>,
    /// Why the subject is what it is, where a convention made it.
    pub subject_why: Option<Why>,
    /// What is to be known, most important first.
    pub notices: Vec<Notice>,
    /// How many words of a first letter are its writer's own, and not of its template.
    pub own_words: Option<usize>,
}

impl Letter {
    /// The letter with this `content`, of whose header nothing is said yet but whom it goes to.
    pub(super) fn new(
        content: Content,
        list: Address,
        recipients: Vec<Recipient>,
        notices: Vec<Notice>,
    ) -> Self {
        let message = content.encode();
        Self { content, message, list, recipients, subject_why: None, notices, own_words: None }
    }

    /// What is in it.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Its envelope and bytes.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// Gives it the identifier that it had before, as a letter that was kept has.
    pub fn identify(&mut self, id: MessageId) {
        if self.content.message_id != id {
            self.content.message_id = id;
            self.message = self.content.encode();
        }
    }

    /// Gives it another text, and with it another identifier.
    pub fn rewrite(&mut self, body: String) {
        let Content { from, to, cc, subject, date, in_reply_to, .. } = &self.content;
        let parent = in_reply_to.as_ref().map_or("", MessageId::as_str);
        self.content.message_id = derive_id(&from.address, *date, [to, cc], &[subject, &body, parent]);
        self.content.body = body;
        self.message = self.content.encode();
    }

    /// Why each recipient and the subject are what they are.
    pub fn why(&self) -> impl Iterator<Item = &Why> {
        self.recipients.iter().map(|recipient| &recipient.why).chain(&self.subject_why)
    }
}

/// Derives the identifier of a letter from who writes it, when, to whom, and from whatever else tells it from others.
/// Addresses compare without case.
pub(super) fn derive_id(
    from: &Address,
    now: DateTime<FixedOffset>,
    [to, cc]: [&[Mailbox]; 2],
    content: &[&str],
) -> MessageId {
    let addresses = |all: &[Mailbox]| {
        all.iter().map(|it| it.address.as_str().to_lowercase()).collect::<Vec<_>>().join("\n")
    };
    let (to, cc) = (addresses(to), addresses(cc));
    MessageId::derive(from, now, &[content, &[&to, &cc]].concat())
}
