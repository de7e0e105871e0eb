//! Runs on a terminal that tests can read and type on.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use super::{Key, Sandbox};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// The terminal, and what to add to the environment of [`Sandbox::environment`].
pub(crate) struct Options {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
    pub(crate) env: Vec<(&'static str, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self { columns: 80, rows: 24, env: Vec::new() }
    }
}

/// What is known of the run; every change is announced.
struct Seen {
    screen: vt100::Parser,
    raw: Vec<u8>,
    /// When something was printed or typed last.
    active: Instant,
    reading: bool,
    hung_up: bool,
    status: Option<ExitStatus>,
}

/// A running program and its terminal.
pub(crate) struct Pty {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    process: u32,
    reader: Option<JoinHandle<()>>,
    ends: Option<(Box<dyn MasterPty + Send>, Box<dyn Write + Send>)>,
    sandbox: Option<Sandbox>,
}

impl Pty {
    /// Starts a program, mostly `onlist`, in a home of its own.
    pub(crate) fn start(words: &[&str], options: Options) -> Self {
        let sandbox = Sandbox::new();
        let mut pty = Self::start_in(&sandbox, words, options);
        pty.sandbox = Some(sandbox);
        pty
    }

    /// Starts a program in a home that other runs share.
    pub(crate) fn start_in(sandbox: &Sandbox, words: &[&str], options: Options) -> Self {
        let Options { columns, rows, env } = options;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::from_argv(words.iter().map(Into::into).collect());
        command.env_clear();
        for (name, value) in sandbox.environment() {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(sandbox.home());
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);

        let seen = Arc::new((
            Mutex::new(Seen {
                screen: vt100::Parser::new(rows, columns, 0),
                raw: Vec::new(),
                active: Instant::now(),
                reading: true,
                hung_up: false,
                status: None,
            }),
            Condvar::new(),
        ));
        let process = child.process_id().expect("it has just started");
        let output = pair.master.try_clone_reader().expect("readable");
        let reader = thread::spawn({
            let seen = Arc::clone(&seen);
            move || read(output, &seen)
        });
        thread::spawn({
            let seen = Arc::clone(&seen);
            move || {
                let status = child.wait().expect("a child can be waited for");
                change(&seen, |seen| seen.status = Some(status));
            }
        });
        let writer = pair.master.take_writer().expect("writable");
        Self { seen, process, reader: Some(reader), ends: Some((pair.master, writer)), sandbox: None }
    }

    /// Types text at whatever is asked once the terminal is quiet: what is typed before a question is dropped.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.wait_quiet(Duration::from_millis(50));
        self.type_ahead(text);
    }

    /// Types text now, as a paste does: all at once.
    pub(crate) fn type_ahead(&mut self, text: &str) {
        change(&self.seen, |seen| seen.active = Instant::now());
        let (_, writer) = self.ends.as_mut().expect("the terminal is there");
        writer.write_all(text.as_bytes()).and_then(|()| writer.flush()).expect("the terminal takes text");
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.type_text(key.bytes());
    }

    /// Waits until the screen holds `text`.
    pub(crate) fn wait_for(&self, text: &str) {
        let holds = |seen: &Seen| shown(seen).contains(text);
        let held = self.wait_until(holds).is_some();
        assert!(held, "no `{text}` on the screen:\n{}", self.screen());
    }

    /// Waits until `question` is what is asked, and nothing typed yet: on the last row, or above it where there is no room beside it.
    pub(crate) fn wait_asked(&self, question: &str) {
        let asked = |seen: &Seen| {
            let screen = shown(seen);
            let rows: Vec<_> = screen.lines().collect();
            let Some((last, above)) = rows.split_last() else { return false };
            let at_its_end = usize::from(seen.screen.screen().cursor_position().0) + 1 == rows.len();
            let above = above[above.len().saturating_sub(5)..].join(" ");
            let beside = last.starts_with(question) && last.ends_with(':');
            at_its_end && (beside || (*last == ">" && above.contains(question)))
        };
        let held = self.wait_until(asked).is_some();
        assert!(held, "`{question}` is not asked:\n{}", self.screen());
    }

    /// Waits until `question` is asked with `text` there to be edited, and nothing typed yet.
    pub(crate) fn wait_offered(&self, question: &str, text: &str) {
        let offered = |seen: &Seen| {
            let screen = shown(seen);
            let rows: Vec<_> = screen.lines().collect();
            let Some((last, above)) = rows.split_last() else { return false };
            let at_its_end = usize::from(seen.screen.screen().cursor_position().0) + 1 == rows.len();
            let above = above[above.len().saturating_sub(5)..].join(" ");
            let beside = last.starts_with(question) || (last.starts_with('>') && above.contains(question));
            at_its_end && beside && last.ends_with(text)
        };
        let held = self.wait_until(offered).is_some();
        assert!(held, "`{question}` is not asked with `{text}`:\n{}", self.screen());
    }

    /// Answers a question otherwise than with the text that is there to be edited.
    pub(crate) fn change(&mut self, question: &str, text: &str, answer: &str) {
        self.wait_offered(question, text);
        self.type_text(&format!("\x15{answer}\r"));
    }

    /// Answers a question, and waits until the terminal shows that it was taken.
    pub(crate) fn answer(&mut self, question: &str, answer: &str) {
        self.wait_asked(question);
        let before = self.lock().raw.len();
        self.type_ahead(&format!("{answer}\r"));
        let taken = self.wait_until(|seen| seen.raw[before..].contains(&b'\n')).is_some();
        assert!(taken, "nothing happens:\n{}", self.screen());
    }

    /// Chooses from a list by words.
    pub(crate) fn choose(&mut self, list: &str, words: &str) {
        self.wait_for(&format!("? {list}"));
        self.type_text(&format!("{words}\r"));
        self.wait_for(&format!("{list}: "));
    }

    /// The screen from the last row on that begins with `text`.
    pub(crate) fn from(&self, text: &str) -> String {
        let screen = self.screen();
        let rows: Vec<_> = screen.lines().collect();
        let start = rows.iter().rposition(|row| row.starts_with(text));
        rows[start.unwrap_or_else(|| panic!("no `{text}` on the screen:\n{screen}"))..].join("\n")
    }

    /// Waits until `text` is gone from the screen.
    pub(crate) fn wait_gone(&self, text: &str) {
        let gone = |seen: &Seen| !shown(seen).contains(text);
        let went = self.wait_until(gone).is_some();
        assert!(went, "`{text}` stays on the screen:\n{}", self.screen());
    }

    /// The rows of the screen without the blanks and empty rows at their ends.
    pub(crate) fn screen(&self) -> String {
        shown(&self.lock())
    }

    /// The screen as a picture with this `title`, as SVG.
    pub(crate) fn picture(&self, title: &str) -> String {
        super::svg::picture(self.lock().screen.screen(), title)
    }

    /// All that the program has printed, escapes included.
    pub(crate) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.lock().raw).into_owned()
    }

    pub(crate) fn cursor_hidden(&self) -> bool {
        self.lock().screen.screen().hide_cursor()
    }

    /// Waits for the end and gives the exit status; panics where a signal was the end.
    pub(crate) fn wait_exit(&self) -> u32 {
        let status = self.wait_end();
        assert!(status.signal().is_none(), "{status}, the screen:\n{}", self.screen());
        status.exit_code()
    }

    /// Ends the program as a crash does.
    pub(crate) fn kill(&self) {
        self.signal("KILL");
        self.wait_end();
    }

    /// Waits for an end that a signal was.
    pub(crate) fn wait_killed(&self) {
        let status = self.wait_end();
        assert!(status.signal().is_some(), "{status}, the screen:\n{}", self.screen());
    }

    /// Waits until the screen holds `text`, or the program has ended; whether it holds it.
    pub(crate) fn asks(&self, text: &str) -> bool {
        let seen =
            self.wait_until(|seen| shown(seen).contains(text) || seen.status.is_some() && !seen.reading);
        let seen = seen.unwrap_or_else(|| panic!("no `{text}` on the screen:\n{}", self.screen()));
        seen.status.is_none()
    }

    /// Waits for the end, whatever was the reason for it.
    pub(crate) fn wait_any_end(&self) {
        self.wait_end();
    }

    /// Waits until nothing has been printed for a while.
    pub(crate) fn wait_settled(&self) {
        self.wait_quiet(Duration::from_millis(300));
    }

    fn wait_quiet(&self, time: Duration) {
        let left = || time.checked_sub(self.lock().active.elapsed()).filter(|left| !left.is_zero());
        while let Some(left) = left() {
            thread::sleep(left);
        }
    }

    /// Makes the terminal another size, as pulling at its window does.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        change(&self.seen, |seen| {
            seen.screen.screen_mut().set_size(rows, columns);
            seen.active = Instant::now();
        });
        let (master, _) = self.ends.as_ref().expect("the terminal is there");
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        master.resize(size).expect("it can be resized");
    }

    /// Pastes text as a terminal does that marks what is pasted.
    pub(crate) fn paste(&mut self, text: &str) {
        let typed = text.replace('\n', "\r");
        self.type_text(&format!("\x1b[200~{typed}\x1b[201~"));
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.process.to_string()]).status();
        assert!(sent.expect("`kill` is there").success(), "the program has ended:\n{}", self.screen());
    }

    /// Takes the terminal away, as closing its window does, and waits for the end.
    pub(crate) fn hang_up(&mut self) -> ExitStatus {
        let (master, writer) = self.ends.take().expect("the terminal is there");
        change(&self.seen, |seen| seen.hung_up = true);
        // The reader holds the terminal too; a line printed by the other end makes it look up.
        let other = master.tty_name().expect("it has a name");
        let mut other = OpenOptions::new().write(true).open(other).expect("the program holds it open");
        other.write_all(b"\n").expect("a line can be printed");
        // No window types a line end as it is closed; the writer does, where the terminal has a character for the end of input.
        let mut modes = tcgetattr(&other).expect("a terminal");
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&other, OptionalActions::Now, &modes).expect("a terminal");
        self.reader.take().expect("it reads").join().expect("it does not panic");
        drop((master, writer, other));
        self.wait_end()
    }

    /// Waits until the program has ended and its last words are on the screen.
    fn wait_end(&self) -> ExitStatus {
        let ended = |seen: &Seen| seen.status.is_some() && !seen.reading;
        let seen = self.wait_until(ended).unwrap_or_else(|| panic!("it still runs:\n{}", self.screen()));
        seen.status.clone().expect("it has ended")
    }

    fn wait_until(&self, condition: impl Fn(&Seen) -> bool) -> Option<MutexGuard<'_, Seen>> {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.lock();
        while !condition(&seen) {
            let left = deadline.checked_duration_since(Instant::now())?;
            seen = self.seen.1.wait_timeout(seen, left).expect("nobody panicked").0;
        }
        Some(seen)
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().expect("nobody panicked")
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let running = self.seen.0.lock().is_ok_and(|seen| seen.status.is_none());
        if running {
            // It may end by itself meanwhile.
            let _ = Command::new("kill").args(["-s", "KILL", &self.process.to_string()]).output();
        }
    }
}

fn read(mut output: impl Read, seen: &(Mutex<Seen>, Condvar)) {
    let mut bytes = [0; 4096];
    // Linux ends a terminal that nobody holds open with an error.
    while let Ok(length @ 1..) = output.read(&mut bytes) {
        change(seen, |seen| {
            seen.screen.process(&bytes[..length]);
            seen.raw.extend_from_slice(&bytes[..length]);
            seen.active = Instant::now();
        });
        if seen.0.lock().expect("nobody panicked").hung_up {
            break;
        }
    }
    change(seen, |seen| seen.reading = false);
}

fn change(seen: &(Mutex<Seen>, Condvar), change: impl FnOnce(&mut Seen)) {
    change(&mut seen.0.lock().expect("nobody panicked"));
    seen.1.notify_all();
}

fn shown(seen: &Seen) -> String {
    let screen = seen.screen.screen();
    let rows = screen.rows(0, screen.size().1).map(|row| row.trim_end().to_owned());
    rows.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
