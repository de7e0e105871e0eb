//! The `[imap]` table of the config file: the mailbox that `sync` reads.

use std::num::NonZeroU16;
use std::path::Path;

use onlist_core::diagnostics::Diagnostic;
use onlist_mail::connection::{Security, Server};
use onlist_mail::imap::Limits;
use onlist_mail::text::Line;
use serde::Deserialize;
use toml::Spanned;

use super::account::User;
use super::smtp::{Table as Shared, Unencrypted};

/// The folder that every mailbox has (RFC 3501 5.1).
const INBOX: &str = "INBOX";

/// The table as it stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ImapTable {
    host: Spanned<Line>,
    port: Option<NonZeroU16>,
    security: Option<Spanned<Security>>,
    user: Spanned<Line>,
    folders: Option<Vec<Line>>,
    password_command: Option<Spanned<String>>,
    token_command: Option<Spanned<String>>,
    timeout_seconds: Option<NonZeroU16>,
}

/// A mailbox on a server.
#[derive(Debug, Clone)]
pub(crate) struct Imap {
    pub(crate) server: Server,
    pub(crate) user: User,
    /// Which folders are read.
    pub(crate) folders: Vec<Line>,
    pub(crate) limits: Limits,
}

impl ImapTable {
    /// What is the same for the server that letters go to.
    fn shared(&self) -> Shared {
        let security = self.security.as_ref().map(|it| *it.as_ref()).unwrap_or_default();
        Shared {
            host: self.host.clone(),
            port: self.port.or(NonZeroU16::new(port_of(security))),
            security: self.security.clone(),
            user: Some(self.user.clone()),
            password_command: self.password_command.clone(),
            token_command: self.token_command.clone(),
            timeout_seconds: self.timeout_seconds,
            domain: None,
        }
    }

    /// All that the reader of TOML cannot see to be wrong.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.shared().diagnostics(&Unencrypted {
            message: "mail can be read unencrypted only from this machine",
            hint: "use `tls`, or `starttls` with port 143",
        })
    }

    /// The mailbox that the table in the file at `path` describes.
    pub(crate) fn mailbox(&self, path: &Path) -> Option<Imap> {
        let account = self.shared().account(path);
        let folders = self.folders.clone().unwrap_or_else(|| vec![Line::sanitize(INBOX)]);
        let limits = Limits::of(account.limits.step);
        Some(Imap { server: account.server, user: account.user?, folders, limits })
    }
}

/// The port that servers listen on (RFC 8314 3.2, RFC 3501).
fn port_of(security: Security) -> u16 {
    match security {
        Security::Tls => 993,
        Security::StartTls | Security::None => 143,
    }
}
