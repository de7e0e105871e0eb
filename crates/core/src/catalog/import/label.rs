//! `label: value` in a line of text, in all its dresses.

use super::page::TextLine;
use super::values::without_brackets;
use super::words::{Meaning, Words};

/// A label in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Its words.
    pub(super) text: String,
    /// What they stand for; none where the label is unknown.
    pub(super) meanings: Vec<Meaning>,
    /// Where it begins.
    pub(super) from: usize,
    /// Where its value begins.
    pub(super) value: usize,
}

/// The labels of a line, in order.
pub(super) fn find(line: &TextLine, words: &Words) -> Vec<Label> {
    let text = line.text();
    let strong = strong_ranges(line);
    let linked = line.spans.iter().any(|span| span.link.is_some());
    if let Some(label) = whole(&text, &strong, words) {
        return vec![label];
    }
    // Signs in front of the first label belong to it.
    let first = first(&text, &strong, linked, words).map(|label| Label { from: 0, ..label });
    let mut labels: Vec<Label> = first.into_iter().collect();
    let behind = labels.last().map_or(0, |label| label.value);
    for (from, to) in strong.iter().copied().filter(|(from, _)| *from >= behind.max(1)) {
        let label = dressed(&text, from, to, words).filter(|label| !label.meanings.is_empty());
        labels.extend(label.filter(|label| text[label.from..label.value].contains(':')));
    }
    let begun = !labels.is_empty();
    further(&text, behind, words, &mut labels);
    if begun {
        glued(&text, behind, words, &mut labels);
    } else {
        // A line of text may end in a field that stood in a line of its own: `ada - Difficulty: hard`.
        labels.retain(|it| text[it.from..].starts_with('-') && it.meanings.iter().all(|it| is_short(*it)));
    }
    labels.sort_by_key(|label| label.from);
    labels.dedup_by(|b, a| b.from < a.value);
    labels
}

/// The ranges of bold and italic text; what is only spaces between them belongs to them.
fn strong_ranges(line: &TextLine) -> Vec<(usize, usize)> {
    let (mut ranges, mut at): (Vec<(usize, usize)>, usize) = (Vec::new(), 0);
    for span in &line.spans {
        let end = at + span.text.len();
        match ranges.last_mut() {
            Some(last) if span.strong && last.1 == at => last.1 = end,
            _ if span.strong => ranges.push((at, end)),
            _ => {}
        }
        at = end;
    }
    ranges
}

/// The label that a line begins with.
fn first(text: &str, strong: &[(usize, usize)], linked: bool, words: &Words) -> Option<Label> {
    let start = text.find(|c: char| c.is_alphanumeric())?;
    let lead = &text[..start];
    if lead.contains(['(', '"', '“', '`']) || lead.chars().count() > 12 {
        return None;
    }
    if let Some((from, to)) = strong.iter().find(|(from, to)| *from <= start && start < *to) {
        return dressed(text, *from, *to, words);
    }
    plain(text, start, words).or_else(|| bare(text, start, words).filter(|_| !linked))
}

/// A line that names several fields and holds nothing else: `**Size** [?] and **Difficulty**`.
fn whole(text: &str, strong: &[(usize, usize)], words: &Words) -> Option<Label> {
    if text.len() > 80 || text.contains([':', '：', ',', ';', '.']) {
        return None;
    }
    let mut meanings = words.meanings(text);
    let dressed: usize = strong.iter().map(|(from, to)| to - from).sum();
    if meanings.len() < 2 && strong.len() >= 2 && text.len() <= dressed + 12 {
        let parts = strong.iter().map(|(from, to)| words.meanings(&text[*from..*to]));
        meanings = parts.map(|it| it.first().copied()).collect::<Option<_>>()?;
    }
    let label = Label { text: text.trim().to_owned(), meanings, from: 0, value: text.len() };
    (label.meanings.len() > 1).then_some(label)
}

/// `Label: text` in an item whose label is not known.
pub(super) fn unknown(line: &TextLine) -> Option<Label> {
    let text = line.text();
    let (label, rest) = text.split_once(':')?;
    let words = label.split_whitespace().count();
    let plain = (1..=5).contains(&words)
        && label.len() <= 50
        && label.starts_with(|c: char| c.is_uppercase())
        && label.chars().all(|c| c.is_alphabetic() || " /&()-".contains(c))
        && (rest.is_empty() || rest.starts_with(' '));
    let value = label.len() + 1;
    plain.then(|| Label { text: label.trim().to_owned(), meanings: Vec::new(), from: 0, value })
}

/// A known label of two words or more that a value follows without any sign: `Possible Mentors Ada Example`.
pub(super) fn without_colon(line: &TextLine, words: &Words) -> Option<Label> {
    let text = line.text();
    let ends: Vec<_> = text.match_indices(' ').map(|(at, _)| at).take(4).collect();
    let value = |at: &usize| {
        let rest = text[*at..].trim_start();
        rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '@' | '[' | '<'))
    };
    let label = |at: usize| label_of(&text[..at], 0, at, words);
    let short = |it: &Label| !it.meanings.is_empty() && it.meanings.iter().all(|it| is_short(*it));
    ends.iter().skip(1).copied().filter(value).filter_map(label).rfind(short)
}

/// A known label that is all of a line: its value stands below.
fn bare(text: &str, start: usize, words: &Words) -> Option<Label> {
    let short = text.len() <= 60
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.trim_end().ends_with(['.', ',', ';']);
    let label = label_of(&text[start..], start, text.len(), words).filter(|_| short);
    label.filter(|label| !label.meanings.is_empty() && !label.meanings.contains(&Meaning::Title))
}

/// A label in bold or italic, known or not: its colon is in the dress or right behind it.
fn dressed(text: &str, from: usize, to: usize, words: &Words) -> Option<Label> {
    let inner = &text[from..to];
    if let Some((label, _)) = inner.split_once([':', '：']) {
        let colon = inner[label.len()..].chars().next().map_or(1, char::len_utf8);
        let ends = inner[label.len() + colon..].trim().is_empty();
        // `**Lamps: a history**` is a title, `**Difficulty: hard**` a field.
        return label_of(label, from, from + label.len() + colon, words)
            .filter(|it| ends || !it.meanings.is_empty());
    }
    let rest = &text[to..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    if let Some(colon) = rest[gap..].chars().next().filter(|c| matches!(c, ':' | '：')) {
        return label_of(inner, from, to + gap + colon.len_utf8(), words);
    }
    // A bold label may do without a colon when it is a known one.
    let dash = rest[gap..].chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '=' | '|'));
    if RUNS_ON.contains(&rest.split_whitespace().next().unwrap_or_default()) {
        return None;
    }
    label_of(inner, from, to + gap + dash.map_or(0, char::len_utf8), words)
        .filter(|label| !label.meanings.is_empty())
}

/// Words with which a sentence goes on: `A **mentor** is somebody who answers.`
const RUNS_ON: [&str; 15] = [
    "is", "are", "was", "were", "will", "has", "have", "may", "can", "should", "must", "who", "which",
    "that", "when",
];

/// How long a label is at most, with what stands in brackets in it.
const MOST: usize = 140;

fn label_of(label: &str, from: usize, value: usize, words: &Words) -> Option<Label> {
    // `Size (90 hours/small, 175 hours/medium, 350 hours/large)`
    let bare = without_brackets(label);
    let short = label.len() <= MOST
        && bare.len() <= 80
        && bare.split_whitespace().count() <= 9
        && !label.contains("://")
        && !label.contains(['?', '<', '>', '@'])
        && !label.trim_end_matches([' ', '|']).contains('|')
        && label.matches('(').count() == label.matches(')').count();
    let meanings = words.meanings(label);
    short.then(|| Label { text: label.trim().to_owned(), meanings, from, value })
}

/// A known label without a dress.
fn plain(text: &str, start: usize, words: &Words) -> Option<Label> {
    let window = &text[start..text.floor_char_boundary(start + MOST)];
    let colon = window.find([':', '：']);
    let dash =
        [" - ", " – ", " — ", " = "].iter().filter_map(|it| window.find(it).map(|at| (at, it.len()))).min();
    let known = |end: usize, value: usize| {
        label_of(&window[..end], start, start + value, words).filter(|label| !label.meanings.is_empty())
    };
    let width = |at: usize| window[at..].chars().next().map_or(1, char::len_utf8);
    colon.filter(|at| !window[*at..].starts_with("://")).and_then(|at| known(at, at + width(at))).or_else(
        || {
            // A dash is weaker than a colon: `Project - …` is a title.
            let (at, length) = dash?;
            known(at, at + length).filter(|label| label.meanings.iter().all(|it| is_short(*it)))
        },
    )
}

/// Known labels that run into the text before them: `Ada ExampleDifficulty: hard`.
fn glued(text: &str, behind: usize, words: &Words, labels: &mut Vec<Label>) {
    for (colon, _) in text[behind..].match_indices(':').take(64) {
        let colon = behind + colon;
        let floor = text.floor_char_boundary(colon.saturating_sub(50)).max(behind);
        let before = text[floor..colon].char_indices().map(|(at, c)| (floor + at, c)).collect::<Vec<_>>();
        let starts = before.windows(2).filter(|pair| {
            pair[1].1.is_uppercase()
                && (pair[0].1.is_lowercase()
                    || pair[0].1.is_numeric()
                    || matches!(pair[0].1, '*' | ')' | '.' | '>' | '_'))
        });
        let found = starts.map(|pair| pair[1].0).find_map(|start| {
            label_of(&text[start..colon], start, colon + 1, words).filter(|it| !it.meanings.is_empty())
        });
        let fits = |it: &Label| it.meanings.iter().all(|meaning| is_short(*meaning)) || it.text.contains(' ');
        labels.extend(found.filter(fits));
    }
}

/// Whether values of the meaning are a few words.
pub(super) fn is_short(meaning: Meaning) -> bool {
    use Meaning::{Difficulty, Earlier, Mentors, Size, Skills};
    matches!(meaning, Mentors | Difficulty | Size | Skills | Earlier)
}

/// Known labels further on in the line, behind a separator.
fn further(text: &str, behind: usize, words: &Words, labels: &mut Vec<Label>) {
    let mut depth = 0_usize;
    for (at, separator) in text[behind..].match_indices([';', '·', '|', '•', ',', '.', '/', '-', '(', ')'])
    {
        match separator {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        // What stands in brackets is a remark.
        if depth > 0 || matches!(separator, "(" | ")") {
            continue;
        }
        let at = behind + at + separator.len();
        if matches!(separator, "-" | ".") && !text[at..].starts_with(char::is_whitespace) {
            continue;
        }
        let near = &text[at..text.floor_char_boundary(at + 6)];
        let Some(start) = near.find(|c: char| c.is_alphanumeric()).map(|it| at + it) else { continue };
        let strict = matches!(separator, ";" | "·" | "|" | "•");
        let label = plain(text, start, words).filter(|it| text[it.from..it.value].ends_with([':', '：']));
        let mut label = label.filter(|it| strict || it.meanings.iter().all(|meaning| is_short(*meaning)));
        if let Some(label) = &mut label {
            label.from = at - separator.len();
        }
        labels.extend(label);
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Span;
    use super::*;

    /// A line in which `*` begins and ends bold text.
    fn line(text: &str) -> TextLine {
        let spans = text.split('*').enumerate().filter(|(_, text)| !text.is_empty());
        let spans =
            spans.map(|(at, text)| Span { text: text.to_owned(), strong: at % 2 == 1, ..Span::default() });
        TextLine { number: 1, hard: false, spans: spans.collect() }
    }

    #[test]
    fn labels_are_found_in_every_dress() {
        for (text, labels) in [
            ("*Difficulty*: Medium", &[("Difficulty", " Medium")][..]),
            ("*Difficulty:* Medium", &[("Difficulty", " Medium")]),
            ("*Difficulty: Medium*", &[("Difficulty", " Medium")]),
            ("*Difficulty* Medium", &[("Difficulty", "Medium")]),
            ("Difficulty: Medium", &[("Difficulty", " Medium")]),
            ("Difficulty - Medium", &[("Difficulty", "Medium")]),
            ("📌 Difficulty: Medium", &[("Difficulty", " Medium")]),
            ("*Getting started*: build it", &[("Getting started", " build it")]),
            (
                "*Mentor:* A · *Difficulty:* Easy · *Hours:* 90",
                &[("Mentor", " A "), ("Difficulty", " Easy "), ("Hours", " 90")],
            ),
            (
                "Date of insert: 1; Verified: 2; GSoC: Yes",
                &[("Date of insert", " 1"), ("Verified", " 2"), ("GSoC", " Yes")],
            ),
            ("Difficulty: hard, Size: 350 hours", &[("Difficulty", " hard"), ("Size", " 350 hours")]),
            ("See: this", &[]),
            ("Project - a title", &[]),
            ("A sentence on skills: they help", &[]),
            ("*bold* words of a text", &[]),
            ("*mentor* is who answers", &[]),
            ("Difficulty | Hard | Mentors: Ada", &[]),
            ("https://example.org/", &[]),
        ] {
            let line = line(text);
            let found = find(&line, &Words::default());
            let plain = line.text();
            let ends = found.iter().skip(1).map(|label| label.from).chain([plain.len()]);
            let found: Vec<_> =
                found.iter().zip(ends).map(|(it, end)| (it.text.as_str(), &plain[it.value..end])).collect();
            assert_eq!(found, labels, "{text}");
        }
    }
}
