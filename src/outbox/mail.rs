//! A mail written elsewhere, as a letter to send.

use chrono::{DateTime, FixedOffset};

use super::Outgoing;
use crate::mailbox::Address;
use crate::post;
use crate::resolve::Role;
use crate::text::Line;

/// Why a mail written elsewhere cannot be sent as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is no mail.
    #[error(transparent)]
    Post(#[from] post::Error),
    /// It has no `From`.
    #[error("this mail has no `From`")]
    NoFrom,
    /// What stands there is no address.
    #[error("`{0}` is no mail address")]
    Address(Line),
}

impl Outgoing {
    /// Takes a mail.
    ///
    /// # Errors
    /// Later.
    pub fn from_mail(
        bytes: &[u8],
        now: DateTime<FixedOffset>,
        role: impl Fn(&Address) -> Role,
    ) -> Result<Self, Error> {
        let _ = (bytes, now, role);
        Err(Error::NoFrom)
    }
}
