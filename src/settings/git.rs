//! What git knows of its user.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Name and address that git signs commits with, as git gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Git {
    /// `user.name`.
    pub(crate) name: Option<String>,
    /// `user.email`.
    pub(crate) email: Option<String>,
}

impl Git {
    /// Asks git. No git, or nothing set, is no answer.
    pub(crate) fn ask() -> Self {
        let mut git = Command::new(PathBuf::from("git"));
        git.args(["config", "--null", "--get-regexp", r"^user\.(name|email)$"]);
        let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output();
        output.map(|output| Self::parse(&String::from_utf8_lossy(&output.stdout))).unwrap_or_default()
    }

    /// Reads `key LF value NUL`, over and over; the last value of a key holds, as it does for git.
    fn parse(listing: &str) -> Self {
        let mut git = Self::default();
        for (key, value) in listing.split('\0').filter_map(|entry| entry.split_once('\n')) {
            match key {
                "user.name" => git.name = Some(value.to_owned()),
                "user.email" => git.email = Some(value.to_owned()),
                _ => {}
            }
        }
        git
    }
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
