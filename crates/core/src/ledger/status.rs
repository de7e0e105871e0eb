//! What the events of a ledger mean at a given time.

use std::collections::HashMap;

use chrono::{DateTime, Days, FixedOffset};

use super::letters::{Letter, LetterState, current, letters};
use super::next::{Mover, NextMove, Step};
use super::row::in_order;
use super::{Contact, Event, Kind, Source};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;

/// Where a contact stands: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactState {
    /// Nothing more is to come, as its owner says.
    Closed,
    /// A letter is on its way, or sending was interrupted.
    Sending,
    /// The latest letter may have been delivered.
    Unknown,
    /// Nothing was delivered.
    Refused,
    /// A mail system could not deliver the latest letter to somebody.
    Bounced,
    /// The student wrote again after the latest answer.
    AnsweredBack,
    /// Somebody else answered.
    Answered,
    /// The list keeps the latest letter back.
    Held,
    /// The community's time to wait is over.
    Due,
    /// The latest letter stands in the list's archive.
    Archived,
    /// A letter went out, and it is early to ask again.
    Sent,
    /// Its writer has it to send it by hand, and has not said yet whether they did.
    HandedOver,
}

impl ContactState {
    /// All of them, the one that counts most first.
    pub const ALL: [Self; 12] = [
        Self::Closed,
        Self::Sending,
        Self::Unknown,
        Self::Refused,
        Self::Bounced,
        Self::AnsweredBack,
        Self::Answered,
        Self::Held,
        Self::Due,
        Self::Archived,
        Self::Sent,
        Self::HandedOver,
    ];

    /// Its name for scripts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::AnsweredBack => "answered-back",
            Self::Answered => "answered",
            Self::Held => "held",
            Self::Due => "due",
            Self::Archived => "archived",
            Self::Sent => "sent",
            Self::HandedOver => "handed-over",
        }
    }
}

/// Which of the two keeps the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// Who introduced themselves.
    Student,
    /// Who answers.
    Mentor,
}

/// A contact at a given time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactStatus {
    /// Which one.
    pub contact: Contact,
    /// Who keeps its events.
    pub keeper: Keeper,
    /// Where it stands.
    pub state: ContactState,
    /// Since when that is so.
    pub since: DateTime<FixedOffset>,
    /// Who has the next move.
    pub next: NextMove,
    /// Its letter: the introduction, else the latest one.
    pub letter: Event,
    /// Its first event.
    pub first: Event,
    /// Its last event.
    pub last: Event,
    /// Its letters, each once, in the order of their first events.
    pub letters: Vec<MessageId>,
    /// The latest answer.
    pub answer: Option<Event>,
    /// The latest notice that the list keeps the latest letter back, where nothing says that it has let it through.
    pub held: Option<Event>,
    /// Where a letter stands in the archive: the latest letter, else an earlier one.
    pub archived: Option<Event>,
    /// The latest notice of a mail system that could not deliver.
    pub bounced: Option<Event>,
    /// All addresses of which a mail system said that it could not deliver to them.
    pub bounced_addresses: Vec<Address>,
    /// The latest answer that says that the letter belongs elsewhere.
    pub moved: Option<Event>,
    /// How many reminders went out.
    pub follow_ups: usize,
    /// Since when an answer to the latest letter is waited for, where it was delivered.
    waiting_since: Option<DateTime<FixedOffset>>,
    /// When one may ask again, or might have; none where the community has no rule or wants no more reminders.
    pub ask_again: Option<DateTime<FixedOffset>>,
}

impl ContactStatus {
    /// Whether `word` occurs in what names the contact, its list or its subject, in any case.
    #[must_use]
    pub fn mentions(&self, word: &str) -> bool {
        let Contact { community, season, project, person } = &self.contact;
        let list = self.letter.list.as_ref().map(Address::as_str).unwrap_or_default();
        let name = self.letter.name.as_deref().unwrap_or_default();
        let text = format!("{community} {season} {project} {person} {name} {list} {}", self.letter.subject);
        text.to_lowercase().contains(&word.to_lowercase())
    }

    /// When the latest letter went out, or when its readers could see it where the list kept it back.
    #[must_use]
    pub fn last_sent(&self) -> DateTime<FixedOffset> {
        self.waiting_since.unwrap_or(self.letter.at)
    }

    /// Whether an answer is still waited for: it was introduced, and neither answered nor closed nor refused.
    #[must_use]
    pub fn is_open(&self) -> bool {
        use ContactState::{Answered, AnsweredBack, Closed, HandedOver, Refused};
        self.answer.is_none()
            && !matches!(self.state, Answered | AnsweredBack | Closed | HandedOver | Refused)
    }
}

/// What `events` come to `now`: one status a contact, in the order of contacts. Those of no contact are left out.
///
/// Events later than `now` do not count. Neither order nor repetition of
/// events makes a difference. A letter that was refused or lost and then went
/// out with the same message-id went out once; one that a list or a mail system tells of has left.
#[must_use]
pub fn replay(events: &[Event], now: DateTime<FixedOffset>) -> Vec<ContactStatus> {
    let past = in_order(events, now);
    let mut contacts: HashMap<&Contact, Vec<&Event>> = HashMap::new();
    for event in past {
        if let Some(contact) = &event.contact {
            contacts.entry(contact).or_default().push(event);
        }
    }
    let mut statuses: Vec<_> =
        contacts.into_iter().filter_map(|(contact, events)| status(contact, &events, now)).collect();
    statuses.sort_by(|a, b| a.contact.cmp(&b.contact));
    statuses
}

/// `events` are those of `contact`, in the order of time.
fn status(contact: &Contact, events: &[&Event], now: DateTime<FixedOffset>) -> Option<ContactStatus> {
    let (first, last) = (*events.first()?, *events.last()?);
    let letters = letters(events);
    let facts = Facts::of(contact, events, &letters);
    let (state, since) = facts.state(now, last);
    let introduction = letters.iter().rfind(|it| it.event.kind == Kind::Introduced);
    let letter = introduction.or(facts.current).map_or(last, |it| it.event);
    let own = |event: Option<&Event>| event.cloned();
    Some(ContactStatus {
        contact: contact.clone(),
        keeper: facts.keeper,
        state,
        since,
        next: facts.next(state, now),
        letter: letter.clone(),
        first: first.clone(),
        last: last.clone(),
        letters: letters.iter().map(|it| it.event.message_id.clone()).collect(),
        answer: own(facts.answer),
        held: own(facts.held),
        archived: own(facts.archived),
        bounced: own(facts.bounced),
        bounced_addresses: bounced_addresses(events),
        moved: own(facts.moved),
        follow_ups: facts.follow_ups,
        waiting_since: facts.waiting_since(),
        ask_again: facts.due_at(),
    })
}

fn bounced_addresses(events: &[&Event]) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    for address in events.iter().filter(|it| it.kind == Kind::Bounced).flat_map(|it| &it.refused) {
        if !all.contains(address) {
            all.push(address.clone());
        }
    }
    all
}

/// What the events of one contact say, looked up once.
struct Facts<'l, 'e> {
    keeper: Keeper,
    letters: &'l [Letter<'e>],
    current: Option<&'l Letter<'e>>,
    closed: Option<&'e Event>,
    answer: Option<&'e Event>,
    /// The student's latest letter since that answer.
    back: Option<&'l Letter<'e>>,
    held: Option<&'e Event>,
    archived: Option<&'e Event>,
    /// Whether the latest letter was kept back for some time.
    was_held: bool,
    bounced: Option<&'e Event>,
    moved: Option<&'e Event>,
    follow_ups: usize,
}

impl<'l, 'e> Facts<'l, 'e> {
    fn of(contact: &Contact, events: &[&'e Event], letters: &'l [Letter<'e>]) -> Self {
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
        let reopened = |closed: &Event| events.iter().any(|it| it.at > closed.at && opens(it));
        Self {
            keeper: keeper(contact, events),
            letters,
            current,
            closed: latest(&|it| it.kind == Kind::Closed).filter(|it| !reopened(it)),
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
    fn state(&self, now: DateTime<FixedOffset>, last: &Event) -> (ContactState, DateTime<FixedOffset>) {
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

    /// A bounce that no later letter has made up for.
    fn open_bounce(&self) -> Option<&'e Event> {
        let later = |bounce: &Event| {
            let mut sent = self.letters.iter().filter(|it| it.is_delivered());
            sent.any(|it| it.event.at > bounce.at)
        };
        self.bounced.filter(|it| !later(it))
    }

    /// That the latest letter stands in the archive.
    fn archived_now(&self) -> Option<&'e Event> {
        self.archived.filter(|it| self.current.is_some_and(|letter| letter.is_told_of_by(it)))
    }

    /// Since when an answer to the latest letter is waited for: one that was kept back, since its readers could see it.
    fn waiting_since(&self) -> Option<DateTime<FixedOffset>> {
        let letter = self.current.filter(|it| it.is_delivered() && self.keeper == Keeper::Student)?;
        let seen = self.archived_now().filter(|_| self.was_held).map(|it| it.at);
        Some(seen.filter(|it| *it > letter.event.at).unwrap_or(letter.event.at))
    }

    /// When the time to wait for an answer to the latest letter is over.
    fn due_at(&self) -> Option<DateTime<FixedOffset>> {
        let days = self.current?.event.wait_days?;
        self.waiting_since()?.checked_add_days(Days::new(days.into()))
    }

    /// Who has the next move of a contact in `state`, and what it is.
    fn next(&self, state: ContactState, now: DateTime<FixedOffset>) -> NextMove {
        let keeper = match self.keeper {
            Keeper::Student => Mover::Student,
            Keeper::Mentor => Mover::Mentor,
        };
        let (who, step) = match state {
            ContactState::Closed => (Mover::Nobody, Step::Nothing),
            ContactState::Sending | ContactState::Refused => (keeper, Step::Send),
            ContactState::Unknown => (keeper, Step::Find),
            ContactState::HandedOver => (keeper, Step::SayWhetherSent),
            ContactState::Bounced => return self.after_bounce(now),
            ContactState::AnsweredBack | ContactState::Answered => return self.after_answer(),
            ContactState::Held if self.held.is_some_and(|it| it.kind == Kind::ConfirmationWanted) => {
                (keeper, Step::Confirm)
            }
            ContactState::Held => (Mover::Moderator, Step::Wait { until: None }),
            ContactState::Due => (Mover::Student, Step::FollowUp),
            ContactState::Archived | ContactState::Sent => return self.waiting(),
        };
        NextMove { who, step }
    }

    fn waiting(&self) -> NextMove {
        let until = self.due_at();
        match (self.keeper, until) {
            (Keeper::Mentor, _) => NextMove { who: Mover::Student, step: Step::Wait { until: None } },
            (Keeper::Student, None) if self.follow_ups > 0 => {
                NextMove { who: Mover::Student, step: Step::AskElsewhere }
            }
            (Keeper::Student, until) => NextMove { who: Mover::Mentor, step: Step::Wait { until } },
        }
    }

    fn after_bounce(&self, now: DateTime<FixedOffset>) -> NextMove {
        if self.answer.is_some() {
            return self.after_answer();
        }
        let list = self.current.and_then(|it| it.event.list.as_ref());
        let bounced = self.bounced.map(|it| &it.refused);
        let keeper = if self.keeper == Keeper::Student { Mover::Student } else { Mover::Mentor };
        match list.zip(bounced) {
            Some((list, bounced)) if bounced.contains(list) => {
                NextMove { who: keeper, step: Step::CorrectList }
            }
            _ if self.due_at().is_some_and(|it| it <= now) => {
                NextMove { who: Mover::Student, step: Step::FollowUp }
            }
            _ => self.waiting(),
        }
    }

    fn after_answer(&self) -> NextMove {
        let (who, step) = match (self.keeper, self.back, self.moved) {
            (Keeper::Student, Some(_), _) => (Mover::Mentor, Step::Wait { until: None }),
            (Keeper::Mentor, Some(back), _) => (Mover::Mentor, Step::Reply(back.event.message_id.clone())),
            (Keeper::Mentor, None, _) => (Mover::Student, Step::Wait { until: None }),
            (Keeper::Student, None, Some(moved)) => {
                let to = moved.detail.as_ref().and_then(|it| it["to"].as_str());
                (Mover::Student, Step::WriteTo(to.map(str::to_owned)))
            }
            (Keeper::Student, None, None) => (Mover::Student, Step::Answer),
        };
        NextMove { who, step }
    }
}

/// Whether an event opens a contact again that was closed before.
fn opens(event: &Event) -> bool {
    use Kind::{AnsweredBack, FollowedUp, HandedOver, Introduced, Sending, Wrote};
    matches!(event.kind, Introduced | Sending | HandedOver | FollowedUp | AnsweredBack | Wrote)
}

/// Who keeps the events: a student, where a letter of theirs was sent from here.
fn keeper(contact: &Contact, events: &[&Event]) -> Keeper {
    let here = || events.iter().filter(|it| it.source != Source::Archive);
    let of_student = |it: &&&Event| {
        let kinds = [Kind::Introduced, Kind::FollowedUp, Kind::AnsweredBack, Kind::Wrote];
        kinds.contains(&it.kind) || it.author == contact.person
    };
    let answers = |it: &&&Event| it.author != contact.person && it.kind != Kind::Bounced;
    let is_mentor = here().any(|it| answers(&it)) && !here().any(|it| of_student(&it));
    if is_mentor { Keeper::Mentor } else { Keeper::Student }
}
