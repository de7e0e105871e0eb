//! The catalog: a community's projects, and what its sources say about writing to it.
//!
//! A catalog is data that a person wrote or reviewed. It is checked whole when
//! it is loaded, so that no other module meets a dangling reference, a broken
//! address or a control character.

mod advice;
mod begin;
mod chat;
mod compare;
mod conventions;
mod example;
pub mod format;
mod hidden;
mod idea;
pub mod import;
mod index;
pub mod lint;
mod load;
mod lookup;
mod model;
mod names;
mod page;
mod places;
mod project;
mod projects;
mod review;
mod rules;
mod search;
mod season;
mod sentences;
mod syntax;
#[cfg(test)]
mod tests;
mod values;
mod walk;

pub use advice::is_address;
pub use begin::{Beginning, NewSeason};
pub use chat::{Chat, ChatKind};
pub use compare::{Decision, Decisions, Difference, differences, said};
pub use conventions::{Conventions, Setting};
pub use idea::{Idea, IdeaMentor};
pub use load::{Named, profile_of};
pub use lookup::{Catalog, season_id};
pub use model::File;
pub use places::{Area, Engine, ExtraList, Heading, List, Person, Posting, Repository};
pub use project::{
    Difficulty, Eligibility, Mentor, MentorRole, Project, Review, Size, State, Task, TaskKind,
};
pub use projects::{Projects, ProjectsIter};
pub use review::{Answer as ReviewAnswer, Gap, ReviewItem, comment, gaps, review, review_field};
pub(crate) use rules::LIMITS;
pub use rules::{
    CopyPolicy, Disclosure, Introductions, Level, ReplyStyle, Rule, RuleOverrides, SeveralStudents, Style,
    TaskPolicy, WordRange,
};
pub use search::Filter;
pub(crate) use season::SEASON_DAYS;
pub use season::{
    Community, Coordinator, GuideStep, Interest, Redirect, Season, Source, Status, Templates, Who,
};
pub use values::{Block, Date, Day, Id, Lines, Link, OneOrMany, Origin, Url};
