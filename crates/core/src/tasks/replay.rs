//! Claims, as the events of a ledger tell them at a time.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::claim::{Claim, ClaimState};
use super::clock::{self, WrittenBy};
use super::object::{LATER, object_of, same_object};
use crate::catalog::Conventions;
use crate::ledger::{Contact, Event, Kind, Source, in_order, settled, without_disowned, without_withdrawn};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;

/// What `events` say at `now` of tasks that were given: a claim for each student and task, the earliest first, and one
/// for each task that is done and that nobody here was given.
///
/// Events later than `now` do not count. Neither order nor repetition of events makes a difference.
#[must_use]
pub fn claims(events: &[Event], now: DateTime<FixedOffset>) -> Vec<Claim> {
    let past = Past::of(&without_withdrawn(&without_disowned(&in_order(events, now))));
    let mut claims: Vec<_> = past
        .given
        .iter()
        .flat_map(|given| given.event.tasks.iter().map(|task| past.claim(given, task, now)))
        .collect();
    claims.extend(past.done_by_nobody(&claims));
    claims.sort_by(|a, b| {
        let first = a.given.cmp(&b.given).then_with(|| a.letter.cmp(&b.letter));
        first.then_with(|| a.task.cmp(&b.task)).then_with(|| a.object.cmp(&b.object))
    });
    let renewed = |(at, claim): (usize, &Claim)| {
        claim.state != ClaimState::Done
            && claims[at + 1..].iter().any(|it| it.state != ClaimState::Doubtful && renews(it, claim))
    };
    let mut renewed = claims.iter().enumerate().map(renewed).collect::<Vec<_>>().into_iter();
    claims.retain(|_| !renewed.next().unwrap_or_default());
    claims
}

/// Whether a claim stands in the place of an earlier one: the same student has the same task again.
fn renews(later: &Claim, earlier: &Claim) -> bool {
    // The object may have been left to the student to find.
    let is_open = |object: &Line| object.eq_ignore_ascii_case(LATER);
    let objects = match (&later.object, &earlier.object) {
        (Some(one), Some(other)) => is_open(other) || same_object(one, other),
        (_, None) => true,
        (None, Some(other)) => is_open(other),
    };
    let person = earlier.person().is_some_and(|person| later.is_of(person));
    objects && person && later.task == earlier.task && later.community == earlier.community
}

/// A letter that gives tasks, and whether it is known to have gone out.
struct Given<'e> {
    event: &'e Event,
    is_certain: bool,
}

/// The events up to now, by what they say of claims.
struct Past<'e> {
    given: Vec<Given<'e>>,
    letters: HashSet<&'e MessageId>,
    moves: BTreeMap<&'e Contact, Vec<(DateTime<FixedOffset>, WrittenBy)>>,
    /// What ends claims: released, done, closed.
    ends: Vec<&'e Event>,
    reminded: Vec<&'e Event>,
}

impl<'e> Past<'e> {
    fn of(events: &[&'e Event]) -> Self {
        let of_kind =
            |kinds: &[Kind]| events.iter().filter(|it| kinds.contains(&it.kind)).copied().collect::<Vec<_>>();
        let given = given(events);
        let letters = given.iter().map(|it| &it.event.message_id).collect();
        let mut moves: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for event in events {
            if let (Some(contact), Some(by)) = (&event.contact, written_by(event)) {
                moves.entry(contact).or_default().push((event.at, by));
            }
        }
        for moves in moves.values_mut() {
            moves.sort_unstable();
        }
        let ends = of_kind(&[Kind::Released, Kind::Done, Kind::Closed]);
        Self { given, letters, moves, ends, reminded: of_kind(&[Kind::Reminded]) }
    }

    fn claim(&self, given: &Given<'e>, task: &Line, now: DateTime<FixedOffset>) -> Claim {
        let event = given.event;
        let mut claim = new(event, task);
        let moves = event.contact.as_ref().and_then(|it| self.moves.get(it)).map_or(&[][..], Vec::as_slice);
        let usual = || {
            let days = Conventions::default().task_lapse_days().value;
            event.at.date_naive().checked_add_days(chrono::Days::new(days.into()))
        };
        let clock = clock::run(event.at, event.until.or_else(usual), moves, now);
        (claim.until, claim.stopped) = (clock.until, clock.stopped);
        let reminders: Vec<_> = self.reminded.iter().filter(|it| self.is_about(it, &claim)).collect();
        claim.is_reminded = !reminders.is_empty();
        claim.reminder = reminders.iter().rev().find_map(|it| reminder_of(it));
        let ends = || self.ends.iter().filter(|it| self.is_about(it, &claim));
        let given_back = ends().filter(|it| it.kind != Kind::Done).map(|it| it.at).min();
        let lapsed = clock.lapsed.filter(|lapsed| given_back.is_none_or(|at| *lapsed < at));
        let is_over = |at| given_back.into_iter().chain(lapsed).any(|over| over <= at);
        // What is done later by nobody in particular is none of a student's who no longer had it.
        let done = |it: &&Event| self.letter(it).is_some() || it.contact.is_some() || !is_over(it.at);
        claim.state = if ends().filter(|it| it.kind == Kind::Done).any(done) {
            ClaimState::Done
        } else if lapsed.is_some() {
            ClaimState::Lapsed
        } else if given_back.is_some() {
            ClaimState::Released
        } else if given.is_certain {
            ClaimState::Kept
        } else {
            ClaimState::Doubtful
        };
        if claim.state != ClaimState::Kept && claim.state != ClaimState::Doubtful {
            claim.stopped = None;
        }
        claim
    }

    /// Whether what an event says of tasks is said of this claim: it names the letter that gave it, or no letter that gave
    /// any and the student or nobody.
    fn is_about(&self, event: &Event, claim: &Claim) -> bool {
        if event.kind == Kind::Closed {
            // Who opens a contact again does not take the task up again.
            return event.contact == claim.contact && claim.contact.is_some() && claim.given <= event.at;
        }
        if !event.tasks.contains(&claim.task) {
            return false;
        }
        if let Some(letter) = self.letter(event) {
            return *letter == claim.letter;
        }
        let object = object_of(event, &claim.task);
        let same = |object: Line| claim.object.as_ref().is_some_and(|it| same_object(it, &object));
        let about = event.contact.is_none() || event.contact == claim.contact;
        about && object.is_none_or(same) && claim.given <= event.at
    }

    /// The letter with a task that an event names.
    fn letter<'v>(&self, event: &'v Event) -> Option<&'v MessageId> {
        let named = std::iter::once(&event.message_id).chain(&event.in_reply_to);
        named.into_iter().find(|id| self.letters.contains(*id))
    }

    /// What is done and was given to nobody, or to nobody any more, beside the `claims` that are known.
    fn done_by_nobody(&self, claims: &[Claim]) -> Vec<Claim> {
        let mut found: Vec<Claim> = Vec::new();
        for event in self.ends.iter().filter(|it| it.kind == Kind::Done && self.letter(it).is_none()) {
            for task in &event.tasks {
                let of_it = |it: &&Claim| it.task == *task && it.state == ClaimState::Done;
                let known = claims.iter().filter(of_it).any(|it| self.is_about(event, it));
                let claim = Claim { state: ClaimState::Done, until: None, ..new(event, task) };
                if !known && !found.contains(&claim) {
                    found.push(claim);
                }
            }
        }
        found
    }
}

/// The letter that an event names as the reminder.
fn reminder_of(event: &Event) -> Option<MessageId> {
    MessageId::parse(event.detail.as_ref()?.get("reminder")?.as_str()?)
}

/// A claim as an event begins it.
fn new(event: &Event, task: &Line) -> Claim {
    Claim {
        community: event.contact.as_ref().map(|it| it.community.clone()),
        task: task.clone(),
        object: object_of(event, task),
        contact: event.contact.clone(),
        name: event.name.clone(),
        letter: event.message_id.clone(),
        is_seen: event.source == Source::Archive,
        in_reply_to: event.in_reply_to.clone(),
        author: event.author.clone(),
        list: event.list.clone(),
        given: event.at,
        until: event.until,
        stopped: None,
        state: ClaimState::Kept,
        is_reminded: false,
        reminder: None,
    }
}

/// The letters that give tasks, each once.
fn given<'e>(events: &[&'e Event]) -> Vec<Given<'e>> {
    let mut letters: BTreeMap<_, Vec<&'e Event>> = BTreeMap::new();
    for event in events {
        letters.entry((&event.message_id, event.contact.as_ref())).or_default().push(event);
    }
    letters.into_values().filter_map(|events| given_by(&events)).collect()
}

/// What one letter gives, whose events these are.
fn given_by<'e>(events: &[&'e Event]) -> Option<Given<'e>> {
    let with_tasks = |kinds: &[Kind]| {
        let found = events.iter().filter(|it| kinds.contains(&it.kind) && !it.tasks.is_empty());
        found.min_by_key(|it| (it.at, it.until, &it.tasks)).copied()
    };
    if let Some(event) = with_tasks(&[Kind::Answered, Kind::Sent]) {
        return Some(Given { event, is_certain: true });
    }
    let tried = [Kind::Unknown, Kind::Sending, Kind::HandedOver];
    if events.iter().any(|it| it.kind == Kind::Archived && !settled(it, events).is_in_doubt()) {
        return with_tasks(&tried).map(|event| Given { event, is_certain: true });
    }
    if let Some(event) = with_tasks(&[Kind::Unknown]) {
        return Some(Given { event, is_certain: false });
    }
    // Of a letter that was refused and is sent again, the last says how it stands; a run that was refused has one time.
    let rank = |kind| [Kind::HandedOver, Kind::Sending, Kind::Refused].iter().position(|it| *it == kind);
    let last =
        events.iter().filter_map(|it| Some(((it.at, rank(it.kind)?), *it))).max_by_key(|(key, _)| *key);
    let (_, event) = last.filter(|(_, it)| it.kind != Kind::Refused && !it.tasks.is_empty())?;
    Some(Given { event, is_certain: false })
}

/// Whose move an event is, if it is one that gives the next move to the other.
fn written_by(event: &Event) -> Option<WrittenBy> {
    let says = |field: &str, value: bool| event.detail.as_ref().is_some_and(|it| it[field] == value);
    match event.kind {
        Kind::Answered => (!says("mentor", false)).then_some(WrittenBy::Mentor),
        Kind::Introduced | Kind::FollowedUp | Kind::AnsweredBack | Kind::Wrote => {
            (!says("thanks", true)).then_some(WrittenBy::Student)
        }
        _ => None,
    }
}
