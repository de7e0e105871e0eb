//! What is read from outside: how much of it, from where, and what of it reaches the output.

use std::fs::File;

use crate::support::Sandbox;

/// A mail whose author, subject and list id hold characters that could control a terminal.
const HOSTILE: &str = "From: Ada\u{202e} <ada@students.test>\nTo: lamp-devel@lists.example.org\n\
                       Subject: [GSoC 2015] a\u{9b}2Jb\u{2028}c\u{2066}d\u{1b}[2J\nMessage-ID: <a@students.test>\n\
                       Date: Tue, 10 Mar 2015 12:00:00 +0100\n\nHi \u{202e}all, \u{1b}[2J\u{9b}2J\n";

fn sparse(sandbox: &Sandbox, name: &str, mebibytes: u64) {
    let path = sandbox.write(name, "");
    File::options().write(true).open(path).and_then(|it| it.set_len(mebibytes << 20)).expect("set");
}

#[test]
fn an_input_that_is_too_large_is_refused() {
    let sandbox = Sandbox::of_ada();
    sparse(&sandbox, "mail.eml", 257);
    sparse(&sandbox, "catalog.toml", 65);
    sparse(&sandbox, "config.toml", 2);
    for (line, message) in [
        ("check mail.eml", "`mail.eml` is larger than 256 MiB"),
        ("reply mail.eml --task-text x", "`mail.eml` is larger than 256 MiB"),
        ("send mail.eml --yes --sendmail true", "`mail.eml` is larger than 256 MiB"),
        ("catalog check catalog.toml", "`catalog.toml` is larger than 64 MiB"),
        ("projects --catalog catalog.toml", "`catalog.toml` is larger than 64 MiB"),
        ("projects --config config.toml", "`config.toml` is larger than 1 MiB"),
    ] {
        let status = if line.contains("--config") { 78 } else { 65 };
        let seen = sandbox.run(line);
        assert!(seen.starts_with(&format!("$ onlist {line}\nerror: {message}\n")), "{seen}");
        assert!(seen.ends_with(&format!("[exit status: {status}]\n")), "{seen}");
    }
}

#[test]
fn a_catalog_of_many_tiny_values_is_refused() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("lines.toml", "\n".repeat(5_000_000));
    sandbox.write("brackets.toml", format!("a = {}", "[".repeat(5_000_000)));
    for name in ["lines.toml", "brackets.toml"] {
        let seen = sandbox.run(&format!("catalog check {name}"));
        assert!(seen.contains("too many lines and values") && seen.contains("[exit status: 65]"), "{seen}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_folders_are_named() {
    let sandbox = Sandbox::of_ada();
    let pipe = sandbox.home().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    for (path, kind) in [("pipe", "a named pipe"), ("/dev/zero", "a device"), (".config", "a folder")] {
        for verb in [
            "check",
            "reply --task-text x",
            "send --yes --sendmail true",
            "catalog check",
            "projects --catalog",
            "projects --config",
        ] {
            let line = format!("{verb} {path}");
            let message = format!("error: cannot read `{path}`: it is {kind}, not a file\n");
            let seen = sandbox.run(&line);
            let status = if verb.ends_with("--config") { 78 } else { 65 };
            assert!(seen.contains(&message) && seen.contains(&format!("[exit status: {status}]")), "{seen}");
        }
    }
}

#[cfg(unix)]
#[test]
fn standard_input_has_a_limit_too() {
    let sandbox = Sandbox::of_ada();
    for verb in ["check", "projects --catalog -"] {
        let words: Vec<_> = verb.split(' ').collect();
        let zero = File::open("/dev/zero").expect("opened");
        let output = sandbox.command(&words).stdin(zero).output().expect("it starts");
        let seen = sandbox.transcript(verb, &output);
        assert!(seen.contains("error: standard input is larger than "), "{seen}");
        assert!(seen.contains("[exit status: 65]"), "{seen}");
    }
}

#[test]
fn standard_input_is_used_once() {
    let sandbox = Sandbox::of_ada();
    for line in ["reply - --catalog -", "check - --catalog -"] {
        let seen = sandbox.run_with_input(line, include_str!("../support/catalog.toml"));
        assert!(seen.contains("error: standard input cannot be used twice\n"), "{seen}");
        assert!(seen.contains("[exit status: 64]"), "{seen}");
    }
    let line = "introduce wick-trimmer --interest a --so-far b --question c? --keep --catalog -";
    let seen = sandbox.run_with_input(line, include_str!("../support/catalog.toml"));
    assert!(seen.contains("error: a draft cannot use a catalog from standard input\n"), "{seen}");
}

#[test]
fn json_escapes_what_could_control_a_terminal() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("mail.eml", HOSTILE);
    sandbox.write(".gitconfig", "[sendemail]\n\tsmtpServer = \"/bin/a\u{9b}b\u{202e}\"\n");
    for words in [
        &["check", "--json", "mail.eml"][..],
        &["account", "--json"],
        &["account"],
        &[
            "reply",
            "mail.eml",
            "--json",
            "--task-text",
            "a",
            "--project",
            "none",
            "--name",
            "G",
            "--email",
            "g@x.test",
        ],
    ] {
        let output = sandbox.output(words);
        assert!(!output.stdout.is_empty(), "{}", sandbox.transcript("", &output));
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let forbidden = |c: char| onlist_mail::text::is_forbidden(c) && c != '\n';
        assert!(!text.contains(forbidden), "{words:?}: {text:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_draft_finds_a_catalog_whose_path_is_not_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let sandbox = Sandbox::of_ada();
    let path = sandbox.home().join(OsStr::from_bytes(b"caf\xe9 %.toml"));
    std::fs::write(&path, include_str!("../support/catalog.toml")).expect("written");
    let mut command = sandbox.command(&["introduce", "wick-trimmer", "--keep"]);
    let answers = ["--interest", "a", "--so-far", "b", "--question", "c?"];
    let output = command.args(answers).arg("--catalog").arg(&path).output().expect("it starts");
    assert!(output.status.success(), "{}", sandbox.transcript("", &output));
    std::fs::remove_file(sandbox.home().join(".config/onlist/config.toml")).expect("there");
    let seen = sandbox.run("drafts show wick-trimmer");
    assert!(seen.contains("lamp-devel@lists.example.org") && !seen.contains("[exit status"), "{seen}");
}

#[test]
fn a_task_is_reserved_at_most_until_the_year_9999() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("mail.eml", HOSTILE);
    let line = "reply mail.eml --project none --task-text a --name Grace --email g@x.test --print";
    let seen = sandbox.run(&format!("{line} --date 9999-12-31T12:00:00Z"));
    assert!(seen.contains("Fri, 31 December\n9999") || seen.contains("Fri, 31 December 9999"), "{seen}");
    let seen = sandbox.run(&format!("{line} --until +10000-01-01"));
    assert!(seen.contains("not a date (expected YYYY-MM-DD") && seen.contains("[exit status: 64]"), "{seen}");
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_no_success() {
    for words in [&["--help"][..], &["--version"], &["check", "--help"]] {
        let full = File::options().write(true).open("/dev/full").expect("opened");
        let output = Sandbox::new().command(words).stdout(full).output().expect("it starts");
        assert_eq!(output.status.code(), Some(74), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_letter_that_was_sent_is_a_success_even_if_nothing_can_be_said_of_it() {
    let sandbox = Sandbox::of_ada();
    let full = File::options().write(true).open("/dev/full").expect("opened");
    let words =
        ["introduce", "wick-trimmer", "--interest", "a", "--so-far", "I have built it.", "--question", "c?"];
    let output = sandbox
        .command(&words)
        .args(["--sendmail", "true", "--yes"])
        .stderr(full)
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(0));
    assert!(sandbox.run("contacts").contains("wick-trimmer"));
}

#[test]
fn of_flags_that_exclude_each_other_no_usage_shows_both() {
    let seen = Sandbox::new().run("rehearse --got mail.eml letter");
    assert!(seen.contains("cannot be used with") && !seen.contains("Usage:"), "{seen}");
}

#[cfg(unix)]
#[test]
fn the_terminal_is_restored_when_a_question_is_ended_by_a_signal() {
    use crate::support::{Options, Pty};

    let sandbox = Sandbox::of_ada();
    let script = "before=$(stty -g); onlist introduce wick-trimmer; test \"$(stty -g)\" = \"$before\" && echo the same";
    let pty = Pty::start_in(&sandbox, &["sh", "-c", script], Options::default());
    pty.wait_asked("What should people call you");
    let home = sandbox.home().display().to_string();
    end_program_in(&home);
    pty.wait_for("the same");
}

/// Sends SIGTERM to the `onlist` that runs in the folder `home`.
#[cfg(unix)]
fn end_program_in(home: &str) {
    let script = "for p in /proc/[0-9]*; do \
                  [ \"$(readlink $p/cwd)\" = \"$1\" ] && [ \"$(cat $p/comm)\" = onlist ] && kill -TERM ${p#/proc/}; \
                  done; true";
    let ended = std::process::Command::new("sh").args(["-c", script, "sh", home]).status().expect("sh");
    assert!(ended.success());
}

#[test]
fn an_empty_value_is_an_error_that_names_its_flag() {
    let sandbox = Sandbox::of_ada();
    for (line, said) in [
        ("reply a.eml --name '' --task x", "`--name` is empty"),
        ("reply a.eml --answer '' --name ''", "`--answer` and `--name` are empty"),
        ("reply a.eml --answer-name '' --no-task", "`--answer-name` is empty"),
        ("reply a.eml --task-text ''", "`--task-text` is empty"),
        ("introduce wick-trimmer --name ''", "`--name` is empty"),
        ("introduce --bug ''", "`--bug` is empty"),
        ("follow-up wick-trimmer --text ''", "`--text` is empty"),
        ("write wick-trimmer --subject ''", "`--subject` is empty"),
        ("tasks edit x --title ''", "`--title` is empty"),
        ("projects --date ''", "`--date` is empty"),
        ("check a.eml --allow ''", "`--allow` is empty"),
        ("--season=", "`--season` is empty"),
        ("projects --season '' --season=", "`--season` is empty"),
        ("tasks remind --text=", "`--text` is empty"),
        ("tasks remind --text=", "<TASK>"),
        ("tasks done fix-bug --object= --student=", "`--object` and `--student` are empty"),
        ("send ''", "`DRAFT|FILE.eml` is empty"),
        ("contacts forget ''", "`PERSON` is empty"),
        ("sync ''", "`ARCHIVE|MAILBOX` is empty"),
        ("check a.eml '' --allow=", "`FILE` and `--allow` are empty"),
    ] {
        let seen = sandbox.run(line);
        assert!(seen.contains(said) && seen.contains("[exit status: 64]"), "{seen}");
    }
    // Of oneself, nothing is an answer too.
    let said =
        "--interest a --so-far 'I have built it.' --question 'c?' --call-me '' --affiliation '' --print";
    let seen = sandbox.run(&format!("introduce wick-trimmer {said}"));
    assert!(!seen.contains("[exit status"), "{seen}");
}

#[test]
fn a_time_that_no_calendar_has_is_told_as_such() {
    for (date, said) in [
        ("2026-02-31", "there is no such day"),
        ("2026-02-31T10:00:00Z", "there is no such day"),
        ("2026-13-01", "there is no such day"),
        ("2026-02-28T25:00:00Z", "there is no such day"),
        ("2026-02-28T", "expected a day, as in 2015-03-11, or RFC 3339"),
        ("2026-2-28", "expected a day"),
        ("soon", "expected a day"),
        ("äöüäöüäöü", "expected a day"),
        ("0001-01-01", "year out of range"),
    ] {
        let seen = Sandbox::new().run(&format!("projects --date {date}"));
        assert!(seen.contains(said), "{date}: {seen}");
    }
}

#[test]
fn a_day_alone_is_a_time() {
    let sandbox = Sandbox::of_ada();
    let said = "--interest a --so-far 'I have built it.' --question 'c?' --print";
    let seen = sandbox.run(&format!("introduce wick-trimmer {said} --date 2026-02-28"));
    assert!(seen.contains("Date: Sat, 28 Feb 2026 12:00:00"), "{seen}");
}

#[test]
fn settings_that_cannot_be_used_end_in_one_way() {
    let sandbox = Sandbox::new();
    sandbox.write("latin.toml", b"# caf\xe9\n");
    sandbox.write("wrong.toml", "name = 1\n");
    std::fs::create_dir(sandbox.home().join("folder")).expect("made");
    for (file, hint) in [
        ("none.toml", ""),
        ("folder", "the path of a settings file"),
        ("latin.toml", "as UTF-8"),
        ("wrong.toml", ""),
    ] {
        let seen = sandbox.run(&format!("projects --config {file}"));
        assert!(seen.contains(hint) && seen.contains("[exit status: 78]"), "{seen}");
    }
    for line in ["projects --catalog latin.toml", "catalog check latin.toml", "catalog check above.toml"] {
        sandbox.write("above.toml", "profile = \"latin.toml\"\n");
        let seen = sandbox.run(line);
        assert!(seen.contains("`latin.toml` is not UTF-8") && seen.contains("as UTF-8\n"), "{seen}");
    }
}

#[test]
fn all_files_that_are_missing_are_named_at_once() {
    let sandbox = Sandbox::of_ada();
    for line in [
        "send one.eml two.eml --sendmail true --yes",
        "send one.eml no-such-draft two.eml --yes",
        "send one two --yes",
        "reply one.eml --answer-file two.txt --archive three.mbox --no-task",
        "triage one.mbox two.mbox",
        "newcomers one.mbox two.mbox",
        "report one.mbox two.mbox",
        "check one.eml two.eml",
    ] {
        let seen = sandbox.run(line);
        let names = line
            .split(' ')
            .filter(|it| !it.starts_with("--") && (it.contains('.') || ["one", "two"].contains(it)));
        for name in names {
            assert!(seen.contains(&format!("`{name}`")), "{name}: {seen}");
        }
        assert!(seen.contains("[exit status: "), "{seen}");
    }
}

#[cfg(unix)]
#[test]
fn manual_pages_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::of_ada();
    sandbox.run("man --all share/man/man1");
    let page = sandbox.home().join("share/man/man1/onlist-account-set-up.1");
    assert_eq!(page.metadata().expect("there").permissions().mode() & 0o777, 0o644);
    let text = sandbox.read("share/man/man1/onlist-account-set-up.1");
    assert!(text.contains("\\fBonlist account set\\-up\\fR"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("mine.toml", include_str!("../../examples/catalog.toml"));
    let mail =
        "From: ada@example.org\nTo: lamp-devel@lists.example.org\nMessage-ID: <1@b.test>\nSubject: x\n\nHi\n";
    sandbox.write("letter.eml", mail);
    for line in [
        "catalog add mine.toml",
        "introduce wick-trimmer --interest a --so-far b --question c? --keep",
        "send letter.eml --sendmail true --yes",
        "rehearse letter.eml --sendmail true --yes",
        "tasks add one --title One --what x --place y --done-when z --send w",
        "man --all /proc/none/man",
    ] {
        let words = shlex::split(line).expect("quotes are closed");
        let mut command = sandbox.command(&words.iter().map(String::as_str).collect::<Vec<_>>());
        // Nothing can be made there, whoever one is.
        let output = command.env("XDG_STATE_HOME", "/proc/none").output().expect("it starts");
        let seen = sandbox.transcript(line, &output);
        assert!(seen.contains("`/proc/none/") && seen.contains("[exit status: 73]"), "{seen}");
    }
}

#[test]
fn a_manual_page_names_what_the_readme_does() {
    let readme = include_str!("../../README.md");
    let page = Sandbox::new().run("man").replace("\\-", "-");
    let words = readme.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    for variable in words.filter(|it| it.starts_with("ONLIST_") && it.ends_with("_PASSWORD")) {
        assert!(page.contains(variable), "{variable}");
    }
    let scripts =
        readme.split("Exit statuses").nth(1).and_then(|it| it.split("With 69").next()).expect("there");
    let statuses = scripts.split(|c: char| !c.is_ascii_digit()).filter(|it| it.len() > 1);
    let known = page.split(".SH EXIT STATUS").nth(1).expect("there");
    for status in statuses {
        assert!(known.contains(&format!("{status} ")), "{status}");
    }
}
