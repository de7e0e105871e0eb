//! The folder of drafts.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Error, Id, Record};
use onlist_mail::file;

const RECORD: &str = "draft.toml";
const LOCK: &str = ".lock";
const DELETED: &str = ".deleted-";
/// How the names of files begin that the letter itself is kept in, once it is complete.
const OUTGOING: &str = "outgoing.";

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
    pub drafts: Vec<(Id, Record)>,
    /// Why the others cannot; they stay as they are.
    pub broken: Vec<Error>,
}

/// While it lives, no other run works on the draft.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Store {
    /// The store below `state`; nothing is made before a draft is.
    #[must_use]
    pub fn at(state: &Path) -> Self {
        Self { folder: state.join("drafts") }
    }

    /// Keeps a new draft, under a name made of `label` that is free.
    ///
    /// # Errors
    /// Those of the file system; a draft that could not be written leaves no folder.
    pub fn create(&self, label: &str, record: &Record) -> Result<Id, Error> {
        file::make_folders(&self.folder).map_err(failed("create", &self.folder))?;
        let label = Id::from_label(label);
        let mut id = label.clone();
        let mut number = 1;
        while let Err(e) = private().create(self.path(&id)) {
            if e.kind() != ErrorKind::AlreadyExists {
                return Err(failed("create", &self.path(&id))(e));
            }
            number += 1;
            id = label.numbered(number);
        }
        let written = self
            .write(&id, record)
            .and_then(|()| file::sync_folder(&self.folder).map_err(failed("write", &self.folder)));
        if let Err(e) = written {
            // What was not written is told; what is left of it is empty.
            let _ = fs::remove_dir(self.path(&id));
            return Err(e);
        }
        Ok(id)
    }

    /// Keeps a draft that is there already.
    ///
    /// # Errors
    /// [`Error::Missing`] when it was removed meanwhile, [`Error::MessageId`] when that would change, and those
    /// of [`Store::load`]: what cannot be read is not overwritten.
    pub fn save(&self, id: &Id, record: &Record) -> Result<(), Error> {
        let kept = self.load(id)?;
        if kept.message_id.is_some() && kept.message_id != record.message_id {
            return Err(Error::MessageId { id: id.clone() });
        }
        self.write(id, record)
    }

    /// Reads a draft.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Broken`], [`Error::Newer`], or those of the file system.
    pub fn load(&self, id: &Id) -> Result<Record, Error> {
        let path = self.path(id).join(RECORD);
        match fs::read(&path) {
            Ok(bytes) => Record::from_toml(&bytes, &path),
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
    /// A lock on it has to be let go before, where the system does not move
    /// what is open.
    ///
    /// # Errors
    /// [`Error::Missing`], or those of the file system.
    pub fn delete(&self, id: &Id) -> Result<(), Error> {
        let path = self.path(id);
        if !path.exists() {
            return Err(Error::Missing { id: id.clone() });
        }
        let failed = failed("remove", &path);
        let grave = match tempfile::Builder::new().prefix(DELETED).tempdir_in(&self.folder) {
            Ok(grave) => grave,
            Err(e) => return Err(failed(e)),
        };
        fs::rename(&path, grave.path().join(id.as_str())).and_then(|()| grave.close()).map_err(failed)
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
        match fs::read(&path) {
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
    pub fn lock(&self, id: &Id) -> Result<Lock, Error> {
        let path = self.path(id).join(LOCK);
        let mut options = OpenOptions::new();
        let file = match options.write(true).create(true).truncate(false).open(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Err(Error::Missing { id: id.clone() }),
            file => file.map_err(failed("open", &path))?,
        };
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy { id: id.clone() }),
            Err(TryLockError::Error(e)) => Err(failed("lock", &path)(e)),
        }
    }

    /// The folder of a draft, whether there is one or not.
    #[must_use]
    pub fn path(&self, id: &Id) -> PathBuf {
        self.folder.join(id.as_str())
    }

    fn beside(&self, id: &Id, name: &str) -> Result<PathBuf, Error> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let taken = name == RECORD || name.starts_with(OUTGOING);
        if name.is_empty() || name.starts_with('.') || taken || !name.bytes().all(plain) {
            return Err(Error::NoName { name: name.to_owned() });
        }
        Ok(self.path(id).join(name))
    }

    fn write(&self, id: &Id, record: &Record) -> Result<(), Error> {
        let path = self.path(id).join(RECORD);
        let text = record.to_toml().map_err(|e| failed("write", &path)(io::Error::other(e)))?;
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

fn failed(action: &'static str, path: &Path) -> impl Fn(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { action, path: path.clone(), source }
}
