//! Going on with letters that are kept.

use super::reply_letters::mail;
use crate::support::Sandbox;
#[cfg(unix)]
use crate::support::{Key, Options, Pty};

/// A home where a letter of two links is kept as `fog-horn`.
#[cfg(unix)]
fn with_a_draft() -> Sandbox {
    let sandbox = Sandbox::of_ada();
    let output = sandbox.output(&[
        "introduce",
        "fog-horn",
        "--interest",
        "a",
        "--so-far",
        "b",
        "--question",
        "c?",
        "--link",
        "https://one.test",
        "--link",
        "https://two.test",
        "--keep",
    ]);
    assert!(output.status.success(), "{output:?}");
    sandbox
}

/// Goes on with the letter that is kept as `fog-horn`, in plain mode, up to the question what to do with it.
#[cfg(unix)]
fn in_the_menu(sandbox: &Sandbox) -> Pty {
    let words = ["onlist", "--plain", "drafts", "edit", "fog-horn"];
    let mut pty = Pty::start_in(sandbox, &words, Options { rows: 60, ..Options::default() });
    for question in [
        "What should people call you",
        "Where are you from",
        "Your time zone",
        "When do you have time",
        "Copy to",
    ] {
        pty.answer(question, "");
    }
    pty.wait_asked("What now");
    pty
}

#[cfg(unix)]
#[test]
fn an_answer_of_several_lines_stays_when_nothing_is_typed() {
    let sandbox = with_a_draft();
    let mut pty = in_the_menu(&sandbox);
    pty.type_text("change\r");
    pty.wait_asked("Which answer");
    pty.type_text("links\r");
    pty.wait_asked("Links [https://one.test ...]");
    pty.type_text("\r");
    pty.wait_for("1. Send it");
    let kept = sandbox.read(".local/state/onlist/drafts/fog-horn/draft.toml");
    assert!(kept.contains("https://one.test") && kept.contains("https://two.test"), "{kept}");
}

#[cfg(unix)]
#[test]
fn a_letter_that_cannot_be_saved_stays_in_the_menu() {
    let sandbox = with_a_draft();
    let mut pty = in_the_menu(&sandbox);
    pty.type_text("save\r");
    pty.wait_asked("File name");
    pty.type_text("nowhere/letter.eml\r");
    pty.wait_for("create the folder `nowhere` first\n1. Send it");
    pty.wait_asked("What now");
    pty.type_text("save\r");
    pty.wait_asked("File name");
    pty.type_text("letter.eml\r");
    assert_eq!(pty.wait_exit(), 0);
    assert!(sandbox.read("letter.eml").contains("https://two.test"));
}

#[cfg(unix)]
#[test]
fn a_draft_whose_day_has_passed_can_be_corrected() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("mail.eml", mail("Which wick?"));
    let words = ["reply", "mail.eml", "--task", "review-patch", "--date", "2015-03-11T09:00:00Z", "--keep"];
    let given = ["--name", "Grace Example", "--email", "grace@example.org", "--until", "2015-03-20"];
    assert!(sandbox.output(&[&words[..], &given].concat()).status.success());

    let words =
        ["onlist", "--plain", "drafts", "edit", "reply-ada-example", "--date", "2015-04-01T09:00:00Z"];
    let mut pty = Pty::start_in(&sandbox, &words, Options { rows: 60, ..Options::default() });
    pty.answer("Your answer to the questions", "");
    pty.wait_for("has passed");
    pty.wait_asked("Which answer");
    pty.type_text("reserve\r");
    pty.answer("Reserve the task until [2015-03-20]", "2015-04-10");
    pty.wait_for("say so here on the list by Fri, 10 April");
}

#[cfg(unix)]
#[test]
fn a_run_that_ended_before_its_letter_went_out_is_offered() {
    let sandbox = with_a_draft();
    let mut pty = in_the_menu(&sandbox);
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    let pty = Pty::start_in(&sandbox, &["onlist", "--plain"], Options::default());
    pty.wait_for("1. continue fog-horn");
}

#[test]
fn a_draft_without_the_mail_that_it_answers_says_so() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("mail.eml", mail("Which wick?"));
    let line = "reply mail.eml --task-text t --name Grace --email grace@example.org --keep";
    assert!(sandbox.run(line).contains("saved as draft `reply-ada-example`"));
    let kept = ".local/state/onlist/drafts/reply-ada-example/mail.eml";
    std::fs::remove_file(sandbox.home().join(kept)).expect("it was kept");
    insta::assert_snapshot!(sandbox.run("drafts show reply-ada-example"), @"
    $ onlist drafts show reply-ada-example
    error: the mail that `reply-ada-example` answers is missing
    hint: start again with `onlist reply`, and run `onlist drafts delete reply-ada-example`
    [exit status: 66]
    ");
}

#[test]
fn a_draft_that_cannot_be_read_is_not_said_to_be_none() {
    let sandbox = Sandbox::of_ada();
    sandbox.write(".local/state/onlist/drafts/letter/draft.toml", "schema = 9\n");
    insta::assert_snapshot!(sandbox.run("drafts"), @"
    $ onlist drafts
    error: `$HOME/.local/state/onlist/drafts/letter/draft.toml` has schema 9; this version reads up to 1
    hint: use a newer `onlist`, or delete it with `onlist drafts delete`
    ");
}

#[test]
fn a_draft_whose_catalog_has_moved_can_be_shown() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("old.toml", include_str!("../support/catalog.toml"));
    let line = "introduce fog-horn --interest a --so-far b --question c? --catalog old.toml --keep";
    assert!(sandbox.run(line).contains("saved as draft `fog-horn`"));
    std::fs::rename(sandbox.home().join("old.toml"), sandbox.home().join("new.toml")).expect("moved");
    insta::assert_snapshot!(sandbox.run("drafts show fog-horn --print"), @"
    $ onlist drafts show fog-horn --print
    error: cannot read `$HOME/old.toml`: No such file or directory
    hint: the letter was started with this catalog; give its new place with `--catalog FILE`
    [exit status: 66]
    ");
    let seen = sandbox.run("drafts show fog-horn --print --catalog new.toml");
    assert!(seen.contains("\nTo: users@lists.example.org\n"), "{seen}");
}

#[cfg(unix)]
#[test]
fn an_unfinished_draft_says_how_to_go_on() {
    let sandbox = Sandbox::of_ada();
    let words = ["onlist", "--plain", "introduce", "fog-horn"];
    let mut pty = Pty::start_in(&sandbox, &words, Options::default());
    pty.answer("What should people call you", "Ada");
    pty.wait_asked("Where are you from");
    pty.key(Key::CtrlC);
    assert_eq!(pty.wait_exit(), 130);
    insta::assert_snapshot!(sandbox.run("drafts show fog-horn"), @"
    $ onlist drafts show fog-horn
    Your name
      Ada Example
    Your address
      ada@example.org
    What should people call you
      Ada
    note: not answered yet: Why this project; What have you done so far; Your question
    hint: continue with `onlist drafts edit fog-horn`
    ");
}
