//! Setting up how letters leave: what serves already, the provider of an address, programs that have its tokens, and what
//! else there is; then the config file.

mod by_steps;
pub(crate) mod identity;
mod next_step;
mod server;
pub(crate) mod service;
mod tokens;
mod unattended;
mod write;

use onlist_mail::mailbox::Address;

use super::account_test::test;
use super::sending::consent::Via;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Account, AccountError, Choice};

/// What can always be done.
const BY_HAND: &str = "to send your letters by hand, run `onlist` and choose your web mail";

/// How a set-up ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SetUp {
    /// There is an account.
    Account,
    /// Letters are to be sent by hand.
    ByHand,
    /// Nothing was changed.
    Nothing,
}

/// What is chosen, and whether git's credential helper shall keep the password.
struct Wish {
    choice: Choice,
    keep: bool,
}

/// Sets up an account, unless there is one: by asking, or without a terminal by saying what is to be done; with `yes`
/// nobody is asked, and it is done.
pub(super) fn run(context: &Context, address: Option<&Address>, yes: bool) -> Result<SetUp, Failure> {
    let can_ask = context.terminal.can_ask() && !yes;
    match Account::find(&context.settings(), &context.environment) {
        Ok(account) => {
            tell_found(context, &account);
            if !can_ask {
                return Ok(SetUp::Account);
            }
            if !context.terminal.confirm("Set up another account anyway", false)? {
                return offer_test(context);
            }
        }
        Err(AccountError::None) => {}
        Err(error) if can_ask => Failure::from(error).report(context.terminal),
        Err(error) => return Err(error.into()),
    }
    if can_ask { by_steps::run(context, address) } else { unattended::run(context, address, yes) }
}

/// Whether neither settings nor git name an account.
fn is_missing(context: &Context) -> bool {
    matches!(Account::find(&context.settings(), &context.environment), Err(AccountError::None))
}

/// Offers to set up an account where there is none, for an address where it is known; how that ended.
fn at_once(context: &Context, address: Option<&Address>) -> Result<SetUp, Failure> {
    let there = || Account::find(&context.settings(), &context.environment);
    if !is_missing(context) || !context.terminal.confirm("Set up an account now", true)? {
        return Ok(SetUp::Nothing);
    }
    match run(context, address, false) {
        Err(failure) if failure.status == Status::Interrupted => Err(failure),
        Err(failure) => {
            failure.report(context.terminal);
            Ok(if there().is_ok() { SetUp::Account } else { SetUp::Nothing })
        }
        ended => ended,
    }
}

/// What takes letters, after it was set up where there was nothing.
pub(super) enum Found {
    /// This account.
    Account(Box<Account>),
    /// Nothing, and letters are to be sent by hand.
    ByHand,
    /// Nothing.
    Nothing,
}

/// Whether an account is to be set up before anything is sent.
pub(super) fn is_needed(context: &Context, via: &Via) -> bool {
    via.account(context).is_err_and(|failure| failure.status == Status::Config)
}

/// The account that letters are sent with; where there is none, one is set up for `address` by who is asked.
pub(super) fn account(
    context: &Context,
    via: &Via,
    address: Option<&Address>,
    asks: bool,
) -> Result<Found, Failure> {
    match via.account(context) {
        Err(failure) if failure.status == Status::Config && asks => {
            if is_missing(context) {
                // What the hint says is offered.
                context.terminal.error(&failure.message);
            } else {
                failure.report(context.terminal);
            }
            Ok(match at_once(context, address)? {
                SetUp::Account => Found::Account(Box::new(via.account(context)?)),
                SetUp::ByHand => Found::ByHand,
                SetUp::Nothing => Found::Nothing,
            })
        }
        found => found.map(|it| Found::Account(Box::new(it))),
    }
}

/// The account that letters are sent with, where they can go no other way.
pub(super) fn needed_account(
    context: &Context,
    via: &Via,
    address: Option<&Address>,
    asks: bool,
) -> Result<Account, Failure> {
    match account(context, via, address, asks)? {
        Found::Account(account) => Ok(*account),
        Found::ByHand | Found::Nothing => Err(no_account()),
    }
}

/// That there is no account for a letter that can go no other way.
pub(super) fn no_account() -> Failure {
    Failure::new(Status::Config, "nothing was sent: there is no mail account").hint(BY_HAND)
}

/// Says what sends letters already.
fn tell_found(context: &Context, account: &Account) {
    let found = format!("letters are sent via {} ({})", account.describe(), account.source());
    context.terminal.note(&found);
    context.terminal.explain("Nothing needs to be set up.");
}

fn offer_test(context: &Context) -> Result<SetUp, Failure> {
    if context.terminal.confirm("Test it now (nothing is sent)", true)? {
        test(context, &Account::find(&context.settings(), &context.environment)?, false)?;
    }
    Ok(SetUp::Account)
}

/// The address to set up: the one that was given, else what the settings or git know.
fn known_address(context: &Context, given: Option<&Address>) -> Option<Address> {
    let known = || context.settings().identity.email.clone();
    let of_git = || crate::settings::Git::ask().email?.parse().ok();
    given.cloned().or_else(known).or_else(of_git)
}

/// A login that the provider refused, where whoever runs the domain may have forbidden it: there is another way.
fn forbidden(service: &service::Service, failure: Failure) -> Failure {
    let forbids =
        service.provider.filter(|_| failure.status == Status::Login).and_then(|it| it.forbids.as_ref());
    match forbids {
        Some(forbids) => Failure::new(Status::Login, failure.message)
            .hint(format!("this may be impossible here: {forbids}; {BY_HAND}")),
        None => failure,
    }
}
