//! What is known of a mail besides the mail.

use chrono::{DateTime, FixedOffset};

use super::background::Background;
use super::mail::Mail;
use crate::catalog::Catalog;
use crate::introduction::Topic;
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

/// Whether the list knows who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Subscribed {
    /// The writer is subscribed.
    Yes,
    /// The writer is not.
    No,
    /// Nobody knows.
    #[default]
    Unknown,
}

/// What is known of a mail besides the mail.
#[derive(Debug, Clone)]
pub struct CheckContext<'a> {
    /// The community's catalog.
    pub catalog: &'a Catalog,
    /// When it is checked.
    pub now: DateTime<FixedOffset>,
    /// What it is about, when that is known; else it is detected.
    pub topic: Option<Topic<'a>>,
    /// Whether this program composed it; else that is told by its Message-ID.
    pub composed: bool,
    /// How many of its words are its writer's own, where this program composed it and that is known.
    pub own_words: Option<usize>,
    /// Whether the list knows who writes.
    pub subscribed: Subscribed,
    /// The account that would send it, when that is known.
    pub account: Option<&'a Address>,
    /// The mail that it answers, when that is known.
    pub parent: Option<&'a Post<'a>>,
    /// What is known of the writer and of people elsewhere.
    pub background: Option<&'a Background>,
}

impl<'a> CheckContext<'a> {
    /// A mail of which nothing is known.
    #[must_use]
    pub fn new(catalog: &'a Catalog, now: DateTime<FixedOffset>) -> Self {
        Self {
            catalog,
            now,
            topic: None,
            composed: false,
            own_words: None,
            subscribed: Subscribed::Unknown,
            account: None,
            parent: None,
            background: None,
        }
    }

    /// Whether this program composed `mail`, as the context or the form of its Message-ID says.
    pub(super) fn has_composed(&self, mail: &Mail<'_>) -> bool {
        let ours = |left: &str| {
            let Some((time, digest)) = left.split_once('.') else { return false };
            let is_time = time.len() == 14 && time.bytes().all(|byte| byte.is_ascii_digit());
            is_time && digest.len() == 20 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        let id = mail.post.message_id.as_ref();
        self.composed || id.and_then(|id| id.bare().split_once('@')).is_some_and(|(left, _)| ours(left))
    }
}
