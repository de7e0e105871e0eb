//! A mentor's answer without a terminal: to letters that `introduce` writes, and to mail of every kind.

use crate::support::Sandbox;
use serde_json::Value;

const INTRODUCE: &str = "introduce wick-trimmer --name 'Ada Example' --email ada@example.org --call-me Ada \
                         --interest 'My grandmother kept a lamp.' --so-far 'I have built it.' \
                         --question 'Which wicks are there, and may I trim one?' \
                         --date 2015-03-10T12:00:00+01:00 --print";
const TODAY: &str = "--date 2015-03-11T09:30:00+01:00";

/// The home of a mentor, with a letter of Ada's in it.
fn of_grace() -> Sandbox {
    let sandbox = Sandbox::settled(
        "[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\nalso = [\"grace@home.example.org\"]\n",
    );
    sandbox.write("ada.eml", data(&sandbox, INTRODUCE));
    sandbox
}

/// The home of a mentor of the community that the mails in `tests/mails` were sent to.
fn of_mary() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("catalog.toml", include_str!("mails/catalog.toml"));
    sandbox.write(
        ".config/onlist/config.toml",
        "catalog = \"../../catalog.toml\"\n[identity]\nname = \"Mary Mentor\"\nemail = \"mary@engine.test\"\nalso = [\"mary@home.test\"]\n",
    );
    for (name, mail) in [
        ("plain.eml", &include_bytes!("mails/plain.eml")[..]),
        ("private.eml", include_bytes!("mails/private.eml")),
        ("announcements.eml", include_bytes!("mails/announcements.eml")),
        ("html.eml", include_bytes!("mails/html.eml")),
        ("mailman-munged.eml", include_bytes!("mails/mailman-munged.eml")),
        ("no-id.eml", include_bytes!("mails/no-id.eml")),
        ("original-from.eml", include_bytes!("mails/original-from.eml")),
        ("thread.eml", include_bytes!("mails/thread.eml")),
    ] {
        sandbox.write(name, mail);
    }
    sandbox
}

fn words(line: &str) -> Vec<String> {
    shlex::split(line).expect("quotes are closed")
}

fn data(sandbox: &Sandbox, line: &str) -> String {
    let output = sandbox.output(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn reply(sandbox: &Sandbox, rest: &str) -> String {
    sandbox.run(&format!("reply {rest} {TODAY}")).replace(&format!(" {TODAY}"), "")
}

fn field(message: &str, name: &str) -> String {
    let head = message.split("\n\n").next().unwrap_or_default().replace("\n ", " ");
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_default().to_owned()
}

#[test]
fn a_letter_of_introduce_is_answered_with_a_task() {
    insta::assert_snapshot!(reply(&of_grace(), "ada.eml --task spelling --answer 'There are three. Yes.'"), @r#"
    $ onlist reply ada.eml --task spelling --answer 'There are three. Yes.'
    From: Grace Example <grace@example.org>
    To: Ada Example <ada@example.org>
    Cc: lamp-devel@lists.example.org, "J. R. Example" <jay@example.org>
    Subject: Re: [GSoC 2015] Trim the wick while the lamp burns
    Date: Wed, 11 Mar 2015 09:30:00 +0100
    Message-ID: <20150311083000.030da35e2d4af52d8c0f@example.org>
    In-Reply-To: <20150310110000.ce22bf16f7f441c6437c@example.org>
    References: <20150310110000.ce22bf16f7f441c6437c@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:
    > Which wicks are there, and may I trim one?

    Hello Ada,

    There are three. Yes.

    A small task to start with: Correct the spelling of one page.

    Read one page of the manual aloud, and put right what sounds wrong.

    - Where: doc/
    - Base tree: the branch `staging`
    - To get a copy:
        git clone https://git.example.org/lamp.git
    - Done when: the page reads well, and the patch says what was wrong
    - Send it: as a patch to the list
    - Patches: https://wiki.example.org/Sending_patches

    If you would like it, please say so here on the list by Wed, 25 March
    2015. Until then it is reserved for you. When you are stuck, ask here or
    in #lantern on chat.example.org (IRC).

    -- 
    Grace Example
    note: only members may post to lamp-devel@lists.example.org
    note: the task is reserved until 2015-03-25: 14 days, our default
    note: to send it with git, save it to a file and run `git send-email --from="Grace Example <grace@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
}

#[test]
fn the_answer_is_in_the_thread_of_the_letter() {
    let sandbox = of_grace();
    let letter = sandbox.read("ada.eml");
    let answer = data(&sandbox, &format!("reply ada.eml --task spelling {TODAY}"));
    let id = field(&letter, "Message-ID");
    assert_eq!(field(&answer, "In-Reply-To"), id);
    assert_eq!(field(&answer, "References"), id);
    assert_eq!(field(&answer, "Subject"), format!("Re: {}", field(&letter, "Subject")));
    assert_eq!(field(&answer, "To"), "Ada Example <ada@example.org>");
    assert_eq!(field(&answer, "Cc"), "lamp-devel@lists.example.org, \"J. R. Example\" <jay@example.org>");
    assert_eq!(
        data(&sandbox, &format!("reply ada.eml --task spelling {TODAY}")),
        answer,
        "the same every time"
    );

    sandbox.write(
        "again.eml",
        answer.replace("From: Grace Example <grace@example.org>", "From: Eve <eve@example.org>"),
    );
    let again = data(&sandbox, &format!("reply again.eml --task spelling {TODAY}"));
    assert_eq!(field(&again, "Subject"), field(&answer, "Subject"), "`Re:` is not doubled");
    assert_eq!(field(&again, "References"), format!("{id} {}", field(&answer, "Message-ID")));
}

#[test]
fn every_letter_of_introduce_is_recognised() {
    let sandbox = of_grace();
    for project in ["wick-trimmer", "fresnel-for-humans", "fog-horn", "keepers-log"] {
        let line = INTRODUCE.replace("wick-trimmer", project);
        sandbox.write("letter.eml", data(&sandbox, &format!("{line} --anyway")));
        let letter = sandbox.read("letter.eml");
        let shown = data(&sandbox, &format!("reply letter.eml --task spelling --json {TODAY}"));
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(shown["to"][0]["address"], "ada@example.org", "{project}");
        assert_eq!(shown["cc"][0]["address"].as_str(), Some(&*field(&letter, "To")), "{project}");
    }
    let idea =
        INTRODUCE.replace("introduce wick-trimmer", "introduce --idea 'Whale oil' --problem X --change Y");
    let idea = idea.replace("--interest 'My grandmother kept a lamp.'", "");
    sandbox.write("idea.eml", data(&sandbox, &idea));
    let answer = data(&sandbox, &format!("reply idea.eml --task spelling {TODAY}"));
    assert_eq!(field(&answer, "Cc"), "users@lists.example.org");
    assert_eq!(field(&answer, "Subject"), "Re: [GSoC 2015] Whale oil");
}

#[test]
fn the_mail_may_come_on_standard_input() {
    let sandbox = of_grace();
    let letter = sandbox.read("ada.eml");
    let line = format!("reply - --task spelling --print {TODAY}");
    let seen = sandbox.run_with_input(&line, &letter);
    let answer = data(&sandbox, &line.replace(" - ", " ada.eml "));
    assert!(seen.contains(&answer), "{seen}");
    insta::assert_snapshot!(sandbox.run_with_input("reply -", &letter), @r"
    $ onlist reply -
    error: `--task ID` or `--task-text TEXT` is missing
    hint: `onlist show PROJECT` lists the tasks that fit; `--no-task` gives none
    [exit status: 64]
    ");
}

#[test]
fn what_is_missing_is_named_all_at_once() {
    let sandbox = of_grace();
    insta::assert_snapshot!(reply(&sandbox, "ada.eml"), @r"
    $ onlist reply ada.eml
    error: `--task ID` or `--task-text TEXT` is missing
    hint: `onlist show PROJECT` lists the tasks that fit; `--no-task` gives none
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task ''"), @r"
    $ onlist reply ada.eml --task ''
    error: `--task` is empty
    [exit status: 64]
    ");
    sandbox.write(".config/onlist/config.toml", "catalog = \"catalog.toml\"\n");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml"), @r"
    $ onlist reply ada.eml
    error: `--name`, `--email` and `--task ID` or `--task-text TEXT` are missing
    hint: name and address can also be set in the settings or in git's configuration; `onlist show PROJECT` lists the tasks that fit; `--no-task` gives none
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --email grace@example.org"), @"
    $ onlist reply ada.eml --task spelling --email grace@example.org
    error: `--name` is missing
    hint: name and address can also be set in the settings or in git's configuration
    [exit status: 64]
    ");
}

#[test]
fn unknown_names_are_answered_with_the_nearest() {
    let sandbox = of_grace();
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task speling"), @"
    $ onlist reply ada.eml --task speling
    error: no task `speling` in the catalog
    hint: did you mean `spelling`?
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task zebra"), @"
    $ onlist reply ada.eml --task zebra
    error: no task `zebra` in the catalog
    hint: known tasks: `review-patch` and `spelling`
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --second-task reviw-patch"), @"
    $ onlist reply ada.eml --task spelling --second-task reviw-patch
    error: no task `reviw-patch` in the catalog
    hint: did you mean `review-patch`?
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --project wick-trimer"), @"
    $ onlist reply ada.eml --task spelling --project wick-trimer
    error: no project `wick-trimer` in the catalog
    hint: did you mean `wick-trimmer`?
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --list 'the list'"), @r"
    $ onlist reply ada.eml --task spelling --list 'the list'
    error: `the list` is not a list of the catalog and not an address
    hint: give a list's id, or its whole address
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --task-text X"), @r"
    $ onlist reply ada.eml --task spelling --task-text X
    error: `--task` and `--task-text` say the same thing
    hint: give one of them
    [exit status: 64]
    ");
}

#[test]
fn a_mail_about_nothing_known_asks_for_the_project() {
    let sandbox = of_grace();
    sandbox.write(
        "hello.eml",
        "From: eve@example.org\nTo: users@lists.example.org\nSubject: hello\n\nCan I help?\n",
    );
    insta::assert_snapshot!(reply(&sandbox, "hello.eml --task spelling"), @"
    $ onlist reply hello.eml --task spelling
    error: cannot tell which project this mail is about
    hint: use `--project ID`, or `--project none`
    [exit status: 64]
    ");
    let answer = data(&sandbox, &format!("reply hello.eml --task spelling --project none {TODAY}"));
    assert!(answer.contains("\nthank you for your mail.\n"), "{answer}");
    let answer = data(&sandbox, &format!("reply hello.eml --task spelling --project fog-horn {TODAY}"));
    assert!(answer.contains("about \"Fog horn\""), "{answer}");
}

#[test]
fn the_day_up_to_which_a_task_is_kept() {
    let sandbox = of_grace();
    let told = |more: &str| {
        let seen = reply(&sandbox, &format!("ada.eml --task spelling {more}"));
        let until = seen.split("on the list by ").nth(1).and_then(|rest| rest.split('.').next());
        let until = until.expect("a day").replace('\n', " ");
        (
            until,
            seen.lines()
                .filter(|line| line.contains("reserved until"))
                .map(str::to_owned)
                .collect::<String>(),
        )
    };
    assert_eq!(
        told(""),
        (
            "Wed, 25 March 2015".into(),
            "note: the task is reserved until 2015-03-25: 14 days, our default".into()
        )
    );
    assert_eq!(told("--until 2015-03-11").0, "Wed, 11 March 2015");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --until 2015-03-10"), @"
    $ onlist reply ada.eml --task spelling --until 2015-03-10
    error: 2015-03-10 has passed
    [exit status: 64]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --until soon"), @r"
    $ onlist reply ada.eml --task spelling --until soon
    error: `--until`: not a date (expected YYYY-MM-DD, `tomorrow` or `+10d`)
    [exit status: 64]
    ");
}

#[test]
fn a_task_and_an_answer_in_ones_own_words() {
    let sandbox = of_grace();
    sandbox.write("answer.txt", "There are three:\n\n- flat\n- round\n- none\n");
    let letter = reply(
        &sandbox,
        "ada.eml --task-text 'Trim one, and tell us how long it took.' --answer-file answer.txt",
    );
    let body = letter.split_once("\n\n").expect("a body").1;
    insta::assert_snapshot!(body, @r#"
    On Tue, 10 Mar 2015 at 12:00 +0100, Ada Example wrote:
    > Which wicks are there, and may I trim one?

    Hello Ada,

    There are three:

    - flat
    - round
    - none

    A small task to start with:

    Trim one, and tell us how long it took.

    If you would like it, please say so here on the list by Wed, 25 March
    2015. Until then it is reserved for you. When you are stuck, ask here or
    in #lantern on chat.example.org (IRC).

    -- 
    Grace Example
    note: only members may post to lamp-devel@lists.example.org
    note: the task is reserved until 2015-03-25: 14 days, our default
    note: to send it with git, save it to a file and run `git send-email --from="Grace Example <grace@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --answer-file none.txt"), @"
    $ onlist reply ada.eml --task spelling --answer-file none.txt
    error: cannot read `none.txt`: No such file or directory
    [exit status: 66]
    ");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --answer X --answer-file answer.txt"), @r"
    $ onlist reply ada.eml --task spelling --answer X --answer-file answer.txt
    error: `--answer` and `--answer-file` say the same thing
    hint: give one of them
    [exit status: 64]
    ");
}

#[test]
fn every_mail_is_answered_to_its_author_and_on_its_list() {
    let sandbox = of_mary();
    let addressed = |file: &str| {
        let answer = data(&sandbox, &format!("reply {file} --task one-word --project tea-lady {TODAY}"));
        let fields =
            ["To", "Cc", "Subject", "In-Reply-To"].map(|name| format!("{name}: {}\n", field(&answer, name)));
        format!("{file}\n{}", fields.concat())
    };
    let files =
        ["plain.eml", "html.eml", "mailman-munged.eml", "no-id.eml", "original-from.eml", "thread.eml"];
    insta::assert_snapshot!(files.map(addressed).join("\n"), @r#"
    plain.eml
    To: Ada Example <ada@students.test>
    Cc: engine-dev@lists.test, Tom Other <tom@engine.test>
    Subject: Re: [GSoC 2015] Cache the turning of wheels
    In-Reply-To: <20150310.1@students.test>

    html.eml
    To: "Example, Ada" <ada@students.test>
    Cc: intro@lists.test
    Subject: Re: GSoC 2015 =?utf-8?b?4oCU?= A tea lady for the engine room
    In-Reply-To: <html.1@students.test>

    mailman-munged.eml
    To: =?utf-8?q?Zo=C3=AB?= Example <zoe@students.test>
    Cc: intro@lists.test
    Subject: Re: [GSoC] Cache the turning of wheels
    In-Reply-To: <2503d6db@students.test>

    no-id.eml
    To: Ada Example <ada@students.test>
    Cc: intro@lists.test
    Subject: Re: hello
    In-Reply-To: 

    original-from.eml
    To: Ada Example <ada@students.test>
    Cc: wheels@groups.test
    Subject: Re: GSoC'15: an own idea
    In-Reply-To: <CAF=x+1@mail.students.test>

    thread.eml
    To: ada@students.test
    Cc: intro@lists.test, tom@engine.test, engine-dev@lists.test
    Subject: Re: [GSoC 2015] A tea lady for the engine room
    In-Reply-To: <reply.2@students.test>
    "#);
}

#[test]
fn a_private_mail_is_answered_on_the_list_without_quoting_it() {
    let sandbox = of_mary();
    let seen = reply(&sandbox, "private.eml --task one-word --project tea-lady");
    assert!(!seen.contains("too hard"), "{seen}");
    insta::assert_snapshot!(seen, @r#"
    $ onlist reply private.eml --task one-word --project tea-lady
    From: Mary Mentor <mary@engine.test>
    To: Ada Example <ada@students.test>
    Cc: intro@lists.test
    Subject: Re: [GSoC 2015] A tea lady for the engine room
    Date: Wed, 11 Mar 2015 09:30:00 +0100
    Message-ID: <20150311083000.48fc59d55cbffc6fe65e@engine.test>
    In-Reply-To: <private.1@students.test>
    References: <private.1@students.test>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello Ada,

    thank you for your mail about "A tea lady for the engine room".

    I have copied intro@lists.test, because this work is done in public, and
    have quoted nothing of your mail. Please write there from now on.

    A small task to start with: Correct one word of the manual.

    Read the first chapter of the manual, and put one thing right that is
    wrong in it.

    - Where: doc/manual
    - Done when: the patch changes one line, and its message says why
    - Send it: as a patch to the list

    If you would like it, please say so here on the list by Wed, 25 March
    2015. Until then it is reserved for you. When you are stuck, ask here or
    in #engine on chat.example.org (IRC). It promises nothing: the whole
    team judges the proposals later.

    -- 
    Mary Mentor
    note: this mail was private, and the answer goes to intro@lists.test: this makes it public that Ada Example wrote to you; neither its text nor its subject is in the answer
    note: nothing answers the question
    note: the task is reserved until 2015-03-25: 14 days, our default
    note: to send it with git, save it to a file and run `git send-email --from="Mary Mentor <mary@engine.test>" --suppress-cc=author --suppress-cc=body FILE`
    "#);
}

#[test]
fn a_mail_without_a_list_needs_one() {
    let sandbox = of_mary();
    insta::assert_snapshot!(reply(&sandbox, "private.eml --task one-word --project none"), @"
    $ onlist reply private.eml --task one-word --project none
    error: no mailing list in this mail
    hint: give the list with `--list`: an answer always goes to a list
    [exit status: 64]
    ");
    let answer = data(
        &sandbox,
        &format!("reply private.eml --task one-word --project none --list engine-dev {TODAY}"),
    );
    assert_eq!(field(&answer, "Cc"), "engine-dev@lists.test");
}

#[test]
fn ones_own_mail_is_not_answered() {
    let sandbox = of_grace();
    let own = sandbox.read("ada.eml").replace("ada@example.org", "Grace@Home.example.org");
    sandbox.write("own.eml", own);
    insta::assert_snapshot!(reply(&sandbox, "own.eml --task spelling"), @"
    $ onlist reply own.eml --task spelling
    error: this mail is from you
    hint: answer the student's mail, not your own
    [exit status: 65]
    ");
}

#[test]
fn what_is_no_mail_is_refused() {
    let sandbox = of_grace();
    sandbox.write("empty.eml", "\n");
    sandbox.write("text.eml", "Dear Grace,\nhere is my mail.\n");
    insta::assert_snapshot!(reply(&sandbox, "missing.eml --task spelling"), @"
    $ onlist reply missing.eml --task spelling
    error: cannot read `missing.eml`: No such file or directory
    [exit status: 66]
    ");
    insta::assert_snapshot!(reply(&sandbox, "empty.eml --task spelling"), @"
    $ onlist reply empty.eml --task spelling
    error: this mail is empty
    hint: save the whole mail, with its header, from your mail program or the list's archive
    [exit status: 65]
    ");
    insta::assert_snapshot!(reply(&sandbox, "text.eml --task spelling"), @"
    $ onlist reply text.eml --task spelling
    error: not a mail: no header with From, To, Subject, Date or Message-ID
    hint: save the whole mail, with its header, from your mail program or the list's archive
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run_with_input("reply - --task spelling", ""), @"
    $ onlist reply - --task spelling
    error: this mail is empty
    hint: save the whole mail, with its header, from your mail program or the list's archive
    [exit status: 65]
    ");
}

#[test]
fn scripts_get_what_the_contract_says() {
    let sandbox = of_grace();
    let shown = data(&sandbox, &format!("reply ada.eml --task spelling --json {TODAY}"));
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let fields: Vec<_> = shown.as_object().expect("an object").keys().collect();
    assert_eq!(
        fields,
        ["schema", "message_id", "from", "to", "cc", "subject", "body", "why", "notices", "findings"]
    );
    let rules: Vec<_> = shown["why"].as_array().expect("reasons").iter().map(|it| &it["rule"]).collect();
    assert_eq!(
        rules,
        ["author of the mail (From)", "mailing list of the mail, known to the catalog", "copied in the mail"]
    );
    let kinds: Vec<_> = shown["notices"].as_array().expect("notices").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["unanswered", "posting", "until"]);
}

#[test]
fn an_answer_is_saved_or_kept_like_a_letter() {
    let sandbox = of_grace();
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --save answer.eml"), @r#"
    $ onlist reply ada.eml --task spelling --save answer.eml
    note: wrote `answer.eml`
    note: nothing answers the question "Which wicks are there, and may I trim one?"
    note: only members may post to lamp-devel@lists.example.org
    note: the task is reserved until 2015-03-25: 14 days, our default
    note: open `answer.eml` in your mail program, and send it as plain text
    "#);
    let saved = sandbox.read("answer.eml");
    assert!(saved.starts_with("X-Unsent: 1\r\n") && saved.contains("\r\nIn-Reply-To: <"), "{saved}");
    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --save answer.eml"), @"
    $ onlist reply ada.eml --task spelling --save answer.eml
    error: `answer.eml` exists
    hint: choose another name; or overwrite it with `--force`
    [exit status: 73]
    ");

    insta::assert_snapshot!(reply(&sandbox, "ada.eml --task spelling --keep"), @r#"
    $ onlist reply ada.eml --task spelling --keep
    reply-ada-example
    note: nothing answers the question "Which wicks are there, and may I trim one?"
    note: only members may post to lamp-devel@lists.example.org
    note: the task is reserved until 2015-03-25: 14 days, our default
    note: saved as draft `reply-ada-example`; continue with `onlist drafts edit reply-ada-example`
    "#);
    insta::assert_snapshot!(sandbox.run("drafts"), @r"
    $ onlist drafts
    reply-ada-example	reply		draft	2015-03-11T09:30:00+01:00
    ");
    let printed = data(&sandbox, &format!("drafts show reply-ada-example --print {TODAY}"));
    assert_eq!(printed, data(&sandbox, &format!("reply ada.eml --task spelling {TODAY}")));
    let shown = data(&sandbox, &format!("reply ada.eml --task spelling --keep --json {TODAY}"));
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["draft"], "reply-ada-example-2");
}
