//! The letters below one state folder.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::{Entry, Error, Outgoing, State, manifest};
use crate::drafts::{self, Id, Store};
use onlist_mail::file::{self, Set};
use onlist_mail::message_id::MessageId;

const BYTES: &str = "outgoing.eml";
const JOURNAL: &str = "outgoing.log";
const MANIFEST: &str = "outgoing.toml";

/// Letters that are frozen, each in the folder of the draft that it was.
#[derive(Debug, Clone)]
pub struct Outbox {
    drafts: Store,
}

/// All letters of an outbox.
#[derive(Debug, Default)]
pub struct Listing {
    /// Those that can be read, the last frozen first.
    pub entries: Vec<Entry>,
    /// Why the others cannot; they stay as they are.
    pub broken: Vec<Error>,
}

impl Outbox {
    /// The outbox below `state`, which is the folder of [`Store::at`] too.
    #[must_use]
    pub fn at(state: &Path) -> Self {
        Self { drafts: Store::at(state) }
    }

    /// Freezes a letter: all of it is on the disk when this returns. Its draft gets the letter's message-id, when
    /// it has none yet. The caller holds the draft's [lock](Store::lock).
    ///
    /// # Errors
    /// [`Error::Frozen`] when it is frozen already, [`Error::Twin`], [`Error::Nobody`],
    /// [`drafts::Error::MessageId`] when the draft has another message-id, or those of the file system. The letter
    /// then is the draft that it was.
    pub fn freeze(&self, id: &Id, outgoing: Outgoing) -> Result<Entry, Error> {
        self.freeze_all(vec![(id.clone(), outgoing)])?;
        self.load(id)?.ok_or_else(|| drafts::Error::Missing { id: id.clone() }.into())
    }

    /// Freezes several letters at once, which is faster than one after the other.
    ///
    /// # Errors
    /// Those of [`Outbox::freeze`], for the first letter that has one. Those that were written by then are frozen.
    pub fn freeze_all(&self, letters: Vec<(Id, Outgoing)>) -> Result<(), Error> {
        let frozen = self.list()?.entries;
        for (at, (id, letter)) in letters.iter().enumerate() {
            let before = letters[..at].iter().map(|(id, letter)| (id, letter));
            let others = frozen.iter().map(|it| (it.id(), it.outgoing())).chain(before);
            no_twin(id, letter, others)?;
        }
        let sets: Result<Vec<_>, _> = letters.into_iter().map(|(id, letter)| self.set(&id, letter)).collect();
        Ok(file::replace_all(&sets?)?)
    }

    /// The files of a letter, which is not frozen yet.
    fn set(&self, id: &Id, mut outgoing: Outgoing) -> Result<Set, Error> {
        let [bytes, journal, manifest] = self.files(id);
        if manifest.symlink_metadata().is_ok() {
            return Err(Error::Frozen { id: id.clone() });
        }
        let mut addresses = Vec::new();
        outgoing.recipients.retain(|it| {
            let first = !addresses.contains(&it.address);
            addresses.push(it.address.clone());
            first
        });
        if addresses.is_empty() {
            return Err(Error::Nobody { id: id.clone() });
        }
        self.keep_message_id(id, &outgoing)?;
        let failed = |e| file::Error::Write { path: manifest.clone(), source: io::Error::other(e) };
        let text = manifest::write(&outgoing).map_err(failed)?;
        let begun = Journal::first_line(outgoing.frozen)
            .map_err(|e| file::Error::Write { path: journal.clone(), source: io::Error::other(e) })?;
        let files = vec![(bytes, outgoing.bytes), (journal, begun)];
        Ok(Set { files, last: (manifest, text.into_bytes()) })
    }

    /// Reads a letter; none when it is still a draft.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Altered`], [`Error::Newer`], [`Error::Broken`] and [`Error::Journal`] for
    /// files that are not what was written: nothing of the letter may be sent. [`drafts::Error::Missing`] when
    /// there is not even a draft, or those of the file system.
    pub fn load(&self, id: &Id) -> Result<Option<Entry>, Error> {
        let [eml, journal, path] = self.files(id);
        let text = match fs::read(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let draft = self.drafts.path(id).exists();
                return if draft { Ok(None) } else { Err(drafts::Error::Missing { id: id.clone() }.into()) };
            }
            text => text.map_err(|e| Error::reading(&path, e))?,
        };
        let bytes = fs::read(&eml).map_err(|e| Error::reading(&eml, e))?;
        let outgoing = manifest::read(&text, &path, bytes, &eml)?;
        Ok(Some(Entry::new(id.clone(), outgoing, Journal::read(&journal)?)))
    }

    /// The letter that is frozen under a message-id.
    ///
    /// # Errors
    /// As with [`Outbox::list`].
    pub fn named(&self, message_id: &MessageId) -> Result<Option<Id>, Error> {
        let listing = self.list()?;
        let found = listing.entries.iter().find(|it| it.outgoing().message_id == *message_id);
        Ok(found.map(|it| it.id().clone()))
    }

    /// Makes sure that no other letter is frozen under the same message-id: folders can be copied.
    ///
    /// # Errors
    /// [`Error::Twin`], or those of [`Outbox::list`].
    pub fn no_twin(&self, entry: &Entry) -> Result<(), Error> {
        let listing = self.list()?;
        no_twin(entry.id(), entry.outgoing(), listing.entries.iter().map(|it| (it.id(), it.outgoing())))
    }

    /// Reads all letters that are frozen.
    ///
    /// # Errors
    /// Only when the store itself cannot be read; one that was never made is empty.
    pub fn list(&self) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        for id in self.drafts.ids()? {
            match self.load(&id) {
                Ok(entry) => listing.entries.extend(entry),
                // It went while the list was made.
                Err(Error::Draft(drafts::Error::Missing { .. })) => {}
                Err(e) => listing.broken.push(e),
            }
        }
        let frozen = |it: &Entry| it.outgoing().frozen;
        listing.entries.sort_by(|a, b| frozen(b).cmp(&frozen(a)).then_with(|| a.id().cmp(b.id())));
        listing.broken.sort_by_key(ToString::to_string);
        Ok(listing)
    }

    /// Makes a letter a draft again, with the message-id that it has. What is a draft stays one. The caller holds
    /// its [lock](Store::lock).
    ///
    /// # Errors
    /// [`Error::Gone`] when somebody got it or may have, those of [`Outbox::load`], or those of the file system.
    pub fn thaw(&self, id: &Id) -> Result<(), Error> {
        let Some(entry) = self.load(id)? else { return Ok(()) };
        if !matches!(entry.state(), State::Ready | State::Refused { .. }) {
            return Err(Error::Gone { id: id.clone() });
        }
        let [bytes, journal, manifest] = self.files(id);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { action: "remove", path, source }
        };
        fs::remove_file(&manifest).map_err(failed(&manifest))?;
        file::sync_folder(&self.drafts.path(id)).map_err(failed(&manifest))?;
        // It is a draft now. What is left of the letter is overwritten when it is frozen again.
        let _ = fs::remove_file(bytes);
        let _ = fs::remove_file(journal);
        Ok(())
    }

    /// Bytes, journal and manifest of a letter.
    fn files(&self, id: &Id) -> [PathBuf; 3] {
        [BYTES, JOURNAL, MANIFEST].map(|name| self.drafts.path(id).join(name))
    }

    fn keep_message_id(&self, id: &Id, outgoing: &Outgoing) -> Result<(), Error> {
        let mut record = self.drafts.load(id)?;
        if record.message_id.as_ref() == Some(&outgoing.message_id) {
            return Ok(());
        }
        record.message_id = Some(outgoing.message_id.clone());
        Ok(self.drafts.save(id, &record)?)
    }
}

fn no_twin<'l>(
    id: &Id,
    letter: &Outgoing,
    mut others: impl Iterator<Item = (&'l Id, &'l Outgoing)>,
) -> Result<(), Error> {
    let twin = others.find(|(other, it)| *other != id && it.message_id == letter.message_id);
    twin.map_or(Ok(()), |(other, _)| Err(Error::Twin { id: id.clone(), other: other.clone() }))
}
