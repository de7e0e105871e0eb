use super::*;

fn post(mail: &str) -> Post<'_> {
    Post::read(mail.as_bytes()).expect("a mail")
}

#[test]
fn the_author_behind_a_list() {
    let list: Address = "intro@lists.test".parse().expect("valid");
    let via = "From: Ada Example via Intro <intro@lists.test>\n";
    let ada = "Ada Example <ada@students.test>";
    let reply_to = format!("Reply-To: {ada}\n");
    let original = format!("X-Original-From: {ada}\n");
    let id = "List-Id: <dev.groups.test>\n";
    for (header, expected, munged) in [
        (format!("From: {ada}\n"), ada, false),
        ("From: ada@students.test\n".to_owned(), "ada@students.test", false),
        ("From: Ada via Train <ada@students.test>\n".to_owned(), "Ada via Train <ada@students.test>", false),
        (format!("{via}Reply-To: ada@students.test\n"), ada, true),
        (
            format!("{via}Reply-To: intro@lists.test, Bob <b@b.test>, ada example <ada@students.test>\n"),
            "ada example <ada@students.test>",
            true,
        ),
        (
            format!("{via}Reply-To: INTRO@lists.test\nX-Original-From: A. Example <ada@students.test>\n"),
            ada,
            true,
        ),
        (format!("{via}Cc: Bob <b@b.test>, Ada Example <ada@students.test>\n"), ada, true),
        (format!("{via}Cc: Bob <b@b.test>\n"), "-", true),
        (format!("{via}Author: {ada}\nReply-To: Bob <b@b.test>\n"), ada, true),
        (format!("From: \"'Ada Example' via Intro\" <intro@lists.test>\n{reply_to}"), ada, true),
        (format!("From: \"Ada Example\" (via Intro Mailing List) <intro@lists.test>\n{original}"), ada, true),
        (format!("From: \"Ada Example (via Intro Mailing List)\" <intro@lists.test>\n{original}"), ada, true),
        (format!("From: Ada Example über Intro <intro@lists.test>\n{reply_to}"), ada, true),
        (format!("From: Ada Example через Intro <intro@lists.test>\nCc: {ada}\n"), ada, true),
        (format!("From: Ada Example via groups.test <ada=students.test@groups.test>\n{id}"), ada, true),
        (
            format!("From: Ada Example <ada=students.test@other.test>\n{id}"),
            "Ada Example <ada=students.test@other.test>",
            false,
        ),
        ("From: Ada Example <ada=40students.test@dmarc.ietf.org>\n".to_owned(), ada, true),
        ("From: Ada Example <ada@students.test.invalid>\n".to_owned(), ada, true),
        (
            format!("From: Ada Example via Dev <dev@groups.test>\n{id}X-MailFrom: ada@students.test\n"),
            ada,
            true,
        ),
        (format!("From: Dev <dev@other.test>\n{id}Author: {ada}\n"), ada, true),
        (format!("From: Bob <b@b.test>\nAuthor: {ada}\n"), "Bob <b@b.test>", false),
        (format!("From: Bob <b@b.test>\n{id}Author: {ada}\n"), "Bob <b@b.test>", false),
        ("From: Ada Example <ada@students.test.REMOVE.invalid>\n".to_owned(), "-", true),
        // The list's software, and envelope senders that are programs, are nobody's addresses.
        (format!("From: Ada Example via Dev <intro-bounces@lists.test>\n{id}"), "-", true),
        ("From: Ada Example via Dev <intro@lists.test>\nX-MailFrom: bounce-1@m.test\n".to_owned(), "-", true),
        (
            "From: Ada Example via Dev <intro@lists.test>\nX-MailFrom: intro-bounces+a=b.test@m.test\n"
                .to_owned(),
            "-",
            true,
        ),
        // Who is to get the answers may be somebody else.
        (
            "From: Ada Example via Dev <intro@lists.test>\nReply-To: Bob Builder <bob@x.test>\n".to_owned(),
            "Bob Builder <bob@x.test>",
            true,
        ),
        (
            format!(
                "From: Ada Example via Dev <intro@lists.test>\nReply-To: Bob Builder <bob@x.test>\nCc: {ada}\n"
            ),
            ada,
            true,
        ),
        (format!("From: 'Ada Example' via T <t@t.test>\nTo: t@t.test\n{original}"), ada, true),
        ("From: ada at students.test (Ada Example)\n".to_owned(), "-", false),
        (format!("From: Ada Example via B4 Relay <devnull+ada@k.test>\n{original}{reply_to}"), ada, true),
        ("From: Ada Example via B4 Relay <x@k.test>\nReply-To: ada@students.test\n".to_owned(), ada, true),
        (
            "From: Ada Example via B4 Relay <x@k.test>\n".to_owned(),
            "Ada Example via B4 Relay <x@k.test>",
            false,
        ),
        (
            "From: Dev on behalf of Ada Example <intro@lists.test>\nReply-To: ada@students.test\n".to_owned(),
            ada,
            true,
        ),
        (format!("From: Office on behalf of Ada Example <o@k.test>\n{original}"), ada, true),
    ] {
        let author = post(&header).author(std::slice::from_ref(&list));
        let shown = author.mailbox.map_or("-".to_owned(), |it| it.to_string());
        assert_eq!((shown.as_str(), author.munged), (expected, munged), "{header}");
    }
}

#[test]
fn a_masked_author_keeps_the_name() {
    assert_eq!(
        post("From: ada at students.test (Ada Example)\n\nHi\n").author(&[]).name.as_deref(),
        Some("Ada Example")
    );
}

const PLAIN: &str = "--B\nContent-Type: text/plain\n\nplain\n";
const RICH: &str = "--B\nContent-Type: text/html\n\n<p>rich</p>\n";
const FOOTER: &str =
    "--B\nContent-Type: text/plain\n\n_______________________________________________\nIntro list\n";
const FILE: &str = "--B\nContent-Type: text/plain\nContent-Disposition: attachment\n\nfile\n";
const PATCH: &str = "--B\nContent-Type: text/x-patch\nContent-Disposition: inline\n\n-a?\n";
const LOG: &str = "--B\nContent-Type: text/plain; name=build.log\n\ndevice?\n";
const MAIL: &str = "--B\nContent-Type: message/rfc822\n\nSubject: x\n\ninner\n";

#[test]
fn the_text_is_found_among_the_parts() {
    for (kind, parts, expected) in [
        ("alternative", [PLAIN, RICH, ""], ("plain\n", false)),
        ("alternative", [RICH, PLAIN, ""], ("plain\n", false)),
        ("alternative", [RICH, "", ""], ("rich\n", true)),
        ("alternative", ["--B\n\n \n", RICH, ""], ("rich\n", true)),
        (
            "alternative",
            ["--B\nContent-Type: text/enriched\n\n<bold>rich</bold>\n", RICH, ""],
            ("rich\n", false),
        ),
        ("mixed", [PLAIN, FILE, MAIL], ("plain\n", false)),
        ("mixed", [PLAIN, PLAIN, ""], ("plain\n\nplain\n", false)),
        ("mixed", [PLAIN, PATCH, "--B--\n"], ("plain\n", false)),
        ("mixed", [PATCH, PLAIN, "--B--\n"], ("plain\n", false)),
        ("mixed", [PATCH, "--B--\n", ""], ("-a?\n", false)),
        ("mixed", [PATCH, FOOTER, "--B--\n"], ("-a?\n", false)),
        ("mixed", [PLAIN, LOG, "--B--\n"], ("plain\n", false)),
        ("mixed", [LOG, FOOTER, "--B--\n"], ("device?\n", false)),
        ("mixed", [LOG, PLAIN, "--B--\n"], ("device?\n\nplain\n", false)),
        ("mixed", ["--B\n\nno header\n", "", ""], ("no header\n", false)),
        ("mixed", ["preamble\n", PLAIN, "--B--\nepilogue"], ("plain\n", false)),
        ("mixed", [PLAIN, FOOTER, "--B--\n"], ("plain\n", false)),
        ("mixed", [RICH, FOOTER, "--B--\n"], ("rich\n", true)),
        ("unknown", [PLAIN, FILE, "--B--\n"], ("plain\n", false)),
        ("digest", [MAIL, "--B\n\nFrom: b@c.test\n\ninner which?\n", ""], ("", false)),
    ] {
        let message = format!("Content-Type: multipart/{kind}; boundary=B\n\n{}", parts.concat());
        let read = post(&message);
        assert_eq!((read.text(), read.html_only()), expected, "{message}");
    }
}

#[test]
fn what_is_text_is_read() {
    for (header, expected) in [
        ("Content-Type: text/markdown; charset=utf-8", "a  b\n"),
        ("Content-Type: text/x-patch", "a  b\n"),
        ("Content-Type: text", "a  b\n"),
        ("Content-Type: ;;; ???", "a  b\n"),
        ("Content-Type: multipart/mixed", "a  b\n"),
        ("Content-Disposition: attachment; filename=letter.txt", "a  b\n"),
        ("Content-Type: multipart/mixed; boundary=x", ""),
        ("Content-Type: application/pdf", ""),
        ("Content-Type: text/calendar", ""),
    ] {
        let mail = format!("Subject: x\n{header}\n\na  b\n");
        assert_eq!(post(&mail).text(), expected, "{header}");
    }
}

#[test]
fn a_footer_of_its_own_is_the_lists() {
    let list = "List-Id: Dev <dev.lists.test>\nList-Post: <mailto:dev@lists.test>\n\
                List-Unsubscribe: <https://lists.test/options/dev>,\n <mailto:dev-leave@lists.test?subject=x>\n";
    for (header, footer, is_footer) in [
        (list, "Dev -- dev@lists.test\nNote: x", true),
        (list, "To leave: https://lists.test/options/dev/ada", true),
        (list, "-----\nZum Abmelden: DEV-LEAVE@lists.test", true),
        (list, "Want to leave? Write to\ndev-leave@lists.test.", true),
        (list, "Questions: dev+owner@lists.test", true),
        ("To: dev@lists.test\n", "Leave: <dev-request@lists.test>", true),
        ("To: dev@lists.test\n", "Shall I write to dev-next@lists.test?", false),
        (list, "PS: the second part of a long letter", false),
        (list, "------\nAda", false),
        ("To: dev@lists.test\n", "-----\nabout dev@lists.test", true),
        ("", "______________________________\nx", true),
        ("", "One more thing, dev@lists.test", false),
    ] {
        let mail = format!(
            "{header}Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n{PLAIN}--B\n\n{footer}\n--B--\n"
        );
        let read = post(&mail);
        let expected = if is_footer { "plain\n".to_owned() } else { format!("plain\n\n{footer}\n") };
        assert_eq!(read.text(), expected, "{mail}");
        assert_eq!(read.parts()[2].shown, !is_footer);
    }
}

#[test]
fn a_letter_that_a_list_wrapped_is_the_letter() {
    let inner = "From: Ada Example <ada@students.test>\nSubject: hello\nMessage-ID: <a@b>\n\nWhich?\n";
    let outer = "From: Dev <dev@lists.test>\nTo: dev@lists.test\nList-Id: <dev.lists.test>\n";
    for (header, body, expected) in [
        ("Subject: [Dev] hello\nMessage-ID: <a@b>\nContent-Type: message/rfc822", inner.to_owned(), true),
        (
            "Subject: hello\nMessage-ID: <x@y>\nContent-Type: multipart/mixed; boundary=B",
            format!("--B\nContent-Type: message/rfc822\n\n{inner}\n{FOOTER}--B--\n"),
            true,
        ),
        (
            "Subject: hello\nMessage-ID: <x@y>\nContent-Type: multipart/mixed; boundary=B",
            format!("--B\n\nThis was wrapped. Why?\n--B\nContent-Type: message/rfc822\n\n{inner}\n--B--\n"),
            true,
        ),
        (
            "Subject: other\nMessage-ID: <x@y>\nContent-Type: multipart/mixed; boundary=B",
            format!("{PLAIN}--B\nContent-Type: message/rfc822\n\n{inner}\n--B--\n"),
            false,
        ),
    ] {
        let mail = format!("{outer}{header}\n\n{body}");
        let read = post(&mail);
        assert_eq!(read.own_text() == "Which?", expected, "{mail}: {:?}", read.text());
        let author = read.author(&[]).mailbox.map(|it| it.to_string());
        assert_eq!(author.as_deref() == Some("Ada Example <ada@students.test>"), expected, "{mail}");
    }
}

#[test]
fn whom_a_wrapped_letter_names_is_known() {
    let mail = "From: Ada Example via Dev <dev@lists.test>\nTo: dev@lists.test\nList-Id: <dev.lists.test>\n\
        Subject: hello\nMessage-ID: <a@b>\nContent-Type: multipart/mixed; boundary=B\n\n\
        --B\nContent-Type: message/rfc822\n\nFrom: Ada Example <ada@students.test>\nTo: dev@lists.test\n\
        Cc: Bob <bob@x.test>\nSubject: hello\nMessage-ID: <a@b>\n\nWhich?\n\n--B--\n";
    let named: Vec<_> = post(mail).wrapped_recipients().iter().map(ToString::to_string).collect();
    assert_eq!(named, ["dev@lists.test", "Bob <bob@x.test>"]);
    assert_eq!(post("From: a@b.test\nCc: c@d.test\n\nx\n").wrapped_recipients(), []);
}

#[test]
fn a_header_that_is_broken_is_told() {
    for (mail, expected) in [
        ("Subject: x\nno field\nCc: bob@x.test\n\nx\n", Some(2)),
        ("Subject: x\n\nno field\n", None),
        ("Subject: x\n>From y\n\nx\n", None),
        ("From y\nSubject: x\n\nx\n", None),
        ("Subject: x\n", None),
    ] {
        assert_eq!(post(mail).broken_line(), expected, "{mail:?}");
    }
}

#[test]
fn every_line_end_reads_the_same() {
    let mail = "From: Ada <ada@students.test>\nTo: a@b.test,\n c@d.test\nSubject: x\n\none\n\n> two\nthree\n";
    let marked = format!("\u{feff}{mail}");
    let separated = format!("From ada@students.test Tue Mar 10 12:00:00 2015\n{mail}");
    for file in [mail, &marked, &separated] {
        for end in ["\n", "\r\n", "\r", "\r\r\n"] {
            let file = file.replace('\n', end);
            let read = post(&file);
            assert_eq!((read.from.len(), read.to.len(), read.subject.as_str()), (1, 2, "x"), "{file:?}");
            assert_eq!(read.text(), "one\n\n> two\nthree\n", "{file:?}");
            let lines = read.lines();
            let places: Vec<_> = lines.iter().map(|it| &read.octets()[it.offset..]).collect();
            for (line, place) in lines.iter().zip(places) {
                assert!(place.starts_with(line.text.as_bytes()), "{file:?}");
            }
        }
    }
}

#[test]
fn marks_of_an_mbox_are_undone_in_an_mbox_only() {
    let mail = "Subject: x\n\n>From what I read?\n>>From y\n> From z\nend\n";
    let separator = "From ada@students.test Tue Mar 10 12:00:00 2015\n";
    assert_eq!(post(mail).text(), ">From what I read?\n>>From y\n> From z\nend\n");
    let file = format!("{separator}{mail}");
    let read = post(&file);
    assert_eq!(read.text(), "From what I read?\n>From y\n> From z\nend\n");
    let last = read.lines().pop().expect("lines");
    assert_eq!(&read.octets()[last.offset..], b"end\n");
}

#[test]
fn decoded_lines_lead_back_to_the_file() {
    for (encoding, body, expected) in [
        ("7bit", "one\ntwo\n", &[(3, "one"), (4, "two")][..]),
        ("quoted-printable", "on=\ne=\n\ntwo=20\n", &[(3, "one"), (6, "two ")]),
        ("quoted-printable", "one=0Atwo\n", &[(3, "one"), (3, "two")]),
        ("base64", "b25l\nCnR3bwo=\n", &[(3, "one"), (4, "two")]),
    ] {
        let mail = format!("Subject: x\nContent-Transfer-Encoding: {encoding}\n\n{body}");
        let read = post(&mail);
        let line = |offset: usize| mail[..offset].matches('\n').count();
        let lines = read.lines();
        let lines: Vec<_> = lines.iter().map(|it| (line(it.offset), it.text.as_str())).collect();
        assert_eq!(lines, expected, "{encoding}: {body:?}");
    }
}

#[test]
fn of_any_mail_as_much_is_read() {
    let part = |text: &str| format!("--B\n\n{text}\n");
    let of = |header: &str, body: String| format!("Subject: x\n{header}\n\nHow?\n{body}");
    let mixed = |parts: String| of("Content-Type: multipart/mixed; boundary=B", parts);
    for (mail, whole) in [
        (of("X: y", "a line\n".repeat(1000)), true),
        (of("X: y", "a line\n".repeat(60_000)), false),
        (of("X: y", "a line that is longer\n".repeat(49_000)), false),
        (of("X: y", "word ".repeat(300_000)), false),
        (of("Content-Type: text/plain; charset=gbk", "\u{d5}\u{e3}".repeat(400_000)), false),
        (of("Content-Type: text/html", "<br>a".repeat(100_000)), false),
        (of("Content-Type: text/plain; format=flowed", "a \n".repeat(60_000)), false),
        (of("Content-Transfer-Encoding: quoted-printable", "a=0A".repeat(60_000)), false),
        (mixed(part(&"a line\n".repeat(100)).repeat(10)), true),
        (mixed(part(&"a line\n".repeat(9000)).repeat(10)), false),
        (mixed(part(&"word ".repeat(50_000)).repeat(10)), false),
    ] {
        let read = post(&mail);
        assert_eq!(read.is_whole(), whole, "{}", &mail[..60]);
        let lines = read.lines();
        let octets: usize = lines.iter().map(|it| it.text.len()).sum();
        assert!(read.text().len() <= 512 * 1024 + 1 && octets <= 512 * 1024, "{}", &mail[..60]);
        assert!(lines.len() <= 25_000 && read.text().lines().count() <= 25_000, "{}", &mail[..60]);
        assert_eq!(read.own_words().kinds.len(), read.text().lines().count(), "{}", &mail[..60]);
        let own = read.own_text();
        assert!(!own.is_empty() && own.len() <= 128 * 1024, "{}", &mail[..60]);
    }
}

#[test]
fn stuffed_lines_are_no_quotes() {
    let mail = "Subject: x\nContent-Type: text/plain; format=flowed\n\n> old\n >not a quote: which one?\n From me.\n";
    assert_eq!(post(mail).own_text(), ">not a quote: which one?\nFrom me.");
}

#[test]
fn who_cannot_be_reached_is_named() {
    let read =
        post("From: a@b.test\nTo: c@d.test, é@x.test\nCc: ben at x.test\nReply-To: <>\nSubject: x\n\n");
    let named: Vec<_> = read.unreachable.iter().map(|(field, it)| format!("{field}: {}", it.text)).collect();
    assert_eq!(named, ["Reply-To: <>", "To: é@x.test", "Cc: ben at x.test"]);
    for (field, unusable) in [("Message-ID: <a@b>\n", false), ("Message-ID: <ab>\n", true), ("", false)] {
        assert_eq!(post(&format!("{field}Subject: x\n\n")).has_unusable_id(), unusable, "{field}");
    }
}
