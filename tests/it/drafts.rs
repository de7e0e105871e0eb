//! The store of drafts, and what goes wrong around it.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use onlist_core::drafts::{Draft, Error, Id, Kind, StateLock, Store};
use onlist_mail::message_id::MessageId;
use tempfile::TempDir;

fn store() -> (TempDir, Store) {
    let state = tempfile::tempdir().expect("made");
    let store = Store::at(&state.path().join("onlist"));
    (state, store)
}

fn at(minute: u32) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2015-03-10T12:{minute:02}:00+01:00")).expect("valid")
}

fn draft(minute: u32, answer: &str) -> Draft {
    let mut draft = Draft::new(Kind::Introduction, at(minute));
    draft.answers.insert("interest".into(), answer.into());
    draft
}

fn create(store: &Store, label: &str, draft: &Draft) -> Result<Id, Error> {
    let folder = store.path(&Id::from_label("any"));
    let state = folder.ancestors().nth(2).expect("below the state folder");
    let alone = StateLock::take(state, Duration::from_secs(20))?;
    Ok(store.create(&alone, label, draft, |id| id.as_str() == "taken")?.0)
}

/// Deletes a draft under its lock.
fn delete(store: &Store, id: &Id) -> Result<(), Error> {
    store.delete(id, store.lock(id)?)
}

fn folder(state: &TempDir) -> PathBuf {
    state.path().join("onlist/drafts")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn ids(store: &Store) -> Vec<String> {
    store.list().expect("readable").drafts.iter().map(|(id, _)| id.to_string()).collect()
}

#[test]
fn drafts_are_kept_changed_and_listed_newest_first() {
    let (_state, store) = store();
    assert!(store.list().expect("empty").drafts.is_empty());

    let first = create(&store, "Powerclamp", &draft(1, "one")).expect("kept");
    let second = create(&store, "powerclamp", &draft(2, "two")).expect("kept");
    let third = create(&store, "powerclamp", &draft(3, "three")).expect("kept");
    assert_eq!(
        [first.as_str(), second.as_str(), third.as_str()],
        ["powerclamp", "powerclamp-2", "powerclamp-3"]
    );
    let taken = create(&store, "taken", &draft(0, "a letter has the name")).expect("kept");
    assert_eq!(taken.as_str(), "taken-2");
    delete(&store, &taken).expect("deleted");

    let mut changed = draft(1, "changed");
    changed.changed = at(9);
    store.save(&first, &changed).expect("kept");
    assert_eq!(store.load(&first).expect("there"), changed);
    assert_eq!(ids(&store), ["powerclamp", "powerclamp-3", "powerclamp-2"]);
}

#[test]
fn a_deleted_draft_is_gone_with_all_that_was_beside_it() {
    let (state, store) = store();
    let id = create(&store, "reply", &draft(1, "x")).expect("kept");
    store.attach(&id, "mail.eml", b"From: a\r\n").expect("kept");
    delete(&store, &id).expect("deleted");
    assert!(names(&folder(&state)).is_empty());
    assert!(matches!(delete(&store, &id), Err(Error::Missing { .. })));
    assert!(matches!(store.load(&id), Err(Error::Missing { .. })));
    assert!(matches!(store.save(&id, &draft(1, "x")), Err(Error::Missing { .. })));
    assert!(matches!(store.attach(&id, "mail.eml", b""), Err(Error::Missing { .. })));
    assert!(matches!(store.lock(&id), Err(Error::Missing { .. })));
    assert!(names(&folder(&state)).is_empty());
}

#[test]
fn attachments_stay_in_their_folder() {
    let (_state, store) = store();
    let id = create(&store, "reply", &draft(1, "x")).expect("kept");
    assert_eq!(store.attachment(&id, "mail.eml").expect("readable"), None);
    store.attach(&id, "mail.eml", b"\xff\r\n").expect("kept");
    assert_eq!(store.attachment(&id, "mail.eml").expect("readable").as_deref(), Some(&b"\xff\r\n"[..]));
    store.attach(&id, "so-far.txt", b"text").expect("kept");
    assert_eq!(fs::read(store.edit_path(&id, "so-far").expect("a name")).expect("there"), b"text");

    for name in ["", "..", "../x", "a/b", "a\\b", ".lock", "draft.toml"] {
        assert!(matches!(store.attach(&id, name, b"x"), Err(Error::NoName { .. })), "{name:?}");
        assert!(matches!(store.attachment(&id, name), Err(Error::NoName { .. })), "{name:?}");
    }
    assert!(matches!(store.edit_path(&id, "../so-far"), Err(Error::NoName { .. })));
}

#[test]
fn a_message_id_is_given_once() {
    let (_state, store) = store();
    let mut draft = draft(1, "x");
    let id = create(&store, "x", &draft).expect("kept");
    draft.message_id = MessageId::parse("<a@b>");
    store.save(&id, &draft).expect("given");
    store.save(&id, &draft).expect("kept");
    for other in [None, MessageId::parse("<c@d>")] {
        draft.message_id = other;
        assert!(matches!(store.save(&id, &draft), Err(Error::MessageId { .. })));
    }
    assert_eq!(store.load(&id).expect("there").message_id, MessageId::parse("<a@b>"));
}

#[test]
fn a_broken_draft_stays_as_it_is_and_hides_no_other() {
    let (state, store) = store();
    let good = create(&store, "good", &draft(1, "x")).expect("kept");
    for (name, text) in [
        ("cut", &b"schema = 1\nkind = \"intro"[..]),
        ("newer", b"schema = 2\nsomething = 1\n"),
        ("bytes", b"schema = 1\nkind = \"\xff\"\n"),
        ("unknown", b"schema = 1\nkind = \"poem\"\n"),
        ("empty", b""),
    ] {
        let id = create(&store, name, &draft(1, "x")).expect("kept");
        let path = folder(&state).join(name).join("draft.toml");
        fs::write(&path, text).expect("written");
        store.save(&id, &draft(2, "y")).expect_err("what cannot be read is not overwritten");
        assert_eq!(fs::read(&path).expect("there"), text);
    }
    fs::create_dir(folder(&state).join("No Name")).expect("made");
    fs::write(folder(&state).join("No Name/x"), "x").expect("written");

    let listing = store.list().expect("readable");
    assert_eq!(listing.drafts.len(), 1);
    assert_eq!(listing.drafts[0].0, good);
    let drafts = folder(&state).to_string_lossy().into_owned();
    let reason = |error: &Error| error.to_string().replace(&drafts, "drafts");
    let mut reasons: Vec<_> = listing.broken.iter().map(reason).collect();
    reasons.sort();
    assert_eq!(
        reasons,
        [
            "`No Name` is not a draft name",
            "`drafts/newer/draft.toml` has schema 2; this version reads up to 1",
            "cannot read a draft from `drafts/bytes/draft.toml`",
            "cannot read a draft from `drafts/cut/draft.toml`",
            "cannot read a draft from `drafts/empty/draft.toml`",
            "cannot read a draft from `drafts/unknown/draft.toml`",
        ]
    );
}

#[test]
fn an_interrupted_write_leaves_the_old_draft() {
    let (state, store) = store();
    let id = create(&store, "x", &draft(1, "old")).expect("kept");
    fs::write(folder(&state).join("x/.onlist-abc123"), "schema = 1\nkind").expect("written");
    assert_eq!(store.load(&id).expect("there").answers["interest"], "old");
    store.save(&id, &draft(1, "new")).expect("kept");
    assert_eq!(ids(&store), ["x"]);

    fs::create_dir(folder(&state).join("begun")).expect("made");
    fs::write(folder(&state).join("begun/.onlist-abc123"), "schema").expect("written");
    fs::create_dir(folder(&state).join(".deleted-abc123")).expect("made");
    let listing = store.list().expect("readable");
    assert_eq!((listing.drafts.len(), listing.broken.len()), (1, 0));
    assert_eq!(create(&store, "begun", &draft(1, "x")).expect("kept").as_str(), "begun-2");
}

#[test]
fn many_can_create_under_one_label() {
    let (_state, store) = store();
    let one = |n: u32| create(&store, "same", &draft(n, &n.to_string())).expect("kept");
    thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|n| scope.spawn(move || (n, one(n)))).collect();
        for run in runs {
            let (n, id) = run.join().expect("no panic");
            assert_eq!(store.load(&id).expect("there").answers["interest"], n.to_string());
        }
    });
    assert_eq!(ids(&store).len(), 8);
}

#[test]
fn one_run_has_a_draft_at_a_time() {
    let (_state, store) = store();
    let id = create(&store, "x", &draft(1, "x")).expect("kept");
    let lock = store.lock(&id).expect("free");
    assert!(matches!(store.lock(&id), Err(Error::Busy { .. })));
    drop(lock);
    store.lock(&id).expect("free again");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_look_into_a_draft() {
    use std::os::unix::fs::PermissionsExt;

    let (state, store) = store();
    let id = create(&store, "x", &draft(1, "x")).expect("kept");
    store.attach(&id, "mail.eml", b"x").expect("kept");
    store.save(&id, &draft(1, "y")).expect("kept");
    let _lock = store.lock(&id).expect("free");
    for (name, expected) in [
        ("onlist", 0o700),
        ("onlist/drafts", 0o700),
        ("onlist/drafts/x", 0o700),
        ("onlist/drafts/x/draft.toml", 0o600),
    ] {
        let mode = fs::metadata(state.path().join(name)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, expected, "{name}");
    }
}

#[test]
fn a_draft_that_cannot_be_written_is_named() {
    let (state, store) = store();
    let id = create(&store, "x", &draft(1, "old")).expect("kept");
    let path = folder(&state).join("x/draft.toml");
    fs::remove_file(&path).and_then(|()| fs::create_dir(&path)).expect("in the way");
    let error = store.save(&id, &draft(1, "new")).expect_err("a folder is in the way");
    assert!(error.to_string().contains("draft.toml"), "{error}");
}

#[test]
fn a_store_that_cannot_be_made_is_named() {
    let state = tempfile::tempdir().expect("made");
    fs::write(state.path().join("onlist"), "a file").expect("written");
    let store = Store::at(&state.path().join("onlist"));
    let error = create(&store, "x", &draft(1, "x")).expect_err("no folder");
    assert!(error.to_string().contains("onlist"), "{error}");
}
