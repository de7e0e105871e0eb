//! YAML at the beginning of a page, between two lines of `---`.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

use super::super::builder::Builder;
use super::super::page::{Kind, Span, TextLine};

/// Cuts the YAML off, if there is any; gives its text and the text below it with the number of its first line.
pub(super) fn split(text: &str) -> (Option<&str>, &str, usize) {
    let whole = (None, text, 1);
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return whole;
    };
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if matches!(line.trim_end(), "---" | "...") {
            return (Some(&rest[..at]), &rest[at + line.len()..], number + 3);
        }
        at += line.len();
    }
    whole
}

/// Puts the keys of `yaml` into the page as fields of a section with its title. Its first line has the number 2.
pub(super) fn read(builder: &mut Builder, yaml: &str) {
    if yaml.len() > 64 * 1024 || is_bomb(yaml) {
        return;
    }
    let Ok(documents) = MarkedYaml::load_from_str(yaml) else { return };
    let Some(MarkedYaml { data: YamlData::Mapping(keys), .. }) = documents.first() else { return };
    let title = keys.iter().find(|(key, _)| scalar(key).is_some_and(|it| it == "title"));
    let title =
        title.and_then(|(_, value)| scalar(value).map(|text| line(&text, value))).into_iter().collect();
    builder.section(0, title, false);
    for (key, value) in keys {
        if let Some(key) = scalar(key).filter(|key| key != "title") {
            builder.field(&key.replace(['_', '-'], " "));
            put(builder, value, 0);
            builder.end_field();
        }
    }
}

/// Whether a small text may stand for a large one (aliases of aliases), or for one that is too deep to read.
fn is_bomb(yaml: &str) -> bool {
    let marks = |mark: char| {
        yaml.match_indices(mark)
            .filter(|(at, _)| yaml[at + 1..].starts_with(|c: char| c.is_alphanumeric()))
            .count()
    };
    let deep =
        yaml.lines().any(|line| line.matches(['[', '{']).count() > 40 || line.matches("? ").count() > 40);
    let nested =
        yaml.lines().any(|line| line.matches("- ").count() > 40 && line.trim_start().starts_with("- -"));
    deep || nested || marks('&') > 0 && marks('*') > 8
}

fn line(text: &str, at: &MarkedYaml<'_>) -> TextLine {
    let span = Span { text: text.to_owned(), ..Span::default() };
    TextLine { number: at.span.start.line() + 1, hard: true, spans: vec![span] }
}

fn scalar(node: &MarkedYaml<'_>) -> Option<String> {
    match &node.data {
        YamlData::Value(Scalar::String(text)) => Some(text.to_string()),
        YamlData::Value(Scalar::Integer(number)) => Some(number.to_string()),
        YamlData::Value(Scalar::FloatingPoint(number)) => Some(number.to_string()),
        YamlData::Value(Scalar::Boolean(value)) => Some(value.to_string()),
        _ => None,
    }
}

fn put(builder: &mut Builder, node: &MarkedYaml<'_>, depth: usize) {
    if let Some(text) = scalar(node) {
        builder.text(&text, node.span.start.line() + 1);
        return;
    }
    match &node.data {
        YamlData::Sequence(nodes) if depth < 4 => {
            builder.end();
            builder.depth += 1;
            for node in nodes {
                builder.open(Kind::Item);
                put(builder, node, depth + 1);
            }
            builder.end();
            builder.depth -= 1;
        }
        YamlData::Mapping(keys) if depth < 4 => person(builder, keys, node.span.start.line() + 1),
        _ => {}
    }
}

/// A person given by keys, as pages print one: `First Last <address> (handle)`; other keys are left.
fn person<'a>(
    builder: &mut Builder,
    keys: impl IntoIterator<Item = (&'a MarkedYaml<'a>, &'a MarkedYaml<'a>)>,
    number: usize,
) {
    let (mut names, mut rest) = (Vec::new(), Vec::new());
    for (key, value) in keys {
        let (Some(key), Some(value)) = (scalar(key), scalar(value)) else { continue };
        match key.to_lowercase().replace(['_', '-'], " ").as_str() {
            "name" | "full name" | "mentor" => names.push((0, value)),
            "first name" | "first" | "given name" => names.push((1, value)),
            "last name" | "last" | "family name" | "surname" => names.push((2, value)),
            "email" | "mail" | "e mail" | "address" => rest.push(format!("<{value}>")),
            "github" | "handle" | "nick" | "login" => {
                rest.push(format!("(@{})", value.trim_start_matches('@')));
            }
            _ => {}
        }
    }
    names.sort();
    let words = names.into_iter().map(|(_, name)| name).chain(rest).collect::<Vec<_>>();
    builder.text(&words.join(" "), number);
}
