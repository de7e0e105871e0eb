//! From the tokens of a field to those whom it names.

use std::ops::Range;

use super::addr_spec::{address, shown};
use super::name::{display_name, is_name, phrase};
use super::{AddressList, Defect, MOST};
use crate::mailbox::{Address, Error, Mailbox};
use crate::read::tokens::{Gap, Token, Tokens, Word};
use crate::text::Line;

/// Words of one entry that are looked at.
const MOST_WORDS: usize = 200;

/// What stands between two commas, while it is read.
#[derive(Default)]
struct Entry<'m> {
    start: usize,
    words: Vec<Word<'m>>,
    angle: Option<Vec<Word<'m>>>,
    open: bool,
    comment: Option<&'m [u8]>,
    gap: Option<Gap>,
    faulty: bool,
    /// Whether an address may stand in it.
    has_at: bool,
}

impl<'m> Entry<'m> {
    fn push(&mut self, word: &'m [u8]) {
        let gap = self.gap.take().unwrap_or(Gap::None);
        let words = match &mut self.angle {
            Some(words) if self.open => words,
            Some(_) => {
                self.faulty = true;
                return;
            }
            None => &mut self.words,
        };
        if words.len() < MOST_WORDS {
            words.push((gap, word));
            self.has_at |= word.contains(&b'@');
        }
    }
}

/// Reads one field.
pub(super) struct Reader<'m, 'l> {
    raw: &'m [u8],
    list: &'l mut AddressList,
    entry: Entry<'m>,
    /// Names without an address that a comma may have cut from the next one, with their octets.
    pending: Vec<(Vec<u8>, Range<usize>)>,
}

impl<'m, 'l> Reader<'m, 'l> {
    pub(super) fn of(raw: &'m [u8], list: &'l mut AddressList) -> Self {
        Self { raw, list, entry: Entry::default(), pending: Vec::new() }
    }

    pub(super) fn read(mut self) {
        let mut tokens = Tokens::of(self.raw);
        let mut before = 0;
        while let Some(token) = tokens.next() {
            match token {
                Token::Space(Gap::Fold) => self.entry.gap = Some(Gap::Fold),
                Token::Space(_) => self.entry.gap = self.entry.gap.or(Some(Gap::Blank)),
                Token::Comment(text) => {
                    self.entry.gap = Some(Gap::Blank);
                    self.entry.comment = Some(text);
                }
                Token::Quoted(word) | Token::Word(word) => self.entry.push(word),
                Token::Special(mark) => self.special(mark, &self.raw[before..tokens.at], before, tokens.at),
            }
            before = tokens.at;
        }
        self.finish(self.raw.len(), self.raw.len());
        self.give_up_pending();
    }

    fn special(&mut self, mark: u8, octets: &'m [u8], before: usize, after: usize) {
        let wide = octets.len() > 1;
        let entry = &mut self.entry;
        match mark {
            b',' if wide && !entry.has_at => entry.push(octets),
            // A route (RFC 5322 4.4) has commas of its own.
            b',' if entry.open && is_route(entry.angle.as_deref()) => entry.push(octets),
            b',' => self.finish(before, after),
            b';' => {
                self.finish(before, after);
                // Unlike a comma, it is in nobody's name.
                self.give_up_pending();
            }
            b'<' if entry.open => entry.faulty = true,
            b'<' => {
                if entry.angle.is_some() {
                    self.finish(before, before);
                    self.entry.faulty = true;
                }
                (self.entry.angle, self.entry.open, self.entry.has_at) = (Some(Vec::new()), true, true);
            }
            b'>' if entry.open => entry.open = false,
            b'>' => entry.faulty = true,
            _ => self.colon(octets, after),
        }
    }

    /// The name of a group before it, a route, or `mailto:`.
    fn colon(&mut self, octets: &'m [u8], after: usize) {
        let entry = &mut self.entry;
        let open = entry.open;
        let words = if open { entry.angle.get_or_insert_default() } else { &mut entry.words };
        let scheme = |words: &[Word<'_>]| matches!(words, [(_, it)] if it.eq_ignore_ascii_case(b"mailto"));
        let route = is_route(Some(words));
        if route || scheme(words) {
            words.clear();
            entry.has_at = entry.angle.is_some();
        } else if open || entry.has_at {
            entry.push(octets);
        } else {
            entry.words.clear();
            entry.start = after;
        }
    }

    /// Ends an entry whose octets end at `end`; the next one begins at `next`.
    fn finish(&mut self, end: usize, next: usize) {
        let entry = std::mem::replace(&mut self.entry, Entry { start: next, ..Entry::default() });
        let range = entry.start..end.max(entry.start);
        if self.list.mailboxes.len() >= MOST && entry.has_at {
            self.list.more += 1;
            return;
        }
        if entry.open {
            self.note(&range);
        }
        match &entry.angle {
            Some(angle) => self.bracketed(&entry, angle, &range),
            None if entry.words.is_empty() => {}
            None => self.bare(&entry, &range),
        }
    }

    /// `Name <address>`.
    fn bracketed(&mut self, entry: &Entry<'m>, angle: &[Word<'m>], range: &Range<usize>) {
        let mut name = phrase(&entry.words);
        if entry.words.is_empty() && self.pending.is_empty() {
            name = entry.comment.unwrap_or_default().to_vec();
        } else if !self.pending.is_empty() {
            let from = self.pending[0].1.start;
            let mut names: Vec<_> = self.pending.drain(..).map(|(name, _)| name).collect();
            names.push(name);
            name = names.join(&b", "[..]);
            self.note(&(from..range.end));
        }
        let name = display_name(&name);
        match address(angle) {
            Ok((address, clean)) => {
                if !clean || entry.faulty {
                    self.note(range);
                }
                self.found(name, address);
            }
            Err(_) if angle.is_empty() => {
                self.lose(range, name, Error::Shape(shown(&self.raw[range.clone()])));
            }
            Err(why) => self.lose(range, name, why),
        }
    }

    /// An address without brackets, or something else.
    fn bare(&mut self, entry: &Entry<'m>, range: &Range<usize>) {
        let comment = || display_name(entry.comment.unwrap_or_default());
        match address(&entry.words) {
            Ok((address, clean)) => {
                self.give_up_pending();
                if !clean || entry.faulty {
                    self.note(range);
                }
                self.found(comment(), address);
            }
            Err(_) if is_name(&entry.words) => self.pending.push((phrase(&entry.words), range.clone())),
            Err(why) => {
                self.give_up_pending();
                if !self.spaced(entry, range) {
                    self.lose(range, comment(), why);
                }
            }
        }
    }

    /// Several addresses with nothing but blanks between.
    fn spaced(&mut self, entry: &Entry<'m>, range: &Range<usize>) -> bool {
        let read: Result<Vec<_>, _> =
            entry.words.iter().map(|word| address(std::slice::from_ref(word))).collect();
        let Ok(found) = read else { return false };
        self.note(range);
        for (address, _) in found {
            self.found(None, address);
        }
        true
    }

    fn found(&mut self, name: Option<Line>, address: Address) {
        let itself = |name: &Line| name.trim_matches('\'').eq_ignore_ascii_case(address.as_str());
        let name = name.filter(|name| !itself(name));
        self.list.mailbox(Mailbox::new(name, address));
    }

    /// Names that no address followed.
    fn give_up_pending(&mut self) {
        for (name, range) in std::mem::take(&mut self.pending) {
            let text = shown(&self.raw[range.clone()]);
            let nobody = text.to_lowercase().replace(['-', ' '], "") == "undisclosedrecipients";
            if !nobody {
                self.lose(&range, display_name(&name), Error::Address(text));
            }
        }
    }

    fn lose(&mut self, range: &Range<usize>, name: Option<Line>, why: Error) {
        let text = shown(&self.raw[range.clone()]);
        self.list.defect(Defect { name, text, why, lost: true });
    }

    /// Notes a defect in what could be read all the same.
    fn note(&mut self, range: &Range<usize>) {
        let text = shown(&self.raw[range.clone()]);
        self.list.defect(Defect { name: None, why: Error::Shape(text.clone()), text, lost: false });
    }
}

fn is_route(words: Option<&[Word<'_>]>) -> bool {
    words.and_then(<[_]>::first).is_some_and(|(_, word)| word.starts_with(b"@"))
}
