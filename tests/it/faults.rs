//! Wrong calls: each fault is said once, with its flag, in plain words and on one line.

use super::tasks::{TODAY, mentor};
use crate::support::smtp::Script;

/// How a call with these words ends, which is given as they are.
fn faults(words: &[&str]) -> (Option<i32>, String, String) {
    let mentor = mentor(Script::new());
    let output = mentor.sandbox.command(words).output().expect("it starts");
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    (output.status.code(), text(&output.stderr), text(&output.stdout))
}

#[test]
fn each_fault_is_said_once_and_of_the_right_flag() {
    let reply = ["reply", "ben.eml"];
    for (rest, status, expected) in [
        (&["--task", "a\nb"][..], 65, "`--task`: U+000A"),
        (&["--task", ""], 64, "`--task` is empty"),
        (
            &["--task", "spelling", "--second-task", "spelling"],
            64,
            "`--task` and `--second-task` are both `spelling`",
        ),
        (&["--task", "spelling", "--second-task", ""], 64, "`--second-task` is empty"),
        (&["--second-task", "spelling"], 64, "--task-text"),
        (&["--task", "spelling", "--object", "y"], 64, "`spelling` is one thing, not a kind of task"),
        (&["--task", "small-bug", "--object", " "], 64, "`--object` is empty"),
        (&["--no-task", "--answer", "a\u{1}b"], 65, "`--answer`: U+0001"),
        (&["--no-task", "--answer-file", "no-such-file"], 66, "no-such-file"),
        (&["--no-task", "--answer-name", "none"], 64, "no `none` in `[answers]`"),
        (&["--task", "spelling", "--list", "jay@example.org"], 64, "jay@example.org is a person"),
        (&["--task", "spelling", "--email", "x"], 65, "`--email`: "),
        (&["--task", "spelling", "--until", "soon"], 64, "`--until`: "),
    ] {
        let (code, said, printed) = faults(&[&reply, rest, &["--print"]].concat());
        assert_eq!(code, Some(status), "{rest:?}: {said}");
        assert!(said.contains(expected), "{rest:?}: {said}");
        let all = said.lines().filter(|it| it.starts_with("error: ")).count();
        assert_eq!((all, printed.as_str()), (1, ""), "{rest:?}: {said}");
    }
}

#[test]
fn what_is_given_and_wrong_is_not_missing_too() {
    for flags in [&["--bug", "a\u{1}b"][..], &["--idea", "a\nb", "--problem", "p", "--change", "c"]] {
        let (code, said, _) = faults(&[&["introduce"], flags, &["--print"]].concat());
        assert_eq!(code, Some(65), "{said}");
        assert!(said.contains(flags[0]) && !said.contains("missing"), "{said}");
    }
}

#[test]
fn the_text_of_a_later_letter_is_called_by_its_flag() {
    let mentor = mentor(Script::new());
    mentor.sandbox.write("text", "a\u{1}b");
    let sent = mentor.run(&format!(
        "introduce wick-trimmer --interest a --so-far b --question 'Is it c?' --send --yes {TODAY}"
    ));
    assert!(sent.contains("note: sent"), "{sent}");
    let late = "--date 2015-04-20T12:00:00+02:00";
    for (line, expected) in [
        ("follow-up wick-trimmer --text 'a\u{1}b'", "`--text`: U+0001"),
        ("follow-up wick-trimmer --text-file text", "`text`: U+0001"),
        ("write wick-trimmer --subject s --body-file text", "`text`: U+0001"),
    ] {
        let seen = mentor.run(&format!("{line} {late}"));
        assert!(seen.contains(expected) && !seen.contains("--answer"), "{seen}");
        assert!(seen.contains("[exit status: 65]"), "{seen}");
    }
}

#[test]
fn a_wrong_call_is_told_on_one_line_in_plain_words() {
    for (words, expected) in [
        (&["--date", "x", "tasks"][..], "error: `--date`: `x` is not a time"),
        (&["tasks", "remind", "--days", "1\n2"], "error: `--days`: `1 2` is not a whole number"),
        (
            &["tasks", "remind", "--days=99999999"],
            "error: `--days`: `99999999` is not a whole number from 0 to 65535",
        ),
        (&["tasks", "remind", "--days="], "--days"),
        (&["tasks", "done", "spelling", "--student", "a\nb"], "error: `--student`: `a b`: U+000A"),
        (
            &["tasks", "done", "spelling", "--student", "x"],
            "error: `--student`: `x` is not a valid email address",
        ),
        (&["ta\nsks"], "error: unrecognized subcommand 'ta sks'"),
        (&["tasks", "--fr\nee"], "error: unexpected argument '--fr ee'"),
        (&["tasks", "--free=x\ny"], "error: unexpected value 'x y'"),
        (&["tasks", "\u{1b}[31m", "--no\u{1b}[31m"], "error: unexpected argument '--no"),
        (&["report", ".", "--since", "2999-01-01"], "error: `--since`: 2999-01-01 has not come yet"),
        (&["triage", ".", "--since", "tomorrow"], "has not come yet"),
    ] {
        let (code, said, printed) = faults(words);
        assert_eq!((code, printed.as_str()), (Some(64), ""), "{words:?}: {said}");
        assert!(said.contains(expected), "{words:?}: {said}");
        assert!(!said.contains('\u{1b}') && !said.contains("'ta\n"), "{words:?}: {said}");
        for theirs in ["premature", "invalid digit", "found in string", "..="] {
            assert!(!said.contains(theirs), "{words:?}: {said}");
        }
    }
}

#[test]
fn an_offer_to_mentor_that_names_nothing_is_read_well() {
    let mentor = mentor(Script::new());
    let offer =
        "introduce --mentor --list optics --interest 'I know lenses.' --so-far x --question 'Who needs me?'";
    let sent = mentor.run(&format!("{offer} --send --yes {TODAY}"));
    assert!(sent.contains("note: sent"), "{sent}");
    let seen = mentor.run(&format!("{offer} --send --yes --date 2015-03-12T09:30:00+01:00"));
    assert!(seen.contains("you wrote about `mentoring any project` on 2015-03-11"), "{seen}");
    let seen = mentor.run("--plain contacts --date 2015-03-12T09:30:00+01:00");
    assert!(!seen.contains("[exit status"), "{seen}");
}
