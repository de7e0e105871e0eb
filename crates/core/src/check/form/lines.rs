//! The lines of the text.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{marks, signature};
use crate::check::case::Case;
use crate::check::finding::{Hit, Severity};
use crate::check::text::Author;
use crate::check::rule::{Rule, Scope};
use crate::check::words::{is_url, tokens};

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: "F02",
        name: "line-width",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "archives and terminals do not wrap: prose at 72 columns leaves room for the quote marks of answers",
        source: "GSoC and kernel guides on plain text; RFC 3676, 4.2",
        run: line_width,
    },
    Rule {
        code: "F04",
        name: "broken-diff",
        severity: Severity::Error,
        scope: Scope::Any,
        reason: "a diff whose lines flow or were broken cannot be applied",
        source: "Linux kernel, email-clients",
        run: broken_diff,
    },
    Rule {
        code: "F09",
        name: "hidden-characters",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "blanks that are none and marks that nobody sees break searches, commands and code that are copied",
        source: "39 first contacts on two lists, 2020 to 2026",
        run: marks::hidden_characters,
    },
    Rule {
        code: "F10",
        name: "markdown-marks",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "mail is read as it is written: nothing turns Markdown into headings and tables",
        source: "39 first contacts on two lists, 2020 to 2026",
        run: marks::markdown_marks,
    },
    Rule {
        code: "F13",
        name: "signature-form",
        severity: Severity::Warning,
        scope: Scope::Any,
        reason: "programs leave a signature out of answers when `-- ` stands above it; notices of secrecy contradict \
            a public archive",
        source: "RFC 3676, 4.3; 39 first contacts on two lists, 2020 to 2026",
        run: signature::signature_form,
    },
    Rule {
        code: "F16",
        name: "top-post",
        severity: Severity::Warning,
        scope: Scope::Reply,
        reason: "an answer above the whole quote has to be read backwards",
        source: "Linux kernel, submitting-patches",
        run: top_post,
    },
];

/// The width of a line on a terminal, with tabs to every eighth column.
fn width(line: &str) -> usize {
    line.chars().fold(0, |column, c| match c {
        '\t' => (column / 8 + 1) * 8,
        c => column + c.width().unwrap_or(0),
    })
}

/// Whether a line is no prose, so that nobody may break it: code, a diff, a trailer, a table.
pub(in crate::check) fn stands_as_it_is(line: &str) -> bool {
    let trailer = line.split_once(": ").is_some_and(|(name, _)| {
        let tag = name.strip_suffix("-by").or_else(|| name.strip_suffix("-off"));
        tag.is_some() || matches!(name, "Fixes" | "Link" | "Closes" | "Message-ID" | "Cc" | "Change-Id")
    });
    let starts = ["    ", "\t", ">", "$ ", "# ", "+", "diff ", "@@ ", "index ", "|", "commit "];
    trailer || starts.iter().any(|it| line.starts_with(it))
}

/// Whether a line of prose is wider than `widest` and could have been broken: not by a URL alone.
pub(in crate::check) fn is_too_wide(line: &str, widest: usize) -> bool {
    // No octet is wider than a tab.
    if line.len() <= widest / 8 || width(line.trim_end()) <= widest || stands_as_it_is(line) {
        return false;
    }
    let unbreakable = |token: &str| is_url(token) || token.contains('@') || token.contains('/');
    let words: Vec<_> = tokens(line).map(|(_, token)| token).filter(|it| !unbreakable(it)).collect();
    // Text without blanks can be broken where its characters are wide (CJK).
    let breakable = words.len() > 1 || line.chars().any(|c| c.width() == Some(2));
    breakable && words.join(" ").width() > widest
}

fn line_width(case: &Case<'_>) -> Vec<Hit> {
    let widest = case.judge.widest_line;
    let wide: Vec<_> = unfenced(case).filter(|(_, line)| is_too_wide(line, widest)).collect();
    let Some((at, line)) = wide.first() else { return Vec::new() };
    let columns = width(line.trim_end());
    let message = match wide.len() {
        1 => format!("this line has {columns} columns"),
        lines => format!("{lines} lines are wider than {widest} columns, this one has {columns}"),
    };
    let beyond = line.char_indices().find(|(end, c)| width(&line[..end + c.len_utf8()]) > widest);
    let span = beyond.map_or(0, |(start, _)| start)..line.trim_end().len();
    vec![Hit::new(
        case.mail.in_line(*at, span),
        message,
        "wrap prose at 72 columns; `onlist check --fix` does it",
    )]
}

/// The writer's own lines that do not stand between two lines of three backticks.
fn unfenced<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    let mut fenced = false;
    case.own_lines().filter(move |(_, line)| {
        fenced ^= line.trim_start().starts_with("```");
        !fenced
    })
}

fn broken_diff(case: &Case<'_>) -> Vec<Hit> {
    let lines = &case.mail.text.lines;
    let starts = |at: &usize| {
        let next = lines.get(at + 1).is_some_and(|next| next.text.starts_with("+++ "));
        lines[*at].text.starts_with("--- ") && next
    };
    let Some(start) = (0..lines.len()).find(starts) else { return Vec::new() };
    let fix = "send patches with `git send-email`, which leaves them as they are";
    if case.mail.parts().iter().any(|part| part.shown && part.flowed) {
        return vec![Hit::new(case.mail.at_line(start), "this diff is in text that flows", fix)];
    }
    let Some(broken) = broken_hunk_line(case, start + 2) else { return Vec::new() };
    vec![Hit::new(case.mail.at_line(broken), "this line of the diff was broken from the one above", fix)]
}

/// The first line of a hunk that begins with no mark of a hunk, before the hunk has all of its lines.
fn broken_hunk_line(case: &Case<'_>, from: usize) -> Option<usize> {
    let (mut old, mut new) = (0_usize, 0_usize);
    for (at, line) in case.mail.text.lines.iter().enumerate().skip(from) {
        let text = line.text.as_str();
        if old == 0 && new == 0 {
            if let Some(counts) = hunk(text) {
                (old, new) = counts;
            }
            continue;
        }
        match text.as_bytes().first() {
            // Mail programs strip the blank of an empty line.
            Some(b' ') | None => (old, new) = (old.saturating_sub(1), new.saturating_sub(1)),
            Some(b'-') => old = old.saturating_sub(1),
            Some(b'+') => new = new.saturating_sub(1),
            Some(b'\\') => {}
            Some(_) => return Some(at),
        }
    }
    None
}

/// The old and new lines that a hunk's head counts: `@@ -1,5 +1,6 @@`.
fn hunk(line: &str) -> Option<(usize, usize)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let lines = |range: &str| range.split_once(',').map_or(Some(1), |(_, lines)| lines.parse().ok());
    Some((lines(old)?, lines(new)?))
}

fn top_post(case: &Case<'_>) -> Vec<Hit> {
    let lines = &case.mail.text.lines;
    let first = |author: Author| lines.iter().position(|line| line.author == author);
    let last = |author: Author| lines.iter().rposition(|line| line.author == author);
    let (Some(own), Some(own_end)) = (first(Author::Own), last(Author::Own)) else { return Vec::new() };
    let Some(quote) = first(Author::Quote).filter(|quote| own_end < *quote) else { return Vec::new() };
    let message = format!("the answer stands above the quote, which begins in line {}", lines[quote].number);
    vec![Hit::new(
        case.mail.at_line(own),
        message,
        "write below what you answer, and cut the rest of the quote",
    )]
}
