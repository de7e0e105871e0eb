//! Bite-size tasks: nobody is promised what somebody else has.

use crate::support::Student;
use crate::support::smtp::{Action, Script};
#[cfg(unix)]
use crate::support::{Options, Pty};

const TODAY: &str = "--date 2015-03-11T09:30:00+01:00";

/// A mentor who got first letters of Ben, Cho and Dee about one project.
fn mentor(script: Script) -> Student {
    let mentor = Student::of(script);
    for name in ["Ben", "Cho", "Dee"] {
        let lower = name.to_lowercase();
        mentor.sandbox.write(
            &format!("{lower}.eml"),
            format!(
                "From: {name} Example <{lower}@students.test>\nTo: lamp-devel@lists.example.org\n\
                 Date: Tue, 10 Mar 2015 11:00:00 +0100\nMessage-ID: <{lower}@students.test>\n\
                 Subject: [GSoC 2015] Trim the wick while the lamp burns\n\nHello,\n\nmay I trim it?\n\n{name}\n"
            ),
        );
    }
    mentor
        .sandbox
        .write(".config/onlist/catalog.toml", format!("{}{KIND}", include_str!("../support/catalog.toml")));
    mentor
}

/// A kind of task, which many students get, each with another object.
const KIND: &str = "\n[[task]]\nid = 'small-bug'\ntitle = 'Fix a small bug'\nwhat = 'Fix one bug.'\n\
                    place = 'the tracker'\ndone-when = 'the bug is gone'\nsend = 'as a patch to the list'\nmany = true\n";

/// How a run ends, without the letters that it shows.
fn end(seen: &str) -> String {
    let tells = |line: &&str| {
        let starts = ["$ ", "error: ", "hint: ", "      ", "note: sent", "note: `", "[exit status"];
        starts.iter().any(|it| line.starts_with(it))
    };
    seen.lines().filter(tells).collect::<Vec<_>>().join("\n")
}

fn reply(mentor: &Student, rest: &str) -> String {
    let seen = mentor.run(&format!("reply {rest} --send --yes {TODAY}"));
    end(&seen).replace(&format!(" --send --yes {TODAY}"), " ...")
}

#[test]
fn a_task_that_is_one_thing_is_given_to_one_student() {
    let mentor = mentor(Script::new());
    insta::assert_snapshot!(reply(&mentor, "ben.eml --task spelling"), @r"
    $ onlist reply ben.eml --task spelling ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task spelling"), @r"
    $ onlist reply cho.eml --task spelling ...
    error: nothing was sent: `spelling` is kept for Ben Example until 2015-03-25 [kept]
    hint: free: `review-patch` or `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist reply cho.eml --task spelling ... --anyway`
    [exit status: 65]
    ");
    assert_eq!(mentor.delivered().len(), 1);
    // The same student may get it again, and somebody else anyway.
    mentor.sandbox.write(
        "again.eml",
        std::fs::read_to_string(mentor.sandbox.home().join("ben.eml"))
            .expect("read")
            .replace("Message-ID: <ben@", "Message-ID: <again@"),
    );
    insta::assert_snapshot!(reply(&mentor, "again.eml --task spelling"), @r"
    $ onlist reply again.eml --task spelling ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task spelling --anyway=kept"), @r"
    $ onlist reply cho.eml --task spelling --anyway=kept ...
    note: `spelling` is kept for Ben Example until 2015-03-25
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    // When its time is over, it is free.
    let line = "reply dee.eml --task spelling --send --yes --date 2015-03-26T09:30:00+01:00";
    insta::assert_snapshot!(end(&mentor.run(line)), @r"
    $ onlist reply dee.eml --task spelling --send --yes --date 2015-03-26T09:30:00+01:00
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
}

#[test]
fn of_a_kind_of_task_each_student_gets_another_object() {
    let mentor = mentor(Script::new());
    insta::assert_snapshot!(reply(&mentor, "ben.eml --task small-bug --object 'CID 1401'"), @r"
    $ onlist reply ben.eml --task small-bug --object 'CID 1401' ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task small-bug --object '#1401'"), @r"
    $ onlist reply cho.eml --task small-bug --object '#1401' ...
    error: nothing was sent: `small-bug` (`#1401`) is kept for Ben Example until 2015-03-25 [kept]
    hint: name another one of its kind with `--object`; free: `review-patch`, `spelling` or `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist reply cho.eml --task small-bug --object '#1401' ... --anyway`
    [exit status: 65]
    ");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task small-bug"), @r"
    $ onlist reply cho.eml --task small-bug ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(reply(&mentor, "dee.eml --task small-bug"), @r"
    $ onlist reply dee.eml --task small-bug ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
}

#[test]
fn a_claim_ends_as_its_letter_does() {
    let mentor = mentor(Script::new().once("MAIL", "450 4.2.1 not now"));
    insta::assert_snapshot!(reply(&mentor, "ben.eml --task spelling"), @r"
    $ onlist reply ben.eml --task spelling ...
    error: sender not accepted: 450 4.2.1 not now
    hint: the letter is saved: run `onlist send reply-ben-example` to try again
    [exit status: 75]
    ");
    // Nothing was delivered: the task is free, and then Cho's.
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task spelling"), @r"
    $ onlist reply cho.eml --task spelling ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(end(&mentor.run(&format!("send reply-ben-example --yes {TODAY}"))), @r"
    $ onlist send reply-ben-example --yes --date 2015-03-11T09:30:00+01:00
    error: nothing was sent: `spelling` is kept for Cho Example until 2015-03-25 [kept]
    hint: free: `review-patch` or `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist send reply-ben-example --yes --date 2015-03-11T09:30:00+01:00 --anyway`
    [exit status: 65]
    ");
    assert_eq!(mentor.delivered().len(), 1);
}

#[test]
fn a_task_of_a_letter_that_may_have_arrived_is_in_doubt() {
    let mentor = mentor(Script::new().once(".", Action::take(Action::Drop)));
    insta::assert_snapshot!(reply(&mentor, "ben.eml --task spelling"), @r"
    $ onlist reply ben.eml --task spelling ...
    error: `reply-ben-example` may have been delivered: no clear answer to the text: the server closed the connection
    hint: check the list's archive first; `onlist send reply-ben-example --again` sends the same mail again, with the same Message-ID
    [exit status: 76]
    ");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task spelling"), @r"
    $ onlist reply cho.eml --task spelling ...
    error: nothing was sent: `spelling` may have been given to Ben Example until 2015-03-25 [kept]
    hint: free: `review-patch` or `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist reply cho.eml --task spelling ... --anyway`
    [exit status: 65]
    ");
}

#[test]
fn one_run_gives_a_task_once() {
    let mentor = mentor(Script::new());
    for name in ["ben", "cho"] {
        mentor.run(&format!("reply {name}.eml --task spelling --keep {TODAY}"));
    }
    let line = format!("send reply-ben-example reply-cho-example --yes {TODAY}");
    insta::assert_snapshot!(end(&mentor.run(&line)), @r"
    $ onlist send reply-ben-example reply-cho-example --yes --date 2015-03-11T09:30:00+01:00
    error: nothing was sent: two of these letters give `spelling`
    hint: give one of the students another task
    [exit status: 65]
    ");
    assert_eq!(mentor.delivered().len(), 0);
}

#[test]
fn what_leaves_as_text_or_file_claims_nothing() {
    let mentor = mentor(Script::new());
    for route in ["--print", "--save ben-answer.eml", "--json", "--keep"] {
        let seen = mentor.run(&format!("reply ben.eml --task spelling {route} {TODAY}"));
        assert!(!seen.contains("[exit status"), "{seen}");
    }
    let seen = reply(&mentor, "cho.eml --task spelling");
    assert!(!seen.contains("[exit status"), "{seen}");
}

/// A mentor at a terminal.
#[cfg(unix)]
fn at_terminal(mentor: &Student, line: &str) -> Pty {
    let words = shlex::split(&format!("onlist {line} {TODAY}")).expect("quotes are closed");
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    mentor.sandbox.join();
    Pty::start_in(&mentor.sandbox, &words, Options { rows: 200, ..Options::default() })
}

#[cfg(unix)]
#[test]
fn who_is_asked_chooses_another_task_in_place_of_a_kept_one() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    let mut pty = at_terminal(&mentor, "reply cho.eml --task spelling --send");
    pty.wait_for("? Task");
    pty.wait_settled();
    let screen = pty.screen();
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "warning: `spelling` is kept for Ben Example until 2015-03-25",
        "note: other mentors' claims are not seen",
        "spelling (kept for Ben Example until 2015-03-25): Correct",
    ] {
        assert!(words.contains(said), "no {said}:\n{screen}");
    }
    pty.type_text("small bug\r");
    pty.change("Which one", "later", "CID 1401");
    pty.wait_for("? What now");
    pty.type_text("send\r");
    pty.wait_asked("Send it to 2 recipients [y/N]:");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert_eq!(mentor.delivered().len(), 2);
    let seen = reply(&mentor, "dee.eml --task small-bug --object 1401");
    assert!(seen.contains("`small-bug` (`1401`) is kept for Cho Example until 2015-03-25"), "{seen}");
}

#[cfg(unix)]
#[test]
fn which_one_of_its_kind_is_asked_on_a_terminal() {
    let mentor = mentor(Script::new());
    let mut pty = at_terminal(&mentor, "reply cho.eml --task small-bug --send");
    pty.wait_offered("Which one", "later");
    pty.key(crate::support::Key::Enter);
    pty.wait_asked("Send it to 2 recipients [y/N]:");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}
