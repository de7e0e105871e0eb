//! Whose an address or a handle is, who mentors now, and that nothing is left out in silence.

use super::shapes::{doubts, left, page, values};

/// A project whose field of mentors is `field`, and another one.
fn mentored(field: &str) -> super::Import {
    page(&format!(
        "# Ideas\n\n## Lamps\n\n{field}\n* Difficulty: easy\n* Skills: C\n\n## Bulbs\n\n* Mentor: Zoe Zed <zoe@z.test>\n* Difficulty: hard\n"
    ))
}

fn people(import: &super::Import) -> Vec<String> {
    let shown = |it: &super::Contact| match &it.address {
        Some(address) if *address != it.name => format!("{} <{address}>", it.name),
        _ => it.name.clone(),
    };
    import.projects[0].mentors.iter().map(shown).collect()
}

#[test]
fn an_address_is_given_only_to_whom_it_resembles() {
    for (field, expected) in [
        ("sue.tea (Sue Tea), Uli.Vee@matrix.org", &["sue.tea", "Uli.Vee@matrix.org"][..]),
        ("Sue Tea, uli@v.test", &["Sue Tea", "uli@v.test"]),
        ("Sue Tea, <uli@v.test>", &["Sue Tea", "uli@v.test"]),
        ("Sue Tea; uli@v.test", &["Sue Tea", "uli@v.test"]),
        ("Sue Tea and uli@v.test", &["Sue Tea", "uli@v.test"]),
        ("Sue Tea, Bob Bee, uli@v.test", &["Sue Tea", "Bob Bee", "uli@v.test"]),
        ("Sue Tea <sue@t.test>, Bob Bee, uli@v.test", &["Sue Tea <sue@t.test>", "Bob Bee", "uli@v.test"]),
    ] {
        for dress in ["* Mentor: ", "Mentor: ", "* Mentors:\n    * "] {
            let import = mentored(&format!("{dress}{field}"));
            assert_eq!(people(&import), expected, "{dress}{field}");
            assert!(
                import.doubts.iter().any(|it| it.raw.contains("@v.test") || it.raw.contains("@matrix.org")),
                "{field}: {:?}",
                import.doubts
            );
        }
    }
    for (field, expected) in [
        ("Sue Tea, sue@t.test", &["Sue Tea <sue@t.test>"][..]),
        ("Sue Tea, st@t.test", &["Sue Tea <st@t.test>"]),
        ("Sue Tea, stea@t.test", &["Sue Tea <stea@t.test>"]),
        ("Sue Tea, s.tea@t.test", &["Sue Tea <s.tea@t.test>"]),
        ("José Müller, jose@t.test", &["José Müller <jose@t.test>"]),
        ("Sue Tea (@lampist), lampist@t.test", &["Sue Tea <lampist@t.test>"]),
        ("Sue Tea, Bob Bee, sue@t.test, bob@t.test", &["Sue Tea <sue@t.test>", "Bob Bee <bob@t.test>"]),
        ("Sue Tea, lamp@t.test, Bob Bee, bulb@t.test", &["Sue Tea <lamp@t.test>", "Bob Bee <bulb@t.test>"]),
        ("Sue Tea, sue@t.test, Bob Bee, bulb@t.test", &["Sue Tea <sue@t.test>", "Bob Bee <bulb@t.test>"]),
    ] {
        for dress in ["* Mentor: ", "Mentor: "] {
            let import = mentored(&format!("{dress}{field}"));
            assert_eq!(people(&import), expected, "{dress}{field}");
        }
    }
}

#[test]
fn people_of_earlier_years_are_told_and_not_taken() {
    for label in [
        "Mentor (2024)",
        "Mentor in 2025",
        "Previous mentor",
        "Former mentors",
        "2024 contributor",
        "Contributor (2024)",
        "Contributors",
    ] {
        for (before, between, after) in
            [("* ", ": ", ""), ("* **", ":** ", ""), ("**", "**: ", "\n"), ("", ": ", "\n")]
        {
            let field = format!(
                "Mentor: Sue Tea <sue@t.test>\n\n{before}{label}{between}Fay Ef (2023), Eve Ee{after}"
            );
            let import = mentored(&field);
            assert_eq!(people(&import), ["Sue Tea <sue@t.test>"], "{field}");
            assert!(
                doubts(&import, "mentors").iter().any(|it| it.contains("Fay Ef")),
                "{field}: {:?}",
                import.doubts
            );
            assert!(!import.projects[0].description.contains("Fay"), "{field}");
        }
    }
    let below = mentored("Mentor: Sue Tea <s@t.test>\nContributors: Eve Ee (2024), Fay Ef (2023)\n");
    assert_eq!(people(&below), ["Sue Tea <s@t.test>"]);
    let beside = mentored("Mentors: Sue Tea <s@t.test>, Bob Bee (2024) <bob@b.test>");
    assert!(doubts(&beside, "mentors").iter().any(|it| it.contains("Bob Bee")), "{:?}", beside.doubts);
    let row = page(
        "## Lamps\n\n| Mentor | Sue Tea |\n|---|---|\n| Difficulty | easy |\n| Contributors (2023) | Fay Ef |\n",
    );
    assert_eq!(people(&row), ["Sue Tea"]);
    assert!(doubts(&row, "mentors").iter().any(|it| it.contains("Fay Ef")), "{:?}", row.doubts);
    let list = page(
        "# Ideas\n\n## Lamps\n\n* Mentor: Sue Tea\n* Size: 90\n\n# Contributors of 2025\n\n* Fay Ef\n* Eve Ee\n",
    );
    assert_eq!(left(&list), [("Contributors of 2025", "people of earlier years")]);
}

#[test]
fn a_handle_is_of_the_service_its_link_leads_to() {
    for (field, expected) in [
        ("@carl.d.e", ("@carl.d.e", "nick")),
        ("Carl Dee (@carl_d)", ("@carl_d", "nick")),
        ("Carl Dee (@-carl)", ("@-carl", "nick")),
        ("Carl Dee (@carl-dee)", ("@carl-dee", "github")),
        ("Fritz Ghee (@fritz.g)", ("@fritz.g", "nick")),
        ("Either @a.b", ("@a.b", "nick")),
        ("[@kay](https://gitlab.com/kay)", ("@kay", "gitlab")),
        ("[Kay Ell](https://gitlab.com/kay)", ("@kay", "gitlab")),
        ("[Kay Ell](https://github.com/kay)", ("@kay", "github")),
        ("Kay Ell ([@kay](https://chat.example.org/u/kay))", ("@kay", "nick")),
        ("[@kay](https://github.com/kay)", ("@kay", "github")),
    ] {
        let import = mentored(&format!("* Mentor: {field}"));
        let mentor = &import.projects[0].mentors[0];
        assert_eq!(
            (mentor.handle.as_deref(), mentor.service),
            (Some(expected.0), Some(expected.1)),
            "{field}"
        );
    }
}

#[test]
fn a_project_whose_title_holds_a_field_is_read() {
    for (title, name, measures) in [
        ("2. Third - mentor: Sue Tea <sue@t.test>, Medium, 175h", "Third", "medium | [175]"),
        ("2. Third – mentor: Sue Tea <sue@t.test>", "Third", "unknown | []"),
        ("Better codec (mentor: Sue Tea <sue@t.test>)", "Better codec", "unknown | []"),
        ("Better codec | Mentors: Sue Tea <sue@t.test>", "Better codec", "unknown | []"),
        ("Better codec, mentor: Sue Tea <sue@t.test>", "Better codec", "unknown | []"),
    ] {
        let text = format!(
            "# Ideas\n\n## 1. First\n\n* Mentor: Zoe Zed\n* Size: 90\n\n## {title}\n\nA text about it.\n\n## 3. Last\n\n* Mentor: Zoe Zed\n* Size: 90\n"
        );
        let import = page(&text);
        assert_eq!(values(&import)[1], format!("{name} | Sue Tea <sue@t.test> | {measures} | "), "{title}");
    }
}

#[test]
fn a_title_may_begin_with_a_state() {
    for title in [
        "Finished project",
        "Completed projects tool",
        "Open project",
        "Selected ideas viewer",
        "Finished lamps",
    ] {
        let import = page(&format!(
            "# Ideas\n\n## 4. {title} (completed 2025)\n\n* Mentors: Sue Tea\n* Student: Fay Ef\n* Size: 90\n\n## 5. Bulbs\n\n* Mentor: Zoe Zed\n* Size: 90\n"
        ));
        assert_eq!(import.projects[0].title, title, "{:?}", left(&import));
    }
}

#[test]
fn what_has_no_letter_and_no_number_is_no_title() {
    for title in ["---", "...", "\u{0}", "|", "🚀"] {
        let field =
            page(&format!("# Ideas\n\n## Lamps\n\n* Title: {title}\n* Mentor: Zoe Zed\n* Size: 90\n"));
        assert_eq!(field.projects[0].alias, None, "{title}");
        let heading = page(&format!(
            "# Ideas\n\n## {title}\n\n* Mentor: Zoe Zed\n* Size: 90\n\n## Lamps\n\n* Mentor: Zoe Zed\n* Size: 90\n"
        ));
        assert!(heading.projects.iter().all(|it| it.title == "Lamps"), "{title}: {:?}", values(&heading));
    }
}

#[test]
fn the_last_letter_of_a_name_keeps_its_full_stop() {
    for (field, expected) in [
        ("Pat Q. R.", &["Pat Q. R."][..]),
        ("Pat Q. R. <pat@q.test>", &["Pat Q. R. <pat@q.test>"]),
        ("Ada Example Jr., Bo Sample.", &["Ada Example Jr.", "Bo Sample"]),
    ] {
        let import = mentored(&format!("* Mentor: {field}"));
        assert_eq!(people(&import), expected, "{field}");
    }
}

#[test]
fn either_of_two_is_read() {
    let text = "Lamps\n=====\n\n:Mentor: Either Anna Bee or carl.dee\n:Difficulty: easy\n:Size: 90\n";
    let import =
        super::import(&[super::File { name: "page.rst", text, format: None }], &super::Words::default());
    assert_eq!(people(&import), ["Anna Bee", "carl.dee"], "{:?}", import.doubts);
}

#[test]
fn a_table_of_values_is_read_by_its_own_signs() {
    for (options, row) in [
        ("", "\"Mentor\", \"Ada \"\"Ed\"\" Example, Bo Sample\""),
        ("   :quote: '\n", "'Mentor', 'Ada Example, Bo Sample'"),
        ("   :quote: %\n   :escape: ^\n", "%Mentor%, %Ada Example, Bo ^%Bob^% Sample%"),
    ] {
        let quote = if row.starts_with('"') { '"' } else { row.chars().next().unwrap_or('"') };
        let line = |a: &str, b: &str| format!("   {quote}{a}{quote}, {quote}{b}{quote}\n");
        let text = format!(
            "Lamps\n=====\n\n.. csv-table::\n{options}\n{}   {row}\n{}{}",
            line("Field", "Value"),
            line("Difficulty", "easy"),
            line("Size", "90")
        );
        let file = super::File { name: "page.rst", text: &text, format: None };
        let import = super::import(&[file], &super::Words::default());
        assert_eq!(import.projects[0].mentors.len(), 2, "{row}: {:?}", import.projects[0].mentors);
        assert!(doubts(&import, "label").is_empty(), "{row}: {:?}", import.doubts);
    }
}

#[test]
fn skills_between_semicolons_are_apart() {
    let import = mentored("* Mentor: Sue Tea\n* Skills: C, Rust; knowledge of SIMD is a plus");
    assert_eq!(import.projects[0].skills[..3], ["C", "Rust", "knowledge of SIMD is a plus"]);
}
