//! What the events of one contact say together, and where the contact stands by that.

use chrono::{DateTime, Days, FixedOffset, NaiveTime};

use super::letters::{Letter, LetterState, current};
use super::next::{Actor, NextMove, Step};
use super::state::{ContactState, LedgerOwner};
use super::{Contact, Event, Kind, Source};

/// What the events of one contact say, looked up once.
pub(super) struct Facts<'l, 'e> {
    pub(super) owner: LedgerOwner,
    pub(super) letters: &'l [Letter<'e>],
    pub(super) current: Option<&'l Letter<'e>>,
    pub(super) closed: Option<&'e Event>,
    pub(super) answer: Option<&'e Event>,
    /// The student's latest letter since that answer.
    pub(super) back: Option<&'l Letter<'e>>,
    pub(super) held: Option<&'e Event>,
    pub(super) archived: Option<&'e Event>,
    /// Whether the latest letter was kept back for some time.
    pub(super) was_held: bool,
    pub(super) bounced: Option<&'e Event>,
    pub(super) moved: Option<&'e Event>,
    pub(super) follow_ups: usize,
}

impl<'l, 'e> Facts<'l, 'e> {
    pub(super) fn of(contact: &Contact, events: &[&'e Event], letters: &'l [Letter<'e>]) -> Self {
        let latest = |wanted: &dyn Fn(&Event) -> bool| events.iter().rfind(|it| wanted(it)).copied();
        let current = current(letters);
        let of_current = |it: &Event| current.is_some_and(|letter| letter.is_told_of_by(it));
        let stops = |it: &Event| matches!(it.kind, Kind::Held | Kind::ConfirmationWanted) && of_current(it);
        let stopped = latest(&stops);
        let here = latest(&|it| it.kind == Kind::Archived && of_current(it));
        let answered = latest(&|it| it.kind == Kind::Answered);
        let moved = latest(&|it| it.kind == Kind::Moved);
        let answer = answered.or(moved);
        let again = |it: &Letter<'_>| {
            matches!(it.event.kind, Kind::FollowedUp | Kind::AnsweredBack | Kind::Wrote) && it.is_delivered()
        };
        let reopened = |closed: &Event| events.iter().any(|it| opens(it, closed));
        Self {
            owner: owner(contact, events),
            letters,
            current,
            closed: latest(&|it| it.kind == Kind::Closed && !reopened(it)),
            answer,
            back: letters.iter().rfind(|it| again(it) && answer.is_some_and(|to| it.event.at > to.at)),
            held: stopped.filter(|_| here.is_none()),
            archived: here.or_else(|| latest(&|it| it.kind == Kind::Archived)),
            was_held: stopped.is_some(),
            bounced: latest(&|it| it.kind == Kind::Bounced),
            moved: moved.filter(|it| answered.is_none_or(|other| it.at >= other.at)),
            follow_ups: letters
                .iter()
                .filter(|it| it.event.kind == Kind::FollowedUp && it.is_delivered())
                .count(),
        }
    }

    /// Where the contact stands `now`, and since when; `last` is its last event.
    pub(super) fn state(
        &self,
        now: DateTime<FixedOffset>,
        last: &Event,
    ) -> (ContactState, DateTime<FixedOffset>) {
        let found = ContactState::ALL.into_iter().find_map(|state| Some((state, self.since(state, now)?)));
        found.unwrap_or((ContactState::Sent, last.at))
    }

    /// Since when `state` holds, if it does.
    fn since(&self, state: ContactState, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        let is = |wanted| self.current.filter(|it| it.state == wanted).map(|it| it.event.at);
        let delivered = is(LetterState::Delivered);
        match state {
            ContactState::Closed => self.closed.map(|it| it.at),
            ContactState::Sending => is(LetterState::Sending),
            ContactState::Unknown => is(LetterState::Unknown),
            ContactState::Refused => is(LetterState::Refused),
            ContactState::Bounced => self.open_bounce().map(|it| it.at),
            ContactState::AnsweredBack => self.back.map(|it| it.event.at),
            ContactState::Answered => self.answer.map(|it| it.at),
            ContactState::Held => self.held.map(|it| it.at),
            ContactState::Due => self.due_at().filter(|it| *it <= now),
            ContactState::Archived => self.archived_now().map(|it| it.at),
            ContactState::Sent => delivered,
            ContactState::HandedOver => is(LetterState::HandedOver),
        }
    }

    /// A bounce that no letter has made up for that is later than the one that bounced. Clocks of mail systems differ.
    fn open_bounce(&self) -> Option<&'e Event> {
        let later = |bounce: &Event| {
            let ids = [Some(&bounce.message_id), bounce.in_reply_to.as_ref()];
            let mut of = ids.into_iter().flatten();
            let bounced = of.find_map(|id| self.letters.iter().find(|it| it.event.is_of(id)));
            let since = bounced.map_or(bounce.at, |it| it.event.at);
            self.letters.iter().any(|it| it.is_delivered() && it.event.at > since)
        };
        self.bounced.filter(|it| !later(it))
    }

    /// That the latest letter stands in the archive.
    fn archived_now(&self) -> Option<&'e Event> {
        self.archived.filter(|it| self.current.is_some_and(|letter| letter.is_told_of_by(it)))
    }

    /// Since when an answer to the latest letter is waited for: one that was kept back, since its readers could see it.
    pub(super) fn waiting_since(&self) -> Option<DateTime<FixedOffset>> {
        let letter = self.current.filter(|it| it.is_delivered() && self.owner == LedgerOwner::Student)?;
        let seen = self.archived_now().filter(|_| self.was_held).map(|it| it.at);
        Some(seen.filter(|it| *it > letter.event.at).unwrap_or(letter.event.at))
    }

    /// When the time to wait for an answer to the latest letter is over: one waits for days, and not for hours.
    pub(super) fn due_at(&self) -> Option<DateTime<FixedOffset>> {
        let days = self.current?.event.wait_days?;
        let due = self.waiting_since()?.checked_add_days(Days::new(days.into()))?;
        due.with_time(NaiveTime::MIN).single()
    }

    /// Who has the next move of a contact in `state`, and what it is.
    pub(super) fn next(&self, state: ContactState, now: DateTime<FixedOffset>) -> NextMove {
        let owner = self.owner.actor();
        let (who, step) = match state {
            ContactState::Closed => (Actor::Nobody, Step::Nothing),
            ContactState::Sending | ContactState::Refused => (owner, Step::Send),
            ContactState::Unknown => (owner, Step::Find),
            ContactState::HandedOver => (owner, Step::SayWhetherSent),
            ContactState::Bounced => return self.after_bounce(now),
            ContactState::AnsweredBack | ContactState::Answered => return self.after_answer(),
            ContactState::Held => return self.while_held(),
            ContactState::Due => (Actor::Student, Step::FollowUp),
            ContactState::Archived | ContactState::Sent => return self.waiting(),
        };
        NextMove { who, step }
    }

    fn waiting(&self) -> NextMove {
        let until = self.due_at();
        match (self.owner, until) {
            (LedgerOwner::Mentor, _) => NextMove { who: Actor::Student, step: Step::Wait { until: None } },
            (LedgerOwner::Student, None) if self.follow_ups > 0 => {
                NextMove { who: Actor::Student, step: Step::AskElsewhere }
            }
            (LedgerOwner::Student, until) => NextMove { who: Actor::Mentor, step: Step::Wait { until } },
        }
    }

    fn while_held(&self) -> NextMove {
        let wants_answer = self.held.is_some_and(|it| it.kind == Kind::ConfirmationWanted);
        if wants_answer {
            NextMove { who: self.owner.actor(), step: Step::Confirm }
        } else {
            NextMove { who: Actor::Moderator, step: Step::Wait { until: None } }
        }
    }

    fn after_bounce(&self, now: DateTime<FixedOffset>) -> NextMove {
        if self.answer.is_some() {
            return self.after_answer();
        }
        let list = self.current.and_then(|it| it.event.list.as_ref());
        let bounced = self.bounced.map(|it| &it.refused);
        match list.zip(bounced) {
            Some((list, bounced)) if bounced.contains(list) => {
                NextMove { who: self.owner.actor(), step: Step::CorrectList }
            }
            _ if self.held.is_some() => self.while_held(),
            _ if self.due_at().is_some_and(|it| it <= now) => {
                NextMove { who: Actor::Student, step: Step::FollowUp }
            }
            _ => self.waiting(),
        }
    }

    fn after_answer(&self) -> NextMove {
        let (who, step) = match (self.owner, self.back, self.moved) {
            (LedgerOwner::Student, Some(_), _) => (Actor::Mentor, Step::Wait { until: None }),
            (LedgerOwner::Mentor, Some(back), _) => {
                (Actor::Mentor, Step::Reply(back.event.message_id.clone()))
            }
            (LedgerOwner::Mentor, None, _) => (Actor::Student, Step::Wait { until: None }),
            (LedgerOwner::Student, None, Some(moved)) => {
                let to = moved.detail.as_ref().and_then(|it| it["to"].as_str());
                (Actor::Student, Step::WriteTo(to.map(str::to_owned)))
            }
            (LedgerOwner::Student, None, None) => (Actor::Student, Step::Answer),
        };
        NextMove { who, step }
    }
}

/// Whether an event opens a contact again that was `closed`: a letter since, or what its owner has said since.
fn opens(event: &Event, closed: &Event) -> bool {
    use Kind::{AnsweredBack, FollowedUp, HandedOver, Introduced, Sending, Wrote};
    // What was said at one time is told apart by its number.
    let said =
        |it: &Event| (it.at, it.detail.as_ref().and_then(|it| it["mark"].as_u64()).unwrap_or_default());
    match event.kind {
        Introduced | Sending | HandedOver | FollowedUp | AnsweredBack | Wrote => event.at > closed.at,
        Kind::Answered | Kind::Sent => event.source == Source::Told && said(event) > said(closed),
        _ => false,
    }
}

/// Who keeps the events: a student, where a letter of theirs was sent from here.
fn owner(contact: &Contact, events: &[&Event]) -> LedgerOwner {
    let here = || events.iter().filter(|it| it.source != Source::Archive);
    let of_student = |it: &&&Event| {
        let kinds = [Kind::Introduced, Kind::FollowedUp, Kind::AnsweredBack, Kind::Wrote];
        kinds.contains(&it.kind) || it.author == contact.person
    };
    let answers = |it: &&&Event| it.author != contact.person && it.kind != Kind::Bounced;
    let is_mentor = here().any(|it| answers(&it)) && !here().any(|it| of_student(&it));
    if is_mentor { LedgerOwner::Mentor } else { LedgerOwner::Student }
}
