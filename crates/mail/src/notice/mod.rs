//! What list software and mail systems say about a letter: that it is held, that it came back, that nobody is there.
//!
//! Fields count first (RFC 3464, RFC 3834, the fields of list managers), then words, all of them in one table. A person
//! who quotes a notice has written none: without a sign of a program there is no notice.

mod bounce;
mod marks;
mod phrases;
mod report;

use crate::mailbox::Address;
use crate::message_id::MessageId;
use crate::read::fields::Fields;
use crate::read::{Field, MessageIds, Post, encoded_word};
use crate::text::Line;

/// Characters of a text that are looked at: no notice says later what it is about.
const ENOUGH: usize = 16 * 1024;

/// Parts in which a mail is sent back, whole or its header alone (RFC 3462 3, RFC 6533 4).
const RETURNED: [&str; 5] = [
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
];

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// The list keeps the letter back until a moderator has looked at it.
    Held {
        /// Why, in the list's words.
        reason: Option<Line>,
    },
    /// The list does not take the letter.
    Rejected {
        /// Why, in the list's words.
        reason: Option<Line>,
    },
    /// The list wants a mail of its own answered before the writer is subscribed.
    ConfirmationWanted,
    /// The letter did not reach some of its recipients, and is not tried any more.
    Bounced(Vec<Failure>),
    /// A program answered for somebody who is away.
    Vacation,
}

/// A recipient whom a letter did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where it was to go.
    pub address: Address,
    /// The status code (RFC 3463), as in `5.1.1`.
    pub status: Option<Line>,
    /// Why, in the words of the mail system; empty where it says nothing.
    pub reason: Line,
}

/// What a program says about a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub kind: NoticeKind,
    /// Identifiers that it names: of what it sends back, else of what it answers.
    pub letters: Vec<MessageId>,
    /// The subject of the letter, where it is named.
    pub subject: Option<Line>,
    /// Addresses that it names, lists among them, in lower case and with a full stop for the `@`.
    places: Vec<String>,
}

impl Notice {
    /// Reads what a mail says; nothing for a mail that is no notice of these kinds.
    #[must_use]
    pub fn read(post: &Post) -> Option<Self> {
        let text = squeezed(post.text());
        let kind = kind(post, &text)?;
        let returned = returned(post);
        // What came back says more than what anybody may write into a header.
        let letters = match returned.id {
            Some(id) => vec![id],
            None => post.in_reply_to.iter().chain(&post.references).cloned().collect(),
        };
        let subject = marks::subject_of_letter(post, &text);
        Some(Self { kind, letters, subject: returned.subject.or(subject), places: places(post, &text) })
    }

    /// Whether it names this list.
    #[must_use]
    pub fn names(&self, list: &Address) -> bool {
        self.places.contains(&dotted(list))
    }
}

/// Whether a program may have sent a mail, as far as its first octets tell: no [`Notice`] is left out.
#[must_use]
pub fn may_be_notice(octets: &[u8]) -> bool {
    let fields = Fields::scan(octets);
    marks::may_be(&octets[..fields.body], &fields)
}

fn kind(post: &Post, text: &str) -> Option<NoticeKind> {
    if report::is_report(post) {
        if report::is_held(post) {
            return Some(NoticeKind::Held { reason: None });
        }
        return report::failures(post).filter(|it| !it.is_empty()).map(NoticeKind::Bounced);
    }
    if let Some(failures) = bounce::failures(post) {
        return Some(NoticeKind::Bounced(failures));
    }
    match marks::Kind::of(post, text)? {
        marks::Kind::Held(reason) => Some(NoticeKind::Held { reason }),
        marks::Kind::Rejected(reason) => Some(NoticeKind::Rejected { reason }),
        marks::Kind::Confirmation => Some(NoticeKind::ConfirmationWanted),
        marks::Kind::Vacation => Some(NoticeKind::Vacation),
    }
}

/// What is known of a letter that was sent back.
#[derive(Debug, Default)]
struct Returned {
    id: Option<MessageId>,
    subject: Option<Line>,
}

fn returned(post: &Post) -> Returned {
    let part = post.parts().iter().skip(1).find(|it| RETURNED.contains(&it.media.as_str()));
    match part {
        Some(part) => read_header(&post.octets_of(part)),
        // Old mail systems put it below their own words.
        None => bounce::copy_below(post.text()).map(|copy| read_header(copy.as_bytes())).unwrap_or_default(),
    }
}

fn read_header(octets: &[u8]) -> Returned {
    let fields = Fields::scan(octets);
    let id = MessageIds::read(fields.message_id.unwrap_or_default()).ids.into_iter().next();
    let subject = fields.subject.map(|it| encoded_word::decode(&it[..it.len().min(ENOUGH)]));
    Returned { id, subject: subject.map(|it| Line::sanitize(&it)).filter(|it| !it.is_empty()) }
}

/// Addresses of a notice: of the list's fields, of who sent it without what list managers add, and those in its words.
fn places(post: &Post, text: &str) -> Vec<String> {
    let mut places: Vec<_> = post.list_id.iter().map(|it| it.to_lowercase()).collect();
    let senders = post.from.iter().chain(&post.reply_to).map(|it| &it.address);
    places.extend(post.list_post.iter().chain(senders).map(|it| marks::without_suffix(&dotted(it), it)));
    let been_there = post.addresses("X-BeenThere").mailboxes;
    places.extend(been_there.iter().map(|it| dotted(&it.address)));
    let subject = post.subject.to_lowercase();
    let trim = |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let words = subject.split_whitespace().chain(text.split(' ')).filter(|it| it.contains('@')).map(trim);
    places.extend(words.take(50).filter_map(|it| it.parse().ok()).map(|it: Address| dotted(&it)));
    places
}

fn dotted(address: &Address) -> String {
    address.as_str().to_lowercase().replace('@', ".")
}

/// Words in lower case with one blank between them, by which phrases are found however they were wrapped.
fn squeezed(text: &str) -> String {
    let enough = text.char_indices().nth(ENOUGH).map_or(text, |(end, _)| &text[..end]);
    enough.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The words of a field, in lower case.
fn words(field: Field<'_>) -> String {
    let value = &field.value[..field.value.len().min(1000)];
    squeezed(&String::from_utf8_lossy(value))
}

#[cfg(test)]
mod forms;
#[cfg(test)]
mod tests;
