//! One connection: a command at a time, and the responses to it, whole and within limits.

use std::time::{Duration, Instant};

use imap_proto::{Outcome, Response, ResponseCode, Status};

use super::{Cause, Limits};
use crate::connection::{self, Stream, Tls, broken, no_tls};
use crate::text::Line;

/// Octets of a line, and of a literal in it.
const LONGEST_LINE: usize = 4 << 20;
const LONGEST_LITERAL: usize = 1 << 20;

/// Octets of one response, and of all of a connection.
const LONGEST: usize = 8 << 20;
const MOST: usize = 256 << 20;

/// Brackets in brackets: what reads them calls itself for each.
const DEEPEST: usize = 50;

/// Responses to one command.
const MOST_RESPONSES: usize = 100_000;

/// A server that a command at a time is sent to.
pub(super) struct Connection {
    stream: Stream,
    received: Vec<u8>,
    limits: Limits,
    ends: Instant,
    tag: u32,
    taken: usize,
}

/// How a command ended.
pub(super) enum End {
    Done,
    Refused {
        /// The kind, where the server tells one.
        code: Option<&'static str>,
        /// The server's words.
        words: Line,
    },
}

impl Connection {
    pub(super) fn new(stream: Stream, limits: Limits, ends: Instant) -> Self {
        Self { stream, received: Vec::new(), limits, ends, tag: 0, taken: 0 }
    }

    /// The same under other limits.
    pub(super) fn with(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Speaks TLS from here. What came before it could have been asked for is not taken.
    pub(super) fn secure(mut self, tls: &Tls) -> Result<Self, Cause> {
        if !self.received.is_empty() {
            return Err(Cause::Connection(connection::Error::InClear));
        }
        let (deadline, limit) = self.deadline()?;
        let stream = self.stream.secure(tls, deadline).map_err(|error| no_tls(&error, limit))?;
        self.stream = stream;
        Ok(self)
    }

    /// The greeting. Nobody may be logged in by it.
    pub(super) fn greeting(&mut self) -> Result<(), Cause> {
        let octets = self.response()?;
        match parsed(&octets) {
            Some(Response::Data { status: Status::Ok, .. }) => Ok(()),
            Some(Response::Data { status: Status::Bye, outcome }) => Err(bye(outcome.information.as_deref())),
            _ => Err(Cause::Garbled),
        }
    }

    /// Sends a command and gives each response to `see`; each request to go on is answered with one of `more`.
    pub(super) fn command(
        &mut self,
        text: &str,
        more: &[&str],
        mut see: impl FnMut(&Response<'_>),
    ) -> Result<End, Cause> {
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        self.write(&[&tag, " ", text, "\r\n"])?;
        let mut more = more.iter();
        for _ in 0..MOST_RESPONSES {
            let octets = self.response()?;
            match parsed(&octets) {
                Some(Response::Done { tag: of, status, outcome }) if of.0 == tag => {
                    let code = code(&status, &outcome);
                    let words = Line::sanitize(outcome.information.as_deref().unwrap_or_default());
                    return Ok(if status == Status::Ok { End::Done } else { End::Refused { code, words } });
                }
                Some(Response::Done { .. }) => return Err(Cause::Garbled),
                Some(Response::Data { status: Status::Bye, outcome }) if !text.starts_with("LOGOUT") => {
                    return Err(bye(outcome.information.as_deref()));
                }
                // An empty line ends an exchange that goes on for too long (RFC 3501 6.2.2).
                Some(Response::Continue(_)) => self.write(&[more.next().unwrap_or(&""), "\r\n"])?,
                Some(response) => see(&response),
                // Extensions have responses of their own; what was asked for is to be read.
                None if octets.starts_with(b"* ") && !is_wanted(&octets) => {}
                None if octets.starts_with(b"+") => self.write(&[more.next().unwrap_or(&""), "\r\n"])?,
                None => return Err(Cause::Garbled),
            }
        }
        Err(Cause::TooMuch)
    }

    /// The next response, its literals included.
    fn response(&mut self) -> Result<Vec<u8>, Cause> {
        let mut response = Vec::new();
        let mut depth = 0usize;
        let (deadline, limit) = self.deadline()?;
        loop {
            let line = self.line(deadline, limit)?;
            for byte in &line {
                match byte {
                    b'(' => depth += 1,
                    b')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth > DEEPEST {
                    return Err(Cause::Garbled);
                }
            }
            let literal = literal(&line);
            response.extend(line);
            let Some(length) = literal else { return Ok(response) };
            if length > LONGEST_LITERAL || response.len() + length > LONGEST {
                return Err(Cause::TooMuch);
            }
            while self.received.len() < length {
                self.receive(deadline, limit)?;
            }
            response.extend(self.received.drain(..length));
        }
    }

    /// The next line, with its end.
    fn line(&mut self, deadline: Instant, limit: Duration) -> Result<Vec<u8>, Cause> {
        let mut looked = 0;
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.received[looked..]) {
                return Ok(self.received.drain(..=looked + end).collect());
            }
            looked = self.received.len();
            if looked > LONGEST_LINE {
                return Err(Cause::TooMuch);
            }
            self.receive(deadline, limit)?;
        }
    }

    fn receive(&mut self, deadline: Instant, limit: Duration) -> Result<(), Cause> {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer, deadline) {
            Ok(0) => Err(Cause::Bye { words: Line::default() }),
            Ok(length) => {
                self.taken += length;
                self.received.extend_from_slice(&buffer[..length]);
                if self.taken > MOST { Err(Cause::TooMuch) } else { Ok(()) }
            }
            Err(error) => Err(broken(&error, limit).into()),
        }
    }

    fn write(&mut self, parts: &[&str]) -> Result<(), Cause> {
        let (deadline, limit) = self.deadline()?;
        for part in parts {
            self.stream.write(part.as_bytes(), deadline).map_err(|error| broken(&error, limit))?;
        }
        Ok(())
    }

    /// Until when a step may last.
    fn deadline(&self) -> Result<(Instant, Duration), Cause> {
        let left = self.ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Cause::Connection(connection::Error::Slow(self.limits.whole)));
        }
        let step = self.limits.step.min(left);
        Ok((Instant::now() + step, step))
    }
}

fn parsed(octets: &[u8]) -> Option<Response<'_>> {
    // Other characters than ASCII right behind a code, where a blank belongs, make the library panic.
    let line = octets.split(|byte| *byte == b'\n').next()?;
    if line.windows(2).any(|it| it[0] == b']' && !it[1].is_ascii()) && !is_wanted(octets) {
        return None;
    }
    let (rest, response) = Response::parse(octets).ok()?;
    rest.is_empty().then_some(response)
}

/// The code of a refusal (RFC 5530 3, RFC 3501 7.1), none of which repeats what a server was told; `BAD` where it did
/// not understand the command.
fn code(status: &Status, outcome: &Outcome<'_>) -> Option<&'static str> {
    const KNOWN: [&str; 11] = [
        "AUTHENTICATIONFAILED",
        "AUTHORIZATIONFAILED",
        "CLIENTBUG",
        "CONTACTADMIN",
        "EXPIRED",
        "INUSE",
        "LIMIT",
        "NOPERM",
        "PRIVACYREQUIRED",
        "SERVERBUG",
        "UNAVAILABLE",
    ];
    if *status == Status::Bad {
        return Some("BAD");
    }
    if outcome.code == Some(ResponseCode::Alert) {
        return Some("ALERT");
    }
    let (code, _) = outcome.information.as_deref()?.strip_prefix('[')?.split_once([']', ' '])?;
    KNOWN.into_iter().find(|known| code.eq_ignore_ascii_case(known)).or(Some("unknown code"))
}

/// Whether a response is of a kind that commands of this module ask for.
fn is_wanted(octets: &[u8]) -> bool {
    let is =
        |word: Option<&[u8]>, name: &str| word.is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
    let mut words = octets.split(u8::is_ascii_whitespace).skip(1);
    let first = words.next();
    let has_body = || memchr::memmem::find(&octets.to_ascii_uppercase(), b"BODY[").is_some();
    is(first, "SEARCH") || (is(words.next(), "FETCH") && has_body())
}

fn bye(words: Option<&str>) -> Cause {
    Cause::Bye { words: Line::sanitize(words.unwrap_or_default()) }
}

/// How long a literal is that a line announces: `{123}`.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line).strip_suffix(b"}")?;
    let start = memchr::memrchr(b'{', line)?;
    let digits = std::str::from_utf8(&line[start + 1..]).ok()?;
    // A number that does not fit is too long too.
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX / 2))
}
