//! The guided way on a terminal: from nothing to a letter, and back to it after whatever came between.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::support::{Key, Options, Pty, Sandbox};

/// The questions about a project after those about the person, and Ada's answers.
const ANSWERS: [(&str, &str); 7] = [
    ("Why this project", "My grandmother kept a lamp."),
    ("What have you done so far", "I have built it at commit 1a2b3c4d."),
    ("Your question", "Which wicks are there?"),
    ("Your time zone", "UTC+1"),
    ("When do you have time", ""),
    ("Links", "https://ada.example.org/"),
    ("Copy to", ""),
];

const PERSON: [(&str, &str); 4] = [
    ("Your name", "Ada Example"),
    ("Your address", "ada@example.org"),
    ("What should people call you", "Ada"),
    ("Where are you from", ""),
];

fn on(columns: u16) -> Options {
    Options { columns, rows: 120, ..Options::default() }
}

fn start(sandbox: &Sandbox, words: &[&str]) -> Pty {
    Pty::start_in(sandbox, &[&["onlist"], words].concat(), on(80))
}

fn answer(pty: &mut Pty, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        pty.answer(question, answer);
    }
}

/// Chooses from a list by words.
fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(list);
    pty.type_text(&format!("{words}\r"));
}

/// From the first list to the review menu.
fn write(pty: &mut Pty) {
    choose(pty, "? What do you want to do", "write a first");
    choose(pty, "? Project", "wick");
    answer(pty, &PERSON);
    answer(pty, &ANSWERS);
    pty.wait_for("? What now");
}

/// The screen from the last row that begins with `text` on.
fn from(pty: &Pty, text: &str) -> String {
    let screen = pty.screen();
    let rows: Vec<_> = screen.lines().collect();
    let start = rows.iter().rposition(|row| row.starts_with(text));
    rows[start.unwrap_or_else(|| panic!("no `{text}` on the screen:\n{screen}"))..].join("\n")
}

/// Ends a run whose letter is done: a writer whom the settings do not know is offered to be kept in them.
fn end(pty: &mut Pty, sandbox: &Sandbox) {
    if !sandbox.read(".config/onlist/config.toml").contains("email") {
        pty.answer("Write this to", "n");
    }
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

/// Ends a letter at the review menu by saving it, and gives it.
fn save(pty: &mut Pty, sandbox: &Sandbox) -> String {
    choose(pty, "? What now", "Save");
    pty.change("File name", ".eml", "letter.eml");
    end(pty, sandbox);
    assert!(!pty.cursor_hidden());
    sandbox.read("letter.eml").replace('\r', "")
}

/// The drafts that are kept.
fn kept(sandbox: &Sandbox) -> String {
    sandbox.run("drafts").replace("$ onlist drafts\n", "")
}

/// An editor that runs a line of shell with the file as `$1`.
fn editor(sandbox: &Sandbox, line: &str) -> Vec<(&'static str, String)> {
    let path = sandbox.write("editor", format!("#!/bin/sh\n{line}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("set");
    vec![("EDITOR", path.display().to_string())]
}

#[test]
fn the_community_is_asked_for_where_there_are_several() {
    let sandbox = Sandbox::settled("");
    let engine = "schema = 2\ncommunity = { id = \"engine\", name = \"Engine Project\" }\n\
        [[list]]\nid = \"devel\"\naddress = \"devel@engine.example.org\"\n\
        [[project]]\nid = \"parser\"\ntitle = \"A faster parser\"\n";
    sandbox.write("engine.toml", engine);
    let mut pty = start(&sandbox, &["--date", "2015-03-10T12:00:00+01:00"]);
    choose(&mut pty, "? What do you want to do", "write a first");
    pty.wait_for("? Project");
    assert!(!pty.screen().contains("Community"), "{}", pty.screen());
    drop(pty);
    sandbox.run("catalog add engine.toml --date 2015-03-10T12:00:00+01:00");
    let mut pty = start(&sandbox, &["--date", "2015-03-10T12:00:00+01:00"]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Community", "engine");
    choose(&mut pty, "? Project", "parser");
    answer(&mut pty, &PERSON);
    pty.wait_for("Why this project");
    let screen = pty.screen();
    assert!(
        screen.contains("devel@engine.example.org") && screen.contains("engine.toml, read on 2015-03-10"),
        "{screen}"
    );
    drop(pty);
    insta::assert_snapshot!(kept(&sandbox));
    insta::assert_snapshot!(sandbox.run("drafts show parser"));
}

#[test]
fn from_nothing_to_a_saved_letter() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["--date", "2015-03-10T12:00:00+01:00"]);
    write(&mut pty);
    pty.wait_for("Delete it");
    insta::assert_snapshot!(from(&pty, "Copy to"), @r#"
    Copy to (11 of 11):

    Your letter

    From:    Ada Example <ada@example.org>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org> and J. R. Example <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns

    Hello Grace, J. R. Example and all,

    I am Ada Example (UTC+1); please call me Ada. I am writing about "Trim
    the wick while the lamp burns", one of your ideas for GSoC 2015, and
    would like a bite-size task to start with.

    My grandmother kept a lamp.

    I have built it at commit 1a2b3c4d.

    Which wicks are there?

    My work: https://ada.example.org/

    --
    Ada Example

    warning[C10]: the letter has 16 words of your own; 60 to 350 are usual (letter-
                  length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

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
    "#);
    let letter = save(&mut pty, &sandbox);
    insta::assert_snapshot!(letter, @r#"
    X-Unsent: 1
    From: Ada Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>, "J. R. Example" <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.d3ece5c8b1ec5e73858a@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello Grace, J. R. Example and all,

    I am Ada Example (UTC+1); please call me Ada. I am writing about "Trim
    the wick while the lamp burns", one of your ideas for GSoC 2015, and
    would like a bite-size task to start with.

    My grandmother kept a lamp.

    I have built it at commit 1a2b3c4d.

    Which wicks are there?

    My work: https://ada.example.org/

    -- 
    Ada Example
    "#);
    insta::assert_snapshot!(sandbox.hide_home(&from(&pty, "What now")), @r#"
    What now: Save it as a file for your mail program
    File name: letter.eml
    note: wrote `letter.eml`
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: open `letter.eml` in your mail program, and send it as plain text
    note: if nobody answers in 7 days (our default), ask again with a reply to your
          own letter
    note: when you have sent it, run `onlist` again and say so

    Your name and your address can be kept for your next letter.

    + [identity]
    + name = "Ada Example"
    + email = "ada@example.org"

    Write this to $HOME/.config/onlist/config.toml [Y/n]: n
    "#);
    assert!(kept(&sandbox).contains("handed-over"), "{}", kept(&sandbox));
}

#[test]
fn an_interrupted_letter_goes_on_where_it_stopped() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "wick");
    answer(&mut pty, &PERSON);
    answer(&mut pty, &ANSWERS[..2]);
    pty.wait_asked("Your question");
    pty.type_text("half a quest");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert!(!pty.cursor_hidden());
    insta::assert_snapshot!(from(&pty, "Your question"), @"
    Your question (7 of 11): half a quest
    error: interrupted
    hint: saved as draft `wick-trimmer`; run `onlist` to continue
    ");
    resume(&sandbox, "half a quest");
}

/// Goes on with a letter that was left at `Your question`, with `half` an answer there.
fn resume(sandbox: &Sandbox, half: &str) {
    let mut pty = start(sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "wick");
    if !half.is_empty() {
        pty.wait_offered(ANSWERS[2].0, half);
        pty.type_text("\x15");
        pty.wait_gone(half);
    }
    answer(&mut pty, &ANSWERS[2..]);
    let letter = save(&mut pty, sandbox);
    for said in [
        "\nFrom: Ada Example <ada@example.org>\n",
        "please call me Ada.",
        "grandmother",
        "built it",
        "Which wicks",
    ] {
        assert!(letter.contains(said), "{said}:\n{letter}");
    }
    assert!(!pty.screen().contains("Why this project:"), "{}", pty.screen());
    assert!(kept(sandbox).contains("handed-over"), "{}", kept(sandbox));
}

/// A run that has come to `Your question`.
fn at_the_question(sandbox: &Sandbox) -> Pty {
    let mut pty = start(sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "wick");
    answer(&mut pty, &PERSON);
    answer(&mut pty, &ANSWERS[..2]);
    pty.wait_asked("Your question");
    pty
}

#[test]
fn a_killed_run_loses_no_answer() {
    let sandbox = Sandbox::settled("");
    at_the_question(&sandbox).kill();
    resume(&sandbox, "");
}

#[test]
fn a_closed_terminal_loses_no_answer() {
    let sandbox = Sandbox::settled("");
    at_the_question(&sandbox).hang_up();
    resume(&sandbox, "");
}

#[test]
fn a_closed_terminal_ends_a_list() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &[]);
    pty.wait_for("? What do you want to do");
    pty.hang_up();
}

#[test]
fn the_end_of_the_input_loses_no_answer() {
    let sandbox = Sandbox::settled("");
    let mut pty = at_the_question(&sandbox);
    pty.key(Key::CtrlD);
    assert_eq!(pty.wait_exit(), 64);
    insta::assert_snapshot!(from(&pty, "Your question"), @"
    Your question (7 of 11):
    error: the input ended before all questions were answered
    hint: saved as draft `wick-trimmer`; run `onlist` to continue
    ");
    resume(&sandbox, "");
}

#[test]
fn an_editor_that_fails_loses_no_answer() {
    let sandbox = Sandbox::settled("");
    at_the_question(&sandbox).kill();
    let options = Options { env: vec![("EDITOR", "false".into())], ..on(80) };
    let mut pty = Pty::start_in(&sandbox, &["onlist"], options);
    choose(&mut pty, "? What do you want to do", "wick");
    pty.wait_asked("Your question");
    pty.type_text("e\r");
    pty.wait_for("failed (");
    pty.wait_asked("Your question");
    insta::assert_snapshot!(from(&pty, "Your question (7 of 11): e"), @"
    Your question (7 of 11): e
    error: the editor `false` failed (exit status: 1)
    Your question (7 of 11):
    ");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    resume(&sandbox, "");
}

#[test]
fn what_an_editor_wrote_before_it_failed_comes_back() {
    let sandbox = Sandbox::settled("");
    at_the_question(&sandbox).kill();
    let env = editor(&sandbox, "echo 'Which wicks are there?' >> \"$1\"; kill -9 $PPID");
    let mut pty = Pty::start_in(&sandbox, &["onlist"], Options { env, ..on(80) });
    choose(&mut pty, "? What do you want to do", "wick");
    pty.wait_asked("Your question");
    pty.type_text("e\r");
    pty.wait_killed();

    let env = editor(&sandbox, "true");
    let mut pty = Pty::start_in(&sandbox, &["onlist"], Options { env, ..on(80) });
    choose(&mut pty, "? What do you want to do", "wick");
    pty.wait_asked("Your question");
    insta::assert_snapshot!(from(&pty, "Ask one specific question"), @"
    Ask one specific question about something you read or tried. Questions like `how
    do I start?` rarely get an answer.
    Alt-Enter begins a new line, ^X ^E opens your editor.
    note: your unfinished text is saved: ^X ^E opens it
    Your question (7 of 11):
    ");
    pty.type_text("e\r");
    answer(&mut pty, &ANSWERS[3..]);
    assert!(save(&mut pty, &sandbox).contains("\nWhich wicks are there?\n"));
}

#[test]
fn an_interrupted_decision_is_offered_again() {
    let sandbox = Sandbox::settled("");
    for end in ["^C", "kill", "hang-up"] {
        let mut pty = start(&sandbox, &[]);
        if end == "^C" {
            write(&mut pty);
            pty.key(Key::CtrlC);
            assert_eq!(pty.wait_exit(), 130);
            assert!(!pty.cursor_hidden());
            insta::assert_snapshot!(from(&pty, "error:"), @"
            error: interrupted
            hint: saved as draft `wick-trimmer`; run `onlist` to continue
            ");
            continue;
        }
        choose(&mut pty, "? What do you want to do", "wick");
        pty.wait_for("? What now");
        if end == "kill" {
            pty.kill();
        } else {
            pty.hang_up();
        }
    }
    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "wick");
    assert!(save(&mut pty, &sandbox).contains("grandmother"));
}

#[test]
fn a_list_that_is_interrupted_leaves_the_terminal_as_it_was() {
    for _ in 0..5 {
        let sandbox = Sandbox::settled("");
        let mut pty = start(&sandbox, &[]);
        pty.wait_for("? What do you want to do");
        pty.key(Key::CtrlC);
        assert_eq!(pty.wait_exit(), 130);
        assert!(!pty.cursor_hidden());
        assert_eq!(from(&pty, "error:"), "error: interrupted");
    }
    let sandbox = Sandbox::settled("");
    let script = "before=$(stty -g); onlist; test \"$(stty -g)\" = \"$before\" && echo the same";
    for menus in 0..3 {
        let mut pty = Pty::start_in(&sandbox, &["sh", "-c", &format!("trap : INT; {script}")], on(80));
        pty.wait_for("? What do you want to do");
        if menus > 0 {
            pty.type_text("write\r");
            pty.wait_for("? Project");
        }
        if menus > 1 {
            pty.key(Key::Enter);
            pty.wait_asked("Your name");
        }
        pty.key(Key::CtrlC);
        pty.wait_for("the same");
    }
}

#[test]
fn without_a_terminal_there_is_one_message() {
    let sandbox = Sandbox::settled("");
    insta::assert_snapshot!(sandbox.run(""), @"
    $ onlist 
    error: cannot ask without a terminal
    hint: use a command: `onlist introduce PROJECT --name N --email ADDRESS --interest TEXT --so-far TEXT --question TEXT --print`, or see `onlist --help`
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run_with_input("", "student\nwick\n"), @"
    $ onlist 
    error: cannot ask without a terminal
    hint: use a command: `onlist introduce PROJECT --name N --email ADDRESS --interest TEXT --so-far TEXT --question TEXT --print`, or see `onlist --help`
    [exit status: 64]
    ");
    for script in [
        "onlist 2>words",
        "onlist </dev/null",
        "onlist introduce wick-trimmer 2>words",
        "onlist </dev/null 2>words",
    ] {
        let pty = Pty::start_in(&sandbox, &["sh", "-c", script], on(80));
        assert_eq!(pty.wait_exit(), 64, "{script}");
    }
}

#[test]
fn only_the_letter_goes_to_standard_output() {
    let sandbox = Sandbox::of_ada();
    let script = "onlist introduce wick-trimmer --print --interest X --question Y >letter.txt";
    let mut pty = Pty::start_in(&sandbox, &["sh", "-c", script], on(80));
    let nothing = ANSWERS[3..].iter().map(|(question, _)| (*question, ""));
    answer(&mut pty, &[("What should people call you", ""), ("Where are you from", ""), ANSWERS[1]]);
    answer(&mut pty, &nothing.collect::<Vec<_>>());
    assert_eq!(pty.wait_exit(), 0);
    let letter = sandbox.read("letter.txt");
    assert!(
        letter.starts_with("From: Ada Example <ada@example.org>\n")
            && letter.contains("\nI have built it at commit 1a2b3c4d.\n"),
        "{letter}"
    );
    assert_eq!(kept(&sandbox), "note: no saved letters\n");
}

#[test]
fn narrow_and_wide_terminals_hold_no_rubbish() {
    for columns in [40, 200] {
        let sandbox = Sandbox::settled("");
        let mut pty = Pty::start_in(
            &sandbox,
            &["onlist", "--date", "2015-03-10T12:00:00+01:00"],
            Options { rows: 200, ..on(columns) },
        );
        choose(&mut pty, "? What do you want to do", "write a first");
        pty.wait_for("? Project");
        pty.type_text("a search that is much longer than the terminal is wide");
        pty.wait_gone("fresnel");
        for _ in 0..60 {
            pty.key(Key::Backspace);
        }
        pty.wait_for("fresnel");
        choose(&mut pty, "? Project", "fresnel");
        pty.wait_asked("Your name");
        insta::assert_snapshot!(format!("{columns}-columns-project"), pty.screen());
        answer(&mut pty, &PERSON);
        answer(&mut pty, &ANSWERS);
        choose(&mut pty, "? What now", "Change");
        choose(&mut pty, "? Which answer", "Your question");
        pty.change("Your question", "Which wicks are there?", "Why?");
        pty.wait_for("? What now");
        pty.wait_for("Delete it");
        insta::assert_snapshot!(format!("{columns}-columns-review"), from(&pty, "What now"));
        pty.key(Key::Esc);
        end(&mut pty, &sandbox);
    }
}

#[test]
fn plain_talk_has_no_escape_in_it() {
    for options in [Options { env: vec![("TERM", "dumb".into())], ..on(80) }, on(80)] {
        let plain = if options.env.is_empty() { &["onlist", "--plain"][..] } else { &["onlist"] };
        let sandbox = Sandbox::settled("");
        let words = [plain, &["--date", "2015-03-10T12:00:00+01:00"]].concat();
        let mut pty = Pty::start_in(&sandbox, &words, options);
        answer(
            &mut pty,
            &[
                ("What do you want to do", "write"),
                ("Project", "nonsense"),
                ("Project", "the"),
                ("Project", "wick"),
            ],
        );
        answer(&mut pty, &PERSON);
        answer(&mut pty, &ANSWERS);
        answer(&mut pty, &[("What now", "Save"), ("File name", "letter.eml")]);
        end(&mut pty, &sandbox);
        assert!(sandbox.read("letter.eml").contains("grandmother"));
        assert!(!pty.raw().contains('\u{1b}'), "{:?}", pty.raw());
        insta::assert_snapshot!("plain-talk", sandbox.hide_home(&pty.raw().replace('\r', "")));
    }
}

#[test]
fn without_colour_nothing_is_coloured() {
    let sandbox = Sandbox::settled("");
    let mut pty =
        Pty::start_in(&sandbox, &["onlist"], Options { env: vec![("NO_COLOR", "1".into())], ..on(80) });
    pty.wait_for("What do you want to do");
    pty.type_text("write a first\r");
    pty.wait_for("❯ wick-trimmer");
    pty.type_text("wick\r");
    pty.wait_asked("Your name");
    pty.type_text("\r");
    pty.wait_for("error:");
    pty.wait_asked("Your name");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    let sequences = pty
        .raw()
        .split("\u{1b}[")
        .skip(1)
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').chars().next())
        .collect::<Vec<_>>();
    assert!(!sequences.contains(&Some('m')), "{:?}", pty.raw());
}

#[test]
fn an_answer_can_be_written_in_an_editor() {
    let sandbox = Sandbox::of_ada();
    let env = editor(&sandbox, "printf 'One.\\n\\nTwo, from\\nan editor.\\n' > \"$1\"");
    let mut pty =
        Pty::start_in(&sandbox, &["onlist", "introduce", "wick-trimmer"], Options { env, ..on(80) });
    answer(
        &mut pty,
        &[("What should people call you", ""), ("Where are you from", ""), ("Why this project", "e")],
    );
    answer(&mut pty, &ANSWERS[1..]);
    assert!(save(&mut pty, &sandbox).contains("\n\nOne.\n\nTwo, from\nan editor.\n\n"));
}

#[test]
fn an_answer_with_several_lines_stays_when_it_is_not_changed() {
    let sandbox = Sandbox::of_ada();
    let env = editor(&sandbox, "printf 'https://one.example.org/\\nhttps://two.example.org/\\n' > \"$1\"");
    let mut pty =
        Pty::start_in(&sandbox, &["onlist", "introduce", "wick-trimmer"], Options { env, ..on(80) });
    answer(&mut pty, &[("What should people call you", ""), ("Where are you from", "")]);
    answer(&mut pty, &ANSWERS[..5]);
    answer(&mut pty, &[("Links", "e"), ("Copy to", "")]);
    choose(&mut pty, "? What now", "Change");
    choose(&mut pty, "? Which answer", "Links");
    pty.wait_for("Links: https://one.example.org/\nhttps://two.example.org/");
    insta::assert_snapshot!(from(&pty, "Links to your work"), @"
    Links to your work, one per line.
    Alt-Enter begins a new line, ^X ^E opens your editor. Press Enter to keep this
    answer, change it, or empty the line to remove it.
    Links: https://one.example.org/
    https://two.example.org/
    ");
    pty.type_text("\r");
    assert!(
        save(&mut pty, &sandbox)
            .contains("\nMy work: https://one.example.org/ and https://two.example.org/\n")
    );
}

#[test]
fn the_whole_text_can_be_edited_and_taken_back() {
    let sandbox = Sandbox::settled("");
    let env = editor(&sandbox, "sed -i 's/grandmother/uncle/' \"$1\"");
    let mut pty = Pty::start_in(&sandbox, &["onlist"], Options { env, ..on(80) });
    write(&mut pty);
    pty.type_text("Edit the whole\r");
    pty.wait_for("My uncle kept a lamp.");
    pty.wait_for("Go back to the text");
    pty.type_text("Go back\r");
    pty.wait_asked("Delete the text that you edited");
    pty.type_text("n\r");
    choose(&mut pty, "? What now", "Go back");
    pty.wait_asked("Delete the text that you edited");
    pty.type_text("y\r");
    choose(&mut pty, "? What now", "Edit the whole");
    pty.wait_for("\n  Go back to the text from your answers");
    let letter = save(&mut pty, &sandbox);
    assert!(
        letter.contains("\nMy uncle kept a lamp.\n") && letter.ends_with("\n-- \nAda Example\n"),
        "{letter}"
    );
}

#[test]
fn what_was_saved_in_an_editor_that_a_signal_stops_is_kept() {
    for signal in ["kill -INT $$", "kill -TERM $$", "exit 130"] {
        let sandbox = Sandbox::settled("");
        let env = editor(&sandbox, &format!("sed -i 's/grandmother/uncle/' \"$1\"\n{signal}"));
        let mut pty = Pty::start_in(&sandbox, &["onlist"], Options { env, ..on(80) });
        write(&mut pty);
        pty.type_text("Edit the whole\r");
        pty.wait_for("the editor was stopped");
        pty.wait_for("My uncle kept a lamp.");
    }
}

#[test]
fn a_letter_is_kept_for_later_and_gone_on_with() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["--date", "2015-03-10T12:00:00+01:00"]);
    write(&mut pty);
    pty.type_text("Keep\r");
    end(&mut pty, &sandbox);
    insta::assert_snapshot!(sandbox.hide_home(&from(&pty, "What now")), @r#"
    What now: Keep it for later
    note: saved as draft `wick-trimmer`; continue with `onlist drafts edit
          wick-trimmer`

    Your name and your address can be kept for your next letter.

    + [identity]
    + name = "Ada Example"
    + email = "ada@example.org"

    Write this to $HOME/.config/onlist/config.toml [Y/n]: n
    "#);
    insta::assert_snapshot!(kept(&sandbox), @"wick-trimmer	introduction	wick-trimmer	draft	2015-03-10T12:00:00+01:00");

    let mut pty = start(&sandbox, &["drafts", "edit", "wick-trimmer"]);
    choose(&mut pty, "? What now", "Change");
    choose(&mut pty, "? Which answer", "Your question");
    pty.change("Your question", "Which wicks are there?", "Which lamps are there?");
    pty.wait_for("Which lamps are there?");
    assert!(save(&mut pty, &sandbox).contains("\nWhich lamps are there?\n"));

    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? Did you send it", "yes");
    pty.answer("On which day", "");
    choose(&mut pty, "? What do you want to do", "mentor");
    pty.key(Key::CtrlC);
    pty.wait_exit();
    let pty = start(&sandbox, &["drafts", "edit", "wick-trimmer"]);
    assert_eq!(pty.wait_exit(), 64);
    pty.wait_for("no draft `wick-trimmer`");
}

#[test]
fn a_letter_can_be_thrown_away_after_a_second_thought() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &[]);
    write(&mut pty);
    pty.type_text("Delete\r");
    pty.wait_asked("Delete this letter [y/N]:");
    pty.type_text("\r");
    choose(&mut pty, "? What now", "Delete");
    pty.wait_asked("Delete this letter [y/N]:");
    pty.type_text("y\r");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(kept(&sandbox), "note: no saved letters\n");
}

#[test]
fn two_runs_do_not_write_one_letter() {
    let sandbox = Sandbox::settled("");
    let mut first = at_the_question(&sandbox);
    let mut second = start(&sandbox, &[]);
    second.wait_for("already open in another terminal");
    choose(&mut second, "? What do you want to do", "wick");
    second.wait_for("hint: close it there\n");
    first.key(Key::CtrlC);
    assert_eq!(first.wait_exit(), 130);
    second.wait_for("? What do you want to do");
    second.type_text("wick\r");
    second.wait_asked("Your question");
    second.key(Key::CtrlC);
    assert_eq!(second.wait_exit(), 130);
}

#[test]
fn an_own_idea_needs_no_project() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["--date", "2015-03-10T12:00:00+01:00"]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "my own idea");
    answer(&mut pty, &PERSON);
    answer(&mut pty, &[("Title of your idea", "Whale oil"), ("Which list", "lamps")]);
    pty.wait_for("error: no list `lamps` in the catalog");
    pty.change("Which list", "lamps", "optics");
    answer(
        &mut pty,
        &[
            ("What is the problem", "It is dark."),
            ("What would you change", "It will not be."),
            ("What exists already", ""),
            ("What help do you need", ""),
            ("Your time zone", ""),
            ("When do you have time", ""),
            ("Links", ""),
            ("Copy to", "Bob <bob@example.org>"),
        ],
    );
    let letter = save(&mut pty, &sandbox);
    insta::assert_snapshot!(letter, @r#"
    X-Unsent: 1
    From: Ada Example <ada@example.org>
    To: optics@lists.example.org
    Cc: Bob <bob@example.org>
    Subject: [GSoC 2015] Whale oil
    Date: Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.4847680fec9161cece19@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello all,

    I am Ada Example; please call me Ada. I am writing about an idea of my
    own for GSoC 2015, "Whale oil", and would like a bite-size task to start
    with.

    The problem: It is dark.

    What I would change: It will not be.

    -- 
    Ada Example
    "#);
}

#[test]
fn a_finished_project_is_asked_about() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "keepers");
    pty.wait_asked("Write about it anyway [y/N]:");
    insta::assert_snapshot!(from(&pty, "Project"), @"
    Project: keepers-log: Keep the keeper's log in one place (finished)
    error: `keepers-log` is finished: done in 2014
    Write about it anyway [y/N]:
    ");
    pty.type_text("\r");
    choose(&mut pty, "? Project", "keepers");
    pty.wait_asked("Write about it anyway [y/N]:");
    pty.type_text("y\r");
    pty.wait_asked("Your name");
}

/// The home of a mentor with a student's mail in it.
fn of_grace() -> Sandbox {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    let letter = sandbox.output(&[
        "introduce",
        "wick-trimmer",
        "--name=Ada Example",
        "--email=ada@example.org",
        "--interest=X",
        "--so-far=Y",
        "--question=Which wicks are there?",
        "--date=2015-03-10T12:00:00+01:00",
        "--print",
    ]);
    sandbox.write("ada.eml", letter.stdout);
    sandbox
}

/// Grace's answer to Ada, with slips on the way to it.
fn at_the_answer(sandbox: &Sandbox) -> Pty {
    let mut pty = start(sandbox, &["--date", "2015-03-11T12:00:00+01:00"]);
    choose(&mut pty, "? What do you want to do", "answer a mail");
    answer(&mut pty, &[("Mail to answer", "none.eml")]);
    pty.change("Mail to answer", "none.eml", "ada.eml");
    choose(&mut pty, "? Task", "review");
    answer(&mut pty, &[("Your answer to the questions", "Three.")]);
    for (before, after) in [("2015-03-25", "soon"), ("soon", "2015-03-20")] {
        pty.change("Reserve the task until", before, after);
    }
    pty.wait_for("Delete it");
    pty
}

#[test]
fn a_mentor_is_guided_to_an_answer() {
    let sandbox = of_grace();
    let mut pty = at_the_answer(&sandbox);
    insta::assert_snapshot!("mentor-guided", from(&pty, "What do you want to do"));
    let answer = save(&mut pty, &sandbox);
    assert!(answer.contains("\nIn-Reply-To: <") && answer.contains("\nThree.\n"), "{answer}");
    insta::assert_snapshot!(sandbox.hide_home(&from(&pty, "What now")), @"
    What now: Save it as a file for your mail program
    File name: letter.eml
    note: wrote `letter.eml`
    note: open `letter.eml` in your mail program, and send it as plain text
    note: when you have sent it, run `onlist` again and say so
    ");
    assert!(kept(&sandbox).contains("handed-over"), "{}", kept(&sandbox));
}

#[test]
fn a_mentors_answer_is_kept_with_its_mail() {
    let sandbox = of_grace();
    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    choose(&mut pty, "? Task", "own words");
    answer(&mut pty, &[("The task", ""), ("The task", "Trim one.")]);
    pty.wait_asked("Your answer to the questions");
    pty.kill();
    fs::remove_file(sandbox.home().join("ada.eml")).expect("removed");
    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "reply-ada");
    answer(&mut pty, &[("Your answer to the questions", "Three.")]);
    pty.wait_offered("Reserve the task until", "");
    pty.key(Key::Enter);
    let answer = save(&mut pty, &sandbox);
    assert!(answer.contains("\n> Which wicks are there?\n") && answer.contains("\nTrim one.\n"), "{answer}");
}

#[test]
fn a_mail_about_nothing_known_asks_for_the_project() {
    let sandbox = of_grace();
    sandbox.write(
        "hello.eml",
        "From: Eve <eve@example.org>\nTo: users@lists.example.org\nSubject: hello\nMessage-ID: <1@example.org>\n\nCan I help?\n",
    );
    let mut pty = start(&sandbox, &["reply", "hello.eml"]);
    choose(&mut pty, "? Project", "none of these");
    choose(&mut pty, "? Task", "no task yet");
    answer(&mut pty, &[("Your answer to the questions", "Yes, with anything.")]);
    let answer = save(&mut pty, &sandbox);
    assert!(answer.contains("\nYes, with anything.\n") && !answer.contains("task"), "{answer}");
}

#[test]
fn esc_leaves_every_list() {
    let sandbox = of_grace();
    let student: &[(&str, &str)] = &[("? What do you want to do", "write a first\r"), ("? Project", "")];
    let mentor: &[(&str, &str)] = &[("? Task", "")];
    for (words, lists) in [
        (&[][..], &student[..1]),
        (&[], student),
        (&["introduce"], &student[1..]),
        (&["reply", "ada.eml"], mentor),
    ] {
        let mut pty = start(&sandbox, words);
        let (last, before) = lists.split_last().expect("a list");
        for (list, answer) in before {
            pty.wait_for(list);
            pty.type_text(answer);
        }
        pty.wait_for(last.0);
        pty.key(Key::Esc);
        if words.is_empty() && last.0 == "? Project" {
            pty.wait_for("? What do you want to do");
            pty.key(Key::Esc);
        }
        assert_eq!(pty.wait_exit(), 0, "{words:?}");
        assert!(!pty.cursor_hidden());
        assert_eq!(kept(&sandbox), "note: no saved letters\n", "{words:?}");
    }

    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "wick");
    answer(&mut pty, &PERSON[2..]);
    answer(&mut pty, &ANSWERS);
    choose(&mut pty, "? What now", "Change");
    pty.wait_for("? Which answer");
    pty.key(Key::Esc);
    pty.wait_gone("? Which answer");
    pty.wait_for("? What now");
    pty.key(Key::Esc);
    assert_eq!(pty.wait_exit(), 0);
    assert!(kept(&sandbox).contains("wick-trimmer"), "Esc at the review menu keeps the letter");
}

#[test]
fn a_mentor_goes_back_to_what_was_asked_alone() {
    let sandbox = of_grace();
    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    pty.wait_for("? Task");
    pty.key(Key::Esc);
    assert_eq!(pty.wait_exit(), 0);
    assert!(pty.screen().ends_with("note: nothing was written, and nothing is saved"), "{}", pty.screen());

    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    choose(&mut pty, "? Task", "no task");
    pty.wait_asked("Your answer to the questions (2 of 2)");
    pty.key(Key::Esc);
    pty.wait_for("? Task \u{203a}");
    drop(pty);

    let mut pty = start(&sandbox, &["introduce", "wick-trimmer"]);
    pty.wait_asked("What should people call you");
    for before in ["Your address", "Your name"] {
        pty.key(Key::Esc);
        pty.wait_for(before);
    }
    pty.key(Key::Esc);
    assert_eq!(pty.wait_exit(), 0);
    assert!(pty.screen().ends_with("note: nothing was written, and nothing is saved"), "{}", pty.screen());
}

#[test]
fn a_mentors_choices_are_kept_at_once_and_can_be_changed() {
    let sandbox = of_grace();
    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    choose(&mut pty, "? Task", "own words");
    pty.wait_asked("The task");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert_eq!(kept(&sandbox), "note: no saved letters\n", "a draft begins with the first answer");

    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    choose(&mut pty, "? Task", "review");
    answer(&mut pty, &[("Your answer to the questions", "Three.")]);
    pty.wait_offered("Reserve the task until", "");
    pty.key(Key::Enter);
    choose(&mut pty, "? What now", "Change");
    choose(&mut pty, "? Which answer", "Task");
    choose(&mut pty, "? Task", "own words");
    answer(&mut pty, &[("The task", "Trim one.")]);
    let answer = save(&mut pty, &sandbox);
    assert!(answer.contains("\nTrim one.\n") && !answer.contains("Review one patch\n"), "{answer}");
}

#[test]
fn a_private_mail_is_answered_on_a_list_without_its_text_and_subject() {
    let sandbox = of_grace();
    sandbox.write(
        "private.eml",
        "From: Eve <eve@example.org>\nTo: grace@example.org\nSubject: hello\nMessage-ID: <1@example.org>\n\nCan I help?\n",
    );
    let mut pty = start(&sandbox, &["reply", "private.eml"]);
    pty.wait_for("? How do you answer");
    pty.wait_settled();
    insta::assert_snapshot!(from(&pty, "The mail"), @"
    The mail
    From             Eve <eve@example.org>
    Date             unknown
    Subject          hello
    Project          not known: you are asked
    List             none: this mail was private. You are asked for the list

    What is asked
    - Can I help?

    What was written
    Can I help?

    warning: this makes it public that Eve wrote to you; neither the text nor the
             subject of this mail goes to the list
    ? How do you answer ›
    ❯ answer on the list
      ask Eve to write there
    ");
    pty.type_text("\r");
    choose(&mut pty, "? Project", "none of these");
    answer(&mut pty, &[("List", "nowhere")]);
    pty.wait_for("error: `nowhere` is not a list of the catalog");
    pty.change("List", "nowhere", "optics");
    choose(&mut pty, "? Task", "no task yet");
    answer(&mut pty, &[("Your answer to the questions", "Yes.")]);
    let answer = save(&mut pty, &sandbox);
    assert!(answer.contains("\nCc: optics@lists.example.org\n"), "{answer}");
    assert!(!answer.contains("hello\n") && !answer.contains("Can I help"), "{answer}");
}

#[test]
fn an_error_leaves_the_review_only_with_a_reason() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["--date", "2015-03-10T12:00:00+01:00"]);
    write(&mut pty);
    choose(&mut pty, "? What now", "Change");
    choose(&mut pty, "? Which answer", "Why this project");
    pty.change("Why this project", "lamp.", "[Your reason here]");
    // It is said at once; given once more, it is what is wanted.
    pty.wait_for("or press Enter to keep it");
    pty.wait_offered("Why this project", "[Your reason here]");
    pty.key(Key::Enter);
    pty.wait_for("error[F12]");
    choose(&mut pty, "? What now", "Save");
    answer(&mut pty, &[("Reason to send anyway", "")]);
    choose(&mut pty, "? What now", "Save");
    answer(&mut pty, &[("Reason to send anyway", "It is the name of a paper.")]);
    pty.change("File name", ".eml", "letter.eml");
    end(&mut pty, &sandbox);
    assert!(sandbox.read("letter.eml").contains("[Your reason here]"));
}

#[test]
fn where_nothing_can_be_kept_nothing_is_said_to_be_kept() {
    let sandbox = Sandbox::of_ada();
    fs::create_dir_all(sandbox.home().join(".local/state")).expect("folders are made");
    symlink("/no/such/folder", sandbox.home().join(".local/state/onlist")).expect("a link is made");
    let mut pty = Pty::start_in(&sandbox, &["onlist", "introduce", "wick-trimmer"], Options::default());
    pty.answer("What should people call you", "Ada");
    assert_eq!(pty.wait_exit(), 73, "{}", pty.screen());
    assert!(pty.screen().contains("cannot create") && !pty.screen().contains("saved"), "{}", pty.screen());
}
