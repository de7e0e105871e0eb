//! Text in header fields: encoded words (RFC 2047), folds (RFC 5322 2.2.3), and octets that nobody declared.

use std::borrow::Cow;

use super::charset;
use super::mime_label;
use super::transfer::{decode_base64_letters, hexadecimal};

/// Longer names of charsets are none.
const LONGEST_CHARSET: usize = 75;

/// The text of an unstructured field (RFC 5322 2.2.1), unfolded and without outer blanks; it may hold anything.
///
/// Encoded words count wherever they stand. Neighbours in one charset are read as one, so that a character may be
/// split between them; blanks between two words go (RFC 2047 6.2). Octets above 127 outside of words are read by
/// the fall-back of [`charset::decode`].
#[must_use]
pub fn decode(raw: &[u8]) -> Cow<'_, str> {
    let raw = raw.trim_ascii();
    let plain = raw.is_ascii() && !raw.iter().any(|octet| matches!(octet, b'\r' | b'\n'));
    match str::from_utf8(raw) {
        Ok(text) if plain && !text.contains("=?") => text.into(),
        _ => words(raw).into(),
    }
}

fn words(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while !rest.is_empty() {
        if let Some((word, after)) = Word::first(rest) {
            rest = run(word, after, &mut text);
        } else {
            let end = rest.windows(2).skip(1).position(|it| it == b"=?").map_or(rest.len(), |at| at + 1);
            let (plain, after) = rest.split_at(end);
            text.push_str(&charset::decode(None, &unfold(plain)).text);
            rest = after;
        }
    }
    text
}

/// Adds the text of `word` and of those that follow it with nothing but blanks between; what is left after them.
fn run<'a>(word: Word<'a>, after: &'a [u8], text: &mut String) -> &'a [u8] {
    let (mut word, mut rest) = (word, after);
    let mut octets = word.add_to(Vec::new());
    while let Some((next, after)) = Word::first(rest.trim_ascii_start()) {
        if !next.continues(&word) {
            text.push_str(&charset::decode(Some(&word.charset), &octets).text);
            octets.clear();
        }
        octets = next.add_to(octets);
        (word, rest) = (next, after);
    }
    text.push_str(&charset::decode(Some(&word.charset), &octets).text);
    rest
}

/// Takes line ends out; one that no blank follows becomes a blank.
fn unfold(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.iter().any(|octet| matches!(octet, b'\r' | b'\n')) {
        return raw.into();
    }
    let mut unfolded = Vec::with_capacity(raw.len());
    for (at, octet) in raw.iter().enumerate() {
        let next = raw.get(at + 1);
        match octet {
            b'\r' | b'\n' if matches!(next, None | Some(b' ' | b'\t' | b'\r' | b'\n')) => {}
            b'\r' | b'\n' => unfolded.push(b' '),
            _ => unfolded.push(*octet),
        }
    }
    unfolded.into()
}

/// `=?charset?Q?text?=`
struct Word<'a> {
    charset: String,
    base64: bool,
    text: &'a [u8],
}

impl<'a> Word<'a> {
    /// The word that `raw` begins with, and what follows it.
    fn first(raw: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let name = raw.strip_prefix(b"=?")?;
        let length = name.iter().take(LONGEST_CHARSET).position(|octet| *octet == b'?')?;
        let (name, rest) = name.split_at(length);
        let (base64, text) = match rest {
            [b'?', b'b' | b'B', b'?', text @ ..] => (true, text),
            [b'?', b'q' | b'Q', b'?', text @ ..] => (false, text),
            _ => return None,
        };
        let charset =
            str::from_utf8(name).ok().filter(|name| name.bytes().all(|octet| octet.is_ascii_graphic()))?;
        let length = Self::length(text)?;
        let word = Self { charset: mime_label::bare(charset), base64, text: &text[..length] };
        Some((word, &text[length + 2..]))
    }

    /// The octets before `?=`; none where another word begins first.
    fn length(text: &[u8]) -> Option<usize> {
        let mark = |(at, pair): (usize, &[u8])| match pair {
            b"?=" => Some(Some(at)),
            b"=?" if text.get(at + 2) != Some(&b'=') => Some(None),
            _ => None,
        };
        text.windows(2).enumerate().find_map(mark)?
    }

    /// Whether its octets go on where those of `before` end. Each word of UTF-7 begins anew.
    fn continues(&self, before: &Self) -> bool {
        self.charset == before.charset && !mime_label::squeezed(&self.charset).contains("utf7")
    }

    fn add_to(&self, mut octets: Vec<u8>) -> Vec<u8> {
        if self.base64 {
            return decode_base64_letters(self.text, octets);
        }
        let mut rest = self.text;
        while let Some((&octet, after)) = rest.split_first() {
            rest = after;
            match (octet, after) {
                (b'_', _) => octets.push(b' '),
                (b'\r' | b'\n', _) => {}
                (b'=', [high, low, after @ ..]) if let Some(escaped) = hexadecimal(*high, *low) => {
                    octets.push(escaped);
                    rest = after;
                }
                _ => octets.push(octet),
            }
        }
        octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unstructured_text() {
        for (raw, expected) in [
            (&b" plain text\r\n"[..], "plain text"),
            (b"=?utf-8?b?Wm/Dqw?=", "Zo\u{eb}"),
            (b"=?utf-8?B?Wm/D?=\r\n =?utf-8?B?qyBNw7ZsbGVy?=", "Zo\u{eb} M\u{f6}ller"),
            (b"=?gb2312?B?1cXI?=\r\n =?GB2312?B?/bfh?=", "\u{5f20}\u{4e09}\u{4e30}"),
            (b"=?utf-8*en?q?Zo=c3=ab?=", "Zo\u{eb}"),
            (b"=?UTF-8?Q?Zo=C3?= \t\n =?utf-8?q?=AB_x?=", "Zo\u{eb} x"),
            (b"=?iso-8859-1?q?Zo=EB?= =?utf-8?q?_=C3=AB?=", "Zo\u{eb} \u{eb}"),
            (b"=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
            (b"a =?utf-8?q?b?= c =?utf-8?q?d?=e", "a b c de"),
            (b"Re:=?utf-8?q?=C3=AB?=", "Re:\u{eb}"),
            (b"=?utf-8?q?two words, =C3=AB?=", "two words, \u{eb}"),
            (b"=?utf-8?q?folded\r\n _x?=", "folded  x"),
            (b"=?utf-8?b?Wm8 gQQ==?=", "Zo A"),
            (b"=?utf-8?q?what?_=3D?=", "what? ="),
            (b"=?utf-8?q?Zo\xc3\xab?=", "Zo\u{eb}"),
            (b"=?utf-8?q?=4 =ZZ =?=", "=4 =ZZ ="),
            (b"=?utf-7?q?+AOs?= =?utf-7?q?+AOk?=", "\u{eb}\u{e9}"),
            (b"=?iso-2022-jp?b?GyRCNEE=?= =?iso-2022-jp?b?O3obKEI=?=", "\u{6f22}\u{5b57}"),
            (b"=?nobody-knows?q?Zo=EB?=", "Zo\u{fffd}"),
            (b"Zo\xc3\xab \xeb", "Zo\u{c3}\u{ab} \u{eb}"),
            (b"Zo\xc3\xab =?utf-8?q?x?= \xeb", "Zo\u{eb} x \u{eb}"),
            (b"=?utf-8?x?a?= =?utf-8?q?open =?a b?q?c?=", "=?utf-8?x?a?= =?utf-8?q?open =?a b?q?c?="),
            (b"=?utf-8?q?open =?utf-8?q?closed?=", "=?utf-8?q?open closed"),
            (b"=?utf-8?q??= x", " x"),
            (b"a\r\n b\r\n\tc\r\nd", "a b\tc d"),
            (b"=?", "=?"),
            (b"", ""),
        ] {
            assert_eq!(decode(raw), expected, "{:?}", String::from_utf8_lossy(raw));
        }
    }

    #[test]
    fn marks_without_words_take_no_longer_than_their_octets() {
        for fragment in ["=?a?q?", "=?", "=?a?q?x", "?=", "\"=?", "(=?a?b?"] {
            let raw = fragment.repeat(200_000);
            assert!(decode(raw.as_bytes()).len() <= raw.len());
        }
    }
}
