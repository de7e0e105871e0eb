//! A student's first letter, about a project of the catalog or an own idea.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::answers::Answers;
use super::fill::fill;
use super::letter::Letter;
use super::question::Question;
use crate::catalog::{Catalog, Project, Redirect, Season, TaskPolicy};
use crate::resolve::{self, Recipient, Routing, Why};
use crate::subject::Convention;
use crate::template::{self, Kind};
use onlist_mail::mailbox::Mailbox;
use onlist_mail::message_id::MessageId;
use onlist_mail::text::Line;
use onlist_mail::write::Content;

/// What a first letter is about.
#[derive(Debug, Clone, Copy)]
pub enum Topic<'c> {
    /// A project of the catalog.
    Project(&'c Project),
    /// An own idea.
    Idea,
    /// An own idea for another place that a season's page points to, outside that season.
    Elsewhere(&'c Redirect),
}

/// Why there is no letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Answers are missing.
    #[error("answers are missing")]
    Missing(Vec<Question>),
    /// There is nobody to write to.
    #[error(transparent)]
    Resolve(#[from] resolve::Error),
    /// The template cannot be filled.
    #[error(transparent)]
    Template(#[from] template::Error),
}

impl<'c> Topic<'c> {
    /// The questions to ask, in order, and whether there is no letter without an answer.
    #[must_use]
    pub fn questions(self, catalog: &Catalog) -> Vec<(Question, bool)> {
        use Question as Q;
        let person = [(Q::Name, true), (Q::Email, true), (Q::CallMe, false), (Q::Affiliation, false)];
        let own: &[_] = match self {
            Self::Project(_) => &[(Q::Interest, true), (Q::SoFar, true), (Q::Question, true)],
            Self::Elsewhere(_) => &[
                (Q::Idea, true),
                (Q::Problem, true),
                (Q::Change, true),
                (Q::PriorArt, false),
                (Q::HelpWanted, false),
            ],
            Self::Idea => &[
                (Q::Idea, true),
                (Q::List, false),
                (Q::Problem, true),
                (Q::Change, true),
                (Q::PriorArt, false),
                (Q::HelpWanted, false),
            ],
        };
        let rest = [(Q::TimeZone, false), (Q::Availability, false), (Q::Link, false)];
        let disclosed = catalog.conventions_of(self.entry()).disclosure().value.is_some();
        let disclosure: &[_] = if disclosed { &[(Q::Disclosure, true)] } else { &[] };
        [&person[..], own, &rest[..], disclosure, &[(Q::Cc, false)]].concat()
    }

    /// The project, where it is about one.
    #[must_use]
    pub fn entry(self) -> Option<&'c Project> {
        match self {
            Self::Project(project) => Some(project),
            Self::Idea | Self::Elsewhere(_) => None,
        }
    }

    /// The project's id, where it is about one.
    #[must_use]
    pub fn project(&self) -> Option<&'c str> {
        match self {
            Self::Project(project) => Some(project.id.as_str()),
            Self::Idea | Self::Elsewhere(_) => None,
        }
    }

    /// The season that the letter is written for, inside a programme.
    #[must_use]
    pub fn season(self, catalog: &'c Catalog) -> Option<&'c Season> {
        match self {
            Self::Project(project) => catalog.season_of(project),
            Self::Idea => catalog.season(),
            Self::Elsewhere(_) => None,
        }
    }

    /// How subjects are written for it.
    fn convention(self, catalog: &'c Catalog) -> Convention<'c> {
        match self {
            Self::Elsewhere(_) => Convention::outside(catalog),
            Self::Project(_) | Self::Idea => Convention::about(catalog, self.entry()),
        }
    }

    /// The questions whose answers are still needed. A whole text of one's own needs none but who writes, and of what.
    #[must_use]
    pub fn missing(self, catalog: &Catalog, answers: &Answers) -> Vec<Question> {
        let whole = answers.get(Question::Body).is_some();
        let head = [Question::Name, Question::Email, Question::Idea];
        let needed = self.questions(catalog).into_iter().filter(|(_, needed)| *needed);
        let needed = needed.map(|(question, _)| question);
        needed.filter(|it| answers.get(*it).is_none() && (!whole || head.contains(it))).collect()
    }

    fn title(self, answers: &Answers) -> Line {
        match self {
            Self::Project(project) => project.title.clone(),
            Self::Idea | Self::Elsewhere(_) => {
                Line::sanitize(answers.get(Question::Idea).unwrap_or_default())
            }
        }
    }

    /// Whom the letter goes to: the routing of the topic, and whom the writer added.
    ///
    /// # Errors
    /// What [`resolve`] says of the project or list.
    pub fn route(
        self,
        catalog: &Catalog,
        answers: &Answers,
        now: DateTime<FixedOffset>,
        anyway: bool,
    ) -> Result<Routing, resolve::Error> {
        let mut routing = match self {
            Self::Project(project) => resolve::for_project(catalog, project, now.date_naive(), anyway)?,
            Self::Idea => resolve::for_idea(catalog, answers.get(Question::List), now.date_naive())?,
            Self::Elsewhere(redirect) => resolve::for_redirect(catalog, redirect)?,
        };
        routing.add(catalog, answers.lines(Question::Cc).filter_map(|line| line.parse::<Mailbox>().ok()));
        Ok(routing)
    }
}

/// Composes a first letter from the answers, as of `now`.
///
/// # Errors
/// [`Error::Missing`] names all answers without which there is no letter.
pub fn introduction(
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    now: DateTime<FixedOffset>,
    anyway: bool,
) -> Result<Letter, Error> {
    let routing = topic.route(catalog, answers, now, anyway)?;
    let missing = topic.missing(catalog, answers);
    let (Some(from), []) = (answers.from(), &missing[..]) else { return Err(Error::Missing(missing)) };

    let subject = topic.convention(catalog).compose(&topic.title(answers));
    let body = match answers.get(Question::Body) {
        Some(body) => body.to_owned(),
        None => body(catalog, topic, answers, &routing)?,
    };
    let content = Content {
        message_id: MessageId::derive(&from.address, now, &[&subject, &body]),
        from,
        to: mailboxes(&routing.to()),
        cc: mailboxes(&routing.cc()),
        subject,
        in_reply_to: None,
        references: Vec::new(),
        date: now,
        body,
    };
    let recipients = routing.recipients().cloned().collect();
    let mut letter = Letter::new(content, routing.list.mailbox.address, recipients, routing.notices);
    letter.subject_why = Some(why(catalog, topic.entry(), &topic.convention(catalog)));
    Ok(letter)
}

fn mailboxes(recipients: &[&Recipient]) -> Vec<Mailbox> {
    recipients.iter().map(|recipient| recipient.mailbox.clone()).collect()
}

/// Why the subject looks as it does.
#[must_use]
pub fn subject_why(catalog: &Catalog, project: Option<&Project>) -> Why {
    why(catalog, project, &Convention::about(catalog, project))
}

fn why(catalog: &Catalog, project: Option<&Project>, convention: &Convention<'_>) -> Why {
    let form = catalog.conventions_of(project).subject();
    let token_lines = convention.season().and_then(|season| season.token_lines);
    let asked = match (convention.token(), token_lines) {
        (Some(token), _) if convention.season().is_none() => {
            format!("subjects outside a programme carry `{token}`; ")
        }
        (Some(token), Some(_)) => format!("subjects contain `{token}`; "),
        (Some(token), None) => format!("the season's tag is `{token}`; "),
        (None, _) => String::new(),
    };
    let whose = if form.is_default { "the form is our default" } else { "the form is the community's" };
    Why {
        about: "subject".to_owned(),
        rule: format!("{asked}{whose}: `{}`", convention.pattern()),
        basis: None,
        lines: form.lines.or(token_lines),
        is_default: form.is_default,
        age: None,
    }
}

/// What stands in the templates; what was not said is absent.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mentors: Option<String>,
    community: &'a str,
    list: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    task_policy: TaskPolicy,
    task_word: Line,
    title: &'a str,
    fallback: bool,
    links: Vec<&'a str>,
    #[serde(flatten)]
    answers: std::collections::BTreeMap<&'static str, String>,
}

fn body(
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    routing: &Routing,
) -> Result<String, template::Error> {
    let (kind, own) = match topic {
        Topic::Project(_) => (Kind::Introduction, catalog.templates.introduction.as_deref()),
        Topic::Idea | Topic::Elsewhere(_) => (Kind::Idea, catalog.templates.idea.as_deref()),
    };
    let title = topic.title(answers);
    let convention = topic.convention(catalog);
    let said = |question: Question| Some((question.variable()?, without_delimiter(answers.get(question)?)));
    let values = Values {
        mentors: Some(onlist_mail::words::and(&routing.greeted)).filter(|names| !names.is_empty()),
        community: &catalog.community.name,
        list: routing.list.mailbox.address.as_str(),
        programme: convention.season().map(|season| season.named().0),
        token: convention.season().and_then(|season| season.named().1).map(Line::as_str),
        // Another community is asked for no task.
        task_policy: match topic {
            Topic::Elsewhere(_) => TaskPolicy::Unsaid,
            Topic::Project(_) | Topic::Idea => catalog.conventions_of(topic.entry()).task().value,
        },
        task_word: catalog.conventions_of(topic.entry()).task_word().value,
        title: title.trim_end_matches('.'),
        fallback: matches!(topic, Topic::Idea) && answers.get(Question::List).is_none(),
        links: answers.lines(Question::Link).collect(),
        answers: Question::ALL.into_iter().filter_map(said).collect(),
    };
    Ok(paragraphs(&template::render(kind, own, values)?))
}

/// An answer whose lines cannot end the letter: `-- ` alone starts a signature (RFC 3676 4.3).
pub(super) fn without_delimiter(answer: &str) -> String {
    answer.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Fills a rendered template; any number of empty lines separates paragraphs.
pub(super) fn paragraphs(rendered: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in rendered.trim().lines() {
        let line = if line == "-- " { line } else { line.trim_end() };
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    fill(&lines.join("\n"))
}
