//! The fields among the blocks of a section, and the text that belongs to none.

use super::label::{self, Label, is_short};
use super::page::{Block, Kind, TextLine, join};
use super::values::{lower_words, state};
use super::vocabulary;
use super::words::{Meaning, Words};

/// A value under a label.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) label: String,
    /// None where the label is unknown.
    pub(super) meanings: Vec<Meaning>,
    pub(super) value: Vec<Block>,
    pub(super) line: usize,
}

impl Field {
    /// The words of the value in one line.
    pub(super) fn text(&self) -> String {
        let parts: Vec<_> = self.value.iter().map(Block::text).filter(|it| !it.is_empty()).collect();
        parts
            .join(" ")
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '·' | ';' | '|' | '•'))
            .to_owned()
    }

    /// Whether anything stands behind the label.
    pub(super) fn has_value(&self) -> bool {
        self.value.iter().any(|block| block.range().is_some())
    }

    /// Whether the value is empty, and whether it ends in a colon.
    fn ends(&self) -> (bool, bool) {
        let last =
            self.value.iter().rev().flat_map(|block| block.lines.iter().rev()).find(|line| !line.is_blank());
        let rows = self.value.iter().any(|block| matches!(block.kind, Kind::Row { .. } | Kind::Field { .. }));
        let colon = last.is_some_and(|line| {
            line.spans
                .iter()
                .rev()
                .find(|it| !it.text.trim().is_empty())
                .is_some_and(|it| it.text.trim_end().ends_with(':'))
        });
        (last.is_none() && !rows, colon)
    }

    pub(super) fn means(&self, meaning: Meaning) -> bool {
        self.meanings.contains(&meaning)
    }

    pub(super) fn range(&self) -> [usize; 2] {
        let last = self.value.iter().filter_map(Block::range).map(|range| range[1]).max();
        [self.line, last.unwrap_or(self.line).max(self.line)]
    }
}

/// What a section holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub(super) fields: Vec<Field>,
    pub(super) prose: Vec<Block>,
}

/// Where the label of a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Item,
    /// All below it belongs to it.
    Heading,
}

/// A field that further blocks may belong to.
struct Open {
    field: Field,
    depth: usize,
    label: Place,
    /// Whether it has begun to take a list.
    list: bool,
    /// Whether the label was all of its block, so that the value is the next one.
    bare: bool,
}

impl Open {
    fn is_long(&self) -> bool {
        self.label == Place::Heading
            || !self.is_link() && self.field.meanings.iter().all(|it| !is_short(*it) && is_text(*it))
    }

    /// Whether the value is a link and nothing else: `Repository: https://example.org/lamps`.
    fn is_link(&self) -> bool {
        let spans = self.field.value.iter().flat_map(|block| &block.lines).flat_map(|line| &line.spans);
        let mut texts = spans.filter(|span| span.text.contains(char::is_alphanumeric)).peekable();
        texts.peek().is_some()
            && texts.all(|span| {
                let text = span.text.trim();
                span.link.is_some() || text.contains("://") && !text.contains(' ')
            })
    }

    /// Whether an unlabelled block belongs to the field.
    fn takes(&self, block: &Block) -> bool {
        let (empty, colon) = self.field.ends();
        let waits = empty || colon || self.list;
        match (block.depth > self.depth, self.label) {
            (_, Place::Heading) | (true, Place::Item) => true,
            (true, Place::Paragraph) => self.is_long() || waits,
            (false, Place::Item) => {
                block.depth == self.depth && (block.kind != Kind::Item || self.bare && empty)
            }
            (false, Place::Paragraph) => self.is_long() || empty && block.depth == self.depth,
        }
    }

    /// Whether a paragraph below an empty field of a few words may begin with a label of its own.
    fn waits_for_another(&self, block: &Block) -> bool {
        self.label == Place::Paragraph
            && block.kind == Kind::Paragraph
            && block.depth == self.depth
            && !block.lines.is_empty()
            && self.field.meanings.iter().any(|it| is_short(*it))
            && self.field.ends().0
    }

    /// Whether a label below the field is one of its own, or part of its value.
    fn keeps(&self, label: &Label, depth: usize, in_list: bool) -> bool {
        if depth <= self.depth && self.label != Place::Heading {
            return false;
        }
        let own = &self.field.meanings;
        // A list of fields below a paragraph is none of its values.
        let in_list = in_list && self.label == Place::Paragraph;
        if label.meanings.is_empty() {
            return !own.is_empty() && !in_list;
        }
        let same = label.meanings.iter().all(|it| own.contains(it));
        let opaque = |it: &Meaning| {
            matches!(it, Meaning::Part | Meaning::Description | Meaning::Title | Meaning::Area)
        };
        let asks = label.meanings.iter().any(|it| {
            matches!(
                it,
                Meaning::Mentors | Meaning::Difficulty | Meaning::Size | Meaning::Students | Meaning::Earlier
            )
        });
        let skills =
            label.meanings.contains(&Meaning::Skills) && (in_list || !own.contains(&Meaning::Outcomes));
        same || !(own.iter().all(opaque) || asks || skills)
    }
}

/// Whether values of the meaning are texts.
fn is_text(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Description | Meaning::Outcomes | Meaning::Part | Meaning::Review)
}

/// Reads the blocks of a section.
pub(super) fn read(blocks: &[Block], words: &Words) -> Content {
    run(blocks, words, None)
}

/// Reads the blocks below a heading that is a label itself.
pub(super) fn below(
    label: &str,
    meanings: Vec<Meaning>,
    line: usize,
    blocks: &[Block],
    words: &Words,
) -> Content {
    let field = Field { label: label.to_owned(), meanings, value: Vec::new(), line };
    run(blocks, words, Some(Open { field, depth: 0, label: Place::Heading, list: false, bare: false }))
}

fn run(blocks: &[Block], words: &Words, open: Option<Open>) -> Content {
    let mut reader = Reader { words, content: Content::default(), open, in_list: false };
    let lists = lists_of_fields(blocks, words);
    for (block, in_list) in blocks.iter().zip(lists) {
        reader.in_list = in_list;
        reader.block(block);
    }
    reader.close();
    reader.content
}

/// Which blocks are items of the highest level of a list in which at least two are fields of a project.
fn lists_of_fields(blocks: &[Block], words: &Words) -> Vec<bool> {
    let mut found = vec![false; blocks.len()];
    let mut from = 0;
    while from < blocks.len() {
        let run = blocks[from..].iter().take_while(|it| it.kind == Kind::Item && it.depth > 0).count();
        let items = &blocks[from..from + run];
        let least = items.iter().map(|it| it.depth).min().unwrap_or(0);
        let field = |it: &&Block| {
            it.depth == least
                && labels(it, words)
                    .first()
                    .is_some_and(|label| label.meanings.iter().any(|it| is_short(*it)))
        };
        if items.iter().filter(field).count() >= 2 {
            for at in 0..run {
                found[from + at] = items[at].depth == least;
            }
        }
        from += run.max(1);
    }
    found
}

struct Reader<'a> {
    words: &'a Words,
    content: Content,
    open: Option<Open>,
    /// Whether the block is an item beside others that are fields.
    in_list: bool,
}

impl Reader<'_> {
    fn close(&mut self) {
        self.content.fields.extend(self.open.take().map(|open| open.field));
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            Kind::Field { label, value } => {
                self.close();
                // An empty cell has no place, and says nothing.
                let Some([line, _]) = block.range() else { return };
                let meanings = self.words.meanings(label);
                self.content.fields.push(Field {
                    label: label.clone(),
                    meanings,
                    value: value.clone(),
                    line,
                });
            }
            Kind::Code | Kind::Row { .. } => self.unlabelled(block.clone()),
            Kind::Paragraph | Kind::Item => {
                for (label, lines) in segments(block, self.words, self.in_list) {
                    let part = Block { kind: block.kind.clone(), depth: block.depth, lines };
                    self.part(label, part);
                }
            }
        }
    }

    /// Takes a stretch of a block, with the label it begins with.
    fn part(&mut self, label: Option<(Label, TextLine, usize)>, value: Block) {
        let Some((label, before, number)) = label else { return self.unlabelled(value) };
        if let Some(open) = &mut self.open
            && open.keeps(&label, value.depth, self.in_list)
        {
            let mut value = value;
            match value.lines.first_mut().filter(|line| line.number == number) {
                Some(line) => line.spans.splice(0..0, before.spans).for_each(drop),
                None => value.lines.insert(0, before),
            }
            open.list |= value.depth > open.depth;
            return open.field.value.push(value);
        }
        self.close();
        let place = if value.kind == Kind::Item { Place::Item } else { Place::Paragraph };
        let depth = value.depth;
        let empty = value.lines.iter().all(TextLine::is_blank);
        let bare = empty && !before.text().trim_end().ends_with([':', '：']);
        let value = if empty { Vec::new() } else { vec![Block { kind: Kind::Paragraph, ..value }] };
        let field = Field { label: label.text, meanings: label.meanings, value, line: number };
        self.open = Some(Open { field, depth, label: place, list: false, bare });
    }

    fn unlabelled(&mut self, block: Block) {
        if block.lines.iter().all(TextLine::is_blank) && !matches!(block.kind, Kind::Row { .. }) {
            return;
        }
        if self.open.as_ref().is_some_and(|open| open.waits_for_another(&block)) {
            let line = block.lines[0].clone();
            // `Required: C`
            let weights =
                |text: &str| lower_words(text).iter().all(|word| vocabulary::values().weights.contains(word));
            let label = label::unknown(&line)
                .filter(|it| !line.split_at(it.value).1.is_blank() && !weights(&it.text));
            if let Some(label) = label {
                let (before, rest) = line.split_at(label.value);
                let lines = [rest].into_iter().chain(block.lines[1..].iter().cloned());
                let lines = lines.filter(|line| !line.is_blank()).collect();
                return self.part(Some((label, before, line.number)), Block { lines, ..block });
            }
        }
        match &mut self.open {
            Some(open) if open.takes(&block) => {
                open.list |= block.depth > open.depth;
                open.field.value.push(block);
            }
            _ => {
                self.close();
                self.content.prose.push(block);
            }
        }
    }
}

/// How many labels of a line are read; more are no fields.
const MOST: usize = 24;

type Segment = (Option<(Label, TextLine, usize)>, Vec<TextLine>);

/// A block cut at its labels; the text of each label stands beside it.
fn segments(block: &Block, words: &Words, in_list: bool) -> Vec<Segment> {
    let mut segments: Vec<Segment> = vec![(None, Vec::new())];
    for (at, line) in block.lines.iter().enumerate() {
        let mut labels = label::find(line, words);
        if labels.is_empty() && in_list && at == 0 {
            labels.extend(label::without_colon(line, words).or_else(|| label::unknown(line)));
        }
        // An unknown label inside of a paragraph is text.
        let labels = labels
            .into_iter()
            .take(MOST)
            .filter(|it| at == 0 || line.hard || !it.meanings.is_empty() || it.from == 0);
        let (mut rest, mut taken) = (line.clone(), 0);
        for label in labels {
            let (before, behind) = rest.split_at(label.from - taken);
            push(&mut segments, before);
            let (shown, value) = behind.split_at(label.value - label.from);
            taken = label.value;
            rest = value;
            segments.push((Some((label, shown, line.number)), Vec::new()));
        }
        push(&mut segments, rest);
    }
    segments.retain(|(label, lines)| label.is_some() || !lines.is_empty());
    segments
}

fn push(segments: &mut [Segment], line: TextLine) {
    if let Some((_, lines)) = segments.last_mut().filter(|_| !line.is_blank()) {
        lines.push(line);
    }
}

/// The labels a block begins its lines with.
pub(super) fn labels(block: &Block, words: &Words) -> Vec<Label> {
    match &block.kind {
        Kind::Field { label, .. } => {
            vec![Label { text: label.clone(), meanings: words.meanings(label), from: 0, value: 0 }]
        }
        Kind::Paragraph | Kind::Item => {
            block.lines.iter().flat_map(|line| label::find(line, words)).collect()
        }
        Kind::Code | Kind::Row { .. } => Vec::new(),
    }
}

/// The label of a heading and what stands behind its colon, if it is one.
pub(super) fn heading(title: &[TextLine], words: &Words) -> Option<(Label, Vec<TextLine>)> {
    let text = join(title);
    let meanings = words.meanings(&text);
    let number = title.first().map_or(0, |line| line.number);
    // `Contributors` above a text speaks to those who read the page.
    let plain = meanings == [Meaning::Earlier] && !words.are_earlier(&text);
    if !meanings.is_empty() && !plain {
        return Some((Label { text, meanings, from: 0, value: 0 }, Vec::new()));
    }
    let line = title.first().filter(|_| title.len() == 1)?;
    let label = label::find(line, words).into_iter().next().filter(|it| {
        let says_state = it.meanings == [Meaning::State] && state::read(&line.text()[it.value..]).is_some();
        says_state || it.meanings.iter().any(|it| is_short(*it))
    })?;
    let (_, value) = line.split_at(label.value);
    Some((label, vec![TextLine { number, ..value }]))
}
