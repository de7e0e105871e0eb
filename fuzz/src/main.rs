//! Runs targets over their seeds, then for some seconds over what a fixed number makes of these.
//!
//! cargo run -p onlist-fuzz -- [--seconds N] [--seed N] [TARGET | FILE]...
//!
//! A FILE is an input that is run alone, by the target whose folder holds it.
#![forbid(unsafe_code)]

mod mutate;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutate::Mutator;
use onlist_fuzz::{TARGETS, Target};

/// An input of at most [`mutate::LONGEST`] octets that takes longer than this has found something.
const SLOW: Duration = Duration::from_secs(10);

struct Options {
    seconds: u64,
    seed: u64,
    named: Vec<String>,
}

fn options() -> Result<Options, String> {
    let mut options = Options { seconds: 5, seed: 1, named: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let number = match argument.as_str() {
            "--seconds" => &mut options.seconds,
            "--seed" => &mut options.seed,
            _ => {
                options.named.push(argument);
                continue;
            }
        };
        let value = arguments.next().and_then(|value| value.parse().ok());
        *number = value.ok_or_else(|| format!("`{argument}` wants a number"))?;
    }
    Ok(options)
}

fn seeds(target: &Target) -> Result<Vec<Vec<u8>>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target.name);
    let cannot = |error| format!("cannot read `{}`: {error}", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(&folder).map_err(cannot)?.collect();
    let mut paths: Vec<PathBuf> = entries.map_err(cannot)?.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    let seeds: Vec<_> = paths.iter().map(fs::read).collect::<Result<_, _>>().map_err(cannot)?;
    if seeds.is_empty() { Err(format!("no seeds in `{}`", folder.display())) } else { Ok(seeds) }
}

/// Whether `input` is read in peace and in time; what is not is kept in a file.
fn holds(target: &Target, input: &[u8], slowest: &mut Duration) -> bool {
    let begun = Instant::now();
    let panicked = catch_unwind(|| (target.run)(input)).is_err();
    let taken = begun.elapsed();
    *slowest = taken.max(*slowest);
    if !panicked && taken < SLOW {
        return true;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(target.name);
    let file = folder.join("found");
    let kept = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, input));
    let what = if panicked { "panics".to_owned() } else { format!("takes {taken:?}") };
    println!("{}: {what}: {} ({kept:?})", target.name, file.display());
    false
}

fn run(target: &Target, options: &Options) -> Result<bool, String> {
    let seeds = seeds(target)?;
    let mut slowest = Duration::ZERO;
    let mut all_hold = seeds.iter().all(|seed| holds(target, seed, &mut slowest));
    let mut mutator = Mutator::new(options.seed, &seeds, target.words);
    let end = Instant::now() + Duration::from_secs(options.seconds);
    let mut runs = 0_u64;
    while all_hold && Instant::now() < end {
        all_hold = holds(target, &mutator.input(), &mut slowest);
        runs += 1;
    }
    println!("{}: {} seeds, {runs} inputs, the slowest in {slowest:.1?}", target.name, seeds.len());
    Ok(all_hold)
}

fn run_all() -> Result<bool, String> {
    let options = options()?;
    let mut all_hold = true;
    for name in &options.named {
        let path = Path::new(name);
        let folder = path.parent().and_then(Path::file_name).and_then(|it| it.to_str()).unwrap_or(name);
        let target = TARGETS.iter().find(|target| target.name == folder);
        let target = target.ok_or_else(|| format!("no target `{folder}`"))?;
        all_hold &= if folder == name {
            run(target, &options)?
        } else {
            let input = fs::read(path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
            holds(target, &input, &mut Duration::default())
        };
    }
    if options.named.is_empty() {
        for target in &TARGETS {
            all_hold &= run(target, &options)?;
        }
    }
    Ok(all_hold)
}

fn main() -> ExitCode {
    match run_all() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error}");
            ExitCode::from(64)
        }
    }
}
