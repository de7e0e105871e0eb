//! A letter as it travels: envelope and bytes.

mod encode;
pub mod header;

use chrono::{DateTime, FixedOffset};

pub use self::encode::encode_text;
use crate::mailbox::{Address, Mailbox};
use crate::message_id::MessageId;
use crate::text::Line;

/// A letter that is complete, but not yet bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Who writes.
    pub from: Mailbox,
    /// The list, and whom a reply answers.
    pub to: Vec<Mailbox>,
    /// Whom else it goes to.
    pub cc: Vec<Mailbox>,
    /// The subject.
    pub subject: Line,
    /// The message that this one answers.
    pub in_reply_to: Option<MessageId>,
    /// The thread that it belongs to, oldest first.
    pub references: Vec<MessageId>,
    /// When it was written, in the writer's own time.
    pub date: DateTime<FixedOffset>,
    /// Its identifier.
    pub message_id: MessageId,
    /// The text, lines ending in LF.
    pub body: String,
}

/// Where a message goes, whatever its header says (RFC 5321 3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Where failures are reported.
    pub reverse_path: Address,
    /// Everybody who gets it, each once.
    pub forward_paths: Vec<Address>,
}

/// Envelope and RFC 5322 bytes, made once from a [`Content`] and used by every screen and route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it goes.
    pub envelope: Envelope,
    /// What goes there. Lines end in CRLF.
    pub bytes: Vec<u8>,
}

impl Message {
    /// The bytes as text with LF, as standard output, mbox and Maildir want them.
    #[must_use]
    pub fn with_lf(&self) -> Vec<u8> {
        let mut plain = Vec::with_capacity(self.bytes.len());
        for (at, byte) in self.bytes.iter().enumerate() {
            if !(*byte == b'\r' && self.bytes.get(at + 1) == Some(&b'\n')) {
                plain.push(*byte);
            }
        }
        plain
    }
}
