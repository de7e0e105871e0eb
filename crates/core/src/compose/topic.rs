//! What a first letter is about: whom it goes to, what is asked for it, and what its subject says.

use chrono::{DateTime, FixedOffset};

use super::answers::Answers;
use super::question::Question;
use crate::catalog::{Catalog, Project, Redirect, Season};
use crate::introduction::MENTORING;
use crate::resolve::{self, DO_FIRST, Routing};
use crate::subject::{Convention, fold};
use onlist_mail::mailbox::Mailbox;
use onlist_mail::text::Line;

/// What a first letter is about.
#[derive(Debug, Clone, Copy)]
pub enum Topic<'c> {
    /// A project of the catalog.
    Project(&'c Project),
    /// An own idea.
    Idea,
    /// An own idea for another place that a season's page points to, outside that season.
    Elsewhere(&'c Redirect),
    /// What somebody would mentor: a project of the catalog, or something else.
    Mentoring(Option<&'c Project>),
    /// A bug, outside any programme.
    Bug,
}

/// Rules that ask for a list, a project or a task of the community, which a letter to another place has none of.
const NOT_ELSEWHERE: [&str; 3] = ["A01", "C01", "C08"];
/// Rules for students, which a mentor is not.
pub(crate) const NOT_MENTORS: [&str; 10] =
    ["A01", "A02", "A03", "C01", "C04", "C05", "C06", "C08", "C10", "C16"];
/// Rules about programmes and their projects, which a bug has nothing to do with.
const NOT_BUGS: [&str; 15] =
    ["A01", "A02", "A03", "A13", "A22", "C01", "C03", "C04", "C05", "C06", "C08", "C10", "C11", "C16", "S01"];

impl<'c> Topic<'c> {
    /// The questions to ask, in order, and whether there is no letter without an answer.
    #[must_use]
    pub fn questions(self, catalog: &Catalog) -> Vec<(Question, bool)> {
        use Question as Q;
        let person = [(Q::Name, true), (Q::Email, true), (Q::CallMe, false), (Q::Affiliation, false)];
        let outline = [(Q::Problem, true), (Q::Change, true), (Q::PriorArt, false), (Q::HelpWanted, false)];
        let own = match self {
            Self::Project(_) => vec![(Q::Interest, true), (Q::SoFar, true), (Q::Question, true)],
            Self::Elsewhere(_) => [&[(Q::Idea, true)][..], &outline].concat(),
            Self::Idea => [&[(Q::Idea, true), (Q::List, false)][..], &outline].concat(),
            Self::Mentoring(Some(_)) => vec![(Q::Interest, true), (Q::Question, false)],
            Self::Mentoring(None) => {
                vec![(Q::Idea, false), (Q::List, false), (Q::Interest, true), (Q::Question, false)]
            }
            Self::Bug => {
                vec![(Q::Bug, true), (Q::List, false), (Q::SoFar, false), (Q::Question, false)]
            }
        };
        let rest: &[_] = match self {
            Self::Bug => &[(Q::Link, false)],
            _ => &[(Q::TimeZone, false), (Q::Availability, false), (Q::Link, false)],
        };
        let disclosed = catalog.conventions_of(self.entry()).disclosure().value.is_some();
        let disclosure: &[_] = if disclosed { &[(Q::Disclosure, true)] } else { &[] };
        [&person[..], &own, rest, disclosure, &[(Q::Cc, false)]].concat()
    }

    /// The project of the catalog, where it is about one.
    #[must_use]
    pub fn entry(self) -> Option<&'c Project> {
        match self {
            Self::Project(project) | Self::Mentoring(Some(project)) => Some(project),
            Self::Idea | Self::Elsewhere(_) | Self::Mentoring(None) | Self::Bug => None,
        }
    }

    /// The project's id, where it is about one.
    #[must_use]
    pub fn project(&self) -> Option<&'c str> {
        self.entry().map(|project| project.id.as_str())
    }

    /// The season that the letter is written for, inside a programme.
    #[must_use]
    pub fn season(self, catalog: &'c Catalog) -> Option<&'c Season> {
        match self {
            Self::Project(project) | Self::Mentoring(Some(project)) => catalog.season_of(project),
            Self::Idea | Self::Mentoring(None) => catalog.season(),
            Self::Elsewhere(_) | Self::Bug => None,
        }
    }

    /// How subjects are written for it.
    pub(super) fn convention(self, catalog: &'c Catalog) -> Convention<'c> {
        match self {
            Self::Elsewhere(_) | Self::Bug => Convention::outside(catalog),
            Self::Project(_) | Self::Idea | Self::Mentoring(_) => Convention::about(catalog, self.entry()),
        }
    }

    /// The codes of rules that ask for what a letter about this cannot have.
    #[must_use]
    pub fn rules_off(self) -> &'static [&'static str] {
        match self {
            Self::Project(_) | Self::Idea => &[],
            Self::Elsewhere(_) => &NOT_ELSEWHERE,
            Self::Mentoring(_) => &NOT_MENTORS,
            Self::Bug => &NOT_BUGS,
        }
    }

    /// The questions whose answers are still needed. A whole text of one's own needs none but who writes, and of what.
    #[must_use]
    pub fn missing(self, catalog: &Catalog, answers: &Answers) -> Vec<Question> {
        let whole = answers.get(Question::Body).is_some();
        let head = [Question::Name, Question::Email, Question::Idea, Question::Bug];
        let needed = self.questions(catalog).into_iter().filter(|(_, needed)| *needed);
        let needed = needed.map(|(question, _)| question);
        needed.filter(|it| answers.get(*it).is_none() && (!whole || head.contains(it))).collect()
    }

    /// What it is about in a few words; empty where an aspiring mentor names nothing.
    #[must_use]
    pub fn title(self, answers: &Answers) -> Line {
        match self {
            Self::Project(project) | Self::Mentoring(Some(project)) => project.title.clone(),
            Self::Idea | Self::Elsewhere(_) | Self::Mentoring(None) => {
                Line::sanitize(answers.get(Question::Idea).unwrap_or_default())
            }
            Self::Bug => first_sentence(answers.get(Question::Bug).unwrap_or_default()),
        }
    }

    /// What the subject says besides the season.
    #[must_use]
    pub fn subject_title(self, answers: &Answers) -> Line {
        let title = self.title(answers);
        match self {
            Self::Mentoring(_) if title.is_empty() => Line::sanitize(MENTORING),
            Self::Mentoring(_) => Line::sanitize(&format!("{MENTORING}: {title}")),
            _ => title,
        }
    }

    /// Whom the letter goes to: the routing of the topic, and whom the writer added. Nobody is copied on an own letter.
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
        let (today, list) = (now.date_naive(), answers.get(Question::List));
        let mut routing = match self {
            Self::Project(project) => resolve::for_project(catalog, project, today, anyway)?,
            Self::Mentoring(Some(project)) => resolve::for_project(catalog, project, today, true)?,
            Self::Idea => resolve::for_idea(catalog, list, today)?,
            Self::Mentoring(None) => resolve::for_mentor(catalog, list, today)?,
            Self::Elsewhere(redirect) => resolve::for_redirect(catalog, redirect)?,
            Self::Bug => resolve::for_bug(catalog, list)?,
        };
        if let Self::Mentoring(_) = self {
            routing.notices.retain(|notice| notice.kind != DO_FIRST);
            answers.from().iter().for_each(|me| leave_out(&mut routing, catalog, me));
        }
        routing.add(catalog, answers.lines(Question::Cc).filter_map(|line| line.parse::<Mailbox>().ok()));
        Ok(routing)
    }
}

/// Takes who writes out of those who are written to and greeted: by any of their addresses, or by their name.
pub fn leave_out(routing: &mut Routing, catalog: &Catalog, me: &Mailbox) {
    let named =
        |name: Option<&Line>| matches!((name, &me.name), (Some(name), Some(own)) if fold(name) == fold(own));
    let own = catalog.people.iter().filter(|it| it.has(&me.address) || named(Some(&it.name)));
    let own: Vec<_> = own.collect();
    routing.others.retain(|it| {
        let address = &it.mailbox.address;
        *address != me.address
            && !own.iter().any(|person| person.has(address))
            && !named(it.mailbox.name.as_ref())
    });
    routing.greeted.retain(|name| !named(Some(name)) && !own.iter().any(|person| person.name == *name));
}

/// The first sentence of a report, or its first line: its subject.
fn first_sentence(text: &str) -> Line {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let sentence = crate::asking::sentences(line).next().unwrap_or_default();
    Line::sanitize(sentence.trim_end_matches(['.', ':', ',']).trim())
}
