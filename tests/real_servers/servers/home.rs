//! People at home: their settings, and what they see of a run.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use super::{PASSWORD, Servers};
use crate::support::Sandbox;

/// Somebody's home folder, with settings for one of the servers' ports.
pub(crate) struct Home {
    pub(crate) sandbox: Sandbox,
    servers: &'static Servers,
}

/// How a run ended, and what it said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    /// A home without settings, in which the catalog of these tests is `catalog.toml`.
    pub(crate) fn bare(servers: &'static Servers) -> Self {
        let sandbox = Sandbox::new();
        sandbox.write("catalog.toml", include_str!("catalog.toml"));
        sandbox.write("password", format!("{PASSWORD}\n"));
        Self { sandbox, servers }
    }

    /// Writes the settings of `name@students.test`, who is called `called` and sends as `smtp`, a table of the settings, says.
    pub(crate) fn set(&self, name: &str, called: &str, smtp: &str) {
        let identity = format!("[identity]\nname = \"{called}\"\nemail = \"{name}@students.test\"\n");
        let settings = format!("catalog = \"../../catalog.toml\"\n{identity}{smtp}");
        self.sandbox.write(".config/onlist/config.toml", settings);
    }

    /// Runs `onlist`, which trusts the authority of the tests, without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.trusting(&self.servers.authority(), arguments)
    }

    /// Runs `onlist` where `authority` alone is trusted.
    pub(crate) fn trusting(&self, authority: &Path, arguments: &[&str]) -> Run {
        Run::of(self.sandbox.command(arguments).env("SSL_CERT_FILE", authority))
    }

    /// Makes a program of a script.
    pub(crate) fn program(&self, name: &str, script: &str) -> String {
        let path = self.sandbox.write(name, script);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("ours");
        path.display().to_string()
    }

    /// Sets what git is to know, for this home.
    pub(crate) fn git_settings(&self, settings: &[(&str, &str)]) {
        for (name, value) in settings {
            let mut git = Command::new("git");
            git.args(["config", "--global", name, value]).env_clear().envs(self.sandbox.environment());
            assert!(git.status().expect("git runs").success(), "{name}");
        }
    }
}

impl Run {
    /// Runs `command` to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { status: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// Holds the run to its exit status.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{}\n{}", self.out, self.err);
        self
    }

    /// Holds the run to having said each of `words`, on standard error.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "no `{word}` in:\n{}", self.err);
        }
        self
    }
}
