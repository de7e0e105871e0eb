//! Why a mail written elsewhere cannot be sent as it is.

use onlist_mail::mailbox;
use onlist_mail::read;

/// A mail that cannot be sent as it is. Nothing of it is fixed by guessing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is no mail.
    #[error(transparent)]
    Post(#[from] read::Error),
    /// A NUL, which no mail can hold (RFC 5322 3.5).
    #[error("line {line} has a NUL in it")]
    Nul {
        /// The line of the file, from 1.
        line: usize,
    },
    /// A line that servers break or refuse (RFC 5322 2.1.1).
    #[error("line {line} has {length} bytes; the limit is 998")]
    LongLine {
        /// The line of the file, from 1.
        line: usize,
        /// Its bytes, without its end.
        length: usize,
    },
    /// A line of the header that is no field and continues none.
    #[error("line {line} of the header is not a header field")]
    NoField {
        /// The line of the file, from 1.
        line: usize,
    },
    /// A field that there is one of at most (RFC 5322 3.6).
    #[error("this mail has more than one `{field}`")]
    Twice {
        /// Its name.
        field: &'static str,
    },
    /// Nobody wrote it.
    #[error("this mail has no `From`")]
    NoFrom,
    /// Several wrote it, and nobody is said to send it (RFC 5322 3.6.2).
    #[error("this mail has several authors in `From` and no `Sender`")]
    NoSender,
    /// `Sender` names nobody, or more than one (RFC 5322 3.6.2).
    #[error("`Sender` has to name one address")]
    Sender,
    /// Neither `To` nor `Cc` nor `Bcc` names anybody.
    #[error("this mail names no recipient")]
    Nobody,
    /// More recipients than anybody writes to.
    #[error("this mail names more than {limit} recipients")]
    TooMany {
        /// How many are taken.
        limit: usize,
    },
    /// Something in a field of addresses is none.
    #[error("in `{field}`, {why}")]
    Address {
        /// The field's name.
        field: &'static str,
        /// What stands there instead.
        why: mailbox::Error,
    },
    /// The field holds no message-id (RFC 5322 3.6.4).
    #[error("the `Message-ID` of this mail is not valid (expected `<name@host>`)")]
    MessageId,
}
