//! The `onlist` command: parse, open the context, run, report.

mod cli;
mod commands;
mod context;
mod failure;
mod help;
mod settings;
mod terminal;

use std::process::ExitCode;

use cli::Cli;
use context::Context;
use failure::Failure;
use settings::Environment;
use terminal::Terminal;

fn main() -> ExitCode {
    let environment = Environment::read();
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(refusal) => return refusal.report(&environment),
    };
    let terminal = Context::terminal(&cli.common, &environment);
    match run(cli, environment, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(&terminal);
            ExitCode::from(failure.status as u8)
        }
    }
}

fn run(cli: Cli, environment: Environment, terminal: &Terminal) -> Result<(), Failure> {
    terminal::install_interrupt_handler()?;
    let mut context = Context::open(cli.common, environment, terminal)?;
    commands::run(cli.verb, &mut context)?;
    Ok(terminal.finish()?)
}
