//! One connection: a command at a time, and the answer to it and to nothing else.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use lettre::transport::smtp::commands::Quit;

use super::auth::CLOSING;
use super::reply::ReplyLines;
use super::{Cause, Limits, Reply};
use crate::connection::{Error, Stream, Tls, broken, no_tls};
use crate::secret::Secret;

/// How long the answer to QUIT is waited for.
const LEAVE: Duration = Duration::from_secs(1);

/// What ends a text (RFC 5321 4.1.1.4).
const FINAL_DOT: &[u8] = b".\r\n";

/// From this many characters on, a word that stands in what was said to log in is a part of it.
const PART: usize = 8;

/// A connection that is asked for one thing at a time.
pub(super) struct Connection {
    stream: Stream,
    /// What came and was not taken for an answer yet.
    received: Vec<u8>,
    limits: Limits,
    /// What is left of [`Limits::whole`].
    left: Duration,
    /// What was said to log in.
    private: Vec<Secret>,
    /// Whether nothing was answered since the login.
    is_new: bool,
}

/// Why a text was not taken.
pub(super) enum TextError {
    /// It did not go out, not to its final dot.
    NotSent(Cause),
    /// It went out, and what became of it is not known.
    Unknown(Cause),
}

/// Until when something may last, and how long that was in all.
#[derive(Clone, Copy)]
struct Deadline {
    at: Instant,
    limit: Duration,
}

impl Deadline {
    fn after(limit: Duration) -> Self {
        let now = Instant::now();
        // What lasts longer than a clock can count lasts a year.
        let at = now.checked_add(limit).unwrap_or_else(|| now + Duration::from_hours(365 * 24));
        Self { at, limit }
    }
}

impl Connection {
    /// Takes a stream on which nothing was said yet; `left` is what is left of [`Limits::whole`].
    pub(super) fn new(stream: Stream, limits: Limits, left: Duration) -> Self {
        Self { stream, received: Vec::new(), limits, left, private: Vec::new(), is_new: false }
    }

    /// The same under other limits.
    pub(super) fn with(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Takes note of what was said to log in. An answer that repeats it from now on comes late, and is none.
    pub(super) fn logged_in(&mut self, said: Vec<Secret>) {
        self.private = said;
        self.is_new = true;
    }

    /// Begins a letter: its time starts anew.
    pub(super) fn renew(&mut self) {
        self.left = self.limits.whole;
    }

    /// Waits for an answer to nothing: a greeting.
    pub(super) fn greeting(&mut self) -> Result<ReplyLines, Cause> {
        self.step(Self::answer)
    }

    /// Sends a line with its CRLF and takes any answer. After an error nothing more can be asked.
    pub(super) fn command(&mut self, line: &str) -> Result<ReplyLines, Cause> {
        self.step(|it, deadline| {
            it.nothing_unasked()?;
            it.write(line.as_bytes(), deadline)?;
            it.answer(deadline)
        })
    }

    /// Sends a text with its final dot and takes any answer to it, within the limit for that.
    ///
    /// What can be read before the final dot goes out is no answer to it: the dot goes alone, and last.
    pub(super) fn text(&mut self, block: &[u8]) -> Result<ReplyLines, TextError> {
        let deadline = Deadline::after(self.limits.after_dot);
        let text = block.strip_suffix(FINAL_DOT).unwrap_or(block);
        let sent = self.write(text, deadline);
        // A server that refuses while the text goes out may have closed the connection behind that.
        self.nothing_but(|code| matches!(code / 100, 4 | 5)).and(sent).map_err(TextError::NotSent)?;
        self.write(FINAL_DOT, deadline).and_then(|()| self.answer(deadline)).map_err(TextError::Unknown)
    }

    /// Speaks TLS from here.
    ///
    /// # Errors
    /// [`Error::NoTls`] also where something came before it could have been asked for.
    pub(super) fn secure(mut self, tls: &Tls) -> Result<Self, Error> {
        let _ = self.receive();
        if !self.received.is_empty() {
            return Err(Error::NoTls);
        }
        let deadline = Deadline::after(self.limits.step.min(self.left));
        let stream = self.stream.secure(tls, deadline.at);
        let stream = stream.map_err(|error| no_tls(&error, deadline.limit))?;
        let spent = deadline.limit.saturating_sub(deadline.at.saturating_duration_since(Instant::now()));
        Ok(Self { stream, left: self.left.saturating_sub(spent), ..self })
    }

    /// Takes leave. The answer does not matter, and nobody is kept waiting for it.
    pub(super) fn leave(mut self) {
        self.limits.step = self.limits.step.min(LEAVE);
        self.left = self.limits.step;
        let _ = self.command(&Quit.to_string());
    }

    /// Ends the session with what the server said unasked, if anything, and where it has gone without a word. What comes
    /// before a command goes out is no answer to it; a server that shuts down may say so at any time (RFC 5321 3.8).
    pub(super) fn nothing_unasked(&mut self) -> Result<(), Cause> {
        self.nothing_but(|code| code == CLOSING)
    }

    /// The same, where codes for which `is_refusal` holds are taken for what they say.
    fn nothing_but(&mut self, is_refusal: impl Fn(u16) -> bool) -> Result<(), Cause> {
        let received = self.receive();
        if self.received.is_empty() {
            return received;
        }
        match ReplyLines::parse(&self.received) {
            Ok(Some((lines, _))) if self.repeats(&lines) => Err(Cause::OutOfTurn),
            // What comes right behind a login may be about it.
            Ok(Some((lines, _))) if is_refusal(lines.code) && self.is_new => {
                Err(Cause::Refused(Reply::new(lines.code, "")))
            }
            Ok(Some((lines, _))) if is_refusal(lines.code) => Err(Cause::Refused(lines.reply())),
            _ => Err(Cause::OutOfTurn),
        }
    }

    /// Whether an answer repeats what was said to log in, or a part of it.
    fn repeats(&self, answer: &ReplyLines) -> bool {
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        let mut words = answer.lines.iter().flat_map(|line| line.split(|c| !is_base64(c)));
        let said = || self.private.iter().map(|line| line.expose().trim_ascii_end());
        let is_of = |word: &str, said: &str| said == word || word.len() >= PART && said.contains(word);
        words.any(|word| !word.is_empty() && said().any(|said| is_of(word, said)))
    }

    /// Takes a step within the limits.
    fn step<T>(&mut self, step: impl FnOnce(&mut Self, Deadline) -> Result<T, Cause>) -> Result<T, Cause> {
        if self.left.is_zero() {
            return Err(Error::Slow(self.limits.whole).into());
        }
        let started = Instant::now();
        let limit = self.limits.step.min(self.left);
        let outcome = step(self, Deadline::after(limit));
        self.left = self.left.saturating_sub(started.elapsed());
        outcome.map_err(|cause| match cause {
            Cause::Connection(Error::Silent(_)) if limit < self.limits.step => {
                Error::Slow(self.limits.whole).into()
            }
            cause => cause,
        })
    }

    fn answer(&mut self, deadline: Deadline) -> Result<ReplyLines, Cause> {
        let mut buffer = [0; 4096];
        loop {
            if let Some((lines, length)) = ReplyLines::parse(&self.received)? {
                self.received.drain(..length);
                self.is_new = false;
                return if self.repeats(&lines) { Err(Cause::OutOfTurn) } else { Ok(lines) };
            }
            match self.stream.read(&mut buffer, deadline.at) {
                Ok(0) => return Err(Error::Dropped.into()),
                Ok(length) => self.received.extend_from_slice(&buffer[..length]),
                Err(error) => return Err(broken(&error, deadline.limit).into()),
            }
        }
    }

    fn write(&mut self, bytes: &[u8], deadline: Deadline) -> Result<(), Cause> {
        self.stream.write(bytes, deadline.at).map_err(|error| broken(&error, deadline.limit).into())
    }

    /// Takes what has come already; an error where the connection has ended, also where TLS was not closed before it.
    fn receive(&mut self) -> Result<(), Cause> {
        let mut buffer = [0; 4096];
        let moment = Deadline::after(self.limits.step);
        match self.stream.read_now(&mut buffer, moment.at) {
            Ok(0) => Err(Error::Dropped.into()),
            Ok(length) => {
                self.received.extend_from_slice(&buffer[..length]);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(broken(&error, moment.limit).into()),
        }
    }
}
