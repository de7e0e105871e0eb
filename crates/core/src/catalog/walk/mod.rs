//! Holds the tables of a file against the description of the format.

mod text;

use std::borrow::Cow;
use std::ops::Range;

use onlist_mail::text::Line;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::format::{self, Key, Role, Table, Type};
use super::names::Names;
use super::rules::LIMITS;
use super::values::{Day, number};
use super::{advice, example};
use crate::diagnostics::Diagnostic;

/// A value as TOML has it, with its place.
type Value<'i> = Spanned<DeValue<'i>>;

/// Numbers that are not 0.
const NEVER_ZERO: [&str; 3] = ["hours", "ping-after-days", "most-open-introductions"];

/// One way through a file, or through a part of it.
pub(super) struct Walk<'i, 't> {
    /// The text that places are counted in.
    text: &'t str,
    /// Where in it the part begins.
    offset: usize,
    /// The keys that lead to the table at hand.
    path: Vec<&'static str>,
    /// The last line of the source that lines are counted in, where that is known.
    last: Option<u32>,
    /// The key at hand of a table that takes any.
    inside: Option<String>,
    pub(super) names: Names<'i>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'i, 't> Walk<'i, 't> {
    pub(super) fn new(text: &'t str) -> Self {
        let names = Names::default();
        Self { text, offset: 0, path: Vec::new(), last: None, inside: None, names, diagnostics: Vec::new() }
    }

    /// Walks through the part of the text that begins at `offset`, but for what the whole file must have.
    pub(super) fn part(&mut self, table: &DeTable<'i>, offset: usize) {
        self.offset = offset;
        for (name, value) in table {
            let format = format::file();
            let meant = || advice::meant(name.get_ref(), value.get_ref(), format, table);
            if format.key(name.get_ref()).or_else(meant).is_some_and(|key| key.name == "source") {
                self.names.sources.read(value.get_ref());
            }
        }
        self.last = self.names.sources.last_line(None);
        self.entries(table, format::file());
    }

    /// The keys that a whole file and its tables must have, and this one has not.
    pub(super) fn required(mut self, table: &DeTable<'i>) -> Vec<Diagnostic> {
        self.missing(table, format::file(), &(0..0));
        for (key, value) in format::file().keys.iter().filter_map(|key| Some((key, table.get(key.name)?))) {
            if let (Type::Table(format), DeValue::Table(table)) = (key.of, value.get_ref()) {
                self.path.push(key.name);
                self.missing(table, format, &value.span());
                self.path.pop();
            }
        }
        self.diagnostics
    }

    fn place(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    fn report(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic::new(self.place(span), message).code(code);
        self.diagnostics.push(diagnostic);
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// Names the keys of `table` that are missing, at `span`.
    fn missing(&mut self, table: &DeTable<'i>, format: &'static Table, span: &Range<usize>) {
        for key in format.keys.iter().filter(|key| key.required) {
            let misnamed = || {
                table.iter().any(|(name, value)| {
                    advice::meant(name.get_ref(), value.get_ref(), format, table)
                        .is_some_and(|it| it.name == key.name)
                })
            };
            if key.names().all(|name| !table.contains_key(name)) && !misnamed() {
                let message = format!("{} has no `{}`", self.table_name(), key.name);
                self.report("K28", span, message).hint =
                    Some(format!("add a line such as `{}`", advice::line(key, table)).into());
            }
        }
    }

    /// Names the keys that stand in `table` under both of their names.
    fn both_names(&mut self, table: &DeTable<'i>, format: &'static Table) {
        let both = |key: &'static Key| {
            let also = key.also?;
            Some((key, table.get_key_value(also)?, table.get_key_value(key.name)?))
        };
        for (key, other, one) in format.keys.iter().filter_map(both) {
            let (first, later) =
                if one.0.span().start < other.0.span().start { (one, other) } else { (other, one) };
            let message = format!("`{}` and `{}` are one key", first.0.get_ref(), later.0.get_ref());
            let values: Vec<_> = [first, later]
                .into_iter()
                .filter_map(|(_, it)| advice::texts(it.get_ref()))
                .flatten()
                .collect();
            self.report("K27", &later.0.span(), message).hint = Some(
                format!("write both values in one line: `{} = [{}]`", key.name, values.join(", ")).into(),
            );
        }
    }

    fn entries(&mut self, table: &DeTable<'i>, format: &'static Table) {
        self.both_names(table, format);
        for (name, value) in table {
            if let Some(key) = format.key(name.get_ref()) {
                self.path.push(key.name);
                self.value(value, &key.of, key);
                self.path.pop();
            } else if let Err(forbidden) = Line::check(name.get_ref()) {
                self.report("K25", &name.span(), format!("{} is not allowed in a key", forbidden.name()));
            } else {
                self.unknown_key(name, value, format, table);
                // What stands there is judged as the key that is meant.
                if let Some(key) = advice::meant(name.get_ref(), value.get_ref(), format, table) {
                    self.path.push(key.name);
                    self.value(value, &key.of, key);
                    self.path.pop();
                }
            }
        }
    }

    fn unknown_key(
        &mut self,
        name: &Spanned<Cow<'i, str>>,
        value: &Value<'i>,
        format: &'static Table,
        table: &DeTable<'i>,
    ) {
        let message = format!("{} has no key `{}`", self.table_name(), name.get_ref());
        let hint = advice::unknown_key(name.get_ref(), value.get_ref(), format, table);
        self.report("K27", &name.span(), message).hint = Some(hint.into());
    }

    /// The table at hand, as its header has it.
    fn table_name(&self) -> String {
        match self.path.as_slice() {
            [] => "the catalog".to_owned(),
            path => format::header(path),
        }
    }

    fn table(&mut self, value: &Value<'i>, format: &'static Table) {
        let Some(table) = value.get_ref().as_table() else { return };
        let outer = self.last;
        if self.path == ["source"] {
            // Its lines are its own.
            self.last = None;
        } else if let Some(source) = table.get("source").and_then(|it| it.get_ref().as_str()) {
            self.last = self.names.sources.last_line(Some(source));
        }
        // What stands once may be spread over a file and its profile.
        let once = |name: &&str| matches!(format::file().key(name), Some(Key { of: Type::Table(_), .. }));
        if self.path.len() > 1 || !self.path.first().is_some_and(once) {
            self.missing(table, format, &value.span());
        }
        self.entries(table, format);
        self.last = outer;
    }

    fn value(&mut self, value: &Value<'i>, of: &Type, key: &'static Key) {
        match (of, value.get_ref()) {
            // An empty list of what there may be any number of says that there are none.
            (Type::OneOrMany(_) | Type::Date | Type::Statements, DeValue::Array(values))
                if values.is_empty() =>
            {
                self.empty(&value.span(), key);
            }
            (Type::OneOrMany(inner) | Type::List(inner), DeValue::Array(values)) => {
                values.iter().for_each(|value| self.value(value, inner, key));
                self.twice(values, inner, key);
            }
            (Type::OneOrMany(inner), _) => self.value(value, inner, key),
            (Type::List(inner), DeValue::Table(_) | DeValue::String(_)) => {
                self.no_list(value, of, key);
                self.value(value, inner, key);
            }
            (Type::Map(inner), DeValue::Table(table)) => self.map(table, inner, key),
            (Type::Table(format), DeValue::Table(_)) => self.table(value, format),
            (Type::Rule(format), DeValue::Table(table)) if table.contains_key("value") => {
                self.rule(table, format, key);
            }
            (
                Type::Table(Table { short: Some(short), keys, .. })
                | Type::Rule(Table { short: Some(short), keys, .. }),
                _,
            ) => {
                let plain = matches!(value.get_ref(), DeValue::String(_)) || matches!(of, Type::Rule(_));
                if !plain {
                    self.wrong_type(value, of, key);
                } else if let Some(inner) = keys.iter().find(|key| key.name == *short) {
                    self.value(value, &inner.of, if inner.role == Role::Plain { key } else { inner });
                }
            }
            (Type::Statements, DeValue::Array(values)) => {
                values.iter().for_each(|value| self.value(value, &Type::Line, key));
            }
            (
                Type::Line
                | Type::Block
                | Type::Id
                | Type::Address
                | Type::Url
                | Type::Words(_)
                | Type::Statements,
                DeValue::String(text),
            ) => {
                self.text(text, value, of, key);
            }
            (Type::Number(most), DeValue::Integer(_)) => self.number(value, *most, key),
            (Type::Bool, DeValue::Boolean(_)) => {}
            (Type::Day | Type::Date, DeValue::Datetime(day)) => self.day(*day, &value.span()),
            (Type::Date, DeValue::Array(values)) => {
                values.iter().for_each(|value| self.value(value, &Type::Day, key));
            }
            (Type::Lines, DeValue::Array(values)) => self.lines(values, value, key),
            _ => self.wrong_type(value, of, key),
        }
    }

    fn wrong_type(&mut self, value: &Value<'i>, of: &Type, key: &'static Key) {
        let of_source = self.path.first() == Some(&"source");
        let (name, hint) = match (&self.inside, of) {
            (Some(inside), Type::Words([first, ..])) => {
                (&**inside, format!("as in `{inside} = \"{}\"`", first.word))
            }
            (Some(inside), _) => (&**inside, format!("as in `{inside} = \"Moderate\"`")),
            (None, _) => (key.name, example::hint(key, of, value.get_ref(), of_source)),
        };
        let message = format!("`{name}` must be {}", of.name());
        self.report("K29", &value.span(), message).hint = Some(hint.into());
    }

    /// Says that a single thing stands where a list is wanted.
    fn no_list(&mut self, value: &Value<'i>, of: &Type, key: &'static Key) {
        let header = self.text.get(self.place(&value.span())).is_some_and(|text| text.starts_with('['));
        self.wrong_type(value, of, key);
        if let Some(found) = self.diagnostics.last_mut().filter(|_| header) {
            found.hint = Some(format!("write `[[{}]]`", key.name).into());
        }
    }

    fn map(&mut self, table: &DeTable<'i>, inner: &Type, key: &'static Key) {
        for (name, value) in table {
            if let Err(forbidden) = Line::check(name.get_ref()) {
                self.report("K25", &name.span(), format!("{} is not allowed in a key", forbidden.name()));
            }
            self.inside = Some(name.get_ref().to_string());
            self.value(value, inner, key);
            self.inside = None;
        }
    }

    /// A rule with its value in a table; what the value does is a matter of the key outside.
    fn rule(&mut self, table: &DeTable<'i>, format: &'static Table, key: &'static Key) {
        for (name, value) in table {
            match format.key(name.get_ref()) {
                Some(inner) if inner.name == "value" => self.value(value, &inner.of, key),
                Some(inner) => self.value(value, &inner.of, inner),
                None => self.unknown_key(name, value, format, table),
            }
        }
    }

    fn number(&mut self, value: &Value<'i>, most: u32, key: &'static Key) {
        let zero = NEVER_ZERO.contains(&key.name);
        match number(value.get_ref()).filter(|number| *number <= most && !(zero && *number == 0)) {
            Some(year @ ..1000) if key.name == "year" => {
                let full = if year < 100 { 2000 + year } else { year };
                self.report("K29", &value.span(), "a year has four digits").hint =
                    Some(format!("write `year = {full:04}`").into());
            }
            Some(line) if key.role == Role::LineNumber => self.line_number(line, &value.span()),
            Some(_) => {}
            None => {
                let least = u8::from(zero || LIMITS.iter().any(|(limit, ..)| *limit == key.name));
                let message = format!("`{}` must be a number from {least} to {most}", key.name);
                self.report("K29", &value.span(), message).hint =
                    Some(format!("as in `{}`", key.line()).into());
            }
        }
    }

    /// Names the numbers of a list that stand in it again.
    fn twice(&mut self, values: &[Value<'i>], of: &Type, key: &'static Key) {
        let numbers: Vec<_> = values.iter().map(|value| number(value.get_ref())).collect();
        for (at, value) in values.iter().enumerate().filter(|_| matches!(of, Type::Number(_))) {
            if numbers[at].is_some() && numbers[..at].contains(&numbers[at]) {
                let message = format!("`{}` has this number twice", key.name);
                self.report("K29", &value.span(), message).hint = Some("remove one of them".into());
            }
        }
    }

    fn line_number(&mut self, line: u32, span: &Range<usize>) {
        match self.last {
            Some(last) if !(1..=last).contains(&line) => {
                let message = format!("line out of range: the source has lines 1 to {last}");
                self.report("K34", span, message).hint =
                    Some(format!("write `{}`", line.clamp(1, last)).into());
            }
            None if line == 0 => {
                self.report("K34", span, "lines are counted from 1").hint = Some("write `1`".into());
            }
            _ => {}
        }
    }

    fn lines(&mut self, values: &[Value<'i>], whole: &Value<'i>, key: &'static Key) {
        let numbers: Vec<_> = values.iter().filter_map(|value| number(value.get_ref())).collect();
        match numbers.as_slice() {
            [first, last] if values.len() == 2 => {
                if first > last {
                    let within = |line: u32| line.clamp(1, self.last.unwrap_or(u32::MAX));
                    let hint = format!("write `[{}, {}]`", within(*last), within(*first));
                    self.report("K34", &whole.span(), "the last line comes before the first").hint =
                        Some(hint.into());
                    return;
                }
                for (line, value) in numbers.iter().zip(values) {
                    self.line_number(*line, &value.span());
                }
            }
            _ => self.wrong_type(whole, &Type::Lines, key),
        }
    }

    fn day(&mut self, day: toml::value::Datetime, span: &Range<usize>) {
        if Day::of(day).is_none() {
            self.report("K29", span, format!("`{day}` is not a date")).hint =
                Some("a date is as in `2026-03-31`, without a time".into());
        }
    }
}

/// What is wrong with the keys of one table, but for those that are missing.
#[cfg(test)]
pub(super) fn faults(format: &'static Table, text: &str) -> Vec<String> {
    let table = DeTable::parse(text).expect("TOML");
    let mut walk = Walk::new(text);
    walk.entries(table.get_ref(), format);
    walk.diagnostics.into_iter().map(|it| it.message).collect()
}
