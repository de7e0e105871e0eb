//! Reads mails from all sources, and keeps of those over the network what is needed.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;

use onlist_core::sync::{FileSigns, Letters, Place, Sync};
use onlist_mail::archive::{self, Diagnostic, Options, Position};
use onlist_mail::imap::{Found, Wanted};
use onlist_mail::message_id::MessageId;
use onlist_mail::notice::may_be_notice;
use onlist_mail::read::MessageIds;
use onlist_mail::read::fields::Fields;
use onlist_mail::thread::{Builder, Threads, came_within};

use super::mailbox;
use super::sources::{Source, is_in_maildir};
use crate::commands::archives::Progress;
use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::settings::Imap;

/// Octets that are kept of a mail from the network: its header and the beginning of its text.
const BEGINNING: usize = 64 * 1024;

/// Threads that one server is asked for in a run.
const MOST_THREADS: usize = 50;

/// Mails, in the order in which they came.
#[derive(Default)]
pub(super) struct Mails {
    builder: Builder,
    /// The time of which no mail is taken, in seconds since 1970.
    later: Range<i64>,
    stored: Vec<Mail>,
    sources: Vec<Source>,
    /// By their paths, those that nobody calls archives.
    files: HashMap<Arc<Path>, FileSigns>,
    /// Numbers of mails that may be letters or notices.
    concern: BTreeSet<u32>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What could not be read, and why.
    pub(super) failures: Vec<(Source, Failure)>,
    /// The letters that a server does not have, as far as it was asked.
    pub(super) missing: Vec<(Source, usize)>,
    /// The older letters that a server was not asked for.
    pub(super) unasked: Vec<(Source, usize)>,
}

struct Mail {
    source: usize,
    octets: Octets,
}

/// Where the octets of a mail are.
enum Octets {
    At(archive::Place),
    Kept(Box<[u8]>),
}

impl Mails {
    /// None yet, of those that were there at the time of the run.
    pub(super) fn at(context: &Context) -> Self {
        Self { later: context.later(), ..Self::default() }
    }

    /// Reads a source. What fails is noted, and the others are still read.
    pub(super) fn read(&mut self, context: &Context, source: &Source, letters: &Letters) {
        self.sources.push(source.clone());
        let mut progress = Progress::new(context.terminal);
        let read = if source.is_url() && !is_file(source) {
            self.threads_of(source, letters, &mut progress)
        } else {
            let since = letters.since().map(|it| it.to_utc() - TimeDelta::days(2));
            let posts = self.posts(source, &Options { since, ..Options::default() }, letters, &mut progress);
            posts.map(|_| ()).map_err(failed)
        };
        progress.end();
        if let Err(failure) = read {
            self.failures.push((source.clone(), failure));
        }
    }

    /// Asks a public-inbox for the thread of each letter.
    fn threads_of(
        &mut self,
        source: &Source,
        letters: &Letters,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        let mut known: BTreeSet<MessageId> = BTreeSet::new();
        let (mut asked, mut missing, mut unasked) = (0, 0, 0);
        for id in letters.ids(source.list.as_ref()) {
            if known.contains(id) {
                continue;
            }
            if asked == MOST_THREADS {
                unasked += 1;
                continue;
            }
            asked += 1;
            let options = Options { thread: Some(id.clone()), ..Options::default() };
            let found = self.posts(source, &options, letters, progress).map_err(failed)?;
            missing += usize::from(!found.contains(id));
            known.extend(found);
        }
        if unasked > 0 {
            self.unasked.push((source.clone(), unasked));
        }
        if missing > 0 && self.search(source, letters, progress)? {
            missing = 0;
        }
        if missing > 0 {
            self.missing.push((source.clone(), missing));
        }
        Ok(())
    }

    /// Asks a public-inbox for the threads in which the writers of letters wrote: a letter that left by hand has an
    /// identifier that nobody knows. Whether there are any; a server that does not search has none.
    fn search(
        &mut self,
        source: &Source,
        letters: &Letters,
        progress: &mut Progress,
    ) -> Result<bool, Failure> {
        let Some((authors, since)) = letters.sought(source.list.as_ref()) else { return Ok(false) };
        let from: Vec<_> = authors.iter().map(|it| format!("f:{it}")).collect();
        let day = (since - TimeDelta::days(1)).format("%Y%m%d");
        let query = Some(format!("({}) AND d:{day}..", from.join(" OR ")));
        match self.posts(source, &Options { query, ..Options::default() }, letters, progress) {
            Ok(found) => Ok(!found.is_empty()),
            Err(archive::Error::NoSearch { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// Reads posts; gives their identifiers where they came over the network.
    fn posts(
        &mut self,
        source: &Source,
        options: &Options,
        letters: &Letters,
        progress: &mut Progress,
    ) -> Result<Vec<MessageId>, archive::Error> {
        let mut ids = Vec::new();
        let mut posts = archive::open(&source.name, options)?;
        while let Some(post) = posts.next()? {
            let octets = if source.is_url() {
                ids.extend(id_of(post.bytes));
                Octets::Kept(post.bytes[..post.bytes.len().min(BEGINNING)].into())
            } else {
                if !source.is_archive {
                    self.files.entry(post.place.path.clone()).or_default().see(post.bytes, letters);
                }
                Octets::At(post.place)
            };
            self.add(post.bytes, octets, letters);
            if progress.step(post.bytes.len()) {
                progress.show(None);
            }
        }
        self.diagnostics.extend(posts.diagnostics().iter().cloned());
        Ok(ids)
    }

    /// Reads the mailbox of the settings: the headers of what may be about the letters, and the text of answers and
    /// notices alone.
    pub(super) fn read_mailbox(&mut self, context: &Context, imap: &Imap, letters: &Letters) {
        let name = imap.server.host.clone().into();
        let source = Source { name, is_archive: false, list: None };
        self.sources.push(source.clone());
        match self.mailbox(context, imap, letters) {
            Ok(0) => {}
            Ok(unasked) => self.unasked.push((source, unasked)),
            Err(failure) => self.failures.push((source, failure)),
        }
    }

    /// Gives how many older letters were not asked for.
    fn mailbox(&mut self, context: &Context, imap: &Imap, letters: &Letters) -> Result<usize, Failure> {
        let wanted = Wanted {
            letters: letters.ids(None).take(MOST_THREADS).cloned().collect(),
            senders: letters.senders(),
            since: letters
                .since()
                .map_or(context.now.date_naive(), |it| (it - TimeDelta::days(2)).date_naive()),
        };
        let mut client = mailbox::open(context, imap)?;
        for folder in &imap.folders {
            let found = client.find(folder, &wanted)?;
            let is_letter = |it: &Found| id_of(&it.header).is_some_and(|id| wanted.letters.contains(&id));
            let is_read = |it: &&Found| (it.names_letter && !is_letter(it)) || may_be_notice(&it.header);
            let uids: Vec<_> = found.iter().filter(is_read).map(|it| it.uid).collect();
            let texts: HashMap<_, _> = client.beginnings(&uids)?.into_iter().collect();
            for it in &found {
                let octets = texts.get(&it.uid).unwrap_or(&it.header);
                self.add(octets, Octets::Kept(octets.as_slice().into()), letters);
            }
        }
        client.close();
        Ok(letters.ids(None).count() - wanted.letters.len())
    }

    fn add(&mut self, bytes: &[u8], octets: Octets, letters: &Letters) {
        if came_within(bytes, &self.later) {
            return;
        }
        let number = u32::try_from(self.stored.len()).unwrap_or(u32::MAX);
        if letters.may_concern(bytes) {
            self.concern.insert(number);
        }
        self.builder.add(bytes);
        self.stored.push(Mail { source: self.sources.len() - 1, octets });
    }

    /// Puts the mails together to threads.
    pub(super) fn threads(&mut self) -> Threads {
        std::mem::take(&mut self.builder).finish(onlist_mail::thread::Options::default())
    }

    /// Gives `sync` what it wants to see.
    pub(super) fn show(&self, threads: &Threads, sync: &mut Sync) -> Result<(), Failure> {
        let wanted = sync.wanted().into_iter().map(|node| threads.entry(node).number);
        let numbers: BTreeSet<u32> = wanted.chain(self.concern.iter().copied()).collect();
        let mails: Vec<_> = numbers.iter().filter_map(|it| self.stored.get(*it as usize)).collect();
        let mut places = Vec::new();
        for mail in &mails {
            match &mail.octets {
                Octets::Kept(octets) => sync.see(octets, self.place(mail, None)),
                Octets::At(place) => places.push((*mail, place.clone())),
            }
        }
        let (of, places): (Vec<_>, Vec<_>) = places.into_iter().unzip();
        archive::read_again(&places, |at, octets| {
            sync.see(octets, self.place(of[at], Some(&places[at])));
        })?;
        Ok(())
    }

    fn place(&self, mail: &Mail, place: Option<&archive::Place>) -> Place<'_> {
        let source = &self.sources[mail.source];
        let is_list = |it: &archive::Place| match it.position {
            Position::Object(_) => true,
            Position::Offset(_) if is_in_maildir(&it.path) => false,
            Position::Offset(_) => self.files.get(&it.path).is_some_and(FileSigns::is_archive),
        };
        Place {
            is_archive: source.is_archive || place.is_some_and(is_list),
            web: source.name.to_str().filter(|_| source.is_url() && !is_file(source)),
        }
    }
}

/// Whether a URL is of one file of mails, and no list.
fn is_file(source: &Source) -> bool {
    source.name.to_str().is_some_and(archive::is_file_url)
}

fn id_of(post: &[u8]) -> Option<MessageId> {
    MessageIds::read(Fields::scan(post).message_id.unwrap_or_default()).ids.into_iter().next()
}

/// A server that may do better later is asked again by the next run.
fn failed(error: archive::Error) -> Failure {
    let is_transient = matches!(&error, archive::Error::Http(error) if error.is_transient())
        || matches!(error, archive::Error::Incomplete { .. });
    let mut failure = Failure::from(error);
    if is_transient {
        failure.status = Status::TryLater;
    }
    failure
}
