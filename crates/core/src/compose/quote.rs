//! What of somebody's letter is quoted above an answer.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use unicode_width::UnicodeWidthStr;

use super::fill;
use crate::asking::{asks, asks_indirectly, requests, sentences, squeezed};
use onlist_mail::read::Post;
use onlist_mail::read::own::{LineKind, item_text};

/// Lines of a letter that are looked at.
const MOST_READ: usize = 1000;

/// Lines of a quote, at most: what is answered, and not the letter again.
const MOST_LINES: usize = 12;

/// Lines of a quote that holds no question, at most.
const LONGEST_OPENING: usize = 6;

/// Wider lines are broken anew with their whole paragraph.
const WIDEST: usize = 76;

/// Nothing that people write is wider than this after it was filled.
const WIDEST_WORD: usize = 300;

/// A narrower line among wide ones goes on in no other.
const SHORT: usize = 40;

/// A wider line is a whole paragraph: no program has broken it.
const WIDEST_BROKEN: usize = 100;

/// Stands for what was left out.
const LEFT_OUT: &str = "[...]";

/// Writes the line above a quote: `On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:`.
pub(super) fn attribution(
    date: Option<DateTime<FixedOffset>>,
    zone_known: bool,
    name: Option<&str>,
) -> String {
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

/// Quotes what asks something of a writer's own words: whole paragraphs, or where that is more than twelve lines their
/// sentences. Where nothing asks, the first paragraph that `names` the project or says what its writer wants; else nothing.
///
/// Code stays lines, and asks nothing.
pub(super) fn quote(post: &Post<'_>, names: impl Fn(&str) -> bool) -> String {
    let lines: Vec<_> = post.own_lines().take(MOST_READ).collect();
    let paragraphs = paragraphs(&lines);
    let asking = |ask: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..paragraphs.len()).filter(|at| paragraphs[*at].asks(ask)).collect()
    };
    for ask in [&asks as &dyn Fn(&str) -> bool, &asks_indirectly] {
        let chosen = asking(ask);
        if !chosen.is_empty() {
            let whole = joined(&chosen, |at| paragraphs[at].lines());
            let long = whole.len() > MOST_LINES;
            return marked(if long {
                joined(&chosen, |at| paragraphs[at].sentences_that(ask))
            } else {
                whole
            });
        }
    }
    let wanted: [&dyn Fn(&str) -> bool; 2] = [&names, &requests];
    let first = wanted.iter().find_map(|wanted| {
        let paragraph = paragraphs.iter().find(|it| wanted(&without_links(beginning(&it.prose()))))?;
        Some(paragraph.opening(wanted))
    });
    marked(first.unwrap_or_default())
}

/// A paragraph: its lines, and which of them stand as they are.
#[derive(Default)]
struct Paragraph<'t>(Vec<(&'t str, LineKind)>);

/// The paragraphs of the author's own lines, without greetings. One that goes on in the middle of a sentence is joined to
/// the one before it: some mailers put an empty line after each line.
fn paragraphs<'t>(lines: &'t [(Cow<'_, str>, LineKind)]) -> Vec<Paragraph<'t>> {
    let mut paragraphs: Vec<Paragraph<'_>> = Vec::new();
    let mut open = None;
    for (line, kind) in lines.iter().map(|(line, kind)| (line.trim_end(), kind)) {
        if !kind.is_own() {
            open = open.filter(|_| *kind == LineKind::Blank).map(|_| false);
            continue;
        }
        let goes_on = || {
            let last = paragraphs.last().and_then(|it| it.0.last());
            *kind == LineKind::Prose
                && line.starts_with(char::is_lowercase)
                && last.is_some_and(|(last, kind)| {
                    *kind == LineKind::Prose && !greets(last) && !last.ends_with([':', '.'])
                })
        };
        if !(open == Some(true) || open == Some(false) && goes_on()) {
            paragraphs.push(Paragraph::default());
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.0.push((line, *kind));
        }
        open = Some(true);
    }
    for paragraph in &mut paragraphs {
        let greeting =
            paragraph.0.iter().take_while(|(line, kind)| *kind == LineKind::Prose && greets(line)).count();
        paragraph.0.drain(..greeting);
    }
    paragraphs.retain(|it| !it.0.is_empty());
    paragraphs
}

impl Paragraph<'_> {
    /// Its prose, with the lines of a sentence joined; items of a list stay lines of their own.
    fn unbroken(&self) -> Vec<String> {
        // A line that is much shorter than the others was ended there by its writer.
        let widest = self.0.iter().map(|(line, _)| line.width()).max().unwrap_or(0);
        let short = (widest / 2).min(SHORT);
        let mut joined: Vec<String> = Vec::new();
        let mut open = false;
        for (line, kind) in &self.0 {
            let prose = *kind == LineKind::Prose;
            match joined.last_mut().filter(|_| prose && open && !is_item(line.trim_start())) {
                Some(last) => {
                    last.push(' ');
                    last.push_str(line.trim());
                }
                None if prose => joined.push((*line).to_owned()),
                None => {}
            }
            open = prose && (short..=WIDEST_BROKEN).contains(&line.width());
        }
        joined
    }

    fn prose(&self) -> String {
        self.unbroken().join("\n")
    }

    fn asks(&self, ask: &dyn Fn(&str) -> bool) -> bool {
        self.unbroken().iter().flat_map(|line| sentences(line)).any(ask)
    }

    /// Its lines as they are; prose is filled anew when it is too wide, as far as a quote can go.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for run in self.0.chunk_by(|(_, one), (_, next)| one == next) {
            let literal = run[0].1 == LineKind::Literal;
            if literal || run.iter().all(|(line, _)| line.width() <= WIDEST) {
                lines.extend(run.iter().map(|(line, _)| (*line).to_owned()));
            } else {
                lines.extend(fill(beginning(&Paragraph(run.to_vec()).prose())).lines().map(str::to_owned));
            }
        }
        lines
    }

    /// The lines of its sentences that ask: of as many as fill a quote.
    fn sentences_that(&self, ask: &dyn Fn(&str) -> bool) -> Vec<String> {
        let asking = self.unbroken().into_iter().filter_map(|line| {
            let asking = squeezed(sentences(&line).filter(|it| ask(it)).take(MOST_LINES * WIDEST));
            (!asking.is_empty()).then_some(asking)
        });
        fill(beginning(&asking.collect::<Vec<_>>().join("\n"))).lines().map(str::to_owned).collect()
    }

    /// Its lines where it asks nothing: of a long one, the sentences from the first `wanted` one on.
    fn opening(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
        let whole = self.lines();
        if whole.len() <= LONGEST_OPENING {
            return whole;
        }
        let text = self.unbroken().join(" ");
        let start = sentences(&text).position(wanted).unwrap_or(0);
        let mut from: Vec<_> = sentences(&text).skip(start).take(LONGEST_OPENING + 1).collect();
        let more = from.len() > LONGEST_OPENING;
        from.truncate(LONGEST_OPENING);
        let first = |n: usize| fill(&from[..n].join(" ")).lines().map(str::to_owned).collect::<Vec<_>>();
        let fitting = (1..=from.len()).rev().map(first).find(|it| it.len() < LONGEST_OPENING);
        let mut kept = fitting.unwrap_or_else(|| first(1).into_iter().take(LONGEST_OPENING - 1).collect());
        if more || kept.len() + 1 >= LONGEST_OPENING {
            kept.push(LEFT_OUT.to_owned());
        }
        kept
    }
}

/// The lines of the chosen paragraphs, with a mark where one was left out between them.
fn joined(chosen: &[usize], lines_of: impl Fn(usize) -> Vec<String>) -> Vec<String> {
    let mut lines = Vec::new();
    for (nth, at) in chosen.iter().enumerate() {
        if let Some(before) = nth.checked_sub(1) {
            lines.push(if chosen[before] + 1 == *at { String::new() } else { LEFT_OUT.to_owned() });
        }
        lines.extend(lines_of(*at));
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

/// A text without addresses in the web, whose words nobody wrote.
fn without_links(text: &str) -> String {
    squeezed(text.split_whitespace().filter(|word| !word.contains("://")))
}

/// The words of a text that more lines are made of than a quote has, if they are words of people.
fn beginning(text: &str) -> &str {
    /// Far more than fill a quote.
    const LONGEST: usize = 16 * 1024;
    let cut = text.floor_char_boundary(LONGEST);
    text[cut..].find([' ', '\n']).map_or(text, |end| &text[..cut + end])
}

/// Whether a line only says hello.
pub(super) fn greets(line: &str) -> bool {
    let line = line.trim();
    let words = line.split_whitespace().count();
    let hello = ["hi", "hello", "hey", "dear", "good", "greetings", "respected"];
    let first = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let lower = line.to_lowercase();
    let wishes = ["hope you", "hope this", "hope everyone", "hope all"].iter().any(|it| lower.contains(it))
        && words <= 14;
    let names = words <= 8 && line.ends_with([',', '\u{ff0c}']);
    wishes || names || words <= 8 && hello.iter().any(|it| first.eq_ignore_ascii_case(it)) && !asks(line)
}

fn is_item(line: &str) -> bool {
    let footnote = line.strip_prefix('[').is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    footnote || item_text(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quote of a letter about the parser.
    fn of(text: &str) -> String {
        let mail = format!("Subject: x\n\n{text}\n");
        quote(&Post::read(mail.as_bytes()).expect("a mail"), |text| text.contains("parser"))
    }

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
            ("Hello all,\n\nI am Ada.\n\nWhich tree?\n\nBye", "> Which tree?"),
            ("Which tree?\n\nI am Ada.\n\nHow\nlong?", "> Which tree?\n> [...]\n> How\n> long?"),
            ("Which tree?\n\nHow long?", "> Which tree?\n>\n> How long?"),
            ("1. Which tree?\n2. I have one.\n3. How?", "> 1. Which tree?\n> 2. I have one.\n> 3. How?"),
            ("Dear Mary,\n\nwhich tree?", "> which tree?"),
            ("Dear Mary,\nI hope you are well.\nWhich tree?", "> Which tree?"),
            (
                "I build, but do not\n\nknow which\n\ntree. Do you?",
                "> I build, but do not\n> know which\n> tree. Do you?",
            ),
            ("I am Ada.\n\nI was wondering whether it holds.", "> I was wondering whether it holds."),
            ("Why does this fail?\n\n    x = a ? b : c;\n\necho $?", "> Why does this fail?"),
            ("Why does\n$ make all\nerror\n\nfail?", "> fail?"),
            ("> How long?\n\nI am Ada.", ""),
            ("Hello all,", ""),
            ("", ""),
        ] {
            assert_eq!(of(own), expected, "{own:?}");
        }
    }

    #[test]
    fn without_a_question_the_project_or_the_request_is_quoted() {
        for (own, expected) in [
            ("Hello all,\n\nI am Ada.\n\nBye", ""),
            ("Hello all,\n\nI hope you are doing well.\n\nBye", ""),
            ("Hello all,\n\nI am Ada.\n\nThe parser is slow.\n\nBye", "> The parser is slow."),
            ("Hello,\n\nI am interested in tracing.", "> I am interested in tracing."),
            ("I read https://example.org/?a=b today.\n\nBye.", ""),
            ("Hello,\n\n[1] https://example.org/parser", ""),
        ] {
            assert_eq!(of(own), expected, "{own:?}");
        }
        let long = format!("{}The parser is slow. {}", "I did this. ".repeat(40), "I did that. ".repeat(40));
        assert!(of(&long).starts_with("> The parser is slow. I did"), "{}", of(&long));
    }

    #[test]
    fn a_quote_stays_short() {
        let long = format!("{} Which tree? {}", "I did this. ".repeat(60), "I did that. ".repeat(60));
        assert_eq!(of(&long), "> Which tree?");
        let many = "- Which one?\n".repeat(40);
        let quoted = of(&many);
        assert_eq!(quoted.lines().count(), MOST_LINES);
        assert!(quoted.ends_with("\n> [...]"), "{quoted}");
        assert_eq!(of(&format!("{}?", "a".repeat(500_000))), "> [...]");
        assert!(of(&"The parser did this. ".repeat(60)).ends_with("this.\n> [...]"));
        let item = format!("1. {}Which tree? I have one.", "I did this. ".repeat(80));
        assert_eq!(of(&item), "> Which tree?");
        assert_eq!(of(&"The parser did ".repeat(90)).lines().count(), LONGEST_OPENING);
        let wide = format!("{}end?", "word ".repeat(30));
        assert!(of(&wide).lines().all(|line| line.width() <= 74), "{}", of(&wide));
    }
}
