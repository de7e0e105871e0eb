//! What a letter belongs to.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalog::Id;
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

/// Stand before the title of what is no project; no id has a colon.
const IDEA: &str = "idea:";
const MENTORING: &str = "mentoring:";
const BUG: &str = "bug:";

/// One introduction and all that follows from it. The person compares without case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The community's id in its catalog.
    pub community: Id,
    /// The season's id.
    pub season: Id,
    /// What it is about.
    pub project: Topic,
    /// The student: who introduced themselves, whoever keeps the ledger.
    pub person: Address,
}

impl Ord for Contact {
    fn cmp(&self, other: &Self) -> Ordering {
        let person = |it: &Self| it.person.as_str().to_lowercase();
        let about = self.community.cmp(&other.community).then_with(|| self.season.cmp(&other.season));
        let about = about.then_with(|| self.project.cmp(&other.project));
        about.then_with(|| person(self).cmp(&person(other)))
    }
}

impl PartialOrd for Contact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What an introduction is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Topic {
    /// A project of the catalog.
    Project(Id),
    /// An own idea, by its title.
    Idea(Line),
    /// What its writer would mentor, by its title.
    Mentoring(Line),
    /// A bug, by the subject of its report.
    Bug(Line),
}

impl Topic {
    /// The project's id, where it is about one.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        match self {
            Self::Project(id) => Some(id),
            Self::Idea(_) | Self::Mentoring(_) | Self::Bug(_) => None,
        }
    }

    /// It in words: as `Display` writes it, but for an offer to mentor that names nothing.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Mentoring(title) if title.is_empty() => "mentoring any project".to_owned(),
            other => other.to_string(),
        }
    }

    /// Reads what `Display` writes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let title = |mark| text.strip_prefix(mark).map(Line::new);
        if let Some(title) = title(IDEA) {
            title.ok().map(Self::Idea)
        } else if let Some(title) = title(MENTORING) {
            title.ok().map(Self::Mentoring)
        } else if let Some(subject) = title(BUG) {
            subject.ok().map(Self::Bug)
        } else {
            Id::new(text).map(Self::Project)
        }
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.to_string()
    }
}

impl TryFrom<String> for Topic {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("neither a project's id nor an idea")
    }
}

impl fmt::Display for Topic {
    /// The project's id, or what it is and the title: `idea:Trace viewer`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project(id) => f.pad(id.as_str()),
            Self::Idea(title) => f.pad(&format!("{IDEA}{title}")),
            Self::Mentoring(title) => f.pad(&format!("{MENTORING}{title}")),
            Self::Bug(title) => f.pad(&format!("{BUG}{title}")),
        }
    }
}
