//! What the network says of a mail domain, and what it may say without doing harm.
#![cfg(unix)]

use crate::support::dns::{Dns, Manner, mx, srv};
use crate::support::machine::Machine;
use crate::support::smtp::{Script, Validity};
use crate::support::web::{DRIP, Web};
use crate::support::{Pty, Sandbox};

/// The file that a web server offers to mail programs.
const FILE: &str = "/mail/config-v1.1.xml";
const WELL_KNOWN: &str = "/.well-known/autoconfig/mail/config-v1.1.xml";

/// The line of a session that says what becomes of it, and its status.
fn said(machine: &Machine) -> String {
    machine.run("account set-up ada@uni.test")
}

fn file(host: &str, socket: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"uni.test\">\
         <outgoingServer type=\"smtp\"><hostname>{host}</hostname><port>465</port><socketType>{socket}</socketType>\
         <username>%EMAILLOCALPART%</username></outgoingServer></emailProvider></clientConfig>"
    )
}

fn machine(dns: Dns, web: Option<Web>) -> Machine {
    let script = Script::new().tls();
    match web {
        Some(web) => Machine::with_web(Sandbox::new(), dns, "mail.uni.test:465", script, web),
        None => Machine::new(Sandbox::new(), dns, "mail.uni.test:465", script),
    }
}

fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(&format!("? {list}"));
    pty.type_text(&format!("{words}\r"));
    pty.wait_for(&format!("{list}: "));
}

#[test]
fn services_are_found_by_name_servers() {
    for manner in [Manner::Right, Manner::Cut, Manner::Flood] {
        let records = vec![
            ("uni.test", mx(10, "mx.uni.test")),
            ("_submissions._tcp.uni.test", srv(10, 465, "mail.uni.test")),
            ("_submission._tcp.uni.test", srv(0, 587, "other.uni.test")),
        ];
        let machine = machine(Dns::start(manner, records), None);
        let seen = said(&machine);
        assert!(seen.contains("uni.test takes letters at mail.uni.test:465, TLS"), "{manner:?}: {seen}");
        let names = ["_submission._tcp.uni.test", "_submissions._tcp.uni.test", "uni.test"];
        assert_eq!(machine.dns.asked(), names);
        assert!(machine.server.connections().is_empty());
    }
}

#[test]
fn a_password_is_asked_for_at_a_server_of_the_domain() {
    let dns = Dns::start(Manner::Right, vec![("_submissions._tcp.uni.test", srv(10, 465, "mail.uni.test"))]);
    let machine = machine(dns, None);
    let mut pty = machine.start(&["account", "set-up", "ada@uni.test"]);
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "your password");
    choose(&mut pty, "The password", "each time");
    pty.answer("Write this to", "");
    pty.answer("Test it now", "n");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(machine.seen(&pty), @r#"
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test takes letters at mail.uni.test:465, TLS (by a name server, whose
          answers can be forged)
    Send letters with: your password (mail.uni.test:465, TLS)
    The password: ask me each time

    + [smtp]
    + host = "mail.uni.test"
    + security = "tls"
    + user = "ada@uni.test"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:
    Test it now (nothing is sent) [Y/n]: n
    "#);
}

#[test]
fn the_web_server_of_the_domain_may_name_its_server() {
    for path in [FILE, WELL_KNOWN] {
        let web = Web::secure(Validity::Right);
        web.give(path, 200, file("mail.uni.test", "SSL"));
        let machine = machine(Dns::start(Manner::Right, Vec::new()), Some(web))
            .git("[credential]\nhelper = \"!echo password=hunter2; #\"\n");
        let seen = said(&machine);
        assert!(seen.contains("takes letters at mail.uni.test:465, TLS (by its web server)"), "{seen}");
        assert!(seen.contains("+ user = \"ada\"") && !seen.contains("hunter2"), "{seen}");
        assert!(seen.contains("git's credential helper gives a login"), "{seen}");
    }
}

#[test]
fn a_server_outside_the_domain_is_confirmed_by_a_person() {
    let dns =
        || Dns::start(Manner::Right, vec![("_submissions._tcp.uni.test", srv(10, 465, "mail.host.test"))]);
    insta::assert_snapshot!(said(&machine(dns(), None)), @"
    $ onlist account set-up ada@uni.test
    error: uni.test says that mail.host.test:465, TLS takes its letters, a server outside of it (by a name server, whose answers can be forged)
    hint: run this on a terminal to confirm that it is your provider's
    [exit status: 78]
    ");
    let machine = machine(dns(), None);
    for (answer, words) in [("y", "your password (mail.host.test:465, TLS)"), ("", "the mail server of your")]
    {
        let mut pty = machine.start(&["account", "set-up", "ada@uni.test"]);
        pty.answer("Ask the network who the mail provider of uni.test is", "");
        pty.answer("Is that the server of your provider", answer);
        pty.wait_for(words);
        pty.type_text("\u{3}");
        assert_eq!(pty.wait_exit(), 130, "{}", pty.screen());
    }
}

#[test]
fn nothing_is_asked_of_the_network_before_somebody_agrees() {
    let machine = machine(Dns::start(Manner::Right, Vec::new()), None);
    let mut pty = machine.start(&["account", "set-up", "ada@uni.test"]);
    pty.answer("Ask the network who the mail provider of uni.test is", "n");
    choose(&mut pty, "Send letters with", "by hand");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    machine.run("account set-up");
    assert!(machine.dns.asked().is_empty());
}

#[test]
fn what_name_servers_should_not_say_does_no_harm() {
    let nothing = "error: the network names no server for letters of uni.test\n\
                   hint: ask your provider for its SMTP server, and run this on a terminal\n[exit status: 78]\n";
    for (manner, note) in [
        (Manner::Silent, "no name server answers"),
        (Manner::Garbage, "the name server's answer cannot be read"),
        (Manner::Loop, "the name server's answer cannot be read"),
        (Manner::Astray, "the name server's answer cannot be read"),
        (Manner::Failure, "the name server cannot answer"),
        (Manner::Drip, "no name server answers"),
    ] {
        let records = vec![("_submissions._tcp.uni.test", srv(10, 465, "mail.uni.test"))];
        let seen = said(&machine(Dns::start(manner, records), None));
        let later = nothing
            .replace(
                "ask your provider for its SMTP server, and run this on a terminal",
                "check the network \
            and `name-servers` in `[lookup]` of the settings, and try again later",
            )
            .replace("78", "75");
        assert_eq!(
            seen,
            format!("$ onlist account set-up ada@uni.test\nnote: {note}\n{later}"),
            "{manner:?}"
        );
    }
    for host in ["", "mail uni.test", "-x.uni.test", "\u{1b}[2J.uni.test"] {
        let records = vec![("_submissions._tcp.uni.test", srv(10, 465, host)), ("uni.test", mx(1, host))];
        let seen = said(&machine(Dns::start(Manner::Right, records), None));
        assert_eq!(seen, format!("$ onlist account set-up ada@uni.test\n{nothing}"), "{host:?}");
    }
}

#[test]
fn what_web_servers_should_not_say_does_no_harm() {
    let huge = vec![b'x'; 1 << 20];
    let deep = "<a>".repeat(20_000);
    let redirect = "https://evil.test/config.xml";
    let clear = "http://autoconfig.uni.test/mail/config-v1.1.xml";
    for (status, body, note) in [
        (200, huge.as_slice(), "it is larger than 64 KiB"),
        (200, b"\xff\xfe", "it is not UTF-8"),
        (200, b"<html/>", "it is not a mail program's configuration"),
        (200, deep.as_bytes(), "it cannot be read"),
        (200, b"<!DOCTYPE x [<!ENTITY a 'b'>]><clientConfig/>", "it cannot be read"),
        (302, redirect.as_bytes(), "leads to another server"),
        (302, clear.as_bytes(), "leads to another server"),
        (302, FILE.as_bytes(), "leads to one address after another"),
        (503, b"", "answers no requests at the moment"),
        (404, b"", ""),
        (200, file("mail.uni.test", "plain").as_bytes(), ""),
        (200, file("mail uni test", "SSL").as_bytes(), ""),
    ] {
        let web = Web::secure(Validity::Right);
        web.give(FILE, status, body);
        let seen = said(&machine(Dns::start(Manner::Right, Vec::new()), Some(web)));
        let first = seen.lines().nth(1).expect("a line");
        assert!(
            first.contains(note)
                && first.starts_with(if note.is_empty() { "error: the network" } else { "note: left aside" }),
            "{seen}"
        );
        assert!(seen.contains("error: the network names no server") && !seen.contains("[smtp]"), "{seen}");
    }
    for (web, status, note) in [
        (Web::secure(Validity::WrongName), 200, "the server's certificate is for another name"),
        (Web::secure(Validity::Right), DRIP, "not all answers came within 3 s"),
        (Web::start(), 200, "not all answers came within 3 s"),
    ] {
        web.give(FILE, status, file("mail.uni.test", "SSL"));
        let seen = said(&machine(Dns::start(Manner::Right, Vec::new()), Some(web)));
        assert!(seen.contains(note) && !seen.contains("mail.uni.test"), "{note}: {seen}");
    }
}

#[test]
fn settings_of_lookup_are_checked() {
    for (text, expected) in [
        ("name-servers = [\"x\"]", "`x` is not an address such as `192.0.2.1` or `192.0.2.1:53`"),
        ("connect-to = { \"a.test:25\" = \"b.test\" }", "invalid socket address syntax"),
        ("servers = []", "`servers` is no key of the settings"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(".config/onlist/config.toml", format!("[lookup]\n{text}\n"));
        let seen = sandbox.run("account");
        assert!(seen.contains(expected) && seen.ends_with("[exit status: 78]\n"), "{seen}");
    }
}
