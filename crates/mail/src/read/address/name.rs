//! Display names, as people and their mail programs write them.

use crate::read::encoded_word;
use crate::read::tokens::{Gap, Word, unquoted};
use crate::text::Line;

/// Octets of a name, or of a word of it, that are looked at.
const LONGEST_RAW: usize = 4096;

/// Characters kept of a name.
const LONGEST: usize = 200;

/// Whether words without an address may be the first part of a name, as in `Example, Ada <ada@b.test>`.
pub(super) fn is_name(words: &[Word<'_>]) -> bool {
    let text = String::from_utf8_lossy(&phrase(words)).to_lowercase();
    let masked = [" at ", "(at)", "[at]", " dot ", "[dot]", "://"].iter().any(|it| text.contains(it));
    let has_domain = text.split_whitespace().any(|word| {
        let dot = word.trim_end_matches('.').find('.');
        dot.is_some_and(|dot| dot > 1)
    });
    !text.contains('@') && !masked && !has_domain && text.chars().any(char::is_alphabetic)
}

/// The words of a display name, as they stand without their quotes.
pub(super) fn phrase(words: &[Word<'_>]) -> Vec<u8> {
    let mut text = Vec::new();
    for (gap, word) in words {
        let word = &word[..word.len().min(LONGEST_RAW)];
        if *gap != Gap::None && !text.is_empty() {
            text.push(b' ');
        }
        let quoted = word.len() > 1 && word.starts_with(b"\"") && word.ends_with(b"\"");
        text.extend(if quoted { unquoted(word) } else { word.to_vec() });
    }
    text
}

/// A name with its encoded words decoded, without quotes of any kind around it.
pub(super) fn display_name(raw: &[u8]) -> Option<Line> {
    let name = encoded_word::decode(&raw[..raw.len().min(LONGEST_RAW)]);
    let name = Line::sanitize(&name.chars().take(LONGEST).collect::<String>());
    let name = Line::sanitize(without_quotes(&name));
    Some(name).filter(|name| !name.is_empty())
}

/// Takes away the quotes around a name.
pub(in crate::read) fn without_quotes(name: &str) -> &str {
    const PAIRS: [(char, char); 9] = [
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('„', '“'),
        ('‘', '’'),
        ('‚', '‘'),
        ('«', '»'),
        ('»', '«'),
        ('`', '\''),
    ];
    let inner = |(open, close)| name.strip_prefix(open)?.strip_suffix(close);
    match PAIRS.into_iter().find_map(inner) {
        Some(inner) if !inner.trim().is_empty() => without_quotes(inner.trim()),
        _ => name,
    }
}
