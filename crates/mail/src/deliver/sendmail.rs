//! The letter through a sendmail-compatible command, as `msmtp`, `postfix` and others bring one.
//!
//! The command gets `-i -f REVERSE-PATH -- FORWARD-PATHS` and the message on standard input, lines
//! ending in LF. Its exit status is the verdict, after `sysexits.h`.

use std::fmt;
use std::io::{self, Read, Write};
use std::process::{self, Child, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::text::Line;
use crate::write::Message;

/// How long a command may take in all.
pub const LIMIT: Duration = Duration::from_mins(10);

/// The status of a command that failed for now (`EX_TEMPFAIL` of `sysexits.h`).
const TEMPORARY: i32 = 75;
/// A command's output is waited for this long after its end: what it started may still hold it open.
const GRACE: Duration = Duration::from_millis(500);
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

/// What became of a letter.
#[derive(Debug)]
pub enum Outcome {
    /// The command has taken it.
    Accepted,
    /// The command has not taken it.
    Refused {
        /// Its exit status, from 1 to 128.
        status: i32,
        /// The last line that it said, which may be empty.
        words: Line,
    },
    /// There is no such program, or it may not be run.
    NotStarted(io::Error),
    /// The command did not come to an end of its own: it may have taken the letter or not.
    Unknown(Interrupted),
}

/// How a command ended without saying what became of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Interrupted {
    /// By a signal, its own fault or another's.
    #[error("the command was cut off ({0})")]
    Signal(ExitStatus),
    /// It was ended for taking too long.
    #[error("the command was ended as it took more than {} s", .0.as_secs())]
    Deadline(Duration),
    /// The system could not say.
    #[error("the command's end is not known ({0})")]
    Lost(io::ErrorKind),
}

impl Outcome {
    /// Whether the command asks to be tried again later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Refused { status: TEMPORARY, .. })
    }
}

/// Gives `message` to `command` and waits for its verdict, at most as long as `limit`.
///
/// Whether the command reads the whole of the message is its own affair: its exit status decides.
/// A status above 128 is how a shell says that a signal ended what it ran.
#[must_use]
pub fn submit(command: &Command, message: &Message, limit: Duration) -> Outcome {
    let mut child = match started(command, message) {
        Ok(child) => child,
        Err(error) => return Outcome::NotStarted(error),
    };
    feed(&mut child, message.with_lf());
    let said = [child.stderr.take().map(tail), child.stdout.take().map(tail)];
    match wait(&mut child, limit) {
        Ok(Some(status)) => verdict(status, said),
        Ok(None) => Outcome::Unknown(Interrupted::Deadline(limit)),
        Err(error) => Outcome::Unknown(Interrupted::Lost(error.kind())),
    }
}

fn started(command: &Command, message: &Message) -> io::Result<Child> {
    let envelope = &message.envelope;
    process::Command::new(&command.program)
        .args(&command.arguments)
        .args(["-i", "-f", envelope.reverse_path.as_str(), "--"])
        .args(envelope.forward_paths.iter().map(crate::mailbox::Address::as_str))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Writes the letter while the command may already talk; its end is the end of the letter.
fn feed(child: &mut Child, bytes: Vec<u8>) {
    if let Some(mut stdin) = child.stdin.take() {
        // A command that has read enough closes its end, as it may.
        thread::spawn(move || drop(stdin.write_all(&bytes)));
    }
}

/// The end of all that comes, once nothing comes any more.
fn tail(mut output: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let (mut kept, mut buffer) = (Vec::new(), [0; KEPT]);
        while let Ok(length @ 1..) = output.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..length]);
            kept.drain(..kept.len().saturating_sub(KEPT));
        }
        // Nobody waits any more for what comes too late.
        let _ = sender.send(kept);
    });
    receiver
}

/// Waits for the end; after `limit` brings it about and gives nothing.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn verdict(status: ExitStatus, said: [Option<Receiver<Vec<u8>>>; 2]) -> Outcome {
    match status.code() {
        Some(0) => Outcome::Accepted,
        Some(code @ 1..=128) => Outcome::Refused { status: code, words: last_words(said) },
        _ => Outcome::Unknown(Interrupted::Signal(status)),
    }
}

/// The last line with something in it, of the first output that has one.
fn last_words(said: [Option<Receiver<Vec<u8>>>; 2]) -> Line {
    let end = Instant::now() + GRACE;
    let mut lines = said.into_iter().flatten().filter_map(|output| {
        let output = output.recv_timeout(end.saturating_duration_since(Instant::now())).ok()?;
        last_line(&String::from_utf8_lossy(&output))
    });
    lines.next().unwrap_or_default()
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
