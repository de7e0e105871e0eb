//! How the terminal was set before a question, so that it is set so again however the run ends.

#[cfg(unix)]
use std::sync::{Mutex, PoisonError};

use std::time::Duration;

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, Timespec, poll};
#[cfg(unix)]
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

/// How the terminal was set before the question.
#[cfg(unix)]
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// While it lives, a run that ends sets the terminal as it was when this was made.
pub(super) struct Before(());

/// Remembers how the terminal is set; where only keys are read, as on Windows, nothing is to be done.
pub(super) fn remember() -> std::io::Result<Before> {
    #[cfg(unix)]
    {
        let before = tcgetattr(standard_input())?;
        BEFORE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(before);
    }
    Ok(Before(()))
}

impl Before {
    /// Makes the terminal give every key and echo none, for the whole length of a question: one that is
    /// switched for each key alone edits and echoes by itself what is typed between two of them.
    pub(super) fn enter_raw() -> std::io::Result<Self> {
        let before = remember()?;
        #[cfg(unix)]
        {
            let modes = tcgetattr(standard_input())?;
            let mut raw = modes.clone();
            raw.make_raw();
            raw.output_modes = modes.output_modes;
            tcsetattr(standard_input(), OptionalActions::Drain, &raw)?;
        }
        Ok(before)
    }
}

impl Drop for Before {
    fn drop(&mut self) {
        restore();
    }
}

/// Sets the terminal as it was before the question; whether there was one.
pub(super) fn restore() -> bool {
    #[cfg(unix)]
    if let Some(before) = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // A terminal that has gone away needs no setting.
        let _ = tcsetattr(standard_input(), OptionalActions::Drain, &before);
        return true;
    }
    false
}

/// Takes what was typed and not read yet: it was meant for something that was on the screen before.
pub(super) fn take_typed() -> String {
    let mut typed = Vec::new();
    #[cfg(unix)]
    {
        let mut bytes = [0; 1024];
        while is_typed(Duration::ZERO) {
            match rustix::io::read(standard_input(), &mut bytes) {
                Ok(length @ 1..) => typed.extend_from_slice(&bytes[..length]),
                _ => break,
            }
        }
        // The beginning of a line cannot be read. What is no terminal has nothing to drop.
        let _ = tcflush(standard_input(), QueueSelector::IFlush);
    }
    String::from_utf8_lossy(&typed).into_owned()
}

/// Whether something is typed within some time: what is pasted comes line after line, and what is typed does not.
pub(super) fn is_typed(within: Duration) -> bool {
    #[cfg(unix)]
    {
        let input = standard_input();
        let mut inputs = [PollFd::new(&input, PollFlags::IN)];
        let within = Timespec { tv_sec: 0, tv_nsec: within.subsec_nanos().into() };
        matches!(poll(&mut inputs, Some(&within)), Ok(1..)) && inputs[0].revents().contains(PollFlags::IN)
    }
    #[cfg(not(unix))]
    {
        let _ = within;
        false
    }
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the terminal module may")]
fn standard_input() -> std::io::Stdin {
    std::io::stdin()
}
