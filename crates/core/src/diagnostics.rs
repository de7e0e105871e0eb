//! What is wrong in a file that a person wrote: where, what, and what to do.

use std::ops::Range;

/// What to do about something, as data: what names a command is worded by the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// What its author does, in words.
    Text(String),
    /// A check can fix it.
    Fix,
    /// A reminder, in the thread of the letter.
    FollowUp,
    /// An answer, in the thread of what it answers.
    Reply,
    /// The letter to its writer alone.
    Rehearse,
    /// The titles of projects.
    Projects,
    /// The import of a page: of this file, or of one that is to be saved first.
    Import(Option<String>),
    /// A catalog to begin with.
    Catalog,
}

impl<T: Into<String>> From<T> for Hint {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

/// One thing that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one line.
    pub message: String,
    /// Bytes of the file that are to be underlined.
    pub span: Range<usize>,
    /// What to do about it.
    pub hint: Option<Hint>,
    /// The code of the rule that it breaks, where it has one.
    pub code: Option<&'static str>,
}

impl Diagnostic {
    /// A diagnostic without a hint.
    #[must_use]
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, hint: None, code: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the code of the rule that it breaks, unless it has one.
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.code.get_or_insert(code);
        self
    }

    /// What the TOML reader says, with the nearest of the names it would have taken.
    #[must_use]
    pub fn from_toml(error: &toml::de::Error, length: usize) -> Self {
        let span = error.span().unwrap_or(0..0);
        let span = span.start.min(length)..span.end.min(length);
        let diagnostic = Self::new(span, plain(error.message().trim_end()));
        // serde gives an unknown key or value and those it knows only in the message, each in backticks.
        let mut quoted = error.message().split('`').skip(1).step_by(2);
        let unknown = error.message().starts_with("unknown ");
        match quoted.next().filter(|_| unknown).and_then(|word| nearest(word, quoted)) {
            Some(known) => {
                let message = error.message().split(", expected").next().unwrap_or_default();
                Self { message: message.to_owned(), ..diagnostic }.hint(format!("did you mean `{known}`?"))
            }
            None => diagnostic,
        }
    }
}

/// The reader's message with `expected TYPE` in words for people who know TOML, and no Rust.
fn plain(message: &str) -> String {
    let Some((what, expected)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    let expected = match expected {
        "a nonzero u16" => "a number from 1 to 65535",
        "a boolean" => "`true` or `false`",
        "a sequence" | "an array" => "an array, as in `[1, 2]`",
        "a string" => "text in quotes",
        "a map" => "a table",
        _ if expected.starts_with("struct ") || expected.starts_with("internally tagged") => "a table",
        _ if is_integer(expected.trim_start_matches("a nonzero ")) => "a number",
        other => other,
    };
    let what = what.replace("invalid type: ", "").replace("invalid value: ", "");
    format!("{what}, expected {expected}")
}

/// Whether this is the name of one of Rust's integers.
fn is_integer(name: &str) -> bool {
    matches!(name, "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize")
}

/// All that is wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {} in {origin}", diagnostics.len(), if diagnostics.len() == 1 { "error" } else { "errors" })]
pub struct Diagnostics {
    /// The file's name as the user gave it.
    pub origin: String,
    /// The file's text.
    pub text: String,
    /// In the order of the file; never empty.
    pub diagnostics: Vec<Diagnostic>,
}

/// A text by its lines, to find places in.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'t> {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line's text, without its break.
    pub text: &'t str,
    /// The octets of the line that the place is.
    pub span: Range<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of `text`.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Where `span` begins, and how far it goes in that line.
    #[must_use]
    pub fn place(&self, span: &Range<usize>) -> Place<'t> {
        let start = self.text.floor_char_boundary(span.start);
        let line = self.starts.partition_point(|first| *first <= start).max(1);
        let first = self.starts[line - 1];
        let text = self.text[first..].split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let from = (start - first).min(text.len());
        let to = text.floor_char_boundary(span.end.saturating_sub(first)).clamp(from, text.len());
        Place { line, column: text[..from].chars().count() + 1, text, span: from..to }
    }
}

/// Returns the candidate that is most like `word`, if one is alike at all.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (likeness(&word, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// From 0 to 1. A part of a name that was typed right weighs as much as a slip in the whole of it.
fn likeness(word: &str, candidate: &str) -> f64 {
    let part =
        word.len() > 2 && candidate.len() > 2 && (candidate.contains(word) || word.contains(candidate));
    let whole = strsim::jaro_winkler(word, candidate);
    if part { whole.max(0.9) } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_lines() {
        let lines = Lines::of("one\r\nzwei ß drei\n\nend");
        for (span, line, column, text) in [
            (0..3, 1, 1, "one"),
            (5..9, 2, 1, "zwei"),
            (13..17, 2, 8, "drei"),
            (13..99, 2, 8, "drei"),
            (18..18, 3, 1, ""),
            (19..22, 4, 1, "end"),
            (22..22, 4, 4, ""),
            (99..120, 4, 4, ""),
        ] {
            let place = lines.place(&span);
            assert_eq!((place.line, place.column, &place.text[place.span]), (line, column, text), "{span:?}");
        }
    }

    #[test]
    fn nearest_finds_slips_and_parts() {
        let ids = ["intel-quickdata", "9p-pv-transport", "rump-stubdom", "powerclamp"];
        for (word, expected) in [
            ("power-clamp", Some("powerclamp")),
            ("rump", Some("rump-stubdom")),
            ("Intel-Quikdata", Some("intel-quickdata")),
            ("zzz", None),
        ] {
            assert_eq!(nearest(word, ids), expected, "{word}");
        }
    }
}
