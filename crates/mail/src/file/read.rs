//! Reading with a limit on size, so that no input can use up the memory or wait for ever.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest mail that is read, in octets.
pub const MAIL_LIMIT: u64 = 256 << 20;

/// An input that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A folder, a named pipe or a device.
    #[error("cannot read `{}`: it is {kind}, not a file", path.display())]
    NotAFile {
        /// The name.
        path: PathBuf,
        /// What it is, with its article.
        kind: &'static str,
    },
    /// It has more octets than the limit.
    #[error("`{}` is larger than {} MiB", path.display(), limit >> 20)]
    TooLarge {
        /// The name; `-` is standard input.
        path: PathBuf,
        /// The limit in octets.
        limit: u64,
    },
    /// The system returned an error.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The name.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// What is not opened in place of a file.
#[derive(Debug, thiserror::Error)]
#[error("it is {0}, not a file")]
pub struct NotAFile(&'static str);

/// Opens a regular file as `options` say.
///
/// # Errors
/// Those of the system. A pipe or device is [`NotAFile`] and not opened, since that can wait for ever; a link that leads
/// nowhere is so too, and not the same as no file.
pub fn open(path: &Path, options: &OpenOptions) -> io::Result<File> {
    let kind = match fs::metadata(path) {
        Ok(found) => special(found.file_type()),
        Err(_) => path.read_link().ok().filter(|_| !path.exists()).map(|_| "a link that leads nowhere"),
    };
    kind.map_or_else(|| options.open(path), |kind| Err(io::Error::other(NotAFile(kind))))
}

/// Reads the whole of a regular file.
///
/// # Errors
/// Those of [`open`], or of the system.
pub fn read_all(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path, OpenOptions::new().read(true))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a regular file of at most `limit` octets.
///
/// # Errors
/// [`ReadError`]. A pipe or device is not opened, since that can wait for ever.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let failed = |source| ReadError::Io { path: path.to_owned(), source };
    if let Some(kind) = special(fs::metadata(path).map_err(failed)?.file_type()) {
        return Err(ReadError::NotAFile { path: path.to_owned(), kind });
    }
    read_stream(path, File::open(path).map_err(failed)?, limit)
}

/// Reads `stream` to its end, at most `limit` octets; `path` is its name in errors.
///
/// # Errors
/// [`ReadError::TooLarge`] or [`ReadError::Io`].
pub fn read_stream(path: &Path, stream: impl Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    match stream.take(limit + 1).read_to_end(&mut bytes) {
        Ok(length) if length as u64 > limit => Err(ReadError::TooLarge { path: path.to_owned(), limit }),
        Ok(_) => Ok(bytes),
        Err(source) => Err(ReadError::Io { path: path.to_owned(), source }),
    }
}

/// What a path leads to if it is not a regular file.
fn special(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    match kind {
        _ if kind.is_dir() => Some("a folder"),
        _ if kind.is_file() => None,
        _ => Some("a device"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_stops_at_the_limit() {
        for (size, fits) in [(0, true), (9, true), (10, true), (11, false), (1 << 16, false)] {
            let read = read_stream(Path::new("-"), io::repeat(b'a').take(size), 10);
            assert_eq!(read.is_ok_and(|bytes| bytes.len() as u64 == size), fits, "{size}");
        }
        let error = read_stream(Path::new("-"), io::repeat(0), 3 << 20).expect_err("endless");
        assert_eq!(error.to_string(), "`-` is larger than 3 MiB");
    }

    #[test]
    fn only_regular_files_are_read() {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("mail");
        fs::write(&path, "a mail").expect("written");
        assert_eq!(read(&path, 10).expect("read"), b"a mail");
        assert!(matches!(read(&path, 5), Err(ReadError::TooLarge { limit: 5, .. })));
        assert!(matches!(read(folder.path(), 5), Err(ReadError::NotAFile { kind: "a folder", .. })));
        assert!(matches!(read(&folder.path().join("none"), 5), Err(ReadError::Io { .. })));
        #[cfg(unix)]
        assert!(matches!(read(Path::new("/dev/zero"), 5), Err(ReadError::NotAFile { kind: "a device", .. })));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_named_and_not_waited_for() {
        let folder = tempfile::tempdir().expect("made");
        let (link, pipe) = (folder.path().join("link"), folder.path().join("pipe"));
        std::os::unix::fs::symlink("nowhere", &link).expect("linked");
        let made = crate::process::command("mkfifo").arg(&pipe).status();
        assert!(made.expect("it starts").success());
        let none = folder.path().join("none");
        for (path, expected) in [
            (folder.path(), "it is a folder, not a file"),
            (&pipe, "it is a named pipe, not a file"),
            (Path::new("/dev/zero"), "it is a device, not a file"),
            (&link, "it is a link that leads nowhere, not a file"),
            (&none, "No such file or directory (os error 2)"),
        ] {
            assert_eq!(read_all(path).expect_err("no file").to_string(), expected);
            if path != none {
                let made = open(path, OpenOptions::new().write(true).create(true).truncate(false));
                assert_eq!(made.expect_err("no file").to_string(), expected);
            }
        }
    }
}
