//! From agreement to outbox, under one lock: what was agreed to is looked up once more, and then nobody else can send
//! it.

use std::cell::Cell;

use onlist_core::drafts::{Draft, DraftLock, Id, StateLock};
use onlist_core::ledger::{Contact, Ledger, Transaction};
use onlist_core::outbox::{DeliveryStatus, Entry, HeldLetter, Index, Outbox, QueuedLetter};

use super::ledger_writer;
use super::look::{Known, Look, kept_elsewhere};
use super::obstacles::{self, Anyway, Obstacle};
use super::reminders;
use super::status;
use crate::commands::open_draft::{self, OpenDraft};
use crate::context::Context;
use crate::messages::Failure;

/// Where letters are that were not sent.
pub(crate) const REST: &str = "unsent letters are saved: run `onlist send` to try again";

/// A letter whose sender agrees to it being sent.
pub(crate) struct PreparedLetter {
    /// What is to be sent.
    pub(crate) letter: Box<QueuedLetter>,
    /// Where it comes from.
    pub(crate) origin: Origin,
    /// What stands against it, and is agreed to.
    pub(crate) agreed: Vec<Obstacle>,
}

/// Where a letter that is to be sent comes from.
pub(crate) enum Origin {
    /// It is queued; whether what may have been delivered is to be sent once more.
    Queued(Box<HeldLetter>, bool),
    /// It was queued, and gets other bytes: nobody can have the old ones.
    Replaced(Box<HeldLetter>),
    /// It is kept as answers.
    Draft(OpenDraft),
    /// It is kept nowhere yet: what it is to be called, and the draft to keep with it.
    New(String, Option<NewDraft>),
}

/// A draft that is to be kept with a letter.
pub(crate) struct NewDraft {
    pub(crate) draft: Draft,
    /// The mail that it answers.
    pub(crate) mail: Option<Vec<u8>>,
}

/// A letter that this run sends, and nobody else meanwhile.
pub(crate) struct Outbound {
    pub(crate) letter: HeldLetter,
    _draft: Option<DraftLock>,
}

/// Letters that are queued, and that the ledger knows to be on their way.
pub(crate) struct Queue {
    pub(crate) outbox: Outbox,
    pub(crate) ledger: Ledger,
    pub(crate) letters: Vec<Outbound>,
    /// Letters that another run has sent in the meantime.
    pub(crate) gone: Vec<Id>,
}

/// Queues letters that are agreed to, unless something else has happened since.
///
/// What is sent is what is on the disk. The lock is waited for, and held over no question and no connection.
pub(crate) fn queue(
    context: &Context,
    letters: Vec<PreparedLetter>,
    anyway: &Anyway,
) -> Result<Queue, Failure> {
    let nothing = |it: Failure| it.and("nothing was sent");
    let lock = context.lock_state().map_err(nothing)?;
    let outbox = context.outbox_under(&lock).map_err(nothing)?;
    let index = outbox.index().map_err(|it| nothing(it.into()))?;
    outbox.clean(&lock, &index);
    let mut ledger = context.ledger().map_err(nothing)?;
    let kept = Cell::new(false);
    let entered = ledger.transaction(|ledger| {
        let round = Round { context, lock: &lock, outbox: &outbox, index: &index, ledger, anyway };
        let left_behind = outbox.list()?.entries;
        let (queued, gone) = round.all(letters)?;
        kept.set(true);
        let mut events = ledger_writer::left_behind(context, &left_behind);
        events.extend(queued.iter().map(|it| ledger_writer::begun(context, it.letter.letter())));
        ledger.append(&events)?;
        Ok((queued, gone))
    });
    let (letters, gone) =
        entered.map_err(|it: Failure| if kept.get() { it.and(REST) } else { nothing(it) })?;
    Ok(Queue { outbox, ledger, letters, gone })
}

/// Keeps a letter that is complete, to be sent by a later run; gives its name.
pub(crate) fn keep(context: &Context, label: &str, letter: QueuedLetter) -> Result<Id, Failure> {
    let lock = context.lock_state()?;
    let outbox = context.outbox_under(&lock)?;
    let index = outbox.index()?;
    let id = open_draft::store(context)?.free_id(label, |id| index.has(id));
    outbox.queue(&lock, vec![(id.clone(), letter)])?;
    Ok(id)
}

/// Keeps a letter together with what `enter` adds to the ledger: both, or none where `enter` says that the letter is not
/// wanted any more.
///
/// It takes the place of one that an earlier run has kept and was stopped before it could enter that.
pub(crate) fn keep_with(
    context: &Context,
    label: &str,
    letter: QueuedLetter,
    enter: impl FnOnce(&Transaction<'_>) -> Result<bool, Failure>,
) -> Result<Option<Id>, Failure> {
    let lock = context.lock_state()?;
    let outbox = context.outbox_under(&lock)?;
    let index = outbox.index()?;
    let id = open_draft::store(context)?.free_id(label, |id| index.has(id));
    let mut ledger = context.ledger()?;
    let mut kept = None;
    let entered = ledger.transaction(|ledger| {
        if !enter(ledger)? {
            return Ok(None);
        }
        let before = left_behind(&outbox, ledger, label, &letter)?;
        kept = outbox.queue(&lock, vec![(id.clone(), letter)])?.pop();
        for held in before.iter().filter_map(|it| outbox.hold(&index, it).transpose()) {
            outbox.delete(held?)?;
        }
        Ok(Some(id))
    });
    // A ledger that could not be flushed may have it all the same.
    if let (Err(_), Some(letter)) = (&entered, kept)
        && reminders::said_in(ledger.reader(), letter.letter()).is_ok_and(|it| it.is_none())
    {
        outbox.delete(letter)?;
    }
    entered
}

/// The letter of the same name to the same thread that nobody got, and of which the ledger does not tell.
fn left_behind(
    outbox: &Outbox,
    ledger: &Transaction<'_>,
    label: &str,
    letter: &QueuedLetter,
) -> Result<Option<Id>, Failure> {
    let name = Id::from_label(label);
    let is_same = |it: &&Entry| {
        let kept = it.letter();
        it.id().as_str().starts_with(name.as_str())
            && it.is_undelivered()
            && !it.is_held()
            && (&kept.in_reply_to, &kept.reverse_path) == (&letter.in_reply_to, &letter.reverse_path)
    };
    for entry in outbox.list()?.entries.iter().filter(is_same) {
        if reminders::said_in(**ledger, entry.letter())?.is_none() {
            return Ok(Some(entry.id().clone()));
        }
    }
    Ok(None)
}

/// All that is known while the lock is held.
struct Round<'r> {
    context: &'r Context<'r>,
    lock: &'r StateLock,
    outbox: &'r Outbox,
    index: &'r Index,
    ledger: &'r Transaction<'r>,
    anyway: &'r Anyway,
}

/// A place in the outbox that a letter is to take.
type Place = (Id, Option<DraftLock>);

impl Round<'_> {
    /// Queues all that may go, and names those that have gone.
    fn all(&self, letters: Vec<PreparedLetter>) -> Result<(Vec<Outbound>, Vec<Id>), Failure> {
        let (mut queued, mut gone, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
        let (mut made, mut beside) = (Vec::new(), Vec::new());
        for letter in letters {
            if !self.may_go(&letter, &beside, &mut gone)? {
                continue;
            }
            beside.extend(letter.letter.contact.clone());
            match letter.origin {
                Origin::Queued(mut held, again) => {
                    if again {
                        held.again(self.context.now)?;
                    }
                    queued.push(Outbound { letter: *held, _draft: None });
                }
                Origin::Replaced(held) => {
                    let held = self.outbox.replace(self.lock, *held, *letter.letter)?;
                    queued.push(Outbound { letter: held, _draft: None });
                }
                Origin::Draft(draft) => fresh.push((draft.hand_over(), *letter.letter)),
                Origin::New(label, draft) => {
                    let new = draft.is_some();
                    let place = self.place(&label, draft, &fresh)?;
                    made.extend(new.then(|| place.0.clone()));
                    fresh.push((place, *letter.letter));
                }
            }
        }
        let (places, letters): (Vec<Place>, Vec<_>) = fresh.into_iter().unzip();
        let ids = places.iter().map(|(id, _)| id.clone());
        let held = self.outbox.queue(self.lock, ids.zip(letters).collect());
        if held.is_err() {
            let store = open_draft::store(self.context)?;
            for id in &made {
                store.discard(id);
            }
        }
        let held = held?;
        let locks = places.into_iter().map(|(_, lock)| lock);
        queued.extend(held.into_iter().zip(locks).map(|(letter, draft)| Outbound { letter, _draft: draft }));
        Ok((queued, gone))
    }

    /// Whether a letter may go still.
    fn may_go(
        &self,
        prepared: &PreparedLetter,
        beside: &[Contact],
        gone: &mut Vec<Id>,
    ) -> Result<bool, Failure> {
        let (context, letter) = (self.context, &*prepared.letter);
        let look = Look { context, outbox: self.outbox, index: self.index, ledger: Some(**self.ledger) };
        let (own, entry, again) = match &prepared.origin {
            Origin::Queued(held, again) => (Some(held.id()), Some(&***held), *again),
            Origin::Replaced(held) => (Some(held.id()), Some(&***held), false),
            Origin::Draft(draft) => (Some(&draft.id), None, false),
            Origin::New(..) => (None, None, false),
        };
        if let Some(same) = look.same(letter, own)? {
            if let Some(failure) = kept_elsewhere(context, &same) {
                return Err(failure);
            }
            gone.push(same.id().clone());
            return Ok(false);
        }
        match look.itself(letter, entry)? {
            Known::Sent { on } => {
                context.terminal.note(&format!("{} was already sent on {on}", letter.message_id));
                gone.extend(own.cloned());
                return Ok(false);
            }
            Known::Unknown { why } if !again => return Err(status::doubtful(letter, own, &why)),
            Known::Unknown { .. } | Known::New => {}
        }
        let queued = matches!(prepared.origin, Origin::Queued(..) | Origin::Replaced(_));
        let others = look.others(letter, own.filter(|_| queued), beside)?;
        let known = |it: &Obstacle| {
            prepared.agreed.iter().any(|agreed| (agreed.name, &agreed.letter) == (it.name, &it.letter))
        };
        let fresh: Vec<_> = others.into_iter().filter(|it| !known(it)).collect();
        let all: Vec<_> = prepared.agreed.iter().chain(&fresh).cloned().collect();
        if fresh.is_empty() || self.anyway.allows_all(&all) {
            return Ok(true);
        }
        Err(obstacles::stopped(context, own, &all))
    }

    /// Makes the place for a letter that has none.
    fn place(
        &self,
        label: &str,
        draft: Option<NewDraft>,
        fresh: &[(Place, QueuedLetter)],
    ) -> Result<Place, Failure> {
        let taken = |id: &Id| self.index.has(id) || fresh.iter().any(|((other, _), _)| other == id);
        match draft {
            Some(new) => {
                let open = OpenDraft::begin_under(self.context, self.lock, label, new.draft, taken)?;
                if let Some(mail) = &new.mail {
                    open.keep_mail(mail)?;
                }
                Ok(open.hand_over())
            }
            None => Ok((open_draft::store(self.context)?.free_id(label, taken), None)),
        }
    }
}

impl Outbound {
    /// Whether nobody knows whether it arrived.
    pub(crate) fn is_doubtful(&self) -> bool {
        matches!(self.letter.status(), DeliveryStatus::Sending { .. } | DeliveryStatus::Unknown { .. })
    }
}
