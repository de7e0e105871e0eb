use super::*;

fn row(number: usize) -> Row {
    let text = || "a@b.test".to_owned();
    Row {
        at: "2015-03-10T12:00:00+01:00".into(),
        kind: "introduced".into(),
        message_id: format!("<{number}@b>"),
        server_id: None,
        community: Some(text()),
        season: Some(text()),
        project: Some(text()),
        person: Some(text()),
        name: None,
        in_reply_to: None,
        author: text(),
        list: Some(text()),
        subject: "x".repeat(3000),
        tasks: text(),
        wait_days: None,
        until: None,
        accepted: text(),
        refused: text(),
        source: "sent".into(),
        url: None,
        detail: None,
    }
}

fn append(ledger: &mut Sqlite, rows: &[Row]) -> Result<(), Error> {
    ledger.alone(|ledger| ledger.add(rows).map(drop))
}

fn ledger() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("ledger");
    std::fs::write(&path, b"").expect("made");
    let mut ledger = Sqlite::open(&path).expect("opened");
    append(&mut ledger, &[row(0)]).expect("kept");
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
    let error = append(&mut ledger, &rows).expect_err("no room");
    assert!(matches!(error, Error::Full { .. }), "{error:?}");
    assert_eq!(ledger.opened().rows(Which::All).expect("read"), [row(0)]);
}

#[test]
fn nobody_is_waited_for_without_end() {
    let (folder, mut ledger) = ledger();
    let other = connect(&folder.path().join("ledger")).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("begun");
    ledger.connection.busy_timeout(Duration::from_millis(20)).expect("set");
    let error = append(&mut ledger, &[row(1)]).expect_err("busy");
    assert!(matches!(error, Error::Busy { .. }), "{error:?}");
    assert_eq!(ledger.opened().rows(Which::All).expect("one may read meanwhile"), [row(0)]);
    other.execute_batch("ROLLBACK").expect("ended");
    append(&mut ledger, &[row(1)]).expect("kept");
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
