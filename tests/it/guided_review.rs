//! What the guided way says beside an answer and beside the finished letter, and where it leads from there.
#![cfg(unix)]

use crate::support::smtp::Script;
use crate::support::{Key, OPTIONAL, Options, Pty, Sandbox, Student};

const NOW: &str = "2015-03-10T12:00:00+01:00";
const LATER: &str = "2015-03-20T12:00:00+01:00";
const LATE: &str = "2026-03-10T12:00:00+01:00";

const SAID: &str = "--interest 'My grandmother kept a lamp, and I have cleaned its lens every summer since I was nine.' \
    --so-far 'I have built it at commit 1a2b3c4d, and read the thread of last May about flat wicks.' --question \
    'Which wicks are there?'";

fn on(columns: u16, rows: u16) -> Options {
    Options { columns, rows, ..Options::default() }
}

fn start(sandbox: &Sandbox, date: &str, words: &[&str], options: Options) -> Pty {
    Pty::start_in(sandbox, &[&["onlist", "--date", date], words].concat(), options)
}

/// Lets the season of the catalog end with its year.
fn end_season(sandbox: &Sandbox) {
    let catalog = include_str!("../support/catalog.toml").replace("ends = 2099-12-31\n", "");
    sandbox.write(".config/onlist/catalog.toml", catalog);
}

/// Goes on with Ada's letter up to the menu.
fn at_the_menu(sandbox: &Sandbox, date: &str, options: Options) -> Pty {
    sandbox.run(&format!("introduce wick-trimmer {SAID} --keep --date {date}"));
    let mut pty = start(sandbox, date, &["drafts", "edit", "wick-trimmer"], options);
    for question in OPTIONAL {
        pty.answer(question, "");
    }
    pty.wait_for("Delete it");
    pty
}

#[test]
fn what_is_wrong_with_an_answer_is_said_right_after_it() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, NOW, &["introduce", "wick-trimmer"], on(80, 120));
    pty.answer("Your name", "ada@example.org");
    pty.change("Your name", "ada@example.org", "Ada Example");
    pty.answer("Your address", "ada@example");
    pty.change("Your address", "ada@example", "ada@example.org");
    pty.answer("What should people call you", "ada@example.org");
    pty.change("What should people call you", "ada@example.org", "");
    pty.answer("Where are you from", "");
    pty.answer("Why this project", "I like it, dear Sir.");
    pty.wait_offered("Why this project", "dear Sir.");
    pty.key(Key::Enter);
    pty.answer("What have you done so far", "Nothing yet.");
    pty.change("What have you done so far", "Nothing yet.", "I have built it at commit 1a2b3c4d.");
    pty.answer("Your question", "How do I start?");
    pty.change("Your question", "How do I start?", "Which wicks are there?");
    pty.answer("Your time zone", "");
    pty.answer("When do you have time", "");
    pty.answer("Links", "my blog");
    pty.wait_offered("Links", "my blog");
    insta::assert_snapshot!(pty.from("Your name (1 of 11): ada@"));
}

#[test]
fn the_review_is_on_one_screen() {
    for (columns, rows) in [(80, 24), (40, 20), (120, 40)] {
        let sandbox = Sandbox::of_ada();
        let mut pty = at_the_menu(&sandbox, NOW, on(columns, rows));
        pty.wait_settled();
        insta::assert_snapshot!(format!("review-{columns}"), pty.screen());
        if rows < 40 {
            pty.type_text("Read\r");
            pty.wait_for("Enter");
            pty.wait_settled();
            insta::assert_snapshot!(format!("read-{columns}"), pty.screen());
            while !pty.screen().contains("? What now") {
                pty.key(Key::Enter);
                pty.wait_settled();
            }
            insta::assert_snapshot!(format!("read-{columns}-and-back"), pty.screen());
        }
    }
}

#[test]
fn on_a_small_screen_the_line_of_a_season_that_is_over_stays_beside_findings_and_notes() {
    let sandbox = Sandbox::of_ada();
    end_season(&sandbox);
    let mut pty = at_the_menu(&sandbox, LATE, on(40, 20));
    pty.wait_settled();
    assert!(pty.screen().starts_with("warning: GSoC 2015 is over"), "{}", pty.screen());
    pty.choose("What now", "Change");
    pty.choose("Which answer", "Your question");
    pty.change("Your question", "Which wicks are there?", "How do I start, dear Sir?");
    pty.wait_for("Change your answer, or press Enter");
    pty.wait_settled();
    pty.key(Key::Enter);
    pty.wait_for("Delete it");
    pty.wait_settled();
    assert!(pty.screen().starts_with("warning: GSoC 2015 is over"), "{}", pty.screen());
}

#[test]
fn enter_sends_nothing_that_has_errors_or_has_left_by_hand() {
    let sandbox = Sandbox::of_ada();
    let mut pty = at_the_menu(&sandbox, NOW, on(80, 60));
    assert!(pty.screen().contains("❯ Send it"), "{}", pty.screen());
    pty.choose("What now", "Change");
    pty.choose("Which answer", "Your question");
    pty.change("Your question", "Which wicks are there?", "[Your reason here]?");
    pty.wait_offered("Your question", "[Your reason here]?");
    pty.key(Key::Enter);
    pty.wait_for("❯ Change an answer");
    pty.key(Key::Enter);
    pty.choose("Which answer", "Your question");
    pty.change("Your question", "here]?", "Which lamps are there?");
    pty.wait_for("❯ Send it");
    pty.choose("What now", "Print");
    pty.wait_for("when you have sent it");
    pty.wait_for("❯ Keep it for later");
    pty.key(Key::Enter);
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
}

#[test]
fn after_sending_the_next_step_is_named() {
    let student = Student::of(Script::new());
    let seen = student.run("introduce wick-trimmer ... --send --yes");
    let next = "note: `onlist contacts` shows what becomes of it; if nobody answers, ask again from 17 March 2015 on: \
                `onlist follow-up wick-trimmer`";
    assert!(seen.contains(next), "{seen}");
}

/// A student who wrote about two projects, and whose first letter nobody has answered.
fn unanswered() -> Sandbox {
    let sandbox = Sandbox::of_ada().joined();
    for (project, date) in [("wick-trimmer", NOW), ("fog-horn", "2015-03-19T12:00:00+01:00")] {
        let seen = sandbox.run(&format!("introduce {project} {SAID} --sendmail true --yes --date {date}"));
        assert!(!seen.contains("[exit status"), "{seen}");
    }
    sandbox
}

#[test]
fn a_reminder_without_a_contact_is_for_one_that_is_due() {
    let sandbox = unanswered();
    insta::assert_snapshot!(sandbox.run(&format!("follow-up --date {LATER}")) + &sandbox.run("answer"), @"
    $ onlist follow-up --date 2015-03-20T12:00:00+01:00
    error: no contact given
    hint: it is time for `wick-trimmer`
    [exit status: 64]
    $ onlist answer
    error: nobody waits for your answer
    hint: `onlist contacts` shows all, and what comes next
    [exit status: 64]
    ");
    let mut pty = start(&sandbox, LATER, &["follow-up"], on(80, 40));
    pty.wait_for("? Contact");
    insta::assert_snapshot!(pty.screen(), @"
    ? Contact ›
    ❯ wick-trimmer: [GSoC 2015] Trim the wick while the lamp burns, 10 days ago
    ");
    pty.key(Key::Enter);
    pty.answer("What has happened since", "I have tried a flat wick. Is there another one?");
    pty.wait_for("Delete it");
    insta::assert_snapshot!(pty.from("Your letter"), @"
    Your letter

    From:    Ada Example <ada@example.org>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org> and J. R. Example <jay@example.org>
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns

    I have tried a flat wick. Is there another one?

    --
    Ada Example

    note: no link to your letter is known; `onlist sync` finds it in the archive
    ? What now ›
    ❯ Send it
      Save it as a file for your mail program
      Open it in your mail program
      Send it by hand from your web mail
      Print it
      Edit the whole text
      Keep it for later
      Delete it
    ");
}

#[test]
fn a_later_letter_is_corrected_and_leaves_by_hand_as_a_first_one_does() {
    let sandbox = unanswered();
    let path = sandbox.write("editor", "#!/bin/sh\nsed -i 's/flat/round/' \"$1\"\n");
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("set");
    let options = Options { env: vec![("EDITOR", path.display().to_string())], ..on(80, 120) };
    let mut pty = start(&sandbox, LATER, &["follow-up", "wick-trimmer"], options);
    pty.answer("What has happened since", "I have tried a flat wick. Is there another one?");
    pty.choose("What now", "Edit the whole text");
    pty.wait_for("I have tried a round wick");
    pty.choose("What now", "Save");
    pty.change("File name", ".eml", "reminder.eml");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(sandbox.read("reminder.eml").contains("I have tried a round wick."));

    let mut pty = start(&sandbox, LATER, &[], on(80, 60));
    pty.wait_for("was saved as `reminder.eml`");
    pty.choose("Did you send it", "yes");
    pty.answer("On which day", "");
    pty.wait_for("? What do you want to do");
    pty.key(Key::CtrlC);
    pty.wait_exit();
    let contact = sandbox.run(&format!("contacts wick-trimmer --json --date {LATER}"));
    assert!(contact.contains("\"follow_ups\": 1") && contact.contains("\"state\": \"sent\""), "{contact}");
}

#[test]
fn another_catalog_is_chosen_where_the_season_is_over() {
    let sandbox = Sandbox::of_ada().joined();
    let settings = sandbox.read(".config/onlist/config.toml");
    sandbox.write(".config/onlist/config.toml", format!("sendmail = \"true\"\n{settings}"));
    end_season(&sandbox);
    let mut pty = at_the_menu(&sandbox, LATE, on(80, 120));
    pty.choose("What now", "Send");
    pty.wait_for("Look at another catalog");
    pty.type_text("another\r");
    pty.wait_for("? Catalog");
    pty.wait_settled();
    insta::assert_snapshot!(pty.from("? Catalog"), @"
    ? Catalog ›
    ❯ Xen Project: its season is over, too
    ");
    pty.key(Key::Enter);
    pty.wait_for("? Project");
    let kept = "note: nothing was sent\nnote: saved as draft `wick-trimmer`";
    assert!(pty.screen().contains(kept), "{}", pty.screen());
    pty.choose("Project", "rump");
    // Who writes is known from the letter before.
    pty.wait_for("What should people call you (3 of 11)");
    drop(pty);
    let kept = sandbox.run("drafts");
    assert!(kept.contains("wick-trimmer\tintroduction"), "{kept}");
}

#[test]
fn without_another_catalog_the_calls_that_get_one_are_named() {
    let sandbox = Sandbox::new();
    sandbox.write(
        ".config/onlist/config.toml",
        "sendmail = \"true\"\n[identity]\nname = \"Ada\"\nemail = \"ada@example.org\"\n",
    );
    sandbox.write(".local/state/onlist/lists.json", "{\"xen-devel@lists.xenproject.org\": \"yes\"}");
    let words = shlex::split(&format!("introduce rump-stubdom {SAID} --send")).expect("words");
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let mut pty = start(&sandbox, LATE, &words, on(80, 120));
    pty.wait_for("Look at another catalog");
    pty.type_text("another\r");
    pty.wait_for("--catalog FILE");
    pty.wait_for("Go back");
    insta::assert_snapshot!(pty.from("What now: "), @r#"
    What now: Look at another catalog
    note: there is no other catalog on this computer
    Get the catalog of another community, as a file or from its page, and add it:
      onlist catalog add FILE-OR-URL
    Or use a file once:
      onlist --catalog FILE
    warning: These are ideas of the community "Xen Project". GSoC 2015 is over, 11
             years ago: mentors may not answer.
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
fn web_mail_stops_where_the_season_is_over_as_sending_does() {
    let sandbox = Sandbox::of_ada().joined();
    end_season(&sandbox);
    let mut pty = at_the_menu(&sandbox, LATE, on(80, 120));
    pty.choose("What now", "web mail");
    pty.wait_for("Go back, send nothing");
    insta::assert_snapshot!(pty.from("note: Grace Example"), @r#"
    note: Grace Example <grace@example.org>: address last confirmed in February 2014
          (12 years ago)
    note: J. R. Example <jay@example.org>: nobody knows when this address was last
          confirmed
    warning: These are ideas of the community "Lantern". GSoC 2015 is over, 11 years
             ago: mentors may not answer.
    ? What now ›
    ❯ Save it as a file for my mail program
      Open it in my mail program
      Look at another catalog
      Send it all the same
      Go back, send nothing
    "#);
    pty.type_text("same\r");
    pty.answer("Type `GSoC 2015` to send it", "GSoC 2015");
    pty.wait_for("Ask the network");
}

#[test]
fn a_rehearsal_without_an_account_sets_one_up_and_comes_back() {
    let sandbox = Sandbox::of_ada().joined();
    sandbox.run(&format!("introduce wick-trimmer {SAID} --keep --date {NOW}"));
    let mut pty = start(&sandbox, NOW, &["rehearse", "wick-trimmer"], on(80, 60));
    pty.wait_for("error: no mail account is set up");
    pty.answer("Set up an account now", "");
    pty.answer("Ask the network who the mail provider", "n");
    pty.choose("Send letters with", "another sendmail");
    pty.answer("Command", "true");
    pty.answer("Write this to", "");
    pty.answer("Test it now", "n");
    pty.answer("Send a copy to ada@example.org alone", "");
    assert_eq!(pty.wait_exit(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("rehearsal sent to ada@example.org alone"), "{}", pty.screen());
}

#[test]
fn lines_that_are_pasted_without_marks_are_one_answer() {
    let sandbox = Sandbox::settled("");
    let mut pty = start(&sandbox, NOW, &["introduce", "wick-trimmer", "--plain"], on(80, 60));
    for (question, answer) in [
        ("Your name", "Ada Example"),
        ("Your address", "ada@example.org"),
        ("What should", ""),
        ("Where", ""),
    ] {
        pty.answer(question, answer);
    }
    pty.wait_asked("Why this project");
    pty.type_ahead("My grandmother kept a lamp.\r\rI want to learn how oil burns.\rAnd I like the sea.\r");
    pty.wait_asked("What have you done so far");
    let draft = sandbox.read(".local/state/onlist/drafts/wick-trimmer/draft.toml");
    assert!(draft.contains("kept a lamp.\n\nI want to learn how oil burns.\nAnd I like the sea."), "{draft}");
}

#[test]
fn without_a_task_an_answer_is_needed() {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    sandbox.write(
        "ada.eml",
        "From: Ada Example <ada@example.org>\nTo: lamp-devel@lists.example.org\nSubject: [GSoC 2015] Trim the wick \
         while the lamp burns\nMessage-ID: <1@example.org>\n\nWhich wicks are there?\n",
    );
    let mut pty = start(&sandbox, NOW, &["reply", "ada.eml"], on(80, 60));
    pty.choose("Task", "no task");
    pty.answer("Your answer to the questions", "");
    pty.wait_for("error: please answer this one");
    assert!(pty.screen().contains("Without a task, it is all that you say."), "{}", pty.screen());
    pty.answer("Your answer to the questions", "Three.");
    pty.wait_for("? What now");
}

#[test]
fn a_file_of_several_mails_is_gone_through_one_by_one() {
    use crate::support::archive::{LETTER, MAIL, Mail, mbox};
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    let subject = "[GSoC 2015] Trim the wick while the lamp burns";
    let from = ["Ada Example <ada@students.test>", "Ben Example <ben@students.test>"];
    let mails = from.map(|from| Mail { id: &from[..3], from, subject, text: LETTER, ..MAIL });
    sandbox.write("all.mbox", mbox(&mails));
    let mut pty = start(&sandbox, NOW, &[], on(80, 60));
    pty.choose("What do you want to do", "answer a mail");
    pty.wait_asked("Mail to answer");
    pty.type_text("all.mbox\r");
    pty.wait_for("1 of 2: ");
    pty.choose("What now", "Skip");
    pty.wait_for("2 of 2: ");
    drop(pty);

    sandbox.write("none.eml", "no mail at all\n");
    let mut pty = start(&sandbox, NOW, &[], on(80, 60));
    pty.choose("What do you want to do", "answer a mail");
    pty.wait_asked("Mail to answer");
    pty.type_text("none.eml\r");
    pty.wait_for("error: not a mail");
    pty.wait_for("? What do you want to do");
}

#[test]
fn the_head_of_a_long_mail_stays_on_the_screen_when_something_is_asked() {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    let text = "I have trimmed a wick by hand, and then another one.\n".repeat(40);
    let head = |to: &str| {
        format!(
            "From: Ada Example <ada@example.org>\nTo: {to}\nSubject: [GSoC 2015] Trim the wick while the lamp burns\n\
             Date: Tue, 10 Mar 2015 12:00:00 +0100\nMessage-ID: <1@example.org>\n\nHello Grace,\n\n{text}\n\
             Which wicks are there?\n\n-- \nAda\n"
        )
    };
    for (columns, rows) in [(40, 20), (80, 24), (120, 40)] {
        for (to, question, goes_on) in [
            ("lamp-devel@lists.example.org", "? What now", "Answer it"),
            ("grace@example.org", "? How do you answer", "answer on the list"),
        ] {
            sandbox.write("ada.eml", head(to));
            let mut pty =
                start(&sandbox, "2015-03-12T12:00:00+01:00", &["reply", "ada.eml"], on(columns, rows));
            let head_is_there = |pty: &Pty| {
                pty.wait_for(question);
                pty.wait_settled();
                let screen = pty.screen();
                for field in ["From: Ada", "Date: Tue", "Subject: [", "Project: ", "List: ", "- Which wicks"]
                {
                    assert!(screen.contains(field), "{columns}x{rows}: {field}\n{screen}");
                }
                assert!(screen.contains("more lines)"), "{screen}");
            };
            head_is_there(&pty);
            if columns == 40 {
                insta::assert_snapshot!(format!("long_mail_{}", to.replace(['@', '.'], "_")), pty.screen());
            }
            pty.type_text("whole\r");
            pty.wait_for("Enter shows more");
            pty.type_text("q");
            head_is_there(&pty);
            pty.type_text(&format!("{goes_on}\r"));
            pty.wait_for("? Task");
            pty.key(Key::CtrlC);
            assert_eq!(pty.wait_exit(), 130);
        }
    }
}

#[test]
fn a_mentor_reads_the_mail_and_hears_of_an_earlier_answer_before_the_work() {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    let mail = "From: Ada Example <ada@example.org>\nTo: lamp-devel@lists.example.org\nCc: grace@example.org\n\
        Subject: [GSoC 2015] Trim the wick while the lamp burns\nDate: Tue, 10 Mar 2015 12:00:00 +0100\n\
        Message-ID: <1@example.org>\n\nHello Grace,\n\nI have trimmed a wick by hand.\n\nWhich wicks are there?\n\n-- \nAda\n";
    sandbox.write("ada.eml", mail);
    let line =
        "reply ada.eml --no-task --answer 'Three.' --sendmail true --yes --date 2015-03-11T12:00:00+01:00";
    assert!(sandbox.run(line).contains("note: sent:"));
    let pty = start(&sandbox, "2015-03-12T12:00:00+01:00", &["reply", "ada.eml"], on(80, 60));
    pty.wait_for("? Task");
    pty.wait_settled();
    insta::assert_snapshot!(pty.screen(), @"
    warning: `reply-ada-example` answers the same mail: sent on 2015-03-11 12:00
    hint: see `onlist drafts show reply-ada-example`

    The mail
    From             Ada Example <ada@example.org>
    Date             Tue, 10 March 2015 at 12:00 +0100
    Subject          [GSoC 2015] Trim the wick while the lamp burns
    Project          Trim the wick while the lamp burns
    List             lamp-devel@lists.example.org

    What is asked
    - Which wicks are there?

    What was written
    Hello Grace,

    I have trimmed a wick by hand.

    Which wicks are there?

    What your answer quotes
    > Which wicks are there?

    Esc goes back to the question before; ^C saves your answers and quits.
    note: other mentors' claims are not seen: no archive was read for them
    ? Task ›
    ❯ review-patch: Review one patch
      spelling: Correct the spelling of one page
      a task in my own words
      no task yet
    ");
    drop(pty);

    let other = Sandbox::settled(
        "[identity]\nname = \"Jay Example\"\nemail = \"jay@example.org\"\n[archives]\nlamp-devel = \"devel.mbox\"\n",
    );
    other.write("ada.eml", mail);
    let answer = "From: Grace Example <grace@example.org>\nTo: lamp-devel@lists.example.org\nSubject: Re: [GSoC 2015] Trim \
        the wick while the lamp burns\nDate: Wed, 11 Mar 2015 12:00:00 +0100\nMessage-ID: <2@example.org>\nIn-Reply-To: \
        <1@example.org>\n\nThree.\n";
    let archive = format!(
        "From a@example.org Tue Mar 10 12:00:00 2015\n{mail}\nFrom g@example.org Wed Mar 11 12:00:00 2015\n{answer}\n"
    );
    other.write(".config/onlist/devel.mbox", &archive);
    other.write("devel.mbox", &archive);
    let pty = start(&other, "2015-03-12T12:00:00+01:00", &["reply", "ada.eml"], on(80, 60));
    pty.wait_for("? Task");
    assert!(
        pty.screen().contains("Grace Example has answered in this thread on 11 March 2015"),
        "{}",
        pty.screen()
    );
}
