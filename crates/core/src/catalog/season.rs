//! The tables of a catalog that stand once: source, community, season, and what is said to all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::values::{Id, Lines};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

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
    /// Channel or room.
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
