//! Paragraphs that a program had broken into lines, as a paste from a mail or an editor is.

use onlist_mail::read::own::item_text;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A line this wide was broken by a program, where a wider one is a whole paragraph and a narrower one an end.
pub(crate) const BROKEN_BY_PROGRAM: std::ops::RangeInclusive<usize> = 60..=100;

/// Joins the lines of paragraphs that were filled to some width, so that they can be filled anew.
///
/// A line goes on in the next one where the first word of that one had no room on it. Code, quotes, lists, tables, links
/// and lines that their writer ended stay as they are.
#[must_use]
pub(super) fn flowed(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').collect();
    let mut is_fenced = false;
    let prose: Vec<_> = lines
        .iter()
        .map(|line| {
            let fence = line.trim_start().starts_with("```");
            is_fenced ^= fence;
            let is_link = line.contains("://") && !line.trim_end().contains(' ');
            !is_fenced && !fence && !is_link && is_prose(line)
        })
        .collect();
    let mut joined: Vec<String> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let length = prose[at..].iter().take_while(|it| **it).count();
        join(&lines[at..at + length], &mut joined);
        joined.extend(lines.get(at + length).map(|line| (*line).to_owned()));
        at += length + 1;
    }
    joined.join("\n")
}

/// Joins the lines of a run of prose, if a program had broken it: inside a sentence at least once.
fn join(run: &[&str], joined: &mut Vec<String>) {
    let widths = run.iter().map(|line| line.trim_end().width());
    let widest = widths.filter(|it| BROKEN_BY_PROGRAM.contains(it)).max().unwrap_or(usize::MAX);
    let goes_on: Vec<_> = run.windows(2).map(|pair| is_broken(pair[0], pair[1], widest)).collect();
    let inside = |at: usize| goes_on[at] && !run[at].trim_end().ends_with(['.', '!', '?', ':']);
    let was_broken = (0..goes_on.len()).any(inside);
    for (at, line) in run.iter().enumerate() {
        match joined.last_mut().filter(|_| at > 0 && was_broken && goes_on[at - 1]) {
            Some(last) => {
                last.truncate(last.trim_end().len());
                last.push(' ');
                last.push_str(line);
            }
            None => joined.push((*line).to_owned()),
        }
    }
}

/// Whether a line ended because the first word of the next one had no room on it.
fn is_broken(line: &str, next: &str, widest: usize) -> bool {
    let line = line.trim_end();
    let word = next.split(' ').next().unwrap_or_default();
    let is_wide = line.chars().next_back().is_some_and(|c| c.width() == Some(2));
    !is_wide && line.width() <= widest && line.width() + 1 + word.width() > widest
}

/// Whether a line is part of a paragraph: no code, list, footnote, heading or fence.
pub(crate) fn is_prose(line: &str) -> bool {
    let item = item_text(line).is_some();
    let marked = line.starts_with(['-', '*', '+', '•', '[', '#', '|', ' ', '\t', '>', '`', '~']);
    let ruler = line.len() > 3 && line.trim().bytes().all(|byte| b"-_=".contains(&byte));
    let delimits = line.starts_with("From ") || line.starts_with("You received this message");
    !(item || marked || ruler || delimits || stands_as_it_is(line))
}

/// Whether a line is code, a part of a diff, the trailer of a patch, or a row of a table.
fn stands_as_it_is(line: &str) -> bool {
    let trailer = line.split_once(": ").is_some_and(|(name, _)| {
        let tag = name.strip_suffix("-by").or_else(|| name.strip_suffix("-off"));
        tag.is_some() || matches!(name, "Fixes" | "Link" | "Closes" | "Message-ID" | "Cc" | "Change-Id")
    });
    let starts = ["    ", "\t", ">", "$ ", "# ", "+", "diff ", "@@ ", "index ", "|", "commit "];
    trailer || starts.iter().any(|it| line.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::fill;
    use proptest::prelude::*;

    /// `text` filled to so many columns, as an editor does.
    fn broken(text: &str, columns: usize) -> String {
        textwrap::fill(
            text,
            textwrap::Options::new(columns).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit),
        )
    }

    const PROSE: &str = "My grandmother kept a lamp, and I have cleaned its lens every summer since I was nine. I \
        want to learn how oil burns, and why the wick does not. Last week I have built the trimmer at commit 1a2b3c4d \
        and read what its parser does with the last line.";

    #[test]
    fn what_a_program_has_broken_flows_again() {
        for columns in [64, 72, 76, 79, 90] {
            let two = format!("{}\n\n{}", broken(PROSE, columns), broken(PROSE, columns));
            assert_eq!(flowed(&two), format!("{PROSE}\n\n{PROSE}"), "{columns}");
            assert_eq!(fill(&flowed(&two)), fill(&format!("{PROSE}\n\n{PROSE}")), "{columns}");
        }
        let words = "word ".repeat(14);
        for number in ["2.6.32", "3.18"] {
            let text = format!("{words}{number} {words}end");
            assert_eq!(flowed(&broken(&text, 72)), text);
        }
    }

    #[test]
    fn what_its_writer_has_broken_stays() {
        let wide = "word ".repeat(14);
        let wide = wide.trim_end();
        for text in [
            "one\ntwo\n\nthree".to_owned(),
            "I have built it\nand it works".to_owned(),
            "I read the code of the trimmer and the paper on wicks last week.\nI built the lamp from its source with \
             the steps of the manual."
                .to_owned(),
            format!("- {wide}\n- {wide}"),
            format!("1. {wide}\n2. {wide}"),
            format!("> {wide}\n> {wide}"),
            format!("    {wide}\n    {wide}"),
            format!("```\n{wide}\n{wide}\n```"),
            format!("$ {wide}\n$ {wide}"),
            format!("https://example.org/{0}\nhttps://example.org/{0}", "a/".repeat(25)),
            format!("{}\n{}", "漢".repeat(35), "漢".repeat(10)),
            format!("{wide} {wide}\n{wide} {wide}"),
        ] {
            assert_eq!(flowed(&text), text);
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "[ a-z漢.\n>-]{0,400}") {
            let once = flowed(&text);
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&once), letters(&text));
        }
    }
}
