//! Days as pages write them, with both readings where day and month may be swapped.

use chrono::NaiveDate;

use super::Reading;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads the day a text begins with; none, one or two readings.
pub(crate) fn read(raw: &str) -> Reading<Vec<NaiveDate>> {
    let text = raw.trim();
    if text.is_empty() {
        return Reading::certain(Vec::new());
    }
    let words: Vec<_> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).take(3).collect();
    let days = match words.as_slice() {
        [a, b, c] if [a, b, c].iter().all(|it| it.bytes().all(|byte| byte.is_ascii_digit())) => {
            numbers(a, b, c)
        }
        [a, b, c] => month(a)
            .map(|month| (month, *b))
            .or_else(|| month(b).map(|month| (month, *a)))
            .map_or(Vec::new(), |(month, day)| {
                one(c, month, day.trim_end_matches(|it: char| it.is_alphabetic()))
            }),
        _ => Vec::new(),
    };
    match days.len() {
        0 => Reading::doubtful(days, "no day is read from these words"),
        1 => Reading::certain(days),
        _ => Reading::doubtful(days, "day and month may be swapped: both readings are kept"),
    }
}

/// Whether a date of numbers begins with a day that can be no month.
pub(crate) fn begins_with_day(raw: &str) -> bool {
    let mut parts = raw.trim().split(['/', '.', '-']);
    let (first, second) = (
        parts.next().and_then(|it| it.parse::<u32>().ok()),
        parts.next().and_then(|it| it.parse::<u32>().ok()),
    );
    matches!((first, second), (Some(13..=31), Some(1..=12)))
}

fn numbers(a: &str, b: &str, c: &str) -> Vec<NaiveDate> {
    let parse = |text: &str| text.parse::<u32>().unwrap_or(0);
    if a.len() == 4 {
        return one(a, parse(b), c);
    }
    let mut days = one(c, parse(a), b);
    days.extend(one(c, parse(b), a));
    days.dedup();
    days
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && word.starts_with(month))?;
    u32::try_from(at + 1).ok()
}

/// The day, where there is such a day; years of two digits are of this century.
fn one(year: &str, month: u32, day: &str) -> Vec<NaiveDate> {
    let short = year.len() == 2;
    let year = year.parse::<i32>().ok().map(|year| if short { year + 2000 } else { year });
    let year = year.filter(|year| (1990..2100).contains(year));
    let day = day.parse().ok();
    year.zip(day).and_then(|(year, day)| NaiveDate::from_ymd_opt(year, month, day)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_form() {
        for (raw, days) in [
            ("01/22/2013", &["2013-01-22"][..]),
            ("15/11/12", &["2012-11-15"]),
            ("Feb 06 2014", &["2014-02-06"]),
            ("Feb 8th, 2015 (see this conversation)", &["2015-02-08"]),
            ("17 February 2014", &["2014-02-17"]),
            ("2026-02-28", &["2026-02-28"]),
            ("02/04/2014", &["2014-02-04", "2014-04-02"]),
            ("03/03/2014", &["2014-03-03"]),
            ("29/02/2015", &[]),
            ("00/00/0000", &[]),
            ("Not updated in 2016", &[]),
            ("", &[]),
        ] {
            let found: Vec<_> = read(raw).value.iter().map(ToString::to_string).collect();
            assert_eq!(found, days, "{raw}");
        }
        assert!(read("02/04/2014").doubt.is_some() && read("03/03/2014").doubt.is_none());
    }
}
