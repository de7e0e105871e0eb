//! A student, the mail server that she uses, and what is known of her letters afterwards.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::Sandbox;
use super::smtp::{Script, Server};

/// A first letter to a list and two mentors, complete, and sent where nothing else is said.
const LETTER: &str = "introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built it.' \
                      --question 'Which wicks are there?' --date 2015-03-10T12:00:00+01:00";

/// How that call is shown.
const SHOWN: &str = "introduce wick-trimmer ...";

/// A home whose settings name a mail server of its own.
pub(crate) struct Student {
    pub(crate) sandbox: Sandbox,
    pub(crate) server: Server,
}

impl Student {
    /// In clear and without a login.
    pub(crate) fn of(script: Script) -> Self {
        Self::with(script, "none", "")
    }

    /// With `security`, and what `rest` says of the server.
    pub(crate) fn with(script: Script, security: &str, rest: &str) -> Self {
        let student = Self { sandbox: Sandbox::of_ada(), server: Server::start(script) };
        student.settle(student.server.port(), security, rest);
        student
    }

    /// Writes the settings anew.
    pub(crate) fn settle(&self, port: u16, security: &str, rest: &str) {
        self.sandbox.write(
            ".config/onlist/config.toml",
            format!(
                "catalog = \"catalog.toml\"\n\n[identity]\nname = \"Ada Example\"\nemail = \"ada@example.org\"\n\n\
                 [smtp]\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\"\n{rest}"
            ),
        );
    }

    /// A run that trusts the server's certificate.
    pub(crate) fn command(&self, line: &str) -> Command {
        let words = shlex::split(&line.replace(SHOWN, LETTER)).expect("quotes are closed");
        let mut command = self.sandbox.command(&words.iter().map(String::as_str).collect::<Vec<_>>());
        command.env("SSL_CERT_FILE", self.server.authority());
        command
    }

    /// Runs `onlist`; `introduce wick-trimmer ...` stands for the whole of a first letter.
    pub(crate) fn run(&self, line: &str) -> String {
        self.seen(line, &self.command(line).output().expect("the program starts"))
    }

    /// The session as a terminal would show it.
    pub(crate) fn seen(&self, line: &str, output: &Output) -> String {
        self.hide(&self.sandbox.transcript(line, output))
    }

    /// Hides what differs from run to run.
    pub(crate) fn hide(&self, text: &str) -> String {
        text.replace(&format!(":{}", self.server.port()), ":PORT")
    }

    /// Keeps the first letter as a draft, and gives its name.
    pub(crate) fn keep(&self) -> String {
        let kept = self.run("introduce wick-trimmer ... --keep");
        assert!(!kept.contains("[exit status"), "{kept}");
        "wick-trimmer".to_owned()
    }

    /// The file of the letter of that name.
    pub(crate) fn letter(&self, id: &str) -> PathBuf {
        letter_file(&self.state(), id).expect("the letter is queued")
    }

    /// The folder of what is kept.
    pub(crate) fn state(&self) -> PathBuf {
        self.sandbox.home().join(".local/state/onlist")
    }

    /// The queued bytes of the letter of that name.
    pub(crate) fn bytes(&self, id: &str) -> Vec<u8> {
        letter_bytes(&self.letter(id))
    }

    /// The bytes that the first letter must have, as they are printed: nothing is kept and nothing sent by that.
    pub(crate) fn printed(&self) -> Vec<u8> {
        let output = self.command("introduce wick-trimmer ... --print").output().expect("it starts");
        String::from_utf8(output.stdout).expect("ASCII").replace('\n', "\r\n").into_bytes()
    }

    fn json(&self, line: &str) -> Value {
        let output = self.command(line).output().expect("the program starts");
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }

    /// The letters that are kept, each with its state and that of each recipient, and the contacts.
    pub(crate) fn standing(&self) -> String {
        let mut text = String::new();
        for draft in self.json("drafts --json")["drafts"].as_array().into_iter().flatten() {
            write!(text, "[{}: {}", said(&draft["id"]), said(&draft["state"])).expect("a string grows");
            for recipient in draft["recipients"].as_array().into_iter().flatten() {
                let address = said(&recipient["address"]);
                let who = address.split('@').next().unwrap_or_default();
                write!(text, "; {who} {}", said(&recipient["state"])).expect("a string grows");
                match recipient["permanent"].as_bool() {
                    Some(true) => text.push_str(" for good"),
                    Some(false) => text.push_str(" for now"),
                    None => {}
                }
            }
            text.push_str("]\n");
        }
        for contact in self.json("contacts --json --date 2015-03-16T12:00:00+01:00")["contacts"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let (project, state) = (said(&contact["project"]), said(&contact["state"]));
            writeln!(text, "[contact about {project}: {state}]").expect("a string grows");
        }
        text
    }

    /// The state of the letter of that name.
    pub(crate) fn state_of(&self, id: &str) -> String {
        let drafts = self.json("drafts --json");
        let draft = drafts["drafts"].as_array().into_iter().flatten().find(|draft| draft["id"] == id);
        said(&draft.expect("the letter is kept")["state"])
    }

    /// Who got each message that the server took.
    pub(crate) fn delivered(&self) -> Vec<String> {
        self.server.accepted().iter().map(|it| it.forward_paths.join(" ")).collect()
    }
}

/// Where the letter of that name is kept below `state`, when it is queued or sent.
pub(crate) fn letter_file(state: &Path, id: &str) -> Option<PathBuf> {
    let folders = ["outbox", "outbox/sent"].map(|folder| state.join(folder));
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let of_it = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(&format!("{id}.")) && name.ends_with(".letter")
    };
    files.map(|file| file.path()).find(of_it)
}

/// The mail in a letter's file: its first line says how long it is.
pub(crate) fn letter_bytes(path: &Path) -> Vec<u8> {
    let file = fs::read(path).expect("the letter is there");
    let end = file.iter().position(|byte| *byte == b'\n').expect("a first line");
    let json = &file[file.iter().position(|byte| *byte == b' ').expect("a hash") + 1..end];
    let head: Value = serde_json::from_slice(json).expect("JSON");
    let length = usize::try_from(head["length"].as_u64().expect("a length")).expect("short");
    file[end + 1..][..length].to_vec()
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or("none").to_owned()
}
