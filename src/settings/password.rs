//! Where a password comes from, in the order in which that is tried.

use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use onlist_mail::connection::{Login, Server};
use onlist_mail::deliver::sendmail::last_line;
use onlist_mail::process::{self, Limits, PASSWORD_VARIABLE};
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;
use zeroize::Zeroizing;

use super::account::{PasswordFrom, User};
use super::credential::{Credential, LIMITS};
use super::environment::Environment;

/// A password that cannot be had. It never holds what a command printed to its output.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The shell could not be started.
    #[error("cannot run `{setting}`: {source}")]
    NotStarted {
        /// The key of the settings.
        setting: &'static str,
        /// Why.
        source: process::Error,
    },
    /// The command was ended, for the time that it took or for what it printed.
    #[error("`{setting}` was ended: {source}")]
    Ended {
        /// The key of the settings.
        setting: &'static str,
        /// Why.
        source: process::Error,
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
    /// git's credential helper was ended, for the time that it took or for what it printed.
    #[error("git's credential helper was ended: {source}")]
    Helper {
        /// Why.
        source: process::Error,
    },
    /// It cannot be a password, or a token.
    #[error("the {kind} from {from} {}", if *kind == "token" { "is not one word of ASCII" } else { "has a NUL or a line break" })]
    Unfit {
        /// `password` or `token`.
        kind: &'static str,
        /// Where it is from.
        from: String,
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
                "set `password-command` in the settings or the variable {PASSWORD_VARIABLE}, store it with git's \
                 credential helper, or run this on a terminal"
            ),
            Self::Helper { .. } => {
                "see what it waits for with `git credential fill`, or set `password-command` in \
                                    the settings"
                    .to_owned()
            }
            Self::Unfit { .. } => "give it as one line, with nothing else beside it".to_owned(),
            Self::NotStarted { setting, .. }
            | Self::Ended { setting, .. }
            | Self::Failed { setting, .. }
            | Self::Empty { setting } => {
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

    /// Tells git's helper, where the password is from there, that the server says that it is wrong.
    pub(crate) fn wrong(&self) {
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
            return self.checked("the environment", secret.clone()).map(Some);
        }
        match &self.from {
            PasswordFrom::Command { setting, line } => {
                let secret = printed(setting, line, LIMITS)?;
                self.checked(&format!("`{setting}`"), secret).map(Some)
            }
            PasswordFrom::Git(secret) => self.checked("git's `sendemail.smtpPass`", secret.clone()).map(Some),
            PasswordFrom::Elsewhere => {
                let filled =
                    Credential::fill(server, &self.name).map_err(|source| Error::Helper { source })?;
                let Some((credential, secret)) =
                    filled.and_then(|it| it.password().map(|secret| (it, secret)))
                else {
                    return Ok(None);
                };
                let password = self.checked("git's credential helper", secret)?;
                Ok(Some(Password { credential: Some(credential), ..password }))
            }
        }
    }

    /// The login with `secret`, if that can be one (RFC 4616 2).
    fn checked(&self, from: &str, secret: Secret) -> Result<Password, Error> {
        let is_one_line = || !secret.expose().contains(['\0', '\r', '\n']);
        let fits = if self.has_token() { is_word(&secret) } else { is_one_line() };
        if fits {
            Ok(self.with(secret))
        } else {
            Err(Error::Unfit { kind: self.kind(), from: from.to_owned() })
        }
    }

    /// The login with `secret`, which was typed.
    pub(crate) fn with(&self, secret: Secret) -> Password {
        let login = Login { user: self.name.to_string(), secret, mechanisms: self.mechanisms.clone() };
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

/// What a line for `token-command` gives within `time`: one word in ASCII, as tokens are.
pub(crate) fn token(line: &str, time: Duration) -> Result<Secret, Error> {
    let setting = "token-command";
    let secret = printed(setting, line, Limits { time, ..LIMITS })?;
    if is_word(&secret) { Ok(secret) } else { Err(Error::Empty { setting }) }
}

fn is_word(secret: &Secret) -> bool {
    secret.expose().bytes().all(|octet| octet.is_ascii_graphic())
}

/// The first line that a command prints.
fn printed(setting: &'static str, line: &str, limits: Limits) -> Result<Secret, Error> {
    let mut shell = shell(line);
    shell.stderr(Stdio::piped());
    let finished = process::run(shell, Zeroizing::default(), limits).map_err(|source| match source {
        process::Error::NotStarted(_) => Error::NotStarted { setting, source },
        source => Error::Ended { setting, source },
    })?;
    if !finished.status.success() {
        let words = last_line(&String::from_utf8_lossy(&finished.errors)).unwrap_or_default();
        return Err(Error::Failed { setting, status: finished.status, words });
    }
    let text = std::str::from_utf8(&finished.output).unwrap_or_default();
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Secret::new(line.to_owned())),
        _ => Err(Error::Empty { setting }),
    }
}

#[cfg(not(windows))]
fn shell(line: &str) -> Command {
    let mut shell = process::command("sh");
    shell.args(["-c", line]);
    shell
}

#[cfg(windows)]
fn shell(line: &str) -> Command {
    use std::os::windows::process::CommandExt;

    let mut shell = process::command("cmd");
    shell.arg("/C").raw_arg(line);
    shell
}
