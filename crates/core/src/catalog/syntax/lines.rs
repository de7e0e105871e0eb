//! What is meant by a line that is none of TOML.

use std::ops::Range;

use super::values;
use crate::catalog::format;
use crate::catalog::hidden::hidden;

/// A line as it should be, and what is wrong with it as it is.
pub(super) struct Slip {
    /// What is wrong, within the line.
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// What is meant; where nobody knows, the line is lost.
    pub(super) with: Option<String>,
}

impl Slip {
    fn new(place: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: Some(hint.into()), with: None }
    }

    fn with(self, line: impl Into<String>) -> Self {
        Self { with: Some(line.into()), ..self }
    }
}

/// What people begin comments with elsewhere.
const COMMENTS: [&str; 6] = ["//", "<!--", "/*", "--", ";", "%"];

/// What people write between a key and its value.
const SIGNS: [&str; 7] = ["==", ":=", "=>", "->", "=", ":", ""];

/// A line that is longer is not shown as it should be.
const MOST_SHOWN: usize = 100;

/// The name that a line begins with, and what follows it.
fn name(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim_start_matches('"');
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    let name = &inner[..inner.find(|c| !plain(c)).unwrap_or(inner.len())];
    let end = line.len() - inner.len() + name.len();
    let rest = line[end..].strip_prefix('"').filter(|_| line.starts_with('"')).unwrap_or(&line[end..]);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((name, rest))
}

/// The key of a line, whatever follows it.
pub(super) fn key(line: &str) -> Option<&str> {
    name(line).map(|(name, _)| name)
}

/// Says what is wrong with a line, or several that are one value.
pub(super) fn slip(line: &str) -> Slip {
    let slips = [header, hidden_in, comment, two_keys];
    slips.iter().find_map(|slip| slip(line)).unwrap_or_else(|| keyed(line))
}

/// The header of a table with wrong brackets.
fn header(line: &str) -> Option<Slip> {
    let inner = line.strip_prefix('[')?.trim_start_matches(['[', ' ']);
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let name = &inner[..end.unwrap_or(inner.len())];
    let path: Vec<_> = name.split('.').collect();
    let known = format::file().key(path[0]).is_some() || super::is_known(path[0]);
    if path.iter().any(|it| it.is_empty()) || !known {
        let hint = "a table begins as in `[[project]]`";
        return inner
            .starts_with(char::is_alphabetic)
            .then(|| Slip::new(0..line.len(), "this is no header of a table", hint));
    }
    let meant = format::header(&path).trim_matches('`').to_owned();
    let message = if line.contains(']') {
        "this is no header of a table".to_owned()
    } else {
        format!("`{}` is not closed", &line[..line.len() - inner.len()].trim_end())
    };
    Some(Slip::new(0..line.len(), message, format!("write `{meant}`")).with(meant))
}

/// A blank of another kind outside quotes.
fn hidden_in(line: &str) -> Option<Slip> {
    let (at, c, called) = line.char_indices().find_map(|(at, c)| Some((at, c, hidden(c)?)))?;
    let visible = line.replace(|c| hidden(c).is_some(), " ");
    let sound = toml::de::DeTable::parse(&visible).is_ok();
    let slip = Slip::new(
        at..at + c.len_utf8(),
        format!("there is a {called} in it"),
        "write an ordinary blank, or nothing",
    );
    sound.then(|| slip.with(visible))
}

fn comment(line: &str) -> Option<Slip> {
    let sign = COMMENTS.iter().find(|sign| line.starts_with(**sign))?;
    let rest = line[sign.len()..].replace('\n', " ");
    let slip = Slip::new(0..sign.len(), format!("`{sign}` begins no comment"), "write `#`");
    Some(slip.with(format!("#{rest}")))
}

/// Two keys on one line.
fn two_keys(line: &str) -> Option<Slip> {
    let signs = line.match_indices('=').skip(1).take(4);
    let mut starts = signs.filter_map(|(at, _)| Some(line[..at].trim_end().rfind(char::is_whitespace)? + 1));
    let sound = |text: &str| toml::de::DeTable::parse(text).is_ok();
    let at = starts.find(|at| line.is_char_boundary(*at) && sound(&line[..*at]) && sound(&line[*at..]))?;
    let slip =
        Slip::new(at..line.len(), "two keys stand on one line", "write each of them on a line of its own");
    Some(slip.with(format!("{}\n{}", &line[..at], &line[at..])))
}

/// A key, its sign and its value.
fn keyed(line: &str) -> Slip {
    let text = || {
        let hint = "write a key and its value, as in `difficulty = \"easy\"`; a comment begins with `#`";
        Slip::new(
            0..line.find('\n').unwrap_or(line.len()),
            "this line is neither a key with its value nor a table",
            hint,
        )
    };
    let Some((key, rest)) = name(line) else { return text() };
    let behind = rest.trim_start();
    let sign = SIGNS.iter().find(|sign| behind.starts_with(**sign)).copied().unwrap_or_default();
    let raw = behind[sign.len()..].trim();
    let at = line.len() - behind.len();
    let place = at..at + sign.len();
    let quoted = raw.starts_with(['"', '[', '\'']) || !raw.contains(' ');
    let apart = rest.len() > behind.len();
    if sign.is_empty() && !(super::is_known(key) && quoted && apart && !raw.is_empty()) {
        return text();
    }
    if raw.is_empty() || ["null", "none", "nil", "~"].contains(&raw.to_lowercase().as_str()) {
        return Slip::new(
            0..line.len(),
            format!("`{key}` has no value"),
            "write one behind the `=`, or remove the line",
        );
    }
    let value_at = line.len() - raw.len() - (behind.len() - behind.trim_end().len());
    let value_place = value_at..value_at + raw.find('\n').unwrap_or(raw.len());
    let sound = values::is_value(raw);
    let meant = if sound { None } else { values::meant(raw) };
    let value = if sound { Some(raw) } else { meant.as_ref().map(|it| it.value.as_str()) };
    let (place, message) = match (sign, &meant) {
        ("=", Some(meant)) => (value_place, meant.message.clone()),
        ("=", None) => {
            let (message, hint) = no_value(key, raw);
            return Slip { hint, ..Slip::new(value_place, message, "") };
        }
        ("", _) => {
            (0..line.find('\n').unwrap_or(line.len()), "there is no `=` between key and value".to_owned())
        }
        (sign, _) => (place, format!("`{sign}` stands where `=` has to be")),
    };
    let Some(value) = value else { return Slip::new(place, message, "write `=`") };
    let written = format!("{key} = {value}");
    let shown = written.split(" # ").next().unwrap_or(&written);
    let hint = if shown.len() <= MOST_SHOWN && !shown.contains(['\n', '`']) {
        format!("write `{shown}`")
    } else {
        hint_of(&message, sign)
    };
    Slip::new(place, message, hint).with(written)
}

/// What to do, where the line is too long to be shown.
fn hint_of(message: &str, sign: &str) -> String {
    match sign {
        "=" if message.contains('\\') => "write `\\\\` for each `\\`",
        "=" if message.contains("inside") => "put `'''` around the text, or `\\` before each of them",
        "=" if message.contains("behind") => "remove it",
        "=" => "put quotes `\"` around text, at its beginning and its end",
        _ => "write `=`",
    }
    .to_owned()
}

/// What is said of a value that nobody understands; the reader's own words where they say more.
fn no_value(key: &str, raw: &str) -> (String, Option<String>) {
    if values::is_date(raw) {
        return (format!("there is no day `{raw}`"), Some("a date is as in `2026-03-31`".to_owned()));
    }
    let said =
        toml::de::DeTable::parse(&format!("x = {raw}")).err().map(|it| it.message().trim_end().to_owned());
    let said = said.filter(|it| ["duplicate key", "recurse"].iter().any(|known| it.contains(known)));
    let hint = match said.as_deref() {
        Some("duplicate key") => Some("remove one of the two".to_owned()),
        Some(_) => Some("there are too many brackets in brackets: remove some".to_owned()),
        None => example(key),
    };
    (said.unwrap_or_else(|| format!("the value of `{key}` is no TOML")), hint)
}

/// A line with this key, as it should be.
fn example(key: &str) -> Option<String> {
    let mut found = format::file().key("project").and_then(|project| project.of.table()?.key(key));
    format::each_table(&mut Vec::new(), format::file(), &mut |_, table| {
        found = found.or_else(|| table.key(key));
    });
    found.map(|key| format!("as in `{}`", key.line()))
}
