//! Programs that this one starts: the one place that makes child processes.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

/// The variable that holds the password or token for the mail server. It is for this program alone.
pub const PASSWORD_VARIABLE: &str = "ONLIST_SMTP_PASSWORD";

/// The variable that holds the password or token for the mailbox. It is for this program alone.
pub const MAILBOX_PASSWORD_VARIABLE: &str = "ONLIST_IMAP_PASSWORD";

/// Output is waited for this long after a program's end: what it started may still hold it open.
const GRACE: Duration = Duration::from_millis(500);

/// Bytes that are read at once.
const PIECE: usize = 4096;

/// The longest pause between two looks at a program.
const PAUSE: Duration = Duration::from_millis(50);

/// A program to be started, which does not get the variable with the password.
#[expect(clippy::disallowed_methods, reason = "the one place that makes child processes")]
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_remove(PASSWORD_VARIABLE).env_remove(MAILBOX_PASSWORD_VARIABLE);
    command
}

/// How long a program may take, and how much of its output is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From its start to its end.
    pub time: Duration,
    /// Of standard output.
    pub output: Keep,
}

/// How much of an output is kept, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All of it; more than this ends the program.
    AtMost(usize),
    /// The end of it.
    Last(usize),
}

/// How a program ended, and what it said. Its output is wiped when it goes.
#[derive(Debug)]
pub struct Finished {
    /// What it ended with.
    pub status: ExitStatus,
    /// What it wrote to standard output.
    pub output: Zeroizing<Vec<u8>>,
    /// The end of what it wrote to standard error, empty where that goes elsewhere.
    pub errors: Vec<u8>,
}

/// Why a program did not come to an end of its own.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such program, or it may not be run.
    #[error("{0}")]
    NotStarted(io::Error),
    /// It was ended for taking too long.
    #[error("it took more than {} s", .0.as_secs())]
    TooLong(Duration),
    /// It was ended for its output.
    #[error("it printed more than {0} bytes")]
    TooMuch(usize),
    /// The system could not say what became of it.
    #[error("its end is not known ({0})")]
    Lost(io::ErrorKind),
}

/// Gives `input` to a program and waits for its end, within `limits`.
///
/// A program that leaves another behind, which still holds its output open, is not waited for any longer than itself.
///
/// # Errors
/// [`Error`]: it was not started, or ended by us.
pub fn run(mut command: Command, input: Zeroizing<Vec<u8>>, limits: Limits) -> Result<Finished, Error> {
    command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() }).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(Error::NotStarted)?;
    feed(&mut child, input);
    let (sender, events) = mpsc::channel();
    let output = child.stdout.take().map(|it| gather(it, limits.output, sender.clone()));
    let errors = child.stderr.take().map(|it| gather(it, Keep::Last(PIECE), sender));
    let status = wait(&mut child, &events, limits)?;
    let end = Instant::now() + GRACE;
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        event.map_err(Error::TooMuch)?;
    }
    let taken = |bytes: Option<Gathered>| {
        let bytes = bytes.unwrap_or_default();
        std::mem::take(&mut *bytes.lock().unwrap_or_else(PoisonError::into_inner))
    };
    Ok(Finished { status, output: taken(output), errors: taken(errors).to_vec() })
}

/// A program that talks while it runs, and is ended when this goes.
#[derive(Debug)]
pub struct Running {
    child: Child,
    errors: Option<Gathered>,
}

impl Running {
    /// Starts a program whose input and output are pipes.
    ///
    /// # Errors
    /// [`Error::NotStarted`].
    pub fn start(mut command: Command) -> Result<Self, Error> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Error::NotStarted)?;
        let nobody = mpsc::channel().0;
        let errors = child.stderr.take().map(|it| gather(it, Keep::Last(PIECE), nobody));
        Ok(Self { child, errors })
    }

    /// Where it is written to; nothing the second time.
    pub fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// Where it is read from; nothing the second time.
    pub fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Waits for its end, which comes when its input and output are closed; gives the end of what it wrote to
    /// standard error if it failed.
    ///
    /// # Errors
    /// [`Error::Lost`].
    pub fn finish(mut self) -> Result<Result<(), Vec<u8>>, Error> {
        let status = self.child.wait().map_err(|error| Error::Lost(error.kind()))?;
        if status.success() {
            return Ok(Ok(()));
        }
        let errors = self.errors.take().unwrap_or_default();
        let said = errors.lock().unwrap_or_else(PoisonError::into_inner).to_vec();
        Ok(Err(said))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(end(&mut self.child));
    }
}

/// Writes the input while the program may already talk; its end is the end of the input.
fn feed(child: &mut Child, input: Zeroizing<Vec<u8>>) {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that has read enough closes its end, as it may.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
}

/// What has come of an output so far.
type Gathered = Arc<Mutex<Zeroizing<Vec<u8>>>>;

/// The end of an output, or how much more it was not to be than.
type Event = Result<(), usize>;

/// Gathers an output until its end, and says when that is.
fn gather(mut source: impl Read + Send + 'static, keep: Keep, events: Sender<Event>) -> Gathered {
    let (Keep::AtMost(most) | Keep::Last(most)) = keep;
    // What grows leaves copies behind.
    let gathered = Gathered::new(Mutex::new(Vec::with_capacity(most + PIECE).into()));
    let kept = Arc::clone(&gathered);
    thread::spawn(move || {
        let mut piece = Zeroizing::new([0; PIECE]);
        while let Ok(length @ 1..) = source.read(&mut *piece) {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.extend_from_slice(&piece[..length]);
            let excess = kept.len().saturating_sub(most);
            match keep {
                Keep::AtMost(_) if excess > 0 => {
                    let _ = events.send(Err(most));
                    return;
                }
                Keep::AtMost(_) => {}
                Keep::Last(_) => drop(kept.drain(..excess)),
            }
        }
        // Nobody waits any more for what comes too late.
        let _ = events.send(Ok(()));
    });
    gathered
}

/// Waits for the end, and brings it about where the limits are passed.
fn wait(child: &mut Child, events: &Receiver<Event>, limits: Limits) -> Result<ExitStatus, Error> {
    let lost = |error: io::Error| Error::Lost(error.kind());
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    let too_much = loop {
        if let Some(status) = child.try_wait().map_err(lost)? {
            return Ok(status);
        }
        if started.elapsed() >= limits.time {
            break None;
        }
        match events.recv_timeout(pause) {
            // Where an output ends, a program mostly does.
            Ok(Ok(())) => pause = Duration::from_millis(1),
            Ok(Err(most)) => break Some(most),
            Err(RecvTimeoutError::Timeout) => pause = (pause * 2).min(PAUSE),
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(pause);
                pause = (pause * 2).min(PAUSE);
            }
        }
    };
    end(child).map_err(lost)?;
    Err(too_much.map_or(Error::TooLong(limits.time), Error::TooMuch))
}

/// Ends a program and what it has started. It has no group of its own for that: it may have to ask on the terminal, and
/// ^C is for all that runs there.
fn end(child: &mut Child) -> io::Result<()> {
    let others = started_by(child.id());
    child.kill()?;
    others.into_iter().for_each(kill);
    child.wait().map(drop)
}

/// The programs that one has started, and those have, as far as the system tells.
fn started_by(program: u32) -> Vec<u32> {
    let started = std::fs::read_to_string(format!("/proc/{program}/task/{program}/children"));
    let started: Vec<u32> =
        started.unwrap_or_default().split_ascii_whitespace().filter_map(|it| it.parse().ok()).collect();
    started.into_iter().flat_map(|it| std::iter::once(it).chain(started_by(it))).collect()
}

#[cfg(target_os = "linux")]
fn kill(program: u32) {
    use rustix::process::{Pid, Signal, kill_process};

    if let Some(program) = i32::try_from(program).ok().and_then(Pid::from_raw) {
        // It may have ended by itself.
        let _ = kill_process(program, Signal::KILL);
    }
}

#[cfg(not(target_os = "linux"))]
fn kill(_: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const ANY: Limits = Limits { time: Duration::from_secs(20), output: Keep::AtMost(1000) };

    /// What a line of shell comes to.
    fn ran(line: &str, limits: Limits) -> String {
        let mut shell = command("sh");
        shell.args(["-c", line]).stderr(Stdio::piped());
        match run(shell, b"input".to_vec().into(), limits) {
            Ok(Finished { status, output, errors }) => {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                format!("{} [{}] [{}]", status.code().unwrap_or(-1), text(&output), text(&errors))
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn output_and_status_are_those_of_the_program() {
        for (line, expected) in [
            ("cat", "0 [input] []"),
            ("exit 3", "3 [] []"),
            ("echo out; echo err >&2; exit 1", "1 [out\n] [err\n]"),
            ("head -c 1000 /dev/zero | tr '\\0' x > /dev/null; exec <&-; echo done", "0 [done\n] []"),
        ] {
            assert_eq!(ran(line, ANY), expected, "{line}");
        }
        let last = Limits { output: Keep::Last(3), ..ANY };
        assert_eq!(ran("printf 123456", last), "0 [456] []");
        let missing = run(command("/nowhere/program"), Zeroizing::default(), ANY);
        assert!(matches!(missing, Err(Error::NotStarted(_))), "{missing:?}");
    }

    #[test]
    fn a_program_that_takes_too_long_or_prints_too_much_is_ended() {
        let started = Instant::now();
        let short = Limits { time: Duration::from_secs(1), ..ANY };
        for line in
            ["exec sleep 60", "sleep 60", "echo secret; exec sleep 60", "exec > /dev/null; exec sleep 60"]
        {
            assert_eq!(ran(line, short), "it took more than 1 s", "{line}");
        }
        for line in ["head -c 1001 /dev/zero", "yes", "yes & wait"] {
            assert_eq!(ran(line, ANY), "it printed more than 1000 bytes", "{line}");
        }
        assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_program_has_started_is_ended_with_it() {
        let folder = tempfile::tempdir().expect("made");
        let short = Limits { time: Duration::from_secs(1), ..ANY };
        let waits = "sh -c 'echo $$ >> pids; exec sleep 60'";
        for line in
            [format!("{waits} | cat"), format!("{waits} & {waits}; true"), format!("(({waits}); true); true")]
        {
            let line = format!("cd {}; {line}", folder.path().display());
            assert_eq!(ran(&line, short), "it took more than 1 s", "{line}");
            let pids = std::fs::read_to_string(folder.path().join("pids")).expect("written");
            for pid in pids.lines() {
                let is_gone = || {
                    let status = std::fs::read_to_string(format!("/proc/{pid}/stat"));
                    status.map_or(true, |it| it.contains(") Z "))
                };
                let begun = Instant::now();
                while !is_gone() {
                    assert!(begun.elapsed() < Duration::from_secs(5), "{line}: {pid} runs");
                    thread::sleep(PAUSE);
                }
            }
        }
    }

    #[test]
    fn a_running_program_is_talked_to_and_ended() {
        let mut cat = Running::start(command("cat")).expect("started");
        let (mut input, mut output) = (cat.input().expect("a pipe"), cat.output().expect("a pipe"));
        let mut piece = [0; 4];
        for words in [b"this", b"that"] {
            input.write_all(words).expect("written");
            output.read_exact(&mut piece).expect("read");
            assert_eq!(&piece, words);
        }
        drop(input);
        assert!(cat.finish().expect("ended").is_ok());
        let mut shell = command("sh");
        shell.args(["-c", "exec 2>&1 >/dev/null; sleep 60"]);
        let started = Instant::now();
        drop(Running::start(shell).expect("started"));
        assert!(started.elapsed() < Duration::from_secs(20));
        let mut shell = command("sh");
        shell.args(["-c", "exit 3"]);
        assert!(Running::start(shell).expect("started").finish().expect("ended").is_err());
    }

    #[test]
    fn a_program_that_leaves_another_behind_is_not_waited_for_longer_than_itself() {
        let started = Instant::now();
        assert_eq!(ran("echo secret; sleep 3 &", ANY), "0 [secret\n] []");
        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    }
}
