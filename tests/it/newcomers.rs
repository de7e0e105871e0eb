//! Who showed up in a season: `onlist newcomers`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::Sandbox;
use crate::support::archive::{BEN, LETTER, MAIL, MARY, Mail, archive, mbox};

const NOW: &str = "--date 2015-03-20T12:00:00+00:00";

fn run(sandbox: &Sandbox, rest: &str) -> String {
    sandbox.write("devel.mbox", archive());
    sandbox.run(&format!("newcomers devel.mbox {rest} {NOW}")).replace(&format!(" {NOW}"), "")
}

#[test]
fn facts_stand_in_the_order_of_first_contact() {
    insta::assert_snapshot!(run(&Sandbox::new(), "--since 2015-01-01"));
}

#[test]
fn scripts_get_json_and_addresses_where_asked_for() {
    insta::assert_snapshot!(run(&Sandbox::new(), "--since 2015-01-01 --json --addresses"));
}

#[test]
fn the_season_is_the_span_where_the_catalog_is_about_the_list() {
    assert!(run(&Sandbox::settled(""), "").contains("ben-1@b.test"));
    insta::assert_snapshot!(run(&Sandbox::new(), ""));
}

#[test]
fn one_person_is_shown_if_they_are_a_newcomer() {
    let sandbox = Sandbox::settled("[identity]\nemail = \"ada@students.test\"\n");
    assert!(run(&sandbox, "--me").starts_with("$ onlist newcomers devel.mbox --me\nada-1@b.test\t"));
    assert!(run(&sandbox, "--person BEN@students.test").contains("ben-1@b.test"));
    insta::assert_snapshot!(run(&sandbox, "--person mary@example.org"));
}

#[test]
fn who_wrote_before_the_span_is_no_newcomer() {
    let letter = Mail { subject: "GSoC 2015", text: LETTER, ..MAIL };
    let early = Mail { id: "a-1", at: (2, 9), ..letter };
    let late = Mail { id: "a-2", at: (16, 9), subject: "GSoC 2015 proposal", ..letter };
    let ids: Vec<_> = (0..12).map(|n| format!("m-{n}")).collect();
    let regular = |id| Mail { id, from: MARY, at: (3, 9), subject: "The lamp", ..MAIL };
    let mut mails: Vec<_> = ids.iter().map(|id| regular(id.as_str())).collect();
    mails.extend([early, late, Mail { id: "m-x", from: MARY, at: (17, 9), ..letter }]);
    mails.push(Mail { id: "b-1", from: BEN, at: (18, 9), ..letter });
    let sandbox = Sandbox::new();
    sandbox.write("devel.mbox", mbox(&mails));
    public_inbox(&sandbox.home().join("devel.git"), &mails);
    for archive in ["devel.mbox", "devel.git"] {
        let found = sandbox.run(&format!("newcomers {archive} --since 2015-03-10 --json {NOW}"));
        assert!(found.contains("b-1@b.test"), "{found}");
        assert!(!found.contains("a-2@b.test") && !found.contains("m-x@b.test"), "{archive}: {found}");
    }
}

/// A public-inbox repository of mails, each archived when it was written.
fn public_inbox(path: &Path, mails: &[Mail]) {
    let mut told = String::new();
    for mail in mails {
        let octets = mail.octets();
        let (_, octets) = octets.split_once('\n').expect("a separator");
        let time = 1_425_168_000 + (mail.at.0 - 1) * 86_400 + mail.at.1 * 3600;
        let head = format!("commit refs/heads/master\ncommitter <i@b.test> {time} +0000\ndata 0\n\n");
        told.extend([head, format!("M 100644 inline m\ndata {}\n{octets}\n", octets.len())]);
    }
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("--git-dir").arg(path).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null());
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        git.spawn().expect("git")
    };
    assert!(git(&["init", "--quiet", "--bare"]).wait().expect("ended").success());
    let refer = ["symbolic-ref", "HEAD", "refs/heads/master"];
    assert!(git(&refer).wait().expect("ended").success());
    let mut import = git(&["fast-import", "--quiet"]);
    import.stdin.take().expect("piped").write_all(told.as_bytes()).expect("written");
    assert!(import.wait().expect("ended").success());
}

#[test]
fn an_empty_span_is_named() {
    let seen = run(&Sandbox::new(), "--since 2015-03-19");
    assert!(seen.contains("note: no newcomer from 2015-03-19 to 2015-03-20"), "{seen}");
    assert!(seen.contains("`--since YYYY-MM-DD`"), "{seen}");
}

#[test]
fn a_mail_of_a_time_to_come_counts_alike_everywhere() {
    let letter = Mail { subject: "GSoC 2015", text: LETTER, ..MAIL };
    let mails = mbox(&[
        Mail { id: "a-1", at: (2, 9), ..letter },
        Mail { id: "b-1", from: BEN, at: (3, 9), ..letter },
    ]);
    let (now, late) = mails.split_at(mails.rfind("\nFrom ").expect("a second mail") + 1);
    let sandbox = Sandbox::new();
    sandbox.write(
        "devel.mbox",
        now.to_owned() + &late.replace("2015 09", "2095 09").replace("Mar 2015", "Mar 2095"),
    );
    for (date, is_there) in [(NOW, false), ("", true)] {
        for verb in ["triage devel.mbox --all", "newcomers devel.mbox"] {
            let seen = sandbox.run(&format!("{verb} --since 2015-01-01 --json {date}"));
            assert!(seen.contains("a-1@b.test"), "{verb} {date}: {seen}");
            assert_eq!(seen.contains("b-1@b.test"), is_there, "{verb} {date}: {seen}");
        }
        let seen = sandbox.run(&format!("report devel.mbox --since 2015-01-01 --json {date}"));
        assert!(
            seen.contains(if is_there { "\"introductions\": 2" } else { "\"introductions\": 1" }),
            "{seen}"
        );
        let weeks = seen.matches("\"week\": ").count();
        assert_eq!(weeks, if is_there { 2 } else { 1 }, "{seen}");
    }
}
