//! Shapes of pages, each the shape of several communities, with words of invented ones.

use super::{File, Format, Import, Role, Words, import};

fn read(name: &str, text: &str) -> Import {
    import(&[File { name, text, format: None }], &Words::default())
}

pub(super) fn page(text: &str) -> Import {
    read("page.md", text)
}

/// Titles, mentors with addresses, difficulty, hours and skills of all projects, each in a line.
pub(super) fn values(import: &Import) -> Vec<String> {
    let one = |project: &super::Project| {
        let mentors = project.mentors.iter().map(|it| match &it.address {
            Some(address) => format!("{} <{address}>", it.name),
            None => it.name.clone(),
        });
        let mentors = mentors.collect::<Vec<_>>().join("; ");
        let (grade, hours) = (format!("{:?}", project.difficulty).to_lowercase(), &project.size_hours);
        format!("{} | {mentors} | {grade} | {hours:?} | {}", project.title, project.skills.join("; "))
    };
    import.projects.iter().map(one).collect()
}

pub(super) fn doubts<'i>(import: &'i Import, field: &str) -> Vec<&'i str> {
    import.doubts.iter().filter(|it| it.field == field).map(|it| it.raw.as_str()).collect()
}

pub(super) fn left(import: &Import) -> Vec<(&str, &str)> {
    import.coverage.left.iter().map(|it| (it.title.as_str(), it.reason.as_str())).collect()
}

const LAMP: &str = "Faster lamps | Ada Example <ada@example.org> | hard | [175] | C; Rust";

#[test]
fn org_mode_is_read_with_its_headlines_drawers_tables_and_markup() {
    let head = "#+TITLE: Lamp ideas\n# a comment: none\n* Ideas for 2026\n** TODO Faster lamps :c:rust:\n";
    for body in [
        "*Difficulty:*\n\nHard\n\n*Size:* 175 hours\n\n*Skills:* =C=, ~Rust~\n\n*Mentor:*\n[[mailto:ada@example.org][Ada Example]]\n",
        "A [[https://example.org][lamp]] of *light*.\n- Difficulty :: hard\n- Size :: 175 hours\n- Skills ::\n  - C\n  - Rust\n- Mentor :: Ada Example <ada@example.org>\n",
        ":PROPERTIES:\n:Difficulty: hard\n:Size: 175 hours\n:Skills: C, Rust\n:Mentor: Ada Example <ada@example.org>\n:END:\nText.\n",
        "#+begin_src c\n*Difficulty:* easy\n#+end_src\n| Difficulty | hard |\n|---+---|\n| Size | 175 hours |\n| Skills | C, Rust |\n| Mentor | Ada Example <ada@example.org> |\n",
        "#+BEGIN_QUOTE\nA text.\n#+END_QUOTE\n- *Difficulty:* hard\n- *Size:* 175 hours\n- *Skills:* C, Rust\n- *Mentor:* Ada Example <ada@example.org>\n",
    ] {
        let text = format!("{head}{body}** Warmer lamps\n*Difficulty:* easy\n*Mentor:* Bo Sample\n");
        for name in ["page.org", "page"] {
            let import = read(name, &text);
            assert_eq!(values(&import), [LAMP, "Warmer lamps | Bo Sample | easy | [] | "], "{name}\n{text}");
        }
    }
}

#[test]
fn what_docutils_shows_is_read_in_restructured_text() {
    for directive in [".. Important::", ".. note::", ".. WARNING::", ".. admonition:: Facts", ".. hint::"] {
        let fields = "**Mentor**: Ada Example <ada@example.org>\n\n  **Difficulty**: hard.\n\n  **Size**: 175 hours.\n\n  **Skills**: C, Rust.";
        // The second mark is too short, which docutils takes with a warning.
        let text = format!(
            "Lamp ideas\n==========\n\nFaster lamps\n~~~~~~~~~~~~\n\n{directive}\n\n  {fields}\n\nWarmer lamps of many colours\n~~~~~~~~~~~\n\n**Mentor**: Bo Sample\n\n**Difficulty**: easy\n"
        );
        let import = read("page.rst", &text);
        assert_eq!(
            values(&import),
            [LAMP, "Warmer lamps of many colours | Bo Sample | easy | [] | "],
            "{text}"
        );
    }
}

#[test]
fn the_first_column_of_a_table_with_mentors_is_the_title() {
    let text = "# Lamps\n\n| Work at LampHub | Mentor(s) | More |\n|---|---|---|\n| Faster lamps | Ada Example | [1](https://example.org/1) |\n| Warmer lamps | Bo (Bobo) Sample, Cy Test | [2](https://example.org/2) |\n";
    let html = "<table><table><thead><tr><th>Work at LampHub</th><th>Mentor(s)</th><th>More</th></tr></thead><tbody><tr><td><a href='https://example.org/1'>Faster lamps</a></td><td>Ada Example</td><td>1</td></tr><tr><td>Warmer lamps</td><td>Bo (Bobo) Sample, Cy Test</td><td>2</td></tr></tbody></table>";
    for (name, text) in [("page.md", text), ("page.html", html)] {
        let titles = [
            "Faster lamps | Ada Example | unknown | [] | ",
            "Warmer lamps | Bo Sample; Cy Test | unknown | [] | ",
        ];
        assert_eq!(values(&read(name, text)), titles, "{name}");
    }
}

#[test]
fn headings_without_fields_are_projects_only_below_a_heading_that_says_so() {
    let prose = "It is dark. The lamps of the town are slow, and nobody has looked at them for years.";
    let text = format!(
        "# Lamps\n\n## How to apply\n\n{prose}\n\n## Project ideas 2026\n\n### Faster lamps\n\n{prose}\n\n### Rules of our GSoC\n\n{prose}\n\n### Warmer lamps\n\n{prose}\n\n## Accepted projects\n\n### 2024\n\n{prose}\n\n### 2023\n\n{prose}\n"
    );
    let import = page(&text);
    assert_eq!(values(&import), ["Faster lamps |  | unknown | [] | ", "Warmer lamps |  | unknown | [] | "]);
    assert_eq!(import.projects[0].description, prose);
    assert_eq!(doubts(&import, "title"), ["Faster lamps", "Warmer lamps"]);
    // One project with fields shows what projects look like here: the others are left, with their place.
    let import = page(&text.replace(
        "### Warmer lamps\n",
        "### Warmer lamps\n\n**Mentor:** Ada Example\n\n**Size:** 90 hours\n",
    ));
    assert_eq!(values(&import), ["Warmer lamps | Ada Example | unknown | [90] | "]);
    assert_eq!(left(&import)[0], ("Faster lamps", "no fields"));
}

#[test]
fn a_page_without_projects_is_left_section_by_section() {
    let text = "# Lamps\n\n## Kernel work\n\n- [a faster lamp](https://example.org/1)\n\n## Tools\n\n- [a warmer lamp](https://example.org/2)\n\n## Title of the idea\n\n**Mentor:**\n\n## Selected ideas\n\n**Faster lamps**. They are slow.\n\n**Skills:** C\n\n**Warmer lamps**. They are cold.\n\n**Mentor:** Ada Example\n";
    let import = page(text);
    assert_eq!(values(&import), Vec::<String>::new());
    assert_eq!(
        left(&import),
        [
            ("Kernel work", "no fields"),
            ("Tools", "no fields"),
            ("Title of the idea", "a template"),
            ("Selected ideas", "fields without a title of their own"),
        ]
    );
    assert_eq!(import.coverage.left[1].source.lines, [7, 9]);
}

#[test]
fn a_project_is_found_when_another_stands_below_it() {
    let fields = |mentor: &str| format!("**Mentor:** {mentor}\n\n**Difficulty:** hard\n");
    let text = format!(
        "# Ideas\n\n## Faster lamps\n\n{}\n### The plan\n\nText.\n\n### Colder lamps\n\n{}\n## Warmer lamps\n\n{}",
        fields("Ada Example"),
        fields("Bo Sample"),
        fields("Cy Test")
    );
    let import = page(&text);
    let found = [
        "Faster lamps | Ada Example | hard | [] | ",
        "Colder lamps | Bo Sample | hard | [] | ",
        "Warmer lamps | Cy Test | hard | [] | ",
    ];
    assert_eq!(values(&import), found);
    assert_eq!(left(&import), []);
    // Where nothing else stands at its level, fields above projects are told.
    let text = format!(
        "# Lamp work\n\n{}\n## Colder lamps\n\n{}\n## Warmer lamps\n\n{}",
        fields("Ada Example"),
        fields("Bo Sample"),
        fields("Cy Test")
    );
    let import = page(&text);
    assert_eq!(values(&import), found[1..]);
    assert_eq!(left(&import), [("Lamp work", "its fields stand above other projects")]);
}

#[test]
fn an_unknown_label_is_told_once_with_its_place() {
    let project = |title: &str, label: &str| {
        format!(
            "## {title}\n\n- More info: none\n- Fields to study: C\n- Project size: 90 hours\n- {label}: hard\n- Mentor: Ada Example\n\n**Light needed:** some\n\n**Step 1:** none\n\n"
        )
    };
    let import = page(&format!(
        "# Ideas\n\n{}{}",
        project("Faster lamps", "Dificulty"),
        project("Warmer lamps", "Difficulty")
    ));
    assert_eq!(doubts(&import, "label"), ["More info", "Fields to study", "Dificulty", "Light needed"]);
    let doubt = import.doubts.iter().find(|it| it.raw == "Dificulty").expect("a doubt");
    assert_eq!((doubt.project.as_deref(), doubt.source.lines), (Some("Faster lamps"), [8, 8]));
    assert_eq!(import.projects[0].description, "");
}

#[test]
fn persons_are_read_in_the_shapes_in_which_pages_print_them() {
    for (raw, people) in [
        ("Ada Example + Bo Sample", &["Ada Example", "Bo Sample"][..]),
        ("Ada Example + Someone from the lamp team", &["Ada Example"]),
        ("Ada 'lamp' Example, Bo \"bo\" Sample", &["Ada 'lamp' Example", "Bo \"bo\" Sample"]),
        ("Ada (Adi) Example, Bo Sample", &["Ada Example", "Bo Sample"]),
        (
            "Ada Example (GM: I have a part of it, and would like to help/co-mentor this project?) (AE: great!) (GM: sure)",
            &["Ada Example"],
        ),
        ("[Ada Example](ada@example.org)", &["Ada Example <ada@example.org>"]),
        ("[@ada][] [@bo][]", &["ada", "bo"]),
        (
            "Ada Example\n[Bo Sample](mailto:bo@example.org)\n[Cy Test](https://github.com/cy)",
            &["Ada Example", "Bo Sample <bo@example.org>", "Cy Test"],
        ),
        (
            "Ada Example and\n[Bo Sample](mailto:bo@example.org)",
            &["Ada Example", "Bo Sample <bo@example.org>"],
        ),
        (
            "Ada Example <ada@example.org>, Bo Sample < <bo@example.org> >",
            &["Ada Example <ada@example.org>", "Bo Sample <bo@example.org>"],
        ),
    ] {
        let import =
            page(&format!("# Lamps\n\n## Faster lamps\n\n**Difficulty:** easy\n\n**Mentors:** {raw}\n"));
        let found: Vec<_> =
            values(&import)[0].split(" | ").nth(1).expect("mentors").split("; ").map(str::to_owned).collect();
        assert_eq!(found, people, "{raw}");
    }
}

#[test]
fn whoever_is_named_beside_the_projects_gives_the_address() {
    for heading in ["Mentors", "Lamp mentors", "Our mentors"] {
        let text = format!(
            "# Lamps\n\n## {heading}\n\n- Ada Example &lt;<ada@example.org>&gt;\n- Bo Sample (bo at example dot org)\n\n## Ideas\n\n### Faster lamps\n\n- Size: 90 hours\n- Prospective mentors: Ada Example, Bo Sample\n\n### Warmer lamps\n\n- Size: 90 hours\n- Lamp mentors: Bo Sample\n"
        );
        let import = page(&text);
        let found = [
            "Faster lamps | Ada Example <ada@example.org>; Bo Sample | unknown | [90] | ",
            "Warmer lamps | Bo Sample | unknown | [90] | ",
        ];
        assert_eq!(values(&import), found, "{heading}");
        assert_eq!(doubts(&import, "mentors"), ["Bo Sample", "Bo Sample"]);
    }
}

#[test]
fn co_mentors_alone_are_nobodys_backup() {
    for (fields, roles) in [
        ("**Co-Mentors:** Ada Example, Bo Sample\n", [None, None]),
        ("**Mentor:** Ada Example\n\n**Co-Mentor:** Bo Sample\n", [None, Some(Role::Backup)]),
        (
            "**Lead mentor:** Ada Example\n\n**Backup mentor:** Bo Sample\n",
            [Some(Role::Primary), Some(Role::Backup)],
        ),
    ] {
        let import = page(&format!("# Lamps\n\n## Faster lamps\n\n**Difficulty:** easy\n\n{fields}"));
        let found: Vec<_> = import.projects[0].mentors.iter().map(|it| it.role).collect();
        assert_eq!(found, roles, "{fields}");
    }
}

#[test]
fn labels_are_found_behind_a_dash_and_in_one_line() {
    for fields in [
        "- Technical contact:\n[Ada Example](https://example.org/ada) - Difficulty level: Hard / Very Hard\n- Size: 175 hours\n- Skill set: C, Rust\n",
        "- Requisites: C and Rust - Size: 175 hours\n- Mentor: Ada Example- Difficulty: hard\n",
        "**Project size** [[?]](https://example.org/sizes) and **Difficulty**\n\n- 175 hours (hard)\n\n**Skills**\n\nC, Rust\n\n**Mentor**\n\nAda Example\n",
        "**Size and difficulty**\n\n175 hours, hard\n\n**Technology stack:** C, Rust\n\n**Mentor:** Ada Example\n",
    ] {
        let import = page(&format!("# Lamps\n\n## Faster lamps\n\nText of lamps.\n\n{fields}"));
        assert_eq!(values(&import), ["Faster lamps | Ada Example | hard | [175] | C; Rust"], "{fields}");
    }
}

#[test]
fn what_leads_to_a_list_of_skills_is_none_of_them() {
    let text = "# Lamps\n\n## Faster lamps\n\n**Mentor:** Ada Example\n\n**Skills:**\n\nKnowledge of lamps, patience with cables, and some of these:\n\n- C\n- Experience with the following is good to have:\n  - wires\n  - bulbs\n- Rust\n\n## Warmer lamps\n\n**Mentor:** Bo Sample\n\n**Skills:**\n\nYou should know:\n\n- C\n";
    let import = page(text);
    assert_eq!(
        import.projects[0].skills,
        ["Knowledge of lamps, patience with cables, and some of these", "C", "wires", "bulbs", "Rust"]
    );
    assert_eq!(import.projects[1].skills, ["C"]);
}

#[test]
fn a_page_whose_parts_stand_beside_their_projects_has_no_levels() {
    let project = |number: usize, title: &str, mentor: &str| {
        format!(
            "## #{number}: {title}\n\n**Labels:** Difficulty: Hard, Size: Large\n\n## Outline\n\nText.\n\n## Expected Outcome\n\nLight.\n\n## Properties\n\n### Skills\n\nC\n\n### Difficulty\n\nHard\n\n### Size\n\n350 hours\n\n### Additional Information\n\n- Potential mentor(s): {mentor}\n\n"
        )
    };
    let text = format!(
        "# Lamps\n\n{}{}{}",
        project(1, "Faster lamps", "@ada"),
        project(2, "Warmer lamps", "@bo"),
        project(3, "Colder lamps", "@cy")
    );
    let found = [
        "Faster lamps | ada | hard | [350] | C",
        "Warmer lamps | bo | hard | [350] | C",
        "Colder lamps | cy | hard | [350] | C",
    ];
    assert_eq!(values(&page(&text)), found);
    // A part that comes once is one all the same.
    assert_eq!(values(&page(&text.replacen("## Outline", "## Motivation", 1))), found);
}

#[test]
fn a_form_is_no_project_wherever_its_title_stands() {
    for text in [
        "---\nname: Write Project Name Here\ndifficulty: low\nmentors:\n  - ada\n---\n",
        "# Lamps\n\n## The Generic Project Template\n\n**Difficulty:** low\n\n**Mentor:** Ada Example\n",
    ] {
        let import = page(text);
        assert_eq!(values(&import), Vec::<String>::new(), "{text}");
        assert_eq!(left(&import).last().map(|it| it.1), Some("a template"), "{text}");
    }
}

#[test]
fn what_is_cancelled_cannot_be_taken() {
    let text = "# Lamps\n\n## [CANCELLED] Faster lamps\n\n**Mentor:** Ada Example\n\n**Size:** 90 hours\n\n## Warmer lamps\n\n**Mentor:** Ada Example\n\n**Status:** withdrawn\n";
    let states: Vec<_> = page(text).projects.iter().map(|it| it.state).collect();
    assert_eq!(states, [super::ProjectState::Finished; 2]);
}

#[test]
fn raw_words_of_markdown_keep_the_signs_around_an_address() {
    let text = "# Lamps\n\n## Faster lamps\n\n**Difficulty:** easy\n\n**Mentor:** Ada Example <ada@example.org>, Bo <https://example.org/bo>\n";
    let import = import(&[File { name: "page", text, format: Some(Format::Markdown) }], &Words::default());
    let raw = import.projects[0].raw.iter().find(|it| it.field == "mentors").expect("mentors");
    assert_eq!(raw.text, "Ada Example <ada@example.org>, Bo <https://example.org/bo>");
    assert_eq!(import.projects[0].mentors[0].raw, "Ada Example <ada@example.org>");
}
