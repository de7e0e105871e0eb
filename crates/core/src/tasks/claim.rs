//! A task that was given to a student.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::catalog::{Id, Task};
use crate::ledger::Contact;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// A task that a letter gave to a student, or what is known of one that nobody was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The community whose task it is; none where the letter belongs to no contact.
    pub community: Option<Id>,
    /// The task's id, or the first line of one in a mentor's own words.
    pub task: Line,
    /// Which one of its kind: a bug, a file, a patch.
    pub object: Option<Line>,
    /// The contact that it was given in.
    pub contact: Option<Contact>,
    /// The student's name.
    pub name: Option<Line>,
    /// The letter that gave it.
    pub letter: MessageId,
    /// Whether an archive shows it, and not the ledger.
    pub is_seen: bool,
    /// The mail that the letter answers.
    pub in_reply_to: Option<MessageId>,
    /// The mentor who gave it.
    pub author: Address,
    /// The list that the letter went to.
    pub list: Option<Address>,
    /// When it was given.
    pub given: DateTime<FixedOffset>,
    /// The last day of the claim as things are; none for a claim without an end.
    pub until: Option<NaiveDate>,
    /// Since when the student waits for the mentor, so that the time does not run.
    pub stopped: Option<DateTime<FixedOffset>>,
    /// How it stands.
    pub state: ClaimState,
    /// Whether its mentor was given a reminder of it.
    pub is_reminded: bool,
    /// The letter that reminds of it, where it is known.
    pub reminder: Option<MessageId>,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimState {
    /// The student has the task.
    Kept,
    /// The student may have it: nobody knows whether the letter arrived, or whether it was sent.
    Doubtful,
    /// The time was up while the next move was the student's.
    Lapsed,
    /// It was given back, or its contact was closed.
    Released,
    /// The task is done.
    Done,
}

impl ClaimState {
    /// Its name in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Doubtful => "doubtful",
            Self::Lapsed => "lapsed",
            Self::Released => "released",
            Self::Done => "done",
        }
    }
}

impl Claim {
    /// Whether it is a claim of this task: by its id, or by its title, as own words name it.
    #[must_use]
    pub fn is_about(&self, task: &Task) -> bool {
        self.task.as_str() == task.id.as_str() || self.task == task.title
    }

    /// Whether somebody has the task by it, or may have it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, ClaimState::Kept | ClaimState::Doubtful)
    }

    /// Who has the task, where that is known.
    #[must_use]
    pub fn person(&self) -> Option<&Address> {
        self.contact.as_ref().map(|it| &it.person)
    }

    /// The student's name, else their address.
    #[must_use]
    pub fn holder(&self) -> &str {
        let name = self.name.as_deref().filter(|name| !name.is_empty());
        name.or(self.person().map(Address::as_str)).unwrap_or("somebody")
    }

    /// Whether `person` is who has it.
    #[must_use]
    pub fn is_of(&self, person: &Address) -> bool {
        self.person() == Some(person)
    }
}
