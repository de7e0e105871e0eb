//! Pages without projects that lead to pages with some.

use super::super::page::{Kind, TextLine};
use super::super::people::FORGES;
use super::{Left, Tree};

/// How many links a page has at least that is a list of them.
const LEAST: usize = 3;

/// How many of them are named.
const NAMED: usize = 3;

impl Tree<'_> {
    /// What is said of a page whose lists are links to others: where they lead.
    pub(super) fn only_links(&self) -> Option<Left> {
        let (mut links, mut others) = (Vec::new(), 0);
        for section in self.sections {
            links.extend(leading(&section.title));
            for block in &section.blocks {
                let lead = match &block.kind {
                    Kind::Item => leading(&block.lines),
                    Kind::Row { cells, header: false } => cells.iter().find_map(|cell| leading(cell)),
                    _ => continue,
                };
                others += usize::from(lead.is_none());
                links.extend(lead);
            }
        }
        links.sort_unstable_by_key(|(line, _)| *line);
        let mut seen = std::collections::HashSet::new();
        links.retain(|(_, link)| seen.insert(*link));
        if links.len() < LEAST || links.len() < others {
            return None;
        }
        let mut named: Vec<_> = links.iter().take(NAMED).map(|(_, link)| *link).collect();
        if links.len() > NAMED {
            named.push("…");
        }
        let reason = format!("links to {} pages; import those: {}", links.len(), named.join(" "));
        let ranges = self.sections.iter().filter_map(super::super::page::Section::range);
        let range = ranges.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]).unwrap_or([0, 0]);
        let title = self.sections.iter().map(super::super::page::Section::title).find(|it| !it.is_empty());
        Some(Left { title: title.unwrap_or_default(), reason, lines: range })
    }
}

/// The line and the page that a text leads to, where it begins with a link.
fn leading(lines: &[TextLine]) -> Option<(usize, &str)> {
    let line = lines.iter().find(|line| !line.is_blank())?;
    let span = line.spans.iter().find(|span| !span.text.trim().is_empty())?;
    let page = span.link.as_deref()?.split('#').next().unwrap_or_default();
    let other = ["mailto:", "image:", "irc:", "https://summerofcode.withgoogle.com"];
    let names = page.contains('/') || page.contains('.');
    // `https://github.com/ada`: somebody's page.
    let path = FORGES.iter().find_map(|host| page.strip_prefix(host)).map(|path| path.trim_end_matches('/'));
    let person = path.is_some_and(|path| !path.contains('/'));
    (names && !person && !other.iter().any(|it| page.starts_with(it))).then_some((line.number, page))
}
