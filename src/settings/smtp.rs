//! The `[smtp]` table of the config file: the server that letters go to.

use std::net::IpAddr;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;

use onlist_core::diagnostics::Diagnostic;
use onlist_mail::connection::{Mechanism, Security, Server};
use onlist_mail::deliver::smtp::Limits;
use onlist_mail::text::Line;
use serde::Deserialize;
use toml::Spanned;

use super::account::{PasswordFrom, Smtp, User};
use crate::providers::Provider;

/// How long a step of the dialogue may take where nothing else is set.
pub(super) const STEP: Duration = Duration::from_secs(30);

/// The table as it stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Table {
    pub(super) host: Spanned<Line>,
    pub(super) port: Option<NonZeroU16>,
    pub(super) security: Option<Spanned<Security>>,
    pub(super) user: Option<Spanned<Line>>,
    pub(super) password_command: Option<Spanned<String>>,
    pub(super) token_command: Option<Spanned<String>>,
    pub(super) timeout_seconds: Option<NonZeroU16>,
    pub(super) domain: Option<Spanned<Line>>,
}

/// What is said of a connection to another machine that would not be encrypted.
pub(super) struct Unencrypted {
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

/// The same of letters.
pub(super) const LETTERS: Unencrypted = Unencrypted {
    message: "letters can be sent unencrypted only to this machine",
    hint: "use `tls`, or `starttls` with port 587",
};

impl Table {
    /// All that the reader of TOML cannot see to be wrong.
    pub(super) fn diagnostics(&self, unencrypted: &Unencrypted) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<_> = [
            self.host_fault(),
            self.clear_fault(unencrypted),
            self.both_fault(),
            self.user_fault(),
            self.domain_fault(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let commands = [&self.password_command, &self.token_command].into_iter().flatten();
        let empty = commands.filter(|command| command.as_ref().trim().is_empty());
        diagnostics.extend(empty.map(|command| Diagnostic::new(command.span(), "the command is empty")));
        diagnostics
    }

    fn host_fault(&self) -> Option<Diagnostic> {
        if let Some(provider) = Provider::of_domain(self.host.as_ref()) {
            let reason = format!("`{}` is a mail domain, not a server", self.host.as_ref());
            let hint = format!("the server of {} is `{}`", provider.name, provider.host);
            return Some(Diagnostic::new(self.host.span(), reason).hint(hint));
        }
        check_host(self.host.as_ref()).err().map(|reason| Diagnostic::new(self.host.span(), reason))
    }

    fn clear_fault(&self, unencrypted: &Unencrypted) -> Option<Diagnostic> {
        let security = self.security.as_ref().filter(|it| *it.as_ref() == Security::None)?;
        let diagnostic = Diagnostic::new(security.span(), unencrypted.message);
        (!self.server().is_loopback()).then(|| diagnostic.hint(unencrypted.hint))
    }

    fn both_fault(&self) -> Option<Diagnostic> {
        let (_, token) = self.password_command.as_ref().zip(self.token_command.as_ref())?;
        let diagnostic =
            Diagnostic::new(token.span(), "`password-command` and `token-command` cannot both be set");
        Some(diagnostic.hint("keep the one that the server needs"))
    }

    fn user_fault(&self) -> Option<Diagnostic> {
        let Some(user) = &self.user else {
            let (_, command) = self.command()?;
            let diagnostic = Diagnostic::new(command.span(), "there is no `user` to log in with it");
            return Some(diagnostic.hint("add `user`, the name to log in with"));
        };
        user.as_ref().is_empty().then(|| Diagnostic::new(user.span(), "`user` is empty"))
    }

    fn domain_fault(&self) -> Option<Diagnostic> {
        let domain = self.domain.as_ref()?;
        let is_word = !domain.as_ref().is_empty() && domain.as_ref().bytes().all(|it| it.is_ascii_graphic());
        let diagnostic = Diagnostic::new(domain.span(), "a name to greet a server with is one word in ASCII");
        (!is_word).then(|| diagnostic.hint("use this machine's full name, as in `laptop.example.org`"))
    }

    /// The command for the password or token, behind the name of its key.
    fn command(&self) -> Option<(&'static str, &Spanned<String>)> {
        let password = self.password_command.as_ref().map(|command| ("password-command", command));
        password.or(self.token_command.as_ref().map(|command| ("token-command", command)))
    }

    fn server(&self) -> Server {
        let security = self.security.as_ref().map(|it| *it.as_ref()).unwrap_or_default();
        Server {
            host: self.host.as_ref().to_string(),
            port: self.port.map_or(port_of(security), NonZeroU16::get),
            security,
            hello: self.domain.as_ref().map(|it| it.as_ref().to_string()),
            roots: None,
            addresses: Vec::new(),
        }
    }

    /// The account that the table in the file at `path` describes.
    pub(super) fn account(&self, path: &Path) -> Smtp {
        let from = self.command().map_or(PasswordFrom::Elsewhere, |(setting, line)| PasswordFrom::Command {
            setting,
            line: line.as_ref().clone(),
        });
        let mechanisms = match &self.token_command {
            Some(_) => vec![Mechanism::Xoauth2],
            None => vec![Mechanism::Plain, Mechanism::Login],
        };
        let step = self.timeout_seconds.map_or(STEP, |it| Duration::from_secs(it.get().into()));
        Smtp {
            server: self.server(),
            user: self.user.as_ref().map(|name| User { name: name.as_ref().clone(), mechanisms, from }),
            limits: Limits::of(step),
            envelope_sender: None,
            source: format!("[smtp] in {}", path.display()),
        }
    }
}

/// The port that servers listen on (RFC 8314 3.3, RFC 5321).
pub(crate) fn port_of(security: Security) -> u16 {
    match security {
        Security::Tls => 465,
        Security::StartTls => 587,
        Security::None => 25,
    }
}

/// Whether `host` can be the name or address of a server; the reason where it cannot.
pub(crate) fn check_host(host: &str) -> Result<(), String> {
    let address = host.parse::<IpAddr>().is_ok();
    let name = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    match host {
        "" => Err("the server name is empty".to_owned()),
        _ if address || name => Ok(()),
        _ => Err(format!("`{host}` is not a server name; the port is set separately")),
    }
}
