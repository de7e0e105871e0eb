//! UTF-7 (RFC 2152), and UTF-16 and UTF-32 with a byte order mark, with a stated order, or with neither.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::REPLACEMENT;
use crate::read::transfer::sextet;

/// The order of the octets in a unit, as a label states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
    /// The mark says it, else the octets.
    Open,
}

/// A mark decides; where there is none and no order was stated, it is where the zeros of Latin text stand.
pub(super) fn utf16(order: Order, octets: &[u8]) -> (Cow<'_, str>, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(octets).filter(|(encoding, _)| *encoding != UTF_8) {
        return encoding.decode_without_bom_handling(&octets[mark..]);
    }
    let zeros = |at: usize| octets.iter().skip(at).step_by(2).filter(|octet| **octet == 0).count();
    let big = order == Order::Big || (order == Order::Open && zeros(0) > zeros(1));
    if big { UTF_16BE } else { UTF_16LE }.decode_without_bom_handling(octets)
}

/// A mark decides; where there is none and no order was stated, it is the one in which the octets are characters.
pub(super) fn utf32(order: Order, octets: &[u8]) -> (String, bool) {
    let (big, octets) = match (octets, order) {
        ([0xff, 0xfe, 0, 0, rest @ ..], _) => (false, rest),
        ([0, 0, 0xfe, 0xff, rest @ ..], _) => (true, rest),
        (_, Order::Open) => (octets.first() == Some(&0), octets),
        (_, order) => (order == Order::Big, octets),
    };
    let (units, rest) = octets.as_chunks::<4>();
    let value = |unit: &[u8; 4]| if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) };
    let characters = units.iter().map(|unit| char::from_u32(value(unit)));
    let rest = (!rest.is_empty()).then_some(None);
    lossy(characters.chain(rest))
}

/// Text of characters, of which some could not be read.
fn lossy(characters: impl Iterator<Item = Option<char>>) -> (String, bool) {
    let mut replaced = false;
    let text = characters.map(|c| {
        replaced |= c.is_none();
        c.unwrap_or(REPLACEMENT)
    });
    (text.collect(), replaced)
}

/// UTF-7: ASCII, and `+` to `-` UTF-16 in base64 without padding.
pub(super) fn utf7(octets: &[u8]) -> (String, bool) {
    let (mut text, mut replaced) = (String::with_capacity(octets.len()), false);
    let mut rest = octets;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        if octet == b'+' {
            let end = after.iter().position(|it| sextet(*it).is_none()).unwrap_or(after.len());
            let (shifted, after) = after.split_at(end);
            let closed = after.first() == Some(&b'-');
            rest = &after[usize::from(closed)..];
            if shifted.is_empty() {
                text.push(if closed { '+' } else { REPLACEMENT });
                replaced |= !closed;
            } else {
                replaced |= shifted_run(shifted, &mut text);
            }
        } else {
            text.push(if octet.is_ascii() { octet.into() } else { REPLACEMENT });
            replaced |= !octet.is_ascii();
        }
    }
    (text, replaced)
}

/// Adds the characters of a run in base64; whether some were none, or the run ended within one.
fn shifted_run(letters: &[u8], text: &mut String) -> bool {
    let (mut held, mut bits) = (0_u32, 0);
    let mut units = Vec::with_capacity(letters.len() * 3 / 8 + 1);
    for value in letters.iter().copied().filter_map(sextet) {
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 16 {
            bits -= 16;
            units.extend(u16::try_from(held >> bits));
            held &= (1 << bits) - 1;
        }
    }
    let broken = (bits >= 6 || held != 0).then_some(None);
    let (run, replaced) = lossy(char::decode_utf16(units).map(Result::ok).chain(broken));
    text.push_str(&run);
    replaced
}
