//! Catalogs of every kind, and what is said of broken ones.

use proptest::prelude::*;

use super::format::{self, Role, Table, Type};
use super::{Catalog, Named, profile_of};

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
        Some(crate::diagnostics::Hint::Text(hint)) => format!("{} ({hint})", it.message),
        Some(hint) => format!("{} ({hint:?})", it.message),
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
    let shipped = include_str!("../../../../catalog.toml");
    for text in [SMALL, shipped, include_str!("../../../../examples/catalog.toml")] {
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
    let expected = [
        "`[[project]]` has no key `titel` (did you mean `title`?)",
        "`[[project]]` has no key `nick` (it belongs to `[[person]]`)",
        "`difficulty` cannot be `advanced` (write `difficulty = \"hard\"`)",
        "`size` must be a table (write `size = { hours = 350 }`)",
        "`skills` must be a list (write `skills = [\"Rust\"]`)",
        "`slots` must be a number (write `slots = 2`)",
        "no person with the id `nobody` (add `[[person]]` with `id = \"nobody\"` and `name = \"Nobody\"`)",
        "the last line comes before the first (write `[3, 9]`)",
        "empty value (remove the key if there is no value)",
    ];
    assert_eq!(said(&text), expected);
}

#[test]
fn a_season_stands_on_its_profile() {
    let season = r#"
schema = 2
profile = "engine.toml"

[season]
id = "soe-2026"
programme = "Summer of Engines"
token = "SoE 2026"
fallback-list = "devel"

[community]
about = "Engines for everybody."

[[project]]
id = "parser"
title = "A faster parser"
mentors = ["grace"]
"#;
    let profile = small("[[person]]\nid = \"grace\"\nname = \"Grace Example\"\n");
    assert_eq!(profile_of(season).as_deref(), Some("engine.toml"));
    assert_eq!(profile_of(&profile), None);

    let named = |text| Named { origin: "a file", text };
    let catalog = Catalog::parse_with(named(season), Some(named(&profile))).expect("valid together");
    assert_eq!(catalog.community.name.as_str(), "Engine Project");
    assert!(catalog.community.about.is_some());
    assert_eq!(catalog.mentors(&catalog.projects[0]).count(), 1);

    let alone = Catalog::parse("season.toml", season).expect_err("has neither list nor people");
    let mut messages: Vec<_> = alone.diagnostics.iter().map(|it| it.message.as_str()).collect();
    messages.sort_unstable();
    let expected = [
        "`[community]` has no `id`",
        "`[community]` has no `name`",
        "no list with the id `devel`",
        "no person with the id `grace`",
    ];
    assert_eq!(messages, expected);
    let broken = Catalog::parse_with(named(season), Some(named("schema = 2\nlist = 1\n")));
    assert_eq!(broken.expect_err("a broken profile").text, "schema = 2\nlist = 1\n");
}

#[test]
fn a_large_file_reads_like_a_small_one() {
    let project = |n: u32| {
        let words = "word ".repeat(60);
        format!("[[project]]\nid = \"p-{n}\"\ntitle = \"Title {n}\"\ndescription = '''\n{words}'''\n")
    };
    let many = small(&(0..12_000).map(project).collect::<String>());
    assert!(many.len() > 3 << 20, "several parts");
    let catalog = Catalog::parse("large.toml", &many).expect("valid");
    assert_eq!(catalog.projects.len(), 12_000);
    assert!(catalog.projects.iter().enumerate().all(|(at, it)| it.id.as_str() == format!("p-{at}")));

    let at_end = format!("{many}\n[[project]]\nid = \"p-7\"\ntitle = \"Again\"\narea = \"none\"\n");
    let refused = Catalog::parse("large.toml", &at_end).expect_err("two faults");
    let shown = refused.diagnostics.iter().map(|it| &at_end[it.span.clone()]);
    assert_eq!(shown.collect::<Vec<_>>(), ["\"p-7\"", "\"none\""]);
    let unclosed = format!("{many}\n[[project]]\nid = \"\n");
    let refused = Catalog::parse("large.toml", &unclosed).expect_err("no TOML");
    assert!(refused.diagnostics[0].span.start > many.len(), "{:?}", refused.diagnostics);
}

/// Makes values of each type of the format.
struct Maker {
    bits: Vec<u8>,
    at: usize,
    /// How many ids and addresses it has made.
    named: usize,
}

impl Maker {
    fn below(&mut self, limit: usize) -> usize {
        self.at += 1;
        usize::from(self.bits[self.at % self.bits.len()]) % limit
    }

    fn table(&mut self, table: &Table) -> String {
        let kept: Vec<_> = table.keys.iter().filter(|key| key.required || self.below(3) == 0).collect();
        let line = |key: &&format::Key| match key.name {
            // A year has four digits.
            "year" => "year = 2026".to_owned(),
            name => format!("{name} = {}", self.value(&key.of, key.role)),
        };
        format!("{{ {} }}", kept.iter().map(line).collect::<Vec<_>>().join(", "))
    }

    fn value(&mut self, of: &Type, role: Role) -> String {
        match of {
            Type::OneOrMany(inner) | Type::List(inner) => {
                let mut many: Vec<_> = (0..=self.below(3)).map(|_| self.value(inner, role)).collect();
                if matches!(inner, Type::Number(_)) {
                    many.sort_unstable();
                    many.dedup();
                }
                format!("[{}]", many.join(", "))
            }
            Type::Map(inner) => {
                format!("{{ one = {}, \"2 two\" = {} }}", self.value(inner, role), self.value(inner, role))
            }
            Type::Table(Table { short: Some(short), keys, .. }) if self.below(2) == 0 => {
                let short = keys.iter().find(|key| key.name == *short).expect("a key");
                self.value(&short.of, short.role)
            }
            Type::Table(table) => self.table(table),
            Type::Rule(table) if self.below(2) == 0 => self.value(&table.keys[0].of, role),
            Type::Rule(table) => {
                format!("{{ value = {}, lines = [1, 2] }}", self.value(&table.keys[0].of, role))
            }
            Type::Words(words) => format!("\"{}\"", words[self.below(words.len())].word),
            Type::Number(_) => (1 + self.below(2)).to_string(),
            Type::Bool => (self.below(2) == 0).to_string(),
            Type::Day => format!("2026-02-{:02}", 1 + self.below(28)),
            Type::Date => format!("[2026-03-{:02}, 2026-04-01]", 1 + self.below(28)),
            Type::Lines => "[1, 9]".to_owned(),
            Type::Statements => ["\"free\"", "[\"One.\", \"Two.\"]"][self.below(2)].to_owned(),
            Type::Url => "\"https://example.org/\"".to_owned(),
            Type::Address => {
                self.named += 1;
                format!("\"a{}@example.org\"", self.named)
            }
            Type::Id | Type::Line | Type::Block => self.text(role),
        }
    }

    fn text(&mut self, role: Role) -> String {
        match role {
            Role::Names(kind) => {
                self.named += 1;
                format!("\"{}-{}\"", kind.replace(' ', "-"), self.named)
            }
            Role::Refers(kind) => format!("\"{kind}-0\""),
            Role::Subject => "\"[{token}] {title}\"".to_owned(),
            _ => ["\"some text\"", r#""ünïcode \"quoted\" 漢字""#, r"'a \ b'"][self.below(3)].to_owned(),
        }
    }
}

/// One entry of every kind, for others to refer to.
const REFERRED: [(&str, &str); 6] = [
    ("list", r#"{ id = "list-0", address = "list@example.org" }"#),
    ("area", r#"{ id = "area-0", title = "Area" }"#),
    ("person", r#"{ id = "person-0", name = "Person" }"#),
    ("project", r#"{ id = "project-0", title = "Project" }"#),
    ("season", r#"{ id = "season-0", programme = "Programme" }"#),
    ("source", r#"{ id = "source-0", title = "Source", url = "https://example.org/" }"#),
];

proptest! {
    #[test]
    fn what_the_format_allows_is_read_and_written_again(bits in prop::collection::vec(any::<u8>(), 64..512)) {
        let mut maker = Maker { bits, at: 0, named: 0 };
        let mut text = "schema = 2\n".to_owned();
        for key in format::file().keys.iter().filter(|key| !["schema", "profile"].contains(&key.name)) {
            let value = maker.value(&key.of, key.role);
            let first = REFERRED.iter().find(|(name, _)| *name == key.name);
            let (name, value) = match (first, value.strip_prefix('[')) {
                (Some((name, first)), Some(more)) => (*name, format!("[{first}, {more}")),
                _ => (key.name, value),
            };
            text = format!("{text}{name} = {value}\n");
        }
        let catalog = Catalog::parse("made.toml", &text);
        prop_assert!(catalog.is_ok(), "{text}\n{:?}", catalog.map_err(|it| it.diagnostics));
        let catalog = catalog.expect("it is");
        let written = toml::to_string(&*catalog).expect("written");
        let again = Catalog::parse("written.toml", &written);
        prop_assert_eq!(Ok(catalog), again);
    }

    #[test]
    fn no_text_is_too_broken_to_be_judged(at in 0usize..44_000, cut in 0usize..200, put in "[]\\[{}\"'=\n a-z0-9]{0,12}") {
        let mut text = include_str!("../../../../catalog.toml").to_owned();
        let start = text.floor_char_boundary(at.min(text.len()));
        let end = text.floor_char_boundary((start + cut).min(text.len())).max(start);
        text.replace_range(start..end, &put);
        let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        let found = super::lint::lint(Named { origin: "catalog.toml", text: &text }, None, today);
        prop_assert!(found.iter().all(|it| text.get(it.span.clone()).is_some()), "{found:?}");
        if let Err(refused) = Catalog::parse("catalog.toml", &text) {
            prop_assert!(!refused.diagnostics.is_empty() && !found.is_empty());
            prop_assert!(refused.diagnostics.iter().all(|it| text.get(it.span.clone()).is_some()));
        }
    }
}

#[test]
fn examples_are_valid_where_they_stand() {
    format::each_table(&mut Vec::new(), format::file(), &mut |path, table| {
        for key in table.keys {
            let line = key.line();
            assert!(toml::from_str::<toml::Table>(&line).is_ok(), "{path:?}: {line}");
            assert_eq!(super::walk::faults(table, &line), Vec::<String>::new(), "{path:?}: {line}");
        }
    });
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a person asks this test to write what it has generated")]
fn the_reference_is_generated() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/catalog.md");
    let generated = format::reference();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(path, &generated).expect("writable");
    }
    let kept = std::fs::read_to_string(path).expect("readable");
    assert!(kept == generated, "docs/catalog.md is out of date: run the test with UPDATE_REFERENCE=1");
}
