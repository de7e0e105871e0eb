//! Filling text to the width of a letter.

use onlist_mail::read::own::item_text;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a line, so that a few quote marks still fit (RFC 3676 4.2 suggests the same).
pub const WIDTH: usize = 72;

/// Breaks the lines of `text` that are wider than [`WIDTH`] columns.
///
/// Lines that fit stay as they are, and so do quotes (`>`) and lines indented
/// by a tab or four blanks, as code is. What follows a list mark is indented
/// below it. Words are not broken, URLs least of all; only wide text (CJK) is
/// broken between its characters.
#[must_use]
pub fn fill(text: &str) -> String {
    text.split('\n').map(fill_line).collect::<Vec<_>>().join("\n")
}

fn fill_line(line: &str) -> String {
    let verbatim = line.starts_with('>') || line.starts_with('\t') || line.starts_with("    ");
    if line.width() <= WIDTH || verbatim {
        return line.to_owned();
    }
    let indent = " ".repeat(indent(line));
    let options = Options::new(WIDTH)
        .break_words(false)
        .word_separator(WordSeparator::Custom(pieces))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .subsequent_indent(&indent);
    textwrap::fill(line, options)
}

/// How many columns stand before the text of a line, with the mark of a list item.
fn indent(line: &str) -> usize {
    let text = item_text(line).unwrap_or_else(|| line.trim_start());
    line[..line.len() - text.len()].width()
}

/// What is not broken: splits at blanks, and around wide characters (CJK) up to a URL.
#[must_use]
pub fn pieces(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut words = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let end = rest[blanks..].find(' ').map_or(rest.len(), |at| blanks + at);
        let next = rest[end..].find(|c| c != ' ').map_or(rest.len(), |at| end + at);
        let url = url_start(&rest[..end]);
        let mut start = 0;
        for (at, c) in rest[..url].char_indices().skip(1) {
            if at > start && c.width() == Some(2) {
                words.push(Word::from(&rest[start..at]));
                start = at;
            }
        }
        if url > start && url < end && rest[..url].ends_with(|c: char| c.width() == Some(2)) {
            words.push(Word::from(&rest[start..url]));
            start = url;
        }
        words.push(Word::from(&rest[start..next]));
        rest = &rest[next..];
    }
    Box::new(words.into_iter())
}

/// Where the URL in a word begins; the word's end where there is none.
fn url_start(word: &str) -> usize {
    let Some(scheme) = word.find("://") else { return word.len() };
    word[..scheme].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_broken_where_people_would() {
        let long = "word ".repeat(20);
        for (text, expected) in [
            ("short", "short".to_owned()),
            (long.trim_end(), format!("{}\n{}", "word ".repeat(14).trim_end(), "word ".repeat(6).trim_end())),
            (&format!("> {long}"), format!("> {long}")),
            (&format!("    {long}"), format!("    {long}")),
            (
                &format!("- {}", long.trim_end()),
                format!("- {}\n  {}", "word ".repeat(14).trim_end(), "word ".repeat(6).trim_end()),
            ),
            (
                &format!("12) {}", long.trim_end()),
                format!("12) {}\n    {}", "word ".repeat(13).trim_end(), "word ".repeat(7).trim_end()),
            ),
            (
                &format!("3.5 {}", long.trim_end()),
                format!("3.5 {}\n{}", "word ".repeat(13).trim_end(), "word ".repeat(7).trim_end()),
            ),
            (
                &format!("2015. {}", long.trim_end()),
                format!("2015. {}\n{}", "word ".repeat(13).trim_end(), "word ".repeat(7).trim_end()),
            ),
            (&"漢".repeat(40), format!("{}\n{}", "漢".repeat(36), "漢".repeat(4))),
            (
                &format!("see https://example.org/{}", "a/".repeat(40)),
                format!("see\nhttps://example.org/{}", "a/".repeat(40)),
            ),
        ] {
            assert_eq!(fill(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_filling_twice_changes_nothing(text in "[ a-z漢é:/\n-]{0,400}") {
            let filled = fill(&text);
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&filled), letters(&text));
            prop_assert_eq!(fill(&filled), filled);
        }
    }
}
