//! Letters through sendmail-compatible commands: what the command gets, and what is made of its end.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use onlist_mail::deliver::Submission;
use onlist_mail::deliver::sendmail::{Command, Error, LIMIT, submit};
use onlist_mail::write::{Envelope, Message};

fn message(bytes: &[u8]) -> Message {
    let address = |text: &str| text.parse().expect("valid");
    let envelope = Envelope {
        reverse_path: address("ada@example.org"),
        forward_paths: vec![address("list@lists.example.org"), address("-oQ/nowhere@example.org")],
    };
    Message { envelope, bytes: bytes.to_vec() }
}

fn letter() -> Message {
    message(b"Subject: hi\r\n\r\n.\r\n..\r\nFrom here\r\n")
}

/// A command that runs lines of shell in `folder`.
fn script(folder: &Path, lines: &str) -> Command {
    let path = folder.join("sendmail");
    fs::write(&path, format!("cd '{}'\n{lines}\n", folder.display())).expect("written");
    Command::parse(&format!("sh {} -a 'b c'", path.display())).expect("readable")
}

/// What becomes of a letter that such a command gets.
fn outcome(lines: &str) -> Submission<Error> {
    let folder = tempfile::tempdir().expect("made");
    submit(&script(folder.path(), lines), &letter(), LIMIT)
}

#[test]
fn a_command_gets_envelope_and_letter() {
    let folder = tempfile::tempdir().expect("made");
    let lines = "for word; do echo \"<$word>\"; done > words; cat > letter";
    let outcome = submit(&script(folder.path(), lines), &letter(), LIMIT);
    assert!(matches!(outcome, Submission::Accepted(_)), "{outcome:?}");
    let read = |name| fs::read_to_string(folder.path().join(name)).expect("written");
    assert_eq!(
        read("words"),
        "<-a>\n<b c>\n<-i>\n<-f>\n<ada@example.org>\n<-->\n<list@lists.example.org>\n<-oQ/nowhere@example.org>\n"
    );
    assert_eq!(read("letter"), "Subject: hi\n\n.\n..\nFrom here\n");
}

#[test]
fn a_line_of_shell_gets_them_too() {
    let folder = tempfile::tempdir().expect("made");
    let place = folder.path().join("words").display().to_string();
    let line = format!("WORDS='{place}' && f() {{ printf '%s ' \"$@\" > \"$WORDS\"; }} && f");
    let command = Command::shell(&line, &["--option".to_owned(), "a b".to_owned()]);
    assert!(matches!(submit(&command, &letter(), LIMIT), Submission::Accepted(_)));
    assert_eq!(
        fs::read_to_string(place).expect("written"),
        "--option a b -i -f ada@example.org -- list@lists.example.org -oQ/nowhere@example.org "
    );
}

#[test]
fn the_exit_status_is_the_verdict() {
    for (lines, expected) in [
        ("cat > /dev/null; exit 0", "accepted"),
        ("exit 0", "accepted"),
        ("echo 'queued as 1' >&2; cat > /dev/null", "accepted"),
        (
            "cat > /dev/null; echo first >&2; echo 'no such user' >&2; exit 67",
            "refused for good: 67 no such user",
        ),
        ("cat > /dev/null; exit 75", "refused for now: 75 "),
        ("echo 'only on output'; exit 1", "refused for good: 1 only on output"),
        ("printf '\\033[2Jnot\\0here\\n' >&2; exit 69", "refused for good: 69 [2Jnot here"),
        (
            "head -c 300000 /dev/zero | tr '\\0' x >&2; echo >&2; echo end >&2; exit 1",
            "refused for good: 1 end",
        ),
        ("kill -KILL $$", "unknown: the command was cut off (signal: 9 (SIGKILL))"),
        ("sh -c 'kill -TERM $$'; exit $?", "unknown: the command was cut off (exit status: 143)"),
    ] {
        let outcome = outcome(lines);
        let seen = match &outcome {
            Submission::Accepted(_) => "accepted".to_owned(),
            Submission::NotSent(error @ Error::Refused { status, words, .. }) => {
                let transient = if error.is_transient() { "now" } else { "good" };
                format!("refused for {transient}: {status} {words}")
            }
            Submission::NotSent(error) => format!("not sent: {error}"),
            Submission::Unknown(why) => format!("unknown: {why}"),
        };
        assert_eq!(seen, expected, "{lines}");
    }
}

#[test]
fn a_program_that_is_not_there_has_not_got_the_letter() {
    let command = Command::program("/nowhere/sendmail", &[]);
    let outcome = submit(&command, &letter(), LIMIT);
    assert!(
        matches!(
            &outcome,
            Submission::NotSent(Error::NotStarted { source, .. }) if source.kind() == std::io::ErrorKind::NotFound
        ),
        "{outcome:?}"
    );
    assert_eq!(command.name(), "/nowhere/sendmail");
}

#[test]
fn a_large_letter_passes_while_the_command_talks() {
    let folder = tempfile::tempdir().expect("made");
    let large = message(&b"x\r\n".repeat(500_000));
    let talk = "head -c 1000000 /dev/zero | tr '\\0' x >&2; cat > letter; head -c 1000000 /dev/zero >&2";
    let outcome = submit(&script(folder.path(), talk), &large, LIMIT);
    assert!(matches!(outcome, Submission::Accepted(_)), "{outcome:?}");
    assert_eq!(fs::metadata(folder.path().join("letter")).expect("written").len(), 1_000_000);

    let outcome = submit(&script(folder.path(), "exec <&-; exit 67"), &large, LIMIT);
    assert!(matches!(outcome, Submission::NotSent(Error::Refused { status: 67, .. })), "{outcome:?}");
}

#[test]
fn a_command_that_hangs_is_ended_and_one_that_leaves_something_behind_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("made");
    let limit = Duration::from_millis(200);
    let start = Instant::now();
    let outcome = submit(&script(folder.path(), "exec sleep 60"), &letter(), limit);
    assert!(matches!(outcome, Submission::Unknown(Error::Deadline(after)) if after == limit), "{outcome:?}");

    let outcome = submit(&script(folder.path(), "sleep 60 & echo $! > process; exit 67"), &letter(), LIMIT);
    assert!(matches!(outcome, Submission::NotSent(Error::Refused { status: 67, .. })), "{outcome:?}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    let left = fs::read_to_string(folder.path().join("process")).expect("written");
    let ended = std::process::Command::new("kill").arg(left.trim()).status().expect("`kill` is there");
    assert!(ended.success());
}
