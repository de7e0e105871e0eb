//! The parts of a mail (RFC 2046), as somebody meets them who opens it.

use mail_parser::ContentType;
use mail_parser::parsers::MessageStream;

use super::fields::{Header, line_at, without_line_end};

/// Octets of a mail whose structure is looked at. Lists refuse longer mail; what lies behind is attachments.
pub(super) const LONGEST: usize = 2 * 1024 * 1024;

/// Multiparts in multiparts that are opened, and parts that are read in all.
const DEEPEST: usize = 10;
pub(super) const MOST_PARTS: usize = 100;

/// Octets of a Content-Type that are read.
const LONGEST_FIELD: usize = 4096;

/// How the body of a part is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it stands.
    Identity,
    /// Quoted-printable (RFC 2045 6.7).
    QuotedPrintable,
    /// Base64 (RFC 2045 6.8).
    Base64,
}

/// One part, a multipart before the parts in it.
#[derive(Debug, Clone)]
pub struct Part {
    /// Type and subtype in lower case, `text/plain` where nothing is said (RFC 2045 5.2).
    pub media: String,
    /// Its charset, where one is named.
    pub charset: Option<String>,
    /// How its body is encoded.
    pub encoding: Encoding,
    /// Whether its lines flow (RFC 3676).
    pub flowed: bool,
    /// Whether it is a file to be kept, and no part of the letter.
    pub attached: bool,
    /// Octets of the mail before its header.
    pub start: usize,
    /// Octets of the mail before its body.
    pub body: usize,
    /// Octets of the mail up to its end.
    pub end: usize,
    /// Whether it is the letter's text, or a piece of it.
    pub shown: bool,
    boundary: Option<String>,
}

impl Part {
    /// Whether it only holds other parts.
    #[must_use]
    pub fn is_multipart(&self) -> bool {
        self.boundary.is_some()
    }

    fn read(bytes: &[u8], start: usize, end: usize) -> Self {
        let header = Header::read(bytes, start, end);
        let value = |name| header.first(name).map(|field| field.value).unwrap_or_default();
        let mut field = value("content-type");
        field = field.get(..LONGEST_FIELD).unwrap_or(field).trim_ascii();
        let field = [field, b"\n"].concat();
        let parsed = MessageStream::new(&field).parse_content_type();
        let said = parsed.as_content_type();
        let attribute = |name| said.and_then(|it| it.attribute(name)).map(str::trim_end);
        let is = |name, word: &str| attribute(name).is_some_and(|it| it.eq_ignore_ascii_case(word));
        let boundary = attribute("boundary").filter(|it| !it.is_empty()).map(str::to_owned);
        let media = media(said, boundary.is_some());
        Self {
            charset: attribute("charset").map(str::to_owned),
            encoding: encoding(value("content-transfer-encoding")),
            flowed: is("format", "flowed"),
            attached: word(value("content-disposition")).starts_with("attachment"),
            boundary: boundary.filter(|_| media.starts_with("multipart/")),
            media,
            start,
            body: header.body,
            end,
            shown: false,
        }
    }
}

/// Reads all parts of `bytes` from `start` on, the whole mail first.
pub(super) fn read(bytes: &[u8], start: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let end = bytes.len().min(start.saturating_add(LONGEST));
    for shown in walk(bytes, start..end, 0, &mut parts) {
        parts[shown].shown = true;
    }
    parts
}

/// Adds the part at `place` with those in it; gives the indices of its texts, best first of alternatives.
fn walk(bytes: &[u8], place: std::ops::Range<usize>, depth: usize, parts: &mut Vec<Part>) -> Vec<usize> {
    if parts.len() >= MOST_PARTS || depth > DEEPEST {
        return Vec::new();
    }
    let part = Part::read(bytes, place.start, place.end);
    let index = parts.len();
    let (media, attached, body) = (part.media.clone(), part.attached, part.body);
    let boundary = part.boundary.clone();
    parts.push(part);
    let Some(boundary) = boundary else {
        let text = matches!(media.as_str(), "text/plain" | "text/html") && !attached;
        return if text { vec![index] } else { Vec::new() };
    };
    let inner = split(bytes, body..place.end, boundary.as_bytes());
    let mut texts: Vec<_> = inner.into_iter().map(|it| walk(bytes, it, depth + 1, parts)).collect();
    texts.retain(|it| it.iter().any(|at| says_something(bytes, &parts[*at])));
    if media != "multipart/alternative" {
        return texts.concat();
    }
    let plain = texts.iter().position(|it| it.iter().all(|at| parts[*at].media == "text/plain"));
    if texts.is_empty() { Vec::new() } else { texts.swap_remove(plain.unwrap_or(0)) }
}

fn says_something(bytes: &[u8], part: &Part) -> bool {
    !bytes[part.body..part.end].trim_ascii().is_empty()
}

/// The places between the lines `--boundary`, up to `--boundary--` or the end (RFC 2046 5.1.1).
fn split(bytes: &[u8], body: std::ops::Range<usize>, boundary: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut places = Vec::new();
    let (mut at, mut open) = (body.start, None);
    while at < body.end && places.len() < MOST_PARTS {
        let line = line_at(bytes, at, body.end);
        let rest = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary));
        let mark = rest.map(<[u8]>::trim_ascii);
        if let Some(b"" | b"--") = mark
            && let Some(start) = open.replace(at + line.len())
        {
            // The line end before a boundary belongs to the boundary.
            places.push(start..start + without_line_end(&bytes[start..at]).len());
        }
        at += line.len();
        if mark == Some(b"--") {
            return places;
        }
    }
    places.extend(open.filter(|start| *start <= body.end).map(|start| start..body.end));
    places
}

/// The beginning of a value, in lower case.
fn word(raw: &[u8]) -> String {
    let raw = raw.trim_ascii();
    String::from_utf8_lossy(&raw[..raw.len().min(40)]).to_ascii_lowercase()
}

fn encoding(raw: &[u8]) -> Encoding {
    match word(raw).as_str() {
        "base64" => Encoding::Base64,
        "quoted-printable" => Encoding::QuotedPrintable,
        _ => Encoding::Identity,
    }
}

fn media(said: Option<&ContentType<'_>>, has_boundary: bool) -> String {
    let plain = "text/plain".to_owned();
    match said.map(|it| (it.ctype(), it.subtype().unwrap_or_default())) {
        None | Some(("text", "")) => plain,
        // Without a boundary there is one part, which is read as it stands.
        Some(("multipart", _)) if !has_boundary => plain,
        Some((kind, subtype)) => format!("{kind}/{subtype}").to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_with_the_text_among_them() {
        let plain = "--B\nContent-Type: text/plain\n\nplain\n";
        let rich = "--B\nContent-Type: text/html\n\n<p>rich</p>\n";
        let file = "--B\nContent-Type: text/plain\nContent-Disposition: attachment\n\nfile\n";
        let image = "--B\nContent-Type: image/png\n\n...\n";
        for (kind, parts, expected) in [
            ("alternative", [plain, rich], "multipart/alternative *text/plain text/html"),
            ("alternative", [rich, plain], "multipart/alternative text/html *text/plain"),
            ("alternative", [rich, ""], "multipart/alternative *text/html"),
            ("mixed", [plain, file], "multipart/mixed *text/plain text/plain"),
            ("mixed", [plain, image], "multipart/mixed *text/plain image/png"),
        ] {
            let mail = format!("Content-Type: multipart/{kind}; boundary=B\n\n{}", parts.concat());
            let read = read(mail.as_bytes(), 0);
            let shown = |it: &Part| format!("{}{}", if it.shown { "*" } else { "" }, it.media);
            assert_eq!(read.iter().map(shown).collect::<Vec<_>>().join(" "), expected, "{mail}");
        }
    }

    #[test]
    fn nesting_and_numbers_have_an_end() {
        let level = |nth| format!("Content-Type: multipart/mixed; boundary=B{nth}\n\n--B{nth}\n");
        let deep: String = (0..10_000).map(level).collect();
        assert!(read(deep.as_bytes(), 0).len() <= DEEPEST + 1);
        let many = format!("Content-Type: multipart/mixed; boundary=B\n\n{}", "--B\n\n".repeat(100_000));
        assert!(read(many.as_bytes(), 0).len() <= MOST_PARTS);
        let lone = read(b"Content-Type: multipart/mixed\n\nbody\n", 0);
        assert_eq!((lone.len(), lone[0].media.as_str(), lone[0].shown), (1, "text/plain", true));
    }
}
