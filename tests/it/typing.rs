//! Answers as people type them: whole paragraphs pasted, back and forth, on terminals that change their size.
#![cfg(unix)]

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::support::{Key, Options, Pty, Sandbox};

/// The moment of every run.
const NOW: &str = "2015-03-10T12:00:00+01:00";

/// Every question about a project, and Ada's answers.
const ANSWERS: [(&str, &str); 11] = [
    ("Your name", "Ada Example"),
    ("Your address", "ada@example.org"),
    ("What should people call you", "Ada"),
    ("Where are you from", ""),
    ("Why this project", "My grandmother kept a lamp."),
    ("What have you done so far", "I have built it at commit 1a2b3c4d."),
    ("Your question", "Which wicks are there?"),
    ("Your time zone", "UTC+1"),
    ("When do you have time", ""),
    ("Links", "https://ada.example.org/"),
    ("Copy to", ""),
];

fn on(columns: u16, rows: u16) -> Options {
    Options { columns, rows, ..Options::default() }
}

/// A run that asks about `wick-trimmer`.
fn asked(sandbox: &Sandbox, options: Options) -> Pty {
    Pty::start_in(sandbox, &["onlist", "introduce", "wick-trimmer", "--date", NOW], options)
}

fn answer(pty: &mut Pty, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        pty.answer(question, answer);
    }
}

/// The screen from the last row that begins with `text` on.
fn from(pty: &Pty, text: &str) -> String {
    let screen = pty.screen();
    let rows: Vec<_> = screen.lines().collect();
    let start = rows.iter().rposition(|row| row.starts_with(text)).expect("on the screen");
    rows[start..].join("\n")
}

/// Saves the letter, and keeps nothing else.
fn save(pty: &mut Pty) {
    pty.wait_for("Delete it");
    pty.type_text("Save\r");
    pty.change("File name", ".eml", "letter.eml");
    pty.answer("Write this to", "n");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

/// What is kept of the letter.
fn kept(sandbox: &Sandbox) -> String {
    let path = sandbox.home().join(".local/state/onlist/drafts/wick-trimmer/draft.toml");
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn three_paragraphs_that_are_pasted_are_one_answer() {
    let sandbox = Sandbox::settled("");
    let mut pty = asked(&sandbox, on(80, 24));
    answer(&mut pty, &ANSWERS[..4]);
    pty.wait_asked("Why this project");
    pty.paste("My grandmother kept a lamp, and I have cleaned its lens every summer since I was nine.\n\nI want to learn how oil burns.\n\nAnd I like the sea.");
    pty.wait_for("And I like the sea.");
    insta::assert_snapshot!(from(&pty, "Give your own reason"), @"
    Give your own reason: what you did before and what you want to learn. Do not
    repeat the project description.
    Alt-Enter begins a new line, ^X ^E opens your editor.
    Why this project (5 of 11): My grandmother kept a lamp, and I have cleaned its l
    ens every summer since I was nine.

    I want to learn how oil burns.

    And I like the sea.
    ");
    pty.key(Key::Enter);
    answer(&mut pty, &ANSWERS[5..]);
    save(&mut pty);
    let letter = sandbox.read("letter.eml").replace('\r', "");
    assert!(letter.contains("\n\nI want to learn how oil burns.\n\nAnd I like the sea.\n\n"), "{letter}");
    assert!(!letter.contains("200~"), "{letter}");
}

#[test]
fn nothing_is_lost_of_what_is_pasted_without_marks() {
    let lines = |end: &str| format!("My grandmother kept a lamp.\n\nI want to learn how oil burns.\n{end}");
    let long =
        format!("{}\nAnd ünder the sea.", "The lamp häs a wick that is trimmed.\n".repeat(60).trim_end());
    for flags in [&[][..], &["--plain"]] {
        for (text, ends) in [
            (lines("And I like the sea."), false),
            (lines("And I like the sea.\n"), true),
            (long.clone(), false),
        ] {
            for ends_lines in ["\r", "\n"] {
                let sandbox = Sandbox::settled("");
                let words = [&["onlist", "introduce", "wick-trimmer", "--date", NOW], flags].concat();
                let mut pty = Pty::start_in(&sandbox, &words, on(80, 24));
                answer(&mut pty, &ANSWERS[..4]);
                pty.wait_asked("Why this project");
                pty.type_ahead(&text.replace('\n', ends_lines));
                if !ends {
                    let last = text.lines().last().expect("a line");
                    pty.wait_for(last);
                    pty.wait_settled();
                    pty.key(Key::Enter);
                }
                pty.wait_asked("What have you done so far");
                let kept = kept(&sandbox);
                assert!(kept.contains(text.trim_end()), "{flags:?} {ends_lines:?}: {kept}");
                assert!(!pty.screen().contains("not used"), "{}", pty.screen());
                pty.answer("What have you done so far", "I have built it at commit 1a2b3c4d.");
                pty.wait_asked("Your question");
            }
        }
    }
}

#[test]
fn what_is_pasted_at_a_question_of_one_line_is_one_line() {
    let sandbox = Sandbox::settled("");
    let mut pty = asked(&sandbox, on(80, 24));
    pty.wait_asked("Your name");
    pty.paste("Ada\nExample\n");
    pty.wait_for("Example");
    pty.key(Key::Enter);
    pty.wait_asked("Your address");
    assert!(kept(&sandbox).contains("name = \"Ada Example\""), "{}", kept(&sandbox));
}

#[test]
fn one_goes_back_through_all_questions_and_forth_again() {
    let sandbox = Sandbox::settled("");
    let mut pty = asked(&sandbox, on(80, 24));
    answer(&mut pty, &ANSWERS[..10]);
    pty.wait_asked("Copy to");
    for (at, (question, answer)) in ANSWERS[..10].iter().enumerate().rev() {
        // Esc, or Up where nothing is typed.
        pty.key(if at % 2 == 0 { Key::Up } else { Key::Esc });
        let text = if answer.is_empty() { ":" } else { answer };
        pty.wait_offered(&format!("{question} ({} of 11)", at + 1), text);
    }
    insta::assert_snapshot!(pty.screen(), @"
    Alt-Enter begins a new line, ^X ^E opens your editor. Press Enter to keep this
    answer, or change it.
    What have you done so far (6 of 11): I have built it at commit 1a2b3c4d.

    Give your own reason: what you did before and what you want to learn. Do not
    repeat the project description.
    Alt-Enter begins a new line, ^X ^E opens your editor. Press Enter to keep this
    answer, or change it.
    Why this project (5 of 11): My grandmother kept a lamp.

    University, company or place.
    Optional: press Enter to skip.
    Where are you from (4 of 11):

    For example, your first name.
    Press Enter to keep this answer, change it, or empty the line to remove it.
    What should people call you (3 of 11): Ada

    Your letter is sent from this address. Use the one you subscribed with.
    Press Enter to keep this answer, or change it.
    Your address (2 of 11): ada@example.org

    Press Enter to keep this answer, or change it.
    Your name (1 of 11): Ada Example
    ");
    for (question, answer) in &ANSWERS[..10] {
        let text = if answer.is_empty() { ":" } else { answer };
        match *question {
            // A slip is corrected, and an optional answer removed.
            "Your name" => pty.change(question, text, "Ada B. Example"),
            "Your time zone" => pty.change(question, text, ""),
            _ => {
                pty.wait_offered(question, text);
                pty.key(Key::Enter);
            }
        }
    }
    pty.answer("Copy to", "");
    pty.wait_for("Delete it");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    let kept = kept(&sandbox);
    assert!(kept.contains("name = \"Ada B. Example\"") && kept.contains("time-zone = \"\""), "{kept}");
    for (_, answer) in ANSWERS[1..].iter().filter(|(_, answer)| *answer != "UTC+1") {
        assert!(kept.contains(answer), "{answer}: {kept}");
    }
}

#[test]
fn what_is_half_typed_is_there_again_after_a_look_back() {
    let sandbox = Sandbox::settled("");
    let mut pty = asked(&sandbox, on(80, 24));
    answer(&mut pty, &ANSWERS[..6]);
    pty.wait_asked("Your question");
    pty.type_text("Which wi");
    pty.key(Key::Esc);
    pty.wait_offered("What have you done so far", "I have built it at commit 1a2b3c4d.");
    assert!(kept(&sandbox).contains("Which wi"), "it is on the disk by then");
    pty.key(Key::Enter);
    pty.wait_offered("Your question", "Which wi");
}

#[test]
fn a_letter_was_changed_when_its_last_answer_was_given() {
    let sandbox = Sandbox::settled("");
    let mut pty = Pty::start_in(&sandbox, &["onlist", "introduce", "wick-trimmer"], on(80, 24));
    answer(&mut pty, &ANSWERS[..1]);
    pty.wait_asked(ANSWERS[1].0);
    let time = |key: &str| {
        let kept = kept(&sandbox);
        let line = kept.lines().find(|it| it.starts_with(key)).map(|it| it.replacen(key, "", 1));
        line.expect("a time")
    };
    std::thread::sleep(std::time::Duration::from_millis(1100));
    answer(&mut pty, &ANSWERS[1..2]);
    pty.wait_asked(ANSWERS[2].0);
    assert_ne!(time("changed"), time("created"));
}

#[test]
fn an_interrupt_at_each_question_keeps_what_was_answered_and_what_is_half_typed() {
    let mut table = String::new();
    for count in 0..ANSWERS.len() {
        let sandbox = Sandbox::settled("");
        let mut pty = asked(&sandbox, on(80, 60));
        answer(&mut pty, &ANSWERS[..count]);
        pty.wait_asked(ANSWERS[count].0);
        pty.type_text("half");
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130);
        assert!(!pty.cursor_hidden() && pty.raw().contains("\u{1b}[?2004l"));
        let last: Vec<_> = pty.screen().lines().rev().take(2).map(str::to_owned).collect();
        let kept = kept(&sandbox);
        for (_, answer) in &ANSWERS[..count] {
            assert!(kept.contains(answer), "{answer}: {kept}");
        }
        assert!(kept.contains("half"), "{kept}");
        let pty = Pty::start_in(&sandbox, &["onlist", "drafts", "edit", "wick-trimmer"], on(80, 60));
        pty.wait_offered(ANSWERS[count].0, "half");
        writeln!(table, "{count}: {} / {}", last[1], last[0]).expect("a string grows");
    }
    insta::assert_snapshot!(table, @"
    0: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    1: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    2: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    3: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    4: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    5: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    6: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    7: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    8: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    9: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    10: error: interrupted / hint: saved as draft `wick-trimmer`; run `onlist` to continue
    ");
}

#[test]
fn a_question_keeps_what_is_half_typed_however_the_run_ends() {
    for (plain, ending, status) in [
        ("", "^C", 130),
        ("", "INT", 130),
        ("", "TERM", 143),
        ("", "HUP", 129),
        ("", "closed", 129),
        ("--plain", "^C", 130),
        ("--plain", "INT", 130),
        ("--plain", "TERM", 143),
        ("--plain", "HUP", 129),
    ] {
        // One of a line, and one of paragraphs.
        for count in [1, 6] {
            let sandbox = Sandbox::settled("");
            let words = ["onlist", "introduce", "wick-trimmer", "--date", NOW, plain];
            let words = &words[..words.len() - usize::from(plain.is_empty())];
            let mut pty = Pty::start_in(&sandbox, words, on(80, 60));
            answer(&mut pty, &ANSWERS[..count]);
            pty.wait_asked(ANSWERS[count].0);
            pty.type_text("half");
            pty.wait_settled();
            let end = match ending {
                "closed" => pty.hang_up().exit_code(),
                ending => {
                    if ending == "^C" {
                        pty.key(Key::CtrlC);
                    } else {
                        pty.signal(ending);
                    }
                    pty.wait_exit()
                }
            };
            let what = format!("{plain} {ending} at {}: {}", ANSWERS[count].0, pty.screen());
            assert_eq!(end, status, "{what}");
            assert!(kept(&sandbox).contains("half"), "{what}: {}", kept(&sandbox));
            assert!(ending == "closed" || pty.screen().contains("saved as draft"), "{what}");
            let again = ["onlist", "drafts", "edit", "wick-trimmer"];
            let pty = Pty::start_in(&sandbox, &again, on(80, 60));
            pty.wait_offered(ANSWERS[count].0, "half");
        }
    }
}

#[test]
fn a_window_that_is_closed_at_a_plain_question_keeps_the_answers_before_it() {
    let sandbox = Sandbox::settled("");
    let words = ["onlist", "introduce", "wick-trimmer", "--date", NOW, "--plain"];
    let mut pty = Pty::start_in(&sandbox, &words, on(80, 60));
    answer(&mut pty, &ANSWERS[..6]);
    pty.wait_asked(ANSWERS[6].0);
    pty.type_text("half");
    assert_eq!(pty.hang_up().exit_code(), 129);
    assert!(kept(&sandbox).contains(ANSWERS[5].1), "{}", kept(&sandbox));
}

#[test]
fn keys_that_are_no_text_leave_none() {
    // xterm, rxvt, the Linux console, and what other programs ask a terminal to send.
    let keys = [
        "\x1b[1;5D",
        "\x1b[1;2D",
        "\x1b[1;3D",
        "\x1bOP",
        "\x1bOS",
        "\x1b[11~",
        "\x1b[15~",
        "\x1b[15;2~",
        "\x1b[24;5~",
        "\x1b[[A",
        "\x1b[[E",
        "\x1b[2~",
        "\x1b[5~",
        "\x1b[6~",
        "\x1b[I",
        "\x1b[O",
        "\x1b[Z",
        "\x1bb",
        "\x1b[d",
        "\x1bOd",
        "\x12",
        "\x16",
        "\x1a",
        "\t",
    ];
    let sandbox = Sandbox::settled("");
    let mut pty = asked(&sandbox, on(80, 24));
    pty.wait_asked("Your name");
    pty.type_text("Ada Example");
    for key in keys {
        pty.type_text(key);
    }
    pty.type_text("\x05!");
    pty.wait_for("!");
    pty.key(Key::Backspace);
    pty.wait_gone("!");
    pty.key(Key::Enter);
    pty.wait_asked("Your address");
    let kept = kept(&sandbox);
    assert!(kept.contains("name = \"Ada Example\""), "{kept}");
}

#[test]
fn words_and_graphemes_are_moved_over_and_deleted_whole() {
    let sandbox = Sandbox::settled("");
    let mut pty = asked(&sandbox, on(80, 24));
    answer(&mut pty, &ANSWERS[..4]);
    for (typed, expected) in [
        ("one two\x1b[1;5Dx \r", "one x two"),
        ("one two\x1bb\x1bbx \r", "x one two"),
        ("one two\x17three\r", "one three"),
        ("a \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\x7fb\r", "a b"),
        (
            "a \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\x1b[Db \r",
            "a b \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        ),
        ("\u{6f22}\u{5b57}\x7f\u{5eab}\r", "\u{6f22}\u{5eab}"),
        ("e\u{301}e\u{301}\x7f!\r", "e\u{301}!"),
        ("\u{5e9}\u{5dc}\u{5d5}\u{5dd}\x7f\r", "\u{5e9}\u{5dc}\u{5d5}"),
    ] {
        pty.wait_for("Why this project (5 of 11)");
        pty.type_text(&format!("\x15{typed}"));
        pty.wait_asked("What have you done so far");
        let kept = kept(&sandbox);
        assert!(kept.contains(&format!("interest = \"{expected}\"")), "{expected}: {kept}");
        pty.key(Key::Esc);
        pty.wait_offered("Why this project", expected);
    }
}

#[test]
fn what_is_typed_ahead_answers_nothing_that_was_not_on_the_screen() {
    for flags in [&[][..], &["--plain"]] {
        let sandbox = Sandbox::settled("");
        let words = [&["onlist", "introduce", "wick-trimmer"], flags].concat();
        let mut pty = Pty::start_in(&sandbox, &words, on(80, 40));
        pty.wait_asked("Your name");
        pty.type_ahead("Ada\rada@example.org\rAda\rhere\r");
        pty.wait_asked("Your address");
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130);
        let kept = kept(&sandbox);
        assert!(kept.contains("name = \"Ada\"") && !kept.contains("ada@example.org"), "{kept}");
        let said = pty.screen().contains("3 lines typed before the question was on the screen were not used");
        assert!(said, "{}", pty.screen());
    }
}

#[test]
fn a_resize_draws_a_long_answer_and_a_list_anew() {
    let sandbox = Sandbox::settled("");
    let mut pty = Pty::start_in(&sandbox, &["onlist", "introduce", "--date", NOW], on(120, 40));
    pty.wait_for("? Project");
    for (columns, rows) in [(60, 20), (120, 40), (40, 20)] {
        pty.key(Key::Down);
        pty.resize(columns, rows);
        pty.wait_for("\n\u{276f} ");
        let lists = |screen: String| screen.matches("? Project").count();
        let marks = |screen: String| screen.matches("\u{276f} ").count();
        pty.wait_settled();
        assert_eq!((lists(pty.screen()), marks(pty.screen())), (1, 1), "{}", pty.screen());
    }
    insta::assert_snapshot!("list-after-resize", pty.screen());
    pty.type_text("wick\r");
    answer(&mut pty, &ANSWERS[..4]);
    pty.wait_for("Why this project (5 of 11):");
    pty.paste("My grandmother kept a lamp, and I have cleaned its lens every summer since I was nine.\n\nI want to learn how oil burns.");
    pty.wait_for("oil burns.");
    pty.resize(100, 30);
    pty.wait_settled();
    insta::assert_snapshot!("answer-after-resize", pty.screen());
    pty.key(Key::Enter);
    pty.wait_asked("What have you done so far");
}

#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    for at in ["? Project", "Your name"] {
        let sandbox = Sandbox::settled("");
        let script = "before=$(stty -g); sh -c 'echo $$ >pid; exec onlist introduce'; \
                      test \"$(stty -g)\" = \"$before\" && echo the same";
        let mut pty = Pty::start_in(&sandbox, &["sh", "-c", script], on(80, 24));
        pty.wait_for("? Project");
        if at == "Your name" {
            pty.type_text("wick\r");
            pty.wait_asked(at);
        }
        let ended = Command::new("kill").args(["-s", "TERM", sandbox.read("pid").trim()]).status();
        assert!(ended.expect("it is there").success());
        pty.wait_for("the same");
        let raw = pty.raw();
        assert!(raw.rfind("\u{1b}[?2004l") > raw.rfind("\u{1b}[?2004h"), "{raw:?}");
    }
}

#[test]
fn the_editor_shows_what_is_asked_and_its_text_is_shown() {
    let sandbox = Sandbox::settled("");
    let script = "#!/bin/sh\ncp \"$1\" seen.txt\n{ printf '#include <lamp.h>\\n\\nI read it.\\n'; cat seen.txt; } > \"$1\"\n";
    let path = sandbox.write("editor", script);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("set");
    let env = vec![("EDITOR", path.display().to_string())];
    let mut pty = asked(&sandbox, Options { env, ..on(80, 24) });
    answer(&mut pty, &ANSWERS[..5]);
    pty.answer("What have you done so far", "e");
    pty.wait_asked("Your question");
    insta::assert_snapshot!(sandbox.read("seen.txt"), @"
    # What have you done so far
    #
    # What you have read, built, run or sent, with versions and links. Small
    # steps count.
    # These lines are not part of your answer.
    ");
    insta::assert_snapshot!(from(&pty, "What have you done so far"), @"
    What have you done so far (6 of 11): e
    #include <lamp.h>

    I read it.

    Ask one specific question about something you read or tried. Questions like `how
    do I start?` rarely get an answer.
    Alt-Enter begins a new line, ^X ^E opens your editor.
    Your question (7 of 11):
    ");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert!(!kept(&sandbox).contains("What you have read, built"), "{}", kept(&sandbox));
}

#[test]
fn file_names_are_typed_as_in_a_shell() {
    for (typed, name) in [
        ("~/my letter.eml", "my letter.eml"),
        ("'~/my letter.eml'", "my letter.eml"),
        ("le\tter.eml", "letters/ter.eml"),
    ] {
        let sandbox = Sandbox::settled("[identity]\nname = \"Ada Example\"\nemail = \"ada@example.org\"\n");
        fs::create_dir(sandbox.home().join("letters")).expect("made");
        let words = ["onlist", "introduce", "wick-trimmer", "--interest=a", "--so-far=b", "--question=c?"];
        let mut pty = Pty::start_in(&sandbox, &words, on(80, 60));
        for question in
            ["What should people", "Where are you", "Your time zone", "When do you", "Links", "Copy to"]
        {
            pty.answer(question, "");
        }
        pty.wait_for("Delete it");
        pty.type_text("Save\r");
        pty.change("File name", ".eml", typed);
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        assert!(sandbox.home().join(name).is_file(), "{typed}: {}", pty.screen());
    }
}
