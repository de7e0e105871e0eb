//! From a project to the people its first letter goes to, with the reason for each.

mod age;
mod notices;
mod recipients;

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Serialize;

pub use self::notices::{AGE, DO_FIRST, ELSEWHERE, OVER, season_notices, season_over, status_notice};
use self::notices::{contact_notices, do_first, other_season, project_notices};
use self::recipients::{fallback, list_of, mentor, to_address, to_list};

use crate::catalog::{Catalog, Conventions, CopyPolicy, Id, Lines, List, Project, Redirect};
use crate::diagnostics::nearest;
use onlist_mail::mailbox::{Address, Mailbox};
use onlist_mail::text::Line;

/// Of more mentors than these none is greeted by name.
const MOST_GREETED: usize = 3;

/// What is said where nothing says where to go instead.
const NO_LIST: &str = "the catalog names no list for it";

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
    /// Several lists are there, and nothing says which one gets it.
    #[error("nothing says which list gets `{about}`")]
    WhichList {
        /// An idea, a bug.
        about: Line,
        /// Ids of the lists there are.
        known: Vec<Id>,
    },
    /// What it is about takes no mail.
    #[error("`{about}` takes no mail: {}", instead.as_ref().map_or(NO_LIST, Line::as_str))]
    NoMail {
        /// Project or idea.
        about: Line,
        /// Where to go instead.
        instead: Option<Line>,
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

impl Error {
    fn no_mail(about: &Line, instead: Option<&Line>) -> Self {
        Self::NoMail { about: about.clone(), instead: instead.cloned() }
    }
}

/// What a recipient is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The mailing list: always there; in To of a first letter unless mentors come first, in Cc of an answer.
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
    /// `season`, `contact-age`, `do-first`, `needs-work`, `eligibility`, `check-first`, `no-address`, `finished`, …
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
    pub others: Vec<Recipient>,
    /// Whether mentors stand in To, and the list in Cc.
    pub mentor_first: bool,
    /// Names of the mentors, with or without an address, for the greeting; none where they are more than three.
    pub greeted: Vec<Line>,
    /// What is to be known, most important first.
    pub notices: Vec<Notice>,
}

/// Finds a project by its id, or by its whole title in any case.
///
/// # Errors
/// [`Error::UnknownProject`] names the nearest id.
pub fn project<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Project, Error> {
    let title = id.trim().to_lowercase();
    let titled = || catalog.projects.iter().find(|it| it.title.to_lowercase() == title);
    catalog.project(id).or_else(titled).ok_or_else(|| {
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
/// list. Mentors are addressed as the community's convention says; students never.
///
/// # Errors
/// [`Error::NoMail`] when nothing names a list, [`Error::Finished`] when the
/// project is not to be picked up, unless `anyway`.
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
    let conventions = catalog.conventions_of(Some(project));
    let copy = conventions.copy().value;
    let mut routing = Routing {
        list: list_of(catalog, project)?,
        others: Vec::new(),
        mentor_first: copy == CopyPolicy::MentorFirst,
        greeted: greeted.map(|person| person.name.clone()).collect(),
        notices: season_notices(catalog.season_of(project), today),
    };
    routing.notices.extend(other_season(catalog, project));
    if let Some(reason) = reason {
        routing
            .notices
            .push(Notice { kind: "finished", text: format!("this project is finished: {reason}") });
    }
    let addressed = mentors.iter().filter(|_| copy != CopyPolicy::ListOnly);
    for recipient in addressed.filter_map(|it| mentor(catalog, project, it, today)) {
        routing.add_recipient(recipient);
    }
    routing.add_second_list(catalog, &conventions);
    routing.notices.extend(do_first(&conventions));
    routing.notices.extend(project_notices(project));
    routing.notices.extend(contact_notices(catalog, project, &mentors, today));
    Ok(routing)
}

/// Routes the first letter about an own idea, as known `today`: to the list that the writer knows, else to the
/// fall-back list.
///
/// # Errors
/// [`Error::UnknownList`] when `wanted` is no list of the catalog, [`Error::NoMail`] when nothing names a list.
pub fn for_idea(catalog: &Catalog, wanted: Option<&str>, today: NaiveDate) -> Result<Routing, Error> {
    let mut routing = on_list(catalog, wanted, "your own idea")?;
    routing.notices = season_notices(catalog.season(), today);
    routing.notices.extend(do_first(&catalog.conventions));
    routing.add_second_list(catalog, &catalog.conventions);
    Ok(routing)
}

/// Routes the first letter of somebody who would mentor something that is not in the catalog, as known `today`.
///
/// # Errors
/// The same.
pub fn for_mentor(catalog: &Catalog, wanted: Option<&str>, today: NaiveDate) -> Result<Routing, Error> {
    let mut routing = on_list(catalog, wanted, "what you would mentor")?;
    routing.notices = season_notices(catalog.season(), today);
    Ok(routing)
}

/// Routes the report of a bug, outside any season.
///
/// # Errors
/// The same.
pub fn for_bug(catalog: &Catalog, wanted: Option<&str>) -> Result<Routing, Error> {
    on_list(catalog, wanted, "a bug")
}

/// Routes a letter to the list that its writer knows, else to the fall-back list.
fn on_list(catalog: &Catalog, wanted: Option<&str>, about: &str) -> Result<Routing, Error> {
    let list = match wanted {
        Some(wanted) => to_list(list(catalog, wanted)?, "you named this list".to_owned(), None, false),
        None => fallback(catalog, catalog.season(), &Line::sanitize(about), about).map_err(|error| {
            let known: Vec<_> = catalog.lists.iter().map(|list| list.id.clone()).collect();
            match error {
                Error::NoMail { about, instead: None } if !known.is_empty() => {
                    Error::WhichList { about, known }
                }
                error => error,
            }
        })?,
    };
    Ok(Routing { list, others: Vec::new(), mentor_first: false, greeted: Vec::new(), notices: Vec::new() })
}

/// Routes a letter to another place that a season's page points to: the list that it names.
///
/// # Errors
/// [`Error::NoMail`] when it names none.
pub fn for_redirect(catalog: &Catalog, redirect: &Redirect) -> Result<Routing, Error> {
    let rule = format!("the season's page points there: {}", redirect.name);
    let known = redirect.list.as_ref().and_then(|id| catalog.list(id.as_str()));
    let known = known.or_else(|| catalog.list_at(redirect.address.as_ref()?));
    let list = match (known, &redirect.address) {
        (Some(list), _) => to_list(list, rule, redirect.lines, false),
        (None, Some(address)) => to_address(address, rule, redirect.lines),
        (None, None) => {
            let place = redirect.url.as_ref().map_or_else(String::new, |url| format!(", {url}"));
            let instead = Line::sanitize(&format!("{}{place}", redirect.how));
            return Err(Error::no_mail(&redirect.name, Some(&instead)));
        }
    };
    Ok(Routing { list, others: Vec::new(), mentor_first: false, greeted: Vec::new(), notices: Vec::new() })
}

impl Routing {
    fn add_second_list(&mut self, catalog: &Catalog, conventions: &Conventions) {
        let second = conventions.second_list();
        if let Some(list) = second.value.and_then(|id| catalog.list(id.as_str())) {
            let rule = "the community wants first letters on this list too".to_owned();
            self.add_recipient(to_list(list, rule, second.lines, false));
        }
    }

    /// Adds those whom the user named, each once, unless they get the letter anyway. An alias of a list becomes that
    /// list.
    pub fn add(&mut self, catalog: &Catalog, mailboxes: impl IntoIterator<Item = Mailbox>) {
        let mut known: HashSet<_> = self.recipients().map(|it| it.mailbox.address.clone()).collect();
        let added = mailboxes.into_iter().map(|mailbox| Self::added(catalog, mailbox));
        self.others.extend(added.filter(|it| known.insert(it.mailbox.address.clone())));
    }

    fn added(catalog: &Catalog, mailbox: Mailbox) -> Recipient {
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
        Recipient { mailbox, role: Role::Added, why }
    }

    fn add_recipient(&mut self, recipient: Recipient) {
        let mut known = std::iter::once(&self.list).chain(&self.others);
        if known.all(|it| it.mailbox.address != recipient.mailbox.address) {
            self.others.push(recipient);
        }
    }

    /// Those in To: the list, or the mentors where they come first and have an address.
    #[must_use]
    pub fn to(&self) -> Vec<&Recipient> {
        let mentors = self.others.iter().filter(|it| self.mentor_first && it.role == Role::Mentor);
        let mentors: Vec<_> = mentors.collect();
        if mentors.is_empty() { vec![&self.list] } else { mentors }
    }

    /// Those in Cc.
    #[must_use]
    pub fn cc(&self) -> Vec<&Recipient> {
        let to = self.to();
        let all = std::iter::once(&self.list).chain(&self.others);
        all.filter(|it| to.iter().all(|other| !std::ptr::eq(*it, *other))).collect()
    }

    /// Those in To, then those in Cc.
    pub fn recipients(&self) -> impl Iterator<Item = &Recipient> {
        self.to().into_iter().chain(self.cc())
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
    project.is_finished().then(reason)
}
