//! A builder of threads in a thread of its own: one thread reads an archive, and this one what is in its posts.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::{io, mem, panic};

use super::{Builder, Options, Threads};
use crate::read::fields::Fields;

/// Octets that are handed over at once.
const BATCH: usize = 256 * 1024;

/// Batches that wait.
const WAITING: usize = 4;

/// What threading needs of some posts, one behind the other, and where each ends.
#[derive(Default)]
struct Batch {
    octets: Vec<u8>,
    ends: Vec<usize>,
}

/// Takes posts in as [`Builder`] does, and leaves the work to another thread.
pub struct BackgroundBuilder {
    batch: Batch,
    batches: SyncSender<Batch>,
    running: JoinHandle<(Builder, usize)>,
}

impl BackgroundBuilder {
    /// Starts the thread.
    ///
    /// # Errors
    /// There can be no more threads.
    pub fn start() -> io::Result<Self> {
        let (batches, coming) = sync_channel(WAITING);
        let running = thread::Builder::new().spawn(move || build(&coming))?;
        Ok(Self { batch: Batch::default(), batches, running })
    }

    /// Takes a post in, as [`Builder::add`] does.
    pub fn add(&mut self, octets: &[u8]) {
        let Batch { octets: all, ends } = &mut self.batch;
        all.extend_from_slice(Fields::scan(octets).needed(octets));
        ends.push(all.len());
        if all.len() >= BATCH {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let next = Batch { octets: Vec::with_capacity(2 * BATCH), ends: Vec::new() };
        // The thread ends early by a panic alone, which `finish` passes on.
        let _ = self.batches.send(mem::replace(&mut self.batch, next));
    }

    /// Puts the posts together to threads. Gives also how many posts had more references than are read.
    #[must_use]
    pub fn finish(mut self, options: Options) -> (Threads, usize) {
        self.hand_over();
        drop(self.batches);
        match self.running.join() {
            Ok((builder, left_out)) => (builder.finish(options), left_out),
            Err(panicked) => panic::resume_unwind(panicked),
        }
    }
}

fn build(coming: &Receiver<Batch>) -> (Builder, usize) {
    let (mut builder, mut left_out) = (Builder::default(), 0);
    for Batch { octets, ends } in coming {
        let mut start = 0;
        for end in ends {
            left_out += usize::from(builder.add(&octets[start..end]) > 0);
            start = end;
        }
    }
    (builder, left_out)
}
