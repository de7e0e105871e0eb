//! The review of ideas before they are published, and mentors held against a file of maintainers.

use crate::support::Sandbox;
#[cfg(unix)]
use crate::support::{Options, Pty};

const CATALOG: &str = r#"schema = 2

[community]
id = "engine"
name = "Engine Project"

[[list]]
id = "devel"
address = "devel@lists.example.org"

[[person]]
id = "grace"
name = "Grace Example"
address = "grace@old.example.org"

[[person]]
id = "hopper"
name = "Hopper Example"
address = "hopper@example.org"

[[project]]
id = "parser"
title = "A faster parser for AST files"
description = "Reading large inputs takes too long. Find out where the time goes."
mentors = ["grace", "hopper"]
difficulty = "medium"
size = { hours = [175, 350] }
skills = ["C", "profiling"]
outcomes = ["patches on the list"]
repositories = [{ name = "engine" }]
reviews = [
    { by = "Noel", when = "17 February 2026", text = "should link to the specification" },
    { by = "Ada", when = "18 February 2026", text = "say which inputs are large" },
]

[[project]]
id = "linker"
title = "A faster linker"

[[project]]
id = "done"
title = "A thing that is done"
state = "finished"

[[task]]
id = "fix-typo"
title = "Fix one typo"
what = "Read a chapter"
place = "doc/"
done-when = "the manual builds"
send = "as a patch"
"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("ideas.toml", CATALOG);
    sandbox
}

#[test]
fn each_question_is_seen_or_not_or_left_to_the_reader() {
    let sandbox = sandbox();
    insta::assert_snapshot!(sandbox.run("catalog check ideas.toml --review"));
    insta::assert_snapshot!(sandbox.run("catalog check ideas.toml --review --project linker --json"));
    insta::assert_snapshot!(sandbox.run("catalog check ideas.toml --review --project linkr"));
    let shown = sandbox.run("catalog check ideas.toml --review --project done");
    assert!(shown.contains("A thing that is done"), "{shown}");
}

#[test]
fn a_remark_that_is_dealt_with_leaves_the_field() {
    let sandbox = sandbox();
    let review = "catalog check ideas.toml --review";
    for rest in [
        "--project parser --addressed 1",
        "--project parser --addressed 2",
        "--project parser --addressed 3",
        "--project parser --addressed 0",
        "--project linker --addressed 1",
        "--project parser --project linker --addressed 1",
        "--addressed 1",
    ] {
        insta::assert_snapshot!(sandbox.run(&format!("{review} {rest}")));
    }
}

#[test]
fn a_catalog_with_errors_is_not_reviewed() {
    let sandbox = Sandbox::new();
    sandbox.write("ideas.toml", CATALOG.replace("title =", "titel ="));
    let seen = sandbox.run("catalog check ideas.toml --review");
    assert!(seen.contains("has no key `titel`") && seen.contains("[exit status: 65]"), "{seen}");
}

#[cfg(unix)]
#[test]
fn what_the_reader_says_becomes_comments_of_the_page() {
    let sandbox = sandbox();
    let words = ["onlist", "catalog", "check", "ideas.toml", "--review", "--project", "parser", "--plain"];
    let options = Options { columns: 90, rows: 80, ..Options::default() };
    let mut pty = Pty::start_in(&sandbox, &words, options);
    pty.answer("Your comment (Enter to skip)", "AST | {{what}}? ~~~~");
    pty.answer("Your comment (Enter to skip)", "");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(pty.screen());
}

#[test]
fn mentors_who_moved_are_named_with_their_place() {
    let sandbox = sandbox();
    sandbox.write(
        "MAINTAINERS",
        "ENGINE\nM:\tGrace Example <grace@new.example.net>\nR:\tAda Example <ada@example.org>\nS:\tMaintained\n",
    );
    insta::assert_snapshot!(
        sandbox.run("catalog check ideas.toml --maintainers MAINTAINERS --date 2026-03-01T12:00:00Z")
    );
    sandbox.write("README", "M: nobody\n");
    insta::assert_snapshot!(sandbox.run("catalog check ideas.toml --maintainers README"));
    insta::assert_snapshot!(sandbox.run("catalog check ideas.toml --maintainers nowhere"));
    let json = sandbox.run("catalog check ideas.toml --maintainers MAINTAINERS --json");
    assert!(json.contains("\"K45\"") && json.contains("\"K46\""), "{json}");
}
