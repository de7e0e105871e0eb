//! What a server does, and when.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Validity;

/// Keeps an answer back until it is opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    open: Arc<AtomicBool>,
    passed: Arc<AtomicBool>,
}

impl Gate {
    pub(crate) fn open(&self) {
        self.open.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }

    /// Opens it, and waits until the client has what it held.
    pub(crate) fn let_through(&self) {
        self.open();
        let patience = Instant::now() + Duration::from_secs(10);
        while !self.passed.load(Ordering::SeqCst) {
            assert!(Instant::now() < patience, "nothing was held");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub(super) fn pass(&self) {
        self.passed.store(true, Ordering::SeqCst);
    }
}

/// How a server answers once.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Says these lines, each with CRLF.
    Say(String),
    /// Sends these bytes.
    Raw(Vec<u8>),
    /// Sends these bytes past TLS, and goes.
    PastTls(Vec<u8>),
    /// Says nothing more, but listens.
    Silence,
    /// Says these lines byte by byte, with a pause after each.
    Drip(String, Duration),
    /// Closes the connection.
    Drop,
    /// Says these lines and closes the connection.
    SayThenDrop(String),
    /// Waits first.
    Late(Duration, Box<Action>),
    /// Waits until the test opens the gate.
    Held(Gate, Box<Action>),
    /// Takes the message, whatever it then says.
    Take(Box<Action>),
    /// Says these lines, then does something else.
    Then(String, Box<Action>),
}

impl Action {
    pub(crate) fn late(pause: Duration, action: impl Into<Action>) -> Self {
        Self::Late(pause, Box::new(action.into()))
    }

    pub(crate) fn held(gate: &Gate, action: impl Into<Action>) -> Self {
        Self::Held(gate.clone(), Box::new(action.into()))
    }

    pub(crate) fn then(lines: &str, action: impl Into<Action>) -> Self {
        Self::Then(lines.to_owned(), Box::new(action.into()))
    }

    pub(crate) fn take(action: impl Into<Action>) -> Self {
        Self::Take(Box::new(action.into()))
    }

    /// The bytes of what it says.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Say(lines) | Self::Drip(lines, _) | Self::SayThenDrop(lines) | Self::Then(lines, _) => {
                format!("{}\r\n", lines.replace('\n', "\r\n")).into_bytes()
            }
            Self::Raw(bytes) | Self::PastTls(bytes) => bytes.clone(),
            Self::Silence | Self::Drop => Vec::new(),
            Self::Late(_, action) | Self::Held(_, action) | Self::Take(action) => action.bytes(),
        }
    }

    /// Whether a message is taken by it.
    pub(super) fn takes(&self) -> bool {
        matches!(self, Self::Take(_)) || self.bytes().starts_with(b"2")
    }
}

impl From<&str> for Action {
    fn from(lines: &str) -> Self {
        Self::Say(lines.to_owned())
    }
}

/// When TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tls {
    Never,
    Later,
    AtOnce,
}

/// What is said to a line that begins in a certain way.
#[derive(Debug, Clone)]
struct Rule {
    event: String,
    action: Action,
    once: bool,
}

/// A server's behaviour: well-behaved, in clear, and taking every message, unless told otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(super) tls: Tls,
    pub(super) validity: Validity,
    pub(super) capabilities: Vec<String>,
    pub(super) login: Option<(String, String)>,
    rules: Vec<Rule>,
}

impl Script {
    pub(crate) fn new() -> Self {
        let capabilities =
            ["SIZE 10485760", "8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN XOAUTH2", "PIPELINING"]
                .map(str::to_owned);
        Self {
            tls: Tls::Never,
            validity: Validity::Right,
            capabilities: capabilities.into(),
            login: None,
            rules: Vec::new(),
        }
    }

    /// TLS from the first byte.
    pub(crate) fn tls(self) -> Self {
        Self { tls: Tls::AtOnce, ..self }
    }

    /// STARTTLS, offered in clear only.
    pub(crate) fn start_tls(self) -> Self {
        Self { tls: Tls::Later, ..self }
    }

    pub(crate) fn certificate(self, validity: Validity) -> Self {
        Self { validity, ..self }
    }

    /// Offers `capability` in place of what it offers by the same first word.
    pub(crate) fn with(self, capability: &str) -> Self {
        let keyword = capability.split(' ').next().expect("a word").to_owned();
        let mut script = self.without(&keyword);
        script.capabilities.push(capability.to_owned());
        script
    }

    pub(crate) fn without(mut self, keyword: &str) -> Self {
        self.capabilities.retain(|it| it.split(' ').next() != Some(keyword));
        self
    }

    /// Takes this login and no other. Without it, every login is taken.
    pub(crate) fn login(self, user: &str, secret: &str) -> Self {
        Self { login: Some((user.to_owned(), secret.to_owned())), ..self }
    }

    /// Acts so on each line that begins with `event` in any case. There are three more events: `connect`, `*` for a
    /// line within AUTH, and `.` for the end of a text. The first that fits counts.
    pub(crate) fn on(self, event: &str, action: impl Into<Action>) -> Self {
        self.rule(event, action.into(), false)
    }

    /// The same, for the first such line of all connections only.
    pub(crate) fn once(self, event: &str, action: impl Into<Action>) -> Self {
        self.rule(event, action.into(), true)
    }

    fn rule(mut self, event: &str, action: Action, once: bool) -> Self {
        self.rules.push(Rule { event: event.to_ascii_lowercase(), action, once });
        self
    }

    /// Acts so on the next line that begins with `event`, before all other rules.
    pub(super) fn first(&mut self, event: &str, action: Action) {
        self.rules.insert(0, Rule { event: event.to_ascii_lowercase(), action, once: true });
    }

    /// What to do on `event`, if that is told.
    pub(super) fn action(&mut self, event: &str) -> Option<Action> {
        let event = event.to_ascii_lowercase();
        let at = self.rules.iter().position(|rule| event.starts_with(&rule.event))?;
        Some(if self.rules[at].once { self.rules.remove(at).action } else { self.rules[at].action.clone() })
    }
}
