//! The importer over any text: it never panics, and its time grows with the text.

use std::time::Duration;

use proptest::prelude::*;

use crate::cpu;

use super::{File, Format, Head, Import, Words, catalog, import};

const FORMATS: [Format; 6] =
    [Format::Markdown, Format::Html, Format::Wikitext, Format::Rst, Format::Org, Format::Plain];

fn read(text: &str, format: Format) -> Import {
    import(&[File { name: "page", text, format: Some(format) }], &Words::default())
}

/// Pieces that pages are made of, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("# ".to_owned()),
        Just("== ".to_owned()),
        Just(" ==\n".to_owned()),
        Just("{{".to_owned()),
        Just("}}".to_owned()),
        Just("|".to_owned()),
        Just("|Project=".to_owned()),
        Just("[[".to_owned()),
        Just("]]".to_owned()),
        Just("'''".to_owned()),
        Just("**Mentors:** ".to_owned()),
        Just("Difficulty: hard\n".to_owned()),
        Just("- ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("Ada Example <ada@example.org>".to_owned()),
        Just("ada at example dot org".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("</p>".to_owned()),
        Just("<h2>".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("=====\n".to_owned()),
        Just("^^^^\n".to_owned()),
        Just(".. ".to_owned()),
        Just(":ref:`a <b>`".to_owned()),
        Just("---\n".to_owned()),
        Just("title: x\n".to_owned()),
        Just("mentors:\n  - name: A\n".to_owned()),
        Just("| a | b |\n|---|---|\n".to_owned()),
        Just("90/175/350 h".to_owned()),
        Just("02/04/2014".to_owned()),
        Just("•\u{a0}".to_owned()),
        Just("İ\u{301}é".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("@".to_owned()),
        ".{0,12}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in pieces()) {
        for format in FORMATS {
            let found = read(&text, format);
            let lines = onlist_mail::text::with_lf(&text).lines().count().max(1);
            for project in &found.projects {
                prop_assert!(project.source.lines[1] <= lines + 1, "{:?} of {lines}", project.source.lines);
                for address in project.mentors.iter().filter_map(|it| it.address.as_ref()) {
                    prop_assert!(text.contains(address.as_str()), "{address} was made up");
                }
            }
        }
        let _ = import(&[File { name: "page", text: &text, format: None }], &Words::default());
    }

    #[test]
    fn what_is_saved_is_toml(text in pieces()) {
        let file = File { name: "page", text: &text, format: Some(Format::Markdown) };
        let found = import(&[file], &Words::default());
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        let text = catalog(&found, &[file], &Head::new("Page", day));
        let value: toml::Value = toml::from_str(&text).expect("TOML");
        let projects = value.get("project").and_then(toml::Value::as_array).map_or(0, Vec::len);
        prop_assert_eq!(projects, found.projects.len());
    }
}

/// The time to read a text, and in Markdown to write the catalog of it too.
fn time(text: &str, format: Format) -> Duration {
    let start = cpu::busy();
    let found = read(text, format);
    if format == Format::Markdown {
        let file = File { name: "page", text, format: Some(format) };
        let written = catalog(&found, &[file], &Head::new("Page", chrono::NaiveDate::default()));
        assert!(written.starts_with("schema"));
    }
    cpu::busy().saturating_sub(start)
}

/// That eight times the text takes no more than about eight times as long; a busy machine is asked again.
fn assert_linear(what: &str, format: Format, text: impl Fn(usize) -> String) {
    let (short, long) = (text(1_000), text(8_000));
    let mut worst = String::new();
    for _ in 0..10 {
        let (short, long) = (time(&short, format), time(&long, format));
        if long < short.max(Duration::from_millis(2)) * 24 {
            return;
        }
        worst = format!("{format:?} {what:?}: {short:?}, then {long:?}");
    }
    panic!("{worst}");
}

/// `count` different words of four letters.
fn words(count: usize) -> impl Iterator<Item = String> {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    (0..count).map(move |it| [it / 17_576, it / 676, it / 26, it].map(letter).iter().collect())
}

/// Texts in which everything differs, so that no list that is searched stays short.
#[test]
fn time_grows_with_hostile_text() {
    type Piece = fn(&str) -> String;
    let in_project: &[(&str, Piece)] = &[
        ("mentors", |word| format!("{}{} Ab, ", word[..1].to_uppercase(), &word[1..])),
        ("mentors", |word| format!("{word}@b.org ")),
        ("mentors", |word| format!("({word}@b.org ")),
        ("mentors", |word| format!("{word}-devel@b.org, ")),
        ("mentors", |_| "A) ".to_owned()),
        ("students", |word| format!("{}{} Ab, ", word[..1].to_uppercase(), &word[1..])),
        ("skills", |word| format!("{word}, ")),
        ("description", |word| format!("https://example.org/{word} ")),
        ("description", |_| "(UTC), ".to_owned()),
        ("difficulty", |_| "easy/hard ".to_owned()),
        ("size", |_| "90 ".to_owned()),
        ("date", |_| "1/2/2014 ".to_owned()),
    ];
    let page = |lead: &str, piece: Piece, bytes: usize| {
        let mut text = lead.to_owned();
        words(bytes)
            .map(|word| piece(&word))
            .take_while(|piece| {
                text.push_str(piece);
                text.len() < bytes
            })
            .for_each(drop);
        text
    };
    for (field, piece) in in_project {
        for open in ["", "("] {
            let lead = format!("# A\n\n**Size:** 90\n\n**Mentor:** A B\n\n**{field}:** {open}");
            assert_linear(&lead, Format::Markdown, |bytes| page(&lead, *piece, bytes));
        }
    }
    let whole: &[(&str, Piece)] = &[
        ("# A\n\n**Skills:**\n\n", |word| format!("- {word}\n")),
        ("", |word| format!("{word}-devel@b.org ")),
        ("", |word| format!("a-devel@{word}.org ")),
        ("", |word| format!("# {word}\nMentor: A B <{word}@b.org>\n")),
        ("", |word| format!("# {word}\nMentor: A at b dot org\n")),
        ("", |_| "# a\nMentor: A B\n".to_owned()),
        ("| Area | Mailing list | Mentor |\n|---|---|---|\n", |word| {
            format!("| {word} | {word}-devel@b.org | A B |\n")
        }),
        ("# A\n- Size: 90\n- Mentor: A B\n", |word| format!("- {word}: y\n- L{word}: y\n")),
        ("# Ideas\n", |word| {
            format!("## {word}\nIt is dark, and nobody has looked at the lamps for years and years.\n")
        }),
    ];
    for (lead, piece) in whole {
        assert_linear(lead, Format::Markdown, |bytes| page(lead, *piece, bytes));
    }
    // Areas and the projects that stand below their names.
    let areas = |bytes: usize| {
        let rows = page(
            "| Area | Mailing list |\n|---|---|\n",
            |word| format!("| {word} | {word}-devel@b.org |\n"),
            bytes / 2,
        );
        rows + &page("\n", |word| format!("# {word}\n## P {word}\nMentor: A B\nSize: 90\n"), bytes / 2)
    };
    assert_linear("areas", Format::Markdown, areas);
}

#[test]
fn time_grows_with_the_text() {
    let worst = [
        "{{",
        "}}",
        "{{a|b=",
        "{{p|Project=A|Contact=B}}",
        "[[",
        "[",
        "'''",
        "<",
        "<b>",
        "*",
        "`",
        "**a:** ",
        "Size: 1; ",
        ";",
        "- ",
        "# a\n",
        "a\n\n",
        "@",
        "a@b.org ",
        "(",
        "a, ",
        "| a | b |\n",
        "== a ==\nMentor: A\n",
        "### A\nMentors: A B, C D\n",
        "<li>",
        "<tr><td>a",
        "<summary>a",
        "Aa:",
        ":a: b\n",
        "a\n===\n",
        "> ",
        "\u{a0}",
        "•  a\n",
        "Title A\nMentor: B B\nDifficulty: hard\n\n",
        "- **T**\n  - Mentor: A B\n  - Size: 90\n",
        "**A b**\n\nMentor: A B\n\nSize: 90\n\n",
    ];
    for text in worst {
        for format in FORMATS {
            assert_linear(text, format, |bytes| text.repeat(bytes / text.len()));
        }
    }
}
