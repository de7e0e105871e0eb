//! A fair clock: the time of a claim runs only while the next move is the student's.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WrittenBy {
    /// The student wrote: a patch, a question. At the same second it comes before the mentor's answer.
    Student,
    /// A mentor answered.
    Mentor,
}

/// How the time of a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The last day, as things are.
    pub(super) until: Option<NaiveDate>,
    /// Since when it stands.
    pub(super) stopped: Option<DateTime<FixedOffset>>,
    /// When the time was up.
    pub(super) lapsed: Option<DateTime<FixedOffset>>,
}

/// Lets the time of a claim run from when it was `given` to `now`. It ends after the day `until`, later by all the time
/// that the student waited for a mentor. `moves` are in the order of time.
pub(super) fn run(
    given: DateTime<FixedOffset>,
    until: Option<NaiveDate>,
    moves: &[(DateTime<FixedOffset>, WrittenBy)],
    now: DateTime<FixedOffset>,
) -> Clock {
    let midnight = until.and_then(|day| day.succ_opt()).map(|day| day.and_time(NaiveTime::MIN));
    let mut end = midnight.and_then(|it| it.and_local_timezone(*given.offset()).single());
    let mut stopped = None;
    for (at, by) in moves.iter().copied().filter(|(at, _)| *at > given) {
        match (by, stopped) {
            (_, None) if end.is_some_and(|end| end <= at) => break,
            (WrittenBy::Student, None) => stopped = Some(at),
            (WrittenBy::Mentor, Some(since)) => {
                end = end.and_then(|end| end.checked_add_signed(at - since));
                stopped = None;
            }
            (WrittenBy::Student, Some(_)) | (WrittenBy::Mentor, None) => {}
        }
    }
    let waited = stopped.map_or(TimeDelta::zero(), |since| now - since);
    let last = end.and_then(|end| end.checked_add_signed(waited - TimeDelta::seconds(1)));
    Clock {
        until: last.map(|it| it.date_naive()),
        stopped,
        lapsed: end.filter(|end| stopped.is_none() && *end <= now),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(hours: i64) -> DateTime<FixedOffset> {
        let begin = DateTime::parse_from_rfc3339("2026-03-01T09:00:00+01:00").expect("a time");
        begin + TimeDelta::hours(hours)
    }

    fn day(days: u64) -> NaiveDate {
        time(0).date_naive() + chrono::Days::new(days)
    }

    #[test]
    fn time_runs_while_the_next_move_is_the_students() {
        use WrittenBy::{Mentor, Student};
        for (moves, now, until, stopped, lapsed) in [
            (vec![], 0, 7, None, false),
            (vec![], 7 * 24 + 14, 7, None, false),
            (vec![], 7 * 24 + 15, 7, None, true),
            // A mentor who writes again gives no more time by that.
            (vec![(24, Mentor)], 8 * 24, 7, None, true),
            // A question stops it for as long as nobody answers, and a second one for no longer.
            (vec![(24, Student)], 90 * 24, 96, Some(24), false),
            (vec![(24, Student), (48, Student)], 90 * 24, 96, Some(24), false),
            (vec![(24, Student), (72, Mentor)], 8 * 24, 9, None, false),
            (vec![(24, Student), (72, Mentor)], 10 * 24, 9, None, true),
            // Part of a day waited is time for the student.
            (vec![(24, Student), (30, Mentor)], 7 * 24 + 20, 8, None, false),
            // Who writes when the time is up writes too late.
            (vec![(8 * 24, Student)], 9 * 24, 7, None, true),
            (vec![(24, Student), (24, Mentor)], 8 * 24, 7, None, true),
        ] {
            let at: Vec<_> = moves.iter().map(|(hours, by)| (time(*hours), *by)).collect();
            let clock = run(time(0), Some(day(7)), &at, time(now));
            let found = (clock.until, clock.stopped, clock.lapsed.is_some());
            assert_eq!(found, (Some(day(until)), stopped.map(time), lapsed), "{moves:?} at {now}");
        }
    }

    #[test]
    fn a_claim_without_a_last_day_does_not_lapse() {
        for until in [None, Some(NaiveDate::MAX)] {
            let clock = run(time(0), until, &[(time(1), WrittenBy::Student)], time(1_000_000));
            assert_eq!((clock.until, clock.lapsed), (None, None));
        }
    }

    proptest! {
        #[test]
        fn nothing_lapses_inside_a_mentors_silence(
            moves in proptest::collection::vec((1_i64..2000, any::<bool>()), 0..12),
            days in 0_u64..40,
        ) {
            let by = |mentor| if mentor { WrittenBy::Mentor } else { WrittenBy::Student };
            let mut moves: Vec<_> = moves.into_iter().map(|(at, who)| (time(at), by(who))).collect();
            moves.sort();
            let end = run(time(0), Some(day(days)), &moves, time(10_000)).lapsed;
            for (number, (asked, _)) in moves.iter().enumerate().filter(|(_, it)| it.1 == WrittenBy::Student) {
                let answered = moves[number..].iter().find(|it| it.1 == WrittenBy::Mentor).map(|it| it.0);
                // The silence begins with a move that came in time.
                let inside = |end| *asked < end && answered.is_none_or(|answered| end < answered);
                prop_assert!(!end.is_some_and(inside), "{end:?} after {asked}, before {answered:?}");
            }
        }

        #[test]
        fn what_has_lapsed_stays_so(
            moves in proptest::collection::vec((1_i64..2000, any::<bool>()), 0..12),
            days in 0_u64..40,
            (first, later) in (1_i64..3000, 0_i64..3000),
        ) {
            let by = |mentor| if mentor { WrittenBy::Mentor } else { WrittenBy::Student };
            let mut moves: Vec<_> = moves.into_iter().map(|(at, who)| (time(at), by(who))).collect();
            moves.sort();
            let at = |now| {
                let past: Vec<_> = moves.iter().copied().filter(|(at, _)| *at <= now).collect();
                run(time(0), Some(day(days)), &past, now).lapsed
            };
            if let Some(lapsed) = at(time(first)) {
                prop_assert_eq!(at(time(first + later)), Some(lapsed));
            }
        }
    }
}
