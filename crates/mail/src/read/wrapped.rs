//! A letter that list software put, whole, into one of its own (Mailman's `wrap_message`).

use std::ops::Range;

use super::header::Header;
use super::{AddressList, MessageIds, Post, encoded_word};
use crate::mailbox::Mailbox;

impl Post<'_> {
    /// Who wrote the letter that a list has wrapped, when it has.
    pub(super) fn wrapped(&self) -> Option<Mailbox> {
        let header = self.wrapped_header()?;
        AddressList::read(header.first(&self.octets, "From")?.value).mailboxes.into_iter().next()
    }

    /// Whom the letter that a list has wrapped names in To and Cc: Mailman leaves both out of what it puts around it.
    #[must_use]
    pub fn wrapped_recipients(&self) -> Vec<Mailbox> {
        let Some(header) = self.wrapped_header() else { return Vec::new() };
        let fields = ["To", "Cc"].into_iter().flat_map(|name| header.all(&self.octets, name));
        fields.flat_map(|field| AddressList::read(field.value).mailboxes).collect()
    }

    fn wrapped_header(&self) -> Option<Header> {
        // Only a list wraps, and it has fields or writes to itself.
        if !self.may_be_wrapped() {
            return None;
        }
        let inner = self.parts().iter().find(|it| it.kind == super::Kind::Message)?;
        let place = inner.body..inner.end;
        self.is_wrapped(place.clone()).then(|| Header::read(&self.octets, place.start, place.end))
    }

    fn may_be_wrapped(&self) -> bool {
        let list = self.list_post.is_some() || self.list_id.is_some();
        let to_itself = self.from.iter().any(|from| self.to.iter().any(|to| to.address == from.address));
        let raw = self.field("Content-Type").map(|it| it.value.trim_ascii_start()).unwrap_or_default();
        let is = |kind: &[u8]| raw.get(..kind.len()).is_some_and(|it| it.eq_ignore_ascii_case(kind));
        (is(b"multipart/") || is(b"message/")) && (list || to_itself)
    }

    /// Whether the message in `place` is this one as its author sent it: it has the same identifier, or
    /// the same subject where this one is from a list.
    pub(super) fn is_wrapped(&self, place: Range<usize>) -> bool {
        if !self.may_be_wrapped() {
            return false;
        }
        let header = Header::read(&self.octets, place.start, place.end);
        let raw = |name| header.first(&self.octets, name).map(|field| field.value).unwrap_or_default();
        let from = AddressList::read(raw("From")).mailboxes;
        let another = from.first().is_some_and(|it| self.from.iter().all(|from| from.address != it.address));
        let id = MessageIds::read(raw("Message-ID")).ids.into_iter().next();
        let same_id = id.is_some() && id == self.message_id;
        let subject = raw("Subject");
        let subject = crate::text::Line::sanitize(&encoded_word::decode(&subject[..subject.len().min(1000)]));
        let by_list = self.from.iter().any(|from| self.is_own_list(&from.address));
        let same_subject = !subject.is_empty() && by_list && self.subject.ends_with(subject.as_str());
        another && (same_id || same_subject)
    }
}
