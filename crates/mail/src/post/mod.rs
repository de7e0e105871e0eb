//! A message as somebody else wrote it: untrusted from the first octet to the last.

mod author;
mod body;
mod fields;
mod flowed;
mod html;
mod mbox;
mod own;
mod part;
mod transfer;
mod value;

use chrono::{DateTime, FixedOffset};

pub use self::author::{Author, Source};
use self::fields::Fields;
use crate::mailbox::{Address, Mailbox};
use crate::message_id::MessageId;
use crate::text::Line;

/// The fields that are read of a message, those of its outermost part among them.
const WANTED: [&str; 15] = [
    "from",
    "reply-to",
    "to",
    "cc",
    "x-original-from",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "list-post",
    "list-id",
    part::WANTED[0],
    part::WANTED[1],
    part::WANTED[2],
];

/// Why something cannot be read as a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing but blanks.
    #[error("this mail is empty")]
    Empty,
    /// Text without any header field of a mail.
    #[error("not a mail: no header with From, To, Subject, Date or Message-ID")]
    NoHeader,
    /// A mailbox file (mbox) with several mails in it.
    #[error("this file has more than one mail")]
    Several,
}

impl Error {
    /// The next step, as one imperative sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::NoHeader => {
                "save the whole mail, with its header, from your mail program or the list's archive"
            }
            Self::Several => "save just the mail you want in its own file",
        }
    }
}

/// A message as an archive or a mailbox holds it (RFC 5322), with nothing in it that could do harm on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its identifier, byte for byte.
    pub message_id: Option<MessageId>,
    /// What it answers (RFC 5322 3.6.4).
    pub in_reply_to: Vec<MessageId>,
    /// Its thread, oldest first; of more than a hundred the first and the last.
    pub references: Vec<MessageId>,
    /// Who wrote it, as From says.
    pub from: Vec<Mailbox>,
    /// The name in From, which stands there also when the address is masked.
    pub from_name: Option<Line>,
    /// Where answers are wanted.
    pub reply_to: Vec<Mailbox>,
    /// Whom it was sent to.
    pub to: Vec<Mailbox>,
    /// Whom it was copied to.
    pub cc: Vec<Mailbox>,
    /// Who wrote it before a list changed From.
    pub x_original_from: Option<Mailbox>,
    /// Where the list takes posts (RFC 2369 3.4).
    pub list_post: Option<Address>,
    /// Whether the list takes none: `List-Post: NO`.
    pub list_closed: bool,
    /// The list's identifier (RFC 2919), without its angle brackets.
    pub list_id: Option<Line>,
    /// The phrase before the list's identifier.
    pub list_name: Option<Line>,
    /// Its subject, decoded.
    pub subject: Line,
    /// When it was written, in the writer's own time.
    pub date: Option<DateTime<FixedOffset>>,
    /// Its text in any charset and form, lines ending in LF; what flowed is joined.
    pub text: String,
    /// Whether the text was made from HTML, since there was no other.
    pub html_only: bool,
}

impl Post {
    /// Reads a message.
    ///
    /// What is damaged in it is left out; no message makes this fail but one that is none.
    ///
    /// # Errors
    /// [`Error`] when `message` is empty, has no header, or is a mailbox of several.
    pub fn read(message: &[u8]) -> Result<Self, Error> {
        let message = message.strip_prefix(b"\xef\xbb\xbf").unwrap_or(message).trim_ascii_start();
        if message.is_empty() {
            return Err(Error::Empty);
        }
        if mbox::holds_several(message) {
            return Err(Error::Several);
        }
        let fields = Fields::split(message, &WANTED);
        if fields.is_empty() {
            return Err(Error::NoHeader);
        }
        let (text, html_only) = body::read(&fields);
        let people = |name| fields.all(name).flat_map(value::mailboxes).collect();
        let ids = |name| fields.first(name).map(value::ids).unwrap_or_default();
        let (list_id, list_name) = fields.first("list-id").map(value::list_id).unwrap_or_default();
        Ok(Self {
            message_id: ids("message-id").into_iter().next(),
            in_reply_to: ids("in-reply-to"),
            references: ids("references"),
            from: people("from"),
            from_name: fields.first("from").and_then(|it| value::named(it).into_iter().next()?.0),
            reply_to: people("reply-to"),
            to: people("to"),
            cc: people("cc"),
            x_original_from: fields
                .first("x-original-from")
                .and_then(|it| value::mailboxes(it).into_iter().next()),
            list_post: fields.first("list-post").and_then(value::list_post),
            list_closed: fields.first("list-post").is_some_and(value::says_no),
            list_id,
            list_name,
            subject: Line::sanitize(&fields.first("subject").map(value::text).unwrap_or_default()),
            date: fields.first("date").and_then(value::date),
            text,
            html_only,
        })
    }

    /// The writer's own words: the text without quotes, the lines that introduce
    /// them, signature and the footers of lists.
    #[must_use]
    pub fn own_text(&self) -> String {
        own::words(&self.text, self.html_only)
    }
}
