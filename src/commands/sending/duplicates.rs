//! Whether a letter, or another one about the same, was sent before: what the outbox says and what the ledger says,
//! always both.

use chrono::{DateTime, FixedOffset};
use onlist_core::drafts::{Id, Kind as LetterKind};
use onlist_core::ledger::{Contact, Event, Kind, Ledger, Reader, Step, replay};
use onlist_core::outbox::{DeliveryStatus, Entry, Index, Key, Outbox, QueuedLetter};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::words::ago;

use super::by_hand;
use super::claims;
use super::command_line;
use super::limits;
use super::obstacles::{Name, Obstacle};
use super::other_letters::{Other, OtherStatus, keep_first_letters, statuses};
use super::reminders;
use super::status;
use crate::commands::contact::{Contacts, next_call};
use crate::context::Context;
use crate::messages::{Failure, LOOK_FOR_IT, Status};

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

    /// What other letters stand against this one, whose own name is `own` where it is queued.
    pub(crate) fn others(
        &self,
        letter: &QueuedLetter,
        own: Option<&Id>,
        beside: &[Contact],
    ) -> Result<Vec<Obstacle>, Failure> {
        let found = match (letter.kind, &letter.contact, &letter.in_reply_to) {
            (LetterKind::Reply | LetterKind::AnswerBack, _, Some(parent)) => self.answers(letter, parent)?,
            (LetterKind::FollowUp, Some(contact), _) => self.reminded(letter, contact)?,
            (LetterKind::Letter, ..) => self.same_subject(letter)?,
            (kind, Some(contact), _) if kind.is_first() => {
                self.about(contact, Some(&letter.message_id), own.is_some())?
            }
            _ => None,
        };
        let many = match (letter.kind, &letter.contact, self.ledger) {
            (LetterKind::Introduction | LetterKind::Idea, Some(contact), Some(ledger)) => {
                limits::introductions(self.context, contact, &ledger.of_person(contact)?, beside)
            }
            _ => None,
        };
        let reminder = reminders::outdated(self, letter)?;
        let left = by_hand::obstacle(self, letter)?;
        Ok(left
            .into_iter()
            .chain(found)
            .chain(many)
            .chain(reminder)
            .chain(claims::kept(self, letter)?)
            .collect())
    }

    /// That a letter with this subject went to this list before, or may have.
    fn same_subject(&self, letter: &QueuedLetter) -> Result<Option<Obstacle>, Failure> {
        let mut events = self.ledger.map_or(Ok(Vec::new()), |it| it.events().map(|it| it.events))?;
        events.retain(|it| {
            it.author == letter.reverse_path && it.list == letter.list && it.subject == letter.subject
        });
        let entries = self.outbox.list()?.entries;
        let same = |it: &&Entry| it.letter().list == letter.list && it.letter().subject == letter.subject;
        let others = statuses(entries.iter().filter(same), &events, Some(&letter.message_id));
        let other = others.iter().filter(|it| it.status != OtherStatus::Kept).min_by_key(|it| it.status);
        Ok(other.map(|other| {
            let (day, id) = (other.at.format("%Y-%m-%d"), other.message_id);
            let what = if other.status == OtherStatus::Sent { "was sent" } else { "may have been delivered" };
            Obstacle {
                name: Name::WrittenBefore,
                letter: Some(id.clone()),
                reason: format!("a letter with this subject {what} on {day}: {id}"),
                instead: "go on in its thread, or give the new letter a subject of its own".into(),
                season: None,
            }
        }))
    }

    /// What stands against a reminder beside itself.
    fn reminded(&self, letter: &QueuedLetter, contact: &Contact) -> Result<Option<Obstacle>, Failure> {
        let mut events = self.ledger.map_or(Ok(Vec::new()), |ledger| ledger.of(contact))?;
        events.retain(|it| it.message_id != letter.message_id);
        let statuses = replay(&events, limits::latest(self.context, &events));
        let Some(status) = statuses.first() else { return Ok(None) };
        let name = Contacts::read(self.context)?.name(status);
        Ok(limits::follow_up(self.context, status, &name))
    }

    /// Letters to the same contact, but the one called `except`. Beside one that is `queued`, those count alone that
    /// somebody may have.
    pub(crate) fn about(
        &self,
        contact: &Contact,
        except: Option<&MessageId>,
        queued: bool,
    ) -> Result<Option<Obstacle>, Failure> {
        let entries = self.outbox.find(self.index, Key::contact(contact))?;
        let all = self.ledger.map_or(Ok(Vec::new()), |ledger| ledger.of(contact))?;
        let mut events = all.clone();
        keep_first_letters(&mut events);
        let entries = entries.iter().filter(|it| it.letter().contact.as_ref() == Some(contact));
        let others = statuses(entries, &events, except).into_iter();
        let telling = others.filter(|it| it.status != OtherStatus::Kept || !queued);
        Ok(telling.min_by_key(|it| it.status).map(|it| self.written_before(contact, &it, &all)))
    }

    fn answers(&self, letter: &QueuedLetter, parent: &MessageId) -> Result<Option<Obstacle>, Failure> {
        self.answered_by(&letter.reverse_path, parent, Some(&letter.message_id))
    }

    /// That somebody has answered `parent` before, or may have, with another mail than the one called `except`.
    pub(crate) fn answered_by(
        &self,
        me: &Address,
        parent: &MessageId,
        except: Option<&MessageId>,
    ) -> Result<Option<Obstacle>, Failure> {
        // Whoever goes on below a letter of their own answers nobody twice.
        if self.is_by(parent, me)? {
            return Ok(None);
        }
        let entries = self.outbox.find(self.index, Key::answer(parent, me))?;
        let events = self.ledger.map_or(Ok(Vec::new()), |ledger| ledger.answers(parent, me))?;
        let entries = entries.iter().filter(|it| it.letter().in_reply_to.as_ref() == Some(parent));
        let others = statuses(entries, &events, except).into_iter();
        Ok(others
            .filter(|it| it.status != OtherStatus::Kept)
            .min_by_key(|it| it.status)
            .map(|it| answered(&it)))
    }

    /// Whether a letter is known to be of this writer.
    pub(super) fn is_by(&self, letter: &MessageId, writer: &Address) -> Result<bool, Failure> {
        let events = self.ledger.map_or(Ok(Vec::new()), |it| it.of_letter(letter))?;
        Ok(events.iter().any(|it| it.author == *writer))
    }

    fn written_before(&self, contact: &Contact, other: &Other<'_>, events: &[Event]) -> Obstacle {
        let (about, day, id) = (contact.project.in_words(), other.at.format("%Y-%m-%d"), other.message_id);
        let call = |words: &[&str]| command_line::call(self.context, words);
        let kept = other.entry.map_or(String::new(), |it| format!("; it is saved as `{}`", it.id()));
        let instead = match (other.status, other.entry) {
            (OtherStatus::BeingSent, _) => format!("see `{}`", call(&["drafts"])),
            (OtherStatus::Sent, _) => self.go_on(contact, events),
            (OtherStatus::Unknown, _) => {
                format!("look for it in the list's archive with `{}`", call(&["sync"]))
            }
            (OtherStatus::Kept, Some(it)) => format!("send it with `{}`", call(&["send", it.id().as_str()])),
            (OtherStatus::Kept, None) => LOOK_FOR_IT.to_owned(),
        };
        let reason = match other.status {
            OtherStatus::BeingSent => format!("a letter about `{about}` is being sent by another run: {id}"),
            OtherStatus::Sent => {
                let ago = ago((self.context.now - other.at).num_days());
                format!("you wrote about `{about}` on {day}, {ago}: {id}")
            }
            OtherStatus::Unknown => {
                format!("a letter about `{about}` from {day} may have been delivered{kept}")
            }
            OtherStatus::Kept => format!("a letter about `{about}` from {day} was not delivered{kept}"),
        };
        Obstacle {
            name: Name::WrittenBefore,
            letter: Some(id.clone()),
            reason,
            instead: instead.into(),
            season: None,
        }
    }

    /// How one goes on with a contact in place of a second first letter.
    fn go_on(&self, contact: &Contact, events: &[Event]) -> String {
        let statuses = replay(events, limits::latest(self.context, events));
        let Some(status) = statuses.iter().find(|it| it.contact == *contact) else {
            return LOOK_FOR_IT.to_owned();
        };
        let name = Contacts::read(self.context)
            .map_or_else(|_| status.letter.message_id.bare().to_owned(), |known| known.name(status));
        let next = next_call(self.context, status, &name);
        match (&status.next.step, next, limits::follow_up(self.context, status, &name)) {
            (Step::FollowUp, Some(call), _) => format!("ask again with a reply to that letter: `{call}`"),
            (_, _, Some(other)) => other.instead.to_string(),
            (_, Some(call), None) => format!("go on with `{call}`"),
            (_, None, None) => format!("see `{}`", command_line::call(self.context, &["contacts"])),
        }
    }
}

fn answered(other: &Other<'_>) -> Obstacle {
    let (reason, instead) = if let Some(entry) = other.entry {
        let reason = format!("`{}` answers the same mail: {}", entry.id(), status::describe(entry));
        (reason, format!("see `onlist drafts show {}`", entry.id()))
    } else {
        let sent = if other.status == OtherStatus::Sent { "was sent" } else { "may have been sent" };
        let day = other.at.format("%Y-%m-%d");
        let reason = format!("an answer to the same mail {sent} on {day}: {}", other.message_id);
        (reason, LOOK_FOR_IT.to_owned())
    };
    Obstacle {
        name: Name::Answered,
        letter: Some(other.message_id.clone()),
        reason,
        instead: instead.into(),
        season: None,
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
