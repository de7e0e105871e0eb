//! Letters on their way: what is written down, and what that says after a crash.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::support::{letter_bytes, letter_file};

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_core::catalog;
use onlist_core::drafts::{self, Draft, Id, Kind, StateLock, Store};
use onlist_core::ledger::{Contact, Topic};
use onlist_core::outbox::{
    Allowed, DeliveryStatus, Entry, Error, HeldLetter, Key, Outbox, Outcome, QueuedLetter, Recipient,
    RecipientStatus, Refusal,
};
use onlist_core::resolve::Role;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use proptest::prelude::*;
use tempfile::TempDir;

/// A process that another test starts has the files of this one for a moment, until it runs its program.
const A_FORK: Duration = Duration::from_secs(20);

/// List, mentor and somebody added, by the letters that name them here.
const PEOPLE: [(char, &str, Role); 3] = [
    ('l', "dev@lists.test", Role::List),
    ('m', "mentor@people.test", Role::Mentor),
    ('a', "added@people.test", Role::Added),
];

const BYTES: &str = "From: Ada <ada@students.test>\r\nTo: dev@lists.test\r\n\r\nHello\r\n";

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid")
}

fn address(name: char) -> Address {
    let known = PEOPLE.iter().find(|(it, ..)| *it == name);
    let text = known.map_or_else(|| format!("{name}@nowhere.test"), |(_, address, _)| (*address).to_owned());
    text.parse().expect("valid")
}

fn line(text: &str) -> Line {
    Line::new(text).expect("one line")
}

fn letter() -> QueuedLetter {
    let recipient = |(_, address, role): (char, &str, Role)| Recipient {
        address: address.parse().expect("valid"),
        name: (role == Role::Mentor).then(|| line("Mé \"M\" Ntor")),
        role,
        age: (role == Role::Mentor).then(|| "named 3 years ago".to_owned()),
    };
    QueuedLetter {
        kind: Kind::Introduction,
        message_id: MessageId::parse("<letter@students.test>").expect("valid"),
        has_made_id: false,
        queued: now(),
        subject: line("[Season] a = \"b\""),
        reverse_path: "ada@students.test".parse().expect("valid"),
        list: Some(address('l')),
        wait_days: Some(7),
        notices: vec!["the season is over".to_owned(), "two\nlines".to_owned()],
        in_reply_to: None,
        tasks: vec![line("trim")],
        objects: std::collections::BTreeMap::new(),
        until: chrono::NaiveDate::from_ymd_opt(2015, 3, 24),
        person: Some(line("Ada")),
        contact: Some(Contact {
            community: catalog::Id::new("lamps").expect("an id"),
            season: catalog::Id::new("2015").expect("an id"),
            project: Topic::Project(catalog::Id::new("wick-trimmer").expect("an id")),
            person: "ada@students.test".parse().expect("valid"),
        }),
        catalog: Some("/home/ada/lamps.toml".to_owned()),
        recipients: PEOPLE.map(recipient).into(),
        allowed: vec![Allowed { code: "C101".to_owned(), reason: "it is so".to_owned() }],
        bytes: BYTES.as_bytes().to_vec(),
    }
}

/// A state folder with one draft.
struct Folder {
    state: TempDir,
    id: Id,
}

impl Folder {
    fn new() -> Self {
        let state = tempfile::tempdir().expect("made");
        let id = create(state.path(), "letter");
        Self { state, id }
    }

    /// With the draft queued.
    fn queued() -> (Self, HeldLetter) {
        let folder = Self::new();
        let held = folder.queue(letter()).expect("queued");
        (folder, held)
    }

    fn alone(&self) -> StateLock {
        StateLock::take(self.state.path(), A_FORK).expect("nobody has it")
    }

    fn queue(&self, letter: QueuedLetter) -> Result<HeldLetter, Error> {
        self.queue_as(&self.id, letter)
    }

    fn queue_as(&self, id: &Id, letter: QueuedLetter) -> Result<HeldLetter, Error> {
        let mut held = self.outbox().queue(&self.alone(), vec![(id.clone(), letter)])?;
        Ok(held.remove(0))
    }

    fn outbox(&self) -> Outbox {
        Outbox::at(self.state.path())
    }

    fn drafts(&self) -> Store {
        Store::at(self.state.path())
    }

    fn read(&self) -> Result<Option<Entry>, Error> {
        self.outbox().load(&self.outbox().index()?, &self.id)
    }

    fn load(&self) -> Entry {
        self.read().expect("readable").expect("queued")
    }

    fn hold(&self) -> HeldLetter {
        let index = self.outbox().index().expect("readable");
        self.outbox().hold(&index, &self.id).expect("readable").expect("queued")
    }

    /// The letter's file.
    fn file(&self) -> PathBuf {
        letter_file(self.state.path(), self.id.as_str()).expect("queued")
    }

    /// All names below the state folder, but those of locks.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        below(self.state.path(), &mut names);
        names.retain(|it| !it.ends_with("lock"));
        names.sort();
        names
    }
}

fn below(folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            below(&path, names);
        } else {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            names.push(name.split('.').filter(|it| it.len() != 16).collect::<Vec<_>>().join("."));
        }
    }
}

/// Keeps a draft of that name.
fn create(state: &Path, name: &str) -> Id {
    let alone = StateLock::take(state, A_FORK).expect("nobody has it");
    let draft = Draft::new(Kind::Introduction, now());
    Store::at(state).create(&alone, name, &draft, |_| false).expect("kept").0
}

/// `!m:550 no` is a refusal.
fn refusals(words: &[&str]) -> Vec<Refusal> {
    let refusal = |word: &&str| {
        let (name, reply) = word.strip_prefix('!')?.split_once(':')?;
        let address = address(name.chars().next()?);
        Some(Refusal { address, reply: line(reply), permanent: reply.starts_with('5') })
    };
    words.iter().filter_map(refusal).collect()
}

fn named(words: &[&str]) -> Vec<Address> {
    words.iter().filter(|it| it.len() == 1).filter_map(|it| it.chars().next()).map(address).collect()
}

/// Takes one step, written as `body l m`, `took l m !a:550`, `no 451 !m:550`, `lost !m:550` or `again`.
fn take(entry: &mut HeldLetter, step: &str, at: DateTime<FixedOffset>) -> Result<(), Error> {
    let words: Vec<_> = step.split(' ').collect();
    let refused = refusals(&words);
    let outcome = match words[0] {
        "body" => return entry.body(at, "smtp mail.test", &named(&words)),
        "again" => return entry.again(at),
        "took" => Outcome::Accepted { to: named(&words), reply: line("250 ok"), server_id: None, refused },
        "no" => Outcome::Refused { reply: line(words[1]), permanent: words[1].starts_with('5'), refused },
        "lost" => Outcome::Unknown { why: line("the connection broke"), refused },
        word => panic!("`{word}` is no step"),
    };
    entry.settled(at, outcome)
}

/// `partly: l+ m-450 a.`: waiting `.`, accepted `+`, refused `-` with the reply, unknown `?`.
fn shown(entry: &Entry) -> String {
    let state = match entry.status() {
        DeliveryStatus::Ready => "ready",
        DeliveryStatus::Sending { .. } => "sending",
        DeliveryStatus::Unknown { .. } => "unknown",
        DeliveryStatus::Accepted => "accepted",
        DeliveryStatus::Partly => "partly",
        DeliveryStatus::Refused { permanent: false } => "refused for now",
        DeliveryStatus::Refused { permanent: true } => "refused for good",
    };
    let fate = |(nth, (_, status)): (usize, (&Recipient, RecipientStatus))| {
        let status = match status {
            RecipientStatus::Waiting => ".".to_owned(),
            RecipientStatus::Accepted => "+".to_owned(),
            RecipientStatus::Refused { reply, .. } => format!("-{reply}"),
            RecipientStatus::Unknown => "?".to_owned(),
        };
        format!(" {}{status}", PEOPLE[nth].0)
    };
    let fates: String = entry.recipients().enumerate().map(fate).collect();
    format!("{state}:{fates}")
}

/// Whom a resend would reach.
fn outstanding(entry: &Entry) -> Vec<Address> {
    entry.outstanding().envelope.forward_paths
}

#[test]
fn a_journal_says_how_a_letter_stands() {
    for (steps, expected) in [
        ("", "ready: l. m. a."),
        // One attempt.
        ("body l m a", "sending: l? m? a?"),
        ("body l m a, took l m a", "accepted: l+ m+ a+"),
        ("body l m, took l m !a:550", "partly: l+ m+ a-550"),
        ("body l m", "sending: l? m? a."),
        ("body l m a, no 554", "refused for good: l-554 m-554 a-554"),
        ("body l m a, no 451", "refused for now: l-451 m-451 a-451"),
        ("body l m, no 451 !a:550", "refused for now: l-451 m-451 a-550"),
        ("body l m a, lost", "unknown: l? m? a?"),
        ("body l m, lost !a:550", "unknown: l? m? a-550"),
        ("body l m, took l", "unknown: l+ m? a."),
        ("lost !a:550", "unknown: l? m? a-550"),
        // Nothing went out.
        ("no connection", "refused for now: l. m. a."),
        ("no 550 !l:550", "refused for good: l-550 m. a."),
        ("no 550 !l:550 !m:450", "refused for good: l-550 m-450 a."),
        ("no 550, no connection", "refused for now: l. m. a."),
        ("no 450 !l:450, body l m a", "sending: l? m? a?"),
        ("no 450 !l:450, body l m a, took l m a", "accepted: l+ m+ a+"),
        // Some have it, the others are tried again.
        ("body l m, took l m !a:450, no 451", "partly: l+ m+ a-450"),
        ("body l m, took l m !a:450, no 550 !a:550", "partly: l+ m+ a-550"),
        ("body l m, took l m !a:450, body a, took a", "accepted: l+ m+ a+"),
        ("body l m, took l m !a:450, body a", "sending: l+ m+ a?"),
        ("body l m, took l m !a:450, body a, lost", "unknown: l+ m+ a?"),
        ("body l m, took l m !a:450, body a, no 552", "partly: l+ m+ a-552"),
        // It may have arrived, and is sent once more.
        ("body l m a, lost, again", "unknown: l? m? a?"),
        ("body l m a, again", "unknown: l? m? a?"),
        ("body l m a, lost, again, body l m a", "sending: l? m? a?"),
        ("body l m a, lost, again, body l m a, took l m a", "accepted: l+ m+ a+"),
        ("body l m a, again, body l m a, took l m a", "accepted: l+ m+ a+"),
        ("body l m a, lost, again, body l m, took l m !a:550", "unknown: l+ m+ a?"),
        // What may have arrived stays so, whatever a server says of the next attempt.
        ("body l m a, lost, again, no 550 !l:550", "unknown: l? m? a?"),
        ("body l m a, lost, again, body l m a, no 554", "unknown: l? m? a?"),
        ("body l m a, lost, again, body l m a, lost", "unknown: l? m? a?"),
        ("body l m, lost !a:450, again, body l m a, no 451", "unknown: l? m? a-451"),
        // Nobody takes back what was accepted.
        ("body l m a, took l m a, no 550 !l:550", "accepted: l+ m+ a+"),
        ("body l m a, took l m a, lost", "accepted: l+ m+ a+"),
    ] {
        let (folder, mut entry) = Folder::queued();
        for (nth, step) in steps.split(", ").filter(|it| !it.is_empty()).enumerate() {
            // The clock goes back by a day each time: only the order counts.
            let at = now() - TimeDelta::days(i64::try_from(nth).expect("few"));
            take(&mut entry, step, at).expect("written");
            let found = folder.load();
            assert_eq!(shown(&found), shown(&entry), "{steps}: read back after {step}");
            assert_eq!(found.last(), entry.last(), "{steps}");
            assert_eq!(found.outstanding(), entry.outstanding(), "{steps}");
        }
        assert_eq!(shown(&entry), expected, "{steps}");
    }
}

#[test]
fn a_resend_reaches_only_those_who_do_not_have_it() {
    let (_folder, mut entry) = Folder::queued();
    assert_eq!(entry.outstanding(), letter().message());
    take(&mut entry, "body l m", now()).expect("written");
    take(&mut entry, "took l m !a:450 later", now()).expect("written");
    assert_eq!(entry.outstanding().bytes, BYTES.as_bytes());
    assert_eq!(outstanding(&entry), [address('a')]);
    for (to, refused) in [(['a', 'l'], 'l'), (['a', 'x'], 'x')] {
        let error = entry.body(now(), "smtp", &to.map(address)).expect_err("refused");
        let Error::NotOutstanding { address: named, .. } = &error else { panic!("{error:?}") };
        assert_eq!(*named, address(refused));
    }
    assert!(matches!(entry.body(now(), "smtp", &[]), Err(Error::Nobody { .. })));
    take(&mut entry, "body a", now()).expect("written");
    take(&mut entry, "took a", now()).expect("written");
    assert_eq!(outstanding(&entry), []);
}

#[test]
fn what_may_have_arrived_goes_out_only_when_asked_for_and_once() {
    for before in ["body l m a", "body l m a, lost"] {
        let (folder, mut entry) = Folder::queued();
        before.split(", ").for_each(|step| take(&mut entry, step, now()).expect("written"));
        let error = take(&mut entry, "body l m a", now()).expect_err("nobody asked");
        assert!(matches!(error, Error::Unknown { .. }), "{error:?}");
        drop(entry);
        let mut entry = folder.hold();
        let error = take(&mut entry, "body l m a", now()).expect_err("nobody asked");
        assert!(matches!(error, Error::Unknown { .. }), "{error:?}");
        take(&mut entry, "again", now()).expect("written");
        take(&mut entry, "no connection", now()).expect("written");
        assert!(matches!(take(&mut entry, "body l m a", now()), Err(Error::Unknown { .. })), "{before}");
    }
}

#[test]
fn attempts_are_told_with_their_time_and_words() {
    let (folder, mut entry) = Folder::queued();
    assert_eq!(entry.last(), None);
    let early = now() - TimeDelta::days(1);
    take(&mut entry, "no 451", early).expect("written");
    let last = entry.last().expect("tried");
    assert_eq!((last.at, &last.route), (early, &None));
    assert!(matches!(&last.outcome, Outcome::Refused { reply, .. } if reply.as_str() == "451"));

    entry.body(now(), "smtp \u{1b}[2Jmail.test\r\n", &[address('l')]).expect("written");
    let DeliveryStatus::Sending { since } = entry.status() else { panic!("{:?}", entry.status()) };
    assert_eq!(since, now());
    take(&mut entry, "lost", now() + TimeDelta::minutes(10)).expect("written");
    let DeliveryStatus::Unknown { since, why } = folder.load().status() else {
        panic!("{:?}", entry.status())
    };
    assert_eq!((since, why.as_str()), (now(), "the connection broke"));
    let route = entry.last().and_then(|it| it.route.as_deref()).expect("a route");
    assert_eq!(route, "smtp [2Jmail.test");
}

#[test]
fn what_was_queued_is_read_back_as_it_was() {
    let folder = Folder::new();
    assert!(folder.read().expect("readable").is_none());
    let entry = folder.queue(letter()).expect("queued");
    assert_eq!(*entry.letter(), letter());
    assert_eq!(*folder.load().letter(), letter());
    assert_eq!(letter_bytes(&folder.file()), BYTES.as_bytes());
    assert_eq!(folder.names(), ["draft.toml", "letter.letter"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.file()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let bare = QueuedLetter {
        list: None,
        wait_days: None,
        notices: Vec::new(),
        contact: None,
        person: None,
        until: None,
        allowed: Vec::new(),
        bytes: b"\xff\0".to_vec(),
        ..letter()
    };
    let folder = Folder::new();
    folder.queue(bare.clone()).expect("queued");
    assert_eq!(*folder.load().letter(), bare);
}

#[test]
fn what_is_queued_is_queued_once() {
    let (folder, _held) = Folder::queued();
    let other = QueuedLetter {
        message_id: MessageId::parse("<other@x>").expect("valid"),
        bytes: b"From: x\r\n".to_vec(),
        ..letter()
    };
    let error = folder.queue(other).expect_err("queued");
    assert!(matches!(error, Error::Queued { .. }), "{error:?}");
    for name in ["outgoing.eml", "outgoing.log", "outgoing.toml"] {
        let error = folder.drafts().attach(&folder.id, name, b"x").expect_err("taken");
        assert!(matches!(error, drafts::Error::NoName { .. }), "{error:?}");
    }
    assert_eq!(*folder.load().letter(), letter());
}

#[test]
fn a_letter_that_cannot_be_queued_stays_a_draft() {
    let folder = Folder::new();
    let nobody = QueuedLetter { recipients: Vec::new(), ..letter() };
    assert!(matches!(folder.queue(nobody), Err(Error::Nobody { .. })));
    assert_eq!(folder.names(), ["draft.toml"]);
    let missing: Id = "missing".parse().expect("valid");
    let index = folder.outbox().index().expect("empty");
    assert!(folder.outbox().hold(&index, &missing).expect("readable").is_none());
}

#[test]
fn everybody_gets_a_letter_once() {
    let folder = Folder::new();
    let mut twice = letter();
    twice
        .recipients
        .push(Recipient { address: "DEV@lists.test".parse().expect("valid"), ..twice.recipients[1].clone() });
    let entry = folder.queue(twice).expect("queued");
    assert_eq!(*entry.letter(), letter());
}

#[test]
fn a_crash_while_a_letter_is_queued_leaves_a_draft_and_nothing_else() {
    let folder = Folder::new();
    fs::create_dir(folder.state.path().join("outbox")).expect("made");
    fs::write(folder.state.path().join("outbox/.onlist-1"), "half a let").expect("written");
    fs::create_dir(folder.state.path().join("drafts/empty")).expect("made");
    assert!(folder.read().expect("readable").is_none());
    let index = folder.outbox().index().expect("readable");
    folder.outbox().clean(&folder.alone(), &index);
    assert_eq!(folder.names(), ["draft.toml"]);
    assert!(!folder.state.path().join("drafts/empty").exists());
}

#[test]
fn what_a_run_is_at_work_on_is_not_cleaned_away() {
    let folder = Folder::new();
    let being_made = folder.state.path().join("drafts/new");
    fs::create_dir(&being_made).expect("made");
    let lock = fs::File::create(being_made.join(".lock")).expect("made");
    lock.lock().expect("nobody has it");
    fs::create_dir(folder.state.path().join("drafts/other")).expect("made");
    fs::write(folder.state.path().join("drafts/other/notes.txt"), "mine").expect("written");
    let index = folder.outbox().index().expect("readable");
    folder.outbox().clean(&folder.alone(), &index);
    assert!(being_made.exists());
    assert_eq!(folder.names(), ["draft.toml", "notes.txt"]);
}

#[test]
fn a_letter_is_a_draft_again_while_nobody_can_have_it() {
    for (steps, can) in [
        ("", true),
        ("no 451", true),
        ("body l m a, no 554", true),
        ("body l m a", false),
        ("body l m a, lost", false),
        ("body l m a, lost, again", false),
        ("body l m a, lost, again, no 550", false),
        ("body l m, took l m !a:550", false),
        ("body l m a, took l m a", false),
    ] {
        let (folder, mut entry) = Folder::queued();
        for step in steps.split(", ").filter(|it| !it.is_empty()) {
            take(&mut entry, step, now()).expect("written");
        }
        let before = folder.load();
        let unqueued = folder.outbox().unqueue(entry);
        if can {
            unqueued.expect("a draft");
            assert_eq!(folder.names(), ["draft.toml"], "{steps}");
            let again = folder.queue(letter()).expect("queued");
            assert_eq!(shown(&again), "ready: l. m. a.");
        } else {
            assert!(matches!(unqueued, Err(Error::Gone { .. })), "{steps}: {unqueued:?}");
            assert_eq!(folder.load().letter(), before.letter());
        }
    }
}

#[test]
fn a_letter_that_nobody_has_gets_another_date_under_its_message_id() {
    let (folder, mut entry) = Folder::queued();
    take(&mut entry, "no 451", now()).expect("written");
    let later = now() + TimeDelta::days(30);
    let dated = entry.letter().dated(later);
    let entry = folder.outbox().replace(&folder.alone(), entry, dated.clone()).expect("replaced");
    assert_eq!(shown(&entry), "ready: l. m. a.");
    drop(entry);
    let mut entry = folder.hold();
    assert_eq!((entry.letter(), folder.names().len()), (&dated, 2));
    take(&mut entry, "body l m a", now()).expect("written");
    let error = folder.outbox().replace(&folder.alone(), entry, letter()).expect_err("it may have arrived");
    assert!(matches!(error, Error::Gone { .. }), "{error:?}");
    assert_eq!(*folder.load().letter(), dated);
}

#[test]
fn another_date_changes_the_field_and_nothing_else() {
    let later = now() + TimeDelta::days(30);
    for (before, after) in [
        ("A: b\r\nDate: x\r\nC: d\r\n\r\nDate: y\r\n", "A: b\r\nDate: NOW\r\nC: d\r\n\r\nDate: y\r\n"),
        ("date:\r\n x\r\n\ty\r\nC: d\r\n e\r\n\r\n x", "Date: NOW\r\nC: d\r\n e\r\n\r\n x"),
        ("A: b\r\n Date: x\r\n\r\n", "A: b\r\n Date: x\r\n\r\n"),
    ] {
        let dated = QueuedLetter { bytes: before.into(), ..letter() }.dated(later);
        let expected = after.replace("NOW", "Thu, 9 Apr 2015 12:00:00 +0100");
        assert_eq!(String::from_utf8_lossy(&dated.bytes), expected);
    }
}

#[test]
fn every_altered_byte_is_found() {
    let (folder, mut entry) = Folder::queued();
    take(&mut entry, "no 451", now()).expect("written");
    take(&mut entry, "body l m a", now()).expect("written");
    drop(entry);
    let path = folder.file();
    let (whole, room) = written(&path);
    assert!(room.len() > 512 && room.iter().all(|it| *it == 0), "{room:?}");
    for at in 0..whole.len() {
        let mut altered = [&*whole, &room].concat();
        altered[at] ^= 1;
        fs::write(&path, &altered).expect("written");
        match folder.read() {
            Err(Error::Altered { path: it } | Error::Journal { path: it, .. }) => assert_eq!(it, path),
            Err(Error::Newer { .. }) if whole[at] == b'2' => {}
            // A last line without its end is what a crash leaves.
            Ok(Some(entry)) if at == whole.len() - 1 => {
                assert_eq!(shown(&entry), "refused for now: l. m. a.");
            }
            other => panic!("{at}: {other:?}"),
        }
    }
    let journal =
        whole.len() - whole.iter().rev().skip(1).position(|it| *it == b'\n').expect("two lines") - 1;
    let lines: Vec<_> = whole[..journal].split_inclusive(|it| *it == b'\n').collect();
    let without_one = [lines[..lines.len() - 1].concat(), whole[journal..].to_vec()].concat();
    fs::write(&path, without_one).expect("written");
    assert!(matches!(folder.read(), Err(Error::Journal { line: 1, .. })), "a line is left out");
}

#[test]
fn an_envelope_changed_by_hand_is_found() {
    let (folder, entry) = Folder::queued();
    drop(entry);
    let path = folder.file();
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, text.replace("mentor@people.test", "mentor@other.test")).expect("written");
    let error = folder.read().expect_err("altered");
    assert_eq!(error.to_string(), format!("`{}` was changed after it was queued", path.display()));
}

#[test]
fn files_of_a_newer_version_are_left_alone() {
    let (folder, entry) = Folder::queued();
    drop(entry);
    let path = folder.file();
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, text.replace("\"schema\":2,", "\"schema\":7,\"wings\":2,")).expect("written");
    let error = folder.read().expect_err("newer");
    assert_eq!(error.to_string(), format!("`{}` has schema 7; this version reads up to 2", path.display()));
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_hides_no_other_letter() {
    let (folder, _held) = Folder::queued();
    let other = create(folder.state.path(), "other");
    let message_id = MessageId::parse("<other@x>").expect("valid");
    folder.queue_as(&other, QueuedLetter { message_id, ..letter() }).expect("queued");
    fs::write(folder.file(), "").expect("written");
    let by_hand = folder.state.path().join("outbox/copy of a letter.letter");
    fs::write(&by_hand, "x").expect("written");
    let listing = folder.outbox().list().expect("readable");
    let ids: Vec<_> = listing.entries.iter().map(Entry::id).collect();
    assert_eq!(ids, [&other]);
    let broken: Vec<_> = listing.broken.iter().map(ToString::to_string).collect();
    let said = |path: &Path| format!("`{}` was changed after it was queued", path.display());
    assert_eq!(broken, [said(&by_hand), said(&folder.file())]);
}

#[test]
fn a_message_id_is_queued_once() {
    let (folder, _held) = Folder::queued();
    let other = create(folder.state.path(), "copy");
    let error = folder.queue_as(&other, letter()).expect_err("a twin");
    assert_eq!(error.to_string(), "letter `copy` has the Message-ID of `letter`");
    let third = create(folder.state.path(), "third");
    let another =
        QueuedLetter { message_id: MessageId::parse("<another@students.test>").expect("valid"), ..letter() };
    let both = vec![(other, another.clone()), (third, another)];
    let error = folder.outbox().queue(&folder.alone(), both).expect_err("twins");
    assert_eq!(error.to_string(), "letter `third` has the Message-ID of `copy`");
    assert_eq!(folder.outbox().list().expect("readable").entries.len(), 1);
}

#[test]
fn the_last_queued_letter_is_listed_first() {
    let (folder, _held) = Folder::queued();
    assert!(Outbox::at(&folder.state.path().join("none")).list().expect("empty").entries.is_empty());
    for (name, days) in [("old", -1), ("new", 1), ("letter-too", 0)] {
        let id = create(folder.state.path(), name);
        let queued = now() + TimeDelta::days(days);
        let message_id = MessageId::parse(&format!("<{name}@students.test>")).expect("valid");
        folder.queue_as(&id, QueuedLetter { queued, message_id, ..letter() }).expect("queued");
    }
    let listing = folder.outbox().list().expect("readable");
    let ids: Vec<_> = listing.entries.iter().map(|it| it.id().as_str()).collect();
    assert_eq!(ids, ["new", "letter", "letter-too", "old"]);
}

#[test]
fn a_letter_is_found_by_all_that_it_is_looked_for_by() {
    let (folder, mut entry) = Folder::queued();
    let keys = [
        Key::message_id(&letter().message_id),
        Key::contact(&Contact {
            person: "ADA@students.test".parse().expect("valid"),
            ..letter().contact.expect("one")
        }),
    ];
    let server_id = MessageId::parse("<from-the-server@x>").expect("valid");
    let found = |key| {
        let index = folder.outbox().index().expect("readable");
        folder.outbox().find(&index, key).expect("readable").len()
    };
    assert_eq!(keys.map(found), [1, 1]);
    assert_eq!(found(Key::message_id(&server_id)), 0);

    take(&mut entry, "body l m a", now()).expect("written");
    let to = PEOPLE.map(|(name, ..)| address(name)).into();
    let (reply, refused) = (line("250 ok"), Vec::new());
    let outcome = Outcome::Accepted { to, reply, server_id: Some(server_id.clone()), refused };
    entry.settled(now(), outcome).expect("written");
    folder.outbox().put_apart([&*entry]);
    assert_eq!(keys.map(found), [1, 1]);
    assert_eq!(found(Key::message_id(&server_id)), 1, "a server's Message-ID is as good");
    assert_eq!(folder.names(), ["letter.letter"], "the draft of a letter that was sent is gone");
    assert_eq!(folder.load().server_id(), Some(&server_id));
}

/// The file of a letter up to its last line, and what follows.
fn written(path: &Path) -> (Vec<u8>, Vec<u8>) {
    let mut whole = fs::read(path).expect("read");
    let end = whole.iter().rposition(|it| *it == b'\n').expect("a line") + 1;
    let rest = whole.split_off(end);
    (whole, rest)
}

/// A letter that went all the way, with what was shown of it after each step, and where its last line ended then.
fn travelled(folder: &Folder, entry: &mut HeldLetter) -> Vec<(usize, String)> {
    let length = || written(&folder.file()).0.len();
    let mut seen = vec![(length(), shown(entry))];
    for step in [
        "no connection",
        "body l m",
        "took l m !a:450 <é> later",
        "body a",
        "lost",
        "again",
        "body a",
        "took a",
    ] {
        take(entry, step, now()).expect("written");
        seen.push((length(), shown(entry).replace("sending:", "unknown:")));
    }
    seen
}

#[test]
fn a_journal_cut_anywhere_tells_what_was_whole() {
    let (folder, mut entry) = Folder::queued();
    let seen = travelled(&folder, &mut entry);
    drop(entry);
    let path = folder.file();
    let (whole, _) = written(&path);
    for cut in 0..seen[0].0 {
        fs::write(&path, &whole[..cut]).expect("written");
        let error = folder.read().expect_err("it may lack more than its end");
        assert!(matches!(error, Error::Altered { .. }), "cut at {cut}: {error:?}");
    }
    for cut in seen[0].0..=whole.len() {
        for tail in [&[0; 0][..], &[0; 3], &[0; 1024]] {
            fs::write(&path, [&whole[..cut], tail].concat()).expect("written");
            let mut entry = folder.hold();
            let (kept, expected) = seen.iter().rfind(|(length, _)| *length <= cut).expect("the first");
            assert_eq!(shown(&entry), *expected, "cut at {cut}");

            take(&mut entry, "no 450 !l:450 !m:450 !a:450", now()).expect("written");
            let found = folder.load();
            assert_eq!(shown(&found), shown(&entry), "cut at {cut}, and gone on");
            let journal = fs::read(&path).expect("read");
            assert_eq!(&journal[..*kept], &whole[..*kept]);
            let added = journal[*kept..].split(|byte| *byte == b'\n').count() - 1;
            // Of an attempt without an end it is written down that its run was stopped.
            assert!((1..=2).contains(&added), "cut at {cut}: {added}");
        }
    }
}

/// A power failure while a line takes the place of zeros may leave one sector of it and not the other.
#[test]
fn of_a_last_line_any_sector_may_be_missing() {
    let (folder, mut entry) = Folder::queued();
    let seen = travelled(&folder, &mut entry);
    drop(entry);
    let path = folder.file();
    let (whole, room) = written(&path);
    let [.., (before, expected), (end, _)] = seen.as_slice() else { panic!("steps") };
    for at in before + 1..*end {
        for missing in [*before..at, at..*end] {
            let mut torn = [&*whole, &room].concat();
            torn[missing.clone()].fill(0);
            fs::write(&path, &torn).expect("written");
            assert_eq!(shown(&folder.load()), *expected, "{missing:?}");
        }
    }
    let mut earlier = whole;
    earlier[seen[0].0..seen[1].0].fill(0);
    fs::write(&path, earlier).expect("written");
    assert!(matches!(folder.read(), Err(Error::Journal { line: 1, .. })), "no last line");
}

#[test]
fn garbage_in_a_journal_stops_everything() {
    let (folder, mut entry) = Folder::queued();
    let seen = travelled(&folder, &mut entry);
    drop(entry);
    let whole = String::from_utf8(written(&folder.file()).0).expect("UTF-8");
    let (head, journal) = whole.split_at(seen[0].0);
    let mut lines: Vec<_> = journal.lines().collect();
    for garbage in ["", "{}", "0 {\"step\":\"fly\"}", "\u{1b}[2J", lines[0].to_owned().as_str(), "0"] {
        lines[1] = garbage;
        fs::write(folder.file(), format!("{head}{}\n", lines.join("\n"))).expect("written");
        let error = folder.read().expect_err("garbage");
        let path = folder.file();
        let expected =
            format!("line 2 of the journal in `{}` was changed after it was written", path.display());
        assert_eq!(error.to_string(), expected, "{garbage:?}");
    }
}

#[test]
fn a_letter_that_is_held_is_held_by_nobody_else() {
    let (folder, mut entry) = Folder::queued();
    take(&mut entry, "body l m a", now()).expect("written");
    let index = folder.outbox().index().expect("readable");
    let error = folder.outbox().hold(&index, &folder.id).expect_err("held");
    assert!(matches!(error, Error::BeingSent { .. }), "{error:?}");
    let seen = folder.load();
    assert!(seen.is_held() && shown(&seen).starts_with("sending:"), "{}", shown(&seen));
    drop(entry);
    let seen = folder.load();
    assert!(!seen.is_held() && shown(&seen).starts_with("unknown:"), "{}", shown(&seen));
}

#[test]
fn a_letter_that_something_else_has_written_to_is_not_written_to() {
    let (folder, mut entry) = Folder::queued();
    let mut text = fs::read(folder.file()).expect("read");
    text.push(b'x');
    fs::write(folder.file(), text).expect("written");
    for step in ["body l m a", "no 451", "again"] {
        let error = take(&mut entry, step, now()).expect_err("overtaken");
        assert!(matches!(error, Error::Changed { .. }), "{step}: {error:?}");
    }
}

#[test]
fn who_comes_second_waits_for_the_lock_over_all_letters_and_not_for_ever() {
    let folder = Folder::new();
    let alone = folder.alone();
    let state = folder.state.path();
    let error = StateLock::take(state, Duration::from_millis(30)).expect_err("taken");
    assert!(matches!(error, drafts::Error::StateBusy { .. }), "{error:?}");
    std::thread::scope(|scope| {
        let second = scope.spawn(|| StateLock::take(state, Duration::from_secs(20)));
        drop(alone);
        second.join().expect("no panic").expect("it is free by then");
    });
}

/// Anything that a run may do, in any order; what is refused changes nothing.
fn calls() -> impl Strategy<Value = Vec<&'static str>> {
    const CALLS: [&str; 20] = [
        "body l m a",
        "body l m",
        "body l",
        "body m a",
        "body a",
        "body x",
        "took l m a",
        "took l m !a:550",
        "took l !m:450",
        "took a",
        "took x",
        "no 451",
        "no 554",
        "no 550 !l:550",
        "lost",
        "lost !a:550",
        "again",
        "reload",
        "queue",
        "unqueue",
    ];
    prop::collection::vec(prop::sample::select(&CALLS[..]), 0..14)
}

/// What a reader of the calls alone would say.
#[derive(Default)]
struct Model {
    /// Those who have it.
    have: Vec<Address>,
    /// Those for whom a body went out, in this attempt, and in earlier ones without an answer.
    under_way: Vec<Address>,
    may: Vec<Address>,
    asked: bool,
}

impl Model {
    fn fits(&self, to: &[Address]) -> bool {
        let known = |it: &Address| letter().recipient(it).is_some() && !self.have.contains(it);
        to.iter().all(known) && (self.asked || self.unknown().is_empty())
    }

    fn take(&mut self, step: &str) {
        let words: Vec<_> = step.split(' ').collect();
        let refused: Vec<_> = refusals(&words).into_iter().map(|it| it.address).collect();
        let no_body = self.under_way.is_empty();
        let mut under_way = std::mem::take(&mut self.under_way);
        if no_body && words[0] == "lost" {
            under_way = PEOPLE.map(|(name, ..)| address(name)).into();
        }
        under_way.retain(|it| !refused.contains(it));
        match words[0] {
            "body" => {
                self.may.extend(under_way);
                self.under_way = named(&words);
            }
            "took" => {
                self.have.extend(named(&words).into_iter().filter(|it| letter().recipient(it).is_some()));
                self.may.extend(under_way);
            }
            "no" => {}
            _ => self.may.extend(under_way),
        }
        self.asked = words[0] == "again";
    }

    /// Nobody knows how the attempt ended.
    fn lose_sight(&mut self) {
        let under_way = std::mem::take(&mut self.under_way);
        self.may.extend(under_way);
    }

    /// Those who may have it and may not.
    fn unknown(&self) -> Vec<Address> {
        let all = PEOPLE.map(|(name, ..)| address(name)).into_iter();
        all.filter(|it| !self.have.contains(it) && (self.may.contains(it) || self.under_way.contains(it)))
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nobody_gets_a_letter_twice_and_its_bytes_never_change(calls in calls()) {
        let (folder, mut entry) = Folder::queued();
        let mut model = Model::default();
        for call in calls {
            match call {
                "reload" => {
                    drop(entry);
                    entry = folder.hold();
                    model.lose_sight();
                }
                "queue" => {
                    let again = folder.queue(QueuedLetter { bytes: Vec::new(), ..letter() });
                    prop_assert!(again.is_err());
                }
                "unqueue" => {
                    let nobody = model.have.is_empty() && model.unknown().is_empty();
                    prop_assert_eq!(folder.outbox().unqueue(entry).is_ok(), nobody);
                    if nobody {
                        entry = folder.queue(letter()).expect("queued");
                        model = Model::default();
                    } else {
                        entry = folder.hold();
                        model.lose_sight();
                    }
                }
                step => {
                    let fits = !step.starts_with("body") || model.fits(&named(&step.split(' ').collect::<Vec<_>>()));
                    prop_assert_eq!(take(&mut entry, step, now()).is_ok(), fits, "{}", step);
                    if fits {
                        model.take(step);
                    }
                }
            }
            let found = folder.load();
            prop_assert_eq!(shown(&found).replace("sending", "unknown"), shown(&entry).replace("sending", "unknown"));
            prop_assert_eq!(found.letter(), &letter());
            let of = |wanted: RecipientStatus| {
                let those = found.recipients().filter(move |(_, status)| *status == wanted);
                those.map(|(it, _)| it.address.clone()).collect::<Vec<_>>()
            };
            prop_assert_eq!(of(RecipientStatus::Unknown), model.unknown(), "{}", call);
            prop_assert!(model.have.iter().all(|it| of(RecipientStatus::Accepted).contains(it)));
            prop_assert!(model.have.iter().all(|it| !outstanding(&found).contains(it)));
        }
    }
}
