//! Titles that hold fields: `Better codec - mentor: Ada Example`.

use super::heading::says_measures;
use super::label::{self, is_short};
use super::page::{Block, Kind, Page, Section, Span, TextLine};
use super::words::Words;

/// What may stand between a title and a label.
const SEPARATORS: [&str; 9] = [" - ", " – ", " — ", " | ", ", ", "; ", " (", " [", ": "];

/// Cuts the fields from the titles, and puts them below.
pub(super) fn cut(page: &mut Page, words: &Words) {
    for section in &mut page.sections {
        if let Some(at) = label_in(section, words) {
            apart(section, at);
        }
    }
}

/// Where the first label stands that does not begin the title.
fn label_in(section: &Section, words: &Words) -> Option<usize> {
    let [line] = section.title.as_slice() else { return None };
    let text = line.text();
    // `Third - mentor` is no label of the mentors of something.
    let apart = |label: &str| SEPARATORS.iter().any(|it| label.contains(it));
    if label::find(line, words).first().is_some_and(|it| it.from == 0 && !apart(&it.text)) {
        return None;
    }
    let places = SEPARATORS.iter().flat_map(|it| text.match_indices(it).map(|(at, it)| (at, at + it.len())));
    let is_label = |(_, from): &(usize, usize)| {
        let label = text[*from..].split_once(':').map_or("", |(label, _)| label);
        let meanings = words.meanings(label);
        label.len() <= 40 && !meanings.is_empty() && meanings.iter().all(|it| is_short(*it))
    };
    let (at, _) = places.filter(is_label).min()?;
    (text[..at].contains(char::is_alphabetic) && !words.knows(&text[..at])).then_some(at)
}

/// Makes a block of what stands behind byte `at` of the title; sizes without a label stay in brackets behind it.
fn apart(section: &mut Section, at: usize) {
    let Some(line) = section.title.pop() else { return };
    let (mut title, behind) = line.split_at(at);
    let text = behind.text();
    let start = text.find(char::is_alphanumeric).unwrap_or(0);
    let bracket = text[..start].contains(['(', '[']);
    let (mut end, mut from) = (text.trim_end().len(), text.len());
    if bracket && text[..end].ends_with([')', ']']) {
        end -= 1;
    }
    let mut measures = Vec::new();
    let whole = end;
    while let Some((before, last)) = text[..end].rsplit_once(',').filter(|(_, last)| says_measures(last)) {
        measures.insert(0, last.trim());
        end = before.len();
        from = end;
    }
    if !measures.is_empty() {
        let text = format!(" ({})", measures.join(", "));
        title.spans.push(Span { text, ..Span::default() });
    }
    let (value, _) = behind.split_at(from.min(whole));
    let (_, value) = value.split_at(start);
    section.title.push(title);
    let lines = vec![TextLine { hard: true, ..value }];
    section.blocks.insert(0, Block { kind: Kind::Paragraph, depth: 0, lines });
}
