//! What git knows of its user.

use std::process::{Command, Stdio};
use std::time::Duration;

use onlist_mail::deliver::sendmail::last_line;
use onlist_mail::process::{self, Keep, Limits};
use onlist_mail::text::Line;
use zeroize::Zeroizing;

/// What reading git's settings may take, and how large they may be.
const LIMITS: Limits = Limits { time: Duration::from_secs(10), output: Keep::AtMost(1024 * 1024) };

/// What `git config` ends with where no key is found.
const NOTHING_SET: i32 = 1;

/// Name and address that git signs commits with, as git gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Git {
    /// `user.name`.
    pub(crate) name: Option<String>,
    /// `user.email`.
    pub(crate) email: Option<String>,
}

impl Git {
    /// Asks git. No git, or nothing set, is no answer; neither are settings that git cannot read.
    pub(crate) fn ask() -> Self {
        Self::parse(&listing(r"^user\.(name|email)$").unwrap_or_default())
    }

    fn parse(listing: &str) -> Self {
        let mut git = Self::default();
        for (key, value) in entries(listing) {
            match key {
                "user.name" => git.name = Some(value.to_owned()),
                "user.email" => git.email = Some(value.to_owned()),
                _ => {}
            }
        }
        git
    }
}

/// Whether git has a helper that keeps passwords (gitcredentials(7)).
pub(crate) fn git_keeps_passwords() -> bool {
    entries(&listing(r"^credential\.(.*\.)?helper$").unwrap_or_default())
        .any(|(_, helper)| !helper.is_empty())
}

/// A run of git, without input and with what it prints for us alone.
pub(super) fn git() -> Command {
    let mut git = process::command("git");
    git.stdin(Stdio::null()).stderr(Stdio::null());
    git
}

/// What git has for the keys that `pattern` describes; empty where there is no git.
///
/// There may be a password among the values.
///
/// # Errors
/// What git says of settings that it cannot read.
pub(super) fn listing(pattern: &str) -> Result<Zeroizing<String>, Line> {
    let mut git = git();
    git.args(["config", "--null", "--get-regexp", pattern]).stderr(Stdio::piped());
    let finished = match process::run(git, Zeroizing::default(), LIMITS) {
        Err(process::Error::NotStarted(_)) => return Ok(Zeroizing::default()),
        finished => finished.map_err(|error| Line::sanitize(&error.to_string()))?,
    };
    if let Some(0 | NOTHING_SET) = finished.status.code() {
        return Ok(String::from_utf8_lossy(&finished.output).into_owned().into());
    }
    let said = last_line(&String::from_utf8_lossy(&finished.errors));
    Err(said.unwrap_or_else(|| Line::sanitize(&finished.status.to_string())))
}

/// Reads `key LF value NUL`, over and over; the last value of a key holds, as it does for git.
pub(super) fn entries(listing: &str) -> impl Iterator<Item = (&str, &str)> {
    listing.split('\0').filter_map(|entry| entry.split_once('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_holds() {
        let git = Git::parse("user.name\nAda\0user.email\nada@example.org\0user.name\nAda\nExample\0");
        let expected =
            Git { name: Some("Ada\nExample".to_owned()), email: Some("ada@example.org".to_owned()) };
        assert_eq!(git, expected);
    }
}
