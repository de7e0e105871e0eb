//! Tables: pairs of label and value, one entry below labels, or an entry a row.

use super::super::label;
use super::super::page::{Block, Kind, Section, Span, TextLine, join};
use super::super::values::{difficulty, size};
use super::super::vocabulary;
use super::super::words::{Meaning, Words};

/// Reads the tables of a section: pairs of label and value, one entry below labels, or an entry a row.
pub(super) fn read(section: Section, words: &Words) -> (Section, Vec<Section>) {
    let (mut blocks, mut found, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    let (level, mut broken) = (section.level + 1, false);
    for block in section
        .blocks
        .into_iter()
        .flat_map(|block| piped(block, words))
        .flat_map(|block| paired(block, words))
    {
        if let Kind::Row { cells, header } = block.kind {
            if header {
                broken |= is_broken(&rows, words);
                table(std::mem::take(&mut rows), level, words, &mut blocks, &mut found);
            }
            rows.push((cells, header));
        } else {
            broken |= is_broken(&rows, words);
            table(std::mem::take(&mut rows), level, words, &mut blocks, &mut found);
            blocks.push(block);
        }
    }
    broken |= is_broken(&rows, words);
    table(rows, level, words, &mut blocks, &mut found);
    (Section { unread: section.unread.or(broken.then_some(BROKEN)), blocks, ..section }, found)
}

/// The rows of a table that is drawn without the line below its head, which makes it a table: `| Size | 175 h |`.
fn piped(block: Block, words: &Words) -> Vec<Block> {
    let drawn = |line: &TextLine| {
        let text = line.text();
        let text = text.trim();
        text.len() > 2 && text.starts_with('|') && text.ends_with('|') && text.matches('|').count() > 2
    };
    if block.kind != Kind::Paragraph || block.lines.is_empty() || !block.lines.iter().all(drawn) {
        return barred(block, words);
    }
    block.lines.iter().map(|line| row(line, block.depth)).collect()
}

/// Labels and values with one bar between them, and no bars around them: `Mentor | Ada Example`.
fn barred(block: Block, words: &Words) -> Vec<Block> {
    let pair = |line: &&TextLine| {
        let text = line.text();
        text.trim().matches('|').count() == 1 && !text.trim().starts_with('|')
    };
    let meanings = |line: &TextLine| {
        line.text().split_once('|').map(|(label, _)| words.meanings(label)).unwrap_or_default()
    };
    let rows = block.lines.iter().take_while(pair).count();
    let labels = block.lines[..rows].iter().filter(|line| !meanings(line).is_empty()).count();
    let short = block.lines[..rows].iter().flat_map(meanings).any(label::is_short);
    // `Field | Value`
    let columns = |line: &TextLine| {
        let text = line.text().to_lowercase();
        let words = vocabulary::values();
        text.split_once('|').is_some_and(|(label, value)| {
            words.label_columns.contains(label.trim()) && words.value_columns.contains(value.trim())
        })
    };
    let head = usize::from(block.lines.first().is_some_and(columns));
    let first = block.lines.get(head).is_some_and(|line| !meanings(line).is_empty());
    if block.kind != Kind::Paragraph || !first || !short || labels * 2 < rows {
        return vec![block];
    }
    let pairs = block.lines[head.min(rows)..rows].iter().map(|line| {
        let text = line.text();
        let at = text.find('|').unwrap_or(text.len());
        let (label, value) = line.split_at(at);
        let (_, value) = value.split_at(1);
        let lines = if value.is_blank() { Vec::new() } else { vec![value] };
        field(label.text().trim(), &lines)
    });
    let below = block.lines[rows..].to_vec();
    let below = (!below.is_empty()).then_some(Block { lines: below, ..block.clone() });
    pairs.chain(below).collect()
}

/// The row that a line with bars around its cells is.
fn row(line: &TextLine, depth: usize) -> Block {
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
    Block { kind: Kind::Row { cells, header: false }, depth, lines: Vec::new() }
}

/// A line of a table of two columns whose cells a copy has put below each other: `Size |`.
fn cell_line(line: &TextLine) -> Option<TextLine> {
    let text = line.text();
    let bar = text.trim_end().strip_suffix('|')?.len();
    (!text[..bar].contains('|')).then(|| line.split_at(bar).0)
}

/// Labels and values below each other, as a copy leaves a table of two columns: `Size |`, then `175 h |`.
fn paired(block: Block, words: &Words) -> Vec<Block> {
    let label = |line: &TextLine| {
        cell_line(line).map(|line| line.text().trim().to_owned()).filter(|text| {
            // `350 hours` is a value.
            words.knows(text) && !text.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let labels = block.lines.iter().filter(|line| label(line).is_some()).count();
    if block.kind != Kind::Paragraph || labels < 3 || block.lines.first().and_then(label).is_none() {
        return vec![block];
    }
    let mut rows: Vec<(String, Vec<TextLine>)> = Vec::new();
    for line in &block.lines {
        match (label(line), rows.last_mut()) {
            (Some(label), _) => rows.push((label, Vec::new())),
            (None, Some((_, value))) => value.push(cell_line(line).unwrap_or_else(|| line.clone())),
            (None, None) => {}
        }
    }
    rows.into_iter().map(|(label, value)| field(&label, &value)).collect()
}

/// Why nothing is read of a table whose rows are broken.
const BROKEN: &str = "a table whose rows a copy has broken";

type Row = (Vec<Vec<TextLine>>, bool);

/// Whether a table has labels of projects, and no rows or broken ones.
fn is_broken(rows: &[Row], words: &Words) -> bool {
    let Some((head, true)) = rows.first() else { return false };
    let known = head.iter().filter(|cell| words.knows(&join(cell))).count();
    known >= 2 && head.len() >= 3 && (rows.len() == 1 || (1..rows.len()).any(|at| is_part(rows, at)))
}

/// Whether a row is a part of one that a copy has broken: one cell alone, beside a row that is too short.
fn is_part(rows: &[Row], at: usize) -> bool {
    let cells = |row: &Row| row.0.iter().filter(|cell| !cell.is_empty()).count();
    let alone = |row: &Row| row.0.len() >= 3 && cells(row) == 1;
    let short = |row: &Row| cells(row) > 1 && row.0.last().is_some_and(Vec::is_empty);
    let beside = [at.checked_sub(1).filter(|it| *it > 0), Some(at + 1)];
    let mut beside = beside.into_iter().flatten().filter_map(|it| rows.get(it));
    let row = &rows[at];
    alone(row) && beside.clone().any(short) || short(row) && beside.any(alone)
}

fn table(rows: Vec<Row>, level: usize, words: &Words, blocks: &mut Vec<Block>, found: &mut Vec<Section>) {
    let Some((head, _)) = rows.first() else { return };
    let mut labels: Vec<_> = head.iter().map(|cell| join(cell)).collect();
    // Beside projects and their mentors stand those who do them.
    if of_projects(&labels, words) {
        for label in &mut labels {
            if ["contributor", "contributors"].iter().any(|it| label.eq_ignore_ascii_case(it)) {
                "Student".clone_into(label);
            }
        }
    }
    let known = labels.iter().filter(|it| words.knows(it)).count();
    let pairs = rows.iter().filter(|(cells, _)| cells.len() >= 2 && words.knows(&join(&cells[0]))).count();
    let first = labels.first().map(String::as_str).unwrap_or_default();
    if vocabulary::values().schedules.contains(&first.to_lowercase()) && rows.len() > 1 {
        blocks.extend(as_rows(rows));
        return;
    }
    let mentors = |it: &String| words.meanings(it).contains(&Meaning::Mentors);
    // The first column of a table that names mentors is the title, whatever it is called.
    let titled = rows[0].1 && !first.is_empty() && !words.knows(first) && labels.iter().any(mentors);
    let has = |meaning: Meaning| labels.iter().any(|it| words.meanings(it).contains(&meaning));
    // A list of those who were accepted, of one row too.
    let accepted = has(Meaning::Students) && has(Meaning::Title);
    if known >= 2 && rows.len() == 2 && !accepted {
        blocks.extend(labels.iter().zip(&rows[1].0).map(|(label, cell)| field(label, cell)));
    } else if (known >= 2 && of_projects(&labels, words) || titled) && rows.len() > 2 || accepted {
        // Numbers in front are no titles.
        let number = |cells: &[Vec<TextLine>], at: usize| {
            cells.get(at).is_none_or(|cell| !join(cell).contains(char::is_alphabetic))
        };
        let is_title =
            |at: &usize| rows[1..].iter().any(|(cells, _)| !number(cells, *at)) && !words.knows(&labels[*at]);
        let named = labels.iter().position(|it| words.meanings(it).contains(&Meaning::Title));
        let title = named.or_else(|| (0..labels.len()).find(is_title)).unwrap_or(0);
        for (cells, _) in (1..rows.len()).filter(|at| !is_part(&rows, *at)).map(|at| &rows[at]) {
            // A row without a title is told as such.
            let name =
                cells.get(title).filter(|cell| !is_measure(cell)).map(Vec::as_slice).unwrap_or_default();
            let others = labels.iter().zip(cells).enumerate().filter(|(at, _)| *at != title);
            let fields: Vec<_> = others.map(|(_, (label, cell))| field(label, cell)).collect();
            let name = first_line(name);
            match found.last_mut() {
                // One title over several rows.
                Some(same) if !name.is_empty() && same.title == name => same.blocks.extend(fields),
                _ => found.push(Section {
                    level,
                    title: name,
                    entry: true,
                    blocks: fields,
                    ..Section::default()
                }),
            }
        }
    } else if pairs > 0 && (pairs * 2 >= rows.len() || pairs >= 2) {
        blocks.extend(pairs_of(&rows, &labels, words));
    } else {
        blocks.extend(as_rows(rows));
    }
}

/// The fields of a table of labels and values; `Field | Value` names the columns, and no field.
fn pairs_of(rows: &[Row], labels: &[String], words: &Words) -> Vec<Block> {
    let lower = |at: usize| labels.get(at).map(|it| it.to_lowercase()).unwrap_or_default();
    let columns = vocabulary::values();
    let known = words.meanings(&lower(0));
    let of_labels = columns.label_columns.contains(&lower(0));
    let headed = rows.first().is_some_and(|row| row.1)
        && (of_labels || known == [Meaning::Title])
        && columns.value_columns.contains(&lower(1));
    let skipped = usize::from(headed || of_labels && known.is_empty());
    let pairs = rows.iter().skip(skipped).filter(|(cells, _)| cells.len() >= 2);
    pairs.map(|(cells, _)| field(&join(&cells[0]), &cells[1])).collect()
}

fn as_rows(rows: Vec<Row>) -> impl Iterator<Item = Block> {
    let block = |(cells, header)| Block { kind: Kind::Row { cells, header }, depth: 0, lines: Vec::new() };
    rows.into_iter().map(block)
}

/// A cell up to the first break that the page shows: below a title, there may be a link to apply.
fn first_line(cell: &[TextLine]) -> Vec<TextLine> {
    let end = cell.iter().skip(1).position(|line| line.hard).map_or(cell.len(), |at| at + 1);
    cell[..end].to_vec()
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
