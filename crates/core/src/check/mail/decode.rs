//! From the octets of a part to lines of text that know where they stand in the file.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;

use super::fields::line_at;
use super::parts::{Encoding, Part};

/// The octets of a part, decoded, with the places that they come from.
pub(super) struct Decoded {
    pub(super) octets: Vec<u8>,
    /// Decoded octets before a line of the file, and octets of the mail before it; ascending.
    marks: Vec<(usize, usize)>,
}

impl Decoded {
    /// Undoes the encoding of `part`. What is damaged is read as far as it goes.
    pub(super) fn of(bytes: &[u8], part: &Part) -> Self {
        let mut decoded = Self { octets: Vec::new(), marks: Vec::new() };
        match part.encoding {
            Encoding::Identity => decoded.plain(bytes, part.body, part.end),
            Encoding::QuotedPrintable => decoded.quoted_printable(bytes, part),
            Encoding::Base64 => decoded.base64(bytes, part),
        }
        decoded
    }

    /// Octets of the mail before the line of the file that the decoded octet `at` comes from.
    pub(super) fn origin(&self, at: usize) -> usize {
        let next = self.marks.partition_point(|(decoded, _)| *decoded <= at);
        self.marks.get(next.saturating_sub(1)).map_or(0, |(_, origin)| *origin)
    }

    fn plain(&mut self, bytes: &[u8], from: usize, end: usize) {
        let mut at = from;
        while at < end {
            let line = line_at(bytes, at, end);
            self.marks.push((self.octets.len(), at));
            self.octets.extend_from_slice(line);
            at += line.len();
        }
    }

    fn quoted_printable(&mut self, bytes: &[u8], part: &Part) {
        let mut at = part.body;
        while at < part.end {
            let line = line_at(bytes, at, part.end);
            self.marks.push((self.octets.len(), at));
            let text = line.trim_ascii_end();
            let soft = text.strip_suffix(b"=");
            unescape(soft.unwrap_or(text), &mut self.octets);
            if soft.is_none() && line.ends_with(b"\n") {
                self.octets.push(b'\n');
            }
            at += line.len();
        }
    }

    /// Some list servers add their footer in clear to a part in base64: it is read too.
    fn base64(&mut self, bytes: &[u8], part: &Part) {
        let mut code = Vec::new();
        let mut at = part.body;
        while at < part.end {
            let line = line_at(bytes, at, part.end);
            let letters = line.trim_ascii();
            let ended = code.last() == Some(&b'=') && !letters.is_empty();
            if ended || !letters.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)) {
                break;
            }
            self.marks.push((code.len() / 4 * 3, at));
            code.extend_from_slice(letters);
            at += line.len();
        }
        code.truncate(code.len() / 4 * 4);
        self.octets = base64_decode(&code).unwrap_or_default();
        self.marks.retain(|(decoded, _)| *decoded < self.octets.len().max(1));
        self.plain(bytes, at, part.end);
    }
}

/// Undoes `=41`; what is no escape stays.
fn unescape(text: &[u8], octets: &mut Vec<u8>) {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(text.get(at + 1)), digit(text.get(at + 2))) {
            (b'=', Some(high), Some(low)) => {
                octets.extend(u8::try_from(16 * high + low));
                at += 3;
            }
            (byte, ..) => {
                octets.push(byte);
                at += 1;
            }
        }
    }
}

/// Reads octets in `charset`: UTF-8 where it fits and nothing better is known, else Windows-1252, which fits all.
pub(super) fn text(octets: &[u8], charset: Option<&str>) -> String {
    let charset = charset.unwrap_or_default().trim();
    let decoder = if is_unicode(charset) { None } else { charset_decoder(charset.as_bytes()) };
    match (decoder, std::str::from_utf8(octets)) {
        (Some(decode), _) => decode(octets),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) if charset.to_ascii_lowercase().starts_with("utf") => {
            String::from_utf8_lossy(octets).into_owned()
        }
        (None, Err(_)) => charset_decoder(b"windows-1252")
            .map_or_else(|| String::from_utf8_lossy(octets).into_owned(), |decode| decode(octets)),
    }
}

/// Whether a charset is ASCII or UTF-8, or none is named.
pub(super) fn is_unicode(charset: &str) -> bool {
    ["", "us-ascii", "ascii", "ansi_x3.4-1968", "utf-8", "utf8"]
        .iter()
        .any(|it| charset.eq_ignore_ascii_case(it))
}
