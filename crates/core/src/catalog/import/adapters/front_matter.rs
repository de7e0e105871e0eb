//! Keys at the beginning of a page: YAML between two lines of `---`, or TOML between two lines of `+++`.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::builder::Builder;
use super::super::page::{Kind, Span, TextLine};
use crate::diagnostics::Lines;

/// The largest text that is read, in octets.
const MOST: usize = 64 * 1024;

/// How deep lists and tables are read.
const DEEP: usize = 5;

/// Tables that hold keys of the page itself, as Hugo and Zola have them.
const OF_THE_PAGE: [&str; 3] = ["params", "extra", "taxonomies"];

/// What stands at the beginning of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head<'a> {
    Yaml(&'a str),
    Toml(&'a str),
}

/// A value with the number of its line.
struct Node {
    value: Value,
    number: usize,
}

enum Value {
    Text(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

/// Cuts the keys off, if there are any; gives them, and the text below with the number of its first line.
pub(super) fn split(text: &str) -> (Option<Head<'_>>, &str, usize) {
    let behind = |mark: &str| {
        let rest = text.strip_prefix(mark)?;
        rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n"))
    };
    let (rest, ends, kind): (_, &[_], fn(_) -> _) = match (behind("---"), behind("+++")) {
        (Some(rest), _) => (rest, &["---", "..."], Head::Yaml),
        (None, Some(rest)) => (rest, &["+++"], Head::Toml),
        (None, None) => return (None, text, 1),
    };
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if ends.contains(&line.trim_end()) {
            return (Some(kind(&rest[..at])), &rest[at + line.len()..], number + 3);
        }
        at += line.len();
    }
    (None, text, 1)
}

/// Puts the keys into the page as fields of a section with their title. Their first line has the number 2.
pub(super) fn read(builder: &mut Builder, head: Head<'_>) {
    let keys = match head {
        Head::Yaml(text) => of_yaml(text),
        Head::Toml(text) => of_toml(text),
    };
    let Some(Value::Table(keys)) = keys else { return };
    let title = keys.iter().find_map(|(key, node)| match &node.value {
        Value::Text(text) if key == "title" => Some(line(text, node.number)),
        _ => None,
    });
    builder.section(0, title.into_iter().collect(), false);
    fields(builder, &keys);
}

fn fields(builder: &mut Builder, keys: &[(String, Node)]) {
    for (key, node) in keys.iter().filter(|(key, _)| key != "title") {
        match &node.value {
            Value::Table(inner) if OF_THE_PAGE.contains(&key.as_str()) => fields(builder, inner),
            _ => {
                builder.field(&key.replace(['_', '-'], " "));
                put(builder, node);
                builder.end_field();
            }
        }
    }
}

fn of_yaml(text: &str) -> Option<Value> {
    if text.len() > MOST || is_bomb(text) {
        return None;
    }
    let documents = MarkedYaml::load_from_str(text).ok()?;
    yaml_node(documents.first()?, 0).map(|node| node.value)
}

fn yaml_node(node: &MarkedYaml<'_>, depth: usize) -> Option<Node> {
    let value = match &node.data {
        YamlData::Sequence(nodes) if depth < DEEP => {
            Value::List(nodes.iter().filter_map(|node| yaml_node(node, depth + 1)).collect())
        }
        YamlData::Mapping(keys) if depth < DEEP => {
            let keys = keys.iter();
            Value::Table(
                keys.filter_map(|(key, node)| Some((scalar(key)?, yaml_node(node, depth + 1)?))).collect(),
            )
        }
        _ => Value::Text(scalar(node)?),
    };
    Some(Node { value, number: node.span.start.line() + 1 })
}

fn of_toml(text: &str) -> Option<Value> {
    let table = DeTable::parse(text).ok().filter(|_| text.len() <= MOST)?;
    let lines = Lines::of(text);
    toml_node(&Spanned::new(table.span(), DeValue::Table(table.into_inner())), &lines, 0).map(|it| it.value)
}

fn toml_node(value: &Spanned<DeValue<'_>>, lines: &Lines<'_>, depth: usize) -> Option<Node> {
    let inner = |value| toml_node(value, lines, depth + 1);
    let node = match value.get_ref() {
        DeValue::Array(_) | DeValue::Table(_) if depth >= DEEP => return None,
        DeValue::Array(values) => Value::List(values.iter().filter_map(inner).collect()),
        DeValue::Table(keys) => {
            let mut keys: Vec<_> = keys.iter().collect();
            keys.sort_by_key(|(key, _)| key.span().start);
            let keys = keys.into_iter();
            Value::Table(
                keys.filter_map(|(key, value)| Some((key.get_ref().to_string(), inner(value)?))).collect(),
            )
        }
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Text(number.to_string()),
        DeValue::Float(number) => Value::Text(number.to_string()),
        DeValue::Boolean(value) => Value::Text(value.to_string()),
        DeValue::Datetime(day) => Value::Text(day.to_string()),
    };
    Some(Node { value: node, number: lines.place(&value.span()).line + 1 })
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

fn line(text: &str, number: usize) -> TextLine {
    let span = Span { text: text.to_owned(), ..Span::default() };
    TextLine { number, hard: true, spans: vec![span] }
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

fn put(builder: &mut Builder, node: &Node) {
    match &node.value {
        Value::Text(text) => builder.text(text, node.number),
        Value::List(nodes) => {
            builder.end();
            builder.depth += 1;
            for node in nodes {
                builder.open(Kind::Item);
                put(builder, node);
            }
            builder.end();
            builder.depth -= 1;
        }
        Value::Table(keys) => person(builder, keys, node.number),
    }
}

/// A person given by keys, as pages print one: `First Last <address> (handle)`; other keys are left.
fn person(builder: &mut Builder, keys: &[(String, Node)], number: usize) {
    let (mut names, mut rest) = (Vec::new(), Vec::new());
    for (key, node) in keys {
        let Value::Text(value) = &node.value else { continue };
        match key.to_lowercase().replace(['_', '-'], " ").as_str() {
            "name" | "full name" | "mentor" => names.push((0, value.clone())),
            "first name" | "first" | "given name" => names.push((1, value.clone())),
            "last name" | "last" | "family name" | "surname" => names.push((2, value.clone())),
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
