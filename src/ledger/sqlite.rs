//! The engine of one person's ledger: a file of SQLite.
//!
//! With a rollback journal, as there is no write-ahead log to keep private, a
//! ledger on a read-only disk can be read, and nothing stays beside it after a
//! change. A change is on the disk when it is reported.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior, params};

use super::Error;
use super::row::Row;
use super::schema::{self, MIGRATIONS, Refusal};

/// How long one waits for other runs.
const PATIENCE: Duration = Duration::from_secs(5);
/// How a file of SQLite begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

const ADD: &str = "INSERT INTO event (at, kind, message_id, community, season, project, person, in_reply_to,
    author, list, subject, tasks, wait_days, accepted, refused)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
const ALL: &str = "SELECT at, kind, message_id, community, season, project, person, in_reply_to,
    author, list, subject, tasks, wait_days, accepted, refused FROM event
    WHERE ?1 IS NULL OR (community = ?1 AND season = ?2 AND project = ?3 AND person = ?4) ORDER BY id";

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

    /// Adds rows, all or none; those that are there already are left out.
    pub(super) fn append(&mut self, rows: &[Row]) -> Result<(), Error> {
        add(&mut self.connection, rows).map_err(|e| failed(&self.name, e))
    }

    /// The rows of one contact, by community, season, project and person, or of all; the first added first.
    pub(super) fn rows(&self, contact: Option<[&str; 4]>) -> Result<Vec<Row>, Error> {
        let read = || -> rusqlite::Result<Vec<Row>> {
            let [community, season, project, person] = contact.map_or([None; 4], |it| it.map(Some));
            let mut all = self.connection.prepare(ALL)?;
            all.query_map(params![community, season, project, person], row)?.collect()
        };
        read().map_err(|e| failed(&self.name, e))
    }

    /// The file's path, for messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn connect(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        // SQLite has names of its own for what is no file, `:memory:` is one.
        let whole = std::path::absolute(path).map_err(|source| Error::Io {
            action: "open",
            path: name.clone(),
            source,
        })?;
        let connection = connect(&whole).map_err(|e| failed(&name, e))?;
        Ok(Self { connection, name })
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "fullfsync", true)?;
    Ok(connection)
}

fn add(connection: &mut Connection, rows: &[Row]) -> rusqlite::Result<()> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut add = change.prepare(ADD)?;
    for it in rows {
        add.execute(params![
            it.at,
            it.kind,
            it.message_id,
            it.community,
            it.season,
            it.project,
            it.person,
            it.in_reply_to,
            it.author,
            it.list,
            it.subject,
            it.tasks,
            it.wait_days,
            it.accepted,
            it.refused,
        ])?;
    }
    drop(add);
    change.commit()
}

/// Whether anything is at `path`. SQLite would take some short files for empty ones.
fn begins(path: &Path) -> Result<bool, Error> {
    let name = || path.display().to_string();
    let failed = |source| Error::Io { action: "read", path: name(), source };
    match path.metadata() {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(failed(e)),
        Ok(metadata) if !metadata.is_file() => return Err(Error::NotALedger { ledger: name() }),
        Ok(_) => {}
    }
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut first));
    read.map_err(failed)?;
    match first.as_slice() {
        [] => Ok(false),
        first if first == MAGIC => Ok(true),
        _ => Err(Error::NotALedger { ledger: name() }),
    }
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        at: row.get(0)?,
        kind: row.get(1)?,
        message_id: row.get(2)?,
        community: row.get(3)?,
        season: row.get(4)?,
        project: row.get(5)?,
        person: row.get(6)?,
        in_reply_to: row.get(7)?,
        author: row.get(8)?,
        list: row.get(9)?,
        subject: row.get(10)?,
        tasks: row.get(11)?,
        wait_days: row.get(12)?,
        accepted: row.get(13)?,
        refused: row.get(14)?,
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
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Error::ReadOnly { ledger, source: error.into() }
        }
        // A table that is not as it was made, or a value of another type, is no work of ours.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) | None => {
            Error::Damaged { ledger, source: error.into() }
        }
        Some(_) => Error::Engine { ledger, source: error.into() },
    }
}
