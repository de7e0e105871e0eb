//! The verb `check`: whole runs.

use serde_json::Value;

use crate::support::Sandbox;

const LETTER: &str = include_str!("checks/letter.eml");
const DATE: &str = "--date 2015-03-10T13:00:00+01:00 --catalog catalog.toml";

/// A home with the letters' catalog and `letter.eml`.
fn sandbox(letter: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("catalog.toml", include_str!("checks/catalog.toml"));
    sandbox.write("letter.eml", letter);
    sandbox
}

fn check(sandbox: &Sandbox, arguments: &str) -> String {
    let line = format!("check {arguments} {DATE}");
    sandbox.run(&line).replace(&format!(" {DATE}"), "")
}

/// A letter with something of everything: an alias, a slot, a delimiter without its blank.
fn spoiled() -> Sandbox {
    let letter = LETTER.replace("To: devel@lists", "To: devel@old");
    let letter =
        letter.replace("call me Ada", "call me [Your Name]").replace("-- \nAda Example\n", "--\nAda\n");
    sandbox(&letter)
}

fn json(sandbox: &Sandbox, arguments: &str) -> Value {
    let words = shlex::split(&format!("check --json {arguments} {DATE}")).expect("words");
    let output = sandbox.output(&words.iter().map(String::as_str).collect::<Vec<_>>());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_good_letter_passes() {
    let sandbox = sandbox(LETTER);
    insta::assert_snapshot!(check(&sandbox, "letter.eml"), @r#"
    $ onlist check letter.eml
    letter.eml: no problems
    "#);
}

#[test]
fn findings_are_shown_as_a_compiler_shows_them() {
    let sandbox = spoiled();
    insta::assert_snapshot!(check(&sandbox, "letter.eml"), @r#"
    $ onlist check letter.eml
    warning[A06]: devel@old.example.org is an older address of devel@lists.example.org (list-alias)
     --> letter.eml:2:5
      |
    2 | To: devel@old.example.org
      |     ^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: write devel@lists.example.org instead

    error[F12]: a slot of a template that nobody filled (unfilled-slot)
      --> letter.eml:12:58
       |
    12 | I am Ada Example, a student of chemistry. Please call me [Your Name].
       |                                                          ^^^^^^^^^^^
       |
       = hint: fill it in, or delete it

    warning[F13]: the line above a signature is `-- `, with a blank at its end (signature-form)
      --> letter.eml:25:1
       |
    25 | --
       | ^^
       |
       = hint: put a blank behind the two dashes; `onlist check --fix` does it

    letter.eml: 1 error and 2 warnings
    [exit status: 65]
    "#);
}

#[test]
fn what_is_let_through_is_said() {
    let sandbox = spoiled();
    insta::assert_snapshot!(check(&sandbox, "letter.eml --allow F12 --allow list-alias"), @r#"
    $ onlist check letter.eml --allow F12 --allow list-alias
    warning[F13]: the line above a signature is `-- `, with a blank at its end (signature-form)
      --> letter.eml:25:1
       |
    25 | --
       | ^^
       |
       = hint: put a blank behind the two dashes; `onlist check --fix` does it

    note: letter.eml: ignored: A06 and F12
    letter.eml: 1 warning
    "#);
    let value = json(&sandbox, "letter.eml --allow F12");
    let codes = |key: &str| {
        value[key].as_array().expect("a list").iter().map(|it| it["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("findings"), ["A06", "F13"]);
    assert_eq!(codes("allowed"), ["F12"]);
}

#[test]
fn what_cannot_be_checked_is_said() {
    let sandbox = sandbox(LETTER);
    insta::assert_snapshot!(check(&sandbox, "letter.eml --allow Z99"), @r#"
    $ onlist check letter.eml --allow Z99
    error: there is no rule `Z99`
    hint: run `onlist --catalog catalog.toml check --list` to see all
    [exit status: 64]
    "#);
    insta::assert_snapshot!(check(&sandbox, "letter.eml none.eml"), @r#"
    $ onlist check letter.eml none.eml
    letter.eml: no problems
    error: cannot read `none.eml`: No such file or directory
    [exit status: 66]
    "#);
    insta::assert_snapshot!(check(&sandbox, "catalog.toml"), @r#"
    $ onlist check catalog.toml
    error: `catalog.toml`: not a mail: no header with From, To, Subject, Date or Message-ID
    [exit status: 65]
    "#);
}

#[test]
fn rules_are_explained() {
    let sandbox = sandbox(LETTER);
    insta::assert_snapshot!(check(&sandbox, "--explain F12"), @r#"
    $ onlist check --explain F12
    F12 unfilled-slot

    A template's hint that was sent tells every reader that the letter was not
    written for them.

    Not like this:
        Hello [Mentor Name],

    But like this:
        Hello Grace,

    Severity         error or warning
    Applies to       every mail
    Source           39 first contacts on two lists, 2020 to 2026: two were sent so
    Ignore once      `--allow F12`
    Change severity  `F12 = "off"` under `[check.severity]` in the settings
    "#);
    for (call, expected) in [
        ("check --explain F13", "But like this (with a blank behind `--`):\n"),
        ("check --explain K01", "hint: `onlist catalog check --explain K01` explains it\n"),
        ("catalog check --explain list-missing", "hint: `onlist check --explain A01` explains it\n"),
    ] {
        let seen = sandbox.run(call);
        assert!(seen.contains(expected), "{seen}");
    }
    assert!(!sandbox.run("check --explain C14").contains("like this"));
    let list = sandbox.run("check --list");
    for rule in onlist_core::check::rules() {
        assert!(list.contains(&format!("\n{}  ", rule.code)) && list.contains(rule.name), "{}", rule.code);
    }
}

#[test]
fn lines_are_those_of_the_file_whatever_is_sent_of_it() {
    let letter = LETTER.replace("To: devel@lists", "To: devel@old");
    let letter = letter.replace("call me Ada", "call me [Your Name]");
    let sandbox = sandbox(&format!("X-Unsent: 1\nBcc: ada@students.test\n{letter}"));
    let places = |seen: &str| {
        let place = |line: &str| line.trim_start().strip_prefix("--> ").map(str::to_owned);
        seen.lines().filter_map(place).collect::<Vec<_>>()
    };
    let sent = sandbox.run(&format!("send letter.eml --sendmail true --yes {DATE}"));
    assert_eq!(places(&sent), ["letter.eml:4:5", "letter.eml:14:58"], "{sent}");
    let rehearsed = sandbox.run(&format!("rehearse letter.eml --sendmail true --yes {DATE}"));
    assert_eq!(places(&rehearsed), places(&sent), "{rehearsed}");
}

#[test]
fn settings_that_no_letter_can_keep_are_told() {
    let sandbox = spoiled();
    for (settings, expected) in [
        ("words = { min = 350, max = 60 }", "`min` is 350, which is more than `max`, 60\n"),
        ("words = { min = 0, max = 0 }", "`max` is 0, and no letter can be that small\n"),
        ("widest-line = 0", "`widest-line` is 0, and no letter can be that small\n"),
        ("widest-subject = 0", "`widest-subject` is 0, and"),
        ("most-recipients = 0", "`most-recipients` is 0, and"),
        ("largest = 0", "`largest` is 0, and"),
        ("question-by-line = 0", "`question-by-line` is 0, and"),
        ("copied-words = 0", "`copied-words` is 0, and"),
        ("severity = { A01 = 'off' }", "`A01` is always an error: no letter goes to a person alone\n"),
        ("severity = { list-missing = 'info' }", "`A01` is always an error"),
    ] {
        sandbox.write("config.toml", format!("[check]\n{settings}\n"));
        let seen = check(&sandbox, "letter.eml --config config.toml");
        assert!(seen.contains(&format!("error: {expected}")), "{settings}: {seen}");
        let told = seen.contains("= hint: ") && seen.contains("config.toml:2:");
        assert!(told && seen.ends_with("[exit status: 78]\n"), "{settings}: {seen}");
    }
    for settings in ["words = { min = 60, max = 60 }", "signature-lines = 0", "severity = { A01 = 'error' }"]
    {
        sandbox.write("config.toml", format!("[check]\n{settings}\n"));
        let seen = check(&sandbox, "letter.eml --config config.toml");
        assert!(!seen.contains("[exit status: 78]"), "{settings}: {seen}");
    }
    assert!(!sandbox.run("check --explain A01").contains("Change severity"));
}

#[test]
fn mending_replaces_the_file_and_shows_the_difference() {
    let sandbox = spoiled();
    insta::assert_snapshot!(check(&sandbox, "--fix letter.eml"), @"
    $ onlist check --fix letter.eml
    --- letter.eml
    +++ letter.eml (fixed)
    @@ -1,5 +1,5 @@
     From: Ada Example <ada@students.test>
    -To: devel@old.example.org
    +To: devel@lists.example.org
     Cc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>
     Subject: [GSoC 2015] A faster parser for traces
     Date: Tue, 10 Mar 2015 12:00:00 +0100
    @@ -22,5 +22,5 @@
     
     Could you point me to a bite-size task to start with?
     
    ---
    +-- 
     Ada
    error[F12]: a slot of a template that nobody filled (unfilled-slot)
      --> letter.eml:12:58
       |
    12 | I am Ada Example, a student of chemistry. Please call me [Your Name].
       |                                                          ^^^^^^^^^^^
       |
       = hint: fill it in, or delete it

    letter.eml: 1 error
    [exit status: 65]
    ");
    let fixed = sandbox.read("letter.eml");
    assert!(fixed.contains("To: devel@lists.example.org\n") && fixed.ends_with("\n-- \nAda\n"), "{fixed}");
    insta::assert_snapshot!(check(&sandbox, "--fix letter.eml"), @r#"
    $ onlist check --fix letter.eml
    note: letter.eml: nothing that `--fix` could change
    error[F12]: a slot of a template that nobody filled (unfilled-slot)
      --> letter.eml:12:58
       |
    12 | I am Ada Example, a student of chemistry. Please call me [Your Name].
       |                                                          ^^^^^^^^^^^
       |
       = hint: fill it in, or delete it

    letter.eml: 1 error
    [exit status: 65]
    "#);
    assert_eq!(sandbox.read("letter.eml"), fixed);
}

#[test]
fn what_was_let_through_or_turned_off_is_not_mended() {
    let sandbox = spoiled();
    check(&sandbox, "--fix letter.eml --allow A06");
    assert!(sandbox.read("letter.eml").contains("To: devel@old.example.org\n"));
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    let sandbox = sandbox(LETTER);
    insta::assert_snapshot!(check(&sandbox, "--fix --json"), @r#"
    $ onlist check --fix --json
    error: fixed mail and JSON cannot both go to standard output
    hint: give the mail as a file
    [exit status: 64]
    "#);
    let letter = LETTER.replace("-- \n", "--\n");
    let mut command = sandbox.command(&[
        "check",
        "--fix",
        "--catalog",
        "catalog.toml",
        "--date",
        "2015-03-10T13:00:00+01:00",
    ]);
    command.stdin(std::fs::File::open(sandbox.write("spoiled.eml", letter)).expect("just written"));
    let output = command.output().expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), LETTER);
}

#[test]
fn the_settings_weigh_and_measure() {
    let sandbox = spoiled();
    sandbox.write(
        "config.toml",
        "[check]\nwidest-line = 40\n[check.severity]\nF12 = \"off\"\nlist-alias = \"info\"\n",
    );
    let value = json(&sandbox, "letter.eml --config config.toml");
    let found = value["findings"].as_array().expect("a list").iter();
    let found: Vec<_> = found.map(|it| (it["code"].as_str(), it["severity"].as_str())).collect();
    let expected = [("A06", "info"), ("F02", "warning"), ("F13", "warning")];
    assert_eq!(found, expected.map(|(code, severity)| (Some(code), Some(severity))));
    sandbox.write("config.toml", "[check.severity]\nF99 = \"off\"\n");
    insta::assert_snapshot!(check(&sandbox, "letter.eml --config config.toml"), @r#"
    $ onlist check letter.eml --config config.toml
    error: there is no rule `F99`
     --> config.toml:2:1
      |
    2 | F99 = "off"
      | ^^^
      |
      = hint: did you mean `F19`?
    [exit status: 78]
    "#);
    sandbox.write("config.toml", "[check.severity]\nF12 = \"of\"\n");
    insta::assert_snapshot!(check(&sandbox, "letter.eml --config config.toml"), @r#"
    $ onlist check letter.eml --config config.toml
    error: `of` is not one of `off`, `info`, `warning`, `error`
     --> config.toml:2:7
      |
    2 | F12 = "of"
      |       ^^^^
      |
      = hint: did you mean `off`?
    [exit status: 78]
    "#);
}

#[test]
fn json_has_what_scripts_rely_on() {
    let value = json(&spoiled(), "letter.eml");
    assert_eq!(value["schema"], 1);
    assert_eq!(
        value["findings"][1],
        serde_json::json!({
            "code": "F12",
            "name": "unfilled-slot",
            "severity": "error",
            "file": "letter.eml",
            "message": "a slot of a template that nobody filled",
            "line": 12,
            "column": 58,
            "text": "I am Ada Example, a student of chemistry. Please call me [Your Name].",
            "fix": "fill it in, or delete it",
        })
    );
    let project = |arguments: &str| json(&spoiled(), arguments)["mails"][0]["project"].clone();
    assert_eq!(
        (project("letter.eml"), project("letter.eml --project viewer")),
        ("parser".into(), "viewer".into())
    );
}

#[test]
fn a_hostile_mail_steers_no_terminal() {
    let letter =
        LETTER.replace("[GSoC 2015]", "\u{1b}[2J\u{202e}").replace("Ada", "\u{1b}]0;x\u{7}[Your\r Name]");
    let sandbox = sandbox(&letter);
    let seen = check(&sandbox, "letter.eml") + &check(&sandbox, "--fix letter.eml");
    assert!(!seen.contains(|c: char| c != '\n' && onlist_mail::text::is_forbidden(c)), "{seen:?}");
}
