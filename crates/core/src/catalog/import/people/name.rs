//! What looks like a name: of a person, an organisation, a list.

use super::super::values::lower_words;
use super::super::vocabulary;
use super::names::{GROUPS, PARTICLES, VERBS};

/// Whether words look like the name of a person, or like a nick.
pub(super) fn is_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let lower = lower_words(name);
    let first = lower.first().map(String::as_str).unwrap_or_default();
    let small = words.iter().filter(|word| PARTICLES.contains(&word.to_lowercase().as_str())).count();
    if words.is_empty()
        || words.len() - small > 4
        || name.contains(':')
        || lower.is_empty()
        || lower.iter().any(|word| GROUPS.contains(&word.as_str()))
        || is_organisation(name)
    {
        return false;
    }
    if let [nick] = words.as_slice() {
        let plain = nick.chars().all(|c| c.is_alphanumeric() || "._-'’".contains(c));
        let shout = nick.len() > 1 && nick.chars().all(|c| c.is_uppercase() || c == '-');
        return plain
            && !shout
            && nick.len() > 1
            && nick.chars().any(char::is_alphabetic)
            && !is_list_name(nick)
            && !VERBS.contains(&first);
    }
    let part = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        // `Ada 'lamp' Example`
        let nick = [('\'', '\''), ('"', '"'), ('‘', '’'), ('“', '”')]
            .iter()
            .any(|(open, close)| word.len() > 2 && word.starts_with(*open) && word.ends_with(*close));
        nick || PARTICLES.contains(&bare.to_lowercase().as_str())
            || bare.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic())
    };
    !VERBS.contains(&first) && !name.contains(char::is_numeric) && words.iter().all(part)
}

/// Whether a piece names an organisation, behind which its place may stand.
pub(super) fn is_organisation(piece: &str) -> bool {
    let known = &vocabulary::people().organisations;
    !piece.contains(['@', '<']) && lower_words(piece).iter().any(|word| known.contains(word))
}

/// Whether one word is the name of a list: `lamps-discuss`.
pub(super) fn is_list_name(name: &str) -> bool {
    let ends = &vocabulary::people().list_ends;
    !name.contains(' ') && ends.iter().any(|end| name.to_lowercase().ends_with(end.as_str()))
}
