//! The importer over any text: it never panics, and its time grows with the text.

use std::time::{Duration, Instant};

use proptest::prelude::*;

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
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

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

/// The time for `text` repeated to `bytes`.
fn time(text: &str, bytes: usize, format: Format) -> Duration {
    let text = text.repeat(bytes / text.len());
    let start = Instant::now();
    read(&text, format);
    start.elapsed()
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
            let (short, long) = (time(text, 8_000, format), time(text, 64_000, format));
            let limit = short.max(Duration::from_millis(20)) * 24;
            assert!(long < limit, "{format:?} {text:?}: {short:?}, then {long:?}");
        }
    }
}
