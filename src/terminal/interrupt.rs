//! What ^C, a request to end and a window that is closed do.

#[cfg(unix)]
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use onlist_mail::text::escape_for_terminal;
#[cfg(unix)]
use signal_hook::consts::{SIGTERM, SIGXFSZ};

use super::raw;

/// How many programs are running that take ^C for themselves.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// What is said to whoever interrupts the run.
static FAREWELL: Mutex<String> = Mutex::new(String::new());

/// What the question that is open reads, if one is.
static OPEN: Mutex<Option<Reading>> = Mutex::new(None);

/// The signal that ended a question; 0 until then.
static ENDED: AtomicI32 = AtomicI32::new(0);

/// The signals that are watched.
#[cfg(unix)]
static WATCHED: OnceLock<signal_hook::iterator::Handle> = OnceLock::new();

/// Ends bracketed pastes and held-back drawing, and takes from the screen what is below the cursor, as a list.
pub(super) const END_OF_QUESTION: &str = "\x1b[?2004l\x1b[?2026l\x1b[J";

/// The signal of ^C, as POSIX numbers it.
const INTERRUPT: i32 = 2;

/// The signal of a window that is closed, as POSIX numbers it.
const HANG_UP: i32 = 1;

/// How long a run may take to keep what was typed.
const KEEPING: Duration = Duration::from_secs(10);

/// What a question reads.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reading {
    /// Keys, by the line editor.
    Keys,
    /// A line, which the terminal itself gathers.
    Line,
}

/// Makes a run that gets SIGINT or SIGTERM end with status 128 and the signal's number, on a fresh line, with the
/// terminal as it was.
///
/// A file that grows past the limit of the system (SIGXFSZ) ends no run: the write fails, and is told.
///
/// The line editor sees ^C as a key. A question that is open when a signal comes answers
/// [`super::AskError::Interrupted`] with what was typed, so that the run can keep it and end by itself.
#[cfg(unix)]
pub(crate) fn install_interrupt_handler() -> std::io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([INTERRUPT, SIGTERM, SIGXFSZ])?;
    let _ = WATCHED.set(signals.handle());
    std::thread::Builder::new().spawn(move || signals.forever().for_each(interrupt)).map(drop)
}

/// Makes a run that is interrupted end with status 130.
#[cfg(not(unix))]
pub(crate) fn install_interrupt_handler() -> std::io::Result<()> {
    ctrlc::set_handler(|| interrupt(INTERRUPT)).map_err(std::io::Error::other)
}

/// The exit status of a run that a signal ended.
pub(crate) fn ended_with() -> Option<u8> {
    let signal = ENDED.load(Ordering::SeqCst);
    u8::try_from(128 + signal).ok().filter(|_| signal != 0)
}

/// Whether a signal has ended a question: no other one is to be asked.
pub(super) fn is_ended() -> bool {
    ENDED.load(Ordering::SeqCst) != 0
}

/// Whether a question that got no answer is ended by a signal, or by its terminal having gone away, of which the signal may
/// come later than the end of the input or the failure to read it.
pub(super) fn ends_question(has_failed: bool) -> bool {
    if !is_ended() && (has_failed || raw::is_gone()) {
        let _ = ENDED.compare_exchange(0, HANG_UP, Ordering::SeqCst, Ordering::SeqCst);
    }
    is_ended()
}

/// Ends the run, unless ^C is another program's.
#[expect(clippy::exit, clippy::disallowed_methods, reason = "a signal has no caller to return to")]
fn interrupt(signal: i32) {
    use std::io::{IsTerminal, Write};

    #[cfg(unix)]
    if signal == SIGXFSZ {
        return;
    }
    if signal == raw::WAKE || signal == INTERRUPT && HELD.load(Ordering::SeqCst) > 0 {
        return;
    }
    let open = *OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(reading) = open {
        ENDED.store(signal, Ordering::SeqCst);
        raw::end_input(reading);
    }
    if is_ended() {
        // The run keeps what was typed, and ends by itself.
        std::thread::sleep(KEEPING);
    }
    let asked = raw::restore();
    let mut stderr = std::io::stderr();
    let farewell = FAREWELL.lock().unwrap_or_else(PoisonError::into_inner).clone();
    // The run ends whether or not this can be written.
    if asked && stderr.is_terminal() {
        let _ = stderr.write_all(END_OF_QUESTION.as_bytes());
    }
    if stderr.is_terminal() {
        let _ = stderr.write_all(b"\n");
    }
    let _ = stderr.write_all(escape_for_terminal(&farewell).as_bytes());
    std::process::exit(128 + signal);
}

/// While it lives, a question is open that a signal ends.
pub(super) struct Open(());

impl Open {
    /// From the first question on, a window that is closed is such a signal too: a run that asks nobody may be meant to
    /// outlive its window.
    pub(super) fn new(reading: Reading) -> std::io::Result<Self> {
        #[cfg(unix)]
        if let Some(watched) = WATCHED.get() {
            watched.add_signal(HANG_UP)?;
            watched.add_signal(raw::WAKE)?;
        }
        *OPEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
        Ok(Self(()))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        *OPEN.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Sets what is said to whoever interrupts the run where no question can say it: a line with its end.
pub(super) fn set_farewell(text: String) {
    *FAREWELL.lock().unwrap_or_else(PoisonError::into_inner) = text;
}

/// While it lives, ^C is another program's: an editor shares the terminal and its signals.
pub(super) struct Held(());

impl Held {
    pub(super) fn new() -> Self {
        HELD.fetch_add(1, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(1, Ordering::SeqCst);
    }
}
