//! What is tried: a call that sends, and what it starts from.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::super::Sandbox;
use super::super::smtp::{Action, Script, Server};
use super::{Round, Shim};

/// Goes with everything that is called but for what sends first; it is an hour later.
pub(super) const LATER: &str = "--date 2015-03-10T13:00:00+01:00";

const NOW: &str = "--date 2015-03-10T12:00:00+01:00";

/// Before the claim of an answer of that day ends.
const IN_TIME: &str = "--date 2015-03-23T12:00:00+01:00";

/// A first letter that a mentor answers.
const BEN: &str = "From: Ben Example <ben@students.test>\nTo: lamp-devel@lists.example.org\nDate: Tue, 10 Mar 2015 \
    11:00:00 +0100\nMessage-ID: <ben@students.test>\nSubject: [GSoC 2015] Trim the wick while the lamp \
    burns\n\nHello,\n\nmay I trim it?\n\nBen\n";

/// A call that sends letters, or keeps one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Scene {
    /// A first letter, written and sent by one call.
    Introduce,
    /// A draft.
    Draft,
    /// Two drafts, and a mail from a file.
    Three,
    /// A letter that may have been delivered (it was), once more.
    Again,
    /// A reminder of a task, which is kept.
    Remind,
    /// A letter that a task is free again, which is kept.
    Release,
}

impl Scene {
    /// Those that send.
    pub(crate) const ALL: [Self; 4] = [Self::Introduce, Self::Draft, Self::Three, Self::Again];

    /// The call.
    pub(crate) fn line(self) -> String {
        match self {
            Self::Introduce => introduce("wick-trimmer", "--send --yes"),
            Self::Draft => format!("send wick-trimmer --yes {NOW}"),
            Self::Three => format!("send wick-trimmer fresnel-for-humans mail.eml --yes {NOW}"),
            Self::Again => format!("send wick-trimmer --again --yes {NOW}"),
            Self::Remind => format!("tasks remind {IN_TIME}"),
            Self::Release => format!("tasks release spelling {IN_TIME}"),
        }
    }

    /// Names of the letters.
    pub(super) fn letters(self) -> &'static [&'static str] {
        if self == Self::Three { &["wick-trimmer", "fresnel-for-humans", "mail"] } else { &["wick-trimmer"] }
    }

    /// The call for a letter of which nothing is kept; none when that must not be.
    pub(super) fn anew(self, letter: &str) -> Option<String> {
        match self {
            Self::Introduce => Some(self.line()),
            Self::Three if letter == "mail" => Some(format!("send mail.eml --yes {LATER}")),
            _ => None,
        }
    }

    fn script(self) -> Script {
        match self {
            Self::Again => Script::new().once(".", Action::take(Action::Drop)),
            _ => Script::new(),
        }
    }
}

fn introduce(project: &str, rest: &str) -> String {
    let anyway = if project == "fresnel-for-humans" { "--anyway" } else { "" };
    format!(
        "introduce {project} --interest 'My grandmother kept a lamp.' --so-far 'I have built v1.2.' \
         --question 'Which wicks are there?' {anyway} {NOW} {rest}"
    )
}

/// A mail server, and the home that every round starts with.
pub(crate) struct Setup<'s> {
    pub(super) shim: &'s Shim,
    pub(crate) scene: Scene,
    pub(super) server: Server,
    pub(super) home: Sandbox,
}

impl<'s> Setup<'s> {
    pub(crate) fn of(shim: &'s Shim, scene: Scene) -> Self {
        Self::with(shim, scene, scene.script())
    }

    /// A setup whose server takes its time after a letter's end, so that there is some to be killed in.
    pub(crate) fn slow(shim: &'s Shim, scene: Scene) -> Self {
        let slow = Action::late(Duration::from_millis(5), "250 2.0.0 taken");
        Self::with(shim, scene, scene.script().on(".", slow))
    }

    fn with(shim: &'s Shim, scene: Scene, script: Script) -> Self {
        let setup = Self { shim, scene, server: Server::start(script), home: Sandbox::of_ada() };
        let settings = setup.home.read(".config/onlist/config.toml");
        let port = setup.server.port();
        let server = format!("[smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n");
        setup.home.write(".config/onlist/config.toml", settings + &server);
        setup.home.write("ben.eml", BEN);
        for (line, status) in setup.beginnings() {
            let session = setup.home.run(&line);
            assert_eq!(session.contains("[exit status: 76]"), status == 76, "{session}");
            assert!(status == 76 || !session.contains("[exit status"), "{session}");
        }
        setup
    }

    fn beginnings(&self) -> Vec<(String, i32)> {
        match self.scene {
            Scene::Introduce => Vec::new(),
            Scene::Draft => vec![(introduce("wick-trimmer", "--keep"), 0)],
            Scene::Three => vec![
                (introduce("wick-trimmer", "--keep"), 0),
                (introduce("fresnel-for-humans", "--keep"), 0),
                (introduce("fog-horn", "--save mail.eml"), 0),
            ],
            Scene::Again => vec![(introduce("wick-trimmer", "--send --yes"), 76)],
            Scene::Remind | Scene::Release => {
                vec![(format!("reply ben.eml --task spelling --send --yes {NOW}"), 0)]
            }
        }
    }

    /// A home like the first.
    pub(crate) fn round(&'s self) -> Round<'s> {
        let sandbox = Sandbox::new();
        copy(self.home.home(), sandbox.home());
        Round::new(self, sandbox)
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("readable") {
        let (from, name) = entry.map(|it| (it.path(), it.file_name())).expect("readable");
        let to = to.join(name);
        if from.is_dir() {
            fs::create_dir(&to).expect("made");
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("copied");
        }
    }
}
