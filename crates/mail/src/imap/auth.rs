//! Logging in: PLAIN, XOAUTH2, or else the LOGIN command (RFC 3501 6.2).

use imap_proto::{Capability, Response};

use super::Cause;
use super::connection::{Connection, End};
use super::text::quoted;
use crate::connection::{Login, Mechanism};
use crate::secret::Secret;

/// What a server says that it can do, in capitals.
#[derive(Debug, Default)]
pub(super) struct Capabilities(Vec<String>);

impl Capabilities {
    pub(super) fn ask(connection: &mut Connection) -> Result<Self, Cause> {
        let mut found = Self::default();
        let end = connection.command("CAPABILITY", &[], |response| {
            if let Response::Capabilities(all) = response {
                found.0.extend(all.iter().take(200).map(name));
            }
        })?;
        match end {
            End::Done => Ok(found),
            End::Refused { .. } => Err(Cause::Garbled),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|it| it == name)
    }
}

fn name(capability: &Capability<'_>) -> String {
    match capability {
        Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
        Capability::Auth(mechanism) => format!("AUTH={}", mechanism.to_uppercase()),
        Capability::Atom(name) => name.to_uppercase(),
    }
}

/// Logs in.
pub(super) fn log_in(
    connection: &mut Connection,
    capabilities: &Capabilities,
    login: &Login,
) -> Result<(), Cause> {
    let Login { user, secret, mechanisms } = login;
    let secret = secret.expose();
    let end = if mechanisms.contains(&Mechanism::Xoauth2) {
        if !capabilities.has("AUTH=XOAUTH2") {
            return Err(Cause::NoLogin("token (XOAUTH2)"));
        }
        let response = Secret::base64(&["user=", user, "\u{1}auth=Bearer ", secret, "\u{1}\u{1}"]);
        connection.command("AUTHENTICATE XOAUTH2", &[response.expose()], |_| {})?
    } else if capabilities.has("AUTH=PLAIN") {
        let response = Secret::base64(&["\0", user, "\0", secret]);
        connection.command("AUTHENTICATE PLAIN", &[response.expose()], |_| {})?
    } else {
        if capabilities.has("LOGINDISABLED") {
            return Err(Cause::NoLogin("password here"));
        }
        let (user, secret) = quoted(user).zip(quoted(secret)).ok_or(Cause::NotAscii)?;
        let command = Secret::joined(&["LOGIN ", &user, " ", &secret]);
        connection.command(command.expose(), &[], |_| {})?
    };
    match end {
        End::Done => Ok(()),
        End::Refused { code, .. } => Err(Cause::LoginRefused(code)),
    }
}
