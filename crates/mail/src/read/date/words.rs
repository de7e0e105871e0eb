//! The words of a date, and the names among them.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Octets of the longest date, without its comments.
const LONGEST: usize = 500;

/// Octets of the longest date with its comments.
const LONGEST_FIELD: usize = 64 * 1024;

/// What stands between blanks and commas, without comments; nothing where that is too long for a date.
///
/// A first word before a comma is the day of the week in some language, and left out.
pub(super) fn of(value: &[u8]) -> Option<Vec<String>> {
    if value.len() > LONGEST_FIELD {
        return None;
    }
    let value = without_comments(&String::from_utf8_lossy(value))?;
    let value = match value.split_once(',') {
        Some((day, rest)) if day.split_whitespace().count() == 1 && !day.contains(char::is_numeric) => rest,
        _ => &value,
    };
    let words = value.split_ascii_whitespace().flat_map(split).filter(|word| !word.is_empty());
    Some(words.map(str::to_owned).collect())
}

/// Splits at commas, and between digits and letters, as blanks need not stand there (RFC 5322 4.3).
fn split(word: &str) -> Vec<&str> {
    // A comma in a time begins a fraction of a second.
    if word.contains([':', '+', '-']) {
        return vec![word.trim_matches(',')];
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let mut words = Vec::new();
    for piece in word.split(',') {
        let mut rest = piece;
        if !piece.contains(['.', '/']) {
            while let Some(end) = rest.find(|c| is_digit(c) != rest.starts_with(is_digit)) {
                words.push(&rest[..end]);
                rest = &rest[end..];
            }
        }
        words.push(rest);
    }
    words
}

/// `value` with a blank for each comment (RFC 5322 3.2.2), but none around colons; one that is not closed takes the rest.
fn without_comments(value: &str) -> Option<String> {
    let (mut bare, mut depth) = (String::new(), 0_usize);
    let mut all = value.chars();
    while let Some(c) = all.next() {
        if bare.len() > LONGEST {
            return None;
        }
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                bare.push(' ');
            }
            '\\' if depth > 0 => drop(all.next()),
            _ if depth > 0 => {}
            _ => bare.push(c),
        }
    }
    Some(bare.split(':').map(str::trim).collect::<Vec<_>>().join(":"))
}

/// The number of a month by its English name, or by its first three letters or more.
pub(in crate::read) fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, name)| is_name(word, name)).map(|(number, _)| number)
}

pub(in crate::read) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|name| is_name(word, name))
}

fn is_name(word: &str, name: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    word.len() >= 3 && name.starts_with(&word)
}

/// Whether `AM` or `PM` says that a time is one of the afternoon.
pub(super) fn is_afternoon(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "am" | "a.m." => Some(false),
        "pm" | "p.m." => Some(true),
        _ => None,
    }
}
