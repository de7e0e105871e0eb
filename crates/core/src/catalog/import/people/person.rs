//! One piece of a field of people: a person, an instruction, a list, or nothing.

use super::super::page::squeeze;
use super::super::values::{is_blank, lower_words, without_brackets};
use super::super::words::{Words, year};
use super::beside::{before_service, behind_sentence, names_chat, without_others, without_title};
use super::entries::Entry;
use super::name::{is_list_name, is_name};
use super::names::{GROUPS, PREFIXES, STUDENTS};
use super::owner::{NAMELESS, NOT_THEIRS, owner, resembles};
use super::{Contact, People, Role, addresses, is_list, masked, role_of};

/// How many addresses stand beside one name, at most; what has more is no person.
const MOST: usize = 8;

/// Words for what mentors are to a project.
const ROLES: [&str; 9] =
    ["primary", "adjunct", "secondary", "backup", "lead", "main", "co-mentor", "co-mentors", "others"];

/// Reads one piece into `people`.
pub(super) fn read(people: &mut People, text: &str, entry: &Entry, label: Option<Role>) {
    let (raw, line) = (text.trim(), entry.line);
    let (prefix, text) = prefixed(raw);
    let text = without_title(behind_sentence(without_others(text)));
    let (mention, text) = (text, mentioned(text).unwrap_or(text));
    if raw.starts_with('#') || is_blank(text) || prefix.is_none() && Words::default().knows(text) {
        return;
    }
    // What stands above the names of those who have the role.
    let bare = without_soft(text).trim_matches([' ', '*', '_', ':']);
    if prefix.is_none() && ROLES.iter().any(|it| bare.eq_ignore_ascii_case(it)) {
        return;
    }
    let found = addresses(text);
    let (lists, own): (Vec<_>, Vec<_>) =
        found.iter().map(|it| it.address.clone()).partition(|it| is_list(it));
    let hidden = if found.is_empty() { masked(without_soft(text)) } else { None };
    let addresses: Vec<_> = found.iter().take(MOST).map(|it| it.address.as_str()).collect();
    let handle = handle(text);
    let piece = Piece {
        raw,
        line,
        name: name(text, &addresses, hidden.as_deref()),
        own,
        service: handle.as_deref().map(|it| entry.service(it, names_chat(text))),
        handle,
        role: role_in(text).or(prefix.and_then(role_of)).or(label),
        occupation: super::entries::says_occupation(&without_brackets(text)),
        student: prefix.is_some_and(|it| STUDENTS.contains(&it.to_lowercase().as_str())),
    };
    if let Some(hidden) = &hidden {
        piece.doubt(people, hidden, "a masked address is not taken as one");
    }
    let behind = text.rsplit_once(['>', ')']).map_or("", |(_, behind)| behind.trim());
    let words = behind.split_whitespace().count();
    // Other writings have no blanks and no capitals in names.
    let foreign = words == 1 && behind.starts_with(|c: char| !c.is_ascii() && c.is_alphabetic());
    if ((2..=3).contains(&words) || foreign) && is_name(behind) {
        piece.doubt(people, behind, "what stands behind the brackets is not read: another person?");
    }
    if mention != text {
        piece.doubt(people, raw, "a mention with a blank in it: read as a name, not as a handle");
    }
    let elsewhere = !lists.is_empty() || hidden.is_some();
    people.lists.extend(lists);
    piece.take(people, elsewhere);
}

/// What one piece holds.
struct Piece<'a> {
    raw: &'a str,
    line: usize,
    name: String,
    /// The addresses that are not those of lists.
    own: Vec<String>,
    handle: Option<String>,
    service: Option<&'static str>,
    role: Option<Role>,
    student: bool,
    /// Whether it says what somebody does.
    occupation: bool,
}

impl Piece<'_> {
    fn doubt(&self, people: &mut People, words: &str, reason: &str) {
        people.doubts.push((words.to_owned(), reason.to_owned(), self.line));
    }

    /// Takes the person, if the piece names one; `elsewhere`: it holds a list or a masked address.
    fn take(self, people: &mut People, elsewhere: bool) {
        let known = self.handle.is_some() || !self.own.is_empty();
        if self.occupation && !known {
            self.refuse(people);
        } else if self.name.is_empty() || self.name.contains(':') && names_chat(&self.name) {
            if names_chat(self.raw) && !people.mentors.is_empty() {
                self.doubt(people, self.raw, "how to reach somebody: not read");
            } else if known {
                self.take_nameless(people);
            } else if !elsewhere {
                self.refuse(people);
            }
        } else if is_blank(&self.name) {
            self.doubt(people, self.raw, "no person yet");
        } else if is_name(&self.name) || known && is_lower_name(&self.name) {
            self.take_named(people);
        } else {
            self.refuse(people);
        }
    }

    fn take_named(self, people: &mut People) {
        let hedged = |word: &String| HEDGES.contains(&word.as_str());
        let said = self.raw.split_whitespace().filter(|word| !word.contains(['@', '/']));
        let said = said.collect::<Vec<_>>().join(" ");
        let doubts = [
            (lower_words(&said).iter().any(hedged), "the page is not sure of this person"),
            (self.name.split_whitespace().count() > 3, "a long name: one person, or two?"),
            (self.name.contains(','), "a comma stands in the name"),
            (
                lower_words(self.raw).iter().any(|word| year(word).is_some()),
                "a year stands beside this person: a mentor of now?",
            ),
            (self.own.len() > 1, "several addresses stand here; the first is taken"),
        ];
        for (_, reason) in doubts.iter().filter(|(holds, _)| *holds) {
            self.doubt(people, self.raw, reason);
        }
        let name = self.name.clone();
        self.push(people, name);
    }

    /// `A (@a), <a@b>`: what is only an address belongs to somebody before it whom it resembles.
    fn take_nameless(self, people: &mut People) {
        match (self.own.first(), &self.handle) {
            (Some(address), None) => {
                let waiting = people.mentors.last().is_some_and(|last| last.address.is_none());
                if let Some(owner) = owner(&mut people.mentors, address) {
                    owner.address = Some(address.clone());
                    owner.raw = format!("{}, {}", owner.raw, self.raw);
                    return;
                }
                self.doubt(people, self.raw, if waiting { NOT_THEIRS } else { NAMELESS });
                let name = address.clone();
                self.push(people, name);
            }
            (_, Some(handle)) => {
                let nick = handle.trim_start_matches('@');
                // `Ada Example, @ada`
                let bare = self.raw.trim_matches(['(', ')', ' ']) == handle.as_str();
                let last = people.mentors.last_mut().filter(|last| {
                    bare && last.handle.is_none() && last.name.contains(' ') && resembles(&last.name, nick)
                });
                if let Some(last) = last {
                    (last.handle, last.service) = (self.handle, self.service);
                    return;
                }
                let name = bracketed_name(self.raw).unwrap_or(nick).to_owned();
                self.push(people, name);
            }
            (None, None) => {}
        }
    }

    fn push(self, people: &mut People, name: String) {
        let (address, raw, student) = (self.own.into_iter().next(), self.raw.to_owned(), self.student);
        let Self { handle, service, role, .. } = self;
        let contact = Contact { name, address, handle, service, role, raw };
        let into = if student { &mut people.students } else { &mut people.mentors };
        into.push(contact);
    }

    fn refuse(&self, people: &mut People) {
        let group = lower_words(&self.name).iter().any(|word| GROUPS.contains(&word.as_str()));
        let reason = if is_list_name(&self.name) {
            "the name of a list, without its address: to be confirmed"
        } else if group {
            "not read as a person: a group, a place or an organisation"
        } else {
            "not read as a person"
        };
        self.doubt(people, self.raw, reason);
    }
}

/// `@Ada Example`: a full name behind the sign of a handle; `Ada Example @Ada Example` says it twice.
fn mentioned(text: &str) -> Option<&str> {
    if let Some((name, again)) = text.split_once(" @")
        && name.contains(' ')
        && name.trim().eq_ignore_ascii_case(again.trim())
    {
        return Some(name.trim());
    }
    let name = text.strip_prefix('@')?;
    let part = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    (name.split_whitespace().count() == 2 && name.split_whitespace().all(part)).then_some(name)
}

/// `@ada (Ada Example - Lamps)`: the name in brackets behind a handle.
fn bracketed_name(raw: &str) -> Option<&str> {
    let (_, rest) = raw.split_once('(')?;
    let (inner, _) = rest.split_once(')')?;
    let name = inner.split(" - ").next().unwrap_or_default().trim();
    (name.split_whitespace().count() >= 2 && is_name(name)).then_some(name)
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
    // `Ada Example as a backup mentor`
    let behind = text.split_once(" as ").map_or(behind, |(_, behind)| behind.to_owned());
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
    let bare = without_soft(text);
    let mut found = bare.match_indices('@').filter_map(|(at, _)| {
        let before = bare[..at].chars().next_back();
        let name: String = bare[at + 1..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        let name = name.trim_end_matches('.');
        let begins = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '/'));
        // `ada @example.org` is an address with a blank in it.
        let apart = !name.contains('.') || matches!(before, None | Some('(' | '[' | ','));
        (begins && apart && !name.is_empty() && !name.starts_with('.')).then(|| format!("@{name}"))
    });
    let first = found.next()?;
    found.all(|it| it == first).then_some(first)
}

/// What is left of a piece when brackets, addresses, handles, links and remarks are gone.
fn name(whole: &str, addresses: &[&str], hidden: Option<&str>) -> String {
    let link = |word: &&str| word.contains("://") || word.starts_with("mailto:");
    let mut text = whole.split_whitespace().filter(|word| !link(word)).collect::<Vec<_>>().join(" ");
    text = before_service(&text).to_owned();
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
    let bare = around_nick(&bare).unwrap_or(bare);
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
    let end = [" - ", " – ", " — ", " from ", " aka ", " / ", " on ", " at ", " of ", " via ", " as "]
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
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '"');
    let dot = if ends_short(bare) && text.contains(&format!("{bare}.")) { "." } else { "" };
    squeeze(&format!("{}{dot}", without_soft(bare).trim_matches('"')))
}

/// Whether the last word of a name is cut short: `Pat Q. R.`, `Ada Example Jr.`
fn ends_short(name: &str) -> bool {
    let last = name.rsplit([' ', '.']).next().unwrap_or_default();
    name.contains(' ')
        && last.starts_with(char::is_uppercase)
        && (last.chars().count() == 1 || matches!(last, "Jr" | "Sr"))
}

/// A text without the words in front that are no part of a name.
pub(super) fn without_soft(mut text: &str) -> &str {
    while let Some(rest) = soft(text) {
        text = rest.trim_start();
    }
    text
}

/// What stands behind a word that is no part of a name.
fn soft(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once(' ')?;
    let known = HEDGES.iter().chain(&["and", "or", "also", "with", "e.g.", "either"]);
    known.into_iter().any(|it| it.eq_ignore_ascii_case(word)).then_some(rest)
}

/// Words by which a page says that it is not sure of a person.
const HEDGES: [&str; 5] = ["maybe", "possibly", "perhaps", "probably", "likely"];

/// `Ada (Adi) Example`: one word in brackets between the words of a name.
fn around_nick(text: &str) -> Option<String> {
    let (given, rest) = text.split_once('(')?;
    let (nick, family) = rest.split_once(')')?;
    let words = |text: &str| text.split_whitespace().count();
    let one =
        words(given) == 1 && words(nick) == 1 && !nick.contains('@') && (1..=2).contains(&words(family));
    let name = format!("{} {}", given.trim(), family.trim());
    (one && is_name(&name) && !family.contains(['(', '<'])).then_some(name)
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
    let group = lower_words(name).iter().any(|word| GROUPS.contains(&word.as_str()));
    words.len() == 2
        && !group
        && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c)))
}

fn without_angles(text: &str) -> String {
    text.split('<')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.rsplit_once('>').map_or("", |it| it.1) })
        .collect()
}
