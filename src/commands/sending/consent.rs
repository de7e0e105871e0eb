//! What a user agrees to when a letter is sent.

use clap::Args;
use onlist_mail::deliver::sendmail::Command;

use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// What takes a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Via {
    /// The account of the settings or of git.
    Account,
    /// A command that takes what sendmail takes.
    Command(String),
}

impl Via {
    /// The account that takes it.
    pub(crate) fn account(&self, context: &Context) -> Result<Account, Failure> {
        match self {
            Self::Account => Ok(Account::find(&context.settings(), &context.environment)?),
            Self::Command(text) => {
                let command =
                    Command::parse(text).map_err(|error| Failure::new(Status::Usage, error.to_string()))?;
                Ok(Account::Command { command, envelope_sender: None, source: "--sendmail".to_owned() })
            }
        }
    }
}

/// What is agreed to before anybody is asked.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sending")]
pub(crate) struct Consent {
    /// Send without asking for confirmation; checks still apply
    #[arg(long)]
    pub(crate) yes: bool,

    /// Send even if the server refuses a recipient other than the list
    #[arg(long)]
    pub(crate) allow_partial: bool,

    /// Rule of `onlist check` to let through, by code or name, repeatable
    #[arg(long, value_name = "CODE", add = candidates::rule_codes())]
    pub(crate) allow: Vec<String>,
}

impl Consent {
    /// Whether a person is there who wants to be asked. With and without a terminal, `--yes` means the same.
    pub(crate) fn can_ask(&self, context: &Context) -> bool {
        context.terminal.can_ask() && !self.yes
    }

    /// Whether anybody can agree: a person on a terminal, or `--yes`.
    pub(crate) fn possible(&self, context: &Context) -> Result<(), Failure> {
        if self.yes || self.can_ask(context) {
            return Ok(());
        }
        let what = format!("cannot ask for confirmation {}", context.terminal.unasked());
        Err(Failure::new(Status::Usage, what).hint("look at the letter first, then send it with `--yes`"))
    }
}
