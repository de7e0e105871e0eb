//! The picture of the README is what the terminal shows.

use std::fs;
use std::path::Path;

use crate::support::{Options, Pty, Sandbox};

const ANSWERS: [(&str, &str); 8] = [
    ("Where are you from", ""),
    ("Why this project", "I wrote a small parser last year and want to see how a big one is measured."),
    ("What have you done so far", "I built the next branch, at 1a2b3c4d, and ran its benchmark."),
    ("Your question", "Why is the input checked twice, in read.c and in lex.c?"),
    ("Your time zone", "UTC+1"),
    ("When do you have time", ""),
    ("Links", ""),
    ("Copy to", ""),
];

/// `UPDATE_PICTURE=1 cargo test --test it picture` draws it anew.
#[test]
fn the_picture_of_the_readme_is_a_real_session() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/catalog.toml");
    let sandbox = Sandbox::settled(
        "[identity]\nname = \"Ada Example\"\nemail = \"ada@students.test\"\ncall-me = \"Ada\"\n",
    );
    let words =
        ["onlist", "--catalog", example, "introduce", "parser", "--date", "2015-03-10T12:00:00+01:00"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 44, ..Options::default() });
    for (question, answer) in ANSWERS {
        pty.answer(question, answer);
    }
    pty.wait_for("Delete it");
    pty.wait_settled();
    let drawn = pty.picture("onlist shows a letter before it is sent");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/session.svg");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&path, &drawn).expect("the picture can be written");
    }
    let kept = fs::read_to_string(&path).expect("the picture is there");
    assert!(kept == drawn, "docs/session.svg is out of date: run this test with UPDATE_PICTURE=1");
}
