//! The words of an answer.

use serde::Serialize;

use super::people::People;
use super::{Error, Handout, Reply};
use crate::catalog::{Catalog, Chat, Project, Season, Status, Task};
use crate::compose::introduction::without_delimiter;
use crate::compose::{called, fill, quote};
use crate::introduction::{Named, Names};
use crate::subject::Convention;
use crate::template::{self, Kind, render};
use onlist_mail::mailbox::Address;
use onlist_mail::read::{Author, Post};
use onlist_mail::text::Line;

/// What the template of a reply may use. What is absent is undefined there.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    call_me: Option<String>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<TaskValues<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_task: Option<TaskValues<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_tree: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    patches: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<&'a str>,
    proposals: bool,
    until: String,
    list: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    community: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    quoted: bool,
    private: bool,
}

#[derive(Serialize)]
struct TaskValues<'a> {
    title: &'a str,
    what: &'a str,
    place: &'a str,
    done_when: &'a str,
    send: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<&'a str>,
}

impl<'a> TaskValues<'a> {
    /// A task, of which the object is named or not.
    fn of(task: &'a Task, has_object: bool) -> Self {
        let with_object = task.with_object.as_ref().filter(|_| has_object);
        Self {
            title: &task.title,
            what: with_object.unwrap_or(&task.what),
            place: &task.place,
            done_when: &task.done_when,
            send: &task.send,
            effort: task.effort.as_deref(),
        }
    }
}

/// Writes the body: quote, then the mentor's part from the template, filled.
///
/// Nothing is quoted of a mail that was `private`.
pub(super) fn body(
    reply: &Reply<'_>,
    author: &Author,
    list: &Address,
    private: bool,
    second: Option<&Task>,
) -> Result<String, template::Error> {
    let quoted = quoted(reply.catalog, reply.post, reply.project, private);
    let call_me = called::called(&reply.post.own_text(), author.name.as_deref());
    let values = values(reply, call_me, list, second, (!quoted.is_empty(), private));
    let text = render(Kind::Reply, reply.catalog.templates.reply.as_deref(), values)?;
    Ok(below_quote(reply, author, &quoted, &fill(&closed_up(&text))))
}

/// Puts `text` below what is `quoted` of the mail.
pub(super) fn below_quote(reply: &Reply<'_>, author: &Author, quoted: &str, text: &str) -> String {
    if quoted.is_empty() {
        return text.to_owned();
    }
    let attribution = quote::attribution(reply.post.date, reply.post.zone_known, author.name.as_deref());
    format!("{attribution}\n{quoted}\n\n{text}")
}

/// What is quoted of a mail that is about `project`; of one that was `private`, nothing.
pub(super) fn quoted(catalog: &Catalog, post: &Post<'_>, project: Option<&Project>, private: bool) -> String {
    if private {
        return String::new();
    }
    let project = project.map(|project| Names::of(catalog, project));
    let names = |text: &str| match &project {
        Some(project) => Named::of(text).names(project),
        None => Named::of(text).names_any(catalog),
    };
    quote::quote(post, names)
}

fn values<'v>(
    reply: &'v Reply<'_>,
    call_me: Option<String>,
    list: &'v Address,
    second: Option<&'v Task>,
    (quoted, private): (bool, bool),
) -> Values<'v> {
    let catalog = reply.catalog;
    let project = reply.project;
    let area = project.and_then(|project| catalog.area_of(project));
    let convention = Convention::about(catalog, project);
    let today = reply.now.date_naive();
    let runs = |season: &Season| !season.is_over(today);
    let takes_proposals = |season: &Season| {
        runs(season)
            && !matches!(season.status, Some(Status::NotAccepted | Status::Closed | Status::Archived))
    };
    // Channels may be the season's own.
    let channel =
        catalog.chats_of(project).next().filter(|_| convention.season().is_none_or(runs)).map(channel);
    Values {
        call_me,
        name: reply.me.called(),
        project: project.map(|it| it.title.as_str()),
        answer: reply.answer.map(own_words).filter(|it| !it.is_empty()),
        task: match reply.task {
            Some(Handout::Task(task)) => Some(TaskValues::of(task, reply.object.is_some())),
            _ => None,
        },
        task_text: match reply.task {
            Some(Handout::Text(text)) => Some(own_words(text)),
            _ => None,
        },
        second_task: second.map(|task| TaskValues::of(task, false)),
        base_tree: area.and_then(|it| it.base_tree.as_deref()),
        clone: area.and_then(|it| it.repositories.iter().find_map(|it| it.clone.as_deref())),
        patches: area.and_then(|it| it.patches.as_deref()),
        object: reply.object,
        proposals: convention.season().is_some_and(takes_proposals),
        until: reply.until.format("%a, %-d %B %Y").to_string(),
        list: list.as_str(),
        channel,
        community: &catalog.community.name,
        programme: convention.season().map(|season| season.named().0),
        token: convention.season().and_then(|season| season.named().1).map(Line::as_str),
        quoted,
        private,
    }
}

/// A paragraph of the mentor's own, kept under a name, as it stands in this answer.
///
/// # Errors
/// [`template::Error`] when it has a name that an answer does not fill.
pub fn paragraph(reply: &Reply<'_>, text: &str) -> Result<String, Error> {
    let people = People::of(reply)?;
    let call_me = called::called(&reply.post.own_text(), people.author.name.as_deref());
    let values = values(reply, call_me, &people.list, None, (false, people.private));
    Ok(own_words(&template::render(Kind::Reply, Some(text), values)?))
}

/// What a mentor wrote, as it stands in the letter.
fn own_words(text: &str) -> String {
    without_delimiter(text.trim())
}

fn channel(chat: &Chat) -> String {
    format!("{} ({})", chat.place(), chat.called())
}

/// Leaves one empty line of a run of them, and none at the ends: conditions in a template leave gaps.
fn closed_up(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    for line in text.trim().lines() {
        if !line.is_empty() || !closed.ends_with("\n\n") {
            closed.push_str(line);
            closed.push('\n');
        }
    }
    closed
}
