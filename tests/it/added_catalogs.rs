//! Catalogs that others keep: added, updated, and searched together with one's own.

use crate::support::smtp::Validity;
use crate::support::{Sandbox, Web};

const PROFILE: &str = r#"schema = 2

[community]
id = "engine"
name = "Engine Project"

[[list]]
id = "devel"
address = "devel@engine.example.org"

[[person]]
id = "grace"
name = "Grace Engine"
address = "grace@engine.example.org"
"#;

const SEASON: &str = r#"schema = 2
profile = "engine.toml"

[[season]]
id = "soe-2026"
programme = "Summer of Engines"
token = "SoE"
year = 2026

[[project]]
id = "parser"
title = "A faster parser"
summary = "Reading takes too long."
mentors = ["grace"]

[[project]]
id = "fog-horn"
title = "A horn for engines"
"#;

const ANSWERS: &str = "--name Ada --email ada@students.test --interest x --so-far 'I have built it.' \
    --question 'Does it float?'";

/// A run on a day, with the server's address hidden.
fn run(sandbox: &Sandbox, web: Option<&Web>, line: &str) -> String {
    let seen = sandbox.run(&format!("{line} --date 2026-03-01T12:00:00Z"));
    let seen = seen.replace(" --date 2026-03-01T12:00:00Z", "");
    web.map_or(seen.clone(), |web| seen.replace(&web.base, "http://server"))
}

/// A home with one more catalog than the settings name.
fn with_engine() -> Sandbox {
    let sandbox = Sandbox::of_ada();
    sandbox.write("engine.toml", PROFILE);
    sandbox.write("2026.toml", SEASON);
    let added = run(&sandbox, None, "catalog add 2026.toml");
    assert!(added.contains("added `engine`"), "{added}");
    sandbox
}

fn copy(sandbox: &Sandbox) -> String {
    sandbox.read(".local/state/onlist/catalogs/engine.json")
}

#[test]
fn a_catalog_in_a_file_is_copied_with_its_profile() {
    let sandbox = Sandbox::new();
    sandbox.write("engine.toml", PROFILE);
    sandbox.write("2026.toml", SEASON);
    insta::assert_snapshot!(run(&sandbox, None, "catalog add 2026.toml"));
    insta::assert_snapshot!(run(&sandbox, None, "catalog add 2026.toml"));
    // Nothing of the copy changes with the files.
    for name in ["engine.toml", "2026.toml"] {
        std::fs::remove_file(sandbox.home().join(name)).expect("removed");
    }
    insta::assert_snapshot!(run(&sandbox, None, "catalog list"));
    insta::assert_snapshot!(run(&sandbox, None, "catalog list --json"));
    insta::assert_snapshot!(run(&sandbox, None, "show parser"));
    insta::assert_snapshot!(run(&sandbox, None, "catalog update"));
    insta::assert_snapshot!(run(&sandbox, None, "catalog remove engine"));
    insta::assert_snapshot!(run(&sandbox, None, "catalog remove engine"));
    insta::assert_snapshot!(run(&sandbox, None, "show parser"));
}

#[test]
fn several_catalogs_are_searched_as_one() {
    let sandbox = with_engine();
    insta::assert_snapshot!(run(&sandbox, None, "projects"));
    insta::assert_snapshot!(run(&sandbox, None, "projects faster"));
    insta::assert_snapshot!(run(&sandbox, None, "projects --list devel@engine.example.org --json"));
    insta::assert_snapshot!(run(&sandbox, None, "projects --season soe-2026"));
    insta::assert_snapshot!(run(&sandbox, None, "projects --season soe-2030"));
    insta::assert_snapshot!(run(&sandbox, None, "projects --catalog .config/onlist/catalog.toml horn"));
    insta::assert_snapshot!(run(&sandbox, None, "projects --catalog engine horn"));
}

#[test]
fn an_id_of_several_projects_needs_its_community() {
    let sandbox = with_engine();
    insta::assert_snapshot!(run(&sandbox, None, "projects horn"));
    let mut seen = String::new();
    for wanted in [
        "fog-horn",
        "lantern/fog-horn",
        "engine/fog-horn",
        "engine/parser",
        "lantern/parser",
        "parsr",
        "engine/parsr",
        "engines/parser",
        "engine/",
        "/parser",
        "a/b/c",
    ] {
        let shown = run(&sandbox, None, &format!("show {wanted}"));
        let told = |line: &&str| {
            ["error", "hint", "note", "[exit", "A horn", "Fog", "A faster"]
                .iter()
                .any(|it| line.starts_with(it))
        };
        let shown = shown.lines().skip(1).filter(told).collect::<Vec<_>>().join("\n");
        seen += &[wanted, "\n", &shown, "\n\n"].concat();
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn two_catalogs_of_one_community_are_told_apart_by_their_names() {
    let sandbox = with_engine();
    sandbox.write("2025.toml", SEASON.replace("2026", "2025"));
    run(&sandbox, None, "catalog add 2025.toml --name engine-2025");
    insta::assert_snapshot!(run(&sandbox, None, "projects parser"));
    insta::assert_snapshot!(run(&sandbox, None, "introduce parser"));
    for catalog in ["engine", "engine-2025"] {
        let shown = run(&sandbox, None, &format!("show {catalog}/parser"));
        assert!(shown.contains(&format!("note: `{catalog}` is a copy of ")), "{shown}");
    }
    insta::assert_snapshot!(run(&sandbox, None, &format!("introduce engine-2025/parser {ANSWERS} --mailto")));
    insta::assert_snapshot!(run(&sandbox, None, "projects parser --season soe-2026"));
    let shown = run(&sandbox, None, "show parser --season soe-2026");
    assert!(shown.contains("A faster parser"), "{shown}");
}

#[test]
fn letters_are_written_and_checked_with_the_catalog_of_their_community() {
    let sandbox = with_engine();
    insta::assert_snapshot!(run(&sandbox, None, &format!("introduce parser {ANSWERS} --print")));
    insta::assert_snapshot!(run(&sandbox, None, &format!("introduce engine/fog-horn {ANSWERS} --json")));
    let idea = "introduce --idea 'A trace viewer' --problem x --change y --name Ada --email ada@students.test --print";
    insta::assert_snapshot!(run(&sandbox, None, idea));
    insta::assert_snapshot!(run(&sandbox, None, &format!("{idea} --list devel@engine.example.org")));
    let saved = run(&sandbox, None, &format!("introduce parser {ANSWERS} --save letter.eml"));
    assert!(saved.contains("wrote `letter.eml`"), "{saved}");
    insta::assert_snapshot!(run(&sandbox, None, "check letter.eml"));
    insta::assert_snapshot!(run(
        &sandbox,
        None,
        "reply letter.eml --task-text 'Fix a typo' --name Grace --email grace@engine.example.org --print"
    ));
    insta::assert_snapshot!(run(&sandbox, None, "guide"));
    insta::assert_snapshot!(run(&sandbox, None, "guide --catalog engine"));
}

#[test]
fn a_draft_goes_on_with_the_catalog_that_it_was_begun_with() {
    let sandbox = with_engine();
    let kept = run(&sandbox, None, &format!("introduce parser {ANSWERS} --keep"));
    assert!(kept.contains("saved as draft `parser`"), "{kept}");
    let shown = run(&sandbox, None, "drafts show parser --print");
    assert!(shown.contains("To: devel@engine.example.org"), "{shown}");
    run(&sandbox, None, "catalog remove engine");
    insta::assert_snapshot!(run(&sandbox, None, "drafts show parser --print"));
}

/// A server with the catalog of the engines, and a home that has added it.
fn served() -> (Web, Sandbox) {
    let (web, sandbox) = (Web::start(), Sandbox::new());
    web.give("/ideas/2026.toml", 200, SEASON);
    web.give("/ideas/engine.toml", 200, PROFILE);
    let added = run(&sandbox, None, &format!("catalog add {}/ideas/2026.toml", web.base));
    assert!(added.contains("added `engine`"), "{added}");
    (web, sandbox)
}

#[test]
fn a_catalog_in_the_web_is_fetched_with_its_profile_and_only_when_it_is_asked_for() {
    let (web, sandbox) = (Web::start(), Sandbox::of_ada());
    web.give("/ideas/2026.toml", 200, SEASON);
    web.give("/ideas/engine.toml", 200, PROFILE);
    let add = format!("catalog add {}/ideas/2026.toml --name engine-2026", web.base);
    insta::assert_snapshot!(run(&sandbox, Some(&web), &add));
    assert_eq!(web.asked(), ["/ideas/2026.toml", "/ideas/engine.toml"]);
    for line in
        ["projects", "show parser", "catalog list", "guide parser", "catalog check", "drafts", "--help"]
    {
        run(&sandbox, None, line);
    }
    run(&sandbox, None, &format!("introduce parser {ANSWERS} --print"));
    assert!(web.asked().is_empty(), "asked although nobody wanted it");
    insta::assert_snapshot!(run(&sandbox, Some(&web), "show engine-2026/parser"));
    insta::assert_snapshot!(run(&sandbox, Some(&web), "catalog list"));
}

#[test]
fn an_update_says_what_has_changed() {
    let (web, sandbox) = served();
    let update = || run(&sandbox, Some(&web), "catalog update").replace("2026-03-01", "DAY");
    insta::assert_snapshot!(update());
    let more = "[[project]]\nid = \"linker\"\ntitle = \"A faster linker\"\n";
    web.give("/ideas/2026.toml", 200, SEASON.replace("id = \"parser\"", "id = \"reader\"") + more);
    web.give("/ideas/engine.toml", 200, PROFILE.replace("devel@engine", "engine@lists"));
    insta::assert_snapshot!(update());
    let seen = sandbox.run("catalog update engine --date 2026-04-01T12:00:00Z");
    assert!(seen.contains("nothing has changed; from") && seen.contains("read on 2026-04-01"), "{seen}");
    insta::assert_snapshot!(run(&sandbox, Some(&web), "catalog update motor"));
}

#[test]
fn what_cannot_be_used_is_not_kept_and_the_old_copy_stays() {
    let (web, sandbox) = served();
    let old = copy(&sandbox);
    let profile = || web.give("/ideas/engine.toml", 200, PROFILE);
    let cases: [(&str, &dyn Fn()); 9] = [
        ("nothing is there", &|| web.give("/ideas/2026.toml", 404, "")),
        ("the server is broken", &|| web.give("/ideas/2026.toml", 500, "")),
        ("it moved to another server", &|| web.give("/ideas/2026.toml", 301, "https://other.test/2026.toml")),
        ("a page", &|| {
            web.give("/ideas/2026.toml", 200, "<!DOCTYPE html>\n<html><body>Sign in</body></html>");
        }),
        ("no text", &|| web.give("/ideas/2026.toml", 200, b"\xff\xfe")),
        ("errors", &|| web.give("/ideas/2026.toml", 200, SEASON.replace("title =", "titel ="))),
        ("errors of the profile", &|| {
            web.give("/ideas/2026.toml", 200, SEASON);
            web.give("/ideas/engine.toml", 200, PROFILE.replace("grace@engine", "xxxxx@engine"));
        }),
        ("the profile is gone", &|| web.give("/ideas/engine.toml", 404, "")),
        ("another community", &|| {
            web.give("/ideas/engine.toml", 200, PROFILE.replace("\"engine\"", "\"motor\""));
        }),
    ];
    let mut seen = String::new();
    for (name, change) in cases {
        profile();
        change();
        seen += &["# ", name, "\n", &run(&sandbox, Some(&web), "catalog update"), "\n"].concat();
        assert_eq!(copy(&sandbox), old, "{name}");
        seen += &run(&sandbox, Some(&web), &format!("catalog add {}/ideas/2026.toml --name new", web.base));
        seen += "\n";
        let kept = sandbox.home().join(".local/state/onlist/catalogs/new.json").exists();
        assert_eq!(kept, name == "another community", "{name}");
    }
    insta::assert_snapshot!(seen.replace(&web.base, "http://server"));
}

#[test]
fn only_what_nobody_can_change_on_the_way_is_asked_for() {
    let (web, sandbox) = (Web::start(), Sandbox::new());
    let elsewhere = SEASON.replace("engine.toml", "http://other.test/engine.toml");
    web.give("/2026.toml", 200, elsewhere);
    let mut seen = String::new();
    for source in [
        "http://example.org/2026.toml",
        "ftp://example.org/2026.toml",
        "https://ada:secret@example.org/2026.toml",
        "https://",
        "-",
        "nowhere.toml",
        "../nowhere.toml --name Engine",
    ] {
        seen += &run(&sandbox, Some(&web), &format!("catalog add {source}"));
    }
    assert!(web.asked().is_empty());
    seen += &run(&sandbox, Some(&web), &format!("catalog add {}/2026.toml", web.base));
    assert_eq!(web.asked(), ["/2026.toml"]);
    insta::assert_snapshot!(seen.replace(&web.base, "http://server"));
    assert!(!sandbox.home().join(".local/state/onlist/catalogs").exists());
}

#[test]
fn a_profile_of_the_web_is_never_read_from_this_machine() {
    let (web, sandbox) = (Web::start(), Sandbox::new());
    sandbox.write("engine.toml", PROFILE);
    for name in ["engine.toml", "/engine.toml", "./engine.toml"] {
        web.give("/2026.toml", 200, SEASON.replace("engine.toml", name));
        let seen = run(&sandbox, Some(&web), &format!("catalog add {}/2026.toml", web.base));
        assert!(seen.contains("gave the status 404"), "{seen}");
    }
    let file = format!("file://{}", sandbox.home().join("engine.toml").display());
    web.give("/2026.toml", 200, SEASON.replace("engine.toml", &file));
    let seen = run(&sandbox, Some(&web), &format!("catalog add {}/2026.toml", web.base));
    assert!(seen.contains("leads to another server"), "{seen}");
}

#[test]
fn a_damaged_copy_is_left_out_with_a_word() {
    let sandbox = with_engine();
    for damage in ["", "{}", "{\"schema\": 9}", &copy(&sandbox)[..40]] {
        sandbox.write(".local/state/onlist/catalogs/engine.json", damage);
        let seen = run(&sandbox, None, "projects wick");
        assert!(seen.contains("warning: the catalog `engine` is left out"), "{seen}");
        assert!(seen.contains("Trim the wick"), "{seen}");
    }
    insta::assert_snapshot!(run(&sandbox, None, "catalog update"));
    let removed = run(&sandbox, None, "catalog remove engine");
    assert!(removed.contains("removed `engine`"), "{removed}");
}

#[test]
fn a_server_that_speaks_https_is_believed_only_with_its_certificate() {
    for (validity, expected) in [
        (Validity::Right, "added `engine`"),
        (Validity::WrongName, "the server's certificate is for another name"),
        (Validity::Expired, "the server's certificate has expired"),
    ] {
        let (web, sandbox) = (Web::secure(validity), Sandbox::new());
        web.give("/2026.toml", 200, SEASON);
        web.give("/engine.toml", 200, PROFILE);
        let url = format!("{}/2026.toml", web.base);
        let add = |authority: Option<std::path::PathBuf>| {
            let mut command = sandbox.command(&["catalog", "add", &url]);
            command.envs(authority.map(|file| ("SSL_CERT_FILE", file)));
            let output = command.output().expect("the program starts");
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        let (status, said) = add(Some(web.authority()));
        assert!(said.contains(expected), "{said}");
        assert_eq!(status, Some(if validity == Validity::Right { 0 } else { 69 }), "{said}");
        sandbox.run("catalog remove engine");
        let (status, said) = add(None);
        assert!(status == Some(69) && said.contains("cannot trust"), "{said}");
    }
}

/// A call that names a catalog knows what later calls need: they find it by the letter.
#[test]
fn a_letter_is_known_with_the_catalog_that_its_call_named() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("engine.toml", PROFILE);
    sandbox.write("2026.toml", SEASON);
    let first = format!("--catalog 2026.toml introduce parser {ANSWERS}");
    sandbox.write("first.eml", printed(&sandbox, &format!("{first} --print")));
    let sent = run(&sandbox, None, &format!("{first} --sendmail true --yes"));
    assert!(sent.contains("note: sent: "), "{sent}");
    let id =
        sandbox.read("first.eml").lines().find_map(|it| it.strip_prefix("Message-ID: ").map(str::to_owned));
    let private = format!(
        "From: Grace Engine <grace@engine.example.org>\nTo: Ada <ada@students.test>\nDate: Mon, 2 Mar 2026 09:00:00 \
         +0000\nMessage-ID: <q@engine.example.org>\nIn-Reply-To: {}\nSubject: Yours\n\nWhich compiler is it?\n",
        id.expect("one")
    );
    sandbox.write("private.eml", private);
    sandbox.write("body", "It is slower than it was in May.\n");

    let later = "--date 2026-03-20T12:00:00Z";
    for (line, subject) in [
        (format!("follow-up parser --text 'I measured it.' --print {later}"), "Re: [SoE] A faster parser"),
        (
            format!("answer parser private.eml --text 'The compiler is gcc.' --print {later}"),
            "Re: [SoE] A faster parser",
        ),
        (format!("write parser --subject Draft --body-file body --print {later}"), "[SoE] Draft"),
    ] {
        let letter = sandbox.run(&line);
        assert!(letter.contains(&format!("\nSubject: {subject}\n")), "{letter}");
        for reader in ["devel@engine.example.org", "grace@engine.example.org"] {
            assert!(letter.contains(reader), "{letter}");
        }
    }
    let checked = run(&sandbox, None, "check first.eml");
    assert!(!checked.contains("A01") && !checked.contains("add `--catalog FILE`"), "{checked}");
    let unknown = sandbox.read("first.eml").replace("Message-ID: <", "Message-ID: <another.");
    sandbox.write("unknown.eml", unknown);
    let checked = run(&sandbox, None, "check unknown.eml");
    assert!(
        checked.contains("A01") && checked.contains("for another community add `--catalog FILE`"),
        "{checked}"
    );

    std::fs::remove_file(sandbox.home().join("2026.toml")).expect("removed");
    let lost = sandbox.run(&format!("follow-up parser --text 'I measured it.' --print {later}"));
    assert!(
        lost.contains(
            "error: no catalog here is of the community `engine`\nhint: the letter was written with `"
        ),
        "{lost}"
    );
}

/// What a run prints for programs.
fn printed(sandbox: &Sandbox, line: &str) -> Vec<u8> {
    let words = shlex::split(&format!("{line} --date 2026-03-01T12:00:00Z")).expect("quotes are closed");
    sandbox.output(&words.iter().map(String::as_str).collect::<Vec<_>>()).stdout
}

#[test]
fn a_season_tells_apart_what_has_one_name() {
    let sandbox = with_engine();
    sandbox.write("2027.toml", SEASON.replace("2026", "2027"));
    for (catalog, day) in [("2026.toml", "2026-03-01"), ("2027.toml", "2027-03-01")] {
        let line = format!(
            "--catalog {catalog} introduce parser {ANSWERS} --anyway --sendmail true --yes --date {day}T12:00:00Z"
        );
        let sent = sandbox.run(&line);
        assert!(sent.contains("note: sent: "), "{sent}");
    }
    let ask = |flags: &str| {
        sandbox.run(&format!("{flags} follow-up parser --text x --print --date 2027-03-20T12:00:00Z"))
    };
    let both = ask("");
    assert!(both.contains("2 contacts are meant by `parser`"), "{both}");
    let one = ask("--catalog 2027.toml --season soe-2027");
    assert!(one.contains("Subject: Re: [SoE] A faster parser"), "{one}");
}
