//! What happened to one letter.

use chrono::{DateTime, Days, FixedOffset};

use super::Contact;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A letter was about to go out. What became of it follows, unless the run was stopped.
    Sending,
    /// A student's letter went out.
    Introduced,
    /// A mentor's reply to the person went out.
    Answered,
    /// Nothing was delivered.
    Refused,
    /// It may have been delivered: the connection broke after the body went out.
    Unknown,
}

impl Kind {
    /// All of them, what says most of a letter first: what was delivered once is not undone by a later try.
    pub(super) const ALL: [Self; 5] =
        [Self::Answered, Self::Introduced, Self::Unknown, Self::Refused, Self::Sending];

    /// Its name in ledgers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Introduced => "introduced",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// What happened to one letter, as far as it concerns one contact.
///
/// A letter that begins several contacts has an event for each. The same
/// message-id, kind and contact make the same event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When. The offset is kept.
    pub at: DateTime<FixedOffset>,
    /// What.
    pub kind: Kind,
    /// What the letter belongs to.
    pub contact: Contact,
    /// The letter's identifier, the same for each try to send it.
    pub message_id: MessageId,
    /// The message that the letter answers (In-Reply-To, RFC 5322 3.6.4).
    pub in_reply_to: Option<MessageId>,
    /// Who wrote the letter (From, RFC 5322 3.6.2).
    pub author: Address,
    /// The mailing list that it went to.
    pub list: Address,
    /// Its Subject field.
    pub subject: Line,
    /// The tasks it gives: ids, or the first line of an own one.
    pub tasks: Vec<Line>,
    /// After how many days without an answer the community wants one to ask again; none when it has no rule.
    pub wait_days: Option<u16>,
    /// Recipients that the server took.
    pub accepted: Vec<Address>,
    /// Recipients that it did not.
    pub refused: Vec<Address>,
}

impl Event {
    /// When one asks again if there was no answer; none where the community has no rule.
    #[must_use]
    pub fn follow_up(&self) -> Option<DateTime<FixedOffset>> {
        self.at.checked_add_days(Days::new(self.wait_days?.into()))
    }
}
