//! Numbers and lists in sentences.

/// Joins with commas and a last `and`: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and(items: &[impl AsRef<str>]) -> String {
    joined(items, "and")
}

/// Joins with commas and a last `or`.
#[must_use]
pub fn or(items: &[impl AsRef<str>]) -> String {
    joined(items, "or")
}

fn joined(items: &[impl AsRef<str>], last_word: &str) -> String {
    let items: Vec<_> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} {last_word} {last}", rest.join(", ")),
    }
}

/// A number and its noun: `1 list`, `2 lists`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A time in days, in the unit that people would use: `45 days`, `3 months`, `11 years`.
#[must_use]
pub fn days(number: i64) -> String {
    let number = usize::try_from(number).unwrap_or(0);
    match number {
        0..=60 => count(number, "day"),
        61..=364 => count(number * 12 / 365, "month"),
        _ => count(number / 365, "year"),
    }
}

/// The same as past: `today`, `3 days ago`.
#[must_use]
pub fn ago(past: i64) -> String {
    if past <= 0 { "today".to_owned() } else { format!("{} ago", days(past)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        assert_eq!(and(&["a"; 0]), "");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(or(&["a", "b"]), "a or b");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        for (past, expected) in [
            (-1, "0 days"),
            (1, "1 day"),
            (60, "60 days"),
            (61, "2 months"),
            (364, "11 months"),
            (365, "1 year"),
            (730, "2 years"),
            (4264, "11 years"),
        ] {
            assert_eq!(days(past), expected, "{past}");
        }
        assert_eq!((ago(0), ago(1)), ("today".to_owned(), "1 day ago".to_owned()));
        assert_eq!((count(1, "list"), count(2, "list")), ("1 list".to_owned(), "2 lists".to_owned()));
    }
}
