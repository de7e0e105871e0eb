//! The README's sessions are what the program does.

use std::fmt::Write as _;
use std::path::Path;

use crate::support::Sandbox;

const README: &str = include_str!("../../README.md");

/// The README with the output of each session as it is now.
fn run_again() -> String {
    let sandbox = Sandbox::new();
    let mut text = String::new();
    let mut in_session = false;
    for line in README.lines() {
        match line {
            "```console" => in_session = true,
            "```" => in_session = false,
            _ => {}
        }
        match line.strip_prefix("$ onlist ").filter(|_| in_session) {
            Some(call) => {
                let words = shlex::split(call).expect("quotes are closed");
                let mut command = sandbox.command(&words.iter().map(String::as_str).collect::<Vec<_>>());
                let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
                let seen = [output.stdout, output.stderr].map(|it| String::from_utf8(it).expect("UTF-8"));
                assert!(output.status.success(), "{call}: {seen:?}");
                writeln!(text, "{line}\n{}", seen.concat()).expect("a string grows");
            }
            None if in_session && line != "```console" => {}
            None => writeln!(text, "{line}").expect("a string grows"),
        }
    }
    text
}

#[test]
fn the_readme_shows_what_happens() {
    let now = run_again();
    if now != README && std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), &now).expect("written");
    }
    assert_same(README, &now);
}

/// Fails with the first line that differs.
fn assert_same(old: &str, new: &str) {
    for (number, (old, new)) in old.lines().zip(new.lines()).enumerate() {
        assert_eq!(old, new, "README.md:{}", number + 1);
    }
    assert_eq!(old.lines().count(), new.lines().count(), "lines of README.md");
}
