//! The transport of an account, which for a server is a connection that is logged in.

use onlist_mail::connection::{Login, Server};
use onlist_mail::deliver::Transport;
use onlist_mail::deliver::sendmail;
use onlist_mail::deliver::smtp::{self, Client, Phase};

use crate::context::Context;
use crate::messages::Failure;
use crate::settings::{Account, Password, PasswordError, Smtp, User};

/// Why there is no connection.
pub(crate) enum Refusal {
    /// There is no password to log in with; the server was not asked.
    Password(Failure),
    /// The connection or the login did not work; of which server.
    Server(smtp::Error, String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Password(failure) => failure,
            Refusal::Server(error, server) if error.phase == Phase::Connect => {
                let failure = Self::from(error);
                let hint = failure.hint.clone().prefixed(&format!("`{server}`: "));
                failure.hint(hint)
            }
            Refusal::Server(error, _) => error.into(),
        }
    }
}

/// What takes the letters of an account.
pub(crate) fn transport(context: &Context, account: &Account) -> Result<Transport, Refusal> {
    match account {
        Account::Smtp(smtp) => Ok(Transport::Smtp(Box::new(open(context, smtp, false)?))),
        Account::Command { command, .. } => {
            Ok(Transport::Sendmail { command: command.clone(), limit: sendmail::LIMIT })
        }
    }
}

/// Opens a connection, logged in where the account has a user.
///
/// The password is asked for where nothing else gives it, once a run; with `keep`, git's credential helper keeps
/// one that was typed, once the server took it.
pub(crate) fn open(context: &Context, smtp: &Smtp, keep: bool) -> Result<Client, Refusal> {
    let refused = |error| Refusal::Server(error, format!("{}:{}", smtp.server.host, smtp.server.port));
    let Some(user) = &smtp.user else {
        return client(context, smtp, None).map_err(refused);
    };
    if let Some(login) = context.login_of(&smtp.server, user) {
        return client(context, smtp, Some(&login)).map_err(refused);
    }
    let password = password(context, smtp, user, keep).map_err(Refusal::Password)?;
    let login: &Login = &password.login;
    let client = client(context, smtp, Some(login));
    match &client {
        Ok(_) => {
            password.accepted();
            context.keep_login(&smtp.server, login);
        }
        Err(error) if error.is_wrong_password() => password.wrong(),
        Err(_) => {}
    }
    client.map_err(refused)
}

/// Connects where the name of the server leads, or where the settings say that it is reached.
fn client(context: &Context, smtp: &Smtp, login: Option<&Login>) -> Result<Client, smtp::Error> {
    let Server { host, port, .. } = &smtp.server;
    let addresses = context.settings().lookup.address(host, *port).into_iter().collect();
    Client::open(&Server { addresses, ..smtp.server.clone() }, login, smtp.limits)
}

fn password(context: &Context, smtp: &Smtp, user: &User, keep: bool) -> Result<Password, Failure> {
    let server = &smtp.server;
    match user.login(server, &context.environment) {
        Ok(Some(password)) => return Ok(password),
        Ok(None) if !context.terminal.can_ask() => return Err(user.missing(server).into()),
        Ok(None) => {}
        // Whoever knows the password needs no helper.
        Err(error @ PasswordError::Helper { .. }) if context.terminal.can_ask() => {
            Failure::from(error).report(context.terminal);
        }
        Err(error) => return Err(error.into()),
    }
    let kind = if user.has_token() { "Token" } else { "Password" };
    let secret = context.terminal.password(&format!("{kind} of {} at {}", user.name, server.host))?;
    Ok(if keep { user.with_kept(server, secret) } else { user.with(secret) })
}
