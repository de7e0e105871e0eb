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
        (&wrong("[5]"), &["4 K29 `lines` must be a first and a last line: write `lines = [1, 5]`"]),
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

/// What is wrong with an entry, as the last lines of it are.
const LEXER: &str = "[[project]]\nid = \"lexer\"\ntitle = \"B\"\narea = \"cor\"\nstate = \"opne\"\n";

#[test]
fn a_line_that_is_no_toml_is_told_once_and_hides_nothing() {
    let rest = [
        "no area with the id `cor`: did you mean `core`?",
        "`state` cannot be `opne`: write `state = \"open\"`",
    ];
    for (line, message) in [
        ("difficulty: hard", "`:` stands where `=` has to be: write `difficulty = \"hard\"`"),
        ("difficulty: \"hard\"", "`:` stands where `=` has to be: write `difficulty = \"hard\"`"),
        ("difficulty == \"hard\"", "`==` stands where `=` has to be: write `difficulty = \"hard\"`"),
        ("difficulty \"hard\"", "there is no `=` between key and value: write `difficulty = \"hard\"`"),
        ("difficulty = hard", "text needs quotes: write `difficulty = \"hard\"`"),
        (
            "difficulty = \"hard",
            "the text that begins here has no closing quotes: write `difficulty = \"hard\"`",
        ),
        ("difficulty = “hard”", "`“` is no quotation mark that TOML knows: write `difficulty = \"hard\"`"),
        ("difficulty = \"hard\",", "`,` stands behind the value: write `difficulty = \"hard\"`"),
        ("difficulty = \"hard\";", "`;` stands behind the value: write `difficulty = \"hard\"`"),
        ("difficulty = \"hard\" // as they say", "`//` begins no comment: write `difficulty = \"hard\"`"),
        ("difficulty =", "`difficulty` has no value: write one behind the `=`, or remove the line"),
        (
            "difficulty =\u{a0}\"hard\"",
            "there is a no-break space in it: write an ordinary blank, or nothing",
        ),
        ("// a comment", "`//` begins no comment: write `#`"),
        (
            "words of no kind",
            "this line is neither a key with its value nor a table: write a key and its value, as in `difficulty = \"easy\"`; a comment begins with `#`",
        ),
        ("verified = 2026-02-30", "there is no day `2026-02-30`: a date is as in `2026-03-31`"),
        ("verified = 31.01.2026", "`31.01.2026` is not a date: write `verified = 2026-01-31`"),
        ("verified = 31/01/2026", "`31/01/2026` is not a date: write `verified = 2026-01-31`"),
        (
            "skills = [\"C\" \"Rust\"]",
            "there is no comma between two values: write `skills = [\"C\", \"Rust\"]`",
        ),
        ("skills = [C, Rust]", "text needs quotes: write `skills = [\"C\", \"Rust\"]`"),
        ("skills = [\"C\", \"Rust\"", "`[` is not closed: write `skills = [\"C\", \"Rust\"]`"),
        ("skills = [\"C\",\n  \"Rust\"", "`[` is not closed: add `]` at the end of line 22"),
        ("skills = [\"C\", \"Rust", "`\"` is not closed: write `skills = [\"C\", \"Rust\"]`"),
        ("size = { hours = [175, 350 }", "`[` is not closed: write `size = { hours = [175, 350] }`"),
        ("links = [\n  { title = \"x\" },\n  { title = \"y\"\n]", "`{` is not closed: close it with `}`"),
        (
            "links = [\n  { title = \"x\" }\n  { title = \"y\" }\n]",
            "there is no comma between two values: write `links = [{ title = \"x\" }, { title = \"y\" }]`",
        ),
        (
            "difficulty = \"hard\"  slots = 2",
            "two keys stand on one line: write each of them on a line of its own",
        ),
        (
            "title = \"A “faster” parser\",",
            "`title` is there already, in line 18: remove one of the two lines",
        ),
        ("size = { hours = 350", "`{` is not closed: write `size = { hours = 350}`"),
        (
            "description = \"\"\"\nSome words\nmore",
            "`\"\"\"` is not closed: add `\"\"\"` behind the text, at the end of line 23",
        ),
        (
            "summary = \"He said \"hello\" to me.\"",
            "there is a `\"` inside the text: write `summary = 'He said \"hello\" to me.'`",
        ),
        ("summary = 'Ada's parser'", "there is a `'` inside the text: write `summary = \"Ada's parser\"`"),
        (
            "summary = \"see C:\\users\"",
            "a `\\` in text needs another one before it: write `summary = 'see C:\\users'`",
        ),
        ("title = \"A faster parser\"", "`title` is there already, in line 18: remove one of the two lines"),
        (
            "id = \"two\"\ntitle = \"Two\"",
            "`id` is there already, in line 17: a new entry begins with `[[project]]`: write it above this line",
        ),
        ("[[project]\nid = \"two\"\ntitle = \"Two\"", "this is no header of a table: write `[[project]]`"),
        ("[[project\nid = \"two\"\ntitle = \"Two\"", "`[[` is not closed: write `[[project]]`"),
        (
            "[project]\nid = \"two\"\ntitle = \"Two\"",
            "`[project]` stands here, and there are several of them: write `[[project]]`",
        ),
        (
            "[community]\nid = \"two\"\nname = \"Two\"",
            "`[community]` is there already, in line 2: put its lines there, and remove this one",
        ),
    ] {
        let mut said = said(&format!("{line}\n{LEXER}"));
        said.retain(|it| !it.contains(" K23 "));
        let bare: Vec<_> = said.iter().map(|it| it.splitn(3, ' ').nth(2).unwrap_or_default()).collect();
        assert_eq!(bare, [message, rest[0], rest[1]], "{line}\n{said:?}");
        assert!(said[0].contains(" K26 "), "{line}: {said:?}");
    }
}

#[test]
fn what_stands_in_a_line_that_is_left_out_is_not_missing() {
    for line in [
        "[[person]]\nid = \"bo\nx\"\nname = \"Bo\"\n[[project]]\nid = \"p2\"\ntitle = \"B\"\nmentors = [\"bo\"]",
        "[[project]]\nid = 2026-02-30\ntitle = \"B\"\nmentors = [\"ada\"]",
    ] {
        let said = said(line);
        assert!(said.iter().all(|it| it.contains("K26")), "{line}\n{said:?}");
    }
}

#[test]
fn a_fault_of_the_value_tells_of_its_syntax_too() {
    for (line, expected) in [
        ("difficulty: schwer", "1 K04 `difficulty` cannot be `schwer`: write `difficulty = \"hard\"`"),
        ("nix: 1", "1 K27 `[[project]]` has no key `nix`: remove it"),
        ("state = opne", "1 K30 `state` cannot be `opne`: write `state = \"open\"`"),
    ] {
        assert_eq!(said(line), [expected], "{line}");
    }
}

#[test]
fn a_hint_is_made_of_the_value_that_is_there() {
    for (line, hint) in [
        ("size = 90", "write `size = { hours = 90 }`"),
        ("size = \"350h\"", "write `size = { hours = 350 }`"),
        ("size = \"350 hours\"", "write `size = { hours = 350 }`"),
        ("size = [175, 350]", "write `size = { hours = [175, 350] }`"),
        ("size = { hours = \"350\" }", "write `350`"),
        ("slots = \"two\"", "write `slots = 2`"),
        ("slots = \"3\"", "write `slots = 3`"),
        ("inserted = \"2025-01-02\"", "write `inserted = 2025-01-02`"),
        ("verified = \"3 February 2026\"", "write `verified = 2026-02-03`"),
        ("verified = \"02/04/2025\"", "write `verified = [2025-02-04, 2025-04-02]`"),
        ("verified = [\"2026-02-13\", 2026-02-14]", "write `2026-02-13`"),
        ("lines = \"10-12\"", "write `lines = [10, 12]`"),
        ("lines = 4", "write `lines = [4, 4]`"),
        ("lines = [4]", "write `lines = [4, 4]`"),
        ("skills = \"C, Rust\"", "write `skills = [\"C\", \"Rust\"]`"),
        ("skills = \"C\"", "write `skills = [\"C\"]`"),
        (
            "outcomes = \"A parser that is fast, and tests.\"",
            "write `outcomes = [\"A parser that is fast, and tests.\"]`",
        ),
        (
            "repositories = \"https://git.example.net/lamp\"",
            "write `repositories = [{ name = \"lamp\", url = \"https://git.example.net/lamp\" }]`",
        ),
        (
            "links = \"https://example.net/design\"",
            "write `links = [{ title = \"design\", url = \"https://example.net/design\" }]`",
        ),
        (
            "links = [{ title = \"x\", url = \"example.net/design\" }]",
            "write `url = \"https://example.net/design\"`",
        ),
        ("heading = 5", "write `heading = \"5\"`"),
        ("mentors = [4]", "write the id of a `[[person]]`, in quotes"),
        ("season = 5", "write the id of a `[[season]]`, in quotes"),
        (
            "mentors = [\"Bo Example <bo@example.org>\"]",
            "there is `ada`; or add `[[person]]` with `id = \"bo-example\"`, `name = \"Bo Example\"` and `address = \"bo@example.org\"`, and write `bo-example` here",
        ),
        (
            "[[season]]\nid = \"x\"\nprogramme = \"Y\"\ntoken = \"Y\"\nredirects = [{ name = \"q\", how = \"write\", list = \"q@example.org\" }]",
            "write `address = \"q@example.org\"`",
        ),
        ("mentors = [\"ada@example.org\"]", "did you mean `ada`?"),
        ("[[season]]\nid = \"x\"\nprogramme = \"Y\"\ntoken = \"Y\"\nyear = \"2027\"", "write `year = 2027`"),
        ("[[season]]\nid = \"x\"\nprogramme = \"Y\"\ntoken = \"Y\"\nyear = 27", "write `year = 2027`"),
        (
            "[[person]]\nid = \"cy\"\nname = \"Cy\"\naddresses = \"cy@example.org, cy@home.example.org\"",
            "write `addresses = [\"cy@example.org\", \"cy@home.example.org\"]`",
        ),
    ] {
        let line = if line.starts_with('[') {
            line.to_owned()
        } else {
            format!("{LEXER}{line}\n").replace("opne", "open").replace("\"cor\"", "\"core\"")
        };
        let said: Vec<_> = said(&line).into_iter().filter(|it| !it.contains(" K23 ")).collect();
        assert!(said.len() == 1 && said[0].ends_with(&format!(": {hint}")), "{line}\n{said:?}");
    }
}

#[test]
fn a_key_that_is_none_is_met_with_the_one_that_is_meant() {
    for (line, hint) in [
        ("start = 2027-03-01", "remove it"),
        ("stipend = \"1000\"", "remove it"),
        ("co-mentor = \"ada\"", "did you mean `mentors`?"),
        (
            "languages = [\"C\"]\nprerequisites = [\"C\"]",
            "did you mean `skills`?|put it into `skills`, or remove it",
        ),
        (
            "[[season]]\nid = \"x\"\nprogramme = \"Y\"\ntoken = \"Y\"\nstart = 2027-03-01",
            "did you mean `apply-from`?",
        ),
        (
            "[[season]]\nid = \"x\"\nprogramme = \"Y\"\ntoken = \"Y\"\ndeadline = 2027-03-01",
            "did you mean `apply-until`?",
        ),
        ("[[season]]\nid = \"x\"\nname = \"Y\"\ntoken = \"Y\"", "did you mean `programme`?"),
        ("[[task]]\nid = \"x\"\ntitle = \"Y\"\narea = \"core\"", "did you mean `areas`?"),
        ("[[task]]\nid = \"x\"\ntitle = \"Y\"\nproject = \"parser\"", "did you mean `projects`?"),
        ("[[ideas]]\nid = \"x\"\ntitle = \"Y\"", "write `[[project]]`"),
        ("[conventions]\ncc = \"all-mentors\"", "did you mean `copy`?"),
        ("[rules]\ncopy = \"all-mentors\"", "did you mean `conventions`?"),
        (
            "[[person]]\nid = \"bo\"\nname = \"Bo\"\nemails = [\"bo@example.org\"]",
            "did you mean `addresses`?",
        ),
    ] {
        let line = if line.starts_with('[') {
            line.to_owned()
        } else {
            format!("{LEXER}{line}\n").replace("opne", "open").replace("\"cor\"", "\"core\"")
        };
        let said: Vec<_> = said(&line).into_iter().filter(|it| it.contains("K27")).collect();
        let hints: Vec<_> = said.iter().map(|it| it.rsplit(": ").next().unwrap_or_default()).collect();
        assert_eq!(hints.join("|"), hint, "{line}\n{said:?}");
    }
}

#[test]
fn people_who_are_there_twice_or_are_addresses_are_named() {
    for (line, expected) in [
        (
            "[[project]]\nid = \"p2\"\ntitle = \"B\"\nmentors = [\"ada\", { id = \"ada\", role = \"backup\" }]",
            "4 K24 `ada` is a mentor of `p2` twice: remove one of the two",
        ),
        (
            "[[person]]\nid = \"bo\"\nname = \"Bo <bo@example.org>\"",
            "3 K50 the name of `bo` is an address: write the name in `name`, and the address in `address`",
        ),
        (
            "[[person]]\nid = \"bo\"\nname = \"bo at example.org\"",
            "3 K50 the name of `bo` is an address: write the name in `name`, and the address in `address`",
        ),
    ] {
        assert_eq!(said(line), [expected], "{line}");
    }
}
