//! Repositories of public-inbox, through git: in version 2 a commit for each mail, whose tree holds it as `m`; in version 1 a
//! tree of all mails (public-inbox-v2-format(5), public-inbox-v1-format(5)).

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::pipe::LargePipe;
use super::{Error, LONGEST, Position};
use crate::process::{self, Keep, Limits, Running};
use crate::text::Line;

/// A git object's name: SHA-1, or the begin of a SHA-256.
pub(super) type Id = [u8; 20];

/// How long git may take to look at one object, and how much it may say of it.
const LOOK: Limits = Limits { time: Duration::from_mins(1), output: Keep::AtMost(1 << 20) };

/// What is told of each object, and what stood behind its name.
const BATCH: &str = "--batch=%(objectname) %(objecttype) %(objectsize) %(rest)";

/// How mails are kept in a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    V1,
    V2,
}

/// Whether a folder is a repository, or has one in it as clones do, or a file that names one as worktrees do.
pub(super) fn repository(path: &Path) -> Option<PathBuf> {
    let is_repository = |path: &Path| path.join("HEAD").is_file() && path.join("objects").is_dir();
    let names_one = |path: &Path| fs::read(path).is_ok_and(|it| it.starts_with(b"gitdir: "));
    if is_repository(path) {
        return Some(path.to_owned());
    }
    Some(path.join(".git")).filter(|it| is_repository(it) || names_one(it))
}

/// Whether a repository has the newest commits alone.
pub(super) fn is_shallow(repository: &Path) -> bool {
    repository.join("shallow").is_file()
}

/// The repositories of an inbox in a folder, the newest first: `git/0.git`, `git/1.git`, or these alone.
pub(super) fn epochs(path: &Path) -> io::Result<Vec<PathBuf>> {
    for folder in [path.join("git"), path.to_owned()].into_iter().filter(|it| it.is_dir()) {
        let mut epochs = Vec::new();
        for entry in folder.read_dir()? {
            let path = entry?.path();
            let number = path.file_stem().and_then(|it| it.to_str()).and_then(|it| it.parse::<u32>().ok());
            epochs.extend(number.zip(repository(&path)));
        }
        if !epochs.is_empty() {
            epochs.sort_by(|a, b| b.cmp(a));
            return Ok(epochs.into_iter().map(|(_, path)| path).collect());
        }
    }
    Ok(Vec::new())
}

/// Reads mails once more; `see` is told which of `ids`, by its number, and the octets.
pub(super) fn read_again(
    repository: &Path,
    ids: &[Id],
    see: &mut dyn FnMut(usize, &[u8]),
) -> Result<(), Error> {
    let end = if format(repository)? == Some(Format::V2) { ":m" } else { "" };
    let (cat, input) = Cat::start(repository, [BATCH, "--buffer"])?;
    let wanted: Vec<_> = ids.iter().copied().map(Position::Object).collect();
    // Both pipes would fill if one was written to its end before the other is read.
    let feeder = thread::spawn(move || {
        let mut input = io::BufWriter::new(input);
        let written = wanted.iter().try_for_each(|id| writeln!(input, "{id}{end} {id}"));
        written.or(Ok(()))
    });
    let path = repository.to_owned();
    let mut epoch = Epoch { path, feeder, cat, check: None, listed: Arc::default(), given: 0 };
    let mut octets = Vec::new();
    for at in 0..ids.len() {
        match epoch.next(&mut octets)? {
            Answer::Mail { .. } => see(at, &octets),
            Answer::None(_) => {}
            Answer::End => break,
        }
    }
    epoch.finish()
}

/// Whether a repository holds mail.
pub(super) fn holds_mail(repository: &Path) -> Result<bool, Error> {
    Ok(format(repository)?.is_some())
}

/// Where a repository of version 2 stands: its newest commit. Nothing for version 1.
pub(super) fn tip(repository: &Path) -> Result<Option<String>, Error> {
    if format(repository)? != Some(Format::V2) {
        return Ok(None);
    }
    let mut git = git(repository);
    git.args(["rev-parse", "--verify", "HEAD"]).stderr(Stdio::piped());
    let looked = process::run(git, Vec::new().into(), LOOK).map_err(|error| not_run(repository, &error))?;
    let tip = String::from_utf8_lossy(&looked.output).trim().to_owned();
    if id(&tip).is_some() { Ok(Some(tip)) } else { Err(failed(repository, &looked.errors)) }
}

/// Whether a repository has grown from one commit to another, and nothing was taken out of it.
pub(super) fn has_grown(repository: &Path, from: &str, to: &str) -> bool {
    let mut git = git(repository);
    git.args(["merge-base", "--is-ancestor", from, to]).stderr(Stdio::piped());
    id(from).is_some() && process::run(git, Vec::new().into(), LOOK).is_ok_and(|it| it.status.success())
}

fn format(repository: &Path) -> Result<Option<Format>, Error> {
    let mut git = git(repository);
    git.args(["ls-tree", "--name-only", "HEAD"]).stderr(Stdio::piped());
    let looked = process::run(git, Vec::new().into(), LOOK).map_err(|error| not_run(repository, &error))?;
    if !looked.status.success() {
        return Err(failed(repository, &looked.errors));
    }
    let mut names = looked.output.split(|byte| *byte == b'\n').filter(|it| !it.is_empty());
    let is_fan_out = |name: &[u8]| name.len() == 2 && name.iter().all(u8::is_ascii_hexdigit);
    Ok(match names.clone().next() {
        Some(b"m" | b"d") => Some(Format::V2),
        Some(_) if names.all(is_fan_out) => Some(Format::V1),
        _ => None,
    })
}

/// The names of mails in a commit's tree, whether they are there or not.
fn names(repository: &Path, commit: &str) -> io::Result<Vec<u8>> {
    let mut git = git(repository);
    git.args(["ls-tree", "--name-only", commit, "m", "d"]);
    let looked = process::run(git, Vec::new().into(), LOOK).map_err(io::Error::other)?;
    Ok(looked.output.to_vec())
}

/// git on a repository, without asking others for what is missing there.
fn git(repository: &Path) -> Command {
    let mut command = process::command("git");
    command.arg("--git-dir").arg(repository).env("GIT_NO_LAZY_FETCH", "1");
    command
}

fn not_run(repository: &Path, error: &process::Error) -> Error {
    Error::Git { path: repository.to_owned(), reason: Line::sanitize(&error.to_string()) }
}

fn failed(repository: &Path, said: &[u8]) -> Error {
    let path = repository.to_owned();
    let said = String::from_utf8_lossy(said);
    let line = said.lines().next().unwrap_or("git failed");
    match line.trim_start_matches("fatal: ").trim_start_matches("error: ") {
        "Not a valid object name HEAD" => Error::NoCommit { path },
        line if line == LOST || is_partial(repository) => Error::Partial { path },
        line => Error::Git { path, reason: Line::sanitize(line) },
    }
}

/// Whether git would fetch what is missing (`remote.*.promisor`, gitrepository-layout(5)).
fn is_partial(repository: &Path) -> bool {
    let mut git = git(repository);
    git.args(["config", "--get-regexp", r"^remote\..*\.promisor$", "^true$"]);
    process::run(git, Vec::new().into(), LOOK).is_ok_and(|it| it.status.success())
}

/// A repository that is being read: one git lists, another gives what is listed.
pub(super) struct Epoch {
    path: PathBuf,
    /// Gives names of mails to `cat`; says whether its git came to a good end.
    feeder: thread::JoinHandle<Result<(), Vec<u8>>>,
    cat: Cat,
    /// Tells what commits delete, once there is one that does.
    check: Option<(Cat, ChildStdin)>,
    /// How many mails there are, once that is known.
    listed: Arc<OnceLock<usize>>,
    given: usize,
}

/// `git cat-file`, and what it answers.
struct Cat {
    git: Running,
    answers: BufReader<LargePipe>,
}

/// What there is of a commit.
pub(super) enum Answer {
    Mail {
        blob: Id,
        commit: Id,
        /// When it was committed, in seconds since 1970; 0 where nothing says it.
        time: i64,
        cut: bool,
    },
    /// A commit without a mail, and the mail that it deletes.
    None(Option<Id>),
    End,
}

/// What is said of a repository that lacks mails.
const LOST: &str = "mails are missing";

impl Cat {
    fn start(repository: &Path, options: [&str; 2]) -> Result<(Self, ChildStdin), Error> {
        let mut git = git(repository);
        git.arg("cat-file").args(options);
        let mut git = Running::start(git).map_err(|error| not_run(repository, &error))?;
        match (git.input(), git.output()) {
            (Some(input), Some(output)) => {
                let output = LargePipe::new(output, options.contains(&"--buffer"));
                Ok((Self { git, answers: BufReader::with_capacity(256 * 1024, output) }, input))
            }
            _ => Err(failed(repository, b"git has no output")),
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        self.answers.read_until(b'\n', &mut line)?;
        Ok(String::from_utf8_lossy(line.trim_ascii()).into_owned())
    }
}

impl Epoch {
    /// Begins to read the mails since a time: of version 2 those of the commits in `range`, else of all.
    pub(super) fn start(
        path: PathBuf,
        range: Option<&str>,
        since: Option<DateTime<Utc>>,
    ) -> Result<Self, Error> {
        let is_v2 = range.is_some();
        let mut list = git(&path);
        list.args(match range {
            Some(range) => ["rev-list", "--timestamp", range],
            None => ["ls-tree", "-r", "HEAD"],
        });
        let list = Running::start(list).map_err(|error| not_run(&path, &error))?;
        let (cat, input) = Cat::start(&path, [BATCH, "--buffer"])?;
        let since = since.map_or(i64::MIN, |it| it.timestamp());
        let listed = Arc::new(OnceLock::new());
        let total = Arc::clone(&listed);
        let feeder = thread::spawn(move || feed(list, input, is_v2, since, &total));
        Ok(Self { path, feeder, cat, check: None, listed, given: 0 })
    }

    /// How much of it was given, from 0 to 1, once that is known.
    pub(super) fn share(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "nobody sees the difference")]
        self.listed.get().map(|all| self.given as f64 / (*all).max(1) as f64)
    }

    fn broken(&self, error: &io::Error) -> Error {
        failed(&self.path, error.to_string().as_bytes())
    }

    /// The next answer, with the octets of a mail in `octets`.
    pub(super) fn next(&mut self, octets: &mut Vec<u8>) -> Result<Answer, Error> {
        let line = self.cat.line().map_err(|error| self.broken(&error))?;
        self.given += 1;
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            [""] => Ok(Answer::End),
            [name, "missing"] => self.deleted(name).map(Answer::None).map_err(|error| self.broken(&error)),
            [blob, "blob", size, commit, ref time @ ..] => {
                let Some(((blob, commit), size)) = id(blob).zip(id(commit)).zip(size.parse().ok()) else {
                    return Err(failed(&self.path, line.as_bytes()));
                };
                let cut = self.take(size, octets).map_err(|error| self.broken(&error))?;
                let time = time.first().and_then(|it| it.parse().ok()).unwrap_or_default();
                Ok(Answer::Mail { blob, commit, time, cut })
            }
            _ => Err(failed(&self.path, line.as_bytes())),
        }
    }

    /// Reads a blob of `size` octets; says whether its end was left out.
    fn take(&mut self, size: u64, octets: &mut Vec<u8>) -> io::Result<bool> {
        let kept = size.min(LONGEST as u64);
        octets.clear();
        let read = (&mut self.cat.answers).take(kept).read_to_end(octets)? as u64;
        // A line end stands behind each.
        let passed = io::copy(&mut (&mut self.cat.answers).take(size - kept + 1), &mut io::sink())?;
        if read + passed <= size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(kept < size)
    }

    /// The mail that a commit without one deletes.
    fn deleted(&mut self, name: &str) -> io::Result<Option<Id>> {
        let lost = || io::Error::other(LOST);
        let commit = name.strip_suffix(":m").ok_or_else(lost)?;
        let check = match self.check.take() {
            Some(check) => check,
            None => Cat::start(&self.path, ["--batch-check=%(objectname)", "--no-buffer"])
                .map_err(io::Error::other)?,
        };
        let (cat, input) = self.check.insert(check);
        writeln!(input, "{commit}:d")?;
        match id(&cat.line()?) {
            None if !names(&self.path, commit)?.is_empty() => Err(lost()),
            deleted => Ok(deleted),
        }
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        drop(self.check);
        drop(self.cat.answers);
        let listed = self.feeder.join().unwrap_or(Ok(()));
        let given = self.cat.git.finish().map_err(|error| not_run(&self.path, &error))?;
        listed.and(given).map_err(|said| failed(&self.path, &said))
    }
}

/// Gives the names of mails from one git to the other, those since then alone; `total` is told how many they are.
///
/// They are listed faster than they are taken, so how many there are is known long before the last is read.
fn feed(
    list: Running,
    input: ChildStdin,
    is_v2: bool,
    since: i64,
    total: &OnceLock<usize>,
) -> Result<(), Vec<u8>> {
    let (names, listed) = mpsc::channel();
    thread::scope(|scope| {
        let all = scope.spawn(move || lists(list, is_v2, since, &names, total));
        let mut input = io::BufWriter::new(input);
        // Where nobody wants more, the rest is listed for nothing.
        while let Ok(name) = listed.recv() {
            if writeln!(input, "{name}").is_err() {
                return Ok(());
            }
        }
        drop(input);
        all.join().unwrap_or(Ok(()))
    })
}

/// Lists the names of mails.
fn lists(
    mut list: Running,
    is_v2: bool,
    since: i64,
    names: &mpsc::Sender<String>,
    total: &OnceLock<usize>,
) -> Result<(), Vec<u8>> {
    let mut count = 0;
    for line in list.output().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        let Ok(line) = line else { break };
        let mut words = line.split([' ', '\t']);
        let name = if is_v2 {
            let (time, commit) = (words.next().and_then(|it| it.parse::<i64>().ok()), words.next());
            let wanted = time.zip(commit).filter(|(time, _)| since <= *time);
            wanted.map(|(time, commit)| format!("{commit}:m {commit} {time}"))
        } else {
            words.nth(2).map(|blob| format!("{blob} {blob}"))
        };
        let Some(name) = name else { continue };
        count += 1;
        if names.send(name).is_err() {
            return Ok(());
        }
    }
    // It is set once.
    let _ = total.set(count);
    list.finish().unwrap_or(Ok(()))
}

/// The first octets of an object's name, by which git finds it: all of them with SHA-1.
fn id(hex: &str) -> Option<Id> {
    let mut id = [0; 20];
    let digits = hex.as_bytes();
    if !matches!(digits.len(), 40 | 64) {
        return None;
    }
    for (octet, digits) in id.iter_mut().zip(digits.chunks(2)) {
        *octet = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(id)
}
