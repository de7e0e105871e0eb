//! Text in commands (RFC 3501 4.3, 5.1.3).

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

/// A quoted string, wiped when it goes, as it may be a password; nothing for text that has no such form.
pub(super) fn quoted(text: &str) -> Option<Zeroizing<String>> {
    // What grows leaves copies behind.
    let mut quoted = Zeroizing::new(String::with_capacity(2 * text.len() + 2));
    quoted.push('"');
    for c in text.chars() {
        if !(' '..='~').contains(&c) {
            return None;
        }
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    Some(quoted)
}

/// The name of a folder, as servers know it: what is not ASCII in a base64 of its own.
pub(super) fn folder(name: &str) -> String {
    let mut text = String::new();
    let mut others: Vec<u16> = Vec::new();
    for c in name.chars() {
        if (' '..='~').contains(&c) {
            flush(&mut others, &mut text);
            text.push(c);
            if c == '&' {
                text.push('-');
            }
        } else {
            others.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut others, &mut text);
    text
}

fn flush(others: &mut Vec<u16>, text: &mut String) {
    if others.is_empty() {
        return;
    }
    let octets: Vec<u8> = others.drain(..).flat_map(u16::to_be_bytes).collect();
    text.push('&');
    text.push_str(&STANDARD_NO_PAD.encode(octets).replace('/', ","));
    text.push('-');
}
