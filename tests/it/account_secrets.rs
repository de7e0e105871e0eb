//! Passwords: who gets them, who keeps them, and how long a program that knows one is waited for.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, process};

use crate::support::smtp::{Action, Script, Server};
use crate::support::{Sandbox, Student};

const SECRET: &str = "hunter2";

/// Base64 of `\0ada\0hunter2`.
const PLAIN: &str = "AGFkYQBodW50ZXIy";

/// All that is kept below a folder.
fn kept(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            text.push_str(&kept(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&fs::read(path).expect("readable")));
        }
    }
    text
}

#[test]
fn a_server_that_repeats_the_password_has_it_written_down_nowhere() {
    for answer in [
        format!("500 unrecognized command: AUTH PLAIN {PLAIN}"),
        format!("535 5.7.8 bad password: {SECRET}"),
        format!("454 4.7.0 {PLAIN}"),
        format!("250-{SECRET}\n550 {PLAIN}"),
        format!("334 {SECRET}\n334 {PLAIN}"),
        SECRET.to_owned(),
    ] {
        for more in ["AUTH", "*"] {
            let mechanism = if more == "*" { "AUTH LOGIN" } else { "AUTH PLAIN LOGIN" };
            let script = Script::new().with(mechanism).on(more, &*answer).on(PLAIN, &*answer);
            let student = Student::with(script, "none", "user = \"ada\"\ntimeout-seconds = 1\n");
            let run = |line: &str| {
                let output = student.command(line).env("ONLIST_SMTP_PASSWORD", SECRET).output();
                student.seen(line, &output.expect("the program starts"))
            };
            let mut seen = run("introduce wick-trimmer ... --send --yes");
            assert!(seen.contains("error: no login"), "{seen}");
            seen.push_str(&run("drafts"));
            seen.push_str(&run("account test"));
            seen.push_str(&kept(&student.state()));
            assert!(!seen.contains(SECRET) && !seen.contains(PLAIN), "{seen}");
        }
    }
}

/// A program of this name that writes down whether it knows the password, and goes on with `rest`.
fn spy(sandbox: &Sandbox, name: &str, rest: &str) -> String {
    let line = "echo \"$(basename \"$0\") ${ONLIST_SMTP_PASSWORD-nothing}\" >> \"$HOME/spied\"";
    let path = sandbox.write(&format!("bin/{name}"), format!("#!/bin/sh\n{line}\n{rest}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("ours");
    path.display().to_string()
}

#[test]
fn no_program_that_is_started_gets_the_password() {
    let server = Server::start(Script::new());
    let sandbox = Sandbox::of_ada();
    let real = |name: &str| {
        let output = process::Command::new("sh").args(["-c", &format!("command -v {name}")]).output();
        String::from_utf8(output.expect("a shell").stdout).expect("UTF-8").trim().to_owned()
    };
    spy(&sandbox, "git", &format!("exec {} \"$@\"", real("git")));
    spy(&sandbox, "xdg-open", "");
    let helper = spy(&sandbox, "helper", "");
    let command = spy(&sandbox, "mailer", "cat > /dev/null");
    let password = spy(&sandbox, "password", "echo x");
    sandbox.write(".gitconfig", format!("[credential]\nhelper = {helper}\n"));
    let path = format!("{}:{}", sandbox.home().join("bin").display(), std::env::var("PATH").expect("set"));
    let run = |arguments: &[&str]| {
        let mut run = sandbox.command(arguments);
        run.env("PATH", &path).env("ONLIST_SMTP_PASSWORD", SECRET).output().expect("the program starts")
    };
    let letter =
        ["introduce", "wick-trimmer", "--interest", "i", "--so-far", "s https://x.test", "--question", "q"];
    run(&[&letter[..], &["--mailto", "--open"]].concat());
    run(&[&letter[..], &["--sendmail", &command, "--yes"]].concat());
    let table =
        format!("[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nuser = 'ada'\n", server.port());
    for (rest, variable) in [("", SECRET), ("", ""), (&*format!("password-command = '{password}'\n"), "")] {
        sandbox.write("config.toml", format!("{table}{rest}"));
        let mut run = sandbox.command(&["account", "test", "--config", "config.toml"]);
        run.env("PATH", &path).env("ONLIST_SMTP_PASSWORD", variable).output().expect("the program starts");
    }
    let spied = sandbox.read("spied");
    for name in ["git", "xdg-open", "helper", "mailer", "password"] {
        assert!(spied.contains(&format!("{name} nothing\n")), "{name}: {spied}");
    }
    assert!(!spied.contains(SECRET), "{spied}");
}

/// A home whose settings name `server`, with a helper of git's that writes down what it is asked.
fn helped(server: &Server, password: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let helper = format!(
        "echo \"$1\" >> \"$HOME/asked\"; cat > /dev/null; echo username=ada; echo password={password}"
    );
    sandbox.write("helper", helper);
    sandbox.write(".gitconfig", "[credential]\nhelper = \"!sh $HOME/helper\"\n");
    let table =
        format!("[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nuser = 'ada'\n", server.port());
    sandbox.write(".config/onlist/config.toml", table);
    sandbox
}

#[test]
fn gits_helper_forgets_only_a_password_that_is_said_to_be_wrong() {
    for code in [421, 450, 454, 500, 501, 502, 503, 504, 530, 534, 535, 538, 550, 554] {
        let server = Server::start(Script::new().on("AUTH", &*format!("{code} 5.7.8 no")));
        let sandbox = helped(&server, "right");
        sandbox.output(&["account", "test"]);
        let asked = sandbox.read("asked");
        assert_eq!(asked.contains("erase"), code == 535, "{code}: {asked}");
        assert!(!asked.contains("store"), "{code}: {asked}");
    }
}

#[test]
fn programs_that_know_the_password_are_not_waited_for_without_end() {
    let server = Server::start(Script::new().login("ada", "right"));
    let table =
        format!("[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nuser = 'ada'\n", server.port());
    let tested = |command: &str| {
        let sandbox = Sandbox::new();
        sandbox.write(".config/onlist/config.toml", format!("{table}password-command = '{command}'\n"));
        let started = Instant::now();
        let seen = sandbox.run("account test");
        assert!(started.elapsed() < Duration::from_secs(20), "{command}: {:?}", started.elapsed());
        seen
    };
    let left = tested("echo right; sleep 300 & echo $! > \"$HOME/process\"");
    assert!(left.contains("logged in as ada"), "{left}");
    let large = tested("head -c 300000000 /dev/zero");
    assert!(
        large.contains("error: `password-command` was ended: it printed more than 65536 bytes"),
        "{large}"
    );
    assert!(large.ends_with("[exit status: 78]\n"), "{large}");
    let endless = tested("yes right");
    assert!(endless.ends_with("[exit status: 78]\n"), "{endless}");
    let noisy = tested("head -c 3000000 /dev/zero >&2; echo right");
    assert!(noisy.contains("logged in as ada"), "{noisy}");
}

#[test]
fn what_can_be_no_password_and_no_token_is_told_before_anything_is_said_to_a_server() {
    let server = Server::start(Script::new());
    let table =
        format!("[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nuser = 'ada'\n", server.port());
    for (rest, variable, words) in [
        ("password-command = 'printf \"a\\000b\"'\n", "", "the password from `password-command` has a NUL"),
        ("password-command = 'printf \"a\\rb\"'\n", "", "the password from `password-command` has a NUL"),
        ("", "a\nb", "the password from the environment has a NUL or a line break"),
        (
            "token-command = 'echo Error: log in again'\n",
            "",
            "the token from `token-command` is not one word",
        ),
        ("token-command = 'printf \"a\\000b\"'\n", "", "the token from `token-command` is not one word"),
        ("token-command = 'true'\n", "a b", "the token from the environment is not one word of ASCII"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(".config/onlist/config.toml", format!("{table}{rest}"));
        let mut run = sandbox.command(&["account", "test"]);
        let output = run.env("ONLIST_SMTP_PASSWORD", variable).output().expect("the program starts");
        let seen = sandbox.transcript("account test", &output);
        assert!(seen.contains(words) && seen.ends_with("[exit status: 78]\n"), "{seen}");
        assert!(!seen.contains("a\0b") && !seen.contains("Error: log in"), "{seen}");
    }
    assert!(server.connections().is_empty());
}

#[test]
fn a_helper_of_gits_that_has_to_be_ended_is_named() {
    let server = Server::start(Script::new());
    let sandbox = helped(&server, "right");
    sandbox.write("helper", "echo username=ada; echo password=$(head -c 300000 /dev/zero | tr '\\0' x)");
    let seen = sandbox.run("account test");
    assert!(
        seen.contains(
            "error: git's credential helper was ended: it printed more than 65536 bytes\nhint: see what"
        ),
        "{seen}"
    );
    assert!(seen.ends_with("[exit status: 78]\n") && server.connections().is_empty(), "{seen}");
}

#[test]
fn gits_settings_say_by_which_mechanisms_to_log_in() {
    for (named, offered, expected) in [
        ("LOGIN", "PLAIN LOGIN", Some("AUTH LOGIN")),
        ("LOGIN PLAIN", "PLAIN LOGIN", Some("AUTH LOGIN")),
        ("PLAIN LOGIN", "PLAIN LOGIN", Some("AUTH PLAIN")),
        ("CRAM-MD5 LOGIN", "CRAM-MD5 PLAIN LOGIN", Some("AUTH LOGIN")),
        ("XOAUTH2", "PLAIN LOGIN XOAUTH2", Some("AUTH XOAUTH2")),
        ("XOAUTH2 OAUTHBEARER PLAIN XOAUTH2", "XOAUTH2", Some("AUTH XOAUTH2")),
        ("CRAM-MD5", "CRAM-MD5 PLAIN LOGIN", None),
    ] {
        // PLAIN is refused where LOGIN would do.
        let script = Script::new().with(&format!("AUTH {offered}"));
        let script = if expected == Some("AUTH LOGIN") { script.on("AUTH PLAIN", "535 no") } else { script };
        let server = Server::start(script.login("ada", "right"));
        let sandbox = Sandbox::new();
        let settings = format!(
            "[sendemail]\nsmtpServer = 127.0.0.1\nsmtpServerPort = {}\nsmtpUser = ada\nsmtpPass = right\nsmtpAuth = {named}\n",
            server.port()
        );
        sandbox.write(".gitconfig", settings);
        let seen = sandbox.run("account test");
        let connections = server.ended();
        let Some(expected) = expected else {
            assert!(seen.contains("git's `sendemail.smtpAuth` is `CRAM-MD5`"), "{seen}");
            assert!(seen.ends_with("[exit status: 78]\n") && connections.is_empty(), "{seen}");
            continue;
        };
        let text = connections[0].text();
        let used: Vec<_> = text.lines().filter(|line| line.starts_with("AUTH")).collect();
        assert!(seen.contains("logged in as ada"), "{named}: {seen}");
        assert!(used.len() == 1 && used[0].starts_with(expected), "{named}: {used:?}");
    }
}

#[test]
fn a_session_that_ends_after_some_letters_is_followed_by_another_without_a_question() {
    let end = Action::SayThenDrop("421 4.7.0 too many messages in this session".into());
    let script = Script::new().login("ada", "right").once("RCPT TO:<users@", end);
    let rest = "user = \"ada\"\npassword-command = \"echo x >> $HOME/asked; echo right\"\n";
    let student = Student::with(script, "none", rest);
    for (number, list) in [(1, "lamp-devel"), (2, "lamp-devel"), (3, "users"), (4, "lamp-devel")] {
        let mail = format!(
            "From: Ada Example <ada@example.org>\nTo: {list}@lists.example.org\nSubject: [PATCH] wick {number}\n\
             Date: Tue, 10 Mar 2015 12:00:00 +0100\nMessage-ID: <{number}@example.org>\n\nHello.\n"
        );
        student.sandbox.write(&format!("{number}.eml"), mail);
    }
    let seen = student.run("send 1.eml 2.eml 3.eml 4.eml --yes --date 2015-03-10T12:00:00+01:00");
    assert!(!seen.contains("[exit status"), "{seen}");
    let counts = [1, 2, 3, 4].map(|number| student.server.count(&format!("<{number}@example.org>")));
    assert_eq!((counts, student.server.ended().len()), ([1; 4], 2), "{seen}");
    assert_eq!(student.sandbox.read("asked"), "x\n");
}

#[test]
fn the_envelope_sender_of_git_is_where_failures_go() {
    let server = Server::start(Script::new());
    let sandbox = Sandbox::of_ada();
    let settings = format!(
        "[sendemail]\nsmtpServer = 127.0.0.1\nsmtpServerPort = {}\nenvelopeSender = Ada <ada@home.test>\nsmtpDomain = laptop.test\n",
        server.port()
    );
    sandbox.write(".gitconfig", settings);
    assert!(sandbox.run("account show").contains("ada@home.test"));
    let line = "introduce wick-trimmer --interest i --so-far 's https://x.test' --question q --send --yes";
    let seen = sandbox.run(line);
    assert!(seen.contains("sent: 127.0.0.1"), "{seen}");
    assert!(seen.contains("the envelope's sender is ada@home.test: bounces go there"), "{seen}");
    assert_eq!(server.accepted()[0].reverse_path, "ada@home.test");
    assert!(server.ended()[0].text().starts_with("EHLO laptop.test\n"));
}

#[test]
fn an_address_that_git_logs_in_with_is_held_against_from() {
    for (user, status) in [("ada@other.test", 65), ("ada@example.org", 0), ("ada", 0)] {
        let server = Server::start(Script::new());
        let sandbox = Sandbox::of_ada();
        let settings = format!(
            "[sendemail]\nsmtpServer = 127.0.0.1\nsmtpServerPort = {}\nsmtpUser = {user}\nsmtpPass = x\n",
            server.port()
        );
        sandbox.write(".gitconfig", settings);
        let line =
            "introduce wick-trimmer --interest i --so-far 's https://x.test' --question q --send --yes";
        let seen = sandbox.run(line);
        assert_eq!(seen.contains("(foreign-sender)"), status == 65, "{seen}");
        assert_eq!(server.accepted().len(), usize::from(status == 0), "{seen}");
    }
}

#[test]
fn the_settings_say_how_this_machine_names_itself() {
    let student = Student::with(Script::new(), "none", "domain = \"laptop.test\"\n");
    assert!(student.run("account test").contains("the server is ready"));
    assert!(student.server.ended()[0].text().starts_with("EHLO laptop.test\n"));
    student.settle(1, "none", "domain = \"lap top\"\n");
    let seen = student.run("account test");
    assert!(seen.contains("one word in ASCII") && seen.ends_with("[exit status: 78]\n"), "{seen}");
}
