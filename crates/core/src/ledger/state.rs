//! Where a contact stands, and who keeps the ledger.

use super::next::Actor;

/// Where a contact stands: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactState {
    /// Nothing more is to come, as its owner says.
    Closed,
    /// A letter is on its way, or sending was interrupted.
    Sending,
    /// The latest letter may have been delivered.
    Unknown,
    /// Nothing was delivered.
    Refused,
    /// A mail system could not deliver the latest letter to somebody.
    Bounced,
    /// The student wrote again after the latest answer.
    AnsweredBack,
    /// Somebody else answered.
    Answered,
    /// The list keeps the latest letter back.
    Held,
    /// The community's time to wait is over.
    Due,
    /// The latest letter stands in the list's archive.
    Archived,
    /// A letter went out, and it is early to ask again.
    Sent,
    /// Its writer has it to send it by hand, and has not said yet whether they did.
    HandedOver,
}

impl ContactState {
    /// All of them, the one that counts most first.
    pub const ALL: [Self; 12] = [
        Self::Closed,
        Self::Sending,
        Self::Unknown,
        Self::Refused,
        Self::Bounced,
        Self::AnsweredBack,
        Self::Answered,
        Self::Held,
        Self::Due,
        Self::Archived,
        Self::Sent,
        Self::HandedOver,
    ];

    /// Its name for scripts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::AnsweredBack => "answered-back",
            Self::Answered => "answered",
            Self::Held => "held",
            Self::Due => "due",
            Self::Archived => "archived",
            Self::Sent => "sent",
            Self::HandedOver => "handed-over",
        }
    }
}

/// Which of the two keeps the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerOwner {
    /// Who introduced themselves.
    Student,
    /// Who answers.
    Mentor,
}

impl LedgerOwner {
    /// The same person as who has a move.
    pub(super) fn actor(self) -> Actor {
        match self {
            Self::Student => Actor::Student,
            Self::Mentor => Actor::Mentor,
        }
    }
}
