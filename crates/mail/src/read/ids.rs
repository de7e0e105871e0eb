//! The message identifiers of a field (RFC 5322 3.6.4).

use std::collections::VecDeque;

use super::encoded_word;
use super::tokens::{Token, Tokens};
use crate::message_id::MessageId;

/// Identifiers kept of one field: the first, which roots the thread, and the last.
pub(super) const MOST: usize = 100;

/// The identifiers of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageIds {
    /// In the order of the field, byte for byte; of more than a hundred the first and the last.
    pub ids: Vec<MessageId>,
    /// Whether nothing but white space and comments stands beside them (RFC 5322 3.6.4).
    pub clean: bool,
}

impl MessageIds {
    /// Reads the value of a field, folds included.
    ///
    /// White space inside the angle brackets and comments beside them are left out. A value that is one bare word
    /// counts, and so does one in encoded words, as some mail programs write both. What is no identifier is
    /// left out.
    #[must_use]
    pub fn read(raw: &[u8]) -> Self {
        let (read, encoded) = scan(raw);
        if encoded {
            let (decoded, _) = scan(encoded_word::decode(raw).as_bytes());
            return Self { clean: false, ..decoded };
        }
        if read.ids.is_empty() {
            return Self { ids: bare_word(raw).into_iter().collect(), clean: false };
        }
        read
    }
}

/// The identifiers in angle brackets, and whether an encoded word stands outside of them.
fn scan(raw: &[u8]) -> (MessageIds, bool) {
    let mut found = VecDeque::new();
    let (mut clean, mut encoded) = (true, false);
    let mut tokens = Tokens::of(raw);
    while let Some(token) = tokens.next() {
        match token {
            Token::Space(_) | Token::Comment(_) => {}
            Token::Special(b'<') => {
                let rest = &raw[tokens.at..];
                let end = rest.iter().position(|byte| matches!(byte, b'<' | b'>')).unwrap_or(rest.len());
                let closed = rest.get(end) == Some(&b'>');
                let id = str::from_utf8(&rest[..end]).ok().filter(|_| closed).and_then(MessageId::parse);
                clean &= id.is_some();
                found.extend(id);
                if found.len() > MOST {
                    found.remove(1);
                }
                tokens.at += end + usize::from(closed);
            }
            Token::Word(word) => {
                clean = false;
                encoded |= word.windows(2).any(|pair| pair == b"=?");
            }
            Token::Quoted(_) | Token::Special(_) => clean = false,
        }
    }
    (MessageIds { ids: found.into(), clean }, encoded)
}

/// The identifier that a field without angle brackets is, comments left out.
fn bare_word(raw: &[u8]) -> Option<MessageId> {
    /// No identifier is longer.
    const LONGEST: usize = 4096;
    let raw = raw.trim_ascii();
    let mut word = None;
    for token in Tokens::of(&raw[..raw.len().min(LONGEST)]) {
        match token {
            Token::Space(_) | Token::Comment(_) => {}
            Token::Word(found) if word.is_none() => word = Some(found),
            _ => return None,
        }
    }
    str::from_utf8(word?).ok().and_then(MessageId::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ids: &[MessageId]) -> Vec<&str> {
        ids.iter().map(MessageId::as_str).collect()
    }

    #[test]
    fn identifiers_are_read_as_mail_programs_write_them() {
        for (value, expected, clean) in [
            (" <a@b>\r\n\t<C=?x@d>\n", &["<a@b>", "<C=?x@d>"][..], true),
            (" <a@b>(comment)<c@d>", &["<a@b>", "<c@d>"], true),
            (" < a@b >\n", &["<a@b>"], true),
            (" (x <y@z>) <\r\n a@b>\r\n (y)", &["<a@b>"], true),
            (" bare.id@host\n", &["<bare.id@host>"], false),
            (" a@b (x)", &["<a@b>"], false),
            (" Your message of Tue (x) <a@b>\n", &["<a@b>"], false),
            (" mail from ada@example.org of Tue\n", &[], false),
            (" =?us-ascii?q?=3Ca=40b=3E?=\n =?us-ascii?q?_=3Cc=40d=3E?=\n", &["<a@b>", "<c@d>"], false),
            (" =?utf-8?q?=3Ca=40b=3E=0D=0ABcc:_x=40y?=\n", &["<a@b>"], false),
            (" =?utf-8?q?=3Ca=0D=0A=40b=3E?=\n", &[], false),
            (" <a b@c> <a\u{1b}@c> <no-at> <<x@y> <z@\u{e9}> <ok@ok>\n", &["<x@y>", "<ok@ok>"], false),
            (" <a@b\n c>", &[], false),
            (" <\"a@b\"@c> <a@[192.0.2.1]>", &["<\"a@b\"@c>", "<a@[192.0.2.1]>"], true),
            (" <a@b", &[], false),
            ("\n", &[], false),
        ] {
            let read = MessageIds::read(value.as_bytes());
            assert_eq!((shown(&read.ids), read.clean), (expected.to_vec(), clean), "{value:?}");
        }
    }

    #[test]
    fn of_many_identifiers_the_first_and_the_last_stay() {
        let many = (0..1000).map(|n| format!("<{n}@b>")).collect::<Vec<_>>().join("\n ");
        let kept = MessageIds::read(many.as_bytes()).ids;
        assert_eq!(kept.len(), MOST);
        assert_eq!((kept[0].as_str(), kept[1].as_str()), ("<0@b>", "<901@b>"));
        assert_eq!(kept[MOST - 1].as_str(), "<999@b>");
    }
}
