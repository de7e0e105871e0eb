//! Communities with different rules: the letters that come out.

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::compose::{self, Answers, Error, Question, Topic, introduction};
use onlist_core::subject::Convention;

use crate::support::Sandbox;

/// A community and a list; what follows differs.
const BASE: &str = r#"
schema = 2

[community]
id = "engine"
name = "Engine Project"

[[list]]
id = "devel"
address = "devel@lists.example.org"

[[person]]
id = "grace"
name = "Grace Example"
addresses = ["grace@example.org", "grace@home.example.org"]

[[person]]
id = "hopper"
name = "Hopper Example"
address = "hopper@example.org"
"#;

const PROJECT: &str = r#"
[[project]]
id = "parser"
title = "A faster parser"
mentors = ["grace", { id = "hopper", role = "backup" }]
"#;

const SEASON: &str = r#"
[season]
id = "soe-2026"
programme = "Summer of Engines"
token = "SoE 2026"
"#;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-10T12:00:00+01:00").expect("valid")
}

fn answers(more: &[(Question, &str)]) -> Answers {
    let mut answers = Answers::default();
    let usual = [
        (Question::Name, "Ada Example"),
        (Question::Email, "ada@students.test"),
        (Question::Interest, "I like it."),
        (Question::SoFar, "I have built it."),
        (Question::Question, "Does it float?"),
    ];
    for (question, answer) in usual.iter().chain(more) {
        answers.set(*question, answer).expect("clean");
    }
    answers
}

/// The catalog of the base and these parts.
fn catalog(parts: &[&str]) -> Catalog {
    let text = format!("{BASE}{}", parts.concat());
    Catalog::parse("engine.toml", &text).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics))
}

/// To, Cc, subject and text of the letter about the first project.
fn letter(catalog: &Catalog, more: &[(Question, &str)]) -> String {
    let topic = Topic::Project(&catalog.projects[0]);
    match introduction(catalog, topic, &answers(more), now(), false) {
        Ok(letter) => {
            let content = letter.content();
            let join = |boxes: &[onlist_mail::mailbox::Mailbox]| {
                boxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            };
            let (to, cc) = (join(&content.to), join(&content.cc));
            format!("To: {to}\nCc: {cc}\nSubject: {}\n\n{}", content.subject, content.body)
        }
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn outside_any_programme_nothing_is_said_of_one() {
    insta::assert_snapshot!(letter(&catalog(&[PROJECT]), &[]));
}

#[test]
fn outside_any_programme_subjects_carry_the_communitys_own_token() {
    let rules = "[conventions]\ntoken = \"Newcomer\"\n";
    for (parts, subject) in [
        (&[rules, PROJECT][..], "[Newcomer] A faster parser"),
        (
            &["[conventions]\ntoken = \"Newcomer\"\nsubject = \"{token}: {title}\"\n", PROJECT],
            "Newcomer: A faster parser",
        ),
        (&[SEASON, rules, PROJECT], "[SoE 2026] A faster parser"),
    ] {
        let catalog = catalog(parts);
        let text = letter(&catalog, &[]);
        assert!(text.contains(&format!("\nSubject: {subject}\n")), "{text}");
        // The letter is recognised by its subject, and no programme is taken from it.
        let convention = Convention::of(&catalog);
        let parsed = convention.parse(subject).expect("read");
        assert_eq!(parsed.title, "A faster parser");
        assert_eq!(convention.project(&parsed.title).map(|it| it.id.as_str()), Some("parser"));
    }
    let catalog = catalog(&[rules, PROJECT]);
    let parsed = |subject| Convention::of(&catalog).parse(subject).map(|it| it.title);
    assert_eq!(parsed("Re: Newcomer: hello").as_deref(), Some("hello"));
    assert_eq!(parsed("newcomers and engines").as_deref(), Some("newcomers and engines"));
    let why = compose::subject_why(&catalog, Some(&catalog.projects[0])).rule;
    assert!(why.contains("subjects outside a programme carry `Newcomer`"), "{why}");
}

#[test]
fn a_community_calls_its_tasks_as_it_likes() {
    let rules = "[conventions]\ntask = \"find-own\"\ntask-word = \"microproject\"\n[templates]\nintroduction = \"{{ name }} {{ interest }} {{ so_far }} {{ question }} takes a {{ task_word }}.\"\n";
    let catalog = catalog(&[rules, PROJECT]);
    let text = letter(&catalog, &[]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.ends_with("takes a microproject."), "{text}");
    let rules: Vec<_> = catalog.conventions.setting().into_iter().map(|it| it.0).collect();
    assert!(rules.iter().any(|it| it.contains("find a microproject and announce it")), "{rules:?}");
}

#[test]
fn an_own_idea_goes_to_the_only_list() {
    let catalog = catalog(&[]);
    let more =
        [(Question::Idea, "A trace viewer"), (Question::Problem, "Traces."), (Question::Change, "A view.")];
    let letter = introduction(&catalog, Topic::Idea, &answers(&more), now(), false).expect("composed");
    assert_eq!(letter.content().to[0].address.as_str(), "devel@lists.example.org");
    assert_eq!(letter.content().subject.as_str(), "A trace viewer");
    assert!(!letter.content().body.contains("()") && !letter.content().body.contains(" for :"));
}

#[test]
fn mentors_stand_first_and_the_list_is_copied() {
    let rules = "[conventions]\ncopy = \"mentor-first\"\n";
    insta::assert_snapshot!(letter(&catalog(&[SEASON, rules, PROJECT]), &[]));
}

#[test]
fn mentors_without_an_address_leave_the_list_first() {
    let rules = "[conventions]\ncopy = \"mentor-first\"\n";
    let alone = "[[person]]\nid = \"nobody\"\nname = \"Nobody Example\"\n[[project]]\nid = \"p\"\ntitle = \"Title\"\nmentors = [\"nobody\"]\n";
    let letter = letter(&catalog(&[rules, alone]), &[]);
    assert!(letter.starts_with("To: devel@lists.example.org\nCc: \n"), "{letter}");
}

#[test]
fn a_second_list_and_a_project_with_a_rule_of_its_own() {
    let rules = "[conventions]\nsecond-list = \"soc\"\ncopy = \"all-mentors\"\n";
    let list = "[[list]]\nid = \"soc\"\naddress = \"soc@lists.example.org\"\n";
    let own = "list = \"devel\"\nconventions = { copy = \"list-only\", task = \"find-own\" }\n";
    insta::assert_snapshot!(letter(&catalog(&[SEASON, rules, list, PROJECT, own]), &[]));
}

#[test]
fn where_there_is_no_list_the_place_is_named() {
    for (part, place) in [
        (
            "instead = \"write on Zulip, https://chat.example.org/\"\n",
            "write on Zulip, https://chat.example.org/",
        ),
        (
            "area = \"core\"\n[[area]]\nid = \"core\"\ntitle = \"Core\"\ninstead = \"open an issue\"\n",
            "open an issue",
        ),
        (
            "[[list]]\nid = \"more\"\naddress = \"more@lists.example.org\"\n",
            "the catalog names no list for it",
        ),
    ] {
        let said = letter(&catalog(&[PROJECT, part]), &[]);
        assert_eq!(said, format!("error: `A faster parser` takes no mail: {place}"));
    }
}

#[test]
fn what_a_machine_wrote_is_asked_for_and_put_in() {
    let rules = "[conventions]\ndisclosure = [\"I wrote this without a machine.\", \"A machine has corrected it.\"]\n";
    let catalog = catalog(&[SEASON, rules, PROJECT]);
    let topic = Topic::Project(&catalog.projects[0]);
    let missing = introduction(&catalog, topic, &answers(&[]), now(), false);
    assert!(matches!(missing, Err(Error::Missing(questions)) if questions == [Question::Disclosure]));
    insta::assert_snapshot!(letter(&catalog, &[(Question::Disclosure, "A machine has corrected it.")]));
}

#[test]
fn a_project_is_written_about_in_its_own_season() {
    let seasons = r#"
[[season]]
id = "soe-2026"
programme = "Summer of Engines"
token = "SoE"
year = 2026

[[season]]
id = "winter"
programme = "Winter of Engines"
token = "WoE"
status = "planned"
"#;
    let own = "season = [\"winter\", \"soe-2026\"]\n";
    let mut catalog = catalog(&[seasons, PROJECT, own]);
    let open = letter(&catalog, &[]);
    assert!(open.contains("\nSubject: [SoE] A faster parser\n"), "{open}");
    let flat = open.replace('\n', " ");
    assert!(flat.contains("for Summer of Engines 2026 (SoE)."), "{open}");
    assert!(catalog.choose_season("winter"));
    let chosen = letter(&catalog, &[]);
    assert!(chosen.contains("\nSubject: [WoE] A faster parser\n"), "{chosen}");
    assert!(!catalog.choose_season("spring"));
}

/// Two programmes, of which one is called like its token.
const TWO_PROGRAMMES: &str = r#"
[[season]]
id = "soe-2026"
programme = "Summer of Engines"
token = "SoE"
year = 2026

[[season]]
id = "internship"
programme = "Outreach"
token = "Outreach"

[conventions]
copy = "list-only"
task = "find-own"
"#;

#[test]
fn in_two_programmes_each_letter_says_its_own() {
    let own = "season = [\"soe-2026\", \"internship\"]\n";
    let mut catalog = catalog(&[TWO_PROGRAMMES, PROJECT, own]);
    insta::assert_snapshot!(letter(&catalog, &[]));
    assert!(catalog.choose_season("internship"));
    insta::assert_snapshot!(letter(&catalog, &[]));
}

#[test]
fn the_sentence_that_a_community_wants_is_looked_for_and_nothing_else() {
    let sandbox = Sandbox::of_ada();
    let rules = "[conventions]\ndisclosure = [\"I wrote this without a machine.\", \"A machine has corrected it.\"]\n";
    sandbox.write("engine.toml", format!("{BASE}{SEASON}{rules}{PROJECT}"));
    let line = "introduce parser --catalog engine.toml --date 2026-03-10T12:00:00+01:00 \
        --interest 'I like it.' --so-far 'I have built commit 1a2b3c4d.' --question 'Does it float?'";
    insta::assert_snapshot!(sandbox.run(line));
    let errors = |disclosure: &str| {
        let saved = sandbox.run(&format!("{line} --disclosure '{disclosure}' --save letter.eml --force"));
        assert!(saved.contains("wrote `letter.eml`"), "{saved}");
        let checked = sandbox.run("check letter.eml --catalog engine.toml --json");
        checked.matches("\"C17\"").count()
    };
    assert_eq!(errors("No machine, no."), 1);
    assert_eq!(errors("A machine has corrected it."), 0);
    let none = sandbox.run(&format!("{line} --disclosure none --print"));
    insta::assert_snapshot!(none.rsplit_once("--print\n").expect("the call").1);
    sandbox.write("engine.toml", format!("{BASE}{SEASON}[conventions]\ndisclosure = \"free\"\n{PROJECT}"));
    let none = sandbox.run(&format!("{line} --disclosure none --print"));
    assert!(none.contains("\n\nDoes it float?\n\n-- \n") && !none.contains("[exit"), "{none}");
    insta::assert_snapshot!(sandbox.run("check --explain C17"));
}

#[test]
fn a_later_letter_that_opens_a_thread_has_the_sentence_too() {
    let sandbox = Sandbox::of_ada();
    let rules = "[conventions]\nsecond-list = \"users\"\ngenerated-text = \"say so\"\ndisclosure = [\"No machine.\"]\n";
    let list = "[[list]]\nid = \"users\"\naddress = \"users@lists.example.org\"\nposting = \"members\"\n";
    sandbox.write(
        "engine.toml",
        format!("{BASE}{SEASON}fallback-list = \"devel\"\n{rules}{list}{PROJECT}")
            .replace("[[list]]\nid = \"devel\"", "[[list]]\nid = \"devel\"\nposting = \"anyone\""),
    );
    let written = |text: &str| {
        sandbox.write("text", text);
        sandbox.run(
            "write parser --catalog engine.toml --subject Draft --body-file text --print \
            --date 2026-03-10T12:00:00+01:00",
        )
    };
    for (text, count) in [("Here is my draft.\n", 1), ("Here is my draft. No machine.\n", 0)] {
        let seen = written(text);
        assert_eq!(seen.matches("error[C17]").count(), count, "{seen}");
        assert_eq!(seen.matches("info[C14]").count(), 1, "{seen}");
        // Each list that gets it is spoken of.
        assert!(seen.contains("note: anyone may post to devel@"), "{seen}");
        assert!(seen.contains("note: subscribe to users@lists.example.org first"), "{seen}");
    }
}

#[test]
fn a_bare_letter_says_what_a_time_is_for() {
    let rules = "[conventions]\nstyle = \"bare\"\n";
    let letter =
        letter(&catalog(&[SEASON, rules, PROJECT]), &[(Question::Availability, "full time from June")]);
    assert!(letter.contains("\n\nDoes it float?\n\nAvailability: full time from June\n\n-- \n"), "{letter}");
}

#[test]
fn a_community_without_mail_says_where_to_go_and_nothing_is_written() {
    let sandbox = Sandbox::of_ada();
    let community = "schema = 2\n[community]\nid = \"engine\"\nname = \"Engine Project\"\n\
        instead = \"write in the forum, https://forum.example.org/\"\n";
    let project = "[[project]]\nid = \"parser\"\ntitle = \"A faster parser\"\n\
        chat = { kind = \"zulip\", url = \"https://chat.example.org/\" }\n";
    sandbox.write("engine.toml", format!("{community}{project}"));
    let answers = "--interest x --so-far y --question z?";
    for line in [
        format!("introduce parser {answers} --print"),
        format!("introduce parser {answers} --anyway --save letter.eml"),
        "introduce --idea x --problem y --change z --print".to_owned(),
    ] {
        let seen = sandbox.run(&format!("{line} --catalog engine.toml"));
        assert!(seen.contains("takes no mail: write in the forum, https://forum.example.org/"), "{seen}");
        assert!(seen.contains("[exit status: 65]") && !seen.contains("Subject:"), "{seen}");
    }
    assert!(!sandbox.home().join("letter.eml").exists());
    insta::assert_snapshot!(sandbox.run("show parser --catalog engine.toml"));
}

/// What is to be known of the letter about the first project, by kind.
fn notices(catalog: &Catalog, kind: &str) -> Vec<String> {
    let topic = Topic::Project(&catalog.projects[0]);
    let letter = introduction(catalog, topic, &answers(&[]), now(), false).expect("composed");
    letter.notices.into_iter().filter(|it| it.kind == kind).map(|it| it.text).collect()
}

#[test]
fn what_is_to_be_done_first_is_said_before_the_letter_and_in_the_rules() {
    let rules = "[conventions]\ndo-first = [\"build the engine\", \"run its tests\"]\n";
    let stated = catalog(&[rules, PROJECT]);
    let said = "do this first, and tell in your letter what came of it: build the engine; run its tests";
    assert_eq!(notices(&stated, "do-first"), [said]);
    let rules: Vec<_> = stated.conventions.setting().into_iter().map(|it| it.0).collect();
    assert!(rules.contains(&"before the first letter: run its tests".to_owned()), "{rules:?}");
    assert_eq!(notices(&catalog(&[PROJECT]), "do-first"), Vec::<String>::new());
    // Who offers to mentor is no newcomer.
    let offer = Topic::Mentoring(Some(&stated.projects[0]));
    let letter = introduction(&stated, offer, &answers(&[]), now(), false).expect("composed");
    assert!(letter.notices.iter().all(|it| it.kind != "do-first"), "{:?}", letter.notices);
}

#[test]
fn no_task_is_asked_for_where_it_comes_after_the_proposal() {
    let rules = "[conventions]\ntask = \"after-proposal\"\n";
    let stated = catalog(&[rules, PROJECT]);
    assert_eq!(letter(&stated, &[]), letter(&catalog(&[PROJECT]), &[]));
    let rules: Vec<_> = stated.conventions.setting().into_iter().map(|it| it.0).collect();
    assert!(
        rules.contains(&"do not ask for a bite-size task: the mentor gives it after the proposal".to_owned())
    );
}

#[test]
fn a_letter_outside_the_season_that_was_asked_for_says_so() {
    let seasons = "[[season]]\nid = \"one\"\nprogramme = \"One\"\ntoken = \"One\"\n\n\
                   [[season]]\nid = \"two\"\nprogramme = \"Two\"\ntoken = \"Two\"\n";
    let mut catalog = catalog(&[seasons, PROJECT, "season = \"one\"\n"]);
    assert_eq!(notices(&catalog, "other-season"), Vec::<String>::new());
    assert!(catalog.choose_season("two"));
    assert_eq!(notices(&catalog, "other-season"), ["this project is not of `two`: the letter is for `one`"]);
}

/// The catalog of a file with these tables, and its path.
fn written(sandbox: &Sandbox, tables: &str) -> String {
    let head = "schema = 2\n[community]\nid = \"engine\"\nname = \"Engine Project\"\n";
    sandbox.write("engine.toml", format!("{head}{tables}{PROJECT}"));
    "engine.toml".to_owned()
}

const GRACE: &str =
    "[[person]]\nid = \"grace\"\nname = \"Grace Example\"\n[[person]]\nid = \"hopper\"\nname = \"Hopper\"\n";

#[test]
fn without_a_list_the_place_to_go_is_named_and_a_catalog_without_one_is_told() {
    for (more, place) in [
        (
            "[[chat]]\nkind = \"discord\"\nurl = \"https://chat.example.org/\"\n",
            "ask there: Discord, https://chat.example.org/",
        ),
        ("", "the catalog names no list for it"),
    ] {
        let sandbox = Sandbox::new();
        let path = written(&sandbox, &format!("{more}{GRACE}"));
        let run =
            sandbox.run(&format!("--catalog {path} introduce parser --name Ada --email ada@students.test --interest I --so-far S --question Q"));
        let said = run.clone();
        assert!(said.contains(&format!("takes no mail: {place}")) && said.contains("65"), "{said}");
        let checked = sandbox.run(&format!("catalog check {path}")).clone();
        assert_eq!(checked.contains("(K47)") || checked.contains("[K47]"), more.is_empty(), "{checked}");
    }
}

#[test]
fn of_several_lists_one_is_asked_for_where_nothing_says_which() {
    let lists = "[[list]]\nid = \"devel\"\naddress = \"devel@lists.example.org\"\n\
                 [[list]]\nid = \"users\"\naddress = \"users@lists.example.org\"\n";
    let sandbox = Sandbox::new();
    let path = written(&sandbox, &format!("{lists}{GRACE}"));
    let run = |more: &str| {
        let line = format!(
            "--catalog {path} introduce --bug 'It hangs.' --name Ada --email ada@students.test --print {more}"
        );
        sandbox.run(&line).clone()
    };
    let said = run("");
    assert!(said.contains("hint: name one with `--list`: `devel` or `users`"), "{said}");
    assert!(run("--list users").contains("To: users@lists.example.org"));
}

#[test]
fn every_list_that_gets_a_letter_is_one_to_join() {
    let lists = "[conventions]\nsecond-list = \"programme\"\n\
                 [[list]]\nid = \"devel\"\naddress = \"devel@lists.example.org\"\nposting = \"members\"\n\
                 [[list]]\nid = \"programme\"\naddress = \"programme@lists.example.org\"\n";
    let sandbox = Sandbox::new();
    let project = "[[project]]\nid = \"wick\"\ntitle = \"Trim the wick\"\nlist = \"devel\"\n";
    let path = written(&sandbox, &format!("{lists}{GRACE}{project}"));
    let run = sandbox.run(&format!(
        "--catalog {path} introduce wick --name Ada --email ada@students.test --interest I --so-far S --question Q --print"
    ));
    let said = run.clone();
    assert!(
        said.contains("note: subscribe to devel@lists.example.org first: only subscribers may post"),
        "{said}"
    );
    assert!(said.contains("note: subscribe to programme@lists.example.org first, or"), "{said}");
}

#[test]
fn links_lead_into_the_web_and_nowhere_else() {
    let sandbox = Sandbox::new();
    for (link, taken) in [
        ("https://ada.example.org/", true),
        ("HTTP://ada.example.org", true),
        ("javascript:alert(1)", false),
        ("javascript://ada.example.org/%0aalert(1)", false),
        ("data:text/html,hello", false),
        ("file:///etc/hosts", false),
        ("https:///etc/hosts", false),
        ("javascript:alert(document.cookie)", false),
    ] {
        for verb in [
            "introduce rump-stubdom --name Ada --email ada@students.test --interest I --so-far S --question Q --print",
            "interest rump-stubdom",
        ] {
            let said = sandbox.run(&format!("{verb} --link '{link}'")).clone();
            assert_eq!(said.contains("web address"), !taken, "{verb} {link}: {said}");
        }
        let path = written(
            &sandbox,
            &format!(
                "[[list]]\nid = \"devel\"\naddress = \"devel@lists.example.org\"\nweb = '{link}'\n{GRACE}"
            ),
        );
        let said = sandbox.run(&format!("catalog check {path}")).clone();
        assert_eq!(said.contains("error"), !taken && !link.starts_with("https"), "{link}: {said}");
    }
}
