//! The ledger: what it keeps, what its events mean, and what goes wrong around its file.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use chrono::{DateTime, FixedOffset, TimeDelta, TimeZone};
use onlist_core::catalog::Id;
use onlist_core::ledger::{
    Contact, ContactState, ContactStatus, Error, Event, Kind, Ledger, Location, Source, Topic, replay,
};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use proptest::collection::vec;
use proptest::option::of as option;
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

const VERSION_1: &str = include_str!("ledgers/version-1.sql");

fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

fn message_id(text: &str) -> MessageId {
    MessageId::parse(text).expect("a message-id")
}

fn day(day: u32) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2015-03-{day:02}T12:00:00+01:00")).expect("valid")
}

fn contact(project: &str, person: &str) -> Contact {
    Contact {
        community: id("lantern"),
        season: id("gsoc-2015"),
        project: Topic::Project(id(project)),
        person: address(person),
    }
}

/// An event about the wick trimmer, in a community where one waits for seven days.
fn event(at: u32, kind: Kind, letter: &str) -> Event {
    Event {
        at: day(at),
        kind,
        source: Source::Sent,
        contact: Some(contact("wick-trimmer", "grace@example.org")),
        name: None,
        message_id: message_id(letter),
        server_id: None,
        in_reply_to: None,
        author: address("ada@students.test"),
        list: Some(address("lamp-devel@lists.example.org")),
        subject: Line::sanitize("[GSoC 2015] Trim the wick"),
        tasks: Vec::new(),
        wait_days: Some(7),
        until: None,
        accepted: vec![address("lamp-devel@lists.example.org")],
        refused: Vec::new(),
        url: None,
        detail: None,
    }
}

/// A ledger's path in a folder that is not there yet.
fn place() -> (TempDir, PathBuf) {
    let state = tempfile::tempdir().expect("made");
    let path = state.path().join("onlist/ledger.sqlite");
    (state, path)
}

/// A ledger with three events.
fn kept() -> (TempDir, PathBuf) {
    let (state, path) = place();
    let mut ledger = open(&path).expect("made");
    let events = [
        event(10, Kind::Unknown, "a@b"),
        event(11, Kind::Introduced, "a@b"),
        event(12, Kind::Introduced, "c@d"),
    ];
    ledger.append(&events).expect("kept");
    (state, path)
}

fn open(path: &Path) -> Result<Ledger, Error> {
    Ledger::open(&Location::parse(path)?)
}

fn open_existing(path: &Path) -> Result<Option<Ledger>, Error> {
    Ledger::open_existing(&Location::parse(path)?)
}

fn read(path: &Path) -> Result<Vec<Event>, Error> {
    open_existing(path)?.map_or(Ok(Vec::new()), |ledger| Ok(ledger.reader().events()?.events))
}

fn all(ledger: &Ledger) -> Vec<Event> {
    ledger.reader().events().expect("read").events
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn about(event: &Event) -> Contact {
    event.contact.clone().expect("it is about one")
}

fn only(standings: Vec<ContactStatus>) -> ContactStatus {
    let [one] = <[_; 1]>::try_from(standings).expect("one contact");
    one
}

#[test]
fn a_contact_stands_where_its_events_say() {
    use ContactState as S;
    use Kind::{Answered, Introduced, Refused, Unknown};
    for (events, now, expected, since) in [
        (&[(1, Introduced, "a@b")][..], 1, S::Sent, 1),
        (&[(1, Introduced, "a@b")], 7, S::Sent, 1),
        (&[(1, Introduced, "a@b")], 8, S::Due, 8),
        (&[(1, Introduced, "a@b"), (5, Introduced, "c@d")], 9, S::Sent, 5),
        (&[(1, Introduced, "a@b"), (5, Introduced, "c@d")], 20, S::Due, 12),
        (&[(1, Introduced, "a@b"), (3, Answered, "c@d")], 20, S::Answered, 3),
        (&[(1, Answered, "a@b"), (3, Introduced, "c@d")], 20, S::Answered, 1),
        (&[(1, Introduced, "a@b"), (3, Answered, "c@d")], 2, S::Sent, 1),
        (&[(1, Refused, "a@b")], 20, S::Refused, 1),
        (&[(1, Refused, "a@b"), (2, Introduced, "a@b")], 3, S::Sent, 2),
        (&[(1, Introduced, "a@b"), (2, Refused, "c@d")], 3, S::Sent, 1),
        (&[(1, Unknown, "a@b")], 20, S::Unknown, 1),
        (&[(1, Unknown, "a@b"), (2, Refused, "a@b")], 20, S::Unknown, 1),
        (&[(1, Unknown, "a@b"), (2, Introduced, "a@b")], 1, S::Unknown, 1),
        (&[(1, Unknown, "a@b"), (2, Introduced, "a@b")], 3, S::Sent, 2),
        (&[(1, Introduced, "a@b"), (2, Unknown, "c@d")], 3, S::Unknown, 2),
    ] {
        let events: Vec<_> = events.iter().map(|(at, kind, letter)| event(*at, *kind, letter)).collect();
        let status = only(replay(&events, day(now)));
        let of_day = status.since.date_naive();
        assert_eq!((status.state, of_day), (expected, day(since).date_naive()), "{events:?} on day {now}");
    }
}

#[test]
fn a_standing_tells_its_letters_and_its_first_and_last_event() {
    let events = [
        event(1, Kind::Unknown, "a@b"),
        event(2, Kind::Introduced, "a@b"),
        event(3, Kind::Refused, "c@d"),
        event(9, Kind::Answered, "later@b"),
    ];
    let standing = only(replay(&events, day(8)));
    assert_eq!(standing.letters, [message_id("a@b"), message_id("c@d")]);
    assert_eq!((&standing.first, &standing.letter, &standing.last), (&events[0], &events[1], &events[2]));
}

#[test]
fn a_community_without_a_rule_never_asks_again() {
    let event = Event { wait_days: None, ..event(1, Kind::Introduced, "a@b") };
    assert_eq!(only(replay(&[event], day(31))).state, ContactState::Sent);
}

#[test]
fn contacts_differ_by_community_season_project_and_person_but_not_by_case() {
    let base = event(1, Kind::Introduced, "a@b");
    let with = |change: fn(&mut Contact)| {
        let mut event = base.clone();
        event.contact.iter_mut().for_each(change);
        event
    };
    let events = [
        base.clone(),
        with(|it| it.person = address("Grace@Example.ORG")),
        with(|it| it.community = id("beacon")),
        with(|it| it.season = id("gsoc-2016")),
        with(|it| it.project = Topic::Project(id("fog-horn"))),
        with(|it| it.project = Topic::Idea(Line::sanitize("wick-trimmer"))),
        with(|it| it.person = address("jay@example.org")),
    ];
    assert_eq!(replay(&events, day(2)).len(), 6);

    let (_state, path) = place();
    let mut ledger = open(&path).expect("made");
    ledger.append(&events).expect("kept");
    assert_eq!(all(&ledger).len(), 6);
    assert_eq!(ledger.reader().of(&about(&events[1])).expect("read"), [base]);
    assert_eq!(ledger.reader().of(&about(&events[5])).expect("read"), [events[5].clone()]);
    assert_eq!(ledger.reader().of(&contact("keepers-log", "grace@example.org")).expect("read"), []);
    let is_of = |it: &&Event, contact: &Contact| {
        it.contact.as_ref().is_some_and(|of| {
            (&of.community, &of.season, &of.person) == (&contact.community, &contact.season, &contact.person)
        })
    };
    for event in events.iter().filter(|it| it.contact.is_some()) {
        let contact = about(event);
        let all = ledger.reader().events().expect("read").events;
        let expected: Vec<_> = all.iter().filter(|it| is_of(it, &contact)).cloned().collect();
        assert_eq!(ledger.reader().of_person(&contact).expect("read"), expected);
        let expected: Vec<_> = all.iter().filter(|it| it.kind == event.kind).cloned().collect();
        assert_eq!(ledger.reader().of_kind(event.kind).expect("read"), expected);
    }
}

#[test]
fn nothing_is_made_to_read_a_ledger_that_is_not_there() {
    let (state, path) = place();
    assert!(open_existing(&path).expect("none").is_none());
    assert!(names(state.path()).is_empty());
    let empty = state.path().join("empty");
    fs::write(&empty, b"").expect("written");
    assert!(open_existing(&empty).expect("none").is_none());
    assert_eq!(fs::read(&empty).expect("there"), b"");
}

#[test]
fn a_known_event_is_not_added_again() {
    let (_state, path) = kept();
    let mut ledger = open(&path).expect("opened");
    let before = all(&ledger);
    let again = Event { at: day(30), ..before[1].clone() };
    let new = event(13, Kind::Refused, "e@f");
    ledger.append(&[again.clone(), new.clone(), new.clone(), again]).expect("kept");
    let after = all(&ledger);
    assert_eq!(after[..3], before);
    assert_eq!(after[3..], [new]);
}

#[test]
fn a_time_that_cannot_be_written_is_refused_with_all_that_came_with_it() {
    let (_state, path) = kept();
    let mut ledger = open(&path).expect("opened");
    let at = FixedOffset::east_opt(3601).expect("in range").timestamp_opt(1_400_000_000, 0).unwrap();
    let unfit = Event { at, ..event(13, Kind::Introduced, "e@f") };
    let error = ledger.append(&[event(13, Kind::Introduced, "g@h"), unfit]).expect_err("unfit");
    assert_eq!(
        error.to_string(),
        "cannot write an event with this `at` to the ledger: `2014-05-13T17:53:21+01:00`"
    );
    assert_eq!(all(&ledger).len(), 3);
}

#[test]
fn no_event_can_be_changed_or_removed() {
    let (_state, path) = kept();
    let before = read(&path).expect("read");
    let raw = Connection::open(&path).expect("opened");
    for sql in ["UPDATE event SET kind = 'answered'", "DELETE FROM event", "DELETE FROM event WHERE id = 1"] {
        let error = raw.execute_batch(sql).expect_err(sql);
        assert_eq!(error.to_string(), "events are only ever added", "{sql}");
    }
    for key in ["id, message_id", "id + 10, message_id", "id, message_id || 'x'"] {
        let columns =
            "server_id, community, season, project, person, name, in_reply_to, author, list, 'changed',
            tasks, wait_days, until, accepted, refused, source, url, detail FROM event";
        let (number, message_id) = key.split_once(", ").expect("two");
        let sql = format!("INSERT OR REPLACE INTO event SELECT {number}, at, kind, {message_id}, {columns}");
        raw.execute_batch(&sql).expect("ignored");
    }
    assert_eq!(read(&path).expect("read"), before);
    let mut reader = open_existing(&path).expect("opened").expect("there");
    assert!(reader.append(&[event(20, Kind::Answered, "x@y")]).is_err());
    assert_eq!(read(&path).expect("read"), before);
}

#[cfg(unix)]
#[test]
fn nobody_but_the_owner_can_look_into_it() {
    use std::os::unix::fs::PermissionsExt;

    let (state, path) = kept();
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&state.path().join("onlist")), 0o700);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(names(&state.path().join("onlist")), ["ledger.sqlite"]);

    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch("BEGIN IMMEDIATE; CREATE TABLE more (x)").expect("begun");
    assert_eq!(names(&state.path().join("onlist")), ["ledger.sqlite", "ledger.sqlite-journal"]);
    assert_eq!(mode(&state.path().join("onlist/ledger.sqlite-journal")), 0o600);
}

#[test]
fn a_newer_ledger_is_refused_and_left_alone() {
    let (_state, path) = kept();
    Connection::open(&path).expect("opened").pragma_update(None, "user_version", 7).expect("set");
    let bytes = fs::read(&path).expect("there");
    for error in [open(&path).map(drop), read(&path).map(drop)] {
        let error = error.expect_err("newer");
        assert!(
            error.to_string().ends_with("ledger.sqlite` has schema 7; this version reads up to 5"),
            "{error}"
        );
    }
    assert_eq!(fs::read(&path).expect("there"), bytes);
}

#[test]
fn what_is_no_ledger_is_refused_and_left_alone() {
    let (state, _) = place();
    let path = state.path().join("file");
    let other = state.path().join("other.sqlite");
    Connection::open(&other).and_then(|it| it.execute_batch("CREATE TABLE event (x)")).expect("made");
    let other = fs::read(&other).expect("there");
    for bytes in [&b"\n"[..], b"x", b"From: a@b\n\nHello\n", &[b'x'; 9000], &other, &[0; 9000]] {
        fs::write(&path, bytes).expect("written");
        for result in [open(&path).map(drop), read(&path).map(drop)] {
            let error = result.expect_err("no ledger");
            assert!(matches!(error, Error::NotALedger { .. }), "{error:?}");
        }
        assert_eq!(fs::read(&path).expect("there"), bytes);
    }
    let error = open(state.path()).expect_err("a folder");
    assert!(matches!(error, Error::NotALedger { .. }), "{error:?}");
}

#[test]
fn a_path_with_a_meaning_for_the_engine_is_a_path() {
    let (state, _) = place();
    let path = state.path().join("file:x?mode=memory");
    open(&path).expect("made").append(&[event(1, Kind::Introduced, "a@b")]).expect("kept");
    assert_eq!(read(&path).expect("read").len(), 1);
}

#[test]
fn a_server_is_refused_without_its_password() {
    for url in ["postgres://ada:hunter2@db.test/ledger", "postgresql://db.test/ledger"] {
        let error = open(Path::new(url)).expect_err("a server");
        assert!(matches!(error, Error::Server { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        assert!(matches!(open_existing(Path::new(url)), Err(Error::Server { .. })));
    }
}

#[test]
fn a_ledger_that_was_cut_off_is_told_from_a_shorter_one() {
    let (_state, path) = kept();
    let whole = fs::read(&path).expect("there");
    let lengths = (0..whole.len()).step_by(512).skip(1).chain([50, whole.len() - 1]);
    for length in lengths {
        fs::write(&path, &whole[..length]).expect("written");
        for result in [read(&path).map(drop), open(&path).map(drop)] {
            let error = result.expect_err("cut off");
            let told = matches!(error, Error::Damaged { .. } | Error::NotALedger { .. });
            assert!(told, "{length}: {error:?}");
        }
        assert_eq!(fs::read(&path).expect("there"), whole[..length]);
    }
}

#[test]
fn a_damaged_ledger_is_never_made_worse_by_reading() {
    let (_state, path) = kept();
    let whole = fs::read(&path).expect("there");
    let mut told = 0;
    for at in (0..whole.len()).step_by(61) {
        let mut bytes = whole.clone();
        for byte in bytes.iter_mut().skip(at).take(40) {
            *byte ^= 0xa5;
        }
        fs::write(&path, &bytes).expect("written");
        match read(&path) {
            // What is damaged may be free space.
            Ok(events) => assert!(events.len() <= 3, "{at}"),
            Err(Error::Damaged { .. } | Error::NotALedger { .. } | Error::Newer { .. }) => told += 1,
            Err(error) => panic!("{at}: {error:?}"),
        }
        assert_eq!(fs::read(&path).expect("there"), bytes, "{at}");
    }
    assert!(told > 20, "{told}");
}

#[test]
fn a_value_that_is_none_is_told() {
    let (_state, path) = place();
    drop(open(&path).expect("made"));
    let raw = Connection::open(&path).expect("opened");
    raw.execute_batch(
        "INSERT INTO event (at, kind, message_id, community, season, project, person, author, list, subject,
            tasks, accepted, refused)
        VALUES ('yesterday', 'introduced', '<a@b>', 'x', 'y', 'z', 'a@b.test', 'a@b.test', 'a@b.test', '', '[]',
            '[]', '[]')",
    )
    .expect("added");
    let error = read(&path).expect_err("damaged");
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(source.as_deref(), Some("the `at` of an event cannot be read"));
}

/// Leaves `path` as a crash in the middle of a change does: pages of it are written, and its journal is there.
fn crash(path: &Path) {
    let journal = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    let before = fs::read(path).expect("there");
    let raw = Connection::open(path).expect("opened");
    raw.execute_batch(
        "PRAGMA cache_size = 1;
        BEGIN IMMEDIATE;
        WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 500)
        INSERT INTO event (at, kind, message_id, community, season, project, person, author, list, subject,
            tasks, accepted, refused)
        SELECT at, 'refused', '<' || n || message_id, community, season, project, person, author, list, subject,
            tasks, accepted, refused FROM event, n;",
    )
    .expect("begun");
    let (half, log) = (fs::read(path).expect("there"), fs::read(journal(path)).expect("there"));
    drop(raw);
    assert_ne!(half, before, "nothing of the change is in the file");
    fs::write(path, half).expect("written");
    fs::write(journal(path), log).expect("written");
}

#[test]
fn a_change_that_a_crash_broke_off_is_undone() {
    let (state, path) = kept();
    let before = read(&path).expect("read");
    crash(&path);
    assert_eq!(read(&path).expect("read"), before);
    assert_eq!(names(&state.path().join("onlist")), ["ledger.sqlite"]);
    crash(&path);
    let mut ledger = open(&path).expect("opened");
    assert_eq!(all(&ledger), before);
    ledger.append(&[event(20, Kind::Answered, "x@y")]).expect("kept");
    assert_eq!(read(&path).expect("read").len(), 4);
}

#[test]
fn many_runs_make_and_fill_one_ledger_at_once() {
    let (_state, path) = place();
    let runs = 0..8;
    thread::scope(|scope| {
        for run in runs.clone() {
            let path = &path;
            scope.spawn(move || {
                for letter in 0..5 {
                    let mut ledger = open(path).expect("opened");
                    let own = event(1, Kind::Introduced, &format!("{run}.{letter}@b"));
                    let shared = event(1, Kind::Introduced, &format!("{letter}@all"));
                    ledger.append(&[own, shared]).expect("kept");
                    assert!(read(path).expect("read").len() > letter);
                }
            });
        }
    });
    assert_eq!(read(&path).expect("read").len(), runs.len() * 5 + 5);
}

/// Makes a ledger of SQL text.
fn restored(sql: &str, path: &Path) {
    fs::create_dir_all(path.parent().expect("below")).expect("made");
    Connection::open(path).expect("opened").execute_batch(sql).expect("restored");
}

#[test]
fn a_ledger_of_the_first_version_is_read_and_goes_on() {
    for reading_first in [true, false] {
        let (_state, path) = place();
        restored(VERSION_1, &path);
        if reading_first {
            assert_eq!(read(&path).expect("read").len(), 4);
        }
        let mut ledger = open(&path).expect("opened");
        let events = all(&ledger);
        assert_eq!(events[1].at.to_rfc3339(), "2015-03-10T12:05:00.123456789+01:00");
        assert_eq!(events[1].refused, [address("jay@example.org")]);
        assert_eq!(about(&events[2]).project, Topic::Idea(Line::sanitize("Wärme: messen")));
        assert_eq!(events[3].in_reply_to, Some(message_id("first@students.test")));
        assert_eq!(events[3].tasks, [Line::sanitize("spelling"), Line::sanitize("Fix the typo in README")]);
        let states: Vec<_> = replay(&events, day(13)).into_iter().map(|it| it.state).collect();
        assert_eq!(states, [ContactState::Answered, ContactState::Sent, ContactState::Refused]);
        ledger.append(&[events[0].clone(), event(13, Kind::Introduced, "a@b")]).expect("kept");
        assert_eq!(all(&ledger).len(), 5);
    }
}

#[test]
fn a_ledger_brought_up_to_date_has_the_shape_of_a_new_one() {
    let shape = |path: &Path| -> Vec<(String, Option<String>)> {
        drop(open(path).expect("opened"));
        let raw = Connection::open(path).expect("opened");
        let mut all = raw.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").expect("valid");
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("read");
        rows.map(|row| row.expect("read")).collect()
    };
    let (state, old) = place();
    restored(VERSION_1, &old);
    assert_eq!(shape(&old), shape(&state.path().join("new")));
}

#[test]
fn a_letter_that_belongs_to_no_contact_is_kept_once_and_is_no_contact() {
    let (_state, path) = place();
    let mut ledger = open(&path).expect("made");
    let bare = Event { contact: None, list: None, ..event(3, Kind::Sent, "a@b") };
    ledger.append(&[bare.clone(), bare.clone(), event(3, Kind::Sent, "a@b")]).expect("kept");
    assert_eq!(all(&ledger), [bare.clone(), event(3, Kind::Sent, "a@b")]);
    assert_eq!(replay(&[bare], day(4)), []);
}

#[test]
fn a_letter_is_found_by_its_own_and_by_a_servers_message_id() {
    let (_state, path) = place();
    let mut ledger = open(&path).expect("made");
    let server_id = Some(message_id("server@x"));
    let sent = Event { server_id, ..event(3, Kind::Introduced, "a@b") };
    ledger.append(&[event(2, Kind::Sending, "a@b"), sent.clone()]).expect("kept");
    let found = |id: &str| ledger.reader().of_letter(&message_id(id)).expect("read").len();
    assert_eq!([found("a@b"), found("server@x"), found("other@x")], [2, 1, 0]);
    assert!(sent.is_of(&message_id("a@b")) && sent.is_of(&message_id("server@x")));
}

#[test]
fn a_kind_of_later_versions_is_passed_over_and_counted() {
    let (_state, path) = kept();
    let raw = Connection::open(&path).expect("opened");
    let columns = "at, message_id, author, subject, tasks, accepted, refused";
    let sql = format!(
        "INSERT INTO event (kind, source, {columns}) SELECT 'of-later', 'a later one', {columns} FROM event LIMIT 1"
    );
    raw.execute_batch(&sql).expect("added");
    let history = open(&path).expect("opened").reader().events().expect("read");
    assert_eq!((history.events.len(), history.unknown), (3, 1));
}

#[test]
fn what_fails_in_between_adds_nothing() {
    let (_state, path) = kept();
    let mut ledger = open(&path).expect("opened");
    let failed = ledger.transaction(|ledger| {
        ledger.append(&[event(20, Kind::Introduced, "x@y")])?;
        assert_eq!(ledger.events()?.events.len(), 4);
        Err::<(), _>(Error::Unfit { field: "at", value: String::new() })
    });
    assert!(failed.is_err());
    assert_eq!(all(&ledger).len(), 3);
}

#[test]
fn of_runs_that_look_and_then_add_one_adds() {
    let (_state, path) = kept();
    let look_and_add = |run: usize| -> Result<bool, Error> {
        open(&path)?.transaction(|ledger| {
            let letter = format!("{run}@b");
            let begun = ledger.of(&contact("wick-trimmer", "grace@example.org"))?;
            if begun.iter().any(|it| it.kind == Kind::Sending) {
                return Ok(false);
            }
            ledger.append(&[event(20, Kind::Sending, &letter)])?;
            Ok(true)
        })
    };
    let added = thread::scope(|scope| {
        let runs: Vec<_> = (0..12)
            .map(|run| {
                scope.spawn({
                    let look_and_add = &look_and_add;
                    move || look_and_add(run)
                })
            })
            .collect();
        runs.into_iter().map(|it| it.join().expect("no panic").expect("done")).filter(|it| *it).count()
    });
    assert_eq!(added, 1);
}

fn any_line() -> impl Strategy<Value = Line> {
    any::<String>().prop_map(|text| Line::sanitize(&text))
}

fn any_address() -> impl Strategy<Value = Address> {
    "[A-Za-z0-9][A-Za-z0-9.+_'=-]{0,8}[a-z]@[a-z]{1,8}\\.(test|example\\.org|EXAMPLE)"
        .prop_filter_map("an address", |text| text.parse().ok())
}

fn any_contact() -> impl Strategy<Value = Contact> {
    let id = || "[a-z0-9]{1,3}(-[a-z0-9]{1,3})?".prop_map(|text| id(&text));
    let topic = prop_oneof![id().prop_map(Topic::Project), any_line().prop_map(Topic::Idea)];
    (id(), id(), topic, any_address()).prop_map(|(community, season, project, person)| Contact {
        community,
        season,
        project,
        person,
    })
}

fn any_event(contact: impl Strategy<Value = Contact>) -> impl Strategy<Value = Event> {
    let id = || "[!-;=?-~]{1,9}@[!-;=?-~]{1,9}".prop_map(|text| message_id(&text));
    let offset = (-14 * 60..=14 * 60).prop_map(|it| FixedOffset::east_opt(it * 60).expect("in range"));
    let at = (offset, -2_000_000_000_i64..200_000_000_000, 0..1_000_000_000_u32)
        .prop_map(|(offset, seconds, nanos)| offset.timestamp_opt(seconds, nanos).unwrap());
    let kinds = [Kind::Introduced, Kind::Answered, Kind::Sent, Kind::Refused, Kind::Unknown];
    let sources = [Source::Sent, Source::Archive, Source::Told];
    let day = (0..30_000_i64).prop_map(|days| chrono::NaiveDate::default() + TimeDelta::days(days));
    let detail = any_line().prop_map(|text| serde_json::json!({ "text": text.as_str(), "n": [1, null] }));
    (
        (at, proptest::sample::select(kinds.to_vec()), contact, id(), option(id()), option(id())),
        (any_address(), option(any_address()), any_line(), vec(any_line(), 0..3), any::<Option<u16>>()),
        (
            vec(any_address(), 0..3),
            vec(any_address(), 0..3),
            option(day),
            option(any_line()),
            option(any_line()),
        ),
        (proptest::sample::select(sources.to_vec()), option(detail)),
    )
        .prop_map(|(first, second, third, (source, detail))| {
            let (at, kind, contact, message_id, server_id, in_reply_to) = first;
            let (author, list, subject, tasks, wait_days) = second;
            let (accepted, refused, until, name, url) = third;
            Event {
                at,
                kind,
                source,
                contact: Some(contact),
                name,
                message_id,
                server_id,
                in_reply_to,
                author,
                list,
                subject,
                tasks,
                wait_days,
                until,
                accepted,
                refused,
                url,
                detail,
            }
        })
}

/// Events of few contacts and letters at few times, so that many meet.
fn crowded() -> impl Strategy<Value = Vec<Event>> {
    let person = proptest::sample::select(vec!["grace@example.org", "GRACE@example.org", "jay@example.org"]);
    let one = (any_event(person.prop_map(|it| contact("wick-trimmer", it))), 0..4_u8, 0..30_i64);
    vec(one, 0..12).prop_map(|events| {
        let crowd = |(event, letter, days): (Event, u8, i64)| Event {
            at: (day(1) + TimeDelta::days(days)).with_timezone(event.at.offset()),
            message_id: message_id(&format!("{letter}@b")),
            wait_days: event.wait_days.map(|it| it % 20),
            ..event
        };
        events.into_iter().map(crowd).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn events_come_back_as_they_were(events in vec(any_event(any_contact()), 1..6)) {
        let (_state, path) = place();
        let mut ledger = open(&path).expect("made");
        for event in &events {
            ledger.append(std::slice::from_ref(event)).expect("kept");
        }
        let back = all(&ledger);
        prop_assert_eq!(format!("{:?}", back), format!("{:?}", events));
        for event in &events {
            prop_assert!(ledger.reader().of(&about(event)).expect("read").contains(event));
        }
    }
}

proptest! {
    #[test]
    fn order_and_repetition_make_no_difference(
        (events, shuffled) in crowded().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        again in any::<proptest::sample::Index>(),
        now in 0..32_i64,
    ) {
        let now = day(1) + TimeDelta::days(now);
        let expected = format!("{:?}", replay(&events, now));
        prop_assert_eq!(&format!("{:?}", replay(&shuffled, now)), &expected);
        let mut repeated = shuffled;
        if !repeated.is_empty() {
            repeated.insert(0, again.get(&repeated).clone());
        }
        repeated.extend(events.iter().cloned());
        prop_assert_eq!(&format!("{:?}", replay(&repeated, now)), &expected);
        let early: Vec<_> = events.into_iter().filter(|it| it.at <= now).collect();
        prop_assert_eq!(format!("{:?}", replay(&early, now)), expected);
    }
}
