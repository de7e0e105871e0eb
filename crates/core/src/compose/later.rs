//! A student's later letters: no template, no convention, the student's own words.

use chrono::{DateTime, FixedOffset};

use super::fill::fill;
use super::introduction::{paragraphs, without_delimiter};
use super::letter::{Letter, derive_id};
use crate::resolve::{Notice, Recipient};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::write::Content;

/// A letter of a contact that goes on, or another one that opens a thread.
#[derive(Debug, Clone)]
pub struct LaterLetter {
    /// Who writes.
    pub from: Mailbox,
    /// Whom it goes to, in To.
    pub to: Vec<Recipient>,
    /// Whom it goes to, in Cc.
    pub cc: Vec<Recipient>,
    /// The list among them.
    pub list: Address,
    /// The subject, whole.
    pub subject: Line,
    /// The message that it answers, and those before it, oldest first; none for a new thread.
    pub thread: Option<(MessageId, Vec<MessageId>)>,
    /// The text, whole.
    pub body: String,
    /// When it is written.
    pub now: DateTime<FixedOffset>,
    /// What is to be known before it goes out.
    pub notices: Vec<Notice>,
}

impl LaterLetter {
    /// The letter.
    #[must_use]
    pub fn compose(self) -> Letter {
        let mailboxes = |all: &[Recipient]| all.iter().map(|it| it.mailbox.clone()).collect::<Vec<_>>();
        let (to, cc) = (mailboxes(&self.to), mailboxes(&self.cc));
        let (in_reply_to, mut references) = match self.thread {
            Some((parent, before)) => (Some(parent), before),
            None => (None, Vec::new()),
        };
        references.extend(in_reply_to.clone());
        let parent = in_reply_to.as_ref().map_or("", MessageId::as_str);
        let content = Content {
            message_id: derive_id(
                &self.from.address,
                self.now,
                [&to, &cc],
                &[&self.subject, &self.body, parent],
            ),
            from: self.from,
            to,
            cc,
            subject: self.subject,
            in_reply_to,
            references,
            date: self.now,
            body: self.body,
        };
        let recipients = self.to.into_iter().chain(self.cc).collect();
        Letter::new(content, self.list, recipients, self.notices)
    }
}

/// The words of a letter, filled, with `link` below them and the name of who writes.
#[must_use]
pub fn own_words(text: &str, link: Option<&str>, name: &str) -> String {
    let link = link.map(|it| format!("\n\nMy letter: {it}")).unwrap_or_default();
    paragraphs(&format!("{}{link}\n\n-- \n{name}", fill(&without_delimiter(text.trim()))))
}
