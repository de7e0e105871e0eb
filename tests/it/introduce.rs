//! A student's first letter without a terminal: what is given by flags, and every way the letter can take.

use std::fs;
use std::process::Stdio;

use crate::support::Sandbox;
use serde_json::{Value, json};

const LINE: &str = "introduce wick-trimmer --interest 'My grandmother kept a lamp.' --so-far 'I have built it.' \
                    --question 'Which wicks are there?' --date 2015-03-10T12:00:00+01:00";

/// A call of `introduce` by Ada, complete but for what `more` adds.
fn introduce(sandbox: &Sandbox, more: &str) -> String {
    let seen = sandbox.run(format!("{LINE} {more}").trim_end());
    seen.replace(LINE, "introduce wick-trimmer ...")
}

/// What a successful call prints on standard output.
fn data(sandbox: &Sandbox, line: &str) -> String {
    let output = sandbox.output(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn words(line: &str) -> Vec<String> {
    shlex::split(line).expect("quotes are closed")
}

/// A header field of a message, unfolded.
fn field(message: &str, name: &str) -> String {
    let head = message.split("\n\n").next().unwrap_or_default().replace("\n ", " ");
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_default().to_owned()
}

/// Everything below a home, as paths.
fn files(sandbox: &Sandbox) -> Vec<String> {
    fn below(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                below(&path, found);
            }
            found.push(path.display().to_string());
        }
    }
    let mut found = Vec::new();
    below(sandbox.home(), &mut found);
    found.sort();
    found
}

#[test]
fn a_letter_is_printed_with_what_is_to_be_known() {
    insta::assert_snapshot!(introduce(&Sandbox::of_ada(), ""), @r#"
    $ onlist introduce wick-trimmer ...
    From: Ada Example <ada@example.org>
    To: lamp-devel@lists.example.org
    Cc: Grace Example <grace@example.org>, "J. R. Example" <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns
    Date: Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.a6b5b27f9784f8f79e00@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello Grace, J. R. Example and all,

    I am Ada Example. I am writing about "Trim the wick while the lamp
    burns", one of your ideas for GSoC 2015, and would like a bite-size task
    to start with.

    My grandmother kept a lamp.

    I have built it.

    Which wicks are there?

    -- 
    Ada Example
    warning[C05]: nothing shows what you have done so far: no link, command, file, version or commit (no-step-taken)
    --> letter:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C10]: the letter has 13 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps
    note: Beacon: write to beacon-devel first
    note: Grace Example <grace@example.org>: address last confirmed in February 2014 (a year ago)
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: to send it with git, save it to a file and run `git send-email --from="Ada Example <ada@example.org>" --suppress-cc=author --suppress-cc=body FILE`
    note: if nobody answers in 7 days (our default), ask again with a reply to your own letter
    "#);
}

#[test]
fn printing_leaves_nothing_behind() {
    let sandbox = Sandbox::of_ada();
    let before = files(&sandbox);
    introduce(&sandbox, "--print");
    introduce(&sandbox, "--mailto");
    introduce(&sandbox, "--json");
    assert_eq!(files(&sandbox), before);
}

#[test]
fn every_answer_has_its_place_and_only_what_was_said_stands_there() {
    let letter = introduce(
        &Sandbox::of_ada(),
        "--call-me Ada --affiliation 'Example University' --time-zone UTC+1 --availability '20 hours a week.' \
         --link https://ada.example.org/a-link-that-is-much-too-long-for-a-line-of-a-letter-but-stays-whole/all-the-same \
         --link https://ada.example.org/",
    );
    let body = letter.split("\n\nHello").nth(1).expect("a body").split("\nnote:").next().expect("a body");
    insta::assert_snapshot!(body, @r#"
     Grace, J. R. Example and all,

    I am Ada Example (Example University, UTC+1); please call me Ada. I am
    writing about "Trim the wick while the lamp burns", one of your ideas
    for GSoC 2015, and would like a bite-size task to start with.

    My grandmother kept a lamp.

    I have built it.

    Which wicks are there?

    Availability: 20 hours a week.

    My work:
    https://ada.example.org/a-link-that-is-much-too-long-for-a-line-of-a-letter-but-stays-whole/all-the-same
    and https://ada.example.org/

    -- 
    Ada Example
    warning[C10]: the letter has 17 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know
    "#);
}

#[test]
fn the_same_time_and_words_give_the_same_bytes() {
    let line = format!("{LINE} --print");
    let letter = data(&Sandbox::of_ada(), &line);
    assert_eq!(data(&Sandbox::of_ada(), &line), letter);
    let later = data(&Sandbox::of_ada(), &line.replace("12:00:00", "12:00:01"));
    assert_ne!(field(&later, "Message-ID"), field(&letter, "Message-ID"));
    assert_eq!(field(&letter, "Date"), "Tue, 10 Mar 2015 12:00:00 +0100");
    assert!(field(&letter, "Message-ID").ends_with("@example.org>"));
}

#[test]
fn a_saved_letter_is_never_overwritten_by_accident() {
    let sandbox = Sandbox::of_ada();
    insta::assert_snapshot!(introduce(&sandbox, "--save letter.eml"), @r"
    $ onlist introduce wick-trimmer ... --save letter.eml
    note: wrote `letter.eml`
    warning[C05]: nothing shows what you have done so far: no link, command, file, version or commit (no-step-taken)
    --> letter:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C10]: the letter has 13 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps
    note: Beacon: write to beacon-devel first
    note: Grace Example <grace@example.org>: address last confirmed in February 2014 (a year ago)
    note: subscribe to lamp-devel@lists.example.org first: only subscribers may post
    note: open `letter.eml` in your mail program, and send it as plain text
    note: if nobody answers in 7 days (our default), ask again with a reply to your own letter
    ");
    let saved = sandbox.read("letter.eml");
    assert!(saved.starts_with("X-Unsent: 1\r\nFrom: Ada Example <ada@example.org>\r\n"), "{saved}");
    assert_eq!(saved.matches('\n').count(), saved.matches("\r\n").count());
    assert_eq!(
        saved.replace("X-Unsent: 1\r\n", "").replace('\r', ""),
        data(&sandbox, &format!("{LINE} --print"))
    );

    sandbox.write("letter.eml", "mine");
    insta::assert_snapshot!(introduce(&sandbox, "--save letter.eml"), @"
    $ onlist introduce wick-trimmer ... --save letter.eml
    error: `letter.eml` exists
    hint: choose another name; or overwrite it with `--force`
    [exit status: 73]
    ");
    assert_eq!(sandbox.read("letter.eml"), "mine");
    introduce(&sandbox, "--save letter.eml --force");
    assert_eq!(sandbox.read("letter.eml"), saved);
}

#[test]
fn a_letter_that_cannot_be_written_says_why() {
    let sandbox = Sandbox::of_ada();
    insta::assert_snapshot!(introduce(&sandbox, "--save letters/ada.eml"), @"
    $ onlist introduce wick-trimmer ... --save letters/ada.eml
    error: cannot write `letters/ada.eml`: No such file or directory
    hint: create the folder `letters` first
    [exit status: 73]
    ");
    insta::assert_snapshot!(introduce(&sandbox, "--save .config --force"), @"
    $ onlist introduce wick-trimmer ... --save .config --force
    error: `.config` is not a file
    hint: choose another name
    [exit status: 73]
    ");
    sandbox.write("file", "");
    insta::assert_snapshot!(introduce(&sandbox, "--save file/ada.eml"), @"
    $ onlist introduce wick-trimmer ... --save file/ada.eml
    error: cannot write `file/ada.eml`: Not a directory
    [exit status: 73]
    ");
}

#[test]
fn a_mailto_uri_is_printed_alone_and_a_long_one_with_a_warning() {
    let sandbox = Sandbox::of_ada();
    let seen = introduce(&sandbox, "--mailto");
    assert!(
        seen.contains("\nmailto:lamp-devel@lists.example.org?cc=grace@example.org,jay@example.org&subject="),
        "{seen}"
    );
    assert!(!seen.contains("warning:"), "{seen}");
    let uri = data(&sandbox, &format!("{LINE} --mailto"));
    assert_eq!(uri.lines().count(), 1);

    let long = format!("--availability '{}' --mailto", "Always. ".repeat(300));
    let seen = introduce(&sandbox, &long);
    let warning = seen.lines().find(|line| line.starts_with("warning:")).expect("a warning");
    let bytes = data(&sandbox, &format!("{LINE} {long}")).trim_end().len();
    assert_eq!(
        warning,
        format!(
            "warning: this URI has {bytes} bytes; some mail programs cut it after 2000: a saved file is safer"
        )
    );
}

#[test]
fn a_kept_letter_can_be_listed_shown_printed_and_deleted() {
    let sandbox = Sandbox::of_ada();
    insta::assert_snapshot!(introduce(&sandbox, "--keep"), @r"
    $ onlist introduce wick-trimmer ... --keep
    wick-trimmer
    warning[C05]: nothing shows what you have done so far: no link, command, file, version or commit (no-step-taken)
    --> letter:1
     = hint: say what you have read, built, tried or sent, with a link or a name

    warning[C10]: the letter has 13 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps
    note: Beacon: write to beacon-devel first
    note: Grace Example <grace@example.org>: address last confirmed in February 2014 (a year ago)
    note: saved as draft `wick-trimmer`; continue with `onlist drafts edit wick-trimmer`
    ");
    introduce(&sandbox, "--keep");
    let asked_for = "--date 2015-03-11T09:00:00+01:00";
    insta::assert_snapshot!(sandbox.run("drafts"), @r"
    $ onlist drafts
    wick-trimmer	introduction	wick-trimmer	draft	2015-03-10T12:00:00+01:00
    wick-trimmer-2	introduction	wick-trimmer	draft	2015-03-10T12:00:00+01:00
    ");
    insta::assert_snapshot!(sandbox.run(&format!("drafts show wick-trimmer {asked_for}")), @r#"
    $ onlist drafts show wick-trimmer --date 2015-03-11T09:00:00+01:00
    From:    Ada Example <ada@example.org>
    To:      lamp-devel@lists.example.org
    Cc:      Grace Example <grace@example.org> and J. R. Example <jay@example.org>
    Subject: [GSoC 2015] Trim the wick while the lamp burns

    Hello Grace, J. R. Example and all,

    I am Ada Example. I am writing about "Trim the wick while the lamp
    burns", one of your ideas for GSoC 2015, and would like a bite-size task
    to start with.

    My grandmother kept a lamp.

    I have built it.

    Which wicks are there?

    -- 
    Ada Example
    note: GSoC 2015 did not accept Lantern; other organisations host projects that have to do with lamps
    note: Beacon: write to beacon-devel first
    note: Grace Example <grace@example.org>: address last confirmed in February 2014 (a year ago)
    "#);

    let printed = data(&sandbox, &format!("drafts show wick-trimmer --print {asked_for}"));
    let fresh = data(&sandbox, &format!("{LINE} --print"));
    assert_eq!(field(&printed, "Message-ID"), field(&fresh, "Message-ID"));
    assert_eq!(field(&printed, "Date"), "Wed, 11 Mar 2015 09:00:00 +0100");

    let drafts: Value = serde_json::from_str(&data(&sandbox, "drafts --json")).expect("JSON");
    assert_eq!(drafts["schema"], 1);
    assert_eq!(drafts["drafts"][1]["id"], "wick-trimmer-2");
    assert_eq!(drafts["drafts"][1]["asking"], Value::Null);

    insta::assert_snapshot!(sandbox.run("drafts delete wick-trimmer"), @"
    $ onlist drafts delete wick-trimmer
    error: cannot ask without a terminal
    hint: add `--yes` to delete it
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run("drafts edit wick-trimmer"), @"
    $ onlist drafts edit wick-trimmer
    error: cannot edit without a terminal
    hint: `onlist drafts show DRAFT --print` prints the letter
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run("drafts delete wick-trimmer --yes"), @"$ onlist drafts delete wick-trimmer --yes");
    insta::assert_snapshot!(sandbox.run("drafts delete wick-trimmer --yes"), @"
    $ onlist drafts delete wick-trimmer --yes
    error: no draft `wick-trimmer`
    hint: run `onlist drafts` to see all drafts
    [exit status: 64]
    ");
    insta::assert_snapshot!(sandbox.run("drafts show ../../etc"), @"
    $ onlist drafts show ../../etc
    error: `../../etc` is not a draft name
    hint: use letters a to z, digits and `-`
    [exit status: 64]
    ");
    sandbox.run("drafts delete wick-trimmer-2 --yes");
    insta::assert_snapshot!(sandbox.run("drafts"), @"
    $ onlist drafts
    note: no saved letters
    ");
}

#[test]
fn a_kept_letter_is_named_in_json_too() {
    let sandbox = Sandbox::of_ada();
    let shown: Value = serde_json::from_str(&data(&sandbox, &format!("{LINE} --keep --json"))).expect("JSON");
    assert_eq!(shown["draft"], "wick-trimmer");
}

#[test]
fn scripts_get_what_the_contract_says() {
    let shown: Value =
        serde_json::from_str(&data(&Sandbox::of_ada(), &format!("{LINE} --json"))).expect("JSON");
    let fields: Vec<_> = shown.as_object().expect("an object").keys().collect();
    assert_eq!(
        fields,
        ["schema", "message_id", "from", "to", "cc", "subject", "body", "why", "notices", "findings"]
    );
    assert_eq!(shown["schema"], 1);
    let id = shown["message_id"].as_str().expect("a string");
    assert!(id.ends_with("@example.org") && !id.starts_with('<'), "{id}");
    assert_eq!(shown["from"], json!({"name": "Ada Example", "address": "ada@example.org"}));
    assert_eq!(shown["to"], json!([{"name": null, "address": "lamp-devel@lists.example.org"}]));
    assert_eq!(shown["cc"][0], json!({"name": "Grace Example", "address": "grace@example.org"}));
    let kinds: Vec<_> = shown["notices"].as_array().expect("notices").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["season", "elsewhere", "contact-age"]);
}

#[test]
fn what_is_missing_is_named_all_at_once() {
    insta::assert_snapshot!(Sandbox::settled("").run("introduce wick-trimmer"), @"
    $ onlist introduce wick-trimmer
    error: `--name`, `--email`, `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    ");
    insta::assert_snapshot!(Sandbox::of_ada().run("introduce wick-trimmer --interest X --so-far ''"), @"
    $ onlist introduce wick-trimmer --interest X --so-far ''
    error: `--so-far` is empty
    error: `--question` is missing
    hint: add it, or run this on a terminal
    [exit status: 64]
    ");
    insta::assert_snapshot!(Sandbox::of_ada().run("introduce --idea 'A lamp'"), @"
    $ onlist introduce --idea 'A lamp'
    error: `--problem` and `--change` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    ");
    insta::assert_snapshot!(Sandbox::of_ada().run("introduce"), @r"
    $ onlist introduce
    error: no project given
    hint: choose one from `onlist projects`, or use `--idea TITLE` with `--problem` and `--change`
    error: `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    ");
    insta::assert_snapshot!(Sandbox::of_ada().run("introduce wick-trimer --interest X"), @r"
    $ onlist introduce wick-trimer --interest X
    error: no project `wick-trimer` in the catalog
    hint: did you mean `wick-trimmer`?
    error: `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 64]
    ");
}

#[test]
fn flags_that_say_nothing_together_are_refused() {
    let sandbox = Sandbox::of_ada();
    for line in [
        "introduce wick-trimmer --idea 'A lamp'",
        "introduce wick-trimmer --list optics",
        "introduce wick-trimmer --problem Dark",
        "introduce --idea 'A lamp' --interest X --problem Dark --change Light",
        "introduce wick-trimmer --print --save x.eml",
        "introduce wick-trimmer --open",
        "introduce wick-trimmer --force",
        "introduce wick-trimmer --print --json",
        "introduce wick-trimmer --date yesterday",
        "introduce wick-trimmer --date 12015-03-10T12:00:00Z",
    ] {
        let seen = sandbox.run(line);
        assert!(seen.ends_with("[exit status: 64]\n") && seen.contains("\nerror: "), "{seen}");
    }
}

#[test]
fn an_own_idea_goes_to_the_list_one_knows_or_asks_to_be_redirected() {
    let sandbox = Sandbox::of_ada();
    let idea = "introduce --idea 'Can lamps burn whale oil?' --problem 'Whales are safe now.' \
                --change 'They would not be.' --prior-art 'None that I found.' --help-wanted 'With the whales.' \
                --date 2015-03-10T12:00:00+01:00 --print";
    let letter = data(&sandbox, idea);
    insta::assert_snapshot!(letter, @r#"
    From: Ada Example <ada@example.org>
    To: users@lists.example.org
    Subject: [GSoC 2015] Can lamps burn whale oil?
    Date: Tue, 10 Mar 2015 12:00:00 +0100
    Message-ID: <20150310110000.54ad5bf540ff34541cc5@example.org>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello all,

    I am Ada Example. I am writing about an idea of my own for GSoC 2015,
    "Can lamps burn whale oil?", and would like a bite-size task to start
    with. If another list fits it better, please tell me.

    The problem: Whales are safe now.

    What I would change: They would not be.

    What exists already: None that I found.

    Where I need help: With the whales.

    -- 
    Ada Example
    "#);
    for list in ["lamp-devel", "LAMP-devel@lists.example.org", "lamp-devel@old.example.org"] {
        let letter = data(&sandbox, &format!("{idea} --list {list}"));
        assert_eq!(field(&letter, "To"), "lamp-devel@lists.example.org", "{list}");
        assert_eq!(field(&letter, "Cc"), "");
        assert!(!letter.contains("redirect"), "{letter}");
    }
    insta::assert_snapshot!(sandbox.run("introduce --idea X --problem X --change X --list lamps"), @"
    $ onlist introduce --idea X --problem X --change X --list lamps
    error: no list `lamps` in the catalog
    hint: known lists: `lamp-devel`, `optics` and `users`
    [exit status: 64]
    ");
}

#[test]
fn a_full_stop_in_a_title_stands_once() {
    let sandbox = Sandbox::of_ada();
    let idea = data(&sandbox, "introduce --idea 'Oil lamps.' --problem X --change X");
    assert!(idea.contains("\"Oil lamps\", and"), "{idea}");
    assert_eq!(field(&idea, "Subject"), "[GSoC 2015] Oil lamps");
    let letter = data(&sandbox, &LINE.replace("wick-trimmer", "fresnel-for-humans"));
    assert!(letter.contains("put together again\", one of"), "{letter}");
}

#[test]
fn a_text_of_ones_own_is_taken_whole() {
    let sandbox = Sandbox::of_ada();
    let text = "Hej,\n\n\n   this line is longer than any that we would have written, much longer, and it is not wrapped all the same.  \n\tcode\n\n-- \nme\n";
    sandbox.write("text.txt", text);
    let line = "introduce wick-trimmer --print --body-file";
    let letter = data(&sandbox, &format!("{line} text.txt"));
    assert_eq!(letter.split_once("\n\n").expect("a body").1, text);

    let seen = sandbox.run_with_input(&format!("{line} -"), text);
    assert!(seen.contains(text), "{seen}");
    sandbox.write("windows.txt", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let letter = data(&sandbox, &format!("{line} windows.txt"));
    assert_eq!(letter.split_once("\n\n").expect("a body").1, text, "CRLF and a byte order mark are not text");
}

#[test]
fn a_text_that_cannot_be_taken_is_refused() {
    let sandbox = Sandbox::of_ada();
    sandbox.write("latin-1.txt", b"Gr\xfc\xdfe\n");
    sandbox.write("empty.txt", "\n \n");
    sandbox.write("escape.txt", "one\ntwo \u{1b}[2J\n");
    let line = "introduce wick-trimmer --body-file";
    insta::assert_snapshot!(sandbox.run(&format!("{line} latin-1.txt")), @r"
    $ onlist introduce wick-trimmer --body-file latin-1.txt
    error: `latin-1.txt` is not UTF-8 in line 1
    hint: open it in an editor and save it again as UTF-8
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run(&format!("{line} empty.txt")), @r"
    $ onlist introduce wick-trimmer --body-file empty.txt
    error: `empty.txt` is empty
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run(&format!("{line} escape.txt")), @r"
    $ onlist introduce wick-trimmer --body-file escape.txt
    error: `--body-file`: U+001B (ESC) is not allowed (line 2, column 5)
    [exit status: 65]
    ");
    insta::assert_snapshot!(sandbox.run(&format!("{line} missing.txt")), @r"
    $ onlist introduce wick-trimmer --body-file missing.txt
    error: cannot read `missing.txt`: No such file or directory
    [exit status: 66]
    ");
}

#[test]
fn others_are_copied_each_once_and_never_in_place_of_the_list() {
    let letter = data(
        &Sandbox::of_ada(),
        &format!(
            "{LINE} --cc 'Bob Example <bob@example.org>' --cc BOB@example.org --cc '\"Example, Eve\" <eve@example.org>' \
             --cc lamp-devel@old.example.org --cc Optics@lists.example.org --cc GRACE@example.org"
        ),
    );
    assert_eq!(field(&letter, "To"), "lamp-devel@lists.example.org");
    assert_eq!(
        field(&letter, "Cc"),
        "Grace Example <grace@example.org>, \"J. R. Example\" <jay@example.org>, Bob Example <bob@example.org>, \
         \"Example, Eve\" <eve@example.org>, optics@lists.example.org"
    );
    insta::assert_snapshot!(introduce(&Sandbox::of_ada(), "--cc Bob"), @"
    $ onlist introduce wick-trimmer ... --cc Bob
    error: `--cc`: `Bob` is not a valid email address
    [exit status: 65]
    ");
    insta::assert_snapshot!(introduce(&Sandbox::of_ada(), "--cc 'bob@example.org, eve@example.org'"), @"
    $ onlist introduce wick-trimmer ... --cc 'bob@example.org, eve@example.org'
    error: `--cc`: `bob@example.org, eve@example.org` has a comma: give each address alone
    [exit status: 65]
    ");
}

#[test]
fn a_finished_project_stops_the_letter() {
    let sandbox = Sandbox::of_ada();
    let line = LINE.replace("wick-trimmer", "keepers-log");
    let output = sandbox.output(&words(&line).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.stdout.is_empty());
    insta::assert_snapshot!(sandbox.run(&line).replace(&line, "introduce keepers-log ..."), @"
    $ onlist introduce keepers-log ...
    error: `keepers-log` is finished: done in 2014
    hint: choose another with `onlist projects --state open`; or use `--anyway`
    [exit status: 65]
    ");
    let letter = data(&sandbox, &format!("{line} --anyway"));
    assert_eq!(field(&letter, "To"), "users@lists.example.org");
    assert_eq!(field(&letter, "Cc"), "\"J. R. Example\" <jay@example.org>", "the student is not copied");
}

#[test]
fn a_mentor_without_an_address_is_greeted_and_not_invented() {
    let letter = data(&Sandbox::of_ada(), &LINE.replace("wick-trimmer", "fog-horn"));
    assert_eq!(field(&letter, "To"), "users@lists.example.org");
    assert_eq!(field(&letter, "Cc"), "Grace Example <grace@example.org>");
    assert!(letter.contains("\n\nHello Grace, Noel and all,\n"), "{letter}");
}

/// Flags before settings, settings before git.
#[test]
fn who_writes_is_found_where_it_was_said() {
    let sandbox = Sandbox::settled("");
    sandbox.write(".gitconfig", "[user]\n\tname = Git Example\n\temail = git@example.org\n");
    let from = |more: &str| field(&data(&sandbox, &format!("{LINE} {more}")), "From");
    assert_eq!(from(""), "Git Example <git@example.org>");
    assert_eq!(from("--email flag@example.org"), "Git Example <flag@example.org>");
    sandbox.write(
        "settings.toml",
        "catalog = \".config/onlist/catalog.toml\"\n[identity]\nname = \"Tülin Örnek\"\n",
    );
    assert_eq!(from("--config settings.toml"), "=?utf-8?q?T=C3=BClin_=C3=96rnek?= <git@example.org>");
    assert_eq!(from("--config settings.toml --name 'Flag Example'"), "Flag Example <git@example.org>");
    let repository = sandbox.home().join("work");
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.env_clear().envs(sandbox.environment()).current_dir(&repository).args(arguments);
        assert!(git.status().expect("git is there").success(), "{arguments:?}");
    };
    fs::create_dir(&repository).expect("made");
    git(&["init", "--quiet"]);
    git(&["config", "user.email", "work@example.org"]);
    let mut command = sandbox.command(&words(LINE).iter().map(String::as_str).collect::<Vec<_>>());
    let letter = command.current_dir(&repository).output().expect("runs").stdout;
    assert_eq!(field(&String::from_utf8_lossy(&letter), "From"), "Git Example <work@example.org>");
}

#[test]
fn settings_are_checked_with_their_place() {
    let sandbox = Sandbox::of_ada();
    let seen = |settings: &str| {
        sandbox.write(".config/onlist/config.toml", settings);
        sandbox.run("projects")
    };
    insta::assert_snapshot!(seen("[identity]\nnmae = \"Ada\"\n"), @r#"
    $ onlist projects
    error: `nmae` is no key of the settings
     --> $HOME/.config/onlist/config.toml:2:1
      |
    2 | nmae = "Ada"
      | ^^^^
      |
      = hint: did you mean `name`?
    [exit status: 78]
    "#);
    insta::assert_snapshot!(seen("[identity]\nemail = \"ada at example.org\"\n"), @r#"
    $ onlist projects
    error: `email`: `ada at example.org` is not a valid email address
     --> $HOME/.config/onlist/config.toml:2:9
      |
    2 | email = "ada at example.org"
      |         ^^^^^^^^^^^^^^^^^^^^
      |
      = hint: as in `email = "ada@students.test"`
    [exit status: 78]
    "#);
    insta::assert_snapshot!(seen("[identity]\nname = \"Ada\\u001b[2J\"\n"), @r#"
    $ onlist projects
    error: `name`: U+001B (ESC) is not allowed here
     --> $HOME/.config/onlist/config.toml:2:8
      |
    2 | name = "Ada\u001b[2J"
      |        ^^^^^^^^^^^^^^
      |
      = hint: as in `name = "Ada Example"`
    [exit status: 78]
    "#);
    insta::assert_snapshot!(seen("catalog = \"none.toml\"\n"), @"
    $ onlist projects
    error: cannot read `$HOME/.config/onlist/none.toml`: No such file or directory
    [exit status: 66]
    ");
    insta::assert_snapshot!(sandbox.run("projects --config none.toml"), @"
    $ onlist projects --config none.toml
    error: settings: cannot read `none.toml`: No such file or directory
    [exit status: 78]
    ");
}

#[test]
fn a_wrong_identity_in_git_says_where_it_comes_from() {
    let sandbox = Sandbox::settled("");
    sandbox.write(".gitconfig", "[user]\n\tname = Ada\n\temail = ada at example.org\n");
    insta::assert_snapshot!(introduce(&sandbox, ""), @"
    $ onlist introduce wick-trimmer ...
    error: `--email`: `ada at example.org` is not a valid email address
    hint: it comes from git's `user.email`: correct it there, or set it in the settings
    [exit status: 65]
    ");
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let sandbox = Sandbox::of_ada();
    let mut command = sandbox.command(&words(LINE).iter().map(String::as_str).collect::<Vec<_>>());
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command.stdout(Stdio::from(writer)).output().expect("runs");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn an_address_that_no_header_field_can_hold_is_refused() {
    let sandbox = Sandbox::settled("");
    insta::assert_snapshot!(sandbox.run("introduce fog-horn --name Ada --email adé@students.test"), @r"
    $ onlist introduce fog-horn --name Ada --email adé@students.test
    error: `--email`: `adé@students.test` has characters before the `@` that not every mail server accepts
    error: `--interest`, `--so-far` and `--question` are missing
    hint: add them, or run this on a terminal
    [exit status: 65]
    ");
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
fn a_letter_has_as_many_words_for_check_as_for_whoever_wrote_it() {
    let words = |count: usize| "One word of it is as good as another. ".repeat(count);
    let sandbox = Sandbox::of_ada();
    for (paragraph, is_short) in [(words(1), true), (words(16), false)] {
        let text = format!("Hello all,\n\n{paragraph}\n\nWhich wicks are there?\n\nAda\n");
        sandbox.write("text", text);
        let said = format!("--interest '{paragraph}' --so-far 'I have built it.' --question 'Which wicks?'");
        for call in ["--body-file text".to_owned(), format!("{said} --style bare"), said] {
            let call = format!("introduce wick-trimmer {call} --save letter.eml --force");
            let written = sandbox.run(&call);
            assert_eq!(written.contains("C10"), is_short, "{written}");
            let checked = sandbox.run("check letter.eml");
            assert_eq!(checked.contains("C10"), is_short, "{call}: {checked}");
        }
    }
}
