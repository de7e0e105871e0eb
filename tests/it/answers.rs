//! A mentor's own words: given, kept in the settings, or not there at all.

use crate::support::Sandbox;

const TODAY: &str = "--date 2015-03-11T09:30:00+01:00";

/// The home of a mentor with paragraphs of her own, and a letter of Ada's in it.
fn of_grace() -> Sandbox {
    let sandbox = Sandbox::settled(
        "[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n\
         [answers]\n\
         welcome = \"Welcome, {{ call_me }}! Good that you look at {{ project }}.\"\n\
         build = \"Please build the tree first.\"\n\
         slip = \"Hello {{ cal_me }}\"\n\
         unsaid = \"{{ second_task.title }}\"\n",
    );
    let asks = "--question 'Which wicks are there? How long does a lamp burn?'";
    let letter = sandbox.output(
        &shlex::split(&format!(
            "introduce wick-trimmer --name 'Ada Example' --email ada@example.org --interest 'I like it.' \
             --so-far 'I have built it.' {asks} --date 2015-03-10T12:00:00+01:00 --print"
        ))
        .expect("quotes are closed")
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>(),
    );
    assert!(letter.status.success(), "{letter:?}");
    sandbox.write("ada.eml", letter.stdout);
    sandbox
}

fn reply(sandbox: &Sandbox, rest: &str) -> String {
    sandbox.run(&format!("reply ada.eml {rest} {TODAY}")).replace(&format!(" {TODAY}"), "")
}

#[test]
fn an_answer_without_a_task_is_what_the_mentor_says() {
    let sandbox = of_grace();
    insta::assert_snapshot!(reply(&sandbox, "--no-task --answer 'All wicks are round.'"));
    insta::assert_snapshot!(reply(&sandbox, "--no-task"));
    insta::assert_snapshot!(reply(&sandbox, "--no-task --task spelling"));
}

#[test]
fn paragraphs_of_ones_own_are_filled_in_and_stand_before_what_is_said_besides() {
    let sandbox = of_grace();
    insta::assert_snapshot!(reply(
        &sandbox,
        "--answer-name welcome --answer-name build --answer 'A lamp burns all night; wicks are round.' --no-task"
    ));
    for (name, expected) in [
        ("welcom", "did you mean `welcome`?"),
        ("x", "there are `build`, `slip`, `unsaid` and `welcome`"),
        ("slip", "template: unknown name `cal_me`"),
        ("unsaid", "`unsaid` in `[answers]` of the settings"),
    ] {
        let told = reply(&sandbox, &format!("--answer-name {name} --no-task"));
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn questions_without_an_answer_are_pointed_out() {
    let sandbox = of_grace();
    let (wicks, lamp) =
        ("the question \"Which wicks are there?\"", "the question \"How long does a lamp burn?\"");
    let doubt =
        |what: &str| format!("perhaps nothing answers {what}: your answer has none of its main words");
    let none = |what: &str| format!("nothing answers {what}");
    let mail = sandbox.read("ada.eml");
    let private = mail.lines().filter(|it| !it.starts_with("Cc: ")).collect::<Vec<_>>().join("\n");
    let private = private.replace("To: lamp-devel@lists.example.org", "To: grace@example.org");
    for (mail, flags, unanswered) in [
        (&mail, "", vec![none(wicks), none(lamp)]),
        (&mail, "--answer 'Wicks are round.'", vec![doubt(lamp)]),
        (&mail, "--answer 'Wicks are round. A lamp burns all night.'", Vec::new()),
        (&private, "", vec![none("2 questions")]),
        (&private, "--answer 'Up to 8 hours.'", vec![doubt("2 questions")]),
        (&private, "--answer 'Wicks are round.'", vec![doubt("the question")]),
    ] {
        sandbox.write("ada.eml", mail);
        let told = reply(&sandbox, &format!("--task spelling --list lamp-devel {flags} --print"));
        let notes = told.lines().filter_map(|it| it.strip_prefix("note: "));
        let notes: Vec<_> = notes.filter(|it| it.contains("nothing answers ")).collect();
        assert_eq!(notes, unanswered, "{flags}: {told}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_not_called_complete() {
    let sandbox = of_grace();
    reply(&sandbox, "--task spelling --keep");
    let kept = ".local/state/onlist/drafts/reply-ada-example/draft.toml";
    let draft = sandbox.read(kept);
    for (answer, reason) in [
        ("list = \"lamp-devl\"", "`lamp-devl` is not a list of the catalog and not an address"),
        ("until = \"2015-03-01\"", "2015-03-01 has passed"),
        ("second-task = \"nothing\"", "no task `nothing` in the catalog"),
    ] {
        sandbox.write(kept, draft.replacen("[answers]\n", &format!("[answers]\n{answer}\n"), 1));
        let rows = sandbox.run(&format!("drafts {TODAY}"));
        assert!(rows.contains("\twrong\t"), "{rows}");
        let shown = sandbox.run(&format!("drafts show reply-ada-example {TODAY}"));
        assert!(shown.contains(&format!("error: {reason}")), "{shown}");
    }
}

#[test]
fn the_task_promises_nothing_of_a_season_that_is_over() {
    let sandbox = of_grace();
    let catalog = include_str!("../support/catalog.toml");
    for (status, ends, promised) in [
        ("open", "2099-12-31", true),
        ("not-accepted", "2099-12-31", false),
        ("open", "2015-03-01", false),
        ("closed", "2099-12-31", false),
    ] {
        let season = catalog
            .replacen("status = \"not-accepted\"", &format!("status = \"{status}\""), 1)
            .replacen("ends = 2099-12-31", &format!("ends = {ends}"), 1);
        sandbox.write("season.toml", season);
        let answer = reply(&sandbox, "--task spelling --catalog season.toml --print");
        assert_eq!(answer.contains("proposals"), promised, "{status} {ends}: {answer}");
        let over = ends.starts_with("2015");
        assert_eq!(answer.contains("#lantern"), !over, "{status} {ends}: {answer}");
        assert!(!answer.contains("If you would rather"), "{answer}");
    }
}
