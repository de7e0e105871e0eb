//! Projects out of pages in every format: the same three, with the same values.

use serde_json::{Value, json};

use crate::support::{Key, Options, Pty, Sandbox};

const PAGE_MD: &str = include_str!("imports/page.md");
const TABLE: &str = include_str!("imports/table.md");

/// A sandbox with all pages.
fn pages() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("page.md", PAGE_MD);
    sandbox.write("page.wiki", include_str!("imports/page.wiki"));
    sandbox.write("page.rst", include_str!("imports/page.rst"));
    sandbox.write("page.org", include_str!("imports/page.org"));
    sandbox.write("page.html", include_str!("imports/page.html"));
    sandbox.write("page.txt", include_str!("imports/page.txt"));
    sandbox.write("files/1-wick.md", include_str!("imports/files/1-wick.md"));
    sandbox.write("files/2-lens.md", include_str!("imports/files/2-lens.md"));
    sandbox.write("files/3-log.md", include_str!("imports/files/3-log.md"));
    sandbox.write("table.md", TABLE);
    sandbox
}

/// What an import says to scripts.
fn data(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let output = sandbox.output(&[&["catalog", "import", "--json"], arguments].concat());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The values of a project, as all pages say them.
fn values(project: &Value) -> Value {
    let mentors = project["mentors"].as_array().expect("an array").iter();
    let mentors: Vec<_> = mentors.map(|it| json!([it["name"], it["address"], it["role"]])).collect();
    json!({
        "title": project["title"],
        "mentors": mentors,
        "students": project["students"].as_array().map_or(0, Vec::len),
        "difficulty": project["difficulty"],
        "size_hours": project["size_hours"],
        "skills": project["skills"],
        "state": project["state"],
    })
}

#[test]
fn a_page_says_the_same_in_every_format() {
    let sandbox = pages();
    let expected = json!([
        {
            "title": "Trim the wick with trimmer --auto",
            "mentors": [["Grace Example", "grace@example.org", null], ["Tülin Örnek", null, "primary"]],
            "students": 0, "difficulty": "medium", "size_hours": [90, 175], "skills": ["C", "shell(bash)"], "state": "open",
        },
        {
            "title": "A Fresnel lens for everybody",
            "mentors": [["Noel Example", "noel@example.org", null]],
            "students": 0, "difficulty": "hard", "size_hours": [350], "skills": ["Python", "Rust"], "state": "open",
        },
        {
            "title": "Keep the log in one place",
            "mentors": [["Grace Example", "grace@example.org", null]],
            "students": 1, "difficulty": "medium", "size_hours": [350], "skills": ["SQL (a little)", "Patience"], "state": "finished",
        },
    ]);
    for page in ["page.md", "page.wiki", "page.rst", "page.org", "page.html", "page.txt", "files"] {
        let found = data(&sandbox, &[page]);
        let projects = found["projects"].as_array().expect("an array").iter();
        assert_eq!(Value::Array(projects.map(values).collect()), expected, "{page}");
        let doubts: Vec<_> =
            found["doubts"].as_array().expect("an array").iter().map(|it| &it["raw"]).collect();
        assert!(doubts.contains(&&json!("ada at example dot org")), "{page}: {doubts:?}");
        assert!(doubts.contains(&&json!("Low to medium")), "{page}: {doubts:?}");
    }
}

#[test]
fn every_value_has_its_place() {
    let sandbox = pages();
    let found = data(&sandbox, &["page.md"]);
    for project in found["projects"].as_array().expect("an array") {
        let [first, last] = [0, 1].map(|at| project["source"]["lines"][at].as_u64().expect("a line"));
        let lines: Vec<_> = PAGE_MD.lines().collect();
        let at = |number: u64| lines[usize::try_from(number).expect("small") - 1];
        assert!(at(first).starts_with("### ") && !at(last).is_empty(), "{project:#}");
        for raw in project["raw"].as_array().expect("an array") {
            let line = raw["lines"][0].as_u64().expect("a line");
            assert!(at(line).contains(raw["label"].as_str().expect("a text")), "{raw:#}");
        }
    }
}

#[test]
fn what_is_doubtful_and_what_is_left_is_listed() {
    insta::assert_snapshot!(pages().run("catalog import page.md"));
}

#[test]
fn a_table_is_read_with_the_words_of_map() {
    let sandbox = pages();
    let found = data(&sandbox, &["table.md", "--map", "Brain ache=difficulty"]);
    let difficulties: Vec<_> =
        found["projects"].as_array().expect("an array").iter().map(|it| &it["difficulty"]).collect();
    assert_eq!(difficulties, ["easy", "hard", "unknown"]);
    insta::assert_snapshot!(sandbox.run("catalog import table.md --map \"Brain ache=pain\""));
}

#[test]
fn what_belongs_to_no_project_is_listed() {
    let sandbox = Sandbox::new();
    let sections = ["How to apply", "Rules", "Notes"];
    let markdown = sections.map(|it| format!("## {it}\n\nAsk [GSoC 2027].\n\n")).concat();
    let html = sections.map(|it| format!("<h2>{it}</h2><p>Ask [GSoC 2027].</p>")).concat();
    sandbox.write(
        "page.md",
        format!("# Ideas\n\n## A lamp\n\n- Size: large\n- Mentors: Grace Example\n\n{markdown}"),
    );
    sandbox.write(
        "page.html",
        format!(
            "<h1>Ideas</h1><h2>A lamp</h2><ul><li>Size: large</li><li>Mentors: Grace Example</li></ul>{html}"
        ),
    );
    for page in ["page.md", "page.html"] {
        let found = data(&sandbox, &[page]);
        let left = found["coverage"]["left"].as_array().expect("an array").iter();
        assert_eq!(left.map(|it| it["title"].clone()).collect::<Vec<_>>(), sections, "{page}");
    }
}

#[test]
fn standard_input_is_read_too() {
    let sandbox = Sandbox::new();
    let seen = sandbox
        .run_with_input("catalog import -", "## A lamp\n\nMentor: Grace Example\n\nDifficulty: easy\n");
    insta::assert_snapshot!(seen);
}

#[test]
fn a_catalog_is_saved_with_where_its_values_come_from() {
    let sandbox = pages();
    let line = "catalog import page.md --save lantern.toml --map \"Getting started=none\" --date 2026-03-01T00:00:00Z";
    insta::assert_snapshot!(sandbox.run(line));
    insta::assert_snapshot!(sandbox.read("lantern.toml"));
    let record: Value = serde_json::from_str(&sandbox.read("lantern.import.json")).expect("JSON");
    assert_eq!(record["map"], json!({"Getting started": "none"}));
    assert_eq!(record["projects"][0]["raw"][0]["text"], "90 or 175 hours");
}

#[test]
fn nothing_is_written_over_and_nothing_empty_is_saved() {
    let sandbox = pages();
    sandbox.write("there.toml", "mine");
    let there = sandbox.output(&["catalog", "import", "page.md", "--save", "there.toml"]);
    assert_eq!(there.status.code(), Some(73), "{there:?}");
    assert_eq!(sandbox.read("there.toml"), "mine");
    sandbox.write("empty.md", "# Nothing\n\nto see here\n");
    let empty = sandbox.output(&["catalog", "import", "empty.md", "--save", "empty.toml"]);
    assert_eq!(empty.status.code(), Some(65), "{empty:?}");
    for damaged in ["{", "[1]", "7"] {
        sandbox.write("mine.import.json", damaged);
        let refused = sandbox.output(&["catalog", "import", "page.md", "--save", "mine.toml"]);
        assert_eq!(refused.status.code(), Some(65), "{refused:?}");
        assert_eq!(sandbox.read("mine.import.json"), damaged);
    }
    let missing = sandbox.output(&["catalog", "import", "nowhere.md"]);
    assert_eq!(missing.status.code(), Some(66), "{missing:?}");
}

#[test]
fn the_words_of_map_are_remembered_beside_the_catalog() {
    let sandbox = pages();
    let first = ["table.md", "--map", "Brain ache=difficulty", "--save", "lantern.toml"];
    data(&sandbox, &first);
    std::fs::remove_file(sandbox.home().join("lantern.toml")).expect("it is there");
    let again = data(&sandbox, &["table.md", "--save", "lantern.toml"]);
    assert_eq!(again["projects"][1]["difficulty"], "hard");
}

#[test]
fn a_shape_of_contact_never_becomes_a_wrong_address() {
    let sandbox = Sandbox::new();
    for (printed, mentors) in [
        ("Grace Example <grace@example.org>", &[("Grace Example", Some("grace@example.org"))][..]),
        ("Grace Example < <grace@example.org> >", &[("Grace Example", Some("grace@example.org"))]),
        (
            "Grace Example (@grace, grace@example.org) - primary",
            &[("Grace Example", Some("grace@example.org"))],
        ),
        (
            "Grace Example <grace@example.org> Noel Örnek <noel@example.org>",
            &[("Grace Example", Some("grace@example.org")), ("Noel Örnek", Some("noel@example.org"))],
        ),
        (
            "Grace Example, Noel Example and Tülin Örnek",
            &[("Grace Example", None), ("Noel Example", None), ("Tülin Örnek", None)],
        ),
        ("[Grace Example](mailto:grace@example.org)", &[("Grace Example", Some("grace@example.org"))]),
        ("Grace Example <https://example.org/grace>", &[("Grace Example", None)]),
        ("Grace Example (grace at example dot org)", &[("Grace Example", None)]),
        ("Grace Example (grace AT example.org)", &[("Grace Example", None)]),
        ("Grace Example (grace [at] example [dot] org)", &[("Grace Example", None)]),
        ("Grace Example <grace@xxxxxxxxx>", &[("Grace Example", None)]),
        ("Grace Example (gex on #lantern)", &[("Grace Example", None)]),
        ("[@gex](https://github.com/gex)", &[("gex", None)]),
        ("Örnek, Tülin (@tulin, tulin@example.org)", &[("Örnek, Tülin", Some("tulin@example.org"))]),
        ("Mentor: Grace Example, Student: Ida Example", &[("Grace Example", None)]),
        ("Grace Example <lantern-devel@lists.example.org>", &[("Grace Example", None)]),
        ("TBD", &[]),
        ("Inquire on the lantern-devel list.", &[]),
        ("The Lantern team", &[]),
        ("#It is **required** to have two mentors", &[]),
        ("Send a mail to lantern-devel@lists.example.org if you are interested in it.", &[]),
    ] {
        sandbox.write("page.md", format!("## A lamp\n\n- Difficulty: easy\n- Mentors:\n  - {printed}\n"));
        let found = data(&sandbox, &["page.md"]);
        let expected: Vec<_> = mentors.iter().map(|(name, address)| json!([name, address])).collect();
        let seen = found["projects"][0]["mentors"].as_array().expect("an array").iter();
        let seen: Vec<_> = seen.map(|it| json!([it["name"], it["address"]])).collect();
        assert_eq!(seen, expected, "{printed}");
    }
}

/// A page with two doubts, of which one can be answered.
const DOUBTFUL: &str = "# Ideas\n\nWrite to devel@lists.example.org.\n\n## A faster parser\n\nDifficulty: Low to high\n\n\
    Mentors: Ada Example (ada at example dot org)\n\n## A lamp\n\nDifficulty: Easy\n\nMentors: Grace Example <grace@example.org>\n";

#[test]
fn doubts_are_asked_for_once_and_the_list_first() {
    let sandbox = Sandbox::new();
    sandbox.write("ideas.md", DOUBTFUL);
    let words = [
        "onlist",
        "catalog",
        "import",
        "ideas.md",
        "--save",
        "engine.toml",
        "--date",
        "2026-03-01T00:00:00Z",
    ];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 40, ..Options::default() });
    pty.wait_asked("List that letters go to");
    pty.type_text("\r");
    for (list, label) in [
        ("Programme", "Outreachy"),
        ("State of the season", "open"),
        ("Who gets a first letter", "the list alone"),
        ("Bite-size tasks", "there are none"),
    ] {
        pty.wait_for(&format!("? {list}"));
        pty.type_text(&format!("{label}\r"));
        if list == "Programme" {
            pty.answer("Year", "");
        }
    }
    pty.wait_asked("Mentors");
    pty.type_text("Ada Example <ada@example.org>\r");
    pty.wait_asked("Difficulty");
    pty.type_text("rather hard\r");
    pty.wait_for("expected easy, medium, hard, varies or unknown");
    pty.type_text("medium\r");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(sandbox.read("engine.toml"));
    let checked = sandbox.output(&["catalog", "check", "engine.toml", "--date", "2026-03-01T00:00:00Z"]);
    assert!(checked.status.success(), "{checked:?}");

    // The next import into the same file has the answers.
    std::fs::remove_file(sandbox.home().join("engine.toml")).expect("it is there");
    let again = data(&sandbox, &["ideas.md", "--save", "engine.toml"]);
    assert_eq!(again["projects"][0]["difficulty"], "medium");
    assert_eq!(again["doubts"], json!([]));
}

#[test]
fn the_season_is_that_of_the_page_or_is_asked_for() {
    for (page, answers, saved) in [
        (
            "Ideas for Summer 2027\n\nPut `[GSoC 2027]` into the subject.",
            ["", "", ""],
            "GSoC 2027 2027 planned",
        ),
        ("Ideas for Summer 2027\n\nPut `[GSoC27]` into the subject.", ["", "", "2"], "GSoC27 2027 open"),
        ("Ideas", ["", "", ""], "GSoC 2027 2027 planned"),
        ("Ideas", ["2", "2026", ""], "Outreachy 2026 2026 open"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(
            "ideas.md",
            format!("# {page}\n\n## A lamp\n\nMentors: Grace Example <grace@example.org>\n"),
        );
        let words = "onlist catalog import ideas.md --save engine.toml --plain --date 2026-11-27";
        let words: Vec<_> = words.split(' ').collect();
        let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
        pty.answer("List that letters go to", "");
        for (question, answer) in ["Programme", "Year", "State of the season"].iter().zip(answers) {
            pty.answer(question, answer);
        }
        pty.answer("Who gets a first letter", "");
        pty.answer("Bite-size tasks", "");
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        let text = sandbox.read("engine.toml");
        let table: toml::Table = text.parse().expect("TOML");
        let season = &table["season"];
        let said = |key: &str| season[key].to_string().replace('"', "");
        assert_eq!(format!("{} {} {}", said("token"), said("year"), said("status")), saved, "{page}");
    }
}

#[test]
fn an_import_that_is_stopped_keeps_answers_and_words_of_map() {
    let sandbox = Sandbox::new();
    sandbox.write("ideas.md", DOUBTFUL);
    sandbox.write("engine.import.json", r#"{"map": {"Brain ache": "difficulty"}, "answers": []}"#);
    let words = ["onlist", "catalog", "import", "ideas.md", "--save", "engine.toml", "--plain"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
    pty.wait_asked("List that letters go to");
    pty.type_text("\r");
    for list in ["Programme", "Year", "State of the season", "Who gets a first letter", "Bite-size tasks"] {
        pty.wait_asked(list);
        pty.type_text("\r");
    }
    pty.wait_asked("Mentors");
    pty.type_text("\x15Ada Example <ada@example.org>\r");
    pty.wait_asked("Difficulty");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    let record: Value = serde_json::from_str(&sandbox.read("engine.import.json")).expect("JSON");
    assert_eq!(record["map"], json!({"Brain ache": "difficulty"}));
    assert_eq!(record["answers"][0]["answer"], "Ada Example <ada@example.org>");
}

#[test]
fn a_profile_answers_what_pages_do_not_say() {
    let sandbox = Sandbox::new();
    sandbox.write("ideas.md", DOUBTFUL);
    sandbox.write(
        "engine.toml",
        "schema = 2\n[community]\nid = \"engine\"\nname = \"Engine\"\n[[list]]\nid = \"devel\"\naddress = \"devel@lists.example.org\"\n\
         [[person]]\nid = \"grace\"\nname = \"Grace Example\"\naddress = \"grace@example.org\"\n[conventions]\ncopy = \"list-only\"\n",
    );
    let line = "catalog import ideas.md --profile engine.toml --save 2026.toml --date 2026-03-01T00:00:00Z";
    insta::assert_snapshot!(sandbox.run(line));
    insta::assert_snapshot!(sandbox.read("2026.toml"));
    insta::assert_snapshot!(sandbox.run("show a-lamp --why --catalog 2026.toml --date 2026-03-01T00:00:00Z"));
}

#[test]
fn what_is_saved_of_any_page_is_a_valid_catalog() {
    let sandbox = pages();
    for page in ["page.md", "page.wiki", "page.rst", "page.org", "page.html", "page.txt", "files", "table.md"]
    {
        let name = format!("{}.toml", page.replace('.', "-"));
        data(&sandbox, &[page, "--save", &name]);
        let checked = sandbox.output(&["catalog", "check", &name, "--date", "2026-03-01T00:00:00Z"]);
        assert!(checked.status.success(), "{page}: {checked:?}");
    }
}
