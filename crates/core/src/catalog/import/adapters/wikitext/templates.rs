//! `{{name|key=value}}`: where templates begin and end, and their values, found in one pass.

use std::ops::Range;

/// Which `{{` belongs to which `}}`, as a browser of the text would pair them.
#[derive(Debug)]
pub(super) struct Pairs {
    /// Begin and end (behind the braces), by beginning.
    pairs: Vec<(usize, usize)>,
}

impl Pairs {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at + 1 < bytes.len() {
            match &bytes[at..at + 2] {
                b"{{" => open.push(at),
                b"}}" => pairs.extend(open.pop().map(|begin| (begin, at + 2))),
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
        }
        pairs.sort_unstable();
        Self { pairs }
    }

    /// The first template that begins between `from` and `to`.
    pub(super) fn first_in(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let at = self.pairs.partition_point(|(begin, _)| *begin < from);
        self.pairs.get(at).copied().filter(|(begin, _)| *begin < to)
    }
}

/// One value: the place of its name, empty where it has none, and of its text.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

/// A template and its values.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) open: usize,
    pub(super) close: usize,
    pub(super) fields: Vec<Field>,
}

impl Template {
    /// Reads the template between `open` and `close`; a `|` inside another template or a link is no border.
    pub(super) fn read(text: &str, pairs: &Pairs, open: usize, close: usize) -> Self {
        let end = close - 2;
        let bytes = text.as_bytes();
        let (mut borders, mut at, mut links) = (Vec::new(), open + 2, 0_usize);
        while at < end {
            match bytes[at] {
                b'{' => {
                    if let Some((begin, close)) = pairs.first_in(at, at + 1)
                        && close <= end
                    {
                        at = close.max(begin + 1);
                        continue;
                    }
                }
                b'[' if bytes.get(at + 1) == Some(&b'[') => links += 1,
                b']' if bytes.get(at + 1) == Some(&b']') => links = links.saturating_sub(1),
                b'\n' => links = 0,
                b'|' if links == 0 => borders.push(at),
                _ => {}
            }
            at += 1;
        }
        let ends = borders.iter().skip(1).copied().chain([end]);
        let fields = borders.iter().zip(ends).map(|(begin, end)| field(text, begin + 1, end)).collect();
        Self { open, close, fields }
    }

    /// Whether its values have names.
    pub(super) fn named(&self) -> bool {
        self.fields.iter().filter(|field| !field.name.is_empty()).count() >= 2
    }
}

fn field(text: &str, begin: usize, end: usize) -> Field {
    let part = &text[begin..end];
    let name = part.split_once('=').map(|(name, _)| name).filter(|name| {
        name.len() <= 60 && !name.trim().is_empty() && !name.trim().contains(['{', '[', '<', '\n', '/', ':'])
    });
    match name {
        Some(name) => Field { name: begin..begin + name.len(), value: begin + name.len() + 1..end },
        None => Field { name: begin..begin, value: begin..end },
    }
}
