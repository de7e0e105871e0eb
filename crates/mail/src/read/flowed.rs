//! Text whose lines flow (RFC 3676).

use std::borrow::Cow;

/// Stands for the blank that a line was stuffed with which begins with `>` and is no quote; it is not seen, and no mail
/// begins a line with it.
pub(super) const STUFFED: &str = "\u{2060}\u{a0}";

/// A line without the blank that it was stuffed with (RFC 3676 4.4).
///
/// Before a `>` [`STUFFED`] stays in its place: it tells such a line from a quote.
pub(super) fn unstuffed(line: &str) -> Cow<'_, str> {
    match line.strip_prefix(' ') {
        Some(rest) if rest.starts_with('>') => Cow::Owned(format!("{STUFFED}{rest}")),
        Some(rest) => Cow::Borrowed(rest),
        None => Cow::Borrowed(line),
    }
}

/// A line without the mark that [`unstuffed`] left.
pub(super) fn without_stuffing(line: &str) -> Cow<'_, str> {
    match line.strip_prefix(STUFFED) {
        Some(rest) if rest.starts_with('>') => Cow::Borrowed(rest),
        _ => Cow::Borrowed(line),
    }
}

/// Joins the lines of each paragraph; quote marks and signature delimiters stay.
///
/// A line flows into the next when it ends with a blank and the next has the
/// same quote depth. With `delete_space` that blank was not part of the text.
pub(super) fn join(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    // The quote depth of a line that is to be continued.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let words = &line[depth..];
        let signature = matches!(words, "-- " | " -- ");
        let continues = open == Some(depth) && !signature;
        // Only where a line begins it could be taken for a quote.
        let words =
            if continues { words.strip_prefix(' ').unwrap_or(words).into() } else { unstuffed(words) };
        if !continues {
            if open.is_some() {
                joined.push('\n');
            }
            joined.push_str(&">".repeat(depth));
            joined.push_str(if depth > 0 && !words.is_empty() { " " } else { "" });
        }
        let soft = words.ends_with(' ') && !signature;
        joined.push_str(if soft && delete_space { &words[..words.len() - 1] } else { &words });
        open = soft.then_some(depth);
        if !soft {
            joined.push('\n');
        }
    }
    if open.is_some() {
        joined.push('\n');
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_flow() {
        for (text, delete_space, expected) in [
            ("one \ntwo\nthree\n", false, "one two\nthree\n"),
            ("one \ntwo", true, "onetwo\n"),
            ("> one \n> two\nthree\n", false, "> one two\nthree\n"),
            ("> one \n>> two\n", false, "> one \n>> two\n"),
            (" > not quoted\n From me\n", false, "\u{2060}\u{a0}> not quoted\nFrom me\n"),
            ("one \n >= two\n", false, "one >= two\n"),
            ("> one \n> > two\n", false, "> one > two\n"),
            ("> >not \n> so\n", false, "> \u{2060}\u{a0}>not so\n"),
            ("end \n-- \nAda\n", false, "end \n-- \nAda\n"),
            (">\n>one\n", false, ">\n> one\n"),
            ("", false, ""),
        ] {
            assert_eq!(join(text, delete_space), expected, "{text:?}");
        }
    }
}
