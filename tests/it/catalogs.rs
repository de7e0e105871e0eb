//! Catalogs that are wrong: for each file, what the user sees.

use crate::support::Sandbox;
#[cfg(unix)]
use crate::support::{Key, Options, Pty};

#[test]
fn every_broken_catalog_is_refused_with_its_place() {
    let sandbox = Sandbox::new();
    insta::glob!("broken_catalogs/*.toml", |path| {
        let name = path.file_name().and_then(|it| it.to_str()).expect("a file");
        let output = sandbox
            .command(&["catalog", "check", "--date", "2015-03-01T12:00:00Z", name])
            .current_dir(path.parent().expect("in a folder"))
            .output()
            .expect("runs");
        assert!(output.stdout.is_empty(), "data on standard output");
        let words = String::from_utf8(output.stderr).expect("UTF-8");
        let status = output.status.code().map(|code| format!("[exit status: {code}]\n"));
        let seen = format!("{words}{}", status.unwrap_or_default());
        insta::with_settings!({ snapshot_path => "broken_catalogs", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("seen", seen);
        });
    });
}

const DATE: &str = "--date 2026-03-01T12:00:00Z";

#[test]
fn one_begins_with_a_valid_catalog() {
    let sandbox = Sandbox::new();
    let output = sandbox.output(&["catalog", "new", "--date", "2026-03-01T12:00:00Z"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    sandbox.write("new.toml", &output.stdout);
    insta::assert_snapshot!(sandbox.run(&format!("catalog check new.toml {DATE}")));
    insta::assert_snapshot!(sandbox.run(&format!("projects --catalog new.toml {DATE}")));
}

#[test]
fn one_idea_is_written_for_a_catalog_or_a_wiki() {
    let sandbox = Sandbox::new();
    let idea = "catalog idea --title 'A faster parser' --mentor 'Grace Example <grace@example.org>' \
        --mentor Hopper --difficulty advanced --hours 175 --hours 350 --skill C --description 'It is slow.' \
        --outcome 'patches on the list'";
    insta::assert_snapshot!(sandbox.run(&format!("{idea} {DATE}")));
    insta::assert_snapshot!(sandbox.run(&format!("{idea} --format wikitext {DATE}")));
    insta::assert_snapshot!(sandbox.run("catalog idea"));
    insta::assert_snapshot!(sandbox.run("catalog idea --title x --difficulty heroic"));
    // Added to a catalog that has its mentor, it leaves a catalog.
    sandbox.write("new.toml", sandbox.output(&["catalog", "new"]).stdout);
    for title in ["One", "Two"] {
        let call = ["catalog", "idea", "--title", title, "--mentor", "Grace Example <grace@example.org>"];
        let more = sandbox.output(&[&call[..], &["--catalog", "new.toml"]].concat()).stdout;
        let text = sandbox.read("new.toml") + "\n" + &String::from_utf8_lossy(&more);
        sandbox.write("new.toml", text);
        let checked = sandbox.run("catalog check new.toml");
        assert!(checked.contains("valid: ") && !checked.contains("warning"), "{checked}");
    }
}

#[cfg(unix)]
#[test]
fn one_begins_without_a_list_where_the_community_has_none() {
    let sandbox = Sandbox::new();
    let words = ["onlist", "catalog", "new", "--plain", "--date", "2026-03-01T12:00:00Z"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { columns: 120, rows: 80, ..Options::default() });
    pty.answer("Name of the community", "Lamp");
    pty.answer("Address of its mailing list", "");
    pty.answer("Where do people write instead", "write in the forum, https://forum.example.org/");
    pty.answer("URL of the page of ideas", "gsoc");
    pty.answer("URL of the page of ideas", "https://example.org/ideas");
    pty.answer("Programme", "3");
    pty.answer("Year", "soon");
    pty.answer("Year", "2027");
    pty.answer("State of the season", "");
    pty.answer("Title", "One");
    pty.answer("Mentors", "Bo Example <bo@example.org>, Cy <cy@example.org>");
    pty.answer("What is it about", "It is slow.");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let screen = pty.screen();
    for line in [
        "`gsoc` is not a URL",
        "instead = \"write in the forum, https://forum.example.org/\"",
        "url = \"https://example.org/ideas\"",
        "mentors = [\"bo-example\", \"cy\"]",
        "not a year, such as `2027`",
        "id = \"lfx-2027\"",
        "token = \"LFX 2027\"",
        "status = \"planned\"",
    ] {
        assert!(screen.contains(line), "{line}: {screen}");
    }
    assert!(!screen.contains("[[list]]"), "{screen}");
}

#[cfg(unix)]
#[test]
fn what_was_answered_is_there_after_an_interruption() {
    for (call, first, second) in [
        ("catalog new", "Name of the community", "Address of its mailing list"),
        ("catalog idea", "Title", "Mentors"),
    ] {
        let sandbox = Sandbox::new();
        let words: Vec<_> = ["onlist"].into_iter().chain(call.split(' ')).chain(["--plain"]).collect();
        let options = || Options { columns: 120, rows: 80, ..Options::default() };
        let mut pty = Pty::start_in(&sandbox, &words, options());
        pty.answer(first, "A lamp");
        pty.wait_asked(second);
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130, "{}", pty.screen());
        assert!(
            pty.screen().contains("your answers are saved: run the same command again"),
            "{}",
            pty.screen()
        );
        assert!(sandbox.run("drafts").contains(&format!("onlist {call}")), "{}", sandbox.run("drafts"));
        let pty = Pty::start_in(&sandbox, &words, options());
        pty.wait_asked(&format!("{first} [A lamp]"));
        pty.kill();
    }
}

#[test]
fn an_idea_has_one_entry_for_each_of_its_mentors() {
    let sandbox = Sandbox::new();
    let idea = |mentors: &str| {
        let call = ["catalog", "idea", "--title", "One", "--mentor", mentors];
        let seen = sandbox.output(&call);
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        (seen.status.code(), text(&seen.stdout), text(&seen.stderr))
    };
    let bo = "[[person]]\nid = \"bo-example\"\nname = \"Bo Example\"\naddress = \"bo@example.org\"\n";
    for mentors in [
        "Bo Example <bo@example.org>, Cy <cy@example.org>",
        "Bo Example <bo@example.org>; Cy <cy@example.org>",
    ] {
        let (code, text, said) = idea(mentors);
        assert_eq!(code, Some(0), "{mentors}: {said}");
        assert!(
            text.contains(bo) && text.contains("mentors = [\"bo-example\", \"cy\"]"),
            "{mentors}: {text}"
        );
    }
    let (_, text, _) = idea("\"Example, Bo\" <bo@example.org>");
    assert!(text.contains("name = \"Example, Bo\"") && text.matches("[[person]]").count() == 1, "{text}");
    for (mentors, expected) in [
        ("bo at example.org", "`bo at example.org` hides an address"),
        ("Bo [at] example [dot] org", "hides an address"),
        ("Bo <bo@example.org> Cy <cy@example.org>", "error: `--mentor`"),
    ] {
        let (code, text, said) = idea(mentors);
        assert!(code == Some(64) && text.is_empty() && said.contains(expected), "{mentors}: {said}");
    }
    let seen = sandbox.run("catalog idea --title '  '");
    assert!(seen.contains("`--title`: it is empty") && seen.contains("[exit status: 64]"), "{seen}");
}

#[test]
fn an_idea_begins_a_line_of_its_own() {
    let sandbox = Sandbox::new();
    let added = |sandbox: &Sandbox| {
        let call = ["catalog", "idea", "--title", "One", "--catalog", "new.toml"];
        let before = sandbox.read("new.toml");
        let seen = sandbox.output(&call);
        assert!(seen.status.success(), "{seen:?}");
        before + &String::from_utf8_lossy(&seen.stdout)
    };
    let catalog = String::from_utf8(sandbox.output(&["catalog", "new"]).stdout).expect("text");
    for end in ["", "\n", "\n# no end"] {
        sandbox.write("new.toml", format!("{}{end}", catalog.trim_end()));
        sandbox.write("more.toml", added(&sandbox));
        let checked = sandbox.run("catalog check more.toml");
        assert!(checked.contains("valid: "), "{end:?}: {checked}");
    }
    sandbox.write("new.toml", "");
    assert!(added(&sandbox).starts_with("[[project]]\n"));
}

#[test]
fn a_profile_that_is_a_folder_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("tmp/engine.toml", "");
    sandbox.write("above.toml", "schema = 2\nprofile = \"tmp\"\n");
    let seen = sandbox.run("catalog check above.toml");
    assert!(seen.contains("the profile `tmp` is a folder") && !seen.contains("write `profile = "), "{seen}");
}

#[test]
fn a_page_is_met_with_the_way_to_import_it() {
    let sandbox = Sandbox::new();
    sandbox.write("ideas.md", "# Ideas\n\n## A faster parser\n\nMentor: Grace\n");
    insta::assert_snapshot!(sandbox.run("catalog check ideas.md"));
    insta::assert_snapshot!(sandbox.run("projects --catalog ideas.md"));
}

#[test]
fn findings_are_data_and_rules_are_explained() {
    let sandbox = Sandbox::new();
    sandbox.write("one.toml", "schema = 2\n[community]\nid = \"one\"\nnam = \"One\"\n");
    insta::assert_snapshot!(sandbox.run("catalog check one.toml --json"));
    insta::assert_snapshot!(sandbox.run("catalog check --explain K04"));
    insta::assert_snapshot!(sandbox.run("catalog check --explain difficulty-wort"));
}

#[test]
fn a_season_is_read_with_its_profile_and_chosen_by_its_id() {
    let sandbox = Sandbox::settled("");
    sandbox.write(
        "engine.toml",
        "schema = 2\n[community]\nid = \"engine\"\nname = \"Engine Project\"\n\
        [[list]]\nid = \"devel\"\naddress = \"devel@lists.example.org\"\n",
    );
    sandbox.write(
        "2026.toml",
        "schema = 2\nprofile = \"engine.toml\"\n\
        [[season]]\nid = \"summer\"\nprogramme = \"Summer of Engines\"\ntoken = \"SoE\"\n\
        [[season]]\nid = \"winter\"\nprogramme = \"Winter of Engines\"\ntoken = \"WoE\"\n\
        [[project]]\nid = \"parser\"\ntitle = \"A faster parser\"\nseason = \"summer\"\n\
        [[project]]\nid = \"linker\"\ntitle = \"A faster linker\"\ninstead = \"write on Zulip, https://chat.example.org/\"\n",
    );
    let with = |line: &str| sandbox.run(&format!("{line} --catalog 2026.toml"));
    insta::assert_snapshot!(with("projects --season winter"));
    insta::assert_snapshot!(with("projects --season spring"));
    insta::assert_snapshot!(with(
        "introduce linker --name Ada --email ada@students.test --interest x --so-far y --question z"
    ));
    insta::assert_snapshot!(with("show linker"));
    insta::assert_snapshot!(with("catalog check 2026.toml"));
}

#[test]
fn what_is_wrong_with_a_profile_is_told_together_with_the_file_upon_it() {
    let sandbox = Sandbox::new();
    let engine = "schema = 2\n[community]\nid = \"engine\"\nname = \"Engine Project\"\n\
        [[list]]\nid = \"devel\"\naddress = \"devel@lists.example.org\"\n\
        [[person]]\nid = \"grace\"\nname = \"Grace Example\"\n";
    let project = |profile: &str| {
        format!(
            "schema = 2\nprofile = \"{profile}\"\n[[project]]\nid = \"parser\"\ntitle = \"A faster parser\"\n\
            mentors = [\"grace\"]\ndifficulty = \"schwer\"\n"
        )
    };
    sandbox.write("engine.toml", engine);
    sandbox.write(
        "broken.toml",
        engine.replace("devel@", "devel at ").replace("name = \"Grace", "nam = \"Grace"),
    );
    sandbox.write("second.toml", format!("profile = \"engine.toml\"\n{engine}"));
    for (name, profile) in
        [("gone", "enginee.toml"), ("below", "broken.toml"), ("third", "second.toml"), ("self", "self.toml")]
    {
        sandbox.write(&format!("{name}.toml"), project(profile));
    }
    sandbox.write(
        "twice.toml",
        project("engine.toml")
            + "[[person]]\nid = \"grace\"\nname = \"Grace Other\"\n\
            [[list]]\nid = \"users\"\naddress = \"DEVEL@lists.example.org\"\n",
    );
    let check = |name: &str| sandbox.run(&format!("catalog check {name}.toml {DATE}"));
    let all = ["gone", "below", "third", "self", "twice"].map(check).concat();
    insta::assert_snapshot!(all);
}
