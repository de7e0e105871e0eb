//! The formats of pages: each reader gives a page of sections, whatever the text.

mod front_matter;
mod html;
mod lines;
mod markdown;
mod org;
mod plain;
mod rst;
mod wikitext;

use serde::Serialize;

use super::builder::Builder;
use super::page::Page;
use super::words::Words;

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Markdown, of GitHub and of site generators.
    Markdown,
    /// A page of the web, saved.
    Html,
    /// The text of a `MediaWiki` page.
    Wikitext,
    /// reStructuredText.
    Rst,
    /// Org mode of Emacs.
    Org,
    /// Text that was copied from a page as it is shown.
    Plain,
}

impl Format {
    /// The format of a file, by its name and else by its text.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Self {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown" | "mdx" | "qmd" | "rmd") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("wiki" | "mediawiki" | "wikitext") => Self::Wikitext,
            Some("rst" | "rest") => Self::Rst,
            Some("org") => Self::Org,
            _ => Self::guess(front_matter::split(text).1),
        }
    }

    /// Whether a file, by its name, is a page in a format that is not read.
    pub(super) fn is_foreign(name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        matches!(ending.as_deref(), Some("adoc" | "asciidoc" | "asc" | "tex" | "textile" | "creole" | "typ"))
    }

    /// Whether a file, by its name, holds data and no page.
    pub(super) fn is_data(name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        matches!(ending.as_deref(), Some("yml" | "yaml" | "json" | "csv" | "xml"))
    }

    fn guess(text: &str) -> Self {
        let head = text.trim_start().get(..9).unwrap_or_default().to_lowercase();
        let count = |test: fn(&str) -> bool| text.lines().filter(|line| test(line.trim_end())).count();
        let wiki = count(|it| {
            it.len() > 4 && it.starts_with("==") && it.ends_with("==") && !it.bytes().all(|c| c == b'=')
        });
        let markdown = count(|it| it.trim_start_matches('#').starts_with(' ') && it.starts_with('#'))
            + count(|it| it.contains("](") || it.starts_with("**") || it.starts_with("```"));
        let rules =
            count(|it| it.len() >= 4 && (it.bytes().all(|c| c == b'=') || it.bytes().all(|c| c == b'^')));
        let templates = count(|it| it.starts_with("{{") || it.starts_with('|') && it.contains('='));
        let keys = count(|it| it.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("#+title:")));
        if keys > 0 {
            Self::Org
        } else if head.starts_with("<!doctype") || head.starts_with("<html") {
            Self::Html
        } else if wiki > 0 && wiki >= markdown || templates > 3 && templates > markdown && text.contains("{{")
        {
            Self::Wikitext
        } else if rules > 1 && rules > markdown || text.contains("\n.. ") && text.contains("::") {
            Self::Rst
        } else if markdown > 1 {
            Self::Markdown
        } else if count(|it| it.contains("</")) > 3 {
            Self::Html
        } else {
            Self::Plain
        }
    }
}

/// Reads a page.
pub(super) fn read(text: &str, format: Format, words: &Words) -> Page {
    let mut builder = Builder::default();
    let (head, body, first) = front_matter::split(text);
    if let Some(head) = head {
        front_matter::read(&mut builder, head);
    }
    match format {
        Format::Markdown => markdown::read(&mut builder, body, first),
        Format::Html => html::read(&mut builder, body, first),
        Format::Wikitext => wikitext::read(&mut builder, body, first),
        Format::Rst => rst::read(&mut builder, body, first),
        Format::Org => org::read(&mut builder, body, first),
        Format::Plain => plain::read(&mut builder, body, first, words),
    }
    builder.finish()
}
