//! Puts a page together from what the readers of the formats find.

use super::page::{Block, Kind, Page, Section, Span, TextLine};

/// How many cells of a table go over further rows, at most.
const MOST_SPANS: usize = 16;

/// A value that further blocks go into.
#[derive(Debug, Default)]
struct Open {
    label: String,
    value: Vec<Block>,
    /// Where the label stands, if it is text of the page.
    lines: Vec<TextLine>,
}

/// What text goes into at the moment.
#[derive(Debug, Default)]
pub(super) struct Builder {
    page: Page,
    block: Option<Block>,
    heading: Option<usize>,
    /// The level of the last heading.
    level: usize,
    fields: Vec<Open>,
    cells: Option<(Vec<Vec<TextLine>>, bool)>,
    /// The columns and texts of cells that go over further rows, and over how many.
    spans: Vec<(usize, usize, Vec<TextLine>)>,
    /// Over how many rows the open cell goes.
    rows: usize,
    pub(super) depth: usize,
    pub(super) strong: usize,
    pub(super) struck: usize,
    pub(super) link: Option<String>,
}

impl Builder {
    /// Begins a heading; text goes into it until [`end`](Self::end).
    pub(super) fn heading(&mut self, level: usize) {
        self.end_fields();
        self.open(Kind::Paragraph);
        self.heading = Some(level);
    }

    /// Begins a block.
    pub(super) fn open(&mut self, kind: Kind) {
        self.end();
        self.block = Some(Block { kind, depth: self.depth, lines: Vec::new() });
    }

    /// Whether text has a block to go into.
    pub(super) fn is_open(&self) -> bool {
        self.block.is_some()
    }

    /// Makes sure that text has a block to go into.
    pub(super) fn ensure(&mut self) {
        if self.block.is_none() {
            self.block = Some(Block { kind: Kind::Paragraph, depth: self.depth, lines: Vec::new() });
        }
    }

    /// Adds text of source line `number`; line feeds in it begin further lines.
    pub(super) fn text(&mut self, text: &str, number: usize) {
        if self.block.is_none() && text.trim().is_empty() {
            return;
        }
        self.ensure();
        for (offset, part) in text.split('\n').enumerate() {
            if offset > 0 {
                self.new_line(number + offset, false);
            }
            self.piece(part, number + offset);
        }
    }

    fn piece(&mut self, text: &str, number: usize) {
        let (strong, struck, target) = (self.strong > 0, self.struck > 0, self.link.clone());
        let Some(block) = &mut self.block else { return };
        if block.lines.is_empty() {
            block.lines.push(TextLine { number, ..TextLine::default() });
        }
        let Some(line) = block.lines.last_mut() else { return };
        match line.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.strong == strong && last.struck == struck && last.link == target => {
                last.text.push_str(text);
            }
            _ => line.spans.push(Span { text: text.to_owned(), strong, struck, link: target }),
        }
    }

    /// Begins a further line of the block; a `hard` one is seen as such by readers of the page.
    pub(super) fn new_line(&mut self, number: usize, hard: bool) {
        if let Some(block) = &mut self.block {
            block.lines.push(TextLine { number, hard, spans: Vec::new() });
        }
    }

    /// Ends the block that is open, if any.
    pub(super) fn end(&mut self) {
        let heading = self.heading.take();
        let Some(mut block) = self.block.take() else { return };
        block.lines.retain(|line| !line.is_blank());
        if block.lines.is_empty() {
            return;
        }
        match heading {
            Some(level) => {
                without_permalink(&mut block.lines);
                self.section(level, block.lines, false);
            }
            None if self.cells.is_some() => self.cell_text(block.lines),
            None => self.push(block),
        }
    }

    /// Begins a section.
    pub(super) fn section(&mut self, level: usize, title: Vec<TextLine>, entry: bool) {
        if !entry {
            self.level = level;
        }
        self.page.sections.push(Section { level, title, entry, ..Section::default() });
    }

    /// Says why the page no longer stands by the section that was begun last.
    pub(super) fn withdraw(&mut self, reason: &'static str) {
        if let Some(section) = self.page.sections.last_mut() {
            section.withdrawn = Some(reason);
        }
    }

    /// Says why nothing is read of a table that stands here.
    pub(super) fn leave_table(&mut self, reason: &'static str) {
        if self.page.sections.is_empty() {
            self.page.sections.push(Section::default());
        }
        if let Some(section) = self.page.sections.last_mut() {
            section.unread = Some(reason);
        }
    }

    /// Says in which lines the section that was begun last stands.
    pub(super) fn place(&mut self, first: usize, last: usize) {
        if let Some(section) = self.page.sections.last_mut() {
            section.place = Some([first, last]);
        }
    }

    /// The level for entries that have no heading: one below the last heading.
    pub(super) fn entry_level(&self) -> usize {
        self.level + 1
    }

    fn push(&mut self, block: Block) {
        if let Some(open) = self.fields.last_mut() {
            return open.value.push(block);
        }
        if self.page.sections.is_empty() {
            self.page.sections.push(Section::default());
        }
        if let Some(section) = self.page.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    /// Begins a value that stands under `label`.
    pub(super) fn field(&mut self, label: &str) {
        self.end();
        self.fields.push(Open { label: label.to_owned(), ..Open::default() });
    }

    /// Makes the open block the label of the value that follows; an earlier value of the kind ends.
    pub(super) fn end_as_label(&mut self) {
        let block = self.block.take();
        self.end_field();
        if let Some(block) = block.filter(|block| !block.text().is_empty()) {
            self.end();
            self.fields.push(Open { label: block.text(), value: Vec::new(), lines: block.lines });
        }
    }

    /// Ends the innermost value, if any.
    pub(super) fn end_field(&mut self) {
        self.end();
        let Some(Open { label, value, mut lines }) = self.fields.pop() else { return };
        match lines.last_mut().filter(|_| value.is_empty()) {
            // A term without a definition: what it names stands below.
            Some(line) => {
                line.spans.push(Span { text: ":".to_owned(), ..Span::default() });
                self.push(Block { kind: Kind::Paragraph, depth: self.depth, lines });
            }
            None => {
                self.push(Block { kind: Kind::Field { label, value }, depth: self.depth, lines: Vec::new() });
            }
        }
    }

    /// Ends all values.
    pub(super) fn end_fields(&mut self) {
        self.end();
        while !self.fields.is_empty() {
            self.end_field();
        }
    }

    /// Begins a row of a table.
    pub(super) fn row(&mut self, header: bool) {
        self.end_row();
        self.cells = Some((Vec::new(), header));
    }

    /// Begins a cell of the row.
    pub(super) fn cell(&mut self, header: bool) {
        self.end_cell();
        if let Some((cells, heads)) = &mut self.cells {
            *heads |= header && cells.is_empty();
            *heads &= header;
            cells.push(Vec::new());
        }
    }

    /// Says over how many rows the cell goes that was begun last.
    pub(super) fn over_rows(&mut self, rows: usize) {
        self.rows = rows.saturating_sub(1);
    }

    /// Ends the cell, and adds those that go on from rows above.
    fn end_cell(&mut self) {
        self.end();
        let rows = std::mem::take(&mut self.rows);
        let Some((cells, _)) = &mut self.cells else { return };
        if let Some(text) = cells.last().filter(|_| rows > 0 && self.spans.len() < MOST_SPANS) {
            // The row it stands in is counted when that row ends.
            self.spans.push((cells.len() - 1, rows + 1, text.clone()));
        }
        while let Some((.., text)) = self.spans.iter().find(|(column, ..)| *column == cells.len()) {
            cells.push(text.clone());
        }
    }

    fn cell_text(&mut self, lines: Vec<TextLine>) {
        if let Some(cell) = self.cells.as_mut().and_then(|(cells, _)| cells.last_mut()) {
            cell.extend(lines);
        }
    }

    /// Ends the row, if one is open.
    pub(super) fn end_row(&mut self) {
        self.end_cell();
        if self.cells.is_some() {
            self.spans.iter_mut().for_each(|(_, rows, _)| *rows = rows.saturating_sub(1));
            self.spans.retain(|(_, rows, _)| *rows > 0);
        }
        if let Some((cells, header)) = self.cells.take()
            && cells.iter().any(|cell| !cell.is_empty())
        {
            self.push(Block { kind: Kind::Row { cells, header }, depth: self.depth, lines: Vec::new() });
        }
    }

    /// Ends the table.
    pub(super) fn end_table(&mut self) {
        self.end_row();
        self.spans.clear();
    }

    /// The page, with everything ended.
    pub(super) fn finish(mut self) -> Page {
        self.end_row();
        self.end_fields();
        self.page
    }
}

/// Takes away the sign behind a heading that links to the heading itself.
fn without_permalink(lines: &mut [TextLine]) {
    let Some(line) = lines.last_mut().filter(|line| line.spans.len() > 1) else { return };
    let sign = |span: &Span| {
        span.link.as_deref().is_some_and(|link| link.contains('#')) && span.text.trim().chars().count() <= 2
    };
    if line.spans.last().is_some_and(sign) {
        line.spans.pop();
    }
}
