//! A ledger, whatever keeps it.

use std::io::ErrorKind;
use std::path::Path;

use super::row::Row;
use super::sqlite::Sqlite;
use super::{Contact, Error, Event};
use onlist_mail::file;

/// The events of one person, or of those who share it.
///
/// Events are added and never changed. What they mean at a time is told by
/// [`fold`](super::fold).
#[derive(Debug)]
pub struct Ledger {
    engine: Engine,
}

/// What keeps the rows; it knows nothing of what they mean.
#[derive(Debug)]
enum Engine {
    Sqlite(Sqlite),
}

impl Ledger {
    /// Opens the ledger at `path` to add to it. Where there is none, it is made for its owner alone, with
    /// the folders on its way.
    ///
    /// # Errors
    /// What is there and is no ledger of this version or an earlier one is left as it is:
    /// [`Error::NotALedger`], [`Error::Newer`], [`Error::Damaged`]. [`Error::ReadOnly`], [`Error::Full`] and
    /// [`Error::Io`] are the disk's, [`Error::Busy`] comes after five seconds.
    pub fn open(path: &Path) -> Result<Self, Error> {
        no_server(path)?;
        make(path)?;
        Ok(Self { engine: Engine::Sqlite(Sqlite::open(path)?) })
    }

    /// Opens the ledger at `path` to read it; none where there is no file. Nothing is made.
    ///
    /// # Errors
    /// As [`Ledger::open`]; a ledger on a read-only disk is none.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, Error> {
        no_server(path)?;
        Ok(Sqlite::open_existing(path)?.map(|it| Self { engine: Engine::Sqlite(it) }))
    }

    /// Adds events, all or none; when this returns, they are on the disk. An event that is known (the same
    /// message-id, kind and contact) is not added again.
    ///
    /// # Errors
    /// [`Error::Unfit`] for a time that RFC 3339 has no form for; others as [`Ledger::open`].
    pub fn append(&mut self, events: &[Event]) -> Result<(), Error> {
        let rows = events.iter().map(fitting).collect::<Result<Vec<_>, _>>()?;
        match &mut self.engine {
            Engine::Sqlite(sqlite) => sqlite.append(&rows),
        }
    }

    /// All events, in the order in which they were added.
    ///
    /// # Errors
    /// [`Error::Damaged`] when one cannot be read, [`Error::Busy`], or those of the disk.
    pub fn events(&self) -> Result<Vec<Event>, Error> {
        match &self.engine {
            Engine::Sqlite(sqlite) => understood(sqlite.rows()?, sqlite.name()),
        }
    }

    /// The beginnings of letters of which it is not written down that they were delivered. More may be known of
    /// them elsewhere, if a run was stopped.
    ///
    /// # Errors
    /// As [`Ledger::events`].
    pub fn begun(&self) -> Result<Vec<Event>, Error> {
        match &self.engine {
            Engine::Sqlite(sqlite) => understood(sqlite.rows_begun()?, sqlite.name()),
        }
    }

    /// The events of one contact, in the order in which they were added.
    ///
    /// # Errors
    /// As [`Ledger::events`].
    pub fn of(&self, contact: &Contact) -> Result<Vec<Event>, Error> {
        let project = contact.project.to_string();
        let key = [contact.community.as_str(), contact.season.as_str(), &project, contact.person.as_str()];
        match &self.engine {
            Engine::Sqlite(sqlite) => understood(sqlite.rows_of(key)?, sqlite.name()),
        }
    }
}

/// The row of an event that will be read again as it is.
fn fitting(event: &Event) -> Result<Row, Error> {
    let row = Row::from(event);
    match Event::try_from(row.clone()) {
        Ok(again) if again == *event => Ok(row),
        Ok(_) => Err(Error::Unfit { field: "at" }),
        Err(field) => Err(Error::Unfit { field }),
    }
}

fn understood(rows: Vec<Row>, name: &str) -> Result<Vec<Event>, Error> {
    let damaged = |column| Error::Damaged {
        ledger: name.to_owned(),
        source: format!("the `{column}` of an event cannot be read").into(),
    };
    rows.into_iter().map(|row| Event::try_from(row).map_err(damaged)).collect()
}

fn no_server(path: &Path) -> Result<(), Error> {
    let text = path.to_string_lossy();
    match text.split_once("://") {
        Some((scheme @ ("postgres" | "postgresql"), _)) => {
            Err(Error::Server { ledger: format!("{scheme}://…") })
        }
        _ => Ok(()),
    }
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
