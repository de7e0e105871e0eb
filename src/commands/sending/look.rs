//! A look into outbox and ledger: whether this very letter was sent before. What other letters stand against it is
//! told by `duplicates`.

use chrono::{DateTime, FixedOffset};
use onlist_core::drafts::Id;
use onlist_core::ledger::{Kind, Ledger, Reader};
use onlist_core::outbox::{DeliveryStatus, Entry, Index, Key, Outbox, QueuedLetter};
use onlist_mail::message_id::MessageId;

use super::status;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// What is known of a letter that is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing that keeps it from being sent.
    New,
    /// It was sent.
    Sent { on: String },
    /// It may have been delivered.
    Unknown { why: String },
}

/// A look into outbox and ledger.
#[derive(Clone, Copy)]
pub(crate) struct Look<'l> {
    pub(crate) context: &'l Context<'l>,
    pub(crate) outbox: &'l Outbox,
    pub(crate) index: &'l Index,
    pub(crate) ledger: Option<Reader<'l>>,
}

impl<'l> Look<'l> {
    /// A look at what is there now.
    pub(crate) fn at(
        context: &'l Context<'l>,
        outbox: &'l Outbox,
        index: &'l Index,
    ) -> Result<Self, Failure> {
        let ledger = context.existing_ledger()?.map(Ledger::reader);
        Ok(Self { context, outbox, index, ledger })
    }

    /// The name under which this very letter is kept or was sent, other than `own`.
    pub(crate) fn same(&self, letter: &QueuedLetter, own: Option<&Id>) -> Result<Option<Entry>, Failure> {
        let found = self.outbox.find(self.index, Key::message_id(&letter.message_id))?;
        let same = found.into_iter().find(|it| Some(it.id()) != own && is_of(it, &letter.message_id));
        if same.is_some() || !letter.has_made_id {
            return Ok(same);
        }
        // A mail without a Message-ID gets another one each time.
        let found = self.outbox.find(self.index, Key::content(&letter.bytes))?;
        let is_same = |it: &Entry| it.letter().has_made_id && it.letter().goes_where(letter);
        Ok(found.into_iter().find(|it| Some(it.id()) != own && is_same(it)))
    }

    /// What is known of a letter, where its `entry` in the outbox is the only one.
    pub(crate) fn itself(&self, letter: &QueuedLetter, entry: Option<&Entry>) -> Result<Known, Failure> {
        let mut events = Vec::new();
        if let Some(ledger) = self.ledger {
            if ledger.is_forgotten(&letter.message_id)? {
                return Ok(Known::Sent { on: "a day that was forgotten".to_owned() });
            }
            events = ledger.of_letter(&letter.message_id)?;
        }
        let kind = |kinds: &[Kind]| events.iter().find(|it| kinds.contains(&it.kind));
        if let Some(sent) = events.iter().find(|it| it.kind.is_delivered()) {
            let undelivered = entry.is_none_or(Entry::is_undelivered);
            let on = sent.at.format("%Y-%m-%d %H:%M").to_string();
            return Ok(if undelivered { Known::Sent { on } } else { Known::New });
        }
        // A letter that is begun has a file, until it is a draft again: then the ledger says that it was refused.
        let lost = entry.is_none() && kind(&[Kind::Sending]).is_some() && kind(&[Kind::Refused]).is_none();
        let doubt = kind(&[Kind::Unknown]).is_some() && entry.is_none_or(Entry::is_undelivered);
        Ok(if lost || doubt {
            Known::Unknown { why: "the ledger knows of a try that this copy does not know of".to_owned() }
        } else {
            Known::New
        })
    }
}

fn is_of(entry: &Entry, id: &MessageId) -> bool {
    entry.letter().message_id == *id || entry.server_id() == Some(id)
}

/// Says of this very letter, which is kept as `entry`, why it is not sent from here; none where it was sent.
pub(crate) fn kept_elsewhere(context: &Context, entry: &Entry) -> Option<Failure> {
    let id = entry.id();
    if entry.is_held() {
        let failure = Failure::new(Status::TryLater, format!("`{id}` is being sent by another run"));
        return Some(failure.hint("see `onlist drafts`"));
    }
    match entry.status() {
        DeliveryStatus::Accepted => {
            context.terminal.note(&format!("`{id}` was already sent{}", status::when(entry)));
            None
        }
        DeliveryStatus::Unknown { why, .. } => Some(Failure::unknown(id, &why)),
        _ => {
            let failure = Failure::new(Status::Data, format!("already saved as `{id}`"));
            Some(failure.hint(format!("see `onlist drafts show {id}`")))
        }
    }
}

/// The kept letter that is this mail: the one that was made of it then, with a Message-ID and a date of that time
/// where it has none of its own.
pub(crate) fn same_mail(
    outbox: &Outbox,
    index: &Index,
    letter: &QueuedLetter,
    read_at: impl Fn(DateTime<FixedOffset>) -> Option<QueuedLetter>,
) -> Result<Option<Id>, Failure> {
    let was_made_of_it = |entry: &Entry| {
        let kept = entry.letter();
        let same = |it: QueuedLetter| {
            it.message_id == kept.message_id && it.bytes == kept.bytes || made_at(kept, &it)
        };
        kept.goes_where(letter) && read_at(kept.queued).is_some_and(same)
    };
    for entry in outbox.find(index, Key::content(&letter.bytes))? {
        if was_made_of_it(&entry) {
            return Ok(Some(entry.id().clone()));
        }
    }
    let Some(id) = index.by(Key::message_id(&letter.message_id)).first() else { return Ok(None) };
    if outbox.load(index, id)?.is_some_and(|it| was_made_of_it(&it)) {
        return Ok(Some(id.clone()));
    }
    let message = format!("another mail with the Message-ID {} is saved as `{id}`", letter.message_id);
    Err(Failure::new(Status::Data, message).hint("remove the Message-ID from this one: it gets a new one"))
}

/// Whether both have identifiers of ours and of one time; versions before made them of less.
fn made_at(kept: &QueuedLetter, letter: &QueuedLetter) -> bool {
    let time = kept.queued.to_utc().format("<%Y%m%d%H%M%S.").to_string();
    letter.has_made_id && [kept, letter].iter().all(|it| it.message_id.as_str().starts_with(&time))
}
