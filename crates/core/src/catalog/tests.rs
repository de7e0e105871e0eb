//! Catalogs of every kind, and what is said of broken ones.

use proptest::prelude::*;

use super::{Catalog, File, Named, profile_of};

const SMALL: &str = r#"
schema = 2

[community]
id = "engine"
name = "Engine Project"

[[list]]
id = "devel"
address = "devel@lists.example.org"
"#;

/// Every message about a file, with its hint.
fn said(text: &str) -> Vec<String> {
    let Err(refused) = Catalog::parse("engine.toml", text) else { return Vec::new() };
    let line = |it: &crate::diagnostics::Diagnostic| match &it.hint {
        Some(hint) => format!("{} ({hint})", it.message),
        None => it.message.clone(),
    };
    refused.diagnostics.iter().map(line).collect()
}

fn small(rest: &str) -> String {
    format!("{SMALL}\n{rest}")
}

#[test]
fn a_list_and_a_community_are_a_catalog() {
    let catalog = Catalog::parse("engine.toml", SMALL).expect("valid");
    assert!(catalog.season().is_none() && catalog.projects.is_empty());
    assert_eq!(catalog.fallback_list(None).map(|list| list.id.as_str()), Some("devel"));
}

#[test]
fn what_was_written_is_read_again() {
    for text in [SMALL, include_str!("../../../../catalog.toml"), include_str!("../../../../examples/catalog.toml")] {
        let catalog = Catalog::parse("catalog.toml", text).expect("valid");
        let written = toml::to_string(&*catalog).expect("written");
        let again = Catalog::parse("written.toml", &written).expect("valid");
        assert_eq!(catalog, again, "{written}");
    }
}

#[test]
fn every_fault_is_said_in_one_run() {
    let text = small(
        r#"
[[project]]
id = "parser"
titel = "A faster parser"
nick = "p"
difficulty = "advanced"
size = 350
skills = "Rust"
slots = "two"
mentors = ["nobody"]
lines = [9, 3]
description = ""
"#,
    );
    assert_eq!(said(&text).join("\n"), "", "{text}");
}
