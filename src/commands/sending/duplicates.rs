//! Whether another letter about the same was sent before: what the outbox says and what the ledger says, always both.

use onlist_core::drafts::{Id, Kind as LetterKind};
use onlist_core::ledger::{Contact, Event, Step, replay};
use onlist_core::outbox::{Entry, Key, QueuedLetter};
use onlist_mail::mailbox::Address;
use onlist_mail::message_id::MessageId;
use onlist_mail::words::ago;

use super::by_hand;
use super::claims;
use super::command_line;
use super::limits;
use super::look::Look;
use super::obstacles::{Name, Obstacle};
use super::other_letters::{Other, OtherStatus, keep_first_letters, statuses};
use super::reminders;
use super::status;
use crate::commands::contact::{Contacts, next_call};
use crate::messages::{Failure, LOOK_FOR_IT};

impl Look<'_> {
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
