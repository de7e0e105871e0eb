//! The shape of a catalog file, which is also its meaning: each field holds only what is valid for it.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};

use super::conventions::Conventions;
use crate::mailbox::{Address, Mailbox};
use crate::text::Line;

/// A name that other entries, flags and people refer to: lower-case letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Id(String);

impl Id {
    /// Takes `text` when it has the form of an id.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let ok =
            !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-');
        ok.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom(format_args!("`{text}` is no id")))
    }
}

/// First and last line of the source that an entry was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Lines {
    /// First line, from 1.
    pub first: u32,
    /// Last line, not before the first.
    pub last: u32,
}

impl Lines {
    /// Whether `line` is among them.
    #[must_use]
    pub fn contains(self, line: u32) -> bool {
        (self.first..=self.last).contains(&line)
    }
}

impl From<[u32; 2]> for Lines {
    fn from([first, last]: [u32; 2]) -> Self {
        Self { first, last }
    }
}

impl From<Lines> for [u32; 2] {
    fn from(lines: Lines) -> Self {
        [lines.first, lines.last]
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "line {}", self.first)
        } else {
            write!(f, "lines {} to {}", self.first, self.last)
        }
    }
}

/// A whole catalog, valid as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Catalog {
    /// Version of the file's shape: 1.
    pub schema: u32,
    /// What the facts were taken from.
    pub source: Source,
    /// Who is written to.
    pub community: Community,
    /// The programme's edition that the projects belong to.
    pub season: Season,
    /// The community's rules, where its source states them.
    #[serde(default)]
    pub conventions: Conventions,
    /// The letters' templates, where the community brings its own.
    #[serde(default)]
    pub templates: Templates,
    /// How interest in a project is written down in public, besides the mail.
    pub interest: Option<Interest>,
    /// What the source tells its readers to do, in its order.
    #[serde(default, rename = "guide")]
    pub guide: Vec<GuideStep>,
    /// Mailing lists that may be addressed.
    #[serde(rename = "list")]
    pub lists: Vec<List>,
    /// Sub-projects.
    #[serde(default, rename = "area")]
    pub areas: Vec<Area>,
    /// Everybody the source names.
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
    /// What one can write about.
    #[serde(rename = "project")]
    pub projects: Vec<Project>,
    /// Bite-size tasks to hand out.
    #[serde(default, rename = "task")]
    pub tasks: Vec<Task>,
}

/// What the facts were taken from.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// Its title.
    pub title: Line,
    /// Where to read it.
    pub url: Line,
    /// What kind of text it is, and what it lost on the way here.
    pub note: Option<Line>,
    /// All of its lines.
    pub lines: Lines,
}

/// Who is written to.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Community {
    /// Its name for scripts and the ledger.
    pub id: Id,
    /// Its name for people.
    pub name: Line,
    /// One sentence on what it is.
    pub about: Option<Line>,
    /// Neighbouring projects that the source names.
    #[serde(default)]
    pub upstreams: Vec<Line>,
    /// Where the source says so.
    pub lines: Option<Lines>,
}

/// The programme's edition that the projects belong to.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Season {
    /// Its name for scripts and the ledger.
    pub id: Id,
    /// The programme's full name.
    pub programme: Line,
    /// The words every subject carries: `GSoC 2015`.
    pub token: Line,
    /// Where the source asks for the token.
    pub token_lines: Option<Lines>,
    /// Other spellings of the programme's short name.
    #[serde(default)]
    pub spellings: Vec<Line>,
    /// The year.
    pub year: u16,
    /// Whether letters are expected now: `open`, `planned`, `applied`, `not-accepted`, `closed`, `archived`.
    pub status: Status,
    /// What a reader is to know about the status before anything else.
    pub notice: Option<Line>,
    /// Where else to go.
    #[serde(default)]
    pub redirects: Vec<Redirect>,
    /// What elsewhere in the source contradicts the status.
    pub contradiction: Option<Line>,
    /// Id of the list for whatever has none of its own.
    pub fallback_list: Id,
    /// Where the source names that list.
    pub fallback_lines: Option<Lines>,
    /// Where to talk.
    pub chat: Option<Chat>,
    /// Who puts people in touch.
    pub coordinator: Option<Coordinator>,
    /// Where applications go.
    pub application_system: Option<Line>,
    /// Earlier programmes that the source speaks of.
    #[serde(default)]
    pub earlier: Vec<Line>,
    /// Where the source speaks of the season's state.
    pub lines: Option<Lines>,
}

/// Whether letters are expected in a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Not announced yet.
    Planned,
    /// Students may write.
    Open,
    /// The community has applied and waits.
    Applied,
    /// The programme did not take the community.
    NotAccepted,
    /// Over for new students.
    Closed,
    /// History.
    Archived,
}

/// Another place to go.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Redirect {
    /// Its name.
    pub name: Line,
    /// How to get there.
    pub how: Line,
    /// Where the source says so.
    #[serde(skip_serializing)]
    pub lines: Option<Lines>,
}

/// Where to talk.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Chat {
    /// `IRC`, `Matrix`, …
    pub protocol: Line,
    /// Host or network.
    pub network: Line,
    /// Room.
    pub channel: Line,
    /// What else is to be known.
    pub note: Option<Line>,
    /// Where the source says so.
    #[serde(skip_serializing)]
    pub lines: Option<Lines>,
}

/// Who puts people in touch. Shown, never addressed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Coordinator {
    /// What they are.
    pub role: Line,
    /// Where to reach them.
    pub address: Address,
    /// What they are there for.
    pub purpose: Line,
    /// As the source spells it.
    #[serde(default)]
    pub raw: BTreeMap<String, Line>,
    /// Where the source says so.
    pub lines: Option<Lines>,
}

/// The letters' templates, where the community brings its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Templates {
    /// For a letter about a project of the catalog.
    pub introduction: Option<String>,
    /// For a letter about an own idea.
    pub idea: Option<String>,
    /// For the mentor's answer with a task.
    pub reply: Option<String>,
}

/// How interest in a project is written down in public, besides the mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Interest {
    /// The text to add, as the source prints it.
    pub form: String,
    /// What is needed before one can, and what else to know.
    pub note: Option<Line>,
    /// Names and defaults of the source's own template, as it spells them.
    #[serde(default)]
    pub raw: BTreeMap<String, Line>,
    /// Where the source says so.
    pub lines: Option<Lines>,
}

/// Whom a piece of advice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Who writes for the first time.
    Student,
    /// Who answers.
    Mentor,
    /// Who reads project ideas before they are published.
    Reviewer,
    /// Who runs the season.
    Organiser,
    /// Programs, this one among them.
    Tool,
}

/// One thing the source tells its readers to do.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GuideStep {
    /// Its id.
    pub id: Id,
    /// Whom it is for.
    pub who: Who,
    /// What to do, in our words.
    pub text: Line,
    /// Where the source says so.
    pub lines: Lines,
}

/// Who may post to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Posting {
    /// Everybody.
    Anyone,
    /// Subscribers; others are held or refused.
    Members,
    /// Every post waits for a moderator.
    Moderated,
    /// Nobody but its owners.
    Announcements,
}

/// A mailing list that may be addressed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct List {
    /// Its id.
    pub id: Id,
    /// Its canonical posting address.
    pub address: Address,
    /// Other addresses that reach it, or once did.
    #[serde(default)]
    pub aliases: Vec<Address>,
    /// Other names that the source uses for it.
    #[serde(default)]
    pub names: Vec<Line>,
    /// Who may post; absent when nobody knows.
    pub posting: Option<Posting>,
    /// Where to subscribe by mail.
    pub subscribe: Option<Address>,
    /// Where to read it.
    pub archive: Option<Line>,
    /// The tag that its server puts before subjects.
    pub subject_tag: Option<Line>,
    /// Where the source names it.
    pub lines: Lines,
}

impl List {
    /// Whether `address` is the list's own or one of its aliases.
    #[must_use]
    pub fn is(&self, address: &Address) -> bool {
        self.address == *address || self.aliases.contains(address)
    }
}

/// A sub-project.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Area {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: Line,
    /// Id of its list.
    pub list: Id,
    /// Headings of the source's project list whose projects belong here.
    #[serde(default)]
    pub headings: Vec<Heading>,
    /// Where its code is.
    #[serde(default)]
    pub repositories: Vec<Repository>,
    /// Further reading, as the source names it.
    #[serde(default)]
    pub links: Vec<Line>,
    /// What patches are to be based on.
    pub base_tree: Option<Line>,
    /// Where the source says that.
    pub base_tree_lines: Option<Lines>,
    /// How patches are sent here, as a link or a sentence.
    pub patches: Option<Line>,
    /// As the source spells it.
    #[serde(default)]
    pub raw: BTreeMap<String, Line>,
    /// Where the source names it.
    pub lines: Lines,
}

/// A heading of the source's project list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Heading {
    /// As the source spells it.
    pub title: Line,
    /// Why it belongs to the area.
    pub basis: Line,
    /// The lines it stands on.
    pub lines: Vec<u32>,
}

/// Where code is.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Repository {
    /// Its name in the source.
    pub name: Line,
    /// The command that brings a copy, as the source prints it.
    pub clone: Option<Line>,
}

/// Somebody the source names.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Person {
    /// Their id.
    pub id: Id,
    /// Their name.
    pub name: Line,
    /// Their address, where the source prints one anywhere.
    pub address: Option<Address>,
    /// The lines that print the address.
    #[serde(default)]
    pub address_lines: Vec<u32>,
    /// What they are besides mentor or student.
    pub role: Option<Line>,
}

impl Person {
    /// How to write to them, if the source knows.
    #[must_use]
    pub fn mailbox(&self) -> Option<Mailbox> {
        let address = self.address.clone()?;
        Some(Mailbox::new(Some(self.name.clone()), address))
    }
}

/// Whether a project can be picked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Reviewed and free.
    Open,
    /// Free, but its description is not finished.
    NeedsWork,
    /// Done, or given to somebody.
    Finished,
}

/// How hard a project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// For a start.
    Easy,
    /// In between.
    Medium,
    /// For those who know their way.
    Hard,
    /// Depends on what one takes on.
    Varies,
    /// The source does not say.
    Unknown,
}

/// Whether a project fits the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Eligibility {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The source does not say.
    Unknown,
}

/// A date as precisely as the source gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Date {
    /// One day.
    Exact(NaiveDate),
    /// Day and month may be swapped: every reading, earliest first.
    Ambiguous(Vec<NaiveDate>),
}

impl Date {
    /// The latest day it can mean.
    #[must_use]
    pub fn latest(&self) -> Option<NaiveDate> {
        match self {
            Self::Exact(day) => Some(*day),
            Self::Ambiguous(days) => days.iter().max().copied(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(day) => write!(f, "{day}"),
            Self::Ambiguous(days) => {
                let days: Vec<_> = days.iter().map(NaiveDate::to_string).collect();
                f.write_str(&days.join(" or "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a date, or an array of the dates it may be")]
        enum Written {
            One(toml::value::Datetime),
            Some(Vec<toml::value::Datetime>),
        }
        let day = |written: toml::value::Datetime| {
            let no_date = || serde::de::Error::custom(format_args!("`{written}` is no date"));
            let date = written.date.ok_or_else(no_date)?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).ok_or_else(no_date)
        };
        match Written::deserialize(deserializer)? {
            Written::One(written) => day(written).map(Self::Exact),
            Written::Some(written) => {
                let mut days = written.into_iter().map(day).collect::<Result<Vec<_>, _>>()?;
                days.sort_by_key(Datelike::num_days_from_ce);
                Ok(Self::Ambiguous(days))
            }
        }
    }
}

/// A list that a project mentions. Shown, never addressed.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExtraList {
    /// Its name or address.
    pub name: Line,
    /// What it is mentioned for.
    pub note: Line,
    /// Where the source mentions it.
    #[serde(skip_serializing)]
    pub lines: Lines,
}

/// A reviewer's remark on a project's description.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Review {
    /// Who made it.
    pub by: Line,
    /// When, as the source prints it.
    pub when: Line,
    /// What it says, in our words.
    pub text: Line,
}

/// Something one can write about.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Project {
    /// Its id.
    pub id: Id,
    /// Its title, without a closing full stop.
    pub title: Line,
    /// Whether it can be picked up.
    pub state: State,
    /// Why it is finished, or what is missing.
    pub state_note: Option<Line>,
    /// The heading it stands under in the source.
    pub heading: Option<Line>,
    /// Id of its area, where the heading does not tell.
    pub area: Option<Id>,
    /// Id of its own list, where it names one.
    pub list: Option<Id>,
    /// Where the source names that list.
    pub list_lines: Option<Lines>,
    /// Ids of those who mentor it.
    #[serde(default)]
    pub mentors: Vec<Id>,
    /// Ids of those who did it. Never addressed.
    #[serde(default)]
    pub students: Vec<Id>,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// What one must know.
    #[serde(default)]
    pub skills: Vec<Line>,
    /// What helps.
    #[serde(default)]
    pub skills_desired: Vec<Line>,
    /// What it is about, in our words.
    pub summary: Line,
    /// What is to come out of it, in our words.
    #[serde(default)]
    pub outcomes: Vec<Line>,
    /// What would be nice besides.
    #[serde(default)]
    pub extras: Vec<Line>,
    /// Further reading.
    #[serde(default)]
    pub references: Vec<Line>,
    /// Lists that it mentions. Shown, never addressed.
    #[serde(default)]
    pub extra_lists: Vec<ExtraList>,
    /// Whether it fits the programme.
    pub eligible: Eligibility,
    /// What is to be asked first.
    pub condition: Option<Line>,
    /// When it was written down.
    pub inserted: Option<Date>,
    /// When somebody last looked whether it is true.
    pub verified: Option<Date>,
    /// Reviewers' remarks.
    #[serde(default)]
    pub reviews: Vec<Review>,
    /// What else is to be known of the entry itself.
    pub note: Option<Line>,
    /// As the source spells it, by field.
    #[serde(default)]
    pub raw: BTreeMap<String, Line>,
    /// The entry's lines in the source.
    pub lines: Lines,
}

/// A bite-size task.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Task {
    /// Its id.
    pub id: Id,
    /// Its name, as an imperative.
    pub title: Line,
    /// What to do, in a sentence or two.
    pub what: Line,
    /// File, tracker or list to look at.
    pub place: Line,
    /// What shows that it is done.
    pub done_when: Line,
    /// How to hand it in.
    pub send: Line,
    /// How long it should take.
    pub effort: Option<Line>,
    /// Areas it fits; none means all.
    #[serde(default)]
    pub areas: Vec<Id>,
    /// Projects it fits besides.
    #[serde(default)]
    pub projects: Vec<Id>,
    /// Where the idea comes from, when not from the catalog's source.
    pub origin: Option<Line>,
    /// Where the source names it.
    pub lines: Option<Lines>,
}

impl Catalog {
    /// The project with this id.
    #[must_use]
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id.as_str() == id)
    }

    /// The list with this id.
    #[must_use]
    pub fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id.as_str() == id)
    }

    /// The list that `address` reaches, under its own or an older address.
    #[must_use]
    pub fn list_at(&self, address: &Address) -> Option<&List> {
        self.lists.iter().find(|list| list.is(address))
    }

    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id.as_str() == id)
    }

    /// The task with this id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id.as_str() == id)
    }

    /// The area with this id.
    #[must_use]
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id.as_str() == id)
    }

    /// The area that `project` names or whose heading it stands under.
    #[must_use]
    pub fn area_of(&self, project: &Project) -> Option<&Area> {
        match (&project.area, &project.heading) {
            (Some(id), _) => self.area(id.as_str()),
            (None, Some(heading)) => {
                self.areas.iter().find(|area| area.headings.iter().any(|it| it.title == *heading))
            }
            (None, None) => None,
        }
    }

    /// Those who mentor `project`.
    pub fn mentors<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Person> {
        project.mentors.iter().filter_map(|id| self.person(id.as_str()))
    }

    /// Tasks that fit `project`: those for it, then those for its area, then those for all.
    #[must_use]
    pub fn tasks_for(&self, project: Option<&Project>) -> Vec<&Task> {
        let area = project.and_then(|project| self.area_of(project));
        let rank = |task: &Task| match (project, area) {
            (Some(project), _) if task.projects.contains(&project.id) => Some(0),
            (_, Some(area)) if task.areas.contains(&area.id) => Some(1),
            _ if task.areas.is_empty() && task.projects.is_empty() => Some(2),
            _ => None,
        };
        let mut fitting: Vec<_> = self.tasks.iter().filter_map(|task| Some((rank(task)?, task))).collect();
        fitting.sort_by_key(|(rank, _)| *rank);
        fitting.into_iter().map(|(_, task)| task).collect()
    }
}
