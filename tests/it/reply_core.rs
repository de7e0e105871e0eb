//! The mentor's answer, from a mail as it lies in a mailbox to the letter as it goes out.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate};
use onlist_core::catalog::Catalog;
use onlist_core::compose::Letter;
use onlist_core::compose::reply::{Handout, Reply};
use onlist_core::introduction::recognise;
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;

use crate::support::soon;

fn catalog() -> Catalog {
    let catalog = Catalog::parse("catalog.toml", include_str!("mails/catalog.toml"));
    catalog.unwrap_or_else(|found| panic!("{:?}", found.diagnostics))
}

fn post(mail: &[u8]) -> Post<'static> {
    Post::read(mail.to_vec()).expect("a mail")
}

/// An answer by Mary with the first task that fits what the mail is about.
fn reply<'a>(catalog: &'a Catalog, post: &'a Post<'a>, also: &'a [Address]) -> Reply<'a> {
    let project = recognise(catalog, post).project;
    Reply {
        catalog,
        post,
        me: "Mary Mentor <mary@engine.test>".parse().expect("a mailbox"),
        also,
        list: None,
        project,
        task: catalog.tasks_for(project).first().map(|task| Handout::Task(task)),
        object: None,
        second_task: None,
        answer: None,
        until: NaiveDate::from_ymd_opt(2015, 3, 24).expect("a day"),
        body: None,
        now: DateTime::parse_from_rfc3339("2015-03-11T09:30:00+01:00").expect("a time"),
    }
}

fn home() -> Vec<Address> {
    vec!["mary@home.test".parse().expect("an address")]
}

/// The letter with LF, then who gets it and why, then the notices.
fn shown(composed: &Letter) -> String {
    let mut shown = String::from_utf8(composed.message().with_lf()).expect("ASCII");
    shown.push_str("=====\n");
    for it in &composed.recipients {
        writeln!(shown, "{:?} {}: {}", it.role, it.mailbox, it.why.rule).expect("a string takes all");
    }
    for it in &composed.notices {
        writeln!(shown, "{}: {}", it.kind, it.text).expect("a string takes all");
    }
    shown
}

macro_rules! answers {
    ($($name:ident: $file:literal, |$reply:ident| $change:block;)*) => {$(
        #[test]
        fn $name() {
            let (catalog, also) = (catalog(), home());
            let post = post(include_bytes!(concat!("mails/", $file)));
            #[allow(unused_mut, reason = "most answers are taken as they are")]
            let mut $reply = reply(&catalog, &post, &also);
            $change
            insta::assert_snapshot!(shown(&$reply.compose().expect("an answer")));
        }
    )*};
}

answers! {
    a_plain_introduction: "plain.eml", |reply| {};
    the_mentors_own_words: "plain.eml", |reply| {
        reply.answer = Some("Only while the engine runs.\n\nA restart should find the wheels as they were built, which is written down in the fourth chapter.");
        reply.task = Some(Handout::Text("Turn one wheel by hand, and send the list what you heard."));
    };
    a_whole_body: "plain.eml", |reply| { reply.body = Some("My own words.\n\n  as they are, however wide the line may be that I have typed, and however odd\n"); };
    only_an_answer: "plain.eml", |reply| {
        reply.task = None;
        reply.answer = Some("Only while the engine runs.");
    };
    a_from_that_mailman_rewrote: "mailman-munged.eml", |reply| {};
    a_from_that_a_group_rewrote: "original-from.eml", |reply| {};
    a_private_mail: "private.eml", |reply| {};
    a_private_mail_and_a_wanted_list: "private.eml", |reply| { reply.list = Some("intro"); };
    a_mail_in_a_thread: "thread.eml", |reply| {};
    a_mail_in_html: "html.eml", |reply| {};
    a_hostile_mail: "hostile.eml", |reply| {};
    a_mail_without_identifier: "no-id.eml", |reply| {};
    a_list_that_is_closed: "announcements.eml", |reply| { reply.list = Some("engine-announce@lists.test"); };
}

/// `To` and `Cc` of the answer to a mail with these fields, or why there is none.
fn addressed(header: &str, list: Option<&str>) -> String {
    let (catalog, also) = (catalog(), home());
    let post = post(format!("{header}\nSubject: x\n\nHi\n").as_bytes());
    let reply = Reply { list, ..reply(&catalog, &post, &also) };
    let composed = match reply.compose() {
        Ok(composed) => composed,
        Err(error) => return error.to_string(),
    };
    let list = |all: &[onlist_mail::mailbox::Mailbox]| {
        all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    format!("{} | {}", list(&composed.content().to), list(&composed.content().cc))
}

const ADA: &str = "From: Ada <ada@students.test>";
const VIA: &str = "From: Ada via Intro <intro@lists.test>";

#[test]
fn who_is_answered() {
    for (header, list, expected) in [
        (
            format!("{ADA}, Bob <bob@students.test>\nTo: intro@lists.test"),
            None,
            "Ada <ada@students.test>, Bob <bob@students.test> | intro@lists.test",
        ),
        (format!("{ADA}\nTo: intro@lists.test"), None, "Ada <ada@students.test> | intro@lists.test"),
        (
            format!("{ADA}\nReply-To: Ada Home <ada@home.test>\nTo: intro@lists.test"),
            None,
            "Ada Home <ada@home.test> | intro@lists.test",
        ),
        (
            format!("{ADA}\nReply-To: a@home.test, INTRO@lists.test, b@home.test, A@home.test\nTo: intro@lists.test"),
            None,
            "a@home.test, b@home.test | intro@lists.test",
        ),
        (
            format!("{ADA}\nReply-To: intro@old.test\nTo: intro@lists.test"),
            None,
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            format!("{ADA}\nReply-To: wheels@groups.test\nTo: wheels@groups.test\nList-Post: <mailto:wheels@groups.test>"),
            None,
            "Ada <ada@students.test> | wheels@groups.test",
        ),
        (
            format!("{VIA}\nReply-To: ada@students.test\nTo: intro@lists.test"),
            None,
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            format!("{VIA}\nReply-To: Intro <intro@lists.test>\nTo: intro@lists.test\nCc: Ada <ada@students.test>, tom@engine.test"),
            None,
            "Ada <ada@students.test> | intro@lists.test, tom@engine.test",
        ),
        (
            format!("{VIA}\nX-Original-From: Ada <ada@students.test>\nTo: tom@engine.test, intro@lists.test"),
            None,
            "Ada <ada@students.test> | intro@lists.test, tom@engine.test",
        ),
        (
            "From: Ada <ada@students.test.invalid>\nTo: intro@lists.test\nX-Original-From: Ada <ada@students.test>".to_owned(),
            None,
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            "From: Ada <ada=students.test@groups.test>\nTo: wheels@groups.test\nList-Id: <wheels.groups.test>".to_owned(),
            None,
            "Ada <ada@students.test> | wheels@groups.test",
        ),
        (
            "From: Ada via B4 Relay <devnull+ada@k.test>\nTo: intro@lists.test\nReply-To: ada@students.test\nX-Original-From: Ada <ada@students.test>".to_owned(),
            None,
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            "From: Ada via Wheels <wheels@groups.test>\nTo: tom@engine.test\nReply-To: ada@students.test\nList-Id: <wheels.groups.test>".to_owned(),
            None,
            "Ada <ada@students.test> | wheels@groups.test, tom@engine.test",
        ),
    ] {
        assert_eq!(addressed(&header, list), expected, "{header}");
    }
}

#[test]
fn who_is_copied() {
    for (header, list, expected) in [
        (
            format!(
                "{ADA}\nTo: intro@lists.test, TOM@engine.test\nCc: Tom <tom@engine.test>, Mary@Engine.test, mary@HOME.test"
            ),
            None,
            "Ada <ada@students.test> | intro@lists.test, TOM@engine.test",
        ),
        (
            format!("{ADA}\nTo: mary@engine.test\nCc: ada@students.test, intro@lists.test"),
            None,
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            format!("{ADA}\nTo: intro@lists.test\nCc: =?utf-8?q?Other=2C_Tom?= <tom@engine.test>"),
            None,
            "Ada <ada@students.test> | intro@lists.test, \"Other, Tom\" <tom@engine.test>",
        ),
        (
            format!("{ADA}\nTo: Team: tom@engine.test, Intro@Old.Test;\nCc: intro@lists.test"),
            None,
            "Ada <ada@students.test> | intro@lists.test, tom@engine.test",
        ),
        (
            format!("{ADA}\nTo: engine-dev@lists.test\nCc: intro@old.test"),
            None,
            "Ada <ada@students.test> | engine-dev@lists.test, intro@lists.test",
        ),
        (
            "From: Ada via Intro <intro@lists.test>\nReply-To: Bob <bob@engine.test>\nTo: intro@lists.test"
                .to_owned(),
            None,
            "Bob <bob@engine.test> | intro@lists.test",
        ),
    ] {
        assert_eq!(addressed(&header, list), expected, "{header}");
    }
}

#[test]
fn where_the_list_comes_from() {
    for (header, list, expected) in [
        (
            format!("{ADA}\nTo: mary@engine.test\nList-Post: <mailto:INTRO@old.test>"),
            None,
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            format!("{ADA}\nTo: wheels@groups.test\nList-Id: Wheels <WHEELS.groups.test>\nList-Post: NO"),
            None,
            "Ada <ada@students.test> | wheels@groups.test",
        ),
        (
            format!("{ADA}\nTo: wheels@groups.test, tom@engine.test"),
            Some("wheels@groups.test"),
            "Ada <ada@students.test> | wheels@groups.test, tom@engine.test",
        ),
        (
            format!("{ADA}\nTo: engine-dev@lists.test, intro@lists.test"),
            Some("intro@old.test"),
            "Ada <ada@students.test> | intro@lists.test, engine-dev@lists.test",
        ),
        (
            format!("{ADA}\nTo: intro@lists.test"),
            Some("engine-dev"),
            "Ada <ada@students.test> | intro@lists.test",
        ),
        (
            format!("{ADA}\nTo: mary@engine.test"),
            Some("engine-dev"),
            "Ada <ada@students.test> | engine-dev@lists.test",
        ),
    ] {
        assert_eq!(addressed(&header, list), expected, "{header}");
    }
}

#[test]
fn what_cannot_be_answered() {
    for (header, list, expected) in [
        (format!("{ADA}\nTo: mary@engine.test"), None, "no mailing list in this mail"),
        (
            format!("{ADA}\nTo: x@groups.test\nList-Id: <wheels.groups.test>"),
            None,
            "no mailing list in this mail",
        ),
        (
            format!("{ADA}\nTo: mary@engine.test"),
            Some("a list"),
            "`a list` is not a list of the catalog and not an address",
        ),
        ("From: MARY@engine.test\nTo: intro@lists.test".to_owned(), None, "this mail is from you"),
        (
            "From: M <mary@home.test>\nTo: intro@lists.test\nReply-To: x@y.test".to_owned(),
            None,
            "this mail is from you",
        ),
        (format!("{VIA}\nReply-To: mary@engine.test\nTo: intro@lists.test"), None, "this mail is from you"),
        (
            "From: ada at students.test (Ada)\nTo: intro@lists.test".to_owned(),
            None,
            "this mail has no address of its author",
        ),
        (format!("{VIA}\nTo: intro@lists.test"), None, "this mail has no address of its author"),
    ] {
        assert_eq!(addressed(&header, list), expected, "{header}");
    }
}

#[test]
fn threads() {
    let (catalog, also) = (catalog(), home());
    let many = (0..300).map(|n| format!("<{n}@b.test>")).collect::<Vec<_>>();
    let id = "Message-ID: <me@b.test>";
    for (header, in_reply_to, references) in [
        (id.to_owned(), "<me@b.test>", "<me@b.test>".to_owned()),
        (format!("{id}\nIn-Reply-To: root@b.test"), "<me@b.test>", "<root@b.test> <me@b.test>".to_owned()),
        (format!("{id}\nIn-Reply-To: <a@b> <c@d>"), "<me@b.test>", "<me@b.test>".to_owned()),
        (
            format!("{id}\nIn-Reply-To: <x@y>\nReferences: <a@b>\n\t<C=d+e@f>"),
            "<me@b.test>",
            "<a@b> <C=d+e@f> <me@b.test>".to_owned(),
        ),
        (format!("{id}\nReferences: <a@b> <me@b.test>"), "<me@b.test>", "<a@b> <me@b.test>".to_owned()),
        ("References: <a@b>".to_owned(), "", String::new()),
        (
            format!("{id}\nReferences: {}", many.join("\n ")),
            "<me@b.test>",
            format!("<0@b.test> {} <me@b.test>", many[202..].join(" ")),
        ),
    ] {
        let mail = format!("From: ada@students.test\nTo: intro@lists.test\n{header}\n\nHi\n");
        let post = post(mail.as_bytes());
        let draft = reply(&catalog, &post, &also).compose().expect("an answer").content().clone();
        let shown = |ids: &[onlist_mail::message_id::MessageId]| {
            ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(draft.in_reply_to.as_slice()), in_reply_to, "{header}");
        assert_eq!(shown(&draft.references), references, "{header}");
    }
}

#[test]
fn subjects() {
    let (catalog, also) = (catalog(), home());
    let long = "long ".repeat(40);
    for (subject, expected) in [
        ("[GSoC 2015] x", "Re: [GSoC 2015] x"),
        ("Re: [GSoC 2015] x", "Re: [GSoC 2015] x"),
        ("[Intro]  [GSoC] x", "Re: [GSoC] x"),
        ("AW: [intro] RE: [RFC] x", "Re: [RFC] x"),
        ("[Engine-Dev] x", "Re: x"),
        ("[EXTERNAL] Re: [GSoC 2015] x", "Re: [GSoC 2015] x"),
        ("Vedr.: Réf. : x", "Re: x"),
        ("Re:", "Re: (no subject)"),
        (long.trim(), &format!("Re: {}", long.trim())),
    ] {
        let mail = format!("From: ada@students.test\nTo: intro@lists.test\nSubject: {subject}\n\nHi\n");
        let post = post(mail.as_bytes());
        let draft = reply(&catalog, &post, &also).compose().expect("an answer").content().clone();
        assert_eq!(draft.subject.as_str(), expected, "{subject}");
    }
}

#[test]
fn what_of_a_mail_could_not_be_read_is_noted() {
    let (catalog, also) = (catalog(), home());
    for (mail, expected) in [
        (
            &b"From: ada@students.test\nTo: intro@lists.test\nno field\nCc: bob@engine.test\n\nHi\n"[..],
            "line 3 of the header is not a header field: what stands below it is not read",
        ),
        (
            b"From: ada@students.test\nTo: intro@lists.test\nContent-Type: text/plain; charset=utf-8\n\n\xc3\xa4 \xe4?\n",
            "some characters of this mail cannot be read: check the names and the quote",
        ),
    ] {
        let post = post(mail);
        let letter = reply(&catalog, &post, &also).compose().expect("an answer");
        assert!(letter.notices.iter().any(|it| it.text == expected), "{:?}", letter.notices);
    }
}

#[test]
fn an_author_whom_reply_to_leaves_out_is_noted() {
    let (catalog, also) = (catalog(), home());
    let note = "Reply-To asks to answer wheels@groups.test in place of ada@students.test";
    for (header, expected) in [
        ("Reply-To: wheels@groups.test\nTo: wheels@groups.test, intro@lists.test", Some(note)),
        ("Reply-To: wheels@groups.test\nTo: intro@lists.test\nCc: Wheels <wheels@groups.test>", Some(note)),
        (
            "Reply-To: wheels@groups.test\nTo: wheels@groups.test, intro@lists.test\nCc: ada@students.test",
            None,
        ),
        ("Reply-To: wheels@groups.test, ada@students.test\nTo: wheels@groups.test, intro@lists.test", None),
        ("Reply-To: ada@home.test\nTo: intro@lists.test", None),
        ("Reply-To: intro@lists.test\nTo: intro@lists.test", None),
    ] {
        let post = post(format!("From: ada@students.test\n{header}\n\nHi\n").as_bytes());
        let letter = reply(&catalog, &post, &also).compose().expect("an answer");
        let noted = letter.notices.iter().find(|it| it.kind == "not-answered").map(|it| it.text.as_str());
        assert_eq!(noted, expected, "{header}");
    }
}

#[test]
fn a_mail_to_many_is_answered_soon() {
    let (catalog, also) = (catalog(), home());
    let many =
        |letter: char| (0..20_000).map(|n| format!("{letter}{n}@x.test")).collect::<Vec<_>>().join(",\n ");
    let (cc, followup) = (many('a'), many('b'));
    let mail = format!(
        "From: ada@students.test\nTo: intro@lists.test\nCc: {cc}\nMail-Followup-To: {followup}\n\nHi\n"
    );
    soon("Mail-Followup-To", || {
        let post = post(mail.as_bytes());
        reply(&catalog, &post, &also).compose().expect("an answer");
    });
}

#[test]
fn long_letters_are_answered_soon() {
    let (catalog, also) = (catalog(), home());
    for part in ["a\n\n", "call me ", "Which? ", "- ?\n", "a ", "1. ", "漢", "On 1, wrote:\n", "\n\n?", " "]
    {
        let text = format!("I am{}here. Does it run?", part.repeat(200_000 / part.len()));
        let mail = format!("From: ada@students.test\nTo: intro@lists.test\nSubject: GSoC\n\n{text}\n");
        let answer = || {
            let post = post(mail.as_bytes());
            reply(&catalog, &post, &also).compose().expect("an answer").content().body.clone()
        };
        let body = soon(part, answer);
        assert!(body.lines().filter(|line| line.starts_with('>')).count() <= 12, "{part:?}");
    }
}
