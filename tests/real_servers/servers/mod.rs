//! Real servers for the tests: Postfix, the list manager mlmmj behind it, and Dovecot where it is installed, on ports of
//! loopback.
//!
//! All tests of a run share them. `keep.sh` starts them, and ends them when the run has ended, however it ends.
#![allow(dead_code, reason = "each file of tests uses its part")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod certificate;
mod home;
mod log;
mod mailbox;

pub(crate) use home::{Home, Run};

use std::fs;
use std::io::{self, BufRead, BufReader, Seek, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// The password of the one account, `student`: in more than ASCII, with what shells and URLs would change.
pub(crate) const PASSWORD: &str = "héllo \"wörld\" %40 $HOME";

/// The servers of one run.
pub(crate) struct Servers {
    folder: PathBuf,
    /// Takes mail from whoever is on loopback, without TLS.
    pub(crate) plain: u16,
    /// Takes the password after STARTTLS, with AUTH LOGIN.
    pub(crate) starttls: u16,
    /// Takes the password over implicit TLS, with AUTH PLAIN.
    pub(crate) tls: u16,
    /// Gives mailboxes over implicit TLS, where Dovecot is installed.
    pub(crate) imaps: u16,
    keeper: Child,
    hold: Option<ChildStdin>,
}

impl Servers {
    /// The servers that all tests share; none where this machine has none, which is said once and aloud.
    pub(crate) fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Servers>> = OnceLock::new();
        SHARED.get_or_init(|| may_start(missing).then(Self::start)).as_ref()
    }

    /// Starts servers in a folder of their own.
    pub(crate) fn start() -> Self {
        let folder =
            tempfile::Builder::new().prefix("onlist-servers-").tempdir_in("/tmp").expect("made").keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("ours");
        certificate::write(&folder.join("tls"));
        fs::write(folder.join("password"), PASSWORD).expect("written");

        let [plain, starttls, tls, imaps] = free_ports();
        let mut command = Command::new("sh");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real_servers/servers/keep.sh")).arg(&folder);
        command.args([plain, starttls, tls, imaps].map(|port| port.to_string()));
        // Out of reach of ^C, which is for the tests: they end, and with them the servers.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        // Nor do the servers hold the standard error of the tests open, which may be a pipe that somebody reads to its end.
        let mut said = tempfile::tempfile().expect("made");
        command.stderr(said.try_clone().expect("open"));
        let mut keeper = command.spawn().expect("sh runs");
        let hold = keeper.stdin.take();
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().expect("piped")).read_line(&mut line).expect("text");
        if line != "ready\n" {
            said.rewind().expect("a file");
            panic!("the servers do not start: {}", io::read_to_string(said).expect("text"));
        }
        Self { folder, plain, starttls, tls, imaps, keeper, hold }
    }

    /// Lets the servers end, as the end of the run does, and waits for it.
    pub(crate) fn end(mut self) {
        drop(self.hold.take());
        let status = self.keeper.wait().expect("a child can be waited for");
        assert!(status.success(), "keep.sh: {status}");
    }

    /// Where the servers keep all that they keep.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The certificate of whoever signed the servers'.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.join("tls/ca.pem")
    }

    /// The certificate of an authority that signed nothing of theirs.
    pub(crate) fn others(&self) -> PathBuf {
        let others = self.folder.join("others");
        certificate::write(&others);
        others.join("ca.pem")
    }

    /// A command as `sendmail` is, that hands mail to Postfix.
    pub(crate) fn sendmail(&self) -> PathBuf {
        self.folder.join("sendmail")
    }
}

/// Asks `question` until there is an answer; none after [`PATIENCE`].
pub(crate) fn until<T>(mut question: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = question();
        if answer.is_some() || Instant::now() > deadline {
            return answer;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Whether servers can be started here. What is left out is said on the real standard error, past the test harness;
/// with `ONLIST_SERVERS=required` it is a failure.
#[allow(clippy::disallowed_methods, reason = "whoever leaves tests out is to see it")]
pub(crate) fn may_start(missing: impl FnOnce() -> Option<String>) -> bool {
    let says = |name: &str, value: &str| std::env::var(name).is_ok_and(|it| it.contains(value));
    let Some(reason) =
        (says("ONLIST_WITHOUT", "servers").then(|| "as ONLIST_WITHOUT asks".to_owned())).or_else(missing)
    else {
        return true;
    };
    assert!(!says("ONLIST_SERVERS", "required"), "no test with real mail servers: {reason}");
    let told = format!("LEFT OUT: no test with real mail servers was run: {reason}\n");
    io::stderr().write_all(told.as_bytes()).expect("standard error is open");
    false
}

/// What this machine lacks for Postfix and mlmmj.
fn missing() -> Option<String> {
    if let Some(program) = missing_program(&["postconf", "saslpasswd2", "mlmmj-receive"]) {
        return Some(program);
    }
    let probe = tempfile::tempdir().expect("made");
    let root = fs::metadata(probe.path()).expect("made").uid() == 0;
    (!root).then(|| "Postfix starts for root only".to_owned())
}

/// The first of `programs` that this machine lacks, in words.
pub(crate) fn missing_program(programs: &[&str]) -> Option<String> {
    let there =
        |program: &str| ["/usr/bin", "/usr/sbin"].iter().any(|it| Path::new(it).join(program).exists());
    let program = programs.iter().find(|it| !there(it))?;
    Some(format!("`{program}` is missing; `.ci/run` installs what is needed on Debian, as root"))
}

/// Ports of loopback that nobody listens on, below those that the system hands out by itself. Runs at the same time look
/// from different ports on: Postfix would share one with another Postfix. No port is given twice in a run.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    static NEXT: Mutex<u16> = Mutex::new(0);
    let mut next = NEXT.lock().expect("no panic while it is held");
    let first = 10_000 + 8 * u16::try_from(std::process::id() % 2_500).expect("small");
    let from = first.max(*next);
    let free = (from..32_000).filter_map(|port| Some((port, TcpListener::bind(("127.0.0.1", port)).ok()?)));
    let held: Vec<_> = free.take(N).collect();
    let ports: Vec<_> = held.iter().map(|(port, _)| *port).collect();
    *next = ports.last().map_or(from, |port| port + 1);
    ports.try_into().expect("some ports are free")
}
