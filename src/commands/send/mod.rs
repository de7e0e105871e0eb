mod call;

use std::cell::{Cell, RefCell};

use clap::Args;
use onlist_core::drafts::{self, Draft, Id, Kind};
use onlist_mail::words::and;

use self::call::Call;
use super::sending::consent::{Consent, Via};
use super::sending::obstacles::{self, Anyway};
use super::sending::queue::{PreparedLetter, queue};
use super::sending::{ledger_writer, status, submit};
use super::set_up;
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Account;

/// Send saved letters, or mails from files
///
/// Each letter is checked and shown with its recipients, and sent after you confirm. The bytes that you
/// see are the bytes that are sent, and each step is recorded: a letter that may have been delivered is
/// never sent again automatically.
#[derive(Debug, Default, Args)]
pub(crate) struct Send {
    /// Draft, as listed by `onlist drafts`, or file with a mail; default: choose from unsent letters
    #[arg(value_name = "DRAFT|FILE.eml", add = candidates::drafts_and_files())]
    letters: Vec<String>,

    /// Send again a letter that may have been delivered, with the same Message-ID
    #[arg(long)]
    again: bool,

    /// Send even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',')]
    anyway: Option<Vec<obstacles::Name>>,

    /// Sendmail-compatible command; default: the account of `onlist account`
    #[arg(long, value_name = "COMMAND")]
    sendmail: Option<String>,

    #[command(flatten)]
    consent: Consent,
}

impl Send {
    /// Sends one letter after asking.
    pub(crate) fn one(id: &Id) -> Self {
        Self { letters: vec![id.to_string()], ..Self::default() }
    }

    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let letters = if self.letters.is_empty() { waiting(context)? } else { self.letters.clone() };
        if letters.is_empty() {
            return Ok(());
        }
        let via = self.sendmail.clone().map_or(Via::Account, Via::Command);
        let mut faults = call::missing(context, &letters)?;
        if faults.is_empty() {
            self.consent.possible(context)?;
        }
        if !self.consent.can_ask(context) {
            faults.extend(via.account(context).err());
        }
        Failure::all(faults).map_err(|it| if letters.len() > 1 { it.unsent() } else { it })?;
        let anyway = Anyway::of(self.anyway.as_ref());
        let call = Call {
            context,
            send: &self,
            via: &via,
            account: RefCell::default(),
            anyway: &anyway,
            shows_alone: None,
            elsewhere: RefCell::default(),
        };
        let agreed = call.all_agreed(&letters);
        if agreed.as_ref().map_or(true, Vec::is_empty) {
            ledger_writer::catch_up(context);
        }
        let agreed = agreed?;
        if agreed.is_empty() {
            if let Some(catalog) = call.elsewhere.take() {
                context.write_next(catalog, Draft::new(Kind::Introduction, context.now));
            }
            return Ok(());
        }
        let account = call.account.take().ok_or_else(set_up::no_account)?;
        let mut queue = queue(context, agreed, &anyway)?;
        submit::submit(context, &mut queue, &account, &self.consent)
    }
}

/// Answers that were collected, to be agreed to and sent together.
pub(crate) struct Together<'c> {
    context: &'c Context<'c>,
    account: Account,
    letters: Vec<PreparedLetter>,
}

impl<'c> Together<'c> {
    /// Checks drafts and shows them one after the other, each as it will be sent. Nobody has agreed to anything yet.
    pub(crate) fn prepare(context: &'c Context<'c>, ids: &[Id]) -> Result<Self, Failure> {
        let letters: Vec<_> = ids.iter().map(ToString::to_string).collect();
        let send = Send { letters, ..Send::default() };
        let account = Via::Account.account(context)?;
        let call = Call {
            context,
            send: &send,
            via: &Via::Account,
            account: RefCell::new(Some(account.clone())),
            anyway: &Anyway::No,
            shows_alone: Some(Cell::new(0)),
            elsewhere: RefCell::default(),
        };
        let letters = call.all_agreed(&send.letters)?;
        Ok(Self { context, account, letters })
    }

    /// How many may go: those are left out that their writer does not want to send past what stands against them.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Sends all over one connection: their writer agrees.
    pub(crate) fn send(self) -> Result<(), Failure> {
        let mut queue = queue(self.context, self.letters, &Anyway::No)?;
        submit::submit(self.context, &mut queue, &self.account, &Consent::default())
    }
}

/// There is no letter of this name.
pub(crate) fn no_letter(id: &Id) -> Failure {
    let missing = drafts::Error::Missing { id: id.clone() };
    Failure::from(missing).hint("run `onlist drafts` to see all drafts; for a file, give its path")
}

/// Names of the letters that wait to be sent, of which a person chooses one.
pub(crate) fn waiting(context: &Context) -> Result<Vec<String>, Failure> {
    let waiting = status::waiting(context)?;
    if waiting.is_empty() {
        context.terminal.note("no letters to send");
        return Ok(Vec::new());
    }
    if !context.terminal.can_ask() {
        let names: Vec<_> = waiting.iter().map(|(id, _)| format!("`{id}`")).collect();
        return Err(
            Failure::new(Status::Usage, "no letter given").hint(format!("choose from {}", and(&names)))
        );
    }
    let labels: Vec<_> = waiting.iter().map(|(id, what)| format!("{id}: {what}")).collect();
    let chosen = context.terminal.choose("Which letter", &labels, Some(0))?;
    Ok(chosen.map(|at| waiting[at].0.to_string()).into_iter().collect())
}
