//! What happened to one letter.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};

use serde_json::{Value, json};

use super::Contact;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A letter was about to go out. What became of it follows, unless the run was stopped.
    Sending,
    /// A student's letter went out.
    Introduced,
    /// A mentor's reply to the person went out.
    Answered,
    /// Any other letter went out, one that belongs to no contact among them.
    Sent,
    /// Nothing was delivered.
    Refused,
    /// It may have been delivered: the connection broke after the body went out.
    Unknown,
    /// Its writer has it to send it by hand; nobody knows yet whether they did.
    HandedOver,
    /// Nothing more is to come of the contact, as its owner says.
    Closed,
    /// A post of an archive is no first letter, as its reader says. It belongs to no contact.
    Dismissed,
    /// A reader's own note about a post of an archive, in `detail`: its `text`, and which post it is `about`. It
    /// belongs to no contact.
    Noted,
    /// A student's reminder went out, a reply to their own letter.
    FollowedUp,
    /// A student's answer in the contact's thread went out.
    AnsweredBack,
    /// Any other letter of a contact went out: a question, a draft proposal.
    Wrote,
    /// The letter stands in the list's archive; `url` says where.
    Archived,
    /// The list keeps the letter back until a moderator has looked at it.
    Held,
    /// The list waits for an answer to its own mail before it takes letters of the writer.
    ConfirmationWanted,
    /// A mail system could not deliver the letter to the addresses in `refused` (RFC 3464).
    Bounced,
    /// A program answered in place of a person who is away (RFC 3834).
    Vacation,
    /// The answer says that the letter belongs to another list or person.
    Moved,
    /// A mentor was given a reminder of a task that is about to lapse.
    Reminded,
    /// The tasks of the event are free for others again.
    Released,
    /// The tasks of the event are done.
    Done,
}

impl Kind {
    /// All of them, what says most of a letter first: what was delivered once is not undone by a later try.
    pub(super) const ALL: [Self; 22] = [
        Self::Closed,
        Self::Answered,
        Self::Introduced,
        Self::Sent,
        Self::Unknown,
        Self::Refused,
        Self::Sending,
        Self::HandedOver,
        Self::Dismissed,
        Self::Noted,
        Self::FollowedUp,
        Self::AnsweredBack,
        Self::Wrote,
        Self::Archived,
        Self::Held,
        Self::ConfirmationWanted,
        Self::Bounced,
        Self::Vacation,
        Self::Moved,
        Self::Reminded,
        Self::Released,
        Self::Done,
    ];

    /// Whether a letter of this kind began a contact, or may have.
    #[must_use]
    pub fn is_introduction(self) -> bool {
        matches!(self, Self::Introduced | Self::Unknown | Self::Sending)
    }

    /// Whether a letter of this kind was delivered.
    #[must_use]
    pub fn is_delivered(self) -> bool {
        use Kind::{Answered, AnsweredBack, FollowedUp, Introduced, Sent, Wrote};
        matches!(self, Introduced | Answered | Sent | FollowedUp | AnsweredBack | Wrote)
    }

    /// Its name in ledgers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Introduced => "introduced",
            Self::Answered => "answered",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::HandedOver => "handed-over",
            Self::Closed => "closed",
            Self::Dismissed => "dismissed",
            Self::Noted => "noted",
            Self::FollowedUp => "followed-up",
            Self::AnsweredBack => "answered-back",
            Self::Wrote => "wrote",
            Self::Archived => "archived",
            Self::Held => "held",
            Self::ConfirmationWanted => "confirmation-wanted",
            Self::Bounced => "bounced",
            Self::Vacation => "vacation",
            Self::Moved => "moved",
            Self::Reminded => "reminded",
            Self::Released => "released",
            Self::Done => "done",
        }
    }
}

/// How an event came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// A letter was sent by this program.
    Sent,
    /// It was seen in an archive or a mailbox.
    Archive,
    /// Somebody said so.
    Told,
}

impl Source {
    pub(super) const ALL: [Self; 3] = [Self::Sent, Self::Archive, Self::Told];

    /// Its name in ledgers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Archive => "archive",
            Self::Told => "told",
        }
    }
}

/// What happened to one letter, as far as it concerns one contact or none.
///
/// A letter that begins several contacts has an event for each. The same
/// message-id, kind and contact make the same event; what is said of tasks is
/// told apart by these, and posts in archives by their identifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When. The offset is kept.
    pub at: DateTime<FixedOffset>,
    /// What.
    pub kind: Kind,
    /// How it is known.
    pub source: Source,
    /// What the letter belongs to; none where it is no part of a first contact that is known.
    pub contact: Option<Contact>,
    /// The name of the contact's person.
    pub name: Option<Line>,
    /// The letter's identifier, the same for each try to send it.
    pub message_id: MessageId,
    /// The identifier that a server gave it in place of that one: archives know the letter by it.
    pub server_id: Option<MessageId>,
    /// The message that the letter answers (In-Reply-To, RFC 5322 3.6.4).
    pub in_reply_to: Option<MessageId>,
    /// Who wrote the letter (From, RFC 5322 3.6.2).
    pub author: Address,
    /// The mailing list that it went to.
    pub list: Option<Address>,
    /// Its Subject field.
    pub subject: Line,
    /// The tasks it gives: ids, or the first line of an own one.
    pub tasks: Vec<Line>,
    /// After how many days without an answer the community wants one to ask again; none when it has no rule.
    pub wait_days: Option<u16>,
    /// The day after which its tasks are free for others again.
    pub until: Option<NaiveDate>,
    /// Recipients that the server took.
    pub accepted: Vec<Address>,
    /// Recipients that it did not.
    pub refused: Vec<Address>,
    /// Where it can be read.
    pub url: Option<Line>,
    /// What else is known, in the shape of its kind.
    pub detail: Option<Value>,
}

impl Event {
    /// Whether the letter is known by this identifier, its own or a server's.
    #[must_use]
    pub fn is_of(&self, letter: &MessageId) -> bool {
        self.message_id == *letter || self.server_id.as_ref() == Some(letter)
    }

    /// Whether the letter left by hand, so that its Message-ID is another one that nobody knows here.
    #[must_use]
    pub fn left_by_hand(&self) -> bool {
        self.detail.as_ref().is_some_and(|detail| detail.get("how").is_some())
    }

    /// The file of the catalog that the letter was written with, where that is not the one that the program brings along.
    #[must_use]
    pub fn catalog(&self) -> Option<&str> {
        self.detail.as_ref()?.get("catalog")?.as_str()
    }

    /// The letter in which the event is said, where it tells of a claim: a reminder, or that a task is free again.
    #[must_use]
    pub fn letter_about(&self) -> Option<&str> {
        let name = if self.kind == Kind::Reminded { "reminder" } else { "letter" };
        self.detail.as_ref()?.get(name)?.as_str()
    }

    /// The identifier of an event of its kind that this one takes back: the letter that said it was deleted before anybody
    /// got it, or its owner said it by mistake.
    #[must_use]
    pub fn withdraws(&self) -> Option<&str> {
        self.detail.as_ref()?.get("withdraws")?.as_str()
    }

    /// The event that takes this one back `at` a time.
    #[must_use]
    pub fn withdrawn(&self, at: DateTime<FixedOffset>) -> Self {
        let detail = Some(json!({"withdraws": self.message_id.as_str()}));
        Self { at, message_id: self.withdrawal_id(), detail, ..self.clone() }
    }

    /// The identifier that [`Event::withdrawn`] has.
    #[must_use]
    pub fn withdrawal_id(&self) -> MessageId {
        MessageId::derive(&self.author, self.at, &["withdraws", self.message_id.as_str()])
    }

    /// When one asks again if there was no answer; none where the community has no rule.
    #[must_use]
    pub fn follow_up(&self) -> Option<DateTime<FixedOffset>> {
        self.at.checked_add_days(Days::new(self.wait_days?.into()))
    }
}
