//! A mail written elsewhere, as a letter to send: whom its header names gets it, and all but a few fields stays.

mod error;

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, FixedOffset};

pub use self::error::Error;
use crate::drafts::Kind;
use crate::outbox::{QueuedLetter, Recipient};
use crate::resolve::Role;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::read::{AddressList, Field, MessageIds, ONCE, Post, line_ends, with_crlf};

/// Fields that do not travel: who is copied blindly is nobody's business (RFC 5322 3.6.3, 3.6.6), and a letter
/// that is sent is not unsent.
const DROPPED: [&str; 3] = ["Bcc", "Resent-Bcc", "X-Unsent"];

/// Fields that name recipients.
const RECIPIENTS: [&str; 3] = ["To", "Cc", "Bcc"];

/// A server takes a hundred for certain (RFC 5321 4.5.3.1.8).
const MOST_RECIPIENTS: usize = 1000;

/// The longest line of a message, without its CRLF (RFC 5322 2.1.1).
const LONGEST_LINE: usize = 998;

impl QueuedLetter {
    /// Takes a mail from a file: it goes to whom `To`, `Cc` and `Bcc` name, with the role that
    /// `role` gives them, from `Sender`, else `From`.
    ///
    /// Its lines get CRLF; `Bcc`, `Resent-Bcc` and `X-Unsent` leave its header; a `Message-ID` and a `Date` of
    /// `now` are added where there is none. Everything else stays byte for byte.
    ///
    /// # Errors
    /// [`Error`] for whatever would have to be guessed, or cannot travel.
    pub fn from_mail(
        mail: &[u8],
        now: DateTime<FixedOffset>,
        role: impl Fn(&Address) -> Role,
    ) -> Result<Self, Error> {
        let octets = with_crlf(mail);
        let post = Post::read(octets.as_slice())?;
        lines_fit(&post)?;
        if let Some(twice) = ONCE.into_iter().find(|name| post.all(name).nth(1).is_some()) {
            return Err(Error::Twice { field: twice });
        }
        let given = message_id(&post)?;
        let (author, reverse_path) = people(&post)?;
        let recipients = recipients(&post, role)?;

        let mut added = Vec::new();
        if post.field("Date").is_none() {
            added.push(format!("Date: {}\r\n", now.format("%a, %-d %b %Y %H:%M:%S %z")));
        }
        let has_made_id = given.is_none();
        let message_id = given.unwrap_or_else(|| {
            // Who is copied blindly stands in none of the octets.
            let to: Vec<_> = recipients.iter().map(|it| it.address.as_str()).collect();
            let content = bytes(&post, &[]).escape_ascii().to_string();
            let id = MessageId::derive(&author, now, &[&content, &to.join("\n")]);
            added.push(format!("Message-ID: {id}\r\n"));
            id
        });
        Ok(Self {
            kind: Kind::Mail,
            message_id,
            has_made_id,
            queued: now,
            subject: post.subject.clone(),
            reverse_path,
            list: recipients.iter().find(|it| it.role == Role::List).map(|it| it.address.clone()),
            wait_days: None,
            notices: Vec::new(),
            in_reply_to: post.in_reply_to.first().cloned(),
            tasks: Vec::new(),
            objects: BTreeMap::new(),
            until: None,
            person: post.from.first().and_then(|it| it.name.clone()),
            contact: None,
            catalog: None,
            recipients,
            allowed: Vec::new(),
            bytes: bytes(&post, &added),
        })
    }
}

/// Refuses lines that servers break or refuse, and those of the header that are no field.
fn lines_fit(post: &Post<'_>) -> Result<(), Error> {
    let (before, mail) = post.octets().split_at(post.start());
    let first = 1 + line_ends(before);
    let mut at = post.start();
    for (number, line) in (first..).zip(mail.split_inclusive(|byte| *byte == b'\n')) {
        let length = line.strip_suffix(b"\r\n").unwrap_or(line).len();
        if line.contains(&0) {
            return Err(Error::Nul { line: number });
        }
        if length > LONGEST_LINE {
            return Err(Error::LongLine { line: number, length });
        }
        if post.stray_line() == Some(at) {
            return Err(Error::NoField { line: number });
        }
        at += line.len();
    }
    Ok(())
}

/// The octets of the mail, without the fields that do not travel, and with more at the end of its header.
fn bytes(post: &Post<'_>, added: &[String]) -> Vec<u8> {
    let octets = post.octets();
    let mut bytes = Vec::with_capacity(octets.len());
    let mut end = post.start();
    for Field { name, start, end: field_end, .. } in post.fields() {
        if !DROPPED.iter().any(|it| name.eq_ignore_ascii_case(it)) {
            bytes.extend_from_slice(&octets[start..field_end]);
        }
        end = field_end;
    }
    bytes.extend(added.concat().into_bytes());
    bytes.extend_from_slice(&octets[end..]);
    bytes
}

/// The identifier that the mail has, byte for byte.
fn message_id(post: &Post<'_>) -> Result<Option<MessageId>, Error> {
    let Some(field) = post.field("Message-ID") else { return Ok(None) };
    let MessageIds { mut ids, clean } = MessageIds::read(field.value);
    let id = ids.pop().filter(|_| clean && ids.is_empty());
    id.map(Some).ok_or(Error::MessageId)
}

/// Who wrote it, and where failures are reported.
fn people(post: &Post<'_>) -> Result<(Address, Address), Error> {
    let sender = post.field("Sender").map(|_| addresses(post, "Sender")).transpose()?;
    let authors = addresses(post, "From")?;
    let author = &authors.first().ok_or(Error::NoFrom)?.address;
    let reverse_path = match sender.as_deref() {
        None if authors.len() > 1 => return Err(Error::NoSender),
        None => author,
        Some([sender]) => &sender.address,
        Some(_) => return Err(Error::Sender),
    };
    Ok((author.clone(), reverse_path.clone()))
}

/// Everybody whom the header names, each once, with the name that the header gives them.
fn recipients(post: &Post<'_>, role: impl Fn(&Address) -> Role) -> Result<Vec<Recipient>, Error> {
    let (mut known, mut recipients) = (HashSet::new(), Vec::new());
    for name in RECIPIENTS {
        for mailbox in addresses(post, name)? {
            if known.insert(mailbox.address.clone()) {
                let role = role(&mailbox.address);
                recipients.push(Recipient::new(mailbox, role));
            }
        }
    }
    if recipients.len() > MOST_RECIPIENTS {
        return Err(Error::TooMany { limit: MOST_RECIPIENTS });
    }
    if recipients.is_empty() { Err(Error::Nobody) } else { Ok(recipients) }
}

/// All whom a field names, each as RFC 5322 has it: nobody is left out of an envelope in silence.
fn addresses(post: &Post<'_>, field: &'static str) -> Result<Vec<Mailbox>, Error> {
    let AddressList { mailboxes, defects, more } = post.addresses(field);
    match defects.into_iter().next() {
        Some(defect) => Err(Error::Address { field, why: defect.why }),
        None if more > 0 => Err(Error::TooMany { limit: MOST_RECIPIENTS }),
        None => Ok(mailboxes),
    }
}

#[cfg(test)]
mod tests;
