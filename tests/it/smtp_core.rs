//! Submission to a server that misbehaves in every way: what is said of it, and what the server got.

use std::fmt::Debug;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::smtp::{self, Action, Script, Validity};
use onlist_mail::connection::{Login, Security, Server};
use onlist_mail::deliver::Submission;
use onlist_mail::deliver::smtp::{Cause, Error, KnownRefusal, Limits, Phase, RcptStatus, Session};
use onlist_mail::secret::Secret;
use onlist_mail::write::{Envelope, Message};

pub(crate) const SECRET: &str = "hunter2";

/// Long enough for a machine with better things to do.
pub(crate) const AMPLE: Duration = Duration::from_secs(20);

/// What silent servers are given.
pub(crate) const SHORT: Duration = Duration::from_millis(500);

/// A letter to a list and a mentor.
pub(crate) fn letter(text: &str) -> Message {
    letter_of(format!("Message-ID: <1@example.org>\r\nSubject: hi\r\n\r\n{text}").into_bytes())
}

fn letter_of(bytes: Vec<u8>) -> Message {
    let address = |text: &str| text.parse().expect("an address");
    let forward_paths = ["list@lists.test", "mentor@x.test"].map(address).into();
    Message { envelope: Envelope { reverse_path: address("ada@example.org"), forward_paths }, bytes }
}

pub(crate) fn password() -> Login {
    Login::password("ada".into(), Secret::new(SECRET.into()))
}

pub(crate) fn token() -> Login {
    Login::token("ada".into(), Secret::new(SECRET.into()))
}

/// One try to send one letter.
pub(crate) struct Try {
    pub(crate) server: smtp::Server,
    pub(crate) security: Security,
    pub(crate) login: Option<Login>,
    pub(crate) limits: Limits,
    pub(crate) message: Message,
}

impl Try {
    /// In clear, without a login, with time enough.
    pub(crate) fn new(script: Script) -> Self {
        let limits = Limits { step: AMPLE, whole: AMPLE, after_dot: AMPLE };
        let server = smtp::Server::start(script);
        Self { server, security: Security::None, login: None, limits, message: letter("Hello.\r\n") }
    }

    pub(crate) fn impatient(script: Script) -> Self {
        let limits = Limits { step: SHORT, whole: AMPLE, after_dot: SHORT };
        Self { limits, ..Self::new(script) }
    }

    pub(crate) fn tls(script: Script) -> Self {
        Self { security: Security::Tls, ..Self::new(script.tls()) }
    }

    pub(crate) fn start_tls(script: Script) -> Self {
        Self { security: Security::StartTls, ..Self::new(script.start_tls()) }
    }

    pub(crate) fn with(self, login: impl Into<Option<Login>>) -> Self {
        Self { login: login.into(), ..self }
    }

    pub(crate) fn server(&self) -> Server {
        Server {
            host: "localhost".into(),
            port: self.server.port(),
            security: self.security,
            hello: None,
            roots: Some(self.server.authority()),
            addresses: Vec::new(),
        }
    }

    pub(crate) fn open(&self) -> Result<Session, Error> {
        Session::open(&self.server(), self.login.as_ref(), self.limits)
    }

    /// Sends the letter to whomever the server takes. Gives what is said of it, and holds it against what the server
    /// knows.
    pub(crate) fn told(&self) -> String {
        let (told, taken) = self.sent();
        let count = self.server.accepted().len();
        assert!(taken.contains(&count), "{told}\nbut the server took {count}");
        told
    }

    fn sent(&self) -> (String, Vec<usize>) {
        let mut session = match self.open() {
            Ok(session) => session,
            Err(error) => return (format!("open: {}", described(&error)), vec![0]),
        };
        let statuses = match session.offer(&self.message) {
            Ok(statuses) => statuses,
            Err(error) => return (format!("offer: {}", described(&error)), vec![0]),
        };
        if statuses.iter().all(|status| *status != RcptStatus::Accepted) {
            session.withdraw().expect("withdrawn");
            session.close();
            return (format!("all refused: {statuses:?}"), vec![0]);
        }
        let submission = session.submit(&self.message);
        is_discreet(&submission);
        session.close();
        match submission {
            Submission::Accepted(receipt) => (format!("accepted: {}", receipt.reply), vec![1]),
            Submission::NotSent(error) => (format!("not sent: {}", described(&error)), vec![0]),
            Submission::Unknown(error) => (format!("unknown: {}", described(&error)), vec![0, 1]),
        }
    }
}

/// An error in its words, what kind it is, and what it is known for.
fn described(error: &Error) -> String {
    is_discreet(error);
    let kind = match (error.is_login(), error.is_transient()) {
        (true, _) => "login",
        (_, true) => "transient",
        _ => "permanent",
    };
    match error.known_refusal() {
        Some(known) => format!("{error} ({kind}; {known:?})"),
        None => format!("{error} ({kind})"),
    }
}

/// No secret in it, nor anything that could steer a terminal.
pub(crate) fn is_discreet(it: &impl Debug) {
    let shown = format!("{it:?}");
    // The ends of Base64 depend on what stands before; this is the middle of it in PLAIN, LOGIN and XOAUTH2.
    for secret in [SECRET, "aHVudGVyMg", "h1bnRlcjI", "odW50ZXIy"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(!shown.contains("\\u{1b}"), "{shown}");
}

/// All at once: most of them wait.
pub(crate) fn each<C: Sync>(cases: &[C], check: impl Fn(&C) + Sync) {
    thread::scope(|scope| {
        for case in cases {
            scope.spawn(|| check(case));
        }
    });
}

/// The events of a dialogue, and how a error of each begins.
const EVENTS: [(&str, &str); 7] = [
    ("connect", "open: no greeting: "),
    ("EHLO", "open: no greeting: "),
    ("AUTH", "open: no login: "),
    ("MAIL", "offer: sender not accepted: "),
    ("RCPT", "offer: recipients not accepted: "),
    ("DATA", "not sent: text not accepted: "),
    (".", "unknown: no clear answer to the text: "),
];

#[test]
fn what_ends_the_session_is_told_with_its_phase() {
    let actions = [
        (Action::Drop, "the server closed the connection"),
        (Action::SayThenDrop("250-half".into()), "the server closed the connection"),
        ("HTTP/1.1 400 Bad Request".into(), "the server's answer cannot be read"),
        ("999 what".into(), "the server's answer cannot be read"),
        ("250-yes\n550 no".into(), "the server's answer cannot be read"),
        (Action::Raw(b"x".repeat(100_000)), "the server's answer cannot be read"),
    ];
    let cases: Vec<_> =
        EVENTS.iter().flat_map(|event| actions.iter().map(move |action| (event, action))).collect();
    each(&cases, |((event, phase), (action, cause))| {
        let told = Try::new(Script::new().on(event, action.clone())).with(password()).told();
        assert_eq!(told, format!("{phase}{cause} (transient)"), "{event} {action:?}");
    });
}

#[test]
fn silence_and_slow_drip_end_with_the_limit() {
    let drip =
        Action::Drip("250 2.0.0 I think that this may well be all right".into(), Duration::from_millis(50));
    let cases: Vec<_> =
        EVENTS.iter().flat_map(|event| [(event, Action::Silence), (event, drip.clone())]).collect();
    each(&cases, |((event, phase), action)| {
        let it = Try::impatient(Script::new().on(event, action.clone())).with(password());
        let started = Instant::now();
        let told = it.told();
        assert!(started.elapsed() < AMPLE / 4, "{event} took {:?}", started.elapsed());
        assert_eq!(told, format!("{phase}no whole answer within 500 ms (transient)"), "{event} {action:?}");
    });
}

#[test]
fn refusals_are_told_with_their_phase_and_in_the_servers_words() {
    let cases = [
        ("connect", "554 5.3.2 no service", "open: no greeting: 554 5.3.2 no service (permanent)"),
        ("connect", "421 4.3.2 come back", "open: no greeting: 421 4.3.2 come back (transient; Busy)"),
        ("EHLO", "550 5.7.1 not you", "open: no greeting: 550 5.7.1 not you (permanent)"),
        ("EHLO", "450 4.7.1 not now", "open: no greeting: 450 4.7.1 not now (transient; Greylisted)"),
        (
            "AUTH",
            "454 4.7.0 Temporary authentication error",
            "open: no login: the server refused it (454 4.7.0) (transient; ServerTrouble)",
        ),
        (
            "AUTH",
            "535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8 https://x.test",
            "open: no login: the server refused it (535 5.7.8) \
             (login; WrongLogin)",
        ),
        (
            "AUTH",
            "534 5.7.9 Application-specific password required.",
            "open: no login: the server refused it (534 5.7.9) \
             (login; AppPassword)",
        ),
        (
            "AUTH",
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            "open: no login: the server refused it (535 5.7.139) \
             (login; TokenOnly)",
        ),
        (
            "AUTH",
            "550 5.7.30 Basic authentication is not supported for Client Submission.",
            "open: no login: the server refused it (550 5.7.30) \
             (login; TokenOnly)",
        ),
        (
            "MAIL",
            "530 5.7.0 Must issue a STARTTLS command first",
            "offer: sender not accepted: 530 5.7.0 Must issue a STARTTLS command first \
             (permanent; StartTlsFirst)",
        ),
        (
            "MAIL",
            "530 5.7.0 Authentication Required",
            "offer: sender not accepted: 530 5.7.0 Authentication Required \
             (permanent; LoginFirst)",
        ),
        (
            "MAIL",
            "553 5.7.1 not your address",
            "offer: sender not accepted: 553 5.7.1 not your address \
             (permanent; NotYourAddress)",
        ),
        ("MAIL", "451 4.3.0 trouble", "offer: sender not accepted: 451 4.3.0 trouble (transient)"),
        (
            "RCPT",
            "421 4.7.0 too many",
            "offer: recipients not accepted: 421 4.7.0 too many (transient; Busy)",
        ),
        ("DATA", "451 4.3.0 trouble", "not sent: text not accepted: 451 4.3.0 trouble (transient)"),
        ("DATA", "421 4.3.0 bye", "not sent: text not accepted: 421 4.3.0 bye (transient; Busy)"),
        ("DATA", "554 5.5.1 no", "not sent: text not accepted: 554 5.5.1 no (permanent)"),
        (".", "451 4.3.0 trouble", "not sent: text not accepted: 451 4.3.0 trouble (transient)"),
        (".", "421 4.3.0 bye", "not sent: text not accepted: 421 4.3.0 bye (transient; Busy)"),
        (
            ".",
            "554-5.7.1 spam\n554 5.7.1 \u{1b}[2Jsays \u{202e}who",
            "not sent: text not accepted: 554 5.7.1 spam [2Jsays who (permanent)",
        ),
    ];
    each(&cases, |(event, reply, expected)| {
        let told = Try::new(Script::new().on(event, *reply)).with(password()).told();
        assert_eq!(told, *expected, "{event}");
    });
}

#[test]
fn a_first_digit_that_does_not_belong_there_ends_the_session() {
    let cases = [
        (
            "connect",
            "354 hm",
            "open: no greeting: the server's answer `354 hm` does not belong there (transient)",
        ),
        (
            "EHLO",
            "334 hm",
            "open: no greeting: the server's answer `334 hm` does not belong there (transient)",
        ),
        (
            "MAIL",
            "354 hm",
            "offer: sender not accepted: the server's answer `354 hm` does not belong there (transient)",
        ),
        (
            "DATA",
            "250 hm",
            "not sent: text not accepted: the server's answer `250 hm` does not belong there (transient)",
        ),
        (
            ".",
            "354 hm",
            "unknown: no clear answer to the text: the server's answer `354 hm` does not belong there (transient)",
        ),
    ];
    each(&cases, |(event, reply, expected)| {
        let told = Try::new(Script::new().on(event, *reply)).with(password()).told();
        assert_eq!(told, *expected, "{event}");
    });
}

#[test]
fn after_the_text_only_an_answer_tells() {
    let cases = [
        (
            Action::take(Action::Drop),
            "unknown: no clear answer to the text: the server closed the connection (transient)",
            1,
        ),
        (
            Action::take(Action::Silence),
            "unknown: no clear answer to the text: no whole answer within 500 ms (transient)",
            1,
        ),
        (
            Action::Drop,
            "unknown: no clear answer to the text: the server closed the connection (transient)",
            0,
        ),
        (Action::SayThenDrop("250 2.0.0 taken".into()), "accepted: 250 2.0.0 taken", 1),
    ];
    each(&cases, |(action, expected, taken)| {
        let it = Try::impatient(Script::new().on(".", action.clone()));
        assert_eq!(it.told(), *expected);
        assert_eq!(it.server.count("<1@example.org>"), *taken);
    });
}

#[test]
fn a_late_answer_to_the_text_counts() {
    let it = Try {
        limits: Limits { step: SHORT, whole: AMPLE, after_dot: AMPLE },
        ..Try::new(Script::new().on(".", Action::late(2 * SHORT, "250 2.0.0 at last")))
    };
    assert_eq!(it.told(), "accepted: 250 2.0.0 at last");
}

#[test]
fn who_gave_up_sends_nothing_more() {
    each(&["MAIL", "RCPT", "DATA"], |event| {
        let it = Try::impatient(Script::new().on(event, Action::late(2 * SHORT, "354 at last")));
        let told = it.told();
        assert!(told.contains("no whole answer within 500 ms"), "{told}");
        let wire = it.server.ended()[0].text();
        let last = wire.lines().last().expect("a line");
        assert!(last.starts_with(event), "{wire}");
    });
}

#[test]
fn all_steps_together_have_a_limit_too() {
    let slow = |code: &str| Action::late(Duration::from_millis(300), code);
    let it = Try {
        limits: Limits { step: AMPLE, whole: Duration::from_millis(700), after_dot: AMPLE },
        ..Try::new(Script::new().on("MAIL", slow("250 ok")).on("RCPT", slow("250 ok")))
    };
    assert_eq!(it.told(), "offer: recipients not accepted: not done within 700 ms (transient)");
}

#[test]
fn each_letter_has_its_own_time() {
    let slow = Action::late(Duration::from_millis(600), "250 2.1.0 ok");
    let limits = Limits { step: AMPLE, whole: Duration::from_secs(1), after_dot: AMPLE };
    let it = Try { limits, ..Try::new(Script::new().on("MAIL", slow)) };
    let mut session = it.open().expect("open");
    for _ in 0..2 {
        session.offer(&it.message).expect("offered");
        assert!(matches!(session.submit(&it.message), Submission::Accepted(_)));
    }
    session.close();
}

#[test]
fn time_to_think_does_not_count() {
    let limits = Limits { step: SHORT, whole: SHORT, after_dot: SHORT };
    let it = Try { limits, ..Try::new(Script::new()) };
    let mut session = it.open().expect("open");
    thread::sleep(SHORT + Duration::from_millis(100));
    session.offer(&it.message).expect("offered");
    thread::sleep(SHORT + Duration::from_millis(100));
    assert!(matches!(session.submit(&it.message), Submission::Accepted(_)));
    session.close();
}

#[test]
fn each_recipient_has_a_status() {
    let script = Script::new()
        .on("RCPT TO:<mentor@", "550-5.1.1 No such user\n550 5.1.1 here")
        .on("RCPT TO:<", "250 2.1.5 ok");
    let it = Try::new(script);
    let mut session = it.open().expect("open");
    let statuses = session.offer(&it.message).expect("offered");
    let RcptStatus::Refused(reply) = &statuses[1] else { panic!("{statuses:?}") };
    assert_eq!(statuses[0], RcptStatus::Accepted);
    assert_eq!(reply.to_string(), "550 5.1.1 No such user here");
    assert!(reply.code == 550 && !reply.is_transient());
    assert!(matches!(session.submit(&it.message), Submission::Accepted(_)));
    session.close();
    let accepted = it.server.accepted();
    assert_eq!(accepted[0].reverse_path, "ada@example.org");
    assert_eq!(accepted[0].forward_paths, ["list@lists.test"]);
}

#[test]
fn a_letter_that_is_withdrawn_is_not_sent_and_the_next_one_is() {
    let it = Try::new(Script::new().once("RCPT TO:<list@", "450 4.2.1 Greylisted"));
    let mut session = it.open().expect("open");
    let statuses = session.offer(&it.message).expect("offered");
    let RcptStatus::Refused(reply) = &statuses[0] else { panic!("{statuses:?}") };
    assert!(reply.is_transient());
    assert_eq!(reply.known_refusal(Phase::Recipient), Some(KnownRefusal::Greylisted));
    session.withdraw().expect("withdrawn");
    assert_eq!(it.server.accepted().len(), 0);
    assert_eq!(session.offer(&it.message).expect("offered"), [RcptStatus::Accepted, RcptStatus::Accepted]);
    assert!(matches!(session.submit(&it.message), Submission::Accepted(_)));
    session.close();
    assert_eq!(it.server.ended().len(), 1);
}

#[test]
fn a_letter_that_is_refused_does_not_stand_in_the_way_of_the_next() {
    for event in ["MAIL", "DATA", "."] {
        let it = Try::new(Script::new().once(event, "451 4.3.0 trouble"));
        let mut session = it.open().expect("open");
        if session.offer(&it.message).is_ok() {
            assert!(matches!(session.submit(&it.message), Submission::NotSent(_)));
        }
        assert!(session.is_open());
        session.offer(&it.message).expect("offered");
        assert!(matches!(session.submit(&it.message), Submission::Accepted(_)), "{event}");
        session.close();
        assert_eq!(it.server.accepted().len(), 1);
    }
}

#[test]
fn nothing_can_be_asked_after_the_end() {
    let it = Try::new(Script::new().on("MAIL", "421 4.3.0 bye"));
    let mut session = it.open().expect("open");
    session.offer(&it.message).expect_err("421");
    assert!(!session.is_open());
    let error = session.offer(&it.message).expect_err("over");
    assert_eq!(error, Error { phase: Phase::Sender, cause: Cause::Closed });
    assert!(matches!(session.submit(&it.message), Submission::NotSent(_)));
    session.withdraw().expect_err("over");
    assert_eq!(it.server.ended().len(), 1);
}

#[test]
fn a_server_gets_the_letter_and_nothing_else() {
    let message = letter("one\n.two\r\n..three\r.\r\nMAIL FROM:<evil@x.test>\n\nfour");
    let it = Try { message, ..Try::new(Script::new().login("ada", SECRET)).with(password()) };
    assert_eq!(it.told(), "accepted: 250 2.0.0 taken");
    let connections = it.server.ended();
    assert_eq!(
        connections[0].text(),
        "EHLO [127.0.0.1]\n\
         AUTH PLAIN AGFkYQBodW50ZXIy\n\
         MAIL FROM:<ada@example.org> SIZE=100\n\
         RCPT TO:<list@lists.test>\n\
         RCPT TO:<mentor@x.test>\n\
         DATA\n\
         Message-ID: <1@example.org>\n\
         Subject: hi\n\
         \n\
         one\n\
         ..two\n\
         ...three\n\
         ..\n\
         MAIL FROM:<evil@x.test>\n\
         \n\
         four\n\
         .\n\
         QUIT\n"
    );
    let accepted = &it.server.accepted()[0];
    assert_eq!(accepted.message().len(), 100);
    assert!(connections[0].reads.contains(&accepted.block), "the text comes in one piece");
}

#[test]
fn letters_that_are_not_utf_8_go_out_as_they_are() {
    let message = letter_of(b"Message-ID: <1@example.org>\n\ncaf\xe9\n.\n".to_vec());
    let it = Try { message, ..Try::new(Script::new()) };
    assert_eq!(it.told(), "accepted: 250 2.0.0 taken");
    let block = &it.server.accepted()[0].block;
    assert_eq!(block, b"Message-ID: <1@example.org>\r\n\r\ncaf\xe9\r\n..\r\n.\r\n");
}

#[test]
fn eight_bits_only_where_they_are_taken() {
    let in_text = || letter("caf\u{e9}\r\n");
    let in_header = || letter_of("Subject: caf\u{e9}\r\n\r\nHello.\r\n".into());
    let cases = [
        (in_text(), Script::new(), "MAIL FROM:<ada@example.org> SIZE=51 BODY=8BITMIME"),
        (
            in_text(),
            Script::new().without("SMTPUTF8").without("SIZE"),
            "MAIL FROM:<ada@example.org> BODY=8BITMIME",
        ),
        (in_header(), Script::new(), "MAIL FROM:<ada@example.org> SIZE=26 BODY=8BITMIME SMTPUTF8"),
        (
            letter("Hello.\r\n"),
            Script::new().without("8BITMIME").with("SIZE 0"),
            "MAIL FROM:<ada@example.org> SIZE=52",
        ),
        (
            in_text(),
            Script::new().without("8BITMIME"),
            "offer: text not accepted: the text has 8-bit characters, which the server does not take (8BITMIME) \
             (permanent)",
        ),
        (
            in_header(),
            Script::new().without("SMTPUTF8"),
            "offer: text not accepted: the header has 8-bit characters, which the server does not take (SMTPUTF8) \
             (permanent)",
        ),
        (
            letter("Hello.\r\n"),
            Script::new().with("SIZE 51"),
            "offer: text not accepted: the letter has 52 bytes, and the server takes 51 \
             (permanent)",
        ),
    ];
    each(&cases, |(message, script, expected)| {
        let it = Try { message: message.clone(), ..Try::new(script.clone()) };
        let told = it.told();
        let wire = it.server.ended()[0].text();
        if expected.starts_with("MAIL") {
            assert_eq!(wire.lines().find(|line| line.starts_with("MAIL")), Some(*expected));
        } else {
            assert_eq!(told, *expected);
            assert!(!wire.contains("MAIL"), "{wire}");
        }
    });
}

#[test]
fn ways_to_log_in() {
    let login = |script: Script| script.login("ada", SECRET);
    let cases = [
        (password(), login(Script::new()), "accepted: 250 2.0.0 taken"),
        (password(), login(Script::new().without("AUTH").with("AUTH=PLAIN")), "accepted: 250 2.0.0 taken"),
        (password(), login(Script::new().with("AUTH CRAM-MD5 LOGIN")), "accepted: 250 2.0.0 taken"),
        (
            password(),
            login(Script::new().without("AUTH").with("auth login")).once("AUTH", "334 VXNlciBOYW1lAA=="),
            "accepted: 250 2.0.0 taken",
        ),
        (token(), login(Script::new().with("AUTH LOGIN XOAUTH2")), "accepted: 250 2.0.0 taken"),
        (
            password(),
            Script::new().login("ada", "other"),
            "open: no login: the server refused it (535 5.7.8) \
             (login; WrongLogin)",
        ),
        (
            password(),
            Script::new().login("ada", "other").with("AUTH LOGIN"),
            "open: no login: the server refused it (535 5.7.8) \
             (login; WrongLogin)",
        ),
        (
            token(),
            Script::new().login("ada", "other"),
            "open: no login: the server refused it (535 5.7.8) \
             (login; WrongLogin)",
        ),
        (
            password(),
            Script::new().with("AUTH XOAUTH2 OAUTHBEARER"),
            "open: no login: the server takes no password, only OAUTHBEARER and XOAUTH2 \
             (permanent)",
        ),
        (
            token(),
            Script::new().with("AUTH PLAIN LOGIN"),
            "open: no login: the server takes no token, only LOGIN and PLAIN \
             (permanent)",
        ),
        (
            password(),
            Script::new().without("AUTH"),
            "open: no login: the server takes no login here \
             (permanent)",
        ),
    ];
    each(&cases, |(login, script, expected)| {
        let it = Try::new(script.clone()).with(login.clone());
        assert_eq!(it.told(), *expected, "{login:?}");
    });
}

#[test]
fn a_refused_token_is_answered_with_an_empty_line() {
    let it = Try::new(Script::new().login("ada", "other")).with(token());
    it.told();
    let wire = it.server.ended()[0].text();
    assert!(wire.ends_with("AUTH XOAUTH2 dXNlcj1hZGEBYXV0aD1CZWFyZXIgaHVudGVyMgEB\n\n"), "{wire}");
}

#[test]
fn under_tls_everything_works() {
    for it in
        [Try::tls(Script::new().login("ada", SECRET)), Try::start_tls(Script::new().login("ada", SECRET))]
    {
        let it = it.with(password());
        assert_eq!(it.told(), "accepted: 250 2.0.0 taken");
        assert!(it.server.ended()[0].encrypted);
        assert_eq!(it.server.accepted()[0].message(), it.message.bytes);
    }
}

#[test]
fn certificates_are_verified() {
    let name = "no secure connection: the server's certificate is for another name \
                (permanent)";
    let expired = "no secure connection: the server's certificate has expired (permanent)";
    let not_yet = "no secure connection: the server's certificate is not valid yet (permanent)";
    let cases = [(Validity::WrongName, name), (Validity::Expired, expired), (Validity::NotYet, not_yet)];
    each(&cases, |(validity, expected)| {
        for it in [
            Try::tls(Script::new().certificate(*validity)),
            Try::start_tls(Script::new().certificate(*validity)),
        ] {
            assert_eq!(it.with(password()).told(), format!("open: {expected}"));
        }
    });
    for it in [Try::tls(Script::new()), Try::start_tls(Script::new())] {
        let it = it.with(password());
        let stranger = Server { roots: None, ..it.server() };
        let error = Session::open(&stranger, it.login.as_ref(), it.limits).err().expect("nobody knows it");
        assert_eq!(
            described(&error),
            "no secure connection: nobody whom this machine trusts signed the server's certificate \
             (permanent)"
        );
        assert!(!it.server.ended()[0].text().contains("AUTH"));
    }
}

#[test]
fn certificates_to_trust_must_be_readable() {
    let it = Try::tls(Script::new());
    let server = Server { roots: Some("/nowhere.pem".into()), ..it.server() };
    let error = Session::open(&server, None, it.limits).err().expect("no such file");
    assert_eq!(
        described(&error),
        "no secure connection: cannot read certificates from `/nowhere.pem` (permanent)"
    );
    assert_eq!(it.server.connections().len(), 0);
}

#[test]
fn the_wrong_kind_of_port() {
    for pause in [0, 20] {
        // Whether the greeting is there before TLS begins makes no difference.
        let greeting = Action::late(Duration::from_millis(pause), "220 mail.test ESMTP");
        let on_clear = Try { security: Security::Tls, ..Try::new(Script::new().on("connect", greeting)) };
        assert_eq!(
            on_clear.told(),
            "open: no secure connection: the server does not speak TLS on this port (permanent)"
        );
    }
    for security in [Security::StartTls, Security::None] {
        let on_tls = Try { security, ..Try::impatient(Script::new().tls()) };
        assert_eq!(on_tls.told(), "open: no greeting: no whole answer within 500 ms (transient)");
    }
}

#[test]
fn starttls_is_never_done_without() {
    let missing = Try { security: Security::StartTls, ..Try::new(Script::new()).with(password()) };
    assert_eq!(
        missing.told(),
        "open: no secure connection: the server does not offer STARTTLS \
         (permanent)"
    );
    assert_eq!(missing.server.ended()[0].text(), "EHLO [127.0.0.1]\n");
    let refused =
        Try::start_tls(Script::new().on("STARTTLS", "454 4.7.0 TLS not available")).with(password());
    assert_eq!(
        refused.told(),
        "open: no secure connection: 454 4.7.0 TLS not available (transient; ServerTrouble)"
    );
    assert!(!refused.server.ended()[0].text().contains("AUTH"));
}

/// A server whose answers under TLS come late, and behind whose `220 go` somebody put `injected` in clear.
fn injected(injected: &str) -> Script {
    let late = Action::late(Duration::from_millis(100), "250-mail.test\n250 AUTH PLAIN");
    Script::new()
        .once("EHLO", "250-mail.test\n250 STARTTLS")
        .on("EHLO", late)
        .on("STARTTLS", Action::Raw(format!("220 go\r\n{injected}").into_bytes()))
        .on(".", "554 5.7.1 no")
}

#[test]
fn answers_put_before_tls_are_never_taken_for_the_servers() {
    let expected = "open: no secure connection: something came unencrypted behind the server's answer to STARTTLS \
                    (transient)";
    let all = "250 evil\r\n250 evil\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n221 bye\r\n";
    let all_with_login =
        all.replacen("250 evil\r\n250 evil", "250 evil\r\n250-evil\r\n250 AUTH PLAIN\r\n235 in", 1);
    let cases = [
        (None, all),
        (Some(password()), &*all_with_login),
        (None, "250 evil\r\n250 evil\r\n"),
        (None, "250 evil\r\nnonsense\r\n"),
        (Some(password()), "250 evil\r\n"),
        (None, "250 evil\r\n"),
        (None, "250 evil\r\n250 ev"),
        (None, "\n"),
        (None, "5"),
    ];
    each(&cases, |(login, inject)| {
        let it = Try::start_tls(injected(inject)).with(login.clone());
        assert_eq!(it.told(), expected, "{inject}");
        assert!(!it.server.ended()[0].encrypted || !it.server.ended()[0].text().contains("AUTH"));
    });
    // Later than the answer, but before TLS.
    for pause in [1, 50] {
        let late =
            Action::Late(Duration::from_millis(pause), Box::new(Action::Raw(b"250 evil\r\n".to_vec())));
        let script = Script::new().on("STARTTLS", Action::then("220 go", late));
        let it = Try::start_tls(script).with(password());
        assert_eq!(it.told(), expected);
    }
}

#[test]
fn nothing_goes_in_clear_to_another_machine() {
    let it = Try::new(Script::new());
    for host in ["mail.example.org", "192.0.2.1", "localhost.example.org", "127.0.0.1.example.org"] {
        let server = Server { host: host.into(), ..it.server() };
        let error = Session::open(&server, None, it.limits).err().expect("refused");
        assert_eq!(
            described(&error),
            format!(
                "no connection: `{host}` is another machine, and the connection would not be encrypted \
                 (permanent)"
            )
        );
    }
}

#[test]
fn nobody_there() {
    let it = Try::new(Script::new());
    let server = Server { roots: None, ..it.server() };
    let limits = it.limits;
    drop(it);
    for security in [Security::None, Security::StartTls] {
        let error =
            Session::open(&Server { security, ..server.clone() }, None, limits).err().expect("nobody");
        assert_eq!(described(&error), "no connection: connection refused (transient)");
    }
    let nowhere = Server { host: "no such host".into(), security: Security::Tls, roots: None, ..server };
    let error = Session::open(&nowhere, None, limits).err().expect("no address");
    assert_eq!(described(&error), "no connection: the server's name cannot be looked up (transient)");
}

#[test]
fn our_own_name_is_one_word() {
    let it = Try::new(Script::new());
    let named = Server { hello: Some("laptop.example.org".into()), ..it.server() };
    Session::open(&named, None, it.limits).expect("open").close();
    assert_eq!(it.server.ended()[0].text(), "EHLO laptop.example.org\nQUIT\n");
    for hello in ["", "a b", "a\r\nMAIL FROM:<evil@x.test>", "caf\u{e9}"] {
        let server = Server { hello: Some(hello.into()), ..it.server() };
        let error = Session::open(&server, None, it.limits).err().expect("refused");
        assert!(matches!(error.cause, Cause::Hello(_)), "{error}");
        is_discreet(&error);
    }
    assert_eq!(it.server.connections().len(), 1);
}

#[test]
fn two_hundred_letters_wait_for_no_acknowledgement() {
    let it = Try::new(Script::new());
    let mut session = it.open().expect("open");
    let started = Instant::now();
    for _ in 0..200 {
        session.offer(&it.message).expect("offered");
        assert!(matches!(session.submit(&it.message), Submission::Accepted(_)));
    }
    let taken = started.elapsed();
    session.close();
    assert_eq!(it.server.count("<1@example.org>"), 200);
    println!("200 letters in {taken:?}");
    // One delayed acknowledgement a letter would be eight seconds.
    assert!(taken < Duration::from_secs(4), "{taken:?}");
}
