//! Entries one below the other in one section: those whose fields come again and again.

use std::collections::BTreeMap;

use super::super::fields::{self, labels};
use super::super::page::{Block, Cut, Kind, Section, TextLine};
use super::super::words::{Meaning, Words};

/// The meanings of which an entry has one at most.
const ONCE: [Meaning; 3] = [Meaning::Difficulty, Meaning::Size, Meaning::Title];

/// Cuts a section in which fields come again and again.
pub(super) fn cut(section: Section, words: &Words) -> (Section, Vec<Section>) {
    let found: Vec<Vec<Meaning>> = section
        .blocks
        .iter()
        .map(|block| labels(block, words).into_iter().flat_map(|label| label.meanings).collect())
        .collect();
    let count = |meaning: Meaning, range: &[Vec<Meaning>]| {
        range.iter().flatten().filter(|it| **it == meaning).count()
    };
    let people = found.chunk_by(|a, b| a.contains(&Meaning::Mentors) && b.contains(&Meaning::Mentors));
    let people = people.filter(|run| run[0].contains(&Meaning::Mentors)).count();
    if people < 2 && ONCE.iter().all(|meaning| count(*meaning, &found) < 2) {
        return (section, Vec::new());
    }
    let least = section.blocks.iter().filter(|it| it.kind == Kind::Item).map(|it| it.depth).min();
    let ways: [(Option<Way>, usize); 6] = [
        (Some(titled), 3),
        // Among so many entries, one may say a thing twice: it is told as several.
        (Some(alone), 8),
        (Some(numbered), 3),
        (Some(item), 0),
        (Some(run_in), 0),
        (None, 0),
    ];
    for (way, many) in ways {
        let starts: Vec<_> = match way {
            Some(way) => (0..section.blocks.len())
                .filter(|at| way(&section.blocks[*at], &found[*at], least, words))
                .collect(),
            None => above(&section.blocks, &found),
        };
        let starts = without_repeated(&section.blocks, starts).into_iter();
        let starts: Vec<_> = starts.filter(|at| !is_value(&section.blocks, &found, *at, words)).collect();
        let ends = starts.iter().skip(1).copied().chain([section.blocks.len()]);
        let pieces: Vec<_> = starts.iter().copied().zip(ends).collect();
        let whole = pieces.iter().filter(|(from, to)| is_entry(&found[*from..*to])).count();
        let twice = pieces
            .iter()
            .filter(|(from, to)| ONCE.iter().any(|meaning| count(*meaning, &found[*from..*to]) > 1))
            .count();
        let most = if way.is_some() { whole * 3 >= pieces.len() * 2 } else { whole == pieces.len() };
        if whole >= 2 && most && (twice == 0 || pieces.len() >= twice * many && many > 0) {
            return pieces_of(section, &pieces, way.is_none(), words);
        }
    }
    (section, Vec::new())
}

/// Whether an entry's fields are among those meanings.
fn is_entry(found: &[Vec<Meaning>]) -> bool {
    found
        .iter()
        .flatten()
        .any(|it| matches!(it, Meaning::Mentors | Meaning::Difficulty | Meaning::Size | Meaning::Skills))
}

/// Whether a block is an item of a list that is the value of a label of projects above it.
fn is_value(blocks: &[Block], found: &[Vec<Meaning>], at: usize, words: &Words) -> bool {
    let above = blocks[..at].iter().rposition(|it| it.kind != Kind::Item);
    let Some(above) = above.filter(|_| blocks[at].kind == Kind::Item) else { return false };
    let of_project = |it: &Meaning| {
        matches!(
            it,
            Meaning::Mentors | Meaning::Difficulty | Meaning::Size | Meaning::Skills | Meaning::Outcomes
        )
    };
    found[above].iter().any(of_project) && words.knows(blocks[above].text().trim().trim_end_matches(':'))
}

/// The starts without lines that come again and again, which are labels, and without their values.
fn without_repeated(blocks: &[Block], starts: Vec<usize>) -> Vec<usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in &starts {
        *counts.entry(blocks[*at].text()).or_default() += 1;
    }
    let often = |at: usize| counts.get(&blocks[at].text()).is_some_and(|count| *count >= 3);
    starts.into_iter().filter(|at| !often(*at) && !at.checked_sub(1).is_some_and(often)).collect()
}

/// The short lines above each first field, where the fields always begin with the same one; a text may stand between.
fn above(blocks: &[Block], found: &[Vec<Meaning>]) -> Vec<usize> {
    let core = |it: &&Meaning| {
        matches!(it, Meaning::Mentors | Meaning::Difficulty | Meaning::Size | Meaning::Skills)
    };
    let Some(first) = found.iter().flatten().find(core) else { return Vec::new() };
    let fields: Vec<_> = (1..blocks.len()).filter(|at| found[*at].first() == Some(first)).collect();
    let right = |at: &usize| is_title_line(&blocks[*at]) && found[*at].is_empty();
    let close: Vec<_> = fields.iter().map(|at| at - 1).filter(right).collect();
    if !close.is_empty() {
        return close;
    }
    let is_value = |at: usize| at.checked_sub(1).is_some_and(|it| !found[it].is_empty());
    let far: Vec<_> = fields
        .iter()
        .filter_map(|field| {
            let text = |at: &usize| {
                found[*at].is_empty() && blocks[*at].kind == Kind::Paragraph && blocks[*at].text().len() > 80
            };
            let title = (0..*field).rev().find(|at| !text(at))?;
            (title + 1 < *field && right(&title) && !is_value(title)).then_some(title)
        })
        .collect();
    if far.len() == fields.len() { far } else { Vec::new() }
}

/// Whether a block is a short line that is no sentence.
fn is_title_line(block: &Block) -> bool {
    let text = block.text();
    block.kind == Kind::Paragraph
        && block.lines.len() == 1
        && (3..=120).contains(&text.len())
        && !text.ends_with(['.', ':', ',', ';'])
        && text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '[')
}

/// Whether an entry begins with a block.
type Way = fn(&Block, &[Meaning], Option<usize>, &Words) -> bool;

fn titled(_: &Block, found: &[Meaning], _: Option<usize>, _: &Words) -> bool {
    found.first() == Some(&Meaning::Title)
}

/// A line in bold or a link, alone.
fn alone(block: &Block, _: &[Meaning], least: Option<usize>, words: &Words) -> bool {
    let [line] = block.lines.as_slice() else { return false };
    let dressed = line.spans.iter().all(|span| {
        span.strong
            || span.link.is_some()
            || span.text.trim_matches(['.', ' ', ':', '-']).chars().all(|c| c.is_ascii_digit())
    });
    let high = block.kind != Kind::Item || Some(block.depth) == least;
    let text = line.text();
    let title = labels(block, words).is_empty() && !words.knows(&text);
    // A form at the end: `[N] Project title`.
    let form = words.meanings(&text) == [Meaning::Title];
    (title || form)
        && high
        && dressed
        && (3..=160).contains(&text.len())
        && !text.starts_with('@')
        && !text.to_lowercase().contains("time project")
        && !text.trim_end().ends_with(':')
}

/// A line that says the number of the project before its title: `Project 3: Faster lamps`.
fn numbered(block: &Block, found: &[Meaning], _: Option<usize>, _: &Words) -> bool {
    let [line] = block.lines.as_slice() else { return false };
    let text = line.text();
    let Some((label, title)) = text.split_once([':', '.', ')', '-', '–', '—']) else { return false };
    let mut words = label.split([' ', '#', '№']).filter(|word| !word.is_empty());
    let named = words.next().is_some_and(|word| {
        matches!(word.to_lowercase().as_str(), "project" | "idea" | "topic" | "proposal")
    });
    let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let title = title.trim();
    named
        && number
        && words.next().is_none()
        && (3..=160).contains(&title.len())
        && found.iter().all(|it| *it == Meaning::Title)
}

/// A title in bold with which a text begins: `**Faster lamps**. They are slow.`
fn run_in(block: &Block, found: &[Meaning], least: Option<usize>, words: &Words) -> bool {
    let high = block.kind != Kind::Item || Some(block.depth) == least;
    let Some(span) = block.lines.first().and_then(|line| line.spans.first()) else { return false };
    let title = span.text.trim();
    let first = Block { lines: block.lines[..1].to_vec(), ..block.clone() };
    let labelled = labels(&first, words).first().is_some_and(|label| label.from == 0);
    let more = block.lines.len() > 1 || block.lines[0].spans.len() > 1;
    high && more
        && !labelled
        && span.strong
        && span.link.is_none()
        && (3..=160).contains(&title.len())
        && !words.knows(title)
        && found.iter().all(|it| *it != Meaning::Title)
}

/// An item of the outermost list, with more below it.
fn item(block: &Block, found: &[Meaning], least: Option<usize>, _: &Words) -> bool {
    block.kind == Kind::Item && Some(block.depth) == least && found.is_empty() && !block.text().ends_with('.')
}

fn pieces_of(
    section: Section,
    pieces: &[(usize, usize)],
    undressed: bool,
    words: &Words,
) -> (Section, Vec<Section>) {
    let level = section.level + 1;
    let first = pieces.first().map_or(section.blocks.len(), |(from, _)| *from);
    let sections = pieces.iter().map(|(from, to)| {
        let (head, blocks) = section.blocks[*from..*to].split_at(1);
        let (title, rest) = title(&head[0], words);
        Section {
            level,
            title,
            cut: if undressed { Cut::Undressed } else { Cut::Dressed },
            blocks: rest.into_iter().chain(blocks.iter().cloned()).collect(),
            ..Section::default()
        }
    });
    let sections = sections.collect();
    (Section { blocks: section.blocks[..first].to_vec(), ..section }, sections)
}

/// The title in the first block of an entry, and what is left of the block.
fn title(block: &Block, words: &Words) -> (Vec<TextLine>, Option<Block>) {
    let content = fields::read(std::slice::from_ref(block), words);
    if let Some(field) = content.fields.first().filter(|field| field.means(Meaning::Title)) {
        return (
            field.value.iter().flat_map(|block| block.lines.clone()).collect(),
            rest_of(block, 1, words),
        );
    }
    if run_in(block, &[], (block.kind == Kind::Item).then_some(block.depth), words) {
        let (title, rest) = block.lines[0].split_at(block.lines[0].spans[0].text.len());
        let lines = [rest].into_iter().chain(block.lines[1..].iter().cloned()).collect();
        return (vec![title], Some(Block { kind: Kind::Paragraph, lines, ..block.clone() }));
    }
    let mut lines = block.lines.iter();
    let title: Vec<_> = lines.next().cloned().into_iter().collect();
    let title = match fields::labels(block, words).first() {
        Some(_) => Vec::new(),
        None => title,
    };
    let rest: Vec<_> = if title.is_empty() { block.lines.clone() } else { lines.cloned().collect() };
    let rest = (!rest.is_empty()).then_some(Block { kind: Kind::Paragraph, depth: block.depth, lines: rest });
    (title, rest)
}

/// What a block holds behind its first label's line.
fn rest_of(block: &Block, skip: usize, _: &Words) -> Option<Block> {
    let lines: Vec<_> = block.lines.iter().skip(skip).cloned().collect();
    (!lines.is_empty()).then(|| Block { lines, ..block.clone() })
}
