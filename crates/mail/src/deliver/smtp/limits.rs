//! How long to wait.

use std::time::Duration;

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one answer.
    pub step: Duration,
    /// For a connection until it can be used, and again for each letter until its text goes out.
    /// The time that passes between two calls does not count.
    pub whole: Duration,
    /// For the text to go out and be answered.
    pub after_dot: Duration,
}

impl Limits {
    /// Limits for servers that answer within `step`.
    ///
    /// A letter takes a handful of answers; a server that is slow with each of
    /// ten is broken. The answer to the text may take ten minutes (RFC 5321
    /// 4.5.3.2.6): who gives up earlier does not know whether it was taken.
    #[must_use]
    pub fn of(step: Duration) -> Self {
        let whole = step.saturating_mul(10);
        Self { step, whole, after_dot: step.max(Duration::from_mins(10)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_after_the_text() {
        assert_eq!(Limits::of(Duration::from_secs(30)).after_dot, Duration::from_mins(10));
        assert_eq!(Limits::of(Duration::from_hours(1)).after_dot, Duration::from_hours(1));
    }
}
