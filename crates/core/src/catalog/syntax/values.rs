//! What is meant by a value that is none of TOML.

use toml::de::DeTable;

use crate::catalog::advice::quoted;
use crate::catalog::import;

/// A value as it should be, and what is wrong with it as it is.
pub(super) struct Meant {
    pub(super) value: String,
    pub(super) message: String,
}

/// Quotation marks that are none of TOML.
const MARKS: [char; 12] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '´', '`'];

/// Longer texts are not balanced.
const MOST_BALANCED: usize = 1 << 14;

/// How deep values in values are looked at.
const DEPTH: usize = 4;

/// Whether TOML takes a value.
pub(super) fn is_value(value: &str) -> bool {
    DeTable::parse(&format!("x = {value}")).is_ok()
}

/// The value that is meant by `raw`.
pub(super) fn meant(raw: &str) -> Option<Meant> {
    meant_in(raw.trim(), DEPTH).filter(|it| is_value(&it.value))
}

fn meant_in(raw: &str, depth: usize) -> Option<Meant> {
    let depth = depth.checked_sub(1)?;
    let slips: [fn(&str, usize) -> Option<Meant>; 11] =
        [comment, behind, marks, words, date, several, long, inner_quotes, one_quote, array, table];
    if let Some(found) = slips.iter().find_map(|slip| slip(raw, depth)) {
        return Some(found);
    }
    // What is no value of any kind is text.
    let plain = !raw.is_empty() && !is_date(raw) && !raw.contains(['\n', '[', '{']);
    let bare = !raw.starts_with(['\'', '"']) && raw.matches('"').count().is_multiple_of(2);
    (plain && bare).then(|| Meant { value: in_quotes(raw), message: "text needs quotes".to_owned() })
}

/// A value, or what is meant by it, with the first `message`.
fn or_meant(value: &str, depth: usize, message: String) -> Option<Meant> {
    let value = value.trim();
    let value = if is_value(value) { value.to_owned() } else { meant_in(value, depth)?.value };
    Some(Meant { value, message })
}

fn comment(raw: &str, depth: usize) -> Option<Meant> {
    for sign in [" //", " #", "\t#"] {
        let Some((value, more)) = raw.split_once(sign).filter(|_| !raw.contains('\n')) else { continue };
        let message = if sign == " //" {
            "`//` begins no comment".to_owned()
        } else {
            meant_in(value.trim(), depth).filter(|it| is_value(&it.value))?.message
        };
        if let Some(meant) = or_meant(value, depth, message).filter(|it| is_value(&it.value)) {
            return Some(Meant { value: format!("{} # {}", meant.value, more.trim()), ..meant });
        }
    }
    None
}

fn behind(raw: &str, depth: usize) -> Option<Meant> {
    let end = raw.chars().next_back().filter(|it| [',', ';'].contains(it))?;
    or_meant(raw.trim_end_matches([',', ';', ' ']), depth, format!("`{end}` stands behind the value"))
}

fn marks(raw: &str, depth: usize) -> Option<Meant> {
    let mark = raw.chars().find(|it| MARKS.contains(it))?;
    let inner = raw.trim_matches(|it| MARKS.contains(&it));
    let message = format!("`{mark}` is no quotation mark that TOML knows");
    if inner.len() < raw.len() && !inner.contains(['"', '[', '{', '\n']) && !inner.contains(MARKS) {
        return Some(Meant { value: quoted(inner), message });
    }
    let value = raw.replace(MARKS, "\"");
    (value.starts_with(['"', '[', '{']) && is_value(&value) || !raw.contains('"'))
        .then(|| or_meant(&value, depth, message))?
}

fn words(raw: &str, _: usize) -> Option<Meant> {
    let value = match raw.to_lowercase().as_str() {
        "true" | "yes" | "on" => "true",
        "false" | "no" | "off" => "false",
        _ => return None,
    };
    let message = format!("`{raw}` is written `{value}` in TOML");
    (raw != value).then(|| Meant { value: value.to_owned(), message })
}

/// Whether a value is three numbers, as dates are.
pub(super) fn is_date(raw: &str) -> bool {
    let number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    raw.split(['.', '/', '-']).count() == 3 && raw.split(['.', '/', '-']).all(number)
}

fn date(raw: &str, _: usize) -> Option<Meant> {
    if !is_date(raw) {
        return None;
    }
    let mut days = import::days(raw);
    if raw.contains('.') {
        // With full stops the day comes first.
        days = days.into_iter().next_back().into_iter().collect();
    }
    let days: Vec<_> = days.iter().map(ToString::to_string).collect();
    let value = match days.as_slice() {
        [] => return None,
        [day] => day.clone(),
        _ => format!("[{}]", days.join(", ")),
    };
    Some(Meant { value, message: format!("`{raw}` is not a date") })
}

/// Values that stand side by side without brackets.
fn several(raw: &str, _: usize) -> Option<Meant> {
    let value = format!("[{raw}]");
    let many = raw.contains(',') && raw.starts_with(['"', '\'']) && is_value(&value);
    many.then(|| Meant { value, message: "several values need `[` and `]`".to_owned() })
}

/// Text of several lines with backslashes.
fn long(raw: &str, _: usize) -> Option<Meant> {
    let inner = raw.strip_prefix("\"\"\"")?.strip_suffix("\"\"\"")?;
    let message = "a `\\` in text needs another one before it".to_owned();
    inner.contains('\\').then(|| Meant { value: raw.replace('\\', "\\\\"), message })
}

fn inner_quotes(raw: &str, _: usize) -> Option<Meant> {
    let quote = raw.chars().next().filter(|it| ['"', '\''].contains(it))?;
    let inner = raw.strip_prefix(quote)?.strip_suffix(quote).filter(|it| !it.contains('\n'))?;
    if inner.starts_with(quote) || inner.ends_with(quote) {
        return None;
    }
    let bare = inner.replace("\\\"", "");
    let message = if bare.contains(quote) {
        format!("there is a `{quote}` inside the text")
    } else if inner.contains('\\') {
        "a `\\` in text needs another one before it".to_owned()
    } else {
        return None;
    };
    Some(Meant { value: in_quotes(inner), message })
}

/// Text in quotes; where some stand in it, in those of the other kind, which take the text as it is.
fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\'') { format!("'{text}'") } else { quoted(text) }
}

/// Text with quotes at one end.
fn one_quote(raw: &str, _: usize) -> Option<Meant> {
    let is_quote = |it: char| it == '"' || it == '\'';
    let (first, last) = (raw.starts_with(is_quote), raw.len() > 1 && raw.ends_with(is_quote));
    let inner = raw.trim_matches(is_quote);
    let message = match (first, last) {
        (true, true) if raw.chars().next() != raw.chars().next_back() => {
            "text ends with the quotes that it begins with"
        }
        (true, false) => "the text that begins here has no closing quotes",
        (false, true) => "text begins with quotes, as it ends",
        _ => return None,
    };
    let plain = !inner.contains(['"', '\n']) && !inner.starts_with(['[', '{']) && !raw.starts_with("\"\"");
    plain.then(|| Meant { value: quoted(inner), message: message.to_owned() })
}

/// The parts of what stands between brackets, as commas divide it outside quotes and inner brackets, and whether one is
/// missing.
fn parts(inner: &str) -> (Vec<&str>, bool) {
    let (mut parts, mut start, mut depth, mut quote, mut missing) = (Vec::new(), 0, 0_i32, None, false);
    for (at, c) in inner.char_indices() {
        if quote.is_none() && depth == 0 && ['"', '\'', '[', '{'].contains(&c) {
            let before = &inner[start..at];
            if before.ends_with(char::is_whitespace) && before.trim_end().ends_with(['"', '\'', ']', '}']) {
                parts.push(before);
                (start, missing) = (at, true);
            }
        }
        match (quote, c) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',' | ';') if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    (parts.into_iter().map(str::trim).collect(), missing)
}

/// A text with its brackets and quotes closed, and the first that was not.
pub(super) struct Balanced {
    pub(super) text: String,
    pub(super) at: usize,
    pub(super) opening: char,
}

/// Closes what is open before what stands around it is closed.
pub(super) fn balanced(text: &str) -> Option<Balanced> {
    if text.len() > MOST_BALANCED {
        return None;
    }
    let (mut out, mut open, mut first) = (String::new(), Vec::<(usize, char)>::new(), None);
    let close = |out: &mut String, (at, opening): (usize, char), first: &mut Option<(usize, char)>| {
        let blank = out.len() - out.trim_end().len();
        let rest = out.split_off(out.len() - blank);
        out.push(if opening == '[' { ']' } else { '}' });
        out.push_str(&rest);
        first.get_or_insert((at, opening));
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' => {
                let line = text[at + 1..].split('\n').next().unwrap_or_default();
                let end = line.find(c).unwrap_or_else(|| line.trim_end_matches([']', '}', ' ', ',']).len());
                out.push_str(&text[at..at + 1 + end]);
                out.push(c);
                let closed = line.get(end..).is_some_and(|rest| rest.starts_with(c));
                if !closed {
                    first.get_or_insert((at, c));
                }
                let next = at + 1 + end + usize::from(closed);
                while chars.next_if(|(at, _)| *at < next).is_some() {}
                continue;
            }
            '[' | '{' => open.push((at, c)),
            ']' | '}' => {
                let opening = if c == ']' { '[' } else { '{' };
                while open.last().is_some_and(|it| it.1 != opening) && open.iter().any(|it| it.1 == opening) {
                    let inner = open.pop()?;
                    close(&mut out, inner, &mut first);
                }
                open.pop();
            }
            _ => {}
        }
        out.push(c);
    }
    while let Some(inner) = open.pop() {
        close(&mut out, inner, &mut first);
    }
    first.map(|(at, opening)| Balanced { text: out, at, opening })
}

fn array(raw: &str, depth: usize) -> Option<Meant> {
    let round = raw.starts_with('(');
    let inner = raw.strip_prefix(['[', '('])?;
    let closed = inner.ends_with([']', ')', '}']);
    let wrong = inner.chars().next_back().filter(|it| round || [')', '}'].contains(it));
    let mut message = wrong.map(|it| {
        if round {
            "a list stands between `[` and `]`".to_owned()
        } else {
            format!("`{it}` stands where `]` has to be")
        }
    });
    let inner = if closed { &inner[..inner.len() - 1] } else { inner };
    let mut values = Vec::new();
    let (parts, missing) = parts(inner);
    if missing {
        message.get_or_insert_with(|| "there is no comma between two values".to_owned());
    }
    for (at, part) in parts.iter().enumerate() {
        if part.is_empty() {
            if at + 1 < parts.len() {
                message.get_or_insert_with(|| "there is a `,` too many".to_owned());
            }
            continue;
        }
        if is_value(&format!("[{part}]")) {
            values.push((*part).to_owned());
            continue;
        }
        let meant = meant_in(part, depth)?;
        message.get_or_insert(meant.message);
        values.push(meant.value);
    }
    Some(Meant { value: format!("[{}]", values.join(", ")), message: message? })
}

fn table(raw: &str, depth: usize) -> Option<Meant> {
    let inner = raw.strip_prefix('{')?.strip_suffix(['}', ']', ')'])?;
    let mut message = (!raw.ends_with('}')).then(|| "`{` is closed by `}`".to_owned());
    let mut entries = Vec::new();
    for part in parts(inner).0.into_iter().filter(|it| !it.is_empty()) {
        let at = part.find(['=', ':'])?;
        let (key, value) = (part[..at].trim(), part[at + 1..].trim());
        if part[at..].starts_with(':') {
            message.get_or_insert_with(|| "`:` stands where `=` has to be".to_owned());
        }
        let value = if is_value(value) {
            value.to_owned()
        } else {
            let meant = meant_in(value, depth)?;
            message.get_or_insert(meant.message);
            meant.value
        };
        entries.push(format!("{key} = {value}"));
    }
    Some(Meant { value: format!("{{ {} }}", entries.join(", ")), message: message? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_meant() {
        for (raw, expected) in [
            ("hard", "\"hard\""),
            ("hard # as they say", "\"hard\" # as they say"),
            ("“hard”", "\"hard\""),
            ("‘hard’", "\"hard\""),
            ("«hard»", "\"hard\""),
            ("[“C”, “Rust”]", "[\"C\", \"Rust\"]"),
            ("\"hard\",", "\"hard\""),
            ("\"hard\";", "\"hard\""),
            ("hard,", "\"hard\""),
            ("True", "true"),
            ("yes", "true"),
            ("NO", "false"),
            ("31.03.2026", "2026-03-31"),
            ("31/03/2026", "2026-03-31"),
            ("2026/03/31", "2026-03-31"),
            ("2026-3-1", "2026-03-01"),
            ("02.04.2026", "2026-04-02"),
            ("02/04/2026", "[2026-02-04, 2026-04-02]"),
            ("\"He said \"hello\" to me.\"", "'He said \"hello\" to me.'"),
            ("'Ada's parser'", "\"Ada's parser\""),
            ("\"see C:\\users\"", "'see C:\\users'"),
            ("\"\"\"see C:\\users\nand\"\"\"", "\"\"\"see C:\\\\users\nand\"\"\""),
            ("\"hard", "\"hard\""),
            ("hard\"", "\"hard\""),
            ("\"hard'", "\"hard\""),
            ("\"C\", \"Rust\"", "[\"C\", \"Rust\"]"),
            ("[\"C\" \"Rust\"]", "[\"C\", \"Rust\"]"),
            ("[\"C\",, \"Rust\"]", "[\"C\", \"Rust\"]"),
            ("[{ a = 1 }\n{ a = 2 }\n]", "[{ a = 1 }, { a = 2 }]"),
            ("A \"quoted\" word", "'A \"quoted\" word'"),
            ("[C, Rust]", "[\"C\", \"Rust\"]"),
            ("[\"C\", \"Rust]", "[\"C\", \"Rust\"]"),
            ("[\"C\", \"Rust\"}", "[\"C\", \"Rust\"]"),
            ("(\"C\", \"Rust\")", "[\"C\", \"Rust\"]"),
            ("{ hours: 350 }", "{ hours = 350 }"),
            ("{ kind = irc, channel = \"#x\" }", "{ kind = \"irc\", channel = \"#x\" }"),
            ("350 // hours", "350 # hours"),
        ] {
            assert!(!is_value(raw), "{raw}");
            assert_eq!(meant(raw).map(|it| it.value).as_deref(), Some(expected), "{raw}");
        }
        for (raw, expected) in [
            ("[\"C\", \"Rust", "[\"C\", \"Rust\"]"),
            ("{ hours = [175, 350 }", "{ hours = [175, 350] }"),
            ("[{ a = 1 ]", "[{ a = 1} ]"),
            ("[\n  { a = 1 },\n  { a = 2\n]", "[\n  { a = 1 },\n  { a = 2}\n]"),
        ] {
            assert_eq!(balanced(raw).map(|it| it.text).as_deref(), Some(expected), "{raw}");
        }
        assert!(balanced("[\"a]\", { b = 1 }]").is_none());
        for raw in ["", "2026-02-30", "[[[[[[[[a]]]]]]]]", "\"\"\"x", "{", "\"a\nb"] {
            assert_eq!(meant(raw).map(|it| it.value), None, "{raw}");
        }
    }
}
