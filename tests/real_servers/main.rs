//! Letters that go through real servers: Postfix, and behind it a mailing list of mlmmj; a mailbox of Dovecot; and an
//! archive of public-inbox.
//!
//! They need root, and `postfix`, `sasl2-bin`, `mlmmj` and `dovecot-imapd` of Debian; without them they are left out, and say so.
//! `ONLIST_SERVERS=required`, as in `.ci/run`, makes that a failure; `ONLIST_WITHOUT=servers` leaves them out on purpose.
#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]
#![allow(clippy::disallowed_methods, reason = "tests start programs of their own")]

mod public_inbox;
mod round;
mod servers;
#[path = "../support/mod.rs"]
mod support;
mod sync;

use std::fs::File;
use std::path::Path;
use std::process::Command;

use mail_parser::{Message, MessageParser};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use servers::{Home, PASSWORD, Run, Servers};

/// What the list puts below each mail; in quoted-printable text the blank of its `-- ` counts for nothing (RFC 2045, 6.7).
const FOOTER: &str = "--\nengine-devel mailing list\nhttps://lists.test/engine-devel\n\n";

/// What a student says about any project, with what transports like to change: a dot, a `From `, more than ASCII.
const ANSWERS: [&str; 6] = [
    "--interest",
    "Last winter I wrote a small parser for the schedules of our trams, and its slowest part was not where I had \
     looked for it. I would like to learn how a big engine is measured – “naïve” code included.",
    "--so-far",
    "I have built the next branch, and run its benchmark on two machines.\n.\nFrom there on the tables puzzle me.",
    "--question",
    "Why does lex.c check the length of its input again, when read.c has done so already?",
];

/// The settings for one of the servers' ports, with a command for the password.
fn smtp(port: u16, security: &str, password_command: &str) -> String {
    format!(
        "[smtp]\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\"\nuser = \"student\"\n\
         password-command = \"{password_command}\"\ntimeout-seconds = 5\n"
    )
}

impl Home {
    /// The home of a student who sends over implicit TLS.
    fn of_student(servers: &'static Servers, name: &str) -> Self {
        let home = Self::bare(servers);
        home.set(name, "Zoë Příkladová", &smtp(servers.tls, "tls", "cat password"));
        home
    }

    fn introduce(&self, project: &str, more: &[&str]) -> Run {
        self.run(
            &[&["introduce", project, "--date", "2015-03-10T12:00:00+01:00"], &ANSWERS[..], more].concat(),
        )
    }

    /// The letter about `project`, as `--print` shows it.
    fn printed(&self, project: &str) -> Message<'static> {
        let run = self.introduce(project, &["--print"]).ends(0);
        MessageParser::new().parse(run.out.as_bytes()).expect("a mail").into_owned()
    }

    /// Names of the letters that are kept.
    fn kept(&self) -> Vec<String> {
        let listing: serde_json::Value =
            serde_json::from_str(&self.run(&["drafts", "--json"]).ends(0).out).expect("JSON");
        let drafts = listing["drafts"].as_array().expect("a list");
        drafts.iter().map(|draft| draft["id"].as_str().expect("a name").to_owned()).collect()
    }
}

fn id<'a>(mail: &'a Message<'_>) -> &'a str {
    mail.message_id().expect("it has one")
}

fn text(mail: &Message<'_>) -> String {
    mail.body_text(0).expect("it has one").replace("\r\n", "\n")
}

fn from(mail: &Message<'_>) -> (Option<String>, Option<String>) {
    let from = mail.from().and_then(|from| from.first()).expect("it has one");
    (from.name().map(str::to_owned), from.address().map(str::to_owned))
}

/// Whether `mail` is `letter`, as it was written.
#[track_caller]
fn assert_unchanged(mail: &Message<'_>, letter: &Message<'_>) {
    assert_eq!((id(mail), mail.subject(), from(mail)), (id(letter), letter.subject(), from(letter)));
    assert_eq!(text(mail), text(letter));
}

/// Whether `mail` is `letter` with nothing but what the list adds.
#[track_caller]
fn assert_list_copy(mail: &Message<'_>, letter: &Message<'_>) {
    assert_eq!((id(mail), from(mail)), (id(letter), from(letter)));
    assert_eq!(mail.subject().expect("kept"), format!("[engine] {}", letter.subject().expect("it has one")));
    assert_eq!(text(mail), text(letter) + FOOTER);
}

/// Waits until `letter` is with the mentor and on the list, as it was written.
#[track_caller]
fn assert_arrives(servers: &Servers, letter: &Message<'_>) {
    assert_unchanged(&servers.direct_copy("mentor", id(letter)), letter);
    assert_list_copy(&servers.list_copy("subscriber", id(letter)), letter);
}

#[test]
fn a_first_letter_arrives_over_implicit_tls() {
    let Some(servers) = Servers::shared() else { return };
    let ada = Home::of_student(servers, "ada");
    let letter = ada.printed("parser");
    assert_eq!(from(&letter), (Some("Zoë Příkladová".to_owned()), Some("ada@students.test".to_owned())));
    ada.introduce("parser", &["--send", "--yes"]).ends(0);
    assert_arrives(servers, &letter);
    let [way] = &servers.submissions(id(&letter))[..] else { panic!("sent more than once") };
    assert!(way.contains("postfix/tls/smtpd") && way.contains("sasl_method=PLAIN"), "{way}");
}

#[test]
fn the_answer_to_what_the_list_made_of_it_comes_back_over_starttls() {
    let Some(servers) = Servers::shared() else { return };
    let ben = Home::of_student(servers, "ben");
    let letter = ben.printed("parser");
    ben.introduce("parser", &["--send", "--yes"]).ends(0);

    let arrived = servers.list_copy("mentor", id(&letter));
    let mentor = Home::bare(servers);
    mentor.set("mentor", "Tülin Örnek", &smtp(servers.starttls, "starttls", "cat password"));
    mentor.sandbox.write("mail.eml", arrived.raw_message());
    let answer = ["--answer", "Ein Versehen: die Prüfung in lex.c kann weg.", "--task", "fix-typo"];
    mentor.run(&[&["reply", "mail.eml"], &answer[..], &["--send", "--yes"]].concat()).ends(0);

    let answers = |mail: &Message<'_>| mail.in_reply_to().as_text() == Some(id(&letter));
    let answer = servers.arrived("ben", answers);
    assert_eq!(from(&answer), (Some("Tülin Örnek".to_owned()), Some("mentor@students.test".to_owned())));
    assert!(answer.references().as_text_list().is_some_and(|it| it.iter().any(|it| it == id(&letter))));
    assert!(
        text(&answer).contains("die Prüfung in lex.c kann weg") && !text(&answer).contains("mailing list\n")
    );
    let on_list = servers.list_copy("subscriber", id(&answer));
    assert!(answers(&on_list));
    assert_eq!(on_list.subject(), Some("Re: [engine] [GSoC 2015] A faster parser"));
    assert_eq!(text(&on_list), text(&answer) + FOOTER);
    let [way] = &servers.submissions(id(&answer))[..] else { panic!("sent more than once") };
    assert!(way.contains("postfix/starttls/smtpd") && way.contains("sasl_method=LOGIN"), "{way}");
}

/// Whoever sends with `git send-email` has nothing to set up.
#[test]
fn settings_of_git_are_enough() {
    let Some(servers) = Servers::shared() else { return };
    let cleo = Home::bare(servers);
    let password = utf8_percent_encode(PASSWORD, NON_ALPHANUMERIC);
    let login = |port| format!("smtp://student:{password}@localhost:{port}\n");
    cleo.sandbox.write(".git-credentials", login(servers.tls) + &login(servers.starttls));
    let authority = servers.authority().display().to_string();
    cleo.git_settings(&[
        ("user.name", "Cleo Čapková"),
        ("user.email", "cleo@students.test"),
        ("sendemail.smtpserver", "localhost"),
        ("sendemail.smtpuser", "student"),
        ("sendemail.smtpsslcertpath", &authority),
        ("credential.helper", "store"),
    ]);
    for (encryption, port, project) in [("ssl", servers.tls, "parser"), ("tls", servers.starttls, "printer")]
    {
        let port = port.to_string();
        cleo.git_settings(&[("sendemail.smtpencryption", encryption), ("sendemail.smtpserverport", &port)]);
        let write = |more: &[&str]| {
            let arguments =
                [&["--catalog", "catalog.toml", "introduce", project], &ANSWERS[..], more].concat();
            let mut command = cleo.sandbox.command(&arguments);
            Run::of(command.args(["--date", "2015-03-10T12:00:00+01:00"])).ends(0)
        };
        let printed = write(&["--print"]).out;
        let letter = MessageParser::new().parse(printed.as_bytes()).expect("a mail");
        write(&["--send", "--yes"]);
        assert_arrives(servers, &letter);
    }
}

#[test]
fn a_wrong_password_keeps_the_letter_for_the_right_one() {
    let Some(servers) = Servers::shared() else { return };
    let dana = Home::of_student(servers, "dana");
    let letter = dana.printed("parser");
    dana.set("dana", "Zoë Příkladová", &smtp(servers.tls, "tls", "echo Sesame"));
    let refused =
        dana.introduce("parser", &["--send", "--yes"]).ends(77).says(&["no login", "535", "hint: "]);
    assert!(!refused.err.contains("Sesame"), "{}", refused.err);
    let [kept] = &dana.kept()[..] else { panic!("{:?}", dana.kept()) };

    dana.set("dana", "Zoë Příkladová", &smtp(servers.tls, "tls", "cat password"));
    dana.run(&["send", kept, "--yes"]).ends(0);
    assert_arrives(servers, &letter);
    assert_eq!(servers.submissions(id(&letter)).len(), 1);
    dana.run(&["send", kept, "--yes"]);
    assert_eq!(servers.submissions(id(&letter)).len(), 1, "sent twice");
    for password in ["Sesame", PASSWORD] {
        let mut grep = Command::new("grep");
        Run::of(grep.args(["-rlaF", password, ".local"]).current_dir(dana.sandbox.home())).ends(1);
    }
}

/// A refusal of one recipient, before anything of the letter was sent.
#[track_caller]
fn assert_nothing_sent(servers: &Servers, letter: &Message<'_>, sender: &str) {
    let connection = servers.connection(&format!("from=<{sender}@students.test>"));
    assert!(connection.contains(": reject: RCPT") && !connection.contains(" data="), "{connection}");
    assert!(!servers.took(id(letter)), "{}", servers.log());
}

#[test]
fn a_letter_that_a_mentor_cannot_get_is_not_sent() {
    let Some(servers) = Servers::shared() else { return };
    for (name, project, address, code, status) in [
        ("emil", "mentor-gone", "reject@students.test", "550", 69),
        ("fay", "mentor-greylisted", "greylist@students.test", "450", 75),
        ("gita", "mentor-full", "full@students.test", "452", 75),
    ] {
        let home = Home::of_student(servers, name);
        let letter = home.printed(project);
        home.introduce(project, &["--send", "--yes"]).ends(status).says(&[address, code, "hint: "]);
        assert_nothing_sent(servers, &letter, name);
        let [kept] = &home.kept()[..] else { panic!("{:?}", home.kept()) };

        home.run(&["send", kept, "--yes", "--allow-partial"]).ends(0).says(&[address, code]);
        assert_arrives(servers, &letter);
        assert_eq!(servers.submissions(id(&letter)).len(), 1);
    }
}

#[test]
fn a_letter_that_the_list_cannot_get_is_not_sent_at_all() {
    let Some(servers) = Servers::shared() else { return };
    for (name, project, address, status) in
        [("hugo", "list-gone", "gone@lists.test", 69), ("ines", "list-busy", "busy@lists.test", 75)]
    {
        let home = Home::of_student(servers, name);
        let letter = home.printed(project);
        home.introduce(project, &["--send", "--yes", "--allow-partial"]).ends(status).says(&[address]);
        assert_nothing_sent(servers, &letter, name);
        assert_eq!(home.kept().len(), 1);
    }
}

#[test]
fn a_list_may_hold_what_strangers_send() {
    let Some(servers) = Servers::shared() else { return };
    let stranger = Home::of_student(servers, "stranger");
    let letter = stranger.printed("parser");
    stranger.introduce("parser", &["--send", "--yes"]).ends(0).says(&["may have to wait for a moderator"]);
    servers.held(id(&letter));
    assert_unchanged(&servers.direct_copy("mentor", id(&letter)), &letter);
}

#[test]
fn a_command_as_sendmail_is_takes_letters() {
    let Some(servers) = Servers::shared() else { return };
    let kaya = Home::bare(servers);
    kaya.set("kaya", "Zoë Příkladová", "");
    let command = servers.sendmail().display().to_string();
    let letter = kaya.printed("parser");
    kaya.introduce("parser", &["--sendmail", &command, "--yes"]).ends(0);
    assert_arrives(servers, &letter);

    kaya.git_settings(&[("sendemail.smtpserver", &command)]);
    let letter = kaya.printed("printer");
    kaya.introduce("printer", &["--send", "--yes"]).ends(0);
    assert_arrives(servers, &letter);

    let letter = kaya.printed("linker");
    let refuses = |status: i32| {
        let script = format!("#!/bin/sh\ncat >/dev/null; echo not today >&2; exit {status}\n");
        kaya.program("refuses", &script)
    };
    let said = |status: &'static str| ["not today", status, "hint: "];
    kaya.introduce("linker", &["--sendmail", &refuses(75), "--yes"]).ends(75).says(&said("75"));
    kaya.run(&["send", "linker", "--sendmail", &refuses(67), "--yes"]).ends(69).says(&said("67"));
    kaya.run(&["send", "linker", "--sendmail", &command, "--yes"]).ends(0);
    assert_arrives(servers, &letter);
}

#[test]
fn a_server_on_loopback_needs_neither_tls_nor_a_password() {
    let Some(servers) = Servers::shared() else { return };
    let liam = Home::bare(servers);
    let smtp = format!("[smtp]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n", servers.plain);
    liam.set("liam", "Zoë Příkladová", &smtp);
    let letter = liam.printed("parser");
    liam.introduce("parser", &["--send", "--yes"]).ends(0);
    assert_arrives(servers, &letter);
}

#[test]
fn the_wrong_kind_of_tls_is_told_with_the_ports_of_both() {
    let Some(servers) = Servers::shared() else { return };
    for (port, security, status) in [
        (servers.starttls, "tls", 69),
        (servers.plain, "tls", 69),
        (servers.plain, "starttls", 69),
        (servers.tls, "starttls", 75),
    ] {
        let mona = Home::bare(servers);
        let smtp = smtp(port, security, "cat password").replace("seconds = 5", "seconds = 1");
        mona.set("mona", "Zoë Příkladová", &smtp);
        let letter = mona.printed("parser");
        mona.introduce("parser", &["--send", "--yes"]).ends(status).says(&["hint: ", "465", "587"]);
        assert_eq!(mona.kept().len(), 1);
        assert!(!servers.took(id(&letter)));
    }
}

#[test]
fn a_server_that_nobody_vouches_for_gets_nothing() {
    let Some(servers) = Servers::shared() else { return };
    let others = servers.others();
    for (port, security) in [(servers.tls, "tls"), (servers.starttls, "starttls")] {
        let nora = Home::bare(servers);
        nora.set("nora", "Zoë Příkladová", &smtp(port, security, "cat password"));
        nora.run(&["account", "test"]).ends(0);
        nora.trusting(&others, &["account", "test"]).ends(69).says(&["certificate"]);
        let send = [&["introduce", "parser"], &ANSWERS[..], &["--send", "--yes"]].concat();
        nora.trusting(&others, &send).ends(69).says(&["certificate", "hint: "]);
        assert_eq!(nora.kept().len(), 1);
        assert_eq!(servers.log().matches("from=<nora@students.test>").count(), 0);
    }
}

#[test]
fn several_letters_go_over_one_connection() {
    let Some(servers) = Servers::shared() else { return };
    let olga = Home::of_student(servers, "olga");
    let projects = ["parser", "printer", "linker"];
    let letters = projects.map(|project| olga.printed(project));
    for project in projects {
        olga.introduce(project, &["--keep"]).ends(0);
    }
    olga.run(&[&["send"], &projects[..], &["--yes"]].concat()).ends(0);

    let connections = letters.each_ref().map(|letter| servers.submissions(id(letter)));
    assert!(connections.iter().all(|it| *it == connections[0]), "{connections:#?}");
    let [connection] = &connections[0][..] else { panic!("{connections:#?}") };
    assert!(connection.contains(" auth=1 mail=3 rcpt=6 data=3 quit=1 "), "{connection}");
    for letter in &letters {
        assert_arrives(servers, letter);
    }
}

#[test]
fn what_is_printed_goes_through_a_pipe() {
    let Some(servers) = Servers::shared() else { return };
    let jan = Home::bare(servers);
    jan.set("jan", "Zoë Příkladová", "");
    let letter = jan.printed("parser");
    jan.sandbox.write("letter", letter.raw_message());
    let mut sendmail = Command::new(servers.sendmail());
    sendmail.args(["-t", "-i"]).stdin(File::open(jan.sandbox.home().join("letter")).expect("there"));
    Run::of(&mut sendmail).ends(0);
    assert_arrives(servers, &letter);
}

#[test]
fn the_servers_end_with_whoever_started_them() {
    if Servers::shared().is_none() {
        return;
    }
    let servers = Servers::start();
    let (folder, port) = (servers.folder().to_owned(), servers.plain);
    std::net::TcpStream::connect(("127.0.0.1", port)).expect("somebody listens");
    let ours = std::fs::read_link("/proc/self/fd/2").expect("open");
    let holds = |process: &Path| {
        let named = std::fs::read(process.join("cmdline"))
            .is_ok_and(|it| String::from_utf8_lossy(&it).contains(&*folder.to_string_lossy()));
        named.then(|| std::fs::read_link(process.join("fd/2")).is_ok_and(|it| it == ours))
    };
    let held: Vec<_> = std::fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(|it| holds(&it.expect("read").path()))
        .collect();
    assert!(
        held.len() > 1 && !held.contains(&true),
        "whoever reads what the tests say waits for the servers"
    );
    servers.end();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err() && !folder.exists());
}
