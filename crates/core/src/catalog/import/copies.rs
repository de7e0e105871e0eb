//! Pages that a copy has broken, and what looks like a project and is none.

use super::shapes::{doubts, left, page, values};

/// A project with the fields of a page's other ones.
const OTHER: &str =
    "## Warmer lamps\n\n**Mentor:** Bo Sample\n\n**Difficulty:** easy\n\n**Size:** 90 hours\n";

const WARMER: &str = "Warmer lamps | Bo Sample | easy | [90] | ";

#[test]
fn links_that_lost_the_blanks_around_them_are_several_people() {
    let import = page(&format!(
        "## Lamps\n\n**Mentors:** [ada](https://example.org/a)or[bo](https://example.org/b)\n\n**Size:** 90 hours\n\n{OTHER}"
    ));
    assert_eq!(values(&import)[0], "Lamps | ada; bo | unknown | [90] | ");
    // In a text nobody is meant by the words around an `or`.
    let import = page(&format!(
        "## Lamps\n\n**Mentors:** Send a mail to devel@lists.example.org to start on one or several of them\n\n**Size:** 90 hours\n\n{OTHER}"
    ));
    assert_eq!(values(&import)[0], "Lamps |  | unknown | [90] | ");
}

#[test]
fn a_heading_is_read_without_its_permalink_and_its_pictures() {
    for heading in [
        "## Lamps [#](https://example.org/#lamps)",
        "## Lamps [\u{f0}](#lamps)",
        "## Lamps [⤴\u{fe0f}](#top)",
        "## ![#f00](https://example.org/red.png) Lamps",
    ] {
        let import = page(&format!("{heading}\n\n**Mentor:** Ada Example\n\n**Size:** 90 hours\n\n{OTHER}"));
        assert_eq!(values(&import)[0], "Lamps | Ada Example | unknown | [90] | ", "{heading}");
    }
}

#[test]
fn a_title_that_is_cut_off_is_a_doubt() {
    let import =
        page(&format!("## Lamps (`wick`\n\n) in oil\n\n**Mentor:** Ada\n\n**Size:** 90 hours\n\n{OTHER}"));
    assert_eq!(doubts(&import, "title"), ["Lamps (wick"]);
}

#[test]
fn a_table_without_the_line_below_its_head_is_read() {
    let import = page(&format!(
        "## Lamps\n\n| Difficulty | Hard |\n| Size | 350hr |\n| Mentors | Ada Example, Bo Sample |\n| Key Skills | C, Rust |\n\nA text.\n\n{OTHER}"
    ));
    assert_eq!(values(&import), ["Lamps | Ada Example; Bo Sample | hard | [350] | C; Rust", WARMER]);
}

#[test]
fn a_row_whose_title_is_a_size_is_none() {
    let import = page(&format!(
        "# Ideas\n\n| Title | Size | Difficulty | Mentor |\n|---|---|---|---|\nLamps |\nBig | 350h | Hard | Ada |\nOil | 90h | easy | Bo |\n\n{OTHER}"
    ));
    assert_eq!(values(&import), ["Oil | Bo | easy | [90] | ", WARMER]);
}

#[test]
fn labels_without_values_and_words_of_a_text_make_no_project() {
    for (section, reason) in [
        (
            "## Past ones\n\n| Year | Project | Size | Mentor |\n|---|---|---|---|\n",
            "a table whose rows a copy has broken",
        ),
        ("## Everyone\n\nA *mentor* is obliged to answer.\nA\n*mentor* is not everyone.\n", "no fields"),
        (
            "## Not yet\n\nStudents: It is too early to apply, but any experience will make your application better.\n\nMentors: If you want to join us, please read what we have written for those who do.\n",
            "no fields",
        ),
        ("## News\n\n- docs(gsoc): add dates\n", "no fields"),
        (
            "## Many\n\nA lamp.\nSkills required: C\n\nOil.\nSkills required: Rust\n\nA wick.\nSkills required: Go\n",
            "several projects without headings",
        ),
    ] {
        let import = page(&format!("# Ideas\n\n{OTHER}\n{section}"));
        assert_eq!(values(&import), [WARMER], "{section}");
        assert_eq!(left(&import)[0].1, reason, "{section}");
    }
    let import = page(&format!(
        "# Lamps\n\n## Prerequisites\n\nC\n\n## To prospective mentors\n\nWrite.\n\n# Ideas\n\n{OTHER}"
    ));
    assert_eq!(values(&import), [WARMER]);
}

#[test]
fn the_line_above_the_fields_is_a_title_with_a_doubt() {
    let one = |title: &str| format!("{title}\n\nDifficulty: hard\n\nSize: 90 hours\n\nA text of it.\n\n");
    let import = page(&format!("# Ideas\n\n{}{}", one("Lamps"), one("Oil")));
    assert_eq!(values(&import), ["Lamps |  | hard | [90] | ", "Oil |  | hard | [90] | "]);
    assert_eq!(doubts(&import, "title"), ["Lamps", "Oil"]);
}

#[test]
fn a_project_is_no_area_of_those_below_it() {
    let fields = "**Mentor:** Ada Example\n\n**Difficulty:** hard\n";
    let import = page(&format!(
        "# Lamps\n\n## Oil\n\n{fields}\n### Wicks\n\n{fields}\n### Glass\n\n{fields}\n## Bulbs\n\n{fields}"
    ));
    let areas: Vec<_> = import.projects.iter().map(|it| (it.title.as_str(), it.area.as_deref())).collect();
    assert!(areas.iter().all(|(_, area)| *area != Some("Oil")), "{areas:?}");
}

#[test]
fn names_stand_behind_the_sign_of_a_handle_or_in_brackets() {
    for (raw, person, doubtful) in [
        ("@Ada Example", ("Ada Example", None), true),
        ("@ada (Ada Example)", ("Ada Example", Some("@ada")), false),
        ("@ada (Ada Example - Lamps)", ("Ada Example", Some("@ada")), false),
        ("Primary, @Ada", ("Ada", Some("@Ada")), false),
        ("@ada (lamps)", ("ada", Some("@ada")), false),
        ("@Ada", ("Ada", Some("@Ada")), false),
    ] {
        let import = page(&format!("## Lamps\n\n**Mentor:** {raw}\n\n**Size:** 90 hours\n\n{OTHER}"));
        let mentor = &import.projects[0].mentors[0];
        assert_eq!((mentor.name.as_str(), mentor.handle.as_deref()), person, "{raw}");
        let doubts = doubts(&import, "mentors");
        assert_eq!(doubts.iter().filter(|it| **it == raw).count() > 1, doubtful, "{raw}: {doubts:?}");
    }
}

#[test]
fn a_page_of_links_says_where_they_lead_in_one_line() {
    let import = page(
        "# Ideas\n\nWe are many.\n\n- [Lamps](https://example.org/lamps#ideas) in *C*\n- [Oil](/oil)\n- [Glass](glass.md)\n- [Wicks](https://example.org/wicks)\n- [Lamps again](https://example.org/lamps)\n- no link\n\n## More\n\nText.\n",
    );
    assert_eq!(
        left(&import),
        [("Ideas", "links to 4 pages; import those: https://example.org/lamps /oil glass.md …")]
    );
    // Two links, or a table of contents, are none.
    for text in [
        "# Ideas\n\n- [Lamps](https://example.org/lamps)\n- [Oil](/oil)\n\n## More\n\nText.\n",
        "# Ideas\n\n- [A](#a)\n- [B](#b)\n- [C](#c)\n- [D](#d)\n\n## More\n\nText.\n",
    ] {
        assert!(left(&page(text)).iter().all(|(_, reason)| !reason.starts_with("links")), "{text}");
    }
}

#[test]
fn what_has_no_heading_is_called_by_its_file() {
    let import = page("Some text of a page without any heading, and nothing else at all.\n");
    assert_eq!(left(&import)[0].0, "page.md");
}
