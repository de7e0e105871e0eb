//! Letters on their way: what is written down, and what that says after a crash.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_core::catalog::Id as Key;
use onlist_core::drafts::{self, Id, Kind, Record, Store};
use onlist_core::ledger::{Contact, Topic};
use onlist_core::outbox::{
    Allowed, Entry, Error, Fate, Outbox, Outcome, Outgoing, Recipient, Refusal, State,
};
use onlist_core::resolve::Role;
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use proptest::prelude::*;
use tempfile::TempDir;

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

fn letter() -> Outgoing {
    let recipient = |(_, address, role): (char, &str, Role)| Recipient {
        address: address.parse().expect("valid"),
        name: (role == Role::Mentor).then(|| line("Mé \"M\" Ntor")),
        role,
        age: (role == Role::Mentor).then(|| "named 3 years ago".to_owned()),
    };
    Outgoing {
        kind: Kind::Introduction,
        message_id: MessageId::parse("<letter@students.test>").expect("valid"),
        frozen: now(),
        subject: line("[Season] a = \"b\""),
        reverse_path: "ada@students.test".parse().expect("valid"),
        list: Some(address('l')),
        wait_days: Some(7),
        notices: vec!["the season is over".to_owned(), "two\nlines".to_owned()],
        in_reply_to: None,
        tasks: vec![line("trim")],
        contact: Some(Contact {
            community: Key::new("lamps").expect("an id"),
            season: Key::new("2015").expect("an id"),
            project: Topic::Project(Key::new("wick-trimmer").expect("an id")),
            person: "ada@students.test".parse().expect("valid"),
        }),
        recipients: PEOPLE.map(recipient).into(),
        allowed: vec![Allowed { code: "C101".to_owned(), reason: "it is so".to_owned() }],
        bytes: BYTES.as_bytes().to_vec(),
    }
}

/// A state folder with one draft.
struct Desk {
    state: TempDir,
    id: Id,
}

impl Desk {
    fn new() -> Self {
        let state = tempfile::tempdir().expect("made");
        let record = Record::new(Kind::Introduction, now());
        let id = Store::at(state.path()).create("letter", &record).expect("kept");
        Self { state, id }
    }

    fn frozen() -> Self {
        let desk = Self::new();
        desk.outbox().freeze(&desk.id, letter()).expect("frozen");
        desk
    }

    fn outbox(&self) -> Outbox {
        Outbox::at(self.state.path())
    }

    fn drafts(&self) -> Store {
        Store::at(self.state.path())
    }

    fn load(&self) -> Entry {
        self.outbox().load(&self.id).expect("readable").expect("frozen")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.drafts().path(&self.id).join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.drafts().path(&self.id)).expect("readable");
        let mut names: Vec<_> =
            entries.map(|it| it.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
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
fn take(entry: &mut Entry, step: &str, at: DateTime<FixedOffset>) -> Result<(), Error> {
    let words: Vec<_> = step.split(' ').collect();
    let refused = refusals(&words);
    let outcome = match words[0] {
        "body" => return entry.body(at, "smtp mail.test", &named(&words)),
        "again" => return entry.again(at),
        "took" => Outcome::Accepted { to: named(&words), reply: line("250 ok"), refused },
        "no" => Outcome::Refused { reply: line(words[1]), permanent: words[1].starts_with('5'), refused },
        "lost" => Outcome::Unknown { why: line("the connection broke"), refused },
        word => panic!("`{word}` is no step"),
    };
    entry.settled(at, outcome)
}

/// `partly: l+ m-450 a.`: waiting `.`, accepted `+`, refused `-` with the reply, unknown `?`.
fn shown(entry: &Entry) -> String {
    let state = match entry.state() {
        State::Ready => "ready",
        State::Sending { .. } => "sending",
        State::Unknown { .. } => "unknown",
        State::Accepted => "accepted",
        State::Partly => "partly",
        State::Refused { permanent: false } => "refused for now",
        State::Refused { permanent: true } => "refused for good",
    };
    let fate = |(nth, (_, fate)): (usize, (&Recipient, Fate))| {
        let fate = match fate {
            Fate::Waiting => ".".to_owned(),
            Fate::Accepted => "+".to_owned(),
            Fate::Refused { reply, .. } => format!("-{reply}"),
            Fate::Unknown => "?".to_owned(),
        };
        format!(" {}{fate}", PEOPLE[nth].0)
    };
    let fates: String = entry.fates().into_iter().enumerate().map(fate).collect();
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
        let desk = Desk::frozen();
        let mut entry = desk.load();
        for (nth, step) in steps.split(", ").filter(|it| !it.is_empty()).enumerate() {
            // The clock goes back by a day each time: only the order counts.
            let at = now() - TimeDelta::days(i64::try_from(nth).expect("few"));
            take(&mut entry, step, at).expect("written");
            let found = desk.load();
            assert_eq!(shown(&found), shown(&entry), "{steps}: read back after {step}");
            assert_eq!(found.last(), entry.last(), "{steps}");
            assert_eq!(found.outstanding(), entry.outstanding(), "{steps}");
        }
        assert_eq!(shown(&entry), expected, "{steps}");
    }
}

#[test]
fn a_resend_reaches_only_those_who_do_not_have_it() {
    let desk = Desk::frozen();
    let mut entry = desk.load();
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
        let desk = Desk::frozen();
        let mut entry = desk.load();
        before.split(", ").for_each(|step| take(&mut entry, step, now()).expect("written"));
        let mut found = desk.load();
        for entry in [&mut entry, &mut found] {
            let error = take(entry, "body l m a", now()).expect_err("nobody asked");
            assert!(matches!(error, Error::Unknown { .. }), "{error:?}");
            assert!(error.hint().expect("a way out").contains("--again"));
        }
        take(&mut entry, "again", now()).expect("written");
        take(&mut entry, "no connection", now()).expect("written");
        assert!(matches!(take(&mut entry, "body l m a", now()), Err(Error::Unknown { .. })), "{before}");
    }
}

#[test]
fn attempts_are_told_with_their_time_and_words() {
    let desk = Desk::frozen();
    let mut entry = desk.load();
    assert_eq!(entry.last(), None);
    let early = now() - TimeDelta::days(1);
    take(&mut entry, "no 451", early).expect("written");
    let last = entry.last().expect("tried");
    assert_eq!((last.at, &last.route), (early, &None));
    assert!(matches!(&last.outcome, Outcome::Refused { reply, .. } if reply.as_str() == "451"));

    entry.body(now(), "smtp \u{1b}[2Jmail.test\r\n", &[address('l')]).expect("written");
    let State::Sending { since } = entry.state() else { panic!("{:?}", entry.state()) };
    assert_eq!(since, now());
    take(&mut entry, "lost", now() + TimeDelta::minutes(10)).expect("written");
    let State::Unknown { since, why } = desk.load().state() else { panic!("{:?}", entry.state()) };
    assert_eq!((since, why.as_str()), (now(), "the connection broke"));
    let route = entry.last().and_then(|it| it.route.as_deref()).expect("a route");
    assert_eq!(route, "smtp [2Jmail.test");
}

#[test]
fn a_frozen_letter_is_read_back_as_it_was() {
    let desk = Desk::new();
    assert!(desk.outbox().load(&desk.id).expect("readable").is_none());
    let entry = desk.outbox().freeze(&desk.id, letter()).expect("frozen");
    assert_eq!(*entry.outgoing(), letter());
    assert_eq!(*desk.load().outgoing(), letter());
    assert_eq!(fs::read(desk.file("outgoing.eml")).expect("read"), BYTES.as_bytes());
    assert_eq!(desk.names(), ["draft.toml", "outgoing.eml", "outgoing.log", "outgoing.toml"]);
    #[cfg(unix)]
    for name in ["outgoing.eml", "outgoing.log", "outgoing.toml"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.file(name)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let bare = Outgoing {
        list: None,
        wait_days: None,
        notices: Vec::new(),
        contact: None,
        allowed: Vec::new(),
        bytes: b"\xff\0".to_vec(),
        ..letter()
    };
    let desk = Desk::new();
    desk.outbox().freeze(&desk.id, bare.clone()).expect("frozen");
    assert_eq!(*desk.load().outgoing(), bare);
}

#[test]
fn what_is_frozen_is_frozen_once() {
    let desk = Desk::frozen();
    let other = Outgoing { bytes: b"From: x\r\n".to_vec(), ..letter() };
    let error = desk.outbox().freeze(&desk.id, other).expect_err("frozen");
    assert!(matches!(error, Error::Frozen { .. }), "{error:?}");
    let mut record = desk.drafts().load(&desk.id).expect("there");
    assert_eq!(record.message_id, Some(letter().message_id));
    record.answers.insert("interest".into(), "changed".into());
    desk.drafts().save(&desk.id, &record).expect("kept");
    record.message_id = MessageId::parse("<other@x>");
    assert!(matches!(desk.drafts().save(&desk.id, &record), Err(drafts::Error::MessageId { .. })));
    for name in ["outgoing.eml", "outgoing.log", "outgoing.toml"] {
        let error = desk.drafts().attach(&desk.id, name, b"x").expect_err("taken");
        assert!(matches!(error, drafts::Error::NoName { .. }), "{error:?}");
    }
    assert_eq!(*desk.load().outgoing(), letter());
}

#[test]
fn a_letter_that_cannot_be_frozen_stays_a_draft() {
    let desk = Desk::new();
    let nobody = Outgoing { recipients: Vec::new(), ..letter() };
    assert!(matches!(desk.outbox().freeze(&desk.id, nobody), Err(Error::Nobody { .. })));
    let mut record = desk.drafts().load(&desk.id).expect("there");
    record.message_id = MessageId::parse("<known@x>");
    desk.drafts().save(&desk.id, &record).expect("kept");
    let error = desk.outbox().freeze(&desk.id, letter()).expect_err("another id");
    assert!(matches!(error, Error::Draft(drafts::Error::MessageId { .. })), "{error:?}");
    assert_eq!(desk.names(), ["draft.toml"]);

    let missing: Id = "missing".parse().expect("valid");
    for error in [
        desk.outbox().freeze(&missing, letter()).expect_err("no draft"),
        desk.outbox().load(&missing).expect_err("no draft"),
        desk.outbox().thaw(&missing).expect_err("no draft"),
    ] {
        assert!(matches!(error, Error::Draft(drafts::Error::Missing { .. })), "{error:?}");
    }
}

#[test]
fn everybody_gets_a_letter_once() {
    let desk = Desk::new();
    let mut twice = letter();
    twice
        .recipients
        .push(Recipient { address: "DEV@lists.test".parse().expect("valid"), ..twice.recipients[1].clone() });
    let entry = desk.outbox().freeze(&desk.id, twice).expect("frozen");
    assert_eq!(*entry.outgoing(), letter());
}

#[test]
fn a_crash_before_the_manifest_leaves_a_draft() {
    let desk = Desk::new();
    fs::write(desk.file("outgoing.eml"), "half a let").expect("written");
    assert!(desk.outbox().load(&desk.id).expect("readable").is_none());
    // A crash while it was made a draft again may leave a journal too.
    fs::write(desk.file("outgoing.log"), "{\"step\":\"again\",\"at\":\"2015-03-10T12:00:00+01:00\"}\nhal")
        .expect("written");
    assert!(desk.outbox().load(&desk.id).expect("readable").is_none());
    desk.outbox().freeze(&desk.id, letter()).expect("frozen");
    assert_eq!(*desk.load().outgoing(), letter());
    let journal = fs::read_to_string(desk.file("outgoing.log")).expect("read");
    assert_eq!(journal, "{\"step\":\"frozen\",\"at\":\"2015-03-10T12:00:00+01:00\"}\n");
}

#[test]
fn a_letter_thaws_while_nobody_can_have_it() {
    for (steps, thaws) in [
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
        let desk = Desk::frozen();
        let mut entry = desk.load();
        for step in steps.split(", ").filter(|it| !it.is_empty()) {
            take(&mut entry, step, now()).expect("written");
        }
        let thawed = desk.outbox().thaw(&desk.id);
        if thaws {
            thawed.expect("a draft");
            assert_eq!(desk.names(), ["draft.toml"], "{steps}");
            assert!(desk.outbox().load(&desk.id).expect("readable").is_none());
            desk.outbox().thaw(&desk.id).expect("a draft still");
            let record = desk.drafts().load(&desk.id).expect("there");
            assert_eq!(record.message_id, Some(letter().message_id));
            let again = desk.outbox().freeze(&desk.id, letter()).expect("frozen");
            assert_eq!(shown(&again), "ready: l. m. a.");
        } else {
            assert!(matches!(thawed, Err(Error::Gone { .. })), "{steps}: {thawed:?}");
            assert_eq!(shown(&desk.load()), shown(&entry));
        }
    }
}

#[test]
fn every_altered_byte_is_found() {
    let desk = Desk::frozen();
    for name in ["outgoing.eml", "outgoing.toml"] {
        let path = desk.file(name);
        let whole = fs::read(&path).expect("read");
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            fs::write(&path, &altered).expect("written");
            let error = desk.outbox().load(&desk.id).expect_err("altered");
            assert!(matches!(&error, Error::Altered { path: it } if *it == path), "{name} {at}: {error:?}");
        }
        for cut in [&whole[..0], &whole[..whole.len() - 1], &[&whole, &b"\n"[..]].concat()] {
            fs::write(&path, cut).expect("written");
            let error = desk.outbox().load(&desk.id).expect_err("altered");
            assert!(matches!(&error, Error::Altered { path: it } if *it == path), "{name}: {error:?}");
        }
        fs::write(&path, whole).expect("written");
    }
    desk.load();
}

#[test]
fn an_envelope_changed_by_hand_is_found() {
    let desk = Desk::frozen();
    let path = desk.file("outgoing.toml");
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, text.replace("mentor@people.test", "mentor@other.test")).expect("written");
    let error = desk.outbox().load(&desk.id).expect_err("altered");
    assert_eq!(error.to_string(), format!("`{}` was changed after it was queued", path.display()));
    assert!(error.hint().expect("a way out").starts_with("nothing of it is sent"));
    assert!(matches!(desk.outbox().thaw(&desk.id), Err(Error::Altered { .. })));
}

#[test]
fn files_of_a_newer_version_are_left_alone() {
    let desk = Desk::frozen();
    let path = desk.file("outgoing.toml");
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, text.replace("schema = 1\n", "schema = 7\nwings = 2\n")).expect("written");
    let error = desk.outbox().load(&desk.id).expect_err("newer");
    assert_eq!(error.to_string(), format!("`{}` has schema 7; this version reads up to 1", path.display()));
}

#[test]
fn a_missing_file_is_named_and_hides_no_other_letter() {
    for name in ["outgoing.eml", "outgoing.log"] {
        let desk = Desk::frozen();
        let other = desk.drafts().create("other", &Record::new(Kind::Mail, now())).expect("kept");
        let id = MessageId::parse("<other@x>").expect("valid");
        desk.outbox().freeze(&other, Outgoing { message_id: id, ..letter() }).expect("frozen");
        desk.drafts().create("draft", &Record::new(Kind::Reply, now())).expect("kept");
        fs::remove_file(desk.file(name)).expect("removed");
        let listing = desk.outbox().list().expect("readable");
        let ids: Vec<_> = listing.entries.iter().map(Entry::id).collect();
        assert_eq!(ids, [&other]);
        let [Error::Missing { path }] = listing.broken.as_slice() else { panic!("{:?}", listing.broken) };
        assert_eq!(*path, desk.file(name));
    }
}

#[test]
fn a_message_id_is_frozen_once() {
    let desk = Desk::frozen();
    let other = desk.drafts().create("copy", &Record::new(Kind::Introduction, now())).expect("kept");
    let error = desk.outbox().freeze(&other, letter()).expect_err("a twin");
    assert_eq!(error.to_string(), "letter `copy` has the Message-ID of `letter`");
    assert!(desk.outbox().load(&other).expect("readable").is_none());
    let third = desk.drafts().create("third", &Record::new(Kind::Introduction, now())).expect("kept");
    let another =
        Outgoing { message_id: MessageId::parse("<another@students.test>").expect("valid"), ..letter() };
    let both = vec![(other, another.clone()), (third, another)];
    let error = desk.outbox().freeze_all(both).expect_err("twins");
    assert_eq!(error.to_string(), "letter `third` has the Message-ID of `copy`");
    assert_eq!(desk.outbox().list().expect("readable").entries.len(), 1);
    desk.outbox().no_twin(&desk.load()).expect("it is alone");
}

#[test]
fn the_last_frozen_letter_is_listed_first() {
    let desk = Desk::frozen();
    assert!(Outbox::at(&desk.state.path().join("none")).list().expect("empty").entries.is_empty());
    for (name, days) in [("old", -1), ("new", 1), ("letter-too", 0)] {
        let id = desk.drafts().create(name, &Record::new(Kind::Introduction, now())).expect("kept");
        let frozen = now() + TimeDelta::days(days);
        let message_id = MessageId::parse(&format!("<{name}@students.test>")).expect("valid");
        desk.outbox().freeze(&id, Outgoing { frozen, message_id, ..letter() }).expect("frozen");
    }
    let listing = desk.outbox().list().expect("readable");
    let ids: Vec<_> = listing.entries.iter().map(|it| it.id().as_str()).collect();
    assert_eq!(ids, ["new", "letter", "letter-too", "old"]);
}

/// A letter that went all the way, with what was shown of it after each step, and the journal's length then.
fn travelled(desk: &Desk) -> Vec<(usize, String)> {
    let mut entry = desk.load();
    let length = || {
        let length = fs::metadata(desk.file("outgoing.log")).expect("there").len();
        usize::try_from(length).expect("short")
    };
    let mut seen = vec![(length(), shown(&entry))];
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
        take(&mut entry, step, now()).expect("written");
        seen.push((length(), shown(&entry)));
    }
    seen
}

#[test]
fn a_journal_cut_anywhere_tells_what_was_whole() {
    let desk = Desk::frozen();
    let seen = travelled(&desk);
    let whole = fs::read(desk.file("outgoing.log")).expect("read");
    for cut in 0..seen[0].0 {
        fs::write(desk.file("outgoing.log"), &whole[..cut]).expect("written");
        let error = desk.outbox().load(&desk.id).expect_err("it may lack more than its end");
        assert!(matches!(error, Error::Journal { line: 1, .. }), "cut at {cut}: {error:?}");
    }
    for cut in seen[0].0..=whole.len() {
        for tail in [&b""[..], b"\0\0\0"] {
            fs::write(desk.file("outgoing.log"), [&whole[..cut], tail].concat()).expect("written");
            let mut entry = desk.load();
            let (kept, expected) = seen.iter().rfind(|(length, _)| *length <= cut).expect("the first");
            assert_eq!(shown(&entry), *expected, "cut at {cut}");

            take(&mut entry, "no 450 !l:450 !m:450 !a:450", now()).expect("written");
            let found = desk.load();
            assert_eq!(shown(&found), shown(&entry), "cut at {cut}, and gone on");
            let journal = fs::read(desk.file("outgoing.log")).expect("read");
            assert_eq!(&journal[..*kept], &whole[..*kept]);
            assert_eq!(journal[*kept..].split_inclusive(|byte| *byte == b'\n').count(), 1);
        }
    }
}

#[test]
fn garbage_in_a_journal_stops_everything() {
    let desk = Desk::frozen();
    travelled(&desk);
    let whole = fs::read_to_string(desk.file("outgoing.log")).expect("read");
    let mut lines: Vec<_> = whole.lines().collect();
    for garbage in ["", "{}", "{\"step\":\"fly\"}", "\u{1b}[2J", "{\"step\":\"again\",\"at\":\"x\"}", "0"] {
        lines[1] = garbage;
        fs::write(desk.file("outgoing.log"), format!("{}\n", lines.join("\n"))).expect("written");
        let error = desk.outbox().load(&desk.id).expect_err("garbage");
        let expected = format!("line 2 of `{}` is not a delivery step", desk.file("outgoing.log").display());
        assert_eq!(error.to_string(), expected, "{garbage:?}");
    }
}

#[test]
fn an_entry_that_another_run_overtook_writes_nothing() {
    let desk = Desk::frozen();
    let (mut first, mut second) = (desk.load(), desk.load());
    take(&mut first, "body l m a", now()).expect("written");
    for step in ["body l m a", "no 451", "again"] {
        let error = take(&mut second, step, now()).expect_err("overtaken");
        assert!(matches!(error, Error::Changed { .. }), "{step}: {error:?}");
    }
    take(&mut first, "took l m a", now()).expect("written");
    assert_eq!(shown(&desk.load()), "accepted: l+ m+ a+");
}

#[test]
fn a_letter_that_cannot_be_written_stays_a_draft() {
    let desk = Desk::new();
    let mut record = desk.drafts().load(&desk.id).expect("there");
    record.message_id = Some(letter().message_id);
    desk.drafts().save(&desk.id, &record).expect("kept");
    let in_the_way = desk.drafts().path(&desk.id).join("outgoing.eml");
    fs::create_dir(&in_the_way).expect("made");
    desk.outbox().freeze(&desk.id, letter()).expect_err("a folder is in the way");
    fs::remove_dir(&in_the_way).expect("empty");
    assert!(desk.outbox().load(&desk.id).expect("readable").is_none());
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
        "freeze",
        "thaw",
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
        let desk = Desk::frozen();
        let (mut entry, mut model) = (desk.load(), Model::default());
        for call in calls {
            match call {
                "reload" => entry = desk.load(),
                "freeze" => {
                    let again = desk.outbox().freeze(&desk.id, Outgoing { bytes: Vec::new(), ..letter() });
                    prop_assert!(again.is_err());
                }
                "thaw" => {
                    let nobody = model.have.is_empty() && model.unknown().is_empty();
                    prop_assert_eq!(desk.outbox().thaw(&desk.id).is_ok(), nobody);
                    if nobody {
                        entry = desk.outbox().freeze(&desk.id, letter()).expect("frozen");
                        model = Model::default();
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
            let found = desk.load();
            prop_assert_eq!(shown(&found), shown(&entry));
            prop_assert_eq!(found.outgoing(), &letter());
            prop_assert_eq!(&desk.drafts().load(&desk.id).expect("there").message_id, &Some(letter().message_id));
            let of = |wanted: Fate| found.fates().into_iter().filter(move |(_, fate)| *fate == wanted).map(|(it, _)| it.address.clone());
            prop_assert_eq!(of(Fate::Unknown).collect::<Vec<_>>(), model.unknown(), "{}", call);
            prop_assert!(model.have.iter().all(|it| of(Fate::Accepted).any(|has| has == *it)));
            prop_assert!(model.have.iter().all(|it| !outstanding(&found).contains(it)));
        }
    }
}
