//! git's credential helper (gitcredentials(7)), asked as `git send-email` asks it.

use std::time::Duration;

use onlist_mail::connection::Server;
use onlist_mail::process::{self, Keep, Limits};
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;
use zeroize::Zeroizing;

use super::git::git;

/// What a program that gives a password may take, and how much it may print.
pub(super) const LIMITS: Limits = Limits { time: Duration::from_mins(1), output: Keep::AtMost(64 * 1024) };

/// A login as git describes it: `key=value` lines.
#[derive(Debug, Clone)]
pub(super) struct Credential(Secret);

impl Credential {
    /// A login that git has not been told of yet.
    pub(super) fn new(server: &Server, user: &Line, password: &Secret) -> Self {
        Self(Secret::joined(&[&question(server, user), "password=", password.expose(), "\n"]))
    }

    /// Asks git's helpers for the login; git itself asks nobody. No git, or nothing kept, is no answer.
    ///
    /// # Errors
    /// A helper had to be ended.
    pub(super) fn fill(server: &Server, user: &Line) -> Result<Option<Self>, process::Error> {
        let filled = run("fill", &question(server, user))?.map(Self);
        Ok(filled.filter(|it| it.password().is_some()))
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

    /// Tells the helpers that the server says that it is wrong, so that they forget it.
    pub(super) fn reject(&self) {
        let _ = run("reject", self.0.expose());
    }
}

fn question(server: &Server, user: &Line) -> String {
    // git keeps passwords apart by protocol; mailboxes are at ports of their own (RFC 8314 3.2, RFC 3501).
    let protocol = if matches!(server.port, 993 | 143) { "imap" } else { "smtp" };
    format!("protocol={protocol}\nhost={}:{}\nusername={user}\n", server.host, server.port)
}

/// Runs `git credential` on a description and gives what it prints; nothing where it fails or there is none.
fn run(action: &str, description: &str) -> Result<Option<Secret>, process::Error> {
    let mut git = git();
    git.args(["credential", action]).env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "");
    let mut input = Zeroizing::new(Vec::with_capacity(description.len() + 1));
    input.extend_from_slice(description.as_bytes());
    input.push(b'\n');
    let finished = match process::run(git, input, LIMITS) {
        Err(process::Error::NotStarted(_)) => return Ok(None),
        finished => finished?,
    };
    let text = std::str::from_utf8(&finished.output).ok().filter(|_| finished.status.success());
    Ok(text.map(|it| Secret::new(it.to_owned())))
}
