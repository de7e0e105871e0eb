//! What a catalog's file says of the rules, and cannot be.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::table::rule;
use crate::catalog::{LIMITS, Level, Named};
use crate::diagnostics::Diagnostic;

/// The code of what is found, in the catalog's own table of rules.
const CODE: &str = "K49";

/// Names what a catalog or a profile says of rules that are not there, and the limits that no letter can keep.
///
/// It reads the file as it stands; what breaks the format is not judged.
#[must_use]
pub fn overrides(file: Named<'_>) -> Vec<Diagnostic> {
    let table = DeTable::parse_recoverable(file.text).0.into_inner();
    let entries = ["area", "project"].into_iter().filter_map(|kind| table.get(kind)?.get_ref().as_array());
    let inner = entries.flat_map(|entries| entries.iter().filter_map(|it| it.get_ref().as_table()));
    let all = std::iter::once(&table).chain(inner);
    let mut diagnostics: Vec<_> = all.filter_map(|it| below(it, "conventions")).flat_map(judged).collect();
    diagnostics.sort_by_key(|it| (it.span.start, it.span.end));
    diagnostics
}

fn below<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}

/// Names what the settings of a person say of rules in their table `check`, and cannot be.
///
/// It reads the file as it stands; what breaks the format is not judged.
#[must_use]
pub fn settings_overrides(text: &str) -> Vec<Diagnostic> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    below(table.get_ref(), "check").map(judged_check).unwrap_or_default()
}

fn judged(conventions: &DeTable<'_>) -> Vec<Diagnostic> {
    let check = below(conventions, "check");
    let mut found = check.map(judged_check).unwrap_or_default();
    let stated = conventions.get("words").map(|value| {
        // A rule may stand in a table, with where it is stated.
        value.get_ref().as_table().and_then(|table| table.get("value")).unwrap_or(value)
    });
    found.extend(stated.and_then(range));
    if let Some((stated, own)) = stated.zip(check.and_then(|check| check.get("words")))
        && bounds(stated).zip(bounds(own)).is_some_and(|(stated, own)| stated != own)
    {
        let message = "`[conventions]` has other `words`";
        found.push(diagnostic(own.span(), message, "remove this line: `words` of `[conventions]` is enough"));
    }
    found.into_iter().map(|it| it.code(CODE)).collect()
}

fn judged_check(check: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<_> = below(check, "severity").into_iter().flat_map(judged_severities).collect();
    found.extend(LIMITS.into_iter().filter_map(|limit| too_small(limit, check.get(limit.0)?)));
    found.extend(check.get("words").and_then(range));
    found
}

fn diagnostic(place: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
    Diagnostic::new(place, message).hint(hint.into())
}

fn judged_severities(table: &DeTable<'_>) -> Vec<Diagnostic> {
    let judged = table.iter().map(|(wanted, level)| severity(wanted.get_ref(), &wanted.span(), level, table));
    judged.flatten().chain(named_twice(table)).collect()
}

/// The later of two names of one rule: which level holds, nobody knows.
fn named_twice(table: &DeTable<'_>) -> Vec<Diagnostic> {
    let named = table.keys().filter_map(|wanted| Some((wanted, rule(wanted.get_ref()).ok()?.code)));
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|(wanted, _)| wanted.span().start);
    let again = |at: usize| {
        let (wanted, code) = named[at];
        let (first, _) = named[..at].iter().find(|(_, it)| *it == code)?;
        let message = format!("`{}` and `{}` are one rule", first.get_ref(), wanted.get_ref());
        Some(diagnostic(wanted.span(), message, "remove one of them"))
    };
    (0..named.len()).filter_map(again).collect()
}

fn severity(
    wanted: &str,
    place: &Range<usize>,
    level: &Spanned<DeValue<'_>>,
    table: &DeTable<'_>,
) -> Option<Diagnostic> {
    match rule(wanted) {
        Err(unknown) => {
            let hint = match unknown.nearest.filter(|near| !table.contains_key(*near)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove it: no rule is like it".to_owned(),
            };
            Some(diagnostic(place.clone(), unknown.to_string(), hint))
        }
        Ok(rule) => {
            let lowered = level.get_ref().as_str().is_some_and(|it| it != Level::Error.as_str());
            let message = || format!("`{}` is always an error: no letter goes to a person alone", rule.code);
            (rule.is_always_error() && lowered)
                .then(|| diagnostic(level.span(), message(), format!("write `{wanted} = \"error\"`")))
        }
    }
}

fn too_small((name, least, usual): (&str, u16, u16), value: &Spanned<DeValue<'_>>) -> Option<Diagnostic> {
    let found = number(value)?;
    let message = format!("`{name}` is {found}, and no letter can be that small");
    (found < least).then(|| diagnostic(value.span(), message, format!("as in `{name} = {usual}`")))
}

fn range(words: &Spanned<DeValue<'_>>) -> Option<Diagnostic> {
    let (min, max) = bounds(words)?;
    let hint = format!("write `words = {{ min = {}, max = {} }}`", max.min(min), max.max(min).max(1));
    let message = match (min, max) {
        (0, 0) => "`max` is 0, and no letter can be that small".to_owned(),
        _ if min > max => format!("`min` is {min}, which is more than `max`, {max}"),
        _ => return None,
    };
    Some(diagnostic(words.span(), message, hint))
}

fn bounds(words: &Spanned<DeValue<'_>>) -> Option<(u16, u16)> {
    let table = words.get_ref().as_table()?;
    Some((number(table.get("min")?)?, number(table.get("max")?)?))
}

fn number(value: &Spanned<DeValue<'_>>) -> Option<u16> {
    let number = value.get_ref().as_integer()?;
    u16::from_str_radix(number.as_str(), number.radix()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        overrides(Named { origin: "", text }).into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn what_no_rule_and_no_letter_can_keep_is_named() {
        for (text, expected) in [
            ("severity = { C09 = 'off', line-width = 'info' }\nwidest-line = 80", None),
            ("severity = { C99 = 'off' }", Some("there is no rule `C99`")),
            ("severity = { line-widht = 'off' }", Some("there is no rule `line-widht`")),
            ("severity = { A01 = 'warning' }", Some("`A01` is always an error")),
            ("severity = { A01 = 'error' }", None),
            ("severity = { C09 = 'off', c09 = 'error' }", Some("`C09` and `c09` are one rule")),
            (
                "severity = { C09 = 'error', formal-title = 'off' }",
                Some("`C09` and `formal-title` are one rule"),
            ),
            ("widest-subject = 1", Some("`widest-subject` is 1")),
            ("widest-subject = 60", None),
            ("widest-line = 0", Some("`widest-line` is 0")),
            ("copied-words = 0x0", Some("`copied-words` is 0")),
            ("signature-lines = 0", None),
            ("words = { min = 90, max = 60 }", Some("`min` is 90")),
            ("words = { min = 0, max = 0 }", Some("`max` is 0")),
            ("words = { min = 60, max = 60 }", None),
        ] {
            for head in [
                "[conventions.check]",
                "[[area]]\n[area.conventions.check]",
                "[[project]]\n[project.conventions.check]",
            ] {
                let found = said(&format!("{head}\n{text}\n"));
                let fits = found.len() == usize::from(expected.is_some())
                    && found.iter().all(|it| expected.is_some_and(|start| it.starts_with(start)));
                assert!(fits, "{head} {text}: {found:?}");
            }
        }
    }

    #[test]
    fn words_that_are_stated_twice_agree() {
        let check = "[conventions.check]\nwords = { min = 60, max = 350 }\n";
        for (words, faults) in [
            ("{ min = 60, max = 350 }", 0),
            ("{ min = 60, max = 300 }", 1),
            ("{ value = { min = 60, max = 300 }, lines = [1, 1] }", 1),
            ("{ value = { min = 300, max = 60 } }", 2),
        ] {
            let found = said(&format!("[conventions]\nwords = {words}\n{check}"));
            assert_eq!(found.len(), faults, "{words}: {found:?}");
        }
    }
}
