//! An archive that a real public-inbox keeps, read as repository and from its web server.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use chrono::{DateTime, Utc};
use onlist_mail::archive::{Error, Options, open, read_again};
use onlist_mail::message_id::MessageId;
use onlist_mail::read::fields::Fields;

use crate::servers::{Run, free_ports, may_start, missing_program, until};
use crate::support::Sandbox;
use crate::support::archive::LETTER;

/// Mails in two threads: number, what it answers, day.
const MAILS: [(u32, Option<u32>, &str); 5] = [
    (1, None, "Tue, 10 Feb 2015 12:00:00 +0000"),
    (2, Some(1), "Wed, 11 Feb 2015 12:00:00 +0000"),
    (3, None, "Thu, 12 Feb 2015 12:00:00 +0000"),
    (4, Some(3), "Tue, 10 Mar 2015 12:00:00 +0000"),
    (5, Some(4), "Wed, 11 Mar 2015 12:00:00 +0000"),
];

/// One of them: a student begins each thread.
fn mail((number, answered, date): (u32, Option<u32>, &str)) -> String {
    let answers = answered.map_or(String::new(), |it| format!("In-Reply-To: <{it}/+x@students.test>\n"));
    let author =
        if number < 3 { "Ada Example <ada@students.test>" } else { "Ben Example <ben@students.test>" };
    let text = if answered.is_none() { LETTER } else { "Hello\n" };
    format!(
        "From: {author}\nTo: devel@lists.test\nSubject: mail {number}\nDate: {date}\n\
         Message-ID: <{number}/+x@students.test>\n{answers}\n{text}From here on\n"
    )
}

/// A public-inbox with its web server, which ends with this.
struct Inbox {
    folder: tempfile::TempDir,
    port: u16,
    server: Option<Child>,
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            drop(server.kill());
            drop(server.wait());
        }
    }
}

impl Inbox {
    /// A list with these mails; nothing where this machine has no public-inbox.
    fn start() -> Option<Self> {
        let programs = ["public-inbox-init", "public-inbox-mda", "public-inbox-httpd", "git"];
        may_start(|| missing_program(&programs)).then_some(())?;
        let [port] = free_ports();
        let mut inbox = Self { folder: tempfile::tempdir().expect("made"), port, server: None };
        let (list, url) = (inbox.path().display().to_string(), inbox.url("devel"));
        Self::run(
            inbox.command("public-inbox-init").args([
                "-V2",
                "-L",
                "full",
                "devel",
                &list,
                &url,
                "devel@lists.test",
            ]),
            "",
        );
        Self::run(
            inbox.command("git").args(["config", "-f", "config", "publicinboxmda.spamcheck", "none"]),
            "",
        );
        for (number, answered, date) in MAILS {
            Self::run(
                inbox.command("public-inbox-mda").arg("--no-precheck"),
                &mail((number, answered, date)),
            );
        }
        let listen = format!("127.0.0.1:{port}");
        let mut server = inbox.command("public-inbox-httpd");
        server.args(["-W0", "-l", &listen]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        inbox.server = Some(server.spawn().expect("started"));
        until(|| TcpStream::connect(&listen).ok()).expect("the server answers");
        Some(inbox)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env("HOME", self.folder.path());
        command
            .env("PI_CONFIG", self.folder.path().join("config"))
            .env("ORIGINAL_RECIPIENT", "devel@lists.test");
        command
    }

    fn run(command: &mut Command, input: &str) {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
        let ended = child.wait_with_output().expect("ended");
        assert!(ended.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ended.stderr));
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("devel")
    }

    fn url(&self, list: &str) -> String {
        format!("http://127.0.0.1:{}/{list}/", self.port)
    }
}

/// The mails that an archive gives, each once, by their numbers.
fn numbers(archive: impl AsRef<Path>, options: &Options) -> BTreeSet<u32> {
    let mut posts = open(archive.as_ref(), options).expect("an archive");
    let mut numbers = BTreeSet::new();
    while let Some(post) = posts.next().expect("whole") {
        let subject = Fields::scan(post.bytes).subject.expect("a subject");
        numbers
            .insert(String::from_utf8_lossy(subject).trim_start_matches(" mail ").parse().expect("a number"));
        if post.place.path.to_string_lossy().starts_with("http") {
            continue;
        }
        let bytes = post.bytes.to_vec();
        read_again(&[post.place], |_, octets| assert_eq!(octets, bytes)).expect("read");
    }
    assert!(posts.diagnostics().is_empty(), "{:?}", posts.diagnostics());
    numbers
}

fn since(date: &str) -> Options {
    let date: DateTime<Utc> = format!("{date}T00:00:00Z").parse().expect("a date");
    Options { since: Some(date), ..Options::default() }
}

#[test]
fn a_public_inbox_gives_the_same_mails_from_its_repository_and_its_server() {
    let Some(inbox) = Inbox::start() else { return };
    let all = BTreeSet::from([1, 2, 3, 4, 5]);
    assert_eq!(numbers(inbox.path(), &Options::default()), all);
    assert_eq!(numbers(inbox.url("devel"), &since("2015-02-01")), all);
    // Whole threads of what came since then.
    assert_eq!(numbers(inbox.url("devel"), &since("2015-03-11")), BTreeSet::from([3, 4, 5]));
    assert_eq!(numbers(inbox.path(), &since("2015-03-11")), BTreeSet::from([5]));
    assert_eq!(numbers(inbox.url("devel") + "?q=s:4", &Options::default()), BTreeSet::from([3, 4, 5]));
    let thread = Options { thread: MessageId::parse("<2/+x@students.test>"), ..Options::default() };
    assert_eq!(numbers(inbox.url("devel"), &thread), BTreeSet::from([1, 2]));
    let unknown = Options { thread: MessageId::parse("<9/+x@students.test>"), ..Options::default() };
    assert_eq!(numbers(inbox.url("devel"), &unknown), BTreeSet::new());
    assert_eq!(numbers(inbox.url("devel"), &since("2099-01-01")), BTreeSet::new());
    let none = open(inbox.url("none"), &since("2015-02-01")).map(|_| ()).expect_err("no list");
    assert!(matches!(none, Error::NoList { .. }), "{none:?}");
}

#[test]
fn triage_of_a_query_equals_triage_of_the_same_mails_as_mbox() {
    let Some(inbox) = Inbox::start() else { return };
    let sandbox = Sandbox::new();
    let mbox = MAILS.map(|it| format!("From x Tue Mar 10 12:00:00 2015\n{}\n", mail(it))).concat();
    sandbox.write("devel.mbox", mbox.replace("\nFrom here", "\n>From here"));
    let triage = |archive: &str, since: &str| {
        let words = ["triage", archive, "--since", since, "--json", "--date", "2015-03-20T12:00:00Z"];
        let run = Run::of(&mut sandbox.command(&words)).ends(0);
        let answer: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        answer["introductions"].as_array().expect("a list").clone()
    };
    for (since, expected) in [("2015-02-01", 2), ("2015-02-12", 1), ("2015-03-15", 0)] {
        let found = triage(&inbox.url("devel"), since);
        assert_eq!(found.len(), expected, "{since}: {found:#?}");
        assert_eq!(found, triage("devel.mbox", since), "{since}");
    }
    assert_eq!(triage(&inbox.path().display().to_string(), "2015-02-01"), triage("devel.mbox", "2015-02-01"));
}
