//! One post after the other.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::vec;

use chrono::{DateTime, Utc};

use super::cache::{self, Cache, Record, Writer};
use super::found::Source;
use super::inbox::Inbox;
use super::kind::Kind;
use super::splitter::Splitter;
use super::web::{self, Sent};
use super::{Diagnostic, Error, LONGEST, Options, Place, Position, Reason, file, git, pipermail};
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
    since: Option<DateTime<Utc>>,
    cache: Option<Cache>,
    sources: vec::IntoIter<Source>,
    path: Arc<Path>,
    reader: Reader,
    diagnostics: Vec<Diagnostic>,
    left_out: usize,
    /// Octets of all files, of those that were read, and of the one that is; nothing of repositories.
    sizes: Sizes,
}

/// How large the files of an archive are, in octets.
#[derive(Debug, Default)]
struct Sizes {
    all: u64,
    /// Of those that were read.
    before: u64,
    /// Of the one that is being read.
    current: u64,
    /// How much of that was read.
    read: Option<Arc<AtomicU64>>,
}

/// What is being read.
enum Reader {
    None,
    /// A stream of mails: of a file, which has a length, or from the network.
    Stream {
        splitter: Splitter<Box<dyn Read + Send>>,
        length: Option<u64>,
        /// What later runs read in its place.
        kept: Option<Writer>,
    },
    /// What was read of a compressed file before.
    Kept {
        reader: cache::Reader,
        octets: Vec<u8>,
        offset: u64,
    },
    /// One mail, and whether it is still to be given.
    Whole {
        octets: Vec<u8>,
        next: bool,
    },
    /// A public-inbox.
    Inbox(Box<Inbox>),
}

impl Posts {
    pub(super) fn new(sources: Vec<Source>, options: &Options) -> Self {
        Self {
            since: options.since,
            cache: options.cache.as_deref().map(Cache::at),
            sizes: Sizes { all: sources.iter().map(size).sum(), ..Sizes::default() },
            sources: sources.into_iter(),
            path: Path::new("").into(),
            reader: Reader::None,
            diagnostics: Vec::new(),
            left_out: 0,
        }
    }

    pub(super) fn of_url(url: &str, options: &Options) -> Result<Self, Error> {
        let mut posts = Self { path: Path::new(url).into(), ..Self::new(Vec::new(), options) };
        posts.reader = match web::open(url, options)? {
            None => Reader::None,
            Some(Sent { stream, kind: Kind::Mbox(separators) }) => {
                Reader::Stream { splitter: Splitter::new(stream, separators), length: None, kept: None }
            }
            Some(Sent { stream, .. }) => whole(stream).map_err(|error| web::cut(url, error))?,
        };
        Ok(posts)
    }

    pub(super) fn of_stream(stream: Box<dyn Read + Send>, name: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Io { path: name.to_owned(), source };
        let (stream, kind) = file::told(stream).map_err(failed)?;
        let mut posts = Self { path: name.into(), ..Self::new(Vec::new(), &Options::default()) };
        posts.reader = match kind {
            Kind::Other(found) => return Err(Error::NotAnArchive { path: name.to_owned(), found }),
            kind => mails(stream, kind, u64::MAX).map_err(failed)?,
        };
        Ok(posts)
    }

    /// Reads the next post; nothing at the end.
    ///
    /// # Errors
    /// [`Error`]: what was to come over the network, or from another program, did not come whole. What is wrong with a
    /// file or a post is none: see [`Posts::diagnostics`].
    #[expect(clippy::should_implement_trait, reason = "what is given is lent until the next call")]
    pub fn next(&mut self) -> Result<Option<RawPost<'_>>, Error> {
        while !self.advance()? {
            let Some(source) = self.sources.next() else {
                return Ok(None);
            };
            self.reader = Reader::None;
            self.open(source);
        }
        Ok(Some(self.post()))
    }

    /// How much was read, from 0 to 1, where that can be told.
    #[must_use]
    pub fn share_read(&self) -> Option<f64> {
        if let Reader::Inbox(inbox) = &self.reader {
            return inbox.share();
        }
        let Sizes { all, before, current, read } = &self.sizes;
        let read = read.as_ref().map_or(0, |it| it.load(Ordering::Relaxed).min(*current));
        #[expect(clippy::cast_precision_loss, reason = "nobody sees the difference")]
        (*all > 0).then(|| (before + read) as f64 / *all as f64)
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
        let (bytes, position) = match &self.reader {
            Reader::None => (&[][..], Position::Offset(0)),
            Reader::Stream { splitter, .. } => (splitter.post(), Position::Offset(splitter.offset())),
            Reader::Kept { octets, offset, .. } => (octets.as_slice(), Position::Offset(*offset)),
            Reader::Whole { octets, .. } => (octets.as_slice(), Position::Offset(0)),
            Reader::Inbox(inbox) => (inbox.octets(), Position::Object(inbox.id())),
        };
        RawPost { bytes, place: Place { path: Arc::clone(&self.path), position } }
    }

    fn open(&mut self, source: Source) {
        self.sizes.before += std::mem::replace(&mut self.sizes.current, size(&source));
        self.sizes.read = None;
        let read = match source {
            Source::Inbox(epochs) => {
                for epoch in epochs.iter().filter(|it| git::is_shallow(it)) {
                    self.path = epoch.as_path().into();
                    self.note(Position::Offset(0), Reason::Shallow);
                }
                Ok(Reader::Inbox(Box::new(Inbox::new(epochs, self.since, self.cache.clone()))))
            }
            Source::File(path) => {
                self.path = path.into();
                opened(&self.path, self.cache.as_ref(), &mut self.sizes.read)
            }
            Source::Mail(path) => {
                self.path = path.into();
                fs::File::open(&self.path).and_then(whole)
            }
        };
        match read {
            Ok(reader) => self.reader = reader,
            Err(error) => self.note(Position::Offset(0), reason(error)),
        }
    }

    /// Goes to the next post of what is being read; says whether there is one.
    fn advance(&mut self) -> Result<bool, Error> {
        loop {
            let path = &mut self.path;
            let found = match &mut self.reader {
                Reader::None => false,
                Reader::Stream { splitter, length: Some(_), .. } => splitter.advance(),
                Reader::Stream { splitter, length: None, .. } => {
                    let found = splitter.advance();
                    match splitter.take_error() {
                        Some(error) => return Err(web::cut(&path.to_string_lossy(), error)),
                        None => found,
                    }
                }
                Reader::Kept { reader, octets, offset } => match reader.next(octets) {
                    Ok(record) => record.is_some_and(|it| {
                        if let Position::Offset(here) = it.position {
                            *offset = here;
                        }
                        true
                    }),
                    Err(source) => return Err(Error::Io { path: path.to_path_buf(), source }),
                },
                Reader::Whole { next, .. } => std::mem::take(next),
                Reader::Inbox(inbox) => inbox.advance(|it| *path = it.into())?,
            };
            if !found {
                self.look_at_end();
                return Ok(false);
            }
            if self.is_of_use() {
                return Ok(true);
            }
        }
    }

    /// Notes what is wrong with the post; says whether it is one.
    fn is_of_use(&mut self) -> bool {
        let (cut, wrong) = match &mut self.reader {
            Reader::None | Reader::Kept { .. } => (false, None),
            Reader::Stream { splitter, kept, .. } => {
                pipermail::restore(splitter.post_mut());
                if let Some(kept) = kept {
                    kept.post(&record_at(splitter.offset()), splitter.post());
                }
                (splitter.is_cut(), end_of_stream(splitter))
            }
            Reader::Whole { octets, .. } => {
                (octets.len() == LONGEST, (!is_mail(octets)).then_some((false, Reason::NoHeader)))
            }
            Reader::Inbox(inbox) => {
                (inbox.is_cut(), (!is_mail(inbox.octets())).then_some((false, Reason::NoHeader)))
            }
        };
        let position = self.post().place.position;
        if cut {
            self.note(position, Reason::TooLong);
        }
        let Some((is_of_use, reason)) = wrong else { return true };
        self.note(position, reason);
        is_of_use
    }

    /// Notes what is wrong with a file after its last post.
    fn look_at_end(&mut self) {
        let Reader::Stream { splitter, length, kept } = &mut self.reader else { return };
        let position = Position::Offset(splitter.offset());
        let kept = kept.take();
        if let Some(error) = splitter.take_error() {
            self.note(position, reason(error));
        } else if fs::metadata(&self.path).is_ok_and(|it| length.is_some_and(|length| it.len() > length)) {
            self.note(position, Reason::Grew);
        } else if let Some(kept) = kept {
            kept.finish();
        }
    }

    fn note(&mut self, position: Position, reason: Reason) {
        // What is wrong is to be said by each run.
        if let Reader::Stream { kept, .. } = &mut self.reader {
            *kept = None;
        }
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            let place = Place { path: Arc::clone(&self.path), position };
            self.diagnostics.push(Diagnostic { place, reason });
        } else {
            self.left_out += 1;
        }
    }
}

/// How large a file is; of one that holds one mail a guess will do, and nothing of a repository.
fn size(source: &Source) -> u64 {
    const MAIL: u64 = 8 << 10;
    match source {
        Source::File(path) => fs::metadata(path).map_or(0, |it| it.len()),
        Source::Mail(_) => MAIL,
        Source::Inbox(_) => 0,
    }
}

/// What is wrong with the end of the last post, and whether it is of use.
fn end_of_stream(splitter: &mut Splitter<impl Read>) -> Option<(bool, Reason)> {
    if let Some(error) = splitter.take_error() {
        return Some((has_whole_header(splitter.post()), reason(error)));
    }
    let incomplete = splitter.is_last() && !splitter.post().ends_with(b"\n");
    incomplete.then_some((true, Reason::Incomplete))
}

/// Opens a file of mails, or what was read of a compressed one before.
fn opened(path: &Path, cache: Option<&Cache>, read: &mut Option<Arc<AtomicU64>>) -> io::Result<Reader> {
    let file::Opened { stream, kind, length, packed, read: count } = file::open(path)?;
    *read = Some(count);
    let (stream, kind) = file::resolved(stream, kind)?;
    let mut reader = mails(stream, kind, length)?;
    if let (Reader::Stream { kept, .. }, Some(cache), true) = (&mut reader, cache, packed) {
        let state = file::state(path)?;
        if let Some(known) = cache.open(path).filter(|it| it.state == state) {
            return Ok(Reader::Kept { reader: known, octets: Vec::new(), offset: 0 });
        }
        *kept = cache.write(path, &state);
    }
    Ok(reader)
}

/// A post of a file, as it is kept.
fn record_at(offset: u64) -> Record {
    Record { kind: cache::Kind::Post, position: Position::Offset(offset), blob: [0; 20], time: 0 }
}

/// Reads a stream of this kind, of a file that had a length.
fn mails(stream: Box<dyn Read + Send>, kind: Kind, length: u64) -> io::Result<Reader> {
    match kind {
        Kind::Empty => Ok(Reader::None),
        Kind::Mail => whole(stream),
        Kind::Mbox(separators) => {
            let splitter = Splitter::new(stream, separators);
            Ok(Reader::Stream { splitter, length: Some(length), kept: None })
        }
        Kind::Other(found) => Err(io::Error::other(Reason::NotMail(found))),
        Kind::Gzip => Err(io::Error::other(Reason::NotMail("compressed twice"))),
    }
}

/// Reads a file that is one mail.
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
