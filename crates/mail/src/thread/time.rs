//! When a post was written and when it came, in seconds.

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};

use crate::read::date;
use crate::read::fields::Fields;

/// Whether a post came within some time, in seconds since 1970: by its newest `Received` field, else by its `Date`.
#[must_use]
pub fn came_within(post: &[u8], span: &Range<i64>) -> bool {
    let at = || {
        let fields = Fields::scan(post);
        fields.received.and_then(received).or_else(|| seconds(fields.date?))
    };
    !span.is_empty() && at().is_some_and(|it| span.contains(&it))
}

/// The moment of a `Date` field, in seconds since 1970.
pub(super) fn seconds(value: &[u8]) -> Option<i64> {
    usual(value).or_else(|| Some(date::parse(value).ok()?.time.timestamp()))
}

/// The moment of a `Received` field, which stands behind its last semicolon (RFC 5321 4.4).
pub(super) fn received(value: &[u8]) -> Option<i64> {
    let at = memchr::memrchr(b';', value)?;
    seconds(value[at + 1..].trim_ascii())
}

/// `Tue, 10 Mar 2015 12:00:00 +0100`, the form that nearly all mail has.
fn usual(value: &[u8]) -> Option<i64> {
    const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let text = value.get(4..)?.trim_ascii_start();
    if value.get(3) != Some(&b',') {
        return None;
    }
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (day, rest) = text.split_at(digits);
    let [b' ', m, o, n, b' ', rest @ ..] = rest else { return None };
    let month = MONTHS.chunks(3).position(|it| it == [*m, *o, *n])?;
    let rest = rest.split_at_checked(19)?;
    let ([y1, y2, y3, y4, b' ', h1, h2, b':', i1, i2, b':', s1, s2, b' ', sign, z1, z2, z3, z4], behind) =
        rest
    else {
        return None;
    };
    if !behind.is_empty() && !behind.starts_with(b" (") || !matches!(sign, b'+' | b'-') {
        return None;
    }
    let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()? + 1, number(day)?)?;
    let time = NaiveTime::from_hms_opt(number(&[*h1, *h2])?, number(&[*i1, *i2])?, number(&[*s1, *s2])?)?;
    let offset = i64::from(number(&[*z1, *z2])? * 60 + number(&[*z3, *z4])?) * 60;
    let known = offset < 24 * 60 * 60 && year >= 1900;
    let utc = if *sign == b'+' { -offset } else { offset };
    known.then(|| date.and_time(time).and_utc().timestamp() + utc)
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_form_is_read_as_any_other() {
        for value in [
            "Tue, 10 Mar 2015 12:00:00 +0100",
            "Tue,  3 Mar 2015 12:00:00 -0730",
            "Tue, 10 Mar 2015 12:00:00 +0100 (CET)",
            "Tue, 10 Mar 2015 12:00:00 +9999",
            "Tue, 31 Feb 2015 12:00:00 +0000",
            "10 Mar 2015 12:00 +0100",
            "Tue, 10 Mar 0015 12:00:00 +0000",
            "Tue, Mar 10 12:00:00 2015",
            "Tue, 99999999999999 Mar 2015 12:00:00 +0100",
        ] {
            let slow = date::parse(value.as_bytes()).ok().map(|it| it.time.timestamp());
            assert_eq!(seconds(value.as_bytes()), slow, "{value}");
        }
        let received_at = received(b"from a by b; Mon, 9 Mar 2015;\n\tTue, 10 Mar 2015 12:00:00 +0000");
        assert_eq!(received_at, seconds(b"Tue, 10 Mar 2015 12:00:00 +0000"));
        assert_eq!(received(b"from a by b"), None);
    }
}
