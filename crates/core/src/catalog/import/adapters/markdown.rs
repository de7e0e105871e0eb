//! Markdown, as GitHub and the site generators read it.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::super::builder::Builder;
use super::super::page::Kind;
use super::html;
use super::lines::Lines;

/// Reads `text`, whose first line has the number `first`.
pub(super) fn read(builder: &mut Builder, text: &str, first: usize) {
    let lines = Lines::of(text, first);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader {
        builder,
        links: Vec::new(),
        html: html::Reader::default(),
        item: false,
        head: false,
        comment: false,
    };
    // `[@ada][]` is meant as a link, even if what it leads to was forgotten.
    let mut forgotten = |link: BrokenLink<'_>| {
        // `[[A][B] title](…)` is one link.
        let inside = text[..link.span.start].ends_with('[');
        let meant = matches!(link.link_type, LinkType::Collapsed | LinkType::Reference) && !inside;
        meant.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut forgotten));
    for (event, range) in parser.into_offset_iter() {
        // One `~` is read as about.
        let about = matches!(event, Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough))
            && !text[range.clone()].starts_with("~~");
        let (line, last) = (lines.number(range.start), lines.number(range.end.saturating_sub(1)));
        if about {
            reader.builder.text("~", line);
        } else {
            reader.event(event, line, last);
        }
    }
}

/// A text without the attributes that kramdown puts behind it or in a line of their own: `{: .class}`.
fn without_attributes(text: &str) -> &str {
    let cut = text.rfind("{:").filter(|_| text.trim_end().ends_with('}'));
    cut.map_or(text, |at| &text[..at])
}

struct Reader<'a> {
    builder: &'a mut Builder,
    /// The links around the open ones, and whether `<>` stand around those.
    links: Vec<(Option<String>, bool)>,
    html: html::Reader,
    /// Whether an item has just begun: its first paragraph is the item itself.
    item: bool,
    /// Whether the row of labels of a table is open.
    head: bool,
    /// Whether a comment over several lines is open.
    comment: bool,
}

impl Reader<'_> {
    /// What is shown of a line of HTML: nothing inside of a comment.
    fn shown<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let rest = if self.comment { text.split_once("-->")?.1 } else { text };
        let open = rest.rfind("<!--").filter(|at| !rest[*at..].contains("-->"));
        self.comment = open.is_some();
        Some(&rest[..open.unwrap_or(rest.len())])
    }

    fn event(&mut self, event: Event<'_>, line: usize, last: usize) {
        let begun = std::mem::take(&mut self.item);
        match event {
            Event::Start(Tag::Paragraph) if begun => {}
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag, last),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.builder.text(without_attributes(&text), line);
            }
            Event::Code(text) => self.builder.text(&text.replace('\n', " "), line),
            Event::SoftBreak => self.builder.new_line(line + 1, false),
            Event::HardBreak => self.builder.new_line(last + 1, true),
            Event::Html(text) | Event::InlineHtml(text) => {
                if let Some(text) = self.shown(&text) {
                    self.html.feed(self.builder, text, line);
                }
            }
            Event::Rule => self.builder.end(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        let builder = &mut *self.builder;
        match tag {
            Tag::Heading { level, .. } => builder.heading(level as usize),
            Tag::Paragraph | Tag::DefinitionListTitle => builder.open(Kind::Paragraph),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => builder.open(Kind::Code),
            Tag::List(_) => {
                builder.end();
                builder.depth += 1;
            }
            Tag::Item => {
                builder.open(Kind::Item);
                self.item = true;
            }
            Tag::TableHead => {
                builder.row(true);
                self.head = true;
            }
            Tag::TableRow => builder.row(false),
            Tag::TableCell => builder.cell(self.head),
            Tag::DefinitionListDefinition => self.item = true,
            Tag::Emphasis | Tag::Strong => builder.strong += 1,
            Tag::Strikethrough => builder.struck += 1,
            Tag::Link { dest_url, link_type, .. } => {
                // The source writes `<ada@example.org>`, and so do the raw words.
                let auto = matches!(link_type, LinkType::Email | LinkType::Autolink);
                if auto {
                    builder.text("<", line);
                }
                let target =
                    Some(dest_url.to_string()).filter(|it| !it.is_empty() && link_type != LinkType::Email);
                self.links.push((std::mem::replace(&mut builder.link, target), auto));
            }
            Tag::Image { .. } => {
                self.links.push((builder.link.replace("image:".to_owned()), false));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, line: usize) {
        let builder = &mut *self.builder;
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Item | TagEnd::TableCell => {
                builder.end();
            }
            TagEnd::DefinitionListTitle => builder.end_as_label(),
            TagEnd::DefinitionList => builder.end_field(),
            TagEnd::List(_) => {
                builder.end();
                builder.depth = builder.depth.saturating_sub(1);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                builder.end_row();
                self.head = false;
            }
            TagEnd::Emphasis | TagEnd::Strong => builder.strong = builder.strong.saturating_sub(1),
            TagEnd::Strikethrough => builder.struck = builder.struck.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                let (outer, auto) = self.links.pop().unwrap_or_default();
                builder.link = outer;
                if auto {
                    builder.text(">", line);
                }
            }
            TagEnd::HtmlBlock => {
                self.comment = false;
                self.html.end(builder);
            }
            _ => {}
        }
    }
}
