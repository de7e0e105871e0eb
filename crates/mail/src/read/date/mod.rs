//! When a mail was written: the dates of RFC 5322 3.3 and 4.3, and those of other clocks that mail carries.

pub(super) mod words;
mod zone;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use zone::Zone;

/// A moment, in the writer's own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The moment; where the zone is not known, as if it was UTC.
    pub time: DateTime<FixedOffset>,
    /// Whether the zone is known: it is not where none stands there, where it is `-0000`, and where its name means
    /// several or none (RFC 5322 3.3, 4.3).
    pub zone_known: bool,
}

/// Why a date cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Day, month, year or time of day is not there.
    #[error("the date has no {0}")]
    Missing(&'static str),
    /// Something stands there twice, and differs.
    #[error("the date has more than one {0}")]
    Twice(&'static str),
    /// A word or number that belongs to no form of dates.
    #[error("`{0}` in the date is not understood")]
    Unknown(String),
    /// No date is as long.
    #[error("the date is too long")]
    TooLong,
    /// No calendar or clock has it.
    #[error("there is no such day or time")]
    NoSuch,
}

/// Reads the value of a `Date` field, or whatever else holds one date.
///
/// Comments, folds, the day of the week (right, wrong or foreign) and what stands behind a zone to explain it do not
/// matter. Taken are RFC 5322 with its obsolete forms, `asctime` with or without a zone, `date`, ISO 8601, and
/// month before day when it has a name. A year of two digits is one of 1950 to 2049 (RFC 5322 4.3).
///
/// # Errors
/// [`Error`] for all that is not understood in whole: a date is right, or it is none.
pub fn parse(value: &[u8]) -> Result<Date, Error> {
    let mut fields = Fields::default();
    for word in words::of(value.trim_ascii()).ok_or(Error::TooLong)? {
        fields.take(&word)?;
    }
    fields.date()
}

/// What the words of a date have said so far.
#[derive(Debug, Default)]
struct Fields {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<i32>,
    time: Option<Time>,
    zone: Option<Zone>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Time {
    hour: u32,
    minute: u32,
    second: u32,
}

impl Fields {
    fn take(&mut self, word: &str) -> Result<(), Error> {
        let unknown = || Error::Unknown(word.chars().take(40).collect());
        let first = word.bytes().next().unwrap_or_default();
        if first == b'+' || first == b'-' {
            let zone = Zone::numeric(word).filter(|_| self.time.is_some()).ok_or_else(unknown)?;
            return self.set_zone(zone);
        }
        if first.is_ascii_digit() {
            return self.take_number(word).ok_or_else(unknown)?;
        }
        if let Some(month) = words::month(word) {
            return set(&mut self.month, month, "month");
        }
        match (&mut self.time, words::is_afternoon(word)) {
            _ if words::is_weekday(word) => Ok(()),
            (Some(time), Some(afternoon)) => time.make_24_hours(afternoon),
            (Some(_), None) => self.set_zone(Zone::named(word).ok_or_else(unknown)?),
            (None, _) => Err(unknown()),
        }
    }

    /// A name explains a numeric zone, and further names one another.
    fn set_zone(&mut self, zone: Zone) -> Result<(), Error> {
        self.zone = Some(match (self.zone, zone) {
            (Some(Zone::Numeric(one)), Zone::Numeric(other)) if one != other => {
                return Err(Error::Twice("zone"));
            }
            (Some(Zone::Named(one)), Zone::Named(other)) if one != other => Zone::Named(None),
            (Some(zone @ Zone::Numeric(_)), _) => zone,
            _ => zone,
        });
        Ok(())
    }

    /// Day, year, time of day, or several of them in one word; nothing where it is none of these.
    fn take_number(&mut self, word: &str) -> Option<Result<(), Error>> {
        if let Some((date, time)) = word.split_once(['T', 't']).filter(|(date, _)| date.len() == 10) {
            let date = self.take_number(date)?;
            return Some(date.and(self.take_number(time)?));
        }
        if word.contains(':') || word.matches('.').count() == 2 {
            return self.take_time(word);
        }
        let mut parts = word.split('-');
        if let (Some(one), Some(month), Some(other), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            return self.take_joined(one, month, other);
        }
        let number = word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()))?;
        if word.len() <= 2 && self.day.is_none() {
            return Some(set(&mut self.day, number, "day"));
        }
        Some(set(&mut self.year, year(word)?, "year"))
    }

    /// `10-Mar-2015` or `2015-03-10`.
    fn take_joined(&mut self, one: &str, month: &str, other: &str) -> Option<Result<(), Error>> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (day, month, year) = match words::month(month) {
            Some(month) if one.len() <= 2 => (one.parse().ok()?, month, year(other)?),
            None if one.len() == 4
                && month.len() == 2
                && other.len() == 2
                && digits(month)
                && digits(other) =>
            {
                (other.parse().ok()?, month.parse().ok()?, year(one)?)
            }
            _ => return None,
        };
        let set = set(&mut self.day, day, "day");
        Some(set.and(self::set(&mut self.month, month, "month")).and(self::set(&mut self.year, year, "year")))
    }

    /// `12:00`, `12:00:00`, either with a fraction and with a zone or `PM` right behind it.
    fn take_time(&mut self, word: &str) -> Option<Result<(), Error>> {
        let end = word.find(|c: char| !matches!(c, '0'..='9' | ':' | '.' | ',')).unwrap_or(word.len());
        let (clock, rest) = word.split_at(end);
        let clock = if clock.contains(':') { clock.split(['.', ',']).next()? } else { clock };
        let mut numbers = clock.split([':', '.']).map(|part| part.parse().ok().filter(|_| part.len() <= 2));
        let (hour, minute) = (numbers.next()??, numbers.next()??);
        let second = numbers.next().map_or(Some(0), |second| second)?;
        if numbers.next().is_some() {
            return None;
        }
        let set = set(&mut self.time, Time { hour, minute, second }, "time of day");
        Some(if rest.is_empty() { set } else { set.and_then(|()| self.take(rest)) })
    }

    fn date(&self) -> Result<Date, Error> {
        let day = self.day.ok_or(Error::Missing("day"))?;
        let month = self.month.ok_or(Error::Missing("month"))?;
        let year = self.year.ok_or(Error::Missing("year"))?;
        let time = self.time.ok_or(Error::Missing("time of day"))?;
        let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| year >= 1900).ok_or(Error::NoSuch)?;
        let local = time.on(date).ok_or(Error::NoSuch)?;
        let offset = self.zone.and_then(Zone::offset);
        let time = match offset {
            Some(offset) => local.and_local_timezone(offset).single().ok_or(Error::NoSuch)?,
            None => local.and_utc().fixed_offset(),
        };
        Ok(Date { time, zone_known: offset.is_some() })
    }
}

impl Time {
    fn make_24_hours(&mut self, afternoon: bool) -> Result<(), Error> {
        let hour = self.hour % 12 + if afternoon { 12 } else { 0 };
        if !(1..=12).contains(&self.hour) {
            return Err(Error::NoSuch);
        }
        self.hour = hour;
        Ok(())
    }

    /// A leap second is the first of the next minute.
    fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        let leap = i64::from(self.second == 60);
        let time = NaiveTime::from_hms_opt(self.hour, self.minute, self.second - u32::from(leap == 1))?;
        date.and_time(time).checked_add_signed(Duration::seconds(leap))
    }
}

fn set<T: PartialEq + Copy>(field: &mut Option<T>, value: T, name: &'static str) -> Result<(), Error> {
    if field.is_some_and(|before| before != value) {
        return Err(Error::Twice(name));
    }
    *field = Some(value);
    Ok(())
}

/// A year of two, three or four digits (RFC 5322 4.3).
fn year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        2 if year < 50 => Some(year + 2000),
        2 | 3 => Some(year + 1900),
        4 => Some(year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        match parse(value.as_bytes()) {
            Ok(Date { time, zone_known: true }) => time.to_rfc3339(),
            Ok(Date { time, .. }) => format!("{} in no zone", time.naive_local()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn dates_of_all_forms() {
        let noon = "2015-03-10T12:00:00+01:00";
        for (value, expected) in [
            ("Tue, 10 Mar 2015 12:00:00 +0100\r\n", noon),
            ("Tue Mar 10 12:00:00 2015 +0100", noon),
            ("Tue Mar 10 12:00:00 +0100 2015", noon),
            ("Tue Mar 10 12:00:00 CET 2015", noon),
            ("Tue Mar 10 2015 12:00:00 GMT+0100 (CET)", noon),
            ("Tue Mar 10 12:00:00 2015", "2015-03-10 12:00:00 in no zone"),
            ("10 Mar 2015 12:00 +0100", noon),
            ("10 mar 15 12:00 +0100", noon),
            ("10 Mar 115 12:00 +0100", noon),
            ("10 Mar 94 12:00 +0100", "1994-03-10T12:00:00+01:00"),
            ("Wed, 10 Mar 2015 12:00:00 +0100", noon),
            ("Tue,10 Mar 2015 12:00:00+0100", noon),
            ("Di., 10 Mar 2015 12:00:00 +0100", noon),
            ("Tuesday, March 10, 2015 12:00:00 PM +0100", noon),
            ("10 Mar 2015 12:00:00 AM +0000", "2015-03-10T00:00:00+00:00"),
            ("(a (b) \\) c) Tue\r\n ,(d)10(e)Mar 2015 12 (f) : 00 : 00 +0100", noon),
            ("10Mar2015 12:00 +0100", noon),
            ("(a (b) \\) c) Tue\r\n ,(d)10(e)Mar 2015 12:00:00(f)+0100", noon),
            ("10-Mar-2015 12:00:00 +0100", noon),
            ("10-Oct-2015 12.00.00 +0100", "2015-10-10T12:00:00+01:00"),
            ("2015-03-10 12:00:00 +0100", noon),
            ("2015-03-10T12:00:00.123+01:00", noon),
            ("2015-03-10T11:00:00Z", "2015-03-10T11:00:00+00:00"),
            ("Tue, 10 Mar 2015 23:59:60 +0000", "2015-03-11T00:00:00+00:00"),
        ] {
            assert_eq!(shown(value), expected, "{value:?}");
        }
    }

    #[test]
    fn zones_of_all_kinds() {
        for (zone, expected) in [
            ("+0530", "+05:30"),
            ("-1", "-01:00"),
            ("+01", "+01:00"),
            ("+100", "+01:00"),
            ("+01:00", "+01:00"),
            ("+010000", "+01:00"),
            ("-0800 (PST)", "-08:00"),
            ("+0100 CET", "+01:00"),
            ("GMT", "+00:00"),
            ("UT", "+00:00"),
            ("z", "+00:00"),
            ("EDT", "-04:00"),
            ("pst", "-08:00"),
            ("CEST", "+02:00"),
            ("JST", "+09:00"),
            ("UTC-5", "-05:00"),
        ] {
            assert_eq!(
                shown(&format!("10 Mar 2015 12:00 {zone}")),
                format!("2015-03-10T12:00:00{expected}"),
                "{zone}"
            );
        }
        for zone in
            ["-0000", "A", "IST", "BST", "XYZ", "W. Europe Standard Time", "Pacific Daylight Time", ""]
        {
            assert_eq!(
                shown(&format!("10 Mar 2015 12:00 {zone}")),
                "2015-03-10 12:00:00 in no zone",
                "{zone}"
            );
        }
    }

    #[test]
    fn only_comments_may_be_long() {
        let comment = format!("({})", "1a".repeat(10_000));
        assert_eq!(
            shown(&format!("10 {comment} Mar 2015 12:00 +0100 {comment}")),
            "2015-03-10T12:00:00+01:00"
        );
        assert_eq!(
            shown(&format!("10 Mar 2015 12:00 +0100 {}", "a ".repeat(10_000))),
            "the date is too long"
        );
    }

    #[test]
    fn what_is_not_understood_is_no_date() {
        for (value, reason) in [
            ("", "the date has no day"),
            ("yesterday", "`yesterday` in the date is not understood"),
            ("10 Mar 2015", "the date has no time of day"),
            ("10 Mar 12:00", "the date has no year"),
            ("Mar 2015 12:00", "the date has no day"),
            ("10 12:00 2015", "the date has no month"),
            ("10 mars 2015 12:00", "`mars` in the date is not understood"),
            ("10/03/2015 12:00", "`10/03/2015` in the date is not understood"),
            ("31 Feb 2015 12:00 +0000", "there is no such day or time"),
            ("10 Mar 2015 25:61:00 +0000", "there is no such day or time"),
            ("10 Mar 2015 13:00 PM", "there is no such day or time"),
            ("10 Mar 2015 12:00 +9999", "`+9999` in the date is not understood"),
            ("10 Mar 2015 12:00 +01000", "`+01000` in the date is not understood"),
            ("10 Mar 2015 12:00 +0100 +0200", "the date has more than one zone"),
            ("10 Mar 2015 12:00 11 Mar 2015 12:00", "the date has more than one year"),
            ("10 Mar 0015 12:00 +0000", "there is no such day or time"),
            ("10 Mar 20150 12:00 +0000", "`20150` in the date is not understood"),
            ("10 Mar 12:00:00,123 +0100", "the date has no year"),
            ("10.03.15 12:00", "the date has more than one time of day"),
            ("10 Mar 2015 12:00 EST5EDT", "`5` in the date is not understood"),
        ] {
            assert_eq!(shown(value), reason, "{value:?}");
        }
    }
}
