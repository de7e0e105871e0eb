//! What ^C and a request to end do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use onlist_mail::text::escape_for_terminal;

/// How many programs are running that take ^C for themselves.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// What is said to whoever interrupts the run.
static FAREWELL: Mutex<String> = Mutex::new(String::new());

/// Ends bracketed pastes and held-back drawing, and takes from the screen what is below the cursor, as a list.
const END_OF_QUESTION: &str = "\x1b[?2004l\x1b[?2026l\x1b[J";

/// The signal of ^C, as POSIX numbers it.
const INTERRUPT: i32 = 2;

/// Makes a run that gets SIGINT or SIGTERM end with status 128 and the signal's number, on a fresh line, with the
/// terminal as it was.
///
/// The questions see ^C as a key and answer [`super::AskError::Interrupted`];
/// this is for the time between them, and for signals from elsewhere.
#[cfg(unix)]
pub(crate) fn install_interrupt_handler() -> std::io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([INTERRUPT, signal_hook::consts::SIGTERM])?;
    std::thread::Builder::new().spawn(move || signals.forever().for_each(interrupt)).map(drop)
}

/// Makes a run that is interrupted end with status 130.
#[cfg(not(unix))]
pub(crate) fn install_interrupt_handler() -> std::io::Result<()> {
    ctrlc::set_handler(|| interrupt(INTERRUPT)).map_err(std::io::Error::other)
}

/// Ends the run, unless ^C is another program's.
#[expect(clippy::exit, clippy::disallowed_methods, reason = "a signal has no caller to return to")]
fn interrupt(signal: i32) {
    use std::io::{IsTerminal, Write};

    if signal == INTERRUPT && HELD.load(Ordering::SeqCst) > 0 {
        return;
    }
    let asked = super::raw::restore();
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
