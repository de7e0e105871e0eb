//! The numbers of the mentors' meeting: `onlist report`.

use crate::support::Sandbox;
use crate::support::archive::archive;

const NOW: &str = "--date 2015-03-20T12:00:00+00:00";

fn run(sandbox: &Sandbox, rest: &str) -> String {
    sandbox.write("devel.mbox", archive());
    sandbox.run(&format!("report devel.mbox {rest} {NOW}")).replace(&format!(" {NOW}"), "")
}

#[test]
fn a_report_is_numbers_only() {
    let sandbox = Sandbox::settled("");
    let seen = run(&sandbox, "--since 2015-01-01");
    insta::assert_snapshot!(seen);
    let json = run(&sandbox, "--since 2015-01-01 --json");
    for name in ["Ada", "Ben", "Grace", "students.test", "message_id"] {
        assert!(!seen.contains(name) && !json.contains(name), "{name}: {seen}{json}");
    }
    insta::assert_snapshot!("json", json);
}

#[test]
fn people_are_named_for_the_meeting_alone() {
    let seen = run(&Sandbox::settled(""), "--since 2015-01-01 --names --days 3");
    assert!(seen.lines().nth(1).is_some_and(|it| it.starts_with("Not for publication")), "{seen}");
    insta::assert_snapshot!(seen);
}

#[test]
fn tasks_that_were_given_count_for_their_project() {
    let identity = "[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n";
    let sandbox = Sandbox::settled(identity);
    sandbox.write("devel.mbox", archive());
    let reply = "reply <ada-1@b.test> --archive devel.mbox --task spelling --sendmail true --yes";
    let seen = sandbox.run(&format!("{reply} --until 2015-03-12 --date 2015-03-10T12:00:00+00:00"));
    assert!(!seen.contains("[exit status"), "{seen}");
    let json = run(&sandbox, "--since 2015-01-01 --json");
    // Ada was answered from here, and waits for nobody.
    let project = json.split("\"project\": \"wick-trimmer\"").nth(1).unwrap_or_default();
    for expected in ["\"waiting\": 0", "\"tasks_given\": 1", "\"tasks_lapsed\": 1", "\"tasks_done\": 0"] {
        assert!(project.contains(expected), "no {expected}: {json}");
    }
}

#[test]
fn a_report_may_begin_where_the_last_one_ended() {
    let sandbox = Sandbox::settled("");
    let first = run(&sandbox, "--since last");
    assert!(
        first.contains("error: no report was made before\n") && first.contains("[exit status: 64]"),
        "{first}"
    );
    run(&sandbox, "--since 2015-01-01");
    let line = "report devel.mbox --since last --json --date 2015-03-27T12:00:00+00:00";
    let next = sandbox.run(line);
    for expected in ["\"from\": \"2015-03-20\"", "\"to\": \"2015-03-27\"", "\"introductions\": 0"] {
        assert!(next.contains(expected), "no {expected}: {next}");
    }
    // Who waits since before is needed still.
    assert!(next.contains("\"longest_days\": "), "{next}");
}
