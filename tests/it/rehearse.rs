//! Rehearsals: a copy to oneself, and what came back of it.

use crate::support::Student;
use crate::support::smtp::Script;
#[cfg(unix)]
use crate::support::{Key, Options, Pty};

/// What the server got last, with line ends as LF.
fn received(student: &Student) -> String {
    let accepted = student.server.accepted();
    let message = accepted.last().expect("a message").message();
    String::from_utf8_lossy(&message).replace("\r\n", "\n")
}

fn rehearsed() -> (Student, String) {
    let student = Student::of(Script::new());
    let id = student.keep();
    let seen = student.run(&format!("rehearse {id} --yes --date 2015-03-10T13:00:00+01:00"));
    assert!(!seen.contains("exit status"), "{seen}");
    let mail = received(&student);
    (student, mail)
}

#[test]
fn a_rehearsal_goes_to_its_writer_alone_and_leaves_no_story() {
    let (student, mail) = rehearsed();
    assert_eq!(student.delivered(), ["ada@example.org"]);
    insta::assert_snapshot!(mail, @r#"
    From: Ada Example <ada@example.org>
    To: Ada Example <ada@example.org>
    Subject: [rehearsal] [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 10 Mar 2015 13:00:00 +0100
    Message-ID: <20150310120000.90862f22a3cc2c60004f@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>
    Cc: J. R. Example <jay@example.org>

    Hello Grace, J. R. Example and all,

    I am Ada Example. I am writing about "Trim the wick while the lamp
    burns", one of your ideas for GSoC 2015, and would like a bite-size task
    to start with.

    My grandmother kept a lamp.

    I have built it.

    Which wicks are there?

    -- 
    Ada Example
    "#);
    insta::assert_snapshot!(student.run("rehearse wick-trimmer --yes --date 2015-03-10T13:00:00+01:00"), @r"
    $ onlist rehearse wick-trimmer --yes --date 2015-03-10T13:00:00+01:00
    warning[C05]: nothing shows what you have done so far: no link, command, file, version or commit (no-step-taken)
    --> wick-trimmer:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C10]: the letter has 13 words of your own; 60 to 350 are usual (letter-length)
    --> wick-trimmer:1
     = hint: say what you have done so far, and what you would like to know

    note: rehearsal sent to ada@example.org alone, via localhost:PORT, unencrypted
    note: when it has come back, save it with its whole header, and compare: `onlist rehearse --got FILE`
    ");
    assert_eq!(student.standing(), "[wick-trimmer: draft]\n");
}

#[test]
fn each_rehearsal_of_one_time_is_a_mail_of_its_own() {
    let (student, first) = rehearsed();
    student.run("rehearse wick-trimmer --yes --date 2015-03-10T13:00:00+01:00");
    let id = |mail: &str| mail.lines().find(|it| it.starts_with("Message-ID:")).map(str::to_owned);
    assert_ne!(id(&received(&student)), id(&first));
}

#[cfg(unix)]
#[test]
fn esc_at_a_question_sends_nothing() {
    let student = Student::of(Script::new());
    let id = student.keep();
    let mut pty = Pty::start_in(&student.sandbox, &["onlist", "rehearse", &id], Options::default());
    pty.wait_asked("Send a copy to ada@example.org alone");
    pty.key(Key::Esc);
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(student.server.accepted().is_empty());
}

#[test]
fn a_file_is_rehearsed_too_and_nobody_is_asked_without_a_terminal() {
    let student = Student::of(Script::new());
    student.run("introduce wick-trimmer ... --save letter.eml");
    let seen = student.run("rehearse letter.eml");
    assert!(seen.contains("[exit status: 64]"), "{seen}");
    assert!(student.server.connections().is_empty());
    let seen = student.run("rehearse letter.eml --yes --date 2015-03-10T13:00:00+01:00");
    assert!(!seen.contains("exit status"), "{seen}");
    assert!(received(&student).contains("Subject: [rehearsal] [GSoC 2015] Trim the wick"), "{seen}");
    assert!(!received(&student).contains("X-Unsent"));
    let seen = student.run("rehearse nothing --yes");
    assert!(seen.contains("[exit status: 64]"), "{seen}");
}

#[test]
fn a_refusal_is_told_in_the_words_of_the_server() {
    const LOGIN: &str = "the server wants a login: set `user` and `password-command`";
    const OWN: &str = "From must be an address of the account: check `email` and `user`";
    for (command, reply, said, hint) in [
        (
            "RCPT",
            "554 5.7.1 Relay access denied",
            "nothing was sent: ada@example.org was refused: 554 5.7.1 Relay access denied",
            LOGIN,
        ),
        ("MAIL", "550 5.7.1 no", "sender not accepted: 550 5.7.1 no", OWN),
        (".", "550 members only", "localhost refused the letter: 550 members only", "subscribe to the list"),
    ] {
        let student = Student::of(Script::new().on(command, reply));
        student.keep();
        let seen = student.run("rehearse wick-trimmer --yes");
        let expected = format!("error: {said}\nhint: {hint}");
        assert!(seen.contains(&expected) && seen.contains("[exit status: 69]"), "{seen}");
    }
}

#[test]
fn what_came_back_is_compared() {
    let (student, mail) = rehearsed();
    let text = mail.split_once("\n\n").expect("a body").1;
    let html = mail.replace(
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit\n",
        "Content-Type: multipart/alternative; boundary=b\n",
    );
    let html = html.split_once("\n\n").expect("a header").0.to_owned()
        + &format!(
            "\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n"
        );
    let id = mail.lines().find(|line| line.starts_with("Message-ID")).expect("an id");
    let worst = html
        .replace(id, "Message-ID: <xyz@relay.example.org>")
        .replace("From: Ada Example <ada", "From: Ada <ada1");
    let footer = format!("{mail}\n--\nThis mail is confidential.\n");
    let wrapped = mail.replace("one of your\nproject ideas", "one of\nyour project ideas");
    let mut all = String::new();
    for (name, got) in [("same", &mail), ("worst", &worst), ("footer", &footer), ("wrapped", &wrapped)] {
        student.sandbox.write(&format!("{name}.eml"), format!("Received: from relay.example.org\n{got}"));
        all.push_str(&student.run(&format!("rehearse --got {name}.eml")));
    }
    insta::assert_snapshot!(all, @r"
    $ onlist rehearse --got same.eml
    It came back as it was sent: a list would get the same.
    $ onlist rehearse --got worst.eml
    there is a copy of the text as HTML
      many lists refuse mail with HTML, others remove it: send plain text only
    Message-ID was `<20150310120000.90862f22a3cc2c60004f@example.org>` and is
    `<xyz@relay.example.org>`
      the archive knows the letter by that id: answers still find you, but look for
      that id there
    From was `Ada Example <ada@example.org>` and is `Ada <ada1@example.org>`
      the list would take you for that address: subscribe with it, or a moderator
      must look
    note: 3 changes on the way
    $ onlist rehearse --got footer.eml
    3 lines added, beginning with `--`
      it would stand in the public archive; some lists refuse legal notices
    note: 1 change on the way
    $ onlist rehearse --got wrapped.eml
    It came back as it was sent: a list would get the same.
    ");
    let json = student.run("rehearse --got worst.eml --json");
    for kind in ["html", "message-id", "from"] {
        assert!(json.contains(&format!("\"kind\": \"{kind}\"")), "{json}");
    }
    student.sandbox.write("copy.eml", &mail);
    let seen = student.run("rehearse --got copy.eml");
    assert!(seen.contains("no `Received` field: it may be the copy in your Sent folder"), "{seen}");
    assert!(seen.contains("It is as it was sent.") && !seen.contains("came back as"), "{seen}");
    student.sandbox.write("other.eml", "Subject: hello\n\nHi\n");
    let seen = student.run("rehearse --got other.eml");
    assert!(seen.contains("not a rehearsal") && seen.contains("[exit status: 65]"), "{seen}");
}
