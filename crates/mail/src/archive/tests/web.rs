//! Lists on web servers.

use super::super::{Error, Options, open};
use super::{mbox, packed, subjects};
use crate::http::HttpError;
use crate::http::loopback::server;
use crate::message_id::MessageId;
use crate::read::fields::Fields;

/// What a list on a web server gives that answers so, and what it was asked.
fn list(path: &str, options: &Options, answers: &[&[u8]]) -> (Result<Vec<String>, Error>, Vec<String>) {
    let (base, requests) = server(answers);
    let found = open(format!("{base}{path}"), options).and_then(|mut posts| {
        let mut subjects = Vec::new();
        while let Some(post) = posts.next()? {
            let subject = Fields::scan(post.bytes).subject.unwrap_or_default();
            subjects.push(String::from_utf8_lossy(subject).trim().to_owned());
        }
        Ok(subjects)
    });
    let requests = requests.join().expect("no panic");
    (found, requests.iter().map(|it| it.lines().next().unwrap_or_default().to_owned()).collect())
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).as_bytes(),
        body,
    ]
    .concat()
}

fn since() -> Options {
    Options { since: chrono::DateTime::from_timestamp(1_769_904_000, 0), ..Options::default() }
}

#[test]
fn a_list_on_a_web_server_is_searched_once() {
    let mails = answer("200 OK\r\nContent-Type: application/gzip", &packed(&mbox(0..3)));
    for (path, options, expected) in [
        ("/devel/", since(), "POST /devel/?q=d%3A20260201..+OR+rt%3A1769904000..&x=m&t=1 HTTP/1.1"),
        ("/devel", since(), "POST /devel/?q=d%3A20260201..+OR+rt%3A1769904000..&x=m&t=1 HTTP/1.1"),
        ("/devel/?q=s:gsoc&x=A#t", Options::default(), "POST /devel/?q=s%3Agsoc&x=m&t=1 HTTP/1.1"),
        ("/devel/a@b.test/t.mbox.gz", Options::default(), "GET /devel/a@b.test/t.mbox.gz HTTP/1.1"),
        (
            "/devel/",
            Options { thread: MessageId::parse("<a/b+c@d.test>"), ..Options::default() },
            "GET /devel/a%2Fb%2Bc@d.test/t.mbox.gz HTTP/1.1",
        ),
    ] {
        let (found, requests) = list(path, &options, &[&mails]);
        assert_eq!(found.expect("mails"), subjects(0..3));
        assert_eq!(requests, [expected]);
    }
    let error = open("http://127.0.0.1:9/devel/", &Options::default()).map(|_| ()).expect_err("no span");
    assert!(matches!(error, Error::NoSpan { .. }), "{error:?}");
}

#[test]
fn a_search_that_finds_nothing_is_told_from_a_list_that_is_none() {
    let nothing = answer("404 Not Found\r\nContent-Type: text/plain", b"No results found\n");
    let page = answer("200 OK\r\nContent-Type: text/html", b"<html>");
    let (found, requests) = list("/devel/", &since(), &[&nothing, &page]);
    assert_eq!(found.expect("nothing"), Vec::<String>::new());
    assert_eq!(requests[1], "GET /devel/ HTTP/1.1");
    let (found, _) = list("/devel/", &since(), &[&nothing, &nothing]);
    assert!(matches!(found, Err(Error::NoList { .. })), "{found:?}");
    let html = answer("404 Not Found\r\nContent-Type: text/html", b"<html>");
    let (found, _) = list("/devel/", &since(), &[&html]);
    assert!(matches!(found, Err(Error::NoList { .. })), "{found:?}");
    let (found, _) =
        list("/devel/", &since(), &[&answer("501 Not Implemented\r\nContent-Type: text/html", b"<html>")]);
    assert!(matches!(found, Err(Error::NoSearch { .. })), "{found:?}");
}

#[test]
fn what_is_no_mail_is_never_an_empty_list() {
    for (head, body) in [
        (
            "200 OK\r\nContent-Type: text/html; charset=utf-8",
            b"<!doctype html>Making sure you are not a bot".as_slice(),
        ),
        ("200 OK\r\nContent-Type: application/gzip", b"<html>"),
        ("200 OK\r\nContent-Type: application/gzip", &packed(b"<html>")),
        ("200 OK", b""),
        ("200 OK", &packed(b"")),
        ("200 OK", b"nothing"),
    ] {
        let (found, _) = list("/devel/", &since(), &[&answer(head, body)]);
        assert!(matches!(found, Err(Error::NotMail { .. })), "{head}: {found:?}");
    }
    let whole = packed(&mbox(0..2000));
    for body in [&whole[..whole.len() / 2], &whole[..whole.len() - 3], &whole[..12]] {
        let (found, _) = list("/devel/", &since(), &[&answer("200 OK", body)]);
        assert!(matches!(found, Err(Error::Incomplete { .. })), "{found:?}");
    }
    let sent = answer("200 OK", &whole);
    let (found, _) = list("/devel/", &since(), &[&sent[..sent.len() / 2]]);
    assert!(matches!(found, Err(Error::Http(HttpError::Incomplete(_)))), "{found:?}");
    let away = answer("302 Found\r\nLocation: http://other.test/", b"");
    let (found, _) = list("/devel/", &since(), &[&away]);
    assert!(matches!(found, Err(Error::Http(HttpError::Elsewhere { .. }))), "{found:?}");
}

#[test]
fn a_file_that_has_not_changed_is_not_sent_again() {
    let folder = tempfile::tempdir().expect("made");
    let options = Options { cache: Some(folder.path().join("cache")), ..Options::default() };
    let sent = |head: &str, count| answer(&format!("200 OK\r\n{head}"), &packed(&mbox(0..count)));
    for (first, named) in [
        ("ETag: W/\"a b\"", "if-none-match: w/\"a b\""),
        ("Last-Modified: Tue, 10 Mar 2026 12:00:00 GMT", "if-modified-since: tue, 10 mar 2026 12:00:00 gmt"),
    ] {
        let unchanged = b"HTTP/1.1 304 x\r\nConnection: close\r\n\r\n";
        let answers: [&[u8]; 4] = [&sent(first, 2), unchanged, &sent("ETag: \"c\"", 3), unchanged];
        let (base, requests) = server(&answers);
        for count in [2, 2, 3, 3] {
            let mut posts = open(format!("{base}/2026-March.txt.gz"), &options).expect("mails");
            assert_eq!(super::all(&mut posts), (subjects(0..count), vec![]));
        }
        let requests = requests.join().expect("no panic");
        let named: Vec<_> = requests.iter().map(|it| it.to_lowercase().contains(named)).collect();
        assert_eq!(named, [false, true, true, false], "{requests:?}");
    }
    // What broke off, and what has no version, is asked for in whole.
    let whole = sent("ETag: \"a\"", 2);
    let cut = &whole[..whole.len() - 3];
    let (base, requests) = server(&[cut, &sent("X: y", 2), &sent("X: y", 2)]);
    for _ in 0..3 {
        let posts = open(format!("{base}/2026-April.txt.gz"), &options);
        drop(posts.map(|mut it| while let Ok(Some(_)) = it.next() {}));
    }
    assert!(!requests.join().expect("no panic").iter().any(|it| it.to_lowercase().contains("if-")));
}
