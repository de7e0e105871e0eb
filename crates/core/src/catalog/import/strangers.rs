//! Pages as strangers write them: no value that a page does not say, and nothing dropped in silence.

use super::shapes::{doubts, left, page, values};
use super::{Import, ProjectState};

const OTHER: &str = "\n\n## Bulbs\n\nBright.\n\n- Difficulty: easy\n- Mentors: Bo Sample\n- Skills: Rust\n";

/// What is read of a project with `body`, and another one.
fn with(body: &str) -> Import {
    page(&format!("# Ideas\n\n## Lamps\n\nA text.\n\n{body}{OTHER}"))
}

fn titles(import: &Import) -> Vec<&str> {
    import.projects.iter().map(|it| it.title.as_str()).collect()
}

fn people(import: &Import) -> String {
    let shown = import.projects[0].mentors.iter().map(|it| {
        let handle = it.handle.as_ref().map_or_else(String::new, |handle| format!(" ({handle})"));
        let address = it.address.as_ref().map_or_else(String::new, |address| format!(" <{address}>"));
        format!("{}{handle}{address}", it.name)
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn pictures_are_no_words_of_a_title() {
    for (title, told) in [
        ("Faster lamps ✅", true),
        ("Faster lamps ✔️", true),
        ("Faster lamps :white_check_mark:", true),
        ("Faster lamps 🚀✨", false),
        ("🚀 Faster lamps", false),
        ("Faster lamps :tada:", false),
    ] {
        let import = page(&format!("# Ideas\n\n## {title}\n\n- Size: 90\n- Mentors: Ada Example\n{OTHER}"));
        assert_eq!(titles(&import), ["Faster lamps", "Bulbs"], "{title}");
        assert_eq!(!doubts(&import, "state").is_empty(), told, "{title}: {:?}", import.doubts);
    }
    for title in ["Support C++", "Lamps in “C”", "Is it dark?", "Lights (now!)"] {
        let import = page(&format!("# Ideas\n\n## {title}\n\n- Size: 90\n- Mentors: Ada Example\n{OTHER}"));
        assert_eq!(titles(&import)[0], title);
    }
}

#[test]
fn skills_are_what_the_page_names() {
    for (field, skills) in [
        ("**Skills:** One of: Web, iOS, or Lamp development.", &["Web", "iOS", "Lamp development"][..]),
        ("**Skills:** Python, or a strong interest.", &["Python, or a strong interest"]),
        ("**Skills:** To help, participants should know:\n\n- Python\n- C", &["Python", "C"]),
        (
            "Skills\n: Backend: Python, Django (recommended)\nFrontend: HTML, CSS",
            &["Python", "Django (recommended)", "HTML", "CSS"],
        ),
        (
            "**Skills:** C, tools for windows (Lamp API, and Wick API)",
            &["C", "tools for windows (Lamp API, and Wick API)"],
        ),
        ("**Skills:** Required: lamps<br>Helpful: wires", &["Required: lamps", "Helpful: wires"]),
        ("Skills\n: \n* Python\n* C", &["Python", "C"]),
        ("### Skills\n\n{: .red}\n* Python", &["Python"]),
        ("**Language:** Chinese/English\n\n**Knowledge/Skills Involved:** Lua", &["Lua"]),
        ("**Skills:**\n\nPotential guides: Ada Example, Bo Sample", &[]),
        ("**Skills:**\n\nLight givers: Ada Example, Bo Sample", &[]),
        ("Expected Outcome: Light.\n\n- Skills: C\n- More: wires\n- Size: 90\n- Difficulty: easy", &["C"]),
        ("**Technology and Skills:** C", &["C"]),
        ("- Skills: Applicants should be familiar with\n  - C\n  - Rust", &["C", "Rust"]),
        ("**Skills:**\n\nRequired: C", &["Required: C"]),
        ("- Skills Required C, Rust\n- Difficulty: easy\n- Mentors: Ada Example", &["C", "Rust"]),
        ("**Language/Tool:** C", &["C"]),
    ] {
        let import = with(&format!("**Size:** 90\n\n{field}"));
        assert_eq!(import.projects[0].skills, skills, "{field}: {:?}", import.projects[0].raw);
    }
    let spoken = with("**Size:** 90\n\n**Language:** Chinese/English");
    assert_eq!(doubts(&spoken, "skills"), ["Chinese/English"]);
    let unknown = with("**Size:** 90\n\n**Skills:**\n\nLight givers: Ada Example");
    assert_eq!(doubts(&unknown, "label"), ["Light givers"]);
    let text =
        "You need to learn how lamps work at first. It helps to know wires, and to have patience with both.";
    assert_eq!(doubts(&with(&format!("**Size:** 90\n\n**Skills:** {text}")), "skills").len(), 1);
}

#[test]
fn a_row_that_names_the_columns_is_no_field() {
    for head in [
        "| Title | Description |",
        "| Category | Rating |",
        "| Category | What |",
        "| Field | Value |",
        "| Area | Lamps |",
    ] {
        let import = with(&format!("{head}\n|---|---|\n| Difficulty | Hard |\n| Mentors | Ada Example |"));
        let area = head.contains("Area").then_some("Lamps");
        assert_eq!(
            (import.projects[0].area.as_deref(), import.projects[0].alias.as_deref()),
            (area, None),
            "{head}"
        );
    }
    let dates = with(
        "- Size: 90\n- Mentors: Ada Example\n\n| Milestone | What | Date |\n|---|---|---|\n| First | Draft | May 1 |",
    );
    assert_eq!(dates.projects[0].inserted, None);
}

#[test]
fn what_stands_beside_names_is_no_part_of_them() {
    for (field, expected) in [
        ("**Ada Example** IRC: ada, Bo Sample Slack: @bo", "Ada Example; Bo Sample (@bo)"),
        ("Ada Example Mattermost/Telegram: @ada", "Ada Example (@ada)"),
        (
            "Professor Ada Example and Postdoctoral Scholar Bo Sample, University of Someland, Springfield.",
            "Ada Example; Bo Sample",
        ),
        ("Ada Example, Lightown College, Bo Sample", "Ada Example; Bo Sample"),
        ("Ada Example, @ada", "Ada Example (@ada)"),
        ("Ada Example | Matrix: @ada:example.org", "Ada Example"),
        ("Ada Example, Lamp Labs, Berlin", "Ada Example"),
        ("[Lamp team](mailto:lamp@example.org)", ""),
        ("Ada Example, @bo", "Ada Example; bo (@bo)"),
        ("Ada Example @Ada Example", "Ada Example"),
        ("lamps-discuss", ""),
        (
            "Maybe secondary, after others, if I can help. Ada Example (ada@example.org).",
            "Ada Example <ada@example.org>",
        ),
        ("Ada Example as a primary mentor - email: ada@example.org", "Ada Example <ada@example.org>"),
        ("@ada et al.", "ada (@ada)"),
        ("[Ada Example, Bo Sample](mailto:lamp@example.org)", "Ada Example; Bo Sample"),
    ] {
        let import = with(&format!("**Size:** 90\n\n**Mentors:** {field}"));
        assert_eq!(people(&import), expected, "{field}: {:?}", import.doubts);
    }
    for (field, service) in [("Ada Example - Telegram @ada", "nick"), ("Ada Example (@ada)", "github")] {
        let import = with(&format!("**Size:** 90\n\n**Mentors:** {field}"));
        assert_eq!(import.projects[0].mentors[0].service, Some(service), "{field}");
    }
    let list = with("- Possible Mentors Ada Example (lead), Bo Sample\n- Size: 90\n- Difficulty: hard");
    assert_eq!(people(&list), "Ada Example; Bo Sample");
    let twice =
        with("**Size:** 90\n\n**Mentors:** T. M. Sample\n\n**Contact:** [T.M. Sample](mailto:t@example.org)");
    assert_eq!(people(&twice), "T. M. Sample <t@example.org>");
    let reasons = |field: &str| {
        let import = with(&format!("**Size:** 90\n\n**Mentors:** {field}"));
        let first = |it: &&super::Doubt| it.project.as_deref() == Some("Lamps");
        import.doubts.iter().filter(first).map(|it| it.reason.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        reasons("[Ada Example, Bo Sample](mailto:lamp@example.org)"),
        ["an address below several names: whose is it?"]
    );
    assert_eq!(reasons("[Ada Example](https://github.com/ada-maybe)"), ["no address on the page"]);
    assert_eq!(reasons("lamps-discuss").len(), 1);
}

#[test]
fn headings_of_the_page_are_no_projects() {
    let introduction = "# Introduction\n\nWe are many.\n\n## Mentors\n\n- **Ada Example** Chat: @ada\n\n## Languages\n\nC\n\n";
    let import = page(&format!(
        "{introduction}# Project ideas\n\n## Lamps\n\n- Size: 90\n- Mentors: Ada Example\n{OTHER}"
    ));
    assert_eq!(titles(&import), ["Lamps", "Bulbs"]);
    for form in ["Application Template", "Proposal template", "Application form"] {
        let text = format!(
            "# Ideas\n\n## {form}\n\n* Name\n* Contact (email)\n* Location\n\nProject:\n\n* Title: short\n* Size: long\n{OTHER}"
        );
        assert_eq!(titles(&page(&text)), ["Bulbs"], "{form}");
    }
    let form = page(
        "# Ideas of 2026\n\n## Project #1: ?\n\n**Difficulty:**\n\n### Skills\n\n- C\n\n### Outcomes\n\n- Light\n",
    );
    assert_eq!((titles(&form), left(&form)), (vec![], vec![("Project #1: ?", "a template")]));
    let long = "It is dark, and nobody has looked at the lamps for years and years.";
    let bare =
        page(&format!("# Ideas\n\n## Lamps\n\n{long}\n\n## Bulbs\n\n{long}\n\n## Volunteers\n\n{long}\n"));
    assert_eq!(titles(&bare), ["Lamps", "Bulbs"]);
}

#[test]
fn a_part_gives_its_fields_to_the_heading_before_it() {
    let fields = "#### Skills\n\n- C\n\n#### Mentors\n\n- Ada Example\n\n";
    let whole = "### Bulbs\n\nBright.\n\n#### Skills\n\n- Rust\n\n#### Mentors\n\n- Bo Sample\n\n";
    for part in
        ["Task Description", "Abstract", "Tasks", "Expected outcomes", "Some explorations to get started"]
    {
        let import =
            page(&format!("# Ideas\n\n{whole}### Lamps\n\nA text.\n\n### {part}\n\nMore.\n\n{fields}"));
        assert_eq!(
            values(&import),
            ["Bulbs | Bo Sample | unknown | [] | Rust", "Lamps | Ada Example | unknown | [] | C"],
            "{part}: {:?}",
            left(&import)
        );
    }
    let flat = "# Ideas\n\n## Lamps\n\nA text.\n\n### Task Description\n\nDo it.\n\n### Difficulty\n\nHard\n\n_Mentor_: Ada Example\n\n### Bulbs\n\nBright.\n\n### Task Description\n\nDo it.\n\n### Difficulty\n\nEasy\n\n_Mentor_: Bo Sample\n\n## Wicks\n\nOld.\n\n### Task Description\n\nDo it.\n\n### Difficulty\n\nEasy\n\n_Mentor_: Bo Sample\n";
    assert_eq!(titles(&page(flat)), ["Lamps", "Bulbs", "Wicks"]);
    let outcomes = page(&format!(
        "# Ideas{OTHER}\n## Lamps\n\nA text.\n\n### Your mission\n\nLight.\n\n## Expected outcomes\n\nLight.\n\n### Skills\n\nC\n\n### Size\n\n90\n"
    ));
    assert_eq!(values(&outcomes)[1], "Lamps |  | unknown | [90] | C", "{:?}", left(&outcomes));
    let mission = page(&format!(
        "# Ideas\n\n## Lamps\n\n### Your mission\n\nLight.\n\n### Deliverables\n\n- Oil\n\n### Mentors\n\nAda Example\n\n### Skills\n\nC\n{OTHER}"
    ));
    assert_eq!(values(&mission)[0], "Lamps | Ada Example | unknown | [] | C");
    let same = page(&format!(
        "# Ideas\n\n## Wicks\n\n- Size: 90\n- Mentors: Ada Example\n\n## Wicks\n\n- Size: 90\n- Mentors: Bo Sample\n{OTHER}"
    ));
    assert_eq!(doubts(&same, "title"), ["Wicks", "Wicks"]);
}

#[test]
fn labels_and_values_with_a_bar_between_them_are_read() {
    let text = "# Ideas\n\n## Lamps\n Mentor      |  Ada Example \n Difficulty  |  Medium \n Skills      |  Python, C \n\nA text | with a bar.\n\n## Bulbs\n Mentor | Bo Sample\nIt is bright.\n";
    let import = page(text);
    assert_eq!(
        values(&import),
        ["Lamps | Ada Example | medium | [] | Python; C", "Bulbs | Bo Sample | unknown | [] | "]
    );
    assert_eq!(import.projects[0].description, "A text | with a bar.");
    assert_eq!(import.projects[1].description, "It is bright.");
}

#[test]
fn a_page_says_its_own_state() {
    for said in [
        "> **Program Status: Completed**",
        "> **Status: Completed**",
        "**Status:** Completed",
        "# Status: Completed",
    ] {
        let import =
            page(&format!("{said}\n\n# Ideas\n\n## Lamps\n\n- Size: 90\n- Mentors: Ada Example\n{OTHER}"));
        assert!(import.projects.iter().all(|it| it.state == ProjectState::Finished), "{said}");
        assert_eq!(doubts(&import, "state"), ["Completed"], "{said}");
    }
    let open = page(&format!(
        "# Ideas\n\n## Lamps\n\n- Status: completed\n- Size: 90\n- Mentors: Ada Example\n{OTHER}"
    ));
    assert_eq!(open.projects[1].state, ProjectState::Open);
    let absent = page(&format!("**Note:** we are not taking part in GSoC this year.\n\n# Ideas\n{OTHER}"));
    assert_eq!(doubts(&absent, "state").len(), 1, "{:?}", absent.doubts);
}

#[test]
fn labels_in_the_words_of_strangers_are_read() {
    let size = with(
        "- Mentors: Ada Example\n- Expected Project Size (90 hrs/ small , 175 hrs/medium, 350 hrs/large): 175 hrs (medium)",
    );
    assert_eq!(size.projects[0].size_hours, [175]);
    for label in ["Mentor suggestions", "Mentor suggestion", "Mentor Suggestions"] {
        assert_eq!(people(&with(&format!("**Size:** 90\n\n{label}: Ada Example"))), "Ada Example", "{label}");
    }
    let repository = page(&format!(
        "# Ideas\n\n## Lamps\n\nRepository: https://example.org/lamps\n\nLight them.\n\nSize: 90\n\nMentor: Ada Example\n{OTHER}"
    ));
    assert_eq!(repository.projects[0].description, "Light them.");
    let both = with("Size: 90\n\nMentor: Ada Example\n\n### Details\n\nLight them.");
    assert_eq!(both.projects[0].description, "A text.\n\nLight them.");
    let details = page(&format!(
        "# Ideas\n\n## Lamps\n\n*Details:* Light them.\n\n*Size:* 90\n\n*Mentor:* Ada Example\n{OTHER}"
    ));
    assert_eq!(details.projects[0].description, "Light them.");
}

#[test]
fn comments_and_data_are_no_text() {
    let comment =
        "<!--\n#### Old\n\n**Description:** Old.\n\n**Difficulty:** Easy\n\n**Difficulty:** Hard\n-->";
    let import = with(&format!("**Size:** 90\n\n**Mentors:** Ada Example\n\n{comment}\n\n**Skills:** C"));
    assert_eq!(values(&import)[0], "Lamps | Ada Example | unknown | [90] | C");
    assert_eq!(import.projects[0].description, "A text.");
    let file = super::File {
        name: "ideas.yml",
        text: "- title: \"Lamps\"\n  mentors: [Ada Example]\n",
        format: None,
    };
    let data = super::import(&[file], &super::Words::default());
    assert_eq!(left(&data), [("ideas.yml", "a format that is not read: save it as HTML, Markdown or text")]);
}

#[test]
fn few_projects_with_one_kind_of_field_are_found() {
    let one = "## Lamps\n\nA text.\n\n**Mentors:** Ada Example\n\n";
    let two = format!("{one}## Bulbs\n\nBright.\n\n**Mentors:** Bo Sample\n");
    for (text, expected) in [
        (format!("# Ideas\n\n{one}"), &["Lamps"][..]),
        (format!("# Ideas\n\n{two}"), &["Lamps", "Bulbs"]),
        (format!("# Lights\n\n{two}"), &["Lamps", "Bulbs"]),
    ] {
        let import = page(&text);
        assert_eq!(titles(&import), expected, "{text}");
        assert_eq!(doubts(&import, "title"), expected, "{text}");
    }
    let mentors = page(
        "# A proposal\n\n## Lamps\n\nA text.\n\n## Mentors and contact information\n\n1. Ada Example:\n\n   Professor.\n\n   Contact: ada@example.org\n\n2. Bo Sample:\n\n   Contact: bo@example.org\n",
    );
    assert!(titles(&mentors).is_empty(), "{:?}", titles(&mentors));
    let outcomes = |title: &str| format!("## {title}\n\nA text.\n\n- Deliverable: light\n\n");
    let import =
        page(&["# Lamps\n\n".to_owned(), outcomes("One"), outcomes("Two"), outcomes("Three")].concat());
    assert_eq!(doubts(&import, "title"), ["One", "Two", "Three"]);
    let above = page(
        "# Light\n\n## 2022 Project. Rewrite\n\nA text.\n\n### Key deliverables\n\n- Lamps\n\n## Other ideas\n\n### Bulbs\n\n- Difficulty: Easy\n- Mentors: Ada Example\n",
    );
    assert_eq!((titles(&above), left(&above).len()), (vec!["Bulbs"], 1), "{:?}", left(&above));
    assert_eq!(above.projects[0].area, None);
}

#[test]
fn pages_of_people_are_no_pages_of_projects() {
    let import = page(
        "# Lamps\n\nText.\n\n## Interns\n\n- [A](https://github.com/a)\n- [B](https://github.com/b)\n- [C](https://github.com/c)\n",
    );
    assert!(left(&import).iter().all(|(_, reason)| !reason.starts_with("links")), "{:?}", left(&import));
}
