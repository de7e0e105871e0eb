//! The calls that are named to somebody who is to do something: each can be made, and is not refused.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::tasks::{mentor, reply};
use crate::support::Student;
use crate::support::smtp::{Action, Script};

const LIST: &str = "lamp-devel@lists.example.org";
const SUBJECT: &str = "[GSoC 2015] Trim the wick while the lamp burns";
const ADA: &str = "Ada Example <ada@example.org>";
const GRACE: &str = "Grace Example <grace@example.org>";
const SOON: &str = "2015-03-12T12:00:00+01:00";
const LATE: &str = "2015-04-20T12:00:00+02:00";

/// A mail of the list.
fn post(id: &str, from: &str, day: u32, fields: &str, text: &str) -> String {
    format!(
        "From x Tue Mar 10 12:00:00 2015\nFrom: {from}\nTo: {LIST}\nCc: ada@example.org\nSubject: {SUBJECT}\nDate: \
         {day} Mar 2015 12:00:00 +0000\nMessage-ID: <{id}>\nList-Id: <lamp-devel.lists.example.org>\n{fields}\n{text}\n\n"
    )
}

/// A mail that a program sent about a letter.
fn notice(from: &str, subject: &str, text: &str) -> String {
    format!(
        "From x Tue Mar 10 12:00:00 2015\nFrom: {from}\nTo: ada@example.org\nSubject: {subject}\nDate: 10 Mar 2015 \
         12:30:00 +0000\nMessage-ID: <notice@mail.test>\n\n{text}\n\n"
    )
}

fn bounce(letter: &str, failed: &str) -> String {
    let text = format!(
        "Hi. This is the qmail-send program at mail.test.\nI'm afraid I wasn't able to deliver your message to the \
         following addresses.\n\n<{failed}>:\nNo such user.\n\n--- Below this line is a copy of the \
         message.\n\nMessage-ID: <{letter}>\nSubject: {SUBJECT}\n"
    );
    notice("MAILER-DAEMON@mail.test", "failure notice", &text)
}

fn settle(student: &Student) {
    let archive = student.sandbox.home().join("devel.mbox");
    if !archive.exists() {
        fs::write(&archive, post("other@example.org", GRACE, 1, "", "Hello.")).expect("written");
    }
    let archives = format!("[archives]\ndevel = '{}'\n", archive.display());
    student.settle(student.server.port(), "none", &archives);
    student.sandbox.write("FILE", "A few words.\n");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&to).expect("made");
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).expect("copied");
        }
    }
}

/// What a call comes to in a home like this one.
fn tried(student: &Student, call: &str, now: &str) -> String {
    let other = Student::of(Script::new());
    copy(student.sandbox.home(), other.sandbox.home());
    settle(&other);
    let line = call.strip_prefix("onlist ").unwrap_or(call).to_owned();
    let more = match line.split(' ').find(|word| !word.starts_with('-')) {
        Some("send" | "introduce") if !line.contains("--yes") && !line.contains("--keep") => " --yes",
        Some("reply") if !line.contains("--send") => " --no-task --answer Yes. --print",
        _ => "",
    };
    let asked = if line.starts_with("introduce") && !line.contains("--interest") {
        " --interest 'My grandmother kept a lamp.' --so-far 'I have built it.' --question 'Which wicks are there?'"
    } else {
        ""
    };
    let line = line.replace("--list LIST", "--list users").replace("SUBJECT", "'More wicks'");
    // What is answered in private is given as a mail.
    other.sandbox.write("mail.eml", mail_of_answer(student));
    let line = if line.starts_with("answer ") { line.replace(" FILE", " mail.eml") } else { line };
    let date = if line.contains("--date ") { String::new() } else { format!(" --date {now}") };
    other.run(&format!("{line}{asked}{more}{date}"))
}

fn mail_of_answer(student: &Student) -> String {
    let archive = student.sandbox.home().join("private.mbox");
    let kept = fs::read_to_string(archive).ok().filter(|it| !it.is_empty());
    let kept = kept.unwrap_or_else(|| post("2@example.org", GRACE, 11, "", "Yes."));
    kept.lines().skip(1).fold(String::new(), |text, line| text + line + "\n")
}

/// The calls that hints of a session name.
fn calls(session: &str) -> Vec<String> {
    let said = session.rsplit_once("error: ").map_or("", |(_, said)| said);
    let hints: Vec<_> = said.split_once("hint: ").into_iter().map(|(_, hints)| hints).collect();
    let quoted = hints.iter().flat_map(|it| it.split('`').skip(1).step_by(2));
    quoted.filter(|it| it.starts_with("onlist ")).map(|it| it.replace("\n      ", " ")).collect()
}

/// A student, what happened since the first letter, and when it is now.
struct Scene {
    state: &'static str,
    script: Script,
    /// What the list's archive holds, and the student's own mailbox, by the letter's identifier.
    list: fn(&str) -> String,
    private: fn(&str) -> String,
    calls: &'static [&'static str],
    now: &'static str,
}

fn nothing(_: &str) -> String {
    String::new()
}

fn own(id: &str) -> String {
    post(id, ADA, 10, "", "Hello.")
}

fn answered(id: &str) -> String {
    own(id) + &post("2@example.org", GRACE, 11, &format!("In-Reply-To: <{id}>\n"), "Which wick?")
}

const SYNC: &str = "sync devel private.mbox";

fn scene(state: &'static str, now: &'static str, calls: &'static [&'static str]) -> Scene {
    Scene { state, script: Script::new(), list: nothing, private: nothing, calls, now }
}

fn scenes() -> Vec<Scene> {
    let refused = || Script::new().on("MAIL", Action::Say("550 5.7.1 no".to_owned()));
    let unknown = || Script::new().on(".", Action::Drop);
    vec![
        scene("sent", SOON, &[]),
        scene("due", LATE, &[]),
        scene("closed", SOON, &["contacts mark wick-trimmer closed"]),
        Scene { list: own, ..scene("archived", SOON, &[SYNC]) },
        Scene { list: own, ..scene("due", LATE, &[SYNC]) },
        Scene { list: answered, ..scene("answered", SOON, &[SYNC]) },
        scene("answered", SOON, &["contacts mark wick-trimmer answered"]),
        Scene {
            private: |id| {
                post("2@example.org", GRACE, 11, &format!("In-Reply-To: <{id}>\n"), "Which wick?")
                    .replace("List-Id: <lamp-devel.lists.example.org>\n", "")
                    .replace(LIST, "ada@example.org")
            },
            ..scene("answered", SOON, &[SYNC])
        },
        Scene {
            list: |id| {
                answered(id).replace("Which wick?", "Wrong list: please ask on users@lists.example.org.")
            },
            ..scene("answered", SOON, &[SYNC])
        },
        Scene {
            list: |id| {
                answered(id)
                    + &post("3@example.org", ADA, 12, "In-Reply-To: <2@example.org>\n", "The round one.")
            },
            ..scene("answered-back", LATE, &[SYNC])
        },
        Scene {
            private: |_| {
                notice(
                    "lamp-devel-bounces@lists.example.org",
                    "Your message to lamp-devel awaits moderator approval",
                    &format!(
                        "Your mail to 'lamp-devel' with the subject\n\n    {SUBJECT}\n\nIs being held until the \
                              list moderator can review it for approval.\n"
                    ),
                )
            },
            ..scene("held", LATE, &[SYNC])
        },
        Scene { private: |id| bounce(id, "grace@example.org"), ..scene("bounced", SOON, &[SYNC]) },
        Scene { private: |id| bounce(id, "grace@example.org"), ..scene("bounced", LATE, &[SYNC]) },
        Scene { private: |id| bounce(id, LIST), ..scene("bounced", LATE, &[SYNC]) },
        Scene { script: refused(), ..scene("refused", SOON, &[]) },
        Scene { script: refused(), ..scene("refused", SOON, &["drafts delete wick-trimmer --yes"]) },
        Scene { script: unknown(), ..scene("unknown", SOON, &[]) },
        scene(
            "sent",
            "2015-04-21T12:00:00+02:00",
            &["follow-up wick-trimmer --text 'I went on.' --send --yes --date 2015-04-20T12:00:00+02:00"],
        ),
        scene(
            "due",
            "2015-09-01T12:00:00+02:00",
            &["follow-up wick-trimmer --text 'I went on.' --send --yes --date 2015-04-20T12:00:00+02:00"],
        ),
    ]
}

impl Scene {
    /// The home as it is then, and the contact.
    fn played(self) -> (Student, Value) {
        let student = Student::of(self.script);
        settle(&student);
        student.sandbox.join();
        student.run("introduce wick-trimmer ... --send --yes");
        let contact = |now: &str| {
            let output =
                student.command(&format!("contacts --json --date {now}")).output().expect("it starts");
            serde_json::from_slice::<Value>(&output.stdout).expect("JSON")["contacts"][0].clone()
        };
        let id = contact(self.now)["message_id"].as_str().expect("a letter").to_owned();
        student
            .sandbox
            .write("devel.mbox", post("other@example.org", GRACE, 1, "", "Hello.") + &(self.list)(&id));
        student.sandbox.write("private.mbox", (self.private)(&id));
        for call in self.calls {
            let date = if call.contains("--date") { String::new() } else { format!(" --date {}", self.now) };
            let seen = student.run(&format!("{call}{date}"));
            assert!(!seen.contains("[exit status"), "{}: {seen}", self.state);
        }
        let found = contact(self.now);
        assert_eq!(found["state"], self.state, "{found}");
        (student, found)
    }
}

#[test]
fn the_call_for_the_next_move_is_not_refused() {
    for scene in scenes() {
        let (state, now) = (scene.state, scene.now);
        let (student, contact) = scene.played();
        let Some(call) = contact["next"]["command"].as_str() else { continue };
        let seen = tried(&student, call, now);
        assert!(!seen.contains("[exit status"), "{state}: {call}: {seen}");
    }
}

#[test]
fn what_is_named_in_place_of_what_is_refused_is_not_refused() {
    for scene in scenes() {
        let (state, now) = (scene.state, scene.now);
        let (student, _) = scene.played();
        for call in [
            "follow-up wick-trimmer --text 'I went on.'",
            "introduce wick-trimmer ... --send --yes --date NOW",
            "contacts mark wick-trimmer answered",
            "answer wick-trimmer --text 'The round one.'",
        ] {
            let line = match call.split_once("--date NOW") {
                Some((line, _)) => line.replace(
                    "wick-trimmer ...",
                    "wick-trimmer --interest 'A lamp.' --so-far 'I have built it.' --question 'Which wicks?'",
                ),
                None => call.to_owned(),
            };
            let seen = tried(&student, &line, now);
            if !seen.contains("[exit status: 65]") {
                continue;
            }
            for named in calls(&seen) {
                let instead = tried(&student, &named, now);
                assert!(!instead.contains("[exit status"), "{state}: {seen}\n{instead}");
            }
        }
    }
}

#[test]
fn a_mentors_next_call_is_not_refused() {
    let refused = || Script::new().on("MAIL", Action::Say("550 5.7.1 no".to_owned()));
    for (script, goes_on, state) in [
        (Script::new(), false, "answered"),
        (Script::new(), true, "answered-back"),
        (refused(), false, "refused"),
        (Script::new().on(".", Action::Drop), false, "unknown"),
    ] {
        let mentor = mentor(script);
        settle(&mentor);
        reply(&mentor, "ben.eml --task spelling");
        let contact = || {
            let line = format!("contacts --json --date {SOON}");
            let output = mentor.command(&line).output().expect("it starts");
            serde_json::from_slice::<Value>(&output.stdout).expect("JSON")["contacts"][0].clone()
        };
        let id = contact()["letters"][0].as_str().expect("an answer").to_owned();
        let ben = "Ben Example <ben@students.test>";
        let mut list = post("ben@students.test", ben, 10, "", "May I trim it?");
        if goes_on {
            list +=
                &post("next@students.test", ben, 11, &format!("In-Reply-To: <{id}>\n"), "Where do I begin?");
        }
        mentor.sandbox.write("devel.mbox", list);
        mentor.run(&format!("sync devel --date {SOON}"));
        let found = contact();
        assert_eq!(found["state"], state, "{found}");
        if let Some(call) = found["next"]["command"].as_str() {
            let seen = tried(&mentor, call, SOON);
            assert!(!seen.contains("[exit status"), "{state}: {call}: {seen}");
        }
        // Another answer to the same mail, or the same task for somebody else.
        for line in [
            "reply ben.eml --no-task --answer Again. --send --yes",
            "reply cho.eml --task spelling --send --yes",
        ] {
            let seen = tried(&mentor, line, SOON);
            if seen.contains("[exit status: 65]") {
                for named in calls(&seen) {
                    let instead = tried(&mentor, &named, SOON);
                    assert!(!instead.contains("[exit status"), "{state}: {seen}\n{instead}");
                }
            }
        }
    }
}
