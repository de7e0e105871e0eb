//! A line as it should be, made of the value that stands there in the wrong form.

use toml::de::DeValue;

use super::advice;
use super::format::{Key, Role, Table, Type};
use super::import;
use super::values::{Url, number};

/// What to do about a value of the wrong form: the line with that value in the right form, else an example.
pub(super) fn hint(key: &Key, of: &Type, value: &DeValue<'_>, of_source: bool) -> String {
    let known = written(of, value, of_source);
    let short = match of {
        Type::Table(Table { short: Some(short), keys, .. }) => keys.iter().find(|key| key.name == *short),
        _ => None,
    };
    match (known, short.map_or(key.role, |short| short.role)) {
        // One day of several that it may be, or one line of a list.
        (Some(known), _) if !is_whole(key, of) => format!("write `{known}`"),
        (Some(known), _) => format!("write `{} = {known}`", key.name),
        (None, Role::Refers(kind)) => format!("write the id of a `[[{kind}]]`, in quotes"),
        (None, _) if key.example.contains('`') => format!("as in {}", key.line().replace('`', "")),
        (None, _) => format!("as in `{}`", key.line()),
    }
}

/// Whether a value of this type is all that stands behind the key.
fn is_whole(key: &Key, of: &Type) -> bool {
    !matches!((&key.of, of), (Type::List(_) | Type::OneOrMany(_), _) | (Type::Date, Type::Day))
        || matches!(of, Type::List(_) | Type::OneOrMany(_))
}

/// The value in the form of the type, where it has one.
fn written(of: &Type, value: &DeValue<'_>, of_source: bool) -> Option<String> {
    let text = value.as_str().map(str::trim);
    match of {
        Type::Number(most) => in_words(text?).filter(|it| it <= most).map(|it| it.to_string()),
        Type::Bool => match text?.to_lowercase().as_str() {
            "true" | "yes" => Some("true".to_owned()),
            "false" | "no" => Some("false".to_owned()),
            _ => None,
        },
        Type::Day | Type::Date => {
            let days: Vec<_> = import::days(text?).iter().map(ToString::to_string).collect();
            match days.as_slice() {
                [day] => Some(day.clone()),
                [_, ..] if matches!(of, Type::Date) => Some(format!("[{}]", days.join(", "))),
                _ => None,
            }
        }
        Type::Lines => {
            let numbers = match (text, value.as_array()) {
                (Some(text), _) => numbers(text),
                (None, Some(values)) => {
                    values.iter().map(|it| number(it.get_ref())).collect::<Option<_>>()?
                }
                (None, None) => vec![number(value)?],
            };
            match numbers.as_slice() {
                [last] if of_source => Some(format!("[1, {last}]")),
                [line] => Some(format!("[{line}, {line}]")),
                [first, last] if first <= last => Some(format!("[{first}, {last}]")),
                _ => None,
            }
        }
        Type::List(inner) | Type::OneOrMany(inner) => many(inner, value),
        // A table with one key is written by what that takes.
        Type::Table(Table { short: None, keys: [key], .. }) => {
            let inner = match (value, &key.of) {
                (DeValue::Integer(_), _) => number(value)?.to_string(),
                (DeValue::Array(values), _) => {
                    let numbers: Option<Vec<_>> = values.iter().map(|it| number(it.get_ref())).collect();
                    format!("{:?}", numbers.filter(|it| !it.is_empty())?)
                }
                (_, Type::OneOrMany(Type::Number(_)) | Type::List(Type::Number(_)) | Type::Number(_)) => {
                    match numbers(text?).as_slice() {
                        [one] if *one > 0 => one.to_string(),
                        _ => return None,
                    }
                }
                _ => return None,
            };
            Some(format!("{{ {} = {inner} }}", key.name))
        }
        Type::Line | Type::Block => match value {
            DeValue::Integer(_) => number(value).map(|it| format!("\"{it}\"")),
            _ => None,
        },
        _ => None,
    }
}

/// The values of a list that stand there as one.
fn many(inner: &Type, value: &DeValue<'_>) -> Option<String> {
    if let Type::Number(_) | Type::Day = inner {
        return written(inner, value, false).map(|it| format!("[{it}]"));
    }
    let text = value.as_str()?.trim();
    if let Type::Table(Table { keys, .. }) = inner
        && Url::of_web(text).is_some()
        && keys.iter().any(|key| key.name == "url")
    {
        let first = keys.first()?.name;
        return Some(format!(
            "[{{ {first} = {}, url = {} }}]",
            advice::quoted(last_part(text)),
            advice::quoted(text)
        ));
    }
    let parts = if text.contains("://") { vec![text] } else { advice::words(text) };
    let quoted: Vec<_> = parts.into_iter().map(advice::quoted).collect();
    Some(format!("[{}]", quoted.join(", ")))
}

/// The last part of the path of a URL, else its host.
fn last_part(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    let last = rest.rsplit('/').next().unwrap_or(rest);
    last.strip_suffix(".git").unwrap_or(last)
}

/// The numbers in a text.
fn numbers(text: &str) -> Vec<u32> {
    let digits = |c: char| !c.is_ascii_digit();
    text.split(digits).filter(|it| !it.is_empty()).filter_map(|it| it.parse().ok()).collect()
}

/// The number that a text is, in digits or as a word.
fn in_words(text: &str) -> Option<u32> {
    const WORDS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
    let word = WORDS.iter().position(|word| text.eq_ignore_ascii_case(word));
    match (word.and_then(|at| u32::try_from(at + 1).ok()), numbers(text).as_slice()) {
        (Some(number), _) => Some(number),
        (None, [number]) if text.starts_with(|c: char| c.is_ascii_digit()) => Some(*number),
        _ => None,
    }
}
