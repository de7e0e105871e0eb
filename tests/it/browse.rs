//! Looking around in a catalog: what can be picked up, whom to write to and why, what the community asks.

use crate::support::{Options, Pty, Sandbox};
use serde_json::{Value, json};

fn seen(line: &str) -> String {
    Sandbox::settled("").run(line)
}

/// What a run prints where a terminal of `columns` would be too narrow for its default.
fn seen_at(columns: &str, line: &str) -> String {
    let sandbox = Sandbox::settled("");
    let words: Vec<_> = line.split(' ').collect();
    let columns = columns.parse().expect("a number");
    let words = [&["onlist"], &words[..]].concat();
    let pty = Pty::start_in(&sandbox, &words, Options { columns, rows: 300, ..Options::default() });
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let text = pty.screen() + "\n";
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(columns.into()), "{widest:?} columns:\n{text}");
    text
}

fn data(line: &str) -> Value {
    let sandbox = Sandbox::settled("");
    let output = sandbox.output(&line.split(' ').collect::<Vec<_>>());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The ids of the projects that a search finds.
fn found(search: &[&str]) -> Vec<String> {
    let sandbox = Sandbox::settled("");
    let output = sandbox.output(&[&["projects", "--json"], search].concat());
    let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let ids = value["projects"].as_array().expect("an array").iter().map(|it| it["id"].as_str());
    ids.map(|id| id.expect("a string").to_owned()).collect()
}

#[test]
fn projects_are_a_table_where_there_is_room() {
    insta::assert_snapshot!(seen("projects"), @r"
    $ onlist projects
    wick-trimmer	Trim the wick while the lamp burns	open	medium	Grace Example and J. R. Example
    fresnel-for-humans	A Fresnel lens that people without a degree in optics can turn, clean and put together again.	needs-work	hard	Tülin Örnek
    fog-horn	Fog horn	open	easy	Grace Example and Noel Example
    keepers-log	Keep the keeper's log in one place	finished	unknown	J. R. Example
    ");
}

#[test]
fn projects_are_a_list_where_there_is_none() {
    insta::assert_snapshot!(seen_at("40", "projects"), @r"
    note: GSoC 2015 did not accept Lantern;
          other organisations host projects
          that have to do with lamps
    wick-trimmer
      Trim the wick while the lamp burns
      open, difficulty medium, Grace Example
      and J. R. Example
    fresnel-for-humans
      A Fresnel lens that people without a
      degree in optics can turn, clean and
      put together again.
      needs-work, difficulty hard, Tülin
      Örnek
    fog-horn
      Fog horn
      open, difficulty easy, Grace Example
      and Noel Example
    keepers-log
      Keep the keeper's log in one place
      finished, difficulty unknown, J. R.
      Example
    ");
}

#[test]
fn plain_projects_are_no_table_however_wide() {
    let seen = seen_at("200", "projects keepers --plain");
    assert_eq!(
        seen.split_once("lamps\n").expect("a note on the season").1,
        "keepers-log\n  Keep the keeper's log in one place\n  finished, difficulty unknown, J. R. Example\n"
    );
}

#[test]
fn every_filter_must_hold() {
    for (search, expected) in [
        (&[][..], &["wick-trimmer", "fresnel-for-humans", "fog-horn", "keepers-log"][..]),
        (&["lamp"], &["wick-trimmer", "fog-horn"]),
        (&["LAMP", "burning"], &["wick-trimmer"]),
        (&["örnek"], &["fresnel-for-humans"]),
        (&["--area", "optics"], &["fresnel-for-humans"]),
        (&["--area", "fuel"], &["wick-trimmer"]),
        (&["--list", "users"], &["fog-horn", "keepers-log"]),
        (&["--list", "lamp-devel@old.example.org"], &["wick-trimmer"]),
        (&["--list", "LAMP-DEVEL@lists.example.org"], &["wick-trimmer"]),
        (&["--difficulty", "easy"], &["fog-horn"]),
        (&["--skill", "fire"], &["wick-trimmer"]),
        (&["--skill", "patience"], &["wick-trimmer"]),
        (&["--state", "open", "--mentor", "grace"], &["wick-trimmer", "fog-horn"]),
        (&["--mentor", "j. r.", "--state", "finished"], &["keepers-log"]),
        (&["--state", "needs-work", "--difficulty", "easy"], &[]),
    ] {
        assert_eq!(found(search), expected, "{search:?}");
    }
}

#[test]
fn nothing_found_names_what_is_near() {
    insta::assert_snapshot!(seen("projects wick-trimer foghorn"), @r"
    $ onlist projects wick-trimer foghorn
    note: no project matches
    hint: did you mean `wick-trimmer` or `fog-horn`?
    ");
    insta::assert_snapshot!(seen("projects zebra"), @r"
    $ onlist projects zebra
    note: no project matches
    hint: try fewer words, or run `onlist projects` to see all
    ");
    insta::assert_snapshot!(seen("projects --state needs-work --difficulty easy"), @r"
    $ onlist projects --state needs-work --difficulty easy
    note: no project matches
    hint: try fewer words, or run `onlist projects` to see all
    ");
}

#[test]
fn filters_of_a_fixed_choice_name_it() {
    insta::assert_snapshot!(seen("projects --difficulty low"), @"
    $ onlist projects --difficulty low
    error: invalid value 'low' for '--difficulty <DIFFICULTY>'
      [possible values: easy, medium, hard, varies, unknown]

    For more information, try '--help'.
    [exit status: 64]
    ");
}

#[test]
fn a_list_or_area_that_is_not_there_is_named() {
    insta::assert_snapshot!(seen("projects --list lamp-dev"), @"
    $ onlist projects --list lamp-dev
    error: no list `lamp-dev` in the catalog
    hint: known lists: `lamp-devel`, `optics` and `users`
    [exit status: 64]
    ");
    insta::assert_snapshot!(seen("projects --area nowhere"), @"
    $ onlist projects --area nowhere
    error: no area `nowhere` in the catalog
    hint: known areas: `lamp` and `optics`
    [exit status: 64]
    ");
}

#[test]
fn scripts_get_what_the_contract_says() {
    assert_eq!(
        data("projects --json --mentor nobody"),
        json!({"schema": 1, "projects": [{
            "id": "fog-horn",
            "title": "Fog horn",
            "state": "open",
            "area": null,
            "list": "users@lists.example.org",
            "mentors": [
                {"name": "Grace Example", "address": "grace@example.org"},
                {"name": "Noel Example", "address": null},
            ],
            "difficulty": "easy",
            "skills": [],
            "size_hours": [],
            "slots": null,
            "season": [],
            "community": "lantern",
            "catalog": "lantern",
        }]})
    );
    assert_eq!(data("projects zebra --json"), json!({"schema": 1, "projects": []}));
}

#[test]
fn one_project_is_shown_whole() {
    insta::assert_snapshot!(seen("show wick-trimmer --date 2015-03-10T12:00:00+01:00"), @"
    $ onlist show wick-trimmer --date 2015-03-10T12:00:00+01:00
    Trim the wick while the lamp burns

    The wick is trimmed once a day with the lamp out. A trimmer that works on a
    burning lamp would keep ships from looking for a light that is not there.

    Id               wick-trimmer
    State            open
    Difficulty       medium (in the source: Low-Medium)
    Skills           C; fire
    Helpful          Patience
    Mentors          Grace Example and J. R. Example
    Area             Lamp and fuel
    Eligible         yes
    Written          2013-02-04
    Verified         2014-02-27

    A first letter
    To               lamp-devel@lists.example.org
    Cc               Grace Example <grace@example.org>
    Cc               J. R. Example <jay@example.org>
    Subject          [GSoC 2015] Trim the wick while the lamp burns

    Outcomes
    - A trimmer that can be demonstrated
    - Patches on the list

    Nice to have
    - A test that needs no fire

    References
    - https://wiki.example.org/Wicks

    Code and links
    Base tree        the branch `staging`
    Code             lamp.git
    Clone            git clone https://git.example.org/lamp.git
    Reading          https://wiki.example.org/Building_the_lamp
    Also read        fire-safety@example.org (for questions of safety)
    Source           https://wiki.example.org/ideas/2015, lines 50 to 59

    Bite-size tasks that fit
    review-patch     Review one patch
    spelling         Correct the spelling of one page

    Before you write
    - GSoC 2015 did not accept Lantern; other organisations host projects that have
      to do with lamps
    - Beacon: write to beacon-devel first
    - Grace Example <grace@example.org>: address last confirmed in February 2014 (a
      year ago)
    ");
}

#[test]
fn every_address_and_the_subject_have_a_reason() {
    let whole = seen("show wick-trimmer --why --date 2015-03-10T12:00:00+01:00");
    insta::assert_snapshot!(whole.split_once("\nWhy\n").expect("there is one").1, @"
    lamp-devel@lists.example.org
      projects under `Lamps` go to this list
      a part of the area's name
      source: Ideas of 2015, lines 40 to 41
    grace@example.org
      mentor of the project; its entry prints this address
      source: Ideas of 2015, line 52
      address last confirmed in February 2014 (a year ago)
    jay@example.org
      mentor of the project; address taken from the entry `keepers-log`
      source: Ideas of 2015, line 81
    subject
      subjects contain `GSoC 2015`; the form is our default: `[{token}] {title}`
      source: Ideas of 2015, line 9
    ");
    let whole = seen("show fog-horn --why --date 2015-03-10T12:00:00+01:00");
    insta::assert_snapshot!(whole.split_once("\nWhy\n").expect("there is one").1, @"
    users@lists.example.org
      its heading `Noise` belongs to no area: sent to the list for everything that
      fits no other
      source: Ideas of 2015, line 8
    grace@example.org
      mentor of the project; address taken from the entry `wick-trimmer`
      source: Ideas of 2015, line 52
      address last confirmed in February 2014 (a year ago)
    subject
      subjects contain `GSoC 2015`; the form is our default: `[{token}] {title}`
      source: Ideas of 2015, line 9
    ");
}

#[test]
fn what_is_unknown_or_unfinished_is_told_before_one_writes() {
    let told = |id: &str| {
        let whole = seen(&format!("show {id} --date 2015-03-10T12:00:00+01:00"));
        whole.split_once("Before you write\n").expect("there is something").1.to_owned()
    };
    insta::assert_snapshot!(told("fresnel-for-humans"), @"
    - GSoC 2015 did not accept Lantern; other organisations host projects that have
      to do with lamps
    - Beacon: write to beacon-devel first
    - the description of this project still needs work: ask before you plan
    - unknown whether this project fits the programme
    - Check with the list before you order glass
    - Tülin Örnek <tulin@xn--bcher-kva.example>: address not confirmed since it was
      added on 2012-05-06 or 2012-06-05 (2 years ago)
    ");
    insta::assert_snapshot!(told("fog-horn"), @"
    - GSoC 2015 did not accept Lantern; other organisations host projects that have
      to do with lamps
    - Beacon: write to beacon-devel first
    - Grace Example <grace@example.org>: address last confirmed in February 2014 (a
      year ago)
    - no address known for Noel Example: greeted by name, reached through the list
    ");
    insta::assert_snapshot!(told("keepers-log"), @"
    - GSoC 2015 did not accept Lantern; other organisations host projects that have
      to do with lamps
    - Beacon: write to beacon-devel first
    - this project is finished: done in 2014
    ");
}

#[test]
fn a_narrow_page_holds_everything() {
    insta::assert_snapshot!(seen_at("40", "show fresnel-for-humans --why --date 2015-03-10T12:00:00+01:00"), @"
    A Fresnel lens that people without a
    degree in optics can turn, clean and put
    together again.

    Lenses come with a book. They should not
    have to.

    Id
      fresnel-for-humans
    State
      needs-work
    Difficulty
      hard
    Skills
      Geometry
    Mentors
      Tülin Örnek
    Area
      Optics
    Eligible
      unknown
    Written
      2012-05-06 or 2012-06-05

    A first letter
    To
      optics@lists.example.org
    Cc
      Tülin Örnek
      <tulin@xn--bcher-kva.example>
    Subject
      [GSoC 2015] A Fresnel lens that people
      without a degree in optics can turn

    Code and links
    Source
      https://wiki.example.org/ideas/2015,
      lines 60 to 66

    Bite-size tasks that fit
    spelling
      Correct the spelling of one page

    Before you write
    - GSoC 2015 did not accept Lantern;
      other organisations host projects that
      have to do with lamps
    - Beacon: write to beacon-devel first
    - the description of this project still
      needs work: ask before you plan
    - unknown whether this project fits the
      programme
    - Check with the list before you order
      glass
    - Tülin Örnek
      <tulin@xn--bcher-kva.example>: address
      not confirmed since it was added on
      2012-05-06 or 2012-06-05 (2 years ago)

    Why
    optics@lists.example.org
      projects of the area `Optics` go to
      this list
      source: Ideas of 2015, lines 42 to 43
    tulin@xn--bcher-kva.example
      mentor of the project; its entry
      prints this address
      source: Ideas of 2015, line 61
      address not confirmed since it was
      added on 2012-05-06 or 2012-06-05 (2
      years ago)
    subject
      subjects contain `GSoC 2015`; the form
      is our default: `[{token}] {title}`
      source: Ideas of 2015, line 9
    ");
}

#[test]
fn a_catalog_without_tasks_promises_none() {
    let sandbox = Sandbox::new();
    sandbox.write("small.toml", include_str!("broken_catalogs/valid.toml"));
    let shown = sandbox.run("show parser --catalog small.toml --date 2015-03-10T12:00:00+01:00");
    assert!(shown.ends_with("/ideas, lines 4 to 9\n"), "{shown}");
}

#[test]
fn scripts_get_everything_of_one_project() {
    let shown = data("show wick-trimmer --json --date 2015-03-10T12:00:00+01:00");
    assert_eq!(shown["schema"], 1);
    assert_eq!(shown["list"], "lamp-devel@lists.example.org");
    assert_eq!(shown["to"], json!([{"name": null, "address": "lamp-devel@lists.example.org"}]));
    assert_eq!(shown["cc"][1], json!({"name": "J. R. Example", "address": "jay@example.org"}));
    let tasks: Vec<_> = shown["tasks"].as_array().expect("tasks").iter().map(|task| &task["id"]).collect();
    assert_eq!(tasks, ["review-patch", "spelling"]);
    assert_eq!(shown["raw"]["difficulty"], "Low-Medium");
    assert_eq!(shown["source"]["lines"], json!([50, 59]));
    let rules = shown["why"].as_array().expect("reasons").len();
    assert_eq!(rules, 4, "two people, the list and the subject: {}", shown["why"]);
}

#[test]
fn an_unknown_project_names_the_way_out() {
    insta::assert_snapshot!(seen("show wick"), @"
    $ onlist show wick
    error: no project `wick` in the catalog
    hint: did you mean `wick-trimmer`?
    [exit status: 64]
    ");
    insta::assert_snapshot!(seen("guide zebra"), @"
    $ onlist guide zebra
    error: no project `zebra` in the catalog
    hint: run `onlist projects` to see all
    [exit status: 64]
    ");
}

#[test]
fn the_guide_is_a_checklist() {
    insta::assert_snapshot!(seen("guide"), @"
    $ onlist guide
    Lantern, Google Summer of Code (GSoC 2015)

    GSoC 2015 did not accept Lantern; other organisations host projects that have to
    do with lamps
    - Beacon: write to beacon-devel first

    To do
    [ ] Choose a project that you find interesting (line 20)
    [ ] Tell the list of the project that you would like to begin, and copy its
        mentors, whose names stand beside the project (lines 21 to 22)

    Lists and base trees
    Lamp and fuel
      lamp-devel@lists.example.org
      base tree: the branch `staging`
    Optics
      optics@lists.example.org

    Chat
    IRC              #lantern on chat.example.org
    Ask              community manager <hello@example.org>: finds somebody who has
                     been where you are

    Rules for letters
    - write the subject as `[{token}] {title}`, for example `[GSoC 2015] Trim the
      wick while the lamp burns` (our default)
    - copy every mentor of the project (line 12)
    - introduce yourself in your own thread (our default)
    - you do not have to say that you are eligible (our default)
    - ask the mentor for a bite-size task (line 13)
    - write 60 to 350 words (our default)
    - ask again after 7 days without an answer (our default)
    - a task is reserved for 14 days (our default)
    - no rule about machine-written text (our default)

    Source: Ideas of 2015 (https://wiki.example.org/ideas/2015)
    ");
    insta::assert_snapshot!(seen("guide wick-trimmer"), @"
    $ onlist guide wick-trimmer
    Lantern, Google Summer of Code (GSoC 2015)

    GSoC 2015 did not accept Lantern; other organisations host projects that have to
    do with lamps
    - Beacon: write to beacon-devel first

    To do
    [ ] Choose a project that you find interesting (line 20)
    [ ] Tell the list of the project that you would like to begin, and copy its
        mentors, whose names stand beside the project (lines 21 to 22)

    For wick-trimmer
    List             lamp-devel@lists.example.org
    Cc               Grace Example <grace@example.org>
    Cc               J. R. Example <jay@example.org>
    Base tree        the branch `staging`
    Task             Review one patch (review-patch)
    Task             Correct the spelling of one page (spelling)

    Chat
    IRC              #lantern on chat.example.org
    Ask              community manager <hello@example.org>: finds somebody who has
                     been where you are

    Rules for letters
    - write the subject as `[{token}] {title}`, for example `[GSoC 2015] Trim the
      wick while the lamp burns` (our default)
    - copy every mentor of the project (line 12)
    - introduce yourself in your own thread (our default)
    - you do not have to say that you are eligible (our default)
    - ask the mentor for a bite-size task (line 13)
    - write 60 to 350 words (our default)
    - ask again after 7 days without an answer (our default)
    - a task is reserved for 14 days (our default)
    - no rule about machine-written text (our default)

    Source: Ideas of 2015 (https://wiki.example.org/ideas/2015)
    ");
    insta::assert_snapshot!(seen("guide --for mentor"), @"
    $ onlist guide --for mentor
    Lantern, Google Summer of Code (GSoC 2015)

    GSoC 2015 did not accept Lantern; other organisations host projects that have to
    do with lamps
    - Beacon: write to beacon-devel first

    To do
    [ ] Answer on the list, with something small to do (line 23)

    Rules for letters
    - write the subject as `[{token}] {title}`, for example `[GSoC 2015] Trim the
      wick while the lamp burns` (our default)
    - copy every mentor of the project (line 12)
    - introduce yourself in your own thread (our default)
    - you do not have to say that you are eligible (our default)
    - ask the mentor for a bite-size task (line 13)
    - write 60 to 350 words (our default)
    - ask again after 7 days without an answer (our default)
    - a task is reserved for 14 days (our default)
    - no rule about machine-written text (our default)

    Source: Ideas of 2015 (https://wiki.example.org/ideas/2015)
    ");
}

#[test]
fn the_shipped_catalog_fits_a_narrow_and_a_wide_page() {
    let sandbox = Sandbox::new();
    let catalog = crate::support::shipped();
    let ids = catalog.projects.iter().map(|project| project.id.to_string());
    for id in ids {
        for columns in [40, 80, 200] {
            let mut command = sandbox.command(&["show", &id, "--why"]);
            let output = command.env("COLUMNS", columns.to_string()).output().expect("runs");
            assert!(output.status.success(), "{id}");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            for line in text.lines().filter(|line| line.chars().count() > columns) {
                let words = line.trim_start_matches([' ', '-']).split(' ').count();
                assert!(words == 1, "{id} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn scripts_are_told_of_a_filter_that_names_nothing() {
    let sandbox = Sandbox::settled("");
    for filter in ["--list nosuch", "--area nosuch"] {
        let text = sandbox.run(&format!("projects {filter}"));
        assert!(text.contains("`nosuch` in the catalog\nhint: known "), "{text}");
        assert!(text.contains("[exit status: 64]"), "{text}");
        let json = sandbox.run(&format!("projects --json {filter}"));
        assert_eq!(json.replace("projects --json", "projects"), text);
    }
    let none = sandbox.run("projects --json --list optics --state finished zebra");
    let (_, json) = none.split_once('\n').expect("below the call");
    let json = json.split("note: ").next().unwrap_or_default();
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON, and no status");
    assert_eq!(json["projects"], serde_json::json!([]));
}
