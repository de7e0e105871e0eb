//! The text of a message, found among its parts (RFC 2046).

use std::borrow::Cow;
use std::mem;

use memchr::memchr_iter;

use super::clearsigned::{ClearSigned, unescaped};
use super::lines::line_ends;
use super::own::LineKind;
use super::part::{FlowSpace, Kind, Part};
use super::source::{SourceLine, lines, raw, told_apart};
use super::{charset, enriched, flowed, html, own};
use crate::text::sanitize_block;

/// Octets of a text that are read, before and after it was decoded. Lists refuse longer mail.
pub(super) const LONGEST: usize = 512 * 1024;

/// Lines of a text that are read.
const MOST_LINES: usize = 25_000;

/// The text of a message.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// Lines end in LF; what flowed is joined.
    pub(super) plain: String,
    /// Whether it was made from HTML, since there was no other.
    pub(super) from_html: bool,
    /// Whether it is all of the text.
    pub(super) whole: bool,
}

/// Marks the parts that are shown; not those that list software added, which `is_footer` knows by their text, nor files.
pub(super) fn choose(octets: &[u8], parts: &mut [Part], is_footer: &dyn Fn(&str) -> bool) {
    if parts.is_empty() {
        return;
    }
    // Around a letter that it wrapped, the list speaks.
    let inside = |at: &usize| parts[*at].kind == Kind::Message && has_inner(parts, *at);
    let wrapped = (0..parts.len()).find(inside).map(|at| texts(octets, parts, at));
    let mut chosen = wrapped.filter(|it| !it.is_empty()).unwrap_or_else(|| texts(octets, parts, 0));
    // What follows the letter in a part of its own may be the list's.
    if let Some(last) = chosen.last().copied().filter(|_| chosen.len() > 1) {
        let part = &parts[last];
        let mixed = part.parent.is_some_and(|it| parts[it].media == "multipart/mixed");
        if mixed && part.kind == Kind::Plain && is_footer(&decoded(octets, part, false).0) {
            chosen.pop();
        }
    }
    let is_letter =
        |nth: usize, at: usize| parts[at].is_prose() && (nth == 0 || parts[at].file_name.is_none());
    if chosen.iter().enumerate().any(|(nth, at)| is_letter(nth, *at)) {
        let letters = chosen.iter().enumerate().filter(|(nth, at)| is_letter(*nth, **at));
        chosen = letters.map(|(_, at)| *at).collect();
    }
    for part in chosen {
        parts[part].shown = true;
    }
}

/// Whether parts stand in a part.
fn has_inner(parts: &[Part], index: usize) -> bool {
    parts.get(index + 1).is_some_and(|it| it.parent == Some(index))
}

/// The texts in a part; of alternatives the first that is plain, else the first that says anything.
fn texts(octets: &[u8], parts: &[Part], index: usize) -> Vec<usize> {
    let part = &parts[index];
    // Some mail programs mark a whole letter as a file. It is the letter all the same.
    if part.attached && index > 0 {
        return Vec::new();
    }
    if part.is_text() {
        return vec![index];
    }
    let inner = (index + 1..parts.len()).filter(|it| parts[*it].parent == Some(index));
    let mut found: Vec<_> = inner.map(|it| texts(octets, parts, it)).collect();
    found.retain(|it| it.iter().any(|at| says_something(octets, &parts[*at])));
    if part.media != "multipart/alternative" {
        return found.concat();
    }
    let plain = found.iter().position(|it| it.iter().all(|at| parts[*at].kind == Kind::Plain));
    if found.is_empty() { Vec::new() } else { found.swap_remove(plain.unwrap_or(0)) }
}

fn says_something(octets: &[u8], part: &Part) -> bool {
    /// What says nothing in its beginning says nothing.
    const BEGINNING: usize = 4096;
    !decoded(octets, &part.beginning(BEGINNING), false).0.trim().is_empty()
}

/// The decoded text of a part, as it stands in it, and whether that is all of it.
pub(super) fn decoded(octets: &[u8], part: &Part, is_mbox: bool) -> (String, bool) {
    let read = part.beginning(LONGEST);
    let raw = raw(octets, &read, is_mbox);
    let decoded = read.encoding.decode(&raw);
    let in_page = || html::charset(&decoded).filter(|_| part.kind == Kind::Html);
    let label = part.charset.clone().or_else(in_page);
    let mut text = charset::decode(label.as_deref(), &decoded).text;
    let length = beginning(&text).len();
    let whole = read.end == part.end && length == text.len();
    match &mut text {
        Cow::Borrowed(text) => *text = &text[..length],
        Cow::Owned(text) => {
            text.truncate(length);
            text.shrink_to_fit();
        }
    }
    (text.into_owned(), whole)
}

/// As much of a text as is read.
pub(super) fn beginning(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let last = memchr_iter(b'\n', text.as_bytes()).nth(MOST_LINES - 1);
    last.map_or(text, |end| &text[..=end])
}

/// The parts that are shown, as far as they are read.
fn shown(parts: &[Part]) -> impl Iterator<Item = Part> {
    let mut left = LONGEST;
    parts.iter().filter(|part| part.shown).map(move |part| {
        let part = part.beginning(left);
        left -= part.end - part.body;
        part
    })
}

impl Text {
    /// Reads the parts that are shown, with nothing in it that could do harm on a screen.
    pub(super) fn read(octets: &[u8], parts: &[Part], is_mbox: bool) -> Self {
        let (mut texts, mut whole, mut lines, mut left) = (Vec::new(), true, 0_usize, LONGEST);
        for (part, read) in parts.iter().filter(|part| part.shown).zip(shown(parts)) {
            let (decoded, all) = decoded(octets, &read, is_mbox);
            let text = text_of(&read, &decoded);
            lines += line_ends(decoded.as_bytes()).max(line_ends(text.as_bytes()));
            whole &= all && read.end == part.end && lines < MOST_LINES && text.len() <= left;
            left = left.saturating_sub(text.len());
            texts.push((part.kind, text));
            if left == 0 {
                break;
            }
        }
        let is_html = |(kind, _): &(Kind, String)| *kind == Kind::Html;
        // A footer that was not recognised is no plain version of the letter.
        let says = |text: &(Kind, String)| !is_html(text) && own::says_something(&text.1);
        let from_html = texts.iter().any(is_html) && !texts.iter().any(says);
        let mut text = match texts.as_mut_slice() {
            [(_, only)] => mem::take(only),
            all => all.iter().map(|(_, text)| text.trim_end_matches('\n')).collect::<Vec<_>>().join("\n\n"),
        };
        text.truncate(beginning(&text).trim_end_matches('\n').len());
        if !text.is_empty() {
            text.push('\n');
        }
        text.shrink_to_fit();
        Self { plain: text, from_html, whole }
    }

    /// Its lines as they stand in the file, told apart by `kinds`: what flows is not joined.
    pub(super) fn lines(
        &self,
        octets: &[u8],
        parts: &[Part],
        is_mbox: bool,
        kinds: impl FnOnce(&[&str]) -> Vec<LineKind>,
    ) -> Vec<SourceLine> {
        let made = |text: &str, part: &Part| -> Vec<SourceLine> {
            text.lines()
                .map(|line| SourceLine { text: line.to_owned(), offset: part.body, kind: LineKind::Blank })
                .collect()
        };
        if self.from_html {
            let part = parts.iter().find(|part| part.shown && part.kind == Kind::Html);
            return told_apart(part.map(|part| made(&self.plain, part)).unwrap_or_default(), kinds);
        }
        let of = |part: &Part| match part.kind {
            Kind::Enriched => made(&text_of(part, &decoded(octets, part, is_mbox).0), part),
            _ => lines(octets, part, is_mbox, MOST_LINES),
        };
        let (mut found, mut left) = (Vec::new(), LONGEST);
        for part in shown(parts).filter(|part| part.kind != Kind::Html) {
            let mut lines = of(&part);
            let (mut signed, first) = (ClearSigned::default(), part.body);
            for line in &mut lines {
                let text = signed.line(&line.text);
                if text.len() < line.text.len() {
                    line.text = text.to_owned();
                }
            }
            // Each part is a text of its own.
            if found.last().is_some_and(|line: &SourceLine| !line.text.trim().is_empty()) {
                let text = String::new();
                lines.insert(0, SourceLine { text, offset: first, kind: LineKind::Blank });
            }
            left = left.saturating_sub(lines.iter().map(|line| line.text.len() + 1).sum());
            found.extend(lines);
            if left == 0 {
                break;
            }
        }
        found.truncate(MOST_LINES);
        told_apart(found, kinds)
    }
}

/// The text of a part that was decoded, with nothing in it that could do harm on a screen.
fn text_of(part: &Part, decoded: &str) -> String {
    match part.kind {
        Kind::Html => sanitize_block(&html::to_text(decoded)),
        Kind::Enriched => enriched::to_text(&sanitize_block(decoded)),
        _ if part.flowed => {
            flowed::join(&unescaped(sanitize_block(decoded)), part.flow_space == FlowSpace::Deleted)
        }
        _ => unescaped(sanitize_block(decoded)),
    }
}
