//! What `onlist sync` makes of mails that others want it to misread, of what its user says, and of a run that is cut short.

use std::fs::File;

use onlist_core::ledger::{Event, Kind, Ledger, Location, Source};
use serde_json::{Value, json};

use crate::support::imap::Imap;
use crate::support::smtp::{Action, Script};
use crate::support::{Student, Web};

const SEND: &str = "introduce wick-trimmer ... --send --yes";
const NOW: &str = "--date 2015-03-20T12:00:00+01:00";
const LIST: &str = "lamp-devel@lists.example.org";
const SUBJECT: &str = "[GSoC 2015] Trim the wick while the lamp burns";
const LEDGER: &str = ".local/state/onlist/ledger.sqlite";

fn json_of(student: &Student, line: &str) -> Value {
    let output = student.command(&format!("{line} --json {NOW}")).output().expect("the program starts");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{line}: {output:?}"))
}

fn contact(student: &Student) -> Value {
    json_of(student, "contacts")["contacts"][0].clone()
}

fn sent() -> (Student, String) {
    let student = Student::of(Script::new());
    student.run(SEND);
    let id = contact(&student)["message_id"].as_str().expect("a letter").to_owned();
    (student, id)
}

fn run(student: &Student, line: &str) -> String {
    let seen = student.run(&format!("{line} {NOW}")).replace(&format!(" {NOW}"), "");
    student.sandbox.hide_home(&seen)
}

/// The kinds of events that a run enters.
fn kinds(student: &Student, sources: &str) -> Vec<String> {
    let events = json_of(student, &format!("sync {sources}"))["events"].clone();
    let kind = |it: &Value| it["kind"].as_str().expect("a kind").to_owned();
    events.as_array().expect("events").iter().map(kind).collect()
}

/// A mail of an mbox, without what lists add.
fn mail(id: &str, from: &str, to: &str, rest: &str) -> String {
    format!(
        "From x Tue Mar 10 12:00:00 2015\nFrom: {from}\nTo: {to}\nSubject: {SUBJECT}\nDate: Tue, 10 Mar 2015 12:00:00 \
         +0000\nMessage-ID: <{id}>\n{rest}\nMy grandmother kept\na lamp.\n\n"
    )
}

fn bounce(letter: &str, failed: &str) -> String {
    format!(
        "From x Tue Mar 10 12:05:00 2015\nFrom: MAILER-DAEMON@mail.test\nTo: ada@example.org\nSubject: failure \
         notice\nDate: Tue, 10 Mar 2015 12:05:00 +0000\n\nHi. This is the qmail-send program at mail.test.\nI'm afraid I \
         wasn't able to deliver your message to the following addresses.\n\n<{failed}>:\nNo such user.\n\n--- Below this \
         line is a copy of the message.\n\nMessage-ID: <{letter}>\nSubject: {SUBJECT}\n\nMy grandmother\n\n"
    )
}

const ADA: &str = "Ada Example <ada@example.org>";
const GRACE: &str = "Grace Example <grace@example.org>";
const MARK: &str = "List-Id: <lamp-devel.lists.example.org>\n";

#[test]
fn a_letter_in_doubt_is_settled_by_the_lists_copy_alone() {
    let student = Student::of(Script::new().on(".", Action::Drop));
    student.run(SEND);
    let id = contact(&student)["message_id"].as_str().expect("a letter").to_owned();
    let own = mail(&id, ADA, LIST, "");
    let others = mail("2@example.org", GRACE, LIST, "");
    for (mbox, expected) in [
        (own.clone(), "unknown"),
        (own.clone() + &mail("3@example.org", ADA, "grace@example.org", ""), "unknown"),
        (own.clone() + &mail("3@example.org", GRACE, &format!("{LIST}, ada@example.org"), ""), "unknown"),
        (own.clone() + &mail("2@example.org", GRACE, LIST, MARK), "unknown"),
        (mail(&id, "Ben <ben@students.test>", LIST, MARK), "unknown"),
        (bounce("other@example.org", "stranger@example.org"), "unknown"),
        (bounce(&id, "stranger@example.org"), "unknown"),
        (own.clone() + &others, "accepted"),
    ] {
        student.sandbox.write("mail.mbox", &mbox);
        run(&student, "sync mail.mbox");
        assert_eq!(student.state_of("wick-trimmer"), expected, "{mbox}");
    }
}

#[test]
fn a_file_that_is_called_an_archive_needs_no_marks() {
    let student = Student::of(Script::new().on(".", Action::Drop));
    student.run(SEND);
    let id = contact(&student)["message_id"].as_str().expect("a letter").to_owned();
    student.sandbox.write("devel.mbox", mail(&id, ADA, LIST, ""));
    assert_eq!(kinds(&student, "devel.mbox"), [""; 0]);
    let settings = student.sandbox.read(".config/onlist/config.toml");
    let named = format!("[archives]\ndevel = \"{}\"\n", student.sandbox.home().join("devel.mbox").display());
    student.sandbox.write(".config/onlist/config.toml", settings + &named);
    assert_eq!(kinds(&student, "devel"), ["archived"]);
    assert_eq!(student.state_of("wick-trimmer"), "accepted");
}

#[test]
fn what_was_forgotten_is_not_told_again() {
    let (student, id) = sent();
    student.sandbox.write(
        "mail.mbox",
        bounce(&id, "grace@example.org")
            + &bounce(&id, "jay@example.org").replace("12:05:00 +", "12:07:00 +"),
    );
    assert_eq!(kinds(&student, "mail.mbox"), ["bounced"]);
    assert_eq!(contact(&student)["bounced"]["addresses"], json!(["grace@example.org", "jay@example.org"]));
    let gone = run(&student, "contacts forget grace@example.org --yes");
    assert!(gone.contains("2 events of other contacts without the name"), "{gone}");
    for _ in 0..2 {
        let seen = run(&student, "sync mail.mbox");
        assert!(seen.contains("nothing new") && !seen.contains("grace"), "{seen}");
    }
    assert_eq!(contact(&student)["bounced"]["addresses"], json!(["jay@example.org"]));
}

#[test]
fn what_is_said_of_a_contact_counts_in_its_order() {
    let (student, _) = sent();
    for (said, expected) in [
        ("closed", "closed"),
        ("answered", "answered"),
        ("closed", "closed"),
        ("closed", "closed"),
        ("answered", "answered"),
        ("answered", "answered"),
        ("sent", "answered"),
    ] {
        let seen = run(&student, &format!("contacts mark wick-trimmer {said}"));
        assert!(!seen.contains("[exit status"), "{seen}");
        assert_eq!(contact(&student)["state"], expected, "{said}: {seen}");
    }
    insta::assert_snapshot!(
        run(&student, "contacts mark wick-trimmer not-mine")
            + &run(&student, "contacts mark wick-trimmer answered")
    );
}

#[test]
fn what_was_answered_has_left_and_what_was_refused_was_not_answered() {
    let student = Student::of(Script::new().on(".", Action::Drop));
    student.run(SEND);
    assert_eq!(contact(&student)["state"], "unknown");
    run(&student, "contacts mark wick-trimmer answered");
    assert_eq!(contact(&student)["state"], "answered");
    assert_eq!(student.state_of("wick-trimmer"), "accepted");

    let student = Student::of(Script::new().on("MAIL", Action::Say("550 5.7.1 no".to_owned())));
    student.run(SEND);
    assert_eq!(contact(&student)["state"], "refused");
    for closed in [false, true] {
        if closed {
            run(&student, "contacts mark wick-trimmer closed");
        }
        let told = run(&student, "contacts mark wick-trimmer answered");
        assert!(told.contains("the letter was not delivered\n") && told.ends_with("status: 65]\n"), "{told}");
        assert_ne!(contact(&student)["state"], "answered");
    }
}

/// A student whose letter was handed over to be sent by hand.
fn handed_over() -> Student {
    let (student, _) = sent();
    let path = student.sandbox.home().join(LEDGER);
    let mut ledger = Ledger::open(&Location::File(path.clone())).expect("opened");
    let events = ledger.reader().events().expect("read").events;
    let letter = events.into_iter().find(|it| it.kind == Kind::Introduced).expect("introduced");
    drop(ledger);
    std::fs::remove_file(&path).expect("removed");
    ledger = Ledger::open(&Location::File(path)).expect("made");
    let detail =
        Some(json!({"how": "saved as `letter.eml`", "reply": false, "to": [LIST, "grace@example.org"]}));
    let handed =
        Event { kind: Kind::HandedOver, source: Source::Told, accepted: Vec::new(), detail, ..letter };
    ledger.append(&[handed]).expect("kept");
    student
}

#[test]
fn a_match_that_is_not_certain_is_confirmed_or_disowned_later() {
    let post = mail("new@mail.test", ADA, LIST, MARK);
    let reply = mail("2@example.org", GRACE, LIST, &format!("{MARK}In-Reply-To: <new@mail.test>\n"));
    let student = handed_over();
    student.sandbox.write("devel.mbox", &post);
    assert_eq!(kinds(&student, "devel.mbox --quiet"), ["archived"]);
    assert_eq!(contact(&student)["archived_for_sure"], json!(false));
    let mut seen = run(&student, "contacts mark wick-trimmer sent");
    let known = contact(&student);
    assert_eq!((&known["archived_for_sure"], &known["state"]), (&json!(true), &json!("due")));
    seen.push_str(&run(&student, "contacts mark wick-trimmer not-mine"));
    seen.push_str(&run(&student, "sync devel.mbox"));
    student.sandbox.write("devel.mbox", post.clone() + &reply);
    assert_eq!(kinds(&student, "devel.mbox"), ["answered"]);

    let student = handed_over();
    student.sandbox.write("devel.mbox", post + &reply);
    assert_eq!(kinds(&student, "devel.mbox"), ["archived", "answered"]);
    assert_eq!(contact(&student)["state"], "answered");
    seen.push_str(&run(&student, "contacts mark wick-trimmer not-mine"));
    assert_eq!(contact(&student)["state"], "handed-over");
    assert_eq!(kinds(&student, "devel.mbox"), [""; 0]);

    let (student, _) = sent();
    student.sandbox.write("devel.mbox", mail("new@mail.test", ADA, LIST, MARK));
    assert_eq!(kinds(&student, "devel.mbox"), ["archived"]);
    run(&student, "contacts mark wick-trimmer not-mine");
    assert_eq!(kinds(&student, "devel.mbox"), [""; 0], "what is disowned begins no thread either");
    insta::assert_snapshot!(seen);
}

#[test]
fn a_post_in_doubt_gives_way_to_the_right_one() {
    let wrong = mail("new@mail.test", ADA, LIST, MARK);
    let below = mail("2@example.org", GRACE, LIST, &format!("{MARK}In-Reply-To: <new@mail.test>\n"));
    for disowned in [false, true] {
        let student = handed_over();
        let id = contact(&student)["letters"][0].as_str().expect("a letter").to_owned();
        let right = mail(&id, ADA, LIST, MARK);
        student.sandbox.write("devel.mbox", wrong.clone() + &below);
        assert_eq!(kinds(&student, "devel.mbox"), ["archived", "answered"]);
        if disowned {
            run(&student, "contacts mark wick-trimmer not-mine");
        }
        student.sandbox.write("devel.mbox", wrong.clone() + &below + &right);
        assert!(kinds(&student, "devel.mbox").contains(&"archived".to_owned()));
        let known = contact(&student);
        assert_eq!(known["archived_for_sure"], json!(true), "{known}");
        assert_eq!(known["state"], if disowned { "due" } else { "answered" }, "{known}");
        assert_eq!(kinds(&student, "devel.mbox"), [""; 0], "twice");
        let seen = run(&student, "contacts mark wick-trimmer not-mine");
        assert!(seen.contains("no post is in doubt"), "{seen}");
    }
}

#[test]
fn a_letter_that_left_by_hand_left_when_its_writer_got_it() {
    let student = handed_over();
    run(&student, "contacts mark wick-trimmer sent");
    let known = contact(&student);
    assert_eq!(
        (&known["state"], &known["since"]),
        (&json!("due"), &json!("2015-03-10T12:00:00+01:00")),
        "{known}"
    );
    // A reminder that left by hand is one, and no second first letter.
    let student = handed_over();
    let path = student.sandbox.home().join(LEDGER);
    let mut ledger = Ledger::open(&Location::File(path)).expect("opened");
    let first = ledger.reader().events().expect("read").events.remove(0);
    let reminder = Event {
        message_id: onlist_mail::message_id::MessageId::parse("<r@example.org>").expect("one"),
        in_reply_to: Some(first.message_id.clone()),
        detail: Some(json!({"how": "saved", "kind": "follow-up"})),
        at: first.at + chrono::Days::new(8),
        ..first.clone()
    };
    ledger.append(&[reminder]).expect("kept");
    drop(ledger);
    run(&student, "contacts mark wick-trimmer sent");
    let known = contact(&student);
    assert_eq!(known["follow_ups"], 1, "{known}");
    assert_eq!(known["state"], "sent", "the time runs from the reminder: {known}");
}

#[test]
fn a_letter_that_left_by_hand_is_searched_for_on_a_list_server() {
    let student = handed_over();
    let id = contact(&student)["letters"][0].as_str().expect("a letter").to_owned();
    let web = Web::start();
    web.give("/devel/", 200, "<!doctype html>");
    web.give(&format!("/devel/{id}/t.mbox.gz"), 404, "none");
    let search = "/devel/?q=%28f%3Aada%40example.org%29+AND+d%3A20150309..&x=m&t=1";
    web.give(search, 200, mail("new@mail.test", ADA, LIST, MARK));
    let seen = run(&student, &format!("sync {}/devel/", web.base)).replace(&web.base, "http://WEB");
    let asked = web.asked();
    assert!(
        asked.contains(&format!("/devel/{id}/t.mbox.gz")) && asked.contains(&search.to_owned()),
        "{asked:?}"
    );
    insta::assert_snapshot!(seen);
    run(&student, "contacts mark wick-trimmer sent");
    run(&student, &format!("sync {}/devel/", web.base));
    assert!(!web.asked().contains(&search.to_owned()), "what is known is not searched for");
}

#[test]
fn what_is_found_is_in_the_ledger_though_nobody_can_read_it() {
    let (student, id) = sent();
    student.sandbox.write("devel.mbox", mail(&id, ADA, LIST, MARK));
    let mut command = student.command(&format!("sync devel.mbox {NOW}"));
    let full = File::options().write(true).open("/dev/full").expect("opened");
    let output = command.stdout(full).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(74));
    let told = String::from_utf8(output.stderr).expect("text");
    assert!(
        told.contains("warning: 1 event could not be printed; the ledger has what was found\n"),
        "{told}"
    );
    assert!(kinds(&student, "devel.mbox").is_empty());
    assert_eq!(contact(&student)["archived_for_sure"], json!(true));
}

#[test]
fn a_mailbox_on_a_server_is_read_and_what_is_not_imap_is_one_line() {
    let (student, id) = sent();
    let header = format!(
        "From: {GRACE}\r\nTo: ada@example.org\r\nSubject: Re: {SUBJECT}\r\nMessage-ID: <2@example.org>\r\n\
        In-Reply-To: <{id}>\r\nDate: Wed, 11 Mar 2015 14:00:00 +0000\r\n\r\n"
    );
    let settings = student.sandbox.read(".config/onlist/config.toml");
    let with = |server: &Imap| {
        let imap = format!(
            "[imap]\nhost = \"localhost\"\nport = {}\nuser = \"ada\"\nsecurity = \"none\"\n\
            password-command = \"echo pw\"\n",
            server.port()
        );
        student.sandbox.write(".config/onlist/config.toml", settings.clone() + &imap);
    };
    let mut seen = String::new();
    for wrong in ["SEARCH 7 x", "1 FETCH (UID 7 BODY[HEADER]<0> junk)", "BYE"] {
        let server = Imap::start(&header, "Yes.\r\n").but(wrong);
        with(&server);
        seen.push_str(&run(&student, "sync imap --quiet"));
    }
    let server = Imap::start(&header, "Yes.\r\n");
    with(&server);
    seen.push_str(&run(&student, "sync imap"));
    seen.push_str(&run(&student, "sync imap"));
    assert!(
        server.told().iter().all(|it| !it.contains("STORE") && !it.contains("BODY[")),
        "{:?}",
        server.told()
    );
    insta::assert_snapshot!(seen.replace(&id, "LETTER"));
}
