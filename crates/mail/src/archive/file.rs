//! Files, as the streams of mails that they are.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use super::kind::{ENOUGH, Kind, kind};
use super::{LONGEST, Reason};
use crate::read::mbox::{Search, Separators};

/// A file that was opened.
pub(super) struct Opened {
    /// What it holds, unpacked.
    pub(super) stream: Box<dyn Read + Send>,
    pub(super) kind: Kind,
    /// Whether it was compressed.
    pub(super) packed: bool,
    /// Its length when it was opened.
    pub(super) length: u64,
    /// How many octets of that were read.
    pub(super) read: Arc<AtomicU64>,
}

/// Opens a file and looks at its beginning.
pub(super) fn open(path: &Path) -> io::Result<Opened> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let read = Arc::new(AtomicU64::new(0));
    let (stream, found) = looked_at(Box::new(Bounded { file, left: length, read: Arc::clone(&read) }))?;
    let (stream, kind) = unpacked(stream, found)?;
    Ok(Opened { stream, kind, packed: found == Kind::Gzip, length, read })
}

/// What tells whether a file is the one that it was: size, time of the last change, and a hash of its end, where gzip has
/// length and check sum of what is packed (RFC 1952).
pub(super) fn state(path: &Path) -> io::Result<String> {
    const TAIL: u64 = 4096;
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    file.seek(SeekFrom::Start(metadata.len().saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(format!("{} {} {:x}", metadata.len(), changed.as_nanos(), Sha256::digest(&tail)))
}

/// Tells what a stream is, and unpacks it.
pub(super) fn told(stream: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, Kind)> {
    let (stream, found) = looked_at(stream)?;
    let (stream, kind) = unpacked(stream, found)?;
    resolved(stream, kind)
}

/// What a stream is that begins as a mail does: one mail, or an mbox whose first separator is missing.
pub(super) fn resolved(
    mut stream: Box<dyn Read + Send>,
    kind: Kind,
) -> io::Result<(Box<dyn Read + Send>, Kind)> {
    if kind != Kind::Mail {
        return Ok((stream, kind));
    }
    let mut octets = Vec::new();
    (&mut stream).take(LONGEST as u64).read_to_end(&mut octets)?;
    let separators = Separators::of(&octets);
    let kind = match separators.next(&octets, 0, true) {
        Search::Found(_) => Kind::Mbox(separators),
        Search::None(_) => Kind::Mail,
    };
    Ok((Box::new(Cursor::new(octets).chain(stream)), kind))
}

fn unpacked(stream: Box<dyn Read + Send>, found: Kind) -> io::Result<(Box<dyn Read + Send>, Kind)> {
    if found != Kind::Gzip {
        return Ok((stream, found));
    }
    let unpacked = Gunzip {
        decoder: Some(GzDecoder::new(BufReader::with_capacity(64 * 1024, stream))),
        is_damaged: false,
    };
    let (stream, found) = looked_at(Box::new(unpacked))?;
    let found = if found == Kind::Gzip { Kind::Other("compressed twice") } else { found };
    Ok((stream, found))
}

fn looked_at(mut stream: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, Kind)> {
    let mut head = Vec::with_capacity(ENOUGH);
    let read = (&mut stream).take(ENOUGH as u64).read_to_end(&mut head);
    let found = kind(&head);
    // What ends the stream of a mail ends it once more when it is read.
    if let (Err(error), Kind::Empty | Kind::Other(_)) = (read, found) {
        return Err(error);
    }
    Ok((Box::new(Cursor::new(head).chain(stream)), found))
}

/// A file as long as it was when it was opened.
struct Bounded {
    file: File,
    left: u64,
    read: Arc<AtomicU64>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        match self.file.read(&mut buffer[..most])? {
            0 if most > 0 => Err(io::Error::other(Reason::Shrank)),
            length => {
                self.left -= length as u64;
                self.read.fetch_add(length as u64, Ordering::Relaxed);
                Ok(length)
            }
        }
    }
}

/// What one or more gzip members hold (RFC 1952). Zeros may fill the room behind them, as on tapes; anything else there is a
/// member that was damaged.
struct Gunzip<R> {
    decoder: Option<GzDecoder<R>>,
    is_damaged: bool,
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            match decoder.read(buffer) {
                Ok(0) if !buffer.is_empty() => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                    return Err(io::Error::other(Reason::Truncated));
                }
                Err(error) if matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput) => {
                    return Err(io::Error::other(Reason::Damaged));
                }
                read => return read,
            }
            let mut rest = self.decoder.take().map(GzDecoder::into_inner);
            let next = match &mut rest {
                Some(rest) => rest.fill_buf()?.first().copied(),
                None => None,
            };
            match next {
                Some(0x1f) => self.decoder = rest.map(GzDecoder::new),
                Some(0) | None => {}
                Some(_) => self.is_damaged = true,
            }
        }
        if self.is_damaged { Err(io::Error::other(Reason::Damaged)) } else { Ok(0) }
    }
}
