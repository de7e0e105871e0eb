//! The parts of a message (RFC 2046), found without decoding any.

use std::ops::Range;

use super::content_type::ContentType;
use super::header::{Field, Header};
use super::lines::{line_at, without_end};
use super::transfer::TransferEncoding;

/// Multiparts in multiparts that are opened, and parts that are read in all.
const DEEPEST: usize = 10;
pub(super) const MOST: usize = 100;

/// What a part is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text that reads as it stands: `text/plain`, and every text type that is not known (RFC 2046 4.1.4).
    Plain,
    /// `text/enriched` (RFC 1896) and `text/richtext`.
    Enriched,
    /// `text/html`.
    Html,
    /// Other parts between boundaries.
    Multipart,
    /// Another message, `message/rfc822`.
    Message,
    /// Anything else.
    File,
}

/// What becomes of the blank at the end of a line that flows (`DelSp`, RFC 3676 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlowSpace {
    /// It is part of the text.
    Kept,
    /// It only says that the line flows.
    Deleted,
}

/// Text types that nobody reads in a letter.
const NO_TEXT: [&str; 6] =
    ["text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rtf", "text/css"];

/// One part, a multipart before the parts in it.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is made of.
    pub kind: Kind,
    /// Type and subtype in lower case; `text/plain` where nothing is said that can be read (RFC 2045 5.2).
    pub media: String,
    /// Its charset, where one is named.
    pub charset: Option<String>,
    /// How its body is encoded.
    pub encoding: TransferEncoding,
    /// Whether its lines flow (RFC 3676).
    pub flowed: bool,
    /// Whether it is marked as a file to be kept, and no part of the letter.
    pub attached: bool,
    /// Octets of the mail before its header.
    pub start: usize,
    /// Octets of the mail before its body.
    pub body: usize,
    /// Octets of the mail up to its end.
    pub end: usize,
    /// The name of the file that it is (RFC 2183 2.3).
    pub(super) file_name: Option<String>,
    /// Whether it is the letter's text, or a piece of it; what list software added is none.
    pub shown: bool,
    /// What becomes of the blank that a line flows with.
    pub(super) flow_space: FlowSpace,
    /// Its place among the parts of the part that it is in.
    pub(super) parent: Option<usize>,
    boundary: Option<String>,
}

impl Part {
    /// Whether it only holds other parts.
    #[must_use]
    pub fn is_multipart(&self) -> bool {
        self.kind == Kind::Multipart
    }

    /// Whether it is text that can be read, in whatever form.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Plain | Kind::Enriched | Kind::Html)
    }

    /// Whether it is text as people write it, and no source text, patch or log.
    pub(super) fn is_prose(&self) -> bool {
        let plain = ["text/plain", "text/markdown", "text/x-markdown", "text", "text/x-plain"];
        self.is_text() && (self.kind != Kind::Plain || plain.contains(&self.media.as_str()))
    }

    /// The same part with at most `longest` octets of its body.
    pub(super) fn beginning(&self, longest: usize) -> Self {
        Self { end: self.end.min(self.body.saturating_add(longest)), ..self.clone() }
    }

    /// The fields of its own header.
    pub(super) fn fields<'m>(&self, octets: &'m [u8]) -> Vec<Field<'m>> {
        Header::read(octets, self.start, self.body).fields(octets).collect()
    }

    fn read(octets: &[u8], place: &Range<usize>, default: &str) -> Self {
        let header = Header::read(octets, place.start, place.end);
        let raw = |name| header.first(octets, name).map(|field| field.value).unwrap_or_default();
        let said = ContentType::read(raw("Content-Type"));
        let none_said = header.first(octets, "Content-Type").is_none();
        let boundary = said.parameter("boundary").filter(|it| !it.is_empty());
        let is = |name, word: &str| said.parameter(name).is_some_and(|it| it.eq_ignore_ascii_case(word));
        let media = match &said.media {
            None if none_said => default.to_owned(),
            // Without a boundary there is one part, which is read as it stands.
            Some(media) if media.starts_with("multipart/") && boundary.is_none() => "text/plain".to_owned(),
            Some(media) => media.clone(),
            None => "text/plain".to_owned(),
        };
        Self {
            kind: kind(&media),
            charset: said.parameter("charset"),
            encoding: encoding(raw("Content-Transfer-Encoding")),
            flowed: is("format", "flowed"),
            flow_space: if is("delsp", "yes") { FlowSpace::Deleted } else { FlowSpace::Kept },
            attached: is_attachment(raw("Content-Disposition")),
            file_name: ContentType::read(raw("Content-Disposition"))
                .parameter("filename")
                .or_else(|| said.parameter("name")),
            boundary: boundary.filter(|_| media.starts_with("multipart/")),
            media,
            start: place.start,
            body: header.body.min(place.end),
            end: place.end,
            shown: false,
            parent: None,
        }
    }
}

fn kind(media: &str) -> Kind {
    match media {
        "text/html" => Kind::Html,
        "text/enriched" | "text/richtext" => Kind::Enriched,
        "message/rfc822" | "message/global" => Kind::Message,
        _ if NO_TEXT.contains(&media) => Kind::File,
        _ if media.starts_with("text/") => Kind::Plain,
        _ if media.starts_with("multipart/") => Kind::Multipart,
        _ => Kind::File,
    }
}

fn encoding(raw: &[u8]) -> TransferEncoding {
    let value = String::from_utf8_lossy(&raw[..raw.len().min(1000)]);
    TransferEncoding::parse(&value).unwrap_or_default()
}

fn is_attachment(raw: &[u8]) -> bool {
    let words = String::from_utf8_lossy(&raw[..raw.len().min(1000)]).to_ascii_lowercase();
    words.trim_start().trim_start_matches('"').starts_with("attachment")
}

/// Reads all parts from `start` on, the whole message first. A message in it is opened where `opens` says so of its place.
pub(super) fn read(octets: &[u8], start: usize, opens: &dyn Fn(Range<usize>) -> bool) -> Vec<Part> {
    let mut walk = Walk { octets, opens, parts: Vec::new() };
    walk.add(start..octets.len(), 0, None, "text/plain");
    walk.parts
}

struct Walk<'w> {
    octets: &'w [u8],
    opens: &'w dyn Fn(Range<usize>) -> bool,
    parts: Vec<Part>,
}

impl Walk<'_> {
    fn add(&mut self, place: Range<usize>, depth: usize, parent: Option<usize>, default: &str) {
        if self.parts.len() >= MOST || depth > DEEPEST {
            return;
        }
        let part = Part { parent, ..Part::read(self.octets, &place, default) };
        let index = self.parts.len();
        let (kind, body) = (part.kind, part.body..place.end);
        let boundary = part.boundary.clone();
        let inner_default = if part.media == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        self.parts.push(part);
        if let Some(boundary) = boundary {
            for inner in split(self.octets, body, boundary.as_bytes()) {
                self.add(inner, depth + 1, Some(index), inner_default);
            }
        } else if kind == Kind::Message && depth < 2 && (self.opens)(body.clone()) {
            self.add(body, depth + 1, Some(index), "text/plain");
        }
    }
}

/// The places between the lines `--boundary`, up to `--boundary--` or the end (RFC 2046 5.1.1).
fn split(octets: &[u8], body: Range<usize>, boundary: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let (mut at, mut open) = (body.start, None);
    while at < body.end && places.len() < MOST {
        let line = line_at(octets, at, body.end);
        let rest = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary));
        let mark = rest.map(<[u8]>::trim_ascii);
        if let Some(b"" | b"--") = mark
            && let Some(start) = open.replace(at + line.len())
        {
            // The line end before a boundary belongs to the boundary.
            places.push(start..start + without_end(&octets[start..at]).len());
        }
        at += line.len();
        if mark == Some(b"--") {
            return places;
        }
    }
    places.extend(open.filter(|start| *start <= body.end).map(|start| start..body.end));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(mail: &str) -> String {
        let parts = read(mail.as_bytes(), 0, &|_| false);
        parts
            .iter()
            .map(|it| format!("{}{}", if it.attached { "@" } else { "" }, it.media))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn parts_say_what_they_are() {
        for (header, expected) in [
            ("Content-Type: text/x-patch", "text/x-patch"),
            ("Content-Type: ;;", "text/plain"),
            ("Content-Type: multipart/mixed", "text/plain"),
            ("Content-Disposition: attachment; filename=x", "@text/plain"),
            ("Content-Type: application/pdf", "application/pdf"),
            ("Content-Type: multipart/mixed; boundary=B", "multipart/mixed text/plain @image/png"),
            ("Content-Type: multipart/digest; boundary=\"B\"", "multipart/digest message/rfc822 @image/png"),
            ("Content-Type: multipart/mixed; boundary=C", "multipart/mixed"),
        ] {
            let body =
                "--B\n\none\n--B \nContent-Type: image/png\nContent-Disposition: ATTACHMENT\n\ntwo\n--B--\n";
            assert_eq!(kinds(&format!("{header}\n\n{body}")), expected, "{header}");
        }
    }

    #[test]
    fn nesting_and_numbers_have_an_end() {
        let level = |nth| format!("Content-Type: multipart/mixed; boundary=B{nth}\n\n--B{nth}\n");
        let deep: String = (0..10_000).map(level).collect();
        assert!(read(deep.as_bytes(), 0, &|_| true).len() <= DEEPEST + 1);
        let many = format!("Content-Type: multipart/mixed; boundary=B\n\n{}", "--B\n\n".repeat(100_000));
        assert!(read(many.as_bytes(), 0, &|_| true).len() <= MOST);
    }
}
