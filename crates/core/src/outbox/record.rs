//! The file of a letter: what was queued, its bytes, and its journal.
//!
//! ```text
//! HASH {"schema":2,"length":512,"sha256":"…","letter":{…}}     all but the bytes
//! From: …                                                      the bytes, as they travel
//!
//! HASH {"step":"body",…}                                       the journal, a line each
//! ```
//!
//! `HASH` is the SHA-256 of the hash of the line before and the rest of the line: no line can be changed, left out or
//! put between others without being found. What a crash or a full disk left of a last line does not count.
//!
//! Behind the journal stand zeros. A line that takes the place of some of them changes neither the length of the file nor
//! where it lies, so that its flush (fdatasync(2)) writes the line and nothing of the file system's own.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::journal::Step;
use super::{Error, QueuedLetter};
use onlist_mail::file;

/// The form of the files that this version writes; the first one had three files a letter.
pub(super) const SCHEMA: u64 = 2;

/// Bytes for lines that are to come: those of an attempt for some recipients, and of a second one.
const ROOM: usize = 1024;

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head<L> {
    schema: u64,
    /// The number of the mail's bytes, and their hash.
    length: usize,
    sha256: String,
    letter: L,
}

/// The one part of a first line that every version can read.
#[derive(Deserialize)]
struct Version {
    schema: u64,
}

/// The end of a letter's file, as it was when it was read.
#[derive(Debug, Clone)]
pub(super) struct End {
    path: PathBuf,
    /// Bytes of the file.
    length: u64,
    /// Bytes of what is whole in it.
    whole: u64,
    /// Whether only zeros follow.
    clear: bool,
    /// The hash in its last line.
    hash: String,
}

/// What the file at `path` is to hold for a letter with `steps` behind it.
pub(super) fn write(path: &Path, letter: &QueuedLetter, steps: &[Step]) -> Result<(Vec<u8>, End), Error> {
    let unfit = |e: serde_json::Error| file::Error::Write { path: path.to_owned(), source: e.into() };
    let length = letter.bytes.len();
    let head = Head { schema: SCHEMA, length, sha256: hash(&[&letter.bytes]), letter };
    let (mut bytes, mut hash) = line("", &serde_json::to_vec(&head).map_err(unfit)?);
    bytes.extend_from_slice(&letter.bytes);
    bytes.push(b'\n');
    for step in steps {
        let (line, next) = line(&hash, &serde_json::to_vec(step).map_err(unfit)?);
        bytes.extend_from_slice(&line);
        hash = next;
    }
    let whole = bytes.len();
    bytes.resize(whole + ROOM, 0);
    let end =
        End { path: path.to_owned(), length: bytes.len() as u64, whole: whole as u64, clear: true, hash };
    Ok((bytes, end))
}

/// Reads what the file at `path` holds.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<(QueuedLetter, Vec<Step>, End), Error> {
    let altered = || Error::Altered { path: path.to_owned() };
    let first = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(altered)?;
    let (said, json) = split(&bytes[..first]).ok_or_else(altered)?;
    if let Ok(Version { schema }) = serde_json::from_slice(json)
        && schema > SCHEMA
    {
        return Err(Error::Newer { path: path.to_owned(), schema });
    }
    let mut hash = chained("", json);
    if said != hash.as_bytes() {
        return Err(altered());
    }
    let broken = |e: serde_json::Error| Error::Broken { path: path.to_owned(), reason: e.to_string() };
    let head: Head<QueuedLetter> = serde_json::from_slice(json).map_err(broken)?;
    let rest = &bytes[first + 1..];
    let mail = rest.get(..head.length).filter(|mail| self::hash(&[mail]) == head.sha256);
    let mail = mail.filter(|_| rest.get(head.length) == Some(&b'\n')).ok_or_else(altered)?;
    let rest = &rest[head.length + 1..];
    let written = &rest[..rest.iter().rposition(|byte| *byte != 0).map_or(0, |end| end + 1)];
    let mut lines: Vec<_> = written.split_inclusive(|byte| *byte == b'\n').collect();
    // A disk may have one sector of the last line and not the other, which is zeros still.
    lines.pop_if(|last| !last.ends_with(b"\n") || last.contains(&0));
    let mut steps = Vec::new();
    for (nth, line) in lines.iter().enumerate() {
        let garbage = || Error::Journal { path: path.to_owned(), line: nth + 1 };
        let (said, json) = split(&line[..line.len() - 1]).ok_or_else(garbage)?;
        hash = chained(&hash, json);
        if said != hash.as_bytes() {
            return Err(garbage());
        }
        steps.push(serde_json::from_slice(json).map_err(|_| garbage())?);
    }
    let whole = bytes.len() - rest.len() + lines.concat().len();
    let clear = bytes[whole..].iter().all(|byte| *byte == 0);
    let end = End { path: path.to_owned(), length: bytes.len() as u64, whole: whole as u64, clear, hash };
    Ok((QueuedLetter { bytes: mail.to_vec(), ..head.letter }, steps, end))
}

impl End {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a step on the disk. An error leaves the file as it was, as far as the disk still obeys.
    pub(super) fn append(&mut self, file: &mut File, step: &Step) -> Result<(), file::Error> {
        let failed = |source| file::Error::Write { path: self.path.clone(), source };
        let json = serde_json::to_vec(step).map_err(|e| failed(e.into()))?;
        if file.metadata().map_err(failed)?.len() != self.length {
            return Err(file::Error::Changed { path: self.path.clone() });
        }
        let (line, hash) = line(&self.hash, &json);
        let length = if self.clear { self.length } else { self.whole };
        let mut add = || {
            if !self.clear {
                file.set_len(self.whole)?;
            }
            file.seek(SeekFrom::Start(self.whole))?;
            file.write_all(&line)?;
            file.sync_data()
        };
        if let Err(error) = add() {
            // What cannot be cut off either is torn, and cut off by whoever adds the next time.
            self.clear = file.set_len(self.whole).is_ok();
            self.length = file.metadata().map_or(self.whole, |it| it.len());
            return Err(failed(error));
        }
        self.hash = hash;
        self.whole += line.len() as u64;
        self.length = length.max(self.whole);
        self.clear = true;
        Ok(())
    }
}

/// A line with its hash, and that hash.
fn line(before: &str, json: &[u8]) -> (Vec<u8>, String) {
    let hash = chained(before, json);
    let line = [hash.as_bytes(), b" ", json, b"\n"].concat();
    (line, hash)
}

fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|byte| *byte == b' ')?;
    Some((&line[..at], &line[at + 1..]))
}

fn chained(before: &str, json: &[u8]) -> String {
    hash(&[before.as_bytes(), json])
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    format!("{:x}", hash.finalize())
}
