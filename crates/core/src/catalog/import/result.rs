//! What an import gives: projects with their values and raw words, doubts, and what was left.

use chrono::NaiveDate;
use serde::Serialize;

use super::people::Contact;
use super::values::difficulty::Grade;
use super::values::state::ProjectState;

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file.
    pub file: String,
    /// First and last line, from 1.
    pub lines: [usize; 2],
}

/// The words of a field, as the page has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Raw {
    /// The label, as it is spelled.
    pub label: String,
    /// The value in one line.
    pub text: String,
    /// What it was read as: the name of a field, or `none`.
    pub field: String,
    /// First and last line.
    pub lines: [usize; 2],
}

/// A day, with its raw words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The words.
    pub raw: String,
    /// The readings: none, one, or two where day and month may be swapped.
    pub days: Vec<NaiveDate>,
}

/// A signed remark of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Who wrote it.
    pub by: String,
    /// When, in the words of the page.
    pub when: String,
    /// What it says.
    pub text: String,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// Its title.
    pub title: String,
    /// Another title that the page gives it.
    pub alias: Option<String>,
    /// The part of the community it belongs to: the heading above it, or a field.
    pub area: Option<String>,
    /// Who mentors it.
    pub mentors: Vec<Contact>,
    /// Who has taken it; never written to.
    pub students: Vec<Contact>,
    /// The address of its list.
    pub list: Option<String>,
    /// How hard it is.
    pub difficulty: Grade,
    /// What is to be known.
    pub skills: Vec<String>,
    /// Its sizes in hours.
    pub size_hours: Vec<u16>,
    /// Whether it can be taken.
    pub state: ProjectState,
    /// Whether it fits the programme: `true`, `false`, or not said.
    pub eligible: Option<bool>,
    /// When it was entered.
    pub inserted: Option<Day>,
    /// When it was last found true.
    pub verified: Option<Day>,
    /// What it is about.
    pub description: String,
    /// What is there in the end.
    pub outcomes: Vec<String>,
    /// Remarks of reviewers.
    pub comments: Vec<Comment>,
    /// Addresses of the web that it names.
    pub references: Vec<String>,
    /// All fields in the words of the page.
    pub raw: Vec<Raw>,
    /// Where it stands.
    pub source: Source,
}

/// A part of the community with a list of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// The address of its list.
    pub list: Option<String>,
    /// What else the page says of it.
    pub text: String,
    /// Where it stands.
    pub source: Source,
}

/// A mailing list that the page names by its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailingList {
    /// Its address.
    pub address: String,
    /// Other addresses of the page with the same name before the `@`.
    pub aliases: Vec<String>,
    /// Where it stands first.
    pub source: Source,
}

/// What was read with a doubt, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The field.
    pub field: String,
    /// The project's title, where it is one's.
    pub project: Option<String>,
    /// The words of the page.
    pub raw: String,
    /// Why.
    pub reason: String,
    /// Where they stand.
    pub source: Source,
}

/// A section that is no project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its heading.
    pub title: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub source: Source,
}

/// How much of the pages became projects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Sections of the level of projects.
    pub sections: usize,
    /// Those that are projects.
    pub taken: usize,
    /// Those that are not.
    pub left: Vec<LeftOut>,
}

/// What an import gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Import {
    /// The projects, in the order of the sources.
    pub projects: Vec<Project>,
    /// The parts of the community.
    pub areas: Vec<Area>,
    /// The lists.
    pub lists: Vec<MailingList>,
    /// What is to be looked at.
    pub doubts: Vec<Doubt>,
    /// How much was read.
    pub coverage: Coverage,
}
