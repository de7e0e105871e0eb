//! Pages that are given for a catalog.

use crate::diagnostics::{Diagnostic, Hint};

/// What a text is when it is a page that people read, and no TOML.
fn kind(text: &str) -> Option<&'static str> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let lower = start.get(..200.min(start.len())).unwrap_or(start).to_lowercase();
    let lines = || text.lines().map(str::trim_start);
    // A catalog has tables and keys, whatever its comments look like.
    let keyed = |line: &&str| line.split_once('=').is_some_and(|(name, _)| is_name(name.trim_end()));
    let headed = |line: &str| {
        let inner = line.trim_end().strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        inner.is_some_and(|inner| is_name(inner.trim_start_matches('[').trim_end_matches(']')))
    };
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Some("an HTML page");
    }
    if lines().any(headed) || lines().filter(keyed).count() > 2 {
        return None;
    }
    let wiki =
        |line: &str| (line.starts_with("==") && line.trim_end().ends_with("==")) || line.starts_with("{{");
    if lines().any(wiki) {
        return Some("a wiki page");
    }
    let front_matter = start.starts_with("---\n");
    let marked = |line: &str| line.starts_with("# ") || line.starts_with("## ") || line.contains("](");
    (front_matter || lines().filter(|line| marked(line)).count() > 1).then_some("a Markdown page")
}

/// Whether TOML takes this for the name of a key or table.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.\"".contains(&b))
}

/// Says that the file called `origin` is a page and no catalog, with what to do.
pub(super) fn kind_of_page(origin: &str, text: &str) -> Option<Diagnostic> {
    let kind = kind(text)?;
    let end = text.lines().next().map_or(0, str::len);
    let diagnostic = Diagnostic::new(0..end, format!("this is {kind}, not a catalog"));
    let is_local = !origin.contains("://");
    Some(diagnostic.code("K26").hint(Hint::Import(is_local.then(|| origin.to_owned()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_catalogs() {
        for (text, expected) in [
            ("<!DOCTYPE html>\n<html><body>", Some("an HTML page")),
            ("# Ideas\n\n## A faster parser\n\nMentor: Grace\n", Some("a Markdown page")),
            ("---\ntitle: Ideas\n---\n", Some("a Markdown page")),
            ("== Ideas ==\n* one\n", Some("a wiki page")),
            ("{{Project\n|Title=A faster parser\n|Mentor=Grace\n}}\n", Some("a wiki page")),
            ("# A comment\n# another\nschema = 2\n\n[community]\nid = \"x\"\n", None),
            ("# A comment\n## another\n[[list]]\n", None),
            ("schema = 2\n[community\n", None),
            ("", None),
        ] {
            assert_eq!(kind(text), expected, "{text:?}");
        }
    }
}
