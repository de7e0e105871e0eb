//! Octets to text, under every label that mail programs write.

mod iso2022;
mod label;
mod tables;
mod unicode;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use oem_cp::code_table_type::TableType;

use label::Charset;

/// What stands for octets that a charset does not have.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Text that was made of octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// Whether it was read as its label says.
    ///
    /// Otherwise the label is missing, names no charset, says US-ASCII while there are octets above 127, or UTF-8
    /// while no character of more than one octet is right, and the one fall-back was used: UTF-8 where it fits, else
    /// Windows-1252. What is in UTF-8 is read so under a label of East Asia too. Of a charset that is not known nothing is
    /// guessed: where it is no UTF-8, U+FFFD stands for all but ASCII.
    pub as_labelled: bool,
    /// Whether there are octets that are nothing in the charset, which U+FFFD stands for.
    pub replaced: bool,
}

/// Reads `octets` in the charset named `label`, which may be quoted, commented or carry a language (RFC 2231 5).
///
/// No label means US-ASCII (RFC 2045 5.2). Labels mean what the WHATWG Encoding Standard says, so that
/// `iso-8859-1` is Windows-1252 and `gb2312` is GBK; those of vendors and of older mail programs are known too.
/// A byte order mark of UTF-8 is stronger than a label.
#[must_use]
pub fn decode<'a>(label: Option<&str>, octets: &'a [u8]) -> Decoded<'a> {
    let charset = label.filter(|it| !it.trim().is_empty()).map_or(Some(Charset::Ascii), Charset::named);
    if let Some(text) = octets.strip_prefix(b"\xef\xbb\xbf").and_then(|rest| str::from_utf8(rest).ok()) {
        let as_labelled = charset == Some(Charset::Web(UTF_8));
        return Decoded { text: text.into(), as_labelled, replaced: false };
    }
    let (as_labelled, (text, replaced)) = match charset {
        None if label.is_some_and(|it| !label::names_none(it)) => (false, unread(octets)),
        None => (false, guess(octets)),
        Some(Charset::Ascii) => (octets.is_ascii(), guess(octets)),
        Some(Charset::Web(encoding)) if encoding == UTF_8 && is_no_utf8(octets) => (false, guess(octets)),
        Some(Charset::Web(encoding)) if is_utf8_instead(encoding, octets) => {
            (false, read(Charset::Web(UTF_8), octets))
        }
        Some(charset) => (true, read(charset, octets)),
    };
    Decoded { text, as_labelled, replaced }
}

/// Whether `label` names a charset that cannot be read.
#[must_use]
pub fn is_unknown(label: &str) -> bool {
    Charset::named(label).is_none() && !label::names_none(label)
}

/// What can be told of a text in a charset that is not known.
fn unread(octets: &[u8]) -> (Cow<'_, str>, bool) {
    if str::from_utf8(octets).is_ok() || Encoding::for_bom(octets).is_some() {
        return guess(octets);
    }
    let ascii = |octet: &u8| if octet.is_ascii() { char::from(*octet) } else { REPLACEMENT };
    (octets.iter().map(ascii).collect::<String>().into(), true)
}

/// Whether octets above 127 are there and none of them is part of UTF-8; an end that is cut off is no such text.
fn is_no_utf8(octets: &[u8]) -> bool {
    str::from_utf8(octets).is_err_and(|error| error.error_len().is_some())
        && octets.utf8_chunks().all(|chunk| chunk.valid().is_ascii())
}

/// Whether octets that are said to be in a charset of East Asia are UTF-8: characters of three octets or more, which are nothing in
/// that charset, or too many for chance.
fn is_utf8_instead(encoding: &'static Encoding, octets: &[u8]) -> bool {
    /// As many are words of two or three characters in GBK too.
    const MOST_BY_CHANCE: usize = 3;
    if encoding == UTF_8 || encoding.is_single_byte() {
        return false;
    }
    let text = match str::from_utf8(octets) {
        Ok(text) => text,
        // The end may be cut off.
        Err(error) if error.error_len().is_none() => {
            str::from_utf8(&octets[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let is_long = |c: char| c.len_utf8() > 2;
    let number = text.chars().filter(|c| is_long(*c)).count();
    let only = text.chars().all(|c| c.is_ascii() || is_long(c));
    let wrong = || encoding.decode_without_bom_handling_and_without_replacement(octets).is_none();
    number > 0 && (only && number > MOST_BY_CHANCE || wrong())
}

/// The fall-back for headers and bodies alike.
fn guess(octets: &[u8]) -> (Cow<'_, str>, bool) {
    match (str::from_utf8(octets), Encoding::for_bom(octets)) {
        (Ok(text), _) => (text.into(), false),
        (Err(_), Some((encoding, _))) if encoding != UTF_8 => encoding.decode_with_bom_removal(octets),
        (Err(_), _) => read(Charset::CodePage(WINDOWS_1252), octets),
    }
}

fn read(charset: Charset, octets: &[u8]) -> (Cow<'_, str>, bool) {
    let owned = |(text, replaced): (String, bool)| (text.into(), replaced);
    match charset {
        Charset::Ascii => guess(octets),
        Charset::Web(encoding) if encoding == UTF_8 => encoding.decode_with_bom_removal(octets),
        Charset::Web(encoding) => encoding.decode_without_bom_handling(octets),
        Charset::CodePage(encoding) => code_page(encoding, octets),
        Charset::Oem(table) => oem(table, octets),
        Charset::Table(upper) => owned(in_table(upper, octets)),
        Charset::Utf7 => owned(unicode::utf7(octets)),
        Charset::Utf16(order) => unicode::utf16(order, octets),
        Charset::Utf32(order) => owned(unicode::utf32(order, octets)),
        Charset::Iso2022(shifted) => owned(iso2022::decode(shifted, octets)),
        Charset::Hz => owned(iso2022::decode_hz(octets)),
    }
}

/// A Windows code page; what it leaves undefined is a C1 control in the Encoding Standard, and no text here.
fn code_page<'a>(encoding: &'static Encoding, octets: &'a [u8]) -> (Cow<'a, str>, bool) {
    if octets.is_ascii() {
        return encoding.decode_without_bom_handling(octets);
    }
    // Each octet is a character, so that no piece ends within one.
    let mut text = String::with_capacity(octets.len());
    for piece in octets.chunks(4096) {
        text.push_str(&encoding.decode_without_bom_handling(piece).0.replace(undefined, "\u{fffd}"));
    }
    let replaced = text.contains(REPLACEMENT);
    (text.into(), replaced)
}

fn undefined(c: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&c)
}

/// A charset whose lower half is ASCII, and whose `upper` half is given.
fn in_table(upper: &str, octets: &[u8]) -> (String, bool) {
    let upper: Vec<char> = upper.chars().collect();
    let character = |octet: &u8| match octet.checked_sub(0x80) {
        Some(octet) => upper.get(usize::from(octet)).copied().unwrap_or(REPLACEMENT),
        None => char::from(*octet),
    };
    let text: String = octets.iter().map(character).collect();
    let replaced = text.contains(REPLACEMENT);
    (text, replaced)
}

/// A code page of DOS, whose lower half is ASCII.
fn oem<'a>(table: &TableType, octets: &'a [u8]) -> (Cow<'a, str>, bool) {
    let upper = |octet: u8| match table {
        TableType::Complete(table) => Some(table[usize::from(octet)]),
        TableType::Incomplete(table) => table[usize::from(octet)],
    };
    let character = |octet: &u8| match octet.checked_sub(0x80) {
        Some(octet) => upper(octet).filter(|c| !undefined(*c)).unwrap_or(REPLACEMENT),
        None => char::from(*octet),
    };
    let text: String = octets.iter().map(character).collect();
    let replaced = text.contains(REPLACEMENT);
    (text.into(), replaced)
}
