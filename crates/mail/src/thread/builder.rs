//! Takes posts in, one by one and in any order.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use memchr::memmem;

use super::author::Author;
use super::interner::{Interner, NONE};
use super::{Options, Threads, ids, time};
use crate::read::encoded_word;
use crate::read::fields::{Fields, value};
use crate::text::Line;

/// Longer subjects and names are cut: nobody reads them.
const LONGEST_TEXT: usize = 64 * 1024;

/// Room for the identifiers that a post names: nearly all name fewer.
const USUAL_IDS: usize = 32;

/// Takes posts in, and makes [`Threads`] of them.
#[derive(Debug, Default)]
pub struct Builder {
    pub(super) texts: Texts,
    pub(super) posts: Vec<Stored>,
    pub(super) ancestors: Vec<u32>,
    pub(super) lists: BTreeMap<Box<str>, usize>,
    /// The numbers of address and name behind each From that no list rewrote.
    authors: HashMap<Box<[u8]>, (u32, u32), RandomState>,
    count: u32,
}

/// The texts of all posts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) ids: Interner,
    pub(super) addresses: Interner,
    pub(super) names: Interner,
    pub(super) subjects: Interner,
}

/// What is kept of a post.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    pub(super) id: u32,
    pub(super) address: u32,
    pub(super) name: u32,
    pub(super) subject: u32,
    /// Where its ancestors stand, the nearest first, and how many they are.
    pub(super) ancestors: (u32, u32),
    pub(super) date: Option<i64>,
    pub(super) received: Option<i64>,
    pub(super) number: u32,
    pub(super) munged: bool,
    pub(super) automatic: bool,
}

impl Stored {
    /// When it came; where nothing says it, when it was written.
    pub(super) fn time(&self) -> Option<i64> {
        self.received.or(self.date)
    }
}

impl Builder {
    /// Takes a post in: its octets, with or without the `From ` line of an mbox. Posts are numbered from 0 on, in the
    /// order in which they come.
    ///
    /// Gives how many identifiers of its References were left out: of more than 400 the first and the last 200 are read.
    pub fn add(&mut self, octets: &[u8]) -> usize {
        let fields = Fields::scan(octets);
        let (address, name, munged) = self.author(&fields, octets);
        let mut found = Vec::with_capacity(USUAL_IDS);
        ids::read(value(fields.message_id), &mut found);
        let id = found.drain(..).next();
        ids::read(value(fields.in_reply_to), &mut found);
        let answered = found.len();
        let left_out = ids::read(value(fields.references), &mut found);
        found[answered..].reverse();
        let subject = value(fields.subject);
        let subject = text(&subject[..subject.len().min(LONGEST_TEXT)]);
        let id = id.unwrap_or_else(|| unnamed(&fields).into());
        let id = self.texts.ids.add(&id);
        let post = Stored {
            id,
            address,
            name,
            subject: self.texts.subjects.add(&subject),
            ancestors: self.keep_ancestors(id, &found),
            date: time::seconds(value(fields.date)),
            received: time::received(value(fields.received)),
            number: self.count,
            munged,
            automatic: is_automatic(value(fields.auto_submitted)),
        };
        self.posts.push(post);
        self.count = self.count.saturating_add(1);
        self.note_list(value(fields.list_id));
        left_out
    }

    /// The numbers of address and name of whoever wrote a post, and whether a list rewrote From. A From that is met
    /// again is not read again.
    fn author(&mut self, fields: &Fields, octets: &[u8]) -> (u32, u32, bool) {
        /// So many are remembered.
        const MOST: usize = 1 << 16;
        let from = value(fields.from);
        let is_known_kind = !fields.may_be_rewritten();
        if let Some((address, name)) = self.authors.get(from).filter(|_| is_known_kind) {
            return (*address, *name, false);
        }
        let author = Author::of(fields, octets);
        let address = author.address.map_or(NONE, |it| self.texts.addresses.add(&it));
        let name = author.name.map_or(NONE, |it| self.texts.names.add(&it));
        if is_known_kind && self.authors.len() < MOST {
            self.authors.insert(from.into(), (address, name));
        }
        (address, name, author.munged)
    }

    /// Keeps each identifier once, without the post's own.
    fn keep_ancestors(&mut self, own: u32, found: &[Cow<'_, str>]) -> (u32, u32) {
        let start = self.ancestors.len();
        for id in found {
            let id = self.texts.ids.add(id);
            if id != own && id != NONE && self.ancestors[start..].last() != Some(&id) {
                self.ancestors.push(id);
            }
        }
        let count = self.ancestors.len() - start;
        match (u32::try_from(start), u32::try_from(count)) {
            (Ok(start), Ok(count)) => (start, count),
            _ => (0, 0),
        }
    }

    fn note_list(&mut self, list_id: &[u8]) {
        /// More lists are no archive of a community.
        const MOST: usize = 1000;
        let Some(id) = list_id.rsplit(|byte| *byte == b'<').next() else { return };
        let id = id.split(|byte| *byte == b'>').next().unwrap_or(id);
        let Ok(id) = str::from_utf8(id.trim_ascii()) else { return };
        if let Some(count) = self.lists.get_mut(id) {
            *count += 1;
        } else if !id.is_empty() && self.lists.len() < MOST {
            self.lists.insert(id.into(), 1);
        }
    }

    /// How many posts were taken in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    /// Puts the posts together to threads.
    #[must_use]
    pub fn finish(self, options: Options) -> Threads {
        Threads::of(self, options)
    }
}

/// The text of a field, decoded. Nearly all are plain.
fn text(raw: &[u8]) -> Cow<'_, str> {
    let holds = |marks: &[u8]| memmem::find(raw, marks).is_some();
    let is_plain = raw.iter().all(|octet| (b' '..=b'~').contains(octet))
        && raw.trim_ascii().len() == raw.len()
        && !holds(b"=?")
        && !holds(b"  ");
    match str::from_utf8(raw) {
        Ok(text) if is_plain => Cow::Borrowed(text),
        _ => Cow::Owned(Line::sanitize(&encoded_word::decode(raw)).to_string()),
    }
}

/// What a post without an identifier is known by, so that a copy of it is one.
fn unnamed(fields: &Fields) -> String {
    let fields = [fields.from, fields.date, fields.subject].map(|it| String::from_utf8_lossy(value(it)));
    format!("\n{}", fields.join("\n"))
}

/// Whether a program sent it by itself (RFC 3834 5).
fn is_automatic(auto_submitted: &[u8]) -> bool {
    let word = auto_submitted.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    !word.is_empty() && !word.eq_ignore_ascii_case(b"no")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_as_all_others() {
        for raw in [
            "",
            "a b",
            "a  b",
            " a ",
            "=?utf-8?q?=C3=A9?=",
            "a = ?b",
            "a\n b",
            "\u{e9}",
            "a\tb",
            "~",
            "a\u{7f}",
        ] {
            let slow = Line::sanitize(&encoded_word::decode(raw.as_bytes()));
            assert_eq!(text(raw.as_bytes()), &*slow, "{raw:?}");
        }
    }
}
