//! Lines with quote marks.

use crate::read::flowed::STUFFED;

/// Characters before a quote mark, at most.
const MOST_BEFORE: usize = 8;

/// Whether a line has a quote mark: `>`, blanks before it, initials as in `AE>` or a name as in `Ada>`; a bar or
/// another mark of some mail programs.
pub(crate) fn is_marked(line: &str) -> bool {
    if line.starts_with(STUFFED) {
        return false;
    }
    let text = line.trim_start_matches(is_blank);
    let before = line[..line.len() - text.len()].chars().count();
    let marked = text.starts_with(['>', '＞']) || is_named(text) || is_other(text);
    before <= MOST_BEFORE && marked
        || is_barred(line.trim_start_matches('\u{feff}'))
        || line.starts_with(": ")
}

/// What nobody sees before a mark.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}' | '\u{ad}' | '\u{feff}')
        || matches!(c, '\u{2000}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{2069}')
}

/// `AE>`, `Ada> ` and `ada.e>> `, as Supercite and Gnus write it.
fn is_named(text: &str) -> bool {
    /// Octets of the longest name.
    const LONGEST: usize = 16;
    /// What programs write before their input.
    const PROMPTS: [&str; 10] =
        ["mysql", "sqlite", "psql", "ftp", "sftp", "gdb", "irb", "ghci", "tftp", "U-Boot"];
    let beginning = &text.as_bytes()[..text.len().min(LONGEST + 1)];
    let Some(at) = memchr::memchr(b'>', beginning) else { return false };
    let (name, rest) = (&text[..at], &text[at..]);
    let behind = rest.trim_start_matches('>');
    if (1..=3).contains(&at) && name.bytes().all(|byte| byte.is_ascii_uppercase()) && !rest.starts_with(">>")
    {
        return true;
    }
    let plain = |word: &str| {
        word.starts_with(char::is_alphabetic)
            && word.chars().all(|c| c.is_alphanumeric() || ".-_'’".contains(c))
    };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let words = || name.split(' ');
    let named = words().all(plain) && (words().count() == 1 || words().all(capital));
    let sign = matches!(name, "%" | "#" | "!" | "\\");
    let letter = at == 1 && name.starts_with(|c: char| c.is_lowercase());
    behind.chars().next().is_none_or(|c| c == ' ') && (named && !letter && !PROMPTS.contains(&name) || sign)
}

/// `» `, and `>` that was escaped twice.
fn is_other(text: &str) -> bool {
    let angle = text.starts_with(['»', '›', '≫', '〉']);
    let escaped = ["&gt;", "&#62;", "=3E"].iter().any(|it| text.starts_with(it));
    // In some languages they stand around words: »so«, and behind them.
    angle && !text.contains(['«', '‹', '≪', '〈']) && text.chars().count() > 1 || escaped
}

/// `| `, with no other bar behind it: a row of a table has one.
fn is_barred(text: &str) -> bool {
    const BARS: [char; 10] = ['|', '│', '┃', '┆', '║', '¦', '▏', '▎', '▍', '▌'];
    text.strip_prefix(BARS)
        .is_some_and(|rest| !rest.contains(BARS) && rest.chars().next().is_none_or(|c| c == ' '))
}

/// How many lines at `at` are a quote of a forum, between `[quote="Ada"]` and `[/quote]`, and whether it ends.
pub(super) fn tagged(lines: &[&str], at: usize) -> Option<(usize, bool)> {
    let is = |line: &str, tag: &str| {
        let text = line.trim_start();
        text.starts_with(['[', '<']) && text[1..].to_ascii_lowercase().starts_with(tag)
    };
    let opens =
        |line: &str| is(line, "quote ") || is(line, "quote=") || is(line, "quote]") || is(line, "quote>");
    if !opens(lines[at]) {
        return None;
    }
    let mut depth = 0_usize;
    for (nth, line) in lines[at..].iter().enumerate() {
        let lower = line.to_ascii_lowercase();
        depth += usize::from(opens(line));
        depth = depth.saturating_sub(usize::from(lower.contains("[/quote]") || lower.contains("</quote>")));
        if depth == 0 {
            return Some((nth + 1, true));
        }
    }
    Some((1, false))
}
