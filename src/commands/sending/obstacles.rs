//! What stands against sending a letter, and what a call says to that.

use clap::ValueEnum;
use onlist_mail::message_id::MessageId;
use onlist_mail::words::{and, count};

use super::consent::Consent;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// The name of what stands against a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// The project is finished.
    Finished,
    /// A letter about the same was sent before, or may have been.
    WrittenBefore,
    /// The same mail was answered before, or may have been.
    Answered,
}

impl Name {
    fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::WrittenBefore => "written-before",
            Self::Answered => "answered",
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
    pub(crate) instead: String,
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
        let alone = !matches!(self, Self::One) || obstacles.len() == 1;
        alone && obstacles.iter().all(|it| self.allows(it.name))
    }
}

/// Whether a letter may go on past `obstacles`: by what the call says, else by what a person says who can be asked.
pub(crate) fn passed(
    context: &Context,
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
        return Err(stopped(obstacles));
    }
    for obstacle in obstacles {
        context.terminal.warning(&obstacle.reason);
        context.terminal.hint(&obstacle.instead);
    }
    Ok(context.terminal.confirm("Send this letter anyway", false)?)
}

/// Ends a run whose letter met `obstacles` that nobody allowed.
pub(crate) fn stopped(obstacles: &[Obstacle]) -> Failure {
    let named = |it: &Obstacle| format!("{} [{}]", it.reason, it.name.as_str());
    match obstacles {
        [one] => Failure::new(Status::Data, named(one))
            .hint(format!("{}, or send it anyway with `--anyway`", one.instead)),
        all => {
            let reasons: Vec<_> = all.iter().map(named).collect();
            let list: Vec<_> = all.iter().map(|it| it.name.as_str()).collect();
            let things = count(all.len(), "thing");
            Failure::new(Status::Data, format!("{things} stand against it: {}", and(&reasons)))
                .hint(format!("to send it anyway, name them: `--anyway={}`", list.join(",")))
        }
    }
}
