//! What scripts and shells rely on: rows, findings, dates, titles, all faults at once, completion.

use crate::support::Sandbox;

const DATE: &str = "--date 2015-03-10T12:00:00+01:00";
const SAID: &str = "--interest 'My grandmother kept a lamp.' --so-far 'I have built it.' --question 'Which wicks are there?'";
const MAIL: &str = "From: Bob Example <bob@students.test>\nTo: lamp-devel@lists.example.org\n\
    Subject: [GSoC 2015] Trim the wick while the lamp burns\nMessage-ID: <1@students.test>\n\nIs it hard?\n";

/// Standard output, standard error and status of a run.
fn ends(sandbox: &Sandbox, line: &str) -> (String, String, i32) {
    let words = shlex::split(line).expect("quotes are closed");
    let output = sandbox.output(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

#[test]
fn data_for_a_pipe_is_a_row_a_line() {
    let sandbox = Sandbox::of_ada();
    sandbox.run(&format!("introduce wick-trimmer {SAID} --keep {DATE}"));
    sandbox.run(&format!("introduce keepers-log {SAID} --anyway --sendmail true --yes {DATE}"));
    let all =
        ["projects lamp", "drafts", "contacts"].map(|verb| sandbox.run(&format!("{verb} {DATE}"))).concat();
    insta::assert_snapshot!(all.replace('\t', " | "), @r"
    $ onlist projects lamp --date 2015-03-10T12:00:00+01:00
    wick-trimmer | Trim the wick while the lamp burns | open | medium | Grace Example and J. R. Example
    fog-horn | Fog horn | open | easy | Grace Example and Noel Example
    $ onlist drafts --date 2015-03-10T12:00:00+01:00
    wick-trimmer | introduction | wick-trimmer | draft | 2015-03-10T12:00:00+01:00
    note: 1 letter already sent: see `onlist contacts`
    $ onlist contacts --date 2015-03-10T12:00:00+01:00
    20150310110000.1cd1ebf70ad50fded87a@example.org | keepers-log | sent | ada@example.org | users@lists.example.org | lantern/gsoc-2015 | 2015-03-10T12:00:00+01:00 | mentor |
    ");
}

#[test]
fn nothing_found_is_an_empty_answer() {
    let sandbox = Sandbox::of_ada();
    for (line, note) in [
        ("projects zzz", "note: no project matches\n"),
        ("projects --skill zzz", "note: no project matches\n"),
        ("projects wik-trimmer", "hint: did you mean `wick-trimmer`?"),
        ("contacts", "note: no contacts yet\n"),
        ("contacts zzz", "note: no contacts yet\n"),
        ("drafts", "note: no saved letters\n"),
    ] {
        let (data, words, status) = ends(&sandbox, line);
        assert_eq!((data.as_str(), status), ("", 0), "{line}: {words}");
        assert!(words.contains(note), "{line}: {words}");
    }
    let (data, words, status) = ends(&sandbox, "projects zzz --json");
    assert!(
        data.contains("\"projects\": []") && words.contains("no project matches") && status == 0,
        "{data}"
    );
}

#[test]
fn findings_stand_beside_every_output() {
    let sandbox = Sandbox::of_ada();
    for route in ["--print", "--save a.eml", "--mailto", "--json", "--keep", ""] {
        let (data, words, status) = ends(&sandbox, &format!("introduce wick-trimmer {SAID} {route} {DATE}"));
        assert!(words.contains("warning[C05]"), "{route}: {words}");
        let in_data = data.contains("C05");
        assert_eq!((in_data, status), (route == "--json", 0), "{route}: {data}");
    }
    let (data, _, _) = ends(&sandbox, &format!("introduce wick-trimmer {SAID} --json {DATE}"));
    let value: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert!(value["body"].as_str().expect("a text").contains("Which wicks are there?"));
    assert_eq!(value["findings"][0]["code"], "C05");
    // An error of the rules stops sending alone.
    let empty = format!("introduce wick-trimmer --body-file text --print {DATE}");
    sandbox.write("text", "Hello,\n\n[your name] is interested.\n");
    let (_, words, status) = ends(&sandbox, &empty);
    assert!(words.contains("error[F12]") && status == 0, "{words}");
}

#[test]
fn help_is_there_for_every_verb() {
    let sandbox = Sandbox::new();
    for verb in ["introduce", "drafts show", "catalog check", "rehearse"] {
        let (help, _, status) = ends(&sandbox, &format!("help {verb}"));
        assert!(help.contains("Examples:") && status == 0, "{verb}: {help}");
    }
    assert!(ends(&sandbox, "help").0.contains("For students:"));
}

#[test]
fn days_and_titles_are_taken_as_people_write_them() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("mail.eml", MAIL);
    for (until, day) in [
        ("tomorrow", "11 March 2015"),
        ("+10d", "20 March 2015"),
        ("+2w", "24 March 2015"),
        ("2015-03-24", "24 March 2015"),
    ] {
        let call = format!("reply mail.eml --task 'review one PATCH' --until {until} --print {DATE}");
        let (data, words, status) = ends(&sandbox, &call);
        let data = data.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(data.contains(day) && status == 0, "{until}: {data}{words}");
    }
    let (data, _, status) = ends(&sandbox, "show 'trim the wick while the LAMP burns'");
    assert!(data.contains("wick-trimmer") && status == 0, "{data}");
    let (data, _, status) =
        ends(&sandbox, &format!("introduce 'Trim the wick while the lamp burns' {SAID} --print {DATE}"));
    assert!(data.contains("Subject: [GSoC 2015] Trim the wick") && status == 0, "{data}");
}

#[test]
fn all_faults_of_a_call_are_told_at_once() {
    let sandbox = Sandbox::settled("");
    let calls = [
        "introduce wick-trimer --email nobody --cc 'not an address' --print",
        "introduce wick-trimmer --idea 'A viewer' --name Ada --print",
        "introduce --idea 'A viewer' --interest 'It is fun.' --name Ada --email ada@example.org --print",
        "introduce --problem 'Dark.' --name Ada --email ada@example.org --print",
        "reply missing.eml --task nothing --task-text 'Do it.' --until soon --project nothing --print",
    ];
    let all = calls.map(|call| sandbox.run(&format!("{call} {DATE}"))).concat();
    insta::assert_snapshot!(all, @r"
    $ onlist introduce wick-trimer --email nobody --cc 'not an address' --print --date 2015-03-10T12:00:00+01:00
    error: `--email`: `nobody` is not a valid email address
    error: `--cc`: `not an address` is not a valid email address
    error: no project `wick-trimer` in the catalog
    hint: did you mean `wick-trimmer`?
    error: `--name`, `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 65]
    $ onlist introduce wick-trimmer --idea 'A viewer' --name Ada --print --date 2015-03-10T12:00:00+01:00
    error: a letter is about a project or about your own idea, not both
    hint: leave out the project or `--idea`
    error: `--email`, `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    $ onlist introduce --idea 'A viewer' --interest 'It is fun.' --name Ada --email ada@example.org --print --date 2015-03-10T12:00:00+01:00
    error: `--interest` is for projects, and `--idea` is your own idea
    hint: say with `--problem` and `--change` what your idea is for
    error: `--problem` and `--change` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    $ onlist introduce --problem 'Dark.' --name Ada --email ada@example.org --print --date 2015-03-10T12:00:00+01:00
    error: `--problem` is for your own idea
    hint: give its title with `--idea TITLE`
    error: no project given
    hint: choose one from `onlist projects`, or use `--idea TITLE` with `--problem` and `--change`
    error: `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    $ onlist reply missing.eml --task nothing --task-text 'Do it.' --until soon --project nothing --print --date 2015-03-10T12:00:00+01:00
    error: cannot read `missing.eml`: No such file or directory
    error: `--task` and `--task-text` say the same thing
    hint: give one of them
    error: no project `nothing` in the catalog
    hint: run `onlist projects` to see all
    error: `--until`: not a date (expected YYYY-MM-DD, `tomorrow` or `+10d`)
    error: no task `nothing` in the catalog
    hint: known tasks: `review-patch` and `spelling`
    error: `--name` and `--email` are missing
    hint: name and address can also be set in the settings or in git's configuration
    [exit status: 66]
    ");
}

#[test]
fn what_is_wrong_with_a_call_is_told_at_once() {
    let sandbox = Sandbox::settled("");
    for (line, faults) in [
        (
            "write wick-trimmer --body-file missing --print",
            &[
                "error: your name or your address is not known",
                "or give `--name` and `--email`",
                "error: `--subject` is missing",
                "error: cannot read `missing`",
            ][..],
        ),
        (
            "write nothing --print",
            &["no project `nothing`", "`--subject` is missing", "`--body-file` is missing"],
        ),
        (
            "triage nosuch.mbox --since foo --project bar --maintainers gone",
            &["`--since`: not a date", "cannot read `nosuch.mbox`", "cannot read `gone`", "no project `bar`"],
        ),
        ("newcomers nosuch.mbox --since foo", &["`--since`: not a date", "cannot read `nosuch.mbox`"]),
        ("report nosuch.mbox --since foo", &["`--since`: not a date", "cannot read `nosuch.mbox`"]),
        ("report nosuch.mbox --since last", &["no report was made before", "cannot read `nosuch.mbox`"]),
        ("rehearse nosuch other", &["no draft `nosuch`", "no draft `other`", "with `--yes`"]),
        ("drafts edit nosuch", &["no draft `nosuch`"]),
    ] {
        let seen = sandbox.run(line);
        for fault in faults {
            assert!(seen.contains(fault), "{fault}: {seen}");
        }
    }
}

/// What a shell is offered for a line.
fn offered(sandbox: &Sandbox, line: &str) -> Vec<String> {
    let words = shlex::split(line).expect("quotes are closed");
    let mut words: Vec<_> = words.iter().map(String::as_str).collect();
    if line.ends_with(' ') {
        words.push("");
    }
    let output = sandbox.command(&[&["--", "onlist"], &words[..]].concat()).env("COMPLETE", "fish").output();
    let text = String::from_utf8(output.expect("it starts").stdout).expect("UTF-8");
    text.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_shell_completes_what_belongs_there() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("other.toml", include_str!("../../examples/catalog.toml"));
    sandbox.write("letter.eml", "Subject: x\n\nHi\n");
    let settings = sandbox.read(".config/onlist/config.toml");
    sandbox.write(".config/onlist/config.toml", settings + "[archives]\ndevel = \"x/devel.mbox\"\n");
    sandbox.run("catalog add other.toml --name engine");
    sandbox.run(&format!("introduce wick-trimmer {SAID} --keep {DATE}"));
    sandbox.run(&format!("introduce keepers-log {SAID} --anyway --sendmail true --yes {DATE}"));
    for (line, expected) in [
        ("show wi", "wick-trimmer"),
        ("introduce ", "wick-trimmer"),
        ("--catalog other.toml show ", "parser"),
        ("show --catalog=other.toml p", "parser"),
        ("introduce --idea x --list ", "lamp-devel"),
        ("reply letter.eml --task ", "review-patch"),
        ("reply ", "letter.eml"),
        ("check ", "letter.eml"),
        ("check --explain C0", "C06"),
        ("check --allow F", "F12"),
        ("send ", "wick-trimmer"),
        ("send ", "letter.eml"),
        ("rehearse w", "wick-trimmer"),
        ("drafts show ", "wick-trimmer"),
        ("contacts ", "keepers-log"),
        ("contacts forget ", "ada@example.org"),
        ("tasks done spelling --student ", "ada@example.org"),
        ("triage ", "letter.eml"),
        ("triage dev", "devel"),
        ("triage x --project ", "wick-trimmer"),
        ("sync dev", "devel"),
        ("newcomers dev", "devel"),
        ("report dev", "devel"),
        ("thread x --archive dev", "devel"),
        ("reply x --archive let", "letter.eml"),
        ("tasks --archive dev", "devel"),
        ("answer keepers-log --archive dev", "devel"),
        ("check --archive dev", "devel"),
        ("catalog add oth", "other.toml"),
        ("catalog update e", "engine"),
        ("catalog remove e", "engine"),
        ("catalog check --explain K1", "K10"),
        ("--catalog en", "engine"),
        ("--catalog oth", "other.toml"),
        ("show par", "parser"),
        ("show engine/p", "engine/parser"),
        ("man dr", "drafts"),
        ("introduce wick-trimmer --save ", "letter.eml"),
        ("proj", "projects"),
        ("projects --diff", "--difficulty"),
    ] {
        let offered = offered(&sandbox, line);
        assert!(offered.iter().any(|it| it == expected), "{line}: {offered:?}");
    }
    assert!(!offered(&sandbox, "--catalog other.toml show ").contains(&"wick-trimmer".to_owned()));
    assert!(!offered(&sandbox, "show ").contains(&"letter.eml".to_owned()));
    for shell in ["bash", "zsh", "fish"] {
        let (script, _, status) = ends(&sandbox, &format!("completions {shell}"));
        assert!(script.contains("COMPLETE") && status == 0, "{shell}: {script}");
    }
}

#[test]
fn help_lists_flags_under_what_they_are_about() {
    let sandbox = Sandbox::new();
    for (verb, flag, heading) in [
        ("introduce", "--cc <MAILBOX>", "The letter:"),
        ("introduce", "--body-file <FILE>", "The letter:"),
        ("introduce", "--anyway", "The letter:"),
        ("introduce", "--help-wanted <TEXT>", "About your own idea:"),
        ("reply", "--answer-file <FILE>", "Your answer:"),
        ("reply", "--email <ADDRESS>", "Your answer:"),
        ("reply", "--until <DATE>", "The task:"),
    ] {
        let help = sandbox.run(&format!("{verb} --help"));
        let above = help.split(flag).next().unwrap_or_default();
        let found = above.lines().rfind(|line| line.ends_with(':') && !line.starts_with(' '));
        assert_eq!(found, Some(heading), "{flag}");
    }
}

#[test]
fn every_page_that_a_manual_page_names_is_there() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.home().join("man")).expect("made");
    assert!(sandbox.output(&["man", "--all", "man"]).status.success());
    let pages = std::fs::read_dir(sandbox.home().join("man")).expect("there");
    let pages: Vec<_> =
        pages.map(|page| page.expect("read").file_name().into_string().expect("ASCII")).collect();
    for page in &pages {
        let text = sandbox.read(&format!("man/{page}")).replace("\\-", "-");
        for (name, _) in text.lines().filter_map(|line| line.split_once("(1)")) {
            assert!(
                pages.contains(&format!("{name}.1")),
                "`{name}`, named in {page}, is not among {pages:?}"
            );
        }
    }
    assert!(sandbox.run("man drafts delete").contains("\\-\\-yes"));
}
