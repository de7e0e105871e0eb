//! Forgetting: no file of the state names the person any more, and nothing is sent twice for it.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_core::catalog::Id;
use onlist_core::ledger::{Contact, Event, Forget, Kind, Ledger, Location, Person, Source, Topic, replay};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;

use super::tasks;
use crate::support::smtp::Script;
use crate::support::{Key, Options, Pty, Sandbox, letter_file};

const LEDGER: &str = ".local/state/onlist/ledger.sqlite";
const INTRODUCE: &str = "introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built the \
    trimmer at commit 1a2b3c4d.' --question 'Which wicks are there?' --date 2015-03-10T12:00:00+01:00";

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

fn message_id(text: &str) -> MessageId {
    MessageId::parse(text).expect("a message-id")
}

fn day(day: u32) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2015-03-{day:02}T12:00:00+01:00")).expect("valid")
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.map(|it| it.expect("readable").path());
    entries.flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] }).collect()
}

/// The files below `folder` in which one of `needles` stands, or in their names, in any case.
fn traces(folder: &Path, needles: &[&str]) -> Vec<String> {
    let names = |text: &[u8]| {
        let text = String::from_utf8_lossy(text).to_lowercase();
        needles.iter().any(|needle| text.contains(&needle.to_lowercase()))
    };
    let found = files(folder)
        .into_iter()
        .filter(|path| names(&fs::read(path).expect("readable")) || names(path.to_string_lossy().as_bytes()));
    found.map(|path| path.display().to_string()).collect()
}

/// A student who wrote about the wick trimmer, got an answer by Grace, and keeps a draft of another letter to her.
fn answered() -> Sandbox {
    let sandbox = Sandbox::of_ada().joined();
    let sent = sandbox.run(&format!("{INTRODUCE} --sendmail true --yes"));
    assert!(!sent.contains("[exit status"), "{sent}");
    let kept = sandbox.run(
        "write wick-trimmer --subject 'For Grace Example' --body-file letter.txt --keep --date \
         2015-03-12T12:00:00+01:00",
    );
    assert!(kept.contains("letter.txt"), "{kept}");
    sandbox.write("letter.txt", "Hello Grace,\n\nwhich wick is next?\n\nAda\n");
    let kept = sandbox.run(
        "write wick-trimmer --subject 'For Grace Example' --body-file letter.txt --keep --date \
         2015-03-12T12:00:00+01:00",
    );
    assert!(!kept.contains("[exit status"), "{kept}");
    sandbox.write(".cache/onlist/archives/1.mbox", "From: Grace Example <grace@example.org>\n\nHello\n");
    let mut ledger = Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("opened");
    let events = ledger.reader().events().expect("read").events;
    let letter = events.into_iter().find(|it| it.kind == Kind::Introduced).expect("introduced");
    let answer = Event {
        at: day(11),
        kind: Kind::Answered,
        source: Source::Archive,
        in_reply_to: Some(letter.message_id.clone()),
        message_id: message_id("answer@example.org"),
        author: address("Grace@Example.org"),
        detail: Some(json!({"mentor": true, "by": "Grace Example"})),
        accepted: Vec::new(),
        ..letter
    };
    ledger.append(&[answer]).expect("kept");
    sandbox
}

#[test]
fn a_mentor_is_forgotten_in_every_file_and_the_contact_stays() {
    let sandbox = answered();
    let state = sandbox.home().join(".local/state");
    assert!(!traces(&state, &["grace@example.org"]).is_empty());
    insta::assert_snapshot!(sandbox.run("contacts forget grace@example.org --yes"), @r"
    $ onlist contacts forget grace@example.org --yes
    note: removed 0 events, 2 letters and 0 drafts
    note: 2 events of other contacts without the name
    note: removed the copies of archives; they are fetched again when they are needed
    note: what stays elsewhere: the list's archive, the mailboxes of those who got your letters, your own sent mail, files that you saved, catalogs that name mentors
    ");
    let needles = ["grace@example.org", "Grace Example"];
    assert_eq!(traces(&state, &needles), [""; 0]);
    assert_eq!(traces(&sandbox.home().join(".cache"), &needles), [""; 0]);
    insta::assert_snapshot!(sandbox.run("contacts --date 2015-03-12T12:00:00+01:00"), @"
    $ onlist contacts --date 2015-03-12T12:00:00+01:00
    20150310110000.d268462de8a14abbdb3f@example.org	wick-trimmer	answered	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-11T12:00:00+01:00	student	onlist answer wick-trimmer --text TEXT
    ");
    // What becomes of the letter later is told as of any other.
    let mut ledger = Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("opened");
    let letter = ledger.reader().events().expect("read").events.remove(0);
    let archived = Event { kind: Kind::Archived, source: Source::Archive, ..letter };
    ledger.append(&[archived]).expect("kept");
    let events = ledger.reader().events().expect("read").events;
    assert!(events.iter().any(|it| it.kind == Kind::Archived), "{events:?}");
    drop(ledger);
    insta::assert_snapshot!(sandbox.run("contacts forget grace@example.org --yes"), @r"
    $ onlist contacts forget grace@example.org --yes
    note: nothing is known of grace@example.org and Grace Example
    ");
}

#[test]
fn a_student_is_forgotten_with_all_contacts_and_nothing_is_sent_twice() {
    let sandbox = answered();
    insta::assert_snapshot!(sandbox.run("contacts forget 'ada@example.org' --yes"), @r"
    $ onlist contacts forget 'ada@example.org' --yes
    note: removed 3 events, 2 letters and 0 drafts
    note: removed the copies of archives; they are fetched again when they are needed
    note: what stays elsewhere: the list's archive, the mailboxes of those who got your letters, your own sent mail, files that you saved, catalogs that name mentors
    ");
    let state = sandbox.home().join(".local/state");
    assert_eq!(traces(&state, &["ada@example.org", "Ada Example"]), [""; 0]);
    assert!(sandbox.run("contacts").contains("no contacts yet"));
    // The same letter, as its bytes say.
    let again = sandbox.run(&format!("{INTRODUCE} --sendmail true --yes"));
    insta::assert_snapshot!(again, @r"
    $ onlist introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built the trimmer at commit 1a2b3c4d.' --question 'Which wicks are there?' --date 2015-03-10T12:00:00+01:00 --sendmail true --yes
    warning[C10]: the letter has 17 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    note: <20150310110000.d268462de8a14abbdb3f@example.org> was already sent on a day that was forgotten
    ");
}

#[test]
fn what_is_old_is_forgotten_and_the_rest_stays() {
    let sandbox = answered();
    let later = sandbox.run(
        "introduce fog-horn --interest x --so-far 'commit 1a2b3c4d' --question 'Which?' --sendmail true --yes --date \
         2015-04-10T12:00:00+01:00",
    );
    assert!(!later.contains("[exit status"), "{later}");
    insta::assert_snapshot!(
        sandbox.run("contacts forget --before 2015-04-01 --yes --date 2015-10-01T12:00:00+01:00"),
        @r"
        $ onlist contacts forget --before 2015-04-01 --yes --date 2015-10-01T12:00:00+01:00
        note: removed 3 events, 2 letters and 0 drafts
        note: removed the copies of archives; they are fetched again when they are needed
        note: what stays elsewhere: the list's archive, the mailboxes of those who got your letters, your own sent mail, files that you saved, catalogs that name mentors
        "
    );
    let rows = sandbox.run("contacts --date 2015-04-12T12:00:00+01:00");
    assert!(rows.contains("fog-horn") && !rows.contains("wick-trimmer"), "{rows}");
    let state = sandbox.home().join(".local/state/onlist");
    let kept = |id: &str| letter_file(&state, id).is_some();
    assert!(kept("fog-horn") && !kept("wick-trimmer"));
}

#[test]
fn a_task_that_is_done_stays_done_without_who_did_it() {
    let no_more = ["ben@students.test", "Ben Example"];
    for (whom, day) in [("--before 2015-04-01", "2015-10-01"), ("ben@students.test", "2015-03-12")] {
        let mentor = tasks::mentor(Script::new());
        tasks::reply(&mentor, "ben.eml --task spelling");
        tasks::reply(&mentor, "cho.eml --task small-bug --object 'CID 7'");
        mentor.run(&format!("tasks done spelling {}", tasks::TODAY));
        mentor.run(&format!("tasks done small-bug {}", tasks::TODAY));
        let seen = mentor.run(&format!("contacts forget {whom} --yes --date {day}T12:00:00+01:00"));
        assert!(seen.contains("note: stays done, without who did it: "), "{seen}");
        let standing = mentor.run(&format!("tasks --date {day}T12:00:00+01:00"));
        assert!(standing.contains("spelling\tCorrect the spelling of one page\tdone\t\t\t\n"), "{standing}");
        assert!(standing.contains("\tdone\t") && standing.contains("CID 7"), "{standing}");
        if whom.contains('@') {
            let state = mentor.sandbox.home().join(".local/state");
            assert_eq!(traces(&state, &no_more), [""; 0]);
        }
        let again = mentor.run(&format!("contacts forget {whom} --yes --date {day}T12:00:00+01:00"));
        assert!(again.contains("nothing "), "{again}");
    }
}

#[test]
fn nobody_is_forgotten_unasked() {
    let sandbox = answered();
    insta::assert_snapshot!(sandbox.run("contacts forget 'Grace Example'"), @r"
    $ onlist contacts forget 'Grace Example'
    error: cannot ask for confirmation without a terminal
    hint: 2 events, 2 letters and 0 drafts would go; say so with `--yes`
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run("contacts forget somebody@else.test --yes"), @r"
    $ onlist contacts forget somebody@else.test --yes
    note: nothing is known of somebody@else.test
    ");
    for unknown in ["Nobody", "nobody@example.org"] {
        let told = sandbox.run(&format!("contacts forget {unknown} --yes"));
        let note = told.lines().find(|it| it.starts_with("note: nothing is known of "));
        assert!(note.is_some_and(|it| it.contains(unknown)), "{told}");
    }
    insta::assert_snapshot!(sandbox.run("contacts forget --before soon --yes"), @r"
    $ onlist contacts forget --before soon --yes
    error: `--before`: not a date (expected YYYY-MM-DD, `yesterday` or `-4w`)
    [exit status: 64]
    ");
    assert!(sandbox.run("contacts").contains("wick-trimmer"));
}

#[test]
fn a_season_that_ended_long_ago_is_offered_to_be_forgotten() {
    let sandbox = answered();
    let catalog =
        sandbox.read(".config/onlist/catalog.toml").replace("ends = 2099-12-31", "ends = 2015-08-31");
    sandbox.write(".config/onlist/catalog.toml", catalog);
    let screen = |date: &str| {
        let words = ["onlist", "--date", date];
        let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
        pty.wait_for("What do you want to do");
        pty.wait_settled();
        pty.key(Key::Esc);
        pty.screen()
    };
    let label = "forget 1 contact of lantern/gsoc-2015, which ended on 2015-08-31";
    assert!(!screen("2016-02-28T12:00:00+01:00").contains("forget"), "too early");
    assert!(screen("2016-03-01T12:00:00+01:00").contains(label));
    let settings = sandbox.read(".config/onlist/config.toml");
    sandbox.write(".config/onlist/config.toml", format!("forget-after-days = 0\n{settings}"));
    assert!(!screen("2016-03-01T12:00:00+01:00").contains("forget"), "never");
    sandbox.write(".config/onlist/config.toml", settings);
    sandbox.run("contacts mark wick-trimmer closed --date 2016-02-20T12:00:00+01:00");
    assert!(!screen("2016-03-01T12:00:00+01:00").contains("forget"), "something has happened since");
}

fn event(at: u32, kind: Kind, letter: &str, person: &str) -> Event {
    Event {
        at: day(at),
        kind,
        source: Source::Archive,
        contact: Some(Contact {
            community: Id::new("lantern").expect("an id"),
            season: Id::new("gsoc-2015").expect("an id"),
            project: Topic::Project(Id::new("wick-trimmer").expect("an id")),
            person: address(person),
        }),
        name: None,
        message_id: message_id(letter),
        server_id: None,
        in_reply_to: None,
        author: address(person),
        list: Some(address("devel@lists.example.org")),
        subject: Line::sanitize("Trim the wick"),
        tasks: Vec::new(),
        wait_days: Some(7),
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: None,
    }
}

fn grace() -> Forget {
    Forget::Person(Person {
        addresses: vec![address("grace@example.org")],
        names: vec!["Grace Example".to_owned(), QUOTED.to_owned()],
    })
}

/// A name that files escape.
const QUOTED: &str = "Gracie \"G\" O\\Example";

#[test]
fn what_was_forgotten_is_not_entered_again() {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("ledger");
    let mut ledger = Ledger::open(&Location::File(path)).expect("made");
    let events = [
        event(1, Kind::Introduced, "1@b", "grace@example.org"),
        event(2, Kind::Introduced, "2@b", "jay@b.test"),
    ];
    ledger.append(&events).expect("kept");
    assert_eq!(ledger.forget(&grace(), &[message_id("3@b")]).expect("forgotten").removed, 1);
    let answer =
        Event { in_reply_to: Some(message_id("1@b")), ..event(3, Kind::Answered, "4@b", "mary@example.org") };
    ledger
        .append(&[events[0].clone(), answer, event(4, Kind::Introduced, "5@b", "mary@b.test")])
        .expect("read");
    let left: Vec<_> = ledger
        .reader()
        .events()
        .expect("read")
        .events
        .iter()
        .map(|it| it.message_id.bare().to_owned())
        .collect();
    assert_eq!(left, ["2@b", "5@b"]);
    let known = |id: &str| ledger.reader().is_forgotten(&message_id(id)).expect("read");
    assert_eq!([known("1@b"), known("2@b"), known("3@b")], [true, false, true]);
}

#[test]
fn a_ledger_of_the_first_version_forgets_and_still_keeps_its_events() {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("ledger");
    let old = Connection::open(&path).expect("opened");
    old.execute_batch(include_str!("ledgers/version-1.sql")).expect("restored");
    drop(old);
    let mut ledger = Ledger::open(&Location::File(path.clone())).expect("brought up");
    let before = ledger.reader().events().expect("read").events;
    let person = before[0].contact.clone().expect("a contact").person;
    let mine = before.iter().filter(|it| it.contact.as_ref().is_some_and(|it| it.person == person)).count();
    let forget = Forget::Person(Person { addresses: vec![person.clone()], names: Vec::new() });
    assert_eq!(ledger.forget(&forget, &[]).expect("forgotten").removed, mine);
    drop(ledger);
    assert_eq!(traces(folder.path(), &[person.as_str()]), [""; 0]);
    let raw = Connection::open(&path).expect("opened");
    let error = raw.execute_batch("DELETE FROM event").expect_err("kept");
    assert_eq!(error.to_string(), "events are only ever added");
}

/// Text with or without the person in it, in any case.
fn text() -> impl Strategy<Value = String> {
    let marks = [
        "",
        "GRACE@example.org",
        "Grace Example",
        "<grace@EXAMPLE.org>",
        "gRACE eXAMPLE,",
        "wick",
        "Zoë",
        QUOTED,
    ];
    proptest::collection::vec(proptest::sample::select(marks.to_vec()), 0..4).prop_map(|it| it.join(" "))
}

fn any_event() -> impl Strategy<Value = Event> {
    use Kind::{
        Answered, AnsweredBack, Archived, Bounced, Closed, ConfirmationWanted, Dismissed, Done, FollowedUp,
        HandedOver, Held, Introduced, Moved, Noted, Refused, Released, Reminded, Sending, Sent, Unknown,
        Vacation, Wrote,
    };
    let people = ["grace@example.org", "Grace@Example.ORG", "jay@b.test", "mary@c.test"];
    let person = move || proptest::sample::select(people.to_vec());
    let kinds = [
        Sending,
        Introduced,
        Answered,
        Sent,
        Refused,
        Unknown,
        HandedOver,
        Closed,
        Dismissed,
        Noted,
        FollowedUp,
        AnsweredBack,
        Wrote,
        Archived,
        Held,
        ConfirmationWanted,
        Bounced,
        Vacation,
        Moved,
        Reminded,
        Released,
        Done,
    ];
    let head = (1..28_u32, proptest::sample::select(kinds.to_vec()), 0..40_u32, person(), person());
    let rest = (text(), text(), text(), person(), proptest::option::of(text()));
    (head, rest).prop_map(|((at, kind, letter, of, author), (subject, url, reason, got, name))| Event {
        author: address(author),
        subject: Line::sanitize(&subject),
        url: Some(Line::sanitize(&url)),
        name: name.map(|it| Line::sanitize(&it)),
        accepted: vec![address(got), address("devel@lists.example.org")],
        tasks: vec![Line::sanitize(&reason)],
        refused: vec![address(got)],
        detail: Some(json!({"by": reason, "notice": "<n@b>", "to": [got], "notes": [subject, {"of": url}]})),
        at: day(at) + TimeDelta::minutes(letter.into()),
        contact: event(1, kind, "1@b", of).contact.filter(|_| !matches!(kind, Dismissed | Noted)),
        ..event(1, kind, &format!("{letter}@b"), of)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_trace_stays_in_a_ledger_and_others_stand_where_they_stood(
        events in proptest::collection::vec(any_event(), 1..20),
    ) {
        let folder = tempfile::tempdir().expect("made");
        let mut ledger = Ledger::open(&Location::File(folder.path().join("ledger"))).expect("made");
        for event in &events {
            ledger.append(std::slice::from_ref(event)).expect("kept");
        }
        let others = |ledger: &Ledger| -> Vec<_> {
            let events = ledger.reader().events().expect("read").events;
            let statuses = replay(&events, day(30)).into_iter();
            let gone = address("grace@example.org");
            statuses.filter(|it| it.contact.person != gone).map(|it| (it.contact, it.state, it.since)).collect()
        };
        let before = others(&ledger);
        ledger.forget(&grace(), &[]).expect("forgotten");
        prop_assert_eq!(traces(folder.path(), &["grace@example.org", "grace example", "gracie"]), [""; 0]);
        prop_assert_eq!(others(&ledger), before);
        ledger.append(&events).expect("read");
        let again = ledger.reader().events().expect("read").events;
        let named = again.iter().filter(|it| it.contact.as_ref().is_some_and(|it| it.person == address("grace@example.org")));
        prop_assert_eq!(named.count(), 0);
    }
}

/// All that a mentor's and a student's days leave behind, with Grace in each.
#[test]
fn nothing_that_is_kept_anywhere_names_who_was_forgotten() {
    let sandbox = answered();
    let run = |line: &str| {
        let seen = sandbox.run(line);
        assert!(!seen.contains("[exit status"), "{seen}");
        seen
    };
    let letter = "--subject 'Which wick' --body-file wrapped.txt --keep --date 2015-03-13T12:00:00+01:00";
    sandbox.write(
        "wrapped.txt",
        "Hello all,\n\nas I have heard from Grace\nExample, some wicks are new.\n\nAda\n",
    );
    run(&format!("write wick-trimmer {letter}"));
    run(
        "tasks add ask-grace --title 'Ask Grace Example for a lamp' --what x --place y --done-when z --send list",
    );
    run(
        "tasks add read-mail --title 'Read the mail of grace@example.org' --what x --place y --done-when z --send list",
    );
    run("tasks add fix-readme --title 'Fix the README' --what x --place y --done-when z --send list");
    let mail = "From: ada@example.org\nSubject: [rehearsal] x\nMessage-ID: <r@b>\n\nCc: Grace Example <grace@example.org>\n";
    sandbox.write(".local/state/onlist/rehearsals/20150310.eml", mail);
    let ledger = || Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("opened");
    let base = ledger().reader().events().expect("read").events[0].clone();
    let about = |kind, id: &str, detail| Event {
        kind,
        source: Source::Told,
        message_id: message_id(id),
        contact: base.contact.clone().filter(|_| !matches!(kind, Kind::Dismissed | Kind::Noted)),
        detail: Some(detail),
        ..base.clone()
    };
    let events = [
        about(
            Kind::HandedOver,
            "h@b",
            json!({"how": "saved as `to-Grace Example.eml`", "to": ["grace@example.org"]}),
        ),
        about(Kind::Noted, "n@b", json!({"about": "x@b", "text": "ask Grace \n Example"})),
        Event { author: address("grace@example.org"), ..about(Kind::Dismissed, "d@b", json!({})) },
        about(Kind::Moved, "m@b", json!({"to": "Grace@example.org", "notice": "<x@b>"})),
        about(Kind::Vacation, "v@b", json!({"notice": "<grace@example.org>"})),
    ];
    ledger().append(&events).expect("kept");
    run("contacts forget grace@example.org --yes");
    let needles = ["grace@example.org", "Grace Example", "Grace\nExample", "Grace \\n Example"];
    assert_eq!(traces(&sandbox.home().join(".local/state"), &needles), [""; 0]);
    assert_eq!(traces(&sandbox.home().join(".cache"), &needles), [""; 0]);
    let tasks = run("tasks");
    assert!(tasks.contains("fix-readme") && !tasks.contains("ask-grace"), "{tasks}");
    // By a name that nothing but a task has.
    run(
        "tasks add ask-mary --title 'Ask Mary Sample for a lamp' --what x --place y --done-when z --send list",
    );
    let seen = run("contacts forget 'Mary Sample' --yes");
    assert!(seen.contains("removed 0 events, 0 letters, 0 drafts and 1 own task"), "{seen}");
}

#[test]
fn what_is_not_over_is_not_forgotten() {
    let sandbox = Sandbox::of_ada().joined();
    let forget =
        |what: &str| sandbox.run(&format!("contacts forget {what} --yes --date 2015-03-12T12:00:00+01:00"));
    let refused = sandbox.run(&format!("{INTRODUCE} --sendmail 'sh -c \"exit 75\"' --yes"));
    assert!(refused.contains("[exit status: 75]"), "{refused}");
    for who in ["grace@example.org", "--before 2015-03-11"] {
        let seen = forget(who);
        assert!(seen.contains("error: not everybody has got `wick-trimmer` yet\n"), "{seen}");
        assert!(seen.contains("onlist drafts delete") && seen.contains("[exit status: 65]"), "{seen}");
    }
    let sent = sandbox.run("send wick-trimmer --sendmail true --yes --date 2015-03-10T13:00:00+01:00");
    assert!(sent.contains("note: sent: "), "{sent}");
    let list = forget("lamp-devel@lists.example.org");
    assert!(
        list.contains("is a mailing list, and no person") && list.contains("[exit status: 64]"),
        "{list}"
    );
    for word in ["GSoC", "wick-trimmer", "example"] {
        let seen = forget(word);
        assert!(seen.contains("note: nothing is known of"), "{word}: {seen}");
    }
    assert!(sandbox.run("contacts --date 2015-03-12T12:00:00+01:00").contains("wick-trimmer\tsent"));
}
