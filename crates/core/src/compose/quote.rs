//! What of somebody's letter is quoted above an answer.

use chrono::{DateTime, FixedOffset};
use unicode_width::UnicodeWidthStr;

use super::fill;

/// No question is looked for behind this many octets.
const LONGEST: usize = 20_000;

/// Lines of a quote, at most: what is answered, and not the letter again.
const MOST_LINES: usize = 12;

/// Lines of a quote that holds no question, at most.
const LONGEST_OPENING: usize = 6;

/// Wider lines are broken anew with their whole paragraph.
const WIDEST: usize = 76;

/// Nothing that people write is wider than this after it was filled.
const WIDEST_WORD: usize = 300;

/// What ends a question, in the scripts that have a mark of their own for it.
const QUESTION_MARKS: [char; 4] = ['?', '\u{ff1f}', '\u{61f}', '\u{37e}'];

/// Stands for what was left out.
const LEFT_OUT: &str = "[...]";

/// Writes the line above a quote: `On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:`.
pub(super) fn attribution(date: Option<DateTime<FixedOffset>>, zone_known: bool, name: Option<&str>) -> String {
    let name = name.unwrap_or("you");
    let line = match date {
        Some(date) if zone_known => {
            format!("On {}, {name} wrote:", date.format("%a, %-d %b %Y at %H:%M %z"))
        }
        Some(date) => format!("On {}, {name} wrote:", date.format("%a, %-d %b %Y at %H:%M")),
        None => format!("{name} wrote:"),
    };
    fill(&line)
}

/// Quotes the paragraphs of `own`, a writer's own words, that hold a question, or the first that says something.
///
/// Where that is more than twelve lines, only the sentences that ask are taken.
/// Nothing is quoted of a text without words.
pub(super) fn quote(own: &str) -> String {
    let paragraphs = paragraphs(&own[..own.floor_char_boundary(LONGEST)]);
    let chosen: Vec<_> = (0..paragraphs.len()).filter(|at| asks(&paragraphs[*at])).collect();
    if chosen.is_empty() {
        let first = paragraphs.iter().find(|it| !greets(it));
        return marked(first.map(|it| opening(it)).unwrap_or_default());
    }
    let whole = lines(&chosen, |at| filled(&paragraphs[at]));
    let lines =
        if whole.len() > MOST_LINES { lines(&chosen, |at| questions(&paragraphs[at])) } else { whole };
    marked(lines)
}

/// The paragraphs of a text. One that goes on in the middle of a sentence is
/// joined to the one before it: some mailers put an empty line after each line.
fn paragraphs(own: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for paragraph in own.split("\n\n").filter(|it| !it.trim().is_empty()) {
        let goes_on = |last: &str| paragraph.starts_with(char::is_lowercase) && !greets(last);
        match joined.last_mut().filter(|last| goes_on(last)) {
            Some(last) => {
                last.push('\n');
                last.push_str(paragraph);
            }
            None => joined.push(paragraph.to_owned()),
        }
    }
    joined
}

/// The lines of a paragraph that asks nothing: of a long one, its first sentences.
fn opening(paragraph: &str) -> Vec<String> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let whole = lines(&filled(paragraph));
    if whole.len() <= LONGEST_OPENING {
        return whole;
    }
    let text = unbroken(paragraph).join(" ");
    let sentences: Vec<_> = sentences(&text).into_iter().take(LONGEST_OPENING).collect();
    let first = |n: usize| lines(&fill(&sentences[..n].join(" ")));
    let fitting = (1..=sentences.len()).rev().map(first).find(|it| it.len() < LONGEST_OPENING);
    let mut kept = fitting.unwrap_or_else(|| whole[..LONGEST_OPENING - 1].to_vec());
    kept.push(LEFT_OUT.to_owned());
    kept
}

/// The lines of the chosen paragraphs, with a mark where one was left out between them.
fn lines(chosen: &[usize], text: impl Fn(usize) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    for (nth, at) in chosen.iter().enumerate() {
        if let Some(before) = nth.checked_sub(1) {
            lines.push(if chosen[before] + 1 == *at { String::new() } else { LEFT_OUT.to_owned() });
        }
        lines.extend(text(*at).lines().map(str::to_owned));
    }
    lines
}

/// Puts quote marks (RFC 3676 4.5) before at most [`MOST_LINES`] lines.
fn marked(mut lines: Vec<String>) -> String {
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES - 1);
        lines.push(LEFT_OUT.to_owned());
    }
    let mark = |line: &String| match line.width() {
        0 => ">".to_owned(),
        WIDEST_WORD.. => format!("> {LEFT_OUT}"),
        _ => format!("> {line}"),
    };
    lines.iter().map(mark).collect::<Vec<_>>().join("\n")
}

/// Whether `text` asks something: the `?` of an address in the web asks nothing.
fn asks(text: &str) -> bool {
    text.split_whitespace()
        .any(|word| word.contains(QUESTION_MARKS) && !word.contains("://") && !word.starts_with("www."))
}

/// Whether a paragraph only says hello.
fn greets(paragraph: &str) -> bool {
    let words = paragraph.split_whitespace().count();
    let hello = ["hi", "hello", "hey", "dear", "good", "greetings"];
    let first = paragraph.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    words <= 8
        && (paragraph.ends_with([',', '\u{ff0c}']) || hello.iter().any(|it| first.eq_ignore_ascii_case(it)))
}

/// The paragraph as it is, or filled anew when it is too wide.
fn filled(paragraph: &str) -> String {
    if paragraph.lines().all(|line| line.width() <= WIDEST) {
        return paragraph.to_owned();
    }
    fill(&unbroken(paragraph).join("\n"))
}

/// The sentences of a paragraph that ask.
fn questions(paragraph: &str) -> String {
    let asking = unbroken(paragraph).into_iter().filter_map(|line| {
        let asking: Vec<_> = sentences(&line).into_iter().filter(|it| asks(it)).collect();
        (!asking.is_empty()).then(|| asking.join(" "))
    });
    let asking: Vec<_> = asking.collect();
    if asking.is_empty() { filled(paragraph) } else { fill(&asking.join("\n")) }
}

/// Joins the lines of a paragraph; items of a list and indented code stay lines of their own.
fn unbroken(paragraph: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for line in paragraph.lines() {
        let stands_alone = line.starts_with("    ") || line.starts_with('\t') || is_item(line.trim_start());
        match joined.last_mut().filter(|_| !stands_alone) {
            Some(last) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None => joined.push(line.to_owned()),
        }
    }
    joined
}

fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest =
        line[digits..].strip_prefix(|c| if digits > 0 { ".)".contains(c) } else { "-*+•".contains(c) });
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Cuts a text behind each full stop, question and exclamation mark that a blank follows.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let number = text[start..at].trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if text[..at].ends_with(['.', '?', '!']) && !number {
            sentences.push(text[start..at].trim());
            start = at;
        }
    }
    sentences.push(text[start..].trim());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributions() {
        let date = DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").ok();
        for (date, name, expected) in [
            (date, Some("Ada Example"), "On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:"),
            (None, Some("Ada Example"), "Ada Example wrote:"),
            (date, None, "On Tue, 10 Mar 2015 at 12:00 +0100, you wrote:"),
            (
                date,
                Some("A Name That Takes Up Quite Some Room Here"),
                "On Tue, 10 Mar 2015 at 12:00 +0100, A Name That Takes Up Quite Some Room\nHere wrote:",
            ),
        ] {
            assert_eq!(attribution(date, true, name), expected);
        }
        assert_eq!(attribution(date, false, None), "On Tue, 10 Mar 2015 at 12:00, you wrote:");
    }

    #[test]
    fn questions_are_quoted() {
        for (own, expected) in [
            ("Hello all,\n\nI am Ada.\n\nBye", "> I am Ada."),
            ("Hello all,\n\nI am Ada.\n\nWhich tree?\n\nBye", "> Which tree?"),
            ("Which tree?\n\nI am Ada.\n\nHow\nlong?", "> Which tree?\n> [...]\n> How\n> long?"),
            ("Which tree?\n\nHow long?", "> Which tree?\n>\n> How long?"),
            ("I read https://example.org/?a=b today.\n\nBye.", "> I read https://example.org/?a=b today."),
            ("1. Which tree?\n2. I have one.\n3. How?", "> 1. Which tree?\n> 2. I have one.\n> 3. How?"),
            ("Dear Mary,\n\nwhich tree?", "> which tree?"),
            (
                "I build, but do not\n\nknow which\n\ntree. Do you?",
                "> I build, but do not\n> know which\n> tree. Do you?",
            ),
            ("Hello all,", ""),
            ("", ""),
        ] {
            assert_eq!(quote(own), expected, "{own:?}");
        }
    }

    #[test]
    fn a_quote_stays_short() {
        let long = format!("{} Which tree? {}", "I did this. ".repeat(60), "I did that. ".repeat(60));
        assert_eq!(quote(&long), "> Which tree?");
        let many = "- Which one?\n".repeat(40);
        let quoted = quote(&many);
        assert_eq!(quoted.lines().count(), MOST_LINES);
        assert!(quoted.ends_with("\n> [...]"), "{quoted}");
        assert_eq!(quote(&format!("{}?", "a".repeat(1_000_000))), "> [...]");
        assert!(quote(&"I did this. ".repeat(60)).ends_with("this.\n> [...]"));
        let item = format!("1. {}Which tree? I have one.", "I did this. ".repeat(80));
        assert_eq!(quote(&item), "> Which tree?");
        assert_eq!(quote(&"I did ".repeat(90)).lines().count(), LONGEST_OPENING);
        let wide = format!("{}end?", "word ".repeat(30));
        assert!(quote(&wide).lines().all(|line| line.width() <= 74), "{}", quote(&wide));
    }
}
