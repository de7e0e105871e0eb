//! Projects that have no heading of their own: tables of them, and entries one below the other.

use std::collections::BTreeMap;

use super::fields::{self, labels};
use super::page::{Block, Kind, Page, Section, Span, TextLine, join};
use super::values::{difficulty, size};
use super::words::{Meaning, Words};

/// Gives each entry inside a section a section of its own, and makes fields of rows that hold them.
pub(super) fn entries(page: Page, words: &Words) -> Page {
    let mut sections = Vec::with_capacity(page.sections.len());
    for section in page.sections {
        let (rest, rows) = tables(section, words);
        let (head, listed) = listed(rest, words);
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

/// Reads the tables of a section: pairs of label and value, one entry below labels, or an entry a row.
fn tables(section: Section, words: &Words) -> (Section, Vec<Section>) {
    let (mut blocks, mut found, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let level = section.level + 1;
    for block in section.blocks.into_iter().flat_map(piped) {
        if let Kind::Row { cells, header } = block.kind {
            if header {
                table(std::mem::take(&mut rows), level, words, &mut blocks, &mut found);
            }
            rows.push((cells, header));
        } else {
            table(std::mem::take(&mut rows), level, words, &mut blocks, &mut found);
            blocks.push(block);
        }
    }
    table(rows, level, words, &mut blocks, &mut found);
    (Section { blocks, ..section }, found)
}

/// The rows of a table that is drawn without the line below its head, which makes it a table: `| Size | 175 h |`.
fn piped(block: Block) -> Vec<Block> {
    let drawn = |line: &TextLine| {
        let text = line.text();
        let text = text.trim();
        text.len() > 2 && text.starts_with('|') && text.ends_with('|') && text.matches('|').count() > 2
    };
    if block.kind != Kind::Paragraph || block.lines.is_empty() || !block.lines.iter().all(drawn) {
        return vec![block];
    }
    let row = |line: &TextLine| {
        let empty = || TextLine { number: line.number, ..TextLine::default() };
        let mut cells = vec![empty()];
        for span in &line.spans {
            for (at, part) in span.text.split('|').enumerate() {
                if at > 0 {
                    cells.push(empty());
                }
                if let Some(cell) = cells.last_mut().filter(|_| !part.is_empty()) {
                    cell.spans.push(Span { text: part.to_owned(), ..span.clone() });
                }
            }
        }
        // Before the first bar and behind the last one stands nothing.
        let inner = 1..cells.len() - 1;
        let cell = |cell: &TextLine| if cell.is_blank() { Vec::new() } else { vec![cell.clone()] };
        let cells = cells[inner].iter().map(cell).collect();
        Block { kind: Kind::Row { cells, header: false }, depth: block.depth, lines: Vec::new() }
    };
    block.lines.iter().map(row).collect()
}

type Row = (Vec<Vec<TextLine>>, bool);

fn table(rows: Vec<Row>, level: usize, words: &Words, blocks: &mut Vec<Block>, found: &mut Vec<Section>) {
    let Some((head, _)) = rows.first() else { return };
    let labels: Vec<_> = head.iter().map(|cell| join(cell)).collect();
    let known = labels.iter().filter(|it| words.knows(it)).count();
    let pairs = rows.iter().filter(|(cells, _)| cells.len() >= 2 && words.knows(&join(&cells[0]))).count();
    let first = labels.first().map(String::as_str).unwrap_or_default();
    let mentors = |it: &String| words.meanings(it).contains(&Meaning::Mentors);
    // The first column of a table that names mentors is the title, whatever it is called.
    let titled = rows[0].1 && !first.is_empty() && !words.knows(first) && labels.iter().any(mentors);
    if known >= 2 && rows.len() == 2 {
        blocks.extend(labels.iter().zip(&rows[1].0).map(|(label, cell)| field(label, cell)));
    } else if (known >= 2 && of_projects(&labels, words) || titled) && rows.len() > 2 {
        let title = labels.iter().position(|it| words.meanings(it).contains(&Meaning::Title)).unwrap_or(0);
        for (cells, _) in &rows[1..] {
            let Some(name) = cells.get(title).filter(|cell| !cell.is_empty() && !is_measure(cell)) else {
                continue;
            };
            let others = labels.iter().zip(cells).enumerate().filter(|(at, _)| *at != title);
            let fields = others.map(|(_, (label, cell))| field(label, cell)).collect();
            found.push(Section {
                level,
                title: name.clone(),
                entry: true,
                blocks: fields,
                ..Section::default()
            });
        }
    } else if pairs > 0 && (pairs * 2 >= rows.len() || pairs >= 2) {
        blocks.extend(
            rows.iter()
                .filter(|(cells, _)| cells.len() >= 2)
                .map(|(cells, _)| field(&join(&cells[0]), &cells[1])),
        );
    } else {
        blocks.extend(rows.into_iter().map(|(cells, header)| Block {
            kind: Kind::Row { cells, header },
            depth: 0,
            lines: Vec::new(),
        }));
    }
}

/// Whether a cell holds a size or a difficulty and nothing else, as where a copy has broken a row.
fn is_measure(cell: &[TextLine]) -> bool {
    let word = join(cell).to_lowercase();
    !word.contains(' ') && (difficulty::word(&word).is_some() || !size::in_words(&word).is_empty())
}

/// Whether the labels are those of projects, not of the parts of one.
fn of_projects(labels: &[String], words: &Words) -> bool {
    let has = |meaning: Meaning| labels.iter().any(|it| words.meanings(it).contains(&meaning));
    has(Meaning::Mentors) || has(Meaning::Title) && (has(Meaning::Difficulty) || has(Meaning::Size))
}

fn field(label: &str, lines: &[TextLine]) -> Block {
    let value = match lines {
        [] => Vec::new(),
        lines => vec![Block { kind: Kind::Paragraph, depth: 0, lines: lines.to_vec() }],
    };
    Block {
        kind: Kind::Field { label: label.trim_end_matches(':').to_owned(), value },
        depth: 0,
        lines: Vec::new(),
    }
}

/// The meanings of which an entry has one at most.
const ONCE: [Meaning; 3] = [Meaning::Difficulty, Meaning::Size, Meaning::Title];

/// Cuts a section in which fields come again and again.
fn listed(section: Section, words: &Words) -> (Section, Vec<Section>) {
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
    for way in [Some(titled as Way), Some(alone), Some(item), None] {
        let starts: Vec<_> = match way {
            Some(way) => (0..section.blocks.len())
                .filter(|at| way(&section.blocks[*at], &found[*at], least, words))
                .collect(),
            None => above(&section.blocks, &found),
        };
        let starts = without_repeated(&section.blocks, starts);
        let ends = starts.iter().skip(1).copied().chain([section.blocks.len()]);
        let pieces: Vec<_> = starts.iter().copied().zip(ends).collect();
        let whole = pieces.iter().filter(|(from, to)| is_entry(&found[*from..*to])).count();
        let twice = pieces
            .iter()
            .any(|(from, to)| ONCE.iter().any(|meaning| count(*meaning, &found[*from..*to]) > 1));
        let most = if way.is_some() { whole * 3 >= pieces.len() * 2 } else { whole == pieces.len() };
        if whole >= 2 && most && !twice {
            return cut(section, &pieces, way.is_none(), words);
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

/// The starts without lines that come again and again, which are labels, and without their values.
fn without_repeated(blocks: &[Block], starts: Vec<usize>) -> Vec<usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in &starts {
        *counts.entry(blocks[*at].text()).or_default() += 1;
    }
    let often = |at: usize| counts.get(&blocks[at].text()).is_some_and(|count| *count >= 3);
    starts.into_iter().filter(|at| !often(*at) && !at.checked_sub(1).is_some_and(often)).collect()
}

/// The short lines above each first field, where the fields always begin with the same one.
fn above(blocks: &[Block], found: &[Vec<Meaning>]) -> Vec<usize> {
    let Some(first) = found
        .iter()
        .flatten()
        .find(|it| matches!(it, Meaning::Mentors | Meaning::Difficulty | Meaning::Size | Meaning::Skills))
    else {
        return Vec::new();
    };
    let short = |at: &usize| {
        let block = &blocks[*at];
        let text = block.text();
        found[*at].is_empty()
            && block.kind == Kind::Paragraph
            && block.lines.len() == 1
            && (3..=120).contains(&text.len())
            && !text.ends_with(['.', ':', ',', ';'])
            && text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '[')
    };
    let fields = (1..blocks.len()).filter(|at| found[*at].first() == Some(first));
    fields.map(|at| at - 1).filter(short).collect()
}

/// Whether an entry begins with a block.
type Way = fn(&Block, &[Meaning], Option<usize>, &Words) -> bool;

fn titled(_: &Block, found: &[Meaning], _: Option<usize>, _: &Words) -> bool {
    found.first() == Some(&Meaning::Title)
}

/// A line in bold or a link, alone.
fn alone(block: &Block, found: &[Meaning], least: Option<usize>, words: &Words) -> bool {
    let [line] = block.lines.as_slice() else { return false };
    let dressed = line.spans.iter().all(|span| {
        span.strong
            || span.link.is_some()
            || span.text.trim_matches(['.', ' ', ':', '-']).chars().all(|c| c.is_ascii_digit())
    });
    let high = block.kind != Kind::Item || Some(block.depth) == least;
    let text = line.text();
    found.is_empty()
        && high
        && dressed
        && (3..=160).contains(&text.len())
        && !words.knows(&text)
        && !text.starts_with('@')
        && !text.to_lowercase().contains("time project")
        && !text.trim_end().ends_with(':')
}

/// An item of the outermost list, with more below it.
fn item(block: &Block, found: &[Meaning], least: Option<usize>, _: &Words) -> bool {
    block.kind == Kind::Item && Some(block.depth) == least && found.is_empty() && !block.text().ends_with('.')
}

fn cut(
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
            undressed,
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
