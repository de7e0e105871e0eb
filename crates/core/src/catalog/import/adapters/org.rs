//! Org mode, as Emacs writes it.

use super::super::builder::Builder;
use super::super::page::Kind;

/// Reads `text`, whose first line has the number `first`.
pub(super) fn read(builder: &mut Builder, text: &str, first: usize) {
    let mut reader = Reader { builder, block: None, indents: Vec::new(), row: false };
    for (offset, line) in text.lines().enumerate() {
        reader.line(line.trim_end(), first + offset);
    }
    reader.leave(0);
    reader.builder.end_row();
    reader.builder.end();
}

struct Reader<'a> {
    builder: &'a mut Builder,
    /// The kind of the block that is open, as in `#+begin_src`.
    block: Option<String>,
    /// The indents of the lists that are open.
    indents: Vec<usize>,
    /// Whether a table is open.
    row: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, number: usize) {
        let text = line.trim_start();
        let lower = text.get(..40.min(text.floor_char_boundary(40))).unwrap_or_default().to_lowercase();
        if let Some(kind) = &self.block {
            if lower.starts_with("#+end") {
                self.block = None;
            } else if matches!(kind.as_str(), "quote" | "center" | "verse") {
                self.text(text, line.len() - text.len(), number);
            }
            return;
        }
        if let Some(kind) = lower.strip_prefix("#+begin_") {
            self.builder.end();
            self.block = Some(kind.split_whitespace().next().unwrap_or_default().to_owned());
        } else if text.starts_with("#+") || text == "#" || text.starts_with("# ") {
            self.builder.end();
        } else if let Some((level, title)) = headline(line) {
            self.leave(0);
            self.end_table();
            self.builder.heading(level);
            inline(self.builder, title, number);
            self.builder.end();
            if is_hidden(line) {
                self.builder.withdraw("Org does not show it");
            }
        } else if let Some((name, value)) = property(text) {
            self.builder.end();
            if !value.is_empty() {
                self.builder.field(&name.replace(['_', '-'], " "));
                inline(self.builder, value, number);
                self.builder.end_field();
            }
        } else if let Some(row) = text.strip_prefix('|') {
            self.table(row, number);
        } else {
            self.end_table();
            self.text(text, line.len() - text.len(), number);
        }
    }

    fn text(&mut self, text: &str, indent: usize, number: usize) {
        if text.is_empty() {
            return self.builder.end();
        }
        if let Some(item) = bullet(text, indent) {
            self.leave(indent);
            if self.indents.last() != Some(&indent) {
                self.indents.push(indent);
            }
            self.builder.depth = self.indents.len();
            self.builder.open(Kind::Item);
            return match item.split_once(" :: ") {
                Some((term, value)) => {
                    inline(self.builder, &format!("*{}:* {value}", term.trim_matches('*')), number);
                }
                None => inline(self.builder, item, number),
            };
        }
        if !self.builder.is_open() {
            self.leave(indent);
            if self.indents.last().is_some_and(|last| *last >= indent) {
                self.indents.pop();
            }
            self.builder.depth = self.indents.len();
            self.builder.open(Kind::Paragraph);
        }
        self.builder.new_line(number, false);
        inline(self.builder, text, number);
    }

    fn table(&mut self, row: &str, number: usize) {
        if row.starts_with('-') {
            return;
        }
        self.builder.end();
        let head = !std::mem::replace(&mut self.row, true);
        self.builder.row(head);
        for cell in row.trim_end_matches('|').split('|') {
            self.builder.cell(head);
            inline(self.builder, cell.trim(), number);
        }
        self.builder.end_row();
    }

    fn end_table(&mut self) {
        self.row = false;
    }

    /// Leaves the lists that are indented more than `indent`.
    fn leave(&mut self, indent: usize) {
        while self.indents.last().is_some_and(|last| *last > indent) {
            self.indents.pop();
        }
        if indent == 0 && self.indents.last().is_some_and(|last| *last > 0) {
            self.indents.clear();
        }
        self.builder.depth = self.indents.len();
    }
}

/// Whether a headline begins a part that Org does not export: `* COMMENT Title`, `* Title :noexport:`.
fn is_hidden(line: &str) -> bool {
    let tagged = |tags: &str| tags.len() > 2 && tags.split(':').any(|tag| tag == "noexport");
    let last = line.rsplit_once(char::is_whitespace).map_or("", |(_, last)| last);
    headline(line).is_some_and(|(_, title)| {
        title == "COMMENT" || title.starts_with("COMMENT ") || last.starts_with(':') && tagged(last)
    })
}

/// The level and the title of `** TODO Title :tag:`.
fn headline(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'*').count();
    let title = line[level..].strip_prefix(' ').filter(|_| level > 0)?.trim();
    let title = ["TODO ", "DONE ", "NEXT ", "WAITING "]
        .iter()
        .find_map(|word| title.strip_prefix(word))
        .unwrap_or(title)
        .trim_start();
    let tags = title.rsplit_once(char::is_whitespace).filter(|(_, tags)| {
        tags.len() > 2
            && tags.starts_with(':')
            && tags.ends_with(':')
            && tags.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '@' | '#' | '%'))
    });
    Some((level, tags.map_or(title, |(title, _)| title.trim_end())))
}

/// `:NAME: value` of a drawer; its beginning and end have no value.
fn property(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix(':')?.split_once(':')?;
    let word =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    (word && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// The text of an item: `- text`, `+ text`, `1. text`, and `* text` where it is indented.
fn bullet(text: &str, indent: usize) -> Option<&str> {
    let rest = text
        .strip_prefix(['-', '+'])
        .or_else(|| text.strip_prefix('*').filter(|_| indent > 0))
        .or_else(|| {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            (rest.len() < text.len()).then(|| rest.strip_prefix(['.', ')'])).flatten()
        })?;
    rest.strip_prefix(' ').map(str::trim_start)
}

/// `*bold*`, `=code=`, `~code~`, `+struck+` and `[[target][text]]` of a line.
fn inline(builder: &mut Builder, text: &str, number: usize) {
    builder.ensure();
    let (mut rest, mut before) = (text, ' ');
    while !rest.is_empty() {
        let at = rest.find(['*', '=', '~', '+', '[']).unwrap_or(rest.len());
        before = rest[..at].chars().next_back().unwrap_or(before);
        builder.text(&rest[..at], number);
        rest = &rest[at..];
        let Some(mark) = rest.chars().next() else { break };
        if let Some((target, shown, behind)) = link(rest) {
            let outer = builder.link.replace(target.to_owned());
            builder.text(shown, number);
            builder.link = outer;
            rest = behind;
        } else if let Some((inner, behind)) = emphasis(rest, before) {
            let strong = usize::from(mark == '*');
            let struck = usize::from(mark == '+');
            builder.strong += strong;
            builder.struck += struck;
            builder.text(inner, number);
            builder.strong -= strong;
            builder.struck -= struck;
            rest = behind;
        } else {
            builder.text(&rest[..1], number);
            rest = &rest[1..];
        }
        before = mark;
    }
}

/// How far the end of a mark is looked for: markup goes over few words.
const FAR: usize = 400;

fn link(rest: &str) -> Option<(&str, &str, &str)> {
    let inner = rest.strip_prefix("[[")?;
    let window = &inner[..inner.floor_char_boundary(2 * FAR)];
    let end = window.find("]]")?;
    let (target, shown) = window[..end].split_once("][").unwrap_or((&window[..end], &window[..end]));
    Some((target, shown, &inner[end + 2..]))
}

/// The text between a mark and the same mark, where words begin and end there.
fn emphasis(rest: &str, before: char) -> Option<(&str, &str)> {
    let mark = rest.chars().next().filter(|mark| matches!(mark, '*' | '=' | '~' | '+'))?;
    let inner = &rest[1..];
    let opens = !before.is_alphanumeric() && inner.starts_with(|c: char| !c.is_whitespace() && c != mark);
    let window = &inner[..inner.floor_char_boundary(FAR)];
    let end = window.find(mark).filter(|_| opens)?;
    let behind = &inner[end + 1..];
    let closes =
        !window[..end].ends_with(char::is_whitespace) && !behind.starts_with(|c: char| c.is_alphanumeric());
    closes.then_some((&window[..end], behind))
}
