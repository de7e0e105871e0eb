//! A mentor's letter about a task that was given, in the thread of the answer that gave it.

use onlist_core::catalog::{Catalog, Task};
use onlist_core::compose::{LaterLetter, own_words};
use onlist_core::drafts::{Id, Kind};
use onlist_core::outbox::Key;
use onlist_core::resolve::{Recipient, Role};
use onlist_core::tasks::Claim;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::message_id::MessageId;
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use crate::commands::follow_up::recipient;
use crate::commands::letter_text;
use crate::commands::next_letter::NextLetter;
use crate::commands::sending::reminders;
use crate::context::Context;
use crate::messages::Failure;

/// A letter to those who got the answer that gave a task; none where its list is not known.
pub(super) fn about<'c>(
    context: &Context,
    catalog: &'c Catalog,
    claim: &Claim,
    (label, text): (&str, &str),
) -> Result<Option<NextLetter<'c>>, Failure> {
    let Some(list) = claim.list.clone() else { return Ok(None) };
    let from = letter_text::writer(context, None)?;
    let outbox = context.outbox()?;
    let found = outbox.find(&outbox.index()?, Key::message_id(&claim.letter))?;
    let (to, cc, subject, thread) = if let Some(entry) = found.first() {
        let letter = entry.letter();
        let post = Post::read(&letter.bytes)?;
        let role = |it: &Address| letter.recipient(it).map_or(Role::Participant, |it| it.role);
        let named = |all: &[Mailbox]| -> Vec<Recipient> {
            all.iter().map(|it| recipient(it.clone(), role(&it.address))).collect()
        };
        let references = post.references.iter().filter_map(|it| MessageId::parse(it.as_str())).collect();
        (named(&post.to), named(&post.cc), letter.subject.clone(), references)
    } else {
        let Some(student) = claim.person() else { return Ok(None) };
        let student = Mailbox::new(claim.name.clone(), student.clone());
        let cc = vec![recipient(list.clone().into(), Role::List)];
        (vec![recipient(student, Role::Author)], cc, Line::sanitize("Re: your task"), Vec::new())
    };
    let letter = LaterLetter {
        body: own_words(text, None, from.called()),
        from,
        to,
        cc,
        list,
        subject,
        thread: Some((claim.letter.clone(), thread)),
        now: context.now,
        notices: Vec::new(),
    };
    Ok(Some(NextLetter {
        catalog,
        kind: Kind::Reply,
        letter: letter.compose(),
        contact: claim.contact.clone(),
        person: claim.name.clone(),
        wait_days: None,
        parent: None,
        label: format!("{label} {}", claim.holder()),
        kept: None,
    }))
}

/// The name of the reminder of a claim that is kept and was not sent yet.
pub(super) fn unsent_reminder(context: &Context, claim: &Claim) -> Result<Option<Id>, Failure> {
    let Some(reminder) = &claim.reminder else { return Ok(None) };
    let outbox = context.outbox()?;
    let kept = outbox.find(&outbox.index()?, Key::message_id(reminder))?;
    Ok(kept.iter().find(|it| it.is_undelivered()).map(|it| it.id().clone()))
}

/// Deletes a reminder that was not sent yet: its student has the task no more.
pub(super) fn withdraw_reminder(context: &Context, claim: &Claim) -> Result<(), Failure> {
    let Some(reminder) = &claim.reminder else { return Ok(()) };
    let outbox = context.outbox()?;
    let index = outbox.index()?;
    for entry in outbox.find(&index, Key::message_id(reminder))? {
        if !entry.is_undelivered() {
            continue;
        }
        let id = entry.id();
        // One that is being sent by another run is that run's.
        let Ok(Some(held)) = outbox.hold(&index, id) else { continue };
        outbox.delete(held)?;
        reminders::withdraw(context, entry.letter())?;
        context.terminal.note(&format!("the reminder `{id}`, which was not sent, is deleted"));
    }
    Ok(())
}

/// The first word of a student's name, as people are greeted.
fn called(claim: &Claim) -> &str {
    claim.name.as_deref().and_then(|it| it.split(' ').next()).unwrap_or_default()
}

/// The task in words, with its object.
fn named(task: &Task, claim: &Claim) -> String {
    let object = claim.object.as_ref().filter(|it| task.many && !it.eq_ignore_ascii_case("later"));
    let object = object.map_or(String::new(), |it| format!(" ({it})"));
    format!("\"{}\"{object}", task.title)
}

/// What reminds a student of a task whose time is almost up.
pub(super) fn reminder(task: &Task, claim: &Claim) -> String {
    let until = claim.until.map_or(String::new(), |day| format!(" until {}", day.format("%a, %-d %B %Y")));
    format!(
        "Hello {},\n\nthe task {} is reserved for you{until}. If you are still at it, please say here how it goes \
         and what holds you up; you can have more time. If you do not want it any more, please say so too, so that \
         somebody else can have it.",
        called(claim),
        named(task, claim)
    )
}

/// What says on the list that a task is free again.
pub(super) fn release(task: &Task, claim: &Claim) -> String {
    format!(
        "Hello {},\n\nthe task {} is free again: whoever would like it, please say so here. If you come back to it, \
         or would like another one, just ask.",
        called(claim),
        named(task, claim)
    )
}
