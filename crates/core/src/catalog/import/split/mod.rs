//! Projects that have no heading of their own: tables of them, and entries one below the other.

mod issues;
mod listed;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::heading::is_list_title;
use super::page::{Page, Section};
use super::words::{self, Meaning, Words};
use super::{fields, find, vocabulary};

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

/// How many sections away a heading may stand from the parts below it.
const NEAR: usize = 48;

/// Whether a heading is a part of the project whose heading stands before it on the same level, without any field:
/// `## Faster lamps`, then `## Abstract` with mentors.
fn is_lost_part(sections: &[Section], at: usize, words: &Words) -> bool {
    let level = sections[at].level;
    let is_part = |at: usize| vocabulary::headings().parts.contains(&words::normal(&sections[at].title()));
    let beside = |at: &usize| sections[*at].level < level || sections[*at].level == level && !is_part(*at);
    if !is_part(at) {
        return false;
    }
    let Some(before) = (at.saturating_sub(NEAR)..at).rev().find(beside) else { return false };
    let above = sections[before].title();
    let heads = sections[before].level == level
        && !above.is_empty()
        && !words.knows(&above)
        && !find::is_template(&above)
        && !is_list_title(&above)
        && !find::is_about(&above)
        && !sections[before].entry;
    let names = |section: &Section| has_field(section, words);
    let last = sections.len().min(at + NEAR);
    let end = (at + 1..last).find(beside).unwrap_or(last);
    heads && !sections[before..at].iter().any(names) && sections[at..end].iter().any(names)
}

/// Whether a section has a field that projects have, or is one.
fn has_field(section: &Section, words: &Words) -> bool {
    let is_field =
        |it: &Meaning| matches!(it, Meaning::Mentors | Meaning::Difficulty | Meaning::Size | Meaning::Skills);
    let labels = section.blocks.iter().flat_map(|block| fields::labels(block, words));
    words.meanings(&section.title()).iter().any(is_field)
        || labels.flat_map(|label| label.meanings).any(|it| is_field(&it))
}

/// The headings right below which another one stands that has fields of a project and is no part of one.
fn parents_of_projects(
    sections: &[Section],
    parents: &[Option<usize>],
    words: &Words,
) -> BTreeSet<Option<usize>> {
    let mut fields: Vec<_> = sections.iter().map(|section| has_field(section, words)).collect();
    for at in (0..sections.len()).rev() {
        if let (true, Some(parent)) = (fields[at], parents[at]) {
            fields[parent] = true;
        }
    }
    let title = |at: usize| {
        let title = sections[at].title();
        let part = vocabulary::headings().parts.contains(&words::normal(&title));
        !title.is_empty() && !part && !words.knows(&title)
    };
    (0..sections.len()).filter(|at| fields[*at] && title(*at)).map(|at| parents[at]).collect()
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
    let projects = parents_of_projects(sections, &parents, words);
    let lost = |at: usize| projects.contains(&parents[at]) && is_lost_part(sections, at, words);
    let parts: Vec<_> = (0..sections.len()).map(|at| (part(at), !sections[at].entry && lost(at))).collect();
    let (mut above, mut moved) = (None, None);
    for (section, (part, lost)) in sections.iter_mut().zip(parts) {
        let level = section.level;
        moved = moved.filter(|moved| level > *moved);
        if moved.is_some() {
            // What stands below a part goes with it.
            section.level += 1;
        } else if lost || part && above == Some(level) {
            section.level += 1;
            moved = Some(level);
        } else if !part {
            above = Some(level);
        }
    }
}
