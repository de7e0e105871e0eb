//! Mail that was made to do harm: reading it neither panics nor takes long, and what is read is harmless.

use onlist_mail::read::{Error, Post};
use onlist_mail::text::is_forbidden;
use onlist_mail::thread::Builder;
use proptest::prelude::*;

use crate::support::soon;

fn read_soon<'m>(name: &str, mail: &'m [u8]) -> Post<'m> {
    let (post, own, author) = soon(name, || {
        let post = Post::read(mail).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (own, author) = (post.own_text().clone(), post.author(&[]));
        (post, own, author)
    });
    assert_harmless(&post);
    assert!(!own.contains(|c| is_forbidden(c) && c != '\n' && c != '\t'), "{name}");
    assert!(author.name.is_none_or(|name| !name.contains(is_forbidden)), "{name}");
    post
}

fn assert_harmless(post: &Post<'_>) {
    let lines = [&post.from_name, &post.list_id, &post.list_name].into_iter().flatten();
    let all = post.from.iter().chain(&post.to).chain(&post.cc).chain(&post.reply_to);
    let names = all.filter_map(|it| it.name.as_ref());
    for line in lines.chain(names).chain([&post.subject]) {
        assert!(!line.contains(is_forbidden), "{line:?}");
    }
    assert!(!post.text().contains(|c| is_forbidden(c) && c != '\n' && c != '\t'));
    let ids = post.references.iter().chain(&post.in_reply_to).chain(&post.message_id);
    assert!(ids.into_iter().all(|id| id.as_str().bytes().all(|byte| byte.is_ascii_graphic())));
    assert!(post.references.len() <= 100);
}

#[test]
fn what_is_no_mail_is_named() {
    for (mail, expected) in [
        (&b""[..], Error::Empty),
        (b"\r\n \n", Error::Empty),
        (b"Hello Ada,\n\nhow are you?\n", Error::NoHeader),
        (b"\0\0\0\0", Error::NoHeader),
        (b"https://example.org/\n", Error::NoHeader),
        (b"{\"a\": 1}\n", Error::NoHeader),
    ] {
        assert_eq!(Post::read(mail).err(), Some(expected), "{mail:?}");
    }
}

#[test]
fn nested_parts() {
    let nested = (0..20_000).map(|it| format!("Content-Type: multipart/mixed; boundary=b{it}\n\n--b{it}"));
    let nested = format!("Subject: x\n{}", nested.collect::<Vec<_>>().join("\n"));
    assert_eq!(read_soon("nested multiparts", nested.as_bytes()).text(), "");
    let forwarded = format!("Subject: x\n{}", "Content-Type: message/rfc822\n\nSubject: y\n".repeat(50_000));
    read_soon("nested messages", forwarded.as_bytes());
    let same = format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\nContent-Type: multipart/mixed; boundary=b\n\n".repeat(50_000)
    );
    read_soon("the same boundary", same.as_bytes());
}

#[test]
fn long_fields() {
    let long = "a".repeat(10_000_000);
    read_soon("a long subject", format!("Subject: {long}\n\nx\n").as_bytes());
    read_soon("a long name", format!("From: {long} <a@b.test>\n\nx\n").as_bytes());
    read_soon("a long unknown field", format!("Subject: x\nX-Long: {long}\n\nx\n").as_bytes());
    let colons = format!("Cc: {}@{}\n\nx\n", &long[..1_000_000], ":".repeat(1_000_000));
    read_soon("a long word before colons", colons.as_bytes());
    let (from, list) = (&long[..1_000_000], &long[..2_000_000]);
    let author = format!("From: <{from}b>\nList-Post: <{list}>\nList-Id: <{list}>\nSubject: x\n\nx\n");
    soon("a long author", || Builder::default().add(author.as_bytes()));
    read_soon("a long line", format!("Subject: x\n\n{long}\n").as_bytes());
    let references = (0..200_000).map(|n| format!(" <{n}@b.test>")).collect::<Vec<_>>().join("\n");
    let mail = format!("References:{references}\n\nx\n");
    let post = read_soon("many references", mail.as_bytes());
    assert_eq!(post.references.len(), 100);
    assert_eq!(post.references[99].as_str(), "<199999@b.test>");
}

#[test]
fn repeated_marks() {
    for mark in
        ["=?utf-8?q?", "=?utf-8?q?a?= ", "<", "(", "\"", ",", ":;", "=?", "a@b.test,", "\\", " \t", "=\n "]
    {
        let many = mark.repeat(60_000 / mark.len());
        for field in ["Subject", "From", "To", "List-Id", "List-Post", "References", "Date", "Content-Type"] {
            read_soon(mark, format!("X-Y: z\n{field}: {many}\nSubject: x\n\nx\n").as_bytes());
        }
    }
    for mark in [
        "<p",
        "<p a=\"",
        "<p a=\"\'",
        "<p a=\'<p a=\"",
        "<!--",
        "&",
        "&#x1b;",
        "<style>",
        "> ",
        "wrote:\n",
        "-- ",
        "____",
        "\n",
        "\0",
        "\u{202e}",
        "\r",
    ] {
        let many = mark.repeat(200_000 / mark.len());
        for kind in ["plain", "html", "plain; format=flowed; delsp=yes"] {
            read_soon(mark, format!("Subject: x\nContent-Type: text/{kind}\n\n{many}").as_bytes());
        }
    }
}

#[test]
fn damaged_octets() {
    let post = read_soon("NUL", b"Subject: a\0b\nFrom: \xff\xfe <a@b.test>\n\n\0\xff\x1b[2J\n");
    assert_eq!(post.subject.as_str(), "a b");
    let encoded =
        b"Subject: x\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-7\n\n+AAoACg-";
    read_soon("utf-7", encoded);
    let quoted = b"Subject: x\nContent-Transfer-Encoding: quoted-printable\n\na=\nb=1B=ZZ=";
    assert_eq!(read_soon("quoted-printable", quoted).text().trim_end(), "ab=ZZ");
}

/// A mail with something of everything, to be damaged.
const WHOLE: &str = "From: =?utf-8?q?Zo=C3=AB?= via Intro <intro@lists.test>\nTo: Intro <intro@lists.test>, \
    \"B, C\" <b@c.test>\nReply-To: z@students.test\nSubject: =?utf-8?b?4oCUIFpvw6s=?= [GSoC]\nDate: Tue, 10 Mar 2015 \
    12:00:00 +0530\nMessage-ID: <a@b>\nReferences: <c@d>\n <e@f>\nIn-Reply-To: e@f\nList-Id: Intro <intro.lists.test>\n\
    Content-Type: multipart/alternative; boundary=\"x\"\n\n--x\nContent-Type: text/plain; format=flowed; charset=utf-8\n\
    Content-Transfer-Encoding: quoted-printable\n\nH=C3=A9llo=20\nyou?\n--x\nContent-Type: text/html\n\
    Content-Transfer-Encoding: base64\n\nPHA+SGk8L3A+\n--x--\n";

proptest! {
    #[test]
    fn any_octets_are_read(mail in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(post) = Post::read(&mail) {
            assert_harmless(&post);
            let _ = post.own_text();
        }
    }

    #[test]
    fn a_damaged_mail_is_read(
        changes in proptest::collection::vec((0..WHOLE.len(), any::<u8>(), 0..3_u8), 1..12),
    ) {
        let mut mail = WHOLE.as_bytes().to_vec();
        for (at, byte, how) in changes {
            let at = at.min(mail.len().saturating_sub(1));
            match how {
                0 => mail[at] = byte,
                1 => mail.insert(at, byte),
                _ => drop(mail.drain(at..(at + usize::from(byte)).min(mail.len() - 1).max(at))),
            }
        }
        if let Ok(post) = Post::read(&mail) {
            assert_harmless(&post);
            let _ = post.own_text();
            let _ = post.author(&[]);
        }
    }

    #[test]
    fn any_field_is_read(value in "[ -~\n\t=?<>@,;:()\"\\\\é\u{1b}]{0,200}") {
        for field in ["From", "Subject", "Date", "References", "List-Id", "List-Post", "Content-Type", "To"] {
            let folded = value.replace('\n', "\n ");
            if let Ok(post) = Post::read(format!("{field}: {folded}\nSubject: x\n\ny\n").as_bytes()) {
                assert_harmless(&post);
            }
        }
    }

    #[test]
    fn any_html_becomes_text(html in "[<>/a-z \"'=&;#!\n-]{0,300}") {
        let mail = format!("Subject: x\nContent-Type: text/html\n\n{html}");
        prop_assert!(Post::read(mail.as_bytes()).is_ok());
    }
}
