//! Tasks that were given: who has them at a time, as the events of a ledger tell it.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use onlist_core::catalog::{Catalog, Id, Task};
use onlist_core::compose::reply::{Handout, Reply};
use onlist_core::ledger::{Contact, Event, Kind, Source, Topic};
use onlist_core::tasks::{Availability, Claim, ClaimState, Wanted, claims, given_in, holder, status};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use proptest::prelude::*;
use serde_json::json;

use crate::support::soon;

const ADA: &str = "ada@students.test";
const BEA: &str = "bea@students.test";

fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

fn time(hours: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-01T09:00:00+01:00").expect("a time") + TimeDelta::hours(hours)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A task that is one thing, or a kind of task.
fn task(name: &str, many: bool) -> Task {
    let toml = format!(
        "id = '{name}'\ntitle = 'Fix it'\nwhat = 'Fix it.'\nplace = 'doc/'\ndone-when = 'it works'\nsend = 'a patch'\nmany = {many}"
    );
    toml::from_str(&toml).expect("a task")
}

/// Something that happened to a letter about the wick trimmer, by or for a student.
fn event(hours: i64, kind: Kind, letter: &str, person: &str) -> Event {
    Event {
        at: time(hours),
        kind,
        source: Source::Sent,
        contact: Some(Contact {
            community: id("lantern"),
            season: id("gsoc-2026"),
            project: Topic::Project(id("wick-trimmer")),
            person: address(person),
        }),
        name: None,
        message_id: MessageId::parse(letter).expect("a message-id"),
        server_id: None,
        in_reply_to: None,
        author: address("grace@example.org"),
        list: Some(address("lamp-devel@lists.example.org")),
        subject: Line::sanitize("Re: [GSoC 2026] Trim the wick"),
        tasks: Vec::new(),
        wait_days: None,
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: None,
    }
}

/// An event that names the typo, kept until the seventh.
fn typo(hours: i64, kind: Kind, letter: &str, person: &str) -> Event {
    let until = Some(day("2026-03-07"));
    Event { tasks: vec![Line::sanitize("fix-typo")], until, ..event(hours, kind, letter, person) }
}

/// An event that names a bug.
fn bug(hours: i64, kind: Kind, letter: &str, person: &str, object: &str) -> Event {
    let detail = Some(json!({"objects": {"fix-bug": object}}));
    Event { tasks: vec![Line::sanitize("fix-bug")], detail, ..typo(hours, kind, letter, person) }
}

/// The states of all claims, with who has them.
fn states(events: &[Event], hours: i64) -> Vec<(String, ClaimState)> {
    let found = claims(events, time(hours));
    found.iter().map(|it| (it.person().map(ToString::to_string).unwrap_or_default(), it.state)).collect()
}

fn state(events: &[Event], hours: i64) -> Option<ClaimState> {
    let all = states(events, hours);
    assert!(all.len() <= 1, "{all:?}");
    all.into_iter().next().map(|it| it.1)
}

#[test]
fn a_claim_is_one_with_the_sending() {
    use ClaimState::{Doubtful, Kept, Released};
    let letter = |kinds: &[(i64, Kind)]| {
        kinds.iter().map(|(at, kind)| typo(*at, *kind, "a@example.org", ADA)).collect::<Vec<_>>()
    };
    for (kinds, expected) in [
        (&[(0, Kind::Sending)][..], Some(Doubtful)),
        (&[(0, Kind::Sending), (0, Kind::Answered)], Some(Kept)),
        (&[(0, Kind::Sending), (0, Kind::Refused)], None),
        (&[(0, Kind::Sending), (0, Kind::Unknown)], Some(Doubtful)),
        // It was refused, and a later try came to something else.
        (&[(0, Kind::Sending), (0, Kind::Refused), (9, Kind::Sending)], Some(Doubtful)),
        (&[(0, Kind::Sending), (0, Kind::Refused), (9, Kind::Unknown)], Some(Doubtful)),
        (&[(0, Kind::Sending), (0, Kind::Refused), (9, Kind::Answered)], Some(Kept)),
        // It was found in the archive.
        (&[(0, Kind::Unknown), (9, Kind::Archived)], Some(Kept)),
        // It left by hand.
        (&[(0, Kind::HandedOver)], Some(Doubtful)),
        (&[(0, Kind::HandedOver), (9, Kind::Answered)], Some(Kept)),
        (&[(0, Kind::HandedOver), (9, Kind::Closed)], Some(Released)),
        (&[(0, Kind::Answered), (9, Kind::Closed)], Some(Released)),
        (&[(0, Kind::Answered), (9, Kind::Released)], Some(Released)),
        (&[(0, Kind::Answered), (9, Kind::Done)], Some(ClaimState::Done)),
        (&[(0, Kind::Answered), (9, Kind::Bounced)], Some(Kept)),
    ] {
        assert_eq!(state(&letter(kinds), 20), expected, "{kinds:?}");
    }
}

#[test]
fn a_claim_lapses_after_its_day_unless_the_mentor_owes_an_answer() {
    use ClaimState::{Done, Kept, Lapsed};
    let given = typo(0, Kind::Answered, "a@example.org", ADA);
    let patch = event(24, Kind::Wrote, "patch@example.org", ADA);
    let thanks = Event { detail: Some(json!({"thanks": true})), ..patch.clone() };
    let review = event(72, Kind::Answered, "review@example.org", ADA);
    let by_other = Event { detail: Some(json!({"mentor": false})), ..review.clone() };
    let late = event(200, Kind::Wrote, "patch@example.org", ADA);
    let of_bea = event(24, Kind::Wrote, "patch@example.org", BEA);
    let done = typo(400, Kind::Done, "a@example.org", ADA);
    for (more, hours, expected) in [
        (vec![], 6 * 24, Kept),
        (vec![], 7 * 24, Lapsed),
        (vec![&patch], 300 * 24, Kept),
        (vec![&thanks], 8 * 24, Lapsed),
        (vec![&patch, &by_other], 300 * 24, Kept),
        (vec![&patch, &review], 8 * 24, Kept),
        (vec![&patch, &review], 9 * 24, Lapsed),
        (vec![&late], 300, Lapsed),
        (vec![&of_bea], 8 * 24, Lapsed),
        (vec![&done], 401, Done),
    ] {
        let events: Vec<_> = std::iter::once(&given).chain(more.iter().copied()).cloned().collect();
        assert_eq!(state(&events, hours), Some(expected), "{more:#?} at {hours}");
    }
}

#[test]
fn a_claim_that_is_given_again_is_one() {
    let first = typo(0, Kind::Answered, "a@example.org", ADA);
    let again = Event {
        until: Some(day("2026-03-21")),
        ..typo(48, Kind::Answered, "b@example.org", "ADA@students.test")
    };
    let events = [first, again];
    assert_eq!(state(&events, 10 * 24), Some(ClaimState::Kept));
    // As long as nobody knows whether the second letter arrived, the first holds.
    let doubtful = [events[0].clone(), Event { kind: Kind::Unknown, ..events[1].clone() }];
    let expected =
        vec![(ADA.to_owned(), ClaimState::Kept), ("ADA@students.test".to_owned(), ClaimState::Doubtful)];
    assert_eq!(states(&doubtful, 50), expected);
    // An object that the student was to find, and found.
    let later = bug(0, Kind::Answered, "a@example.org", ADA, "later");
    let found = bug(48, Kind::Answered, "b@example.org", ADA, "CID 7");
    let other = bug(49, Kind::Answered, "c@example.org", ADA, "CID 8");
    assert_eq!(states(&[later, found, other], 50).len(), 2);
}

#[test]
fn a_task_that_is_one_thing_has_one_holder() {
    let events =
        [typo(0, Kind::Answered, "a@example.org", ADA), typo(1, Kind::Answered, "b@example.org", BEA)];
    let one = task("fix-typo", false);
    for (hours, availability, person) in [
        (0, Availability::Kept, Some(ADA)),
        (6 * 24, Availability::Kept, Some(ADA)),
        (7 * 24, Availability::Free, None),
    ] {
        let found = claims(&events, time(hours));
        let status = status(&found, &id("lantern"), &one);
        let holder = status.holder.and_then(Claim::person).map(ToString::to_string);
        assert_eq!((status.availability, holder.as_deref()), (availability, person), "{hours}");
    }
    let found = claims(&events, time(5));
    assert_eq!(status(&found, &id("lantern"), &one).also.len(), 1);
    assert_eq!(status(&found, &id("lighthouse"), &one).availability, Availability::Free);
    let typo = Line::sanitize("fix-typo");
    let wanted = Wanted { task: &typo, object: None };
    let of_ada = |it: &Claim| it.is_of(&address(ADA));
    assert!(holder(&found, &id("lantern"), &wanted, Some(&address(BEA))).is_some_and(of_ada));
    assert!(holder(&found[..1], &id("lantern"), &wanted, Some(&address("ADA@Students.test"))).is_none());
}

#[test]
fn of_a_kind_of_task_the_object_is_kept() {
    let events = [
        bug(0, Kind::Answered, "a@example.org", ADA, "CID 7"),
        bug(0, Kind::Answered, "l@example.org", ADA, "later"),
        bug(1, Kind::Done, "d@example.org", BEA, "CID 9"),
        typo(0, Kind::Answered, "n@example.org", ADA),
    ];
    let kind = task("fix-bug", true);
    let found = claims(&events, time(5));
    let bug = Line::sanitize("fix-bug");
    for (object, taken) in
        [("CID 7", true), ("cid-7", true), ("CID 8", false), ("CID 9", true), ("later", false)]
    {
        let wanted = Wanted { task: &bug, object: Some(object) };
        let taken_by = holder(&found, &id("lantern"), &wanted, Some(&address(BEA)));
        assert_eq!(taken_by.is_some(), taken, "{object:?}: {taken_by:?}");
    }
    let status = status(&found, &id("lantern"), &kind);
    let objects: Vec<_> = status.objects.iter().filter_map(|it| it.object.as_deref()).collect();
    assert_eq!((status.availability, objects), (Availability::Free, vec!["CID 7", "later", "CID 9"]));
}

#[test]
fn what_is_said_of_one_claim_is_not_said_of_another() {
    let events = [
        bug(0, Kind::Answered, "a@example.org", ADA, "CID 7"),
        bug(0, Kind::Answered, "b@example.org", BEA, "CID 8"),
        bug(2, Kind::Released, "a@example.org", ADA, "CID 7"),
        // A letter that names nothing of the ledger says it of the student, the task and the object.
        bug(3, Kind::Done, "x@example.org", BEA, "bug 8"),
    ];
    let expected = [(ADA.to_owned(), ClaimState::Released), (BEA.to_owned(), ClaimState::Done)];
    assert_eq!(states(&events, 5), expected);
}

fn any_event() -> impl Strategy<Value = Event> {
    let kinds = vec![
        Kind::Sending,
        Kind::Answered,
        Kind::Refused,
        Kind::Unknown,
        Kind::HandedOver,
        Kind::Closed,
        Kind::Wrote,
        Kind::Released,
        Kind::Done,
        Kind::Archived,
    ];
    let people = vec![ADA, BEA, "ADA@students.test"];
    let objects = vec!["7", "CID 7", "8", "later"];
    (
        0..6_i64,
        proptest::sample::select(kinds),
        0..4_u8,
        proptest::sample::select(people),
        proptest::sample::select(objects),
        any::<bool>(),
    )
        .prop_map(|(days, kind, letter, person, object, one)| {
            let letter = format!("{letter}@example.org");
            if one {
                typo(days * 24, kind, &letter, person)
            } else {
                bug(days * 24, kind, &letter, person, object)
            }
        })
}

proptest! {
    #[test]
    fn order_and_repetition_make_no_difference(
        (events, shuffled) in proptest::collection::vec(any_event(), 0..12)
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        again in any::<proptest::sample::Index>(),
        now in 0..12_i64,
    ) {
        let now = time(now * 24);
        let expected = format!("{:#?}", claims(&events, now));
        let mut repeated = shuffled;
        if !repeated.is_empty() {
            repeated.push(again.get(&repeated).clone());
        }
        prop_assert_eq!(format!("{:#?}", claims(&repeated, now)), expected);
    }

    /// Mentors who look before they give, whatever happens to their letters, give nothing twice.
    #[test]
    fn an_object_has_one_holder(
        tries in proptest::collection::vec((0..30_i64, any::<bool>(), 0..3_u8, 0..5_u8, any::<bool>()), 1..24),
    ) {
        let (kind, one) = (Line::sanitize("fix-bug"), Line::sanitize("fix-typo"));
        let mut events: Vec<Event> = Vec::new();
        let mut tries = tries;
        tries.sort_unstable();
        for (number, (day, is_one, person, outcome, again)) in tries.into_iter().enumerate() {
            let person = format!("s{person}@students.test");
            let (letter, object) = (format!("{number}@example.org"), if again { "CID 7" } else { "7" });
            let given = |kind| if is_one {
                typo(day * 24, kind, &letter, &person)
            } else {
                bug(day * 24, kind, &letter, &person, object)
            };
            let until = |it: Event| Event { until: Some((time(day * 24) + TimeDelta::days(6)).date_naive()), ..it };
            let wanted = if is_one {
                Wanted { task: &one, object: None }
            } else {
                Wanted { task: &kind, object: Some(object) }
            };
            let known = claims(&events, time(day * 24));
            if holder(&known, &id("lantern"), &wanted, Some(&address(&person))).is_some() {
                continue;
            }
            events.push(until(given(Kind::Sending)));
            match outcome {
                0 => events.push(until(given(Kind::Refused))),
                1 => events.push(until(given(Kind::Unknown))),
                2 => {}
                _ => events.push(until(given(Kind::Answered))),
            }
            if outcome == 4 {
                events.push(event(day * 24 + 1, Kind::Wrote, &format!("w{number}@example.org"), &person));
            }
            let open: Vec<_> = claims(&events, time(day * 24 + 1)).into_iter().filter(Claim::is_open).collect();
            for name in ["fix-typo", "fix-bug"] {
                let holders = open.iter().filter(|it| it.task.as_str() == name);
                let mut people: Vec<_> = holders.filter_map(Claim::person).map(ToString::to_string).collect();
                people.sort();
                people.dedup();
                prop_assert!(people.len() <= 1, "{name}: {people:?}");
            }
        }
    }
}

/// Catalogs whose tasks are given.
fn catalogs() -> [(&'static str, &'static str, &'static str); 3] {
    [
        ("catalog.toml", include_str!("../../catalog.toml"), "xen-devel@lists.xenproject.org"),
        ("tests", include_str!("../support/catalog.toml"), "lamp-devel@lists.example.org"),
        ("examples", include_str!("../../examples/catalog.toml"), "devel@lists.example.org"),
    ]
}

#[test]
fn what_an_answer_gives_is_read_from_its_text() {
    let now = time(0);
    let mut read = 0;
    for (name, text, list) in catalogs() {
        let mut catalog = Catalog::parse(name, text).expect("valid");
        // Titles of one word, within each other, and with signs.
        let named = |id: &str, title: &str, many| {
            let what = Line::sanitize(&format!("{title}, as {id} says."));
            Task { title: Line::sanitize(title), what, ..task(id, many) }
        };
        catalog.add_tasks(vec![
            named("typo", "Fix typos", false),
            named("typo-in-a-manual", "Fix typos in one manual", true),
            named("signs", "Fix `a.c` (the \"old\" one): 50 % of it", false),
        ]);
        let student = format!(
            "From: Ada <{ADA}>\nTo: {list}\nSubject: [GSoC] lamps\nMessage-ID: <1@students.test>\n\nWhich one?\n"
        );
        let post = Post::read(student.as_bytes()).expect("a mail");
        let pairs = catalog.tasks.iter().flat_map(|one| catalog.tasks.iter().map(move |two| (one, two)));
        for (one, two) in pairs {
            let second = Some(two).filter(|it| it.id != one.id);
            let object = one.many.then_some("CID 12: lamp.c");
            let until = day("2026-03-20");
            let reply = Reply {
                catalog: &catalog,
                post: &post,
                me: "grace@example.org".parse().expect("valid"),
                also: &[],
                list: Some(list),
                project: None,
                task: Some(Handout::Task(one)),
                object,
                second_task: second,
                answer: Some("On 4 March 2026 the tree was new. What is done already has another title."),
                until,
                body: None,
                now,
            };
            let letter = reply.compose().expect("a letter");
            let answer = Post::read(&letter.message().bytes).expect("a mail").into_owned();
            let given = given_in(&catalog.tasks, &answer).expect("a task");
            let wanted: Vec<_> = std::iter::once(one).chain(second).map(|it| it.id.as_str()).collect();
            let tasks: Vec<_> = given.tasks.iter().map(Line::as_str).collect();
            assert_eq!((tasks, given.until), (wanted, Some(until)), "{}", letter.content().body);
            let first = given.objects.get(&Line::sanitize(one.id.as_str())).map(Line::as_str);
            assert_eq!(first.map(str::to_lowercase), object.map(str::to_lowercase));
            read += 1;
        }
    }
    assert!(read >= 12, "{read}");
}

/// Four tasks, and what an answer with this text gives of them.
fn given(text: &str) -> Vec<String> {
    let named = |at: usize| Task {
        title: Line::sanitize(&format!("Correct lamp number {at}")),
        what: Line::sanitize(&format!("Correct what page {at} says of it.")),
        ..task(&format!("lamp-{at}"), false)
    };
    let tasks: Vec<_> = (1..5).map(named).collect();
    let answer = Post::read(format!("Subject: Re: lamps\n\n{text}\n").into_bytes()).expect("a mail");
    given_in(&tasks, &answer).map(|it| it.tasks.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

#[test]
fn a_list_of_tasks_gives_none() {
    let named = |at: usize| format!("Correct lamp number {at}. ");
    let described = |at: usize| format!("How about: {}Correct what page {at} says of it. ", named(at));
    for (text, expected) in [
        (described(1), &["lamp-1"][..]),
        (described(2) + &described(1), &["lamp-2", "lamp-1"]),
        (described(1) + &named(2) + &named(3), &["lamp-1"]),
        (described(1) + &described(2) + &described(3), &[]),
        (named(1) + &named(2) + &named(3), &[]),
    ] {
        assert_eq!(given(&text), expected, "{text}");
    }
}

#[test]
fn a_title_that_stands_there_often_is_read_soon() {
    let text = "Correct lamp number 1 ".repeat(20_000);
    assert_eq!(soon("titles", || given(&text)), [""; 0]);
}
