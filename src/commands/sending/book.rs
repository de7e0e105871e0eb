//! The ledger beside the outbox: what was begun, what came of it, and who was written to before.

use onlist_core::catalog::Catalog;
use onlist_core::compose::{self, Answers, Question};
use onlist_core::drafts::Kind as Letter;
use onlist_core::ledger::{Contact, Event, Kind, Ledger, State, Topic, fold};
use onlist_core::outbox::{self, Entry, Fate, Outbox, Outgoing};
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::words::count;

use super::parcel::Parcel;
use super::standing;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// The ledger of a run that sends.
pub(crate) struct Book<'a> {
    context: &'a Context<'a>,
    ledger: Ledger,
}

impl<'a> Book<'a> {
    /// Opens it and enters what an interrupted run has left out. What cannot be entered later is found out here,
    /// before anything is sent.
    pub(crate) fn open(context: &'a Context<'a>) -> Result<Self, Failure> {
        let mut ledger = context.ledger()?;
        let begun = ledger.begun()?;
        if !begun.is_empty() {
            let listing = Outbox::at(&context.state()?).list()?;
            let known = |entry: &&Entry| begun.iter().any(|it| it.message_id == entry.outgoing().message_id);
            // Of one that is ready, another run may be about to send the body.
            let tried = |entry: &&Entry| entry.state() != outbox::State::Ready;
            let ended = listing
                .entries
                .iter()
                .filter(known)
                .filter(tried)
                .filter_map(|entry| outcome(context, entry));
            ledger.append(&ended.collect::<Vec<_>>())?;
        }
        Ok(Self { context, ledger })
    }

    /// Enters that these letters are about to be sent.
    pub(crate) fn begin(&mut self, parcels: &[Parcel]) -> Result<(), Failure> {
        let begun: Vec<_> =
            parcels.iter().filter_map(|it| event(self.context, it.entry.outgoing(), Kind::Sending)).collect();
        self.append(&begun)
    }

    /// Enters what became of them.
    pub(crate) fn end(&mut self, parcels: &[Parcel]) -> Result<(), Failure> {
        let ended: Vec<_> = parcels.iter().filter_map(|it| outcome(self.context, &it.entry)).collect();
        self.append(&ended)
    }

    /// Enters what became of a letter that was begun, and that no run is at work on.
    fn settle(&mut self, entry: &Entry) -> Result<(), Failure> {
        let begun = self.ledger.begun()?.iter().any(|it| it.message_id == entry.outgoing().message_id);
        let ended = outcome(self.context, entry).filter(|_| begun);
        self.append(&ended.into_iter().collect::<Vec<_>>())
    }

    fn append(&mut self, events: &[Event]) -> Result<(), Failure> {
        if events.is_empty() { Ok(()) } else { Ok(self.ledger.append(events)?) }
    }
}

/// Enters what became of a letter that will not be there to tell. The caller holds its lock, so nobody is at work on
/// it.
///
/// What is done with the letter does not depend on it, so a ledger that cannot be written is only told of.
pub(crate) fn close(context: &Context, entry: &Entry) {
    tell(context, enter(context, |book| book.settle(entry)));
}

/// Enters what became of letters whose run was stopped, in a run that sends nothing itself and so does not open the
/// ledger for that. What it does does not depend on it.
pub(crate) fn catch_up(context: &Context) {
    // One that cannot be read has been told of, by what needed it.
    if let Ok(Some(_)) = context.existing_ledger() {
        tell(context, Book::open(context).map(drop));
    }
}

/// Opens a ledger that is there, which brings it up to date, and does the rest.
fn enter(context: &Context, rest: impl FnOnce(&mut Book<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
    if context.existing_ledger()?.is_none() {
        return Ok(());
    }
    rest(&mut Book::open(context)?)
}

fn tell(context: &Context, entered: Result<(), Failure>) {
    if let Err(failure) = entered {
        context.terminal.warning(&format!("cannot write the ledger: {}", failure.message));
    }
}

/// What became of a letter that was begun, for the ledger.
fn outcome(context: &Context, entry: &Entry) -> Option<Event> {
    let kind = match entry.state() {
        outbox::State::Accepted | outbox::State::Partly if entry.outgoing().kind == Letter::Reply => {
            Kind::Answered
        }
        outbox::State::Accepted | outbox::State::Partly => Kind::Introduced,
        outbox::State::Sending { .. } | outbox::State::Unknown { .. } => Kind::Unknown,
        // No body went out of one that is still ready.
        outbox::State::Ready | outbox::State::Refused { .. } => Kind::Refused,
    };
    let mut event = event(context, entry.outgoing(), kind)?;
    for (recipient, fate) in entry.fates() {
        match fate {
            Fate::Accepted => event.accepted.push(recipient.address.clone()),
            Fate::Refused { .. } => event.refused.push(recipient.address.clone()),
            Fate::Waiting | Fate::Unknown => {}
        }
    }
    Some(event)
}

fn event(context: &Context, outgoing: &Outgoing, kind: Kind) -> Option<Event> {
    Some(Event {
        at: context.now,
        kind,
        contact: outgoing.contact.clone()?,
        message_id: outgoing.message_id.clone(),
        in_reply_to: outgoing.in_reply_to.clone(),
        author: outgoing.reverse_path.clone(),
        list: outgoing.list.clone()?,
        subject: outgoing.subject.clone(),
        tasks: outgoing.tasks.clone(),
        wait_days: outgoing.wait_days,
        accepted: Vec::new(),
        refused: Vec::new(),
    })
}

/// How a letter stands to those that were sent before.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Standpoint {
    /// It is frozen: what is known of it is no other letter.
    pub(crate) frozen: bool,
    /// Its sender wants it sent whatever was sent before.
    pub(crate) anyway: bool,
}

/// What there is already of a contact, and what to do about it; none for a new one. Beside a letter that is frozen,
/// known by its Message-ID, those count alone that somebody may have.
fn known(
    context: &Context,
    contact: &Contact,
    frozen: Option<&MessageId>,
) -> Result<Option<(String, String)>, Failure> {
    let Some(ledger) = context.existing_ledger()? else { return Ok(None) };
    let events = ledger.of(contact)?;
    // A clock that was set back makes nobody unwritten to.
    let now = events.iter().map(|event| event.at).fold(context.now, Ord::max);
    let Some(standing) = fold(&events, now).pop() else { return Ok(None) };
    if frozen == Some(&standing.by.message_id) {
        return Ok(None);
    }
    let listing = Outbox::at(&context.state()?).list()?;
    let kept = listing.entries.iter().find(|it| it.outgoing().message_id == standing.by.message_id);
    let day = standing.by.at.format("%Y-%m-%d");
    Ok(match standing.state {
        State::Waiting { .. } | State::DueForFollowUp { .. } | State::Answered => {
            let days = (context.now - standing.by.at).num_days().max(0);
            let ago = match usize::try_from(days).unwrap_or(0) {
                0 => "today".to_owned(),
                days => format!("{} ago", count(days, "day")),
            };
            let what =
                format!("you wrote about `{}` on {day}, {ago}: {}", contact.project, standing.by.message_id);
            Some((what, "reply to that letter to ask again".to_owned()))
        }
        State::Refused | State::Sending | State::Unknown => {
            // What is kept with the letter knows more than the ledger, where the run was stopped.
            let nobody_has_it = match kept.map(Entry::state) {
                Some(state) => matches!(state, outbox::State::Ready | outbox::State::Refused { .. }),
                None => standing.state == State::Refused,
            };
            if frozen.is_some() && nobody_has_it {
                return Ok(None);
            }
            let what = if nobody_has_it { "was not delivered" } else { "may have been delivered" };
            let what = format!("a letter about `{}` from {day} {what}", contact.project);
            match kept {
                Some(entry) => Some((
                    format!("{what}; it is saved as `{}`", entry.id()),
                    format!("see `onlist send {}`", entry.id()),
                )),
                None if standing.state == State::Refused => None,
                None => Some((what, "check the list's archive".to_owned())),
            }
        }
    })
}

/// Says of a first letter that is not sent yet that there is one already. A ledger that cannot be read keeps nobody
/// from writing; it does from sending.
pub(crate) fn remind(context: &Context, catalog: &Catalog, topic: compose::Topic<'_>, answers: &Answers) {
    let project = match topic {
        compose::Topic::Project(project) => Some(Topic::Project(project.id.clone())),
        compose::Topic::Idea => answers.get(Question::Idea).map(|title| Topic::Idea(Line::sanitize(title))),
    };
    let (Some(project), Some(from)) = (project, answers.from()) else { return };
    let contact = Contact {
        community: catalog.community.id.clone(),
        season: catalog.season.id.clone(),
        project,
        person: from.address,
    };
    if let Ok(Some((what, hint))) = known(context, &contact, None) {
        context.terminal.warning(&what);
        context.terminal.hint(&hint);
    }
}

/// The answer to the same mail that somebody has, or may have, and what to do about it.
fn answered(context: &Context, outgoing: &Outgoing) -> Result<Option<(String, String)>, Failure> {
    let listing = Outbox::at(&context.state()?).list()?;
    let before = listing.entries.iter().find(|entry| {
        let it = entry.outgoing();
        it.kind == Letter::Reply
            && it.message_id != outgoing.message_id
            && (&it.in_reply_to, &it.reverse_path) == (&outgoing.in_reply_to, &outgoing.reverse_path)
            && !matches!(entry.state(), outbox::State::Ready | outbox::State::Refused { .. })
    });
    Ok(before.map(|entry| {
        let what = format!("`{}` answers the same mail: {}", entry.id(), standing::describe(entry));
        (what, format!("see `onlist drafts show {}`", entry.id()))
    }))
}

/// Points out that a letter would begin a contact that has begun, or answer what was answered: asks on a terminal, ends
/// the run elsewhere.
///
/// Whether the letter is to be written all the same.
pub(crate) fn is_welcome(
    context: &Context,
    outgoing: &Outgoing,
    Standpoint { frozen, anyway }: Standpoint,
) -> Result<bool, Failure> {
    let before = match (&outgoing.contact, outgoing.kind) {
        (_, Letter::Reply) => answered(context, outgoing)?,
        (Some(contact), _) => known(context, contact, frozen.then_some(&outgoing.message_id))?,
        (None, _) => None,
    };
    let Some((what, hint)) = before else { return Ok(true) };
    if anyway {
        context.terminal.note(&what);
        return Ok(true);
    }
    if !context.terminal.can_ask() {
        let anyway = "or write again with `--anyway`";
        return Err(Failure::new(Status::Data, what).hint(format!("{hint}, {anyway}")));
    }
    context.terminal.warning(&what);
    context.terminal.hint(&hint);
    Ok(context.terminal.confirm("Write another letter anyway", false)?)
}
