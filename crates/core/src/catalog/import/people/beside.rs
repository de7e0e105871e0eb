//! What stands beside a name in a piece and is no part of it.

use super::super::values::lower_words;
use super::super::vocabulary;
use super::name::is_name;

/// Whether a piece is one word with a capital, without any contact.
pub(super) fn may_be_place(piece: &str) -> bool {
    let bare = piece.trim().trim_end_matches('.');
    bare.starts_with(char::is_uppercase) && bare.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// Whether a piece names a service for chats, where people have other names than on GitHub.
pub(super) fn names_chat(piece: &str) -> bool {
    let chat = |word: &String| {
        vocabulary::people().services.contains(word)
            && !matches!(word.as_str(), "github" | "gitlab" | "email" | "mail" | "nick" | "handle")
    };
    let said = piece.split_whitespace().filter(|word| !word.contains(['@', '.']) || word.ends_with(':'));
    said.flat_map(lower_words).any(|word| chat(&word))
}

/// `Ada Example et al.`
pub(super) fn without_others(text: &str) -> &str {
    let bare = text.trim_end().trim_end_matches('.');
    bare.strip_suffix(" et al").map_or(text, str::trim_end)
}

/// `I can help. Ada Example (…)`: a name behind a sentence.
pub(super) fn behind_sentence(text: &str) -> &str {
    let said = |(said, rest): &(&str, &str)| {
        let small = said.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
        small >= 3 && rest.trim_start().starts_with(char::is_uppercase)
    };
    text.rsplit_once(". ").filter(said).map_or(text, |(_, rest)| rest.trim_start())
}

/// `Professor Ada Example`: the name without what stands in front of it.
pub(super) fn without_title(text: &str) -> &str {
    let title = |title: &&String| {
        text.get(..title.len()).is_some_and(|start| start.eq_ignore_ascii_case(title))
            && text[title.len()..].trim_start_matches('.').starts_with(' ')
    };
    let behind = vocabulary::people()
        .honorifics
        .iter()
        .find(title)
        .map(|title| text[title.len()..].trim_start_matches(['.', ' ']));
    behind.filter(|rest| is_name(rest.split(['<', '(', '@']).next().unwrap_or_default())).unwrap_or(text)
}

/// The text before a word for a service: `Ada Example Slack: @ada`.
pub(super) fn before_service(text: &str) -> &str {
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let first = bare.split(['/', ':']).next().unwrap_or_default().to_lowercase();
        let marked = bare.ends_with(':') || bare.contains('/') || text[at + bare.len()..].starts_with(" /");
        if at > 0 && marked && vocabulary::people().services.contains(first.trim_matches(['(', ',', '-'])) {
            return text[..at].trim_end();
        }
        at += word.len();
    }
    text
}
