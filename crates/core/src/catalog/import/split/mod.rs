//! Projects that have no heading of their own: tables of them, and entries one below the other.

mod issues;
mod listed;
mod tables;

use std::collections::BTreeMap;

use super::page::{Page, Section};
use super::words::Words;

/// Gives each entry inside a section a section of its own, and makes fields of rows that hold them.
pub(super) fn entries(page: Page, words: &Words) -> Page {
    let mut sections = Vec::with_capacity(page.sections.len());
    for section in issues::apart(page.sections, words) {
        let (rest, rows) = tables::read(section, words);
        let (head, listed) = listed::cut(rest, words);
        sections.push(head);
        sections.extend(rows.into_iter().chain(listed));
    }
    demote(&mut sections, words);
    Page { sections }
}

/// Puts headings that come again and again side by side, and labels, below the heading before them.
fn demote(sections: &mut [Section], words: &Words) {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(sections.len());
    for (at, section) in sections.iter().enumerate() {
        while open.last().is_some_and(|(_, level)| *level >= section.level) {
            open.pop();
        }
        parents.push(open.last().map(|(at, _)| *at));
        open.push((at, section.level));
    }
    let key = |at: usize| (parents[at], sections[at].title().to_lowercase());
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for at in 0..sections.len() {
        *counts.entry(key(at)).or_default() += 1;
    }
    // A page on which parts come again and again side by side with what they belong to has no levels.
    let flat = counts.iter().filter(|((_, title), count)| **count >= 3 && !title.is_empty()).count() >= 2;
    let part = |at: usize| {
        let (section, often) = (&sections[at], counts.get(&key(at)).copied().unwrap_or(0));
        let leaf = sections.get(at + 1).is_none_or(|next| next.level <= section.level);
        let title = section.title();
        let known = words.knows(&title);
        let part = if leaf { often >= 3 || known && (often >= 2 || flat) } else { often >= 3 && known };
        !title.is_empty() && !section.entry && part
    };
    let parts: Vec<_> = (0..sections.len()).map(part).collect();
    let (mut above, mut moved) = (None, None);
    for (section, part) in sections.iter_mut().zip(parts) {
        let level = section.level;
        moved = moved.filter(|moved| level > *moved);
        if moved.is_some() {
            // What stands below a part goes with it.
            section.level += 1;
        } else if part && above == Some(level) {
            section.level += 1;
            moved = Some(level);
        } else if !part {
            above = Some(level);
        }
    }
}
