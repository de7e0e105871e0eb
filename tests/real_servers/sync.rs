//! A letter from the list's moderator to the mentor's answer, as its writer sees it in mailbox and archive.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use mail_parser::Message;
use serde_json::Value;

use crate::servers::{Home, Servers, may_start, missing_program, until};
use crate::{ANSWERS, FOOTER, smtp, text};

/// Runs `sync` until it says `word`; gives all that it said.
#[track_caller]
fn says(home: &Home, arguments: &[&str], word: &str) -> String {
    let mut said = String::new();
    let found = until(|| {
        said.push_str(&home.run(&[&["sync"], arguments].concat()).ends(0).out);
        said.contains(word).then_some(())
    });
    assert!(found.is_some(), "no `{word}` in:\n{said}");
    said
}

fn contact(home: &Home) -> Value {
    let contacts: Value = serde_json::from_str(&home.run(&["contacts", "--json"]).ends(0).out).expect("JSON");
    contacts["contacts"][0].clone()
}

/// Lets a mail through that the list holds, as its moderator does.
fn release(servers: &Servers, request: &Message<'_>) {
    let to = request.reply_to().and_then(|it| it.first()).and_then(|it| it.address()).expect("it has one");
    let mut sendmail = Command::new(servers.sendmail());
    let mut sendmail =
        sendmail.args(["-f", "mentor@students.test", to]).stdin(Stdio::piped()).spawn().expect("it starts");
    let mail = format!("From: mentor@students.test\nTo: {to}\nSubject: release\n\n\n");
    sendmail.stdin.take().expect("piped").write_all(mail.as_bytes()).expect("taken");
    assert!(sendmail.wait().expect("it ends").success());
}

#[test]
fn a_student_sees_what_happens_to_a_letter() {
    let Some(servers) = Servers::shared() else { return };
    if !may_start(|| missing_program(&["dovecot"])) {
        return;
    }
    let rita = Home::bare(servers);
    let imap = format!(
        "[imap]\nhost = \"localhost\"\nport = {}\nuser = \"rita\"\npassword-command = \"cat password\"\n",
        servers.imaps
    );
    rita.set("rita", "Zoë Příkladová", &(smtp(servers.tls, "tls", "cat password") + &imap));
    rita.run(&[&["introduce", "mentor-left"], &ANSWERS[..], &["--send", "--yes"]].concat()).ends(0);
    let letter = contact(&rita)["message_id"].as_str().expect("it has one").to_owned();
    servers.held(&letter);

    let said =
        says(&rita, &["imap"], "not delivered to left@lists.test") + &says(&rita, &["imap", "--quiet"], "");
    assert!(said.contains("user unknown"), "{said}");
    let said = if said.contains("held back") { said } else { says(&rita, &["imap"], "held back") };
    assert!(said.contains("held back by the list until a moderator has looked at it: "), "{said}");

    let request = servers.arrived("mentor", |mail| {
        mail.subject().is_some_and(|it| it.contains("moderate")) && text(mail).contains("rita@students.test")
    });
    release(servers, &request);
    let on_list = servers.list_copy("subscriber", &letter);
    assert!(text(&on_list).ends_with(FOOTER));
    let archive = servers.folder().join("mail/subscriber").display().to_string();
    let said = says(&rita, &[&archive, "imap"], "in the list's archive");
    assert!(!said.contains("answered"), "{said}");

    let mentor = Home::bare(servers);
    mentor.set("mentor", "Tülin Örnek", &smtp(servers.starttls, "starttls", "cat password"));
    mentor.sandbox.write("mail.eml", on_list.raw_message());
    mentor
        .run(&["reply", "mail.eml", "--answer", "Welcome.", "--task-text", "Build it.", "--send", "--yes"])
        .ends(0);
    let said = says(&rita, &[&archive, "imap"], "answered by Tülin Örnek (mentor)");
    assert!(!said.contains("private"), "{said}");
    assert!(rita.run(&["sync", &archive, "imap"]).ends(0).says(&["nothing new"]).out.is_empty());
    // An address that mail does not reach weighs more than an answer; both are shown.
    let contact = contact(&rita);
    assert_eq!(
        (&contact["state"], &contact["answered_by"]),
        (&"bounced".into(), &"mentor@students.test".into())
    );

    let seen = fs::read_dir(servers.folder().join("mail/rita/cur")).expect("Dovecot has looked");
    let flags = seen.map(|it| it.expect("listed").file_name().to_string_lossy().into_owned());
    assert!(flags.into_iter().all(|name| name.ends_with(":2,")), "a flag was changed");

    rita.set("rita", "Zoë Příkladová", &imap.replace("cat password", "echo Sesame"));
    let refused = rita.run(&["sync", "imap"]).ends(77).says(&["the server refused the login", "hint: "]);
    assert!(!refused.err.contains("Sesame"), "{}", refused.err);
}
