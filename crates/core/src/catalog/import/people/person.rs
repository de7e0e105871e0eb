//! One piece of a field of people: a person, an instruction, a list, or nothing.

use super::super::page::squeeze;
use super::super::values::{is_blank, lower_words, without_brackets};
use super::super::words::Words;
use super::{Contact, People, Role, addresses, is_list, masked, role_of};

/// Words in front of a name that say what the person is.
const PREFIXES: &[&str] = &[
    "primary mentor",
    "secondary mentor",
    "backup mentor",
    "co-mentor",
    "comentor",
    "co mentor",
    "mentor",
    "mentors",
    "possible mentor",
    "potential mentor",
    "lead mentor",
    "main mentor",
    "second mentor",
    "primary",
    "secondary",
    "backup",
    "lead",
    "contact",
    "first mentor",
    "assistant mentor",
    "co-mentors",
    "backup mentors",
    "possible mentors",
    "potential mentors",
    "alternate",
    "name",
    "email",
    "support",
    "supporting mentor",
    "supporting",
    "assistant",
];
const STUDENTS: &[&str] = &["student", "students", "intern", "interns", "mentee", "gsoc student"];

/// Words that no name begins with: what follows is said to the reader.
const VERBS: &[&str] = &[
    "inquire",
    "send",
    "make",
    "tag",
    "please",
    "contact",
    "ask",
    "see",
    "write",
    "email",
    "e-mail",
    "mail",
    "reach",
    "join",
    "cc",
    "if",
    "for",
    "you",
    "this",
    "these",
    "we",
    "to",
    "feel",
    "post",
    "discuss",
    "check",
    "any",
    "anyone",
    "more",
    "other",
    "others",
    "reachable",
    "available",
    "via",
    "through",
    "on",
    "in",
    "at",
    "use",
    "look",
    "open",
    "get",
    "talk",
    "there",
    "mentors",
    "everyone",
    "all",
    "possibly",
    "with",
    "from",
    "as",
    "or",
    "by",
    "find",
    "when",
    "our",
    "your",
    "it",
    "is",
    "are",
    "will",
    "would",
    "can",
    "no",
    "not",
    "plus",
    "introduce",
    "the",
    "rest",
    "of",
    "who",
    "what",
    "how",
    "let",
];

/// Words of groups and places, which are no persons.
const GROUPS: &[&str] = &[
    "team",
    "community",
    "developers",
    "group",
    "list",
    "maintainers",
    "mentors",
    "slack",
    "discord",
    "channel",
    "forum",
    "zulip",
    "irc",
    "matrix",
    "mailing",
    "committee",
    "members",
    "staff",
    "organization",
    "organisation",
    "university",
    "institute",
    "laboratory",
    "gitter",
    "telegram",
    "github",
    "devs",
    "crew",
    "foundation",
    "mentor",
    "project",
    "inc",
    "gmbh",
    "ltd",
    "corporation",
    "issue",
    "link",
    "tracker",
    "discourse",
    "email",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "da", "di", "la", "le", "bin", "al", "el", "dos", "del", "ter", "ten",
    "zu", "du", "ibn", "y", "e",
];

/// Reads one piece into `people`.
pub(super) fn read(people: &mut People, piece: &str, line: usize, label: Option<Role>) {
    let raw = piece.trim();
    if is_blank(raw) || raw.starts_with('#') {
        return;
    }
    let (prefix, text) = prefixed(raw);
    if is_blank(text) || prefix.is_none() && Words::default().knows(text) {
        return;
    }
    let mut doubt =
        |words: &str, reason: &str| people.doubts.push((words.to_owned(), reason.to_owned(), line));
    let found = addresses(text);
    let (lists, own): (Vec<_>, Vec<_>) =
        found.iter().map(|it| it.address.clone()).partition(|it| is_list(it));
    people.lists.extend(lists.iter().cloned());
    let hidden = if found.is_empty() { masked(text) } else { None };
    if let Some(hidden) = &hidden {
        doubt(hidden, "a masked address is not taken as one");
    }
    let name = name(text, &found.iter().map(|it| it.address.as_str()).collect::<Vec<_>>(), hidden.as_deref());
    let handle = handle(text);
    let role = role_in(text).or(prefix.and_then(role_of)).or(label);
    let contact = |name: String, people: &mut People| {
        let contact = Contact {
            name,
            address: own.first().cloned(),
            handle: handle.clone(),
            role,
            raw: raw.to_owned(),
        };
        if prefix.is_some_and(|it| STUDENTS.contains(&it.to_lowercase().as_str())) {
            people.students.push(contact);
        } else {
            people.mentors.push(contact);
        }
    };
    if is_blank(&name) && !name.is_empty() {
        return doubt(raw, "no person yet");
    }
    let behind = text.rsplit_once(['>', ')']).map_or("", |(_, behind)| behind.trim());
    if behind.split_whitespace().count() == 2 && is_name(behind) {
        doubt(behind, "what stands behind the brackets is not read: another person?");
    }
    let known = handle.is_some() || !own.is_empty();
    if is_name(&name) || known && is_lower_name(&name) {
        if name.split_whitespace().count() > 3 {
            doubt(raw, "a long name: one person, or two?");
        }
        if name.contains(',') {
            doubt(raw, "a comma stands in the name");
        }
        if own.len() > 1 {
            doubt(raw, "several addresses stand here; the first is taken");
        }
        return contact(name, people);
    }
    if name.is_empty() && (own.len() == 1 || handle.is_some()) {
        // `A (@a), <a@b>`: what is only an address belongs to the person before it.
        if let Some(last) = people
            .mentors
            .last_mut()
            .filter(|last| !own.is_empty() && last.address.is_none() && !last.raw.ends_with('.'))
        {
            last.address = own.first().cloned();
            last.raw = format!("{}, {raw}", last.raw);
            return;
        }
        let shown =
            handle.as_deref().map_or_else(|| own[0].clone(), |it| it.trim_start_matches('@').to_owned());
        if handle.is_none() {
            doubt(raw, "an address without a name");
        }
        return contact(shown, people);
    }
    if name.is_empty() && (!lists.is_empty() || hidden.is_some()) {
        return;
    }
    let group = lower_words(&name).iter().any(|word| GROUPS.contains(&word.as_str()));
    doubt(
        raw,
        if group {
            "not read as a person: a group, a place or an organisation"
        } else {
            "not read as a person"
        },
    );
}

/// `Primary Mentor: Name`
fn prefixed(raw: &str) -> (Option<&str>, &str) {
    let Some((prefix, rest)) = raw.split_once(':') else { return (None, raw) };
    let prefix = prefix.trim_matches(['*', '_', ' ', '-']);
    let known = PREFIXES.iter().chain(STUDENTS).any(|it| it.eq_ignore_ascii_case(prefix));
    if known { (Some(prefix), rest.trim()) } else { (None, raw) }
}

/// `Name (…) - primary`, `Name (backup)`
fn role_in(text: &str) -> Option<Role> {
    let behind = text.split([')', '>', '-', '–', '—', '(', '[']).skip(1).collect::<Vec<_>>().join(" ");
    let words = lower_words(&behind);
    let few = |word: &str| words.iter().any(|it| it == word);
    if few("primary") || few("lead") {
        Some(Role::Primary)
    } else if few("backup") || few("secondary") || few("comentor") || (few("co") && few("mentor")) {
        Some(Role::Backup)
    } else {
        None
    }
}

/// The handle of a text that holds one alone.
fn handle(text: &str) -> Option<String> {
    let mut found = text.match_indices('@').filter_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let name: String = text[at + 1..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        let begins = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '/'));
        let host = text[at + 1 + name.len()..]
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        (begins && !host && !name.is_empty()).then(|| format!("@{name}"))
    });
    let first = found.next()?;
    found.all(|it| it == first).then_some(first)
}

/// What is left of a piece when brackets, addresses, handles, links and remarks are gone.
fn name(whole: &str, addresses: &[&str], hidden: Option<&str>) -> String {
    let link = |word: &&str| word.contains("://") || word.starts_with("mailto:");
    let mut text = whole.split_whitespace().filter(|word| !link(word)).collect::<Vec<_>>().join(" ");
    for address in addresses {
        // A name stands before its address; what is behind is a remark.
        let before = text.find(address).map(|at| text[..at].to_owned());
        match before.filter(|before| {
            before.contains(|c: char| c.is_alphabetic()) && !before.contains(['(', '[', '<'])
        }) {
            Some(before) => text = before,
            None => text = text.replace(address, " "),
        }
    }
    let bare = without_square(&text);
    let before = bare.split(['<', '(']).next().unwrap_or_default();
    // What stands behind the brackets is where somebody works, or a remark.
    let bare = if before.trim().len() > 1 { before } else { bare.as_str() };
    let text = without_angles(&without_brackets(bare));
    let mut words: Vec<_> = text.split_whitespace().filter(|word| !word.starts_with('@')).collect();
    if let Some(hidden) = hidden {
        let parts: Vec<_> = hidden.split_whitespace().collect();
        words.retain(|word| !parts.contains(word));
    }
    let text = words.join(" ");
    let end = [" - ", " – ", " — ", " from ", " aka ", " / ", " on ", " at ", " of ", " via "]
        .iter()
        .filter_map(|it| text.find(it))
        .min();
    let text = &text[..end.unwrap_or(text.len())];
    // `Family, Given` is kept whole; what else stands behind a comma is no part of the name.
    let single = |part: &str| part.split_whitespace().count() == 1;
    let text = text.split_once(',').filter(|(a, b)| !(single(a) && single(b))).map_or(text, |(name, _)| name);
    if text.trim_end().ends_with(':') && !whole.contains('@') {
        return text.to_owned();
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '"');
    let soft = ["maybe ", "possibly ", "perhaps ", "probably ", "and ", "or ", "also ", "with ", "e.g. "];
    let text = soft.iter().fold(text, |text, word| text.strip_prefix(word).unwrap_or(text));
    squeeze(text.trim_matches('"'))
}

/// Square brackets hold remarks, or all of the name.
fn without_square(text: &str) -> String {
    let trimmed = text.trim();
    let whole = [('[', ']'), ('<', '>'), ('(', ')')].iter().find_map(|(open, close)| {
        let (inner, rest) = trimmed.strip_prefix(*open)?.split_once(*close)?;
        inner.contains(' ').then(|| format!("{inner} {rest}"))
    });
    let text = whole.as_deref().unwrap_or(text);
    text.replace(['/'], " / ").replace('[', "(").replace(']', ")")
}

/// Two words in small letters, as some write their name.
fn is_lower_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    words.len() == 2 && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || c == '-'))
}

fn without_angles(text: &str) -> String {
    text.split('<')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.rsplit_once('>').map_or("", |it| it.1) })
        .collect()
}

/// Whether words look like the name of a person, or like a nick.
fn is_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let lower = lower_words(name);
    let first = lower.first().map(String::as_str).unwrap_or_default();
    if words.is_empty()
        || words.len() > 4
        || name.contains(':')
        || lower.is_empty()
        || lower.iter().any(|word| GROUPS.contains(&word.as_str()))
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
            && !VERBS.contains(&first);
    }
    let part = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        PARTICLES.contains(&bare.to_lowercase().as_str())
            || bare.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic())
    };
    !VERBS.contains(&first) && !name.contains(char::is_numeric) && words.iter().all(part)
}
