//! What is too wide, and wrapping the writer's own prose.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::check::text::Text;
use crate::check::words::{is_url, tokens};
use crate::compose::{BROKEN_BY_PROGRAM, WIDTH, fill, is_prose};
use onlist_mail::read::own::LineKind;

/// The width of a line on a terminal, with tabs to every eighth column.
pub(super) fn width(line: &str) -> usize {
    line.chars().fold(0, |column, c| match c {
        '\t' => (column / 8 + 1) * 8,
        c => column + c.width().unwrap_or(0),
    })
}

/// Whether a line of prose is wider than `widest` and could have been broken: not by a URL alone.
pub(super) fn is_too_wide(line: &str, widest: usize) -> bool {
    // No octet is wider than a tab.
    if line.len() <= widest / 8 || width(line.trim_end()) <= widest {
        return false;
    }
    let unbreakable = |token: &str| is_url(token) || token.contains('@') || token.contains('/');
    let words: Vec<_> = tokens(line).map(|(_, token)| token).filter(|it| !unbreakable(it)).collect();
    // Text without blanks can be broken where its characters are wide (CJK).
    let breakable = words.len() > 1 || line.chars().any(|c| c.width() == Some(2));
    breakable && words.join(" ").width() > widest
}

/// Wraps the paragraphs of prose that have a line wider than `widest`.
///
/// Quotes, code, diffs, lists, footnotes and lines that are wide because of
/// a URL stay. What a wide line loses flows into the next line where a program
/// had broken the paragraph there, and makes a line of its own elsewhere.
pub(super) fn wrapped(text: &Text, widest: usize) -> Vec<String> {
    let lines: Vec<_> = text.lines.iter().map(|line| line.text.clone()).collect();
    let prose: Vec<_> =
        text.lines.iter().map(|line| line.kind == LineKind::Prose && is_prose(&line.text)).collect();
    let mut result = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let length = prose[at..].iter().take_while(|it| **it).count();
        let paragraph = &lines[at..at + length];
        if paragraph.iter().any(|line| is_too_wide(line, widest)) {
            result.extend(filled(paragraph, widest));
        } else {
            result.extend_from_slice(paragraph);
        }
        result.extend(lines.get(at + length).cloned());
        at += length + 1;
    }
    result
}

/// The lines of a paragraph, filled from the first that is too wide on; as they were when that would
/// turn prose into something else.
fn filled(paragraph: &[String], widest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for line in paragraph {
        let rest = if open { lines.pop() } else { None };
        let whole = match rest {
            Some(rest) => format!("{rest} {line}"),
            None => line.clone(),
        };
        let wide = open && whole.width() > WIDTH || is_too_wide(&whole, widest);
        let parts = if wide { fill(&whole) } else { whole };
        open = (open || wide) && BROKEN_BY_PROGRAM.contains(&line.trim_end().width());
        lines.extend(parts.split('\n').map(|part| part.trim_end().to_owned()));
    }
    if lines.iter().all(|line| is_prose(line)) { lines } else { paragraph.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Mail;

    fn wrap(text: &str) -> String {
        let mail = format!("Subject: x\n\n{text}\n");
        let mail = Mail::read(mail.as_bytes()).expect("a mail");
        wrapped(&mail.text, 76).join("\n")
    }

    #[test]
    fn prose_is_wrapped_and_nothing_else() {
        let words = |n: usize| vec!["word"; n].join(" ");
        let url = format!("https://example.org/{}", "a/".repeat(40));
        for (text, expected) in [
            (words(20), format!("{}\n{}", words(14), words(6))),
            (words(15), words(15)),
            (
                format!("{}\n{}\n{}", words(17), words(17), words(2)),
                format!("{0}\n{0}\n{1}", words(14), words(8)),
            ),
            (format!("{}\nRegards", words(40)), format!("{0}\n{0}\n{1}\nRegards", words(14), words(12))),
            (format!("> {}", words(20)), format!("> {}", words(20))),
            (format!("    {}", words(20)), format!("    {}", words(20))),
            (format!("- {}", words(20)), format!("- {}", words(20))),
            (format!("1. {}", words(20)), format!("1. {}", words(20))),
            (format!("see {url}"), format!("see {url}")),
            (format!("```\n{}\n```", words(20)), format!("```\n{}\n```", words(20))),
            (format!("-- \n{}", words(20)), format!("-- \n{}", words(20))),
            (format!("{}ab > {}", words(14), words(6)), format!("{}ab > {}", words(14), words(6))),
        ] {
            assert_eq!(wrap(&text), expected, "{text}");
            assert_eq!(wrap(&wrap(&text)), wrap(&text), "{text}");
        }
    }
}
