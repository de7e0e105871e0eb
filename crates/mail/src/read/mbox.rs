//! A file that mail programs append mails to (RFC 4155).

use super::header::Header;
use super::lines::{is_empty, line_at};

/// Begins the line that stands before each mail.
const SEPARATOR: &[u8] = b"From ";

/// Longer lines are no separators.
const LONGEST: usize = 1000;

/// Whether a file is an mbox: no other mail begins so.
pub(super) fn is_mbox(file: &[u8]) -> bool {
    file.starts_with(SEPARATOR)
}

/// Whether a file is an mbox that has another separator in it.
///
/// A separator stands behind an empty line, ends with a date as `asctime` writes it, and has the header of a
/// mail behind it: a paragraph that begins with `From` is none.
pub(super) fn holds_several(file: &[u8]) -> bool {
    if !is_mbox(file) {
        return false;
    }
    let mut at = 0;
    let mut behind_empty = false;
    while at < file.len() {
        let line = line_at(file, at, file.len());
        at += line.len();
        if behind_empty && is_separator(line) && begins_a_mail(&file[at..]) {
            return true;
        }
        behind_empty = is_empty(line);
    }
    false
}

/// Whether a line is `From `, somebody, and a date: `Tue Mar 10 12:00:00 2015`, with a zone before or behind the year.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(SEPARATOR).filter(|_| line.len() <= LONGEST) else { return false };
    let rest = String::from_utf8_lossy(rest);
    let words: Vec<_> = rest.split_whitespace().collect();
    (4..=6).any(|length| words.len() >= length && is_date(&words[words.len() - length..]))
}

fn is_date(words: &[&str]) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let [day, month, date, rest @ ..] = words else { return false };
    let (clock, rest) = match rest {
        [clock, rest @ ..] if clock.contains(':') => (*clock, rest),
        _ => return false,
    };
    let time = (2..=3).contains(&clock.split(':').count())
        && clock.split(':').all(|it| (1..=2).contains(&it.len()) && digits(it));
    let year = |word: &str| word.len() == 4 && digits(word);
    let zone = |word: &str| {
        let letters = word.bytes().all(|byte| byte.is_ascii_uppercase());
        !word.is_empty() && (letters || (word.starts_with(['+', '-']) && digits(&word[1..])))
    };
    let dated = match rest {
        [one] => year(one),
        [one, two] => (year(one) && zone(two)) || (zone(one) && year(two)),
        _ => false,
    };
    DAYS.contains(day) && MONTHS.contains(month) && date.len() <= 2 && digits(date) && time && dated
}

/// Whether there are fields that every mail has some of.
fn begins_a_mail(text: &[u8]) -> bool {
    /// No header before its first such field is longer.
    const BEGINNING: usize = 64 * 1024;
    let text = &text[..text.len().min(BEGINNING)];
    let header = Header::read(text, 0, text.len());
    super::OF_A_MAIL.iter().any(|name| header.first(text, name).is_some())
}

/// The text of an mbox with the `>` taken away that was put before lines which begin with `From `.
pub(super) fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let line = line_at(text, at, text.len());
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = marks > 0 && line[marks..].starts_with(SEPARATOR);
        plain.extend_from_slice(if quoted { &line[1..] } else { line });
        at += line.len();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_end_with_a_date() {
        for (line, expected) in [
            ("From ada@students.test Tue Mar 10 12:00:00 2015\n", true),
            ("From - Tue Mar  3 02:00:00 2015\r\n", true),
            ("From ada at students.test  Tue Mar 10 12:00 2015", true),
            ("From 0123456789abcdef Mon Sep 17 00:00:00 2001", true),
            ("From 17@xxx Tue Mar 10 12:00:00 +0000 2015", true),
            ("From a@b.test Tue Mar 10 12:00:00 UTC 2015", true),
            ("From a@b.test Tue Mar 10 12:00:00 2015 +0100", true),
            ("From the manual I copied this line:", false),
            ("From Tue Mar 10 on", false),
            ("From a@b.test Tue, 10 Mar 2015 12:00:00 +0100", false),
            ("From a@b.test", false),
            (">From a@b.test Tue Mar 10 12:00:00 2015", false),
        ] {
            assert_eq!(is_separator(line.as_bytes()), expected, "{line:?}");
        }
    }

    #[test]
    fn several_mails_are_told_from_one() {
        const ONE: &str = "From ada@students.test Tue Mar 10 12:00:00 2015\nSubject: a\n\nHello\n";
        for (file, expected) in [
            (ONE.to_owned(), false),
            (format!("{ONE}\n{ONE}"), true),
            (format!("{ONE}\n{ONE}").replace('\n', "\r\n"), true),
            (format!("{ONE}\n>{ONE}"), false),
            (format!("{ONE}{ONE}"), false),
            (format!("{ONE}\nFrom here on\nit works: yes\n"), false),
            (format!("{ONE}\nFrom the manual:\nDate: the day of the build\n"), false),
            (format!("{ONE}\nFrom x Tue Mar 10 12:00:00 2015\n\nSubject: none\n"), false),
            (format!("Subject: a\n\n{ONE}"), false),
            (String::new(), false),
        ] {
            assert_eq!(holds_several(file.as_bytes()), expected, "{file:?}");
        }
    }

    #[test]
    fn marks_of_an_mbox_go() {
        for (text, expected) in [
            (">From here\n", "From here\n"),
            (">>From here\r\n> From there\n>from\n", ">From here\r\n> From there\n>from\n"),
            ("From\n>", "From\n>"),
        ] {
            assert_eq!(unquoted(text.as_bytes()), expected.as_bytes(), "{text:?}");
        }
    }
}
