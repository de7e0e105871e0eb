//! The fields of a header that say what a post is, as slices of it: nothing is copied, and nothing decoded.
//!
//! This is for going through an archive; [`super::Post`] reads one mail with everything in it.

use std::borrow::Cow;

use memchr::memmem;

use super::Post;
use super::author::Source;
use super::header::{Header, colon, unfolded_end};
use super::lines::{is_empty, line_at, regular, without_end};

/// What stands behind the colon of each field, folds included: the first field of each name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fields<'p> {
    /// `Message-ID`.
    pub message_id: Option<&'p [u8]>,
    /// `In-Reply-To`.
    pub in_reply_to: Option<&'p [u8]>,
    /// `References`.
    pub references: Option<&'p [u8]>,
    /// `Date`.
    pub date: Option<&'p [u8]>,
    /// The topmost `Received`, which is the newest.
    pub received: Option<&'p [u8]>,
    /// `Subject`.
    pub subject: Option<&'p [u8]>,
    /// `From`.
    pub from: Option<&'p [u8]>,
    /// `Sender`.
    pub sender: Option<&'p [u8]>,
    /// `Reply-To`.
    pub reply_to: Option<&'p [u8]>,
    /// `X-Original-From`.
    pub x_original_from: Option<&'p [u8]>,
    /// `To`.
    pub to: Option<&'p [u8]>,
    /// `Cc`.
    pub cc: Option<&'p [u8]>,
    /// `List-Post`.
    pub list_post: Option<&'p [u8]>,
    /// `List-Id`.
    pub list_id: Option<&'p [u8]>,
    /// `Auto-Submitted` (RFC 3834 5).
    pub auto_submitted: Option<&'p [u8]>,
    /// `Content-Type`.
    pub content_type: Option<&'p [u8]>,
    /// `Content-Transfer-Encoding`.
    pub content_transfer_encoding: Option<&'p [u8]>,
    /// Whether a field speaks of an author other than From does: `Author` (RFC 9057), or what lists keep From in.
    pub other_author: bool,
    /// `Content-Length`, of mboxcl.
    pub content_length: Option<&'p [u8]>,
    /// Octets before the body.
    pub body: usize,
}

impl<'p> Fields<'p> {
    /// Reads the header of a post, with or without the `From ` line of an mbox.
    #[must_use]
    pub fn scan(post: &'p [u8]) -> Self {
        let mut fields = Self::default();
        let mut at = start(post);
        while at < post.len() {
            let first = line_at(post, at, post.len());
            let end = unfolded_end(post, at + first.len(), post.len());
            match colon(first) {
                Some(colon) => {
                    if let Some(field) = fields.named(&first[..colon]) {
                        field.get_or_insert(without_end(&post[at + colon + 1..end]));
                    } else {
                        fields.other_author |= is_other_author(first[..colon].trim_ascii_end());
                    }
                }
                None if is_empty(first) => {
                    at += first.len();
                    break;
                }
                None if first.starts_with(b">From ") || first.starts_with(b"From ") => {
                    at += first.len();
                    continue;
                }
                None => break,
            }
            at = end;
        }
        fields.body = at;
        fields
    }

    /// Whether list software may have written From.
    pub(crate) fn may_be_rewritten(&self) -> bool {
        let from = value(self.from);
        let has = |text: &str| memmem::find(from, text.as_bytes()).is_some();
        let address = from.rsplit(|byte| *byte == b'<').next().unwrap_or(from);
        let address = address.split(|byte| *byte == b'>').next().unwrap_or(address).trim_ascii();
        let of_list = (1..=LONGEST_ADDRESS).contains(&address.len()) && {
            let dotted: Vec<u8> =
                address.iter().map(|byte| if *byte == b'@' { b'.' } else { *byte }).collect();
            contains(value(self.list_post), address) || contains(value(self.list_id), &dotted)
        };
        self.other_author
            || self.x_original_from.is_some()
            || of_list
            || has(" via ")
            || has("=40")
            || has(".invalid")
            || address.contains(&b'=')
    }

    /// What tells who wrote a post: the fields for that, and of what may hold the mail that a list wrapped, all.
    pub(crate) fn telling<'m>(&self, post: &'m [u8]) -> Cow<'m, [u8]> {
        if self.may_wrap() {
            return Cow::Borrowed(post);
        }
        let mut kept = Vec::new();
        keep(&regular(Cow::Borrowed(&post[..self.body])), &[&OF_AUTHOR], &mut kept);
        Cow::Owned(kept)
    }

    /// What threading needs of a post: its header, and of what may hold the mail that a list wrapped, all.
    pub(crate) fn needed<'m>(&self, post: &'m [u8]) -> &'m [u8] {
        if self.may_wrap() && self.may_be_rewritten() { post } else { &post[..self.body] }
    }

    /// Whether the body may hold a mail that a list wrapped.
    fn may_wrap(&self) -> bool {
        let media = value(self.content_type);
        let is =
            |kind: &str| media.get(..kind.len()).is_some_and(|it| it.eq_ignore_ascii_case(kind.as_bytes()));
        is("multipart/") || is("message/")
    }

    /// The place of a field, by its name and perhaps blanks behind it.
    fn named(&mut self, name: &[u8]) -> Option<&mut Option<&'p [u8]>> {
        let name = name.trim_ascii_end();
        let (known, field): (&[u8], _) = match name.len() {
            2 if name[0] | 0x20 == b't' => (b"to", &mut self.to),
            2 => (b"cc", &mut self.cc),
            4 if name[0] | 0x20 == b'd' => (b"date", &mut self.date),
            4 => (b"from", &mut self.from),
            6 => (b"sender", &mut self.sender),
            7 if name[0] | 0x20 == b's' => (b"subject", &mut self.subject),
            7 => (b"list-id", &mut self.list_id),
            8 if name[2] | 0x20 == b'p' => (b"reply-to", &mut self.reply_to),
            8 => (b"received", &mut self.received),
            9 => (b"list-post", &mut self.list_post),
            10 if name[0] | 0x20 == b'm' => (b"message-id", &mut self.message_id),
            10 => (b"references", &mut self.references),
            11 => (b"in-reply-to", &mut self.in_reply_to),
            12 => (b"content-type", &mut self.content_type),
            14 if name[0] | 0x20 == b'c' => (b"content-length", &mut self.content_length),
            14 => (b"auto-submitted", &mut self.auto_submitted),
            15 => (b"x-original-from", &mut self.x_original_from),
            25 => (b"content-transfer-encoding", &mut self.content_transfer_encoding),
            _ => return None,
        };
        name.eq_ignore_ascii_case(known).then_some(field)
    }
}

/// What a field holds, without the blanks around it; nothing where there is no such field.
pub(crate) fn value(field: Option<&[u8]>) -> &[u8] {
    field.unwrap_or_default().trim_ascii()
}

/// Octets of an address (RFC 5321 4.5.3.1): what is longer is none.
const LONGEST_ADDRESS: usize = 64 + 1 + 255;

fn contains(field: &[u8], text: &[u8]) -> bool {
    field.windows(text.len()).any(|it| it.eq_ignore_ascii_case(text))
}

/// Fields that tell who wrote a post, and those by which a mail is known as one.
const OF_AUTHOR: [&str; 15] = [
    "Author",
    "Cc",
    "Date",
    "From",
    "List-Id",
    "List-Post",
    "Message-ID",
    "Original-From",
    "Reply-To",
    "Subject",
    "To",
    "X-Google-Original-From",
    "X-MailFrom",
    "X-Original-From",
    "X-Original-Sender",
];

/// Fields that tell when it came, and what it answers.
const OF_THREAD: [&str; 5] = ["Auto-Submitted", "In-Reply-To", "Received", "References", "Sender"];

/// What tells who wrote a post, when, and what it answers: the first Received and all other fields for that, as a mail
/// without a text. A mail that a list wrapped around the author's stays whole.
pub(crate) fn reduced(post: &[u8]) -> Cow<'_, [u8]> {
    let fields = Fields::scan(post);
    if fields.may_be_rewritten() && fields.may_wrap() {
        let wrapped = |it: &Post| it.author(&[]).source == Source::WrappedFrom;
        if Post::read(post).is_ok_and(|it| wrapped(&it)) {
            return Cow::Borrowed(post);
        }
    }
    let mut kept = Vec::with_capacity(fields.body);
    keep(&post[..fields.body], &[&OF_AUTHOR, &OF_THREAD], &mut kept);
    if !kept.is_empty() {
        kept.push(b'\n');
    }
    Cow::Owned(kept)
}

/// Puts the fields of a header that have one of some names behind `kept`, of Received the first alone.
fn keep(header: &[u8], names: &[&[&str]], kept: &mut Vec<u8>) {
    let mut was_received = false;
    for field in Header::read(header, start(header), header.len()).fields(header) {
        let is = |name: &&str| field.name.eq_ignore_ascii_case(name);
        let again = is(&"Received") && std::mem::replace(&mut was_received, true);
        if names.iter().copied().flatten().any(is) && !again {
            kept.extend_from_slice(&header[field.start..field.end]);
        }
    }
}

/// Whether a field of this name says who wrote a post whose From a list rewrote.
fn is_other_author(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 3] = [b"author", b"original-from", b"x-google-original-from"];
    matches!(name.len(), 6 | 13 | 22) && NAMES.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Where the header begins: behind a byte order mark and blanks.
fn start(post: &[u8]) -> usize {
    let unmarked = post.strip_prefix(b"\xef\xbb\xbf").unwrap_or(post);
    post.len() - unmarked.trim_ascii_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_slices_of_the_header() {
        let post = b"From ada@students.test Tue Mar 10 12:00:00 2015\n>From x\nreceived: from a\n\tby b\n\
            Received: from c\nMESSAGE-ID : <1@students.test>\r\nX-To: no\nTo: list@example.org,\n grace@example.org\n\
            Subject:\n\nCc: body\n";
        let fields = Fields::scan(post);
        let expected = Fields {
            received: Some(b" from a\n\tby b"),
            message_id: Some(b" <1@students.test>"),
            to: Some(b" list@example.org,\n grace@example.org"),
            subject: Some(b""),
            body: post.len() - 9,
            ..Fields::default()
        };
        assert_eq!(fields, expected);
    }
}
