//! Time as data: what a contact's events come to at a time, and who has the next move.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use chrono::{DateTime, FixedOffset, TimeDelta};
use onlist_core::catalog::Id;
use onlist_core::ledger::{
    Actor, Contact, ContactState as State, ContactStatus, Event, Kind, LedgerOwner, Source, Step, Topic,
    replay,
};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use proptest::prelude::*;
use serde_json::json;

const STUDENT: &str = "ada@students.test";
const MENTOR: &str = "grace@example.org";
const LIST: &str = "lamp-devel@lists.example.org";

fn day(day: u32) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2015-03-{day:02}T12:00:00+01:00")).expect("valid")
}

fn message_id(letter: &str) -> MessageId {
    MessageId::parse(&format!("{letter}@students.test")).expect("a message-id")
}

/// A student's event of the letter `letter` on a day; one asks again after seven days, and once more after fourteen.
fn event(at: u32, kind: Kind, letter: &str) -> Event {
    Event {
        at: day(at),
        kind,
        source: Source::Sent,
        contact: Some(Contact {
            community: Id::new("lantern").expect("an id"),
            season: Id::new("gsoc-2015").expect("an id"),
            project: Topic::Project(Id::new("wick-trimmer").expect("an id")),
            person: STUDENT.parse().expect("an address"),
        }),
        name: None,
        message_id: message_id(letter),
        server_id: None,
        in_reply_to: None,
        author: STUDENT.parse().expect("an address"),
        list: Some(LIST.parse().expect("an address")),
        subject: Line::sanitize("[GSoC 2015] Trim the wick"),
        tasks: Vec::new(),
        wait_days: Some(if kind == Kind::FollowedUp { 14 } else { 7 }),
        until: None,
        accepted: Vec::new(),
        refused: Vec::new(),
        url: None,
        detail: None,
    }
}

/// An answer by a mentor to `letter` that was seen in an archive.
fn seen_answer(at: u32, to: &str) -> Event {
    Event {
        source: Source::Archive,
        in_reply_to: Some(message_id(to)),
        author: MENTOR.parse().expect("an address"),
        detail: Some(json!({"mentor": true, "by": "Grace Example", "private": false})),
        ..event(at, Kind::Answered, &format!("answer-{at}"))
    }
}

/// What a list or a mail system says of `letter`.
fn notice(at: u32, kind: Kind, letter: &str) -> Event {
    Event {
        source: Source::Archive,
        author: "lamp-devel-bounces@lists.example.org".parse().expect("an address"),
        detail: Some(
            json!({"notice": format!("<notice-{at}@lists.example.org>"), "reason": "Post by non-member"}),
        ),
        ..event(at, kind, letter)
    }
}

fn bounce(at: u32, letter: &str, of: &str) -> Event {
    Event { refused: vec![of.parse().expect("an address")], ..notice(at, Kind::Bounced, letter) }
}

fn moved(at: u32, letter: &str) -> Event {
    Event { detail: Some(json!({"to": "users@lists.example.org"})), ..notice(at, Kind::Moved, letter) }
}

/// The mentor's own reply to the student, and what the mentor sees of the student after it.
fn reply(at: u32) -> Event {
    let author = MENTOR.parse().expect("an address");
    Event { author, in_reply_to: Some(message_id("a")), ..event(at, Kind::Answered, "reply") }
}

fn only(statuses: Vec<ContactStatus>) -> ContactStatus {
    let [one] = <[_; 1]>::try_from(statuses).expect("one contact");
    one
}

/// Events and a day, and what they come to.
type Case = (&'static str, Vec<Event>, u32, State, Actor, Step);

fn wait(until: Option<u32>) -> Step {
    Step::Wait { until: until.map(|it| day(it) - TimeDelta::hours(12)) }
}

fn sent() -> Event {
    event(1, Kind::Introduced, "a")
}

fn holds(cases: Vec<Case>) {
    for (name, events, now, state, who, step) in cases {
        let status = only(replay(&events, day(now)));
        assert_eq!((status.state, status.next.who, status.next.step), (state, who, step), "{name}");
    }
}

#[test]
fn a_letter_is_waited_for_held_archived_and_asked_about() {
    use Actor::{Mentor, Moderator, Student};
    use Kind::{Archived, ConfirmationWanted, FollowedUp, Held, Vacation};
    holds(vec![
        ("sent", vec![sent()], 2, State::Sent, Mentor, wait(Some(8))),
        (
            "a vacation notice is no answer",
            vec![sent(), notice(2, Vacation, "a")],
            3,
            State::Sent,
            Mentor,
            wait(Some(8)),
        ),
        ("held", vec![sent(), notice(1, Held, "a")], 2, State::Held, Moderator, wait(None)),
        (
            "held is not asked about",
            vec![sent(), notice(1, Held, "a")],
            20,
            State::Held,
            Moderator,
            wait(None),
        ),
        (
            "a subscription is to be confirmed",
            vec![sent(), notice(1, ConfirmationWanted, "a")],
            2,
            State::Held,
            Student,
            Step::Confirm,
        ),
        ("archived", vec![sent(), notice(2, Archived, "a")], 3, State::Archived, Mentor, wait(Some(8))),
        (
            "held, then archived: one waits since it could be read",
            vec![sent(), notice(1, Held, "a"), notice(5, Archived, "a")],
            9,
            State::Archived,
            Mentor,
            wait(Some(12)),
        ),
        ("due", vec![sent(), notice(2, Archived, "a")], 8, State::Due, Student, Step::FollowUp),
        (
            "due on that day, and not at that hour of it",
            vec![Event { at: day(1) + TimeDelta::hours(10), ..sent() }],
            8,
            State::Due,
            Student,
            Step::FollowUp,
        ),
        ("asked again", vec![sent(), event(8, FollowedUp, "b")], 21, State::Sent, Mentor, wait(Some(22))),
        ("and again due", vec![sent(), event(8, FollowedUp, "b")], 22, State::Due, Student, Step::FollowUp),
        (
            "no more reminders are wanted",
            vec![sent(), Event { wait_days: None, ..event(8, FollowedUp, "b") }],
            31,
            State::Sent,
            Student,
            Step::AskElsewhere,
        ),
        (
            "the reminder is held, though the first letter was archived",
            vec![sent(), notice(2, Archived, "a"), event(8, FollowedUp, "b"), notice(8, Held, "b")],
            9,
            State::Held,
            Moderator,
            wait(None),
        ),
    ]);
}

#[test]
fn an_answer_gives_the_turn_and_takes_it() {
    use Actor::{Mentor, Student};
    use Kind::{AnsweredBack, Held, Refused, Unknown, Wrote};
    let seen_back = || Event { source: Source::Archive, ..event(6, AnsweredBack, "back") };
    holds(vec![
        ("answered", vec![sent(), seen_answer(3, "a")], 30, State::Answered, Student, Step::Answer),
        (
            "held, but answered",
            vec![sent(), notice(1, Held, "a"), seen_answer(3, "a")],
            4,
            State::Answered,
            Student,
            Step::Answer,
        ),
        (
            "answered back",
            vec![sent(), seen_answer(3, "a"), event(4, AnsweredBack, "b")],
            30,
            State::AnsweredBack,
            Mentor,
            wait(None),
        ),
        (
            "a later letter of the contact counts as an answer",
            vec![sent(), seen_answer(3, "a"), event(4, Wrote, "b")],
            30,
            State::AnsweredBack,
            Mentor,
            wait(None),
        ),
        (
            "answered again",
            vec![sent(), seen_answer(3, "a"), event(4, AnsweredBack, "b"), seen_answer(5, "b")],
            30,
            State::Answered,
            Student,
            Step::Answer,
        ),
        (
            "an answer that cannot be sent leaves the turn",
            vec![sent(), seen_answer(3, "a"), event(4, Refused, "b")],
            30,
            State::Answered,
            Student,
            Step::Answer,
        ),
        (
            "moved",
            vec![sent(), seen_answer(3, "a"), moved(3, "a")],
            4,
            State::Answered,
            Student,
            Step::WriteTo(Some("users@lists.example.org".to_owned())),
        ),
        (
            "bounced, but answered",
            vec![sent(), bounce(1, "a", MENTOR), seen_answer(2, "a")],
            8,
            State::Bounced,
            Student,
            Step::Answer,
        ),
        (
            "unknown, then answered",
            vec![event(1, Unknown, "a"), seen_answer(2, "a")],
            3,
            State::Answered,
            Student,
            Step::Answer,
        ),
        ("a mentor has answered", vec![reply(3)], 30, State::Answered, Student, wait(None)),
        (
            "and the student wrote back",
            vec![reply(3), seen_back()],
            30,
            State::AnsweredBack,
            Mentor,
            Step::Reply(message_id("back")),
        ),
    ]);
}

#[test]
fn what_stands_in_the_archive_has_reached_the_list() {
    use Actor::{Mentor, Student};
    use Kind::FollowedUp;
    holds(vec![
        (
            "what stands in the list's archive has reached the list, whatever came back",
            vec![sent(), notice(1, Kind::Archived, "a"), bounce(2, "a", LIST)],
            3,
            State::Archived,
            Mentor,
            wait(Some(8)),
        ),
        (
            "and in whichever order it is known",
            vec![sent(), bounce(1, "a", LIST), notice(2, Kind::Archived, "a"), seen_answer(3, "a")],
            4,
            State::Answered,
            Student,
            Step::Answer,
        ),
        (
            "but not what perhaps stands there",
            vec![
                sent(),
                Event { detail: Some(json!({"certain": false})), ..notice(1, Kind::Archived, "a") },
                bounce(2, "a", LIST),
            ],
            3,
            State::Bounced,
            Student,
            Step::CorrectList,
        ),
        (
            "nor what another letter of it did",
            vec![sent(), notice(1, Kind::Archived, "a"), event(8, FollowedUp, "b"), bounce(9, "b", LIST)],
            10,
            State::Bounced,
            Student,
            Step::CorrectList,
        ),
        (
            "and not for a mentor who is gone",
            vec![
                sent(),
                notice(1, Kind::Archived, "a"),
                Event {
                    refused: [LIST, MENTOR].map(|it| it.parse().expect("an address")).to_vec(),
                    ..bounce(2, "a", LIST)
                },
            ],
            3,
            State::Bounced,
            Mentor,
            wait(Some(8)),
        ),
    ]);
}

#[test]
fn what_was_not_delivered_is_looked_after() {
    use Actor::{Mentor, Nobody, Student};
    use Kind::{Archived, Closed, FollowedUp, HandedOver, Refused, Sending, Unknown};
    holds(vec![
        (
            "a mentor's address bounced",
            vec![sent(), bounce(1, "a", MENTOR)],
            2,
            State::Bounced,
            Mentor,
            wait(Some(8)),
        ),
        (
            "by a clock that is behind",
            vec![event(2, Kind::Introduced, "a"), bounce(1, "a", MENTOR)],
            3,
            State::Bounced,
            Mentor,
            wait(Some(9)),
        ),
        ("and it is due", vec![sent(), bounce(1, "a", MENTOR)], 8, State::Bounced, Student, Step::FollowUp),
        (
            "the list bounced",
            vec![sent(), bounce(1, "a", LIST)],
            8,
            State::Bounced,
            Student,
            Step::CorrectList,
        ),
        (
            "bounced, then written without the address",
            vec![sent(), bounce(1, "a", MENTOR), event(8, FollowedUp, "b")],
            9,
            State::Sent,
            Mentor,
            wait(Some(22)),
        ),
        (
            "unknown, then marked as sent: one waits since it left",
            vec![event(1, Unknown, "a"), Event { source: Source::Told, ..event(5, Kind::Sent, "a") }],
            6,
            State::Sent,
            Mentor,
            wait(Some(8)),
        ),
        ("unknown", vec![event(1, Unknown, "a")], 20, State::Unknown, Student, Step::Find),
        (
            "unknown, then found",
            vec![event(1, Unknown, "a"), notice(2, Archived, "a")],
            3,
            State::Archived,
            Mentor,
            wait(Some(8)),
        ),
        ("interrupted", vec![event(1, Sending, "a")], 2, State::Sending, Student, Step::Send),
        (
            "refused",
            vec![event(1, Sending, "a"), event(1, Refused, "a")],
            2,
            State::Refused,
            Student,
            Step::Send,
        ),
        (
            "handed over",
            vec![event(1, HandedOver, "a")],
            30,
            State::HandedOver,
            Student,
            Step::SayWhetherSent,
        ),
        (
            "handed over, then found",
            vec![event(1, HandedOver, "a"), notice(2, Archived, "a")],
            3,
            State::Archived,
            Mentor,
            wait(Some(8)),
        ),
        (
            "closed",
            vec![sent(), seen_answer(3, "a"), event(4, Closed, "a")],
            30,
            State::Closed,
            Nobody,
            Step::Nothing,
        ),
        (
            "closed, then written to again",
            vec![sent(), event(4, Closed, "a"), event(5, FollowedUp, "b")],
            6,
            State::Sent,
            Mentor,
            wait(Some(19)),
        ),
    ]);
}

#[test]
fn who_keeps_the_ledger_is_known_by_the_letters_that_were_sent() {
    let told = |event: Event| Event { source: Source::Told, ..event };
    for (events, owner) in [
        (vec![event(1, Kind::Introduced, "a")], LedgerOwner::Student),
        (vec![event(1, Kind::Introduced, "a"), reply(2)], LedgerOwner::Student),
        (vec![event(1, Kind::Introduced, "a"), seen_answer(2, "a")], LedgerOwner::Student),
        (vec![told(event(1, Kind::HandedOver, "a"))], LedgerOwner::Student),
        (vec![reply(2)], LedgerOwner::Mentor),
        (vec![Event { kind: Kind::Unknown, ..reply(2) }], LedgerOwner::Mentor),
        (vec![told(Event { kind: Kind::HandedOver, ..reply(2) })], LedgerOwner::Mentor),
        (
            vec![Event { source: Source::Archive, ..event(1, Kind::Introduced, "a") }, reply(2)],
            LedgerOwner::Mentor,
        ),
    ] {
        assert_eq!(only(replay(&events, day(3))).owner, owner, "{events:?}");
    }
}

/// Any event of one contact, of few letters on few days.
fn any_event() -> impl Strategy<Value = Event> {
    let kinds = [
        Kind::Sending,
        Kind::Introduced,
        Kind::Refused,
        Kind::Unknown,
        Kind::HandedOver,
        Kind::Closed,
        Kind::FollowedUp,
        Kind::AnsweredBack,
        Kind::Wrote,
    ];
    let notices =
        [Kind::Archived, Kind::Held, Kind::ConfirmationWanted, Kind::Vacation, Kind::Moved, Kind::Bounced];
    let letter = || proptest::sample::select(vec!["a", "b", "c"]);
    let own = (1..28_u32, proptest::sample::select(kinds.to_vec()), letter());
    let told = (1..28_u32, proptest::sample::select(notices.to_vec()), letter());
    prop_oneof![
        3 => own.prop_map(|(at, kind, letter)| event(at, kind, letter)),
        2 => told.prop_map(|(at, kind, letter)| match kind {
            Kind::Bounced => bounce(at, letter, MENTOR),
            Kind::Moved => moved(at, letter),
            kind => notice(at, kind, letter),
        }),
        1 => (1..28_u32, letter()).prop_map(|(at, letter)| seen_answer(at, letter)),
        1 => (1..28_u32).prop_map(reply),
    ]
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_the_same_states(
        (events, shuffled) in proptest::collection::vec(any_event(), 1..14)
            .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        now in 1..31_u32,
    ) {
        let expected = format!("{:?}", replay(&events, day(now)));
        prop_assert_eq!(&format!("{:?}", replay(&shuffled, day(now))), &expected);
        let twice: Vec<_> = shuffled.iter().chain(&events).cloned().collect();
        prop_assert_eq!(&format!("{:?}", replay(&twice, day(now))), &expected);
    }

    #[test]
    fn nobody_is_asked_again_about_what_is_answered_held_or_closed(
        events in proptest::collection::vec(any_event(), 1..14),
        now in 1..31_u32,
    ) {
        for status in replay(&events, day(now)) {
            if status.next.step == Step::FollowUp {
                prop_assert!(matches!(status.state, State::Due | State::Bounced), "{status:?}");
                prop_assert!(status.answer.is_none() && status.ask_again.is_some_and(|it| it <= day(now)));
            }
        }
    }
}
