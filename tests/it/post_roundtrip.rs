//! What this program writes, it reads back as it was.

use chrono::DateTime;
use onlist_mail::mailbox::Mailbox;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;
use onlist_mail::write::Content;
use proptest::prelude::*;

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(Line::new(name).ok(), address.parse().expect("an address"))
}

fn content(name: &str, subject: &str, body: &str) -> Content {
    let date = DateTime::parse_from_rfc3339("2015-03-10T12:00:00+05:30").expect("a time");
    let from = mailbox(name, "ada@students.test");
    let id = |text: &str| MessageId::parse(text).expect("an identifier");
    Content {
        message_id: MessageId::derive(&from.address, date, &[subject, body]),
        from,
        to: vec![mailbox("", "intro@lists.test")],
        cc: vec![mailbox(name, "mary@engine.test"), mailbox("Tom", "tom@engine.test")],
        subject: Line::new(subject).expect("one line"),
        in_reply_to: Some(id("<b=?x@y>")),
        references: vec![id("<a@b>"), id("<b=?x@y>")],
        date,
        body: body.to_owned(),
    }
}

fn assert_reads_back(content: &Content) -> Result<(), TestCaseError> {
    let message = content.encode();
    for bytes in [&message.bytes, &message.with_lf()] {
        let post = Post::read(bytes).expect("a mail");
        prop_assert_eq!(&post.from, std::slice::from_ref(&content.from));
        prop_assert_eq!((&post.to, &post.cc), (&content.to, &content.cc));
        prop_assert_eq!(&post.subject, &content.subject);
        prop_assert_eq!(post.date.map(|it| it.to_rfc3339()), Some(content.date.to_rfc3339()));
        prop_assert_eq!(post.message_id.as_ref(), Some(&content.message_id));
        prop_assert_eq!(post.in_reply_to.first(), content.in_reply_to.as_ref());
        prop_assert_eq!(&post.references, &content.references);
        prop_assert_eq!(post.text().trim_end_matches('\n'), content.body.trim_end_matches('\n'));
        prop_assert!(!post.html_only());
    }
    Ok(())
}

#[test]
fn odd_letters_are_read_back() {
    for (name, subject, body) in [
        ("Roger Monné", "[GSoC 2015] Täst — it", "Grüße\n\n-- \nRoger\n"),
        ("Example, Ada \"the\" \\ B", "a =?utf-8?q?b?= c", ".\n..\nFrom here\n"),
        ("山田太郎", "漢字 の 題名", "漢字 \n\ttab\n"),
        ("ada@example.org", "", ""),
        ("A. (B) <c> : ; @", "x", &"long ".repeat(400)),
    ] {
        assert_reads_back(&content(name, subject, body)).expect("the same letter");
    }
}

proptest! {
    #[test]
    fn letters_are_read_back(
        name in "[ -~éİ漢🎉]{0,60}",
        subject in "[ -~éİ漢🎉]{0,120}",
        body in "[ -~éİ漢🎉\n\t]{0,400}",
    ) {
        // Quotes around a name are no part of it to whoever reads.
        let name = name.trim_matches(['\'', '"', '`', ' ']);
        assert_reads_back(&content(name, &subject, &body))?;
    }
}
