//! The answers of a walk: reviewed together, agreed to once, sent over one connection.

use onlist_core::drafts::Id;
use onlist_mail::words::{and, count};

use crate::commands::letter_task::LetterTask;
use crate::commands::open_draft::{self, OpenDraft};
use crate::commands::review;
use crate::commands::send::Together;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What can be done with the answers.
#[derive(Clone, Copy)]
enum Act {
    Send,
    Change,
    LeaveOut,
    Keep,
}

/// Where answers are that are not sent.
pub(super) fn hint(answers: &[Id]) -> Option<String> {
    let names: Vec<_> = answers.iter().map(|id| format!("`{id}`")).collect();
    let what =
        if let [_] = answers { "your answer is saved as draft" } else { "your answers are saved as drafts" };
    (!names.is_empty()).then(|| format!("{what} {}; run `onlist send`", and(&names)))
}

/// Shows all answers, and does with them what their writer wants.
pub(super) fn review(context: &Context, mut answers: Vec<Id>) -> Result<(), Failure> {
    let terminal = context.terminal;
    if answers.is_empty() {
        terminal.note("you answered nobody; nothing was sent");
        return Ok(());
    }
    while !answers.is_empty() {
        let prepared = match Together::prepare(context, &answers) {
            Ok(prepared) => Some(prepared),
            Err(failure) if failure.status == Status::Interrupted => return Err(failure),
            Err(failure) => {
                failure.report(terminal);
                None
            }
        };
        let ready = prepared.as_ref().map_or(0, Together::len);
        match (choose(context, ready, answers.len())?, prepared) {
            (Act::Send, Some(prepared)) => {
                if terminal.confirm(&format!("Send {}", count(ready, "answer")), false)? {
                    return prepared.send();
                }
                terminal.note("nothing was sent");
            }
            (Act::Change, prepared) => {
                // It holds the drafts.
                drop(prepared);
                change(context, &answers)?;
            }
            (Act::LeaveOut, _) => {
                if let Some(at) = which(context, "Leave out", &answers)? {
                    let id = answers.remove(at);
                    terminal.note(&format!("`{id}` stays a draft"));
                }
            }
            (Act::Send | Act::Keep, _) => break,
        }
    }
    if let Some(hint) = hint(&answers) {
        terminal.note(&hint);
    }
    Ok(())
}

/// What is to become of the answers, of which so many are ready to be sent.
fn choose(context: &Context, ready: usize, answers: usize) -> Result<Act, Failure> {
    let some = format!("Send {ready} of {answers}");
    let send = match ready {
        _ if ready < answers => &*some,
        1 => "Send it",
        _ => "Send all",
    };
    let mut acts = if ready > 0 { vec![(Act::Send, send)] } else { Vec::new() };
    acts.push((Act::Change, if answers == 1 { "Change it" } else { "Change one" }));
    if answers > 1 {
        acts.push((Act::LeaveOut, "Leave one out"));
    }
    acts.push((Act::Keep, "Keep them as drafts"));
    let labels: Vec<_> = acts.iter().map(|(_, label)| (*label).to_owned()).collect();
    let chosen = context.terminal.choose("Your answers", &labels, Some(0))?;
    // Esc is no decision; the safe one is to keep them.
    Ok(chosen.map_or(Act::Keep, |at| acts[at].0))
}

fn which(context: &Context, what: &str, answers: &[Id]) -> Result<Option<usize>, Failure> {
    if answers.len() == 1 {
        return Ok(Some(0));
    }
    let labels: Vec<_> = answers.iter().map(ToString::to_string).collect();
    Ok(context.terminal.choose(what, &labels, None)?)
}

fn change(context: &Context, answers: &[Id]) -> Result<(), Failure> {
    let Some(at) = which(context, "Which answer", answers)? else { return Ok(()) };
    let mut draft = OpenDraft::resume(context, answers[at].clone())?;
    let catalog = open_draft::catalog_of(context, &draft.draft)?;
    let task = LetterTask::of(&catalog, &draft)?;
    review::change(context, &task, &mut draft)
}
