//! git's credential helper (gitcredentials(7)), asked as `git send-email` asks it.

use std::io::{self, Write};
use std::process::Stdio;

use onlist_mail::deliver::smtp::Server;
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;
use zeroize::Zeroizing;

use super::git::git;

/// A login as git describes it: `key=value` lines.
#[derive(Debug, Clone)]
pub(super) struct Credential(Secret);

impl Credential {
    /// A login that git has not been told of yet.
    pub(super) fn new(server: &Server, user: &Line, password: &Secret) -> Self {
        let lines = format!("{}password={}\n", question(server, user), password.expose());
        Self(Secret::new(lines))
    }

    /// Asks git's helpers for the login; git itself asks nobody. No git, or nothing kept, is no answer.
    pub(super) fn fill(server: &Server, user: &Line) -> Option<Self> {
        let lines = run("fill", &question(server, user)).ok()?;
        let credential = Self(Secret::new(lines.to_string()));
        credential.password().is_some().then_some(credential)
    }

    /// The password in it.
    pub(super) fn password(&self) -> Option<Secret> {
        let mut lines = self.0.expose().lines();
        let password = lines.find_map(|line| line.strip_prefix("password=")).filter(|it| !it.is_empty())?;
        Some(Secret::new(password.to_owned()))
    }

    /// Tells the helpers that the server took it, so that they keep it.
    pub(super) fn approve(&self) {
        // Whoever keeps nothing will be asked again.
        let _ = run("approve", self.0.expose());
    }

    /// Tells the helpers that the server refused it, so that they forget it.
    pub(super) fn reject(&self) {
        let _ = run("reject", self.0.expose());
    }
}

fn question(server: &Server, user: &Line) -> String {
    format!("protocol=smtp\nhost={}:{}\nusername={user}\n", server.host, server.port)
}

/// Runs `git credential` on a description and gives what it prints.
fn run(action: &str, description: &str) -> io::Result<Zeroizing<String>> {
    let mut git = git();
    git.args(["credential", action]).env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "");
    let mut git = git.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = git.stdin.take() {
        // A helper that does not read to the end has said what it has to say.
        let _ = stdin.write_all(format!("{description}\n").as_bytes());
    }
    let output = git.wait_with_output()?;
    let printed = Zeroizing::new(output.stdout);
    let text = Zeroizing::new(String::from_utf8_lossy(&printed).into_owned());
    if output.status.success() { Ok(text) } else { Err(io::ErrorKind::NotFound.into()) }
}
