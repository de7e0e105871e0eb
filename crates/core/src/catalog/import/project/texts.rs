//! The texts of a project: skills, description, outcomes, remarks, references, and all fields as they are.

use super::super::fields::Field;
use super::super::find::{Entry, with};
use super::super::page::{Block, Kind, TextLine};
use super::super::result::{Comment, Raw};
use super::super::values::{is_blank, lower_words, skills};
use super::super::vocabulary;
use super::super::words::{MEANINGS, Meaning};

/// Whether a field says which languages are spoken.
pub(super) fn is_spoken(field: &Field) -> bool {
    field.label.to_lowercase().contains("language") && skills::are_spoken(&field.text())
}

pub(super) fn skill_list(entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for field in with(&entry.content, Meaning::Skills).filter(|it| !is_spoken(it)) {
        let list = if field.value.iter().any(|block| block.kind == Kind::Item) || are_short(&field.value) {
            listed(&field.value)
        } else {
            let text = field.text();
            // `Skills=Skills Needed: …`: the value repeats its label.
            let again = text.split_once(':').filter(|(label, _)| label.to_lowercase().starts_with("skill"));
            let text = again.map_or(text.as_str(), |(_, rest)| rest);
            let lines = if again.is_none() { lines_apart(&field.value) } else { Vec::new() };
            match lines.as_slice() {
                [] => skills::split(&skill(text)),
                lines => lines.iter().flat_map(|line| skills::split(&skill(line))).collect(),
            }
        };
        found.extend(list.into_iter().filter(|it| !found.contains(it)).collect::<Vec<_>>());
    }
    found
}

/// The lines of a value, each with things of its own: `Backend: C`, then `Frontend: Rust`; none where a text runs on.
fn lines_apart(value: &[Block]) -> Vec<String> {
    let lines: Vec<_> = value.iter().flat_map(|block| &block.lines).collect();
    let grouped = |text: &str| {
        text.split_once(": ").is_some_and(|(group, _)| {
            let words = group.split_whitespace().count();
            words <= 3
                && group.starts_with(char::is_uppercase)
                && group.chars().all(|c| c.is_alphabetic() || " -/&".contains(c))
        })
    };
    let begins = |line: &&TextLine| {
        let text = line.text();
        let text = text.trim();
        let short = text.split(',').all(|part| part.split_whitespace().count() <= 5);
        grouped(text) || line.hard && short && !text.ends_with('.') && text.starts_with(char::is_uppercase)
    };
    let ends = |line: &&TextLine| !line.text().trim_end().ends_with([',', ';', '(', ':', '-', '.']);
    let apart =
        lines.len() >= 2 && lines[1..].iter().all(begins) && lines[..lines.len() - 1].iter().all(ends);
    if apart { lines.iter().map(|line| line.text()).collect() } else { Vec::new() }
}

/// Whether a value is a thing in one line, and a sentence in the lines below it: `Rust`, then `Parse it fast.`
pub(super) fn runs_on(value: &[Block]) -> bool {
    let [block] = value else { return false };
    let [first, second, ..] = block.lines.as_slice() else { return false };
    let (first, second, whole) = (first.text(), second.text(), block.text());
    let ends = first.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '+' | '#'));
    let word = first.trim_end().rsplit(' ').next().unwrap_or_default();
    let leads = ["and", "or", "of", "the", "with", "to", "in", "a", "for"].contains(&word);
    block.kind == Kind::Paragraph
        && ends
        && !leads
        && second.trim_start().starts_with(char::is_uppercase)
        && whole.trim_end().ends_with(['.', '!', '?'])
}

/// Whether a value is several paragraphs of a few words: a list whose signs were lost.
fn are_short(value: &[Block]) -> bool {
    let short = |block: &Block| {
        let text = block.text();
        let goes_on = ["and", "or", "of", "the", "with", "to", "in"]
            .contains(&text.rsplit(' ').next().unwrap_or_default());
        block.kind == Kind::Paragraph && text.len() <= 70 && !text.contains([',', ';', ':']) && !goes_on
    };
    value.len() >= 2 && value.iter().all(short)
}

/// The items of a list, and the texts around it; a line that only leads to what follows is none.
fn listed(value: &[Block]) -> Vec<String> {
    let leads = |at: usize, text: &str| {
        let below =
            value.get(at + 1).is_some_and(|next| next.kind == Kind::Item && next.depth > value[at].depth);
        let says = |word: &String| vocabulary::values().leads.contains(word);
        let asks = lower_words(text).iter().any(says);
        // `You should be familiar with`
        let goes_on = asks && [" with", " of", " in"].iter().any(|it| text.ends_with(it));
        below && (goes_on || text.ends_with(':') && (!text.contains(',') || asks))
    };
    let texts = value.iter().enumerate().map(|(at, block)| (at, block.text()));
    let texts = texts.filter(|(at, text)| !leads(*at, text));
    texts.map(|(_, text)| skill(text.trim_end_matches(':'))).filter(|it| !is_blank(it)).collect()
}

fn skill(text: &str) -> String {
    text.trim_end_matches([',', ';', '*']).trim_start_matches(['*', '-', '–', '•', ' ']).trim().to_owned()
}

pub(super) fn texts(entry: &Entry, meaning: Meaning) -> Vec<String> {
    with(&entry.content, meaning)
        .flat_map(|field| paragraphs(&field.value))
        .filter(|it| !is_blank(it))
        .collect()
}

/// The paragraphs and items of a value; deeper items belong to the one above them, and what leads to a list is left.
fn paragraphs(value: &[Block]) -> Vec<String> {
    let first = value.iter().filter(|block| block.kind == Kind::Item).map(|block| block.depth).min();
    let mut texts: Vec<String> = Vec::new();
    let mut blocks = value.iter().peekable();
    while let Some(block) = blocks.next() {
        let text = block.text();
        let leads = block.kind != Kind::Item
            && text.ends_with(':')
            && blocks.peek().is_some_and(|next| next.kind == Kind::Item);
        let deeper = block.kind == Kind::Item && first.is_some_and(|first| block.depth > first);
        match texts.last_mut() {
            _ if text.is_empty() || leads && text.split_whitespace().count() <= 4 => {}
            Some(last) if deeper => {
                last.push_str(if last.ends_with(':') { " " } else { "; " });
                last.push_str(&text);
            }
            _ => texts.push(text.trim().to_owned()),
        }
    }
    texts
}

pub(super) fn description(entry: &Entry) -> String {
    let described = texts(entry, Meaning::Description);
    let prose = entry.content.prose.iter().map(Block::text).filter(|it| !it.is_empty());
    // Details stand below a text.
    let details = |field: &Field| field.label.to_lowercase().starts_with("detail");
    let details = with(&entry.content, Meaning::Description).all(details);
    let paragraphs: Vec<_> =
        if details || described.is_empty() { prose.chain(described).collect() } else { described };
    paragraphs.join("\n\n")
}

/// The first line with a tag of a generator of sites: `{{< tag "C" >}}`.
pub(super) fn shortcode(entry: &Entry) -> Option<String> {
    let holds = |text: &String| ["{{<", "{{%"].iter().any(|it| text.trim_start().starts_with(it));
    blocks(entry).flat_map(|block| &block.lines).map(TextLine::text).find(holds)
}

/// All text of an entry.
fn blocks(entry: &Entry) -> impl Iterator<Item = &Block> {
    entry.content.fields.iter().flat_map(|field| &field.value).chain(&entry.content.prose)
}

pub(super) fn references(entry: &Entry) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for span in blocks(entry).flat_map(|block| &block.lines).flat_map(|line| &line.spans) {
        let link = span.link.as_deref().filter(|it| it.starts_with("http"));
        let written = span.text.match_indices("http").filter_map(|(at, _)| {
            let url = span.text[at..].split([' ', '\t', '>', ')', '"', ',']).next()?;
            (url.starts_with("http://") || url.starts_with("https://"))
                .then(|| url.trim_end_matches(['.', ';']))
        });
        for url in link.into_iter().chain(written).take(50) {
            if found.len() < 100 && !found.iter().any(|it| it == url) {
                found.push(url.to_owned());
            }
        }
    }
    found
}

/// Remarks as `MediaWiki` signs them: `Name 15:24, 17 February 2014 (UTC): text`.
pub(super) fn comments(entry: &Entry) -> Vec<Comment> {
    let lines = blocks(entry).map(Block::text).filter(|text| text.contains("(UTC)"));
    lines
        .filter_map(|text| {
            let (signed, said) = text.split_once("(UTC)")?;
            let comma = signed.rfind(", ")?;
            let time = signed[..comma].rsplit(' ').next()?;
            let by = signed[..comma - time.len()].trim().trim_end_matches(['(', ')']).trim();
            let by = by.rsplit(".png ").next().unwrap_or(by).rsplit(' ').next()?;
            let when = format!("{time}{}(UTC)", &signed[comma..]);
            let text = said.trim_start_matches([':', ' ']).trim().to_owned();
            (time.contains(':') && !by.is_empty()).then(|| Comment { by: by.to_owned(), when, text })
        })
        .collect()
}

pub(super) fn raw(field: &Field) -> Raw {
    let name =
        |meaning: &Meaning| MEANINGS.iter().find(|(_, it)| it == meaning).map_or("none", |(name, _)| name);
    let names: Vec<_> = field.meanings.iter().map(name).collect();
    let read = if names.is_empty() { "none".to_owned() } else { names.join("+") };
    Raw { label: field.label.clone(), text: field.text(), field: read, lines: field.range() }
}
