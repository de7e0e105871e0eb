//! The mailbox of the settings, logged in.

use onlist_mail::imap::Client;
use onlist_mail::process::MAILBOX_PASSWORD_VARIABLE;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Imap, Password};

/// Opens it. The password is asked for where nothing else gives it.
pub(super) fn open(context: &Context, imap: &Imap) -> Result<Client, Failure> {
    let password = password(context, imap)?;
    let client = Client::open(&imap.server, &password.login, imap.limits);
    match &client {
        Ok(_) => password.accepted(),
        Err(error) if error.is_wrong_password() => password.wrong(),
        Err(_) => {}
    }
    Ok(client?)
}

fn password(context: &Context, imap: &Imap) -> Result<Password, Failure> {
    let Imap { server, user, .. } = imap;
    let environment = context.environment.for_mailbox();
    if let Some(password) = user.login(server, &environment)? {
        return Ok(password);
    }
    if !context.terminal.can_ask() {
        let missing = format!("no password for `{}` at {}", user.name, server.host);
        return Err(Failure::new(Status::Config, missing).hint(format!(
            "set `password-command` in `[imap]` of the settings or the variable {MAILBOX_PASSWORD_VARIABLE}, or store it \
             with git's credential helper"
        )));
    }
    let kind = if user.has_token() { "Token" } else { "Password" };
    let secret = context.terminal.password(&format!("{kind} of {} at {}", user.name, server.host))?;
    Ok(user.with(secret))
}
