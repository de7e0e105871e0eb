//! What the rules are told besides the mail: earlier letters and people, from what is at hand.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::check::{Background, EarlierLetter};
use onlist_core::ledger::{ContactStatus, Event, Kind, LedgerOwner};
use onlist_core::outbox::{Index, Key, Outbox};
use onlist_core::people::maintainers;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::thread::Options;

use super::archives::Archives;
use super::contact::Contacts;
use crate::candidates;
use crate::context::Context;
use crate::messages::Failure;

/// Where people's addresses are looked up, besides catalog and ledger.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Whose addresses are known")]
pub(crate) struct PeopleArgs {
    /// File that names maintainers and their addresses, as MAINTAINERS of a kernel does
    #[arg(long, value_name = "FILE")]
    maintainers: Option<PathBuf>,

    /// Archive whose authors' addresses are known; repeatable
    #[arg(long = "archive", value_name = "ARCHIVE", add = candidates::archives())]
    archives: Vec<OsString>,
}

impl PeopleArgs {
    /// What ledger and outbox know, and the people of these files.
    pub(crate) fn background(&self, context: &Context, catalog: &Catalog) -> Result<Background, Failure> {
        let mut background = known(context);
        if let Some(file) = &self.maintainers {
            background.people.extend(maintainers(&context.text_of(file)?));
        }
        if !self.archives.is_empty() {
            let threads =
                Archives::find(context, &self.archives, catalog)?.threads(context, Options::default())?;
            let authors = threads.nodes().map(|node| threads.entry(node)).filter(|it| !it.munged);
            let mailbox = |address: &str, name: Option<&str>| {
                let name = name.map(Line::sanitize);
                Some(Mailbox { name, address: address.parse().ok()? })
            };
            background.people.extend(authors.filter_map(|it| mailbox(it.address?, it.name)));
        }
        Ok(background)
    }
}

/// What ledger and outbox know. What cannot be read keeps nobody from checking a mail.
pub(crate) fn known(context: &Context) -> Background {
    let Ok(contacts) = Contacts::read(context) else { return Background::default() };
    let outbox = context.outbox().ok();
    let kept = outbox.as_ref().and_then(|it| Some((it, it.index().ok()?)));
    let introduced =
        |it: &&ContactStatus| it.owner == LedgerOwner::Student && it.letter.kind == Kind::Introduced;
    let earlier = contacts.all.iter().filter(introduced).map(|it| earlier(it, kept.as_ref()));
    Background {
        earlier: earlier.collect(),
        people: contacts.history.events.iter().filter_map(person).collect(),
    }
}

fn earlier(status: &ContactStatus, kept: Option<&(&Outbox, Index)>) -> EarlierLetter {
    let letter = &status.letter;
    let archived = status.archived.as_ref();
    let server_ids = [letter.server_id.as_ref(), archived.and_then(|it| it.server_id.as_ref())];
    let text = kept.and_then(|(outbox, index)| {
        let entry = outbox.find(index, Key::message_id(&letter.message_id)).ok()?.into_iter().next()?;
        Some(Post::read(&entry.letter().bytes).ok()?.own_text())
    });
    let others = status.letters.iter().filter(|it| **it != letter.message_id);
    EarlierLetter {
        message_id: letter.message_id.clone(),
        other_ids: others.chain(server_ids.into_iter().flatten()).cloned().collect(),
        writer: status.contact.person.clone(),
        season: status.contact.season.clone(),
        project: status.contact.project.id().cloned(),
        subject: letter.subject.clone(),
        text,
        last_sent: status.last_sent(),
        ask_again: status.ask_again,
        follow_ups: status.follow_ups,
        answered: status.answer.is_some(),
        url: archived.and_then(|it| it.url.clone()),
    }
}

/// Somebody who wrote: an address that only letters from here went to is known by nobody.
fn person(event: &Event) -> Option<Mailbox> {
    match event.kind {
        Kind::Answered | Kind::Introduced | Kind::AnsweredBack | Kind::Wrote | Kind::FollowedUp => {
            let said = event.detail.as_ref().and_then(|it| it["by"].as_str()).map(Line::sanitize);
            Some(Mailbox { name: said, address: event.author.clone() })
        }
        _ => None,
    }
}
