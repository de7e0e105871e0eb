//! The `onlist` command: parse, open the context, run, report.

mod candidates;
mod catalogs;
mod cli;
mod commands;
mod context;
mod flags;
mod help;
mod messages;
mod providers;
mod report;
mod settings;
mod shipped;
mod terminal;

use std::process::ExitCode;

use cli::Cli;
use context::Context;
use flags::Common;
use messages::{Failure, Status};
use settings::Environment;
use terminal::Terminal;

fn main() -> ExitCode {
    #[cfg(unix)]
    allow_many_files();
    let environment = Environment::read();
    match settings::complete(cli::command) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(answer) => return print(&answer, &environment),
    }
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(answer) => return print(&answer, &environment),
    };
    let terminal = Context::terminal(&cli.common, cli.json, &environment);
    match run(cli, environment, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(&terminal);
            ExitCode::from(terminal::ended_with().unwrap_or(failure.status as u8))
        }
    }
}

/// Prints what clap answers by itself: help, the version, or what is wrong with the call.
fn print(answer: &clap::Error, environment: &Environment) -> ExitCode {
    let terminal = Context::terminal(&Common::default(), false, environment);
    let text = answer.render().to_string();
    if answer.use_stderr() {
        for line in text.trim_end().lines() {
            match line.strip_prefix("error: ") {
                Some(error) => terminal.error(error.to_owned()),
                None => terminal.say(line),
            }
        }
        return ExitCode::from(Status::Usage as u8);
    }
    match terminal.data(&text).map_err(Failure::from) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(&terminal);
            ExitCode::from(failure.status as u8)
        }
    }
}

fn run(cli: Cli, environment: Environment, terminal: &Terminal) -> Result<(), Failure> {
    terminal::install_interrupt_handler()
        .map_err(|error| Failure::new(Status::Bug, format!("cannot watch for signals: {error}")))?;
    let mut context = Context::open(cli.common, environment, terminal)?;
    commands::run(cli.verb, &mut context, cli::command)
}

/// Lets many files be open at once, as far as the system does: each letter that is sent is one or two.
#[cfg(unix)]
fn allow_many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    const MANY: u64 = 10_000;
    let limit = getrlimit(Resource::Nofile);
    let many = limit.maximum.map_or(MANY, |most| most.min(MANY));
    if limit.current.is_some_and(|it| it < many) {
        // Where it stays as it is, fewer letters are sent at once.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(many), ..limit });
    }
}
