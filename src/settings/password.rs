//! Where a password comes from, in the order in which that is tried.

use std::io;
use std::process::{Command, ExitStatus, Stdio};

use onlist_mail::deliver::sendmail::last_line;
use onlist_mail::deliver::smtp::{Login, Server};
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;
use zeroize::Zeroizing;

use super::account::{PasswordFrom, User};
use super::credential::Credential;
use super::environment::{Environment, PASSWORD};

/// A password that cannot be had. It never holds what a command printed to its output.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The shell could not be started.
    #[error("cannot run `{setting}`: {source}")]
    NotStarted {
        /// The key of the settings.
        setting: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The command failed.
    #[error("`{setting}` ended with {status}{}{words}", if words.is_empty() { "" } else { ": " })]
    Failed {
        /// The key of the settings.
        setting: &'static str,
        /// What it ended with.
        status: ExitStatus,
        /// The last line of its standard error.
        words: Line,
    },
    /// The command printed nothing in its first line, or what is not UTF-8.
    #[error("`{setting}` printed no text in its first line")]
    Empty {
        /// The key of the settings.
        setting: &'static str,
    },
    /// There is none, and nobody to ask.
    #[error("no password for `{user}` at {host}")]
    Missing {
        /// Who is to log in.
        user: Line,
        /// Where.
        host: String,
    },
}

impl Error {
    /// The next step, for the `hint:` line.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Missing { .. } => format!(
                "set `password-command` in the settings or the variable {PASSWORD}, store it with git's credential helper, or run this on a terminal"
            ),
            Self::NotStarted { setting, .. } | Self::Failed { setting, .. } | Self::Empty { setting } => {
                format!(
                    "`{setting}` in the settings must succeed and print the password or token on its first line"
                )
            }
        }
    }
}

/// A login, and who is to be told how it went.
#[derive(Debug)]
pub(crate) struct Password {
    /// The login.
    pub(crate) login: Login,
    credential: Option<Credential>,
}

impl Password {
    /// Tells git's helper, where the password is from there, that the server took it.
    pub(crate) fn accepted(&self) {
        if let Some(credential) = &self.credential {
            credential.approve();
        }
    }

    /// Tells git's helper, where the password is from there, that the server refused it.
    pub(crate) fn refused(&self) {
        if let Some(credential) = &self.credential {
            credential.reject();
        }
    }
}

impl User {
    /// The login with what can be known without asking anybody.
    pub(crate) fn login(
        &self,
        server: &Server,
        environment: &Environment,
    ) -> Result<Option<Password>, Error> {
        if let Some(secret) = &environment.smtp_password {
            return Ok(Some(self.with(secret.clone())));
        }
        match &self.from {
            PasswordFrom::Command { setting, line } => Ok(Some(self.with(printed(setting, line)?))),
            PasswordFrom::Git(secret) => Ok(Some(self.with(secret.clone()))),
            PasswordFrom::Elsewhere => Ok(Credential::fill(server, &self.name).and_then(|credential| {
                let password = self.with(credential.password()?);
                Some(Password { credential: Some(credential), ..password })
            })),
        }
    }

    /// The login with `secret`.
    pub(crate) fn with(&self, secret: Secret) -> Password {
        let user = self.name.to_string();
        let login = if self.token { Login::Token { user, secret } } else { Login::Password { user, secret } };
        Password { login, credential: None }
    }

    /// The same; git's credential helper shall keep it when the server takes it.
    pub(crate) fn with_kept(&self, server: &Server, secret: Secret) -> Password {
        let credential = Some(Credential::new(server, &self.name, &secret));
        Password { credential, ..self.with(secret) }
    }

    /// What is said where there is no login and nobody to ask.
    pub(crate) fn missing(&self, server: &Server) -> Error {
        Error::Missing { user: self.name.clone(), host: server.host.clone() }
    }
}

/// The first line that a command prints.
fn printed(setting: &'static str, line: &str) -> Result<Secret, Error> {
    let output = shell(line).stdin(Stdio::null()).output();
    let output = output.map_err(|source| Error::NotStarted { setting, source })?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        let words = last_line(&String::from_utf8_lossy(&output.stderr)).unwrap_or_default();
        return Err(Error::Failed { setting, status: output.status, words });
    }
    let text = std::str::from_utf8(&printed).unwrap_or_default();
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Secret::new(line.to_owned())),
        _ => Err(Error::Empty { setting }),
    }
}

#[cfg(not(windows))]
fn shell(line: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]);
    shell
}

#[cfg(windows)]
fn shell(line: &str) -> Command {
    use std::os::windows::process::CommandExt;

    let mut shell = Command::new("cmd");
    shell.arg("/C").raw_arg(line);
    shell
}
