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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        assert_eq!(and(&["a"; 0]), "");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(or(&["a", "b"]), "a or b");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!((count(1, "list"), count(2, "list")), ("1 list".to_owned(), "2 lists".to_owned()));
    }
}
