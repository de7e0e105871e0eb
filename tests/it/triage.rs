//! Who waits: `onlist triage` over archives that are written by hand.

use std::io::Write;

use chrono::{DateTime, FixedOffset};
use onlist_core::catalog::Catalog;
use onlist_core::compose::{Answers, Question, Topic, introduction};
use onlist_core::recognise::{Candidate, classify};
use onlist_mail::read::Post;
use serde_json::Value;

use crate::support::archive::{ADA, BEN, GRACE, LETTER, MAIL, MARY, Mail, archive, mbox};
#[cfg(unix)]
use crate::support::{Options, Pty};
use crate::support::{Sandbox, shipped};

const NOW: &str = "--date 2015-03-10T12:00:00+00:00";

fn home(archive: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("devel.mbox", archive);
    sandbox
}

fn run(sandbox: &Sandbox, rest: &str) -> String {
    sandbox.run(&format!("triage {rest} {NOW}")).replace(&format!(" {NOW}"), "")
}

fn json(sandbox: &Sandbox, rest: &str) -> Value {
    let words = shlex::split(&format!("triage {rest} --json {NOW}")).expect("quotes are closed");
    let output = sandbox.output(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Message-id and state of each introduction.
fn states(mails: &[Mail], rest: &str) -> Vec<(String, String)> {
    let found = json(&home(&mbox(mails)), &format!("devel.mbox {rest}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = found["introductions"].as_array().expect("a list");
    found.iter().map(|it| (text(&it["message_id"]), text(&it["state"]))).collect()
}

#[test]
fn whoever_waits_is_shown_first() {
    insta::assert_snapshot!(run(&home(&archive()), "devel.mbox"));
}

#[cfg(unix)]
#[test]
fn a_terminal_shows_the_identifiers_that_other_commands_take() {
    let sandbox = home(&archive());
    for columns in [40, 80, 120, 200] {
        let words = "onlist triage devel.mbox --date 2015-03-10T12:00:00+00:00";
        let words: Vec<_> = words.split(' ').collect();
        let pty = Pty::start_in(&sandbox, &words, Options { columns, rows: 80, ..Options::default() });
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        let screen = pty.screen();
        for id in json(&sandbox, "devel.mbox")["introductions"].as_array().expect("a list") {
            let id = format!("<{}>", id["message_id"].as_str().expect("a text"));
            assert!(screen.contains(&id), "{columns}: {id}: {screen}");
        }
    }
}

#[test]
fn reasons_are_shown_to_whoever_asks() {
    insta::assert_snapshot!(run(&home(&archive()), "devel.mbox --why --all"));
}

#[test]
fn scripts_get_json() {
    let sandbox = Sandbox::settled("");
    sandbox.write("devel.mbox", archive());
    insta::assert_snapshot!(serde_json::to_string_pretty(&json(&sandbox, "devel.mbox")).expect("JSON"));
}

#[test]
fn filters_leave_out_what_is_not_asked_for() {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    sandbox.write("devel.mbox", archive());
    let ids = |rest: &str| {
        let found = json(&sandbox, &format!("devel.mbox {rest}"));
        let found = found["introductions"].as_array().cloned().unwrap_or_default();
        found.iter().map(|it| it["message_id"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("--waiting-for mentor"), ["ada-1@b.test"]);
    assert_eq!(ids("--waiting-for anyone"), ["ada-1@b.test"]);
    assert_eq!(ids("--project fresnel-for-humans"), [""; 0]);
    insta::assert_snapshot!(run(
        &sandbox,
        "devel.mbox --since 2015-03-03 --waiting-for mentor --project nope"
    ));
    insta::assert_snapshot!(run(&sandbox, "devel.mbox --since 2015-03-03 --waiting-for mentor"));
    assert_eq!(ids("--since 2015-03-03"), ["ben-1@b.test"]);
    assert_eq!(ids("--mine"), ["ada-1@b.test", "ben-1@b.test"]);
    assert!(ids("--all").len() > 2);
}

#[test]
fn projects_stand_together_where_that_is_wanted() {
    let letter = |id, at, subject| Mail { id, at: (at, 9), subject, text: LETTER, ..MAIL };
    let mails = [
        Mail { from: MARY, text: "I study, and want to join GSoC.\n", ..letter("a", 1, "GSoC 2015") },
        letter("b", 2, "[GSoC 2015] Trim the wick while the lamp burns"),
        Mail { from: BEN, ..letter("c", 3, "[GSoC 2015] Trim the wick while the lamp burns") },
    ];
    let sandbox = Sandbox::settled("");
    sandbox.write("devel.mbox", mbox(&mails));
    let order = |flags: &str| {
        let seen = run(&sandbox, &format!("devel.mbox {flags}"));
        seen.lines().filter_map(|it| it.split_once("@b.test").map(|it| it.0.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(order(""), ["a", "b", "c"]);
    assert_eq!(order("--by-project"), ["b", "c", "a"]);
}

#[test]
fn archives_are_named_in_the_settings() {
    let sandbox = Sandbox::settled("[archives]\nlamp = \"../../devel.mbox\"\n");
    sandbox.write("devel.mbox", archive());
    assert_eq!(run(&sandbox, "lamp").lines().count(), run(&sandbox, "").lines().count());
    insta::assert_snapshot!(run(&Sandbox::new(), ""));
    insta::assert_snapshot!(run(&Sandbox::new(), "nowhere.mbox"));
}

#[test]
fn what_was_read_before_is_kept_and_may_be_deleted() {
    let sandbox = home("");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(archive().as_bytes()).expect("packed");
    sandbox.write("2015-March.txt.gz", packed.finish().expect("packed"));
    let expected = run(&sandbox, "2015-March.txt.gz");
    let cache = sandbox.home().join(".cache/onlist/archives");
    assert_eq!(std::fs::read_dir(&cache).expect("made").count(), 1);
    assert_eq!(run(&sandbox, "2015-March.txt.gz"), expected);
    std::fs::remove_dir_all(&cache).expect("removed");
    assert_eq!(run(&sandbox, "2015-March.txt.gz"), expected);
    assert_eq!(run(&sandbox, "2015-March.txt.gz"), expected);
    assert!(expected.contains("ada-1@b.test"), "{expected}");
}

#[test]
fn a_server_that_is_away_is_asked_again_later() {
    let gone = Sandbox::new().run("triage http://127.0.0.1:1/devel/ --since 2015-03-01");
    assert!(gone.contains("cannot connect") && gone.contains("[exit status: 75]"), "{gone}");
}

#[test]
fn states_tell_answers_apart() {
    let letter = Mail { id: "a", subject: "GSoC 2015", text: LETTER, ..MAIL };
    let other = Mail { id: "b", from: BEN, at: (1, 9), subject: "[GSOC] the lamp", text: LETTER, ..MAIL };
    let reply = Mail { id: "r", at: (3, 12), subject: "Re: GSoC 2015", answers: Some("a"), ..MAIL };
    let again = Mail { id: "s", at: (4, 12), answers: Some("r"), ..reply };
    for (posts, expected) in [
        (vec![], "waiting"),
        (vec![Mail { text: "Any news?\n", ..reply }], "waiting"),
        (vec![Mail { from: BEN, text: "I have the same question.\n", ..reply }], "others-only"),
        (vec![Mail { from: MARY, text: "Build it first.\n", ..reply }], "answered"),
        (vec![Mail { from: MARY, ..reply }, Mail { text: "Thank you, I will.\n", ..again }], "answered"),
        (
            vec![Mail { from: MARY, ..reply }, Mail { text: "Built. Which wick next?\n", ..again }],
            "last-word-newcomer",
        ),
        (vec![Mail { from: MARY, text: "I am not your mentor, please ask on optics.\n", ..reply }], "moved"),
        (vec![Mail { from: "Buildbot <noreply@example.org>", text: "Build failed.\n", ..reply }], "waiting"),
    ] {
        let mails: Vec<_> = [letter, other].into_iter().chain(posts).collect();
        let found = states(&mails, "");
        let state = found.iter().find(|(id, _)| id == "a@b.test").map(|(_, state)| state.as_str());
        assert_eq!(state, Some(expected), "{}", mbox(&mails));
    }
}

#[test]
fn mentors_are_those_who_are_named() {
    let letter = Mail { id: "a", subject: "GSoC 2015", text: LETTER, ..MAIL };
    let reply =
        Mail { id: "r", from: MARY, at: (3, 12), subject: "Re: GSoC 2015", answers: Some("a"), ..MAIL };
    let sandbox = home(&mbox(&[letter, reply]));
    sandbox.write("MAINTAINERS", "M: Grace Example <grace@example.org>\n");
    let found = &json(&sandbox, "devel.mbox --maintainers MAINTAINERS")["introductions"][0];
    assert_eq!((&found["state"], &found["first_answer"]["mentor"]), (&"others-only".into(), &false.into()));
    sandbox.write("MAINTAINERS", "M: Mary Example <mary@elsewhere.test>\n");
    let found = &json(&sandbox, "devel.mbox --maintainers MAINTAINERS")["introductions"][0];
    assert_eq!((&found["state"], &found["first_answer"]["mentor"]), (&"answered".into(), &true.into()));
    let found = &json(&sandbox, "devel.mbox")["introductions"][0];
    assert_eq!((&found["state"], &found["first_answer"]["mentor"]), (&"answered".into(), &Value::Null));
}

#[test]
fn mails_without_a_lists_mark_are_known_by_their_recipients() {
    let letter =
        Mail { id: "a", subject: "[GSoC 2015] Trim the wick while the lamp burns", text: LETTER, ..MAIL };
    let unmarked = mbox(&[letter]).replace("List-Id: <lamp-devel.lists.example.org>\n", "");
    for (list, project) in [("lamp-devel", "wick-trimmer".into()), ("other", Value::Null)] {
        let sandbox = Sandbox::settled("");
        sandbox.write("devel.mbox", unmarked.replace("To: lamp-devel@", &format!("To: {list}@")));
        let found = json(&sandbox, "devel.mbox");
        assert_eq!(found["introductions"][0]["project"], project, "{list}: {found}");
    }
}

#[test]
fn several_letters_of_one_person_are_one_who_waits() {
    let letter = Mail { id: "a", subject: "GSoC 2015", text: LETTER, ..MAIL };
    let again = Mail { id: "b", at: (2, 13), subject: "[GSoC 2015] the lamp", ..letter };
    let reply = Mail { id: "r", from: MARY, at: (3, 12), subject: "Re: GSoC", answers: Some("b"), ..MAIL };
    // An answer of hers that lost its thread.
    let lost = Mail {
        id: "l",
        at: (4, 12),
        subject: "[GSoC 2015] the lamp",
        text: "Which wick is meant?\n",
        ..MAIL
    };
    for (mails, expected) in [
        (vec![letter, again], "waiting"),
        (vec![letter, again, reply], "answered"),
        (vec![letter, again, reply, lost], "last-word-newcomer"),
    ] {
        let sandbox = home(&mbox(&mails));
        let found = json(&sandbox, "devel.mbox");
        let [first, second, ..] = found["introductions"].as_array().expect("a list").as_slice() else {
            panic!("two")
        };
        assert_eq!((&first["same_person"], &second["same_person"]), (&Value::Null, &"a@b.test".into()));
        assert_eq!((&first["state"], &second["state"]), (&expected.into(), &expected.into()));
        assert_eq!(run(&sandbox, "devel.mbox").lines().filter(|it| it.contains("b.test")).count(), 1);
    }
}

#[test]
fn who_is_not_named_waits_too() {
    let letter = Mail { id: "a", from: "", subject: "GSoC 2015", text: LETTER, ..MAIL };
    let reply = Mail {
        id: "b",
        from: GRACE,
        at: (9, 9),
        subject: "Re: GSoC 2015",
        answers: Some("a"),
        text: "Hello.\n",
    };
    for (mails, expected) in [(vec![letter], "waiting"), (vec![letter, reply], "answered")] {
        assert_eq!(states(&mails, ""), [("a@b.test".to_owned(), expected.to_owned())]);
    }
}

/// Subject, author and text of mails, and whether each is a first letter.
const LETTERS: &[(&str, &str, &str, bool)] = &[
    ("GSoC'15", ADA, LETTER, true),
    ("Gsoc2015", ADA, LETTER, true),
    ("[GSOC] the lamp", ADA, LETTER, true),
    ("[GSoC 2015 + PATCH trim the wick]", ADA, LETTER, true),
    ("", ADA, LETTER, true),
    ("Outreachy", ADA, LETTER, true),
    ("jay@example.org", ADA, LETTER, true),
    (
        "I want to contribute",
        ADA,
        "I am new here, a student, and want to contribute. Where to start?\n",
        true,
    ),
    ("[PATCH] lamp: trim the wick", ADA, "Signed-off-by: Ada\n---\n", false),
    ("wifi: plfxlc: a question", ADA, "The driver crashes, see dmesg.\n", false),
    ("Re: GSoC 2015", ADA, LETTER, false),
    (
        "GSoC 2015: mentors wanted",
        MARY,
        "We are looking for volunteers. Students should write to the list.\n",
        false,
    ),
    ("[Outreachy kernel] [PATCH] fix", ADA, "Signed-off-by: Ada\n", false),
    ("[GSoC][PATCH v2] lamp: fix", ADA, "Signed-off-by: Ada\n", false),
    ("[GSoC PATCH 0/3] lamp: fix", ADA, LETTER, false),
    ("[GSoC PATCH] lamp: fix", ADA, "Trim it.\n\nSigned-off-by: Ada\n---\ndiff --git a/x b/x\n", false),
    ("Welcome Ada to GSoC 2015", MARY, "Please welcome Ada, who will work on the lamp.\n", false),
    ("Dear friend", ADA, "My name is Mrs Example. I have 5 million USD in a bank for investment.\n", false),
    ("The lamp does not burn", ADA, "It crashes at start. How can I reproduce it?\n", false),
    ("[Self-introduction] Ada", ADA, "My name is Ada. I am interested in lamps of all kinds.\n", true),
    ("Self introduction", ADA, "My name is Ada, and I write programs for lamps at home.\n", true),
    ("Self introduction of struct page", ADA, "This series makes the lamp keep its own pages.\n", false),
    ("Self introduction of the new allocator", ADA, "It makes the lamp keep its own pages.\n", false),
    ("Introducing myself: Ada", ADA, "I write programs for lamps at home.\n", true),
    ("Self-introduction of Ida Other", ADA, "I write programs for lamps at home.\n", true),
    ("Introducing myself to the community", ADA, "I write programs for lamps at home.\n", true),
    ("Introducing myself", ADA, "Hello, I am new here. What are good first steps?\n", true),
    ("Lamps with mirrors?", ADA, "Is anyone interested in working on a mirror?\n", false),
    ("Introducing Mirror, a lamp", ADA, "I am happy to announce Mirror. Would you like to help?\n", false),
    ("My name is Lisa", ADA, "I am a singer, and I found your address.\n", false),
    (
        "A survey about lamps",
        ADA,
        "If anyone is interested in participating in the survey, see https://example.org/.\n",
        false,
    ),
    (
        "Lamp contribution: signed CLA",
        ADA,
        "Here is our CLA, so that we can contribute to the lamp.\n",
        false,
    ),
    ("GSoC 2015: ideas wanted", ADA, "We plan to apply as an organization. Add your ideas.\n", false),
    ("GSoC 2015: reminder for ideas", ADA, "Students look at them before they write a proposal.\n", false),
    ("GSoC 2015: the lamp, week 6", ADA, "I am a student. This week I built the wick.\n", false),
    ("GSoC 2015", ADA, "I am pleased to introduce Ben, who joins us as a student for GSoC.\n", false),
    (
        "An article on your site",
        ADA,
        "We are interested in a guest article on your site. What is the price? I want to contribute.\n",
        false,
    ),
    ("Attendees of the fair", ADA, "Are you interested in an attendee list? I want to help.\n", false),
    ("Hello", ADA, "I am a widow, my late husband left me a lamp. I want to help.\n", false),
    ("How to join", ADA, "My name is Ada. Who wants to join the occult brotherhood? Call us.\n", false),
    (
        "The lamp is stuck",
        ADA,
        "Jan  9 11:48:50 hall lamp[7]: on\nJan  9 11:48:51 hall lamp[7]: on\nJan  9 11:49:02 hall lamp[7]: on\n\n\
         If this is a bug, I would like to help you solve it.\n",
        false,
    ),
    (
        "Rules for contributors to the lamp",
        ADA,
        "Each change should get a review. The proposal is open.\n",
        false,
    ),
    (
        "Files for the lamp",
        ADA,
        "Work on them has begun. Whoever likes it can get involved.\nOn behalf of the lamp's maintainers, Ada\n",
        false,
    ),
    ("Your contribution is welcome", ADA, "We offer a set of tools to you. Do you begin here?\n", false),
    (
        "Good day",
        ADA,
        "My name is Ada. We would like to help you. We invite you to apply for our programme today.\n",
        false,
    ),
    (
        "A test for lamps",
        ADA,
        "We have a wick which we want to contribute. Which test do you recommend? Where do I start?\n",
        false,
    ),
    (
        "The lamp loops",
        ADA,
        "It never ends. I hope for suggestions. Thanks to anyone who would like to help out.\n",
        false,
    ),
    ("Lamps", ADA, "I am a graduate and look for work. I'd really like to contribute. Any tasks?\n", true),
    ("Nice to meet you all", ADA, "I have joined this list, and I'd like to join the development.\n", true),
    (
        "Measuring lamps",
        ADA,
        "We propose to measure lamps. If others do so, we would like to contribute to that. Suggestions?\n",
        false,
    ),
    (
        "Introduction: I am a lamp enthusiast",
        ADA,
        "My name is Ada, 43 years old. You can read my story in my blogs.\n",
        false,
    ),
    (
        "How do I use a mirror?",
        ADA,
        "I am new here. I wouldn't like to join the list, as I shall not be able to help.\n",
        false,
    ),
    ("A module for lamps", ADA, "Ben was my GSoC student years ago. Which lamp do you recommend?\n", false),
    ("Contributing by mail or on the web?", ADA, "What is the recommended way?\n", true),
    ("Contribution", ADA, "I would like to get involved. Where do I start?\n", true),
    ("Introduction", ADA, "My name is Ada, I study in Example. Where can I start?\n", true),
];

#[test]
fn first_letters_are_told_from_other_mail() {
    let regular =
        |n: u32| Mail { id: Box::leak(n.to_string().into_boxed_str()), from: MARY, at: (1, n), ..MAIL };
    for &(subject, from, text, expected) in LETTERS {
        let mut mails: Vec<_> = (0..12).map(regular).collect();
        mails.push(Mail { id: "x", from, at: (9, 9), subject, text, ..MAIL });
        let found = states(&mails, "");
        assert_eq!(found.iter().any(|(id, _)| id == "x@b.test"), expected, "{subject}: {found:?}");
    }
}

#[test]
fn what_programs_write_about_a_letter_is_no_letter() {
    for (from, subject) in [
        ("devel-bounces@lists.test", "Your message to devel@lists.test awaits moderator approval"),
        ("Lamp Owner <devel-owner@lists.test>", "devel post from ada@students.test requires approval"),
        ("devel+owner@lists.test", "Please moderate devel@lists.test: GSoC 2015"),
        ("devel-request@lists.test", "Welcome to the GSoC 2015 list"),
        ("owner-devel@lists.test", "GSoC 2015"),
        ("syzbot <syzbot+1@lists.test>", "GSoC 2015"),
        ("Lamp CI robot <ci@lists.test>", "GSoC 2015"),
    ] {
        let notice = Mail { id: "n", from, subject, text: LETTER, ..MAIL };
        assert_eq!(states(&[notice], "--all"), [], "{from}");
        // Nor is it an answer.
        let letter = Mail { id: "a", subject: "GSoC 2015", text: LETTER, ..MAIL };
        let notice = Mail { subject: "Re: GSoC 2015", at: (3, 9), answers: Some("a"), ..notice };
        assert_eq!(states(&[letter, notice], ""), [("a@b.test".to_owned(), "waiting".to_owned())], "{from}");
    }
    let held = Mail {
        id: "n",
        from: "The lists <lists@lists.test>",
        subject: "Your message to devel awaits moderator approval\nX-List-Administrivia: yes",
        text: "Your mail to 'devel' with the subject\n\n    GSoC 2015: I want to contribute\n\n\
               Is being held until the list moderator can review it for approval.\n\n\
               The reason it is being held:\n\n    Post by non-member to a members-only list\n",
        ..MAIL
    };
    assert_eq!(states(&[held], ""), []);
}

#[test]
fn a_first_letter_that_answers_something_else_is_found() {
    let crash = Mail { id: "m", from: MARY, subject: "The lamp crashes", text: "It hangs.\n", ..MAIL };
    let own = Mail { id: "m", subject: "The lamp crashes", text: "It hangs.\n", ..MAIL };
    let letter = Mail {
        id: "x",
        at: (3, 9),
        subject: "[GSoC 2015] Trim the wick",
        answers: Some("m"),
        text: LETTER,
        ..MAIL
    };
    let answer = Mail {
        id: "r",
        from: MARY,
        at: (4, 9),
        subject: "Re: [GSoC 2015] Trim the wick",
        text: "Build it.\n",
        ..MAIL
    };
    let answer = Mail { answers: Some("x"), ..answer };
    let state = |mails: &[Mail]| {
        let found = states(mails, "");
        found.into_iter().find(|(id, _)| id == "x@b.test").map(|(_, state)| state)
    };
    assert_eq!(state(&[crash, letter]).as_deref(), Some("waiting"));
    assert_eq!(state(&[letter, answer, crash]).as_deref(), Some("answered"));
    // Whoever has begun the thread goes on with it, and an answer may have lost its mark.
    assert_eq!(state(&[own, letter]), None);
    for subject in [
        "The lamp crashes",
        "AW: the lamp  crashes",
        "RE: [lamp-devel] The lamp crashes",
        "Re: GSoC",
        "GSoC [WAS: The lamp crashes]",
    ] {
        assert_eq!(state(&[crash, Mail { subject, ..letter }]), None, "{subject}");
    }
}

#[test]
fn who_is_taken_already_does_not_wait() {
    let text =
        "I am Ada, a student, and I will be working on the lamp this summer in GSoC. I am glad to be here.\n";
    let mails = [Mail { id: "a", subject: "GSoC 2015 introduction", text, ..MAIL }];
    assert_eq!(states(&mails, ""), [("a@b.test".to_owned(), "accepted".to_owned())]);
    let hopes =
        "I am Ada, a student. If I am selected for GSoC, I will work on the lamp. Feedback is welcome.\n";
    let waits = [Mail { id: "a", subject: "GSoC 2015 proposal", text: hopes, ..MAIL }];
    assert_eq!(states(&waits, ""), [("a@b.test".to_owned(), "waiting".to_owned())]);
    let sandbox = home(&mbox(&mails));
    assert_eq!(json(&sandbox, "devel.mbox --waiting-for anyone")["introductions"], Value::Array(Vec::new()));
}

#[test]
fn nothing_found_is_no_failure() {
    insta::assert_snapshot!(run(&home(&mbox(&[Mail { from: GRACE, ..MAIL }])), "devel.mbox"));
}

#[test]
fn what_cannot_be_read_is_said_and_the_run_goes_on() {
    let sandbox = home(&archive());
    let whole = sandbox.read("devel.mbox");
    sandbox.write("devel.mbox", &whole.as_bytes()[..whole.len() - 4]);
    let found = json(&sandbox, "devel.mbox");
    assert_eq!(found["introductions"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["diagnostics"].as_array().map(Vec::len), Some(1), "{found}");
}

#[test]
fn what_introduce_writes_is_recognised_with_its_project() {
    let now: DateTime<FixedOffset> =
        DateTime::parse_from_rfc3339("2015-03-10T12:00:00+01:00").expect("valid");
    let mut answers = Answers::default();
    for (question, answer) in [
        (Question::Name, "Ada Example"),
        (Question::Email, "ada@students.test"),
        (Question::Interest, "I like it."),
        (Question::SoFar, "I have built it."),
        (Question::Question, "Does it float?"),
    ] {
        answers.set(question, answer).expect("clean");
    }
    let example = Catalog::parse("catalog.toml", include_str!("../../examples/catalog.toml")).expect("valid");
    for catalog in [shipped(), example] {
        for project in &catalog.projects {
            let Ok(letter) = introduction(&catalog, Topic::Project(project), &answers, now, true) else {
                continue;
            };
            let bytes = letter.message().with_lf();
            let post = Post::read(&bytes).expect("a header");
            for (known, project) in [(Some(&catalog), Some(&project.id)), (None, None)] {
                let judged = classify(Candidate { post: &post, posts_before: 0, catalog: known }, known);
                assert!(judged.is_introduction(), "{}: {:?}", post.subject, judged.reasons);
                assert_eq!(judged.project.map(|it| &it.id), project, "{}", post.subject);
                assert!(!judged.accepted, "{}", post.subject);
            }
        }
    }
}
