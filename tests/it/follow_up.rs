//! Asking again: in the thread of the own letter, to those whom mail reaches, and not before its time.

use chrono::DateTime;
use onlist_core::ledger::{Event, Kind, Ledger, Location, Source};
use onlist_mail::text::Line;
use serde_json::json;

use crate::support::{Key, Options, Pty, Sandbox};

const INTRODUCE: &str = "introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built the \
    trimmer at commit 1a2b3c4d.' --question 'Which wicks are there?' --sendmail true --yes";
const TEXT: &str = "'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second \
    one too short?'";
const LEDGER: &str = ".local/state/onlist/ledger.sqlite";

/// A student who wrote about the wick trimmer on 10 March.
fn introduced() -> Sandbox {
    let sandbox = Sandbox::of_ada().joined();
    let seen = sandbox.run(&format!("{INTRODUCE} --date 2015-03-10T12:00:00+01:00"));
    assert!(!seen.contains("[exit status"), "{seen}");
    sandbox
}

/// Adds what was seen of the student's only letter.
fn see(sandbox: &Sandbox, kind: Kind, day: u32, change: impl FnOnce(&mut Event)) {
    let mut ledger = Ledger::open(&Location::File(sandbox.home().join(LEDGER))).expect("opened");
    let events = ledger.reader().events().expect("read").events;
    let letter = events.iter().find(|it| it.kind == Kind::Introduced).expect("introduced");
    let at = DateTime::parse_from_rfc3339(&format!("2015-03-{day:02}T12:00:00+01:00")).expect("valid");
    let mut event = Event { at, kind, source: Source::Archive, ..letter.clone() };
    (event.accepted, event.refused) = (Vec::new(), Vec::new());
    change(&mut event);
    ledger.append(&[event]).expect("kept");
}

fn ask_again(sandbox: &Sandbox, day: u32, rest: &str) -> String {
    sandbox
        .run(&format!("follow-up wick-trimmer --text {TEXT} --date 2015-03-{day:02}T12:00:00+01:00 {rest}"))
}

#[test]
fn a_reminder_is_a_reply_to_the_own_letter_with_the_students_words() {
    let sandbox = introduced();
    insta::assert_snapshot!(ask_again(&sandbox, 17, "--print"), @r#"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-17T12:00:00+01:00 --print
    From: Ada Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>, "J. R. Example" <jay@example.org>
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 17 Mar 2015 12:00:00 +0100
    Message-ID: <20150317110000.c07e33b170d2806a1be1@example.org>
    In-Reply-To: <20150310110000.d268462de8a14abbdb3f@example.org>
    References: <20150310110000.d268462de8a14abbdb3f@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    I have trimmed two wicks since then, and the log is at
    https://example.org/log. Is the second one too short?

    -- 
    Ada Example
    note: no link to your letter is known; `onlist sync` finds it in the archive
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
}

#[test]
fn a_reminder_leaves_out_whom_mail_does_not_reach_and_knows_the_letter_as_the_archive_does() {
    let sandbox = introduced();
    see(&sandbox, Kind::Bounced, 10, |it| {
        it.refused = vec!["jay@example.org".parse().expect("an address")];
        it.detail = Some(json!({"status": "5.1.1", "reason": "User unknown"}));
    });
    see(&sandbox, Kind::Archived, 11, |it| {
        it.server_id = onlist_mail::message_id::MessageId::parse("<rewritten@lists.example.org>");
        it.url = Some(Line::sanitize("https://lists.example.org/archive/1.html"));
    });
    insta::assert_snapshot!(ask_again(&sandbox, 17, "--print"), @r#"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-17T12:00:00+01:00 --print
    From: Ada Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 17 Mar 2015 12:00:00 +0100
    Message-ID: <20150317110000.60fbd9b4a9183c18d78c@example.org>
    In-Reply-To: <rewritten@lists.example.org>
    References: <rewritten@lists.example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    I have trimmed two wicks since then, and the log is at
    https://example.org/log. Is the second one too short?

    My letter: https://lists.example.org/archive/1.html

    -- 
    Ada Example
    note: jay@example.org is left out: mail does not reach it
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
    insta::assert_snapshot!(sandbox.run("contacts --date 2015-03-17T12:00:00+01:00"), @r"
    $ onlist contacts --date 2015-03-17T12:00:00+01:00
    20150310110000.d268462de8a14abbdb3f@example.org	wick-trimmer	bounced	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	student	onlist follow-up wick-trimmer --text TEXT
    ");
}

#[test]
fn a_reminder_before_its_time_is_not_even_written() {
    let sandbox = introduced();
    insta::assert_snapshot!(ask_again(&sandbox, 16, "--print"), @r"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-16T12:00:00+01:00 --print
    error: nothing was written: it is early to ask again about `wick-trimmer`: the community waits 7 days for an answer [too-early]
    hint: ask again from 2015-03-17
          write it anyway: `onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-16T12:00:00+01:00 --print --anyway`
    [exit status: 65]
    ");
    insta::assert_snapshot!(ask_again(&sandbox, 16, "--sendmail true --yes"), @r"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-16T12:00:00+01:00 --sendmail true --yes
    error: nothing was written: it is early to ask again about `wick-trimmer`: the community waits 7 days for an answer [too-early]
    hint: ask again from 2015-03-17
          write it anyway: `onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-16T12:00:00+01:00 --sendmail true --yes --anyway`
    [exit status: 65]
    ");
    let allowed = ask_again(&sandbox, 16, "--print --anyway");
    assert!(allowed.contains("\nIn-Reply-To: <") && !allowed.contains("[exit status"), "{allowed}");
    let in_time = ask_again(&sandbox, 20, "--print --anyway");
    assert!(in_time.contains("\nSubject: ") && !in_time.contains("exit status"), "{in_time}");
    let other = ask_again(&sandbox, 16, "--print --anyway=over");
    assert!(other.contains("[exit status: 65]"), "{other}");
}

#[test]
fn what_is_answered_is_not_asked_about_again() {
    let sandbox = introduced();
    see(&sandbox, Kind::Answered, 12, |it| {
        it.in_reply_to = Some(it.message_id.clone());
        it.message_id = onlist_mail::message_id::MessageId::parse("<answer@example.org>").expect("an id");
        it.author = "grace@example.org".parse().expect("an address");
        it.detail = Some(json!({"mentor": true, "by": "Grace Example", "private": false}));
    });
    insta::assert_snapshot!(ask_again(&sandbox, 20, "--print"), @"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-20T12:00:00+01:00 --print
    error: nothing was written: `wick-trimmer` was answered on 2015-03-12 [answered]
    hint: answer on the list with `onlist answer wick-trimmer --text TEXT`
          write it anyway: `onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-20T12:00:00+01:00 --print --anyway`
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run("contacts --date 2015-03-17T12:00:00+01:00"), @"
    $ onlist contacts --date 2015-03-17T12:00:00+01:00
    20150310110000.d268462de8a14abbdb3f@example.org	wick-trimmer	answered	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-12T12:00:00+01:00	student	onlist answer wick-trimmer --text TEXT
    ");
}

#[test]
fn reminders_go_out_as_often_as_the_community_allows() {
    let sandbox = introduced();
    insta::assert_snapshot!(ask_again(&sandbox, 17, "--sendmail true --yes"), @r#"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-17T12:00:00+01:00 --sendmail true --yes
    sending "Re: [GSoC 2015] Trim the wick while the lamp burns" via the command `true`, to
      lamp-devel@lists.example.org (the list)
      Grace Example <grace@example.org> (mentor)
      J. R. Example <jay@example.org> (mentor)
    note: no link to your letter is known; `onlist sync` finds it in the archive
    note: its date is 17 March 2015: more than a day from the clock of this computer
    note: sent: `true` accepted it for 3 recipients
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 31 March 2015 on: `onlist follow-up wick-trimmer`
    note: if delivery fails later, you get a bounce mail
    "#);
    let state = |day: u32| sandbox.run(&format!("contacts --date 2015-03-{day:02}T12:00:00+01:00"));
    assert!(state(18).contains("\tsent\t"), "{}", state(18));
    assert!(state(31).contains("\tdue\t"), "{}", state(31));
    // Once more after fourteen days, and then no more.
    let early = ask_again(&sandbox, 30, "--print");
    assert!(early.contains("the community waits 14 days") && early.contains("[too-early]"), "{early}");
    let again = ask_again(&sandbox, 31, "--sendmail true --yes");
    assert!(!again.contains("[exit status"), "{again}");
    let more = sandbox
        .run(&format!("follow-up wick-trimmer --text {TEXT} --date 2015-05-30T12:00:00+01:00 --print"));
    insta::assert_snapshot!(more, @"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-05-30T12:00:00+01:00 --print
    error: nothing was written: you asked again 2 times about `wick-trimmer`, and the community wants no more [too-early]
    hint: ask in the chat, or another mentor: `onlist guide wick-trimmer`
          write it anyway: `onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-05-30T12:00:00+01:00 --print --anyway`
    [exit status: 65]
    ");
}

#[test]
fn a_contact_that_is_not_there_or_not_one_is_named() {
    let sandbox = introduced();
    insta::assert_snapshot!(sandbox.run("follow-up keepers-log --text x --print"), @r"
    $ onlist follow-up keepers-log --text x --print
    error: no contact `keepers-log`
    hint: run `onlist contacts` to see all
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run("follow-up wick-trimmer --print --date 2015-03-18T12:00:00+01:00"), @r"
    $ onlist follow-up wick-trimmer --print --date 2015-03-18T12:00:00+01:00
    error: `--text` is missing
    [exit status: 64]
    ");
    let sandbox = Sandbox::of_ada().joined();
    insta::assert_snapshot!(sandbox.run("follow-up wick-trimmer --text x --print"), @r"
    $ onlist follow-up wick-trimmer --text x --print
    error: no contact `wick-trimmer`
    hint: run `onlist contacts` to see all
    [exit status: 64]
    ");
}

#[test]
fn a_reminder_is_kept_and_sent_later_as_it_was() {
    let sandbox = introduced();
    insta::assert_snapshot!(ask_again(&sandbox, 17, "--keep"), @r"
    $ onlist follow-up wick-trimmer --text 'I have trimmed two wicks since then, and the log is at https://example.org/log. Is the second one too short?' --date 2015-03-17T12:00:00+01:00 --keep
    follow-up-wick-trimmer
    note: no link to your letter is known; `onlist sync` finds it in the archive
    note: saved as `follow-up-wick-trimmer`; send it with `onlist send follow-up-wick-trimmer`
    ");
    insta::assert_snapshot!(
        sandbox.run("send follow-up-wick-trimmer --sendmail true --yes --date 2015-03-17T13:00:00+01:00"),
        @r#"
    $ onlist send follow-up-wick-trimmer --sendmail true --yes --date 2015-03-17T13:00:00+01:00
    sending "Re: [GSoC 2015] Trim the wick while the lamp burns" via the command `true`, to
      lamp-devel@lists.example.org (the list)
      Grace Example <grace@example.org> (mentor)
      J. R. Example <jay@example.org> (mentor)
    note: no link to your letter is known; `onlist sync` finds it in the archive
    note: its date is 17 March 2015: more than a day from the clock of this computer
    note: sent: `true` accepted it for 3 recipients
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 31 March 2015 on: `onlist follow-up wick-trimmer`
    note: if delivery fails later, you get a bounce mail
    "#
    );
    let edited = sandbox.run("drafts");
    assert!(edited.contains("already sent"), "{edited}");
}

#[test]
fn a_reminder_that_is_due_is_offered_by_the_guided_way() {
    let sandbox = introduced();
    let words = ["onlist", "--date", "2015-03-19T12:00:00+01:00"];
    let pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
    pty.wait_for("What do you want to do");
    pty.wait_settled();
    insta::assert_snapshot!(pty.screen(), @r"
    ? What do you want to do ›
    ❯ ask again about wick-trimmer: no answer for 9 days
      see the project ideas
      write a first letter to a list
      check a mail I have
      answer a mail I got
    ");
}

#[test]
fn what_was_written_is_kept_when_the_menu_is_interrupted() {
    let sandbox = introduced();
    let words = ["onlist", "--date", "2015-03-19T12:00:00+01:00", "follow-up", "wick-trimmer"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
    pty.wait_for("What has happened since");
    pty.type_text("I have measured the lamp since.\r");
    pty.wait_for("What now");
    // Enter takes nothing where a search finds nothing.
    pty.type_text("zebra");
    pty.wait_for("nothing matches");
    pty.type_text("\r");
    pty.wait_settled();
    assert!(pty.screen().contains("nothing matches"), "{}", pty.screen());
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert!(pty.screen().contains("note: saved as `follow-up-wick-trimmer`"), "{}", pty.screen());
    let kept = sandbox.run("drafts show follow-up-wick-trimmer");
    assert!(kept.contains("I have measured the lamp since."), "{kept}");
}

#[test]
fn what_is_half_typed_is_offered_again() {
    let sandbox = introduced();
    let start = || {
        let words = ["onlist", "--date", "2015-03-19T12:00:00+01:00", "follow-up", "wick-trimmer"];
        Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() })
    };
    let mut pty = start();
    pty.wait_asked("What has happened since");
    pty.type_text("I have measured");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert!(pty.screen().contains("hint: your answers are saved: run the same command again"));
    let mut pty = start();
    pty.wait_offered("What has happened since", "I have measured");
    pty.type_text(" the lamp.\r");
    pty.wait_for("? What now");
    drop(pty);
    start().wait_offered("What has happened since", "I have measured the lamp.");
}

#[test]
fn a_reminder_that_another_run_sent_a_moment_later_counts_too() {
    let sandbox = introduced();
    let send = |text: &str, second: u32| {
        sandbox.run(&format!(
            "follow-up wick-trimmer --text '{text}' --date 2015-03-17T12:00:{second:02}+01:00 --sendmail true --yes"
        ))
    };
    let first = send("I have trimmed one wick.", 5);
    assert!(!first.contains("[exit status"), "{first}");
    for second in [5, 4, 0] {
        let seen = send(&format!("I have trimmed wick {second}."), second);
        assert!(seen.contains("[too-early]") && seen.contains("[exit status: 65]"), "{second}: {seen}");
    }
}
