mod answers;
mod copies;
mod doubts;
mod notices;

use std::fmt::Write as _;

use onlist_mail::mailbox::Address;
use onlist_mail::thread::{Builder, Options};
use proptest::prelude::*;

use super::*;
use crate::catalog::Catalog;
use crate::ledger::Topic;

const LIST: &str = "lamp-devel@lists.example.org";

const CATALOG: &str = r#"
schema = 2

[community]
id = "lamps"
name = "Lamps"

[[list]]
id = "lamp-devel"
address = "lamp-devel@lists.example.org"
aliases = ["lamp-devel@old.example.org"]

[[list]]
id = "lamp-users"
address = "lamp-users@lists.example.org"

[[person]]
id = "grace"
name = "Grace Example"
addresses = ["grace@example.org"]

[[project]]
id = "wick"
title = "Trim the wick"
summary = "Trim it."
list = "lamp-devel"
mentors = ["grace"]
"#;

fn address(text: &str) -> Address {
    text.parse().expect("an address")
}

fn id(text: &str) -> MessageId {
    MessageId::parse(text).expect("an identifier")
}

/// A letter by Ada, on the second of March.
fn letter(kind: Kind) -> Event {
    let contact = Contact {
        community: crate::catalog::Id::new("lamps").expect("valid"),
        season: crate::catalog::Id::new("gsoc-2026").expect("valid"),
        project: Topic::Project(crate::catalog::Id::new("wick").expect("valid")),
        person: address("ada@students.test"),
    };
    Event {
        at: DateTime::parse_from_rfc3339("2026-03-02T12:00:00Z").expect("a time"),
        kind,
        source: Source::Sent,
        contact: Some(contact),
        name: None,
        message_id: id("<1@students.test>"),
        server_id: None,
        in_reply_to: None,
        author: address("ada@students.test"),
        list: Some(address(LIST)),
        subject: onlist_mail::text::Line::sanitize("[GSoC 2026] Trim the wick"),
        tasks: Vec::new(),
        wait_days: Some(7),
        until: None,
        accepted: vec![address(LIST), address("grace@example.org"), address("mary@example.org")],
        refused: Vec::new(),
        url: None,
        detail: None,
    }
}

/// A mail of March: its day, who wrote it, and other fields, one a line.
fn mail(id: &str, day: u32, from: &str, fields: &str, text: &str) -> String {
    format!("Message-ID: <{id}>\nDate: {day} Mar 2026 12:00:00 +0000\nFrom: {from}\n{fields}\n{text}")
}

/// What the list made of the letter.
fn on_list(id: &str) -> String {
    let fields = format!(
        "To: {LIST}\nSubject: [Lamp-devel]  [GSoC 2026] Trim the wick\nList-Id: <lamp-devel.lists.example.org>\n"
    );
    mail(id, 2, "Ada <ada@students.test>", &fields, "Hello,\nI would like\nto trim.\n")
}

fn events(known: &[Event], mails: &[String]) -> Vec<Event> {
    let catalog = Catalog::parse("lamps.toml", CATALOG).expect("a catalog");
    let own = [address("ada@students.test"), address("ada@home.test")];
    let letters = Letters::of(known, &own);
    let mut builder = Builder::default();
    for mail in mails {
        builder.add(mail.as_bytes());
    }
    let threads = builder.finish(Options::default());
    let known_people = Known { catalog: Some(&catalog), maintainers: &[], own: &own };
    let people = People::of(&threads, &known_people);
    let now = DateTime::parse_from_rfc3339("2026-06-01T12:00:00Z").expect("a time");
    let mut sync = Sync::new(&letters, &threads, &people, known_people, now);
    let wanted: BTreeSet<_> = sync.wanted().into_iter().map(|node| threads.entry(node).number).collect();
    for (number, mail) in (0u32..).zip(mails) {
        if wanted.contains(&number) || letters.may_concern(mail.as_bytes()) {
            sync.see(
                mail.as_bytes(),
                Place { is_archive: false, web: Some("https://inbox.example.org/lamp/") },
            );
        }
    }
    sync.finish(known, |_| false)
}

/// The events, each in one line.
fn said(known: &[Event], mails: &[String]) -> String {
    let mut text = String::new();
    for it in events(known, mails) {
        let of = if it.message_id == id("<1@students.test>") { "" } else { it.message_id.bare() };
        write!(text, "{} {of} by {}", it.kind.name(), it.author).expect("a string grows");
        if let Some(id) = &it.server_id {
            write!(text, " as {id}").expect("a string grows");
        }
        for address in &it.refused {
            write!(text, " to {address}").expect("a string grows");
        }
        if let Some(detail) = &it.detail {
            write!(text, " {detail}").expect("a string grows");
        }
        text.push('\n');
    }
    text
}

fn reply(id: &str, day: u32, from: &str, to: &str, text: &str) -> String {
    let fields =
        format!("To: {to}\nSubject: Re: [GSoC 2026] Trim the wick\nIn-Reply-To: <1@students.test>\n");
    mail(id, day, from, &fields, text)
}

fn hold_notice(subject: &str) -> String {
    let fields = format!(
        "To: ada@students.test\nSubject: Your message to {LIST} awaits moderator approval\nList-Id: <lamp-devel.lists.example.org>\n"
    );
    let text = format!(
        "Your mail to '{LIST}' with the subject\n\n    {subject}\n\nIs being held until the list moderator can review it \
         for approval.\n\nThe message is being held because:\n\n    The message is not from a list member\n\nEither the \
         message will get posted to the list, or you will receive\nnotification.\n"
    );
    mail("hold@lists.example.org", 2, "lamp-devel-bounces@lists.example.org", &fields, &text)
}

fn bounce(id: &str, day: u32, failed: &str, letter: &str) -> String {
    let fields = "To: ada@students.test\nSubject: Undelivered Mail\nReturn-Path: <>\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=B\n";
    let text = format!(
        "--B\n\nSorry.\n--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.test\n\n\
         Final-Recipient: rfc822; {failed}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n\
         --B\nContent-Type: message/rfc822\n\nMessage-ID: <{letter}>\nSubject: [GSoC 2026] Trim the wick\n\nHello\n--B--\n"
    );
    mail(id, day, "MAILER-DAEMON@mail.test", fields, &text)
}

#[test]
fn mails_of_others_give_nothing() {
    let others: Vec<_> = [
        on_list("8@students.test").replace("Ada <ada@students.test>", "Ben <ben@students.test>"),
        hold_notice("[GSoC 2026] Another"),
        bounce("b@mail.test", 2, "other@example.org", "8@students.test"),
        reply("9@b", 3, "grace@example.org", "ben@students.test", "Yes.\n")
            .replace("1@students", "8@students"),
        mail(
            "7@b",
            3,
            "grace@example.org",
            "To: ada@students.test\nSubject: Lunch\n",
            "Please contact me off list.\n",
        ),
    ]
    .into();
    assert_eq!(said(&[letter(Kind::Introduced)], &others), "");
    let mails = [on_list("1@students.test"), reply("2@b", 3, "grace@example.org", LIST, "Yes.\n")];
    assert_eq!(said(&[], &mails), "");
    assert_eq!(said(&[letter(Kind::Refused)], &mails), "");
    assert_eq!(said(&[letter(Kind::Sending), letter(Kind::Refused)], &mails), "");
}

fn season() -> Vec<String> {
    let grace = "Grace Example <grace@example.org>";
    vec![
        on_list("1@students.test"),
        on_list("new@mail.test"),
        hold_notice("[GSoC 2026] Trim the wick"),
        bounce("b1@mail.test", 2, "grace@example.org", "1@students.test"),
        bounce("b2@mail.test", 2, "mary@example.org", "1@students.test"),
        reply("2@b", 3, grace, LIST, "Wrong list, please ask on lamp-users.\n"),
        reply("3@b", 4, "ada@home.test", LIST, "Which?\n"),
        reply("4@b", 3, "Ben <ben@students.test>", "ada@students.test", "Psst.\n"),
        mail(
            "v@example.org",
            3,
            "grace@example.org",
            "In-Reply-To: <1@students.test>\nSubject: Auto: x\n",
            "Away.\n",
        ),
        on_list("p@students.test").replace("2 Mar", "9 Mar").replace("Trim the wick", "A patch"),
        reply("q@b", 10, "mary@example.org", LIST, "Ack.\n").replace("1@students.test", "p@students.test"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_and_repetition_of_mails_make_no_difference(
        order in Just((0..11usize).collect::<Vec<_>>()).prop_shuffle(),
        twice in 0..11usize,
        hand in any::<bool>(),
    ) {
        let known = letter(if hand { Kind::HandedOver } else { Kind::Introduced });
        let mails = season();
        let mut shuffled: Vec<_> = order.iter().map(|at| mails[*at].clone()).collect();
        shuffled.push(mails[twice].clone());
        let found = events(std::slice::from_ref(&known), &shuffled);
        prop_assert_eq!(&found, &events(std::slice::from_ref(&known), &mails));
        let all = [vec![known], found].concat();
        prop_assert_eq!(events(&all, &shuffled), Vec::new());
    }
}
