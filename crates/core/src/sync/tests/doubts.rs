//! Posts that may be a letter, and which turn out to be it or not.

use super::*;
use crate::ledger::{ContactStatus, in_doubt, replay};

const GRACE: &str = "Grace Example <grace@example.org>";

/// The letter, posts that may be it in the order of their days, and an answer to each.
fn posts() -> Vec<String> {
    let one = |id: &str, day: u32| on_list(id).replace("2 Mar", &format!("{day} Mar"));
    let answer =
        |id: &str, to: &str, day: u32| reply(id, day, GRACE, LIST, "Yes.\n").replace("1@students.test", to);
    vec![
        one("1@students.test", 2),
        one("x@mail.test", 3),
        one("y@mail.test", 4),
        answer("a1@b", "1@students.test", 5),
        answer("ax@b", "x@mail.test", 6),
        answer("ay@b", "y@mail.test", 7),
    ]
}

fn now() -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339("2026-06-01T12:00:00Z").expect("a time")
}

fn stands(events: &[Event]) -> ContactStatus {
    let [ref one] = replay(events, now())[..] else { panic!("one contact") };
    one.clone()
}

fn with(known: &[Event], mails: &[String]) -> Vec<Event> {
    [known, &events(known, mails)].concat()
}

/// The identifier of the post that stands for the letter, and whether that is certain.
fn found(events: &[Event]) -> (String, bool) {
    let archived = stands(events).archived.expect("in the archive");
    let id = archived.server_id.as_ref().unwrap_or(&archived.message_id);
    (id.bare().to_owned(), !archived.is_in_doubt())
}

#[test]
fn a_post_that_is_the_letter_for_certain_takes_the_place_of_one_in_doubt() {
    for kind in [Kind::HandedOver, Kind::Introduced, Kind::Unknown] {
        let posts = posts();
        let doubtful = with(&[letter(kind)], &posts[1..2]);
        assert_eq!(found(&doubtful), ("x@mail.test".to_owned(), false));
        let certain = with(&doubtful, &posts);
        assert_eq!(found(&certain), ("1@students.test".to_owned(), true));
        assert!(in_doubt(&certain).is_empty());
        assert_eq!(events(&certain, &posts), [], "twice");
    }
}

#[test]
fn the_right_post_is_found_once_another_was_disowned() {
    let posts = posts();
    for (later, expected) in [(&posts[..], ("1@students.test", true)), (&posts[1..], ("y@mail.test", false))]
    {
        let doubtful = with(&[letter(Kind::HandedOver)], &[posts[1].clone(), posts[4].clone()]);
        let disowned: Vec<_> = in_doubt(&doubtful).iter().map(|it| it.disowned(now())).collect();
        let disowned = [doubtful, disowned].concat();
        assert_eq!(stands(&disowned).archived, None);
        let right = with(&disowned, later);
        assert_eq!(found(&right), (expected.0.to_owned(), expected.1));
        assert!(stands(&right).answer.is_some_and(|it| it.message_id != id("<ax@b>")));
        assert_eq!(events(&right, later), [], "twice");
    }
}

#[test]
fn what_its_writer_says_is_the_letter_stays_it() {
    let posts = posts();
    let doubtful = with(&[letter(Kind::Introduced)], &posts[1..2]);
    let confirmed: Vec<_> = in_doubt(&doubtful).iter().map(|it| it.confirmed(now())).collect();
    let confirmed = [doubtful, confirmed].concat();
    let all = with(&confirmed, &posts);
    assert_eq!(found(&all), ("x@mail.test".to_owned(), true));
    assert_eq!(events(&all, &posts), [], "twice");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_of_arrival_finds_the_same_post(
        batches in proptest::collection::vec(proptest::collection::vec(0..6usize, 0..4), 0..4),
        without_own in any::<bool>(),
        hand in any::<bool>(),
    ) {
        let known = vec![letter(if hand { Kind::HandedOver } else { Kind::Introduced })];
        let posts = posts();
        let own = usize::from(without_own);
        let mut events_so_far = known.clone();
        for batch in batches {
            let mails: Vec<_> = batch.into_iter().filter(|at| *at >= own).map(|at| posts[at].clone()).collect();
            events_so_far = with(&events_so_far, &mails);
        }
        let all = with(&events_so_far, &posts[own..]);
        let direct = with(&known, &posts[own..]);
        prop_assert_eq!(found(&all), found(&direct));
        let (one, other) = (stands(&all), stands(&direct));
        prop_assert_eq!(one.state, other.state);
        prop_assert_eq!(one.next, other.next);
        prop_assert_eq!(one.answer.map(|it| it.message_id), other.answer.map(|it| it.message_id));
        prop_assert_eq!(events(&all, &posts[own..]), Vec::new());
    }
}
