//! One file a verb: its arguments, and a `run` that reads like its story.

mod catalog;
mod check;
mod completions;
mod drafts;
mod findings;
mod guide;
mod guided;
mod introduce;
mod letter;
mod man;
mod projects;
mod reply;
mod session;
mod show;

pub(crate) use catalog::CatalogCommand;
pub(crate) use check::Check;
pub(crate) use completions::Completions;
pub(crate) use drafts::Drafts;
pub(crate) use guide::Guide;
pub(crate) use introduce::Introduce;
pub(crate) use man::Man;
pub(crate) use projects::Projects;
pub(crate) use reply::Reply;
pub(crate) use show::Show;

use crate::cli::Verb;
use crate::context::Context;
use crate::failure::Failure;

/// Runs `verb`, or the guided way where there is none.
pub(crate) fn run(verb: Option<Verb>, context: &mut Context) -> Result<(), Failure> {
    match verb {
        None => guided::run(context),
        Some(Verb::Projects(command)) => command.run(context),
        Some(Verb::Show(command)) => command.run(context),
        Some(Verb::Guide(command)) => command.run(context),
        Some(Verb::Introduce(command)) => command.run(context),
        Some(Verb::Check(command)) => command.run(context),
        Some(Verb::Drafts(command)) => command.run(context),
        Some(Verb::Reply(command)) => command.run(context),
        Some(Verb::Catalog(command)) => command.run(context),
        Some(Verb::Completions(command)) => command.run(context),
        Some(Verb::Man(command)) => command.run(context),
    }
}
