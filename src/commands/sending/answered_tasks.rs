//! Whom an answer is to that was saved as a file, and which tasks it gives: the claim is one with the sending, whichever way the letter
//! takes.

use std::rc::Rc;

use onlist_core::catalog::Catalog;
use onlist_core::drafts::Kind as LetterKind;
use onlist_core::introduction::{bare_subject, recognise};
use onlist_core::ledger::{Contact, Event, Kind, Reader, Topic};
use onlist_core::outbox::QueuedLetter;
use onlist_core::tasks::{GivenTasks, given_in, object_of};
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::read::Post;
use onlist_mail::read::subject::{patch_tag, without_reply_mark};
use onlist_mail::text::Line;

use crate::commands::{answer, own_tasks};
use crate::context::Context;
use crate::messages::Failure;

/// Says of a mail from a file that answers a student that it does, and which tasks it gives: as the ledger knows of a
/// letter that was handed over, else as its text tells. What was saved here (`is_saved`) needs no more signs.
pub(crate) fn add(
    context: &Context,
    ledger: Option<Reader<'_>>,
    catalog: &Rc<Catalog>,
    letter: &mut QueuedLetter,
    is_saved: bool,
) -> Result<(), Failure> {
    if letter.in_reply_to.is_none() {
        return Ok(());
    }
    let known = ledger.map_or(Ok(Vec::new()), |it| it.of_letter(&letter.message_id))?;
    let left = [Kind::HandedOver, Kind::Sending, Kind::Refused, Kind::Unknown];
    let left = known.into_iter().find(|it| {
        left.contains(&it.kind) && it.contact.as_ref().is_some_and(|contact| contact.person != it.author)
    });
    if let Some(event) = left {
        take(letter, event);
        return Ok(());
    }
    let all = own_tasks::with(context, catalog)?;
    let (given, contact, person) = {
        let post = Post::read(&letter.bytes)?;
        let given = given_in(&all.tasks, &post);
        if given.is_none() && !answers_student(catalog, ledger, &post, is_saved)? {
            return Ok(());
        }
        let Some(student) = student(catalog, letter, &post) else { return Ok(()) };
        (given, contact(catalog, &post, student), student.name.clone())
    };
    letter.kind = LetterKind::Reply;
    if let Some(GivenTasks { tasks, objects, until }) = given {
        letter.until = until.or_else(|| Some(answer::usual_day(context, catalog)));
        (letter.tasks, letter.objects) = (tasks, objects);
    }
    (letter.contact, letter.person) = (Some(contact), person);
    Ok(())
}

fn take(letter: &mut QueuedLetter, event: Event) {
    letter.kind = LetterKind::Reply;
    let object = |task: &Line| Some((task.clone(), object_of(&event, task)?));
    letter.objects = event.tasks.iter().filter_map(object).collect();
    letter.until = event.until;
    (letter.tasks, letter.contact, letter.person) = (event.tasks, event.contact, event.name);
}

/// Whether a mail that gives no task answers a student's first letter: it is a reply that was saved here, or about the
/// season or a project, and its writer is no student who wrote a first letter.
fn answers_student(
    catalog: &Catalog,
    ledger: Option<Reader<'_>>,
    post: &Post,
    is_saved: bool,
) -> Result<bool, Failure> {
    let about = recognise(catalog, post);
    let is_review = patch_tag(&post.subject).is_some();
    let is_about = is_saved || about.season || about.project.is_some();
    if without_reply_mark(&post.subject).is_none() || is_review || !is_about {
        return Ok(false);
    }
    let known = ledger.map_or(Ok(Vec::new()), |it| it.events().map(|it| it.events))?;
    let is_writer = |it: &Contact| post.from.iter().any(|from| from.address == it.person);
    Ok(!known.iter().filter_map(|it| it.contact.as_ref()).any(is_writer))
}

/// Whom an answer is to: the first in To or Cc who is no list, nobody of the community and not its writer.
fn student<'p>(catalog: &Catalog, letter: &QueuedLetter, post: &'p Post) -> Option<&'p Mailbox> {
    let is_other = |it: &Address| catalog.list_at(it).is_none() && catalog.person_at(it).is_none();
    post.to.iter().chain(&post.cc).find(|it| is_other(&it.address) && it.address != letter.reverse_path)
}

/// The contact of the student, as an answer to their letter has it.
fn contact(catalog: &Catalog, post: &Post, student: &Mailbox) -> Contact {
    let recognised = recognise(catalog, post);
    let project = match (recognised.project, recognised.title) {
        (Some(project), _) => Topic::Project(project.id.clone()),
        (None, title) => {
            Topic::Idea(Line::sanitize(title.as_deref().unwrap_or_else(|| bare_subject(catalog, post))))
        }
    };
    Contact {
        community: catalog.community.id.clone(),
        season: catalog.season_id(project.id()),
        project,
        person: student.address.clone(),
    }
}
