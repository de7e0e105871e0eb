use clap::{Args, Subcommand};
use onlist_mail::connection::Security;
use onlist_mail::mailbox::Address;

use super::account_test::test;
use super::set_up;
use crate::context::Context;
use crate::messages::Failure;
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
