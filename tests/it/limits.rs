//! How many projects a student writes about at a time.

use crate::support::Sandbox;

fn introduce(idea: &str, time: &str, rest: &str) -> String {
    format!(
        "introduce --idea 'A lamp that is {idea}' --problem 'No lamp is {idea}.' --change 'One is.' --prior-art 'I have \
         built commit 1a2b3c4d.' --help-wanted 'Who knows lamps that are {idea}?' --date 2015-03-{time}:00+01:00 \
         --sendmail true --yes {rest}"
    )
}

fn sent(sandbox: &Sandbox, project: &str, time: &str) {
    let seen = sandbox.run(&introduce(project, time, ""));
    assert!(!seen.contains("[exit status"), "{seen}");
}

#[test]
fn a_fourth_introduction_waits_until_somebody_has_answered() {
    let sandbox = Sandbox::of_ada().joined();
    for (project, time) in [("low", "10T12:00"), ("wide", "12T12:00"), ("loud", "14T12:00")] {
        sent(&sandbox, project, time);
    }
    insta::assert_snapshot!(sandbox.run(&introduce("thin", "16T12:00", "")), @r"
    $ onlist introduce --idea 'A lamp that is thin' --problem 'No lamp is thin.' --change 'One is.' --prior-art 'I have built commit 1a2b3c4d.' --help-wanted 'Who knows lamps that are thin?' --date 2015-03-16T12:00:00+01:00 --sendmail true --yes 
    warning[C10]: the letter has 17 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    error: nothing was sent: you wrote about 3 projects in this season that nobody has answered yet: at most 3 at a time [too-many]
    hint: see whose turn it is with `onlist contacts`
          send it anyway: `onlist introduce --idea 'A lamp that is thin' --problem 'No lamp is thin.' --change 'One is.' --prior-art 'I have built commit 1a2b3c4d.' --help-wanted 'Who knows lamps that are thin?' --date 2015-03-16T12:00:00+01:00 --sendmail true --yes --anyway`
    [exit status: 65]
    ");
    // To write it is no harm, and one may send it all the same.
    let drafted = sandbox.run(&introduce("thin", "16T12:00", "").replace("--sendmail true --yes", "--print"));
    assert!(drafted.contains("\nFrom: Ada Example") && !drafted.contains("[exit status"), "{drafted}");
    let project = "introduce wick-trimmer --interest x --so-far x --question x --sendmail true --yes --date \
                   2015-03-16T12:00:00+01:00";
    assert!(sandbox.run(project).contains("[too-many]"), "{}", sandbox.run(project));
    sandbox.run("contacts mark 'idea:A lamp that is loud' answered --date 2015-03-15T12:00:00+01:00");
    sent(&sandbox, "thin", "16T13:00");
}

#[test]
fn an_introduction_too_many_goes_out_anyway_where_that_is_said() {
    let sandbox = Sandbox::of_ada().joined();
    for (project, time) in [("low", "10T12:00"), ("wide", "12T12:00"), ("loud", "14T12:00")] {
        sent(&sandbox, project, time);
    }
    let other = sandbox.run(&introduce("thin", "16T12:00", "--anyway=over"));
    assert!(other.contains("[too-many]") && other.contains("[exit status: 65]"), "{other}");
    let seen = sandbox.run(&introduce("thin", "16T12:00", "--anyway=too-many"));
    assert!(!seen.contains("[exit status"), "{seen}");
}

#[test]
fn what_was_settled_within_a_day_counts_too() {
    let sandbox = Sandbox::of_ada().joined();
    for (project, time) in [("low", "10T12:00"), ("wide", "10T12:10"), ("loud", "10T12:20")] {
        sent(&sandbox, project, time);
        sandbox.run(&format!(
            "contacts mark 'idea:A lamp that is {project}' closed --date 2015-03-{time}:30+01:00"
        ));
    }
    insta::assert_snapshot!(sandbox.run(&introduce("thin", "10T13:00", "")), @r"
    $ onlist introduce --idea 'A lamp that is thin' --problem 'No lamp is thin.' --change 'One is.' --prior-art 'I have built commit 1a2b3c4d.' --help-wanted 'Who knows lamps that are thin?' --date 2015-03-10T13:00:00+01:00 --sendmail true --yes 
    warning[C10]: the letter has 17 words of your own; 60 to 350 are usual (letter-length)
    --> letter:1
     = hint: say what you have done so far, and what you would like to know

    error: nothing was sent: you wrote about 3 projects within a day [too-early]
    hint: wait a day before you write about another
          send it anyway: `onlist introduce --idea 'A lamp that is thin' --problem 'No lamp is thin.' --change 'One is.' --prior-art 'I have built commit 1a2b3c4d.' --help-wanted 'Who knows lamps that are thin?' --date 2015-03-10T13:00:00+01:00 --sendmail true --yes --anyway`
    [exit status: 65]
    ");
    sent(&sandbox, "thin", "11T13:00");
}

#[test]
fn four_letters_of_one_call_are_four() {
    let sandbox = Sandbox::of_ada().joined();
    let projects = ["low", "wide", "loud", "thin"];
    for project in projects {
        let kept =
            sandbox.run(&introduce(project, "10T12:00", "").replace("--sendmail true --yes", "--keep"));
        assert!(!kept.contains("[exit status"), "{kept}");
    }
    let drafts = sandbox.run("drafts");
    let all: Vec<_> = drafts.lines().skip(1).filter_map(|it| it.split('\t').next()).collect();
    let all = all.join(" ");
    assert_eq!(all.split(' ').count(), 4, "{drafts}");
    let seen = sandbox.run(&format!("send {all} --sendmail true --yes --date 2015-03-10T12:00:00+01:00"));
    assert!(seen.contains("nothing was sent") && seen.contains("[too-many]"), "{seen}");
    assert!(!sandbox.run("contacts --date 2015-03-10T12:00:00+01:00").contains("sent"));
}

#[test]
fn what_another_run_sent_a_moment_later_counts_too() {
    let sandbox = Sandbox::of_ada().joined();
    for (project, time) in [("low", "10T12:00"), ("wide", "12T12:00"), ("loud", "16T12:01")] {
        sent(&sandbox, project, time);
    }
    // This run began before the last one of the others.
    let seen = sandbox.run(&introduce("thin", "16T12:00", ""));
    assert!(seen.contains("[too-many]") && seen.contains("[exit status: 65]"), "{seen}");
}
