//! Mail as somebody else wrote it, untrusted from the first octet to the last: the one reader of every verb.
//!
//! [`Post::read`] takes a file and reads its header; the body is looked at when something asks for it.
//! What ends a line, a byte order mark and the `From ` line of an mbox are the same to all who read. Fields, parts and lines
//! know where they stand in [`Post::octets`]. What is damaged is read as far as it goes, in time and memory
//! linear in the size of the mail, and what cannot be read is named, not guessed.

mod address;
mod author;
pub mod charset;
mod clearsigned;
mod content_type;
pub mod date;
pub mod encoded_word;
mod enriched;
mod field_names;
pub mod fields;
mod flowed;
mod footer;
mod header;
mod html;
mod ids;
mod lines;
mod list;
pub(crate) mod mbox;
mod mime_label;
pub mod own;
mod part;
mod rewritten;
mod source;
pub mod subject;
mod text;
mod tokens;
pub mod transfer;
mod wrapped;

use std::borrow::Cow;
use std::cell::OnceCell;

use chrono::{DateTime, FixedOffset};

pub use self::address::{AddressList, Defect};
pub use self::author::{Author, Source};
use self::field_names::KNOWN;
pub use self::field_names::ONCE;
pub use self::header::Field;
use self::header::Header;
pub use self::ids::MessageIds;
pub use self::lines::{line_ends, regular, with_crlf};
use self::own::{LineKind, OwnWords};
pub use self::part::{Kind, Part};
pub use self::source::SourceLine;
use self::text::Text;
pub use self::transfer::TransferEncoding;
use crate::mailbox::{Address, Mailbox};
use crate::message_id::MessageId;
use crate::text::Line;

/// Octets of a field of free text that are read.
const LONGEST_TEXT: usize = 64 * 1024;

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

/// Whether a file begins as a mail does: with a field that stands in mails.
pub(crate) fn is_mail(file: &[u8]) -> bool {
    let header = Header::read(file, 0, file.len());
    header.fields(file).any(|field| field_names::is_known(field.name.as_bytes()))
}

/// A message as a file, an archive or a mailbox holds it (RFC 5322), with nothing in what was decoded that could do harm
/// on a screen.
#[derive(Debug, Clone)]
pub struct Post<'m> {
    octets: Cow<'m, [u8]>,
    is_mbox: bool,
    start: usize,
    header: Header,
    content: OnceCell<Content>,
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
    /// Those whom From, Reply-To, To and Cc name and nobody can reach, with the field.
    pub unreachable: Vec<(&'static str, Defect)>,
    /// How many more people than are read these fields name.
    pub left_out: usize,
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
    /// When it was written, in the writer's own time; nothing where that cannot be told for certain.
    pub date: Option<DateTime<FixedOffset>>,
    /// Whether the date says in which zone it is; else it stands as if it was UTC.
    pub zone_known: bool,
}

/// What the body holds.
#[derive(Debug, Clone)]
struct Content {
    parts: Vec<Part>,
    text: Text,
    own: OnceCell<OwnWords>,
}

impl<'m> Post<'m> {
    /// Reads the header of a message.
    ///
    /// What is damaged in it is left out; no message makes this fail but one that is none.
    ///
    /// # Errors
    /// [`Error`] when `file` is empty, has no header, or is a mailbox of several.
    pub fn read(file: impl Into<Cow<'m, [u8]>>) -> Result<Self, Error> {
        let octets = lines::regular(file.into());
        let unmarked = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&octets);
        let message = unmarked.trim_ascii_start();
        if message.is_empty() {
            return Err(Error::Empty);
        }
        if mbox::holds_several(message) {
            return Err(Error::Several);
        }
        let (start, is_mbox) = (octets.len() - message.len(), mbox::is_mbox(message));
        let header = Header::read(&octets, start, octets.len());
        if KNOWN.iter().all(|name| header.first(&octets, name).is_none()) {
            return Err(Error::NoHeader);
        }
        let mut post = Self::bare(octets, header, start, is_mbox);
        post.read_fields();
        Ok(post)
    }

    fn bare(octets: Cow<'m, [u8]>, header: Header, start: usize, is_mbox: bool) -> Self {
        Self {
            octets,
            is_mbox,
            start,
            header,
            content: OnceCell::new(),
            message_id: None,
            in_reply_to: Vec::new(),
            references: Vec::new(),
            from: Vec::new(),
            from_name: None,
            reply_to: Vec::new(),
            to: Vec::new(),
            cc: Vec::new(),
            unreachable: Vec::new(),
            left_out: 0,
            list_post: None,
            list_closed: false,
            list_id: None,
            list_name: None,
            subject: Line::default(),
            date: None,
            zone_known: false,
        }
    }

    fn read_fields(&mut self) {
        let raw = |name| self.field(name).map(|field| field.value).unwrap_or_default();
        let ids = |name| MessageIds::read(raw(name)).ids;
        let (message_id, in_reply_to, references) =
            (ids("Message-ID"), ids("In-Reply-To"), ids("References"));
        let subject = raw("Subject");
        let subject = Line::sanitize(&encoded_word::decode(&subject[..subject.len().min(LONGEST_TEXT)]));
        let date = date::parse(raw("Date")).ok();
        let list_post = list::list_post(raw("List-Post"));
        let list_closed = list::says_no(raw("List-Post"));
        let (list_id, list_name) = list::list_id(raw("List-Id"));
        let from = self.addresses("From");
        self.from_name = match (from.mailboxes.first(), from.lost().next()) {
            (Some(mailbox), _) => mailbox.name.clone(),
            (None, lost) => lost.and_then(|it| it.name.clone()),
        };
        self.from = self.take("From", from);
        self.reply_to = self.take("Reply-To", self.addresses("Reply-To"));
        self.to = self.take("To", self.addresses("To"));
        self.cc = self.take("Cc", self.addresses("Cc"));
        self.message_id = message_id.into_iter().next();
        (self.in_reply_to, self.references) = (in_reply_to, references);
        (self.subject, self.date) = (subject, date.map(|it| it.time));
        self.zone_known = date.is_some_and(|it| it.zone_known);
        (self.list_post, self.list_closed) = (list_post, list_closed);
        (self.list_id, self.list_name) = (list_id, list_name);
    }

    fn take(&mut self, field: &'static str, list: AddressList) -> Vec<Mailbox> {
        self.left_out += list.more;
        self.unreachable.extend(list.defects.into_iter().filter(|it| it.lost).map(|it| (field, it)));
        list.mailboxes
    }

    /// The octets that are read: those of the file, with regular line ends.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The fields of the header, in their order.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.header.fields(&self.octets)
    }

    /// The first field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field<'_>> {
        self.header.first(&self.octets, name)
    }

    /// All fields with this name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = Field<'s>> {
        self.header.all(&self.octets, name)
    }

    /// Octets before the first line of the header that is neither a field nor its end.
    #[must_use]
    pub fn stray_line(&self) -> Option<usize> {
        self.header.stray
    }

    /// The line, from 1, at which the header ends that is no field and not empty: a field below it is not read.
    #[must_use]
    pub fn broken_line(&self) -> Option<usize> {
        let at = self.header.stray.filter(|at| *at == self.header.body && *at < self.octets.len())?;
        Some(memchr::memchr_iter(b'\n', &self.octets[..at]).count() + 1)
    }

    /// Octets before the body.
    #[must_use]
    pub fn body_start(&self) -> usize {
        self.header.body
    }

    /// Octets before the header.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Whom all fields with this name name.
    #[must_use]
    pub fn addresses(&self, name: &str) -> AddressList {
        let mut list = AddressList::default();
        self.all(name).for_each(|field| list.add(field.value));
        list
    }

    /// Whether there is a `Message-ID`, but none that can be used.
    #[must_use]
    pub fn has_unusable_id(&self) -> bool {
        self.message_id.is_none() && self.field("Message-ID").is_some()
    }

    /// Whether there is a `Date`, but none that can be told for certain.
    #[must_use]
    pub fn has_unknown_date(&self) -> bool {
        self.date.is_none() && self.field("Date").is_some()
    }

    /// Those whom `Mail-Followup-To` asks to send answers to; nothing where there is no such field.
    #[must_use]
    pub fn followup_to(&self) -> Option<Vec<Mailbox>> {
        let named = self.addresses("Mail-Followup-To").mailboxes;
        Some(named).filter(|it| !it.is_empty())
    }

    /// The same, with octets of its own.
    #[must_use]
    pub fn into_owned(self) -> Post<'static> {
        Post { octets: Cow::Owned(self.octets.into_owned()), ..self }
    }
}

impl Post<'_> {
    fn content(&self) -> &Content {
        self.content.get_or_init(|| {
            let mut parts = part::read(&self.octets, self.start, &|place| self.is_wrapped(place));
            text::choose(&self.octets, &mut parts, &|text| self.is_footer(text));
            let text = Text::read(&self.octets, &parts, self.is_mbox);
            Content { parts, text, own: OnceCell::new() }
        })
    }

    /// Its parts, the whole message first.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.content().parts
    }

    /// Its text in any charset and form, lines ending in LF; what flowed is joined.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.content().text.plain
    }

    /// The charset of its text, where that is not known and so cannot be read.
    #[must_use]
    pub fn unknown_charset(&self) -> Option<Line> {
        let unread = |part: &&Part| part.shown && self.text_of(part).contains('\u{fffd}');
        let mut labels = self.parts().iter().filter(unread).filter_map(|part| part.charset.as_deref());
        labels.find(|label| charset::is_unknown(label)).map(Line::sanitize)
    }

    /// Whether the text was made from HTML, since there was no other.
    #[must_use]
    pub fn html_only(&self) -> bool {
        self.content().text.from_html
    }

    /// The lines of the text, as and where they stand in the file: what flows is not joined.
    #[must_use]
    pub fn lines(&self) -> Vec<SourceLine> {
        let Content { parts, text, .. } = self.content();
        let kinds = |lines: &[&str]| {
            let is_all = text.plain.lines().eq(lines.iter().copied());
            if is_all { self.own_words().kinds.clone() } else { OwnWords::of(lines, text.from_html).kinds }
        };
        text.lines(&self.octets, parts, self.is_mbox, kinds)
    }

    /// Whether all of it was looked at: a mail has to be very long, or made to do harm, for that not to be.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.parts().len() < part::MOST && self.content().text.whole
    }

    /// The decoded octets of a part: of a long one the beginning, as of a text.
    #[must_use]
    pub fn octets_of(&self, part: &Part) -> Cow<'_, [u8]> {
        match source::raw(&self.octets, &part.beginning(text::LONGEST), self.is_mbox) {
            Cow::Borrowed(raw) => part.encoding.decode(raw),
            Cow::Owned(raw) if part.encoding == TransferEncoding::Identity => raw.into(),
            Cow::Owned(raw) => part.encoding.decode(&raw).into_owned().into(),
        }
    }

    /// The decoded text of a part.
    #[must_use]
    pub fn text_of(&self, part: &Part) -> String {
        text::decoded(&self.octets, part, self.is_mbox).0
    }

    /// The fields of a part's own header.
    #[must_use]
    pub fn fields_of(&self, part: &Part) -> Vec<Field<'_>> {
        part.fields(&self.octets)
    }

    /// What each line of its text is, and whose.
    #[must_use]
    pub fn own_words(&self) -> &OwnWords {
        let Content { text, own, .. } = self.content();
        own.get_or_init(|| OwnWords::of(&text.plain.lines().collect::<Vec<_>>(), text.from_html))
    }

    /// The lines of its text, each with what it is, and whose.
    pub fn own_lines(&self) -> impl Iterator<Item = (Cow<'_, str>, LineKind)> {
        let kinds = self.own_words().kinds.iter().copied();
        self.text().lines().map(flowed::without_stuffing).zip(kinds)
    }

    /// The writer's own words: the text without quotes, the lines that introduce
    /// them, signature and the footers of lists. Of very many, the beginning.
    #[must_use]
    pub fn own_text(&self) -> String {
        own::squeezed(self.own_lines())
    }
}

#[cfg(test)]
mod tests;
