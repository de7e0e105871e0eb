//! The catalog: one community's season of projects, and what its source says about writing to it.
//!
//! A catalog is data that a person wrote or reviewed. It is checked whole when
//! it is loaded, so that nothing that uses it meets a dangling reference,
//! a broken address or a control character.

mod conventions;
pub mod import;
mod load;
mod model;
mod places;
mod project;
mod search;
mod season;
mod values;
mod walk;

pub use conventions::{
    Conventions, CopyPolicy, Introductions, Level, RuleOverrides, Setting, TaskPolicy, WordRange,
};
pub use model::Catalog;
pub use places::{Area, ExtraList, Heading, List, Person, Posting, Repository};
pub use project::{Difficulty, Eligibility, Project, Review, State, Task};
pub use search::Filter;
pub use season::{
    Chat, Community, Coordinator, GuideStep, Interest, Redirect, Season, Source, Status, Templates, Who,
};
pub use values::{Date, Id, Lines};
