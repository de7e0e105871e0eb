//! The archives that a command reads: which, and how often.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use onlist_core::catalog::Catalog;
use onlist_mail::archive::{self, Diagnostic, Place, is_url};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::thread::{BackgroundBuilder, Threads, came_within};
use onlist_mail::words::count;

use crate::context::Context;
use crate::messages::{Failure, Status};
use crate::terminal::Terminal;

/// How long a run takes before it says how far it is, and how often it does then.
const SOON: Duration = Duration::from_millis(700);

/// A cache that takes more octets is told of when it grows.
const WORTH_TELLING: u64 = 1 << 20;

/// What is said of archives on this machine that are not there.
pub(crate) fn missing(names: &[OsString]) -> Vec<Failure> {
    let local = names.iter().map(Path::new).filter(|it| !is_url(it));
    local.filter_map(|it| Some(Failure::reading(it, &it.symlink_metadata().err()?))).collect()
}

/// Archives, and what was found wrong in them.
pub(crate) struct Archives {
    names: Vec<OsString>,
    options: archive::Options,
    /// Since when servers are asked.
    asked_since: Option<DateTime<Utc>>,
    /// What came over the network, which is asked for once: each post with its length before it.
    kept: RefCell<Vec<Option<File>>>,
    /// Where posts stand, and behind how many the posts of each archive end.
    places: Vec<Place>,
    ends: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
    references_left_out: usize,
}

impl Archives {
    /// Finds the archives that arguments name, or all of the settings where they name none.
    pub(crate) fn find(
        context: &Context,
        arguments: &[OsString],
        catalog: &Catalog,
    ) -> Result<Self, Failure> {
        let known = &context.settings().archives;
        let names: Vec<_> = match arguments {
            [] => known.values().cloned().map(OsString::from).collect(),
            arguments => arguments.iter().map(|it| named(it, context, catalog)).collect(),
        };
        if names.is_empty() {
            let failure =
                Failure::new(Status::Usage, "which archive? none is given, and none is in the settings");
            return Err(failure.hint(
                "give an mbox file, a folder or a public-inbox URL; or add `[archives]` to the settings",
            ));
        }
        Failure::all(missing(&names))?;
        let kept = RefCell::new(names.iter().map(|_| None).collect());
        Ok(Self {
            names,
            options: archive::Options {
                cache: context.environment.cache.as_ref().map(|it| it.join("archives")),
                ..archive::Options::default()
            },
            asked_since: None,
            kept,
            places: Vec::new(),
            ends: Vec::new(),
            diagnostics: Vec::new(),
            references_left_out: 0,
        })
    }

    /// Leaves out what came before, where that saves reading it.
    pub(crate) fn since(mut self, since: Option<DateTime<Utc>>) -> Self {
        self.options.since = since;
        self
    }

    /// Asks servers for one thread alone.
    pub(crate) fn thread(mut self, id: Option<MessageId>) -> Self {
        self.options.thread = id;
        self
    }

    /// Of servers, asks for what came since then alone. What is at hand is read whole: who is new is told by what came before.
    pub(crate) fn asking_since(mut self, since: Option<DateTime<Utc>>) -> Self {
        self.asked_since = since;
        self
    }

    /// Reads all posts, and puts them together to threads.
    pub(crate) fn threads(
        &mut self,
        context: &Context,
        options: onlist_mail::thread::Options,
    ) -> Result<Threads, Failure> {
        let cache = self.options.cache.clone().unwrap_or_default();
        let before = archive::cache_size(&cache);
        let mut builder = BackgroundBuilder::start()?;
        let mut progress = Progress::new(context.terminal);
        let later = context.later();
        for (at, name) in self.names.iter().enumerate() {
            progress.next_archive();
            let since = if is_url(name) { self.asked_since } else { None };
            let since = since.or(self.options.since);
            let options = archive::Options { since, ..self.options.clone() };
            let mut posts = archive::open(name, &options)?;
            let mut kept = is_url(name).then(|| tempfile::tempfile().map(BufWriter::new)).transpose()?;
            while let Some(post) = posts.next()? {
                if came_within(post.bytes, &later) {
                    continue;
                }
                builder.add(post.bytes);
                if let Some(file) = &mut kept {
                    file.write_all(&(post.bytes.len() as u64).to_le_bytes())?;
                    file.write_all(post.bytes)?;
                }
                let show = progress.step(post.bytes.len());
                self.places.push(post.place);
                if show {
                    progress.show(posts.share_read());
                }
            }
            self.ends.push(self.places.len());
            self.diagnostics.extend(posts.diagnostics().iter().cloned());
            let file = kept.map(BufWriter::into_inner).transpose();
            self.kept.borrow_mut()[at] = file.map_err(std::io::IntoInnerError::into_error)?;
        }
        progress.end();
        let (threads, left_out) = builder.finish(options);
        self.references_left_out += left_out;
        let after = archive::cache_size(&cache);
        if after > before && after > WORTH_TELLING {
            let (size, folder) = (after >> 20, cache.display());
            let what =
                format!("kept for later runs: {size} MiB in `{folder}`; you may delete it at any time");
            context.terminal.note(&what);
        }
        Ok(threads)
    }

    /// Reads the posts with these numbers once more.
    pub(crate) fn visit(
        &self,
        numbers: &BTreeSet<u32>,
        mut see: impl FnMut(u32, &[u8]),
    ) -> Result<(), Failure> {
        let mut first = 0;
        for (kept, end) in self.kept.borrow_mut().iter_mut().zip(&self.ends) {
            let wanted: Vec<_> =
                numbers.iter().copied().filter(|it| (first..*end).contains(&(*it as usize))).collect();
            if let Some(file) = kept {
                again(file, first, &wanted, &mut see)?;
            } else {
                let places: Vec<_> = wanted.iter().map(|it| self.places[*it as usize].clone()).collect();
                archive::read_again(&places, |at, octets| see(wanted[at], octets))?;
            }
            first = *end;
        }
        Ok(())
    }

    /// What could not be read.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Says what could not be read, or not in whole.
    pub(crate) fn tell_diagnostics(&self, context: &Context) {
        const MOST: usize = 10;
        for one in self.diagnostics.iter().take(MOST) {
            context.terminal.warning(&format!("{}: {}", one.place, one.reason));
        }
        let more = self.diagnostics.len().saturating_sub(MOST);
        if more > 0 {
            context.terminal.warning(&format!("and {} more; see them with `--json`", count(more, "problem")));
        }
        if self.references_left_out > 0 {
            let posts = count(self.references_left_out, "post");
            context.terminal.note(&format!(
                "{posts} with more than 400 references: only the first and last 200 were read"
            ));
        }
    }
}

/// The archive that an argument names: a path, a URL, a name of the settings, or a list of the catalog.
pub(super) fn named(argument: &OsStr, context: &Context, catalog: &Catalog) -> OsString {
    if is_url(argument) || Path::new(argument).exists() {
        return argument.to_owned();
    }
    let name = argument.to_string_lossy();
    if let Some(path) = context.settings().archives.get(&*name) {
        return path.into();
    }
    let is = |list: &&onlist_core::catalog::List| {
        list.id.as_str() == name || list.address.as_str().eq_ignore_ascii_case(&name)
    };
    let listed = catalog.lists.iter().find(is).and_then(|list| list.archive.as_ref());
    listed.map_or_else(|| argument.to_owned(), |archive| Line::as_str(archive).into())
}

/// Reads those that are wanted of what was kept from number `first` on.
fn again(
    file: &mut File,
    first: usize,
    wanted: &[u32],
    see: &mut impl FnMut(u32, &[u8]),
) -> Result<(), Failure> {
    file.seek(SeekFrom::Start(0))?;
    let mut file = BufReader::new(file);
    let (mut length, mut octets, mut number) = ([0; 8], Vec::new(), first);
    for wanted in wanted {
        while number <= *wanted as usize && file.read_exact(&mut length).is_ok() {
            octets.clear();
            (&mut file).take(u64::from_le_bytes(length)).read_to_end(&mut octets)?;
            number += 1;
        }
        see(*wanted, &octets);
    }
    Ok(())
}

/// Says on a terminal how far a long run is.
pub(super) struct Progress<'t> {
    terminal: &'t Terminal,
    begun: Instant,
    shown: Option<Instant>,
    posts: usize,
    octets: usize,
    /// When the archive that is being read was begun.
    archive: Instant,
}

impl<'t> Progress<'t> {
    pub(super) fn new(terminal: &'t Terminal) -> Self {
        let now = Instant::now();
        Self { terminal, begun: now, shown: None, posts: 0, octets: 0, archive: now }
    }

    /// Goes on to the next archive.
    fn next_archive(&mut self) {
        self.archive = Instant::now();
    }

    /// Counts a post; whether it is time to show something.
    pub(super) fn step(&mut self, octets: usize) -> bool {
        self.posts += 1;
        self.octets += octets;
        // The clock is looked at now and then.
        self.posts.is_multiple_of(256) && self.shown.unwrap_or(self.begun).elapsed() >= SOON
    }

    /// Shows how many posts were read, how fast, and how long the rest of the archive takes.
    pub(super) fn show(&mut self, share: Option<f64>) {
        self.shown = Some(Instant::now());
        let seconds = usize::try_from(self.begun.elapsed().as_secs()).unwrap_or(usize::MAX).max(1);
        let (size, rate) = (self.octets >> 20, self.posts / seconds);
        let posts = count(self.posts, "post");
        let left = share.map_or_else(String::new, |share| left(self.archive.elapsed(), share));
        self.terminal.progress(&format!("read {posts}, {size} MiB, {rate} a second{left}"));
    }

    pub(super) fn end(&self) {
        if self.shown.is_some() {
            self.terminal.progress("");
        }
    }
}

/// How long the rest takes, in words, where a share from 0 to 1 took `elapsed`.
fn left(elapsed: Duration, share: f64) -> String {
    /// Of less nothing can be told.
    const LEAST: f64 = 0.01;
    if !(LEAST..=1.0).contains(&share) {
        return String::new();
    }
    let left = elapsed.mul_f64((1.0 - share) / share).as_secs() + 1;
    if left < 120 { format!(", {left} s left") } else { format!(", {} min left", left / 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_is_left_is_told_once_something_is_known() {
        for (seconds, share, expected) in [
            (10, 0.5, ", 11 s left"),
            (10, 1.0, ", 1 s left"),
            (60, 0.1, ", 9 min left"),
            (10, 0.0, ""),
            (10, f64::NAN, ""),
            (10, 7.0, ""),
        ] {
            assert_eq!(left(Duration::from_secs(seconds), share), expected, "{seconds} {share}");
        }
    }
}
