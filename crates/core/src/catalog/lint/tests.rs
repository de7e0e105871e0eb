//! What is said of files that are wrong in one place.

use chrono::NaiveDate;

use super::lint;
use crate::catalog::{Catalog, Named};
use crate::diagnostics::{Hint, Lines};

const BASE: &str = r#"schema = 2
[community]
id = "lamp"
name = "Lamp"
[[list]]
id = "devel"
address = "lamp-devel@example.org"
[[area]]
id = "core"
title = "Core"
list = "devel"
[[person]]
id = "ada"
name = "Ada Example"
address = "ada@example.org"
[[project]]
id = "parser"
title = "A faster parser"
area = "core"
mentors = ["ada"]
"#;

/// What is said of the catalog with more lines at its end, but for notes, each with its line there and its hint.
fn said(more: &str) -> Vec<String> {
    let text = format!("{BASE}{more}");
    let today = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
    let lines = Lines::of(&text);
    let first = BASE.lines().count();
    let found = lint(Named { origin: "lamp.toml", text: &text }, None, today);
    let heavy = found.into_iter().filter(|it| {
        it.code
            .and_then(|it| super::rule(it).ok())
            .is_none_or(|rule| rule.level > crate::catalog::Level::Info)
    });
    let line = |it: crate::diagnostics::Diagnostic| {
        let line =
            i64::try_from(lines.place(&it.span).line).expect("few") - i64::try_from(first).expect("few");
        let hint = match &it.hint {
            Some(Hint::Text(hint)) => format!(": {hint}"),
            Some(other) => format!(": {other:?}"),
            None => String::new(),
        };
        format!("{line} {} {}{hint}", it.code.unwrap_or("?"), it.message)
    };
    heavy.map(line).collect()
}

fn hold(cases: &[(&str, &[&str])]) {
    for (more, expected) in cases {
        assert_eq!(said(more), *expected, "{more}");
        // What is read and what is checked are one thing.
        let read = Catalog::parse("lamp.toml", &format!("{BASE}{more}"));
        assert_eq!(read.is_ok(), expected.is_empty(), "{more}: {:?}", read.map_err(|it| it.diagnostics));
    }
}

#[test]
fn a_key_under_both_of_its_names_is_named() {
    let bo = "[[person]]\nid = \"bo\"\nname = \"Bo\"\n";
    hold(&[
        (
            &format!("{bo}address = \"bo@example.org\"\naddresses = [\"bo@home.example.org\"]\n"),
            &["5 K27 `address` and `addresses` are one key: write both values in one line: \
            `addresses = [\"bo@example.org\", \"bo@home.example.org\"]`"],
        ),
        (
            &format!("{bo}addresses = [\"bo@home.example.org\"]\naddress = \"bo@example.org\"\n"),
            &["5 K27 `addresses` and `address` are one key: write both values in one line: \
            `addresses = [\"bo@home.example.org\", \"bo@example.org\"]`"],
        ),
        (&format!("{bo}address = \"bo@example.org\"\n"), &[]),
        (&format!("{bo}addresses = \"bo@example.org\"\n"), &[]),
    ]);
}

#[test]
fn lines_are_counted_in_their_own_source() {
    let source =
        |id: &str, lines: &str| format!("[[source]]\nid = \"{id}\"\ntitle = \"A\"\nlines = {lines}\n");
    let two = source("a", "[1, 453]") + &source("b", "[1, 900]");
    let project = |more: &str| {
        format!("[[project]]\nid = \"p2\"\ntitle = \"B\"\narea = \"core\"\nlines = [500, 510]\n{more}")
    };
    let wrong = |lines: &str| source("a", lines) + &project("");
    hold(&[
        (&two, &[]),
        (&(two.clone() + &project("source = \"b\"\n")), &[]),
        (
            &(two.clone() + &project("")),
            &[
                "13 K34 line out of range: the source has lines 1 to 453: write `453`",
                "13 K34 line out of range: the source has lines 1 to 453: write `453`",
            ],
        ),
        (&wrong("[453, 1]"), &["4 K34 the last line comes before the first: write `[1, 453]`"]),
        (&wrong("[5]"), &["4 K29 `lines` is a first and a last line: as in `lines = [1, 453]`"]),
        (&wrong("[0, 20]"), &["4 K34 lines are counted from 1: write `1`"]),
        (
            &(two.replace("[[source]]\nid = \"b\"", "[[sources]]\nid = \"b\"")
                + &project("source = \"b\"\n")),
            &["5 K27 the catalog has no key `sources`: write `[[source]]`"],
        ),
    ]);
}

#[test]
fn tables_in_the_plural_beside_the_right_ones_are_judged() {
    hold(&[
        (
            "[[projects]]\nid = \"lexer\"\ntitle = \"A faster lexer\"\narea = \"cor\"\nmentors = [\"adda\"]\ndifficulty = \"schwer\"\n",
            &[
                "1 K27 the catalog has no key `projects`: write `[[project]]`",
                "4 K32 no area with the id `cor`: did you mean `core`?",
                "5 K32 no person with the id `adda`: did you mean `ada`?",
                "6 K04 `difficulty` cannot be `schwer`: write `difficulty = \"hard\"`",
            ],
        ),
        (
            "[[lists]]\nid = \"users\"\naddress = \"users@example.org\"\n[[area]]\nid = \"docs\"\ntitle = \"Docs\"\nlist = \"users\"\n",
            &["1 K27 the catalog has no key `lists`: write `[[list]]`"],
        ),
    ]);
}
