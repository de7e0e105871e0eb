//! A field of people cut into pieces, one for each of them.

use super::super::page::{Block, Kind, TextLine, squeeze};
use super::super::values::{lower_words, without_brackets};
use super::address::addresses;
use super::beside::without_title;
use super::links::{FORGES, linked_handle, shared, with_link};
use super::names::{OCCUPATIONS, VERBS};
use super::owner::resembles;

/// A line or an item of the field.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) line: usize,
    /// Whether it is an item of a list, which holds one person most times.
    pub(super) item: bool,
    /// The handles in it that are links, and the services those lead to.
    linked: Vec<(String, &'static str)>,
    /// The addresses of links that show the names of several.
    shared: Vec<String>,
}

impl Entry {
    /// The addresses that stand below several names.
    pub(super) fn shared(&self) -> &[String] {
        &self.shared
    }

    /// The service on which somebody has a handle: the one its link leads to, or GitHub where its form is of there.
    ///
    /// Where it stands behind a word for a `chat`, it is none of GitHub.
    pub(super) fn service(&self, handle: &str, chat: bool) -> &'static str {
        let linked = self.linked.iter().find(|(it, _)| it == handle).map(|(_, service)| *service);
        linked.unwrap_or_else(|| {
            if !chat && may_be_github(handle.trim_start_matches('@')) { "github" } else { "nick" }
        })
    }

    /// Whether it is a text that speaks of something, not of people.
    pub(super) fn is_prose(&self) -> bool {
        // A remark in brackets may stand behind any name.
        let text = without_brackets(&self.text);
        let words = text.split_whitespace().count();
        let small =
            text.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_lowercase())).count();
        let told = lower_words(&self.text).first().is_some_and(|it| VERBS.contains(&it.as_str()));
        (words > 20 || told && small > 4) && small * 2 > words && addresses(&self.text).is_empty()
    }
}

/// The entries of a field.
pub(super) fn of(value: &[Block]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for block in value {
        let item = block.kind == Kind::Item;
        let lines: Vec<&TextLine> = match &block.kind {
            Kind::Row { cells, .. } => cells.iter().flatten().collect(),
            _ => block.lines.iter().collect(),
        };
        let mut fresh = true;
        for line in &with_whole_links(&lines) {
            let text = shown(line);
            match entries.last_mut() {
                Some(entry) if !fresh && !line.hard && !begins_person(line, &entry.text) => {
                    entry.text.push(' ');
                    entry.text.push_str(&text);
                }
                _ => entries.push(Entry {
                    text,
                    line: line.number,
                    item,
                    linked: Vec::new(),
                    shared: Vec::new(),
                }),
            }
            if let Some(entry) = entries.last_mut() {
                entry.linked.extend(line.spans.iter().filter_map(linked_handle));
                entry.shared.extend(line.spans.iter().filter_map(shared));
            }
            fresh = false;
        }
    }
    for entry in &mut entries {
        entry.text = squeeze(&entry.text);
    }
    entries.retain(|entry| !entry.text.is_empty());
    entries
}

/// The lines with each link in one of them, where its text goes over the end of a line.
fn with_whole_links(lines: &[&TextLine]) -> Vec<TextLine> {
    let mut whole: Vec<TextLine> = Vec::new();
    for line in lines {
        let above = whole.last_mut().filter(|_| !line.hard);
        match above.and_then(|above| Some((above.spans.last_mut()?, line.spans.first()?))) {
            Some((end, begin)) if end.link.is_some() && end.link == begin.link => {
                end.text = format!("{} {}", end.text.trim_end(), begin.text.trim_start());
                let rest = line.spans.iter().skip(1).cloned();
                whole.last_mut().iter_mut().for_each(|above| above.spans.extend(rest.clone()));
            }
            _ => whole.push((*line).clone()),
        }
    }
    whole
}

/// Whether a line begins with a link to a person, and what stands above it does not lead to it.
fn begins_person(line: &TextLine, above: &str) -> bool {
    let first = line.spans.iter().find(|span| !span.text.trim().is_empty());
    let linked = first.and_then(|span| span.link.as_deref()).is_some_and(|link| {
        link.starts_with("mailto:") || FORGES.iter().any(|forge| link.starts_with(forge))
    });
    let above = above.trim_end();
    let leads = above.ends_with([',', ';', '&', '/', '|', '+', '(', ':', '-'])
        || ["and", "or", "by", "to", "with"].iter().any(|word| above.ends_with(&format!(" {word}")));
    linked && !above.is_empty() && !leads
}

/// The text of a line, with the addresses and handles that its links hold.
fn shown(line: &TextLine) -> String {
    let linked = |at: Option<usize>| {
        let span = at.and_then(|at| line.spans.get(at));
        span.is_some_and(|span| span.link.is_some())
    };
    let mut text = String::new();
    for (at, span) in line.spans.iter().enumerate() {
        // `[ada](…)or[bob](…)`: a copy may have lost the blanks.
        let between = linked(at.checked_sub(1)) && linked(Some(at + 1));
        match span.text.trim() {
            "or" | "and" if between => text.push_str(" and "),
            _ => text.push_str(&with_link(span)),
        }
    }
    text
}

/// Whether GitHub allows a name: letters and digits with single dashes between them, 39 characters at most.
fn may_be_github(name: &str) -> bool {
    let parts = || name.split('-');
    name.len() <= 39
        && parts().all(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Cuts an entry where one person ends and the next begins.
pub(super) fn pieces(entry: &Entry) -> Vec<String> {
    let mut parts = Vec::new();
    if entry.text.split_whitespace().all(|word| word.starts_with('@') && word.len() > 1) {
        let handles = entry.text.split_whitespace().map(|word| word.trim_end_matches([',', ';']));
        return handles.map(str::to_owned).collect();
    }
    let text = without_inner_name(&entry.text);
    for part in cut(&text, &[";", " | ", " • ", " · ", " / ", " & ", " + ", " and ", " plus ", "\u{2022}"])
        .iter()
        .flat_map(|part| by_or(part))
    {
        let by_comma = cut(&part, &[","]);
        // `O'Neil, Seán; de la Cruz, José`: between people stands something else.
        let family = text.contains(';') && by_comma.len() == 2 && by_comma.iter().all(|it| is_one_word(it));
        if family || entry.item && (is_one(&by_comma) || is_affiliated(&by_comma)) {
            parts.push(part);
        } else {
            parts.extend(by_comma);
        }
    }
    address_of_the_one_before(without_descriptions(parts))
        .iter()
        .flat_map(|part| behind_brackets(part))
        .map(|it| squeeze(&it))
        .filter(|it| !it.is_empty())
        .collect()
}

/// `Ada Example, author of Lamps (ada at a)`: what somebody is, behind their name, without what stands in brackets there.
fn without_descriptions(parts: Vec<String>) -> Vec<String> {
    let (mut out, mut described): (Vec<String>, bool) = (Vec::new(), false);
    for part in parts {
        let bare = without_brackets(&part);
        let bare = bare.split('<').next().unwrap_or_default().trim();
        let word = !bare.contains([' ', '@']);
        let company = word && bare.chars().filter(|c| c.is_uppercase()).count() > 1;
        let occupation = says_occupation(without_title(bare));
        let nameless = occupation || company || word && described;
        let contact = part.find(['(', '<']).filter(|_| nameless);
        match out.last_mut() {
            Some(before) if before.trim().contains(' ') && !before.contains(['@', '(', '<']) => match contact
            {
                Some(at) => before.extend([" ", &part[at..]]),
                None if occupation => {}
                None => out.push(part),
            },
            _ => out.push(part),
        }
        described = occupation && contact.is_none();
    }
    out
}

/// `Ada(Adelheid) Example`: a name without the one in brackets inside of it.
fn without_inner_name(text: &str) -> String {
    let inner = |at: usize| {
        let end = at + text[at..].find(')')?;
        let name = text[at + 1..end].chars().all(char::is_alphabetic);
        let glued = text[..at].ends_with(char::is_alphabetic);
        let behind =
            text[end + 1..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
        (name && glued && behind).then_some(end + 1)
    };
    let (mut out, mut from) = (String::new(), 0);
    for (at, _) in text.match_indices('(') {
        if let Some(end) = inner(at).filter(|_| at >= from) {
            out.push_str(&text[from..at]);
            from = end;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Whether a text says what somebody does: `author of Lamps`, `Lamps maintainer`.
pub(super) fn says_occupation(text: &str) -> bool {
    lower_words(text).iter().any(|word| OCCUPATIONS.contains(&word.as_str()))
}

/// `Ada (Lamps), ada@a - Bo, bo@b`: an address before a dash belongs to the name before it, where that has none.
fn address_of_the_one_before(parts: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in parts {
        let dash = [" - ", " – ", " — "].iter().find_map(|dash| part.split_once(dash));
        match (out.last(), dash) {
            (Some(before), Some((address, name)))
                if !before.contains('@')
                    && !before.trim().is_empty()
                    && !address.trim().contains(' ')
                    && !addresses(address).is_empty()
                    && name.trim_start().starts_with(char::is_uppercase) =>
            {
                out.extend([address.to_owned(), name.to_owned()]);
            }
            _ => out.push(part),
        }
    }
    out
}

/// The parts around `or`, where a name may stand behind each: `Ada or 韓梅梅`, and not `one or several`.
fn by_or(text: &str) -> Vec<String> {
    let parts = cut(text, &[" or "]);
    let either = lower_words(text).first().is_some_and(|first| first == "either");
    let name = |part: &String| {
        let nick = is_one_word(part) && part.trim_end_matches('.').contains(['.', '_', '-']);
        let begins = |c: char| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic() || c == '@';
        either || nick || part.contains('@') || part.trim_start().starts_with(begins)
    };
    if parts[1..].iter().all(name) { parts } else { vec![text.to_owned()] }
}

fn is_one_word(text: &str) -> bool {
    !text.contains('@') && text.split_whitespace().count() == 1
}

/// Whether an item names one person first and then where they work: `Ada <a@b>, Lamps, Lightown`.
fn is_affiliated(parts: &[String]) -> bool {
    let contact = |part: &String| part.contains(['@', '<']);
    let [first, rest @ ..] = parts else { return false };
    !rest.is_empty() && contact(first) && !rest.iter().any(contact)
}

/// Whether one word behind a full name may be the name of a company: `Ada Example, Lamps`.
pub(super) fn is_company(name: &str, word: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let plain = |text: &str| !text.contains(['@', '(', '<', ':']);
    plain(name)
        && plain(word)
        && words(name) >= 2
        && words(word) == 1
        && word.starts_with(|c: char| c.is_uppercase())
}

/// Whether the parts of an item are one person: there is one contact, in the last part, or all of it is a name in
/// two words: `Family, Given (…)`.
fn is_one(parts: &[String]) -> bool {
    let contact = |part: &String| part.contains(['@', '<']);
    let [rest @ .., last] = parts else { return false };
    let found = addresses(last);
    let theirs = |name: &str| found.iter().all(|it| resembles(name, &it.address));
    !rest.is_empty() && contact(last) && !rest.iter().any(contact) && {
        let name = last.split(['(', '<']).next().unwrap_or_default();
        let words = |text: &str| text.split_whitespace().count();
        name.trim().is_empty() && theirs(&rest[0])
            || last.trim_start().starts_with('@')
            || addresses(name).len() == 1 && theirs(&rest[0])
            || words(name) == 1 && words(&rest[0]) == 1
    }
}

/// Cuts at separators that stand outside of brackets.
fn cut(text: &str, separators: &[&str]) -> Vec<String> {
    let (mut parts, mut open, mut depth, mut at) = (Vec::new(), String::new(), 0_usize, 0);
    while at < text.len() {
        let rest = &text[at..];
        if depth == 0
            && let Some(separator) = separators.iter().find(|it| rest.starts_with(**it))
        {
            parts.push(std::mem::take(&mut open));
            at += separator.len();
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        open.push(c);
        at += c.len_utf8();
    }
    parts.push(open);
    parts
}

/// Cuts behind a bracket that a further name follows: `A <a@b> C <c@d>`.
fn behind_brackets(text: &str) -> Vec<String> {
    let last_contact = text.rfind(['@', '<', '(']).unwrap_or(0);
    let (mut parts, mut open, mut depth, mut contact) = (Vec::new(), String::new(), 0_usize, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        open.push(c);
        contact |= matches!(c, '@' | '(');
        match c {
            '(' | '<' => depth += 1,
            ')' | '>' => depth = depth.saturating_sub(1),
            ' ' if depth == 0
                && contact
                && at < last_contact
                && ends_person(open.trim_end())
                && chars.peek().is_some_and(|(_, next)| next.is_uppercase()) =>
            {
                parts.push(std::mem::take(&mut open));
                contact = false;
            }
            _ => {}
        }
    }
    parts.push(open);
    parts
}

/// Whether a text ends in a bracket or in an address.
fn ends_person(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.ends_with([')', '>']) || last.contains('@') && last.contains('.')
}
