//! reStructuredText, as Sphinx and docutils read it.

use super::super::builder::Builder;
use super::super::page::Kind;

/// Reads `text`, whose first line has the number `first`.
pub(super) fn read(builder: &mut Builder, text: &str, first: usize) {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    Reader { builder, lines: &lines, first, marks: Vec::new(), indents: Vec::new() }.read();
}

struct Reader<'a> {
    builder: &'a mut Builder,
    lines: &'a [&'a str],
    first: usize,
    /// The marks of headings in the order in which the page begins to use them.
    marks: Vec<(char, bool)>,
    /// The indents of the lists that are open.
    indents: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            at = self.heading(at).or_else(|| self.literal(at)).unwrap_or_else(|| self.line(at));
        }
        self.builder.end();
        self.builder.depth = 0;
    }

    fn get(&self, at: usize) -> &'a str {
        self.lines.get(at).copied().unwrap_or_default()
    }

    /// A title between or above a line of marks; gives the line behind it.
    fn heading(&mut self, at: usize) -> Option<usize> {
        let over = mark(self.get(at)).is_some() && mark(self.get(at + 2)) == mark(self.get(at));
        let title_at = if over { at + 1 } else { at };
        let title = self.get(title_at).trim();
        let mark = mark(self.get(title_at + 1))?;
        let above =
            at == 0 || over || self.get(at - 1).trim().is_empty() || self.get(at - 1).starts_with("..");
        // Docutils warns of a mark that is too short, and takes the title all the same.
        let marks = self.get(title_at + 1).chars().count();
        let long = marks >= 4 || marks >= title.chars().count();
        if title.is_empty() || !above || !long || (!over && self.get(title_at).starts_with(' ')) {
            return None;
        }
        let key = (mark, over);
        let level = self.marks.iter().position(|it| *it == key).unwrap_or_else(|| {
            self.marks.push(key);
            self.marks.len() - 1
        });
        self.leave(0);
        self.builder.heading(level + 1);
        inline(self.builder, title, self.first + title_at);
        self.builder.end();
        Some(title_at + 2)
    }

    /// A comment, a directive or a literal block, with all that is indented below it.
    fn literal(&mut self, at: usize) -> Option<usize> {
        let line = self.get(at);
        let indent = indent_of(line);
        let directive = line.trim_start().starts_with(".. ") || line.trim() == "..";
        let name = line.trim_start().strip_prefix(".. ").and_then(|rest| rest.split_once("::"));
        if name.is_some_and(|(name, _)| SHOWN.iter().any(|shown| shown.eq_ignore_ascii_case(name.trim()))) {
            self.builder.end();
            return Some(at + 1);
        }
        if name.is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("list-table")) {
            return Some(self.list_table(at, indent));
        }
        if name.is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("csv-table")) {
            return Some(self.csv_table(at, indent));
        }
        if !directive && line.trim() != "::" {
            return None;
        }
        self.builder.end();
        let rest = &self.lines[at + 1..];
        let inner = rest.iter().take_while(|line| line.trim().is_empty() || indent_of(line) > indent).count();
        Some(at + 1 + inner)
    }

    /// A list of rows that are lists of cells; gives the line behind it.
    fn list_table(&mut self, at: usize, indent: usize) -> usize {
        self.builder.end();
        let lines = self.lines;
        let rest = &lines[at + 1..];
        let inner = rest.iter().take_while(|line| line.trim().is_empty() || indent_of(line) > indent).count();
        let (mut begun, mut head) = (false, true);
        for (offset, line) in rest[..inner].iter().enumerate() {
            let (mut text, number) = (line.trim(), self.first + at + 1 + offset);
            let row = text.strip_prefix("* -").or_else(|| text.strip_prefix("- -"));
            if row.is_some() {
                self.builder.row(!begun);
                head = !std::mem::replace(&mut begun, true);
            }
            let cell =
                row.or_else(|| text.strip_prefix('-')).filter(|it| it.is_empty() || it.starts_with(' '));
            if let Some(cell) = cell.filter(|_| begun) {
                self.builder.cell(head);
                text = cell.trim();
            }
            if begun && !text.is_empty() {
                self.builder.ensure();
                self.builder.new_line(number, false);
                inline(self.builder, text, number);
            }
        }
        self.builder.end_table();
        at + 1 + inner
    }

    /// A table of values with commas between them (RFC 4180); gives the line behind it.
    fn csv_table(&mut self, at: usize, indent: usize) -> usize {
        self.builder.end();
        let rest = &self.lines[at + 1..];
        let inner = rest.iter().take_while(|line| line.trim().is_empty() || indent_of(line) > indent).count();
        let numbered =
            (self.first + at + 1..).zip(&rest[..inner]).map(|(number, line)| (number, line.trim()));
        let options: Vec<_> =
            numbered.clone().map_while(|(number, line)| Some((number, field(line)?))).collect();
        let option = |wanted: &str| options.iter().find(|(_, (name, _))| *name == wanted);
        if option("file").or(option("url")).is_some() {
            self.builder.leave_table("a table whose rows stand in another file");
            return at + 1 + inner;
        }
        let delimiter = option("delim").map_or(',', |(_, (_, said))| match *said {
            "tab" => '\t',
            "space" => ' ',
            said => said.chars().next().unwrap_or(','),
        });
        let header = option("header").map(|(number, (_, text))| (*number, *text));
        let has_head = header.is_some() || option("header-rows").is_some_and(|(_, (_, rows))| *rows != "0");
        let lines = header.into_iter().chain(numbered.skip(options.len()));
        let sign = |name: &str| option(name).and_then(|(_, (_, said))| said.chars().next());
        let signs = Signs { delimiter, quote: sign("quote").unwrap_or('"'), escape: sign("escape") };
        for (row, cells) in records(lines, &signs).into_iter().enumerate() {
            let head = has_head && row == 0;
            self.builder.row(head);
            for cell in cells {
                self.builder.cell(head);
                for (number, text) in cell.iter().filter(|(_, text)| !text.trim().is_empty()) {
                    self.builder.ensure();
                    self.builder.new_line(*number, false);
                    inline(self.builder, text.trim(), *number);
                }
            }
        }
        self.builder.end_table();
        at + 1 + inner
    }

    fn line(&mut self, at: usize) -> usize {
        let line = self.get(at).to_owned();
        let (text, indent, number) = (line.trim_start(), indent_of(&line), self.first + at);
        if text.is_empty() || mark(&line).is_some() {
            self.builder.end();
            return at + 1;
        }
        if let Some(inner) = bullet(text) {
            self.leave(indent);
            if self.indents.last() != Some(&indent) {
                self.indents.push(indent);
            }
            self.builder.depth = self.indents.len();
            self.builder.open(Kind::Item);
            inline(self.builder, inner, number);
        } else if let Some((name, value)) = field(text) {
            self.builder.open(Kind::Paragraph);
            self.builder.strong += 1;
            inline(self.builder, &format!("{name}:"), number);
            self.builder.strong -= 1;
            inline(self.builder, value, number);
        } else {
            self.text(at, text, indent, number);
        }
        let literal = text.ends_with("::");
        if literal && !text.starts_with("..") {
            self.builder.end();
            let rest = &self.lines[at + 1..];
            let inner =
                rest.iter().take_while(|line| line.trim().is_empty() || indent_of(line) > indent).count();
            return at + 1 + inner;
        }
        at + 1
    }

    fn text(&mut self, at: usize, text: &str, indent: usize, number: usize) {
        let fresh = at == 0 || self.get(at - 1).trim().is_empty();
        if fresh {
            self.leave(indent);
            // A paragraph that is indented as the item's text belongs to the item.
            if self.indents.last().is_some_and(|last| *last >= indent) {
                self.indents.pop();
            }
            self.builder.depth = self.indents.len();
            self.builder.open(Kind::Paragraph);
        }
        let dedented = !fresh
            && self.indents.last().is_some_and(|last| indent <= *last)
            && indent_of(self.get(at - 1)) <= indent;
        self.builder.new_line(number, dedented || text.starts_with('|'));
        inline(self.builder, text.trim_start_matches("| "), number);
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

/// Directives whose text is the page's: the admonitions of docutils, and what folds or frames a text.
const SHOWN: [&str; 16] = [
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "note",
    "tip",
    "warning",
    "admonition",
    "seealso",
    "topic",
    "sidebar",
    "container",
    "dropdown",
    "card",
];

/// The lines of a cell, each with its number.
type Cell = Vec<(usize, String)>;

/// The signs of a table of values: between two of them, around one, and in front of a sign that is one of its text.
struct Signs {
    delimiter: char,
    quote: char,
    escape: Option<char>,
}

/// The rows of values that stand in `lines`; a value in quotes may go over several.
fn records<'t>(lines: impl Iterator<Item = (usize, &'t str)>, signs: &Signs) -> Vec<Vec<Cell>> {
    let Signs { delimiter, quote, escape } = *signs;
    let (mut records, mut quoted): (Vec<Vec<Cell>>, _) = (Vec::new(), false);
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let mut record = if quoted { records.pop() } else { None }.unwrap_or_else(|| vec![Cell::new()]);
        let (mut text, mut chars) = (String::new(), line.chars().peekable());
        while let Some(char) = chars.next() {
            match char {
                _ if Some(char) == escape => text.extend(chars.next()),
                _ if char == quote && quoted && escape.is_none() && chars.next_if_eq(&quote).is_some() => {
                    text.push(quote);
                }
                _ if char == quote && (quoted || text.trim().is_empty()) => quoted = !quoted,
                _ if char == delimiter && !quoted => {
                    record
                        .last_mut()
                        .iter_mut()
                        .for_each(|cell| cell.push((number, std::mem::take(&mut text))));
                    record.push(Cell::new());
                }
                _ => text.push(char),
            }
        }
        record.last_mut().iter_mut().for_each(|cell| cell.push((number, std::mem::take(&mut text))));
        records.push(record);
    }
    records
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The sign that a line of at least three equal ones is made of.
fn mark(line: &str) -> Option<char> {
    let first = line.chars().next().filter(char::is_ascii_punctuation)?;
    (line.len() >= 3 && line.chars().all(|c| c == first)).then_some(first)
}

fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '+', '•']).or_else(|| text.strip_prefix("#.")).or_else(|| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then(|| rest.strip_prefix('.')).flatten()
    })?;
    rest.strip_prefix(' ').map(str::trim_start)
}

/// `:name: value`
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text
        .strip_prefix(':')?
        .split_once(": ")
        .or_else(|| text.strip_prefix(':')?.strip_suffix(':').map(|name| (name, "")))?;
    (!name.contains('`') && name.len() <= 60).then_some((name, value))
}

/// Bold, italic, code, roles and links of a line.
fn inline(builder: &mut Builder, text: &str, number: usize) {
    builder.ensure();
    let (strong, mut rest) = (builder.strong, text);
    while !rest.is_empty() {
        let at = rest.find(['*', '`', ':']).unwrap_or(rest.len());
        builder.text(&rest[..at], number);
        rest = &rest[at..];
        rest = if rest.starts_with('*') {
            let marks = if rest.starts_with("**") { 2 } else { 1 };
            let opens = builder.strong == strong && rest[marks..].starts_with(|c: char| !c.is_whitespace());
            let closes = builder.strong > strong;
            match (opens, closes) {
                (_, true) => builder.strong = strong,
                (true, false) if rest[marks..].contains('*') => builder.strong = strong + 1,
                _ => builder.text(&rest[..marks], number),
            }
            &rest[marks..]
        } else if let Some((shown, target, behind)) = quoted(rest) {
            let outer = builder.link.clone();
            builder.link = target.map(str::to_owned).or(outer.clone());
            builder.text(shown, number);
            builder.link = outer;
            behind
        } else {
            let next = rest.chars().next().map_or(0, char::len_utf8);
            builder.text(&rest[..next], number);
            &rest[next..]
        };
    }
    builder.strong = strong;
}

/// `` `text <target>`__ ``, `` :role:`text <target>` `` or ` ``code`` `: what is shown, the target, and what is behind.
fn quoted(rest: &str) -> Option<(&str, Option<&str>, &str)> {
    let role = rest.strip_prefix(':').and_then(|inner| {
        let end = inner.find('`').filter(|end| *end <= 20 && inner[..*end].ends_with(':'))?;
        inner[..end - 1]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte))
            .then(|| &inner[end..])
    });
    let text = role.or_else(|| rest.starts_with('`').then_some(rest))?;
    let marks = text.bytes().take_while(|byte| *byte == b'`').count();
    let inner = &text[marks..];
    let window = &inner[..inner.floor_char_boundary(600)];
    let end = window.find(&text[..marks])?;
    let behind = inner[end + marks..].trim_start_matches('_');
    let shown = &inner[..end];
    match shown.strip_suffix('>').and_then(|it| it.rsplit_once('<')).filter(|_| marks == 1) {
        Some((shown, target)) => Some((shown.trim_end(), Some(target), behind)),
        None => Some((shown, None, behind)),
    }
}
