//! Stand-in for the decoding of leaves.

use chrono::{DateTime, FixedOffset};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Identity,
    QuotedPrintable,
    Base64,
}

pub(super) fn encoding(raw: &[u8]) -> Encoding {
    let text = String::from_utf8_lossy(raw).to_ascii_lowercase();
    let text = text.trim();
    if text.contains("base64") {
        Encoding::Base64
    } else if text.contains("quoted") {
        Encoding::QuotedPrintable
    } else {
        Encoding::Identity
    }
}

pub(super) fn octets(encoding: Encoding, raw: &[u8]) -> Vec<u8> {
    match encoding {
        Encoding::Identity => raw.to_vec(),
        Encoding::QuotedPrintable => {
            quoted_printable::decode(raw, quoted_printable::ParseMode::Robust).unwrap_or_else(|_| raw.to_vec())
        }
        Encoding::Base64 => {
            let mut code: Vec<u8> =
                raw.iter().copied().filter(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b)).collect();
            while code.len() % 4 != 0 {
                code.push(b'=');
            }
            base64_decode(&code).unwrap_or_default()
        }
    }
}

pub(super) fn text(charset: Option<&str>, octets: &[u8]) -> String {
    let charset = charset.unwrap_or_default().trim();
    let unsure = ["", "us-ascii", "ascii", "utf-8", "utf8"].iter().any(|it| charset.eq_ignore_ascii_case(it));
    let decoder = if unsure { None } else { charset_decoder(charset.as_bytes()) };
    match (decoder, std::str::from_utf8(octets)) {
        (Some(decode), _) => decode(octets),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => match charset_decoder(b"windows-1252") {
            Some(decode) if !charset.to_ascii_lowercase().starts_with("utf") => decode(octets),
            _ => String::from_utf8_lossy(octets).into_owned(),
        },
    }
}

pub(super) fn unstructured(raw: &[u8]) -> String {
    let mut value = raw.trim_ascii().to_vec();
    value.push(b'\n');
    MessageStream::new(&value).parse_unstructured().as_text().unwrap_or_default().to_owned()
}

pub(super) fn phrase(raw: &[u8]) -> String {
    unstructured(raw)
}

pub(super) fn date(raw: &[u8]) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc2822(String::from_utf8_lossy(raw).trim()).ok()
}
