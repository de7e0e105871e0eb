//! A first letter, made of its answers.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::answers::Answers;
use super::fill::fill;
use super::flow::flowed;
use super::given_name::greeted;
use super::letter::{Letter, derive_id};
use super::question::Question;
use super::topic::Topic;
use crate::catalog::{Catalog, Disclosure, Project, Season, Style, TaskPolicy};
use crate::resolve::{self, Recipient, Routing, Why};
use crate::subject::{Convention, fold};
use crate::template::{self, Kind};
use onlist_mail::mailbox::Mailbox;
use onlist_mail::text::Line;
use onlist_mail::words::and;
use onlist_mail::write::Content;

/// Why there is no letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Answers are missing.
    #[error("answers are missing")]
    Missing(Vec<Question>),
    /// The community asks for one of its sentences on what a machine has written, and `none` is no sentence.
    #[error("`none` does not say what a machine has written in the words of the community")]
    NotDisclosed {
        /// The sentences.
        sentences: Vec<Line>,
    },
    /// There is nobody to write to.
    #[error(transparent)]
    Resolve(#[from] resolve::Error),
    /// The template cannot be filled.
    #[error(transparent)]
    Template(#[from] template::Error),
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

    if let Some(Disclosure::OneOf(sentences)) = catalog.conventions_of(topic.entry()).disclosure().value
        && answers.get(Question::Disclosure).is_some_and(is_nothing)
    {
        return Err(Error::NotDisclosed { sentences });
    }

    let subject = topic.convention(catalog).compose(&topic.subject_title(answers));
    let body = match answers.get(Question::Body) {
        Some(body) => body.to_owned(),
        None => body(catalog, topic, answers, &routing)?,
    };
    let (to, cc) = (mailboxes(&routing.to()), mailboxes(&routing.cc()));
    let content = Content {
        message_id: derive_id(&from.address, now, [&to, &cc], &[&subject, &body]),
        from,
        to,
        cc,
        subject,
        in_reply_to: None,
        references: Vec::new(),
        date: now,
        body,
    };
    let recipients = routing.recipients().cloned().collect();
    let mut letter = Letter::new(content, routing.list.mailbox.address, recipients, routing.notices);
    letter.subject_why = Some(why(catalog, topic.entry(), &topic.convention(catalog)));
    letter.own_words = Some(own_words(answers));
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

/// How a first letter is written: as its writer wants it, else as the community does.
#[must_use]
pub fn style(catalog: &Catalog, topic: Topic<'_>, answers: &Answers) -> Style {
    let wanted = answers.get(Question::Style).and_then(Style::read);
    wanted.unwrap_or_else(|| catalog.conventions_of(topic.entry()).style().value)
}

/// Whether somebody says that a machine has written nothing, and no more than that.
fn is_nothing(disclosed: &str) -> bool {
    ["none", "no", "nothing"].contains(&fold(disclosed).as_str())
}

/// The words that are the writer's own: the long answers, or the whole text.
fn own_words(answers: &Answers) -> usize {
    let count = |question| answers.get(question).unwrap_or_default().split_whitespace().count();
    if answers.get(Question::Body).is_some() {
        return count(Question::Body);
    }
    Question::OWN_WORDS.into_iter().map(count).sum()
}

/// What stands in the templates; what was not said is absent.
#[derive(Serialize)]
struct Values<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mentors: Option<String>,
    greeted: String,
    community: &'a str,
    list: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<Line>,
    task_policy: TaskPolicy,
    task_word: Line,
    title: &'a str,
    fallback: bool,
    listed: bool,
    links: Vec<&'a str>,
    #[serde(flatten)]
    answers: std::collections::BTreeMap<&'static str, String>,
}

/// The template of a letter: the community's own unless its writer wants another style.
fn template<'c>(catalog: &'c Catalog, topic: Topic<'_>, answers: &Answers) -> (Kind, Option<&'c str>) {
    let (kind, own) = match topic {
        Topic::Project(_) => (Kind::Introduction, catalog.templates.introduction.as_deref()),
        Topic::Idea | Topic::Elsewhere(_) => (Kind::Idea, catalog.templates.idea.as_deref()),
        Topic::Mentoring(_) => (Kind::Mentoring, None),
        Topic::Bug => (Kind::Bug, None),
    };
    let own = own.filter(|_| answers.get(Question::Style).is_none());
    match style(catalog, topic, answers) {
        Style::Bare | Style::Brief if own.is_none() => (Kind::Bare, None),
        Style::Bare | Style::Brief | Style::Full => (kind, own),
    }
}

fn body(
    catalog: &Catalog,
    topic: Topic<'_>,
    answers: &Answers,
    routing: &Routing,
) -> Result<String, template::Error> {
    let (kind, own) = template(catalog, topic, answers);
    let title = topic.title(answers);
    let convention = topic.convention(catalog);
    let said = |question: Question| {
        let answer = answers.get(question)?;
        let is_told = question != Question::Disclosure || !is_nothing(answer);
        is_told.then_some((question.variable()?, without_delimiter(answer)))
    };
    let mentors = greeted(routing.greeted.iter().map(Line::as_str));
    let everybody = [mentors.as_slice(), &["all".to_owned()]].concat();
    let values = Values {
        mentors: Some(and(&mentors)).filter(|names| !names.is_empty()),
        greeted: and(&everybody),
        community: &catalog.community.name,
        list: routing.list.mailbox.address.as_str(),
        programme: convention.season().map(|season| season.named().0),
        token: convention.season().and_then(|season| season.named().1).map(Line::as_str),
        season: convention.season().map(Season::in_a_letter),
        // Another community is asked for no task, and neither is one by a mentor.
        task_policy: match topic {
            Topic::Elsewhere(_) | Topic::Mentoring(_) | Topic::Bug => TaskPolicy::Unsaid,
            Topic::Project(_) | Topic::Idea => catalog.conventions_of(topic.entry()).task().value,
        },
        task_word: catalog.conventions_of(topic.entry()).task_word().value,
        title: title.trim_end_matches('.'),
        fallback: !matches!(topic, Topic::Elsewhere(_)) && answers.get(Question::List).is_none(),
        listed: topic.entry().is_some(),
        links: answers.lines(Question::Link).collect(),
        answers: Question::ALL.into_iter().filter_map(said).collect(),
    };
    Ok(paragraphs(&template::render(kind, own, values)?))
}

/// An answer whose paragraphs flow, and whose lines cannot end the letter: `-- ` alone starts a signature (RFC 3676 4.3).
pub(super) fn without_delimiter(answer: &str) -> String {
    flowed(&answer.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
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
