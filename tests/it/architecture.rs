//! The order of modules in the crate documentation of each library, held against its sources.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of `onlist-mail`, lowest first: a module may name those of earlier rows only.
const MAIL: [&[&str]; 7] = [
    &["text", "words", "file", "secret", "process", "tls"],
    &["http", "connection"],
    &["mailbox"],
    &["message_id", "list_address"],
    &["read", "write"],
    &["archive", "notice", "thread", "deliver"],
    &["imap", "lookup"],
];

/// The modules of `onlist-core`, lowest first.
const CORE: [&[&str]; 9] = [
    &["diagnostics"],
    &["template"],
    &["catalog", "drafts"],
    &["subject", "resolve"],
    &["asking", "introduction", "phrases"],
    &["compose", "people", "recognise"],
    &["check", "ledger", "triage"],
    &["rehearsal", "newcomers", "tasks"],
    &["outbox", "report", "sync"],
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path());
    let below = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    entries.flat_map(below).filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

/// Every source file of a library with the module it belongs to.
fn modules(library: &str) -> Vec<(String, PathBuf)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates").join(library).join("src");
    let module = |path: &PathBuf| {
        let inner = path.strip_prefix(&src).expect("below").iter().next().expect("a name");
        inner.to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    let own = |name: &str| !matches!(name, "lib" | "shipped");
    sources(&src).into_iter().map(|path| (module(&path), path)).filter(|(name, _)| own(name)).collect()
}

/// Holds the order; what measures time in tests has no place in it.
fn hold(library: &str, rows: &[&[&str]]) {
    let row = |module: &str| rows.iter().position(|row| row.contains(&module));
    for (module, path) in modules(library) {
        let own = row(&module).unwrap_or_else(|| panic!("{} has no place in the order", path.display()));
        let text = fs::read_to_string(&path).expect("readable");
        let body = text.split("#[cfg(test)]").next().unwrap_or_default();
        for named in body.split("crate::").skip(1) {
            let named: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let lower = named == "cpu" || row(&named).is_some_and(|row| row < own);
            assert!(named == module || lower, "{} names `{named}`", path.display());
        }
    }
}

#[test]
fn modules_name_only_lower_ones() {
    hold("mail", &MAIL);
    hold("core", &CORE);
}
