//! Requests to a server on loopback that answers with the octets it was given.

use std::io::Read;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::loopback::server;
use super::{HttpError, Limits, get, is_protected, join, post};

const SHORT: Limits = Limits { time: Duration::from_secs(5), size: 1000 };

/// What a request for `/list/` comes to.
fn outcome(answers: &[&[u8]], limits: &Limits) -> Result<String, HttpError> {
    let (base, requests) = server(answers);
    let result = get(&format!("{base}/list/"), limits).and_then(super::Answer::into_bytes);
    assert_eq!(requests.join().expect("no panic").len(), answers.len());
    result.map(|bytes| String::from_utf8(bytes).expect("text"))
}

#[test]
fn an_answer_has_its_type_and_its_bytes() {
    let (base, requests) = server(&[
        b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello",
    ]);
    let mut answer = get(&format!("{base}/a%20b?q=1#x"), &SHORT).expect("answered");
    assert_eq!(answer.content_type(), Some("text/html"));
    assert_eq!(answer.url(), format!("{base}/a%20b?q=1#x"));
    let mut text = String::new();
    answer.read_to_string(&mut text).expect("read");
    assert_eq!(text, "hello");
    let request = requests.join().expect("no panic").remove(0);
    assert!(request.starts_with("GET /a%20b?q=1 HTTP/1.1\n"), "{request}");
    let agent = format!("user-agent: onlist/{}\n", env!("CARGO_PKG_VERSION"));
    assert!(request.to_lowercase().contains(&agent), "{request}");
}

#[test]
fn a_request_by_post_has_an_empty_body() {
    let (base, requests) = server(&[b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]);
    post(&format!("{base}/list/?q=d:20260201..&x=m&t=1"), &SHORT).expect("answered");
    let request = requests.join().expect("no panic").remove(0);
    assert!(request.starts_with("POST /list/?q=d:20260201..&x=m&t=1 HTTP/1.1\n"), "{request}");
    assert!(request.to_lowercase().contains("content-length: 0\n"), "{request}");
}

#[test]
fn compressed_answers_are_unpacked() {
    // printf hello | gzip -n
    const PACKED: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcbH\xcd\xc9\xc9\x07\0\x86\xa6\x106\x05\0\0\0";
    let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    let whole = [head, PACKED].concat();
    assert_eq!(outcome(&[&whole], &SHORT), Ok("hello".to_owned()));
    let cut = &whole[..whole.len() - 9];
    assert_eq!(outcome(&[cut], &SHORT), Err(HttpError::Incomplete("127.0.0.1".to_owned())));
}

#[test]
fn a_redirect_is_followed_on_its_own_host() {
    const END: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nthis";
    let to = |location: &str| {
        format!(
            "HTTP/1.1 301 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        .into_bytes()
    };
    for location in ["/other/", "../other/", "{base}/other/"] {
        assert_eq!(outcome(&[&to(location), END], &SHORT), Ok("this".to_owned()), "{location}");
    }
    for location in
        ["http://other.test/list/", "//other.test/list/", "http://127.0.0.1:1/list/", "file:///etc/x"]
    {
        let error = outcome(&[&to(location)], &SHORT).expect_err("elsewhere");
        assert!(matches!(error, HttpError::Elsewhere { .. }), "{error:?}");
    }
    let error = outcome(&[to("/list/").as_slice(); 6], &SHORT).expect_err("endless");
    assert!(matches!(error, HttpError::Redirects(_)), "{error:?}");
    let error = outcome(&[b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"], &SHORT).expect_err("nowhere");
    assert!(matches!(error, HttpError::Redirects(_)), "{error:?}");
}

#[test]
fn a_posted_request_stays_one_when_it_is_sent_on() {
    for (status, method) in [(301, "POST"), (308, "POST"), (303, "GET")] {
        let moved =
            format!("HTTP/1.1 {status} x\r\nLocation: /b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let (base, requests) = server(&[moved.as_bytes(), b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]);
        post(&format!("{base}/a"), &SHORT).expect("answered");
        let requests = requests.join().expect("no panic");
        assert!(requests[1].starts_with(&format!("{method} /b ")), "{status}: {requests:?}");
    }
}

#[test]
fn a_busy_server_is_asked_again_after_the_time_it_names() {
    const LATER: &[u8] =
        b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    const DATE: &[u8] = b"HTTP/1.1 503 x\r\nDate: Tue, 10 Mar 2026 12:00:00 GMT\r\n\
        Retry-After: Tue, 10 Mar 2026 13:00:00 GMT\r\nContent-Length: 0\r\n\r\n";
    const NONE: &[u8] = b"HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n";
    const LONG: Limits = Limits { time: Duration::from_mins(30), size: 100 };
    const MINUTES: &[u8] = b"HTTP/1.1 429 x\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n";
    const END: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nthis";
    let started = Instant::now();
    assert_eq!(outcome(&[LATER, END], &SHORT), Ok("this".to_owned()));
    assert!(started.elapsed() >= Duration::from_secs(1));
    // Nobody sits before a silent screen for longer than a minute.
    for (answer, limits, after) in [
        (DATE, SHORT, Some(Duration::from_hours(1))),
        (NONE, SHORT, None),
        (MINUTES, LONG, Some(Duration::from_mins(10))),
    ] {
        let error = outcome(&[answer], &limits).expect_err("busy");
        assert_eq!(error, HttpError::Busy { host: "127.0.0.1".to_owned(), retry_after: after });
        assert!(error.is_transient());
    }
}

#[test]
fn what_is_no_success_is_an_error_with_the_type_of_its_page() {
    let error =
        outcome(&[b"HTTP/1.1 404 x\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"], &SHORT);
    let Err(HttpError::Status { status: 404, content_type, .. }) = error else { panic!("{error:?}") };
    assert_eq!(content_type.as_deref(), Some("text/plain"));
}

#[test]
fn limits_hold() {
    let large = [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", [b'x'; 1001].as_slice()].concat();
    let host = || "127.0.0.1".to_owned();
    assert_eq!(outcome(&[&large], &SHORT), Err(HttpError::TooLarge { host: host(), limit: 1000 }));
    assert!(outcome(&[&large[..large.len() - 1]], &SHORT).is_ok());
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell";
    assert_eq!(outcome(&[cut], &SHORT), Err(HttpError::Incomplete(host())));
    assert_eq!(outcome(&[b""], &SHORT), Err(HttpError::Incomplete(host())));
    let error = outcome(&[b"220 mail.test ESMTP\r\n"], &SHORT).expect_err("not HTTP");
    assert!(matches!(error, HttpError::Unreadable { .. }), "{error:?}");
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let url = format!("http://{}/", listener.local_addr().expect("bound"));
    let limits = Limits { time: Duration::from_millis(300), size: 10 };
    let started = Instant::now();
    let error = get(&url, &limits).map(|_| ()).expect_err("silent");
    assert_eq!(error, HttpError::TooLong { host: "127.0.0.1".to_owned(), limit: limits.time });
    assert!(started.elapsed() < Duration::from_secs(3));
    drop(listener);
    let error = get(&url, &SHORT).map(|_| ()).expect_err("nobody there");
    assert!(matches!(error, HttpError::Unreachable { .. }) && error.is_transient(), "{error:?}");
}

#[test]
fn only_web_addresses_are_asked_for() {
    for text in [
        "",
        "list.mbox",
        "/var/mail",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:a@b.test",
        "http://",
    ] {
        let error = get(text, &SHORT).map(|_| ()).expect_err("no address");
        assert!(matches!(error, HttpError::NotAUrl(_)), "{error:?}");
    }
    let error = get("https://ada:secret@example.org/", &SHORT).map(|_| ()).expect_err("a password");
    assert!(matches!(error, HttpError::Credentials(_)) && !format!("{error} {error:?}").contains("secret"));
}

#[test]
fn what_others_can_read_or_change_is_told_from_what_they_cannot() {
    for (url, expected) in [
        ("https://example.org/x", true),
        ("http://127.0.0.1:8080/x", true),
        ("http://[::1]/x", true),
        ("http://localhost/x", true),
        ("http://example.org/x", false),
        ("http://127.0.0.1.example.org/x", false),
        ("http://localhost.example.org/", false),
    ] {
        assert_eq!(is_protected(url), Ok(expected), "{url}");
    }
    assert!(is_protected("ftp://example.org/").is_err());
}

#[test]
fn a_reference_stays_on_its_server() {
    let base = "https://example.org/a/b.toml?x=1#y";
    for (reference, expected) in [
        ("c.toml", "https://example.org/a/c.toml"),
        ("../c.toml", "https://example.org/c.toml"),
        ("/c d.toml", "https://example.org/c%20d.toml"),
        ("HTTPS://EXAMPLE.ORG:443/c", "https://example.org/c"),
    ] {
        assert_eq!(join(base, reference).as_deref(), Ok(expected), "{reference}");
    }
    for reference in ["https://other.test/c", "//other.test/c", "http://example.org/c", "file:///etc/passwd"]
    {
        assert!(matches!(join(base, reference), Err(HttpError::Elsewhere { .. })), "{reference}");
    }
}
