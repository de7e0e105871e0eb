//! The letters of one contact, and what became of each.

use chrono::{DateTime, FixedOffset};

use super::Event;
use super::event::{Kind, Source};
use onlist_mail::message_id::MessageId;

/// What tells most of a letter first: what was delivered once is not undone by a later try.
const TELLING: [(Kind, LetterState); 10] = [
    (Kind::Introduced, LetterState::Delivered),
    (Kind::FollowedUp, LetterState::Delivered),
    (Kind::AnsweredBack, LetterState::Delivered),
    (Kind::Wrote, LetterState::Delivered),
    (Kind::Answered, LetterState::Delivered),
    (Kind::Unknown, LetterState::Unknown),
    (Kind::Sent, LetterState::Delivered),
    (Kind::Refused, LetterState::Refused),
    (Kind::Sending, LetterState::Sending),
    (Kind::HandedOver, LetterState::HandedOver),
];

/// What is known of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterState {
    Delivered,
    Unknown,
    Refused,
    Sending,
    HandedOver,
}

/// A letter of a contact, whoever of the two wrote it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter<'e> {
    pub(super) state: LetterState,
    /// The event that tells most of it.
    pub(super) event: &'e Event,
    /// When its first event was.
    begun: DateTime<FixedOffset>,
}

impl<'e> Letter<'e> {
    /// The letter with this identifier, if any of `events` is of one.
    fn of(id: &MessageId, events: &[&'e Event]) -> Option<Self> {
        let own = |kind| events.iter().rfind(|it| it.kind == kind && it.message_id == *id && is_letter(it));
        let (event, told) = TELLING.into_iter().find_map(|(kind, state)| Some((*own(kind)?, state)))?;
        let begun = events.iter().find(|it| it.message_id == *id).map_or(event.at, |it| it.at);
        let state = if events.iter().any(|it| proves(it, event)) { LetterState::Delivered } else { told };
        Some(Self { state, event, begun })
    }

    /// Whether it is known to have left.
    pub(super) fn is_delivered(&self) -> bool {
        self.state == LetterState::Delivered
    }

    /// Whether `notice` is about it.
    pub(super) fn is_told_of_by(&self, notice: &Event) -> bool {
        self.event.is_of(&notice.message_id)
    }
}

/// All letters, in the order in which they were begun. `events` are in the order of time.
pub(super) fn letters<'e>(events: &[&'e Event]) -> Vec<Letter<'e>> {
    let mut known: Vec<&MessageId> = Vec::new();
    for event in events.iter().filter(|it| is_letter(it)) {
        if !known.contains(&&event.message_id) {
            known.push(&event.message_id);
        }
    }
    let mut letters: Vec<_> = known.into_iter().filter_map(|id| Letter::of(id, events)).collect();
    letters.sort_by(|a, b| a.begun.cmp(&b.begun).then_with(|| a.event.message_id.cmp(&b.event.message_id)));
    letters
}

/// The letter that the contact stands by: the latest that somebody may have, else the latest that was refused, else the
/// latest of all.
pub(super) fn current<'l, 'e>(letters: &'l [Letter<'e>]) -> Option<&'l Letter<'e>> {
    let lost = |it: &&Letter<'_>| matches!(it.state, LetterState::Refused | LetterState::HandedOver);
    let refused = || letters.iter().rfind(|it| it.state == LetterState::Refused);
    letters.iter().rfind(|it| !lost(it)).or_else(refused).or(letters.last())
}

/// Whether an event is of a letter of its own, and no notice of another's. An answer that was only seen is none of ours,
/// and neither is one of which a student says that it came.
fn is_letter(event: &Event) -> bool {
    let tells = TELLING.iter().any(|(kind, _)| *kind == event.kind);
    let is_by_person = event.contact.as_ref().is_some_and(|it| it.person == event.author);
    let came = event.source == Source::Archive || (event.source == Source::Told && is_by_person);
    tells && !(event.kind == Kind::Answered && came)
}

/// Whether `event` shows that the letter of `of` has left: a notice, an answer to it, or its writer's word.
fn proves(event: &Event, of: &Event) -> bool {
    match event.kind {
        Kind::Archived
        | Kind::Held
        | Kind::ConfirmationWanted
        | Kind::Bounced
        | Kind::Vacation
        | Kind::Moved => of.is_of(&event.message_id),
        // Its day is that of the mark, and not that of the letter.
        Kind::Sent => event.message_id == of.message_id,
        Kind::Answered => event.in_reply_to.as_ref().is_some_and(|parent| of.is_of(parent)),
        _ => false,
    }
}
