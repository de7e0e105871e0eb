//! What each kind of answer comes to in each phase of a dialogue with a mail server.

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use onlist_mail::connection::{Mechanism, Security, Server};
use onlist_mail::deliver::Submission;
use onlist_mail::deliver::smtp::{Client, Error, Limits, RcptStatus, Session};

use onlist_mail::message_id::MessageId;
use onlist_mail::secret::Secret;

use super::smtp_core::{AMPLE, SECRET, SHORT, Try, each, is_discreet, password, token};
use crate::support::smtp::{Action, Gate, Script};

/// A phase: the event of the script, the first digit that belongs there, and how an error of it begins.
const PHASES: [(&str, &str, &str); 9] = [
    ("connect", "2", "open: no greeting: "),
    ("EHLO", "2", "open: no greeting: "),
    ("AUTH PLAIN", "2", "open: no login: "),
    ("AUTH LOGIN", "3", "open: no login: "),
    ("*", "2", "open: no login: "),
    ("MAIL", "2", "offer: sender not accepted: "),
    ("RCPT", "2", "offer: recipients not accepted: "),
    ("DATA", "3", "not sent: text not accepted: "),
    (".", "2", ""),
];

/// The code that belongs to a phase.
fn code(event: &str) -> &'static str {
    match event {
        "connect" => "220",
        "AUTH PLAIN" | "*" => "235",
        "AUTH LOGIN" => "334",
        "DATA" => "354",
        _ => "250",
    }
}

/// A letter's way by a server that answers once with these bytes.
fn sent(event: &str, bytes: &[u8]) -> Try {
    let action = Action::Raw(bytes.to_vec());
    let script = match event {
        // The last of three answers.
        "*" => Script::new().with("AUTH LOGIN").once("* ", "334 VXNlcm5hbWU6").once("* ", action),
        "AUTH PLAIN" | "AUTH LOGIN" => Script::new().with(event).on(event, action),
        _ => Script::new().on(event, action),
    };
    Try::impatient(script).with(password())
}

#[test]
fn every_form_of_a_positive_answer_is_taken_in_every_phase() {
    let forms: [fn(&str) -> String; 9] = [
        |code| format!("{code}\r\n"),
        |code| format!("{code}\n"),
        |code| format!("{code} \r\n"),
        |code| format!("{code} ok\n"),
        |code| format!("{code} ok\r\r\n"),
        |code| format!("{code}-one\r\n{code} two\r\n"),
        |code| format!("{code}-one\n{code}-\n{code}\n"),
        // Other codes of the same kind.
        |code| format!("{}77 ok\r\n", &code[..1]),
        |code| format!("{code}-one\r\n{}76 two\r\n", &code[..1]),
    ];
    let cases: Vec<_> = PHASES.iter().flat_map(|phase| forms.iter().map(move |form| (phase, form))).collect();
    each(&cases, |((event, ..), form)| {
        let answer = form(code(event));
        let it = sent(event, answer.as_bytes());
        let told = it.told();
        // EHLO answered without `AUTH` offers no login.
        let expected =
            if *event == "EHLO" { "open: no login: the server takes no login here" } else { "accepted: 2" };
        assert!(told.starts_with(expected), "{event} {answer:?}: {told}");
    });
    each(&PHASES, |(event, ..)| {
        let told = sent(event, &[code(event).as_bytes(), b" angenommen f\xfcr \xb4\xf3\r\n"].concat()).told();
        assert!(told.starts_with("accepted: 2") || *event == "EHLO", "{event}: {told}");
    });
}

#[test]
fn every_form_of_a_refusal_is_one_in_every_phase() {
    let forms: [&[u8]; 5] = [b"\r\n", b"\n", b" nein f\xfcr \xb4\xf3\r\n", b"-one\n%\n", b" 5.0.0 no\n"];
    let cases: Vec<_> = PHASES
        .iter()
        .flat_map(|phase| ["450", "554", "421"].map(|code| (phase, code)))
        .flat_map(|(phase, code)| forms.map(|form| (phase, code, form)))
        .collect();
    each(&cases, |((event, _, begin), code, form)| {
        let rest: Vec<u8> = form
            .iter()
            .flat_map(|byte| if *byte == b'%' { code.as_bytes() } else { std::slice::from_ref(byte) })
            .copied()
            .collect();
        let told = sent(event, &[code.as_bytes(), &rest].concat()).told();
        let begin = match (*event, *code) {
            // A refused recipient does not end the session.
            ("RCPT", "450" | "554") => "all refused: [",
            (".", _) => "not sent: text not accepted: ",
            _ => begin,
        };
        let class = match *code {
            _ if begin.starts_with("all refused") => "",
            "554" if begin.contains("no login") => "(login",
            "554" => "(permanent",
            _ => "(transient",
        };
        assert!(
            told.starts_with(begin) && told.contains(code) && told.contains(class),
            "{event} {code}: {told}"
        );
    });
}

#[test]
fn what_is_no_answer_is_none_in_any_phase() {
    let unreadable: [&[u8]; 7] = [
        b"hello\r\n",
        b"\0\xff\r\n",
        b"\r\n",
        b"25\r\n",
        b"2500 ok\r\n",
        b"199 ok\r\n",
        b"250-yes\r\n550 no\r\n",
    ];
    let cases: Vec<_> = PHASES.iter().flat_map(|phase| unreadable.map(|bytes| (phase, bytes))).collect();
    each(&cases, |((event, _, begin), bytes)| {
        let told = sent(event, bytes).told();
        let begin = if *event == "." { "unknown: no clear answer to the text: " } else { begin };
        assert!(
            told.starts_with(&format!("{begin}the server's answer cannot be read (transient")),
            "{event} {}: {told}",
            bytes.escape_ascii()
        );
    });
}

#[test]
fn what_comes_before_it_is_asked_for_is_no_answer() {
    // Where the surplus is seen: at the next thing that is to be said.
    let next = [
        ("connect", "open: no greeting: "),
        ("EHLO", "open: no login: "),
        ("AUTH PLAIN", "open: no login: "),
        ("AUTH LOGIN", "open: no login: "),
        ("MAIL", "offer: recipients not accepted: "),
        ("RCPT", "offer: recipients not accepted: "),
        ("DATA", "not sent: text not accepted: "),
    ];
    for (surplus, cause) in [
        ("250 2.0.0 taken\r\n", "the server answered before it was asked (transient"),
        ("250", "the server answered before it was asked (transient"),
        ("\r\n", "the server answered before it was asked (transient"),
        ("421 4.3.2 closing\r\n", "% 421 4.3.2"),
        ("451 4.3.0 no\r\n", "the server answered before it was asked (transient"),
        ("554 5.7.1 no\r\n", "the server answered before it was asked (transient"),
    ] {
        each(&next, |(event, begin)| {
            let greeting = "250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n";
            let answer =
                if *event == "EHLO" { greeting.to_owned() } else { format!("{} ok\r\n", code(event)) };
            let told = sent(event, format!("{answer}{surplus}").as_bytes()).told();
            // While a text goes out, it may be refused.
            let refusal =
                surplus.strip_suffix("\r\n").filter(|it| *event == "DATA" && it.starts_with(['4', '5']));
            let cause = match refusal.or(cause.strip_prefix("% ")) {
                Some(code) if begin.contains("no login") => format!("the server refused it ({code})"),
                Some(code) => code.to_owned(),
                None => cause.to_owned(),
            };
            assert!(told.starts_with(&format!("{begin}{cause}")), "{event} {surplus:?}: {told}");
        });
    }
    for it in [Try::tls(Script::new()), Try::start_tls(Script::new())] {
        it.server.also("DATA", "354 go on\n250 2.0.0 taken".into());
        let told = it.told();
        assert!(
            told.starts_with("not sent: text not accepted: the server answered before it was asked"),
            "{told}"
        );
    }
    // Behind the answer to the text it does not change that answer.
    let it = sent(".", b"250 2.0.0 taken\r\n421 4.3.2 closing\r\n");
    assert_eq!(it.told(), "accepted: 250 2.0.0 taken");
}

#[test]
fn an_answer_while_a_long_text_goes_out_is_no_answer_to_it() {
    let long = || super::smtp_core::letter(&"x\r\n".repeat(3_000_000));
    for (early, expected) in [
        (
            "250 2.0.0 taken",
            "not sent: text not accepted: the server answered before it was asked (transient)",
        ),
        (
            "552 5.3.4 too big",
            "not sent: text not accepted: 552 5.3.4 too big \
             (permanent; TooLarge)",
        ),
    ] {
        let action = Action::then("354 go on", Action::late(Duration::from_millis(1), early));
        let it = Try { message: long(), ..Try::new(Script::new().without("SIZE").on("DATA", action)) };
        assert_eq!(it.told(), expected);
        assert_eq!(it.server.accepted().len(), 0);
    }
}

#[test]
fn a_server_that_refuses_or_goes_before_the_final_dot_has_taken_nothing() {
    let text = |lines: usize| super::smtp_core::letter(&"x\r\n".repeat(lines));
    for (action, expected) in [
        (
            Action::SayThenDrop("354 go on\n552 5.3.4 too big".into()),
            "not sent: text not accepted: 552 5.3.4 too big (permanent; TooLarge)",
        ),
        (
            Action::SayThenDrop("354 go on\n250 2.0.0 taken".into()),
            "not sent: text not accepted: the server answered before it was asked (transient)",
        ),
        (
            Action::SayThenDrop("354 go on".into()),
            "not sent: text not accepted: the server closed the connection (transient)",
        ),
    ] {
        // Whether a short text went out before its server has gone is decided by the network.
        let short = (!matches!(&action, Action::SayThenDrop(said) if said == "354 go on")).then(|| text(1));
        for message in short.into_iter().chain([text(3_000_000)]) {
            let script = Script::new().without("SIZE").on("DATA", action.clone());
            for it in [Try::new(script.clone()), Try::tls(script)] {
                let it = Try { message: message.clone(), ..it };
                assert_eq!(it.told(), expected, "{action:?}, {} octets", message.bytes.len());
                assert_eq!(it.server.accepted().len(), 0);
            }
        }
    }
}

#[test]
fn an_answer_under_tls_counts_when_it_is_whole_and_not_when_it_was_cut_off() {
    for (end, expected) in [
        (Action::SayThenDrop("250 2.0.0 taken".into()), "accepted: 250 2.0.0 taken"),
        (
            Action::SayThenDrop("250-2.0.0 taken".into()),
            "unknown: no clear answer to the text: the server closed the connection (transient)",
        ),
        (Action::Drop, "unknown: no clear answer to the text: the server closed the connection (transient)"),
    ] {
        for it in
            [Try::tls(Script::new().on(".", end.clone())), Try::start_tls(Script::new().on(".", end.clone()))]
        {
            assert_eq!(it.told(), expected, "{end:?}");
        }
    }
}

#[test]
fn servers_that_do_not_know_ehlo_get_helo() {
    for refusal in ["500 what?", "501", "502 5.5.1 no", "503 no", "504-no\n504"] {
        let script =
            Script::new().on("EHLO", Action::Raw(format!("{refusal}\r\n").into_bytes())).on("HELO", "250");
        let it = Try::new(script.clone());
        assert_eq!(it.told(), "accepted: 250 2.0.0 taken", "{refusal}");
        let text = it.server.ended()[0].text();
        assert!(
            text.starts_with("EHLO [127.0.0.1]\nHELO [127.0.0.1]\nMAIL FROM:<ada@example.org>\n"),
            "{text}"
        );
        assert!(
            Try::new(script.clone())
                .with(password())
                .told()
                .starts_with("open: no login: the server takes no login here")
        );
        assert!(Try::start_tls(script).told().contains("does not offer STARTTLS"));
    }
    let neither = Try::new(Script::new().on("EHLO", "502 no").on("HELO", "550 5.7.1 not you"));
    assert_eq!(neither.told(), "open: no greeting: 550 5.7.1 not you (permanent)");
}

#[test]
fn a_server_may_ask_for_what_came_with_the_command() {
    for prompt in [&b"334\r\n"[..], b"334 \r\n", b"334 more\n"] {
        let script = Script::new().once("AUTH PLAIN", Action::Raw(prompt.to_vec())).on("AGFkYQ", "235 in");
        assert_eq!(Try::new(script).with(password()).told(), "accepted: 250 2.0.0 taken");
        let script = Script::new().login("ada", "other").on("AUTH XOAUTH2", Action::Raw(prompt.to_vec()));
        assert!(
            Try::new(script)
                .with(token())
                .told()
                .starts_with("open: no login: the server refused it (535 5.7.8) (login")
        );
    }
}

#[test]
fn login_is_tried_where_plain_is_refused_but_not_for_the_password() {
    for (refusal, tries_on) in [
        ("504 5.5.4 no", true),
        ("534 5.7.9 no", true),
        ("454 4.7.0 later", true),
        ("535 5.7.8 bad", false),
        ("421 bye", false),
    ] {
        let it = Try::new(Script::new().on("AUTH PLAIN", refusal)).with(password());
        let told = it.told();
        assert_eq!(told.starts_with("accepted"), tries_on, "{refusal}: {told}");
        assert_eq!(it.server.ended()[0].text().matches("AUTH LOGIN").count(), usize::from(tries_on));
    }
    let it = Try::new(Script::new().on("AUTH", Action::SayThenDrop("534 5.7.9 no".into()))).with(password());
    let told = it.told();
    assert!(told.starts_with("open: no login: the server refused it (534 5.7.9) (login"), "{told}");
    let it = Try::new(Script::new().on("AUTH", "504 5.5.4 no")).with(password());
    assert!(it.told().starts_with("open: no login: the server refused it (504 5.5.4) (login"));
    assert_eq!(it.server.ended()[0].text().matches("AUTH").count(), 2);
}

#[test]
fn a_login_that_breaks_is_not_the_refusal_of_another_mechanism() {
    let refused = || Script::new().on("AUTH PLAIN", "504 5.5.4 no");
    let asks_twice = || refused().once("* YWRh", "334 UGFzc3dvcmQ6");
    let cases = [
        (refused().on("AUTH LOGIN", Action::Silence), "no whole answer within 500 ms (transient)"),
        (
            refused().on("AUTH LOGIN", Action::Raw(b"hm\r\n".to_vec())),
            "the server's answer cannot be read (transient)",
        ),
        (refused().on("*", Action::Silence), "no whole answer within 500 ms (transient)"),
        (refused().on("*", Action::Drop), "the server closed the connection (transient)"),
        (asks_twice().on("*", Action::Drop), "the server closed the connection (transient)"),
        (asks_twice().on("*", Action::Silence), "no whole answer within 500 ms (transient)"),
        (refused().on("AUTH LOGIN", "421 bye"), "the server refused it (421) (transient; Busy)"),
        // Whoever leaves behind a refusal has said it.
        (refused().on("AUTH LOGIN", Action::Drop), "the server refused it (504 5.5.4) (login)"),
    ];
    each(&cases, |(script, expected)| {
        let it = Try::impatient(script.clone()).with(password());
        assert_eq!(it.told(), format!("open: no login: {expected}"), "{script:?}");
    });
}

#[test]
fn a_mechanism_is_tried_once_however_often_it_is_named() {
    use Mechanism::{Login, Plain, Xoauth2};

    for mechanisms in [vec![Plain, Login, Plain, Login], vec![Xoauth2, Plain, Xoauth2, Plain]] {
        let login = onlist_mail::connection::Login { mechanisms, ..password() };
        let it = Try::new(Script::new().on("AUTH", "534 5.7.9 no")).with(login);
        assert!(it.told().starts_with("open: no login: the server refused it (534 5.7.9)"));
        assert_eq!(it.server.ended()[0].text().matches("AUTH ").count(), 2);
    }
}

#[test]
fn a_long_response_is_sent_when_the_server_asks_for_it() {
    for length in [10, 340, 400, 3000] {
        let secret = "t".repeat(length);
        for login in [password(), token()] {
            let login = onlist_mail::connection::Login { secret: Secret::new(secret.clone()), ..login };
            let it = Try::new(Script::new().login("ada", &secret)).with(login);
            assert_eq!(it.told(), "accepted: 250 2.0.0 taken", "{length}");
            let text = it.server.ended()[0].text();
            let command = text.lines().find(|line| line.starts_with("AUTH")).expect("a login");
            assert!(command.len() <= 510, "{command}");
            assert_eq!(command.matches(' ').count() == 1, length > 340, "{command}");
        }
    }
}

#[test]
fn only_the_mechanisms_that_are_named_are_used_in_their_order() {
    use Mechanism::{Login, Plain, Xoauth2};

    for (mechanisms, offered, expected) in [
        (vec![Login], "PLAIN LOGIN", "AUTH LOGIN"),
        (vec![Login, Plain], "PLAIN LOGIN", "AUTH LOGIN"),
        (vec![Plain], "LOGIN PLAIN XOAUTH2", "AUTH PLAIN"),
        (vec![Xoauth2, Login], "PLAIN LOGIN", "AUTH LOGIN"),
        (vec![Login], "PLAIN", ""),
    ] {
        let login = onlist_mail::connection::Login { mechanisms, ..password() };
        let it = Try::new(Script::new().with(&format!("AUTH {offered}"))).with(login);
        let told = it.told();
        let text = it.server.ended()[0].text();
        let used: Vec<_> = text.lines().filter(|line| line.starts_with("AUTH")).collect();
        if expected.is_empty() {
            assert_eq!(told, "open: no login: the server takes no LOGIN, only PLAIN (permanent)");
            assert!(used.is_empty());
        } else {
            assert_eq!(told, "accepted: 250 2.0.0 taken");
            assert!(used.len() == 1 && used[0].starts_with(expected), "{used:?}");
        }
    }
}

#[test]
fn nothing_that_a_server_repeats_of_a_login_is_kept() {
    let plain = "AGFkYQBodW50ZXIy";
    for echo in [
        format!("500 5.5.1 unrecognized command: AUTH PLAIN {plain}"),
        format!("535 5.7.8 bad password: {SECRET}"),
        format!("535-{SECRET}\n535 {plain}"),
        format!("454 {SECRET}"),
        format!("354 {SECRET}"),
        format!("235 {SECRET}\n500 {SECRET} {plain}"),
        format!("334 {SECRET}\n334 {SECRET} {plain}"),
        format!("334 x\n500 {SECRET} {plain}"),
        format!("{SECRET} {plain}"),
    ] {
        let bytes = format!("{}\r\n", echo.replace('\n', "\r\n")).into_bytes();
        for script in [Script::new(), Script::new().with("AUTH LOGIN"), Script::new().with("AUTH XOAUTH2")] {
            let script = script.on("AUTH", Action::Raw(bytes.clone())).on("*", Action::Raw(bytes.clone()));
            for login in [password(), token()] {
                let it = Try::impatient(script.clone()).with(login.clone());
                let error = it.open().err();
                is_discreet(&error);
                let told = it.told();
                assert!(!told.contains(SECRET) && !told.contains(plain), "{told}");
            }
        }
    }
}

#[test]
fn what_repeats_a_login_later_is_no_answer() {
    let plain = "AGFkYQBodW50ZXIy";
    let behind = |gate: &Gate, said: &str| Action::then("235 in", Action::held(gate, said));
    let echoes =
        ["500 5.5.1 unrecognized command: AUTH PLAIN %", "421 %", "250 2.1.0 <%> ok", "550-no\n550 %"];
    for echo in echoes.map(|it| it.replace('%', plain)).into_iter().chain(["500 what is AGFkYQBo...".into()])
    {
        // Read before MAIL is written, and as if it were the answer to that.
        for is_read_before in [true, false] {
            let gate = Gate::default();
            let it = Try::new(Script::new().on("AUTH", behind(&gate, &echo))).with(password());
            let mut session = it.open().expect("open");
            if is_read_before {
                gate.let_through();
            } else {
                gate.open();
            }
            let error = session.offer(&it.message).expect_err("no answer");
            is_discreet(&error);
            assert_eq!(
                error.to_string(),
                "sender not accepted: the server answered before it was asked",
                "{echo}"
            );
            assert!(error.is_transient());
        }
    }
    // A short one is a word of its own.
    let gate = Gate::default();
    let login = onlist_mail::connection::Login { secret: Secret::new("abc".into()), ..password() };
    let script = Script::new()
        .with("AUTH LOGIN")
        .once("* ", "334 UGFzc3dvcmQ6")
        .on("*", behind(&gate, "500 what is YWJj?"));
    let it = Try::new(script).with(login);
    let mut session = it.open().expect("open");
    gate.open();
    let error = session.offer(&it.message).expect_err("no answer");
    assert_eq!(error.to_string(), "sender not accepted: the server answered before it was asked");
    // One that shuts down says so at any time, and right behind a login in words that nobody keeps.
    for (said, kept) in
        [("421 4.3.2 closing", "421"), ("550 5.7.1 no", "the server answered before it was asked")]
    {
        let gate = Gate::default();
        let it = Try::new(Script::new().on("AUTH", behind(&gate, said))).with(password());
        let mut session = it.open().expect("open");
        gate.let_through();
        let error = session.offer(&it.message).expect_err("no answer");
        assert_eq!(error.to_string(), format!("sender not accepted: {kept}"));
    }
}

/// What breaks TLS: something in clear, a record that is damaged, and one that never was one.
fn not_tls() -> [Action; 3] {
    let damaged = [&[0x17, 3, 3, 0, 32][..], &[7; 32]].concat();
    [b"421 4.3.2 closing\r\n".to_vec(), damaged, vec![0xff; 64]].map(Action::PastTls)
}

#[test]
fn tls_that_breaks_is_a_broken_connection_in_every_phase() {
    let cases: Vec<_> = PHASES.iter().flat_map(|phase| not_tls().map(|action| (phase, action))).collect();
    each(&cases, |((event, _, begin), action)| {
        let script = match *event {
            "*" => Script::new().with("AUTH LOGIN").on("*", action.clone()),
            "AUTH PLAIN" | "AUTH LOGIN" => Script::new().with(event).on(event, action.clone()),
            _ => Script::new().on(event, action.clone()),
        };
        let begin = if *event == "." { "unknown: no clear answer to the text: " } else { begin };
        for it in [Try::tls(script.clone()), Try::start_tls(script)] {
            // These come before TLS is spoken.
            let is_early = *event == "connect" || *event == "EHLO" && it.security == Security::StartTls;
            if is_early {
                continue;
            }
            let it = it.with(password());
            assert_eq!(
                it.told(),
                format!("{begin}the encrypted connection broke (transient)"),
                "{event} {action:?}"
            );
        }
    });
}

#[test]
fn a_session_that_the_server_ends_is_followed_by_another() {
    let busy = || Action::SayThenDrop("421 4.7.0 too many messages in this session".into());
    let over = [(Security::None, busy()), (Security::None, Action::Drop), (Security::Tls, busy())];
    let over = over.into_iter().chain(not_tls().map(|action| (Security::Tls, action)));
    for (security, end) in over {
        for event in ["MAIL", "RCPT", "DATA", "."] {
            // Nobody knows whether a text was taken behind which the connection ended; 421 says that it was not.
            if event == "." && !matches!(end, Action::SayThenDrop(_)) {
                continue;
            }
            let it =
                if security == Security::Tls { Try::tls(Script::new()) } else { Try::new(Script::new()) };
            let mut client = Client::open(&it.server(), None, it.limits).expect("open");
            let send = |client: &mut Client| {
                client.offer(&it.message).expect("offered");
                client.submit(&it.message)
            };
            for _ in 0..2 {
                assert!(matches!(send(&mut client), Submission::Accepted(_)));
            }
            it.server.also(event, end.clone());
            for _ in 0..2 {
                assert!(matches!(send(&mut client), Submission::Accepted(_)), "{event} {end:?}");
            }
            client.close();
            assert_eq!((it.server.accepted().len(), it.server.ended().len()), (4, 2), "{event} {end:?}");
        }
    }
}

#[test]
fn a_letter_that_may_have_been_taken_is_not_sent_over_another_connection() {
    for end in [Action::Drop, Action::take(Action::Drop), Action::SayThenDrop("250-2.0.0".into())] {
        let it = Try::new(Script::new());
        let mut client = Client::open(&it.server(), None, it.limits).expect("open");
        client.offer(&it.message).expect("offered");
        assert!(matches!(client.submit(&it.message), Submission::Accepted(_)));
        it.server.also(".", end.clone());
        client.offer(&it.message).expect("offered");
        assert!(!matches!(client.submit(&it.message), Submission::Accepted(_)), "{end:?}");
        // The next letter has a connection of its own.
        client.offer(&it.message).expect("offered");
        assert!(matches!(client.submit(&it.message), Submission::Accepted(_)));
        client.close();
        assert_eq!(it.server.ended().len(), 2);
    }
}

#[test]
fn refusals_that_were_answered_are_kept_where_the_session_ends() {
    let ends = [
        Action::Drop,
        Action::SayThenDrop("421 4.3.2 bye".into()),
        Action::Silence,
        Action::Raw(b"hm\r\n".to_vec()),
    ];
    each(&ends, |end| {
        let it = Try::impatient(Script::new().on("RCPT TO:<list@", "550 5.1.1 no").on("RCPT", end.clone()));
        let statuses = it.open().expect("open").offer(&it.message).expect("a refusal");
        assert!(matches!(&statuses[0], RcptStatus::Refused(reply) if reply.code == 550), "{statuses:?}");
        assert!(
            matches!(&statuses[1], RcptStatus::Unanswered(error) if error.is_transient()),
            "{statuses:?}"
        );
        let it = Try::impatient(Script::new().on("RCPT TO:<mentor@", end.clone()));
        it.open().expect("open").offer(&it.message).expect_err("nobody was refused");
    });
    // A session that was used before may have ended for that.
    let it = Try::new(Script::new());
    let mut client = Client::open(&it.server(), None, it.limits).expect("open");
    client.offer(&it.message).expect("offered");
    assert!(matches!(client.submit(&it.message), Submission::Accepted(_)));
    it.server.also("RCPT TO:<mentor@", Action::SayThenDrop("421 4.7.0 too many".into()));
    it.server.also("RCPT TO:<list@", "450 4.2.0 not now".into());
    assert_eq!(client.offer(&it.message).expect("offered"), vec![RcptStatus::Accepted; 2]);
}

#[test]
fn a_server_that_ends_each_session_at_once_is_not_asked_for_ever() {
    let it = Try::new(Script::new().on("MAIL", Action::SayThenDrop("421 4.3.2 bye".into())));
    let mut client = Client::open(&it.server(), None, it.limits).expect("open");
    client.offer(&it.message).expect_err("421");
    client.offer(&it.message).expect_err("421");
    client.close();
    assert_eq!(it.server.ended().len(), 2);
}

#[test]
fn a_server_that_gives_a_letter_another_message_id_says_so() {
    let answer = "250 2.0.0 OK <AM0.1@EUR05.prod.example.org> [Hostname=AM0.eur.example.org]";
    for (answer, expected) in [(answer, Some("<AM0.1@EUR05.prod.example.org>")), ("250 2.0.0 OK", None)] {
        let it = Try::new(Script::new().on(".", answer));
        let mut session = it.open().expect("open");
        session.offer(&it.message).expect("offered");
        let Submission::Accepted(receipt) = session.submit(&it.message) else { panic!("not accepted") };
        assert_eq!(receipt.new_message_id.as_ref().map(MessageId::as_str), expected);
        assert_eq!(&*receipt.reply, answer);
        session.close();
    }
}

#[test]
fn a_refused_letter_is_reset_and_the_session_kept() {
    for event in ["DATA", "."] {
        let it = Try::new(Script::new().once(event, "554 5.7.1 no"));
        let mut session = it.open().expect("open");
        for accepted in [false, true] {
            assert_eq!(session.offer(&it.message).expect("offered"), vec![RcptStatus::Accepted; 2]);
            assert_eq!(matches!(session.submit(&it.message), Submission::Accepted(_)), accepted);
        }
        session.close();
        let connections = it.server.ended();
        assert_eq!((connections.len(), connections[0].text().matches("RSET\n").count()), (1, 1));
    }
}

fn open_at(addresses: &[SocketAddr], it: &Try, limits: Limits) -> Result<Session, Error> {
    Session::open(&Server { addresses: addresses.to_owned(), ..it.server() }, None, limits)
}

#[test]
fn the_next_address_is_tried_where_it_may_be_better() {
    let on = |event: &str, action: Action| Script::new().on(event, action);
    let raw = |bytes: &[u8]| Action::Raw(bytes.to_vec());
    let ill = [
        ("", on("connect", "421 4.3.2 busy".into())),
        ("", on("connect", Action::SayThenDrop("450 4.7.1 not now".into()))),
        ("", on("connect", raw(b"SSH-2.0-OpenSSH_9.9\r\n"))),
        ("", on("connect", raw(b"220-mail"))),
        ("", on("connect", Action::Drop)),
        ("", on("connect", Action::Silence)),
        ("", on("EHLO", Action::Drop)),
        ("", on("EHLO", Action::Silence)),
        ("", on("EHLO", "421 4.3.2 bye".into())),
        ("", on("EHLO", raw(b"250-mail.test\r\n"))),
        ("", on("EHLO", raw(b"hm\r\n"))),
        ("no greeting: 554 5.7.1 not you", on("connect", Action::SayThenDrop("554 5.7.1 not you".into()))),
        ("no greeting: 550 5.7.1 not you", on("EHLO", "550 5.7.1 not you".into())),
    ];
    each(&ill, |(expected, script)| {
        let (ill, well) = (Try::new(script.clone()), Try::new(Script::new()));
        let both = [&ill, &well].map(|it| SocketAddr::from(([127, 0, 0, 1], it.server.port())));
        let limits = Limits { step: Duration::from_secs(1), ..Limits::of(AMPLE) };
        let told = open_at(&both, &well, limits).err().map(|error| error.to_string());
        assert_eq!(told.unwrap_or_default(), *expected, "{script:?}");
        assert_eq!(well.server.connections().len(), usize::from(expected.is_empty()), "{script:?}");
    });
}

/// An address where connections are made by the system and nobody ever says anything.
fn silent() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound");
    (listener, address)
}

#[test]
fn an_address_that_answers_nothing_costs_its_share_of_time_and_no_more() {
    let limits = Limits { step: Duration::from_secs(2), ..Limits::of(AMPLE) };
    let (_kept, nobody) = silent();
    let gone = silent().1;
    for tls in [false, true] {
        let it = if tls { Try::tls(Script::new()) } else { Try::new(Script::new()) };
        let there = SocketAddr::from(([127, 0, 0, 1], it.server.port()));
        for addresses in
            [vec![there], vec![nobody, there], vec![gone, there], vec![gone, nobody, nobody, there]]
        {
            let started = Instant::now();
            let session = open_at(&addresses, &it, limits);
            session.unwrap_or_else(|error| panic!("{addresses:?}: {error}")).close();
            assert!(
                started.elapsed() < Duration::from_millis(1900),
                "{addresses:?}: {:?}",
                started.elapsed()
            );
        }
    }
    let it = Try::new(Script::new());
    let limits = Limits { step: SHORT, ..limits };
    let error = open_at(&[gone, nobody], &it, limits).err().expect("nobody there");
    assert_eq!(error.to_string(), "no greeting: no whole answer within 500 ms");
}
