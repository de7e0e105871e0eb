//! What keeps runs from working on the same thing.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{Error, Id};
use onlist_mail::file;

const PAUSE: Duration = Duration::from_millis(10);
/// How long a draft is waited for that somebody may only be cleaning up.
const MOMENT: Duration = Duration::from_millis(300);

/// While it lives, no other run keeps a new draft, queues a letter, or removes what a run left behind.
///
/// It is never held over a connection or a question, so it is soon free.
#[derive(Debug)]
pub struct StateLock {
    _file: File,
}

/// While it lives, no other run works on the draft.
#[derive(Debug)]
pub struct DraftLock {
    _file: File,
}

impl StateLock {
    /// Takes the lock over the folder `state`, which is made where there is none; waits for `patience`.
    ///
    /// # Errors
    /// [`Error::StateBusy`] when another run had it all the time, or those of the file system.
    pub fn take(state: &Path, patience: Duration) -> Result<Self, Error> {
        file::make_folders(state).map_err(Error::io("create", state))?;
        let path = state.join("lock");
        let file = open(&path).map_err(Error::io("open", &path))?;
        if lock(&file, patience).map_err(Error::io("lock", &path))? {
            Ok(Self { _file: file })
        } else {
            Err(Error::StateBusy { path: state.to_owned() })
        }
    }
}

impl DraftLock {
    /// Takes the lock in a draft's file at `path`.
    pub(super) fn take(id: &Id, path: &Path) -> Result<Self, Error> {
        let file = match open(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(Error::Missing { id: id.clone() }),
            file => file.map_err(Error::io("open", path))?,
        };
        if lock(&file, MOMENT).map_err(Error::io("lock", path))? {
            Ok(Self { _file: file })
        } else {
            Err(Error::Busy { id: id.clone() })
        }
    }

    /// The same, if nobody has it now.
    pub(super) fn take_free(path: &Path) -> Option<Self> {
        let file = open(path).ok()?;
        file.try_lock().ok().map(|()| Self { _file: file })
    }
}

/// A file to lock, its owner's alone whatever the umask.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    file::open(path, &options)
}

/// Whether the lock could be had in time.
fn lock(file: &File, patience: Duration) -> io::Result<bool> {
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(e)) => return Err(e),
            Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => return Ok(false),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
}
