//! The sessions of the README and of the documentation are what the program does.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::Sandbox;

/// The page with the output of each session as it is now.
fn run_again(page: &str) -> String {
    let sandbox = Sandbox::new();
    let mut text = String::new();
    let mut in_session = false;
    for line in page.lines() {
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
fn pages_show_what_happens() {
    for name in ["README.md", "docs/sessions.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let page = std::fs::read_to_string(&path).expect("there");
        let now = run_again(&page);
        if now != page && std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
            std::fs::write(&path, &now).expect("written");
        }
        assert_same(name, &page, &now);
    }
}

#[test]
fn the_letter_of_the_examples_is_that_of_the_readme() {
    let readme = include_str!("../../README.md");
    let call =
        readme.lines().find(|line| line.starts_with("$ onlist") && line.contains(" introduce parser "));
    let call = call.and_then(|it| it.strip_prefix("$ onlist ")).expect("a session");
    let sandbox = Sandbox::new();
    sandbox.write("examples/catalog.toml", include_str!("../../examples/catalog.toml"));
    sandbox.run(&call.replace(" --print", " --save letter.eml"));
    assert_eq!(sandbox.read("letter.eml"), include_str!("../../examples/letter.eml"));
}

#[test]
fn the_sink_of_the_examples_shows_a_letter() {
    let folder = Path::new(env!("CARGO_BIN_EXE_onlist")).parent().expect("a folder").join("examples");
    let sink = Command::new(folder.join("sink"))
        .arg("127.0.0.1:0")
        .stdout(Stdio::piped())
        .spawn()
        .expect("built by `cargo test` and by `cargo build --examples`");
    let mut sink = Running(sink);
    let mut lines = BufReader::new(sink.0.stdout.take().expect("piped")).lines();
    let first = lines.next().expect("it waits").expect("UTF-8");
    let port = first.split([':', ',']).nth(1).expect("its port");

    let sandbox = Sandbox::of_ada();
    let settings = include_str!("../../examples/sink.toml").replace("2525", port);
    sandbox.write("sink.toml", &settings);
    let seen = sandbox.run(
        "introduce fog-horn --interest a --so-far b --question c? --config sink.toml --catalog .config/onlist/catalog.toml \
         --name Ada --email ada@students.test --send --yes",
    );
    assert!(seen.contains("(250 accepted, and delivered to nobody)"), "{seen}");
    let shown = lines.map(|line| line.expect("UTF-8"));
    assert!(shown.take(30).any(|line| line == "To: users@lists.example.org"), "{seen}");
}

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Fails with the first line that differs.
fn assert_same(name: &str, old: &str, new: &str) {
    for (number, (old, new)) in old.lines().zip(new.lines()).enumerate() {
        assert_eq!(old, new, "{name}:{}", number + 1);
    }
    assert_eq!(old.lines().count(), new.lines().count(), "lines of {name}");
}
