//! Files written whole or not at all, and read with a limit.
//!
//! Bytes go to a temporary file in the same folder, are flushed to the disk,
//! and take their name in one step; then the folder is flushed too. A crash
//! leaves the old file or the new one, at worst beside a file `.onlist-…`.

mod read;

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use read::{MAIL_LIMIT, NotAFile, ReadError, open, read, read_all, read_stream};

/// How the names of files begin that are not finished.
pub const UNFINISHED: &str = ".onlist-";

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something has that name: a file, a folder or a symbolic link.
    #[error("`{}` exists", path.display())]
    Exists {
        /// The name.
        path: PathBuf,
    },
    /// A folder, a device or a pipe has that name.
    #[error("`{}` is not a file", path.display())]
    NotAFile {
        /// The name.
        path: PathBuf,
    },
    /// Somebody else wrote to the file since it was read.
    #[error("`{}` was changed by another program", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The system said no.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file that was to be written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes a file that nobody but its owner can read, under a name that is free.
///
/// A symbolic link takes its name too, whatever it points to.
///
/// # Errors
/// [`Error::Exists`] when the name is taken, even if it was free a moment ago.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    if path.symlink_metadata().is_ok() {
        return Err(Error::Exists { path: path.to_owned() });
    }
    let unfinished = write_beside(path, bytes, None).map_err(failed)?;
    match unfinished.persist_noclobber(path) {
        Ok(_) => sync_folder(folder(path)).map_err(failed),
        Err(e) if e.error.kind() == ErrorKind::AlreadyExists => Err(Error::Exists { path: path.to_owned() }),
        Err(e) => Err(failed(e.error)),
    }
}

/// Writes a file, in place of the one that has its name.
///
/// A replaced file keeps its permissions, a new one is its owner's alone. A
/// symbolic link stays and the file it leads to is replaced, as people link
/// their settings from elsewhere; one that leads nowhere is an error.
///
/// # Errors
/// [`Error::NotAFile`] for folders, devices and pipes; the old file is then untouched, as with every other.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_or_make(path, bytes, None)
}

/// The same, but a new file has the permissions of any new file, for others to read.
///
/// # Errors
/// As [`replace`].
pub fn replace_public(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    #[cfg(unix)]
    let new = Some(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    #[cfg(not(unix))]
    let new = None;
    replace_or_make(path, bytes, new)
}

/// Writes a file, in place of the one with its name; a new one gets the permissions `new`.
fn replace_or_make(path: &Path, bytes: &[u8], new: Option<Permissions>) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let (target, permissions) = match path.symlink_metadata() {
        Err(e) if e.kind() == ErrorKind::NotFound => (path.to_owned(), new),
        Err(e) => return Err(failed(e)),
        Ok(_) => {
            let target = fs::canonicalize(path).map_err(failed)?;
            let metadata = target.metadata().map_err(failed)?;
            if !metadata.is_file() {
                return Err(Error::NotAFile { path: path.to_owned() });
            }
            (target, Some(metadata.permissions()))
        }
    };
    let unfinished = write_beside(&target, bytes, permissions).map_err(failed)?;
    unfinished.persist(&target).map_err(|e| failed(e.error))?;
    sync_folder(folder(&target)).map_err(failed)
}

/// Whether everybody on this machine may write into a folder.
#[must_use]
pub fn is_open_to_all(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(folder).is_ok_and(|it| it.permissions().mode() & 0o002 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        false
    }
}

/// Flushes new files of `folder` to the disk, each with the name that it is to have.
///
/// Many are flushed with all of their file system, where the system can do that: it costs little more than one.
///
/// # Errors
/// Those of the system, for the first file that cannot be flushed.
pub fn flush<'f>(folder: &Path, files: impl IntoIterator<Item = (&'f Path, &'f File)>) -> Result<(), Error> {
    let files: Vec<_> = files.into_iter().collect();
    match files.as_slice() {
        [] => Ok(()),
        [(_, _), _, ..] if sync_file_system(folder) => Ok(()),
        files => files.iter().try_for_each(|(path, file)| file.sync_all().map_err(failed(path))),
    }
}

/// Whether all that was written to the file system of `folder` is on the disk.
#[cfg(target_os = "linux")]
fn sync_file_system(folder: &Path) -> bool {
    File::open(folder).is_ok_and(|folder| rustix::fs::syncfs(folder).is_ok())
}

#[cfg(not(target_os = "linux"))]
fn sync_file_system(_: &Path) -> bool {
    false
}

/// Removes the unfinished files in a folder to which nobody writes now. One that stays is removed another time.
pub fn remove_unfinished(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_type().is_ok_and(|it| it.is_file());
        if file && entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Write { path: path.clone(), source }
}

/// The folder that holds `path`.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts bytes on the disk under a temporary name in the folder of `path`.
fn write_beside(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let unfinished = unflushed(path, bytes, permissions)?;
    unfinished.as_file().sync_all()?;
    Ok(unfinished)
}

/// The same, but for the disk.
fn unflushed(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut unfinished = begun(folder(path))?;
    if let Some(permissions) = permissions {
        unfinished.as_file().set_permissions(permissions)?;
    }
    // The error of the temporary file itself names that file, which nobody asked for.
    unfinished.as_file_mut().write_all(bytes)?;
    Ok(unfinished)
}

/// An empty file in `folder` under a temporary name, for its owner alone.
///
/// # Errors
/// Those of the disk.
pub fn begun(folder: &Path) -> io::Result<NamedTempFile> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    tempfile::Builder::new().prefix(UNFINISHED).make_in(folder, |path| options.open(path))
}

/// Makes a folder for its owner alone, and those on its way; their names are on the disk when this returns.
///
/// # Errors
/// Those of the disk.
pub fn make_folders(path: &Path) -> io::Result<()> {
    let missing: Vec<_> = path.ancestors().take_while(|it| !it.exists()).collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    missing.iter().try_for_each(|made| sync_folder(folder(made)))
}

/// Flushes the names in a folder to the disk, where the system has a way to.
///
/// # Errors
/// Those of the disk; a folder that cannot be opened or synced at all is none.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.or_else(|e| match e.kind() {
        ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied => Ok(()),
        _ => Err(e),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("readable");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_takes_no_name_that_is_taken() {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("letter.eml");
        write_new(&path, b"first").expect("written");
        let again = write_new(&path, b"second").expect_err("taken");
        assert!(matches!(&again, Error::Exists { path: taken } if *taken == path), "{again:?}");
        assert_eq!(fs::read(&path).expect("read"), b"first");
        assert_eq!(names(folder.path()), ["letter.eml"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("none/letter.eml");
        for error in [write_new(&path, b"x"), replace(&path, b"x")] {
            let error = error.expect_err("no folder");
            assert!(error.to_string().ends_with("none/letter.eml`"), "{error}");
            let reason = std::error::Error::source(&error).map(ToString::to_string);
            assert!(reason.is_some_and(|it| !it.contains(UNFINISHED)), "{error:?}");
        }
    }

    #[test]
    fn a_folder_is_not_replaced() {
        let folder = tempfile::tempdir().expect("made");
        let error = replace(folder.path(), b"x").expect_err("a folder");
        assert!(matches!(error, Error::NotAFile { .. }), "{error:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions_and_its_link() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("made");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        let mode = || fs::metadata(&real).expect("there").permissions().mode() & 0o777;

        replace(&real, b"one").expect("written");
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("set");
        std::os::unix::fs::symlink("real", &link).expect("linked");
        replace(&link, b"two").expect("written");

        assert_eq!(fs::read(&real).expect("read"), b"two");
        assert_eq!(mode(), 0o640);
        assert!(link.symlink_metadata().expect("there").is_symlink());
        assert!(matches!(write_new(&link, b"three"), Err(Error::Exists { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nowhere_is_neither_followed_nor_replaced() {
        let folder = tempfile::tempdir().expect("made");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).expect("linked");
        assert!(matches!(write_new(&link, b"x"), Err(Error::Exists { .. })));
        assert!(matches!(replace(&link, b"x"), Err(Error::Write { .. })));
        assert_eq!(names(folder.path()), ["link"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_takes_no_file_keeps_the_old_one() {
        // Nobody can make a file in this folder, not even root.
        let path = Path::new("/proc/self/comm");
        let before = fs::read(path).expect("read");
        let error = replace(path, b"new").expect_err("no new file");
        assert!(
            matches!(error, Error::Write { .. }) && !format!("{error:?}").contains(UNFINISHED),
            "{error:?}"
        );
        assert_eq!(fs::read(path).expect("read"), before);
    }
}
