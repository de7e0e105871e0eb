//! Letters that look like others: what goes out once only, whatever it is called.
#![cfg(unix)]

use std::fs;
use std::process::Output;

use crate::support::smtp::{Action, Script};
use crate::support::{Options, Pty, Student, letter_file};

/// A mail from a file, and is no introduction.
const MAIL: &str = "From: Ada Example <ada@example.org>\nTo: lamp-devel@lists.example.org\n\
                    Subject: Re: wicks\nMessage-ID: <1@example.org>\nIn-Reply-To: <0@example.org>\n\
                    Date: Tue, 10 Mar 2015 11:00:00 +0100\n\nHello,\n\nsee below.\n";

const LIST: &str = "lamp-devel@lists.example.org";

/// The run that sends what is kept, an hour after it was kept.
const LATER: &str = "--yes --date 2015-03-10T13:00:00+01:00";

/// Another letter about the project of the first one.
const ANOTHER: &str = "introduce wick-trimmer --interest 'I like it.' --so-far 'I have lit it.' \
                       --question 'Which oils are there?' --date 2015-03-10T12:30:00+01:00";

/// Copies what is kept of the first letter, as somebody may who wants to write another like it.
fn copy_by_hand(student: &Student) {
    let folder = student.state().join("drafts");
    fs::create_dir(folder.join("copy")).expect("a new folder");
    for file in fs::read_dir(folder.join("wick-trimmer")).expect("a folder") {
        let file = file.expect("a file");
        fs::copy(file.path(), folder.join("copy").join(file.file_name())).expect("a copy");
    }
    if let Some(letter) = letter_file(&student.state(), "wick-trimmer") {
        let name = letter.file_name().expect("a name").to_string_lossy().replace("wick-trimmer", "copy");
        fs::copy(&letter, letter.with_file_name(name)).expect("a copy");
    }
}

/// What is said from the first error on.
fn end(seen: &str) -> &str {
    &seen[seen.find("error: ").unwrap_or(0)..]
}

#[test]
fn a_copy_of_a_frozen_letter_does_not_go_out_beside_it() {
    let student = Student::of(Script::new().once("MAIL", "451 4.3.0 not now"));
    student.run("introduce wick-trimmer ... --send --yes");
    copy_by_hand(&student);
    let seen = student.run(&format!("send wick-trimmer {LATER}"));
    insta::assert_snapshot!(end(&seen), @"
    error: letter `wick-trimmer` has the Message-ID of `copy`
    hint: one is a copy of the other: compare them, and delete one with `onlist drafts delete wick-trimmer` or `onlist drafts delete copy`
    [exit status: 65]
    ");
    assert!(student.run(&format!("send copy wick-trimmer {LATER}")).contains("exit status: 65"));
    assert!(student.delivered().is_empty());
    student.run("drafts delete copy --yes");
    student.run(&format!("send wick-trimmer {LATER}"));
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn a_copy_of_a_draft_does_not_go_out_beside_it() {
    let student = Student::of(Script::new());
    student.keep();
    copy_by_hand(&student);
    let seen = student.run(&format!("send wick-trimmer copy --anyway {LATER}"));
    insta::assert_snapshot!(end(&seen), @r"
    error: nothing was sent: two of these letters have the Message-ID <20150310110000.a6b5b27f9784f8f79e00@example.org>
    hint: name each letter once
    [exit status: 65]
    ");
    assert!(student.delivered().is_empty());
    student.run(&format!("send wick-trimmer {LATER}"));
    let seen = student.run(&format!("send copy --anyway {LATER}"));
    insta::assert_snapshot!(end(&seen), @"
    $ onlist send copy --anyway --yes --date 2015-03-10T13:00:00+01:00
    warning[C05]: nothing shows what you have done so far: no link, command, file, version or commit (no-step-taken)
    --> copy:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C10]: the letter has 13 words of your own; 60 to 350 are usual (letter-length)
    --> copy:1
     = hint: say what you have done so far, and what you would like to know

    note: `wick-trimmer` was already sent on 2015-03-10 13:00
    ");
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn two_files_with_one_mail_are_one_letter() {
    let student = Student::of(Script::new());
    student.sandbox.write("a.eml", MAIL);
    student.sandbox.write("b.eml", MAIL);
    for files in ["a.eml b.eml", "a.eml ./a.eml"] {
        let seen = student.run(&format!("send {files} {LATER}"));
        assert!(seen.contains("two of these letters have the Message-ID <1@example.org>"), "{seen}");
    }
    assert_eq!(student.standing(), "");
    student.run(&format!("send a.eml {LATER}"));
    insta::assert_snapshot!(student.run(&format!("send b.eml {LATER}")), @"
    $ onlist send b.eml --yes --date 2015-03-10T13:00:00+01:00
    note: `b.eml` is saved as `a`
    note: `a` was already sent on 2015-03-10 13:00
    ");
    assert_eq!(student.delivered(), [LIST]);
}

#[test]
fn a_mail_without_a_message_id_is_known_again() {
    let student = Student::of(Script::new().once(".", Action::take(Action::Drop)));
    let head = "Message-ID: <1@example.org>\n";
    student.sandbox.write("mail.eml", MAIL.replace(head, ""));
    student.run(&format!("send mail.eml {LATER}"));
    insta::assert_snapshot!(student.run("send mail.eml --yes --date 2015-03-10T14:00:00+01:00"), @"
    $ onlist send mail.eml --yes --date 2015-03-10T14:00:00+01:00
    note: `mail.eml` is saved as `mail`
    error: `mail` may have been delivered: no clear answer to the text: the server closed the connection
    hint: run `onlist sync`, or look for the letter in the list's archive on the web; `onlist send mail --again` sends the same mail again, with the same Message-ID
    [exit status: 76]
    ");
    student.sandbox.write("other.eml", MAIL.replace(head, "").replace("below", "above"));
    student.run("send other.eml --yes --date 2015-03-10T14:00:00+01:00");
    assert_eq!(student.delivered(), [LIST, LIST]);
    assert_eq!(
        student.standing(),
        "[other: accepted; lamp-devel accepted]\n[mail: unknown; lamp-devel unknown]\n"
    );
}

#[test]
fn a_mail_without_a_date_is_known_again() {
    let student = Student::of(Script::new());
    student.sandbox.write("mail.eml", MAIL.replace("Date: Tue, 10 Mar 2015 11:00:00 +0100\n", ""));
    student.run(&format!("send mail.eml {LATER}"));
    let seen = student.run("send mail.eml --yes --date 2015-03-10T14:00:00+01:00");
    assert!(seen.contains("`mail` was already sent"), "{seen}");
    assert_eq!(student.delivered(), [LIST]);
}

#[test]
fn two_letters_about_one_project_do_not_go_out_at_once() {
    let student = Student::of(Script::new());
    student.keep();
    student.run(&format!("{ANOTHER} --keep"));
    insta::assert_snapshot!(end(&student.run(&format!("send wick-trimmer wick-trimmer-2 {LATER}"))), @"
    error: nothing was sent: two of these letters are about `wick-trimmer`
    hint: send one of them, or both with `--anyway`
    [exit status: 65]
    ");
    assert!(student.delivered().is_empty());
    student.run(&format!("send wick-trimmer wick-trimmer-2 --anyway {LATER}"));
    assert_eq!(student.delivered().len(), 2);
}

#[test]
fn a_letter_that_was_refused_does_not_follow_another() {
    let student = Student::of(Script::new().once("MAIL", "451 4.3.0 not now"));
    student.run("introduce wick-trimmer ... --send --yes");
    student.run(&format!("{ANOTHER} --send --yes --anyway"));
    assert_eq!(student.delivered().len(), 1);
    insta::assert_snapshot!(end(&student.run(&format!("send wick-trimmer {LATER}"))), @"
    error: nothing was sent: you wrote about `wick-trimmer` on 2015-03-10, today: <20150310113000.7e1e769ab8bc0dfcf861@example.org> [written-before]
    hint: ask again from 2015-03-17
          send it anyway: `onlist send wick-trimmer --yes --date 2015-03-10T13:00:00+01:00 --anyway`
    [exit status: 65]
    ");
    assert_eq!(student.delivered().len(), 1);
    student.run(&format!("send wick-trimmer --anyway {LATER}"));
    assert_eq!(student.delivered().len(), 2);
}

#[test]
fn a_call_that_fails_keeps_nothing_of_the_other_mails() {
    let student = Student::of(Script::new());
    student.sandbox.write("mail.eml", MAIL);
    student.sandbox.write("bad.eml", "nonsense");
    let seen = student.run(&format!("send mail.eml bad.eml {LATER}"));
    insta::assert_snapshot!(end(&seen), @"
    error: nothing was sent: bad.eml: not a mail: no header with From, To, Subject, Date or Message-ID
    hint: save the whole mail, with its header, from your mail program or the list's archive
    [exit status: 65]
    ");
    assert_eq!(student.standing(), "");
}

#[test]
fn what_may_have_been_delivered_decides_over_a_lost_connection() {
    let script = Script::new().once(".", Action::take(Action::Drop)).once("connect", "220 hi");
    let student = Student::of(script.on("connect", "421 4.3.2 closing down"));
    student.sandbox.write("a.eml", MAIL);
    student.sandbox.write("b.eml", MAIL.replace("<1@", "<2@"));
    let seen = student.run(&format!("send a.eml b.eml {LATER}"));
    insta::assert_snapshot!(format!("{}{}", end(&seen), student.standing()), @"
    error: a: `a` may have been delivered: no clear answer to the text: the server closed the connection
    hint: run `onlist sync`, or look for the letter in the list's archive on the web; `onlist send a --again` sends the same mail again, with the same Message-ID
    error: 1 of 2 letters not sent: no greeting: 421 4.3.2 closing down
    hint: the server is busy or closing: try again later; unsent letters are saved: run `onlist send` to try again
    [exit status: 76]
    [a: unknown; lamp-devel unknown]
    [b: refused; lamp-devel waiting]
    ");
}

#[test]
fn a_mail_is_answered_once() {
    let student = Student::of(Script::new().once(".", Action::take(Action::Drop)));
    let mail = MAIL
        .replace("Ada Example <ada@", "Bob Example <bob@")
        .replace("Re: wicks", "[GSoC 2015] Trim the wick while the lamp burns");
    student.sandbox.write("mail.eml", mail);
    let reply = "reply mail.eml --project wick-trimmer --task-text 'Do it.' --send";
    assert!(student.run(&format!("{reply} {LATER}")).contains("exit status: 76"));
    insta::assert_snapshot!(student.run(&format!("{reply} --yes --date 2015-03-10T14:00:00+01:00")), @r"
    $ onlist reply mail.eml --project wick-trimmer --task-text 'Do it.' --send --yes --date 2015-03-10T14:00:00+01:00
    error: nothing was sent: `reply-bob-example` answers the same mail: may have been delivered on 2015-03-10 13:00: no clear answer to the text: the server closed the connection [answered]
    hint: see `onlist drafts show reply-bob-example`
          send it anyway: `onlist reply mail.eml --project wick-trimmer --task-text 'Do it.' --send --yes --date 2015-03-10T14:00:00+01:00 --anyway`
    [exit status: 65]
    ");
    assert_eq!(student.delivered().len(), 1);
    student.run("send reply-bob-example --again --yes --date 2015-03-10T14:00:00+01:00");
    insta::assert_snapshot!(student.run(&format!("{reply} --yes --date 2015-03-10T15:00:00+01:00")), @r"
    $ onlist reply mail.eml --project wick-trimmer --task-text 'Do it.' --send --yes --date 2015-03-10T15:00:00+01:00
    error: nothing was sent: `reply-bob-example` answers the same mail: sent on 2015-03-10 14:00 [answered]
    hint: see `onlist drafts show reply-bob-example`
          send it anyway: `onlist reply mail.eml --project wick-trimmer --task-text 'Do it.' --send --yes --date 2015-03-10T15:00:00+01:00 --anyway`
    [exit status: 65]
    ");
    assert_eq!(student.delivered().len(), 2);
    student.run(&format!("{reply} --anyway --yes --date 2015-03-10T15:00:00+01:00"));
    assert_eq!(student.delivered().len(), 3);
}

#[test]
fn of_two_letters_that_were_refused_either_may_go() {
    let student =
        Student::of(Script::new().once("MAIL", "451 4.3.0 not now").once("MAIL", "451 4.3.0 not now"));
    student.run("introduce wick-trimmer ... --send --yes");
    student.run(&format!("{ANOTHER} --send --yes --anyway"));
    assert!(student.delivered().is_empty());
    student.run(&format!("send wick-trimmer {LATER}"));
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn the_very_same_letter_is_not_kept_twice() {
    let student = Student::of(Script::new().once("MAIL", "451 4.3.0 not now"));
    student.run("introduce wick-trimmer ... --send --yes");
    insta::assert_snapshot!(end(&student.run("introduce wick-trimmer ... --send --yes --anyway")), @"
    error: already saved as `wick-trimmer`
    hint: see `onlist drafts show wick-trimmer`
    [exit status: 65]
    ");
    assert_eq!(student.standing().lines().filter(|line| line.starts_with("[wick-trimmer")).count(), 1);
}

#[test]
fn a_journal_that_cannot_be_written_hides_nothing() {
    let student = Student::of(Script::new());
    student.keep();
    let journal = student.state().join("outbox/wick-trimmer.*.letter");
    for (end, status) in [("kill -9 $$", 76), ("exit 75", 75), ("exit 67", 69)] {
        let command = format!("sh -c 'for it in {}; do printf x >> \"$it\"; done; {end}'", journal.display())
            .replace('"', "\\\"");
        let again = if status == 76 { "" } else { "--again" };
        let output = student
            .command(&format!("send wick-trimmer {LATER} {again} --sendmail \"{command}\""))
            .output()
            .expect("it starts");
        let seen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{seen}");
        assert!(seen.contains("this cannot be recorded"), "{seen}");
    }
    assert_eq!(student.state_of("wick-trimmer"), "unknown");
}

/// A first letter about a project that is finished.
const FINISHED: &str = "introduce keepers-log --interest 'I like it.' --so-far 'I have lit it.' \
                        --question 'Which oils are there?' --send --yes --date 2015-03-10T12:00:00+01:00";

#[test]
fn several_things_that_stand_against_a_letter_are_named_each() {
    let student = Student::of(Script::new());
    insta::assert_snapshot!(end(&student.run(FINISHED)), @r"
    error: nothing was sent: `keepers-log` is finished: done in 2014 [finished]
    hint: pick another with `onlist projects --state open`
          send it anyway: `onlist introduce keepers-log --interest 'I like it.' --so-far 'I have lit it.' --question 'Which oils are there?' --send --yes --date 2015-03-10T12:00:00+01:00 --anyway`
    [exit status: 65]
    ");
    assert_eq!(
        student.run(&format!("{FINISHED} --anyway=written-before")).matches("[exit status: 65]").count(),
        1
    );
    student.run(&format!("{FINISHED} --anyway"));
    assert_eq!(student.delivered().len(), 1);
    let another = FINISHED.replace("I like it.", "I love it.");
    insta::assert_snapshot!(end(&student.run(&another)), @"
    error: nothing was sent: 2 things stand against it: `keepers-log` is finished: done in 2014 [finished] and you wrote about `keepers-log` on 2015-03-10, today: <20150310110000.8f41a9c1af42fd624bb6@example.org> [written-before]
    hint: pick another with `onlist projects --state open`
          ask again from 2015-03-17
          send it anyway: `onlist introduce keepers-log --interest 'I love it.' --so-far 'I have lit it.' --question 'Which oils are there?' --send --yes --date 2015-03-10T12:00:00+01:00 --anyway=finished,written-before`
    [exit status: 65]
    ");
    assert!(
        student.run(&format!("{another} --anyway")).ends_with("[exit status: 65]\n"),
        "one is allowed, not two"
    );
    assert_eq!(student.delivered().len(), 1);
    student.run(&format!("{another} --anyway=finished,written-before"));
    assert_eq!(student.delivered().len(), 2);
}

#[test]
fn with_a_terminal_yes_and_json_mean_what_they_mean_without() {
    let student = Student::of(Script::new());
    student.run("introduce wick-trimmer ... --send --yes");
    let words = shlex::split(&format!("onlist {ANOTHER} --send")).expect("closed");
    for (flags, status) in [
        (&["--yes"][..], 65),
        (&["--json"], 64),
        (&["--yes", "--json"], 65),
        (&["--yes", "--anyway", "--json"], 0),
    ] {
        let words: Vec<_> = words.iter().map(String::as_str).chain(flags.iter().copied()).collect();
        let pty = Pty::start_in(&student.sandbox, &words, Options { rows: 200, ..Options::default() });
        assert_eq!(pty.wait_exit(), status, "{flags:?}: {}", pty.screen());
        let output = student.command(&shlex::try_join(words[1..].iter().copied()).expect("no NUL")).output();
        let code = output.expect("it starts").status.code();
        assert_eq!(code, i32::try_from(status).ok(), "{flags:?} without a terminal");
    }
    let pty = Pty::start_in(
        &student.sandbox,
        &["onlist", "introduce", "wick-trimmer", "--json"],
        Options::default(),
    );
    assert_eq!(pty.wait_exit(), 64, "an answer is missing: {}", pty.screen());
}

#[test]
fn whatever_prints_json_asks_nothing_on_a_terminal_either() {
    let sends = format!("{ANOTHER} --send --yes --json");
    let wants_password = "user = \"ada\"\n";
    for (line, rest) in [
        (&*sends, wants_password),
        (&sends, "user = \"ada\"\ntoken-command = \"false\"\n"),
        ("drafts --json delete wick-trimmer", ""),
        ("drafts --json edit wick-trimmer", ""),
        ("account --json set-up", ""),
        ("account --json test", wants_password),
        ("follow-up --json", ""),
        ("answer --json", ""),
        ("triage --json --interactive mail.mbox", ""),
        ("reply --json mail.eml", ""),
        ("write --json", ""),
        ("introduce --json", ""),
        ("tasks --json add", ""),
    ] {
        let student = || {
            let student = Student::with(Script::new(), "none", rest);
            student.sandbox.write("mail.eml", MAIL);
            student.sandbox.write("mail.mbox", format!("From a Tue Mar 10 09:00:00 2015\n{MAIL}"));
            student.run(&format!("{ANOTHER} --keep --json"));
            student
        };
        let output = student().command(line).output().expect("it starts");
        let words = shlex::split(&format!("onlist {line}")).expect("closed");
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let student = student();
        let pty = Pty::start_in(&student.sandbox, &words, Options { rows: 200, ..Options::default() });
        let ended = i32::try_from(pty.wait_exit()).ok();
        assert_eq!(ended, output.status.code(), "{line}: {}", pty.screen());
        assert!(student.delivered().is_empty(), "{line}");
    }
}

#[test]
fn a_ledger_that_is_gone_and_an_outbox_that_is_gone_are_no_reason_to_write_twice() {
    for gone in ["ledger.sqlite", "outbox"] {
        let student = Student::of(Script::new());
        student.keep();
        let draft = fs::read(student.state().join("drafts/wick-trimmer/draft.toml")).expect("kept");
        student.run(&format!("send wick-trimmer {LATER}"));
        let path = student.state().join(gone);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("it was there");
        let seen = student.run(&format!("{ANOTHER} --send --yes"));
        assert!(seen.contains("[written-before]") && seen.ends_with("[exit status: 65]\n"), "{gone}: {seen}");
        // The draft comes back from an older copy.
        student.sandbox.write(".local/state/onlist/drafts/wick-trimmer/draft.toml", draft);
        let seen = student.run(&format!("send wick-trimmer {LATER}"));
        assert!(
            seen.contains("already sent on 2015-03-10 13:00") && !seen.contains("[exit status"),
            "{gone}: {seen}"
        );
        assert_eq!(student.delivered().len(), 1, "{gone}");
    }
}

#[test]
fn a_journal_that_was_cut_off_does_not_send_again_what_the_ledger_knows() {
    let student = Student::of(Script::new().once(".", Action::take(Action::Drop)));
    student.run("introduce wick-trimmer ... --send --yes");
    let letter = student.letter("wick-trimmer");
    let whole = fs::read(&letter).expect("there");
    let mail = student.bytes("wick-trimmer");
    let end = whole.windows(mail.len()).position(|it| it == mail).expect("it is in there") + mail.len() + 1;
    fs::write(&letter, &whole[..end]).expect("written");
    assert_eq!(student.state_of("wick-trimmer"), "ready", "that is all that is left of it");
    let seen = student.run(&format!("send wick-trimmer {LATER}"));
    assert!(seen.ends_with("[exit status: 76]\n"), "{seen}");
    assert_eq!(student.delivered().len(), 1);
    student.run(&format!("send wick-trimmer --again {LATER}"));
    assert_eq!(student.delivered().len(), 2);
}

#[test]
fn beside_a_refused_letter_one_that_may_have_arrived_is_told() {
    let script = Script::new().once("MAIL", "451 4.3.0 not now").once(".", Action::take(Action::Drop));
    let student = Student::of(script);
    student.run("introduce wick-trimmer ... --send --yes");
    assert!(student.run(&format!("{ANOTHER} --send --yes --anyway")).ends_with("[exit status: 76]\n"));
    let seen = student.run(&format!("send wick-trimmer {LATER}"));
    assert!(seen.contains("may have been delivered") && seen.ends_with("[exit status: 65]\n"), "{seen}");
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn a_letter_that_waited_is_checked_again_and_offered_the_date_of_the_day() {
    let student = Student::of(Script::new().once("MAIL", "451 4.3.0 not now"));
    student.run("introduce wick-trimmer ... --send --yes");
    student.sandbox.join();
    let words = ["onlist", "send", "wick-trimmer", "--date", "2015-06-10T12:00:00+02:00"];
    let mut pty = Pty::start_in(&student.sandbox, &words, Options { rows: 200, ..Options::default() });
    pty.answer("Give it the date of today [Y/n]:", "y");
    pty.answer("Send it to 3 recipients [y/N]:", "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let message = String::from_utf8(student.server.accepted()[0].message()).expect("ASCII");
    assert!(message.contains("\r\nDate: Wed, 10 Jun 2015 12:00:00 +0200\r\n"), "{message}");
    assert!(message.contains("20150310110000."), "it keeps its Message-ID: {message}");
}

#[test]
fn a_letter_that_may_have_arrived_is_offered_no_other_date() {
    let student = Student::of(Script::new().once(".", Action::take(Action::Drop)));
    student.run("introduce wick-trimmer ... --send --yes");
    student.sandbox.join();
    let words = ["onlist", "send", "wick-trimmer", "--again", "--date", "2015-06-10T12:00:00+02:00"];
    let mut pty = Pty::start_in(&student.sandbox, &words, Options { rows: 200, ..Options::default() });
    pty.answer("Send it to 3 recipients [y/N]:", "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let accepted = student.server.accepted();
    assert_eq!(accepted[0].message(), accepted[1].message());
}

#[test]
fn a_state_folder_that_everybody_may_write_to_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let student = Student::of(Script::new());
    student.keep();
    fs::set_permissions(student.state(), fs::Permissions::from_mode(0o777)).expect("set");
    let seen = student.run(&format!("send wick-trimmer {LATER}"));
    assert_eq!(seen.matches("warning: everybody on this machine may write into").count(), 1, "{seen}");
    let mode =
        |name: &str| fs::metadata(student.state().join(name)).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode("lock"), 0o600);
}

#[test]
fn letters_of_one_instant_that_differ_in_recipients_are_two() {
    let student = Student::of(Script::new());
    let letter = "introduce wick-trimmer ... --anyway --send --yes";
    student.run(letter);
    for cc in ["mary@example.org", "ben@students.test", "Ben <ben@students.test>' --cc 'mary@example.org"] {
        let sent = student.run(&format!("{letter} --cc '{cc}'"));
        assert!(!sent.contains("already sent"), "{sent}");
    }
    assert_eq!(student.delivered().len(), 4, "{:?}", student.delivered());
    let again = student.run(&format!("{letter} --cc 'Mary Ann <Mary@example.org>'"));
    assert!(again.contains("was already sent"), "{again}");
    assert_eq!(student.delivered().len(), 4);
}

#[test]
fn mails_from_files_that_differ_in_who_is_copied_blindly_are_two() {
    let student = Student::of(Script::new());
    let printed = String::from_utf8(student.printed()).expect("text");
    let bare: String =
        printed.split_inclusive('\n').filter(|line| !line.starts_with("Message-ID:")).collect();
    let send = |name: &str, bcc: &str| {
        student.sandbox.write(name, format!("Bcc: {bcc}\r\n{bare}"));
        student.run(&format!("send {name} --yes --anyway --date 2015-03-10T12:00:00+01:00"))
    };
    send("a.eml", "ben@students.test");
    let other = send("b.eml", "mary@example.org");
    assert!(!other.contains("already sent"), "{other}");
    assert_eq!(student.delivered().len(), 2);
    let again = send("a.eml", "ben@students.test");
    assert!(again.contains("already sent"), "{again}");
    assert_eq!(student.delivered().len(), 2);
}

#[test]
fn two_letters_that_exclude_each_other_do_not_go_out_at_once() {
    let day = "--date 2015-03-18T12:00:00+01:00";
    let wrote = "write wick-trimmer --subject Wicks --body-file";
    for (name, lines) in [
        ("reminders", ["follow-up wick-trimmer --text One.", "follow-up wick-trimmer --text Two."]),
        ("letters", [&format!("{wrote} one.txt") as &str, &format!("{wrote} two.txt")]),
    ] {
        let student = Student::of(Script::new());
        student.run("introduce wick-trimmer ... --send --yes");
        student.sandbox.write("one.txt", "Is one wick short?\n");
        student.sandbox.write("two.txt", "Are two wicks short?\n");
        let keep = |line: &&str| {
            let kept = student.run(&format!("{line} --keep {day}"));
            let id = kept.split("saved as `").nth(1).and_then(|it| it.split('`').next());
            id.unwrap_or_else(|| panic!("{kept}")).to_owned()
        };
        let ids: Vec<_> = lines.iter().map(keep).collect();
        let seen = student.run(&format!("send {} --yes {day}", ids.join(" ")));
        insta::assert_snapshot!(format!("two_{name}_at_once"), end(&seen));
        assert_eq!(student.delivered().len(), 1, "{name}");
    }
}

#[test]
fn what_has_the_place_of_a_kept_file_is_named_and_not_waited_for() {
    let sh = |line: &str| {
        assert!(onlist_mail::process::command("sh").args(["-c", line]).status().is_ok_and(|it| it.success()));
    };
    for (make, kind) in [
        ("mkfifo", "a named pipe"),
        ("mkdir", "a folder"),
        ("ln -s /nowhere/at/all", "a link that leads nowhere"),
        ("ln -s /dev/zero", "a device"),
    ] {
        for (place, lines) in [
            ("letter", &["drafts", "send wick-trimmer --yes"][..]),
            ("draft.toml", &["drafts", "send wick-trimmer --yes", "drafts show wick-trimmer"]),
            ("drafts/.lock", &["send wick-trimmer --yes", "drafts delete wick-trimmer --yes"]),
            ("lock", &["send wick-trimmer --yes"]),
        ] {
            let student = Student::of(Script::new().on("MAIL", "450 not now"));
            student.keep();
            let draft = student.state().join("drafts/wick-trimmer");
            let path = match place {
                "letter" => {
                    student.run(&format!("send wick-trimmer {LATER}"));
                    student.letter("wick-trimmer")
                }
                "draft.toml" => draft.join(place),
                "drafts/.lock" => draft.join(".lock"),
                _ => student.state().join(place),
            };
            fs::remove_file(&path).expect("it was there");
            sh(&format!("{make} {}", path.display()));
            for line in lines {
                let seen = student.run(line);
                let said =
                    format!("{}`: it is {kind}, not a file", path.file_name().expect("a name").display());
                assert!(seen.contains(&said), "{place} {kind}: {seen}");
                assert!(seen.contains("hint: move it away, and try again"), "{place} {kind}: {seen}");
            }
            student.run("contacts");
            assert!(student.delivered().is_empty());
        }
    }
}

#[test]
fn a_letter_that_was_sent_is_said_to_be_where_the_output_takes_nothing() {
    let student = Student::of(Script::new());
    let full = fs::File::options().write(true).open("/dev/full").expect("a device");
    let line = format!("{ANOTHER} --send --yes --json");
    let output = student.command(&line).stdout(full).output().expect("it starts");
    let seen = student.seen(&line, &output);
    let said = "error: the letter was sent, but cannot write standard output: No space left on device\n\
                hint: do not send it again: `onlist contacts` shows it\n[exit status: 74]\n";
    assert!(seen.ends_with(said), "{seen}");
    let output =
        student.command("contacts --json").stdout(fs::File::create("/dev/full").expect("a device")).output();
    let seen = student.seen("contacts --json", &output.expect("it starts"));
    assert!(seen.contains("error: cannot write standard output: No space left on device"), "{seen}");
    assert_eq!(student.delivered().len(), 1);
}

/// A run for which the shell sets a limit.
fn limited(student: &Student, limit: &str, line: &str) -> Output {
    let onlist = student.command(line);
    let mut limited = onlist_mail::process::command("sh");
    limited.args(["-c", &format!("ulimit {limit}; exec \"$0\" \"$@\"")]);
    limited.arg(onlist.get_program()).args(onlist.get_args());
    limited.env_clear().envs(onlist.get_envs().filter_map(|(key, value)| Some((key, value?))));
    limited.current_dir(onlist.get_current_dir().expect("the sandbox"));
    limited.output().expect("it starts")
}

#[test]
fn a_limit_on_open_files_is_raised_or_named() {
    for (limit, expected) in [
        ("-S -n 40", "note: sent: "),
        (
            "-n 40",
            "hint: send fewer letters at once, or raise the limit on open files: `ulimit -n`; nothing was sent",
        ),
    ] {
        let student = Student::of(Script::new());
        let names: Vec<_> = (0..50).map(|at| format!("mail{at}.eml")).collect();
        for name in &names {
            student.sandbox.write(name, MAIL.replace("<1@", &format!("<{name}@")).replace("see below", name));
        }
        let output = limited(&student, limit, &format!("send {} {LATER}", names.join(" ")));
        let seen = student.seen("", &output);
        assert!(seen.contains(expected), "{limit}: {seen}");
        assert_eq!(
            student.delivered().len(),
            if output.status.success() { 50 } else { 0 },
            "{limit}: {seen}"
        );
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_loses_nothing() {
    for blocks in [0, 1, 8, 32, 64, 128, 256] {
        let student = Student::of(Script::new());
        let output = limited(&student, &format!("-f {blocks}"), &format!("{ANOTHER} --send --yes"));
        let seen = student.seen("", &output);
        let is_sent = output.status.success();
        assert!(is_sent || output.status.code().is_some_and(|it| [73, 74].contains(&it)), "{blocks}: {seen}");
        assert!(is_sent || seen.contains("error: "), "{blocks}: {seen}");
        assert_eq!(student.delivered().len(), usize::from(is_sent), "{blocks}: {seen}");
        student.run(&format!("{ANOTHER} --send --yes"));
        assert_eq!(student.delivered().len(), 1, "{blocks}");
    }
}

#[test]
fn letters_that_are_not_sent_as_there_is_no_connection_are_counted() {
    let full = Action::SayThenDrop("421 4.7.0 too many".into());
    let script = Script::new().once("connect", "220 mail.test").on("connect", "554 5.7.1 no more");
    let student = Student::of(script.once("MAIL", "250 2.1.0 ok").on("MAIL", full));
    for name in ["one", "two", "three"] {
        student.sandbox.write(
            &format!("{name}.eml"),
            MAIL.replace("<1@", &format!("<{name}@")).replace("see below", name),
        );
    }
    let seen = student.run(&format!("send one.eml two.eml three.eml {LATER}"));
    insta::assert_snapshot!(end(&seen), @"
    error: 2 of 3 letters not sent: no greeting: 554 5.7.1 no more
    hint: unsent letters are saved: run `onlist send` to try again
    [exit status: 69]
    ");
}
