//! How the terminal was set before a question, so that it is set so again however the run ends; and what it sends.

#[cfg(unix)]
use std::sync::{Mutex, PoisonError};

use std::time::Duration;

#[cfg(unix)]
use std::fs::File;
#[cfg(unix)]
use std::os::fd::{AsFd, OwnedFd};

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, Timespec, poll};
#[cfg(unix)]
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcsetattr,
};

use super::interrupt::Reading;

/// The signal by which whoever waits for input is made to look again: that the terminal has another size.
#[cfg(unix)]
pub(super) const WAKE: i32 = signal_hook::consts::SIGWINCH;
#[cfg(not(unix))]
pub(super) const WAKE: i32 = 0;

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

/// Makes ^C leave with the terminal what it holds of a line.
pub(super) fn keep_line() -> std::io::Result<Before> {
    let before = remember()?;
    #[cfg(unix)]
    {
        let mut modes = tcgetattr(standard_input())?;
        modes.local_modes.insert(LocalModes::NOFLSH);
        tcsetattr(standard_input(), OptionalActions::Now, &modes)?;
    }
    Ok(before)
}

/// Whether the terminal has gone away.
pub(super) fn is_gone() -> bool {
    #[cfg(unix)]
    {
        tcgetattr(standard_input()).is_err()
    }
    #[cfg(not(unix))]
    false
}

/// Ends what a question waits for: the line editor finds the end of the input, and a terminal that gathers a line gives
/// what it has of it.
pub(super) fn end_input(reading: Reading) {
    #[cfg(unix)]
    {
        match reading {
            Reading::Keys => {
                let _ = File::open("/dev/null").map(rustix::stdio::dup2_stdin);
            }
            Reading::Line => {
                let _ = tcgetattr(standard_input()).map(begin_keys);
            }
        }
        // What waits looks again.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::WINCH);
    }
    #[cfg(not(unix))]
    let _ = reading;
}

/// Makes the terminal give what it has, and then nothing.
#[cfg(unix)]
fn begin_keys(mut modes: Termios) -> rustix::io::Result<()> {
    modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
    modes.special_codes[SpecialCodeIndex::VMIN] = 0;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    tcsetattr(standard_input(), OptionalActions::Now, &modes)
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
        typed.extend(take_begun());
        // What is no terminal has nothing to drop.
        let _ = tcflush(standard_input(), QueueSelector::IFlush);
    }
    String::from_utf8_lossy(&typed).into_owned()
}

/// Whether something is typed within some time: what is pasted comes line after line, and what is typed does not.
pub(super) fn is_typed(within: Duration) -> bool {
    #[cfg(unix)]
    {
        is_readable(&standard_input(), within)
    }
    #[cfg(not(unix))]
    {
        let _ = within;
        false
    }
}

#[cfg(unix)]
fn is_readable(input: &impl AsFd, within: Duration) -> bool {
    let mut inputs = [PollFd::new(input, PollFlags::IN)];
    let within = Timespec { tv_sec: 0, tv_nsec: within.subsec_nanos().into() };
    matches!(poll(&mut inputs, Some(&within)), Ok(1..)) && inputs[0].revents().contains(PollFlags::IN)
}

/// Takes the beginning of a line, which the terminal itself still holds back to be edited.
pub(super) fn take_begun() -> Vec<u8> {
    let mut begun = Vec::new();
    #[cfg(unix)]
    {
        let Ok(lines) = tcgetattr(standard_input()) else { return begun };
        if begin_keys(lines.clone()).is_err() {
            return begun;
        }
        let mut bytes = [0; 1024];
        while let Ok(length @ 1..) = rustix::io::read(standard_input(), &mut bytes) {
            begun.extend_from_slice(&bytes[..length]);
        }
        // A terminal that has gone away needs no setting.
        let _ = tcsetattr(standard_input(), OptionalActions::Now, &lines);
    }
    begun
}

/// Standard input and output while the line editor has them: it draws on standard output, which is the terminal then.
pub(super) struct Input {
    #[cfg(unix)]
    terminal: OwnedFd,
    #[cfg(unix)]
    nothing: File,
    #[cfg(unix)]
    output: OwnedFd,
}

impl Input {
    /// Whether reading can be ended while a question is open.
    pub(super) const CAN_END: bool = cfg!(unix);

    /// Makes standard output the terminal on which errors are shown.
    #[cfg_attr(unix, expect(clippy::disallowed_methods, reason = "the terminal module may"))]
    pub(super) fn hold() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            let terminal = rustix::io::dup(standard_input())?;
            let output = rustix::io::dup(std::io::stdout())?;
            let nothing = File::open("/dev/null")?;
            rustix::stdio::dup2_stdout(std::io::stderr())?;
            Ok(Self { terminal, nothing, output })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Lets what the terminal has sent be read, and then the end of the input.
    #[cfg_attr(not(unix), expect(clippy::unused_self, reason = "there is nothing to take"))]
    pub(super) fn wait_no_more(&self) {
        #[cfg(unix)]
        {
            // Without the exchange, reading goes on as before.
            let _ = if is_readable(&self.terminal, Duration::ZERO) {
                rustix::stdio::dup2_stdin(&self.terminal)
            } else {
                rustix::stdio::dup2_stdin(&self.nothing)
            };
        }
    }
}

#[cfg(unix)]
impl Drop for Input {
    fn drop(&mut self) {
        // They were open when they were kept.
        let _ = rustix::stdio::dup2_stdin(&self.terminal);
        let _ = rustix::stdio::dup2_stdout(&self.output);
    }
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the terminal module may")]
fn standard_input() -> std::io::Stdin {
    std::io::stdin()
}
