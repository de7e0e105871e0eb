//! The shape of a ledger's tables, and the way to it from every earlier one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// What tells a ledger from other files of `SQLite` (`application_id`): `onls`.
const APPLICATION: i64 = 0x6f6e_6c73;

/// The way from each version to the next; the first begins with nothing.
pub(super) const MIGRATIONS: [&str; 5] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];

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

/// Takes all steps of `migrations` that the file has not taken, or none of them.
///
/// A file that has taken them all is not written to.
pub(super) fn bring_up(connection: &mut Connection, migrations: &[&str]) -> Result<(), Refusal> {
    let newest = migrations.len();
    if version(&connection.transaction()?, newest)? == newest {
        return Ok(());
    }
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another run may have been faster.
    for migration in &migrations[version(&change, newest)?..] {
        change.execute_batch(migration)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", i64::try_from(newest).unwrap_or(i64::MAX))?;
    change.commit()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(count: usize) -> Vec<&'static str> {
        let steps = ["CREATE TABLE event (x)", "ALTER TABLE event ADD COLUMN y", "CREATE TABLE more (z)"];
        steps[..count].to_vec()
    }

    fn columns(connection: &Connection) -> i64 {
        let sql = "SELECT count(*) FROM pragma_table_info('event')";
        connection.query_row(sql, [], |row| row.get(0)).expect("read")
    }

    #[test]
    fn every_version_comes_to_the_newest_with_what_it_holds() {
        for known in 1..=3 {
            let mut connection = Connection::open_in_memory().expect("opened");
            bring_up(&mut connection, &steps(known)).expect("made");
            connection.execute_batch("INSERT INTO event (x) VALUES (7)").expect("added");
            bring_up(&mut connection, &steps(3)).expect("brought up");
            let kept: i64 = connection.query_row("SELECT x FROM event", [], |row| row.get(0)).expect("read");
            assert_eq!((kept, columns(&connection)), (7, 2), "{known}");
            assert_eq!(version(&connection.transaction().expect("begun"), 3).expect("a version"), 3);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = Connection::open_in_memory().expect("opened");
        bring_up(&mut connection, &steps(1)).expect("made");
        let broken = [steps(2)[0], steps(2)[1], "CREATE TABLE more (z); INSERT INTO nowhere VALUES (1)"];
        assert!(matches!(bring_up(&mut connection, &broken), Err(Refusal::Engine(_))));
        assert_eq!(version(&connection.transaction().expect("begun"), 3).expect("a version"), 1);
        assert_eq!(columns(&connection), 1);
        bring_up(&mut connection, &steps(3)).expect("brought up");
    }

    #[test]
    fn runs_that_bring_one_file_up_at_once_take_each_step_once() {
        let folder = tempfile::tempdir().expect("made");
        let path = folder.path().join("ledger");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let mut connection = Connection::open(&path).expect("opened");
                    connection.busy_timeout(std::time::Duration::from_mins(5)).expect("set");
                    bring_up(&mut connection, &steps(3)).expect("brought up");
                    assert_eq!(columns(&connection), 2);
                });
            }
        });
    }
}
