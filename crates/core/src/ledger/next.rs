//! Who has the next move of a contact, and what it is.

use chrono::{DateTime, FixedOffset};

use onlist_mail::message_id::MessageId;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Who introduced themselves.
    Student,
    /// Those who answer on the list.
    Mentor,
    /// Those who let posts through.
    Moderator,
    /// Nothing more is to come.
    Nobody,
}

impl Actor {
    /// Its name for scripts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Mentor => "mentor",
            Self::Moderator => "moderator",
            Self::Nobody => "nobody",
        }
    }
}

/// The next move of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextMove {
    /// Whose it is.
    pub who: Actor,
    /// What it is.
    pub step: Step,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Nothing,
    /// Wait, and until when; none where no day is set.
    Wait {
        /// When the time to wait is over.
        until: Option<DateTime<FixedOffset>>,
    },
    /// See whether a letter that was begun went out, and send it where it did not.
    Send,
    /// Look for a letter that may have been delivered in the list's archive.
    Find,
    /// Say whether a letter that left by hand was sent.
    SayWhetherSent,
    /// Look up the list's address: the letter did not reach it.
    CorrectList,
    /// Answer the mail in which the list asks its new subscriber to confirm.
    Confirm,
    /// Ask again, as a reply to the own letter.
    FollowUp,
    /// The community wants no more reminders: ask in another place.
    AskElsewhere,
    /// Answer on the list what a mentor wrote.
    Answer,
    /// Write to where the answer points: an address or a list, as it was said.
    WriteTo(Option<String>),
    /// Answer this mail of the student.
    Reply(MessageId),
}
