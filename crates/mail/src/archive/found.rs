//! What stands at a path.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::kind::Kind;
use super::{Error, file, git};

/// Folders in folders are looked into so far.
const DEEPEST: usize = 8;

/// Something that holds posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A file of any kind, which is told when it is opened.
    File(PathBuf),
    /// A file that holds one mail.
    Mail(PathBuf),
    /// The repositories of an inbox, the newest first.
    Inbox(Vec<PathBuf>),
}

/// What a path leads to, in the order in which it is read.
pub(super) fn sources(path: &Path) -> Result<Vec<Source>, Error> {
    let failed = |source| Error::Io { path: path.to_owned(), source };
    let other = |found| Error::NotAnArchive { path: path.to_owned(), found };
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        let mut sources = Vec::new();
        if let Some(repository) = git::repository(path) {
            let holds = git::holds_mail(&repository)?;
            return if holds {
                Ok(vec![Source::Inbox(vec![repository])])
            } else {
                Err(other("a git repository without mail"))
            };
        }
        let is_maildir = folder(path, 0, &mut sources).map_err(failed)?;
        return if sources.is_empty() && !is_maildir {
            Err(other("a folder without mail"))
        } else {
            Ok(sources)
        };
    }
    if !metadata.is_file() {
        return Err(other("a pipe or a device"));
    }
    match kind_of(path).map_err(failed)? {
        Kind::Other(found) => Err(other(found)),
        _ => Ok(vec![Source::File(path.to_owned())]),
    }
}

/// Puts what a folder holds behind `sources`; says whether it is a Maildir.
fn folder(path: &Path, depth: usize, sources: &mut Vec<Source>) -> io::Result<bool> {
    let maildir = [path.join("cur"), path.join("new")];
    if maildir.iter().any(|it| it.is_dir()) {
        for folder in maildir.iter().filter(|it| it.is_dir()) {
            sources.extend(names(folder)?.into_iter().filter(|it| it.is_file()).map(Source::Mail));
        }
        return Ok(true);
    }
    let epochs = git::epochs(path)?;
    if !epochs.is_empty() {
        sources.push(Source::Inbox(epochs));
        return Ok(false);
    }
    for path in names(path)? {
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            // Mailman keeps what was attached to posts there.
            if depth < DEEPEST && name != "attachments" && !path.is_symlink() {
                folder(&path, depth + 1, sources)?;
            }
        } else if path.is_file() && !is_page(&path) && !is_older_copy(&path) {
            match kind_of(&path) {
                Ok(Kind::Other(_)) => {}
                // What cannot be read is named when its turn comes.
                Ok(_) | Err(_) => sources.push(Source::File(path)),
            }
        }
    }
    Ok(false)
}

/// What a folder holds, hidden names left out, in the order of the names.
fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|it| it.path()));
    let mut paths: Vec<_> = entries.collect::<Result<_, _>>()?;
    let hidden = |path: &PathBuf| path.file_name().is_some_and(|it| it.as_encoded_bytes().starts_with(b"."));
    paths.retain(|path| !hidden(path));
    paths.sort();
    Ok(paths)
}

/// Whether a file is one of the web pages that stand beside archives.
fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|it| ["html", "htm", "css", "js", "png"].iter().any(|page| it == *page))
}

/// Whether the same month stands beside it, compressed or not, and is not shorter: archives only grow.
fn is_older_copy(path: &Path) -> bool {
    let size = |path: &Path| fs::metadata(path).map(|it| it.len()).ok();
    if path.extension().is_some_and(|it| it == "gz") {
        let plain = size(&path.with_extension(""));
        return plain.zip(unpacked_size(path)).is_some_and(|(plain, packed)| plain >= packed);
    }
    let mut packed = path.as_os_str().to_owned();
    packed.push(".gz");
    size(path).zip(unpacked_size(Path::new(&packed))).is_some_and(|(plain, packed)| packed > plain)
}

/// What the end of a gzip file says (RFC 1952 2.3.1); archives are smaller than what it can say.
fn unpacked_size(path: &Path) -> Option<u64> {
    use io::{Seek, SeekFrom};

    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::End(-4)).ok()?;
    let mut size = [0; 4];
    file.read_exact(&mut size).ok()?;
    Some(u64::from(u32::from_le_bytes(size)))
}

/// What a file is, unpacked.
fn kind_of(path: &Path) -> io::Result<Kind> {
    file::open(path).map(|it| it.kind)
}
