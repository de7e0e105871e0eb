//! The processor time of work, which other programs on the machine do not change.

use std::time::Duration;

/// Plenty for a debug build, and far from what quadratic work would take.
const SOON: Duration = Duration::from_secs(10);

/// Does `work`, called `name`; fails when this thread was busy with it for more than [`SOON`].
pub(crate) fn soon<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let before = busy();
    let done = work();
    let taken = busy().saturating_sub(before);
    assert!(taken < SOON, "{name} took {taken:?}");
    done
}

/// How long this thread has been busy.
#[cfg(unix)]
pub(crate) fn busy() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("not negative")
}

/// How long this process has run, where the system does not tell more.
#[cfg(not(unix))]
pub(crate) fn busy() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
