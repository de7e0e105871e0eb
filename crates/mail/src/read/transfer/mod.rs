//! Content-Transfer-Encoding (RFC 2045 6): which one a field names, and the octets of a body without it.

mod base64;
mod quoted_printable;
mod uuencode;

use std::borrow::Cow;

use super::mime_label;

pub(super) use self::base64::{letters as decode_base64_letters, sextet};
pub(super) use self::quoted_printable::hexadecimal;

/// How the octets of a body were written for the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TransferEncoding {
    /// As they are: `7bit`, `8bit`, `binary`, and a body without the field.
    #[default]
    Identity,
    /// `quoted-printable` (RFC 2045 6.7).
    QuotedPrintable,
    /// `base64` (RFC 2045 6.8).
    Base64,
    /// `x-uuencode`, which nobody specified and POSIX describes.
    Uuencode,
}

impl TransferEncoding {
    /// The encoding that the value of the field names; none where it is unknown.
    ///
    /// Case, comments, quotes, blanks and what follows a `;` do not matter.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        Some(match mime_label::squeezed(&mime_label::bare(value)).as_str() {
            "" | "7bit" | "7bits" | "8bit" | "8bits" | "binary" | "none" => Self::Identity,
            "quotedprintable" | "qp" => Self::QuotedPrintable,
            "base64" => Self::Base64,
            "xuuencode" | "uuencode" | "xuue" | "uue" => Self::Uuencode,
            _ => return None,
        })
    }

    /// The octets of `body`; what is damaged is read as far as it goes, and what is no code stays.
    #[must_use]
    pub fn decode(self, body: &[u8]) -> Cow<'_, [u8]> {
        self.decode_with(body, |_, _| ())
    }

    /// As [`Self::decode`], and tells of each line of `body` the offset of its octets among the decoded ones, then
    /// its own.
    ///
    /// Both offsets only grow. Nothing is told of a body that stays as it is.
    pub fn decode_with(self, body: &[u8], line: impl FnMut(usize, usize)) -> Cow<'_, [u8]> {
        match self {
            Self::Identity => body.into(),
            Self::QuotedPrintable => quoted_printable::decode(body, line),
            Self::Base64 => base64::decode(body, line).into(),
            Self::Uuencode => uuencode::decode(body, line),
        }
    }
}

/// The lines of a body, each with its end: LF with or without CRs before it, or CRs alone.
fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let end = rest.iter().position(|octet| matches!(octet, b'\r' | b'\n'));
        let end = end.map_or(rest.len(), |at| {
            let returns = rest[at..].iter().take_while(|octet| **octet == b'\r').count();
            at + returns + usize::from(rest.get(at + returns) == Some(&b'\n'))
        });
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_encodings() {
        use TransferEncoding::{Base64, Identity, QuotedPrintable, Uuencode};
        for (value, expected) in [
            ("base64", Some(Base64)),
            (" BASE64\r\n", Some(Base64)),
            ("base64 (see RFC)", Some(Base64)),
            ("(how) \"base64\"", Some(Base64)),
            ("base64;", Some(Base64)),
            ("base64; charset=utf-8", Some(Base64)),
            ("base64, base64", Some(Base64)),
            ("Quoted-Printable", Some(QuotedPrintable)),
            ("'quoted-printable'", Some(QuotedPrintable)),
            ("quoted printable", Some(QuotedPrintable)),
            ("7bit", Some(Identity)),
            ("8-bit", Some(Identity)),
            ("binary", Some(Identity)),
            ("", Some(Identity)),
            ("x-uuencode", Some(Uuencode)),
            ("x-gzip64", None),
        ] {
            assert_eq!(TransferEncoding::parse(value), expected, "{value:?}");
        }
    }

    #[test]
    fn lines_end_in_any_way() {
        let all: Vec<_> = lines(b"a\nb\r\nc\r\r\n\rd\r\re").collect();
        assert_eq!(all, [&b"a\n"[..], b"b\r\n", b"c\r\r\n", b"\r", b"d\r\r", b"e"]);
    }
}
