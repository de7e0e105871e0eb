//! Values that are easily read wrong: each is read right, or told as a doubt; and nothing is lost without a line.

use super::shapes::{doubts, left, page, values};
use super::{File, Format, Import, ProjectState, Words, import};

fn read(format: Format, text: &str) -> Import {
    import(&[File { name: "page", text, format: Some(format) }], &Words::default())
}

fn names(import: &Import) -> Vec<&str> {
    import.projects.iter().flat_map(|it| &it.mentors).map(|it| it.name.as_str()).collect()
}

fn titles(import: &Import) -> Vec<&str> {
    import.projects.iter().map(|it| it.title.as_str()).collect()
}

#[test]
fn a_field_that_stands_twice_is_told() {
    for (field, lines) in [
        ("difficulty", "- Difficulty: easy\n- Difficulty: hard\n"),
        ("size", "- Size: 90 hours\n- Size: 350 hours\n"),
        ("state", "- Status: open\n- State: finished\n"),
        ("verified", "- Verified: 2026-01-02\n- Verified: 2026-01-03\n"),
    ] {
        let import = page(&format!("# A\n\n## Lamps\n\n- Mentor: Ada Example\n- Skills: C\n{lines}"));
        assert_eq!(doubts(&import, field).len(), 1, "{field}: {:?}", import.doubts);
    }
    let same = page(
        "## Lamps\n\n- Mentor: Ada Example\n- Difficulty: easy\n- Difficulty: Easy\n- Size: 90\n- Hours: 90\n",
    );
    assert!(doubts(&same, "difficulty").is_empty() && doubts(&same, "size").is_empty(), "{:?}", same.doubts);
}

#[test]
fn nobody_is_lost_among_mentors() {
    for (field, expected) in [
        ("Bob Example <bob@example.org> or 韓梅梅", &["Bob Example", "韓梅梅"][..]),
        ("Bob Example (bob) or Ada Sample", &["Bob Example", "Ada Sample"]),
        ("O'Neil, Seán; José María de la Cruz", &["O'Neil, Seán", "José María de la Cruz"]),
        ("Seán O’Neil; Jan van der Berg", &["Seán O’Neil", "Jan van der Berg"]),
        ("Дарья Пример and Ἀρχιμήδης Παράδειγμα", &["Дарья Пример", "Ἀρχιμήδης Παράδειγμα"]),
    ] {
        let import = page(&format!("## Lamps\n\n- Mentors: {field}\n- Difficulty: easy\n"));
        assert_eq!(names(&import), expected, "{field}: {:?}", import.doubts);
    }
    let behind = page("## Lamps\n\n- Mentors: Bob Example <bob@example.org> 韓梅梅\n- Difficulty: easy\n");
    assert!(doubts(&behind, "mentors").contains(&"韓梅梅"), "{:?}", behind.doubts);
}

#[test]
fn a_sentence_below_a_skill_is_told() {
    for (text, told) in [
        ("Rust\nParse it fast.", true),
        ("Rust and\nParse trees.", false),
        ("Rust,\nC", false),
        ("C++\nMake it burn!", true),
    ] {
        let import =
            page(&format!("## Lamps\n\nMentor: Ada Example\n\nDifficulty: easy\n\nSkills: {text}\n"));
        assert_eq!(doubts(&import, "skills").len(), usize::from(told), "{text}: {:?}", import.doubts);
    }
}

#[test]
fn a_title_has_no_attributes() {
    for (title, expected) in [
        ("Lamps {#lamps}", "Lamps"),
        ("[Lamps](https://example.org) {#lamps}", "Lamps"),
        ("Lamps {: .big }", "Lamps"),
        ("Lamps {: #lamps .big}", "Lamps"),
        ("Lamps {x}", "Lamps {x}"),
    ] {
        let import = page(&format!("## {title}\n\n- Mentor: Ada Example\n- Difficulty: easy\n"));
        assert_eq!(titles(&import), [expected], "{title}");
    }
}

#[test]
fn what_org_does_not_show_is_left_with_a_line() {
    let fields = "- Mentor :: Ada Example\n- Difficulty :: easy\n";
    for head in ["COMMENT Hidden", "TODO COMMENT Hidden", "Hidden :noexport:", "Hidden :c:noexport:"] {
        let text = format!("* Ideas\n** {head}\n{fields}** Lamps\n{fields}");
        let import = read(Format::Org, &text);
        assert_eq!(titles(&import), ["Lamps"], "{head}");
        assert_eq!(import.coverage.left.len(), 1, "{head}: {:?}", left(&import));
        assert_eq!(left(&import)[0].1, "Org does not show it");
    }
    let above = format!("* COMMENT Old\n** Wicks\n{fields}* New\n** Lamps\n{fields}");
    assert_eq!(titles(&read(Format::Org, &above)), ["Lamps"]);
}

#[test]
fn struck_out_text_is_not_read_and_told() {
    let pages = [
        (
            Format::Markdown,
            "## Lamps\n\n- Mentors: ~~Bo Sample <bo@example.org>~~, Ada Example <ada@example.org>\n- Difficulty: ~~easy~~ hard\n- Size: <del>90</del> 175 hours\n- Skills: C, Rust\n",
        ),
        (
            Format::Html,
            "<h2>Lamps</h2><ul><li>Mentors: <s>Bo Sample</s> Ada Example &lt;ada@example.org&gt;</li><li>Difficulty: <strike>easy</strike> hard</li><li>Size: <del>90</del> 175 hours</li><li>Skills: C, Rust</li></ul>",
        ),
        (
            Format::Wikitext,
            "== Lamps ==\n* Mentors: <s>Bo Sample</s> Ada Example <ada@example.org>\n* Difficulty: <del>easy</del> hard\n* Size: <s>90</s> 175 hours\n* Skills: C, Rust\n",
        ),
        (
            Format::Org,
            "* Lamps\n- Mentors :: +Bo Sample+ Ada Example <ada@example.org>\n- Difficulty :: +easy+ hard\n- Size :: +90+ 175 hours\n- Skills :: C, Rust\n",
        ),
    ];
    for (format, text) in pages {
        let import = read(format, text);
        assert_eq!(
            values(&import),
            ["Lamps | Ada Example <ada@example.org> | hard | [175] | C; Rust"],
            "{format:?}"
        );
        let told = doubts(&import, "text");
        assert_eq!(told.len(), 3, "{format:?}: {told:?}");
        assert!(told[0].starts_with("~~Bo Sample") && told[1..] == ["~~easy~~", "~~90~~"], "{told:?}");
    }
    let fields = "- Mentor: Ada Example\n- Difficulty: easy\n- Size: ~90 hours or ~175 hours\n";
    let gone = page(&format!("# Ideas\n\n## ~~Wicks~~\n\n{fields}\n## Lamps\n\n{fields}"));
    assert_eq!(values(&gone), ["Lamps | Ada Example | easy | [90, 175] | "]);
    assert_eq!(left(&gone), [("Wicks", "struck out")]);
}

#[test]
fn a_title_over_several_rows_is_one_project() {
    let html = "<table><tr><th>Project</th><th>Mentor</th><th>Difficulty</th></tr>\n<tr><td rowspan=\"2\">Lamps</td><td>Ada Example</td><td>Easy</td></tr>\n<tr><td>Bo Sample</td><td>Hard</td></tr>\n<tr><td>Wicks</td><td rowspan='2'>Noel Example</td><td>Hard</td></tr>\n<tr><td>Oil</td><td>Medium</td></tr></table>";
    let wiki = "{|\n! Project !! Mentor !! Difficulty\n|-\n| rowspan=\"2\" | Lamps || Ada Example || Easy\n|-\n| Bo Sample || Hard\n|-\n| Wicks || rowspan=2 | Noel Example || Hard\n|-\n| Oil || Medium\n|}\n";
    for (format, text) in [(Format::Html, html), (Format::Wikitext, wiki)] {
        let import = read(format, text);
        let expected = [
            "Lamps | Ada Example; Bo Sample | easy | [] | ",
            "Wicks | Noel Example | hard | [] | ",
            "Oil | Noel Example | medium | [] | ",
        ];
        assert_eq!(values(&import), expected, "{format:?}");
        assert_eq!(doubts(&import, "difficulty"), ["Hard"], "{format:?}");
    }
}

#[test]
fn a_row_without_a_title_is_told() {
    let row = "| Project | Mentor | Difficulty |\n|---|---|---|\n| Lamps | Ada Example | easy |\n| | Bo Sample | hard |\n";
    let import = page(&format!("# Ideas\n\n{row}"));
    assert_eq!(titles(&import), ["Lamps"]);
    assert_eq!(left(&import), [("page.md", "no title")]);
}

#[test]
fn a_table_of_lists_is_read() {
    let rst = "Ideas\n=====\n\n.. list-table::\n   :header-rows: 1\n\n   * - Project\n     - Mentor\n     - Difficulty\n   * - Lamps\n     - Ada Example\n     - Easy\n   * - Wicks of\n       lamps\n     -\n     - Hard\n\nOil\n---\n\n:Mentors: Bo Sample\n:Difficulty: medium\n";
    let import = read(Format::Rst, rst);
    let expected = [
        "Lamps | Ada Example | easy | [] | ",
        "Wicks of lamps |  | hard | [] | ",
        "Oil | Bo Sample | medium | [] | ",
    ];
    assert_eq!(values(&import), expected, "{:?}", left(&import));
}

#[test]
fn a_table_of_values_with_commas_is_read() {
    let head = "Ideas\n=====\n\n.. csv-table:: Our ideas\n";
    let oil = "\nOil\n---\n\n:Mentors: Bo Sample\n:Difficulty: medium\n";
    let rows = "   Lamps, Ada Example, Easy\n   \"Wicks of \"\"our\"\"\n   lamps\", \"Bo Sample, Ada Example\", Hard\n";
    let labels = "   Project, Mentor, Difficulty\n";
    for text in [
        format!("   :header: \"Project\", \"Mentor\", \"Difficulty\"\n   :widths: 10, 10, 10\n\n{rows}"),
        format!("   :header-rows: 1\n\n{labels}{rows}"),
        format!("\n{labels}{rows}"),
        format!(
            "   :header-rows: 1\n   :delim: ;\n\n{}",
            format!("{labels}{rows}").replace(", ", ";").replace("Bo Sample;Ada", "Bo Sample, Ada")
        ),
    ] {
        let import = read(Format::Rst, &format!("{head}{text}{oil}"));
        let expected = [
            "Lamps | Ada Example | easy | [] | ",
            "Wicks of \"our\" lamps | Bo Sample; Ada Example | hard | [] | ",
            "Oil | Bo Sample | medium | [] | ",
        ];
        assert_eq!(values(&import), expected, "{text}: {:?}", left(&import));
    }
    for place in ["   :file: ideas.csv\n", "   :header: a, b\n   :url: https://example.org/ideas.csv\n"] {
        for more in ["", oil] {
            let import = read(Format::Rst, &format!("{head}{place}{more}"));
            let reasons: Vec<_> = left(&import).into_iter().map(|(_, reason)| reason).collect();
            assert_eq!(reasons, ["a table whose rows stand in another file"], "{place}{more}");
        }
    }
}

#[test]
fn keys_at_the_beginning_are_read_in_either_form() {
    let yaml = "---\ntitle: Faster lamps\nmentors:\n  - name: Ada Example\n    email: ada@example.org\n  - Bo Sample\n\
        difficulty: hard\nparams:\n  size: 175 hours\n---\nIt is dark.\n";
    let toml = "+++\ntitle = \"Faster lamps\"\nmentors = [{ name = \"Ada Example\", email = \"ada@example.org\" }, \"Bo Sample\"]\n\
        difficulty = \"hard\"\ndate = 2026-02-01\n[params]\nsize = \"175 hours\"\n+++\nIt is dark.\n";
    for text in [yaml, toml, &toml.replace("[params]", "[extra]"), &toml.replace('\n', "\r\n")] {
        let import = read(Format::Markdown, text);
        assert_eq!(
            values(&import),
            ["Faster lamps | Ada Example <ada@example.org>; Bo Sample | hard | [175] | "],
            "{text}"
        );
        let address = import.projects[0].mentors[0].address.as_deref();
        assert_eq!(address, Some("ada@example.org"), "{text}");
    }
    // A row of signs is no beginning, and what is no TOML is text.
    for text in [
        "+++\nno TOML at all\n+++\n\n# Ideas\n\n## Lamps\n\nMentor: Ada Example\n\nSize: 90 hours\n",
        "+++\n",
    ] {
        let _ = read(Format::Markdown, text);
    }
}

#[test]
fn a_word_for_a_part_may_be_a_title() {
    let fields = "\n\n* Mentors: Ada Example\n* Difficulty: easy\n* Size: 90 hours\n\nA text.\n\n";
    for title in [
        "Documentation",
        "Contact",
        "Resources",
        "Timeline",
        "Communication",
        "Introduction",
        "Links",
        "Getting started",
        "Tests",
        "References",
        "Tools",
        "Examples",
        "Notes",
        "Overview",
    ] {
        for others in ["## Lamps", "## Lamps{fields}## Bulbs"] {
            let others = others.replace("{fields}", fields);
            let page = page(&format!("# Ideas\n\n## {title}{fields}{others}{fields}"));
            assert_eq!(titles(&page)[0], title, "{:?}", left(&page));
            assert_eq!(doubts(&page, "title"), [title], "{:?}", page.doubts);
        }
    }
    // Below a project it is a part of it.
    let part = page(&format!(
        "# Ideas\n\n## Lamps\n\nA text.\n\n### Details{fields}## Oil\n\nA text.\n\n### Details{fields}"
    ));
    assert_eq!(titles(&part), ["Lamps", "Oil"]);
}

#[test]
fn people_are_read_as_real_pages_write_them() {
    for (field, expected, told) in [
        (
            "@ada.example @bo.sample @cy",
            "ada.example (@ada.example); bo.sample (@bo.sample); cy (@cy)",
            false,
        ),
        ("@ada.example, @bo", "ada.example (@ada.example); bo (@bo)", false),
        ("Ada @lists.example", "", true),
        ("Probably Ada Example, possibly Bo Sample", "Ada Example; Bo Sample", true),
        ("??? Possibly [Ada Example](Ada)", "Ada Example", true),
        ("Either [Ada Example](https://github.com/ada) or Bo Sample", "Ada Example (@ada); Bo Sample", false),
        (
            "[Ada Example](https://github.com/ada), and [Bo\nSample](https://github.com/bo).",
            "Ada Example (@ada); Bo Sample (@bo)",
            false,
        ),
        ("Look for mentors with the roles `@Lamps-Team`, `@Oil` in our chat", "", true),
    ] {
        let import = page(&format!("## Lamps\n\nDifficulty: easy\n\nMentors: {field}\n"));
        let shown: Vec<_> = import.projects[0]
            .mentors
            .iter()
            .map(|it| match &it.handle {
                Some(handle) => format!("{} ({handle})", it.name),
                None => it.name.clone(),
            })
            .collect();
        assert_eq!(shown.join("; "), expected, "{field}: {:?}", import.doubts);
        let doubts: Vec<_> = import
            .doubts
            .iter()
            .filter(|it| it.reason.contains("not ") || it.reason.contains("text"))
            .collect();
        assert_eq!(!doubts.is_empty(), told, "{field}: {:?}", import.doubts);
    }
}

#[test]
fn numbers_before_titles_are_no_part_of_them() {
    let fields = "\n\nMentor: Ada Example\n\nSize: 90 hours\n\n";
    for (heading, expected) in [
        ("11. 3D lamps", "3D lamps"),
        ("2.5D lamps", "2.5D lamps"),
        ("Project 60: Faster lamps", "Faster lamps"),
        ("Project #160 - Faster lamps", "Faster lamps"),
        ("Project 60. Faster lamps", "Faster lamps"),
        ("60) Faster lamps", "Faster lamps"),
        ("3 lamps in a row", "3 lamps in a row"),
    ] {
        let import = page(&format!("# Ideas\n\n## {heading}{fields}## Oil{fields}"));
        assert_eq!(titles(&import), [expected, "Oil"], "{heading}");
    }
    let named = page(&format!(
        "# Ideas\n\n## Project 60\n\n**Title:** Faster lamps{fields}## Project 61\n\n**Title:** Oil{fields}"
    ));
    assert_eq!(titles(&named), ["Faster lamps", "Oil"]);
}

#[test]
fn a_list_of_the_accepted_is_one_of_finished_projects() {
    let head = "# Lamps 2024\n\n## Update of June 25th\n\nWelcome.\n\n";
    let ideas = "## Ideas\n\n### Oil\n\nMentor: Ada Example\n\nSize: 90 hours\n";
    for label in ["Student", "Contributor", "Contributors"] {
        let table =
            format!("| {label} | Project | Mentors |\n|---|---|---|\n| Cy Pupil | Wicks | Bo Sample |\n");
        for (more, expected) in
            [("", &["Wicks", "Oil"][..]), ("| Di Pupil | Glass | Bo Sample |\n", &["Wicks", "Glass", "Oil"])]
        {
            let import = page(&format!("{head}{table}{more}\n{ideas}"));
            assert_eq!(titles(&import), expected, "{label}");
            let finished = import.projects.iter().filter(|it| it.state == ProjectState::Finished).count();
            assert_eq!(finished, expected.len() - 1, "{label}");
        }
    }
    // The idea of the same title is given too.
    let table = "| Student | Project | Mentors |\n|---|---|---|\n| Cy Pupil | Oil | Bo Sample |\n";
    let import = page(&format!("{head}{table}\n{ideas}"));
    let seen: Vec<_> = import.projects.iter().map(|it| (it.title.as_str(), it.state)).collect();
    assert_eq!(seen, [("Oil", ProjectState::Finished)]);
    assert_eq!(import.projects[0].mentors[0].name, "Ada Example");
    assert_eq!(import.projects[0].students.len(), 1);
}

#[test]
fn a_list_below_a_label_is_its_value() {
    let lamps = "## Lamps\n\n**Description**\n\nIt is dark.\n\n**Expected outcomes**\n\n* Make light with an eye to oil\n\
        * Ensure that wicks work well\n\n**Skills required**\n\n* C (familiar)\n\n**Potential mentors**\n\nBo Sample\n\n\
        **Expected difficulty**\n\nMedium\n\n**Contact**\n\nPost in the [forum](https://forum.example.org/)\n\n";
    let import = page(&format!("# Ideas\n\n{lamps}{}", lamps.replace("Lamps", "Oil")));
    assert_eq!(titles(&import), ["Lamps", "Oil"], "{:?}", left(&import));
}

#[test]
fn a_word_behind_a_number_is_the_difficulty() {
    for (said, expected) in [
        ("5 (very hard)", "hard"),
        ("3 (moderate)", "medium"),
        ("3-4 (moderate-hard)", "hard"),
        ("4-5 (quite hard)", "hard"),
    ] {
        let import = page(&format!("## Lamps\n\nMentor: Ada Example\n\nDifficulty: {said}\n"));
        assert!(values(&import)[0].contains(&format!("| {expected} |")), "{said}: {:?}", values(&import));
    }
}
