//! What a student writes after the first letter: the answer on the list, and letters that open a thread.

use crate::support::{Options, Pty, Sandbox};

const INTRODUCE: &str = "introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built the \
    trimmer at commit 1a2b3c4d.' --question 'Which wicks are there?' --sendmail true --yes --date \
    2015-03-10T12:00:00+01:00";
const LATER: &str = "--date 2015-03-16T12:00:00+01:00";

/// A student who wrote about the wick trimmer, and the Message-ID of that letter.
fn introduced() -> (Sandbox, String) {
    let sandbox = Sandbox::of_ada().joined();
    let seen = sandbox.run(INTRODUCE);
    assert!(!seen.contains("[exit status"), "{seen}");
    let rows = sandbox.run(&format!("contacts {LATER}"));
    let id = rows.lines().nth(1).and_then(|it| it.split('\t').next()).expect("a contact").to_owned();
    (sandbox, id)
}

/// A mail by Grace that answers `parent`.
fn answer(parent: &str, id: &str, to: &str, hour: u8, text: &str) -> String {
    format!(
        "From: Grace Example <grace@example.org>\nTo: Ada Example <ada@example.org>\n{to}Subject: Re: [GSoC 2015] Trim \
         the wick while the lamp burns\nDate: Thu, 12 Mar 2015 {hour}:00:00 +0000\nMessage-ID: <{id}>\nIn-Reply-To: \
         <{parent}>\nReferences: <{parent}>\n\nHello Ada,\n\n{text}\n\nGrace\n"
    )
}

const TO_LIST: &str = "Cc: lamp-devel@lists.example.org, Jay Example <jay@example.org>\n";

fn archive(mails: &[String]) -> String {
    let posts: Vec<_> =
        mails.iter().map(|it| format!("From x@example.org Thu Mar 12 09:00:00 2015\n{it}\n")).collect();
    posts.concat()
}

#[test]
fn the_newest_mail_on_the_list_is_answered_with_people_thread_and_quote() {
    let (sandbox, id) = introduced();
    let first = answer(&id, "one@example.org", TO_LIST, 10, "Which wick did you try?");
    let second =
        answer(&id, "two@example.org", TO_LIST, 11, "Can you send the log of wick-trimmer to the list?");
    let late = answer("two@example.org", "own@example.org", TO_LIST, 12, "Here it is.")
        .replace("From: Grace Example <grace@example.org>", "From: Ada Example <ada@example.org>");
    sandbox.write("devel.mbox", archive(&[first, second, late]));
    let seen = sandbox.run(&format!(
        "answer wick-trimmer --archive devel.mbox --text 'Yes: https://example.org/log.' --print {LATER}"
    ));
    insta::assert_snapshot!(seen, @r#"
    $ onlist answer wick-trimmer --archive devel.mbox --text 'Yes: https://example.org/log.' --print --date 2015-03-16T12:00:00+01:00
    From: Ada Example <ada@example.org>
    To: Grace Example <grace@example.org>
    Cc: lamp-devel@lists.example.org, Jay Example <jay@example.org>
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date: Mon, 16 Mar 2015 12:00:00 +0100
    Message-ID: <20150316110000.f82ce8981ca8763106a8@example.org>
    In-Reply-To: <two@example.org>
    References: <20150310110000.d268462de8a14abbdb3f@example.org>
     <two@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    On Thu, 12 Mar 2015 at 11:00 +0000, Grace Example wrote:
    > Can you send the log of wick-trimmer to the list?

    Yes: https://example.org/log.

    -- 
    Ada Example
    note: only members may post to lamp-devel@lists.example.org
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
    let named = sandbox.run(&format!(
        "answer wick-trimmer one@example.org --archive devel.mbox --text 'The flat one.' --print {LATER}"
    ));
    assert!(named.contains("\nIn-Reply-To: <one@example.org>\n"), "{named}");
    assert!(named.contains("> Which wick did you try?"), "{named}");
}

#[test]
fn several_answers_that_were_kept_are_sent_by_one_call() {
    let (sandbox, id) = introduced();
    sandbox.write("one.eml", answer(&id, "one@example.org", TO_LIST, 10, "Which wick did you try?"));
    sandbox.write("two.eml", answer(&id, "two@example.org", TO_LIST, 11, "Which lamp did you try?"));
    for (mail, text) in [("one", "The flat one."), ("two", "The brass one."), ("two", "The tin one.")] {
        let kept = sandbox.run(&format!("answer wick-trimmer {mail}.eml --text '{text}' --keep {LATER}"));
        assert!(kept.contains("note: saved as `answer-wick-trimmer"), "{kept}");
    }
    let send = |names: &str| sandbox.run(&format!("send {names} --sendmail true --yes {LATER}"));
    let both = send("answer-wick-trimmer-2 answer-wick-trimmer-3");
    assert!(both.contains("two of these letters answer the same mail, <two@example.org>"), "{both}");
    assert!(both.contains("[exit status: 65]") && !both.contains("note: sent"), "{both}");
    let seen = send("answer-wick-trimmer answer-wick-trimmer-2");
    assert_eq!(seen.matches("note: sent: ").count(), 2, "{seen}");
    assert!(!seen.contains("[exit status"), "{seen}");
    let last = send("answer-wick-trimmer-3");
    assert!(last.contains("[answered]") && last.contains("[exit status: 65]"), "{last}");
    let state = sandbox.run(&format!("contacts {LATER}"));
    assert_eq!(state.matches("\twick-trimmer\t").count(), 1, "one contact: {state}");
}

#[test]
fn an_answer_is_sent_once_and_gives_the_turn_to_the_mentors() {
    let (sandbox, id) = introduced();
    sandbox.write("mail.eml", answer(&id, "one@example.org", TO_LIST, 10, "Which wick did you try?"));
    let line = format!("answer wick-trimmer mail.eml --text 'The flat one.' --sendmail true --yes {LATER}");
    insta::assert_snapshot!(sandbox.run(&line), @r#"
    $ onlist answer wick-trimmer mail.eml --text 'The flat one.' --sendmail true --yes --date 2015-03-16T12:00:00+01:00
    sending "Re: [GSoC 2015] Trim the wick while the lamp burns" via the command `true`, to
      Grace Example <grace@example.org> (author of the mail)
      lamp-devel@lists.example.org (the list)
      Jay Example <jay@example.org> (also got the mail)
    note: only members may post to lamp-devel@lists.example.org
    note: its date is 16 March 2015: more than a day from the clock of this computer
    note: sent: `true` accepted it for 3 recipients
    note: if delivery fails later, you get a bounce mail
    "#);
    insta::assert_snapshot!(sandbox.run(&line.replace("flat", "round").replace("16T12", "16T13")), @r"
    $ onlist answer wick-trimmer mail.eml --text 'The round one.' --sendmail true --yes --date 2015-03-16T13:00:00+01:00
    error: nothing was sent: `answer-wick-trimmer` answers the same mail: sent on 2015-03-16 12:00 [answered]
    hint: see `onlist drafts show answer-wick-trimmer`
          send it anyway: `onlist answer wick-trimmer mail.eml --text 'The round one.' --sendmail true --yes --date 2015-03-16T13:00:00+01:00 --anyway`
    [exit status: 65]
    ");
}

#[test]
fn a_mail_that_was_answered_is_an_answer_and_the_time_to_wait_begins_anew() {
    for (to, private) in [(TO_LIST, false), ("", true)] {
        let (sandbox, id) = introduced();
        sandbox.write("mail.eml", answer(&id, "one@example.org", to, 10, "Which wick did you try?"));
        let seen = sandbox.run(&format!(
            "answer wick-trimmer mail.eml --text 'The flat one.' --sendmail true --yes {LATER}"
        ));
        assert!(seen.contains("note: sent: "), "{seen}");
        let at = |verb: &str, day: u8| sandbox.run(&format!("{verb} --date 2015-03-{day}T12:00:00+01:00"));
        let contacts = at("contacts --json", 17);
        assert!(contacts.contains("\"state\": \"answered-back\""), "{contacts}");
        assert!(contacts.contains("grace@example.org"), "{contacts}");
        assert!(contacts.contains(&format!("\"answered_in_private\": {private}")), "{contacts}");
        let ask = "follow-up wick-trimmer --text 'I have tried the round one.' --sendmail true --yes";
        let early = at(ask, 17);
        assert!(early.contains("[too-early]") && early.contains("ask again from 2015-03-23"), "{early}");
        let due = at(ask, 24);
        assert!(due.contains("note: sent: "), "{due}");
        // It was asked once more, and the community wants no more.
        let again = at(ask, 25);
        assert!(again.contains("[exit status: 65]"), "{again}");
    }
}

#[test]
fn of_a_private_mail_neither_text_nor_subject_goes_to_the_list() {
    let (sandbox, id) = introduced();
    let private = answer(&id, "private@example.org", "", 10, "Between us: is the secret lamp ready?")
        .replace("Subject: Re: [GSoC 2015] Trim the wick while the lamp burns", "Subject: the hidden lamp");
    sandbox.write("mail.eml", private);
    let seen = sandbox.run(&format!("answer wick-trimmer mail.eml --text 'The flat one.' --print {LATER}"));
    assert!(!seen.contains("secret") && !seen.contains("hidden"), "{seen}");
    insta::assert_snapshot!(seen, @r#"
    $ onlist answer wick-trimmer mail.eml --text 'The flat one.' --print --date 2015-03-16T12:00:00+01:00
    From: Ada Example <ada@example.org>
    To: Grace Example <grace@example.org>
    Cc: lamp-devel@lists.example.org
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date: Mon, 16 Mar 2015 12:00:00 +0100
    Message-ID: <20150316110000.5452d7ef072dbddc67e0@example.org>
    In-Reply-To: <private@example.org>
    References: <20150310110000.d268462de8a14abbdb3f@example.org>
     <private@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    The flat one.

    -- 
    Ada Example
    note: this mail was private, and the answer goes to lamp-devel@lists.example.org: this makes it public that Grace Example wrote to you; neither its text nor its subject is in the answer
    note: only members may post to lamp-devel@lists.example.org
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
}

#[test]
fn without_a_mail_an_answer_says_what_is_missing() {
    let (sandbox, id) = introduced();
    insta::assert_snapshot!(sandbox.run(&format!("answer wick-trimmer --text x --print {LATER}")), @r"
    $ onlist answer wick-trimmer --text x --print --date 2015-03-16T12:00:00+01:00
    error: which archive? none is given, and none is in the settings
    hint: give an mbox file, a folder or a public-inbox URL; or add `[archives]` to the settings; or give the mail as a file
    [exit status: 64]
    ");
    sandbox.write("empty.mbox", archive(&[answer("none@example.org", "x@example.org", TO_LIST, 9, "Hi.")]));
    insta::assert_snapshot!(
        sandbox.run(&format!("answer wick-trimmer --archive empty.mbox --text x --print {LATER}")),
        @r"
        $ onlist answer wick-trimmer --archive empty.mbox --text x --print --date 2015-03-16T12:00:00+01:00
        error: no answer about `wick-trimmer` in the archive
        hint: if it came in private, give the mail as a file
        [exit status: 66]
        "
    );
    sandbox.write("mail.eml", answer(&id, "one@example.org", TO_LIST, 10, "Which wick did you try?"));
    insta::assert_snapshot!(sandbox.run(&format!("answer wick-trimmer mail.eml --print {LATER}")), @r"
    $ onlist answer wick-trimmer mail.eml --print --date 2015-03-16T12:00:00+01:00
    error: `--text` is missing
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run(&format!("answer keepers-log mail.eml --text x --print {LATER}")), @r"
    $ onlist answer keepers-log mail.eml --text x --print --date 2015-03-16T12:00:00+01:00
    error: no contact `keepers-log`
    hint: run `onlist contacts` to see all
    [exit status: 64]
    ");
}

#[test]
fn a_later_letter_opens_a_thread_and_joins_the_contact() {
    let (sandbox, _) = introduced();
    sandbox
        .write("draft.txt", "Hello all,\n\nhere is my draft proposal:\nhttps://example.org/draft\n\nAda\n");
    let line = format!("write wick-trimmer --subject 'Draft proposal' --body-file draft.txt {LATER}");
    insta::assert_snapshot!(sandbox.run(&format!("{line} --print")), @r#"
    $ onlist write wick-trimmer --subject 'Draft proposal' --body-file draft.txt --date 2015-03-16T12:00:00+01:00 --print
    From: Ada Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>, "J. R. Example" <jay@example.org>
    Subject: [GSoC 2015] Draft proposal
    Date: Mon, 16 Mar 2015 12:00:00 +0100
    Message-ID: <20150316110000.358ca5ae17996645d07a@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello all,

    here is my draft proposal:
    https://example.org/draft

    Ada
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
    insta::assert_snapshot!(sandbox.run(&format!("{line} --sendmail true --yes")), @r#"
    $ onlist write wick-trimmer --subject 'Draft proposal' --body-file draft.txt --date 2015-03-16T12:00:00+01:00 --sendmail true --yes
    sending "[GSoC 2015] Draft proposal" via the command `true`, to
      lamp-devel@lists.example.org (the list)
      Grace Example <grace@example.org> (mentor), address last confirmed in February
      2014 (a year ago)
      J. R. Example <jay@example.org> (mentor)
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: its date is 16 March 2015: more than a day from the clock of this computer
    note: sent: `true` accepted it for 3 recipients
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 23 March 2015 on: `onlist follow-up wick-trimmer`
    note: if delivery fails later, you get a bounce mail
    "#);
    insta::assert_snapshot!(sandbox.run("contacts --date 2015-03-18T12:00:00+01:00"), @r"
    $ onlist contacts --date 2015-03-18T12:00:00+01:00
    20150310110000.d268462de8a14abbdb3f@example.org	wick-trimmer	sent	ada@example.org	lamp-devel@lists.example.org	lantern/gsoc-2015	2015-03-16T12:00:00+01:00	mentor
    ");
    // A second introduction is still one.
    let again = sandbox.run(&INTRODUCE.replace("03-10T", "03-18T"));
    assert!(
        again.contains("[written-before]") && again.contains("you wrote about `wick-trimmer` on 2015-03-10"),
        "{again}"
    );
}

#[test]
fn a_letter_to_a_list_alone_belongs_to_no_contact() {
    let (sandbox, _) = introduced();
    sandbox.write("question.txt", "Hello all,\n\nwhich lamps have two wicks?\n\nAda\n");
    let line =
        format!("write --list users --subject '[GSoC 2015] Two wicks' --body-file question.txt {LATER}");
    insta::assert_snapshot!(sandbox.run(&format!("{line} --print")), @r#"
    $ onlist write --list users --subject '[GSoC 2015] Two wicks' --body-file question.txt --date 2015-03-16T12:00:00+01:00 --print
    From: Ada Example <ada@example.org>
    To: users@lists.example.org
    Subject: [GSoC 2015] Two wicks
    Date: Mon, 16 Mar 2015 12:00:00 +0100
    Message-ID: <20150316110000.11746ca9cc75b66488ab@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello all,

    which lamps have two wicks?

    Ada
    note: subscribe to users@lists.example.org first, or your letter may have to wait for a moderator
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
    let sent = sandbox.run(&format!("{line} --sendmail true --yes"));
    assert!(!sent.contains("[exit status"), "{sent}");
    assert_eq!(sandbox.run(&format!("contacts {LATER}")).lines().count(), 2);
    insta::assert_snapshot!(sandbox.run("write --list nowhere --subject x --body-file question.txt --print"), @r"
    $ onlist write --list nowhere --subject x --body-file question.txt --print
    error: no list `nowhere` in the catalog
    hint: known lists: `lamp-devel`, `optics` and `users`
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run("write keepers-log --subject x --body-file question.txt --print --date 2015-03-16T12:00:00+01:00"), @r#"
    $ onlist write keepers-log --subject x --body-file question.txt --print --date 2015-03-16T12:00:00+01:00
    From: Ada Example <ada@example.org>
    To: users@lists.example.org
    Cc: "J. R. Example" <jay@example.org>
    Subject: [GSoC 2015] x
    Date: Mon, 16 Mar 2015 12:00:00 +0100
    Message-ID: <20150316110000.54a87a27cc2b9ca826c7@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello all,

    which lamps have two wicks?

    Ada
    note: you did not introduce yourself to `keepers-log` yet: this letter begins no contact
    note: subscribe to users@lists.example.org first, or your letter may have to wait for a moderator
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
}

#[test]
fn a_later_letter_is_written_on_a_terminal() {
    let (sandbox, _) = introduced();
    let words = ["onlist", "write", "wick-trimmer", "--date", "2015-03-16T12:00:00+01:00"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
    pty.answer("Subject:", "Two wicks");
    pty.wait_for("Your letter");
    pty.type_text("Hello all, which lamps have two wicks?\r");
    pty.wait_for("What now");
    pty.wait_settled();
    insta::assert_snapshot!(pty.screen(), @"
    Subject: Two wicks

    Write the whole text: who it is for, what it is about, what you would like to
    know.
    Your letter: Hello all, which lamps have two wicks?

    Your letter

    From:    Ada Example <ada@example.org>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org> and J. R. Example <jay@example.org>
    Subject: [GSoC 2015] Two wicks

    Hello all, which lamps have two wicks?

    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    ? What now ›
    ❯ Send it
      Save it as a file for your mail program
      Open it in your mail program
      Send it by hand from your web mail
      Print it
      Edit the whole text
      Keep it for later
      Delete it
    ");
}

#[test]
fn the_mail_is_read_before_it_is_answered() {
    let (sandbox, id) = introduced();
    sandbox.write("mail.eml", answer(&id, "one@example.org", TO_LIST, 10, "Which wick did you try?"));
    let words = ["onlist", "answer", "wick-trimmer", "mail.eml", "--date", "2015-03-16T12:00:00+01:00"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
    pty.wait_asked("Your answer");
    insta::assert_snapshot!(pty.screen());
    pty.type_text("The flat one.\r");
    pty.wait_for("? What now");
    assert!(pty.screen().contains("> Which wick did you try?\n\nThe flat one."), "{}", pty.screen());
}

#[test]
fn what_was_answered_before_an_interruption_is_offered_again() {
    let (sandbox, _) = introduced();
    let start = || {
        let words = ["onlist", "write", "wick-trimmer", "--date", "2015-03-16T12:00:00+01:00"];
        Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() })
    };
    let mut pty = start();
    pty.answer("Subject:", "Two wicks");
    pty.wait_asked("Your letter");
    pty.type_text("\x03");
    assert_eq!(pty.wait_exit(), 130);
    assert!(pty.screen().ends_with("hint: your answers are saved: run the same command again to go on"));
    let mut pty = start();
    pty.answer("Subject [Two wicks]:", "");
    pty.wait_asked("Your letter");
    pty.type_text("Hello all, which lamps have two wicks?\r");
    pty.wait_for("Subject: [GSoC 2015] Two wicks");
    pty.wait_for("? What now");
    drop(pty);
    // A window that is closed sends nothing, and loses nothing.
    let mut pty = start();
    pty.answer("Subject [Two wicks]:", "");
    pty.wait_for("Hello all, which lamps have two wicks?");
    pty.type_text("\r");
    pty.choose("What now", "Keep");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    start().wait_asked("Subject:");
}

#[test]
fn where_nobody_is_to_be_asked_or_answered_that_is_said() {
    let (sandbox, _) = introduced();
    for (verb, said) in [
        ("follow-up", "error: no letter of yours waits for a reminder now"),
        ("answer", "error: nobody waits for your answer"),
    ] {
        let told = sandbox.run(&format!("{verb} --text X --date 2015-03-11T12:00:00+01:00"));
        assert!(told.contains(said) && told.contains("hint: `onlist contacts` shows all"), "{told}");
    }
}

#[test]
fn who_writes_is_known_before_a_text_is_read() {
    let (sandbox, _) = introduced();
    sandbox.write(".config/onlist/config.toml", "catalog = \"catalog.toml\"\n");
    sandbox.write("text", "Which wicks are there?\n");
    let seen = sandbox.run(&format!("write wick-trimmer --subject Wicks --body-file text --print {LATER}"));
    assert!(seen.contains("\nFrom: Ada Example <ada@example.org>\n"), "{seen}");
    sandbox
        .write("mail.eml", answer("one@example.org", "two@example.org", TO_LIST, 9, "Which one is yours?"));
    let seen = sandbox.run(&format!("answer wick-trimmer mail.eml --text 'The long one.' --print {LATER}"));
    assert!(seen.contains("\nFrom: Ada Example <ada@example.org>\n"), "{seen}");
    let seen = sandbox.run(&format!("write fog-horn --subject Horns --body-file nowhere --print {LATER}"));
    assert!(seen.contains("error: your name or your address is not known\n"), "{seen}");
}

#[test]
fn a_later_letter_goes_to_a_list_and_once() {
    let (sandbox, _) = introduced();
    sandbox.write("text", "Which wicks are there?\n");
    let write = |more: &str| sandbox.run(&format!("write wick-trimmer --body-file text {more} {LATER}"));
    let seen = write("--subject Wicks --list grace@example.org --print");
    assert!(seen.contains("error: no list `grace@example.org`") && seen.contains("status: 64"), "{seen}");
    let first = write("--subject Wicks --sendmail true --yes");
    assert!(!first.contains("[exit status"), "{first}");
    let again = sandbox.run(
        "write wick-trimmer --body-file text --subject Wicks --sendmail true --yes --date 2015-03-16T12:01:00+01:00",
    );
    assert!(again.contains("a letter with this subject was sent on 2015-03-16"), "{again}");
    assert!(again.contains("[written-before]") && again.contains("[exit status: 65]"), "{again}");
    let other = write("--subject Horns --sendmail true --yes");
    assert!(!other.contains("[exit status"), "{other}");
}

#[test]
fn only_what_belongs_to_the_contact_is_answered() {
    let (sandbox, id) = introduced();
    let program = "From: Mail Delivery System <MAILER-DAEMON@example.org>\nTo: ada@example.org\n\
                   Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n\
                   Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
                   --b\n\nIt failed.\n\n--b\nContent-Type: message/delivery-status\n\n\
                   Reporting-MTA: dns; example.org\n\nFinal-Recipient: rfc822; grace@example.org\n\
                   Action: failed\nStatus: 5.1.1\n\n--b--\n";
    let strangers = answer("else@example.org", "other@example.org", "", 9, "What do you think?")
        .replace("To: Ada Example <ada@example.org>", "To: Somebody <else@body.test>");
    let on_list = answer(&id, "mine@example.org", TO_LIST, 9, "Which one is yours?");
    for (mail, expected) in [
        (program, "error: a program wrote this mail: nobody reads an answer to it\n"),
        (&strangers, "error: this mail is neither to you nor in the thread of your letter\n"),
        (&on_list, "\nIn-Reply-To: <mine@example.org>\n"),
    ] {
        sandbox.write("mail.eml", mail);
        let seen =
            sandbox.run(&format!("answer wick-trimmer mail.eml --text 'The long one.' --print {LATER}"));
        assert!(seen.contains(expected), "{seen}");
    }
}

#[test]
fn a_later_letter_is_written_by_whom_the_flags_name_and_not_copied_to_them() {
    let (sandbox, _) = introduced();
    sandbox.write("question.txt", "Which wicks are there?\n");
    let call =
        "write wick-trimmer --subject x --body-file question.txt --print --date 2015-03-16T12:00:00+01:00";
    let seen = sandbox.run(&format!("{call} --name Ida --email ida@students.test"));
    assert!(seen.contains("From: Ida <ida@students.test>"), "{seen}");
    let mentor =
        seen.split("Cc: ").nth(1).and_then(|it| it.split(['<', '>']).nth(1)).expect("a mentor").to_owned();
    let seen = sandbox.run(&format!("{call} --name Ida --email {mentor}"));
    assert!(seen.contains(&format!("From: Ida <{mentor}>")), "{seen}");
    let copied = seen.lines().any(|line| line.starts_with("Cc:") && line.contains(&mentor));
    assert!(!copied, "{seen}");
}

#[test]
fn a_mentor_who_comes_first_and_writes_writes_to_the_list() {
    let (sandbox, _) = introduced();
    sandbox.write("question.txt", "Which wicks are there?\n");
    let catalog = include_str!("../support/catalog.toml").replace("\"all-mentors\"", "\"mentor-first\"");
    sandbox.write(".config/onlist/catalog.toml", &catalog);
    let call = format!("write fog-horn --subject x --body-file question.txt --print {LATER}");
    for (name, email) in [("Ida", "grace@example.org"), ("Grace Example", "grace@home.test")] {
        let seen = sandbox.run(&format!("{call} --name '{name}' --email {email}"));
        assert!(seen.contains("\nTo: users@lists.example.org\n") && !seen.contains("\nCc: "), "{seen}");
    }
}

#[test]
fn an_answer_that_is_not_sent_yet_is_sent_by_the_call_that_is_named() {
    let (sandbox, id) = introduced();
    sandbox.write("one.eml", answer(&id, "one@example.org", TO_LIST, 10, "Which wick did you try?"));
    sandbox.run(&format!("answer wick-trimmer one.eml --text 'The flat wick.' --keep {LATER}"));
    let words = ["onlist", "send", "answer-wick-trimmer", "--sendmail", "true", "--date", "2015-03-16"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 80, ..Options::default() });
    pty.answer("Send it to 3 recipients", "n");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let screen = pty.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.ends_with("send it with `onlist send answer-wick-trimmer`"), "{screen}");
}
