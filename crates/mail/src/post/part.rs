//! What the fields of a part say about it (RFC 2045, RFC 2183).

use mail_parser::ContentType;
use mail_parser::parsers::MessageStream;

use super::fields::Fields;

/// The fields that are read of every part.
pub(super) const WANTED: [&str; 3] = ["content-type", "content-transfer-encoding", "content-disposition"];

/// Parameters are not looked for behind this many octets.
const LONGEST: usize = 4096;

/// What a part is made of.
pub(super) enum Kind {
    /// `text/plain`, perhaps flowed (RFC 3676).
    Plain { flowed: bool, delete_space: bool },
    /// `text/html`.
    Html,
    /// Parts between boundaries.
    Multipart { boundary: String, alternative: bool },
    /// Nothing to read.
    Other,
}

/// How the body of a part is encoded.
pub(super) enum Encoding {
    /// As it stands.
    Identity,
    /// Quoted-printable (RFC 2045 6.7).
    QuotedPrintable,
    /// Base64 (RFC 2045 6.8).
    Base64,
}

/// A part and what its fields say.
pub(super) struct Part<'a> {
    /// What it is made of.
    pub(super) kind: Kind,
    /// How it is encoded.
    pub(super) encoding: Encoding,
    /// Its charset, where one is named.
    pub(super) charset: Option<String>,
    /// Whether it is a file to be kept, and no part of the letter.
    pub(super) attached: bool,
    /// Its body, still encoded.
    pub(super) body: &'a [u8],
}

impl<'a> Part<'a> {
    /// Reads a part from its own header on.
    pub(super) fn parse(part: &'a [u8]) -> Self {
        let fields = Fields::split(part, &WANTED);
        Self::of(&fields, fields.body)
    }

    /// The part that `fields` describe.
    pub(super) fn of(fields: &Fields<'a>, body: &'a [u8]) -> Self {
        let value = |name| fields.first(name).map(word).unwrap_or_default();
        let field = terminated(fields.first("content-type").unwrap_or_default());
        let parsed = MessageStream::new(&field).parse_content_type();
        let content_type = parsed.as_content_type();
        let charset = content_type.and_then(|it| it.attribute("charset")).map(str::to_owned);
        let encoding = match value("content-transfer-encoding").as_str() {
            "base64" => Encoding::Base64,
            "quoted-printable" => Encoding::QuotedPrintable,
            _ => Encoding::Identity,
        };
        let attached = value("content-disposition").starts_with("attachment");
        Self { kind: kind(content_type), encoding, charset, attached, body }
    }
}

/// The beginning of a value, in lower case.
fn word(raw: &[u8]) -> String {
    let raw = raw.trim_ascii();
    String::from_utf8_lossy(&raw[..raw.len().min(40)]).to_ascii_lowercase()
}

/// A value as the parser of fields wants it: with the line end that the header's last line may lack.
fn terminated(raw: &[u8]) -> Vec<u8> {
    let mut value = raw[..raw.len().min(LONGEST)].trim_ascii().to_vec();
    value.push(b'\n');
    value
}

/// What a Content-Type says; plain text where it says nothing (RFC 2045 5.2).
fn kind(content_type: Option<&ContentType<'_>>) -> Kind {
    let plain = |it: Option<&ContentType<'_>>| {
        let says = |name, word: &str| {
            it.and_then(|it| it.attribute(name)).is_some_and(|value| value.eq_ignore_ascii_case(word))
        };
        Kind::Plain { flowed: says("format", "flowed"), delete_space: says("delsp", "yes") }
    };
    let Some(content_type) = content_type else { return plain(None) };
    match (content_type.ctype(), content_type.subtype().unwrap_or_default()) {
        ("text", "html") => Kind::Html,
        ("text", "plain" | "") => plain(Some(content_type)),
        ("multipart", subtype) => match content_type.attribute("boundary") {
            Some(boundary) if !boundary.is_empty() => Kind::Multipart {
                boundary: boundary.trim_end().to_owned(),
                alternative: subtype == "alternative",
            },
            _ => plain(None),
        },
        _ => Kind::Other,
    }
}
