//! Fixing mails of every form: nothing is lost, and the second time nothing is left to do.

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::check::{CheckContext, Mail, RuleConfig, check, fixed};
use proptest::prelude::*;

const CATALOG: &str = include_str!("checks/catalog.toml");

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2015-03-10T13:00:00+01:00").expect("valid")
}

/// Gives `ask` a context and a configuration in the letters' community.
fn in_community<T>(ask: impl FnOnce(&CheckContext<'_>, &RuleConfig) -> T) -> T {
    let catalog = Catalog::parse("catalog.toml", CATALOG).expect("a valid catalog");
    let config = RuleConfig::of(&catalog).expect("known rules");
    ask(&CheckContext::new(&catalog, now()), &config)
}

fn fix(mail: &[u8]) -> Option<Vec<u8>> {
    in_community(|context, config| fixed(mail, context, config))
}

fn codes(mail: &[u8]) -> Vec<&'static str> {
    let mail = Mail::read(mail).expect("a mail");
    in_community(|context, config| {
        check(&mail, context, config).findings.iter().map(|it| it.rule.code).collect()
    })
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A body that is encoded as `encoding` says.
fn encoded(text: &str, encoding: &str) -> String {
    match encoding {
        "quoted-printable" => {
            quoted_printable::encode_to_str(text.replace('\n', "\r\n")).replace("\r\n", "\n")
        }
        _ => text.to_owned(),
    }
}

#[test]
fn each_field_is_fixed_as_people_would() {
    let body = "\n\nI am Ada. Rump.\n";
    for (before, after) in [
        (
            "To: devel@lists.example.org\nSubject: Re: Trace viewer",
            "To: devel@lists.example.org\nSubject: Trace viewer",
        ),
        ("Subject: Subject: Re: GSoC: Trace viewer", "Subject: [GSoC 2015] Trace viewer"),
        ("Subject: GSoC 2014: Trace viewer", "Subject: GSoC 2014: Trace viewer"),
        ("Subject: GSoC proposal 2015: Zoë", "Subject: [GSoC 2015] proposal 2015: =?utf-8?q?Zo=C3=AB?="),
        (
            "To: X <DEVEL@old.example.org>,\n\tdevel@old.example.orgs\nSubject: GSoC 2015: Trace viewer",
            "To: X <devel@lists.example.org>,\n\tdevel@old.example.orgs\nSubject: GSoC 2015: Trace viewer",
        ),
        (
            "Subject: GSoC 2015: A faster parser for traces\nCc: a@b.test",
            "Subject: GSoC 2015: A faster parser for traces\nCc: a@b.test,\n Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
        ),
        (
            "To: grace@example.org\nSubject: GSoC 2015: A faster parser for traces",
            "To: grace@example.org\nCc: Linus Sample <linus@example.org>\nSubject: GSoC 2015: A faster parser for traces",
        ),
        (
            "Subject: GSoC 2015: A faster parser for traces\nCC: ",
            "Subject: GSoC 2015: A faster parser for traces\nCc: Grace Example <grace@example.org>, Linus Sample <linus@example.org>",
        ),
    ] {
        let mail = format!("{before}{body}");
        let fixed = fix(mail.as_bytes()).unwrap_or_else(|| mail.clone().into_bytes());
        assert_eq!(String::from_utf8_lossy(&fixed), format!("{after}{body}"), "{before}");
        let crlf = mail.replace('\n', "\r\n");
        let fixed = fix(crlf.as_bytes()).unwrap_or_else(|| crlf.into_bytes());
        assert_eq!(
            String::from_utf8_lossy(&fixed),
            format!("{after}{body}").replace('\n', "\r\n"),
            "{before}"
        );
    }
}

#[test]
fn html_goes_only_where_nothing_is_lost_with_it() {
    let text =
        "--B\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSGVsbG8K\n";
    let html = "--B\nContent-Type: text/html\n\n<p>Hello</p>\n";
    let file = "--B\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nx\n";
    let mail = |kind: &str, parts: &[&str]| {
        let parts = parts.concat();
        format!(
            "Subject: GSoC 2015: Trace viewer\nContent-Type: multipart/{kind}; boundary=B\nX-Kept: yes\n\n{parts}--B--\n"
        )
    };
    let fixed = fix(mail("alternative", &[text, html]).as_bytes()).expect("fixed");
    let expected = "Subject: GSoC 2015: Trace viewer\nX-Kept: yes\nContent-Type: text/plain; charset=utf-8\n\
        Content-Transfer-Encoding: base64\n\nSGVsbG8K\n";
    assert_eq!(String::from_utf8_lossy(&fixed), expected);
    for (kind, parts) in [
        ("alternative", &[html][..]),
        ("mixed", &[text, html]),
        ("mixed", &[text, html, file]),
        ("alternative", &[text, html, file]),
        ("signed", &[text, html]),
    ] {
        let mail = mail(kind, parts);
        assert_eq!(fix(mail.as_bytes()).map(|it| String::from_utf8_lossy(&it).into_owned()), None, "{mail}");
    }
}

#[test]
fn text_in_another_form_is_wrapped_in_the_same_or_as_quoted_printable() {
    let words = "Zoë ".repeat(30);
    let mail = format!(
        "Subject: GSoC 2015: Trace viewer\nContent-Type: text/plain; charset=utf-8\n\n{}\n",
        words.trim()
    );
    let fixed = String::from_utf8(fix(mail.as_bytes()).expect("fixed")).expect("UTF-8");
    assert!(fixed.contains("charset=utf-8\n\nZoë Zoë"), "{fixed}");
    let latin: Vec<u8> = mail
        .replace("utf-8", "iso-8859-1")
        .replace('ë', "\u{1}")
        .bytes()
        .map(|it| if it == 1 { 0xeb } else { it })
        .collect();
    let fixed = String::from_utf8(fix(&latin).expect("fixed")).expect("ASCII");
    assert!(
        fixed.contains("charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nZo=C3=AB"),
        "{fixed}"
    );
    assert!(!codes(fixed.as_bytes()).contains(&"F02"));
}

/// Pieces of which mails are made, some of them traps: what looks like a quote, a delimiter or a footer once wrapped.
const PIECES: [&str; 24] = [
    "word ",
    "a long sentence about the parser that goes on and on. ",
    "\n",
    "\n",
    "\n\n",
    "> quoted line\n",
    "> ",
    ">> ",
    "-- \n",
    "--\n",
    "-- ",
    "    code that is indented by four blanks and rather long, so that it would be wrapped\n",
    "- item ",
    "1. ",
    "https://example.org/a/very/long/path/that/nobody/can/break/anywhere/at/all/and/so/on ",
    "From ",
    "wrote:\n",
    "On Tue, Ada ",
    "```\n",
    "Zoë ",
    "漢字漢字漢字漢字漢字漢字漢字漢字 ",
    "_______________________________________________\n",
    "Best regards,\nAda\n",
    "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

fn fields() -> impl Strategy<Value = String> {
    let subject = proptest::sample::select(vec![
        "[GSoC 2015] A faster parser for traces",
        "Re: Trace viewer",
        "Subject: Fwd: GSoC: hello",
        "GSoC'15 Zoë – faster parser for traces",
        "",
        "[devel] Re: [GSoC] x",
        "GSoC",
        "Re: Re: Re:",
        "[GSoC 2014] A faster parser",
        "a\tb GSoC2015 c",
    ]);
    let to = proptest::sample::select(vec![
        "To: devel@old.example.org",
        "To: devel@lists.example.org, \"A, B\" <a@b.test>\nCc: linus@example.org,",
        "Cc:",
        "To: Devel <DEVEL@OLD.example.org>,\n\tgrace@example.org",
        "X: y",
        "To: grace at example.org",
        "To: devel@old.example.org\nIn-Reply-To: <a@b.test>",
    ]);
    (subject, to)
        .prop_map(|(subject, to)| format!("From: Ada <ada@students.test>\nSubject: {subject}\n{to}\n"))
}

fn mail() -> impl Strategy<Value = Vec<u8>> {
    let encoding = proptest::sample::select(vec!["8bit", "quoted-printable"]);
    let kind = proptest::sample::select(vec!["plain", "plain", "alternative", "mixed", "flowed"]);
    (fields(), text(), encoding, kind, any::<bool>()).prop_map(|(fields, text, encoding, kind, crlf)| {
        let flowed = if kind == "flowed" { "; format=flowed" } else { "" };
        let part = format!(
            "Content-Type: text/plain; charset=utf-8{flowed}\nContent-Transfer-Encoding: {encoding}\n\n{}",
            encoded(&text, encoding)
        );
        let mail = match kind {
            "plain" | "flowed" => format!("{fields}{part}"),
            kind => format!(
                "{fields}Content-Type: multipart/{kind}; boundary=\"=_B\"\n\n--=_B\n{part}\n--=_B\nContent-Type: text/html\n\n<p>x</p>\n--=_B--\n"
            ),
        };
        if crlf { mail.replace('\n', "\r\n").into_bytes() } else { mail.into_bytes() }
    })
}

proptest! {
    #[test]
    fn fixing_loses_nothing_and_ends(mail in mail()) {
        if let Some(once) = fix(&mail) {
            let (before, after) = (Mail::read(&mail).expect("a mail"), Mail::read(&once).expect("still a mail"));
            prop_assert_eq!(letters(&before.post.own_text()), letters(&after.post.own_text()));
            prop_assert_eq!(letters(before.post.text()), letters(after.post.text()));
            prop_assert_eq!(&before.post.message_id, &after.post.message_id);
            let kept = before.recipients().all(|it| {
                it.address.domain().eq_ignore_ascii_case("old.example.org") || after.recipients().any(|to| to.address == it.address)
            });
            prop_assert!(kept, "{}", String::from_utf8_lossy(&once));
            let twice = fix(&once).map(|it| String::from_utf8_lossy(&it).into_owned());
            prop_assert_eq!(twice, None, "{}", String::from_utf8_lossy(&once));
        }
    }

    #[test]
    fn quotes_code_and_signatures_stay_byte_for_byte(text in text()) {
        let mail = format!("Subject: GSoC 2015: Trace viewer\nContent-Type: text/plain; charset=utf-8\n\n{text}\n");
        let verbatim = |text: &str| text.lines().filter(|it| it.starts_with(['>', ' ', '\t'])).map(str::to_owned).collect::<Vec<_>>();
        if let Some(fixed) = fix(mail.as_bytes()) {
            prop_assert_eq!(verbatim(&String::from_utf8_lossy(&fixed)), verbatim(&mail));
        }
    }
}

#[test]
fn what_cannot_be_read_for_certain_stays() {
    let long = "I would like to work on the parser, and I come from a place that is written with letters of";
    for (header, octets) in [
        ("text/plain; charset=johab", &b"\x91\xb6"[..]),
        ("text/plain; charset=euc-jis-2004", b"\xc5\xec\xb5\xfe"),
        ("text/plain; charset=x-nobody-knows", b"\xe9"),
        ("text/plain; charset=unknown-8bit", b"\xe9"),
        ("text/plain; charset=us-ascii", b"\xe9"),
        ("text/plain; charset=utf-8", b"\xe9"),
        ("text/plain", b"\xe9"),
    ] {
        let head = format!(
            "From: Ada Example <ada@students.test>\nTo: devel@lists.example.org\nCc: grace@example.org, linus@example.org\nSubject: [GSoC 2015] A faster parser for traces\nDate: Tue, 10 Mar 2015 12:00:00 +0100\nMessage-ID: <1@students.test>\nMIME-Version: 1.0\nContent-Type: {header}\nContent-Transfer-Encoding: 8bit\n\n{long} "
        );
        let mail = [head.as_bytes(), octets, b" where I study.\n"].concat();
        assert_eq!(fix(&mail), None, "{header}");
        assert!(codes(&mail).contains(&"F06"), "{header}");
    }
    let mail = format!(
        "From: a@b.test\nTo: devel@lists.example.org\nSubject: Re: =?johab?q?=91=B6?= parser\n\n{long}.\n"
    );
    let fixed = fix(mail.as_bytes()).expect("the text is fixed");
    assert!(String::from_utf8_lossy(&fixed).contains("=?johab?q?=91=B6?="), "no subject is guessed");
}
