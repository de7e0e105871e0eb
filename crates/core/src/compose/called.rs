//! How somebody wants to be called.

use super::given_name::{cased, given_name};
use super::quote::greets;
use crate::subject::fold;

/// Neither a name to greet by nor a closing is longer than this.
const LONGEST: usize = 40;

/// Lines at the end of a letter in which a name is looked for.
const MOST_LINES: usize = 12;

/// Whether a line is the closing of a letter: `Best regards,`.
pub(crate) fn closes(line: &str) -> bool {
    /// In folded words.
    const CLOSINGS: [&str; 24] = [
        "regards",
        "best regards",
        "kind regards",
        "warm regards",
        "warmest regards",
        "with regards",
        "best",
        "all the best",
        "best wishes",
        "sincerely",
        "yours sincerely",
        "yours faithfully",
        "yours truly",
        "yours",
        "thanks",
        "many thanks",
        "thank you",
        "thanking you",
        "thanks and regards",
        "thanks regards",
        "cheers",
        "respectfully",
        "cordially",
        "bye",
    ];
    line.len() < LONGEST && CLOSINGS.contains(&fold(line).as_str())
}

/// Returns how the writer of `own` asked to be called or signs, else the given name of their display `name`.
///
/// Nothing is made up: without either there is no name to greet by, and where it cannot be told which word is the given
/// name, it is the whole name.
pub(super) fn called(own: &str, name: Option<&str>) -> Option<String> {
    let called = asked_for(own).or_else(|| signed(own, name)).or_else(|| given_name(name?));
    called.filter(|it| it.chars().count() <= LONGEST)
}

/// The name behind `call me`: capitalised words, or words of a script without capitals.
fn asked_for(own: &str) -> Option<String> {
    let mut words = own.split_whitespace().peekable();
    while !(bare(words.next()?).eq_ignore_ascii_case("call")
        && words.next_if(|next| next.eq_ignore_ascii_case("me")).is_some())
    {}
    let mut name: Vec<&str> = Vec::new();
    for word in words {
        let bare = bare(word);
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

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The one word that stands alone below the closing, or on the last line where it is a word of the display name. Where it
/// is none, it is no word of a greeting, and nothing is said below it.
fn signed(own: &str, name: Option<&str>) -> Option<String> {
    let mut lines: Vec<_> =
        own.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(MOST_LINES).collect();
    lines.reverse();
    let closing = lines.iter().rposition(|line| closes(line));
    let known = fold(name.unwrap_or_default());
    let of_name = |word: &str| known.split(' ').any(|it| it == fold(word));
    let greeted = |word: &str| {
        let greeting = own.lines().filter(|line| greets(line)).map(fold);
        greeting.into_iter().any(|line| line.split(' ').any(|it| it == fold(word)))
    };
    let below = closing.and_then(|at| lines.get(at + 1).zip(lines.get(at + 2..))).filter(|(line, rest)| {
        of_name(line)
            || !greets(line)
                && !greeted(line)
                && !rest.iter().take_while(|it| !is_ps(it)).any(|it| is_said(it))
    });
    let last = lines.last().filter(|line| of_name(line));
    let line = below.map(|(line, _)| line).or(last)?.trim_matches(|c: char| !c.is_alphanumeric());
    let word = !line.is_empty() && line.chars().all(|c| c.is_alphabetic() || "-'’".contains(c));
    (word && line.chars().count() > 1 && (line.starts_with(char::is_uppercase) || of_name(line)))
        .then(|| cased(line))
}

/// Whether a line below a name begins what was thought of later.
fn is_ps(line: &str) -> bool {
    let words = fold(line);
    words.starts_with("ps ") || words.starts_with("p s ")
}

/// Whether a line is a sentence, or part of one, and none of a signature.
fn is_said(line: &str) -> bool {
    let words = line.split_whitespace().count();
    line.ends_with(['?', '!', '？', '！']) || words >= 8 || words >= 4 && line.ends_with(['.', '。'])
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
            ("Hi\n\nBest regards,\nAdi", Some("Ada Example"), Some("Adi")),
            ("Hi\n\nYours truly,\nAdi", Some("Ada Example"), Some("Adi")),
            ("Hi\n\nThanks,\nada", Some("Ada Example"), Some("Ada")),
            ("Hi\n\nThanks,\nAda Example", Some("EXAMPLE Ada"), Some("Ada")),
            ("Hi\n\nThanks,\nExample University", Some("Ada Example"), Some("Ada")),
            ("Hi\n\nWei", Some("Zhang Wei"), Some("Wei")),
            ("Hi\n\nThanks,\nWei.", Some("Zhang Wei"), Some("Wei")),
            ("Thanks\n\nHello,\n\nI have read it.", Some("Ada Example"), Some("Ada")),
            ("Many thanks!\n\nBob,\n\nI have read it.", Some("Ada Example"), Some("Ada")),
            ("Thank you\n\nQuestion\n\nHow?\n\nAda", Some("Ada Example"), Some("Ada")),
            ("Cheers\nEveryone,\nhow?\n\nThanks,\nAdi", Some("Ada Example"), Some("Adi")),
            ("Hi\n\nThanks,\nHello", Some("Ada Example"), Some("Ada")),
            ("Hi Bob\n\nThanks,\nBob", Some("Ada Example"), Some("Ada")),
            ("Dear Bob and Eve,\n\nHow?\n\nThanks,\nEve!", Some("Ada Example"), Some("Ada")),
            ("Hi Ada\n\nThanks,\nAda", Some("Ada Example"), Some("Ada")),
            (
                "Hi\n\nRegards,\nAdi\nExample University\nhttps://example.org",
                Some("Ada Example"),
                Some("Adi"),
            ),
            ("Hi\n\nRegards,\nAdi\n\nPS: How?", Some("Ada Example"), Some("Adi")),
            ("Hi", Some("Zhang Wei"), Some("Zhang Wei")),
            ("Hi", Some("ZHANG Wei"), Some("Wei")),
            ("Hi", Some("Ada EXAMPLE"), Some("Ada")),
            ("Hi", Some("ADA EXAMPLE"), Some("Ada")),
            ("Hi", Some("ada example"), Some("Ada")),
            ("Hi", Some("JEAN-LUC Example"), Some("Example")),
            ("Hi", Some("Example, Ada"), Some("Ada")),
            ("Hi", Some("Example, Ada (Example Ltd)"), Some("Ada")),
            ("Hi", Some("Md Example"), Some("Md Example")),
            ("Hi", Some("J Example"), Some("J Example")),
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
