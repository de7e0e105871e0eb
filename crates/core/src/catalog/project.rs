//! What one can write about, and small tasks to begin with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::places::ExtraList;
use super::values::{Date, Id, Lines};
use onlist_mail::text::Line;

/// Whether a project can be picked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Reviewed and open.
    Open,
    /// Open, but the description is not finished.
    NeedsWork,
    /// Done or taken.
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
    /// State of the project.
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
    /// Difficulty of the project.
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
