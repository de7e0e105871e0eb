//! A pipe from which much comes in small pieces.

use std::io::{self, Read};
use std::process::ChildStdout;
use std::thread;
use std::time::Duration;

/// What a program writes, of whom much is wanted.
///
/// git writes each mail in several pieces. To be woken for each of them takes both programs longer than what they do with it.
/// Where the system lets a pipe hold more, the program is left alone for a moment each time that all of it was read.
pub(super) struct LargePipe {
    pipe: ChildStdout,
    is_large: bool,
    is_empty: bool,
}

/// How long a program is left alone: it fills a part of the pipe meanwhile.
const PAUSE: Duration = Duration::from_millis(1);

impl LargePipe {
    /// Makes a pipe large, unless each answer is waited for.
    pub(super) fn new(pipe: ChildStdout, is_large: bool) -> Self {
        Self { is_large: is_large && enlarge(&pipe), pipe, is_empty: false }
    }
}

/// Lets a pipe hold a MiB (fcntl(2), `F_SETPIPE_SZ`); says whether that could be.
#[cfg(target_os = "linux")]
fn enlarge(pipe: &ChildStdout) -> bool {
    rustix::pipe::fcntl_setpipe_size(pipe, 1 << 20).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn enlarge(_: &ChildStdout) -> bool {
    false
}

impl Read for LargePipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_large && self.is_empty {
            thread::sleep(PAUSE);
        }
        let length = self.pipe.read(buffer)?;
        self.is_empty = length < buffer.len();
        Ok(length)
    }
}
