//! What is wrong in the config file, in words for people who know no programs: the key, what it is, an example.

use std::ops::Range;

use onlist_core::diagnostics::Diagnostic;
use onlist_mail::words::or;
use toml::de::{DeTable, DeValue};

/// The file that names every key, with an example of each.
const SAMPLE: &str = include_str!("../../config.sample.toml");

/// A key of the sample: its table, its name, and its line.
pub(super) struct Example {
    table: &'static str,
    key: &'static str,
    pub(super) line: &'static str,
}

impl Example {
    /// Whether it shows this key, or a table whose keys have names of the user's.
    fn is_of(&self, key: &str) -> bool {
        self.key == key || is_open(self.table)
    }
}

/// What the reader of TOML says, in plain words.
pub(super) fn diagnostic(error: &toml::de::Error, text: &str) -> Diagnostic {
    let read = Diagnostic::from_toml(error, text.len());
    let said = error.message().trim_end();
    let quoted = said.split('`').nth(1).unwrap_or_default();
    // The reader's own name for a date, which is no key of anybody's.
    let is_date = quoted.starts_with('$');
    if said.starts_with("unknown field") && !is_date {
        let message = format!("`{quoted}` is no key of the settings");
        let diagnostic = Diagnostic::new(read.span, message);
        return match (tables_of(quoted), read.hint) {
            (Some(tables), _) => diagnostic.hint(format!("it stands under {tables}")),
            (None, Some(hint)) => diagnostic.hint(hint),
            (None, None) => diagnostic.hint("see `config.sample.toml` or `onlist man` for all keys"),
        };
    }
    if said.starts_with("missing field") {
        let diagnostic = Diagnostic::new(read.span, format!("`{quoted}` is missing"));
        return match examples().find(|it| it.key == quoted) {
            Some(example) => diagnostic.hint(format!("as in `{}`", example.line)),
            None => diagnostic,
        };
    }
    if let Some((span, table)) = repeated(text) {
        let diagnostic = Diagnostic::new(span, format!("`{table}` is a table, and stands once"));
        return diagnostic.hint(format!("write `[{table}]`"));
    }
    // What is no TOML at all is said best by its reader.
    let found = example(text, read.span.start)
        .filter(|(key, found)| found.is_of(key) || !said.starts_with("unknown variant"));
    let Some((key, found)) = found else {
        let Some((_, words)) = said.split_once(", expected ").filter(|_| said.starts_with("unknown variant"))
        else {
            return read;
        };
        let hint = read.hint.unwrap_or_else(|| "write one of these words in quotes".into());
        return Diagnostic::new(read.span, format!("`{quoted}` is not {words}")).hint(hint);
    };
    let theirs = ["invalid type", "invalid value", "invalid length", "unknown variant", "data did not match"];
    let is_theirs = is_date || theirs.iter().any(|it| said.starts_with(it));
    let what = (is_theirs && found.is_of(&key)).then(|| kind(said, &found)).flatten();
    let message = match what {
        Some(what) => format!("`{key}` is {what}"),
        None => format!("`{key}`: {}", read.message),
    };
    Diagnostic::new(read.span, message)
        .hint(read.hint.unwrap_or_else(|| format!("as in `{}`", found.line).into()))
}

/// The headers of the tables that have this key, in words.
fn tables_of(key: &str) -> Option<String> {
    let has_key = |it: &Example| it.key == key && ![it.key, ""].contains(&it.table) && !is_open(it.table);
    let mut tables: Vec<_> = examples().filter(has_key).map(|it| format!("`[{}]`", it.table)).collect();
    tables.dedup();
    (!tables.is_empty() && key != "sendmail").then(|| or(&tables))
}

/// The header of a table that is written as one of several: `[[smtp]]`.
fn repeated(text: &str) -> Option<(Range<usize>, &str)> {
    text.parse::<toml::Table>().ok()?;
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let from = at;
        at += line.len();
        let table = line.trim().strip_prefix("[[")?.split("]]").next()?.trim();
        examples()
            .any(|it| it.table == table && it.key == table)
            .then_some((from..from + line.trim_end().len(), table))
    })
}

/// What a value is to be: as the reader says where that says more, else as the example shows.
fn kind(said: &str, example: &Example) -> Option<String> {
    if let Some((_, variants)) =
        said.split_once(", expected ").filter(|_| said.starts_with("unknown variant"))
    {
        return Some(variants.to_owned());
    }
    if said.ends_with("a nonzero u16") {
        return Some("a number from 1 to 65535".to_owned());
    }
    if example.line.starts_with('[') {
        return Some("a table".to_owned());
    }
    let value = example.line.split_once('=')?.1.trim();
    Some(
        match value.chars().next()? {
            '"' => "text in quotes",
            '[' => "a list of texts in quotes",
            '{' => "a table in braces",
            _ => "a whole number",
        }
        .to_owned(),
    )
}

/// The key whose value stands at `at`, and its example, or that of the nearest table around it that has one.
pub(super) fn example(text: &str, at: usize) -> Option<(String, Example)> {
    let table = DeTable::parse(text).ok()?;
    let path = path(table.get_ref(), at)?;
    (0..path.len()).rev().find_map(|last| {
        let (outer, key) = (path[..last].join("."), path[last].as_str());
        let in_table = |it: &Example| {
            it.table == outer && it.table != it.key && (it.key == key || (is_open(&outer) && last > 0))
        };
        let is_header = |it: &Example| outer.is_empty() && it.table == key && it.key == key;
        let is_outside = |it: &Example| outer.is_empty() && it.key == key;
        let found = examples().find(in_table).or_else(|| examples().find(is_header));
        Some((path.last()?.clone(), found.or_else(|| examples().find(is_outside))?))
    })
}

/// The keys from the outermost table to the innermost value that stands at `at`.
fn path(table: &DeTable<'_>, at: usize) -> Option<Vec<String>> {
    table.iter().find_map(|(key, value)| {
        let inner = inner(value.get_ref(), at);
        let here = || (value.span().contains(&at) || key.span().contains(&at)).then(Vec::new);
        let mut path = inner.or_else(here)?;
        path.insert(0, key.get_ref().to_string());
        Some(path)
    })
}

fn inner(value: &DeValue<'_>, at: usize) -> Option<Vec<String>> {
    match value {
        DeValue::Table(table) => path(table, at),
        DeValue::Array(values) => values.iter().find_map(|value| inner(value.get_ref(), at)),
        _ => None,
    }
}

/// Whether the names of a table's keys are the user's own.
fn is_open(table: &str) -> bool {
    matches!(table, "archives" | "answers")
}

fn examples() -> impl Iterator<Item = Example> {
    let mut table = "";
    SAMPLE.lines().filter_map(|it| it.strip_prefix("#: ").or_else(|| it.strip_prefix("#or: "))).map(
        move |line| {
            if let Some(name) = line.strip_prefix('[') {
                table = name.trim_end_matches(']');
                return Example { table, key: table, line };
            }
            let key = line.split('=').next().unwrap_or_default().trim();
            Example { table, key, line }
        },
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::Settings;
    use super::*;

    /// Words of libraries, which no user knows.
    const THEIRS: [&str; 9] =
        ["invalid type", "invalid value", "expected", "struct", "u16", "field", "variant", "sequence", "map"];

    #[test]
    fn every_key_says_what_it_is_and_shows_an_example() {
        for Example { table, key, line } in examples().filter(|it| it.table != it.key) {
            for value in ["5", "true", "'x'", "['x']", "[5]", "{ x = 5 }", "-1", "2026-01-01", "70000", "5.5"]
            {
                let head = if table.is_empty() || line.starts_with("sendmail") {
                    String::new()
                } else {
                    format!("[{table}]\n")
                };
                let text = format!("{head}{key} = {value}\n");
                let Err(wrong) = Settings::parse(Path::new("config.toml"), &text) else { continue };
                // What is missing beside it, and what is wrong with both together, is of another key.
                let own = |it: &&Diagnostic| text[it.span.clone()].trim() == value && it.hint.is_some();
                for it in wrong.diagnostics.iter().filter(own) {
                    assert!(!THEIRS.iter().any(|theirs| it.message.contains(theirs)), "{text}: {it:?}");
                    assert!(it.message.contains(&format!("`{key}`")), "{text}: {it:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_plain_words() {
        for (text, message, hint) in [
            ("[identity]\nname = 5\n", "`name` is text in quotes", "as in `name = \"Ada Example\"`"),
            ("identity.name = 5\n", "`name` is text in quotes", "as in `name = \"Ada Example\"`"),
            ("identity = { name = 5 }\n", "`name` is text in quotes", "as in `name = \"Ada Example\"`"),
            (
                "[identity]\nalso = 'x'\n",
                "`also` is a list of texts in quotes",
                "as in `also = [\"ada@home.test\"]`",
            ),
            ("identity = 5\n", "`identity` is a table", "as in `[identity]`"),
            ("catalog = 5\n", "`catalog` is text in quotes", "as in `catalog = \"catalog.toml\"`"),
            (
                "forget-after-days = 'x'\n",
                "`forget-after-days` is a whole number",
                "as in `forget-after-days = 183`",
            ),
            (
                "[archives]\nmine = 5\n",
                "`mine` is text in quotes",
                "as in `lamp-devel = \"mail/lamp-devel.mbox\"`",
            ),
            (
                "[smtp]\nhost = 'm.test'\nport = 'x'\n",
                "`port` is a number from 1 to 65535",
                "as in `port = 465`",
            ),
            (
                "[smtp]\nhost = 'm.test'\nsecurity = 'x'\n",
                "`security` is one of `tls`, `starttls`, `none`",
                "as in `security = \"tls\"`",
            ),
            ("[smtp]\nport = 25\n", "`host` is missing", "as in `host = \"mail.students.test\"`"),
            (
                "nonsense = 5\n",
                "`nonsense` is no key of the settings",
                "see `config.sample.toml` or `onlist man` for all keys",
            ),
            ("email = 'a@b.test'\n", "`email` is no key of the settings", "it stands under `[identity]`"),
            ("host = 'm.test'\n", "`host` is no key of the settings", "it stands under `[smtp]` or `[imap]`"),
            ("catalogue = 5\n", "`catalogue` is no key of the settings", "did you mean `catalog`?"),
        ] {
            let wrong = Settings::parse(Path::new("config.toml"), text).expect_err("wrong").diagnostics;
            let seen: Vec<_> = wrong.iter().map(|it| (it.message.as_str(), it.hint.clone())).collect();
            assert_eq!(seen, [(message, Some(hint.into()))], "{text}");
        }
    }
}
