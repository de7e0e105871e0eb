//! A set-up where nobody can be asked: what would be written, or the one thing to do.

use onlist_mail::mailbox::Address;

use super::next_step::next_step;
use super::service::{self, Looked, Service};
use super::tokens::{self, Given};
use super::write::change;
use super::{BY_HAND, SetUp, forbidden, test};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Account, Choice};

/// Says what is to be done for an address; with `yes`, tests and writes it.
pub(super) fn run(context: &Context, address: Option<&Address>, yes: bool) -> Result<SetUp, Failure> {
    let Some(address) = address else {
        let what = format!("cannot ask {}", context.terminal.unasked());
        return Err(Failure::new(Status::Usage, what).hint(
            "give your address, as in `onlist account set-up ada@example.org`, or add `[smtp]` or `sendmail` to the \
             settings",
        ));
    };
    let service = find(context, address)?;
    let asked = tokens::ask(context, &service);
    let Some(given) = &asked.given else {
        return Err(nothing_yet(context, &service, &next_step(context, &service, &asked)));
    };
    write(context, &service, given, yes)
}

fn find(context: &Context, address: &Address) -> Result<Service, Failure> {
    if let Some(service) = service::known(context, address) {
        return Ok(service);
    }
    match service::looked_up(context, address) {
        Looked::Service(service) => Ok(service),
        Looked::Elsewhere(server) => Err(Failure::new(Status::Config, service::elsewhere(address, &server))
            .hint("run this on a terminal to confirm that it is your provider's")),
        Looked::Nothing { is_partial: true } => {
            Err(Failure::new(Status::TryLater, service::nothing(address)).hint(
                "check the network and `name-servers` in `[lookup]` of the settings, and try again later",
            ))
        }
        Looked::Nothing { is_partial: false } => Err(Failure::new(Status::Config, service::nothing(address))
            .hint("ask your provider for its SMTP server, and run this on a terminal")),
    }
}

/// No program on this machine can log in.
fn nothing_yet(context: &Context, service: &Service, next: &str) -> Failure {
    if let Some((provider, forbids)) = service.provider.and_then(|it| Some((it, it.forbids.as_ref()?))) {
        context.terminal.note(&format!("{}: {forbids}", provider.name));
    }
    Failure::new(Status::Config, "no mail account is set up").hint(format!("{next}; {BY_HAND}"))
}

/// Prints what would be written, or with `yes` tests and writes it.
fn write(context: &Context, service: &Service, given: &Given, yes: bool) -> Result<SetUp, Failure> {
    let command = given.command.clone().map(|line| ("token-command", line));
    let change = change(context, &Choice::Smtp(service.keys(command)))?;
    if !yes {
        context.terminal.data(&change.difference())?;
        let path = change.path().display();
        context.terminal.note(&format!("this would be written to {path}; `--yes` tests and writes it"));
        return Ok(SetUp::Nothing);
    }
    let account = Account::find(&change.settings, &context.environment)?;
    test(context, &account, false).map_err(|failure| forbidden(service, failure))?;
    change.write(context)?;
    context.terminal.note(&format!("wrote {}", change.path().display()));
    Ok(SetUp::Account)
}
