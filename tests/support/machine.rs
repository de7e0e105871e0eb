//! The machine of somebody whose university has its mail somewhere: a name server, a mail server, a web server and programs,
//! all on loopback.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use super::dns::Dns;
use super::smtp::{Script, Server};
use super::web::Web;
use super::{Options, Pty, Sandbox};

/// What a set-up may take at most.
pub(crate) const SOON: Duration = Duration::from_secs(5);

/// The day of every run, unless it says another.
const NOW: &str = "2026-11-27T12:00:00Z";

pub(crate) struct Machine {
    pub(crate) sandbox: Sandbox,
    pub(crate) dns: Dns,
    pub(crate) server: Server,
    web: Option<Web>,
    now: &'static str,
}

impl Machine {
    /// A machine on which `reached`, a server by its name and port, is one that behaves as `script` says.
    pub(crate) fn new(sandbox: Sandbox, dns: Dns, reached: &str, script: Script) -> Self {
        Self::with(sandbox, dns, (reached, script), None)
    }

    /// The same; the domain `uni.test` has a web server.
    pub(crate) fn with_web(sandbox: Sandbox, dns: Dns, reached: &str, script: Script, web: Web) -> Self {
        Self::with(sandbox, dns, (reached, script), Some(web))
    }

    fn with(sandbox: Sandbox, dns: Dns, (reached, script): (&str, Script), web: Option<Web>) -> Self {
        let server = Server::start(script);
        // Where there is no web server nobody listens.
        let site = web.as_ref().map_or("127.0.0.1:1", Web::address);
        let elsewhere = [
            (reached, &*format!("127.0.0.1:{}", server.port())),
            ("autoconfig.uni.test:443", site),
            ("uni.test:443", site),
        ];
        let pairs: Vec<_> =
            elsewhere.iter().map(|(name, address)| format!("\"{name}\" = \"{address}\"")).collect();
        let lookup = format!("[lookup]\n{}connect-to = {{ {} }}\n", dns.setting(), pairs.join(", "));
        let config = sandbox.home().join(".config/onlist/config.toml");
        let before = fs::read_to_string(config).unwrap_or_default();
        sandbox.write(".config/onlist/config.toml", format!("{before}{lookup}"));
        Self { sandbox, dns, server, web, now: NOW }
    }

    /// Says what time it is.
    pub(crate) fn at(self, now: &'static str) -> Self {
        Self { now, ..self }
    }

    /// Puts a program first in the path.
    pub(crate) fn program(self, name: &str, script: &str) -> Self {
        let path = self.sandbox.write(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
        self
    }

    /// Tells git something.
    pub(crate) fn git(self, settings: &str) -> Self {
        self.sandbox.write(".gitconfig", settings);
        self
    }

    fn env(&self) -> Vec<(&'static str, String)> {
        let path = self.sandbox.environment().into_iter().find(|(name, _)| *name == "PATH").expect("set").1;
        let mut trusted = fs::read_to_string(self.server.authority()).expect("there");
        if let Some(web) = self.web.as_ref().filter(|it| it.is_secure()) {
            trusted.push_str(&fs::read_to_string(web.authority()).expect("there"));
        }
        let trusted = self.sandbox.write("trusted.pem", trusted);
        vec![
            ("PATH", format!("{}/bin:{}", self.sandbox.home().display(), path.to_string_lossy())),
            ("SSL_CERT_FILE", trusted.display().to_string()),
        ]
    }

    pub(crate) fn start(&self, words: &[&str]) -> Pty {
        let options = Options { rows: 120, columns: 90, env: self.env() };
        Pty::start_in(&self.sandbox, &[&["onlist", "--date", self.now], words].concat(), options)
    }

    /// A run without a terminal, as a session, which ends soon.
    pub(crate) fn run(&self, line: &str) -> String {
        let begun = Instant::now();
        let words: Vec<_> = line.split(' ').chain(["--date", self.now]).collect();
        let output = self.sandbox.command(&words).envs(self.env()).output().expect("it starts");
        assert!(begun.elapsed() < SOON, "{line} took {:?}", begun.elapsed());
        self.sandbox.transcript(line, &output)
    }

    /// The account in the config file; nothing where there is none.
    pub(crate) fn account(&self) -> String {
        let config = self.sandbox.read(".config/onlist/config.toml");
        config.split_once("\n\n[smtp]").map_or(String::new(), |(_, rest)| format!("[smtp]{rest}"))
    }

    /// What stands on the screen.
    pub(crate) fn seen(&self, pty: &Pty) -> String {
        self.sandbox.hide_home(&pty.screen())
    }
}
