//! The layers of the crate documentation, held against the sources.
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// The core's rooms, lowest first: a room may name those of lower rows only.
const ROWS: [&[&str]; 10] = [
    &["text", "words", "file", "secret"],
    &["fault", "mailbox"],
    &["message_id", "template"],
    &["catalog", "drafts", "message", "post"],
    &["subject", "resolve"],
    &["introduction"],
    &["compose"],
    &["check", "deliver", "ledger"],
    &["outbox"],
    &["report"],
];

/// What the core never names: the command line, the terminal, the clock, the environment.
const NEVER: [&str; 13] = [
    "clap",
    "dialoguer",
    "console::",
    "anstream",
    "ctrlc",
    "println!",
    "eprintln!",
    "io::stdout",
    "io::stderr",
    "io::stdin",
    "Local::now",
    "Utc::now",
    "std::env",
];

/// The rooms of the program around the core.
const SHELL: [&str; 8] = ["main", "cli", "help", "commands", "context", "failure", "settings", "terminal"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path());
    let below = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    entries.flat_map(below).filter(|path| path.extension().is_some_and(|it| it == "rs")).collect()
}

/// Every source file with the room it is in.
fn rooms() -> Vec<(String, PathBuf)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let room = |path: &PathBuf| {
        let inner = path.strip_prefix(&src).expect("below").iter().next().expect("a name");
        inner.to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    sources(&src).into_iter().map(|path| (room(&path), path)).filter(|(room, _)| room != "lib").collect()
}

fn row(room: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&room))
}

#[test]
fn every_room_has_its_place() {
    for (room, path) in rooms() {
        let known = row(&room).is_some() || SHELL.contains(&room.as_str());
        assert!(known, "{} is in no room of the plan", path.display());
    }
}

#[test]
fn rooms_name_lower_rooms_only() {
    for (room, path) in rooms() {
        let Some(own) = row(&room) else { continue };
        let text = fs::read_to_string(&path).expect("readable");
        let body = text.split("#[cfg(test)]").next().unwrap_or_default();
        for named in body.split("crate::").skip(1) {
            let named: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let lower = row(&named).is_some_and(|row| row < own);
            assert!(named == room || lower, "{} names `{named}`", path.display());
        }
    }
}

#[test]
fn the_core_knows_no_terminal_no_clock_and_no_environment() {
    for (room, path) in rooms().into_iter().filter(|(room, _)| row(room).is_some()) {
        let text = fs::read_to_string(&path).expect("readable");
        for name in NEVER {
            assert!(!text.contains(name), "`{name}` in {} ({room})", path.display());
        }
    }
}
