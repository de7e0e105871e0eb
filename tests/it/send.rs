//! Letters on their way: what is on the wire, what is agreed to and what is not, and what goes out once only.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Student;
use crate::support::smtp::{Accepted, Action, Gate, Script, Server};

/// Sends the first letter.
const SEND: &str = "introduce wick-trimmer ... --send --yes";

/// Another letter, to another list.
const FOG_HORN: &str = "introduce fog-horn --interest 'It is loud.' --so-far 'I have heard it.' \
                        --question 'How loud?' --date 2015-03-10T12:00:00+01:00";

/// A mail from a file, which no rule stands against.
const MAIL: &str = "From: Ada Example <ada@example.org>\nTo: lamp-devel@lists.example.org\n\
                    Cc: grace@example.org, jay@example.org\n\
                    Subject: [GSoC 2015] Trim the wick while the lamp burns\n\
                    Message-ID: <1@example.org>\nDate: Tue, 10 Mar 2015 11:00:00 +0100\n\nHello,\n\n\
                    I would like to work on \"Trim the wick while the lamp burns\".\n";

/// What the rules say of the first letter.
const FINDING: &str = "warning[C05]: nothing shows what you have done so far: no link, command, file, version or \
                       commit (no-step-taken)\n--> wick-trimmer:11\n = hint: say what you have read, built, tried or \
                       sent, with a link or a name\n\n";

const ALL: &str = "lamp-devel@lists.example.org grace@example.org jay@example.org";
const GRACE: &str = "RCPT TO:<grace@";

/// What the server has taken, when that is one message.
fn taken(student: &Student) -> Accepted {
    let mut accepted = student.server.accepted();
    assert_eq!(accepted.len(), 1);
    accepted.remove(0)
}

fn text(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string().replace("\\r\\n", "\n").replace("\\\"", "\"").replace("\\'", "'")
}

/// The commands of a connection, without their parameters.
fn verbs(student: &Student) -> Vec<String> {
    let connections = student.server.ended();
    let wire = connections.iter().map(crate::support::smtp::Connection::text).collect::<String>();
    let known = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "QUIT"];
    let verbs = wire.lines().filter_map(|line| line.split(' ').next().filter(|verb| known.contains(verb)));
    verbs.map(str::to_owned).collect()
}

/// The exit status that a transcript ends with.
fn status(seen: &str) -> i32 {
    let last = seen.lines().last().and_then(|line| line.strip_prefix("[exit status: ")?.strip_suffix(']'));
    last.map_or(0, |status| status.parse().expect("a number"))
}

/// Holds what a run sends against what a server may be sent.
fn is_well_formed(block: &[u8]) {
    for (at, byte) in block.iter().enumerate() {
        match byte {
            b'\r' => assert_eq!(block.get(at + 1), Some(&b'\n'), "{}", text(block)),
            b'\n' => assert_eq!(block[at - 1], b'\r', "{}", text(block)),
            0 => panic!("a NUL"),
            _ => {}
        }
    }
    assert!(block.split(|byte| *byte == b'\n').all(|line| line.len() <= 1000));
}

#[test]
fn our_own_letters_are_ascii_and_what_was_shown() {
    let student = Student::of(Script::new().without("8BITMIME").without("SMTPUTF8"));
    let body =
        "Hello,\n.\n..two dots\n\"Trim the wick while the lamp burns\" for GSoC 2015: gr\u{fc}\u{df}e\n";
    student.sandbox.write("body.txt", format!("{body}{}", "a long line ".repeat(100).trim_end()));
    let letter =
        "introduce wick-trimmer --body-file body.txt --name '\u{c4}da Example' --date 2015-03-10T12:00:00Z";
    let printed = student.command(&format!("{letter} --print")).output().expect("it starts").stdout;
    let seen = student.run(&format!("{letter} --send --yes"));
    assert_eq!(status(&seen), 0, "{seen}");
    let taken = taken(&student);
    is_well_formed(&taken.block);
    assert!(taken.block.is_ascii());
    assert!(taken.block.ends_with(b"line\r\n.\r\n"), "{}", text(&taken.block));
    assert_eq!(text(&taken.message()), String::from_utf8(printed).expect("ASCII"));
    assert_eq!(taken.message(), student.bytes("wick-trimmer"));
    assert_eq!((&*taken.reverse_path, taken.forward_paths.join(" ")), ("ada@example.org", ALL.to_owned()));
    insta::assert_snapshot!(text(&taken.block), @r#"
    From: =?utf-8?q?=C3=84da?= Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>, "J. R. Example" <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 10 Mar 2015 12:00:00 +0000
    Message-ID: <20150310120000.6ea27f8a30ef87b97940@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    Hello,
    ..
    ...two dots
    "Trim the wick while the lamp burns" for GSoC 2015: gr=C3=BC=C3=9Fe
    a long line a long line a long line a long line a long line a long line a l=
    ong line a long line a long line a long line a long line a long line a long=
     line a long line a long line a long line a long line a long line a long li=
    ne a long line a long line a long line a long line a long line a long line =
    a long line a long line a long line a long line a long line a long line a l=
    ong line a long line a long line a long line a long line a long line a long=
     line a long line a long line a long line a long line a long line a long li=
    ne a long line a long line a long line a long line a long line a long line =
    a long line a long line a long line a long line a long line a long line a l=
    ong line a long line a long line a long line a long line a long line a long=
     line a long line a long line a long line a long line a long line a long li=
    ne a long line a long line a long line a long line a long line a long line =
    a long line a long line a long line a long line a long line a long line a l=
    ong line a long line a long line a long line a long line a long line a long=
     line a long line a long line a long line a long line a long line a long li=
    ne a long line a long line a long line a long line a long line a long line
    .
    "#);
}

#[test]
fn a_mail_from_elsewhere_goes_out_as_it_is() {
    let student = Student::of(Script::new());
    let mail = MAIL
        .replace("\n\nHello", "\nX-Unsent: 1\nBcc: sam@example.org,\n tulin@example.org\n\nHello")
        .replace("Message-ID: <1@example.org>\nDate: Tue, 10 Mar 2015 11:00:00 +0100\n", "")
        + "one\r.\rtwo\n.\nLatin-1: ";
    student.sandbox.write("mail.eml", [mail.as_bytes(), b"gr\xfc\xdfe\n"].concat());
    let line = "send mail.eml --yes --allow F06 --allow F07 --date 2015-03-10T12:00:00+01:00";
    let seen = student.run(line);
    assert_eq!(status(&seen), 0, "{seen}");
    assert!(seen.contains("sam@example.org") && seen.contains("tulin@example.org"), "{seen}");
    let taken = taken(&student);
    is_well_formed(&taken.block);
    assert_eq!(taken.forward_paths.join(" "), format!("{ALL} sam@example.org tulin@example.org"));
    assert_eq!(taken.message(), student.bytes("mail"));
    insta::assert_snapshot!(text(&taken.block), @r#"
    From: Ada Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: grace@example.org, jay@example.org
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.e019226ea79524b96ce3@example.org>

    Hello,

    I would like to work on "Trim the wick while the lamp burns".
    one
    ..
    two
    ..
    Latin-1: gr\xfc\xdfe
    .
    "#);
    let wire = student.server.ended()[0].text();
    assert!(wire.contains("BODY=8BITMIME\n") && !wire.contains("SMTPUTF8"), "{wire}");
}

#[test]
fn several_letters_go_over_one_connection() {
    let student = Student::of(Script::new());
    student.keep();
    assert_eq!(status(&student.run(&format!("{FOG_HORN} --keep"))), 0);
    let seen = student.run("send wick-trimmer fog-horn --yes");
    assert_eq!(status(&seen), 0, "{seen}");
    let letter = ["MAIL", "RCPT", "RCPT", "RCPT", "DATA", "MAIL", "RCPT", "RCPT", "DATA"];
    assert_eq!(verbs(&student), [&["EHLO"][..], &letter, &["QUIT"]].concat());
    assert_eq!(student.delivered(), [ALL, "users@lists.example.org grace@example.org"]);
}

#[test]
fn one_letter_that_is_refused_does_not_stop_the_other() {
    let student = Student::of(Script::new().on("RCPT TO:<lamp-devel", "550 5.7.1 members only"));
    student.keep();
    student.run(&format!("{FOG_HORN} --keep"));
    let seen = student.run("send wick-trimmer fog-horn --yes --date 2015-03-10T12:00:00+01:00");
    let (_, end) = seen.split_once("error").expect("one is refused");
    insta::assert_snapshot!(format!("error{end}{}", student.standing()), @"
    error: wick-trimmer: nothing was sent: lamp-devel@lists.example.org (the list) was refused: 550 5.7.1 members only
    hint: subscribe to the list with the address that you write from, then send it again; the letter is saved: run `onlist send wick-trimmer` to try again
    note: sent: localhost accepted it for 2 recipients (250 2.0.0 taken)
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 17 March 2015 on: `onlist follow-up fog-horn`
    error: 1 of 2 letters not sent
    hint: unsent letters are saved: run `onlist send` to try again
    [exit status: 69]
    [fog-horn: accepted; users accepted; grace accepted]
    [wick-trimmer: refused; lamp-devel refused for good; grace waiting; jay waiting]
    [contact about fog-horn: sent]
    [contact about wick-trimmer: refused]
    ");
    assert_eq!(student.delivered(), ["users@lists.example.org grace@example.org"]);
}

#[test]
fn without_a_connection_no_letter_goes_out() {
    let student = Student::of(Script::new().on("connect", "421 4.3.2 closing down"));
    student.keep();
    student.run(&format!("{FOG_HORN} --keep"));
    let seen = student.run("send wick-trimmer fog-horn --yes");
    insta::assert_snapshot!(format!("{}{}", &seen[seen.find("error").expect("an error")..], student.standing()), @"
    error: 2 of 2 letters not sent: no greeting: 421 4.3.2 closing down
    hint: the server is busy or closing: try again later; unsent letters are saved: run `onlist send` to try again
    [exit status: 75]
    [fog-horn: ready; users waiting; grace waiting]
    [wick-trimmer: refused; lamp-devel waiting; grace waiting; jay waiting]
    ");
    assert_eq!(student.server.ended().len(), 1);
}

#[test]
fn a_retry_sends_the_same_bytes() {
    let student = Student::of(Script::new().once(".", "451 4.3.0 not now"));
    let first = student.run(SEND);
    assert_eq!((status(&first), student.delivered().len()), (75, 0), "{first}");
    let bytes = student.bytes("wick-trimmer");
    let second = student.run("send wick-trimmer --yes --date 2015-03-12T08:00:00+01:00");
    assert_eq!(status(&second), 0, "{second}");
    assert_eq!((taken(&student).message(), student.bytes("wick-trimmer")), (bytes.clone(), bytes));
    let third = student.run("send wick-trimmer --yes --date 2015-03-13T08:00:00+01:00");
    insta::assert_snapshot!(third, @"
    $ onlist send wick-trimmer --yes --date 2015-03-13T08:00:00+01:00
    note: `wick-trimmer` was already sent on 2015-03-12 08:00
    ");
    assert_eq!(student.delivered(), [ALL]);
}

#[test]
fn what_may_have_been_delivered_goes_again_only_when_that_is_asked_for() {
    let student = Student::of(Script::new().once(".", Action::take(Action::Drop)));
    assert_eq!(status(&student.run(SEND)), 76);
    let bytes = student.bytes("wick-trimmer");
    let connections = student.server.ended().len();
    for line in ["send wick-trimmer --yes", "send wick-trimmer --yes --allow-partial --anyway"] {
        let seen = student.run(line);
        assert_eq!(status(&seen), 76, "{seen}");
    }
    for line in ["send wick-trimmer", "send wick-trimmer --again"] {
        let seen = student.run(line);
        assert_eq!(status(&seen), 64, "{seen}");
    }
    assert_eq!(student.server.ended().len(), connections);
    insta::assert_snapshot!(student.run("send wick-trimmer --yes"), @"
    $ onlist send wick-trimmer --yes
    error: `wick-trimmer` may have been delivered: no clear answer to the text: the server closed the connection
    hint: run `onlist sync`, or look for the letter in the list's archive on the web; `onlist send wick-trimmer --again` sends the same mail again, with the same Message-ID
    [exit status: 76]
    ");
    let seen = student.run("send wick-trimmer --again --yes --date 2015-03-11T12:00:00+01:00");
    assert_eq!(status(&seen), 0, "{seen}");
    let accepted = student.server.accepted();
    assert_eq!(accepted.iter().map(Accepted::message).collect::<Vec<_>>(), [bytes.clone(), bytes]);
    assert_eq!(accepted[0].forward_paths, accepted[1].forward_paths);
    assert_eq!(
        student.standing(),
        "[wick-trimmer: accepted; lamp-devel accepted; grace accepted; jay accepted]\n\
                                    [contact about wick-trimmer: sent]\n"
    );
}

#[test]
fn whoever_missed_a_letter_gets_it_alone() {
    let student = Student::of(Script::new().once(GRACE, "450 4.2.0 mailbox busy"));
    assert_eq!(status(&student.run(&format!("{SEND} --allow-partial"))), 0);
    let seen = student.run("send wick-trimmer --yes --date 2015-03-10T13:00:00+01:00");
    insta::assert_snapshot!(format!("{seen}{}", student.standing()), @r#"
    $ onlist send wick-trimmer --yes --date 2015-03-10T13:00:00+01:00
    note: `wick-trimmer` was already sent; it goes only to those who did not get it
    sending "[GSoC 2015] Trim the wick while the lamp burns" via localhost:PORT, unencrypted, to
      Grace Example <grace@example.org> (mentor), address last confirmed in February
      2014 (a year ago)
    note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: its date is 10 March 2015: more than a day from the clock of this computer
    note: sent: localhost accepted it for 1 recipient (250 2.0.0 taken)
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 17 March 2015 on: `onlist follow-up wick-trimmer`
    [wick-trimmer: accepted; lamp-devel accepted; grace accepted; jay accepted]
    [contact about wick-trimmer: sent]
    "#);
    let to: Vec<_> = student.server.accepted().iter().map(|it| it.forward_paths.join(" ")).collect();
    assert_eq!(to, ["lamp-devel@lists.example.org jay@example.org", "grace@example.org"]);
    let accepted = student.server.accepted();
    assert_eq!(accepted[0].message(), accepted[1].message());
}

#[test]
fn without_the_list_nothing_is_sent() {
    for (script, more, expected) in [
        (Script::new().on("RCPT TO:<lamp-devel", "550 5.7.1 no"), "", 69),
        (Script::new().on("RCPT TO:<lamp-devel", "550 5.7.1 no"), " --allow-partial", 69),
        (Script::new().on("RCPT TO:<lamp-devel", "450 4.7.1 no"), " --allow-partial", 75),
        (Script::new().on(GRACE, "550 5.7.1 no"), "", 69),
    ] {
        let student = Student::of(script);
        let seen = student.run(&format!("{SEND}{more}"));
        assert_eq!(status(&seen), expected, "{seen}");
        let dialogue = ["EHLO", "MAIL", "RCPT", "RCPT", "RCPT", "RSET", "QUIT"];
        assert_eq!(verbs(&student), dialogue);
        assert!(student.delivered().is_empty());
    }
}

#[test]
fn without_a_terminal_sending_wants_yes() {
    let student = Student::of(Script::new());
    insta::assert_snapshot!(student.run("introduce wick-trimmer ... --send"), @"
    $ onlist introduce wick-trimmer ... --send
    error: cannot ask for confirmation without a terminal
    hint: look at the letter first, then send it with `--yes`
    [exit status: 64]
    ");
    assert!(!student.state().exists());
    student.keep();
    student.sandbox.write("mail.eml", MAIL);
    insta::assert_snapshot!(student.run("send wick-trimmer"), @"
    $ onlist send wick-trimmer
    error: cannot ask for confirmation without a terminal
    hint: look at the letter first, then send it with `--yes`
    [exit status: 64]
    ");
    assert_eq!(status(&student.run("send mail.eml")), 64);
    assert_eq!(student.standing(), "[wick-trimmer: draft]\n");
    assert!(student.server.connections().is_empty());
}

#[test]
fn yes_overrides_no_rule() {
    let student = Student::of(Script::new());
    student.sandbox.write("mail.eml", MAIL.replace("Hello,", "Hello [Mentor Name],"));
    let refused = student.run("send mail.eml --yes --date 2015-03-10T12:00:00+01:00");
    let (_, end) = refused.split_once("error[").expect("an error");
    insta::assert_snapshot!(format!("error[{end}"), @"
    error[F12]: a slot of a template that nobody filled (unfilled-slot)
     --> mail.eml:8:7
      |
    8 | Hello [Mentor Name],
      |       ^^^^^^^^^^^^^
      |
      = hint: fill it in, or delete it

    error: nothing was sent: 1 check failed
    hint: fix it, or send it anyway with `--allow F12`
    [exit status: 65]
    ");
    assert!(!student.state().join("drafts").exists());
    assert!(student.server.connections().is_empty());
    assert_eq!(status(&student.run("send mail.eml --yes --allow F06")), 65);
    let allowed = student.run("send mail.eml --yes --allow F12 --date 2015-03-10T12:00:00+01:00");
    assert_eq!(status(&allowed), 0, "{allowed}");
    assert!(allowed.contains("note: F12 is ignored: ignored with `--allow`\n"), "{allowed}");
    assert_eq!(student.delivered(), [ALL]);
}

#[test]
fn a_second_introduction_is_pointed_out() {
    let student = Student::of(Script::new());
    assert_eq!(status(&student.run(SEND)), 0);
    let second = "introduce wick-trimmer --interest Anew. --so-far Nothing. --question Why? \
                  --date 2015-03-12T12:00:00+01:00 --send --yes";
    let seen = student.run(second);
    let (_, end) = seen.split_once("error").expect("an error");
    insta::assert_snapshot!(format!("error{end}"), @"
    error: nothing was sent: you wrote about `wick-trimmer` on 2015-03-10, 2 days ago: <20150310110000.a6b5b27f9784f8f79e00@example.org> [written-before]
    hint: ask again from 2015-03-17
          send it anyway: `onlist introduce wick-trimmer --interest Anew. --so-far Nothing. --question 'Why?' --date 2015-03-12T12:00:00+01:00 --send --yes --anyway`
    [exit status: 65]
    ");
    assert_eq!(student.delivered(), [ALL]);
    let seen = student.run(&second.replace("--send --yes", "--print"));
    assert!(seen.contains("\nwarning: you wrote about `wick-trimmer` on 2015-03-10, 2 days ago"), "{seen}");
    assert_eq!(status(&seen), 0, "{seen}");
    let seen = student.run(&format!("{second} --anyway"));
    assert_eq!(status(&seen), 0, "{seen}");
    assert!(seen.contains("note: you wrote about `wick-trimmer` on 2015-03-10, 2 days ago"), "{seen}");
    assert_eq!(student.delivered(), [ALL, ALL]);

    let student = Student::of(Script::new().once(".", "554 5.7.1 spam"));
    assert_eq!(status(&student.run(SEND)), 69);
    let seen = student.run(second);
    let (_, end) = seen.split_once("error").expect("an error");
    insta::assert_snapshot!(format!("error{end}"), @"
    error: nothing was sent: a letter about `wick-trimmer` from 2015-03-10 was not delivered; it is saved as `wick-trimmer` [written-before]
    hint: send it with `onlist send wick-trimmer`
          send it anyway: `onlist introduce wick-trimmer --interest Anew. --so-far Nothing. --question 'Why?' --date 2015-03-12T12:00:00+01:00 --send --yes --anyway`
    [exit status: 65]
    ");
}

#[test]
fn json_beside_sending() {
    let lost = || Script::new().on(".", Action::take(Action::Drop));
    for (script, line, status, expected) in [
        (Script::new(), SEND, 0, "accepted: accepted accepted accepted"),
        (Script::new().on(GRACE, "550 5.1.1 no"), SEND, 69, "refused: waiting refused waiting"),
        (
            Script::new().on(GRACE, "550 5.1.1 no"),
            &format!("{SEND} --allow-partial"),
            0,
            "partly: accepted refused accepted",
        ),
        (Script::new().on("MAIL", "550 5.7.1 no"), SEND, 69, "refused: waiting waiting waiting"),
        (Script::new().on("connect", "421 4.3.2 busy"), SEND, 75, "refused: waiting waiting waiting"),
        (lost(), SEND, 76, "unknown: unknown unknown unknown"),
        (
            lost(),
            "reply mail.eml --task-text 'Do it.' --send --yes",
            76,
            "unknown: unknown unknown unknown unknown",
        ),
    ] {
        let student = Student::of(script);
        student.sandbox.write("mail.eml", MAIL.replace("ada@", "bob@"));
        let output = student.command(&format!("{line} --json")).output().expect("it starts");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
        let said = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        let states: Vec<_> =
            json["recipients"].as_array().expect("recipients").iter().map(|it| said(&it["state"])).collect();
        assert_eq!(format!("{}: {}", said(&json["state"]), states.join(" ")), expected);
        assert_eq!((output.status.code(), &json["schema"]), (Some(status), &1.into()), "{json:#}");
        assert_eq!(student.state_of(&said(&json["draft"])), said(&json["state"]));
        assert!(!said(&json["message_id"]).is_empty());
    }
    let student = Student::of(Script::new());
    let output = student.command("introduce wick-trimmer ... --send --json").output().expect("it starts");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(64), 0));
}

#[test]
fn letters_that_are_not_there() {
    let student = Student::of(Script::new());
    let seen = ["send", "send --yes", "send nothing --yes", "send nothing.eml --yes", "send ./x/y.eml --yes"];
    let seen: String = seen.iter().map(|line| student.run(line)).collect();
    student.keep();
    student.run(&format!("{FOG_HORN} --keep"));
    insta::assert_snapshot!(seen + &student.run("send --yes"), @"
    $ onlist send
    note: no letters to send
    $ onlist send --yes
    note: no letters to send
    $ onlist send nothing --yes
    error: no draft `nothing`
    hint: run `onlist drafts` to see all drafts; for a file, give its path
    [exit status: 64]
    $ onlist send nothing.eml --yes
    error: cannot read `nothing.eml`: No such file or directory
    [exit status: 66]
    $ onlist send ./x/y.eml --yes
    error: cannot read `./x/y.eml`: No such file or directory
    [exit status: 66]
    $ onlist send --yes
    error: no letter given
    hint: choose from `fog-horn` and `wick-trimmer`
    [exit status: 64]
    ");
    let seen = student.run("send wick-trimmer nothing --yes");
    assert_eq!(status(&seen), 64, "{seen}");
    assert!(student.server.connections().is_empty());
    let seen = student.run("send wick-trimmer wick-trimmer --yes");
    assert_eq!(status(&seen), 0, "{seen}");
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn a_letter_that_somebody_has_altered_is_not_sent() {
    let mut told = String::new();
    for alter in [
        (|text| text.replace("grandmother", "grandfather")) as fn(&str) -> String,
        |text| text.replace("jay@example.org", "eve@example.org"),
        |text| text.replace("\"schema\":2", "\"schema\":3"),
        |_| String::new(),
        |text| text.replace("refused", "accepted"),
        |text| format!("what?\n{text}"),
    ] {
        let student = Student::of(Script::new().on("MAIL", "450 4.0.0 later"));
        assert_eq!(status(&student.run(SEND)), 75);
        let connections = student.server.ended().len();
        let path = student.letter("wick-trimmer");
        let text = fs::read_to_string(&path).expect("the letter is queued");
        let altered = alter(&text);
        assert_ne!(text, altered);
        fs::write(&path, &altered).expect("written");
        told += &student.run("send wick-trimmer --yes");
        assert_eq!(student.server.connections().len(), connections);
        assert_eq!(fs::read_to_string(path).expect("there"), altered);
    }
    insta::assert_snapshot!(told, @r"
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter` was changed after it was queued
    hint: nothing of it is sent; what is left of the letter is in `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter`
    [exit status: 65]
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter` was changed after it was queued
    hint: nothing of it is sent; what is left of the letter is in `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter`
    [exit status: 65]
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter` has schema 3; this version reads up to 2
    hint: use a newer `onlist`; the letter is saved
    [exit status: 65]
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter` was changed after it was queued
    hint: nothing of it is sent; what is left of the letter is in `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter`
    [exit status: 65]
    $ onlist send wick-trimmer --yes
    error: line 1 of the journal in `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter` was changed after it was written
    hint: nothing of it is sent; what is left of the letter is in `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter`
    [exit status: 65]
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter` was changed after it was queued
    hint: nothing of it is sent; what is left of the letter is in `$HOME/.local/state/onlist/outbox/wick-trimmer.137ff6e7e9975270.e0a6d815b0f73629.letter`
    [exit status: 65]
    ");
}

#[test]
fn without_a_ledger_nothing_is_sent() {
    let student = Student::of(Script::new());
    student.keep();
    student.sandbox.write(".gitconfig", "");
    let ledger = student.state().join("ledger.sqlite");
    fs::write(&ledger, "this is no ledger, and it is long enough to be one if it were one".repeat(40))
        .expect("written");
    let mut told = student.run("send wick-trimmer --yes");
    fs::remove_file(&ledger).expect("it was there");
    assert_eq!(status(&student.run(&format!("{FOG_HORN} --sendmail true --yes"))), 0);
    Command::new("python3")
        .args(["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('pragma user_version=99'); c.commit()"])
        .arg(&ledger)
        .status()
        .expect("python3 runs");
    told += &student.run("send wick-trimmer --yes");
    told += &student.run("send wick-trimmer --yes --ledger .");
    told += &student.run("send wick-trimmer --yes --ledger .gitconfig/ledger.sqlite");
    fs::remove_file(&ledger).expect("it was there");
    assert_eq!(status(&student.run("send wick-trimmer --yes --sendmail 'sh -c \"exit 75\"'")), 75);
    fs::write(&ledger, "no ledger").expect("written");
    let frozen = student.run("send wick-trimmer --yes");
    told += &frozen[frozen.find("error").expect("an error")..];
    insta::assert_snapshot!(told.replace(FINDING, ""), @"
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/ledger.sqlite` is not a ledger
    hint: give the path of a ledger, or a new path to start one
    [exit status: 65]
    $ onlist send wick-trimmer --yes
    error: `$HOME/.local/state/onlist/ledger.sqlite` has schema 99; this version reads up to 5
    hint: use a newer `onlist`
    [exit status: 65]
    $ onlist send wick-trimmer --yes --ledger .
    error: `.` is not a ledger
    hint: give the path of a ledger, or a new path to start one
    [exit status: 65]
    $ onlist send wick-trimmer --yes --ledger .gitconfig/ledger.sqlite
    error: cannot read `.gitconfig/ledger.sqlite`: Not a directory
    [exit status: 74]
    error: `$HOME/.local/state/onlist/ledger.sqlite` is not a ledger
    hint: give the path of a ledger, or a new path to start one
    [exit status: 65]
    ");
    assert!(student.server.connections().is_empty());
    let seen = student.run("send wick-trimmer --yes --ledger mine.sqlite --date 2015-03-10T12:00:00+01:00");
    assert_eq!(status(&seen), 0, "{seen}");
    assert_eq!(student.delivered(), [ALL]);
    let contacts = student.run("contacts --ledger mine.sqlite --date 2015-03-10T12:00:00+01:00");
    assert!(contacts.contains("wick-trimmer") && !contacts.contains("fog-horn"), "{contacts}");
}

#[test]
fn clocks_that_jump() {
    let student = Student::of(Script::new().once(".", "451 4.3.0 not now"));
    let send = SEND.replace("...", "--interest I. --so-far S. --question Q?");
    assert_eq!(status(&student.run(&format!("{send} --date 2025-03-10T12:00:00+01:00"))), 75);
    let seen = student.run("send wick-trimmer --yes --date 2015-03-10T12:00:00+01:00");
    assert_eq!(status(&seen), 0, "{seen}");
    assert!(text(&taken(&student).message()).contains("Date: Mon, 10 Mar 2025 12:00:00 +0100\n"));
    insta::assert_snapshot!(student.run("send wick-trimmer --yes --date 2015-01-01T12:00:00+01:00"), @"
    $ onlist send wick-trimmer --yes --date 2015-01-01T12:00:00+01:00
    note: `wick-trimmer` was already sent on 2015-03-10 12:00
    ");
    let second = student.run(&format!("{send} --date 2015-03-10T12:00:00+01:00"));
    assert_eq!(status(&second), 65, "{second}");
    let before = student.run(&format!("{send} --date 2014-01-01T12:00:00+01:00"));
    assert_eq!(status(&before), 65, "{before}");
    assert_eq!(student.delivered(), [ALL]);
}

/// Waits for what another process does.
fn wait_until(condition: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < patience, "it does not happen");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Starts a run whose output is read at its end.
fn started(student: &Student, line: &str) -> std::process::Child {
    let mut command = student.command(line);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn ended(student: &Student, line: &str, child: std::process::Child) -> String {
    student.seen(line, &child.wait_with_output().expect("the program ends"))
}

#[test]
fn two_runs_send_a_letter_once() {
    let gate = Gate::default();
    let student = Student::of(Script::new().on(".", Action::held(&gate, "250 2.0.0 taken")));
    student.keep();
    let line = "send wick-trimmer --yes";
    let first = started(&student, line);
    wait_until(|| !student.server.accepted().is_empty());
    let second = student.run(line);
    insta::assert_snapshot!(second, @"
    $ onlist send wick-trimmer --yes
    error: `wick-trimmer` is being sent by another run
    hint: see `onlist drafts`
    [exit status: 75]
    ");
    gate.open();
    let first = ended(&student, line, first);
    assert_eq!(status(&first), 0, "{first}");
    let third = student.run(line);
    assert!(third.contains("was already sent"), "{third}");
    assert_eq!(student.delivered(), [ALL]);

    let student = Student::of(Script::new());
    student.keep();
    let runs = [(); 4].map(|()| started(&student, line));
    let runs = runs.map(|run| ended(&student, line, run));
    assert!(runs.iter().all(|seen| matches!(status(seen), 0 | 75)), "{runs:?}");
    assert_eq!(runs.iter().filter(|seen| seen.contains("note: sent: ")).count(), 1, "{runs:?}");
    assert_eq!(student.delivered(), [ALL]);
}

#[test]
fn two_runs_send_two_letters() {
    let slow = Action::late(Duration::from_millis(300), "250 2.0.0 taken");
    let student = Student::of(Script::new().on(".", slow));
    let fog_horn = format!("{FOG_HORN} --send --yes");
    let runs = [SEND, &*fog_horn].map(|line| (line, started(&student, line)));
    for (line, run) in runs {
        let seen = ended(&student, line, run);
        assert_eq!(status(&seen), 0, "{seen}");
    }
    let mut delivered = student.delivered();
    delivered.sort();
    assert_eq!(delivered, [ALL, "users@lists.example.org grace@example.org"]);
    let standing = student.standing();
    for contact in ["[contact about wick-trimmer: sent]", "[contact about fog-horn: sent]"] {
        assert!(standing.contains(contact), "{standing}");
    }
}

/// What ^C is answered with while a letter is on its way.
const STOPPED: &str = "error: interrupted\nhint: the status of each letter is saved: run `onlist send` to see it\n\
                       [exit status: 130]\n";

#[test]
fn a_run_that_is_stopped_behind_the_final_dot_leaves_it_open() {
    for (signal, ends) in [("KILL", "[ended by a signal]\n"), ("INT", STOPPED)] {
        let student = Student::of(Script::new().once(".", Action::take(Action::Silence)));
        let run = started(&student, SEND);
        wait_until(|| !student.server.accepted().is_empty());
        Command::new("kill").args(["-s", signal, &run.id().to_string()]).status().expect("`kill` is there");
        let seen = ended(&student, SEND, run);
        let (_, seen) = seen.rsplit_once("of this computer\n").expect("it has begun");
        let again = student.run("send wick-trimmer --yes");
        let state = student.standing();
        assert_eq!(seen, ends);
        insta::allow_duplicates! {
            insta::assert_snapshot!(format!("{again}{state}"), @"
            $ onlist send wick-trimmer --yes
            error: `wick-trimmer` may have been delivered: sending was interrupted
            hint: run `onlist sync`, or look for the letter in the list's archive on the web; `onlist send wick-trimmer --again` sends the same mail again, with the same Message-ID
            [exit status: 76]
            [wick-trimmer: unknown; lamp-devel unknown; grace unknown; jay unknown]
            [contact about wick-trimmer: sending]
            ");
        }
        assert_eq!(student.delivered(), [ALL]);
        let seen = student.run("send wick-trimmer --yes --again");
        assert_eq!(status(&seen), 0, "{seen}");
        let accepted = student.server.accepted();
        assert_eq!(accepted[0].message(), accepted[1].message());
    }
}

#[test]
fn a_server_that_is_not_there_is_tried_again_later() {
    let student = Student::of(Script::new());
    let gone = Server::start(Script::new()).port();
    student.settle(gone, "none", "");
    let seen = student.run(SEND).replace(&gone.to_string(), "PORT");
    insta::assert_snapshot!(seen[seen.find("error").expect("an error")..], @"
    error: no connection: connection refused
    hint: `localhost:PORT`: check host and port with `onlist account set-up`; the letter is saved: run `onlist send wick-trimmer` to try again
    [exit status: 75]
    ");
    student.settle(student.server.port(), "none", "");
    let seen = student.run("send wick-trimmer --yes");
    assert_eq!(status(&seen), 0, "{seen}");
    assert_eq!(taken(&student).message(), student.printed());
}

#[test]
fn passwords_stay_where_they_are() {
    const SECRET: &str = "hunter2-and-more";
    let user = "user = 'ada'\n";
    for (rest, variable, kept) in [
        (user.to_owned(), Some(SECRET), false),
        (format!("{user}password-command = 'cat secret'\n"), None, false),
        (user.to_owned(), None, true),
    ] {
        let student = Student::with(Script::new().login("ada", SECRET), "none", &rest);
        student.sandbox.write("secret", format!("{SECRET}\n"));
        if kept {
            let helper =
                "[credential]\nhelper = \"!echo username=ada; echo password=$(cat $HOME/secret);:\"\n";
            student.sandbox.write(".gitconfig", helper);
        }
        let bin = student.sandbox.home().join("bin");
        for program in ["git", "sh"] {
            spy(&bin, program);
        }
        let mut command = student.command(SEND);
        command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()));
        let output = command.envs(variable.map(|secret| ("ONLIST_SMTP_PASSWORD", secret))).output();
        let seen = student.seen(SEND, &output.expect("it starts"));
        assert_eq!(status(&seen), 0, "{seen}");
        assert_eq!(student.delivered(), [ALL]);
        let arguments = fs::read_to_string(bin.join("arguments")).unwrap_or_default();
        assert_eq!(arguments.is_empty(), variable.is_some(), "{arguments}");
        // The same in the Base64 of AUTH PLAIN, from its second group on.
        for secret in [SECRET, "aHVudGVyMi1hbmQtbW9yZQ", "h1bnRlcjItYW5kLW1vcm", "odW50ZXIyLWFuZC1tb3Jl"] {
            assert!(!seen.contains(secret) && !arguments.contains(secret), "{seen}{arguments}");
            assert!(!holds(&student.state(), secret.as_bytes()));
        }
    }
}

/// Puts a program of that name into `bin` that writes down its arguments and becomes the real one.
fn spy(bin: &Path, program: &str) {
    let real = ["/usr/local/bin", "/usr/bin", "/bin"].map(|folder| Path::new(folder).join(program));
    let real = real.iter().find(|path| path.exists()).expect("it is installed").display();
    let text = format!("#!/bin/sh\necho \"$@\" >> {}\nexec {real} \"$@\"\n", bin.join("arguments").display());
    script(&bin.join(program), &text);
}

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("in a folder")).expect("made");
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
}

/// Whether a file below `folder` holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).expect("readable").any(|entry| {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        fs::read(path).expect("readable").windows(bytes.len()).any(|window| window == bytes)
    })
}

#[test]
fn without_a_password_nothing_is_tried() {
    let student = Student::with(Script::new().login("ada", "right"), "none", "user = 'ada'\n");
    let seen = student.run(SEND);
    insta::assert_snapshot!(seen[seen.find("error").expect("an error")..], @"
    error: no password for `ada` at localhost
    hint: set `password-command` in the settings or the variable ONLIST_SMTP_PASSWORD, store it with git's credential helper, or run this on a terminal; the letter is saved: run `onlist send wick-trimmer` to try again
    [exit status: 78]
    ");
    assert_eq!(
        student.standing(),
        "[wick-trimmer: ready; lamp-devel waiting; grace waiting; jay waiting]\n\
         [contact about wick-trimmer: refused]\n"
    );
    assert!(student.server.connections().is_empty());
}

#[test]
fn a_command_brings_letters_out() {
    let mut told = String::new();
    for (name, text) in [
        ("took it", "cat > $HOME/took; echo \"$@\" > $HOME/arguments"),
        ("status 75", "echo 'queue is full' >&2; exit 75"),
        ("status 67", "echo 'no such user' >&2; exit 67"),
        ("a signal", "kill -9 $$"),
    ] {
        let student = Student::of(Script::new());
        script(&student.sandbox.home().join("mailer"), &format!("#!/bin/sh\n{text}\n"));
        let line = "introduce wick-trimmer ... --sendmail ./mailer --yes";
        let seen = student.run(line);
        let end =
            ["note: sent", "error"].iter().find_map(|word| seen.find(word)).expect("it ends in some way");
        told += &[
            "# ",
            name,
            "
",
            &seen[end..],
            &student.standing(),
            "
",
        ]
        .concat();
        if name == "took it" {
            assert_eq!(student.sandbox.read("took").replace('\n', "\r\n").into_bytes(), student.printed());
            assert_eq!(student.sandbox.read("arguments"), format!("-i -f ada@example.org -- {ALL}\n"));
        }
        assert_eq!(student.bytes("wick-trimmer"), student.printed());
        assert!(student.server.connections().is_empty());
    }
    let student = Student::of(Script::new());
    let seen = student.run("introduce wick-trimmer ... --sendmail ./none --yes");
    told += &[
        "# no such command
",
        &seen[seen.find("error").expect("an error")..],
        &student.standing(),
    ]
    .concat();
    insta::assert_snapshot!(told, @"
    # took it
    note: sent: `./mailer` accepted it for 3 recipients
    note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 17 March 2015 on: `onlist follow-up wick-trimmer`
    note: if delivery fails later, you get a bounce mail
    [wick-trimmer: accepted; lamp-devel accepted; grace accepted; jay accepted]
    [contact about wick-trimmer: sent]

    # status 75
    error: `./mailer` rejected the letter (status 75): queue is full
    hint: the letter is saved: run `onlist send wick-trimmer` to try again
    [exit status: 75]
    [wick-trimmer: refused; lamp-devel refused for now; grace refused for now; jay refused for now]
    [contact about wick-trimmer: refused]

    # status 67
    error: `./mailer` rejected the letter (status 67): no such user
    hint: the letter is saved: run `onlist send wick-trimmer` to try again
    [exit status: 69]
    [wick-trimmer: refused; lamp-devel refused for good; grace refused for good; jay refused for good]
    [contact about wick-trimmer: refused]

    # a signal
    error: `wick-trimmer` may have been delivered: the command was cut off (signal: 9 (SIGKILL))
    hint: run `onlist sync`, or look for the letter in the list's archive on the web; `onlist send wick-trimmer --again` sends the same mail again, with the same Message-ID
    [exit status: 76]
    [wick-trimmer: unknown; lamp-devel unknown; grace unknown; jay unknown]
    [contact about wick-trimmer: unknown]

    # no such command
    error: cannot run `./none`: No such file or directory
    hint: check the command; nothing was sent; the letter is saved: run `onlist send wick-trimmer` to try again
    [exit status: 69]
    [wick-trimmer: refused; lamp-devel refused for good; grace refused for good; jay refused for good]
    [contact about wick-trimmer: refused]
    ");
}

#[test]
fn gits_settings_suffice_to_send() {
    let student = Student::of(Script::new().login("ada", "right").start_tls());
    student.sandbox.write(".config/onlist/config.toml", "catalog = 'catalog.toml'\n");
    student.sandbox.write(
        ".gitconfig",
        format!(
            "[user]\nname = Ada Example\nemail = ada@example.org\n[sendemail]\nsmtpServer = localhost\n\
             smtpServerPort = {}\nsmtpEncryption = tls\nsmtpUser = ada\nsmtpPass = right\nsmtpSSLCertPath = {}\n",
            student.server.port(),
            student.server.authority().display()
        ),
    );
    let seen = student.run(SEND);
    assert_eq!(status(&seen), 0, "{seen}");
    assert!(seen.contains("via localhost:PORT, STARTTLS, to\n") && !seen.contains("right"), "{seen}");
    assert_eq!(student.delivered(), [ALL]);
    assert!(student.server.ended()[0].encrypted);
}

#[test]
fn what_else_is_in_a_mail_is_told() {
    let student = Student::of(Script::new().on("MAIL", "451 4.3.0 not now"));
    let head = "Sender: bob@example.org\nReply-To: Bob <bob@x.test>\nIn-Reply-To: <0@example.org>\nMIME-Version: 1.0\n";
    let mixed = "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nHello,\n\n--x\n\
                 Content-Type: application/pdf\nContent-Disposition: attachment; filename=cv.pdf\n\nPDF\n--x\n\
                 Content-Type: text/plain\nContent-Disposition: attachment\n\nsecret\n--x--\n";
    let html = "Content-Type: text/html\n\n<p>Hello,<img src='http://x.test/'></p>\n";
    let (top, _) = MAIL.split_once("\n\n").expect("a header");
    let mut seen = String::new();
    for (name, rest) in [("mixed", mixed), ("html", html)] {
        let mail = top.replace("<1@", &format!("<{name}@")).replace("Subject: ", "Subject: Re: ");
        student.sandbox.write(&format!("{name}.eml"), format!("{mail}\n{head}{rest}"));
        let sent = student.run(&format!(
            "send {name}.eml --yes --allow F01 --allow F07 --allow A15 --allow T01 --date 2015-03-10T12:00:00+01:00"
        ));
        assert_eq!(status(&sent), 75, "{sent}");
        seen += &student.run(&format!("drafts show {name}"));
    }
    insta::assert_snapshot!(seen, @"
    $ onlist drafts show mixed
    From:    Ada Example <ada@example.org>
    Sender:  bob@example.org
    Reply-To: Bob <bob@x.test>
    To:      lamp-devel@lists.example.org
    Cc:      grace@example.org, jay@example.org
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Tue, 10 Mar 2015 11:00:00 +0100
    Message-ID: <mixed@example.org>
    In-Reply-To: <0@example.org>
    Not shown: a part of type application/pdf, 3 bytes
    Not shown: a part of type text/plain, 6 bytes

    Hello,
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: mixed: not sent on 2015-03-10 12:00, can be tried again: sender not accepted: 451 4.3.0 not now
    $ onlist drafts show html
    From:    Ada Example <ada@example.org>
    Sender:  bob@example.org
    Reply-To: Bob <bob@x.test>
    To:      lamp-devel@lists.example.org
    Cc:      grace@example.org, jay@example.org
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date:    Tue, 10 Mar 2015 11:00:00 +0100
    Message-ID: <html@example.org>
    In-Reply-To: <0@example.org>
    Not shown: HTML (the text below is made from it)

    Hello,
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: html: not sent on 2015-03-10 12:00, can be tried again: sender not accepted: 451 4.3.0 not now
    ");
}

#[test]
fn a_kept_letter_about_a_finished_project_needs_to_be_wanted() {
    let student = Student::of(Script::new());
    let seen = student.run("introduce keepers-log --interest A. --so-far B. --question C? --anyway --keep");
    assert_eq!(status(&seen), 0, "{seen}");
    let seen = student.run("send keepers-log --yes");
    assert!(seen.contains("error: nothing was sent: `keepers-log` is finished: done in 2014"), "{seen}");
    assert_eq!(status(&seen), 65, "{seen}");
    assert!(student.server.connections().is_empty());
    let seen = student.run("send keepers-log --yes --anyway");
    assert_eq!(status(&seen), 0, "{seen}");
    assert_eq!(student.delivered().len(), 1);
}

#[test]
fn no_flag_sends_an_introduction_past_the_list() {
    let student = Student::of(Script::new());
    student.sandbox.write(
        "mail.eml",
        "From: Ada Example <ada@example.org>\nTo: Grace Example <grace@example.org>\n\
         Subject: [GSoC 2015] Trim the wick while the lamp burns\n\
         Date: Tue, 10 Mar 2015 11:00:00 +0100\nMessage-ID: <1@example.org>\n\n\
         Hello,\n\nI have built the trimmer at commit 1a2b3c4d. Which wicks are there?\n\nAda\n",
    );
    for rest in ["", "--allow A01", "--allow list-missing"] {
        let seen = student.run(&format!("send mail.eml --yes {rest} --date 2015-03-10T12:00:00+01:00"));
        assert!(seen.contains("error[A01]") && seen.contains("[exit status: 65]"), "{seen}");
        assert!(!seen.contains("anyway with `--allow A01`"), "{seen}");
    }
    assert!(student.delivered().is_empty());
}
