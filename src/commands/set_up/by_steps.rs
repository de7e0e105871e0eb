//! A set-up on a terminal: one choice among what is there, and what that needs.

use std::path::PathBuf;

use chrono::NaiveDate;
use onlist_mail::deliver::sendmail;
use onlist_mail::mailbox::Address;

use super::next_step::{self, about_password, next_step};
use super::service::{self, Service};
use super::tokens::{self, Asked, Given};
use super::write::change;
use super::{BY_HAND, SetUp, Wish, forbidden, known_address, server, test};
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::{Account, Choice};

/// Programs that take letters as `sendmail` does, by the usual names.
const PROGRAMS: [&str; 4] = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "sendmail", "msmtp"];

/// A way for letters to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// To the provider's server, with what a program gives.
    Given,
    /// To the provider's server, with a password.
    Password,
    /// By the person, in a browser.
    ByHand,
    /// Through a program on this machine.
    Program(PathBuf),
    /// To a server that the person names.
    Server,
    /// Through a command that the person names.
    Command,
}

/// What is known of the person's provider.
struct Known {
    service: Option<Service>,
    asked: Asked,
    address: Option<Address>,
}

/// Asks until there is an account, or something else is chosen.
pub(super) fn run(context: &Context, address: Option<&Address>) -> Result<SetUp, Failure> {
    let known = learn(context, address)?;
    let mut ways = ways(context, &known);
    loop {
        let labels: Vec<_> = ways.iter().map(|way| label(way, &known, context.now.date_naive())).collect();
        let chosen = context.terminal.choose("Send letters with", &labels, Some(0))?;
        let Some(way) = chosen.map(|at| ways[at].clone()) else { return Ok(SetUp::Nothing) };
        let wish = match (&way, &known.service, &known.asked.given) {
            (Way::ByHand, ..) => return Ok(by_hand(context)),
            (Way::Given, Some(service), Some(given)) => {
                if let Some(end) = take_given(context, service, given)? {
                    return Ok(end);
                }
                // What the provider refused once, it is likely to refuse again.
                ways.retain(|way| *way != Way::Given);
                ways.sort_by_key(|way| *way != Way::ByHand);
                continue;
            }
            (Way::Password, Some(service), _) => {
                if let Some(about) = about_password(context, service) {
                    context.terminal.explain(&about);
                }
                server::ask_password_of(context, service)?
            }
            _ => ask(context, &way, known.address.as_ref())?,
        };
        return match wish {
            Some(wish) => take(context, &wish, known.service.as_ref()),
            None => Ok(SetUp::Nothing),
        };
    }
}

/// Finds the provider of the address and asks the programs that may have its token.
fn learn(context: &Context, given: Option<&Address>) -> Result<Known, Failure> {
    let address = match known_address(context, given) {
        Some(address) => Some(address),
        None => ask_address(context)?,
    };
    let service = match &address {
        Some(address) => service::ask(context, address)?,
        None => None,
    };
    let asked = service.as_ref().map(|it| tokens::ask(context, it)).unwrap_or_default();
    if let Some(service) = service.as_ref().filter(|_| asked.given.is_none()) {
        if let Some((provider, forbids)) = service.provider.and_then(|it| Some((it, it.forbids.as_ref()?))) {
            context.terminal.note(&format!("{}: {forbids}", provider.name));
        }
        if next_step::wants_a_program(context, service) {
            context.terminal.note(&format!("to send from here, {}", next_step(context, service, &asked)));
        }
    }
    Ok(Known { service, asked, address })
}

fn ask_address(context: &Context) -> Result<Option<Address>, Failure> {
    let valid = |text: &str| match text {
        "" => Ok(()),
        text => text.parse::<Address>().map(drop).map_err(|error| error.to_string()),
    };
    let typed = context.terminal.line("Your email address (Enter to skip)", None, valid)?;
    Ok(typed.parse().ok())
}

/// Whether a password can be typed for a service: at a large provider one of its rule, elsewhere any.
fn takes_password(context: &Context, service: &Service) -> bool {
    service.provider.is_none_or(|it| it.password(context.now.date_naive()).is_some())
}

/// What can be chosen, the most likely first.
fn ways(context: &Context, known: &Known) -> Vec<Way> {
    let mut ways = Vec::new();
    if known.asked.given.is_some() {
        ways.push(Way::Given);
    }
    if known.service.as_ref().is_some_and(|it| takes_password(context, it)) {
        ways.push(Way::Password);
    }
    if known.service.is_some() {
        ways.extend([Way::ByHand, Way::Server]);
    } else {
        ways.extend([Way::Server, Way::ByHand]);
    }
    ways.extend(programs(context).into_iter().map(Way::Program));
    ways.push(Way::Command);
    ways
}

/// The programs that are there, each once, whatever names lead to it.
fn programs(context: &Context) -> Vec<PathBuf> {
    let mut seen = Vec::new();
    let mut is_new = |path: &PathBuf| {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let is_new = !seen.contains(&real);
        seen.push(real);
        is_new
    };
    PROGRAMS.iter().filter_map(|name| context.environment.program(name)).filter(|path| is_new(path)).collect()
}

fn label(way: &Way, known: &Known, today: NaiveDate) -> String {
    let server = known.service.as_ref().map(Service::shown).unwrap_or_default();
    let provider = known.service.as_ref().and_then(|it| it.provider);
    match way {
        Way::Given => {
            let by = known.asked.given.as_ref().map_or("", |it| &it.by);
            format!("the login of {by} ({server})")
        }
        Way::Password => {
            let rule = provider.and_then(|it| it.password(today));
            format!("{} ({server})", rule.map_or("your password", |it| &it.kind))
        }
        Way::ByHand => match provider {
            Some(provider) => format!("by hand, from the web page of {} (nothing to set up)", provider.name),
            None => "by hand, from your web mail (nothing to set up)".to_owned(),
        },
        Way::Program(path) => format!("{}, a program on this machine", path.display()),
        Way::Server if known.service.is_some() => "another mail server".to_owned(),
        Way::Server => "the mail server of your email provider".to_owned(),
        Way::Command => "another sendmail-compatible command".to_owned(),
    }
}

fn by_hand(context: &Context) -> SetUp {
    context
        .terminal
        .note("nothing to set up: when a letter is ready, choose `Send it by hand from your web mail`");
    SetUp::ByHand
}

/// Logs in with what a program gives, and then writes it; nothing where that does not work.
fn take_given(context: &Context, service: &Service, given: &Given) -> Result<Option<SetUp>, Failure> {
    let command = given.command.clone().map(|line| ("token-command", line));
    let change = change(context, &Choice::Smtp(service.keys(command)))?;
    let account = Account::find(&change.settings, &context.environment)?;
    if let Err(failure) = test(context, &account, false) {
        if failure.status == Status::Interrupted {
            return Err(failure);
        }
        forbidden(service, failure).report(context.terminal);
        return Ok(None);
    }
    Ok(Some(if change.confirm(context)? { SetUp::Account } else { SetUp::Nothing }))
}

fn ask(context: &Context, way: &Way, address: Option<&Address>) -> Result<Option<Wish>, Failure> {
    let line = match way {
        Way::Program(path) => {
            shlex::try_quote(&path.display().to_string()).map(String::from).unwrap_or_default()
        }
        Way::Command => context.terminal.line("Command", None, |line| {
            sendmail::Command::parse(line).map(drop).map_err(|error| error.to_string())
        })?,
        _ => return server::ask(context, address),
    };
    Ok(Some(Wish { choice: Choice::Command(line), keep: false }))
}

/// Writes what was chosen, and offers to test it. What the server refuses can be taken back.
fn take(context: &Context, wish: &Wish, service: Option<&Service>) -> Result<SetUp, Failure> {
    let change = change(context, &wish.choice)?;
    if !change.confirm(context)? {
        return Ok(SetUp::Nothing);
    }
    if !context.terminal.confirm("Test it now (nothing is sent)", true)? {
        return Ok(SetUp::Account);
    }
    let account = Account::find(&context.settings(), &context.environment)?;
    match test(context, &account, wish.keep) {
        Err(failure) if failure.status == Status::Login => {
            let failure = match service {
                Some(service) => forbidden(service, failure),
                None => failure,
            };
            failure.report(context.terminal);
            if context.terminal.confirm("Keep these settings all the same", false)? {
                return Ok(SetUp::Account);
            }
            change.take_back(context)?;
            Err(Failure::new(Status::Login, "no account was set up").hint(BY_HAND))
        }
        tested => tested.map(|()| SetUp::Account),
    }
}
