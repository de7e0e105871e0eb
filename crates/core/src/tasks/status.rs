//! How a task stands: whether it can be given, and who has it.

use super::claim::{Claim, ClaimState};
use super::object::{Wanted, same_object};
use crate::catalog::{Id, Task};
use onlist_mail::mailbox::Address;

/// Whether a task can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// It can; a kind of task always can, with another object.
    Free,
    /// A student has it.
    Kept,
    /// A student may have it.
    Doubtful,
    /// It is done.
    Done,
}

impl Availability {
    /// Its name in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Kept => "kept",
            Self::Doubtful => "doubtful",
            Self::Done => "done",
        }
    }
}

/// How a task stands.
#[derive(Debug, Clone)]
pub struct TaskStatus<'c> {
    /// Whether it can be given.
    pub availability: Availability,
    /// Who has it, or did it; none for a kind of task.
    pub holder: Option<&'c Claim>,
    /// Of a kind of task, what was given of it and is kept or done.
    pub objects: Vec<&'c Claim>,
    /// Who else was promised it.
    pub also: Vec<&'c Claim>,
}

/// How `task` of `community` stands.
#[must_use]
pub fn status<'c>(claims: &'c [Claim], community: &Id, task: &Task) -> TaskStatus<'c> {
    let taken: Vec<_> = of(claims, community, |it| it.is_about(task)).collect();
    if task.many {
        return TaskStatus {
            availability: Availability::Free,
            holder: None,
            objects: taken,
            also: Vec::new(),
        };
    }
    let holder = first(&taken);
    let availability = holder.map_or(Availability::Free, |it| match it.state {
        ClaimState::Done => Availability::Done,
        ClaimState::Doubtful => Availability::Doubtful,
        _ => Availability::Kept,
    });
    let others = |it: &&Claim| it.is_open() && holder.is_some_and(|first| it.letter != first.letter);
    let also = taken.into_iter().filter(others).collect();
    TaskStatus { availability, holder, objects: Vec::new(), also }
}

/// The claim that stands against giving a task to `person`, or to anybody: another student has it, or it is done.
#[must_use]
pub fn holder<'c>(
    claims: &'c [Claim],
    community: &Id,
    wanted: &Wanted<'_>,
    person: Option<&Address>,
) -> Option<&'c Claim> {
    let same = |it: &&Claim| match wanted.object {
        None => true,
        Some(object) => it.object.as_deref().is_some_and(|own| same_object(own, object)),
    };
    let others = |it: &&Claim| it.state == ClaimState::Done || person.is_none_or(|person| !it.is_of(person));
    let of_task = of(claims, community, |it| it.task == *wanted.task);
    first(&of_task.filter(same).filter(others).collect::<Vec<_>>())
}

/// The claims of a task that keep it from being given.
fn of<'c>(
    claims: &'c [Claim],
    community: &Id,
    is: impl Fn(&Claim) -> bool,
) -> impl Iterator<Item = &'c Claim> {
    let ours = move |it: &&Claim| it.community.as_ref().is_none_or(|other| other == community);
    claims
        .iter()
        .filter(move |it| is(it))
        .filter(ours)
        .filter(|it| it.is_open() || it.state == ClaimState::Done)
}

/// What says most: that it is done, then that somebody has it, then that somebody may; the earliest of those.
fn first<'c>(claims: &[&'c Claim]) -> Option<&'c Claim> {
    let rank = |it: &Claim| match it.state {
        ClaimState::Done => 0,
        ClaimState::Kept => 1,
        _ => 2,
    };
    claims.iter().copied().min_by_key(|it| rank(it))
}
