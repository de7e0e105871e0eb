//! The letter of an answer: what it takes from the mail, and from whom it keeps it.

use crate::support::Sandbox;

const MENTOR: &str = "--name 'Grace Example' --email grace@example.org --date 2015-03-11T09:00:00Z --print";

/// A student's mail to a list of the tests' catalog.
pub(crate) fn mail(text: &str) -> String {
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
    let seen =
        sandbox.run(&format!("reply mail.eml --task review-patch --second-task review-patch {MENTOR}"));
    assert!(seen.contains("error: `--task` and `--second-task` are both `review-patch`"), "{seen}");
    assert!(seen.contains("[exit status: 64]") && !seen.contains("Review one patch"), "{seen}");
}

#[test]
fn where_its_object_is_named_a_task_leaves_nothing_to_choose() {
    let sandbox = Sandbox::new();
    let about = "Rump kernel based stubdom";
    sandbox.write("mail.eml", mail("Which parts of newlib?").replace("Fog horn", about));
    for task in ["review-patch", "fix-small-bug", "tiny-improvement", "add-test", "coverity-issue"] {
        let line = format!("reply mail.eml --list xen-devel --answer 'All.' --task {task}");
        let (open, named) =
            (body(&sandbox, &line), body(&sandbox, &format!("{line} --object 'the one in xl'")));
        let leaves = |body: &str| {
            let words = body.split_whitespace().collect::<Vec<_>>().join(" ");
            ["Choose one", "Pick a", "pick one", "Find something", "Take one"]
                .iter()
                .any(|it| words.contains(it))
        };
        assert!(leaves(&open) && !leaves(&named), "{task}: {open}\n{named}");
        assert!(named.contains("(the one in xl).") && named.contains("Done when"), "{named}");
    }
}

#[test]
fn questions_are_found_in_other_scripts() {
    for question in ["我应该用哪个分支？", "ما هو الفرع؟"] {
        answered(&mail(&format!("你好，\n\nI am Ada.\n\n{question}\n")), |letter| {
            let body = &letter.content().body;
            assert!(body.contains(&format!("wrote:\n> {question}\n\n")), "{body}");
        });
    }
}

/// A mail by Ada with these fields, who asks one question.
fn asking(header: &str) -> String {
    format!("From: Ada Example <ada@students.test>\n{header}\n\nWhich wick?\n")
}

/// The mail as Grace answers it with the tests' catalog.
fn answered<T>(mail: &str, seen: impl FnOnce(onlist_core::compose::Letter) -> T) -> T {
    let catalog =
        onlist_core::catalog::Catalog::parse("catalog.toml", include_str!("../support/catalog.toml"));
    let catalog = catalog.expect("valid");
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
        answered(&asking(&header), |letter| {
            let told = letter.notices.iter().any(|it| it.kind == "list-post-alone");
            assert_eq!(told, alone, "{header}: {:?}", letter.notices);
            assert_eq!(letter.content().body.contains("> Which wick?"), quoted, "{header}");
        });
    }
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
        answered(&asking(&header(others)), |letter| {
            let told = letter.notices.iter().find(|it| it.kind == "many");
            assert_eq!(told.map(|it| it.text.as_str()), expected, "{others}");
        });
    }
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
