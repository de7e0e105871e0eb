//! What once went wrong, and is not to do so again.

use crate::support::Sandbox;
#[cfg(unix)]
use crate::support::{Key, Options, Pty};

const MENTOR: &str = "--name 'Grace Example' --email grace@example.org --date 2015-03-11T09:00:00Z --print";

/// A student's mail to a list of the tests' catalog.
fn mail(text: &str) -> String {
    format!(
        "From: Ada Example <ada@students.test>\nTo: lamp-devel@lists.example.org\n\
         Subject: [GSoC 2015] Fog horn\nDate: Tue, 10 Mar 2015 12:00:00 +0100\n\
         Message-ID: <1@students.test>\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    )
}

/// The body of what a call prints, where it is printed as 7bit.
fn body(sandbox: &Sandbox, line: &str) -> String {
    let seen = sandbox.run(&format!("{line} {MENTOR}"));
    seen.split_once("\n\n").map_or_else(|| panic!("no letter: {seen}"), |(_, body)| body.to_owned())
}

#[test]
fn a_line_of_a_mentors_words_does_not_end_the_letter() {
    let sandbox = Sandbox::settled("");
    sandbox.write("mail.eml", mail("Which wick?"));
    let body = body(&sandbox, "reply mail.eml --answer 'one\n-- \ntwo' --task-text 'three\n-- \nfour'");
    assert_eq!(body.matches("\n-- \n").count(), 1, "{body}");
    assert!(body.contains("one\n--\ntwo") && body.contains("three\n--\nfour"), "{body}");
}

#[test]
fn a_second_choice_is_another_task() {
    let sandbox = Sandbox::settled("");
    sandbox.write("mail.eml", mail("Which wick?"));
    let body = body(&sandbox, "reply mail.eml --task review-patch --second-task review-patch");
    let words = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = "Review one patch";
    assert_eq!(words.matches(title).count(), 1, "{body}");
}

#[test]
fn questions_are_found_in_other_scripts() {
    use onlist_core::catalog::Catalog;
    let sandbox = Sandbox::settled("");
    for question in ["我应该用哪个分支？", "ما هو الفرع؟"] {
        let path = sandbox.write("mail.eml", mail(&format!("你好，\n\nI am Ada.\n\n{question}\n")));
        let post = onlist_mail::read::Post::read(std::fs::read(path).expect("there")).expect("a mail");
        let text = include_str!("../support/catalog.toml");
        let catalog = Catalog::parse("catalog.toml", text).expect("valid");
        let now = chrono::DateTime::parse_from_rfc3339("2015-03-11T09:00:00Z").expect("valid");
        let reply = onlist_core::compose::reply::Reply {
            catalog: &catalog,
            post: &post,
            me: "grace@example.org".parse().expect("valid"),
            also: &[],
            list: None,
            project: None,
            task: None,
            object: None,
            second_task: None,
            answer: None,
            until: now.date_naive(),
            body: None,
            now,
        };
        let body = reply.compose().expect("a letter").content().body.clone();
        assert!(body.contains(&format!("wrote:\n> {question}\n\n")), "{body}");
    }
}

/// The mail, its header given, as Grace answers it with the tests' catalog.
fn answered<T>(header: &str, seen: impl FnOnce(onlist_core::compose::Letter) -> T) -> T {
    let catalog =
        onlist_core::catalog::Catalog::parse("catalog.toml", include_str!("../support/catalog.toml"));
    let catalog = catalog.expect("valid");
    let mail = format!("From: Ada Example <ada@students.test>\n{header}\n\nWhich wick?\n");
    let post = onlist_mail::read::Post::read(mail.as_bytes()).expect("a mail");
    let now = chrono::DateTime::parse_from_rfc3339("2015-03-11T09:00:00Z").expect("valid");
    let reply = onlist_core::compose::reply::Reply {
        catalog: &catalog,
        post: &post,
        me: "grace@example.org".parse().expect("valid"),
        also: &[],
        list: None,
        project: None,
        task: None,
        object: None,
        second_task: None,
        answer: None,
        until: now.date_naive(),
        body: None,
        now,
    };
    seen(reply.compose().expect("a letter"))
}

#[test]
fn a_list_that_only_list_post_names_is_not_trusted_with_a_private_mail() {
    let to_grace = "To: grace@example.org\nList-Post: <mailto:victim@corp.test>";
    for (header, alone, quoted) in [
        (to_grace.to_owned(), true, false),
        (format!("{to_grace}\nList-Id: <victim.corp.test>"), true, true),
        ("To: talk@corp.test\nList-Post: <mailto:talk@corp.test>".to_owned(), false, true),
        ("To: grace@example.org\nList-Post: <mailto:lamp-devel@old.example.org>".to_owned(), false, true),
    ] {
        answered(&header, |letter| {
            let told = letter.notices.iter().any(|it| it.kind == "list-post-alone");
            assert_eq!(told, alone, "{header}: {:?}", letter.notices);
            assert_eq!(letter.content().body.contains("> Which wick?"), quoted, "{header}");
        });
    }
}

#[test]
fn an_address_that_no_header_field_can_hold_is_refused() {
    let sandbox = Sandbox::settled("");
    insta::assert_snapshot!(sandbox.run("introduce fog-horn --name Ada --email adé@students.test"), @r"
    $ onlist introduce fog-horn --name Ada --email adé@students.test
    error: `--email`: `adé@students.test` has characters before the `@` that not every mail server accepts
    error: `--email`, `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 65]
    ");
}

#[test]
fn a_token_of_digits_alone_is_not_found_everywhere() {
    let text = include_str!("../support/catalog.toml")
        .replace("\"GSoC 2015\"", "\"2015\"")
        .replace("[\"GSoC\"]", "[]");
    let catalog = onlist_core::catalog::Catalog::parse("catalog.toml", &text).expect("valid");
    let convention = onlist_core::subject::Convention::of(&catalog);
    assert_eq!(convention.parse("Hello, world"), None);
    for project in &catalog.projects {
        let parsed = convention.parse(&convention.compose(&project.title)).expect("the season's");
        assert_eq!(convention.project(&parsed.title).map(|it| &it.id), Some(&project.id));
    }
}

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
fn on_the_desk(sandbox: &Sandbox) -> Pty {
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
    let mut pty = on_the_desk(&sandbox);
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
fn a_letter_that_cannot_be_saved_stays_on_the_desk() {
    let sandbox = with_a_draft();
    let mut pty = on_the_desk(&sandbox);
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
fn a_draft_whose_day_has_passed_can_be_mended() {
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
    let mut pty = on_the_desk(&sandbox);
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
    error: cannot read `$HOME/old.toml`: No such file or directory (os error 2)
    hint: the letter was started with this catalog: give its new place with `--catalog FILE`
    [exit status: 66]
    ");
    let seen = sandbox.run("drafts show fog-horn --print --catalog new.toml");
    assert!(seen.contains("\nTo: users@lists.example.org\n"), "{seen}");
}

#[test]
fn help_lists_flags_under_what_they_are_about() {
    let sandbox = Sandbox::new();
    for (verb, flag, heading) in [
        ("introduce", "--cc <MAILBOX>", "The letter:"),
        ("introduce", "--body-file <FILE>", "The letter:"),
        ("introduce", "--anyway", "The letter:"),
        ("introduce", "--help-wanted <TEXT>", "About your own idea:"),
        ("reply", "--answer-file <FILE>", "Your answer:"),
        ("reply", "--email <ADDRESS>", "Your answer:"),
        ("reply", "--until <DATE>", "The task:"),
    ] {
        let help = sandbox.run(&format!("{verb} --help"));
        let above = help.split(flag).next().unwrap_or_default();
        let found = above.lines().rfind(|line| line.ends_with(':') && !line.starts_with(' '));
        assert_eq!(found, Some(heading), "{flag}");
    }
}

#[test]
fn every_page_that_a_manual_page_names_is_there() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.home().join("man")).expect("made");
    assert!(sandbox.output(&["man", "--all", "man"]).status.success());
    let pages = std::fs::read_dir(sandbox.home().join("man")).expect("there");
    let pages: Vec<_> =
        pages.map(|page| page.expect("read").file_name().into_string().expect("ASCII")).collect();
    for page in &pages {
        let text = sandbox.read(&format!("man/{page}")).replace("\\-", "-");
        for (name, _) in text.lines().filter_map(|line| line.split_once("(1)")) {
            assert!(
                pages.contains(&format!("{name}.1")),
                "`{name}`, named in {page}, is not among {pages:?}"
            );
        }
    }
    assert!(sandbox.run("man drafts delete").contains("\\-\\-yes"));
}

#[test]
fn standard_input_is_one_thing_only() {
    let sandbox = Sandbox::of_ada();
    let line = "reply - --task-text t --answer-file - --name Grace --email grace@example.org";
    insta::assert_snapshot!(sandbox.run_with_input(line, &mail("Which wick?")), @"
    $ onlist reply - --task-text t --answer-file - --name Grace --email grace@example.org
    error: mail and `--answer-file` cannot both be standard input
    hint: save one of them to a file
    [exit status: 64]
    ");
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
    error: `--interest`, `--so-far` and `--question` are missing
    hint: continue with `onlist drafts edit fog-horn`
    [exit status: 64]
    ");
}

#[test]
fn a_mailbox_of_several_mails_is_not_answered_as_one() {
    let sandbox = Sandbox::settled("");
    let one =
        format!("From ada@students.test Tue Mar 10 12:00:00 2015\n{}", mail("From here on\nall is dark?"));
    sandbox.write("one.mbox", &one);
    assert!(body(&sandbox, "reply one.mbox --task-text t").contains("> From here on\n> all is dark?"));
    sandbox.write("two.mbox", format!("{one}\n{one}"));
    let seen = sandbox.run("reply two.mbox --task-text t --name Grace --email grace@example.org");
    assert!(seen.contains("\nerror: this file has more than one mail\n"), "{seen}");
    assert!(seen.contains("[exit status: 65]"), "{seen}");
}

#[test]
fn an_answer_to_many_says_to_how_many() {
    let header = |others: usize| {
        let others: Vec<_> = (0..others).map(|at| format!("p{at}@people.test")).collect();
        format!("To: lamp-devel@lists.example.org, grace@example.org\nCc: {}", others.join(",\n "))
    };
    for (others, expected) in [(8, None), (9, Some("this answer goes to 11 people"))] {
        answered(&header(others), |letter| {
            let told = letter.notices.iter().find(|it| it.kind == "many");
            assert_eq!(told.map(|it| it.text.as_str()), expected, "{others}");
        });
    }
}

#[test]
fn a_crowd_of_mentors_is_not_greeted_one_by_one() {
    let sandbox = Sandbox::of_ada();
    let text = include_str!("../support/catalog.toml");
    let answers = "--interest a --so-far b --question c? --catalog many.toml --print";
    for (mentors, expected) in [
        (r#"["grace", "jay", "tulin"]"#, "Hello Grace, J. R. Example, Tülin and all,"),
        (r#"["grace", "jay", "tulin", "nobody"]"#, "Hello all,"),
    ] {
        let many = text.replacen(r#"mentors = ["grace", "jay"]"#, &format!("mentors = {mentors}"), 1);
        sandbox.write("many.toml", many);
        let seen = sandbox.run(&format!("introduce wick-trimmer {answers}"));
        let seen = seen.replace("=C3=BC", "ü").replace("=C3=96", "Ö");
        assert!(seen.contains(&format!("\n\n{expected}\n")), "{seen}");
        assert!(!seen.contains("greeted by name"), "{seen}");
    }
}

#[test]
fn scripts_are_told_of_a_filter_that_names_nothing() {
    let sandbox = Sandbox::settled("");
    for filter in ["--list nosuch", "--area nosuch"] {
        let text = sandbox.run(&format!("projects {filter}"));
        assert!(text.contains("`nosuch` in the catalog\nhint: known "), "{text}");
        assert!(text.contains("[exit status: 64]"), "{text}");
        let json = sandbox.run(&format!("projects --json {filter}"));
        assert_eq!(json.replace("projects --json", "projects"), text);
    }
    let none = sandbox.run("projects --json --list optics --state finished zebra");
    let (_, json) = none.split_once('\n').expect("below the call");
    let json = json.split("note: ").next().unwrap_or_default();
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON, and no status");
    assert_eq!(json["projects"], serde_json::json!([]));
}

/// What is to be known before a letter about `wick-trimmer`, whose entry was verified on 27 February 2014.
fn noticed(catalog: &str, today: &str) -> Vec<onlist_core::resolve::Notice> {
    let catalog = onlist_core::catalog::Catalog::parse("catalog.toml", catalog).expect("valid");
    let project = catalog.project("wick-trimmer").expect("there");
    let today = today.parse().expect("a day");
    onlist_core::resolve::for_project(&catalog, project, today, true).expect("a list").notices
}

#[test]
fn what_is_dated_after_today_was_not_some_time_ago() {
    for (today, expected) in [
        ("2014-02-26", "Grace Example <grace@example.org>: address last confirmed in February 2014"),
        (
            "2014-02-27",
            "Grace Example <grace@example.org>: address last confirmed in February 2014 (less than a year ago)",
        ),
        (
            "2015-02-27",
            "Grace Example <grace@example.org>: address last confirmed in February 2014 (a year ago)",
        ),
    ] {
        let notices = noticed(include_str!("../support/catalog.toml"), today);
        let age = notices.iter().find(|it| it.kind == "contact-age");
        assert_eq!(age.map(|it| it.text.as_str()), Some(expected), "{today}");
    }
}

#[test]
fn nobody_is_told_the_age_of_an_address_that_gets_nothing() {
    let list_only = include_str!("../support/catalog.toml").replace("\"all-mentors\"", "\"list-only\"");
    let notices = noticed(&list_only, "2015-03-11");
    assert!(notices.iter().all(|it| it.kind != "contact-age"), "{notices:?}");
}

#[test]
fn a_template_that_wants_what_was_not_said_names_the_flag() {
    let sandbox = Sandbox::of_ada();
    let own = |letter: &str, text: &str| {
        let catalog = include_str!("../support/catalog.toml");
        sandbox.write("own.toml", format!("{catalog}\n[templates]\n{letter} = '''\n{text}\n'''\n"));
    };
    let answers = "--interest a --so-far b --question c? --catalog own.toml --print";
    for (name, hint) in [
        ("{{ call_me }}", "give `--call-me`"),
        ("{{ question }} {{ so_far }} {{ time_zone|upper }}", "give `--time-zone`"),
    ] {
        own("introduction", name);
        let seen = sandbox.run(&format!("introduce fog-horn {answers}"));
        assert!(seen.contains(&format!("\nhint: {hint}\n[exit status: 65]")), "{name}: {seen}");
    }
    sandbox.write("mail.eml", mail("Which wick?"));
    for (name, hint) in [
        ("{{ answer }}", "give `--answer`"),
        ("{{ task.title }}", "give `--task`"),
        ("{{ clone }}", "put it inside `{% if clone %}`"),
    ] {
        own("reply", name);
        let seen =
            sandbox.run(&format!("reply mail.eml --project none --task-text t --catalog own.toml {MENTOR}"));
        assert!(seen.contains(&format!("\nhint: {hint}\n[exit status: 65]")), "{name}: {seen}");
    }
}
