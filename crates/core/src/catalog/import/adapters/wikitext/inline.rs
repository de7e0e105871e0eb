//! Bold, italic, links and tags in a line of wiki text.

use std::borrow::Cow;

use super::super::super::builder::Builder;
use super::super::html;

/// The longest name of a character that HTML knows has 32 characters.
const LONGEST_REFERENCE: usize = 33;

/// Reads `text`, which begins in line `number`.
pub(super) fn read(builder: &mut Builder, text: &str, number: usize) {
    builder.ensure();
    let (strong, struck, mut at, mut plain) = (builder.strong, builder.struck, 0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let Some(taken) = piece(rest) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        builder.text(&text[plain..at], number);
        match taken.what {
            Piece::Quote => builder.strong = if builder.strong > strong { strong } else { strong + 1 },
            Piece::Link(target, shown) => {
                let outer = builder.link.replace(target.to_owned());
                builder.text(shown, number);
                builder.link = outer;
            }
            Piece::Break => builder.new_line(number, true),
            Piece::Text(text) => builder.text(&text, number),
            Piece::Tag(tag) => html::Reader::default().feed(builder, tag, number),
            Piece::Nothing => {}
        }
        at += taken.length;
        plain = at;
    }
    builder.text(&text[plain..], number);
    builder.strong = strong;
    builder.struck = struck;
}

enum Piece<'a> {
    Quote,
    Link(&'a str, &'a str),
    Break,
    Tag(&'a str),
    Text(Cow<'a, str>),
    Nothing,
}

struct Taken<'a> {
    what: Piece<'a>,
    length: usize,
}

fn piece(rest: &str) -> Option<Taken<'_>> {
    let taken = |what, length| Some(Taken { what, length });
    match rest.as_bytes() {
        [b'\'', b'\'', ..] => taken(Piece::Quote, rest.bytes().take_while(|byte| *byte == b'\'').count()),
        [b'[', b'[', ..] => {
            let end = near(rest, "]]", 400)?;
            let (target, shown) = rest[2..end].rsplit_once('|').unwrap_or((&rest[2..end], &rest[2..end]));
            let file = target.starts_with("File:")
                || target.starts_with("Image:")
                || target.starts_with("Category:");
            taken(if file { Piece::Nothing } else { Piece::Link(target, shown) }, end + 2)
        }
        [b'[', ..] => {
            let end = near(rest, "]", 1000)?;
            let inner = &rest[1..end];
            let url = inner.contains("://") || inner.starts_with("mailto:");
            let (target, shown) = inner.split_once(' ').unwrap_or((inner, inner));
            url.then_some(Taken { what: Piece::Link(target, shown), length: end + 1 })
        }
        [b'&', ..] => {
            let end = near(rest, ";", LONGEST_REFERENCE)?;
            let text = html::text(&rest[..=end]);
            (text != rest[..=end]).then_some(Taken { what: Piece::Text(text), length: end + 1 })
        }
        [b'<', next, ..] if next.is_ascii_alphabetic() || *next == b'/' => {
            let end = near(rest, ">", 200)?;
            let name =
                rest[1..end].trim_matches('/').split_whitespace().next().unwrap_or_default().to_lowercase();
            match name.as_str() {
                "br" => taken(Piece::Break, end + 1),
                "b" | "i" | "strong" | "em" | "s" | "del" | "strike" => {
                    taken(Piece::Tag(&rest[..=end]), end + 1)
                }
                "nowiki" if rest.as_bytes()[end - 1] != b'/' => {
                    let inner = &rest[end + 1..];
                    let length = inner.find("</nowiki>").unwrap_or(0);
                    taken(Piece::Text(html::text(&inner[..length])), end + 1 + length)
                }
                "code" | "tt" | "nowiki" | "u" | "small" | "span" | "div" | "font" | "center" => {
                    taken(Piece::Nothing, end + 1)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Where `end` is found in the first `limit` bytes.
fn near(text: &str, end: &str, limit: usize) -> Option<usize> {
    text[..text.floor_char_boundary(limit)].find(end)
}
