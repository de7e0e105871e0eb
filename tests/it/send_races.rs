//! Runs at the same moment that would each send the same, or another letter about the same: one letter goes out.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::support::smtp::{Action, Gate, Script};
use crate::support::{Options, Pty, Student};

/// How many runs begin at once, and how often that is tried.
const RUNS: usize = 20;
const ROUNDS: usize = 3;

const MAIL: &str = "From: Ada Example <ada@example.org>\nTo: lamp-devel@lists.example.org\nSubject: Re: wicks\n\
                    In-Reply-To: <0@example.org>\n\nHello,\n\nsee below.\n";

/// A server that takes its time, so that runs meet.
fn slow() -> Script {
    Script::new().on(".", Action::late(Duration::from_millis(150), "250 2.0.0 taken"))
}

/// Begins a run for each line, all at once, and gives how many ended with each status.
fn at_once(student: &Student, lines: impl Iterator<Item = String>) -> BTreeMap<i32, usize> {
    let start = |line: String| {
        let mut command = student.command(&line);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let runs: Vec<_> = lines.map(start).collect();
    let mut statuses = BTreeMap::new();
    for run in runs {
        let output = run.wait_with_output().expect("it has ended");
        let status = output.status.code().expect("an end of its own");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked") && [0, 65, 75].contains(&status), "{status}: {said}");
        *statuses.entry(status).or_default() += 1;
    }
    statuses
}

#[test]
fn a_letter_that_is_being_sent_is_deleted_by_nobody() {
    for pause in 0..8 {
        let student = Student::of(slow());
        student.keep();
        let mut run = student.command("send wick-trimmer --yes --date 2015-03-10T12:00:00+01:00");
        let run = run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        while student.server.connections().is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(25 * pause));
        let seen = student.run("drafts delete wick-trimmer --yes");
        let sent = run.expect("it starts").wait_with_output().expect("it ends");
        assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
        let is_told = seen.contains("`wick-trimmer` is being sent by another run")
            || seen.contains("`wick-trimmer` was sent by another run in the meantime")
            || seen.contains("draft `wick-trimmer` is already open in another terminal");
        let is_told = is_told && seen.ends_with("[exit status: 75]\n");
        assert!(is_told || seen.contains("note: `wick-trimmer` was already sent"), "{seen}");
        assert_eq!(student.delivered().len(), 1);
    }
}

#[test]
fn the_same_introduction_goes_out_once() {
    for _ in 0..ROUNDS {
        let student = Student::of(slow());
        let line = "introduce wick-trimmer ... --send --yes".to_owned();
        let statuses = at_once(&student, (0..RUNS).map(|_| line.clone()));
        assert_eq!(student.delivered().len(), 1, "{statuses:?}");
        assert!(!statuses.contains_key(&65), "it is the same letter: {statuses:?}");
        let seen = student.run(&line);
        assert!(
            seen.contains("note: `wick-trimmer` was already sent on ") && !seen.contains("[exit status"),
            "{seen}"
        );
        assert_eq!(
            student.standing().lines().count(),
            2,
            "one letter and one contact: {}",
            student.standing()
        );
    }
}

#[test]
fn of_different_letters_about_a_project_one_goes_out() {
    for _ in 0..ROUNDS {
        let student = Student::of(slow());
        let line = |nth| {
            format!(
                "introduce wick-trimmer --interest 'Reason {nth}.' --so-far 'I have lit it.' \
                 --question 'Which oils are there?' --send --yes --date 2015-03-10T12:00:00+01:00"
            )
        };
        let statuses = at_once(&student, (0..RUNS).map(line));
        assert_eq!(student.delivered().len(), 1, "{statuses:?}");
        assert_eq!(statuses, BTreeMap::from([(0, 1), (65, RUNS - 1)]));
        assert_eq!(
            student.standing().lines().count(),
            2,
            "one letter and one contact: {}",
            student.standing()
        );
    }
}

#[test]
fn one_mail_in_a_file_goes_out_once() {
    for (round, head) in
        ["Message-ID: <1@example.org>\n", "", "Date: Tue, 10 Mar 2015 11:00:00 +0100\n"].iter().enumerate()
    {
        let student = Student::of(slow());
        student.sandbox.write("mail.eml", format!("{head}{MAIL}"));
        // Without a Message-ID of its own it gets another one each second.
        let line = |nth| format!("send mail.eml --yes --date 2015-03-10T12:00:{nth:02}+01:00");
        let statuses = at_once(&student, (0..RUNS).map(line));
        assert_eq!(student.delivered().len(), 1, "{round}: {statuses:?}");
    }
}

#[test]
fn one_mail_is_answered_once() {
    for _ in 0..ROUNDS {
        let student = Student::of(slow());
        student.sandbox.write(
            "mail.eml",
            format!("Message-ID: <1@example.org>\n{MAIL}")
                .replace("Re: wicks", "[GSoC 2015] wicks")
                .replace("Ada Example <ada@", "Bob Example <bob@"),
        );
        let line = |nth| {
            format!(
                "reply mail.eml --project wick-trimmer --task-text 'Do {}.' --send --yes \
                 --date 2015-03-10T12:00:00+01:00",
                nth % 2
            )
        };
        let statuses = at_once(&student, (0..RUNS).map(line));
        assert_eq!(student.delivered().len(), 1, "{statuses:?}");
    }
}

#[test]
fn a_task_is_given_to_one_student() {
    const STUDENTS: usize = 12;
    for _ in 0..ROUNDS {
        let mentor = Student::of(slow());
        for nth in 0..STUDENTS {
            let mail = format!(
                "From: S{nth} <s{nth}@students.test>\nTo: lamp-devel@lists.example.org\n\
                 Message-ID: <{nth}@students.test>\nSubject: [GSoC 2015] wicks\n\nHello,\n\nmay I?\n"
            );
            mentor.sandbox.write(&format!("s{nth}.eml"), mail);
        }
        // Clocks differ, and a run that began later may come first.
        let line = |nth: usize| {
            format!(
                "reply s{nth}.eml --project wick-trimmer --task spelling --send --yes \
                 --date 2015-03-10T12:00:{:02}+01:00",
                STUDENTS - nth
            )
        };
        let statuses = at_once(&mentor, (0..STUDENTS).map(line));
        assert_eq!(mentor.delivered().len(), 1, "{statuses:?}");
        assert_eq!(statuses, BTreeMap::from([(0, 1), (65, STUDENTS - 1)]));
        let stopped = (0..STUDENTS)
            .map(|nth| mentor.run(&line(nth)))
            .filter(|it| it.contains("`spelling` is kept for S"));
        assert_eq!(stopped.count(), STUDENTS - 1);
    }
}

#[test]
fn a_draft_goes_out_once() {
    for _ in 0..ROUNDS {
        let student = Student::of(slow());
        student.keep();
        let line = "send wick-trimmer --yes --date 2015-03-10T13:00:00+01:00".to_owned();
        let statuses = at_once(&student, (0..RUNS).map(|_| line.clone()));
        assert_eq!(student.delivered().len(), 1, "{statuses:?}");
        assert!(!statuses.contains_key(&65), "{statuses:?}");
    }
}

#[test]
fn who_waits_at_the_confirm_screen_does_not_send_what_was_sent_meanwhile() {
    let student = Student::of(Script::new());
    let words = |interest: &str| {
        let line = format!(
            "introduce wick-trimmer --interest '{interest}' --so-far 'I have lit it.' \
             --question 'Which oils are there?' --send --date 2015-03-10T12:00:00+01:00"
        );
        shlex::split(&line).expect("closed")
    };
    let first = words("I like it.");
    let first: Vec<_> = std::iter::once("onlist").chain(first.iter().map(String::as_str)).collect();
    student.sandbox.join();
    let mut waiting = Pty::start_in(&student.sandbox, &first, Options { rows: 200, ..Options::default() });
    waiting.wait_asked("Send it to 3 recipients [y/N]:");
    let second = words("I love it.");
    let output = student
        .command(&format!("{} --yes", shlex::try_join(second.iter().map(String::as_str)).expect("no NUL")))
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    waiting.answer("Send it to 3 recipients [y/N]:", "y");
    assert_eq!(waiting.wait_exit(), 65, "{}", waiting.screen());
    assert!(waiting.screen().contains("[written-before]"), "{}", waiting.screen());
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn a_letter_that_another_run_sends_is_said_to_be_being_sent_and_settled_by_that_run() {
    let gate = Gate::default();
    let student = Student::of(Script::new().on(".", Action::held(&gate, "550 5.7.1 not that")));
    student.keep();
    let mut run = student.command("send wick-trimmer --yes --date 2015-03-10T13:00:00+01:00");
    let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let being_sent = || student.run("drafts").contains("\tsending\t");
    assert!((0..200).any(|_| being_sent()), "{}", student.run("drafts"));
    thread::sleep(Duration::from_millis(300));
    // Another letter of the same run does not settle it.
    student.sandbox.write("mail.eml", MAIL);
    student.run("send mail.eml --yes --sendmail true --date 2015-03-10T13:00:00+01:00");
    assert!(!student.standing().contains("contact about wick-trimmer: unknown"), "{}", student.standing());
    gate.open();
    assert_eq!(run.wait().expect("it ends").code(), Some(69));
    assert_eq!(student.state_of("wick-trimmer"), "refused");
    assert!(student.standing().contains("contact about wick-trimmer: refused"), "{}", student.standing());
}
