//! The mails of a public-inbox, from the newest to the oldest: those that were read before from a cache, where there is one.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::cache::{Cache, Kind, Reader, Record, Writer};
use super::git::{self, Answer, Epoch, Id};
use super::{Error, Position};

/// The repositories of an inbox, the newest first.
pub(super) struct Inbox {
    epochs: std::vec::IntoIter<PathBuf>,
    /// How many they were.
    all: usize,
    since: Option<DateTime<Utc>>,
    cache: Option<Cache>,
    current: Option<Current>,
    /// Mails that were deleted by a newer commit.
    deleted: HashSet<Id>,
    octets: Vec<u8>,
    id: Id,
    cut: bool,
}

/// A repository that is being read.
struct Current {
    path: PathBuf,
    /// Its commits, or those that are new.
    new: Option<Epoch>,
    /// What was read before.
    old: Option<Reader>,
    /// What later runs read.
    kept: Option<Writer>,
}

impl Inbox {
    pub(super) fn new(epochs: Vec<PathBuf>, since: Option<DateTime<Utc>>, cache: Option<Cache>) -> Self {
        Self {
            all: epochs.len(),
            epochs: epochs.into_iter(),
            since,
            cache,
            current: None,
            deleted: HashSet::new(),
            octets: Vec::new(),
            id: [0; 20],
            cut: false,
        }
    }

    /// Goes to the next mail, and says whether there is one; `enter` is told each repository.
    pub(super) fn advance(&mut self, mut enter: impl FnMut(&Path)) -> Result<bool, Error> {
        let since = self.since.map_or(i64::MIN, |it| it.timestamp());
        loop {
            let Some(current) = &mut self.current else {
                let Some(path) = self.epochs.next() else { return Ok(false) };
                enter(&path);
                self.current = Some(Current::start(path, self.since, self.cache.as_ref())?);
                continue;
            };
            let Some(record) = current.next(&mut self.octets)? else {
                if let Some(kept) = self.current.take().and_then(|it| it.kept) {
                    kept.finish();
                }
                continue;
            };
            current.keep(&record, &self.octets);
            match record.position {
                _ if record.kind == Kind::Deleted => drop(self.deleted.insert(record.blob)),
                _ if self.deleted.contains(&record.blob) => {}
                Position::Object(id) if record.time == 0 || record.time >= since => {
                    (self.id, self.cut) = (id, record.kind == Kind::Cut);
                    return Ok(true);
                }
                _ => {}
            }
        }
    }

    /// How much was given, from 0 to 1, once that is known; all repositories are taken for equally large.
    pub(super) fn share(&self) -> Option<f64> {
        let of_current = match &self.current {
            Some(Current { new: Some(new), .. }) => new.share()?,
            _ => 0.0,
        };
        #[expect(clippy::cast_precision_loss, reason = "there are few")]
        let (all, left) = (self.all as f64, self.epochs.len() as f64 + 1.0);
        Some((all - left + of_current) / all.max(1.0))
    }

    pub(super) fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Whether the end of the mail was left out.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    /// The commit that brought it, or in version 1 the mail's own.
    pub(super) fn id(&self) -> Id {
        self.id
    }
}

impl Current {
    /// Begins with the newest commits. Of a part of a repository nothing is kept.
    fn start(path: PathBuf, since: Option<DateTime<Utc>>, cache: Option<&Cache>) -> Result<Self, Error> {
        let Some(tip) = git::tip(&path)? else {
            let new = Some(Epoch::start(path.clone(), None, since)?);
            return Ok(Self { path, new, old: None, kept: None });
        };
        let old = cache.and_then(|it| it.open(&path));
        if let Some(old) = old.filter(|it| it.state == tip || git::has_grown(&path, &it.state, &tip)) {
            if old.state == tip {
                return Ok(Self { path, new: None, old: Some(old), kept: None });
            }
            let kept = cache.and_then(|it| it.write(&path, &tip));
            let new = Some(Epoch::start(path.clone(), Some(&format!("{}..{tip}", old.state)), None)?);
            return Ok(Self { path, new, old: Some(old), kept });
        }
        let kept = cache.filter(|_| since.is_none()).and_then(|it| it.write(&path, &tip));
        let new = Some(Epoch::start(path.clone(), Some(&tip), since)?);
        Ok(Self { path, new, old: None, kept })
    }

    /// The next commit, with its mail in `octets`.
    fn next(&mut self, octets: &mut Vec<u8>) -> Result<Option<Record>, Error> {
        while let Some(epoch) = &mut self.new {
            match epoch.next(octets)? {
                Answer::Mail { blob, commit, time, cut } => {
                    let kind = if cut { Kind::Cut } else { Kind::Post };
                    return Ok(Some(Record { kind, position: Position::Object(commit), blob, time }));
                }
                Answer::None(Some(blob)) => {
                    octets.clear();
                    let position = Position::Object([0; 20]);
                    return Ok(Some(Record { kind: Kind::Deleted, position, blob, time: 0 }));
                }
                Answer::None(None) => {}
                Answer::End => self.new.take().map_or(Ok(()), Epoch::finish)?,
            }
        }
        let Some(old) = &mut self.old else { return Ok(None) };
        old.next(octets).map_err(|source| Error::Io { path: self.path.clone(), source })
    }

    /// Keeps what came last for later runs.
    fn keep(&mut self, record: &Record, octets: &[u8]) {
        let Some(kept) = &mut self.kept else { return };
        if self.new.is_some() { kept.post(record, octets) } else { kept.record(record, octets) }
    }
}
