//! What the reader of TOML takes and nobody means: empty texts and names, and what `check` cannot go by.

use std::ops::Range;

use onlist_core::check::settings_overrides;
use onlist_core::diagnostics::Diagnostic;
use toml::de::{DeTable, DeValue};

use super::plain;

/// Keys that may be given nothing: it is neither asked for nor said then.
const MAY_BE_EMPTY: [&str; 3] = ["call-me", "affiliation", "time-zone"];

/// Adds to what was `found` in the settings what else is wrong with their values, in the order of the file.
pub(super) fn add(text: &str, found: &mut Vec<Diagnostic>) {
    let mut add = |places: &[Range<usize>], diagnostic: Diagnostic| {
        let is_told =
            |it: &Diagnostic| places.iter().any(|at| it.span.start < at.end && at.start < it.span.end);
        if !found.iter().any(is_told) {
            found.push(diagnostic);
        }
    };
    for diagnostic in settings_overrides(text) {
        let place = diagnostic.span.clone();
        add(&[place], diagnostic);
    }
    if let Ok(table) = DeTable::parse(text) {
        of_table(text, table.get_ref(), &mut add);
    }
    found.sort_by_key(|it| it.span.start);
}

fn of_table(text: &str, table: &DeTable<'_>, add: &mut impl FnMut(&[Range<usize>], Diagnostic)) {
    for (key, value) in table {
        if key.get_ref().trim().is_empty() {
            let diagnostic = Diagnostic::new(key.span(), "a name is empty");
            add(&[key.span()], diagnostic.hint("write a name before the `=`"));
            continue;
        }
        let (all, what): (Vec<_>, _) = match value.get_ref() {
            DeValue::Table(table) => {
                of_table(text, table, add);
                continue;
            }
            DeValue::Array(values) => (values.iter().collect(), "has an empty text"),
            _ if MAY_BE_EMPTY.contains(&key.get_ref().as_ref()) => continue,
            _ => (vec![value], "is empty"),
        };
        let is_empty = |value: &DeValue<'_>| value.as_str().is_some_and(|it| it.trim().is_empty());
        for value in all.into_iter().filter(|it| is_empty(it.get_ref())) {
            let diagnostic = Diagnostic::new(value.span(), format!("`{}` {what}", key.get_ref()));
            let usual = plain::example(text, value.span().start);
            let hint = usual.map_or_else(|| "remove it".into(), |(_, it)| format!("as in `{}`", it.line));
            add(&[key.span(), value.span()], diagnostic.hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::Settings;

    #[test]
    fn all_values_that_cannot_be_are_told_with_their_own_keys() {
        for (text, expected) in [
            ("[check]\nwords = { min = 9, max = 300}\n[archives]\na = \"\"", &["`a` is empty"][..]),
            ("[archives]\na = 'x'\nb = ' '\n'' = 'y'", &["`b` is empty", "a name is empty"]),
            ("[identity]\nname = ''\nemail = ''", &["`name` is empty", "`email`"]),
            ("identity = { name = '', email = '' }", &["`name` is empty", "`email`"]),
            ("[identity]\naffiliation = ''\ncall-me = ''\ntime-zone = ''", &[]),
            ("[answers]\nw = ''\n'' = 'x'", &["`w` is empty", "a name is empty"]),
            ("catalog = ''\n[lookup]\nname-servers = ['']", &["`catalog` is empty", "`name-servers`"]),
            ("[check]\ntitles = ['sir', '']", &["`titles` has an empty text"]),
            (
                "[check]\nseverity = { C99 = 'off' }\nwords = { min = 9, max = 3 }\nwidest-line = 0",
                &["there is no rule `C99`", "`min` is 9", "`widest-line` is 0"],
            ),
            (
                "[check]\nwidest-line = 0\nlargest = 'x'",
                &["`widest-line` is 0", "`largest` is a whole number"],
            ),
            ("[check]\nwidest-line = 70\nwords = { min = 9, max = 'x' }", &["`max`: "]),
            ("[check]\nwidest-subject = 70\nseverity = { C09 = 'of' }", &["`of` is not one of"]),
            ("nonsense = ''", &["`nonsense` is no key"]),
        ] {
            let read = Settings::parse(Path::new("config.toml"), text);
            let found = read.err().map(|it| it.diagnostics).unwrap_or_default();
            let said: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
            let fits = said.len() == expected.len()
                && said.iter().zip(expected).all(|(said, start)| said.starts_with(start));
            assert!(fits, "{text}: {said:?}");
        }
    }
}
