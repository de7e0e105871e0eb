//! Runs in a home of their own, and what is seen of them.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A home folder, empty at first, that is also where runs start.
pub(crate) struct Sandbox {
    home: TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A home whose settings name the catalog of the tests and, where `identity` says it, who writes.
    pub(crate) fn settled(identity: &str) -> Self {
        let sandbox = Self::new();
        sandbox.write(".config/onlist/catalog.toml", include_str!("catalog.toml"));
        sandbox.write(".config/onlist/config.toml", format!("catalog = \"catalog.toml\"\n{identity}"));
        sandbox
    }

    /// The home of a student who has told the settings who she is.
    pub(crate) fn of_ada() -> Self {
        Self::settled("[identity]\nname = \"Ada Example\"\nemail = \"ada@example.org\"\n")
    }

    /// Says for the student that she reads the lists already.
    pub(crate) fn joined(self) -> Self {
        let lists =
            ["lamp-devel", "users", "optics"].map(|name| format!("\"{name}@lists.example.org\": \"yes\""));
        self.write(".local/state/onlist/lists.json", format!("{{{}}}", lists.join(", ")));
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Makes a file, and the folders on its way.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home().join(name);
        fs::create_dir_all(path.parent().expect("below home")).expect("folders are made");
        fs::write(&path, bytes).expect("the file is written");
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.home().join(name)).expect("the file is there")
    }

    /// All that a run sees of the environment; its own program comes first in `PATH`.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let below = |name: &str| self.home().join(name).into_os_string();
        vec![
            ("PATH", path()),
            ("HOME", self.home().into()),
            ("XDG_CONFIG_HOME", below(".config")),
            ("XDG_STATE_HOME", below(".local/state")),
            ("XDG_CACHE_HOME", below(".cache")),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("TERM", "xterm-256color".into()),
        ]
    }

    /// A run that is not started yet, without a terminal and without input.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onlist"));
        command.args(arguments).env_clear().envs(self.environment()).current_dir(self.home());
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Runs `onlist` with the words of a shell-like line; gives the session as a terminal would show it.
    pub(crate) fn run(&self, line: &str) -> String {
        let words = words(line);
        self.transcript(line, &self.output(&words.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    pub(crate) fn run_with_input(&self, line: &str, input: &str) -> String {
        let mut command = self.command(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("piped");
        let output = std::thread::scope(|scope| {
            // A program that does not read its input to the end breaks the pipe, as it may.
            scope.spawn(move || stdin.write_all(input.as_bytes()));
            child.wait_with_output().expect("the program ends")
        });
        self.transcript(line, &output)
    }

    /// The line, standard output, standard error, and the exit status unless it is 0.
    pub(crate) fn transcript(&self, line: &str, output: &Output) -> String {
        let mut text = format!("$ onlist {line}\n");
        for bytes in [&output.stdout, &output.stderr] {
            text.push_str(&String::from_utf8_lossy(bytes));
            if !text.ends_with('\n') {
                text.push_str("\n[no line end]\n");
            }
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => writeln!(text, "[exit status: {code}]").expect("a string grows"),
            None => text.push_str("[ended by a signal]\n"),
        }
        self.hide_home(&text)
    }

    /// Replaces the path of the home folder by `$HOME`.
    pub(crate) fn hide_home(&self, text: &str) -> String {
        let real = fs::canonicalize(self.home()).expect("there");
        text.replace(&*real.to_string_lossy(), "$HOME").replace(&*self.home().to_string_lossy(), "$HOME")
    }
}

fn words(line: &str) -> Vec<String> {
    shlex::split(line).expect("quotes are closed")
}

#[allow(clippy::disallowed_methods, reason = "programs that tests run are looked up as usual")]
fn path() -> OsString {
    let ours = Path::new(env!("CARGO_BIN_EXE_onlist")).parent().expect("in a folder").to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(ours).chain(std::env::split_paths(&others));
    std::env::join_paths(folders).expect("folders without `:`")
}
