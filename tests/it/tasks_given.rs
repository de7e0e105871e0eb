//! Tasks that answers give which leave as files, and what the team's archive says of tasks.

use std::process::Stdio;

#[cfg(unix)]
use super::tasks::at_terminal;
use super::tasks::{TODAY, end, mentor, post, reply, with_archive};
use crate::support::Student;
use crate::support::smtp::Script;
use crate::support::web::Web;
#[cfg(unix)]
use crate::support::{Key, Options, Pty};

/// Saves an answer as a file.
fn saved(mentor: &Student, student: &str, task: &str) {
    mentor.run(&format!("reply {student}.eml {task} --save to-{student}.eml {TODAY}"));
}

fn send(mentor: &Student, letters: &str) -> String {
    end(&mentor.run(&format!("send {letters} --yes {TODAY}"))).replace(&format!(" --yes {TODAY}"), " ...")
}

#[test]
fn an_answer_that_was_saved_claims_its_tasks_when_it_is_sent() {
    for (first, second, stopped) in [
        ("--task spelling", "--task spelling", Some("`spelling` is kept for Ben Example until 2015-03-25")),
        (
            "--task small-bug --object 'CID 7' --until 2015-04-02",
            "--task small-bug --object 7",
            Some("`small-bug` (`7`) is kept for Ben Example until 2015-04-02"),
        ),
        ("--task small-bug --object 'CID 7'", "--task small-bug --object 'CID 8'", None),
        ("--task small-bug", "--task small-bug", None),
        (
            "--task small-bug --second-task spelling",
            "--task spelling",
            Some("`spelling` is kept for Ben Example until 2015-03-25"),
        ),
        ("--task spelling", "--task-text 'Correct the spelling of one page'", None),
        ("--no-task --answer 'Correct the spelling of one page is a task of ours.'", "--task spelling", None),
    ] {
        let mentor = mentor(Script::new());
        saved(&mentor, "ben", first);
        saved(&mentor, "cho", second);
        assert!(send(&mentor, "to-ben.eml").contains("note: sent: "), "{first}");
        let seen = send(&mentor, "to-cho.eml");
        match stopped {
            Some(stopped) => assert!(seen.contains(stopped) && seen.contains("[kept]"), "{second}: {seen}"),
            None => assert!(seen.contains("note: sent: "), "{second}: {seen}"),
        }
        let count = if stopped.is_some() { 1 } else { 2 };
        assert_eq!(mentor.delivered().len(), count, "{first}, {second}");
        // What nobody may see is in no letter.
        assert!(!mentor.delivered().iter().any(|it| it.to_lowercase().contains("x-onlist")));
    }
}

#[test]
fn a_saved_answer_is_one_answer_however_it_is_sent() {
    let mentor = mentor(Script::new());
    saved(&mentor, "ben", "--task spelling");
    insta::assert_snapshot!(reply(&mentor, "cho.eml --task spelling"), @r"
    $ onlist reply cho.eml --task spelling ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(send(&mentor, "to-ben.eml"), @r"
    $ onlist send to-ben.eml ...
    error: nothing was sent: `spelling` is kept for Cho Example until 2015-03-25 [kept]
    hint: free: `review-patch` or `small-bug`; `onlist tasks` shows how each stands
          send it anyway: `onlist send to-ben.eml ... --anyway`
    [exit status: 65]
    ");
    saved(&mentor, "dee", "--task review-patch");
    insta::assert_snapshot!(send(&mentor, "to-dee.eml"), @r"
    $ onlist send to-dee.eml ...
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    ");
    insta::assert_snapshot!(send(&mentor, "to-dee.eml"), @r"
    $ onlist send to-dee.eml ...
    note: `to-dee.eml` is saved as `to-dee`
    note: `to-dee` was already sent on 2015-03-11 09:30
    ");
    insta::assert_snapshot!(reply(&mentor, "dee.eml --task small-bug"), @r"
    $ onlist reply dee.eml --task small-bug ...
    error: nothing was sent: `to-dee` answers the same mail: sent on 2015-03-11 09:30 [answered]
    hint: see `onlist drafts show to-dee`
          send it anyway: `onlist reply dee.eml --task small-bug ... --anyway`
    [exit status: 65]
    ");
    let mentor = super::tasks::mentor(Script::new());
    saved(&mentor, "ben", "--task spelling");
    saved(&mentor, "cho", "--task spelling");
    insta::assert_snapshot!(send(&mentor, "to-ben.eml to-cho.eml"), @r"
    $ onlist send to-ben.eml to-cho.eml ...
    error: nothing was sent: two of these letters give `spelling`, to ben@students.test and to cho@students.test
    hint: give one of the students another task
    [exit status: 65]
    ");
    assert_eq!(mentor.delivered().len(), 0);
}

#[test]
fn a_release_takes_its_reminder_back() {
    let run = |mentor: &Student, line: &str| mentor.run(&format!("{line} --date 2015-03-24T12:00:00+01:00"));
    for ends in ["tasks release spelling --quiet", "tasks done spelling"] {
        let mentor = mentor(Script::new());
        reply(&mentor, "ben.eml --task spelling");
        run(&mentor, "tasks remind");
        let seen = run(&mentor, ends);
        assert!(
            seen.contains("note: the reminder `reminder-ben-example`, which was not sent, is deleted"),
            "{seen}"
        );
        assert!(run(&mentor, "drafts").contains("no letters to send"), "{}", run(&mentor, "drafts"));
    }
}

#[test]
fn a_reminder_is_not_sent_when_it_is_no_longer_right() {
    // What has happened since is said by another machine's ledger, or seen in the archive.
    let wrote = post("Ben Example <ben@students.test>", "[PATCH] lamp: trim", "p@x", "\nSee.\n")
        .replace("10 Mar", "20 Mar");
    for (mails, day, stopped) in [
        (vec![], "2015-03-24", None),
        (vec![], "2015-03-27", Some("this reminds of `spelling`, and its time is over")),
        (vec![wrote], "2015-03-24", Some("this reminds of `spelling`, and Ben Example wrote on 2015-03-20")),
    ] {
        let mentor = with_archive(&mails);
        reply(&mentor, "ben.eml --task spelling");
        mentor.run("tasks remind --date 2015-03-24T11:00:00+01:00");
        let list = mentor.sandbox.home().join("list.mbox");
        mentor.settle(mentor.server.port(), "none", &format!("[archives]\nlamp = '{}'\n", list.display()));
        let seen = end(&mentor.run(&format!("send reminder-ben-example --yes --date {day}T12:00:00+01:00")));
        match stopped {
            Some(stopped) => assert!(seen.contains(stopped) && seen.contains("[answered]"), "{seen}"),
            None => assert!(seen.contains("note: sent: "), "{seen}"),
        }
    }
}

#[test]
fn a_reminder_of_a_claim_that_was_changed_since_is_not_sent() {
    for (first, again, stopped) in [
        ("spelling", "spelling --until 2015-04-20", Some("Ben Example has it until 2015-04-20 now")),
        (
            "small-bug --object later",
            "small-bug --object 'CID 7' --until 2015-04-20",
            Some("until 2015-04-20 now"),
        ),
        (
            "small-bug --object 7",
            "small-bug --object 'CID 7' --until 2015-04-20",
            Some("until 2015-04-20 now"),
        ),
        ("small-bug --object 7", "small-bug --object 8 --until 2015-04-20", None),
        ("spelling", "review-patch --until 2015-04-20", None),
    ] {
        let mentor = mentor(Script::new());
        let at = |line: &str| mentor.run(&format!("{line} --date 2015-03-24T12:00:00+01:00"));
        reply(&mentor, &format!("ben.eml --task {first}"));
        at("tasks remind");
        let seen = at(&format!("reply ben.eml --task {again} --anyway --send --yes"));
        assert!(seen.contains("note: sent: "), "{seen}");
        let seen = at("send reminder-ben-example --yes");
        match stopped {
            Some(stopped) => {
                assert!(seen.contains(stopped) && seen.contains("[answered]"), "{first}: {seen}");
            }
            None => assert!(seen.contains("note: sent: "), "{first}: {seen}"),
        }
    }
    let mentor = mentor(Script::new());
    let at = |line: &str| mentor.run(&format!("{line} --date 2015-03-24T12:00:00+01:00"));
    reply(&mentor, "ben.eml --task spelling");
    mentor.run(&format!("tasks release spelling --keep {TODAY}"));
    at("reply ben.eml --task spelling --until 2015-04-20 --anyway --send --yes");
    let seen = at("send release-ben-example --yes");
    assert!(seen.contains("`spelling` is kept for Ben Example until 2015-04-20 [kept]"), "{seen}");
}

#[test]
fn what_a_letter_says_of_a_claim_goes_with_it_before_it_is_sent() {
    let mentor = mentor(Script::new());
    let at = |line: &str| mentor.run(&format!("{line} --date 2015-03-24T12:00:00+01:00"));
    reply(&mentor, "ben.eml --task spelling");
    for _ in 0..3 {
        assert!(at("tasks remind").contains("note: saved as `reminder-ben-example`"));
        let again = at("tasks remind");
        assert!(
            again.contains("note: the reminder `reminder-ben-example` is not sent yet; send it with"),
            "{again}"
        );
        at("drafts delete reminder-ben-example --yes");
        at("tasks release spelling --keep");
        assert!(at("tasks spelling").contains("\tfree\t"));
        let deleted = at("drafts delete release-ben-example --yes") + &at("tasks spelling");
        assert!(
            deleted
                .contains("note: `spelling` is kept for Ben Example until 2015-03-25 again: nobody was told"),
            "{deleted}"
        );
        assert!(at("tasks spelling").contains("\tkept\tBen Example\t"));
    }
    // What somebody else has by then was free.
    at("tasks release spelling --keep");
    at("reply cho.eml --task spelling --send --yes");
    at("drafts delete release-ben-example --yes");
    let standing = at("tasks spelling");
    assert!(standing.contains("\tCho Example\t") && !standing.contains("Ben Example"), "{standing}");
}

#[test]
fn reminders_that_are_drafted_at_the_same_moment_each_say_what_is_there() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    let line = "tasks remind --date 2015-03-24T12:00:00+01:00";
    let begin =
        || mentor.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let runs: Vec<_> = (0..5).map(|_| begin()).collect();
    let mut written = 0;
    for run in runs {
        let output = run.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        written += usize::from(said.contains("saved as `reminder-ben-example`"));
        assert!(said.contains("reminder"), "{said}");
    }
    assert_eq!(written, 1);
}

#[test]
fn a_kept_release_is_not_sent_when_the_task_is_not_free() {
    for (first, after, stopped) in [
        ("spelling", "", None),
        (
            "spelling",
            "reply cho.eml --task spelling --send --yes",
            Some("`spelling` is kept for Cho Example"),
        ),
        ("spelling", "reply cho.eml --task review-patch --send --yes", None),
        ("spelling", "tasks done spelling", Some("`spelling` is done")),
        (
            "small-bug --object 7",
            "reply cho.eml --task small-bug --object 'CID 7' --send --yes",
            Some("`small-bug` (`7`)"),
        ),
        ("small-bug --object 7", "reply cho.eml --task small-bug --object 8 --send --yes", None),
    ] {
        let mentor = mentor(Script::new());
        reply(&mentor, &format!("ben.eml --task {first}"));
        let task = first.split(' ').next().unwrap_or_default();
        mentor.run(&format!("tasks release {task} --keep {TODAY}"));
        if !after.is_empty() {
            mentor.run(&format!("{after} {TODAY}"));
        }
        let seen = send(&mentor, "release-ben-example");
        match stopped {
            Some(stopped) => {
                assert!(seen.contains(stopped) && seen.contains("[kept]"), "{after}: {seen}");
                assert!(seen.contains("onlist drafts delete release-ben-example --yes"), "{seen}");
            }
            None => assert!(seen.contains("note: sent: "), "{after}: {seen}"),
        }
    }
    // Own words about a task that another has say what they say.
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    reply(&mentor, "cho.eml --task spelling --anyway=kept");
    mentor.run(&format!("tasks release spelling --student ben@students.test --text 'Cho has it.' {TODAY}"));
    assert!(send(&mentor, "release-ben-example").contains("note: sent: "));
}

#[cfg(unix)]
#[test]
fn a_release_that_is_not_agreed_to_is_none() {
    for (answer, free) in [("n", false), ("y", true)] {
        let mentor = mentor(Script::new());
        reply(&mentor, "ben.eml --task spelling");
        let mut pty = at_terminal(&mentor, "tasks release spelling --send");
        pty.wait_asked("Send it to 2 recipients");
        pty.type_text(&format!("{answer}\r"));
        assert_eq!(pty.wait_exit(), 0);
        let standing = mentor.run(&format!("tasks spelling {TODAY}"));
        assert_eq!(standing.contains("\tfree\t"), free, "{standing}");
        assert_eq!(mentor.delivered().len(), if free { 2 } else { 1 });
        assert!(mentor.run("drafts").contains("no letters to send"));
    }
}

#[test]
fn the_letter_of_a_release_is_where_the_menu_puts_it() {
    for (choice, after, drafts, sent) in [
        ("keep", "", "release-ben-example", 1),
        ("delete", "y\r", "no letters to send", 1),
        ("save", "\r", "no letters to send", 1),
        ("print", "keep\r", "release-ben-example", 1),
        ("send", "y\r", "no letters to send", 2),
        ("send", "n\r", "release-ben-example", 1),
        ("edit", "send\ry\r", "no letters to send", 2),
        ("\u{3}", "", "release-ben-example", 1),
        ("TERM", "", "release-ben-example", 1),
        ("HUP", "", "release-ben-example", 1),
        ("closed", "", "release-ben-example", 1),
    ] {
        let mentor = mentor(Script::new());
        reply(&mentor, "ben.eml --task spelling");
        mentor.sandbox.write("edit.sh", "echo 'Thank you, Ben.' >>\"$1\"\n");
        let words = [
            "env",
            "EDITOR=sh edit.sh",
            "onlist",
            "tasks",
            "release",
            "spelling",
            "--date",
            "2015-03-11T09:30:00+01:00",
        ];
        let mut pty = Pty::start_in(&mentor.sandbox, &words, Options { rows: 60, ..Options::default() });
        pty.wait_for("? What now");
        assert!(mentor.run("drafts").contains("release-ben-example"), "it is kept with what the ledger says");
        match choice {
            "TERM" | "HUP" => pty.signal(choice),
            "closed" => drop(pty.hang_up()),
            "\u{3}" => pty.type_text(choice),
            choice => pty.type_text(&format!("{choice}\r")),
        }
        for key in after.split_inclusive('\r') {
            pty.wait_settled();
            pty.type_text(key);
        }
        if (choice, after) == ("send", "n\r") {
            pty.wait_settled();
            pty.key(Key::CtrlC);
        }
        if choice != "closed" {
            pty.wait_exit();
        }
        let what = format!("{choice:?} {after:?}: {}", pty.screen());
        assert!(mentor.run("drafts").contains(drafts), "{what}: {}", mentor.run("drafts"));
        assert_eq!(mentor.delivered().len(), sent, "{what}");
        let edited = mentor
            .server
            .accepted()
            .iter()
            .any(|it| String::from_utf8_lossy(&it.message()).contains("Thank you, Ben."));
        assert_eq!(edited, choice == "edit", "{what}");
        let standing = mentor.run(&format!("tasks spelling {TODAY}"));
        assert_eq!(standing.contains("\tfree\t"), choice != "delete", "{what}: {standing}");
    }
}

#[test]
fn each_task_of_a_letter_ends_by_itself() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling --second-task review-patch");
    let run = |line: &str| mentor.run(&format!("tasks {line} {TODAY}")).replace(&format!(" {TODAY}"), "");
    let late = |line: &str| mentor.run(&format!("tasks {line} --date 2015-03-24T12:00:00+01:00"));
    insta::assert_snapshot!(late("remind"), @r"
    $ onlist tasks remind --date 2015-03-24T12:00:00+01:00
    reminder-ben-example
    reminder-ben-example-2
    note: saved as `reminder-ben-example`; send it with `onlist send reminder-ben-example`
    note: saved as `reminder-ben-example-2`; send it with `onlist send reminder-ben-example-2`
    ");
    insta::assert_snapshot!(late("remind"), @r"
    $ onlist tasks remind --date 2015-03-24T12:00:00+01:00
    note: the reminder `reminder-ben-example` is not sent yet; send it with `onlist send reminder-ben-example`
    note: the reminder `reminder-ben-example-2` is not sent yet; send it with `onlist send reminder-ben-example-2`
    ");
    insta::assert_snapshot!(run("release spelling --quiet"), @r"
    $ onlist tasks release spelling --quiet
    note: `spelling` is free again; Ben Example had it
    ");
    insta::assert_snapshot!(run("done review-patch"), @r"
    $ onlist tasks done review-patch
    note: `review-patch` is done, by Ben Example
    ");
    insta::assert_snapshot!(run(""), @r"
    $ onlist tasks 
    review-patch	Review one patch	done	Ben Example		
    spelling	Correct the spelling of one page	free			
    small-bug	Fix a small bug	free			
    note: other mentors' claims are not seen: no archive was read for them
    ");
}

#[test]
fn what_nobody_has_cannot_be_given_back() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    reply(&mentor, "cho.eml --task small-bug --object 'CID 7'");
    let run = |line: &str| mentor.run(&format!("tasks {line} {TODAY}")).replace(&format!(" {TODAY}"), "");
    for line in [
        "release spelling --object Z",
        "release small-bug --object Z",
        "release small-bug --object ''",
        "release small-bug --student ben@students.test",
        "release review-patch",
        "done spelling --object Z",
        "done spelling --student cho@students.test",
    ] {
        let seen = run(line);
        assert!(seen.contains("[exit status: 64]"), "{seen}");
        insta::assert_snapshot!(
            format!("nothing_to_give_back_{}", line.replace([' ', '@', '\''], "_")),
            seen
        );
    }
    insta::assert_snapshot!(run("release spelling --quiet"), @r"
    $ onlist tasks release spelling --quiet
    note: `spelling` is free again; Ben Example had it
    ");
    insta::assert_snapshot!(run("release spelling --quiet"), @r"
    $ onlist tasks release spelling --quiet
    error: nobody has `spelling`
    hint: `onlist tasks` shows who has which
    [exit status: 64]
    ");
    insta::assert_snapshot!(run("done spelling"), @r"
    $ onlist tasks done spelling
    note: `spelling` is done
    ");
    insta::assert_snapshot!(run("done spelling"), @r"
    $ onlist tasks done spelling
    note: `spelling` was done already
    ");
    insta::assert_snapshot!(run("done small-bug"), @r"
    $ onlist tasks done small-bug
    note: `small-bug` (`CID 7`) is done, by Cho Example
    ");
    insta::assert_snapshot!(run("done small-bug --object cid-7"), @r"
    $ onlist tasks done small-bug --object cid-7
    note: `small-bug` (`CID 7`) was done already, by Cho Example
    ");
    insta::assert_snapshot!(run("show spelling"), @r"
    $ onlist tasks show spelling
    spelling: Correct the spelling of one page
    State            done
    What             Read one page of the manual aloud, and put right what sounds
                     wrong.
    Where            doc/
    Done when        the page reads well, and the patch says what was wrong
    note: other mentors' claims are not seen: no archive was read for them
    ");
}

#[test]
fn a_list_on_a_server_is_searched_for_what_it_says_of_tasks() {
    let web = Web::start();
    let scratch = mentor(Script::new());
    let other = "--name 'J. R. Example' --email jay@example.org --print --date 2015-03-10T19:00:00+01:00";
    let answer =
        scratch.command(&format!("reply ben.eml --task spelling {other}")).output().expect("it starts");
    let answer = String::from_utf8(answer.stdout).expect("ASCII");
    let ben = std::fs::read_to_string(scratch.sandbox.home().join("ben.eml")).expect("read");
    let from = "From list Tue Mar 10 12:00:00 2015";
    let mbox = format!("{from}\n{ben}\n{from}\n{answer}\n");
    let task = "spelling";
    let query = "%22Review+one+patch%22+OR+%22Correct+the+spelling+of+one+page%22+OR+%22Fix+a+small+bug%22";
    let search = format!("/lamp/?q=%28{query}%29+AND+%28d%3A20140823..+OR+rt%3A1408782600..%29&x=m&t=1");
    web.give(&search, 200, &mbox);
    let mentor = mentor(Script::new());
    let url = format!("{}/lamp/", web.base);
    let line = format!("cho.eml --task {task} --archive {url}");
    let seen = reply(&mentor, &line);
    assert!(
        seen.contains("`spelling` is kept for Ben Example until 2015-03-24, as <"),
        "{seen} {:?}",
        web.asked()
    );
    // Nothing is asked for but where the settings or the call name it.
    web.asked();
    assert!(reply(&mentor, "dee.eml --task review-patch").contains("note: sent: "));
    assert!(mentor.run(&format!("tasks {TODAY}")).contains("other mentors' claims are not seen"));
    assert_eq!(web.asked(), Vec::<String>::new());
    mentor.settle(mentor.server.port(), "none", &format!("[archives]\nlamp = '{url}'\n"));
    let seen = mentor.run(&format!("tasks {task} {TODAY}"));
    assert!(seen.contains("\tkept\tBen Example\t") && !seen.contains("not seen"), "{seen}");
    // A server that does not answer keeps nobody from working, but where it was asked for.
    mentor.settle(mentor.server.port(), "none", "[archives]\nlamp = 'http://127.0.0.1:1/lamp/'\n");
    let seen = mentor.run(&format!("tasks {task} {TODAY}"));
    assert!(seen.contains("\tfree\t") && seen.contains("warning: ") && seen.contains("not seen"), "{seen}");
    let seen = mentor.run(&format!("tasks {task} --archive http://127.0.0.1:1/lamp/ {TODAY}"));
    assert!(seen.contains("error: ") && !seen.contains("\tfree\t"), "{seen}");
}

#[test]
fn a_mail_that_only_names_a_task_gives_none() {
    let jay = "J. R. Example <jay@example.org>";
    let below = "In-Reply-To: <ben@students.test>\nReferences: <ben@students.test>\n\n";
    let title = "\"Correct the spelling of one page\"";
    for (words, kept) in [
        (format!("You could start with {title}."), true),
        (format!("How about {title}? It is small."), true),
        (format!("{title} is yours until 2015-03-20."), true),
        (format!("{title} is already taken."), false),
        (format!("Eve is working on {title}, you could read the manual."), false),
        (format!("Have you seen {title} in the catalog?"), false),
        (
            format!(
                "the task {title} is reserved for you until Wed, 18 March 2015. If you are still at it, say so."
            ),
            false,
        ),
        (format!("the task {title} is free again: whoever would like it, please say so here."), false),
        (format!("> You could do {title}.\n\nNo, that is for others."), false),
    ] {
        let mail = post(
            jay,
            "Re: [GSoC 2015] Trim the wick while the lamp burns",
            "j@x",
            &format!("{below}{words}\n"),
        );
        let mentor = with_archive(&[mail]);
        let seen = reply(&mentor, "cho.eml --task spelling --archive list.mbox");
        assert_eq!(seen.contains("`spelling` is kept for Ben Example"), kept, "{words}: {seen}");
    }
}

#[test]
fn what_another_mentor_takes_back_is_free() {
    let jay = "J. R. Example <jay@example.org>";
    let subject = "Re: [GSoC 2015] Trim the wick while the lamp burns";
    let below = |id: &str| format!("In-Reply-To: <{id}>\nReferences: <ben@students.test> <{id}>\n\n");
    let gives = post(
        jay,
        subject,
        "j@x",
        &format!("{}You could try \"Correct the spelling of one page\".\n", below("ben@students.test")),
    );
    let frees = post(
        jay,
        subject,
        "k@x",
        &format!("{}The task \"Correct the spelling of one page\" is free again.\n", below("j@x")),
    );
    let frees = frees.replace("18:00", "19:00");
    for (mails, kept) in [(vec![gives.clone()], true), (vec![gives, frees], false)] {
        let mentor = with_archive(&mails);
        let seen = reply(&mentor, "cho.eml --task spelling --archive list.mbox");
        assert_eq!(seen.contains("`spelling` is kept for Ben Example"), kept, "{seen}");
    }
}

#[test]
fn a_release_that_cannot_be_said_loses_no_letter() {
    for (route, status, free) in [
        ("--send", 64, false),
        ("--sendmail ''", 64, false),
        ("--save ben.eml", 73, false),
        ("--save nowhere/x.eml", 73, false),
        ("--save -", 64, false),
        ("--sendmail ./missing --yes", 0, true),
        ("--sendmail ./missing --yes --allow bogus", 64, false),
    ] {
        let mentor = mentor(Script::new());
        reply(&mentor, "ben.eml --task spelling");
        let seen = mentor.run(&format!("tasks release spelling --text 'Thank you.' {route} {TODAY}"));
        assert!(seen.contains("[exit status: "), "{seen}");
        assert!(status == 0 || seen.contains(&format!("[exit status: {status}]")), "{seen}");
        let standing = mentor.run(&format!("tasks spelling {TODAY}"));
        assert_eq!(standing.contains("\tfree\t"), free, "{route}: {standing}");
        let letter = mentor.run("drafts show release-ben-example");
        assert_eq!(letter.contains("Thank you."), free, "{route}: {letter}");
    }
}

#[test]
fn the_words_of_a_letter_about_a_task_are_words() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    for verb in ["release spelling", "remind spelling"] {
        for (text, said) in
            [("''", "`--text` is empty\n"), ("' \n '", "the text is empty\n"), ("'a\u{1}b'", "`--text`: ")]
        {
            let seen = mentor.run(&format!("tasks {verb} --text {text} --date 2015-03-24T12:00:00+01:00"));
            let status = if said.contains("empty") { 64 } else { 65 };
            assert!(seen.contains(said) && seen.contains(&format!("[exit status: {status}]")), "{seen}");
        }
    }
    assert!(mentor.run(&format!("tasks spelling {TODAY}")).contains("\tkept\tBen Example\t"));
    assert!(mentor.run("drafts").contains("no letters to send"));
}

#[test]
fn a_release_says_what_the_task_is_after_it() {
    for (given, ended, released, said) in [
        ("spelling", "done spelling --student", "release spelling", "`spelling` is done, by Ben Example"),
        (
            "spelling",
            "",
            "release spelling --student cho@students.test",
            "`spelling` is kept for Ben Example",
        ),
        (
            "small-bug --object 'CID 7'",
            "done small-bug --student",
            "release small-bug",
            "`small-bug` (`CID 7`) is done, by Ben Example",
        ),
    ] {
        let mentor = mentor(Script::new());
        reply(&mentor, &format!("ben.eml --task {given}"));
        reply(&mentor, &format!("cho.eml --task {given} --anyway=kept"));
        if !ended.is_empty() {
            mentor.run(&format!("tasks {ended} ben@students.test {TODAY}"));
        }
        let seen = mentor.run(&format!("tasks {released} {TODAY}"));
        assert!(seen.contains("Cho Example has it no more"), "{seen}");
        assert!(seen.contains(said) && !seen.contains("free again"), "{seen}");
        assert!(mentor.run("drafts").contains("no letters to send"), "{seen}");
        let again = mentor.run(&format!("tasks {released} {TODAY}"));
        assert!(again.contains("[exit status: 64]"), "{again}");
    }
}

#[test]
fn runs_at_the_same_moment_write_one_letter_about_a_claim() {
    for (verb, label) in [("release", "release-ben-example"), ("remind", "reminder-ben-example")] {
        for step in [0, 1] {
            let mentor = mentor(Script::new());
            reply(&mentor, "ben.eml --task spelling");
            let run = |second: u32| {
                mentor.command(&format!("tasks {verb} spelling --date 2015-03-24T12:00:0{second}+01:00"))
            };
            // The later ones begin first, so that an earlier one must see what is later than itself.
            let spawn = |at: u32| run(at * step).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
            let runs: Vec<_> = (0..4).rev().map(|at| spawn(at).expect("it starts")).collect();
            for mut run in runs {
                run.wait().expect("it ends");
            }
            let drafts = mentor.run("drafts");
            assert_eq!(drafts.matches(label).count(), 1, "{verb}: {drafts}");
        }
    }
}

#[test]
fn what_another_mentor_gave_is_theirs_to_take_back() {
    let jay = "J. R. Example <jay@example.org>";
    let gives = post(
        jay,
        "Re: [GSoC 2015] Trim the wick while the lamp burns",
        "j@x",
        "In-Reply-To: <ben@students.test>\nReferences: <ben@students.test>\n\n\
         You could try \"Correct the spelling of one page\".\n",
    );
    let mentor = with_archive(&[gives]);
    let list = mentor.sandbox.home().join("list.mbox");
    mentor.settle(mentor.server.port(), "none", &format!("[archives]\nlamp = '{}'\n", list.display()));
    let run = |line: &str| mentor.run(&format!("tasks {line} {TODAY}")).replace(&format!(" {TODAY}"), "");
    insta::assert_snapshot!(run("release spelling"), @r"
    $ onlist tasks release spelling
    error: Ben Example has `spelling` by <j@x>, which you did not give
    hint: ask `jay@example.org`, who wrote it
    [exit status: 64]
    ");
    for line in ["release spelling --student ben@students.test", "done spelling --student ben@students.test"]
    {
        let seen = run(line);
        assert!(seen.contains("Ben Example has `spelling` by <j@x>, which you did not give"), "{seen}");
    }
    assert!(
        run("release spelling --student cho@students.test").contains("`cho@students.test` does not have")
    );
}

#[test]
fn an_object_is_named_as_a_shell_takes_it() {
    let mentor = mentor(Script::new());
    reply(&mentor, r#"ben.eml --task small-bug --object "it's""#);
    reply(&mentor, "cho.eml --task small-bug --object '$HOME'");
    let seen = mentor.run(&format!("tasks release small-bug {TODAY}"));
    for quoted in [r#"`--object "it's"`"#, "`--object '$HOME'`"] {
        assert!(seen.contains(quoted), "{seen}");
    }
}

#[test]
fn an_object_is_one_of_a_kind_of_task() {
    let mentor = mentor(Script::new());
    for words in ["--task-text 'Read the manual.'", "", "--no-task"] {
        let seen = reply(&mentor, &format!("ben.eml {words} --object z"));
        assert!(seen.contains("[exit status: 64]") && !seen.contains("Usage"), "{seen}");
        assert!(seen.contains("--object") && seen.contains("hint: "), "{seen}");
    }
}

#[test]
fn two_answers_to_one_mail_do_not_go_out_at_once() {
    let mentor = mentor(Script::new());
    for rest in ["--task spelling --answer One.", "--no-task --answer Two."] {
        let kept = mentor.run(&format!("reply ben.eml {rest} --keep {TODAY}"));
        assert!(!kept.contains("[exit status"), "{kept}");
    }
    insta::assert_snapshot!(send(&mentor, "reply-ben-example reply-ben-example-2"));
    assert_eq!(mentor.delivered().len(), 0);
    assert!(send(&mentor, "reply-ben-example reply-ben-example-2 --anyway").contains("note: sent: "));
    assert_eq!(mentor.delivered().len(), 2);
}

#[test]
fn two_answers_do_not_give_one_object_at_once() {
    for (one, other, expected) in [
        ("CID 7", "CID 7", false),
        ("CID 7", "cid 7", false),
        ("<a@example.org>", "a@example.org", false),
        ("CID 7", "CID 8", true),
        ("later", "later", true),
    ] {
        for kept in ["--keep", "--save"] {
            let mentor = mentor(Script::new());
            let names = if kept == "--keep" {
                ["reply-ben-example", "reply-cho-example"]
            } else {
                ["to-ben.eml", "to-cho.eml"]
            };
            for ((student, object), name) in [("ben", one), ("cho", other)].into_iter().zip(names) {
                let file = if kept == "--save" { name } else { "" };
                let line =
                    format!("reply {student}.eml --task small-bug --object '{object}' {kept} {file} {TODAY}");
                let seen = mentor.run(&line);
                assert!(!seen.contains("[exit status"), "{seen}");
            }
            let seen = send(&mentor, &names.join(" "));
            assert_eq!(mentor.delivered().len() == 2, expected, "{one}, {other}, {kept}: {seen}");
            assert_eq!(seen.contains("two of these letters give `small-bug`"), !expected, "{seen}");
        }
    }
}

#[test]
fn a_saved_answer_to_a_letter_without_signs_is_an_answer() {
    let mentor = mentor(Script::new());
    let plain =
        mentor.sandbox.read("ben.eml").replace("[GSoC 2015] Trim the wick while the lamp burns", "Hello");
    mentor.sandbox.write("plain.eml", plain.replace("may I trim it?", "may I help?"));
    let saved = mentor
        .run(&format!("reply plain.eml --project none --no-task --answer 'Yes.' --save to.eml {TODAY}"));
    assert!(!saved.contains("[exit status"), "{saved}");
    assert!(send(&mentor, "to.eml").contains("note: sent: "));
    let known = mentor.run(&format!("contacts {TODAY}"));
    assert!(known.contains("ben@students.test") && known.contains("\tanswered\t"), "{known}");
    let again =
        mentor.run(&format!("reply plain.eml --project none --no-task --answer Again. --send --yes {TODAY}"));
    assert!(again.contains("[answered]"), "{again}");
}

#[test]
fn a_task_in_own_words_is_looked_after_as_any_other() {
    let give = |mentor: &Student| {
        let seen = reply(mentor, "ben.eml --task-text 'Fix the typo in README.'");
        assert!(seen.contains("note: sent: "), "{seen}");
    };
    let run = |mentor: &Student, line: &str| mentor.run(&format!("{line} --date 2015-03-24T12:00:00+01:00"));
    let row = "fix-the-typo-in-readme\tFix the typo in README.\tkept\tBen Example\t";
    for name in ["fix-the-typo-in-readme", "'Fix the typo in README.'"] {
        let mentor = mentor(Script::new());
        give(&mentor);
        assert!(run(&mentor, "tasks").contains(row), "{}", run(&mentor, "tasks"));
        let reminded = run(&mentor, "tasks remind");
        assert!(reminded.contains("saved as `reminder-ben-example`"), "{reminded}");
        let drafts = run(&mentor, "drafts");
        assert!(drafts.contains("reminder-ben-example"), "{drafts}");
        let released = run(&mentor, &format!("tasks release {name}"));
        assert!(
            released.contains("`fix-the-typo-in-readme` is free again; Ben Example had it"),
            "{released}"
        );
        assert!(run(&mentor, "drafts show release-ben-example").contains("\"Fix the typo in README.\""));
        assert!(!run(&mentor, "tasks").contains("fix-the-typo"), "what was said is over");
        assert!(run(&mentor, &format!("tasks release {name}")).contains("nobody has"));
    }
    let mentor = mentor(Script::new());
    give(&mentor);
    let done = run(&mentor, "tasks done fix-the-typo-in-readme");
    assert!(done.contains("is done, by Ben Example"), "{done}");
}

#[cfg(unix)]
#[test]
fn letters_about_tasks_are_called_what_they_are() {
    let mentor = mentor(Script::new());
    reply(&mentor, "ben.eml --task spelling");
    reply(&mentor, "cho.eml --task review-patch");
    let day = "--date 2015-03-24T12:00:00+01:00";
    mentor.run(&format!("tasks remind spelling {day}"));
    mentor.run(&format!("tasks release review-patch {day}"));
    let pty = Pty::start_in(&mentor.sandbox, &["onlist", "drafts"], Options::default());
    pty.wait_exit();
    let seen = pty.screen();
    assert!(
        seen.contains("reminder of a task;") && seen.contains("word that a task is free again;"),
        "{seen}"
    );
}

#[test]
fn a_saved_answer_without_a_task_answers_all_the_same() {
    let mentor = mentor(Script::new());
    saved(&mentor, "ben", "--no-task --answer One.");
    mentor.run(&format!("reply ben.eml --no-task --answer Two. --save two.eml {TODAY}"));
    assert!(send(&mentor, "to-ben.eml").contains("note: sent: "));
    let seen = send(&mentor, "two.eml");
    assert!(seen.contains("[answered]") && seen.contains("[exit status: 65]"), "{seen}");
    assert!(mentor.run(&format!("contacts {TODAY}")).contains("ben@students.test"), "no contact");
    // Another mail of the thread is another answer, and other students' are too.
    saved(&mentor, "cho", "--no-task --answer One.");
    assert!(send(&mentor, "to-cho.eml").contains("note: sent: "));
    assert_eq!(mentor.delivered().len(), 2);
}

#[test]
fn a_saved_answer_is_to_the_student_wherever_their_address_stands() {
    for (to, cc) in [
        ("lamp-devel@lists.example.org", "Ben Example <ben@students.test>"),
        (
            "lamp-devel@lists.example.org",
            "Grace Example <grace@example.org>, Ben Example <ben@students.test>",
        ),
        (
            "Grace Example <grace@example.org>, lamp-devel@lists.example.org",
            "Ben Example <ben@students.test>",
        ),
    ] {
        let mentor = mentor(Script::new());
        saved(&mentor, "ben", "--task spelling");
        let mail = std::fs::read_to_string(mentor.sandbox.home().join("to-ben.eml"))
            .expect("saved")
            .replace("\r\n", "\n");
        let (head, text) = mail.split_once("\n\n").expect("a header");
        let head: Vec<_> =
            head.lines().filter(|it| !it.starts_with("To:") && !it.starts_with("Cc:")).collect();
        mentor.sandbox.write("to-ben.eml", format!("To: {to}\nCc: {cc}\n{}\n\n{text}", head.join("\n")));
        let seen = send(&mentor, "to-ben.eml");
        assert!(seen.contains("note: sent: "), "{seen}");
        let tasks = mentor.run(&format!("tasks {TODAY}"));
        assert!(tasks.contains("\tkept\tBen Example\t"), "{to}, {cc}: {tasks}");
    }
}

#[test]
fn an_object_of_a_saved_answer_keeps_its_capitals() {
    for object in ["lamp/arch/Setup.C", "CID 7", "ÄÖ/İ.C"] {
        let mentor = mentor(Script::new());
        saved(&mentor, "ben", &format!("--task small-bug --object '{object}'"));
        assert!(send(&mentor, "to-ben.eml").contains("note: sent: "));
        let tasks = mentor.run(&format!("tasks {TODAY}"));
        assert!(tasks.contains(object), "{object}: {tasks}");
    }
}

#[test]
fn an_archive_of_the_settings_that_is_gone_keeps_nobody_from_working() {
    let jay = "J. R. Example <jay@example.org>";
    let below = "In-Reply-To: <ben@students.test>\nReferences: <ben@students.test>\n\n";
    let gives = post(
        jay,
        "Re: [GSoC 2015] Trim the wick while the lamp burns",
        "j@x",
        &format!("{below}You could start with \"Correct the spelling of one page\".\n"),
    );
    let mentor = with_archive(&[gives]);
    let list = mentor.sandbox.home().join("list.mbox");
    for archives in ["gone = 'gone.mbox'".to_owned(), format!("a = 'gone.mbox'\nb = '{}'", list.display())] {
        mentor.settle(mentor.server.port(), "none", &format!("[archives]\n{archives}\n"));
        let seen = mentor.run(&format!("tasks spelling {TODAY}"));
        assert!(seen.contains("warning: ") && seen.contains("gone.mbox"), "{seen}");
        assert!(!seen.contains("[exit status"), "{seen}");
        // What the others show is seen.
        assert_eq!(seen.contains("\tkept\tBen Example\t"), archives.contains("list.mbox"), "{seen}");
        let seen = mentor.run(&format!("tasks show spelling --archive gone.mbox {TODAY}"));
        assert!(seen.contains("[exit status: 66]"), "{seen}");
    }
    let seen = reply(&mentor, "dee.eml --task review-patch");
    assert!(seen.contains("note: sent: "), "{seen}");
}
