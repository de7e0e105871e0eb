//! The shape of a ledger's tables, and the way to it from every earlier one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// What tells a ledger from other files of SQLite (`application_id`): `onls`.
const APPLICATION: i64 = 0x6f6e_6c73;

/// The way from each version to the next; the first begins with nothing.
pub(super) const MIGRATIONS: [&str; 1] = [include_str!("schema/1.sql")];

/// Why a file is not brought up to date.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It belongs to another program.
    Foreign,
    /// A newer version of this program wrote it.
    Newer(i64),
    /// The engine said no.
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

/// Whether the file holds nothing at all yet.
pub(super) fn is_empty(connection: &mut Connection) -> Result<bool, Refusal> {
    Ok(version(&connection.transaction()?, MIGRATIONS.len())? == 0)
}

/// Takes all steps of `migrations` that the file has not taken, each whole or not at all.
///
/// A file that has taken them all is not written to.
pub(super) fn bring_up(connection: &mut Connection, migrations: &[&str]) -> Result<(), Refusal> {
    let newest = migrations.len();
    let known = version(&connection.transaction()?, newest)?;
    for _ in known..newest {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another run may have been faster.
        let taken = version(&step, newest)?;
        if let Some(migration) = migrations.get(taken) {
            step.execute_batch(migration)?;
            step.pragma_update(None, "application_id", APPLICATION)?;
            step.pragma_update(None, "user_version", i64::try_from(taken + 1).unwrap_or(i64::MAX))?;
        }
        step.commit()?;
    }
    Ok(())
}

/// The version of the file, 0 when it is empty.
fn version(reading: &Transaction, newest: usize) -> Result<usize, Refusal> {
    let pragma = |name| reading.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let objects: i64 = reading.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, objects) {
        (0, 0, 0) => Ok(0),
        (APPLICATION, 1.., _) => match usize::try_from(version) {
            Ok(version) if version <= newest => Ok(version),
            _ => Err(Refusal::Newer(version)),
        },
        _ => Err(Refusal::Foreign),
    }
}
