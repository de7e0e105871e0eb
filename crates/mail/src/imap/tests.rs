use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use chrono::NaiveDate;

use super::*;
use crate::connection::{Login, Security, Server};
use crate::message_id::MessageId;
use crate::secret::Secret;
use crate::text::Line;

/// What a server says to commands that have a word in them; `T` stands for the command's tag. `connect` is the greeting.
type Script = Vec<(&'static str, String)>;

/// Answers of a server that is as it should be, with one mail.
fn usual() -> Script {
    let header = "Message-ID: <a1@example.org>\r\nIn-Reply-To: <1@students.test>\r\n\r\n";
    let whole = format!("{header}Yes.\r\n");
    [
        ("connect", "* OK [CAPABILITY IMAP4rev1] ready\r\n".to_owned()),
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nT OK done\r\n".to_owned()),
        ("AUTHENTICATE", "+ \r\n".to_owned()),
        // What goes on after a continuation has no tag: the last one is meant.
        ("AHN0dWRlbnQAcHctc3R1ZGVudA==", "T OK logged in\r\n".to_owned()),
        ("EXAMINE", "* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\nT OK [READ-ONLY] done\r\n".to_owned()),
        ("UID SEARCH OR", "* SEARCH 7\r\nT OK done\r\n".to_owned()),
        ("UID SEARCH SINCE", "* SEARCH 7 9\r\nT OK done\r\n".to_owned()),
        (
            "BODY.PEEK[HEADER]",
            format!(
                "* 1 FETCH (UID 7 BODY[HEADER]<0> {{{0}}}\r\n{header})\r\n* 2 FETCH (UID 9 BODY[HEADER]<0> {{{0}}}\r\n\
                 {header})\r\nT OK done\r\n",
                header.len()
            ),
        ),
        ("BODY.PEEK[]", format!("* 1 FETCH (UID 7 BODY[]<0> {{{}}}\r\n{whole})\r\nT OK done\r\n", whole.len())),
        ("LOGOUT", "* BYE bye\r\nT OK done\r\n".to_owned()),
    ]
    .into()
}

/// The usual answers but for one.
fn but(word: &'static str, answer: impl Into<String>) -> Script {
    let mut script = usual();
    script.insert(0, (word, answer.into()));
    script
}

/// A server on loopback, and what it is told.
fn server(script: Script) -> (Server, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("bound").port();
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let answer =
            |word: &str| script.iter().find(|(key, _)| word.contains(key)).map(|(_, answer)| answer.clone());
        let mut lines = BufReader::new(stream.try_clone().expect("cloned")).lines();
        let mut tag = String::new();
        let mut next = answer("connect");
        while let Some(text) = next {
            let text = if text.starts_with("T ") { format!("{tag}{}", &text[1..]) } else { text };
            let text = text.replace("\nT ", &format!("\n{tag} "));
            if stream.write_all(text.as_bytes()).is_err() {
                return;
            }
            let Some(Ok(line)) = lines.next() else { return };
            if let Some((first, _)) = line.split_once(' ') {
                tag = first.to_owned();
            }
            heard.lock().expect("no panic").push(line.clone());
            next = answer(&line);
        }
        thread::sleep(AMPLE);
    });
    (
        Server {
            host: "127.0.0.1".into(),
            port,
            security: Security::None,
            hello: None,
            roots: None,
            addresses: Vec::new(),
        },
        told,
    )
}

/// What was found, and the texts of it.
type Read = (Vec<Found>, Vec<(u32, Vec<u8>)>);

/// More than any answer here takes, on a busy machine too.
const AMPLE: Duration = Duration::from_mins(1);

/// All that is asked of a mailbox, in whatever time it takes.
fn read(server: &Server) -> Result<Read, Error> {
    read_within(server, AMPLE)
}

/// The same, each answer within `step`.
fn read_within(server: &Server, step: Duration) -> Result<Read, Error> {
    let login = Login::password("student".into(), Secret::new("pw-student".into()));
    let limits = Limits { step, whole: AMPLE };
    let mut client = Client::open(server, &login, limits)?;
    let wanted = Wanted {
        letters: vec![MessageId::parse("<1@students.test>").expect("valid")],
        senders: vec!["lamp-devel".into(), "mailer-daemon".into()],
        since: NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day"),
    };
    let found = client.find(&Line::sanitize("INBOX"), &wanted)?;
    let uids: Vec<_> = found.iter().filter(|it| it.names_letter).map(|it| it.uid).collect();
    let whole = client.beginnings(&uids)?;
    client.close();
    Ok((found, whole))
}

#[test]
fn a_mailbox_is_read_and_not_changed() {
    let (server, told) = server(usual());
    let (found, whole) = read(&server).expect("read");
    let named: Vec<_> = found.iter().map(|it| (it.uid, it.names_letter)).collect();
    assert_eq!(named, [(7, true), (9, false)]);
    assert!(whole[0].1.ends_with(b"Yes.\r\n") && whole.len() == 1);
    let told = told.lock().expect("no panic").join("\n");
    let expected = "a1 CAPABILITY\na2 AUTHENTICATE PLAIN\nAHN0dWRlbnQAcHctc3R1ZGVudA==\na3 EXAMINE \"INBOX\"\n\
        a4 UID SEARCH OR HEADER Message-ID \"<1@students.test>\" OR HEADER In-Reply-To \"<1@students.test>\" HEADER \
        References \"<1@students.test>\"\na5 UID SEARCH SINCE 2-Mar-2026 OR FROM \"mailer-daemon\" FROM \
        \"lamp-devel\"\na6 UID FETCH 9,7 (UID BODY.PEEK[HEADER]<0.65536>)\na7 UID FETCH 7 (UID \
        BODY.PEEK[]<0.65536>)\na8 LOGOUT";
    assert_eq!(told, expected);
}

#[test]
fn whatever_a_server_says_is_one_clear_error() {
    let deep = format!("* 1 FETCH (UID 7 BODYSTRUCTURE {}\r\nT OK done\r\n", "(".repeat(100_000));
    let long = format!("* OK {}", "x".repeat(5 << 20));
    for (script, expected) in [
        (but("connect", "220 mail.test ESMTP\r\n"), "the server's answer is not IMAP"),
        (
            but("connect", "* BYE too many\u{1b}[2J users\r\n"),
            "the server ended the session: too many [2J users",
        ),
        (but("connect", "* PREAUTH ready\r\n"), "the server's answer is not IMAP"),
        (but("connect", long), "the server's answer is too long"),
        (
            but("CAPABILITY", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nT OK done\r\n"),
            "the server takes no password here",
        ),
        (but("AHN0", "T NO [ALERT]é\r\n"), "the server's answer is not IMAP"),
        (but("CAPABILITY", "\u{0}\r\n"), "the server's answer is not IMAP"),
        (but("AHN0", "T NO pw-student is wrong\r\n"), "the server refused the login"),
        (but("EXAMINE", "T NO no such folder\r\n"), "the folder `INBOX` cannot be opened: no such folder"),
        (but("UID SEARCH", "T BAD syntax\r\n"), "the server refused to search: syntax"),
        (but("UID SEARCH", "zz OK done\r\n"), "the server's answer is not IMAP"),
        (but("UID SEARCH", "* SEARCH 7 x\r\nT OK done\r\n"), "the server's answer is not IMAP"),
        (but("UID SEARCH", "* search 99999999999\r\nT OK done\r\n"), "the server's answer is not IMAP"),
        (
            but("BODY.PEEK", "* 1 FETCH (UID x BODY[HEADER]<0> {1}\r\nx)\r\nT OK done\r\n"),
            "the server's answer is not IMAP",
        ),
        (
            but("BODY.PEEK", "* 1 FETCH (UID 7 BODY[HEADER]<0> nothing)\r\nT OK done\r\n"),
            "the server's answer is not IMAP",
        ),
        (
            but("BODY.PEEK", "* 1 FETCH (BODY[HEADER]<0> {1}\r\nx)\r\nT OK done\r\n"),
            "the server's answer is not IMAP",
        ),
        (
            but("BODY.PEEK", "* 1 FETCH (UID 7 BODY[] {99999999999999999999}\r\n"),
            "the server's answer is too long",
        ),
        (but("BODY.PEEK", "* BYE \r\n"), "the server ended the session"),
        (but("BODY.PEEK", deep), "the server's answer is not IMAP"),
        (but("BODY.PEEK", "T NO later\r\n"), "the server refused to give mails: later"),
    ] {
        let (server, _) = server(script);
        let error = read(&server).expect_err(expected);
        assert_eq!(error.to_string(), format!("cannot read the mailbox at `127.0.0.1`: {expected}"));
    }
    // Extensions, mails that nobody asked for and empty results are no errors.
    for answer in [
        "* 1 FETCH (UID 4 BODY[] {1}\r\nx)\r\nT OK done\r\n",
        "* X-NEW \u{ff}\r\n* 3 EXPUNGE\r\n* 1 FETCH (FLAGS ())\r\nT OK done\r\n",
        "T OK done\r\n",
    ] {
        let (server, _) = server(but("BODY.PEEK", answer));
        assert_eq!(read(&server).expect("read"), (Vec::new(), Vec::new()), "{answer}");
    }
}

#[test]
fn the_next_address_is_tried_where_it_may_be_better() {
    for (script, expected) in [
        (but("connect", "* BYE busy\r\n"), None),
        (but("connect", ""), None),
        (but("CAPABILITY", "* BYE busy\r\n"), None),
        (but("connect", "220 mail.test ESMTP\r\n"), Some("the server's answer is not IMAP")),
        (but("AHN0", "T NO no\r\n"), Some("the server refused the login")),
    ] {
        let ((ill, _), (well, told)) = (server(script), server(usual()));
        let addresses = [ill.port, well.port].map(|port| ([127, 0, 0, 1], port).into()).into();
        let error = read_within(&Server { addresses, ..well }, Duration::from_secs(4)).err();
        let said = error.map(|it| it.cause.to_string());
        assert_eq!(said.as_deref(), expected);
        assert_eq!(told.lock().expect("no panic").is_empty(), expected.is_some());
    }
}

#[test]
fn addresses_that_answer_nothing_take_no_more_than_the_whole_time() {
    let kept = [(); 12].map(|()| TcpListener::bind("127.0.0.1:0").expect("bound"));
    let (server, _) = server(usual());
    let addresses = kept.iter().map(|it| it.local_addr().expect("bound")).collect();
    let login = Login::password("student".into(), Secret::new("pw-student".into()));
    let limits = Limits { step: Duration::from_secs(1), whole: Duration::from_secs(2) };
    let started = Instant::now();
    assert!(Client::open(&Server { addresses, ..server }, &login, limits).is_err());
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
}

#[test]
fn only_a_password_that_is_said_to_be_wrong_is_wrong() {
    for (answer, code, (wrong, login, transient)) in [
        ("NO", "", (true, true, false)),
        ("NO no [UNAVAILABLE] of that", "", (true, true, false)),
        ("NO [AUTHENTICATIONFAILED] pw-student", " (AUTHENTICATIONFAILED)", (true, true, false)),
        ("NO [expired]", " (EXPIRED)", (true, true, false)),
        ("NO [ALERT] log in with a browser", " (ALERT)", (false, true, false)),
        ("NO [AUTHORIZATIONFAILED] x", " (AUTHORIZATIONFAILED)", (false, true, false)),
        ("NO [CONTACTADMIN] x", " (CONTACTADMIN)", (false, true, false)),
        ("NO [PRIVACYREQUIRED] x", " (PRIVACYREQUIRED)", (false, true, false)),
        ("NO [pw-student https://x.test/] x", " (unknown code)", (false, true, false)),
        ("NO [UNAVAILABLE] x", " (UNAVAILABLE)", (false, false, true)),
        ("NO [INUSE] x", " (INUSE)", (false, false, true)),
        ("NO [LIMIT] too many connections", " (LIMIT)", (false, false, true)),
        ("NO [SERVERBUG] x", " (SERVERBUG)", (false, false, false)),
        ("BAD [AUTHENTICATIONFAILED] what", " (BAD)", (false, false, false)),
    ] {
        let (server, _) = server(but("AHN0", format!("T {answer}\r\n")));
        let error = read(&server).expect_err(answer);
        let expected = format!("cannot read the mailbox at `127.0.0.1`: the server refused the login{code}");
        assert_eq!(error.to_string(), expected, "{answer}");
        let kind = (error.is_wrong_password(), error.is_login(), error.is_transient());
        assert_eq!(kind, (wrong, login, transient), "{answer}");
    }
}

#[test]
fn what_a_server_cannot_do_now_may_work_later() {
    for (command, answer, transient) in [
        ("EXAMINE", "NO [UNAVAILABLE] rebuilding", true),
        ("EXAMINE", "NO [INUSE] locked", true),
        ("EXAMINE", "NO [NONEXISTENT] no such folder", false),
        ("UID SEARCH", "NO [UNAVAILABLE] later", true),
        ("UID SEARCH", "NO [LIMIT] too many words", false),
        ("BODY.PEEK", "NO [SERVERBUG] oh", false),
    ] {
        let (server, _) = server(but(command, format!("T {answer}\r\n")));
        let error = read(&server).expect_err(answer);
        assert_eq!(error.is_transient(), transient, "{answer}: {error}");
    }
}

#[test]
fn a_server_that_falls_silent_is_not_waited_for() {
    for script in [but("connect", ""), but("BODY.PEEK", "* 1 FETCH (UID 7 BODY[] {10}\r\nabc")] {
        let (server, _) = server(script);
        let started = Instant::now();
        let error = read_within(&server, Duration::from_secs(1)).expect_err("silence");
        assert_eq!(error.to_string(), "cannot read the mailbox at `127.0.0.1`: no whole answer within 1 s");
        assert!(started.elapsed() < AMPLE / 4, "{:?}", started.elapsed());
    }
}

#[test]
fn other_machines_are_not_spoken_to_in_clear() {
    let server = Server {
        host: "mail.test".into(),
        port: 143,
        security: Security::None,
        hello: None,
        roots: None,
        addresses: Vec::new(),
    };
    let error = read(&server).expect_err("refused").to_string();
    assert!(
        error.ends_with("`mail.test` is another machine, and the connection would not be encrypted"),
        "{error}"
    );
}

#[test]
fn a_password_that_login_cannot_carry_is_told() {
    for (password, capabilities, expected) in [
        (
            "passwört",
            "",
            "only login (LOGIN) cannot carry this user and password: they have characters outside ASCII",
        ),
        ("passwört", " LOGINDISABLED", "the server takes no password here"),
        ("passwört", " AUTH=PLAIN", "the server refused the login"),
    ] {
        let mut script = but("CAPABILITY", format!("* CAPABILITY IMAP4rev1{capabilities}\r\nT OK done\r\n"));
        script.push(("", "T NO no\r\n".to_owned()));
        let (server, _) = server(script);
        let login = Login::password("student".into(), Secret::new(password.into()));
        let error = Client::open(&server, &login, Limits::of(AMPLE)).err().map(|it| it.to_string());
        assert!(error.as_ref().is_some_and(|it| it.ends_with(expected)), "{error:?}");
    }
}

#[test]
fn text_in_commands() {
    for (name, expected) in [
        ("INBOX", "INBOX"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("A&B", "A&-B"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
    ] {
        assert_eq!(text::folder(name), expected);
    }
    assert_eq!(text::quoted("a\"b\\c").as_deref().map(String::as_str), Some("\"a\\\"b\\\\c\""));
    assert_eq!(text::quoted("a\r\nb"), None);
}
