//! `onlist contacts`, as transcripts.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;

use crate::support::{Options, Pty, Sandbox};
use chrono::DateTime;
use onlist_core::catalog::Id;
use onlist_core::ledger::{Contact, Event, Kind, Ledger, Location, Source, Topic};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use rusqlite::Connection;
use serde_json::{Value, json};

const LEDGER: &str = ".local/state/onlist/ledger.sqlite";

/// A letter to a list of Lantern.
fn letter(at: &str, kind: Kind, project: Topic, person: &str, list: &str) -> Event {
    let at = DateTime::parse_from_rfc3339(at).expect("valid");
    let address = |text: &str| text.parse().expect("an address");
    let id = |text| Id::new(text).expect("an id");
    Event {
        at,
        kind,
        source: Source::Sent,
        contact: Some(Contact {
            community: id("lantern"),
            season: id("gsoc-2015"),
            project,
            person: address(person),
        }),
        name: None,
        server_id: None,
        message_id: MessageId::parse(&format!("{}@students.test", at.format("%Y%m%d%H%M"))).expect("valid"),
        in_reply_to: None,
        author: address("ada@students.test"),
        list: Some(address(list)),
        subject: Line::sanitize("[GSoC 2015] A letter"),
        tasks: Vec::new(),
        wait_days: Some(7),
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: None,
    }
}

fn project(id: &str) -> Topic {
    Topic::Project(Id::new(id).expect("an id"))
}

/// A home with a ledger in which every state occurs on 2015-03-19.
fn kept() -> Sandbox {
    let sandbox = Sandbox::new();
    let lamp = "lamp-devel@lists.example.org";
    let users = "users@lists.example.org";
    let events = [
        letter(
            "2015-03-10T12:00:00+01:00",
            Kind::Unknown,
            project("wick-trimmer"),
            "grace@example.org",
            lamp,
        ),
        letter(
            "2015-03-16T12:00:00+01:00",
            Kind::Introduced,
            project("keepers-log"),
            "jay@example.org",
            users,
        ),
        letter(
            "2015-03-10T12:00:00+01:00",
            Kind::Introduced,
            project("wick-trimmer"),
            "grace@example.org",
            lamp,
        ),
        letter("2015-03-11T12:00:00+01:00", Kind::Answered, project("fog-horn"), "bo@students.test", users),
        letter(
            "2015-03-12T12:00:00+01:00",
            Kind::Refused,
            Topic::Idea(Line::sanitize("Wärme messen")),
            users,
            users,
        ),
        letter(
            "2015-03-13T12:00:00+01:00",
            Kind::Unknown,
            project("fresnel-for-humans"),
            "to@example.org",
            lamp,
        ),
    ];
    Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("made").append(&events).expect("kept");
    sandbox
}

const NOW: &str = "--date 2015-03-19T13:00:00+01:00";

fn seen_at(columns: &str, line: &str) -> String {
    let sandbox = kept();
    let words: Vec<_> = line.split(' ').chain(NOW.split(' ')).collect();
    let words = [&["onlist"], &words[..]].concat();
    let columns = columns.parse().expect("a number");
    let pty = Pty::start_in(&sandbox, &words, Options { columns, rows: 100, ..Options::default() });
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    pty.screen() + "\n"
}

/// What a run gives to a pipe.
fn data(line: &str) -> String {
    let words: Vec<_> = line.split(' ').chain(NOW.split(' ')).collect();
    let output = kept().output(&words);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn contacts_are_a_page_for_the_morning() {
    insta::assert_snapshot!(seen_at("80", "contacts"), @"
    To do: 3 contacts

    Wärme messen (own idea), users@lists.example.org, lantern/gsoc-2015
      not sent to users@lists.example.org: tried on 2015-03-12, and no server took
      it
      next: you, since 2015-03-12: try again: nobody got it

    fresnel-for-humans, to@example.org, lantern/gsoc-2015
      sent to lamp-devel@lists.example.org on 2015-03-13: it may have been delivered
      next: you, since 2015-03-13: look for the letter in the archive; do not send
      it again before
        onlist sync

    wick-trimmer, lantern/gsoc-2015
      sent to lamp-devel@lists.example.org on 2015-03-10, no answer for 9 days
      next: you, since 2015-03-17: ask again, as a reply to your own letter
        onlist follow-up wick-trimmer --text TEXT

    Waiting: 2 contacts

    fog-horn, bo@students.test, lantern/gsoc-2015
      sent to users@lists.example.org on 2015-03-11
      answered by you on 2015-03-11
      next: the student, since 2015-03-11: answer

    keepers-log, lantern/gsoc-2015
      sent to users@lists.example.org on 2015-03-16, no answer for 3 days
      next: the mentors, since 2015-03-16: answer; ask again from 2015-03-23
    ");
}

#[test]
fn contacts_fit_a_narrow_terminal() {
    insta::assert_snapshot!(seen_at("40", "contacts"), @"
    To do: 3 contacts

    Wärme messen (own idea),
    users@lists.example.org,
    lantern/gsoc-2015
      not sent to users@lists.example.org:
      tried on 2015-03-12, and no server
      took it
      next: you, since 2015-03-12: try
      again: nobody got it

    fresnel-for-humans, to@example.org,
    lantern/gsoc-2015
      sent to lamp-devel@lists.example.org
      on 2015-03-13: it may have been
      delivered
      next: you, since 2015-03-13: look for
      the letter in the archive; do not send
      it again before
        onlist sync

    wick-trimmer, lantern/gsoc-2015
      sent to lamp-devel@lists.example.org
      on 2015-03-10, no answer for 9 days
      next: you, since 2015-03-17: ask
      again, as a reply to your own letter
        onlist follow-up wick-trimmer --text
        TEXT

    Waiting: 2 contacts

    fog-horn, bo@students.test,
    lantern/gsoc-2015
      sent to users@lists.example.org on
      2015-03-11
      answered by you on 2015-03-11
      next: the student, since 2015-03-11:
      answer

    keepers-log, lantern/gsoc-2015
      sent to users@lists.example.org on
      2015-03-16, no answer for 3 days
      next: the mentors, since 2015-03-16:
      answer; ask again from 2015-03-23
    ");
}

#[test]
fn words_choose_among_them() {
    insta::assert_snapshot!(kept().run(&format!("contacts GRACE lamp-devel {NOW}")), @r"
    $ onlist contacts GRACE lamp-devel --date 2015-03-19T13:00:00+01:00
    201503101200@students.test	wick-trimmer	due	grace@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	student	onlist follow-up wick-trimmer --text TEXT
    ");
    insta::assert_snapshot!(kept().run(&format!("contacts wärme {NOW}")), @"
    $ onlist contacts wärme --date 2015-03-19T13:00:00+01:00
    201503121200@students.test	idea:Wärme messen	refused	users@lists.example.org	users@lists.example.org	lantern/gsoc-2015	2015-03-12T12:00:00+01:00	mentor
    ");
    insta::assert_snapshot!(kept().run(&format!("contacts wick-trimmer jay {NOW}")), @r"
    $ onlist contacts wick-trimmer jay --date 2015-03-19T13:00:00+01:00
    note: no contact matches
    hint: try fewer words, or run `onlist contacts` to see all
    ");
}

#[test]
fn what_came_later_than_now_does_not_count_and_is_said() {
    insta::assert_snapshot!(kept().run("contacts --date 2015-03-10T12:30:00+01:00"), @r"
    $ onlist contacts --date 2015-03-10T12:30:00+01:00
    201503101200@students.test	wick-trimmer	sent	grace@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	mentor	
    note: skipped 4 events later than 2015-03-10 12:30
    ");
    insta::assert_snapshot!(kept().run("contacts --date 2015-03-01T12:30:00+01:00"), @"
    $ onlist contacts --date 2015-03-01T12:30:00+01:00
    note: skipped 6 events later than 2015-03-01 12:30
    ");
}

#[test]
fn scripts_get_all_of_it() {
    let contacts: Value = serde_json::from_str(&data("contacts --json")).expect("JSON");
    let list = contacts["contacts"].as_array().expect("an array");
    let of = |name: &str| -> Vec<&Value> { list.iter().map(|it| &it[name]).collect() };
    assert_eq!(contacts["schema"], 1);
    assert_eq!(of("state"), ["answered", "unknown", "sent", "due", "refused"]);
    assert_eq!(of("idea")[4], "Wärme messen");
    insta::assert_snapshot!(format!("{:#}", list[3]), @r#"
    {
      "community": "lantern",
      "season": "gsoc-2015",
      "project": "wick-trimmer",
      "idea": null,
      "person": "grace@example.org",
      "list": "lamp-devel@lists.example.org",
      "subject": "[GSoC 2015] A letter",
      "state": "due",
      "since": "2015-03-10T12:00:00+01:00",
      "ask_again": "2015-03-17T00:00:00+01:00",
      "message_id": "201503101200@students.test",
      "first": "2015-03-10T12:00:00+01:00",
      "last": "2015-03-10T12:00:00+01:00",
      "letters": [
        "201503101200@students.test"
      ],
      "next": {
        "who": "student",
        "what": "ask again, as a reply to your own letter",
        "since": "2015-03-17T00:00:00+01:00",
        "until": null,
        "command": "onlist follow-up wick-trimmer --text TEXT"
      },
      "answered_by": null,
      "answered_by_name": null,
      "answered_by_mentor": null,
      "answered_at": null,
      "answered_after_hours": null,
      "answered_in_private": null,
      "answered_elsewhere": null,
      "url": null,
      "archived_for_sure": null,
      "held": null,
      "bounced": null,
      "follow_ups": 0,
      "dates": []
    }
    "#);
    let none: Value = serde_json::from_str(&data("contacts zebra --json")).expect("JSON");
    assert_eq!(none, json!({"schema": 1, "contacts": []}));
}

#[test]
fn before_the_first_letter_there_is_nothing_and_nothing_is_made() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run("contacts"), @"
    $ onlist contacts
    note: no contacts yet
    ");
    insta::assert_snapshot!(sandbox.run("contacts --json"), @r#"
    $ onlist contacts --json
    {
      "schema": 1,
      "contacts": []
    }
    note: no contacts yet
    "#);
    insta::assert_snapshot!(sandbox.run("contacts --ledger team/ledger.sqlite zebra"), @"
    $ onlist contacts --ledger team/ledger.sqlite zebra
    note: no contacts yet
    ");
    assert_eq!(fs::read_dir(sandbox.home()).expect("there").count(), 0);
}

#[test]
fn another_ledger_is_named_before_or_after_the_verb() {
    let sandbox = kept();
    fs::rename(sandbox.home().join(LEDGER), sandbox.home().join("mine")).expect("moved");
    for line in ["--ledger mine contacts grace", "contacts grace --ledger mine"] {
        assert!(sandbox.run(&format!("{line} {NOW}")).contains("\tdue\t"), "{line}");
    }
}

#[test]
fn what_is_no_ledger_is_named_and_stays() {
    let sandbox = Sandbox::new();
    sandbox.write("notes", "From: ada@students.test\n".repeat(100));
    insta::assert_snapshot!(sandbox.run("contacts --ledger notes"), @"
    $ onlist contacts --ledger notes
    error: `notes` is not a ledger
    hint: give the path of a ledger, or a new path to start one
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run("contacts --ledger ."), @"
    $ onlist contacts --ledger .
    error: `.` is not a ledger
    hint: give the path of a ledger, or a new path to start one
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run("contacts --ledger notes/ledger"), @"
    $ onlist contacts --ledger notes/ledger
    error: cannot read `notes/ledger`: Not a directory
    [exit status: 74]
    ");
    assert_eq!(sandbox.read("notes"), "From: ada@students.test\n".repeat(100));
    insta::assert_snapshot!(sandbox.run("contacts --ledger postgres://ada:hunter2@db.test/ledger"), @"
    $ onlist contacts --ledger postgres://ada:hunter2@db.test/ledger
    error: `postgres://…` is on a server, and ledgers are files
    hint: give the path of a file
    [exit status: 64]
    ");
}

#[test]
fn a_ledger_that_is_newer_or_damaged_is_named() {
    let sandbox = kept();
    let path = sandbox.home().join(LEDGER);
    let whole = fs::read(&path).expect("there");
    Connection::open(&path).expect("opened").pragma_update(None, "user_version", 99).expect("set");
    insta::assert_snapshot!(sandbox.run("contacts"), @"
    $ onlist contacts
    error: `$HOME/.local/state/onlist/ledger.sqlite` has schema 99; this version reads up to 5
    hint: use a newer `onlist`
    [exit status: 65]
    ");
    fs::write(&path, &whole[..whole.len() - 100]).expect("written");
    insta::assert_snapshot!(sandbox.run("contacts"), @"
    $ onlist contacts
    error: `$HOME/.local/state/onlist/ledger.sqlite` is damaged: its end is missing
    hint: bring back a copy of `$HOME/.local/state/onlist/ledger.sqlite`, or move it away to begin another
    [exit status: 65]
    ");
}

#[test]
fn a_ledger_in_use_is_waited_for_and_then_named() {
    let sandbox = kept();
    let raw = Connection::open(sandbox.home().join(LEDGER)).expect("opened");
    raw.execute_batch("BEGIN EXCLUSIVE").expect("begun");
    insta::assert_snapshot!(sandbox.run("contacts"), @"
    $ onlist contacts
    error: `$HOME/.local/state/onlist/ledger.sqlite` is in use by another run
    hint: try again when it has ended
    [exit status: 75]
    ");
}

/// A student's home with a letter each that was held, archived and bounced, answered, or belongs elsewhere.
fn what_became_of_letters() -> Sandbox {
    let sandbox = Sandbox::of_ada();
    let catalog = sandbox.read(".config/onlist/catalog.toml");
    let dates = "apply-from = 2015-03-16\napply-until = 2015-03-27\nends = 2015-08-31";
    sandbox.write(".config/onlist/catalog.toml", catalog.replacen("ends = 2099-12-31", dates, 1));
    let (lamp, ada) = ("lamp-devel@lists.example.org", "ada@example.org");
    let sent = |day: u32, about: &str| {
        let at = format!("2015-03-{day:02}T12:00:00+01:00");
        let event = letter(&at, Kind::Introduced, project(about), ada, lamp);
        Event { author: ada.parse().expect("an address"), ..event }
    };
    let seen = |of: &Event, hours: i64, kind: Kind, detail: Value| Event {
        at: of.at + chrono::TimeDelta::hours(hours),
        kind,
        source: Source::Archive,
        author: "lamp-devel-bounces@lists.example.org".parse().expect("an address"),
        detail: Some(detail),
        ..of.clone()
    };
    let answered = |of: &Event, hours: i64, detail: Value| Event {
        in_reply_to: Some(of.message_id.clone()),
        message_id: MessageId::parse(&format!("{hours}.{}", of.message_id.bare())).expect("an id"),
        author: "grace@example.org".parse().expect("an address"),
        ..seen(of, hours, Kind::Answered, detail)
    };
    let (held, archived, private, moved, back) = (
        sent(13, "fog-horn"),
        sent(14, "wick-trimmer"),
        sent(2, "keepers-log"),
        sent(3, "mirror"),
        sent(4, "buoy"),
    );
    let found = Event {
        url: Some(Line::sanitize("https://lists.example.org/archive/14.html")),
        ..seen(&archived, 1, Kind::Archived, json!({"certain": false}))
    };
    let bounced = Event {
        refused: vec!["jay@example.org".parse().expect("an address")],
        ..seen(&archived, 2, Kind::Bounced, json!({"status": "5.1.1", "reason": "User unknown"}))
    };
    let thanks = Event {
        source: Source::Sent,
        author: ada.parse().expect("an address"),
        message_id: MessageId::parse("thanks@example.org").expect("an id"),
        ..seen(&back, 80, Kind::AnsweredBack, Value::Null)
    };
    let events = [
        seen(&held, 0, Kind::Held, json!({"reason": "Post by non-member to a members-only list"})),
        found,
        bounced,
        answered(&private, 52, json!({"mentor": true, "by": "Grace Example", "private": true})),
        answered(&moved, 3, json!({"mentor": false, "by": "Grace Example"})),
        seen(&moved, 3, Kind::Moved, json!({"to": "users@lists.example.org"})),
        answered(&back, 30, json!({"mentor": true, "by": "Grace Example"})),
        thanks,
        held.clone(),
        archived.clone(),
        private.clone(),
        moved.clone(),
        back.clone(),
    ];
    Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("made").append(&events).expect("kept");
    sandbox
}

#[test]
fn each_contact_tells_what_happened_whose_turn_it_is_and_the_days_left() {
    let sandbox = what_became_of_letters();
    let words: Vec<_> = "onlist contacts".split(' ').chain(NOW.split(' ')).collect();
    for (columns, name) in [(80, "wide"), (40, "narrow")] {
        let pty = Pty::start_in(&sandbox, &words, Options { columns, rows: 140, ..Options::default() });
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        insta::assert_snapshot!(format!("what_happened_{name}"), pty.screen() + "\n");
    }
    let json = sandbox.output(&["contacts", "--json", "--date", "2015-03-19T13:00:00+01:00"]);
    insta::assert_snapshot!("what_happened_json", String::from_utf8(json.stdout).expect("text"));
}

#[cfg(unix)]
#[test]
fn letters_about_one_project_are_told_apart_by_their_seasons() {
    let sandbox = Sandbox::of_ada().joined();
    let mut ledger = Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("opened");
    for season in ["gsoc-2015", "gsoc-2016"] {
        let at = format!("{}-03-10T12:00:00+01:00", &season[5..]);
        let lamp = "lamp-devel@lists.example.org";
        let mut letter = letter(&at, Kind::Introduced, project("wick-trimmer"), "ada@example.org", lamp);
        letter.author = "ada@example.org".parse().expect("an address");
        letter.contact.as_mut().expect("one").season = Id::new(season).expect("an id");
        ledger.append(&[letter]).expect("kept");
    }
    drop(ledger);
    let words = ["onlist", "--date", "2016-04-10T12:00:00+01:00"];
    let pty = Pty::start_in(&sandbox, &words, Options { columns: 100, rows: 40, ..Options::default() });
    pty.wait_for("What do you want to do");
    for season in ["gsoc-2015: no answer for 1 year", "gsoc-2016: no answer for 31 days"] {
        pty.wait_for(&format!("ask again about wick-trimmer, lantern/{season}"));
    }
    pty.kill();
}

#[test]
fn what_was_said_by_mistake_is_taken_back() {
    let sandbox = kept();
    let run = |line: &str, day: u32| sandbox.run(&format!("{line} --date 2015-03-{day}T12:00:00+01:00"));
    let state = |day| {
        let rows = run("contacts", day);
        let row = rows.lines().find(|it| it.contains("\twick-trimmer\t")).expect("there").to_owned();
        row.split('\t').nth(2).expect("a state").to_owned()
    };
    let before = state(19);
    for (said, reached) in [("answered", "answered"), ("closed", "closed"), ("answered", "answered")] {
        let seen = run(&format!("contacts mark wick-trimmer {said}"), 19);
        assert!(seen.contains("marked as"), "{seen}");
        assert_eq!(state(19), reached, "{said}");
        assert!(run("contacts mark wick-trimmer undo", 20).contains(": marked as before\n"));
        assert_eq!(state(20), before, "{said}");
    }
    let seen = run("contacts mark wick-trimmer undo", 20);
    assert!(seen.contains(": nothing was said of it that can be taken back\n"), "{seen}");
}
