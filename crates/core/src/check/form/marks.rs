//! Characters that nobody sees, and marks that nobody renders.

use crate::check::input::CheckInput;
use crate::check::rule::{Rule, Scope};
use crate::check::violation::{Severity, Violation};
use crate::check::words::beginning;
use onlist_mail::text::is_bidi;

pub(in crate::check) const RULES: &[&Rule] = &[&HIDDEN_CHARACTERS, &MARKDOWN_MARKS];

/// Places of hidden characters that are named.
const MOST_NAMED: usize = 5;

/// The name of a character that hides, if it does.
fn hidden(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' => "no-break space",
        '\u{202f}' => "narrow no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte-order mark",
        c if is_bidi(c) => "mark that reorders text",
        _ => return None,
    })
}

/// Whether scripts need the character where it stands: joiners between their letters and in
/// pictures, direction marks beside letters that run from right to left.
fn is_needed(c: char, before: Option<char>, after: Option<char>) -> bool {
    let foreign = |it: Option<char>| it.is_some_and(|it| !it.is_ascii() && hidden(it).is_none());
    match c {
        '\u{200c}' | '\u{200d}' => foreign(before) && foreign(after),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => [before, after].into_iter().flatten().any(runs_left),
        _ => false,
    }
}

/// Hebrew, Arabic and their neighbours (Unicode blocks U+0590 to U+08FF).
fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}') && !is_bidi(c)
}

/// The hidden characters of a line: octets and names.
fn hidden_in(line: &str) -> Vec<(usize, char, &'static str)> {
    if line.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut before = None;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if let Some(name) = hidden(c).filter(|_| !is_needed(c, before, after)) {
            found.push((at, c, name));
        }
        before = Some(c);
    }
    found
}

const HIDDEN_CHARACTERS: Rule = Rule {
    code: "F09",
    name: "hidden-characters",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "blanks that are none and marks that nobody sees break searches, commands and code that are copied",
    source: "39 first contacts on two lists, 2020 to 2026",
    bad: "\nDoes it keep the or\u{200b}der?",
    good: "\nDoes it keep the order?",
    check: hidden_characters,
    fix: None,
};

fn hidden_characters(input: &CheckInput<'_>) -> Vec<Violation> {
    let mut places = Vec::new();
    for (line, text) in input.own_lines() {
        places.extend(hidden_in(text).into_iter().map(|found| (line, found)));
    }
    let Some((line, (at, c, name))) = places.first() else { return Vec::new() };
    let place = input.mail.in_line(*line, *at..at + c.len_utf8());
    let mut message = format!("a {name} (U+{:04X}) hides here", u32::from(*c));
    if places.len() > 1 {
        let others = places[1..].iter().take(MOST_NAMED).map(|(line, (at, ..))| {
            let line = &input.mail.text.lines[*line];
            format!("{}:{}", line.number, line.text[..*at].chars().count() + 1)
        });
        let dots = if places.len() > MOST_NAMED + 1 { " and elsewhere" } else { "" };
        message = format!("{message}, and others at {}{dots}", others.collect::<Vec<_>>().join(", "));
    }
    vec![Violation::new(place, message, "type the blanks anew, or paste without formatting")]
}

/// What Markdown would make of a line, and the octets that say so.
fn markdown(line: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    let line = beginning(line);
    let text = line.trim_start();
    let indent = line.len() - text.len();
    if indent >= 4 || line.starts_with('\t') {
        return None;
    }
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    if (2..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
        return Some(("a heading", indent..indent + hashes));
    }
    if text.starts_with("```") {
        return Some(("a fence around code", indent..indent + 3));
    }
    let ruler = |cell: &str| !cell.is_empty() && cell.trim().bytes().all(|byte| b"-:".contains(&byte));
    if text.len() > 4
        && text.starts_with('|')
        && text.trim_matches('|').split('|').all(ruler)
        && text.contains("--")
    {
        return Some(("a table", indent..line.trim_end().len()));
    }
    bold(line).map(|span| ("bold letters", span)).or_else(|| link(line).map(|span| ("a link", span)))
}

/// `**words**`; a power or a pointer has no word on both inner sides.
fn bold(line: &str) -> Option<std::ops::Range<usize>> {
    line.match_indices("**").find_map(|(start, _)| {
        let inner = &line[start + 2..];
        let end = inner.find("**").filter(|end| *end > 0)?;
        let words = &inner[..end];
        let tight = !words.starts_with([' ', '*', '/']) && !words.ends_with([' ', '/']);
        (tight && words.contains(char::is_alphabetic)).then(|| start..start + end + 4)
    })
}

/// Lines that begin with `*a label*`, from which on they are marks and no stress.
const ROW_OF_LABELS: usize = 3;

/// `*words*` or `*words:*` at the beginning of a line or of an item.
fn label(line: &str) -> Option<std::ops::Range<usize>> {
    let line = beginning(line);
    let text = line.trim_start().trim_start_matches(['-', '+']).trim_start();
    let text =
        text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']).trim_start();
    let inner = text.strip_prefix('*').filter(|it| !it.starts_with([' ', '*']))?;
    let end = inner.find('*').filter(|end| *end > 0)?;
    let start = line.len() - text.len();
    let words = &inner[..end];
    let tight = !words.ends_with(' ') && words.contains(char::is_alphabetic);
    tight.then(|| start..start + end + 2)
}

/// `[words](https://…)`.
fn link(line: &str) -> Option<std::ops::Range<usize>> {
    let middle = line.find("](http")?;
    let start = line[..middle].rfind('[')?;
    let end = line[middle..].find(')')? + middle + 1;
    Some(start..end)
}

const MARKDOWN_MARKS: Rule = Rule {
    code: "F10",
    name: "markdown-marks",
    severities: &[Severity::Warning],
    scope: Scope::Any,
    reason: "mail is read as it is written: nothing turns Markdown into headings and tables",
    source: "39 first contacts on two lists, 2020 to 2026",
    bad: "\n## About me",
    good: "\nAbout me",
    check: markdown_marks,
    fix: None,
};

fn markdown_marks(input: &CheckInput<'_>) -> Vec<Violation> {
    let marked = input.own_lines().filter_map(|(at, line)| Some((at, markdown(line)?)));
    let mut marked: Vec<_> = marked.collect();
    let labels: Vec<_> = input.own_lines().filter_map(|(at, line)| Some((at, label(line)?))).collect();
    if labels.len() >= ROW_OF_LABELS {
        marked.extend(labels.into_iter().map(|(at, span)| (at, ("bold letters", span))));
        marked.sort_by_key(|(at, _)| *at);
    }
    let Some((at, (what, span))) = marked.first() else { return Vec::new() };
    let message = match marked.len() {
        1 => format!("in Markdown this is {what}"),
        lines => format!("{lines} lines have marks of Markdown, here {what}"),
    };
    vec![Violation::new(
        input.mail.in_line(*at, span.clone()),
        message,
        "write plain text: a blank line and words do",
    )]
}
