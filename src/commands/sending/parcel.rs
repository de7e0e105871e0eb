//! Letters on their way into the outbox: what is frozen of each, and who holds it.

use onlist_core::catalog::Catalog;
use onlist_core::compose::{Letter, Question};
use onlist_core::drafts::{self, Kind, Lock, Record, Store};
use onlist_core::introduction::{bare_subject, recognise};
use onlist_core::ledger::{Contact, Topic};
use onlist_core::outbox::{Allowed, Entry, Outbox, Outgoing, Recipient};
use onlist_core::resolve::Role;
use onlist_mail::mailbox::Address;
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use super::verdict::Reason;
use crate::commands::session::Session;
use crate::commands::work::{Subject, Work};
use crate::commands::{answer, letter as letters};
use crate::context::Context;
use crate::messages::Failure;

/// A letter that this run holds: nobody else sends or changes it meanwhile.
pub(crate) struct Parcel {
    /// What is sent, and what became of it so far.
    pub(crate) entry: Entry,
    _lock: Option<Lock>,
}

/// A letter whose sender agrees to it being sent.
pub(crate) enum Agreed {
    /// One that is frozen: its name, and what keeps others from it.
    Frozen(drafts::Id, Option<Lock>),
    /// One that is kept as answers, and what is to be frozen of it.
    Draft(Session, Box<Outgoing>),
    /// A mail that is kept nowhere yet: under what name it is to be kept, and what is to be frozen of it.
    New(String, Box<Outgoing>),
}

impl Agreed {
    /// What is to be frozen of it.
    pub(crate) fn outgoing(&self) -> Option<&Outgoing> {
        match self {
            Self::Frozen(..) => None,
            Self::Draft(_, outgoing) | Self::New(_, outgoing) => Some(outgoing),
        }
    }
}

/// Freezes letters, and gives them as they are on the disk: from here on their bytes stay what they are.
///
/// What is sent is what the disk gives back, held against its hash.
pub(crate) fn freeze(context: &Context, letters: Vec<Agreed>) -> Result<Vec<Parcel>, Failure> {
    let outbox = Outbox::at(&context.state()?);
    let (mut held, mut fresh) = (Vec::new(), Vec::new());
    for letter in letters {
        let (session, outgoing) = match letter {
            Agreed::Frozen(id, lock) => {
                held.push((id, lock));
                continue;
            }
            Agreed::Draft(session, outgoing) => (session, outgoing),
            Agreed::New(label, outgoing) => (place_for(context, &label, &outgoing)?, outgoing),
        };
        let (id, lock) = session.hand_over();
        fresh.push((id.clone(), *outgoing));
        held.push((id, lock));
    }
    outbox.freeze_all(fresh)?;
    let load = |(id, lock): (drafts::Id, Option<Lock>)| {
        let entry = outbox.load(&id)?.ok_or(drafts::Error::Missing { id })?;
        Ok(Parcel { entry, _lock: lock })
    };
    held.into_iter().map(load).collect()
}

/// Where a mail is to be kept: the place that a run has made for it that was stopped then, else a new one.
fn place_for(context: &Context, label: &str, outgoing: &Outgoing) -> Result<Session, Failure> {
    let mut record = Record::new(Kind::Mail, context.now);
    record.message_id = Some(outgoing.message_id.clone());
    record.catalog = context.catalog_name();
    let made = |it: &&(drafts::Id, Record)| it.1.kind == Kind::Mail && it.1.message_id == record.message_id;
    match Store::at(&context.state()?).list()?.drafts.iter().find(made) {
        Some((id, _)) => Session::resume(context, id.clone()),
        None => Session::begin(context, label, record),
    }
}

/// What is frozen of a letter that this program composed.
pub(crate) fn outgoing(
    context: &Context,
    work: &Work<'_>,
    record: &Record,
    letter: &Letter,
    let_through: Vec<Reason>,
) -> Outgoing {
    let message = letter.content.encode();
    let recipient = |address: &Address| {
        let known = letter.recipients.iter().find(|it| it.mailbox.address == *address);
        known.map(|it| Recipient { age: it.why.age.clone(), ..Recipient::new(it.mailbox.clone(), it.role) })
    };
    // How old an address is stands beside it on the screen.
    let notices = letter.notices.iter().filter(|it| it.kind != "contact-age").map(|it| it.text.clone());
    let first = !matches!(work.subject, Subject::Answer { .. });
    let posting = first.then(|| letters::posting(work.catalog, &letter.list));
    Outgoing {
        kind: record.kind,
        message_id: letter.content.message_id.clone(),
        frozen: context.now,
        subject: letter.content.subject.clone(),
        reverse_path: message.envelope.reverse_path.clone(),
        list: Some(letter.list.clone()),
        wait_days: Some(work.catalog.conventions.ping_after_days().value),
        notices: notices.chain(posting).collect(),
        in_reply_to: letter.content.in_reply_to.clone(),
        tasks: tasks(record),
        contact: contact(work, record, letter),
        recipients: message.envelope.forward_paths.iter().filter_map(recipient).collect(),
        allowed: allowed(let_through),
        bytes: message.bytes,
    }
}

/// The tasks that an answer gives.
fn tasks(record: &Record) -> Vec<Line> {
    let said = |name: &str| record.answers.get(name).filter(|text| !text.is_empty());
    let first_line = |text: &String| Line::sanitize(text.lines().next().unwrap_or_default());
    let first = said("task-text").map(first_line).or_else(|| said("task").map(|id| Line::sanitize(id)));
    first.into_iter().chain(said("second-task").map(|id| Line::sanitize(id))).collect()
}

/// Rules that were let through, as they are kept with the letter.
pub(crate) fn allowed(let_through: Vec<Reason>) -> Vec<Allowed> {
    let kept = |(code, reason): Reason| Allowed { code: code.to_owned(), reason };
    let_through.into_iter().map(kept).collect()
}

/// Which contact a letter begins, or answers.
pub(crate) fn contact(work: &Work<'_>, record: &Record, letter: &Letter) -> Option<Contact> {
    let catalog = work.catalog;
    let (project, person) = match &work.subject {
        Subject::First { topic: onlist_core::compose::Topic::Project(project), .. } => {
            (Topic::Project(project.id.clone()), letter.content.from.address.clone())
        }
        Subject::First { topic: onlist_core::compose::Topic::Idea, .. } => {
            let title = record.answers.get(Question::Idea.name())?;
            (Topic::Idea(Line::sanitize(title)), letter.content.from.address.clone())
        }
        Subject::Answer { post } => (answered_topic(work, record, post), author(letter)?),
    };
    Some(Contact {
        community: catalog.community.id.clone(),
        season: catalog.season.id.clone(),
        project,
        person,
    })
}

/// Who wrote the mail that a letter answers.
fn author(letter: &Letter) -> Option<Address> {
    let author = letter.recipients.iter().find(|it| it.role == Role::Author)?;
    Some(author.mailbox.address.clone())
}

/// The contact that a mail about `project` begins, which was written elsewhere.
pub(crate) fn first_contact(catalog: &Catalog, project: Topic, outgoing: &Outgoing) -> Contact {
    Contact {
        community: catalog.community.id.clone(),
        season: catalog.season.id.clone(),
        project,
        person: outgoing.reverse_path.clone(),
    }
}

fn answered_topic(work: &Work<'_>, record: &Record, post: &Post) -> Topic {
    if let Ok(Some(project)) = answer::project(work.catalog, post, record.project.as_deref()) {
        return Topic::Project(project.id.clone());
    }
    let title = recognise(work.catalog, post).title;
    Topic::Idea(Line::sanitize(title.as_deref().unwrap_or_else(|| bare_subject(work.catalog, post))))
}
