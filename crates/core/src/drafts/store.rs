//! The folder of drafts.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::lock::DraftLock;
use super::{Draft, Error, Id, StateLock};
use onlist_mail::file;

const RECORD: &str = "draft.toml";
const LOCK: &str = ".lock";
const DELETED: &str = ".deleted-";
/// How the names of the three files begin that a letter was queued in by the first version of this program, and the
/// one that was written last.
const FIRST_FORM: &str = "outgoing.";
pub(crate) const FIRST_FORM_LAST: &str = "outgoing.toml";

/// Drafts below one state folder, as `drafts/<id>/draft.toml` with its attachments.
///
/// Every write is whole or not at all. A folder whose name begins with a dot
/// is none of a draft.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// All drafts of a store.
#[derive(Debug, Default)]
pub struct Listing {
    /// Those that can be read, the last changed first.
    pub drafts: Vec<(Id, Draft)>,
    /// Why the others cannot; they stay as they are.
    pub broken: Vec<Error>,
}

impl Store {
    /// The store below `state`; nothing is made before a draft is.
    #[must_use]
    pub fn at(state: &Path) -> Self {
        Self { folder: state.join("drafts") }
    }

    /// Keeps a new draft, under a name made of `label` that is free and not `taken`; it is held by this run.
    ///
    /// # Errors
    /// Those of the file system; a draft that could not be written leaves no folder.
    pub fn create(
        &self,
        _alone: &StateLock,
        label: &str,
        draft: &Draft,
        taken: impl Fn(&Id) -> bool,
    ) -> Result<(Id, DraftLock), Error> {
        file::make_folders(&self.folder).map_err(failed("create", &self.folder))?;
        let id = self.free_id(label, taken);
        private().create(self.path(&id)).map_err(failed("create", &self.path(&id)))?;
        let kept = self.lock(&id).and_then(|lock| self.write(&id, draft).map(|()| lock)).and_then(|lock| {
            file::sync_folder(&self.folder).map(|()| lock).map_err(failed("write", &self.folder))
        });
        kept.map(|lock| (id.clone(), lock)).inspect_err(|_| {
            // What was not written is told; what is left of it is nobody's.
            let _ = fs::remove_dir_all(self.path(&id));
        })
    }

    /// A name made of `label` that no draft has and that is not `taken`.
    pub fn free_id(&self, label: &str, taken: impl Fn(&Id) -> bool) -> Id {
        free(&Id::from_label(label), |id| taken(id) || self.path(id).symlink_metadata().is_ok())
    }

    /// Keeps a draft that is there already.
    ///
    /// # Errors
    /// [`Error::Missing`] when it was removed meanwhile, [`Error::MessageId`] when that would change, and those
    /// of [`Store::load`]: what cannot be read is not overwritten.
    pub fn save(&self, id: &Id, draft: &Draft) -> Result<(), Error> {
        let kept = self.load(id)?;
        if kept.message_id.is_some() && kept.message_id != draft.message_id {
            return Err(Error::MessageId { id: id.clone() });
        }
        self.write(id, draft)
    }

    /// Keeps a draft that is there already, and is another letter from now on: what left under its message-id before
    /// was changed since.
    ///
    /// # Errors
    /// [`Error::Missing`] when it was removed meanwhile, and those of [`Store::load`].
    pub fn save_as_another(&self, id: &Id, draft: &Draft) -> Result<(), Error> {
        self.load(id)?;
        self.write(id, draft)
    }

    /// Reads a draft.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Broken`], [`Error::Newer`], or those of the file system.
    pub fn load(&self, id: &Id) -> Result<Draft, Error> {
        let path = self.path(id).join(RECORD);
        let letter = self.path(id).join(FIRST_FORM_LAST);
        if letter.symlink_metadata().is_ok() {
            return Err(Error::FirstForm { path: letter });
        }
        match file::read_all(&path) {
            Ok(bytes) => Draft::from_toml(&bytes, &path),
            Err(e) if e.kind() == ErrorKind::NotFound && !self.path(id).exists() => {
                Err(Error::Missing { id: id.clone() })
            }
            Err(e) => Err(failed("read", &path)(e)),
        }
    }

    /// Reads all drafts. A folder that holds nothing yet is one that is being made.
    ///
    /// # Errors
    /// Only when the store itself cannot be read; one that was never made is empty.
    pub fn list(&self) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        for name in self.names()? {
            match name.parse::<Id>().and_then(|id| Ok((id.clone(), self.load(&id)?))) {
                Ok(draft) => listing.drafts.push(draft),
                // It went while the list was made.
                Err(Error::Missing { .. }) => {}
                Err(e) => listing.broken.push(e),
            }
        }
        listing.drafts.sort_by(|(a_id, a), (b_id, b)| b.changed.cmp(&a.changed).then(a_id.cmp(b_id)));
        listing.broken.sort_by_key(ToString::to_string);
        Ok(listing)
    }

    /// Names of all drafts, of those that cannot be read too.
    ///
    /// # Errors
    /// As with [`Store::list`].
    pub fn ids(&self) -> Result<Vec<Id>, Error> {
        Ok(self.names()?.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// Names of the folders that are meant to hold a draft.
    fn names(&self) -> Result<Vec<String>, Error> {
        let entries = match fs::read_dir(&self.folder) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed("read", &self.folder))?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed("read", &self.folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && !is_unfinished(&entry.path()) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Removes a draft and all that belongs to it. It is gone for others in one step.
    ///
    /// # Errors
    /// [`Error::Missing`], or those of the file system.
    pub fn delete(&self, id: &Id, lock: DraftLock) -> Result<(), Error> {
        let path = self.path(id);
        if !path.exists() {
            return Err(Error::Missing { id: id.clone() });
        }
        let failed = failed("remove", &path);
        let grave = match tempfile::Builder::new().prefix(DELETED).tempdir_in(&self.folder) {
            Ok(grave) => grave,
            Err(e) => return Err(failed(e)),
        };
        // Not every system moves what is open.
        let _lock = (!cfg!(windows)).then_some(lock);
        fs::rename(&path, grave.path().join(id.as_str())).and_then(|()| grave.close()).map_err(failed)
    }

    /// Removes a draft that is of no use any more and held by this run. One that stays is removed another time.
    pub fn discard(&self, id: &Id) {
        let folder = self.path(id);
        let mut files: Vec<_> =
            fs::read_dir(&folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
        // As long as there is a lock, it is locked: the folder of another draft is not taken for this one.
        files.sort_by_key(|it| it.ends_with(LOCK));
        for file in files {
            let _ = fs::remove_file(file);
        }
        let _ = fs::remove_dir(folder);
    }

    /// Removes the files that the first version of this program queued a letter in.
    pub(crate) fn forget_first_form(&self, id: &Id) {
        let folder = self.path(id);
        // Without the last one, the others mean nothing.
        if fs::remove_file(folder.join(FIRST_FORM_LAST)).is_ok() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().starts_with(FIRST_FORM) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    /// Removes what killed runs have left behind: unfinished files, folders without a draft, and drafts whose letter
    /// `was_sent`. What another run works on stays, and what holds anything else.
    pub(crate) fn clean(&self, _alone: &StateLock, was_sent: impl Fn(&Id) -> bool) {
        file::remove_unfinished(&self.folder);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
            if name.starts_with(DELETED) {
                let _ = fs::remove_dir_all(path);
                continue;
            }
            let Ok(id) = name.parse::<Id>() else { continue };
            let Some(_lock) = DraftLock::take_free(&path.join(LOCK)) else { continue };
            if was_sent(&id) {
                self.discard(&id);
            } else {
                file::remove_unfinished(&path);
                if is_unfinished(&path) {
                    self.discard(&id);
                }
            }
        }
    }

    /// Keeps a file beside a draft, such as the mail that is answered.
    ///
    /// # Errors
    /// [`Error::NoName`] for names that are no plain file's, [`Error::Missing`], or those of the file system.
    pub fn attach(&self, id: &Id, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.beside(id, name)?;
        if !self.path(id).exists() {
            return Err(Error::Missing { id: id.clone() });
        }
        Ok(file::replace(&path, bytes)?)
    }

    /// Reads a file kept beside a draft; nothing when there is none.
    ///
    /// # Errors
    /// [`Error::NoName`], or those of the file system.
    pub fn attachment(&self, id: &Id, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.beside(id, name)?;
        match file::read_all(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(failed("read", &path)(e)),
        }
    }

    /// The file in which an editor gets the answer to a question; [`Store::attach`] makes it, by its file name.
    ///
    /// # Errors
    /// [`Error::NoName`] when no file can have the question's name.
    pub fn edit_path(&self, id: &Id, question: &str) -> Result<PathBuf, Error> {
        self.beside(id, &format!("{question}.txt"))
    }

    /// Takes a draft for this run; waits for nobody.
    ///
    /// # Errors
    /// [`Error::Busy`] when another run has it, [`Error::Missing`], or those of the file system.
    pub fn lock(&self, id: &Id) -> Result<DraftLock, Error> {
        DraftLock::take(id, &self.path(id).join(LOCK))
    }

    /// Whether there is a draft of this name, or a folder that is to hold one.
    #[must_use]
    pub fn has(&self, id: &Id) -> bool {
        self.path(id).exists()
    }

    /// The folder of a draft, whether there is one or not.
    #[must_use]
    pub fn path(&self, id: &Id) -> PathBuf {
        self.folder.join(id.as_str())
    }

    fn beside(&self, id: &Id, name: &str) -> Result<PathBuf, Error> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let taken = name == RECORD || name.starts_with(FIRST_FORM);
        if name.is_empty() || name.starts_with('.') || taken || !name.bytes().all(plain) {
            return Err(Error::NoName { name: name.to_owned() });
        }
        Ok(self.path(id).join(name))
    }

    fn write(&self, id: &Id, draft: &Draft) -> Result<(), Error> {
        let path = self.path(id).join(RECORD);
        let text = draft.to_toml().map_err(|e| failed("write", &path)(io::Error::other(e)))?;
        Ok(file::replace(&path, text.as_bytes())?)
    }
}

/// A folder that nobody but its owner can look into.
fn private() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Whether a folder holds nothing but files that are not finished.
fn is_unfinished(folder: &Path) -> bool {
    let hidden = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.'))
    };
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(hidden))
}

/// The first of `label`, `label-2` and so on that is not taken, or one of those that follow where many are.
fn free(label: &Id, taken: impl Fn(&Id) -> bool) -> Id {
    let numbered = |number: u32| if number < 2 { label.clone() } else { label.numbered(number) };
    let mut high = 1;
    while taken(&numbered(high)) {
        high *= 2;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if taken(&numbered(middle)) { low = middle } else { high = middle }
    }
    numbered(high)
}

fn failed(action: &'static str, path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    Error::io(action, path)
}
