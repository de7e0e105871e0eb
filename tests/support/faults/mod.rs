//! Runs that are killed, or whose writes fail, at every call that changes a file; and what is then to hold.

mod round;
mod scene;
mod shim;

pub(crate) use round::{Round, Standing};
pub(crate) use scene::{Scene, Setup};
pub(crate) use shim::{Shim, Step};

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How many rounds one server and one home to copy serve.
const ROUNDS: usize = 60;

/// Works on `jobs`, on as many threads as there are processors, each with folders of its own.
pub(crate) fn each<'s, J: Sync>(
    setup: impl Fn() -> Setup<'s> + Sync,
    jobs: &[J],
    work: impl Fn(&Setup<'_>, &J) + Sync,
) {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut at = setup();
        let mut served = 0;
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(&at, job);
            served += 1;
            if served % ROUNDS == 0 {
                at = setup();
            }
        }
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(2, usize::from);
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        for it in running {
            if let Err(panic) = it.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

/// Numbers by chance that come again with their seed (`SplitMix64`).
pub(crate) struct Chance(u64);

impl Chance {
    /// From the seed that `ONLIST_SEED` holds, else from a new one; it is printed.
    #[allow(
        clippy::disallowed_methods,
        clippy::print_stdout,
        reason = "whoever looks for a failure again sets it"
    )]
    pub(crate) fn new() -> Self {
        let set = std::env::var("ONLIST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = set.unwrap_or_else(|| RandomState::new().build_hasher().finish());
        println!("ONLIST_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below")
    }

    /// A time up to `longest`, in microseconds.
    pub(crate) fn within(&mut self, longest: Duration) -> Duration {
        Duration::from_micros(self.next() % u64::try_from(longest.as_micros()).expect("short").max(1))
    }
}
