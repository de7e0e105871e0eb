//! What is printed: data to standard output, words to standard error.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use console::Term;
use onlist_mail::file::{self, ReadError};
use onlist_mail::text::escape_for_terminal;
use unicode_width::UnicodeWidthStr;

use super::interrupt::set_farewell;
use super::words::Words;

/// Lines of prose are not wider than this, however wide the terminal is.
const PROSE: usize = 80;
/// A terminal that says it is narrower is not believed.
const NARROWEST: usize = 20;

/// How calls go on that work with no catalog in use, no settings and no ledger.
const ALONE: [&str; 4] = ["catalog", "completions", "help", "man"];

/// What settings and flags say about the terminal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// `--plain`, or a terminal that can do nothing but print (`TERM=dumb`): nothing moves and nothing is drawn twice, as
    /// screen readers need it.
    pub(crate) plain: bool,
    /// `--json`: a program reads what is printed, so nobody is asked.
    pub(crate) json: bool,
    /// No colour is wanted (`NO_COLOR`).
    pub(crate) no_color: bool,
    /// The width to take where there is no terminal to ask (`COLUMNS`).
    pub(crate) width: Option<usize>,
    /// Flags that calls need which the run names, to work with what it works with.
    pub(crate) flags: String,
}

/// Output that could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Nobody reads standard output any more: the run ends, and nothing is said about it.
    #[error("standard output is closed")]
    ClosedPipe,
    /// Standard output takes nothing.
    #[error("cannot write standard output: {0}")]
    Io(io::Error),
}

/// Where a run prints and asks.
///
/// All text but [`Terminal::styled`] and data that goes to a file or a pipe
/// passes through [`escape_for_terminal`].
#[derive(Debug)]
pub(crate) struct Terminal {
    plain: bool,
    json: bool,
    colour: bool,
    width: Option<usize>,
    flags: String,
    attended: Ends,
    /// Whether somebody is at it who chooses from menus and knows no flags.
    guided: Cell<bool>,
}

/// Which of the three streams are a terminal.
#[derive(Debug)]
struct Ends {
    input: bool,
    data: bool,
    words: bool,
}

impl Terminal {
    /// Looks once at what standard input, output and error are.
    #[expect(clippy::disallowed_methods, reason = "the terminal module may")]
    pub(crate) fn open(options: Options) -> Self {
        let attended = Ends {
            input: io::stdin().is_terminal(),
            data: io::stdout().is_terminal(),
            words: io::stderr().is_terminal(),
        };
        Self {
            plain: options.plain,
            json: options.json,
            colour: attended.words && !options.plain && !options.no_color,
            width: options.width,
            flags: options.flags,
            attended,
            guided: Cell::new(false),
        }
    }

    /// From now on says errors and hints as to somebody who is guided.
    pub(crate) fn guide(&self) {
        self.guided.set(true);
    }

    /// Whether errors and hints are said as to somebody who is guided.
    pub(crate) fn is_guided(&self) -> bool {
        self.guided.get()
    }

    /// Columns of the terminal, else those of the options, else 80.
    pub(crate) fn width(&self) -> usize {
        let ends = [(self.attended.words, Term::stderr()), (self.attended.data, Term::stdout())];
        let sizes = ends.iter().filter_map(|(attended, term)| term.size_checked().filter(|_| *attended));
        let terminal = sizes.map(|(_, columns)| usize::from(columns)).next();
        terminal.or(self.width).unwrap_or(80).max(NARROWEST)
    }

    /// Whether nothing may move on the screen.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain
    }

    /// Whether a person sees what is put on standard output.
    pub(crate) fn shows_data(&self) -> bool {
        self.attended.data
    }

    /// Shows how far a run is, in place of what was shown of it before; on a terminal that can do so alone.
    pub(crate) fn progress(&self, text: &str) {
        if self.attended.words && !self.plain {
            let width = self.width().min(PROSE) - 1;
            self.print(&format!("\r{:width$}\r", escape_for_terminal(text)));
        }
    }

    /// Whether words may be coloured.
    pub(crate) fn has_colour(&self) -> bool {
        self.colour
    }

    /// The columns that words are broken to: those of a terminal, elsewhere without end.
    pub(crate) fn words_width(&self) -> usize {
        if self.attended.words { self.width() } else { usize::MAX }
    }

    /// Whether data goes to a pipe or a file: rows for programs, and not a page for people.
    pub(crate) fn wants_rows(&self) -> bool {
        !self.attended.data
    }

    /// Whether there is a person to ask.
    pub(crate) fn can_ask(&self) -> bool {
        self.attended.input && self.attended.words && !self.json
    }

    /// Why there is nobody to ask, in words that end a sentence.
    pub(crate) fn unasked(&self) -> &'static str {
        if self.json { "with `--json`" } else { "without a terminal" }
    }

    /// Reads standard input to its end, at most `limit` octets; a person at a terminal is told how to end it.
    #[expect(clippy::disallowed_methods, reason = "the terminal module may")]
    pub(crate) fn input(&self, limit: u64) -> Result<Vec<u8>, ReadError> {
        if self.attended.input {
            self.note(if cfg!(windows) {
                "reading standard input, end with ^Z and Enter"
            } else {
                "reading standard input, end with ^D"
            });
        }
        file::read_stream(Path::new("-"), io::stdin().lock(), limit)
    }

    /// Puts text on standard output, without what could control a terminal.
    pub(crate) fn data(&self, text: &str) -> Result<(), Error> {
        self.bytes(escape_for_terminal(text).as_bytes())
    }

    /// Puts bytes on standard output; a terminal gets what can be shown of them.
    #[expect(clippy::disallowed_methods, reason = "the terminal module may")]
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let shown = if self.attended.data { Cow::Owned(shown(bytes)) } else { Cow::Borrowed(bytes) };
        let mut stdout = io::stdout().lock();
        stdout.write_all(&shown).and_then(|()| stdout.flush()).map_err(|e| match e.kind() {
            ErrorKind::BrokenPipe => Error::ClosedPipe,
            _ => Error::Io(e),
        })
    }

    /// Prints lines as they are.
    pub(crate) fn say(&self, text: &str) {
        self.print(&format!("{}\n", escape_for_terminal(text)));
    }

    /// Lines as they are, but for those that a terminal would break within a word.
    pub(crate) fn fitted(&self, text: &str) -> String {
        let width = self.words_width();
        let fit = |line: &str| if line.width() > width { wrapped(line, "", width) } else { line.to_owned() };
        text.lines().map(fit).collect::<Vec<_>>().join("\n")
    }

    /// Prints a paragraph, broken to the width of a terminal.
    pub(crate) fn explain(&self, text: &str) {
        self.print(&format!("{}\n", self.paragraph("", text)));
    }

    /// Prints the title of what follows.
    pub(crate) fn heading(&self, text: &str) {
        let bold = Style::new().bold();
        self.print(&format!("{bold}{}{bold:#}\n", escape_for_terminal(text)));
    }

    /// Prints what is good to know.
    pub(crate) fn note(&self, text: &str) {
        self.prefixed("note:", AnsiColor::Cyan, text);
    }

    /// Prints what may turn out to be wrong.
    pub(crate) fn warning(&self, text: &str) {
        self.prefixed("warning:", AnsiColor::Yellow, text);
    }

    /// Prints what is wrong.
    pub(crate) fn error(&self, words: impl Into<Words>) {
        self.prefixed("error:", AnsiColor::Red, words.into().of(self.is_guided()));
    }

    /// Prints what to do about it, if anything is.
    pub(crate) fn hint(&self, words: impl Into<Words>) {
        let words = words.into();
        let text = words.of(self.is_guided());
        if !text.is_empty() {
            self.prefixed("hint:", AnsiColor::Green, text);
        }
    }

    /// Sets the hint for whoever interrupts the run where no question can give it.
    pub(crate) fn hint_on_interrupt(text: &str) {
        set_farewell(format!("error: interrupted\nhint: {text}\n"));
    }

    /// Prints text that is rendered already. Its own escapes are kept where
    /// there is colour, so what others wrote must have been escaped before.
    pub(crate) fn styled(&self, text: &str) {
        self.print(&format!("{text}\n"));
    }

    fn prefixed(&self, prefix: &str, colour: AnsiColor, text: &str) {
        let text = &with_flags(&without_error_numbers(text), &self.flags);
        let style = colour.on_default().bold();
        let lines = self.paragraph(&" ".repeat(prefix.len() + 1), text);
        self.print(&format!("{style}{prefix}{style:#} {}\n", lines.trim_start_matches(' ')));
    }

    /// Breaks text to the width of a terminal, each line indented; elsewhere lines stay whole.
    pub(super) fn paragraph(&self, indent: &str, text: &str) -> String {
        let width = if self.attended.words { self.width().min(PROSE) } else { usize::MAX };
        wrapped(&escape_for_terminal(text), indent, width)
    }

    /// Writes to standard error. What a run did counts, and not whether this could be written.
    #[expect(clippy::disallowed_methods, reason = "the terminal module may")]
    pub(super) fn print(&self, text: &str) {
        let stderr = io::stderr().lock();
        let _ = if self.colour {
            AutoStream::new(stderr, ColorChoice::Always).write_all(text.as_bytes())
        } else {
            // In one piece.
            { stderr }.write_all(strip_str(text).to_string().as_bytes())
        };
    }
}

/// What a terminal is given of bytes: no controls but LF and tab, line ends as LF.
fn shown(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    escape_for_terminal(&text).into_owned().into_bytes()
}

/// Leaves out the numbers that the system gives to its errors: the words before them say the same.
fn without_error_numbers(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let mut words = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((number, rest)) if number.bytes().all(|it| it.is_ascii_digit()) => words.push_str(rest),
            _ => {
                words.push_str(" (os error ");
                words.push_str(part);
            }
        }
    }
    words
}

/// Adds `flags` to the calls of this program that are named in a text and have none.
fn with_flags(text: &str, flags: &str) -> String {
    const CALL: &str = "`onlist ";
    let mut parts = text.split(CALL);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let has_some =
            flags.is_empty() || part.starts_with("--") || ALONE.iter().any(|it| part.starts_with(it));
        whole.extend([CALL, if has_some { "" } else { flags }, if has_some { "" } else { " " }, part]);
    }
    whole
}

/// Breaks lines between words; a word that is too long, as a URL may be, stays whole.
fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(indent)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    text.lines().map(|line| textwrap::fill(line, &options)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_broken_between_words_alone() {
        for (text, indent, width, expected) in [
            ("one two three", "", 8, "one two\nthree"),
            ("one two three", "      ", 14, "      one two\n      three"),
            (
                "see https://lists.example.org/a-b --dry-run",
                "",
                12,
                "see\nhttps://lists.example.org/a-b\n--dry-run",
            ),
            ("one\n\ntwo", "  ", 80, "  one\n\n  two"),
            ("one two", "", usize::MAX, "one two"),
        ] {
            assert_eq!(wrapped(text, indent, width), expected, "{text:?}");
        }
    }

    #[test]
    fn errors_of_the_system_are_said_without_their_numbers() {
        for (text, expected) in [
            ("cannot read `x`: No such file (os error 2)", "cannot read `x`: No such file"),
            ("a (os error 13), b (os error 2): c", "a, b: c"),
            ("`x (os error y)`", "`x (os error y)`"),
            ("a (os error 2", "a (os error 2"),
        ] {
            assert_eq!(without_error_numbers(text), expected);
        }
    }

    #[test]
    fn calls_are_named_with_the_flags_that_they_need() {
        for (text, flags, expected) in [
            (
                "run `onlist send x`, or `onlist drafts`",
                "--ledger 'a b'",
                "run `onlist --ledger 'a b' send x`, or `onlist --ledger 'a b' drafts`",
            ),
            (
                "`onlist --config x contacts`, `onlist help tasks`",
                "--config x",
                "`onlist --config x contacts`, `onlist help tasks`",
            ),
            ("run `onlist send`; onlist did it", "", "run `onlist send`; onlist did it"),
        ] {
            assert_eq!(with_flags(text, flags), expected);
        }
    }

    #[test]
    fn a_terminal_is_given_nothing_that_moves_it() {
        assert_eq!(shown(b"To: a\r\n\x1b[2J\xff\tx\r"), "To: a\n␛[2J\u{fffd}\tx␍".as_bytes());
    }
}
