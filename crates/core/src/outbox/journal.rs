//! What was done with a letter, step by step.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// How an attempt to send a letter ended. What it says of nobody leaves them as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Outcome {
    /// The server has taken the letter for somebody.
    Accepted {
        /// For whom.
        to: Vec<Address>,
        /// The server's last words.
        reply: Line,
        /// The Message-ID that the server has given it in place of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        server_id: Option<MessageId>,
        /// For whom it has not.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
    /// Nobody got it in this attempt: no connection, a refusal, or sending was given up before the body.
    Refused {
        /// Why, in the server's words where it had some. Behind a body, it holds for all whom that was for.
        reply: Line,
        /// Whether the same letter cannot be sent later (RFC 5321 4.2.1).
        permanent: bool,
        /// Who was refused by name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
    /// The body went out, or may have, and there was no answer to it.
    Unknown {
        /// What happened.
        why: Line,
        /// For whom the server had refused it before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
}

/// The refusal of one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Refusal {
    /// Whom the server refused.
    pub address: Address,
    /// In which words.
    pub reply: Line,
    /// Whether it would again (RFC 5321 4.2.1).
    pub permanent: bool,
}

impl Outcome {
    /// Those whom the server refused by name.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        match self {
            Self::Accepted { refused, .. }
            | Self::Refused { refused, .. }
            | Self::Unknown { refused, .. } => refused,
        }
    }
}

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Step {
    /// From here on the body may be on its way.
    Body { at: DateTime<FixedOffset>, route: Line, to: Vec<Address> },
    /// The attempt is over.
    Settled { at: DateTime<FixedOffset>, outcome: Outcome },
    /// The run was stopped that the attempt before was made by.
    Stopped,
    /// The user wants it sent once more, although it may have arrived.
    Again { at: DateTime<FixedOffset> },
}
