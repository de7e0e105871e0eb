//! Text copied from a page that was shown: headings and borders are gone, bullets are signs.

use super::super::builder::Builder;
use super::super::page::Kind;
use super::super::values::state;
use super::super::words::{Meaning, Words};

/// A run of lines without an empty one.
struct Paragraph<'a> {
    lines: Vec<(usize, &'a str)>,
    /// Whether it begins with the label of a field.
    labelled: bool,
}

impl Paragraph<'_> {
    /// Whether it may be a heading: one line that is no item, and no sentence that goes on.
    fn is_lone(&self) -> bool {
        let [(_, line)] = self.lines.as_slice() else { return false };
        let line = line.trim();
        !self.labelled && line.len() <= 160 && bullet(line).is_none() && !line.ends_with([':', ',', ';'])
    }

    fn begins_upper(&self) -> bool {
        let line = self.lines.first().map_or("", |(_, line)| line.trim());
        line.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
            && !line.ends_with('.')
            && line.split_whitespace().count() <= 12
    }
}

/// Reads `text`, whose first line has the number `first`.
pub(super) fn read(builder: &mut Builder, text: &str, first: usize, words: &Words) {
    let paragraphs = paragraphs(text, first, words);
    let (mut in_entry, mut at, mut last) = (false, 0, None);
    while at < paragraphs.len() {
        let run = paragraphs[at..].iter().take_while(|it| it.is_lone()).count();
        let entry =
            run > 0 && paragraphs.get(at + run).is_some_and(|next| next.labelled && is_entry(next, words));
        let heads = if entry { heads(&paragraphs[at..at + run]) } else { 0 };
        for _ in 0..run - heads {
            // What stands alone behind the last field of an entry is no part of it.
            let ends = in_entry
                && paragraphs[at].begins_upper()
                && (heads > 0 || last.as_deref().is_some_and(ends_entry));
            if ends {
                head(builder, &paragraphs[at], 2);
            } else {
                body(builder, &paragraphs[at], words, &mut last);
            }
            in_entry &= !ends;
            at += 1;
        }
        for left in (0..heads).rev() {
            let title = paragraphs[at].lines.first().map_or("", |(_, line)| line);
            let level = if left == 0 {
                3
            } else if state::of_heading(title).is_some() {
                1
            } else {
                2
            };
            head(builder, &paragraphs[at], level);
            at += 1;
        }
        in_entry |= heads > 0;
        if run == 0 {
            body(builder, &paragraphs[at], words, &mut last);
            at += 1;
        }
    }
}

/// How many of the lines at the end of a run are headings: the title, and those above it.
fn heads(run: &[Paragraph<'_>]) -> usize {
    1 + run[..run.len() - 1].iter().rev().take_while(|it| it.begins_upper()).count()
}

/// Whether fields of a project follow, not the last ones of an entry or the "Note:" of some text.
fn is_entry(paragraph: &Paragraph<'_>, words: &Words) -> bool {
    let mut labels = paragraph.lines.iter().filter_map(|(_, line)| label(line, words));
    labels.next().is_some_and(|first| begins_entry(&first))
        && (paragraph.lines.len() == 1 || labels.next().is_some())
}

/// Whether the first field of an entry may have the meaning.
fn begins_entry(meanings: &[Meaning]) -> bool {
    !meanings.iter().any(|it| matches!(it, Meaning::Outcomes | Meaning::Review | Meaning::Part))
}

/// Whether a field of the meaning may be the last one of an entry.
fn ends_entry(meanings: &[Meaning]) -> bool {
    meanings.iter().any(|it| matches!(it, Meaning::Outcomes | Meaning::Review))
}

fn head(builder: &mut Builder, paragraph: &Paragraph<'_>, level: usize) {
    builder.heading(level);
    for (number, line) in &paragraph.lines {
        builder.text(line.trim(), *number);
    }
    builder.end();
}

/// Puts a paragraph into the page; the label that stands last in it goes into `last`.
fn body(builder: &mut Builder, paragraph: &Paragraph<'_>, words: &Words, last: &mut Option<Vec<Meaning>>) {
    builder.open(Kind::Paragraph);
    let mut item = false;
    for (number, line) in &paragraph.lines {
        *last = label(line, words).or(last.take());
        // What stands below an item is a paragraph of its own.
        if std::mem::take(&mut item) && bullet(line).is_none() {
            builder.open(Kind::Paragraph);
        }
        if let Some((depth, text)) = bullet(line) {
            builder.end();
            builder.depth = depth;
            builder.open(Kind::Item);
            builder.depth = 0;
            item = true;
            builder.text(text, *number);
        } else {
            builder.new_line(*number, true);
            let bare = is_bare_label(line, words);
            builder.strong += usize::from(bare);
            builder.text(line.trim(), *number);
            builder.strong -= usize::from(bare);
        }
    }
    builder.end();
}

fn paragraphs<'a>(text: &'a str, first: usize, words: &Words) -> Vec<Paragraph<'a>> {
    let mut out: Vec<Paragraph<'a>> = Vec::new();
    let mut open = false;
    for (offset, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        let meanings = label(line, words);
        let labelled = meanings.is_some();
        // A title may stand right above its fields.
        let below_title = meanings.is_some_and(|it| begins_entry(&it))
            && out.last().is_some_and(|it| it.lines.len() == 1 && !it.labelled);
        match out.last_mut() {
            Some(paragraph) if open && !below_title => paragraph.lines.push((first + offset, line)),
            _ => out.push(Paragraph { lines: vec![(first + offset, line)], labelled }),
        }
        open = true;
    }
    out
}

/// The meanings of the label that a line begins with.
fn label(line: &str, words: &Words) -> Option<Vec<Meaning>> {
    let (label, _) = line.split_once(':')?;
    let meanings = if label.len() <= 60 { words.meanings(label) } else { Vec::new() };
    (!meanings.is_empty() && bullet(line).is_none()).then_some(meanings)
}

/// A label of several words alone in its line, which was a heading once.
fn is_bare_label(line: &str, words: &Words) -> bool {
    line.trim().contains(' ') && line.len() <= 40 && words.knows(line)
}

/// The depth and the text of an item.
fn bullet(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let rest = text.strip_prefix(['•', '◦', '▪', '‣', '*', '-', '–', 'o']).or_else(|| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then(|| rest.strip_prefix(['.', ')'])).flatten()
    })?;
    rest.starts_with([' ', '\t', '\u{a0}']).then(|| (1 + indent / 3, rest.trim()))
}
