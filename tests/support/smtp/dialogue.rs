//! One connection: RFC 5321 as far as a client of ours goes, save where the script says otherwise.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::script::{Action, Tls};
use super::server::{Accepted, Connection, Shared, lock};
use super::stream::Stream;

/// What XOAUTH2 says first when it refuses: `{"status":"400"}`.
const REFUSED_TOKEN: &str = "334 eyJzdGF0dXMiOiI0MDAifQ==";

pub(super) struct Dialogue {
    stream: Stream,
    socket: TcpStream,
    shared: Arc<Shared>,
    /// Its place among the connections.
    number: usize,
    /// What was read and not looked at.
    pending: Vec<u8>,
    reverse_path: Option<String>,
    forward_paths: Vec<String>,
}

impl Dialogue {
    pub(super) fn new(client: TcpStream, shared: Arc<Shared>) -> Self {
        let socket = client.try_clone().expect("a descriptor");
        let number = {
            let mut connections = lock(&shared.connections);
            connections.push(Connection::default());
            connections.len() - 1
        };
        Self {
            stream: Stream::Clear(client),
            socket,
            shared,
            number,
            pending: Vec::new(),
            reverse_path: None,
            forward_paths: Vec::new(),
        }
    }

    /// Talks until one of both goes.
    pub(super) fn hold(mut self) {
        let _ = self.talk();
        let _ = self.socket.shutdown(Shutdown::Both);
        lock(&self.shared.connections)[self.number].ended = true;
    }

    fn talk(&mut self) -> Option<()> {
        if lock(&self.shared.script).tls == Tls::AtOnce {
            self.secure();
        }
        self.act("connect", "220 mail.test ESMTP")?;
        loop {
            let line = self.line()?;
            self.command(&line)?;
        }
    }

    fn command(&mut self, line: &str) -> Option<()> {
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        match &*verb {
            "EHLO" => drop(self.act(line, &self.greeting())?),
            "STARTTLS" => {
                if self.act(line, "220 2.0.0 go")? / 100 == 2 {
                    self.pending.clear();
                    self.secure();
                }
            }
            "AUTH" => self.auth(line)?,
            "MAIL" if self.reverse_path.is_some() => drop(self.act(line, "503 5.5.1 one at a time")?),
            "MAIL" => {
                if self.act(line, "250 2.1.0 ok")? / 100 == 2 {
                    self.reverse_path = Some(path(line));
                }
            }
            "RCPT" => {
                let default =
                    if self.reverse_path.is_some() { "250 2.1.5 ok" } else { "503 5.5.1 MAIL first" };
                if self.act(line, default)? / 100 == 2 {
                    self.forward_paths.push(path(line));
                }
            }
            "DATA" => {
                let default =
                    if self.forward_paths.is_empty() { "503 5.5.1 RCPT first" } else { "354 go on" };
                if self.act(line, default)? / 100 == 3 {
                    self.text()?;
                }
            }
            "RSET" => {
                self.forget();
                self.act(line, "250 2.0.0 ok")?;
            }
            "QUIT" => {
                self.act(line, "221 2.0.0 bye")?;
                return None;
            }
            _ => drop(self.act(line, "500 5.5.2 what?")?),
        }
        Some(())
    }

    fn greeting(&self) -> String {
        let script = lock(&self.shared.script);
        let mut lines = vec!["mail.test".to_owned()];
        lines.extend(script.capabilities.iter().cloned());
        if script.tls == Tls::Later && !self.stream.is_secure() {
            lines.push("STARTTLS".to_owned());
        }
        let last = lines.pop().expect("one line at least");
        lines
            .iter()
            .map(|line| format!("250-{line}"))
            .chain([format!("250 {last}")])
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn auth(&mut self, line: &str) -> Option<()> {
        let login = lock(&self.shared.script).login.clone();
        let right = |line: &str, expected: &dyn Fn(&str, &str) -> String| {
            login.as_ref().is_none_or(|(user, secret)| line == expected(user, secret))
        };
        let verdict = |right| if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong user or password" };
        let upper = line.to_ascii_uppercase();
        if upper.starts_with("AUTH LOGIN") {
            if self.act(line, "334 VXNlcm5hbWU6")? / 100 != 3 {
                return Some(());
            }
            let user = self.line()?;
            if self.act(&format!("* {user}"), "334 UGFzc3dvcmQ6")? / 100 != 3 {
                return Some(());
            }
            let secret = self.line()?;
            let fits = right(&user, &|user, _| base64(user)) && right(&secret, &|_, secret| base64(secret));
            self.act(&format!("* {secret}"), verdict(fits))?;
        } else if upper.starts_with("AUTH PLAIN") {
            let line = self.response(line)?;
            if line.is_empty() {
                return Some(());
            }
            let fits = right(&line, &|user, secret| {
                format!("AUTH PLAIN {}", base64(&format!("\0{user}\0{secret}")))
            });
            self.act(&line, verdict(fits))?;
        } else {
            let token =
                |user: &str, secret: &str| base64(&format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}"));
            let line = self.response(line)?;
            if line.is_empty() {
                return Some(());
            }
            let fits = right(&line, &|user, secret| format!("AUTH XOAUTH2 {}", token(user, secret)));
            if self.act(&line, if fits { "235 2.7.0 welcome" } else { REFUSED_TOKEN })? / 100 == 3 {
                let answer = self.line()?;
                self.act(&format!("* {answer}"), "535 5.7.8 the token is no good")?;
            }
        }
        Some(())
    }

    /// The command with its response, which is asked for where it did not come with it; empty where the script says otherwise.
    fn response(&mut self, line: &str) -> Option<String> {
        if line.matches(' ').count() > 1 {
            return Some(line.to_owned());
        }
        if self.act(line, "334 ")? / 100 != 3 {
            return Some(String::new());
        }
        Some(format!("{line} {}", self.line()?))
    }

    /// Reads a text to its final dot and takes it or not.
    fn text(&mut self) -> Option<()> {
        let end = |bytes: &[u8]| {
            if bytes.starts_with(b".\r\n") {
                return Some(3);
            }
            bytes.windows(5).position(|five| five == b"\r\n.\r\n").map(|at| at + 5)
        };
        while end(&self.pending).is_none() {
            self.read()?;
        }
        let block: Vec<u8> = self.pending.drain(..end(&self.pending)?).collect();
        let action = self.action(".", "250 2.0.0 taken");
        let (reverse_path, forward_paths) = self.forget();
        if action.takes() {
            let reverse_path = reverse_path.unwrap_or_default();
            lock(&self.shared.accepted).push(Accepted { reverse_path, forward_paths, block });
        }
        self.perform(action).map(drop)
    }

    fn forget(&mut self) -> (Option<String>, Vec<String>) {
        (self.reverse_path.take(), std::mem::take(&mut self.forward_paths))
    }

    fn secure(&mut self) {
        self.stream.secure(&self.shared.certificates.config);
        lock(&self.shared.connections)[self.number].encrypted = true;
    }

    fn read(&mut self) -> Option<()> {
        let bytes = self.stream.read()?;
        self.pending.extend_from_slice(&bytes);
        lock(&self.shared.connections)[self.number].reads.push(bytes);
        Some(())
    }

    /// The next line, without its CRLF.
    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.pending.windows(2).position(|two| two == b"\r\n") {
                let line: Vec<_> = self.pending.drain(..end + 2).collect();
                return Some(String::from_utf8_lossy(&line[..end]).into_owned());
            }
            self.read()?;
        }
    }

    fn action(&self, event: &str, default: &str) -> Action {
        lock(&self.shared.script).action(event).unwrap_or_else(|| default.into())
    }

    /// Does what the script says of `event`, else says `default`. Gives the code that was said; nothing when the
    /// connection is over.
    fn act(&mut self, event: &str, default: &str) -> Option<u16> {
        let action = self.action(event, default);
        self.perform(action)
    }

    fn perform(&mut self, action: Action) -> Option<u16> {
        let bytes = action.bytes();
        match action {
            Action::Say(_) | Action::Raw(_) => self.stream.write(&bytes)?,
            Action::PastTls(_) => {
                self.socket.write_all(&bytes).ok()?;
                // What is closed with something unread is reset, and the bytes may be lost with it.
                loop {
                    self.read()?;
                }
            }
            Action::Silence => loop {
                self.read()?;
            },
            Action::Drip(_, pause) => {
                for byte in &bytes {
                    self.stream.write(&[*byte])?;
                    self.pause(pause)?;
                }
            }
            Action::Drop => return None,
            Action::SayThenDrop(_) => {
                self.stream.write(&bytes)?;
                return None;
            }
            Action::Late(pause, action) => {
                self.pause(pause)?;
                return self.perform(*action);
            }
            Action::Held(gate, action) => {
                while !gate.is_open() {
                    self.pause(Duration::from_millis(5))?;
                }
                let code = self.perform(*action);
                gate.pass();
                return code;
            }
            Action::Take(action) => return self.perform(*action),
            Action::Then(_, action) => {
                self.stream.write(&bytes)?;
                self.perform(*action)?;
            }
        }
        let code = String::from_utf8_lossy(bytes.get(..3).unwrap_or_default()).into_owned();
        Some(code.parse().unwrap_or(0))
    }

    /// Waits, unless the server goes meanwhile.
    fn pause(&self, pause: Duration) -> Option<()> {
        thread::sleep(pause);
        (!self.shared.stopped.load(Ordering::SeqCst)).then_some(())
    }
}

/// What stands between the angles.
fn path(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(path, _)| path.to_owned())
}

/// Base64 (RFC 4648 4).
pub(super) fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let bits =
            (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(bytes.get(at).copied().unwrap_or(0)));
        let sextet = |place: usize| char::from(ALPHABET[bits >> (18 - 6 * place) & 63]);
        (0..4).map(|place| if place <= bytes.len() { sextet(place) } else { '=' }).collect::<String>()
    };
    text.as_bytes().chunks(3).map(group).collect()
}
