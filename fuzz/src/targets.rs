//! The readers, and what must hold of what they make of any octets.

use onlist_core::catalog::Catalog;
use onlist_mail::read::encoded_word::{decode, decode_phrase};
use onlist_mail::read::transfer::TransferEncoding;
use onlist_mail::read::{charset, date};

/// A catalog, as it is loaded and searched.
pub fn catalog(octets: &[u8]) {
    if let Ok(source) = str::from_utf8(octets) {
        let _ = Catalog::parse("catalog.toml", source);
    }
}

/// A label in the first line, and octets below.
///
/// # Panics
/// When the text is longer than any charset makes it.
pub fn charset(octets: &[u8]) {
    let (label, octets) = halves(octets);
    let label = String::from_utf8_lossy(label);
    for label in [Some(&*label), None] {
        let decoded = charset::decode(label, octets);
        assert!(decoded.text.len() <= 3 * octets.len() + 3);
    }
}

/// The value of a Date field.
///
/// # Panics
/// When a date that was understood is another one once it is written as RFC 5322 wants it.
pub fn date(octets: &[u8]) {
    let Ok(read) = date::parse(octets) else { return };
    let written = read.time.format("%a, %d %b %Y %H:%M:%S %z").to_string();
    let again = date::parse(written.as_bytes()).map(|again| again.time);
    // An offset with seconds has no other form.
    let whole = read.time.offset().local_minus_utc() % 60 == 0;
    assert!(!whole || again == Ok(read.time), "{read:?} is {again:?} when written as {written:?}");
}

/// The value of an unstructured field and of a phrase.
///
/// # Panics
/// When the text is longer than any charset makes it.
pub fn field(octets: &[u8]) {
    for text in [decode(octets), decode_phrase(octets)] {
        assert!(text.len() <= 3 * octets.len() + 3);
    }
}

/// The name of a transfer encoding in the first line, and a body below.
///
/// # Panics
/// When a body grows, or its lines are told in disorder.
pub fn transfer(octets: &[u8]) {
    let (name, body) = halves(octets);
    let Some(encoding) = TransferEncoding::parse(&String::from_utf8_lossy(name)) else { return };
    let (mut decoded_before, mut own_before) = (0, 0);
    let octets = encoding.decode_with(body, |decoded, own| {
        assert!(decoded >= decoded_before && own >= own_before && own < body.len());
        (decoded_before, own_before) = (decoded, own);
    });
    assert!(octets.len() <= body.len() && decoded_before <= octets.len());
}

/// The first line, and what follows it.
fn halves(octets: &[u8]) -> (&[u8], &[u8]) {
    let end = octets.iter().position(|octet| *octet == b'\n').unwrap_or(octets.len());
    let (first, rest) = octets.split_at(end);
    (first, rest.get(1..).unwrap_or_default())
}
