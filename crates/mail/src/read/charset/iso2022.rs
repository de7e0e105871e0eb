//! Charsets that switch between sets of characters: ISO-2022-JP and its kin (RFC 1468, 1554, 2237), ISO-2022-KR
//! (RFC 1557), ISO-2022-CN (RFC 1922) and HZ (RFC 1843).
//!
//! Each set is one of an EUC with the upper bits off, and is read as such.

use encoding_rs::{EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_7, WINDOWS_1252};

use super::REPLACEMENT;

/// A set of characters that 7-bit octets can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Ascii,
    /// JIS X 0201, left half: ASCII but for `\` and `~`.
    Roman,
    /// JIS X 0201, right half.
    Kana,
    /// JIS X 0208, two octets a character.
    Kanji,
    /// JIS X 0212, two octets a character.
    MoreKanji,
    /// GB 2312, two octets a character.
    Gb,
    /// KS X 1001, two octets a character.
    Ks,
    Latin,
    Greek,
}

/// Escape sequences that choose the set of plain octets.
const PLAIN: [(&[u8], Set); 11] = [
    (b"(B", Set::Ascii),
    (b"(J", Set::Roman),
    (b"(I", Set::Kana),
    (b"$@", Set::Kanji),
    (b"$B", Set::Kanji),
    (b"$(@", Set::Kanji),
    (b"$(B", Set::Kanji),
    (b"$(D", Set::MoreKanji),
    (b"$A", Set::Gb),
    (b"$(A", Set::Gb),
    (b"$(C", Set::Ks),
];

/// Those that choose the set between shift out and shift in.
const SHIFTED: [(&[u8], Set); 2] = [(b"$)A", Set::Gb), (b"$)C", Set::Ks)];

/// Those that choose the set of the one octet behind `ESC N`.
const SINGLE: [(&[u8], Set); 2] = [(b".A", Set::Latin), (b".F", Set::Greek)];

const ESC: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// Text of octets that belong to changing sets: those of one set are kept until another begins.
#[derive(Default)]
struct Runs {
    text: String,
    replaced: bool,
    held: Vec<u8>,
    encoding: Option<&'static Encoding>,
}

impl Runs {
    fn flush(&mut self) {
        if let Some(encoding) = self.encoding.take() {
            let (text, replaced) = encoding.decode_without_bom_handling(&self.held);
            // What GB 2312 leaves undefined, GBK leaves to its users.
            let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
            self.replaced |= replaced || text.contains(private);
            self.text.push_str(&text.replace(private, "\u{fffd}"));
            self.held.clear();
        }
    }

    fn push(&mut self, c: char) {
        self.flush();
        self.text.push(c);
        self.replaced |= c == REPLACEMENT;
    }

    fn hold(&mut self, encoding: &'static Encoding, octets: &[u8]) {
        if self.encoding != Some(encoding) {
            self.flush();
            self.encoding = Some(encoding);
        }
        self.held.extend_from_slice(octets);
    }

    /// Adds the first character of `octets` as one of `set`, and says how many octets it took.
    fn add(&mut self, set: Set, octets: &[u8]) -> usize {
        match (set, octets) {
            (_, []) => {
                self.push(REPLACEMENT);
                return 0;
            }
            (_, [0x80..=0xff, ..]) => self.push(REPLACEMENT),
            (Set::Roman, [b'\\', ..]) => self.push('\u{a5}'),
            (Set::Roman, [b'~', ..]) => self.push('\u{203e}'),
            (Set::Ascii | Set::Roman, [octet, ..]) | (_, [octet @ (..b' ' | 0x7f), ..]) => {
                self.push(char::from(*octet));
            }
            (_, [b' ', ..]) => {
                self.replaced = true;
                self.push(' ');
            }
            (Set::Kana, [octet, ..]) => self.hold(EUC_JP, &[0x8e, octet | 0x80]),
            (Set::Latin, [octet, ..]) => self.hold(WINDOWS_1252, &[octet | 0x80]),
            (Set::Greek, [octet, ..]) => self.hold(ISO_8859_7, &[octet | 0x80]),
            (_, [first, second @ b'!'..=b'~', ..]) => {
                let pair = [first | 0x80, second | 0x80];
                match set {
                    Set::Gb => self.hold(GBK, &pair),
                    Set::Ks => self.hold(EUC_KR, &pair),
                    Set::MoreKanji => self.hold(EUC_JP, &[0x8f, pair[0], pair[1]]),
                    _ => self.hold(EUC_JP, &pair),
                }
                return 2;
            }
            _ => self.push(REPLACEMENT),
        }
        1
    }

    fn end(mut self) -> (String, bool) {
        self.flush();
        (self.text, self.replaced)
    }
}

fn choose(table: &[(&[u8], Set)], rest: &[u8]) -> Option<(usize, Set)> {
    table
        .iter()
        .find(|(sequence, _)| rest.starts_with(sequence))
        .map(|(sequence, set)| (sequence.len(), *set))
}

/// Reads any ISO-2022; `shifted` is what shift out means until an escape sequence says it.
pub(super) fn decode(shifted: Set, octets: &[u8]) -> (String, bool) {
    let mut runs = Runs::default();
    let (mut plain, mut shifted, mut single, mut out) = (Set::Ascii, shifted, Set::Ascii, false);
    let mut rest = octets;
    while let Some((&octet, after)) = rest.split_first() {
        let taken = match octet {
            ESC => {
                if let Some((length, set)) = choose(&PLAIN, after) {
                    plain = set;
                    length + 1
                } else if let Some((length, set)) = choose(&SHIFTED, after) {
                    shifted = set;
                    length + 1
                } else if let Some((length, set)) = choose(&SINGLE, after) {
                    single = set;
                    length + 1
                } else if after.starts_with(b"N") {
                    2 + runs.add(single, &after[1..])
                } else if after.starts_with(b"&@") {
                    3
                } else {
                    runs.push(REPLACEMENT);
                    1
                }
            }
            SHIFT_OUT | SHIFT_IN => {
                out = octet == SHIFT_OUT;
                1
            }
            b'\n' => {
                out = false;
                runs.add(Set::Ascii, rest)
            }
            _ => runs.add(if out { shifted } else { plain }, rest),
        };
        rest = &rest[taken..];
    }
    runs.end()
}

/// Reads HZ: `~{` to `~}` are GB 2312, `~~` is a tilde, and `~` at the end of a line joins it to the next.
pub(super) fn decode_hz(octets: &[u8]) -> (String, bool) {
    let mut runs = Runs::default();
    let mut set = Set::Ascii;
    let mut rest = octets;
    while !rest.is_empty() {
        let taken = match (set, rest) {
            (Set::Ascii, [b'~', b'{', ..]) => {
                set = Set::Gb;
                2
            }
            (Set::Gb, [b'~', b'}', ..]) => {
                set = Set::Ascii;
                2
            }
            (Set::Ascii, [b'~', b'~', ..]) => {
                runs.push('~');
                2
            }
            (Set::Ascii, [b'~', b'\n', ..]) => 2,
            (Set::Ascii, [b'~', b'\r', b'\n', ..]) => 3,
            (Set::Ascii, [b'~', ..]) => {
                runs.push(REPLACEMENT);
                1
            }
            (_, [b'\n', ..]) => {
                runs.replaced |= set == Set::Gb;
                set = Set::Ascii;
                runs.add(Set::Ascii, rest)
            }
            _ => runs.add(set, rest),
        };
        rest = &rest[taken..];
    }
    runs.end()
}
