//! Who showed up in a season: `onlist newcomers`.

use crate::support::Sandbox;
use crate::support::archive::archive;

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
