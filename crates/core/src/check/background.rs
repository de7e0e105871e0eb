//! What is known of a writer and of people besides the mail and the catalog.

use chrono::{DateTime, FixedOffset};

use crate::catalog::Id;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// What a ledger, an outbox, archives and MAINTAINERS files that are at hand say.
#[derive(Debug, Clone, Default)]
pub struct Background {
    /// First letters that went out.
    pub earlier: Vec<EarlierLetter>,
    /// People whose addresses were seen.
    pub people: Vec<Mailbox>,
}

/// A first letter that went out, and what became of it.
#[derive(Debug, Clone)]
pub struct EarlierLetter {
    /// Its identifier.
    pub message_id: MessageId,
    /// Others that it is known by, and those of reminders of it.
    pub other_ids: Vec<MessageId>,
    /// Who wrote it.
    pub writer: Address,
    /// The season it belongs to.
    pub season: Id,
    /// The project, where it is about one.
    pub project: Option<Id>,
    /// Its subject.
    pub subject: Line,
    /// Its writer's own words, where they are kept.
    pub text: Option<String>,
    /// When it went out, or the latest reminder of it.
    pub last_sent: DateTime<FixedOffset>,
    /// When one may ask again.
    pub ask_again: Option<DateTime<FixedOffset>>,
    /// How many reminders went out.
    pub follow_ups: usize,
    /// Whether somebody has answered.
    pub answered: bool,
    /// Where it can be read.
    pub url: Option<Line>,
}

impl EarlierLetter {
    /// Whether it, or a reminder of it, is known by this identifier.
    pub(super) fn is(&self, id: &MessageId) -> bool {
        self.message_id == *id || self.other_ids.contains(id)
    }
}

impl Background {
    /// Whether the address was seen.
    #[must_use]
    pub fn knows(&self, address: &Address) -> bool {
        self.people.iter().any(|it| it.address == *address)
    }
}
