use super::*;
use onlist_mail::deliver::eml;
use proptest::prelude::*;

const FULL: &str = "From: Ada <ada@students.test>\r\nTo: dev@lists.test\r\nSubject: x\r\n\
                    Date: Tue, 10 Mar 2015 11:00:00 +0000\r\nMessage-ID: <a@b>\r\n";

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid")
}

fn read(mail: &[u8]) -> Result<QueuedLetter, Error> {
    let role = |it: &Address| if it.domain() == "lists.test" { Role::List } else { Role::Added };
    QueuedLetter::from_mail(mail, now(), role)
}

/// Reverse path and forward paths.
fn envelope(letter: &QueuedLetter) -> String {
    let to: Vec<_> = letter.recipients.iter().map(|it| it.address.as_str()).collect();
    format!("{} -> {}", letter.reverse_path, to.join(" "))
}

#[test]
fn what_is_there_stays_byte_for_byte() {
    for mail in [
        format!("{FULL}\r\nHello\r\n"),
        format!("{FULL}X-Odd :  two  blanks \r\n\tand a fold\r\n\r\n.\r\n..\r\n\r\nbcc: me\r\n\r\n"),
        format!("{FULL}Cc: \"Example, Ben\" <ben@x.test>,\r\n Zo\u{eb} <z@x.test>\r\n\r\n8bit \u{eb}\r\n"),
        FULL.to_owned(),
    ] {
        let letter = read(mail.as_bytes()).expect("a letter");
        assert_eq!(String::from_utf8_lossy(&letter.bytes), mail);
        assert_eq!(letter.message_id.as_str(), "<a@b>");
        let unsent = eml::bytes(&letter.message());
        assert_eq!(read(&unsent).expect("a letter"), letter, "{mail:?}");
    }
    let not_text = [FULL.as_bytes(), b"\r\n\xff\xfe\r\n"].concat();
    assert_eq!(read(&not_text).expect("a letter").bytes, not_text);
}

#[test]
fn mails_without_an_identifier_that_differ_in_anything_get_two() {
    let bare = FULL.replace("Message-ID: <a@b>\r\n", "");
    let one = |rest: &[u8]| read(&[bare.as_bytes(), rest].concat()).expect("a letter");
    let letters = [
        one(b"\r\nHello\r\n"),
        one(b"Bcc: ben@x.test\r\n\r\nHello\r\n"),
        one(b"Bcc: cid@x.test\r\n\r\nHello\r\n"),
        one(b"Cc: cid@x.test\r\n\r\nHello\r\n"),
        one(b"\r\nHell\xeb\r\n"),
        one(b"\r\nHell\xec\r\n"),
    ];
    for (at, letter) in letters.iter().enumerate() {
        assert!(letters[..at].iter().all(|it| it.message_id != letter.message_id), "{letter:?}");
    }
    assert!(letters[2].goes_where(&letters[3]) && !letters[1].goes_where(&letters[2]));
    assert_eq!(one(b"\r\nHello\r\n").message_id, letters[0].message_id);
}

#[test]
fn only_what_may_not_travel_is_changed() {
    let whole = format!("{FULL}\r\none\r\ntwo\r\n");
    for mail in [
        whole.replace("\r\n", "\n"),
        whole.replace("\r\n", "\r"),
        whole.trim_end().to_owned(),
        format!("\u{feff}\r\n \n{whole}"),
        format!("From ada@students.test Tue Mar 10 12:00:00 2015\n{whole}"),
        format!("X-Unsent: 1\r\n{whole}"),
        whole.replace("Subject", "Resent-Bcc: ben@x.test\r\nSubject"),
        whole.replace("Subject", "x-unsent :\r\n 1\r\nSubject"),
        whole.replace("Subject", "Bcc: ben@x.test,\r\n\tcid@x.test\r\nBCC : dora@x.test\r\nSubject"),
    ] {
        let letter = read(mail.as_bytes()).expect("a letter");
        assert_eq!(String::from_utf8_lossy(&letter.bytes), whole, "{mail:?}");
    }
}

#[test]
fn what_is_missing_is_added() {
    let letter = read(b"From: Ada <ada@students.test>\nTo: dev@lists.test\n\nHello").expect("a letter");
    let id = letter.message_id.as_str();
    assert!(id.starts_with("<20150310110000.") && id.ends_with("@students.test>"), "{id}");
    assert_eq!(
        String::from_utf8_lossy(&letter.bytes),
        format!(
            "From: Ada <ada@students.test>\r\nTo: dev@lists.test\r\n\
             Date: Tue, 10 Mar 2015 12:00:00 +0100\r\nMessage-ID: {id}\r\n\r\nHello\r\n"
        )
    );
    let other = read(b"From: Ada <ada@students.test>\nTo: dev@lists.test\n\nHullo").expect("a letter");
    assert_ne!(other.message_id, letter.message_id);
}

#[test]
fn the_header_names_who_gets_it() {
    const HEAD: &str = "From: ada@students.test\nSubject: x\n";
    for (header, expected) in [
        ("To: dev@lists.test\n", "ada@students.test -> dev@lists.test"),
        ("Bcc: a@x.test\nCc: b@x.test\nTo: c@x.test\n", "ada@students.test -> c@x.test b@x.test a@x.test"),
        ("To: a@x.test, A@X.test\nCc: a@x.test\n", "ada@students.test -> a@x.test"),
        ("To: undisclosed-recipients:;\nBcc: a@x.test\n", "ada@students.test -> a@x.test"),
        ("Sender: Ben <ben@x.test>\nTo: a@x.test\n", "ben@x.test -> a@x.test"),
    ] {
        let letter = read(format!("{HEAD}{header}\nHello\n").as_bytes()).expect("a letter");
        assert_eq!(envelope(&letter), expected, "{header}");
    }
    let mail = format!("{HEAD}To: Dev <dev@lists.test>, =?utf-8?q?Zo=C3=AB?= <z@x.test>\n\nHello\n");
    let letter = read(mail.as_bytes()).expect("a letter");
    assert_eq!(letter.list, "dev@lists.test".parse().ok());
    assert_eq!(letter.recipients[1].name.as_deref(), Some("Zoë"));
    assert_eq!(letter.recipients[1].role, Role::Added);
}

#[test]
fn what_would_have_to_be_guessed_is_refused() {
    let from = "From: ada@students.test\n";
    let to = "To: dev@lists.test\n";
    for (mail, expected) in [
        (String::new(), "this mail is empty"),
        ("Hello\n".to_owned(), "not a mail: no header with From, To, Subject, Date or Message-ID"),
        (to.to_owned(), "this mail has no `From`"),
        (format!("From:\n{to}"), "this mail has no `From`"),
        (from.to_owned(), "this mail names no recipient"),
        (format!("{from}To: ;\n"), "this mail names no recipient"),
        (
            format!("From: a@b.test, c@d.test\n{to}"),
            "this mail has several authors in `From` and no `Sender`",
        ),
        (format!("{from}Sender: a@b.test, c@d.test\n{to}"), "`Sender` has to name one address"),
        (format!("{from}{from}{to}"), "this mail has more than one `From`"),
        (format!("{from}{to}Subject: a\nsubject: b\n"), "this mail has more than one `Subject`"),
        (format!("{from}To: ben at x.test\n"), "in `To`, `ben at x.test` is not a valid email address"),
        (format!("{from}{to}Bcc: ben\n"), "in `Bcc`, `ben` is not a valid email address"),
        (
            format!("{from}{to}Message-ID: none\n"),
            "the `Message-ID` of this mail is not valid (expected `<name@host>`)",
        ),
        (
            format!("{from}{to}Message-ID: a@b\n"),
            "the `Message-ID` of this mail is not valid (expected `<name@host>`)",
        ),
        (format!("{from}{to}\na\n\0b\n"), "line 5 has a NUL in it"),
        (format!("\n{from}{to}\na\n\0b\n"), "line 6 has a NUL in it"),
        (format!("{from}{to}\n{}\n", "x".repeat(999)), "line 4 has 999 bytes; the limit is 998"),
        (format!("{from}{to}no field\n\nHello\n"), "line 3 of the header is not a header field"),
        (format!("{from}{to}>From x\n\nHello\n"), "line 3 of the header is not a header field"),
        (
            format!("From x\n{from}{to}\na\n\nFrom y Tue Mar 10 12:00:00 2015\n{from}{to}\nb\n"),
            "this file has more than one mail",
        ),
        (
            format!(
                "{from}To: {}\n",
                (0..1001).map(|it| format!("a{it}@b.test")).collect::<Vec<_>>().join(",\n ")
            ),
            "this mail names more than 1000 recipients",
        ),
    ] {
        let error = read(mail.as_bytes()).expect_err("refused");
        assert_eq!(error.to_string(), expected, "{mail:?}");
    }
    assert!(read(format!("{from}{to}\n{}\n", "x".repeat(998)).as_bytes()).is_ok());
}

/// Pieces that mails are made of, and break with.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 26] = [
        "From: a@b.test",
        "To: dev@lists.test",
        "To: x <y@z.test>",
        "Cc: ",
        "Bcc: secret@x.test",
        "BCC :",
        "bcc:\n secret@x.test",
        "X-Unsent: 1",
        "Message-ID: <a@b>",
        "Date: x",
        "Subject: =?utf-8?q?=0D=0ABcc?=",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\r\n\r\n",
        " ",
        "\t",
        "From x\n",
        "\0",
        "(",
        "\"",
        "<",
        ",",
        ".\r\n",
        "\u{feff}",
    ];
    let piece = prop_oneof![
        6 => prop::sample::select(&PIECES[..]).prop_map(|it| [it.as_bytes(), b"\n"].concat()),
        3 => prop::sample::select(&PIECES[..]).prop_map(|it| it.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|it| it.concat())
}

fn is_clean(bytes: &[u8]) -> bool {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r\n"));
    let fits = |line: &[u8]| line.len() <= 998 && !line.iter().any(|byte| b"\r\n\0".contains(byte));
    lines.into_iter().all(|line| line.is_some_and(fits))
}

proptest! {
    #[test]
    fn hostile_mail_is_refused_or_clean(rest in pieces(), whole in any::<bool>()) {
        let mail = if whole { [FULL.as_bytes(), &rest].concat() } else { rest };
        if let Ok(letter) = read(&mail) {
            prop_assert!(is_clean(&letter.bytes));
            let post = Post::read(letter.bytes.as_slice()).expect("a mail");
            prop_assert!(DROPPED.iter().all(|name| post.field(name).is_none()));
            prop_assert_eq!(post.all("Message-ID").count(), 1);
            if !(post.to.is_empty() && post.cc.is_empty()) {
                let again = read(&letter.bytes).expect("a letter still");
                prop_assert_eq!(again.bytes, letter.bytes);
            }
        }
    }
}
