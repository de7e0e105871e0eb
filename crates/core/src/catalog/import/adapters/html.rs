//! Saved pages of the web, and the HTML inside Markdown.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, StartTag, State, Token, Tokenizer};

use super::super::builder::Builder;
use super::super::page::Kind;
use super::lines::Lines;

/// What is open across pieces of HTML.
/// Text with its character references read, as HTML reads them.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut tokens = Tokenizer::new(text);
    tokens.set_state(State::RcData);
    let read = tokens.flatten().filter_map(|token| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    Cow::Owned(read.collect())
}

#[derive(Debug, Default)]
pub(super) struct Reader {
    links: Vec<Option<String>>,
    hidden: usize,
    /// Whether line feeds are kept.
    typed: bool,
}

/// Elements whose text is not the page's.
const HIDDEN: [&str; 6] = ["script", "style", "head", "nav", "template", "svg"];

/// The level of what folds away: below all headings.
const SUMMARY: usize = 7;

impl Reader {
    /// Reads `text`, whose first line has the number `first`.
    pub(super) fn feed(&mut self, builder: &mut Builder, text: &str, first: usize) {
        let lines = Lines::of(text, first);
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(text, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => self.start(builder, &tag, lines.number(tag.span.start)),
                Token::EndTag(tag) => self.close(builder, &String::from_utf8_lossy(&tag.name)),
                Token::String(string) if self.hidden == 0 => {
                    let text = String::from_utf8_lossy(&string.value);
                    self.string(builder, &text, lines.number(string.span.start));
                }
                Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    fn string(&self, builder: &mut Builder, text: &str, line: usize) {
        for (offset, part) in text.split('\n').enumerate() {
            match (offset, self.typed) {
                (0, _) => {}
                (_, true) => builder.new_line(line + offset, true),
                (_, false) => builder.new_line(line + offset, false),
            }
            if !part.trim().is_empty() || offset == 0 {
                builder.text(part, line + offset);
            }
        }
    }

    fn start(&mut self, builder: &mut Builder, tag: &StartTag<usize>, line: usize) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if HIDDEN.contains(&name.as_str()) && !tag.self_closing {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().next_back().map_or(1, |digit| usize::from(digit - b'0'));
                builder.heading(level);
            }
            "summary" => builder.heading(SUMMARY),
            "br" => builder.new_line(line, true),
            "b" | "strong" | "em" | "i" | "u" => builder.strong += 1,
            "a" => {
                let target = tag
                    .attributes
                    .get(&b"href"[..])
                    .map(|it| String::from_utf8_lossy(&it.value).into_owned());
                self.links.push(std::mem::replace(&mut builder.link, target));
            }
            "ul" | "ol" => {
                builder.end();
                builder.depth += 1;
            }
            "li" => builder.open(Kind::Item),
            "dt" => builder.open(Kind::Paragraph),
            "dd" => builder.end(),
            "tr" => builder.row(false),
            "th" | "td" => {
                builder.cell(name == "th");
                let rows = tag.attributes.get(&b"rowspan"[..]);
                let rows = rows.and_then(|it| String::from_utf8_lossy(&it.value).trim().parse().ok());
                builder.over_rows(rows.unwrap_or(1));
            }
            "del" | "s" | "strike" => builder.struck += 1,
            "pre" => {
                builder.open(Kind::Code);
                self.typed = true;
            }
            name if is_block(name) => builder.end(),
            _ => {}
        }
    }

    fn close(&mut self, builder: &mut Builder, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "b" | "strong" | "em" | "i" | "u" => builder.strong = builder.strong.saturating_sub(1),
            "a" => builder.link = self.links.pop().flatten(),
            "ul" | "ol" => {
                builder.end();
                builder.depth = builder.depth.saturating_sub(1);
            }
            "dt" => builder.end_as_label(),
            "dl" => builder.end_field(),
            "tr" => builder.end_row(),
            "table" => builder.end_table(),
            "del" | "s" | "strike" => builder.struck = builder.struck.saturating_sub(1),
            "pre" => {
                self.typed = false;
                builder.end();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "li" | "td" | "th" | "dd" => builder.end(),
            name if is_block(name) => builder.end(),
            _ => {}
        }
    }

    /// Ends what only lives as long as a block of HTML inside Markdown.
    pub(super) fn end(&mut self, builder: &mut Builder) {
        builder.end();
        self.typed = false;
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "blockquote"
            | "table"
            | "thead"
            | "tbody"
            | "details"
            | "dl"
            | "hr"
            | "form"
            | "figure"
            | "body"
            | "html"
            | "title"
    )
}

/// Reads a whole page.
pub(super) fn read(builder: &mut Builder, text: &str, first: usize) {
    Reader::default().feed(builder, text, first);
}
