use clap::{Args, Subcommand};
use onlist_mail::deliver::sendmail::Command;
use onlist_mail::deliver::smtp::{Phase, Security};
use onlist_mail::mailbox::Address;

use super::sending::connection::{self, Refusal};
use super::set_up;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report::Page;
use crate::settings::{Account, Smtp};

/// Show, set up or test the account that sends your letters
#[derive(Debug, Args)]
#[command(name = "account", disable_help_subcommand = true)]
pub(crate) struct AccountCommand {
    #[command(subcommand)]
    verb: Option<Verb>,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show which server or command sends letters, and where it is set
    Show {
        /// Print JSON for scripts
        #[arg(long)]
        json: bool,
    },
    /// Set up an account for your address and save it in the settings
    ///
    /// If `git send-email` already works, nothing needs to be set up. Else the server is found from your address: from a
    /// table of large providers, or, if you agree, by asking name servers and the web server of its domain. Programs on
    /// this machine that get tokens are asked for one. What is left is one thing to do, or sending by hand. Passwords are
    /// never saved. Without a terminal it prints what would be done; an ADDRESS there means that the network may be asked.
    SetUp {
        /// Your email address; default: that of the settings or git
        address: Option<Address>,

        /// Ask nothing: log in to test what is found, and write it to the settings
        #[arg(long, requires = "address")]
        yes: bool,
    },
    /// Test connection and login; nothing is sent
    Test,
}

impl AccountCommand {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        match self.verb {
            None => show(context, self.json),
            Some(Verb::Show { json }) => show(context, json || self.json),
            Some(Verb::SetUp { address, yes }) => set_up::run(context, address.as_ref(), yes).map(drop),
            Some(Verb::Test) => {
                test(context, &Account::find(&context.settings(), &context.environment)?, false)
            }
        }
    }
}

fn show(context: &Context, json: bool) -> Result<(), Failure> {
    let account = Account::find(&context.settings(), &context.environment)?;
    if json {
        return context.json(&as_json(context, &account));
    }
    let mut page = Page::new(context.terminal.width());
    match &account {
        Account::Smtp(Smtp { server, user, limits, .. }) => {
            page.row("server", &account.describe());
            match user {
                Some(user) => {
                    page.row("user", &user.name);
                    page.row(user.kind(), &format!("from {}", user.source(&context.environment)));
                }
                None => page.row("user", "none (no authentication)"),
            }
            if let Some(address) = context.settings().lookup.address(&server.host, server.port) {
                page.row("reached at", &address.to_string());
            }
            if let Some(roots) = &server.roots {
                page.row("trusted", &format!("also the certificates in {}", roots.display()));
            }
            page.row("timeout", &format!("{}s for each reply", limits.step.as_secs()));
        }
        Account::Command { command, .. } => page.row("command", &command.to_string()),
    }
    if let Some(sender) = account.envelope_sender() {
        page.row("bounces to", sender.as_str());
    }
    page.row("set in", account.source());
    Ok(context.terminal.data(&page.finish())?)
}

fn as_json(context: &Context, account: &Account) -> serde_json::Value {
    match account {
        Account::Smtp(Smtp { server, user, limits, source, .. }) => serde_json::json!({
            "schema": 1,
            "route": "smtp",
            "host": server.host,
            "port": server.port,
            "security": match server.security {
                Security::Tls => "tls",
                Security::StartTls => "starttls",
                Security::None => "none",
            },
            "user": user.as_ref().map(|user| user.name.as_str()),
            "password_from": user.as_ref().map(|user| user.source(&context.environment)),
            "timeout_seconds": limits.step.as_secs(),
            "envelope_sender": account.envelope_sender(),
            "source": source,
        }),
        Account::Command { command, source, .. } => serde_json::json!({
            "schema": 1,
            "route": "command",
            "command": command.to_string(),
            "envelope_sender": account.envelope_sender(),
            "source": source,
        }),
    }
}

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
