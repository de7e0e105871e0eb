//! Pages that are given for a catalog.

use crate::diagnostics::{Diagnostic, Hint};

const NOT_UTF8: &str = "no text in UTF-8";
const JSON: &str = "a JSON file";
const YAML: &str = "a YAML file";

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
    if text.contains('\0') {
        return Some(NOT_UTF8);
    }
    if lines().any(headed) || lines().filter(keyed).count() > 2 {
        return None;
    }
    if let Some(data) = data(start) {
        return Some(data);
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

/// What a text is when it is data of another format than TOML.
fn data(text: &str) -> Option<&'static str> {
    let inner = text.strip_prefix(['{', '[']).filter(|_| !text.starts_with("{{")).map(str::trim_start);
    if inner.is_some_and(|inner| inner.starts_with(['"', '{', '[', '}', ']'])) {
        return Some(JSON);
    }
    let mut lines = text.lines();
    let marked = lines.next().is_some_and(|line| line.trim_end() == "---" || line.starts_with("%YAML"));
    if marked && lines.any(|line| line.trim_end() == "---") {
        // What stands behind it is a page.
        return None;
    }
    let mut names = 0;
    let mut rest = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let line = line.trim_start_matches("- ");
        let name = line.split_once(':').filter(|(name, more)| {
            is_name(name) && !name.contains('"') && (more.is_empty() || more.starts_with(' '))
        });
        if name.is_some() { names += 1 } else { rest += 1 }
    }
    (names > 2 && names > rest).then_some(YAML)
}

/// Whether TOML takes this for the name of a key or table.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.\"".contains(&b))
}

/// Says that the file called `origin` is a page and no catalog, with what to do.
pub(super) fn kind_of_page(origin: &str, text: &str) -> Option<Diagnostic> {
    let kind = kind(text)?;
    let diagnostic = Diagnostic::new(first_line(text), format!("this is {kind}, not a catalog"));
    let hint = match kind {
        NOT_UTF8 => "save it as UTF-8 in your editor".into(),
        JSON | YAML => Hint::Catalog,
        _ => import(origin),
    };
    Some(diagnostic.code("K26").hint(hint))
}

/// Says that next to nothing of a file is a catalog.
pub(super) fn no_catalog(origin: &str, text: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(first_line(text), "this is no catalog: next to none of its lines are TOML");
    diagnostic.code("K26").hint(import(origin))
}

fn first_line(text: &str) -> std::ops::Range<usize> {
    0..text.lines().next().map_or(0, str::len)
}

fn import(origin: &str) -> Hint {
    Hint::Import((!origin.contains("://")).then(|| origin.to_owned()))
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
            ("{\n  \"schema\": 2,\n  \"list\": []\n}\n", Some(JSON)),
            ("[{\"id\": \"x\"}]\n", Some(JSON)),
            ("schema: 2\ncommunity:\n  id: lamp\nproject:\n  - id: parser\n    title: \"x\"\n", Some(YAML)),
            ("---\nschema: 2\ncommunity:\n  id: lamp\n", Some(YAML)),
            ("schema: 2\n[community]\nid: \"x\"\nname: \"y\"\n", None),
            ("Ideas\n\nTitle: A\nwords\nMentor: Bo\nmore words\nmore\nSkills: C\nand more\nand\n", None),
            ("s\0c\0h\0e\0m\0a\0", Some(NOT_UTF8)),
        ] {
            assert_eq!(kind(text), expected, "{text:?}");
        }
    }
}
