//! Text from outside: what a person typed, a catalog holds or a mail brings.
//!
//! Two things can go wrong with it, and each has one answer here. A line that
//! goes into a header field or a question's answer must *be* one line:
//! [`Line::new`] refuses what is not, [`Line::sanitize`] makes it one where
//! refusing would lose somebody's mail. Text on its way to a terminal must not
//! move the cursor: [`escape_for_terminal`] shows what it hides.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// Whether `c` reorders the text around it (Unicode Standard Annex 9, 2.1 to 2.6).
#[must_use]
pub fn is_bidi(c: char) -> bool {
    matches!(
        c,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Whether `c` has no place in a line: controls (C0, DEL, C1), line and
/// paragraph separators, and what [`is_bidi`] names.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_bidi(c)
}

/// A character that may not stand where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not allowed (line {line}, column {column})", self.name())]
pub struct ForbiddenChar {
    /// The character.
    pub found: char,
    /// Line of the text, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl ForbiddenChar {
    /// Names the character, which cannot be shown: `U+001B (ESC)`.
    #[must_use]
    pub fn name(&self) -> String {
        name(self.found)
    }
}

fn name(c: char) -> String {
    let known = match c {
        '\0' => " (NUL)",
        '\n' => " (line feed)",
        '\r' => " (carriage return)",
        '\t' => " (tab)",
        '\u{1b}' => " (ESC)",
        _ if is_bidi(c) => " (changes the direction of text)",
        _ if c.is_control() => " (control character)",
        _ => "",
    };
    format!("U+{:04X}{known}", u32::from(c))
}

/// Returns the first character of `text` that `refused` names.
fn find(text: &str, refused: impl Fn(char) -> bool) -> Option<ForbiddenChar> {
    // Of printable ASCII nothing is ever refused.
    if is_plain(text) {
        return None;
    }
    let (mut line, mut column) = (1, 0);
    for c in text.chars() {
        column += 1;
        if refused(c) {
            return Some(ForbiddenChar { found: c, line, column });
        }
        if c == '\n' {
            (line, column) = (line + 1, 0);
        }
    }
    None
}

/// Whether a text is printable ASCII and blanks, as nearly all text is.
fn is_plain(text: &str) -> bool {
    let plain =
        |octets: &[u8]| octets.iter().fold(true, |plain, octet| plain & (b' '..=b'~').contains(octet));
    // Whole pieces, without a look at each octet in turn, are told in a few steps.
    let (pieces, rest) = text.as_bytes().as_chunks::<16>();
    pieces.iter().all(|piece| plain(piece)) && plain(rest)
}

/// Whether two blanks stand side by side.
fn has_run(text: &str) -> bool {
    text.contains("  ")
}

/// One line of text: no line break, no control, nothing that reorders text.
///
/// The only text that header fields are made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Line(Box<str>);

impl Line {
    /// Takes `text` without the blanks around it; a run of blanks in it counts as one.
    ///
    /// # Errors
    /// [`ForbiddenChar`] names the first character that a line cannot hold.
    pub fn new(text: &str) -> Result<Self, ForbiddenChar> {
        Self::check(text)?;
        if !has_run(text) {
            return Ok(Self(text.trim().into()));
        }
        let words: Vec<_> = text.trim().split(' ').filter(|word| !word.is_empty()).collect();
        Ok(Self(words.join(" ").into()))
    }

    /// Whether a line can be made of `text`.
    ///
    /// # Errors
    /// As [`Line::new`].
    pub fn check(text: &str) -> Result<(), ForbiddenChar> {
        find(text, is_forbidden).map_or(Ok(()), Err)
    }

    /// Takes `text` and turns each run of blanks, breaks and controls into one
    /// blank; characters that reorder text go without a trace.
    #[must_use]
    pub fn sanitize(text: &str) -> Self {
        if is_plain(text) && !has_run(text) {
            return Self(text.trim().into());
        }
        let kept: String =
            text.chars().filter(|c| !is_bidi(*c)).map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
        Self(kept.split_whitespace().collect::<Vec<_>>().join(" ").into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Line {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Line {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Line;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Line, E> {
                // The place is one in the value, which is not the place in the file that the reader names.
                Line::new(text)
                    .map_err(|forbidden| E::custom(format_args!("{} is not allowed here", forbidden.name())))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

/// Takes a long answer: lines end in LF, tabs stay, trailing blank space goes.
///
/// CRLF and a lone CR are line breaks.
///
/// # Errors
/// [`ForbiddenChar`] names the first other control or bidi character.
pub fn block(text: &str) -> Result<String, ForbiddenChar> {
    let text = with_lf(text);
    match find(&text, |c| is_forbidden(c) && !matches!(c, '\n' | '\t')) {
        Some(forbidden) => Err(forbidden),
        None => Ok(text.trim_end().to_owned()),
    }
}

/// Sanitizes a mail's text: lines end in LF, tabs stay, other controls
/// and bidi characters go.
#[must_use]
pub fn sanitize_block(text: &str) -> String {
    with_lf(text)
        .chars()
        .map(|c| if matches!(c, '\u{2028}' | '\u{2029}') { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !is_forbidden(*c))
        .collect()
}

/// Replaces CRLF and lone CR by LF.
#[must_use]
pub fn with_lf(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Replaces LF by CRLF, after [`with_lf`]: the line ends of a message (RFC 5322 2.1).
#[must_use]
pub fn with_crlf(text: &str) -> String {
    with_lf(text).replace('\n', "\r\n")
}

/// Shows what cannot be shown, so that no text can steer a terminal: C0
/// controls and DEL as their pictures (U+2400), C1 controls and bidi characters
/// as U+FFFD. LF and tab stay, CRLF becomes LF.
#[must_use]
pub fn escape_for_terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_forbidden(c) && !matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        '\n' | '\t' => c,
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        c if is_forbidden(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(picture).collect())
}

/// Writes the characters that [`is_forbidden`] names as `\u….` in JSON text, where they can only be part of strings.
#[must_use]
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let forbidden = |c: char| is_forbidden(c) && c != '\n';
    if !json.contains(forbidden) {
        return Cow::Borrowed(json);
    }
    let escape = |c: char| if forbidden(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(json.chars().map(escape).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        for (text, expected) in [
            ("  Ada   Example ", Ok("Ada Example")),
            ("Roger Pau Monné", Ok("Roger Pau Monné")),
            ("a\r\nBcc: x@example.org", Err("U+000D (carriage return) is not allowed (line 1, column 2)")),
            ("a\nb", Err("U+000A (line feed) is not allowed (line 1, column 2)")),
            ("\u{1b}[2J", Err("U+001B (ESC) is not allowed (line 1, column 1)")),
            ("a\u{202e}b", Err("U+202E (changes the direction of text) is not allowed (line 1, column 2)")),
            ("a\u{85}b", Err("U+0085 (control character) is not allowed (line 1, column 2)")),
        ] {
            let line = Line::new(text).map_err(|forbidden| forbidden.to_string());
            assert_eq!(line.as_deref().map_err(String::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn a_foreign_line_is_tamed() {
        for (text, expected) in [
            ("a\r\nBcc: x@example.org", "a Bcc: x@example.org"),
            ("\u{1b}]0;title\u{7}rest", "]0;title rest"),
            ("safe\u{202e}txt.exe", "safetxt.exe"),
            ("two\u{2028}lines", "two lines"),
        ] {
            assert_eq!(Line::sanitize(text).as_str(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_answer_keeps_its_lines() {
        assert_eq!(block("one\r\ntwo\rthree\n\n").as_deref(), Ok("one\ntwo\nthree"));
        assert_eq!(block("one\n\ttwo").as_deref(), Ok("one\n\ttwo"));
        let forbidden = block("one\ntw\u{1b}o").expect_err("ESC is refused");
        assert_eq!(forbidden.to_string(), "U+001B (ESC) is not allowed (line 2, column 3)");
    }

    #[test]
    fn a_terminal_sees_pictures() {
        assert_eq!(escape_for_terminal("a\u{1b}[31mb\u{9b}c\u{202e}\n\td\r"), "a␛[31mb�c�\n\td␍");
        assert_eq!(escape_for_terminal("a\r\nb\r\r\n"), "a\nb␍\n");
        assert!(matches!(escape_for_terminal("plain"), Cow::Borrowed(_)));
    }
}
