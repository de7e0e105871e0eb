//! The guided way to letters that are no student's, and to a mentor's own paragraphs.
#![cfg(unix)]

use crate::support::{Options, Pty, Sandbox};

/// The moment of every run.
const NOW: &str = "2015-03-10T12:00:00+01:00";

fn start(sandbox: &Sandbox, words: &[&str]) -> Pty {
    let options = Options { columns: 80, rows: 40, ..Options::default() };
    Pty::start_in(sandbox, &[&["onlist", "--date", NOW], words].concat(), options)
}

fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(list);
    pty.type_text(&format!("{words}\r"));
}

/// The screen from the last row that begins with `text` on.
fn from(pty: &Pty, text: &str) -> String {
    pty.wait_settled();
    let screen = pty.screen();
    let rows: Vec<_> = screen.lines().collect();
    let start = rows.iter().rposition(|row| row.starts_with(text)).expect("on the screen");
    rows[start..].join("\n")
}

fn answer(pty: &mut Pty, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        pty.answer(question, answer);
    }
}

#[test]
fn a_bug_is_reported_from_the_list_of_projects() {
    let sandbox = Sandbox::of_ada().joined();
    let mut pty = start(&sandbox, &["introduce"]);
    choose(&mut pty, "? Project", "report a bug");
    answer(
        &mut pty,
        &[
            ("What should people call you", ""),
            ("Where are you from", ""),
            ("What does not work", "The lamp goes out in the wind. It did so twice."),
            ("Which list", "lamp-devl"),
        ],
    );
    pty.wait_for("error: no list `lamp-devl`");
    assert!(!pty.screen().contains("--list"), "{}", pty.screen());
    // The wrong answer stands there to be changed.
    pty.type_text("\u{15}lamp-devel\r");
    answer(&mut pty, &[("How can others see it", ""), ("Your question", ""), ("Links", ""), ("Copy to", "")]);
    pty.wait_for("? What now");
    insta::assert_snapshot!("bug-guided", from(&pty, "Your letter"));
}

#[test]
fn an_offer_to_mentor_is_chosen_and_resumed() {
    let sandbox = Sandbox::of_ada().joined();
    let mut pty = start(&sandbox, &["introduce"]);
    choose(&mut pty, "? Project", "offer to mentor");
    choose(&mut pty, "? What would you mentor", "wick");
    answer(
        &mut pty,
        &[
            ("What should people call you", "Ada"),
            ("Where are you from", ""),
            ("Why would you mentor this", "I have trimmed wicks for ten years."),
        ],
    );
    pty.wait_for("Your question");
    pty.type_text("\u{3}");
    pty.wait_exit();
    insta::assert_snapshot!("mentoring-kept", sandbox.run("drafts --date 2015-03-10T12:00:00+01:00"));

    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "continue mentor");
    pty.wait_for("Your offer to mentor");
    answer(
        &mut pty,
        &[
            ("Your question", ""),
            ("Your time zone", ""),
            ("When do you have time", ""),
            ("Links", ""),
            ("Copy to", ""),
        ],
    );
    pty.wait_for("? What now");
    insta::assert_snapshot!("mentoring-guided", from(&pty, "Your letter"));
}

#[test]
fn a_paragraph_of_ones_own_is_offered_filled_in_and_can_be_changed() {
    let sandbox = Sandbox::settled(
        "[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n\
         [answers]\nwelcome = \"Welcome, {{ call_me }}!\"\n",
    );
    let letter = sandbox.output(&[
        "introduce",
        "wick-trimmer",
        "--name",
        "Ada Example",
        "--email",
        "ada@example.org",
        "--interest",
        "I like it.",
        "--so-far",
        "I have built it.",
        "--question",
        "Which wicks are there?",
        "--date",
        NOW,
        "--print",
    ]);
    sandbox.write("ada.eml", letter.stdout);
    let mut pty = start(&sandbox, &["reply", "ada.eml"]);
    choose(&mut pty, "? Task", "no task");
    choose(&mut pty, "? How do you answer", "welcome");
    pty.wait_for("Your answer to the questions");
    pty.wait_for("Welcome, Ada!");
    pty.type_text(" All of them are round.\r");
    pty.wait_for("? What now");
    insta::assert_snapshot!("own-paragraph", from(&pty, "Your letter"));
    pty.type_text("Keep\r");
    pty.wait_exit();

    // The mail is shown again when the answer is taken up.
    let mut pty = start(&sandbox, &[]);
    choose(&mut pty, "? What do you want to do", "continue reply");
    pty.wait_for("? What now");
    assert!(pty.raw().contains("What is asked"), "{}", pty.screen());
}
