//! How letters leave: the account that the settings describe.

use std::path::{Path, PathBuf};

use onlist_mail::connection::{Mechanism, Security, Server};
use onlist_mail::deliver::sendmail::Command;
use onlist_mail::deliver::smtp::Limits;
use onlist_mail::mailbox::Address;
use onlist_mail::process::PASSWORD_VARIABLE;
use onlist_mail::secret::Secret;
use onlist_mail::text::Line;

use super::environment::Environment;
use super::{SendEmail, Settings};

/// How letters leave.
#[derive(Debug, Clone)]
pub(crate) enum Account {
    /// To a server.
    Smtp(Smtp),
    /// Through a program on this machine.
    Command {
        /// The program.
        command: Command,
        /// Where failures are reported (`-f`), in place of the address in From.
        envelope_sender: Option<Address>,
        /// Where that is set, in words.
        source: String,
    },
}

/// A server, and how to log in there.
#[derive(Debug, Clone)]
pub(crate) struct Smtp {
    /// The server.
    pub(crate) server: Server,
    /// Who logs in; nobody where the server knows this machine.
    pub(crate) user: Option<User>,
    /// How long the steps of the dialogue may take.
    pub(crate) limits: Limits,
    /// Where failures are reported (MAIL FROM), in place of the address in From.
    pub(crate) envelope_sender: Option<Address>,
    /// Where that is set, in words.
    pub(crate) source: String,
}

/// Who logs in.
#[derive(Debug, Clone)]
pub(crate) struct User {
    /// The name that the server knows.
    pub(crate) name: Line,
    /// How to log in, in the order in which that is tried.
    pub(crate) mechanisms: Vec<Mechanism>,
    /// Where password or token come from, unless the environment has them.
    pub(crate) from: PasswordFrom,
}

/// Where a password comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PasswordFrom {
    /// A command prints it.
    Command {
        /// The key of the settings.
        setting: &'static str,
        /// A line for the shell.
        line: String,
    },
    /// git's `sendemail.smtpPass`.
    Git(Secret),
    /// git's credential helper, else the person at the terminal.
    Elsewhere,
}

/// Why there is no account.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Nothing is set.
    #[error("no mail account is set up")]
    None,
    /// git cannot read its settings, which may name one.
    #[error("git cannot read its settings: {words}")]
    Unreadable {
        /// What git says of them.
        words: Line,
    },
    /// git would send in clear.
    #[error("git's settings send to `{host}` without encryption")]
    Clear {
        /// The server.
        host: Line,
    },
    /// A value of git's settings that cannot be used.
    #[error("git's `{key}` is `{value}`, {reason}")]
    Git {
        /// The key as git's manual spells it.
        key: &'static str,
        /// The value, in one line.
        value: Line,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl Error {
    /// The next step, for the `hint:` line.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::None => "run `onlist account set-up`".to_owned(),
            Self::Unreadable { .. } => {
                "correct the file; `git config --list` says whether git can read it".to_owned()
            }
            Self::Clear { .. } => "most servers want `git config --global sendemail.smtpEncryption tls` and \
                                   port 587, or `ssl` and port 465"
                .to_owned(),
            Self::Git { key, .. } => format!("correct or unset `{key}` with `git config`"),
        }
    }
}

impl Account {
    /// The account: from the config file, else from git's `sendemail.*`.
    pub(crate) fn find(settings: &Settings, environment: &Environment) -> Result<Self, Error> {
        if let Some(account) = Self::of_file(settings) {
            return Ok(account);
        }
        let program = |name: &str| environment.program(name);
        SendEmail::ask()?.account(environment.home.as_deref(), program)?.ok_or(Error::None)
    }

    /// What the config file says.
    pub(crate) fn of_file(settings: &Settings) -> Option<Self> {
        let path = settings.path.as_deref().unwrap_or(Path::new("config.toml"));
        if let Some(table) = &settings.smtp {
            return Some(Self::Smtp(table.account(path)));
        }
        let command: &Command = settings.sendmail.as_ref()?.as_ref();
        let source = format!("sendmail in {}", path.display());
        Some(Self::Command { command: command.clone(), envelope_sender: None, source })
    }

    /// In a few words: the server or the program.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Smtp(smtp) => smtp.describe(),
            Self::Command { command, .. } => format!("the command `{command}`"),
        }
    }

    /// Who takes the letters, in a word.
    pub(crate) fn taker(&self) -> &str {
        match self {
            Self::Smtp(smtp) => &smtp.server.host,
            Self::Command { command, .. } => command.name(),
        }
    }

    /// Where failures are reported, in place of the address in From.
    pub(crate) fn envelope_sender(&self) -> Option<&Address> {
        match self {
            Self::Smtp(Smtp { envelope_sender, .. }) | Self::Command { envelope_sender, .. } => {
                envelope_sender.as_ref()
            }
        }
    }

    /// The address that letters come from as far as the server knows, where its user goes by one.
    pub(crate) fn login_address(&self) -> Option<Address> {
        match self {
            Self::Smtp(smtp) => smtp.user.as_ref()?.name.parse().ok(),
            Self::Command { .. } => None,
        }
    }

    /// Where that is set, in words.
    pub(crate) fn source(&self) -> &str {
        match self {
            Self::Smtp(Smtp { source, .. }) | Self::Command { source, .. } => source,
        }
    }
}

impl Smtp {
    fn describe(&self) -> String {
        let Server { host, port, security, .. } = &self.server;
        if host.contains(':') {
            format!("[{host}]:{port}, {}", describe_security(*security))
        } else {
            format!("{host}:{port}, {}", describe_security(*security))
        }
    }
}

/// How a connection is kept from others, in words.
pub(crate) fn describe_security(security: Security) -> &'static str {
    match security {
        Security::Tls => "TLS",
        Security::StartTls => "STARTTLS",
        Security::None => "unencrypted",
    }
}

impl User {
    /// Whether the server takes a token (XOAUTH2) in place of a password.
    pub(crate) fn has_token(&self) -> bool {
        self.mechanisms == [Mechanism::Xoauth2]
    }

    /// What the server takes, in a word.
    pub(crate) fn kind(&self) -> &'static str {
        if self.has_token() { "token" } else { "password" }
    }

    /// Where the password comes from, in words.
    pub(crate) fn source(&self, environment: &Environment) -> String {
        match &self.from {
            _ if environment.smtp_password.is_some() => format!("the variable {PASSWORD_VARIABLE}"),
            PasswordFrom::Command { setting, line } => format!("{setting} `{}`", Line::sanitize(line)),
            PasswordFrom::Git(_) => "git's sendemail.smtpPass".to_owned(),
            PasswordFrom::Elsewhere => "git's credential helper, else asked for".to_owned(),
        }
    }
}

/// A path as the shell reads it: `~/` is the home folder.
pub(super) fn expanded(path: &str, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
