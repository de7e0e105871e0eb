//! Where a conversation with a newcomer stands.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use onlist_mail::thread::Node;

/// Where a conversation with a newcomer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nobody answered.
    Waiting,
    /// The newcomer wrote again after an answer, and not to give thanks.
    LastWordNewcomer,
    /// Others answered, and nobody who is known to mentor or maintain.
    OthersOnly,
    /// They were sent elsewhere: to another list, to another person, off the list.
    Moved,
    /// They were answered.
    Answered,
    /// They were taken by a programme already, and say hello.
    Accepted,
}

impl State {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::LastWordNewcomer,
        Self::OthersOnly,
        Self::Moved,
        Self::Answered,
        Self::Accepted,
    ];

    /// Its name in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::LastWordNewcomer => "last-word-newcomer",
            Self::OthersOnly => "others-only",
            Self::Moved => "moved",
            Self::Answered => "answered",
            Self::Accepted => "accepted",
        }
    }

    /// Whether an answer is waited for.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::LastWordNewcomer | Self::OthersOnly)
    }
}

/// The first answer to an introduction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The post.
    pub node: Node,
    /// Whether whoever wrote it mentors or maintains; nothing where nobody is known to.
    pub mentor: Option<bool>,
    /// Hours after the introduction.
    pub hours: f64,
}

/// When what others wrote was answered from here, by their message-ids without `<>`.
pub type SentAnswers = HashMap<String, DateTime<Utc>>;

/// An answer that was sent from here, and that the archive need not have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SentAnswer {
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// Hours after what it answers.
    pub hours: f64,
}

/// Seconds as hours, none below 0.
#[expect(clippy::cast_precision_loss, reason = "hours of a human's wait")]
pub(super) fn hours(seconds: i64) -> f64 {
    let tenths = (seconds.max(0) as f64 / 360.0).round();
    tenths / 10.0
}
