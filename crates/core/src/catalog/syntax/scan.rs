//! The lines of a file that belong together: headers, and keys with their values.

use std::ops::Range;

/// What a file is made of.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) range: Range<usize>,
    /// What is not closed in it.
    pub(super) open: Option<Open>,
    /// How far one had to look to know where it ends.
    seen: usize,
}

/// A bracket, or quotes, that nothing closes.
#[derive(Debug)]
pub(super) struct Open {
    /// Where it opens.
    pub(super) at: usize,
    /// What opens.
    pub(super) opening: &'static str,
    /// What closes it and what stands around it.
    pub(super) closing: String,
    /// Where that has to be.
    pub(super) before: usize,
}

/// Quotes around text of several lines.
const LONG: [&str; 2] = ["\"\"\"", "'''"];

/// Splits a text; nothing where it is too entangled to be worth the time.
pub(super) fn statements(text: &str) -> Option<Vec<Statement>> {
    let mut budget = text.len().saturating_mul(16) + 1024;
    let (mut statements, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let line = line_end(text, at);
        let start = at + (text[at..line].len() - text[at..line].trim_start().len());
        let rest = &text[start..line];
        if rest.is_empty() || rest.starts_with('#') {
            at = line + 1;
            continue;
        }
        let statement = if is_header(rest) || !rest.contains(['=', ':']) {
            Statement { range: start..line, open: None, seen: line }
        } else {
            value(text, start)
        };
        budget = budget.checked_sub(statement.seen.saturating_sub(start))?;
        let end = statement.range.end;
        let range = start..start + text[start..end].trim_end().len();
        statements.push(Statement { range, ..statement });
        at = line_end(text, end) + 1;
    }
    Some(statements)
}

/// The end of the line at `at`, without its break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end)
}

/// Whether a line begins a table.
fn is_header(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.trim_start_matches('[').trim_start();
    line.starts_with('[') && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a line begins with a key and `=`.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(plain)).then_some(name)
}

/// A bracket that is open.
struct Bracket {
    at: usize,
    is_array: bool,
}

/// The key and value that begin at `start`.
fn value(text: &str, start: usize) -> Statement {
    let octets = text.as_bytes();
    let mut brackets: Vec<Bracket> = Vec::new();
    // The last octet that is neither blank nor comment, and whether a text is not closed on its line.
    let (mut at, mut last, mut unclosed) = (start, start, false);
    while let Some(octet) = octets.get(at).copied() {
        match octet {
            b'\n' if brackets.is_empty() || (unclosed && closers(text, at) >= brackets.len()) => break,
            b'\n' => {
                let line = &text[at + 1..line_end(text, at + 1)];
                let in_array = brackets.last().is_some_and(|it| it.is_array);
                let ended = in_array || !matches!(octets[last], b',' | b'{');
                if (is_header(line) && !line.contains(',')) || (ended && key_of(line).is_some()) {
                    return open(text, start..at, &brackets, last);
                }
            }
            b'#' => {
                at = line_end(text, at);
                continue;
            }
            b'"' | b'\'' => {
                if let Some(long) = LONG.iter().find(|it| text[at..].starts_with(**it)) {
                    match long_end(text, at, long) {
                        Ok(end) => at = end - 1,
                        Err(before) => {
                            let closing = (*long).to_owned();
                            let open = Open { at, opening: long, closing, before };
                            return Statement { range: start..before, open: Some(open), seen: text.len() };
                        }
                    }
                } else if let Some(end) = short_end(octets, at) {
                    at = end;
                } else {
                    unclosed = true;
                    at = line_end(text, at);
                    last = at - 1;
                    continue;
                }
            }
            b'[' | b'{' => brackets.push(Bracket { at, is_array: octet == b'[' }),
            b']' | b'}' => drop(brackets.pop()),
            _ => {}
        }
        if !octet.is_ascii_whitespace() {
            last = at;
        }
        at += 1;
    }
    if !brackets.is_empty() && at >= octets.len() {
        return open(text, start..at, &brackets, last);
    }
    Statement { range: start..at.min(octets.len()), open: None, seen: at }
}

/// How many closing brackets stand at the end of the line that ends at `end`.
fn closers(text: &str, end: usize) -> usize {
    let line = text[..end].trim_end_matches([',', ' ', '\r', ']', '}']);
    text[line.len()..end].bytes().filter(|it| b"]}".contains(it)).count()
}

/// Says what is open, as far as one has looked, where only `last` still belongs to it.
fn open(
    text: &str,
    Range { start, end: seen }: Range<usize>,
    brackets: &[Bracket],
    last: usize,
) -> Statement {
    let closing: String = brackets.iter().rev().map(|it| if it.is_array { ']' } else { '}' }).collect();
    let end = text.ceil_char_boundary(last + 1);
    let innermost = brackets.last().map_or(start, |it| it.at);
    let line = line_end(text, innermost);
    let first_line = text[innermost..line].trim_end();
    let is_array = brackets.last().is_some_and(|it| it.is_array);
    // A table in braces is closed on its line, unless nothing follows the brace there.
    let before =
        if is_array || first_line.len() == 1 { end } else { (innermost + first_line.len()).min(end) };
    let opening = if is_array { "[" } else { "{" };
    let open = Open { at: innermost, opening, closing, before };
    Statement { range: start..before.max(start + 1), open: Some(open), seen }
}

/// The end of the text in quotes that begins at `at`, where it ends on its line.
fn short_end(octets: &[u8], at: usize) -> Option<usize> {
    let quote = octets[at];
    let mut next = at + 1;
    while let Some(octet) = octets.get(next).copied().filter(|it| *it != b'\n') {
        match octet {
            b'\\' if quote == b'"' && octets.get(next + 1) != Some(&b'\n') => next += 2,
            _ if octet == quote => return Some(next),
            _ => next += 1,
        }
    }
    None
}

/// The end of the text of several lines that begins at `at`, else where it has to end: before the next key or table.
fn long_end(text: &str, at: usize, quotes: &str) -> Result<usize, usize> {
    let inner = at + quotes.len();
    let mut search = inner;
    let closed = loop {
        match text[search..].find(quotes) {
            Some(found) if quotes.starts_with('"') && is_escaped(&text[inner..search + found]) => {
                search += found + 1;
            }
            Some(found) => break Some(search + found),
            None => break None,
        }
    };
    // Quotes that open the next text are none that close this one.
    let opens_next = |end: usize| {
        let line = text[..end].rfind('\n').map_or(0, |it| it + 1);
        line > at
            && text[end + quotes.len()..line_end(text, end)].trim().is_empty()
            && key_of(&text[line..end]).is_some_and(|_| text[line..end].trim_end().ends_with('='))
    };
    match closed.filter(|end| !opens_next(*end)) {
        Some(end) => {
            let more =
                text[end + quotes.len()..].bytes().take(2).take_while(|it| quotes.as_bytes()[0] == *it);
            Ok(end + quotes.len() + more.count())
        }
        None => Err(next_statement(text, inner)),
    }
}

/// Whether a text ends with an odd number of backslashes.
fn is_escaped(text: &str) -> bool {
    text.bytes().rev().take_while(|it| *it == b'\\').count() % 2 == 1
}

/// The end of the lines before the next that looks like a header or a key.
fn next_statement(text: &str, from: usize) -> usize {
    let mut line = line_end(text, from);
    while line < text.len() {
        let next = &text[line + 1..line_end(text, line + 1)];
        let header = is_header(next) && next.trim_end().ends_with(']');
        if header || key_of(next).is_some_and(super::is_known) {
            break;
        }
        line = line_end(text, line + 1);
    }
    text[..line].trim_end().len().max(from)
}
