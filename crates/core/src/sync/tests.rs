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
    let mut sync = Sync::new(&letters, &threads, &people, known_people);
    let wanted: BTreeSet<_> = sync.wanted().into_iter().map(|node| threads.entry(node).number).collect();
    for (number, mail) in (0u32..).zip(mails) {
        if wanted.contains(&number) || letters.may_concern(mail.as_bytes()) {
            sync.see(
                mail.as_bytes(),
                Place { is_archive: false, web: Some("https://inbox.example.org/lamp/") },
            );
        }
    }
    sync.finish(known)
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

#[test]
fn a_letter_is_found_under_its_identifier() {
    let found = events(&[letter(Kind::Introduced)], &[on_list("1@students.test")]);
    let [archived] = &found[..] else { panic!("{found:?}") };
    assert_eq!((archived.kind, archived.source), (Kind::Archived, Source::Archive));
    assert_eq!(archived.url.as_deref(), Some("https://inbox.example.org/lamp/1@students.test/"));
    assert_eq!((&archived.server_id, &archived.detail), (&None, &None));
    // The copy that went to the writer's own folder says nothing of the list.
    let kept = mail("1@students.test", 2, "ada@students.test", &format!("To: {LIST}\n"), "Hello\n");
    assert_eq!(said(&[letter(Kind::Introduced)], &[kept]), "");
}

#[test]
fn a_letter_under_another_identifier_is_found_and_uncertain() {
    for kind in [Kind::HandedOver, Kind::Introduced, Kind::Unknown] {
        let rewritten = on_list("new@mail.test").replace("I would like\nto trim.", "I would like to trim.");
        let answer = reply("2@example.org", 3, "Grace Example <grace@example.org>", LIST, "Yes.\n")
            .replace("1@students.test", "new@mail.test");
        let found = said(&[letter(kind)], &[answer, rewritten]);
        let expected = "archived  by ada@students.test as <new@mail.test> {\"certain\":false}\n\
            answered 2@example.org by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false}\n";
        assert_eq!(found, expected);
    }
    let near = on_list("new@mail.test");
    for other in [
        near.replace("Ada <ada@students.test>", "Ben <ben@students.test>"),
        near.replace("Trim the wick", "Trim the lamp"),
        near.replace("lamp-devel", "lamp-users"),
        near.replace("2 Mar", "2 May"),
        near.replace("2 Mar", "20 Feb"),
        near.replace("Subject: ", "In-Reply-To: <0@example.org>\nSubject: Re: "),
    ] {
        assert_eq!(said(&[letter(Kind::HandedOver)], std::slice::from_ref(&other)), "", "{other}");
    }
}

#[test]
fn answers_say_who_and_where() {
    let archived = "archived  by ada@students.test\n";
    let grace = "Grace Example <grace@example.org>";
    for (from, to, text, expected) in [
        (
            grace,
            LIST,
            "Yes.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false}\n",
        ),
        (
            "Ben <ben@students.test>",
            "lamp-devel@old.example.org",
            "Me too.\n",
            "answered 2@b by ben@students.test {\"by\":\"Ben\",\"mentor\":false,\"private\":false}\n",
        ),
        (
            grace,
            "ada@students.test",
            "Psst.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":true}\n",
        ),
        (
            grace,
            "ada@students.test, lamp-users@lists.example.org",
            "Here.\n",
            "answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false,\"elsewhere\":true}\n",
        ),
        (
            grace,
            LIST,
            "This is the wrong list, please ask on lamp-users.\n",
            "moved  by grace@example.org {\"notice\":\"2@b\",\"to\":\"lamp-users@lists.example.org\"}\n\
             answered 2@b by grace@example.org {\"by\":\"Grace Example\",\"mentor\":true,\"private\":false}\n",
        ),
        ("Ada <ada@home.test>", LIST, "Hello?\n", "followed-up 2@b by ada@home.test\n"),
        ("Ben's CI <no-reply@example.org>", LIST, "Built.\n", ""),
    ] {
        let mails = [on_list("1@students.test"), reply("2@b", 3, from, to, text)];
        assert_eq!(said(&[letter(Kind::Introduced)], &mails), format!("{archived}{expected}"), "{from} {to}");
    }
}

#[test]
fn a_conversation_goes_on_below_the_letter() {
    let below = |id: &str, day, from, of: &str| {
        mail(id, day, from, &format!("To: {LIST}\nSubject: Re: x\nIn-Reply-To: <{of}>\n"), "Hm.\n")
    };
    let mails = [
        below("5@b", 6, "mary@example.org", "4@b"),
        below("4@b", 5, "ada@students.test", "2@b"),
        below("3@b", 4, "ben@students.test", "2@b"),
        reply("2@b", 3, "Grace Example <grace@example.org>", LIST, "Yes.\n"),
        mail(
            "9@b",
            8,
            "ada@students.test",
            &format!("To: {LIST}\nSubject: [PATCH] lamp\nList-Id: <lamp-devel.lists.example.org>\n"),
            "---\n",
        ),
        below("10@b", 9, "grace@example.org", "9@b"),
    ];
    let found = said(&[letter(Kind::Introduced)], &mails);
    let kinds: Vec<_> = found.lines().map(|it| it.split(" by").next().unwrap_or_default()).collect();
    assert_eq!(
        kinds,
        ["answered 2@b", "answered-back 4@b", "answered 5@b", "wrote 9@b", "answered 10@b"],
        "{found}"
    );
}

#[test]
fn a_mentor_hears_what_the_student_answers() {
    let mut answered = letter(Kind::Answered);
    answered.author = address("grace@example.org");
    answered.in_reply_to = Some(id("<1@students.test>"));
    answered.message_id = id("<g@example.org>");
    let catalog = Catalog::parse("lamps.toml", CATALOG).expect("a catalog");
    assert_eq!(catalog.lists.len(), 2);
    let back = mail(
        "3@b",
        5,
        "ada@students.test",
        "To: grace@example.org\nIn-Reply-To: <g@example.org>\nSubject: Re: x\n",
        "Thanks.\n",
    );
    let mary = reply("4@b", 6, "mary@example.org", LIST, "Me too.\n");
    let own = Letters::of(std::slice::from_ref(&answered), &[address("grace@example.org")]);
    assert_eq!(own.authors().collect::<Vec<_>>(), ["grace@example.org"]);
    let found = said(&[answered], &[back, mary, on_list("1@students.test")]);
    assert!(found.contains("answered-back 3@b by ada@students.test"), "{found}");
    assert!(found.contains("answered 4@b by mary@example.org"), "{found}");
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
fn notices_are_about_the_letters_that_they_name() {
    let vacation = "To: ada@students.test\nSubject: Automatic reply: [GSoC 2026] Trim the wick\n";
    let confirm = "To: ada@students.test\nSubject: confirm subscribe to lamp-devel@lists.example.org\n";
    for (mail, expected) in [
        (
            hold_notice("[GSoC 2026] Trim the wick"),
            "held  by lamp-devel-bounces@lists.example.org {\"reason\":\"The message is not from a list \
             member\",\"notice\":\"hold@lists.example.org\"}\n",
        ),
        (hold_notice("[GSoC 2026] Trim the lamp"), ""),
        (hold_notice("[GSoC 2026] Trim the wick").replace("lamp-devel", "lamp-users"), ""),
        (hold_notice("[GSoC 2026] Trim the wick").replace("ada@students.test", "ben@students.test"), ""),
        (
            bounce("b@mail.test", 2, "grace@example.org", "1@students.test"),
            "bounced  by mailer-daemon@mail.test to grace@example.org {\"notice\":\"b@mail.test\",\"reason\":\"550 no such \
             user\",\"status\":\"5.1.1\"}\n",
        ),
        (bounce("b@mail.test", 2, "other@example.org", "other@students.test"), ""),
        (
            mail("v@example.org", 2, "grace@example.org", vacation, "Away.\n"),
            "vacation  by grace@example.org {\"notice\":\"v@example.org\"}\n",
        ),
        (mail("v@example.org", 2, "other@example.org", vacation, "Away.\n"), ""),
        (
            mail("c@lists.example.org", 1, "lamp-devel-help@lists.example.org", confirm, "Reply.\n"),
            "confirmation-wanted  by lamp-devel-help@lists.example.org {\"notice\":\"c@lists.example.org\"}\n",
        ),
    ] {
        let found = said(&[letter(Kind::Introduced)], std::slice::from_ref(&mail));
        assert_eq!(found.to_lowercase(), expected.to_lowercase(), "{mail}");
    }
}

#[test]
fn all_addresses_that_bounced_are_known() {
    let known = letter(Kind::Introduced);
    let both = [
        bounce("b1@mail.test", 2, "grace@example.org", "1@students.test"),
        bounce("b2@mail.test", 3, "mary@example.org", "1@students.test"),
    ];
    let first = events(std::slice::from_ref(&known), &both[..1]);
    let all = events(std::slice::from_ref(&known), &both);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].refused, [address("grace@example.org"), address("mary@example.org")]);
    let later = events(&[vec![known], first].concat(), &both);
    let [later] = &later[..] else { panic!("{later:?}") };
    assert_eq!(later.refused, [address("mary@example.org")]);
    assert_eq!(later.in_reply_to, Some(id("<1@students.test>")));
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
