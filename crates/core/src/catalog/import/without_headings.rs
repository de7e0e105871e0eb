//! Entries whose titles are no headings: issues of a tracker, lines in bold, numbered lines, and plain ones.

use super::shapes::{doubts, left, page, values};

const FIELDS: &str = "**Difficulty:** hard\n\n**Mentor:** Ada Example\n\n";

fn titles(text: &str) -> Vec<String> {
    page(text).projects.into_iter().map(|it| it.title).collect()
}

#[test]
fn a_tracker_prints_issues_below_the_headings_of_its_components() {
    let issue = |key: &str, title: &str, text: &str| {
        format!("[{title}](https://tracker.example.org/browse/{key})\n\n{text}\n\n{FIELDS}")
    };
    let text = format!(
        "# Issues\n\nGenerated.\n\n# Lamps\n\n{}# Oil\n\n{}{}{}# Glass\n\n[An issue without fields](https://tracker.example.org/browse/GLASS-1)\n\nA text.\n\n# Rules\n\nWrite to us.\n",
        issue("LAMP-1", "Faster lamps", "A text."),
        issue(
            "OIL-1",
            "Warmer oil",
            "# Background\n\nA text.\n\n## Goals\n\n[Wicks of lamps](https://tracker.example.org/browse/OIL-9)\n\nText."
        ),
        issue("OIL-2", "[OIP-5] Colder oil", "A text."),
        issue(
            "OIL-3",
            "Oil in bottles ",
            "# Deliverables\n\nOne bottle.\n\n**Difficulty**: easy\n\n**Mentors**\n\n- Bo Sample\n"
        ),
    );
    let import = page(&text);
    assert_eq!(
        import.projects.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(),
        ["Faster lamps", "Warmer oil", "[OIP-5] Colder oil", "Oil in bottles"],
    );
    let areas: Vec<_> = import.projects.iter().map(|it| it.area.as_deref()).collect();
    assert_eq!(areas, [Some("Lamps"), Some("Oil"), Some("Oil"), Some("Oil")]);
    assert!(left(&import).contains(&("An issue without fields", "no fields")), "{:?}", left(&import));
    // Brackets in the words of a link.
    let nested = text.replace("[Faster lamps]", "[[SoC][Lamps] Faster lamps]");
    assert_eq!(titles(&nested)[0], "[SoC][Lamps] Faster lamps");
    for link in [
        "https://example.org/lamps/issues/4",
        "https://example.org/lamps/-/work_items/4",
        "https://bugs.example.org/show_bug.cgi?id=4",
        "https://trac.example.org/ticket/4",
        "https://phabricator.example.org/T4",
    ] {
        let one = |title: &str| format!("[{title}]({link})\n\n{FIELDS}");
        let text = format!("# A\n\n{}{}# B\n\n{}", one("Faster lamps"), one("More lamps"), one("Warm oil"));
        assert_eq!(titles(&text), ["Faster lamps", "More lamps", "Warm oil"], "{link}");
    }
    // The key of the issue may be the link, and the title stand behind it.
    let one = |key: &str, title: &str| {
        format!(
            "[{key}](https://tracker.example.org/browse/{key}) {title}\n\n[{key}](https://tracker.example.org/browse/{key}){title}\n\n{FIELDS}"
        )
    };
    let text = format!("# Lamps\n\n{}{}", one("LAMP-1", "Faster lamps"), one("LAMP-2", "More lamps"));
    assert_eq!(titles(&text), ["Faster lamps", "More lamps"]);
}

#[test]
fn a_link_to_an_issue_below_a_project_is_no_title() {
    for said in ["Tracking issue", "Read the issue of it"] {
        let one = |title: &str, number: usize| {
            format!(
                "## {title}\n\n[{said}](https://example.org/lamps/issues/{number})\n\nA text.\n\n{FIELDS}"
            )
        };
        let text = format!("# Ideas\n\n{}{}{}", one("Lamps", 1), one("Oil", 2), one("Glass", 3));
        assert_eq!(titles(&text), ["Lamps", "Oil", "Glass"], "{said}");
    }
    let one = |title: &str, issue: &str| {
        format!("## {title}\n\n{FIELDS}[{issue}](https://example.org/lamps/issues/7)\n\n")
    };
    let text = format!("# Ideas\n\n{}{}", one("Lamps", "Lamps are slow"), one("Oil", "Oil is cold"));
    assert_eq!(titles(&text), ["Lamps", "Oil"]);
}

#[test]
fn a_line_in_bold_above_headings_that_are_all_labels_is_a_title() {
    let one = |title: &str| {
        format!(
            "**{title}**[[edit](https://example.org/edit)]\n\n#### Brief explanation\n\nA text.\n\n#### Related lamps\n\nNone.\n\n#### Mentors\n\nAda Example\n\nBo Sample\n\n"
        )
    };
    let text = format!("# Proposed ideas\n\nWrite to us.\n\n{}{}{}", one("Lamps"), one("Oil"), one("Glass"));
    assert_eq!(
        values(&page(&text)),
        ["Lamps", "Oil", "Glass"].map(|it| format!("{it} | Ada Example; Bo Sample | unknown | [] | "))
    );
    // Blanks inside of the stars undo the dress.
    let undressed = text.replace("**Oil**", "** Oil **");
    assert_eq!(titles(&undressed), ["Lamps", "Oil", "Glass"]);
    // Below a heading of its own it is a part of a project.
    let one = |title: &str| {
        format!(
            "## {title}\n\nText.\n\n**Good for {title}**\n\n### Mentors\n\nAda Example\n\n### Difficulty\n\neasy\n\n"
        )
    };
    assert_eq!(titles(&format!("# Ideas\n\n{}{}", one("Lamps"), one("Oil"))), ["Lamps", "Oil"]);
}

#[test]
fn numbered_lines_bold_beginnings_and_plain_lines_are_titles() {
    let one = |title: &str| format!("{title}\n\n- Size: 350 hours\n- Difficulty: Hard\n- Text: one\n\n");
    let text = format!(
        "Ideas of 2026\n\nMentors: Ada Example\n\n{}{}{}",
        one("Project 1: Lamps"),
        one("Project 2: Oil: a history"),
        one("Project 3: Glass")
    );
    assert_eq!(titles(&text), ["Lamps", "Oil: a history", "Glass"]);

    let one = |title: &str| {
        format!(
            "- **{title}** They are slow, and nobody knows why.\n  *Size*: 175 hours\n  *Difficulty Level*: hard\n\n"
        )
    };
    let text = format!("Ideas of 2026\n\n{}{}", one("Faster lamps"), one("Warmer oil"));
    assert_eq!(
        values(&page(&text)),
        ["Faster lamps |  | hard | [175] | ", "Warmer oil |  | hard | [175] | "]
    );

    let one = |title: &str| {
        format!(
            "{title}\n\nThis is a long text about it, which says what is to be done and why anybody would do it at all.\n\n**Prerequisites**\n\nScala, ability to read C\n\n**Expected Difficulty**\n\nMedium.\n\n**Mentors**\n\n[@ada](https://example.org/ada)\n\n**Related Repositories**\n\n[oil](https://example.org/oil)\n\n"
        )
    };
    let import =
        page(&format!("# Summer of Code\n\nWelcome.\n\n{}{}", one("Faster lamps"), one("Warmer oil")));
    assert_eq!(
        values(&import),
        [
            "Faster lamps | ada | medium | [] | Scala; ability to read C",
            "Warmer oil | ada | medium | [] | Scala; ability to read C"
        ]
    );
    assert_eq!(doubts(&import, "title"), ["Faster lamps", "Warmer oil"]);
}

#[test]
fn a_table_of_two_columns_that_a_copy_has_taken_apart_is_read() {
    let one = |title: &str| {
        format!(
            "Title |\n{title} |\nDescription |\nA text:\nof two lines. |\nSkills |\nC, Rust |\nMentors |\nAda Example |\nProject Size |\n350 hours |\nRating |\nmedium |\n\n"
        )
    };
    let import = page(&format!("Instructions.\n\n{}{}", one("Lamps"), one("Oil")));
    assert_eq!(
        values(&import),
        ["Lamps | Ada Example | medium | [350] | C; Rust", "Oil | Ada Example | medium | [350] | C; Rust"]
    );
}

#[test]
fn a_table_whose_rows_are_broken_is_told() {
    let head = "| Name | Description | Difficulty | Size |\n|---|---|---|---|\n";
    for rows in [
        "|\n\n[Lamps](/lamps)[Oil](/oil) and more\n",
        "Lamps\n| A text. | easy | 90 h\nOil\n| A text. | easy | 90 h\n",
    ] {
        let import = page(&format!("# Ideas\n\n## Lamps and oil\n\n{head}{rows}\n## Contact\n\nWrite.\n"));
        let broken = ("Lamps and oil", "a table whose rows a copy has broken");
        assert!(left(&import).contains(&broken), "{rows}: {:?} {:?}", left(&import), values(&import));
    }
}

#[test]
fn headings_that_speak_of_the_page_are_no_ideas() {
    let text = "long enough to be a text that says what something is about and for whom it is meant";
    let page = page(&format!(
        "# Summer of Code 2026 ideas page\n\n## The ideas we have\n\n{text}\n\n## Niche ideas\n\n{text}\n\n## About us\n\n{text}\n\n## Perks\n\n{text}\n\n## Gifts\n\n{text}\n"
    ));
    assert_eq!(values(&page), Vec::<String>::new());
}

#[test]
fn an_address_before_a_dash_is_of_the_name_before_it() {
    let one = |mentors: &str| {
        let import =
            page(&format!("# Ideas\n\n## Lamps\n\n**Difficulty:** hard\n\n**Mentors**\n\n{mentors}\n"));
        values(&import).remove(0)
    };
    let both = "Lamps | Ada Example <ada@example.org>; Bo Sample <bo@example.org> | hard | [] | ";
    for mentors in [
        "- Ada Example(Lamp member),\n[ada@example.org](mailto:ada@example.org) - Bo Sample(Lamp member),\n[bo@example.org](mailto:bo@example.org)",
        "Ada Example, ada@example.org – Bo Sample, bo@example.org",
        "ada@example.org - Ada Example, bo@example.org - Bo Sample",
        "Ada Example, author of Lamps and Oil (ada@example.org), Bo Sample, LampHub (bo@example.org)",
        "- Ada Example [ada@example.org], Lamps (incubating) committer\n- Bo Sample [bo@example.org], Oil maintainer",
    ] {
        assert_eq!(one(mentors), both, "{mentors}");
    }
}

#[test]
fn skills_in_paragraphs_and_a_size_in_a_line_of_its_own_are_read() {
    let text = "# Ideas\n\n## Lamps\n\n**Full-time project 350h**\n\nA text.\n\n### Skills\n\nC++\n\nPython (optional)\n\n### Mentors\n\nAda Example\n";
    assert_eq!(values(&page(text)), ["Lamps | Ada Example | unknown | [350] | C++; Python (optional)"]);
    let text = text.replace("C++\n\nPython (optional)", "Knowledge of lamps and\n\noil");
    assert_eq!(values(&page(&text)), ["Lamps | Ada Example | unknown | [350] | Knowledge of lamps and oil"]);
}

#[test]
fn what_somebody_is_and_a_second_name_in_brackets_are_no_people() {
    let people = |mentors: &str| {
        let import =
            page(&format!("# Ideas\n\n## Lamps\n\n**Difficulty:** hard\n\n**Mentors:** {mentors}\n"));
        values(&import).remove(0)
    };
    for (mentors, expected) in [
        (
            "Ada Example, author of Lamps (ada at example dot org), Bo Sample, PhD Candidate",
            "Ada Example; Bo Sample",
        ),
        ("Ada(Adelheid) Example (@[ada](https://github.com/ada)), Bo Sample", "Ada Example; Bo Sample"),
        ("[Ada Example and Bo Sample](mailto:ada@example.org)", "Ada Example; Bo Sample"),
        ("Ada Example, Lamps/Oil/Glass developers", "Ada Example"),
    ] {
        assert_eq!(people(mentors), format!("Lamps | {expected} | hard | [] | "), "{mentors}");
    }
}

#[test]
fn a_column_of_numbers_is_no_title() {
    let text = "# Ideas\n\n| # | Mentorship | Focus | Mentor(s) |\n|---|---|---|---|\n| 1 | **Faster lamps**<br>[Apply](https://example.org/1) | Coding | Ada Example |\n| 2 | **Warmer oil** | Coding | Bo Sample |\n";
    let import = page(text);
    let titles: Vec<_> = import.projects.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Faster lamps", "Warmer oil"]);
}
