//! Days as people give them: a date, `today`, `tomorrow`, or a number of days or weeks from today.

use chrono::{Datelike, Days, NaiveDate};

/// What is expected, for errors.
const EXPECTED: &str = "not a date (expected YYYY-MM-DD, `tomorrow` or `+10d`)";

/// What is expected of a day that is over, for errors.
const EXPECTED_PAST: &str = "not a date (expected YYYY-MM-DD, `yesterday` or `-4w`)";

/// What is said of a date that no calendar has.
const NO_SUCH_DAY: &str = "not a date: there is no such day";

/// Reads a day that is not to come, as seen from `today`; whether it is over is for the caller to say.
pub(crate) fn past_day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    day(text, today).map_err(|error| if error == NO_SUCH_DAY { error } else { EXPECTED_PAST.to_owned() })
}

/// Reads a day, as seen from `today`.
pub(crate) fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let text = text.trim().to_ascii_lowercase();
    let day = match text.as_str() {
        "today" => Some(today),
        "tomorrow" => today.succ_opt(),
        "yesterday" => today.pred_opt(),
        text => distance(text).map_or_else(
            || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
            |(days, later)| {
                let days = Days::new(days);
                if later { today.checked_add_days(days) } else { today.checked_sub_days(days) }
            },
        ),
    };
    let expected = || if is_written_as_date(&text) { NO_SUCH_DAY } else { EXPECTED }.to_owned();
    day.filter(|day| (1..=9999).contains(&day.year())).ok_or_else(expected)
}

/// Whether a text has the form of a date: four digits, and twice one or two.
fn is_written_as_date(text: &str) -> bool {
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(text.split('-').collect::<Vec<_>>().as_slice(), [year, month, day] if year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// `+10d`, `+2w`, `-3d`: how many days, and whether they are later.
fn distance(text: &str) -> Option<(u64, bool)> {
    let (later, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('-')?),
    };
    let (number, unit) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
    let days = match unit {
        "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(days).map(|days| (days, later))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_names_days_that_are_taken() {
        let today = NaiveDate::from_ymd_opt(2015, 2, 27).expect("a day");
        for (told, is_over) in [(day("soon", today), false), (past_day("soon", today), true)] {
            let told = told.expect_err("no day");
            let named: Vec<_> = told.split('`').skip(1).step_by(2).collect();
            assert_eq!(named.len(), 2, "{told}");
            assert!(named.iter().all(|it| (day(it, today).expect("a day") < today) == is_over), "{told}");
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_told_as_such() {
        let today = NaiveDate::from_ymd_opt(2015, 2, 27).expect("a day");
        for text in ["2026-02-31", "2015-02-29", "2015-13-01", "2015-04-31", "2015-00-10", "0000-01-01"] {
            assert_eq!(day(text, today).expect_err(text), NO_SUCH_DAY);
            assert_eq!(past_day(text, today).expect_err(text), NO_SUCH_DAY);
        }
        for text in ["31-02-2026", "2026-02", "2026-02-031", "20260-02-01"] {
            assert_eq!(day(text, today).expect_err(text), EXPECTED);
        }
    }

    #[test]
    fn days_are_read_as_people_give_them() {
        let today = NaiveDate::from_ymd_opt(2015, 2, 27).expect("a day");
        for (text, expected) in [
            ("2015-03-24", Some("2015-03-24")),
            (" Tomorrow ", Some("2015-02-28")),
            ("today", Some("2015-02-27")),
            ("yesterday", Some("2015-02-26")),
            ("+10d", Some("2015-03-09")),
            ("+2w", Some("2015-03-13")),
            ("-7 days", None),
            ("-7d", Some("2015-02-20")),
            ("+0d", Some("2015-02-27")),
            ("+d", None),
            ("+10", None),
            ("+99999999999999999999d", None),
            ("+9999999d", None),
            ("2015-02-30", None),
            ("10015-01-01", None),
            ("soon", None),
        ] {
            let read = day(text, today).ok().map(|it| it.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
