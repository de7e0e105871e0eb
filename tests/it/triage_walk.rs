//! `onlist triage --interactive`: a mentor goes through those who wait, and answers some of them together.
#![cfg(unix)]

use crate::support::archive::{BEN, GRACE, LETTER, MAIL, Mail, mbox};
use crate::support::smtp::{Script, Server};
use crate::support::{Key, Options, Pty, Sandbox};

const NOW: &str = "2015-03-10T12:00:00+00:00";
const CY: &str = "Cy Example <cy@students.test>";

/// Three who wait; one of them wrote with a quote and with what could harm a terminal.
fn archive() -> String {
    let ben = "Hello,\n\nI am Ben, a student, and want to work on the lens in GSoC.\u{1b}]0;x\u{7}\n\n\
               > The lens has to be ground.\n> By hand.\n\nHow is the lens tested?\n";
    mbox(&[
        Mail { id: "ada-1", subject: "[GSoC 2015] Trim the wick while the lamp burns", text: LETTER, ..MAIL },
        Mail { id: "ben-1", from: BEN, at: (3, 9), subject: "[GSoC 2015] The lens", text: ben, ..MAIL },
        Mail { id: "cy-1", from: CY, at: (4, 9), subject: "GSoC 2015", text: LETTER, ..MAIL },
        Mail { id: "grace-1", from: GRACE, at: (5, 9), subject: "[PATCH] lamp: typo", text: "---\n", ..MAIL },
    ])
}

/// The home of Grace, whose letters go to `server`.
fn home(server: &Server) -> Sandbox {
    let sandbox = Sandbox::settled(&format!(
        "[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n[smtp]\nhost = \"localhost\"\n\
         port = {}\nsecurity = \"none\"\n",
        server.port()
    ));
    sandbox.write("devel.mbox", archive());
    sandbox
}

fn start(sandbox: &Sandbox, rest: &[&str], columns: u16, rows: u16) -> Pty {
    let words = [&["onlist", "--date", NOW, "triage", "devel.mbox", "--interactive"], rest].concat();
    Pty::start_in(sandbox, &words, Options { columns, rows, ..Options::default() })
}

fn choose(pty: &mut Pty, after: &str, words: &str) {
    pty.wait_for(after);
    pty.wait_settled();
    pty.type_text(&format!("{words}\r"));
}

/// Answers the letter that is shown: a task in own words, an answer, and the usual day.
fn answer(pty: &mut Pty, task: &str, text: &str) {
    choose(pty, "What now: Read it", "answer");
    choose(pty, "no task yet", task);
    if task == "own words" {
        pty.answer("The task", "Trim one wick");
    }
    pty.answer("Your answer to the questions", text);
    if task == "own words" {
        pty.wait_for("Reserve the task until");
        pty.key(Key::Enter);
    }
}

/// Answers Ada and Cy, and passes over Ben.
fn two_answered(sandbox: &Sandbox) -> Pty {
    let mut pty = start(sandbox, &[], 80, 400);
    choose(&mut pty, "1 of 3: Ada Example", "read");
    answer(&mut pty, "own words", "Read the manual first.");
    choose(&mut pty, "2 of 3: Ben Example", "read");
    choose(&mut pty, "How is the lens tested?", "skip");
    choose(&mut pty, "3 of 3: Cy Example", "read");
    answer(&mut pty, "no task", "Which project do you mean?");
    pty
}

fn wires(server: &Server) -> usize {
    server.connections().iter().filter(|it| !it.wire().is_empty()).count()
}

#[test]
fn two_are_answered_and_one_is_skipped_over_one_connection() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = two_answered(&sandbox);
    choose(&mut pty, "Your answers", "send all");
    assert_eq!(server.accepted().len(), 0);
    pty.wait_asked("Send 2 answers");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    insta::assert_snapshot!(pty.screen().replace(&server.port().to_string(), "PORT"));
    let to: Vec<_> = server.accepted().iter().map(|it| it.forward_paths.join(" ")).collect();
    assert_eq!(to.len(), 2, "{to:?}");
    assert!(to[0].contains("ada@students.test") && to[1].contains("cy@students.test"), "{to:?}");
    assert_eq!(wires(&server), 1);
    assert!(!server.accepted().iter().any(|it| String::from_utf8_lossy(&it.message()).contains("ben@")));
    // What was answered from here is not offered again before the archive has it.
    let mut pty = start(&sandbox, &[], 80, 60);
    choose(&mut pty, "1 of 1: Ben Example", "stop");
    assert_eq!(pty.wait_exit(), 0);
    assert!(pty.screen().contains("2 letters left out"), "{}", pty.screen());
    // The table, scripts and the report say the same.
    let archive = "devel.mbox";
    let table = sandbox.run(&format!("triage {archive} --date {NOW}"));
    assert_eq!(table.matches("answered").count(), 2, "{table}");
    let json = sandbox.run(&format!("triage {archive} --json --date {NOW}"));
    let read = |seen: String| -> serde_json::Value {
        serde_json::from_str(seen.split_once('\n').expect("a command").1).expect("JSON")
    };
    let json = read(json);
    let all = json["introductions"].as_array().expect("letters");
    let states: Vec<_> = all.iter().map(|it| it["state"].as_str().unwrap_or_default()).collect();
    assert_eq!(states, ["answered", "waiting", "answered"], "{json}");
    assert!(all[0]["answered_from_here"].is_string() && all[1]["answered_from_here"].is_null(), "{json}");
    let report = read(sandbox.run(&format!("report {archive} --since 2015-03-01 --json --date {NOW}")));
    assert_eq!(report["total"]["waiting"], 1, "{report}");
    assert_eq!(report["total"]["answered"], 2, "{report}");
}

#[test]
fn a_task_that_an_answer_of_this_run_gives_is_shown_as_given() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = start(&sandbox, &[], 80, 400);
    choose(&mut pty, "1 of 3: Ada Example", "read");
    choose(&mut pty, "What now: Read it", "answer");
    choose(&mut pty, "no task yet", "spelling");
    pty.answer("Your answer to the questions", "Read the manual first.");
    pty.wait_for("Reserve the task until");
    pty.key(Key::Enter);
    choose(&mut pty, "2 of 3: Ben Example", "skip");
    choose(&mut pty, "3 of 3: Cy Example", "read");
    choose(&mut pty, "What now: Read it", "answer");
    pty.wait_for("spelling (in your answer to Ada Example)");
    pty.type_text("\u{3}");
    assert_eq!(pty.wait_exit(), 130);
}

#[test]
fn what_stands_against_an_answer_names_a_call_that_sends_it() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = two_answered(&sandbox);
    pty.wait_for("Your answers");
    pty.wait_settled();
    // Another run answers the same mail meanwhile.
    let mails = archive();
    let ada = mails.split("\nFrom ").next().and_then(|it| it.split_once('\n')).expect("a mail").1;
    sandbox.write("ada.eml", ada);
    let other =
        sandbox.run(&format!("reply ada.eml --no-task --answer 'Welcome.' --send --yes --date {NOW}"));
    assert!(other.contains("note: sent: "), "{other}");
    choose(&mut pty, "Your answers", "send all");
    pty.wait_asked("Send 2 answers");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 65, "{}", pty.screen());
    let screen = pty.screen();
    assert!(screen.contains("onlist send reply-ada-example --anyway`\n"), "{screen}");
    assert!(!screen.contains("triage devel.mbox --interactive --anyway"), "{screen}");
}

#[test]
fn enter_alone_sends_nothing() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = two_answered(&sandbox);
    choose(&mut pty, "Your answers", "send all");
    pty.wait_asked("Send 2 answers");
    pty.key(Key::Enter);
    choose(&mut pty, "nothing was sent", "keep");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(server.accepted().len(), 0);
    assert_eq!(sandbox.run("drafts").matches("reply-").count(), 2, "{}", sandbox.run("drafts"));
}

#[test]
fn an_interruption_keeps_what_was_answered() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = start(&sandbox, &[], 80, 100);
    choose(&mut pty, "1 of 3: Ada Example", "read");
    answer(&mut pty, "own words", "Read the manual first.");
    pty.wait_for("2 of 3: Ben Example");
    pty.wait_settled();
    pty.type_text("\u{3}");
    assert_eq!(pty.wait_exit(), 130);
    assert!(pty.screen().contains("your answer is saved as draft `reply-ada-example`"), "{}", pty.screen());
    let kept = sandbox.run(&format!("drafts show reply-ada-example --date {NOW}"));
    assert!(kept.contains("Read the manual first."), "{kept}");
    assert_eq!(server.accepted().len(), 0);
}

#[test]
fn an_interruption_keeps_a_note_that_is_half_written() {
    let server = Server::start(Script::new());
    for (plain, ending) in [(&[][..], "^C"), (&[], "TERM"), (&[], "closed"), (&["--plain"], "^C")] {
        let sandbox = home(&server);
        let mut pty = start(&sandbox, plain, 80, 60);
        choose(&mut pty, "1 of 3: Ada Example", "read");
        choose(&mut pty, if plain.is_empty() { "What now: Read it" } else { "Read it" }, "note");
        pty.wait_asked("Your note");
        pty.type_text("Knows lamps");
        pty.wait_settled();
        match ending {
            "closed" => assert_eq!(pty.hang_up().exit_code(), 129),
            "^C" => pty.key(Key::CtrlC),
            ending => pty.signal(ending),
        }
        if ending != "closed" {
            assert_eq!(pty.wait_exit(), if ending == "^C" { 130 } else { 143 }, "{}", pty.screen());
        }
        let ended = pty.screen();
        let mut pty = start(&sandbox, &[], 80, 60);
        pty.wait_for("1 of 3: Ada Example");
        pty.wait_settled();
        assert!(pty.screen().contains("Knows lamps"), "{plain:?} {ending}: {ended}");
        pty.key(Key::CtrlC);
        pty.wait_exit();
    }
}

#[test]
fn what_is_no_first_letter_is_remembered() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = start(&sandbox, &[], 80, 60);
    choose(&mut pty, "1 of 3: Ada Example", "no first");
    choose(&mut pty, "2 of 3: Ben Example", "read");
    choose(&mut pty, "How is the lens tested?", "note");
    pty.answer("Your note", "Knows optics");
    choose(&mut pty, "only you see it", "note");
    pty.answer("Your note", "Writes well");
    choose(&mut pty, "only you see it", "stop");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(sandbox.run(&format!("triage devel.mbox --date {NOW}")));
    insta::assert_snapshot!(sandbox.run(&format!("triage devel.mbox --all --date {NOW}")));
    let json = sandbox.run(&format!("triage devel.mbox --all --json --date {NOW}"));
    assert_eq!(json.matches("\"dismissed\": true").count(), 1, "{json}");
    let newcomers = sandbox.run(&format!("newcomers devel.mbox --since 2015-03-01 --date {NOW}"));
    assert!(!newcomers.contains("Ada") && newcomers.contains("Ben"), "{newcomers}");
    let mut pty = start(&sandbox, &[], 80, 24);
    pty.wait_for("1 of 2: Ben Example");
    pty.wait_settled();
    insta::assert_snapshot!(pty.screen());
    pty.type_text("\u{3}");
    assert_eq!(pty.wait_exit(), 130);
}

#[test]
fn a_letter_fits_small_screens_and_plain_lines() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    for (columns, rows, name) in [(80, 24, "wide"), (40, 20, "narrow")] {
        let mut pty = start(&sandbox, &[], columns, rows);
        choose(&mut pty, "1 of 3: Ada", "skip");
        choose(&mut pty, "2 of 3: Ben", "read");
        pty.wait_for("How is the lens tested?");
        pty.wait_settled();
        insta::assert_snapshot!(format!("letter_{name}"), pty.screen());
        pty.type_text("stop\r");
        assert_eq!(pty.wait_exit(), 0);
        assert!(pty.screen().contains("you answered nobody"), "{}", pty.screen());
    }
    let mut pty = start(&sandbox, &["--plain"], 80, 100);
    for (after, words) in [
        ("1 of 3: Ada", "skip"),
        ("2 of 3: Ben", "read"),
        ("How is the lens tested?", "skip"),
        ("3 of 3: Cy", "stop"),
    ] {
        choose(&mut pty, after, words);
    }
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!("plain", pty.screen());
}

#[test]
fn it_needs_a_terminal() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    insta::assert_snapshot!(sandbox.run("triage devel.mbox --interactive"));
    insta::assert_snapshot!(sandbox.run("triage devel.mbox --interactive --json"));
}

#[test]
fn an_answer_that_was_kept_is_offered_again() {
    let server = Server::start(Script::new());
    let sandbox = home(&server);
    let mut pty = start(&sandbox, &[], 80, 400);
    choose(&mut pty, "1 of 3: Ada Example", "read");
    answer(&mut pty, "own words", "Read the manual first.");
    pty.wait_for("1 answer kept");
    drop(pty);

    let mut pty = start(&sandbox, &[], 80, 400);
    choose(&mut pty, "1 of 3: Ada Example", "read");
    choose(&mut pty, "What now: Read it", "answer");
    pty.wait_for("you have 1 saved answer to this mail");
    choose(&mut pty, "? What do you want to do", "continue");
    pty.wait_for("1 answer kept");
    drop(pty);
    assert!(!sandbox.run("drafts").contains("reply-ada-example-2"));

    sandbox.write("ada.mbox", archive());
    let words = ["onlist", "--date", NOW, "reply", "<ada-1@b.test>", "--archive", "ada.mbox"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { columns: 80, rows: 60, ..Options::default() });
    pty.wait_for("you have 1 saved answer to this mail");
    choose(&mut pty, "? What do you want to do", "continue");
    pty.wait_for("Read the manual first.");
    pty.wait_for("? What now");
}
