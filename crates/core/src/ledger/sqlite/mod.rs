//! The engine of one person's ledger: a file of `SQLite`.
//!
//! With a rollback journal, as there is no write-ahead log to keep private, a
//! ledger on a read-only disk can be read, and nothing stays beside it after a
//! change. A change is on the disk when it is reported.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, Params, TransactionBehavior, params};

use super::Error;
use super::forget::hash;
use super::row::Row;
use super::schema::{self, MIGRATIONS, Refusal};

mod forgetting;

/// How long one waits for other runs.
const PATIENCE: Duration = Duration::from_secs(10);
/// The shortest file of `SQLite`; it would take one of a single byte for an empty one.
const SHORTEST: u64 = 512;

const ADD: &str =
    "INSERT INTO event (at, kind, message_id, server_id, community, season, project, person, name,
    in_reply_to, author, list, subject, tasks, wait_days, until, accepted, refused, source, url, detail)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";
const EVENTS: &str = "SELECT at, kind, message_id, server_id, community, season, project, person, name,
    in_reply_to, author, list, subject, tasks, wait_days, until, accepted, refused, source, url, detail FROM event";
const OF_ONE: &str = "WHERE community = ?1 AND season = ?2 AND project = ?3 AND person = ?4";
const OF_PERSON: &str = "WHERE community = ?1 AND season = ?2 AND person = ?3";
const OF_KIND: &str = "WHERE kind = ?1";
const OF_LETTER: &str = "WHERE message_id = ?1 OR server_id = ?1";
const ABOUT_TASK: &str = "WHERE instr(tasks, ?1) > 0 OR (community, season, project, person) IN
    (SELECT community, season, project, person FROM event WHERE instr(tasks, ?1) > 0)";
const ANSWERS: &str = "WHERE in_reply_to = ?1 AND author = ?2 COLLATE NOCASE";

/// An open file.
#[derive(Debug)]
pub(super) struct Sqlite {
    connection: Connection,
    name: String,
}

impl Sqlite {
    /// Opens the ledger at `path` to add to it; an empty file becomes one.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        begins(path)?;
        let mut ledger = Self::connect(path)?;
        if ledger.connection.is_readonly(MAIN_DB).map_err(|e| failed(&ledger.name, e))? {
            let source = io::Error::from(ErrorKind::PermissionDenied).into();
            return Err(Error::ReadOnly { ledger: ledger.name, source });
        }
        schema::bring_up(&mut ledger.connection, &MIGRATIONS).map_err(|e| refused(&ledger.name, e))?;
        Ok(ledger)
    }

    /// Opens the ledger at `path` to read it; none where nothing is.
    ///
    /// A crash may have left a change to be undone, and the file may be of an
    /// older version: only then is it written to.
    pub(super) fn open_existing(path: &Path) -> Result<Option<Self>, Error> {
        if !begins(path)? {
            return Ok(None);
        }
        let Self { mut connection, name } = Self::connect(path)?;
        if schema::is_empty(&mut connection).map_err(|e| refused(&name, e))? {
            return Ok(None);
        }
        schema::bring_up(&mut connection, &MIGRATIONS).map_err(|e| refused(&name, e))?;
        connection.pragma_update(None, "query_only", true).map_err(|e| failed(&name, e))?;
        Ok(Some(Self { connection, name }))
    }

    /// The ledger, to be read.
    pub(super) fn opened(&self) -> Open<'_> {
        Open { connection: &self.connection, name: &self.name }
    }

    /// Reads and adds rows with nobody else adding any in between: all or, where `work` fails, none.
    pub(super) fn alone<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(Open<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let name = &self.name;
        let fail = |e| E::from(failed(name, e));
        let change =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        let done = work(Open { connection: &change, name })?;
        change.commit().map_err(fail)?;
        Ok(done)
    }

    fn connect(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        // SQLite has names of its own for what is no file, `:memory:` is one.
        let whole = std::path::absolute(path).map_err(|source| Error::Io {
            action: "open",
            path: name.clone(),
            source,
        })?;
        let mut connection = connect(&whole).map_err(|e| failed(&name, e))?;
        if is_cut_off(&mut connection, &whole).map_err(|e| failed(&name, e))? {
            return Err(Error::Damaged { ledger: name, source: "its end is missing".into() });
        }
        Ok(Self { connection, name })
    }
}

/// Whether the last page is not whole, which `SQLite` would take for one that ends in zeros.
fn is_cut_off(connection: &mut Connection, path: &Path) -> rusqlite::Result<bool> {
    // While this is open, nobody writes.
    let reading = connection.transaction()?;
    let pragma = |name| reading.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let expected = u64::from(pragma("page_count")?) * u64::from(pragma("page_size")?);
    Ok(path.metadata().is_ok_and(|it| it.len() < expected))
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Otherwise each new value that is looked for has its statement prepared again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "fullfsync", true)?;
    Ok(connection)
}

/// Which rows are wanted; they come in the order in which they were added.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which<'w> {
    All,
    /// Of a contact, by community, season, project and person.
    OfContact([&'w str; 4]),
    /// Of a person's contacts in a season, by community, season and person.
    OfPerson([&'w str; 3]),
    /// Of one kind.
    OfKind(&'w str),
    /// Of the letter with this message-id, its own or a server's.
    OfLetter(&'w str),
    /// Of answers to the mail with this message-id, by this author.
    Answers(&'w str, &'w str),
    /// Of a task, as it stands in an array of JSON, and of all contacts in which it was given.
    AboutTask(&'w str),
}

impl Which<'_> {
    fn rows(self, connection: &Connection) -> rusqlite::Result<Vec<Row>> {
        match self {
            Self::All => select(connection, "", []),
            Self::OfContact(contact) => select(connection, OF_ONE, contact),
            Self::OfPerson(person) => select(connection, OF_PERSON, person),
            Self::OfKind(kind) => select(connection, OF_KIND, [kind]),
            Self::OfLetter(message_id) => select(connection, OF_LETTER, [message_id]),
            Self::AboutTask(task) => select(connection, ABOUT_TASK, [task]),
            Self::Answers(parent, author) => select(connection, ANSWERS, [parent, author]),
        }
    }
}

fn select(connection: &Connection, which: &str, values: impl Params) -> rusqlite::Result<Vec<Row>> {
    let mut select = connection.prepare_cached(&format!("{EVENTS} {which} ORDER BY id"))?;
    select.query_map(values, row)?.collect()
}

/// A ledger that is open. Only while nobody else adds to it, rows are added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open<'c> {
    connection: &'c Connection,
    pub(super) name: &'c str,
}

impl Open<'_> {
    pub(super) fn rows(&self, which: Which<'_>) -> Result<Vec<Row>, Error> {
        which.rows(self.connection).map_err(|e| failed(self.name, e))
    }

    /// The mentor's own tasks: community and task.
    pub(super) fn own_tasks(&self) -> Result<Vec<(String, String)>, Error> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let mut select = self
                .connection
                .prepare_cached("SELECT community, task FROM own_task ORDER BY community, id")?;
            select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        read().map_err(|e| failed(self.name, e))
    }

    /// Keeps a task of the mentor's own in place of the one that has its id, if one has.
    pub(super) fn keep_own_task(&self, [community, id, at, task]: [&str; 4]) -> Result<(), Error> {
        let keep = || {
            let mut keep = self.connection.prepare_cached(
                "INSERT OR REPLACE INTO own_task (community, id, at, task) VALUES (?1, ?2, ?3, ?4)",
            )?;
            keep.execute([community, id, at, task])
        };
        keep().map(drop).map_err(|e| failed(self.name, e))
    }

    /// Adds rows; those that are there already are left out, and those of what was forgotten. Says which were added.
    pub(super) fn add(&self, rows: &[Row]) -> Result<Vec<bool>, Error> {
        let add = |row: &Row| Ok(!is_of_forgotten(self.connection, row)? && add(self.connection, row)?);
        rows.iter().map(add).collect::<rusqlite::Result<_>>().map_err(|e| failed(self.name, e))
    }

    /// Whether the letter with this message-id was forgotten.
    pub(super) fn is_forgotten(&self, message_id: &str) -> Result<bool, Error> {
        is_forgotten(self.connection, message_id).map_err(|e| failed(self.name, e))
    }
}

fn is_forgotten(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM forgotten WHERE hash = ?1")?.exists([hash(id)])
}

/// Whether a row is of a letter that was forgotten, or was seen as an answer to one. Of a letter whose contact has
/// stayed, only the bytes were.
fn is_of_forgotten(connection: &Connection, row: &Row) -> rusqlite::Result<bool> {
    let seen = row.source == "archive";
    let ids = [Some(&row.message_id), row.server_id.as_ref(), row.in_reply_to.as_ref().filter(|_| seen)];
    for id in ids.into_iter().flatten() {
        if is_forgotten(connection, id)? && !contact_stays(connection, row, id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn contact_stays(connection: &Connection, row: &Row, id: &str) -> rusqlite::Result<bool> {
    let of_contact = "SELECT 1 FROM event WHERE message_id = ?1 AND community IS ?2 AND season IS ?3 AND project IS ?4 \
                      AND person IS ?5";
    let contact = params![id, row.community, row.season, row.project, row.person];
    connection.prepare_cached(of_contact)?.exists(contact)
}

/// Adds a row unless it is there; says whether it was added.
fn add(connection: &Connection, it: &Row) -> rusqlite::Result<bool> {
    let mut add = connection.prepare_cached(ADD)?;
    let added = add.execute(params![
        it.at,
        it.kind,
        it.message_id,
        it.server_id,
        it.community,
        it.season,
        it.project,
        it.person,
        it.name,
        it.in_reply_to,
        it.author,
        it.list,
        it.subject,
        it.tasks,
        it.wait_days,
        it.until,
        it.accepted,
        it.refused,
        it.source,
        it.url,
        it.detail,
    ])?;
    Ok(added > 0)
}

/// Whether anything is at `path`.
///
/// The file is not opened for this: to close it would take away the locks that
/// this process holds on it (fcntl, POSIX.1).
fn begins(path: &Path) -> Result<bool, Error> {
    let name = || path.display().to_string();
    match path.metadata() {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Error::Io { action: "read", path: name(), source }),
        Ok(metadata) if metadata.is_file() && metadata.len() == 0 => Ok(false),
        Ok(metadata) if metadata.is_file() && metadata.len() >= SHORTEST => Ok(true),
        Ok(_) => Err(Error::NotALedger { ledger: name() }),
    }
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        at: row.get(0)?,
        kind: row.get(1)?,
        message_id: row.get(2)?,
        server_id: row.get(3)?,
        community: row.get(4)?,
        season: row.get(5)?,
        project: row.get(6)?,
        person: row.get(7)?,
        name: row.get(8)?,
        in_reply_to: row.get(9)?,
        author: row.get(10)?,
        list: row.get(11)?,
        subject: row.get(12)?,
        tasks: row.get(13)?,
        wait_days: row.get(14)?,
        until: row.get(15)?,
        accepted: row.get(16)?,
        refused: row.get(17)?,
        source: row.get(18)?,
        url: row.get(19)?,
        detail: row.get(20)?,
    })
}

fn refused(name: &str, refusal: Refusal) -> Error {
    let ledger = name.to_owned();
    match refusal {
        Refusal::Foreign => Error::NotALedger { ledger },
        Refusal::Newer(schema) => Error::Newer { ledger, schema, newest: MIGRATIONS.len() },
        Refusal::Engine(error) => failed(name, error),
    }
}

fn failed(name: &str, error: rusqlite::Error) -> Error {
    let ledger = name.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { ledger },
        Some(ErrorCode::NotADatabase) => Error::NotALedger { ledger },
        Some(ErrorCode::DiskFull) => Error::Full { ledger },
        Some(ErrorCode::ReadOnly) => Error::ReadOnly { ledger, source: error.into() },
        // A table that is not as it was made, or a value of another type, is no work of ours.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) | None => {
            Error::Damaged { ledger, source: error.into() }
        }
        Some(_) => Error::Engine { ledger, source: error.into() },
    }
}

#[cfg(test)]
mod tests;
