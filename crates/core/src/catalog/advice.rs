//! What is said of a fault besides what is wrong: where it is, the word that is meant, and a line as it should be.

use std::ops::Range;

use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::words::and;
use toml::de::{DeTable, DeValue};

use super::format::{self, Key, Role, Table, Type};
use super::values::Url;
use crate::diagnostics::nearest;

/// How many keys of a table a hint names.
const MOST_KEYS: usize = 12;

/// Words that people write for keys, and the keys they may mean.
const OTHER_WORDS: [(&[&str], &[&str]); 36] = [
    (&["name", "label", "caption"], &["title", "name", "names", "channel", "programme", "by"]),
    (&["email", "e-mail", "mail", "mailto", "addr", "emails", "mails"], &["addresses", "address", "mentors"]),
    (&["level", "complexity", "grade"], &["difficulty"]),
    (&["duration", "effort", "hours", "time", "length"], &["size"]),
    (&["link", "homepage", "website", "webpage", "web", "href"], &["url", "web", "links", "from"]),
    (&["url"], &["web", "links", "from", "source"]),
    (&["repository", "repo", "repos", "git"], &["repositories"]),
    (
        &[
            "mentor",
            "maintainer",
            "maintainers",
            "supervisor",
            "contact",
            "contacts",
            "co-mentor",
            "co-mentors",
        ],
        &["mentors"],
    ),
    (&["people", "persons", "mentors"], &["person"]),
    (&["ideas", "idea", "projects"], &["project"]),
    (&["person", "who"], &["id"]),
    (&["list"], &["lists", "id"]),
    (&["address"], &["name"]),
    (&["type"], &["kind"]),
    (&["server", "host"], &["network"]),
    (&["room", "stream"], &["channel"]),
    (&["status"], &["state"]),
    (&["state"], &["status"]),
    (&["tags", "technologies", "prerequisites", "requirements", "languages"], &["skills"]),
    (&["text", "about", "details", "abstract"], &["description", "what", "form"]),
    (&["what", "comment", "remark"], &["text"]),
    (&["results", "deliverables", "goals"], &["outcomes"]),
    (&["start", "begin", "begins", "starts", "opens", "open"], &["apply-from"]),
    (&["deadline", "end", "closes", "until", "due"], &["apply-until", "ends"]),
    (&["date", "day"], &["when", "read", "verified"]),
    (&["tag"], &["token", "subject-tag"]),
    (&["default-list"], &["fallback-list"]),
    (&["admin", "admins", "org-admin", "organiser", "organizer"], &["coordinator"]),
    (&["cc", "copies"], &["copy"]),
    (&["ai", "ai-policy", "llm", "llm-policy"], &["generated-text"]),
    (&["bite-size", "bite-size-task", "first-task"], &["task"]),
    (&["from"], &["min"]),
    (&["to"], &["max"]),
    (&["org", "organisation", "organization"], &["community"]),
    (&["rules"], &["conventions"]),
    (&["github", "gitlab", "irc", "matrix"], &["handles", "nick"]),
];

/// The key of a table that people mean by a word that is none of its keys, where `value` can be its value.
fn key_meant(name: &str, value: &DeValue<'_>, format: &Table) -> Option<&'static Key> {
    let lower = name.to_lowercase();
    let keys = format.keys;
    let key = |wanted: &str| keys.iter().find(|key| key.names().any(|name| name == wanted));
    let others = OTHER_WORDS.iter().find(|(words, _)| words.contains(&lower.as_str()));
    let other = others.and_then(|(_, keys)| {
        let mut known = keys.iter().filter_map(|wanted| key(wanted));
        known.clone().find(|key| fits(&key.of, value)).or_else(|| known.next())
    });
    // Many things of a kind stand in an array of tables, which is called by one of them.
    let number = || key(&format!("{lower}s")).or_else(|| key(lower.strip_suffix('s')?));
    let near = || {
        let key = key(nearest(name, keys.iter().flat_map(Key::names))?)?;
        (!is_table(name) && is_slip(&lower, key.name) && fits(&key.of, value)).then_some(key)
    };
    other.or_else(number).or_else(near)
}

/// Whether `name` is `key` but for a few letters, or a part of it.
fn is_slip(name: &str, key: &str) -> bool {
    let part = name.len() > 3 && (key.contains(name) || name.contains(key));
    part || strsim::osa_distance(name, key) <= 1.max(name.len() / 3)
}

/// Whether a value has the form that the type wants, or almost.
fn fits(of: &Type, value: &DeValue<'_>) -> bool {
    let digits = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
    match of {
        Type::List(inner) | Type::OneOrMany(inner) => {
            let all = |values: &toml::de::DeArray<'_>| values.iter().all(|it| fits(inner, it.get_ref()));
            value.as_array().map_or_else(|| fits(inner, value), all)
        }
        Type::Number(_) => value.as_integer().is_some() || value.as_str().is_some_and(digits),
        Type::Bool => value.as_bool().is_some(),
        Type::Day | Type::Date => {
            value.as_datetime().is_some() || value.as_array().is_some() || value.as_str().is_some_and(digits)
        }
        Type::Lines => value.as_array().is_some() || value.as_integer().is_some(),
        Type::Statements => value.as_str().is_some() || value.as_array().is_some(),
        Type::Table(Table { short: Some(_), .. }) => value.as_table().is_some() || value.as_str().is_some(),
        Type::Map(_) | Type::Table(_) => value.as_table().is_some(),
        Type::Rule(table) => {
            value.as_table().is_some() || table.keys.first().is_some_and(|key| fits(&key.of, value))
        }
        Type::Line | Type::Block | Type::Id | Type::Address | Type::Url | Type::Words(_) => {
            value.as_str().is_some()
        }
    }
}

/// Whether the file has tables of this name.
fn is_table(name: &str) -> bool {
    format::file().key(name).is_some_and(|key| key.of.table().is_some())
}

/// Whether `value` is some tables of a kind of which there may be any number.
fn is_more(key: &Key, value: &DeValue<'_>) -> bool {
    let tables = |values: &toml::de::DeArray<'_>| values.iter().all(|it| it.get_ref().is_table());
    matches!(key.of, Type::List(_) | Type::OneOrMany(_)) && value.as_array().is_some_and(tables)
}

/// The key that a name in `table` means, where the name is no key and the table has not got that key, or may have more
/// of it.
pub(super) fn meant(
    name: &str,
    value: &DeValue<'_>,
    format: &Table,
    table: &DeTable<'_>,
) -> Option<&'static Key> {
    let key = key_meant(name, value, format).filter(|_| format.key(name).is_none())?;
    (is_more(key, value) || taken(key, name, format, table).is_none()).then_some(key)
}

/// The name under which `table` has `key` already, besides `name`.
fn taken<'t>(key: &'static Key, name: &str, format: &Table, table: &'t DeTable<'_>) -> Option<&'t str> {
    if let Some(own) = key.names().find(|own| table.contains_key(*own)) {
        return Some(own);
    }
    let place = table.get_key_value(name)?.0.span().start;
    let same = |other: &str, value: &DeValue<'_>| {
        format.key(other).is_none() && key_meant(other, value, format).is_some_and(|it| it.name == key.name)
    };
    let mut earlier = table.iter().filter(|(other, _)| other.span().start < place);
    earlier.find(|(other, value)| same(other.get_ref(), value.get_ref())).map(|_| key.name)
}

/// What is said of a key that `table` cannot have.
pub(super) fn unknown_key(name: &str, value: &DeValue<'_>, format: &Table, table: &DeTable<'_>) -> String {
    if let Some(key) = key_meant(name, value, format) {
        // At the top of a file they are tables with headers.
        if is_more(key, value) && format.key("schema").is_some() {
            return format!("write `[[{}]]`", key.name);
        }
        return match taken(key, name, format, table) {
            Some(_) => format!("put it into `{}`, or remove it", key.name),
            None => format!("did you mean `{}`?", key.name),
        };
    }
    if is_table(name) {
        return format!("it is a table of its own: write {}", format::header(&[name]));
    }
    if let Some(tables) = format::tables_with(name) {
        return format!("it belongs to {tables}");
    }
    let known: Vec<_> = format.keys.iter().map(|key| format!("`{}`", key.name)).collect();
    if known.len() > MOST_KEYS {
        return "remove it".to_owned();
    }
    format!("remove it; there {} {}", if known.len() == 1 { "is" } else { "are" }, and(&known))
}

/// The texts of a value that is one or several, in quotes.
pub(super) fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    let quoted = |value: &DeValue<'_>| Some(quoted(value.as_str()?));
    match value.as_array() {
        Some(values) => values.iter().map(|it| quoted(it.get_ref())).collect(),
        None => Some(vec![quoted(value)?]),
    }
}

/// Text as TOML has it on one line.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The values that commas divide, where each is a name or an address; else the whole.
pub(super) fn words(text: &str) -> Vec<&str> {
    let parts: Vec<_> = text.split([',', ';']).map(str::trim).filter(|it| !it.is_empty()).collect();
    let short = |it: &&str| it.split_whitespace().count() <= 3 && !it.ends_with(['.', '!', '?']);
    if parts.len() > 1 && parts.iter().all(short) { parts } else { vec![text] }
}

/// What is said of a text that is no address.
pub(super) fn address(text: &str, masked: bool, key: &Key) -> String {
    let bare = text.trim().trim_start_matches("mailto:");
    let inner =
        bare.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(bare, |(inner, _)| inner);
    if masked && inner.parse::<Address>().is_err() {
        return "write the address itself, or remove it".to_owned();
    }
    if inner.parse::<Address>().is_ok() {
        return format!("write `{inner}`");
    }
    let several = words(bare);
    let is_many = matches!(key.of, Type::List(_) | Type::OneOrMany(_));
    if is_many && several.len() > 1 && several.iter().all(|it| it.parse::<Address>().is_ok()) {
        let quoted: Vec<_> = several.into_iter().map(quoted).collect();
        return format!("write `{} = [{}]`", key.name, quoted.join(", "));
    }
    if text.contains("://") {
        return format!("a page is `web = \"{text}\"`; an address is as in `{}`", key.line());
    }
    format!("an address is as in `{}`", key.line())
}

/// What is said of a text that is no URL.
pub(super) fn url(text: &str, key: &Key) -> String {
    let host = text.split('/').next().unwrap_or_default();
    let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    let with_scheme = format!("https://{text}");
    if is_host && !text.contains([':', '@']) && Url::of_web(&with_scheme).is_some() {
        return format!("write `{} = \"{with_scheme}\"`", key.name);
    }
    format!("as in `{}`", key.line())
}

/// The line to add for a key that `table` has not got.
pub(super) fn line(key: &Key, table: &DeTable<'_>) -> String {
    let called = ["title", "name", "programme"].iter().find_map(|name| table.get(*name)?.get_ref().as_str());
    match called.filter(|_| key.name == "id") {
        Some(called) => format!("id = \"{}\"", id(called)),
        None => key.line(),
    }
}

/// What somebody or something is called: of a mailbox, its name, else what stands before the `@`.
pub(super) fn called(kind: &str, text: &str) -> (String, Option<Address>) {
    let mailbox = (kind == "person").then(|| text.parse::<Mailbox>().ok()).flatten();
    match mailbox {
        Some(Mailbox { name: Some(name), address }) => (name.to_string(), Some(address)),
        Some(Mailbox { name: None, address }) => (address.local_part().to_owned(), Some(address)),
        None => (text.to_owned(), None),
    }
}

/// An id as the name that it may stand for.
fn as_name(id: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    id.split('-').filter(|word| !word.is_empty()).map(capital).collect::<Vec<_>>().join(" ")
}

/// An entry to add for a name that nothing has as its id; of somebody with an address, with that.
pub(super) fn entry(kind: &str, text: &str) -> String {
    let (called, address) = called(kind, text);
    let id = id(&called);
    let name = if called == id { as_name(&id) } else { called };
    let mut lines = vec![format!("`id = \"{id}\"`")];
    if let Some(Type::List(inner) | Type::OneOrMany(inner)) = format::file().key(kind).map(|key| &key.of)
        && let Type::Table(table) = inner
    {
        let required = table.keys.iter().filter(|key| key.required && key.name != "id");
        lines.extend(required.map(|key| match key.role {
            // No two lists have one address.
            Role::ListAddress => format!("`{} = \"{id}@lists.example.org\"`", key.name),
            Role::Plain if ["name", "title"].contains(&key.name) => {
                format!("`{} = {}`", key.name, quoted(&name))
            }
            _ => format!("`{}`", key.line()),
        }));
    }
    lines.extend(address.map(|it| format!("`address = \"{it}\"`")));
    let here = if id == text { String::new() } else { format!(", and write `{id}` here") };
    format!("add `[[{kind}]]` with {}{here}", and(&lines))
}

/// Words as an id.
pub(super) fn id(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = text.chars().map(plain).collect();
    let id = words.split_whitespace().collect::<Vec<_>>().join("-");
    if id.is_empty() { "new".to_owned() } else { id }
}

/// Whether an address is spelled out for people, or hidden from programs.
pub(super) fn is_masked(text: &str) -> bool {
    let lower = text.to_lowercase();
    let spelled = [" at ", " dot ", "(at)", "[at]", "(dot)", "[dot]", "<at>", "xxx", "***", "...", "…"];
    spelled.iter().any(|mask| lower.contains(mask)) || lower.contains('<') != lower.contains('>')
}

/// Whether a text that is to be a name is an address, masked or not.
#[must_use]
pub fn is_address(name: &str) -> bool {
    name.contains('@') || (is_masked(name) && name.contains(['.', '[', '(']))
}

/// The part of `source` that is line `line` (from 1) of the multi-line string at `span`.
pub(super) fn nth_line(source: &str, span: &Range<usize>, line: usize) -> Range<usize> {
    let text = source.get(span.clone()).unwrap_or_default();
    // TOML drops the line break behind an opening `"""`, so the first line of the value is the second of the text.
    let quotes = if text.starts_with("\"\"\"\n") || text.starts_with("'''\n") { 4 } else { 0 };
    let mut start = span.start + quotes;
    let mut found = start..span.end;
    for (number, part) in text.get(quotes..).unwrap_or_default().split_inclusive('\n').enumerate() {
        if number + 1 == line {
            found = start..start + part.trim_end().len();
        }
        start += part.len();
    }
    found
}
