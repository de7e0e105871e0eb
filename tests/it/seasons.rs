//! Seasons end: said everywhere, and a clear stop before sending.
#![cfg(unix)]

use crate::support::smtp::Script;
use crate::support::{Options, Pty, Sandbox, Student};

/// Eleven years after the season of the catalog, and days from the clock: that is said, whenever this is run.
const LATE: &str = "--date 2026-11-20T12:00:00+01:00";
const OVER: &str = "GSoC 2015 is over, 11 years ago: mentors may not answer";

/// What a first letter says.
const SAID: &str = "--interest 'My grandmother kept a lamp.' --so-far 'I have built lantern 2.1.' \
                    --question 'Which wicks are there?'";

/// The catalog of the tests, whose season ends with its year.
fn catalog() -> String {
    include_str!("../support/catalog.toml").replace("ends = 2099-12-31\n", "")
}

fn student() -> Student {
    let student = Student::of(Script::new());
    student.sandbox.write(".config/onlist/catalog.toml", catalog());
    student
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::of_ada();
    sandbox.write(".config/onlist/catalog.toml", catalog());
    sandbox
}

/// Standard output and standard error of a run.
fn ends(sandbox: &Sandbox, line: &str) -> (String, String) {
    let words = shlex::split(line).expect("quotes are closed");
    let output = sandbox.output(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn every_page_says_it_beside_its_data() {
    let sandbox = sandbox();
    let draft = format!("introduce wick-trimmer {SAID}");
    for line in [
        "projects",
        "projects --json",
        "show wick-trimmer",
        "show wick-trimmer --json",
        "guide",
        "guide wick-trimmer --json",
        &format!("{draft} --print"),
        &format!("{draft} --json"),
        &format!("{draft} --save letter.eml"),
        &format!("{draft} --mailto"),
        &format!("{draft} --keep"),
    ] {
        let (data, words) = ends(&sandbox, &format!("{line} {LATE}"));
        assert_eq!(words.matches(&format!("warning: {OVER}\n")).count(), 1, "{line}: {words}");
        let in_json = line.ends_with("--json") && data.contains(OVER);
        assert!(!data.contains("is over") || in_json, "{line}: {data}");
        let (_, words) = ends(&sandbox, &format!("{line} --date 2015-03-10T12:00:00+01:00 --force"));
        assert!(!words.contains("is over"), "{line}: {words}");
    }
}

#[test]
fn a_guide_drops_what_is_over() {
    let sandbox = Sandbox::new();
    let (then, _) = ends(&sandbox, "guide --date 2015-03-10T12:00:00+01:00");
    let (now, _) = ends(&sandbox, &format!("guide {LATE}"));
    for gone in ["melange", "freenode", "community manager", "before applications open"] {
        assert!(then.contains(gone) && !now.contains(gone), "{gone}: {now}");
    }
    assert!(now.contains("To do\n[ ] Choose a project"), "{now}");
}

#[test]
fn nothing_is_sent_without_a_word_and_both_calls_that_are_named_work() {
    let student = student();
    let call = format!("introduce wick-trimmer {SAID} --send --yes {LATE}");
    let seen = student.run(&call);
    insta::assert_snapshot!(seen, @r"
    $ onlist introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built lantern 2.1.' --question 'Which wicks are there?' --send --yes --date 2026-11-20T12:00:00+01:00
    warning[C10]: the letter has 14 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    error: nothing was sent: GSoC 2015 is over, 11 years ago: mentors may not answer [over]
    hint: send it to yourself first: `onlist introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built lantern 2.1.' --question 'Which wicks are there?' --date 2026-11-20T12:00:00+01:00 --print | onlist --date 2026-11-20T12:00:00+01:00 rehearse - --yes`
          send it anyway: `onlist introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built lantern 2.1.' --question 'Which wicks are there?' --send --yes --date 2026-11-20T12:00:00+01:00 --anyway`
    [exit status: 65]
    ");
    assert!(student.server.connections().is_empty());
    let calls: Vec<_> = seen.split('`').skip(1).step_by(2).filter(|it| it.starts_with("onlist")).collect();
    for (call, to) in calls
        .iter()
        .zip(["ada@example.org", "lamp-devel@lists.example.org grace@example.org jay@example.org"])
    {
        let mut command = student.sandbox.command(&[]);
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", call]).current_dir(student.sandbox.home()).env_clear();
        shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env_clear();
        let output = shell.output().expect("a shell");
        assert!(output.status.success(), "{call}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(student.delivered().last().map(String::as_str), Some(to), "{call}");
    }
    assert_eq!(calls.len(), 2);
}

#[test]
fn several_things_are_named_one_by_one() {
    let student = student();
    let sent =
        student.run(&format!("introduce wick-trimmer {SAID} --send --yes --date 2015-03-10T12:00:00+01:00"));
    assert!(sent.contains("sent: localhost"), "{sent}");
    let call = format!("introduce wick-trimmer {SAID} --send --yes {LATE}");
    for flag in ["", "--anyway", "--anyway=over", "--anyway=written-before"] {
        let seen = student.run(&format!("{call} {flag}"));
        assert!(seen.contains("[over]") && seen.contains("[written-before]"), "{flag}: {seen}");
        assert!(seen.contains("--anyway=over,written-before`\n[exit status: 65]"), "{flag}: {seen}");
    }
    let seen = student.run(&format!("{call} --anyway=over,written-before"));
    assert!(seen.contains(&format!("note: {OVER}\n")) && seen.contains("sent: localhost"), "{seen}");
    assert_eq!(student.delivered().len(), 2);
}

#[test]
fn letters_that_wait_are_asked_again() {
    let student = student();
    let keep = format!("introduce wick-trimmer {SAID} --keep --date 2015-03-10T12:00:00+01:00");
    assert!(student.run(&keep).contains("saved as draft"));
    let seen = student.run(&format!("send wick-trimmer --yes {LATE}"));
    assert!(seen.contains("[over]") && seen.contains("`onlist rehearse wick-trimmer --date"), "{seen}");
    let print = format!("introduce wick-trimmer {SAID} --save letter.eml --date 2015-03-10T12:00:00+01:00");
    student.run(&print);
    let seen = student.run(&format!("send letter.eml --yes --allow F18 {LATE}"));
    assert!(seen.contains("[over]"), "{seen}");
    assert!(student.server.connections().is_empty());
}

#[test]
fn in_its_season_the_shipped_catalog_is_sent_with_yes_alone() {
    let sandbox = Sandbox::new();
    let call = "introduce rump-stubdom --name 'Ada Example' --email ada@example.org --interest 'I port kernels for fun.' \
        --so-far 'I have built Xen 4.5 and read tools/xenstore.' --question 'Which parts of newlib are used today?' \
        --date 2015-03-10T12:00:00+01:00";
    let seen = sandbox.run(&format!("{call} --sendmail true --yes"));
    assert!(seen.contains("note: sent: `true` accepted it for 2 recipients"), "{seen}");
    assert!(seen.contains("note: GSoC 2015 did not accept the Xen Project"), "{seen}");
    assert!(
        seen.contains("its date is 10 March 2015: more than a day from the clock of this computer"),
        "{seen}"
    );
    assert!(!seen.contains("exit status"), "{seen}");
}

/// The screen in front of a season that is over.
fn stop(columns: u16, rows: u16) -> String {
    let mut student = student();
    student.sandbox = student.sandbox.joined();
    let call = format!("introduce wick-trimmer {SAID} --send {LATE}");
    let words = shlex::split(&format!("onlist {call}")).expect("quotes are closed");
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let options = || Options { columns, rows, ..Options::default() };
    let mut pty = Pty::start_in(&student.sandbox, &words, options());
    pty.wait_for("Go back");
    let screen = pty.screen();
    pty.type_text("rehearsal\r");
    pty.wait_for("--got");
    pty.wait_for("Go back");
    assert_eq!(student.delivered(), ["ada@example.org"]);
    pty.type_text("same\r");
    pty.wait_for("Type `GSoC 2015`");
    pty.wait_settled();
    pty.type_text("gsoc 2016\r");
    pty.wait_for("error: `gsoc 2016` is not `GSoC 2015`:");
    pty.wait_settled();
    pty.type_text("\r");
    pty.wait_for("Go back");
    pty.wait_settled();
    let again = pty.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(again.contains(OVER) && again.contains("❯ Send it all the same"), "{again}");
    assert_eq!(student.delivered().len(), 1, "{}", pty.screen());
    pty.type_text("same\r");
    pty.wait_gone("Save it");
    pty.wait_settled();
    pty.type_text("GSoC 2015\r");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert_eq!(student.delivered().len(), 2);
    student.hide(&screen)
}

#[test]
fn the_confirm_screen_stops_on_a_usual_screen() {
    insta::assert_snapshot!(stop(80, 24), @r#"
      Grace Example <grace@example.org> (mentor), address last confirmed in February
      2014 (12 years ago)
      J. R. Example <jay@example.org> (mentor)

    note: GSoC 2015 did not accept Lantern; other organisations host projects that
          have to do with lamps
    note: sending via localhost:PORT, unencrypted
    note: its date is 20 November 2026: more than a day from the clock of this
          computer
    note: lamp-devel@lists.example.org: This list is public. Your name, address and
          letter stay in its archive for good.
    note: Grace Example <grace@example.org>: address last confirmed in February 2014
          (12 years ago)
    note: J. R. Example <jay@example.org>: nobody knows when this address was last
          confirmed
    warning: These are ideas of the community "Lantern". GSoC 2015 is over, 11 years
             ago: mentors may not answer.
    ? What now ›
    ❯ Send a rehearsal to myself alone
      Save it as a file for my mail program
      Open it in my mail program
      Look at another catalog
      Send it all the same
      Go back, send nothing
    "#);
}

#[test]
fn the_confirm_screen_stops_on_a_small_screen() {
    insta::assert_snapshot!(stop(40, 20), @r#"
          list is public. Your name, address
          and letter stay in its archive for
          good.
    note: Grace Example <grace@example.org>:
          address last confirmed in February
          2014 (12 years ago)
    note: J. R. Example <jay@example.org>:
          nobody knows when this address was
          last confirmed
    warning: These are ideas of the
             community "Lantern". GSoC 2015
             is over, 11 years ago: mentors
             may not answer.
    ? What now ›
    ❯ Send a rehearsal to myself alone
      Save it as a file for my mail program
      Open it in my mail program
      Look at another catalog
      Send it all the same
      Go back, send nothing
    "#);
}

#[test]
fn the_stop_comes_before_an_account_is_set_up() {
    for words in [&["drafts", "edit", "wick-trimmer"][..], &["send", "wick-trimmer"]] {
        let sandbox = Sandbox::of_ada().joined();
        sandbox.write(".config/onlist/catalog.toml", catalog());
        sandbox.run(&format!("introduce wick-trimmer {SAID} --keep {LATE}"));
        let words = [&["onlist"], words, &["--date", "2026-11-20T12:00:00+01:00"]].concat();
        let mut pty =
            Pty::start_in(&sandbox, &words, Options { columns: 80, rows: 60, ..Options::default() });
        if words[1] == "drafts" {
            for question in crate::support::OPTIONAL {
                pty.answer(question, "");
            }
            pty.choose("What now", "Send");
        }
        pty.wait_for("Go back, send nothing");
        assert!(!pty.screen().contains("account"), "{}", pty.screen());
        // A copy to oneself needs an account as well.
        pty.type_text("rehearsal\r");
        pty.wait_asked("Set up an account now");
        pty.type_text("n\r");
        pty.wait_for("Go back, send nothing");
        pty.wait_settled();
        pty.type_text("same\r");
        pty.answer("Type `GSoC 2015` to send it", "gsoc 2015");
        pty.answer("Set up an account now", "");
        pty.answer("Ask the network who the mail provider", "n");
        pty.choose("Send letters with", "another sendmail");
        pty.answer("Command", "true");
        pty.answer("Write this to", "");
        pty.answer("Test it now", "n");
        pty.answer("Send it to 3 recipients", "y");
        assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
        assert!(pty.screen().contains("sent: `true` accepted it for 3 recipients"), "{}", pty.screen());
    }
}

#[test]
fn a_letter_that_leaves_by_hand_from_the_stop_has_a_story_too() {
    let student = student();
    student.sandbox.join();
    student.run(&format!("introduce wick-trimmer {SAID} --keep {LATE}"));
    let words = ["onlist", "drafts", "edit", "wick-trimmer", "--date", "2026-11-20T12:00:00+01:00"];
    let mut pty =
        Pty::start_in(&student.sandbox, &words, Options { columns: 80, rows: 60, ..Options::default() });
    for question in crate::support::OPTIONAL {
        pty.answer(question, "");
    }
    pty.choose("What now", "Send");
    pty.wait_for("Go back, send nothing");
    pty.type_text("save it\r");
    pty.change("File name", "letter.eml", "own.eml");
    pty.wait_for("when you have sent it, run `onlist` again and say so");
    pty.choose("What now", "Keep");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    let contacts = student.run(&format!("contacts --json {LATE}"));
    assert!(contacts.contains("\"state\": \"handed-over\""), "{contacts}");
}

#[test]
fn the_list_of_projects_leaves_the_line_on_a_small_screen() {
    let sandbox = Sandbox::of_ada();
    std::fs::remove_file(sandbox.home().join(".config/onlist/config.toml")).expect("there");
    for (columns, rows) in [(40, 20), (80, 24), (120, 40)] {
        let options = Options { columns, rows, ..Options::default() };
        let mut pty = Pty::start_in(&sandbox, &["onlist", "--date", "2026-11-20T12:00:00+01:00"], options);
        pty.wait_for("What do you want to do");
        pty.type_text("write a first\r");
        pty.wait_for("intel-quickdata");
        let screen = pty.screen();
        let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("GSoC 2015 is over, 11 years ago: mentors may not answer"), "{screen}");
    }
}

#[test]
fn other_places_of_the_page_are_chosen_like_projects() {
    let sandbox = Sandbox::of_ada();
    sandbox.write(".config/onlist/catalog.toml", catalog().replace(
        "redirects = [{ name = \"Beacon\", how = \"write to beacon-devel first\", lines = [7, 7] }]",
        "redirects = [{ name = \"Beacon\", how = \"write to beacon-devel\", address = \"beacon-devel@lists.example.org\" }, \
         { name = \"Torch\", how = \"ask in its forum\", url = \"https://torch.example.org/\" }]",
    ));
    let options = Options { columns: 80, rows: 120, ..Options::default() };
    let mut pty = Pty::start_in(&sandbox, &["onlist", "--date", "2026-11-20T12:00:00+01:00"], options);
    pty.wait_for("What do you want to do");
    pty.type_text("write a first\r");
    pty.wait_for(OVER);
    pty.wait_for("elsewhere, Torch");
    pty.type_text("torch\r");
    pty.wait_for("takes no mail");
    pty.wait_for("? Project");
    pty.wait_settled();
    pty.type_text("beacon\r");
    for (question, answer) in [
        ("What should people call you", ""),
        ("Where are you from", ""),
        ("Title of your idea", "A brighter beacon"),
        ("What is the problem", "It is too dark."),
        ("What would you change", "More light."),
        ("What exists already", ""),
        ("What help do you need", ""),
        ("Your time zone", ""),
        ("When do you have time", ""),
        ("Links", ""),
        ("Copy to", ""),
    ] {
        pty.answer(question, answer);
    }
    pty.wait_for("Delete it");
    let screen = pty.screen();
    let letter = screen.rsplit_once("Your letter").expect("shown").1;
    insta::assert_snapshot!(letter.split("? What now").next().expect("shown").trim(), @r#"
    From:    Ada Example <ada@example.org>
    To:      beacon-devel@lists.example.org
    Subject: A brighter beacon

    Hello all,

    I am Ada Example. I am writing about an idea of my own, "A brighter
    beacon".

    The problem: It is too dark.

    What I would change: More light.

    --
    Ada Example

    warning[C05]: nothing shows what you have done so far: no link, command, file,
                  version or commit (no-step-taken)
    --> letter:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C06]: the letter asks no question (no-question)
    --> letter:1
     = hint: ask one thing that only somebody who knows the project can answer

    warning[C10]: the letter has 6 words of your own; 60 to 350 are usual (letter-
                  length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know
    "#);
    pty.type_text("Keep\r");
    assert_eq!(pty.wait_exit(), 0);
    let again = sandbox.run(&format!("drafts show idea --print {LATE}"));
    assert!(again.contains("To: beacon-devel@lists.example.org\n") && !again.contains("GSoC"), "{again}");
}

#[test]
fn the_list_of_rules_shows_the_levels_that_are_used() {
    let sandbox = sandbox();
    sandbox.write("settings.toml", "[check.severity]\nC06 = \"off\"\nA21 = \"error\"\n");
    let listed = sandbox.run("check --list --config settings.toml");
    for line in ["A13  not-open  error, warning or info", "C06  no-question  off", "A21  maybe-held  error"] {
        assert!(listed.contains(&format!("\n{line}\n")), "{line}: {listed}");
    }
    let archived = catalog().replace("status = \"not-accepted\"", "status = \"archived\"");
    sandbox.write("archived.toml", archived);
    sandbox.run(&format!("introduce wick-trimmer {SAID} --save letter.eml {LATE}"));
    let checked = sandbox.run(&format!("check letter.eml --catalog archived.toml --json {LATE}"));
    assert!(checked.contains(OVER) && !checked.contains("exit status"), "{checked}");
}
