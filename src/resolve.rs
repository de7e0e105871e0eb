//! From a project to the people its first letter goes to, with the reason for each.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::catalog::{
    Catalog, CopyPolicy, Date, Eligibility, Id, Lines, List, Person, Project, Redirect, State, Status,
};
use crate::fault::nearest;
use crate::mailbox::{Address, Mailbox};
use crate::text::Line;

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
    /// Lines of the catalog's source.
    pub lines: Option<Lines>,
    /// Whether the rule is this program's default, and not the community's.
    pub ours: bool,
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
    /// Names of the mentors, with or without an address, for the greeting.
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
        Error::UnknownProject { id: Line::tamed(id), nearest: near.and_then(Id::new) }
    })
}

/// Finds a list by its id, its address or one of its aliases.
///
/// # Errors
/// [`Error::UnknownList`] names the lists there are.
pub fn list<'c>(catalog: &'c Catalog, wanted: &str) -> Result<&'c List, Error> {
    let address = wanted.parse::<Address>().ok();
    catalog.list(wanted).or_else(|| catalog.list_at(&address?)).ok_or_else(|| Error::UnknownList {
        id: Line::tamed(wanted),
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
    let mut routing = Routing {
        list: list_of(catalog, project),
        cc: Vec::new(),
        greeted: mentors.iter().map(|person| person.name.clone()).collect(),
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

/// Routes the first letter about an own idea: to the list that the writer knows, else to the fall-back list.
///
/// # Errors
/// [`Error::UnknownList`] when `wanted` is no list of the catalog.
pub fn for_idea(catalog: &Catalog, wanted: Option<&str>) -> Result<Routing, Error> {
    let list = match wanted {
        Some(wanted) => {
            let list = list(catalog, wanted)?;
            to_list(list, "you named this list".to_owned(), None, false)
        }
        None => fallback(catalog, "an own idea whose list is not known"),
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
            lines: None,
            ours: false,
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
        project.state_note.clone().unwrap_or_else(|| Line::tamed("the catalog lists it among past projects"))
    };
    (project.state == State::Finished).then(reason)
}

fn to_list(list: &List, rule: String, lines: Option<Lines>, ours: bool) -> Recipient {
    let why = Why { about: list.address.to_string(), rule, lines, ours, age: None };
    Recipient { mailbox: list.address.clone().into(), role: Role::List, why }
}

fn list_of(catalog: &Catalog, project: &Project) -> Recipient {
    if let Some(list) = project.list.as_ref().and_then(|id| catalog.list(id.as_str())) {
        let lines = project.list_lines.or(Some(project.lines));
        return to_list(list, "the project's own entry names this list".to_owned(), lines, false);
    }
    let Some(area) = catalog.area_of(project) else {
        let rule = match &project.heading {
            Some(heading) => format!("its heading `{heading}` belongs to no area"),
            None => "the project has neither list nor area".to_owned(),
        };
        return fallback(catalog, &rule);
    };
    let list = catalog.list(area.list.as_str()).map(|list| {
        let heading = area.headings.iter().find(|heading| Some(&heading.title) == project.heading.as_ref());
        let rule = match heading {
            Some(heading) => format!(
                "list of the area `{}`, where its heading `{}` belongs ({})",
                area.id, heading.title, heading.basis
            ),
            None => format!("list of its area `{}`", area.id),
        };
        to_list(list, rule, Some(area.lines), false)
    });
    list.unwrap_or_else(|| fallback(catalog, "its area has no list"))
}

/// The season's fall-back list, for the reason given.
///
/// # Panics
/// Never: a catalog whose fall-back list is missing is not loaded.
#[expect(clippy::expect_used, reason = "a catalog whose fall-back list is missing is refused when loaded")]
fn fallback(catalog: &Catalog, reason: &str) -> Recipient {
    let season = &catalog.season;
    let list =
        catalog.list(season.fallback_list.as_str()).expect("loading checks that the fall-back list exists");
    to_list(list, format!("{reason}: the season's fall-back list"), season.fallback_lines, false)
}

fn mentor(catalog: &Catalog, project: &Project, person: &Person, today: NaiveDate) -> Option<Recipient> {
    let mailbox = person.mailbox()?;
    let own = person.address_lines.iter().find(|line| project.lines.contains(**line));
    let lent = || {
        let entry = entries_with(catalog, person).next()?;
        let line = person.address_lines.iter().find(|line| entry.lines.contains(**line))?;
        Some((format!("mentor of the project; the address is lent from the entry `{}`", entry.id), *line))
    };
    let (rule, line) = match own {
        Some(line) => ("mentor of the project; its entry prints this address".to_owned(), Some(*line)),
        None => match lent() {
            Some((rule, line)) => (rule, Some(line)),
            None => ("mentor of the project".to_owned(), person.address_lines.first().copied()),
        },
    };
    let why = Why {
        about: mailbox.address.to_string(),
        rule,
        lines: line.map(|line| Lines { first: line, last: line }),
        ours: false,
        age: contact_age(catalog, project, person, today),
    };
    Some(Recipient { mailbox, role: Role::Mentor, why })
}

/// The entries that print the address of `person`.
fn entries_with<'c>(catalog: &'c Catalog, person: &'c Person) -> impl Iterator<Item = &'c Project> {
    let prints = |entry: &&Project| person.address_lines.iter().any(|line| entry.lines.contains(*line));
    catalog.projects.iter().filter(prints)
}

/// How old the knowledge of an address is: by the project's entry when that prints it, else by the newest that does.
fn contact_age(catalog: &Catalog, project: &Project, person: &Person, today: NaiveDate) -> Option<String> {
    let newest =
        || entries_with(catalog, person).max_by_key(|entry| dated(entry).and_then(|(_, date)| date.latest()));
    let own = person.address_lines.iter().any(|line| project.lines.contains(*line));
    let (verified, date) = dated(if own { project } else { newest()? })?;
    let how = if verified { "verified" } else { "not verified since it was written down on" };
    let years = date.latest().map_or(0, |latest| years_between(latest, today));
    let ago = match years {
        ..=0 => "less than a year ago".to_owned(),
        1 => "a year ago".to_owned(),
        years => format!("{years} years ago"),
    };
    Some(format!("{how} {date}, {ago}"))
}

/// When somebody last looked at an entry: whether it was verified then, or only written.
fn dated(project: &Project) -> Option<(bool, &Date)> {
    project
        .verified
        .as_ref()
        .map(|date| (true, date))
        .or_else(|| project.inserted.as_ref().map(|date| (false, date)))
}

fn years_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let before = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(before)
}

/// What is to be known of the season before anything else: nothing when it is open.
#[must_use]
pub fn season_notices(catalog: &Catalog) -> Vec<Notice> {
    let season = &catalog.season;
    if season.status == Status::Open {
        return Vec::new();
    }
    let text = match &season.notice {
        Some(notice) => notice.to_string(),
        None => format!("{} is not open", season.token),
    };
    let elsewhere = |it: &Redirect| Notice { kind: "elsewhere", text: format!("{}: {}", it.name, it.how) };
    let season_notice = Notice { kind: "season", text };
    std::iter::once(season_notice).chain(season.redirects.iter().map(elsewhere)).collect()
}

fn project_notices(project: &Project) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut add = |kind, text: String| notices.push(Notice { kind, text });
    if project.state == State::NeedsWork {
        add("needs-work", "the description of this project still needs work: ask before you plan".to_owned());
    }
    match project.eligible {
        Eligibility::Yes => {}
        Eligibility::No => add("eligibility", "this project does not fit the programme".to_owned()),
        Eligibility::Unknown => {
            add("eligibility", "nobody has said whether this project fits the programme".to_owned());
        }
    }
    if let Some(condition) = &project.condition {
        add("check-first", condition.to_string());
    }
    notices
}

fn contact_notices(
    catalog: &Catalog,
    project: &Project,
    mentors: &[&Person],
    today: NaiveDate,
) -> Vec<Notice> {
    let notice = |person: &&Person| match &person.address {
        Some(address) => {
            let age = contact_age(catalog, project, person, today)?;
            Some(Notice { kind: "contact-age", text: format!("{} <{address}>: {age}", person.name) })
        }
        None => Some(Notice {
            kind: "no-address",
            text: format!(
                "no address of {} is known: greeted by name, reached through the list",
                person.name
            ),
        }),
    };
    let mut notices: Vec<_> = mentors.iter().filter_map(notice).collect();
    if mentors.is_empty() {
        let text = "no mentor is named: the letter goes to the list alone".to_owned();
        notices.push(Notice { kind: "no-mentor", text });
    }
    notices
}
