//! The text of a message, found among its parts (RFC 2046).

use super::own::LineKind;
use super::part::{FlowSpace, Kind, Part};
use super::source::{SourceLine, lines, raw, told_apart};
use super::{charset, enriched, flowed, html, own};
use crate::text::sanitize_block;

/// Octets of a part that are decoded. Lists refuse longer mail.
pub(super) const LONGEST: usize = 1024 * 1024;

/// Lines of a text that are looked at.
pub(super) const MOST_LINES: usize = 50_000;

/// The text of a message.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// Lines end in LF; what flowed is joined.
    pub(super) text: String,
    /// Whether it was made from HTML, since there was no other.
    pub(super) from_html: bool,
}

/// Marks the parts that are shown; not those that list software added, which `is_footer` knows by their text.
pub(super) fn choose(octets: &[u8], parts: &mut [Part], is_footer: &dyn Fn(&str) -> bool) {
    let chosen = if parts.is_empty() { Vec::new() } else { texts(octets, parts, 0) };
    for part in &chosen {
        parts[*part].shown = true;
    }
    // What follows the letter in a part of its own may be the list's.
    if let Some(last) = chosen.last().copied().filter(|_| chosen.len() > 1) {
        let part = &parts[last];
        let mixed = part.parent.is_some_and(|it| parts[it].media == "multipart/mixed");
        if mixed && part.kind == Kind::Plain && is_footer(&decoded(octets, part, false)) {
            parts[last].shown = false;
        }
    }
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
    !decoded(octets, &part.beginning(BEGINNING), false).trim().is_empty()
}

/// The decoded text of a part, as it stands in it.
pub(super) fn decoded(octets: &[u8], part: &Part, is_mbox: bool) -> String {
    let part = part.beginning(LONGEST);
    let raw = raw(octets, &part, is_mbox);
    let octets = part.encoding.decode(&raw);
    let in_page = || html::charset(&octets).filter(|_| part.kind == Kind::Html);
    let label = part.charset.clone().or_else(in_page);
    charset::decode(label.as_deref(), &octets).text.into_owned()
}

impl Text {
    /// Reads the parts that are shown, with nothing in it that could do harm on a screen.
    pub(super) fn read(octets: &[u8], parts: &[Part], is_mbox: bool) -> Self {
        let shown: Vec<_> = parts.iter().filter(|part| part.shown).collect();
        let texts: Vec<_> = shown.iter().map(|part| text_of(octets, part, is_mbox)).collect();
        let html = |nth: usize| shown[nth].kind == Kind::Html;
        // A footer that was not recognised is no plain version of the letter.
        let says = |nth: usize| !html(nth) && own::says_something(&texts[nth]);
        let from_html = (0..shown.len()).any(html) && !(0..shown.len()).any(says);
        let texts: Vec<_> = texts.iter().map(|text| text.trim_end_matches('\n')).collect();
        let mut text = texts.join("\n");
        if !text.is_empty() {
            text.reserve_exact(1);
            text.push('\n');
        }
        Self { text, from_html }
    }

    /// Its lines as they stand in the file: what flows is not joined.
    pub(super) fn lines(&self, octets: &[u8], parts: &[Part], is_mbox: bool) -> Vec<SourceLine> {
        let made = |text: &str, part: &Part| -> Vec<SourceLine> {
            text.lines()
                .take(MOST_LINES)
                .map(|line| SourceLine { text: line.to_owned(), offset: part.body, kind: LineKind::Blank })
                .collect()
        };
        if self.from_html {
            let part = parts.iter().find(|part| part.shown && part.kind == Kind::Html);
            return told_apart(part.map(|part| made(&self.text, part)).unwrap_or_default(), true);
        }
        let of = |part: &Part| match part.kind {
            Kind::Enriched => made(&text_of(octets, part, is_mbox), part),
            _ => lines(octets, &part.beginning(LONGEST), is_mbox, MOST_LINES),
        };
        let plain = parts.iter().filter(|part| part.shown && part.kind != Kind::Html);
        told_apart(plain.flat_map(of).take(MOST_LINES).collect(), false)
    }
}

fn text_of(octets: &[u8], part: &Part, is_mbox: bool) -> String {
    let text = decoded(octets, part, is_mbox);
    match part.kind {
        Kind::Html => sanitize_block(&html::to_text(&text)),
        Kind::Enriched => enriched::to_text(&sanitize_block(&text)),
        _ if part.flowed => flowed::join(&sanitize_block(&text), part.flow_space == FlowSpace::Deleted),
        _ => sanitize_block(&text),
    }
}
