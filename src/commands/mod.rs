//! One file a verb: its arguments, and a `run` that reads like its story.

mod account;
mod account_test;
mod answer;
mod answer_contact;
mod archives;
mod background;
mod card;
mod catalog;
mod check;
mod choices;
mod completions;
mod contact;
mod contacts;
mod day;
mod desktop;
mod drafts;
mod editing;
mod first_draft;
mod follow_up;
mod forget;
mod given_mail;
mod guide;
mod guided;
mod interest;
mod interview;
mod introduce;
mod letter;
mod letter_task;
mod letter_text;
mod man;
mod mark;
mod newcomers;
mod next_letter;
mod open_draft;
pub(crate) mod own_tasks;
mod projects;
mod rehearse;
mod reply;
mod report;
mod resume;
mod review;
mod send;
mod sending;
mod set_up;
mod show;
mod sync;
mod tasks;
mod team_claims;
mod thread;
mod topic_choice;
mod triage;
mod typed_path;
mod unfinished;
mod web_mail;
mod write;

pub(crate) use account::AccountCommand;
pub(crate) use answer_contact::Answer;
pub(crate) use catalog::CatalogCommand;
pub(crate) use check::Check;
pub(crate) use completions::Completions;
pub(crate) use contacts::Contacts;
pub(crate) use drafts::Drafts;
pub(crate) use follow_up::FollowUp;
pub(crate) use guide::Guide;
pub(crate) use interest::Interest;
pub(crate) use introduce::Introduce;
pub(crate) use man::Man;
pub(crate) use newcomers::Newcomers;
pub(crate) use projects::Projects;
pub(crate) use rehearse::Rehearse;
pub(crate) use reply::Reply;
pub(crate) use report::Report;
pub(crate) use send::Send;
pub(crate) use show::Show;
pub(crate) use sync::Sync;
pub(crate) use tasks::Tasks;
pub(crate) use thread::Thread;
pub(crate) use triage::Triage;
pub(crate) use write::Write;

use clap::Subcommand;

use crate::context::Context;
use crate::messages::Failure;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Projects(Projects),
    Show(Show),
    Guide(Guide),
    Introduce(Box<Introduce>),
    Check(Check),
    Send(Send),
    Rehearse(Rehearse),
    Drafts(Drafts),
    Contacts(Contacts),
    FollowUp(Box<FollowUp>),
    Answer(Box<Answer>),
    Write(Box<Write>),
    Interest(Interest),
    Sync(Sync),
    Triage(Triage),
    Thread(Thread),
    Newcomers(Newcomers),
    Report(Report),
    Reply(Box<Reply>),
    Tasks(Tasks),
    Catalog(CatalogCommand),
    Account(AccountCommand),
    Completions(Completions),
    Man(Man),
}

/// Runs `verb`, or the guided way where there is none. `command` is the whole command line, to be described.
pub(crate) fn run(
    verb: Option<Verb>,
    context: &mut Context,
    command: fn() -> clap::Command,
) -> Result<(), Failure> {
    run_verb(verb, context, command)?;
    while let Some((catalog, draft)) = context.take_next() {
        guided::write_elsewhere(context, &catalog, &draft)?;
    }
    Ok(())
}

fn run_verb(
    verb: Option<Verb>,
    context: &mut Context,
    command: fn() -> clap::Command,
) -> Result<(), Failure> {
    match verb {
        None => guided::run(context),
        Some(Verb::Projects(verb)) => verb.run(context),
        Some(Verb::Show(verb)) => verb.run(context),
        Some(Verb::Guide(verb)) => verb.run(context),
        Some(Verb::Introduce(verb)) => verb.run(context),
        Some(Verb::Check(verb)) => verb.run(context),
        Some(Verb::Send(verb)) => verb.run(context),
        Some(Verb::Rehearse(verb)) => verb.run(context),
        Some(Verb::Drafts(verb)) => verb.run(context),
        Some(Verb::Contacts(verb)) => verb.run(context),
        Some(Verb::FollowUp(verb)) => verb.run(context),
        Some(Verb::Answer(verb)) => verb.run(context),
        Some(Verb::Write(verb)) => verb.run(context),
        Some(Verb::Interest(verb)) => verb.run(context),
        Some(Verb::Sync(verb)) => verb.run(context),
        Some(Verb::Triage(verb)) => verb.run(context),
        Some(Verb::Thread(verb)) => verb.run(context),
        Some(Verb::Newcomers(verb)) => verb.run(context),
        Some(Verb::Report(verb)) => verb.run(context),
        Some(Verb::Reply(verb)) => verb.run(context),
        Some(Verb::Tasks(verb)) => verb.run(context),
        Some(Verb::Catalog(verb)) => verb.run(context),
        Some(Verb::Account(verb)) => verb.run(context),
        Some(Verb::Completions(verb)) => verb.run(context),
        Some(Verb::Man(verb)) => verb.run(context, &command().disable_help_subcommand(true)),
    }
}
