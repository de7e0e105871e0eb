//! One try, and what is to hold after it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;

use super::super::smtp::Accepted;
use super::super::{Options, Pty, Sandbox, letter_bytes, letter_file};
use super::scene::{LATER, Scene, Setup};
use super::shim::{self, Step, without_chance};

/// A home of its own, at a setup.
pub(crate) struct Round<'d> {
    setup: &'d Setup<'d>,
    pub(crate) sandbox: Sandbox,
    /// How many messages the server had taken before.
    before: usize,
}

/// How the letters stand, by name: state and Message-ID.
pub(crate) type Standing = BTreeMap<String, (String, Option<String>)>;

impl<'d> Round<'d> {
    pub(super) fn new(setup: &'d Setup<'d>, sandbox: Sandbox) -> Self {
        let before = setup.server.accepted().len();
        Self { setup, sandbox, before }
    }

    /// The call that sends, not started yet.
    pub(crate) fn command(&self) -> Command {
        self.called(&self.setup.scene.line())
    }

    /// The same, with the trouble that is called `act` (see `faults.c`), at one of its steps.
    pub(crate) fn troubled(&self, at: usize, act: &str) -> Command {
        let mut command = self.command();
        command.env("ONLIST_FAULTS_AT", at.to_string()).env("ONLIST_FAULTS_ACT", act);
        command
    }

    /// The steps of the call, which is made.
    pub(crate) fn steps(&self) -> Vec<Step> {
        self.logged(|log| {
            let output = self.command().env("ONLIST_FAULTS_LOG", log).output().expect("the program starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        })
    }

    /// The steps of the call on a terminal, where the letter is kept.
    pub(crate) fn steps_of_menu(&self) -> Vec<Step> {
        self.logged(|log| self.keep_in_menu(&[("ONLIST_FAULTS_LOG", log.display().to_string())]))
    }

    fn logged(&self, run: impl FnOnce(&Path)) -> Vec<Step> {
        let log = self.sandbox.home().with_extension("log");
        run(&log);
        let steps = shim::steps(&log);
        fs::remove_file(log).expect("removed");
        steps
    }

    /// The call on a terminal, with the trouble that is called `act` at one of its steps.
    pub(crate) fn troubled_in_menu(&self, at: usize, act: &str) {
        self.keep_in_menu(&[("ONLIST_FAULTS_AT", at.to_string()), ("ONLIST_FAULTS_ACT", act.to_owned())]);
    }

    /// Makes the call on a terminal, and chooses to keep the letter where the run comes so far.
    fn keep_in_menu(&self, env: &[(&'static str, String)]) {
        let watched = self.setup.shim.environment(self.sandbox.home());
        let watched = watched.map(|(name, value)| (name, value.into_string().expect("a path in UTF-8")));
        let env = watched.into_iter().chain(env.iter().cloned()).collect();
        let line = format!("onlist {}", self.setup.scene.line());
        let words = shlex::split(&line).expect("quotes are closed");
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let mut pty = Pty::start_in(&self.sandbox, &words, Options { env, ..Options::default() });
        if pty.asks("? What now") {
            pty.type_text("keep\r");
        }
        pty.wait_any_end();
    }

    fn called(&self, line: &str) -> Command {
        let words = shlex::split(line).expect("quotes are closed");
        let mut command = self.sandbox.command(&words.iter().map(String::as_str).collect::<Vec<_>>());
        command.envs(self.setup.shim.environment(self.sandbox.home()));
        command
    }

    fn run(&self, line: &str) -> Output {
        self.called(&format!("{line} {LATER}")).output().expect("the program starts")
    }

    /// What the server has taken in this round, when nobody talks to it any more.
    pub(crate) fn taken(&self) -> Vec<Vec<u8>> {
        self.setup.server.ended();
        self.setup.server.accepted()[self.before..].iter().map(Accepted::message).collect()
    }

    /// Each letter that is kept.
    pub(crate) fn standing(&self) -> Standing {
        let drafts = self.json("drafts --json");
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let drafts = drafts["drafts"].as_array().expect("a list").iter();
        drafts
            .map(|it| {
                let state = text(&it["state"]).expect("a state");
                (text(&it["id"]).expect("a name"), (state, text(&it["message_id"])))
            })
            .collect()
    }

    /// Each contact that is known: the letter's Message-ID and the state.
    fn contacts(&self) -> BTreeMap<String, String> {
        let contacts = self.json("contacts --json");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let contacts = contacts["contacts"].as_array().expect("a list").iter();
        contacts.map(|it| (text(&it["message_id"]), text(&it["state"]))).collect()
    }

    fn json(&self, line: &str) -> Value {
        let output = self.run(line);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let told = ["", "note: no contacts yet\n"].contains(&&*stderr);
        assert!(output.status.success() && told, "{line}: {stderr}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// All that a round can go on from: the files that are kept, and what the server took. What differs by chance
    /// is left out.
    fn remains(&self) -> String {
        let mut text = String::new();
        list(&self.sandbox.home().join(".local"), &mut text);
        for message in self.taken() {
            writeln!(text, "taken {}", message.escape_ascii()).expect("a string grows");
        }
        let text = self.setup.home.hide_home(&self.sandbox.hide_home(&text));
        text.replace(&format!(":{}", self.setup.server.port()), ":PORT")
    }

    /// The same as [`Round::is_sound`], of what is the same as in another round only once, whichever test comes to it.
    pub(crate) fn is_sound_once(&self) -> Standing {
        static KNOWN: LazyLock<Mutex<HashMap<(Scene, String), Standing>>> = LazyLock::new(Mutex::default);
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let remains = (self.setup.scene, self.remains());
        let standing = known().get(&remains).cloned();
        standing.unwrap_or_else(|| {
            let standing = self.is_sound();
            known().insert(remains, standing.clone());
            standing
        })
    }

    /// Holds what a run has left behind against what is promised of each letter, and goes on with it until it is sent.
    ///
    /// Each is exactly one of: not sent and still there, sent and known to be, or said to be in doubt.
    /// Gives how they stood.
    pub(crate) fn is_sound(&self) -> Standing {
        let (standing, contacts) = (self.standing(), self.contacts());
        let taken = self.taken().len();
        let known: usize = standing.values().map(|(_, id)| self.copies(id.as_deref()).len()).sum();
        assert_eq!(taken, known, "a message is of no letter that is kept: {standing:?}");
        for name in contacts.keys() {
            assert!(standing.values().any(|(_, id)| id.as_ref() == Some(name)), "{contacts:?}: {standing:?}");
        }
        let sent: Vec<_> =
            self.setup.scene.letters().iter().map(|it| self.goes_on(it, standing.get(*it))).collect();
        let (end, contacts) = (self.standing(), self.contacts());
        assert_eq!(end.len(), sent.len(), "something is kept that is no letter: {end:?}");
        assert_eq!(contacts.len(), sent.len(), "{contacts:?}");
        for (letter, times) in sent {
            // The name of one that was begun anew may be taken by the folder that was made for it.
            let same = |name: &String| name.strip_suffix("-2").unwrap_or(name) == letter;
            let (_, (state, id)) = end.iter().find(|(name, _)| same(name)).expect("it is kept");
            let contact = id.as_ref().and_then(|id| contacts.get(id)).map(String::as_str);
            assert_eq!((&**state, contact), ("accepted", Some("sent")), "`{letter}` and its contact");
            assert_eq!(self.copies(id.as_deref()).len(), times, "`{letter}`");
        }
        standing
    }

    /// Sends a letter that was found so, as a user would. Gives how often the server must have taken it then.
    fn goes_on(
        &self,
        letter: &'static str,
        found: Option<&(String, Option<String>)>,
    ) -> (&'static str, usize) {
        let anew = self.setup.scene.anew(letter);
        let Some((state, id)) = found else {
            self.ends(&anew.unwrap_or_else(|| panic!("`{letter}` is lost")), 0);
            return (letter, 1);
        };
        let before = self.copies(id.as_deref());
        let frozen = self.frozen(letter);
        let send = format!("send {letter} --yes {LATER}");
        let times = match &**state {
            "draft" if letter == "mail" => {
                self.ends(&send, 66);
                self.ends(&anew.expect("the file is there"), 0);
                1
            }
            "draft" | "ready" | "refused" => {
                assert!(before.is_empty(), "`{letter}` is {state}, and was sent");
                self.ends(&send, 0);
                1
            }
            "accepted" => {
                assert_eq!(before.len(), 1, "`{letter}` is accepted, and was not sent");
                self.ends(&send, 0);
                1
            }
            "sending" | "unknown" => {
                assert!(before.len() <= 1, "`{letter}` was sent {} times", before.len());
                self.ends(&send, 76);
                assert_eq!(self.copies(id.as_deref()).len(), before.len(), "sent again by itself");
                let contact = self.contacts().remove(id.as_deref().expect("one"));
                assert_eq!(contact.as_deref(), Some("unknown"), "the ledger's word of `{letter}`");
                self.ends(&format!("{send} --again"), 0);
                before.len() + 1
            }
            state => panic!("`{letter}` is {state}"),
        };
        for copy in self.copies(id.as_deref()) {
            assert!(frozen.as_ref().is_none_or(|it| *it == copy), "`{letter}` was sent with other bytes");
        }
        (letter, times)
    }

    /// The bytes of a letter, when they stay what they are.
    fn frozen(&self, letter: &str) -> Option<Vec<u8>> {
        let file = letter_file(&self.sandbox.home().join(".local/state/onlist"), letter)?;
        Some(letter_bytes(&file))
    }

    /// What the server has taken of a letter, in this round.
    fn copies(&self, id: Option<&str>) -> Vec<Vec<u8>> {
        let Some(id) = id else { return Vec::new() };
        let field = format!("\r\nMessage-ID: <{id}>\r\n");
        let of_it = |message: &Vec<u8>| String::from_utf8_lossy(message).contains(&field);
        self.taken().into_iter().filter(of_it).collect()
    }

    /// Calls for what must end so.
    fn ends(&self, line: &str, status: i32) {
        let output = self.called(line).output().expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{line}: {stderr}");
    }
}

/// Files below `folder`, each with what it holds.
fn list(folder: &Path, text: &mut String) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        write!(text, "{} ", without_chance(&path.to_string_lossy())).expect("a string grows");
        if path.is_dir() {
            text.push('\n');
            list(&path, text);
            continue;
        }
        let bytes = fs::read(&path).expect("readable");
        // A number by chance goes into all of an undo journal but its beginning.
        let telling = if path.ends_with("ledger.sqlite-journal") { bytes.len().min(12) } else { bytes.len() };
        writeln!(text, "{} {}", bytes.len(), bytes[..telling].escape_ascii()).expect("a string grows");
    }
}
