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
use super::row::Row;
use super::schema::{self, MIGRATIONS, Refusal};

/// How long one waits for other runs.
const PATIENCE: Duration = Duration::from_secs(5);
/// The shortest file of `SQLite`; it would take one of a single byte for an empty one.
const SHORTEST: u64 = 512;

const ADD: &str = "INSERT INTO event (at, kind, message_id, community, season, project, person, in_reply_to,
    author, list, subject, tasks, wait_days, accepted, refused)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
const EVENTS: &str = "SELECT at, kind, message_id, community, season, project, person, in_reply_to,
    author, list, subject, tasks, wait_days, accepted, refused FROM event";
const OF_ONE: &str = "WHERE community = ?1 AND season = ?2 AND project = ?3 AND person = ?4";

const BEGUN: &str = "WHERE kind = 'sending' AND NOT EXISTS (
    SELECT 1 FROM event AS later
    WHERE later.message_id = event.message_id AND later.kind IN ('introduced', 'answered'))";

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

    /// All rows, the first added first.
    pub(super) fn rows(&self) -> Result<Vec<Row>, Error> {
        self.select("", [])
    }

    /// The rows of one contact, by community, season, project and person.
    pub(super) fn rows_of(&self, contact: [&str; 4]) -> Result<Vec<Row>, Error> {
        self.select(OF_ONE, contact)
    }

    /// The rows of letters that were begun and not delivered, as far as was written down.
    pub(super) fn rows_begun(&self) -> Result<Vec<Row>, Error> {
        self.select(BEGUN, [])
    }

    fn select(&self, which: &str, values: impl Params) -> Result<Vec<Row>, Error> {
        let read = || -> rusqlite::Result<Vec<Row>> {
            let mut select = self.connection.prepare(&format!("{EVENTS} {which} ORDER BY id"))?;
            select.query_map(values, row)?.collect()
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
        Some(ErrorCode::ReadOnly) => Error::ReadOnly { ledger, source: error.into() },
        // A table that is not as it was made, or a value of another type, is no work of ours.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) | None => {
            Error::Damaged { ledger, source: error.into() }
        }
        Some(_) => Error::Engine { ledger, source: error.into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: usize) -> Row {
        let text = || "a@b.test".to_owned();
        Row {
            at: "2015-03-10T12:00:00+01:00".into(),
            kind: "introduced".into(),
            message_id: format!("<{number}@b>"),
            community: text(),
            season: text(),
            project: text(),
            person: text(),
            in_reply_to: None,
            author: text(),
            list: text(),
            subject: "x".repeat(3000),
            tasks: text(),
            wait_days: None,
            accepted: text(),
            refused: text(),
        }
    }

    fn ledger() -> (tempfile::TempDir, Sqlite) {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("ledger");
        std::fs::write(&path, b"").expect("made");
        let mut ledger = Sqlite::open(&path).expect("opened");
        ledger.append(&[row(0)]).expect("kept");
        (folder, ledger)
    }

    #[test]
    fn without_room_nothing_is_added_and_it_is_said() {
        let (_folder, mut ledger) = ledger();
        let pages: u32 =
            ledger.connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("read");
        ledger
            .connection
            .query_row(&format!("PRAGMA max_page_count = {}", pages + 2), [], |_| Ok(()))
            .expect("set");
        let rows: Vec<_> = (1..9).map(row).collect();
        let error = ledger.append(&rows).expect_err("no room");
        assert!(matches!(error, Error::Full { .. }), "{error:?}");
        assert_eq!(ledger.rows().expect("read"), [row(0)]);
    }

    #[test]
    fn nobody_is_waited_for_without_end() {
        let (folder, mut ledger) = ledger();
        let other = connect(&folder.path().join("ledger")).expect("opened");
        other.execute_batch("BEGIN IMMEDIATE").expect("begun");
        ledger.connection.busy_timeout(Duration::from_millis(20)).expect("set");
        let error = ledger.append(&[row(1)]).expect_err("busy");
        assert!(matches!(error, Error::Busy { .. }), "{error:?}");
        assert_eq!(ledger.rows().expect("one may read meanwhile"), [row(0)]);
        other.execute_batch("ROLLBACK").expect("ended");
        ledger.append(&[row(1)]).expect("kept");
    }

    #[test]
    fn a_change_is_on_the_disk_when_it_is_reported() {
        let (_folder, ledger) = ledger();
        let pragma = |name| {
            ledger.connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
        };
        assert_eq!(pragma("synchronous").expect("read"), rusqlite::types::Value::Integer(3));
        assert_eq!(pragma("journal_mode").expect("read"), rusqlite::types::Value::Text("delete".into()));
    }
}
