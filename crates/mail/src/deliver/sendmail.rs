//! The letter through a sendmail-compatible command, as `msmtp`, `postfix` and others bring one.
//!
//! The command gets `-i -f REVERSE-PATH -- FORWARD-PATHS` and the message on standard input, lines
//! ending in LF. Its exit status says whether it took it, after `sysexits.h`.

use std::fmt;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde::Deserialize;

use super::{Receipt, Submission};
use crate::mailbox::Address;
use crate::process::{self, Keep};
use crate::text::Line;
use crate::write::Message;

/// How long a command may take in all.
pub const LIMIT: Duration = Duration::from_mins(10);

/// The status of a command that failed for now (`EX_TEMPFAIL` of `sysexits.h`).
const TEMPORARY: i32 = 75;
/// Bytes that are kept of the end of a command's output.
const KEPT: usize = 4096;
/// Characters that are shown of its last line.
const SHOWN: usize = 300;

/// A command that takes letters as `sendmail` does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Command {
    text: String,
    program: String,
    arguments: Vec<String>,
}

/// A command that names no program, or whose quotes are not closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot read the command `{0}`")]
pub struct Unreadable(Line);

impl Command {
    /// Takes a program and arguments in the shell's quoting; no shell reads them.
    ///
    /// On Windows, text with a backslash is the path of a program, whole.
    ///
    /// # Errors
    /// [`Unreadable`] when there is no program in it, or an open quote.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let path = cfg!(windows) && text.contains('\\');
        let words =
            if path { Some(vec![text.trim().trim_matches('"').to_owned()]) } else { shlex::split(text) };
        match words.unwrap_or_default().split_first() {
            Some((program, arguments)) if !program.is_empty() => Ok(Self {
                text: text.trim().to_owned(),
                program: program.clone(),
                arguments: arguments.to_vec(),
            }),
            _ => Err(Unreadable(Line::sanitize(text))),
        }
    }

    /// A program by its path, with arguments that come before ours.
    #[must_use]
    pub fn program(path: &str, arguments: &[String]) -> Self {
        Self { text: path.to_owned(), program: path.to_owned(), arguments: arguments.to_vec() }
    }

    /// A line for the shell, with arguments that come before ours, as in git's `sendemail.sendmailCmd`.
    #[must_use]
    pub fn shell(line: &str, arguments: &[String]) -> Self {
        let script = ["-c".to_owned(), format!("{line} \"$@\""), "-".to_owned()];
        Self {
            text: line.to_owned(),
            program: "sh".to_owned(),
            arguments: script.iter().chain(arguments).cloned().collect(),
        }
    }

    /// The program that is started.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.program
    }
}

impl TryFrom<String> for Command {
    type Error = Unreadable;

    fn try_from(text: String) -> Result<Self, Unreadable> {
        Self::parse(&text)
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// Why a command did not take a letter.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such program, or it may not be run.
    #[error("cannot run `{program}`: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// The command has not taken the letter.
    #[error("`{command}` rejected the letter (status {status}){}{words}", if words.is_empty() { "" } else { ": " })]
    Refused {
        /// The command.
        command: Command,
        /// Its exit status, from 1 to 128.
        status: i32,
        /// The last line that it said, which may be empty.
        words: Line,
    },
    /// It was ended by a signal, its own fault or another's.
    #[error("the command was cut off ({0})")]
    Signal(ExitStatus),
    /// It was ended for taking too long.
    #[error("the command was ended as it took more than {} s", .0.as_secs())]
    Deadline(Duration),
    /// The system could not say.
    #[error("the command's end is not known ({0})")]
    Lost(io::ErrorKind),
}

impl Error {
    /// Whether the command asks to be tried again later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Refused { status: TEMPORARY, .. })
    }
}

/// Gives `message` to `command` and waits for its end, at most as long as `limit`.
///
/// Whether the command reads the whole of the message is its own affair: its exit status decides.
/// A status above 128 is how a shell says that a signal ended what it ran.
#[must_use]
pub fn submit(command: &Command, message: &Message, limit: Duration) -> Submission<Error> {
    let envelope = &message.envelope;
    let mut child = process::command(&command.program);
    child
        .args(&command.arguments)
        .args(["-i", "-f", envelope.reverse_path.as_str(), "--"])
        .args(envelope.forward_paths.iter().map(Address::as_str))
        .stderr(Stdio::piped());
    let limits = process::Limits { time: limit, output: Keep::Last(KEPT) };
    let finished = match process::run(child, message.with_lf().into(), limits) {
        Ok(finished) => finished,
        Err(process::Error::NotStarted(source)) => {
            return Submission::NotSent(Error::NotStarted { program: command.program.clone(), source });
        }
        Err(process::Error::TooLong(limit)) => return Submission::Unknown(Error::Deadline(limit)),
        Err(process::Error::TooMuch(_)) => return Submission::Unknown(Error::Lost(io::ErrorKind::Other)),
        Err(process::Error::Lost(kind)) => return Submission::Unknown(Error::Lost(kind)),
    };
    match finished.status.code() {
        Some(0) => Submission::Accepted(Receipt::default()),
        Some(status @ 1..=128) => {
            let said = [&finished.errors[..], &finished.output];
            let words =
                said.iter().find_map(|it| last_line(&String::from_utf8_lossy(it))).unwrap_or_default();
            Submission::NotSent(Error::Refused { command: command.clone(), status, words })
        }
        _ => Submission::Unknown(Error::Signal(finished.status)),
    }
}

/// The last line with something in it, cut where it gets too long to be read.
#[must_use]
pub fn last_line(text: &str) -> Option<Line> {
    let line = text.lines().rev().map(Line::sanitize).find(|line| !line.is_empty())?;
    Some(match line.char_indices().nth(SHOWN) {
        Some((end, _)) => Line::sanitize(&format!("{}…", &line[..end])),
        None => line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_as_a_shell_would() {
        for (text, expected) in [
            ("/usr/sbin/sendmail -oi", Some(("/usr/sbin/sendmail", vec!["-oi"]))),
            ("'my mailer' -a 'x y'", Some(("my mailer", vec!["-a", "x y"]))),
            ("", None),
            ("''", None),
            ("'open", None),
        ] {
            let command = Command::parse(text).ok();
            let words = command
                .as_ref()
                .map(|it| (it.name(), it.arguments.iter().map(String::as_str).collect::<Vec<_>>()));
            assert_eq!(words, expected, "{text:?}");
        }
    }

    #[test]
    fn the_last_line_is_one_that_can_be_shown() {
        for (text, expected) in [
            ("", None),
            ("one\ntwo\n \n", Some("two".to_owned())),
            ("\u{1b}[2Jbad\r\n", Some("[2Jbad".to_owned())),
            (&"é".repeat(301), Some(format!("{}…", "é".repeat(300)))),
        ] {
            assert_eq!(last_line(text).map(|it| it.as_str().to_owned()), expected, "{text:?}");
        }
    }
}
