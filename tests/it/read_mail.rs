//! One reading of a mail in every verb: `reply`, `check` and `send FILE`; and Python's of the same addresses.

use std::cell::RefCell;

use crate::support::{Python, Sandbox};
use onlist_mail::read::AddressList;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

const MENTOR: &str =
    "--task-text t --name Grace --email grace@example.org --date 2015-03-11T09:00:00Z --print";

const WHOLE: &str = "From: Ada Example <ada@students.test>\nTo: lamp-devel@lists.example.org\n\
    Cc: Grace Sample <gs@example.org>\nSubject: [GSoC 2015] Fog horn\nDate: Tue, 10 Mar 2015 12:00:00 +0100\n\
    Message-ID: <1@students.test>\n\nHello all,\n\nWhich wick?\n";

/// What `reply` prints of the mail that `change` makes of a whole one.
fn reply(change: impl Fn(&str) -> String) -> String {
    let sandbox = Sandbox::settled("");
    sandbox.write("mail.eml", change(WHOLE));
    sandbox.run(&format!("reply mail.eml {MENTOR}"))
}

/// Exchanges a part of a mail that is there.
fn with(part: &str, new: &str) -> impl Fn(&str) -> String {
    let (part, new) = (part.to_owned(), new.to_owned());
    move |mail| {
        assert!(mail.contains(&part), "{part}");
        mail.replace(&part, &new)
    }
}

#[test]
fn reply_answers_what_was_meant() {
    let cc = "Cc: Grace Sample <gs@example.org>\n";
    let date = "Tue, 10 Mar 2015 12:00:00 +0100";
    for (part, new, expected) in [
        (cc, "Cc: Bob < bob@x.test >, dora @ x . test\n", "Bob <bob@x.test>, dora@x.test"),
        (cc, "Cc: \"bob smith\"@x.test, <@r.test:dora@x.test>\n", "\"bob smith\"@x.test, dora@x.test"),
        (cc, "Cc: Bob <bob@dom\n ain.test>, dora@x.test\n", "Bob <bob@domain.test>, dora@x.test"),
        (cc, "Cc: é@x.test\n", "note: the answer does not go to `é@x.test` in Cc: "),
        (cc, "Cc: bob at x.test\n", "note: the answer does not go to `bob at x.test` in Cc: "),
        ("Ada Example <", "Example, Ada <", "To: \"Example, Ada\" <ada@students.test>"),
        ("Ada Example <ada@", "Ada <\"ada.e\"@", "To: Ada <ada.e@students.test>"),
        (
            "<ada@students.test>",
            "<é@students.test>",
            "error: the author of this mail cannot be answered: `é@",
        ),
        ("<1@students.test>", "< 1@students.test > (x)", "In-Reply-To: <1@students.test>"),
        ("<1@students.test>", "<1>", "note: the Message-ID of this mail is not valid"),
        (date, "Tue Mar 10 12:00:00 2015 +0100", "On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:"),
        (date, "the day after", "note: the Date of this mail cannot be read"),
        ("Subject: ", "Subject: Re^2: 回复：AW: ", "Subject: Re: [GSoC 2015] Fog horn\n"),
        ("Hello all,", "Hello all,\n\nFrom the manual:\nDate: x", "> Which wick?"),
        ("\n\nHello", "\nContent-Type: text/markdown\n\nHello", "> Which wick?"),
        ("\n\nHello", "\nContent-Type: ???\nContent-Disposition: attachment\n\nHello", "> Which wick?"),
    ] {
        let seen = reply(with(part, new));
        assert!(seen.contains(expected), "{new}: {seen}");
    }
}

#[test]
fn an_mbox_is_read_as_its_mail() {
    let mbox = |mail: &str| {
        let mail = mail.replace("Which wick?", ">From what I read, which wick?");
        format!("From ada@students.test Tue Mar 10 12:00:00 2015\n{mail}\nFrom the manual:\nDate: the day\n")
    };
    assert!(reply(mbox).contains("> From what I read, which wick?"), "{}", reply(mbox));
}

#[test]
fn every_line_end_is_the_same_in_every_verb() {
    let sandbox = Sandbox::of_ada();
    let said = |file: &str| {
        let findings = sandbox.run(&format!("check {file} --date 2015-03-10T12:00:00Z")).replace(file, "it");
        let answer = sandbox.run(&format!("reply {file} {MENTOR}")).replace(file, "it");
        (findings, answer)
    };
    sandbox.write("lf.eml", WHOLE);
    let expected = said("lf.eml");
    assert!(expected.1.contains("> Which wick?"), "{}", expected.1);
    for (name, end) in [("crlf.eml", "\r\n"), ("cr.eml", "\r"), ("crcrlf.eml", "\r\r\n")] {
        sandbox.write(name, WHOLE.replace('\n', end));
        assert_eq!(said(name), expected, "{name}");
    }
}

#[test]
fn send_and_check_refuse_a_field_that_stands_twice() {
    let sandbox = Sandbox::of_ada();
    for field in ["From", "Date", "Message-ID", "Subject", "To", "Cc"] {
        let line = WHOLE.lines().find(|line| line.starts_with(field)).expect("there");
        sandbox.write("twice.eml", format!("{line}\n{WHOLE}"));
        let findings = sandbox.run("check twice.eml");
        assert!(
            findings.contains("[F19]") && findings.contains(&format!("more than one {field}")),
            "{findings}"
        );
        let sent = sandbox.run("send twice.eml --sendmail true --yes");
        assert!(sent.contains(&format!("this mail has more than one `{field}`")), "{sent}");
    }
    for cc in ["é@x.test", "bob at x.test", "Example, Ada <a@x.test>", "Bob <bob@dom\n ain.test>"] {
        sandbox.write("cc.eml", WHOLE.replace("Grace Sample <gs@example.org>", cc));
        let sent = sandbox.run("send cc.eml --sendmail true --yes");
        assert!(sent.contains("in `Cc`, "), "{cc}: {sent}");
    }
}

#[test]
fn python_names_the_same_people() {
    let Some(mut python) = Python::start() else { return };
    let gap = prop::sample::select(&["", " ", "\r\n ", " (a comment) ", "(x (y) \\) z)"][..]);
    let atom = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,8}";
    let local = prop_oneof![
        3 => prop::collection::vec(atom, 1..3).prop_map(|it| it.join(".")),
        1 => "[a-zA-Z0-9 .,@<>()]{0,4} [a-zA-Z0-9.,@<>()]{1,4}".prop_map(|it| format!("\"{it}\"")),
    ];
    let domain = prop_oneof![3 => "[a-z]{1,6}\\.test", 1 => Just("[192.0.2.1]".to_owned())];
    let name = prop_oneof![
        "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}){0,2}",
        "[A-Za-z ,;:@<>()]{1,12}".prop_map(|it| format!("\"{it}\"")),
        Just("=?utf-8?q?Zo=C3=AB=2C_A?=".to_owned()),
    ];
    let mailbox =
        (prop::option::of(name), local, domain, gap.clone(), gap).prop_map(|(name, local, domain, a, b)| {
            match name {
                Some(name) => format!("{name}{a}<{b}{local}@{domain}{a}>{b}"),
                None => format!("{a}{local}{b}@{a}{domain}{b}"),
            }
        });
    let field = prop::collection::vec(mailbox, 1..4).prop_map(|all| all.join(", "));
    let python = RefCell::new(&mut python);
    let mut runner = TestRunner::new(Config { cases: 300, ..Config::default() });
    runner
        .run(&field, |field| {
            let mail = format!(
                "From: a@b.test\r\nTo: {field}\r\nSubject: x\r\nDate: Tue, 10 Mar 2015 12:00:00 +0100\r\n\
                 MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n"
            );
            let theirs = python.borrow_mut().read(mail.as_bytes());
            let theirs: Vec<Value> =
                theirs["to"].as_array().expect("a list").iter().map(|it| it[1].clone()).collect();
            let list = AddressList::read(field.as_bytes());
            let ours: Vec<Value> = list.mailboxes.iter().map(|it| json!(it.address.as_str())).collect();
            prop_assert_eq!(&ours, &theirs, "{:?}: {:?}", field, list.defects);
            prop_assert!(list.defects.is_empty(), "{:?}: {:?}", field, list.defects);
            Ok(())
        })
        .expect("the same people");
}
