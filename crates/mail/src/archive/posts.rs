//! One post after the other.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::vec;

use super::found::{Kind, Source};
use super::splitter::Splitter;
use super::{Diagnostic, Error, LONGEST, Place, Position, Reason, file, pipermail};
use crate::read::fields::Fields;
use crate::read::is_mail;

/// Diagnostics that are kept; more are counted.
const MOST_DIAGNOSTICS: usize = 1000;

/// A post as its archive holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPost<'p> {
    /// The message, [`LONGEST`] octets of it at most; the `From ` line of an mbox stands before it. [`crate::read::Post`]
    /// reads it.
    pub bytes: &'p [u8],
    /// Where it stands.
    pub place: Place,
}

/// The posts of an archive.
pub struct Posts {
    sources: vec::IntoIter<Source>,
    path: Arc<Path>,
    reader: Reader,
    diagnostics: Vec<Diagnostic>,
    left_out: usize,
}

/// What is being read.
enum Reader {
    None,
    /// A stream of mails; a file has a length.
    Stream {
        splitter: Splitter<Box<dyn Read + Send>>,
        length: u64,
    },
    /// One mail, and whether it is still to be given.
    Whole {
        octets: Vec<u8>,
        next: bool,
    },
}

impl Posts {
    pub(super) fn new(sources: Vec<Source>) -> Self {
        Self {
            sources: sources.into_iter(),
            path: Path::new("").into(),
            reader: Reader::None,
            diagnostics: Vec::new(),
            left_out: 0,
        }
    }

    /// Reads the next post; nothing at the end.
    ///
    /// # Errors
    /// [`Error`]: what was to come over the network, or from another program, did not come whole. What is wrong with a
    /// file or a post is none: see [`Posts::diagnostics`].
    #[expect(clippy::should_implement_trait, reason = "what is given is lent until the next call")]
    pub fn next(&mut self) -> Result<Option<RawPost<'_>>, Error> {
        while !self.advance() {
            let Some(source) = self.sources.next() else {
                return Ok(None);
            };
            self.reader = Reader::None;
            self.open(&source);
        }
        Ok(Some(self.post()))
    }

    /// What could not be read so far, in the order in which it was met.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many more diagnostics there were than are kept.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    fn post(&self) -> RawPost<'_> {
        let (bytes, offset) = match &self.reader {
            Reader::None => (&[][..], 0),
            Reader::Stream { splitter, .. } => (splitter.post(), splitter.offset()),
            Reader::Whole { octets, .. } => (octets.as_slice(), 0),
        };
        RawPost { bytes, place: Place { path: Arc::clone(&self.path), position: Position::Offset(offset) } }
    }

    fn open(&mut self, source: &Source) {
        let (Source::File(path) | Source::Mail(path)) = source;
        self.path = path.as_path().into();
        match read(source) {
            Ok(reader) => self.reader = reader,
            Err(error) => self.note(0, reason(error)),
        }
    }

    /// Goes to the next post of what is being read; says whether there is one.
    fn advance(&mut self) -> bool {
        match &mut self.reader {
            Reader::None => false,
            Reader::Whole { octets, next } => {
                let (found, mail) = (std::mem::take(next), is_mail(octets));
                let long = octets.len() == LONGEST;
                if found && !mail {
                    self.note(0, Reason::NoHeader);
                } else if found && long {
                    self.note(0, Reason::TooLong);
                }
                found && mail
            }
            Reader::Stream { splitter, .. } => {
                let found = splitter.advance();
                if found {
                    pipermail::restore(splitter.post_mut());
                }
                self.look_at_end(found)
            }
        }
    }

    /// Notes what is wrong with the end of a post or of its stream; says whether the post is of use.
    fn look_at_end(&mut self, found: bool) -> bool {
        let Reader::Stream { splitter, length } = &mut self.reader else { return found };
        let (offset, length) = (splitter.offset(), *length);
        let whole = splitter.post().ends_with(b"\n");
        let (cut, last, error) = (splitter.is_cut(), splitter.is_last(), splitter.take_error());
        let is_headed = error.is_none() || has_whole_header(splitter.post());
        if cut {
            self.note(offset, Reason::TooLong);
        }
        if let Some(error) = error {
            self.note(offset, reason(error));
            return found && is_headed;
        }
        if last && found && !whole {
            self.note(offset, Reason::Incomplete);
        }
        if !found && fs::metadata(&self.path).is_ok_and(|it| it.len() > length) {
            self.note(offset, Reason::Grew);
        }
        found
    }

    fn note(&mut self, offset: u64, reason: Reason) {
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic { path: Arc::clone(&self.path), offset, reason });
        } else {
            self.left_out += 1;
        }
    }
}

/// Opens a source.
fn read(source: &Source) -> io::Result<Reader> {
    let path = match source {
        Source::Mail(path) => return whole(fs::File::open(path)?),
        Source::File(path) => path,
    };
    let file::Opened { stream, kind, length } = file::open(path)?;
    match kind {
        Kind::Empty => Ok(Reader::None),
        Kind::Mail => whole(stream),
        Kind::Mbox => Ok(Reader::Stream { splitter: Splitter::new(stream), length }),
        Kind::Other(found) => Err(io::Error::other(Reason::NotMail(found))),
        Kind::Gzip => Err(io::Error::other(Reason::NotMail("compressed twice"))),
    }
}

fn whole(stream: impl Read) -> io::Result<Reader> {
    let mut octets = Vec::new();
    stream.take(LONGEST as u64).read_to_end(&mut octets)?;
    Ok(Reader::Whole { octets, next: true })
}

/// Whether an empty line ends the header.
fn has_whole_header(post: &[u8]) -> bool {
    let header = &post[..Fields::scan(post).body];
    header.ends_with(b"\n\n") || header.ends_with(b"\n\r\n")
}

/// Why reading ended too early.
fn reason(error: io::Error) -> Reason {
    match error.downcast::<Reason>() {
        Ok(reason) => reason,
        Err(error) => Reason::Unreadable(error.to_string()),
    }
}
