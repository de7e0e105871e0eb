//! From the octets of a part to its text.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;

use super::fields::line_at;
use super::part::{Encoding, Part};

/// Decodes the body of `part`. What is damaged is read as far as it goes.
pub(super) fn decode(part: &Part<'_>) -> String {
    let charset = part.charset.as_deref();
    match part.encoding {
        Encoding::Identity => chars(part.body, charset),
        Encoding::QuotedPrintable => {
            match quoted_printable::decode(part.body, quoted_printable::ParseMode::Robust) {
                Ok(octets) => chars(&octets, charset),
                Err(_) => chars(part.body, charset),
            }
        }
        Encoding::Base64 => {
            let (octets, rest) = base64(part.body);
            // Some list servers add their footer in clear to a part in base64.
            chars(&octets, charset) + &chars(rest, charset)
        }
    }
}

/// The octets of the lines that are base64, and what follows these lines.
fn base64(body: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut code = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let line = line_at(body, at);
        let letters = line.trim_ascii();
        let ended = code.last() == Some(&b'=') && !letters.is_empty();
        let valid = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        if ended || !letters.iter().all(valid) {
            break;
        }
        code.extend_from_slice(letters);
        at += line.len();
    }
    // The end may have been lost on the way: what is left of the last group decodes to nothing.
    code.truncate(code.len() / 4 * 4);
    (base64_decode(&code).unwrap_or_default(), &body[at..])
}

/// Reads octets in `charset`; UTF-8 where it fits and nothing better is known, else Windows-1252, which fits all.
fn chars(octets: &[u8], charset: Option<&str>) -> String {
    let charset = charset.unwrap_or_default().trim();
    let unsure = ["", "us-ascii", "ascii", "utf-8", "utf8"].iter().any(|it| charset.eq_ignore_ascii_case(it));
    let decoder = if unsure { None } else { charset_decoder(charset.as_bytes()) };
    match (decoder, std::str::from_utf8(octets)) {
        (Some(decode), _) => decode(octets),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) if charset.to_ascii_lowercase().starts_with("utf") => {
            String::from_utf8_lossy(octets).into_owned()
        }
        (None, Err(_)) => match charset_decoder(b"windows-1252") {
            Some(decode) => decode(octets),
            None => String::from_utf8_lossy(octets).into_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets() {
        for (octets, charset, expected) in [
            (&b"Zo\xc3\xab"[..], None, "Zoë"),
            (b"Zo\xc3\xab", Some("us-ascii"), "Zoë"),
            (b"Zo\xeb", None, "Zoë"),
            (b"Zo\xeb", Some("iso-8859-1"), "Zoë"),
            (b"Zo\xeb", Some("utf-8"), "Zo\u{fffd}"),
            (b"Zo\xeb", Some("x-nobody-knows"), "Zoë"),
            (b"\x1b$B4A;z\x1b(B", Some("ISO-2022-JP"), "漢字"),
            (b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251"), "Привет"),
        ] {
            assert_eq!(chars(octets, charset), expected, "{octets:?} in {charset:?}");
        }
    }

    #[test]
    fn damaged_base64_is_read_as_far_as_it_goes() {
        for (body, expected, rest) in [
            ("aGVsbG8K\n", "hello\n", ""),
            ("aGVs\r\nbG8K\r\n", "hello\n", ""),
            ("aGVsbG8", "hel", ""),
            ("aGVsbG8=\n-- \nIntro list\n", "hello", "-- \nIntro list\n"),
            ("aGVsbG8=\nfooter\n", "hello", "footer\n"),
            ("not base64\n", "", "not base64\n"),
        ] {
            let (octets, left) = base64(body.as_bytes());
            assert_eq!((octets.as_slice(), left), (expected.as_bytes(), rest.as_bytes()), "{body:?}");
        }
    }
}
