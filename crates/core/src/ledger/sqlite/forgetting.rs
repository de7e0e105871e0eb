//! Forgetting in the file of a ledger, so that nothing of it stays in any page.

use rusqlite::{Connection, TransactionBehavior};

use super::super::forget::{Change, hash, notices};
use super::super::row::Row;
use super::super::{Error, Forget, Forgotten, Person};
use super::{Sqlite, Which, add, failed};

impl Sqlite {
    /// Forgets what `forget` says, and the letters with these `ids`: nothing of it stays in the file but hashes of
    /// identifiers.
    pub(in crate::ledger) fn forget(&mut self, forget: &Forget, ids: &[&str]) -> Result<Forgotten, Error> {
        let name = &self.name;
        let done = forget_in(&mut self.connection, forget, ids).map_err(|e| failed(name, e))?;
        // Pages that are free now are zeros by then; this leaves none of them.
        self.connection.execute_batch("VACUUM").map_err(|e| failed(name, e))?;
        Ok(done)
    }
}

fn forget_in(connection: &mut Connection, forget: &Forget, ids: &[&str]) -> rusqlite::Result<Forgotten> {
    connection.pragma_update(None, "secure_delete", true)?;
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept: String = change.query_row(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'event_is_kept'",
        [],
        |row| row.get(0),
    )?;
    change.execute_batch("DROP TRIGGER event_is_kept")?;
    let mut done = Forgotten::default();
    let all: Vec<(i64, Row)> = {
        let mut select = change.prepare("SELECT id FROM event ORDER BY id")?;
        let numbers: Vec<i64> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        numbers.into_iter().zip(Which::All.rows(&change)?).collect()
    };
    for (number, row) in all {
        let changed = forget.change(&row);
        if matches!(changed, Change::Keep) {
            continue;
        }
        change.execute("DELETE FROM event WHERE id = ?1", [number])?;
        if let Change::Replace(erased) = changed {
            if row.person.is_some() && erased.person.is_none() {
                done.done += 1;
                remember_hash(&change, &row.message_id)?;
            } else {
                done.changed += 1;
            }
            for id in notices(&row) {
                remember_hash(&change, &id)?;
            }
            add(&change, &erased)?;
            continue;
        }
        done.removed += 1;
        for id in std::iter::once(&row.message_id).chain(&row.server_id) {
            remember_hash(&change, id)?;
        }
    }
    for id in ids {
        remember_hash(&change, id)?;
    }
    if let Forget::Person(person) = forget {
        done.tasks = forget_in_own_tasks(&change, person)?;
    }
    change.execute_batch(&kept)?;
    change.commit()?;
    Ok(done)
}

fn remember_hash(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    connection.execute("INSERT OR IGNORE INTO forgotten (hash) VALUES (?1)", [hash(id)]).map(drop)
}

/// Removes tasks of one's own that name the person; how many.
fn forget_in_own_tasks(connection: &Connection, person: &Person) -> rusqlite::Result<usize> {
    let mut select = connection.prepare("SELECT community, id, task FROM own_task")?;
    let tasks = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let tasks: Vec<(String, String, String)> = tasks.collect::<Result<_, _>>()?;
    let mut removed = 0;
    for (community, id, _) in tasks.iter().filter(|(_, id, task)| person.is_named_in(&format!("{id} {task}")))
    {
        removed +=
            connection.execute("DELETE FROM own_task WHERE community = ?1 AND id = ?2", [community, id])?;
    }
    Ok(removed)
}
