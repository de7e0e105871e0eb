//! What earlier versions have kept: it is taken over, and nothing of it is sent twice.
#![cfg(unix)]

use std::fs;

use rusqlite::Connection;

use crate::support::Student;
use crate::support::smtp::Script;

/// A state folder that the first version wrote: `== path` before each file, with `\r` for a CR and `\` before the end of
/// a file that has no last line end.
const VERSION_1: &str = include_str!("states/version-1.txt");

/// An hour after all that.
const LATER: &str = "--yes --date 2015-03-10T13:00:00+01:00";

const UNSIGNED: &str = "From: Ada Example <ada@example.org>\nTo: lamp-devel@lists.example.org\nSubject: Re: wicks\n\
                        In-Reply-To: <0@example.org>\n\nHello.\n";

/// A student who has used the first version.
fn student() -> Student {
    let student = Student::of(Script::new());
    let home = student.sandbox.home().to_string_lossy().into_owned();
    for file in VERSION_1.split("== ").skip(1) {
        let (path, text) = file.split_once('\n').expect("a path and a text");
        let text = text.strip_suffix("\\\n").unwrap_or(text);
        let text = text.replace("\\r", "\r").replace("\\\\", "\\").replace("$HOME", &home);
        if path == "ledger.sql" {
            fs::create_dir_all(student.state()).expect("made");
            let ledger = Connection::open(student.state().join("ledger.sqlite")).expect("opened");
            ledger.execute_batch(&text).expect("restored");
        } else {
            student.sandbox.write(&format!(".local/state/onlist/{path}"), text);
        }
    }
    student
}

#[test]
fn all_that_the_first_version_kept_is_there() {
    let student = student();
    insta::assert_snapshot!(student.standing(), @"
    [fog-horn: accepted; users accepted; grace accepted]
    [fog-horn-2: unknown; users unknown; grace unknown]
    [fog-horn-3: refused; users refused for good; grace refused for good]
    [fog-horn-4: ready; users waiting; grace waiting]
    [signed: accepted; lamp-devel accepted]
    [unsigned: unknown; lamp-devel unknown]
    [wick-trimmer: draft]
    [contact about fog-horn: sending]
    [contact about fog-horn: refused]
    [contact about fog-horn: sent]
    [contact about fog-horn: unknown]
    ");
    assert_eq!(student.standing(), student.standing(), "it is taken over once");
    let mut left: Vec<_> = fs::read_dir(student.state().join("drafts"))
        .expect("there")
        .map(|it| it.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["fog-horn-2", "fog-horn-3", "fog-horn-4", "wick-trimmer"], "drafts that may be needed");
    assert!(student.run("drafts show fog-horn --print").contains("\nTo: users@lists.example.org\n"));
}

#[test]
fn each_letter_of_the_first_version_does_what_it_may() {
    let student = student();
    for (letter, status, taken) in [
        ("fog-horn", 0, 0),
        ("signed", 0, 0),
        ("fog-horn-2", 76, 0),
        ("unsigned", 76, 0),
        ("fog-horn-3", 0, 1),
        ("fog-horn-4", 0, 2),
        ("wick-trimmer", 0, 3),
        ("fog-horn-2 --again", 0, 4),
    ] {
        let seen = student.run(&format!("send {letter} {LATER} --allow C01"));
        let expected = if status == 0 { String::new() } else { format!("[exit status: {status}]\n") };
        assert!(seen.ends_with(&expected) && (status != 0 || !seen.contains("[exit status")), "{seen}");
        assert_eq!(student.delivered().len(), taken, "{letter}: {seen}");
    }
}

#[test]
fn a_letter_of_the_first_version_is_not_sent_anew() {
    let student = student();
    student.sandbox.write("unsigned.eml", UNSIGNED);
    student.sandbox.write("body", "I would like to work on it. I have built it: https://example.org/work\n");
    for (line, status) in [
        (format!("send unsigned.eml {LATER}"), 76),
        (
            format!(
                "introduce fog-horn --email sent@example.org --body-file body --send --allow C01 {LATER}"
            ),
            65,
        ),
        (
            format!(
                "introduce fog-horn --email unknown@example.org --body-file body --send --allow C01 {LATER}"
            ),
            65,
        ),
    ] {
        let seen = student.run(&line);
        assert!(seen.ends_with(&format!("[exit status: {status}]\n")), "{seen}");
    }
    assert_eq!(student.delivered().len(), 0);
}

#[test]
fn a_letter_of_the_first_version_that_cannot_be_read_is_never_taken_for_a_draft() {
    let student = student();
    let manifest = student.state().join("drafts/fog-horn-2/outgoing.toml");
    let text = fs::read_to_string(&manifest).expect("there");
    fs::write(&manifest, text.replace("users@", "others@")).expect("written");
    for line in [format!("send fog-horn-2 {LATER} --allow C01"), "drafts show fog-horn-2".to_owned()] {
        let seen = student.run(&line);
        assert!(seen.contains("fog-horn-2/outgoing.toml` was changed after it was queued"), "{seen}");
        assert!(seen.ends_with("[exit status: 65]\n"), "{seen}");
    }
    assert!(student.run("drafts").contains("fog-horn-2/outgoing.toml` was changed after it was queued"));
    assert_eq!(student.delivered().len(), 0);
    student.run("drafts delete fog-horn-2 --yes");
    assert!(!manifest.exists());
}

#[test]
fn a_take_over_that_was_stopped_is_begun_anew() {
    let whole = student();
    whole.run("drafts");
    let student = student();
    student.sandbox.write(".local/state/onlist/outbox.new/sent/half.0123456789abcdef.letter", "half");
    assert_eq!(student.standing(), whole.standing());
    assert!(!student.state().join("outbox.new").exists());
    // Stopped behind the last step but one: what was taken over still lies in the old place too.
    let again = self::student();
    again.run("drafts");
    for name in ["outgoing.toml", "outgoing.eml", "outgoing.log"] {
        again.sandbox.write(&format!(".local/state/onlist/drafts/fog-horn-3/{name}"), "left over");
    }
    assert_eq!(again.standing(), whole.standing());
    let seen = again.run(&format!("send fog-horn-3 {LATER} --allow C01"));
    assert!(!seen.contains("[exit status"), "{seen}");
}
