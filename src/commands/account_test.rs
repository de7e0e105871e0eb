//! Tries an account: a session with its server that sends nothing, or whether its command is there.

use onlist_mail::connection::Security;
use onlist_mail::deliver::sendmail::Command;
use onlist_mail::deliver::smtp::Phase;

use super::sending::connection::{self, Refusal};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Account, Smtp};

/// Tries an account and says what works; with `keep`, git's credential helper keeps a password that was typed.
pub(super) fn test(context: &Context, account: &Account, keep: bool) -> Result<(), Failure> {
    context.terminal.say(&format!("{} ({})", account.describe(), account.source()));
    match account {
        Account::Smtp(smtp) => test_server(context, smtp, keep),
        Account::Command { command, .. } => test_command(context, command),
    }
}

fn test_server(context: &Context, smtp: &Smtp, keep: bool) -> Result<(), Failure> {
    let opened = connection::open(context, smtp, keep);
    let failed = match &opened {
        Ok(_) => None,
        Err(Refusal::Server(failure, _)) => Some(failure.phase),
        Err(Refusal::Password(_)) => Some(Phase::Connect),
    };
    let worked = steps(smtp).into_iter().take_while(|(phase, _)| Some(*phase) != failed);
    worked.for_each(|(_, words)| context.terminal.say(&format!("  {words}")));
    if let (Err(Refusal::Server(failure, _)), Some(user)) = (&opened, &smtp.user)
        && failure.is_login()
    {
        context.terminal.note(&format!("the {} is from {}", user.kind(), user.source(&context.environment)));
    }
    opened?.close();
    context.terminal.note("account works; nothing was sent");
    Ok(())
}

/// The steps to a session in their order, each as what is said once it is done.
fn steps(smtp: &Smtp) -> Vec<(Phase, String)> {
    let host = &smtp.server.host;
    let connected = (Phase::Connect, format!("connected to {host}"));
    let secured = (Phase::Tls, format!("encrypted; the certificate is valid for {host}"));
    let greeted = (Phase::Greeting, "the server is ready".to_owned());
    let mut steps = match smtp.server.security {
        Security::Tls => vec![connected, secured, greeted],
        Security::StartTls => vec![connected, greeted, secured],
        Security::None => vec![connected, greeted],
    };
    steps.extend(smtp.user.as_ref().map(|user| (Phase::Auth, format!("logged in as {}", user.name))));
    steps
}

fn test_command(context: &Context, command: &Command) -> Result<(), Failure> {
    let Some(path) = context.environment.program(command.name()) else {
        let message = format!("cannot find the program `{}`", command.name());
        return Err(Failure::new(Status::Config, message).hint("install it, or run `onlist account set-up`"));
    };
    context.terminal.say(&format!("  {} found", path.display()));
    context.terminal.note("nothing was sent; the first letter will show whether it works");
    Ok(())
}
