//! What a user sees of each way in which sending fails, and what is kept of the letter.
#![cfg(unix)]

use std::thread;
use std::time::Duration;

use crate::support::Student;
use crate::support::smtp::{Action, Script, Validity};

/// The run that fails, where nothing else is said.
const SEND: &str = "introduce wick-trimmer ... --send --yes";

/// Whom it goes to and what is to be known before it does, which is the same for all.
const HEAD: &str = concat!(
    "  lamp-devel@lists.example.org (the list)\n",
    "  Grace Example <grace@example.org> (mentor), address last confirmed in February\n  2014 (a year ago)\n",
    "  J. R. Example <jay@example.org> (mentor)\n",
    "note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps\n",
    "note: subscribe to lamp-devel@lists.example.org first: only subscribers may post\n",
);

const SECRET: &str = "hunter2";

/// One way to fail.
struct Case {
    name: &'static str,
    script: Script,
    security: &'static str,
    rest: String,
    line: String,
    file: Option<Vec<u8>>,
}

/// In clear, without a login, with time enough.
fn case(name: &'static str, script: Script) -> Case {
    Case {
        name,
        script,
        security: "none",
        rest: "timeout-seconds = 20\n".into(),
        line: SEND.into(),
        file: None,
    }
}

/// A server that is waited for no longer than a second.
fn impatient(name: &'static str, script: Script) -> Case {
    Case { rest: "timeout-seconds = 1\n".into(), ..case(name, script) }
}

impl Case {
    fn security(self, security: &'static str) -> Self {
        Self { security, ..self }
    }

    fn user(self) -> Self {
        let rest = format!("{}user = \"ada\"\n", self.rest);
        Self { rest, ..self }
    }

    fn token(self) -> Self {
        let rest = format!("{}user = \"ada\"\ntoken-command = \"echo {SECRET}\"\n", self.rest);
        Self { rest, ..self }
    }

    fn partial(self) -> Self {
        Self { line: format!("{SEND} --allow-partial"), ..self }
    }

    /// Sends this mail in place of the first letter.
    fn mail(self, mail: &[u8]) -> Self {
        let line = "send mail.eml --yes --date 2015-03-10T12:00:00+01:00".to_owned();
        Self { line, file: Some(mail.to_vec()), ..self }
    }

    /// Runs it. Gives what the user sees below the list of recipients, and how the letter then stands.
    fn told(self) -> String {
        let student = Student::with(self.script, self.security, &self.rest);
        if let Some(file) = &self.file {
            student.sandbox.write("mail.eml", file);
        }
        let output = student.command(&self.line).env("ONLIST_SMTP_PASSWORD", SECRET).output();
        let seen = student.seen(&self.line, &output.expect("the program starts"));
        let standing = student.standing();
        let taken = taken(&student);
        let id = if self.file.is_some() { "mail" } else { "wick-trimmer" };
        is_sound(&student, id, &seen);
        let (_, rest) = seen.split_once("sending \"").expect("it says what it sends");
        let (_, rest) = rest.split_once(" to\n").expect("a line");
        let rest = rest.strip_prefix(HEAD).unwrap_or(rest);
        format!("# {}\n{rest}{standing}{taken}", self.name)
    }
}

fn taken(student: &Student) -> String {
    match &student.delivered()[..] {
        [] => "[the server took nothing]\n".to_owned(),
        taken => format!("[the server took it for {}]\n", taken.join(", and again for ")),
    }
}

/// What holds whatever a server does: no secret is shown and nothing that steers a terminal, the letter is kept with
/// the bytes that it had, and what may have been delivered is not sent again.
fn is_sound(student: &Student, id: &str, seen: &str) {
    assert!(!seen.contains(SECRET) && !seen.contains('\u{1b}'), "{seen}");
    let bytes = student.bytes(id);
    if id == "wick-trimmer" {
        assert_eq!(bytes, student.printed());
    }
    let (state, taken) = (student.state_of(id), student.delivered().len());
    let status = seen.lines().find_map(|line| line.strip_prefix("[exit status: ")?.strip_suffix(']'));
    let possible = match status {
        None => state != "refused" && taken == 1,
        Some("76") => state == "unknown" && taken <= 1,
        Some("69" | "75" | "77" | "78") => matches!(&*state, "refused" | "ready") && taken == 0,
        _ => false,
    };
    assert!(possible, "{state}, taken {taken} times: {seen}");
    if status == Some("76") {
        let connections = student.server.connections().len();
        let again = student.run(&format!("send {id} --yes"));
        assert!(again.ends_with("[exit status: 76]\n"), "{again}");
        assert_eq!(student.server.connections().len(), connections);
    }
    assert_eq!(student.bytes(id), bytes);
}

/// Runs all of a table at once, as most of them wait; gives their reports in its order.
fn told(cases: impl IntoIterator<Item = Case>) -> String {
    thread::scope(|scope| {
        let running: Vec<_> = cases.into_iter().map(|case| scope.spawn(move || case.told())).collect();
        running.into_iter().map(|it| it.join().expect("it does not panic")).collect::<Vec<_>>().join("\n")
    })
}

/// Holds the reports of a table against the snapshot of that name.
macro_rules! assert_told {
    ($name:literal, $($case:expr,)*) => {
        let told = told([$($case),*]);
        insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!($name, told) });
    };
}

fn on(event: &str, action: impl Into<Action>) -> Script {
    Script::new().on(event, action)
}

#[test]
fn a_letter_that_goes_out_is_seen_so() {
    let student = Student::of(Script::new());
    let seen = student.run(SEND);
    assert!(seen.contains(HEAD));
    insta::assert_snapshot!(format!("{seen}{}{}", student.standing(), taken(&student)), @r#"
    $ onlist introduce wick-trimmer ... --send --yes
    warning[C05]: nothing shows what you have done so far: no link, command, file, version or commit (no-step-taken)
    --> letter:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C10]: the letter has 13 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    sending "[GSoC 2015] Trim the wick while the lamp burns" via localhost:PORT, unencrypted, to
      lamp-devel@lists.example.org (the list)
      Grace Example <grace@example.org> (mentor), address last confirmed in February
      2014 (a year ago)
      J. R. Example <jay@example.org> (mentor)
    note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: its date is 10 March 2015: more than a day from the clock of this computer
    note: sent: localhost accepted it for 3 recipients (250 2.0.0 taken)
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 17 March 2015 on: `onlist follow-up wick-trimmer`
    [wick-trimmer: accepted; lamp-devel accepted; grace accepted; jay accepted]
    [contact about wick-trimmer: sent]
    [the server took it for lamp-devel@lists.example.org grace@example.org jay@example.org]
    "#);
}

#[test]
fn silence() {
    let silent = |event: &str| on(event, Action::Silence);
    assert_told!(
        "silence",
        impatient("silence in place of a greeting", silent("connect")),
        impatient("silence after EHLO", silent("EHLO")),
        impatient("silence after STARTTLS", silent("STARTTLS").start_tls()).security("starttls"),
        impatient("silence after AUTH", silent("AUTH")).user(),
        impatient("silence after MAIL", silent("MAIL")),
        impatient("silence after the first RCPT", silent("RCPT")),
        impatient("silence after the last RCPT", silent("RCPT TO:<jay@")),
        impatient("silence after DATA", silent("DATA")),
        impatient("silence at LOGIN, after PLAIN was refused", silent("*").on("AUTH PLAIN", "504 5.5.4 no"))
            .user(),
    );
}

#[test]
fn a_byte_now_and_then() {
    let drip = |event: &str, line: &str| on(event, Action::Drip(line.into(), Duration::from_millis(300)));
    assert_told!(
        "drip",
        impatient("a greeting byte by byte", drip("connect", "220 mail.test")),
        impatient("an answer to EHLO byte by byte", drip("EHLO", "250 mail.test")),
        impatient("an answer to RCPT byte by byte", drip("RCPT TO:<grace@", "250 2.1.5 ok")),
        impatient("an answer to DATA byte by byte", drip("DATA", "354 go on")),
        impatient("an answer to the text byte by byte, which is waited for", drip(".", "250 ok")),
    );
}

#[test]
fn a_late_answer_to_the_text_is_waited_for() {
    let late = |answer: &str| on(".", Action::late(Duration::from_millis(1500), answer));
    assert_told!(
        "late",
        impatient("a late 250 after the final dot", late("250 2.0.0 taken at last")),
        impatient("a late 451 after the final dot", late("451 4.3.0 not now")),
        impatient("a late answer to MAIL", on("MAIL", Action::late(Duration::from_millis(1500), "250 ok"))),
    );
}

#[test]
fn a_connection_that_breaks() {
    let drop = |event: &str| on(event, Action::Drop);
    assert_told!(
        "drop",
        case("dropped in place of a greeting", drop("connect")),
        case("dropped after EHLO", drop("EHLO")),
        case("dropped after STARTTLS", drop("STARTTLS").start_tls()).security("starttls"),
        case("dropped after AUTH", drop("AUTH")).user(),
        case("dropped after MAIL", drop("MAIL")),
        case("dropped after the second RCPT", drop("RCPT TO:<grace@")),
        case("dropped after DATA", drop("DATA")),
        case(
            "no TLS any more after DATA",
            on("DATA", Action::PastTls(b"421 4.3.2 bye\r\n".to_vec())).start_tls()
        )
        .security("starttls"),
        case("dropped after the final dot, not taken", drop(".")),
        case("dropped after the final dot, taken", on(".", Action::take(Action::Drop))),
    );
}

#[test]
fn a_server_that_says_not_now() {
    assert_told!(
        "transient",
        case("421 in place of a greeting", on("connect", "421 4.3.2 closing down")),
        case("451 to EHLO", on("EHLO", "451 4.3.0 not now")),
        case("454 to STARTTLS", on("STARTTLS", "454 4.7.0 no TLS now").start_tls()).security("starttls"),
        case("454 to AUTH", on("AUTH", "454 4.7.0 no directory")).user(),
        case("451 to MAIL", on("MAIL", "451 4.3.0 not now")),
        case("452 to DATA", on("DATA", "452 4.3.1 disk full")),
        case("451 to the text", on(".", "451 4.3.0 not now")),
        case("greylisted at the text", on(".", "451 4.7.1 greylisted, come back")),
        case("421 to MAIL", on("MAIL", Action::SayThenDrop("421 4.3.2 closing down".into()))),
        case(
            "421 to the second RCPT",
            on("RCPT TO:<grace@", Action::SayThenDrop("421 4.3.2 closing".into()))
        ),
        case("421 to DATA", on("DATA", Action::SayThenDrop("421 4.3.2 closing down".into()))),
        case("421 to the text", on(".", Action::SayThenDrop("421 4.3.2 closing down".into()))),
    );
}

#[test]
fn a_server_that_says_no() {
    assert_told!(
        "permanent",
        case("554 in place of a greeting", on("connect", "554 5.7.1 not you")),
        case("550 to EHLO", on("EHLO", "550 5.7.1 not you")),
        case("502 to STARTTLS", on("STARTTLS", "502 5.5.1 no").start_tls()).security("starttls"),
        case("550 to MAIL", on("MAIL", "550 5.7.1 not your address")),
        case("530 to MAIL, where a login is missing", on("MAIL", "530 5.7.0 Authentication required")),
        case("554 to DATA", on("DATA", "554 5.5.1 no valid recipients")),
        case("554 to the text", on(".", "554 5.7.1 looks like spam")),
        case("552 to the text", on(".", "552 5.3.4 too big")),
    );
}

#[test]
fn recipients_that_are_refused() {
    const LIST: &str = "RCPT TO:<lamp-devel@";
    const GRACE: &str = "RCPT TO:<grace@";
    const JAY: &str = "RCPT TO:<jay@";
    const NO: &str = "550 5.1.1 no such user";
    const LATER: &str = "450 4.2.0 mailbox busy";
    assert_told!(
        "recipients",
        case("the list is refused", on(LIST, NO)),
        case("the list is refused, and others may be", on(LIST, NO)).partial(),
        case("the list is greylisted", on(LIST, "450 4.7.1 greylisted")),
        case("the list for now, a mentor for good", on(LIST, LATER).on(GRACE, NO)),
        case("the list for now, a mentor for good, and others may be", on(LIST, LATER).on(GRACE, NO))
            .partial(),
        case("everybody is refused", on("RCPT", NO)),
        case("everybody for now", on("RCPT", LATER)),
        case("a mentor is refused", on(GRACE, NO)),
        case("a mentor for now", on(GRACE, LATER)),
        case("one mentor for now, the other for good", on(GRACE, LATER).on(JAY, NO)),
        case("a mentor is refused, which may be", on(GRACE, NO)).partial(),
        case("a mentor for now, which may be", on(GRACE, LATER)).partial(),
        case("the list is refused, and it hangs up", on(LIST, NO).on(GRACE, Action::Drop)),
        impatient("the list is refused, and it is silent", on(LIST, NO).on(GRACE, Action::Silence)),
        case("the list for now, and it hangs up", on(LIST, LATER).on(GRACE, Action::Drop)),
        case("a mentor is refused, which may be, and it hangs up", on(GRACE, NO).on(JAY, Action::Drop))
            .partial(),
        case("both mentors, which may be", on(GRACE, LATER).on(JAY, NO)).partial(),
        case("a mentor is refused, which may be, and the text", on(GRACE, NO).on(".", "554 5.7.1 spam"))
            .partial(),
        case("a mentor is refused, which may be, and it drops", on(GRACE, NO).on(".", Action::Drop))
            .partial(),
    );
}

#[test]
fn answers_that_make_no_sense() {
    let long = |code: &str| Action::Raw(format!("{code} {}\r\n", "x".repeat(100_000)).into_bytes());
    let raw = |bytes: &[u8]| Action::Raw(bytes.to_vec());
    assert_told!(
        "garbage",
        case("no mail server", on("connect", raw(b"SSH-2.0-OpenSSH_9.9\r\n"))),
        case("garbage in place of a greeting", on("connect", raw(b"\0\x01\xff\xfe\r\n\r\n"))),
        case("garbage after MAIL", on("MAIL", raw(b"\0\x01\xff\xfe\r\n"))),
        case("garbage after the final dot", on(".", raw(b"\0\x01\xff\xfe\r\n"))),
        case("a line without end as greeting", on("connect", long("220"))),
        case("a refusal without end", on("MAIL", long("550"))),
        case("a yes without end after the final dot", on(".", long("250"))),
        case("a refusal that is not UTF-8", on("MAIL", raw(b"550 5.7.1 refus\xe9 \x9b2J\r\n"))),
        case("a yes that is not UTF-8 after the final dot", on(".", raw(b"250 accept\xe9\r\n"))),
        case(
            "a refusal that would clear the screen",
            on("RCPT TO:<lamp", raw(b"550 \x1b[2Jerror: \rsent\x07\r\n"))
        ),
        case("an answer that belongs elsewhere, to MAIL", on("MAIL", "354 go on")),
        case("an answer that belongs elsewhere, to DATA", on("DATA", "250 ok")),
        case("an answer that belongs elsewhere, to the text", on(".", "354 go on")),
    );
}

#[test]
fn answers_of_several_lines() {
    let yes = ["connect", "MAIL", "RCPT", "RSET"].iter().fold(Script::new(), |script, event| {
        let code = if *event == "connect" { "220" } else { "250" };
        script.on(event, &*format!("{code}-2.0.0 one\n{code}-2.0.0 two\n{code} 2.0.0 three"))
    });
    let yes = yes.on("DATA", "354-go\n354 on").on(".", "250-2.0.0 it\n250-2.0.0 was\n250 2.0.0 taken");
    let no = "550-5.7.1 This server takes letters\n550-5.7.1 from members only, see\n550 5.7.1 https://lists.test/join";
    assert_told!(
        "several_lines",
        case("all of it in several lines", yes),
        case("a refusal of the list in several lines", on("RCPT TO:<lamp", no)),
        case("a refusal of the text in several lines", on(".", no)),
        case("several lines with different codes", on("MAIL", "550-one\n250 two")),
        case("several lines after the final dot with different codes", on(".", "250-one\n550 two")),
        case("several lines that have no end", on("MAIL", Action::SayThenDrop("250-one\n250-two".into()))),
    );
}

#[test]
fn connections_that_are_not_secure() {
    let tls = |validity| Script::new().tls().certificate(validity);
    let injected = |line: &str| on("STARTTLS", format!("220 2.0.0 go\n{line}").as_str()).start_tls();
    assert_told!(
        "security",
        case("STARTTLS is not offered", Script::new()).security("starttls"),
        case("an answer is there before TLS begins", injected("250 mail.test\n250 ok")).security("starttls"),
        case("one refusal is there before TLS begins", injected("550 5.7.1 no")).security("starttls").user(),
        case("a certificate for another name", tls(Validity::WrongName)).security("tls"),
        case("a certificate of the past", tls(Validity::Expired)).security("tls"),
        case("a certificate of the future", tls(Validity::NotYet)).security("tls"),
        case(
            "a certificate for another name, after STARTTLS",
            Script::new().start_tls().certificate(Validity::WrongName),
        )
        .security("starttls"),
        case("TLS on a port for STARTTLS", Script::new().start_tls()).security("tls"),
        impatient("STARTTLS on a port for TLS", Script::new().tls()).security("starttls"),
        impatient("no encryption on a port for TLS", Script::new().tls()),
    );
}

#[test]
fn logins_that_are_refused() {
    let other = || Script::new().login("ada", "other");
    assert_told!(
        "login",
        case("a wrong password", other()).user(),
        case("a wrong password, by LOGIN", other().with("AUTH LOGIN")).user(),
        case("a wrong token", other()).token(),
        case("an app password is wanted", on("AUTH", "534 5.7.9 Application-specific password required"))
            .user(),
        case("no passwords any more", on("AUTH", "535 5.7.139 basic authentication is disabled")).user(),
        case("no login is taken", Script::new().without("AUTH")).user(),
        case("only a token is taken", Script::new().with("AUTH XOAUTH2")).user(),
    );
}

#[test]
fn letters_that_a_server_cannot_take() {
    let mail = |name: &str, greeting: &str| {
        format!(
            "From: {name} <ada@example.org>\nTo: lamp-devel@lists.example.org\nCc: grace@example.org, jay@example.org\n\
             Subject: [GSoC 2015] Trim the wick while the lamp burns\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\
             {greeting},\n\nI would like to work on \"Trim the wick while the lamp burns\".\n"
        )
        .into_bytes()
    };
    let limited = || Script::new().without("8BITMIME").without("SMTPUTF8");
    assert_told!(
        "needs",
        case("a text in UTF-8, no 8BITMIME", limited()).mail(&mail("Ada", "Gr\u{fc}\u{df}e")),
        case("a header in UTF-8, no SMTPUTF8", Script::new().without("SMTPUTF8"))
            .mail(&mail("\u{c4}da", "Hello")),
        case("a text in UTF-8, with 8BITMIME", Script::new()).mail(&mail("Ada", "Gr\u{fc}\u{df}e")),
        case("a header in UTF-8, with SMTPUTF8", Script::new()).mail(&mail("\u{c4}da", "Hello")),
        case("too large", Script::new().with("SIZE 500")),
        case("our own letter needs neither", limited()),
    );
}

#[test]
fn an_answer_in_any_form_ends_the_run_as_its_code_says() {
    let cases: [(&str, &[u8], i32, usize); 14] = [
        ("connect", b"220\r\n", 0, 1),
        ("connect", b"220-mail.test\n221 ready\n", 0, 1),
        ("MAIL", b"250\n", 0, 1),
        ("RCPT", b"252\r\n", 0, 1),
        ("RCPT", b"550 unbekannt f\xfcr uns\r\n", 69, 0),
        ("RCPT", b"450\r\n", 75, 0),
        ("AUTH", b"235\r\n", 0, 1),
        ("AUTH", b"535 falsch f\xfcr uns\r\n", 77, 0),
        ("DATA", b"354\n", 0, 1),
        // What can be read before the text has gone out is no answer to it.
        ("DATA", b"354 go on\r\n250 2.0.0 taken\r\n", 75, 0),
        (".", b"250\r\n", 0, 1),
        (".", b"250 2.0.0 angenommen f\xfcr Zustellung\r\n", 0, 1),
        (".", b"554\n", 69, 0),
        (".", b"451-sp\xe4ter\n451\n", 75, 0),
    ];
    for (event, bytes, status, taken) in cases {
        let rest = "timeout-seconds = 5\nuser = \"ada\"\n";
        let student = Student::with(on(event, Action::Raw(bytes.to_vec())), "none", rest);
        let output = student.command(SEND).env("ONLIST_SMTP_PASSWORD", SECRET).output().expect("it starts");
        let seen = student.seen(SEND, &output);
        let found = (output.status.code(), student.delivered().len());
        assert_eq!(found, (Some(status), taken), "{event} {}: {seen}", bytes.escape_ascii());
    }
}
