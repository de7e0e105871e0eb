//! A connection in a thread of its own, and whoever waits for it no longer than the limits say.
//!
//! lettre gives up when a server is silent, but not when it sends a byte now
//! and then. So the thread carries out one step at a time as it is told; who told it
//! leaves when the time is over. The thread then finds nobody to tell it more,
//! and ends with its step: it never begins another.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::commands::Quit;

use super::trouble::heard;
use super::{Cause, Limits, Reply};

/// How long the answer to QUIT is waited for.
const LEAVE: Duration = Duration::from_secs(1);

type Step = Box<dyn FnOnce(&mut SmtpConnection) + Send>;

/// A connection that can be asked for one thing at a time.
pub(super) struct Wire {
    steps: Sender<Step>,
    limits: Limits,
    /// What is left of [`Limits::whole`].
    left: Duration,
}

impl Wire {
    /// Starts the thread, which connects first.
    pub(super) fn open(
        limits: Limits,
        connect: impl FnOnce() -> Result<SmtpConnection, Cause> + Send + 'static,
    ) -> Result<Self, Cause> {
        let (steps, orders) = mpsc::channel::<Step>();
        let (sender, outcome) = mpsc::channel();
        let work = move || match connect() {
            Ok(mut connection) => {
                if sender.send(Ok(())).is_ok() {
                    for step in orders {
                        step(&mut connection);
                    }
                }
            }
            Err(cause) => drop(sender.send(Err(cause))),
        };
        let started = Instant::now();
        let thread = thread::Builder::new().name("smtp".to_owned());
        thread.spawn(work).map_err(|e| Cause::Network(e.kind()))?;
        outcome.recv_timeout(limits.step).map_err(|e| lost(e, limits.step))??;
        Ok(Self { steps, limits, left: limits.whole.saturating_sub(started.elapsed()) })
    }

    /// How long lettre itself may wait: a little more, so that nobody's thread stays.
    pub(super) fn beyond(limit: Duration) -> Duration {
        limit.saturating_add(Duration::from_secs(1))
    }

    /// Begins a letter: its time starts anew.
    pub(super) fn renew(&mut self) {
        self.left = self.limits.whole;
    }

    /// Carries out a step within the limits. After an error the connection may be in the middle of something.
    pub(super) fn ask<T: Send + 'static>(
        &mut self,
        step: impl FnOnce(&mut SmtpConnection) -> T + Send + 'static,
    ) -> Result<T, Cause> {
        if self.left.is_zero() {
            return Err(Cause::Slow(self.limits.whole));
        }
        let started = Instant::now();
        let limit = self.limits.step.min(self.left);
        let outcome = self.wait(limit, step);
        self.left = self.left.saturating_sub(started.elapsed());
        outcome.map_err(|e| match lost(e, self.limits.step) {
            Cause::Silent(_) if limit < self.limits.step => Cause::Slow(self.limits.whole),
            cause => cause,
        })
    }

    /// Carries out the step that sends the text, within the limit for that.
    pub(super) fn ask_for_long<T: Send + 'static>(
        &mut self,
        step: impl FnOnce(&mut SmtpConnection) -> T + Send + 'static,
    ) -> Result<T, Cause> {
        let Limits { step: short, after_dot, .. } = self.limits;
        let work = move |connection: &mut SmtpConnection| {
            // A socket whose limits cannot be set gives up too early: the outcome is unknown then, as it is.
            let _ = connection.set_timeout(Some(Self::beyond(after_dot)));
            let outcome = step(connection);
            let _ = connection.set_timeout(Some(Self::beyond(short)));
            outcome
        };
        self.wait(after_dot, work).map_err(|e| lost(e, after_dot))
    }

    /// Sends a line with its CRLF and takes any answer.
    pub(super) fn say(&mut self, line: String) -> Result<Reply, Cause> {
        let limit = self.limits.step;
        self.ask(move |connection| heard(connection.command(line), limit))?
    }

    /// Takes leave. The answer does not matter, and nobody is kept waiting for it.
    pub(super) fn leave(self) {
        let _ = self.wait(self.limits.step.min(LEAVE), |connection| connection.command(Quit).is_ok());
    }

    fn wait<T: Send + 'static>(
        &self,
        limit: Duration,
        step: impl FnOnce(&mut SmtpConnection) -> T + Send + 'static,
    ) -> Result<T, RecvTimeoutError> {
        let (sender, outcome) = mpsc::channel();
        let step: Step = Box::new(move |connection| drop(sender.send(step(connection))));
        self.steps.send(step).map_err(|_| RecvTimeoutError::Disconnected)?;
        outcome.recv_timeout(limit)
    }
}

fn lost(error: RecvTimeoutError, limit: Duration) -> Cause {
    match error {
        RecvTimeoutError::Timeout => Cause::Silent(limit),
        RecvTimeoutError::Disconnected => Cause::Dropped,
    }
}
