//! How somebody wants to be called.

/// A name to greet by is not longer than this.
const LONGEST: usize = 40;

/// Returns how the writer of `own` asked to be called, else the first word of their display `name`.
///
/// Nothing is made up: without either there is no name to greet by.
pub(super) fn called(own: &str, name: Option<&str>) -> Option<String> {
    let called = asked_for(own).or_else(|| first_name(name?));
    called.filter(|it| it.chars().count() <= LONGEST)
}

/// The name behind `call me`: capitalised words, or words of a script without capitals.
fn asked_for(own: &str) -> Option<String> {
    let words: Vec<_> = own.split_whitespace().collect();
    let at = words.windows(2).position(|pair| {
        let word = |nth: usize| pair[nth].trim_matches(|c: char| !c.is_alphanumeric());
        word(0).eq_ignore_ascii_case("call") && pair[1].eq_ignore_ascii_case("me")
    })?;
    let mut name: Vec<&str> = Vec::new();
    for word in &words[at + 2..] {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let named = bare.starts_with(char::is_alphabetic) && !bare.starts_with(char::is_lowercase);
        if !named || name.len() == 3 {
            break;
        }
        name.push(bare);
        if word.ends_with(|c: char| !c.is_alphanumeric()) {
            break;
        }
    }
    (!name.is_empty()).then(|| name.join(" "))
}

/// `Ada` of `Ada Example` and of `Example, Ada`; all of a name that begins with an initial.
fn first_name(name: &str) -> Option<String> {
    let given = name.split_once(',').map_or(name, |(_, given)| given).trim();
    let first = given.split_whitespace().next()?;
    let first = if first.ends_with('.') { given } else { first };
    let is_name = first.contains(char::is_alphabetic) && !name.contains('@');
    is_name.then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_to_greet_by() {
        for (own, name, expected) in [
            ("I am Ada Example; please call me Adi.", Some("Ada Example"), Some("Adi")),
            ("Please call\nme Ada Mae, I study", Some("Ada Example"), Some("Ada Mae")),
            ("(call me \"Zoë\")", None, Some("Zoë")),
            ("Call me 太郎。", Some("山田太郎"), Some("太郎")),
            ("Please call me if you can", Some("Ada Example"), Some("Ada")),
            ("call me Jean-Luc O'Neil too", None, Some("Jean-Luc O'Neil")),
            ("Hi", Some("Example, Ada"), Some("Ada")),
            ("Hi", Some("J. Random Student"), Some("J. Random Student")),
            ("Hi", Some("ada@example.org"), None),
            ("Hi", Some("123"), None),
            ("call me", None, None),
            ("", None, None),
        ] {
            assert_eq!(called(own, name).as_deref(), expected, "{own:?} {name:?}");
        }
    }
}
