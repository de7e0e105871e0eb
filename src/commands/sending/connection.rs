//! A session with the mail server that the settings name.

use onlist_mail::deliver::smtp::{self, Session};

use crate::context::Context;
use crate::messages::Failure;
use crate::settings::{Password, Smtp, User};

/// Why there is no session.
pub(crate) enum Refusal {
    /// There is no password to log in with; the server was not asked.
    Password(Failure),
    /// The connection or the login did not work.
    Server(smtp::Failure),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Password(failure) => failure,
            Refusal::Server(failure) => failure.into(),
        }
    }
}

/// Opens a session, logged in where the account has a user.
///
/// The password is asked for where nothing else gives it; with `keep`, git's credential helper keeps
/// one that was typed, once the server took it.
pub(crate) fn open(context: &Context, smtp: &Smtp, keep: bool) -> Result<Session, Refusal> {
    let password = match &smtp.user {
        Some(user) => Some(password(context, smtp, user, keep).map_err(Refusal::Password)?),
        None => None,
    };
    let session = Session::open(&smtp.server, password.as_ref().map(|it| &it.login), smtp.limits);
    match (&session, &password) {
        (Ok(_), Some(password)) => password.accepted(),
        (Err(failure), Some(password)) if failure.is_login() => password.refused(),
        _ => {}
    }
    session.map_err(Refusal::Server)
}

fn password(context: &Context, smtp: &Smtp, user: &User, keep: bool) -> Result<Password, Failure> {
    let server = &smtp.server;
    if let Some(password) = user.login(server, &context.environment)? {
        return Ok(password);
    }
    if !context.terminal.can_ask() {
        return Err(user.missing(server).into());
    }
    let kind = if user.token { "Token" } else { "Password" };
    let secret = context.terminal.password(&format!("{kind} of {} at {}", user.name, server.host))?;
    Ok(if keep { user.with_kept(server, secret) } else { user.with(secret) })
}
