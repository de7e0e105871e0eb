//! A ledger, whatever keeps it.

use std::io::ErrorKind;
use std::ops::Deref;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::row::Row;
use super::sqlite::{Open, Sqlite, Which};
use super::{Contact, Error, Event, Forget, Forgotten, Kind, Location, OwnTask};
use crate::catalog::Id;
use onlist_mail::file;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use serde_json::json;

/// The events of one person, or of those who share it.
///
/// Events are added and never changed. What they mean at a time is told by
/// [`replay`](super::replay).
#[derive(Debug)]
pub struct Ledger {
    engine: Engine,
}

/// What keeps the rows; it knows nothing of what they mean.
#[derive(Debug)]
enum Engine {
    Sqlite(Sqlite),
}

/// All events of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// In the order in which they were added.
    pub events: Vec<Event>,
    /// How many others there are, of kinds that only later versions know.
    pub unknown: usize,
}

/// What can be asked of a ledger.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'l> {
    engine: Open<'l>,
}

/// A ledger that nobody else adds to meanwhile.
#[derive(Debug)]
pub struct Transaction<'l> {
    reader: Reader<'l>,
}

impl<'l> Deref for Transaction<'l> {
    type Target = Reader<'l>;

    fn deref(&self) -> &Reader<'l> {
        &self.reader
    }
}

impl Ledger {
    /// Opens the ledger to add to it. Where there is none, it is made for its owner alone, with the folders on its
    /// way.
    ///
    /// # Errors
    /// What is there and is no ledger of this version or an earlier one is left as it is:
    /// [`Error::NotALedger`], [`Error::Newer`], [`Error::Damaged`]. [`Error::ReadOnly`], [`Error::Full`] and
    /// [`Error::Io`] are the disk's, [`Error::Busy`] comes after ten seconds.
    pub fn open(location: &Location) -> Result<Self, Error> {
        let Location::File(path) = location;
        make(path)?;
        Ok(Self { engine: Engine::Sqlite(Sqlite::open(path)?) })
    }

    /// Opens the ledger to read it; none where there is no file. Nothing is made.
    ///
    /// # Errors
    /// As [`Ledger::open`]; a ledger on a read-only disk is none.
    pub fn open_existing(location: &Location) -> Result<Option<Self>, Error> {
        let Location::File(path) = location;
        Ok(Sqlite::open_existing(path)?.map(|it| Self { engine: Engine::Sqlite(it) }))
    }

    /// Reads and adds events with nobody else adding any in between. What `work` adds is on the disk when this
    /// returns, all of it or, where `work` fails, nothing.
    ///
    /// # Errors
    /// Those of `work`, and those of [`Ledger::open`].
    pub fn transaction<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &mut self.engine {
            Engine::Sqlite(sqlite) => sqlite.alone(|engine| work(&Transaction { reader: Reader { engine } })),
        }
    }

    /// Adds events, all or none; when this returns, they are on the disk. An event that is known (the same
    /// message-id, kind and contact) is not added again.
    ///
    /// # Errors
    /// [`Error::Unfit`] for a time that RFC 3339 has no form for; others as [`Ledger::open`].
    pub fn append(&mut self, events: &[Event]) -> Result<(), Error> {
        self.transaction(|ledger| ledger.append(events))
    }

    /// Forgets a person or an old time, and the letters with these message-ids. Of what is removed, a hash of each
    /// identifier stays, so that nothing of it is sent or entered again; its text is in no page of the file any more.
    ///
    /// # Errors
    /// Those of [`Ledger::open`].
    pub fn forget(&mut self, forget: &Forget, letters: &[MessageId]) -> Result<Forgotten, Error> {
        let ids: Vec<_> = letters.iter().map(MessageId::as_str).collect();
        match &mut self.engine {
            Engine::Sqlite(sqlite) => sqlite.forget(forget, &ids),
        }
    }

    /// What can be asked of it. Others may add to it between two questions.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        match &self.engine {
            Engine::Sqlite(sqlite) => Reader { engine: sqlite.opened() },
        }
    }
}

impl Reader<'_> {
    /// All events.
    ///
    /// # Errors
    /// [`Error::Damaged`] when one cannot be read, [`Error::Busy`], or those of the disk.
    pub fn events(&self) -> Result<History, Error> {
        self.read(Which::All)
    }

    /// The events of one contact, in the order in which they were added.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn of(&self, contact: &Contact) -> Result<Vec<Event>, Error> {
        let project = contact.project.to_string();
        let key = [contact.community.as_str(), contact.season.as_str(), &project, contact.person.as_str()];
        Ok(self.read(Which::OfContact(key))?.events)
    }

    /// The events of all contacts of a person in a season, those of `contact` among them.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn of_person(&self, contact: &Contact) -> Result<Vec<Event>, Error> {
        let key = [contact.community.as_str(), contact.season.as_str(), contact.person.as_str()];
        Ok(self.read(Which::OfPerson(key))?.events)
    }

    /// The events of one kind.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn of_kind(&self, kind: Kind) -> Result<Vec<Event>, Error> {
        Ok(self.read(Which::OfKind(kind.name()))?.events)
    }

    /// The events of one letter, known by its own identifier or by one that a server gave it.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn of_letter(&self, letter: &MessageId) -> Result<Vec<Event>, Error> {
        Ok(self.read(Which::OfLetter(letter.as_str()))?.events)
    }

    /// Whether the letter with this identifier was forgotten: it was sent once, and is not to be sent again.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn is_forgotten(&self, letter: &MessageId) -> Result<bool, Error> {
        self.engine.is_forgotten(letter.as_str())
    }

    /// The events of letters by `author` that answer `parent`.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn answers(&self, parent: &MessageId, author: &Address) -> Result<Vec<Event>, Error> {
        Ok(self.read(Which::Answers(parent.as_str(), author.as_str()))?.events)
    }

    /// The events that name a task, and all others of the contacts in which it was given.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn about_task(&self, task: &Line) -> Result<Vec<Event>, Error> {
        Ok(self.read(Which::AboutTask(&json!(task).to_string()))?.events)
    }

    /// The tasks of the mentor's own, in the order of communities and ids.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn own_tasks(&self) -> Result<Vec<OwnTask>, Error> {
        let damaged = |source| Error::Damaged { ledger: self.engine.name.to_owned(), source };
        let read = |(community, task): (String, String)| {
            let task = serde_json::from_str(&task).map_err(|e| damaged(e.into()))?;
            let community = Id::new(&community).ok_or_else(|| damaged("a community without an id".into()))?;
            Ok(OwnTask { community, task })
        };
        self.engine.own_tasks()?.into_iter().map(read).collect()
    }

    fn read(&self, which: Which<'_>) -> Result<History, Error> {
        understood(self.engine.rows(which)?, self.engine.name)
    }
}

impl Transaction<'_> {
    /// Adds events; see [`Ledger::append`].
    ///
    /// # Errors
    /// Those of [`Ledger::append`].
    pub fn append(&self, events: &[Event]) -> Result<(), Error> {
        let rows = events.iter().map(fitting).collect::<Result<Vec<_>, _>>()?;
        self.reader.engine.add(&rows).map(drop)
    }

    /// Adds events, and gives those that are new: what is known or forgotten is not.
    ///
    /// # Errors
    /// Those of [`Ledger::append`].
    pub fn enter(&self, events: Vec<Event>) -> Result<Vec<Event>, Error> {
        let rows = events.iter().map(fitting).collect::<Result<Vec<_>, _>>()?;
        let added = self.reader.engine.add(&rows)?;
        Ok(events.into_iter().zip(added).filter(|(_, added)| *added).map(|(event, _)| event).collect())
    }

    /// Keeps a task of the mentor's own, from `now` on, in place of the one that has its id, if one has.
    ///
    /// # Errors
    /// As [`Reader::events`].
    pub fn keep_own_task(&self, own: &OwnTask, now: DateTime<FixedOffset>) -> Result<(), Error> {
        let task = json!(own.task).to_string();
        let (community, id, at) = (own.community.as_str(), own.task.id.as_str(), now.to_rfc3339());
        self.reader.engine.keep_own_task([community, id, &at, &task])
    }
}

/// The row of an event that will be read again as it is.
fn fitting(event: &Event) -> Result<Row, Error> {
    let row = Row::from(event);
    let unfit = |field| {
        let value = json!(row)[field].as_str().unwrap_or_default().to_owned();
        Err(Error::Unfit { field, value })
    };
    match Event::try_from(row.clone()) {
        Ok(again) if again == *event => Ok(row),
        Ok(_) => unfit("at"),
        Err(field) => unfit(field),
    }
}

fn understood(rows: Vec<Row>, name: &str) -> Result<History, Error> {
    let damaged = |column| Error::Damaged {
        ledger: name.to_owned(),
        source: format!("the `{column}` of an event cannot be read").into(),
    };
    let all = rows.len();
    let known = rows.into_iter().filter(|row| row.kind().is_some());
    let events = known.map(|row| Event::try_from(row).map_err(damaged)).collect::<Result<Vec<_>, _>>()?;
    Ok(History { unknown: all - events.len(), events })
}

/// Makes an empty file where there is none, and the folders on its way.
fn make(path: &Path) -> Result<(), Error> {
    if path.exists() {
        return Ok(());
    }
    let failed = |source| Error::Io { action: "create", path: path.display().to_string(), source };
    let folder = above(path);
    file::make_folders(folder).map_err(failed)?;
    // It is closed before it has its name: to close it later would take away locks of this process.
    let unnamed = file::begun(folder).map_err(failed)?.into_temp_path();
    match unnamed.persist_noclobber(path) {
        Err(e) if e.error.kind() != ErrorKind::AlreadyExists => Err(failed(e.error)),
        _ => Ok(()),
    }
}

fn above(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
