//! Bite-size tasks: nobody is promised what somebody else has.

use crate::support::Student;
use crate::support::smtp::{Action, Script};
#[cfg(unix)]
use crate::support::{Options, Pty};

pub(crate) const TODAY: &str = "--date 2015-03-11T09:30:00+01:00";

/// A mentor who got first letters of Ben, Cho and Dee about one project.
pub(crate) fn mentor(script: Script) -> Student {
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
pub(crate) fn end(seen: &str) -> String {
    let tells = |line: &&str| {
        let starts = ["$ ", "error: ", "hint: ", "      ", "note: sent", "note: `", "[exit status"];
        starts.iter().any(|it| line.starts_with(it))
    };
    seen.lines().filter(tells).collect::<Vec<_>>().join("\n")
}

pub(crate) fn reply(mentor: &Student, rest: &str) -> String {
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
    hint: run `onlist sync`, or look for the letter in the list's archive on the web; `onlist send reply-ben-example --again` sends the same mail again, with the same Message-ID
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
    error: nothing was sent: two of these letters give `spelling`, to ben@students.test and to cho@students.test
    hint: give one of the students another task
    [exit status: 65]
    ");
    assert_eq!(mentor.delivered().len(), 0);
}

#[test]
fn how_each_task_stands_is_shown() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    reply(&mentor, "cho.eml --task small-bug --object 'CID 1401'");
    insta::assert_snapshot!(mentor.run(&format!("tasks {TODAY}")), @r"
    $ onlist tasks --date 2015-03-11T09:30:00+01:00
    review-patch	Review one patch	free			
    spelling	Correct the spelling of one page	kept	Ben Example	2015-03-25	
    small-bug	Fix a small bug	free			
    small-bug	Fix a small bug	kept	Cho Example	2015-03-25	CID 1401
    note: other mentors' claims are not seen: no archive was read for them
    note: Ben Example and Cho Example have tasks for `wick-trimmer`: the community has no rule; ask each for a second project
    ");
    insta::assert_snapshot!(mentor.run(&format!("tasks show spelling --json {TODAY}")), @r#"
    $ onlist tasks show spelling --json --date 2015-03-11T09:30:00+01:00
    {
      "schema": 1,
      "tasks": [
        {
          "id": "spelling",
          "title": "Correct the spelling of one page",
          "many": false,
          "state": "kept",
          "kept_for": "Ben Example",
          "until": "2015-03-25",
          "waits_for_mentor_since": null,
          "objects": [],
          "also": [],
          "what": "Read one page of the manual aloud, and put right what sounds wrong.",
          "place": "doc/",
          "base_tree": null,
          "done_when": "the page reads well, and the patch says what was wrong",
          "effort": null,
          "size_hours": [],
          "skills": [],
          "required": false,
          "own": false,
          "areas": [],
          "projects": []
        }
      ]
    }
    "#);
    insta::assert_snapshot!(mentor.run("tasks show small-bug --json --date 2015-03-11T09:31:00+01:00"), @r#"
    $ onlist tasks show small-bug --json --date 2015-03-11T09:31:00+01:00
    {
      "schema": 1,
      "tasks": [
        {
          "id": "small-bug",
          "title": "Fix a small bug",
          "many": true,
          "state": "free",
          "kept_for": null,
          "until": null,
          "waits_for_mentor_since": null,
          "objects": [
            {
              "object": "CID 1401",
              "state": "kept",
              "kept_for": "Cho Example",
              "until": "2015-03-25",
              "waits_for_mentor_since": null,
              "message_id": "20150311083000.4829a25abd4dfc5d24cc@example.org"
            }
          ],
          "also": [],
          "what": "Fix one bug.",
          "place": "the tracker",
          "base_tree": null,
          "done_when": "the bug is gone",
          "effort": null,
          "size_hours": [],
          "skills": [],
          "required": false,
          "own": false,
          "areas": [],
          "projects": []
        }
      ]
    }
    "#);
    insta::assert_snapshot!(mentor.run(&format!("tasks --free {TODAY} lamp")), @r"
    $ onlist tasks --free --date 2015-03-11T09:30:00+01:00 lamp
    note: no task found
    hint: `onlist tasks add` keeps one of your own
    note: Ben Example and Cho Example have tasks for `wick-trimmer`: the community has no rule; ask each for a second project
    ");
    insta::assert_snapshot!(mentor.run("tasks page --project wick-trimmer --date 2015-03-30T12:00:00+01:00"), @r"
    $ onlist tasks page --project wick-trimmer --date 2015-03-30T12:00:00+01:00
    spelling	Correct the spelling of one page	free			
    note: other mentors' claims are not seen: no archive was read for them
    ");
}

#[test]
fn a_task_that_is_done_or_given_back_is_said_once() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    reply(&mentor, "ben.eml --task small-bug --object 'CID 1401' --anyway=answered");
    reply(&mentor, "cho.eml --task small-bug --object 'CID 1402'");
    let run = |line: &str| mentor.run(&format!("tasks {line} {TODAY}")).replace(&format!(" {TODAY}"), "");
    insta::assert_snapshot!(run("done small-bug"), @r"
    $ onlist tasks done small-bug
    error: several students have `small-bug`
    hint: say whose is meant: Ben Example with `--object 'CID 1401'` (`--student ben@students.test`) or Cho Example with `--object 'CID 1402'` (`--student cho@students.test`)
    [exit status: 64]
    ");
    insta::assert_snapshot!(run("done small-bug --object 1401"), @r"
    $ onlist tasks done small-bug --object 1401
    note: `small-bug` (`CID 1401`) is done, by Ben Example
    ");
    insta::assert_snapshot!(run("release small-bug --student cho@students.test"), @r"
    $ onlist tasks release small-bug --student cho@students.test
    release-cho-example
    note: `small-bug` (`CID 1402`) is free again; Cho Example had it; the list learns it when you send your letter
    note: saved as `release-cho-example`; send it with `onlist send release-cho-example`
    ");
    insta::assert_snapshot!(run("release small-bug"), @r"
    $ onlist tasks release small-bug
    error: nobody has `small-bug`
    hint: `onlist tasks` shows who has which
    [exit status: 64]
    ");
    insta::assert_snapshot!(run("done spelling"), @r"
    $ onlist tasks done spelling
    note: `spelling` is done, by Ben Example
    ");
    insta::assert_snapshot!(run("done review-patch"), @r"
    $ onlist tasks done review-patch
    note: `review-patch` is done
    ");
    insta::assert_snapshot!(run("release no-such-task"), @r"
    $ onlist tasks release no-such-task
    error: no task `no-such-task` in the catalog
    hint: known tasks: `review-patch`, `spelling` and `small-bug`
    [exit status: 64]
    ");
    insta::assert_snapshot!(run(""), @r"
    $ onlist tasks 
    review-patch	Review one patch	done			
    spelling	Correct the spelling of one page	done	Ben Example		
    small-bug	Fix a small bug	free			
    small-bug	Fix a small bug	done	Ben Example		CID 1401
    note: other mentors' claims are not seen: no archive was read for them
    ");
    insta::assert_snapshot!(reply(&mentor, "dee.eml --task small-bug --object 'CID 1401'"), @r"
    $ onlist reply dee.eml --task small-bug --object 'CID 1401' ...
    error: nothing was sent: `small-bug` (`CID 1401`) is done, by Ben Example [kept]
    hint: name another one of its kind with `--object`; free: `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist reply dee.eml --task small-bug --object 'CID 1401' ... --anyway`
    [exit status: 65]
    ");
    insta::assert_snapshot!(reply(&mentor, "dee.eml --task small-bug --object 'CID 1402'"), @r"
    $ onlist reply dee.eml --task small-bug --object 'CID 1402' ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
}

#[test]
fn a_task_that_is_not_done_after_all_stands_as_before() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    let run = |line: &str| mentor.run(&format!("tasks {line} {TODAY}")).replace(&format!(" {TODAY}"), "");
    // As often as one is mistaken.
    for _ in 0..2 {
        assert!(run("done spelling").contains("note: `spelling` is done, by Ben Example\n"));
        assert!(run("spelling").contains("\tdone\tBen Example\t"));
        insta::allow_duplicates! {
            insta::assert_snapshot!(run("release spelling"), @r"
            $ onlist tasks release spelling
            error: nobody has `spelling`
            hint: it is done; `onlist tasks done spelling --undo` takes that back
            [exit status: 64]
            ");
            insta::assert_snapshot!(run("done spelling --undo"), @r"
            $ onlist tasks done spelling --undo
            note: `spelling` is not done; it is kept for Ben Example until 2015-03-25
            ");
        }
        assert!(run("spelling").contains("\tkept\tBen Example\t2015-03-25"), "{}", run("spelling"));
    }
    run("done small-bug --object 7");
    insta::assert_snapshot!(run("done small-bug --object 'CID 7' --undo"), @r"
    $ onlist tasks done small-bug --object 'CID 7' --undo
    note: `small-bug` (`7`) is not done; it is free
    ");
    insta::assert_snapshot!(run("done small-bug --object 'CID 7' --undo"), @r"
    $ onlist tasks done small-bug --object 'CID 7' --undo
    error: nobody has said that `small-bug` (`CID 7`) is done
    hint: `onlist tasks` shows how each stands
    [exit status: 64]
    ");
}

#[test]
fn a_reminder_is_drafted_once_before_a_claim_ends() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    reply(&mentor, "cho.eml --task small-bug --object 'CID 1401' --until 2015-03-30");
    let at = |line: &str, day: u32| mentor.run(&format!("tasks {line} --date 2015-03-{day}T12:00:00+01:00"));
    insta::assert_snapshot!(at("remind", 21), @r"
    $ onlist tasks remind --date 2015-03-21T12:00:00+01:00
    note: no claim ends within 3 days that nobody was reminded of
    ");
    insta::assert_snapshot!(at("", 22), @r"
    $ onlist tasks  --date 2015-03-22T12:00:00+01:00
    review-patch	Review one patch	free			
    spelling	Correct the spelling of one page	kept	Ben Example	2015-03-25	
    small-bug	Fix a small bug	free			
    small-bug	Fix a small bug	kept	Cho Example	2015-03-30	CID 1401
    note: other mentors' claims are not seen: no archive was read for them
    note: Ben Example and Cho Example have tasks for `wick-trimmer`: the community has no rule; ask each for a second project
    hint: 1 claim soon at an end: `onlist tasks remind` drafts a reminder for each
    ");
    insta::assert_snapshot!(at("remind", 22), @r"
    $ onlist tasks remind --date 2015-03-22T12:00:00+01:00
    reminder-ben-example
    note: saved as `reminder-ben-example`; send it with `onlist send reminder-ben-example`
    ");
    insta::assert_snapshot!(at("remind", 23), @r"
    $ onlist tasks remind --date 2015-03-23T12:00:00+01:00
    note: the reminder `reminder-ben-example` is not sent yet; send it with `onlist send reminder-ben-example`
    ");
    assert_eq!(mentor.delivered().len(), 2, "nothing is sent by itself");
    insta::assert_snapshot!(mentor.run("drafts show reminder-ben-example"), @r#"
    $ onlist drafts show reminder-ben-example
    From:    Ada Example <ada@example.org>
    To:      Ben Example <ben@students.test>
    Cc:      lamp-devel@lists.example.org
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Sun, 22 Mar 2015 12:00:00 +0100
    Message-ID: <20150322110000.948ab8c2ca5caa1d6534@example.org>
    In-Reply-To: <20150311083000.e674f024412a11966b6c@example.org>

    Hello Ben,

    the task "Correct the spelling of one page" is reserved for you until
    Wed, 25 March 2015. If you are still at it, please say here how it goes
    and what holds you up; you can have more time. If you do not want it any
    more, please say so too, so that somebody else can have it.

    -- 
    Ada Example
    note: reminder-ben-example: ready to send
    "#);
    let sent = mentor.run("send reminder-ben-example --yes --date 2015-03-23T12:00:00+01:00");
    assert!(!sent.contains("[exit status"), "{sent}");
    // It gives no more time.
    assert!(at("spelling", 26).contains("\tfree\t"));
}

#[test]
fn a_release_is_said_on_the_list() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    insta::assert_snapshot!(end(&mentor.run(&format!("tasks release spelling --send --yes {TODAY}"))), @r"
    $ onlist tasks release spelling --send --yes --date 2015-03-11T09:30:00+01:00
    note: `spelling` is free again; Ben Example had it
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    assert!(mentor.delivered()[1].contains("lamp-devel@lists.example.org"));
    reply(&mentor, "cho.eml --task spelling");
    let kept = mentor.run(&format!("tasks release spelling {TODAY}"));
    assert!(kept.contains("note: saved as `release-cho-example`"), "{kept}");
    assert!(mentor.run(&format!("tasks spelling {TODAY}")).contains("\tfree\t"));
}

#[test]
fn a_task_that_was_begun_goes_on_where_it_stopped() {
    let mentor = mentor(Script::new());
    let mut pty = at_terminal(&mentor, "tasks add fix-readme");
    pty.answer("Title", "");
    pty.wait_for("please answer this one");
    pty.answer("Title", "Fix the README");
    pty.answer("What to do", "Correct the build steps.");
    pty.wait_asked("Where");
    pty.type_text("\x03");
    assert_eq!(pty.wait_exit(), 130);
    assert!(pty.screen().contains("hint: your answers are saved"), "{}", pty.screen());
    let mut pty = at_terminal(&mentor, "tasks add fix-readme");
    for (question, answer) in [
        ("Title", ""),
        ("What to do", ""),
        ("Where", "README"),
        ("Done when", "they work"),
        ("How to hand", "a patch"),
    ] {
        pty.wait_for(question);
        pty.type_text(&format!("{answer}\r"));
    }
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let told = mentor.run("tasks --json");
    assert!(told.contains("Fix the README"), "{told}");
}

#[test]
fn a_task_that_is_to_be_changed_is_one_of_the_mentors_own() {
    let mentor = mentor(Script::new());
    let edit = |mentor: &Student| mentor.run("tasks edit fix --effort x");
    insta::assert_snapshot!(edit(&mentor), @r"
    $ onlist tasks edit fix --effort x
    error: you have no task `fix`
    hint: you have none of your own; `onlist tasks add` keeps one
    [exit status: 64]
    ");
    mentor.run("tasks add fix-readme --title a --what b --place c --done-when d --send e");
    assert!(edit(&mentor).contains("hint: your own: `fix-readme`\n"));
}

#[test]
fn a_mentor_keeps_tasks_of_their_own() {
    let mentor = mentor(Script::new());
    let catalog = std::fs::read(mentor.sandbox.home().join(".config/onlist/catalog.toml")).expect("read");
    insta::assert_snapshot!(mentor.run("tasks add fix-readme --title 'Fix the README'"), @r"
    $ onlist tasks add fix-readme --title 'Fix the README'
    error: `--what`, `--place`, `--done-when` and `--send` are missing
    hint: a student must know all of this to begin
    [exit status: 64]
    ");
    let rest = "--title 'Fix the README' --what 'Correct the build steps.' --place README \
                --done-when 'the steps work' --send 'as a patch to the list' --skill Markdown --project wick-trimmer";
    let end = |line: &str| mentor.run(line).replace(rest, "...");
    insta::assert_snapshot!(end(&format!("tasks add fix-readme {rest}")), @r"
    $ onlist tasks add fix-readme ...
    note: kept `fix-readme`; give it with `onlist reply MAIL --task fix-readme`
    ");
    insta::assert_snapshot!(end(&format!("tasks add fix-readme {rest}")), @r"
    $ onlist tasks add fix-readme ...
    error: there is a task `fix-readme` already
    hint: change it: `onlist tasks edit fix-readme`
    [exit status: 64]
    ");
    insta::assert_snapshot!(end(&format!("tasks add spelling {rest}")), @r"
    $ onlist tasks add spelling ...
    error: there is a task `spelling` already
    hint: choose another id
    [exit status: 64]
    ");
    insta::assert_snapshot!(end(&format!("tasks add Fix {rest}")), @r"
    $ onlist tasks add Fix ...
    error: `Fix` is not an id
    hint: lower-case letters, digits and hyphens, as in `fix-typo`
    [exit status: 64]
    ");
    insta::assert_snapshot!(mentor.run("tasks edit fix-readme --effort 'half an hour' --place README.md"), @r"
    $ onlist tasks edit fix-readme --effort 'half an hour' --place README.md
    note: kept `fix-readme`; give it with `onlist reply MAIL --task fix-readme`
    ");
    insta::assert_snapshot!(mentor.run("tasks edit fix-readme"), @r"
    $ onlist tasks edit fix-readme
    error: nothing to change is given
    hint: give a field, such as `--title TEXT`; `onlist help tasks edit` lists them
    [exit status: 64]
    ");
    insta::assert_snapshot!(mentor.run("tasks edit spelling --effort 'an hour'"), @r"
    $ onlist tasks edit spelling --effort 'an hour'
    error: `spelling` is a task of the catalog, which is not changed here
    hint: add one of your own: `onlist tasks add`
    [exit status: 64]
    ");
    insta::assert_snapshot!(mentor.run("tasks show fix-readme --json"), @r#"
    $ onlist tasks show fix-readme --json
    {
      "schema": 1,
      "tasks": [
        {
          "id": "fix-readme",
          "title": "Fix the README",
          "many": false,
          "state": "free",
          "kept_for": null,
          "until": null,
          "waits_for_mentor_since": null,
          "objects": [],
          "also": [],
          "what": "Correct the build steps.",
          "place": "README.md",
          "base_tree": "the branch `staging`",
          "done_when": "the steps work",
          "effort": "half an hour",
          "size_hours": [],
          "skills": [
            "Markdown"
          ],
          "required": false,
          "own": true,
          "areas": [],
          "projects": [
            "wick-trimmer"
          ]
        }
      ]
    }
    "#);
    insta::assert_snapshot!(reply(&mentor, "ben.eml --task fix-readme"), @r"
    $ onlist reply ben.eml --task fix-readme ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task fix-readme"), @r"
    $ onlist reply cho.eml --task fix-readme ...
    error: nothing was sent: `fix-readme` is kept for Ben Example until 2015-03-25 [kept]
    hint: free: `review-patch`, `spelling` or `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist reply cho.eml --task fix-readme ... --anyway`
    [exit status: 65]
    ");
    let after = std::fs::read(mentor.sandbox.home().join(".config/onlist/catalog.toml")).expect("read");
    assert_eq!(catalog, after, "the catalog is not written");
}

#[cfg(unix)]
#[test]
fn tasks_are_read_on_a_terminal() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    let pty = at_terminal(&mentor, "tasks");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(pty.screen(), @r"
    note: other mentors' claims are not seen: no archive was read for them
    review-patch: Review one patch
    State            free
    What             Take a patch of the last days from the list, apply it, build
                     it, and say on the list what you saw.
    Where            the list
    Base tree        the branch `staging`
    Done when        your review is on the list, and its author has answered or had
                     a week to
    Size             an evening

    spelling: Correct the spelling of one page
    State            kept for Ben Example until 2015-03-25
    What             Read one page of the manual aloud, and put right what sounds
                     wrong.
    Where            doc/
    Done when        the page reads well, and the patch says what was wrong

    small-bug: Fix a small bug
    State            free: a kind of task, each time with another object
    What             Fix one bug.
    Where            the tracker
    Done when        the bug is gone
    ");
    let mut pty = at_terminal(&mentor, "tasks add fix-readme --title 'Fix the README'");
    for (question, answer) in [
        ("What to do", "Correct the build steps."),
        ("Where", "README"),
        ("Done when", "the steps work"),
        ("How to hand it in", "as a patch"),
    ] {
        pty.answer(question, answer);
    }
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
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

#[test]
fn what_leaves_as_text_or_file_says_whose_its_tasks_are() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    mentor.run(&format!("tasks done small-bug --object 7 {TODAY}"));
    let kept = "warning: `spelling` is kept for Ben Example until 2015-03-25\nhint: free: ";
    let done = "warning: `small-bug` (`CID 7`) is done\n";
    for (task, said) in [
        ("--task spelling", kept),
        ("--task small-bug --object 'CID 7'", done),
        ("--task review-patch --second-task spelling", kept),
    ] {
        for route in ["--print", "--save cho-answer.eml --force", "--mailto", "--json", "--keep"] {
            let seen = mentor.run(&format!("reply cho.eml {task} {route} {TODAY}"));
            assert!(seen.contains(said) && !seen.contains("[exit status"), "{task} {route}: {seen}");
        }
    }
    for student in
        ["ben.eml --task spelling", "cho.eml --task small-bug --object 8", "cho.eml --task small-bug"]
    {
        let seen = mentor.run(&format!("reply {student} --print {TODAY}"));
        assert!(!seen.contains("warning: `"), "{seen}");
    }
}

/// A mentor at a terminal.
#[cfg(unix)]
pub(super) fn at_terminal(mentor: &Student, line: &str) -> Pty {
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
    pty.answer("Which one", "CID 1401");
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
    pty.answer("Which one", "");
    pty.wait_asked("Send it to 2 recipients [y/N]:");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

#[cfg(unix)]
#[test]
fn an_answer_that_leaves_from_the_menu_says_whose_its_tasks_are() {
    let mentor = mentor(Script::new());
    mentor.run(&format!("tasks done small-bug --object 7 {TODAY}"));
    let said = "warning: `small-bug` (`CID 7`) is done";
    for (line, prints) in [("--save x.eml", false), ("", true)] {
        let mut pty = at_terminal(&mentor, &format!("reply cho.eml --task small-bug {line}"));
        pty.answer("Which one", "CID 7");
        if prints {
            pty.answer("Your answer", "");
            pty.wait_for("Reserve the task until (3 of 3)");
            pty.wait_settled();
            pty.type_text("\r");
            pty.wait_for("? What now");
            pty.type_text("print\r");
        }
        pty.wait_for(said);
        if prints {
            pty.kill();
        } else {
            assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        }
    }
}

/// A mentor with an archive of the list, to which these mails were sent besides Ben's.
pub(crate) fn with_archive(mails: &[String]) -> Student {
    let mentor = mentor(Script::new());
    let ben = std::fs::read_to_string(mentor.sandbox.home().join("ben.eml")).expect("read");
    let posts =
        std::iter::once(&ben).chain(mails).map(|it| format!("From list Tue Mar 10 12:00:00 2015\n{it}\n"));
    mentor.sandbox.write("list.mbox", posts.collect::<String>());
    mentor
}

pub(crate) fn post(from: &str, subject: &str, id: &str, rest: &str) -> String {
    format!(
        "From: {from}\nTo: lamp-devel@lists.example.org\nDate: Tue, 10 Mar 2015 18:00:00 +0100\n\
         Message-ID: <{id}>\nSubject: {subject}\nList-Id: <lamp-devel.lists.example.org>\n{rest}"
    )
}

#[test]
fn what_an_archive_shows_is_not_given_again() {
    let scratch = mentor(Script::new());
    // Another mentor gives a task, as this program words it.
    let other = "--name 'J. R. Example' --email jay@example.org --print";
    let answered = |task: &str| {
        let line = format!("reply ben.eml {task} {other} --date 2015-03-10T19:00:00+01:00");
        let output = scratch.command(&line).output().expect("it starts");
        String::from_utf8(output.stdout).expect("ASCII")
    };
    let patch = "[PATCH] doc: correct the spelling of one page";
    let takes = "\nHello,\n\nI would like to work on \"Correct the spelling of one page\".\n\nEve\n";
    for (mails, wanted, expected) in [
        (
            vec![answered("--task spelling")],
            "--task spelling",
            Some("`spelling` is kept for Ben Example until 2015-03-24, as <2015"),
        ),
        (
            vec![answered("--task small-bug --object 'CID 1401'")],
            "--task small-bug --object 1401",
            Some("`small-bug` (`1401`) is kept for Ben Example until 2015-03-24, as <2015"),
        ),
        (
            vec![post("Eve <eve@students.test>", patch, "p@x", "\nSee.\n")],
            "--task spelling",
            Some("`spelling` is done, by Eve, as <p@x> shows"),
        ),
        (
            vec![post("Eve <eve@students.test>", "Re: wicks", "e@x", takes)],
            "--task spelling",
            Some("`spelling` is kept for Eve until 2015-03-24, as <e@x> shows"),
        ),
        // Who has it may go on with it, and it is not done before it is.
        (vec![post("Cho Example <cho@students.test>", "Re: wicks", "e@x", takes)], "--task spelling", None),
        (
            vec![post("Eve <eve@students.test>", "[PATCH] lamp: fix CID 1401", "p@x", "\nSee.\n")],
            "--task small-bug --object 'CID 1401'",
            Some("`small-bug` (`CID 1401`) is done, by Eve, as <p@x> shows"),
        ),
        (
            vec![post("Eve <eve@students.test>", "[PATCH] lamp: fix CID 14012", "p@x", "\nSee.\n")],
            "--task small-bug --object 'CID 1401'",
            None,
        ),
        (
            vec![post(
                "Eve <eve@students.test>",
                "Re: wicks",
                "q@x",
                "\n> Correct the spelling of one page\n\nWhat is this?\n",
            )],
            "--task spelling",
            None,
        ),
    ] {
        let mentor = with_archive(&mails);
        let seen = reply(&mentor, &format!("cho.eml {wanted} --archive list.mbox"));
        match expected {
            Some(expected) => {
                assert!(seen.contains(expected) && seen.contains("[exit status: 65]"), "{expected}: {seen}");
            }
            None => assert!(seen.contains("note: sent: "), "{mails:?}: {seen}"),
        }
    }
}

#[test]
fn a_student_who_waits_for_a_mentor_keeps_the_task() {
    let (of_ben, later) = ("Ben Example <ben@students.test>", "--date 2015-04-20T09:00:00+02:00");
    for (mail, kept) in [
        (post(of_ben, "[PATCH] lamp: trim", "p@x", "\nSee.\n").replace("10 Mar", "20 Mar"), true),
        (post(of_ben, "[PATCH] lamp: trim", "p@x", "\nSee.\n").replace("10 Mar", "30 Mar"), false),
        (
            post("Eve <eve@students.test>", "[PATCH] lamp: trim", "p@x", "\nSee.\n")
                .replace("10 Mar", "20 Mar"),
            false,
        ),
    ] {
        let mentor = with_archive(&[mail]);
        reply(&mentor, "ben.eml --task spelling");
        let seen = mentor.run(&format!("tasks spelling --archive list.mbox {later}"));
        assert_eq!(seen.contains("\tkept\tBen Example\t"), kept, "{seen}");
        assert!(!seen.contains("not seen"), "{seen}");
    }
}
