//! From a project to the people its first letter goes to, with the reason for each.

mod age;
mod notices;
mod recipients;

use chrono::NaiveDate;
use serde::Serialize;

pub use self::notices::season_notices;
use self::notices::{contact_notices, project_notices};
use self::recipients::{fallback, list_of, mentor, to_list};

use crate::catalog::{Catalog, CopyPolicy, Id, Lines, List, Project, State};
use crate::diagnostics::nearest;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::text::Line;

/// Of more mentors than these none is greeted by name.
const MOST_GREETED: usize = 3;

/// Why no letter can be addressed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The catalog has no such project.
    #[error("no project `{id}` in the catalog")]
    UnknownProject {
        /// What was asked for.
        id: Line,
        /// The id that is most like it.
        nearest: Option<Id>,
    },
    /// The catalog has no such list.
    #[error("no list `{id}` in the catalog")]
    UnknownList {
        /// What was asked for.
        id: Line,
        /// Ids of the lists there are.
        known: Vec<Id>,
    },
    /// The project is not to be picked up.
    #[error("`{id}` is finished: {reason}")]
    Finished {
        /// The project.
        id: Id,
        /// What the catalog says of it.
        reason: Line,
    },
}

/// What a recipient is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The mailing list: always there; in To of a first letter, in Cc of an answer.
    List,
    /// A mentor of the project.
    Mentor,
    /// Somebody the user named.
    Added,
    /// Who wrote the mail that is answered.
    Author,
    /// Somebody who got the mail that is answered.
    Participant,
}

/// The rule that gave an address or a subject, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// An address, or `subject`.
    pub about: String,
    /// The rule, in a sentence without a full stop.
    pub rule: String,
    /// Why the rule applies, where the catalog says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Lines of the catalog's source.
    pub lines: Option<Lines>,
    /// Whether the rule is this program's default, and not the community's.
    pub is_default: bool,
    /// How old the knowledge is.
    pub age: Option<String>,
}

/// Somebody the letter goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Name and address.
    pub mailbox: Mailbox,
    /// What they are there for.
    pub role: Role,
    /// Why they are there.
    pub why: Why,
}

/// What a writer is to know before the letter goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// `season`, `contact-age`, `needs-work`, `eligibility`, `check-first`, `no-address`, `finished`, …
    pub kind: &'static str,
    /// The notice, as a sentence without a full stop.
    pub text: String,
}

/// Whom a letter goes to and what is to be known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routing {
    /// The mailing list. There is no letter without it.
    pub list: Recipient,
    /// Everybody else, each once.
    pub cc: Vec<Recipient>,
    /// Names of the mentors, with or without an address, for the greeting; none where they are more than three.
    pub greeted: Vec<Line>,
    /// What is to be known, most important first.
    pub notices: Vec<Notice>,
}

/// Finds a project by its id.
///
/// # Errors
/// [`Error::UnknownProject`] names the nearest id.
pub fn project<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Project, Error> {
    catalog.project(id).ok_or_else(|| {
        let near = nearest(id, catalog.projects.iter().map(|it| it.id.as_str()));
        Error::UnknownProject { id: Line::sanitize(id), nearest: near.and_then(Id::new) }
    })
}

/// Finds a list by its id, its address or one of its aliases.
///
/// # Errors
/// [`Error::UnknownList`] names the lists there are.
pub fn list<'c>(catalog: &'c Catalog, wanted: &str) -> Result<&'c List, Error> {
    let address = wanted.parse::<Address>().ok();
    catalog.list(wanted).or_else(|| catalog.list_at(&address?)).ok_or_else(|| Error::UnknownList {
        id: Line::sanitize(wanted),
        known: catalog.lists.iter().map(|list| list.id.clone()).collect(),
    })
}

/// Routes the first letter about `project`, as known `today`.
///
/// The list is the project's own, else its area's, else the season's fall-back
/// list. Mentors are copied as the community's convention says; students never.
///
/// # Errors
/// [`Error::Finished`] when the project is not to be picked up, unless `anyway`.
pub fn for_project(
    catalog: &Catalog,
    project: &Project,
    today: NaiveDate,
    anyway: bool,
) -> Result<Routing, Error> {
    let reason = finished(project);
    if let Some(reason) = reason.clone().filter(|_| !anyway) {
        return Err(Error::Finished { id: project.id.clone(), reason });
    }
    let mentors: Vec<_> =
        catalog.mentors(project).filter(|person| !project.students.contains(&person.id)).collect();
    let greeted = mentors.iter().filter(|_| mentors.len() <= MOST_GREETED);
    let mut routing = Routing {
        list: list_of(catalog, project),
        cc: Vec::new(),
        greeted: greeted.map(|person| person.name.clone()).collect(),
        notices: season_notices(catalog),
    };
    if let Some(reason) = reason {
        routing
            .notices
            .push(Notice { kind: "finished", text: format!("this project is finished: {reason}") });
    }
    let copied = catalog.conventions.copy().value == CopyPolicy::AllMentors;
    for recipient in mentors.iter().filter(|_| copied).filter_map(|it| mentor(catalog, project, it, today)) {
        routing.add_recipient(recipient);
    }
    routing.notices.extend(project_notices(project));
    routing.notices.extend(contact_notices(catalog, project, &mentors, today));
    Ok(routing)
}

/// Routes the first letter about your own idea: to the list that the writer knows, else to the fall-back list.
///
/// # Errors
/// [`Error::UnknownList`] when `wanted` is no list of the catalog.
pub fn for_idea(catalog: &Catalog, wanted: Option<&str>) -> Result<Routing, Error> {
    let list = match wanted {
        Some(wanted) => {
            let list = list(catalog, wanted)?;
            to_list(list, "you named this list".to_owned(), None, false)
        }
        None => fallback(catalog, "your own idea"),
    };
    Ok(Routing { list, cc: Vec::new(), greeted: Vec::new(), notices: season_notices(catalog) })
}

impl Routing {
    /// Adds somebody the user named, unless they get the letter anyway. An alias of a list becomes that list.
    pub fn add(&mut self, catalog: &Catalog, mailbox: Mailbox) {
        let mailbox = match catalog.list_at(&mailbox.address) {
            Some(list) => Mailbox::from(list.address.clone()),
            None => mailbox,
        };
        let why = Why {
            about: mailbox.address.to_string(),
            rule: "you added this address".to_owned(),
            basis: None,
            lines: None,
            is_default: false,
            age: None,
        };
        self.add_recipient(Recipient { mailbox, role: Role::Added, why });
    }

    fn add_recipient(&mut self, recipient: Recipient) {
        if self.recipients().all(|it| it.mailbox.address != recipient.mailbox.address) {
            self.cc.push(recipient);
        }
    }

    /// The list, then everybody else.
    pub fn recipients(&self) -> impl Iterator<Item = &Recipient> {
        std::iter::once(&self.list).chain(&self.cc)
    }
}

/// Why `project` is not to be picked up, if so.
fn finished(project: &Project) -> Option<Line> {
    let reason = || {
        project
            .state_note
            .clone()
            .unwrap_or_else(|| Line::sanitize("the catalog lists it among past projects"))
    };
    (project.state == State::Finished).then(reason)
}
