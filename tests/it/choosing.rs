//! Choosing: what to begin, a project, a letter to go on with, and a mentor's first look at a mail.
#![cfg(unix)]

use crate::support::{Key, Options, Pty, Sandbox};

/// The moment of every run.
const NOW: &str = "2015-03-10T12:00:00+01:00";

fn on(columns: u16, rows: u16) -> Options {
    Options { columns, rows, ..Options::default() }
}

fn start(sandbox: &Sandbox, words: &[&str], options: Options) -> Pty {
    Pty::start_in(sandbox, &[&["onlist", "--date", NOW], words].concat(), options)
}

/// Chooses from a list by words.
fn choose(pty: &mut Pty, list: &str, words: &str) {
    pty.wait_for(list);
    pty.type_text(&format!("{words}\r"));
}

/// The rows of the list.
fn rows(pty: &Pty) -> Vec<String> {
    let screen = pty.screen();
    let rows =
        screen.lines().skip_while(|row| !row.starts_with("? ")).skip(1).take_while(|row| !row.is_empty());
    rows.map(|row| row.chars().skip(2).collect::<String>()).collect()
}

/// The screen from the last row that begins with `text` on.
fn from(pty: &Pty, text: &str) -> String {
    let screen = pty.screen();
    let rows: Vec<_> = screen.lines().collect();
    let start = rows.iter().rposition(|row| row.starts_with(text)).expect("on the screen");
    rows[start..].join("\n")
}

fn kept(sandbox: &Sandbox) -> String {
    sandbox.run("drafts").replace("$ onlist drafts\n", "")
}

#[test]
fn projects_show_what_the_width_allows_and_what_the_marked_one_is_about() {
    for (columns, rows) in [(40, 20), (80, 24), (120, 40)] {
        let sandbox = Sandbox::settled("");
        let mut pty = start(&sandbox, &["introduce"], on(columns, rows));
        pty.wait_for("? Project");
        pty.key(Key::Down);
        pty.wait_for("\u{276f} fresnel");
        pty.wait_settled();
        insta::assert_snapshot!(format!("{columns}x{rows}-projects"), from(&pty, "? Project"));
    }
}

#[test]
fn a_search_finds_what_is_not_on_the_screen_and_an_own_idea_is_always_there() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["introduce"], on(80, 24));
    pty.wait_for("? Project");
    pty.wait_settled();
    let all = rows(&pty);
    let place = |text: &str| all.iter().position(|row| row.contains(text)).expect("there");
    assert!(place("my own idea") < place("(finished)"), "{all:#?}");
    assert!(all.iter().rev().take_while(|row| row.contains("(finished)")).count() > 0, "{all:#?}");
    for (search, found) in [
        ("hard", "fresnel-for-humans"),
        ("geometry", "fresnel-for-humans"),
        ("ships looking", "wick-trimmer"),
        ("grace horn", "fog-horn"),
        ("optics hard", "fresnel-for-humans"),
    ] {
        pty.type_text(&format!("\x15{search}"));
        pty.wait_for(&format!("{search}\n\u{276f} {found}"));
        pty.wait_settled();
        let shown = rows(&pty);
        assert!(shown[1..].iter().any(|row| row.starts_with("my own idea")), "{search}: {shown:#?}");
    }
    pty.type_text("\x15zebra");
    pty.wait_for("zebra\n\u{276f} my own idea");
    pty.wait_settled();
    assert_eq!(rows(&pty).len(), 1);
}

#[test]
fn a_search_of_any_length_leaves_what_is_above_it() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["introduce"], on(40, 30));
    pty.wait_for("? Project");
    let above: Vec<_> =
        pty.screen().lines().take_while(|row| !row.starts_with('?')).map(str::to_owned).collect();
    assert!(!above.is_empty());
    // Letter by letter, so that the search ends at each column once.
    for letter in "the wick is trimmed once a day with the lamp out and it burns all night long".chars() {
        pty.type_text(&letter.to_string());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    pty.wait_for("long\n");
    pty.key(Key::Esc);
    pty.wait_gone("? Project");
    assert!(pty.screen().starts_with(&above.join("\n")), "{}", pty.screen());
}

#[test]
fn a_look_at_a_project_keeps_nothing_and_esc_leads_back_to_the_list() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &[], on(80, 60));
    choose(&mut pty, "? What do you want to do", "write a first");
    choose(&mut pty, "? Project", "wick");
    pty.wait_asked("Your name");
    pty.key(Key::Esc);
    pty.wait_for("? Project");
    pty.type_text("fog\r");
    pty.wait_asked("Your name");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert_eq!(kept(&sandbox), "note: no saved letters\n");
}

#[test]
fn a_project_that_is_written_about_offers_to_go_on() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, &["introduce", "wick-trimmer"], on(80, 60));
    pty.answer("Your name", "Ada Example");
    pty.answer("Your address", "ada@example.org");
    pty.wait_asked("What should people call you");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);

    let catalog = sandbox.read(".config/onlist/catalog.toml");
    let changed = catalog.replace("Trim the wick while the lamp burns", "Trim the wick by night");
    let changed = changed.replacen("mentors = [\"grace\", \"jay\"]", "mentors = [\"grace\"]", 1);
    sandbox.write(".config/onlist/catalog.toml", changed);
    let later = ["onlist", "introduce", "wick-trimmer", "--date", "2015-03-13T12:00:00+01:00"];
    let mut pty = Pty::start_in(&sandbox, &later, on(80, 60));
    pty.wait_for("? What do you want to do");
    pty.wait_settled();
    insta::assert_snapshot!(from(&pty, "note: you have"), @"
    note: you have 1 saved letter about `wick-trimmer`
    ? What do you want to do ›
    ❯ continue wick-trimmer, from 10 March 2015, 12:00
      write another one
    ");
    pty.key(Key::Enter);
    pty.wait_asked("What should people call you");
    insta::assert_snapshot!(from(&pty, "What do you want to do"), @r#"
    What do you want to do: continue wick-trimmer, from 10 March 2015, 12:00

    Your letter about "Trim the wick by night"
    Draft `wick-trimmer`, last changed 3 days ago.
    Answered: "Your name" and "Your address".
    Missing: "Why this project", "What have you done so far" and "Your question".
    Optional: "What should people call you", "Where are you from", "Your time zone",
    "When do you have time", "Links" and "Copy to".
    note: changed in the catalog: the title, from `Trim the wick while the lamp
          burns` to `Trim the wick by night`
    note: changed in the catalog: whom the letter goes to, from
          `lamp-devel@lists.example.org, Grace Example <grace@example.org> and J. R.
          Example <jay@example.org>` to `lamp-devel@lists.example.org and Grace
          Example <grace@example.org>`

    Esc goes back to the question before; ^C saves your answers and quits.

    For example, your first name.
    Optional: press Enter to skip.
    What should people call you (3 of 11):
    "#);
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);

    let mut pty = Pty::start_in(&sandbox, &later, on(80, 60));
    choose(&mut pty, "? What do you want to do", "another");
    pty.answer("Your name", "Eve Example");
    pty.wait_asked("Your address");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    assert!(kept(&sandbox).contains("wick-trimmer-2"), "{}", kept(&sandbox));
}

/// A mail that a mentor got, and a student may check.
const MAIL: &str = "From: Eve Example <eve@example.org>\nTo: lamp-devel@lists.example.org\nSubject: [GSoC 2015] Trim the wick while the lamp burns\nMessage-ID: <1@example.org>\nDate: Tue, 10 Mar 2015 10:00:00 +0100\n\nHello Grace,\n\nI have built the lamp and trimmed a wick by hand, which took an hour. I would like to work on \"Trim the wick while the lamp burns\".\n\nWhich wicks are there?\n";

/// A run without settings, at the first screen, and how many answers it was given.
struct Newcomer {
    pty: Pty,
    answers: usize,
}

impl Newcomer {
    fn at_the_first_screen(sandbox: &Sandbox) -> Self {
        Self { pty: start(sandbox, &[], on(80, 120)), answers: 0 }
    }

    fn choose(&mut self, list: &str, words: &str) {
        choose(&mut self.pty, list, words);
        self.answers += 1;
    }

    /// Answers that are not the letter's own end here, with what was wanted.
    fn reached(&self, what: &str) {
        self.pty.wait_for(what);
        assert!(self.answers <= 4, "{} answers", self.answers);
    }
}

/// A home without an identity.
fn without_identity() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("lantern.toml", include_str!("../support/catalog.toml"));
    sandbox.write(".config/onlist/config.toml", "catalog = \"../../lantern.toml\"\n");
    sandbox
}

#[test]
fn the_ideas_are_reached_in_four_answers() {
    let sandbox = without_identity();
    let mut newcomer = Newcomer::at_the_first_screen(&sandbox);
    newcomer.pty.wait_for("answer a mail");
    insta::assert_snapshot!(newcomer.pty.screen(), @"
    ? What do you want to do ›
    ❯ see the project ideas
      write a first letter to a list
      check a mail I have
      answer a mail I got
    ");
    newcomer.choose("? What do you want to do", "ideas");
    newcomer.choose("? Project", "wick");
    newcomer.reached("Bite-size tasks that fit");
}

#[test]
fn a_mail_is_checked_in_four_answers() {
    let sandbox = without_identity();
    let mut newcomer = Newcomer::at_the_first_screen(&sandbox);
    newcomer.choose("? What do you want to do", "check");
    newcomer.pty.wait_asked("Mail to check");
    newcomer.pty.paste(MAIL);
    newcomer.pty.wait_for("Which wicks are there?");
    newcomer.pty.key(Key::Enter);
    newcomer.answers += 1;
    newcomer.reached("your mail: ");
    assert_eq!(newcomer.pty.wait_exit(), 0);
    insta::assert_snapshot!(from(&newcomer.pty, "Which wicks"), @r#"
    Which wicks are there?

    error[A02]: Grace Example and J. R. Example, mentors of the project, do not get
                this mail (mentor-missing)
     --> your mail:2:5
      |
    2 | To: lamp-devel@lists.example.org
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: copy Grace Example <grace@example.org> and J. R. Example
              <jay@example.org>

    warning[A21]: nobody knows here whether you are subscribed to lamp-
                  devel@lists.example.org: a stranger's post may be held (maybe-
                  held)
     --> your mail:2:5
      |
    2 | To: lamp-devel@lists.example.org
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: subscribe first, or be patient until a moderator lets it through

    info[A13]: GSoC 2015 did not accept Lantern; other organisations host projects
               that have to do with lamps (not-open)
     --> your mail:3:10
      |
    3 | Subject: [GSoC 2015] Trim the wick while the lamp burns
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: other places: Beacon: write to beacon-devel first

    warning[C02]: the text does not say the writer's name (writer-unnamed)
    --> your mail:7
     = hint: say who you are and what you want to be called

    warning[C03]: the text does not name the programme, Google Summer of Code
                  (programme-unnamed)
    --> your mail:7
     = hint: say that you write because of GSoC 2015

    warning[C05]: nothing shows what you have done so far: no link, command, file,
                  version or commit (no-step-taken)
    --> your mail:7
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C08]: this community hands out small tasks on request, and none is asked
                  for (task-policy)
    --> your mail:7
     = hint: ask the mentor for a bite-size task

    warning[C10]: the letter has 34 words; 60 to 350 are usual (letter-length)
    --> your mail:7
     = hint: say what you have done so far, and what you would like to know

    warning[F02]: this line has 131 columns (line-width)
     --> your mail:9:77
      |
    9 | ... I would like to work on "Trim the wick while the lamp burns".
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: wrap prose at 72 columns; `onlist check --fix` does it

    your mail: 1 error and 7 warnings
    "#);
}

#[test]
fn a_first_letter_is_saved_in_four_answers_besides_its_own() {
    let sandbox = without_identity();
    let mut newcomer = Newcomer::at_the_first_screen(&sandbox);
    newcomer.choose("? What do you want to do", "write");
    newcomer.choose("? Project", "wick");
    let own = [
        "Ada Example",
        "ada@example.org",
        "",
        "",
        "I like lamps.",
        "I built commit 1a2b3c4d.",
        "Which wicks?",
        "",
        "",
        "",
        "",
    ];
    for (at, answer) in own.iter().enumerate() {
        newcomer.pty.wait_for(&format!("({} of 11):", at + 1));
        newcomer.pty.type_text(&format!("{answer}\r"));
    }
    newcomer.choose("? What now", "Save");
    newcomer.pty.change("File name", ".eml", "letter.eml");
    newcomer.answers += 1;
    newcomer.reached("wrote `letter.eml`");
}

#[test]
fn an_answer_is_saved_in_four_answers_besides_its_own() {
    let sandbox = without_identity();
    sandbox.write("eve.eml", MAIL);
    let mut newcomer = Newcomer::at_the_first_screen(&sandbox);
    newcomer.choose("? What do you want to do", "answer");
    newcomer.pty.answer("Mail to answer", "eve.eml");
    newcomer.answers += 1;
    choose(&mut newcomer.pty, "? Task", "no task");
    for (question, answer) in
        [("Your name", "Grace Example"), ("Your address", "grace@example.org"), ("Your answer", "Three.")]
    {
        newcomer.pty.answer(question, answer);
    }
    newcomer.choose("? What now", "Save");
    newcomer.pty.change("File name", ".eml", "answer.eml");
    newcomer.answers += 1;
    newcomer.reached("wrote `answer.eml`");
    assert!(sandbox.read("answer.eml").contains("> Which wicks are there?"));
}

#[test]
fn a_mentor_sees_the_mail_first() {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    sandbox.write("eve.eml", MAIL);
    let private = MAIL.replace("To: lamp-devel@lists.example.org", "To: grace@example.org");
    sandbox.write(
        "private.eml",
        private.replace("[GSoC 2015] Trim the wick while the lamp burns", "between us"),
    );

    let pty = start(&sandbox, &["reply", "eve.eml"], on(80, 40));
    pty.wait_for("? Task");
    pty.wait_settled();
    insta::assert_snapshot!("card-of-a-mail-to-the-list", pty.screen());

    let pty = start(&sandbox, &["reply", "private.eml"], on(40, 40));
    pty.wait_for("? How do you answer");
    pty.wait_settled();
    insta::assert_snapshot!("card-of-a-private-mail", pty.screen());

    let mut pty = start(&sandbox, &["reply", "private.eml"], on(80, 60));
    choose(&mut pty, "? How do you answer", "ask Eve");
    assert_eq!(pty.wait_exit(), 0);
    insta::assert_snapshot!(from(&pty, "note: send this"), @r"
    note: send this from your mail program:

    Hello Eve,

    thank you for your mail. We talk about Lantern in public, so that others
    can help, and can read the answer later. Could you please send it to

      lamp-devel@lists.example.org

    and copy me? I will answer you there.

    Grace Example
    ");
    assert_eq!(kept(&sandbox), "note: no saved letters\n");

    let mut pty = start(&sandbox, &["reply", "private.eml"], on(80, 60));
    choose(&mut pty, "? How do you answer", "on the list");
    choose(&mut pty, "? Task", "no task");
    pty.answer("Your answer", "Three.");
    choose(&mut pty, "? What now", "Save");
    pty.change("File name", ".eml", "answer.eml");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let answer = sandbox.read("answer.eml");
    assert!(answer.contains("Subject: Re: [GSoC 2015] Trim the wick while the lamp burns"), "{answer}");
    assert!(!answer.contains("between us") && !answer.contains("trimmed a wick"), "{answer}");
    assert!(answer.contains("In-Reply-To: <1@example.org>"), "{answer}");
}
