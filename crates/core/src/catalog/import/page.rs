//! A page as every format gives it: sections with a level and a title, and blocks of text whose lines are known.

/// A stretch of text in one dress.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    /// Bold or italic.
    pub(super) strong: bool,
    /// Struck out.
    pub(super) struck: bool,
    /// Where it links to.
    pub(super) link: Option<String>,
}

/// A line of text of the source, or what a hard break made one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextLine {
    /// Its number in the source, from 1.
    pub(super) number: usize,
    /// Whether the page shows it as a line of its own.
    pub(super) hard: bool,
    pub(super) spans: Vec<Span>,
}

impl TextLine {
    pub(super) fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// Cuts the line at byte `at` of its text; a cut inside a character moves to its beginning.
    pub(super) fn split_at(&self, at: usize) -> (Self, Self) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut start = 0;
        for span in &self.spans {
            let cut = span.text.floor_char_boundary(at.saturating_sub(start).min(span.text.len()));
            for (part, text) in [(&mut before, &span.text[..cut]), (&mut after, &span.text[cut..])] {
                if !text.is_empty() {
                    part.push(Span { text: text.to_owned(), ..span.clone() });
                }
            }
            start += span.text.len();
        }
        let line = |spans| Self { number: self.number, hard: self.hard, spans };
        (line(before), line(after))
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// The first paragraph of a list item.
    Item,
    /// Text that is shown as it is typed.
    Code,
    /// A value that the format itself puts under a label: a template's parameter, a key, a term.
    Field {
        label: String,
        value: Vec<Block>,
    },
    /// A row of a table.
    Row {
        cells: Vec<Vec<TextLine>>,
        header: bool,
    },
}

/// A paragraph, a list item, a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// In how many lists it stands.
    pub(super) depth: usize,
    pub(super) lines: Vec<TextLine>,
}

impl Block {
    /// Its words in one line.
    pub(super) fn text(&self) -> String {
        join(&self.lines)
    }

    /// First and last line of the source.
    pub(super) fn range(&self) -> Option<[usize; 2]> {
        let own = self.lines.iter().map(|line| line.number);
        let inner: Vec<_> = match &self.kind {
            Kind::Field { value, .. } => value.iter().filter_map(Block::range).flatten().collect(),
            Kind::Row { cells, .. } => cells.iter().flatten().map(|line| line.number).collect(),
            Kind::Paragraph | Kind::Item | Kind::Code => Vec::new(),
        };
        // A line that stands nowhere in the source has no number.
        own.chain(inner).filter(|line| *line > 0).fold(None, |range, line| match range {
            None => Some([line, line]),
            Some([first, last]) => Some([line.min(first), line.max(last)]),
        })
    }
}

/// Lines as one, with single spaces.
pub(super) fn join(lines: &[TextLine]) -> String {
    let text: Vec<_> = lines.iter().map(TextLine::text).collect();
    squeeze(&text.join(" "))
}

/// Single spaces, none at the ends.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A heading without the signs that pages put beside it to link to it or to edit it.
pub(super) fn without_signs(title: &str) -> String {
    let mut title = title.trim();
    loop {
        let cut = title.trim_end_matches(['¶', 'Â', '#', '🔗', '§', '[', ' ']).trim_end();
        let edit = cut.rfind('[').filter(|at| {
            cut.ends_with(']')
                && ["edit", "bearbeiten", "modifier", "editar", "επεξεργασία", "修改", "编辑"]
                    .iter()
                    .any(|word| cut[at + 1..].starts_with(word))
        });
        let cut = edit.map_or(cut, |at| cut[..at].trim_end());
        // `{#id}`, `{: .class}`
        let attributes = cut.rfind('{').filter(|at| {
            let inner = cut[at + 1..].trim_start_matches([':', ' ']);
            cut.ends_with('}') && *at > 0 && inner.starts_with(['#', '.']) && !inner.starts_with("#}")
        });
        let cut = attributes.map_or(cut, |at| cut[..at].trim_end());
        if cut == title {
            return cut.to_owned();
        }
        title = cut;
    }
}

/// Whether a section was cut out of one that holds several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Cut {
    #[default]
    No,
    /// Its title is in a dress of its own.
    Dressed,
    /// Its title is only the line above its first field.
    Undressed,
}

/// A heading and what stands below it, up to the next heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// 1 is the highest; 0 is the page itself.
    pub(super) level: usize,
    pub(super) title: Vec<TextLine>,
    /// Whether the format says that it is one entry: a template, a file with fields of its own.
    pub(super) entry: bool,
    pub(super) cut: Cut,
    /// Why the page no longer stands by it and what is below it.
    pub(super) withdrawn: Option<&'static str>,
    /// Why nothing is read of a table that it holds.
    pub(super) unread: Option<&'static str>,
    /// The lines of an entry, where the format says where it begins and ends.
    pub(super) place: Option<[usize; 2]>,
    pub(super) blocks: Vec<Block>,
}

impl Section {
    pub(super) fn title(&self) -> String {
        without_signs(&join(&self.title))
    }

    /// First and last line of the source.
    pub(super) fn range(&self) -> Option<[usize; 2]> {
        let title = self.title.iter().filter(|it| it.number > 0).map(|line| [line.number, line.number]);
        let ranges = title.chain(self.place).chain(self.blocks.iter().filter_map(Block::range));
        ranges.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    }
}

/// Sections in the order of the source; the first is the page's beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) sections: Vec<Section>,
}
