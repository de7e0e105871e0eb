//! `onlist sync`.

mod confirm;
mod mailbox;
mod reading;
pub(super) mod settling;
mod sources;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::PathBuf;

use clap::Args;
use onlist_core::catalog::Id;
use onlist_core::ledger::{ContactState, ContactStatus, Event, Reader, in_doubt, replay};
use onlist_core::people::{Known, People, maintainers};
use onlist_core::sync::{Letters, Sync as Finder};
use onlist_mail::file;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::thread::Threads;
use onlist_mail::words::count;

use self::confirm::Said;
use self::reading::Mails;
use super::contact::Contacts;
use super::sending::{command_line, ledger_writer};
use crate::candidates;
use crate::catalogs::Searched;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::report;

/// Find out what happened to your letters
///
/// Looks for your letters, for answers to them and for notices about them: in the archives that you name, else in those
/// of the settings and of the catalog, and in your mailbox. What it finds is written to the ledger, and
/// `onlist contacts` shows it. Mails are only read; nothing is sent, and nothing in a mailbox is changed.
#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Archives and mailboxes: mbox file, Maildir, pipermail months, public-inbox folder or URL, a list's name in the
    /// catalog, a name of the settings, or `imap` for the mailbox of the settings
    #[arg(value_name = "ARCHIVE|MAILBOX", add = candidates::archives())]
    sources: Vec<OsString>,

    /// File that names the maintainers, as MAINTAINERS of a kernel does
    #[arg(long, value_name = "FILE")]
    maintainers: Option<PathBuf>,

    /// Say only what is new, and what could not be read
    #[arg(long)]
    quiet: bool,

    /// Print JSON for scripts
    #[arg(long)]
    json: bool,
}

impl Sync {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let Some(_alone) = alone(context)? else {
            let busy = Failure::new(Status::TryLater, "another `onlist sync` is running");
            return if self.quiet { Ok(()) } else { Err(busy) };
        };
        ledger_writer::catch_up(context);
        let events = open_events(context)?;
        let own = own(context);
        let letters = Letters::of(&events, &own);
        let mut page = report::SyncPage::new(&events);
        if letters.is_empty() {
            if !self.quiet {
                context.terminal.note("no letter to look for: none was sent, or all contacts are closed");
            }
            return if self.json { context.json(&report::sync_json(&page)) } else { Ok(()) };
        }
        let catalogs = context.catalogs()?;
        let named = self.maintainers.as_ref().map(|path| context.text_of(path)).transpose()?;
        let named = named.map(|text| maintainers(&text)).unwrap_or_default();
        let mut mails = Mails::at(context);
        for source in sources::find(context, &self.sources, &catalogs, &letters)? {
            mails.read(context, &source, &letters);
        }
        if let Some(imap) = sources::mailbox(context, &self.sources) {
            mails.read_mailbox(context, &imap, &letters);
        }
        let threads = mails.threads();
        let asks = !self.quiet && context.terminal.can_ask();
        let known = Background { catalogs: &catalogs, maintainers: &named, own: &own, asks };
        page.events = known.enter(context, &events, &mails, &threads)?;
        page.settled = settling::settle(context)?;
        page.failures =
            mails.failures.iter().map(|(it, failure)| (it.called(), failure.message.to_string())).collect();
        self.tell(context, &mails);
        if let Err(failure) = self.show(context, &page) {
            if !page.events.is_empty() {
                let what = count(page.events.len(), "event");
                context
                    .terminal
                    .warning(&format!("{what} could not be printed; the ledger has what was found"));
                context.terminal.hint("`onlist contacts` shows it");
            }
            return Err(failure);
        }
        match mails.failures.into_iter().next() {
            // Each was told; the first says how the run ends.
            Some((_, failure)) => Err(Failure::new(failure.status, "")),
            None => Ok(()),
        }
    }

    /// Says what could not be read.
    fn tell(&self, context: &Context, mails: &Mails) {
        let terminal = context.terminal;
        for (_, failure) in &mails.failures {
            terminal.error(&failure.message);
            terminal.hint(&failure.hint);
        }
        if self.quiet {
            return;
        }
        for (source, letters) in &mails.missing {
            terminal.note(&format!("{}: {letters} of your letters not there yet", source.called()));
        }
        for (source, letters) in &mails.unasked {
            terminal.note(&format!(
                "{}: {} not looked for",
                source.called(),
                count(*letters, "older letter")
            ));
        }
        for one in mails.diagnostics.iter().take(10) {
            terminal.warning(&format!("{}: {}", one.place, one.reason));
        }
    }

    fn show(&self, context: &Context, page: &report::SyncPage) -> Result<(), Failure> {
        if self.json {
            return context.json(&report::sync_json(page));
        }
        let text = report::sync(page);
        if text.is_empty() {
            if !self.quiet && page.failures.is_empty() {
                context.terminal.note("nothing new");
            }
            return Ok(());
        }
        context.terminal.data(&text)?;
        if !self.quiet {
            context.terminal.hint("`onlist contacts` shows what to do next");
            if let Some(name) = doubtful(context, page)? {
                let [yes, no] = ["sent", "not-mine"]
                    .map(|mark| command_line::call(context, &["contacts", "mark", &name, mark]));
                context.terminal.hint(format!("say whether it is your letter: `{yes}` or `{no}`"));
            }
        }
        Ok(())
    }
}

/// The name of the contact with a new post that may be a letter of it, where nobody has said yet whether it is.
fn doubtful(context: &Context, page: &report::SyncPage) -> Result<Option<String>, Failure> {
    let known = Contacts::read(context)?;
    let open = in_doubt(&known.history.events);
    let new = open.iter().find(|it| page.events.iter().any(|new| new.perhaps() == it.perhaps()));
    let of_it =
        |contact: &&ContactStatus| new.is_some_and(|it| it.contact.as_ref() == Some(&contact.contact));
    Ok(known.all.iter().find(of_it).map(|it| known.name(it)))
}

/// What a run knows before it reads mails.
struct Background<'b> {
    catalogs: &'b [Searched],
    maintainers: &'b [Mailbox],
    own: &'b [Address],
    /// Whether the writer is asked about what is not certain.
    asks: bool,
}

impl Background<'_> {
    /// Adds to the ledger what the mails say, all or nothing; gives what is new.
    fn enter(
        &self,
        context: &Context,
        events: &[Event],
        mails: &Mails,
        threads: &Threads,
    ) -> Result<Vec<Event>, Failure> {
        let letters: Vec<_> =
            communities(events).into_iter().map(|it| (self.known(it), self.letters(events, it))).collect();
        let people: Vec<_> = letters.iter().map(|(known, _)| People::of(threads, known)).collect();
        let mut finders = Vec::new();
        for ((known, letters), people) in letters.iter().zip(&people) {
            let mut finder = Finder::new(letters, threads, people, *known, context.now);
            mails.show(threads, &mut finder)?;
            finders.push(finder);
        }
        let mut ledger = context.ledger()?;
        let found = |ledger: &Reader<'_>, known: &[Event]| {
            let forgotten = |id: &MessageId| ledger.is_forgotten(id).unwrap_or_default();
            finders.iter().flat_map(|it| it.finish(known, forgotten)).collect::<Vec<_>>()
        };
        let said = if self.asks {
            Said::ask(context, &[events, &found(&ledger.reader(), events)].concat())?
        } else {
            Said::default()
        };
        let answers = said.events(context.now);
        // Others may have added events since.
        let mut new = ledger.transaction(|ledger| {
            let mut new = said.apply(found(ledger, &ledger.events()?.events));
            new.sort_by_key(|it| it.at);
            let new = ledger.enter(new)?;
            ledger.append(&answers)?;
            Ok::<_, Failure>(new)
        })?;
        if said.disowns() {
            // Another post may be the letter.
            let known = [events, &new, &answers].concat();
            new.extend(self.enter(context, &known, mails, threads)?);
        }
        Ok(new)
    }

    /// The letters to one community.
    fn letters(&self, events: &[Event], community: &Id) -> Letters {
        let is_of = |it: &&Event| it.contact.as_ref().is_some_and(|it| it.community == *community);
        Letters::of(&events.iter().filter(is_of).cloned().collect::<Vec<_>>(), self.own)
    }

    fn known(&self, community: &Id) -> Known<'_> {
        let searched = self.catalogs.iter().find(|it| it.catalog.community.id == *community);
        let catalog = searched.map(|it| &*it.catalog);
        Known { catalog, maintainers: self.maintainers, own: self.own }
    }
}

fn communities(events: &[Event]) -> BTreeSet<&Id> {
    events.iter().filter_map(|it| it.contact.as_ref()).map(|it| &it.community).collect()
}

/// The user's own addresses.
fn own(context: &Context) -> Vec<Address> {
    let identity = &context.settings().identity;
    identity.email.iter().chain(&identity.also).cloned().collect()
}

/// The events of contacts that are not closed.
fn open_events(context: &Context) -> Result<Vec<Event>, Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(Vec::new()) };
    let events = ledger.reader().events()?.events;
    let contacts = replay(&events, context.now);
    let closed: BTreeSet<_> =
        contacts.iter().filter(|it| it.state == ContactState::Closed).map(|it| &it.contact).collect();
    let is_open = |it: &&Event| it.contact.as_ref().is_some_and(|it| !closed.contains(it));
    Ok(events.iter().filter(is_open).cloned().collect())
}

/// The lock that keeps two runs apart; nothing where another run has it.
fn alone(context: &Context) -> Result<Option<File>, Failure> {
    let state = context.state()?;
    file::make_folders(&state).map_err(|error| Failure::making(&state, &error))?;
    let path = state.join("sync.lock");
    let lock = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.map_err(|error| Failure::reading(&path, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(Failure::reading(&path, &error)),
    }
}
