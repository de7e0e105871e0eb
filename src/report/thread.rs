//! One thread, readably.

use std::collections::HashMap;
use std::fmt::Write as _;

use onlist_mail::read::Post;
use onlist_mail::read::own::LineKind;
use onlist_mail::text::sanitize_block;
use onlist_mail::thread::{Link, Node, Threads, Through};
use onlist_mail::words::count;
use serde_json::{Value, json};

use super::triage::moment;

/// Deeper answers are not indented further.
const DEEPEST: usize = 8;

/// What a post says, as it is shown.
pub(crate) struct ThreadPost {
    /// The author's own words, with a line for each quote that was left out.
    shown: String,
    /// The author's own words alone.
    own: String,
}

impl ThreadPost {
    /// Reads a post.
    pub(crate) fn of(post: &Post) -> Self {
        let (mut shown, mut quoted) = (String::new(), 0);
        for (line, kind) in post.own_lines() {
            match kind {
                LineKind::Quote | LineKind::QuoteIntro => quoted += 1,
                LineKind::Prose | LineKind::Literal => {
                    fold(&mut shown, &mut quoted);
                    shown.push_str(line.trim_end());
                    shown.push('\n');
                }
                LineKind::Blank if quoted == 0 && !shown.is_empty() && !shown.ends_with("\n\n") => {
                    shown.push('\n');
                }
                _ => {}
            }
        }
        fold(&mut shown, &mut quoted);
        Self { shown: sanitize_block(shown.trim_end()), own: sanitize_block(&post.own_text()) }
    }
}

/// Puts a line in the place of a quote.
fn fold(shown: &mut String, quoted: &mut usize) {
    if *quoted > 0 {
        let _ = writeln!(shown, "> [{}]", count(*quoted, "quoted line"));
        *quoted = 0;
    }
}

/// Shows the own words of one post.
pub(crate) fn own_words(post: &ThreadPost, width: usize) -> String {
    let mut page = String::new();
    wrapped(&mut page, post.shown.lines(), "", width);
    page
}

/// Puts lines behind a page, each broken to what `width` leaves behind `indent`.
fn wrapped<'l>(page: &mut String, lines: impl Iterator<Item = &'l str>, indent: &str, width: usize) {
    let room = width.saturating_sub(indent.len()).max(20);
    for line in lines {
        for line in textwrap::wrap(line, textwrap::Options::new(room).break_words(false)) {
            page.push_str(format!("{indent}{line}").trim_end());
            page.push('\n');
        }
    }
}

/// Shows posts, each with how deep it stands.
pub(crate) fn thread(
    threads: &Threads,
    nodes: &[(Node, usize)],
    texts: &HashMap<u32, ThreadPost>,
    width: usize,
) -> String {
    let mut page = String::new();
    for (node, depth) in nodes {
        let entry = threads.entry(*node);
        let indent = "  ".repeat((*depth).min(DEEPEST));
        let day = moment(entry.time).map_or_else(|| "unknown date".to_owned(), |it| it.replace('T', " "));
        let who = entry.name.or(entry.address).unwrap_or("unknown author");
        if !page.is_empty() {
            page.push('\n');
        }
        let head = format!("{who}, {day}, <{}>", entry.id.unwrap_or("no message-id"));
        wrapped(&mut page, std::iter::once(&*head), &indent, width);
        if *depth == 0 || threads.base_subject(*node) != threads.base_subject(nodes[0].0) {
            let subject = format!("Subject: {}", entry.subject);
            wrapped(&mut page, std::iter::once(&*subject), &indent, width);
        }
        let gap = gap(threads, *node);
        let lines = gap.iter().map(String::as_str).chain(text(texts, entry.number).lines());
        wrapped(&mut page, lines, &format!("{indent}  "), width);
    }
    page
}

fn text(texts: &HashMap<u32, ThreadPost>, number: u32) -> &str {
    texts.get(&number).map_or("[cannot be read]", |it| &it.shown)
}

/// What stands between a post and what is shown above it.
fn gap(threads: &Threads, node: Node) -> Option<String> {
    let missing = threads.missing(node).unwrap_or_default();
    match threads.link(node) {
        Link::Missing(id) => Some(format!("[answers <{id}>, which is not in the archive]")),
        Link::Reply { through: Through::Gap, .. } => {
            Some(format!("[answers <{missing}>, which is not in the archive]"))
        }
        Link::Reply { through: Through::Subject, .. } => Some("[put here by its subject alone]".to_owned()),
        _ => None,
    }
}

/// The same for scripts.
pub(crate) fn thread_json(
    threads: &Threads,
    nodes: &[(Node, usize)],
    texts: &HashMap<u32, ThreadPost>,
) -> Value {
    let post = |(node, depth): &(Node, usize)| {
        let entry = threads.entry(*node);
        let parent = match threads.link(*node) {
            Link::Reply { to, .. } => threads.entry(to).id,
            _ => None,
        };
        json!({
            "message_id": entry.id,
            "date": moment(entry.date.or(entry.time)),
            "author": {"name": entry.name, "address": entry.address},
            "subject": entry.subject,
            "parent": parent,
            "missing": threads.missing(*node),
            "depth": depth,
            "text": texts.get(&entry.number).map(|it| &it.own),
        })
    };
    json!({"schema": 1, "posts": nodes.iter().map(post).collect::<Vec<_>>()})
}
