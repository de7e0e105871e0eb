//! The letters below one state folder.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::index::{FileName, Index, Key, SENT, SUFFIX};
use super::{Entry, Error, HeldLetter, QueuedLetter, record};
use crate::drafts::{Id, StateLock, Store};
use onlist_mail::file;

/// How often a letter is tried to be held that somebody may only be reading.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(10);

/// Letters that are queued or sent, each under the name of the draft that it was.
#[derive(Debug, Clone)]
pub struct Outbox {
    pub(super) folder: PathBuf,
    pub(super) drafts: Store,
}

/// Letters of an outbox.
#[derive(Debug, Default)]
pub struct Listing {
    /// Those that can be read, the last queued first.
    pub entries: Vec<Entry>,
    /// Why the others cannot; they stay as they are.
    pub broken: Vec<Error>,
}

impl Outbox {
    /// The outbox below `state`, which is the folder of [`Store::at`] too.
    #[must_use]
    pub fn at(state: &Path) -> Self {
        Self { folder: state.join("outbox"), drafts: Store::at(state) }
    }

    /// Queues letters: all of them are on the disk when this returns, and held by this run. Nobody but the
    /// caller queues letters meanwhile.
    ///
    /// # Errors
    /// [`Error::Queued`], [`Error::Twin`], [`Error::Nobody`], or those of the file system. What was not written is
    /// the draft that it was.
    pub fn queue(
        &self,
        _alone: &StateLock,
        letters: Vec<(Id, QueuedLetter)>,
    ) -> Result<Vec<HeldLetter>, Error> {
        let mut index = self.index()?;
        let mut unfinished = Vec::new();
        file::make_folders(&self.folder).map_err(Error::io("create", &self.folder))?;
        for (id, mut letter) in letters {
            letter.keep_each_recipient_once();
            if letter.recipients.is_empty() {
                return Err(Error::Nobody { id });
            }
            if index.has(&id) {
                return Err(Error::Queued { id });
            }
            if let Some(other) = index.by(Key::message_id(&letter.message_id)).first() {
                return Err(Error::Twin { id, other: other.clone() });
            }
            let name = FileName { id: id.clone(), keys: letter.keys() };
            let path = self.folder.join(name.to_string());
            let (bytes, end) = record::write(&path, &letter, &[])?;
            index.add(name, path.clone());
            let mut file = file::begun(&self.folder).map_err(writing(&path))?;
            file.as_file_mut().write_all(&bytes).map_err(writing(&path))?;
            try_lock(file.as_file(), &path, &id)?;
            unfinished.push((id, letter, end, path, file));
        }
        file::flush(&self.folder, unfinished.iter().map(|(.., path, file)| (&**path, file.as_file())))?;
        let mut held = Vec::new();
        let mut named = Vec::new();
        for (id, letter, end, path, file) in unfinished {
            let file = file.persist_noclobber(&path).map_err(|e| writing(&path)(e.error))?;
            held.push(HeldLetter::new(Entry::new(id, (letter, Vec::new(), end), false), file));
            named.push(path);
        }
        file::sync_folder(&self.folder).map_err(|e| {
            // They have their names, and nobody knows whether for good.
            for path in &named {
                let _ = fs::remove_file(path);
            }
            writing(&self.folder)(e)
        })?;
        Ok(held)
    }

    /// Puts a letter in the place of one that nobody has, under the same Message-ID: it is on the disk when this
    /// returns, and held by this run.
    ///
    /// # Errors
    /// [`Error::Gone`] when somebody has the old one or may have, or those of the file system: the old one stays then.
    pub fn replace(
        &self,
        _alone: &StateLock,
        old: HeldLetter,
        letter: QueuedLetter,
    ) -> Result<HeldLetter, Error> {
        let id = old.id().clone();
        if !old.is_undelivered() {
            return Err(Error::Gone { id });
        }
        let path = &*old.file().to_owned();
        let (bytes, end) = record::write(path, &letter, &[])?;
        let mut file = file::begun(&self.folder).map_err(writing(path))?;
        file.as_file_mut().write_all(&bytes).map_err(writing(path))?;
        try_lock(file.as_file(), path, &id)?;
        file::flush(&self.folder, [(path, file.as_file())])?;
        let file = file.persist(path).map_err(|e| writing(path)(e.error))?;
        drop(old);
        file::sync_folder(&self.folder).map_err(writing(path))?;
        Ok(HeldLetter::new(Entry::new(id, (letter, Vec::new(), end), false), file))
    }

    /// Takes a letter for this run; none when no letter has this name.
    ///
    /// # Errors
    /// [`Error::BeingSent`] when another run has it, those of [`Outbox::load`], or those of the file system.
    pub fn hold(&self, index: &Index, id: &Id) -> Result<Option<HeldLetter>, Error> {
        let Some(path) = index.path(id) else { return Ok(None) };
        let mut file = match file::open(path, File::options().read(true).write(true)) {
            // It was sent or deleted a moment ago.
            Err(e) if e.kind() == ErrorKind::NotFound => return Err(Error::Changed { id: id.clone() }),
            file => file.map_err(Error::io("open", path))?,
        };
        try_lock(&file, path, id)?;
        if !is_still_at(&file, path) {
            return Err(Error::Changed { id: id.clone() });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(Error::io("read", path))?;
        let entry = Entry::new(id.clone(), record::read(path, &bytes)?, false);
        Ok(Some(HeldLetter::new(entry, file)))
    }

    /// Reads a letter, whoever holds it; none when no letter has this name.
    ///
    /// # Errors
    /// [`Error::Altered`], [`Error::Newer`], [`Error::Broken`] and [`Error::Journal`] for a file that is not what was
    /// written: nothing of the letter may be sent. Else those of the file system.
    pub fn load(&self, index: &Index, id: &Id) -> Result<Option<Entry>, Error> {
        let Some(path) = index.path(id) else { return Ok(None) };
        if let Some(entry) = load(id, path)? {
            return Ok(Some(entry));
        }
        // It was put apart a moment ago, or is gone.
        self.index()?.path(id).map_or(Ok(None), |path| load(id, path))
    }

    /// Reads the letters that are found by `key`. What cannot be read is no letter that anybody has for certain.
    ///
    /// # Errors
    /// Those of [`Outbox::load`].
    pub fn find(&self, index: &Index, key: Key) -> Result<Vec<Entry>, Error> {
        let mut found = Vec::new();
        for id in index.by(key) {
            found.extend(self.load(index, id)?);
        }
        Ok(found)
    }

    /// All letters by what they are looked for by.
    ///
    /// # Errors
    /// Those of the file system; an outbox that was never made is empty.
    pub fn index(&self) -> Result<Index, Error> {
        let mut index = Index::default();
        // A letter that is put apart meanwhile is found in both, and not in neither.
        let queued = files(&self.folder)?;
        for (name, path) in files(&self.sent())?.into_iter().chain(queued) {
            if let Some(name) = name {
                index.add(name, path);
            }
        }
        Ok(index)
    }

    /// Reads all letters that are not settled yet.
    ///
    /// # Errors
    /// Only when the outbox itself cannot be read; one that was never made is empty.
    pub fn list(&self) -> Result<Listing, Error> {
        listing(&self.folder)
    }

    /// Reads all letters that were sent.
    ///
    /// # Errors
    /// As with [`Outbox::list`].
    pub fn list_sent(&self) -> Result<Listing, Error> {
        listing(&self.sent())
    }

    /// Puts letters apart that everybody has. It is not worth a failure: one that stays is put apart later.
    pub fn put_apart<'l>(&self, letters: impl IntoIterator<Item = &'l Entry>) {
        let sent = self.sent();
        let move_away = |entry: &Entry| {
            let name = FileName { id: entry.id().clone(), keys: entry.keys() };
            fs::rename(entry.file(), sent.join(name.to_string())).is_ok()
        };
        if file::make_folders(&sent).is_err() {
            return;
        }
        for entry in letters.into_iter().filter(|it| it.is_settled()) {
            if move_away(entry) {
                self.drafts.discard(entry.id());
            }
        }
    }

    /// Makes a letter a draft again, which it must have been before.
    ///
    /// # Errors
    /// [`Error::Gone`] when somebody got it or may have, or those of the file system.
    pub fn unqueue(&self, letter: HeldLetter) -> Result<(), Error> {
        if !letter.is_undelivered() {
            return Err(Error::Gone { id: letter.id().clone() });
        }
        self.delete(letter)
    }

    /// Removes a letter, whatever became of it.
    ///
    /// # Errors
    /// [`Error::Changed`] where another run has put it elsewhere, or those of the file system.
    pub fn delete(&self, letter: HeldLetter) -> Result<(), Error> {
        let path = &letter.file().to_owned();
        self.drafts.forget_first_form(letter.id());
        remove(letter.id(), path)?;
        drop(letter);
        file::sync_folder(path.parent().unwrap_or(&self.folder)).map_err(Error::io("remove", path))?;
        Ok(())
    }

    /// Removes the file of a letter that cannot be read; nothing where none has this name.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn delete_broken(&self, index: &Index, id: &Id) -> Result<(), Error> {
        index.path(id).map_or(Ok(()), |path| remove(id, path))
    }

    /// Removes what killed runs have left behind, of which it is certain that nobody is at work on it.
    pub fn clean(&self, alone: &StateLock, index: &Index) {
        file::remove_unfinished(&self.folder);
        self.drafts.clean(alone, |id| index.is_sent(id));
    }

    pub(super) fn sent(&self) -> PathBuf {
        self.folder.join(SENT)
    }
}

/// Removes the file of a letter, which another run may have put apart.
fn remove(id: &Id, path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound => Error::Changed { id: id.clone() },
        _ => Error::io("remove", path)(e),
    })
}

/// Letters' files in a folder, each with what its name says; nothing where somebody has renamed it.
fn files(folder: &Path) -> Result<Vec<(Option<FileName>, PathBuf)>, Error> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::io("read", folder))?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::io("read", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with('.') && path.extension().is_some_and(|it| it == SUFFIX) {
            files.push((FileName::parse(&name), path));
        }
    }
    Ok(files)
}

fn listing(folder: &Path) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    for (name, path) in files(folder)? {
        let id = name.map(|it| it.id);
        match id.ok_or_else(|| Error::Altered { path: path.clone() }).and_then(|id| load(&id, &path)) {
            Ok(entry) => listing.entries.extend(entry),
            Err(e) => listing.broken.push(e),
        }
    }
    let queued = |it: &Entry| it.letter().queued;
    listing.entries.sort_by(|a, b| queued(b).cmp(&queued(a)).then_with(|| a.id().cmp(b.id())));
    listing.broken.sort_by_cached_key(ToString::to_string);
    Ok(listing)
}

/// Reads the letter at `path`; none when it went a moment ago.
fn load(id: &Id, path: &Path) -> Result<Option<Entry>, Error> {
    let mut file = match file::open(path, File::options().read(true)) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        file => file.map_err(Error::io("read", path))?,
    };
    let held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    Ok(Some(Entry::new(id.clone(), record::read(path, &bytes)?, held)))
}

/// Who reads a letter keeps it for a moment too, and is waited for.
fn try_lock(file: &File, path: &Path, id: &Id) -> Result<(), Error> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(e)) => return Err(Error::io("lock", path)(e)),
        }
    }
    Err(Error::BeingSent { id: id.clone() })
}

/// Whether a file that is open is the one that has the name.
#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |it: fs::Metadata| (it.dev(), it.ino());
    file.metadata().is_ok_and(|open| path.metadata().is_ok_and(|named| of(named) == of(open)))
}

#[cfg(not(unix))]
fn is_still_at(_: &File, path: &Path) -> bool {
    path.exists()
}

fn writing(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| file::Error::Write { path: path.clone(), source }.into()
}
