//! Keys as they are typed, for the whole length of a question.
//!
//! A terminal that is switched for each key alone edits and echoes by itself
//! what is typed or pasted between two of them: text stands twice, and a
//! deletion is lost.

#[cfg(unix)]
use std::sync::{Mutex, PoisonError};

#[cfg(unix)]
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// How the terminal was set before the question.
#[cfg(unix)]
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// While it lives, the terminal gives every key and echoes none.
pub(super) struct Raw(());

impl Raw {
    /// Takes the terminal of standard input; where only keys are read, as on Windows, nothing is to be done.
    pub(super) fn enter() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            let before = tcgetattr(standard_input())?;
            let mut raw = before.clone();
            raw.make_raw();
            raw.output_modes = before.output_modes;
            BEFORE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(before);
            tcsetattr(standard_input(), OptionalActions::Drain, &raw)?;
        }
        Ok(Self(()))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        restore();
    }
}

/// Sets the terminal as it was before the question, if there is one: a run that ends in it must do so too.
pub(super) fn restore() {
    #[cfg(unix)]
    if let Some(before) = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // A terminal that has gone away needs no setting.
        let _ = tcsetattr(standard_input(), OptionalActions::Drain, &before);
    }
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the terminal module may")]
fn standard_input() -> std::io::Stdin {
    std::io::stdin()
}
