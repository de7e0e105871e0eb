//! What stands against sending a letter, and what a call says to that.

use clap::ValueEnum;
use onlist_core::drafts::Id;
use onlist_mail::message_id::MessageId;
use onlist_mail::words::{and, count};

use super::command_line;
use super::consent::Consent;
use super::season::EndedSeason;
use crate::context::Context;
use crate::messages::{Failure, Outcome, Status};
use crate::terminal::Words;

/// The name of what stands against a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// The project is finished.
    Finished,
    /// The season is over.
    Over,
    /// A letter about the same was sent before, or may have been.
    WrittenBefore,
    /// It left by hand, and its writer has not said whether it was sent.
    LeftByHand,
    /// The same mail was answered before, or may have been; or a contact was, that is asked about again.
    Answered,
    /// A task of the letter is somebody else's, or done.
    Kept,
    /// The time to wait is not over, or no more reminders are wanted.
    TooEarly,
    /// As many projects were written about as the community wants at a time.
    TooMany,
}

impl Name {
    /// As it is given to `--anyway`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Over => "over",
            Self::WrittenBefore => "written-before",
            Self::LeftByHand => "left-by-hand",
            Self::Answered => "answered",
            Self::Kept => "kept",
            Self::TooEarly => "too-early",
            Self::TooMany => "too-many",
        }
    }
}

/// What stands against sending a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub(crate) name: Name,
    /// Which letter it is about, where it is about one.
    pub(crate) letter: Option<MessageId>,
    /// What is so.
    pub(crate) reason: String,
    /// What to do instead.
    pub(crate) instead: Words,
    /// The season, where it is over.
    pub(crate) season: Option<EndedSeason>,
}

/// What a call says to obstacles.
#[derive(Debug, Clone, Default)]
pub(crate) enum Anyway {
    /// Nothing.
    #[default]
    No,
    /// One is allowed, whichever it is.
    One,
    /// These are allowed.
    Named(Vec<Name>),
}

impl Anyway {
    /// From `--anyway` or `--anyway=NAME,...`.
    pub(crate) fn of(flag: Option<&Vec<Name>>) -> Self {
        match flag {
            None => Self::No,
            Some(names) if names.is_empty() => Self::One,
            Some(names) => Self::Named(names.clone()),
        }
    }

    /// Whether the call says anything.
    pub(crate) fn is_given(&self) -> bool {
        !matches!(self, Self::No)
    }

    /// Whether this obstacle is allowed where it is the only one.
    pub(crate) fn allows(&self, name: Name) -> bool {
        match self {
            Self::No => false,
            Self::One => true,
            Self::Named(names) => names.contains(&name),
        }
    }

    pub(crate) fn allows_all(&self, obstacles: &[Obstacle]) -> bool {
        let alone = !matches!(self, Self::One) || obstacles.len() <= 1;
        alone && obstacles.iter().all(|it| self.allows(it.name))
    }
}

/// Whether a letter may go on past `obstacles`: by what the call says, else by what a person says who can be asked.
/// `own` is what it is kept as.
pub(crate) fn passed(
    context: &Context,
    own: Option<&Id>,
    obstacles: &[Obstacle],
    anyway: &Anyway,
    consent: &Consent,
) -> Result<bool, Failure> {
    if obstacles.is_empty() {
        return Ok(true);
    }
    if anyway.allows_all(obstacles) {
        for obstacle in obstacles {
            context.terminal.note(&obstacle.reason);
        }
        return Ok(true);
    }
    if !consent.can_ask(context) {
        return Err(stopped(context, own, obstacles));
    }
    // That the season is over is asked on the confirm screen.
    let asked: Vec<_> = obstacles.iter().filter(|it| it.name != Name::Over).collect();
    if asked.is_empty() {
        return Ok(true);
    }
    for obstacle in asked {
        context.terminal.warning(&obstacle.reason);
        context.terminal.hint(&obstacle.instead);
    }
    Ok(context.terminal.confirm("Send this letter anyway", false)?)
}

/// The season that is over, where its writer has still to say what is to become of the letter.
pub(crate) fn to_ask<'o>(obstacles: &'o [Obstacle], anyway: &Anyway) -> Option<&'o EndedSeason> {
    if anyway.allows_all(obstacles) { None } else { obstacles.iter().find_map(|it| it.season.as_ref()) }
}

/// Ends a run whose letter, kept as `own`, met `obstacles` that nobody allowed, with the calls that go on.
pub(crate) fn stopped(context: &Context, own: Option<&Id>, obstacles: &[Obstacle]) -> Failure {
    let anyway = command_line::anyway(context, own, obstacles);
    not_done(context, (Outcome::NothingSent, "send it anyway"), anyway, obstacles)
}

/// The same for a letter that is not even written.
pub(crate) fn not_written(context: &Context, obstacles: &[Obstacle]) -> Failure {
    let anyway = command_line::anyway(context, None, obstacles);
    not_done(context, (Outcome::NothingWritten, "write it anyway"), anyway, obstacles)
}

fn not_done(
    context: &Context,
    (outcome, do_it): (Outcome, &str),
    anyway: Option<String>,
    obstacles: &[Obstacle],
) -> Failure {
    let named = |it: &Obstacle| format!("{} [{}]", it.reason, it.name.as_str());
    let reasons: Vec<_> = obstacles.iter().map(named).collect();
    let message = match &reasons[..] {
        [one] => one.clone(),
        all => format!("{} stand against it: {}", count(all.len(), "thing"), and(all)),
    };
    let finished = obstacles.iter().any(|it| it.name == Name::Finished);
    let instead = obstacles.iter().map(|it| match it.name {
        Name::Over => format!("{}: `{}`", it.instead, command_line::rehearsal(context, finished)),
        _ => it.instead.to_string(),
    });
    let anyway = anyway.map(|call| format!("{do_it}: `{call}`"));
    let hint: Vec<_> = instead.chain(anyway).collect();
    Failure::new(Status::Data, message).outcome(outcome).hint(hint.join("\n"))
}
