//! The whole round: students introduce themselves on a real list, a mentor finds them in its archive and answers one.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::servers::{Home, Servers, until};

/// Students, and the project that each writes about.
const STUDENTS: [(&str, &str, &str); 3] =
    [("ada", "Ada Example", "parser"), ("ben", "Ben Sample", "printer"), ("cleo", "Cleo Specimen", "linker")];

const LETTER: [&str; 6] = [
    "--interest",
    "I wrote a small parser last year and would like to see how a big one is measured.",
    "--so-far",
    "I have built the next branch and run its benchmark.",
    "--question",
    "Why is the input checked twice, in read.c and in lex.c?",
];

impl Home {
    /// Sends to the servers' port without a login.
    fn of(servers: &'static Servers, name: &str, called: &str) -> Self {
        let home = Self::bare(servers);
        let port = servers.plain;
        home.set(
            name,
            called,
            &format!("[smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n"),
        );
        home
    }

    /// The introductions in an archive, each with the address of its author and its state, in the order of addresses.
    fn triage(&self, archive: &Path) -> Vec<(String, String, Value)> {
        let run = self.run(&["triage", &archive.display().to_string(), "--json"]).ends(0);
        let answer: Value = serde_json::from_str(&run.out).expect("JSON");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let found = answer["introductions"].as_array().expect("a list").iter();
        let mut found: Vec<_> =
            found.map(|it| (text(&it["author"]["address"]), text(&it["state"]), it.clone())).collect();
        found.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        found
    }
}

/// Waits until the list has archived `count` mails.
fn archived(servers: &Servers, count: usize) -> PathBuf {
    let folder = servers.folder().join("lists/engine-devel/archive");
    let all = || (std::fs::read_dir(&folder).ok()?.count() >= count).then_some(());
    until(all).unwrap_or_else(|| panic!("the list archives too little:\n{}", servers.log()));
    folder
}

#[test]
fn three_wait_and_one_of_them_is_answered_in_its_thread() {
    if Servers::shared().is_none() {
        return;
    }
    // A list that nobody else writes to; its servers end with the run.
    let servers: &Servers = Box::leak(Box::new(Servers::start()));
    for (name, called, project) in STUDENTS {
        let student = Home::of(servers, name, called);
        student.run(&[&["introduce", project], &LETTER[..], &["--send", "--yes"]].concat()).ends(0);
    }
    let archive = archived(servers, 3);
    let mentor = Home::of(servers, "mentor", "Tülin Örnek");
    let found = mentor.triage(&archive);
    let states: Vec<_> = found.iter().map(|(who, state, _)| (who.as_str(), state.as_str())).collect();
    let expected = ["ada@students.test", "ben@students.test", "cleo@students.test"].map(|it| (it, "waiting"));
    assert_eq!(states, expected);
    let projects: Vec<_> = found.iter().map(|(_, _, it)| it["project"].as_str()).collect();
    assert_eq!(projects, [Some("parser"), Some("printer"), Some("linker")]);

    let letter = found[1].2["message_id"].as_str().expect("it has one");
    let name = archive.display().to_string();
    let answer = ["--answer", "An oversight: the check in lex.c can go.", "--task", "fix-typo"];
    mentor.run(&[&["reply", letter, "--archive", &name], &answer[..], &["--send", "--yes"]].concat()).ends(0);
    let arrived = servers.arrived("ben", |mail| mail.in_reply_to().as_text() == Some(letter));
    assert!(arrived.subject().is_some_and(|it| it.starts_with("Re: ")), "{:?}", arrived.subject());

    archived(servers, 4);
    let found = mentor.triage(&archive);
    let states: Vec<_> = found.iter().map(|(_, state, _)| state.as_str()).collect();
    assert_eq!(states, ["waiting", "answered", "waiting"]);
    let answered = &found[1].2["first_answer"];
    assert_eq!((&answered["address"], &answered["mentor"]), (&"mentor@students.test".into(), &true.into()));
    let thread = mentor.run(&["thread", letter, "--archive", &name, "--json"]).ends(0);
    let thread: Value = serde_json::from_str(&thread.out).expect("JSON");
    assert_eq!(thread["posts"][1]["parent"], letter);
}
