//! Struck-out text: no value is read of it, and it is told.

use super::page::{Block, Kind, Page, TextLine};

/// Words that are struck out, and their line.
pub(super) type Struck = (String, usize);

/// Takes what is struck out from a page; a section whose whole title is struck out is withdrawn.
pub(super) fn take(page: &mut Page) -> Vec<Struck> {
    let mut found = Vec::new();
    for section in &mut page.sections {
        let spans: Vec<_> = section.title.iter().flat_map(|line| &line.spans).collect();
        if !spans.is_empty() && spans.iter().all(|it| it.struck || it.text.trim().is_empty()) {
            section.withdrawn = Some("struck out");
            section.title.iter_mut().flat_map(|line| &mut line.spans).for_each(|span| span.struck = false);
        }
        lines(&mut section.title, &mut found);
        blocks(&mut section.blocks, &mut found);
    }
    found
}

fn blocks(all: &mut Vec<Block>, found: &mut Vec<Struck>) {
    for block in &mut *all {
        match &mut block.kind {
            Kind::Field { value, .. } => blocks(value, found),
            Kind::Row { cells, .. } => cells.iter_mut().for_each(|cell| lines(cell, found)),
            Kind::Paragraph | Kind::Item | Kind::Code => lines(&mut block.lines, found),
        }
    }
    all.retain(|block| {
        matches!(block.kind, Kind::Field { .. } | Kind::Row { .. }) || !block.lines.is_empty()
    });
}

fn lines(all: &mut Vec<TextLine>, found: &mut Vec<Struck>) {
    let has = |line: &TextLine| line.spans.iter().any(|span| span.struck);
    for line in all.iter_mut().filter(|line| has(line)) {
        let words = line.spans.iter().filter(|span| span.struck).map(|span| span.text.trim());
        found.push((format!("~~{}~~", words.collect::<Vec<_>>().join(" ")), line.number));
        line.spans.retain(|span| !span.struck);
    }
    all.retain(|line| !line.spans.is_empty());
}
