//! Letters that leave by hand, and lists that are joined: asked on a terminal, remembered for the next run.
#![cfg(unix)]

use crate::support::smtp::Script;
use crate::support::{OPTIONAL, Options, Pty, Sandbox, Student};

const SAID: &str = "--interest 'My grandmother kept a lamp.' --so-far 'I have built it.' --question 'Which wicks are there?'";
const NOW: &str = "2015-03-10T12:00:00+01:00";
const LATER: &str = "2015-03-12T12:00:00+01:00";

fn start(sandbox: &Sandbox, date: &str, words: &[&str]) -> Pty {
    let options = Options { columns: 80, rows: 120, ..Options::default() };
    Pty::start_in(sandbox, &[&["onlist", "--date", date], words].concat(), options)
}

fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(list);
    pty.type_text(&format!("{words}\r"));
}

/// The screen from the row that holds `text` on.
fn from(pty: &Pty, text: &str) -> String {
    let screen = pty.screen();
    screen[screen.find(text).expect("on the screen")..].to_owned()
}

/// A letter that was saved in the guided way.
fn saved() -> Sandbox {
    let sandbox = Sandbox::of_ada();
    sandbox.run(&format!("introduce wick-trimmer {SAID} --keep --date {NOW}"));
    let mut pty = start(&sandbox, NOW, &["drafts", "edit", "wick-trimmer"]);
    for question in OPTIONAL {
        pty.answer(question, "");
    }
    choose(&mut pty, "? What now", "Save");
    pty.change("File name", ".eml", "letter.eml");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("when you have sent it, run `onlist` again"), "{}", pty.screen());
    sandbox
}

#[test]
fn what_was_wrong_is_not_what_enter_gives_on_a_plain_line() {
    let sandbox = Sandbox::of_ada();
    sandbox.run(&format!("introduce wick-trimmer {SAID} --keep --date {NOW}"));
    let mut pty = start(&sandbox, NOW, &["drafts", "edit", "wick-trimmer", "--plain"]);
    for question in OPTIONAL {
        if question == "Links" {
            pty.answer(question, "nowhere");
            pty.wait_for("error: ");
        }
        pty.answer(question, "");
    }
    pty.wait_for("What now");
}

fn contacts(sandbox: &Sandbox) -> String {
    sandbox.run(&format!("contacts --json --date {LATER}"))
}

#[test]
fn a_letter_that_was_saved_is_asked_for_and_becomes_a_contact() {
    let sandbox = saved();
    let handed = contacts(&sandbox);
    assert!(
        handed.contains("\"state\": \"handed-over\"") && handed.contains("\"message_id\": null"),
        "{handed}"
    );
    let mut pty = start(&sandbox, LATER, &[]);
    pty.wait_for("no, and I will not");
    insta::assert_snapshot!(pty.screen(), @r#"
    "[GSoC 2015] Trim the wick while the lamp burns" was saved as `letter.eml` on 10
    March 2015.
    ? Did you send it ›
      yes, I sent it
    ❯ not yet
      no, and I will not
    "#);
    choose(&mut pty, "? Did you send it", "not yet");
    pty.wait_for("continue wick-trimmer");
    pty.type_text("\u{3}");
    pty.wait_exit();

    let mut pty = start(&sandbox, LATER, &[]);
    choose(&mut pty, "? Did you send it", "yes");
    pty.answer("On which day", "2015-04-01");
    pty.wait_for("has not come yet");
    pty.answer("On which day", "2015-03-09");
    pty.wait_for("not written before 2015-03-10");
    pty.answer("On which day", "yesterday");
    pty.wait_for("? What do you want to do");
    pty.type_text("\u{3}");
    pty.wait_exit();
    let sent = contacts(&sandbox);
    assert!(
        sent.contains("\"state\": \"sent\"") && sent.contains("\"since\": \"2015-03-11T12:00:00+01:00\""),
        "{sent}"
    );
    assert_eq!(sandbox.run("drafts").replace("$ onlist drafts\n", ""), "note: no saved letters\n");
    let again = sandbox.run(&format!("introduce wick-trimmer {SAID} --sendmail true --yes --date {LATER}"));
    assert!(again.contains("[written-before]"), "{again}");
}

#[test]
fn a_letter_that_is_never_sent_is_closed() {
    let sandbox = saved();
    let mut pty = start(&sandbox, LATER, &[]);
    choose(&mut pty, "? Did you send it", "no, and");
    pty.wait_for("continue wick-trimmer");
    pty.type_text("\u{3}");
    pty.wait_exit();
    assert!(contacts(&sandbox).contains("\"state\": \"closed\""), "{}", contacts(&sandbox));
    let sent = sandbox.run(&format!("introduce wick-trimmer {SAID} --sendmail true --yes --date {LATER}"));
    assert!(sent.contains("sent: `true`"), "{sent}");
}

#[test]
fn an_answer_that_is_never_sent_leaves_the_contact_where_it_was() {
    let sandbox = Sandbox::of_ada().joined();
    sandbox.run(&format!("introduce wick-trimmer {SAID} --sendmail true --yes --date {NOW}"));
    sandbox.run(&format!("contacts mark wick-trimmer answered --date {LATER}"));
    sandbox.write(
        "mail.eml",
        "From: Grace Example <grace@example.org>\nTo: Ada Example <ada@example.org>\nCc: lamp-devel@lists.example.org\n\
         Subject: Re: [GSoC 2015] Trim the wick while the lamp burns\nDate: Wed, 11 Mar 2015 10:00:00 +0000\n\
         Message-ID: <one@example.org>\n\nWhich wick did you try?\n",
    );
    let mut pty = start(&sandbox, LATER, &["answer", "wick-trimmer", "mail.eml", "--text", "The flat wick."]);
    choose(&mut pty, "? What now", "Save");
    pty.change("File name", ".eml", "answer.eml");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let mut pty = start(&sandbox, "2015-03-13T12:00:00+01:00", &[]);
    choose(&mut pty, "? Did you send it", "no, and");
    pty.wait_for("answer what was written to you about wick-trimmer");
    pty.type_text("\u{3}");
    pty.wait_exit();
    let state = sandbox.run("contacts --json --date 2015-03-14T12:00:00+01:00");
    assert!(state.contains("\"state\": \"answered\""), "{state}");
}

#[test]
fn of_two_copies_that_left_one_may_be_the_letter() {
    let answered = |first: &str, second: &str| {
        let sandbox = saved();
        let mut pty = start(&sandbox, NOW, &["drafts", "edit", "wick-trimmer"]);
        choose(&mut pty, "? What now", "Change an");
        choose(&mut pty, "? Which answer", "Your question");
        pty.change("Your question", "there?", "Which wicks are there in Ada's lamp?");
        choose(&mut pty, "? What now", "Save");
        pty.change("File name", ".eml", "changed.eml");
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        let mut pty = start(&sandbox, NOW, &[]);
        for (copy, answer) in [("`letter.eml`", first), ("`changed.eml`", second)] {
            pty.wait_for(copy);
            choose(&mut pty, "? Did you send it", answer);
        }
        if second == "yes" {
            pty.answer("On which day", "2015-03-10");
        }
        pty.wait_for("? What do you want to do");
        pty.type_text("\u{3}");
        pty.wait_exit();
        contacts(&sandbox)
    };
    let sent = answered("no, and", "yes");
    assert!(sent.contains("\"state\": \"sent\""), "{sent}");
    let closed = answered("no, and", "no, and");
    assert!(closed.contains("\"state\": \"closed\""), "{closed}");
}

#[test]
fn a_letter_that_is_changed_after_it_left_is_another_one() {
    let id = |mail: &str| {
        let line = mail.lines().find(|it| it.starts_with("Message-ID:")).expect("a Message-ID");
        line.trim_end().to_owned()
    };
    let sandbox = saved();
    let first = id(&sandbox.read("letter.eml"));
    let again = |name: &str, project: &str| {
        let mut pty = start(&sandbox, LATER, &["drafts", "edit", "wick-trimmer"]);
        choose(&mut pty, "? What now", "Change an");
        choose(&mut pty, "? Which answer", "Your question");
        pty.wait_for("Your question");
        pty.type_text(&format!("\x15{project}\r"));
        choose(&mut pty, "? What now", "Save");
        pty.change("File name", ".eml", name);
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    };
    again("same.eml", "Which wicks are there?");
    assert_eq!(id(&sandbox.read("same.eml")), first, "nothing was changed");
    again("changed.eml", "Which wicks are there in Ada's lamp?");
    let second = id(&sandbox.read("changed.eml"));
    assert_ne!(second, first);

    // Once it is sent in place of the others, nobody is asked about them.
    let stopped = sandbox.run(&format!("send wick-trimmer --sendmail true --yes --date {LATER}"));
    assert!(stopped.contains("was saved as `changed.eml` on 2015-03-12"), "{stopped}");
    let sent = sandbox.run(&format!("send wick-trimmer --sendmail true --yes --anyway --date {LATER}"));
    assert!(sent.contains("sent: `true`"), "{sent}");
    let mut pty = start(&sandbox, "2015-03-13T12:00:00+01:00", &[]);
    pty.wait_for("? What do you want to do");
    assert!(!pty.screen().contains("Did you send it"), "{}", pty.screen());
    pty.type_text("\u{3}");
    pty.wait_exit();
    assert!(contacts(&sandbox).contains("\"state\": \"sent\""), "{}", contacts(&sandbox));
}

#[test]
fn a_letter_that_left_by_hand_is_not_sent_again_without_a_question() {
    let sandbox = saved();
    let send =
        |more: &str| sandbox.run(&format!("send wick-trimmer --sendmail true --yes --date {LATER}{more}"));
    let stopped = send("");
    insta::assert_snapshot!(stopped[stopped.find("error:").expect("an error")..], @r"
    error: nothing was sent: this letter was saved as `letter.eml` on 2015-03-10, and may have been sent from there [left-by-hand]
    hint: if you have sent it, say so with `onlist contacts mark wick-trimmer sent`
          send it anyway: `onlist send wick-trimmer --sendmail true --yes --date 2015-03-12T12:00:00+01:00 --anyway`
    [exit status: 65]
    ");
    let new = sandbox.run(&format!("introduce wick-trimmer {SAID} --sendmail true --yes --date {LATER}"));
    assert!(new.contains("[left-by-hand]") && new.contains("[exit status: 65]"), "{new}");

    let mut pty = start(&sandbox, LATER, &["send", "wick-trimmer", "--sendmail", "true"]);
    pty.wait_asked("Send this letter anyway");
    assert!(pty.screen().contains("was saved as `letter.eml`"), "{}", pty.screen());
    pty.type_text("\r");
    pty.wait_exit();
    assert!(!pty.screen().contains("sent: "), "{}", pty.screen());

    assert!(send(" --anyway").contains("sent: `true`"));
    assert!(contacts(&sandbox).contains("\"state\": \"sent\""), "{}", contacts(&sandbox));
}

#[test]
fn what_no_program_can_see_is_marked() {
    let sandbox = Sandbox::of_ada();
    for project in ["wick-trimmer", "fog-horn"] {
        sandbox.run(&format!("introduce {project} {SAID} --sendmail true --yes --date {NOW}"));
    }
    let mark = |words: &str| sandbox.run(&format!("contacts mark {words} --date {LATER}"));
    let mut all = mark("wick-trimmer answered") + &mark("ada@example.org closed") + &mark("nobody closed");
    all.push_str(&mark("fog-horn closed"));
    insta::assert_snapshot!(all, @r"
    $ onlist contacts mark wick-trimmer answered --date 2015-03-12T12:00:00+01:00
    note: wick-trimmer, ada@example.org: marked as answered
    $ onlist contacts mark ada@example.org closed --date 2015-03-12T12:00:00+01:00
    error: 2 contacts are meant by `ada@example.org`
    hint: name the letter: `20150310110000.be58914d23047c1cedc4@example.org` or `20150310110000.a6b5b27f9784f8f79e00@example.org`
    [exit status: 64]
    $ onlist contacts mark nobody closed --date 2015-03-12T12:00:00+01:00
    error: no contact `nobody`
    hint: run `onlist contacts` to see all
    [exit status: 64]
    $ onlist contacts mark fog-horn closed --date 2015-03-12T12:00:00+01:00
    note: fog-horn, ada@example.org: marked as closed
    ");
    let states = contacts(&sandbox);
    assert!(
        states.contains("\"state\": \"answered\"") && states.contains("\"state\": \"closed\""),
        "{states}"
    );
    assert!(mark("fog-horn waiting").contains("[exit status: 64]"));
}

/// Ada's letter on its confirm screen, where the list says how it is joined.
fn joining(how: &str, answer: &str) -> (Student, String) {
    let student = Student::of(Script::new());
    let catalog = include_str!("../support/catalog.toml");
    let list = "address = \"lamp-devel@lists.example.org\"\n";
    assert!(catalog.contains(list));
    let catalog = catalog.replace(list, &format!("{list}{how}")).replace("schema = 1", "schema = 2");
    student.sandbox.write(".config/onlist/catalog.toml", catalog);
    let call = format!("introduce wick-trimmer {SAID} --send");
    let words = shlex::split(&call).expect("quotes are closed");
    let mut pty = start(&student.sandbox, NOW, &words.iter().map(String::as_str).collect::<Vec<_>>());
    choose(&mut pty, "? Do you read lamp-devel@lists.example.org already", answer);
    pty.wait_asked("Send it to 3 recipients");
    let screen = student.hide(&from(&pty, "Do you read"));
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    (student, screen)
}

#[test]
fn whoever_does_not_read_the_list_is_told_how_to_join() {
    let (student, screen) = joining("web = \"https://lists.example.org/info/lamp-devel\"\n", "no");
    insta::assert_snapshot!(screen, @r#"
    Do you read lamp-devel@lists.example.org already: no
    note: join lamp-devel@lists.example.org on its page:
          https://lists.example.org/info/lamp-devel
    You get a mail that asks you to confirm: open its link, or answer it. Then you
    get every mail of the list.

    Letter to send

    From:    Ada Example <ada@example.org>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org>, J. R. Example <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.a6b5b27f9784f8f79e00@example.org>

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
      Grace Example <grace@example.org> (mentor), address last confirmed in February
      2014 (a year ago)
      J. R. Example <jay@example.org> (mentor)

    note: GSoC 2015 did not accept Lantern; other organisations host projects that
          have to do with lamps
    note: subscribe to lamp-devel@lists.example.org first on
          https://lists.example.org/info/lamp-devel: only subscribers may post
    note: sending via localhost:PORT, unencrypted
    note: its date is 10 March 2015: more than a day from the clock of this computer
    note: lamp-devel@lists.example.org: This list is public. Your name, address and
          letter stay in its archive for good.
    Send it to 3 recipients [y/N]:
    "#);
    let shown = student.run("show wick-trimmer");
    assert!(shown.contains("Join the list    https://lists.example.org/info/lamp-devel"), "{shown}");
    let checked = student.run(&format!("introduce fog-horn {SAID} --save letter.eml --date {NOW}"));
    assert!(!checked.contains("exit status"), "{checked}");
}

#[test]
fn the_mail_that_joins_a_list_waits_in_the_outbox() {
    let (student, screen) = joining("subscribe = \"lamp-devel-join@lists.example.org\"\n", "not sure");
    let words: Vec<_> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("`onlist send join-lamp-devel-join`"), "{screen}");
    let sent = student.run(&format!("send join-lamp-devel-join --yes --date {NOW}"));
    assert!(!sent.contains("exit status"), "{sent}");
    assert_eq!(student.delivered().last().map(String::as_str), Some("lamp-devel-join@lists.example.org"));
}

#[test]
fn where_the_catalog_names_no_way_to_join_nobody_is_sent_to_the_list() {
    let (_, screen) = joining("", "no");
    let words: Vec<_> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("look for its page in the web, or ask a mentor"), "{screen}");
}

#[test]
fn whoever_reads_the_list_is_asked_once_and_told_no_more_to_join() {
    let (student, screen) = joining("", "yes");
    let public = "This list is public. Your name, address and letter stay in its";
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words.matches(public).count(), 1, "{screen}");
    assert!(!screen.contains("subscribe to lamp-devel"), "{screen}");
    let words = shlex::split(&format!("introduce fog-horn {SAID} --send")).expect("quotes are closed");
    let mut pty = start(&student.sandbox, LATER, &words.iter().map(String::as_str).collect::<Vec<_>>());
    pty.wait_for("? Do you read users@lists.example.org already");
    pty.type_text("\u{3}");
    pty.wait_exit();
    let other =
        "Subject: [GSoC 2015] Hello\nFrom: Ada <ada@example.org>\nTo: lamp-devel@lists.example.org\n\nHi\n";
    student.sandbox.write("mail.eml", other);
    assert!(!student.run("check mail.eml").contains("A21"));
}

/// What the list made of the saved letter, under an identifier of the mail program.
const ON_LIST: &str = "From list Tue Mar 10 12:00:00 2015\nFrom: Ada Example <ada@example.org>\nTo: \
    lamp-devel@lists.example.org\nSubject: [lamp-devel] [GSoC 2015] Trim the wick while the lamp burns\nDate: Tue, 10 Mar \
    2015 11:30:00 +0000\nMessage-ID: <rewritten@mail.test>\nList-Id: <lamp-devel.lists.example.org>\n\nMy\n\
    grandmother kept a lamp.\n\n";

#[test]
fn a_letter_that_was_sent_by_hand_is_found_in_the_archive() {
    let sandbox = saved();
    sandbox.write("devel.mbox", ON_LIST);
    let seen = sandbox.run(&format!("sync devel.mbox --date {LATER}"));
    assert!(seen.contains("wick-trimmer: probably in the archive under another Message-ID"), "{seen}");
    let found = contacts(&sandbox);
    assert!(
        found.contains("\"state\": \"archived\"") && found.contains("\"archived_for_sure\": false"),
        "{found}"
    );
}

#[test]
fn on_a_terminal_the_writer_says_which_letter_it_is() {
    for (answer, expected) in [("y", "\"archived_for_sure\": true"), ("n", "\"state\": \"handed-over\"")] {
        let sandbox = saved();
        sandbox.write("devel.mbox", ON_LIST);
        let mut pty = start(&sandbox, LATER, &["sync", "devel.mbox"]);
        pty.wait_for("Is this your letter");
        assert!(pty.screen().contains("under another Message-ID"), "{}", pty.screen());
        pty.type_text(&format!("{answer}\r"));
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        let found = contacts(&sandbox);
        assert!(found.contains(expected), "{answer}: {found}");
        assert!(!pty.screen().contains("say whether it is your letter"), "{}", pty.screen());
        assert_eq!(sandbox.run("drafts").contains("wick-trimmer"), answer == "n", "{answer}");
    }
}

#[test]
fn the_draft_of_a_letter_that_is_found_for_certain_is_gone() {
    let sandbox = saved();
    let id = sandbox.read("letter.eml");
    let id = id.lines().find_map(|it| it.strip_prefix("Message-ID: ")).expect("a Message-ID").to_owned();
    sandbox.write("devel.mbox", ON_LIST.replace("<rewritten@mail.test>", id.trim_end()));
    let seen = sandbox.run(&format!("sync devel.mbox --date {LATER}"));
    assert!(seen.contains("wick-trimmer: in the list's archive"), "{seen}");
    assert!(!sandbox.run("drafts").contains("wick-trimmer"));
}

#[test]
fn another_post_is_asked_about_where_the_first_one_is_none() {
    let sandbox = saved();
    let later = ON_LIST.replace("rewritten@", "later@").replace("11:30:00", "11:45:00");
    sandbox.write("devel.mbox", ON_LIST.to_owned() + &later);
    let mut pty = start(&sandbox, LATER, &["sync", "devel.mbox"]);
    pty.wait_for("rewritten@mail.test");
    pty.answer("Is this your letter", "n");
    pty.wait_for("later@mail.test");
    pty.answer("Is this your letter", "y");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let found = contacts(&sandbox);
    assert!(found.contains("\"archived_for_sure\": true"), "{found}");
    let again = sandbox.run(&format!("sync devel.mbox --date {LATER}"));
    assert!(again.contains("nothing new"), "{again}");
}
