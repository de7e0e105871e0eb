//! One thread of an archive, and an answer to a post of it.

use crate::support::Sandbox;
use crate::support::archive::{LETTER, MAIL, Mail, archive, mbox};

fn home() -> Sandbox {
    let sandbox = Sandbox::settled("[identity]\nname = \"Grace Example\"\nemail = \"grace@example.org\"\n");
    sandbox.write("devel.mbox", archive());
    sandbox
}

#[test]
fn a_thread_is_shown_without_its_quotes() {
    insta::assert_snapshot!(home().run("thread '<grace-1@b.test>' --archive devel.mbox"));
}

#[test]
fn a_thread_as_json() {
    insta::assert_snapshot!(home().run("thread ben-1@b.test --archive devel.mbox --json"));
}

#[test]
fn what_is_missing_and_what_could_harm_is_shown_as_such() {
    let sandbox = Sandbox::new();
    let mail = Mail {
        id: "a",
        subject: "Re: \u{1b}[2J lamp",
        answers: Some("gone"),
        text: "Hi \u{1b}]0;x\u{7}\n",
        ..MAIL
    };
    sandbox.write("devel.mbox", mbox(&[mail]));
    insta::assert_snapshot!(sandbox.run("thread a@b.test --archive devel.mbox"));
}

#[test]
fn an_unknown_post_is_named() {
    insta::assert_snapshot!(home().run("thread nobody@b.test --archive devel.mbox"));
    insta::assert_snapshot!(home().run("thread nobody --archive devel.mbox"));
}

#[test]
fn a_post_of_an_archive_is_answered_in_its_thread() {
    let rest = "--task-text 'Trim one wick' --answer 'Read the manual.' --date 2015-03-10T12:00:00+00:00";
    insta::assert_snapshot!(home().run(&format!("reply '<ada-1@b.test>' --archive devel.mbox {rest}")));
}

#[test]
fn a_file_of_that_name_comes_first() {
    let sandbox = home();
    let from_file = Mail { id: "file", subject: "[GSoC 2015] From a file", text: LETTER, ..MAIL };
    sandbox.write("ada-1@b.test", from_file.octets());
    let rest = "--archive devel.mbox --task-text 'Trim one wick' --date 2015-03-10T12:00:00+00:00";
    let reply = |name: &str| sandbox.run(&format!("reply {name} {rest}"));
    assert!(reply("ada-1@b.test").contains("In-Reply-To: <file@b.test>"));
    assert!(reply("'<ada-1@b.test>'").contains("In-Reply-To: <ada-1@b.test>"));
    assert!(reply("ben-1@b.test").contains("In-Reply-To: <ben-1@b.test>"));
}
