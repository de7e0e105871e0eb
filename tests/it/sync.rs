//! What became of letters: `onlist sync` over archives and mailboxes that are written by hand.

use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use crate::support::imap::Imap;
use crate::support::smtp::{Action, Script};
use crate::support::{Student, Web};

const SEND: &str = "introduce wick-trimmer ... --send --yes";
const NOW: &str = "--date 2015-03-20T12:00:00+01:00";
const LIST: &str = "lamp-devel@lists.example.org";

/// A student whose letter went out, and its message-id.
fn sent() -> (Student, String) {
    let student = Student::of(Script::new());
    student.run(SEND);
    let id = letter_id(&student);
    (student, id)
}

fn letter_id(student: &Student) -> String {
    let contacts = json(student, &format!("contacts --json {NOW}"));
    contacts["contacts"][0]["message_id"].as_str().expect("a letter").to_owned()
}

fn json(student: &Student, line: &str) -> Value {
    let output = student.command(line).output().expect("the program starts");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{line}: {output:?}"))
}

/// A run, its message-id hidden.
fn sync(student: &Student, rest: &str, id: &str) -> String {
    let seen = student.run(&format!("sync {rest} {NOW}")).replace(&format!(" {NOW}"), "");
    student.sandbox.hide_home(&seen).replace(id, "LETTER")
}

fn state(student: &Student) -> String {
    let contacts = json(student, &format!("contacts --json {NOW}"));
    contacts["contacts"][0]["state"].as_str().expect("a state").to_owned()
}

/// What the list made of the letter.
fn on_list(id: &str) -> String {
    format!(
        "From list Tue Mar 10 12:00:00 2015\nFrom: Ada Example <ada@example.org>\nTo: {LIST}\nSubject: [lamp-devel] \
         [GSoC 2015] Trim the wick while the lamp burns\nDate: Tue, 10 Mar 2015 11:00:00 +0000\nMessage-ID: \
         <{id}>\nList-Id: <lamp-devel.lists.example.org>\n\nMy grandmother kept\na lamp.\n\n"
    )
}

fn answer(id: &str, from: &str, to: &str, text: &str) -> String {
    format!(
        "From list Wed Mar 11 14:00:00 2015\nFrom: {from}\nTo: {to}\nSubject: Re: [GSoC 2015] Trim the wick while the \
         lamp burns\nDate: Wed, 11 Mar 2015 14:00:00 +0000\nMessage-ID: <a1@example.org>\nIn-Reply-To: <{id}>\n\n{text}\n\n"
    )
}

fn held() -> String {
    format!(
        "From: lamp-devel-bounces@lists.example.org\nTo: ada@example.org\nSubject: Your message to {LIST} awaits \
         moderator approval\nDate: Tue, 10 Mar 2015 11:01:00 +0000\nMessage-ID: <h@lists.example.org>\nList-Id: \
         <lamp-devel.lists.example.org>\n\nYour mail to '{LIST}' with the subject\n\n    [GSoC 2015] Trim the wick \
         while the lamp burns\n\nIs being held until the list moderator can review it for approval.\n\nThe message is \
         being held because:\n\n    The message is not from a list member\n\nEither the message will get posted.\n"
    )
}

fn bounced(id: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mail.test\nTo: ada@example.org\nSubject: Undelivered Mail\nDate: Tue, 10 \
         Mar 2015 11:02:00 +0000\nMessage-ID: <b@mail.test>\nMIME-Version: 1.0\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=B\n\n--B\n\nSorry.\n--B\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mail.test\n\nFinal-Recipient: rfc822; jay@example.org\nAction: failed\nStatus: \
         5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--B\nContent-Type: message/rfc822\n\nMessage-ID: \
         <{id}>\nSubject: x\n\nx\n--B--\n"
    )
}

const GRACE: &str = "Grace Example <grace@example.org>";

#[test]
fn a_letter_is_followed_from_the_moderator_to_the_answer() {
    let (student, id) = sent();
    student.sandbox.write("Maildir/new/1", held());
    student.sandbox.write("Maildir/new/2", bounced(&id));
    let mut seen = sync(&student, "Maildir", &id);
    student.sandbox.write("devel.mbox", on_list(&id));
    seen.push_str(&sync(&student, "Maildir devel.mbox", &id));
    student.sandbox.write("devel.mbox", on_list(&id) + &answer(&id, GRACE, LIST, "Yes, please.\n"));
    seen.push_str(&sync(&student, "Maildir devel.mbox", &id));
    seen.push_str(&sync(&student, "Maildir devel.mbox", &id));
    seen.push_str(&sync(&student, "Maildir devel.mbox --quiet", &id));
    insta::assert_snapshot!(seen);
}

#[test]
fn answers_say_where_they_came() {
    for (from, to, text, expected) in [
        (GRACE, "ada@example.org", "Psst.", "answered by Grace Example (mentor) after 27 hours, in private"),
        (
            GRACE,
            "users@lists.example.org, ada@example.org",
            "Here.",
            "answered by Grace Example (mentor) after 27 hours, on another list",
        ),
        ("Ben <ben@students.test>", LIST, "Me too.", "answered by Ben (not a mentor) after 27 hours"),
        (
            GRACE,
            LIST,
            "Wrong list, please ask on users.",
            "grace@example.org says that it belongs to users@lists.example.org",
        ),
    ] {
        let (student, id) = sent();
        student.sandbox.write("mail", answer(&id, from, to, text));
        let seen = sync(&student, "mail", &id);
        assert!(seen.contains(&format!("wick-trimmer: {expected}\n")), "{seen}");
    }
}

#[test]
fn scripts_get_json() {
    let (student, id) = sent();
    student.sandbox.write("devel.mbox", on_list(&id) + &answer(&id, GRACE, LIST, "Yes.\n"));
    let json = json(&student, &format!("sync devel.mbox --json {NOW}"));
    let text = serde_json::to_string_pretty(&json).expect("JSON").replace(&id, "LETTER");
    insta::assert_snapshot!(text);
}

#[test]
fn an_identifier_that_a_server_changed_is_found_again() {
    let (student, id) = sent();
    student.sandbox.write(
        "devel.mbox",
        on_list("rewritten@mail.test") + &answer("rewritten@mail.test", GRACE, LIST, "Yes.\n"),
    );
    insta::assert_snapshot!(sync(&student, "devel.mbox", &id));
    insta::assert_snapshot!(sync(&student, "devel.mbox", &id));
}

#[test]
fn a_letter_that_may_have_left_is_settled_when_it_is_found() {
    let student = Student::of(Script::new().on(".", Action::Drop));
    assert!(student.run(SEND).ends_with("[exit status: 76]\n"));
    assert_eq!(student.state_of("wick-trimmer"), "unknown");
    let id = letter_id(&student);
    student.sandbox.write("devel.mbox", on_list("other@example.org").replace("ada@", "ben@"));
    assert!(sync(&student, "devel.mbox", &id).contains("nothing new"));
    assert_eq!(student.state_of("wick-trimmer"), "unknown");
    student.sandbox.write("devel.mbox", on_list(&id));
    let seen = sync(&student, "devel.mbox", &id);
    assert!(seen.contains("wick-trimmer: it did leave, and needs no second try\n"), "{seen}");
    assert_eq!(student.state_of("wick-trimmer"), "accepted");
    assert!(!student.run("send wick-trimmer --yes").contains("sending"), "nothing is sent twice");
}

#[test]
fn a_list_server_is_asked_for_the_thread_alone() {
    let (student, id) = sent();
    let web = Web::start();
    let thread = format!("/devel/{id}/t.mbox.gz");
    web.give(&thread, 200, on_list(&id) + &answer(&id, GRACE, LIST, "Yes.\n"));
    let seen = sync(&student, &format!("{}/devel/", web.base), &id).replace(&web.base, "http://WEB");
    insta::assert_snapshot!(seen);
    assert_eq!(web.asked(), [thread]);
}

#[test]
fn older_letters_that_a_server_is_not_asked_for_are_counted() {
    let student = Student::of(Script::new());
    let (web, mailbox) = (Web::start(), Imap::start("Message-ID: <x@example.org>\r\n\r\n", ""));
    let mut send = vec!["send".to_owned()];
    for n in 0..52 {
        let id = format!("{n}@students.test");
        let mail = format!(
            "From: Ada Example <ada@example.org>\nTo: {LIST}\nCc: Grace Example <grace@example.org>, J. R. Example \
             <jay@example.org>\nSubject: [GSoC 2015] Trim the wick while the lamp burns\nDate: Tue, 10 Mar 2015 \
             12:00:00 +0100\nMessage-ID: <{id}>\n\nI have built lamp {n}. Which wick is first?\n"
        );
        student.sandbox.write(&format!("{n}.eml"), mail);
        web.give(&format!("/devel/{id}/t.mbox.gz"), 200, on_list(&id));
        send.push(format!("{n}.eml"));
    }
    student.run(&format!("{} --yes --anyway --date 2015-03-10T12:00:00+01:00", send.join(" ")));
    let imap = format!(
        "\n[imap]\nhost = \"localhost\"\nport = {}\nuser = \"ada\"\nsecurity = \"none\"\npassword-command = \"echo x\"\n",
        mailbox.port()
    );
    let settings = student.sandbox.read(".config/onlist/config.toml") + &imap;
    student.sandbox.write(".config/onlist/config.toml", settings);
    for source in [format!("{}/devel/", web.base), "imap".to_owned()] {
        let seen = sync(&student, &source, "-");
        assert!(seen.contains(": 2 older letters not looked for\n"), "{seen}");
    }
    assert_eq!(web.asked().len(), 50);
}

#[test]
fn what_a_server_does_instead_is_one_line() {
    let (student, id) = sent();
    let thread = format!("/devel/{id}/t.mbox.gz");
    let mut told = String::new();
    for (status, body) in [
        (200, "<!doctype html><p>Are you a robot?"),
        (404, "none"),
        (503, "busy"),
        (403, "no"),
        (200, "junk"),
    ] {
        let web = Web::start();
        web.give(&thread, status, body);
        let mut seen = sync(&student, &format!("{}/devel/ --quiet", web.base), &id);
        seen = seen.replace(&web.base, "http://WEB");
        told.push_str(&[&*status.to_string(), " ", body, "\n", &seen].concat());
    }
    insta::assert_snapshot!(told);
}

#[test]
fn nothing_to_look_for_and_nowhere_to_look_are_said() {
    let student = Student::of(Script::new());
    let mut seen = sync(&student, "devel.mbox", "-");
    student.run(SEND);
    seen.push_str(&sync(&student, "", "-"));
    seen.push_str(&sync(&student, "nowhere.mbox", "-"));
    insta::assert_snapshot!(seen);
}

#[test]
fn a_mailbox_that_cannot_be_read_is_one_line() {
    let (student, id) = sent();
    let settings = student.sandbox.read(".config/onlist/config.toml");
    let closed = TcpListener::bind("127.0.0.1:0").expect("bound").local_addr().expect("bound").port();
    let mut told = String::new();
    for rest in ["", "password-command = \"echo pw\"\n", "password-command = \"false\"\n"] {
        let imap = format!("[imap]\nhost = \"localhost\"\nport = {closed}\nuser = \"ada\"\n{rest}");
        student.sandbox.write(".config/onlist/config.toml", settings.clone() + &imap);
        told.push_str(&sync(&student, "--quiet", &id));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_mailbox_that_the_settings_do_not_have_is_not_passed_over() {
    let (student, id) = sent();
    student.sandbox.write("devel.mbox", on_list(&id));
    for sources in ["imap", "devel.mbox imap"] {
        let seen = sync(&student, sources, &id);
        assert!(seen.contains("the settings have no mailbox\n") && seen.ends_with("status: 78]\n"), "{seen}");
    }
    let settings = student.sandbox.read(".config/onlist/config.toml");
    let imap = "[imap]\nhost = \"localhost\"\nport = 9\nuser = \"ada\"\n";
    student.sandbox.write(".config/onlist/config.toml", settings + imap);
    let seen = sync(&student, "imap", &id);
    assert!(seen.contains("no password for `ada`") && seen.ends_with("status: 78]\n"), "{seen}");
}

#[test]
fn one_run_at_a_time() {
    let (student, id) = sent();
    student.sandbox.write("devel.mbox", on_list(&id));
    let lock = fs::File::create(student.state().join("sync.lock")).expect("made");
    lock.lock().expect("locked");
    assert!(
        sync(&student, "devel.mbox", &id).contains("another `onlist sync` is running\n[exit status: 75]")
    );
    assert_eq!(sync(&student, "devel.mbox --quiet", &id), "$ onlist sync devel.mbox --quiet\n");
    drop(lock);
    assert!(sync(&student, "devel.mbox", &id).contains("in the list's archive"));
    assert_ne!(state(&student), "answered");
}

#[test]
fn a_run_that_looks_back_sees_what_had_come_by_then() {
    let in_time = |text: String| text;
    // Of a mail whose date is wrong, nobody knows whether it had come.
    let never = |text: String| text.replace("Mar 2015", "Mar 2095");
    for (dated, at, seen) in [
        (in_time as fn(String) -> String, "2015-03-11T12:00:00+00:00", "archived"),
        (in_time, "2015-03-11T15:00:00+00:00", "answered"),
        (never, "2015-03-11T12:00:00+00:00", "archived"),
    ] {
        let (student, id) = sent();
        let late = dated(answer(&id, "Grace Example <grace@example.org>", LIST, "Yes."));
        student.sandbox.write("list.mbox", on_list(&id) + &late);
        student.run(&format!("sync list.mbox --date {at}"));
        let contacts = json(&student, &format!("contacts --json --date {at}"));
        assert_eq!(contacts["contacts"][0]["state"], seen, "{at}: {late}");
        let waiting = json(&student, &format!("triage list.mbox --json --all --date {at}"));
        let replies = &waiting["introductions"][0]["replies"];
        assert_eq!(*replies, u64::from(seen == "answered"), "{at}: {waiting}");
    }
}
