//! The text of a message, found among its parts (RFC 2046).

use super::fields::{Fields, line_at};
use super::part::{Kind, Part};
use super::{flowed, html, own, transfer};
use crate::text::sanitize_block;

/// Octets of a body that are looked at. Lists refuse longer mail; what lies behind is attachments.
const LONGEST: usize = 2 * 1024 * 1024;

/// Multiparts in multiparts that are opened, and parts that are read in all.
const DEEPEST: usize = 10;
const MOST_PARTS: usize = 100;

/// The text of a part, and whether it was made from HTML.
struct Piece {
    text: String,
    html: bool,
}

/// Returns the text of a message with these fields, tamed, and whether its writer sent HTML only.
///
/// Of alternatives the plain one is taken. Attachments and forwarded messages are left out.
pub(super) fn read(fields: &Fields<'_>) -> (String, bool) {
    let body = &fields.body[..fields.body.len().min(LONGEST)];
    let mut left = MOST_PARTS;
    let pieces = pieces(&Part::of(fields, body), 0, &mut left);
    // A list's footer, in a part of its own, is no plain version of the letter.
    let plain = pieces.iter().any(|piece| !piece.html && !own::words(&piece.text, false).is_empty());
    let html_only = !plain && pieces.iter().any(|piece| piece.html);
    let texts: Vec<_> = pieces.iter().map(|piece| piece.text.trim_end_matches('\n')).collect();
    let text = texts.join("\n");
    (if text.is_empty() { text } else { text + "\n" }, html_only)
}

fn pieces(part: &Part<'_>, depth: usize, left: &mut usize) -> Vec<Piece> {
    if *left == 0 || depth > DEEPEST || part.attached {
        return Vec::new();
    }
    *left -= 1;
    match &part.kind {
        Kind::Plain { flowed, delete_space } => {
            let text = sanitize_block(&transfer::decode(part));
            let text = if *flowed { flowed::join(&text, *delete_space) } else { text };
            vec![Piece { text, html: false }]
        }
        Kind::Html => {
            vec![Piece { text: sanitize_block(&html::to_text(&transfer::decode(part))), html: true }]
        }
        Kind::Multipart { boundary, alternative } => {
            let parts = split(part.body, boundary.as_bytes());
            let mut read = parts.map(|it| pieces(&Part::parse(it), depth + 1, left));
            if *alternative { best(read) } else { read.by_ref().flatten().collect() }
        }
        Kind::Other => Vec::new(),
    }
}

/// Of the versions of one text: the first in plain text that says anything, else the first that does.
fn best(versions: impl Iterator<Item = Vec<Piece>>) -> Vec<Piece> {
    let says = |pieces: &Vec<Piece>| pieces.iter().any(|piece| !piece.text.trim().is_empty());
    let mut versions: Vec<_> = versions.filter(says).collect();
    let plain = versions.iter().position(|pieces| pieces.iter().all(|piece| !piece.html));
    if versions.is_empty() { Vec::new() } else { versions.swap_remove(plain.unwrap_or(0)) }
}

/// The parts between the lines `--boundary`, up to `--boundary--` or the end (RFC 2046 5.1.1).
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut parts = Vec::new();
    let (mut at, mut start) = (0, None);
    while at < body.len() && parts.len() < MOST_PARTS {
        let line = line_at(body, at);
        let rest = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary));
        let mark = rest.map(<[u8]>::trim_ascii);
        if let Some(b"" | b"--") = mark
            && let Some(start) = start.replace(at + line.len())
        {
            parts.push(without_line_end(&body[start..at]));
        }
        at += line.len();
        if mark == Some(b"--") {
            start = None;
            break;
        }
    }
    if let Some(start) = start {
        parts.push(body.get(start..).unwrap_or_default());
    }
    parts.into_iter()
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::part::WANTED;

    fn text(message: &str) -> (String, bool) {
        read(&Fields::split(message.as_bytes(), &WANTED))
    }

    #[test]
    fn the_plain_part_is_found() {
        let plain = "--B\nContent-Type: text/plain\n\nplain\n";
        let rich = "--B\nContent-Type: text/html\n\n<p>rich</p>\n";
        let footer =
            "--B\nContent-Type: text/plain\n\n_______________________________________________\nIntro list\n";
        let file = "--B\nContent-Type: text/plain\nContent-Disposition: attachment\n\nfile\n";
        let mail = "--B\nContent-Type: message/rfc822\n\nSubject: x\n\ninner\n";
        for (kind, parts, expected) in [
            ("alternative", [plain, rich, ""], ("plain\n", false)),
            ("alternative", [rich, plain, ""], ("plain\n", false)),
            ("alternative", [rich, "", ""], ("rich\n", true)),
            ("alternative", ["--B\n\n \n", rich, ""], ("rich\n", true)),
            ("mixed", [plain, file, mail], ("plain\n", false)),
            ("mixed", [plain, plain, ""], ("plain\nplain\n", false)),
            ("mixed", ["--B\n\nno header\n", "", ""], ("no header\n", false)),
            ("mixed", ["preamble\n", plain, "--B--\nepilogue"], ("plain\n", false)),
            ("digest", [mail, "", ""], ("", false)),
        ] {
            let message = format!("Content-Type: multipart/{kind}; boundary=B\n\n{}", parts.concat());
            let (read, html) = text(&message);
            assert_eq!((read.as_str(), html), expected, "{message}");
        }
        let (read, html) =
            text(&format!("Content-Type: multipart/mixed; boundary=B\n\n{rich}{footer}--B--\n"));
        assert!(html && read.starts_with("rich\n____"), "{read}");
    }

    #[test]
    fn a_missing_boundary_leaves_no_text_and_no_panic() {
        assert_eq!(text("Content-Type: multipart/mixed\n\nbody\n"), ("body\n".to_owned(), false));
        assert_eq!(text("Content-Type: multipart/mixed; boundary=x\n\nbody\n"), (String::new(), false));
        assert_eq!(text("Content-Type: application/pdf\n\nbody\n"), (String::new(), false));
    }
}
