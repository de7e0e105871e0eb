//! The text of `MediaWiki` pages, and of wikis that write alike.

mod inline;
mod templates;

use super::super::builder::Builder;
use super::super::page::{Kind, TextLine};
use super::lines::Lines;
use templates::{Pairs, Template};

/// How deep templates are read inside each other; what is deeper stays text.
const DEEPEST: usize = 6;

/// Reads `text`, whose first line has the number `first`.
pub(super) fn read(builder: &mut Builder, text: &str, first: usize) {
    let text = blank_comments(text);
    let lines = Lines::of(&text, first);
    Reader { builder, text: &text, pairs: Pairs::of(&text), lines }.stretch(0, text.len(), 0);
    builder.end_row();
}

/// Writes spaces over comments, so that places stay what they are.
fn blank_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let (before, comment) = rest.split_at(at);
        let Some(end) = comment.find("-->").map(|end| end + 3) else { break };
        out.push_str(before);
        out.extend(comment[..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        rest = &comment[end..];
    }
    out + rest
}

struct Reader<'a> {
    builder: &'a mut Builder,
    text: &'a str,
    pairs: Pairs,
    lines: Lines,
}

impl Reader<'_> {
    /// Reads from byte `from` up to byte `to`, inside `depth` templates.
    fn stretch(&mut self, from: usize, to: usize, depth: usize) {
        let mut at = from;
        while at < to {
            let end = self.lines.end(at).min(to);
            at = self.line(at, end, to, depth);
        }
        self.builder.end();
    }

    /// Reads one line, or all of a template that begins in it; gives where the next one begins.
    fn line(&mut self, at: usize, end: usize, to: usize, depth: usize) -> usize {
        if let Some((open, close)) = self.pairs.first_in(at, end)
            && close <= to
            && depth < DEEPEST
        {
            let template = Template::read(self.text, &self.pairs, open, close);
            return self.template(at, &template, depth);
        }
        let number = self.lines.number(at);
        let line = self.text[at..end].trim_end_matches('\r');
        self.plain(line, number);
        end + 1
    }

    fn template(&mut self, at: usize, template: &Template, depth: usize) -> usize {
        let before = &self.text[at..template.open];
        if !before.trim().is_empty() {
            self.plain(before, self.lines.number(at));
        }
        match template.fields.as_slice() {
            // A sign or a link in the text: what it shows is its last value.
            fields if fields.len() < 2 || !template.named() => {
                let number = self.lines.number(template.open);
                let shown: Vec<_> = fields.iter().map(|field| &self.text[field.value.clone()]).collect();
                inline::read(self.builder, &shown.join(" "), number);
            }
            _ => self.entry(template, depth),
        }
        template.close
    }

    /// A template with named values: an entry of the page.
    fn entry(&mut self, template: &Template, depth: usize) {
        self.builder.end();
        if depth == 0 {
            let level = self.builder.entry_level();
            self.builder.section(level, Vec::<TextLine>::new(), true);
            self.builder.place(self.lines.number(template.open), self.lines.number(template.close - 1));
        }
        for field in &template.fields {
            self.builder.field(self.text[field.name.clone()].trim());
            self.stretch(field.value.start, field.value.end, depth + 1);
            self.builder.end_field();
        }
    }

    fn plain(&mut self, line: &str, number: usize) {
        let builder = &mut *self.builder;
        if let Some((level, title)) = heading(line) {
            builder.heading(level);
            inline::read(builder, title, number);
            return builder.end();
        }
        match line.as_bytes() {
            [] => builder.end(),
            // The first row needs no line above it.
            [b'{', b'|', ..] => {
                builder.end_table();
                builder.row(false);
            }
            [b'|', b'}', ..] => builder.end_table(),
            [b'|', b'-', ..] => builder.row(false),
            [b'|' | b'!', ..] if !line.trim_start_matches(['|', '!']).is_empty() => {
                cells(builder, line, number);
            }
            [b'*' | b'#' | b':', ..] => {
                let text = line.trim_start_matches(['*', '#', ':']);
                item(builder, line.len() - text.len(), text.trim_start(), number);
            }
            [b';', rest @ ..] if !rest.is_empty() => definition(builder, &line[1..], number),
            [b' ', ..] if line.trim_start().starts_with("* ") => {
                let text = line.trim_start();
                item(builder, line.len() - text.len(), text.trim_start_matches(['*', ' ']), number);
            }
            _ if line.trim().is_empty() => builder.end(),
            _ => {
                builder.new_line(number, false);
                inline::read(builder, line.trim_end(), number);
            }
        }
    }
}

fn item(builder: &mut Builder, depth: usize, text: &str, number: usize) {
    builder.end();
    builder.depth = depth;
    builder.open(Kind::Item);
    builder.depth = 0;
    inline::read(builder, text, number);
}

/// `; term : definition`
fn definition(builder: &mut Builder, text: &str, number: usize) {
    builder.end();
    let (term, value) = match text.split_once(": ") {
        Some((term, value)) => (term, value),
        None => (text, ""),
    };
    builder.open(Kind::Paragraph);
    builder.strong += 1;
    inline::read(builder, &format!("{}:", term.trim().trim_end_matches(':')), number);
    builder.strong -= 1;
    inline::read(builder, &format!(" {value}"), number);
}

/// `| one || two`, or `! one !! two`
fn cells(builder: &mut Builder, line: &str, number: usize) {
    let header = line.starts_with('!');
    let text = &line[1..];
    let parts: Vec<_> = if header { text.split("!!").collect() } else { text.split("||").collect() };
    for part in parts {
        builder.cell(header);
        let style = part.split_once('|').map_or("", |(style, _)| style);
        if let Some((_, rows)) = style.split_once("rowspan=") {
            let rows = rows.trim_matches(['"', '\'']).split(|c: char| !c.is_ascii_digit()).next();
            builder.over_rows(rows.and_then(|it| it.parse().ok()).unwrap_or(1));
        }
        // `style="…" | text`
        let text = match part.split_once('|') {
            Some((style, text)) if style.contains('=') && !style.contains("[[") => text,
            _ => part,
        };
        builder.open(Kind::Paragraph);
        inline::read(builder, text.trim(), number);
    }
}

/// `== title ==`
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let level = line.bytes().take_while(|byte| *byte == b'=').count().min(6);
    let title = line.get(level..)?.trim_end_matches('=').trim();
    let whole = level > 0 && line.ends_with('=') && !title.is_empty() && line.len() >= 2 * level;
    whole.then_some((level, title))
}
