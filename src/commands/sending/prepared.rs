//! What is queued of a letter: its bytes, its envelope, and what its sender is to see.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate};
use onlist_core::catalog::Catalog;
use onlist_core::check::Subscribed;
use onlist_core::compose::{self, Answers, Letter, Question};
use onlist_core::drafts::Draft;
use onlist_core::introduction::{bare_subject, recognise};
use onlist_core::ledger::{Contact, Topic};
use onlist_core::outbox::{Allowed, QueuedLetter, Recipient};
use onlist_core::resolve::{self, Role, Routing};
use onlist_core::tasks::LATER;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::read::Post;
use onlist_mail::text::Line;

use super::check_result::Ignored;
use super::joining;
use crate::commands::letter_task::{LetterTask, Subject};
use crate::commands::{answer, letter as letters, open_draft};
use crate::context::Context;

/// What is queued of a letter that this program composed.
pub(crate) fn composed(
    context: &Context,
    task: &LetterTask<'_>,
    draft: &Draft,
    letter: &Letter,
    ignored: Vec<Ignored>,
) -> QueuedLetter {
    let message = letter.message().clone();
    let known: HashMap<_, _> = letter.recipients.iter().rev().map(|it| (&it.mailbox.address, it)).collect();
    let recipient = |address: &Address| {
        let it = known.get(address)?;
        Some(Recipient { age: it.why.age.clone(), ..Recipient::new(it.mailbox.clone(), it.role) })
    };
    // How old an address is stands beside it on the screen, that the season is over is asked about, and where else to go
    // was said when the project was chosen.
    let elsewhere = ["contact-age", resolve::OVER, resolve::ELSEWHERE];
    let notices = letter.notices.iter().filter(|it| !elsewhere.contains(&it.kind)).map(|it| it.text.clone());
    let first = !matches!(task.subject, Subject::Answer { .. });
    let lists = letter.recipients.iter().filter(|it| first && it.role == Role::List);
    let lists = lists.map(|it| &it.mailbox.address);
    let unread = lists.filter(|list| joining::subscribed(context, list) != Subscribed::Yes);
    let posting = unread.map(|list| letters::posting(task.catalog, list));
    QueuedLetter {
        kind: draft.kind,
        message_id: letter.content().message_id.clone(),
        has_made_id: false,
        queued: context.now,
        subject: letter.content().subject.clone(),
        reverse_path: message.envelope.reverse_path.clone(),
        list: Some(letter.list.clone()),
        wait_days: Some(task.catalog.conventions.ping_after_days().value),
        notices: notices.chain(posting).collect(),
        in_reply_to: letter.content().in_reply_to.clone(),
        until: until(context, task, draft),
        objects: objects(task.catalog, draft),
        tasks: tasks(draft),
        person: person(task, letter),
        contact: contact(task, draft, letter),
        catalog: context.catalog_name(task.catalog),
        recipients: message.envelope.forward_paths.iter().filter_map(recipient).collect(),
        allowed: allowed(ignored),
        bytes: message.bytes,
    }
}

/// The tasks that an answer gives.
fn tasks(draft: &Draft) -> Vec<Line> {
    let said = |question: Question| draft.answers.get(question.name()).filter(|text| !text.is_empty());
    let first_line = |text: &String| Line::sanitize(text.lines().next().unwrap_or_default());
    let first = said(Question::TaskText)
        .map(first_line)
        .or_else(|| said(Question::Task).map(|id| Line::sanitize(id)));
    first.into_iter().chain(said(Question::SecondTask).map(|id| Line::sanitize(id))).collect()
}

/// Which one of its kind each task is. A mentor's own words may be given to many, as a kind of task is.
fn objects(catalog: &Catalog, draft: &Draft) -> BTreeMap<Line, Line> {
    let said = |question: Question| draft.answers.get(question.name()).filter(|text| !text.is_empty());
    let own_words = said(Question::TaskText).is_some();
    let is_kind = |id: &Line| catalog.task(id).is_some_and(|it| it.many);
    let given = tasks(draft).into_iter().enumerate().map(|(at, task)| (at == 0, task));
    let object = |(is_first, task): (bool, Line)| {
        let named = said(Question::Object).filter(|_| is_first && !own_words);
        let object = named.map_or_else(|| Line::sanitize(LATER), |object| Line::sanitize(object));
        (is_kind(&task) || is_first && own_words).then_some((task, object))
    };
    given.filter_map(object).collect()
}

/// The last day of the claim that an answer with a task makes.
fn until(context: &Context, task: &LetterTask<'_>, draft: &Draft) -> Option<NaiveDate> {
    if tasks(draft).is_empty() {
        return None;
    }
    let said = draft.answers.get(Question::Until.name()).filter(|text| !text.is_empty());
    said.and_then(|day| day.parse().ok()).or_else(|| Some(answer::usual_day(context, task.catalog)))
}

/// Rules that were ignored, as they are kept with the letter.
pub(crate) fn allowed(ignored: Vec<Ignored>) -> Vec<Allowed> {
    let kept = |(code, reason): Ignored| Allowed { code: code.to_owned(), reason };
    ignored.into_iter().map(kept).collect()
}

/// The name of the student whom the letter is by or for.
fn person(task: &LetterTask<'_>, letter: &Letter) -> Option<Line> {
    match task.subject {
        Subject::First { .. } => letter.content().from.name.clone(),
        Subject::Answer { .. } => author(letter)?.name.clone(),
    }
}

/// Which contact a letter begins, or answers.
pub(crate) fn contact(task: &LetterTask<'_>, draft: &Draft, letter: &Letter) -> Option<Contact> {
    let catalog = task.catalog;
    let (project, person) = match &task.subject {
        Subject::First { topic } => {
            let answers = open_draft::answers(draft).ok()?;
            (first_topic(*topic, &answers)?, letter.content().from.address.clone())
        }
        Subject::Answer { post } => (answered_topic(task, draft, post), author(letter)?.address.clone()),
    };
    let season = match &task.subject {
        Subject::First { topic } => onlist_core::catalog::season_id(topic.season(catalog)),
        Subject::Answer { .. } => catalog.season_id(project.id()),
    };
    Some(Contact { community: catalog.community.id.clone(), season, project, person })
}

/// What a first letter is about, as the ledger has it; nothing while an own idea has no title.
pub(crate) fn first_topic(topic: compose::Topic<'_>, answers: &Answers) -> Option<Topic> {
    let title = topic.title(answers);
    match topic {
        compose::Topic::Project(project) => Some(Topic::Project(project.id.clone())),
        compose::Topic::Mentoring(_) => Some(Topic::Mentoring(title)),
        _ if title.is_empty() => None,
        compose::Topic::Idea | compose::Topic::Elsewhere(_) => Some(Topic::Idea(title)),
        compose::Topic::Bug => Some(Topic::Bug(title)),
    }
}

/// Who wrote the mail that a letter answers.
fn author(letter: &Letter) -> Option<&Mailbox> {
    letter.recipients.iter().find(|it| it.role == Role::Author).map(|it| &it.mailbox)
}

/// Says what a catalog knows of a mail that was written elsewhere: its list, the contact that it begins, and what its
/// recipients are there for.
pub(crate) fn place_in_catalog(
    catalog: &Catalog,
    about: Option<Topic>,
    letter: &mut QueuedLetter,
    now: DateTime<FixedOffset>,
) {
    letter.wait_days = Some(catalog.conventions.ping_after_days().value);
    letter.contact = about.map(|project| Contact {
        community: catalog.community.id.clone(),
        season: catalog.season_id(project.id()),
        project,
        person: letter.reverse_path.clone(),
    });
    look_up_again(catalog, letter, now);
    let lists: Vec<_> =
        letter.recipients.iter().filter(|it| it.role == Role::List).map(|it| it.address.clone()).collect();
    letter.notices.extend(lists.iter().map(|list| letters::posting(catalog, list)));
    letter.list = lists.into_iter().next();
}

/// Says what recipients are there for, and how old the knowledge of their addresses is, as the catalog knows it now: of
/// the project that the letter is about, and no other.
pub(crate) fn look_up_again(catalog: &Catalog, letter: &mut QueuedLetter, now: DateTime<FixedOffset>) {
    let project = match letter.contact.as_ref().map(|it| &it.project) {
        Some(Topic::Project(id)) => catalog.project(id.as_str()),
        _ => None,
    };
    let routing = project.and_then(|it| resolve::for_project(catalog, it, now.date_naive(), true).ok());
    let known: HashMap<_, _> =
        routing.iter().flat_map(Routing::recipients).map(|it| (&it.mailbox.address, it)).collect();
    for recipient in &mut letter.recipients {
        if catalog.list_at(&recipient.address).is_some() {
            recipient.role = Role::List;
        } else if let Some(it) = known.get(&recipient.address) {
            recipient.role = it.role;
            recipient.age.clone_from(&it.why.age);
        } else if matches!(recipient.role, Role::List | Role::Mentor) {
            (recipient.role, recipient.age) = (Role::Added, None);
        }
    }
}

fn answered_topic(task: &LetterTask<'_>, draft: &Draft, post: &Post) -> Topic {
    if let Ok(Some(project)) = answer::project(task.catalog, post, draft.project.as_deref()) {
        return Topic::Project(project.id.clone());
    }
    let title = recognise(task.catalog, post).title;
    Topic::Idea(Line::sanitize(title.as_deref().unwrap_or_else(|| bare_subject(task.catalog, post))))
}
