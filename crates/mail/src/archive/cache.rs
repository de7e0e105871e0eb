//! What was read of an archive before, for later runs: of each post what threading needs. A cache may be deleted at any
//! time.
//!
//! A file holds one source: how long it is, what state of the source it shows, and then record after record. It is written under
//! another name and takes its own when it is whole.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::git::Id;
use super::{LONGEST, Position};
use crate::file;
use crate::read::fields::reduced;

/// Begins each file; another form of it has another number.
const MAGIC: &str = "onlist archive 1";

/// No line before the records is longer.
const LONGEST_LINE: u64 = 400;

/// The folder of a cache.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    folder: PathBuf,
}

/// What is kept of a post beside its octets, or of a post that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) kind: Kind,
    pub(super) position: Position,
    /// The octets' name in git; zeros elsewhere.
    pub(super) blob: Id,
    /// When it was archived, in seconds since 1970; 0 where nothing says it.
    pub(super) time: i64,
}

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Post,
    /// A post whose end was not read.
    Cut,
    /// That the post with this `blob` was deleted.
    Deleted,
}

impl Cache {
    pub(super) fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Where what was read of a source is kept.
    fn path(&self, source: &Path) -> PathBuf {
        let whole = source.canonicalize().unwrap_or_else(|_| source.to_owned());
        self.folder.join(format!("{:x}", Sha256::digest(whole.as_os_str().as_encoded_bytes())))
    }

    /// What was kept of a source; nothing where that is none, or damaged.
    pub(super) fn open(&self, source: &Path) -> Option<Reader> {
        let file = File::open(self.path(source)).ok()?;
        let length = file.metadata().ok()?.len();
        let mut file = BufReader::with_capacity(256 * 1024, file);
        let mut line = || {
            let mut text = String::new();
            (&mut file).take(LONGEST_LINE).read_line(&mut text).ok()?;
            Some(text.trim_end().to_owned())
        };
        let (magic, stated, state) = (line()?, line()?, line()?);
        let is_whole = magic == MAGIC && stated.trim().parse() == Ok(length);
        is_whole.then_some(Reader { file, state })
    }

    /// Begins to keep what is read of a source in this state; nothing where that cannot be.
    pub(super) fn write(&self, source: &Path, state: &str) -> Option<Writer> {
        if state.len() as u64 >= LONGEST_LINE {
            return None;
        }
        file::make_folders(&self.folder).ok()?;
        let mut file = BufWriter::with_capacity(256 * 1024, file::begun(&self.folder).ok()?);
        writeln!(file, "{MAGIC}\n{:>20}\n{state}", 0).ok()?;
        Some(Writer { file, path: self.path(source), failed: false })
    }

    /// Octets that a cache takes.
    pub(super) fn size(folder: &Path) -> u64 {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(|it| it.metadata().ok()).map(|it| it.len()).sum()
    }
}

/// A file that is being read.
#[derive(Debug)]
pub(super) struct Reader {
    file: BufReader<File>,
    /// What state of its source it shows.
    pub(super) state: String,
}

impl Reader {
    /// The octets behind the state, of what is kept as it came.
    pub(super) fn into_stream(self) -> BufReader<File> {
        self.file
    }

    /// The next record, with a post's octets in `octets`; nothing at the end.
    pub(super) fn next(&mut self, octets: &mut Vec<u8>) -> io::Result<Option<Record>> {
        let mut head = [0; 53];
        if self.file.fill_buf()?.is_empty() {
            return Ok(None);
        }
        self.file.read_exact(&mut head)?;
        let (kind, rest) = (head[0], &head[1..]);
        let (blob, object) = (array(&rest[..20]), array(&rest[20..40]));
        let time = i64::from_le_bytes(array(&rest[40..48]));
        let length = u32::from_le_bytes(array(&rest[48..]));
        let kind = match kind {
            b'p' | b'o' => Kind::Post,
            b'c' | b'k' => Kind::Cut,
            b'd' => Kind::Deleted,
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
        let position = match head[0] {
            b'o' | b'k' => Position::Offset(u64::from_le_bytes(array(&object[..8]))),
            _ => Position::Object(object),
        };
        octets.clear();
        (&mut self.file).take(length.into()).read_to_end(octets)?;
        if octets.len() < length as usize {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(Record { kind, position, blob, time }))
    }
}

fn array<const N: usize>(octets: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    array.iter_mut().zip(octets).for_each(|(to, from)| *to = *from);
    array
}

/// A file that is being written. What cannot be written is not kept, and nothing else comes of it.
#[derive(Debug)]
pub(super) struct Writer {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
    failed: bool,
}

impl Writer {
    /// Keeps octets as they come.
    fn octets(&mut self, octets: &[u8]) {
        self.failed = self.failed || self.file.write_all(octets).is_err();
    }

    /// Keeps what threading needs of a post.
    pub(super) fn post(&mut self, record: &Record, octets: &[u8]) {
        self.record(record, &reduced(&octets[..octets.len().min(LONGEST)]));
    }

    /// Keeps a record with octets that were kept before.
    pub(super) fn record(&mut self, record: &Record, octets: &[u8]) {
        self.failed = self.failed || self.put(record, octets).is_err();
    }

    fn put(&mut self, record: &Record, octets: &[u8]) -> io::Result<()> {
        let (object, is_offset) = match record.position {
            Position::Object(id) => (id, false),
            Position::Offset(offset) => (array(&offset.to_le_bytes()), true),
        };
        let kind = match (record.kind, is_offset) {
            (Kind::Post, false) => b'p',
            (Kind::Post, true) => b'o',
            (Kind::Cut, false) => b'c',
            (Kind::Cut, true) => b'k',
            (Kind::Deleted, _) => b'd',
        };
        let length = u32::try_from(octets.len()).map_err(io::Error::other)?;
        self.file.write_all(&[kind])?;
        self.file.write_all(&record.blob)?;
        self.file.write_all(&object)?;
        self.file.write_all(&record.time.to_le_bytes())?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(octets)
    }

    /// Gives the file its name: all of the source was read.
    pub(super) fn finish(self) {
        if !self.failed {
            // What is not kept is read again.
            drop(self.named());
        }
    }

    fn named(mut self) -> io::Result<()> {
        let length = self.file.seek(SeekFrom::End(0))?;
        self.file.seek(SeekFrom::Start(MAGIC.len() as u64 + 1))?;
        write!(self.file, "{length:>20}")?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_data()?;
        file.persist(&self.path).map(drop).map_err(|error| error.error)
    }
}

/// A stream of which all that is read is kept.
#[derive(Debug)]
pub(super) struct Copied<R> {
    pub(super) stream: R,
    pub(super) kept: Option<Writer>,
}

impl<R: Read> Read for Copied<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer);
        match (&read, &mut self.kept) {
            (Ok(0), _) if !buffer.is_empty() => self.kept.take().map_or((), Writer::finish),
            (Ok(length), Some(kept)) => kept.octets(&buffer[..*length]),
            (Err(error), _) if error.kind() != io::ErrorKind::Interrupted => self.kept = None,
            _ => {}
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"From x\nReceived: a\nReceived: b\nSubject: c\nX-Y: d\n\nbody\n";

    fn records() -> [Record; 3] {
        let post = Record { kind: Kind::Post, position: Position::Object([7; 20]), blob: [8; 20], time: -5 };
        let cut = Record { kind: Kind::Cut, position: Position::Offset(1 << 40), blob: [0; 20], time: 0 };
        [post, cut, Record { kind: Kind::Deleted, ..post }]
    }

    #[test]
    fn what_is_kept_is_read_again_in_private_files() {
        let folder = tempfile::tempdir().expect("made");
        let cache = Cache::at(&folder.path().join("a/b"));
        assert!(cache.open(folder.path()).is_none());
        let mut writer = cache.write(folder.path(), "state 1").expect("begun");
        let [post, cut, deleted] = records();
        writer.post(&post, MAIL);
        writer.post(&cut, b"");
        writer.record(&deleted, b"");
        writer.finish();
        let mut reader = cache.open(folder.path()).expect("kept");
        assert_eq!(reader.state, "state 1");
        let mut octets = Vec::new();
        assert_eq!(reader.next(&mut octets).expect("read"), Some(post));
        assert_eq!(octets, b"Received: a\nSubject: c\n\n");
        assert_eq!(reader.next(&mut octets).expect("read"), Some(cut));
        assert_eq!(reader.next(&mut octets).expect("read"), Some(deleted));
        assert_eq!(reader.next(&mut octets).expect("read"), None);
        #[cfg(unix)]
        for (path, mode) in [(cache.folder.clone(), 0o700), (cache.path(folder.path()), 0o600)] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().expect("there").permissions().mode() & 0o777, mode);
        }
        assert!(Cache::size(&cache.folder) > 100);
    }

    #[test]
    fn what_is_not_whole_is_none() {
        let folder = tempfile::tempdir().expect("made");
        let cache = Cache::at(folder.path());
        let kept = || {
            let mut writer = cache.write(folder.path(), "s").expect("begun");
            writer.post(&records()[0], MAIL);
            writer
        };
        drop(kept());
        assert!(cache.open(folder.path()).is_none(), "it was never finished");
        kept().finish();
        let path = cache.path(folder.path());
        let whole = fs::read(&path).expect("kept");
        for damaged in [&whole[..whole.len() - 1], &whole[1..], b"", b"onlist archive 1\n"] {
            fs::write(&path, damaged).expect("written");
            assert!(cache.open(folder.path()).is_none());
        }
    }
}
