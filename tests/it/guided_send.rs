//! Letters sent from the review menu on a terminal, against a mail server, and what is left of each when something goes wrong.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::smtp::{Accepted, Action, Script, Server};
use crate::support::{Key, OPTIONAL, Options, Pty, Sandbox, letter_bytes, letter_file};

/// The moment of every run but those that say otherwise.
const NOW: &str = "2015-03-10T12:00:00+01:00";

const ADA: &str = "[identity]\nname = \"Ada Example\"\nemail = \"ada@example.org\"\n";
const GRACE: &str = "[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n";

/// The last question of the confirm screen for Ada's letter.
const SEND: &str = "Send it to 3 recipients [y/N]:";

/// The file of the letter about `wick-trimmer`, when it is queued or sent.
fn queued(sandbox: &Sandbox) -> Option<PathBuf> {
    letter_file(&sandbox.home().join(".local/state/onlist"), "wick-trimmer")
}

/// The mail in it.
fn queued_bytes(sandbox: &Sandbox) -> String {
    String::from_utf8(letter_bytes(&queued(sandbox).expect("it is queued"))).expect("ASCII")
}

/// The settings that send to `server`.
fn smtp(server: &Server, rest: &str) -> String {
    format!("[smtp]\nhost = \"localhost\"\nport = {}\nsecurity = \"none\"\n{rest}", server.port())
}

/// The home of Ada, whose letters go to `server`.
fn home(server: &Server, rest: &str) -> Sandbox {
    Sandbox::settled(&format!("{ADA}{}", smtp(server, rest))).joined()
}

/// Lets the letters of a home go to `server` from now on.
fn move_to(sandbox: &Sandbox, server: &Server) {
    let text = format!("catalog = \"catalog.toml\"\n{ADA}{}", smtp(server, ""));
    sandbox.write(".config/onlist/config.toml", text);
}

fn on(columns: u16) -> Options {
    Options { columns, rows: 200, ..Options::default() }
}

fn start(sandbox: &Sandbox, words: &[&str]) -> Pty {
    Pty::start_in(sandbox, &[&["onlist", "--date", NOW], words].concat(), on(80))
}

/// Chooses from a list by words.
fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(list);
    pty.type_text(&format!("{words}\r"));
}

/// Passes over what a letter that was kept by flags has no answers for.
fn answer_rest(pty: &mut Pty) {
    for question in OPTIONAL {
        pty.answer(question, "");
    }
}

fn run(sandbox: &Sandbox, line: &str) -> String {
    let line = format!("{line} --date {NOW}");
    sandbox.run(&line).replace(&format!(" --date {NOW}"), "")
}

/// The calls that write Ada's letter.
fn letter(project: &str) -> Vec<String> {
    let words = ["introduce", project, "--interest=My grandmother kept a lamp.", "--so-far=I have built it."];
    let words = words.into_iter().chain(["--question=Which wicks are there?"]);
    words.map(str::to_owned).collect()
}

/// Keeps Ada's letter about a project.
fn keep(sandbox: &Sandbox, project: &str) {
    let output = printed(sandbox, project, "--keep");
    assert!(output.status.success(), "{output:?}");
}

fn printed(sandbox: &Sandbox, project: &str, route: &str) -> Output {
    let words = letter(project);
    let words: Vec<_> = words.iter().map(String::as_str).chain([route, "--date", NOW]).collect();
    sandbox.output(&words)
}

/// A run that has come to the review menu with Ada's letter.
fn at_the_review(sandbox: &Sandbox) -> Pty {
    at_the_review_with(sandbox, &["onlist", "--date", NOW])
}

/// The same, with other words before the verb.
fn at_the_review_with(sandbox: &Sandbox, words: &[&str]) -> Pty {
    let letter = letter("wick-trimmer");
    let words: Vec<_> = words.iter().copied().chain(letter.iter().map(String::as_str)).collect();
    let mut pty = Pty::start_in(sandbox, &words, on(80));
    for question in [
        "What should people call you",
        "Where are you from",
        "Your time zone",
        "When do you",
        "Links",
        "Copy to",
    ] {
        pty.answer(question, "");
    }
    pty.wait_for("Delete it");
    pty
}

/// A run in which the confirm screen was agreed to.
fn sent_off(sandbox: &Sandbox) -> Pty {
    let mut pty = at_the_review(sandbox);
    choose(&mut pty, "? What now", "Send");
    pty.answer(SEND, "y");
    pty
}

/// The screen from the last row that begins with `text` on, without the port.
fn from(pty: &Pty, server: &Server, text: &str) -> String {
    let screen = pty.screen();
    let rows: Vec<_> = screen.lines().collect();
    let start = rows.iter().rposition(|row| row.starts_with(text)).expect("on the screen");
    // The digits alone may occur in a Message-ID too.
    rows[start..].join("\n").replace(&format!("{},", server.port()), "PORT,")
}

/// What is known of the letters that were not sent.
fn drafts(sandbox: &Sandbox) -> String {
    run(sandbox, "drafts")
}

/// The one message that the server took.
fn only(server: &Server) -> Accepted {
    let accepted = server.accepted();
    assert_eq!(accepted.len(), 1, "{accepted:?}");
    accepted.into_iter().next().expect("one")
}

fn nothing_arrived(server: &Server) {
    assert!(server.accepted().is_empty(), "{:?}", server.accepted());
}

/// The value of a field of a message that stands in one line.
fn field(message: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(message).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.expect("the field is there").to_owned()
}

#[test]
fn from_nothing_to_a_sent_letter() {
    let server = Server::start(Script::new());
    let sandbox = Sandbox::settled(&smtp(&server, "")).joined();
    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "wick");
    let answers = [
        ("Your name", "Ada Example"),
        ("Your address", "ada@example.org"),
        ("What should people call you", ""),
        ("Where are you from", ""),
        ("Why this project", "My grandmother kept a lamp."),
        ("What have you done so far", "I have built it at commit 1a2b3c4d."),
        ("Your question", "Which wicks are there?"),
        ("Your time zone", ""),
        ("When do you have time", ""),
        ("Links", ""),
        ("Copy to", "Bob <bob@example.org>"),
    ];
    for (question, answer) in answers {
        pty.answer(question, answer);
    }
    choose(&mut pty, "? What now", "Send");
    pty.answer("Send it to 4 recipients [y/N]:", "y");
    pty.answer("Write this to", "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let settings = sandbox.read(".config/onlist/config.toml");
    assert!(
        settings.ends_with("\n[identity]\nname = \"Ada Example\"\nemail = \"ada@example.org\"\n"),
        "{settings}"
    );
    insta::assert_snapshot!(sandbox.hide_home(&from(&pty, &server, "What now")), @r#"
    What now: Send it

    Letter to send

    From:    Ada Example <ada@example.org>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org>, J. R. Example <jay@example.org>, Bob
             <bob@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.12224fcd95a08f0a0d77@example.org>

    Hello Grace, J. R. Example and all,

    I am Ada Example. I am writing about "Trim the wick while the lamp
    burns", one of your ideas for GSoC 2015, and would like a bite-size task
    to start with.

    My grandmother kept a lamp.

    I have built it at commit 1a2b3c4d.

    Which wicks are there?

    --
    Ada Example

    It goes to
      lamp-devel@lists.example.org (the list)
      Grace Example <grace@example.org> (mentor), address last confirmed in February
      2014 (a year ago)
      J. R. Example <jay@example.org> (mentor)
      Bob <bob@example.org> (copied by you)

    note: GSoC 2015 did not accept Lantern; other organisations host projects that
          have to do with lamps
    note: sending via localhost:PORT, unencrypted
    note: its date is 10 March 2015: more than a day from the clock of this computer
    note: lamp-devel@lists.example.org: This list is public. Your name, address and
          letter stay in its archive for good.
    Send it to 4 recipients [y/N]: y
    note: sent: localhost accepted it for 4 recipients (250 2.0.0 taken)
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again
          from 17 March 2015 on: `onlist follow-up wick-trimmer`

    Your name and your address can be kept for your next letter.

    + [identity]
    + name = "Ada Example"
    + email = "ada@example.org"

    Write this to $HOME/.config/onlist/config.toml [Y/n]: y
    "#);

    let message = only(&server).message();
    assert_eq!(message, queued_bytes(&sandbox).as_bytes());
    assert_eq!(server.count(&field(&message, "Message-ID")), 1);
    let text = String::from_utf8(message).expect("ASCII");
    let (_, body) = text.split_once("\r\n\r\n").expect("a body");
    let shown: Vec<_> = body.lines().map(str::trim_end).collect();
    assert!(pty.screen().contains(&shown.join("\n")), "what is shown is what is sent");
    insta::assert_snapshot!(only(&server).forward_paths.join("\n"), @"
    lamp-devel@lists.example.org
    grace@example.org
    jay@example.org
    bob@example.org
    ");
    insta::assert_snapshot!(drafts(&sandbox), @"
    $ onlist drafts
    note: no letters to send
    note: 1 letter already sent: see `onlist contacts`
    ");
    insta::assert_snapshot!(run(&sandbox, "contacts"), @"
    $ onlist contacts
    20150310110000.12224fcd95a08f0a0d77@example.org	wick-trimmer	sent	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	mentor
    ");
}

#[test]
fn no_on_the_confirm_screen_changes_nothing() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    let mut pty = at_the_review(&sandbox);
    let before = drafts(&sandbox);
    choose(&mut pty, "? What now", "Send");
    pty.answer(SEND, "n");
    pty.wait_for("Delete it");
    assert_eq!(drafts(&sandbox), before);
    assert_eq!(queued(&sandbox), None, "nothing is queued");
    assert!(server.connections().is_empty(), "nobody was asked");

    choose(&mut pty, "? What now", "Change");
    choose(&mut pty, "? Which answer", "Your question");
    pty.change("Your question", "Which wicks are there?", "Which lamps are there?");
    choose(&mut pty, "? What now", "Send");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let message = String::from_utf8(only(&server).message()).expect("ASCII");
    assert!(message.contains("\r\nWhich lamps are there?\r\n") && !message.contains("wicks"), "{message}");
}

#[test]
fn enter_alone_sends_nothing() {
    let server = Server::start(Script::new());
    for flags in [&[][..], &["--plain"]] {
        let sandbox = home(&server, "");
        let mut pty = at_the_review_with(&sandbox, &[&["onlist", "--date", NOW], flags].concat());
        for _ in 0..3 {
            if flags.is_empty() {
                pty.wait_for("? What now");
                pty.wait_for("Delete it");
            } else {
                pty.wait_asked("What now");
            }
            pty.key(Key::Enter);
            pty.answer(SEND, "");
        }
        pty.wait_for("Delete it");
        pty.wait_settled();
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130);
    }
    assert!(server.connections().is_empty());
}

#[test]
fn without_an_account_the_way_to_one_is_named_and_the_letter_can_be_saved() {
    let server = Server::start(Script::new());
    let sandbox = Sandbox::settled(ADA).joined();
    let mut pty = at_the_review(&sandbox);
    choose(&mut pty, "? What now", "Send");
    pty.wait_for("no mail account");
    pty.answer("Set up an account now", "n");
    pty.wait_for("Delete it");
    insta::assert_snapshot!(from(&pty, &server, "What now: Send it"), @"
    What now: Send it
    error: no mail account is set up
    Set up an account now [Y/n]: n
    note: you can save the letter for your mail program, send it by hand from your
          web mail, or keep it and run `onlist` again later
    ? What now ›
    ❯ Send it
      Save it as a file for your mail program
      Open it in your mail program
      Send it by hand from your web mail
      Print it
      Change an answer
      Edit the whole text
      Keep it for later
      Delete it
    ");
    choose(&mut pty, "? What now", "Save");
    pty.change("File name", ".eml", "letter.eml");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(sandbox.read("letter.eml").contains("grandmother"));
}

#[test]
fn an_error_goes_out_only_with_a_reason() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    let mut pty = at_the_review(&sandbox);
    choose(&mut pty, "? What now", "Change");
    choose(&mut pty, "? Which answer", "Why this project");
    pty.change("Why this project", "lamp.", "[Your reason here]");
    pty.wait_offered("Why this project", "[Your reason here]");
    pty.key(Key::Enter);
    pty.wait_for("error[F12]");
    choose(&mut pty, "? What now", "Send");
    pty.wait_asked("Reason to send anyway");
    insta::assert_snapshot!(from(&pty, &server, "What now: Send it"), @r"
    What now: Send it
    1 check failed. Give a reason to send anyway, or press Enter to go back.
    error: a slot of a template that nobody filled [F12]
    hint: fill it in, or delete it
    Reason to send anyway:
    ");
    pty.answer("Reason to send anyway", "");
    choose(&mut pty, "? What now", "Send");
    pty.answer("Reason to send anyway", "It is the name of a paper.");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(String::from_utf8_lossy(&only(&server).message()).contains("[Your reason here]"));
    let file = fs::read_to_string(queued(&sandbox).expect("it was sent")).expect("ASCII");
    let allowed = r#""allowed":[{"code":"F12","reason":"It is the name of a paper."}]"#;
    assert!(file.lines().next().expect("a line").contains(allowed), "{file}");
}

#[test]
fn a_mentor_who_is_refused_is_asked_about() {
    for answer in ["y", "n"] {
        let script = Script::new().on("RCPT TO:<jay@", "550 5.1.1 nobody by that name");
        let server = Server::start(script);
        let sandbox = home(&server, "");
        let mut pty = sent_off(&sandbox);
        pty.answer("Send it to the 2 other recipients", answer);
        let status = pty.wait_exit();
        let rest = from(&pty, &server, "Send it to 3");
        if answer == "y" {
            assert_eq!(status, 0);
            insta::assert_snapshot!(rest, @"
            Send it to 3 recipients [y/N]: y
            warning: jay@example.org (mentor) was refused: 550 5.1.1 nobody by that name
            Send it to the 2 other recipients anyway [y/N]: y
            note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
            warning: jay@example.org did not get it: 550 5.1.1 nobody by that name
            note: `onlist contacts` shows what becomes of it; if nobody answers, ask again
                  from 17 March 2015 on: `onlist follow-up wick-trimmer`
            ");
            assert_eq!(only(&server).forward_paths, ["lamp-devel@lists.example.org", "grace@example.org"]);
        } else {
            assert_eq!(status, 69);
            insta::assert_snapshot!(rest, @"
            Send it to 3 recipients [y/N]: y
            warning: jay@example.org (mentor) was refused: 550 5.1.1 nobody by that name
            Send it to the 2 other recipients anyway [y/N]: n
            error: nothing was sent: jay@example.org (mentor) was refused: 550 5.1.1 nobody
                   by that name
            hint: the letter is saved: run `onlist send wick-trimmer` to try again
            ");
            nothing_arrived(&server);
        }
        if answer == "y" {
            insta::assert_snapshot!(drafts(&sandbox), @r"
            $ onlist drafts
            wick-trimmer	introduction	wick-trimmer	partly	2015-03-10T12:00:00+01:00
            ");
        } else {
            insta::assert_snapshot!(drafts(&sandbox), @r"
            $ onlist drafts
            wick-trimmer	introduction	wick-trimmer	refused	2015-03-10T12:00:00+01:00
            ");
        }
    }
}

#[test]
fn a_list_that_is_refused_stops_the_letter() {
    let server = Server::start(Script::new().on("RCPT TO:<lamp-devel@", "550 5.7.1 members only"));
    let sandbox = home(&server, "");
    let pty = sent_off(&sandbox);
    assert_eq!(pty.wait_exit(), 69);
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
    Send it to 3 recipients [y/N]: y
    error: nothing was sent: lamp-devel@lists.example.org (the list) was refused:
           550 5.7.1 members only
    hint: subscribe to the list with the address that you write from, then send it
          again; the letter is saved: run `onlist send wick-trimmer` to try again
    ");
    nothing_arrived(&server);
    insta::assert_snapshot!(drafts(&sandbox), @r"
    $ onlist drafts
    wick-trimmer	introduction	wick-trimmer	refused	2015-03-10T12:00:00+01:00
    ");
}

#[test]
fn a_connection_that_breaks_after_the_text_leaves_a_doubt() {
    let server = Server::start(Script::new().once(".", Action::take(Action::Drop)));
    let sandbox = home(&server, "");
    let pty = sent_off(&sandbox);
    assert_eq!(pty.wait_exit(), 76);
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
    Send it to 3 recipients [y/N]: y
    error: `wick-trimmer` may have been delivered: no clear answer to the text: the
           server closed the connection
    hint: run `onlist sync`, or look for the letter in the list's archive on the
          web; `onlist send wick-trimmer --again` sends the same mail again, with
          the same Message-ID
    ");
    let first = only(&server).message();

    let mut pty = start(&sandbox, &[]);
    pty.wait_for("? What do you want to do");
    pty.wait_for("write a first");
    insta::assert_snapshot!(from(&pty, &server, "note:"), @"
    note: you have 1 saved letter
    ? What do you want to do ›
    ❯ send wick-trimmer: may have been delivered on 2015-03-10 12:00: no clear a...
      see the project ideas
      write a first letter to a list
      check a mail I have
      answer a mail I got
    ");
    choose(&mut pty, "? What do you want to do", "wick");
    pty.wait_asked("Send the same mail again [y/N]:");
    insta::assert_snapshot!(from(&pty, &server, "What do you"), @"
    What do you want to do: send wick-trimmer: may have been delivered on 2015-03-10
    12:00: no clear answer to the text: the server closed the connection
    warning: `wick-trimmer` may have been delivered: no clear answer to the text:
             the server closed the connection
    hint: run `onlist sync`, or look for the letter in the list's archive on the
          web: if it is there, do not send it again
    Send the same mail again [y/N]:
    ");
    pty.answer("Send the same mail again [y/N]:", "");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(server.accepted().len(), 1);
    insta::assert_snapshot!(drafts(&sandbox), @r"
    $ onlist drafts
    wick-trimmer	introduction	wick-trimmer	unknown	2015-03-10T12:00:00+01:00
    ");

    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "wick");
    pty.answer("Send the same mail again [y/N]:", "y");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
    Send it to 3 recipients [y/N]: y
    note: sent: localhost accepted it for 3 recipients (250 2.0.0 taken)
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again
          from 17 March 2015 on: `onlist follow-up wick-trimmer`
    ");
    let accepted = server.accepted();
    assert_eq!(accepted.len(), 2);
    assert_eq!(accepted[1].message(), first, "the same bytes, and so the same Message-ID");
}

#[test]
fn a_server_that_is_down_leaves_the_letter_for_later() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    let gone = server.port().to_string();
    drop(server);
    let pty = sent_off(&sandbox);
    assert_eq!(pty.wait_exit(), 75);
    let server = Server::start(Script::new());
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3").replace(&gone, "PORT"), @"
    Send it to 3 recipients [y/N]: y
    error: no connection: connection refused
    hint: `localhost:PORT`: check host and port with `onlist account set-up`; the
          letter is saved: run `onlist send wick-trimmer` to try again
    ");

    move_to(&sandbox, &server);
    let mut pty = start(&sandbox, &[]);
    pty.wait_for("write a first");
    insta::assert_snapshot!(from(&pty, &server, "note:"), @"
    note: you have 1 saved letter
    ? What do you want to do ›
    ❯ send wick-trimmer: not sent on 2015-03-10 12:00, can be tried again: no co...
      see the project ideas
      write a first letter to a list
      check a mail I have
      answer a mail I got
    ");
    choose(&mut pty, "? What do you want to do", "send");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0);
    assert!(String::from_utf8_lossy(&only(&server).message()).contains("grandmother"));
}

#[test]
fn a_password_is_asked_for_and_never_shown() {
    let server = Server::start(Script::new().login("ada", "hunter2"));
    let sandbox = home(&server, "user = \"ada\"\n");
    let mut pty = sent_off(&sandbox);
    pty.wait_for("Password of ada");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
    Send it to 3 recipients [y/N]: y
    Password of ada at localhost:
    error: interrupted
    hint: the letter is saved: run `onlist send wick-trimmer` to try again
    ");
    insta::assert_snapshot!(drafts(&sandbox), @r"
    $ onlist drafts
    wick-trimmer	introduction	wick-trimmer	ready	2015-03-10T12:00:00+01:00
    ");

    let mut pty = start(&sandbox, &["send", "wick-trimmer"]);
    pty.answer(SEND, "y");
    pty.wait_for("Password of ada");
    pty.type_text("hunter3\r");
    assert_eq!(pty.wait_exit(), 77);
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
    Send it to 3 recipients [y/N]: y
    Password of ada at localhost:
    error: no login: the server refused it (535 5.7.8)
    hint: check user and password, or the token; Gmail, Yahoo and iCloud want an app
          password; the letter is saved: run `onlist send wick-trimmer` to try again
    ");
    assert!(!pty.raw().contains("hunter"), "{}", pty.raw());
    insta::assert_snapshot!(drafts(&sandbox), @r"
    $ onlist drafts
    wick-trimmer	introduction	wick-trimmer	refused	2015-03-10T12:00:00+01:00
    ");

    let mut pty = start(&sandbox, &["send", "wick-trimmer"]);
    pty.answer(SEND, "y");
    pty.wait_for("Password of ada");
    pty.type_text("hunter2\r");
    assert_eq!(pty.wait_exit(), 0);
    assert!(!pty.raw().contains("hunter"), "{}", pty.raw());
    only(&server);
}

/// Waits until the server has read `text`.
fn wait_read(server: &Server, text: &str) {
    let patience = Instant::now() + Duration::from_secs(10);
    let read = || server.connections().iter().any(|it| String::from_utf8_lossy(&it.wire()).contains(text));
    while !read() {
        assert!(Instant::now() < patience, "{:?}", server.connections());
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_interruption_before_the_text_leaves_the_letter_unsent() {
    for event in ["EHLO", "MAIL", "RCPT"] {
        let server = Server::start(Script::new().on(event, Action::Silence));
        let sandbox = home(&server, "");
        let mut pty = sent_off(&sandbox);
        wait_read(&server, event);
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130, "{event}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
            Send it to 3 recipients [y/N]: y
            ^C
            error: interrupted
            hint: the status of each letter is saved: run `onlist send` to see it
            ");
            insta::assert_snapshot!(drafts(&sandbox), @r"
            $ onlist drafts
            wick-trimmer	introduction	wick-trimmer	ready	2015-03-10T12:00:00+01:00
            ");
            insta::assert_snapshot!(run(&sandbox, "contacts"), @"
            $ onlist contacts
            20150310110000.a6b5b27f9784f8f79e00@example.org	wick-trimmer	sending	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	student	onlist send wick-trimmer
            ");
        }
        nothing_arrived(&server);
    }
}

#[test]
fn an_interruption_once_the_text_may_be_under_way_leaves_a_doubt() {
    for (event, read) in [("DATA", "DATA\r\n"), (".", "\r\n.\r\n")] {
        let server = Server::start(Script::new().on(event, Action::Silence));
        let sandbox = home(&server, "");
        let mut pty = sent_off(&sandbox);
        wait_read(&server, read);
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130, "{event}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
            Send it to 3 recipients [y/N]: y
            ^C
            error: interrupted
            hint: the status of each letter is saved: run `onlist send` to see it
            ");
            insta::assert_snapshot!(drafts(&sandbox), @r"
            $ onlist drafts
            wick-trimmer	introduction	wick-trimmer	unknown	2015-03-10T12:00:00+01:00
            ");
            insta::assert_snapshot!(run(&sandbox, "contacts"), @"
            $ onlist contacts
            20150310110000.a6b5b27f9784f8f79e00@example.org	wick-trimmer	sending	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	student	onlist sync
            ");
        }
    }
}

#[test]
fn send_without_a_name_offers_what_waits() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    let pty = start(&sandbox, &["send"]);
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(pty.screen(), @"note: no letters to send");
    keep(&sandbox, "wick-trimmer");
    keep(&sandbox, "fog-horn");
    let mut pty = start(&sandbox, &["send"]);
    pty.wait_for("wick-trimmer:");
    insta::assert_snapshot!(pty.screen(), @"
    ? Which letter ›
    ❯ fog-horn: not sent yet
      wick-trimmer: not sent yet
    ");
    choose(&mut pty, "? Which letter", "wick");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0);
    assert!(field(&only(&server).message(), "Subject").contains("wick"));
    let mut pty = start(&sandbox, &["send"]);
    pty.wait_for("fog-horn:");
    insta::assert_snapshot!(pty.screen(), @"
    ? Which letter ›
    ❯ fog-horn: not sent yet
    ");
    pty.key(Key::Esc);
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_second_letter_about_the_same_is_pointed_out() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    assert_eq!(sent_off(&sandbox).wait_exit(), 0);
    let mut pty = at_the_review_with(&sandbox, &["onlist", "--date", "2015-03-12T12:00:00+01:00"]);
    choose(&mut pty, "? What now", "Send");
    pty.wait_asked("Send this letter anyway [y/N]:");
    insta::assert_snapshot!(from(&pty, &server, "What now: Send it"), @"
    What now: Send it
    warning: you wrote about `wick-trimmer` on 2015-03-10, 2 days ago:
             <20150310110000.a6b5b27f9784f8f79e00@example.org>
    hint: ask again from 2015-03-17
    Send this letter anyway [y/N]:
    ");
    pty.answer("Send this letter anyway [y/N]:", "n");
    pty.wait_for("Delete it");
    assert_eq!(server.accepted().len(), 1);
    choose(&mut pty, "? What now", "Send");
    pty.answer("Send this letter anyway [y/N]:", "y");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(server.accepted().len(), 2);
}

#[test]
fn a_mentors_answer_is_sent_from_the_menu() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    sandbox.write("ada.eml", printed(&sandbox, "wick-trimmer", "--print").stdout);
    let text = format!("catalog = \"catalog.toml\"\n{GRACE}{}", smtp(&server, ""));
    sandbox.write(".config/onlist/config.toml", text);
    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    choose(&mut pty, "? Task", "review");
    pty.answer("Your answer to the questions", "Three.");
    pty.wait_offered("Reserve the task until", "");
    pty.key(Key::Enter);
    choose(&mut pty, "? What now", "Keep");
    assert_eq!(pty.wait_exit(), 0);

    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "reply");
    choose(&mut pty, "? What now", "Send");
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(sandbox.hide_home(&from(&pty, &server, "What now")), @r"
    What now: Send it

    Letter to send

    From:    Grace Example <grace@example.org>
    To:      Ada Example <ada@example.org>
    Cc:      lamp-devel@lists.example.org, J. R. Example <jay@example.org>
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.d1f1926e644b3ce08298@example.org>
    In-Reply-To: <20150310110000.a6b5b27f9784f8f79e00@example.org>

    On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:
    > Which wicks are there?

    Hello Ada,

    Three.

    A small task to start with: Review one patch.

    Take a patch of the last days from the list, apply it, build it, and say
    on the list what you saw.

    - Where: the list
    - Base tree: the branch `staging`
    - To get a copy:
        git clone https://git.example.org/lamp.git
    - Done when: your review is on the list, and its author has answered or
      had a week to
    - Send it: as a reply to the patch
    - Patches: https://wiki.example.org/Sending_patches
    - Time: an evening

    If you would like it, please say so here on the list by Tue, 24 March
    2015. Until then it is reserved for you. When you are stuck, ask here or
    in #lantern on chat.example.org (IRC).

    --
    Grace Example

    It goes to
      Ada Example <ada@example.org> (author of the mail)
      lamp-devel@lists.example.org (the list)
      J. R. Example <jay@example.org> (also got the mail)

    note: only members may post to lamp-devel@lists.example.org
    note: sending via localhost:PORT, unencrypted
    note: its date is 10 March 2015: more than a day from the clock of this computer
    note: lamp-devel@lists.example.org: This list is public. Your name, address and
          letter stay in its archive for good.
    Send it to 3 recipients [y/N]: y
    note: sent: localhost accepted it for 3 recipients (250 2.0.0 taken)
    ");
    let message = only(&server).message();
    assert!(!field(&message, "In-Reply-To").is_empty());
    insta::assert_snapshot!(run(&sandbox, "contacts"), @r"
    $ onlist contacts
    20150310110000.d1f1926e644b3ce08298@example.org	wick-trimmer	answered	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-10T12:00:00+01:00	student
    ");
}

#[test]
fn a_question_that_is_wider_than_the_terminal_is_broken_between_words() {
    let sandbox = Sandbox::settled(ADA);
    keep(&sandbox, "wick-trimmer");
    let words = ["onlist", "--date", NOW, "send", "wick-trimmer", "--sendmail", "true"];
    let mut pty = Pty::start_in(&sandbox, &words, on(40));
    pty.wait_for("❯ yes, I get its mails");
    let question = "? Do you read\nlamp-devel@lists.example.org already ›\n❯ yes";
    assert!(pty.screen().contains(question), "{}", pty.screen());
    pty.type_text("\r");
    pty.wait_for("Letter to send");
    assert!(!pty.screen().contains("? Do you"), "{}", pty.screen());
}

#[test]
fn narrow_terminals_and_plain_talk_hold_no_rubbish() {
    for plain in [false, true] {
        let server = Server::start(Script::new());
        let sandbox = home(&server, "");
        keep(&sandbox, "fresnel-for-humans");
        let flags: &[&str] = if plain { &["--plain"] } else { &[] };
        let words = [&["onlist", "--date", NOW], flags, &["send", "fresnel-for-humans"]].concat();
        let mut pty = Pty::start_in(&sandbox, &words, on(40));
        pty.answer("Send it to 2 recipients [y/N]", "y");
        assert_eq!(pty.wait_exit(), 0);
        let message = String::from_utf8(only(&server).message()).expect("ASCII");
        assert!(message.contains("\r\n\r\nHello T=C3=BClin and all"), "what is shown is decoded:\n{message}");
        if plain {
            assert!(!pty.raw().contains('\u{1b}'), "{:?}", pty.raw());
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(from(&pty, &server, "Letter to send"), @r#"
            Letter to send

            From:    Ada Example <ada@example.org>
            To:      optics@lists.example.org
            Cc:      Tülin Örnek
                     <tulin@xn--bcher-kva.example>
            Subject: [GSoC 2015] A Fresnel lens that
                     people without a degree in
                     optics can turn
            Date:    Tue, 10 Mar 2015 12:00:00 +0100
            Message-ID:
            <20150310110000.92e488ea341f5bfde533@exa
            mple.org>

            Hello Tülin and all,

            I am Ada Example. I am writing about "A
            Fresnel lens that people without
            a degree in optics can turn, clean and
            put together again", one of your
            ideas for GSoC 2015, and would like a
            bite-size task to start with.

            My grandmother kept a lamp.

            I have built it.

            Which wicks are there?

            --
            Ada Example

            It goes to
              optics@lists.example.org (the list)
              Tülin Örnek
              <tulin@xn--bcher-kva.example>
              (mentor), address not confirmed since
              it was added on 2012-05-06 or
              2012-06-05 (2 years ago)

            note: GSoC 2015 did not accept Lantern;
                  other organisations host projects
                  that have to do with lamps
            note: the description of this project
                  still needs work: ask before you
                  plan
            note: unknown whether this project fits
                  the programme
            note: Check with the list before you
                  order glass
            note: sending via localhost:PORT,
                  unencrypted
            note: its date is 10 March 2015: more
                  than a day from the clock of this
                  computer
            note: optics@lists.example.org: This
                  list is public. Your name, address
                  and letter stay in its archive for
                  good.
            Send it to 2 recipients [y/N]:
            > y
            note: sent: localhost accepted it for 2
                  recipients (250 2.0.0 taken)
            note: `onlist contacts` shows what
                  becomes of it; if nobody answers,
                  ask again from 17 March 2015 on:
                  `onlist follow-up
                  fresnel-for-humans`
            "#);
        }
    }
}

/// A home with Ada's letter that a list refused.
fn refused(server: &Server) -> Sandbox {
    let sandbox = home(server, "");
    assert_eq!(sent_off(&sandbox).wait_exit(), 69);
    sandbox
}

/// The same, interrupted before the server had any of it.
fn interrupted(server: &Server) -> Sandbox {
    let sandbox = home(server, "");
    let mut pty = sent_off(&sandbox);
    wait_read(server, "EHLO");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    sandbox
}

/// How a home comes to a letter that nobody has.
type Trouble = fn(&Server) -> Sandbox;

/// A server that refuses the list once, and one that keeps silent once.
fn troubles() -> [(Server, Trouble); 2] {
    let members = Script::new().once("RCPT TO:<lamp-devel@", "550 5.7.1 members only");
    let silent = Script::new().once("EHLO", Action::Silence);
    [(Server::start(members), refused), (Server::start(silent), interrupted)]
}

#[test]
fn a_letter_that_nobody_has_is_shown_as_it_was_sent() {
    let mut states = Vec::new();
    for (server, trouble) in troubles() {
        let sandbox = trouble(&server);
        let bytes = queued_bytes(&sandbox);
        let printed = sandbox.output(&["drafts", "show", "wick-trimmer", "--print"]).stdout;
        assert_eq!(String::from_utf8(printed).expect("ASCII"), bytes.replace('\r', ""));
        let shown = run(&sandbox, "drafts show wick-trimmer");
        assert!(shown.contains("\nDate:    Tue, 10 Mar 2015 12:00:00 +0100\n"), "{shown}");
        states.push(shown.lines().last().expect("a row").to_owned());
    }
    insta::assert_snapshot!(states.join("\n"), @"
    note: wick-trimmer: not sent on 2015-03-10 12:00: lamp-devel@lists.example.org (the list) was refused: 550 5.7.1 members only
    note: wick-trimmer: ready to send
    ");
}

#[test]
fn a_letter_that_nobody_has_can_be_changed_and_sent() {
    for (server, trouble) in troubles() {
        let sandbox = trouble(&server);
        let frozen = queued_bytes(&sandbox);
        let mut pty = start(&sandbox, &["drafts", "edit", "wick-trimmer"]);
        pty.wait_for("Delete it");
        let first = pty.screen().lines().next().map(str::to_owned);
        insta::allow_duplicates! {
            insta::assert_snapshot!(first.expect("a row"), @"note: not delivered to anyone; it is a draft again");
        }
        choose(&mut pty, "? What now", "Change");
        choose(&mut pty, "? Which answer", "Your question");
        pty.change("Your question", "Which wicks are there?", "Which lamps are there?");
        choose(&mut pty, "? What now", "Send");
        pty.answer(SEND, "y");
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        assert!(!pty.screen().contains("may have been"), "{}", pty.screen());
        let message = only(&server).message();
        assert_eq!(field(&message, "Message-ID"), field(frozen.as_bytes(), "Message-ID"));
        assert!(String::from_utf8_lossy(&message).contains("\r\nWhich lamps are there?\r\n"));
        assert!(run(&sandbox, "contacts").contains("\tsent\t"));
    }
}

#[test]
fn a_letter_that_nobody_has_can_be_deleted_and_written_anew() {
    for (server, trouble) in troubles() {
        let sandbox = trouble(&server);
        let mut pty = start(&sandbox, &["drafts", "delete", "wick-trimmer"]);
        pty.answer("Delete wick-trimmer [y/N]:", "");
        assert_eq!(pty.wait_exit(), 0);
        assert!(queued(&sandbox).is_some());
        let mut pty = start(&sandbox, &["drafts", "delete", "wick-trimmer"]);
        pty.answer("Delete wick-trimmer [y/N]:", "y");
        assert_eq!(pty.wait_exit(), 0);
        assert_eq!(drafts(&sandbox), "$ onlist drafts\nnote: no saved letters\n");
        let pty = sent_off(&sandbox);
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        only(&server);
    }
}

#[test]
fn a_letter_that_waits_is_pointed_out_before_another_about_the_same() {
    for (server, trouble) in troubles() {
        let sandbox = trouble(&server);
        // A minute later it is another letter.
        let mut pty = at_the_review_with(&sandbox, &["onlist", "--date", "2015-03-10T12:01:00+01:00"]);
        choose(&mut pty, "? What now", "Send");
        pty.wait_asked("Send this letter anyway [y/N]:");
        insta::allow_duplicates! {
            insta::assert_snapshot!(from(&pty, &server, "What now: Send it"), @"
            What now: Send it
            warning: a letter about `wick-trimmer` from 2015-03-10 was not delivered; it is
                     saved as `wick-trimmer`
            hint: send it with `onlist send wick-trimmer`
            Send this letter anyway [y/N]:
            ");
        }
        pty.answer("Send this letter anyway [y/N]:", "");
        pty.wait_for("? What now");
        nothing_arrived(&server);
    }
}

#[test]
fn a_letter_that_may_have_arrived_stays_what_it_is() {
    let server = Server::start(Script::new().once(".", Action::take(Action::Drop)));
    let sandbox = home(&server, "");
    assert_eq!(sent_off(&sandbox).wait_exit(), 76);
    let pty = start(&sandbox, &["drafts", "edit", "wick-trimmer"]);
    assert_eq!(pty.wait_exit(), 65);
    insta::assert_snapshot!(pty.screen(), @"
    error: letter `wick-trimmer` was sent, or may have been, and stays as it is
    hint: `onlist drafts show wick-trimmer` shows it; to say something else, write a
          new letter
    ");
    let shown = run(&sandbox, "drafts show wick-trimmer");
    insta::assert_snapshot!(shown.lines().last().expect("a row"), @"note: wick-trimmer: may have been delivered on 2015-03-10 12:00: no clear answer to the text: the server closed the connection");
    let mut pty = start(&sandbox, &["drafts", "delete", "wick-trimmer"]);
    pty.wait_asked("Delete wick-trimmer [y/N]:");
    insta::assert_snapshot!(pty.screen(), @"
    note: `wick-trimmer`: may have been delivered on 2015-03-10 12:00: no clear
          answer to the text: the server closed the connection
    Delete wick-trimmer [y/N]:
    ");
    pty.answer("Delete wick-trimmer [y/N]:", "y");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(drafts(&sandbox), @"
    $ onlist drafts
    note: no saved letters
    ");

    let mut pty = at_the_review_with(&sandbox, &["onlist", "--date", "2015-03-10T12:01:00+01:00"]);
    choose(&mut pty, "? What now", "Send");
    pty.wait_asked("Send this letter anyway [y/N]:");
    insta::assert_snapshot!(from(&pty, &server, "What now: Send it"), @"
    What now: Send it
    warning: a letter about `wick-trimmer` from 2015-03-10 may have been delivered
    hint: look for it in the list's archive with `onlist sync`
    Send this letter anyway [y/N]:
    ");
}

#[test]
fn an_interruption_at_a_question_of_the_server_sends_nothing() {
    let server = Server::start(Script::new().once("RCPT TO:<jay@", "550 5.1.1 nobody by that name"));
    let sandbox = home(&server, "");
    let mut pty = sent_off(&sandbox);
    pty.wait_asked("Send it to the 2 other recipients");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    insta::assert_snapshot!(from(&pty, &server, "Send it to the"), @"
    Send it to the 2 other recipients anyway [y/N]:
    error: interrupted
    hint: the letter is saved: run `onlist send wick-trimmer` to try again
    ");
    insta::assert_snapshot!(drafts(&sandbox), @r"
    $ onlist drafts
    wick-trimmer	introduction	wick-trimmer	ready	2015-03-10T12:00:00+01:00
    ");
    nothing_arrived(&server);

    let mut pty = start(&sandbox, &["send", "wick-trimmer"]);
    pty.answer(SEND, "");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(from(&pty, &server, "Send it to 3"), @"
    Send it to 3 recipients [y/N]:
    note: nothing was sent
    note: saved as draft `wick-trimmer`; continue with `onlist drafts edit
          wick-trimmer`
    ");
    let mut pty = start(&sandbox, &["send", "wick-trimmer"]);
    pty.answer(SEND, "y");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(only(&server).forward_paths.len(), 3);
}

#[test]
fn esc_leaves_the_list_of_kept_letters() {
    let server = Server::start(Script::new());
    let sandbox = home(&server, "");
    keep(&sandbox, "wick-trimmer");
    for flags in [&[][..], &["--plain"]] {
        let mut pty = start(&sandbox, flags);
        pty.wait_for("What do you want to do");
        if flags.is_empty() {
            pty.key(Key::Esc);
        } else {
            pty.type_text("0\r");
        }
        assert_eq!(pty.wait_exit(), 0);
        let after = if flags.is_empty() { "What do you want to do" } else { "continue wick-trimmer (" };
        assert!(!pty.screen().contains(after), "{}", pty.screen());
    }
}

#[test]
fn without_an_account_one_is_set_up_at_once_and_the_letter_goes_out() {
    let sandbox = Sandbox::settled(ADA).joined();
    keep(&sandbox, "wick-trimmer");
    let mut pty = start(&sandbox, &["drafts", "edit", "wick-trimmer"]);
    answer_rest(&mut pty);
    choose(&mut pty, "? What now", "Send");
    pty.answer("Set up an account now", "y");
    pty.answer("Ask the network who the mail provider of example.org is", "n");
    choose(&mut pty, "? Send letters with", "another");
    pty.answer("Command", "true");
    pty.answer("Write this to", "y");
    pty.answer("Test it now", "n");
    pty.wait_asked("Send it to 3 recipients");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("sent: `true` accepted it for 3 recipients"), "{}", pty.screen());
}
