//! Questions, drawn on a terminal or asked line by line.

use std::io::{self, BufRead};
use std::time::Duration;

use onlist_mail::secret::Secret;
use onlist_mail::text::escape_for_terminal;
use onlist_mail::words::count;
use unicode_width::UnicodeWidthStr;

use super::interrupt::{Open, Reading, ends_question};
use super::{Choice, Terminal, hidden, menu, picker, raw};

/// A longer list is not printed before it is narrowed down.
const LONG: usize = 30;
/// Lines that come within this time of each other were pasted.
pub(super) const PASTE: Duration = Duration::from_millis(30);
/// Columns that an answer should have at least beside its prompt.
const ROOM: usize = 16;

/// A question without an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    /// Nobody is there to ask.
    #[error("cannot ask {0}")]
    Nobody(&'static str),
    /// ^C was typed, the run is asked to end or its terminal has gone, and this was typed before; the run ends with
    /// status 130, or that of the signal, and nothing more is said.
    #[error("interrupted")]
    Interrupted(String),
    /// ^D was typed.
    #[error("the input ended")]
    EndOfInput,
    /// What was typed is not UTF-8.
    #[error("the terminal sent text that is not UTF-8")]
    NotText,
    /// The terminal failed.
    #[error("cannot ask on the terminal")]
    Io(#[from] io::Error),
}

impl Terminal {
    /// Lets one of `items` be chosen; see [`Terminal::pick`].
    pub(crate) fn choose(
        &self,
        prompt: &str,
        items: &[String],
        default: Option<usize>,
    ) -> Result<Option<usize>, AskError> {
        let choices: Vec<_> = items.iter().map(|item| Choice::of(item)).collect();
        self.pick(prompt, &choices, default)
    }

    /// Lets one of `choices` be chosen, by arrows and words, or in plain mode by
    /// number, first word or words; gives nothing on Esc, in plain mode on `0`.
    pub(crate) fn pick(
        &self,
        prompt: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Result<Option<usize>, AskError> {
        self.require_person()?;
        let default = default.filter(|at| *at < choices.len());
        if choices.is_empty() {
            return Ok(None);
        }
        if self.is_plain() {
            return self.choose_by_line(prompt, choices, default);
        }
        self.drop_typed();
        let searched = picker::searched(choices.len());
        let question = self.paragraph("", &format!("? {prompt}{searched} ›"));
        let chosen = picker::pick(&question, choices, default.unwrap_or(0), self.has_colour())?;
        if let Some(at) = chosen {
            self.explain(&format!("{prompt}: {}", choices[at].label()));
        }
        Ok(chosen)
    }

    /// Asks until `check` takes the answer, and prints what it says until then.
    ///
    /// An answer has no blanks around it; Enter alone gives the default, or an
    /// empty answer to check.
    pub(crate) fn line(
        &self,
        prompt: &str,
        default: Option<&str>,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Result<String, AskError> {
        let prompt = match default {
            Some(default) => format!("{prompt} [{default}]: "),
            None => format!("{prompt}: "),
        };
        loop {
            let typed = self.read(&prompt)?;
            let answer = if typed.is_empty() { default.unwrap_or_default() } else { &typed };
            match check(answer) {
                Ok(()) => return Ok(answer.to_owned()),
                Err(reason) => self.error(&reason),
            }
        }
    }

    /// Asks for yes or no; Enter alone gives the default, Esc the answer by which nothing is done.
    pub(crate) fn confirm(&self, prompt: &str, default: bool) -> Result<bool, AskError> {
        Ok(self.confirm_or_leave(prompt, default)?.unwrap_or(false))
    }

    /// The same, where no is a statement too: gives nothing on Esc.
    pub(crate) fn confirm_or_leave(&self, prompt: &str, default: bool) -> Result<Option<bool>, AskError> {
        let prompt = format!("{prompt} [{}]: ", if default { "Y/n" } else { "y/N" });
        loop {
            let Some(typed) = self.read_or_leave(&prompt)? else { return Ok(None) };
            match typed.to_lowercase().as_str() {
                "" => return Ok(Some(default)),
                "y" | "yes" => return Ok(Some(true)),
                "n" | "no" => return Ok(Some(false)),
                _ => self.error("please answer `y` or `n`"),
            }
        }
    }

    /// Asks for a password, of which nothing is shown.
    pub(crate) fn password(&self, prompt: &str) -> Result<Secret, AskError> {
        self.require_person()?;
        hidden::read(self, &format!("{prompt}: "))
    }

    /// Drops what was typed before a question could be seen, and says so.
    pub(super) fn drop_typed(&self) {
        self.tell_unused(&raw::take_typed());
    }

    /// Says how many lines came that no question was on the screen for.
    pub(super) fn tell_unused(&self, typed: &str) {
        let lines = typed.split(['\r', '\n']).filter(|line| line.contains(char::is_alphanumeric));
        // A key that is no text begins with Esc.
        let lines = lines.filter(|line| !line.starts_with('\x1b')).count();
        if lines > 0 {
            let were = if lines == 1 { "was" } else { "were" };
            let lines = count(lines, "line");
            self.note(&format!("{lines} typed before the question was on the screen {were} not used"));
        }
    }

    pub(super) fn require_person(&self) -> Result<(), AskError> {
        if self.can_ask() { Ok(()) } else { Err(AskError::Nobody(self.unasked())) }
    }

    /// Whether an answer fits beside its prompt.
    pub(super) fn has_room_beside(&self, prompt: &str) -> bool {
        prompt.width() + ROOM <= self.width()
    }

    fn choose_by_line(
        &self,
        prompt: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Result<Option<usize>, AskError> {
        let enter = default.map_or(String::new(), |at| format!(" [{}]", at + 1));
        let prompt = format!("{prompt} (number, or type to filter; 0 to cancel){enter}: ");
        let mut found: Vec<usize> = (0..choices.len()).collect();
        loop {
            self.list(choices, &found);
            let answer = self.read(&prompt)?;
            found = match (answer.as_str(), default) {
                ("0", _) => return Ok(None),
                ("", Some(default)) => return Ok(Some(default)),
                ("", None) => Vec::new(),
                (answer, _) => menu::named(choices, answer),
            };
            match found[..] {
                [at] => {
                    self.explain(&choices[at].label());
                    return Ok(Some(at));
                }
                [] => self.error("nothing matches"),
                _ => {}
            }
        }
    }

    /// Prints the items found, each with its number, or how many they are.
    fn list(&self, choices: &[Choice], found: &[usize]) {
        if found.len() > LONG {
            self.explain(&format!("{} items: type a word to filter", found.len()));
        } else {
            for at in found {
                self.explain(&format!("{}. {}", at + 1, choices[*at].in_full()));
            }
        }
    }

    /// Reads a line as the terminal itself gathers it, and where lines may be pasted, those that come with it.
    #[expect(clippy::disallowed_methods, reason = "the terminal module may")]
    pub(super) fn read_plainly(&self, prompt: &str, takes_lines: bool) -> Result<String, AskError> {
        let _open = Open::new(Reading::Line)?;
        let _before = raw::keep_line()?;
        self.drop_typed();
        loop {
            self.print(&escape_for_terminal(prompt));
            let mut line = Vec::new();
            let read = io::stdin().lock().read_until(b'\n', &mut line);
            let is_whole = line.ends_with(b"\n");
            if !is_whole && ends_question(read.is_err()) {
                self.print("\n");
                return Err(AskError::Interrupted(String::from_utf8_lossy(&line).into_owned()));
            }
            if read? == 0 {
                self.print("\n");
                return Err(AskError::EndOfInput);
            }
            // The last line of what is pasted may have no end, and waits for Enter.
            while takes_lines
                && (raw::is_typed(PASTE) || has_begun(&mut line))
                && io::stdin().lock().read_until(b'\n', &mut line)? > 0
            {}
            match String::from_utf8(line) {
                Ok(line) => return Ok(line),
                Err(_) => self.error("the terminal sent text that is not UTF-8"),
            }
        }
    }
}

/// Takes what the terminal has of a line that is not ended; whether there is any.
fn has_begun(line: &mut Vec<u8>) -> bool {
    let begun = raw::take_begun();
    line.extend_from_slice(&begun);
    !begun.is_empty()
}
