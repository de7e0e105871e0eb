//! Letters that are sent by hand from a provider's page, and an account that is set up inside "Send it".
#![cfg(unix)]

use crate::support::dns::{Dns, Manner, mx};
use crate::support::machine::Machine;
use crate::support::smtp::Script;
use crate::support::{OPTIONAL, Pty, Sandbox};

const NOW: &str = "2015-03-10T12:00:00+01:00";

const SAID: &str = "--interest 'My grandmother kept a lamp.' --so-far 'I have built it.' --question 'Which wicks are there?'";

/// The machine of a student whose university has its mail at Google, with a letter that is all but ready.
fn machine(exchanger: &'static str, interest: &str) -> Machine {
    let sandbox = Sandbox::settled("[identity]\nname = \"Ada Example\"\nemail = \"ada@uni.test\"\n").joined();
    let said = SAID.replace("My grandmother kept a lamp.", interest);
    let seen = sandbox.run(&format!("introduce wick-trimmer {said} --keep --date {NOW}"));
    assert!(seen.contains("wick-trimmer"), "{seen}");
    let dns = Dns::start(Manner::Right, vec![("uni.test", mx(10, exchanger))]);
    let script = Script::new().tls().login("ada@uni.test", "ya29.token");
    Machine::new(sandbox, dns, "smtp.gmail.com:465", script)
        .at(NOW)
        .program("xdg-open", "printf '%s' \"$1\" > \"$HOME/opened\"")
}

/// Goes on with the letter up to the menu.
fn at_the_menu(machine: &Machine) -> Pty {
    let mut pty = machine.start(&["drafts", "edit", "wick-trimmer"]);
    for question in OPTIONAL {
        pty.answer(question, "");
    }
    pty.wait_for("? What now");
    pty
}

fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(&format!("? {list}"));
    pty.type_text(&format!("{words}\r"));
    pty.wait_for(&format!("{list}: "));
}

/// The screen from the last row on that begins with `text`.
fn from(machine: &Machine, pty: &Pty, text: &str) -> String {
    pty.wait_settled();
    let screen = machine.seen(pty);
    screen[screen.rfind(text).expect("on the screen")..].to_owned()
}

#[test]
fn a_letter_opens_in_the_window_of_the_provider() {
    let machine = machine("aspmx.l.google.com", "My grandmother kept a lamp.");
    let mut pty = at_the_menu(&machine);
    choose(&mut pty, "What now", "web mail");
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    pty.answer("Open it now", "");
    pty.wait_for("when you have sent it");
    insta::assert_snapshot!(from(&machine, &pty, "What now: "), @"
    What now: Send it by hand from your web mail
    Ask the network who the mail provider of uni.test is [Y/n]:
    The window of Google Workspace for a new mail opens in your browser, with the
    recipients, the subject and the text in it. Check them there: its address is as
    read on 26 November 2026, and was not tried.
    note: your text will then be in the history of your browser
    Open it now [Y/n]:
    note: before you send it, choose `Plain text mode`, in the menu behind the three
          dots below the text (read on 27 November 2026)
    note: when you have sent it, run `onlist` again and say so
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: if nobody answers in 7 days (our default), ask again with a reply to your
          own letter
    ? What now ›
      Send it
      Save it as a file for your mail program
      Open it in your mail program
      Send it by hand from your web mail
      Print it
      Change an answer
      Edit the whole text
    ❯ Keep it for later
      Delete it
    ");
    let opened = machine.sandbox.read("opened");
    let head = "https://mail.google.com/mail/?view=cm&to=lamp-devel%40lists.example.org&cc=";
    assert!(opened.starts_with(head) && opened.contains("&body=Hello"), "{opened}");
    pty.type_text("\u{3}");
    pty.wait_exit();
    assert!(machine.run("contacts").contains("wick-trimmer"));
}

#[test]
fn the_text_of_a_long_letter_is_pasted() {
    let machine = machine("aspmx.l.google.com", &"A lamp is a light in the dark. ".repeat(60));
    let mut pty = at_the_menu(&machine);
    choose(&mut pty, "What now", "web mail");
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    pty.answer("Open it now", "");
    pty.wait_for("when you have sent it");
    let opened = machine.sandbox.read("opened");
    assert!(opened.contains("&su=") && !opened.contains("&body="), "{opened}");
    let screen = from(&machine, &pty, "What now: ");
    assert!(screen.contains("you will paste it") && screen.contains("\nText\nHello"), "{screen}");
}

#[test]
fn where_no_window_takes_fields_they_are_copied() {
    for (exchanger, answer) in
        [("uni-test.mail.protection.outlook.com", ""), ("mx.uni.test", ""), ("mx.uni.test", "n")]
    {
        let machine = machine(exchanger, "My grandmother kept a lamp.");
        let mut pty = at_the_menu(&machine);
        choose(&mut pty, "What now", "web mail");
        pty.answer("Ask the network who the mail provider of uni.test is", answer);
        pty.wait_for("if nobody answers in");
        let screen = from(&machine, &pty, "What now: ");
        assert!(screen.contains("note: subscribe to lamp-devel"), "{screen}");
        assert!(!machine.sandbox.home().join("opened").exists());
        assert!(screen.contains("\nTo\nlamp-devel@lists.example.org\n\nCc\n"), "{screen}");
        assert_eq!(screen.contains("<https://outlook.office.com/mail/>"), exchanger.ends_with("outlook.com"));
    }
}

#[test]
fn an_account_is_set_up_inside_of_send_it() {
    let machine = machine("aspmx.l.google.com", "My grandmother kept a lamp.")
        .program("git-credential-gmail", "echo ya29.token");
    let mut pty = at_the_menu(&machine);
    choose(&mut pty, "What now", "Send it");
    pty.answer("Set up an account now", "");
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "the login of");
    pty.answer("Write this to", "");
    pty.answer("Send it to 3 recipients", "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(from(&machine, &pty, "What now: "), @r#"
    What now: Send it
    error: no mail account is set up
    Set up an account now [Y/n]:
    Ask the network who the mail provider of uni.test is [Y/n]:
    note: uni.test has its mail at Google Workspace (MX aspmx.l.google.com), which
          takes letters at smtp.gmail.com:465, TLS (read on 26 November 2026)
    note: `git credential-gmail` gives a login for ada@uni.test
    Send letters with: the login of `git credential-gmail` (smtp.gmail.com:465, TLS)
    smtp.gmail.com:465, TLS ([smtp] in $HOME/.config/onlist/config.toml)
      connected to smtp.gmail.com
      encrypted; the certificate is valid for smtp.gmail.com
      the server is ready
      logged in as ada@uni.test
    note: account works; nothing was sent

    + [smtp]
    + host = "smtp.gmail.com"
    + security = "tls"
    + user = "ada@uni.test"
    + token-command = "git credential-gmail"

    Write this to $HOME/.config/onlist/config.toml [Y/n]:

    Letter to send

    From:    Ada Example <ada@uni.test>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org>, J. R. Example <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.2e3e1ebb23b0c06c5b0b@uni.test>

    Hello Grace, J. R. Example and all,

    I am Ada Example. I am writing about "Trim the wick while the lamp
    burns", one of your ideas for GSoC 2015, and would like a bite-size task
    to start with.

    My grandmother kept a lamp.

    I have built it.

    Which wicks are there?

    --
    Ada Example

    It goes to
      lamp-devel@lists.example.org (the list)
      Grace Example <grace@example.org> (mentor), address last confirmed in February 2014 (a
      year ago)
      J. R. Example <jay@example.org> (mentor)

    note: GSoC 2015 did not accept Lantern; other organisations host projects that
          have to do with lamps
    note: sending via smtp.gmail.com:465, TLS
    note: its date is 10 March 2015: more than a day from the clock of this computer
    note: lamp-devel@lists.example.org: This list is public. Your name, address and
          letter stay in its archive for good.
    Send it to 3 recipients [y/N]: y
    note: sent: smtp.gmail.com accepted it for 3 recipients (250 2.0.0 taken)
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again
          from 17 March 2015 on: `onlist follow-up wick-trimmer`
    "#);
    assert_eq!(machine.server.accepted().len(), 1);
}

#[test]
fn by_hand_is_chosen_inside_of_send_it() {
    let machine = machine("aspmx.l.google.com", "My grandmother kept a lamp.");
    let mut pty = at_the_menu(&machine);
    choose(&mut pty, "What now", "Send it");
    pty.answer("Set up an account now", "");
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    choose(&mut pty, "Send letters with", "by hand");
    pty.answer("Open it now", "");
    pty.wait_for("if nobody answers in");
    assert!(machine.sandbox.read("opened").starts_with("https://mail.google.com/"));
    assert!(machine.server.connections().is_empty());
}

#[test]
fn an_answer_is_pasted_into_the_thread() {
    let machine = machine("aspmx.l.google.com", "My grandmother kept a lamp.");
    let mail = "From: Jo <jo@example.org>\nTo: lamp-devel@lists.example.org\nSubject: Wicks\nMessage-ID: <1@x.test>\n\n\
                Which wicks are there?\n";
    machine.sandbox.write("mail.eml", mail);
    let seen = machine.run("reply mail.eml --project wick-trimmer --task-text Trim --answer Two --keep");
    assert!(seen.contains("saved as draft `reply-jo`"), "{seen}");
    let mut pty = machine.start(&["drafts", "edit", "reply-jo"]);
    pty.wait_offered("Reserve the task until", "2015-03-24");
    pty.type_text("\r");
    choose(&mut pty, "What now", "web mail");
    pty.answer("Ask the network who the mail provider of uni.test is", "");
    pty.wait_for("when you have sent it");
    let screen = from(&machine, &pty, "What now: ");
    assert!(
        screen.contains("`Reply all`, and paste the text") && !machine.sandbox.home().join("opened").exists(),
        "{screen}"
    );
}
